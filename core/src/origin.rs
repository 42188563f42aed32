//! Who answered, told before why: API Gateway, what stands behind it, what stands before it, or
//! nobody.
//!
//! The order of the tests is the argument: what only one speaker can write comes first, what
//! several could write comes last and with less confidence.

mod gateway;
mod marks;
mod nobody;
mod speakers;

pub use crate::who::{Origin, Role, Side, Speaker, Who};

use crate::facts::Facts;
use crate::host::{Host, HostForm};
use crate::look::Look;
use crate::looks;
use crate::weights;
use marks::Found;

/// Tells who answered.
pub fn who_answered(facts: &Facts<'_>) -> Origin {
    let mark = marks::find(facts);
    gateway::waf(facts)
        .or_else(|| emulator(facts))
        .or_else(|| by_mark(facts, mark.as_ref()))
        .or_else(|| nobody::nobody(facts))
        .or_else(|| by_host(facts))
        .or_else(|| gateway::websocket(facts))
        .or_else(|| gateway::rest_or_behind(facts, mark.as_ref()))
        .or_else(|| gateway::http_or_behind(facts, mark.as_ref()))
        .or_else(|| gateway::logged(facts))
        .or_else(|| gateway::by_message(facts))
        .or_else(|| somebody_else(facts))
        .unwrap_or_else(Origin::unknown)
}

/// Whoever left this mark.
fn left_by(found: Found, who: Who, percent: u8) -> Origin {
    Origin {
        who,
        percent,
        because: [(found.says, found.quote)].into(),
        speaker: Some(found.speaker),
    }
}

/// Percent for a whole answer that bears none of the gateway's headers.
const UNSIGNED: u8 = 85;

fn header<'a>(facts: &Facts<'a>, name: &str) -> Option<&'a str> {
    facts.evidence.response_headers.first(name)
}

/// The gateway signed the answer: as its own, or as one that it passed on.
fn has_gateway_header(facts: &Facts<'_>) -> bool {
    ["x-amz-apigw-id", "apigw-requestid", "x-amzn-errortype"]
        .iter()
        .any(|name| header(facts, name).is_some())
        || gateway::remapped(facts).is_some()
}

fn is_execute_api(facts: &Facts<'_>) -> bool {
    facts.host.as_ref().is_some_and(Host::is_execute_api)
}

/// Percent of an answer that a server behind the gateway or one elsewhere may have written.
const EITHER_SIDE: u8 = 55;

/// Somebody left a mark of its own on the answer, and the gateway left none.
fn by_mark(facts: &Facts<'_>, mark: Option<&Found>) -> Option<Origin> {
    let found = mark?;
    let speaker = found.speaker;
    // What a backend wrote may pass through the gateway, which then signs it with its own headers;
    // an error type alone is what other services of AWS send, too.
    let is_other_service = matches!(speaker.who, Who::AwsService | Who::LambdaUrl);
    let has_error_type = header(facts, "x-amzn-errortype").is_some();
    let went_through = has_gateway_header(facts)
        && !(is_other_service && has_error_type && header(facts, "x-amz-apigw-id").is_none());
    let signs_like_the_gateway = speaker.who == Who::AwsService && is_execute_api(facts);
    if went_through || signs_like_the_gateway {
        return None;
    }
    // API Gateway opens this session for an integration's role; the service then answers through it.
    let through_an_integration = facts
        .texts()
        .any(|(text, _)| text.contains("BackplaneAssumeRoleSession"));
    if through_an_integration {
        return Some(left_by(found.clone(), Who::Integration, 90));
    }
    // The names of AWS's own hosts tell more than what an application behind them writes.
    let tells_more = match speaker.role {
        Role::ForwardProxy => true,
        Role::Aws => found.percent >= weights::SPEAKER_KNOWN,
        _ => false,
    };
    if !tells_more && names_its_server(facts) {
        return None;
    }
    let keeps_its_place = matches!(
        speaker.who,
        Who::Proxy | Who::Cloudfront | Who::LambdaUrl | Who::LoadBalancer
    );
    let whole = facts.evidence.response_headers.is_whole_response();
    // An application's own words, without the headers that would tell what they came through.
    let may_stand_behind = matches!(speaker.role, Role::Application | Role::WebServer)
        && found.in_body
        && !whole
        && !is_execute_api(facts);
    let (who, percent) = match () {
        () if may_stand_behind => (speaker.who, found.percent.min(EITHER_SIDE)),
        // A faint mark does not make less of a whole answer without the gateway's headers.
        () if keeps_its_place || !is_execute_api(facts) => {
            let at_least = if whole { UNSIGNED } else { 0 };
            (speaker.who, found.percent.max(at_least))
        }
        // Only a proxy can answer in the place of an execute-api host, and a whole answer would
        // show that it went through the gateway.
        () if whole => (Who::Proxy, 86),
        () => (Who::Integration, 75),
    };
    Some(left_by(found.clone(), who, percent))
}

