//! What running text tells of an exchange: an SDK's exception, a console message, `wscat`'s output.
//!
//! Conservative on purpose. A wrong status is worse than none, so a number counts only where the
//! words around it leave no doubt, and only if it is an error's: `"statusCode": 200` in a pasted
//! function result is not what the client saw.

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::wire;
use crate::evidence::Evidence;
use crate::host::Host;
use crate::letters::is_of_word;
use crate::look::find_in;
use crate::url::Url;

/// Everything that the text tells.
pub(super) fn read(text: &str) -> Evidence {
    let called = call(text);
    let mut evidence = Evidence {
        status: status(text).or_else(|| blocked_success(text)),
        net_error: net_error(text).map(ToOwned::to_owned),
        ..Evidence::default()
    };
    if let Some((method, url)) = called {
        evidence.method = method.map(ToOwned::to_owned);
        evidence.url = Some(url.to_owned());
    } else {
        evidence.url = unreachable_host(text);
    }
    if let Some(origin) = origin(text) {
        evidence.request_headers.push("origin", origin);
    }
    if says_any(text, &WEBSOCKET) {
        evidence.resource_type = Some("websocket".to_owned());
    }
    evidence
}

/// Words that only a refused WebSocket handshake leaves.
const WEBSOCKET: [&str; 5] = [
    "Unexpected server response:",
    "WebSocket handshake",
    "WebSocket connection to",
    "rejected WebSocket connection",
    "upgrade to WebSocket",
];

fn says_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| find_in(text, phrase).is_some())
}

// ── Status ───────────────────────────────────────────────────────────────────────────────────

/// Behind these words (in lower case) a number is a status, whatever follows it.
const CERTAIN_BEFORE: &[&str] = &[
    "status code",
    "statuscode",
    "status_code",
    "status-code",
    "http status",
    "httpstatus",
    "handshake status",
    "response code",
    "server response",
    "response status",
    "responded with",
    "responded with a",
    "responds with",
    "responded with status",
    "failed with status",
    "status of",
    "completed with status",
    "http error",
    "err_aborted",
    "err_failed",
    "código de estado",
    "codigo de estado",
    "code d’état",
    "code d'état",
    "código de status",
    "ステータスコード",
    "状态码",
    "err_http_response_code_failure",
    "http/1.0",
    "http/1.1",
    "http/2",
    "http/2.0",
    "http/3",
];

/// Behind these words a number is a status if nothing that is counted follows it.
const LIKELY_BEFORE: &[&str] = &[
    "error",
    "exception",
    "status",
    "http",
    "code",
    "returned",
    "returns",
    "returning",
    "got",
    "got a",
    "received",
    "error code",
    "with a",
    "error occurred",
    "server",
];

/// Words behind which the number is somebody else's status: the function's, the integration's.
const OTHERS: &[&str] = &[
    "lambda execution failed with status",
    "lambda invocation failed with status",
    "endpoint response status code",
    "integration response status",
    "integration status",
    "integrationstatus",
];

/// What may stand behind a number that is only likely to be a status.
const LIKELY_AFTER: &[&str] = &[
    "error", "response", "status", "code", "from", "on", "when", "for", "and", "but", "with", "to",
    "in", "at", "because", "is", "was",
];

/// Reason phrases, and how exceptions are named after them.
const REASONS: &[(u16, &[&str])] = &[
    (400, &["bad request", "badrequest"]),
    (401, &["unauthorized"]),
    (403, &["forbidden", "access denied", "accessdenied"]),
    (404, &["not found", "notfound"]),
    (405, &["method not allowed"]),
    (406, &["not acceptable"]),
    (408, &["request timeout"]),
    (409, &["conflict"]),
    (410, &["gone"]),
    (411, &["length required"]),
    (
        413,
        &[
            "request entity too large",
            "payload too large",
            "content too large",
            "request too long",
        ],
    ),
    (414, &["uri too long", "request-uri too"]),
    (415, &["unsupported media type"]),
    (421, &["misdirected request"]),
    (426, &["upgrade required"]),
    (
        429,
        &["too many requests", "toomanyrequests", "limit exceeded"],
    ),
    (431, &["request header fields"]),
    (500, &["internal server error", "internalservererror"]),
    (501, &["not implemented"]),
    (502, &["bad gateway", "internal server error"]),
    (
        503,
        &[
            "service unavailable",
            "serviceunavailable",
            "service temporarily",
        ],
    ),
    (
        504,
        &[
            "gateway timeout",
            "gateway time-out",
            "endpoint request timed out",
        ],
    ),
];

