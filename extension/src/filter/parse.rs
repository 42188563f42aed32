//! Reads what was typed into the filter box.

use gatewhy_core::Lang;
use gatewhy_core::rule::Family;

use super::test::{Field, Test, span};
use super::{Hint, Term};
use crate::model::SPEAKERS;

/// The keys there are, as they are named in a hint.
pub(crate) const KEYS: &[&str] = &[
    "status",
    "method",
    "path",
    "host",
    "cause",
    "family",
    "origin",
    "is",
    "slower-than",
    "confidence",
    "header",
    "body",
    "url",
    "type",
];
/// What other tools call the same, browsers' Network panels above all.
const ALIASES: &[(&str, &str)] = &[
    ("status-code", "status"),
    ("domain", "host"),
    ("has-response-header", "header"),
    ("resource-type", "type"),
    ("who", "origin"),
];
/// What looks like a key and is the beginning of a text.
const NO_KEYS: &[&str] = &["http", "https", "ws", "wss", "arn", "net"];

pub(super) fn parse(typed: &str, lang: Lang) -> (Vec<Term>, Vec<Hint>) {
    let mut all = Vec::new();
    let mut hints = Vec::new();
    for token in tokens(typed) {
        let (is_not, token) = match token.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, token.as_str()),
        };
        match test(token, lang) {
            Ok(Some(test)) => all.push(Term { is_not, test }),
            Ok(None) => {}
            Err(hint) => hints.push(hint),
        }
    }
    (all, hints)
}

/// The parts between blanks; quotes keep blanks, and stay where they open a value of JSON.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut token = String::new();
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !quoted && may_open(&token) => quoted = true,
            '"' if quoted && may_close(&text[at + 1..]) => quoted = false,
            c if c.is_whitespace() && !quoted => {
                if !token.is_empty() {
                    tokens.push(core::mem::take(&mut token));
                }
            }
            c => token.push(c),
        }
    }
    if !token.is_empty() {
        tokens.push(token);
    }
    tokens
}

/// At the beginning, behind the minus, or behind a key.
fn may_open(token: &str) -> bool {
    token.is_empty() || token == "-" || token.ends_with(':')
}

fn may_close(rest: &str) -> bool {
    rest.chars().next().is_none_or(char::is_whitespace)
}

/// `None` where there is nothing to look for yet.
fn test(token: &str, lang: Lang) -> Result<Option<Test>, Hint> {
    let Some((typed, value)) = token.split_once(':') else {
        return Ok((!token.is_empty()).then(|| Test::text(token, lang)));
    };
    let key = typed.to_ascii_lowercase();
    let looks_like_one = key
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        && !key.is_empty();
    if !looks_like_one || NO_KEYS.contains(&key.as_str()) {
        return Ok(Some(Test::text(token, lang)));
    }
    let key = ALIASES
        .iter()
        .find(|(alias, _)| *alias == key)
        .map_or(key.as_str(), |(_, key)| *key);
    let Some(key) = KEYS.iter().copied().find(|known| *known == key) else {
        return Err(Hint::Key(typed.to_owned()));
    };
    if value.is_empty() {
        return Ok(None);
    }
    let test = keyed(key, value);
    test.map(Some)
        .ok_or_else(|| Hint::Value(key, value.to_owned()))
}

fn keyed(key: &str, value: &str) -> Option<Test> {
    let lower = value.to_lowercase();
    let values = || -> Vec<String> {
        lower
            .split(',')
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect()
    };
    Some(match key {
        "status" => return statuses(&lower),
        "is" => return state(&lower),
        "slower-than" => Test::SlowerThan(span(&lower)?),
        "confidence" => {
            let (from, to) = range(&lower)?;
            Test::Confidence(from, to)
        }
        "method" => Test::Method(values()),
        "family" => {
            let known = |typed: &String| Family::ALL.iter().any(|of| of.id().contains(&**typed));
            let values = values();
            if !values.iter().all(known) {
                return None;
            }
            Test::Family(values)
        }
        "origin" => {
            let known = |typed: &String| SPEAKERS.iter().any(|(_, id)| id.contains(&**typed));
            let values = values();
            if !values.iter().all(known) {
                return None;
            }
            Test::Origin(values)
        }
        "cause" => Test::Cause(values()),
        "path" => Test::Contains(Field::Path, values()),
        "host" => Test::Contains(Field::Host, values()),
        "url" => Test::Contains(Field::Url, values()),
        "header" => Test::Contains(Field::Header, values()),
        "body" => Test::Contains(Field::Body, values()),
        "type" => Test::Contains(Field::Type, values()),
        _ => return None,
    })
}

fn statuses(value: &str) -> Option<Test> {
    let word = match value {
        "pending" => Some(Test::Pending),
        "blocked" => Some(Test::Blocked),
        "failed" | "none" => Some(Test::Unanswered),
        _ => None,
    };
    if word.is_some() {
        return word;
    }
    let ranges: Option<Vec<(u16, u16)>> = value
        .split(',')
        .filter(|part| !part.is_empty())
        .map(range)
        .collect();
    ranges.filter(|ranges| !ranges.is_empty()).map(Test::Status)
}

/// `403`, `4xx`, `400-404`, `>=500`, `<500`.
fn range(text: &str) -> Option<(u16, u16)> {
    let number = |text: &str| text.trim().parse::<u16>().ok();
    if let Some(rest) = text.strip_prefix(">=") {
        return Some((number(rest)?, u16::MAX));
    }
    if let Some(rest) = text.strip_prefix("<=") {
        return Some((0, number(rest)?));
    }
    if let Some(rest) = text.strip_prefix('>') {
        return Some((number(rest)?.saturating_add(1), u16::MAX));
    }
    if let Some(rest) = text.strip_prefix('<') {
        return Some((0, number(rest)?.checked_sub(1)?));
    }
    if let Some((from, to)) = text.split_once('-') {
        return Some((number(from)?, number(to)?));
    }
    if let Some(class) = text.strip_suffix("xx") {
        let from = number(class).filter(|class| (1..=9).contains(class))? * 100;
        return Some((from, from + 99));
    }
    number(text).map(|status| (status, status))
}

fn state(value: &str) -> Option<Test> {
    Some(match value {
        "repeated" | "collapsed" => Test::Repeated,
        "pending" | "running" => Test::Pending,
        "blocked" => Test::Blocked,
        "unanswered" => Test::Unanswered,
        "preflight" => Test::Contains(Field::Type, vec!["preflight".to_owned()]),
        "websocket" => Test::Contains(Field::Type, vec!["websocket".to_owned()]),
        "masked" => Test::Masked,
        "unexplained" => Test::Unexplained,
        _ => return None,
    })
}
