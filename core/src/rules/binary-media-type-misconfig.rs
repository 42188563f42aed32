//! Binary content is handed through as text, or text as binary.
//!
//! A REST API treats every body as text unless its content type, or the client's Accept, is among
//! the binary media types. A function's base64 body then reaches the client as base64 letters, and
//! an upload reaches the function corrupted. Nothing fails by status.

use crate::look::find_in;
use crate::evidence::BINARY;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "binary-media-type-misconfig",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[200, 500],
    prior: Prior::Uncommon,
    speaker: ANYONE,
    title: text! {
        en: "The API does not treat this content as binary",
        ja: "APIがこのコンテンツをバイナリとして扱っていません",
    },
    why: text! {
        en: "A REST API decodes a function's base64 body, and encodes an uploaded one, only where the media type is listed in binaryMediaTypes. \
             For an answer it compares the first media type of the client's Accept header, not the answer's Content-Type; browsers send text/html or image/* there. \
             Without a match the base64 letters themselves are delivered, or an upload is read as UTF-8 and damaged.",
        ja: "REST APIは、binaryMediaTypesに登録されたメディアタイプに限り、関数が返すbase64の本文をデコードし、アップロードされた本文をエンコードします。\
             応答では、Content-Typeではなく、クライアントのAcceptヘッダーの先頭のメディアタイプと照合します。ブラウザーはここにtext/htmlやimage/*を送ります。\
             一致しないとbase64の文字列がそのまま届き、アップロードはUTF-8として読まれて壊れます。",
    },
    signals: &[
        Requires(Any(&[
            Says("base64-encoded"),
            Says("base64 encoded"),
            Says("base64 string"),
            Says("base64 text"),
            Says("as base64"),
            Says("Unable to base64 decode"),
            Fact("response.body", base64_letters),
            Fact("response.body", base64_signature),
            Fact("response.body", broken_by_utf8),
            Fact("curl_text", damaged_binary),
        ])),
        Suggests(
            Fact("curl_text", damaged_binary),
            text! {
                en: "A file arrived damaged, and base64 or binary data is spoken of",
                ja: "ファイルが壊れて届いており、base64またはバイナリデータへの言及があります",
            },
        ),
        Suggests(
            Fact("response.body", broken_by_utf8),
            text! {
                en: "Bytes that are no text were replaced, as when a binary is read as UTF-8 on its way",
                ja: "テキストではないバイトが置き換えられています。途中でバイナリがUTF-8として読まれたときの形です",
            },
        ),
        Suggests(
            Fact("response.body", base64_signature),
            text! {
                en: "The text begins as base64 of an image, a PDF or an archive does",
                ja: "画像、PDF、アーカイブをbase64にしたときの先頭と同じ文字列です",
            },
        ),
        Proves(
            Fact("response.body", base64_letters),
            text! {
                en: "The content type is binary, and the body is base64 letters",
                ja: "Content-Typeはバイナリですが、本文はbase64の文字列です",
            },
        ),
        Proves(
            Says("Unable to base64 decode"),
            text! {
                en: "API Gateway could not decode the function's body",
                ja: "API Gatewayが関数の本文をデコードできていません",
            },
        ),
        Suggests(
            Fact("response.headers.content-type", binary_type),
            text! {
                en: "The answer's content type is a binary one",
                ja: "応答のContent-Typeはバイナリです",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Read the API's binary media types",
                ja: "APIのバイナリメディアタイプを確認する",
            },
            Text::same("aws apigateway get-rest-api --rest-api-id {api} --region {region} --query binaryMediaTypes"),
            text! {
                en: "If the type that the client accepts is missing, add it.",
                ja: "クライアントがAcceptで送る種類がなければ追加してください。",
            },
            text! {
                en: "If it is listed, see that the function sets isBase64Encoded to true and that the API was deployed since.",
                ja: "登録済みなら、関数がisBase64Encodedをtrueにしているか、その後デプロイしたかを確認してください。",
            },
        ),
        Check::new(
            text! {
                en: "Ask with an exact Accept header",
                ja: "Acceptヘッダーを明示して呼び出す",
            },
            Text::same("curl -s -D - -o body.bin -H 'Accept: application/octet-stream' \"{url}\" && file body.bin"),
            text! {
                en: "If the body is binary now, the browser's Accept header is what does not match: register */*.",
                ja: "これでバイナリになるなら、ブラウザーのAcceptヘッダーが一致していません。*/*を登録してください。",
            },
            text! {
                en: "If it is still base64, the media type is not registered or isBase64Encoded is not set.",
                ja: "まだbase64なら、メディアタイプが未登録か、isBase64Encodedが設定されていません。",
            },
        ),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Treat every media type as binary",
                ja: "すべてのメディアタイプをバイナリとして扱う",
            },
            Text::same("aws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations 'op=add,path=/binaryMediaTypes/*~1*'"),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Sam,
            text! {
                en: "Set it in the template",
                ja: "テンプレートで設定する",
            },
            Text::same("MyApi:\n  Type: AWS::Serverless::Api\n  Properties:\n    StageName: {stage}\n    BinaryMediaTypes:\n      - \"*~1*\""),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Set it in Terraform",
                ja: "Terraformで設定する",
            },
            Text::same("resource \"aws_api_gateway_rest_api\" \"this\" {\n  name               = \"<api-name>\"\n  binary_media_types = [\"*/*\"]\n}"),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Mark the function's body as base64",
                ja: "関数の本文をbase64として示す",
            },
            Text::same("{\n  \"statusCode\": 200,\n  \"headers\": {\"content-type\": \"image/png\"},\n  \"body\": \"<base64-text>\",\n  \"isBase64Encoded\": true\n}"),
        ),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Send an Accept header that the API lists",
                ja: "APIに登録された種類をAcceptヘッダーで送る",
            },
            text! {
                en: "The first media type of the header counts, so put the binary one first.",
                ja: "先頭のメディアタイプが照合されるため、バイナリの種類を最初に書いてください。",
            },
        ),
    ],
    links: &[links::PAYLOAD_ENCODINGS],
};