/// The error's status, where the text leaves no doubt.
pub(super) fn status(text: &str) -> Option<u16> {
    if let Ok(alone @ 400..=599) = text.trim().parse() {
        return Some(alone);
    }
    // `"statusCode": 502` beside these is what a function returned, not what the client saw.
    let is_a_functions_result = says_any(text, &["isBase64Encoded", "\"body\"", "\"headers\""]);
    let mut likely = None;
    for (at, number) in numbers(text) {
        let before = Before::of(text, at);
        if before.ends_with_any(OTHERS) || (is_a_functions_result && before.is_json_status_code()) {
            continue;
        }
        let after = &text[at + 3..];
        if before.ends_with_any(CERTAIN_BEFORE) || is_named(number, after) {
            return Some(number);
        }
        if likely.is_none() && is_likely(text, at, &before, after) {
            likely = Some(number);
        }
    }
    likely
}

/// A success that the browser kept from the page: `Status code: 200` behind a CORS complaint, or
/// `net::ERR_FAILED 200 (OK)`. Elsewhere a 2xx in running text is nobody's failure.
fn blocked_success(text: &str) -> Option<u16> {
    if !says_any(
        text,
        &[
            "CORS",
            "Access-Control-Allow-Origin",
            "access control checks",
        ],
    ) {
        return None;
    }
    [
        "net::ERR_FAILED ",
        "Status code: ",
        "Statuscode: ",
        "Código de estado: ",
        "ステータスコード: ",
    ]
    .into_iter()
    .filter_map(|words| behind(text, words))
    .find_map(|rest| {
        let status = rest.get(..3)?.parse().ok()?;
        let ends = !rest[3..].starts_with(|c: char| c.is_ascii_alphanumeric());
        (ends && (200..300).contains(&status)).then_some(status)
    })
}

/// The status that an execution log says its request was answered with; none where it holds
/// requests with different ones.
pub(super) fn logged_status(log: &str) -> Option<u16> {
    let mut found = None;
    for (at, words) in log.match_indices("Method completed with status: ") {
        let digits = log.get(at + words.len()..at + words.len() + 3)?;
        let status = digits
            .parse()
            .ok()
            .filter(|status| (100..600).contains(status))?;
        if found.is_some_and(|known| known != status) {
            return None;
        }
        found = Some(status);
    }
    found
}

/// The three-digit error statuses that stand alone: no part of an id, an address, a time.
fn numbers(text: &str) -> impl Iterator<Item = (usize, u16)> {
    let bytes = text.as_bytes();
    let joins = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'/'))
    };
    (0..bytes.len().saturating_sub(2)).filter_map(move |at| {
        if !matches!(bytes[at], b'4' | b'5') {
            return None;
        }
        let digits = bytes.get(at..at + 3)?;
        let alone = digits.iter().all(u8::is_ascii_digit)
            && !joins(at.checked_sub(1).and_then(|before| bytes.get(before)))
            && !joins(bytes.get(at + 3));
        // `10.403.`, `1,403`, `-403-`, `:443` and `12:05:403`
        let tied_before = at >= 2
            && matches!(bytes[at - 1], b'.' | b',' | b'-' | b':')
            && bytes[at - 2].is_ascii_alphanumeric()
            && !(bytes[at - 1] == b':' && bytes[at - 2].is_ascii_alphabetic());
        let tied_after = bytes
            .get(at + 3)
            .is_some_and(|byte| matches!(byte, b'.' | b',' | b'-' | b':'))
            && bytes.get(at + 4).is_some_and(u8::is_ascii_alphanumeric);
        if !alone || tied_before || tied_after {
            return None;
        }
        let number = text.get(at..at + 3)?.parse().ok()?;
        Some((at, number)).filter(|(_, number)| (400..600).contains(number))
    })
}

