//! The integration answered 4xx itself, and the gateway passed it on.
//!
//! The integration's own 403 is not the gateway's: the gateway marks its refusals with an error
//! type and words them always the same. An HTTP API marks nothing, so a function that answers
//! `{"message":"Forbidden"}` there cannot be told from the gateway by its bytes.

use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "backend-4xx",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[400, 401, 403, 404, 405, 409, 415, 422, 429],
    prior: Prior::Common,
    speaker: BEHIND,
    title: text! {
        en: "The backend itself answered {status}",
        ja: "バックエンド自身が{status}を返しています",
    },
    why: text! {
        en: "A proxy integration passes the backend's status, headers and body on unchanged. \
             API Gateway marks its own refusals with x-amzn-errortype and words them always the same; this answer has neither. \
             The gateway let the request through, and the code behind it decided on {status}.",
        ja: "プロキシ統合は、バックエンドのステータス、ヘッダー、本文をそのまま返します。\
             API Gateway自身による拒否にはx-amzn-errortypeが付き、文面も決まっていますが、この応答にはどちらもありません。\
             API Gatewayはリクエストを通しており、{status}を決めたのは背後のコードです。",
    },
    signals: &[
        Requires(StatusIn(400, 499)),
        Requires(Any(&[
            Fact("response.body", own_words),
            Origin(Who::Integration),
            Fact("response.status", bare_404),
            Fact("response.body", crate::looks::anybodys_words),
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
        Opposes(
            All(&[Message("Missing Authentication Token"), Api(ApiKind::Http), Auth(AuthKind::Nothing)]),
            text! {
                en: "AWS shows this message for an unsigned call to an HTTP API with IAM",
                ja: "AWSの文書では、IAM認可のHTTP APIを署名なしで呼び出したときの応答として示されています",
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
            Fact("response.body", crate::looks::unsigned_words),
            text! {
                en: "Nothing shows who wrote these words; a gateway response can be reworded to say them",
                ja: "この文面を誰が返したかを示すものがありません。ゲートウェイレスポンスをカスタマイズしても同じ応答になります",
            },
        ),
        Excludes(
            Says("Unable to determine service/operation name to be authorized"),
            text! {
                en: "These are the words of Lambda's front end about the integration's verb",
                ja: "統合のHTTPメソッドについて、Lambdaのフロントエンドが返す文です",
            },
        ),
        Opposes(
            Fact("response.body", crate::looks::service_denied_role),
            text! {
                en: "The service behind the integration denies the integration's role, which has a cause of its own",
                ja: "背後のサービスが統合のロールを拒否しています。これには専用の原因があります",
            },
        ),
        Excludes(
            Any(&[
                Fact("response.body", crate::looks::misread_by_lambda),
                Fact("response.body", crate::looks::misread_by_service),
            ]),
            text! {
                en: "The service behind the integration could not read what it was sent, which the integration's settings decide",
                ja: "背後のサービスが、送られたリクエストを読み取れていません。その内容を決めるのは統合の設定です",
            },
        ),
        Opposes(
            Fact("response.body", crate::looks::error_object),
            text! {
                en: "This is Lambda's own object for a function that threw",
                ja: "関数が例外を投げたときにLambdaが返すオブジェクトです",
            },
        ),
        Excludes(
            Header("x-amzn-errortype", ""),
            text! {
                en: "API Gateway names the refusal as its own",
                ja: "API Gateway自身による拒否です",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Look for the request in the backend's own log",
                ja: "バックエンド自身のログでリクエストを探す",
            },
            Text::same("aws logs tail /aws/lambda/{function} --region {region} --since 15m"),
            text! {
                en: "If the backend logged the request, it decided on {status}: its message tells why.",
                ja: "バックエンドにリクエストの記録があれば、{status}を決めたのはバックエンドです。メッセージに理由があります。",
            },
            text! {
                en: "If it saw nothing, the gateway refused: read $context.error.responseType in the access log.",
                ja: "記録がなければAPI Gatewayによる拒否です。アクセスログの$context.error.responseTypeを確認してください。",
            },
        ),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Correct the request as the backend's message says",
                ja: "バックエンドのメッセージに従ってリクエストを直す",
            },
            text! {
                en: "The message is the application's own; its documentation tells what {method} {path} expects.",
                ja: "このメッセージはアプリケーション独自のものです。{method} {path}の仕様を確認してください。",
            },
        ),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Look for the decision in the code behind the gateway",
                ja: "ゲートウェイの背後のコードで判断箇所を探す",
            },
            text! {
                en: "Search the backend's log for request id {request_id}. Nothing in API Gateway's configuration changes this answer.",
                ja: "バックエンドのログを、リクエストID {request_id} で検索してください。API Gatewayの設定を変えてもこの応答は変わりません。",
            },
        ),
    ],
    links: &[links::SETUP_HTTP_INTEGRATIONS],
};

/// 404 and nothing else: a REST API has no 404 of its own, and most backends do.
fn bare_404(facts: &Facts<'_>) -> Look {
    crate::looks::bare_status(facts, 404)
}

/// A body that API Gateway would not write.
fn own_words(facts: &Facts<'_>) -> Look {
    crate::looks::foreign_body(facts)
}
