//! Good against bad: the call of the session that worked and is most like this one, and in what
//! this one differs from it.
//!
//! The evidence is masked by now, with marks that tell one secret from another. What differs in
//! every call, dates, trace ids, signatures, is no difference.

mod credentials;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::change::{Compared, Difference, Kind, Worked};
use crate::evidence::Evidence;
use crate::facts::{Facts, Neighbour};
use crate::headers::Headers;
use crate::host::Host;
use crate::logs::moment;
use crate::look::Look;
use crate::redact;
use crate::report::{Change, Since};
use crate::routing;
use crate::sort;
use crate::text::Lang;
use crate::url::Url;

/// More than these help nobody.
const SHOWN_AT_MOST: usize = 12;

/// Compares the call with the one that worked, if there is one to compare it with.
pub(crate) fn compared(facts: &Facts<'_>) -> Option<Compared> {
    if !facts.evidence.failed() || facts.is_preflight() {
        return None;
    }
    let own = facts.url?;
    let (likeness, other) = most_alike(facts, &own)?;
    let url = other.url;
    let mut differences = Vec::new();
    let method = |evidence: &Evidence| evidence.method.as_deref().unwrap_or("GET").to_owned();
    let (then, now) = (method(other.evidence), method(facts.evidence));
    if !then.eq_ignore_ascii_case(&now) {
        differences.push(differs(Kind::Method, "request.method", then.clone(), now));
    }
    urls(&url, &own, &mut differences);
    let headers = [
        &other.evidence.request_headers,
        &facts.evidence.request_headers,
    ];
    let are_whole = headers.iter().all(|headers| headers.is_whole_request());
    credentials::compare(facts, other.evidence, &url, are_whole, &mut differences);
    compare_headers(headers[0], headers[1], are_whole, &mut differences);
    // Nothing was to be seen of what mostly differs.
    if differences.is_empty() && !are_whole {
        return None;
    }
    sort::by_key(&mut differences, |one| one.kind);
    differences.truncate(SHOWN_AT_MOST);
    Some(Compared {
        with: Worked {
            method: then,
            url: redact::url(other.evidence.url.as_deref().unwrap_or_default()),
            status: other.evidence.status.unwrap_or_default(),
            started: other.evidence.started.clone(),
        },
        is_same_route: likeness == Likeness::Same,
        differences,
    })
}

/// How much of the route two calls share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// Host, path and method.
    Same,
    /// Path and method, by another name, on another stage, or spelt a little otherwise.
    Alike,
    /// Host and path.
    OtherMethod,
}

/// The best one to compare with: the most like this call, with its headers, before it, the nearest.
fn most_alike<'a>(facts: &Facts<'a>, own: &Url<'_>) -> Option<(Likeness, Neighbour<'a>)> {
    let own_time = started(facts.evidence);
    facts
        .neighbours()
        .filter(|other| other.worked && !other.is_preflight)
        .filter_map(|other| Some((likeness(&other, own)?, other)))
        .min_by_key(|(likeness, other)| {
            let has_headers = other.evidence.request_headers.is_whole_request();
            let apart = own_time
                .zip(started(other.evidence))
                .map(|(own, its)| own - its);
            let when = match apart {
                Some(apart) if apart >= 0 => 0,
                None => 1,
                Some(_) => 2,
            };
            (
                *likeness,
                !has_headers,
                when,
                apart.unwrap_or_default().abs(),
            )
        })
}

fn started(evidence: &Evidence) -> Option<i64> {
    moment::parse(evidence.started.as_deref()?)
}

fn likeness(other: &Neighbour<'_>, own: &Url<'_>) -> Option<Likeness> {
    if other.same_path {
        return Some(if other.same_method {
            Likeness::Same
        } else {
            Likeness::OtherMethod
        });
    }
    if !other.same_method {
        return None;
    }
    let url = other.url;
    let is_alike = is_same_behind_a_stage(&url, own)
        || routing::is_near_miss(own, other)
        || other.same_host && is_respelt(url.path, own.path);
    is_alike.then_some(Likeness::Alike)
}

/// The same path, as far as a stage or a mapping in front of it is left out, where at least one
/// name is API Gateway's own.
fn is_same_behind_a_stage(one: &Url<'_>, other: &Url<'_>) -> bool {
    let is_staged = |url: &Url<'_>| Host::parse(url.authority).is_execute_api();
    let same = |a: &str, b: &str| a.len() > 1 && a == b;
    let [one_behind, other_behind] = [one, other].map(routing::behind_first_segment);
    same(one_behind, other.path) && is_staged(one)
        || same(other_behind, one.path) && is_staged(other)
        || same(one_behind, other_behind) && is_staged(one) && is_staged(other)
        || same(one.path, other.path) && (is_staged(one) || is_staged(other))
}

