//! The integration took longer than API Gateway waits.
//!
//! The gateway gives up, the integration goes on: its work may be done all the same. A REST API
//! answers 504 “Endpoint request timed out” after 29 s (or the limit that was raised), an HTTP API
//! 503 “Service Unavailable” after 30 s, a WebSocket API a frame “Internal server error”.

use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "integration-timeout",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[504, 503],
    prior: Prior::Everyday,
    speaker: GATEWAY,
    title: text! {
        en: "The integration took longer than API Gateway waits",
        ja: "統合の処理がAPI Gatewayのタイムアウトを超えました",
    },
    why: text! {
        en: "API Gateway waits a fixed time for the integration: 29 seconds for a REST API unless the quota was raised, 30 for an HTTP API, 29 for a WebSocket API. \
             Then it answers itself, 504 or, from an HTTP API, 503. \
             The integration is not told: it works on, and its own log may show a success.",
        ja: "API Gatewayが統合を待つ時間は決まっています。REST APIはクォータを引き上げない限り29秒、HTTP APIは30秒、WebSocket APIは29秒です。\
             それを過ぎるとAPI Gateway自身が504（HTTP APIでは503）を返します。\
             統合側には伝わらないため処理は続き、統合側のログでは成功していることもあります。",
    },
    signals: &[
        Requires(Any(&[
            Says("Endpoint request timed out"),
            Says("Execution failed due to a timeout error"),
            Says("INTEGRATION_TIMEOUT"),
            Message("Endpoint request timed out"),
            Message("Service Unavailable"),
            Fact("response.status", looks::wordless_504),
            Fact("response.status", looks::bare_503),
        ])),
        Doubts(
            Any(&[
                Message("Service Unavailable"),
                Fact("response.status", looks::wordless_504),
                Fact("response.status", looks::bare_503),
            ]),
            text! {
                en: "An endpoint that cannot be reached leaves the same",
                ja: "到達できないエンドポイントも同じ応答になります",
            },
        ),
        Proves(
            Any(&[
                Says("Endpoint request timed out"),
                Message("Endpoint request timed out"),
                Says("Execution failed due to a timeout error"),
                Says("INTEGRATION_TIMEOUT"),
            ]),
            text! {
                en: "API Gateway names the timeout",
                ja: "API Gatewayがタイムアウトを挙げています",
            },
        ),
        Suggests(
            Fact("time_ms", looks::waited_out),
            text! {
                en: "The answer came when API Gateway's wait ends",
                ja: "API Gatewayの待ち時間が終わる頃に応答が返っています",
            },
        ),
        Opposes(
            Fact("time_ms", too_quick),
            text! {
                en: "The answer came long before API Gateway's wait ends",
                ja: "API Gatewayの待ち時間よりずっと早く応答が返っています",
            },
        ),
        Excludes(
            Message("Network error communicating with endpoint"),
            text! {
                en: "The connection to the endpoint failed",
                ja: "エンドポイントへの接続が失敗しています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Measure how long the call takes",
                ja: "呼び出しにかかる時間を測る",
            },
            Text::same("curl -s -o /dev/null -w '%{http_code} %{time_total}\\n' -X {method} \"{url}\""),
            text! {
                en: "If it ends at 29 or 30 seconds, the integration is too slow.",
                ja: "29秒か30秒で終わるなら、統合が遅すぎます。",
            },
            text! {
                en: "If it ends at once, the backend refused the connection or answered itself.",
                ja: "すぐに終わるなら、バックエンドへの接続が拒否されたか、バックエンド自身が応答しています。",
            },
        )
        .separates(&["vpc-link-or-backend-unreachable", "backend-5xx", "lambda-throttled"]),
        Check::new(
            text! {
                en: "Compare with the function's duration",
                ja: "関数の実行時間と比べる",
            },
            Text::same("aws logs filter-log-events --log-group-name /aws/lambda/{function} --region {region} --filter-pattern '\"REPORT RequestId\"' --limit 20"),
            text! {
                en: "If Duration is above 29,000 ms, the function is the slow part.",
                ja: "Durationが29,000 msを超えていれば、関数が遅い部分です。",
            },
            text! {
                en: "If not, look at cold starts, a VPC without a route out, and the connection between gateway and backend.",
                ja: "超えていなければ、コールドスタート、外部への経路がないVPC、ゲートウェイとバックエンドの間の接続を確認してください。",
            },
        ),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Answer at once and do the work behind it",
                ja: "先に応答し、処理は裏で行う",
            },
            text! {
                en: "Hand the work to a queue, a state machine or an asynchronous invocation, answer 202 with an id, and let the caller ask for the result or wait on a WebSocket.",
                ja: "処理をキュー、ステートマシン、非同期呼び出しに渡し、IDを付けて202を返します。結果は呼び出し元が問い合わせるか、WebSocketで受け取ります。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Raise the limit of a regional or private REST API, once the quota allows it",
                ja: "リージョンまたはプライベートのREST APIで、クォータ引き上げ後に上限を延ばす",
            },
            Text::same(
                "aws apigateway update-integration --rest-api-id {api} --region {region} --resource-id <resource-id> --http-method {method} --patch-operations op=replace,path=/timeoutInMillis,value=60000",
            ),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "See whether the quota can be raised",
                ja: "クォータを引き上げられるか確認する",
            },
            Text::same("aws service-quotas list-service-quotas --service-code apigateway --region {region} --query \"Quotas[?contains(QuotaName,'timeout')]\""),
        )
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Set the longer limit in Terraform",
                ja: "Terraformで上限を設定する",
            },
            Text::same("resource \"aws_api_gateway_integration\" \"this\" {\n  rest_api_id             = \"{api}\"\n  resource_id             = \"<resource-id>\"\n  http_method             = \"{method}\"\n  type                    = \"AWS_PROXY\"\n  integration_http_method = \"POST\"\n  uri                     = \"<integration-uri>\"\n  timeout_milliseconds    = 60000\n}"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Do not repeat a call that changes something before you know whether it was done",
                ja: "更新系の呼び出しは、実行されたか確かめてから再試行する",
            },
            text! {
                en: "The integration went on after the answer. Ask for the result first, or send an idempotency key with {method} {path}.",
                ja: "応答後も統合の処理は続いています。先に結果を確認するか、{method} {path}に冪等キーを付けて送ってください。",
            },
        ),
    ],
    links: &[links::INTEGRATION_TIMEOUT_LIMIT_29_SECONDS, links::LIMITS],
};


fn too_quick(facts: &Facts<'_>) -> Look {
    match facts.evidence.time_ms {
        Some(time) if time < 20_000.0 => Look::seen(crate::decimal::shown(time), "time_ms"),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}
