//! A statement of the API's resource policy denies the call.
//!
//! A Deny wins over every Allow, the caller's own included. Most are lists of networks written the
//! other way round: `NotIpAddress` with a list that lacks the caller's address, or `StringNotEquals`
//! on a VPC endpoint that did not carry the call. A negated condition on a key that is absent is
//! true, which locks everyone out.

use crate::denial;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "resource-policy-explicit-deny",
    since: "0.1.0",
    family: Family::Policy,
    statuses: &[403],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "A statement of the API's resource policy denies this call",
        ja: "APIのリソースポリシーのステートメントがこの呼び出しを拒否しています",
    },
    why: text! {
        en: "A Deny in the resource policy is final: no Allow, in this or any other policy, outweighs it. \
             It matches this call by its caller, its network or its path; with a negated condition such as NotIpAddress it matches everyone who is not listed, and also whoever lacks the key. \
             The policy that counts is the one that was deployed last.",
        ja: "リソースポリシーのDenyは絶対で、どのポリシーのAllowでも覆せません。\
             呼び出し元、ネットワーク、パスのいずれかでこの呼び出しに一致しています。NotIpAddressのような否定条件では、一覧にない呼び出し元すべてに一致し、条件キー自体がない場合にも一致します。\
             有効なのは、最後にデプロイされたポリシーです。",
    },
    signals: &[
        Requires(Any(&[
            Fact("response.body", denial::resource_policy_denies),
            Fact("response.body", denial::something_denies),
            Fact("response.headers.x-amzn-errortype", denial::denied_without_words),
        ])),
        Excludes(
            Api(ApiKind::Http),
            text! {
                en: "HTTP APIs have no resource policies",
                ja: "HTTP APIにリソースポリシーはありません",
            },
        ),
        Proves(
            Fact("response.body", denial::resource_policy_denies),
            text! {
                en: "The message says that a resource-based policy denies the call explicitly",
                ja: "メッセージに、リソースベースポリシーによる明示的な拒否とあります",
            },
        ),
        Hints(
            All(&[
                Fact("response.headers.content-length", denial::told_by_length),
                Fact("response.body", denial::something_denies),
            ]),
            text! {
                en: "The withheld body is exactly as long as the refusal of an anonymous caller of this URL",
                ja: "取得できなかった本文の長さが、このURLを匿名で呼び出したときの拒否メッセージと一致します",
            },
        ),
        Suggests(
            Fact("response.body", anonymous_and_denied),
            text! {
                en: "The caller is anonymous and has no policies of its own, so the explicit deny is the API's",
                ja: "呼び出し元は匿名で自身のポリシーを持たないため、明示的な拒否はAPI側のものです",
            },
        ),
        Doubts(
            Any(&[Host(HostForm::VpceAlias), Host(HostForm::VpceDns)]),
            text! {
                en: "The call went through a VPC endpoint, whose own policy may be the one that refused it",
                ja: "VPCエンドポイント経由の呼び出しであり、エンドポイントポリシーによる拒否の可能性もあります",
            },
        ),
        Doubts(
            Auth(AuthKind::Token),
            text! {
                en: "The request carries a token, so an authorizer may have spoken",
                ja: "トークンが送られており、オーソライザーによる拒否の可能性もあります",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "Look for the Deny in the resource policy",
                ja: "リソースポリシーのDenyを探す",
            },
            command: Text::same("aws apigateway get-rest-api --rest-api-id {api} --region {region} --query policy --output text"),
            if_so: text! {
                en: "If a Deny matches {method} {path} and its condition fits this call, narrow it.",
                ja: "{method} {path}に一致し、条件もこの呼び出しに当てはまるDenyがあれば、範囲を狭めてください。",
            },
            if_not: text! {
                en: "If there is none, the deployed policy is an older one, or the Deny is in a policy of the caller.",
                ja: "なければ、デプロイ済みのポリシーが古いか、呼び出し元側のポリシーのDenyです。",
            },
            separates: &["iam-identity-policy-deny", "authorizer-deny", "private-api-vpce-policy"],
            when: None,
        },
        Check {
            title: text! {
                en: "See from which address the API sees you",
                ja: "APIから見える送信元アドレスを確認する",
            },
            command: Text::same("curl -s https://checkip.amazonaws.com"),
            if_so: text! {
                en: "If this address is on the list that the Deny spares, the address is not the reason.",
                ja: "Denyの対象外とする一覧にこのアドレスがあれば、アドレスは原因ではありません。",
            },
            if_not: text! {
                en: "If it is not, that is the reason. Behind CloudFront or a proxy the API sees the proxy's address; a private API sees a VPC address, so that aws:SourceIp never fits there.",
                ja: "なければそれが原因です。CloudFrontやプロキシを経由するとプロキシのアドレスが見えます。プライベートAPIから見えるのはVPC内のアドレスなので、aws:SourceIpは一致しません。",
            },
            separates: &["resource-policy-implicit-deny"],
            when: None,
        },
        Check {
            title: text! {
                en: "See the endpoint type",
                ja: "エンドポイントタイプを確認する",
            },
            command: Text::same("aws apigateway get-rest-api --rest-api-id {api} --region {region} --query endpointConfiguration.types"),
            if_so: text! {
                en: "If it says PRIVATE, use aws:SourceVpce, aws:SourceVpc or aws:VpcSourceIp in the conditions.",
                ja: "PRIVATEなら、条件にはaws:SourceVpce、aws:SourceVpc、aws:VpcSourceIpを使ってください。",
            },
            if_not: text! {
                en: "If it says REGIONAL or EDGE, aws:SourceVpc and aws:SourceVpce are absent, and a negated condition on them matches every call.",
                ja: "REGIONALかEDGEなら、aws:SourceVpcとaws:SourceVpceは存在せず、それらの否定条件はすべての呼び出しに一致します。",
            },
            separates: &["private-api-vpce-policy"],
            when: None,
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Call from a network that the policy spares",
                ja: "ポリシーで拒否されないネットワークから呼び出す",
            },
            form: Form::Text,
            text: text! {
                en: "Use the office network, VPN or VPC endpoint that the owner of {api} admits; permissions of your own do not outweigh the Deny.",
                ja: "{api}の所有者が許可している社内ネットワーク、VPN、VPCエンドポイントから呼び出してください。自分の権限を増やしてもDenyは覆りません。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Narrow the Deny, and deploy",
                ja: "Denyの範囲を狭め、デプロイする",
            },
            form: Form::Cli,
            text: Text::same(
                "cat > policy.json <<'JSON'\n{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Principal\": \"*\",\n      \"Action\": \"execute-api:Invoke\",\n      \"Resource\": \"execute-api:/*\"\n    },\n    {\n      \"Effect\": \"Deny\",\n      \"Principal\": \"*\",\n      \"Action\": \"execute-api:Invoke\",\n      \"Resource\": \"execute-api:/*\",\n      \"Condition\": {\"NotIpAddress\": {\"aws:SourceIp\": [\"<allowed-cidr>\"]}}\n    }\n  ]\n}\nJSON\naws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations \"$(jq -n --rawfile policy policy.json '[{op: \"replace\", path: \"/policy\", value: $policy}]')\"\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}",
            ),
            redeploy: true,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Edit the resource policy in the console, and deploy",
                ja: "コンソールでリソースポリシーを編集し、デプロイする",
            },
            form: Form::Console,
            text: text! {
                en: "API Gateway > APIs > {api} > Resource policy > Edit the statement with Effect Deny > Save changes, then Resources > Deploy API > Stage: {stage}",
                ja: "API Gateway > API > {api} > リソースポリシー > EffectがDenyのステートメントを編集 > 変更を保存、続けてリソース > APIをデプロイ > ステージ: {stage}",
            },
            redeploy: true,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "List the allowed networks in the SAM template",
                ja: "SAMテンプレートで許可するネットワークを列挙する",
            },
            form: Form::Sam,
            text: Text::same(
                "Api:\n  Type: AWS::Serverless::Api\n  Properties:\n    StageName: {stage}\n    Auth:\n      ResourcePolicy:\n        IpRangeWhitelist: ['<allowed-cidr>']",
            ),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Write Allow and Deny in Terraform",
                ja: "TerraformでAllowとDenyを記述する",
            },
            form: Form::Terraform,
            text: Text::same(
                "resource \"aws_api_gateway_rest_api_policy\" \"this\" {\n  rest_api_id = \"{api}\"\n\n  policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [\n      {\n        Effect    = \"Allow\"\n        Principal = \"*\"\n        Action    = \"execute-api:Invoke\"\n        Resource  = \"arn:{partition}:execute-api:{region}:{account}:{api}/*\"\n      },\n      {\n        Effect    = \"Deny\"\n        Principal = \"*\"\n        Action    = \"execute-api:Invoke\"\n        Resource  = \"arn:{partition}:execute-api:{region}:{account}:{api}/*\"\n        Condition = { NotIpAddress = { \"aws:SourceIp\" = [\"<allowed-cidr>\"] } }\n      },\n    ]\n  })\n}",
            ),
            redeploy: true,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Write the Deny in the CDK app",
                ja: "CDKでDenyを記述する",
            },
            form: Form::Cdk,
            text: Text::same(
                "new iam.PolicyStatement({\n  effect: iam.Effect.DENY,\n  principals: [new iam.AnyPrincipal()],\n  actions: ['execute-api:Invoke'],\n  resources: ['execute-api:/*'],\n  conditions: { NotIpAddress: { 'aws:SourceIp': ['<allowed-cidr>'] } },\n});",
            ),
            redeploy: false,
            when: None,
        },
    ],
    links: &[links::AUTHORIZATION_FLOW, links::RESOURCE_POLICIES_EXAMPLES, links::RESOURCE_POLICIES_AWS_CONDITION_KEYS],
};

fn anonymous_and_denied(facts: &Facts<'_>) -> Look {
    match denial::something_denies(facts) {
        Look::Seen(_) => denial::anonymous(facts),
        look => look,
    }
}
