//! Which exchanges stand near another one: found by looking up, however long the session.
//!
//! The order is that of `gatewhy_core::intake::neighbours`, so that the panel and the command line
//! see the same: those of the same path first, then those of the same host, then the rest (a custom
//! domain's tell of the same API's default endpoint), each nearest first, and of a kind only one
//! before and one behind.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::place::{Kind, Place, Stamp};

/// Neighbours that go into one diagnosis.
pub(crate) const NEIGHBOURS_AT_MOST: usize = 32;
/// How far around an exchange neighbours are looked for, to either side.
const AROUND: usize = 96;

/// Hashes of kinds.
type ByTime = BTreeMap<Stamp, u64>;

/// Every kept exchange, by where it went and when.
#[derive(Debug, Default)]
pub(super) struct Near {
    by_path: BTreeMap<Rc<Place>, BTreeMap<Rc<Kind>, BTreeSet<Stamp>>>,
    by_host: BTreeMap<String, ByTime>,
    all: ByTime,
}

impl Near {
    /// Adds an exchange; tells whether it is the first of its kind.
    pub(super) fn add(&mut self, stamp: Stamp, kind: &Rc<Kind>) -> bool {
        self.all.insert(stamp, kind.hash);
        if let Some(of_host) = self.by_host.get_mut(&kind.place.host) {
            of_host.insert(stamp, kind.hash);
        } else {
            let of_host = BTreeMap::from([(stamp, kind.hash)]);
            self.by_host.insert(kind.place.host.clone(), of_host);
        }
        let kinds = self.by_path.entry(Rc::clone(&kind.place)).or_default();
        let is_new = !kinds.contains_key(kind);
        kinds.entry(Rc::clone(kind)).or_default().insert(stamp);
        is_new
    }

    pub(super) fn remove(&mut self, stamp: Stamp, kind: &Rc<Kind>) {
        self.all.remove(&stamp);
        if let Some(of_host) = self.by_host.get_mut(&kind.place.host) {
            of_host.remove(&stamp);
            if of_host.is_empty() {
                self.by_host.remove(&kind.place.host);
            }
        }
        if let Some(kinds) = self.by_path.get_mut(&kind.place) {
            if let Some(stamps) = kinds.get_mut(kind) {
                stamps.remove(&stamp);
                if stamps.is_empty() {
                    kinds.remove(kind);
                }
            }
            if kinds.is_empty() {
                self.by_path.remove(&kind.place);
            }
        }
    }

    /// The numbers of the most telling others, best first.
    pub(super) fn around(&self, stamp: Stamp, place: &Place) -> Vec<u32> {
        let mut chosen = Chosen {
            of: stamp,
            ids: Vec::new(),
            kinds: BTreeSet::new(),
        };
        let same_path = self
            .kinds(place)
            .flat_map(|(kind, stamps)| nearest(stamps, stamp, 2).map(|at| (at, kind.hash)));
        let mut same_path: Vec<_> = same_path.collect();
        same_path.sort_by_key(|(at, _)| distance(*at, stamp));
        chosen.take(same_path.into_iter());
        if let Some(of_host) = self.by_host.get(&place.host) {
            chosen.take(outward(of_host, stamp, AROUND));
        }
        chosen.take(outward(&self.all, stamp, AROUND / 2));
        chosen.ids
    }

    fn kinds(&self, place: &Place) -> impl Iterator<Item = (&Rc<Kind>, &BTreeSet<Stamp>)> {
        self.by_path.get(place).into_iter().flatten()
    }

    /// The nearest exchanges of one path that a test of their kind lets through, nearest first.
    pub(super) fn at_place(
        &self,
        stamp: Stamp,
        place: &Place,
        count: usize,
        suits: impl Fn(&Kind) -> bool,
    ) -> Vec<u32> {
        let mut found: Vec<Stamp> = self
            .kinds(place)
            .filter(|(kind, _)| suits(kind))
            .flat_map(|(_, stamps)| nearest(stamps, stamp, count))
            .filter(|at| *at != stamp)
            .collect();
        found.sort_by_key(|at| distance(*at, stamp));
        found.truncate(count);
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// The last exchanges of a host, newest first.
    pub(super) fn last_of_host(&self, host: &str) -> impl Iterator<Item = u32> {
        self.by_host
            .get(host)
            .into_iter()
            .flat_map(|of_host| of_host.keys().rev())
            .map(|(_, id)| *id)
    }
}

fn distance(at: Stamp, from: Stamp) -> (u64, u32) {
    (at.0.abs_diff(from.0), at.1.abs_diff(from.1))
}

/// So many before and so many behind.
fn nearest(
    stamps: &BTreeSet<Stamp>,
    stamp: Stamp,
    count: usize,
) -> impl Iterator<Item = Stamp> + use<'_> {
    let before = stamps.range(..stamp).rev().take(count);
    before.chain(stamps.range(stamp..).take(count)).copied()
}

/// So many before and so many behind, nearest first; none is looked at before it is asked for.
fn outward(of: &ByTime, stamp: Stamp, count: usize) -> impl Iterator<Item = (Stamp, u64)> {
    let mut before = of.range(..stamp).rev().take(count).peekable();
    let mut behind = of.range(stamp..).take(count).peekable();
    // Those of one distance in time, the nearest last.
    let mut ring = Vec::new();
    core::iter::from_fn(move || {
        if ring.is_empty() {
            let span = |(at, _): &(&Stamp, &u64)| at.0.abs_diff(stamp.0);
            let spans = [before.peek().map(span), behind.peek().map(span)];
            let next = spans.into_iter().flatten().min()?;
            while let Some(each) = before.next_if(|each| span(each) == next) {
                ring.push(each);
            }
            while let Some(each) = behind.next_if(|each| span(each) == next) {
                ring.push(each);
            }
            ring.sort_by_key(|(at, _)| distance(**at, stamp));
            ring.reverse();
        }
        ring.pop().map(|(at, kind)| (*at, *kind))
    })
}

struct Chosen {
    of: Stamp,
    ids: Vec<u32>,
    /// What is there already, before and behind.
    kinds: BTreeSet<(bool, u64)>,
}

impl Chosen {
    /// Takes what is nearest first, as long as there is room.
    fn take(&mut self, mut found: impl Iterator<Item = (Stamp, u64)>) {
        while self.ids.len() < NEIGHBOURS_AT_MOST {
            let Some((at, kind)) = found.next() else {
                return;
            };
            if at != self.of && self.kinds.insert((at < self.of, kind)) {
                self.ids.push(at.1);
            }
        }
    }
}