/// A place at most so many bytes before another one: no look back costs more than that.
fn back(text: &str, at: usize, bytes: usize) -> usize {
    let mut from = at.saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    from
}

/// The words before a number, in lower case, what only joins them to it taken off.
struct Before {
    words: String,
    in_quotes: bool,
}

impl Before {
    fn of(text: &str, at: usize) -> Self {
        let raw = &text[back(text, at, 48)..at];
        let joint = |c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ':' | '：' | '=' | '(' | '[' | '"' | '\'' | '`' | '-' | '\\'
                )
        };
        let words = raw.trim_end_matches(joint);
        Self {
            words: words.to_ascii_lowercase(),
            in_quotes: raw[words.len()..].starts_with(['"', '\'']),
        }
    }

    fn ends_with_any(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.ends_with(ending))
    }

    /// Whole words only, but `xyzException:` ends with `exception` and `$statusCode` is one too.
    fn ends_with(&self, ending: &str) -> bool {
        let Some(front) = self.words.strip_suffix(ending) else {
            return false;
        };
        matches!(ending, "error" | "exception" | "status code" | "statuscode")
            || !front.ends_with(is_of_word)
    }

    fn is_json_status_code(&self) -> bool {
        self.in_quotes && self.words.ends_with("statuscode")
    }
}

/// `403 Forbidden`, `403 (Forbidden)`, `401 UnauthorizedException`, `403 Client Error:`.
fn is_named(number: u16, after: &str) -> bool {
    let after = after.trim_start_matches([' ', '(', '-', ':', ')', ']', '[', '{', '"', '\'']);
    let starts = |phrase: &str| wire::strip_prefix_ignoring_case(after, phrase).is_some();
    let family = if number < 500 {
        "client error"
    } else {
        "server error"
    };
    starts(family)
        || REASONS
            .iter()
            .find(|(known, _)| *known == number)
            .is_some_and(|(_, reasons)| reasons.iter().any(|reason| starts(reason)))
}

fn is_likely(text: &str, at: usize, before: &Before, after: &str) -> bool {
    let next = after.trim_start_matches([' ', '\t', ')', ']', '"', '\'', '`']);
    let word_end = next.find(|c: char| !is_of_word(c)).unwrap_or(next.len());
    let word = next[..word_end].to_ascii_lowercase();
    let follows = word.is_empty() || LIKELY_AFTER.contains(&word.as_str());
    if !follows {
        return false;
    }
    // `with 410 code`, `a 403 error`
    let counted = matches!(word.as_str(), "code" | "error" | "response" | "status");
    before.ends_with_any(LIKELY_BEFORE)
        || (counted && !before.words.ends_with("line") && !before.words.ends_with("port"))
        || follows_a_call(text, at)
        || is_aiohttp(text, at, after)
}

/// `POST https://… 403`, as browsers' consoles print it.
fn follows_a_call(text: &str, at: usize) -> bool {
    let line = &text[back(text, at, LONGEST_URL)..at];
    let line = line.rsplit('\n').next().unwrap_or("");
    let mut words = line.split_ascii_whitespace().rev();
    let url = words
        .next()
        .is_some_and(|word| word.contains("://") && line.ends_with(' '));
    url && words.next().is_some_and(wire::is_method)
}

/// `403, message='Forbidden', url=URL('https://…')`.
fn is_aiohttp(text: &str, at: usize, after: &str) -> bool {
    after.starts_with(", message=") && text[..at].trim_end().ends_with([':', '\n'])
        || (after.starts_with(", message=") && text[..at].trim().is_empty())
}

// ── Method and URL ───────────────────────────────────────────────────────────────────────────

