//! Looks that several rules share.

use crate::auth::AuthKind;
use crate::clue::Clue;
use crate::evidence::{self, Evidence};
use crate::facts::{ApiKind, Facts};
use crate::host::HostForm;
use crate::logs::{Access, Field};
use crate::look::{Look, find_in};
use crate::message;
use crate::origin::{Side, Who};
use crate::routing;
use crate::token;
use crate::weights;

/// API Gateway's own failure of an execution: one of `statuses` with one of `messages`, or with the
/// error type that goes with it. A body with other words is somebody else's.
fn failed_execution(facts: &Facts<'_>, statuses: &[u16], messages: &[&str]) -> Look {
    let status = facts.evidence.status;
    let is_another = status.is_some_and(|status| !statuses.contains(&status));
    if is_another && !has_owners_status(facts) {
        return Look::Absent;
    }
    let named = Clue::ErrorType("InternalServerErrorException").look(facts);
    if let Some((message, place)) = &facts.message {
        return match message.text.as_deref() {
            Some(text) if messages.contains(&text.trim()) => Look::seen(message.raw, *place),
            // The owner may have written another body; the header survives that.
            _ => named,
        };
    }
    match (named, status) {
        (seen @ Look::Seen(_), _) => seen,
        (Look::Absent, _) if facts.evidence.response_headers.has("x-amzn-errortype") => {
            Look::Absent
        }
        (_, Some(_)) if facts.body().is_some_and(|body| !body.trim().is_empty()) => Look::Absent,
        (_, Some(status)) => Look::seen(alloc::format!("{status}"), "response.status"),
        (_, None) => Look::Unknown,
    }
}

/// The gateway names its internal error, and the status is none that it gives it by itself: the
/// owner's, who may have written it for any of the gateway's own.
pub(crate) fn has_owners_status(facts: &Facts<'_>) -> bool {
    let named = facts
        .evidence
        .response_headers
        .first("x-amzn-errortype")
        .is_some_and(|name| name.starts_with("InternalServerErrorException"));
    named
        && facts
            .evidence
            .status
            .is_some_and(|status| ![500, 502, 504].contains(&status))
}

/// 504 without words that name another reason: none, or the owner's in the place of the gateway's.
pub(crate) fn wordless_504(facts: &Facts<'_>) -> Look {
    let named = Clue::ErrorType("InternalServerErrorException").look(facts);
    let is_own = facts
        .message
        .as_ref()
        .is_some_and(|(message, _)| message.text.as_deref().is_some_and(message::is_own));
    let is_worded =
        facts.message.is_some() || facts.body().is_some_and(|body| !body.trim().is_empty());
    match named {
        named @ Look::Seen(_) if has_owners_status(facts) && !is_own => named,
        Look::Seen(_) if !is_own => Clue::Status(504).look(facts),
        _ if is_worded => Look::Absent,
        _ => Clue::Status(504).look(facts),
    }
}

/// 500 from the gateway while it ran the method: `Internal server error` from a REST API or in a
/// WebSocket frame, `Internal Server Error` from an HTTP API.
pub(crate) fn execution_500(facts: &Facts<'_>) -> Look {
    failed_execution(
        facts,
        &[500],
        &["Internal server error", "Internal Server Error"],
    )
}

/// 500 as REST and WebSocket APIs word it; an HTTP API writes capitals.
pub(crate) fn rest_execution_500(facts: &Facts<'_>) -> Look {
    if facts.api == Some(ApiKind::Http) {
        Look::Absent
    } else {
        failed_execution(facts, &[500], &["Internal server error"])
    }
}

/// What a REST API answers when the function's result cannot be used, and an HTTP API in its way.
pub(crate) fn unusable_result(facts: &Facts<'_>) -> Look {
    // A REST API words 500 and 502 alike and keeps 500 for a function that was never reached.
    // Only REST APIs write this line.
    let in_rest_log = matches!(
        Clue::Log("Method completed with status").look(facts),
        Look::Seen(_)
    );
    let is_rest = facts.api == Some(ApiKind::Rest) || in_rest_log || in_words_of_rest(facts);
    let statuses: &[u16] = if is_rest { &[502] } else { &[500, 502] };
    failed_execution(
        facts,
        statuses,
        &[
            "Internal server error",
            "Internal Server Error",
            "Bad Gateway",
        ],
    )
}

/// `Internal server error`, which an HTTP API writes with capitals, and no frame of a WebSocket.
fn in_words_of_rest(facts: &Facts<'_>) -> bool {
    let worded = matches!(
        Clue::Message("Internal server error").look(facts),
        Look::Seen(_)
    );
    worded && facts.api != Some(ApiKind::WebSocket) && !holds_frame(facts)
}

