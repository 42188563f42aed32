//! One piece of an exchange: its bytes, secrets masked, those that a quote is about marked.

use std::ops::Range;

use gatewhy_core::render::{visible, visible_lines};
use gatewhy_core::{Lang, Text};
use gatewhy_view::{El, el};

use super::locate::{locate, window};
use super::words;

/// The bytes that the reader asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) place: String,
    pub(crate) quote: String,
}

/// Makes the pieces of one exchange.
pub(crate) struct Pieces<'a> {
    pub(crate) hit: Option<&'a Hit>,
    pub(crate) revealed: bool,
    pub(crate) lang: Lang,
    /// Whether anything is, or would be, masked.
    pub(crate) secrets: bool,
    /// Whether the bytes that were asked for stand here.
    pub(crate) found: bool,
}

impl<'a> Pieces<'a> {
    pub(crate) fn say(&self, text: Text) -> &'static str {
        text.get(self.lang)
    }

    /// What was asked for at this place.
    pub(crate) fn asked(&self, place: &str) -> Option<&'a str> {
        let hit = self.hit?;
        hit.place
            .eq_ignore_ascii_case(place)
            .then_some(hit.quote.as_str())
    }

    /// Marks an element as what was asked for.
    pub(crate) fn found(&mut self, element: El) -> El {
        self.found = true;
        element.set("data-hit", "").set("tabindex", "-1")
    }

    /// A piece with its bytes, at most so many of them.
    pub(crate) fn piece(
        &mut self,
        tag: &'static str,
        place: &str,
        raw: &str,
        at_most: usize,
        mask: &dyn Fn(&str) -> String,
    ) -> El {
        let quote = self.asked(place);
        let around = quote.and_then(|quote| locate(raw, quote));
        let shown = &raw[window(raw, around.as_ref(), at_most)];
        let masked = mask(shown);
        self.secrets |= masked != shown;
        let text = if self.revealed { shown } else { &masked };
        let spelled = if tag == "pre" { visible_lines } else { visible };
        let piece = el(tag)
            .set("dir", "ltr")
            .set("translate", "no")
            .set("data-place", place.to_ascii_lowercase());
        let piece = match quote {
            Some(quote) => {
                // Where the very bytes are not to be told, the whole is what was asked for.
                let range = locate(text, quote).unwrap_or(0..text.len());
                self.found(marked(piece, text, range, spelled))
            }
            None => piece.text(spelled(text)),
        };
        if shown.len() == raw.len() {
            return piece;
        }
        el("div").child(piece).child(self.cut(
            words::LEFT_OUT,
            &[("{shown}", shown.len()), ("{all}", raw.len())],
        ))
    }

    /// Says what is not shown.
    pub(crate) fn cut(&self, says: Text, numbers: &[(&str, usize)]) -> El {
        let words = numbers
            .iter()
            .fold(self.say(says).to_owned(), |words, (name, number)| {
                words.replace(name, &number.to_string())
            });
        el("p").class("quiet").set("data-role", "cut").text(words)
    }

    /// What is missing has a place as well: a quote may be about just that.
    pub(crate) fn nothing(&mut self, place: &str, says: Text) -> El {
        let line = el("span")
            .class("quiet")
            .set("data-place", place)
            .text(self.say(says));
        match self.asked(place) {
            Some(_) => self.found(line),
            None => line,
        }
    }
}

fn marked(piece: El, text: &str, range: Range<usize>, spelled: fn(&str) -> String) -> El {
    piece
        .text(spelled(&text[..range.start]))
        .child(el("mark").text(spelled(&text[range.clone()])))
        .text(spelled(&text[range.end..]))
}
