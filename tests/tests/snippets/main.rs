//! Every command and snippet that a report can show is sound: it parses, it names what exists, and
//! nothing is left open in it that the evidence tells.
//!
//! `cargo xtask test snippets` goes on where this ends, with cfn-lint, ShellCheck, Node.js and the
//! AWS CLI itself.

mod commands;
mod filled;
mod languages;
mod terraform;

use std::sync::LazyLock;

use gatewhy_core::facts::Facts;
use gatewhy_core::{Lang, Values, diagnose, intake};
use gatewhy_tests::snippets::{Snippet, all, everything};
use gatewhy_tests::{Fixture, fixtures};

/// Fails with all that is wrong at once: a changed rule may have several such places.
#[track_caller]
fn report(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} snippets are wrong:\n  {}",
        wrong.len(),
        wrong.join("\n  ")
    );
}

/// Every snippet with what a judge has against it, with all values filled in and with none, in
/// both languages.
fn judged(judge: impl Fn(&Snippet, &str) -> Vec<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for snippet in all() {
        for values in [everything(), Values::default()] {
            for lang in Lang::ALL {
                for why in judge(&snippet, &snippet.filled(&values, lang)) {
                    let line = format!("{}: {why}", snippet.label());
                    if !wrong.contains(&line) {
                        wrong.push(line);
                    }
                }
            }
        }
    }
    wrong
}

/// The same with the values of every fixture, for the causes that its report names.
fn with_fixtures(judge: impl Fn(&Snippet, &str) -> Vec<String>) -> Vec<String> {
    let all = all();
    let mut wrong = Vec::new();
    for case in CASES.iter() {
        for snippet in all.iter().filter(|one| case.causes.contains(&one.rule)) {
            for why in judge(snippet, &snippet.filled(&case.values, Lang::En)) {
                wrong.push(format!("{} with {}: {why}", snippet.label(), case.label));
            }
        }
    }
    wrong
}

/// A fixture's values and the causes that its report names.
struct Case {
    label: String,
    values: Values,
    causes: Vec<&'static str>,
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let case = |fixture: &Fixture| {
        let evidence = intake::complete(&fixture.evidence, Lang::En).0;
        let report = diagnose(&evidence, Lang::En);
        Case {
            label: fixture.label(),
            values: Facts::of(&evidence).values,
            causes: report.diagnoses.iter().map(|one| one.cause).collect(),
        }
    };
    let fixtures = fixtures().expect("another test tells what is wrong with them");
    fixtures.iter().map(case).collect()
});
