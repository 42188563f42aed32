//! The role named as the integration's credentials cannot be assumed, or may not do what it should.
//!
//! Integrations with AWS services, and Lambda integrations without a resource-based permission, run
//! under an IAM role. Its trust policy must name apigateway.amazonaws.com, and its permissions must
//! cover the action; a fault in either is a 500 for the client.

use crate::looks;
use crate::origin::Side;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "integration-credentials-role",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[500],
    prior: Prior::Uncommon,
    speaker: &[Side::Gateway, Side::Behind],
    title: text! {
        en: "The integration's role cannot be used",
        ja: "統合の実行ロールを使用できません",
    },
    why: text! {
        en: "An integration with an AWS service calls it under the IAM role that is set as its credentials. \
             API Gateway must be able to assume the role (its trust policy names apigateway.amazonaws.com), and the role must allow the action on the resource. \
             Without the trust, nothing reaches the service and the client sees 500; without the permission, the service refuses, and its denial comes back as the integration maps it.",
        ja: "AWSサービス統合は、認証情報として設定したIAMロールでサービスを呼び出します。\
             API Gatewayがそのロールを引き受けられること（信頼ポリシーにapigateway.amazonaws.comがあること）と、ロールがそのリソースへのアクションを許可していることの両方が必要です。\
             信頼ポリシーが不足しているとサービスには届かず500になり、許可が不足しているとサービスの拒否が統合のマッピングに従って返ります。",
    },
    signals: &[
        Requires(Any(&[
            Says("does not have permission to assume the provided role"),
            Says("permissions to assume the IAM role configured on the integration"),
            Says("not authorized to perform: sts:AssumeRole"),
            Fact("response.body", looks::service_denied_role),
            Fact("response.body", looks::execution_500),
        ])),
        Proves(
            Any(&[
                Says("does not have permission to assume the provided role"),
                Says("permissions to assume the IAM role configured on the integration"),
                Says("not authorized to perform: sts:AssumeRole"),
            ]),
            text! {
                en: "The log says that the role cannot be assumed",
                ja: "ロールを引き受けられないことがログに残っています",
            },
        ),
        Proves(
            Says("BackplaneAssumeRoleSession"),
            text! {
                en: "The denied session is the one that API Gateway opens for an integration's role",
                ja: "拒否されたのは、API Gatewayが統合のロールを引き受けるときのセッションです",
            },
        ),
        Proves(
            All(&[Origin(Who::Integration), Fact("response.body", looks::service_denied_role)]),
            text! {
                en: "The denial came through the gateway from the service behind it",
                ja: "拒否は、API Gatewayの背後のサービスからAPI Gatewayを通して返っています",
            },
        ),
        Suggests(
            Fact("response.body", looks::service_denied_role),
            text! {
                en: "The service behind the integration denied the role",
                ja: "統合先のサービスがロールを拒否しています",
            },
        ),
        Excludes(
            Says("perform: lambda:InvokeFunction"),
            text! {
                en: "What the role lacks is the leave to invoke a function, which has a cause of its own",
                ja: "ロールに不足しているのは関数の呼び出し権限です。これには専用の原因があります",
            },
        ),
        Excludes(
            All(&[
                Fact("log", looks::log_names_a_failure),
                Unsaid(&["role", "sts:AssumeRole", "not authorized to perform"]),
            ]),
            text! {
                en: "The log names another failure",
                ja: "ログには別の失敗が記録されています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Ask IAM whether the role may do this",
                ja: "ロールにこのアクションが許可されているかIAMで確認する",
            },
            Text::same("aws iam simulate-principal-policy --policy-source-arn arn:{partition}:iam::{account}:role/{integration_role} --action-names {denied_action} --resource-arns {denied_resource} --query \"EvaluationResults[].[EvalActionName, EvalDecision]\" --output text"),
            text! {
                en: "If it says implicitDeny, the role lacks the permission; if explicitDeny, a statement takes it away.",
                ja: "implicitDenyであればロールに許可がなく、explicitDenyであれば拒否するステートメントがあります。",
            },
            text! {
                en: "If it says allowed, the resource's own policy, its key's policy or an SCP refuses.",
                ja: "allowedであれば、リソース側のポリシー、KMSキーのポリシー、SCPのいずれかが拒否しています。",
            },
        )
        .separates(&["integration-config-error", "lambda-permission-missing", "integration-no-response-mapping"])
        .when(Fact("response.body", role_was_assumed)),
        Check::new(
            text! {
                en: "Read the role's trust policy",
                ja: "ロールの信頼ポリシーを確認する",
            },
            Text::same("aws iam get-role --role-name {integration_role} --query Role.AssumeRolePolicyDocument"),
            text! {
                en: "If apigateway.amazonaws.com is the principal of sts:AssumeRole, the trust is right: look at what the role allows.",
                ja: "sts:AssumeRoleのプリンシパルがapigateway.amazonaws.comなら信頼ポリシーは正しいので、ロールの許可内容を確認してください。",
            },
            text! {
                en: "If not, add it.",
                ja: "そうでなければ追加してください。",
            },
        )
        .separates(&["integration-config-error", "lambda-permission-missing", "integration-no-response-mapping"])
        .when(Not(&Fact("response.body", role_was_assumed))),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Allow the role what the integration does",
                ja: "統合が実行するアクションをロールに許可する",
            },
            Text::same(
                "aws iam put-role-policy --role-name {integration_role} --policy-name call-the-integration --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"{denied_action}\",\"Resource\":\"{denied_resource}\"}]}'",
            ),
        )
        .when(Fact("response.body", role_was_assumed)),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let API Gateway assume the role",
                ja: "API Gatewayがロールを引き受けられるようにする",
            },
            Text::same(
                "aws iam update-assume-role-policy --role-name {integration_role} --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"apigateway.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'",
            ),
        )
        .when(Not(&Fact("response.body", role_was_assumed))),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Write trust and permission into the template",
                ja: "信頼ポリシーと許可をテンプレートに書く",
            },
            Text::same(
                "IntegrationRole:\n  Type: AWS::IAM::Role\n  Properties:\n    AssumeRolePolicyDocument:\n      Version: \"2012-10-17\"\n      Statement:\n        - Effect: Allow\n          Principal:\n            Service: apigateway.amazonaws.com\n          Action: sts:AssumeRole\n    Policies:\n      - PolicyName: call-the-integration\n        PolicyDocument:\n          Version: \"2012-10-17\"\n          Statement:\n            - Effect: Allow\n              Action: {denied_action}\n              Resource: {denied_resource}",
            ),
        ),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Write the trust in Terraform",
                ja: "Terraformで信頼ポリシーを書く",
            },
            Text::same(
                "data \"aws_iam_policy_document\" \"apigateway_trust\" {\n  statement {\n    actions = [\"sts:AssumeRole\"]\n    principals {\n      type        = \"Service\"\n      identifiers = [\"apigateway.amazonaws.com\"]\n    }\n  }\n}",
            ),
        ),
    ],
    links: &[links::PERMISSIONS],
};

/// A service denies the role's session: the role was assumed, so its trust policy is right.
fn role_was_assumed(facts: &Facts<'_>) -> Look {
    match looks::service_denied_role(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}
