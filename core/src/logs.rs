//! What logs tell: the identifiers that they name, and how the gateway's work ended.
//!
//! An execution log is many lines a request, `(request id) text` in CloudWatch, `date : text` in a
//! test invocation, or the bare text where somebody pasted it; an access log is one line a request.

use alloc::borrow::ToOwned;
use alloc::string::String;

use crate::decimal;
use crate::facts::ApiKind;
use crate::host::{Host, HostForm, is_api_id, is_region, partition};
use crate::message::{self, Message};
use crate::text::Values;

pub(crate) mod access;
pub(crate) mod line;
pub(crate) mod moment;

pub(crate) use access::{Access, Field};
pub(crate) use line::Line;

/// A Lambda function as an ARN names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FunctionArn<'a> {
    /// The function's region.
    pub region: &'a str,
    /// The account; `None` where it is masked.
    pub account: Option<&'a str>,
    /// The function's name.
    pub name: &'a str,
    /// The alias or version, where the ARN has one.
    pub qualifier: Option<&'a str>,
}

impl<'a> FunctionArn<'a> {
    /// Finds the first `arn:…:lambda:…:function:…` in a text.
    pub fn find(text: &'a str) -> Option<Self> {
        let at = text.find(":function:")?;
        let start = text[..at].rfind("arn:")?;
        let mut parts = text[start..at].split(':');
        let (_, _, service, region, account) = (
            parts.next()?,
            parts.next()?,
            parts.next()?,
            parts.next()?,
            parts.next()?,
        );
        if service != "lambda" || !is_region(region) {
            return None;
        }
        let rest = &text[at + ":function:".len()..];
        let is_end = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '$'));
        let whole = &rest[..rest.find(is_end).unwrap_or(rest.len())];
        let (name, qualifier) = whole
            .split_once(':')
            .map_or((whole, None), |(name, alias)| (name, Some(alias)));
        (!name.is_empty()).then_some(Self {
            region,
            account: is_account(account).then_some(account),
            name,
            qualifier: qualifier.filter(|alias| !alias.is_empty()),
        })
    }
}

fn is_account(word: &str) -> bool {
    word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// What the log of one request tells of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Told<'a> {
    pub(crate) request_id: Option<&'a str>,
    pub(crate) extended_id: Option<&'a str>,
    /// What was sent to the client.
    pub(crate) status: Option<u16>,
    pub(crate) method: Option<&'a str>,
    /// As requested: in an access log with the stage that stands in the URL.
    pub(crate) path: Option<&'a str>,
    /// The resource's path, `/pets/{id}`.
    pub(crate) resource: Option<&'a str>,
    pub(crate) api: Option<&'a str>,
    pub(crate) stage: Option<&'a str>,
    pub(crate) account: Option<&'a str>,
    /// The host that was asked.
    pub(crate) host: Option<&'a str>,
    /// The kind of API that writes such a log.
    pub(crate) kind: Option<ApiKind>,
    /// The gateway response, and so the kind of failure.
    pub(crate) response_type: Option<&'a str>,
    /// The gateway's own message.
    pub(crate) message: Option<&'a str>,
    /// How long it took, in milliseconds.
    pub(crate) time_ms: Option<f64>,
    /// The request's line of an access log.
    pub(crate) access: Option<Access<'a>>,
    /// There are lines of an execution log, which only a method that exists leaves.
    pub(crate) has_execution: bool,
}

impl<'a> Told<'a> {
    /// Reads text that may quote an execution log.
    pub(crate) fn quoted(text: &'a str) -> Self {
        let mut told = Self::default();
        text.lines().for_each(|raw| told.take_line(&Line::of(raw)));
        told
    }

    /// Reads the log of one request; of several requests, what the first tells.
    pub(crate) fn of(log: &'a str) -> Self {
        let mut told = Self::default();
        for raw in log.lines() {
            let line = Line::of(raw);
            let access = if line.id.is_none() && told.access.is_none() {
                Access::of(line.text)
            } else {
                None
            };
            match access {
                Some(access) => told.take_access(access),
                None => told.take_line(&line),
            }
        }
        // One object that is printed over many lines.
        if told == Self::default()
            && let Some(access) = Access::of(log)
        {
            told.take_access(access);
        }
        if told.response_type.is_none() {
            told.response_type = log
                .split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
                .find(|word| word.contains('_') && access::is_response_type(word));
        }
        told
    }

