//! The API key of a request: where it stands, and what the session tells of it.

use crate::facts::{Facts, Neighbour};
use crate::host::Host;
use crate::key::{self, Fault};
use crate::look::{Look, find_in};
use crate::routing;
use crate::text::Values;

const HEADER: &str = "request.headers.x-api-key";

fn sent<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    facts.evidence.request_headers.first("x-api-key")
}

/// Adds what the key tells to the values that words are filled with.
pub(crate) fn set_values(facts: &Facts<'_>, values: &mut Values) {
    if let Some(fault) = sent(facts).and_then(Fault::of) {
        values.set_text("key_fault", fault.words(), Values::default());
    }
}

/// `x-api-key` holds what cannot be a key at all.
pub(crate) fn unusable(facts: &Facts<'_>) -> Look {
    at_fault(facts, |fault| fault != Fault::Short)
}

/// `x-api-key` holds fewer characters than a key has; people shorten keys, too, when they show
/// them.
pub(crate) fn too_short(facts: &Facts<'_>) -> Look {
    at_fault(facts, |fault| fault == Fault::Short)
}

fn at_fault(facts: &Facts<'_>, fits: impl Fn(Fault) -> bool) -> Look {
    match sent(facts) {
        Some(value) if Fault::of(value).is_some_and(fits) => Look::seen(value, HEADER),
        Some(_) => Look::Absent,
        None => Look::missing(facts.evidence.request_headers.is_whole_request()),
    }
}

/// A key in another header, in `Authorization`, in the query or in the body, and none in
/// `x-api-key`.
pub(crate) fn elsewhere(facts: &Facts<'_>) -> Look {
    let evidence = facts.evidence;
    if sent(facts).is_some() {
        return Look::Absent;
    }
    let header = evidence
        .request_headers
        .iter()
        .find(|header| is_name(&header.name));
    if let Some(header) = header {
        let place = alloc::format!("request.headers.{}", header.name.to_ascii_lowercase());
        return Look::seen(header.value.clone(), place);
    }
    let scheme = facts
        .auth
        .header
        .and_then(|value| value.split([' ', ':', '=']).next())
        .filter(|scheme| is_name(scheme));
    if let Some(scheme) = scheme {
        return Look::seen(scheme, "request.headers.authorization");
    }
    let query = facts.url.and_then(|url| {
        url.query_pairs()
            .map(|(name, _)| name)
            .find(|name| is_name(name))
    });
    if let Some(name) = query {
        return Look::seen(name, "url");
    }
    let names = ["\"x-api-key\"", "\"apiKey\"", "\"api_key\"", "\"api-key\""];
    let member = evidence
        .request_body
        .as_deref()
        .and_then(|body| names.iter().find_map(|name| find_in(body, name)));
    if let Some(found) = member {
        return Look::seen(found, "request.body");
    }
    Look::missing(evidence.request_headers.is_whole_request())
}

/// `api-key`, `X_API_KEY`, `apikey`, …
fn is_name(name: &str) -> bool {
    let letters = || {
        name.bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|b| b.to_ascii_lowercase())
    };
    ["xapikey", "apikey", "xapitoken", "apitoken", "xkey"]
        .iter()
        .any(|known| letters().eq(known.bytes()))
}

/// The same method and path worked with a key, and none came with this call.
pub(crate) fn worked_with_one(facts: &Facts<'_>) -> Look {
    let own = &facts.evidence.request_headers;
    if own.has("x-api-key") || !own.is_whole_request() {
        return Look::missing(own.has("x-api-key"));
    }
    facts.neighbour(|other| same_call_worked(other) && key_of(other).is_some())
}

/// The same method and path worked without a key, so none is asked for.
pub(crate) fn worked_without_one(facts: &Facts<'_>) -> Look {
    let worked = facts.neighbour(|other| {
        let headers = &other.evidence.request_headers;
        same_call_worked(other) && headers.is_whole_request() && key_of(other).is_none()
    });
    match worked {
        seen @ Look::Seen(_) => seen,
        // What would speak against the rule is missed by nobody.
        _ => Look::Absent,
    }
}

/// The same method and path worked with another key.
pub(crate) fn another_worked(facts: &Facts<'_>) -> Look {
    let Some(key) = sent(facts).map(key::masked) else {
        return Look::Absent;
    };
    facts.neighbour(|other| {
        same_call_worked(other) && key_of(other).is_some_and(|other| key::masked(other) != key)
    })
}

/// The same key was accepted at this host, and nothing shows that this call went to another stage.
pub(crate) fn accepted_here(facts: &Facts<'_>) -> Look {
    accepted(facts, |same_stage| same_stage || !stage_exists(facts))
}

/// The same key was accepted on another stage, and this stage exists as well.
pub(crate) fn accepted_on_another_stage(facts: &Facts<'_>) -> Look {
    accepted(facts, |same_stage| !same_stage && stage_exists(facts))
}

fn accepted(facts: &Facts<'_>, fits: impl Fn(bool) -> bool) -> Look {
    let Some(key) = sent(facts).map(key::masked) else {
        return Look::Absent;
    };
    facts.neighbour(|other| {
        other.same_host
            && other.worked
            && key_of(other).is_some_and(|other| key::masked(other) == key)
            && fits(is_on_same_stage(facts, other))
    })
}

fn is_on_same_stage(facts: &Facts<'_>, other: &Neighbour<'_>) -> bool {
    let staged = facts.host.as_ref().is_some_and(Host::has_stage_in_path);
    let stage = routing::first_segment(facts);
    !staged || other.url.segments().next() == stage
}

/// Another call to this stage worked.
fn stage_exists(facts: &Facts<'_>) -> bool {
    facts
        .neighbours()
        .any(|other| other.same_host && other.worked && is_on_same_stage(facts, &other))
}

fn same_call_worked(other: &Neighbour<'_>) -> bool {
    other.same_path && other.same_method && other.worked
}

fn key_of<'a>(other: &Neighbour<'a>) -> Option<&'a str> {
    other.evidence.request_headers.first("x-api-key")
}
