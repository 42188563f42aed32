//! One line of an access log, whatever its owner named the variables and whatever the format.
//!
//! The format of an access log is free text with `$context` variables in it. JSON is read by its
//! keys, in any of the spellings that people choose; other formats (Common Log Format, CSV, words)
//! by the shape of their values. Broken JSON is usual here: `$context.error.messageString` brings
//! quotes of its own, and so this is no JSON parser.

use alloc::string::String;
use alloc::vec::Vec;

use super::line::{is_extended_id, is_uuid};
use crate::facts::ApiKind;

/// The variables that tell something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    RequestId,
    ExtendedRequestId,
    Status,
    Method,
    /// `$context.path`: as requested, with the stage on a default endpoint.
    Path,
    /// `$context.resourcePath`: `/pets/{id}`.
    Resource,
    /// `$context.routeKey`: `GET /pets/{id}`, `$default`, `$connect`.
    RouteKey,
    Stage,
    Domain,
    ApiId,
    Account,
    BasePath,
    Message,
    /// `$context.error.responseType`.
    ResponseType,
    Validation,
    IntegrationError,
    /// `$context.integrationStatus`: what the Lambda service said.
    ServiceStatus,
    /// `$context.integration.status`: what the function or the backend chose.
    BackendStatus,
    IntegrationLatency,
    AuthorizerError,
    AuthorizerStatus,
    AuthorizeError,
    AuthorizeStatus,
    AuthenticateError,
    AuthenticateStatus,
    WafError,
    WafStatus,
    WafResponse,
    Latency,
    Time,
    ConnectionId,
    Protocol,
    SourceIp,
}

/// Keys as they are told apart: lower case, `context` and everything but letters left out.
const KEYS: &[(&str, Field)] = &[
    ("accountid", Field::Account),
    ("apiid", Field::ApiId),
    ("authenticateerror", Field::AuthenticateError),
    ("authenticatestatus", Field::AuthenticateStatus),
    ("authn", Field::AuthenticateError),
    ("authnerror", Field::AuthenticateError),
    ("authnstatus", Field::AuthenticateStatus),
    ("authorizeerror", Field::AuthorizeError),
    ("authorizer", Field::AuthorizerError),
    ("authorizererr", Field::AuthorizerError),
    ("authorizererror", Field::AuthorizerError),
    ("authorizererrormessage", Field::AuthorizerError),
    ("authorizerstatus", Field::AuthorizerStatus),
    ("authorizestatus", Field::AuthorizeStatus),
    ("authz", Field::AuthorizeError),
    ("authzerror", Field::AuthorizeError),
    ("authzstatus", Field::AuthorizeStatus),
    ("basepathmatched", Field::BasePath),
    ("connectionid", Field::ConnectionId),
    ("customdomainbasepathmatched", Field::BasePath),
    ("domain", Field::Domain),
    ("domainname", Field::Domain),
    ("errmsg", Field::Message),
    ("errormessage", Field::Message),
    ("errormessagestring", Field::Message),
    ("errorresponsetype", Field::ResponseType),
    ("errortype", Field::ResponseType),
    ("errorvalidationerrorstring", Field::Validation),
    ("errresponsetype", Field::ResponseType),
    ("errtype", Field::ResponseType),
    ("extendedrequestid", Field::ExtendedRequestId),
    ("gatewayresponsetype", Field::ResponseType),
    ("host", Field::Domain),
    ("httpmethod", Field::Method),
    ("httpstatus", Field::Status),
    ("identitysourceip", Field::SourceIp),
    ("integration", Field::IntegrationError),
    ("integrationerr", Field::IntegrationError),
    ("integrationerror", Field::IntegrationError),
    ("integrationerrormessage", Field::IntegrationError),
    ("integrationintegrationstatus", Field::ServiceStatus),
    ("integrationlatency", Field::IntegrationLatency),
    ("integrationservicestatus", Field::ServiceStatus),
    ("integrationstatus", Field::ServiceStatus),
    ("ip", Field::SourceIp),
    ("latency", Field::Latency),
    ("method", Field::Method),
    ("path", Field::Path),
    ("protocol", Field::Protocol),
    ("requestid", Field::RequestId),
    ("requestmethod", Field::Method),
    ("requestpath", Field::Path),
    ("requesttime", Field::Time),
    ("requesttimeepoch", Field::Time),
    ("resource", Field::Resource),
    ("resourcepath", Field::Resource),
    ("responselatency", Field::Latency),
    ("responsestatus", Field::Status),
    ("responsetype", Field::ResponseType),
    ("route", Field::RouteKey),
    ("routekey", Field::RouteKey),
    ("sourceip", Field::SourceIp),
    ("stage", Field::Stage),
    ("status", Field::Status),
    ("statuscode", Field::Status),
    ("validationerror", Field::Validation),
    ("validationerrorstring", Field::Validation),
    ("waf", Field::WafResponse),
    ("waferr", Field::WafError),
    ("waferror", Field::WafError),
    ("wafresponse", Field::WafResponse),
    ("wafresponsecode", Field::WafResponse),
    ("wafstatus", Field::WafStatus),
];

