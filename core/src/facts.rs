//! What the evidence of one exchange says once it is taken apart: the ground that clues stand on.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use crate::arn::MethodArn;
use crate::auth::Auth;
use crate::change::Compared;
use crate::evidence::Evidence;
use crate::host::{Host, HostForm};
use crate::letters::is_of_word;
use crate::logs::Told;
use crate::look::{Look, Place};
use crate::message::{self, Message};
use crate::redact;
use crate::signing::Shown;
use crate::text::Values;
use crate::token::Token;
use crate::url::Url;
use crate::who::Origin;

/// The kinds of API, which differ in what they answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiKind {
    /// A REST API (API Gateway v1), regional, edge-optimized or private.
    Rest,
    /// An HTTP API (API Gateway v2).
    Http,
    /// A WebSocket API, at its handshake, in a frame or behind `@connections`.
    WebSocket,
}

/// One exchange taken apart.
#[derive(Debug)]
pub struct Facts<'a> {
    /// What was captured.
    pub evidence: &'a Evidence,
    /// The URL, where it is known and has a host.
    pub url: Option<Url<'a>>,
    /// The host that was asked: the URL's, or the `Host` header's where there is no URL.
    pub host: Option<Host>,
    /// The kind of API, where something tells.
    pub api: Option<ApiKind>,
    /// The credentials that were sent.
    pub auth: Auth<'a>,
    /// The gateway's message and where it stands.
    pub message: Option<(Message<'a>, &'static str)>,
    /// The names of exceptions: the `x-amzn-errortype` header first, then what SDKs and logs tell.
    pub error_types: Vec<(&'a str, Place)>,
    /// The ARN that a denial or a log names.
    pub arn: Option<MethodArn<'a>>,
    /// What the log tells of the request.
    pub(crate) log: Told<'a>,
    /// The tokens that were sent.
    pub(crate) tokens: Vec<Token>,
    /// The call that worked, and in what this one differs from it.
    pub(crate) compared: Option<Compared>,
    /// The other exchanges of the session, compared with this one.
    neighbours: Vec<Neighbour<'a>>,
    /// Who answered.
    pub origin: Origin,
    /// What the request's AWS signature shows.
    pub(crate) signing: Shown,
    /// The values to fill into words and snippets.
    pub values: Values,
}

/// The exceptions that API Gateway and its kin name.
pub(crate) const EXCEPTIONS: &[&str] = &[
    "AccessDeniedException",
    "AuthorizerConfigurationException",
    "AuthorizerFailureException",
    "BadRequestException",
    "ExpiredTokenException",
    "ForbiddenException",
    "GoneException",
    "IncompleteSignatureException",
    "InternalServerErrorException",
    "InvalidSignatureException",
    "LimitExceededException",
    "MissingAuthenticationTokenException",
    "NotFoundException",
    "PayloadTooLargeException",
    "ServiceUnavailableException",
    "TooManyRequestsException",
    "UnauthorizedException",
    "UnrecognizedClientException",
];

impl<'a> Facts<'a> {
    /// Takes an exchange apart; who answered, and the values, are found out from that.
    pub(crate) fn taken_apart(evidence: &'a Evidence) -> Self {
        let url = evidence.url.as_deref().and_then(Url::parse);
        let host = url
            .map(|url| url.authority)
            .or_else(|| evidence.request_headers.first("host"))
            .or_else(|| evidence.request_headers.first(":authority"))
            .map(Host::parse)
            // `https://<host>/…`: blanked out, which is not a name of anybody's.
            .filter(|host| {
                host.form != HostForm::Other || !host.name.contains(['<', '{', '[', '*'])
            });
        let log = evidence.log.as_deref().map(Told::of).unwrap_or_default();
        let message = find_message(evidence, &log);
        let arn = texts_of(evidence).find_map(|(text, _)| MethodArn::find(text));
        Self {
            auth: Auth::of(evidence, url.as_ref()),
            api: api_kind(evidence, url.as_ref(), host.as_ref())
                .or(log.kind)
                .or_else(|| api_by_message(evidence, host.as_ref(), message.as_ref())),
            error_types: error_types(evidence, &log),
            tokens: Vec::new(),
            compared: None,
            neighbours: compared_with(evidence, url.as_ref()),
            origin: Origin::unknown(),
            signing: Shown::default(),
            values: Values::default(),
            evidence,
            url,
            host,
            message,
            arn,
            log,
        }
    }

