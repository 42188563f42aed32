//! Who answered, told before why: API Gateway, what stands behind it, what stands before it, or
//! nobody.
//!
//! The order of the tests is the argument: what only one speaker can write comes first, what
//! several could write comes last and with less confidence.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use crate::clue::{Look, Quote, find_in};
use crate::facts::{ApiKind, Facts};
use crate::host::HostForm;
use crate::message;
use crate::text::Text;

/// Who can have answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Who {
    /// A REST API.
    ApiGatewayRest,
    /// An HTTP API.
    ApiGatewayHttp,
    /// A WebSocket API.
    ApiGatewayWebsocket,
    /// The API's authorizer, through the gateway.
    Authorizer,
    /// AWS WAF, through the gateway.
    Waf,
    /// CloudFront itself.
    Cloudfront,
    /// The integration behind the gateway.
    Integration,
    /// An Elastic Load Balancer.
    LoadBalancer,
    /// A Lambda function URL.
    LambdaUrl,
    /// Amazon S3.
    S3,
    /// Another service of AWS.
    AwsService,
    /// A proxy between the client and AWS.
    Proxy,
    /// Some other server.
    Other,
    /// Nobody: the network failed first.
    Network,
    /// Nobody: the browser refused to send the request or to hand over the answer.
    Browser,
    /// Nothing tells.
    Unknown,
}

impl Who {
    /// The speaker in words.
    pub const fn name(self) -> Text {
        match self {
            Self::ApiGatewayRest => {
                text!(en: "API Gateway (REST API)", ja: "API Gateway（REST API）")
            }
            Self::ApiGatewayHttp => {
                text!(en: "API Gateway (HTTP API)", ja: "API Gateway（HTTP API）")
            }
            Self::ApiGatewayWebsocket => {
                text!(en: "API Gateway (WebSocket API)", ja: "API Gateway（WebSocket API）")
            }
            Self::Authorizer => text!(en: "the API's authorizer", ja: "APIのオーソライザー"),
            Self::Waf => text!(en: "AWS WAF", ja: "AWS WAF"),
            Self::Cloudfront => text!(en: "CloudFront", ja: "CloudFront"),
            Self::Integration => {
                text!(en: "the integration behind API Gateway", ja: "API Gatewayの背後の統合")
            }
            Self::LoadBalancer => text!(en: "a load balancer", ja: "ロードバランサー"),
            Self::LambdaUrl => text!(en: "a Lambda function URL", ja: "Lambda関数URL"),
            Self::S3 => text!(en: "Amazon S3", ja: "Amazon S3"),
            Self::AwsService => text!(en: "another AWS service", ja: "別のAWSサービス"),
            Self::Proxy => text!(en: "a proxy on the way", ja: "経路上のプロキシ"),
            Self::Other => text!(en: "another server", ja: "別のサーバー"),
            Self::Network => {
                text!(en: "nobody: the network failed", ja: "応答なし（ネットワークの失敗）")
            }
            Self::Browser => {
                text!(en: "nobody: the browser stopped it", ja: "応答なし（ブラウザーによる中断）")
            }
            Self::Unknown => text!(en: "not known", ja: "不明"),
        }
    }

    /// What kind of speaker it is.
    pub const fn side(self) -> Side {
        match self {
            Self::ApiGatewayRest
            | Self::ApiGatewayHttp
            | Self::ApiGatewayWebsocket
            | Self::Authorizer
            | Self::Waf => Side::Gateway,
            Self::Integration => Side::Behind,
            Self::Cloudfront
            | Self::LoadBalancer
            | Self::LambdaUrl
            | Self::S3
            | Self::AwsService
            | Self::Proxy
            | Self::Other => Side::Foreign,
            Self::Network | Self::Browser => Side::Nobody,
            Self::Unknown => Side::Unknown,
        }
    }
}

/// Where a speaker stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// API Gateway and what speaks through it.
    Gateway,
    /// The integration.
    Behind,
    /// Somebody who is no part of the API.
    Foreign,
    /// No answer came.
    Nobody,
    /// Not known.
    Unknown,
}

