//! How good the ranking is, on the failures that people reported: `cargo xtask score`.
//!
//! Prints the figures of the whole set and of its two halves (split by source, so that rules
//! written on one half can be judged on the other), and each case that missed. `--baseline` adds a
//! plain message-to-cause table for comparison; a path names another file of cases.

use std::collections::BTreeMap;
use std::error::Error;
use std::{env, fs};

use gatewhy_core::{Evidence, Lang, diagnose};
use serde::Deserialize;

/// A failure that somebody reported in public, and what turned out to be its cause.
#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    source: String,
    evidence: Evidence,
    cause_tag: String,
    acceptable_tags: Vec<String>,
}

/// What one way of guessing says about a case: causes with their probabilities, best first.
type Guess = Vec<(String, f64)>;

#[derive(Debug, Default)]
struct Tally {
    cases: usize,
    top_1: usize,
    acceptable: usize,
    top_3: usize,
    confidently_wrong: usize,
    brier: f64,
}

impl Tally {
    fn add(&mut self, case: &Case, guess: &Guess) {
        let right = |cause: &str| cause == case.cause_tag;
        let fine =
            |cause: &str| right(cause) || case.acceptable_tags.iter().any(|tag| tag == cause);
        self.cases += 1;
        let (top, confidence) = guess.first().map_or(("", 0.0), |(cause, confidence)| {
            (cause.as_str(), *confidence)
        });
        self.top_1 += usize::from(right(top));
        self.acceptable += usize::from(fine(top));
        self.top_3 += usize::from(guess.iter().take(3).any(|(cause, _)| right(cause)));
        self.confidently_wrong += usize::from(confidence >= 0.8 && !fine(top));
        self.brier += Self::loss(case, guess);
    }

    /// The square of what the confidence in the first guess misses the truth by.
    fn loss(case: &Case, guess: &Guess) -> f64 {
        let (top, confidence) = guess.first().map_or(("", 0.0), |(cause, confidence)| {
            (cause.as_str(), *confidence)
        });
        let outcome = if top == case.cause_tag { 1.0 } else { 0.0 };
        (confidence - outcome) * (confidence - outcome)
    }

    #[expect(clippy::cast_precision_loss, reason = "a few hundred cases")]
    fn print(&self, name: &str) {
        let of = self.cases.max(1) as f64;
        let share = |count: usize| 100.0 * count as f64 / of;
        println!(
            "{name:<28} {:>4}  {:>5.1} %  {:>5.1} %  {:>5.1} %  {:>4}  {:>6.3}",
            self.cases,
            share(self.top_1),
            share(self.acceptable),
            share(self.top_3),
            self.confidently_wrong,
            self.brier / of
        );
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut path = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/reported.jsonl").to_owned();
    let (mut with_baseline, mut quiet) = (false, false);
    for argument in env::args().skip(1) {
        match argument.as_str() {
            "--baseline" => with_baseline = true,
            "--quiet" => quiet = true,
            other => other.clone_into(&mut path),
        }
    }
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let cases = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<Vec<Case>, _>>()?;

    let (mut all, mut halves, mut baseline) = (
        Tally::default(),
        [Tally::default(), Tally::default()],
        Tally::default(),
    );
    let mut by_cause: BTreeMap<&str, Tally> = BTreeMap::new();
    for case in &cases {
        let report = diagnose(&case.evidence, Lang::En);
        let guess: Guess = report
            .diagnoses
            .iter()
            .map(|diagnosis| (diagnosis.cause.to_owned(), diagnosis.confidence))
            .collect();
        all.add(case, &guess);
        halves[half(&case.source)].add(case, &guess);
        by_cause
            .entry(&case.cause_tag)
            .or_default()
            .add(case, &guess);
        baseline.add(case, &by_message(&case.evidence));
        let right = guess
            .first()
            .is_some_and(|(cause, _)| *cause == case.cause_tag);
        if !quiet && right && Tally::loss(case, &guess) > 0.25 {
            // Right, and not sure of it.
            println!(
                "✓  {:<10} {:<32} {:.2}",
                case.id, case.cause_tag, guess[0].1
            );
        }
        if !quiet
            && guess
                .first()
                .is_none_or(|(cause, _)| *cause != case.cause_tag)
        {
            let third = guess
                .iter()
                .take(3)
                .any(|(cause, _)| *cause == case.cause_tag);
            let fine = guess
                .first()
                .is_some_and(|(cause, _)| case.acceptable_tags.contains(cause));
            let got: Vec<String> = guess
                .iter()
                .take(4)
                .map(|(cause, confidence)| format!("{cause} {confidence:.2}"))
                .collect();
            println!(
                "{} {:<10} {:<32} {}",
                if !fine {
                    "✗"
                } else if third {
                    "~"
                } else {
                    "≈"
                },
                case.id,
                case.cause_tag,
                got.join(", ")
            );
        }
    }
    println!(
        "{:<28} {:>4}  {:>7}  {:>7}  {:>7}  {:>4}  {:>6}",
        "", "n", "top-1", "accept.", "top-3", "c.w.", "Brier"
    );
    if !quiet {
        for (cause, tally) in &by_cause {
            tally.print(cause);
        }
    }
    halves[0].print("half A (by source)");
    halves[1].print("half B (by source)");
    if with_baseline {
        baseline.print("message table");
    }
    all.print("all");
    Ok(())
}

/// Halves by source, so that cases of one thread stay together.
fn half(source: &str) -> usize {
    let key = source.split([' ', '#']).next().unwrap_or(source);
    key.bytes().fold(0_usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    }) % 2
}

