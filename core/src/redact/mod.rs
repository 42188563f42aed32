//! Masking: no secret leaves in a quote, a report or an export, and every diagnosis stays the same.
//!
//! One engine reads whatever text there is. [`text()`] takes any, [`header`] a field by its name,
//! [`evidence`] an exchange with its neighbours, [`input`] what people keep in files: HAR, curl
//! transcripts, logs, evidence. [`crate::diagnose()`] reasons from masked evidence alone, so nothing
//! it says can hold a secret, and `diagnose(redact(x))` is `diagnose(x)` because masking twice is
//! masking once. What is masked, and what stays, is told in docs/REDACTION.md.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::evidence::Evidence;
use crate::headers::Headers;
use crate::intake::Kind as Input;

mod accounts;
mod around;
mod base64;
mod coded;
mod cookies;
mod credentials;
mod escape;
mod json;
mod looks;
mod marks;
mod mask;
mod names;
mod plain;
mod scan;
mod shapes;
mod value;

pub use accounts::account_ids;

use marks::Marks;
pub(crate) use mask::NO_SIGV4;
use plain::Plain;

/// What stands in place of a secret.
pub const MASK: &str = crate::jwt::MASK;

/// How often text within text is taken out: JSON in a form in base64 in JSON.
const DEEPEST: u8 = 6;

/// Masks the secrets in a text of any form: prose, a body, a log, a command line.
///
/// ```
/// use gatewhy_core::redact::text;
///
/// assert_eq!(text("> Authorization: Bearer s3cr3t\n> Host: h"), "> Authorization: Bearer ***\n> Host: h");
/// assert_eq!(text(r#"{"user":"u","password":"hunter2"}"#), r#"{"user":"u","password":"***"}"#);
/// ```
pub fn text(text: &str) -> String {
    marks::unnumbered(&scan::any(text, &mut Marks::default(), 0))
}

/// Masks a URL: user and password, secret parameters, and what else stands in it.
///
/// ```
/// use gatewhy_core::redact::url;
///
/// assert_eq!(url("https://h.example.com/p?x=1&access_token=0a1b"), "https://h.example.com/p?x=1&access_token=***");
/// ```
pub fn url(url: &str) -> String {
    text(url)
}

/// Masks the value of a header, by the header's name.
///
/// ```
/// use gatewhy_core::redact::header;
///
/// assert_eq!(header("X-Api-Key", "abcdefghij0123456789"), "***6789");
/// assert_eq!(header("Cookie", "session=s3cr3t; theme=dark"), "session=***; theme=***");
/// ```
pub fn header(name: &str, value: &str) -> String {
    marks::unnumbered(&field(name, value, &mut Marks::default()))
}

fn field(name: &str, value: &str, marks: &mut Marks) -> String {
    match names::of(name) {
        Some((kind, sure)) if sure > names::Sure::ByLook || looks::is_secret(value) => {
            mask::value(kind, value, marks)
        }
        _ => scan::any(value, marks, 0),
    }
}

/// Masks an `Authorization` value: its scheme stays and, in SigV4, the scope and the names of the
/// signed headers; of a JWT the claims that an authorizer judges.
pub fn authorization(value: &str) -> String {
    header("authorization", value)
}

/// Masks everything in an exchange and its neighbours. Equal credentials stay equal, different ones
/// different: `***`, `***#2`, ….
///
/// ```
/// use gatewhy_core::{Evidence, redact};
///
/// let mut evidence = Evidence { body: Some("token=abc&x=1".into()), ..Evidence::default() };
/// evidence.request_headers.push("Authorization", "Bearer s3cr3t");
/// let masked = redact::evidence(&evidence);
/// assert_eq!(masked.body.as_deref(), Some("token=***&x=1"));
/// assert_eq!(masked.request_headers.first("authorization"), Some("Bearer ***"));
/// assert_eq!(redact::evidence(&masked), masked);
/// ```
pub fn evidence(evidence: &Evidence) -> Evidence {
    Masking::default().exchange(evidence)
}

/// What is remembered of a session whose exchanges are masked one after the other: equal credentials
/// stay equal in all of them, and what is plain is looked through once.
#[derive(Debug, Default)]
pub(crate) struct Session {
    marks: Marks,
    plain: Plain,
}

