//! What was looked through before and holds no secret: a session says the same all day long.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use core::hash::Hasher as _;

use rustc_hash::FxHasher;

/// Longer texts seldom come twice.
const LONGEST: usize = 512;
/// So many bytes are remembered; then all are forgotten.
const BYTES_AT_MOST: usize = 1 << 18;

/// Texts that masking leaves as they are, wherever they stand in a session.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    /// By a hash of theirs; the text itself decides.
    texts: BTreeMap<u64, Box<str>>,
    bytes: usize,
}

impl Plain {
    pub(super) fn holds(&self, text: &str) -> bool {
        text.len() <= LONGEST
            && self
                .texts
                .get(&hash(text))
                .is_some_and(|known| **known == *text)
    }

    pub(super) fn learn(&mut self, text: &str) {
        // What holds a mark may be one of several secrets.
        if text.len() > LONGEST || text.contains('*') {
            return;
        }
        if self.bytes + text.len() > BYTES_AT_MOST {
            *self = Self::default();
        }
        if self.texts.insert(hash(text), text.into()).is_none() {
            self.bytes += text.len();
        }
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_learnt_is_known_and_nothing_else() {
        let mut plain = Plain::default();
        plain.learn("GET");
        plain.learn("***");
        assert!(plain.holds("GET"));
        assert!(!plain.holds("***") && !plain.holds("get"));
    }

    #[test]
    fn it_does_not_grow_without_bound() {
        let mut plain = Plain::default();
        for number in 0..100_000 {
            plain.learn(&alloc::format!("https://h.example.com/{number}"));
        }
        assert!(plain.bytes <= BYTES_AT_MOST && plain.holds("https://h.example.com/99999"));
        let bytes: usize = plain.texts.values().map(|text| text.len()).sum();
        assert_eq!(plain.bytes, bytes);
    }
}
