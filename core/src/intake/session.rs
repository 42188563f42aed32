//! The exchanges of one input, each with the others that tell something about it.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
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
    /// Remarks on single exchanges, at their index.
    about: Vec<Vec<Remark>>,
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
            about: alloc::vec![Vec::new(); exchanges.len()],
            exchanges,
            remarks: Vec::new(),
            map: Map::default(),
        }
    }

    pub(super) fn remark(mut self, remarks: impl IntoIterator<Item = Remark>) -> Self {
        self.remarks.extend(remarks);
        self
    }

    pub(super) fn remark_on(mut self, index: usize, remarks: Vec<Remark>) -> Self {
        if let Some(about) = self.about.get_mut(index) {
            about.extend(remarks);
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
        self.about.get(index).map_or(&[], Vec::as_slice)
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

/// Where the exchanges of a session stand to one another. Ranks count in order of time; hosts,
/// paths and kinds have numbers.
#[derive(Debug, Clone, Default, PartialEq)]
struct Map {
    /// Rank to index.
    order: Vec<usize>,
    /// Index to rank.
    rank: Vec<usize>,
    /// Index to what it has in common with others.
    traits: Vec<Traits>,
    /// Host to ranks.
    by_host: Vec<Vec<usize>>,
    /// Kind to ranks.
    by_kind: Vec<Vec<usize>>,
    /// Path to the kinds of call that it got.
    kinds: Vec<Vec<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Traits {
    host: usize,
    /// With the host.
    path: usize,
    /// Path, verb and status: what makes two exchanges alike, of which the nearest is enough.
    kind: usize,
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
        let (mut hosts, mut paths, mut kinds) =
            (Names::default(), Names::default(), Names::default());
        for evidence in exchanges {
            let url = evidence.url.as_deref().and_then(Url::parse);
            let path = url.map_or_else(String::new, |url| [url.authority, url.path].concat());
            let method = evidence.method.as_deref().unwrap_or_default();
            let status = evidence.status.unwrap_or_default();
            map.traits.push(Traits {
                host: hosts.number(url.map_or("", |url| url.authority)),
                path: paths.number(&path),
                kind: kinds.number(&alloc::format!("{method}\n{status}\n{path}")),
            });
        }
        map.by_host.resize(hosts.0.len(), Vec::new());
        map.by_kind.resize(kinds.0.len(), Vec::new());
        map.kinds.resize(paths.0.len(), Vec::new());
        for (rank, index) in map.order.iter().enumerate() {
            let Traits { host, path, kind } = map.traits[*index];
            map.by_host[host].push(rank);
            if map.by_kind[kind].is_empty() {
                map.kinds[path].push(kind);
            }
            map.by_kind[kind].push(rank);
        }
        map
    }

    /// The most telling others, best first.
    fn around(&self, index: usize) -> Vec<usize> {
        let (Some(&rank), Some(traits)) = (self.rank.get(index), self.traits.get(index)) else {
            return Vec::new();
        };
        let mut chosen = Chosen::default();
        let alike = self.kinds[traits.path].iter();
        let same_path = alike.flat_map(|kind| nearest(&self.by_kind[*kind], rank, 2));
        self.choose(&mut chosen, rank, same_path.collect());
        let same_host = nearest(&self.by_host[traits.host], rank, AROUND);
        self.choose(&mut chosen, rank, same_host);
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
            let one = (other < rank, self.traits[index].kind);
            let is_new = !chosen.kinds.contains(&one);
            if chosen.indices.len() < NEIGHBOURS && is_new {
                chosen.indices.push(index);
                chosen.kinds.push(one);
            }
        }
    }
}

#[derive(Default)]
struct Chosen {
    indices: Vec<usize>,
    /// What is there already: one of a kind before, and one behind.
    kinds: Vec<(bool, usize)>,
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
