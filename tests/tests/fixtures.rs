//! Every exchange under `tests/fixtures/<cause>/` must be diagnosed as its folder says.
//!
//! `INSTA_UPDATE=always cargo test -p gatewhy-tests --test fixtures` writes the snapshots anew;
//! read their difference before it is committed: it is what a user will read.

#![expect(clippy::panic, reason = "a test says what it expects")]

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use gatewhy_core::{Evidence, Headers, Lang, catalogue, diagnose};
use gatewhy_tests::{Fixture, NONE, compact, fixtures, ranking};

fn all() -> Vec<Fixture> {
    fixtures().unwrap_or_else(|error| panic!("{error}"))
}

/// All failures at once: a changed weight may move many.
fn report(failures: &[String], what: &str) {
    assert!(
        failures.is_empty(),
        "{} {what}:\n  {}",
        failures.len(),
        failures.join("\n  ")
    );
}

#[test]
fn each_exchange_is_diagnosed_as_its_folder_says() {
    let mut failures = Vec::new();
    for fixture in all() {
        let got = diagnose(&fixture.evidence, Lang::En);
        let top = got.diagnoses.first().map_or(NONE, |first| first.cause);
        if top != fixture.cause {
            failures.push(format!("{}: {}", fixture.label(), ranking(&got)));
        }
    }
    report(&failures, "fixtures are diagnosed otherwise");
}

#[test]
fn what_a_user_reads_is_as_recorded() {
    let mut failures = Vec::new();
    for fixture in all() {
        let text: Vec<String> = Lang::ALL
            .iter()
            .map(|lang| compact(&diagnose(&fixture.evidence, *lang)))
            .collect();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(fixture.path.parent().expect("a fixture is in a folder"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let same = settings.bind(|| {
            catch_unwind(AssertUnwindSafe(|| {
                insta::assert_snapshot!(fixture.name.as_str(), text.join("\n═══\n\n"));
            }))
        });
        if same.is_err() {
            failures.push(fixture.label());
        }
    }
    report(
        &failures,
        "reports changed; see the difference with `cargo insta review`",
    );
}

#[test]
fn header_order_and_letter_case_change_nothing() {
    let mut failures = Vec::new();
    for fixture in all() {
        let mut turned = fixture.evidence.clone();
        turn(&mut turned);
        if diagnose(&turned, Lang::En) != diagnose(&fixture.evidence, Lang::En) {
            failures.push(fixture.label());
        }
    }
    report(&failures, "reports depend on the order or case of headers");
}

/// Turns the order of the headers round and changes the case of their names; values of one name
/// keep their order, which has a meaning.
fn turn(evidence: &mut Evidence) {
    for headers in [
        &mut evidence.request_headers,
        &mut evidence.response_headers,
    ] {
        let mut names: Vec<String> = Vec::new();
        for header in headers.iter() {
            let name = header.name.to_ascii_lowercase();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let turned: Headers = names
            .iter()
            .rev()
            .flat_map(|name| headers.all(name).map(|value| (name.to_uppercase(), value)))
            .collect();
        *headers = turned;
    }
    evidence.neighbours.iter_mut().for_each(turn);
}

#[test]
fn folders_and_near_misses_name_causes_that_exist() {
    let mut failures = Vec::new();
    for fixture in all() {
        let known = |cause: &str| catalogue::rule(cause).is_some();
        if fixture.cause != NONE && !known(&fixture.cause) {
            failures.push(format!("{}: no rule has this name", fixture.label()));
        }
        match fixture.near_miss() {
            Some(cause) if !known(cause) || cause == fixture.cause => {
                failures.push(format!("{}: `{cause}` is no neighbour", fixture.label()));
            }
            _ => {}
        }
    }
    report(&failures, "fixtures are misnamed");
}

#[test]
fn each_cause_has_an_exchange_and_a_near_miss() {
    let mut found: BTreeMap<&str, (usize, usize)> = catalogue::rules()
        .iter()
        .map(|rule| (rule.id, (0, 0)))
        .collect();
    let all = all();
    for fixture in &all {
        if let Some((hits, _)) = found.get_mut(fixture.cause.as_str()) {
            *hits += 1;
        }
        if let Some((_, misses)) = fixture.near_miss().and_then(|cause| found.get_mut(cause)) {
            *misses += 1;
        }
    }
    let mut failures = Vec::new();
    for (id, (hits, misses)) in found {
        if hits == 0 {
            failures.push(format!("{id}: put an exchange into tests/fixtures/{id}/"));
        }
        if misses == 0 {
            failures.push(format!(
                "{id}: put a near miss under its neighbour, named not-{id}--<name>"
            ));
        }
    }
    report(&failures, "gaps in tests/fixtures");
}