/// Who answered, how sure that is, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Who.
    pub who: Who,
    /// In percent.
    pub percent: u8,
    /// What shows it: the words and the bytes.
    pub because: Vec<(Text, Quote)>,
}

impl Origin {
    /// Nothing tells.
    pub const fn unknown() -> Self {
        Self {
            who: Who::Unknown,
            percent: 0,
            because: Vec::new(),
        }
    }

    /// The first thing that shows it, as a look.
    pub fn look(&self) -> Look {
        self.because
            .first()
            .map_or(Look::seen("", "response.headers"), |(_, quote)| {
                Look::Seen(quote.clone())
            })
    }

    fn one(
        who: Who,
        percent: u8,
        says: Text,
        quote: impl Into<alloc::string::String>,
        place: &str,
    ) -> Self {
        Self {
            who,
            percent,
            because: [(
                says,
                Quote {
                    text: quote.into(),
                    place: place.to_owned(),
                },
            )]
            .into(),
        }
    }
}

/// Pages that only one product writes: phrase, who, percent, words.
const PAGES: &[(&str, Who, u8, Text)] = &[
    (
        "Generated by cloudfront (CloudFront)",
        Who::Cloudfront,
        98,
        text!(en: "This is CloudFront's own error page", ja: "CloudFront自身のエラーページです"),
    ),
    (
        "distribution is not configured to allow the HTTP request method",
        Who::Cloudfront,
        97,
        text!(en: "This is CloudFront's own error page", ja: "CloudFront自身のエラーページです"),
    ),
    (
        "We can't connect to the server for this app or website",
        Who::Cloudfront,
        96,
        text!(en: "This is CloudFront's own error page", ja: "CloudFront自身のエラーページです"),
    ),
    (
        "CloudFront wasn't able to connect to the origin",
        Who::Cloudfront,
        97,
        text!(en: "This is CloudFront's own error page", ja: "CloudFront自身のエラーページです"),
    ),
    (
        "CloudFront attempted to establish a connection with the origin",
        Who::Cloudfront,
        97,
        text!(en: "This is CloudFront's own error page", ja: "CloudFront自身のエラーページです"),
    ),
    (
        "CloudFront distribution is configured to block access",
        Who::Cloudfront,
        97,
        text!(en: "This is CloudFront's own error page", ja: "CloudFront自身のエラーページです"),
    ),
    (
        "The request could not be satisfied",
        Who::Cloudfront,
        96,
        text!(en: "This is CloudFront's own error page", ja: "CloudFront自身のエラーページです"),
    ),
    (
        "Forbidden. For troubleshooting Function URL",
        Who::LambdaUrl,
        99,
        text!(en: "Only Lambda function URLs say this", ja: "Lambda関数URLだけが返す文です"),
    ),
    (
        "You are not authorized to make this call",
        Who::AwsService,
        92,
        text!(en: "AppSync says this, not API Gateway", ja: "API GatewayではなくAppSyncが返す文です"),
    ),
    (
        "Valid authorization header not provided",
        Who::AwsService,
        92,
        text!(en: "AppSync says this, not API Gateway", ja: "API GatewayではなくAppSyncが返す文です"),
    ),
    (
        "Cloudflare Ray ID",
        Who::Proxy,
        97,
        text!(en: "This is Cloudflare's own error page", ja: "Cloudflare自身のエラーページです"),
    ),
    (
        "cf-error-details",
        Who::Proxy,
        97,
        text!(en: "This is Cloudflare's own error page", ja: "Cloudflare自身のエラーページです"),
    ),
    (
        "ERR_ACCESS_DENIED",
        Who::Proxy,
        95,
        text!(en: "This is the error page of a Squid proxy", ja: "Squidプロキシのエラーページです"),
    ),
    (
        "<Code>NoSuchKey</Code>",
        Who::S3,
        96,
        text!(en: "This is S3's error document", ja: "S3のエラードキュメントです"),
    ),
    (
        "<Code>NoSuchBucket</Code>",
        Who::S3,
        96,
        text!(en: "This is S3's error document", ja: "S3のエラードキュメントです"),
    ),
    (
        "<Error><Code>AccessDenied</Code>",
        Who::S3,
        94,
        text!(en: "This is S3's error document", ja: "S3のエラードキュメントです"),
    ),
    (
        "Missing the 'x-amz-content-sha256' in canonical headers",
        Who::AwsService,
        93,
        text!(en: "VPC Lattice says this, not API Gateway", ja: "API GatewayではなくVPC Latticeが返す文です"),
    ),
    (
        "Request is missing Authentication Token",
        Who::AwsService,
        90,
        text!(en: "Other AWS services say this; API Gateway says “Missing Authentication Token”", ja: "他のAWSサービスの文です。API Gatewayは「Missing Authentication Token」と返します"),
    ),
];

