//! What the panel knows, and how each thing that happens changes it: plain data and one pure
//! function, so that all of it is tested without a browser.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use gatewhy_core::host::{Host, HostForm};
use gatewhy_core::origin::Side;
use gatewhy_core::url::Url;
use gatewhy_core::{Evidence, Lang, Report};

/// Failing exchanges that are listed; the oldest go first, and are counted.
pub(crate) const ROWS_AT_MOST: usize = 1000;
/// Other exchanges that are kept because they may tell something about a failing one.
const OTHERS_AT_MOST: usize = 600;
/// Neighbours that go into one diagnosis.
const NEIGHBOURS_AT_MOST: usize = 32;
/// Rows that a new exchange may shed light on and that are therefore diagnosed again.
const REVISED_AT_MOST: usize = 8;
/// Hosts that are known to be an API's.
const HOSTS_AT_MOST: usize = 200;

/// Diagnoses; given to [`update`], so that the panel can mark what is under way and a test can
/// stand in for the engine.
pub(crate) type Diagnose<'a> = &'a dyn Fn(&str, &Evidence, Lang) -> Report;

/// One exchange as a host captured it, with a number that no other one has.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    pub(crate) id: u32,
    pub(crate) evidence: Evidence,
}

/// Where a request went, both in one spelling: what is compared most often.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Place {
    /// In lower case.
    host: String,
    path: String,
}

impl Place {
    /// `None` for what does not go over the network (`data:`, …).
    fn of(evidence: &Evidence) -> Option<Self> {
        let url = Url::parse(evidence.url.as_deref()?)?;
        let over_the_network = ["https", "http", "wss", "ws"]
            .iter()
            .any(|scheme| url.scheme.eq_ignore_ascii_case(scheme));
        over_the_network.then(|| Self {
            host: Host::parse(url.authority).name,
            path: url.path.to_owned(),
        })
    }
}

/// An exchange that is kept for what it may tell about others.
#[derive(Debug)]
struct Other {
    id: u32,
    evidence: Evidence,
    place: Place,
}

/// One listed exchange.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: u32,
    pub(crate) evidence: Evidence,
    pub(crate) verdict: Verdict,
    place: Place,
}

/// What is shown of a diagnosis in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The leading cause.
    Cause {
        id: &'static str,
        title: String,
        percent: u8,
    },
    /// No cause fits.
    None,
    /// The engine broke down over this exchange; it is not tried again.
    Broken,
}

/// What the panel knows.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) lang: Lang,
    /// Sorted by when the request began.
    pub(crate) rows: Vec<Row>,
    pub(crate) chosen: Option<u32>,
    /// Exchanges that were seen, listed or not.
    pub(crate) seen: u32,
    /// Failures that are not API Gateway's, as far as can be told.
    pub(crate) elsewhere: u32,
    /// Rows that had to make room.
    pub(crate) dropped: u32,
    others: VecDeque<Other>,
    /// Hosts that have answered as API Gateway does.
    api_hosts: BTreeSet<String>,
    /// The keys of exchanges that the engine broke down over.
    broken: BTreeSet<String>,
    /// Exchanges that came by event before the log was read: the log has them too.
    by_event: BTreeMap<String, u32>,
    /// Exchanges that came with the log: an event may still tell of them.
    by_log: BTreeMap<String, u32>,
    log_was_read: bool,
    /// Which file an exchange was imported from; what is not named here was captured.
    sources: BTreeMap<u32, u32>,
}

/// What happens.
#[derive(Debug)]
pub(crate) enum Msg {
    /// The host tells of a finished exchange.
    Finished(Exchange),
    /// The host's log has an exchange.
    Logged(Exchange),
    /// The log has no more.
    LogRead,
    /// A file has an exchange. With `any`, one that fails is listed whosever it is.
    Imported {
        exchange: Exchange,
        source: u32,
        any: bool,
    },
    /// A body has come: the evidence with it.
    Body(u32, Evidence),
    /// Another language.
    Speak(Lang),
    /// A row is chosen, or none.
    Choose(Option<u32>),
    /// The choice moves by so many rows; far moves end at the last one.
    Move(isize),
    /// The list is emptied.
    Clear,
}

