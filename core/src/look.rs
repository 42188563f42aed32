//! The three answers that a look can give, and the bytes that it found.

use alloc::string::String;

/// Where a quote stands, as reports name it: `response.body`, `request.headers.authorization`, ….
pub type Place = String;

/// The answer to one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// It is there, and here are its bytes.
    Seen(Quote),
    /// It was looked for where it would stand, and it is not there.
    Absent,
    /// The place where it would stand was not captured.
    Unknown,
}

/// Bytes of the evidence and where they stand; secrets are masked when a report quotes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The bytes; empty where the clue is that something is missing.
    pub text: String,
    /// `response.body`, `request.headers.authorization`, `url`, ….
    pub place: Place,
}

impl Look {
    /// A look that found these bytes at this place.
    pub fn seen(text: impl Into<String>, place: impl Into<String>) -> Self {
        Self::Seen(Quote {
            text: text.into(),
            place: place.into(),
        })
    }

    /// `Absent` or, where the place was not captured, `Unknown`.
    pub fn missing(captured: bool) -> Self {
        if captured {
            Self::Absent
        } else {
            Self::Unknown
        }
    }

    pub(crate) fn is_seen(&self) -> bool {
        matches!(self, Self::Seen(_))
    }
}

/// Finds a phrase without regard to ASCII case and gives the bytes as they stand.
pub fn find_in<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let (first, length) = (*phrase.as_bytes().first()?, phrase.len());
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = bytes[from..]
        .iter()
        .position(|b| *b == lower || *b == upper)
        .map(|at| at + from)
    {
        match text.get(at..at + length) {
            Some(found) if found.eq_ignore_ascii_case(phrase) => return Some(found),
            _ => from = at + 1,
        }
    }
    None
}
