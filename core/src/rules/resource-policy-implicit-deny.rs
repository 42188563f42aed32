//! The API has a resource policy (or is private, which demands one), and nothing in it allows the
//! call.
//!
//! A method without authorization sees every caller as `anonymous`, so a policy that lists ARNs
//! never matches; a list of addresses sees the caller's public one, a private API not even that. A
//! changed policy that was never deployed looks the same as a wrong one.

use crate::denial;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "resource-policy-implicit-deny",
    since: "0.1.0",
    family: Family::Policy,
    statuses: &[403],
    prior: Prior::Common,
    speaker: GATEWAY,
    title: text! {
        en: "No statement of the API's resource policy allows this call",
        ja: "APIのリソースポリシーに、この呼び出しを許可するステートメントがありません",
    },
    why: text! {
        en: "Once an API has a resource policy, a call to a method without IAM needs a statement that allows execute-api:Invoke for its caller, its network and its path; what none allows is denied implicitly. \
             A private API needs such a policy in any case. \
             The policy that counts is the one that was deployed last, not the one in the editor.",
        ja: "リソースポリシーを持つAPIでは、IAM認証のないメソッドの呼び出しに、その呼び出し元、ネットワーク、パスについてexecute-api:Invokeを許可するステートメントが必要です。どれにも当てはまらなければ暗黙的に拒否されます。\
             プライベートAPIではリソースポリシーが必須です。\
             有効なのは編集中のポリシーではなく、最後にデプロイされたポリシーです。",
    },
    signals: &[
        Requires(Any(&[
            Fact("response.body", denial::no_resource_policy_allows),
            Fact("response.body", denial::nothing_allows),
            Fact("log", denial::client_not_authorized),
            Fact("response.headers.x-amzn-errortype", denial::denied_without_words),
            Fact("response.body", denial::says_access_denied),
        ])),
        Excludes(
            Api(ApiKind::Http),
            text! {
                en: "HTTP APIs have no resource policies",
                ja: "HTTP APIにリソースポリシーはありません",
            },
        ),
        Proves(
            Fact("response.body", denial::no_resource_policy_allows),
            text! {
                en: "The message says that no resource-based policy allows the call",
                ja: "メッセージに、呼び出しを許可するリソースベースポリシーがないとあります",
            },
        ),
        Hints(
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
            Fact("response.body", denial::anonymous_and_not_allowed),
            text! {
                en: "The caller is anonymous: no identity took part, so a policy of the API decided",
                ja: "呼び出し元は匿名で、IDは評価されていません。API側のポリシーによる判断です",
            },
        ),
        Suggests(
            Fact("log", denial::client_not_authorized),
            text! {
                en: "These words stand for a refusal by a policy of the API",
                ja: "API側のポリシーによる拒否を表す文面です",
            },
        ),
        Suggests(
            Fact("response.body", denial::says_access_denied),
            text! {
                en: "Access is denied, in words that a policy's refusal may have been given",
                ja: "アクセス拒否とあります。ポリシーによる拒否の文面として設定された可能性があります",
            },
        ),
        Hints(
            Fact("request.headers.authorization", denial::anonymous_though_signed),
            text! {
                en: "The request is signed and its caller still counts as anonymous: the method does not use IAM, so a Principal with an ARN never matches",
                ja: "署名付きなのに匿名として扱われています。メソッドがIAM認証ではないため、ARNを指定したPrincipalには一致しません",
            },
        ),
        Opposes(
            Fact("response.body", denial::named_and_not_allowed),
            text! {
                en: "The caller has an identity, whose own policy is asked first",
                ja: "呼び出し元にIDがあり、まずそのポリシーが問われます",
            },
        ),
        Opposes(
            Fact("response.body", denial::other_account),
            text! {
                en: "The caller is in another account, which asks for more than this policy",
                ja: "呼び出し元は別のアカウントであり、このポリシーだけでは足りません",
            },
        ),
        Opposes(
            Any(&[Host(HostForm::VpceAlias), Host(HostForm::VpceDns)]),
            text! {
                en: "The call went through a VPC endpoint, whose own policy may be the one that refused it",
                ja: "VPCエンドポイント経由の呼び出しであり、エンドポイントポリシーによる拒否の可能性もあります",
            },
        ),
        Opposes(
            Fact("response.body", denial::something_denies),
            text! {
                en: "The refusal speaks of a statement that denies, not of one that is missing",
                ja: "許可がないためではなく、拒否するステートメントによる拒否とあります",
            },
        ),
        Doubts(
            Auth(AuthKind::Token),
            text! {
                en: "The request carries a token, so an authorizer may have spoken",
                ja: "トークンが送られており、オーソライザーによる拒否の可能性もあります",
            },
        ),
        Opposes(
            Log("Successfully completed authorizer execution"),
            text! {
                en: "An authorizer answered right before, whose policy may be the one that refused the call",
                ja: "直前にオーソライザーが応答しており、そのポリシーによる拒否の可能性があります",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "Read the API's resource policy",
                ja: "APIのリソースポリシーを読む",
            },
            command: Text::same("aws apigateway get-rest-api --rest-api-id {api} --region {region} --query policy --output text"),
            if_so: text! {
                en: "If a statement should allow {method} {path} for this caller, compare its Resource, its conditions and the time of the last deployment.",
                ja: "この呼び出し元の{method} {path}を許可するはずのステートメントがあれば、そのResource、条件、最後のデプロイ日時を確認してください。",
            },
            if_not: text! {
                en: "If none does, add one and deploy. If there is no policy at all, the API is private, or another policy refused the call.",
                ja: "なければ追加してデプロイしてください。ポリシー自体がなければ、プライベートAPIか、別のポリシーによる拒否です。",
            },
            separates: &["iam-identity-policy-deny", "cross-account-iam", "authorizer-deny", "missing-auth-on-iam-route"],
            when: None,
        },
        Check {
            title: text! {
                en: "See when the stage was deployed",
                ja: "ステージのデプロイ日時を確認する",
            },
            command: Text::same("aws apigateway get-stage --rest-api-id {api} --stage-name {stage} --region {region} --query \"[deploymentId, lastUpdatedDate]\""),
            if_so: text! {
                en: "If that is before the last change of the policy, deploy the API.",
                ja: "ポリシーの最後の変更より前なら、APIをデプロイしてください。",
            },
            if_not: text! {
                en: "If it is after, the policy that you read is the one that counts.",
                ja: "変更より後なら、確認したポリシーが有効なものです。",
            },
            separates: &[],
            when: None,
        },
        Check {
            title: text! {
                en: "See from which address the API sees you",
                ja: "APIから見える送信元アドレスを確認する",
            },
            command: Text::same("curl -s https://checkip.amazonaws.com"),
            if_so: text! {
                en: "If this address is in the policy's aws:SourceIp, the address is not the reason.",
                ja: "このアドレスがポリシーのaws:SourceIpに含まれていれば、アドレスは原因ではありません。",
            },
            if_not: text! {
                en: "If it is not, add it or call from an allowed network. A private API sees a VPC address instead: use aws:VpcSourceIp, aws:SourceVpc or aws:SourceVpce there.",
                ja: "含まれていなければ、追加するか許可されたネットワークから呼び出してください。プライベートAPIから見えるのはVPC内のアドレスなので、aws:VpcSourceIp、aws:SourceVpc、aws:SourceVpceを使います。",
            },
            separates: &["private-api-vpce-policy", "resource-policy-explicit-deny"],
            when: Some(Not(&Any(&[Host(HostForm::VpceAlias), Host(HostForm::VpceDns)]))),
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Call from where the policy allows it",
                ja: "ポリシーで許可された場所から呼び出す",
            },
            form: Form::Text,
            text: text! {
                en: "Use the network, VPN or VPC endpoint that the owner of {api} allows, or give the owner your address (curl -s https://checkip.amazonaws.com) and the ARN you call as.",
                ja: "{api}の所有者が許可しているネットワーク、VPN、VPCエンドポイントを使うか、送信元アドレス（curl -s https://checkip.amazonaws.com）と呼び出し元のARNを所有者に伝えてください。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Allow the call in the resource policy, and deploy",
                ja: "リソースポリシーで呼び出しを許可し、デプロイする",
            },
            form: Form::Cli,
            text: Text::same(
                "cat > policy.json <<'JSON'\n{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Principal\": \"*\",\n      \"Action\": \"execute-api:Invoke\",\n      \"Resource\": \"arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}\",\n      \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": [\"<allowed-cidr>\"]}}\n    }\n  ]\n}\nJSON\naws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations \"$(jq -n --rawfile policy policy.json '[{op: \"replace\", path: \"/policy\", value: $policy}]')\"\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}",
            ),
            redeploy: true,
            when: Some(Not(&Any(&[Host(HostForm::VpceAlias), Host(HostForm::VpceDns)]))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Allow the VPC endpoint in the private API's resource policy, and deploy",
                ja: "プライベートAPIのリソースポリシーでVPCエンドポイントを許可し、デプロイする",
            },
            form: Form::Cli,
            text: Text::same(
                "cat > policy.json <<'JSON'\n{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Principal\": \"*\",\n      \"Action\": \"execute-api:Invoke\",\n      \"Resource\": \"execute-api:/*\",\n      \"Condition\": {\"StringEquals\": {\"aws:SourceVpce\": \"{vpce}\"}}\n    }\n  ]\n}\nJSON\naws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations \"$(jq -n --rawfile policy policy.json '[{op: \"replace\", path: \"/policy\", value: $policy}]')\"\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}",
            ),
            redeploy: true,
            when: Some(Any(&[Host(HostForm::VpceAlias), Host(HostForm::VpceDns)])),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Edit the resource policy in the console, and deploy",
                ja: "コンソールでリソースポリシーを編集し、デプロイする",
            },
            form: Form::Console,
            text: text! {
                en: "API Gateway > APIs > {api} > Resource policy > Edit > Save changes, then Resources > Deploy API > Stage: {stage}",
                ja: "API Gateway > API > {api} > リソースポリシー > 編集 > 変更を保存、続けてリソース > APIをデプロイ > ステージ: {stage}",
            },
            redeploy: true,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Allow the call in the OpenAPI definition",
                ja: "OpenAPI定義で呼び出しを許可する",
            },
            form: Form::Openapi,
            text: Text::same(
                "x-amazon-apigateway-policy:\n  Version: '2012-10-17'\n  Statement:\n    - Effect: Allow\n      Principal: '*'\n      Action: execute-api:Invoke\n      Resource: execute-api:/{stage}/{method}/{resource}",
            ),
            redeploy: true,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Allow the call in the SAM template",
                ja: "SAMテンプレートで呼び出しを許可する",
            },
            form: Form::Sam,
            text: Text::same(
                "Api:\n  Type: AWS::Serverless::Api\n  Properties:\n    StageName: {stage}\n    Auth:\n      ResourcePolicy:\n        CustomStatements:\n          - Effect: Allow\n            Principal: '*'\n            Action: execute-api:Invoke\n            Resource: execute-api:/{stage}/{method}/{resource}",
            ),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Allow the call in Terraform, and deploy with the policy",
                ja: "Terraformで呼び出しを許可し、ポリシーとともにデプロイする",
            },
            form: Form::Terraform,
            text: Text::same(
                "resource \"aws_api_gateway_rest_api_policy\" \"this\" {\n  rest_api_id = \"{api}\"\n\n  policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [{\n      Effect    = \"Allow\"\n      Principal = \"*\"\n      Action    = \"execute-api:Invoke\"\n      Resource  = \"arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}\"\n    }]\n  })\n}\n\nresource \"aws_api_gateway_deployment\" \"this\" {\n  rest_api_id = \"{api}\"\n\n  triggers = {\n    redeployment = sha1(aws_api_gateway_rest_api_policy.this.policy)\n  }\n\n  lifecycle {\n    create_before_destroy = true\n  }\n}",
            ),
            redeploy: true,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Allow the call in the CDK app",
                ja: "CDKで呼び出しを許可する",
            },
            form: Form::Cdk,
            text: Text::same(
                "new apigateway.RestApi(this, 'Api', {\n  policy: new iam.PolicyDocument({\n    statements: [\n      new iam.PolicyStatement({\n        principals: [new iam.AnyPrincipal()],\n        actions: ['execute-api:Invoke'],\n        resources: ['execute-api:/{stage}/{method}/{resource}'],\n      }),\n    ],\n  }),\n});",
            ),
            redeploy: false,
            when: None,
        },
    ],
    links: &[links::AUTHORIZATION_FLOW, links::RESOURCE_POLICIES_EXAMPLES, links::RESOURCE_POLICIES_AWS_CONDITION_KEYS],
};