/// Keys that hardly anything but an access log of API Gateway has.
const OWN: &[Field] = &[
    Field::ExtendedRequestId,
    Field::Resource,
    Field::RouteKey,
    Field::BasePath,
    Field::ResponseType,
    Field::ServiceStatus,
    Field::IntegrationError,
    Field::AuthorizerError,
    Field::WafResponse,
    Field::WafError,
    Field::RequestId,
    Field::ApiId,
];

/// The types of gateway responses.
const RESPONSE_TYPES: &[&str] = &[
    "ACCESS_DENIED",
    "API_CONFIGURATION_ERROR",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "AUTHORIZER_FAILURE",
    "BAD_REQUEST_BODY",
    "BAD_REQUEST_PARAMETERS",
    "DEFAULT_4XX",
    "DEFAULT_5XX",
    "EXPIRED_TOKEN",
    "INTEGRATION_FAILURE",
    "INTEGRATION_TIMEOUT",
    "INVALID_API_KEY",
    "INVALID_SIGNATURE",
    "MISSING_AUTHENTICATION_TOKEN",
    "QUOTA_EXCEEDED",
    "REQUEST_TOO_LARGE",
    "RESOURCE_NOT_FOUND",
    "THROTTLED",
    "UNAUTHORIZED",
    "UNSUPPORTED_MEDIA_TYPE",
    "WAF_FILTERED",
];

/// Whether a word is the type of a gateway response.
pub(crate) fn is_response_type(word: &str) -> bool {
    RESPONSE_TYPES.contains(&word)
}

const VERBS: &[&str] = &[
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY",
];

/// What one line of an access log tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Access<'a> {
    fields: Vec<(Field, &'a str)>,
    /// The line gives its values by key, so that a missing one was not asked for.
    has_keys: bool,
    /// `GET GET /pets HTTP/1.1`: the verb and a route key, as HTTP APIs write them.
    has_route_key: bool,
}

