//! The lines of the list: which rows are shown, in which order, and which of them share a line.
//!
//! Kept up to date row by row: a row that changes is taken out before ([`Model::hide`]) and put in
//! again after ([`Model::show`]), at the place that a binary search finds.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::place::Stamp;
use super::row::{Sameness, Verdict};
use super::{Model, Row, State};

/// A column of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Status,
    Method,
    Host,
    Path,
    Cause,
    Confidence,
    Origin,
    Duration,
    Age,
}

/// By which column the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sort {
    pub(crate) column: Column,
    pub(crate) descending: bool,
}

impl Sort {
    /// The newest last, as browsers list requests: the eldest first.
    pub(crate) const NEWEST_LAST: Self = Self {
        column: Column::Age,
        descending: true,
    };
}

/// What a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// One exchange.
    Single,
    /// The newest of so many that are alike.
    Head { count: usize, is_open: bool },
    /// One of the others, below.
    Member,
}

/// Rows that are alike, by time. Looked up for each line that is drawn, and never walked in an order
/// of its own.
type Groups = FxHashMap<Sameness, BTreeSet<Stamp>>;

/// The order of the list.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) sort: Sort,
    /// Whether repeated failures share a line.
    pub(crate) grouping: bool,
    /// Rows that the filter lets through.
    pub(crate) matching: usize,
    /// The newest of each group, sorted.
    tops: Vec<u32>,
    /// The same with the members of open groups, where there are any.
    opened: Vec<u32>,
    open: FxHashSet<Sameness>,
    groups: Groups,
    /// All that are alike, whatever the filter says.
    repeats: Groups,
    touched: RefCell<Touched>,
}

/// Rows whose line may stand for something else than when it was drawn.
#[derive(Debug)]
pub(crate) enum Touched {
    These(BTreeSet<u32>),
    All,
}

impl Default for Touched {
    fn default() -> Self {
        Self::These(BTreeSet::new())
    }
}

impl Touched {
    pub(crate) fn has(&self, id: u32) -> bool {
        match self {
            Self::These(ids) => ids.contains(&id),
            Self::All => true,
        }
    }

    fn add(&mut self, id: u32) {
        if let Self::These(ids) = self {
            ids.insert(id);
        }
    }
}

impl Default for Order {
    fn default() -> Self {
        Self {
            sort: Sort::NEWEST_LAST,
            grouping: true,
            matching: 0,
            tops: Vec::new(),
            opened: Vec::new(),
            open: FxHashSet::default(),
            groups: Groups::default(),
            repeats: Groups::default(),
            touched: RefCell::new(Touched::All),
        }
    }
}

impl Order {
    /// The rows in the order of their lines.
    pub(crate) fn lines(&self) -> &[u32] {
        if self.open.is_empty() {
            &self.tops
        } else {
            &self.opened
        }
    }

    /// What was touched since the last time that this was asked.
    pub(crate) fn take_touched(&self) -> Touched {
        self.touched.take()
    }

    fn touch(&mut self, id: u32) {
        self.touched.get_mut().add(id);
    }

    fn touch_all(&mut self) {
        *self.touched.get_mut() = Touched::All;
    }

    /// Whether a new exchange comes last.
    pub(crate) fn is_by_time(&self) -> bool {
        self.sort == Sort::NEWEST_LAST
    }

    pub(super) fn sort_by(&mut self, column: Column) {
        self.sort = Sort {
            column,
            descending: self.sort.column == column && !self.sort.descending,
        };
    }

    pub(super) fn clear(&mut self) {
        *self = Self {
            sort: self.sort,
            grouping: self.grouping,
            ..Self::default()
        };
    }
}

impl Model {
    /// The line that shows a row: its own, or that of its group.
    pub(crate) fn line_of(&self, id: u32) -> Option<usize> {
        let row = self.row(id)?;
        let lines = self.order.lines();
        let place = |id| lines.iter().rposition(|line| *line == id);
        place(id).or_else(|| {
            let group = self.order.groups.get(&row.sameness()?)?;
            place(group.last()?.1)
        })
    }

    /// What the line of a row stands for.
    pub(crate) fn line(&self, row: &Row) -> Line {
        let group = row
            .sameness()
            .filter(|_| self.order.grouping)
            .and_then(|same| Some((self.order.groups.get(&same)?, same)));
        match group {
            Some((group, same)) if group.len() > 1 => {
                let is_open = self.order.open.contains(&same);
                if group.last() == Some(&row.stamp()) {
                    let count = group.len();
                    Line::Head { count, is_open }
                } else {
                    Line::Member
                }
            }
            _ => Line::Single,
        }
    }

