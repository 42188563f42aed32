//! Cuts JSON at its joints without parsing it: the members of an object, the elements of an array.
//!
//! A HAR may be cut in the middle or hold one broken entry among ten thousand, and a parser would
//! give all of it up. Here each entry is found by its brackets alone, and parsed by itself later.
//! One pass, no recursion: fifty megabytes of `[` cost fifty megabytes of looking.

/// Line and column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Place {
    /// The place of a byte.
    pub(crate) fn of(text: &str, at: usize) -> Self {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// A piece of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    /// The key, quotes off and not unescaped; empty in an array.
    pub(crate) key: &'a str,
    /// The value, as far as it is there.
    pub(crate) value: &'a str,
    /// Where the value begins.
    pub(crate) at: usize,
    /// Whether the value ends before the text does.
    pub(crate) whole: bool,
}

/// The members of an object or the elements of an array, in order; of a cut text those before
/// the cut, the last of them not whole.
pub(crate) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    is_object: bool,
}

/// The pieces of the object or array that the text begins with.
pub(crate) fn pieces(text: &str) -> Pieces<'_> {
    let start = skip_space(text, 0);
    let open = text.as_bytes().get(start).copied();
    Pieces {
        text,
        at: if matches!(open, Some(b'{' | b'[')) {
            start + 1
        } else {
            text.len()
        },
        is_object: open == Some(b'{'),
    }
}

/// The member of an object.
pub(crate) fn member<'a>(text: &'a str, key: &str) -> Option<Piece<'a>> {
    let mut pieces = pieces(text);
    if !pieces.is_object {
        return None;
    }
    pieces.find(|piece| piece.key == key)
}

/// Where the value that begins at `at` ends, and whether it is closed there.
pub(crate) fn value_end(text: &str, at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = at;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => match string_end(bytes, at) {
                Some(end) => {
                    at = end;
                    if depth == 0 {
                        return (at, true);
                    }
                    continue;
                }
                None => return (bytes.len(), false),
            },
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' | b'\n' if depth == 0 => return (at, true),
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return (at + 1, true);
                }
            }
            _ => {}
        }
        at += 1;
    }
    (bytes.len(), false)
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

fn skip_space(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = at;
    while bytes
        .get(at)
        .is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
    {
        at += 1;
    }
    at
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let bytes = self.text.as_bytes();
        loop {
            self.at = skip_space(self.text, self.at);
            match bytes.get(self.at)? {
                b',' => self.at += 1,
                b'}' | b']' => {
                    self.at = bytes.len();
                    return None;
                }
                _ => break,
            }
        }
        let mut key = "";
        if self.is_object {
            if bytes[self.at] != b'"' {
                self.at = bytes.len();
                return None;
            }
            let end = string_end(bytes, self.at)?;
            key = &self.text[self.at + 1..end - 1];
            let colon = skip_space(self.text, end);
            if bytes.get(colon) != Some(&b':') {
                self.at = bytes.len();
                return None;
            }
            self.at = skip_space(self.text, colon + 1);
        }
        let at = self.at;
        let (end, whole) = value_end(self.text, at);
        // A stray bracket must not hold the reader up.
        self.at = end.max(at + usize::from(end == at));
        Some(Piece {
            key,
            value: self.text.get(at..end).unwrap_or("").trim_end(),
            at,
            whole,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn keys(text: &str) -> Vec<&str> {
        pieces(text).map(|piece| piece.key).collect()
    }

    #[test]
    fn members_are_found_whatever_stands_in_their_values() {
        let text = r#" {"a": {"x": "}\"]"}, "b" : [1, {"c": 2}], "d": "s,}", "e":null}"#;
        assert_eq!(keys(text), ["a", "b", "d", "e"]);
        assert_eq!(member(text, "b").unwrap().value, r#"[1, {"c": 2}]"#);
        assert_eq!(member(text, "e").unwrap().value, "null");
        assert_eq!(member(text, "x"), None);
    }

    #[test]
    fn a_cut_text_gives_what_stands_before_the_cut() {
        let all: Vec<Piece<'_>> = pieces(r#"[{"a":1}, {"b":2}, {"c": "cut he"#).collect();
        assert_eq!(all.len(), 3);
        assert!(all[1].whole && !all[2].whole);
        assert_eq!(all[2].at, 19);
    }

    #[test]
    fn what_is_no_json_ends_at_once() {
        for text in [
            "", "{", "[", "{x}", "{\"a\"", "{\"a\":", "]", "[]]", "[}", "{\"é",
        ] {
            assert!(pieces(text).count() < 3, "{text}");
        }
        let deep = "[".repeat(1_000_000);
        assert_eq!(pieces(&deep).count(), 1);
    }

    #[test]
    fn a_place_counts_from_one_and_in_characters() {
        assert_eq!(Place::of("ab\né=x", 6), Place { line: 2, column: 3 });
        assert_eq!(Place::of("", 9), Place { line: 1, column: 1 });
    }
}
