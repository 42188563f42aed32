//! The outside of a token: what stands in front of it, around it and between its dots.
//!
//! [`read`] and [`masked`] belong together: what the one sees, the other leaves, so that a redacted
//! capture gives the report that the capture itself gives.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::Kind;
use crate::jwt::{self, Claims, MASK, looks_like_jwt, odd_letters};

/// A credential as it was sent, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The token's header, where it can be read.
    pub(crate) head: Option<Claims>,
    /// The token's payload, where it can be read.
    pub(crate) claims: Option<Claims>,
    /// What is wrong, each with the value that its words name.
    pub(crate) faults: Vec<(Kind, String)>,
    /// There is one token, and it has no dots.
    pub(crate) is_one_part: bool,
}

/// What clients put in front of a token, in lower case, a colon behind it left out.
const SCHEMES: &[&str] = &[
    "bearer",
    "token",
    "jwt",
    "oauth",
    "basic",
    "apikey",
    "api-key",
    "x-api-key",
    "key",
    "authorization",
];

/// What clients make of a variable that holds nothing.
const NOTHING: &[&str] = &["undefined", "null", "none", "nil", "nan", "[object"];

const QUOTES: &[char] = &['"', '\'', '`', '“', '”'];

/// Takes the value of `Authorization`, or of what stands in for it, apart.
pub(crate) fn read(value: &str) -> Reading {
    let mut reading = Reading::default();
    let mut fault = |kind, value: &str| reading.faults.push((kind, value.to_owned()));
    let words: Vec<&str> = value.split_whitespace().collect();
    let front = words.iter().take_while(|word| is_scheme(word)).count();
    let (schemes, rest) = words.split_at(front);
    let Some(first) = rest.first() else {
        // The word `token` alone is what people write in place of one that they keep to themselves.
        match schemes.last() {
            Some(last) if !is_bearer(last) => {}
            _ => fault(Kind::Empty, ""),
        }
        return reading;
    };
    if rest.iter().any(|word| is_blanked(unglued(word).1)) {
        return reading;
    }
    if schemes.iter().filter(|word| is_bearer(word)).count() > 1 {
        fault(Kind::Doubled, "");
    } else if let Some(other) = schemes.iter().find(|word| !is_bearer(word)) {
        fault(Kind::Scheme, other);
    }
    let (glued, token) = unglued(first);
    if is_nothing(token) {
        let shown = match rest.get(1) {
            Some(second) if second.eq_ignore_ascii_case("object]") => "[object Object]",
            _ => token,
        };
        fault(Kind::Placeholder, shown);
        return reading;
    }
    let gap = schemes.last().is_some_and(|last| {
        last.ends_with(':')
            || value
                .split_once(last)
                .is_none_or(|(_, behind)| !behind.starts_with(' ') || behind.starts_with("  "))
    });
    if glued || (gap && schemes.len() == 1) {
        fault(Kind::Glued, "");
    }
    if rest.len() > 1 || value.contains(['\n', '\r']) {
        fault(Kind::Spaced, "");
        return reading;
    }
    let bare = token.trim_matches(QUOTES);
    if bare.len() < token.len() {
        fault(Kind::Quoted, "");
    }
    let parts = bare.split('.').count();
    let head = bare
        .split_once('.')
        .and_then(|(head, _)| Claims::of_part(head));
    match parts {
        1 | 3 => {}
        5 => fault(Kind::Encrypted, ""),
        _ => fault(Kind::Parts, &alloc::format!("{parts}")),
    }
    let odd = odd_letters(bare);
    if head.is_some() && !odd.is_empty() {
        fault(Kind::Base64, &odd);
    }
    if schemes.is_empty() && !glued && looks_like_jwt(bare) {
        fault(Kind::NoScheme, "");
    }
    reading.is_one_part = parts == 1;
    reading.claims = Claims::of(bare);
    reading.head = head;
    reading
}

/// Whether a value names a scheme and brings no token, or what client code makes of none.
pub(crate) fn is_empty(value: &str) -> bool {
    let faults = read(value).faults;
    faults
        .iter()
        .any(|(kind, _)| matches!(kind, Kind::Empty | Kind::Placeholder))
}

/// Masks such a value and leaves its shape: schemes, white space, quotation marks, dots, the header
/// of a JWT and the claims that an authorizer judges.
///
/// ```
/// use gatewhy_core::token::masked;
///
/// assert_eq!(masked("Bearer Bearer s3.cr.et"), "Bearer Bearer ***.***.***");
/// assert_eq!(masked("Bearer undefined"), "Bearer undefined");
/// ```
pub fn masked(value: &str) -> String {
    each_word(value, |bare| {
        jwt::mask(bare).unwrap_or_else(|| in_parts(bare, true))
    })
}

