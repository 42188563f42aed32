//! One pass over running text: bodies, logs, command lines, exceptions, whatever their form.
//!
//! It goes from word to word. A word may begin a secret of a known shape, be a scheme or an option
//! that a secret follows, or be the name of a value. Every step looks at what lies ahead of it once,
//! or a bounded way around it, so the time grows with the text and not with the secrets in it.

use alloc::string::String;
use alloc::vec::Vec;

use super::marks::Marks;
use super::mask::Kind;
use super::names::{self, Sure};
use super::value;
use super::{DEEPEST, MASK, around, coded, json, looks, shapes};

/// Masks a text of any form: JSON by its structure, anything else as running text.
pub(super) fn any(text: &str, marks: &mut Marks, depth: u8) -> String {
    let is_json = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with(['{', '[']);
    if is_json && depth < DEEPEST {
        json::mask(text, marks, depth)
    } else {
        self::text(text, marks, depth)
    }
}

/// Masks running text.
pub(super) fn text(text: &str, marks: &mut Marks, depth: u8) -> String {
    let scan = Scan {
        text,
        out: String::new(),
        copied: 0,
        at: 0,
        marks,
        depth,
        refused: refused_tokens(text),
        in_command: false,
        in_cookies: false,
        previous: (0, 0),
        pair: None,
        coded_until: 0,
        packed_until: 0,
        token_until: 0,
    };
    scan.run()
}

mod named;
mod spoken;

struct Scan<'a, 'm> {
    text: &'a str,
    out: String,
    /// Up to here the text is in `out`, masked.
    copied: usize,
    at: usize,
    marks: &'m mut Marks,
    depth: u8,
    /// Tokens that a message quotes in front of its words, the next one last.
    refused: Vec<(usize, usize)>,
    /// Behind `curl` or its like, until the line ends.
    in_command: bool,
    /// In a HAR's list of cookies.
    in_cookies: bool,
    /// The word before.
    previous: (usize, usize),
    /// `"name": "csrf"` or `name="csrf"` was read, which ends here: its value follows.
    pair: Option<(Kind, Sure, usize)>,
    coded_until: usize,
    packed_until: usize,
    token_until: usize,
}

