//! The caller is in another account than the API.
//!
//! Within one account either side's Allow is enough; across accounts a REST API needs both, the
//! caller's identity policy and the API's resource policy, and an HTTP API, which has no resource
//! policies, needs a role in its own account that the caller assumes. The message shows both
//! accounts in its ARNs; masking leaves the last four digits, which is enough to compare them.

use crate::denial;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "cross-account-iam",
    since: "0.1.0",
    family: Family::Policy,
    statuses: &[403],
    prior: Prior::Uncommon,
    speaker: GATEWAY,
    title: text! {
        en: "The caller is in another account, and an Allow is missing",
        ja: "別アカウントからの呼び出しで、片方の許可が足りません",
    },
    why: text! {
        en: "For a caller from another account a REST API demands two Allows: one in the caller's identity policy and one in the API's resource policy. \
             If either is missing, the call is denied implicitly, and the message may name only one of the two. \
             An HTTP API has no resource policies: there the caller has to assume a role in the API's account first.",
        ja: "別アカウントの呼び出し元に対して、REST APIは2つのAllowを要求します。呼び出し元のアイデンティティベースポリシーと、APIのリソースポリシーです。\
             どちらかが欠けると暗黙的に拒否され、メッセージには片方しか示されないことがあります。\
             HTTP APIにはリソースポリシーがないため、先にAPI側アカウントのロールを引き受ける必要があります。",
    },
    signals: &[
        Requires(Any(&[
            Fact("response.body", named_and_not_denied),
            Fact("response.body", denial::http_api_forbids_signed),
        ])),
        Excludes(
            Fact("response.body", denial::same_account),
            text! {
                en: "Both ARNs show the same account",
                ja: "2つのARNのアカウントは同じです",
            },
        ),
        Proves(
            Fact("response.body", denial::other_account),
            text! {
                en: "The caller's ARN and the API's ARN show different accounts",
                ja: "呼び出し元のARNとAPIのARNのアカウントが異なります",
            },
        ),
        Suggests(
            Fact("response.body", no_resource_policy_for_a_named_caller),
            text! {
                en: "The resource policy is asked for a caller with an identity, which within one account would not be needed",
                ja: "IDを持つ呼び出し元にリソースポリシーの許可が求められています。同一アカウントなら不要です",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "Compare the caller's account with the API's",
                ja: "呼び出し元とAPIのアカウントを比べる",
            },
            command: Text::same("aws sts get-caller-identity --query Account --output text --region {region}"),
            if_so: text! {
                en: "If it is another account than the one that owns {api}, both sides have to allow the call.",
                ja: "{api}を所有するアカウントと異なれば、両側の許可が必要です。",
            },
            if_not: text! {
                en: "If it is the same account, the caller's identity policy decides.",
                ja: "同じアカウントなら、呼び出し元のアイデンティティベースポリシーの問題です。",
            },
            separates: &["iam-identity-policy-deny", "resource-policy-implicit-deny"],
            when: None,
        },
        Check {
            title: text! {
                en: "See whom the resource policy allows",
                ja: "リソースポリシーが誰を許可しているか確認する",
            },
            command: Text::same("aws apigateway get-rest-api --rest-api-id {api} --region {region} --query policy --output text"),
            if_so: text! {
                en: "If it allows {principal} on this path and was deployed afterwards, the caller's identity policy is what is missing.",
                ja: "このパスで{principal}を許可し、その後デプロイ済みなら、足りないのは呼び出し元のアイデンティティベースポリシーです。",
            },
            if_not: text! {
                en: "If it does not, add the statement below and deploy.",
                ja: "許可していなければ、下記のステートメントを追加してデプロイしてください。",
            },
            separates: &["resource-policy-implicit-deny"],
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Check {
            title: text! {
                en: "Assume the role in the API's account",
                ja: "API側アカウントのロールを引き受ける",
            },
            command: Text::same(
                "aws sts assume-role --role-arn arn:{partition}:iam::{account}:role/<invoke-role-name> --role-session-name api-call --region {region}",
            ),
            if_so: text! {
                en: "If it gives credentials, sign the call with them.",
                ja: "認証情報が得られれば、それで署名して呼び出してください。",
            },
            if_not: text! {
                en: "If it is refused, mend the role's trust policy or the caller's permission for sts:AssumeRole.",
                ja: "拒否されれば、ロールの信頼ポリシーか、呼び出し元のsts:AssumeRoleの許可を直してください。",
            },
            separates: &["iam-identity-policy-deny"],
            when: Some(Fact("response.headers", denial::may_be_http)),
        },
        Check {
            title: text! {
                en: "See whether the path exists",
                ja: "パスが存在するか確認する",
            },
            command: Text::same(
                "aws apigateway get-resources --rest-api-id {api} --region {region} --query \"items[].path\" --output json",
            ),
            if_so: text! {
                en: "If {path} is there, the policies decide.",
                ja: "{path}があれば、ポリシーの問題です。",
            },
            if_not: text! {
                en: "If it is not, correct the path: this answer has been reported for paths that do not exist.",
                ja: "なければパスを直してください。存在しないパスでこの応答になったという報告があります。",
            },
            separates: &["route-not-found"],
            when: Some(Not(&Api(ApiKind::Http))),
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Allow the call in account {caller_account} (identity policy)",
                ja: "アカウント{caller_account}側で許可する（アイデンティティベースポリシー）",
            },
            form: Form::Cli,
            text: Text::same(
                "aws iam put-role-policy --role-name {role} --policy-name invoke-api --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"{action}\",\"Resource\":\"arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}\"}]}'",
            ),
            redeploy: false,
            when: Some(Fact("response.body", rest_caller_may_be_role)),
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Allow the call in the user's policy in account {caller_account}",
                ja: "アカウント{caller_account}のユーザーのポリシーで呼び出しを許可する",
            },
            form: Form::Cli,
            text: Text::same(
                "aws iam put-user-policy --user-name {user} --policy-name invoke-api --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"{action}\",\"Resource\":\"arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}\"}]}'",
            ),
            redeploy: false,
            when: Some(Fact("response.body", rest_caller_may_be_user)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Allow the caller in account {account} (resource policy), and deploy",
                ja: "アカウント{account}側で許可し（リソースポリシー）、デプロイする",
            },
            form: Form::Cli,
            text: Text::same(
                "cat > policy.json <<'JSON'\n{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Principal\": {\"AWS\": \"{principal}\"},\n      \"Action\": \"execute-api:Invoke\",\n      \"Resource\": \"arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}\"\n    }\n  ]\n}\nJSON\naws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations \"$(jq -n --rawfile policy policy.json '[{op: \"replace\", path: \"/policy\", value: $policy}]')\"\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}",
            ),
            redeploy: true,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Allow the caller's account in the SAM template",
                ja: "SAMテンプレートで呼び出し元のアカウントを許可する",
            },
            form: Form::Sam,
            text: Text::same(
                "Api:\n  Type: AWS::Serverless::Api\n  Properties:\n    StageName: {stage}\n    Auth:\n      DefaultAuthorizer: AWS_IAM\n      ResourcePolicy:\n        AwsAccountWhitelist: ['{caller_account}']",
            ),
            redeploy: false,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Write the resource policy in Terraform",
                ja: "Terraformでリソースポリシーを記述する",
            },
            form: Form::Terraform,
            text: Text::same(
                "resource \"aws_api_gateway_rest_api_policy\" \"cross_account\" {\n  rest_api_id = \"{api}\"\n\n  policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [{\n      Effect    = \"Allow\"\n      Principal = { AWS = \"{principal}\" }\n      Action    = \"execute-api:Invoke\"\n      Resource  = \"arn:{partition}:execute-api:{region}:{account}:{api}/*\"\n    }]\n  })\n}",
            ),
            redeploy: true,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Edit the resource policy in the console, and deploy",
                ja: "コンソールでリソースポリシーを編集し、デプロイする",
            },
            form: Form::Console,
            text: text! {
                en: "API Gateway > APIs > {api} > Resource policy > Edit: Allow execute-api:Invoke to {principal} > Save changes, then Resources > Deploy API > Stage: {stage}",
                ja: "API Gateway > API > {api} > リソースポリシー > 編集: {principal}にexecute-api:InvokeをAllow > 変更を保存、続けてリソース > APIをデプロイ > ステージ: {stage}",
            },
            redeploy: true,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "HTTP API: make a role in account {account} that the caller may assume",
                ja: "HTTP API: 呼び出し元が引き受けられるロールをアカウント{account}に作る",
            },
            form: Form::Cli,
            text: Text::same(
                "aws iam create-role --role-name invoke-api --assume-role-policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:{partition}:iam::{caller_account}:root\"},\"Action\":\"sts:AssumeRole\"}]}'\naws iam put-role-policy --role-name invoke-api --policy-name invoke-api --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"arn:{partition}:execute-api:{region}:{account}:{api}/*\"}]}'",
            ),
            redeploy: false,
            when: Some(Fact("response.headers", denial::may_be_http)),
        },
        Fix {
            who: Caller,
            title: text! {
                en: "HTTP API: allow sts:AssumeRole in account {caller_account}, and sign as the role",
                ja: "HTTP API: アカウント{caller_account}でsts:AssumeRoleを許可し、そのロールとして署名する",
            },
            form: Form::Cli,
            text: Text::same(
                "aws iam put-role-policy --role-name {role} --policy-name assume-invoke-api --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"arn:{partition}:iam::{account}:role/invoke-api\"}]}'\naws sts assume-role --role-arn arn:{partition}:iam::{account}:role/invoke-api --role-session-name api-call --region {region}",
            ),
            redeploy: false,
            when: Some(Fact("response.headers", denial::may_be_http)),
        },
    ],
    links: &[links::AUTHORIZATION_FLOW, links::RESOURCE_POLICIES_EXAMPLES, links::HTTP_API_VS_REST],
};

/// A caller with an ARN, and no statement that denies: that one side's Allow is missing.
fn named_and_not_denied(facts: &Facts<'_>) -> Look {
    let lacks_allow = match denial::of(facts) {
        Some(denial) => !denial.explicit && denial.policy != denial::Policy::VpcEndpoint,
        None => true,
    };
    if lacks_allow { denial::named_caller(facts) } else { Look::Absent }
}

fn no_resource_policy_for_a_named_caller(facts: &Facts<'_>) -> Look {
    match denial::no_resource_policy_allows(facts) {
        Look::Seen(_) => denial::named_caller(facts),
        look => look,
    }
}

/// On an HTTP API no policy of the caller's own helps.
fn rest_caller_may_be_role(facts: &Facts<'_>) -> Look {
    if facts.api == Some(ApiKind::Http) { Look::Absent } else { denial::may_be_role(facts) }
}

fn rest_caller_may_be_user(facts: &Facts<'_>) -> Look {
    if facts.api == Some(ApiKind::Http) { Look::Absent } else { denial::may_be_user(facts) }
}
