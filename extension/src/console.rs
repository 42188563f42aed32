//! Diagnoses in the page's console, beside the browser's own “Failed to load resource”: for those
//! who turn it on. It runs in the DevTools page, as an instance of its own, so that it needs no
//! open panel and that a breakdown in here costs nothing but the line.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use gatewhy_core::host::Host;
use gatewhy_core::origin::Side;
use gatewhy_core::url::Url;
use gatewhy_core::{Evidence, Lang, Report, Text, diagnose, redact, text};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::browser::{self, Browser};
use crate::host::{Captured, Host as _, Told};
use crate::settings::Settings;

/// Exchanges that are kept because they may tell something about a failing one.
const BEFORE_AT_MOST: usize = 200;
/// Of those, how many go into one diagnosis.
const NEIGHBOURS_AT_MOST: usize = 32;

/// How long a line waits for neighbours of its call.
const AFTER_MS: i32 = 300;

const NO_CAUSE: Text = text! { en: "no known cause fits", ja: "当てはまる原因がありません" };
const NO_ANSWER: Text = text! { en: "no answer", ja: "応答なし" };

/// Writes a line for each failing call that it is told of.
#[wasm_bindgen]
pub struct Console {
    parts: Rc<Parts>,
}

struct Parts {
    browser: Browser,
    /// `None` until they were heard.
    settings: RefCell<Option<Settings>>,
    /// What came before that.
    early: RefCell<Vec<JsValue>>,
    before: RefCell<VecDeque<Evidence>>,
}

#[wasm_bindgen]
impl Console {
    /// Takes in an exchange as the DevTools page's session tells of it.
    pub fn take_in(&self, entry: JsValue) {
        self.parts.take_in(entry);
    }
}

impl Console {
    pub(crate) fn start() -> Self {
        let parts = Rc::new(Parts {
            browser: Browser::default(),
            settings: RefCell::default(),
            early: RefCell::default(),
            before: RefCell::default(),
        });
        let follower = Rc::clone(&parts);
        parts.browser.settings(Box::new(move |settings| {
            follower.settings.replace(Some(settings));
            for entry in follower.early.take() {
                follower.take_in(entry);
            }
        }));
        Self { parts }
    }
}

impl Parts {
    fn take_in(self: &Rc<Self>, entry: JsValue) {
        let Some(settings) = self.settings.borrow().clone() else {
            self.early.borrow_mut().push(entry);
            return;
        };
        let Some(Told::Exchange(captured)) = browser::read(&entry) else {
            return;
        };
        let evidence = captured.evidence;
        let neighbour = evidence.as_neighbour();
        if evidence.failed() && settings.inline_console && settings.failing.counts(&evidence) {
            // There is no body to wait for where the browser itself speaks of an error.
            if evidence.status.is_none() || evidence.net_error.is_some() {
                self.write_soon(evidence, settings);
            } else {
                let parts = Rc::clone(self);
                let then = move |captured: Captured| parts.write_soon(captured.evidence, settings);
                self.browser.body(&entry, Box::new(then));
            }
        }
        let mut before = self.before.borrow_mut();
        if before.len() == BEFORE_AT_MOST {
            before.pop_front();
        }
        before.push_back(neighbour);
    }

    /// Browsers tell of calls in the order in which they have read them to the end: the neighbour
    /// that says most may come a moment later, and a line that is written stays as it is.
    fn write_soon(self: &Rc<Self>, evidence: Evidence, settings: Settings) {
        let parts = Rc::clone(self);
        browser::later(AFTER_MS, move || parts.write(evidence, &settings));
    }

    fn write(&self, evidence: Evidence, settings: &Settings) {
        let lang = settings.lang_or(&self.browser.locale());
        let neighbours = {
            let before = self.before.borrow();
            neighbours(&evidence, before.iter().rev())
        };
        let evidence = Evidence {
            neighbours,
            ..evidence
        };
        let report = diagnose(&evidence, lang);
        let url = evidence.url.as_deref().and_then(Url::parse);
        let known = url.is_some_and(|url| {
            let host = Host::parse(url.authority).name;
            settings.knows(&host)
        });
        if known || is_of_an_api(&report) {
            browser::warn_in_page(&line(&evidence, &report, lang));
        }
    }
}