impl Session {
    pub(crate) fn exchange(&mut self, evidence: &Evidence) -> Evidence {
        let mut masking = Masking {
            marks: core::mem::take(&mut self.marks),
            known: BTreeMap::new(),
            plain: Some(&mut self.plain),
        };
        let masked = masking.exchange(evidence);
        self.marks = masking.marks;
        masked
    }

    /// How many secrets were met.
    pub(crate) fn secrets(&self) -> usize {
        self.marks.len()
    }
}

/// The exchanges of one session; what is equal among them stays equal.
pub(crate) fn session<'a>(exchanges: impl IntoIterator<Item = &'a Evidence>) -> Vec<Evidence> {
    let mut masking = Masking::default();
    let mask = |one| {
        masking.known.clear();
        masking.exchange(one)
    };
    exchanges.into_iter().map(mask).collect()
}

/// The masking of exchanges that go together.
#[derive(Default)]
struct Masking<'a, 'p> {
    marks: Marks,
    /// Fields that were masked already: neighbours mostly send what the others sent, and what is
    /// masked a second time, with the same marks, comes out as it did the first.
    known: BTreeMap<(&'a str, &'a str), String>,
    /// What need not be looked through again.
    plain: Option<&'p mut Plain>,
}

impl<'a> Masking<'a, '_> {
    fn exchange(&mut self, evidence: &'a Evidence) -> Evidence {
        let mut text = |text: &Option<String>| text.as_deref().map(|text| self.text(text));
        Evidence {
            url: text(&evidence.url),
            method: text(&evidence.method),
            status: evidence.status,
            request_body: text(&evidence.request_body),
            body: text(&evidence.body),
            body_withheld: evidence.body_withheld,
            log: text(&evidence.log),
            net_error: text(&evidence.net_error),
            curl_text: text(&evidence.curl_text),
            time_ms: evidence.time_ms,
            started: text(&evidence.started),
            resource_type: text(&evidence.resource_type),
            request_headers: self.fields(&evidence.request_headers),
            response_headers: self.fields(&evidence.response_headers),
            neighbours: evidence
                .neighbours
                .iter()
                .map(|other| self.exchange(other))
                .collect(),
        }
    }

    /// Masks a text, unless it is known to hold no secret.
    fn text(&mut self, text: &str) -> String {
        let is_plain = |plain: &&mut Plain| plain.holds(text);
        if self.plain.as_ref().is_some_and(is_plain) {
            return text.into();
        }
        let masked = scan::any(text, &mut self.marks, 0);
        if let Some(plain) = self.plain.as_mut().filter(|_| masked == text) {
            plain.learn(text);
        }
        masked
    }

    fn fields(&mut self, headers: &'a Headers) -> Headers {
        let masked = headers.iter().map(|one| {
            let (name, value) = (one.name.as_str(), one.value.as_str());
            (name, self.field(name, value))
        });
        masked.collect()
    }

    fn field(&mut self, name: &'a str, value: &'a str) -> String {
        // What a name says nothing of is a text like any other.
        if self.plain.is_some() && names::of(name).is_none() {
            return self.text(value);
        }
        if let Some(known) = self.known.get(&(name, value)) {
            return known.clone();
        }
        let masked = field(name, value, &mut self.marks);
        self.known.insert((name, value), masked.clone());
        masked
    }
}

/// Masks an input of any kind, as `kind` or as its content shows it, and gives the same HAR, JSON or
/// text back: order, white space and what is unknown stay. Account ids go too, unless they are kept.
///
/// ```
/// use gatewhy_core::redact::input;
///
/// let har = r#"{"log": {"entries": [{"request": {"headers": [{"name": "Cookie", "value": "s=1"}]}}]}}"#;
/// assert_eq!(input(har, None, false), har.replace("s=1", "s=***"));
/// ```
pub fn input(text: &str, kind: Option<Input>, keep_account_ids: bool) -> String {
    let marks = &mut Marks::default();
    let masked = match kind {
        Some(Input::Curl | Input::Http | Input::Log | Input::Text) => scan::text(text, marks, 0),
        Some(Input::Har | Input::Evidence | Input::Jsonl) => json::mask(text, marks, 0),
        Some(Input::Body) | None => scan::any(text, marks, 0),
    };
    if keep_account_ids {
        masked
    } else {
        account_ids(&masked)
    }
}