/// Words right before the URL that was called.
const CALLED: &[&str] = &[
    "access to fetch at",
    "access to xmlhttprequest at",
    "access to script at",
    "access to font at",
    "access to image at",
    "cannot load",
    "remote resource at",
    "endpoint url",
    "for url",
    "for url url(",
    "http failure response for",
    "websocket connection to",
    "request url",
    "failed to load resource",
    "fetch failed loading",
    "could not connect to",
    "url=url(",
    "wscat -c",
];

/// URLs that are longer are cut: API Gateway takes 8 KiB at most.
const LONGEST_URL: usize = 8192;

/// The call stands near the front; a text with more URLs is no message.
const URLS_AT_MOST: usize = 256;

/// Method and URL of the call that the text is about.
pub(super) fn call(text: &str) -> Option<(Option<&str>, &str)> {
    let mut only: Option<&str> = None;
    let mut ambiguous = false;
    for (at, url) in urls(text).take(URLS_AT_MOST) {
        let before = &text[back(text, at, 48)..at];
        let joint =
            |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ':' | '=' | '[' | '(');
        let words = before.trim_end_matches(joint);
        let word = words.rsplit(|c: char| !c.is_ascii_uppercase()).next();
        if let Some(method) = word.filter(|word| is_a_verb(word)) {
            return Some((Some(method), url));
        }
        // Feign: `during [GET] to [https://…]`
        if let Some(front) = words.strip_suffix("to") {
            let front = front.trim_end_matches([' ', ']']);
            let word = front.rsplit(|c: char| !c.is_ascii_uppercase()).next();
            if let Some(method) = word.filter(|word| is_a_verb(word)) {
                return Some((Some(method), url));
            }
        }
        let labelled = before.trim_end_matches(['"', '\'']).ends_with("url=");
        if labelled || CALLED.iter().any(|called| ends_with_words(before, called)) {
            return Some((labelled_method(text), url));
        }
        if Url::parse(url).is_some_and(|url| Host::parse(url.authority).is_execute_api()) {
            ambiguous |= only.is_some_and(|known| known != url);
            only = only.or(Some(url));
        }
    }
    only.filter(|_| !ambiguous)
        .map(|url| (labelled_method(text), url))
}

const VERBS: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE",
];

fn is_a_verb(word: &str) -> bool {
    VERBS.contains(&word)
}

/// `Request Method: POST`, as DevTools copies it; `method: 'post'`, as axios prints it.
fn labelled_method(text: &str) -> Option<&'static str> {
    let rest = behind(text, "Request Method")
        .or_else(|| behind(text, " method: '"))
        .or_else(|| behind(text, "\"method\": \""))?;
    let word = rest
        .trim_start_matches([':', ' ', '\t', '\r', '\n'])
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()?;
    VERBS
        .iter()
        .copied()
        .find(|verb| word.eq_ignore_ascii_case(verb))
}

/// What stands behind the first of these words, in any letter case.
fn behind<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let found = find_in(text, words)?;
    text.get(found.as_ptr() as usize - text.as_ptr() as usize + found.len()..)
}

fn ends_with_words(text: &str, words: &str) -> bool {
    let text = text
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ':' | '='));
    let Some(at) = text.len().checked_sub(words.len()) else {
        return false;
    };
    text.get(at..)
        .is_some_and(|tail| tail.eq_ignore_ascii_case(words))
        && !text[..at].ends_with(is_of_word)
}

/// The absolute URLs in a text, without the punctuation of the sentence around them.
fn urls(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("://").filter_map(move |(joint, _)| {
        let scheme = ["https", "http", "wss", "ws"]
            .into_iter()
            .find(|scheme| text[..joint].ends_with(scheme))?;
        let at = joint - scheme.len();
        if text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        let window = &text[at..forward(text, at, LONGEST_URL)];
        let end = window
            .find(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '"' | '\'' | '`' | '<' | '>' | ')' | ']' | ';' | '’' | '”'
                    )
            })
            .unwrap_or(window.len());
        let url = window[..end].trim_end_matches(['.', ',', ':', '!', '?', '}', '\\']);
        Url::parse(url).map(|_| (at, url))
    })
}

fn forward(text: &str, at: usize, bytes: usize) -> usize {
    let mut to = at.saturating_add(bytes).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    to
}

