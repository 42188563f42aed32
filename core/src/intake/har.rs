//! HAR 1.2, as Chromium, Firefox and tools on top of `curl` write it.
//!
//! Each entry is cut out by its brackets and read by itself, so that a broken one costs only itself
//! and a file that breaks off gives all that stands before.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::error::{ErrorKind, InputError};
use super::joints::{self, Piece, Place};
use super::remark::{ENTRY_BROKEN, ENTRY_EMPTY, HAR_CUT, NOT_BASE64, Remark};
use super::{prose, wire};
use crate::evidence::Evidence;
use crate::headers::Headers;
use crate::json::{Loose, LooseText, or_default};
use crate::logs::moment;

/// One entry of a HAR, or of `devtools.network`: an opaque value to hand to [`entry`].
///
/// ```
/// use gatewhy_core::intake::har;
///
/// let mut blocked: har::Entry = serde_json::from_str(
///     r#"{"request": {"method": "GET", "url": "https://h.example.com/p"},
///         "response": {"status": 403, "_error": "net::ERR_FAILED"}}"#,
/// ).unwrap();
/// // What `getContent` gave.
/// blocked.set_content("", "");
/// let (evidence, _) = har::entry(blocked);
/// assert!(evidence.body_withheld);
/// assert_eq!(evidence.net_error.as_deref(), Some("net::ERR_FAILED"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
pub struct Entry {
    #[serde(deserialize_with = "or_default")]
    request: Request,
    #[serde(deserialize_with = "or_default")]
    response: Response,
    time: Loose<f64>,
    #[serde(rename = "startedDateTime")]
    started: LooseText,
    #[serde(rename = "_resourceType")]
    resource_type: LooseText,
    #[serde(rename = "_error")]
    error: LooseText,
    #[serde(rename = "_webSocketMessages", deserialize_with = "or_default")]
    web_socket_messages: Vec<Frame>,
    #[serde(rename = "_gatewhy")]
    besides: Option<Besides>,
}

/// What `render::har` adds for what HAR has no place for.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
struct Besides {
    /// The names of what HAR asks for and nobody knew, and `body` where it was withheld.
    unknown: LooseText,
    log: LooseText,
    curl_text: LooseText,
}

#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
struct Request {
    method: LooseText,
    url: LooseText,
    #[serde(deserialize_with = "or_default")]
    headers: Headers,
    #[serde(rename = "postData", deserialize_with = "or_default")]
    post_data: PostData,
}

#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
struct PostData {
    text: LooseText,
    #[serde(deserialize_with = "or_default")]
    params: Vec<Param>,
}

#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
struct Param {
    name: LooseText,
    value: LooseText,
}

#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
struct Response {
    status: Loose<f64>,
    #[serde(deserialize_with = "or_default")]
    headers: Headers,
    #[serde(deserialize_with = "or_default")]
    content: Content,
    #[serde(rename = "_error")]
    error: LooseText,
}

#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
struct Content {
    text: LooseText,
    encoding: LooseText,
    size: Loose<f64>,
}

#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
struct Frame {
    #[serde(rename = "type")]
    kind: LooseText,
    data: LooseText,
    /// In seconds since 1970.
    time: Loose<f64>,
}

/// Every member of an entry that is read: what to ask a browser for.
pub const MEMBERS: &[&str] = &[
    "request",
    "response",
    "time",
    "startedDateTime",
    "_resourceType",
    "_error",
    "_webSocketMessages",
    "_gatewhy",
];

impl Entry {
    /// Sets the body as `getContent` of `devtools.network` gives it. Chromium's second argument is
    /// an encoding, `base64` or nothing; Firefox's is a MIME type, which changes nothing.
    pub fn set_content(&mut self, text: impl Into<String>, encoding: impl Into<String>) {
        self.response.content.text = LooseText::from(text.into());
        self.response.content.encoding = LooseText::from(encoding.into());
    }

    /// The URL that was requested.
    pub fn url(&self) -> Option<&str> {
        self.request.url.get()
    }

    /// Whether there is anything in it.
    fn is_empty(&self) -> bool {
        self.request == Request::default() && self.response == Response::default()
    }
}