/// A text as reports show it: which of several secrets it was is not told.
pub(crate) fn shown(text: &str) -> String {
    marks::unnumbered(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authorization_keeps_its_kind_and_its_scope() {
        let signed = authorization(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        );
        assert_eq!(
            signed,
            "AWS4-HMAC-SHA256 Credential=AKIA***MPLE/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=***"
        );
        // {"sub":"u1","exp":1760260447}
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSIsImV4cCI6MTc2MDI2MDQ0N30.c2ln";
        let masked = "eyJhbGciOiJub25lIn0.eyJleHAiOjE3NjAyNjA0NDd9.***";
        for (before, after) in [
            ("Bearer abc.def", "Bearer ***.***"),
            ("opaque-secret", "***"),
            (token, masked),
            ("Bearer Bearer s3cr3t", "Bearer Bearer ***"),
            ("Bearer: \"s3cr3t\" ", "Bearer: \"***\" "),
            ("Basic dXNlcjpwYXNz", "Basic ***"),
            ("Digest username=\"u\", response=\"0a\"", "Digest ***"),
            ("Bearer undefined", "Bearer undefined"),
        ] {
            assert_eq!(authorization(before), after);
            assert_eq!(authorization(after), after);
        }
        for (before, after) in [(token, masked), (masked, masked)] {
            let around = |token: &str| alloc::format!("sent 'Bearer {token}', then {token}.");
            assert_eq!(text(&around(before)), around(after));
        }
    }

    #[test]
    fn tokens_in_running_text_are_masked_and_the_words_around_them_stay() {
        for (before, after) in [
            (
                "'eyJhbGciOiJIUzI1NiJ9.e30.c2ln' not a valid key=value pair",
                "'***' not a valid key=value pair",
            ),
            (
                "'s3cr3t' not a valid key=value pair (missing equal-sign) in Authorization header: 'Basic s3cr3t'.",
                "'***' not a valid key=value pair (missing equal-sign) in Authorization header: 'Basic ***'.",
            ),
            (
                "(missing equal-sign) in Authorization header: 's3cr3t'.",
                "(missing equal-sign) in Authorization header: '***'.",
            ),
            (
                "> Authorization: Bearer s3cr3t\n> Host: h",
                "> Authorization: Bearer ***\n> Host: h",
            ),
            (
                "x-amz-security-token:IQoJb3\nhost",
                "x-amz-security-token:***\nhost",
            ),
            (
                "Bearer <token>, then Bearer s3cr3t",
                "Bearer <token>, then Bearer ***",
            ),
        ] {
            assert_eq!(text(before), after);
            assert_eq!(text(after), after);
        }
        for harmless in [
            r#"Bearer scope="" error="invalid_token""#,
            "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter.",
            "Date must be in ISO-8601 'basic format'",
            r#"{"message":"The security token included in the request is invalid."}"#,
            "invalid_token: OIDC discovery endpoint communication error",
            "key=value pair (missing equal-sign)",
            "nothing here",
        ] {
            assert_eq!(text(harmless), harmless);
        }
    }

    #[test]
    fn a_key_shows_its_last_four_and_what_shows_that_it_is_none() {
        for (before, after) in [
            ("abcdefghij0123456789", "***6789"),
            ("short", "*****"),
            ("<your key>", "<your key>"),
        ] {
            assert_eq!(header("X-Api-Key", before), after);
            assert_eq!(header("X-Api-Key", after), after);
        }
    }

    #[test]
    fn equal_credentials_stay_equal_and_different_ones_different() {
        let with = |token: &str| {
            let mut evidence = Evidence::default();
            evidence.request_headers.push("Authorization", token);
            evidence
        };
        let mut whole = with("Bearer one");
        whole.neighbours = [with("Bearer two"), with("Bearer one")].into();
        let masked = evidence(&whole);
        let token = |one: &Evidence| one.request_headers.first("authorization").map(String::from);
        assert_eq!(token(&masked).as_deref(), Some("Bearer ***"));
        assert_eq!(
            token(&masked.neighbours[0]).as_deref(),
            Some("Bearer ***#2")
        );
        assert_eq!(token(&masked), token(&masked.neighbours[1]));
        assert_eq!(
            shown("Bearer ***#2, ***6789, #2"),
            "Bearer ***, ***6789, #2"
        );
    }
}
