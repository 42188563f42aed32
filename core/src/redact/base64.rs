//! Base64, both alphabets, so that what is packed can be masked within.

use alloc::string::String;
use alloc::vec::Vec;

fn value(byte: u8) -> Option<u32> {
    Some(match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// Decodes; white space and missing padding are forgiven.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        if byte.is_ascii_whitespace() {
            continue;
        }
        bits = (bits << 6) | value(byte)?;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

/// Encodes in the alphabet, and with padding, as the sample has it.
pub(super) fn encode(bytes: &[u8], sample: &str) -> String {
    let last: &[u8; 2] = if sample.contains(['-', '_']) {
        b"-_"
    } else {
        b"+/"
    };
    let is_padded = sample.ends_with('=') || sample.len().is_multiple_of(4);
    let mut text = String::with_capacity(bytes.len() / 3 * 4 + 4);
    for chunk in bytes.chunks(3) {
        let at = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = (at(0) << 16) | (at(1) << 8) | at(2);
        for place in 0..4 {
            let sextet = u8::try_from((bits >> (18 - 6 * place)) & 63).unwrap_or(0);
            if place > chunk.len() {
                if is_padded {
                    text.push('=');
                }
                continue;
            }
            text.push(char::from(match sextet {
                0..26 => b'A' + sextet,
                26..52 => b'a' + sextet - 26,
                52..62 => b'0' + sextet - 52,
                _ => last[usize::from(sextet - 62)],
            }));
        }
    }
    text
}
