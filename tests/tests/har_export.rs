//! A session that is exported and opened again gives the diagnoses that it gave before.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what it expects"
)]

use gatewhy_core::intake::{self, Kind};
use gatewhy_core::{Evidence, Lang, Report, diagnose, render};
use gatewhy_tests::{fixtures, folder};
use serde_json::Value;

/// The exchange that was written first, as it is read again.
fn again(evidence: &Evidence) -> Evidence {
    let har = render::har([evidence]);
    let session = intake::read(&har, Some(Kind::Har)).unwrap_or_else(|why| panic!("{why}: {har}"));
    assert!(session.remarks().is_empty(), "{:?}", session.remarks());
    let (mut read, _) = session.exchanges().next().unwrap();
    // Which of many neighbours are the nearest is for the session's reader to say.
    read.neighbours.clone_from(&evidence.neighbours);
    read
}

fn ranking(report: &Report) -> Vec<(&str, String)> {
    report
        .diagnoses
        .iter()
        .map(|one| (one.cause, format!("{:.2}", one.confidence)))
        .collect()
}

#[test]
fn every_fixture_is_diagnosed_as_before() {
    for fixture in fixtures().unwrap() {
        let before = diagnose(&fixture.evidence, Lang::En);
        let after = diagnose(&again(&fixture.evidence), Lang::En);
        assert_eq!(before, after, "{}", fixture.label());
    }
}

#[test]
fn a_browsers_session_is_diagnosed_as_before() {
    for name in ["chromium", "firefox"] {
        let bytes = std::fs::read(folder(&format!("cases/har/{name}.har"))).unwrap();
        let before = intake::read_bytes(&bytes, Some(Kind::Har)).unwrap();
        let bare: Vec<Evidence> = before
            .exchanges()
            .map(|(evidence, _)| Evidence {
                neighbours: Vec::new(),
                ..evidence
            })
            .collect();
        let har = render::har(&bare);
        let after = intake::read(&har, None).unwrap();
        assert_eq!((after.kind(), after.len()), (Kind::Har, before.len()));
        for ((before, _), (after, _)) in before.exchanges().zip(after.exchanges()) {
            let (before, after) = (diagnose(&before, Lang::En), diagnose(&after, Lang::En));
            assert_eq!(
                ranking(&before),
                ranking(&after),
                "{:?}",
                before.subject.url
            );
        }
    }
}

/// The fields that HAR 1.2 asks for, with a value of the type that it must have.
const ENTRY: &str = r#"{"startedDateTime": "", "time": 0, "cache": {}, "timings": {"send": 0, "wait": 0, "receive": 0},
    "request": {"method": "", "url": "", "httpVersion": "", "cookies": [], "headers": [], "queryString": [], "headersSize": 0, "bodySize": 0},
    "response": {"status": 0, "statusText": "", "httpVersion": "", "cookies": [], "headers": [], "content": {"size": 0, "mimeType": ""}, "redirectURL": "", "headersSize": 0, "bodySize": 0}}"#;

fn has_all(value: &Value, wanted: &Value, place: &str) {
    match (value, wanted) {
        (Value::Object(value), Value::Object(wanted)) => {
            for (name, wanted) in wanted {
                let place = format!("{place}.{name}");
                let value = value.get(name).unwrap_or_else(|| panic!("no {place}"));
                has_all(value, wanted, &place);
            }
        }
        (Value::String(_), Value::String(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::Array(_), Value::Array(_)) => {}
        _ => panic!("{place} is {value}"),
    }
}

#[test]
fn it_is_har_1_2() {
    let all: Vec<Evidence> = fixtures()
        .unwrap()
        .into_iter()
        .map(|one| one.evidence)
        .collect();
    let har: Value = serde_json::from_str(&render::har(&all)).unwrap();
    let log = &har["log"];
    assert_eq!(log["version"], "1.2");
    assert!(log["creator"]["name"].is_string() && log["creator"]["version"].is_string());
    let wanted: Value = serde_json::from_str(ENTRY).unwrap();
    for entry in log["entries"].as_array().unwrap() {
        has_all(entry, &wanted, "entry");
        let started = entry["startedDateTime"].as_str().unwrap();
        assert!(
            started.len() >= 20 && started.as_bytes()[10] == b'T',
            "{started}"
        );
        for list in ["headers", "queryString"] {
            for pair in entry["request"][list].as_array().unwrap() {
                assert!(pair["name"].is_string() && pair["value"].is_string());
            }
        }
    }
}

#[test]
fn no_secret_is_in_it() {
    let secret = "c2VjcmV0c2VjcmV0";
    let mut evidence = Evidence {
        url: Some(format!(
            "https://h.example.com/p?X-Amz-Security-Token={secret}"
        )),
        request_body: Some(format!("Authorization: Bearer {secret}\n")),
        body: Some(format!(
            "'{secret}' not a valid key=value pair (missing equal-sign)"
        )),
        log: Some(format!("x-api-key={secret}")),
        curl_text: Some(format!("> Cookie: a={secret}\n")),
        net_error: Some(format!("Bearer {secret}")),
        ..Evidence::default()
    };
    for name in [
        "authorization",
        "cookie",
        "x-api-key",
        "x-amz-security-token",
    ] {
        evidence.request_headers.push(name, secret);
    }
    evidence.response_headers.push("set-cookie", secret);
    let har = render::har([&evidence]);
    assert!(!har.contains("c2VjcmV0c2Vj"), "{har}");
}
