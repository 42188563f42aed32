//! A verdict is its report's: who lists verdicts and opens reports must never find another cause.

use gatewhy_core::{Evidence, Lang, diagnose, verdict};
use gatewhy_tests::everything;

#[test]
fn a_verdict_is_what_its_report_says_for_every_fixture_and_every_reported_failure() {
    for (name, evidence) in everything().unwrap() {
        for lang in Lang::ALL {
            says_the_same(&name, &evidence, lang);
        }
    }
}

#[test]
fn where_nothing_failed_there_is_no_cause() {
    let worked = Evidence {
        status: Some(200),
        ..Evidence::default()
    };
    let judged = verdict(&worked, Lang::En);
    assert_eq!((judged.causes.len(), judged.title.as_str()), (0, ""));
    says_the_same("a success", &worked, Lang::En);
}

#[expect(clippy::float_cmp, reason = "the very same number")]
fn says_the_same(name: &str, evidence: &Evidence, lang: Lang) {
    let (judged, report) = (verdict(evidence, lang), diagnose(evidence, lang));
    let causes: Vec<&str> = report.diagnoses.iter().map(|one| one.cause).collect();
    assert_eq!(judged.causes, causes, "{name}");
    assert_eq!(judged.who, report.origin.who, "{name}");
    let leading = report.diagnoses.first();
    assert_eq!(judged.title, leading.map_or("", |one| &one.title), "{name}");
    assert_eq!(
        judged.confidence,
        leading.map_or(0.0, |one| one.confidence),
        "{name}"
    );
}