/// Headers that only one product writes: name, part of the value, who, percent, words.
const SERVERS: &[(&str, &str, Who, u8, Text)] = &[
    (
        "server",
        "awselb",
        Who::LoadBalancer,
        97,
        text!(en: "An Application Load Balancer signs its own answers so", ja: "Application Load Balancer自身の応答に付くヘッダーです"),
    ),
    (
        "server",
        "AmazonS3",
        Who::S3,
        95,
        text!(en: "S3 signs its answers so", ja: "S3の応答に付くヘッダーです"),
    ),
    (
        "server",
        "squid",
        Who::Proxy,
        96,
        text!(en: "A Squid proxy signs its own answers so", ja: "Squidプロキシ自身の応答に付くヘッダーです"),
    ),
    (
        "x-squid-error",
        "",
        Who::Proxy,
        97,
        text!(en: "A Squid proxy refused the request", ja: "Squidプロキシがリクエストを拒否しました"),
    ),
    (
        "proxy-authenticate",
        "",
        Who::Proxy,
        97,
        text!(en: "A proxy asks for credentials of its own", ja: "プロキシが自身の認証情報を求めています"),
    ),
];

/// What browsers say when they stop an exchange themselves.
const BROWSER: &[&str] = &[
    "CORS",
    "cross-origin",
    "Access-Control-Allow-Origin",
    "preflight",
    "ERR_BLOCKED_BY_CLIENT",
    "ERR_FAILED",
    "Failed to fetch",
    "NS_ERROR_DOM_BAD_URI",
];

/// What clients say when no answer came.
const NETWORK: &[&str] = &[
    "could not resolve",
    "ERR_NAME_NOT_RESOLVED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "getaddrinfo",
    "UnknownHostException",
    "no such host",
    "Name or service not known",
    "NXDOMAIN",
    "NS_ERROR_UNKNOWN_HOST",
    "Inaccessible host",
    "timed out",
    "ETIMEDOUT",
    "timeout",
    "connection refused",
    "ECONNREFUSED",
    "connection reset",
    "ECONNRESET",
    "ERR_CONNECTION",
    "ERR_CERT",
    "ERR_SSL",
    "certificate",
    "handshake_failure",
    "handshake failure",
    "SSL_ERROR",
    "TLS",
    "SSLHandshakeException",
    "Could not connect",
    "socket hang up",
    "EPROTO",
    "NS_ERROR_NET",
    "NS_ERROR_CONNECTION",
    "Failed to connect",
    "UNABLE_TO_VERIFY",
    "Connection aborted",
    "EOF occurred",
];

/// The fixed messages of HTTP APIs.
const FIXED: &[&str] = &[
    "Forbidden",
    "Not Found",
    "Unauthorized",
    "Internal Server Error",
    "Service Unavailable",
    "Too Many Requests",
];

/// Tells who answered.
pub fn who_answered(facts: &Facts<'_>) -> Origin {
    waf(facts)
        .or_else(|| foreign_by_its_own_words(facts))
        .or_else(|| nobody(facts))
        .or_else(|| foreign_by_host(facts))
        .or_else(|| websocket(facts))
        .or_else(|| rest_or_behind(facts))
        .or_else(|| http_or_behind(facts))
        .or_else(|| logged(facts))
        .or_else(|| by_message(facts))
        .or_else(|| somebody_else(facts))
        .unwrap_or_else(Origin::unknown)
}

fn header<'a>(facts: &Facts<'a>, name: &str) -> Option<&'a str> {
    facts.evidence.response_headers.first(name)
}

