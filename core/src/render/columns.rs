//! Lines of a fixed number of columns: what a terminal shows, without its colours.
//!
//! A line breaks at spaces and, in Japanese, between phrases; only a phrase that is longer than a
//! line is cut, and then never so that a line begins with 、。」 or ends with 「 (kinsoku).

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::clean::{visible, visible_lines};
use super::words;
use crate::rule::Form;
use crate::text::{Lang, Text};

/// What a span is; how it looks is up to whoever prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Plain,
    /// What was called, or what a diagnosis says in short.
    Title,
    /// The heading of a part.
    Heading,
    /// The status of an answer that failed.
    Failed,
    /// The status of an answer that worked.
    Worked,
    /// What can be read later: places, ids, counts.
    Muted,
    /// The id of a cause.
    Cause,
    /// The mark of what speaks for a diagnosis.
    For,
    /// The mark of what speaks against it.
    Against,
    /// Bytes of the evidence.
    Quote,
    /// What is there to be copied: a command, a snippet.
    Code,
    /// The address of a page.
    Link,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub role: Role,
    /// Its text: visible characters only.
    pub text: String,
}

/// One line. Its `Display` is the plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its pieces, from left to right.
    pub spans: Vec<Span>,
}

impl Line {
    /// How many columns it takes.
    pub fn width(&self) -> usize {
        self.spans.iter().map(|span| width(&span.text)).sum()
    }

    fn push(&mut self, role: Role, c: char) {
        match self.spans.last_mut() {
            Some(span) if span.role == role => span.text.push(c),
            _ => self.spans.push(Span {
                role,
                text: String::from(c),
            }),
        }
    }

    /// The space between two words; within one role it belongs to it.
    fn space(&mut self, columns: usize, next: Option<Role>) {
        let previous = self.spans.last().map(|span| span.role);
        let role = previous.filter(|_| previous == next).unwrap_or(Role::Plain);
        (0..columns).for_each(|_| self.push(role, ' '));
    }

    fn indent(&mut self, columns: usize) {
        (0..columns).for_each(|_| self.push(Role::Plain, ' '));
    }
}

impl fmt::Display for Line {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.spans
            .iter()
            .try_for_each(|span| formatter.write_str(&span.text))
    }
}

/// How many columns a text takes; a Japanese character takes two.
///
/// ```
/// assert_eq!(gatewhy_core::render::width("API統合"), 7);
/// ```
pub fn width(text: &str) -> usize {
    text.width()
}

/// A sheet that is filled from top to bottom.
pub(crate) struct Sheet {
    columns: usize,
    lines: Vec<Line>,
}

impl Sheet {
    pub(crate) fn new(columns: usize) -> Self {
        // Narrower than this, words stand one to a line and nobody can read them.
        Self {
            columns: columns.max(24),
            lines: Vec::new(),
        }
    }

    pub(crate) fn done(self) -> Vec<Line> {
        self.lines
    }

    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// An empty line, unless there is one already.
    pub(crate) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.spans.is_empty()) {
            self.lines.push(Line::default());
        }
    }

    /// Text that breaks where it must: the first line begins at `first`, the others at `rest`.
    pub(crate) fn flow(&mut self, first: usize, rest: usize, spans: &[(Role, &str)]) {
        let mut line = Line::default();
        line.indent(first);
        let mut at = first;
        let mut begun = false;
        let mut pending_space = 0;
        for word in split(spans) {
            if begun && at + pending_space + word.width > self.columns {
                self.lines.push(core::mem::take(&mut line));
                line.indent(rest);
                at = rest;
                pending_space = 0;
            }
            line.space(pending_space, word.chars.first().map(|(role, _)| *role));
            at += pending_space;
            let mut before = None;
            for (role, c) in &word.chars {
                let columns = columns(*c);
                // What does not fit on a line of its own: a quote may be cut anywhere, Japanese
                // between characters, and an address must stay whole to be of use.
                let cut = *role == Role::Quote
                    || before.is_some_and(|before| is_wide(before, *c) && may_part(before, *c));
                if cut && at + columns > self.columns && at > rest {
                    self.lines.push(core::mem::take(&mut line));
                    line.indent(rest);
                    at = rest;
                }
                line.push(*role, *c);
                at += columns;
                before = Some(*c);
            }
            begun = true;
            pending_space = word.spaces_behind;
        }
        if begun {
            self.lines.push(line);
        }
    }

    /// Text that is there to be copied: its own lines, never broken, nothing before them but space.
    pub(crate) fn verbatim(&mut self, indent: usize, role: Role, text: &str) {
        for row in visible_lines(text).trim_end().lines() {
            let mut line = Line::default();
            if !row.trim().is_empty() {
                line.indent(indent);
                line.spans.push(Span {
                    role,
                    text: row.trim_end().to_owned(),
                });
            }
            self.lines.push(line);
        }
    }
}

impl Sheet {
    /// A command or snippet between empty lines, so that a triple click takes just it.
    pub(crate) fn code(&mut self, indent: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        self.gap();
        self.verbatim(indent, Role::Code, text);
        self.gap();
    }

