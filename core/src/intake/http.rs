//! Raw HTTP: a request message, then the answer to it, as proxies and editors keep them.
//!
//! ```text
//! GET /prod/pets HTTP/1.1
//! Host: abc123defg.execute-api.us-east-1.amazonaws.com
//!
//! HTTP/1.1 403 Forbidden
//! x-amzn-ErrorType: MissingAuthenticationTokenException
//!
//! {"message":"Missing Authentication Token"}
//! ```
//!
//! Either message may be missing; several exchanges may follow one another, with or without a line
//! that begins with `###` between them. A line that begins with `#` before a message is a comment.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::remark::{NO_EXCHANGE, Remark};
use super::wire::{self, Fields};
use crate::evidence::Evidence;

/// Reads the last exchange; see [`exchanges`].
///
/// ```
/// use gatewhy_core::intake::http;
///
/// let (evidence, _) = http::exchange(
///     "GET /prod/pets HTTP/1.1\nHost: abc123defg.execute-api.us-east-1.amazonaws.com\n\n\
///      HTTP/1.1 403 Forbidden\ncontent-type: application/json\n\n{\"message\":\"Forbidden\"}\n",
/// );
/// assert_eq!(evidence.status, Some(403));
/// assert_eq!(
///     evidence.url.as_deref(),
///     Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets")
/// );
/// assert_eq!(evidence.body.as_deref(), Some(r#"{"message":"Forbidden"}"#));
/// ```
pub fn exchange(text: &str) -> (Evidence, Vec<Remark>) {
    match exchanges(text).pop() {
        Some(evidence) => (evidence, Vec::new()),
        None => (
            Evidence {
                curl_text: Some(text.to_owned()).filter(|text| !text.trim().is_empty()),
                ..Evidence::default()
            },
            [Remark::new(NO_EXCHANGE)].into(),
        ),
    }
}

/// Reads every exchange, in order.
///
/// Never fails: what is no message is left out.
pub fn exchanges(text: &str) -> Vec<Evidence> {
    let mut found: Vec<Evidence> = Vec::new();
    let mut waiting: Option<Evidence> = None;
    for message in messages(text) {
        match message.read() {
            Message::Request(request) => {
                found.extend(waiting.replace(request));
            }
            Message::Response(response) => {
                // An interim answer (100 Continue) is not the answer.
                if matches!(response.status, Some(100 | 102 | 103)) {
                    continue;
                }
                let mut evidence = waiting.take().unwrap_or_default();
                evidence.status = response.status;
                evidence.response_headers = response.response_headers;
                evidence.body = response.body;
                found.push(evidence);
            }
        }
    }
    found.extend(waiting);
    found
}

enum Message {
    Request(Evidence),
    Response(Evidence),
}

/// One message's lines: its first line, and everything up to the next message.
struct Lines<'a> {
    first: &'a str,
    rest: &'a str,
}

fn is_first(line: &str) -> bool {
    wire::status_line(line).is_some() || wire::request_line(line).is_some()
}

/// Cuts the text where a message begins: at its start, behind an empty line, or behind a body.
fn messages(text: &str) -> Vec<Lines<'_>> {
    let mut starts: Vec<(usize, usize, &str)> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    let mut at = 0;
    // In the block of fields, a value that looks like a first line is still a field.
    let mut in_fields = false;
    for raw in text.split_inclusive('\n') {
        let line = wire::without_return(raw.strip_suffix('\n').unwrap_or(raw));
        let end = at + raw.len();
        if line.starts_with("###") {
            ends.push(at);
            in_fields = false;
        } else if line.is_empty() {
            in_fields = false;
        } else if !in_fields && is_first(line) {
            starts.push((at, end, line));
            ends.push(at);
            in_fields = true;
        }
        at = end;
    }
    ends.push(text.len());
    starts
        .iter()
        .map(|&(start, behind, first)| {
            let end = ends
                .get(ends.partition_point(|end| *end <= start))
                .copied()
                .unwrap_or(text.len());
            Lines {
                first,
                rest: text.get(behind..end.max(behind)).unwrap_or(""),
            }
        })
        .collect()
}