impl<'a> Scan<'a, '_> {
    fn run(mut self) -> String {
        while let Some(byte) = self.byte(self.at) {
            if let Some(&(start, end)) = self.refused.last()
                && self.at >= start
            {
                self.refused.pop();
                if self.at == start {
                    self.put(start, end, MASK);
                    continue;
                }
            }
            match byte {
                b'-' if self.pem() || self.option() => {}
                b':' if self.userinfo() => {}
                b'%' => self.percent(),
                b'+' | b'/' if self.packed() => {}
                b'\\' => self.escape(),
                b'\n' => {
                    let line = self.text[..self.at]
                        .trim_end_matches('\r')
                        .trim_end_matches(' ');
                    self.in_command &= line.ends_with(['\\', '^', '`']);
                    self.at += 1;
                }
                b']' => {
                    self.in_cookies = false;
                    self.at += 1;
                }
                b'_' => self.word(),
                byte if byte.is_ascii_alphanumeric() => self.word(),
                _ => self.at += 1,
            }
        }
        self.out
            .push_str(self.text.get(self.copied..).unwrap_or(""));
        self.out
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or("")
    }

    fn before(&self, at: usize) -> &'a str {
        self.text.get(..at).unwrap_or("")
    }

    /// Puts a mask in place of a part, and goes on behind it.
    fn put(&mut self, start: usize, end: usize, mask: &str) {
        if let Some(plain) = self.text.get(self.copied..start)
            && self.text.is_char_boundary(end)
        {
            self.out.push_str(plain);
            self.out.push_str(mask);
            self.copied = end;
        }
        self.at = end.max(self.at + 1);
    }

    fn pem(&mut self) -> bool {
        let Some((start, end)) = shapes::pem(self.text, self.at) else {
            return false;
        };
        if start == end || self.text[start..end].trim() == MASK {
            self.at = end;
        } else {
            self.put(start, end, MASK);
        }
        true
    }

    /// `://user:password@`
    fn userinfo(&mut self) -> bool {
        let Some(rest) = self.rest(self.at).strip_prefix("://") else {
            return false;
        };
        let start = self.at + 3;
        self.at = start;
        if let Some(length) =
            around::userinfo(rest).filter(|length| !looks::is_placeholder(&rest[..*length]))
        {
            self.put(start, start + length, MASK);
        }
        true
    }

    /// `%3D`, outside of a word.
    fn percent(&mut self) {
        if !self.coded() {
            let is_code = self
                .rest(self.at + 1)
                .bytes()
                .take(2)
                .filter(u8::is_ascii_hexdigit)
                .count()
                == 2;
            self.at += if is_code { 3 } else { 1 };
        }
    }

    /// A percent-encoded run is read as what it means.
    fn coded(&mut self) -> bool {
        if self.at < self.coded_until || self.depth >= DEEPEST {
            return false;
        }
        let run = value::run(self.rest(self.at));
        self.coded_until = self.at + run.len();
        let masked = coded::decode(run).and_then(|plain| {
            let masked = any(&plain, self.marks, self.depth + 1);
            (masked != plain).then(|| coded::encode(&masked))
        });
        match masked {
            Some(masked) => {
                self.put(self.at, self.coded_until, &masked);
                true
            }
            None => false,
        }
    }

    /// A secret of a known shape.
    fn shape(&mut self) -> bool {
        if self.at < self.token_until {
            return false;
        }
        let start = self.at;
        match shapes::at(self.text, start, self.marks) {
            Ok((end, mask)) => {
                self.put(start, end, &mask);
                true
            }
            Err(looked_until) => {
                self.token_until = looked_until;
                false
            }
        }
    }

    /// A run of base64.
    fn packed(&mut self) -> bool {
        if self.at < self.packed_until {
            return false;
        }
        let (end, masked) = shapes::packed(self.text, self.at, self.marks, self.depth);
        self.packed_until = end;
        match masked {
            Some(masked) => {
                self.put(self.at, end, &masked);
                true
            }
            None => false,
        }
    }

    /// Backslashes and the letter that they make something else of.
    fn escape(&mut self) {
        let rest = self.rest(self.at);
        let letters = rest.trim_start_matches('\\');
        self.at += rest.len() - letters.len();
        self.at += match letters.as_bytes() {
            [b'n' | b'r' | b't' | b'b' | b'f', ..] => 1,
            [b'u', hex @ ..]
                if hex.iter().take(4).filter(|b| b.is_ascii_hexdigit()).count() == 4 =>
            {
                5
            }
            [b'x', hex @ ..]
                if hex.iter().take(2).filter(|b| b.is_ascii_hexdigit()).count() == 2 =>
            {
                3
            }
            _ => 0,
        };
    }

    fn word(&mut self) {
        let start = self.at;
        if self.shape() || self.coded() || self.packed() {
            return;
        }
        let word = value::word(self.rest(start));
        let end = start + word.len();
        self.at = end;
        let before = core::mem::replace(&mut self.previous, (start, end));
        self.in_command |= spoken::is_client(word) && self.rest(end).starts_with([' ', '.']);
        if self.scheme(word, end) {
            return;
        }
        let Some(joint) = self.joint(start, end) else {
            return;
        };
        let own = names::of(word);
        // `API key: …`, `Authorization header: …`
        let joined = (before.1 + 1 == start && self.byte(before.1) == Some(b' '))
            .then(|| names::of(self.text.get(before.0..end)?))
            .flatten();
        match joined.or(own) {
            Some((kind, sure)) => {
                self.named(kind, sure, start, joint);
                // `"key": "Authorization", "value": …`
                if self.copied <= joint.end {
                    self.pair_of(word, joint);
                }
            }
            None => self.pair_of(word, joint),
        }
    }
}

/// `'{the token}' not a valid key=value pair (missing equal-sign) in Authorization header`: the
/// token stands in front of the words that tell of it. The last one comes first.
fn refused_tokens(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(" not a valid key=value pair") {
        let before = text.get(from..at).unwrap_or("");
        let quoted = before.trim_end_matches(['\'', '"', '’', '\\']);
        if let Some(open) = quoted
            .rfind(['\'', '"', '‘'])
            .filter(|_| quoted.len() < before.len())
        {
            let width = quoted[open..].chars().next().map_or(1, char::len_utf8);
            let (start, end) = (from + open + width, from + quoted.len());
            let token = &text[start..end];
            if !token.starts_with("AWS4-") && !token.is_empty() && !looks::is_placeholder(token) {
                found.push((start, end));
            }
        }
        from = at;
    }
    found.reverse();
    found
}
