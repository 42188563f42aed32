//! Exchanges as HAR 1.2, secrets masked: what a session is kept, sent and opened again as.
//!
//! Written by hand and not through serde: it is small, and the shape stands here to be read. What HAR
//! has no place for stands in each entry's `_gatewhy`, which other readers leave alone.

use alloc::string::String;
use core::fmt::Write as _;

use crate::decimal;
use crate::evidence::Evidence;
use crate::headers::Headers;
use crate::redact;
use crate::url::Url;

/// When a request began whose time is not known; HAR asks for one.
const NO_TIME: &str = "1970-01-01T00:00:00.000Z";

/// The exchanges as the text of a `.har` file, secrets masked.
///
/// Neighbours stand behind the exchange that names them. Read again, the exchanges give the
/// diagnoses that they gave before.
///
/// ```
/// use gatewhy_core::{Evidence, render};
///
/// let evidence = Evidence {
///     url: Some("https://h.example.com/p?token=s3cr3t".into()),
///     status: Some(403),
///     ..Evidence::default()
/// };
/// let har = render::har([&evidence]);
/// assert!(har.starts_with(r#"{"log":{"version":"1.2","creator":{"name":"gatewhy","version":"#));
/// assert!(har.contains(r#""url":"https://h.example.com/p?token=***""#));
/// ```
pub fn har<'a>(exchanges: impl IntoIterator<Item = &'a Evidence>) -> String {
    let mut json = Json::default();
    json.raw("{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"gatewhy\",\"version\":");
    json.text(env!("CARGO_PKG_VERSION"));
    json.raw("},\"comment\":\"Secrets are masked.\",\"entries\":[");
    let mut first = true;
    for exchange in &redact::session(exchanges) {
        for entry in core::iter::once(exchange).chain(&exchange.neighbours) {
            json.raw(if first { "\n" } else { ",\n" });
            first = false;
            json.entry(entry);
        }
    }
    json.raw("\n]}}\n");
    json.0
}

#[derive(Default)]
struct Json(String);

impl Json {
    fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// A string, with everything escaped that is not to be taken for something else.
    fn text(&mut self, text: &str) {
        self.0.push('"');
        for c in text.chars() {
            // A String takes all that is written to it.
            let _ = match c {
                '"' => self.0.write_str("\\\""),
                '\\' => self.0.write_str("\\\\"),
                '\n' => self.0.write_str("\\n"),
                c if super::steers(c) && u32::from(c) <= 0xffff => {
                    write!(self.0, "\\u{:04x}", u32::from(c))
                }
                c => self.0.write_char(c),
            };
        }
        self.0.push('"');
    }

    fn field(&mut self, name: &str, value: &str) {
        self.raw(name);
        self.text(value);
    }

    fn number(&mut self, number: f64) {
        self.raw(&decimal::shown(number));
    }

    fn entry(&mut self, evidence: &Evidence) {
        let time = evidence
            .time_ms
            .filter(|time| time.is_finite() && *time >= 0.0)
            .unwrap_or(0.0);
        let started = evidence.started.as_deref().unwrap_or(NO_TIME);
        self.field("{\"startedDateTime\":", started);
        self.raw(",\"time\":");
        self.number(time);
        self.raw(",\"request\":");
        self.request(evidence);
        self.raw(",\"response\":");
        self.response(evidence);
        self.raw(",\"cache\":{},\"timings\":{\"send\":0,\"wait\":");
        self.number(time);
        self.raw(",\"receive\":0}");
        if let Some(kind) = &evidence.resource_type {
            self.field(",\"_resourceType\":", kind);
        }
        self.besides(evidence);
        self.raw("}");
    }

    fn request(&mut self, evidence: &Evidence) {
        let url = evidence.url.as_deref().unwrap_or_default();
        let method = evidence.method.as_deref().unwrap_or_default();
        self.field("{\"method\":", method);
        self.field(",\"url\":", url);
        self.raw(",\"httpVersion\":\"\",\"cookies\":[],\"headers\":");
        self.headers(&evidence.request_headers);
        self.raw(",\"queryString\":[");
        let pairs = Url::parse(url);
        for (at, (name, value)) in pairs.iter().flat_map(Url::query_pairs).enumerate() {
            self.pair(at, name, value);
        }
        self.raw("]");
        if let Some(body) = &evidence.request_body {
            let kind = evidence.request_headers.first("content-type");
            self.field(",\"postData\":{\"mimeType\":", kind.unwrap_or_default());
            self.field(",\"text\":", body);
            self.raw("}");
        }
        self.raw(",\"headersSize\":-1,\"bodySize\":-1}");
    }

    fn response(&mut self, evidence: &Evidence) {
        let headers = &evidence.response_headers;
        let body = evidence.body.as_deref();
        let _ = write!(self.0, "{{\"status\":{}", evidence.status.unwrap_or(0));
        self.raw(",\"statusText\":\"\",\"httpVersion\":\"\",\"cookies\":[],\"headers\":");
        self.headers(headers);
        let size = body.map_or(0, str::len);
        let _ = write!(self.0, ",\"content\":{{\"size\":{size},\"mimeType\":");
        self.text(headers.first("content-type").unwrap_or_default());
        if let Some(body) = body {
            self.field(",\"text\":", body);
        }
        let location = headers.first("location").unwrap_or_default();
        self.field("},\"redirectURL\":", location);
        self.raw(",\"headersSize\":-1,\"bodySize\":-1");
        if let Some(error) = &evidence.net_error {
            self.field(",\"_error\":", error);
        }
        self.raw("}");
    }

    fn headers(&mut self, headers: &Headers) {
        self.raw("[");
        for (at, header) in headers.iter().enumerate() {
            self.pair(at, &header.name, &header.value);
        }
        self.raw("]");
    }

    fn pair(&mut self, at: usize, name: &str, value: &str) {
        self.field(if at == 0 { "{\"name\":" } else { ",{\"name\":" }, name);
        self.field(",\"value\":", value);
        self.raw("}");
    }

    /// What HAR has no place for, and what it asks for although it is not known.
    fn besides(&mut self, evidence: &Evidence) {
        let mut unknown = String::new();
        let mut is_unknown = |name: &str, yes: bool| {
            if yes {
                unknown.push_str(if unknown.is_empty() { "" } else { " " });
                unknown.push_str(name);
            }
        };
        is_unknown("started", evidence.started.is_none());
        is_unknown("time", evidence.time_ms.is_none());
        is_unknown("body", evidence.body_withheld);
        let texts = [
            (",\"log\":", evidence.log.as_deref()),
            (",\"curl_text\":", evidence.curl_text.as_deref()),
        ];
        self.field(",\"_gatewhy\":{\"unknown\":", &unknown);
        for (name, text) in texts {
            if let Some(text) = text {
                self.field(name, text);
            }
        }
        self.raw("}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_one_string() {
        let mut json = Json::default();
        json.text("\"\\\n\r\t\u{0}\u{202e}\u{e0001}é</script>");
        assert_eq!(
            json.0,
            "\"\\\"\\\\\\n\\u000d\\u0009\\u0000\\u202e\u{e0001}é</script>\""
        );
    }

    #[test]
    fn nothing_is_a_har_too() {
        assert!(har([]).contains("\"entries\":[\n]"));
        let bare = har([&Evidence::default()]);
        assert!(bare.contains("\"_gatewhy\":{\"unknown\":\"started time\"}"));
    }
}
