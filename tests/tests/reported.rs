//! Every failure that people reported gives exactly one report, whatever they left out.

#![expect(clippy::unwrap_used, reason = "a test says what it expects")]

use gatewhy_core::intake::{self, Kind};
use gatewhy_core::{Evidence, Lang, diagnose};
use gatewhy_tests::folder;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    id: String,
    evidence: serde_json::Value,
    cause_tag: String,
}

fn cases() -> Vec<Case> {
    let text = std::fs::read_to_string(folder("cases/reported.jsonl")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn each_reported_failure_gives_one_report() {
    let cases = cases();
    let lines: Vec<String> = cases.iter().map(|case| case.evidence.to_string()).collect();
    let session = intake::read(&lines.join("\n"), Some(Kind::Jsonl)).unwrap();
    assert_eq!(session.len(), cases.len());
    for ((evidence, remarks), case) in session.exchanges().zip(&cases) {
        assert!(remarks.is_empty(), "{}: {remarks:?}", case.id);
        for lang in Lang::ALL {
            assert_eq!(diagnose(&evidence, lang).lang, lang, "{}", case.id);
        }
    }
}

#[test]
fn the_order_of_the_cases_changes_no_report() {
    let cases = cases();
    let evidence =
        |case: &Case| -> Evidence { serde_json::from_value(case.evidence.clone()).unwrap() };
    let forth: Vec<_> = cases
        .iter()
        .map(|case| diagnose(&evidence(case), Lang::En))
        .collect();
    let mut back: Vec<_> = cases
        .iter()
        .rev()
        .map(|case| diagnose(&evidence(case), Lang::En))
        .collect();
    back.reverse();
    assert_eq!(forth, back);
}

#[test]
fn causes_of_the_cases_are_written_as_ids() {
    for case in cases() {
        let is_id = case
            .cause_tag
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        assert!(is_id, "{}: {}", case.id, case.cause_tag);
    }
}

#[test]
fn free_text_gives_up_the_status_that_it_names() {
    // What the reporters' own words hold, where they left the field open.
    for (id, status) in [
        ("gh-104", 502),
        ("pg-117", 502),
        ("gh-039", 401),
        ("gh-051", 410),
        ("pg-127", 410),
        ("gh-021", 403),
        ("gh-091", 403),
        ("gh-099", 503),
        ("gh-081", 429),
    ] {
        let case = cases().into_iter().find(|case| case.id == id).unwrap();
        let mut evidence: Evidence = serde_json::from_value(case.evidence).unwrap();
        evidence.status = None;
        let (whole, _) = intake::complete(&evidence, Lang::En);
        assert_eq!(whole.status, Some(status), "{id}");
    }
}

#[test]
fn free_text_gives_no_status_where_it_names_none() {
    for case in cases() {
        let evidence: Evidence = serde_json::from_value(case.evidence).unwrap();
        let (whole, _) = intake::complete(&evidence, Lang::En);
        if evidence.status.is_none() {
            assert_eq!(whole.status, None, "{}: {:?}", case.id, evidence.curl_text);
        }
    }
}
