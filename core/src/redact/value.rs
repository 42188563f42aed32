//! How far a value reaches.
//!
//! All of them take the text from where the value may begin, and answer in lengths.

use super::around::head;
use super::{MASK, names};

/// A quoted value: its length, and that of the quote that closes it, 0 where none does.
#[derive(Clone, Copy)]
pub(super) struct Quote {
    pub(super) length: usize,
    pub(super) closing: usize,
}

impl Quote {
    /// A value without quotes.
    pub(super) fn none(length: usize) -> Self {
        Self { length, closing: 0 }
    }
}

/// The letters of a name.
pub(super) fn word(text: &str) -> &str {
    let end = text
        .bytes()
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')))
        .unwrap_or(text.len());
    &text[..end]
}

/// `--http-password`
pub(super) fn option(text: &str) -> &str {
    const LONGEST: usize = 64;
    let end = text
        .bytes()
        .take(LONGEST)
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')))
        .unwrap_or(text.len().min(LONGEST));
    text.get(..end).unwrap_or("")
}

/// A run of what stands in URLs and forms, up to the next pair.
pub(super) fn run(text: &str) -> &str {
    let end = text.find(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\''
                    | '`'
                    | '<'
                    | '>'
                    | '&'
                    | '\\'
                    | ','
                    | ';'
                    | '('
                    | ')'
                    | '{'
                    | '}'
                    | '|'
                    | '='
            )
    });
    &text[..end.unwrap_or(text.len())]
}

/// JSON in JSON in JSON in JSON.
const SLASHES_AT_MOST: usize = 15;

/// The quote that a text begins with, with the backslashes before it.
pub(super) fn quote(text: &str) -> Option<&str> {
    const NAMED: &[&str] = &[
        "&quot;", "&#34;", "&#39;", "&#x27;", "&apos;", "\\u0022", "\\u0027", "‘", "’", "“", "”",
    ];
    let plain = text.trim_start_matches('\\');
    let slashes = text.len() - plain.len();
    if slashes <= SLASHES_AT_MOST && plain.starts_with(['"', '\'', '`']) {
        return Some(&text[..=slashes]);
    }
    // Few texts begin as any of them does, and this is asked behind each word.
    if !matches!(text.as_bytes().first(), Some(b'&' | b'\\' | 0xE2)) {
        return None;
    }
    let named = NAMED.iter().find(|named| text.starts_with(**named))?;
    Some(&text[..named.len()])
}

/// The value behind an opening quote. It ends at the same quote, behind the same backslashes, and
/// at the latest with its line.
pub(super) fn quoted(text: &str, quote: &str) -> Quote {
    let unclosed = |end: usize| Quote {
        length: text[..end].trim_end_matches('\r').len(),
        closing: 0,
    };
    let Some(mark) = quote
        .bytes()
        .next_back()
        .filter(|mark| matches!(mark, b'"' | b'\'' | b'`'))
    else {
        return typeset(text, quote);
    };
    let slashes = quote.len() - 1;
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\\' => {
                before += 1;
                continue;
            }
            b'\n' => return unclosed(at),
            // An outer string ends here.
            _ if byte == mark && before < slashes => return unclosed(at - before),
            _ if byte == mark && (before - slashes).is_multiple_of(2 * (slashes + 1)) => {
                return Quote {
                    length: at - slashes,
                    closing: quote.len(),
                };
            }
            _ => {}
        }
        before = 0;
    }
    unclosed(text.len())
}

/// A value in quotes that a typesetter or HTML's entities made.
fn typeset(text: &str, quote: &str) -> Quote {
    const LONGEST: usize = 4096;
    let close = match quote {
        "‘" => "’",
        "“" => "”",
        same => same,
    };
    let near = head(text, LONGEST);
    let line = near.find('\n').unwrap_or(near.len());
    match near[..line].find(close) {
        Some(length) => Quote {
            length,
            closing: close.len(),
        },
        None => Quote {
            length: line,
            closing: 0,
        },
    }
}

/// What may stand before a value: spaces, and a bracket of a list.
pub(super) fn lead(text: &str, is_code: bool) -> (usize, bool) {
    let is_space = |c: char| c == ' ' || c == '\t' || (is_code && c.is_ascii_whitespace());
    let start = text.trim_start_matches(is_space);
    let inner = start
        .strip_prefix(['[', '('])
        .map(|inner| inner.trim_start_matches(is_space));
    let rest = inner.unwrap_or(start).trim_start_matches('+');
    (text.len() - rest.len(), inner.is_some())
}

/// From the end of one value of a list to the next.
pub(super) fn next_of_list(text: &str) -> Option<usize> {
    let rest = text.trim_start().strip_prefix(',')?.trim_start();
    Some(text.len() - rest.len())
}