    fn take_access(&mut self, access: Access<'a>) {
        let keep = |known: &mut Option<&'a str>, told: Option<&'a str>| {
            *known = known.or(told);
        };
        keep(&mut self.request_id, access.get(Field::RequestId));
        keep(&mut self.extended_id, access.get(Field::ExtendedRequestId));
        keep(&mut self.method, access.method());
        keep(
            &mut self.path,
            access.get(Field::Path).filter(|path| path.starts_with('/')),
        );
        keep(&mut self.resource, access.resource());
        keep(
            &mut self.api,
            access.get(Field::ApiId).filter(|api| is_api_id(api)),
        );
        keep(&mut self.stage, access.get(Field::Stage));
        keep(
            &mut self.account,
            access
                .get(Field::Account)
                .filter(|account| is_account(account)),
        );
        keep(
            &mut self.host,
            access.get(Field::Domain).filter(|host| is_host(host)),
        );
        keep(&mut self.response_type, access.get(Field::ResponseType));
        keep(&mut self.message, access.get(Field::Message));
        self.status = self.status.or(access.status(Field::Status));
        self.kind = self.kind.or(access.api());
        let number = |field| {
            let number = decimal::read(access.get(field)?)?;
            (number.is_finite() && number >= 0.0).then_some(number)
        };
        self.time_ms = self
            .time_ms
            .or_else(|| number(Field::Latency))
            .or_else(|| number(Field::IntegrationLatency).filter(|ms| *ms >= WORTH_TELLING));
        self.access = Some(access);
    }

    fn take_line(&mut self, line: &Line<'a>) {
        if self.request_id.is_none()
            && let Some(id) = line.id
        {
            self.request_id = Some(id);
            self.kind = self.kind.or_else(|| kind_of(id));
        }
        let text = line.text;
        self.has_execution |= line.id.is_some() || line::is_beginning(text);
        let behind = |start: &str| text.strip_prefix(start).map(str::trim);
        let word = |start: &str| behind(start).and_then(|rest| rest.split([' ', ',']).next());
        if let Some(status) = word("Method completed with status: ").and_then(status) {
            // A group may hold more than one attempt: the last is what the client saw.
            self.status = Some(status);
        } else if let Some(rest) = behind("Gateway response type: ") {
            let (name, status) = rest.split_once(" with status code: ").unwrap_or((rest, ""));
            self.response_type = self.response_type.or(Some(name));
            self.status = self.status.or_else(|| self::status(status));
        } else if let Some(id) = word("Extended Request Id: ") {
            self.extended_id = self.extended_id.or(Some(id));
        } else if let Some(rest) = behind("HTTP Method: ") {
            let (method, path) = rest.split_once(", Resource Path: ").unwrap_or((rest, ""));
            self.method = self
                .method
                .or(Some(method).filter(|method| is_word(method)));
            self.path = self
                .path
                .or(Some(path).filter(|path| path.starts_with('/')));
        } else if let Some(id) = word("Starting execution for request: ")
            .or_else(|| word("Execution log for request "))
            .or_else(|| word("Unauthorized request: "))
        {
            self.request_id = self.request_id.or(Some(id));
        } else if let Some(map) = behind("Method request headers: ") {
            self.host = self
                .host
                .or_else(|| entry(map, "Host"))
                .filter(|host| is_host(host));
        } else if let Some(rest) = behind("Received response. ") {
            let latency = rest
                .split_once("Integration latency: ")
                .and_then(|(_, rest)| decimal::read(rest.split(' ').next()?))
                .filter(|ms| (WORTH_TELLING..1e9).contains(ms));
            self.time_ms = self.time_ms.or(latency);
        } else if let Some(body) = behind("Gateway response body: ") {
            self.message = self
                .message
                .or_else(|| message::find(body).map(|found| found.raw));
        } else if let Some((api, stage)) = api_and_stage(text) {
            self.api = self.api.or(Some(api));
            self.stage = self.stage.or(Some(stage));
        }
    }

