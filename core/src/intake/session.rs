//! The exchanges of one input, each with the others that tell something about it.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::detect::Kind;
use super::remark::Remark;
use crate::evidence::Evidence;
use crate::sort;
use crate::url::Url;

/// How many neighbours an exchange is given.
const NEIGHBOURS: usize = 32;
/// How far around an exchange neighbours are looked for, in exchanges of the same host, or of any.
const AROUND: usize = 96;

/// What was read from one input.
///
/// Exchanges are handed out one by one, so that the neighbours of ten thousand of them never stand
/// in memory at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    kind: Kind,
    exchanges: Vec<Evidence>,
    /// Remarks on single exchanges, by their index.
    about: BTreeMap<usize, Vec<Remark>>,
    remarks: Vec<Remark>,
    map: Map,
}

impl Session {
    /// A session of exchanges that may tell something about one another.
    pub(super) fn together(kind: Kind, exchanges: Vec<Evidence>) -> Self {
        Self {
            map: Map::of(&exchanges),
            ..Self::apart(kind, exchanges)
        }
    }

    /// Exchanges that have nothing to do with one another.
    pub(super) fn apart(kind: Kind, exchanges: Vec<Evidence>) -> Self {
        Self {
            kind,
            exchanges,
            about: BTreeMap::new(),
            remarks: Vec::new(),
            map: Map::default(),
        }
    }

    pub(super) fn remark(mut self, remarks: impl IntoIterator<Item = Remark>) -> Self {
        self.remarks.extend(remarks);
        self
    }

    pub(super) fn remark_on(mut self, index: usize, remarks: Vec<Remark>) -> Self {
        if !remarks.is_empty() {
            self.about.insert(index, remarks);
        }
        self
    }

    /// What the input was taken for.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How many exchanges there are, failing or not.
    pub fn len(&self) -> usize {
        self.exchanges.len()
    }

    /// Whether there are none: every part of the input was broken.
    pub fn is_empty(&self) -> bool {
        self.exchanges.is_empty()
    }

    /// The exchanges in order, without the neighbours that they are to one another: for whoever finds
    /// those by other means.
    pub fn bare(&self) -> &[Evidence] {
        &self.exchanges
    }

    /// Remarks on the input as a whole: entries that could not be read, where a HAR breaks off.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// The exchanges in order, each with its neighbours and the remarks on it.
    pub fn exchanges(&self) -> impl Iterator<Item = (Evidence, &[Remark])> {
        self.exchanges.iter().enumerate().map(|(at, evidence)| {
            let mut evidence = evidence.clone();
            if evidence.neighbours.is_empty() {
                evidence.neighbours = self
                    .map
                    .around(at)
                    .into_iter()
                    .filter_map(|near| self.exchanges.get(near))
                    .map(Evidence::as_neighbour)
                    .collect();
            }
            (evidence, self.about(at))
        })
    }

    /// The remarks on one exchange, by its index.
    pub fn about(&self, index: usize) -> &[Remark] {
        self.about.get(&index).map_or(&[], Vec::as_slice)
    }
}

/// The exchanges of a session that tell the most about one of them, the most telling first: those
/// of the same path, then of the same host, then the rest; of each the nearest in time.
///
/// ```
/// use gatewhy_core::{Evidence, intake};
///
/// let call = |path: &str, status| Evidence {
///     url: Some(format!("https://h.example.com{path}")),
///     status: Some(status),
///     ..Evidence::default()
/// };
/// let session = [call("/a", 200), call("/b", 403), call("/b", 200)];
/// let near = intake::neighbours(1, &session);
/// assert_eq!(near[0].url, session[2].url);
/// assert_eq!(near.len(), 2);
/// ```
pub fn neighbours(of: usize, session: &[Evidence]) -> Vec<Evidence> {
    Map::of(session)
        .around(of)
        .into_iter()
        .filter_map(|near| session.get(near))
        .map(Evidence::as_neighbour)
        .collect()
}

/// What makes two exchanges alike: of each kind the nearest is enough.
type Likeness = (usize, String, u16);

/// Where the exchanges of a session stand to one another. Ranks count in order of time.
#[derive(Debug, Clone, Default, PartialEq)]
struct Map {
    /// Rank to index.
    order: Vec<usize>,
    /// Index to rank.
    rank: Vec<usize>,
    /// Index to path (host included), verb and status, by number.
    likeness: Vec<Likeness>,
    /// Index to host, by number.
    host: Vec<usize>,
    /// Path to the ranks of each verb and status.
    by_path: BTreeMap<usize, BTreeMap<(String, u16), Vec<usize>>>,
    /// Host to ranks.
    by_host: BTreeMap<usize, Vec<usize>>,
}

/// Numbers names in the order of their coming.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    fn number(&mut self, name: &str) -> usize {
        let next = self.0.len();
        *self.0.entry(name.to_ascii_lowercase()).or_insert(next)
    }
}