/// What is to be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Show a new row, before another one or at the end.
    Insert { id: u32, before: Option<u32> },
    /// Show a row anew.
    Refresh(u32),
    /// Take a row away.
    Remove(u32),
    /// Ask the host for the body.
    ReadBody(u32),
    /// Show the report of the chosen row, or close it.
    Detail,
    /// Show the numbers anew.
    Counts,
    /// Show everything anew.
    Everything,
}

impl Model {
    /// A model in a language; `broken` holds the keys of exchanges that must not be diagnosed.
    pub(crate) fn new(lang: Lang, broken: impl IntoIterator<Item = String>) -> Self {
        Self {
            lang,
            broken: broken.into_iter().collect(),
            ..Self::default()
        }
    }

    pub(crate) fn row(&self, id: u32) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// The number of the file that an exchange was imported from; `None` for what was captured.
    pub(crate) fn source(&self, id: u32) -> Option<u32> {
        self.sources.get(&id).copied()
    }

    /// Every exchange that is known, in the order of their coming.
    pub(crate) fn session(&self) -> Vec<&Evidence> {
        let rows = self.rows.iter().map(|row| (row.id, &row.evidence));
        let others = self.others.iter().map(|other| (other.id, &other.evidence));
        let mut all: Vec<(u32, &Evidence)> = rows.chain(others).collect();
        all.sort_by_key(|(id, _)| *id);
        all.into_iter().map(|(_, evidence)| evidence).collect()
    }

    /// The preflight that a refused request waited for: the nearest one of its URL and method.
    pub(crate) fn preflight_of(&self, row: &Row) -> Option<&Row> {
        if row.evidence.status.is_some() || is_options(&row.evidence) {
            return None;
        }
        let at = self.rows.iter().position(|other| other.id == row.id)?;
        let asked_for = |preflight: &Evidence| {
            let asked = preflight
                .request_headers
                .first("access-control-request-method");
            asked.is_none_or(|method| row.evidence.method.as_deref() == Some(method))
        };
        self.rows
            .iter()
            .enumerate()
            .filter(|(_, other)| {
                is_options(&other.evidence)
                    && self.source(other.id) == self.source(row.id)
                    && other.evidence.url == row.evidence.url
                    && asked_for(&other.evidence)
            })
            .min_by_key(|(place, _)| place.abs_diff(at))
            .map(|(_, preflight)| preflight)
    }

    /// The evidence of a row with its neighbours, as it is diagnosed: the exchanges of the same
    /// path first, then those of the same host, then the rest (a custom domain's tell of the same
    /// API's default endpoint); each nearest first, and of calls that are alike only one.
    ///
    /// A file's exchanges have nothing to do with what was captured, nor with another file's.
    pub(crate) fn with_neighbours(&self, row: &Row) -> Evidence {
        if !row.evidence.neighbours.is_empty() {
            return row.evidence.clone();
        }
        let source = self.source(row.id);
        let rows = self
            .rows
            .iter()
            .map(|row| (row.id, &row.place, &row.evidence));
        let others = self
            .others
            .iter()
            .map(|other| (other.id, &other.place, &other.evidence));
        let mut near: Vec<(u8, u32, &Place, &Evidence)> = rows
            .chain(others)
            .filter(|(id, ..)| *id != row.id && self.source(*id) == source)
            .map(|(id, place, evidence)| {
                let distance = match (place.host == row.place.host, place.path == row.place.path) {
                    (true, true) => 0,
                    (true, false) => 1,
                    (false, _) => 2,
                };
                (distance, id.abs_diff(row.id), place, evidence)
            })
            .collect();
        near.sort_by_key(|(distance, apart, ..)| (*distance, *apart));
        let mut alike = BTreeSet::new();
        let neighbours = near
            .into_iter()
            .filter(|(.., place, other)| {
                let (host, path) = (place.host.as_str(), place.path.as_str());
                alike.insert((host, path, other.method.as_deref(), other.status))
            })
            .take(NEIGHBOURS_AT_MOST)
            .map(|(.., other)| other.as_neighbour())
            .collect();
        Evidence {
            neighbours,
            ..row.evidence.clone()
        }
    }