fn has_gateway_header(facts: &Facts<'_>) -> bool {
    ["x-amz-apigw-id", "apigw-requestid", "x-amzn-errortype"]
        .iter()
        .any(|name| header(facts, name).is_some())
}

/// CAPTCHA and challenge actions name themselves, whatever they stand in front of.
fn waf(facts: &Facts<'_>) -> Option<Origin> {
    let action = header(facts, "x-amzn-waf-action")?;
    let says = text!(en: "AWS WAF names its own action so", ja: "AWS WAF自身のアクションを示すヘッダーです");
    Some(Origin::one(
        Who::Waf,
        95,
        says,
        action,
        "response.headers.x-amzn-waf-action",
    ))
}

/// Pages and headers that only one product writes.
fn foreign_by_its_own_words(facts: &Facts<'_>) -> Option<Origin> {
    let body = facts.evidence.body.as_deref().unwrap_or("");
    let shown = || facts.texts().filter(|(_, place)| *place != "log");
    for (phrase, who, percent, says) in PAGES {
        let found = shown().find_map(|(text, place)| Some((find_in(text, phrase)?, place)));
        if let Some((found, place)) = found {
            return Some(Origin::one(*who, *percent, *says, found, place));
        }
    }
    // What a backend wrote may pass through the gateway, which then signs it with its own headers.
    if has_gateway_header(facts) {
        return None;
    }
    for (name, part, who, percent, says) in SERVERS {
        if let Some(value) =
            header(facts, name).filter(|value| part.is_empty() || find_in(value, part).is_some())
        {
            return Some(Origin::one(
                *who,
                *percent,
                *says,
                value,
                &alloc::format!("response.headers.{name}"),
            ));
        }
    }
    let cloudfront_page = header(facts, "server").is_some_and(|server| server == "CloudFront")
        && (body.trim_start().starts_with('<')
            || header(facts, "content-type").is_some_and(|kind| kind.contains("html")));
    if cloudfront_page {
        let says = text!(en: "CloudFront signs its own answers so", ja: "CloudFront自身の応答に付くヘッダーです");
        return Some(Origin::one(
            Who::Cloudfront,
            96,
            says,
            "CloudFront",
            "response.headers.server",
        ));
    }
    load_balancer_page(facts, body)
}

/// `<center><h1>403 Forbidden</h1></center>` without nginx's signature below it.
fn load_balancer_page(facts: &Facts<'_>, body: &str) -> Option<Origin> {
    let found = find_in(body, "<center><h1>")?;
    let nginx = find_in(body, "<center>nginx");
    let says = if nginx.is_some() {
        text!(en: "This is nginx's own error page", ja: "nginx自身のエラーページです")
    } else {
        text!(en: "This is the error page of a load balancer", ja: "ロードバランサーのエラーページです")
    };
    let who = match (nginx, facts.host_form()) {
        (None, _) => Who::LoadBalancer,
        (Some(_), Some(HostForm::ExecuteApi)) => Who::Integration,
        (Some(_), _) => Who::Other,
    };
    Some(Origin::one(
        who,
        88,
        says,
        nginx.unwrap_or(found),
        "response.body",
    ))
}

fn nobody(facts: &Facts<'_>) -> Option<Origin> {
    if facts.evidence.status.is_some() {
        return None;
    }
    let client = [
        (facts.evidence.net_error.as_deref(), "net_error"),
        (facts.evidence.curl_text.as_deref(), "curl_text"),
    ];
    let seen = |phrases: &[&str]| {
        client.iter().find_map(|(text, place)| {
            phrases
                .iter()
                .find_map(|phrase| find_in((*text)?, phrase))
                .map(|found| (found.to_owned(), *place))
        })
    };
    if facts.evidence.body.is_some() || facts.message.is_some() {
        return None;
    }
    if let Some((found, place)) = seen(BROWSER) {
        let says =
            text!(en: "The browser stopped the exchange", ja: "ブラウザーが通信を中断しました");
        return Some(Origin::one(Who::Browser, 80, says, found, place));
    }
    let (found, place) = seen(NETWORK)?;
    let says = text!(en: "The connection failed before anybody answered", ja: "応答を受け取る前に接続が失敗しました");
    Some(Origin::one(Who::Network, 93, says, found, place))
}

