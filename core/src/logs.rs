//! The identifiers that execution logs name: function, account, API, stage, authorizer, method.
//!
//! A log line is `(request id) text` in CloudWatch, `date : text` in a test invocation, or the bare
//! text where somebody pasted it; only the text matters here.

use alloc::string::String;

use crate::host::{is_api_id, is_region, partition};
use crate::text::Values;

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
        let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        (!name.is_empty()).then_some(Self {
            region,
            account: is_account.then_some(account),
            name,
            qualifier: qualifier.filter(|alias| !alias.is_empty()),
        })
    }
}

/// Fills in what the log names and nothing else told.
pub(crate) fn fill(values: &mut Values, log: &str) {
    let mut learn = |name: &'static str, value: &str| {
        if values.get(name).is_none() && !value.is_empty() {
            values.set(name, String::from(value));
        }
    };
    if let Some(function) = FunctionArn::find(log) {
        learn("function", function.name);
        learn("region", function.region);
        learn("partition", partition(function.region));
        if let Some(account) = function.account {
            learn("account", account);
        }
    }
    // `Verifying Usage Plan for request: …. API Key:  API Stage: uwe3g5jm54/Prod`, and the name of a
    // log group: `API-Gateway-Execution-Logs_abc123defg/prod`
    for marker in ["API Stage: ", "API-Gateway-Execution-Logs_"] {
        let named = word_after(log, marker).and_then(|word| word.split_once('/'));
        if let Some((api, stage)) = named.filter(|(api, _)| is_api_id(api)) {
            learn("api", api);
            learn("stage", stage.trim_end_matches(['"', '\'']));
        }
    }
    // `Key throttle limit exceeded for RestApi uwe3g5jm54, Stage Prod, Resource k0w8mc, HttpMethod POST.`
    if let Some(api) = word_after(log, "for RestApi ").filter(|api| is_api_id(api)) {
        learn("api", api);
        learn("stage", word_after(log, ", Stage ").unwrap_or(""));
        learn("method", word_after(log, ", HttpMethod ").unwrap_or(""));
    }
    // `HTTP Method: GET, Resource Path: /pets`
    if let Some(method) = word_after(log, "HTTP Method: ") {
        learn("method", method);
    }
    if let Some(path) = word_after(log, "Resource Path: ").filter(|path| path.starts_with('/')) {
        learn("path", path);
        learn("resource", path.trim_start_matches('/'));
    }
    // `Starting authorizer: 62mgrc for request: …`
    if let Some(id) = word_after(log, "Starting authorizer: ") {
        learn("authorizer", id);
    }
    if let Some(id) = request_id(log) {
        learn("request_id", id);
    }
}

/// The id in front of a line: `(8212e5af-c174-48ce-85d5-729d73c6771a) Starting execution …`.
fn request_id(log: &str) -> Option<&str> {
    let (id, _) = log.trim_start().strip_prefix('(')?.split_once(") ")?;
    ((8..=40).contains(&id.len()) && !id.contains(char::is_whitespace)).then_some(id)
}

fn word_after<'a>(text: &'a str, marker: &str) -> Option<&'a str> {
    let rest = &text[text.find(marker)? + marker.len()..];
    let word = rest
        .split([' ', ',', '\n', '\r', '\t'])
        .next()?
        .trim_end_matches('.');
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        fill(
            &mut values,
            "(4f3e3b0f-39db-11e9-9c2e-5bd7c2de5998) Verifying Usage Plan for request: 4f3e3b0f. API Key:  API Stage: uwe3g5jm54/Prod\nHTTP Method: GET, Resource Path: /pets\n",
        );
        assert_eq!(values.get("api"), Some("uwe3g5jm54"));
        assert_eq!(values.get("stage"), Some("Prod"));
        assert_eq!(
            (values.get("method"), values.get("path")),
            (Some("GET"), Some("/pets"))
        );
        assert_eq!(
            values.get("request_id"),
            Some("4f3e3b0f-39db-11e9-9c2e-5bd7c2de5998")
        );
    }

    #[test]
    fn what_is_known_already_is_not_overwritten() {
        let mut values = Values::default();
        values.set("region", "eu-west-1");
        fill(
            &mut values,
            "arn:aws:lambda:us-east-1:111122223333:function:pets",
        );
        assert_eq!(values.get("region"), Some("eu-west-1"));
        fill(&mut values, "HTTP Method: ");
    }
}
