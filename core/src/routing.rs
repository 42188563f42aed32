//! Looks at hosts, paths, stages and neighbours that several rules share.

use alloc::string::String;

use crate::facts::{ApiKind, Facts, Neighbour};
use crate::host::{Host, HostForm};
use crate::look::{Look, find_in};
use crate::text::Values;
use crate::url::Url;

/// Names that people give to stages, in lower case.
const STAGES: &[&str] = &[
    "alpha",
    "beta",
    "dev",
    "development",
    "int",
    "integration",
    "live",
    "preprod",
    "prd",
    "prod",
    "production",
    "qa",
    "sandbox",
    "stage",
    "staging",
    "stg",
    "test",
    "testing",
    "uat",
];

/// Whether a path segment is one of the names that people give to stages.
pub(crate) fn is_stage_like(segment: &str) -> bool {
    STAGES
        .iter()
        .any(|known| segment.eq_ignore_ascii_case(known))
}

/// Whether a path segment cannot name a stage: names hold letters, digits, hyphens and underscores
/// only (Developer Guide, *Important notes*). What people blank out (`<stage>`, `...`) is no name.
pub(crate) fn cannot_be_stage(segment: &str) -> bool {
    let blanked = segment.contains(['<', '>', '{', '}', '[', ']', '*', '$', '…'])
        || segment.bytes().all(|b| b == b'.');
    !blanked
        && segment
            .bytes()
            .any(|b| matches!(b, b'.' | b'%' | b'~' | b'@' | b':' | b',' | b'+' | b'='))
}

/// The first segment of the URL's path.
pub(crate) fn first_segment<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    facts.url.as_ref()?.segments().next()
}

/// What clients say of a name that does not resolve.
pub(crate) const NAME_UNKNOWN: &[&str] = &[
    "could not resolve",
    "ERR_NAME_NOT_RESOLVED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EAI_NONAME",
    "getaddrinfo",
    "UnknownHostException",
    "no such host",
    "Name or service not known",
    "nodename nor servname",
    "NXDOMAIN",
    "NS_ERROR_UNKNOWN_HOST",
    "server can't find",
    "Inaccessible host",
];

/// Whether a path segment is `@connections`, plain or encoded.
pub(crate) fn is_connections(segment: &str) -> bool {
    segment == "@connections" || segment.eq_ignore_ascii_case("%40connections")
}

/// The management API of a WebSocket API was called: by its URL, or as an SDK's error tells.
pub(crate) fn connections_call(facts: &Facts<'_>) -> Look {
    if let Some(url) = &facts.url {
        if url.segments().any(is_connections) {
            return Look::seen(url.path, "url");
        }
        // Old SDKs name the host that they tried, and nothing behind it.
        let host_alone =
            facts.host_form() == Some(HostForm::BareExecuteApi) && url.segments().next().is_none();
        return if host_alone {
            any_phrase(facts, &["Inaccessible host", "UnknownEndpoint"])
        } else {
            Look::Absent
        };
    }
    any_phrase(
        facts,
        &[
            "@connections",
            "%40connections",
            "PostToConnection",
            "ApiGatewayManagementApi",
            "post_to_connection",
            "apigatewaymanagementapi",
        ],
    )
}

/// A default endpoint was called by its bare name, so no stage was chosen, nor what belongs to one.
pub(crate) fn no_stage(facts: &Facts<'_>) -> Look {
    let (Some(url), Some(host)) = (&facts.url, &facts.host) else {
        return Look::Unknown;
    };
    let none = host.has_stage_in_path() && facts.api != Some(ApiKind::Http);
    if none && url.segments().next().is_none() {
        Look::seen(url.path, "url")
    } else {
        Look::Absent
    }
}

/// A neighbour's path that this one all but hits: the same but for slashes and letter case, or one
/// letter too many, too few or mistaken in a word of four letters or more (`pet` for `pets`, too).
pub(crate) fn is_near_miss(own: &Url<'_>, neighbour: &Neighbour<'_>) -> bool {
    let other = neighbour.url;
    if !neighbour.same_host || own.path == other.path {
        return false;
    }
    if own
        .segments()
        .map(str::to_ascii_lowercase)
        .eq(other.segments().map(str::to_ascii_lowercase))
    {
        return true;
    }
    let mut pairs = own.segments().zip(other.segments()).filter(|(a, b)| a != b);
    let (first, second) = (pairs.next(), pairs.next());
    own.segments().count() == other.segments().count()
        && second.is_none()
        && first.is_some_and(|(a, b)| is_one_letter_off(a, b))
}