fn foreign_by_host(facts: &Facts<'_>) -> Option<Origin> {
    let host = facts.host.as_ref()?;
    let (who, percent, says) = match host.form {
        HostForm::LambdaUrl => (
            Who::LambdaUrl,
            98,
            text!(en: "The host is a Lambda function URL", ja: "ホストはLambda関数URLです"),
        ),
        HostForm::S3 => (
            Who::S3,
            95,
            text!(en: "The host is S3's", ja: "ホストはS3のものです"),
        ),
        HostForm::ControlPlane => (
            Who::AwsService,
            95,
            text!(en: "The host is where APIs are managed, not called", ja: "APIを呼び出すホストではなく、管理するためのホストです"),
        ),
        HostForm::AwsService => (
            Who::AwsService,
            95,
            text!(en: "The host is another AWS service's", ja: "ホストは別のAWSサービスのものです"),
        ),
        HostForm::LoadBalancer if !has_gateway_header(facts) => (
            Who::LoadBalancer,
            80,
            text!(en: "The host is a load balancer", ja: "ホストはロードバランサーです"),
        ),
        HostForm::Local if !has_gateway_header(facts) => (
            Who::Other,
            85,
            text!(en: "The host is on this machine or its own network", ja: "ホストは手元のマシンまたは同じネットワーク上にあります"),
        ),
        _ => return None,
    };
    Some(Origin::one(who, percent, says, host.name.clone(), "url"))
}

fn websocket(facts: &Facts<'_>) -> Option<Origin> {
    let frame = facts.texts().find_map(|(text, place)| {
        let found = find_in(text, "\"connectionId\"")?;
        find_in(text, "\"requestId\"").map(|_| (found.to_owned(), place))
    });
    if let Some((found, place)) = frame {
        let says = text!(en: "WebSocket APIs write their own error frames so", ja: "WebSocket API自身のエラーフレームの形です");
        return Some(Origin::one(
            Who::ApiGatewayWebsocket,
            95,
            says,
            found,
            place,
        ));
    }
    let refused = facts.api == Some(ApiKind::WebSocket)
        && facts.evidence.status.is_some_and(|status| status >= 400)
        && facts.host_form() == Some(HostForm::ExecuteApi);
    refused.then(|| {
        let says = text!(en: "A WebSocket handshake with an API's own host was answered", ja: "API自身のホストへのWebSocketハンドシェイクへの応答です");
        Origin::one(Who::ApiGatewayWebsocket, 80, says, facts.evidence.url.clone().unwrap_or_default(), "url")
    })
}

fn rest_or_behind(facts: &Facts<'_>) -> Option<Origin> {
    const TYPE: Text = text!(en: "API Gateway names the type of its own errors", ja: "API Gateway自身のエラーには種類が示されます");
    const ID: Text =
        text!(en: "The request went through a REST API", ja: "リクエストはREST APIを通りました");
    const REMAPPED: Text = text!(en: "REST APIs rename these headers of a backend's answer", ja: "REST APIはバックエンドの応答のこのヘッダーの名前を変えます");
    // The first by name: the order of headers means nothing.
    let remapped = facts
        .evidence
        .response_headers
        .iter()
        .filter(|header| {
            header
                .name
                .get(..15)
                .is_some_and(|start| start.eq_ignore_ascii_case("x-amzn-remapped"))
        })
        .min_by_key(|header| header.name.to_ascii_lowercase());
    let error = header(facts, "x-amzn-errortype");
    let id = header(facts, "x-amz-apigw-id");
    if let (Some(remapped), None) = (remapped, error) {
        let place = alloc::format!("response.headers.{}", remapped.name.to_ascii_lowercase());
        return Some(Origin::one(
            Who::Integration,
            96,
            REMAPPED,
            remapped.value.clone(),
            &place,
        ));
    }
    match (error, id) {
        (Some(error), id) => {
            let authorizer = error.starts_with("Authorizer")
                || facts.message.as_ref().is_some_and(|(message, _)| {
                    message.text.as_deref().is_some_and(|text| {
                        text.starts_with("User is not authorized to access this resource")
                    })
                });
            let who = if authorizer {
                Who::Authorizer
            } else {
                Who::ApiGatewayRest
            };
            let mut origin = Origin::one(
                who,
                if id.is_some() { 97 } else { 88 },
                TYPE,
                error,
                "response.headers.x-amzn-errortype",
            );
            if let Some(id) = id {
                origin.because.push((
                    ID,
                    Quote {
                        text: id.to_owned(),
                        place: "response.headers.x-amz-apigw-id".to_owned(),
                    },
                ));
            }
            Some(origin)
        }
        (None, Some(id))
            if facts.evidence.response_headers.is_whole_response()
                && facts.evidence.status.is_some_and(|status| status >= 400) =>
        {
            let says = text!(
                en: "The request went through a REST API, and the answer carries no error type of the gateway's",
                ja: "リクエストはREST APIを通りましたが、応答にゲートウェイのエラータイプがありません"
            );
            Some(Origin::one(
                Who::Integration,
                90,
                says,
                id,
                "response.headers.x-amz-apigw-id",
            ))
        }
        (None, Some(id)) => Some(Origin::one(
            Who::ApiGatewayRest,
            55,
            ID,
            id,
            "response.headers.x-amz-apigw-id",
        )),
        (None, None) => too_large(facts),
    }
}

