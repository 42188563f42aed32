//! Exchanges as they are told of: listed if they failed and are an API's, kept as neighbours of
//! others otherwise, and known again when they are told of once more.

use std::rc::Rc;

use gatewhy_core::Evidence;
use gatewhy_core::intake::Remark;

use super::bodies::cut;
use super::judge::has_body;
use super::known::{Source, identity};
use super::near::NEIGHBOURS_AT_MOST;
use super::place::{Kind, Stamp, answers_as_gateway, key};
use super::row::{Row, State, Verdict};
use super::{Effect, Exchange, Judge, Model, Other, ROWS_AT_MOST, ROWS_GO};
use crate::time::millis;

/// Other exchanges that are kept because they may tell something about a failing one.
const OTHERS_AT_MOST: usize = 2000;
/// Rows that a new exchange may shed light on and that are therefore diagnosed again.
const REVISED_AT_MOST: usize = 8;
/// How far back such rows are looked for among the exchanges of a host.
const LOOKED_BACK: usize = 64;
/// Hosts that are known to be an API's.
const HOSTS_AT_MOST: usize = 200;

/// An exchange on its way to where it is kept.
struct New {
    id: u32,
    evidence: Evidence,
    remarks: Vec<Remark>,
    is_pending: bool,
    began: i64,
    kind: Rc<Kind>,
    source: u32,
}

impl Model {
    /// Takes an exchange in, or knows it again.
    pub(super) fn meet(&mut self, exchange: Exchange, source: Source, effects: &mut Vec<Effect>) {
        let Some(kind) = Kind::of(&exchange.evidence) else {
            return;
        };
        // What tells no time is taken for the latest.
        let started = exchange.evidence.started.as_deref().and_then(millis);
        let began = started.unwrap_or(self.latest);
        let failed = exchange.is_pending || exchange.evidence.failed();
        let floor = if failed { self.floors.0 } else { self.floors.1 };
        if matches!(source, Source::Log(_)) && began <= floor {
            return;
        }
        self.latest = self.latest.max(began);
        let new = New {
            id: exchange.id,
            evidence: exchange.evidence,
            remarks: exchange.remarks,
            is_pending: exchange.is_pending,
            began,
            kind: Rc::new(kind),
            source: 0,
        };
        let before = self
            .known
            .meet(identity(began, &new.evidence), source, new.id);
        match before {
            Some(id) if self.rows.contains_key(&id) => self.merge_row(id, new, effects),
            Some(id) if self.others.contains_key(&id) => self.merge_other(id, new, effects),
            // It was of no interest then, or was cleared away.
            before => {
                let id = before.unwrap_or(new.id);
                self.seen = self.seen.saturating_add(u32::from(!new.is_pending));
                let may_have_news = new.evidence.status.is_none() && source == Source::Event;
                self.take_in(New { id, ..new }, effects);
                if may_have_news && self.rows.contains_key(&id) {
                    effects.push(Effect::ReadLog);
                }
            }
        }
    }

    /// Takes a file's exchange in: listed if it failed, kept as a neighbour otherwise.
    pub(super) fn import(
        &mut self,
        exchange: Exchange,
        source: u32,
        any: bool,
        judge: Judge<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let id = exchange.id;
        let started = exchange.evidence.started.as_deref().and_then(millis);
        let new = New {
            id: exchange.id,
            began: started.unwrap_or(self.latest),
            kind: Rc::new(Kind::of_any(&exchange.evidence)),
            evidence: exchange.evidence,
            remarks: exchange.remarks,
            is_pending: false,
            source,
        };
        self.seen = self.seen.saturating_add(1);
        if any && new.evidence.failed() {
            self.meet_neighbours(&new, effects);
            self.list_row(new, effects);
            effects.push(Effect::Counts);
        } else {
            self.take_in(new, effects);
            // How many are listed is told as soon as the file is read; those that are can wait.
            if self.others.contains_key(&id) {
                self.judge_if_waiting(id, judge, effects);
            }
        }
    }

    /// What is listed was told of again, and perhaps more is known of it now.
    fn merge_row(&mut self, id: u32, mut new: New, effects: &mut Vec<Effect>) {
        let Some(row) = self.rows.get(&id) else {
            return;
        };
        let old = &row.evidence;
        let is_over = row.state != State::Finished && !new.is_pending;
        let has_status = old.status.is_none() && new.evidence.status.is_some();
        let has_frames = !has_body(old) && has_body(&new.evidence);
        if !is_over && !has_status && !has_frames {
            return;
        }
        if is_over && row.state == State::Pending {
            self.seen = self.seen.saturating_add(1);
        }
        if !has_body(&new.evidence) && old.status == new.evidence.status {
            new.evidence.body.clone_from(&old.body);
        }
        let (began, was) = (row.began, Rc::clone(&row.kind));
        new.began = began;
        effects.push(Effect::Same(id));
        if !new.is_pending && !new.evidence.failed() {
            self.remove_row(id, effects);
            return self.take_in(New { id, ..new }, effects);
        }
        self.hide(id);
        self.leave((began, id), &was, 0);
        if !new.is_pending {
            new.id = id;
            self.meet_neighbours(&new, effects);
        }
        self.bodies.add((began, id), &new.evidence);
        let verdict = self.verdict_to_begin_with(&new.evidence);
        let waits = verdict == Verdict::Waiting;
        if let Some(row) = self.rows.get_mut(&id) {
            row.state = state(new.is_pending);
            row.kind = new.kind;
            row.evidence = new.evidence;
            row.remarks = new.remarks;
            row.verdict = verdict;
            row.who = None;
            row.asked = false;
        }
        if waits {
            self.queue.insert((began, id));
        }
        self.show(id);
        effects.extend([Effect::List, Effect::Counts]);
        self.refresh(id, effects);
    }

