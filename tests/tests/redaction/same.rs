//! What is masked is diagnosed as it was before, and masked no further.

use std::fs;
use std::path::PathBuf;

use gatewhy_core::intake::{self, Kind};
use gatewhy_core::redact::{self, account_ids};
use gatewhy_core::{Lang, diagnose};
use gatewhy_tests::folder;
use gatewhy_tests::planted::{Chance, KINDS, PLACES};
use serde_json::Value;

/// Every file that holds exchanges: fixtures, what both browsers wrote, transcripts.
fn files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder("fixtures"), folder("cases/har"), folder("intake")];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let is = |end: &str| path.extension().is_some_and(|known| known == end);
            if path.is_dir() {
                folders.push(path);
            } else if !is("snap") && !is("md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Every text at hand, with its name.
fn texts() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = files()
        .iter()
        .filter_map(|path| Some((path.display().to_string(), fs::read_to_string(path).ok()?)))
        .collect();
    let reported = fs::read_to_string(folder("cases/reported.jsonl")).unwrap();
    for line in reported.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        all.push((case["id"].to_string(), case["evidence"].to_string()));
    }
    all
}

/// What is told of every exchange of a text.
fn told(text: &str) -> Vec<String> {
    let Ok(session) = intake::read(text, None) else {
        return Vec::new();
    };
    session
        .exchanges()
        .map(|(evidence, _)| serde_json::to_string(&diagnose(&evidence, Lang::En)).unwrap())
        .collect()
}

fn kind(text: &str) -> Option<Kind> {
    intake::read(text, None).ok().map(|session| session.kind())
}

#[test]
fn a_masked_input_is_diagnosed_as_it_was() {
    let mut failures = Vec::new();
    for (name, text) in texts() {
        let with_accounts = redact::input(&text, None, true);
        let masked = redact::input(&text, None, false);
        if masked == text {
            continue;
        }
        let before = told(&text);
        if with_accounts != text && told(&with_accounts) != before {
            failures.push(name.clone());
        }
        if masked != with_accounts && without_accounts(&told(&masked)) != without_accounts(&before)
        {
            failures.push(format!("{name} without account ids"));
        }
    }
    assert!(failures.is_empty(), "{}: {failures:#?}", failures.len());
}

/// The reports with every account id masked. A command that would hold the id holds a placeholder
/// where it is masked, so what is to be typed is left out.
fn without_accounts(reports: &[String]) -> Vec<Value> {
    let report = |report: &String| {
        let mut report: Value = serde_json::from_str(&account_ids(report)).unwrap();
        report["subject"]["account_id"] = Value::Null;
        for diagnosis in report["diagnoses"].as_array_mut().unwrap() {
            for part in ["checks", "fixes"] {
                for item in diagnosis[part].as_array_mut().unwrap() {
                    for typed in ["command", "if_so", "if_not", "text", "placeholders"] {
                        item[typed] = Value::Null;
                    }
                }
            }
        }
        blank(&mut report);
        report
    };
    reports.iter().map(report).collect()
}

/// In sentences a placeholder stands for an id that is not known.
fn blank(value: &mut Value) {
    match value {
        Value::String(text) => *text = blanked(text),
        Value::Array(items) => items.iter_mut().for_each(blank),
        Value::Object(members) => members.values_mut().for_each(blank),
        _ => {}
    }
}

fn blanked(text: &str) -> String {
    let mut plain = text.replace("<caller-account-id>", "<account-id>");
    while let Some(at) = plain.find("********") {
        let length = plain[at..]
            .bytes()
            .take_while(|byte| *byte == b'*' || byte.is_ascii_digit())
            .count();
        plain.replace_range(at..at + length, "<account-id>");
    }
    plain
}

#[test]
fn a_masked_input_is_of_the_same_kind() {
    for (name, text) in texts() {
        assert_eq!(
            kind(&redact::input(&text, None, false)),
            kind(&text),
            "{name}"
        );
    }
}

#[test]
fn masking_twice_is_masking_once() {
    for (name, text) in texts() {
        for keep in [true, false] {
            let once = redact::input(&text, None, keep);
            assert_eq!(redact::input(&once, None, keep), once, "{name}");
        }
        if let Ok(session) = intake::read(&text, None) {
            for (evidence, _) in session.exchanges() {
                let once = redact::evidence(&evidence);
                assert_eq!(redact::evidence(&once), once, "{name}");
            }
        }
    }
}

/// What is read, masked: whatever is diagnosed is diagnosed from this.
fn evidence(text: &str) -> Vec<String> {
    let Ok(session) = intake::read(text, None) else {
        return Vec::new();
    };
    session
        .exchanges()
        .map(|(evidence, _)| serde_json::to_string(&redact::evidence(&evidence)).unwrap())
        .collect()
}

/// A place with a secret of some kind in it, one of each.
fn planted() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (at, place) in PLACES.iter().enumerate() {
        for (kind_at, kind) in KINDS.iter().enumerate() {
            let seed = u64::try_from(kind_at * 100 + at).unwrap();
            let secret = kind.secret(&mut Chance::new(seed));
            if let Some(text) = (place.plant)(kind.stands, &secret) {
                all.push((format!("{} in {}", kind.name, place.name), text));
            }
        }
    }
    all
}

#[test]
fn it_is_all_the_same_whether_masked_before_it_is_read_or_after() {
    let mut failures = Vec::new();
    for (name, text) in planted() {
        let masked = redact::input(&text, None, true);
        let (before, after) = (evidence(&text), evidence(&masked));
        if before != after {
            failures.push(format!(
                "{name}\n  {}\n  {}",
                before.join("\n"),
                after.join("\n")
            ));
        }
        let twice = redact::input(&masked, None, true);
        if twice != masked {
            failures.push(format!("{name} twice\n  {masked}\n  {twice}"));
        }
    }
    assert!(
        failures.is_empty(),
        "{}:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn masked_json_is_json_with_the_same_members() {
    for (name, text) in planted() {
        let Ok(before) = serde_json::from_str::<Value>(&text) else {
            continue;
        };
        let masked = redact::input(&text, None, false);
        let after: Value = serde_json::from_str(&masked).unwrap_or_else(|why| {
            unreachable!("{name}: {why}: {masked}");
        });
        assert_eq!(shape(&after), shape(&before), "{name}");
    }
}

/// Everything but the texts; a number may have become a mark.
fn shape(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), shape(value)))
            .collect(),
        Value::String(_) | Value::Number(_) => Value::Null,
        other => other.clone(),
    }
}
