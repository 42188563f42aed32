//! The request is larger than what may pass.
//!
//! Four limits hide here: 10 MB for a body at API Gateway, whose answer is plain text without any
//! of the gateway's headers, so that it looks like somebody else's; 6 MB for the event that a Lambda
//! function takes, base64 included; 10,240 bytes for all headers; and about as much for the URL.

use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "request-too-large",
    since: "0.1.0",
    family: Family::Request,
    statuses: &[413, 414, 431],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "The request is larger than API Gateway or Lambda takes",
        ja: "リクエストがAPI GatewayまたはLambdaの上限を超えています",
    },
    why: text! {
        en: "API Gateway refuses a body over 10,485,760 bytes with a plain-text 413 that carries none of its headers, no CORS headers either, and cannot be customised. \
             A body below that still fails with “Request Too Long” if the event for a Lambda function, with headers and base64 (a third more), exceeds 6 MB. \
             All headers together may hold 10,240 bytes, and the URL about as many.",
        ja: "API Gatewayは10,485,760バイトを超える本文を、プレーンテキストの413で拒否します。この応答にはAPI GatewayのヘッダーもCORSヘッダーもなく、カスタマイズもできません。\
             それより小さくても、ヘッダーやbase64（約3分の1増）を含むLambdaのイベントが6 MBを超えると「Request Too Long」になります。\
             ヘッダーは合計10,240バイトまでで、URLの上限も同程度です。",
    },
    signals: &[
        Requires(Any(&[
            Says("HTTP content length exceeded"),
            Message("Request Too Long"),
            Message("Request Entity Too Large"),
            Message("Request Header Fields Too Large"),
            ErrorType("PayloadTooLargeException"),
            Says("Request URI too long"),
            Says("Request-URI Too Long"),
            Fact("response.status", too_large),
            ResponseType("REQUEST_TOO_LARGE"),
            Says("Lambda invocation failed with status: 413"),
            NetError("Message too big"),
            Fact("net_error", closed_1009),
        ])),
        Proves(
            Any(&[
                Says("HTTP content length exceeded"),
                Fact("response.headers.content-length", ten_megabytes_by_its_length),
            ]),
            text! {
                en: "API Gateway refuses bodies over 10 MB in these words",
                ja: "10 MBを超える本文をAPI Gatewayが拒否するときの文です",
            },
        ),
        Proves(
            Any(&[Message("Request Too Long"), Says("Lambda invocation failed with status: 413")]),
            text! {
                en: "The event for the Lambda function exceeds 6 MB",
                ja: "Lambda関数へのイベントが6 MBを超えています",
            },
        ),
        Proves(
            Any(&[Message("Request Entity Too Large"), Message("Request Header Fields Too Large"), ErrorType("PayloadTooLargeException"), Says("Request URI too long"), Says("Request-URI Too Long"), NetError("Message too big"), Fact("net_error", closed_1009)]),
            text! {
                en: "The answer names the part that is too large",
                ja: "応答に、大きすぎる部分が示されています",
            },
        ),
        Suggests(
            Fact("request.headers", announced_too_much),
            text! {
                en: "The request announces a body over the limit",
                ja: "リクエストの本文のサイズが上限を超えています",
            },
        ),
        Suggests(
            Fact("url", long_url),
            text! {
                en: "The URL is longer than an API accepts",
                ja: "URLがAPIの上限を超える長さです",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Measure the body, as it is sent and as base64",
                ja: "本文のサイズを、そのままとbase64の両方で測る",
            },
            Text::same("wc -c < <body-file>; base64 -w0 <body-file> | wc -c"),
            text! {
                en: "Over 10485760 bytes it can never pass API Gateway; over about 6291556 bytes, base64 and headers included, it can never reach a Lambda function.",
                ja: "10485760バイトを超えるとAPI Gatewayを通れません。base64とヘッダーを含めて約6291556バイトを超えるとLambda関数に渡せません。",
            },
            text! {
                en: "If it is smaller, measure the headers (cookies and tokens) and the URL.",
                ja: "それより小さければ、ヘッダー（Cookieやトークン）とURLの長さを測ってください。",
            },
        )
        .separates(&["backend-4xx", "not-from-api-gateway", "lambda-response-too-large"]),
        Check::new(
            text! {
                en: "See whether a small body passes",
                ja: "小さい本文が通るか確認する",
            },
            Text::same("curl -si -X {method} \"{url}\" -H \"Content-Type: application/json\" -d '{}' | head -20"),
            text! {
                en: "If the answer is no longer 413, the size is the cause.",
                ja: "413でなくなれば、サイズが原因です。",
            },
            text! {
                en: "If it still is, the backend has a limit of its own (nginx: client_max_body_size).",
                ja: "変わらなければ、バックエンド自身の上限（nginxのclient_max_body_sizeなど）です。",
            },
        )
        .separates(&["backend-4xx"]),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Send less: compress, split, or send a reference",
                ja: "圧縮・分割するか、参照だけを送る",
            },
            text! {
                en: "Upload files to S3 and send their key. Split batches. Compress JSON where the API has minimumCompressionSize or the function unpacks it. Shorten cookies and tokens where the headers are too large.",
                ja: "ファイルはS3にアップロードしてキーだけを送ってください。バッチは分割してください。APIでminimumCompressionSizeが設定されているか関数が展開できるなら、JSONを圧縮してください。ヘッダーが大きい場合はCookieやトークンを短くしてください。",
            },
        ),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Hand out presigned S3 URLs for uploads",
                ja: "アップロードにはS3の署名付きURLを発行する",
            },
            Text::same("import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';\nimport { getSignedUrl } from '@aws-sdk/s3-request-presigner';\n\nconst uploadUrl = await getSignedUrl(\n  new S3Client({}),\n  new PutObjectCommand({ Bucket: '<bucket-name>', Key: key }),\n  { expiresIn: 300 },\n);"),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let the API take compressed bodies",
                ja: "圧縮された本文をAPIで受け付ける",
            },
            Text::same("aws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations op=replace,path=/minimumCompressionSize,value=0\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Give uploads a bucket of their own",
                ja: "アップロード用のバケットを用意する",
            },
            Text::same("resource \"aws_s3_bucket\" \"uploads\" {\n  bucket = \"<bucket-name>\"\n}\n\nresource \"aws_s3_bucket_cors_configuration\" \"uploads\" {\n  bucket = aws_s3_bucket.uploads.id\n\n  cors_rule {\n    allowed_methods = [\"PUT\"]\n    allowed_origins = [\"{origin}\"]\n    allowed_headers = [\"*\"]\n  }\n}"),
        ),
    ],
    links: &[links::LIMITS, links::KNOWN_ISSUES],
};

