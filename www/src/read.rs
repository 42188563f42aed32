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
    let session = match intake::read(text, None) {
        Ok(session) => session,
        Err(error) if error.is_empty_input() => return Reading::default(),
        Err(error) => {
            return Reading {
                exchanges: Vec::new(),
                notes: vec![Note::input(error.message(lang))],
            };
        }
    };
    let mut notes: Vec<Note> = session
        .remarks()
        .iter()
        .map(|remark| remark.note(lang))
        .collect();
    let mut exchanges = Vec::new();
    for (evidence, remarks) in session.exchanges() {
        notes.extend(remarks.iter().map(|remark| remark.note(lang)));
        exchanges.push(evidence);
    }
    Reading { exchanges, notes }
}
