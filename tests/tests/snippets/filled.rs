//! What is filled in, and what is left to the reader.

use std::collections::BTreeSet;

use gatewhy_core::facts::Facts;
use gatewhy_core::report::FixReport;
use gatewhy_core::rule::{Form, Rule};
use gatewhy_core::{Lang, Text, Values, catalogue, diagnose, placeholders};
use gatewhy_tests::fixtures;
use gatewhy_tests::snippets::{Language, all, everything, evidence};

use crate::{judged, report};

/// What a text may hold in braces: parameters of paths, not of ours.
const BRACES: &[&str] = &["{proxy}"];

/// `{name}`, as the catalogue's placeholders are written, `${name}` and `%{name}` apart.
fn in_braces(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('{') {
        let rest = &text[at + 1..];
        let end = rest
            .find(|c: char| !(c.is_ascii_lowercase() || c == '_'))
            .unwrap_or(rest.len());
        let not_ours = text[..at].ends_with(['$', '%']);
        if end > 0 && rest[end..].starts_with('}') && !not_ours {
            found.push(&text[at..=at + 1 + end]);
        }
    }
    found
}

/// Every text of a rule that values are filled into.
fn texts(rule: &Rule) -> Vec<Text> {
    let checks = rule
        .checks
        .iter()
        .flat_map(|check| [check.title, check.command, check.if_so, check.if_not]);
    let fixes = rule.fixes.iter().flat_map(|fix| [fix.title, fix.text]);
    [rule.title, rule.why]
        .into_iter()
        .chain(checks)
        .chain(fixes)
        .collect()
}

#[test]
fn both_languages_show_the_same_commands() {
    let wrong: Vec<String> = all()
        .iter()
        .filter(|snippet| snippet.language != Language::Words)
        .filter(|snippet| snippet.raw().get(Lang::En) != snippet.raw().get(Lang::Ja))
        .map(|snippet| format!("{}: it differs between the languages", snippet.label()))
        .collect();
    report(&wrong);
}

#[test]
fn no_placeholder_is_one_that_nothing_fills() {
    let mut wrong = judged(|_, filled| {
        in_braces(filled)
            .into_iter()
            .filter(|name| !BRACES.contains(name))
            .map(|name| format!("nothing fills {name}"))
            .collect()
    });
    for rule in catalogue::rules() {
        for text in texts(rule) {
            for lang in Lang::ALL {
                let said = everything().say(text, lang);
                let left = in_braces(&said)
                    .into_iter()
                    .filter(|name| !BRACES.contains(name));
                wrong.extend(left.map(|name| format!("{}: nothing fills {name}", rule.id)));
            }
        }
    }
    report(&wrong);
}

/// Without it the tests below would judge a placeholder in the place of a value.
#[test]
fn every_placeholder_has_a_sample() {
    let values = everything();
    let mut wrong = BTreeSet::new();
    for rule in catalogue::rules() {
        for name in texts(rule)
            .iter()
            .flat_map(|text| in_braces(text.get(Lang::En)))
        {
            let plain = name.trim_matches(['{', '}']);
            if !BRACES.contains(&name) && values.get(plain).is_none() {
                wrong.insert(format!(
                    "{name}: tests/src/snippets/samples.rs has no value for it"
                ));
            }
        }
    }
    report(&wrong.into_iter().collect::<Vec<_>>());
}

/// What stands for values that the evidence may have, as it is shown where the evidence lacks them.
fn shown_for_unknown() -> BTreeSet<String> {
    let nothing = Values::default();
    let mut shown = BTreeSet::new();
    for rule in catalogue::rules() {
        for text in texts(rule) {
            for name in in_braces(text.get(Lang::En)) {
                shown.extend(placeholders(&nothing.fill(name)));
            }
        }
    }
    shown
}

/// Where a word such as `<stage>` is meant: it names another value than the one that is known.
const MEANT: &[(&str, &str, &str)] = &[(
    "dns-not-resolving",
    "<api-id> <region>",
    "the form that every invoke URL has",
)];

