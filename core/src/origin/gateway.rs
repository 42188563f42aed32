//! API Gateway answered itself, or passed on what stands behind it.

use super::marks::Found;
use super::{Origin, Who, header, is_execute_api};
use crate::facts::{ApiKind, EXCEPTIONS, Facts};
use crate::headers::Header;
use crate::host::HostForm;
use crate::look::{Look, find_in};
use crate::text::Text;
use crate::{looks, message};
use alloc::borrow::ToOwned;

/// The fixed messages of HTTP APIs.
const FIXED: &[&str] = &[
    "Forbidden",
    "Not Found",
    "Unauthorized",
    "Internal Server Error",
    "Service Unavailable",
    "Too Many Requests",
    "Bad Request",
    "Request Entity Too Large",
    "Request Header Fields Too Large",
    "Endpoint request timed out",
    "Gateway Timeout",
];

const TYPE: Text = text!(en: "API Gateway names the type of its own errors", ja: "API Gateway自身のエラーには種類が示されます");
const WENT_THROUGH_REST: Text =
    text!(en: "The request went through a REST API", ja: "リクエストはREST APIを通りました");
const WENT_THROUGH_HTTP: Text =
    text!(en: "The request went through an HTTP API", ja: "リクエストはHTTP APIを通りました");

/// CAPTCHA and challenge actions name themselves, whatever they stand in front of; an access log
/// names a block, of which the answer says only “Forbidden”.
pub(super) fn waf(facts: &Facts<'_>) -> Option<Origin> {
    let log = facts.evidence.log.as_deref().unwrap_or("");
    if let Some(found) = find_in(log, "WAF_BLOCK").or_else(|| find_in(log, "WAF_FILTERED")) {
        let says =
            text!(en: "The access log names AWS WAF", ja: "アクセスログにAWS WAFの名があります");
        return Some(Origin::one(Who::Waf, 97, says, found, "log"));
    }
    let action = header(facts, "x-amzn-waf-action")?;
    let says = text!(en: "AWS WAF names its own action so", ja: "AWS WAF自身のアクションを示すヘッダーです");
    Some(Origin::one(
        Who::Waf,
        95,
        says,
        action,
        "response.headers.x-amzn-waf-action",
    ))
}

pub(super) fn websocket(facts: &Facts<'_>) -> Option<Origin> {
    let frame = facts.texts().find_map(|(text, place)| {
        let found = find_in(text, "\"connectionId\"")?;
        find_in(text, "\"requestId\"").map(|_| (found.to_owned(), place))
    });
    if let Some((found, place)) = frame {
        let says = text!(en: "WebSocket APIs write their own error frames so", ja: "WebSocket API自身のエラーフレームの形です");
        return Some(Origin::one(
            Who::ApiGatewayWebsocket,
            95,
            says,
            found,
            place,
        ));
    }
    let refused = facts.api == Some(ApiKind::WebSocket)
        && facts.evidence.status.is_some_and(|status| status >= 400)
        && facts.host_form() == Some(HostForm::ExecuteApi);
    refused.then(|| {
        let says = text!(en: "A WebSocket handshake with an API's own host was answered", ja: "API自身のホストへのWebSocketハンドシェイクへの応答です");
        Origin::one(Who::ApiGatewayWebsocket, 80, says, facts.evidence.url.clone().unwrap_or_default(), "url")
    })
}

/// The header of a backend's answer that a REST API renamed: the first by name, as the order of
/// headers means nothing.
pub(super) fn remapped<'a>(facts: &Facts<'a>) -> Option<&'a Header> {
    facts
        .evidence
        .response_headers
        .iter()
        .filter(|header| {
            header
                .name
                .get(..15)
                .is_some_and(|start| start.eq_ignore_ascii_case("x-amzn-remapped"))
        })
        .min_by_key(|header| header.name.to_ascii_lowercase())
}

