//! The integration answered 5xx itself, and the gateway passed it on.
//!
//! The gateway's own errors carry its error type and its fixed words; an answer that went through
//! the gateway without them is the backend's. A deliberate 502 or 503 of a function looks the same.

use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "backend-5xx",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[500, 501, 502, 503, 504],
    prior: Prior::Common,
    speaker: BEHIND,
    title: text! {
        en: "The backend itself answered {status}",
        ja: "バックエンド自身が{status}を返しています",
    },
    why: text! {
        en: "A proxy integration passes the backend's status, headers and body on unchanged. \
             API Gateway marks its own errors with x-amzn-errortype and words them always the same; this answer has neither. \
             So route, authorization and throttling all passed, and what failed is the code or the service behind.",
        ja: "プロキシ統合は、バックエンドのステータス、ヘッダー、本文をそのまま返します。\
             API Gateway自身のエラーにはx-amzn-errortypeが付き、文面も決まっていますが、この応答にはどちらもありません。\
             ルート、認可、スロットリングはすべて通過しており、失敗しているのは背後のコードまたはサービスです。",
    },
    signals: &[
        Requires(StatusIn(500, 599)),
        Requires(Any(&[
            Fact("response.body", own_words),
            Origin(Who::Integration),
            Fact("response.status", crate::looks::bare_500),
            Fact("response.body", crate::looks::copied_http_message),
        ])),
        Doubts(
            Fact("response.body", crate::looks::copied_http_message),
            text! {
                en: "An integration that answers in these very words leaves the same bytes as the HTTP API itself",
                ja: "統合が同じ文面を返した場合、HTTP API自身の応答とバイト単位で同じになります",
            },
        ),
        Proves(
            Origin(Who::Integration),
            text! {
                en: "The answer went through API Gateway and is not one of its own",
                ja: "応答はAPI Gatewayを通っていますが、API Gateway自身のものではありません",
            },
        ),
        Suggests(
            Fact("response.body", own_words),
            text! {
                en: "The body is none of API Gateway's",
                ja: "本文がAPI Gatewayのものではありません",
            },
        ),
        Opposes(
            Fact("response.body", crate::looks::error_object),
            text! {
                en: "This is Lambda's own object for a function that threw",
                ja: "関数が例外を投げたときにLambdaが返すオブジェクトです",
            },
        ),
        // A proxy on the way back may have taken the error type off.
        Opposes(
            All(&[
                Says("Endpoint request timed out"),
                Fact("time_ms", crate::looks::waited_out),
            ]),
            text! {
                en: "These are API Gateway's own words for a timeout, at the end of its wait",
                ja: "API Gateway自身のタイムアウトの文面で、待ち時間の終わりに返っています",
            },
        ),
        Excludes(
            Header("x-amzn-errortype", ""),
            text! {
                en: "API Gateway names the error as its own",
                ja: "API Gateway自身のエラーです",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Look for the failure in the backend's own log",
                ja: "バックエンド自身のログで失敗を探す",
            },
            Text::same("aws logs tail /aws/lambda/{function} --region {region} --since 15m"),
            text! {
                en: "If a line of this moment tells the error, mend it there.",
                ja: "同じ時刻にエラーの行があれば、そこを直してください。",
            },
            text! {
                en: "If the backend saw no request, the answer is the gateway's after all: read the access log's $context.integration.status.",
                ja: "バックエンドにリクエストが届いていなければ、API Gatewayの応答です。アクセスログの$context.integration.statusを確認してください。",
            },
        )
        .separates(&["lambda-runtime-error", "integration-timeout", "vpc-link-or-backend-unreachable"]),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Mend the failure behind the gateway",
                ja: "ゲートウェイの背後の失敗を直す",
            },
            text! {
                en: "Search the backend's log for request id {request_id} or for the moment of the call. Nothing in API Gateway's configuration changes this answer.",
                ja: "バックエンドのログを、リクエストID {request_id} または呼び出し時刻で検索してください。API Gatewayの設定を変えてもこの応答は変わりません。",
            },
        ),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Give the backend more capacity, or wait for the end of its maintenance",
                ja: "バックエンドの処理能力を増やすか、メンテナンスの終了を待つ",
            },
            text! {
                en: "A backend that answers 503 is overloaded or in maintenance. Look at its load and its deployments at the moment of the call, add instances or concurrency, and throttle the stage to what the backend can bear.",
                ja: "503を返すバックエンドは、過負荷かメンテナンス中です。呼び出し時刻の負荷とデプロイを確認し、インスタンスや同時実行数を増やしてください。ステージのスロットリングを、バックエンドが処理できる量に合わせる方法もあります。",
            },
        )
        .when(Status(503)),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Retry 502, 503 and 504 with growing pauses",
                ja: "502、503、504は間隔を延ばしながら再試行する",
            },
            text! {
                en: "Wait about a second, double the pause with each try, stop after a few, and repeat only calls that may be made twice.",
                ja: "1秒ほど待ち、試行のたびに間隔を倍にし、数回でやめてください。再試行するのは、二重に実行されてもよい呼び出しだけです。",
            },
        ),
    ],
    links: &[links::REPOST_5XX_ERROR],
};

/// A body that API Gateway would not write.
fn own_words(facts: &Facts<'_>) -> Look {
    crate::looks::foreign_body(facts)
}
