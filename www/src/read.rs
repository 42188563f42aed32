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
    let _ = lang;
    if text.trim().is_empty() {
        return Reading::default();
    }
    if let Ok(evidence) = serde_json::from_str(text) {
        return Reading {
            exchanges: vec![evidence],
            notes: Vec::new(),
        };
    }
    let (evidence, notes) = intake::curl::exchange(text);
    Reading {
        exchanges: vec![evidence],
        notes,
    }
}
