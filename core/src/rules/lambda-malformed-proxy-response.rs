//! The function ran and returned something that is no proxy response.
//!
//! A proxy integration hands the function's result through, so it must have the agreed shape. A
//! REST API answers anything else with 502; an HTTP API wraps a bare value into a 200 and fails
//! only on shapes that it cannot read. The same 502 comes from a function that threw, so only the
//! execution log tells the two apart.

use crate::looks;
use crate::clue::Clue;
use crate::rule::prelude::*;

/// What the execution log says of a result that cannot be used, and what SAM's local API says.
const UNUSABLE: Clue = Any(&[
    Says("Malformed Lambda proxy response"),
    Says("Invalid lambda response received"),
    Says("Function returned an invalid response"),
]);

pub(crate) static RULE: Rule = Rule {
    id: "lambda-malformed-proxy-response",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[502, 500],
    prior: Prior::Common,
    speaker: GATEWAY,
    title: text! {
        en: "The function's result is not a proxy response",
        ja: "関数の戻り値がプロキシ統合の形式ではありません",
    },
    why: text! {
        en: "In a Lambda proxy integration the function itself writes the HTTP response: an object with an integer statusCode, headers whose values are strings, and a body that is a string. \
             A REST API answers any other shape with 502 “Internal server error”: a bare string, an empty object, an unserialised body, multiValueHeaders without arrays, an unknown top-level key such as the cookies of payload 2.0. \
             The function itself reports success, so its own log looks fine.",
        ja: "Lambdaプロキシ統合では、関数自身がHTTPレスポンスを作ります。整数のstatusCode、値が文字列のheaders、文字列のbodyを持つオブジェクトです。\
             REST APIはそれ以外の形に502「Internal server error」を返します。ただの文字列、空のオブジェクト、文字列化していないbody、配列でないmultiValueHeaders、ペイロード形式2.0のcookiesのような未知のキーなどです。\
             関数自体は成功しているため、関数のログには異常が見えません。",
    },
    signals: &[
        Requires(Any(&[
            UNUSABLE,
            Fact("response.body", looks::unusable_result),
        ])),
        Proves(
            UNUSABLE,
            text! {
                en: "The execution log names the malformed response",
                ja: "実行ログに形式の誤りが記録されています",
            },
        ),
        Hints(
            All(&[Fact("log", returned), UNUSABLE]),
            text! {
                en: "This is what the function returned",
                ja: "関数が返した値です",
            },
        ),
        Hints(
            Any(&[Says("cookies"), Says("multiValueHeaders")]),
            text! {
                en: "The result holds a member that the two payload formats treat differently",
                ja: "戻り値に、ペイロード形式によって扱いが異なるキーがあります",
            },
        ),
        Opposes(
            Says("Unable to determine service/operation name to be authorized"),
            text! {
                en: "The result is Lambda's own refusal of the call, which is of no proxy format either",
                ja: "結果はLambda自身による呼び出しの拒否で、プロキシ統合の形式ではないのはその結果です",
            },
        ),
        Doubts(
            Fact("response.body", looks::failed_frame),
            text! {
                en: "An open WebSocket looks at a function's result only where the route has a response",
                ja: "接続中のWebSocketが関数の戻り値を使うのは、ルートにルートレスポンスがある場合だけです",
            },
        ),
        Opposes(
            Any(&[Api(ApiKind::Http), Fact("response.body", looks::words_of_http_500)]),
            text! {
                en: "An HTTP API accepts most results that a REST API refuses",
                ja: "HTTP APIは、REST APIが拒否する戻り値の多くを受け付けます",
            },
        ),
        Opposes(
            Fact("response.status", looks::bare_500),
            text! {
                en: "A result that cannot be used ends in 502 under a REST API",
                ja: "REST APIでは、使えない戻り値は502になります",
            },
        ),
        Doubts(
            Fact("time_ms", looks::slow),
            text! {
                en: "The function worked for seconds, as one that times out does",
                ja: "関数が数秒動いています。タイムアウトする関数の動きです",
            },
        ),
        Excludes(
            All(&[Fact("log", looks::log_names_a_failure), Unsaid(&["Malformed Lambda proxy response"]), ]),
            text! {
                en: "The log names another failure",
                ja: "ログには別の失敗が記録されています",
            },
        ),
        Excludes(
            Fact("log", looks::authorizer_named),
            text! {
                en: "It was the authorizer that failed",
                ja: "失敗したのはオーソライザーです",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Find the line in the execution log",
                ja: "実行ログで該当行を探す",
            },
            Text::same("aws logs filter-log-events --log-group-name API-Gateway-Execution-Logs_{api}/{stage} --region {region} --filter-pattern '\"Malformed Lambda proxy response\"'"),
            text! {
                en: "If it is there, the line “Endpoint response body before transformations” above it shows what the function returned.",
                ja: "あれば、その上の「Endpoint response body before transformations」の行に関数の戻り値があります。",
            },
            text! {
                en: "If the log says “Lambda execution failed with status 200 due to customer function error”, the function threw.",
                ja: "「Lambda execution failed with status 200 due to customer function error」とあれば、関数の例外です。",
            },
        )
        .separates(&["lambda-runtime-error", "lambda-response-too-large"])
        .when(Not(&Any(&[Api(ApiKind::Http), Fact("log", returned)]))),
        Check::new(
            text! {
                en: "Invoke the function with the same event and look at its result",
                ja: "同じイベントで関数を呼び出し、戻り値を確認する",
            },
            Text::same("aws lambda invoke --function-name {function} --region {region} --cli-binary-format raw-in-base64-out --payload file://event.json out.json"),
            text! {
                en: "If FunctionError is in the answer, the function fails.",
                ja: "応答にFunctionErrorがあれば、関数が失敗しています。",
            },
            text! {
                en: "If not, compare out.json with the shape below.",
                ja: "なければ、out.jsonを下記の形式と比べてください。",
            },
        )
        .separates(&["lambda-runtime-error"]),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Return the proxy format from the function",
                ja: "関数からプロキシ統合の形式を返す",
            },
            Text::same(
                "{\n  \"statusCode\": 200,\n  \"headers\": {\"content-type\": \"application/json\"},\n  \"body\": \"{\\\"ok\\\":true}\",\n  \"isBase64Encoded\": false\n}",
            ),
        ),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Make the body a string and the status an integer",
                ja: "bodyを文字列に、statusCodeを整数にする",
            },
            text! {
                en: "Serialise the body (JSON.stringify, json.dumps). A REST API knows statusCode, headers, multiValueHeaders, body and isBase64Encoded, and no other key at the top; values of multiValueHeaders are arrays.",
                ja: "bodyはJSON.stringifyやjson.dumpsで文字列にしてください。REST APIが受け付ける最上位のキーはstatusCode、headers、multiValueHeaders、body、isBase64Encodedだけです。multiValueHeadersの値は配列にします。",
            },
        ),
    ],
    links: &[links::SET_UP_LAMBDA_PROXY_INTEGRATIONS],
};

/// The function's result, as the execution log with data tracing shows it.
fn returned(facts: &Facts<'_>) -> Look {
    const LINE: &str = "Endpoint response body before transformations:";
    let log = facts.evidence.log.as_deref().unwrap_or("");
    let shown = log.rsplit_once(LINE).map(|(_, rest)| rest.trim_start());
    let value = shown.and_then(|rest| rest.lines().next()).unwrap_or("").trim();
    // The Lambda service's own refusals are XML.
    if value.is_empty() || value.starts_with('<') {
        Look::Absent
    } else {
        Look::seen(value, "log")
    }
}