/// Reads one entry.
///
/// Never fails: what cannot be read is left out of the evidence and told in the remarks. Of an open
/// WebSocket it is the first message that was refused; [`exchanges`] has the others.
pub fn entry(entry: Entry) -> (Evidence, Vec<Remark>) {
    let (evidence, _, remarks) = exchanges(entry);
    (evidence, remarks)
}

/// Reads one entry as [`entry`] does, and what else an open WebSocket refused: one exchange for each
/// answer in other words, begun when that came.
///
/// ```
/// use gatewhy_core::intake::har;
///
/// let socket: har::Entry = serde_json::from_str(
///     r#"{"request": {"url": "wss://h.example.com/dev"}, "response": {"status": 101}, "_webSocketMessages": [
///         {"type": "receive", "data": "{\"message\":\"Forbidden\",\"connectionId\":\"a=\",\"requestId\":\"b=\"}"},
///         {"type": "receive", "data": "{\"message\":\"Internal server error\",\"connectionId\":\"a=\",\"requestId\":\"c=\"}"}]}"#,
/// ).unwrap();
/// let (first, others, _) = har::exchanges(socket);
/// assert!(first.body.unwrap().contains("Forbidden"));
/// assert!(others[0].body.as_deref().unwrap().contains("Internal server error"));
/// ```
pub fn exchanges(entry: Entry) -> (Evidence, Vec<Evidence>, Vec<Remark>) {
    let mut remarks = Vec::new();
    let Entry {
        request,
        response,
        time,
        started,
        resource_type,
        error,
        web_socket_messages,
        besides,
    } = entry;
    let mut evidence = Evidence {
        url: request.url.into_option(),
        method: request.method.into_option(),
        status: response.status.get().and_then(status),
        request_body: sent(request.post_data),
        request_headers: request.headers,
        response_headers: response.headers,
        net_error: response.error.into_option().or(error.into_option()),
        time_ms: time.get().filter(|time| *time >= 0.0),
        started: started.into_option(),
        ..Evidence::default()
    };
    wire::set_from_pseudo_fields(&mut evidence);
    evidence.resource_type = resource_type
        .into_option()
        .map(|kind| {
            if kind == "xhr" {
                "fetch".to_owned()
            } else {
                kind
            }
        })
        .or_else(|| wire::resource_type(&evidence).map(ToOwned::to_owned));
    let is_empty = response.content.text.get() == Some("");
    content(&mut evidence, response.content, &mut remarks);
    let others = frames(&mut evidence, web_socket_messages);
    if let Some(besides) = besides {
        besides.add_to(&mut evidence, is_empty);
    }
    (evidence, others, remarks)
}

impl Besides {
    fn add_to(self, evidence: &mut Evidence, body_is_empty: bool) {
        let unknown = self.unknown.get().unwrap_or_default();
        let is_unknown = |name| unknown.split(' ').any(|word| word == name);
        if is_unknown("started") {
            evidence.started = None;
        }
        if is_unknown("time") {
            evidence.time_ms = None;
        }
        evidence.body_withheld = is_unknown("body");
        if body_is_empty {
            evidence.body = Some(String::new());
        }
        evidence.log = self.log.into_option();
        evidence.curl_text = self.curl_text.into_option();
    }
}

/// 0 and -1 stand for an exchange without an answer.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is looked at first"
)]
fn status(status: f64) -> Option<u16> {
    (100.0..=999.0).contains(&status).then_some(status as u16)
}

fn sent(data: PostData) -> Option<String> {
    if let Some(text) = data.text.into_option() {
        return Some(text);
    }
    let pairs: Vec<String> = data
        .params
        .into_iter()
        .map(|param| {
            format!(
                "{}={}",
                param.name.get().unwrap_or(""),
                param.value.get().unwrap_or("")
            )
        })
        .collect();
    (!pairs.is_empty()).then(|| pairs.join("&"))
}

/// Refused messages of one WebSocket that are told of, each in words of its own.
const REFUSALS_AT_MOST: usize = 8;

