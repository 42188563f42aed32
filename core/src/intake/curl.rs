//! `curl -v` and `curl -i` transcripts.
use crate::evidence::Evidence;
use crate::report::Note;
use alloc::vec::Vec;

/// Reads one exchange as `curl -i` prints it.
pub fn exchange(_text: &str) -> (Evidence, Vec<Note>) {
    (Evidence::default(), Vec::new())
}
