//! Secrets that are known by their own shape, whatever stands around them.

use alloc::string::String;

use super::marks::Marks;
use super::{MASK, scan};
use super::{base64, credentials, mask};

/// How access key ids begin.
pub(super) const ACCESS_KEYS: &[&str] = &["AKIA", "ASIA", "ABIA", "ACCA"];

/// `(how it begins, its shortest length)`: what services put in front of their keys and tokens so
/// that a leak can be found.
const PREFIXES: &[(&str, usize)] = &[
    // AWS session tokens.
    ("IQoJ", 60),
    ("FwoG", 60),
    ("FQoG", 60),
    ("FQoD", 60),
    ("AQoD", 60),
    ("ghp_", 20),
    ("gho_", 20),
    ("ghu_", 20),
    ("ghs_", 20),
    ("ghr_", 20),
    ("github_pat_", 24),
    ("glpat-", 16),
    ("xoxa-", 12),
    ("xoxb-", 12),
    ("xoxe-", 12),
    ("xoxp-", 12),
    ("xoxr-", 12),
    ("xoxs-", 12),
    ("xapp-", 12),
    ("sk_live_", 16),
    ("sk_test_", 16),
    ("rk_live_", 16),
    ("rk_test_", 16),
    ("whsec_", 16),
    ("sk-", 32),
    ("AIza", 35),
    ("ya29.", 16),
    ("1//0", 24),
    ("GOCSPX-", 20),
    ("npm_", 30),
    ("pypi-", 40),
    ("hf_", 30),
    ("dop_v1_", 40),
    ("SG.", 40),
    ("shpat_", 30),
    ("shpss_", 30),
    ("sq0atp-", 20),
    ("sq0csp-", 20),
    ("EAACEdEose0cBA", 30),
    ("hvs.", 20),
    ("PMAK-", 30),
    ("lin_api_", 30),
    ("AGE-SECRET-KEY-1", 40),
    ("amzn.mws.", 30),
    ("dckr_pat_", 20),
    ("sbp_", 30),
];

/// What begins here and is known by its shape: where it ends, and its mask. Where there is none,
/// up to where none of the kind that was looked at can begin.
pub(super) fn at(text: &str, start: usize, marks: &mut Marks) -> Result<(usize, String), usize> {
    let rest = &text[start..];
    let run = |is_part: fn(u8) -> bool| {
        let end = rest.bytes().position(|byte| !is_part(byte));
        end.unwrap_or(rest.len())
    };
    if rest.starts_with("eyJ") {
        let end = run(|byte| is_token(byte) || matches!(byte, b'*' | b'+' | b'/'));
        let token = rest[..end].trim_end_matches('.');
        // An unsigned token ends in a full stop, behind the one other that it has; so do sentences.
        let is_unsigned = token.len() < end && token.matches('.').count() == 1;
        let token = &rest[..token.len() + usize::from(is_unsigned)];
        return if token.contains('.') {
            Ok((start + token.len(), credentials::token(token, marks)))
        } else {
            Err(start + end)
        };
    }
    // Hardly any word begins as one of these: a look at its first letter tells most.
    let first = rest.as_bytes().first();
    let begins = |known: &str| known.as_bytes().first() == first && rest.starts_with(known);
    if ACCESS_KEYS.iter().any(|known| begins(known)) {
        let end = run(|byte| byte.is_ascii_alphanumeric());
        let key = &rest[..end];
        let is_one = (16..=32).contains(&end) && !key.bytes().any(|b| b.is_ascii_lowercase());
        return if is_one {
            Ok((start + end, mask::access_key(key)))
        } else {
            Err(start)
        };
    }
    let known = PREFIXES.iter().find(|(known, _)| begins(known));
    let (_, shortest) = known.ok_or(start)?;
    let end = run(|byte| is_token(byte) || matches!(byte, b'+' | b'/' | b'%' | b'~'));
    let end = rest[..end].trim_end_matches('.').len();
    if end >= *shortest {
        Ok((start + end, MASK.into()))
    } else {
        Err(start)
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'=')
}