/// The exchanges of the same host, the latest first.
fn neighbours<'a>(
    evidence: &Evidence,
    before: impl Iterator<Item = &'a Evidence>,
) -> Vec<Evidence> {
    let authority = |evidence: &'a Evidence| {
        let url = Url::parse(evidence.url.as_deref()?)?;
        Some(url.authority)
    };
    let own = evidence.url.as_deref().and_then(Url::parse);
    before
        .filter(|other| {
            let same_call = other.url == evidence.url
                && other.method == evidence.method
                && other.started == evidence.started;
            authority(other) == own.map(|url| url.authority) && !same_call
        })
        .take(NEIGHBOURS_AT_MOST)
        .cloned()
        .collect()
}

/// Stricter than the panel: a line among the page's own must not be a maybe.
fn is_of_an_api(report: &Report) -> bool {
    !matches!(report.subject.host, None | Some("other" | "lambda-url"))
        || matches!(report.origin.who.side(), Side::Gateway | Side::Behind)
}

/// `gatewhy: GET /prod/pet 403 – No such path or method is deployed (93 %)`: what every script of
/// the page may read, so neither host nor query, header or body.
fn line(evidence: &Evidence, report: &Report, lang: Lang) -> String {
    let url = redact::url(evidence.url.as_deref().unwrap_or_default());
    let path = Url::parse(&url).map_or("", |url| url.path);
    let method = evidence.method.as_deref().unwrap_or_default();
    let status = match evidence.status {
        Some(status) => status.to_string(),
        None => NO_ANSWER.get(lang).to_owned(),
    };
    let cause = match report.diagnoses.first() {
        Some(leading) => {
            let percent = gatewhy_view::percent(leading.confidence);
            format!("{} ({percent}%)", leading.title)
        }
        None => NO_CAUSE.get(lang).to_owned(),
    };
    format!("gatewhy: {method} {path} {status} – {cause}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str) -> Evidence {
        Evidence {
            url: Some(url.into()),
            method: Some("GET".into()),
            status: Some(403),
            response_headers: [
                ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
                ("x-amzn-errortype", "MissingAuthenticationTokenException"),
                ("x-amz-apigw-id", "AbCdEfGhIAMFs9A="),
            ]
            .into_iter()
            .collect(),
            ..Evidence::default()
        }
    }

    #[test]
    fn a_line_names_the_cause_and_no_secret() {
        let evidence = refused(
            "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pet?apikey=SECRETSECRET",
        );
        let report = diagnose(&evidence, Lang::En);
        assert!(is_of_an_api(&report));
        let line = line(&evidence, &report, Lang::En);
        assert!(line.starts_with("gatewhy: GET /prod/pet 403 – "), "{line}");
        assert!(line.ends_with("%)"), "{line}");
        assert!(
            !line.contains("SECRET") && !line.contains("amazonaws"),
            "{line}"
        );
    }

    #[test]
    fn a_page_s_missing_picture_is_no_api_s() {
        let mut evidence = refused("https://cdn.example.com/a.png");
        evidence.status = Some(404);
        evidence.response_headers = [("date", "x"), ("server", "nginx")].into_iter().collect();
        assert!(!is_of_an_api(&diagnose(&evidence, Lang::En)));
    }

    #[test]
    fn neighbours_are_of_the_same_host_and_not_the_call_itself() {
        let own = refused("https://a.execute-api.us-east-1.amazonaws.com/prod/pet");
        let near = refused("https://a.execute-api.us-east-1.amazonaws.com/prod/pets");
        let far = refused("https://b.execute-api.us-east-1.amazonaws.com/prod/pets");
        let found = neighbours(&own, [&own, &near, &far].into_iter());
        assert_eq!(found, [near]);
    }
}