    /// What shows that the integration answered and the gateway passed that on: the function's own
    /// status, or an execution that ended well.
    pub(crate) fn passed_on(&self, log: &'a str) -> Option<&'a str> {
        const DONE: &str = "Successfully completed execution";
        if self.response_type.is_some() || log.contains("Execution failed due to") {
            return None;
        }
        let status = self.status.filter(|status| *status >= 400)?;
        if let Some(at) = log.find(DONE) {
            return log.get(at..at + DONE.len());
        }
        let access = self.access.as_ref()?;
        let served = |status: Option<u16>| status.is_none_or(|status| status < 300);
        let service = access.status(Field::ServiceStatus);
        if access.status(Field::BackendStatus) == Some(status) && served(service) {
            return access.get(Field::BackendStatus);
        }
        // Without the function's own status: Lambda was called, and the gateway found nothing wrong.
        let silent = access.told(Field::Message).is_some() && access.get(Field::Message).is_none();
        (service.is_some() && served(service) && (silent || status < 500))
            .then(|| access.get(Field::ServiceStatus))
            .flatten()
    }

    /// What an access log says of a step that failed before, or in place of, the integration's answer.
    pub(crate) fn step_that_failed(&self) -> Option<&'a str> {
        let access = self.access.as_ref()?;
        let refused = |field: Field| access.status(field).is_some_and(|status| status >= 400);
        [
            Field::Message,
            Field::IntegrationError,
            Field::AuthorizerError,
            Field::AuthorizeError,
            Field::AuthenticateError,
            Field::WafError,
        ]
        .iter()
        .find_map(|field| access.get(*field))
        .or_else(|| {
            let own = self.status.is_some_and(|status| status >= 500);
            (own && refused(Field::ServiceStatus))
                .then(|| access.get(Field::ServiceStatus))
                .flatten()
        })
    }

    /// The base path of the custom domain's mapping, empty where there is none.
    pub(crate) fn base_path(&self) -> Option<&'a str> {
        let told = self.access.as_ref()?.told(Field::BasePath)?;
        Some(match told {
            "(none)" | "-" => "",
            base => base.trim_matches('/'),
        })
    }

    /// When the request came, in milliseconds since 1970.
    pub(crate) fn started(&self) -> Option<i64> {
        moment::parse(self.access.as_ref()?.get(Field::Time)?)
    }

    /// The gateway response by its name, and the exception that it sends where it is always the same.
    pub(crate) fn error_types(&self) -> impl Iterator<Item = &'a str> {
        let named = self
            .response_type
            .filter(|name| !name.starts_with("DEFAULT_"));
        let sent = named.and_then(|name| {
            EXCEPTIONS
                .iter()
                .find(|(of, _)| *of == name)
                .map(|(_, sent)| *sent)
        });
        named.into_iter().chain(sent)
    }

    /// The gateway's message, as [`message::find`] gives it.
    pub(crate) fn gateway_message(&self) -> Option<Message<'a>> {
        let raw = self.message?;
        Some(Message {
            key: "message",
            text: Some(message::unescape(raw)),
            raw,
        })
    }
}

/// Gateway responses and the `x-amzn-errortype` of each. Those that share `ForbiddenException` with
/// answers that never reach a stage are left out, so that the name of the response decides.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("ACCESS_DENIED", "AccessDeniedException"),
    ("API_CONFIGURATION_ERROR", "InternalServerErrorException"),
    (
        "AUTHORIZER_CONFIGURATION_ERROR",
        "AuthorizerConfigurationException",
    ),
    ("AUTHORIZER_FAILURE", "AuthorizerFailureException"),
    ("BAD_REQUEST_BODY", "BadRequestException"),
    ("BAD_REQUEST_PARAMETERS", "BadRequestException"),
    ("EXPIRED_TOKEN", "ExpiredTokenException"),
    ("INTEGRATION_FAILURE", "InternalServerErrorException"),
    ("INVALID_SIGNATURE", "InvalidSignatureException"),
    (
        "MISSING_AUTHENTICATION_TOKEN",
        "MissingAuthenticationTokenException",
    ),
    ("QUOTA_EXCEEDED", "LimitExceededException"),
    ("RESOURCE_NOT_FOUND", "NotFoundException"),
    ("THROTTLED", "TooManyRequestsException"),
    ("UNAUTHORIZED", "UnauthorizedException"),
    ("UNSUPPORTED_MEDIA_TYPE", "BadRequestException"),
];

