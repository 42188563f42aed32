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

/// Whether the text before ends in the prefix of an element: `<wsse:`
pub(super) fn ends_in_prefix(before: &str) -> bool {
    const LONGEST: usize = 24;
    let inner = before.strip_suffix(':').unwrap_or(before);
    let name = inner
        .bytes()
        .rev()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        .count();
    let open = inner.get(..inner.len() - name).unwrap_or("");
    name > 0 && (open.ends_with('<') || open.ends_with("&lt;"))
}

/// The text of an element: where it begins, and its length; none where no element ends behind it.
pub(super) fn element(text: &str) -> (usize, usize) {
    const DATA: &str = "<![CDATA[";
    const OPEN: &[&str] = &["<", "&lt;", "\\u003c", "\\u003C"];
    if let Some(data) = text.strip_prefix(DATA) {
        return (DATA.len(), data.find("]]>").unwrap_or(data.len()));
    }
    let mut marks = text.match_indices(['<', '&', '\\', '\n']);
    let end = marks.find_map(|(at, mark)| {
        let rest = &text[at..];
        let open = OPEN.iter().find_map(|open| rest.strip_prefix(open));
        (mark == "\n" || open.is_some()).then_some((at, open))
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
    Some((start, line(value, "")))
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
