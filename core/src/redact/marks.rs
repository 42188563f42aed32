//! The marks that stand in place of secrets.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

use super::{MASK, coded};

/// The marks of one input: equal credentials get equal marks, and different ones different marks,
/// because whether a token worked elsewhere is a clue. A mark says nothing else about its secret.
#[derive(Debug, Default)]
pub(super) struct Marks(BTreeMap<u64, usize>);

impl Marks {
    /// `***` for the first secret, `***#2` for the second; what is a mark stays one.
    pub(super) fn of(&mut self, secret: &str) -> String {
        if is_mark(secret) {
            return secret.into();
        }
        match self.number(secret) {
            Some(number) => format!("{MASK}#{number}"),
            None => MASK.into(),
        }
    }

    /// How many different secrets there were.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Which of several secrets it is; the first has no number.
    pub(super) fn number(&mut self, secret: &str) -> Option<usize> {
        // It is the same secret however it was encoded where it stands.
        let decoded = coded::decode(secret);
        let secret = decoded.as_deref().unwrap_or(secret);
        // FNV-1a: the secret itself is not kept.
        let hash = secret
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        let next = self.0.len() + 1;
        Some(*self.0.entry(hash).or_insert(next)).filter(|number| *number > 1)
    }
}

pub(super) fn is_mark(text: &str) -> bool {
    let behind = text.strip_prefix(MASK);
    behind.is_some_and(|number| number.is_empty() || number_length(number) == number.len())
}

/// The length of `#2`, or of `%232` in a query; 0 where there is no number.
fn number_length(text: &str) -> usize {
    let sign = ["#", "%23"].into_iter().find(|sign| text.starts_with(sign));
    let Some(sign) = sign.map(str::len) else {
        return 0;
    };
    let digits = text[sign..].bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 { 0 } else { digits + sign }
}

/// The text with every mark without its number, as reports show it.
pub(super) fn unnumbered(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(MASK) {
        let (before, behind) = rest.split_at(at + MASK.len());
        plain.push_str(before);
        rest = &behind[number_length(behind)..];
    }
    plain.push_str(rest);
    plain
}