impl<'a> Access<'a> {
    /// Reads one line; `None` where it is something else.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        Self::by_keys(text)
            .or_else(|| Self::by_tags(text))
            .or_else(|| Self::by_shape(text))
    }

    /// The value of a variable; `None` also for `-`, which stands where there is none.
    pub(crate) fn get(&self, field: Field) -> Option<&'a str> {
        self.told(field).filter(|value| !is_blank(value))
    }

    /// The value of a variable as the line has it.
    pub(crate) fn told(&self, field: Field) -> Option<&'a str> {
        self.fields
            .iter()
            .find(|(of, _)| *of == field)
            .map(|(_, value)| *value)
    }

    /// Whether nothing but an access log of API Gateway looks so.
    pub(crate) fn is_certain(&self) -> bool {
        let own = |field: Field| OWN.contains(&field) && field != Field::RequestId;
        let named = self.fields.iter().any(|(field, _)| own(*field));
        let is_counted = self.get(Field::RequestId).is_some()
            || self.get(Field::ExtendedRequestId).is_some()
            || self.get(Field::ResponseType).is_some();
        named && is_counted && self.fields.len() >= 3
    }

    /// A status, where the variable holds one.
    pub(crate) fn status(&self, field: Field) -> Option<u16> {
        self.get(field)?
            .parse()
            .ok()
            .filter(|status| (100..=599).contains(status))
    }

    /// The kind of API, as far as the variables tell it.
    pub(crate) fn api(&self) -> Option<ApiKind> {
        let route = self.get(Field::RouteKey);
        let websocket = self.get(Field::ConnectionId).is_some()
            || route.is_some_and(|route| matches!(route, "$connect" | "$disconnect"));
        if websocket {
            return Some(ApiKind::WebSocket);
        }
        // A WebSocket API's own route keys have neither a verb nor a path.
        let is_http_route =
            |route: &str| route == "$default" || (route.contains(" /") || self.method().is_some());
        if self.has_route_key || route.is_some_and(is_http_route) {
            return Some(ApiKind::Http);
        }
        let rest = self.get(Field::RequestId).is_some_and(is_uuid)
            || self.get(Field::Resource).is_some()
            || self.get(Field::WafResponse).is_some();
        if rest {
            return Some(ApiKind::Rest);
        }
        self.get(Field::RequestId)
            .is_some_and(is_extended_id)
            .then_some(ApiKind::Http)
            .filter(|_| self.has_keys)
    }

    /// The verb.
    pub(crate) fn method(&self) -> Option<&'a str> {
        let method = self.get(Field::Method).or_else(|| {
            let (verb, _) = self.get(Field::RouteKey)?.split_once(' ')?;
            Some(verb)
        })?;
        is_verb(method).then_some(method)
    }

    /// The path of the route: `/pets/{id}`.
    pub(crate) fn resource(&self) -> Option<&'a str> {
        self.get(Field::Resource)
            .or_else(|| {
                let (_, path) = self.get(Field::RouteKey)?.split_once(' ')?;
                Some(path)
            })
            .filter(|path| path.starts_with('/'))
    }

    /// The resource that matched, where the line names it for sure.
    pub(crate) fn matched(&self) -> Option<&'a str> {
        self.resource().filter(|_| self.has_keys)
    }

    fn push(&mut self, field: Field, value: &'a str) {
        let value = value.trim();
        let fits = match field {
            // `errorType` is a key of many a log.
            Field::ResponseType => is_blank(value) || is_response_type(value),
            Field::Status | Field::ServiceStatus | Field::BackendStatus => {
                is_blank(value) || value.bytes().all(|byte| byte.is_ascii_digit())
            }
            _ => true,
        };
        // What is told twice (`error.message`, `error.messageString`) is told best where it is not blank.
        let better = self.get(field).is_none();
        if fits && better {
            self.fields.retain(|(of, _)| *of != field);
            self.fields.push((field, value));
        }
    }

    fn empty(has_keys: bool) -> Self {
        Self {
            fields: Vec::new(),
            has_keys,
            has_route_key: false,
        }
    }

    /// Whether two of the keys are an access log's, and one hardly anything else's.
    fn checked(self) -> Option<Self> {
        let own = self.fields.iter().any(|(field, _)| OWN.contains(field));
        (own && self.fields.len() >= 2).then_some(self)
    }

    fn by_keys(text: &'a str) -> Option<Self> {
        let mut access = Self::empty(true);
        for (key, value) in members(text).chain(pairs(text)) {
            if let Some(field) = field_of(&key) {
                access.push(field, value);
            }
        }
        access.checked()
    }

    /// `<request id="…"><ip>…</ip>…</request>`, the documentation's XML format.
    fn by_tags(text: &'a str) -> Option<Self> {
        let rest = text.trim().strip_prefix("<request ")?;
        let mut access = Self::empty(true);
        if let Some(id) = rest
            .strip_prefix("id=\"")
            .and_then(|id| id.split('"').next())
        {
            access.push(Field::RequestId, id);
        }
        let mut rest = rest;
        while let Some(open) = rest.find('<') {
            rest = &rest[open + 1..];
            let Some((tag, behind)) = rest.split_once('>') else {
                break;
            };
            let value = behind.split('<').next().unwrap_or("");
            if let Some(field) = field_of(tag) {
                access.push(field, value);
            }
            rest = behind;
        }
        access.checked()
    }

    /// Common Log Format, CSV, words: each value is known by its shape.
    fn by_shape(text: &'a str) -> Option<Self> {
        let mut access = Self::empty(false);
        let words: Vec<&'a str> = text
            .split(|c: char| c.is_whitespace() || matches!(c, '"' | ',' | '[' | ']' | '|' | ';'))
            .filter(|word| !word.is_empty())
            .collect();
        let first = *words.first()?;
        let starts_well = first.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '/')
            || is_id(first)
            || is_verb(first);
        if !starts_well {
            return None;
        }
        let id = words.iter().position(|word| is_id(word));
        let verb = words.iter().position(|word| is_verb(word));
        let protocol = words
            .iter()
            .position(|word| word.starts_with("HTTP/1.") || word.starts_with("HTTP/2"));
        let status = status_at(&words, id, verb.or(protocol))?;
        access.push(Field::Status, words[status]);
        if let Some(verb) = verb {
            access.push(Field::Method, words[verb]);
            access.has_route_key = words
                .get(verb + 1)
                .is_some_and(|word| *word == words[verb] || *word == "$default");
        }
        if let Some(path) = words.iter().find(|word| word.starts_with('/')) {
            access.push(Field::Resource, path);
        }
        for word in &words {
            match *word {
                word if is_uuid(word) => access.push(Field::RequestId, word),
                word if is_extended_id(word) => access.push(Field::ExtendedRequestId, word),
                word if is_response_type(word) => access.push(Field::ResponseType, word),
                "WAF_BLOCK" | "WAF_ALLOW" => access.push(Field::WafResponse, word),
                word if is_address(word) => access.push(Field::SourceIp, word),
                _ => {}
            }
        }
        let known = id.is_some() || (verb.is_some() && protocol.is_some());
        known.then_some(access)
    }
}

