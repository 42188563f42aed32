//! How much memory the bodies of a session may take: the oldest long ones are cut to their
//! beginning, which is where a service says why it failed.

use std::collections::BTreeMap;

use gatewhy_core::Evidence;

use super::place::Stamp;

/// What all long bodies together may take, in bytes.
const ALL_AT_MOST: usize = 32 * 1024 * 1024;
/// What is left of a body that was cut.
const LEFT: usize = 4 * 1024;

/// The lengths of long bodies.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    lengths: BTreeMap<Stamp, usize>,
    sum: usize,
}

impl Bodies {
    /// Takes note of an exchange's bodies; tells which other one is to be cut.
    pub(super) fn add(&mut self, stamp: Stamp, evidence: &Evidence) -> Option<Stamp> {
        self.remove(stamp);
        let length = |body: &Option<String>| body.as_ref().map_or(0, String::len);
        let length = length(&evidence.body) + length(&evidence.request_body);
        if length > 2 * LEFT {
            self.lengths.insert(stamp, length);
            self.sum += length;
        }
        (self.sum > ALL_AT_MOST)
            .then(|| self.lengths.first_key_value().map(|(stamp, _)| *stamp))
            .flatten()
    }

    pub(super) fn remove(&mut self, stamp: Stamp) {
        self.sum -= self.lengths.remove(&stamp).unwrap_or(0);
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Cuts both bodies to their beginning.
pub(super) fn cut(evidence: &mut Evidence) {
    for body in [&mut evidence.body, &mut evidence.request_body] {
        if let Some(text) = body.as_mut().filter(|text| text.len() > LEFT) {
            let end = (0..=LEFT)
                .rev()
                .find(|end| text.is_char_boundary(*end))
                .unwrap_or(0);
            // What stays must not hold on to the memory of all.
            *text = text[..end].to_owned();
        }
    }
}
