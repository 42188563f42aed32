//! JSON Web Tokens, as far as a diagnosis and a redaction need them.
//!
//! Nothing is verified: the claims say what the client sent, not whether it is true. The few claims
//! that an authorizer judges may be told and kept; everything else in a token is its bearer's.

use alloc::string::String;
use alloc::vec::Vec;

/// What stands in place of a secret.
pub(crate) const MASK: &str = "***";

/// The claims that an authorizer compares with its settings; they name no person.
pub(crate) const JUDGED: &[&str] = &[
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
        let complete = parts.next().is_some() && parts.next().is_none();
        Self::of_part(head).filter(|_| complete)?;
        Self::of_part(payload)
    }

    /// Reads one part of a token, its header or its payload.
    pub(crate) fn of_part(part: &str) -> Option<Self> {
        let json = decode(part)?;
        let text = json.trim();
        (text.starts_with('{') && text.ends_with('}')).then_some(Self(json))
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

    /// A claim as it stands in the JSON.
    pub(crate) fn raw(&self, name: &str) -> Option<&str> {
        members(&self.0)
            .into_iter()
            .find(|(key, _)| *key == name)
            .map(|(_, raw)| raw)
    }

    /// These members, and no others, in base64url.
    fn only(&self, names: &[&str]) -> String {
        let mut json = String::from("{");
        for (key, raw) in members(&self.0) {
            if names.contains(&key) {
                let comma = if json.len() > 1 { "," } else { "" };
                json.push_str(&[comma, "\"", key, "\":", raw].concat());
            }
        }
        json.push('}');
        encode(json.as_bytes())
    }
}

/// Masks a token: what its header says of keys and algorithms and the judged claims stay, the other
/// claims and the signature go. `None` where it cannot be read and has to be masked as a whole.
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
    let (head, rest) = token.split_once('.')?;
    let odd = odd_letters(token);
    let sign = if rest.ends_with('.') && odd.is_empty() {
        ""
    } else {
        MASK
    };
    Some(
        [
            &mask_head(head)?,
            ".",
            &claims.only(JUDGED),
            ".",
            sign,
            &odd,
        ]
        .concat(),
    )
}

/// Masks what a token's header holds besides the names of algorithms and keys.
pub(crate) fn mask_head(head: &str) -> Option<String> {
    const PUBLIC: &[&str] = &["alg", "typ", "kid", "enc", "cty"];
    let read = Claims::of_part(head)?;
    let is_public = members(&read.0).iter().all(|(key, _)| PUBLIC.contains(key));
    // Letter by letter, where nothing has to go.
    Some(if is_public && odd_letters(head).is_empty() {
        head.into()
    } else {
        read.only(PUBLIC)
    })
}

/// Whether a value has the outside of a JSON Web Token: three parts, the first of which is a JSON
/// object in base64url.
pub fn looks_like_jwt(value: &str) -> bool {
    let mut parts = value.split('.');
    let head = parts.next().and_then(Claims::of_part);
    head.is_some() && parts.count() == 2 && !value.contains(char::is_whitespace)
}

/// The letters of base64 that base64url has not, each once.
pub(crate) fn odd_letters(token: &str) -> String {
    ['+', '/', '=']
        .into_iter()
        .filter(|odd| token.contains(*odd))
        .collect()
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

/// Decodes base64url, padded or not.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        // Some encoders use the letters of plain base64.
        let byte = match byte {
            b'+' => b'-',
            b'/' => b'_',
            other => other,
        };
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

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

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
