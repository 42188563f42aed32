//! What an input is, told by its content.

use super::joints::{self, Piece};
use super::wire;
use crate::logs;
use crate::look::find_in;

/// The kinds of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// HAR 1.2, whole or cut, or one entry of it.
    Har,
    /// One evidence object, or an array of them.
    Evidence,
    /// One evidence object a line.
    Jsonl,
    /// A transcript of a command: `curl -v`, `curl -i`, `wget -S`, `http`, `wscat`.
    Curl,
    /// Raw HTTP messages.
    Http,
    /// Execution or access log lines.
    Log,
    /// A response body alone.
    Body,
    /// Any other text: an SDK's exception, a console message.
    Text,
}

impl Kind {
    /// The word that stands for it on command lines.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Har => "har",
            Self::Evidence => "evidence",
            Self::Jsonl => "jsonl",
            Self::Curl => "curl",
            Self::Http => "http",
            Self::Log => "log",
            Self::Body => "body",
            Self::Text => "text",
        }
    }
}

/// The fields of `gatewhy/evidence@1`.
const FIELDS: &[&str] = &[
    "url",
    "method",
    "status",
    "request_headers",
    "response_headers",
    "request_body",
    "body",
    "body_withheld",
    "log",
    "net_error",
    "curl_text",
    "time_ms",
    "started",
    "resource_type",
    "neighbours",
];

/// What an input is.
///
/// ```
/// use gatewhy_core::intake::{Kind, detect};
///
/// assert_eq!(detect(r#"{"log": {"entries": []}}"#), Kind::Har);
/// assert_eq!(detect(r#"{"status": 403, "log": "lines"}"#), Kind::Evidence);
/// assert_eq!(detect("$ curl -i https://h.example.com\nHTTP/2 403\n"), Kind::Curl);
/// assert_eq!(detect("HTTP/1.1 403 Forbidden\n\n"), Kind::Http);
/// assert_eq!(detect(r#"{"message":"Forbidden"}"#), Kind::Body);
/// ```
pub fn detect(text: &str) -> Kind {
    let text = without_mark(text).trim_start();
    if text.starts_with(['{', '[']) {
        return json(text);
    }
    if text.starts_with('<') && !text.starts_with("< ") {
        if logs::is_access(text.lines().next().unwrap_or("")) {
            return Kind::Log;
        }
        return Kind::Body;
    }
    lines(text)
}

/// Without the byte order mark that some tools put in front.
pub(super) fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

fn json(text: &str) -> Kind {
    if text.starts_with('[') {
        return array(text);
    }
    if let Some(kind) = object(text) {
        return kind;
    }
    // Lines of objects: the first may be an odd one.
    if is_lines(text) {
        Kind::Jsonl
    } else {
        Kind::Body
    }
}

fn object(text: &str) -> Option<Kind> {
    let (mut fields, mut access) = (0_usize, 0_usize);
    let (mut request, mut response) = (false, false);
    for Piece { key, value, .. } in joints::pieces(text) {
        match key {
            "log" if value.starts_with('{') => return Some(Kind::Har),
            "entries" if value.starts_with('[') => return Some(Kind::Har),
            "events" | "logEvents" if value.starts_with('[') && value.contains("\"message\"") => {
                return Some(Kind::Log);
            }
            "results" if value.starts_with('[') && value.contains("\"field\"") => {
                return Some(Kind::Log);
            }
            "@message" => return Some(Kind::Log),
            "request" => request = value.starts_with('{'),
            "response" => response = value.starts_with('{'),
            "requestId" | "requestTime" | "routeKey" | "httpMethod" | "resourcePath"
            | "responseLength" | "apiId" | "requestTimeEpoch" => access += 1,
            _ => {}
        }
        fields += usize::from(FIELDS.contains(&key));
    }
    if request && response {
        Some(Kind::Har)
    } else if access >= 2 || logs::is_access(first_value(text)) {
        // An access log's lines have a `status` as well.
        Some(Kind::Log)
    } else if fields == 0 {
        None
    } else if is_lines(text) {
        Some(Kind::Jsonl)
    } else {
        Some(Kind::Evidence)
    }
}

/// The first object of several.
fn first_value(text: &str) -> &str {
    let (end, _) = joints::value_end(text, 0);
    text.get(..end).unwrap_or(text)
}

/// Whether the first object stands on a line of its own, with more behind it.
fn is_lines(text: &str) -> bool {
    let (end, whole) = joints::value_end(text, 0);
    let (object, rest) = text.split_at(end);
    whole && !object.contains('\n') && rest.contains('\n') && !rest.trim().is_empty()
}

fn array(text: &str) -> Kind {
    let Some(first) = joints::pieces(text).next() else {
        return Kind::Evidence;
    };
    // Logs Insights, its results alone.
    if first.value.starts_with('[') && first.value.contains("\"field\"") {
        return Kind::Log;
    }
    if !first.value.starts_with('{') {
        // `[ERROR] …` opens many a log line and exception.
        let is_prose = !text[1..].trim_start().starts_with(['[', '"', ']']) && text.len() > 1;
        return if is_prose {
            lines(text)
        } else {
            Kind::Evidence
        };
    }
    match object(first.value) {
        Some(Kind::Har) => Kind::Har,
        Some(Kind::Log) => Kind::Log,
        _ if joints::member(first.value, "message").is_some()
            && joints::member(first.value, "timestamp").is_some() =>
        {
            Kind::Log
        }
        _ => Kind::Evidence,
    }
}

/// Words that only API Gateway's execution log uses.
const LOG_WORDS: &[&str] = &[
    "Execution log for request",
    "Starting execution for request:",
    "Method completed with status:",
    "Method request path:",
    "Endpoint response body before transformations:",
    "Execution failed due to",
    "Verifying Usage Plan for request:",
    "Gateway response type:",
    "Starting authorizer:",
    "Extended Request Id:",
];