/// An integration that took less is no measure of the whole.
const WORTH_TELLING: f64 = 1_000.0;

fn status(word: &str) -> Option<u16> {
    word.trim()
        .parse()
        .ok()
        .filter(|status| (100..=599).contains(status))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_host(text: &str) -> bool {
    text.contains('.')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte))
}

/// REST APIs number requests with UUIDs, WebSocket APIs with shorter ids; HTTP APIs have no
/// execution log.
fn kind_of(id: &str) -> Option<ApiKind> {
    if line::is_uuid(id) || id == "test-invoke-request" {
        Some(ApiKind::Rest)
    } else {
        line::is_extended_id(id).then_some(ApiKind::WebSocket)
    }
}

/// The value of a key in `{Host=…, User-Agent=…}`, which is no JSON.
fn entry<'a>(map: &'a str, key: &str) -> Option<&'a str> {
    let inner = map.strip_prefix('{')?;
    inner.split(", ").find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.eq_ignore_ascii_case(key)
            .then(|| value.trim_end_matches('}'))
    })
}

/// API and stage: `… API Stage: a1b2c3d4e5/Prod`, and the names of log groups.
fn api_and_stage(text: &str) -> Option<(&str, &str)> {
    [
        "API Stage: ",
        "for API Stage ",
        "and API Stage ",
        "API-Gateway-Execution-Logs_",
        "/aws/apigateway/",
    ]
    .iter()
    .find_map(|marker| {
        let (api, stage) = word_after(text, marker)?.split_once('/')?;
        let stage = stage
            .split([':', '"', '\'', '}', ']'])
            .next()
            .filter(|stage| !stage.is_empty())?;
        is_api_id(api).then_some((api, stage))
    })
}

/// Whether nothing but a line of an access log looks so.
pub(crate) fn is_access(text: &str) -> bool {
    Access::of(text).is_some_and(|access| access.is_certain())
}

/// Whether nothing but a line of one of API Gateway's logs looks so.
pub(crate) fn is_line(raw: &str) -> bool {
    let line = Line::of(raw);
    line.id.is_some() || is_access(line.text)
}

/// Words with which a line says that something failed.
const FAILURES: &[&str] = &[
    "Execution failed due to",
    "Lambda execution failed with status",
    "Lambda invocation failed with status",
    "Key throttle limit exceeded",
    "quota limit exceeded",
    "Unauthorized request:",
    "not authorized because method",
    "The client is not authorized to perform this operation",
    "is not authorized to perform",
    "does not match model schema",
    "Missing required request parameters",
    "Usage Plan check failed for",
    "doesn't have permissions to call",
    "The Lambda function returned the following error",
    "Gateway response type:",
    "Connection timed out",
    "Connection refused",
    "WAF_BLOCK",
];

/// The first words in a log that say that something failed.
pub(crate) fn failure(log: &str) -> Option<&str> {
    FAILURES
        .iter()
        .find_map(|words| crate::look::find_in(log, words))
}

