//! Any text that people paste, as evidence.

use gatewhy_core::intake::Remark;
use gatewhy_core::report::Note;
use gatewhy_core::{Evidence, Lang, intake};

/// What a text holds.
#[derive(Debug, Default, serde::Serialize)]
pub struct Reading {
    /// The exchanges, in order.
    pub exchanges: Vec<Evidence>,
    /// What could not be read, and why.
    pub notes: Vec<Note>,
}

/// Reads a HAR, evidence as JSON, a transcript or an error message, recognised by its content.
pub fn read(text: &str, lang: Lang) -> Reading {
    let (mut exchanges, mut about) = (Vec::new(), Vec::new());
    let mut notes = each(text, lang, |evidence, own| {
        exchanges.push(evidence);
        about.extend(own);
    });
    notes.append(&mut about);
    Reading { exchanges, notes }
}

/// Hands out the exchanges of a text one by one, for the neighbours of a long HAR's are large: each
/// with the notes for its own report. Gives the notes on the text as a whole.
pub(crate) fn each(text: &str, lang: Lang, mut take: impl FnMut(Evidence, Vec<Note>)) -> Vec<Note> {
    let session = match intake::read(text, None) {
        Ok(session) => session,
        Err(error) if error.is_empty_input() => return Vec::new(),
        Err(error) => return vec![Note::input(error.message(lang))],
    };
    let notes = |remarks: &[Remark]| remarks.iter().map(|remark| remark.note(lang)).collect();
    for (evidence, remarks) in session.exchanges() {
        take(evidence, notes(remarks));
    }
    notes(session.remarks())
}