/// `sam local start-api` and its kin say on this machine what only API Gateway says elsewhere; so
/// the gateway's own causes hold, for the template that the emulator reads.
fn emulator(facts: &Facts<'_>) -> Option<Origin> {
    if !matches!(looks::emulated_miss(facts), Look::Seen(_)) {
        return None;
    }
    let (message, place) = facts.message.as_ref()?;
    let says = text!(
        en: "The host is on this machine, and the words are API Gateway's, as an emulator repeats them",
        ja: "手元のマシンのホストが、API Gatewayの文面で応答しています。エミュレーターの応答です"
    );
    Some(Origin::one(
        Who::Other,
        EITHER_SIDE,
        says,
        message.raw,
        place,
    ))
}

/// Hosts at which nobody but their own service answers.
fn names_its_server(facts: &Facts<'_>) -> bool {
    matches!(
        facts.host_form(),
        Some(HostForm::LambdaUrl | HostForm::S3 | HostForm::ControlPlane | HostForm::AwsService)
    )
}

fn by_host(facts: &Facts<'_>) -> Option<Origin> {
    let host = facts.host.as_ref()?;
    let (who, percent, says) = match host.form {
        HostForm::LambdaUrl => (
            Who::LambdaUrl,
            98,
            text!(en: "The host is a Lambda function URL", ja: "ホストはLambda関数URLです"),
        ),
        HostForm::S3 => (
            Who::S3,
            95,
            text!(en: "The host is S3's", ja: "ホストはS3のものです"),
        ),
        HostForm::ControlPlane => (
            Who::AwsService,
            95,
            text!(en: "The host is where APIs are managed, not called", ja: "APIを呼び出すホストではなく、管理するためのホストです"),
        ),
        HostForm::AwsService => (
            Who::AwsService,
            95,
            text!(en: "The host is another AWS service's", ja: "ホストは別のAWSサービスのものです"),
        ),
        HostForm::LoadBalancer if !has_gateway_header(facts) => (
            Who::LoadBalancer,
            80,
            text!(en: "The host is a load balancer", ja: "ホストはロードバランサーです"),
        ),
        HostForm::Local if !has_gateway_header(facts) => (
            Who::Other,
            85,
            text!(en: "The host is on this machine or its own network", ja: "ホストは手元のマシンまたは同じネットワーク上にあります"),
        ),
        _ => return None,
    };
    Some(Origin::one(who, percent, says, host.name.clone(), "url"))
}

/// Nobody's mark, and none of the gateway's either.
fn somebody_else(facts: &Facts<'_>) -> Option<Origin> {
    let headers = &facts.evidence.response_headers;
    if has_gateway_header(facts) || facts.evidence.status.is_none() {
        return None;
    }
    if !headers.is_whole_response() {
        return words_of_others(facts);
    }
    if let Some(id) = header(facts, "x-amzn-requestid").filter(|_| !is_execute_api(facts)) {
        let says = text!(
            en: "Services of AWS number their requests so, and API Gateway adds x-amz-apigw-id to it",
            ja: "AWSのサービスが付けるリクエストIDです。API Gatewayならx-amz-apigw-idも付きます"
        );
        let place = "response.headers.x-amzn-requestid";
        return Some(Origin::one(Who::AwsService, 82, says, id, place));
    }
    let says = text!(en: "The whole answer carries none of API Gateway's headers", ja: "応答全体にAPI Gatewayのヘッダーが一つもありません");
    let telling = ["server", "x-powered-by", "via", "content-type", "date"];
    let (name, value) = telling
        .iter()
        .find_map(|name| Some((*name, header(facts, name)?)))?;
    let place = alloc::format!("response.headers.{name}");
    // Only a proxy can answer in the place of an execute-api host.
    Some(if is_execute_api(facts) {
        Origin::one(Who::Proxy, 65, says, value, &place)
    } else {
        Origin::one(Who::Other, UNSIGNED, says, value, &place)
    })
}

/// Some headers were captured, none of the gateway's among them, and the body is not the gateway's.
fn words_of_others(facts: &Facts<'_>) -> Option<Origin> {
    let names = facts.evidence.response_headers.iter().count();
    let is_anybodys = matches!(
        facts.host_form(),
        Some(HostForm::Other | HostForm::CloudFront)
    );
    let Look::Seen(body) = looks::foreign_body(facts) else {
        return None;
    };
    (names >= 2 && is_anybodys).then(|| {
        let says = text!(
            en: "The body is none of API Gateway's, and none of its headers came with it",
            ja: "本文はAPI Gatewayのものではなく、API Gatewayのヘッダーもありません"
        );
        Origin::one(Who::Other, 70, says, body.text, &body.place)
    })
}
