//! One line of a log as people paste it: what stands in front of the gateway's own words.
//!
//! CloudWatch holds `(request id) text`. Around it consoles, `aws logs tail`, test invocations,
//! tables, quotes and bullets put a moment, the name of a stream, a mark.

/// A line taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// The request's id, without its parentheses.
    pub(crate) id: Option<&'a str>,
    /// The moment, as it stands.
    pub(crate) stamp: Option<&'a str>,
    /// What stands behind: the gateway's words, one line of an access log, part of a body.
    pub(crate) text: &'a str,
}

impl<'a> Line<'a> {
    /// Takes a line apart.
    pub(crate) fn of(raw: &'a str) -> Self {
        let mut line = Self {
            id: None,
            stamp: None,
            text: raw.trim(),
        };
        // A mark, a moment, a stream's name, the id: each at most once or twice.
        for _ in 0..6 {
            let rest = without_marks(line.text);
            if let Some((id, text)) = request_id(rest) {
                return Self {
                    id: Some(id),
                    text,
                    ..line
                };
            }
            let Some((stamp, behind)) = stamp(rest) else {
                line.text = behind_a_stream(rest, line.stamp.is_some()).unwrap_or(rest);
                if line.text.len() == rest.len() {
                    break;
                }
                continue;
            };
            line.stamp = line.stamp.or(Some(stamp));
            line.text = behind.trim_start_matches([' ', '\t', ',', '|', ':']);
        }
        line
    }
}

/// Without what quotes, lists, shells, tables and consoles put in front.
fn without_marks(text: &str) -> &str {
    let mut rest = text;
    loop {
        let next = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '#' | '>' | '*' | '•' | '|' | '│' | '▶' | '▼' | '`')
        });
        let next = next.strip_prefix("- ").unwrap_or(next);
        // `"(id) …"`, quoted in a CSV.
        let next = match next.strip_prefix('"') {
            Some(inner) if inner.starts_with('(') => inner,
            _ => next,
        };
        if next.len() == rest.len() {
            return rest;
        }
        rest = next;
    }
}

/// `(6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71) text`, and what stands behind it.
fn request_id(text: &str) -> Option<(&str, &str)> {
    let (id, rest) = text.strip_prefix('(')?.split_once(')')?;
    let known = is_uuid(id) || is_extended_id(id) || id == "test-invoke-request";
    known.then(|| (id, rest.strip_prefix(' ').unwrap_or(rest)))
}

/// `6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71`, the request id of REST APIs.
pub(crate) fn is_uuid(word: &str) -> bool {
    word.len() == 36
        && word.bytes().enumerate().all(|(at, byte)| {
            if matches!(at, 8 | 13 | 18 | 23) {
                byte == b'-'
            } else {
                byte.is_ascii_hexdigit()
            }
        })
}

/// `JKJaXmPLvHcESHA=`: the extended id of REST APIs, the request id of HTTP and WebSocket APIs.
pub(crate) fn is_extended_id(word: &str) -> bool {
    (12..=24).contains(&word.len())
        && word.strip_suffix('=').is_some_and(|front| {
            front.trim_end_matches('=').bytes().all(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/')
            })
        })
}

/// The moment in front, and what stands behind it.
fn stamp(text: &str) -> Option<(&str, &str)> {
    java_date(text)
        .or_else(|| iso(text))
        .or_else(|| epoch(text))
        .map(|length| text.split_at(length))
}

/// `Thu Apr 01 21:58:32 UTC 2021`, in front of a test invocation's lines.
fn java_date(text: &str) -> Option<usize> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let day = text.get(..3)?;
    if !DAYS.contains(&day) || text.as_bytes().get(3) != Some(&b' ') {
        return None;
    }
    let (head, _) = text.split_once(" : ")?;
    let words = head.split_ascii_whitespace().count();
    let is_date = (5..=6).contains(&words) && head.len() <= 34 && head.matches(':').count() == 2;
    is_date.then_some(head.len())
}

/// `2026-10-05T08:15:30.123+09:00`, `2026-10-05 08:15:30.123`, `2026/10/05 08:15:30`.
fn iso(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is = |at: usize, of: &[u8]| bytes.get(at).is_some_and(|byte| of.contains(byte));
    let shape = (0..4).all(digit)
        && is(4, b"-/")
        && digit(5)
        && digit(6)
        && is(7, b"-/")
        && digit(8)
        && digit(9)
        && is(10, b"T ")
        && digit(11)
        && digit(12)
        && is(13, b":")
        && digit(14)
        && digit(15);
    if !shape {
        return None;
    }
    let tail = text.get(16..)?;
    let end = tail
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-' | 'Z')))
        .unwrap_or(tail.len());
    Some(16 + end)
}