pub(super) fn rest_or_behind(facts: &Facts<'_>, mark: Option<&Found>) -> Option<Origin> {
    const REMAPPED: Text = text!(en: "REST APIs rename these headers of a backend's answer", ja: "REST APIはバックエンドの応答のこのヘッダーの名前を変えます");
    let error = header(facts, "x-amzn-errortype");
    let id = header(facts, "x-amz-apigw-id");
    if let (Some(remapped), None) = (remapped(facts), error) {
        let place = alloc::format!("response.headers.{}", remapped.name.to_ascii_lowercase());
        let origin = Origin::one(Who::Integration, 96, REMAPPED, &*remapped.value, &place);
        return Some(named(origin, mark));
    }
    match (error, id) {
        (Some(error), Some(id)) => Some(refusal(facts, error, 97).and(
            WENT_THROUGH_REST,
            id,
            "response.headers.x-amz-apigw-id",
        )),
        (Some(error), None) => Some(error_type_alone(facts, error)),
        (None, Some(id)) => Some(without_error_type(facts, id, mark)),
        (None, None) => too_large(facts),
    }
}

/// The gateway's own answer, whatever status and body its owner gave it.
fn refusal(facts: &Facts<'_>, error: &str, percent: u8) -> Origin {
    let by_authorizer = facts.message.as_ref().is_some_and(|(message, _)| {
        message
            .text
            .as_deref()
            .is_some_and(|text| text.starts_with("User is not authorized to access this resource"))
    });
    let who = if error.starts_with("Authorizer") || by_authorizer {
        Who::Authorizer
    } else {
        Who::ApiGatewayRest
    };
    let place = "response.headers.x-amzn-errortype";
    Origin::one(who, percent, TYPE, error, place)
}

/// An error type without `x-amz-apigw-id`, which people leave out; a whole answer does not, so it
/// comes from another service of AWS, such as a function URL or AppSync under a name of one's own.
fn error_type_alone(facts: &Facts<'_>, error: &str) -> Origin {
    let place = "response.headers.x-amzn-errortype";
    let name = error.split(':').next().unwrap_or(error).trim();
    let (is_capital, is_short) = facts
        .message
        .as_ref()
        .map_or((false, false), |(message, _)| {
            let text = message.text.as_deref();
            (
                message.key == "Message",
                matches!(text, None | Some("Forbidden")),
            )
        });
    if is_capital && is_short && !is_execute_api(facts) {
        let says = text!(en: "Function URLs write “Message” with a capital", ja: "関数URLはキーを大文字の「Message」と書きます");
        return Origin::one(Who::LambdaUrl, 88, says, error, place);
    }
    let is_signed = facts.evidence.response_headers.is_whole_response()
        && header(facts, "x-amzn-requestid").is_some();
    let is_strange = !EXCEPTIONS.contains(&name);
    let is_callback = facts.api == Some(ApiKind::WebSocket);
    if !is_execute_api(facts) && !is_callback && (is_strange || is_signed) {
        let says = text!(
            en: "Other services of AWS name their errors so, too; API Gateway adds x-amz-apigw-id to it",
            ja: "他のAWSサービスもエラーの種類をこのヘッダーで示します。API Gatewayならx-amz-apigw-idも付きます"
        );
        return Origin::one(Who::AwsService, 86, says, error, place);
    }
    refusal(facts, error, 88)
}

/// The gateway's id without its error type: all of its own errors carry one, so a whole answer
/// without it is the backend's.
fn without_error_type(facts: &Facts<'_>, id: &str, mark: Option<&Found>) -> Origin {
    let place = "response.headers.x-amz-apigw-id";
    let failed = facts.evidence.status.is_some_and(|status| status >= 400);
    if !failed {
        return Origin::one(Who::ApiGatewayRest, 55, WENT_THROUGH_REST, id, place);
    }
    if facts.evidence.response_headers.is_whole_response() {
        let says = text!(
            en: "The request went through a REST API, and the answer carries no error type of the gateway's",
            ja: "リクエストはREST APIを通りましたが、応答にゲートウェイのエラータイプがありません"
        );
        return named(Origin::one(Who::Integration, 90, says, id, place), mark);
    }
    let is_foreign = matches!(looks::foreign_body(facts), Look::Seen(_));
    if is_foreign || mark.is_some_and(|found| !found.may_stand_in_front()) {
        let says = text!(
            en: "The request went through a REST API, and the body is none of its own",
            ja: "リクエストはREST APIを通りましたが、本文はREST API自身のものではありません"
        );
        return named(Origin::one(Who::Integration, 80, says, id, place), mark);
    }
    Origin::one(Who::ApiGatewayRest, 55, WENT_THROUGH_REST, id, place)
}

