//! Clues: what a rule looks for.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use crate::auth::AuthKind;
use crate::facts::{ApiKind, Facts};
use crate::host::HostForm;
use crate::look::{Look, Place, find_in};
use crate::message;
use crate::text::{Lang, Text};
use crate::who::Who;

/// Something to look for in one exchange.
#[derive(Debug, Clone, Copy)]
pub enum Clue {
    /// The HTTP status.
    Status(u16),
    /// The HTTP status lies in this range, both ends included.
    StatusIn(u16, u16),
    /// The exception that the gateway names in `x-amzn-errortype`, or that an SDK reports.
    ErrorType(&'static str),
    /// The whole of the gateway's `message`; a withheld body gives it away by its length.
    Message(&'static str),
    /// One of the gateway's answers, by the strongest thing that was captured of it: its error type,
    /// else its message, else its status alone. What names another answer refutes it.
    Answer(&'static str, &'static str, u16),
    /// The gateway's `message` is JSON's `null`.
    NullMessage,
    /// A phrase somewhere in the body, the client's text, the network error or the log, in any case.
    Says(&'static str),
    /// A phrase in the body.
    Body(&'static str),
    /// A phrase in the log.
    Log(&'static str),
    /// The gateway response that the log names: `$context.error.responseType` in an access log,
    /// `Gateway response type: …` in an execution log.
    ResponseType(&'static str),
    /// A phrase in what the client's network stack said.
    NetError(&'static str),
    /// A response header and a part of its value (`""` for any).
    Header(&'static str, &'static str),
    /// A request header and a part of its value (`""` for any).
    RequestHeader(&'static str, &'static str),
    /// The verb.
    Method(&'static str),
    /// The form of the host name.
    Host(HostForm),
    /// The kind of API.
    Api(ApiKind),
    /// The kind of credentials that were sent.
    Auth(AuthKind),
    /// Who answered.
    Origin(Who),
    /// A part of the URL.
    Url(&'static str),
    /// Something that only this rule looks for, with the words for it and for its absence from
    /// the capture.
    Fact(&'static str, fn(&Facts<'_>) -> Look),
    /// The first of these that is seen.
    Any(&'static [Clue]),
    /// All of these; the first one's bytes are quoted.
    All(&'static [Clue]),
    /// None of these phrases stands in any text that was captured, whatever else was not.
    Unsaid(&'static [&'static str]),
    /// Not this.
    Not(&'static Clue),
}

impl Clue {
    /// Looks for the clue.
    pub fn look(&self, facts: &Facts<'_>) -> Look {
        let evidence = facts.evidence;
        match *self {
            Self::Status(status) => Self::StatusIn(status, status).look(facts),
            Self::StatusIn(from, to) => match evidence.status {
                Some(status) if (from..=to).contains(&status) => {
                    Look::seen(format!("{status}"), "response.status")
                }
                Some(_) => Look::Absent,
                None => Look::Unknown,
            },
            Self::ErrorType(name) => error_type(facts, name),
            Self::Message(text) => gateway_message(facts, text),
            Self::Answer(error_type, message, status) => answer(facts, error_type, message, status),
            Self::NullMessage => null_message(facts),
            Self::Says(phrase) => facts
                .texts()
                .find_map(|(text, place)| {
                    find_in(text, phrase).map(|found| Look::seen(found, place))
                })
                .unwrap_or_else(|| Look::missing(facts.body().is_some())),
            Self::Body(phrase) => match facts.body() {
                Some(body) => find_in(body, phrase)
                    .map_or(Look::Absent, |found| Look::seen(found, "response.body")),
                None => Look::Unknown,
            },
            Self::Log(phrase) => in_text(evidence.log.as_deref(), phrase, "log"),
            Self::ResponseType(name) => match facts.log.response_type {
                Some(told) if told == name => Look::seen(told, "log"),
                // Owners who customise the defaults find every type under their name.
                Some(told) => Look::missing(!told.starts_with("DEFAULT_")),
                None => Look::Unknown,
            },
            Self::NetError(phrase) => {
                let client = [
                    (evidence.net_error.as_deref(), "net_error"),
                    (evidence.curl_text.as_deref(), "curl_text"),
                ];
                client
                    .iter()
                    .find_map(|(text, place)| {
                        find_in((*text)?, phrase).map(|found| Look::seen(found, *place))
                    })
                    .unwrap_or_else(|| {
                        Look::missing(evidence.net_error.is_some() || evidence.status.is_some())
                    })
            }
            Self::Header(name, part) => header(
                &evidence.response_headers,
                evidence.response_headers.is_whole_response(),
                "response",
                name,
                part,
            ),
            Self::RequestHeader(name, part) => header(
                &evidence.request_headers,
                evidence.request_headers.is_whole_request(),
                "request",
                name,
                part,
            ),
            Self::Method(method) => match evidence.method.as_deref() {
                Some(known) if known.eq_ignore_ascii_case(method) => {
                    Look::seen(known, "request.method")
                }
                Some(_) => Look::Absent,
                None => Look::Unknown,
            },
            Self::Host(form) => match &facts.host {
                Some(host) if host.form == form => Look::seen(host.name.clone(), "url"),
                Some(_) => Look::Absent,
                None => Look::Unknown,
            },
            Self::Api(kind) => match facts.api {
                Some(known) if known == kind => api_quote(facts),
                Some(_) => Look::Absent,
                None => Look::Unknown,
            },
            Self::Auth(kind) => match facts.auth.kind {
                Some(known) if known == kind => Look::seen(
                    facts.auth.header.unwrap_or(""),
                    "request.headers.authorization",
                ),
                Some(_) => Look::Absent,
                None => Look::Unknown,
            },
            Self::Origin(who) => match facts.origin.who {
                Who::Unknown => Look::Unknown,
                known if known == who => facts.origin.look(),
                _ => Look::Absent,
            },
            Self::Url(part) => in_text(evidence.url.as_deref(), part, "url"),
            Self::Fact(_, look) => look(facts),
            Self::Any(clues) => any(clues, facts),
            Self::All(clues) => all(clues, facts),
            Self::Unsaid(phrases) => unsaid(phrases, facts),
            Self::Not(clue) => match clue.look(facts) {
                Look::Seen(_) => Look::Absent,
                Look::Absent => Look::seen("", clue.place()),
                Look::Unknown => Look::Unknown,
            },
        }
    }

    /// The part of the clue that was seen: of several, the first one.
    pub(crate) fn seen_part(&self, facts: &Facts<'_>) -> Self {
        match *self {
            Self::Any(clues) => clues
                .iter()
                .find(|clue| clue.look(facts).is_seen())
                .map_or(*self, |clue| clue.seen_part(facts)),
            Self::All(clues) => clues.first().map_or(*self, |clue| clue.seen_part(facts)),
            clue => clue,
        }
    }

    /// The name of the place where the clue would stand.
    pub fn place(&self) -> Place {
        match self {
            Self::Status(_) | Self::StatusIn(..) => "response.status".to_owned(),
            Self::ErrorType(_) | Self::Answer(..) => "response.headers.x-amzn-errortype".to_owned(),
            Self::Message(_) | Self::NullMessage | Self::Says(_) | Self::Body(_) => {
                "response.body".to_owned()
            }
            Self::Log(_) | Self::ResponseType(_) | Self::Unsaid(_) => "log".to_owned(),
            Self::NetError(_) => "net_error".to_owned(),
            Self::Header(name, _) => format!("response.headers.{name}"),
            Self::RequestHeader(name, _) => format!("request.headers.{name}"),
            Self::Auth(_) => "request.headers.authorization".to_owned(),
            Self::Method(_) => "request.method".to_owned(),
            Self::Host(_) | Self::Url(_) => "url".to_owned(),
            Self::Api(_) | Self::Origin(_) => "response.headers".to_owned(),
            Self::Fact(place, _) => (*place).to_owned(),
            Self::Any(clues) | Self::All(clues) => {
                clues.first().map_or_else(String::new, Self::place)
            }
            Self::Not(clue) => clue.place(),
        }
    }

    /// The clue in words, for signals that bring none of their own.
    pub fn says(&self, lang: Lang) -> String {
        let (en, ja) = match self {
            Self::Status(status) => (
                format!("The status is {status}"),
                format!("ステータスは{status}です"),
            ),
            Self::StatusIn(from, to) => (
                format!("The status lies between {from} and {to}"),
                format!("ステータスは{from}から{to}の範囲です"),
            ),
            Self::ErrorType(name) => (
                format!("The error type is {name}"),
                format!("エラータイプは{name}です"),
            ),
            Self::Message(text) => (
                format!("The message is “{text}”"),
                format!("メッセージは「{text}」です"),
            ),
            Self::Answer(name, message, _) => (
                format!("The answer fits “{message}” ({name})"),
                format!("応答は「{message}」（{name}）に当てはまります"),
            ),
            Self::NullMessage => (
                "The message is null".to_owned(),
                "メッセージはnullです".to_owned(),
            ),
            Self::Says(text)
            | Self::Body(text)
            | Self::Log(text)
            | Self::NetError(text)
            | Self::Url(text) => (format!("It says “{text}”"), format!("「{text}」とあります")),
            Self::ResponseType(name) => (
                format!("The log names the gateway response {name}"),
                format!("ログにゲートウェイレスポンス{name}が記録されています"),
            ),
            Self::Header(name, "") | Self::RequestHeader(name, "") => (
                format!("The header {name} is there"),
                format!("ヘッダー{name}があります"),
            ),
            Self::Header(name, part) | Self::RequestHeader(name, part) => (
                format!("The header {name} says “{part}”"),
                format!("ヘッダー{name}に「{part}」とあります"),
            ),
            Self::Method(method) => (
                format!("The method is {method}"),
                format!("メソッドは{method}です"),
            ),
            Self::Host(_) => (
                "The host name tells the kind of endpoint".to_owned(),
                "ホスト名からエンドポイントの種類がわかります".to_owned(),
            ),
            Self::Api(kind) => {
                let name = kind.name();
                (
                    format!("The headers are those of {}", name.get(Lang::En)),
                    format!("ヘッダーは{}のものです", name.get(Lang::Ja)),
                )
            }
            Self::Auth(kind) => {
                let name = kind.name();
                (
                    format!("The request carries {}", name.get(Lang::En)),
                    format!("リクエストには{}", name.get(Lang::Ja)),
                )
            }
            Self::Origin(who) => {
                let name = who.name();
                (
                    format!("The answer is from {}", name.get(Lang::En)),
                    format!("応答したのは{}です", name.get(Lang::Ja)),
                )
            }
            Self::Fact(place, _) => return fact_in_words(place, lang),
            Self::Any(clues) | Self::All(clues) => {
                return clues
                    .first()
                    .map_or_else(String::new, |clue| clue.says(lang));
            }
            Self::Unsaid(phrases) => {
                let first = phrases.first().unwrap_or(&"");
                (
                    format!("No text says “{first}”"),
                    format!("「{first}」という記述はどこにもありません"),
                )
            }
            Self::Not(clue) => {
                let says = clue.says(lang);
                (
                    format!("Not so: {says}"),
                    format!("次は当てはまりません：{says}"),
                )
            }
        };
        match lang {
            Lang::En => en,
            Lang::Ja => ja,
        }
    }

    /// What would have to be captured for a look to be possible, in words; `None` where it was
    /// captured and still tells nothing.
    pub(crate) fn unknown(&self, facts: &Facts<'_>, lang: Lang) -> Option<String> {
        match self {
            Self::Any(clues) | Self::All(clues) => clues
                .iter()
                .filter(|clue| clue.look(facts) == Look::Unknown)
                .find_map(|clue| clue.unknown(facts, lang)),
            Self::Not(clue) => clue.unknown(facts, lang),
            _ => {
                let place = self.place();
                if is_captured(&place, facts) {
                    None
                } else {
                    place_in_words(&place, lang)
                }
            }
        }
    }
}

fn is_captured(place: &str, facts: &Facts<'_>) -> bool {
    match place {
        "url" => facts.url.is_some(),
        "request.method" => facts.evidence.method.is_some(),
        "response.status" => facts.evidence.status.is_some(),
        "response.body" => facts.body().is_some(),
        "log" => facts.evidence.log.is_some(),
        "time_ms" => facts.evidence.time_ms.is_some(),
        "neighbours" => !facts.evidence.neighbours.is_empty(),
        _ => false,
    }
}

/// Words for what only one rule looks for, by where it stands.
fn fact_in_words(place: &str, lang: Lang) -> String {
    let words = match place {
        "response.status" => text!(en: "The status tells it", ja: "ステータスからわかります"),
        "response.body" => text!(en: "The answer says this", ja: "応答にこうあります"),
        "log" => text!(en: "The log says this", ja: "ログにこうあります"),
        "url" => text!(en: "The URL shows it", ja: "URLからわかります"),
        "net_error" | "curl_text" => {
            text!(en: "The client says this", ja: "クライアントの出力にこうあります")
        }
        "response.headers.x-amzn-errortype" => {
            text!(en: "The error is of this type", ja: "エラーの種類はこれです")
        }
        _ => text!(en: "The evidence shows it", ja: "証拠からわかります"),
    };
    words.get(lang).to_owned()
}

/// What a place is called in “not captured: …”.
fn place_in_words(place: &str, lang: Lang) -> Option<String> {
    let named = |en: &str, ja: &str, name: &str| match lang {
        Lang::En => format!("{en} {name}"),
        Lang::Ja => format!("{ja}{name}"),
    };
    if let Some(name) = place.strip_prefix("response.headers.") {
        return Some(named("the response header", "レスポンスヘッダー", name));
    }
    if let Some(name) = place.strip_prefix("request.headers.") {
        return Some(named("the request header", "リクエストヘッダー", name));
    }
    let words = match place {
        "response.status" => text!(en: "the status", ja: "ステータスコード"),
        "response.body" => text!(en: "the response body", ja: "レスポンスの本文"),
        "response.headers" => text!(en: "the response headers", ja: "レスポンスヘッダー"),
        "request.headers" => text!(en: "the request headers", ja: "リクエストヘッダー"),
        "request.method" => text!(en: "the method", ja: "HTTPメソッド"),
        "request.body" => text!(en: "the request body", ja: "リクエストの本文"),
        "url" => text!(en: "the URL", ja: "URL"),
        "log" => text!(en: "the execution log", ja: "実行ログ"),
        "net_error" => {
            text!(en: "what the client's network stack said", ja: "クライアントのネットワークエラー")
        }
        "neighbours" => {
            text!(en: "other requests to the same API", ja: "同じAPIへの他のリクエスト")
        }
        "time_ms" => text!(en: "how long the request took", ja: "リクエストの所要時間"),
        _ => return None,
    };
    Some(words.get(lang).to_owned())
}

impl ApiKind {
    /// The kind in words.
    pub const fn name(self) -> Text {
        match self {
            Self::Rest => text!(en: "a REST API", ja: "REST API"),
            Self::Http => text!(en: "an HTTP API", ja: "HTTP API"),
            Self::WebSocket => text!(en: "a WebSocket API", ja: "WebSocket API"),
        }
    }
}

impl AuthKind {
    /// The kind in words, to stand behind “the request carries”.
    pub const fn name(self) -> Text {
        match self {
            Self::SigV4Header => {
                text!(en: "a SigV4 signature in its header", ja: "ヘッダーにSigV4署名があります")
            }
            Self::SigV4Query => {
                text!(en: "a SigV4 signature in its query", ja: "クエリ文字列にSigV4署名があります")
            }
            Self::Token => {
                text!(en: "a token, not a SigV4 signature", ja: "SigV4署名ではなくトークンがあります")
            }
            Self::Basic => {
                text!(en: "Basic credentials, not a SigV4 signature", ja: "SigV4署名ではなくBasic認証があります")
            }
            Self::Other => {
                text!(en: "an Authorization value that is not SigV4", ja: "SigV4ではないAuthorizationの値があります")
            }
            Self::Nothing => {
                text!(en: "no Authorization header", ja: "Authorizationヘッダーがありません")
            }
        }
    }
}

fn error_type(facts: &Facts<'_>, name: &str) -> Look {
    for (known, place) in &facts.error_types {
        if known.eq_ignore_ascii_case(name) {
            return Look::seen(*known, place.clone());
        }
    }
    let headers = &facts.evidence.response_headers;
    // The header is there with another name, or the whole answer was captured without it.
    Look::missing(
        headers.has("x-amzn-errortype")
            || headers.is_whole_response()
            || facts.log.error_types().next().is_some(),
    )
}

fn answer(facts: &Facts<'_>, name: &str, message: &str, status: u16) -> Look {
    let named = error_type(facts, name);
    if named.is_seen() {
        return named;
    }
    if !facts.error_types.is_empty() || facts.origin.who == Who::Network {
        return Look::Absent;
    }
    let found = gateway_message(facts, message);
    if let (Look::Unknown, Some((told, place))) = (&found, told_elsewhere(facts)) {
        return match find_in(message, told) {
            Some(_) => Look::seen(told, place),
            None => Look::Absent,
        };
    }
    match found {
        // Some bytes are announced, and they are not those of the default body.
        Look::Unknown if facts.announced_length().is_some_and(|length| length > 0) => Look::Unknown,
        Look::Unknown => Clue::Status(status).look(facts),
        told => told,
    }
}

/// A message that stands somewhere in running text, say in an SDK's exception.
fn told_elsewhere<'a>(facts: &Facts<'a>) -> Option<(&'a str, &'static str)> {
    facts
        .texts()
        .find_map(|(text, place)| Some((message::telling(text)?, place)))
}

fn gateway_message(facts: &Facts<'_>, wanted: &str) -> Look {
    if let Some((message, place)) = &facts.message {
        return match &message.text {
            Some(text) if text.trim() == wanted.trim() => Look::seen(message.raw, *place),
            _ => Look::Absent,
        };
    }
    if let Some(body) = facts.body() {
        return if body.trim() == wanted {
            Look::seen(wanted, "response.body")
        } else {
            Look::Absent
        };
    }
    let fits = facts
        .evidence
        .status
        .zip(facts.announced_length())
        .and_then(|(status, length)| message::length_fits(status, wanted, length));
    match fits {
        Some(true) => Look::seen(
            facts
                .evidence
                .response_headers
                .first("content-length")
                .unwrap_or(""),
            "response.headers.content-length",
        ),
        // The owner may have rewritten the body: another length is no proof of another message.
        _ => Look::Unknown,
    }
}

fn null_message(facts: &Facts<'_>) -> Look {
    if let Some((message, place)) = &facts.message {
        return if message.text.is_none() {
            Look::seen(message.raw, *place)
        } else {
            Look::Absent
        };
    }
    match (facts.body(), facts.announced_length()) {
        (Some(_), _) => Look::Absent,
        (None, Some(message::NULL_MESSAGE_LENGTH)) => {
            Look::seen("16", "response.headers.content-length")
        }
        _ => Look::Unknown,
    }
}

fn in_text(text: Option<&str>, phrase: &str, place: &'static str) -> Look {
    match text {
        Some(text) => find_in(text, phrase).map_or(Look::Absent, |found| Look::seen(found, place)),
        None => Look::Unknown,
    }
}

fn header(
    headers: &crate::headers::Headers,
    whole: bool,
    side: &str,
    name: &str,
    part: &str,
) -> Look {
    for value in headers.all(name) {
        if part.is_empty() || find_in(value, part).is_some() {
            return Look::seen(value, format!("{side}.headers.{name}"));
        }
    }
    Look::missing(whole || headers.has(name))
}

fn unsaid(phrases: &[&str], facts: &Facts<'_>) -> Look {
    let said = |text: &str| phrases.iter().any(|phrase| find_in(text, phrase).is_some());
    if facts.texts().any(|(text, _)| said(text)) {
        Look::Absent
    } else {
        Look::seen("", "log")
    }
}

fn api_quote(facts: &Facts<'_>) -> Look {
    for name in ["apigw-requestid", "x-amz-apigw-id", "x-amzn-errortype"] {
        if let Some(value) = facts.evidence.response_headers.first(name) {
            return Look::seen(value, format!("response.headers.{name}"));
        }
    }
    match (facts.log.kind, facts.log.request_id) {
        (Some(_), Some(id)) => Look::seen(id, "log"),
        _ => Look::seen(facts.evidence.url.as_deref().unwrap_or(""), "url"),
    }
}

/// The first that is seen. Where none is, what was not captured keeps the question open, with two
/// exceptions: a log is seldom at hand and keeps nothing open that something else refutes, and
/// nothing is open once the answer is known to be another one.
fn any(clues: &[Clue], facts: &Facts<'_>) -> Look {
    let (mut unknown, mut refuted, mut without_log) = (false, false, false);
    let (mut other_answer, mut maybe_answer) = (false, false);
    for clue in clues {
        let look = clue.look(facts);
        let is_answer = matches!(clue, Clue::Answer(..));
        match look {
            Look::Seen(_) => return look,
            Look::Unknown if clue.place() == "log" => without_log = true,
            Look::Unknown => unknown = true,
            Look::Absent => refuted = true,
        }
        other_answer |= is_answer && look == Look::Absent;
        maybe_answer |= is_answer && look == Look::Unknown;
    }
    let is_another = other_answer && !maybe_answer;
    Look::missing(is_another || (!unknown && (refuted || !without_log)))
}

fn all(clues: &[Clue], facts: &Facts<'_>) -> Look {
    let mut first = None;
    let mut unknown = false;
    for clue in clues {
        match clue.look(facts) {
            Look::Absent => return Look::Absent,
            Look::Unknown => unknown = true,
            seen if first.is_none() && seen.is_seen() => first = Some(seen),
            Look::Seen(_) => {}
        }
    }
    match first {
        Some(seen) if !unknown => seen,
        _ => Look::Unknown,
    }
}
