//! The integration names its function through a stage variable, and the function that the variable
//! resolves to (or its alias) lacks the permission.
//!
//! The console offers the permission only for what is typed in; with `${stageVariables.fn}` nobody
//! adds it, and each value and each alias needs one of its own.

use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "stage-variable-permission",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[500],
    prior: Prior::Uncommon,
    speaker: GATEWAY,
    title: text! {
        en: "The function behind the stage variable lacks the permission",
        ja: "ステージ変数が指す関数に呼び出し権限がありません",
    },
    why: text! {
        en: "Where an integration names its function as ${stageVariables.name}, API Gateway learns the function only when a request comes in. \
             The console cannot add the permission for a value that it does not know, so each function or alias that a stage variable can resolve to needs a statement of its own. \
             Without it, or with the variable unset on this stage, the client sees 500.",
        ja: "統合で関数を${stageVariables.name}と指定すると、どの関数かはリクエストが来て初めて決まります。\
             コンソールは値のわからない変数には権限を追加できないため、ステージ変数が指しうる関数やエイリアスごとにステートメントが必要です。\
             それがない場合や、このステージに変数が設定されていない場合、クライアントには500が返ります。",
    },
    signals: &[
        Requires(Any(&[
            Says("stageVariables"),
            Says("stage variable"),
            All(&[Fact("log", looks::qualified_function), Says("Invalid permissions on Lambda function")]),
            Fact("response.body", looks::rest_execution_500),
        ])),
        Proves(
            All(&[Says("Invalid permissions on Lambda function"), Any(&[Says("stageVariables"), Says("stage variable")])]),
            text! {
                en: "The permission is missing and the integration uses a stage variable",
                ja: "権限が不足しており、統合はステージ変数を使っています",
            },
        ),
        Proves(
            All(&[Fact("log", looks::qualified_function), Says("Invalid permissions on Lambda function")]),
            text! {
                en: "The log calls the function by an alias or a version",
                ja: "ログでは関数をエイリアスまたはバージョンで呼び出しています",
            },
        ),
        Suggests(
            Fact("neighbours", other_stage_worked),
            text! {
                en: "The same path works on another stage",
                ja: "同じパスが別のステージでは成功しています",
            },
        ),
        Excludes(
            All(&[Fact("log", looks::log_names_a_failure), Unsaid(&["Invalid permissions on Lambda function"]), ]),
            text! {
                en: "The log names another failure",
                ja: "ログには別の失敗が記録されています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "See what the stage variables resolve to",
                ja: "ステージ変数の値を確認する",
            },
            Text::same("aws apigateway get-stage --rest-api-id {api} --stage-name {stage} --region {region} --query variables"),
            text! {
                en: "If the integration's URI uses one of them, read the policy of that very function and alias: aws lambda get-policy --function-name {function} --qualifier {alias} --region {region}",
                ja: "統合のURIがそのどれかを使っていれば、その関数とエイリアスのポリシーを確認してください：aws lambda get-policy --function-name {function} --qualifier {alias} --region {region}",
            },
            text! {
                en: "If there is none, the integration names its function directly.",
                ja: "変数がなければ、統合は関数を直接指定しています。",
            },
        )
        .separates(&["lambda-permission-missing", "integration-config-error"]),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Permit the invocation for the alias that the variable resolves to",
                ja: "変数が指すエイリアスに呼び出しを許可する",
            },
            Text::same(
                "aws lambda add-permission --function-name {function} --qualifier {alias} --region {region} --statement-id apigateway-{api} --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn \"arn:{partition}:execute-api:{region}:{account}:{api}/*/{method}/{resource}\"",
            ),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Set the variable on this stage",
                ja: "このステージに変数を設定する",
            },
            Text::same(
                "aws apigateway update-stage --rest-api-id {api} --stage-name {stage} --region {region} --patch-operations op=replace,path=/variables/<variable>,value=<function-of-this-stage>",
            ),
        ),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Grant each alias in Terraform",
                ja: "Terraformでエイリアスごとに許可する",
            },
            Text::same(
                "resource \"aws_lambda_permission\" \"stage_alias\" {\n  statement_id  = \"apigateway-{stage}\"\n  action        = \"lambda:InvokeFunction\"\n  function_name = \"{function}\"\n  qualifier     = \"{alias}\"\n  principal     = \"apigateway.amazonaws.com\"\n  source_arn    = \"arn:{partition}:execute-api:{region}:{account}:{api}/*/{method}/{resource}\"\n}",
            ),
        ),
    ],
    links: &[links::HOW_TO_SET_STAGE_VARIABLES_AWS_CONSOLE],
};

fn other_stage_worked(facts: &Facts<'_>) -> Look {
    let Some(own) = facts.url.as_ref().filter(|_| facts.stage().is_some()) else { return Look::Unknown };
    let tail = |path: &str| path.trim_start_matches('/').split_once('/').map(|(_, tail)| alloc::string::String::from(tail));
    let own_tail = tail(own.path);
    facts.neighbour(|other| {
        let url = other.evidence.url.as_deref().and_then(crate::url::Url::parse);
        other.same_host && other.worked && !other.same_path && own_tail.is_some() && url.is_some_and(|url| tail(url.path) == own_tail)
    })
}
