//! A command or snippet with its copy button.

use crate::dom::{El, el};
use crate::parts::Frame;
use crate::words;

/// The command; what is still to be filled in is marked.
pub(crate) fn snippet(text: &str, placeholders: &[String], frame: Frame) -> El {
    el("div")
        .class("gw-code")
        .child(
            el("pre")
                .set("dir", "ltr")
                .set("translate", "no")
                .child(marked(text, placeholders)),
        )
        .child(
            el("button")
                .set("type", "button")
                .class("gw-copy")
                .set("data-act", "copy")
                .set("data-done", frame.say(words::COPIED))
                .set("data-refused", frame.say(words::NOT_COPIED))
                .set("aria-live", "polite")
                .text(frame.say(words::COPY)),
        )
}

fn marked(text: &str, placeholders: &[String]) -> El {
    let mut code = el("code");
    let mut rest = text;
    loop {
        let next = placeholders
            .iter()
            .filter(|name| !name.is_empty())
            .filter_map(|name| rest.find(name.as_str()).map(|at| (at, name.len())))
            .min();
        let Some((at, length)) = next else { break };
        let (before, from) = rest.split_at(at);
        let (name, behind) = from.split_at(length);
        code = unbroken(code, before).child(el("mark").text(name));
        rest = behind;
    }
    unbroken(code, rest)
}

/// Keeps `--query` and `us-east-1` from being broken at their hyphens at the end of a line.
fn unbroken(mut code: El, text: &str) -> El {
    /// What is longer must be broken somewhere.
    const LONGEST: usize = 40;
    let mut plain = String::new();
    for piece in text.split_inclusive([' ', '\n']) {
        let word = piece.trim_end();
        if word.contains('-') && word.len() <= LONGEST {
            code = code
                .text(core::mem::take(&mut plain))
                .child(el("span").class("gw-word").text(word));
            plain.push_str(&piece[word.len()..]);
        } else {
            plain.push_str(piece);
        }
    }
    code.text(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_is_the_command_whatever_is_marked_in_it() {
        let command = "aws x --stage <stage> y\n  --region us-east-1 <stage>";
        let marked = marked(command, &["<stage>".into()]);
        assert_eq!(marked.words(), command);
        assert_eq!(
            marked.all().iter().filter(|el| el.tag() == "mark").count(),
            2
        );
    }
}
