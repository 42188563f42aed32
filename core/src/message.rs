//! The message that API Gateway puts into its answers, and its traces where the body is withheld.
//!
//! Bodies are read as people paste them: pretty-printed, cut, without quotes. This is not a JSON
//! parser; it looks for the one member that matters.

use alloc::string::String;

use crate::letters::is_of_word;
use crate::look::find_in;

/// A gateway message found in some text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<'a> {
    /// `message` or `Message`: the capital is telling (the default ACCESS_DENIED, function URLs).
    /// Empty where the message stands by itself.
    pub key: &'a str,
    /// The text, unescaped; `None` for JSON's `null`.
    pub text: Option<String>,
    /// The bytes of the value as they stand.
    pub raw: &'a str,
}

/// Finds `"message": …` or `"Message": …`, the outermost first.
pub fn find(body: &str) -> Option<Message<'_>> {
    find_where(body, |_| true)
}

/// The same in running text, where only some lines count; a message is judged by the line that it
/// begins in.
pub(crate) fn find_where(body: &str, counts: impl Fn(&str) -> bool) -> Option<Message<'_>> {
    let mut from = 0;
    while let Some(at) = body[from..].find("essage").map(|at| at + from) {
        from = at + "essage".len();
        let Some(start) = at.checked_sub(1) else {
            continue;
        };
        if !matches!(body.as_bytes()[start], b'm' | b'M') {
            continue;
        }
        let line = body[..start].rsplit('\n').next().unwrap_or("");
        if !counts(line) {
            continue;
        }
        // `errorMessage` and `error_message` are other people's keys.
        let before = body[..start].chars().next_back();
        if !before.is_none_or(|c| matches!(c, '"' | '\'' | '{' | ',' | '\\') || c.is_whitespace()) {
            continue;
        }
        if let Some((text, raw)) = value(&body[from..]) {
            return Some(Message {
                key: &body[start..from],
                text,
                raw,
            });
        }
    }
    None
}

/// Messages that are the whole of an answer.
const OWN: &[&str] = &[
    "Forbidden",
    "Unauthorized",
    "Not Found",
    "Missing Authentication Token",
    "Internal server error",
    "Internal Server Error",
    "Service Unavailable",
    "Too Many Requests",
    "Limit Exceeded",
    "Endpoint request timed out",
    "Network error communicating with endpoint",
    "Invalid request body",
    "Unsupported Media Type",
    "Request Too Long",
    "Bad Request",
    "Request Entity Too Large",
];

/// Parts that only the gateway's messages have; none of them is a phrase of everyday prose.
const OWN_PARTS: &[&str] = &[
    "Missing Authentication Token",
    "is not authorized to access this resource",
    "is not authorized to perform",
    "request signature we calculated",
    "Signature expired",
    "Signature not yet current",
    "security token included in the request",
    "Credential should be scoped",
    "Date in Credential scope",
    "Credential must have exactly 5 slash-delimited",
    "key=value pair (missing equal-sign)",
    "not a valid key=value pair",
    "Authorization header requires",
    "Authorization header must begin",
    "in the AWS Authorization",
    "query-string parameters",
    "Unsupported AWS 'algorithm'",
    "must be in ISO-8601 'basic format'",
    "Invalid API Key identifier",
    "token has expired",
    "Missing required request parameters",
    "HTTP content length exceeded",
    "Endpoint request timed out",
];

/// Whether a message is one that API Gateway writes itself.
pub fn is_own(text: &str) -> bool {
    OWN.contains(&text.trim()) || telling(text).is_some()
}

/// The first part of a text that only a message of the gateway's has.
pub fn telling(text: &str) -> Option<&str> {
    OWN_PARTS.iter().find_map(|part| find_in(text, part))
}

/// A message that people show without the JSON around it; it is all that the text holds.
pub fn bare(body: &str) -> Option<Message<'_>> {
    let trimmed = body.trim();
    let quoted = trimmed
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let raw = quoted.unwrap_or(trimmed);
    let is_prose = !raw.starts_with(['{', '[', '<']);
    (is_prose && is_own(raw)).then(|| Message {
        key: "",
        text: Some(raw.into()),
        raw,
    })
}