/// Whether two words differ in one letter, or in two that changed places; numbers, which are ids, never count as mistyped.
fn is_one_letter_off(a: &str, b: &str) -> bool {
    let is_word = |word: &str| word.len() >= 3 && !word.bytes().any(|c| c.is_ascii_digit());
    if !is_word(a) || !is_word(b) || a.len().max(b.len()) < 4 {
        return false;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let backwards = a.iter().rev().zip(b.iter().rev());
    let end = backwards.take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let swapped = a.len() == 2 && b.len() == 2 && a.iter().eq(b.iter().rev());
    swapped || a.len() <= 1 && b.len() <= 1
}

/// The path without its first segment: `/prod/pets` gives `/pets`.
pub(crate) fn behind_first_segment<'a>(url: &Url<'a>) -> &'a str {
    let path = url.path.trim_start_matches('/');
    path.find('/').map_or("/", |at| &path[at..])
}

/// The URL of a neighbour that worked and that this call may have meant: all but the same path, or
/// the same one behind a stage.
pub(crate) fn meant<'a>(facts: &Facts<'a>, own: &Url<'_>) -> Option<Url<'a>> {
    let near = |other: &Neighbour<'_>| other.worked && is_near_miss(own, other);
    let staged = |other: &Neighbour<'_>| {
        other.worked
            && other.same_host
            && own.path.len() > 1
            && behind_first_segment(&other.url) == own.path
    };
    let mut neighbours = facts.neighbours();
    let found = neighbours.find(|other| near(other) && !other.is_preflight);
    let found = found.or_else(|| facts.neighbours().find(staged))?;
    Some(found.url)
}

/// The URL of a neighbour that worked and leads to the same stage by the API's other kind of name:
/// the custom domain for a default endpoint, and the other way round.
pub(crate) fn twin<'a>(facts: &Facts<'a>, own: &Url<'_>) -> Option<Url<'a>> {
    let form = facts.host_form()?;
    facts.neighbours().find_map(|other| {
        if !other.worked || other.same_host {
            return None;
        }
        let url = other.url;
        let headers = &other.evidence.response_headers;
        let is_twin = match (form, Host::parse(url.authority).form) {
            (HostForm::Other, HostForm::ExecuteApi) => {
                behind_first_segment(&url) == own.path || url.path == own.path && own.path.len() > 1
            }
            (HostForm::ExecuteApi, HostForm::Other) => {
                let behind = behind_first_segment(own);
                let own_path = facts.api == Some(ApiKind::Http) && own.path.len() > 1;
                let through_gateway = headers.has("x-amz-apigw-id")
                    || headers.has("apigw-requestid")
                    || headers.is_empty();
                let fits = behind.len() > 1 && url.path.ends_with(behind)
                    || own_path && url.path.ends_with(own.path);
                fits && through_gateway
            }
            _ => false,
        };
        is_twin.then_some(url)
    })
}

/// The same path worked behind a stage of a default endpoint: the API itself lets the call through.
pub(crate) fn worked_on_default_endpoint(facts: &Facts<'_>) -> Look {
    let Some(own) = facts.url else {
        return Look::Unknown;
    };
    if facts.host_form() != Some(HostForm::Other) {
        return Look::Absent;
    }
    let twin = twin(facts, &own).filter(|url| behind_first_segment(url) == own.path);
    quoted(facts, twin)
}

/// The neighbour with this URL, quoted.
pub(crate) fn quoted(facts: &Facts<'_>, url: Option<Url<'_>>) -> Look {
    match url {
        Some(url) => facts.neighbour(|other| other.worked && other.url == url),
        None => Look::missing(!facts.evidence.neighbours.is_empty()),
    }
}

/// The peer's address in a `curl -v` transcript, where it is one of a private network: the name
/// led to an interface VPC endpoint, or to nothing that belongs to AWS's public side.
pub(crate) fn private_peer(facts: &Facts<'_>) -> Look {
    let Some(text) = facts.evidence.curl_text.as_deref() else {
        return Look::Unknown;
    };
    let mut addresses = text.lines().filter_map(peer_address).peekable();
    if addresses.peek().is_none() {
        return Look::Unknown;
    }
    addresses
        .find(|address| is_private_address(address))
        .map_or(Look::Absent, |address| Look::seen(address, "curl_text"))
}

/// `*   Trying 10.0.1.7:443...`, `* Connected to name (10.0.1.7) port 443`,
/// `Address: 10.0.1.7` behind the name server's own, which has `#53`.
pub(crate) fn peer_address(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(['*', ' ', '\t']);
    let rest = if let Some(rest) = line.strip_prefix("Trying ") {
        rest
    } else if let Some(rest) = line.strip_prefix("Connected to ") {
        rest.split_once('(')?.1
    } else {
        line.strip_prefix("Address:")?.trim_start()
    };
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(rest.len());
    let is_name_server = rest[end..].starts_with("#53");
    let address = rest[..end].trim_end_matches('.');
    (is_address(address) && !is_name_server).then_some(address)
}