    fn diagnose(&self, row: &Row, diagnose: Diagnose<'_>) -> Verdict {
        let key = key(&row.evidence);
        if self.broken.contains(&key) {
            return Verdict::Broken;
        }
        let report = diagnose(&key, &self.with_neighbours(row), self.lang);
        match report.diagnoses.into_iter().next() {
            Some(leading) => Verdict::Cause {
                id: leading.cause,
                title: leading.title,
                percent: gatewhy_view::percent(leading.confidence),
            },
            None => Verdict::None,
        }
    }

    fn revise(&mut self, at: usize, diagnose: Diagnose<'_>) -> bool {
        let verdict = self.diagnose(&self.rows[at], diagnose);
        let changed = verdict != self.rows[at].verdict;
        self.rows[at].verdict = verdict;
        changed
    }

    fn is_broken(&self, evidence: &Evidence) -> bool {
        self.broken.contains(&key(evidence))
    }
}

/// Changes the model by what happened and tells what is to be done about it.
pub(crate) fn update(model: &mut Model, msg: Msg, diagnose: Diagnose<'_>) -> Vec<Effect> {
    match msg {
        Msg::Finished(exchange) => {
            let key = key(&exchange.evidence);
            if let Some(left) = model.by_log.get_mut(&key).filter(|left| **left > 0) {
                *left -= 1;
                return Vec::new();
            }
            if !model.log_was_read {
                *model.by_event.entry(key).or_default() += 1;
            }
            take_in(model, exchange, diagnose)
        }
        Msg::Logged(exchange) => {
            let key = key(&exchange.evidence);
            if let Some(left) = model.by_event.get_mut(&key).filter(|left| **left > 0) {
                *left -= 1;
                return Vec::new();
            }
            *model.by_log.entry(key).or_default() += 1;
            take_in(model, exchange, diagnose)
        }
        Msg::LogRead => {
            model.log_was_read = true;
            model.by_event.clear();
            Vec::new()
        }
        Msg::Imported {
            exchange,
            source,
            any,
        } => import(model, exchange, source, any, diagnose),
        Msg::Body(id, evidence) => body(model, id, evidence, diagnose),
        Msg::Speak(lang) => {
            model.lang = lang;
            for at in 0..model.rows.len() {
                model.revise(at, diagnose);
            }
            vec![Effect::Everything]
        }
        Msg::Choose(id) => choose(model, id.filter(|id| model.row(*id).is_some())),
        Msg::Move(by) => step(model, by),
        Msg::Clear => {
            model.rows.clear();
            model.others.clear();
            model.sources.clear();
            model.chosen = None;
            (model.seen, model.elsewhere, model.dropped) = (0, 0, 0);
            vec![Effect::Everything]
        }
    }
}

/// A new exchange: listed if it failed and is an API's, kept as a neighbour otherwise.
fn take_in(model: &mut Model, exchange: Exchange, diagnose: Diagnose<'_>) -> Vec<Effect> {
    let Exchange { id, evidence } = exchange;
    let Some(place) = Place::of(&evidence) else {
        return Vec::new();
    };
    let other = Other {
        id,
        evidence,
        place,
    };
    model.seen = model.seen.saturating_add(1);
    let mut effects = vec![Effect::Counts];
    if answers_as_gateway(&other.evidence) && model.api_hosts.len() < HOSTS_AT_MOST {
        let is_new = model.api_hosts.insert(other.place.host.clone());
        if is_new {
            effects.extend(promote(model, &other.place.host, diagnose));
        }
    }
    effects.extend(shed_light(model, &other, diagnose));
    let failed = other.evidence.failed();
    if failed && is_of_an_api(model, &other, diagnose) {
        effects.extend(list(model, other, diagnose));
        return effects;
    }
    model.elsewhere = model.elsewhere.saturating_add(u32::from(failed));
    keep(model, other);
    effects
}

