//! What a value looks like: chance, a word, a number, a blank to be filled in.

use super::base64;
use super::marks::is_mark;

/// Whether nobody's secret stands here: nothing at all, a mark, a variable, `undefined`.
pub(super) fn is_placeholder(value: &str) -> bool {
    const WORDS: &[&str] = &[
        "undefined",
        "null",
        "true",
        "false",
        "none",
        "nil",
        "nan",
        "redacted",
        "removed",
        "hidden",
        "masked",
        "object object",
        "filtered",
    ];
    let value = value.trim();
    if is_mark(value)
        || value
            .chars()
            .all(|c| matches!(c, '*' | 'x' | 'X' | '.' | '…' | '•'))
    {
        return true;
    }
    let is_name = |text: &str| {
        let is_part = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '_' | '-' | '.');
        text.chars().all(is_part) && !text.is_empty()
    };
    let inside = |open: &str, close: &str| {
        let inner = value.strip_prefix(open)?.strip_suffix(close)?;
        is_name(inner).then_some(())
    };
    let is_variable = || {
        let upper = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
        value
            .strip_prefix('$')
            .is_some_and(|name| !name.is_empty() && name.bytes().all(upper))
    };
    let plain = value.trim_matches(['[', ']', '(', ')', '<', '>', '"', '\'']);
    let yours = || {
        let start = value
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("your"));
        start && is_name(value) && value.contains(['-', '_', ' '])
    };
    WORDS.iter().any(|word| plain.eq_ignore_ascii_case(word))
        || inside("<", ">")
            .or(inside("{{", "}}"))
            .or(inside("${", "}"))
            .is_some()
        || is_variable()
        || yours()
}

/// Whether a value is one that only chance makes.
pub(super) fn is_secret(value: &str) -> bool {
    // Longer than any word; and a look takes no longer than this.
    const LONG: usize = 1024;
    let value = value.trim_matches(['"', '\'', '\\']);
    if value.len() > LONG {
        return true;
    }
    let has = |is: fn(&u8) -> bool| value.as_bytes().iter().any(is);
    let is_part = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b'-' | b'+' | b'=' | b'~' | b'%' | b'.' | b'/')
    };
    let (upper, lower, digit) = (
        has(u8::is_ascii_uppercase),
        has(u8::is_ascii_lowercase),
        has(u8::is_ascii_digit),
    );
    let is_path = value.contains('/') && !value.contains(['+', '=']);
    // `ERR_HTTP2_PROTOCOL_ERROR`
    let is_constant = !lower && value.contains('_');
    let is_mixed =
        digit && (upper || lower) && (value.len() >= 16 || (upper && lower && value.len() >= 10));
    is_mixed && !is_path && !is_constant && value.bytes().all(is_part)
}

/// A word of a sentence.
pub(super) fn is_plain_word(value: &str) -> bool {
    value.len() <= 16
        && value.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
        && value.bytes().take(1).all(|byte| byte.is_ascii_alphabetic())
}

/// JSON's bare values.
pub(super) fn is_number(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'))
}

/// `Bearer token`, `Bearer realm="…"`: no secret follows.
pub(super) fn is_prose_behind_bearer(secret: &str) -> bool {
    const WORDS: &[&str] = &[
        "token",
        "tokens",
        "auth",
        "authentication",
        "authorization",
        "scheme",
        "realm",
        "scope",
        "error",
        "is",
        "was",
        "not",
        "header",
        "headers",
        "or",
        "and",
        "prefix",
        "in",
        "keyword",
        "string",
        "type",
        "access",
    ];
    let name = secret.split('=').next().unwrap_or("");
    WORDS.iter().any(|word| name.eq_ignore_ascii_case(word))
        || ["<", "AWS4-", "...", "…", "$", "{"]
            .iter()
            .any(|start| secret.starts_with(start))
}

/// The base64 of a name and a password, or what is no word at least.
pub(super) fn is_basic(secret: &str) -> bool {
    let is_base64 = secret.bytes().all(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_')
    });
    let decoded = base64::decode(secret).filter(|_| is_base64);
    let is_pair = decoded.is_some_and(|bytes| bytes.contains(&b':'));
    let is_odd = secret.len() >= 4 && secret.bytes().any(|byte| byte.is_ascii_digit());
    is_pair || (is_odd && is_base64)
}
