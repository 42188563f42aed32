//! What else changes the session: bodies that come late, the end of a reading of the log, another
//! page, other settings.

use std::collections::BTreeSet;

use gatewhy_core::Evidence;
use gatewhy_core::intake::Remark;

use super::known::identity;
use super::place::Stamp;
use super::row::State;
use super::{Effect, Model, NAVIGATIONS_AT_MOST};
use crate::settings::Settings;

/// How long before a navigation is told of its document may have been asked for, in milliseconds.
const NAVIGATION_TAKES: i64 = 60_000;

impl Model {
    /// A body has come.
    pub(super) fn body(
        &mut self,
        id: u32,
        evidence: Evidence,
        remarks: Vec<Remark>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(row) = self.rows.get_mut(&id) else {
            return;
        };
        if row.evidence == evidence && row.remarks == remarks {
            return;
        }
        let stamp = row.stamp();
        row.remarks = remarks;
        if row.evidence != evidence {
            row.evidence = evidence;
            self.queue.insert(stamp);
            if let Some((_, oldest)) = self.bodies.add(stamp, &self.rows[&id].evidence) {
                self.cut_body(oldest);
            }
        }
        self.refresh(id, effects);
    }

    /// A backlog begins to be read, or has been: what was diagnosed meanwhile is diagnosed again,
    /// now that its neighbours are there.
    pub(super) fn backlog(&mut self, begins: bool) {
        if begins {
            self.early.get_or_insert_default();
        } else if let Some(early) = self.early.take() {
            let stamps = early
                .iter()
                .filter_map(|id| self.rows.get(id))
                .map(super::Row::stamp);
            self.queue.extend(stamps);
        }
    }

    /// Requests that were waited for and are in the log no more were never answered.
    pub(super) fn log_was_read(&mut self, reading: u32, effects: &mut Vec<Effect>) {
        let gone: Vec<u32> = self
            .rows
            .values()
            .filter(|row| row.state == State::Pending)
            .filter(|row| {
                let identity = identity(row.began, &row.evidence);
                !self.known.was_read(identity, row.id, reading)
            })
            .map(|row| row.id)
            .collect();
        for id in gone {
            self.hide(id);
            if let Some(row) = self.rows.get_mut(&id) {
                row.state = State::NeverAnswered;
                let stamp = row.stamp();
                self.queue.insert(stamp);
                self.seen = self.seen.saturating_add(1);
            }
            self.show(id);
            effects.extend([Effect::Row(id), Effect::List, Effect::Counts]);
        }
    }

    /// Another page: without “preserve log” nothing of the one before stays.
    pub(super) fn navigated(&mut self, url: &str, at: i64, effects: &mut Vec<Effect>) {
        if self.navigations.len() >= NAVIGATIONS_AT_MOST {
            self.navigations.pop_front();
        }
        self.navigations.push_back(at);
        effects.push(Effect::Counts);
        if self.settings.preserve_log {
            return;
        }
        // The new document itself was asked for before the old page was left.
        let from = self.document_of(url, at).unwrap_or(at);
        let before = |of: &BTreeSet<Stamp>| -> Vec<u32> {
            of.range(..(from, 0)).map(|(_, id)| *id).collect()
        };
        // What was opened from a file stays: it is of no page.
        let is_captured = |id: &u32| self.rows.get(id).is_some_and(|row| row.source == 0);
        let mut old = before(&self.by_time);
        old.retain(is_captured);
        let old_others = before(&self.others_by_time);
        for id in old {
            self.remove_row(id, effects);
        }
        for id in old_others {
            self.forget_other(id);
        }
        let stay = self.rows.len() + self.others.len();
        self.seen = u32::try_from(stay).unwrap_or(u32::MAX);
        self.dropped = 0;
        self.floors = (from - 1, from - 1);
        self.known.forget_before(from);
        effects.push(Effect::List);
    }

    /// When the document of a page was asked for.
    fn document_of(&self, url: &str, at: i64) -> Option<i64> {
        let bare = |url: &str| url.split(['?', '#']).next().unwrap_or_default().to_owned();
        let wanted = bare(url);
        let is_it = |evidence: &Evidence| {
            evidence.resource_type.as_deref() == Some("document")
                && evidence.url.as_deref().map(bare).as_ref() == Some(&wanted)
        };
        let lately = (at - NAVIGATION_TAKES, 0)..;
        let row = self
            .by_time
            .range(lately.clone())
            .rev()
            .find(|(_, id)| self.rows.get(id).is_some_and(|row| is_it(&row.evidence)));
        let other = self.others_by_time.range(lately).rev().find(|(_, id)| {
            let other = self.others.get(id);
            other.is_some_and(|other| is_it(&other.evidence))
        });
        row.max(other).map(|(began, _)| *began)
    }

    /// Other settings: hosts may have become an API's, and classes of failures may count or not.
    pub(super) fn set(&mut self, settings: Settings, effects: &mut Vec<Effect>) {
        if self.settings == settings {
            return;
        }
        let hosts: Vec<String> = settings
            .domains
            .iter()
            .chain(&settings.learnt)
            .filter(|host| !self.settings.knows(host))
            .cloned()
            .collect();
        let failing_changed = self.settings.failing != settings.failing;
        self.settings = settings;
        for host in hosts {
            self.promote_host(&host, effects);
        }
        if failing_changed {
            self.arrange();
            effects.extend([Effect::List, Effect::Counts]);
        }
    }

    /// Forgets everything; what the log still has from before stays forgotten.
    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.by_time.clear();
        self.others.clear();
        self.others_by_time.clear();
        self.near.clear();
        self.bodies.clear();
        self.queue.clear();
        self.order.clear();
        self.tally = super::Tally::default();
        self.navigations.clear();
        (self.chosen, self.cursor) = (None, None);
        self.filter.interval = None;
        (self.seen, self.elsewhere, self.dropped) = (0, 0, 0);
        self.floors = (self.latest, self.latest);
    }
}