    /// Enters a row wherever rows are counted.
    pub(super) fn show(&mut self, id: u32) {
        let Some(row) = self.rows.get(&id) else {
            return;
        };
        let same = row.sameness();
        let stamp = row.stamp();
        self.tally.add(row);
        if self.tally.fits() {
            self.tally.strip.count(row, 1);
        } else {
            self.tally.plan();
            for row in self.rows.values() {
                self.tally.strip.count(row, 1);
            }
        }
        let mut others = Vec::new();
        if let Some(same) = &same {
            let all = self.order.repeats.entry(same.clone()).or_default();
            all.insert(stamp);
            if all.len() == 2 && self.filter.asks_for_repeats() {
                others = all.iter().map(|(_, id)| *id).collect();
            }
        }
        self.list(id);
        // One that stood alone is repeated now.
        for other in others.into_iter().filter(|other| *other != id) {
            self.unlist(other);
            self.list(other);
        }
        self.open_up();
    }

    /// Takes a row out wherever rows are counted.
    pub(super) fn hide(&mut self, id: u32) {
        let Some(row) = self.rows.get(&id) else {
            return;
        };
        self.tally.strip.count(row, -1);
        self.tally.remove(row);
        if let Some(same) = row.sameness() {
            let stamp = row.stamp();
            remove(&mut self.order.repeats, &same, stamp);
        }
        self.unlist(id);
        self.open_up();
    }

    /// Puts a row on a line, if the filter lets it through.
    fn list(&mut self, id: u32) {
        let Some(row) = self.rows.get(&id) else {
            return;
        };
        let same = row.sameness();
        let repeats = same.as_ref().and_then(|same| self.order.repeats.get(same));
        let is_repeated = repeats.is_some_and(|all| all.len() > 1);
        let counts = row.state != State::Finished || self.settings.failing.counts(&row.evidence);
        if !counts || !self.filter.lets_through(row, is_repeated) {
            return;
        }
        let stamp = row.stamp();
        let mut top = Some(id);
        if let Some(same) = same.filter(|_| self.order.grouping) {
            let group = self.order.groups.entry(same).or_default();
            let before = group.last().copied();
            group.insert(stamp);
            let now = group.last().copied();
            for (_, speaker) in before.into_iter().chain(now) {
                self.order.touch(speaker);
            }
            match before {
                // A later one speaks for the group already.
                Some(before) if before > stamp => top = None,
                Some((_, before)) => self.take_line(before),
                None => {}
            }
        }
        if let Some(top) = top {
            self.put_line(top);
        }
        self.order.matching += 1;
        if let Some(row) = self.rows.get_mut(&id) {
            row.shown = true;
        }
    }

    fn unlist(&mut self, id: u32) {
        let Some(row) = self.rows.get_mut(&id).filter(|row| row.shown) else {
            return;
        };
        row.shown = false;
        self.order.matching -= 1;
        let stamp = row.stamp();
        let same = row.sameness().filter(|_| self.order.grouping);
        let Some(same) = same else {
            return self.take_line(id);
        };
        let spoke = self.order.groups.get(&same).and_then(BTreeSet::last) == Some(&stamp);
        if !remove(&mut self.order.groups, &same, stamp) {
            self.order.open.remove(&same);
        }
        let speaker = self.order.groups.get(&same).and_then(BTreeSet::last);
        if let Some((_, speaker)) = speaker.copied() {
            self.order.touch(speaker);
        }
        if spoke {
            self.take_line(id);
            let next = self.order.groups.get(&same).and_then(BTreeSet::last);
            if let Some((_, next)) = next.copied() {
                self.put_line(next);
            }
        }
    }

    fn put_line(&mut self, id: u32) {
        let Some(row) = self.rows.get(&id) else {
            return;
        };
        let is_before = |other: &u32| {
            let other = self.rows.get(other);
            other.is_some_and(|other| self.compare(other, row) == Ordering::Less)
        };
        // Nearly always it comes last.
        let tops = &self.order.tops;
        let at = if tops.last().is_none_or(is_before) {
            tops.len()
        } else {
            tops.partition_point(is_before)
        };
        self.order.tops.insert(at, id);
    }

    fn take_line(&mut self, id: u32) {
        let tops = &mut self.order.tops;
        if let Some(at) = tops.iter().rposition(|top| *top == id) {
            tops.remove(at);
        }
    }

