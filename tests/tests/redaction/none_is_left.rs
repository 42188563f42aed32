//! Every kind of secret in every place where it can stand: nothing of it is left.

use std::collections::BTreeMap;

use gatewhy_tests::planted::outputs::{masked, of_input};
use gatewhy_tests::planted::{Chance, KINDS, PLACES, Stands, left};

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
            for (output, shown) in masked(&text) {
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
            for (_, shown) in of_input(&text) {
                let found = secret.hidden.iter().find_map(|hidden| left(&shown, hidden));
                assert_eq!(found, None, "{} in {}: {shown}", kind.name, place.name);
            }
        }
    }
}