/// The shape alone, for a quote that shows what is wrong with it.
pub(crate) fn outline(value: &str) -> String {
    each_word(value, |bare| in_parts(bare, false))
}

/// A word with something else in place of a part of it.
fn around(word: &str, part: &str, mask: &str) -> String {
    let at = part.as_ptr() as usize - word.as_ptr() as usize;
    let (before, from) = word.split_at_checked(at).unwrap_or((word, ""));
    let behind = from.get(part.len()..).unwrap_or("");
    [before, mask, behind].concat()
}

fn each_word(value: &str, mask: impl Fn(&str) -> String) -> String {
    let mut masked = String::with_capacity(value.len());
    let mut rest = value;
    while !rest.is_empty() {
        let start = rest
            .find(|c: char| !c.is_whitespace())
            .unwrap_or(rest.len());
        let (space, from) = rest.split_at(start);
        let end = from.find(char::is_whitespace).unwrap_or(from.len());
        let (word, behind) = from.split_at(end);
        masked.push_str(space);
        let (_, token) = unglued(word);
        let bare = token.trim_matches(QUOTES);
        if is_scheme(word) || is_nothing(token) || is_no_secret(token) {
            masked.push_str(word);
        } else if is_blanked(token) {
            masked.push_str(&around(word, token, "REDACTED"));
        } else {
            masked.push_str(&around(word, bare, &mask(bare)));
        }
        rest = behind;
    }
    masked
}

/// A mark, with the letters that showed the encoding.
fn is_masked(part: &str) -> bool {
    part.strip_prefix(MASK)
        .is_some_and(|rest| rest.bytes().all(|b| matches!(b, b'+' | b'/' | b'=')))
}

/// Each part masked by itself; the header of a JWT may stay.
fn in_parts(token: &str, keeps_head: bool) -> String {
    let mut masked = String::new();
    let head = token
        .split_once('.')
        .and_then(|(head, _)| jwt::mask_head(head));
    for (at, part) in token.split('.').enumerate() {
        if at > 0 {
            masked.push('.');
        }
        match &head {
            Some(head) if at == 0 && keeps_head => masked.push_str(head),
            _ if part.is_empty() || is_masked(part) => masked.push_str(part),
            _ => masked.push_str(MASK),
        }
    }
    let odd = odd_letters(token);
    if head.is_some() && !odd.is_empty() && !masked.ends_with(&odd) {
        if masked.ends_with('.') {
            masked.push_str(MASK);
        }
        masked.push_str(&odd);
    }
    masked
}

fn is_scheme(word: &str) -> bool {
    let name = word.strip_suffix(':').unwrap_or(word);
    SCHEMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn is_bearer(word: &str) -> bool {
    let name = word.strip_suffix(':').unwrap_or(word);
    name.eq_ignore_ascii_case("bearer")
}

/// `undefined`, `null`, `[object Object]`, `{{token}}`.
pub(crate) fn is_nothing(word: &str) -> bool {
    let word = word.trim_matches(QUOTES);
    let template = word
        .strip_prefix("{{")
        .and_then(|rest| rest.strip_suffix("}}"));
    NOTHING.iter().any(|known| word.eq_ignore_ascii_case(known))
        || template.is_some_and(|name| name.len() <= 40 && name.bytes().all(is_of_a_name))
}

/// Somebody blanked the token out before it came here, or cut it short.
pub(crate) fn is_blanked(word: &str) -> bool {
    let marked = word.contains(['<', '>', '…', '$'])
        || ["...", "REDACT", "redact", "xxxx", "XXXX"]
            .iter()
            .any(|mark| word.contains(mark));
    marked && !looks_like_jwt(word.trim_matches(QUOTES))
}

/// `<token>`, or a word of `<the token>`; `Object]`, of `[object Object]`.
fn is_no_secret(word: &str) -> bool {
    let name = word.trim_start_matches('<').trim_end_matches('>');
    let named = name.len() < word.len() && name.len() <= 24;
    (named
        && name
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_')))
        || word.eq_ignore_ascii_case("object]")
}

fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// `Bearer:eyJ…`, `Bearer%20eyJ…`, `BearereyJ…`: whether the scheme is stuck to the token, and the
/// token.
fn unglued(word: &str) -> (bool, &str) {
    let (scheme, rest) = word.split_at_checked("bearer".len()).unwrap_or(("", word));
    let token = rest.trim_start_matches("%20");
    let token = token.trim_start_matches([':', '=', '+', ',']);
    let parted = token.len() < rest.len() || looks_like_jwt(token);
    if scheme.eq_ignore_ascii_case("bearer") && parted && !token.is_empty() {
        (true, token)
    } else {
        (false, word)
    }
}
