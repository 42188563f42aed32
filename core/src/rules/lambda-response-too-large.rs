//! The function's result is larger than Lambda hands over in one piece.
//!
//! The limit is Lambda's (6 MB for a buffered synchronous response), not API Gateway's 10 MB, and
//! base64 counts: binary content reaches it at about 4.5 MB. The client sees the 502 of any failed
//! function.

use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "lambda-response-too-large",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[502, 413, 500],
    prior: Prior::Rare,
    speaker: GATEWAY,
    title: text! {
        en: "The function's response exceeds 6 MB",
        ja: "関数のレスポンスが6 MBを超えています",
    },
    why: text! {
        en: "Lambda returns at most 6 MB from a synchronous invocation, the whole result with headers and escapes counted; base64 makes binary content a third larger. \
             A larger result ends the invocation with an error, although the function itself worked. \
             A REST API then answers 502, an HTTP API 500; API Gateway's own limit of 10 MB is never reached.",
        ja: "Lambdaの同期呼び出しが返せるのは最大6 MBで、ヘッダーやエスケープも含めた結果全体の大きさです。base64にするとバイナリは約3分の1大きくなります。\
             超えると、関数の処理自体は成功していても呼び出しはエラーで終わります。\
             REST APIは502、HTTP APIは500を返します。API Gatewayの上限の10 MBには達していません。",
    },
    signals: &[
        Requires(Any(&[
            Says("Exceeded maximum allowed payload size"),
            Says("payload size exceeded"),
            Says("body size is too long"),
            Says("Function.ResponseSizeTooLarge"),
            Says("LAMBDA_RUNTIME Failed to post handler success response. Http response code: 413"),
            Fact("response.body", looks::unusable_result),
        ])),
        Proves(
            Any(&[
                Says("Exceeded maximum allowed payload size"),
                Says("payload size exceeded"),
                Says("body size is too long"),
                Says("Function.ResponseSizeTooLarge"),
                Says("LAMBDA_RUNTIME Failed to post handler success response. Http response code: 413"),
            ]),
            text! {
                en: "The log names the size of the response",
                ja: "レスポンスの大きさがログに挙げられています",
            },
        ),
        Suggests(
            Fact("url", asks_for_much),
            text! {
                en: "The query asks for a large page",
                ja: "クエリ文字列で大きなページを要求しています",
            },
        ),
        Excludes(
            All(&[
                Fact("log", looks::log_names_a_failure),
                Unsaid(&["payload size", "ResponseSizeTooLarge", "body size is too long"]),
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
                en: "Ask for less and see whether it works",
                ja: "要求する量を減らして試す",
            },
            Text::same("curl -s -o /dev/null -w '%{http_code} %{size_download}\\n' -X {method} \"{url}\""),
            text! {
                en: "If a smaller page or a single item works, the size is the cause.",
                ja: "ページを小さくするか1件だけにすると成功するなら、大きさが原因です。",
            },
            text! {
                en: "If the smallest answer fails too, read the function's log.",
                ja: "最小の応答でも失敗するなら、関数のログを確認してください。",
            },
        )
        .separates(&["lambda-runtime-error", "lambda-malformed-proxy-response"]),
        Check::new(
            text! {
                en: "Look for the size in the function's log",
                ja: "関数のログでサイズ超過を探す",
            },
            Text::same("aws logs filter-log-events --log-group-name /aws/lambda/{function} --region {region} --filter-pattern '\"payload size\"'"),
            text! {
                en: "If the line is there, it tells the size that was reached.",
                ja: "あれば、達した大きさがわかります。",
            },
            text! {
                en: "If not, the function failed for another reason.",
                ja: "なければ、関数の失敗の理由は別です。",
            },
        ),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Hand over large content through S3",
                ja: "大きな内容はS3経由で渡す",
            },
            text! {
                en: "Write it to a bucket and answer with a presigned URL, or with 303 and that URL in Location.",
                ja: "バケットに書き込み、署名付きURLを返すか、そのURLをLocationに入れて303を返してください。",
            },
        ),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Page or compress the answer",
                ja: "応答をページ分割または圧縮する",
            },
            text! {
                en: "Limit a page to what stays below 6 MB. Compressed content has to be base64 in the result, so reckon with a third more.",
                ja: "1ページを6 MB未満に抑えてください。圧縮した内容は戻り値でbase64にするため、3分の1ほど大きくなる点に注意してください。",
            },
        ),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Ask for smaller pages",
                ja: "より小さなページを要求する",
            },
            text! {
                en: "Lower the page size or narrow the filter of {path} and fetch the rest page by page.",
                ja: "{path}のページサイズを下げるか条件を絞り、残りはページごとに取得してください。",
            },
        ),
    ],
    links: &[links::GETTINGSTARTED_LIMITS],
};

/// `size=100`, `limit=500`, `pageSize=1000`, ….
fn asks_for_much(facts: &Facts<'_>) -> Look {
    let Some(url) = &facts.url else { return Look::Unknown };
    let names = ["size", "limit", "pagesize", "page_size", "per_page", "perpage", "count", "top", "max", "maxresults", "max_results"];
    for (name, value) in url.query_pairs() {
        if names.iter().any(|known| name.eq_ignore_ascii_case(known)) && value.parse::<u32>().is_ok_and(|many| many >= 100) {
            return Look::seen(alloc::format!("{name}={value}"), "url");
        }
    }
    Look::Absent
}