/// Adds whose mark the backend's answer bears.
fn named(mut origin: Origin, mark: Option<&Found>) -> Origin {
    if let Some(found) = mark.filter(|found| !found.may_stand_in_front()) {
        origin.because.push((found.says, found.quote.clone()));
        origin.speaker = Some(found.speaker);
    }
    origin
}

/// The one REST error that carries none of the gateway's headers; its length tells it where the
/// body was withheld.
fn too_large(facts: &Facts<'_>) -> Option<Origin> {
    const WORDS: &str = "HTTP content length exceeded 10485760 bytes";
    let says = text!(en: "REST APIs refuse bodies over 10 MB in these words", ja: "REST APIは10 MBを超える本文をこの文で拒否します");
    let body = facts.evidence.body.as_deref().unwrap_or("");
    if let Some(found) = find_in(body, WORDS) {
        let who = Who::ApiGatewayRest;
        return Some(Origin::one(who, 93, says, found, "response.body"));
    }
    let withheld = facts.body().is_none() && facts.evidence.status == Some(413);
    // With the full stop behind the words.
    (withheld && facts.announced_length() == Some(WORDS.len() + 1)).then(|| {
        let says = text!(en: "As long as a REST API's answer to a body over 10 MB", ja: "10 MBを超える本文に対するREST APIの応答と同じ長さです");
        let length = header(facts, "content-length").unwrap_or("");
        let place = "response.headers.content-length";
        Origin::one(Who::ApiGatewayRest, 88, says, length, place)
    })
}

/// HTTP APIs mark nothing as their own: the body has to tell, and an exact copy of one of their
/// fixed bodies cannot be told from the original.
pub(super) fn http_or_behind(facts: &Facts<'_>, mark: Option<&Found>) -> Option<Origin> {
    let id = header(facts, "apigw-requestid")?;
    let place = "response.headers.apigw-requestid";
    let went_through = |who, percent, says| Origin::one(who, percent, says, id, place);
    if facts.evidence.status.is_none_or(|status| status < 400) {
        return Some(went_through(Who::ApiGatewayHttp, 60, WENT_THROUGH_HTTP));
    }
    if let Some(challenge) = jwt_challenge(facts) {
        let says = text!(en: "The JWT authorizer of an HTTP API asks so", ja: "HTTP APIのJWTオーソライザーが返すヘッダーです");
        let place = "response.headers.www-authenticate";
        return Some(
            went_through(Who::ApiGatewayHttp, 95, WENT_THROUGH_HTTP).and(says, challenge, place),
        );
    }
    if mark.is_some_and(|found| !found.may_stand_in_front()) {
        let says = text!(en: "The request went through an HTTP API, and the answer is signed by what stands behind it", ja: "リクエストはHTTP APIを通りましたが、応答には背後のサーバーの印があります");
        return Some(named(went_through(Who::Integration, 92, says), mark));
    }
    let said = facts
        .message
        .as_ref()
        .and_then(|(message, _)| message.text.as_deref());
    if said.map(str::trim) == Some("Missing Authentication Token") {
        let says = text!(en: "The request went through an HTTP API. These are a REST API's words, though AWS shows them for an unsigned call to an HTTP API, too", ja: "リクエストはHTTP APIを通りました。REST APIの文面ですが、AWSの文書ではHTTP APIへの署名のない呼び出しの応答としても示されています");
        return Some(went_through(Who::Integration, UNDECIDED, says));
    }
    Some(match fixed_body(facts) {
        Fixed::Yes => fixed(facts, id, mark),
        Fixed::No => went_through(
            Who::Integration,
            88,
            text!(en: "The request went through an HTTP API, and the body is none of its own", ja: "リクエストはHTTP APIを通りましたが、本文はHTTP API自身のものではありません"),
        ),
        Fixed::Unknown => went_through(Who::ApiGatewayHttp, 60, WENT_THROUGH_HTTP),
    })
}

