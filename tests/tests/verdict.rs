//! A verdict is its report's: who lists verdicts and opens reports must never find another cause.

use gatewhy_core::{Evidence, Judge, Lang, diagnose};
use gatewhy_tests::everything;

#[test]
fn a_verdict_is_what_its_report_says_for_every_fixture_and_every_reported_failure() {
    // What one of them taught must not change the others.
    let mut judge = Judge::default();
    let all = everything().unwrap();
    for (name, evidence) in all.iter().chain(all.iter().rev()) {
        for lang in Lang::ALL {
            says_the_same(&mut judge, name, evidence, lang);
        }
    }
}

#[test]
fn neighbours_that_are_handed_over_count_as_those_that_it_has() {
    let mut judge = Judge::default();
    let mut first = 0;
    for (name, evidence) in everything().unwrap() {
        let others: Vec<(u32, &Evidence)> = (first..).zip(&evidence.neighbours).collect();
        let bare = Evidence {
            neighbours: Vec::new(),
            ..evidence.clone()
        };
        let mut whole = bare.clone();
        let brief = |(_, other): &(u32, &Evidence)| other.as_brief_neighbour();
        whole.neighbours = others.iter().map(brief).collect();
        let expected = Judge::default().verdict(&whole, &[], Lang::En);
        // The second time they are known.
        for _ in 0..2 {
            assert_eq!(judge.verdict(&bare, &others, Lang::En), expected, "{name}");
        }
        first += u32::try_from(others.len()).unwrap();
    }
}

#[test]
fn a_neighbour_of_which_more_is_known_by_now_is_looked_at_again() {
    let mut judge = Judge::default();
    let all = everything().unwrap();
    let pairs = all.iter().flat_map(|(name, evidence)| {
        let neighbours = evidence.neighbours.iter();
        neighbours.map(move |other| (name, evidence, other))
    });
    for (name, evidence, other) in pairs {
        let bare = Evidence {
            neighbours: Vec::new(),
            ..evidence.clone()
        };
        let unanswered = Evidence {
            status: None,
            response_headers: gatewhy_core::Headers::default(),
            ..other.clone()
        };
        for other in [&unanswered, other] {
            let judged = judge.verdict(&bare, &[(1, other)], Lang::En);
            let fresh = Judge::default().verdict(&bare, &[(1, other)], Lang::En);
            assert_eq!(judged, fresh, "{name}");
        }
        // The next one of this number is another.
        judge = Judge::default();
    }
}

#[test]
fn where_nothing_failed_there_is_no_cause() {
    let worked = Evidence {
        status: Some(200),
        ..Evidence::default()
    };
    let mut judge = Judge::default();
    let judged = judge.verdict(&worked, &[], Lang::En);
    assert_eq!((judged.causes.len(), judged.title.as_str()), (0, ""));
    says_the_same(&mut judge, "a success", &worked, Lang::En);
}

#[expect(clippy::float_cmp, reason = "the very same number")]
fn says_the_same(judge: &mut Judge, name: &str, evidence: &Evidence, lang: Lang) {
    let (judged, report) = (judge.verdict(evidence, &[], lang), diagnose(evidence, lang));
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
