//! Words for the browser, which has to load each byte of them: packed at build time, and unpacked
//! when a language is spoken for the first time.
//!
//! The build script finds the words in the sources and numbers them; the compiler looks each of
//! them up, so that a program holds the number in place of the words. What the script did not find,
//! the words of other crates, stays as it stands.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use once_cell::race::OnceBox;

use super::Lang;
use super::key::key;
use super::unpack::{END, unpack};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/same"));
const ENGLISH: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/en"));
const JAPANESE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/ja"));

/// One thing in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// Its number among the packed ones.
    Packed(u16),
    Plain(&'static [&'static str; 2]),
}

impl Words {
    pub(super) const fn new(words: &'static [&'static str; 2]) -> Self {
        match place(words[0], words[1]) {
            Some(place) => Self::Packed(place),
            None => Self::Plain(words),
        }
    }

    #[expect(
        clippy::panic,
        reason = "it is the compiler that gets here, and it has to stop"
    )]
    pub(super) const fn same(text: &'static str) -> Self {
        match place(text, text) {
            Some(place) => Self::Packed(place),
            None => panic!("the build script finds what stands in Text::same, if it is a literal"),
        }
    }

    pub(super) fn get(self, lang: Lang) -> &'static str {
        match self {
            Self::Packed(place) => Unpacked::of(lang).get(place.into()),
            Self::Plain([en, ja]) => match lang {
                Lang::En => en,
                Lang::Ja => ja,
            },
        }
    }
}

/// Only the compiler may ask, in constants and in `const { … }`: the tables then stay out of the
/// program.
const fn place(en: &str, ja: &str) -> Option<u16> {
    let key = key(en, ja);
    let (mut from, mut to) = (0, KEYS.len());
    while from < to {
        let middle = usize::midpoint(from, to);
        if KEYS[middle] == key {
            return Some(PLACES[middle]);
        } else if KEYS[middle] < key {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    None
}

/// All words of one language, and what reads the same in each.
struct Unpacked {
    words: Vec<&'static str>,
}

impl Unpacked {
    fn of(lang: Lang) -> &'static Self {
        static ENGLISH: OnceBox<Unpacked> = OnceBox::new();
        static JAPANESE: OnceBox<Unpacked> = OnceBox::new();
        match lang {
            Lang::En => ENGLISH.get_or_init(|| Box::new(Self::new(self::ENGLISH))),
            Lang::Ja => JAPANESE.get_or_init(|| Box::new(Self::new(self::JAPANESE))),
        }
    }

    fn new(spoken: &[u8]) -> Self {
        let bytes = unpack(&[PACKED, spoken], &[SAME, SPOKEN]);
        let text: &'static str = String::from_utf8(bytes).unwrap_or_default().leak();
        Self {
            words: text.split(char::from(END)).collect(),
        }
    }

    fn get(&self, place: usize) -> &'static str {
        self.words.get(place).copied().unwrap_or_default()
    }
}
