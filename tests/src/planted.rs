//! Secrets planted where secrets stand, and the search for what is left of them.
//!
//! `tests/redaction.rs` plants every kind in every place; the fuzz target `redact` plants a few in
//! what a fuzzer made of a fixture.

mod kinds;
pub mod mutated;
pub mod outputs;
mod places;

pub use kinds::{KINDS, Kind, Secret, Stands};
pub use places::{PLACES, Place};

/// Letters and digits that only chance puts together: the same for the same seed.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Begins with a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The same for the same bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let fold = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Self::new(bytes.iter().fold(0xcbf2_9ce4_8422_2325, fold))
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }

    /// So many letters of an alphabet.
    pub fn letters(&mut self, alphabet: &[u8], count: usize) -> String {
        (0..count)
            .map(|_| char::from(alphabet[self.below(alphabet.len())]))
            .collect()
    }

    /// Letters and digits, at least one of each sort.
    pub fn word(&mut self, count: usize) -> String {
        const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789";
        let body = self.letters(ALPHABET, count.saturating_sub(3));
        format!("{body}q7Z")
    }
}

/// What is left of a secret in a text: a piece of it of this length, as it is or in base64. `None`
/// where nothing is left.
pub fn left(text: &str, secret: &str) -> Option<String> {
    const PIECE: usize = 8;
    let letters: Vec<char> = secret.chars().collect();
    let pieces = letters.windows(PIECE.min(letters.len().max(1)));
    pieces
        .map(|piece| piece.iter().collect::<String>())
        .find(|piece| text.contains(piece.as_str()))
        .or_else(|| {
            packed(secret)
                .into_iter()
                .find(|piece| text.contains(piece.as_str()))
        })
}

/// The base64 of a secret, wherever it begins in what was encoded.
fn packed(secret: &str) -> Vec<String> {
    (0..3)
        .map(|shift| {
            let padded = format!("{}{secret}", "\0".repeat(shift));
            let whole = base64(padded.as_bytes());
            let whole = whole.trim_end_matches('=');
            // What stands before and behind has a part in the first and the last letters.
            let from = if shift == 0 { 0 } else { 4 };
            let until = whole.len().saturating_sub(2);
            whole
                .get(from..until)
                .unwrap_or("")
                .chars()
                .take(16)
                .collect::<String>()
        })
        .filter(|piece| piece.len() >= 12)
        .collect()
}

/// Base64 with its padding.
pub fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = (at(0) << 16) | (at(1) << 8) | at(2);
        for place in 0..4 {
            let sextet = (bits >> (18 - 6 * place)) & 63;
            let is_padding = place > chunk.len();
            text.push(if is_padding {
                '='
            } else {
                char::from(ALPHABET[sextet as usize])
            });
        }
    }
    text
}

/// Base64url without padding, as JWTs have it.
pub fn base64url(bytes: &[u8]) -> String {
    base64(bytes)
        .trim_end_matches('=')
        .replace('+', "-")
        .replace('/', "_")
}

/// Percent-encoded as forms and queries are.
pub fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
