//! A private API's two gatekeepers: the VPC endpoint's policy and the resource policy's conditions
//! on the VPC.
//!
//! A call to a private API passes the endpoint's policy first, then the API's resource policy, which
//! has to exist and to allow this VPC or endpoint. Both refuse in the words of any resource policy;
//! the tail of the sentence, where there is one, tells which. `aws:SourceIp` never fits here: the
//! address of a client in a VPC is `aws:VpcSourceIp`.

use crate::denial;
use crate::private;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "private-api-vpce-policy",
    since: "0.1.0",
    family: Family::Private,
    statuses: &[403],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "No policy admits this VPC or endpoint to the private API",
        ja: "このVPCまたはエンドポイントを許可するポリシーがありません",
    },
    why: text! {
        en: "A call to a private API has to be allowed twice: by the policy of the VPC endpoint that it comes through, and by the API's resource policy, which is mandatory. \
             The resource policy names the callers by aws:SourceVpce or aws:SourceVpc; aws:SourceIp does not match inside a VPC, aws:VpcSourceIp does. \
             An unsigned call counts as User: anonymous in both.",
        ja: "プライベートAPIの呼び出しは、経由するVPCエンドポイントのポリシーと、必須であるAPIのリソースポリシーの両方で許可される必要があります。\
             リソースポリシーでは、aws:SourceVpceまたはaws:SourceVpcで呼び出し元を指定します。VPC内ではaws:SourceIpは一致せず、aws:VpcSourceIpを使います。\
             署名のない呼び出しは、どちらのポリシーでもUser: anonymousとして扱われます。",
    },
    signals: &[
        Requires(Any(&[
            Fact("response.body", denied_by_policy),
            Fact("response.headers.x-amzn-errortype", denied_on_private_host),
        ])),
        Proves(
            Fact("response.body", denial::endpoint_policy),
            text! {
                en: "The denial names the VPC endpoint's policy",
                ja: "拒否の文に、VPCエンドポイントのポリシーが示されています",
            },
        ),
        Suggests(
            Fact("url", private_host),
            text! {
                en: "The host is a VPC endpoint's name, so the API is a private one",
                ja: "ホストがVPCエンドポイントの名前であり、プライベートAPIです",
            },
        ),
        Suggests(
            Fact("curl_text", routing::private_peer),
            text! {
                en: "The name led to a private address, so the call came through a VPC endpoint",
                ja: "名前がプライベートアドレスに解決されており、VPCエンドポイントを経由しています",
            },
        ),
        Suggests(
            All(&[
                Fact("response.headers.content-length", denial::told_by_length),
                Fact("response.body", denial::nothing_allows),
            ]),
            text! {
                en: "The withheld body is exactly as long as the refusal of an anonymous caller of this URL",
                ja: "取得できなかった本文の長さが、このURLを匿名で呼び出したときの拒否メッセージと一致します",
            },
        ),
        Suggests(
            Fact("response.body", anonymous_inside),
            text! {
                en: "The caller is anonymous, as every unsigned or Bearer call is to a VPC endpoint's policy",
                ja: "呼び出し元は匿名です。署名のない呼び出しやBearerトークンの呼び出しは、VPCエンドポイントのポリシーでも匿名として扱われます",
            },
        ),
        Hints(
            Fact("response.body", anonymous_somewhere),
            text! {
                en: "The caller is anonymous, as every unsigned or Bearer call is to a VPC endpoint's policy",
                ja: "呼び出し元は匿名です。署名のない呼び出しやBearerトークンの呼び出しは、VPCエンドポイントのポリシーでも匿名として扱われます",
            },
        ),
        Suggests(
            Fact("curl_text", conditions_shown),
            text! {
                en: "The resource policy that was shown has a condition on the VPC or the endpoint",
                ja: "示されたリソースポリシーに、VPCまたはエンドポイントの条件があります",
            },
        ),
        Doubts(
            Says("resource-based policy"),
            text! {
                en: "The denial names the resource policy, whatever its conditions are",
                ja: "拒否の文には、条件の内容にかかわらずリソースポリシーが示されています",
            },
        ),
        Opposes(
            Any(&[Says("identity-based policy"), Says("service control policy"), Says("permissions boundary"), Says("session policy")]),
            text! {
                en: "The denial names another policy",
                ja: "拒否の文に、別のポリシーが示されています",
            },
        ),
        Opposes(
            Any(&[Header("via", "cloudfront"), Header("x-amz-cf-id", "")]),
            text! {
                en: "The call came through CloudFront, as to an edge-optimized API",
                ja: "エッジ最適化APIのように、CloudFrontを経由しています",
            },
        ),
        Opposes(
            Fact("url", public_name),
            text! {
                en: "The name is a public one, and nothing shows a VPC endpoint",
                ja: "公開用の名前であり、VPCエンドポイントの経由を示すものがありません",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Read the API's resource policy",
                ja: "APIのリソースポリシーを確認する",
            },
            Text::same("aws apigateway get-rest-api --rest-api-id {api} --region {region} --query policy --output text"),
            text! {
                en: "If a condition names another aws:SourceVpce or aws:SourceVpc than {vpce} and its VPC, or aws:SourceIp, that is it.",
                ja: "aws:SourceVpceやaws:SourceVpcの値が{vpce}やそのVPCと異なる、またはaws:SourceIpを使っていれば、それが原因です。",
            },
            text! {
                en: "If the policy allows this endpoint, see when it was deployed, then the endpoint's own policy.",
                ja: "このエンドポイントを許可していれば、デプロイの時刻を確認し、次にエンドポイントのポリシーを確認してください。",
            },
        )
        .separates(&["resource-policy-implicit-deny", "resource-policy-explicit-deny"])
        .when(Not(&Fact("response.body", names_endpoint_policy))),
        Check::new(
            text! {
                en: "Read the VPC endpoint's policy",
                ja: "VPCエンドポイントのポリシーを確認する",
            },
            Text::same("aws ec2 describe-vpc-endpoints --vpc-endpoint-ids {vpce} --region {region} --query \"VpcEndpoints[0].[VpcId, PolicyDocument]\" --output text"),
            text! {
                en: "If its principal is not “*”, or its resources leave out arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}, the endpoint refuses: unsigned and Bearer calls count as anonymous.",
                ja: "プリンシパルが「*」でない、またはリソースにarn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}が含まれなければ、エンドポイントが拒否しています。署名のない呼び出しやBearerトークンの呼び出しは匿名として扱われます。",
            },
            text! {
                en: "If it allows everything, the resource policy is what refuses.",
                ja: "すべて許可していれば、拒否しているのはリソースポリシーです。",
            },
        )
        .separates(&["iam-identity-policy-deny", "missing-auth-on-iam-route"]),
        private::ENDPOINT_NAME,
        private::ALIAS,
        private::PRIVATE_DNS_NAME,
        private::URL_FORMS,
        private::ARRIVED,
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Allow the endpoint in the resource policy, and deploy the API",
                ja: "リソースポリシーでエンドポイントを許可し、APIをデプロイする",
            },
            Text::same("aws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations 'op=replace,path=/policy,value=\"{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"execute-api:Invoke\\\",\\\"Resource\\\":\\\"execute-api:/*\\\",\\\"Condition\\\":{\\\"StringEquals\\\":{\\\"aws:SourceVpce\\\":\\\"{vpce}\\\"}}}]}\"'\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
        )
        .redeploy()
        .when(Not(&Fact("response.body", names_endpoint_policy))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Allow the API in the VPC endpoint's policy",
                ja: "VPCエンドポイントのポリシーでAPIを許可する",
            },
            Text::same("aws ec2 modify-vpc-endpoint --vpc-endpoint-id {vpce} --region {region} --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"arn:{partition}:execute-api:{region}:{account}:{api}/*\"}]}'"),
        ),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Edit both in the console",
                ja: "コンソールで両方を編集する",
            },
            text! {
                en: "API Gateway > APIs > {api} > Resource policy > Edit, then Resources > Deploy API; VPC > Endpoints > {vpce} > Policy > Edit policy",
                ja: "API Gateway > API > {api} > リソースポリシー > 編集、その後リソース > APIをデプロイ。VPC > エンドポイント > {vpce} > ポリシー > ポリシーを編集",
            },
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Declare the policy in the template",
                ja: "テンプレートでポリシーを定義する",
            },
            Text::same("Api:\n  Type: AWS::ApiGateway::RestApi\n  Properties:\n    Name: <api-name>\n    EndpointConfiguration:\n      Types: [PRIVATE]\n      VpcEndpointIds: [{vpce}]\n    Policy:\n      Version: '2012-10-17'\n      Statement:\n        - Effect: Allow\n          Principal: '*'\n          Action: execute-api:Invoke\n          Resource: execute-api:/*\n          Condition:\n            StringEquals:\n              aws:SourceVpce: {vpce}\n"),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Sam,
            text! {
                en: "Declare it with SAM",
                ja: "SAMで定義する",
            },
            Text::same("Api:\n  Type: AWS::Serverless::Api\n  Properties:\n    StageName: {stage}\n    EndpointConfiguration:\n      Type: PRIVATE\n      VPCEndpointIds: [{vpce}]\n    Auth:\n      ResourcePolicy:\n        IntrinsicVpceWhitelist: [{vpce}]\n"),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Declare it in Terraform",
                ja: "Terraformで定義する",
            },
            Text::same("resource \"aws_api_gateway_rest_api_policy\" \"this\" {\n  rest_api_id = \"{api}\"\n  policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [{\n      Effect    = \"Allow\"\n      Principal = \"*\"\n      Action    = \"execute-api:Invoke\"\n      Resource  = \"execute-api:/*\"\n      Condition = { StringEquals = { \"aws:SourceVpce\" = \"{vpce}\" } }\n    }]\n  })\n}"),
        )
        .redeploy(),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Come through an endpoint that is allowed, and sign where a policy names principals",
                ja: "許可されたエンドポイントを経由し、ポリシーがプリンシパルを指定している場合は署名する",
            },
            text! {
                en: "Tell the owner the endpoint and VPC that you call from ({vpce}) and the ARN that was denied (arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}). If a policy lists IAM principals, sign the request with one of them.",
                ja: "呼び出し元のエンドポイントとVPC（{vpce}）、および拒否されたARN（arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}）をAPIの所有者に伝えてください。ポリシーがIAMプリンシパルを列挙している場合は、そのいずれかで署名してください。",
            },
        ),
    ],
    links: &[links::VPC_ENDPOINT_POLICIES, links::RESOURCE_POLICIES_EXAMPLES],
};

/// `User: … is not authorized to perform: execute-api:Invoke`, in the answer, in the log or by the
/// length of a withheld body; other actions are not a private API's.
fn denied_by_policy(facts: &Facts<'_>) -> Look {
    let other_action =
        routing::any_phrase(facts, &["execute-api:ManageConnections", "execute-api:InvalidateCache"]);
    match denial::worded(facts) {
        Look::Seen(_) if matches!(other_action, Look::Seen(_)) => Look::Absent,
        Look::Unknown => Look::Absent,
        told => told,
    }
}

/// A withheld body: the error type, and a host that only private APIs have.
fn denied_on_private_host(facts: &Facts<'_>) -> Look {
    // Until 2025 endpoints with a policy of their own took every Authorization value for SigV4.
    let denied = Any(&[
        ErrorType("AccessDeniedException"),
        All(&[ErrorType("IncompleteSignatureException"), Auth(AuthKind::Token)]),
    ])
    .look(facts);
    let told = facts.message.is_some();
    if told || !matches!(private_host(facts), Look::Seen(_)) {
        return Look::Absent;
    }
    denied
}

fn private_host(facts: &Facts<'_>) -> Look {
    Any(&[
        Host(HostForm::VpceDns),
        Host(HostForm::VpceAlias),
        Host(HostForm::BareExecuteApi),
    ])
    .look(facts)
}

/// An endpoint's name or address shows that the call was made from inside.
fn inside(facts: &Facts<'_>) -> bool {
    let by_address = matches!(routing::private_peer(facts), Look::Seen(_));
    by_address || matches!(private_host(facts), Look::Seen(_))
}

fn anonymous_inside(facts: &Facts<'_>) -> Look {
    if inside(facts) { denial::anonymous(facts) } else { Look::Absent }
}

fn anonymous_somewhere(facts: &Facts<'_>) -> Look {
    if inside(facts) { Look::Absent } else { denial::anonymous(facts) }
}

fn public_name(facts: &Facts<'_>) -> Look {
    match routing::private_peer(facts) {
        Look::Seen(_) => Look::Absent,
        _ => Any(&[Host(HostForm::ExecuteApi), Host(HostForm::Other)]).look(facts),
    }
}

fn conditions_shown(facts: &Facts<'_>) -> Look {
    routing::any_phrase(
        facts,
        &["aws:SourceVpc", "aws:VpcSourceIp"],
    )
}

fn names_endpoint_policy(facts: &Facts<'_>) -> Look {
    match denial::endpoint_policy(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}
