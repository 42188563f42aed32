//! Masking: no secret leaves in a quote, a URL or a snippet.
//!
//! What is masked is a length-free mark, so that nothing about the secret can be read off it.

use alloc::string::String;

use crate::{jwt, key, token};

/// What stands in place of a secret.
pub const MASK: &str = jwt::MASK;

/// Query parameters that hold secrets, without regard to case.
const SECRET_PARAMETERS: &[&str] = &[
    "x-amz-signature",
    "x-amz-security-token",
    "x-amz-credential",
    "access_token",
    "id_token",
    "refresh_token",
    "token",
    "auth",
    "authorization",
    "apikey",
    "api_key",
    "api-key",
    "x-api-key",
    "key",
    "secret",
    "client_secret",
    "password",
    "code",
    "sig",
    "signature",
    "jwt",
    "session",
];

/// Masks the values of secret query parameters in a URL.
///
/// ```
/// use gatewhy_core::redact::url;
///
/// assert_eq!(url("https://h.example.com/p?x=1&X-Amz-Signature=0a1b"), "https://h.example.com/p?x=1&X-Amz-Signature=***");
/// ```
pub fn url(text: &str) -> String {
    let Some((front, query)) = text.split_once('?') else {
        return without_userinfo(text);
    };
    let mut masked = without_userinfo(front);
    for (at, pair) in query.split('&').enumerate() {
        masked.push(if at == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            Some((name, value))
                if SECRET_PARAMETERS
                    .iter()
                    .any(|secret| name.eq_ignore_ascii_case(secret)) =>
            {
                masked.push_str(name);
                masked.push('=');
                masked.push_str(&if name.eq_ignore_ascii_case("x-amz-credential") {
                    credential(value)
                } else {
                    MASK.into()
                });
            }
            _ => masked.push_str(&self::text(pair)),
        }
    }
    masked
}

fn without_userinfo(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return text(url);
    };
    let end = rest.find('/').unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => alloc::format!("{scheme}://{MASK}{}", text(&rest[at..])),
        None => text(url),
    }
}

/// An access key id keeps its four-letter prefix and its last four.
fn credential(value: &str) -> String {
    let end = value.find(['/', '%']).unwrap_or(value.len());
    let (key, scope) = value.split_at(end);
    alloc::format!("{}{scope}", access_key(key))
}

fn access_key(key: &str) -> String {
    match (
        key.get(..4),
        key.len().checked_sub(4).and_then(|at| key.get(at..)),
    ) {
        (Some(head), Some(tail)) if key.len() >= 16 => alloc::format!("{head}{MASK}{tail}"),
        _ => MASK.into(),
    }
}

/// Masks the value of a header, by the header's name.
pub fn header(name: &str, value: &str) -> String {
    let is = |names: &[&str]| names.iter().any(|secret| name.eq_ignore_ascii_case(secret));
    if is(&[
        "cookie",
        "set-cookie",
        "x-amz-security-token",
        "proxy-authorization",
    ]) {
        return MASK.into();
    }
    if is(&["x-api-key", "api-key", "apikey"]) {
        return key::masked(value);
    }
    if is(&["authorization"]) {
        return authorization(value);
    }
    text(value)
}

/// An `Authorization` value keeps what a diagnosis needs: its shape, its scheme and, in SigV4, the
/// scope and the names of the signed headers; of a JWT the claims that an authorizer judges.
pub fn authorization(value: &str) -> String {
    if value.trim_start().starts_with("AWS4-") {
        text(value.trim())
    } else {
        token::masked(value)
    }
}

/// A JWT keeps the claims that an authorizer judges; any other token keeps nothing.
fn jwt_or_nothing(secret: &str) -> String {
    jwt::mask(secret).unwrap_or_else(|| MASK.into())
}

/// Masks the secrets that stand in running text: SigV4 signatures and keys, session tokens, JWTs,
/// bearer tokens, cookies and keys in header lines.
pub fn text(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, end, mask)) = next_secret(rest) {
        masked.push_str(&rest[..start]);
        masked.push_str(&mask);
        rest = &rest[end..];
    }
    masked.push_str(rest);
    masked
}

/// `(marker in lower case, what may stand between marker and secret)`.
const MARKERS: &[&str] = &[
    "signature=",
    "x-amz-signature=",
    "x-amz-security-token=",
    "x-amz-security-token:",
    "x-api-key:",
    "x-api-key=",
    "cookie:",
    "bearer ",
    "basic ",
    "access_token=",
    "id_token=",
    "refresh_token=",
    "authorization=",
    "authorization: ",
    "authorization header: '",
];