/// The one REST error that carries none of the gateway's headers; its length tells it where the
/// body was withheld.
fn too_large(facts: &Facts<'_>) -> Option<Origin> {
    const WORDS: &str = "HTTP content length exceeded 10485760 bytes";
    let says = text!(en: "REST APIs refuse bodies over 10 MB in these words", ja: "REST APIは10 MBを超える本文をこの文で拒否します");
    let body = facts.evidence.body.as_deref().unwrap_or("");
    if let Some(found) = find_in(body, WORDS) {
        let who = Who::ApiGatewayRest;
        return Some(Origin::one(who, 93, says, found, "response.body"));
    }
    let withheld = facts.body().is_none() && facts.evidence.status == Some(413);
    // With the full stop behind the words.
    (withheld && facts.announced_length() == Some(WORDS.len() + 1)).then(|| {
        let says = text!(en: "As long as a REST API's answer to a body over 10 MB", ja: "10 MBを超える本文に対するREST APIの応答と同じ長さです");
        let length = header(facts, "content-length").unwrap_or("");
        let place = "response.headers.content-length";
        Origin::one(Who::ApiGatewayRest, 88, says, length, place)
    })
}

fn http_or_behind(facts: &Facts<'_>) -> Option<Origin> {
    let id = header(facts, "apigw-requestid")?;
    let place = "response.headers.apigw-requestid";
    let failed = facts.evidence.status.is_some_and(|status| status >= 400);
    let message = facts
        .message
        .as_ref()
        .and_then(|(message, _)| message.text.as_deref());
    let (who, percent, says) = match (message, facts.body()) {
        _ if !failed => (
            Who::ApiGatewayHttp,
            60,
            text!(en: "The request went through an HTTP API", ja: "リクエストはHTTP APIを通りました"),
        ),
        _ if header(facts, "www-authenticate").is_some_and(|value| value.starts_with("Bearer")) => {
            (
                Who::ApiGatewayHttp,
                95,
                text!(en: "The request went through an HTTP API with a JWT authorizer", ja: "リクエストはJWTオーソライザーのあるHTTP APIを通りました"),
            )
        }
        (Some(text), _) if FIXED.contains(&text) => (
            Who::ApiGatewayHttp,
            88,
            text!(en: "The request went through an HTTP API, and the message is one of its own", ja: "リクエストはHTTP APIを通り、メッセージもHTTP API自身のものです"),
        ),
        (_, Some(body)) if !body.trim().is_empty() => (
            Who::Integration,
            88,
            text!(en: "The request went through an HTTP API, and the body is none of its own", ja: "リクエストはHTTP APIを通りましたが、本文はHTTP API自身のものではありません"),
        ),
        _ => (
            Who::ApiGatewayHttp,
            60,
            text!(en: "The request went through an HTTP API", ja: "リクエストはHTTP APIを通りました"),
        ),
    };
    Some(Origin::one(who, percent, says, id, place))
}