    fn compare(&self, one: &Row, other: &Row) -> Ordering {
        let status = |row: &Row| row.evidence.status.unwrap_or(0);
        let time = |row: &Row| row.evidence.time_ms.unwrap_or(-1.0);
        let who = |row: &Row| {
            row.who
                .map_or("\u{10ffff}", |who| who.name().get(self.lang))
        };
        let by_column = match self.order.sort.column {
            Column::Status => status(one).cmp(&status(other)),
            Column::Method => one.kind.method.cmp(&other.kind.method),
            Column::Host => one.host().cmp(other.host()),
            Column::Path => one.path().cmp(other.path()),
            Column::Cause => cause(one).cmp(&cause(other)),
            Column::Confidence => percent(one).cmp(&percent(other)),
            Column::Origin => who(one).cmp(who(other)),
            Column::Duration => time(one).total_cmp(&time(other)),
            Column::Age => other.stamp().cmp(&one.stamp()),
        };
        let by_column = if self.order.sort.descending {
            by_column.reverse()
        } else {
            by_column
        };
        by_column.then_with(|| one.stamp().cmp(&other.stamp()))
    }

    /// Arranges all lines anew, by another filter or order.
    pub(super) fn arrange(&mut self) {
        self.order.touch_all();
        self.order.tops.clear();
        self.order.groups.clear();
        self.order.matching = 0;
        let grouping = self.order.grouping;
        let mut tops = Vec::new();
        for (_, id) in &self.by_time {
            let Some(row) = self.rows.get_mut(id) else {
                continue;
            };
            let same = row.sameness();
            let repeats = same.as_ref().and_then(|same| self.order.repeats.get(same));
            let is_repeated = repeats.is_some_and(|all| all.len() > 1);
            let counts =
                row.state != State::Finished || self.settings.failing.counts(&row.evidence);
            row.shown = counts && self.filter.lets_through(row, is_repeated);
            if !row.shown {
                continue;
            }
            self.order.matching += 1;
            match same.filter(|_| grouping) {
                Some(same) => {
                    let group = self.order.groups.entry(same).or_default();
                    group.insert(row.stamp());
                }
                None => tops.push(*id),
            }
        }
        let speakers = self.order.groups.values().filter_map(BTreeSet::last);
        tops.extend(speakers.map(|(_, id)| *id));
        let mut sorted: Vec<&Row> = tops.iter().filter_map(|id| self.rows.get(id)).collect();
        sorted.sort_by(|one, other| self.compare(one, other));
        let tops = sorted.into_iter().map(|row| row.id).collect();
        self.order.tops = tops;
        let groups = &self.order.groups;
        self.order.open.retain(|same| groups.contains_key(same));
        self.open_up();
    }

    /// Changes many rows with all groups closed, which are else written out after each.
    pub(super) fn keep_closed(&mut self, change: impl FnOnce(&mut Self)) {
        let open = core::mem::take(&mut self.order.open);
        change(self);
        self.order.touch_all();
        let groups = &self.order.groups;
        self.order.open = open;
        self.order.open.retain(|same| groups.contains_key(same));
        self.open_up();
    }

    /// Opens or closes the group of a row; tells whether there is one.
    pub(super) fn expand(&mut self, id: u32, open: bool) -> bool {
        let same = self.row(id).and_then(Row::sameness);
        let of = same.filter(|same| self.order.groups.get(same).is_some_and(|all| all.len() > 1));
        let Some(same) = of else {
            return false;
        };
        self.order.touch_all();
        let changed = if open {
            self.order.open.insert(same)
        } else {
            self.order.open.remove(&same)
        };
        self.open_up();
        changed
    }

    /// Writes the members of open groups below their heads.
    fn open_up(&mut self) {
        if self.order.open.is_empty() {
            self.order.opened.clear();
            return;
        }
        let mut opened = Vec::with_capacity(self.order.tops.len());
        for id in &self.order.tops {
            opened.push(*id);
            let same = self.row(*id).and_then(Row::sameness);
            let Some(same) = same.filter(|same| self.order.open.contains(same)) else {
                continue;
            };
            let members = self.order.groups.get(&same).into_iter().flatten();
            opened.extend(
                members
                    .map(|(_, member)| *member)
                    .filter(|member| member != id),
            );
        }
        self.order.opened = opened;
    }
}

/// What is not diagnosed yet comes last.
fn cause(row: &Row) -> (u8, &str) {
    match &row.verdict {
        Verdict::Cause { title, .. } => (0, title),
        Verdict::None => (1, ""),
        Verdict::Broken => (2, ""),
        Verdict::Waiting => (3, ""),
    }
}

fn percent(row: &Row) -> u8 {
    match &row.verdict {
        Verdict::Cause { percent, .. } => *percent,
        _ => 0,
    }
}

/// Takes one out of its group; tells whether any are left.
fn remove(groups: &mut Groups, of: &Sameness, stamp: Stamp) -> bool {
    let Some(group) = groups.get_mut(of) else {
        return false;
    };
    group.remove(&stamp);
    if group.is_empty() {
        groups.remove(of);
        return false;
    }
    true
}
