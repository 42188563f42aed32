//! JSON's escapes, off and on again.

use alloc::string::String;

/// The text that a string stands for; what is no escape stays.
pub(super) fn unescape(raw: &str) -> String {
    let mut plain = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        let code = &rest[at + 1..];
        let one = match code.bytes().next() {
            Some(b'n') => Some('\n'),
            Some(b'r') => Some('\r'),
            Some(b't') => Some('\t'),
            Some(b'b') => Some('\u{8}'),
            Some(b'f') => Some('\u{c}'),
            Some(b'"') => Some('"'),
            Some(b'\\') => Some('\\'),
            Some(b'/') => Some('/'),
            _ => None,
        };
        let (c, length) = match (one, unit(code)) {
            (Some(c), _) => (c, 1),
            (None, Some(unit)) => pair(unit, &code[5..]),
            (None, None) => ('\\', 0),
        };
        plain.push(c);
        rest = &code[length..];
    }
    plain.push_str(rest);
    plain
}

/// `u003d`
fn unit(code: &str) -> Option<u32> {
    let hex = code.strip_prefix('u')?.get(..4)?;
    u32::from_str_radix(hex, 16)
        .ok()
        .filter(|_| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A character beyond the basic plane takes two units.
fn pair(high: u32, rest: &str) -> (char, usize) {
    const ONE: usize = 5;
    if let Some(c) = char::from_u32(high) {
        return (c, ONE);
    }
    let low = rest
        .strip_prefix('\\')
        .and_then(unit)
        .filter(|low| (0xdc00..0xe000).contains(low));
    match low {
        Some(low) if (0xd800..0xdc00).contains(&high) => {
            let c = char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
            (c.unwrap_or(char::REPLACEMENT_CHARACTER), 2 * ONE + 1)
        }
        _ => (char::REPLACEMENT_CHARACTER, ONE),
    }
}

pub(super) fn escape(plain: &str) -> String {
    let mut raw = String::with_capacity(plain.len() + 8);
    for c in plain.chars() {
        match c {
            '"' => raw.push_str("\\\""),
            '\\' => raw.push_str("\\\\"),
            '\n' => raw.push_str("\\n"),
            '\r' => raw.push_str("\\r"),
            '\t' => raw.push_str("\\t"),
            c if c < ' ' => control(&mut raw, c),
            c => raw.push(c),
        }
    }
    raw
}

/// A control character as JSON writes it.
fn control(into: &mut String, c: char) {
    into.push_str("\\u00");
    for shift in [4, 0] {
        let digit = (u32::from(c) >> shift) & 15;
        into.extend(char::from_digit(digit, 16));
    }
}