fn binary_type(facts: &Facts<'_>) -> Look {
    let Some(kind) = facts.evidence.response_headers.first("content-type") else {
        return Look::Unknown;
    };
    let binary = BINARY.iter().any(|start| kind.trim_start().starts_with(start));
    if binary && !kind.contains("svg") {
        Look::seen(kind, "response.headers.content-type")
    } else {
        Look::Absent
    }
}

/// Enough letters of base64, and nothing else, under a binary content type.
fn base64_letters(facts: &Facts<'_>) -> Look {
    if binary_type(facts) == Look::Absent {
        return Look::Absent;
    }
    match facts.body().map(str::trim) {
        Some(body) if facts.evidence.is_base64_of_a_binary() => {
            Look::seen(body.get(..40).unwrap_or(body), "response.body")
        }
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

/// How base64 of a PNG, a JPEG, a GIF, a PDF or a ZIP file begins, in what somebody pasted.
fn base64_signature(facts: &Facts<'_>) -> Look {
    const BEGINNINGS: &[&str] = &["iVBORw0KGgo", "/9j/4AAQ", "R0lGODlh", "R0lGODdh", "JVBERi0", "UEsDBB", "d09GMg", "d09GRg"];
    let client = [
        (facts.evidence.curl_text.as_deref(), "curl_text"),
        (facts.evidence.body.as_deref(), "response.body"),
    ];
    client
        .iter()
        .find_map(|(text, place)| {
            let text = (*text)?;
            let found = BEGINNINGS.iter().find(|start| text.contains(**start))?;
            Some(Look::seen(*found, *place))
        })
        .unwrap_or(Look::Absent)
}

/// A complaint about a damaged file that names its encoding.
fn damaged_binary(facts: &Facts<'_>) -> Look {
    const DAMAGED: &[&str] = &["corrupt", "damaged", "garbled", "壊れ", "化け", "beschädigt", "corrompid"];
    const ENCODED: &[&str] = &["base64", "binary", "バイナリ", "binär", "binari"];
    let Some(text) = facts.evidence.curl_text.as_deref() else {
        return Look::Absent;
    };
    let named = |words: &[&str]| words.iter().find_map(|word| find_in(text, word));
    match (named(DAMAGED), named(ENCODED)) {
        (Some(found), Some(_)) => Look::seen(found, "curl_text"),
        _ => Look::Absent,
    }
}

/// A binary that went through UTF-8: what is no letter became U+FFFD, or the three bytes of it read
/// as Latin-1.
fn broken_by_utf8(facts: &Facts<'_>) -> Look {
    routing::any_phrase(
        facts,
        &["\u{fffd}PNG", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}", "ï¿½PNG", "ï¿½ï¿½", "efbfbd", "ef bf bd"],
    )
}
