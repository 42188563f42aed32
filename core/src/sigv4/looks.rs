//! What the rules about signatures look for.

use alloc::borrow::ToOwned;

use crate::auth::{AuthKind, Scope};
use crate::clue::{Clue, Look, find_in};
use crate::facts::{ApiKind, Facts};
use crate::host::HostForm;

use super::{Difference, Part, canonical_path, canonical_query, differences, server_canonical};

const AUTHORIZATION: &str = "request.headers.authorization";

/// The wordings of a refused signature, each of which names its own cause.
const WORDINGS: &[&str] = &[
    "The request signature we calculated",
    "Signature expired",
    "Signature not yet current",
    "Credential should be scoped",
    "Date in Credential scope",
    "in the AWS Authorization",
    "Found both 'X-Amz-Algorithm'",
    "security token included in the request",
    "not authorized to perform",
    "Authorization header",
    "Missing Authentication Token",
];

/// A signed request was refused, and nothing says why: the body was withheld or is the owner's own,
/// or the API is an HTTP API, which says `Forbidden` to all of them.
pub(crate) fn refused_without_words(facts: &Facts<'_>) -> Look {
    let worded = |text: &str| WORDINGS.iter().any(|words| find_in(text, words).is_some());
    if facts.texts().any(|(text, _)| worded(text)) {
        return Look::Absent;
    }
    let named = Clue::ErrorType("InvalidSignatureException").look(facts);
    if matches!(named, Look::Seen(_)) {
        return named;
    }
    if !facts.error_types.is_empty() || facts.evidence.status.is_some_and(|status| status != 403) {
        return Look::Absent;
    }
    let bare = facts.message.is_none() && facts.body().is_none();
    let http = facts.api == Some(ApiKind::Http)
        && matches!(Clue::Message("Forbidden").look(facts), Look::Seen(_));
    match (facts.auth.is_signed(), facts.auth.kind) {
        (true, _) if http || (bare && facts.evidence.status == Some(403)) => authorization(facts),
        (true, _) => Look::missing(!bare),
        (false, Some(_)) => Look::Absent,
        (false, None) => Look::missing(!bare && !http),
    }
}

/// What cannot be told is not so where the status is another one than the gateway's 403: its owner
/// may have changed that, which the words or the error type would show.
pub(crate) fn only_with_403(facts: &Facts<'_>, look: Look) -> Look {
    match (look, facts.evidence.status) {
        (Look::Unknown, Some(status)) if status != 403 => Look::Absent,
        (look, _) => look,
    }
}

/// The SigV4 parser could not read the `Authorization` value.
pub(crate) fn unreadable_authorization(facts: &Facts<'_>) -> Look {
    const LOOK: Clue = Clue::Any(&[
        Clue::Says("pair (missing equal-sign) in Authorization header"),
        Clue::Says("Authorization header requires '"),
        Clue::Says("Authorization header must begin with the algorithm name"),
        Clue::ErrorType("IncompleteSignatureException"),
    ]);
    // Named another way, it is another answer.
    if !facts.error_types.is_empty() || facts.message.is_some() {
        return match LOOK.look(facts) {
            Look::Unknown => Look::Absent,
            told => told,
        };
    }
    only_with_403(facts, LOOK.look(facts))
}