/// The status among words: behind verb and protocol, else near the id.
fn status_at(words: &[&str], id: Option<usize>, verb: Option<usize>) -> Option<usize> {
    let is_status = |word: &str| {
        word.len() == 3
            && word.bytes().all(|byte| byte.is_ascii_digit())
            && ("100".."600").contains(&word)
    };
    let from = verb.or(id)?;
    let near = if verb.is_some() {
        words.len()
    } else {
        from + 4
    };
    (from..near.min(words.len()))
        .find(|at| is_status(words[*at]))
        .or_else(|| (0..from).find(|at| is_status(words[*at])))
}

fn is_verb(word: &str) -> bool {
    VERBS.contains(&word)
}

fn is_id(word: &str) -> bool {
    is_uuid(word) || is_extended_id(word)
}

fn is_address(word: &str) -> bool {
    let dotted =
        word.split('.').count() == 4 && word.split('.').all(|part| part.parse::<u8>().is_ok());
    let colons = word.matches(':').count() >= 2
        && word
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b':');
    dotted || colons
}

fn is_blank(value: &str) -> bool {
    matches!(value, "" | "-" | "null" | "None")
}

/// The variable that a key stands for, in camel, snake or dotted spelling.
fn field_of(key: &str) -> Option<Field> {
    // `integration.status` and `integrationStatus` are two variables; `integration_status` may be
    // either, and so it tells nothing.
    let key = key.trim_start_matches('$');
    let key = key.strip_prefix("context.").unwrap_or(key);
    match key {
        "integration.status" => return Some(Field::BackendStatus),
        "integration_status" => return None,
        _ => {}
    }
    let mut plain = String::with_capacity(key.len());
    for byte in key.bytes().filter(u8::is_ascii_alphabetic).take(48) {
        plain.push(char::from(byte.to_ascii_lowercase()));
    }
    let plain = plain.strip_prefix("context").unwrap_or(&plain);
    KEYS.iter()
        .find(|(known, _)| *known == plain)
        .map(|(_, field)| *field)
}

/// The members of JSON as people log it, nested keys joined by dots, whatever is broken in it.
fn members(text: &str) -> impl Iterator<Item = (String, &str)> {
    Members {
        text,
        at: 0,
        path: Vec::new(),
    }
}

struct Members<'a> {
    text: &'a str,
    at: usize,
    path: Vec<&'a str>,
}

/// Deeper than any access log.
const DEEPEST: usize = 8;