#[test]
fn what_the_evidence_tells_is_not_left_to_the_reader() {
    let shown = shown_for_unknown();
    assert!(
        shown.contains("<api-id>") && shown.contains("<account-id>"),
        "{shown:?}"
    );
    let values = everything();
    let mut wrong = Vec::new();
    for rule in catalogue::rules() {
        let meant = |name: &str| {
            MEANT.iter().any(|(cause, names, _)| {
                *cause == rule.id && names.split(' ').any(|one| one == name)
            })
        };
        for text in texts(rule) {
            for lang in Lang::ALL {
                let said = values.say(text, lang);
                let open = placeholders(&said)
                    .into_iter()
                    .filter(|name| shown.contains(name));
                for name in open.filter(|name| !meant(name)) {
                    let start: String = said.chars().take(90).collect();
                    wrong.push(format!("{}: {name} is left open in {start}", rule.id));
                }
            }
        }
    }
    wrong.dedup();
    report(&wrong);
}

/// China's names end otherwise.
#[test]
fn a_name_in_the_region_ends_as_names_there_do() {
    let mut wrong = Vec::new();
    for rule in catalogue::rules() {
        for text in texts(rule) {
            for part in text.get(Lang::En).split("{region}").skip(1) {
                let end = part.find(|c: char| !(c.is_ascii_lowercase() || c == '.'));
                let name = &part[..end.unwrap_or(part.len())];
                if name.starts_with('.') && name.ends_with(".amazonaws.com") {
                    wrong.push(format!(
                        "{}: write {{region}}{}{{suffix}}",
                        rule.id,
                        name.trim_end_matches("amazonaws.com")
                    ));
                }
            }
        }
    }
    report(&wrong);
}

#[test]
fn rich_evidence_gives_the_values_that_commands_need() {
    let evidence = evidence();
    let values = Facts::of(&evidence).values;
    for (name, value) in [
        ("account", "111122223333"),
        ("api", "abc123defg"),
        ("caller_account", "444455556666"),
        ("full_path", "/prod/pets/7"),
        ("method", "GET"),
        ("origin", "https://shop.example.com"),
        ("partition", "aws"),
        ("path", "/pets/7"),
        ("region", "eu-west-1"),
        ("request_id", "11111111-2222-3333-4444-555555555555"),
        ("resource", "pets/7"),
        ("role", "shop-backend"),
        ("stage", "prod"),
        ("suffix", "amazonaws.com"),
        ("vpce", "vpce-0123456789abcdef0"),
    ] {
        assert_eq!(values.get(name), Some(value), "{name}");
    }
}

#[test]
fn a_report_lists_exactly_what_is_left_to_the_reader() {
    for fixture in fixtures().unwrap() {
        for lang in Lang::ALL {
            for diagnosis in diagnose(&fixture.evidence, lang).diagnoses {
                for fix in diagnosis.fixes {
                    let label = format!("{} {}", fixture.label(), diagnosis.cause);
                    assert_eq!(fix.placeholders, in_angles(&fix.text), "{label}");
                }
            }
        }
    }
}

/// `<name>`, each once, in the order of the text.
fn in_angles(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in text.split('<').skip(1) {
        let Some((name, _)) = part.split_once('>') else {
            continue;
        };
        let shown = format!("<{name}>");
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if is_name && !names.contains(&shown) {
            names.push(shown);
        }
    }
    names
}

/// The tools see what a report shows: the helper fills snippets in as the core does.
#[test]
fn snippets_are_filled_in_as_reports_fill_them_in() {
    let mut compared = 0;
    let all = all();
    for fixture in fixtures().unwrap() {
        let complete = gatewhy_core::intake::complete(&fixture.evidence, Lang::En).0;
        let values = Facts::of(&complete).values;
        for diagnosis in diagnose(&fixture.evidence, Lang::En).diagnoses {
            let mut own: Vec<String> = all
                .iter()
                .filter(|snippet| snippet.rule == diagnosis.cause)
                .map(|snippet| snippet.filled(&values, Lang::En))
                .collect();
            own.sort();
            for FixReport { text, form, .. } in diagnosis.fixes {
                let found = own.binary_search(&text).is_ok();
                assert!(
                    found,
                    "{} {}: {form:?} {text}",
                    fixture.label(),
                    diagnosis.cause
                );
                compared += usize::from(form != Form::Text);
            }
        }
    }
    assert!(compared > 500, "{compared}");
}
