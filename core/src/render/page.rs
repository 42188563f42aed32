//! Markdown as it is written, and the escapes that keep outside text from being read as Markdown.

use alloc::string::String;
use alloc::vec::Vec;

use super::clean::{visible, visible_lines};

/// A Markdown text in the making: blocks with one empty line between them.
#[derive(Default)]
pub(crate) struct Page(String);

impl Page {
    pub(crate) fn done(mut self) -> String {
        self.0.push('\n');
        self.0
    }

    /// A block that is Markdown already.
    pub(crate) fn block(&mut self, markdown: &str) {
        if markdown.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push_str("\n\n");
        }
        self.0.push_str(markdown);
    }

    pub(crate) fn heading(&mut self, level: usize, text: &str) {
        self.block(&alloc::format!("{} {}", "#".repeat(level), prose(text)));
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        self.block(&prose(text));
    }

    pub(crate) fn bullets(&mut self, items: &[String]) {
        let items: Vec<String> = items
            .iter()
            .map(|item| alloc::format!("- {item}"))
            .collect();
        self.block(&items.join("\n"));
    }

    /// A fenced block; the fence is longer than any run of backticks in it.
    pub(crate) fn fenced(&mut self, language: &str, text: &str) {
        let text = visible_lines(text);
        let text = text.trim_end();
        if text.is_empty() {
            return;
        }
        let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
        self.block(&alloc::format!("{fence}{language}\n{text}\n{fence}"));
    }
}

/// Bytes of the evidence as a code span: nothing in it is markup, not even backticks.
pub(crate) fn code(text: &str) -> String {
    let text = visible(text);
    if text.is_empty() {
        return String::new();
    }
    let ticks = "`".repeat(longest_run(&text, '`') + 1);
    // One space on either side is taken off again, which lets the text begin and end with a tick
    // or a space.
    let padded = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let space = if padded { " " } else { "" };
    alloc::format!("{ticks}{space}{text}{space}{ticks}")
}

/// The same in a table, where a pipe ends the cell even in a code span.
pub(crate) fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// Running text: what would be markup, a link or the mention of a person becomes a code span.
pub(crate) fn prose(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !c.is_ascii_graphic())
            .unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        let core = word.trim_end_matches(['.', ',', ':', ';', '?', '!', ')', '"', '\'']);
        let core = core.trim_start_matches(['(', '"', '\'']);
        let at = word.find(core).unwrap_or(0);
        if core.len() > 1
            && (core.contains(is_markup) || core.contains("://") || core.starts_with("www."))
        {
            escape_into(&word[..at], &mut escaped);
            escaped.push_str(&code(core));
            escape_into(&word[at + core.len()..], &mut escaped);
        } else {
            escape_into(word, &mut escaped);
        }
        let next = tail
            .find(|c: char| c.is_ascii_graphic())
            .unwrap_or(tail.len());
        escaped.push_str(&tail[..next]);
        rest = &tail[next..];
    }
    escaped
}

fn is_markup(c: char) -> bool {
    matches!(
        c,
        '\\' | '`'
            | '*'
            | '_'
            | '['
            | ']'
            | '<'
            | '>'
            | '|'
            | '~'
            | '&'
            | '#'
            | '$'
            | '@'
            | '{'
            | '}'
    )
}

fn escape_into(text: &str, escaped: &mut String) {
    for c in text.chars() {
        // The steps of a path through the console stand between these.
        if is_markup(c) && (c != '>' || escaped.is_empty()) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_cannot_leave_its_code_span() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("``` \n# x"), "```` ``` \\n# x ````");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(cell("a|b"), "`a\\|b`");
    }

    #[test]
    fn a_snippet_cannot_leave_its_fence() {
        let mut page = Page::default();
        page.fenced("sh", "a\n```\n<script>\n````\n");
        assert_eq!(page.done(), "`````sh\na\n```\n<script>\n````\n`````\n");
    }

    #[test]
    fn running_text_is_neither_markup_nor_link_nor_mention() {
        assert_eq!(
            prose("<img src=x> *a* [b](c) | d"),
            "`<img` `src=x>` `*a*` `[b](c`) \\| d"
        );
        assert_eq!(
            prose("ask @octocat, or https://evil.example."),
            "ask `@octocat`, or `https://evil.example`."
        );
        assert_eq!(prose("パスは/pets_allです。"), "パスは`/pets_all`です。");
    }
}