    /// What is kept was told of again: it may turn out to have failed, such as an open WebSocket.
    fn merge_other(&mut self, id: u32, new: New, effects: &mut Vec<Effect>) {
        let Some(other) = self.others.get(&id) else {
            return;
        };
        let old = &other.evidence;
        let has_status = old.status.is_none() && new.evidence.status.is_some();
        if has_status || (!old.failed() && new.evidence.failed()) {
            self.remove_other(id);
            effects.push(Effect::Same(id));
            self.take_in(New { id, ..new }, effects);
        }
    }

    fn take_in(&mut self, new: New, effects: &mut Vec<Effect>) {
        let host = &new.kind.place.host;
        let is_by_name = new.kind.place.is_api_by_name();
        let is_known = |model: &Self| {
            is_by_name || model.api_hosts.contains(host) || model.settings.knows(host)
        };
        let learnt = !is_known(self)
            && answers_as_gateway(&new.evidence)
            && self.api_hosts.len() < HOSTS_AT_MOST;
        if learnt {
            self.api_hosts.insert(host.clone());
            effects.push(Effect::Learn(self.api_hosts.iter().cloned().collect()));
            self.promote_host(host, effects);
        }
        let is_api = is_known(self);
        if new.is_pending && !is_api {
            return;
        }
        effects.push(Effect::Counts);
        if !new.is_pending {
            self.meet_neighbours(&new, effects);
        }
        if new.is_pending || (is_api && new.evidence.failed()) {
            self.list_row(new, effects);
        } else {
            self.keep(new);
        }
    }

    /// Takes its place among its neighbours, of which some are diagnosed again.
    fn meet_neighbours(&mut self, new: &New, effects: &mut Vec<Effect>) {
        let stamp = (new.began, new.id);
        let near = self.near.entry(new.source).or_default();
        let is_new_kind = near.add(stamp, &new.kind);
        self.shed_light(stamp, new, is_new_kind, effects);
    }

    fn leave(&mut self, stamp: Stamp, kind: &Rc<Kind>, source: u32) {
        if let Some(near) = self.near.get_mut(&source) {
            near.remove(stamp, kind);
        }
    }

    fn keep(&mut self, new: New) {
        let stamp = (new.began, new.id);
        let failed = new.evidence.failed();
        self.elsewhere = self.elsewhere.saturating_add(u32::from(failed));
        let may_be_an_apis = failed && new.evidence.status.is_some();
        let evidence = if may_be_an_apis {
            self.queue.insert(stamp);
            new.evidence
        } else {
            new.evidence.as_neighbour()
        };
        let other = Other {
            evidence,
            began: new.began,
            kind: new.kind,
            source: new.source,
        };
        self.others.insert(new.id, other);
        self.others_by_time.insert(stamp);
        if self.others.len() > OTHERS_AT_MOST
            && let Some((began, id)) = self.others_by_time.first().copied()
        {
            // It stays counted; only what it could tell is gone.
            let elsewhere = self.elsewhere;
            self.remove_other(id);
            self.elsewhere = elsewhere;
            self.floors.1 = self.floors.1.max(began);
            self.known.forget_before(self.floors.0.min(self.floors.1));
        }
    }

    pub(super) fn forget_other(&mut self, id: u32) {
        self.remove_other(id);
    }

    fn remove_other(&mut self, id: u32) -> Option<Other> {
        let other = self.others.remove(&id)?;
        let stamp = (other.began, id);
        self.others_by_time.remove(&stamp);
        self.leave(stamp, &other.kind, other.source);
        self.queue.remove(&stamp);
        let failed = u32::from(other.evidence.failed());
        self.elsewhere = self.elsewhere.saturating_sub(failed);
        Some(other)
    }

    /// Lists the failures of a host that has only now turned out to be an API's: a preflight's
    /// refused request may be told of before the preflight is.
    pub(super) fn promote_host(&mut self, host: &str, effects: &mut Vec<Effect>) {
        let of_host: Vec<(i64, u32)> = self
            .others
            .iter()
            .filter(|(_, other)| other.kind.place.host == host && other.evidence.failed())
            .map(|(id, other)| (other.began, *id))
            .collect();
        for stamp in of_host {
            self.promote(stamp, effects);
        }
    }