/// What people do today: look the message up in a table and take the first cause that stands there.
fn by_message(evidence: &Evidence) -> Guess {
    const TABLE: &[(&str, &str)] = &[
        ("Missing Authentication Token", "missing-auth-on-iam-route"),
        (
            "The request signature we calculated",
            "sigv4-signature-mismatch",
        ),
        ("Signature expired", "sigv4-expired"),
        ("The security token included", "invalid-security-token"),
        (
            "Credential should be scoped to a valid region",
            "sigv4-wrong-region",
        ),
        (
            "Credential should be scoped to correct service",
            "sigv4-wrong-service",
        ),
        ("missing equal-sign", "sigv4-malformed-authorization"),
        (
            "Authorization header requires",
            "sigv4-malformed-authorization",
        ),
        ("with an explicit deny", "resource-policy-explicit-deny"),
        ("is not authorized to perform", "iam-identity-policy-deny"),
        (
            "User is not authorized to access this resource",
            "authorizer-deny",
        ),
        ("Forbidden", "api-key-missing-or-invalid"),
        ("Unauthorized", "authorizer-unauthorized"),
        ("Limit Exceeded", "usage-plan-throttle-or-quota"),
        ("Too Many Requests", "usage-plan-throttle-or-quota"),
        ("Endpoint request timed out", "integration-timeout"),
        ("Service Unavailable", "backend-5xx"),
        ("Internal server error", "lambda-runtime-error"),
        (
            "Malformed Lambda proxy response",
            "lambda-malformed-proxy-response",
        ),
        (
            "Invalid permissions on Lambda function",
            "lambda-permission-missing",
        ),
        ("Invalid request body", "request-validation-failed"),
        ("CORS", "cors-preflight-not-configured"),
    ];
    let texts = [
        &evidence.body,
        &evidence.log,
        &evidence.curl_text,
        &evidence.net_error,
    ];
    let found = TABLE.iter().find(|(phrase, _)| {
        texts
            .iter()
            .any(|text| text.as_deref().is_some_and(|text| text.contains(phrase)))
    });
    found
        .map(|(_, cause)| vec![((*cause).to_owned(), 0.5)])
        .unwrap_or_default()
}