/// Chromium tells of a refused handshake, and of what an open WebSocket answered, only in messages.
/// The first refused message is told in the WebSocket's own exchange, others in one each.
fn frames(evidence: &mut Evidence, frames: Vec<Frame>) -> Vec<Evidence> {
    let mut last_sent = None;
    let mut told: Vec<String> = Vec::new();
    let mut others = Vec::new();
    for frame in frames {
        let Some(data) = frame.data.into_option() else {
            continue;
        };
        match frame.kind.get() {
            Some("error") => {
                handshake(evidence, data);
                return others;
            }
            Some("send") => last_sent = Some(data),
            Some("receive") if is_refusal(&data) => {
                let words = joints::member(&data, "message").map_or("", |words| words.value);
                if told.len() >= REFUSALS_AT_MOST || told.iter().any(|before| before == words) {
                    continue;
                }
                let is_first = told.is_empty();
                told.push(words.to_owned());
                if is_first {
                    // The message failed, not the handshake, and a frame has no status.
                    evidence.status = None;
                    evidence.request_body.clone_from(&last_sent);
                    evidence.body = Some(data);
                    evidence.body_withheld = false;
                } else {
                    others.push(Evidence {
                        url: evidence.url.clone(),
                        method: evidence.method.clone(),
                        request_headers: evidence.request_headers.clone(),
                        response_headers: evidence.response_headers.clone(),
                        resource_type: evidence.resource_type.clone(),
                        request_body: last_sent.clone(),
                        body: Some(data),
                        started: came(&frame.time).or_else(|| evidence.started.clone()),
                        ..Evidence::default()
                    });
                }
            }
            _ => {}
        }
    }
    others
}

/// When a message came, where its time reads as one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the range is looked at first"
)]
fn came(time: &Loose<f64>) -> Option<String> {
    let seconds = time.get().filter(|time| (1e9..1e11).contains(time))?;
    Some(moment::iso_of((seconds * 1_000.0) as i64))
}

fn handshake(evidence: &mut Evidence, words: String) {
    if evidence.status.is_none_or(|status| status < 400) {
        evidence.status = prose::status(&words).or_else(|| {
            let challenged = words.contains("HTTP Authentication failed");
            challenged.then_some(401)
        });
    }
    evidence.net_error = Some(words);
    evidence.resource_type = Some("websocket".to_owned());
}

/// `{"message": "Forbidden", "connectionId":"…", "requestId":"…"}`, the gateway's own frame.
fn is_refusal(data: &str) -> bool {
    data.trim_start().starts_with('{')
        && ["\"message\"", "\"connectionId\"", "\"requestId\""]
            .iter()
            .all(|key| data.contains(key))
}

fn content(evidence: &mut Evidence, content: Content, remarks: &mut Vec<Remark>) {
    let is_base64 = content
        .encoding
        .get()
        .is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
    let text = content.text.into_option();
    let body = match text {
        Some(text) if is_base64 && !text.is_empty() => {
            let Some(body) = decode(&text) else {
                remarks.push(Remark::new(NOT_BASE64));
                return;
            };
            Some(body)
        }
        text => text,
    };
    if body.as_deref().is_some_and(|body| !body.is_empty()) {
        evidence.body = body;
        return;
    }
    if evidence.status.is_none() {
        return;
    }
    let announced = evidence
        .response_headers
        .first("content-length")
        .and_then(|length| length.trim().parse::<u64>().ok());
    let never_has_one = matches!(evidence.status, Some(101 | 204 | 304))
        || evidence
            .method
            .as_deref()
            .is_some_and(|method| method.eq_ignore_ascii_case("HEAD"));
    if never_has_one {
        evidence.body = Some(String::new());
        return;
    }
    let withheld = evidence.net_error.is_some()
        || announced.is_some_and(|length| length > 0)
        || content.size.get().is_some_and(|size| size > 0.0);
    evidence.body_withheld = withheld;
    if !withheld && (announced == Some(0) || body.is_some()) {
        evidence.body = Some(String::new());
    }
}

