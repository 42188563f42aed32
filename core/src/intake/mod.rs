//! From what people have to evidence: every reader gives what it could read, and notes on the rest.

use alloc::vec::Vec;

use crate::evidence::Evidence;
use crate::report::Note;
use crate::text::Lang;

pub mod curl;

/// Completes evidence from its own free text: what `curl_text` states never overwrites a field
/// that is given.
pub fn complete(evidence: &Evidence, _lang: Lang) -> (Evidence, Vec<Note>) {
    (evidence.clone(), Vec::new())
}
