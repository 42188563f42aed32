//! What the panel knows, and how each thing that happens changes it: plain data and one pure
//! function, so that all of it is tested without a browser.
//!
//! A session may be long: whatever happens to one exchange costs no more for standing among ten
//! thousand. Nothing is diagnosed while it is taken in; it waits in a queue, from which the panel
//! has diagnosed what can be seen first ([`Model::next_work`], [`Msg::Diagnose`]).

mod arrive;
mod bodies;
mod change;
#[cfg(test)]
pub(crate) mod engine;
mod judge;
mod known;
mod lines;
mod near;
mod place;
mod row;
mod tally;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use gatewhy_core::intake::Remark;
use gatewhy_core::rule::Family;
use gatewhy_core::{Evidence, Lang, Report};

pub(crate) use known::Source;
pub(crate) use lines::{Column, Line, Sort, Touched};
pub(crate) use row::{Row, State, Verdict};
pub(crate) use tally::{GROUPS, SPEAKERS, Strip, group, speaker_id};

use crate::filter::Filter;
use crate::settings::Settings;
use bodies::Bodies;
use known::Known;
use lines::Order;
use near::Near;
use place::{Kind, Stamp};
use tally::Tally;

/// Failing exchanges that are listed; the oldest go first, and are counted.
pub(crate) const ROWS_AT_MOST: usize = 10_000;
/// So many of them go at once: every line below moves when they do.
const ROWS_GO: usize = 200;
/// Navigations that the strip remembers.
const NAVIGATIONS_AT_MOST: usize = 100;

/// Says what the diagnosis of an exchange among others comes to, which is all that a row shows; given
/// to [`update`], so that the panel can mark what is under way and a test can stand in for the engine.
pub(crate) type Judge<'a> = &'a dyn Fn(&Question<'_>) -> gatewhy_core::Verdict;
/// What is to be diagnosed: an exchange among others.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) id: u32,
    /// What the exchange is known by, should the engine break down over it.
    pub(crate) key: String,
    pub(crate) evidence: &'a Evidence,
    /// The exchanges that tell most about it, with their numbers.
    pub(crate) others: Vec<(u32, &'a Evidence)>,
    pub(crate) lang: Lang,
}

impl Question<'_> {
    pub(crate) fn put_to(&self, judge: &mut gatewhy_core::Judge) -> gatewhy_core::Verdict {
        judge.verdict(self.evidence, &self.others, self.lang)
    }
}

/// What came of a question that was put to a worker.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) id: u32,
    /// How many others the question named.
    pub(crate) others: usize,
    pub(crate) lang: Lang,
    pub(crate) verdict: gatewhy_core::Verdict,
}

/// Makes the whole report of an exchange with its neighbours, when a row is opened.
pub(crate) type Diagnose<'a> = &'a dyn Fn(&str, &Evidence, Lang) -> Report;

/// One exchange as a host captured it, with a number that no other one has.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    pub(crate) id: u32,
    pub(crate) evidence: Evidence,
    pub(crate) remarks: Vec<Remark>,
    /// No answer yet, and no error.
    pub(crate) is_pending: bool,
}

impl Exchange {
    /// One that is over, and of which there is nothing to say.
    pub(crate) fn of(id: u32, evidence: Evidence) -> Self {
        Self {
            id,
            evidence,
            remarks: Vec::new(),
            is_pending: false,
        }
    }
}

/// An exchange that is kept for what it may tell about others.
#[derive(Debug)]
struct Other {
    evidence: Evidence,
    began: i64,
    kind: Rc<Kind>,
    source: u32,
}

/// What the panel knows.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) lang: Lang,
    /// The row whose report is open.
    pub(crate) chosen: Option<u32>,
    /// The row that the keys move from.
    pub(crate) cursor: Option<u32>,
    /// Exchanges that were seen, listed or not.
    pub(crate) seen: u32,
    /// Failures that are not API Gateway's, as far as can be told.
    pub(crate) elsewhere: u32,
    /// Rows that had to make room.
    pub(crate) dropped: u32,
    pub(crate) filter: Filter,
    pub(crate) tally: Tally,
    /// When the page was left for another one, in milliseconds since 1970.
    pub(crate) navigations: VecDeque<i64>,
    pub(crate) settings: Settings,
    pub(crate) order: Order,
    rows: BTreeMap<u32, Row>,
    by_time: BTreeSet<Stamp>,
    others: BTreeMap<u32, Other>,
    others_by_time: BTreeSet<Stamp>,
    /// By the number of the file that exchanges were imported from; 0 is for what was captured.
    near: BTreeMap<u32, Near>,
    /// What stands near an exchange of a file that has none.
    nothing: Near,
    known: Known,
    bodies: Bodies,
    /// What waits for a diagnosis, or for another one.
    queue: BTreeSet<Stamp>,
    /// While a backlog is read: what was diagnosed before its neighbours were there.
    early: Option<BTreeSet<u32>>,
    /// Hosts that have answered as API Gateway does.
    api_hosts: BTreeSet<String>,
    /// The keys of exchanges that the engine broke down over, with what it said.
    broken: BTreeMap<String, String>,
    /// When the latest exchange began.
    latest: i64,
    /// What the log has from before is gone on purpose: rows, and the rest.
    floors: (i64, i64),
}

