//! A limit that the API's owner configured is used up: a quota, or a rate.
//!
//! `Limit Exceeded` is the quota of the key's usage plan and lasts until its day, week or month
//! ends; `Too Many Requests` is a rate of plan, stage or method and is over within seconds. The
//! account's own rate answers the latter too (`account-throttle`), and a function that is out of
//! concurrency answers 500 or 502, not 429.

use crate::clue::Clue;
use crate::looks;
use crate::rule::prelude::*;

/// An HTTP API for sure: it has neither API keys nor usage plans.
const HTTP_API: Clue = Fact("response.headers", looks::surely_http);

pub(crate) static RULE: Rule = Rule {
    id: "usage-plan-throttle-or-quota",
    since: "0.1.0",
    family: Family::Key,
    statuses: &[429],
    prior: Prior::Uncommon,
    speaker: GATEWAY,
    title: text! {
        en: "A configured rate or quota of this API is used up",
        ja: "このAPIに設定されたレートまたはクォータの上限に達しました",
    },
    why: text! {
        en: "Each request takes a token from a bucket: that of the key's usage plan for this method, then the stage's for the method, then the account's. \
             An empty bucket answers 429 “Too Many Requests” and refills within seconds. \
             A used-up quota answers 429 “Limit Exceeded” and refuses the key until its day, week or month is over, so trying again does not help.",
        ja: "リクエストのたびに、使用量プランのメソッドごとの上限、ステージのメソッドの上限、アカウントの上限の順にトークンバケットが消費されます。\
             バケットが空になると429「Too Many Requests」が返り、数秒で回復します。\
             クォータを使い切ると429「Limit Exceeded」が返り、日・週・月の期間が終わるまでキーは拒否されるため、再試行しても成功しません。",
    },
    signals: &[
        Requires(Any(&[
            Answer("LimitExceededException", "Limit Exceeded", 429),
            Answer("TooManyRequestsException", "Too Many Requests", 429),
            Says("throttle limit exceeded"),
            Says("quota limit exceeded"),
            Says("Usage Plan check failed"),
            ResponseType("QUOTA_EXCEEDED"),
            ResponseType("THROTTLED"),
            All(&[Status(429), NullMessage]),
        ])),
        Proves(
            Any(&[ErrorType("LimitExceededException"), Message("Limit Exceeded"), Says("quota limit exceeded"), ResponseType("QUOTA_EXCEEDED")]),
            text! {
                en: "API Gateway says this when a usage plan's quota is used up",
                ja: "使用量プランのクォータを使い切ったときの応答です",
            },
        ),
        Proves(
            Says("throttle limit exceeded"),
            text! {
                en: "The log names the configured limit and the method that it holds for",
                ja: "ログに、設定された上限と対象のメソッドが記録されています",
            },
        ),
        Suggests(
            Says("Usage Plan check failed"),
            text! {
                en: "The log says that the key's usage plan refused the call",
                ja: "キーの使用量プランが呼び出しを拒否したとログにあります",
            },
        ),
        Suggests(
            RequestHeader("x-api-key", ""),
            text! {
                en: "The call carries an API key, whose usage plan may set a rate",
                ja: "APIキーが送られており、その使用量プランにレートが設定されている可能性があります",
            },
        ),
        Hints(
            Fact("neighbours", another_route_worked),
            text! {
                en: "Another route of the API is still served, so the limit is not the account's",
                ja: "同じAPIの別のルートは成功しており、アカウント全体の上限ではありません",
            },
        ),
        Opposes(
            Fact("url", routing::connections_call),
            text! {
                en: "The callback of a WebSocket API has limits of its own",
                ja: "WebSocket APIのコールバックには別の上限があります",
            },
        ),
        Opposes(
            Api(ApiKind::WebSocket),
            text! {
                en: "Usage plans seldom guard a WebSocket handshake",
                ja: "WebSocketのハンドシェイクに使用量プランが使われることはまれです",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "See whether it passes after a few seconds",
                ja: "数秒後に成功するか確認する",
            },
            Text::same("sleep 10; curl -si -X {method} \"{url}\" -H \"x-api-key: <api-key-value>\""),
            text! {
                en: "If it works, a rate was exceeded: spread the calls out.",
                ja: "成功すればレートの超過です。呼び出しを分散させてください。",
            },
            text! {
                en: "If it does not, a quota is used up, or a limit is set to zero.",
                ja: "成功しなければ、クォータを使い切っているか、上限が0に設定されています。",
            },
        )
        .separates(&["account-throttle"])
        .when(Not(&HTTP_API)),
        Check::new(
            text! {
                en: "See whether it passes after a few seconds",
                ja: "数秒後に成功するか確認する",
            },
            Text::same("sleep 10; curl -si -X {method} \"{url}\""),
            text! {
                en: "If it works, a rate was exceeded: spread the calls out.",
                ja: "成功すればレートの超過です。呼び出しを分散させてください。",
            },
            text! {
                en: "If it does not, a limit of the stage or the route is set to zero.",
                ja: "成功しなければ、ステージまたはルートの上限が0に設定されています。",
            },
        )
        .separates(&["account-throttle"])
        .when(HTTP_API),
        Check::new(
            text! {
                en: "See what the key has left",
                ja: "キーの残りを確認する",
            },
            Text::same("aws apigateway get-usage --usage-plan-id <usage-plan-id> --key-id <api-key-id> --start-date <yyyy-mm-dd> --end-date <yyyy-mm-dd> --region {region} --query items"),
            text! {
                en: "Each pair is [used, remaining] for a day: with 0 remaining, the quota is used up.",
                ja: "組は日ごとの［使用量, 残り］です。残りが0であればクォータを使い切っています。",
            },
            text! {
                en: "With some remaining, it is a rate.",
                ja: "残りがあれば、レートの超過です。",
            },
        )
        .separates(&["account-throttle"])
        .when(Not(&Api(ApiKind::Http))),
        Check::new(
            text! {
                en: "Compare the limits that are set",
                ja: "設定されている上限を比べる",
            },
            Text::same("aws apigateway get-stage --rest-api-id {api} --stage-name {stage} --region {region} --query methodSettings; aws apigateway get-usage-plans --region {region} --query \"items[].[id, name, throttle, quota, apiStages]\"; aws apigateway get-account --region {region} --query throttleSettings"),
            text! {
                en: "If the stage or a plan allows less than the account, raise that one.",
                ja: "ステージやプランの上限がアカウントより小さければ、それを引き上げてください。",
            },
            text! {
                en: "If neither sets a limit, the account's is the one that was reached.",
                ja: "どちらにも上限がなければ、達したのはアカウントの上限です。",
            },
        )
        .separates(&["account-throttle"])
        .when(Not(&Api(ApiKind::Http))),
        Check::new(
            text! {
                en: "See the HTTP API's limits",
                ja: "HTTP APIの上限を確認する",
            },
            Text::same("aws apigatewayv2 get-stages --api-id {api} --region {region} --query \"Items[].[StageName, DefaultRouteSettings, RouteSettings]\""),
            text! {
                en: "If ThrottlingRateLimit or ThrottlingBurstLimit is small or zero, that is the limit.",
                ja: "ThrottlingRateLimitやThrottlingBurstLimitが小さいか0であれば、それが上限です。",
            },
            text! {
                en: "If none is set, the account's limit was reached.",
                ja: "設定がなければ、アカウントの上限に達しています。",
            },
        )
        .separates(&["account-throttle"])
        .when(Api(ApiKind::Http)),
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
                en: "API Gateway sends no Retry-After. Begin with about 200 ms, double it up to some seconds, add a random part, and give up after a few tries. Cache answers and join calls where you can.",
                ja: "API GatewayはRetry-Afterを返しません。200ミリ秒程度から始めて数秒まで倍々にし、乱数を加え、数回で打ち切ってください。可能であれば応答をキャッシュし、呼び出しをまとめてください。",
            },
        )
        .when(Not(&Any(&[ErrorType("LimitExceededException"), Message("Limit Exceeded")]))),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Stop until the period ends, or ask for a larger quota",
                ja: "期間の終わりまで停止するか、クォータの引き上げを依頼する",
            },
            text! {
                en: "Every further call of this key is refused until its day, week or month ends. Ask the API's owner how large the quota is, or to extend it.",
                ja: "期間（日・週・月）が終わるまで、このキーの呼び出しはすべて拒否されます。APIの所有者にクォータを確認するか、延長を依頼してください。",
            },
        )
        .when(All(&[Not(&HTTP_API), Any(&[ErrorType("LimitExceededException"), Message("Limit Exceeded")])])),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Give the key more for this period",
                ja: "今の期間の残りを増やす",
            },
            Text::same("aws apigateway update-usage --usage-plan-id <usage-plan-id> --key-id <api-key-id> --region {region} --patch-operations op=replace,path=/remaining,value=<number>"),
        )
        .when(All(&[Not(&HTTP_API), Any(&[ErrorType("LimitExceededException"), Message("Limit Exceeded")])])),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Raise the plan's rate, burst and quota",
                ja: "プランのレート、バースト、クォータを引き上げる",
            },
            Text::same("aws apigateway update-usage-plan --usage-plan-id <usage-plan-id> --region {region} --patch-operations op=replace,path=/throttle/rateLimit,value=100 op=replace,path=/throttle/burstLimit,value=200 op=replace,path=/quota/limit,value=100000"),
        )
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Raise the stage's rate and burst",
                ja: "ステージのレートとバーストを引き上げる",
            },
            Text::same("aws apigateway update-stage --rest-api-id {api} --stage-name {stage} --region {region} --patch-operations 'op=replace,path=/*/*/throttling/rateLimit,value=1000' 'op=replace,path=/*/*/throttling/burstLimit,value=500'"),
        )
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Raise the HTTP API's rate and burst",
                ja: "HTTP APIのレートとバーストを引き上げる",
            },
            Text::same("aws apigatewayv2 update-stage --api-id {api} --stage-name '$default' --region {region} --default-route-settings ThrottlingRateLimit=1000,ThrottlingBurstLimit=500"),
        )
        .when(Api(ApiKind::Http)),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Set rate and quota in the template",
                ja: "テンプレートでレートとクォータを設定する",
            },
            Text::same("Resources:\n  Plan:\n    Type: AWS::ApiGateway::UsagePlan\n    Properties:\n      ApiStages:\n        - ApiId: {api}\n          Stage: {stage}\n      Throttle:\n        RateLimit: 100\n        BurstLimit: 200\n      Quota:\n        Limit: 100000\n        Period: DAY"),
        )
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Set the rate of all methods of the stage",
                ja: "ステージの全メソッドのレートを設定する",
            },
            Text::same("resource \"aws_api_gateway_method_settings\" \"all\" {\n  rest_api_id = \"{api}\"\n  stage_name  = \"{stage}\"\n  method_path = \"*/*\"\n\n  settings {\n    throttling_rate_limit  = 1000\n    throttling_burst_limit = 500\n  }\n}"),
        )
        .when(Not(&Api(ApiKind::Http))),
    ],
    links: &[links::REQUEST_THROTTLING, links::API_USAGE_PLANS],
};

fn another_route_worked(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| {
        other.same_host && other.worked && !other.same_path && !other.is_preflight
    })
}
