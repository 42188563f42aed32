//! Lambda refused the invocation: the function's reserved concurrency or the account's is in use.
//!
//! Lambda answers the gateway 429; a REST API does not pass that on but answers 500, which is why
//! this is mistaken for a configuration error. Throttling by API Gateway itself is 429.

use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "lambda-throttled",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[500],
    prior: Prior::Uncommon,
    speaker: GATEWAY,
    title: text! {
        en: "Lambda throttled the function",
        ja: "Lambda関数がスロットリングされました",
    },
    why: text! {
        en: "Each running invocation takes one unit of concurrency, from the function's reserve or from the account's pool in the region. \
             When none is free, Lambda refuses the invocation with 429 “Rate Exceeded”. \
             A REST API turns this into 500 “Internal server error”, an HTTP API into 500 or 503; the 429 stands in the execution log only.",
        ja: "実行中の呼び出しは、関数の予約済み同時実行数、またはリージョンのアカウント全体の枠を1つずつ使います。\
             空きがないと、Lambdaは429「Rate Exceeded」で呼び出しを拒否します。\
             REST APIはこれを500「Internal server error」、HTTP APIは500または503に変えるため、429は実行ログにしか現れません。",
    },
    signals: &[
        Requires(Any(&[
            Says("ReservedFunctionConcurrentInvocationLimitExceeded"),
            Says("ConcurrentInvocationLimitExceeded"),
            Says("Lambda invocation failed with status: 429"),
            Says("Rate Exceeded"),
            Fact("log", looks::lambda_said_429),
            Fact("response.body", looks::execution_500),
            All(&[Api(ApiKind::Http), Message("Service Unavailable")]),
            Message("Service Unavailable"),
            Fact("response.status", looks::bare_503),
        ])),
        Proves(
            Any(&[
                Says("ReservedFunctionConcurrentInvocationLimitExceeded"),
                Says("ConcurrentInvocationLimitExceeded"),
                Says("Lambda invocation failed with status: 429"),
                Says("Rate Exceeded"),
                Fact("log", looks::lambda_said_429),
            ]),
            text! {
                en: "The log shows that Lambda refused the invocation",
                ja: "Lambdaが呼び出しを拒否したことがログに残っています",
            },
        ),
        Opposes(
            Status(429),
            text! {
                en: "429 is the gateway's own throttling; a throttled function is answered with 500, 502 or 503",
                ja: "429はAPI Gateway自身のスロットリングです。スロットリングされた関数の場合は500、502、503になります",
            },
        ),
        Suggests(
            Fact("neighbours", comes_and_goes),
            text! {
                en: "The same call worked in this session, so the failure comes and goes",
                ja: "同じセッションで同じ呼び出しが成功しており、失敗は断続的です",
            },
        ),
        Excludes(
            All(&[
                Fact("log", looks::log_names_a_failure),
                Unsaid(&["Rate Exceeded", "Lambda invocation failed with status: 429", "ConcurrentInvocationLimitExceeded"]), ]),
            text! {
                en: "The log names another failure",
                ja: "ログには別の失敗が記録されています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "See the function's reserved concurrency",
                ja: "関数の予約済み同時実行数を確認する",
            },
            Text::same("aws lambda get-function-concurrency --function-name {function} --region {region}"),
            text! {
                en: "If it is small, or 0, which switches the function off, raise or remove it.",
                ja: "小さい値、または関数を停止する0であれば、引き上げるか削除してください。",
            },
            text! {
                en: "If there is none, look at the account's pool: aws lambda get-account-settings --query AccountLimit",
                ja: "設定がなければ、アカウントの枠を確認してください：aws lambda get-account-settings --query AccountLimit",
            },
        )
        .separates(&["lambda-permission-missing", "integration-config-error", "integration-timeout"]),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Raise the function's reserved concurrency",
                ja: "予約済み同時実行数を引き上げる",
            },
            Text::same("aws lambda put-function-concurrency --function-name {function} --region {region} --reserved-concurrent-executions 100"),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Have the account's concurrency raised, where its pool is used up",
                ja: "アカウントの枠を使い切っている場合は、同時実行数のクォータの引き上げを申請する",
            },
            Text::same("aws service-quotas list-service-quotas --service-code lambda --region {region} --query \"Quotas[?QuotaName=='Concurrent executions'].[QuotaCode, Value]\" --output text\naws service-quotas request-service-quota-increase --service-code lambda --quota-code <quota-code> --desired-value 2000 --region {region}"),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Give the function the account's pool",
                ja: "アカウント全体の枠を使わせる",
            },
            Text::same("aws lambda delete-function-concurrency --function-name {function} --region {region}"),
        ),
        Fix::new(
            Owner,
            Form::Sam,
            text! {
                en: "Set it in the template",
                ja: "テンプレートで設定する",
            },
            Text::same("MyFunction:\n  Type: AWS::Serverless::Function\n  Properties:\n    ReservedConcurrentExecutions: 100"),
        ),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Retry with growing pauses",
                ja: "間隔を延ばしながら再試行する",
            },
            text! {
                en: "Wait about a second, double the pause with each try, add a random part. The failure ends when running invocations do.",
                ja: "1秒ほど待ち、試行のたびに間隔を倍にし、ばらつきを加えてください。実行中の呼び出しが終われば解消します。",
            },
        ),
    ],
    links: &[links::LAMBDA_CONCURRENCY],
};

fn comes_and_goes(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| other.same_path && other.same_method && other.worked)
}