fn lines(text: &str) -> Kind {
    let head = head(text);
    if is_transcript(head) {
        return Kind::Curl;
    }
    let first = head
        .lines()
        .find(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .unwrap_or("");
    if wire::status_line(first).is_some() || wire::request_line(first).is_some() {
        return Kind::Http;
    }
    if is_log(head) {
        return Kind::Log;
    }
    if head
        .lines()
        .any(|line| wire::status_line(line.trim_start()).is_some())
    {
        return Kind::Curl;
    }
    Kind::Text
}

/// As much as it takes to tell.
fn head(text: &str) -> &str {
    let mut end = text.len().min(1 << 18);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

pub(super) fn is_transcript(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        let marked = |mark: &str| line.strip_prefix(mark);
        marked("< ").is_some_and(|rest| wire::status_line(rest).is_some())
            || marked("> ").is_some_and(|rest| wire::request_line(rest).is_some())
            || marked("* ").is_some_and(is_curls_word)
            || marked("*   ").is_some_and(|rest| rest.starts_with("Trying "))
            || line.starts_with("curl: (")
            || super::command::is_prompt(line)
    })
}

fn is_curls_word(rest: &str) -> bool {
    [
        "Host ",
        "Trying ",
        "Connected to ",
        "Could not resolve host",
        "Connection #",
        "Closing connection",
        "ALPN",
        "TLSv1",
        "SSL ",
        "SSL:",
        "Server certificate:",
        "Failed to connect",
        "connect to ",
        "Using HTTP",
        "using HTTP",
        "Request completely sent off",
        "Empty reply",
        "[HTTP/",
        "h2h3 ",
        "Mark bundle",
        "upload completely sent off",
        "Recv failure",
        "OpenSSL",
        "schannel",
        "Established connection",
        "IPv4: ",
        "IPv6: ",
    ]
    .iter()
    .any(|word| rest.trim_start().starts_with(word))
}

fn is_log(text: &str) -> bool {
    let tagged = text.lines().any(|line| {
        // `(1b2c3d4e-f38f-11e6-9a16-0f1e2d3c4b5a) Method request …`
        line.find('(').is_some_and(|open| {
            line[open + 1..].split_once(") ").is_some_and(|(id, _)| {
                id.len() == 36 && id.bytes().filter(|byte| *byte == b'-').count() == 4
            })
        })
    });
    tagged
        || LOG_WORDS.iter().any(|word| find_in(text, word).is_some())
        || text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(8)
            .any(logs::is_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_told_apart_by_their_content() {
        for (text, kind) in [
            ("\u{feff}{\"log\":{\"version\":\"1.2\"", Kind::Har),
            ("{\"request\":{},\"response\":{}}", Kind::Har),
            ("[{\"request\":{},\"response\":{}}]", Kind::Har),
            ("{\n \"url\": null,\n \"status\": 403\n}\n", Kind::Evidence),
            ("[{\"status\":403}]", Kind::Evidence),
            ("[[[[[[", Kind::Evidence),
            ("{\"status\":403}\n{\"status\":401}", Kind::Jsonl),
            ("* Could not resolve host: h.example.com", Kind::Curl),
            ("*   Trying 1.2.3.4:443...", Kind::Curl),
            ("$ wscat -c wss://h.example.com\nConnected", Kind::Curl),
            ("user@host:~$ curl -v https://h.example.com", Kind::Curl),
            ("curl: (6) Could not resolve host: x", Kind::Curl),
            ("PS C:\\> curl.exe -i https://h.example.com", Kind::Curl),
            ("GET /p HTTP/1.1\nHost: h\n", Kind::Http),
            ("# a comment\n\nHTTP/2 403\n", Kind::Http),
            (
                "(1b2c3d4e-f38f-11e6-9a16-0f1e2d3c4b5a) Method request path: {}",
                Kind::Log,
            ),
            (
                "Tue Apr 01 : Execution failed due to a timeout error",
                Kind::Log,
            ),
            (
                "{\"requestId\":\"1\",\"routeKey\":\"GET /\",\"status\":\"403\"}",
                Kind::Log,
            ),
            ("{\"events\":[{\"message\":\"(x) y\"}]}", Kind::Log),
            ("{\"logEvents\":[{\"message\":\"(x) y\"}]}", Kind::Log),
            (
                "{\"results\":[[{\"field\":\"@message\",\"value\":\"x\"}]]}",
                Kind::Log,
            ),
            ("[[{\"field\":\"@message\",\"value\":\"x\"}]]", Kind::Log),
            ("[{\"@timestamp\":\"x\",\"@message\":\"x\"}]", Kind::Log),
            ("(PDS1PEC4oAMFpyA=) Connection closed", Kind::Log),
            (
                "203.0.113.9 - - [05/Oct/2026:08:15:30 +0000] \"GET /pets HTTP/1.1\" 403 23 6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71",
                Kind::Log,
            ),
            (
                "{\"request_id\":\"r\",\"err_response_type\":\"ACCESS_DENIED\",\"status\":\"403\"}",
                Kind::Log,
            ),
            (
                "{\"status\":404,\"error\":\"Not Found\",\"path\":\"/p\",\"requestId\":\"3f2a\"}",
                Kind::Evidence,
            ),
            ("<html><h1>403 ERROR</h1>", Kind::Body),
            ("{\"Message\":\"Forbidden\"}", Kind::Body),
            ("GoneException: 410", Kind::Text),
            ("[ERROR] GoneException: 410", Kind::Text),
            ("", Kind::Text),
        ] {
            assert_eq!(detect(text), kind, "{text}");
        }
    }
}