/// Whether two paths differ in slashes, letter case and encoded letters alone.
fn is_respelt(one: &str, other: &str) -> bool {
    let plain = |path: &str| {
        let path = path.to_ascii_lowercase().replace("%2f", "/");
        path.split('/')
            .filter(|part| !part.is_empty())
            .map(ToOwned::to_owned)
            .collect::<Vec<_>>()
    };
    one != other && plain(one) == plain(other)
}

fn differs(kind: Kind, what: &str, then: String, now: String) -> Difference {
    Difference {
        kind,
        what: what.to_owned(),
        name: String::new(),
        then: Some(then),
        now: Some(now),
    }
}

fn urls(then: &Url<'_>, now: &Url<'_>, differences: &mut Vec<Difference>) {
    let mut add = |kind, what: &str, then: &str, now: &str| {
        differences.push(differs(kind, what, redact::text(then), redact::text(now)));
    };
    if !then.scheme.eq_ignore_ascii_case(now.scheme) {
        add(Kind::Scheme, "url.scheme", then.scheme, now.scheme);
    }
    let hosts = [Host::parse(then.authority), Host::parse(now.authority)];
    let is_same_api = hosts[0].api_id.is_some() && hosts[0].api_id == hosts[1].api_id;
    match (&hosts[0].region, &hosts[1].region) {
        (Some(then), Some(now)) if is_same_api && then != now => {
            add(Kind::Region, "url.host", then, now);
        }
        _ if !then.authority.eq_ignore_ascii_case(now.authority) => {
            add(Kind::Host, "url.host", then.authority, now.authority);
        }
        _ => {}
    }
    if then.path != now.path {
        let first = |url: &Url<'_>| url.segments().next().unwrap_or("").to_owned();
        let is_staged = hosts.iter().all(Host::has_stage_in_path);
        let is_stage =
            is_staged && routing::behind_first_segment(then) == routing::behind_first_segment(now);
        if is_stage {
            add(Kind::Stage, "url.path", &first(then), &first(now));
        } else if is_respelt(then.path, now.path) {
            add(Kind::Spelling, "url.path", then.path, now.path);
        } else {
            add(Kind::Path, "url.path", then.path, now.path);
        }
    }
    let names = |url: &Url<'_>| -> Vec<String> {
        url.query_pairs().map(|(name, _)| name.to_owned()).collect()
    };
    let mut seen: Vec<String> = Vec::new();
    for name in names(then).into_iter().chain(names(now)) {
        if is_fleeting(&name) || seen.contains(&name) {
            continue;
        }
        let (then, now) = (parameter(then, &name), parameter(now, &name));
        if then != now {
            differences.push(Difference {
                kind: Kind::Query,
                what: format!("url.query.{name}"),
                name: name.clone(),
                then,
                now,
            });
        }
        seen.push(name);
    }
}

/// Parameters of a signature, and what clients add so that no cache answers.
fn is_fleeting(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("x-amz-") || ["_", "cb", "nonce", "ts", "timestamp"].contains(&&*name)
}

/// All values of a parameter, masked.
fn parameter(url: &Url<'_>, name: &str) -> Option<String> {
    let values: Vec<String> = url
        .query_pairs()
        .filter(|(known, _)| *known == name)
        .map(|(name, value)| {
            let masked = redact::url(&format!("?{name}={value}"));
            let start = name.len() + 2;
            masked.get(start..).unwrap_or("").to_owned()
        })
        .collect();
    (!values.is_empty()).then(|| cut(&values.join(", ")))
}

/// Headers that differ in every call, or that no gateway looks at.
fn is_noise(name: &str) -> bool {
    const STARTS: &[&str] = &[
        ":",
        "sec-",
        "x-b3-",
        "x-datadog-",
        "x-amzn-",
        "amz-sdk-",
        "x-forwarded-",
        "if-",
        "x-amz-date",
        "x-amz-content-sha256",
        "x-amz-user-agent",
        // Compared with care elsewhere.
        "authorization",
    ];
    const NAMES: &[&str] = &[
        "accept-encoding",
        "accept-language",
        "baggage",
        "cache-control",
        "connection",
        "content-length",
        "date",
        "dnt",
        "host",
        "idempotency-key",
        "keep-alive",
        "newrelic",
        "postman-token",
        "pragma",
        "priority",
        "range",
        "referer",
        "request-id",
        "sentry-trace",
        "te",
        "traceparent",
        "tracestate",
        "upgrade-insecure-requests",
        "via",
        "x-client-request-id",
        "x-correlation-id",
        "x-request-id",
        "x-requested-at",
    ];
    STARTS.iter().any(|start| name.starts_with(start)) || NAMES.contains(&name)
}