impl<'a> Iterator for Members<'a> {
    type Item = (String, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.text.get(self.at..)?;
            let open = rest.find(['"', '\'', '}'])?;
            let mark = rest.as_bytes()[open];
            if mark == b'}' {
                self.path.pop();
                self.at += open + 1;
                continue;
            }
            let inner = &rest[open + 1..];
            let quote = char::from(mark);
            let key = inner.find(quote).map(|end| (&inner[..end], end));
            let Some((key, end)) = key.filter(|(key, _)| key.len() <= 64) else {
                self.at += open + 1;
                continue;
            };
            let behind = &inner[end + 1..];
            let Some(value) = behind.trim_start().strip_prefix(':') else {
                self.at += open + 1;
                continue;
            };
            let value = value.trim_start();
            let start = self.text.len() - value.len();
            if value.starts_with('{') {
                if self.path.len() < DEEPEST {
                    self.path.push(key);
                }
                self.at = start + 1;
                continue;
            }
            let (told, length) = value_of(value);
            self.at = start + length;
            let mut whole = String::new();
            for part in &self.path {
                whole.push_str(part);
                whole.push('.');
            }
            whole.push_str(key);
            return Some((whole, told));
        }
    }
}

/// A value without its quotes, and how many bytes it takes.
fn value_of(text: &str) -> (&str, usize) {
    let Some(quote @ ('"' | '\'')) = text.chars().next() else {
        let end = text.find([',', '}', '\n']).unwrap_or(text.len());
        return (text[..end].trim(), end);
    };
    // The quote that closes it stands before a comma, a brace or the end: others belong to a
    // value that was quoted twice.
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find([quote, '\\'])) {
        at += found;
        if bytes[at] == b'\\' {
            at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8);
            continue;
        }
        let behind = text[at + 1..].trim_start();
        if behind.is_empty() || behind.starts_with([',', '}', ']']) {
            let inner = text[1..at].trim_matches(|c: char| c == quote || c == ' ');
            return (inner, at + 1);
        }
        at += 1;
    }
    (
        text[1..].trim_matches(|c: char| c == quote || c == ' '),
        text.len(),
    )
}