/// 413, 414 or 431, unless the body is somebody else's.
fn too_large(facts: &Facts<'_>) -> Look {
    match facts.evidence.status {
        Some(status @ (413 | 414 | 431)) => match crate::looks::foreign_body(facts) {
            Look::Seen(_) => Look::Absent,
            Look::Absent | Look::Unknown => {
                Look::seen(alloc::format!("{status}"), "response.status")
            }
        },
        _ => Look::Absent,
    }
}

/// The close code of a frame or a message over its limit.
fn closed_1009(facts: &Facts<'_>) -> Look {
    let found = routing::any_phrase(
        facts,
        &["code=1009", "code: 1009", "code 1009", "1009 (message too big)", "(1009)"],
    );
    match facts.evidence.status {
        Some(_) => Look::Absent,
        None => found,
    }
}

/// A withheld 413 as long as `HTTP content length exceeded 10485760 bytes.`
fn ten_megabytes_by_its_length(facts: &Facts<'_>) -> Look {
    const LENGTH: usize = "HTTP content length exceeded 10485760 bytes.".len();
    let withheld = facts.body().is_none();
    match (facts.evidence.status, facts.announced_length()) {
        (Some(413), Some(LENGTH)) if withheld => {
            Look::seen("44", "response.headers.content-length")
        }
        _ => Look::Absent,
    }
}

/// The request's own `content-length`, where it is over Lambda's six megabytes.
fn announced_too_much(facts: &Facts<'_>) -> Look {
    let headers = &facts.evidence.request_headers;
    let Some(value) = headers.first("content-length") else {
        return Look::missing(headers.is_whole_request());
    };
    match value.trim().parse::<u64>() {
        Ok(length) if length > 4_500_000 => Look::seen(value, "request.headers.content-length"),
        _ => Look::Absent,
    }
}

fn long_url(facts: &Facts<'_>) -> Look {
    match facts.evidence.url.as_deref() {
        Some(url) if url.len() > 8192 => Look::seen(alloc::format!("{} bytes", url.len()), "url"),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}
