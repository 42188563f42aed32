//! What the gateway's own errors look like until their owner changes them.
//!
//! A gateway response may be given any status and any body; `x-amzn-errortype` goes on naming the
//! error. The defaults are those of *Gateway response types for API Gateway* and of captures.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::facts::{ApiKind, Facts};
use crate::message;
use crate::origin::Side;
use crate::text::{Text, Values};

/// One error type as API Gateway sends it by itself.
struct Default {
    name: &'static str,
    statuses: &'static [u16],
    /// All the messages that it comes with; empty where they vary.
    messages: &'static [&'static str],
    /// The message may be `null`.
    may_be_null: bool,
}

const fn default(
    name: &'static str,
    statuses: &'static [u16],
    messages: &'static [&'static str],
    may_be_null: bool,
) -> Default {
    Default {
        name,
        statuses,
        messages,
        may_be_null,
    }
}

const INTERNAL: &[&str] = &[
    "Internal server error",
    "Endpoint request timed out",
    "Network error communicating with endpoint",
];

const DEFAULTS: &[Default] = &[
    default("AccessDeniedException", &[403], &[], false),
    default("AuthorizerConfigurationException", &[500], INTERNAL, true),
    default("AuthorizerFailureException", &[500], INTERNAL, true),
    default("BadRequestException", &[400, 413, 415], &[], false),
    default("ExpiredTokenException", &[403], &[], false),
    default(
        "ForbiddenException",
        &[403],
        &["Forbidden", "Invalid API Key identifier specified"],
        false,
    ),
    default("IncompleteSignatureException", &[403], &[], false),
    default(
        "InternalServerErrorException",
        &[500, 502, 504],
        INTERNAL,
        false,
    ),
    default("InvalidSignatureException", &[403], &[], false),
    default("LimitExceededException", &[429], &["Limit Exceeded"], false),
    default(
        "MissingAuthenticationTokenException",
        &[403],
        &["Missing Authentication Token"],
        false,
    ),
    default("NotFoundException", &[404], &[], false),
    default("ServiceUnavailableException", &[503], &[], true),
    default(
        "TooManyRequestsException",
        &[429],
        &["Too Many Requests"],
        true,
    ),
    default(
        "UnauthorizedException",
        &[401],
        &["Unauthorized", "The incoming token has expired"],
        false,
    ),
    default("UnrecognizedClientException", &[403], &[], false),
];

/// What the owner changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Customised {
    error_type: &'static str,
    statuses: &'static [u16],
    status: bool,
    body: bool,
}

/// What the owner of the API changed about this answer of the gateway's; `None` where nothing shows.
pub(crate) fn customised(facts: &Facts<'_>) -> Option<Customised> {
    let headers = &facts.evidence.response_headers;
    let name = headers.first("x-amzn-errortype")?.split(':').next()?.trim();
    let own = DEFAULTS
        .iter()
        .find(|default| default.name.eq_ignore_ascii_case(name))?;
    // WebSocket APIs have no gateway responses to customise.
    let is_gateways = facts.origin.who.side() == Side::Gateway;
    if !is_gateways || matches!(facts.api, Some(ApiKind::WebSocket | ApiKind::Http)) {
        return None;
    }
    let customised = Customised {
        error_type: own.name,
        statuses: own.statuses,
        status: facts
            .evidence
            .status
            .is_some_and(|status| !own.statuses.contains(&status)),
        body: !is_default_body(facts, own).unwrap_or(true),
    };
    (customised.status || customised.body).then_some(customised)
}

/// Whether the body is the default one; `None` where it cannot be told.
fn is_default_body(facts: &Facts<'_>, own: &Default) -> Option<bool> {
    if facts.evidence.method.as_deref() == Some("HEAD") {
        return None;
    }
    let Some(body) = facts.body().map(str::trim) else {
        return is_default_length(facts.announced_length()?, own);
    };
    let Some((message, "response.body")) = &facts.message else {
        return Some(false);
    };
    let only_member = body.starts_with('{') && body.matches("\":").count() == 1;
    // Cut out of its JSON by whoever pasted it.
    let is_bare = message.key.is_empty();
    Some((only_member || is_bare) && is_default_message(message.text.as_deref(), own))
}

fn is_default_message(text: Option<&str>, own: &Default) -> bool {
    match text.map(str::trim) {
        None => own.may_be_null,
        Some("") => false,
        Some(text) => own.messages.is_empty() || own.messages.contains(&text),
    }
}

/// The same for a body that was withheld, by its length.
fn is_default_length(length: usize, own: &Default) -> Option<bool> {
    if length == 0 {
        return Some(false);
    }
    if own.messages.is_empty() {
        return None;
    }
    let of_message = |text: &&str| {
        let fits = |status: &u16| message::length_fits(*status, text, length) == Some(true);
        own.statuses.iter().any(fits)
    };
    let is_null = own.may_be_null && length == message::NULL_MESSAGE_LENGTH;
    Some(is_null || own.messages.iter().any(of_message))
}

impl Customised {
    /// What to tell of it.
    pub(crate) const fn words(self) -> Text {
        match (self.status, self.body) {
            (true, true) => STATUS_AND_BODY,
            (true, false) => STATUS,
            _ => BODY,
        }
    }

    /// The values that the words need.
    pub(crate) fn fill(self, values: &mut Values) {
        values.set("error_type", self.error_type);
        let known: Vec<String> = self.statuses.iter().map(u16::to_string).collect();
        let in_english = match known.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => [others.join(", "), last.clone()].join(" or "),
            None => String::new(),
        };
        values.set_words("default_status", in_english, known.join("、"));
    }
}

const STATUS_AND_BODY: Text = text! {
    en: "The owner customised this gateway response: by default {error_type} comes with status {default_status} and another body. The cause follows from x-amzn-errortype, which stays; “aws apigateway get-gateway-responses --rest-api-id {api} --region {region}” shows what was set.",
    ja: "このゲートウェイレスポンスは、所有者がステータスと本文をカスタマイズしています。{error_type}の既定のステータスは{default_status}で、本文も異なります。変更されないx-amzn-errortypeから原因を判断しています。設定内容は「aws apigateway get-gateway-responses --rest-api-id {api} --region {region}」で確認できます。",
};
const STATUS: Text = text! {
    en: "The owner customised the status of this gateway response: {error_type} comes with {default_status} by default. The cause follows from x-amzn-errortype, which stays; “aws apigateway get-gateway-responses --rest-api-id {api} --region {region}” shows what was set.",
    ja: "このゲートウェイレスポンスは、所有者がステータスをカスタマイズしています。{error_type}の既定のステータスは{default_status}です。変更されないx-amzn-errortypeから原因を判断しています。設定内容は「aws apigateway get-gateway-responses --rest-api-id {api} --region {region}」で確認できます。",
};
const BODY: Text = text! {
    en: "The owner customised the body of this gateway response, so its words are not API Gateway's. The cause follows from {error_type} in x-amzn-errortype, which stays; “aws apigateway get-gateway-responses --rest-api-id {api} --region {region}” shows what was set.",
    ja: "このゲートウェイレスポンスは、所有者が本文をカスタマイズしており、文面はAPI Gatewayのものではありません。変更されないx-amzn-errortypeの{error_type}から原因を判断しています。設定内容は「aws apigateway get-gateway-responses --rest-api-id {api} --region {region}」で確認できます。",
};