    pub(super) fn promote(&mut self, (began, id): (i64, u32), effects: &mut Vec<Effect>) {
        let Some(other) = self.remove_other(id) else {
            return;
        };
        let near = self.near.entry(other.source).or_default();
        near.add((began, id), &other.kind);
        let new = New {
            id,
            evidence: other.evidence,
            remarks: Vec::new(),
            is_pending: false,
            began,
            kind: other.kind,
            source: other.source,
        };
        self.list_row(new, effects);
    }

    fn list_row(&mut self, new: New, effects: &mut Vec<Effect>) {
        let stamp = (new.began, new.id);
        if !self.make_room(&new, effects) {
            return;
        }
        let verdict = self.verdict_to_begin_with(&new.evidence);
        let waits = verdict == Verdict::Waiting;
        if let Some((_, oldest)) = self.bodies.add(stamp, &new.evidence) {
            self.cut_body(oldest);
        }
        let row = Row {
            id: new.id,
            evidence: new.evidence,
            remarks: new.remarks,
            verdict,
            who: None,
            state: state(new.is_pending),
            began: new.began,
            source: new.source,
            causes: Vec::new(),
            kind: new.kind,
            neighbours: 0,
            shown: false,
            asked: false,
        };
        self.rows.insert(new.id, row);
        self.by_time.insert(stamp);
        if waits {
            self.queue.insert(stamp);
        }
        self.show(new.id);
        effects.push(Effect::List);
    }

    /// What the engine broke down over waits for nothing.
    fn verdict_to_begin_with(&self, evidence: &Evidence) -> Verdict {
        if self.broken.contains_key(&key(evidence)) {
            Verdict::Broken
        } else {
            Verdict::Waiting
        }
    }

    /// Drops the oldest rows where there are too many; tells whether the new one is to be listed.
    fn make_room(&mut self, new: &New, effects: &mut Vec<Effect>) -> bool {
        if self.rows.len() < ROWS_AT_MOST {
            return true;
        }
        let Some((began, id)) = self.by_time.first().copied() else {
            return true;
        };
        if (new.began, new.id) < (began, id) {
            self.dropped = self.dropped.saturating_add(1);
            self.floors.0 = self.floors.0.max(new.began);
            self.leave((new.began, new.id), &new.kind, new.source);
            return false;
        }
        let oldest: Vec<Stamp> = self.by_time.iter().take(ROWS_GO).copied().collect();
        self.keep_closed(|model| {
            for (began, id) in oldest {
                model.dropped = model.dropped.saturating_add(1);
                model.floors.0 = model.floors.0.max(began);
                model.remove_row(id, effects);
            }
        });
        self.known.forget_before(self.floors.0.min(self.floors.1));
        true
    }

    pub(super) fn remove_row(&mut self, id: u32, effects: &mut Vec<Effect>) {
        self.hide(id);
        let Some(row) = self.rows.remove(&id) else {
            return;
        };
        let stamp = row.stamp();
        self.by_time.remove(&stamp);
        self.leave(stamp, &row.kind, row.source);
        self.queue.remove(&stamp);
        self.bodies.remove(stamp);
        if self.cursor == Some(id) {
            self.cursor = None;
        }
        if self.chosen == Some(id) {
            self.chosen = None;
            effects.push(Effect::Detail);
        }
        effects.extend([Effect::Gone(id), Effect::List, Effect::Counts]);
    }

    pub(super) fn cut_body(&mut self, id: u32) {
        if let Some(row) = self.rows.get_mut(&id) {
            cut(&mut row.evidence);
            let stamp = row.stamp();
            self.bodies.remove(stamp);
        }
    }

    /// Has diagnosed again what a new exchange may tell something about: the last rows of its path,
    /// and, if it is the first of its kind, those of its host that had room for a neighbour. What
    /// fails tells those of its own path nothing, unless it is a preflight.
    fn shed_light(
        &mut self,
        stamp: Stamp,
        new: &New,
        is_new_kind: bool,
        effects: &mut Vec<Effect>,
    ) {
        let place = &new.kind.place;
        if !is_new_kind && !new.kind.is_options() {
            return;
        }
        let near = self.near(new.source);
        let mut lit = Vec::new();
        if new.kind.is_options() || matches!(new.kind.status, 100..400) {
            let others = |kind: &Kind| *kind != *new.kind;
            lit = near.at_place(stamp, place, REVISED_AT_MOST, others);
        }
        if is_new_kind {
            let has_room = |id: &u32| {
                let row = self.rows.get(id);
                row.is_some_and(|row| row.neighbours < NEIGHBOURS_AT_MOST)
            };
            let of_host = near.last_of_host(&place.host).take(LOOKED_BACK);
            lit.extend(of_host.filter(has_room).take(REVISED_AT_MOST));
        }
        for id in lit {
            let Some(row) = self.rows.get(&id) else {
                continue;
            };
            if row.state != State::Pending && row.verdict != Verdict::Broken {
                self.queue.insert(row.stamp());
            }
            if new.kind.is_options() && row.evidence.status.is_none() {
                effects.push(Effect::Row(id));
            }
        }
    }
}

fn state(is_pending: bool) -> State {
    if is_pending {
        State::Pending
    } else {
        State::Finished
    }
}
