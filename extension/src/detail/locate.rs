//! Where the bytes of a quote stand in the text that they were taken from.
//!
//! A quote is masked and may be cut, the text may be masked as a whole or not at all: what stands
//! for a secret in either is skipped.

use std::ops::Range;

use gatewhy_core::redact::MASK;

/// What stands at the end of a quote that was cut.
const CUT: char = '…';
/// How far apart the pieces around a secret may stand, in bytes.
const SECRET_AT_MOST: usize = 8 * 1024;

/// The range of a quote in a text; `None` where it is not to be found.
pub(crate) fn locate(text: &str, quote: &str) -> Option<Range<usize>> {
    if quote.is_empty() {
        return None;
    }
    if let Some(at) = text.find(quote) {
        return Some(at..at + quote.len());
    }
    let whole = quote.trim_end_matches(CUT);
    let mut pieces = whole.split(MASK).filter(|piece| !piece.is_empty());
    let first = pieces.next()?;
    let start = text.find(first)?;
    let mut end = start + first.len();
    for piece in pieces {
        let rest = text.get(end..)?;
        let at = rest.find(piece).filter(|at| *at <= SECRET_AT_MOST)?;
        end += at + piece.len();
    }
    if whole.ends_with(MASK) {
        end += secret_length(&text[end..]);
    }
    // A secret in front of the first piece belongs to the quote as well.
    let start = if whole.starts_with(MASK) {
        start - secret_length_back(&text[..start])
    } else {
        start
    };
    Some(start..end)
}

fn ends_a_secret(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '&' | ';' | ')' | '}')
}

fn secret_length(text: &str) -> usize {
    text.find(ends_a_secret).unwrap_or(text.len())
}

fn secret_length_back(text: &str) -> usize {
    let start = text
        .char_indices()
        .rev()
        .find(|(_, c)| ends_a_secret(*c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    text.len() - start
}

/// The part of a long text that is shown: its beginning, or what stands around the range.
pub(crate) fn window(text: &str, around: Option<&Range<usize>>, at_most: usize) -> Range<usize> {
    if text.len() <= at_most {
        return 0..text.len();
    }
    let start = match around {
        Some(range) if range.end > at_most => range.start.saturating_sub(at_most / 2),
        _ => 0,
    };
    let start = boundary(text, start);
    start..boundary(text, (start + at_most).min(text.len()))
}

/// The last boundary between characters that is not behind this place.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(text: &'a str, quote: &str) -> Option<&'a str> {
        locate(text, quote).map(|range| &text[range])
    }

    #[test]
    fn a_quote_is_found_as_it_stands() {
        let body = r#"{"message":"Forbidden"}"#;
        assert_eq!(found(body, "Forbidden"), Some("Forbidden"));
        assert_eq!(found(body, "forbidden"), None);
        assert_eq!(found(body, ""), None);
    }

    #[test]
    fn a_masked_quote_is_found_in_the_text_that_it_hides_parts_of() {
        let sent = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101, Signature=5d672d, x";
        let quote = "AWS4-HMAC-SHA256 Credential=AKIA***MPLE/20260101, Signature=***";
        assert_eq!(
            found(sent, quote),
            Some("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101, Signature=5d672d")
        );
        assert_eq!(found("key abcdef6789, sent", "***6789"), Some("abcdef6789"));
        assert_eq!(found("anything", "***"), None);
    }

    #[test]
    fn a_quote_that_was_cut_is_found_by_its_beginning() {
        assert_eq!(found("one two three", "one two…"), Some("one two"));
    }

    #[test]
    fn a_long_text_is_shown_from_its_beginning_or_around_the_quote() {
        let text = "é".repeat(100);
        assert_eq!(window(&text, None, 51), 0..50);
        assert_eq!(window(&text, Some(&(2..4)), 50), 0..50);
        let around = window(&text, Some(&(150..152)), 50);
        assert!(around.contains(&150) && around.len() <= 50);
        assert_eq!(window("short", Some(&(1..2)), 50), 0..5);
    }
}
