//! Rules know mechanisms, not cases: nothing in the core names what only one reporter had.
//!
//! The reported failures are there to learn from. A rule that held a host, an id or a phrase of one
//! of them would pass its case and help nobody; what is documented (`facts/`) may stand anywhere.

#![expect(clippy::unwrap_used, reason = "a test says what it expects")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use gatewhy_tests::folder;
use serde::Deserialize;
use serde_json::Value;

/// From so many characters on, a phrase is no longer everybody's.
const LONG_PHRASE: usize = 25;

#[derive(Deserialize)]
struct Case {
    id: String,
    evidence: Value,
}

#[derive(Deserialize)]
struct Documented {
    words: Vec<String>,
}

/// Each case's id and everything that its evidence says.
fn cases() -> Vec<(String, String)> {
    let text = fs::read_to_string(folder("cases/reported.jsonl")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str::<Case>(line).unwrap())
        .map(|case| {
            let mut said = String::new();
            collect(&case.evidence, &mut said);
            (case.id, said)
        })
        .collect()
}

fn collect(value: &Value, said: &mut String) {
    match value {
        Value::String(text) => {
            said.push_str(text);
            said.push('\n');
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, said)),
        Value::Object(members) => members.values().for_each(|member| collect(member, said)),
        _ => {}
    }
}

/// Every source file of the core, by its path.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&folder("../core/src"), &mut found);
    assert!(found.len() > 50, "the core has moved");
    found
}

fn walk(at: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(at).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path.display().to_string(), text));
        }
    }
}

/// What is documented, in lower case.
fn documented() -> Vec<String> {
    ["messages.json", "log-lines.json", "clients.json"]
        .iter()
        .flat_map(|name| {
            let text = fs::read_to_string(folder("facts").join(name)).unwrap();
            let rows: Vec<Documented> =
                serde_json::from_str(&text).unwrap_or_else(|error| unreadable(name, &error));
            rows.into_iter().flat_map(|row| row.words)
        })
        .map(|words| words.to_lowercase())
        .collect()
}

#[expect(clippy::panic, reason = "a test says what is wrong")]
fn unreadable(name: &str, error: &serde_json::Error) -> ! {
    panic!("facts/{name}: {error}")
}

/// Whether a word is one by which a single reporter's API, request or account is known.
fn names_somebody(word: &str) -> bool {
    /// Invented ids that documents use everywhere.
    const EVERYBODYS: &[&str] = &["123456789012", "111122223333", "000000000000", "amazonaws"];
    let documents = word.ends_with("example.com") || word.ends_with("amazon.com");
    if EVERYBODYS.contains(&word) || documents || word.starts_with("abc") {
        return false;
    }
    let bytes = word.as_bytes();
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = bytes
        .iter()
        .filter(|byte| byte.is_ascii_lowercase())
        .count();
    let account = bytes.len() == 12 && digits == 12;
    let api = bytes.len() == 10 && digits + letters == 10 && digits >= 2 && letters >= 2;
    let uuid = bytes.len() == 36
        && word.matches('-').count() == 4
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
    // Base64, and no name of a field: several capitals.
    let capitals = bytes
        .iter()
        .filter(|byte| byte.is_ascii_uppercase())
        .count();
    let gateway_id = word.ends_with('=') && bytes.len() >= 12 && capitals >= 3;
    let host = word.matches('.').count() >= 2
        && word.len() >= 12
        && !word.ends_with("amazonaws.com")
        && !word.ends_with("amazonaws.com.cn")
        && word.split('.').next_back().is_some_and(is_top_level)
        && word.split('.').all(|label| !label.is_empty());
    account || api || uuid || gateway_id || host
}

fn is_top_level(label: &str) -> bool {
    (2..=4).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '=' | '_')))
        .map(|word| word.trim_matches(['.', '-']))
        .filter(|word| !word.is_empty())
}

/// Words that stand in one case only, with the case.
fn only_in_one(cases: &[(String, String)]) -> BTreeMap<&str, &str> {
    let mut homes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (id, said) in cases {
        for word in words(said).filter(|word| names_somebody(word)) {
            homes.entry(word).or_default().insert(id);
        }
        // An API's id is the first label of its host.
        for label in words(said).filter_map(|word| word.split_once(".execute-api.")) {
            if names_somebody(label.0) {
                homes.entry(label.0).or_default().insert(id);
            }
        }
    }
    homes
        .into_iter()
        .filter(|(_, ids)| ids.len() == 1)
        .filter_map(|(word, ids)| Some((word, *ids.first()?)))
        .collect()
}

#[test]
fn no_host_and_no_id_of_a_single_case_stands_in_the_core() {
    let cases = cases();
    let names = only_in_one(&cases);
    assert!(names.len() > 50, "the cases hold names: {}", names.len());
    let mut found = Vec::new();
    for (path, text) in sources() {
        for (name, case) in &names {
            if text.contains(name) {
                found.push(format!("{path}: {name} is {case}'s"));
            }
        }
    }
    assert!(found.is_empty(), "\n  {}", found.join("\n  "));
}

/// The contents of a file's string literals, as they stand between their quotes.
fn literals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    // What tests quote is there to be read, not to decide.
    let text = text.split("#[cfg(test)]").next().unwrap_or(text);
    for line in text.lines() {
        let line = line.trim_start();
        if line.starts_with("//") {
            continue;
        }
        let mut rest = line;
        while let Some(open) = rest.find('"') {
            let inside = &rest[open + 1..];
            let Some(close) = closing(inside) else { break };
            let plain = inside[..close].replace("\\\"", "\"").replace("\\'", "'");
            found.push(plain);
            rest = &inside[close + 1..];
        }
    }
    found
}

fn closing(inside: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at),
            _ => {}
        }
    }
    None
}

#[test]
fn no_phrase_of_a_single_case_stands_in_the_core_unless_it_is_documented() {
    let cases: Vec<(String, String)> = cases()
        .into_iter()
        .map(|(id, said)| (id, said.to_lowercase()))
        .collect();
    let documented = documented();
    let mut found = Vec::new();
    for (path, text) in sources() {
        for literal in literals(&text) {
            let phrase = literal.trim().to_lowercase();
            if phrase.chars().count() < LONG_PHRASE {
                continue;
            }
            let mut homes = cases.iter().filter(|(_, said)| said.contains(&phrase));
            let (Some((case, _)), None) = (homes.next(), homes.next()) else {
                continue;
            };
            if !documented.iter().any(|words| words.contains(&phrase)) {
                found.push(format!("{path}: “{literal}” is {case}'s"));
            }
        }
    }
    assert!(
        found.is_empty(),
        "bring the document's words into tests/facts/, with their source, or drop them:\n  {}",
        found.join("\n  ")
    );
}
