//! The encodings of Signature Version 4: what a path, a query and a body look like once canonical.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::sort;

/// The SHA-256 of nothing: what a signer puts down for an empty body.
pub(crate) const EMPTY_HASH: &str =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const HEX: &[u8; 16] = b"0123456789ABCDEF";

fn digit(nibble: u8) -> char {
    char::from(HEX[usize::from(nibble)])
}

/// The canonical form of a path as it stood on the wire: every byte but the unreserved ones and
/// the slash is percent-encoded, including the `%` of what was encoded already.
pub fn canonical_path(wire: &str) -> String {
    let mut path = String::with_capacity(wire.len() + 8);
    wire.bytes().for_each(|byte| encode(&mut path, byte, true));
    if path.is_empty() {
        "/".to_owned()
    } else {
        path
    }
}

/// A path without `.`, `..` and doubled slashes, as signers other than those for S3 make it before
/// they encode it.
///
/// ```
/// use gatewhy_core::sigv4::normalized;
///
/// assert_eq!(normalized("/a//b/./c/../"), "/a/b/");
/// ```
pub fn normalized(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(kept.pop()),
            segment => kept.push(segment),
        }
    }
    let mut plain = String::with_capacity(path.len());
    for segment in &kept {
        plain.push('/');
        plain.push_str(segment);
    }
    if plain.is_empty() || path.ends_with('/') {
        plain.push('/');
    }
    plain
}

/// The canonical form of a query as it stood on the wire: decoded, encoded again, sorted; a
/// presigned URL's own signature is left out.
pub fn canonical_query(wire: &str) -> String {
    let mut pairs: Vec<(String, String)> = wire
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .filter(|(name, _)| !name.eq_ignore_ascii_case("X-Amz-Signature"))
        .map(|(name, value)| (recoded(name), recoded(value)))
        .collect();
    sort::by(&mut pairs, Ord::cmp);
    let mut query = String::with_capacity(wire.len() + 8);
    for (name, value) in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(&name);
        query.push('=');
        query.push_str(&value);
    }
    query
}

fn recoded(text: &str) -> String {
    let mut coded = String::with_capacity(text.len());
    for byte in decoded_bytes(text) {
        encode(&mut coded, byte, false);
    }
    coded
}

/// A text with its percent-encoding taken off once; what is no UTF-8 then is replaced.
pub(crate) fn decoded(text: &str) -> String {
    String::from_utf8_lossy(&decoded_bytes(text)).into_owned()
}

fn decoded_bytes(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text
            .get(at + 1..at + 3)
            .filter(|hex| bytes[at] == b'%' && hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        plain.push(hex.unwrap_or(bytes[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    plain
}

fn encode(into: &mut String, byte: u8, keep_slash: bool) {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            into.push(char::from(byte));
        }
        b'/' if keep_slash => into.push('/'),
        _ => {
            into.push('%');
            into.push(digit(byte >> 4));
            into.push(digit(byte & 15));
        }
    }
}

/// A header's value in canonical form: trimmed, with one space for a run of white space.
pub(crate) fn collapsed(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    for word in value.split_ascii_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signing::sha256;

    #[test]
    fn a_server_encodes_the_wire_path_once_more() {
        for (wire, canonical) in [
            (
                "/dev/%40connections/asnFYeJtCGYCEZQ%3D",
                "/dev/%2540connections/asnFYeJtCGYCEZQ%253D",
            ),
            (
                "/dev/@connections/ZDb-VclrIAMCJ3w=",
                "/dev/%40connections/ZDb-VclrIAMCJ3w%3D",
            ),
            ("/dev/feed", "/dev/feed"),
            ("", "/"),
        ] {
            assert_eq!(canonical_path(wire), canonical);
        }
        assert_eq!(
            canonical_query("b=2&a=x y&a=%7e&c+d"),
            "a=x%20y&a=~&b=2&c%2Bd="
        );
        assert_eq!(canonical_query("%e3%81&%&%zz"), "%25=&%25zz=&%E3%81=");
    }

    #[test]
    fn dot_segments_and_doubled_slashes_go() {
        for (path, plain) in [
            ("", "/"),
            ("//", "/"),
            ("/example/..", "/"),
            ("/example1/example2/../..", "/"),
            ("/./", "/"),
            ("/./example", "/example"),
            ("//example//", "/example/"),
            ("/../../x", "/x"),
        ] {
            assert_eq!(normalized(path), plain, "{path}");
        }
    }

    #[test]
    fn the_hash_of_nothing_is_the_well_known_one() {
        assert_eq!(sha256(b""), EMPTY_HASH);
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
