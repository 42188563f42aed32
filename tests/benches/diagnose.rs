//! How long a diagnosis takes, beside what reading its evidence costs anyway:
//! `cargo bench -p gatewhy-tests`. The peer in the same run is `serde_json`, which reads the very
//! same evidence; machines differ, the ratio between the two tells.

use std::fs;

use gatewhy_core::intake::{self, Kind};
use gatewhy_core::{Evidence, Lang, diagnose, redact, render};

fn main() {
    divan::main();
}

/// The evidence of every reported case, a line each.
fn lines() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/reported.jsonl");
    let text = fs::read_to_string(path).expect("it is part of the source");
    let evidence = |line: &str| {
        let case: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        case["evidence"].to_string()
    };
    text.lines().map(evidence).collect()
}

fn evidence() -> Vec<Evidence> {
    lines()
        .iter()
        .map(|line| serde_json::from_str(line).expect("each is evidence"))
        .collect()
}

/// The peer: what reading costs.
#[divan::bench]
fn serde_json_reads_107_cases(bencher: divan::Bencher<'_, '_>) {
    let lines = lines();
    bencher.bench(|| {
        lines
            .iter()
            .filter(|line| serde_json::from_str::<Evidence>(line).is_ok())
            .count()
    });
}

#[divan::bench(args = [Lang::En, Lang::Ja])]
fn diagnose_107_cases(bencher: divan::Bencher<'_, '_>, lang: Lang) {
    let cases = evidence();
    bencher.bench(|| {
        cases
            .iter()
            .map(|case| diagnose(case, lang).diagnoses.len())
            .sum::<usize>()
    });
}

#[divan::bench]
fn diagnose_and_print_107_cases(bencher: divan::Bencher<'_, '_>) {
    let cases = evidence();
    bencher.bench(|| {
        cases
            .iter()
            .map(|case| render::text(&diagnose(case, Lang::En), render::Layout::default()).len())
            .sum::<usize>()
    });
}

#[divan::bench]
fn mask_107_cases(bencher: divan::Bencher<'_, '_>) {
    let cases = evidence();
    bencher.bench(|| cases.iter().map(redact::evidence).count());
}

/// A HAR as Chromium saved it.
fn har() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/har/chromium.har");
    fs::read_to_string(path).expect("it is part of the source")
}

/// The peer of the next two.
#[divan::bench]
fn serde_json_reads_a_har_of_33_entries(bencher: divan::Bencher<'_, '_>) {
    let text = har();
    bencher.bench(|| serde_json::from_str::<serde_json::Value>(&text).is_ok());
}

#[divan::bench]
fn mask_a_har_of_33_entries(bencher: divan::Bencher<'_, '_>) {
    let text = har();
    bencher.bench(|| redact::input(&text, Some(Kind::Har), false).len());
}

#[divan::bench]
fn read_a_har_of_33_entries(bencher: divan::Bencher<'_, '_>) {
    let text = har();
    bencher.bench(|| {
        intake::read(&text, Some(Kind::Har))
            .expect("it is a HAR")
            .len()
    });
}