/// A private key in PEM: its two lines stay. `None` where none begins here.
pub(super) fn pem(text: &str, start: usize) -> Option<(usize, usize)> {
    const DASHES: &str = "-----";
    let rest = text.get(start..)?.strip_prefix("-----BEGIN")?;
    let title = rest.find(DASHES).filter(|end| *end < 64)?;
    // `-----BEGIN%20RSA%20PRIVATE%20KEY-----` in a form.
    if !rest[..title].contains("PRIVATE") || !rest[..title].contains("KEY") {
        return None;
    }
    let from = start + "-----BEGIN".len() + title + DASHES.len();
    let body = &text[from..];
    let is_part = |c: char| {
        c.is_ascii_alphanumeric()
            || c.is_ascii_whitespace()
            || matches!(c, '+' | '/' | '=' | '\\' | ':' | ',' | '%' | '*')
    };
    // One dash, as in `DEK-Info`, is a part of it; five are its end.
    let mut end = 0;
    loop {
        end += body[end..]
            .find(|c| !is_part(c))
            .unwrap_or(body.len() - end);
        if body[end..].starts_with(DASHES) || !body[end..].starts_with('-') {
            return Some((from, from + end));
        }
        end += 1;
    }
}

/// A run of base64 that holds text with a secret in it, or is an AWS secret key: its end, and its
/// mask where it is one.
pub(super) fn packed(
    text: &str,
    start: usize,
    marks: &mut Marks,
    depth: u8,
) -> (usize, Option<String>) {
    const SHORTEST: usize = 16;
    let bytes = text.as_bytes();
    let is_url_safe = |byte: u8| matches!(byte, b'-' | b'_');
    let is_part =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/') || is_url_safe(byte);
    let length = bytes[start..]
        .iter()
        .position(|byte| !is_part(*byte))
        .unwrap_or(bytes.len() - start);
    let bare = start + length;
    let padding = bytes[bare..]
        .iter()
        .take(2)
        .take_while(|byte| **byte == b'=')
        .count();
    let end = bare + padding;
    let (run, whole) = (&text[start..bare], &text[start..end]);
    if length < SHORTEST {
        return (bare, None);
    }
    if is_secret_key(run) && padding == 0 && text_of(run).is_none() {
        return (end, Some(MASK.into()));
    }
    let masked = unpack(whole, marks, depth);
    (if masked.is_some() { end } else { bare }, masked)
}

/// Base64 of text with a secret in it, masked within.
pub(super) fn unpack(whole: &str, marks: &mut Marks, depth: u8) -> Option<String> {
    let plain = text_of(whole).filter(|_| depth < super::DEEPEST)?;
    let masked = scan::any(&plain, marks, depth + 1);
    (masked != plain).then(|| base64::encode(masked.as_bytes(), whole))
}

/// The text that base64 stands for, where it is one.
fn text_of(packed: &str) -> Option<String> {
    // Most of what is looked at is no text: its first bytes tell.
    let head: String = packed
        .chars()
        .filter(|c| !c.is_ascii_whitespace())
        .take(12)
        .collect();
    let is_text = |byte: &u8| matches!(byte, 0x20..=0x7e | b'\t' | b'\n' | b'\r' | 0x80..);
    base64::decode(&head).filter(|head| head.iter().all(is_text))?;
    String::from_utf8(base64::decode(packed)?).ok()
}

/// Forty characters, mixed as only chance mixes them.
fn is_secret_key(run: &str) -> bool {
    if run.len() != 40 {
        return false;
    }
    let count = |is: fn(&u8) -> bool| run.as_bytes().iter().filter(|byte| is(byte)).count();
    let turns = run
        .as_bytes()
        .windows(2)
        .filter(|pair| pair[0].is_ascii_uppercase() != pair[1].is_ascii_uppercase())
        .count();
    let plain = count(|byte| matches!(byte, b'-' | b'_')) == 0 && count(|byte| *byte == b'/') <= 4;
    plain
        && count(u8::is_ascii_uppercase) >= 4
        && count(u8::is_ascii_lowercase) >= 4
        && count(u8::is_ascii_digit) >= 1
        && turns >= 10
}