/// Fills in what the log names and nothing else told.
pub(crate) fn fill(values: &mut Values, log: &str, told: &Told<'_>) {
    let mut learn = |name: &'static str, value: &str| {
        if values.get(name).is_none() && !value.is_empty() {
            values.set(name, value.to_owned());
        }
    };
    if let Some(function) = called_function(log) {
        learn(
            if ends_in_the_authorizer(log) {
                "authorizer_function"
            } else {
                "function"
            },
            function.name,
        );
        learn("alias", function.qualifier.unwrap_or_default());
        learn("region", function.region);
        learn("partition", partition(function.region));
        if let Some(account) = function.account {
            learn("account", account);
        }
    }
    for (name, value) in [
        ("request_id", told.request_id),
        ("extended_request_id", told.extended_id),
        ("api", told.api),
        ("stage", told.stage.filter(|stage| *stage != "$default")),
        ("account", told.account),
    ] {
        learn(name, value.unwrap_or_default());
    }
    if let Some(group) = group_arn(log) {
        learn("region", group.0);
        learn("partition", partition(group.0));
        learn("account", group.1);
    }
    // `Key throttle limit exceeded for RestApi a1b2c3d4e5, Stage Prod, Resource k0w8mc, HttpMethod POST.`
    if let Some(api) = word_after(log, "for RestApi ").filter(|api| is_api_id(api)) {
        learn("api", api);
        learn("stage", word_after(log, ", Stage ").unwrap_or(""));
        learn("method", word_after(log, ", HttpMethod ").unwrap_or(""));
    }
    // `… not authorized because method 'GET /orders' requires API Key …`
    let named = quoted_after(log, "because method '").and_then(|method| method.split_once(' '));
    learn(
        "method",
        told.method.or(named.map(|(verb, _)| verb)).unwrap_or(""),
    );
    let path = told.path.or_else(|| {
        told.resource
            .or(named.map(|(_, path)| path))
            .filter(|path| !path.contains('{'))
    });
    if let Some(path) = path.filter(|path| path.starts_with('/')) {
        learn("path", path);
    }
    if let Some(resource) = told
        .resource
        .or(named.map(|(_, path)| path))
        .map(any_parameter)
        .or_else(|| Some(any_argument(told.path?, log)))
    {
        learn("resource", resource.trim_start_matches('/'));
    }
    // `Starting authorizer: 62mgrc for request: …`
    learn(
        "authorizer",
        word_after(log, "Starting authorizer: ").unwrap_or(""),
    );
    // `… does not have permission to assume the provided role arn:aws:iam::111122223333:role/api`
    if let Some(role) = word_after(log, "the provided role ").filter(|arn| arn.contains(":role/")) {
        learn("role", role.rsplit('/').next().unwrap_or(""));
        learn("account", crate::arn::account(role).unwrap_or(""));
    }
    // `Sending request to https://states.us-east-1.amazonaws.com/…`
    let backend = [
        "Sending request to https://",
        "Endpoint request URI: https://",
    ]
    .iter()
    .find_map(|marker| word_after(log, marker))
    .map(|address| Host::parse(address.split(['/', '?']).next().unwrap_or("")))
    .filter(|host| host.form == HostForm::AwsService);
    if let Some(region) = backend.and_then(|host| host.region) {
        learn("region", &region);
        learn("partition", partition(&region));
    }
}

/// The log from its last call on: where an authorizer's function was called before, the failure is
/// the integration's.
/// The function that was called last, or that the log names at all.
pub(crate) fn called_function(log: &str) -> Option<FunctionArn<'_>> {
    FunctionArn::find(last_call(log)).or_else(|| FunctionArn::find(log))
}

fn last_call(log: &str) -> &str {
    ["Endpoint request URI: ", "Sending request to "]
        .iter()
        .filter_map(|marker| log.rfind(marker))
        .max()
        .map_or("", |at| &log[at..])
}

/// Whether the request came no further than to its authorizer.
pub(crate) fn ends_in_the_authorizer(log: &str) -> bool {
    const DONE: &[&str] = &[
        "Successfully completed authorizer execution",
        "Starting execution for request",
        "HTTP Method: ",
    ];
    let failed = log.contains("Authorizer error")
        || log.contains("AuthorizerConfigurationException")
        || log.contains("AuthorizerFailureException");
    let began = log
        .find("Starting authorizer")
        .is_some_and(|at| !DONE.iter().any(|words| log[at..].contains(words)));
    failed || began
}