/// `Bearer`, alone or with the gateway's own parameters; a backend names a realm.
fn jwt_challenge<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    let value = header(facts, "www-authenticate")?.trim();
    let (scheme, parameters) = value.split_once(' ').unwrap_or((value, ""));
    let own = parameters.is_empty()
        || parameters.starts_with("scope=")
        || parameters.starts_with("error=\"invalid_token\"");
    let separated_by_spaces = !parameters.contains(", ");
    (scheme == "Bearer" && own && separated_by_spaces).then_some(value)
}

/// Whether the body is one of an HTTP API's fixed ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fixed {
    Yes,
    No,
    /// It was withheld, and its length tells nothing.
    Unknown,
}

fn fixed_body(facts: &Facts<'_>) -> Fixed {
    let of = |yes| if yes { Fixed::Yes } else { Fixed::No };
    let other_type = header(facts, "content-type").is_some_and(|kind| !kind.contains("json"));
    if other_type || matches!(looks::foreign_body(facts), Look::Seen(_)) {
        return Fixed::No;
    }
    if let Some((message, _)) = &facts.message {
        let text = message.text.as_deref().map(str::trim);
        return of(text.is_none_or(|text| FIXED.contains(&text)));
    }
    if facts.body().is_some() {
        return Fixed::No;
    }
    let announced = facts.evidence.status.zip(facts.announced_length());
    announced.map_or(Fixed::Unknown, |(status, length)| {
        let fits = |text: &&str| message::length_fits(status, text, length) == Some(true);
        of(FIXED.iter().any(fits))
    })
}

/// One of the fixed bodies: the gateway's own errors were captured without a content type, so one
/// that is there speaks for the integration, though faintly.
fn fixed(facts: &Facts<'_>, id: &str, mark: Option<&Found>) -> Origin {
    const OWN: Text = text!(en: "The request went through an HTTP API, and the message is one of its own", ja: "リクエストはHTTP APIを通り、メッセージもHTTP API自身のものです");
    let place = "response.headers.apigw-requestid";
    let went_through = |who, percent| Origin::one(who, percent, OWN, id, place);
    if let Some((name, value)) = application_header(facts) {
        let says = text!(en: "HTTP APIs do not add this header, though the message could be theirs", ja: "メッセージはHTTP APIのものと同じですが、このヘッダーはHTTP APIが付けるものではありません");
        let place = alloc::format!("response.headers.{name}");
        return Origin::one(Who::Integration, 86, says, value, &place).and(
            WENT_THROUGH_HTTP,
            id,
            "response.headers.apigw-requestid",
        );
    }
    if let Some(found) = mark {
        return went_through(Who::ApiGatewayHttp, UNDECIDED).and(
            found.says,
            &*found.quote.text,
            &found.quote.place,
        );
    }
    match header(facts, "content-type") {
        None if facts.evidence.response_headers.is_whole_response() => {
            went_through(Who::ApiGatewayHttp, 92)
        }
        None => went_through(Who::ApiGatewayHttp, 88),
        Some(kind) => {
            let says = text!(en: "An integration that copies the message leaves the same bytes, content type included", ja: "同じメッセージを返す統合でも、Content-Typeを含めて同じバイト列になります");
            let place = "response.headers.content-type";
            went_through(Who::ApiGatewayHttp, UNDECIDED).and(says, kind, place)
        }
    }
}

/// Percent where gateway and backend leave the same bytes: below what ranking takes for likely.
const UNDECIDED: u8 = 58;

