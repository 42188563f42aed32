//! Decimal numbers as people and JSON write them.
//!
//! The language's own reading and printing of doubles are exact to the last bit, which takes 30 KB
//! of tables and code in a browser; these are milliseconds and shares.

use alloc::format;
use alloc::string::String;

/// As many digits behind the point are shown at most.
const DIGITS: usize = 6;
const UNIT: u64 = 1_000_000;

/// Reads `12`, `-0.5` or `1.5e3`.
pub(crate) fn read(text: &str) -> Option<f64> {
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let mut number = 0.0;
    let mut read = 0;
    for digit in unsigned.chars().chain(part.chars()) {
        number = number * 10.0 + f64::from(digit.to_digit(10)?);
        read += 1;
    }
    if read == 0 {
        return None;
    }
    let shift = exponent.checked_sub(i32::try_from(part.len()).ok()?)?;
    // Beyond these there is nothing but zero and infinity.
    let scale = (0..shift.unsigned_abs().min(400)).fold(1.0, |scale, _| scale * 10.0);
    let number = if shift < 0 {
        number / scale
    } else {
        number * scale
    };
    Some(if whole.starts_with('-') {
        -number
    } else {
        number
    })
}

/// Shows a number as it is read: `12`, `-0.5`; six digits behind the point at most.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "`as` saturates, and no such number is a time or a share"
)]
pub(crate) fn shown(number: f64) -> String {
    let size = number.abs();
    let mut whole = size as u64;
    let mut part = ((size - whole as f64) * UNIT as f64 + 0.5) as u64;
    if part >= UNIT {
        whole = whole.saturating_add(1);
        part = 0;
    }
    let sign = if number < 0.0 { "-" } else { "" };
    let shown = format!("{sign}{whole}.{part:0DIGITS$}");
    shown.trim_end_matches('0').trim_end_matches('.').into()
}

/// The same with a point always, as JSON writes what need not be whole.
#[cfg(feature = "serde")]
pub(crate) fn json(number: f64) -> String {
    let mut shown = shown(number);
    if !shown.contains('.') {
        shown.push_str(".0");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_shown() {
        for text in ["0", "12", "0.5", "-0.5", "29012.5", "0.29", "1483.000001"] {
            assert_eq!(read(text).map(shown).as_deref(), Some(text));
        }
        assert_eq!(read("1.5e3"), Some(1500.0));
        assert_eq!(read("250e-3"), Some(0.25));
        assert_eq!(read("+7."), Some(7.0));
        assert_eq!(
            read("123.45600000000002").map(shown).as_deref(),
            Some("123.456")
        );
        assert_eq!(shown(0.999_999_9), "1");
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", ".", "-", "1,5", "0x10", "1e", "NaN", "--1", "1.2.3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn shares_are_read_as_the_language_reads_them() {
        for percent in 0..=100_u8 {
            let share = f64::from(percent) / 100.0;
            assert_eq!(read(&format!("{share}")), Some(share));
            assert_eq!(shown(share), format!("{share}"));
        }
    }

    #[test]
    fn no_number_is_too_large() {
        assert_eq!(read("1e999999999"), Some(f64::INFINITY));
        assert_eq!(read("1e-999999999"), Some(0.0));
        shown(f64::INFINITY);
        shown(f64::NAN);
        shown(f64::MAX);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_tells_that_a_number_need_not_be_whole() {
        assert_eq!(json(1.0), "1.0");
        assert_eq!(json(0.29), "0.29");
    }
}
