//! The account's rate in this region is used up, by this API or by any other.
//!
//! All APIs of an account share one bucket per region: 10,000 requests a second unless raised, less
//! in newer regions. New WebSocket connections have their own, 500 a second. The words are those of
//! a usage plan's or stage's throttle; what tells it apart is that unrelated routes and APIs are
//! refused in the same moment.

use crate::clue::Clue;
use crate::looks;
use crate::rule::prelude::*;

/// `LimitExceededException` of `PostToConnection`.
const CALLBACK: Clue = All(&[
    Fact("url", routing::connections_call),
    Any(&[ErrorType("LimitExceededException"), Status(429)]),
]);

pub(crate) static RULE: Rule = Rule {
    id: "account-throttle",
    since: "0.1.0",
    family: Family::Key,
    statuses: &[429],
    prior: Prior::Rare,
    speaker: GATEWAY,
    title: text! {
        en: "The account's request rate in this region is used up",
        ja: "このリージョンのアカウント全体のリクエスト上限に達しました",
    },
    why: text! {
        en: "Requests to all APIs of an account in one region draw on one bucket (10,000 a second with a burst of 5,000 unless raised, less in some regions; 500 new WebSocket connections a second). \
             When it is empty, API Gateway answers 429 “Too Many Requests” whichever API is called. \
             Load tests, retries without pauses and a busy neighbour in the same account empty it.",
        ja: "同じリージョンにあるアカウントのすべてのAPIは、一つの上限を共有します（既定は毎秒10,000リクエスト、バースト5,000。一部のリージョンではより少なく、WebSocketの新規接続は毎秒500）。\
             上限に達すると、どのAPIでも429「Too Many Requests」が返ります。\
             負荷テスト、間隔を空けない再試行、同じアカウントの別のAPIの負荷が原因になります。",
    },
    signals: &[
        Requires(Any(&[
            Answer("TooManyRequestsException", "Too Many Requests", 429),
            ResponseType("THROTTLED"),
            CALLBACK,
            NetError("Unexpected server response: 429"),
            NetError("Unexpected response code: 429"),
        ])),
        Suggests(
            Fact("neighbours", other_apis_throttled),
            text! {
                en: "Another API of this region was throttled in the same session",
                ja: "同じセッションで、同じリージョンの別のAPIもスロットリングされています",
            },
        ),
        Suggests(
            Fact("neighbours", many_routes_throttled),
            text! {
                en: "Several routes of this API were throttled in the same session",
                ja: "同じセッションで、このAPIの複数のルートがスロットリングされています",
            },
        ),
        Proves(
            CALLBACK,
            text! {
                en: "@connections says this to too many calls, or while the client's buffer is full; no usage plan holds for it",
                ja: "@connectionsの呼び出しが多すぎるか、クライアント側のバッファーがいっぱいのときの応答です。@connectionsに使用量プランは適用されません",
            },
        ),
        Suggests(
            All(&[Api(ApiKind::WebSocket), Status(429)]),
            text! {
                en: "New WebSocket connections are limited per account and region",
                ja: "WebSocketの新規接続はアカウントとリージョンごとに制限されています",
            },
        ),
        Opposes(
            RequestHeader("x-api-key", ""),
            text! {
                en: "The call carries an API key, whose usage plan sets a nearer limit",
                ja: "APIキーが送られており、使用量プランの上限のほうが先に適用されます",
            },
        ),
        Excludes(
            All(&[
                Any(&[ErrorType("LimitExceededException"), Message("Limit Exceeded"), Says("throttle limit exceeded"), Says("quota limit exceeded")]),
                Not(&Fact("url", routing::connections_call)),
            ]),
            text! {
                en: "A configured limit is named",
                ja: "設定された上限が示されています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "See the account's limit, and what is set below it",
                ja: "アカウントの上限と、その下の設定を確認する",
            },
            Text::same("aws apigateway get-account --region {region} --query throttleSettings; aws apigateway get-stage --rest-api-id {api} --stage-name {stage} --region {region} --query methodSettings; aws apigateway get-usage-plans --region {region} --query \"items[].[name, throttle]\""),
            text! {
                en: "If neither the stage nor a plan sets a rate, only the account's is left.",
                ja: "ステージにもプランにもレートの設定がなければ、残るのはアカウントの上限だけです。",
            },
            text! {
                en: "If one of them sets a smaller rate, that one was reached.",
                ja: "どちらかに小さいレートがあれば、達したのはその上限です。",
            },
        )
        .separates(&["usage-plan-throttle-or-quota"])
        .when(Not(&Fact("response.headers", looks::surely_http))),
        Check::new(
            text! {
                en: "See the account's limit, and what is set below it",
                ja: "アカウントの上限と、その下の設定を確認する",
            },
            Text::same("aws apigateway get-account --region {region} --query throttleSettings; aws apigatewayv2 get-stages --api-id {api} --region {region} --query \"Items[].[StageName, DefaultRouteSettings, RouteSettings]\""),
            text! {
                en: "If neither the stage nor a route sets a rate, only the account's is left.",
                ja: "ステージにもルートにもレートの設定がなければ、残るのはアカウントの上限だけです。",
            },
            text! {
                en: "If one of them sets a smaller rate, that one was reached.",
                ja: "どちらかに小さいレートがあれば、達したのはその上限です。",
            },
        )
        .separates(&["usage-plan-throttle-or-quota"])
        .when(Fact("response.headers", looks::surely_http)),
        Check::new(
            text! {
                en: "Count the requests of all APIs of the region",
                ja: "リージョン内のすべてのAPIのリクエスト数を確認する",
            },
            Text::same("aws cloudwatch get-metric-data --region {region} --start-time <start-time> --end-time <end-time> --metric-data-queries '[{\"Id\":\"all\",\"Expression\":\"SUM(SEARCH(\\u0027{AWS/ApiGateway,ApiName} MetricName=\\\"Count\\\"\\u0027, \\u0027Sum\\u0027, 60))\",\"Period\":60}]'"),
            text! {
                en: "If a minute holds more than sixty times the rate, the account's bucket is empty.",
                ja: "1分あたりの合計がレートの60倍を超えていれば、アカウントの上限に達しています。",
            },
            text! {
                en: "If it does not, look for a short burst, or for a smaller limit of stage or plan.",
                ja: "超えていなければ、短時間のバーストか、ステージやプランの上限を調べてください。",
            },
        )
        .separates(&["usage-plan-throttle-or-quota"]),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Wait, then try again with growing, random pauses",
                ja: "間隔を広げ、ゆらぎを加えて再試行する",
            },
            text! {
                en: "API Gateway sends no Retry-After. Begin with about 200 ms, double it up to some seconds, add a random part, and give up after a few tries.",
                ja: "API GatewayはRetry-Afterを返しません。200ミリ秒程度から始めて数秒まで倍々にし、乱数を加え、数回で打ち切ってください。",
            },
        ),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Ask for a higher rate",
                ja: "レートの引き上げを申請する",
            },
            text! {
                en: "Service Quotas > AWS services > Amazon API Gateway > Throttle rate > Request increase at account level ({region})",
                ja: "Service Quotas > AWSのサービス > Amazon API Gateway > Throttle rate > アカウントレベルでの引き上げをリクエスト（{region}）",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Find the quota's code and ask for more",
                ja: "クォータコードを調べて引き上げを申請する",
            },
            Text::same("aws service-quotas list-service-quotas --service-code apigateway --region {region} --query \"Quotas[?contains(QuotaName, 'hrottle')].[QuotaCode, QuotaName, Value]\" --output table\naws service-quotas request-service-quota-increase --service-code apigateway --quota-code <quota-code> --desired-value <requests-per-second> --region {region}"),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Keep one stage from emptying the account's bucket",
                ja: "一つのステージがアカウントの上限を使い切らないようにする",
            },
            Text::same("aws apigateway update-stage --rest-api-id <busy-api-id> --stage-name <busy-stage> --region {region} --patch-operations 'op=replace,path=/*/*/throttling/rateLimit,value=1000' 'op=replace,path=/*/*/throttling/burstLimit,value=500'"),
        ),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Set a rate for the busy stage",
                ja: "負荷の高いステージにレートを設定する",
            },
            Text::same("resource \"aws_api_gateway_method_settings\" \"all\" {\n  rest_api_id = \"<busy-api-id>\"\n  stage_name  = \"<busy-stage>\"\n  method_path = \"*/*\"\n\n  settings {\n    throttling_rate_limit  = 1000\n    throttling_burst_limit = 500\n  }\n}"),
        ),
    ],
    links: &[links::REQUEST_THROTTLING, links::LIMITS],
};

/// Another API's default endpoint in the same region answered 429.
fn other_apis_throttled(facts: &Facts<'_>) -> Look {
    let region = facts.host.as_ref().and_then(|host| host.region.as_deref());
    facts.neighbour(|other| {
        let host = other
            .evidence
            .url
            .as_deref()
            .and_then(crate::url::Url::parse)
            .map(|url| crate::host::Host::parse(url.authority));
        !other.same_host
            && other.evidence.status == Some(429)
            && region.is_some()
            && host.is_some_and(|host| host.is_execute_api() && host.region.as_deref() == region)
    })
}

/// At least two other routes of this API answered 429.
fn many_routes_throttled(facts: &Facts<'_>) -> Look {
    let throttled = |other: &crate::facts::Neighbour<'_>| {
        other.same_host && !other.same_path && other.evidence.status == Some(429)
    };
    if facts.neighbours().filter(throttled).count() < 2 {
        return Look::missing(!facts.evidence.neighbours.is_empty());
    }
    facts.neighbour(throttled)
}
