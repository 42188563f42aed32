//! Which exchanges were told of already: an exchange may come by event, and again with each
//! reading of the browser's log.
//!
//! A browser gives requests no number. When it began, its method and its URL tell one from another;
//! of two that agree in these, the first one told of is the first one in the log.

use std::collections::BTreeMap;

use gatewhy_core::Evidence;

use super::place::hash;

/// When it began, and a hash of the rest.
pub(super) type Identity = (i64, u64);

/// Where an exchange was told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The event that tells of a finished request.
    Event,
    /// The log, read for the so-manieth time.
    Log(u32),
}

#[derive(Debug)]
struct Seen {
    id: u32,
    by_event: bool,
    reading: u32,
}

/// What was told of.
#[derive(Debug, Default)]
pub(super) struct Known(BTreeMap<Identity, Vec<Seen>>);

impl Known {
    /// The number of the exchange if it is one that was told of before; else it is now, as `id`.
    pub(super) fn meet(&mut self, identity: Identity, source: Source, id: u32) -> Option<u32> {
        let all = self.0.entry(identity).or_default();
        let met = all.iter_mut().find(|seen| match source {
            Source::Event => !seen.by_event,
            Source::Log(reading) => seen.reading != reading,
        });
        let (by_event, reading) = match source {
            Source::Event => (true, 0),
            Source::Log(reading) => (false, reading),
        };
        if let Some(seen) = met {
            seen.by_event |= by_event;
            seen.reading = seen.reading.max(reading);
            return Some(seen.id);
        }
        all.push(Seen {
            id,
            by_event,
            reading,
        });
        None
    }

    /// Whether a reading of the log had this exchange.
    pub(super) fn was_read(&self, identity: Identity, id: u32, reading: u32) -> bool {
        let all = self.0.get(&identity);
        all.into_iter()
            .flatten()
            .any(|seen| seen.id == id && seen.reading == reading)
    }

    /// Forgets what began before a time.
    pub(super) fn forget_before(&mut self, began: i64) {
        if self.0.first_key_value().is_some_and(|(at, _)| at.0 < began) {
            self.0 = self.0.split_off(&(began, 0));
        }
    }
}

/// What one exchange is told by. Its query is left out, because what succeeded is kept without.
pub(super) fn identity(began: i64, evidence: &Evidence) -> Identity {
    let url = evidence.url.as_deref().unwrap_or_default();
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let method = evidence.method.as_deref().unwrap_or_default();
    (began, hash(method.bytes().chain(*b" ").chain(url.bytes())))
}
