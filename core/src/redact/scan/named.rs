//! Names and their values, whatever joins them.

use alloc::string::String;

use super::super::marks::{self, Marks};
use super::super::mask::{self, Kind};
use super::super::names::{self, Sure};
use super::super::value::{self, Quote};
use super::super::{MASK, around, looks, shapes};
use super::Scan;

/// The parameter of a presigned URL that holds the session token.
const SESSION_TOKEN: &str = "X-Amz-Security-Token";

/// What stands between a name and its value.
#[derive(Clone, Copy)]
pub(super) struct Joint<'a> {
    /// Where the value may begin.
    pub(super) end: usize,
    /// `=` rather than `:`.
    is_equals: bool,
    /// The quote that closes the name.
    quote: Option<&'a str>,
    /// The sign that opens an element, with which the value ends.
    element: Option<&'static str>,
}

impl<'a> Scan<'a, '_> {
    /// Finds what joins a name to its value.
    pub(super) fn joint(&self, start: usize, end: usize) -> Option<Joint<'a>> {
        const EQUALS: &[&str] = &["=>", "=", "\\u003d", "\\u003D", "\\x3d", "&#61;"];
        let before = self.before(start);
        if let Some(open) = around::opens_element(before) {
            return self.element(end, open);
        }
        let mut rest = self.rest(end);
        let quote = value::quote(rest);
        rest = rest.strip_prefix(quote.unwrap_or("")).unwrap_or(rest);
        rest = rest
            .strip_prefix("%5D")
            .or(rest.strip_prefix(']'))
            .unwrap_or(rest);
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        rest = &rest[spaces.min(2)..];
        // It is asked of every word, and hardly any is a name.
        if !matches!(rest.as_bytes().first(), Some(b'=' | b'\\' | b'&' | b':')) {
            return None;
        }
        let equals = EQUALS.iter().find_map(|sign| rest.strip_prefix(sign));
        let behind = match equals {
            Some(behind) => behind,
            None => rest
                .strip_prefix(':')
                .filter(|rest| !rest.starts_with("//"))?,
        };
        Some(Joint {
            end: self.text.len() - behind.len(),
            is_equals: equals.is_some(),
            quote,
            element: None,
        })
    }

    /// `<wsse:Password Type="…">`
    fn element(&self, end: usize, open: &'static str) -> Option<Joint<'a>> {
        const LONGEST: usize = 256;
        let rest = self.rest(end);
        let mut close = LONGEST.min(rest.len());
        while !rest.is_char_boundary(close) {
            close -= 1;
        }
        let attributes = &rest[..close];
        let (at, length) = [">", "&gt;", "\\u003e", "\\u003E"]
            .iter()
            .filter_map(|close| Some((attributes.find(close)?, close.len())))
            .min()?;
        let is_open = !attributes[..at].ends_with('/') && !attributes[..at].contains('<');
        is_open.then_some(Joint {
            end: end + at + length,
            is_equals: true,
            quote: None,
            element: Some(open),
        })
    }

    /// Masks the value of a name.
    pub(super) fn named(&mut self, kind: Kind, sure: Sure, start: usize, joint: Joint<'a>) {
        let before = self.before(start);
        let in_query = joint.is_equals
            && joint.element.is_none()
            && (before.ends_with(['?', '&', ';', '#'])
                || before.ends_with("\\u0026")
                || (start == 0 && value::is_form(self.rest(joint.end))));
        // As it stands in an `Authorization` value.
        let is_sigv4 = kind == Kind::Signature
            && joint.is_equals
            && !in_query
            && self.rest(start).starts_with("Signature");
        let kind = if is_sigv4 { Kind::SigV4 } else { kind };
        let line =
            around::header_line(before).filter(|_| !joint.is_equals && joint.quote.is_none());
        if let Some(opened) = line {
            let length = value::line(self.rest(joint.end), opened);
            let name = &self.text[start..joint.end];
            let sentence = self.rest(joint.end)[..length].trim().contains(' ');
            let is_marked = !opened.is_empty() || before.ends_with(['<', '>', ' ']);
            let is_field = name.contains('-') || (is_marked && !sentence);
            let sure = match sure {
                Sure::InCode if is_field => Sure::Always,
                Sure::InCode => Sure::ByLook,
                sure => sure,
            };
            return self.value(kind, sure, joint, (joint.end, joint.end + length), true);
        }
        let rest = self.rest(joint.end);
        if let Some(open) = joint.element {
            let (from, length) = around::element(rest, open);
            let range = (joint.end + from, joint.end + from + length);
            return self.value(kind, sure, joint, range, true);
        }
        let (mut from, list) = value::lead(rest, joint.quote.is_some());
        if in_query {
            let length = value::bare(&rest[from..], true);
            let range = (joint.end + from, joint.end + from + length);
            let plain = &self.text[range.0..range.1];
            let masked = marks::unnumbered(&mask::value(kind, plain, &mut Marks::default()));
            // What was signed is compared with what arrived, so it must be seen to be another token.
            let name = self.rest(start).get(..SESSION_TOKEN.len());
            let is_session = name.is_some_and(|name| name.eq_ignore_ascii_case(SESSION_TOKEN));
            let masked = match is_session && !marks::is_mark(plain) {
                true => self.numbered(plain, masked),
                false if is_session => plain.into(),
                false => masked,
            };
            return if masked == plain {
                self.at = self.at.max(joint.end);
            } else {
                self.put(range.0, range.1, &masked);
            };
        }
        if rest[from..].starts_with(['{', '[']) {
            return;
        }
        loop {
            let quote = value::quote(&rest[from..]);
            let start = joint.end + from + quote.map_or(0, str::len);
            let here = self.rest(start);
            let Quote { length, closing } = match (quote, kind) {
                (Some(quote), _) => value::quoted(here, quote),
                (None, Kind::Authorization) => Quote::none(value::credentials(here)),
                (None, Kind::Pairs) => Quote::none(value::phrase(here)),
                (None, Kind::Cookies | Kind::SetCookie) => Quote::none(value::cookies(here)),
                (None, _) => Quote::none(value::from_angle(here)),
            };
            let range = (start, start + length);
            self.value(kind, sure, joint, range, quote.is_some());
            // `["one", "two"]`
            let next = range.1 - joint.end + closing;
            let more = value::next_of_list(rest.get(next..).unwrap_or(""));
            match more.filter(|_| list && quote.is_some()) {
                Some(more) => from = next + more,
                None => return,
            }
        }
    }

    /// A mask in a query with its number, encoded as a query is.
    fn numbered(&mut self, plain: &str, masked: String) -> String {
        match self.marks.number(plain) {
            Some(number) if masked == MASK => alloc::format!("{masked}%23{number}"),
            _ => masked,
        }
    }

    /// Masks one value, unless it is no secret after all.
    fn value(
        &mut self,
        kind: Kind,
        sure: Sure,
        joint: Joint<'a>,
        range: (usize, usize),
        is_quoted: bool,
    ) {
        let Some(plain) = self
            .text
            .get(range.0..range.1)
            .filter(|plain| !plain.is_empty())
        else {
            return;
        };
        let in_code = is_quoted || joint.is_equals || joint.quote.is_some();
        let trimmed = plain.trim();
        let is_secret = match sure {
            Sure::ByLook => looks::is_secret(trimmed),
            Sure::InCode => in_code || looks::is_secret(trimmed),
            Sure::Always => in_code || kind != Kind::Token || !looks::is_plain_word(trimmed),
        };
        // A key in PEM is longer than its line, and found by its own form.
        let is_pem = shapes::pem(self.text, range.0).is_some();
        if !is_secret || is_pem || plain.starts_with(['{', '[']) || range.0 < self.copied {
            return;
        }
        let mut masked = mask::value(kind, plain, self.marks);
        if let (Some(quote), false, true) = (joint.quote, is_quoted, looks::is_number(plain)) {
            masked = alloc::format!("{quote}{masked}{quote}");
        }
        if masked == plain {
            // A cookie may be called `token` and hold a mark.
            self.at = self.at.max(range.1);
        } else {
            self.put(range.0, range.1, &masked);
        }
    }

    /// `name="csrf" value="…"` and `"name": "csrf", "value": "…"`, in either order, and the parts of
    /// a form of several.
    pub(super) fn pair_of(&mut self, word: &str, joint: Joint<'a>) {
        const FAR: usize = 400;
        let is = |names: &[&str]| names.iter().any(|known| word.eq_ignore_ascii_case(known));
        if is(&["cookies"]) && self.rest(joint.end).trim_start().starts_with('[') {
            self.in_cookies = true;
        }
        let names_it = is(&["name", "key", "header", "type", "id", "property"]);
        let holds_it = is(&["value", "content", "val"]);
        if !names_it && !holds_it {
            return;
        }
        let rest = self.rest(joint.end);
        let from = value::lead(rest, joint.quote.is_some()).0;
        let quote = value::quote(&rest[from..]);
        let start = joint.end + from + quote.map_or(0, str::len);
        // `name=csrf value=…`, and YAML.
        let Quote { length, closing } = match quote {
            Some(quote) => value::quoted(self.rest(start), quote),
            None => Quote::none(value::from_angle(around::head(self.rest(start), FAR))),
        };
        let end = start + length;
        if names_it {
            let named = names::of(&self.text[start..end]);
            if let Some((kind, sure)) = named {
                self.pair = Some((kind, sure, end));
                if let Some((from, length)) = around::form_part(self.rest(end + closing)) {
                    let at = end + closing + from;
                    self.value(kind, Sure::Always, joint, (at, at + length), true);
                }
            }
            return;
        }
        let known = self
            .pair
            .take()
            .filter(|(_, _, at)| *at < start && start - at < FAR);
        let told = known
            .map(|(kind, sure, _)| (kind, sure))
            .or_else(|| around::name_behind(self.rest(end + closing)).and_then(names::of))
            .or(self.in_cookies.then_some((Kind::Whole, Sure::Always)));
        if let Some((kind, sure)) = told {
            self.value(kind, sure, joint, (start, end), true);
        }
    }
}