/// Decodes base64, line ends and missing padding forgiven.
fn decode(text: &str) -> Option<String> {
    let mut packed: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    while !packed.len().is_multiple_of(4) {
        packed.push(b'=');
    }
    let bytes = STANDARD.decode(&packed).ok()?;
    Some(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

/// What a HAR gives: the exchanges, the remarks on each by index, and those on the whole.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) exchanges: Vec<Evidence>,
    pub(super) about: Vec<(usize, Vec<Remark>)>,
    pub(super) remarks: Vec<Remark>,
}

/// Reads a HAR: the whole file, its `log`, an array of entries, or one entry.
pub(super) fn har(text: &str) -> Result<Read, InputError> {
    let mut read = Read::default();
    let Some(entries) = entries(text) else {
        // One entry alone, as `copy(entry)` gives it.
        if joints::member(text, "request").is_some() {
            read.alone(text);
            return Ok(read);
        }
        let whole = joints::value_end(text.trim_start(), 0).1;
        let error = InputError::new(ErrorKind::NoEntries);
        return Err(if whole {
            error
        } else {
            error.at(Place::of(text, text.len()))
        });
    };
    let mut cut = !entries.whole;
    for (index, piece) in joints::pieces(entries.value).enumerate() {
        let at = entries.at + piece.at;
        if piece.whole {
            read.piece(text, index + 1, piece, at);
        } else {
            cut = true;
        }
    }
    if cut {
        let end = Place::of(text, text.trim_end().len());
        read.remarks.push(Remark::new(HAR_CUT).at(end));
    }
    Ok(read)
}

/// The array of entries, wherever it stands.
fn entries(text: &str) -> Option<Piece<'_>> {
    if text.trim_start().starts_with('[') {
        return Some(Piece {
            key: "",
            value: text,
            at: 0,
            whole: joints::value_end(text.trim_start(), 0).1,
        });
    }
    let (inner, base) = match joints::member(text, "log") {
        Some(log) if log.value.starts_with('{') => (log.value, log.at),
        _ => (text, 0),
    };
    if let Some(found) =
        joints::member(inner, "entries").filter(|found| found.value.starts_with('['))
    {
        return Some(Piece {
            at: base + found.at,
            ..found
        });
    }
    None
}

impl Read {
    fn alone(&mut self, text: &str) {
        let start = text.len() - text.trim_start().len();
        let (end, whole) = joints::value_end(text, start);
        let piece = Piece {
            key: "",
            value: &text[start..end],
            at: start,
            whole,
        };
        self.piece(text, 1, piece, start);
    }

    fn piece(&mut self, text: &str, index: usize, piece: Piece<'_>, at: usize) {
        let broken = |words, detail: &str| {
            Remark::new(words)
                .with("index", index.to_string())
                .with("detail", detail)
                .at(Place::of(text, at))
        };
        let full = self.remarks.len() >= super::read::REMARKS_AT_MOST;
        let entry = if piece.value.starts_with('{') {
            serde_json::from_str::<Entry>(piece.value)
        } else {
            Ok(Entry::default())
        };
        match entry {
            Ok(read) if read.is_empty() => {
                if !full {
                    self.remarks.push(broken(ENTRY_EMPTY, ""));
                }
            }
            // It never left the browser.
            Ok(read) if read.url().is_some_and(is_internal) => {}
            Ok(read) => {
                let (evidence, others, remarks) = exchanges(read);
                if !remarks.is_empty() {
                    self.about.push((self.exchanges.len(), remarks));
                }
                self.exchanges.push(evidence);
                self.exchanges.extend(others);
            }
            Err(_) if full => {}
            Err(error) => self
                .remarks
                .push(broken(ENTRY_BROKEN, &super::json::reason(&error))),
        }
    }
}

