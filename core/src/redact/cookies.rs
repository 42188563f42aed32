//! Cookies keep their names, and in `Set-Cookie` their attributes.

use alloc::string::String;

use super::MASK;
use super::looks::is_placeholder;

/// What stands behind a cookie in `Set-Cookie`.
pub(super) const ATTRIBUTES: &[&str] = &[
    "path",
    "domain",
    "expires",
    "max-age",
    "httponly",
    "secure",
    "samesite",
    "partitioned",
    "priority",
];

/// The names of cookies stay, and the attributes that are given.
pub(super) fn cookies(value: &str, attributes: &[&str]) -> String {
    let mut masked = String::with_capacity(value.len());
    let mut rest = value;
    while !rest.is_empty() {
        let end = cookie_end(rest);
        let (pair, tail) = rest.split_at(end);
        let (name, value) = match pair.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (pair, None),
        };
        let plain = name.trim();
        let is_attribute = attributes
            .iter()
            .any(|known| plain.eq_ignore_ascii_case(known));
        match value {
            Some(value) if !is_attribute => {
                // What can be no name may be anything.
                let is_name = !plain.contains(|c: char| c.is_whitespace() || "/@:\"'".contains(c));
                masked.push_str(if is_name { name } else { MASK });
                masked.push('=');
                let mask = if is_placeholder(value) { value } else { MASK };
                masked.push_str(mask);
            }
            None if !is_attribute && !is_placeholder(pair) => masked.push_str(MASK),
            _ => masked.push_str(pair),
        }
        let separator = tail.chars().next().map_or(0, char::len_utf8);
        masked.push_str(&tail[..separator]);
        rest = &tail[separator..];
    }
    masked
}

/// Up to the semicolon or line end behind a pair, or to the comma between two cookies; the comma
/// in a date has no pair behind it.
fn cookie_end(text: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text[from..].find([';', ',', '\n']).map(|at| from + at) {
        let is_comma = text[at..].starts_with(',');
        let next = &text[at + 1..];
        let chunk = next.find([';', ',']).map_or(next, |end| &next[..end]);
        if !is_comma || chunk.contains('=') {
            return at;
        }
        from = at + 1;
    }
    text.len()
}