/// 500 in the words of an HTTP API, whose capitals no REST API writes.
pub(crate) fn words_of_http_500(facts: &Facts<'_>) -> Look {
    match &facts.message {
        Some((message, place))
            if facts.evidence.status == Some(500)
                && facts.api != Some(ApiKind::Rest)
                && message.text.as_deref() == Some("Internal Server Error") =>
        {
            Look::seen(message.raw, *place)
        }
        _ => Look::Absent,
    }
}

/// `{"message": "Internal server error", "connectionId":"…", "requestId":"…"}`
pub(crate) fn failed_frame(facts: &Facts<'_>) -> Look {
    frame_says(facts, &["Internal server error"])
}

/// The gateway's own frame on an open WebSocket, with one of these messages.
pub(crate) fn frame_says(facts: &Facts<'_>, messages: &[&str]) -> Look {
    match &facts.message {
        Some((message, place))
            if holds_frame(facts)
                && message
                    .text
                    .as_deref()
                    .is_some_and(|text| messages.contains(&text)) =>
        {
            Look::seen(message.raw, *place)
        }
        _ => Look::Absent,
    }
}

fn holds_frame(facts: &Facts<'_>) -> bool {
    facts
        .texts()
        .any(|(text, _)| text.contains("\"connectionId\""))
}

/// “Missing Authentication Token” from a local host, without the gateway's headers: an emulator such
/// as `sam local start-api` has no such path or method.
pub(crate) fn emulated_miss(facts: &Facts<'_>) -> Look {
    let signed = ["x-amz-apigw-id", "apigw-requestid", "x-amzn-errortype"]
        .iter()
        .any(|name| facts.evidence.response_headers.has(name));
    if facts.host_form() != Some(HostForm::Local) || signed {
        return Look::Absent;
    }
    match Clue::Message("Missing Authentication Token").look(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}

/// An HTTP API, where that is known, and no doubt where it is not: what holds for REST APIs only is
/// then said, and what holds for HTTP APIs only is not.
pub(crate) fn surely_http(facts: &Facts<'_>) -> Look {
    match Clue::Api(ApiKind::Http).look(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}

/// `:function:name:alias/invocations`.
pub(crate) fn qualified_function(facts: &Facts<'_>) -> Look {
    let Some(log) = facts.evidence.log.as_deref() else {
        return Look::Unknown;
    };
    match crate::logs::called_function(log) {
        Some(function) if function.qualifier.is_some() => {
            let qualifier = function.qualifier.unwrap_or_default();
            let whole = alloc::format!("{}:{qualifier}", function.name);
            Look::seen(whole, "log")
        }
        _ => Look::Absent,
    }
}

const BY_LAMBDA: &[&str] = &[
    "Could not parse request body into json",
    "Invalid JSON in request body",
    "Lambda invocation failed with status: 400",
];

const BY_A_SERVICE: &[&str] = &[
    "UnknownOperationException",
    "#SerializationException",
    "<Code>InvalidAction</Code>",
    "<Code>MissingAction</Code>",
];

/// Lambda was sent something that is no JSON.
pub(crate) fn misread_by_lambda(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, BY_LAMBDA)
}

/// A service behind the integration found no operation in what it was sent, or could not read it.
pub(crate) fn misread_by_service(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, BY_A_SERVICE)
}

/// The object that Lambda gives in the place of a result when the function threw: `errorMessage`
/// with `errorType`, `stackTrace` or `trace` beside it.
pub(crate) fn error_object(facts: &Facts<'_>) -> Look {
    const BESIDE: &[&str] = &["\"errorType\"", "\"stackTrace\"", "\"trace\""];
    for (text, place) in facts.texts() {
        let beside = BESIDE.iter().any(|member| text.contains(member));
        let lambdas = beside || evidence::is_lambdas_own_error(text);
        if let Some(found) = find_in(text, "\"errorMessage\"").filter(|_| lambdas) {
            return Look::seen(found, place);
        }
    }
    Look::missing(facts.body().is_some())
}

/// The status and nothing beside it that would tell more.
pub(crate) fn bare_status(facts: &Facts<'_>, status: u16) -> Look {
    let told = facts.message.is_some()
        || !facts.error_types.is_empty()
        || facts.evidence.log.is_some()
        || facts.body().is_some_and(|body| !body.trim().is_empty())
        // The length of one of the gateway's own bodies is more than a status.
        || facts
            .announced_length()
            .is_some_and(|length| message::is_default_length(status, length));
    match facts.evidence.status {
        Some(known) if known == status && !told => {
            Look::seen(alloc::format!("{status}"), "response.status")
        }
        _ => Look::Absent,
    }
}