/// A file's exchange: listed if it failed, kept as a neighbour otherwise. What was captured stays,
/// so only so many of them are taken in.
fn import(
    model: &mut Model,
    exchange: Exchange,
    source: u32,
    any: bool,
    diagnose: Diagnose<'_>,
) -> Vec<Effect> {
    let Exchange { id, evidence } = exchange;
    model.sources.insert(id, source);
    let place = Place::of(&evidence).unwrap_or_default();
    let other = Other {
        id,
        evidence,
        place,
    };
    let mut effects = vec![Effect::Counts];
    model.seen = model.seen.saturating_add(1);
    effects.extend(shed_light(model, &other, diagnose));
    let failed = other.evidence.failed();
    if failed && (any || is_of_an_api(model, &other, diagnose)) {
        effects.extend(list(model, other, diagnose));
        return effects;
    }
    model.elsewhere = model.elsewhere.saturating_add(u32::from(failed));
    keep(model, other);
    effects
}

fn keep(model: &mut Model, other: Other) {
    if model.others.len() >= OTHERS_AT_MOST
        && let Some(oldest) = model.others.pop_front()
    {
        model.sources.remove(&oldest.id);
    }
    model.others.push_back(Other {
        evidence: other.evidence.as_neighbour(),
        ..other
    });
}

/// Lists the failures of a host that has only now turned out to be an API's: a preflight's refused
/// request may be told of before the preflight is.
fn promote(model: &mut Model, host: &str, diagnose: Diagnose<'_>) -> Vec<Effect> {
    let (of_host, others): (Vec<Other>, Vec<Other>) = model
        .others
        .drain(..)
        .partition(|other| other.place.host == host && other.evidence.failed());
    model.others = others.into();
    let mut effects = Vec::new();
    for other in of_host {
        model.elsewhere = model.elsewhere.saturating_sub(1);
        effects.extend(list(model, other, diagnose));
    }
    effects
}

fn list(model: &mut Model, other: Other, diagnose: Diagnose<'_>) -> Vec<Effect> {
    let mut effects = make_room(model);
    let mut row = Row {
        id: other.id,
        evidence: other.evidence,
        verdict: Verdict::None,
        place: other.place,
    };
    // Times of one browser have one form, in which the order of letters is the order of time.
    let began = &row.evidence.started;
    let behind = |before: &Row| began.is_none() || before.evidence.started <= *began;
    let at = model
        .rows
        .iter()
        .rposition(behind)
        .map_or(0, |before| before + 1);
    effects.push(Effect::Insert {
        id: row.id,
        before: model.rows.get(at).map(|row| row.id),
    });
    if row.evidence.status.is_some() && row.evidence.body.as_deref().is_none_or(str::is_empty) {
        effects.push(Effect::ReadBody(row.id));
    }
    row.verdict = model.diagnose(&row, diagnose);
    model.rows.insert(at, row);
    effects
}

fn make_room(model: &mut Model) -> Vec<Effect> {
    if model.rows.len() < ROWS_AT_MOST {
        return Vec::new();
    }
    let oldest = model.rows.remove(0);
    model.sources.remove(&oldest.id);
    model.dropped = model.dropped.saturating_add(1);
    let mut effects = vec![Effect::Remove(oldest.id)];
    if model.chosen == Some(oldest.id) {
        model.chosen = None;
        effects.push(Effect::Detail);
    }
    effects
}

