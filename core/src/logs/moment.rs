//! Moments as logs write them, for putting lines and requests into order.

use alloc::format;
use alloc::string::String;

use crate::sigv4::time;

/// Milliseconds since 1970 of ISO 8601 (with or without a zone), a Java date, the Common Log
/// Format's, or milliseconds as exports have them. Without a zone it is taken for UTC, as CloudWatch
/// means it.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    iso(text)
        .or_else(|| java(text))
        .or_else(|| common(text))
        .or_else(|| epoch(text))
}

/// `2026-10-05T08:15:30.123Z`.
pub(crate) fn iso_of(at: i64) -> String {
    let shown = time::shown(at.div_euclid(1_000));
    let moment = shown.trim_end_matches(" UTC").replace(' ', "T");
    format!("{moment}.{:03}Z", at.rem_euclid(1_000))
}

fn epoch(text: &str) -> Option<i64> {
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        13 if all_digits => text.parse().ok(),
        10 if all_digits => text.parse::<i64>().ok().map(|seconds| seconds * 1_000),
        _ => None,
    }
}

fn iso(text: &str) -> Option<i64> {
    let part = |from: usize, to: usize| text.get(from..to);
    let separated = matches!(part(4, 5)?, "-" | "/") && matches!(part(10, 11)?, "T" | " ");
    if !separated {
        return None;
    }
    let minutes_only = part(16, 17).is_none_or(|next| next != ":");
    let seconds = if minutes_only { "00" } else { part(17, 19)? };
    let basic = format!(
        "{}{}{}T{}{}{seconds}Z",
        part(0, 4)?,
        part(5, 7)?,
        part(8, 10)?,
        part(11, 13)?,
        part(14, 16)?
    );
    let at = time::basic(&basic)?;
    let tail = text.get(if minutes_only { 16 } else { 19 }..)?;
    let (fraction, zone) = match tail.strip_prefix('.') {
        Some(rest) => {
            let end = rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len());
            rest.split_at(end)
        }
        None => ("", tail),
    };
    let mut millis = 0;
    for at in 0..3 {
        let digit = fraction.as_bytes().get(at).map_or(0, |byte| byte - b'0');
        millis = millis * 10 + i64::from(digit);
    }
    Some((at - offset(zone)) * 1_000 + millis)
}

/// Seconds east of Greenwich: `+09:00`, `+0900`, `Z`.
fn offset(zone: &str) -> i64 {
    let (sign, rest) = match zone.as_bytes().first() {
        Some(b'+') => (1, &zone[1..]),
        Some(b'-') => (-1, &zone[1..]),
        _ => return 0,
    };
    let number = |from, to| {
        rest.get(from..to)
            .and_then(|text: &str| text.parse::<i64>().ok())
    };
    let hours = number(0, 2).unwrap_or(0);
    let minutes = number(3, 5).or_else(|| number(2, 4)).unwrap_or(0);
    sign * (hours * 3_600 + minutes * 60)
}

/// `Thu Apr 01 21:58:32 UTC 2021`.
fn java(text: &str) -> Option<i64> {
    let mut words = text.split_ascii_whitespace().skip(1);
    let (month, day, clock) = (words.next()?, words.next()?, words.next()?);
    let year = words.last()?;
    time::http_date(&format!("Thu, {day} {month} {year} {clock}")).map(|at| at * 1_000)
}

/// `05/Oct/2026:08:15:30 +0000`.
fn common(text: &str) -> Option<i64> {
    let (date, rest) = text.split_once(':')?;
    let mut date = date.split('/');
    let (day, month, year) = (date.next()?, date.next()?, date.next()?);
    let (clock, zone) = rest.split_once(' ').unwrap_or((rest, ""));
    let at = time::http_date(&format!("Thu, {day} {month} {year} {clock}"))?;
    Some((at - offset(zone)) * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_moment_is_read_in_every_form() {
        for text in [
            "2026-10-05T08:15:30.000Z",
            "2026-10-05T17:15:30.000+09:00",
            "2026-10-05T08:15:30.000000+00:00",
            "2026-10-05 08:15:30",
            "Mon Oct 05 08:15:30 UTC 2026",
            "05/Oct/2026:08:15:30 +0000",
            "1791188130000",
            "1791188130",
        ] {
            assert_eq!(parse(text), Some(1_791_188_130_000), "{text}");
        }
        assert_eq!(iso_of(1_791_188_130_123), "2026-10-05T08:15:30.123Z");
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "x",
            "2026",
            "2026-1é-05T08:15:30",
            "a b c d e",
            "//:",
            "1791188130é00",
            "2026-10-05T08:15",
        ] {
            let told = parse(text);
            assert!(
                told.is_none() || text.ends_with("08:15"),
                "{text}: {told:?}"
            );
        }
    }
}
