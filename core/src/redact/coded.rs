//! Percent-encoding, off and on again.

use alloc::string::String;
use alloc::vec::Vec;

/// What a run means; `None` where nothing in it is encoded.
pub(super) fn decode(run: &str) -> Option<String> {
    if !run.contains('%') {
        return None;
    }
    let source = run.as_bytes();
    let mut bytes = Vec::with_capacity(source.len());
    let mut at = 0;
    let mut found = false;
    while let Some(byte) = source.get(at) {
        let code = run
            .get(at + 1..at + 3)
            .filter(|hex| *byte == b'%' && hex.bytes().all(|hex| hex.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(code.unwrap_or(*byte));
        at += if code.is_some() { 3 } else { 1 };
        found |= code.is_some();
    }
    // What is no text is only lost where something has to be masked.
    found.then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// Encodes all but what needs no encoding anywhere, and the stars of a mask.
pub(super) fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut run = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'*' | b'+') {
            run.push(char::from(byte));
        } else {
            run.push('%');
            run.push(char::from(HEX[usize::from(byte >> 4)]));
            run.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    run
}