/// One of the gateway's messages as a phrase of running text, such as an exception's; for texts
/// that tell no status, where the same words might be the reason phrase behind it.
pub fn in_prose(text: &str) -> Option<Message<'_>> {
    let is_word = |c: char| is_of_word(c) || c == '_';
    OWN.iter().find_map(|own| {
        let (at, raw) = text.match_indices(own).find(|(at, own)| {
            let before = text[..*at].chars().next_back();
            let after = text[at + own.len()..].chars().next();
            !before.is_some_and(is_word) && !after.is_some_and(is_word)
        })?;
        Some(Message {
            key: "",
            text: Some(text[at..at + raw.len()].into()),
            raw,
        })
    })
}

fn value(rest: &str) -> Option<(Option<String>, &str)> {
    let rest = rest.trim_start_matches(['\\', '"', '\'']);
    let trimmed = rest.trim_start();
    // One reporter in a hundred loses the colon: `"Message" "User: …`.
    let had_space = trimmed.len() != rest.len();
    let (colon, after) = match trimmed.strip_prefix(':') {
        Some(after) => (true, after.trim_start()),
        None => (false, trimmed),
    };
    if !(colon || had_space && after.starts_with('"')) {
        return None;
    }
    if let Some(tail) = after.strip_prefix("null") {
        return Some((None, &after[..after.len() - tail.len()]));
    }
    let quoted = after.trim_start_matches('\\');
    let Some(open @ ('"' | '\'')) = quoted.chars().next() else {
        // `{message: The request signature …}`; looked for an end only where there is prose, or
        // each key of a hostile body would cost all of it.
        if !after.starts_with(|c: char| is_of_word(c) && !c.is_ascii_digit()) {
            return None;
        }
        let end = after.find(['}', '\n']).unwrap_or(after.len());
        let raw = after[..end].trim_end();
        return Some((Some(raw.into()), raw));
    };
    let inner = &quoted[1..];
    let end = closing(inner, open);
    let raw = inner[..end].trim_end_matches('\\');
    Some((Some(unescape(raw)), raw))
}

fn closing(inner: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            // `\"` inside a string that is itself escaped closes it only before `}` or `,`.
            '\\' if inner[at + 1..].starts_with(['"'])
                && inner[at + 2..].trim_start().starts_with(['}', ',']) =>
            {
                return at;
            }
            '\\' => escaped = true,
            c if c == quote => return at,
            _ => {}
        }
    }
    inner.len()
}

/// A JSON string without its escapes.
pub(crate) fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('u') => {
                let code = chars.clone().take(4).collect::<String>();
                match u32::from_str_radix(&code, 16)
                    .ok()
                    .filter(|_| code.len() == 4)
                    .and_then(char::from_u32)
                {
                    Some(c) => {
                        text.push(c);
                        chars.by_ref().take(4).for_each(drop);
                    }
                    None => text.push_str("\\u"),
                }
            }
            Some(other) => text.push(other),
            None => {}
        }
    }
    text
}

/// The default bodies of gateway responses: `(status, message, a space behind the colon)`.
///
/// Errors raised before the method is executed have no space, errors raised during it have one;
/// seen in every capture (facts: gateway responses, body fingerprints).
const DEFAULT_BODIES: &[(u16, &str, bool)] = &[
    (400, "Invalid request body", true),
    (401, "Unauthorized", false),
    (401, "The incoming token has expired", false),
    (403, "Missing Authentication Token", false),
    (403, "Forbidden", false),
    (
        403,
        "The security token included in the request is invalid.",
        false,
    ),
    (
        403,
        "The security token included in the request is expired",
        false,
    ),
    (403, "User is not authorized to access this resource", false),
    (
        403,
        "User is not authorized to access this resource with an explicit deny",
        false,
    ),
    (
        403,
        "User is not authorized to access this resource with an explicit deny in an identity-based policy",
        false,
    ),
    (
        403,
        "User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action",
        false,
    ),
    (404, "Not Found", false),
    (413, "Request Too Long", true),
    (415, "Unsupported Media Type", true),
    (429, "Too Many Requests", false),
    (429, "Limit Exceeded", false),
    (500, "Internal server error", true),
    (500, "Internal Server Error", false),
    (502, "Internal server error", true),
    (503, "Service Unavailable", false),
    (504, "Endpoint request timed out", true),
    (504, "Network error communicating with endpoint", true),
];

