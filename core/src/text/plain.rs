//! Words as they stand in the source, for programs that are on the disk already.

use super::Lang;

/// One thing in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Words {
    en: &'static str,
    ja: &'static str,
}

impl Words {
    pub(super) const fn new([en, ja]: &'static [&'static str; 2]) -> Self {
        Self { en, ja }
    }

    pub(super) const fn same(text: &'static str) -> Self {
        Self { en: text, ja: text }
    }

    pub(super) const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Ja => self.ja,
        }
    }
}