/// 500 and nothing else.
pub(crate) fn bare_500(facts: &Facts<'_>) -> Look {
    bare_status(facts, 500)
}

/// 503 and nothing else.
pub(crate) fn bare_503(facts: &Facts<'_>) -> Look {
    bare_status(facts, 503)
}

/// An AWS service behind the gateway refuses the role that it was called with: its name in IAM's
/// own denial, or the service's word for it.
pub(crate) fn service_denied_role(facts: &Facts<'_>) -> Look {
    const SERVICES: &[&str] = &[
        "coral.service#AccessDeniedException",
        "Access to the resource https://",
    ];
    for (text, place) in facts.texts() {
        let denied = text.lines().find(|line| {
            line.contains(":assumed-role/")
                && line.contains("is not authorized to perform:")
                && !line.contains("perform: execute-api:")
                && !line.contains("perform: apigateway:")
        });
        if let Some(line) = denied {
            return Look::seen(line.trim(), place);
        }
        if let Some(found) = SERVICES.iter().find_map(|phrase| find_in(text, phrase)) {
            return Look::seen(found, place);
        }
    }
    let behind = facts.origin.who.side() == Side::Behind;
    match Clue::Body("<Code>AccessDenied</Code>").look(facts) {
        seen @ Look::Seen(_) if behind => seen,
        Look::Unknown => Look::Unknown,
        _ => Look::Absent,
    }
}

/// `$context.waf.error`, by its one known value or under the usual names of a JSON log's member.
pub(crate) fn waf_call_failed(facts: &Facts<'_>) -> Look {
    let said = routing::any_phrase(facts, &["WAF call got timed out", "WAF call timed out"]);
    if matches!(said, Look::Seen(_)) {
        return said;
    }
    let line = facts.log.access.as_ref();
    match line.and_then(|line| line.get(Field::WafError)) {
        Some(error) => Look::seen(error, "log"),
        None => Look::Absent,
    }
}

/// The line of an execution log, or of what was pasted from one, that names what failed. A rule
/// that finds its own words nowhere then has nothing to say.
pub(crate) fn log_names_a_failure(facts: &Facts<'_>) -> Look {
    const NAMED: &[&str] = &[
        "Execution failed due to configuration error:",
        "Execution failed due to a timeout error",
        "Execution failed due to a network error",
        "Lambda execution failed with status",
        "Lambda invocation failed with status",
        "Key throttle limit exceeded",
        "Unauthorized request:",
        "doesn't have permissions to call the integration",
        "The Lambda function returned the following error",
        "Request failed due to a network error",
    ];
    for (text, place) in facts.texts() {
        if let Some(found) = NAMED.iter().find_map(|phrase| find_in(text, phrase)) {
            return Look::seen(found, place);
        }
    }
    Look::missing(facts.evidence.log.is_some())
}

/// The log, or what was pasted from one, says that it was the authorizer that failed.
pub(crate) fn authorizer_named(facts: &Facts<'_>) -> Look {
    for (text, place) in facts.texts() {
        let words = [
            "configuration error: Authorizer error",
            "AuthorizerConfigurationException",
            "Authorizer function failed",
            "AUTHORIZER_FAILURE",
            "AUTHORIZER_CONFIGURATION_ERROR",
        ];
        let configuration = text.lines().find(|line| {
            let failed = find_in(line, "Execution failed due to configuration error");
            failed.is_some() && find_in(line, "authorizer").is_some()
        });
        let named = words.iter().find_map(|words| find_in(text, words));
        if let Some(found) = named.or(configuration) {
            return Look::seen(found.trim(), place);
        }
    }
    match authorizer_said(facts, |_| true) {
        Look::Absent => authorizer_blamed(facts),
        told => told,
    }
}

/// The gateway's `Forbidden` in the owner's own form: another status, or another body. Only the
/// gateway responses of an API that was found can give it one.
pub(crate) fn rewritten_refusal(facts: &Facts<'_>) -> Look {
    let named = Clue::ErrorType("ForbiddenException").look(facts);
    let other_status = facts.evidence.status.is_some_and(|status| status != 403);
    match named {
        Look::Seen(_) if other_status => named,
        Look::Seen(_) => foreign_body(facts),
        _ => Look::Absent,
    }
}

