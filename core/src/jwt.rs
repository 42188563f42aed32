//! JSON Web Tokens, as far as a diagnosis and a redaction need them.
//!
//! Nothing is verified: the claims say what the client sent, not whether it is true. The few claims
//! that an authorizer judges may be told and kept; everything else in a token is its bearer's.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::facts::Facts;
use crate::look::Look;
use crate::sigv4::time;
use crate::text::Values;

/// The claims that an authorizer compares with its settings; they name no person.
const JUDGED: &[&str] = &[
    "iss",
    "aud",
    "exp",
    "nbf",
    "iat",
    "scope",
    "token_use",
    "client_id",
];

/// The payload of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims(String);

impl Claims {
    /// Reads the token of an `Authorization` value, with or without its scheme; `None` where there
    /// is none that can be read.
    ///
    /// ```
    /// use gatewhy_core::jwt::Claims;
    ///
    /// let claims = Claims::of("Bearer eyJhbGciOiJub25lIn0.eyJleHAiOjE3NjAyNjA0NDd9.c2ln").unwrap();
    /// assert_eq!(claims.number("exp"), Some(1_760_260_447));
    /// ```
    pub fn of(value: &str) -> Option<Self> {
        let token = value.rsplit(' ').next()?;
        let mut parts = token.split('.');
        let (head, payload) = (parts.next()?, parts.next()?);
        let complete = head.starts_with("eyJ") && parts.next().is_some() && parts.next().is_none();
        let json = complete.then(|| decode(payload)).flatten()?;
        json.trim_start().starts_with('{').then_some(Self(json))
    }

    /// A claim that is a whole number of seconds, such as `exp`.
    pub fn number(&self, name: &str) -> Option<i64> {
        let raw = self.raw(name)?;
        raw.split('.').next()?.parse().ok()
    }

    /// A claim that is a plain string, such as `token_use`.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.raw(name)?.strip_prefix('"')?.strip_suffix('"')
    }

    fn raw(&self, name: &str) -> Option<&str> {
        members(&self.0)
            .into_iter()
            .find(|(key, _)| *key == name)
            .map(|(_, raw)| raw)
    }
}

/// Masks a token: header and judged claims stay, the other claims and the signature go. `None`
/// where it cannot be read and has to be masked as a whole.
///
/// ```
/// use gatewhy_core::jwt::mask;
///
/// // {"sub":"u1","exp":1760260447} keeps its `exp` alone.
/// let masked = mask("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSIsImV4cCI6MTc2MDI2MDQ0N30.c2ln");
/// assert_eq!(masked.as_deref(), Some("eyJhbGciOiJub25lIn0.eyJleHAiOjE3NjAyNjA0NDd9.***"));
/// ```
pub fn mask(token: &str) -> Option<String> {
    let claims = Claims::of(token)?;
    let head = token.split('.').next()?;
    let kept: Vec<String> = members(&claims.0)
        .into_iter()
        .filter(|(key, _)| JUDGED.contains(key))
        .map(|(key, raw)| format!("\"{key}\":{raw}"))
        .collect();
    let payload = encode(format!("{{{}}}", kept.join(",")).as_bytes());
    Some(format!("{head}.{payload}.{}", crate::redact::MASK))
}

/// The members of a JSON object, each value as it stands; what is broken ends the list.
fn members(json: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = json.trim().strip_prefix('{').unwrap_or("").trim_start();
    while let Some(after) = rest.strip_prefix('"') {
        let Some(end) = string_end(after) else { break };
        let key = &after[..end];
        let Some(value) = after[end + 1..].trim_start().strip_prefix(':') else {
            break;
        };
        let value = value.trim_start();
        let length = value_length(value);
        found.push((key, value[..length].trim_end()));
        let Some(next) = value[length..].trim_start().strip_prefix(',') else {
            break;
        };
        rest = next.trim_start();
    }
    found
}

/// Where the string that begins here is closed.
fn string_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|b| {
        let closes = b == b'"' && !escaped;
        escaped = b == b'\\' && !escaped;
        closes
    })
}

/// Up to the comma or bracket behind the value that begins here.
fn value_length(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => match string_end(&text[at + 1..]) {
                Some(end) => at += end + 1,
                None => return text.len(),
            },
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Decodes base64url without padding.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        let value = ALPHABET.iter().position(|known| *known == byte)?;
        bits = (bits << 6) | u32::try_from(value).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 2);
    for chunk in bytes.chunks(3) {
        let third = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = (third(0) << 16) | (third(1) << 8) | third(2);
        for sextet in 0..=chunk.len() {
            let index = (bits >> (18 - 6 * sextet)) & 63;
            text.push(char::from(ALPHABET[index as usize]));
        }
    }
    text
}

