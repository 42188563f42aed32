//! What people have, as it is read: transcripts, HAR files, exceptions and console messages under
//! `tests/intake/`, each with the evidence that comes of it beside it.
//!
//! The transcripts are those of `curl` 7.88, `wget` 1.21 and other tools against a local server
//! under a realistic host name; addresses are examples.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what it expects"
)]

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{fs, path::PathBuf};

use gatewhy_core::intake::{self, Kind, Session};
use gatewhy_core::{Evidence, Lang};
use gatewhy_tests::folder;

fn inputs() -> Vec<(String, PathBuf)> {
    let mut all: Vec<(String, PathBuf)> = fs::read_dir(folder("intake"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path))
        .filter(|(name, _)| !name.contains(".snap"))
        .collect();
    all.sort();
    all
}

fn read(name: &str) -> Session {
    intake::read_bytes(&fs::read(folder("intake").join(name)).unwrap(), None)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn shown(session: &Session) -> String {
    let mut text = format!("{:?}\n", session.kind());
    for remark in session.remarks() {
        for lang in Lang::ALL {
            writeln!(text, "{}", remark.text(lang)).unwrap();
        }
    }
    for (mut evidence, remarks) in session.exchanges() {
        let near: Vec<String> = std::mem::take(&mut evidence.neighbours)
            .iter()
            .map(brief)
            .collect();
        let mut value = serde_json::to_value(&evidence).unwrap();
        value.as_object_mut().unwrap().retain(|_, field| {
            let is_empty = field.as_object().is_some_and(serde_json::Map::is_empty)
                || field.as_array().is_some_and(Vec::is_empty);
            !field.is_null() && !is_empty && field != &serde_json::Value::Bool(false)
        });
        writeln!(text, "\n{}", serde_json::to_string_pretty(&value).unwrap()).unwrap();
        if !near.is_empty() {
            writeln!(text, "near: {}", near.join(", ")).unwrap();
        }
        for remark in remarks {
            for lang in Lang::ALL {
                writeln!(text, "{}", remark.text(lang)).unwrap();
            }
        }
        let (whole, _) = intake::complete(&evidence, Lang::En);
        if brief(&whole) != brief(&evidence) {
            writeln!(text, "complete: {}", brief(&whole)).unwrap();
        }
    }
    text
}

fn brief(evidence: &Evidence) -> String {
    format!(
        "{} {} {}",
        evidence.method.as_deref().unwrap_or("-"),
        evidence.url.as_deref().unwrap_or("-"),
        evidence.status.unwrap_or_default()
    )
}

#[test]
fn every_input_is_read_as_recorded() {
    let mut failures = Vec::new();
    for (name, _) in inputs() {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(folder("intake"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let same = settings.bind(|| {
            catch_unwind(AssertUnwindSafe(|| {
                insta::assert_snapshot!(name.as_str(), shown(&read(&name)));
            }))
        });
        if same.is_err() {
            failures.push(name);
        }
    }
    assert!(
        failures.is_empty(),
        "these are read otherwise; see `cargo insta review`:\n  {}",
        failures.join("\n  ")
    );
}

#[test]
fn every_tool_tells_of_one_and_the_same_exchange() {
    for name in [
        "h1-v.curl",
        "h2-v.curl",
        "h2-iv.curl",
        "h2-i.curl",
        "proxy.curl",
    ] {
        let session = read(name);
        let (evidence, _) = session.exchanges().last().unwrap();
        assert_eq!(
            brief(&evidence),
            "GET https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets 403",
            "{name}"
        );
        assert_eq!(
            evidence.body.as_deref(),
            Some("{\"message\":\"Missing Authentication Token\"}"),
            "{name}"
        );
        assert_eq!(session.len(), 1, "{name}");
        assert_eq!(
            evidence.response_headers.first("date"),
            Some("Mon, 05 Oct 2026 08:15:30 GMT")
        );
    }
}

#[test]
fn a_transcript_in_a_field_tells_as_much_as_one_in_a_file() {
    for (name, path) in inputs() {
        if path.extension().is_none_or(|extension| extension != "curl") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let (whole, _) = intake::complete(
            &Evidence {
                curl_text: Some(text),
                ..Evidence::default()
            },
            Lang::En,
        );
        let (last, _) = intake::complete(&read(&name).exchanges().last().unwrap().0, Lang::En);
        assert_eq!(brief(&whole), brief(&last), "{name}");
        assert_eq!(whole.body, last.body, "{name}");
    }
}

#[test]
fn both_browsers_hars_are_read_entry_by_entry() {
    for (name, entries) in [("chromium", 33), ("firefox", 32)] {
        let bytes = fs::read(folder(&format!("cases/har/{name}.har"))).unwrap();
        let session = intake::read_bytes(&bytes, None).unwrap();
        assert_eq!(session.kind(), Kind::Har);
        assert_eq!(
            (session.len(), session.remarks().len()),
            (entries, 0),
            "{name}"
        );
        for (evidence, remarks) in session.exchanges() {
            assert!(remarks.is_empty());
            assert!(evidence.url.is_some() && evidence.method.is_some());
            assert!(evidence.started.is_some() && evidence.time_ms.is_some());
            assert!((1..=32).contains(&evidence.neighbours.len()));
        }
    }
}

#[test]
fn a_har_that_breaks_off_anywhere_gives_what_stands_before() {
    let text = fs::read_to_string(folder("cases/har/firefox.har")).unwrap();
    let whole = intake::read(&text, None).unwrap().len();
    let mut before = 0;
    for cut in (400..text.len())
        .step_by(997)
        .filter(|cut| text.is_char_boundary(*cut))
    {
        let session = match intake::read(&text[..cut], None) {
            Ok(session) => session,
            Err(error) => {
                assert_eq!(before, 0, "{error}");
                continue;
            }
        };
        assert!(session.len() >= before && session.len() <= whole);
        assert_eq!(session.remarks().len(), 1, "the cut is told");
        before = session.len();
    }
    assert!(before + 2 >= whole);
}