/// JSON in words that are not the gateway's, with a status of the gateway's refusals, and nothing
/// that shows who wrote it: the application, or a gateway response that its owner has reworded.
fn maybe_reworded(facts: &Facts<'_>, status: u16) -> Look {
    let is_json = facts
        .body()
        .is_some_and(|body| body.trim_start().starts_with('{'));
    let unsigned = facts.error_types.is_empty()
        && facts.origin.who.side() == Side::Unknown
        && !facts.evidence.response_headers.is_whole_response();
    if is_json && unsigned && facts.evidence.status == Some(status) {
        foreign_body(facts)
    } else {
        Look::Absent
    }
}

/// See [`maybe_reworded`].
pub(crate) fn maybe_reworded_401(facts: &Facts<'_>) -> Look {
    maybe_reworded(facts, 401)
}

/// See [`maybe_reworded`].
pub(crate) fn maybe_reworded_403(facts: &Facts<'_>) -> Look {
    maybe_reworded(facts, 403)
}

/// Words that are none of the gateway's, in an answer that nothing else shows to be the backend's.
pub(crate) fn unsigned_words(facts: &Facts<'_>) -> Look {
    match (maybe_reworded_401(facts), maybe_reworded_403(facts)) {
        (Look::Absent, Look::Absent) => Look::Absent,
        (Look::Absent, seen) | (seen, _) => seen,
    }
}

/// A line of a log that is a sentence about an authorizer and its failure.
pub(crate) fn authorizer_blamed(facts: &Facts<'_>) -> Look {
    const FAILURES: &[&str] = &[
        "fail",
        "invalid",
        "n't valid",
        "not valid",
        "permission",
        "timed out",
        "timeout",
        "could not",
        "unable",
    ];
    let Some(log) = facts.evidence.log.as_deref() else {
        return Look::Unknown;
    };
    let line = log.lines().find(|line| {
        // An object of an access log has its members read one by one.
        let is_sentence =
            line.matches("\":").count() <= 1 && find_in(line, "Execution failed").is_none();
        let failed = FAILURES.iter().any(|word| find_in(line, word).is_some());
        is_sentence && failed && find_in(line, "authorizer").is_some() && !is_about_a_token(line)
    });
    line.map_or(Look::Absent, |line| Look::seen(line.trim(), "log"))
}

/// `$context.authorizer.error`, where the access log holds one that fits.
fn authorizer_said(facts: &Facts<'_>, fits: impl Fn(&str) -> bool) -> Look {
    let line = facts.log.access.as_ref();
    match line.and_then(|line| line.get(Field::AuthorizerError)) {
        Some(error) if fits(error) => Look::seen(error, "log"),
        _ => Look::Absent,
    }
}

/// An authorizer's error that does not find fault with the token.
pub(crate) fn authorizer_failed_in_log(facts: &Facts<'_>) -> Look {
    authorizer_said(facts, |error| !is_about_a_token(error))
}

/// An authorizer's error that finds fault with the token.
pub(crate) fn token_refused_in_log(facts: &Facts<'_>) -> Look {
    authorizer_said(facts, is_about_a_token)
}

/// Whether an authorizer's error finds fault with the token rather than with the authorizer.
fn is_about_a_token(error: &str) -> bool {
    [
        "token",
        "OIDC",
        "JWKS",
        "RSA",
        "signing method",
        "issuer",
        "audience",
        "signing key",
        "signature",
        "scope",
        "claim",
        "kid",
    ]
    .iter()
    .any(|word| find_in(error, word).is_some())
}

/// The integration is a Lambda function, as the log's `Sending request to` line shows.
pub(crate) fn invokes_lambda(facts: &Facts<'_>) -> Look {
    let Some(log) = facts.evidence.log.as_deref() else {
        return Look::Unknown;
    };
    match log
        .lines()
        .find(|line| line.contains("Sending request to") && line.contains(":function:"))
    {
        Some(line) => Look::seen(line.trim(), "log"),
        None => Look::missing(log.contains("Sending request to")),
    }
}

/// The request took seconds rather than milliseconds.
pub(crate) fn slow(facts: &Facts<'_>) -> Look {
    took(facts, 2_500.0, 28_000.0)
}

/// The request took as long as API Gateway waits: 29 s for a REST API, 30 s for an HTTP API, or a
/// longer limit of the owner's.
pub(crate) fn waited_out(facts: &Facts<'_>) -> Look {
    took(facts, 28_500.0, 310_000.0)
}