/// How long before the answer the token expired, in seconds; negative while it is valid. The clock
/// is the server's, from its `Date` header.
fn expired_for(facts: &Facts<'_>) -> Option<i64> {
    let exp = Claims::of(facts.auth.header?)?.number("exp")?;
    let answered = time::http_date(facts.evidence.response_headers.first("date")?)?;
    // What a token may hold is not bounded.
    answered.checked_sub(exp)
}

/// Adds what the token tells to the values that words are filled with.
pub(crate) fn set_values(facts: &Facts<'_>, values: &mut Values) {
    if let Some(seconds) = expired_for(facts).filter(|seconds| *seconds > 0) {
        let (en, ja) = time::span(seconds);
        values.set_words("expired_for", en, ja);
    }
    if let Some(kind) = token_use(facts) {
        values.set("token_use", kind);
    }
}

/// The token had expired by the server's clock when it was judged.
pub(crate) fn expired(facts: &Facts<'_>) -> Look {
    match (expired_for(facts), facts.auth.header.and_then(Claims::of)) {
        (Some(seconds), Some(claims)) if seconds > 0 => {
            let exp = claims.raw("exp").unwrap_or("");
            Look::seen(format!("\"exp\":{exp}"), PAYLOAD)
        }
        (Some(_), _) => Look::Absent,
        (None, _) => Look::Unknown,
    }
}

/// A user pool's token that says which kind it is.
pub(crate) fn kind(facts: &Facts<'_>) -> Look {
    match token_use(facts) {
        Some(kind) => Look::seen(format!("\"token_use\":\"{kind}\""), PAYLOAD),
        None => Look::missing(facts.auth.header.is_some()),
    }
}

/// `id` or `access`, as a Cognito user pool marks its tokens.
fn token_use(facts: &Facts<'_>) -> Option<&'static str> {
    let claims = Claims::of(facts.auth.header?)?;
    let kind = claims.text("token_use")?;
    ["id", "access"].into_iter().find(|known| *known == kind)
}

/// Where claims are quoted from.
const PAYLOAD: &str = "request.headers.authorization.payload";

#[cfg(test)]
mod tests {
    use super::*;

    fn token(json: &str) -> String {
        format!(
            "{}.{}.c2ln",
            encode(br#"{"alg":"RS256"}"#),
            encode(json.as_bytes())
        )
    }

    #[test]
    fn claims_are_read_whatever_stands_around_them() {
        let text = token(
            r#"{ "sub":"a\"b", "aud":["x","y"], "exp" : 1760260447.5, "nested":{"exp":1}, "token_use":"id" }"#,
        );
        let claims = Claims::of(&format!("Bearer {text}")).unwrap();
        assert_eq!(claims.number("exp"), Some(1_760_260_447));
        assert_eq!(claims.text("token_use"), Some("id"));
        assert_eq!(claims.raw("aud"), Some(r#"["x","y"]"#));
        assert_eq!(claims.text("exp"), None);
    }

    #[test]
    fn a_masked_token_keeps_what_is_judged_and_masks_to_itself() {
        let masked = mask(&token(
            r#"{"email":"u@example.com","iss":"https://i.example.com","exp":7}"#,
        ))
        .unwrap();
        let claims = Claims::of(&masked).unwrap();
        assert_eq!(claims.0, r#"{"iss":"https://i.example.com","exp":7}"#);
        assert!(masked.ends_with(".***"));
        assert_eq!(mask(&masked), Some(masked));
    }

    #[test]
    fn what_is_no_token_is_not_read() {
        for text in [
            "",
            "Bearer abc",
            "eyJ.eyJ",
            "eyJhbGciOiJub25lIn0.!!.x",
            "eyJhbGciOiJub25lIn0.W10.x",
        ] {
            assert_eq!(Claims::of(text), None, "{text}");
        }
        assert_eq!(mask("eyJhbGciOiJub25lIn0.e30"), None);
        assert_eq!(members("{\"a\":1,\"b"), [("a", "1")]);
        assert_eq!(members("{\"a\":\"b"), [("a", "\"b")]);
    }
}