/// `from origin 'https://app.example.com'`, as Chromium's console names the page.
fn origin(text: &str) -> Option<&str> {
    let origin = behind(text, "origin '")?.split('\'').next()?;
    (origin.contains("://") && !origin.contains(char::is_whitespace)).then_some(origin)
}

// ── Nobody answered ──────────────────────────────────────────────────────────────────────────

/// What network stacks say, and the marks of the lines in which they say it.
const NETWORK: &[&str] = &[
    "net::ERR_",
    "ERR_NETWORK",
    ": 0 Unknown Error",
    "NS_ERROR_",
    "curl: (",
    "Could not resolve host",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "EPROTO",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UnknownHostException",
    "NameResolutionError",
    "EndpointConnectionError",
    "ConnectTimeoutError",
    "ConnectTimeout",
    "SSLHandshakeException",
    "SSLCertVerificationError",
    "certificate verify failed",
    "CERTIFICATE_VERIFY_FAILED",
    "no alternative certificate subject name",
    "fatal alert: handshake_failure",
    "handshake failure",
    "no such host",
    "connection refused",
    "connection reset by peer",
    "Failed to connect to",
    "Could not connect to the endpoint URL",
    "Name or service not known",
    "Inaccessible host",
    "nodename nor servname",
    "blocked by CORS policy",
    "Cross-Origin Request Blocked",
    "due to access control checks",
    "is not allowed by Access-Control-Allow-Origin",
];

/// The line in which a client's network stack says why there is no answer. What a function threw is
/// none: `{"errorType":"Error","errorMessage":"connect ETIMEDOUT 10.0.3.4:443"}` was answered.
pub(super) fn net_error(text: &str) -> Option<&str> {
    if find_in(text, "\"errorMessage\"").is_some() && find_in(text, "\"errorType\"").is_some() {
        return None;
    }
    text.lines()
        .rfind(|line| says_any(line, NETWORK))
        .map(|line| line.trim_start_matches("* ").trim())
}

/// The host that could not be reached, as a URL, where the text names no URL.
fn unreachable_host(text: &str) -> Option<String> {
    for words in [
        "Could not resolve host: ",
        "ENOTFOUND ",
        "Inaccessible host: `",
        "UnknownHostException: ",
        "dial tcp: lookup ",
        "Unable to resolve host \"",
        // Dart, .NET, ping.
        "Failed host lookup: '",
        "No such host is known. (",
        "cannot resolve ",
        // curl 35, Ruby.
        "in connection to ",
        "open TCP connection to ",
        // What the certificate does not fit: curl, Node.js, Python, Go.
        "target host name '",
        "altnames: Host: ",
        "SSLError: hostname '",
        "CertificateError: hostname '",
    ] {
        if let Some(host) = host_after(text, words) {
            return Some(host.trim_end_matches(":443").to_owned());
        }
    }
    if let Some(url) = pool(text) {
        return Some(url);
    }
    let mut words = behind(text, "Failed to connect to ")?.split_ascii_whitespace();
    let host = words.next().filter(|host| is_host(host))?;
    let scheme = match (words.next(), words.next()) {
        (Some("port"), Some(port)) => match port.trim_end_matches([':', ',', ';']) {
            "80" => "http",
            _ => "https",
        },
        _ => return Some(host.to_owned()),
    };
    Some(alloc::format!("{scheme}://{host}/"))
}

/// `HTTPSConnectionPool(host='h', port=443): Max retries exceeded with url: /p (…`, as Python says.
fn pool(text: &str) -> Option<String> {
    let host = host_after(text, "ConnectionPool(host='")?;
    let path = behind(text, "with url: ")
        .and_then(|rest| rest.split_ascii_whitespace().next())
        .filter(|path| path.starts_with('/'))
        .unwrap_or("/");
    let scheme = if find_in(text, "HTTPSConnectionPool").is_some() {
        "https"
    } else {
        "http"
    };
    Some(alloc::format!("{scheme}://{host}{path}"))
}

