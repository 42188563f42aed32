//! API keys: which values can be none, and how one is masked.
//!
//! A key of API Gateway has 20 to 128 characters and comes in the header `x-api-key`. As with
//! [`token`], nothing is looked at that redaction takes away: [`masked`] leaves the last four of a
//! key that can be one, and of any other the shape that shows why it cannot.

use alloc::string::String;

use crate::jwt::MASK;
use crate::text::Text;
use crate::token;

/// How long a key can be.
const SHORTEST: usize = 20;
const LONGEST: usize = 128;

/// The id of a key, which the console shows beside it.
const ID_LENGTH: usize = 10;

/// Why a value is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Empty,
    Placeholder,
    Quoted,
    Spaced,
    Id,
    Short,
    Long,
}

impl Fault {
    pub(crate) fn of(value: &str) -> Option<Self> {
        const QUOTES: &[char] = &['"', '\'', '`', '“', '”'];
        let bare = value.trim();
        let count = bare.chars().count();
        if bare.is_empty() {
            return Some(Self::Empty);
        }
        if token::is_nothing(bare) {
            return Some(Self::Placeholder);
        }
        if is_masked(bare) || is_blanked(bare) {
            return None;
        }
        if bare.len() > 2 && bare.starts_with(QUOTES) && bare.ends_with(QUOTES) {
            return Some(Self::Quoted);
        }
        let id = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'*';
        if bare.contains(char::is_whitespace) {
            Some(Self::Spaced)
        } else if count == ID_LENGTH && bare.bytes().all(id) {
            Some(Self::Id)
        } else if count < SHORTEST {
            Some(Self::Short)
        } else if count > LONGEST {
            Some(Self::Long)
        } else {
            None
        }
    }

    pub(crate) fn words(self) -> Text {
        match self {
            Self::Empty => text!(en: "x-api-key is empty", ja: "ヘッダーx-api-keyが空です"),
            Self::Placeholder => text! {
                en: "A word stands in x-api-key where the key belongs: the client's variable held none",
                ja: "ヘッダーx-api-keyに、キーではなく空の変数を表す語が入っています",
            },
            Self::Quoted => text! {
                en: "The key is in quotation marks, which are sent as a part of it",
                ja: "APIキーが引用符で囲まれており、引用符もキーの一部として送られています",
            },
            Self::Spaced => text! {
                en: "White space splits the key",
                ja: "APIキーの途中に空白があります",
            },
            Self::Id => text! {
                en: "Ten small letters and digits are the form of a key's id, not of its value",
                ja: "英小文字と数字10文字は、APIキーの値ではなくキーIDの形式です",
            },
            Self::Short => text! {
                en: "The key has fewer than 20 characters",
                ja: "APIキーが20文字未満です",
            },
            Self::Long => text! {
                en: "The key has more than 128 characters",
                ja: "APIキーが128文字を超えています",
            },
        }
    }
}

/// `***12ab`, or nothing but the mark.
fn is_masked(value: &str) -> bool {
    value == MASK
        || (value.chars().count() == MASK.len() + 4
            && value.starts_with(MASK)
            && value.chars().any(|c| c != '*')
            && !value.contains(char::is_whitespace))
}

/// Somebody put a few letters in place of a key.
fn is_blanked(value: &str) -> bool {
    value.chars().count() < SHORTEST && token::is_blanked(value)
}

/// Masks a key: its last four stay, and of what cannot be a key as much as shows why.
///
/// ```
/// use gatewhy_core::key::masked;
///
/// assert_eq!(masked("abcdefghij0123456789"), "***6789");
/// assert_eq!(masked("a1b2c3d4e5"), "******d4e5");
/// assert_eq!(masked("\"abcdefghij0123456789\""), "\"***\"");
/// ```
pub fn masked(value: &str) -> String {
    let bare = value.trim();
    let tail = |keep: usize| {
        let at = bare.char_indices().rev().nth(keep - 1);
        at.map_or("", |(at, _)| &bare[at..])
    };
    let stars = |count: usize| "*".repeat(count);
    match Fault::of(bare) {
        Some(Fault::Empty) => String::new(),
        Some(Fault::Placeholder) => bare.into(),
        Some(Fault::Quoted) => [tail(1), MASK, tail(1)].concat(),
        Some(Fault::Spaced) => [MASK, " ", MASK].concat(),
        Some(Fault::Id) => stars(ID_LENGTH - 4) + tail(4),
        // Five are no mark that somebody else may have left.
        Some(Fault::Short) => stars(5),
        Some(Fault::Long) => stars(LONGEST + 1),
        None if is_masked(bare) => bare.into(),
        None if is_blanked(bare) => token::masked(bare),
        None => match tail(4) {
            // Four stars are no more than the mark.
            "****" => MASK.into(),
            tail => [MASK, tail].concat(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "abcdefghij0123456789";

    #[test]
    fn what_cannot_be_a_key_is_told_apart() {
        let long = KEY.repeat(7);
        for (value, fault) in [
            ("", Some(Fault::Empty)),
            ("undefined", Some(Fault::Placeholder)),
            ("{{apiKey}}", Some(Fault::Placeholder)),
            ("\"abcdefghij0123456789\"", Some(Fault::Quoted)),
            ("abcdefghij 0123456789", Some(Fault::Spaced)),
            ("a1b2c3d4e5", Some(Fault::Id)),
            ("A1B2C3D4E5", Some(Fault::Short)),
            (long.as_str(), Some(Fault::Long)),
            (KEY, None),
            ("***6789", None),
            ("<your-key>", None),
            ("REDACTED", None),
        ] {
            assert_eq!(Fault::of(value), fault, "{value}");
        }
    }

    #[test]
    fn a_masked_key_shows_the_fault_of_the_key() {
        let long = KEY.repeat(7);
        for value in [
            "",
            "null",
            "\"abc\"",
            "'x y'",
            "a b",
            "a1b2c3d4e5",
            "abc",
            "a",
            "***",
            "****",
            "**",
            "***abcd",
            "日本",
            "日本日本日本日本日本日本日本日本日本日本",
            &long,
            KEY,
            "key...",
            "<k>",
        ] {
            let once = masked(value);
            assert_eq!(Fault::of(&once), Fault::of(value), "{value} {once}");
            assert_eq!(masked(&once), once, "{value}");
        }
    }

    #[test]
    fn no_key_is_left_of_a_masked_one() {
        for value in [
            "s3cr3t",
            "\"s3cr3t\"",
            "s3cr3t s3cr3t",
            &"s3cr3t".repeat(30),
        ] {
            assert!(!masked(value).contains("s3cr"), "{value}");
        }
    }
}