/// The bytes of `{"message":null}`.
pub const NULL_MESSAGE_LENGTH: usize = 16;

/// Whether a withheld body of this length can be the default body with this message; `None` where
/// the length of that message's body is not known.
pub fn length_fits(status: u16, message: &str, length: usize) -> Option<bool> {
    let mut known = DEFAULT_BODIES
        .iter()
        .filter(|(of, text, _)| *of == status && *text == message)
        .peekable();
    known.peek()?;
    Some(known.any(|(_, text, spaced)| {
        text.len() + r#"{"message":""}"#.len() + usize::from(*spaced) == length
    }))
}

/// Whether a body of this length under this status can be one of the defaults.
pub fn is_default_length(status: u16, length: usize) -> bool {
    let null = status == 500 && length == NULL_MESSAGE_LENGTH;
    null || DEFAULT_BODIES
        .iter()
        .any(|(_, text, _)| length_fits(status, text, length) == Some(true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::borrow::ToOwned;

    fn text(body: &str) -> Option<String> {
        find(body).and_then(|message| message.text)
    }

    #[test]
    fn a_message_is_found_however_it_was_pasted() {
        for body in [
            r#"{"message":"Forbidden"}"#,
            "{\n  \"message\": \"Forbidden\"\n}",
            r#""message": "Forbidden""#,
            "{ message: \"Forbidden\"}",
            "{message: Forbidden}",
            r#"Error: 403,{"message":"Forbidden"}"#,
            r#""{\"message\":\"Forbidden\"}""#,
            r#"{"Message" "Forbidden"}"#,
            r#"{"message": "Forbidden", "connectionId":"a="}"#,
        ] {
            assert_eq!(text(body), Some("Forbidden".to_owned()), "{body}");
        }
    }

    #[test]
    fn what_the_client_sent_is_not_the_answer() {
        let text =
            "> {\"message\":\"hello\"}\n< {\"message\": \"Forbidden\", \"connectionId\":\"a=\"}";
        let found = find_where(text, |line| !line.starts_with('>')).unwrap();
        assert_eq!(found.text.as_deref(), Some("Forbidden"));
    }

    #[test]
    fn a_message_without_its_json_is_known_by_its_words() {
        let text = |body| bare(body).and_then(|message| message.text);
        assert_eq!(text(" Forbidden\n"), Some("Forbidden".to_owned()));
        assert_eq!(text("\"Forbidden\""), Some("Forbidden".to_owned()));
        let denied = "User: anonymous is not authorized to perform: execute-api:Invoke";
        assert_eq!(text(denied), Some(denied.to_owned()));
        for other in ["", "Forbidden by the editor", "<h1>Forbidden</h1>", "{}"] {
            assert_eq!(text(other), None, "{other}");
        }
    }

    #[test]
    fn null_escapes_and_cut_bodies_are_read() {
        assert_eq!(
            find("{\"message\": null\n}").map(|m| (m.text, m.raw)),
            Some((None, "null"))
        );
        assert_eq!(
            text(r#"{"message":"a\n'GET\n/\u00e4'"}"#),
            Some("a\n'GET\n/ä'".to_owned())
        );
        assert_eq!(text(r#"{"message":"cut he"#), Some("cut he".to_owned()));
        assert_eq!(text(r#"{"message":"\u12"}"#), Some("\\u12".to_owned()));
        assert_eq!(find("no such thing"), None);
        assert_eq!(find(r#"{"errorMessage":"x"}"#), None);
        assert_eq!(find("essage"), None);
    }

    #[test]
    fn the_length_of_a_withheld_body_gives_its_message_away() {
        assert_eq!(
            length_fits(403, "Missing Authentication Token", 42),
            Some(true)
        );
        assert_eq!(length_fits(403, "Forbidden", 23), Some(true));
        assert_eq!(length_fits(403, "Forbidden", 42), Some(false));
        assert_eq!(length_fits(500, "Internal server error", 36), Some(true));
        assert_eq!(length_fits(403, "something else", 42), None);
    }
}
