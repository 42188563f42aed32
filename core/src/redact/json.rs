//! JSON by its structure: order, white space, numbers and unknown members stay as they are.
//!
//! One pass with a stack. Where the text stops being JSON, a HAR that was cut or a log line, the
//! rest is masked as running text.

use alloc::string::String;
use alloc::vec::Vec;

use super::escape::{escape, unescape};
use super::marks::Marks;
use super::mask::{self, Kind};
use super::names::{self, Sure};
use super::{around, looks, scan, shapes};

/// An object or an array that is open.
struct Open<'a> {
    is_object: bool,
    /// The member that it is, or that the array is.
    name: &'a str,
    /// The member that is being read; empty where a name is due.
    member: &'a str,
    /// What `"name": "…"` says of the `"value"` beside it.
    pair: Option<(Kind, Sure)>,
    /// Everything in it is the value of a secret's name.
    secret: Option<Kind>,
}

/// Masks the strings of a JSON text, and the numbers under names of secrets.
pub(super) fn mask(text: &str, marks: &mut Marks, depth: u8) -> String {
    let mut walk = Walk {
        text,
        out: String::with_capacity(text.len()),
        copied: 0,
        open: Vec::new(),
        marks,
        depth,
    };
    let end = walk.run();
    walk.out.push_str(&text[walk.copied..end]);
    if end < text.len() {
        let rest = scan::text(&text[end..], walk.marks, depth);
        walk.out.push_str(&rest);
    }
    walk.out
}

struct Walk<'a, 'm> {
    text: &'a str,
    out: String,
    copied: usize,
    open: Vec<Open<'a>>,
    marks: &'m mut Marks,
    depth: u8,
}

impl Walk<'_, '_> {
    /// Goes as far as the text is JSON.
    fn run(&mut self) -> usize {
        const NESTED_AT_MOST: usize = 256;
        let bytes = self.text.as_bytes();
        let mut at = self.text.len() - self.text.trim_start_matches('\u{feff}').len();
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'{' | b'[' if self.open.len() < NESTED_AT_MOST => {
                    self.enter(*byte == b'{');
                    at += 1;
                }
                b'}' | b']' => {
                    self.open.pop();
                    at += 1;
                }
                b',' => {
                    if let Some(open) = self.open.last_mut().filter(|open| open.is_object) {
                        open.member = "";
                    }
                    at += 1;
                }
                b'"' => match string_end(bytes, at) {
                    Some(end) => {
                        self.string(at, end);
                        at = end;
                    }
                    None => return at,
                },
                b':' | b' ' | b'\t' | b'\r' | b'\n' => at += 1,
                b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                    let end = at + literal(&self.text[at..]);
                    if end == at {
                        return at;
                    }
                    self.literal(at, end);
                    at = end;
                }
                _ => return at,
            }
        }
        at
    }

    fn enter(&mut self, is_object: bool) {
        let parent = self.open.last();
        let name = parent.map_or("", |parent| {
            if parent.is_object {
                parent.member
            } else {
                parent.name
            }
        });
        let inherited = parent.and_then(|parent| parent.secret);
        let own = names::of(name)
            .filter(|(kind, sure)| *sure == Sure::Always && *kind != Kind::Credential);
        self.open.push(Open {
            is_object,
            name,
            member: if is_object { "" } else { name },
            pair: None,
            secret: inherited.or(own.map(|(kind, _)| kind)),
        });
    }

    /// A string between its quotes: a member's name, or a value.
    fn string(&mut self, at: usize, end: usize) {
        let raw = &self.text[at + 1..end - 1];
        let is_name = self
            .open
            .last()
            .is_some_and(|open| open.is_object && open.member.is_empty());
        if is_name {
            if let Some(open) = self.open.last_mut() {
                open.member = if raw.is_empty() { " " } else { raw };
            }
            // Where a quote is lost, values are read as names.
            if !is_plain_name(raw) {
                let plain = unescape(raw);
                let masked = scan::any(&plain, self.marks, self.depth + 1);
                if masked != plain {
                    self.put(at + 1, end - 1, &escape(&masked));
                }
            }
            return;
        }
        let told = self.told(end);
        let plain = unescape(raw);
        let secret = told.filter(|(_, sure)| *sure != Sure::ByLook || looks::is_secret(&plain));
        let masked = match secret {
            Some((kind, _)) => mask::value(kind, &plain, self.marks),
            None => self.inside(&plain),
        };
        if masked != plain {
            self.put(at + 1, end - 1, &escape(&masked));
        }
        self.remember(&plain);
    }

    /// A value of no secret's name may hold secrets all the same, packed or plain.
    fn inside(&mut self, plain: &str) -> String {
        let is_packed = plain.len() >= 16
            && plain.bytes().all(|byte| {
                byte.is_ascii_alphanumeric()
                    || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=' | b'\n' | b'\r')
            });
        is_packed
            .then(|| shapes::unpack(plain, self.marks, self.depth))
            .flatten()
            .unwrap_or_else(|| scan::any(plain, self.marks, self.depth + 1))
    }

    /// What the place of a value says of it.
    fn told(&self, end: usize) -> Option<(Kind, Sure)> {
        let open = self.open.last()?;
        if let Some(kind) = open.secret {
            return Some((kind, Sure::Always));
        }
        let is = |names: &[&str]| {
            names
                .iter()
                .any(|name| open.member.eq_ignore_ascii_case(name))
        };
        if open.is_object && is(&["value", "val"]) {
            let pair = open
                .pair
                .or_else(|| names::of(around::name_behind(&self.text[end..])?));
            // HAR's lists of pairs.
            return match (open.name, pair) {
                ("cookies", _) => Some((Kind::Whole, Sure::Always)),
                ("queryString" | "params", Some((kind, _))) => Some((kind, Sure::Always)),
                (_, pair) => pair,
            };
        }
        names::of(open.member)
    }

    fn remember(&mut self, plain: &str) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let names_it = ["name", "key", "header"]
            .iter()
            .any(|name| open.member.eq_ignore_ascii_case(name));
        if open.is_object && names_it {
            open.pair = names::of(plain);
        }
    }

    fn literal(&mut self, at: usize, end: usize) {
        let plain = &self.text[at..end];
        let told = self.told(end).filter(|(_, sure)| *sure != Sure::ByLook);
        if told.is_some() && looks::is_number(plain) {
            let mask = alloc::format!("\"{}\"", super::MASK);
            self.put(at, end, &mask);
        }
    }

    fn put(&mut self, start: usize, end: usize, mask: &str) {
        self.out.push_str(&self.text[self.copied..start]);
        self.out.push_str(mask);
        self.copied = end;
    }
}

/// Too short, and too plain, to hold a secret.
fn is_plain_name(raw: &str) -> bool {
    const LONGEST: usize = 16;
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    raw.len() < LONGEST && raw.bytes().all(is_part)
}

/// Behind the closing quote of the string that begins at `at`.
fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The length of a number or a word of JSON.
fn literal(text: &str) -> usize {
    let end = text
        .bytes()
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')))
        .unwrap_or(text.len());
    let word = &text[..end];
    if matches!(word, "true" | "false" | "null") || looks::is_number(word) {
        end
    } else {
        0
    }
}