/// A header that applications add to what they answer, unless something stands in front of the API
/// that may have added it.
fn application_header<'a>(facts: &Facts<'a>) -> Option<(&'static str, &'a str)> {
    const ADDED: &[&str] = &[
        "etag",
        "set-cookie",
        "x-powered-by",
        "x-ratelimit-limit",
        "ratelimit-limit",
        "cache-control",
        "x-request-id",
        "x-frame-options",
        "x-content-type-options",
        "content-security-policy",
    ];
    let fronted = ["via", "x-cache", "cf-ray", "x-served-by", "server"]
        .iter()
        .any(|name| header(facts, name).is_some());
    let found = ADDED
        .iter()
        .find_map(|name| Some((*name, header(facts, name)?)))?;
    (!fronted).then_some(found)
}

pub(super) fn logged(facts: &Facts<'_>) -> Option<Origin> {
    let log = facts.evidence.log.as_deref()?;
    let told = &facts.log;
    if let Some(found) = told.passed_on(log) {
        let says = text!(en: "The log shows that the integration was called and chose this answer", ja: "ログによれば、統合が呼び出され、この応答は統合が決めたものです");
        return Some(Origin::one(Who::Integration, 92, says, found, "log"));
    }
    let gateway = match facts.api.or(told.kind) {
        Some(ApiKind::Http) => Who::ApiGatewayHttp,
        Some(ApiKind::WebSocket) => Who::ApiGatewayWebsocket,
        Some(ApiKind::Rest) | None => Who::ApiGatewayRest,
    };
    if let Some(name) = told.response_type {
        let says = text!(en: "The log names the gateway response", ja: "ログにゲートウェイレスポンスの種類が記録されています");
        let who = if name.starts_with("AUTHORIZER_") {
            Who::Authorizer
        } else {
            gateway
        };
        return Some(Origin::one(who, 94, says, name, "log"));
    }
    if let Some(words) = told.step_that_failed() {
        let says = text!(en: "The access log says which of the gateway's steps failed", ja: "アクセスログに、API Gatewayのどの段階で失敗したかが記録されています");
        return Some(Origin::one(gateway, 90, says, words, "log"));
    }
    let found = [
        "Execution failed due to",
        "Method completed with status",
        "Gateway response type",
    ]
    .iter()
    .find_map(|phrase| find_in(log, phrase))?;
    let says = text!(en: "This is API Gateway's execution log", ja: "API Gatewayの実行ログです");
    Some(Origin::one(gateway, 85, says, found, "log"))
}

/// The message alone, where the headers that would tell were not captured.
pub(super) fn by_message(facts: &Facts<'_>) -> Option<Origin> {
    let (message, place) = facts.message.as_ref()?;
    if looks::is_function_urls(facts) {
        let says = text!(en: "Function URLs write “Message” with a capital", ja: "関数URLはキーを大文字の「Message」と書きます");
        return Some(Origin::one(Who::LambdaUrl, 50, says, message.raw, place));
    }
    let text = message.text.as_deref().unwrap_or("");
    let own = message::is_own(text) || text.contains("execute-api");
    // Nobody else answers at the API's own host: headers may have been left out by hand.
    let whole_without_gateway =
        facts.evidence.response_headers.is_whole_response() && !is_execute_api(facts);
    let is_foreign = matches!(looks::foreign_body(facts), Look::Seen(_));
    if !own || whole_without_gateway || is_foreign {
        return None;
    }
    let says = text!(en: "The message is one of API Gateway's own", ja: "API Gateway自身のメッセージの一つです");
    // Every other server says these, too.
    if ["Not Found", "Bad Request"].contains(&text) {
        let not_found = looks::http_not_found(facts);
        return matches!(not_found, Look::Seen(_))
            .then(|| Origin::one(Who::ApiGatewayHttp, 60, says, message.raw, place));
    }
    Some(Origin::one(
        Who::ApiGatewayRest,
        70,
        says,
        message.raw,
        place,
    ))
}