    /// Every text that was captured, with the name of its place.
    pub fn texts(&self) -> impl Iterator<Item = (&'a str, &'static str)> + use<'a> {
        texts_of(self.evidence)
    }

    /// The body that came back; `None` where it was not captured: withheld by the browser, or
    /// empty although the server announced some bytes.
    pub fn body(&self) -> Option<&'a str> {
        let body = self.evidence.body.as_deref()?;
        let is_empty = body.trim().is_empty();
        let withheld =
            self.evidence.body_withheld || self.announced_length().is_some_and(|length| length > 0);
        if is_empty && (withheld || !self.evidence.response_headers.is_whole_response()) {
            None
        } else {
            Some(body)
        }
    }

    /// `content-length`, unless the body was compressed on its way.
    pub fn announced_length(&self) -> Option<usize> {
        let headers = &self.evidence.response_headers;
        if headers.has("content-encoding") {
            return None;
        }
        headers.first("content-length")?.trim().parse().ok()
    }

    /// The stage: the first path segment of a default endpoint, or what an ARN says.
    pub fn stage(&self) -> Option<&str> {
        self.values.get("stage")
    }

    /// Whether the call is a CORS preflight.
    pub fn is_preflight(&self) -> bool {
        let options = self
            .evidence
            .method
            .as_deref()
            .is_some_and(|method| method.eq_ignore_ascii_case("OPTIONS"));
        self.evidence.resource_type.as_deref() == Some("preflight")
            || (options
                && self
                    .evidence
                    .request_headers
                    .has("access-control-request-method"))
    }

    /// Whether the host can be API Gateway's at all: one of its names, or a name that anyone may own.
    pub fn host_form(&self) -> Option<HostForm> {
        self.host.as_ref().map(|host| host.form)
    }
}

/// Another exchange of the session, compared with this one.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an answer of its own, and rules ask for any mix of them"
)]
pub struct Neighbour<'a> {
    /// What was captured of it.
    pub evidence: &'a Evidence,
    /// Where it went.
    pub url: Url<'a>,
    /// It went to the same host.
    pub same_host: bool,
    /// It went to the same host and path, queries apart.
    pub same_path: bool,
    /// It used the same verb.
    pub same_method: bool,
    /// It is a CORS preflight, or any other OPTIONS.
    pub is_preflight: bool,
    /// It was answered with less than 400.
    pub worked: bool,
}

impl<'a> Facts<'a> {
    /// The other exchanges of the session whose URL is known, compared with this one.
    pub fn neighbours(&self) -> impl Iterator<Item = Neighbour<'a>> + use<'a, '_> {
        self.neighbours.iter().copied()
    }

    /// The first neighbour that is like this, quoted as `GET https://… 200`.
    pub fn neighbour(&self, like: impl Fn(&Neighbour<'_>) -> bool) -> Look {
        match self.neighbours().find(like) {
            Some(found) => {
                let method = found.evidence.method.as_deref().unwrap_or("GET");
                let url = redact::url(found.evidence.url.as_deref().unwrap_or_default());
                let status = found.evidence.status.unwrap_or_default();
                Look::seen(alloc::format!("{method} {url} {status}"), "neighbours")
            }
            None => Look::missing(!self.evidence.neighbours.is_empty()),
        }
    }
}

fn compared_with<'a>(evidence: &'a Evidence, own: Option<&Url<'_>>) -> Vec<Neighbour<'a>> {
    fn method(of: &Evidence) -> &str {
        of.method.as_deref().unwrap_or("GET")
    }
    let Some(own) = own else { return Vec::new() };
    let neighbour = |other: &'a Evidence| {
        let url = other.url.as_deref().and_then(Url::parse)?;
        let same_host = url.authority.eq_ignore_ascii_case(own.authority);
        Some(Neighbour {
            evidence: other,
            url,
            same_host,
            same_path: same_host && url.path == own.path,
            same_method: method(other).eq_ignore_ascii_case(method(evidence)),
            is_preflight: method(other).eq_ignore_ascii_case("OPTIONS"),
            worked: other.status.is_some_and(|status| status < 400),
        })
    };
    evidence.neighbours.iter().filter_map(neighbour).collect()
}

fn texts_of(evidence: &Evidence) -> impl Iterator<Item = (&str, &'static str)> {
    [
        (evidence.body.as_deref(), "response.body"),
        (evidence.curl_text.as_deref(), "curl_text"),
        (evidence.net_error.as_deref(), "net_error"),
        (evidence.log.as_deref(), "log"),
    ]
    .into_iter()
    .filter_map(|(text, place)| Some((text.filter(|text| !text.trim().is_empty())?, place)))
}