/// A value behind an equals sign may begin with what ends others: `password=<x`; a tag does not.
pub(super) fn from_angle(text: &str) -> usize {
    match text.strip_prefix('<') {
        Some(inner) if !inner.starts_with('/') => {
            let length = bare(inner, false);
            1 + length + usize::from(inner[length..].starts_with('>'))
        }
        _ => bare(text, false),
    }
}

/// A value without quotes: up to white space, the next pair or the end of what it stands in.
pub(super) fn bare(text: &str, in_query: bool) -> usize {
    let bytes = text.as_bytes();
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        let next = bytes.get(at + 1).copied();
        let is_end = match c {
            '"' | '\'' | '`' | '<' | '>' | '&' => true,
            '\\' => next != Some(b'/'),
            '#' => in_query,
            ',' | ';' => is_between(&text[at + 1..]),
            ')' | '}' | ']' => next.is_none_or(|next| !next.is_ascii_alphanumeric()),
            c => c.is_whitespace(),
        };
        if is_end {
            end = at;
            break;
        }
    }
    text[..end].trim_end_matches(['.', ',', ';', ':']).len()
}

/// Whether another pair or nothing stands behind a comma.
fn is_between(text: &str) -> bool {
    const LONGEST: usize = 48;
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | '{' | '[' | '<');
    if text.is_empty() || text.starts_with(is_end) {
        return true;
    }
    let name = option(text);
    name.len() < LONGEST && text[name.len()..].starts_with(['=', ':'])
}

/// An `Authorization` value without quotes: its schemes and what follows them; nothing of what is
/// signed, which shows all but its signature.
pub(super) fn credentials(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if rest[space..].starts_with("AWS4-") {
            return 0;
        }
        let length = bare(&rest[space..], false);
        let word = &rest[space..space + length];
        if length == 0 {
            return end;
        }
        end += space + length;
        if names::takes_all(word) && !text[end..].trim_start().starts_with(MASK) {
            return end + pairs(&text[end..]);
        }
        if !names::is_scheme(word) {
            return end;
        }
    }
}

/// What a scheme brings in pairs: `username="u", nonce="n"`, up to a pair of something else.
fn pairs(text: &str) -> usize {
    let mut is_quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '\n' | '\r' => return at,
            '"' => is_quoted = !is_quoted,
            '}' | ']' if !is_quoted => return at,
            ',' if !is_quoted => {
                let next = text[at + 1..].trim_start();
                let name = option(next);
                let value = next[name.len()..].strip_prefix('=');
                if value.is_some_and(|value| !value.trim_start_matches('\\').starts_with('"')) {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// Cookies without quotes, as they stand in a map that was printed: `{Cookie=a=b; c=d, Host=h}`.
pub(super) fn cookies(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut quoted_until = 0;
    for (at, c) in text.char_indices() {
        if at < quoted_until {
            continue;
        }
        match c {
            '"' | '\'' if text[..at].ends_with('=') => {
                let open = &text[at..=at];
                let value = quoted(&text[at + 1..], open);
                quoted_until = at + 1 + value.length + value.closing;
            }
            '\n' | '\r' | '"' | '\'' => return at,
            '{' | '[' => depth += 1,
            '}' | ']' if depth == 0 => return at,
            '}' | ']' => depth -= 1,
            ',' if text[at + 1..].starts_with(' ') => {
                let next = text[at + 1..].trim_start();
                // Another cookie has attributes behind it.
                let end = next.find([',', '}', '\n']).unwrap_or(next.len());
                if is_between(next) && !next[..end].contains(';') {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// A value with white space in it, up to the end of its line, its quotes or its pair.
pub(super) fn phrase(text: &str) -> usize {
    text.find(['\n', '\r', '"', '\'', '&', '<', '\\'])
        .unwrap_or(text.len())
}

/// Up to the end of the line, or to the quote in which the line stands.
pub(super) fn line(text: &str, opened: &str) -> usize {
    let text = if opened.is_empty() {
        text
    } else {
        &text[..quoted(text, opened).length]
    };
    let end = text
        .bytes()
        .zip(text.bytes().skip(1).chain([0]))
        .position(|(byte, next)| {
            matches!(byte, b'\n' | b'\r') || (byte == b'\\' && matches!(next, b'n' | b'r'))
        })
        .unwrap_or(text.len());
    // A key in PEM goes on behind its line.
    text[..end].find("-----BEGIN").unwrap_or(end)
}

/// A word of a command line.
pub(super) fn argument(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
        .unwrap_or(text.len())
}

/// Whether what follows the first name is a form: `a=b&c=d`.
pub(super) fn is_form(text: &str) -> bool {
    text[bare(text, true)..].starts_with('&')
}
