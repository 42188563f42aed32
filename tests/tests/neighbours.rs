//! What is left out of a neighbour, so that a long session is diagnosed quickly, tells nothing.

use gatewhy_core::{Evidence, Lang, diagnose};
use gatewhy_tests::fixtures;

/// Others that each exchange is diagnosed among.
const OTHERS: usize = 8;

#[test]
fn a_brief_neighbour_tells_all_that_a_whole_one_does() {
    let all = fixtures().expect("fixtures are readable");
    for (at, fixture) in all.iter().enumerate() {
        let one = &fixture.evidence;
        // Calls of the same place, method and all, as far as their headers alone tell them apart.
        let others = all.iter().cycle().skip(at + 1).step_by(7).take(OTHERS);
        let others = others.enumerate().map(|(at, other)| {
            let mut other = other.evidence.as_neighbour();
            if at % 2 == 0 {
                other.url.clone_from(&one.url);
                other.method.clone_from(&one.method);
            }
            other
        });
        let whole: Vec<Evidence> = one.neighbours.iter().cloned().chain(others).collect();
        let brief = whole.iter().map(Evidence::as_brief_neighbour).collect();
        let report = |neighbours| {
            let evidence = Evidence {
                neighbours,
                ..one.clone()
            };
            let report = diagnose(&evidence, Lang::En);
            serde_json::to_string_pretty(&report).expect("a report is JSON")
        };
        assert_eq!(report(brief), report(whole), "{}", fixture.label());
    }
}