/// The request carries a signature, in its header or in its query.
pub(crate) fn signed(facts: &Facts<'_>) -> Look {
    match facts.auth.kind {
        Some(AuthKind::SigV4Header | AuthKind::SigV4Query) => authorization(facts),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

fn authorization(facts: &Facts<'_>) -> Look {
    match facts.auth.header {
        Some(value) => Look::seen(value, AUTHORIZATION),
        None => Look::seen(facts.evidence.url.as_deref().unwrap_or(""), "url"),
    }
}

/// The client meant to sign: the value begins with `AWS4-`, in the request or as the message
/// echoes it, or the query holds parts of a signature.
pub(crate) fn meant_to_sign(facts: &Facts<'_>) -> Look {
    if let Look::Seen(quote) = signed(facts) {
        return Look::Seen(quote);
    }
    match echoed_authorization(facts) {
        Some((value, place)) if value.starts_with("AWS4-") => {
            Look::seen(value.split_whitespace().next().unwrap_or(value), place)
        }
        Some(_) => Look::Absent,
        None => Look::missing(facts.auth.kind.is_some()),
    }
}

/// The `Authorization` value is a token, Basic credentials or anything else that is no signature.
pub(crate) fn no_signature(facts: &Facts<'_>) -> Look {
    match facts.auth.kind {
        Some(AuthKind::Token | AuthKind::Basic | AuthKind::Other) => authorization(facts),
        Some(_) => Look::Absent,
        None => match echoed_authorization(facts) {
            Some((value, place)) if !value.starts_with("AWS4-") && !value.is_empty() => {
                let scheme = value.split([' ', ':']).next().unwrap_or("");
                let known = ["bearer", "basic"]
                    .iter()
                    .any(|known| scheme.eq_ignore_ascii_case(known));
                // The rest is a secret, and so may an opaque value be: only its place is told.
                Look::seen(if known { scheme } else { "" }, place)
            }
            Some(_) => Look::Absent,
            None => Look::Unknown,
        },
    }
}

/// Older wordings repeat the whole value: `… in Authorization header: '…'`, `Authorization=…`.
fn echoed_authorization<'a>(facts: &Facts<'a>) -> Option<(&'a str, &'static str)> {
    facts.texts().find_map(|(text, place)| {
        [") in Authorization header: ", "Authorization="]
            .into_iter()
            .find_map(|lead| {
                let words = find_in(text, lead)?;
                let after = &text[text.find(words)? + words.len()..];
                let value = after.trim_start_matches(['\\', '\'', '"', '‘', '’']);
                // A hash of the value says nothing about it.
                let hashed = find_in(text, "hashed with SHA-256").is_some();
                (!hashed && !value.trim().is_empty()).then_some((value, place))
            })
    })
}

/// The scope names one region, the host another.
pub(crate) fn scope_region_differs(facts: &Facts<'_>) -> Look {
    let expected = facts.host.as_ref().and_then(|host| host.region.as_deref());
    let expected = expected.or_else(|| facts.arn.and_then(|arn| arn.region));
    let (Some(scope), Some(expected)) = (facts.auth.scope, expected) else {
        return Look::Unknown;
    };
    scope_differs(facts, scope, scope.region != expected)
}

/// The scope names a service other than `execute-api`.
pub(crate) fn scope_service_differs(facts: &Facts<'_>) -> Look {
    match facts.auth.scope {
        Some(scope) => scope_differs(facts, scope, scope.service != "execute-api"),
        None => Look::Unknown,
    }
}

fn scope_differs(facts: &Facts<'_>, scope: Scope<'_>, differs: bool) -> Look {
    // What people blank out is no region and no service.
    let blanked = |part: &str| part.is_empty() || part.contains(['<', '*', '.']);
    if !differs || blanked(scope.region) || blanked(scope.service) {
        return Look::Absent;
    }
    authorization(facts)
}

/// An `ASIA…` key is temporary and works only together with its session token.
pub(crate) fn temporary_key_without_token(facts: &Facts<'_>) -> Look {
    let Some(scope) = facts.auth.scope else {
        return Look::Unknown;
    };
    if !scope.access_key.starts_with("ASIA") {
        return Look::Absent;
    }
    let headers = &facts.evidence.request_headers;
    let in_query = facts
        .url
        .is_some_and(|url| url.query_value("x-amz-security-token").is_some());
    if in_query || headers.has("x-amz-security-token") {
        return Look::Absent;
    }
    if headers.is_whole_request() || facts.auth.kind == Some(AuthKind::SigV4Query) {
        authorization(facts)
    } else {
        Look::Unknown
    }
}

/// A long-term `AKIA…` key has no session token; one that is sent belongs to another key.
pub(crate) fn long_term_key_with_token(facts: &Facts<'_>) -> Look {
    let Some(scope) = facts.auth.scope else {
        return Look::Unknown;
    };
    let sent = facts.evidence.request_headers.has("x-amz-security-token");
    if scope.access_key.starts_with("AKIA") && sent {
        authorization(facts)
    } else {
        Look::Absent
    }
}

/// `undefined`, `null`, `None`: a program's word for nothing was sent as the session token.
pub(crate) fn token_is_a_word(facts: &Facts<'_>) -> Look {
    let headers = &facts.evidence.request_headers;
    let in_query = facts
        .url
        .and_then(|url| url.query_value("x-amz-security-token"));
    match headers
        .first("x-amz-security-token")
        .or(in_query)
        .map(str::trim)
    {
        // The header's value is masked in quotes, so its name is quoted.
        Some("" | "undefined" | "null" | "None" | "nil" | "[object Object]" | "false") => {
            Look::seen("x-amz-security-token", "request.headers")
        }
        Some(_) => Look::Absent,
        None => Look::missing(headers.is_whole_request()),
    }
}

/// Some required part of the header is named as missing, and `Credential` is not among them: the
/// rest of a signature is there.
pub(crate) fn only_some_parts_missing(facts: &Facts<'_>) -> Look {
    let Some((text, place)) = facts
        .texts()
        .find(|(text, _)| find_in(text, "Authorization header requires").is_some())
    else {
        return Look::missing(facts.body().is_some());
    };
    if find_in(text, "requires 'Credential' parameter").is_some() {
        return Look::Absent;
    }
    let words = find_in(text, "Authorization header requires").unwrap_or("");
    Look::seen(words, place)
}

fn difference(facts: &Facts<'_>, parts: &[Part]) -> Result<Difference, Look> {
    let canonical = server_canonical(facts).ok_or(Look::Unknown)?;
    differences(&canonical, facts)
        .into_iter()
        .find(|found| parts.contains(&found.part))
        .ok_or(Look::Absent)
}

fn arrived(facts: &Facts<'_>, parts: &[Part]) -> Look {
    match difference(facts, parts) {
        Ok(found) => Look::seen(found.arrived, "response.body"),
        Err(look) => look,
    }
}

/// Another host arrived than was called.
pub(crate) fn host_changed(facts: &Facts<'_>) -> Look {
    arrived(facts, &[Part::Host])
}

/// Another verb arrived than was sent.
pub(crate) fn method_changed(facts: &Facts<'_>) -> Look {
    arrived(facts, &[Part::Method])
}

/// The path that arrived is longer or shorter at its front: a stage, a base path, an origin path.
pub(crate) fn path_front_changed(facts: &Facts<'_>) -> Look {
    arrived(facts, &[Part::PathFront])
}

/// Another path arrived than was sent.
pub(crate) fn path_changed(facts: &Facts<'_>) -> Look {
    arrived(facts, &[Part::Path])
}

/// Another query arrived than was sent.
pub(crate) fn query_changed(facts: &Facts<'_>) -> Look {
    arrived(facts, &[Part::Query])
}

/// A signed header arrived with another value.
pub(crate) fn header_changed(facts: &Facts<'_>) -> Look {
    arrived(facts, &[Part::Header])
}

/// The hash that was signed is not that of the body which arrived.
pub(crate) fn payload_changed(facts: &Facts<'_>) -> Look {
    arrived(facts, &[Part::Payload])
}

/// The path that arrived has something in it that must be encoded twice: the usual place for a
/// client's own canonical path to differ.
pub(crate) fn path_is_encoded_twice(facts: &Facts<'_>) -> Look {
    if let Some(canonical) = server_canonical(facts) {
        return if canonical.path.contains("%25") {
            Look::seen(canonical.path, "response.body")
        } else {
            Look::Absent
        };
    }
    let Some(url) = facts.url else {
        return Look::Unknown;
    };
    let blanked = url.path.contains(['<', '>', '{', '}', '*']);
    if blanked || canonical_path(url.path) == url.path {
        return Look::Absent;
    }
    Look::seen(facts.evidence.url.as_deref().unwrap_or(""), "url")
}

/// The query as sent is not in canonical form: unsorted, a `+`, a name without `=`.
pub(crate) fn query_needs_care(facts: &Facts<'_>) -> Look {
    let Some(url) = facts.url else {
        return Look::Unknown;
    };
    let query = url.query.unwrap_or("");
    let presigned = facts.auth.kind == Some(AuthKind::SigV4Query);
    if presigned || query.contains(['<', '>', '*']) || canonical_query(query) == query {
        return Look::Absent;
    }
    Look::seen(facts.evidence.url.as_deref().unwrap_or(""), "url")
}

/// A header was signed that the way to the server is likely to change.
pub(crate) fn signs_a_fragile_header(facts: &Facts<'_>) -> Look {
    match (super::fragile_header(facts), signed(facts)) {
        (Some(_), seen) => seen,
        (None, Look::Unknown) => Look::Unknown,
        (None, _) => Look::Absent,
    }
}

/// `UNSIGNED-PAYLOAD` is for S3; execute-api wants the body's hash.
pub(crate) fn unsigned_payload(facts: &Facts<'_>) -> Look {
    Clue::RequestHeader("x-amz-content-sha256", "UNSIGNED-PAYLOAD").look(facts)
}

/// The call went to a CloudFront name, which sends another `Host` on to its origin.
pub(crate) fn called_through_cloudfront(facts: &Facts<'_>) -> Look {
    let host = Clue::Host(HostForm::CloudFront).look(facts);
    if matches!(host, Look::Seen(_)) || facts.host_form() != Some(HostForm::Other) {
        return host;
    }
    let headers = &facts.evidence.response_headers;
    let via = headers
        .first("via")
        .filter(|via| via.contains("cloudfront"));
    match via {
        Some(via) => Look::seen(via.to_owned(), "response.headers.via"),
        None => Look::missing(headers.is_whole_response()),
    }
}

/// All parts that could be compared are the same on both sides.
pub(crate) fn nothing_differs(facts: &Facts<'_>) -> Look {
    let Some(canonical) = server_canonical(facts) else {
        return Look::Unknown;
    };
    let comparable = facts.evidence.url.is_some()
        && facts.evidence.method.is_some()
        && facts.evidence.request_headers.is_whole_request()
        && canonical.payload_hash.is_some();
    if !comparable {
        return Look::Unknown;
    }
    if differences(&canonical, facts).is_empty() {
        Look::seen(canonical.signed_headers, "response.body")
    } else {
        Look::Absent
    }
}
