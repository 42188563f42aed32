//! What was observed of one exchange and of its neighbours: the input of every diagnosis.
//!
//! `None` means *not captured*, which is never read as *not there*. The JSON form is the public
//! contract `gatewhy/evidence@1` (docs/CONTRACT.md).

use alloc::string::String;
use alloc::vec::Vec;

use crate::headers::Headers;
use crate::host::Host;
use crate::url::Url;

/// One exchange, as far as somebody saw it. Every field may be missing.
///
/// ```
/// use gatewhy_core::Evidence;
///
/// let mut evidence = Evidence::default();
/// evidence.status = Some(403);
/// evidence.response_headers.push("x-amzn-ErrorType", "ForbiddenException");
/// assert_eq!(evidence.response_headers.first("X-AMZN-ERRORTYPE"), Some("ForbiddenException"));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Evidence {
    /// The URL as it was requested, with its scheme.
    pub url: Option<String>,
    /// The HTTP verb.
    pub method: Option<String>,
    /// The HTTP status; 0, which browsers give when nothing came back, counts as not captured.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::status"))]
    pub status: Option<u16>,
    /// What the client sent.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub request_headers: Headers,
    /// What came back.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub response_headers: Headers,
    /// The body that was sent.
    pub request_body: Option<String>,
    /// The body that came back, decoded.
    pub body: Option<String>,
    /// The browser kept the body to itself (a cross-origin answer without CORS headers).
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub body_withheld: bool,
    /// Execution-log or access-log lines of the request.
    pub log: Option<String>,
    /// What the client's network stack said: `net::ERR_NAME_NOT_RESOLVED`, `ECONNREFUSED`, …
    pub net_error: Option<String>,
    /// A `curl` transcript, an SDK's exception, a console message: text around the exchange.
    pub curl_text: Option<String>,
    /// From the first byte sent to the last byte received, in milliseconds.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::json::millis"))]
    pub time_ms: Option<f64>,
    /// When the request began, ISO 8601.
    pub started: Option<String>,
    /// What asked for it: `fetch`, `preflight`, `document`, `websocket`, …
    pub resource_type: Option<String>,
    /// Other exchanges of the same session, failing or not.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::json::or_default"))]
    pub neighbours: Vec<Evidence>,
}

/// How the content types of binaries begin.
pub(crate) const BINARY: &[&str] = &[
    "image/",
    "audio/",
    "video/",
    "font/",
    "application/pdf",
    "application/zip",
    "application/octet-stream",
    "application/gzip",
];

/// An error object whose message is the Lambda service's own: it names no type where the function
/// ended without an exception.
pub(crate) fn is_lambdas_own_error(text: &str) -> bool {
    text.contains("\"errorMessage\"")
        && [
            "Process exited before completing request",
            "Task timed out after",
            "Unable to import module",
        ]
        .iter()
        .any(|words| text.contains(words))
}

impl Evidence {
    /// Whether anything says that this exchange failed: a status of 400 or more, a network error, a
    /// success that brought what no client can use, or, where no status is known, any text to
    /// reason from.
    pub fn failed(&self) -> bool {
        match self.status {
            Some(status) if status >= 400 => true,
            // A preflight may be refused with 2xx and without the headers that it needed; the
            // browser then says so in its error.
            Some(_) => {
                self.net_error.is_some()
                    || self.is_spoiled()
                    || self.is_sent_to_https()
                    || self.is_refusal_in_disguise()
            }
            None => true,
        }
    }

    /// Whether the owner gave a gateway response the status of a success: its error type stays.
    fn is_refusal_in_disguise(&self) -> bool {
        ["x-amzn-errortype", "x-amz-apigw-id"]
            .iter()
            .all(|name| self.response_headers.has(name))
    }

    /// Whether a success brought what no client can use: a function's error object, or an image as
    /// letters of base64.
    fn is_spoiled(&self) -> bool {
        let body = self.body.as_deref().unwrap_or("").trim_start();
        let threw = body.starts_with('{')
            && body.contains("\"errorMessage\"")
            && ["\"errorType\"", "\"stackTrace\"", "\"trace\""]
                .iter()
                .any(|member| body.contains(member));
        let ended = body.starts_with('{') && is_lambdas_own_error(body);
        threw || ended || self.is_base64_of_a_binary()
    }

    /// A body of nothing but letters of base64 under a content type that is none of text.
    pub(crate) fn is_base64_of_a_binary(&self) -> bool {
        const FEWEST: usize = 40;
        let Some(kind) = self.response_headers.first("content-type") else {
            return false;
        };
        let kind = kind.trim_start();
        let binary = BINARY.iter().any(|start| kind.starts_with(start)) && !kind.contains("svg");
        let body = self.body.as_deref().unwrap_or("").trim();
        binary
            && body.len() >= FEWEST
            && body.bytes().all(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\n' | b'\r')
            })
    }

    /// Whether an API was called over plain HTTP and answered with a redirect, which few clients
    /// follow with the method and the body that were meant.
    fn is_sent_to_https(&self) -> bool {
        let plain = self.url.as_deref().and_then(Url::parse).is_some_and(|url| {
            url.scheme.eq_ignore_ascii_case("http") && Host::parse(url.authority).is_execute_api()
        });
        let is_followed = self.method.as_deref().is_some_and(|method| {
            method.eq_ignore_ascii_case("GET") || method.eq_ignore_ascii_case("HEAD")
        });
        let redirected = self
            .status
            .is_some_and(|status| (300..400).contains(&status));
        plain && redirected && !is_followed
    }

    /// The same exchange reduced to what it can tell about another one: no bodies, no logs.
    pub fn as_neighbour(&self) -> Self {
        Self {
            url: self.url.clone(),
            method: self.method.clone(),
            status: self.status,
            request_headers: self.request_headers.clone(),
            response_headers: self.response_headers.clone(),
            net_error: self.net_error.clone(),
            started: self.started.clone(),
            resource_type: self.resource_type.clone(),
            ..Self::default()
        }
    }

    /// The same reduced further: of a neighbour that failed only the headers that tell which API was
    /// called, with which credentials, and who answered. In a long session most of a diagnosis would
    /// be reading all the others.
    ///
    /// Whatever is compared with a call that worked may be any header, and a preflight asks for some:
    /// those keep theirs.
    pub fn as_brief_neighbour(&self) -> Self {
        let worked = self.status.is_some_and(|status| status < 400);
        let is_options = |method: &str| method.eq_ignore_ascii_case("OPTIONS");
        if worked || self.method.as_deref().is_some_and(is_options) {
            return self.as_neighbour();
        }
        let telling = |headers: &Headers| -> Headers {
            headers
                .iter()
                .filter(|header| tells_of_others(&header.name))
                .map(|header| (header.name.as_str(), header.value.as_str()))
                .collect()
        };
        Self {
            url: self.url.clone(),
            method: self.method.clone(),
            status: self.status,
            request_headers: telling(&self.request_headers),
            response_headers: telling(&self.response_headers),
            net_error: self.net_error.clone(),
            started: self.started.clone(),
            resource_type: self.resource_type.clone(),
            ..Self::default()
        }
    }
}

fn tells_of_others(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "apigw-requestid",
        "authorization",
        // With it, what is missing was not sent.
        "date",
        "host",
        "x-amz-apigw-id",
        "x-amzn-errortype",
        "x-api-key",
        "x-apigw-api-id",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}