fn next_secret(text: &str) -> Option<(usize, usize, String)> {
    let mut best: Option<(usize, usize, String)> = None;
    let mut offer = |start: usize, end: usize, mask: String| {
        if start < end && best.as_ref().is_none_or(|(known, ..)| start < *known) {
            best = Some((start, end, mask));
        }
    };
    for marker in MARKERS {
        let mut from = 0;
        while let Some(at) = text
            .get(from..)
            .and_then(|rest| find_marker(rest, marker))
            .map(|at| at + from)
        {
            let start = at + marker.len();
            let start = start + text[start..].len() - text[start..].trim_start_matches(' ').len();
            let end = start + secret_length(&text[start..], marker);
            let already = &text[start..end];
            from = end.max(at + 1);
            // `Bearer scope="" error=…` is how a server asks for a token.
            if ["<", "AWS4-", MASK, "...", "scope=", "realm=", "error="]
                .iter()
                .any(|harmless| already.starts_with(harmless))
            {
                continue;
            }
            let mask = if is_authorization(marker) {
                authorization(already)
            } else {
                jwt_or_nothing(already)
            };
            offer(start, end, mask);
            break;
        }
    }
    // `'{the token}' not a valid key=value pair (missing equal-sign) in Authorization header: '…'.`
    if let Some(end) = find_marker(text, "' not a valid key=value pair") {
        let start = text[..end].rfind('\'').map_or(end, |quote| quote + 1);
        if !["AWS4-", MASK]
            .iter()
            .any(|harmless| text[start..end].starts_with(harmless))
        {
            offer(start, end, MASK.into());
        }
    }
    for prefix in ["AKIA", "ASIA"] {
        if let Some(at) = text.find(prefix) {
            let end = at
                + text[at..]
                    .find(|c: char| !c.is_ascii_alphanumeric())
                    .unwrap_or(text.len() - at);
            if end - at >= 16 {
                offer(at, end, access_key(&text[at..end]));
            }
        }
    }
    if let Some(at) = text.find("eyJ") {
        let end = at
            + text[at..]
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '=')))
                .unwrap_or(text.len() - at);
        // What was masked before ends in a mark; a full stop may end the sentence.
        let end = if text[end..].starts_with(MASK) {
            end + MASK.len()
        } else {
            at + text[at..end].trim_end_matches('.').len()
        };
        if text[at..end].contains('.') {
            offer(at, end, jwt_or_nothing(&text[at..end]));
        }
    }
    best
}

/// Whether a whole value follows, with its scheme.
fn is_authorization(marker: &str) -> bool {
    marker.starts_with("authorization:") || marker.starts_with("authorization header:")
}

fn find_marker(text: &str, marker: &str) -> Option<usize> {
    let found = crate::look::find_in(text, marker)?;
    Some(found.as_ptr() as usize - text.as_ptr() as usize)
}

fn secret_length(text: &str, marker: &str) -> usize {
    let whole_line = marker.starts_with("cookie") || is_authorization(marker);
    let is_end = |c: char| {
        if whole_line {
            matches!(c, '\r' | '\n' | '"' | '\'')
        } else {
            c.is_whitespace() || matches!(c, ',' | '&' | '"' | '\'' | ';' | ')' | '}' | '\\')
        }
    };
    text.find(is_end).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authorization_keeps_its_kind_and_its_scope() {
        let signed = authorization(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        );
        assert_eq!(
            signed,
            "AWS4-HMAC-SHA256 Credential=AKIA***MPLE/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=***"
        );
        assert_eq!(authorization("Bearer abc.def"), "Bearer ***.***");
        assert_eq!(authorization("opaque-secret"), "***");
        // {"sub":"u1","exp":1760260447}
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSIsImV4cCI6MTc2MDI2MDQ0N30.c2ln";
        let masked = "eyJhbGciOiJub25lIn0.eyJleHAiOjE3NjAyNjA0NDd9.***";
        assert_eq!(authorization(token), masked);
        for (before, after) in [(token, masked), (masked, masked)] {
            let around = |token: &str| alloc::format!("sent 'Bearer {token}', then {token}.");
            assert_eq!(text(&around(before)), around(after));
        }
    }

    #[test]
    fn tokens_in_running_text_are_masked_and_the_words_around_them_stay() {
        assert_eq!(
            text("'eyJhbGciOiJIUzI1NiJ9.e30.c2ln' not a valid key=value pair"),
            "'***' not a valid key=value pair"
        );
        assert_eq!(
            text(
                "'s3cr3t' not a valid key=value pair (missing equal-sign) in Authorization header: 'Basic s3cr3t'."
            ),
            "'***' not a valid key=value pair (missing equal-sign) in Authorization header: 'Basic ***'."
        );
        assert_eq!(
            text("(missing equal-sign) in Authorization header: 's3cr3t'."),
            "(missing equal-sign) in Authorization header: '***'."
        );
        assert_eq!(
            text("> Authorization: Bearer s3cr3t\n> Host: h"),
            "> Authorization: Bearer ***\n> Host: h"
        );
        assert_eq!(
            text("x-amz-security-token:IQoJb3\nhost"),
            "x-amz-security-token:***\nhost"
        );
        assert_eq!(
            text("Bearer <token>, then Bearer s3cr3t"),
            "Bearer <token>, then Bearer ***"
        );
        let challenge = r#"Bearer scope="" error="invalid_token""#;
        assert_eq!(text(challenge), challenge);
        assert_eq!(text("nothing here"), "nothing here");
    }

    #[test]
    fn a_key_shows_its_last_four() {
        assert_eq!(header("X-Api-Key", "abcdefghij0123456789"), "***6789");
        assert_eq!(header("X-Api-Key", "short"), "*****");
        assert_eq!(header("Cookie", "a=b"), "***");
    }
}
