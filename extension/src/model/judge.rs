//! Diagnosing rows, with what their neighbours tell, when their turn comes.

use gatewhy_core::origin::Side;
use gatewhy_core::{Evidence, Lang, Report, catalogue};

use super::place::{Kind, Stamp, key};
use super::row::{Row, State, Verdict};
use super::{Answer, Diagnose, Effect, Judge, Model, Question};

/// Preflights, and requests that wait for one, are looked for among so many.
const PREFLIGHTS_AT_MOST: usize = 16;

impl Model {
    /// The preflight that a refused request waited for: the nearest one of its URL and method.
    pub(crate) fn preflight_of(&self, row: &Row) -> Option<&Row> {
        if row.evidence.status.is_some() || row.kind.is_options() {
            return None;
        }
        let asked_for = |preflight: &Evidence| {
            let asked = preflight
                .request_headers
                .first("access-control-request-method");
            asked.is_none_or(|method| row.evidence.method.as_deref() == Some(method))
        };
        let place = &row.kind.place;
        self.near(row.source)
            .at_place(row.stamp(), place, PREFLIGHTS_AT_MOST, Kind::is_options)
            .into_iter()
            .filter_map(|id| self.rows.get(&id))
            .find(|other| {
                other.evidence.url == row.evidence.url
                    && other.state == State::Finished
                    && asked_for(&other.evidence)
            })
    }

    /// The requests that wait for a preflight.
    fn waiting_for(&self, preflight: &Row) -> Vec<u32> {
        if !preflight.kind.is_options() {
            return Vec::new();
        }
        let place = &preflight.kind.place;
        let unanswered = |kind: &Kind| kind.status == 0;
        let near = self.near(preflight.source).at_place(
            preflight.stamp(),
            place,
            PREFLIGHTS_AT_MOST,
            unanswered,
        );
        let waits = |id: &u32| {
            let row = self.rows.get(id);
            let of = row.and_then(|row| self.preflight_of(row));
            of.is_some_and(|of| of.id == preflight.id)
        };
        near.into_iter().filter(waits).collect()
    }

    /// The nearest row that shows an exchange which is a neighbour of this one.
    pub(crate) fn row_of(&self, neighbour: &Evidence, row: &Row) -> Option<u32> {
        let wanted = Kind::of(neighbour)?;
        let alike = |kind: &Kind| *kind == wanted;
        self.near(row.source)
            .at_place(row.stamp(), &wanted.place, PREFLIGHTS_AT_MOST, alike)
            .into_iter()
            .find(|id| {
                let known = self.rows.get(id);
                known.is_some_and(|known| known.evidence.url == neighbour.url)
            })
    }

    /// The evidence of a row with its neighbours, as it is diagnosed.
    ///
    /// A file's exchanges have nothing to do with what was captured, nor with another file's.
    pub(crate) fn with_neighbours(&self, row: &Row) -> Evidence {
        let mut whole = row.evidence.clone();
        let neighbours = self.neighbours_of(row).into_iter();
        whole
            .neighbours
            .extend(neighbours.map(|(_, other)| other.as_brief_neighbour()));
        whole
    }

    /// The exchanges that tell most about a row, unless it brought some of its own.
    fn neighbours_of(&self, row: &Row) -> Vec<(u32, &Evidence)> {
        if !row.evidence.neighbours.is_empty() {
            return Vec::new();
        }
        self.near(row.source)
            .around(row.stamp(), &row.kind.place)
            .into_iter()
            .filter_map(|id| {
                let row = self.rows.get(&id).map(|row| &row.evidence);
                let any = row.or_else(|| self.others.get(&id).map(|other| &other.evidence));
                any.map(|evidence| (id, evidence))
            })
            .collect()
    }

    /// The report of a row with its neighbours, and with what its reader had to say; none where the
    /// engine broke down.
    pub(crate) fn report(
        &self,
        row: &Row,
        whole: &Evidence,
        diagnose: Diagnose<'_>,
    ) -> Option<Report> {
        if row.verdict == Verdict::Broken {
            return None;
        }
        let mut report = diagnose(&key(&row.evidence), whole, self.lang);
        for note in row.notes(self.lang) {
            // What was told when it was read may be told by the diagnosis once more.
            if !report.notes.contains(&note) {
                report.notes.push(note);
            }
        }
        Some(report)
    }

    /// What the engine said when it broke down over a row.
    pub(crate) fn panic_over(&self, row: &Row) -> Option<&str> {
        let said = self.broken.get(&key(&row.evidence));
        said.map(String::as_str)
    }

