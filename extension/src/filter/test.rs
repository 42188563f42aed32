//! What one part of the filter asks of a row.

use std::collections::BTreeSet;

use gatewhy_core::rule::Rule;
use gatewhy_core::{Headers, Lang, catalogue};

use crate::model::{Row, State, Verdict, speaker_id};

/// A question to a row. Texts are in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Test {
    /// Anywhere: in the exchange, or in what the report says. The causes are those whose words
    /// hold the text.
    Text(String, BTreeSet<&'static str>),
    /// Within one of these.
    Status(Vec<(u16, u16)>),
    Method(Vec<String>),
    Cause(Vec<String>),
    Family(Vec<String>),
    Origin(Vec<String>),
    Contains(Field, Vec<String>),
    SlowerThan(u32),
    /// Percent.
    Confidence(u16, u16),
    Repeated,
    Pending,
    /// The browser stopped it.
    Blocked,
    /// Nobody answered.
    Unanswered,
    /// The page saw a CORS error in place of the answer.
    Masked,
    /// No cause is known.
    Unexplained,
}

/// A part of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Path,
    Host,
    Url,
    Header,
    Body,
    Type,
}

impl Test {
    pub(super) fn text(text: &str, lang: Lang) -> Self {
        let text = text.to_lowercase();
        let causes = catalogue::rules()
            .iter()
            .filter(|rule| says(rule, &text, lang))
            .map(|rule| rule.id)
            .collect();
        Self::Text(text, causes)
    }

    pub(super) fn holds(&self, row: &Row, is_repeated: bool) -> bool {
        let evidence = &row.evidence;
        match self {
            Self::Text(text, causes) => {
                row.causes().iter().any(|cause| causes.contains(cause)) || stands_in(row, text)
            }
            Self::Status(ranges) => {
                let status = evidence.status.unwrap_or(0);
                ranges
                    .iter()
                    .any(|(from, to)| (*from..=*to).contains(&status))
            }
            Self::Method(methods) => {
                let of = evidence.method.as_deref().unwrap_or_default();
                methods.iter().any(|method| method.eq_ignore_ascii_case(of))
            }
            Self::Cause(causes) => {
                let family = row.verdict.family().map_or("", |family| family.id());
                let (id, title) = match &row.verdict {
                    Verdict::Cause { id, title, .. } => (*id, title.as_str()),
                    _ => ("", ""),
                };
                any(causes, |cause| {
                    family == cause || has(id, cause) || has(title, cause)
                })
            }
            Self::Family(families) => {
                let of = row.verdict.family().map_or("", |family| family.id());
                any(families, |family| of.contains(family))
            }
            Self::Origin(origins) => {
                let of = row.who.map_or("", speaker_id);
                any(origins, |origin| of.contains(origin))
            }
            Self::Contains(field, values) => any(values, |value| field.has(row, value)),
            Self::SlowerThan(millis) => evidence
                .time_ms
                .is_some_and(|time| time > f64::from(*millis)),
            Self::Confidence(from, to) => match &row.verdict {
                Verdict::Cause { percent, .. } => (*from..=*to).contains(&u16::from(*percent)),
                _ => false,
            },
            Self::Repeated => is_repeated,
            Self::Pending => row.state == State::Pending,
            Self::Blocked => is_blocked(row),
            Self::Unanswered => evidence.status.is_none(),
            Self::Masked => evidence.body_withheld && evidence.net_error.is_some(),
            Self::Unexplained => row.verdict == Verdict::None,
        }
    }
}

impl Field {
    fn has(self, row: &Row, value: &str) -> bool {
        let evidence = &row.evidence;
        let in_text =
            |text: &Option<String>| text.as_deref().is_some_and(|text| has_pattern(text, value));
        match self {
            Self::Path => has_pattern(row.path(), value),
            Self::Host => has_pattern(row.host(), value),
            Self::Url => in_text(&evidence.url),
            Self::Header => {
                in_headers(&evidence.response_headers, value)
                    || in_headers(&evidence.request_headers, value)
            }
            Self::Body => in_text(&evidence.body) || in_text(&evidence.request_body),
            Self::Type => in_text(&evidence.resource_type),
        }
    }
}

fn any(values: &[String], holds: impl Fn(&str) -> bool) -> bool {
    values.iter().any(|value| holds(value))
}

/// Whether the browser itself stopped a request or kept its answer.
pub(crate) fn is_blocked(row: &Row) -> bool {
    let error = row.evidence.net_error.as_deref().unwrap_or_default();
    row.evidence.status.is_none() && (error.contains("ERR_FAILED") || error.contains("BLOCKED"))
}

/// `300`, `300ms`, `1.5s`, in milliseconds.
pub(super) fn span(text: &str) -> Option<u32> {
    if let Some(millis) = text.strip_suffix("ms") {
        return millis.parse().ok();
    }
    let Some(seconds) = text.strip_suffix('s') else {
        return text.parse().ok();
    };
    let (whole, tenths) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let tenths: u32 = tenths.get(..1)?.parse().ok()?;
    whole
        .parse::<u32>()
        .ok()?
        .checked_mul(1000)?
        .checked_add(tenths * 100)
}

/// Everything of the exchange itself that a report may quote.
fn stands_in(row: &Row, text: &str) -> bool {
    let evidence = &row.evidence;
    let texts = [
        &evidence.url,
        &evidence.method,
        &evidence.net_error,
        &evidence.body,
        &evidence.request_body,
    ];
    texts.into_iter().flatten().any(|found| has(found, text))
        || evidence
            .status
            .is_some_and(|status| status.to_string() == text)
        || matches!(&row.verdict, Verdict::Cause { title, .. } if has(title, text))
        || in_headers(&evidence.response_headers, text)
        || in_headers(&evidence.request_headers, text)
}

fn in_headers(headers: &Headers, text: &str) -> bool {
    let (name, value) = text.split_once(": ").unwrap_or((text, text));
    headers.iter().any(|header| {
        if name == value {
            has(&header.name, text) || has(&header.value, text)
        } else {
            header.name.eq_ignore_ascii_case(name) && has(&header.value, value)
        }
    })
}

/// Whether a rule's words hold a text: what the report says whatever the values are.
fn says(rule: &Rule, text: &str, lang: Lang) -> bool {
    let checks = rule
        .checks
        .iter()
        .flat_map(|check| [check.title, check.if_so]);
    let fixes = rule.fixes.iter().map(|fix| fix.title);
    has(rule.id, text)
        || [rule.title, rule.why, rule.family.name()]
            .into_iter()
            .chain(checks)
            .chain(fixes)
            .any(|words| has(words.get(lang), text))
}

/// Whether the parts between asterisks stand in a text, in their order.
fn has_pattern(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    pattern.split('*').all(|part| match find(rest, part) {
        Some(end) => {
            rest = &rest[end..];
            true
        }
        None => false,
    })
}

fn has(text: &str, lower: &str) -> bool {
    find(text, lower).is_some()
}

/// The end of the first place where a text in lower case stands, letters of ASCII compared without
/// regard to case.
fn find(text: &str, lower: &str) -> Option<usize> {
    let (text_bytes, wanted) = (text.as_bytes(), lower.as_bytes());
    let Some((first, rest)) = wanted.split_first() else {
        return Some(0);
    };
    let last = text_bytes.len().checked_sub(wanted.len())?;
    (0..=last)
        .find(|at| {
            text_bytes[*at].to_ascii_lowercase() == *first
                && text_bytes[at + 1..at + wanted.len()].eq_ignore_ascii_case(rest)
        })
        .map(|at| at + wanted.len())
        .filter(|end| text.is_char_boundary(*end))
}