fn took(facts: &Facts<'_>, from: f64, to: f64) -> Look {
    match facts.evidence.time_ms {
        Some(time) if (from..=to).contains(&time) => {
            Look::seen(crate::decimal::shown(time), "time_ms")
        }
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

/// Words that API Gateway and half of all applications use alike, in an answer that shows none of
/// the headers by which the gateway's own can be known.
pub(crate) fn anybodys_words(facts: &Facts<'_>) -> Look {
    const ANYBODYS: &[&str] = &[
        "Unauthorized",
        "Not Found",
        "Bad Request",
        "Too Many Requests",
    ];
    let named = facts.evidence.response_headers.has("x-amzn-errortype");
    match &facts.message {
        Some((message, place))
            if !named
                && message
                    .text
                    .as_deref()
                    .is_some_and(|text| ANYBODYS.contains(&text)) =>
        {
            Look::seen(message.raw, *place)
        }
        _ => Look::Absent,
    }
}

/// A body that was captured and that API Gateway would not write: HTML, XML, JSON without its one
/// member, words of the application.
pub(crate) fn foreign_body(facts: &Facts<'_>) -> Look {
    let Some(body) = facts.body().map(str::trim) else {
        return Look::Unknown;
    };
    // A WebSocket frame, and ARNs of the gateway's own.
    let own_parts = ["connectionId", "execute-api", "Request-URI Too Long"];
    if body.is_empty()
        || message::telling(body).is_some()
        || own_parts.iter().any(|part| body.contains(part))
    {
        return Look::Absent;
    }
    if let Some((message, _)) = &facts.message {
        let members = body.matches("\":").count();
        let own = message
            .text
            .as_deref()
            .is_none_or(|text| text.trim().is_empty() || message::is_own(text));
        if own && members <= 1 {
            return Look::Absent;
        }
    }
    let quote = body
        .char_indices()
        .nth(120)
        .map_or(body, |(at, _)| &body[..at]);
    Look::seen(quote, "response.body")
}

/// One of an HTTP API's fixed messages in an answer that an integration may have written as well,
/// byte for byte.
pub(crate) fn copied_http_message(facts: &Facts<'_>) -> Look {
    let failed = facts.evidence.status.is_some_and(|status| status >= 400);
    let undecided =
        facts.origin.who == Who::ApiGatewayHttp && facts.origin.percent < weights::SPEAKER_LIKELY;
    if !failed || !undecided {
        return Look::Absent;
    }
    facts
        .origin
        .because
        .last()
        .map_or(Look::Absent, |(_, quote)| Look::Seen(quote.clone()))
}

/// An HTTP API's 404 `Not Found`: it has no such route, no such stage, or its endpoint is switched
/// off. A REST API never answers so by itself, so the words tell the kind of API as well.
pub(crate) fn http_not_found(facts: &Facts<'_>) -> Look {
    let evidence = facts.evidence;
    if let Some(unrouted) = unrouted_in_log(facts) {
        return Look::seen(unrouted, "log");
    }
    let told = Clue::Message("Not Found").look(facts);
    match (facts.api, evidence.status) {
        (_, Some(status)) if status != 404 => Look::Absent,
        (Some(ApiKind::Http), Some(_)) => told,
        (Some(ApiKind::Http), None) => Look::missing(told == Look::Absent),
        (Some(ApiKind::Rest | ApiKind::WebSocket), _) => Look::Absent,
        (None, _) if evidence.response_headers.is_whole_response() => Look::Absent,
        (None, status) => match (told, facts.host_form()) {
            // Other servers say so too, most of them with more than this one member.
            (
                seen @ Look::Seen(_),
                None | Some(HostForm::ExecuteApi | HostForm::Other | HostForm::CustomDomainTarget),
            ) if matches!(foreign_body(facts), Look::Absent | Look::Unknown) => seen,
            (Look::Unknown, Some(HostForm::ExecuteApi)) if facts.error_types.is_empty() => {
                match status {
                    Some(status) => Look::seen(alloc::format!("{status}"), "response.status"),
                    None => Look::Unknown,
                }
            }
            _ => Look::Absent,
        },
    }
}

/// The route key `-` in an HTTP API's access log: the request met no route.
fn unrouted_in_log<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    let line = facts.log.access.as_ref()?;
    let unrouted = line.told(Field::RouteKey).filter(|key| *key == "-")?;
    (facts.evidence.status == Some(404)).then_some(unrouted)
}

/// `{"Message":"Forbidden"}` and `{"Message":null}`, with a capital, as function URLs write it; the
/// gateway writes these in small letters, and people who type them by hand in either.
pub(crate) fn is_function_urls(facts: &Facts<'_>) -> bool {
    let Some((message, _)) = &facts.message else {
        return false;
    };
    let elsewhere = facts
        .host
        .as_ref()
        .is_none_or(|host| !host.is_execute_api());
    message.key == "Message"
        && matches!(message.text.as_deref(), None | Some("Forbidden"))
        && facts.evidence.status.is_none_or(|status| status == 403)
        && facts.api.is_none()
        && elsewhere
}

/// The request is a CORS preflight, or another OPTIONS, which hardly anything else sends.
pub(crate) fn preflight(facts: &Facts<'_>) -> Look {
    match facts.evidence.method.as_deref() {
        Some(method) if method.eq_ignore_ascii_case("OPTIONS") => {
            Look::seen(method, "request.method")
        }
        _ if facts.is_preflight() => Look::seen("preflight", "request.method"),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

/// The same `Authorization` value was accepted at this host in this session.
pub(crate) fn same_token_worked_before(facts: &Facts<'_>) -> Look {
    let Some(token) = facts.auth.header else {
        return Look::Unknown;
    };
    facts.neighbour(|other| {
        other.same_host
            && other.worked
            && !other.is_preflight
            && other.evidence.request_headers.first("authorization") == Some(token)
    })
}

/// What browsers say when a page may not read an answer.
const CORS_WORDS: &[&str] = &[
    "CORS",
    "cross-origin",
    "Access-Control-Allow-Origin",
    "due to access control checks",
];

/// Firefox's word for a call that failed before CORS came in: no address, no connection, no trust
/// in the certificate. It names none of them.
const NOT_CORS: &[&str] = &["CORS request did not succeed"];

/// What browsers and their libraries say when a page gets nothing, for whatever reason.
pub(crate) const VAGUE_WORDS: &[&str] = &[
    "ERR_FAILED",
    "Failed to fetch",
    "NetworkError when attempting to fetch",
    "Load failed",
    "AxiosError: Network Error",
    "Error: Network Error",
    "ERR_NETWORK",
    "Network Error",
    "XMLHttpRequest error",
    "0 Unknown Error",
];

/// A page was kept from an answer, and the answer itself is not to be seen: no status, or a status
/// with nothing that would explain it.
pub(crate) fn kept_from_the_page(facts: &Facts<'_>) -> Look {
    let evidence = facts.evidence;
    let is_vague = |text: &str| VAGUE_WORDS.iter().any(|words| text.contains(words));
    let says = facts
        .message
        .as_ref()
        .and_then(|(said, _)| said.text.as_deref());
    let explained = (facts.message.is_some() && !says.is_some_and(is_vague))
        || !facts.error_types.is_empty()
        || !evidence.response_headers.is_empty()
        || facts.body().is_some_and(|body| !body.trim().is_empty());
    // Of these the status alone tells what the page was kept from.
    let explained = explained || matches!(evidence.status, Some(401 | 413 | 415 | 429 | 504));
    let is_preflight = matches!(preflight(facts), Look::Seen(_));
    if never_got_through(facts).is_some() {
        return Look::Absent;
    }
    if explained || is_preflight || evidence.status.is_some_and(|status| status < 400) {
        return Look::Absent;
    }
    let words = if evidence.status.is_some() {
        said_by_client(facts, CORS_WORDS)
    } else {
        said_by_client(facts, CORS_WORDS).or_else(|| said_by_client(facts, VAGUE_WORDS))
    };
    words.unwrap_or(Look::Absent)
}

/// Firefox says that a page's call failed below HTTP, and not how.
pub(crate) fn never_got_through(facts: &Facts<'_>) -> Option<Look> {
    match facts.evidence.status {
        Some(_) => None,
        None => said_by_client(facts, NOT_CORS),
    }
}

/// The header is there, and its value is not what the page needs: another origin, `*` beside
/// credentials, no permission for credentials.
pub(crate) fn header_with_another_value(facts: &Facts<'_>) -> Look {
    said_by_client(
        facts,
        &[
            "that is not equal to the supplied origin",
            "must not be the wildcard '*'",
            "Credentials' header in the response is ''",
            "Allow-Origin’ does not match",
            "Allow-Origin' does not match",
            "Credential is not supported if the CORS header",
            "expected ‘true’ in CORS header",
            "expected 'true' in CORS header",
            "wildcard in Access-Control-Allow-Origin when credentials flag is true",
            "Credentials flag is true, but",
        ],
    )
    .unwrap_or(Look::Absent)
}

/// What browsers say of the preflight, with the word and without it.
pub(crate) fn names_the_preflight(facts: &Facts<'_>) -> Look {
    said_by_client(
        facts,
        &[
            "preflight",
            "プリフライト",
            "预检",
            "is not allowed by Access-Control-Allow-Headers",
            "is not allowed by Access-Control-Allow-Methods",
            "in CORS header ‘Access-Control-Allow-Headers’",
            "in CORS header ‘Access-Control-Allow-Methods’",
            "in CORS header 'Access-Control-Allow-Headers'",
            "in CORS header 'Access-Control-Allow-Methods'",
        ],
    )
    .unwrap_or(Look::Absent)
}

/// The browser found the header more than once.
pub(crate) fn header_twice(facts: &Facts<'_>) -> Look {
    said_by_client(
        facts,
        &[
            "multiple values",
            "Multiple Origin",
            "MultipleAllowOrigin",
            "Multiple CORS header",
            "cannot contain more than one origin",
        ],
    )
    .unwrap_or(Look::Absent)
}

/// A status that explains itself without a body: a credential, a limit, a function or a wait that
/// failed. What the page may not read is then no riddle.
pub(crate) fn telling_status(facts: &Facts<'_>) -> Look {
    match facts.evidence.status {
        Some(status @ (401 | 410 | 413 | 415 | 429 | 502 | 503 | 504)) => {
            Look::seen(alloc::format!("{status}"), "response.status")
        }
        _ => Look::Absent,
    }
}

/// The first of these phrases in the network error or the client's text.
pub(crate) fn said_by_client(facts: &Facts<'_>, phrases: &[&str]) -> Option<Look> {
    let evidence = facts.evidence;
    [
        (evidence.net_error.as_deref(), "net_error"),
        (evidence.curl_text.as_deref(), "curl_text"),
    ]
    .iter()
    .find_map(|(text, place)| {
        let found = phrases
            .iter()
            .find_map(|phrase| find_in((*text)?, phrase))?;
        Some(Look::seen(found, *place))
    })
}

/// A preflight of the same URL was refused, or its answer lacks what the browser asked for.
pub(crate) fn preflight_failed_before(facts: &Facts<'_>) -> Look {
    if facts.evidence.status.is_some() {
        return Look::Absent;
    }
    facts
        .neighbour(|other| other.same_path && other.is_preflight && preflight_fails(other.evidence))
}

/// A preflight of the same URL was answered as the browser wants it.
pub(crate) fn preflight_passed_before(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| {
        other.same_path
            && other.is_preflight
            && other.worked
            && other
                .evidence
                .response_headers
                .has("access-control-allow-origin")
            && !preflight_fails(other.evidence)
    })
}

/// Whether a browser refuses to go on after this answer to its preflight.
fn preflight_fails(preflight: &Evidence) -> bool {
    let answer = &preflight.response_headers;
    match preflight.status {
        None => false,
        Some(status) if status >= 300 => true,
        // What worked may have been reduced to its status.
        Some(_) if answer.is_empty() => false,
        Some(_) => {
            !allows_origin(preflight)
                || !allows(
                    preflight,
                    "access-control-request-headers",
                    "access-control-allow-headers",
                )
                || !allows(
                    preflight,
                    "access-control-request-method",
                    "access-control-allow-methods",
                )
        }
    }
}

/// Whether `access-control-allow-origin` is `*` or the very origin that asked.
pub(crate) fn allows_origin(exchange: &Evidence) -> bool {
    let Some(allowed) = exchange
        .response_headers
        .first("access-control-allow-origin")
    else {
        return false;
    };
    let allowed = allowed.trim();
    match exchange.request_headers.first("origin") {
        Some(origin) => allowed == "*" || allowed == origin.trim(),
        None => true,
    }
}

/// Whether the list in the answer covers the list that was asked for; GET, HEAD and POST need no
/// mention, and `*` does not cover `authorization`.
fn allows(preflight: &Evidence, asked: &str, allowed: &str) -> bool {
    let asked = preflight.request_headers.first(asked).unwrap_or("");
    let allowed = preflight.response_headers.first(allowed).unwrap_or("");
    let listed = |wanted: &str| {
        allowed
            .split(',')
            .any(|item| item.trim().eq_ignore_ascii_case(wanted))
    };
    asked
        .split(',')
        .map(str::trim)
        .filter(|wanted| !wanted.is_empty() && !["GET", "HEAD", "POST"].contains(wanted))
        .all(|wanted| {
            listed(wanted) || (listed("*") && !wanted.eq_ignore_ascii_case("authorization"))
        })
}

/// `Bearer`, `Bearer undefined`, `Bearer null`: what client code makes of an empty variable.
pub(crate) fn empty_token(facts: &Facts<'_>) -> Look {
    let Some(value) = facts.auth.header else {
        return Look::missing(facts.evidence.request_headers.is_whole_request());
    };
    if token::is_empty(value) {
        Look::seen(value, "request.headers.authorization")
    } else {
        Look::Absent
    }
}

/// `Bearer …` or a JWT, with something in it that an authorizer can judge.
pub(crate) fn token(facts: &Facts<'_>) -> Look {
    match empty_token(facts) {
        Look::Seen(_) => Look::Absent,
        Look::Absent | Look::Unknown => match Clue::Auth(AuthKind::Token).look(facts) {
            // Its claims are told elsewhere.
            Look::Seen(quote) => Look::seen(token::outline(&quote.text), quote.place),
            other => other,
        },
    }
}

/// A log of a stage has the request: whatever is wrong, API and stage were found. Without a log
/// nothing is open: none is owed for what a rule is asked about here.
pub(crate) fn reached_a_stage(facts: &Facts<'_>) -> Look {
    let log = &facts.log;
    if log.access.is_none() && !log.has_execution {
        return Look::Absent;
    }
    Look::seen(log.request_id.or(log.extended_id).unwrap_or(""), "log")
}

/// The execution log has the request: a path and a method that the API lacks leave no line in it.
pub(crate) fn executed(facts: &Facts<'_>) -> Look {
    if facts.log.has_execution {
        reached_a_stage(facts)
    } else {
        Look::Absent
    }
}

/// The access log names the resource, and so a path that the API has.
pub(crate) fn matched_a_resource(facts: &Facts<'_>) -> Look {
    let line = facts.log.access.as_ref();
    match line.and_then(Access::matched) {
        Some(resource) => Look::seen(resource, "log"),
        None => Look::Absent,
    }
}

/// The access log would name the resource, and has `-` in its place.
pub(crate) fn matched_nothing(facts: &Facts<'_>) -> Look {
    let line = facts.log.access.as_ref();
    match line.and_then(|line| line.told(Field::Resource)) {
        Some(blank @ ("-" | "")) => Look::seen(blank, "log"),
        _ => Look::Absent,
    }
}

/// A status of one of the steps of the gateway's work, as the access log has it.
fn logged_status(facts: &Facts<'_>, field: Field, wanted: u16) -> Look {
    let told = facts.log.access.as_ref();
    match told.and_then(|line| line.status(field)) {
        Some(status) if status == wanted => Look::seen(alloc::format!("{status}"), "log"),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

/// `$context.authorizer.status`.
pub(crate) fn authorizer_said_401(facts: &Facts<'_>) -> Look {
    logged_status(facts, Field::AuthorizerStatus, 401)
}

/// `$context.authorizer.status`.
pub(crate) fn authorizer_said_403(facts: &Facts<'_>) -> Look {
    logged_status(facts, Field::AuthorizerStatus, 403)
}

/// `$context.authorizer.status`.
pub(crate) fn authorizer_said_500(facts: &Facts<'_>) -> Look {
    logged_status(facts, Field::AuthorizerStatus, 500)
}

/// `$context.authenticate.status`: the signature or the credentials were refused.
pub(crate) fn signature_refused(facts: &Facts<'_>) -> Look {
    logged_status(facts, Field::AuthenticateStatus, 403)
}

/// `$context.authorize.status`: a policy refused the caller.
pub(crate) fn policy_refused(facts: &Facts<'_>) -> Look {
    logged_status(facts, Field::AuthorizeStatus, 403)
}

/// `$context.integrationStatus`, where the client got 500: the function was not invoked.
fn lambda_said(facts: &Facts<'_>, wanted: u16) -> Look {
    match facts.evidence.status {
        Some(500..) | None => logged_status(facts, Field::ServiceStatus, wanted),
        Some(_) => Look::Absent,
    }
}

/// Lambda refused the gateway's own call.
pub(crate) fn lambda_said_403(facts: &Facts<'_>) -> Look {
    lambda_said(facts, 403)
}

/// Lambda had no room for the gateway's own call.
pub(crate) fn lambda_said_429(facts: &Facts<'_>) -> Look {
    lambda_said(facts, 429)
}

/// `curl -v` and `openssl s_client` on the message CertificateRequest, which only mutual TLS sends.
pub(crate) fn asked_for_certificate(facts: &Facts<'_>) -> Look {
    said_by_client(
        facts,
        &[
            "TLS handshake, Request CERT",
            "Acceptable client certificate CA names",
            "Client Certificate Types:",
        ],
    )
    .unwrap_or(Look::Absent)
}
