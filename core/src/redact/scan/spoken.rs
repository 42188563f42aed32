//! What stands behind a word without being its value: the credentials of a scheme, the argument of
//! an option.

use alloc::borrow::ToOwned;

use super::super::mask::{self, Kind};
use super::super::names::{self, Sure};
use super::super::value;
use super::super::{around, looks};
use super::Scan;

/// Longer than any secret behind a scheme, but for tokens.
const SECRET_AT_MOST: usize = 2048;

impl Scan<'_, '_> {
    /// `Bearer …`, `Basic …`, wherever they stand.
    pub(super) fn scheme(&mut self, word: &str, end: usize) -> bool {
        let rest = self.rest(end);
        let space = rest.strip_prefix("%20").map_or_else(
            || rest.len() - rest.trim_start_matches([' ', '\t']).len(),
            |_| "%20".len(),
        );
        if space == 0 {
            return false;
        }
        let start = end + space;
        let is = |known: &str| word.eq_ignore_ascii_case(known);
        // Words that tell of a token are short, and so are all secrets but tokens.
        let near = around::head(self.rest(start), SECRET_AT_MOST);
        let mut length = value::bare(near, false);
        let is_token =
            is("bearer") && length > 0 && !looks::is_prose_behind_bearer(&near[..length]);
        if is_token && length == near.len() {
            length = value::bare(self.rest(start), false);
        }
        let secret = &self.text[start..start + length];
        let is_told = if is("bearer") {
            is_token
        } else if is("basic") {
            looks::is_basic(secret)
        } else if is("digest") {
            secret.starts_with("username=")
        } else {
            let short = names::is_scheme(word) && !is("key") && !is("signature");
            short && length >= 16 && looks::is_secret(secret)
        };
        if !is_told || names::is_scheme(secret) || looks::is_placeholder(secret) {
            return false;
        }
        let end = if is("digest") {
            start + value::line(self.rest(start), "")
        } else {
            start + length
        };
        let mask = mask::value(
            Kind::Token,
            &self.text[start..end].replace(' ', ""),
            self.marks,
        );
        if mask == secret {
            self.at = end;
        } else {
            self.put(start, end, &mask);
        }
        true
    }

    /// `--user name:password`, `-b a=b`
    pub(super) fn option(&mut self) -> bool {
        let start = self.at;
        let is_start = start == 0 || self.before(start).ends_with(|c: char| c.is_whitespace());
        let word = value::option(self.rest(start));
        if !is_start || word.len() < 2 || word.chars().all(|c| c == '-') {
            return false;
        }
        let is_long = word.starts_with("--");
        // `-uname:password`
        let is_attached = !is_long
            && self.in_command
            && word.len() > 2
            && ["-u", "-b", "-U"]
                .iter()
                .any(|short| word.starts_with(short));
        let (name, after) = if is_attached {
            (&word[..2], start + 2)
        } else {
            (word, start + word.len())
        };
        let rest = self.rest(after);
        let gap = if is_attached {
            0
        } else if rest.starts_with('=') {
            1
        } else {
            rest.len() - rest.trim_start_matches(' ').len()
        };
        let from = after + gap;
        let kind = match name {
            "--user" | "--proxy-user" | "--auth" => None,
            "-u" | "-U" | "-a" if self.in_command => None,
            "-b" if self.in_command => Some((Kind::Cookies, Sure::Always)),
            "--oauth2-bearer" => Some((Kind::Token, Sure::Always)),
            _ if is_long => match names::of(name) {
                Some(known) => Some(known),
                None => return false,
            },
            _ => return false,
        };
        if (gap == 0 && !is_attached) || self.rest(from).starts_with('-') {
            return false;
        }
        self.at = from;
        let (start, end) = match value::quote(self.rest(from)) {
            Some(quote) => {
                let start = from + quote.len();
                (start, start + value::quoted(self.rest(start), quote).length)
            }
            None => (from, from + value::argument(self.rest(from))),
        };
        let plain = &self.text[start..end];
        let masked = match kind {
            Some((Kind::Cookies, _)) if !plain.contains('=') => plain.to_owned(),
            Some((_, Sure::ByLook)) if !looks::is_secret(plain) => plain.to_owned(),
            Some((kind, _)) => mask::value(kind, plain, self.marks),
            None => around::user_and_password(plain),
        };
        if masked != plain {
            self.put(start, end, &masked);
        }
        true
    }
}

/// Programs whose short options hold secrets.
pub(super) fn is_client(word: &str) -> bool {
    [
        "curl", "http", "https", "xh", "xhs", "wget", "wscat", "websocat", "awscurl", "curlie",
    ]
    .iter()
    .any(|known| word.eq_ignore_ascii_case(known))
}