fn logged(facts: &Facts<'_>) -> Option<Origin> {
    let log = facts.evidence.log.as_deref()?;
    let told = &facts.log;
    if let Some(found) = find_in(log, "WAF_BLOCK").or_else(|| find_in(log, "WAF_FILTERED")) {
        return Some(Origin::one(
            Who::Waf,
            97,
            text!(en: "The access log names AWS WAF", ja: "アクセスログにAWS WAFの名があります"),
            found,
            "log",
        ));
    }
    if let Some(found) = told.passed_on(log) {
        let says = text!(en: "The log shows that the integration was called and chose this answer", ja: "ログによれば、統合が呼び出され、この応答は統合が決めたものです");
        return Some(Origin::one(Who::Integration, 92, says, found, "log"));
    }
    let gateway = match facts.api.or(told.kind) {
        Some(ApiKind::Http) => Who::ApiGatewayHttp,
        Some(ApiKind::WebSocket) => Who::ApiGatewayWebsocket,
        Some(ApiKind::Rest) | None => Who::ApiGatewayRest,
    };
    if let Some(name) = told.response_type {
        let says = text!(en: "The log names the gateway response", ja: "ログにゲートウェイレスポンスの種類が記録されています");
        let who = if name.starts_with("AUTHORIZER_") {
            Who::Authorizer
        } else {
            gateway
        };
        return Some(Origin::one(who, 94, says, name, "log"));
    }
    if let Some(words) = told.step_that_failed() {
        let says = text!(en: "The access log says which of the gateway's steps failed", ja: "アクセスログに、API Gatewayのどの段階で失敗したかが記録されています");
        return Some(Origin::one(gateway, 90, says, words, "log"));
    }
    let found = [
        "Execution failed due to",
        "Method completed with status",
        "Gateway response type",
    ]
    .iter()
    .find_map(|phrase| find_in(log, phrase))?;
    let says = text!(en: "This is API Gateway's execution log", ja: "API Gatewayの実行ログです");
    Some(Origin::one(gateway, 85, says, found, "log"))
}

fn by_message(facts: &Facts<'_>) -> Option<Origin> {
    let (message, place) = facts.message.as_ref()?;
    if crate::looks::is_function_urls(facts) {
        return None;
    }
    let text = message.text.as_deref().unwrap_or("");
    let own = message::is_own(text) || text.contains("execute-api");
    let whole_without_gateway =
        facts.evidence.response_headers.is_whole_response() && !has_gateway_header(facts);
    if !own || whole_without_gateway {
        return None;
    }
    let says = text!(en: "The message is one of API Gateway's own", ja: "API Gateway自身のメッセージの一つです");
    // Every other server says these, too.
    if ["Not Found", "Bad Request"].contains(&text) {
        let not_found = crate::looks::http_not_found(facts);
        return matches!(not_found, Look::Seen(_))
            .then(|| Origin::one(Who::ApiGatewayHttp, 60, says, message.raw, place));
    }
    Some(Origin::one(
        Who::ApiGatewayRest,
        70,
        says,
        message.raw,
        place,
    ))
}

fn somebody_else(facts: &Facts<'_>) -> Option<Origin> {
    let headers = &facts.evidence.response_headers;
    if !headers.is_whole_response() || has_gateway_header(facts) || facts.evidence.status.is_none()
    {
        return None;
    }
    let execute_api = facts
        .host
        .as_ref()
        .is_some_and(crate::host::Host::is_execute_api);
    let says = text!(en: "The whole answer carries none of API Gateway's headers", ja: "応答全体にAPI Gatewayのヘッダーが一つもありません");
    let server = headers
        .first("server")
        .or_else(|| headers.first("via"))
        .unwrap_or("");
    let place = if headers.has("server") {
        "response.headers.server"
    } else {
        "response.headers"
    };
    // Only a proxy can answer in the place of an execute-api host.
    Some(if execute_api {
        Origin::one(Who::Proxy, 65, says, server, place)
    } else {
        Origin::one(Who::Other, 85, says, server, place)
    })
}