/// `requestId=… status=403 errType=…`: words with an equals sign.
fn pairs(text: &str) -> impl Iterator<Item = (String, &str)> {
    let is_words = !text.contains(['{', '<']);
    text.split_ascii_whitespace()
        .filter(move |_| is_words)
        .filter_map(|word| {
            let (key, value) = word.trim_end_matches([',', ';']).split_once('=')?;
            let named = !key.is_empty()
                && key
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(&byte));
            named.then(|| (key.into(), value.trim_matches('"')))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Access<'_> {
        Access::of(text).unwrap_or_else(|| Access::empty(false))
    }

    #[test]
    fn keys_are_known_in_any_spelling() {
        for text in [
            r#"{"requestId":"r","status":403,"error.responseType":"INVALID_API_KEY","httpMethod":"GET"}"#,
            r#"{"request_id":"r","status":"403","error_response_type":"INVALID_API_KEY","http_method":"GET"}"#,
            r#"{"requestId":"r","status":"403","errType":"INVALID_API_KEY","method":"GET"}"#,
            r#"{"$context.requestId":"r","$context.status":"403","$context.error.responseType":"INVALID_API_KEY","$context.httpMethod":"GET"}"#,
            r#"{"requestId":"r","status":403,"error":{"message":"Forbidden","responseType":"INVALID_API_KEY"},"httpMethod":"GET"}"#,
            r"{'requestId': 'r', 'status': '403', 'errorResponseType': 'INVALID_API_KEY', 'httpMethod': 'GET'}",
            "requestId=r status=403 errType=INVALID_API_KEY httpMethod=GET",
        ] {
            let access = read(text);
            assert_eq!(access.get(Field::RequestId), Some("r"), "{text}");
            assert_eq!(access.status(Field::Status), Some(403), "{text}");
            assert_eq!(
                access.get(Field::ResponseType),
                Some("INVALID_API_KEY"),
                "{text}"
            );
            assert_eq!(access.method(), Some("GET"), "{text}");
        }
    }

    #[test]
    fn a_message_that_was_quoted_twice_is_read() {
        for text in [
            r#"{"requestId":"r","errMsg":""Endpoint request timed out"","status":"504"}"#,
            r#"{"requestId":"r","errMsg":" "Endpoint request timed out"", "status":"504"}"#,
        ] {
            let access = read(text);
            assert_eq!(
                access.get(Field::Message),
                Some("Endpoint request timed out")
            );
            assert_eq!(access.status(Field::Status), Some(504));
        }
        let cut = r#""customDomain_basePathMatched": "(none)", "domainName": "api.example.com", "error_responseType": "INTEGRATION_TIMEOUT", "extendedRequestId": "AbCdEfGhIAMFs9A=", "httpMethod": "PO"#;
        assert_eq!(
            read(cut).get(Field::ResponseType),
            Some("INTEGRATION_TIMEOUT")
        );
    }

    #[test]
    fn the_service_and_the_function_have_a_status_each() {
        let access = read(
            r#"{"requestId":"r","status":"502","integrationStatus":"200","integration.status":"502","integration.error":"-"}"#,
        );
        assert_eq!(access.status(Field::ServiceStatus), Some(200));
        assert_eq!(access.status(Field::BackendStatus), Some(502));
        assert_eq!(
            (
                access.get(Field::IntegrationError),
                access.told(Field::IntegrationError)
            ),
            (None, Some("-"))
        );
        let nested = read(
            r#"{"requestId":"r","status":"500","integration":{"status":"-","integrationStatus":"403"}}"#,
        );
        assert_eq!(nested.status(Field::ServiceStatus), Some(403));
    }

    #[test]
    fn other_formats_are_read_by_shape() {
        let common = read(
            r#"203.0.113.9 - - [05/Oct/2026:08:15:30 +0000] "GET /pets HTTP/1.1" 403 23 6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71 AbCdEfGhIAMFs9A="#,
        );
        assert_eq!(common.status(Field::Status), Some(403));
        assert_eq!(
            (common.method(), common.resource()),
            (Some("GET"), Some("/pets"))
        );
        assert_eq!(
            common.get(Field::ExtendedRequestId),
            Some("AbCdEfGhIAMFs9A=")
        );
        assert_eq!(common.api(), Some(ApiKind::Rest));
        let http = read(
            r#"203.0.113.9 - - [05/Oct/2026:08:15:30 +0000] "GET GET /orders HTTP/1.1" 500 35 JKJaXmPLvHcESHA= The IAM role"#,
        );
        assert_eq!(
            (http.status(Field::Status), http.api()),
            (Some(500), Some(ApiKind::Http))
        );
        let csv = read(
            "203.0.113.9,-,-,05/Oct/2026:08:15:30 +0000,POST,/pets,HTTP/1.1,429,31,6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71,AbCdEfGhIAMFs9A=",
        );
        assert_eq!(
            (csv.status(Field::Status), csv.method()),
            (Some(429), Some("POST"))
        );
        let words = read("6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71 403 INVALID_API_KEY Forbidden");
        assert_eq!(words.get(Field::ResponseType), Some("INVALID_API_KEY"));
        let xml = read(
            r#"<request id="6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71"> <ip>203.0.113.9</ip> <httpMethod>GET</httpMethod> <resourcePath>/pets</resourcePath> <status>403</status> </request>"#,
        );
        assert_eq!(
            (xml.status(Field::Status), xml.resource()),
            (Some(403), Some("/pets"))
        );
    }

    #[test]
    fn what_is_no_access_log_is_left_alone() {
        for text in [
            r#"{"errorMessage":"Exceeded maximum allowed payload size","errorType":"RequestEntityTooLarge"}"#,
            "REPORT RequestId: 6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71 Duration: 102.25 ms Billed Duration: 103 ms",
            "2026-10-05T08:15:30.815Z 5b2c9d10-7e4f-4a36-8c21-9f0e1d2c3b4a ERROR error: TooManyRequestsException",
            r#"{"message":"Forbidden"}"#,
            "Execution failed due to a timeout error",
            "",
            "{\"",
            "'",
            "{'é",
            "\"requestId\":\"\\",
        ] {
            assert_eq!(Access::of(text), None, "{text}");
        }
    }
}