/// What happens.
#[derive(Debug)]
pub(crate) enum Msg {
    /// An exchange is told of.
    Met(Exchange, Source),
    /// A file has an exchange. With `any`, one that fails is listed whosever it is.
    Imported {
        exchange: Exchange,
        source: u32,
        any: bool,
    },
    /// The log has no more; it was read for the so-manieth time.
    LogRead(u32),
    /// Exchanges that were kept are about to be told of, or all have been.
    Backlog(bool),
    /// A row waits no longer, or what is kept beside the rows is looked at.
    Diagnose(u32),
    /// It waits no longer, because a worker was asked about it.
    Asked(u32),
    /// The worker has answered.
    Answered(Answer),
    /// A body has come: the evidence with it.
    Body(u32, Evidence, Vec<Remark>),
    /// The page is left for another one at this address and time.
    Navigated(String, i64),
    /// Another language.
    Speak(Lang),
    /// What is set.
    Settings(Settings),
    /// A row is opened, or the open one closed.
    Choose(Option<u32>),
    /// The cursor is put on a row.
    Point(u32),
    /// The cursor moves by so many lines; far moves end at the last one.
    Move(isize),
    /// The list is emptied.
    Clear,
    /// Another filter was typed.
    Filter(String),
    /// The chip of a family is switched.
    Family(Family),
    /// The chip of a speaker is switched.
    Origin(&'static str),
    /// An interval of time is chosen, or none.
    Interval(Option<(i64, i64)>),
    /// A column's head is used.
    SortBy(Column),
    /// Repeated failures share a line, or do not.
    Group(bool),
    /// The line of repeated failures is opened or closed.
    Expand(u32, bool),
}

/// What is to be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Show the list anew: its lines may be others.
    List,
    /// Show one row anew.
    Row(u32),
    /// A row is gone, and with it what the host finds its body by.
    Gone(u32),
    /// All rows are gone.
    Cleared,
    /// What the host told last is this row.
    Same(u32),
    /// Ask the host for the body.
    ReadBody(u32),
    /// Read the log in a moment: an answer's status may have come late.
    ReadLog,
    /// Keep these hosts as API Gateway's.
    Learn(Vec<String>),
    /// Show the report of the chosen row, or close it.
    Detail,
    /// Show the numbers, chips and strip anew.
    Counts,
    /// Show everything anew.
    Everything,
}

impl Model {
    /// A model in a language; `broken` holds the keys of exchanges that must not be diagnosed, and
    /// what the engine said when it broke down over them.
    pub(crate) fn new(lang: Lang, broken: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            lang,
            broken: broken.into_iter().collect(),
            floors: (i64::MIN, i64::MIN),
            ..Self::default()
        }
    }

    pub(crate) fn row(&self, id: u32) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// The number of the file that a row was imported from; `None` for what was captured.
    pub(crate) fn source(&self, id: u32) -> Option<u32> {
        let source = self.rows.get(&id)?.source;
        (source > 0).then_some(source)
    }

    /// The rows in the order in which their requests began.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.by_time.iter().filter_map(|(_, id)| self.rows.get(id))
    }

    /// Every exchange that is known, in the order of their coming.
    pub(crate) fn session(&self) -> Vec<&Evidence> {
        let rows = self.rows.iter().map(|(id, row)| (*id, &row.evidence));
        let others = self.others.iter().map(|(id, other)| (*id, &other.evidence));
        let mut all: Vec<(u32, &Evidence)> = rows.chain(others).collect();
        all.sort_by_key(|(id, _)| *id);
        all.into_iter().map(|(_, evidence)| evidence).collect()
    }

    fn near(&self, source: u32) -> &Near {
        self.near.get(&source).unwrap_or(&self.nothing)
    }

    /// How many rows there are, let through by the filter or not.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// What to diagnose next: what can be seen, then the newest. While a backlog is read only what
    /// can be seen: the rest would be diagnosed again when its neighbours are there.
    pub(crate) fn next_work(&self, visible: &[u32]) -> Option<u32> {
        if self.queue.is_empty() {
            return None;
        }
        let waits = |id: &&u32| {
            let row = self.rows.get(id);
            let is_new = |row: &Row| self.early.is_none() || row.verdict == Verdict::Waiting;
            row.is_some_and(|row| is_new(row) && self.queue.contains(&row.stamp()))
        };
        if let Some(id) = visible.iter().find(waits) {
            return Some(*id);
        }
        match self.early {
            Some(_) => None,
            None => self.queue.last().map(|(_, id)| *id),
        }
    }
}

