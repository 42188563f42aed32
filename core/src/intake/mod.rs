//! From what people have to evidence: every reader gives what it could read, and remarks on the rest.
//!
//! [`read`] takes any input and finds out what it is. The readers by themselves: [`har`], [`json`],
//! [`curl`], [`http`], [`log`]. Readers never fail on a part: it becomes a [`Remark`] that names its place,
//! and the rest is read on. An [`InputError`] means that there is nothing to diagnose at all.

use alloc::string::String;
use alloc::vec::Vec;

use crate::evidence::Evidence;
use crate::report::Note;
use crate::text::Lang;

mod command;
pub mod curl;
mod detect;
#[cfg_attr(
    not(feature = "serde"),
    expect(dead_code, reason = "the readers of JSON use it")
)]
mod error;
#[cfg(feature = "serde")]
pub mod har;
pub mod http;
#[cfg_attr(
    not(any(feature = "serde", test)),
    expect(dead_code, reason = "the readers of JSON use its places")
)]
mod joints;
#[cfg(feature = "serde")]
pub mod json;
pub mod log;
mod prose;
#[cfg(feature = "serde")]
mod read;
#[cfg_attr(
    not(feature = "serde"),
    expect(dead_code, reason = "the readers of JSON use it")
)]
mod remark;
#[cfg_attr(
    not(feature = "serde"),
    expect(dead_code, reason = "the readers of JSON use it")
)]
mod session;
mod wire;

pub use detect::{Kind, detect};
pub use error::InputError;
#[cfg(feature = "serde")]
pub use read::{decode, read, read_bytes};
pub use remark::Remark;
pub use session::{Session, neighbours};

/// The longest log that is looked at, in bytes.
const LONGEST_LOG: usize = 1 << 20;
/// The longest other text that is looked at; what a failing exchange tells stands at the front.
const LONGEST_TEXT: usize = 1 << 18;
/// The longest URL and header value that are looked at; API Gateway takes 10 KiB of headers in all.
const LONGEST_LINE: usize = 1 << 14;

/// Completes evidence from its own free text: what `curl_text`, `log` and `net_error` state is filled
/// in where a field is missing, and never overwrites one that is given. Of a log with the lines of
/// several requests those of the failing one are kept.
///
/// ```
/// use gatewhy_core::{Evidence, Lang, intake};
///
/// let evidence = Evidence {
///     curl_text: Some("POST https://abc123defg.execute-api.us-east-1.amazonaws.com/prod 403 (Forbidden)".into()),
///     ..Evidence::default()
/// };
/// let (whole, _notes) = intake::complete(&evidence, Lang::En);
/// assert_eq!((whole.status, whole.method.as_deref()), (Some(403), Some("POST")));
/// ```
pub fn complete(evidence: &Evidence, lang: Lang) -> (Evidence, Vec<Note>) {
    let (whole, remarks) = completed(evidence.clone());
    let notes = remarks.iter().map(|remark| remark.note(lang)).collect();
    (whole, notes)
}

/// The same, with remarks that can be said in any language later.
pub fn completed(evidence: Evidence) -> (Evidence, Vec<Remark>) {
    let (mut whole, mut remarks) = bounded(evidence);
    for blank in [&mut whole.url, &mut whole.method] {
        blank.take_if(|text| text.trim().is_empty());
    }
    if let Some(text) = whole.curl_text.take() {
        let (told, more) = curl::told(&text);
        fill(&mut whole, told);
        remarks.extend(more);
        whole.curl_text = Some(text);
    }
    if let Some(log) = whole.log.take() {
        let (own, told, more) = log::of_one(&log, &whole);
        fill(&mut whole, told);
        remarks.extend(more);
        whole.log = Some(own);
    }
    if let Some(text) = whole.net_error.take() {
        fill(&mut whole, prose::read(&text));
        whole.net_error = Some(text);
    }
    if whole.status.is_none() {
        whole.status = whole.log.as_deref().and_then(prose::logged_status);
    }
    wire::set_from_pseudo_fields(&mut whole);
    (whole, remarks)
}