fn host_after<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let host = behind(text, words)?
        .split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '"' | '\'' | '`' | ')'))
        .next()?
        .trim_end_matches(['.', ':']);
    is_host(host).then_some(host)
}

fn is_host(word: &str) -> bool {
    word.contains('.')
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_from_what_network_stacks_say() {
        for text in [
            "curl: (35) Recv failure: Connection reset by peer in connection to a.example.com:443",
            "Failed to open TCP connection to a.example.com:443 (execution expired)",
            "SocketException: Failed host lookup: 'a.example.com' (OS Error: errno = 7)",
            "No such host is known. (a.example.com:443)",
            "ping: cannot resolve a.example.com: Unknown host",
            "certificate subject name '*.b.com' does not match target host name 'a.example.com'",
            "does not match certificate's altnames: Host: a.example.com. is not in the cert's",
            "SSLError: hostname 'a.example.com' doesn't match either of '*.b.com'",
        ] {
            assert_eq!(
                unreachable_host(text).as_deref(),
                Some("a.example.com"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_status_is_read_from_what_clients_say() {
        for (text, expected) in [
            ("(Service: X; Status Code: 403; Error Code: null)", 403),
            ("unexpected status code: 503", 503),
            ("error: Unexpected server response: 502", 502),
            (
                "Error during WebSocket handshake: Unexpected response code: 403",
                403,
            ),
            ("net::ERR_ABORTED 403", 403),
            ("net::ERR_ABORTED 403 (Forbidden)", 403),
            ("401 UnauthorizedException", 401),
            (
                "seeing 429 Too many requests errors from very few requests.",
                429,
            ),
            ("Ops! Error: 503,{\"message\":\"Service Unavailable\"}", 503),
            ("\"errorMessage\": \"GoneException: 410\"", 410),
            ("Unknown error with 410 code (UnknownError)", 410),
            ("HTTP/2 403", 403),
            ("urllib.error.HTTPError: HTTP Error 403: Forbidden", 403),
            ("AxiosError: Request failed with status code 403", 403),
            (
                "403 Client Error: Forbidden for url: https://h.example.com/p",
                403,
            ),
            (
                "504 Server Error: Gateway Timeout for url: https://h/p",
                504,
            ),
            ("https response error StatusCode: 403, RequestID: 1", 403),
            (
                "java.io.IOException: Server returned HTTP response code: 403 for URL: https://h",
                403,
            ),
            (
                "[403 Forbidden] during [GET] to [https://h.example.com/p]",
                403,
            ),
            (
                "Response{protocol=h2, code=403, message=, url=https://h/}",
                403,
            ),
            ("The remote server returned an error: (403) Forbidden.", 403),
            (
                "Response status code does not indicate success: 429 (Too Many Requests).",
                429,
            ),
            ("StatusCodeError: 403 - {\"message\":\"Forbidden\"}", 403),
            (
                "An error occurred (410) when calling the PostToConnection operation: Unknown",
                410,
            ),
            ("$metadata: { httpStatusCode: 403, requestId: 'x' }", 403),
            ("Handshake status 403 Forbidden", 403),
            ("server rejected WebSocket connection: HTTP 403", 403),
            (
                "aiohttp.client_exceptions.WSServerHandshakeError: 403, message='Invalid response status', url='wss://h'",
                403,
            ),
            ("POST https://h.example.com/p 403", 403),
            ("POST https://h.example.com/p 403 (Forbidden)", 403),
            (
                "Http failure response for https://h.example.com/p: 403 Forbidden",
                403,
            ),
            (
                "`GET https://h.example.com/p` resulted in a `403 Forbidden` response",
                403,
            ),
            (
                "The API request to GET user responds with 429. Notable Header: X",
                429,
            ),
            (
                "CORS error in the browser (403 response without CORS headers)",
                403,
            ),
            ("Status code: 401.", 401),
            ("RestClient::Forbidden: 403 Forbidden", 403),
            ("Method completed with status: 504", 504),
            (
                "GET https://h.example.com/p net::ERR_FAILED 502 (Bad Gateway)",
                502,
            ),
            ("falta la cabecera CORS. Código de estado: 403.", 403),
            ("(原因：CORS 头缺少)。状态码：401。", 401),
        ] {
            assert_eq!(status(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_number_that_may_be_anything_else_is_not_taken() {
        for text in [
            "took 503 ms",
            "429 items were returned",
            "returned 403 rows",
            "port 443: Connection refused",
            "https://h.example.com/items/404",
            "id 4b403c, 10.0.403.1, 1,503, 403-555, 2026-05-04T12:04:500",
            "\"statusCode\": 502,\n\"isBase64Encoded\": false, \"body\": \"x\"",
            "Lambda invocation failed with status: 429. Lambda request id: 1",
            "Endpoint Response Status Code: 403",
            "20170212T175938Z is now earlier than 20170215T145534Z",
            "line 500",
            "status 200",
            "Error 12403",
            "code 4031",
            "é403é",
            "",
        ] {
            assert_eq!(status(text), None, "{text}");
        }
    }

    #[test]
    fn a_success_counts_only_where_the_browser_kept_it_from_the_page() {
        for text in [
            "has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present\nGET https://h/p net::ERR_FAILED 200 (OK)",
            "(Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.",
        ] {
            assert_eq!(read(text).status, Some(200), "{text}");
        }
        assert_eq!(read("all went well, Status code: 200").status, None);
        assert_eq!(read("CORS, Status code: (null)").status, None);
    }

    #[test]
    fn a_log_tells_the_status_unless_it_tells_two() {
        let line = |status| alloc::format!("(id) Method completed with status: {status}\n");
        assert_eq!(logged_status(&line(504)), Some(504));
        assert_eq!(logged_status(&(line(504) + &line(504))), Some(504));
        assert_eq!(logged_status(&(line(504) + &line(200))), None);
        assert_eq!(logged_status("Method completed with status: 5"), None);
    }

    #[test]
    fn the_call_is_read_from_what_clients_say() {
        let url = "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets?x=1";
        for (text, method) in [
            (
                "Access to fetch at '{}' from origin 'https://app.example.com' has been blocked by CORS policy",
                None,
            ),
            (
                "XMLHttpRequest cannot load {}. Response to preflight request doesn't pass",
                None,
            ),
            ("POST {} 403 (Forbidden)", Some("POST")),
            (
                "botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: \"{}\"",
                None,
            ),
            ("403 Client Error: Forbidden for url: {}", None),
            (
                "[403 Forbidden] during [DELETE] to [{}] [Api#x]",
                Some("DELETE"),
            ),
            (
                "Client error: `PUT {}` resulted in a `403 Forbidden`",
                Some("PUT"),
            ),
            (
                "Cross-Origin Request Blocked: … reading the remote resource at {}. (Reason: CORS header missing)",
                None,
            ),
            (
                "Request URL: {}\nRequest Method: PATCH\nStatus Code: 403 Forbidden",
                Some("PATCH"),
            ),
            ("see {} for it", None),
        ] {
            let text = text.replace("{}", url);
            assert_eq!(call(&text), Some((method, url)), "{text}");
        }
        assert_eq!(call("read https://docs.aws.amazon.com/x first"), None);
        assert_eq!(call("from origin 'https://app.example.com' has been"), None);
        assert_eq!(
            call("$ wscat -c \"wss://h.example.com/dev?exc=foo\""),
            Some((None, "wss://h.example.com/dev?exc=foo"))
        );
    }

    #[test]
    fn nobody_answered_is_told_with_the_host() {
        let told = read(
            "* Could not resolve host: h.example.com\n* Closing connection 0\ncurl: (6) Could not resolve host: h.example.com",
        );
        assert_eq!(
            (told.net_error.as_deref(), told.url.as_deref()),
            (
                Some("curl: (6) Could not resolve host: h.example.com"),
                Some("h.example.com")
            )
        );
        let told = read("* Failed to connect to api.example.com port 80: Connection refused");
        assert_eq!(told.url.as_deref(), Some("http://api.example.com/"));
        assert_eq!(read("all is well").net_error, None);
    }
}