/// Region and account of `arn:aws:logs:us-east-1:111122223333:log-group:…`, or the account in front
/// of a group's name, as Logs Insights writes it.
fn group_arn(log: &str) -> Option<(&str, &str)> {
    let at = log.find(":log-group:")?;
    let start = log[..at].rfind("arn:")?;
    let mut parts = log[start..at].split(':').skip(3);
    let (region, account) = (parts.next()?, parts.next()?);
    is_region(region).then_some((region, if is_account(account) { account } else { "" }))
}

/// `/pets/{id}` as a source ARN admits it: `/pets/*`.
fn any_parameter(resource: &str) -> String {
    let mut pattern = String::with_capacity(resource.len());
    for part in resource.split('/').skip(1) {
        pattern.push('/');
        pattern.push_str(if part.starts_with('{') { "*" } else { part });
    }
    pattern
}

/// The same where the log shows the path as requested, and what its parameters were:
/// `Method request path: {petId=123}`.
fn any_argument(path: &str, log: &str) -> String {
    let mut pattern = path.to_owned();
    let Some((_, rest)) = log.split_once("Method request path: {") else {
        return pattern;
    };
    let map = rest.split(['\n', '}']).next().unwrap_or("");
    for value in map.split(", ").filter_map(|pair| pair.split_once('=')) {
        let argument = alloc::format!("/{}", value.1);
        let at = pattern
            .match_indices(&argument)
            .map(|(at, _)| at)
            .find(|at| {
                let behind = &pattern[at + argument.len()..];
                argument.len() > 1 && (behind.is_empty() || behind.starts_with('/'))
            });
        if let Some(at) = at {
            pattern.replace_range(at..at + argument.len(), "/*");
        }
    }
    pattern
}

fn word_after<'a>(text: &'a str, marker: &str) -> Option<&'a str> {
    let rest = &text[text.find(marker)? + marker.len()..];
    let word = rest
        .split([' ', ',', '\n', '\r', '\t'])
        .next()?
        .trim_end_matches(['.', '"', '\'']);
    (!word.is_empty()).then_some(word)
}

fn quoted_after<'a>(text: &'a str, marker: &str) -> Option<&'a str> {
    let rest = &text[text.find(marker)? + marker.len()..];
    rest.split('\'').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &mut Values, log: &str) {
        fill(values, log, &Told::of(log));
    }

    #[test]
    fn a_function_is_read_from_the_line_that_calls_it() {
        let line = "(x) Sending request to https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:pets:live/invocations";
        let function = FunctionArn::find(line).unwrap();
        assert_eq!(
            (
                function.region,
                function.account,
                function.name,
                function.qualifier
            ),
            ("us-east-1", Some("111122223333"), "pets", Some("live"))
        );
        assert_eq!(FunctionArn::find("arn:aws:lambda:xx:xx:function:xxx"), None);
    }

    #[test]
    fn a_log_names_api_stage_method_and_request() {
        let mut values = Values::default();
        read(
            &mut values,
            "(0a1b2c3d-39db-11e9-8d2e-1f0e2d3c4b5a) Verifying Usage Plan for request: 0a1b2c3d. API Key:  API Stage: a1b2c3d4e5/Prod\nHTTP Method: GET, Resource Path: /pets\n",
        );
        assert_eq!(values.get("api"), Some("a1b2c3d4e5"));
        assert_eq!(values.get("stage"), Some("Prod"));
        assert_eq!(
            (values.get("method"), values.get("path")),
            (Some("GET"), Some("/pets"))
        );
        assert_eq!(
            values.get("request_id"),
            Some("0a1b2c3d-39db-11e9-8d2e-1f0e2d3c4b5a")
        );
    }

    #[test]
    fn what_is_known_already_is_not_overwritten() {
        let mut values = Values::default();
        values.set("region", "eu-west-1");
        read(
            &mut values,
            "arn:aws:lambda:us-east-1:111122223333:function:pets",
        );
        assert_eq!(values.get("region"), Some("eu-west-1"));
        read(&mut values, "HTTP Method: ");
    }
}