/// Diagnoses again what a new exchange may tell something about: the last rows of its path, but
/// not those that went just as it did.
fn shed_light(model: &mut Model, new: &Other, diagnose: Diagnose<'_>) -> Vec<Effect> {
    let call = |evidence: &Evidence| (evidence.method.clone(), evidence.status);
    let lit: Vec<u32> = model
        .rows
        .iter()
        .rev()
        .filter(|row| row.place == new.place && call(&row.evidence) != call(&new.evidence))
        .map(|row| row.id)
        .take(REVISED_AT_MOST)
        .collect();
    if lit.is_empty() {
        return Vec::new();
    }
    // The new one is not listed yet, and is to be seen all the same.
    model.others.push_back(Other {
        id: new.id,
        evidence: new.evidence.as_neighbour(),
        place: new.place.clone(),
    });
    let mut effects = Vec::new();
    for at in 0..model.rows.len() {
        let id = model.rows[at].id;
        if !lit.contains(&id) {
            continue;
        }
        let changed = model.revise(at, diagnose);
        let waits = model.rows[at].evidence.status.is_none() && is_options(&new.evidence);
        if changed || waits {
            effects.push(Effect::Refresh(id));
            if model.chosen == Some(id) {
                effects.push(Effect::Detail);
            }
        }
    }
    model.others.pop_back();
    effects
}

fn body(model: &mut Model, id: u32, evidence: Evidence, diagnose: Diagnose<'_>) -> Vec<Effect> {
    let Some(at) = model.rows.iter().position(|row| row.id == id) else {
        return Vec::new();
    };
    if model.is_broken(&evidence) || model.rows[at].evidence == evidence {
        return Vec::new();
    }
    model.rows[at].evidence = evidence;
    model.revise(at, diagnose);
    let mut effects = vec![Effect::Refresh(id)];
    // A refused request names its preflight's verdict.
    effects.extend(
        model
            .rows
            .iter()
            .filter(|row| model.preflight_of(row).is_some_and(|it| it.id == id))
            .map(|row| Effect::Refresh(row.id)),
    );
    if model.chosen == Some(id) {
        effects.push(Effect::Detail);
    }
    effects
}

fn choose(model: &mut Model, id: Option<u32>) -> Vec<Effect> {
    if model.chosen == id {
        return Vec::new();
    }
    let before = core::mem::replace(&mut model.chosen, id);
    before
        .into_iter()
        .chain(id)
        .map(Effect::Refresh)
        .chain([Effect::Detail])
        .collect()
}

fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let Some(last) = model.rows.len().checked_sub(1) else {
        return Vec::new();
    };
    let at = model
        .chosen
        .and_then(|id| model.rows.iter().position(|row| row.id == id));
    let to = match at {
        Some(at) => at.saturating_add_signed(by).min(last),
        None if by < 0 => last,
        None => 0,
    };
    let id = model.rows[to].id;
    choose(model, Some(id))
}

/// What tells two records of one exchange from two exchanges, as well as a browser lets us.
pub(crate) fn key(evidence: &Evidence) -> String {
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    let (started, method, url) = (
        part(&evidence.started),
        part(&evidence.method),
        part(&evidence.url),
    );
    // What succeeded is kept without its query.
    let url = if evidence.failed() {
        &url
    } else {
        url.split('?').next().unwrap_or_default()
    };
    format!("{started} {method} {url}")
}

pub(crate) fn is_options(evidence: &Evidence) -> bool {
    evidence
        .method
        .as_deref()
        .is_some_and(|method| method.eq_ignore_ascii_case("OPTIONS"))
}

/// Headers that only API Gateway sets; `x-amzn-errortype` is every AWS service's.
fn answers_as_gateway(evidence: &Evidence) -> bool {
    ["x-amz-apigw-id", "apigw-requestid"]
        .iter()
        .any(|name| evidence.response_headers.has(name))
}