    /// A fix: what to do, then the text that does it, by itself so that it can be copied.
    pub(crate) fn fix(&mut self, title: &str, form: Form, text: &str, lang: Lang) {
        // Commands, paths through the console and plain words show themselves what they are.
        let name = match form {
            Form::Console | Form::Text | Form::Cli => "",
            form => words::form(form).get(lang),
        };
        let title = [
            (Role::Plain, "• "),
            (Role::Plain, title),
            (Role::Plain, "  "),
            (Role::Muted, name),
        ];
        self.flow(2, 4, &title);
        match form {
            Form::Console | Form::Text => {
                text.lines()
                    .for_each(|line| self.flow(4, 4, &[(Role::Plain, line)]));
            }
            _ => self.code(4, text),
        }
    }

    /// What an outcome of a check means, behind a label that is as wide as its fellow.
    pub(crate) fn outcome(&mut self, indent: usize, label: Text, says: &str, lang: Lang) {
        if says.is_empty() {
            return;
        }
        let room = width(words::IF_SO.get(lang)).max(width(words::IF_NOT.get(lang))) + 2;
        let label = label.get(lang);
        let space = " ".repeat(room.saturating_sub(width(label)));
        let spans = [
            (Role::Muted, label),
            (Role::Plain, space.as_str()),
            (Role::Plain, says),
        ];
        self.flow(indent, indent + room, &spans);
    }
}

/// What may not be torn apart, and the spaces behind it.
struct Word {
    chars: Vec<(Role, char)>,
    width: usize,
    spaces_behind: usize,
}

fn split(spans: &[(Role, &str)]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut previous: Option<char> = None;
    for (role, text) in spans {
        for c in visible(text).chars() {
            if c == ' ' {
                if let Some(word) = words.last_mut() {
                    word.spaces_behind += 1;
                }
            } else {
                let breaks = previous.is_none_or(|before| may_break(before, c));
                match words.last_mut() {
                    Some(word) if !breaks => {
                        word.chars.push((*role, c));
                        word.width += columns(c);
                    }
                    _ => words.push(Word {
                        chars: [(*role, c)].into(),
                        width: columns(c),
                        spaces_behind: 0,
                    }),
                }
            }
            previous = Some(c);
        }
    }
    words
}

fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// Whether a line best ends behind `before`: at a space, behind punctuation and, because a phrase
/// in Japanese ends with its particles, where hiragana is followed by something else.
fn may_break(before: char, after: char) -> bool {
    let hiragana = |c: char| matches!(c, 'ぁ'..='ゖ');
    let ends_phrase = hiragana(before) && !hiragana(after);
    let punctuation = "、。」）』】：；？！".contains(before) || "「（『【".contains(after);
    before == ' '
        || (is_wide(before, after) && (ends_phrase || punctuation) && may_part(before, after))
}

fn is_wide(before: char, after: char) -> bool {
    columns(before) == 2 || columns(after) == 2
}

/// Whether a line may end behind `before` at all (kinsoku).
fn may_part(before: char, after: char) -> bool {
    const NEVER_FIRST: &str = "、。，．・：；？！）」』】〕〉》］｝ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥,.:;?!)]}%”’";
    const NEVER_LAST: &str = "（「『【〔〈《［｛([{“‘";
    !NEVER_FIRST.contains(after) && !NEVER_LAST.contains(before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec;

    fn flowed(columns: usize, text: &str) -> Vec<String> {
        let mut sheet = Sheet::new(columns);
        sheet.flow(0, 2, &[(Role::Plain, text)]);
        sheet.done().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn english_breaks_at_spaces_and_leaves_none_behind() {
        assert_eq!(
            flowed(24, "The stage that is named in the URL does not exist"),
            vec![
                "The stage that is named",
                "  in the URL does not",
                "  exist"
            ]
        );
    }

    #[test]
    fn japanese_takes_two_columns_and_no_line_begins_with_a_full_stop() {
        let lines = flowed(
            24,
            "使用量プランのクォータを、すべて使い切りました。「再試行」できます。",
        );
        assert!(lines.iter().all(|line| width(line) <= 26), "{lines:?}");
        for line in &lines {
            let first = line.trim_start().chars().next().expect("no line is empty");
            assert!(!"、。」ー".contains(first), "{line}");
            assert!(!line.ends_with('「'), "{line}");
        }
        assert_eq!(
            lines
                .iter()
                .map(|line| line.trim_start())
                .collect::<String>(),
            "使用量プランのクォータを、すべて使い切りました。「再試行」できます。"
        );
    }

    #[test]
    fn a_word_that_is_too_long_stays_whole_and_a_quote_does_not() {
        let long = "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets";
        assert_eq!(
            flowed(24, &alloc::format!("see {long}")),
            vec!["see", &alloc::format!("  {long}")]
        );
        let mut sheet = Sheet::new(24);
        sheet.flow(0, 0, &[(Role::Quote, long)]);
        assert!(sheet.done().iter().all(|line| line.width() <= 24));
    }

    #[test]
    fn code_keeps_its_lines() {
        let mut sheet = Sheet::new(24);
        sheet.verbatim(
            2,
            Role::Code,
            "aws apigateway get-resources --rest-api-id abc123defg\n\nb\n",
        );
        let lines: Vec<String> = sheet.done().iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            vec![
                "  aws apigateway get-resources --rest-api-id abc123defg",
                "",
                "  b"
            ]
        );
    }
}