/// `data:…`, `blob:https://…`, `chrome-extension://…`
fn is_internal(url: &str) -> bool {
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
    !["https", "http", "wss", "ws", ""]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn one(json: &str) -> (Evidence, Vec<Remark>) {
        entry(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn a_refused_handshake_is_told_by_chromiums_message() {
        let (evidence, _) = one(
            r#"{"request":{"url":"wss://h.example.com/dev","method":"GET"},"response":{"status":0},
                "_webSocketMessages":[{"type":"error","data":"Error during WebSocket handshake: Unexpected response code: 403"}]}"#,
        );
        assert_eq!(evidence.status, Some(403));
        assert!(evidence.net_error.unwrap().contains("handshake"));
        assert_eq!(evidence.resource_type.as_deref(), Some("websocket"));
    }

    #[test]
    fn each_kind_of_message_that_was_refused_is_an_exchange_of_its_own() {
        let refused = |words: &str, time: &str| {
            format!(
                r#"{{"type":"receive","time":{time},"data":"{{\"message\": \"{words}\", \"connectionId\":\"a=\", \"requestId\":\"{time}\"}}"}}"#
            )
        };
        let messages = [
            r#"{"type":"send","data":"one"}"#.to_owned(),
            refused("Forbidden", "1"),
            r#"{"type":"send","data":"two"}"#.to_owned(),
            refused("Forbidden", "2"),
            r#"{"type":"receive","data":"{\"message\":\"hello\"}"}"#.to_owned(),
            r#"{"type":"send","data":"three"}"#.to_owned(),
            refused("Internal server error", "1767225600.25"),
        ];
        let socket = format!(
            r#"{{"startedDateTime":"2025-12-31T23:59:00.000Z","request":{{"url":"wss://h.example.com/dev","method":"GET"}},"response":{{"status":101}},
                "_webSocketMessages":[{}]}}"#,
            messages.join(",")
        );
        let (first, others, _) = exchanges(serde_json::from_str(&socket).unwrap());
        assert_eq!(first.request_body.as_deref(), Some("one"));
        assert_eq!(first.started.as_deref(), Some("2025-12-31T23:59:00.000Z"));
        let [second] = others.as_slice() else {
            panic!("{others:?}")
        };
        assert_eq!(second.request_body.as_deref(), Some("three"));
        assert!(second.body.as_deref().unwrap().contains("Internal"));
        assert_eq!(second.started.as_deref(), Some("2026-01-01T00:00:00.250Z"));
        assert_eq!((second.status, second.failed()), (None, true));
    }

    #[test]
    fn nulls_missing_fields_and_odd_types_are_forgiven() {
        let (evidence, remarks) = one(
            r#"{"request":{"url":"https://h.example.com/p","method":null,"headers":null,"postData":null},
                "response":{"status":"403","headers":[{"name":"a","value":1}],"content":{"text":null,"size":"7"}},"time":"12.5"}"#,
        );
        assert_eq!((evidence.status, evidence.time_ms), (Some(403), Some(12.5)));
        assert_eq!(evidence.response_headers.first("a"), Some("1"));
        assert!(evidence.body_withheld && remarks.is_empty());
        assert_eq!(one("{}").0, Evidence::default());
    }

    #[test]
    fn base64_is_decoded_and_what_is_none_is_told() {
        let body = |text: &str| {
            one(&format!(
                r#"{{"response":{{"status":403,"content":{{"encoding":"base64","text":"{text}"}}}}}}"#
            ))
        };
        assert_eq!(body("e30=").0.body.as_deref(), Some("{}"));
        assert_eq!(body("e30").0.body.as_deref(), Some("{}"));
        let (evidence, remarks) = body("***");
        assert_eq!((evidence.body, remarks.len()), (None, 1));
    }

    #[test]
    fn pseudo_fields_tell_what_the_entry_leaves_out() {
        let (evidence, _) = one(
            r#"{"request":{"headers":[{"name":":method","value":"PUT"},{"name":":authority","value":"h.example.com"},{"name":":path","value":"/p"}]},"response":{"status":-1}}"#,
        );
        assert_eq!(evidence.url.as_deref(), Some("https://h.example.com/p"));
        assert_eq!(
            (evidence.method.as_deref(), evidence.status),
            (Some("PUT"), None)
        );
    }

    #[test]
    fn a_cut_file_gives_what_stands_before_the_cut() {
        let text = "{\"log\":{\"entries\":[\n{\"request\":{\"url\":\"https://a.b/\"},\"response\":{\"status\":403}},\n{\"request\":7},\n{\"requ";
        let read = har(text).unwrap();
        assert_eq!((read.exchanges.len(), read.remarks.len()), (1, 2));
        assert!(read.remarks[0].text(Lang::En).contains("Entry 2"));
        assert!(read.remarks[1].text(Lang::En).contains("line 4"));
        assert!(har("{\"log\":{}}").is_err());
    }

    #[test]
    fn one_entry_alone_is_a_har_too() {
        let text = r#" {"request":{"url":"https://a.b/"},"response":{"status":403}}"#;
        assert_eq!(har(text).unwrap().exchanges.len(), 1);
        assert_eq!(har(&format!("[{text}]")).unwrap().exchanges.len(), 1);
    }
}
