//! Secrets in inputs that chance has changed around them: nothing of them is left, either.

use std::collections::BTreeMap;

use gatewhy_tests::planted::mutated::{around, change, seen};
use gatewhy_tests::planted::outputs::masked;
use gatewhy_tests::planted::{Chance, KINDS, PLACES};
use gatewhy_tests::readers::read;
use gatewhy_tests::seeds::seeds;

/// What was found, by the place in which it was planted.
#[derive(Default)]
struct Found(BTreeMap<String, Vec<String>>);

impl Found {
    fn add(&mut self, place: &str, told: String) {
        self.0.entry(place.to_owned()).or_default().push(told);
    }

    fn be_none(self) {
        for (place, told) in &self.0 {
            println!("== {place}: {}", told.len());
            for one in told.iter().take(3) {
                println!("  {}", one.chars().take(3000).collect::<String>());
            }
        }
        let count: usize = self.0.values().map(Vec::len).sum();
        assert_eq!(count, 0);
    }
}

/// One combination in as many is tried a round.
const ONE_IN: usize = 4;

/// More where somebody asks for them, as the fuzz target `redact` does of itself.
fn rounds() -> usize {
    let set = std::env::var("GATEWHY_ROUNDS").ok();
    set.and_then(|rounds| rounds.parse().ok()).unwrap_or(1)
}

#[test]
fn no_change_around_a_secret_uncovers_it() {
    let mut found = Found::default();
    for round in 0..rounds() {
        for (at, place) in PLACES.iter().enumerate() {
            for (kind_at, kind) in KINDS.iter().enumerate() {
                let seed = (round * PLACES.len() + at) * KINDS.len() + kind_at;
                if seed % ONE_IN != round % ONE_IN {
                    continue;
                }
                let chance = &mut Chance::new(u64::try_from(seed).unwrap() + 1);
                let secret = kind.secret(chance);
                let Some(text) = (place.plant)(kind.stands, &secret) else {
                    continue;
                };
                let text = around(&text, &secret, chance);
                if let Some(seen) = seen(&masked(&text), &secret) {
                    found.add(place.name, format!("{}: {seen}\n  of {text}", kind.name));
                }
            }
        }
    }
    found.be_none();
}

#[test]
fn no_field_of_a_changed_fixture_shows_a_secret_on_any_surface() {
    let seeds = seeds("redact").unwrap();
    for round in 0..rounds() {
        for (at, seed) in seeds.iter().enumerate() {
            if (at + round) % ONE_IN == 0 {
                let chance = &mut Chance::new(u64::try_from(at + round).unwrap() + 1);
                let mut text = String::from_utf8_lossy(seed).into_owned();
                for _ in 0..=chance.below(6) {
                    change(&mut text, chance);
                }
                read("redact", text.as_bytes());
            }
        }
    }
}
