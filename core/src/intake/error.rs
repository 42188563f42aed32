//! Why an input cannot be read at all: where it fails, and what to do about it.

use alloc::string::String;
use core::fmt;

use super::joints::Place;
use crate::redact;
use crate::text::{Lang, Text, Values};

/// An input that holds nothing to diagnose.
///
/// `Display` speaks English; [`InputError::message`] speaks either language.
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use gatewhy_core::{Lang, intake};
///
/// let error = intake::read("  \n", None).unwrap_err();
/// assert!(error.is_empty_input());
/// assert!(error.message(Lang::Ja).contains("空"));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    kind: ErrorKind,
    place: Option<Place>,
    detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorKind {
    Empty,
    Binary,
    Json,
    NotEvidence,
    NoEntries,
}

impl InputError {
    pub(super) fn new(kind: ErrorKind) -> Self {
        Self {
            kind,
            place: None,
            detail: String::new(),
        }
    }

    pub(super) fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    pub(super) fn because(mut self, detail: impl fmt::Display) -> Self {
        self.detail = redact::text(&alloc::format!("{detail}"));
        self
    }

    /// Whether there was nothing to read.
    pub fn is_empty_input(&self) -> bool {
        self.kind == ErrorKind::Empty
    }

    /// Whether the input is no text.
    pub fn is_binary(&self) -> bool {
        self.kind == ErrorKind::Binary
    }

    /// Line and column, both from 1, where the trouble has a place.
    pub fn place(&self) -> Option<(usize, usize)> {
        self.place.map(|place| (place.line, place.column))
    }

    /// What is wrong, where, and the remedy.
    pub fn message(&self, lang: Lang) -> String {
        let mut values = Values::default();
        values.set("detail", self.detail.as_str());
        let words = match self.kind {
            ErrorKind::Empty => EMPTY,
            ErrorKind::Binary => BINARY,
            ErrorKind::Json => JSON,
            ErrorKind::NotEvidence => NOT_EVIDENCE,
            ErrorKind::NoEntries => NO_ENTRIES,
        };
        let told = values.fill(words.get(lang));
        match self.place {
            Some(place) => {
                values.set("line", alloc::format!("{}", place.line));
                values.set("column", alloc::format!("{}", place.column));
                let place = values.fill(PLACE.get(lang));
                alloc::format!("{place}{told}")
            }
            None => told,
        }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message(Lang::En))
    }
}

impl core::error::Error for InputError {}

const PLACE: Text = text! {
    en: "line {line}, column {column}: ",
    ja: "{line}行目{column}桁目：",
};
const EMPTY: Text = text! {
    en: "the input is empty; give it a HAR, a `curl -v` transcript, raw HTTP, an evidence JSON or a log",
    ja: "入力が空です。HAR、`curl -v`の出力、HTTPメッセージ、証拠のJSON、ログのいずれかを渡してください",
};
const BINARY: Text = text! {
    en: "this is no text ({detail}); decompress or export it as text first",
    ja: "テキストではありません（{detail}）。展開するか、テキストとしてエクスポートしてから渡してください",
};
const JSON: Text = text! {
    en: "this is no valid JSON ({detail}); export or copy it again, or name its kind if it is none",
    ja: "JSONとして読めません（{detail}）。エクスポートかコピーをやり直してください。JSONでない場合は入力の種類を指定してください",
};
const NOT_EVIDENCE: Text = text! {
    en: "this is no evidence ({detail}); give one object with the fields of gatewhy/evidence@1, such as url, status and body",
    ja: "証拠として読めません（{detail}）。url、status、bodyなどgatewhy/evidence@1のフィールドを持つオブジェクトを渡してください",
};
const NO_ENTRIES: Text = text! {
    en: "the HAR has no `log.entries`; export it again from the browser's Network panel",
    ja: "HARに`log.entries`がありません。ブラウザーのネットワークパネルからエクスポートし直してください",
};
