//! What stands in place of a secret, so that the diagnosis is the same with it as without.

use alloc::format;
use alloc::string::String;

use super::cookies::{ATTRIBUTES, cookies};
use super::credentials::{authorization, token};
use super::looks::is_placeholder;
use super::marks::Marks;
use super::{MASK, shapes};
use crate::key;

/// The kinds of values, by what of them may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing.
    Whole,
    /// Nothing of several pairs: `Server=…;Password=…`.
    Pairs,
    /// The last four, and what shows why it can be no key.
    Key,
    /// Nothing but the claims of a JWT.
    Token,
    /// The scheme and what a signature or a token may show.
    Authorization,
    /// Nothing but whether it is the same as another.
    Signature,
    /// The same, and whether it can be one of SigV4's.
    SigV4,
    /// The names of the cookies.
    Cookies,
    /// The cookie's name and its attributes.
    SetCookie,
    /// The scope, and the ends of the access key.
    Credential,
    /// The ends of an access key id.
    AccessKey,
}

/// Masks a value of a known kind.
pub(super) fn value(kind: Kind, value: &str, marks: &mut Marks) -> String {
    match kind {
        Kind::Key => key::masked(value),
        Kind::Token => token(value, marks),
        Kind::Authorization => authorization(value, marks),
        _ if is_placeholder(value) => value.into(),
        Kind::Whole => within(value, |whole| pem(whole).unwrap_or_else(|| MASK.into())),
        Kind::Pairs => within(value, |_| MASK.into()),
        Kind::SigV4 if !is_sigv4(value) => within(value, |_| NO_SIGV4.into()),
        Kind::Signature | Kind::SigV4 => within(value, |signature| marks.of(signature)),
        Kind::Cookies => cookies(value, &[]),
        Kind::SetCookie => cookies(value, ATTRIBUTES),
        Kind::Credential => within(value, credential),
        Kind::AccessKey => within(value, access_key),
    }
}

/// What stands in place of a signature that can be none of SigV4's.
pub(crate) const NO_SIGV4: &str = "*****";

/// 64 hexadecimal digits in lower case, or a mark.
fn is_sigv4(value: &str) -> bool {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let value = value.trim();
    (value.len() == 64 && value.bytes().all(is_digit)) || value.starts_with(MASK)
}

/// A private key in PEM and nothing else keeps its two lines.
fn pem(value: &str) -> Option<String> {
    let (start, end) = shapes::pem(value, 0)?;
    let (head, tail) = (&value[..start], &value[end..]);
    let is_end = tail.starts_with("-----END") && tail.ends_with("-----") && tail.len() < 80;
    is_end.then(|| [head, MASK, tail].concat())
}

/// White space and quotes around a value may be the very thing that failed: they stay.
pub(super) fn within(value: &str, mask: impl FnOnce(&str) -> String) -> String {
    let is_quote = |c: char| matches!(c, '"' | '\'' | '\\');
    let is_quoted = value.trim_start().starts_with(is_quote);
    let is_around = |c: char| c.is_whitespace() || (is_quoted && is_quote(c));
    let start = value.len() - value.trim_start_matches(is_around).len();
    let inner = value[start..].trim_end_matches(is_around);
    if inner.is_empty() {
        return value.into();
    }
    let (before, after) = (&value[..start], &value[start + inner.len()..]);
    format!("{before}{}{after}", mask(inner))
}

/// An access key id keeps its four-letter prefix and its last four; what is none keeps nothing.
pub(super) fn access_key(key: &str) -> String {
    if key.contains(MASK) {
        return key.into();
    }
    let is_id = key.len() >= 16 && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let ends = key
        .get(..4)
        .zip(key.len().checked_sub(4).and_then(|at| key.get(at..)));
    match ends {
        Some((head, tail)) if is_id && shapes::ACCESS_KEYS.contains(&head) => {
            format!("{head}{MASK}{tail}")
        }
        _ => MASK.into(),
    }
}

/// `AKIA…/20260101/us-east-1/execute-api/aws4_request`, percent-encoded or not.
fn credential(value: &str) -> String {
    let end = value.find(['/', '%', ' ']).unwrap_or(value.len());
    let (key, scope) = value.split_at(end);
    format!("{}{scope}", access_key(key))
}
