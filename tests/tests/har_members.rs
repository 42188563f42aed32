//! What the panel asks a browser for is all that the reader of an entry wants.

use gatewhy_core::intake::har;
use gatewhy_tests::folder;
use serde_json::Value;

/// An entry's named members.
fn named(entry: &Value) -> Value {
    let members = entry.as_object().into_iter().flatten();
    members
        .filter(|(name, _)| har::MEMBERS.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

#[test]
fn an_entry_reads_the_same_by_its_named_members_alone() {
    for name in ["chromium", "firefox"] {
        let text = std::fs::read_to_string(folder(&format!("cases/har/{name}.har"))).unwrap();
        let har: Value = serde_json::from_str(&text).unwrap();
        for entry in har["log"]["entries"].as_array().unwrap() {
            let whole: har::Entry = serde_json::from_value(entry.clone()).unwrap();
            let asked: har::Entry = serde_json::from_value(named(entry)).unwrap();
            assert_eq!(whole, asked);
            assert_ne!(named(entry), *entry, "there is more than is asked for");
        }
    }
}
