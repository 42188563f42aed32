//! Times as browsers write them, and spans as people read them.

use gatewhy_core::{Lang, Text};

use crate::words;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The milliseconds since 1970 of an ISO 8601 time, such as `2026-01-01T09:00:00.250+09:00`.
pub(crate) fn millis(iso: &str) -> Option<i64> {
    let (date, rest) = iso.trim().split_once(['T', ' '])?;
    let mut parts = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    let zone_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at_checked(zone_at)?;
    let mut parts = clock.splitn(3, ':');
    let hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.parse().ok()?;
    let (seconds, fraction) = match parts.next().unwrap_or("0").split_once('.') {
        Some((seconds, fraction)) => (seconds.parse::<i64>().ok()?, thousandths(fraction)),
        None => (rest_seconds(clock)?, 0),
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..=9999).contains(&year) {
        return None;
    }
    let clock = hours * HOUR + minutes * MINUTE + seconds * SECOND + fraction;
    Some(days(year, month, day) * DAY + clock - offset(zone)?)
}

fn rest_seconds(clock: &str) -> Option<i64> {
    clock.splitn(3, ':').nth(2).unwrap_or("0").parse().ok()
}

/// The first three digits behind the point.
fn thousandths(fraction: &str) -> i64 {
    fraction
        .bytes()
        .chain(*b"000")
        .take(3)
        .filter(u8::is_ascii_digit)
        .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'))
}

/// `+09:00` in milliseconds; `Z` and nothing are none.
fn offset(zone: &str) -> Option<i64> {
    let (sign, rest) = match zone.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        _ => return Some(0),
    };
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { "0" } else { minutes };
    let span = hours.parse::<i64>().ok()? * HOUR + minutes.parse::<i64>().ok()? * MINUTE;
    Some(sign * span)
}

/// Days since 1970 of a date of the Gregorian calendar, whose year here begins with March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// How long something took: `85 ms`, `1.24 s`, `2.5 min`.
#[expect(clippy::cast_possible_truncation, reason = "held to what fits first")]
pub(crate) fn span(millis: f64) -> String {
    let whole = millis.clamp(0.0, 1e12).round() as i64;
    if whole < SECOND {
        return format!("{whole} ms");
    }
    // Hundredths below ten seconds, tenths from there on.
    let (whole, unit, name) = if whole < MINUTE {
        (whole, SECOND, "s")
    } else {
        (whole, MINUTE, "min")
    };
    let parts = if whole < 10 * unit { 100 } else { 10 };
    let scaled = whole * parts / unit;
    let digits = if parts == 100 { 2 } else { 1 };
    format!("{}.{:0digits$} {name}", scaled / parts, scaled % parts)
}

/// How long ago something was, in one unit.
pub(crate) fn age(millis: i64, lang: Lang) -> String {
    let say = |text: Text, unit: i64| {
        let number = (millis / unit).to_string();
        text.get(lang).replace("{number}", &number)
    };
    match millis {
        ..SECOND => words::NOW.get(lang).to_owned(),
        SECOND..MINUTE => say(words::SECONDS, SECOND),
        MINUTE..HOUR => say(words::MINUTES, MINUTE),
        HOUR..DAY => say(words::HOURS, HOUR),
        _ => say(words::DAYS, DAY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_browsers_spellings_of_a_time_are_one_time() {
        let chromium = millis("2026-01-01T00:00:00.250Z");
        assert_eq!(chromium, Some(1_767_225_600_250));
        assert_eq!(chromium, millis("2026-01-01T09:00:00.250+09:00"));
        assert_eq!(chromium, millis("2025-12-31T19:00:00.25-0500"));
        assert_eq!(millis("2024-02-29T12:00:00Z"), Some(1_709_208_000_000));
        assert_eq!(millis("1970-01-01T00:00:00Z"), Some(0));
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "yesterday",
            "2026-01-01",
            "2026-13-01T00:00:00Z",
            "aT:",
            "T",
            "2026-01-01Té:0",
        ] {
            assert_eq!(millis(text), None, "{text}");
        }
    }

    #[test]
    fn spans_are_short() {
        assert_eq!(span(84.6), "85 ms");
        assert_eq!(span(1240.0), "1.24 s");
        assert_eq!(span(29_004.0), "29.0 s");
        assert_eq!(span(150_000.0), "2.50 min");
        assert_eq!(span(-1.0), "0 ms");
        assert_eq!(age(-5, Lang::En), "now");
        assert_eq!(age(61_000, Lang::En), "1 min");
        assert_eq!(age(3 * DAY, Lang::Ja), "3日");
    }
}
