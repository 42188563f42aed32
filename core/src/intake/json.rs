//! Evidence as JSON: one object, an array of them, or one a line.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::error::{ErrorKind, InputError};
use super::joints::{self, Place};
use super::remark::{ITEM_BROKEN, LINE_BROKEN, Remark};
use crate::evidence::Evidence;

/// Reads one line of JSON Lines: exactly one evidence, whatever the line holds.
///
/// What is no evidence object gives an empty one, of which nothing is diagnosed, and a remark.
///
/// ```
/// use gatewhy_core::{Evidence, Lang, intake::json};
///
/// assert_eq!(json::line(r#"{"status": 403}"#).0.status, Some(403));
/// let (evidence, remarks) = json::line("not JSON");
/// assert_eq!(evidence, Evidence::default());
/// assert!(remarks[0].text(Lang::En).contains("no evidence object"));
/// ```
pub fn line(text: &str) -> (Evidence, Vec<Remark>) {
    let text = super::detect::without_mark(text).trim();
    match object(text) {
        Ok(evidence) => (evidence, Vec::new()),
        Err(error) => {
            let remark = Remark::new(LINE_BROKEN)
                .with("column", error.column().max(1).to_string())
                .with("detail", reason(&error));
            (Evidence::default(), [remark].into())
        }
    }
}

/// Reads a JSON text as one evidence object.
fn object(text: &str) -> Result<Evidence, serde_json::Error> {
    if text.starts_with('[') {
        // serde would take an array for the fields of an object in their order.
        return Err(serde::de::Error::custom(
            "invalid type: sequence, expected an object",
        ));
    }
    serde_json::from_str(text)
}

/// Reads one evidence object from what JavaScript's `JSON.stringify` wrote.
///
/// # Errors
/// When it is no evidence.
///
/// ```
/// use gatewhy_core::intake::json;
///
/// let evidence = json::stringified(r#"{"url": "\\ud800", "body": "\ud800!"}"#).unwrap();
/// assert_eq!(evidence.url.as_deref(), Some(r"\ud800"));
/// assert_eq!(evidence.body.as_deref(), Some("\u{fffd}!"));
/// ```
pub fn stringified(text: &str) -> Result<Evidence, serde_json::Error> {
    object(&whole_letters(text))
}

/// The same JSON with `\ufffd` for each half of a letter: JavaScript's strings may hold such halves,
/// Rust's cannot, and `JSON.stringify` escapes them all.
pub fn whole_letters(text: &str) -> Cow<'_, str> {
    if !text.contains(r"\ud") {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, from) = rest.split_at(at);
        whole.push_str(before);
        let is_half = matches!(from.as_bytes(), [b'\\', b'u', b'd', b'8'..=b'f', ..]);
        // Any other escape is one more letter, which may itself be a backslash.
        let length = if is_half { 6 } else { 2 };
        let (escape, behind) = from.split_at_checked(length).unwrap_or((from, ""));
        whole.push_str(if is_half { r"\ufffd" } else { escape });
        rest = behind;
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}

/// Reads one object or an array of them; a broken element of an array becomes a remark.
pub(super) fn evidence(text: &str) -> Result<(Vec<Evidence>, Vec<Remark>), InputError> {
    if !text.trim_start().starts_with('[') {
        return match object(text) {
            Ok(evidence) => Ok(([evidence].into(), Vec::new())),
            Err(error) => Err(failure(&error)),
        };
    }
    let (mut all, mut remarks) = (Vec::new(), Vec::new());
    let mut first_error = None;
    for (index, piece) in joints::pieces(text).enumerate() {
        match object(piece.value) {
            Ok(evidence) => all.push(evidence),
            Err(error) => {
                if first_error.is_none() {
                    first_error = Some(failure(&error).at(Place::of(text, piece.at)));
                }
                // A list of thousands of numbers is not worth thousands of remarks.
                if remarks.len() < super::read::REMARKS_AT_MOST {
                    let remark = Remark::new(ITEM_BROKEN)
                        .with("index", (index + 1).to_string())
                        .with("detail", reason(&error));
                    remarks.push(remark.at(Place::of(text, piece.at)));
                }
            }
        }
    }
    match first_error {
        Some(error) if all.is_empty() => Err(error),
        _ => Ok((all, remarks)),
    }
}

fn failure(error: &serde_json::Error) -> InputError {
    let kind = if error.is_data() && error.line() > 0 {
        ErrorKind::NotEvidence
    } else if error.is_data() {
        // Raised by hand above, without a place.
        return InputError::new(ErrorKind::NotEvidence).because(reason(error));
    } else {
        ErrorKind::Json
    };
    InputError::new(kind)
        .at(Place {
            line: error.line().max(1),
            column: error.column().max(1),
        })
        .because(reason(error))
}

/// serde's words without the place that is told apart.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    match words.rfind(" at line ") {
        Some(at) => words[..at].into(),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn a_wrong_type_is_named_with_its_place() {
        let error = evidence("{\n \"status\": \"forbidden\"}").unwrap_err();
        assert_eq!(error.place().map(|(line, _)| line), Some(2));
        assert!(error.message(Lang::En).contains("status"), "{error}");
        let error = evidence("{\"status\": 403,}").unwrap_err();
        assert!(error.message(Lang::En).contains("no valid JSON"), "{error}");
    }

    #[test]
    fn one_broken_element_does_not_lose_the_others() {
        let (all, remarks) = evidence("[{\"status\":403}, 7, {\"status\":401}]").unwrap();
        assert_eq!((all.len(), remarks.len()), (2, 1));
        assert!(remarks[0].text(Lang::En).contains("Item 2"));
        assert!(evidence("[1, 2]").is_err());
        assert!(evidence("[]").unwrap().0.is_empty());
    }

    #[test]
    fn a_line_always_gives_one_evidence() {
        for text in ["", "null", "[]", "7", "{", "{\"status\":[]}", "[[[[[[["] {
            let (evidence, remarks) = line(text);
            assert_eq!(
                (evidence, remarks.len()),
                (Evidence::default(), 1),
                "{text}"
            );
        }
        let deep = "{\"neighbours\":[".repeat(5_000);
        assert_eq!(line(&deep).1.len(), 1);
    }
}