fn is_of_an_api(model: &Model, other: &Other, diagnose: Diagnose<'_>) -> bool {
    let host = &other.place.host;
    let by_name = matches!(
        Host::parse(host).form,
        HostForm::ExecuteApi
            | HostForm::VpceAlias
            | HostForm::VpceDns
            | HostForm::BareExecuteApi
            | HostForm::CustomDomainTarget
    );
    if by_name || model.api_hosts.contains(host) {
        return true;
    }
    if model.is_broken(&other.evidence) || other.evidence.status.is_none() {
        return false;
    }
    let report = diagnose(&key(&other.evidence), &other.evidence, model.lang);
    matches!(report.origin.who.side(), Side::Gateway | Side::Behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gatewhy_core::diagnose;

    const API: &str = "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets";

    fn engine(_: &str, evidence: &Evidence, lang: Lang) -> Report {
        diagnose(evidence, lang)
    }

    fn exchange(id: u32, method: &str, url: &str, status: Option<u16>) -> Exchange {
        Exchange {
            id,
            evidence: Evidence {
                url: Some(url.into()),
                method: Some(method.into()),
                status,
                started: Some(format!("2026-01-01T00:00:{id:02}.000Z")),
                ..Evidence::default()
            },
        }
    }

    fn refused(id: u32) -> Exchange {
        let mut exchange = exchange(id, "GET", API, Some(403));
        exchange.evidence.response_headers = [
            ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
            ("x-amzn-errortype", "MissingAuthenticationTokenException"),
            ("x-amz-apigw-id", "AbCdEfGhIAMFs9A="),
        ]
        .into_iter()
        .collect();
        exchange
    }

    fn tell(model: &mut Model, msg: Msg) -> Vec<Effect> {
        update(model, msg, &engine)
    }

    fn ids(model: &Model) -> Vec<u32> {
        model.rows.iter().map(|row| row.id).collect()
    }

    #[test]
    fn a_refusal_is_listed_with_its_cause_and_its_body_is_asked_for() {
        let mut model = Model::new(Lang::En, []);
        let effects = tell(&mut model, Msg::Finished(refused(1)));
        assert!(effects.contains(&Effect::Insert {
            id: 1,
            before: None
        }));
        assert!(effects.contains(&Effect::ReadBody(1)));
        assert!(matches!(
            model.rows[0].verdict,
            Verdict::Cause {
                id: "route-not-found",
                ..
            }
        ));
    }

    #[test]
    fn what_worked_or_is_somebody_elses_is_counted_and_not_listed() {
        let mut model = Model::new(Lang::En, []);
        tell(
            &mut model,
            Msg::Finished(exchange(1, "GET", API, Some(200))),
        );
        let elsewhere = exchange(2, "GET", "https://cdn.example.com/a.png", Some(404));
        tell(&mut model, Msg::Finished(elsewhere));
        let data = exchange(3, "GET", "data:text/plain,x", None);
        tell(&mut model, Msg::Finished(data));
        assert!(model.rows.is_empty());
        assert_eq!((model.seen, model.elsewhere), (2, 1));
    }

    #[test]
    fn an_exchange_that_both_the_event_and_the_log_tell_of_is_listed_once() {
        let mut model = Model::new(Lang::En, []);
        tell(&mut model, Msg::Finished(refused(1)));
        let again = |id| Exchange {
            id,
            evidence: refused(1).evidence,
        };
        tell(&mut model, Msg::Logged(again(2)));
        // Two requests can begin in the same millisecond; the log has both.
        tell(&mut model, Msg::Logged(again(3)));
        tell(&mut model, Msg::LogRead);
        assert_eq!(ids(&model), [1, 3]);
        // The event of the second one was still on its way.
        tell(&mut model, Msg::Finished(again(4)));
        assert_eq!(ids(&model), [1, 3]);
        tell(&mut model, Msg::Finished(again(5)));
        assert_eq!(ids(&model), [1, 3, 5]);
    }

    #[test]
    fn rows_stand_in_the_order_in_which_the_requests_began() {
        let mut model = Model::new(Lang::En, []);
        tell(&mut model, Msg::Finished(refused(5)));
        let effects = tell(&mut model, Msg::Logged(refused(3)));
        assert!(effects.contains(&Effect::Insert {
            id: 3,
            before: Some(5)
        }));
        tell(&mut model, Msg::Finished(refused(6)));
        assert_eq!(ids(&model), [3, 5, 6]);
    }

    #[test]
    fn a_custom_domain_is_known_by_how_it_answered_once() {
        let url = "https://api.example.com/pets";
        let mut model = Model::new(Lang::En, []);
        tell(&mut model, Msg::Finished(exchange(1, "PUT", url, None)));
        assert_eq!((ids(&model).len(), model.elsewhere), (0, 1));
        let mut preflight = exchange(2, "OPTIONS", url, Some(403));
        preflight
            .evidence
            .response_headers
            .push("x-amz-apigw-id", "x");
        tell(&mut model, Msg::Finished(preflight));
        assert_eq!(ids(&model), [1, 2]);
        assert_eq!(model.elsewhere, 0);
    }

    #[test]
    fn a_refused_request_knows_its_preflight_whichever_is_told_first() {
        let mut model = Model::new(Lang::En, []);
        tell(&mut model, Msg::Finished(exchange(1, "PUT", API, None)));
        let mut preflight = exchange(2, "OPTIONS", API, Some(403));
        preflight
            .evidence
            .request_headers
            .push("access-control-request-method", "PUT");
        let effects = tell(&mut model, Msg::Finished(preflight));
        assert!(effects.contains(&Effect::Refresh(1)));
        let of = |id| {
            let row = model.row(id).expect("it is listed");
            model.preflight_of(row).map(|row| row.id)
        };
        assert_eq!((of(1), of(2)), (Some(2), None));
    }

    #[test]
    fn neighbours_of_the_same_path_come_first_and_each_kind_once() {
        let mut model = Model::new(Lang::En, []);
        for id in 0..50 {
            let url = format!("{API}/{id}");
            tell(
                &mut model,
                Msg::Finished(exchange(id, "GET", &url, Some(200))),
            );
        }
        for id in 50..55 {
            tell(
                &mut model,
                Msg::Finished(exchange(id, "POST", API, Some(200))),
            );
        }
        tell(&mut model, Msg::Finished(refused(56)));
        let evidence = model.with_neighbours(&model.rows[0]);
        assert_eq!(evidence.neighbours.len(), NEIGHBOURS_AT_MOST);
        assert_eq!(evidence.neighbours[0].method.as_deref(), Some("POST"));
        assert_eq!(evidence.neighbours[1].method.as_deref(), Some("GET"));
    }

    #[test]
    fn a_custom_domain_that_works_is_a_neighbour_of_the_default_endpoint() {
        let mut model = Model::new(Lang::En, []);
        let custom = "https://api.example.com/pets";
        tell(
            &mut model,
            Msg::Finished(exchange(1, "GET", custom, Some(200))),
        );
        tell(&mut model, Msg::Finished(refused(2)));
        let evidence = model.with_neighbours(&model.rows[0]);
        assert_eq!(evidence.neighbours.len(), 1);
        assert_eq!(evidence.neighbours[0].url.as_deref(), Some(custom));
    }

    #[test]
    fn a_files_exchanges_are_neighbours_of_one_another_only() {
        let mut model = Model::new(Lang::En, []);
        tell(
            &mut model,
            Msg::Finished(exchange(1, "GET", API, Some(200))),
        );
        tell(&mut model, Msg::Finished(refused(2)));
        let import = |exchange, source| Msg::Imported {
            exchange,
            source,
            any: false,
        };
        tell(&mut model, import(exchange(3, "PUT", API, Some(200)), 1));
        tell(&mut model, import(refused(4), 1));
        tell(&mut model, import(refused(5), 2));
        let methods = |id| -> Vec<String> {
            let row = model.row(id).expect("it is listed");
            let around = model.with_neighbours(row).neighbours;
            around.into_iter().filter_map(|one| one.method).collect()
        };
        assert_eq!(methods(2), ["GET"]);
        assert_eq!(methods(4), ["PUT"]);
        assert!(methods(5).is_empty());
        assert_eq!((model.source(2), model.source(4)), (None, Some(1)));
        assert_eq!(model.session().len(), 5);
    }

    #[test]
    fn a_file_without_addresses_is_listed_where_it_is_about_one_failure() {
        let mut model = Model::new(Lang::En, []);
        let mut exchange = exchange(1, "GET", API, Some(403));
        exchange.evidence.url = None;
        let effects = tell(
            &mut model,
            Msg::Imported {
                exchange,
                source: 1,
                any: true,
            },
        );
        assert!(effects.contains(&Effect::Insert {
            id: 1,
            before: None
        }));
    }

    #[test]
    fn a_body_refines_the_diagnosis_and_the_open_report() {
        let mut model = Model::new(Lang::En, []);
        tell(&mut model, Msg::Finished(refused(1)));
        tell(&mut model, Msg::Choose(Some(1)));
        let mut evidence = refused(1).evidence;
        evidence.body = Some(r#"{"message":"Missing Authentication Token"}"#.into());
        let effects = tell(&mut model, Msg::Body(1, evidence.clone()));
        assert_eq!(effects, [Effect::Refresh(1), Effect::Detail]);
        assert_eq!(tell(&mut model, Msg::Body(1, evidence)), []);
    }

    #[test]
    fn another_language_says_every_row_anew() {
        let mut model = Model::new(Lang::En, []);
        tell(&mut model, Msg::Finished(refused(1)));
        let title = |model: &Model| match &model.rows[0].verdict {
            Verdict::Cause { title, .. } => title.clone(),
            _ => String::new(),
        };
        let english = title(&model);
        tell(&mut model, Msg::Speak(Lang::Ja));
        assert_ne!(english, title(&model));
    }

    #[test]
    fn what_the_engine_broke_down_over_is_listed_and_not_tried_again() {
        let never =
            |_: &str, _: &Evidence, _: Lang| -> Report { unreachable!("it is known to break") };
        let mut model = Model::new(Lang::En, [key(&refused(1).evidence)]);
        update(&mut model, Msg::Finished(refused(1)), &never);
        assert_eq!(model.rows[0].verdict, Verdict::Broken);
    }

    #[test]
    fn a_long_session_keeps_the_newest_and_counts_the_rest() {
        let mut model = Model::new(Lang::En, []);
        let quick = |_: &str, _: &Evidence, lang: Lang| {
            diagnose(
                &Evidence {
                    status: Some(200),
                    ..Evidence::default()
                },
                lang,
            )
        };
        for id in (0..).take(ROWS_AT_MOST + 5) {
            let mut exchange = refused(1);
            exchange.id = id;
            update(&mut model, Msg::Finished(exchange), &quick);
        }
        assert_eq!((model.rows.len(), model.dropped), (ROWS_AT_MOST, 5));
        assert_eq!(model.rows[0].id, 5);
    }

    #[test]
    fn arrows_move_the_choice_and_stop_at_the_ends() {
        let mut model = Model::new(Lang::En, []);
        for id in 1..=3 {
            tell(&mut model, Msg::Finished(refused(id)));
        }
        tell(&mut model, Msg::Move(-1));
        assert_eq!(model.chosen, Some(3));
        tell(&mut model, Msg::Move(-isize::MAX));
        assert_eq!(model.chosen, Some(1));
        let effects = tell(&mut model, Msg::Move(1));
        assert_eq!(
            effects,
            [Effect::Refresh(1), Effect::Refresh(2), Effect::Detail]
        );
        assert_eq!(tell(&mut model, Msg::Choose(Some(99))).len(), 2);
        assert_eq!(model.chosen, None);
    }
}
