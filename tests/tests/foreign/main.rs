//! Answers that are not API Gateway's: none gets one of its causes, and the report says whose it is.
//!
//! They are made here from the shapes that these products write, with their headers, with the body
//! withheld where the headers alone tell, and as a pasted body where that alone tells.

mod answer;
mod aws;
mod behind;
mod edges;
mod frameworks;
mod gateways;
mod proxies;
mod servers;

use answer::Answer;
use gatewhy_core::report::Report;
use gatewhy_core::{Evidence, Lang, diagnose};
use gatewhy_tests::ranking;

fn all() -> Vec<Answer> {
    [
        aws::all(),
        edges::all(),
        frameworks::all(),
        gateways::all(),
        proxies::all(),
        servers::all(),
    ]
    .concat()
}

/// Every capture of every answer: its label, what was captured, and what the origin has to quote.
fn captures() -> Vec<(String, Answer, Evidence, String)> {
    let mut captures = Vec::new();
    for answer in all() {
        let whole = answer.whole();
        let quote = answer.quote.clone();
        captures.push((answer.name.clone(), answer.clone(), whole, quote));
        if let (Some(evidence), Some(quote)) = (answer.withheld(), answer.header_quote.clone()) {
            let label = format!("{}, body withheld", answer.name);
            captures.push((label, answer.clone(), evidence, quote));
        }
        if let Some(evidence) = answer.pasted() {
            let label = format!("{}, body alone", answer.name);
            captures.push((label, answer.clone(), evidence, String::new()));
        }
    }
    captures
}

fn report(failures: &[String], of: usize, what: &str) {
    assert!(
        failures.is_empty(),
        "{} of {of} {what}:\n  {}",
        failures.len(),
        failures.join("\n  ")
    );
}

fn who(report: &Report) -> String {
    let value = serde_json::to_value(report.origin.who).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn no_answer_of_somebody_else_gets_a_cause_of_api_gateways() {
    let captures = captures();
    assert!(captures.len() >= 300, "only {}", captures.len());
    let mut failures = Vec::new();
    for (label, _, evidence, _) in &captures {
        let got = diagnose(evidence, Lang::En);
        let top = got.diagnoses.first().map_or("", |first| first.cause);
        if top != "not-from-api-gateway" {
            failures.push(format!("{label}: {}", ranking(&got)));
        }
    }
    report(&failures, captures.len(), "answers of others are misjudged");
}

#[test]
fn the_report_says_whose_answer_it_is_and_quotes_what_shows_it() {
    let captures = captures();
    let mut failures = Vec::new();
    for (label, answer, evidence, quote) in &captures {
        let got = diagnose(evidence, Lang::En);
        let who = who(&got);
        let because = &got.origin.because;
        let is_quoted = because
            .iter()
            .any(|item| !item.quote.is_empty() && item.quote.contains(quote));
        if !answer.who.contains(&who.as_str()) || !is_quoted {
            let quotes: Vec<_> = because.iter().map(|item| &item.quote).collect();
            failures.push(format!(
                "{label}: by {who} {:.2}, quoting {quotes:?}, not {quote:?}",
                got.origin.confidence
            ));
        }
    }
    report(&failures, captures.len(), "origins are wrong");
}

#[test]
fn a_lost_date_does_not_make_it_api_gateways() {
    let mut failures = Vec::new();
    let answers: Vec<Answer> = all()
        .into_iter()
        .filter(|answer| {
            answer.body_tells
                || answer
                    .header_quote
                    .as_deref()
                    .is_some_and(|quote| quote.len() > 1)
        })
        .collect();
    for answer in &answers {
        let evidence = answer.clone().without_date().whole();
        let got = diagnose(&evidence, Lang::En);
        let top = got.diagnoses.first().map_or("", |first| first.cause);
        if top != "not-from-api-gateway" {
            failures.push(format!("{}: {}", answer.name, ranking(&got)));
        }
    }
    report(
        &failures,
        answers.len(),
        "answers without a date are misjudged",
    );
}

#[test]
fn what_went_through_the_gateway_is_the_backends() {
    let captures = behind::all();
    let mut failures = Vec::new();
    for (label, evidence) in &captures {
        let got = diagnose(evidence, Lang::En);
        let top = got.diagnoses.first().map_or("", |first| first.cause);
        let expected = if evidence.status.is_some_and(|status| status >= 500) {
            "backend-5xx"
        } else {
            "backend-4xx"
        };
        if top != expected || who(&got) != "integration" {
            failures.push(format!("{label}: {} by {}", ranking(&got), who(&got)));
        }
    }
    report(
        &failures,
        captures.len(),
        "answers of backends are misjudged",
    );
}

#[test]
fn whoever_answered_there_is_a_way_to_make_sure_and_something_to_do() {
    let captures = captures();
    let mut failures = Vec::new();
    for (label, _, evidence, _) in &captures {
        for lang in Lang::ALL {
            let got = diagnose(evidence, lang);
            let Some(first) = got.diagnoses.first() else {
                continue;
            };
            if first.checks.is_empty() || first.fixes.len() < 2 {
                failures.push(format!(
                    "{label}: {} checks, {} fixes",
                    first.checks.len(),
                    first.fixes.len()
                ));
            }
        }
    }
    report(&failures, captures.len(), "reports leave the reader alone");
}