impl Map {
    fn of(exchanges: &[Evidence]) -> Self {
        let mut map = Self {
            order: in_time(exchanges),
            rank: alloc::vec![0; exchanges.len()],
            ..Self::default()
        };
        for (rank, index) in map.order.iter().enumerate() {
            map.rank[*index] = rank;
        }
        let (mut hosts, mut paths) = (Names::default(), Names::default());
        for evidence in exchanges {
            let url = evidence.url.as_deref().and_then(Url::parse);
            let host = hosts.number(url.map_or("", |url| url.authority));
            let path = url.map_or_else(String::new, |url| {
                alloc::format!("{}{}", url.authority, url.path)
            });
            let method = evidence
                .method
                .as_deref()
                .map_or_else(String::new, str::to_ascii_uppercase);
            map.host.push(host);
            map.likeness.push((
                paths.number(&path),
                method,
                evidence.status.unwrap_or_default(),
            ));
        }
        for (rank, index) in map.order.iter().enumerate() {
            let (path, method, status) = map.likeness[*index].clone();
            map.by_path
                .entry(path)
                .or_default()
                .entry((method, status))
                .or_default()
                .push(rank);
            map.by_host.entry(map.host[*index]).or_default().push(rank);
        }
        map
    }

    /// The most telling others, best first.
    fn around(&self, index: usize) -> Vec<usize> {
        let (Some(&rank), Some((path, ..)), Some(host)) = (
            self.rank.get(index),
            self.likeness.get(index),
            self.host.get(index),
        ) else {
            return Vec::new();
        };
        let mut chosen = Chosen::default();
        let same_path = self
            .by_path
            .get(path)
            .into_iter()
            .flat_map(BTreeMap::values)
            .flat_map(|ranks| nearest(ranks, rank, 2));
        self.choose(&mut chosen, rank, same_path.collect());
        if let Some(ranks) = self.by_host.get(host) {
            self.choose(&mut chosen, rank, nearest(ranks, rank, AROUND));
        }
        let any = rank.saturating_sub(AROUND / 2)..(rank + AROUND / 2 + 1).min(self.order.len());
        self.choose(&mut chosen, rank, any.collect());
        chosen.indices
    }

    fn choose(&self, chosen: &mut Chosen, rank: usize, mut ranks: Vec<usize>) {
        sort::by_key(&mut ranks, |other| (other.abs_diff(rank), *other));
        for other in ranks.into_iter().filter(|other| *other != rank) {
            let Some(&index) = self.order.get(other) else {
                continue;
            };
            let is_new = self
                .likeness
                .get(index)
                .is_some_and(|likeness| chosen.kinds.insert((other < rank, likeness.clone())));
            if chosen.indices.len() < NEIGHBOURS && is_new {
                chosen.indices.push(index);
            }
        }
    }
}

#[derive(Default)]
struct Chosen {
    indices: Vec<usize>,
    /// What is there already: one of a kind before, and one behind.
    kinds: BTreeSet<(bool, Likeness)>,
}

/// The ranks around one, at most so many in all.
fn nearest(ranks: &[usize], rank: usize, count: usize) -> Vec<usize> {
    let middle = ranks.partition_point(|other| *other < rank);
    let from = middle.saturating_sub(count);
    let to = (middle + count).min(ranks.len());
    ranks.get(from..to).unwrap_or(&[]).to_owned()
}

/// The indices in order of time, where all of them tell it in the same way, else as they stand.
fn in_time(exchanges: &[Evidence]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..exchanges.len()).collect();
    let first = exchanges.first().and_then(|first| first.started.as_deref());
    let comparable = exchanges.iter().all(|exchange| {
        let started = exchange.started.as_deref();
        started.map(str::len) == first.map(str::len)
            && started.and_then(|text| text.get(19..)).map(zone)
                == first.and_then(|text| text.get(19..)).map(zone)
    });
    if comparable {
        sort::by_key(&mut order, |index| exchanges[*index].started.as_deref());
    }
    order
}

/// `Z` or `+09:00`, behind the fraction of the second.
fn zone(tail: &str) -> &str {
    tail.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    fn call(method: &str, path: &str, status: u16) -> Evidence {
        Evidence {
            url: Some(format!("https://h.example.com{path}")),
            method: Some(method.to_owned()),
            status: Some(status),
            body: Some("x".into()),
            ..Evidence::default()
        }
    }

    #[test]
    fn the_same_path_comes_first_and_one_of_a_kind_is_enough() {
        let mut session: Vec<Evidence> = (0..200).map(|_| call("GET", "/poll", 200)).collect();
        session.insert(0, call("OPTIONS", "/orders", 204));
        session.push(call("POST", "/orders", 403));
        let near = neighbours(201, &session);
        assert_eq!(near[0].method.as_deref(), Some("OPTIONS"));
        assert_eq!(near.len(), 2, "two hundred polls tell no more than one");
        assert_eq!(near[1].body, None);
    }

    #[test]
    fn many_neighbours_are_cut_to_the_nearest() {
        let session: Vec<Evidence> = (0..300)
            .map(|at| call("GET", &format!("/{at}"), 200))
            .collect();
        let near = neighbours(150, &session);
        assert_eq!(near.len(), NEIGHBOURS);
        assert_eq!(near[0].url.as_deref(), Some("https://h.example.com/149"));
        assert!(neighbours(999, &session).is_empty());
        assert!(neighbours(0, &session[..1]).is_empty());
    }

    #[test]
    fn time_goes_before_the_order_of_the_file() {
        let mut session: Vec<Evidence> = (0..3)
            .map(|at| call("GET", &format!("/{at}"), 200))
            .collect();
        for (at, second) in [(0, 10), (1, 50), (2, 11)] {
            session[at].started = Some(format!("2026-01-01T00:00:{second}.000Z"));
        }
        assert_eq!(neighbours(0, &session)[0].url, session[2].url);
    }
}