impl Lines<'_> {
    fn read(&self) -> Message {
        let mut fields = Fields::default();
        let mut at = 0;
        for raw in self.rest.split_inclusive('\n') {
            let line = wire::without_return(raw.strip_suffix('\n').unwrap_or(raw));
            at += raw.len();
            if line.is_empty() {
                break;
            }
            fields.take(line);
        }
        let headers = fields.finish();
        let after = self.rest.get(at..).unwrap_or("");
        let body = wire::body(&headers, after);
        if let Some(status) = wire::status_line(self.first) {
            return Message::Response(Evidence {
                status: Some(status),
                response_headers: headers,
                body: Some(body),
                ..Evidence::default()
            });
        }
        let mut evidence = Evidence {
            request_body: sent(body),
            request_headers: headers,
            ..Evidence::default()
        };
        if let Some((method, target)) = wire::request_line(self.first) {
            let scheme = scheme(&evidence);
            wire::set_target(&mut evidence, method, target, scheme);
        }
        evidence.resource_type = wire::resource_type(&evidence).map(ToOwned::to_owned);
        Message::Request(evidence)
    }
}

fn sent(body: String) -> Option<String> {
    Some(body).filter(|body| !body.trim().is_empty())
}

/// API Gateway speaks TLS only; a port of its own is what tells plain HTTP.
fn scheme(evidence: &Evidence) -> &'static str {
    match evidence.request_headers.first("host") {
        Some(host) if host.ends_with(":80") => "http",
        _ => "https",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_message_may_be_missing() {
        let (answer, remarks) =
            exchange("HTTP/2 504\r\nx-amzn-requestid: 1\r\n\r\n{\"message\": \"x\"}\r\n");
        assert_eq!(
            (answer.status, answer.body.as_deref()),
            (Some(504), Some("{\"message\": \"x\"}"))
        );
        assert!(remarks.is_empty());
        let (asked, _) = exchange("POST /p HTTP/1.1\nHost: h.example.com\n\n{\"a\":1}\n");
        assert_eq!(
            (
                asked.status,
                asked.request_body.as_deref(),
                asked.url.as_deref()
            ),
            (None, Some("{\"a\":1}"), Some("https://h.example.com/p"))
        );
    }

    #[test]
    fn a_session_gives_one_exchange_each_and_interim_answers_none() {
        let all = exchanges(
            "# two calls\nGET /a HTTP/1.1\nHost: h.example.com\n\nHTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\n\nok\n\n\
             ### next\nPOST /b HTTP/1.1\nHost: h.example.com\n\nHTTP/1.1 403 Forbidden\n\nno",
        );
        let short: Vec<(Option<&str>, Option<u16>, Option<&str>)> = all
            .iter()
            .map(|one| (one.method.as_deref(), one.status, one.body.as_deref()))
            .collect();
        assert_eq!(
            short,
            [
                (Some("GET"), Some(200), Some("ok")),
                (Some("POST"), Some(403), Some("no"))
            ]
        );
    }

    #[test]
    fn a_websocket_handshake_keeps_its_scheme() {
        let (evidence, _) = exchange(
            "GET /dev HTTP/1.1\nHost: h.example.com\nUpgrade: websocket\n\nHTTP/1.1 403 Forbidden\n\n",
        );
        assert_eq!(evidence.url.as_deref(), Some("wss://h.example.com/dev"));
        assert_eq!(evidence.resource_type.as_deref(), Some("websocket"));
    }

    #[test]
    fn what_is_no_http_stays_as_text() {
        let (evidence, remarks) = exchange("Forbidden, it says");
        assert_eq!(evidence.curl_text.as_deref(), Some("Forbidden, it says"));
        assert_eq!(remarks.len(), 1);
    }
}
