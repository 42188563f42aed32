//! Any text that people paste, as evidence.

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
    let mut exchanges = Vec::new();
    let notes = each(text, lang, |evidence| exchanges.push(evidence));
    Reading { exchanges, notes }
}

/// Hands out the exchanges of a text one by one, for the neighbours of a long HAR's are large.
pub(crate) fn each(text: &str, lang: Lang, mut take: impl FnMut(Evidence)) -> Vec<Note> {
    let session = match intake::read(text, None) {
        Ok(session) => session,
        Err(error) if error.is_empty_input() => return Vec::new(),
        Err(error) => return vec![Note::input(error.message(lang))],
    };
    let mut notes: Vec<Note> = session
        .remarks()
        .iter()
        .map(|remark| remark.note(lang))
        .collect();
    for (evidence, remarks) in session.exchanges() {
        notes.extend(remarks.iter().map(|remark| remark.note(lang)));
        take(evidence);
    }
    notes
}