/// `1613037030123`, milliseconds since 1970, as exports write them.
fn epoch(text: &str) -> Option<usize> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let closed = text[end..].starts_with([' ', ',', '\t', '|']);
    (end == 13 && closed && text.starts_with(['1', '2'])).then_some(end)
}

/// What stands behind the name of a log stream or a log group; behind a moment any word may be one.
fn behind_a_stream(text: &str, has_stamp: bool) -> Option<&str> {
    let (word, rest) = text.split_once([' ', '\t'])?;
    let rest = rest.trim_start();
    let is_hash = word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_group =
        word.contains("API-Gateway-Execution-Logs_") || word.starts_with("/aws/apigateway/");
    let is_name = word
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_./[]$#:".contains(&byte));
    let before_id = has_stamp && is_name && request_id(rest).is_some();
    (is_hash || is_group || before_id).then_some(rest)
}

/// How the events of an execution log begin, where no id stands in front.
const BEGINNINGS: &[&str] = &[
    "API Key ",
    "API Key: ",
    "AuthorizerConfigurationException",
    "AuthorizerFailureException",
    "Authorizer result body before parsing",
    "Endpoint request ",
    "Endpoint response ",
    "Execution failed due to",
    "Execution log for request ",
    "Extended Request Id: ",
    "Gateway response ",
    "HTTP Method: ",
    "Incoming identity: ",
    "Key quota limit exceeded",
    "Key throttle limit exceeded",
    "Lambda execution failed with status",
    "Lambda invocation failed with status",
    "Method completed with status: ",
    "Method request ",
    "Method response ",
    "Received response. ",
    "Request body does not match model schema",
    "Sending request to ",
    "Starting authorizer: ",
    "Starting execution for request: ",
    "Successfully completed ",
    "The client is not authorized to perform this operation",
    "Unauthorized request: ",
    "Usage Plan check ",
    "Verifying Usage Plan for request: ",
    "X-ray Tracing ID ",
];

/// How a function's log begins its own lines, where both logs were pasted together.
const OF_FUNCTIONS: &[&str] = &[
    "START RequestId: ",
    "END RequestId: ",
    "REPORT RequestId: ",
    "INIT_START ",
];

/// Whether the lines of a function's log begin here.
pub(crate) fn is_of_function(text: &str) -> bool {
    OF_FUNCTIONS.iter().any(|words| text.starts_with(words))
}

/// Whether the gateway's own words begin here.
pub(crate) fn is_beginning(text: &str) -> bool {
    BEGINNINGS.iter().any(|words| text.starts_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71";

    #[test]
    fn the_id_is_found_whatever_stands_in_front() {
        for front in [
            "",
            "# ",
            "> > ",
            "- ",
            "• ",
            "| ",
            "▶\t",
            "2026-10-05T08:15:30.123+09:00\t",
            "2026-10-05T08:15:30.123000+00:00 b0a0e1d2c3b4a5968778695a4b3c2d1e ",
            "2026-10-05T08:15:30.123000+00:00 some/stream[1] ",
            "2026-10-05T08:15:30 ",
            "2026-10-05 08:15:30.123,\"",
            "1613037030123,",
            "API-Gateway-Execution-Logs_abc123defg/prod b0a0e1d2c3b4a5968778695a4b3c2d1e ",
        ] {
            let raw = alloc::format!("{front}({ID}) HTTP Method: GET");
            let line = Line::of(&raw);
            assert_eq!(line.id, Some(ID), "{front}");
            assert_eq!(line.text, "HTTP Method: GET");
        }
        let line = Line::of("(PDS1PEC4oAMFpyA=) Starting execution");
        assert_eq!(line.id, Some("PDS1PEC4oAMFpyA="));
    }

    #[test]
    fn a_test_invocation_has_a_date_and_no_id() {
        let line = Line::of("Thu Apr 01 21:58:32 UTC 2021 : Method completed with status: 502");
        assert_eq!(line.stamp, Some("Thu Apr 01 21:58:32 UTC 2021"));
        assert_eq!(
            (line.id, line.text),
            (None, "Method completed with status: 502")
        );
    }

    #[test]
    fn words_in_parentheses_are_no_id() {
        for raw in [
            "(see below) text",
            "Error (6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71) happened",
            "(",
            "()",
            "(é) x",
            "Thu",
            "Mon : x",
            "2026-10-05T08:1é",
            "",
        ] {
            assert_eq!(Line::of(raw).id, None, "{raw}");
        }
    }
}
