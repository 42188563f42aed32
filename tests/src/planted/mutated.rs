//! What chance makes of an input around a secret that was planted in it.

use super::Chance;
use super::kinds::{Kind, Secret, Stands};
use super::outputs::Output;
use super::{left, percent};
use gatewhy_core::Evidence;

/// How much before and behind a secret stays as it was: its name and its quotes.
const BEFORE: usize = 96;
const BEHIND: usize = 64;

/// What breaks inputs: the ends of strings, lists, lines and elements, and marks of other forms.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "\\",
    "\\\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "=",
    "&",
    ";",
    "\n",
    "\r\n",
    "\n\n",
    "<",
    ">",
    "%",
    "%22",
    "***",
    "#",
    "@",
    "://",
    "- ",
    "--",
    "```",
    "\u{feff}",
    "é",
    "日本",
    "\u{202e}",
    "null",
    "{\"a\":",
    "</p>",
    "curl ",
    "Bearer ",
    "name=",
    "\"value\":",
    "Cookie: ",
    "eyJ",
    "AKIA",
];

/// The text changed a few times, but for the secret and what stands right around it. A secret that
/// cannot be seen, in base64, leaves the text as it is.
pub fn around(text: &str, secret: &Secret, chance: &mut Chance) -> String {
    let Some((start, end)) = extent(text, secret) else {
        return text.into();
    };
    let start = floor(text, start.saturating_sub(BEFORE));
    let end = floor(text, text.len().min(end + BEHIND));
    let (mut head, mut tail) = (text[..start].to_owned(), text[end..].to_owned());
    for _ in 0..=chance.below(6) {
        let part = if chance.below(2) == 0 {
            &mut head
        } else {
            &mut tail
        };
        change(part, chance);
    }
    [&head, &text[start..end], &tail].concat()
}

/// From the first letter of the secret to its last.
fn extent(text: &str, secret: &Secret) -> Option<(usize, usize)> {
    let escaped = secret.value.escape_debug().to_string();
    let forms = [secret.value.clone(), percent(&secret.value), escaped];
    let seen = || forms.iter().chain(&secret.hidden);
    let start = seen().filter_map(|part| text.find(part)).min()?;
    let end = seen().filter_map(|part| Some(text.rfind(part)? + part.len()));
    // Its head is packed where only its tail is seen.
    let longest = forms.iter().map(String::len).max().unwrap_or(0);
    let end = end.max()?;
    Some((start.min(end.saturating_sub(longest)), end))
}

/// Takes something out, puts something in, doubles or cuts.
pub fn change(text: &mut String, chance: &mut Chance) {
    const LONGEST: usize = 40;
    let from = floor(text, chance.below(text.len() + 1));
    let until = floor(text, text.len().min(from + chance.below(LONGEST)));
    match chance.below(6) {
        0 => text.replace_range(from..until, ""),
        1 => {
            let again = text[from..until].to_owned();
            text.insert_str(from, &again);
        }
        2 => text.replace_range(from..until, PIECES[chance.below(PIECES.len())]),
        // Cut.
        3 if chance.below(4) == 0 => text.truncate(from),
        4 if chance.below(4) == 0 => text.replace_range(..from, ""),
        _ => text.insert_str(from, PIECES[chance.below(PIECES.len())]),
    }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// Plants a secret in some field of an exchange.
pub fn plant(evidence: &mut Evidence, kind: &Kind, secret: &Secret, chance: &mut Chance) {
    let is_line = !secret.value.contains('\n');
    let name = match kind.stands {
        Stands::Header(name) | Stands::Named(name) => name,
        Stands::Anywhere => "x-note",
    };
    let header = || (name.to_owned(), secret.value.clone());
    match chance.below(10) {
        0 if is_line => {
            let (name, value) = header();
            evidence.request_headers.push(name, value);
        }
        1 if is_line => {
            let (name, value) = header();
            evidence.response_headers.push(name, value);
        }
        2 if is_line => {
            let (name, value) = header();
            let mut other = Evidence::default();
            other.request_headers.push(name, value);
            evidence.neighbours.push(other);
        }
        3 if !matches!(kind.stands, Stands::Header(_)) => {
            let url = evidence.url.get_or_insert_with(String::new);
            let sign = if url.contains('?') { '&' } else { '?' };
            url.push(sign);
            url.push_str(&[name, "=", &percent(&secret.value)].concat());
        }
        field => {
            let field = match field {
                4 => &mut evidence.request_body,
                5 => &mut evidence.log,
                6 => &mut evidence.curl_text,
                7 => &mut evidence.net_error,
                _ => &mut evidence.body,
            };
            let text = field.get_or_insert_with(String::new);
            let at = if chance.below(2) == 0 {
                text.len()
            } else {
                floor(text, chance.below(text.len() + 1))
            };
            text.insert_str(at, &said(kind.stands, name, &secret.value, chance));
        }
    }
}

/// A secret as it stands in a text, whatever stands around.
fn said(stands: Stands, name: &str, value: &str, chance: &mut Chance) -> String {
    let member = || serde_json::json!({ name: value }).to_string();
    match (stands, chance.below(3)) {
        (Stands::Header(_), 0) => format!("\n{name}: {value}\n"),
        (Stands::Header(_), 1) => format!("\r\n> {name}: {value}\r\n"),
        (Stands::Named(_), 0) => format!("&{name}={}&x=1", percent(value)),
        (Stands::Anywhere, 0) => format!("\n{value}\n"),
        (Stands::Anywhere, 1) => format!(" {value} "),
        _ => format!("\n{}\n", member()),
    }
}

/// What is left of a secret in the first output that shows any of it.
pub fn seen(outputs: &[Output], secret: &Secret) -> Option<String> {
    outputs.iter().find_map(|(what, shown)| {
        let piece = secret
            .hidden
            .iter()
            .find_map(|hidden| left(shown, hidden))?;
        let around = shown.split(piece.as_str()).collect::<Vec<_>>();
        let before: String = around[0].chars().rev().take(160).collect();
        let before: String = before.chars().rev().collect();
        let behind: String = shown
            .chars()
            .skip(around[0].chars().count())
            .take(120)
            .collect();
        Some(format!("{what}: …{before}▶{behind}…"))
    })
}