fn is_address(text: &str) -> bool {
    text.split('.').count() == 4 && text.split('.').all(|octet| octet.parse::<u8>().is_ok())
}

pub(crate) fn is_private_address(text: &str) -> bool {
    let mut octets = text.split('.').map(str::parse::<u8>);
    is_address(text)
        && matches!(
            (octets.next(), octets.next()),
            (Some(Ok(10)), _) | (Some(Ok(172)), Some(Ok(16..=31))) | (Some(Ok(192)), Some(Ok(168)))
        )
}

/// Another call of the session that went to the same API by a VPC endpoint's name.
pub(crate) fn through_endpoint(facts: &Facts<'_>, like: impl Fn(&Neighbour<'_>) -> bool) -> Look {
    let Some(api) = facts.values.get("api") else {
        return Look::Unknown;
    };
    facts.neighbour(|other| {
        let host = Host::parse(other.url.authority);
        let headers = &other.evidence.request_headers;
        let in_header = headers.first("x-apigw-api-id") == Some(api)
            || headers
                .first("host")
                .is_some_and(|host| host.starts_with(api));
        let by_endpoint = match host.form {
            HostForm::VpceAlias => host.api_id.as_deref() == Some(api),
            HostForm::VpceDns => in_header,
            _ => false,
        };
        by_endpoint && like(other)
    })
}

/// The VPC endpoint whose name stands in a neighbour's URL, for the same API where that says which.
pub(crate) fn endpoint_seen(facts: &Facts<'_>, values: &Values) -> Option<String> {
    let api = values.get("api");
    facts.neighbours().find_map(|other| {
        let host = Host::parse(other.url.authority);
        let fits = host.api_id.is_none() || host.api_id.as_deref() == api;
        host.vpce_id.filter(|_| fits)
    })
}

/// The first of these phrases that some text holds. Without any it is `Absent` even where little
/// was captured: it is one channel of several, and few people show this one.
pub(crate) fn any_phrase(facts: &Facts<'_>, phrases: &[&str]) -> Look {
    let found = facts.texts().find_map(|(text, place)| {
        phrases
            .iter()
            .find_map(|phrase| find_in(text, phrase))
            .map(|found| Look::seen(found, place))
    });
    found.unwrap_or(Look::Absent)
}

/// What `get-rest-api` prints, pasted along.
pub(crate) fn says_private(facts: &Facts<'_>) -> Look {
    let settings = any_phrase(
        facts,
        &[
            "endpointConfiguration",
            "endpoint_configuration",
            "endpointType",
            "endpoint type",
            "\"types\"",
        ],
    );
    // The constant, which is written in capitals everywhere.
    let shown = facts
        .texts()
        .find(|(text, _)| text.contains("PRIVATE"))
        .map_or(Look::Absent, |(_, place)| Look::seen("PRIVATE", place));
    if matches!(settings, Look::Seen(_)) {
        shown
    } else {
        Look::Absent
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Evidence;

    #[test]
    fn a_blanked_out_segment_says_nothing_about_the_stage() {
        assert!(cannot_be_stage("favicon.ico") && cannot_be_stage("a%20b"));
        assert!(!cannot_be_stage("<stage>") && !cannot_be_stage("...") && !cannot_be_stage("v1"));
    }

    #[test]
    fn a_near_miss_is_one_letter_or_a_slash_and_never_another_id() {
        assert!(is_one_letter_off("pets", "pest") && is_one_letter_off("odrers", "orders"));
        assert!(is_one_letter_off("order", "orders") && is_one_letter_off("userss", "users"));
        assert!(is_one_letter_off("pet", "pets") && !is_one_letter_off("dev", "del"));
        assert!(is_one_letter_off("odders", "orders") && !is_one_letter_off("1001", "1002"));
        assert!(!is_one_letter_off("pets", "toys") && !is_one_letter_off("v1", "v2"));
    }

    #[test]
    fn the_peer_is_read_from_what_curl_and_nslookup_print() {
        let text = |text: &str| Evidence {
            curl_text: Some(text.into()),
            ..Evidence::default()
        };
        let private =
            text("*   Trying 10.0.1.7:443...\n* Connected to h (10.0.1.7) port 443 (#0)\n");
        assert_eq!(
            private_peer(&Facts::of(&private)),
            Look::seen("10.0.1.7", "curl_text")
        );
        let public = text("Server: 10.0.0.2\nAddress: 10.0.0.2#53\n\nAddress: 52.94.1.2\n");
        assert_eq!(private_peer(&Facts::of(&public)), Look::Absent);
        assert_eq!(private_peer(&Facts::of(&text("no address"))), Look::Unknown);
    }
}
