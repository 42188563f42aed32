//! What the rules about signatures look for.

use alloc::borrow::ToOwned;

use crate::auth::{AuthKind, Scope};
use crate::clue::Clue;
use crate::facts::{ApiKind, Facts, Neighbour};
use crate::host::HostForm;
use crate::look::{Look, find_in};
use crate::redact::NO_SIGV4;

use super::signed::parameter;
use super::{canonical_path, canonical_query};
use super::{diff, lint};
use crate::signing::{Lint, Part};
use crate::text::Text;

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
    for named in [
        Clue::ErrorType("InvalidSignatureException"),
        Clue::Fact("log", crate::looks::signature_refused),
    ] {
        let named = named.look(facts);
        if matches!(named, Look::Seen(_)) {
            return named;
        }
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

/// A signed request was answered with 403, and nothing else of the answer was captured.
pub(crate) fn bare_403(facts: &Facts<'_>) -> Look {
    let bare = facts.message.is_none() && facts.body().is_none() && facts.error_types.is_empty();
    match (bare, facts.evidence.status) {
        (true, Some(403)) if facts.evidence.response_headers.is_empty() => signed(facts),
        _ => Look::Absent,
    }
}

/// The length of a withheld body is that of one of these messages in its default body.
fn length_says(facts: &Facts<'_>, fits: impl Fn(usize) -> bool) -> Look {
    const ENVELOPE: usize = "{\"message\":\"\"}".len();
    let refused = refused_without_words(facts);
    if facts.body().is_some() || !matches!(refused, Look::Seen(_)) {
        return Look::Absent;
    }
    let length = facts
        .announced_length()
        .and_then(|length| length.checked_sub(ENVELOPE));
    match length {
        Some(length) if fits(length) => Look::seen(
            facts
                .evidence
                .response_headers
                .first("content-length")
                .unwrap_or(""),
            "response.headers.content-length",
        ),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

/// The withheld body is as long as a mismatch in its short form, or so long that only one with the
/// canonical request in it can be.
pub(crate) fn length_says_mismatch(facts: &Facts<'_>) -> Look {
    const SHORT: usize = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.".len();
    const LONG: usize = 400;
    length_says(facts, |length| length == SHORT || length > LONG)
}

/// The withheld body is as long as that of an expired or a premature signature.
pub(crate) fn length_says_expired(facts: &Facts<'_>) -> Look {
    const EXPIRED: usize = "Signature expired: 20260523T072540Z is now earlier than 20260523T072628Z (20260523T073128Z - 5 min.)".len();
    const EARLY: usize = "Signature not yet current: 20210502T183640Z is still later than 20210502T175140Z (20210502T173640Z + 5 min.)".len();
    length_says(facts, |length| length == EXPIRED || length == EARLY)
}

/// The withheld body is as long as one that refuses the region.
pub(crate) fn length_says_region(facts: &Facts<'_>) -> Look {
    const PLAIN: usize = "Credential should be scoped to a valid region. ".len();
    const QUOTED: usize = "Credential should be scoped to a valid region, not ''. ".len();
    let region = facts.auth.scope.map(|scope| scope.region.len());
    length_says(facts, |length| {
        length == PLAIN || region.is_some_and(|region| length == QUOTED + region)
    })
}

/// The withheld body is as long as one that refuses the service.
pub(crate) fn length_says_service(facts: &Facts<'_>) -> Look {
    const SERVICE: usize = "Credential should be scoped to correct service: 'execute-api'. ".len();
    length_says(facts, |length| length == SERVICE)
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
        Clue::Says("Authorization header cannot be empty"),
        // Cut short, or about one part.
        Clue::Says("key=value pair"),
        Clue::Says("Authorization header requires"),
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

/// Whether another exchange of the session carried a signature.
pub(crate) fn is_signed(other: &Neighbour<'_>) -> bool {
    let header = other.evidence.request_headers.first("authorization");
    let url = other.evidence.url.as_deref().unwrap_or("");
    header.is_some_and(|value| value.starts_with("AWS4-"))
        || find_in(url, "x-amz-signature=").is_some()
}

/// Signed calls of other paths or methods of the same API worked.
pub(crate) fn other_signed_calls_work(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| {
        let same_call = other.same_path && other.same_method;
        other.same_host && !same_call && other.worked && is_signed(other)
    })
}

pub(super) fn authorization(facts: &Facts<'_>) -> Look {
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
    match (facts.auth.scope, region_of_the_api(facts)) {
        (Some(scope), Some(expected)) => scope_differs(facts, scope, scope.region != expected),
        // A custom domain does not show the region: there is nothing to compare with.
        (Some(_), None) => Look::Absent,
        (None, _) => Look::Unknown,
    }
}

fn region_of_the_api<'a>(facts: &'a Facts<'_>) -> Option<&'a str> {
    let host = facts.host.as_ref().and_then(|host| host.region.as_deref());
    host.or_else(|| facts.arn.and_then(|arn| arn.region))
}

/// The scope names a service other than `execute-api`.
pub(crate) fn scope_service_differs(facts: &Facts<'_>) -> Look {
    match facts.auth.scope {
        Some(scope) => scope_differs(facts, scope, scope.service != "execute-api"),
        None => Look::Unknown,
    }
}

/// A refusal without words, unless the region was seen to be right.
pub(crate) fn refused_maybe_for_its_region(facts: &Facts<'_>) -> Look {
    let signed = facts.auth.scope.map(|scope| scope.region);
    let right = signed.is_some() && signed == region_of_the_api(facts);
    if right {
        Look::Absent
    } else {
        refused_without_words(facts)
    }
}

/// A refusal without words, unless the service was seen to be right.
pub(crate) fn refused_maybe_for_its_service(facts: &Facts<'_>) -> Look {
    match facts.auth.scope {
        Some(scope) if scope.service == "execute-api" => Look::Absent,
        _ => refused_without_words(facts),
    }
}

/// The message quotes the region that it refuses; newer ones do not.
pub(crate) fn refused_region_is_quoted(facts: &Facts<'_>) -> Look {
    facts
        .texts()
        .find_map(|(text, place)| Some(Look::seen(super::quoted_region(text)?, place)))
        .unwrap_or_else(|| Look::missing(facts.body().is_some()))
}

/// The host name holds the API's region.
pub(crate) fn host_names_the_region(facts: &Facts<'_>) -> Look {
    match facts.host.as_ref().map(|host| host.region.as_deref()) {
        Some(Some(region)) => Look::seen(region, "url"),
        Some(None) => Look::Absent,
        None => Look::Unknown,
    }
}

/// The region's place holds the service's name: the host name was cut at the wrong dot.
pub(crate) fn region_is_the_service(facts: &Facts<'_>) -> Look {
    match (
        facts.values.get("scope_region"),
        refused_region_is_quoted(facts),
    ) {
        (Some("execute-api"), quoted @ Look::Seen(_)) => quoted,
        (Some("execute-api"), _) => authorization(facts),
        (Some(_), _) => Look::Absent,
        (None, _) => Look::Unknown,
    }
}

/// The message demands another service than API Gateway's, so another service wrote it.
pub(crate) fn other_service_is_wanted(facts: &Facts<'_>) -> Look {
    let wanted = facts.texts().find_map(|(text, place)| {
        let words = find_in(text, "scoped to correct service: ")?;
        let after = &text[text.find(words)? + words.len()..];
        let after = after.trim_start_matches(['\\', '\'', '"', '‘', '’']);
        let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))?;
        Some((&after[..end], place))
    });
    match wanted {
        Some((service, place)) if !matches!(service, "" | "execute-api") => {
            Look::seen(service, place)
        }
        Some(_) => Look::Absent,
        None => Look::missing(facts.body().is_some()),
    }
}

/// A client of the control plane, which signs for `apigateway`, was pointed at an API.
pub(crate) fn signed_for_the_control_plane(facts: &Facts<'_>) -> Look {
    match facts.auth.scope {
        Some(scope) if scope.service == "apigateway" => authorization(facts),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

/// A part of a signature that is required and not there.
pub(super) fn missing_part(facts: &Facts<'_>) -> Option<&'static str> {
    if facts.auth.kind == Some(AuthKind::SigV4Query) {
        let url = facts.url?;
        return QUERY_PARTS
            .iter()
            .copied()
            .find(|name| url.query_value(name).is_none());
    }
    let is_header = facts.auth.kind == Some(AuthKind::SigV4Header);
    let value = facts.auth.header.filter(|_| is_header)?;
    ["Credential", "SignedHeaders", "Signature"]
        .into_iter()
        .find(|part| {
            let named = |piece: &str| {
                piece
                    .split_once('=')
                    .is_some_and(|(name, _)| name.trim_end().ends_with(part))
            };
            !value.split(',').any(named) && find_in(value, &[part, "="].concat()).is_none()
        })
        .or_else(|| {
            let headers = &facts.evidence.request_headers;
            let dated = headers.has("x-amz-date") || headers.has("date");
            (headers.is_whole_request() && !dated).then_some("X-Amz-Date")
        })
}

/// The parameters that every presigned URL has; some signers leave its lifetime out.
const QUERY_PARTS: &[&str] = &[
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
];

/// Where the signing time stands.
pub(super) fn date_place(facts: &Facts<'_>) -> &'static str {
    if facts.evidence.request_headers.has("x-amz-date") {
        "request.headers.x-amz-date"
    } else {
        "request.headers.date"
    }
}

/// Whether somebody signed, or tried to.
pub(crate) fn is_meant(facts: &Facts<'_>) -> bool {
    let presigned = facts
        .url
        .is_some_and(|url| url.query_value("x-amz-signature").is_some());
    facts.auth.is_signed() || presigned
}

/// A signature stands in the query, and an `Authorization` value in the header.
pub(super) fn signed_twice(facts: &Facts<'_>) -> Look {
    let in_query = facts.url.is_some_and(|url| {
        ["x-amz-algorithm", "x-amz-signature"]
            .iter()
            .any(|name| url.query_value(name).is_some())
    });
    match facts.auth.header {
        Some(_) if in_query => authorization(facts),
        _ => Look::Absent,
    }
}

/// What is broken about the shape of a value that is meant to be a signature.
pub(super) fn broken_authorization(facts: &Facts<'_>) -> Option<(Text, Look)> {
    if facts.auth.kind != Some(AuthKind::SigV4Header) {
        return None;
    }
    let raw = facts.evidence.request_headers.first("authorization")?;
    let value = raw.trim();
    let is_exact = |name: &str| find_in(value, name).is_none_or(|found| found == name);
    let says = if raw.contains(['\n', '\r']) {
        lint::LINE_BREAK
    } else if find_in(value, "bearer ") == value.get(..7) {
        lint::BEARER
    } else if value.starts_with(['"', '\'']) {
        lint::QUOTED
    } else if !["AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"]
        .iter()
        .any(|name| value.starts_with(name))
    {
        lint::ALGORITHM
    } else if !["Credential=", "SignedHeaders=", "Signature="]
        .into_iter()
        .all(is_exact)
    {
        lint::NAMES
    } else if raw != value {
        lint::BLANK
    } else {
        return None;
    };
    Some((says, authorization(facts)))
}

/// The first thing that is wrong with the signature's form.
pub(super) fn flaw<'a>(facts: &'a Facts<'_>) -> Option<&'a Lint> {
    facts.signing.lints.iter().find(|lint| {
        matches!(
            lint.part,
            Part::Authorization | Part::SignedHeaders | Part::Scope
        ) || lint.says == lint::MISSING
            || lint.says == lint::DATE_FORM
    })
}

/// The signature's form is broken.
pub(crate) fn flawed(facts: &Facts<'_>) -> Look {
    match flaw(facts) {
        Some(lint) => Look::Seen(lint.quote.clone()),
        None => Look::missing(facts.auth.kind.is_some()),
    }
}

pub(super) fn unmatched<'a>(facts: &'a Facts<'_>) -> Option<&'a Lint> {
    facts.signing.lints.iter().find(|lint| {
        [lint::OTHER_BODY, lint::NOT_SENT, lint::UNSORTED, lint::TORN].contains(&lint.says)
    })
}

/// What the request says of itself does not hold: a signed header that is not there, a hash that is
/// not the body's, a signature that is none.
pub(crate) fn cannot_match(facts: &Facts<'_>) -> Look {
    match unmatched(facts) {
        Some(lint) => Look::Seen(lint.quote.clone()),
        None => Look::missing(facts.auth.kind.is_some()),
    }
}

/// The signature is no SHA-256 in hexadecimal.
pub(super) fn no_signature_of_sigv4(facts: &Facts<'_>) -> Look {
    let is_hmac = facts.auth.kind == Some(AuthKind::SigV4Query)
        || facts
            .auth
            .header
            .is_some_and(|value| find_in(value, "AWS4-HMAC-SHA256").is_some());
    match parameter(facts, "Signature") {
        Some(value) if is_hmac && value == NO_SIGV4 => authorization(facts),
        _ => Look::Absent,
    }
}

/// White space stands inside the access key or the scope, as it does behind a key that was read
/// from a file with its newline.
pub(crate) fn credential_has_white_space(facts: &Facts<'_>) -> Look {
    let echoed = echoed_authorization(facts);
    let value = facts.auth.header.map(|value| (value, AUTHORIZATION));
    let Some((value, place)) = value.or(echoed) else {
        return Look::Unknown;
    };
    let Some(credential) = value.split("Credential=").nth(1) else {
        return Look::Absent;
    };
    let credential = credential.split(',').next().unwrap_or("");
    let gap = credential.contains(char::is_whitespace) || credential.contains("\\n");
    if !gap {
        return Look::Absent;
    }
    // The key itself is masked in a quote of the whole header.
    match facts.auth.header {
        Some(header) => Look::seen(header, place),
        None => Look::seen("Credential=", place),
    }
}

/// `AWS4-HMAC-SHA256, Credential=…`: the algorithm is followed by a space, not by a comma.
pub(crate) fn comma_behind_the_algorithm(facts: &Facts<'_>) -> Look {
    let value = facts.auth.header.map(|value| (value, AUTHORIZATION));
    let Some((value, _)) = value.or_else(|| echoed_authorization(facts)) else {
        return Look::Unknown;
    };
    let first = value.split_whitespace().next().unwrap_or("");
    if first.starts_with("AWS4-") && first.ends_with(',') {
        Look::seen(first, AUTHORIZATION)
    } else {
        Look::Absent
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
    let in_query = facts
        .url
        .is_some_and(|url| url.query_value("x-amz-security-token").is_some());
    let sent = in_query || facts.evidence.request_headers.has("x-amz-security-token");
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

/// The server read a part of the request otherwise than it was sent.
pub(crate) fn something_differs(facts: &Facts<'_>) -> Look {
    differs(facts, |_| true)
}

fn differs(facts: &Facts<'_>, is: impl Fn(Part) -> bool) -> Look {
    let Some((_, place)) = &facts.signing.read else {
        return Look::Unknown;
    };
    match facts
        .signing
        .differences
        .iter()
        .find(|found| is(found.part))
    {
        Some(found) => Look::seen(found.read.clone(), *place),
        None => Look::Absent,
    }
}

/// Another host arrived than was called.
pub(crate) fn host_changed(facts: &Facts<'_>) -> Look {
    differs(facts, |part| part == Part::Host)
}

/// Another path arrived than was sent, its encoding apart; it takes the path to say so.
pub(crate) fn path_changed(facts: &Facts<'_>) -> Look {
    match path_differs(facts, false) {
        Look::Unknown => Look::Absent,
        look => look,
    }
}

/// The path that arrived is encoded otherwise.
pub(crate) fn path_recoded(facts: &Facts<'_>) -> Look {
    path_differs(facts, true)
}

fn path_differs(facts: &Facts<'_>, only_encoding: bool) -> Look {
    let Some((_, place)) = &facts.signing.read else {
        return Look::Unknown;
    };
    let mut found = facts.signing.differences.iter();
    match found.find(|found| found.part == Part::Path) {
        Some(path) if diff::is_encoding(path) == only_encoding => {
            Look::seen(path.read.clone(), *place)
        }
        _ => Look::Absent,
    }
}

/// Another query arrived than was sent.
pub(crate) fn query_changed(facts: &Facts<'_>) -> Look {
    differs(facts, |part| part == Part::Query)
}

/// A signed header arrived with another value.
pub(crate) fn header_changed(facts: &Facts<'_>) -> Look {
    differs(facts, |part| {
        matches!(
            part,
            Part::Headers | Part::SignedHeaders | Part::Date | Part::Token
        )
    })
}

/// The hash that was signed is not that of the body which arrived.
pub(crate) fn payload_changed(facts: &Facts<'_>) -> Look {
    differs(facts, |part| part == Part::Payload)
}

/// The path that arrived has something in it that must be encoded twice: the usual place for a
/// client's own canonical path to differ.
pub(crate) fn path_is_encoded_twice(facts: &Facts<'_>) -> Look {
    if let Some((read, place)) = &facts.signing.read {
        let agrees = facts.signing.differences.is_empty();
        return match &read.path {
            Some(path) if agrees && path.contains("%25") => Look::seen(path.clone(), *place),
            _ => Look::Absent,
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
    // What differs is told by itself.
    let differs = !facts.signing.differences.is_empty();
    let is_blanked = query.contains(['<', '>', '*']);
    if presigned || differs || is_blanked || canonical_query(query) == query {
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
    let Some((read, place)) = &facts.signing.read else {
        return Look::Unknown;
    };
    let comparable = facts.evidence.url.is_some()
        && facts.evidence.method.is_some()
        && facts.evidence.request_headers.is_whole_request()
        && read.payload.is_some()
        && !facts.signing.is_blanked;
    if !comparable {
        return Look::Unknown;
    }
    if facts.signing.differences.is_empty() {
        Look::seen(read.signed_headers.clone().unwrap_or_default(), *place)
    } else {
        Look::Absent
    }
}
