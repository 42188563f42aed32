//! Characters that must not reach a terminal or a ticket as they are.

use alloc::string::String;
use core::fmt::Write as _;

/// Spells out what cannot be seen: control characters, marks that turn the direction of writing
/// or hide text, and line ends. What comes back is one line of visible characters.
///
/// ```
/// use gatewhy_core::render::visible;
///
/// assert_eq!(visible("\x1b[31mred\r\n"), "\\x1b[31mred\\r\\n");
/// assert_eq!(visible("abc\u{202e}fed"), "abc\\u{202e}fed");
/// assert_eq!(visible("権限がありません"), "権限がありません");
/// ```
pub fn visible(text: &str) -> String {
    spelled(text, |_| false)
}

/// The same for text of several lines: line ends stay, tabs become spaces.
pub fn visible_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\t', "    ");
    spelled(&text, |c| c == '\n')
}

fn spelled(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if keep(c) || !steers(c) {
            shown.push(c);
            continue;
        }
        // A String takes all that is written to it.
        let _ = match c {
            '\n' => shown.write_str("\\n"),
            '\r' => shown.write_str("\\r"),
            '\t' => shown.write_str("\\t"),
            c if c.is_ascii() => write!(shown, "\\x{:02x}", u32::from(c)),
            c => write!(shown, "\\u{{{:x}}}", u32::from(c)),
        };
    }
    shown
}

/// Whether a character moves the cursor, changes the direction of writing or cannot be seen.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_spelled_out() {
        assert_eq!(visible("\u{9b}2J\u{7}\u{7f}"), "\\u{9b}2J\\x07\\x7f");
        assert_eq!(
            visible("\u{200b}\u{feff}\u{2066}"),
            "\\u{200b}\\u{feff}\\u{2066}"
        );
    }

    #[test]
    fn snippets_keep_their_lines_and_nothing_else_that_steers() {
        assert_eq!(
            visible_lines("a:\r\n\tb\x1b[0m\rc\n"),
            "a:\n    b\\x1b[0m\\rc\n"
        );
    }
}