    /// What there is to ask about a row, or about another failure of which it is not known yet
    /// whether it is an API's: nothing while it has no answer, nor where the engine broke down.
    pub(crate) fn question(&self, id: u32) -> Option<Question<'_>> {
        let (evidence, others) = if let Some(row) = self.rows.get(&id) {
            if row.state == State::Pending {
                return None;
            }
            (&row.evidence, self.neighbours_of(row))
        } else {
            (&self.others.get(&id)?.evidence, Vec::new())
        };
        let key = key(evidence);
        if self.broken.contains_key(&key) {
            return None;
        }
        Some(Question {
            id,
            key,
            evidence,
            others,
            lang: self.lang,
        })
    }

    /// Diagnoses what has come to its turn.
    pub(super) fn judge(&mut self, id: u32, judge: Judge<'_>, effects: &mut Vec<Effect>) {
        let answer = self.question(id).map(|question| Answer {
            id,
            others: question.others.len(),
            lang: question.lang,
            verdict: judge(&question),
        });
        self.waits_no_longer(id);
        if let Some(answer) = answer {
            self.answered(answer, effects);
        }
    }

    fn stamp_of(&self, id: u32) -> Option<Stamp> {
        let of_other = || Some((self.others.get(&id)?.began, id));
        self.rows.get(&id).map(Row::stamp).or_else(of_other)
    }

    /// Takes it out of the queue; while a backlog is read, it will wait again.
    pub(super) fn waits_no_longer(&mut self, id: u32) {
        if let Some(stamp) = self.stamp_of(id) {
            self.queue.remove(&stamp);
        }
        if let Some(early) = &mut self.early
            && self.rows.contains_key(&id)
        {
            early.insert(id);
        }
    }

    /// Takes note of what was found; what was said in another language is asked once more.
    pub(super) fn answered(&mut self, answer: Answer, effects: &mut Vec<Effect>) {
        if answer.lang != self.lang {
            self.queue.extend(self.stamp_of(answer.id));
        } else if self.rows.contains_key(&answer.id) {
            self.row_is_judged(answer, effects);
        } else {
            self.other_is_judged(&answer, effects);
        }
    }

    fn row_is_judged(&mut self, answer: Answer, effects: &mut Vec<Effect>) {
        let (id, judged) = (answer.id, answer.verdict);
        let Some(row) = self.rows.get(&id) else {
            return;
        };
        let neighbours = row.evidence.neighbours.len() + answer.others;
        let verdict = Verdict::of(&judged);
        let who = Some(judged.who);
        let changed = row.verdict != verdict || row.who != who;
        if changed {
            self.hide(id);
        }
        if let Some(row) = self.rows.get_mut(&id) {
            row.verdict = verdict;
            row.who = who;
            row.causes = judged.causes;
            row.neighbours = neighbours;
            if !row.asked && row.evidence.status.is_some() && !has_body(&row.evidence) {
                row.asked = true;
                effects.push(Effect::ReadBody(id));
            }
        }
        if changed {
            self.show(id);
            effects.extend([Effect::List, Effect::Counts]);
        } else if !self.filter.is_empty() {
            // Which causes are listed behind the first may matter to a filter.
            self.hide(id);
            self.show(id);
            effects.push(Effect::List);
        }
        self.refresh(id, effects);
    }

    /// Shows a row anew, and what names it.
    pub(super) fn refresh(&self, id: u32, effects: &mut Vec<Effect>) {
        effects.push(Effect::Row(id));
        let Some(row) = self.rows.get(&id) else {
            return;
        };
        let waiting = self.waiting_for(row);
        if self.chosen == Some(id) || self.chosen.is_some_and(|id| waiting.contains(&id)) {
            effects.push(Effect::Detail);
        }
        effects.extend(waiting.into_iter().map(Effect::Row));
    }

    /// Diagnoses it before its turn, if it waits for that.
    pub(super) fn judge_if_waiting(
        &mut self,
        id: u32,
        judge: Judge<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let stamp = self.stamp_of(id);
        if stamp.is_some_and(|stamp| self.queue.contains(&stamp)) {
            self.judge(id, judge, effects);
        }
    }

    fn other_is_judged(&mut self, answer: &Answer, effects: &mut Vec<Effect>) {
        let Some(other) = self.others.get_mut(&answer.id) else {
            return;
        };
        if matches!(answer.verdict.who.side(), Side::Gateway | Side::Behind) {
            let stamp = (other.began, answer.id);
            self.promote(stamp, effects);
        } else {
            other.evidence = other.evidence.as_neighbour();
        }
    }

    /// Says every verdict in another language.
    pub(super) fn speak(&mut self, lang: Lang) {
        self.lang = lang;
        let mut again = Vec::new();
        for row in self.rows.values_mut() {
            let Verdict::Cause { id, title, .. } = &mut row.verdict else {
                continue;
            };
            let words = catalogue::rule(id).map_or("", |rule| rule.title.get(lang));
            let status = row.evidence.status.unwrap_or_default().to_string();
            *title = words.replace("{status}", &status);
            if title.contains('{') {
                again.push((row.began, row.id));
            }
        }
        self.queue.extend(again);
        let text = core::mem::take(&mut self.filter.text);
        self.filter.set(text, lang);
        self.arrange();
    }
}

pub(super) fn has_body(evidence: &Evidence) -> bool {
    evidence
        .body
        .as_deref()
        .is_some_and(|body| !body.is_empty())
}