/// Puts what is told into the fields that are missing.
fn fill(whole: &mut Evidence, told: Evidence) {
    fn missing<T>(field: &mut Option<T>, told: Option<T>) {
        if field.is_none() {
            *field = told;
        }
    }
    missing(&mut whole.url, told.url);
    missing(&mut whole.method, told.method);
    missing(&mut whole.status, told.status);
    missing(&mut whole.request_body, told.request_body);
    missing(&mut whole.body, told.body);
    missing(&mut whole.net_error, told.net_error);
    missing(&mut whole.time_ms, told.time_ms);
    missing(&mut whole.started, told.started);
    missing(&mut whole.resource_type, told.resource_type);
    for (given, told) in [
        (&mut whole.request_headers, told.request_headers),
        (&mut whole.response_headers, told.response_headers),
    ] {
        let known: Vec<String> = given
            .iter()
            .map(|header| header.name.to_ascii_lowercase())
            .collect();
        for header in &told {
            if !known.contains(&header.name.to_ascii_lowercase()) {
                given.push(header.name.as_str(), header.value.as_str());
            }
        }
    }
}

/// What no rule can choke on: each text cut to what can matter.
fn bounded(mut whole: Evidence) -> (Evidence, Vec<Remark>) {
    let mut remarks = Vec::new();
    for (text, name, limit) in [
        (&mut whole.url, "url", LONGEST_LINE),
        (&mut whole.method, "method", LONGEST_LINE),
        (&mut whole.request_body, "request_body", LONGEST_TEXT),
        (&mut whole.body, "body", LONGEST_TEXT),
        (&mut whole.log, "log", LONGEST_LOG),
        (&mut whole.net_error, "net_error", LONGEST_LINE),
        (&mut whole.curl_text, "curl_text", LONGEST_TEXT),
    ] {
        if let Some(text) = text.as_mut().filter(|text| text.len() > limit) {
            remarks.push(cut(text, name, limit));
        }
    }
    for (headers, name) in [
        (&mut whole.request_headers, "request_headers"),
        (&mut whole.response_headers, "response_headers"),
    ] {
        if headers
            .iter()
            .all(|header| header.value.len() <= LONGEST_LINE)
        {
            continue;
        }
        let mut first = None;
        *headers = headers
            .iter()
            .map(|header| {
                let mut value = header.value.clone();
                if value.len() > LONGEST_LINE {
                    let place = alloc::format!("{name}.{}", header.name);
                    let remark = cut(&mut value, &place, LONGEST_LINE);
                    first.get_or_insert(remark);
                }
                (header.name.clone(), value)
            })
            .collect();
        remarks.extend(first);
    }
    (whole, remarks)
}

fn cut(text: &mut String, name: &str, limit: usize) -> Remark {
    let mut at = limit;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text.truncate(at);
    Remark::new(remark::CUT_SHORT)
        .with("field", name)
        .with("limit", alloc::format!("{limit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_stays_and_what_is_missing_is_filled_in() {
        let mut evidence = Evidence {
            status: Some(401),
            curl_text: Some(
                "> GET /p HTTP/1.1\n> Host: h.example.com\n> X-A: told\n>\n< HTTP/1.1 403 Forbidden\n< Date: now\n<\nno".into(),
            ),
            ..Evidence::default()
        };
        evidence.request_headers.push("x-a", "given");
        let (whole, _) = complete(&evidence, Lang::En);
        assert_eq!(whole.status, Some(401));
        assert_eq!(whole.request_headers.first("X-A"), Some("given"));
        assert_eq!(whole.request_headers.all("x-a").count(), 1);
        assert_eq!(whole.url.as_deref(), Some("https://h.example.com/p"));
        assert_eq!(whole.body.as_deref(), Some("no"));
        assert_eq!(whole.curl_text, evidence.curl_text);
    }

    #[test]
    fn a_network_error_may_name_status_url_and_page() {
        let evidence = Evidence {
            net_error: Some("Access to fetch at 'https://h.example.com/p' from origin 'https://app.example.com' has been blocked by CORS policy".into()),
            ..Evidence::default()
        };
        let (whole, _) = complete(&evidence, Lang::En);
        assert_eq!(whole.url.as_deref(), Some("https://h.example.com/p"));
        assert_eq!(
            whole.request_headers.first("origin"),
            Some("https://app.example.com")
        );
    }

    #[test]
    fn a_text_without_end_is_cut_and_the_reader_is_told() {
        let evidence = Evidence {
            body: Some("é".repeat(LONGEST_TEXT)),
            ..Evidence::default()
        };
        let (whole, notes) = complete(&evidence, Lang::En);
        assert!(whole.body.unwrap().len() <= LONGEST_TEXT);
        assert!(notes[0].text.contains("body"));
    }
}
