//! Account ids: no secrets, but nobody's business either.

use alloc::string::String;

const DIGITS: usize = 12;
const SHOWN: usize = 4;

/// Masks account ids in the way that API Gateway does itself: `********9012`.
///
/// ```
/// use gatewhy_core::redact::account_ids;
///
/// assert_eq!(account_ids("arn:aws:iam::123456789012:root"), "arn:aws:iam::********9012:root");
/// assert_eq!(account_ids(r#"{"accountId": 123456789012}"#), r#"{"accountId": "********9012"}"#);
/// assert_eq!(account_ids("550e8400-e29b-41d4-a716-446655440000"), "550e8400-e29b-41d4-a716-446655440000");
/// ```
pub fn account_ids(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut masked = String::with_capacity(text.len());
    let (mut at, mut copied) = (0, 0);
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let length = bytes[at..]
            .iter()
            .position(|byte| !byte.is_ascii_alphanumeric())
            .unwrap_or(bytes.len() - at);
        let run = &text[at..at + length];
        // `\n123456789012` in JSON.
        let is_escape = run.len() == DIGITS + 1 && text[..at].ends_with('\\');
        let digits = if is_escape { &run[1..] } else { run };
        let end = at + length;
        if digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let start = end - DIGITS;
            if let Some(quote) = stands_alone(&text[..start], &text[end..]) {
                masked.push_str(&text[copied..start]);
                masked.push_str(quote);
                masked.extend(core::iter::repeat_n('*', DIGITS - SHOWN));
                masked.push_str(&digits[DIGITS - SHOWN..]);
                masked.push_str(quote);
                copied = end;
            }
        }
        at = end;
    }
    masked.push_str(&text[copied..]);
    masked
}

/// Whether the digits are no part of a UUID, a fraction or some other number: the quote that they
/// need then, where they stood in JSON without one.
fn stands_alone<'a>(before: &'a str, after: &str) -> Option<&'a str> {
    if before.ends_with(['.', '%', '+']) || after.starts_with(['%']) || is_uuid(before) {
        return None;
    }
    let named = before.trim_end().strip_suffix(':').map(str::trim_end);
    let is_value = after.trim_start().starts_with([',', '}', ']']);
    let Some(quoted) = named.filter(|_| is_value) else {
        // An element of an array of numbers.
        return (!before.trim_end().ends_with([',', '[']) || !is_value).then_some("");
    };
    let Some(inner) = quoted.strip_suffix('"') else {
        return Some("");
    };
    let name = inner.trim_end_matches('\\');
    let word = name.rsplit('"').next().unwrap_or("");
    let is_account = crate::look::find_in(word, "account").is_some()
        || crate::look::find_in(word, "owner").is_some();
    is_account.then(|| &quoted[name.len()..])
}

/// `550e8400-e29b-41d4-a716-` stands before the last part of a UUID.
fn is_uuid(before: &str) -> bool {
    const GROUPS: [usize; 4] = [4, 4, 4, 8];
    let mut rest = before;
    for group in GROUPS {
        let Some(hex) = rest.strip_suffix('-') else {
            return false;
        };
        let Some(start) = hex.len().checked_sub(group) else {
            return false;
        };
        let is_hex = hex.as_bytes()[start..].iter().all(u8::is_ascii_hexdigit);
        if !is_hex {
            return false;
        }
        rest = &hex[..start];
    }
    true
}
