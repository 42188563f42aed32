//! The signature is good, and the caller's own policies do not let it call this method.
//!
//! On the caller's side several policies have to agree: the identity policy of the user or role,
//! its permissions boundary, the session's policy and the organization's. The end of the message
//! names the one that decided; older answers leave it out, and then a resource policy, another
//! account or a path that the policy's ARN does not cover look the same.

use crate::changes;
use crate::denial;
use crate::rule::prelude::*;
use crate::sigv4;

pub(crate) static RULE: Rule = Rule {
    id: "iam-identity-policy-deny",
    since: "0.1.0",
    family: Family::Policy,
    statuses: &[403],
    prior: Prior::Common,
    speaker: GATEWAY,
    title: text! {
        en: "The caller's IAM policies do not allow this call",
        ja: "呼び出し元のIAMポリシーがこの呼び出しを許可していません",
    },
    why: text! {
        en: "The signature was accepted, so the caller is known; then its policies are evaluated for {action} on the ARN of the request, in which the path is the one that was called. \
             Within one account an Allow in the identity policy is enough, unless a boundary, a session policy or an organization's policy withholds it or any statement denies it. \
             A missing Allow is an implicit deny; an explicit Deny wins over every Allow.",
        ja: "署名は受け付けられ、呼び出し元は特定されています。次に、リクエストのARN（パスは実際に呼び出したもの）に対する{action}について、呼び出し元のポリシーが評価されます。\
             同一アカウントならアイデンティティベースポリシーのAllowで足りますが、アクセス許可の境界、セッションポリシー、組織のポリシーが許可していない場合や、いずれかのステートメントがDenyの場合は拒否されます。\
             Allowがなければ暗黙的な拒否となり、明示的なDenyはどのAllowよりも優先されます。",
    },
    signals: &[
        Requires(Any(&[
            Fact("response.body", denial::callers_policy),
            Fact("response.body", denial::nothing_allows),
            Fact("response.body", denial::something_denies),
            Fact("response.headers.x-amzn-errortype", denial::denied_without_words),
            Fact("response.body", denial::http_api_forbids_signed),
            Fact("response.body", denial::says_access_denied),
            Fact("request.headers.authorization", sigv4::bare_403),
        ])),
        Excludes(
            Fact("response.body", denial::anonymous),
            text! {
                en: "The caller is anonymous and has no policies",
                ja: "呼び出し元は匿名であり、ポリシーを持ちません",
            },
        ),
        Proves(
            Fact("response.body", denial::callers_policy),
            text! {
                en: "The message names a policy on the caller's side",
                ja: "メッセージが呼び出し元側のポリシーを挙げています",
            },
        ),
        Suggests(
            Fact("response.headers.x-amzn-errortype", denied_while_signed),
            text! {
                en: "Access is denied to a signed request, so its caller was recognised",
                ja: "署名付きのリクエストがアクセス拒否になっており、呼び出し元は認識されています",
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
            Fact("response.body", denial::named_and_not_allowed),
            text! {
                en: "The message names the caller, so the signature was accepted",
                ja: "メッセージに呼び出し元が示されており、署名は受け付けられています",
            },
        ),
        Suggests(
            Fact("neighbours", changes::another_access_key),
            text! {
                en: "The same call worked in this session with another access key, whose identity may do it",
                ja: "同じセッションで、同じ呼び出しが、権限を持つ別のアクセスキーで成功しています",
            },
        ),
        Suggests(
            Fact("neighbours", signed_call_worked),
            text! {
                en: "Another signed call to this API worked, so the policy covers other paths or methods",
                ja: "このAPIへの別の署名付き呼び出しは成功しており、ポリシーは他のパスやメソッドを許可しています",
            },
        ),
        Hints(
            Fact("response.body", denial::guardrail),
            text! {
                en: "It is not the identity policy itself but one that limits it",
                ja: "アイデンティティベースポリシー自体ではなく、それを制限するポリシーです",
            },
        ),
        Opposes(
            Fact("response.body", denial::other_account),
            text! {
                en: "The caller is in another account, where an identity policy alone does not suffice",
                ja: "呼び出し元は別のアカウントであり、アイデンティティベースポリシーだけでは足りません",
            },
        ),
        Opposes(
            Fact("request.headers.authorization", denial::not_signed),
            text! {
                en: "The request is not signed, so no IAM caller is known",
                ja: "署名がないため、IAMの呼び出し元は特定されません",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "Let IAM evaluate the call for this caller",
                ja: "この呼び出し元についてIAMに評価させる",
            },
            command: Text::same(
                "aws iam simulate-principal-policy --policy-source-arn {principal} --action-names {action} --resource-arns \"arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}\" --query \"EvaluationResults[].[EvalDecision, MatchedStatements]\" --output json",
            ),
            if_so: text! {
                en: "If it says implicitDeny or explicitDeny, the caller's policies are the cause.",
                ja: "implicitDenyかexplicitDenyになれば、原因は呼び出し元のポリシーです。",
            },
            if_not: text! {
                en: "If it says allowed, look at the API's resource policy, the VPC endpoint's policy and the organization's policies, which the simulation leaves out.",
                ja: "allowedになれば、シミュレーションの対象外であるAPIのリソースポリシー、VPCエンドポイントポリシー、組織のポリシーを確認してください。",
            },
            separates: &["resource-policy-implicit-deny", "resource-policy-explicit-deny", "cross-account-iam"],
            when: None,
        },
        Check {
            title: text! {
                en: "See who the caller really is",
                ja: "実際の呼び出し元を確認する",
            },
            command: Text::same("aws sts get-caller-identity --region {region}"),
            if_so: text! {
                en: "If it is the user or role that you expected, compare its policies with the ARN of the message: stage, method and path.",
                ja: "想定どおりのユーザーやロールなら、そのポリシーとメッセージのARN（ステージ、メソッド、パス）を比べてください。",
            },
            if_not: text! {
                en: "If it is another one, the client uses other credentials than you think.",
                ja: "想定と違えば、クライアントは別の認証情報を使っています。",
            },
            separates: &["invalid-security-token", "sigv4-signature-mismatch"],
            when: None,
        },
        Check {
            title: text! {
                en: "Look for a boundary and for organization policies",
                ja: "アクセス許可の境界と組織のポリシーを確認する",
            },
            command: Text::same(
                "aws iam get-role --role-name {role} --query Role.PermissionsBoundary\naws organizations list-policies-for-target --target-id {caller_account} --filter SERVICE_CONTROL_POLICY",
            ),
            if_so: text! {
                en: "If one of them lacks execute-api:Invoke or denies it, it must be changed as well.",
                ja: "いずれかがexecute-api:Invokeを許可していない、または拒否していれば、そちらの変更も必要です。",
            },
            if_not: text! {
                en: "If there is none, the identity policy or the session policy decides.",
                ja: "どちらもなければ、アイデンティティベースポリシーかセッションポリシーの判断です。",
            },
            separates: &[],
            when: None,
        },
        Check {
            title: text! {
                en: "See whether the path exists",
                ja: "パスが存在するか確認する",
            },
            command: Text::same(
                "aws apigateway get-resources --rest-api-id {api} --region {region} --query \"items[].[path, keys(resourceMethods || \\`{}\\`)]\" --output json",
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
                en: "Ask for {action} on exactly this method",
                ja: "このメソッドに対する{action}の許可を依頼する",
            },
            form: Form::Text,
            text: text! {
                en: "Whoever manages {principal} has to allow {action} on arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}.",
                ja: "{principal}の管理者に、arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}に対する{action}の許可を依頼してください。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Allow the call in the role's policy",
                ja: "ロールのポリシーで呼び出しを許可する",
            },
            form: Form::Cli,
            text: Text::same(
                "aws iam put-role-policy --role-name {role} --policy-name invoke-api --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"{action}\",\"Resource\":\"arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}\"}]}'",
            ),
            redeploy: false,
            when: Some(Fact("response.body", denial::may_be_role)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Allow the call in the user's policy",
                ja: "ユーザーのポリシーで呼び出しを許可する",
            },
            form: Form::Cli,
            text: Text::same(
                "aws iam put-user-policy --user-name {user} --policy-name invoke-api --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"{action}\",\"Resource\":\"arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}\"}]}'",
            ),
            redeploy: false,
            when: Some(Fact("response.body", denial::may_be_user)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Add an inline policy in the console",
                ja: "コンソールでインラインポリシーを追加する",
            },
            form: Form::Console,
            text: text! {
                en: "IAM > Roles > {role} > Add permissions > Create inline policy > JSON: Allow {action} on arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}",
                ja: "IAM > ロール > {role} > 許可を追加 > インラインポリシーを作成 > JSON: arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}に対する{action}をAllow",
            },
            redeploy: false,
            when: Some(Fact("response.body", denial::may_be_role)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Allow the call in the CloudFormation or SAM template",
                ja: "CloudFormationまたはSAMテンプレートで呼び出しを許可する",
            },
            form: Form::Cloudformation,
            text: Text::same(
                "InvokeApi:\n  Type: AWS::IAM::Policy\n  Properties:\n    PolicyName: invoke-api\n    Roles: [{role}]\n    PolicyDocument:\n      Version: '2012-10-17'\n      Statement:\n        - Effect: Allow\n          Action: {action}\n          Resource: arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}",
            ),
            redeploy: false,
            when: Some(Fact("response.body", denial::may_be_role)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Allow the call in Terraform",
                ja: "Terraformで呼び出しを許可する",
            },
            form: Form::Terraform,
            text: Text::same(
                "resource \"aws_iam_role_policy\" \"invoke_api\" {\n  name = \"invoke-api\"\n  role = \"{role}\"\n\n  policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [{\n      Effect   = \"Allow\"\n      Action   = \"{action}\"\n      Resource = \"arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}\"\n    }]\n  })\n}",
            ),
            redeploy: false,
            when: Some(Fact("response.body", denial::may_be_role)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Grant the call in the CDK app",
                ja: "CDKで呼び出しを許可する",
            },
            form: Form::Cdk,
            text: Text::same(
                "role.addToPrincipalPolicy(new iam.PolicyStatement({\n  actions: ['{action}'],\n  resources: ['arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{resource}'],\n}));",
            ),
            redeploy: false,
            when: Some(Fact("response.body", denial::may_be_role)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Lift the limit that the message names",
                ja: "メッセージが挙げている制限を見直す",
            },
            form: Form::Text,
            text: text! {
                en: "An Allow in the identity policy does not help here. Add {action} to the permissions boundary, to the Policy or PolicyArns of the AssumeRole call (a Cognito identity pool scopes its unauthenticated role down, too), or to the organization's policy; remove a Deny that matches. The message names one policy type even where several deny.",
                ja: "アイデンティティベースポリシーにAllowを加えても解決しません。アクセス許可の境界、AssumeRole呼び出しのPolicyやPolicyArns（Cognito IDプールの未認証ロールも範囲が絞られます）、または組織のポリシーに{action}を加え、該当するDenyを外してください。複数のポリシーが拒否していても、メッセージに出るのは1種類だけです。",
            },
            redeploy: false,
            when: Some(Fact("response.body", denial::guardrail)),
        },
    ],
    links: &[links::CONTROL_ACCESS_USING_IAM_POLICIES_TO_INVOKE_API, links::TROUBLESHOOT_ACCESS_DENIED, links::AUTHORIZATION_FLOW],
};

fn denied_while_signed(facts: &Facts<'_>) -> Look {
    match denial::denied_without_words(facts) {
        Look::Seen(_) => sigv4::signed(facts),
        look => look,
    }
}

fn signed_call_worked(facts: &Facts<'_>) -> Look {
    if facts.auth.is_signed() {
        sigv4::other_signed_calls_work(facts)
    } else {
        Look::missing(facts.auth.kind.is_some())
    }
}