/// What is missing beside others counts only where either list is whole.
fn compare_headers(
    then: &Headers,
    now: &Headers,
    are_whole: bool,
    differences: &mut Vec<Difference>,
) {
    let mut names: Vec<String> = then
        .iter()
        .chain(now)
        .map(|header| header.name.to_ascii_lowercase())
        .filter(|name| !is_noise(name))
        .collect();
    sort::by(&mut names, Ord::cmp);
    names.dedup();
    for name in names {
        let (was, is) = (shown(then, &name), shown(now, &name));
        let is_one_sided = was.is_none() || is.is_none();
        // A cookie or a session token is another each time.
        let is_fleeting = name == "cookie" || name == "x-amz-security-token";
        let is_same = then.all(&name).eq(now.all(&name));
        if is_same || (is_one_sided && !are_whole) || (is_fleeting && !is_one_sided) {
            continue;
        }
        differences.push(Difference {
            kind: match &*name {
                "content-type" => Kind::ContentType,
                "x-api-key" | "x-amz-security-token" => Kind::Credentials,
                "user-agent" | "origin" | "accept" => Kind::Client,
                _ => Kind::Header,
            },
            what: format!("request.headers.{name}"),
            name,
            then: was,
            now: is,
        });
    }
}

/// All values of a header, which are masked by now.
fn shown(headers: &Headers, name: &str) -> Option<String> {
    let values: Vec<String> = headers
        .all(name)
        .map(|value| redact::shown(value.trim()))
        .collect();
    (!values.is_empty()).then(|| cut(&values.join(", ")))
}

fn cut(text: &str) -> String {
    const LONGEST: usize = 160;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// What a report says of the call that was compared.
pub(crate) fn reported(facts: &Facts<'_>, lang: Lang) -> (Option<Since>, Vec<Change>) {
    let Some(compared) = &facts.compared else {
        return (None, Vec::new());
    };
    let changes = compared.differences.iter().map(|one| Change {
        what: one.what.clone(),
        says: one.says(lang),
        then: one.then.clone(),
        now: one.now.clone(),
    });
    let with = &compared.with;
    let since = Since {
        method: with.method.clone(),
        url: with.url.clone(),
        status: with.status,
        started: with.started.clone(),
    };
    (Some(since), changes.collect())
}

/// The call that worked on the very route of this one, where they differ like this. Nothing is open
/// where there is none to compare with: nobody owes a session.
pub(crate) fn seen(facts: &Facts<'_>, like: impl Fn(&Difference) -> bool) -> Look {
    match facts.compared.as_ref() {
        Some(compared) if compared.is_same_route && compared.differences.iter().any(like) => {
            let Worked {
                method,
                url,
                status,
                ..
            } = &compared.with;
            Look::seen(format!("{method} {url} {status}"), "neighbours")
        }
        _ => Look::Absent,
    }
}

/// The same route worked with another content type.
pub(crate) fn content_type(facts: &Facts<'_>) -> Look {
    seen(facts, |one| {
        one.kind == Kind::ContentType && one.then.is_some()
    })
}

/// The same route worked with a query parameter or a header that is missing now.
pub(crate) fn something_left_out(facts: &Facts<'_>) -> Look {
    seen(facts, |one| {
        matches!(one.kind, Kind::Query | Kind::Header | Kind::ContentType) && one.now.is_none()
    })
}

/// The same route worked for another client, as `User-Agent` tells, and nothing else differs.
pub(crate) fn another_client(facts: &Facts<'_>) -> Look {
    let is_alone = facts.compared.as_ref().is_some_and(|compared| {
        let mut all = compared.differences.iter();
        all.all(|one| one.kind == Kind::Client)
    });
    seen(facts, |one| is_alone && one.name == "user-agent")
}

/// The same route worked with a token that differs in what an authorizer judges besides time.
pub(crate) fn another_token(facts: &Facts<'_>) -> Look {
    seen(facts, |one| one.kind == Kind::Claim && one.name != "exp")
}

/// The same route worked when it was signed for another region.
pub(crate) fn signed_region(facts: &Facts<'_>) -> Look {
    seen(facts, |one| one.kind == Kind::SignedRegion)
}

/// The same route worked when it was signed for another service.
pub(crate) fn signed_service(facts: &Facts<'_>) -> Look {
    seen(facts, |one| one.kind == Kind::SignedService)
}

/// The same route worked when it was signed with another access key.
pub(crate) fn another_access_key(facts: &Facts<'_>) -> Look {
    seen(facts, |one| one.kind == Kind::AccessKey)
}

/// The same route worked with a session token, which is missing now.
pub(crate) fn session_token_left_out(facts: &Facts<'_>) -> Look {
    left_out(facts, "x-amz-security-token")
}

/// The same route worked with the header that names the API, which is missing now.
pub(crate) fn api_id_left_out(facts: &Facts<'_>) -> Look {
    left_out(facts, "x-apigw-api-id")
}

fn left_out(facts: &Facts<'_>, name: &str) -> Look {
    seen(facts, |one| one.name == name && one.now.is_none())
}