/// Changes the model by what happened and tells what is to be done about it.
pub(crate) fn update(model: &mut Model, msg: Msg, judge: Judge<'_>) -> Vec<Effect> {
    let mut effects = Vec::new();
    match msg {
        Msg::Met(exchange, source) => model.meet(exchange, source, &mut effects),
        Msg::Imported {
            exchange,
            source,
            any,
        } => model.import(exchange, source, any, judge, &mut effects),
        Msg::LogRead(reading) => model.log_was_read(reading, &mut effects),
        Msg::Backlog(begins) => model.backlog(begins),
        Msg::Diagnose(id) => model.judge(id, judge, &mut effects),
        Msg::Asked(id) => model.waits_no_longer(id),
        Msg::Answered(answer) => model.answered(answer, &mut effects),
        Msg::Body(id, evidence, remarks) => model.body(id, evidence, remarks, &mut effects),
        Msg::Navigated(url, at) => model.navigated(&url, at, &mut effects),
        Msg::Speak(lang) => {
            model.speak(lang);
            effects.push(Effect::Everything);
        }
        Msg::Settings(settings) => model.set(settings, &mut effects),
        Msg::Choose(id) => model.choose(id, judge, &mut effects),
        Msg::Point(id) => model.point(id, judge, &mut effects),
        Msg::Move(by) => model.step(by, judge, &mut effects),
        Msg::Clear => {
            model.clear();
            effects.extend([
                Effect::Cleared,
                Effect::List,
                Effect::Counts,
                Effect::Detail,
            ]);
        }
        Msg::Filter(text) => {
            model.filter.set(text, model.lang);
            model.filter_changed(&mut effects);
        }
        Msg::Family(family) => {
            let families = &mut model.filter.families;
            if !families.remove(&family) {
                families.insert(family);
            }
            model.filter_changed(&mut effects);
        }
        Msg::Origin(id) => {
            let origins = &mut model.filter.origins;
            if !origins.remove(id) {
                origins.insert(id);
            }
            model.filter_changed(&mut effects);
        }
        Msg::Interval(interval) => {
            if model.filter.interval != interval {
                model.filter.interval = interval;
                model.filter_changed(&mut effects);
            }
        }
        Msg::SortBy(column) => {
            model.order.sort_by(column);
            model.filter_changed(&mut effects);
        }
        Msg::Group(on) => {
            model.order.grouping = on;
            model.filter_changed(&mut effects);
        }
        Msg::Expand(id, open) => {
            if model.expand(id, open) {
                effects.extend([Effect::Row(id), Effect::List]);
            }
        }
    }
    effects
}

/// The choice of rows.
impl Model {
    fn choose(&mut self, id: Option<u32>, judge: Judge<'_>, effects: &mut Vec<Effect>) {
        let id = id.filter(|id| self.rows.contains_key(id));
        if self.chosen == id {
            return;
        }
        if let Some(id) = id {
            self.point_only(id, effects);
            self.judge_if_waiting(id, judge, effects);
        }
        self.chosen = id;
        effects.push(Effect::Detail);
    }

    /// Where a report is open, it follows the cursor.
    fn point(&mut self, id: u32, judge: Judge<'_>, effects: &mut Vec<Effect>) {
        if self.chosen.is_some() {
            self.choose(Some(id), judge, effects);
        } else if self.rows.contains_key(&id) {
            self.point_only(id, effects);
        }
    }

    fn point_only(&mut self, id: u32, effects: &mut Vec<Effect>) {
        let before = self.cursor.replace(id);
        effects.extend(before.into_iter().chain([id]).map(Effect::Row));
        effects.push(Effect::List);
    }

    fn step(&mut self, by: isize, judge: Judge<'_>, effects: &mut Vec<Effect>) {
        let lines = self.order.lines();
        let Some(last) = lines.len().checked_sub(1) else {
            return;
        };
        let at = self.cursor.and_then(|id| self.line_of(id));
        let to = match at {
            Some(at) => at.saturating_add_signed(by).min(last),
            None if by < 0 => last,
            None => 0,
        };
        let id = lines[to];
        self.point(id, judge, effects);
    }

    fn filter_changed(&mut self, effects: &mut Vec<Effect>) {
        self.arrange();
        effects.extend([Effect::List, Effect::Counts]);
    }
}
