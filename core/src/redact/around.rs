//! What stands around a value: its line, its element, the pair or the form that it is a part of.

use alloc::format;
use alloc::string::String;

use super::looks::{is_placeholder, is_secret};
use super::value::{line, quote, quoted};
use super::{MASK, mask};

/// The beginning of a text, so many bytes at most.
pub(super) fn head(text: &str, at_most: usize) -> &str {
    let mut end = text.len().min(at_most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether a name begins its line, as a header field does: the quote that the line stands in.
pub(super) fn header_line(before: &str) -> Option<&str> {
    const MARKS: usize = 6;
    let outer = before.trim_end_matches(['"', '\'', '\\']);
    let opened = &before[outer.len()..];
    if !opened.is_empty() {
        // In an argument: `-H 'Cookie: …'`; a quote in prose closes something.
        return outer
            .ends_with([' ', '=', '(', '[', ',', '$', '{', 'H', '\n'])
            .then_some(opened);
    }
    let mut rest = outer;
    for _ in 0..MARKS {
        rest = rest
            .strip_suffix([' ', '<', '>', '*', '|', '\t'])
            .unwrap_or(rest);
    }
    let begins = rest.is_empty()
        || rest.ends_with(['\n', '\r'])
        || rest.ends_with("\\n")
        || rest.ends_with("\\r");
    begins.then_some("")
}

/// The sign that opens an element, where one stands before a name, with the name's prefix:
/// `<wsse:`, `<connect.`
pub(super) fn opens_element(before: &str) -> Option<&'static str> {
    const LONGEST: usize = 24;
    let prefix = before
        .bytes()
        .rev()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte))
        .count();
    let open = &before[..before.len() - prefix];
    let is_prefix = prefix == 0 || before.ends_with([':', '.']);
    OPEN.iter()
        .find(|sign| is_prefix && open.ends_with(**sign))
        .copied()
}

const OPEN: &[&str] = &["<", "&lt;", "\\u003c", "\\u003C"];

/// The text of an element: where it begins, and its length; none where no element ends behind it.
pub(super) fn element(text: &str, open: &str) -> (usize, usize) {
    const DATA: &str = "<![CDATA[";
    if let Some(data) = text.strip_prefix(DATA) {
        return (DATA.len(), data.find("]]>").unwrap_or(data.len()));
    }
    let mut marks = text.match_indices(['<', '&', '\\', '\n']);
    let end = marks.find_map(|(at, mark)| {
        let behind = text[at..].strip_prefix(open);
        (mark == "\n" || behind.is_some()).then_some((at, behind))
    });
    match end {
        Some((end, Some(behind))) if behind.starts_with(['/', '\\']) => (0, end),
        // Cut, or prose: `Bearer <token>, then …`
        None if !text.contains(' ') => (0, text.len()),
        _ => (0, 0),
    }
}

/// A part of a form of several: behind its name comes an empty line, then the value.
pub(super) fn form_part(text: &str) -> Option<(usize, usize)> {
    const FAR: usize = 160;
    const LONGEST: usize = 8192;
    let (at, blank) = ["\r\n\r\n", "\n\n", "\\r\\n\\r\\n", "\\n\\n"]
        .iter()
        .filter_map(|blank| {
            let near = head(text, FAR);
            Some((near.find(blank)?, *blank))
        })
        .min()?;
    let between = text.get(..at)?;
    if between.contains("--") || between.contains('}') {
        return None;
    }
    let start = at + blank.len();
    let value = text.get(start..)?;
    // Up to the boundary, or to the end of the line where none is seen.
    let bound = ["\r\n--", "\n--", "\\r\\n--", "\\n--"];
    let end = bound
        .iter()
        .filter_map(|bound| head(value, LONGEST).find(bound))
        .min();
    Some((start, end.unwrap_or_else(|| line(value, ""))))
}

/// The name that follows a value: `value="…" name="csrf"`.
pub(super) fn name_behind(text: &str) -> Option<&str> {
    const FAR: usize = 120;
    let near = head(text, FAR);
    let near = near.find(['}', '>', '{']).map_or(near, |end| &near[..end]);
    let at = ["name", "Name", "key", "Key"]
        .iter()
        .filter_map(|name| Some(near.find(name)? + name.len()))
        .min()?;
    let rest = near.get(at..)?;
    let rest = rest.strip_prefix(quote(rest).unwrap_or("")).unwrap_or(rest);
    let rest = rest.trim_start().strip_prefix([':', '='])?.trim_start();
    let open = quote(rest)?;
    let name = rest.get(open.len()..)?;
    Some(&name[..quoted(name, open).length])
}

/// The user and the password of a URL's authority, up to its `@`.
pub(super) fn userinfo(text: &str) -> Option<usize> {
    const LONGEST: usize = 512;
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '\\');
    let near = head(text, LONGEST);
    let all = near.find(is_end).map_or(near, |end| &near[..end]);
    let authority = all.find(['/', '?', '#']).map_or(all, |end| &all[..end]);
    if let Some(at) = authority.rfind('@') {
        return Some(at);
    }
    // A password with a slash in it; a port has digits alone.
    let (_, port) = authority.split_once(':')?;
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
    let at = all.find('@').filter(|_| !is_port)?;
    (at < LONGEST).then_some(at)
}

/// `name:password` keeps its colon, and the ends of an access key.
pub(super) fn user_and_password(plain: &str) -> String {
    let Some((user, password)) = plain.split_once(':') else {
        return if is_secret(plain) {
            MASK.into()
        } else {
            plain.into()
        };
    };
    let user = if is_placeholder(user) {
        user.into()
    } else {
        mask::access_key(user)
    };
    let password = if is_placeholder(password) {
        password
    } else {
        MASK
    };
    format!("{user}:{password}")
}
