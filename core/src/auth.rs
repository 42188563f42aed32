//! What the client put into `Authorization`, or into the query, to say who it is.

use crate::evidence::Evidence;
use crate::jwt::looks_like_jwt;
use crate::look::find_in;
use crate::url::Url;

/// The kind of credentials that a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthKind {
    /// AWS Signature Version 4 in the header (`AWS4-HMAC-SHA256 …`, `AWS4-ECDSA-P256-SHA256 …`).
    SigV4Header,
    /// AWS Signature Version 4 in the query (a presigned URL).
    SigV4Query,
    /// `Bearer …`, or a bare JWT.
    Token,
    /// `Basic …`.
    Basic,
    /// Some other value.
    Other,
    /// None, in a request that was captured whole.
    Nothing,
}

/// The credential scope: `{access key}/{date}/{region}/{service}/aws4_request`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope<'a> {
    /// `AKIA…` for long-term, `ASIA…` for temporary credentials.
    pub access_key: &'a str,
    /// `YYYYMMDD`.
    pub date: &'a str,
    /// The region that was signed for.
    pub region: &'a str,
    /// The service that was signed for.
    pub service: &'a str,
}

/// The credentials of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Auth<'a> {
    /// Their kind; `None` where the request was not captured far enough to tell.
    pub kind: Option<AuthKind>,
    /// The `Authorization` value as sent.
    pub header: Option<&'a str>,
    /// Where a signature names its scope.
    pub scope: Option<Scope<'a>>,
}

impl<'a> Auth<'a> {
    /// Reads the request's credentials.
    pub fn of(evidence: &'a Evidence, url: Option<&Url<'a>>) -> Self {
        let header = evidence
            .request_headers
            .first("authorization")
            .map(str::trim)
            .filter(|value| !value.is_empty());
        let presigned = url.is_some_and(|url| {
            url.query_value("x-amz-signature").is_some()
                || url.query_value("x-amz-algorithm").is_some()
        });
        let kind = match header {
            Some(value) => Some(kind_of(value)),
            None if presigned => Some(AuthKind::SigV4Query),
            None if evidence.request_headers.is_whole_request() => Some(AuthKind::Nothing),
            None => None,
        };
        let scope = match kind {
            Some(AuthKind::SigV4Header) => header
                .and_then(|value| value.split("Credential=").nth(1))
                .and_then(|credential| scope(credential, '/')),
            Some(AuthKind::SigV4Query) => url
                .and_then(|url| url.query_value("x-amz-credential"))
                .and_then(query_scope),
            _ => None,
        };
        Self {
            kind,
            header,
            scope,
        }
    }

    /// Whether the request meant to be signed.
    pub fn is_signed(&self) -> bool {
        matches!(
            self.kind,
            Some(AuthKind::SigV4Header | AuthKind::SigV4Query)
        )
    }
}

fn kind_of(value: &str) -> AuthKind {
    let scheme = value.split([' ', ':']).next().unwrap_or("");
    // Whatever stands around it, a signature was meant.
    let is_signature = find_in(value, "AWS4-HMAC-SHA256").is_some()
        || (find_in(value, "Credential=").is_some() && find_in(value, "Signature=").is_some());
    if value.starts_with("AWS4-") || is_signature {
        AuthKind::SigV4Header
    } else if scheme.eq_ignore_ascii_case("bearer") || looks_like_jwt(value) {
        AuthKind::Token
    } else if scheme.eq_ignore_ascii_case("basic") {
        AuthKind::Basic
    } else {
        AuthKind::Other
    }
}

fn scope(credential: &str, separator: char) -> Option<Scope<'_>> {
    let end = credential.find([',', ' ', '&']).unwrap_or(credential.len());
    let mut parts = credential[..end].split(separator);
    Some(Scope {
        access_key: parts.next()?,
        date: parts.next()?,
        region: parts.next()?,
        service: parts.next()?,
    })
}

fn query_scope(value: &str) -> Option<Scope<'_>> {
    if value.contains('/') {
        return scope(value, '/');
    }
    let mut parts = value.split("%2F").flat_map(|part| part.split("%2f"));
    Some(Scope {
        access_key: parts.next()?,
        date: parts.next()?,
        region: parts.next()?,
        service: parts.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::borrow::ToOwned;

    fn with(authorization: &str) -> Evidence {
        let mut evidence = Evidence::default();
        evidence
            .request_headers
            .push("Authorization", authorization);
        evidence
    }

    #[test]
    fn each_kind_of_credentials_is_told_apart() {
        let kind = |value: &str| Auth::of(&with(value), None).kind;
        assert_eq!(
            kind(
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0"
            ),
            Some(AuthKind::SigV4Header)
        );
        assert_eq!(kind("Bearer abc"), Some(AuthKind::Token));
        assert_eq!(kind("eyJhbGciOiJub25lIn0.e30.x"), Some(AuthKind::Token));
        assert_eq!(kind("Basic dTpw"), Some(AuthKind::Basic));
        assert_eq!(kind("allow"), Some(AuthKind::Other));
    }

    #[test]
    fn no_header_is_unknown_unless_the_request_was_captured_whole() {
        let mut evidence = Evidence::default();
        assert_eq!(Auth::of(&evidence, None).kind, None);
        evidence.request_headers.push("Host", "h");
        assert_eq!(Auth::of(&evidence, None).kind, Some(AuthKind::Nothing));
    }

    #[test]
    fn a_scope_is_read_from_the_header_and_from_the_query() {
        let evidence = with(
            "AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/execute-api/aws4_request, SignedHeaders=host",
        );
        let scope = Auth::of(&evidence, None).scope.unwrap();
        assert_eq!((scope.region, scope.service), ("eu-west-1", "execute-api"));
        let text = "https://h.example.com/p?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIA%2F20260101%2Fus-west-2%2Fexecute-api%2Faws4_request&X-Amz-Signature=0".to_owned();
        let evidence = Evidence {
            url: Some(text.clone()),
            ..Evidence::default()
        };
        let url = Url::parse(&text).unwrap();
        let auth = Auth::of(&evidence, Some(&url));
        assert_eq!(
            (auth.kind, auth.scope.unwrap().region),
            (Some(AuthKind::SigV4Query), "us-west-2")
        );
    }
}
