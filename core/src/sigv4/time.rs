//! Moments as signatures, messages and `Date` headers write them, and spans of time in words.

use alloc::format;
use alloc::string::{String, ToString};

/// Seconds since 1970 of `20260523T072540Z`, the form that SigV4 signs.
///
/// ```
/// use gatewhy_core::sigv4::time;
///
/// assert_eq!(time::basic("20150830T123600Z"), Some(1_440_938_160));
/// ```
pub fn basic(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() != 16 || bytes[8] != b'T' || bytes[15] != b'Z' {
        return None;
    }
    let number = |from: usize, to: usize| digits(text.get(from..to)?);
    seconds(
        (number(0, 4)?, number(4, 6)?, number(6, 8)?),
        (number(9, 11)?, number(11, 13)?, number(13, 15)?),
    )
}

/// Seconds since 1970 of `Tue, 08 Dec 2020 08:39:10 GMT`, the form of the `Date` header.
pub fn http_date(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (_, rest) = text.trim().split_once(", ")?;
    let mut words = rest.split_ascii_whitespace();
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let mut clock = words.next()?.split(':');
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    seconds(
        (digits(year)?, i64::try_from(month).ok()?, digits(day)?),
        (
            digits(clock.next()?)?,
            digits(clock.next()?)?,
            digits(clock.next()?)?,
        ),
    )
}

fn digits(text: &str) -> Option<i64> {
    let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

fn seconds((year, month, day): (i64, i64, i64), (h, m, s): (i64, i64, i64)) -> Option<i64> {
    let plausible = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && h < 24
        && m < 60
        && s <= 60;
    plausible.then(|| days(year, month, day) * 86_400 + h * 3_600 + m * 60 + s)
}

/// Days from 1970 to a date of the Gregorian calendar (Hinnant, *chrono-compatible date
/// algorithms*): the year is counted from March, so that the leap day comes last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// `2026-05-23 07:25:40 UTC`.
pub fn shown(at: i64) -> String {
    let (day, second) = (at.div_euclid(86_400), at.rem_euclid(86_400));
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = (shifted_month + 2) % 12 + 1;
    let year = year + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{date:02} {:02}:{:02}:{:02} UTC",
        second / 3_600,
        second / 60 % 60,
        second % 60
    )
}

/// A span in its two largest units: `2 days 21 hours`, `2日21時間`.
pub fn span(seconds: i64) -> (String, String) {
    const UNITS: [(i64, &str, &str); 4] = [
        (86_400, "day", "日"),
        (3_600, "hour", "時間"),
        (60, "minute", "分"),
        (1, "second", "秒"),
    ];
    let mut left = seconds.abs();
    let (mut en, mut ja, mut told) = (String::new(), String::new(), 0);
    for (length, unit, unit_ja) in UNITS {
        let count = left / length;
        left %= length;
        if told == 2 || (count == 0 && (told == 0 && length > 1)) {
            continue;
        }
        told += 1;
        if count == 0 && !en.is_empty() {
            continue;
        }
        if !en.is_empty() {
            en.push(' ');
        }
        en.push_str(&count.to_string());
        en.push(' ');
        en.push_str(unit);
        if count != 1 {
            en.push('s');
        }
        ja.push_str(&count.to_string());
        ja.push_str(unit_ja);
    }
    (en, ja)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_moment_agree() {
        assert_eq!(
            basic("20201208T083910Z"),
            http_date("Tue, 08 Dec 2020 08:39:10 GMT")
        );
        assert_eq!(
            shown(basic("20000229T235959Z").unwrap()),
            "2000-02-29 23:59:59 UTC"
        );
        assert_eq!(
            shown(basic("19700101T000000Z").unwrap()),
            "1970-01-01 00:00:00 UTC"
        );
        for at in ["20240229T000000Z", "20251231T235959Z", "20260101T000000Z"] {
            let told = shown(basic(at).unwrap());
            let back: String = told.chars().filter(char::is_ascii_digit).collect();
            assert_eq!(back, at.replace(['T', 'Z'], ""));
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "20260523",
            "2026-05-23T07:25:40Z",
            "20261323T072540Z",
            "20260523T072540+",
            "日本日本日本",
        ] {
            assert_eq!(basic(text), None, "{text}");
        }
        assert_eq!(http_date("soon, 1 Foo 2020 1:2"), None);
    }

    #[test]
    fn a_span_is_told_in_its_two_largest_units() {
        let words = |seconds| {
            let (en, ja) = span(seconds);
            format!("{en}|{ja}")
        };
        assert_eq!(
            words(2 * 86_400 + 21 * 3_600 + 59),
            "2 days 21 hours|2日21時間"
        );
        assert_eq!(words(-3_600), "1 hour|1時間");
        assert_eq!(words(86_400 + 30), "1 day|1日");
        assert_eq!(words(348), "5 minutes 48 seconds|5分48秒");
        assert_eq!(words(0), "0 seconds|0秒");
    }
}
