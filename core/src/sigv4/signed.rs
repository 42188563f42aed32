//! What the client signed, as far as the request that was captured tells.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::encode::{EMPTY_HASH, canonical_path, canonical_query, collapsed, decoded, normalized};
use crate::auth::AuthKind;
use crate::facts::Facts;
use crate::signing::{Signed, sha256};
use crate::sort;

impl Signed {
    /// What the client must have signed if it signed the request that was captured.
    ///
    /// ```
    /// use gatewhy_core::facts::Facts;
    /// use gatewhy_core::{Evidence, sigv4::Signed};
    ///
    /// let evidence = Evidence {
    ///     method: Some("GET".into()),
    ///     url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/my%20cat?b=2&a=1".into()),
    ///     request_headers: [
    ///         ("host", "abc123defg.execute-api.us-east-1.amazonaws.com"),
    ///         ("x-amz-date", "20240115T103000Z"),
    ///         ("authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240115/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=0"),
    ///     ].into_iter().collect(),
    ///     ..Evidence::default()
    /// };
    /// let signed = Signed::sent(&Facts::of(&evidence));
    /// assert_eq!(signed.path.as_deref(), Some("/prod/my%2520cat"));
    /// assert!(signed.canonical_request().is_some_and(|text| text.starts_with("GET\n/prod/my%2520cat\na=1&b=2\nhost:")));
    /// ```
    pub fn sent(facts: &Facts<'_>) -> Self {
        let url = facts.url;
        let signed_headers = parameter(facts, "SignedHeaders");
        let mut names: Vec<String> = signed_headers
            .iter()
            .flat_map(|list| list.split(';'))
            .map(str::to_ascii_lowercase)
            .collect();
        sort::by(&mut names, Ord::cmp);
        Self {
            method: facts
                .evidence
                .method
                .as_deref()
                .map(str::to_ascii_uppercase),
            path: url.map(|url| canonical_path(url.path)),
            query: url.map(|url| canonical_query(url.query.unwrap_or(""))),
            headers: names
                .into_iter()
                .filter_map(|name| sent_header(facts, &name).map(|value| (name, value)))
                .collect(),
            signed_headers,
            payload: payload(facts),
            date: date(facts),
            scope: parameter(facts, "Credential")
                .and_then(|credential| Some(credential.split_once('/')?.1.to_owned())),
        }
    }

    /// The same with the path normalised before it is encoded, which signers do and which makes no
    /// difference unless the path has `//`, `/./` or `/../`.
    pub fn normalized(mut self, facts: &Facts<'_>) -> Self {
        self.path = facts.url.map(|url| canonical_path(&normalized(url.path)));
        self
    }
}

/// A parameter of the signature, from the header or, decoded, from the query.
pub(crate) fn parameter(facts: &Facts<'_>, name: &str) -> Option<String> {
    if facts.auth.kind == Some(AuthKind::SigV4Query) {
        let mut full = "X-Amz-".to_owned();
        full.push_str(name);
        return facts.url?.query_value(&full).map(decoded);
    }
    let pieces = facts.auth.header?.split([',', ' ', '\t', '\r', '\n']);
    let value = |piece: &str| Some(piece.strip_prefix(name)?.strip_prefix('=')?.to_owned());
    pieces.into_iter().find_map(value)
}

/// When the client says that it signed.
pub(crate) fn date(facts: &Facts<'_>) -> Option<String> {
    let headers = &facts.evidence.request_headers;
    if facts.auth.kind == Some(AuthKind::SigV4Query) {
        return facts.url?.query_value("x-amz-date").map(decoded);
    }
    let sent = headers
        .first("x-amz-date")
        .or_else(|| headers.first("date"));
    sent.map(|date| date.trim().to_owned())
}

/// A header's canonical value: all of its values in the order in which they were sent. The host is
/// known from the URL, too.
pub(crate) fn sent_header(facts: &Facts<'_>, name: &str) -> Option<String> {
    let headers = &facts.evidence.request_headers;
    let mut joined: Option<String> = None;
    for value in headers.all(name) {
        let value = collapsed(value);
        joined = Some(match joined {
            Some(before) => [&before, ",", &value].concat(),
            None => value,
        });
    }
    if joined.is_some() || name != "host" {
        return joined;
    }
    let by_url = || {
        facts
            .url
            .map(|url| without_default_port(url.scheme, url.authority))
    };
    headers
        .first(":authority")
        .map(str::trim)
        .or_else(by_url)
        .map(ToOwned::to_owned)
}

/// Clients leave the port out of `Host` where it is the scheme's own.
fn without_default_port<'a>(scheme: &str, authority: &'a str) -> &'a str {
    let plain = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("ws");
    let port = if plain { ":80" } else { ":443" };
    authority.strip_suffix(port).unwrap_or(authority)
}

/// What the client put down for the body: what it says, or the hash of what it sent.
fn payload(facts: &Facts<'_>) -> Option<String> {
    if let Some(told) = facts.evidence.request_headers.first("x-amz-content-sha256") {
        return Some(told.trim().to_owned());
    }
    match whole_body(facts) {
        Some("") => Some(EMPTY_HASH.to_owned()),
        Some(body) => Some(sha256(body.as_bytes())),
        None => None,
    }
}

/// The body that was sent, where it was captured byte for byte.
pub(crate) fn whole_body<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    let evidence = facts.evidence;
    let headers = &evidence.request_headers;
    let length = headers
        .first("content-length")
        .and_then(|length| length.trim().parse::<usize>().ok());
    let Some(body) = evidence
        .request_body
        .as_deref()
        .filter(|body| !body.is_empty())
    else {
        let has_none = evidence
            .method
            .as_deref()
            .is_some_and(|method| ["GET", "HEAD", "DELETE", "OPTIONS"].contains(&method));
        let nothing = length == Some(0)
            || (length.is_none() && (has_none || evidence.request_body.is_some()));
        return (nothing && !headers.has("transfer-encoding")).then_some("");
    };
    // What was decoded with losses, encoded again or cut is another body.
    let lossy = body.contains('\u{fffd}')
        || body.contains(crate::redact::MASK)
        || headers.has("content-encoding")
        || headers
            .first("content-type")
            .is_some_and(|kind| kind.trim_start().starts_with("multipart/"));
    let fits = length.is_none_or(|length| length == body.len());
    (fits && !lossy).then_some(body)
}
