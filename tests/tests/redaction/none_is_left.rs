//! Every kind of secret in every place where it can stand: nothing of it is left.

use std::collections::BTreeMap;

use gatewhy_core::intake;
use gatewhy_core::render::{self, Layout};
use gatewhy_core::{Evidence, Lang, diagnose, redact};
use gatewhy_tests::planted::{Chance, KINDS, PLACES, Stands, left};

/// Everything that leaves, by its name.
fn outputs(text: &str) -> Vec<(&'static str, String)> {
    let mut outputs = vec![
        ("redact", redact::input(text, None, true)),
        (
            "redact without account ids",
            redact::input(text, None, false),
        ),
    ];
    if let Ok(session) = intake::read(text, None) {
        for (evidence, remarks) in session.exchanges() {
            let masked = redact::evidence(&evidence);
            outputs.push(("evidence", serde_json::to_string(&masked).unwrap()));
            for remark in remarks {
                outputs.push(("remark", remark.text(Lang::En)));
            }
        }
    }
    outputs
}

#[test]
fn no_kind_of_secret_is_left_in_any_place() {
    assert!(KINDS.len() >= 60);
    let mut failures: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut planted = 0;
    for (at, kind) in KINDS.iter().enumerate() {
        for (place_at, place) in PLACES.iter().enumerate() {
            let seed = u64::try_from(at * 1000 + place_at).unwrap();
            let secret = kind.secret(&mut Chance::new(seed + 1));
            let Some(text) = (place.plant)(kind.stands, &secret) else {
                continue;
            };
            planted += 1;
            for (output, shown) in outputs(&text) {
                let found = secret.hidden.iter().find_map(|hidden| left(&shown, hidden));
                if let Some(piece) = found {
                    let told = format!("{}: {piece} in {output}: {shown}", kind.name);
                    failures.entry(place.name).or_default().push(told);
                    break;
                }
            }
        }
    }
    let count: usize = failures.values().map(Vec::len).sum();
    for (place, told) in &failures {
        println!("== {place}: {}", told.len());
        for one in told.iter().take(6) {
            println!("  {}", one.chars().take(700).collect::<String>());
        }
    }
    assert_eq!(count, 0, "of {planted}");
}

/// The exchange with a secret of every kind in this place, as far as it can hold them all.
fn reports(text: &str) -> Vec<String> {
    let Ok(session) = intake::read(text, None) else {
        return Vec::new();
    };
    let exchanges: Vec<Evidence> = session.exchanges().map(|(evidence, _)| evidence).collect();
    let mut shown = Vec::new();
    for evidence in &exchanges {
        for lang in Lang::ALL {
            let report = diagnose(evidence, lang);
            shown.push(serde_json::to_string(&report).unwrap());
            shown.push(render::markdown(&report));
            let layout = Layout {
                columns: 80,
                full: true,
            };
            shown.push(render::text(&report, layout));
        }
        shown.extend(render::curl(evidence));
    }
    shown.push(render::har(&exchanges));
    shown
}

#[test]
fn no_report_shows_a_secret() {
    for (at, place) in PLACES.iter().enumerate() {
        // One kind of each sort a place, another one each time.
        for sort in 0..3 {
            let of_sort: Vec<_> = KINDS
                .iter()
                .filter(|kind| match kind.stands {
                    Stands::Header(_) => sort == 0,
                    Stands::Named(_) => sort == 1,
                    Stands::Anywhere => sort == 2,
                })
                .collect();
            let kind = of_sort[(at * 7) % of_sort.len()];
            let secret = kind.secret(&mut Chance::new(u64::try_from(at).unwrap()));
            let Some(text) = (place.plant)(kind.stands, &secret) else {
                continue;
            };
            for shown in reports(&text) {
                let found = secret.hidden.iter().find_map(|hidden| left(&shown, hidden));
                assert_eq!(found, None, "{} in {}: {shown}", kind.name, place.name);
            }
        }
    }
}