fn find_message<'a>(evidence: &'a Evidence, log: &Told<'a>) -> Option<(Message<'a>, &'static str)> {
    let in_body = evidence
        .body
        .as_deref()
        .and_then(|body| message::find(body).or_else(|| message::bare(body)))
        .map(|message| (message, "response.body"));
    // Any other "message" of a log belongs to the integration, not to the answer.
    let in_log = || log.gateway_message().map(|message| (message, "log"));
    in_body
        .or_else(|| {
            // What the client sent stands behind `> `, in curl's transcripts as in wscat's.
            evidence
                .curl_text
                .as_deref()
                .and_then(|text| message::find_where(text, |line| !line.starts_with('>')))
                .map(|message| (message, "curl_text"))
        })
        .or_else(in_log)
        .or_else(|| {
            // A text that is nothing but such a message, or holds one and tells no status.
            let silent = evidence.status.is_none();
            let client = [
                (evidence.curl_text.as_deref(), "curl_text"),
                (evidence.net_error.as_deref(), "net_error"),
            ];
            client.into_iter().find_map(|(text, place)| {
                let text = text?;
                let found = message::bare(text).or_else(|| {
                    let prose = silent && evidence.net_error.is_none();
                    prose.then(|| message::in_prose(text)).flatten()
                });
                let json = || {
                    text.trim_start()
                        .starts_with('{')
                        .then(|| message::find(text))
                };
                Some((found.or_else(|| json().flatten())?, place))
            })
        })
}

fn error_types<'a>(evidence: &'a Evidence, log: &Told<'a>) -> Vec<(&'a str, Place)> {
    let mut found: Vec<(&str, Place)> = Vec::new();
    for value in evidence.response_headers.all("x-amzn-errortype") {
        // `UnrecognizedClientException:http://internal.amazon.com/coral/…`
        let name = value.split(':').next().unwrap_or(value).trim();
        found.push((name, "response.headers.x-amzn-errortype".to_owned()));
    }
    for (text, place) in texts_of(evidence).filter(|(_, place)| *place != "response.body") {
        for name in EXCEPTIONS {
            if let Some(at) = text.find(name) {
                let before = text[..at].chars().next_back();
                if !before.is_some_and(is_of_word) && !found.iter().any(|(known, _)| known == name)
                {
                    found.push((&text[at..at + name.len()], place.to_owned()));
                }
            }
        }
    }
    // A log names the gateway response itself, and most of them send one exception only.
    for name in log.error_types() {
        if !found.iter().any(|(known, _)| *known == name) {
            found.push((name, "log".to_owned()));
        }
    }
    found
}

fn api_kind(evidence: &Evidence, url: Option<&Url<'_>>, host: Option<&Host>) -> Option<ApiKind> {
    let headers = &evidence.response_headers;
    let websocket = url.is_some_and(|url| {
        url.is_websocket()
            || url.path.contains("@connections")
            || url.path.contains("%40connections")
    }) || evidence.resource_type.as_deref() == Some("websocket")
        || evidence.request_headers.has("sec-websocket-key");
    if websocket {
        return Some(ApiKind::WebSocket);
    }
    if headers.has("apigw-requestid") {
        return Some(ApiKind::Http);
    }
    let aws_name = host.is_none_or(|host| host.is_execute_api() || host.form == HostForm::Other);
    if headers.has("x-amz-apigw-id") || (aws_name && headers.has("x-amzn-errortype")) {
        return Some(ApiKind::Rest);
    }
    match host.map(|host| host.form) {
        Some(HostForm::VpceAlias | HostForm::VpceDns) => Some(ApiKind::Rest),
        _ => None,
    }
}

/// 404 `Not Found` under a default endpoint: REST APIs word what they do not find in another way.
fn api_by_message(
    evidence: &Evidence,
    host: Option<&Host>,
    message: Option<&(Message<'_>, &'static str)>,
) -> Option<ApiKind> {
    let not_found =
        message.is_some_and(|(message, _)| message.text.as_deref() == Some("Not Found"));
    let default_endpoint = host.is_some_and(|host| host.form == HostForm::ExecuteApi);
    let partial = !evidence.response_headers.is_whole_response();
    let told = not_found && evidence.status == Some(404) && default_endpoint && partial;
    told.then_some(ApiKind::Http)
}
