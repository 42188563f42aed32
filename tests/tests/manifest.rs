//! What the extension may do, said once more: whoever widens its manifest has to say so here, too,
//! with the reason that the store and its users are given (docs/store/privacy.md).

use std::collections::BTreeSet;

use serde_json::Value;

/// Every value of the manifest by its path. A value of `*` may be any.
const ALLOWED: &[(&str, &str)] = &[
    ("manifest_version", "3"),
    ("name", "*"),
    ("short_name", "*"),
    ("description", "*"),
    ("version", "*"),
    ("default_locale", "en"),
    ("minimum_chrome_version", "*"),
    (
        "browser_specific_settings.gecko.id",
        "{6d1c1f3e-0c1e-4a63-9d3d-6f2d2b8f7a41}",
    ),
    ("browser_specific_settings.gecko.strict_min_version", "*"),
    (
        "browser_specific_settings.gecko.data_collection_permissions.required[]",
        "none",
    ),
    ("icons.16", "extension/icon-16.png"),
    ("icons.32", "extension/icon-32.png"),
    ("icons.48", "extension/icon-48.png"),
    ("icons.128", "extension/icon-128.png"),
    ("devtools_page", "extension/devtools.html"),
    ("options_ui.page", "extension/options.html"),
    ("options_ui.open_in_tab", "true"),
    // Settings. No browser asks anybody for this one.
    ("permissions[]", "storage"),
    // Error pages explained in the tab: asked for when that is turned on, on the hosts of
    // execute-api and the user's own domains only. A match pattern cannot say "some domain of the
    // user's", so what may be asked for is wider than what is.
    ("optional_permissions[]", "scripting"),
    ("optional_host_permissions[]", "https://*/*"),
    // The frame under such an error page, at an address that changes.
    (
        "web_accessible_resources[].resources[]",
        "extension/inline.html",
    ),
    ("web_accessible_resources[].matches[]", "https://*/*"),
    ("web_accessible_resources[].use_dynamic_url", "true"),
    (
        "content_security_policy.extension_pages",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'",
    ),
];

fn manifest() -> Value {
    let text = include_str!("../../manifest.json");
    serde_json::from_str(text).expect("the manifest is JSON")
}

/// Each plain value with the path that leads to it.
fn values(of: &Value, path: &str, into: &mut Vec<(String, String)>) {
    match of {
        Value::Object(map) => {
            for (key, value) in map {
                let dot = if path.is_empty() { "" } else { "." };
                values(value, &format!("{path}{dot}{key}"), into);
            }
        }
        Value::Array(items) => {
            for item in items {
                values(item, &format!("{path}[]"), into);
            }
        }
        Value::String(text) => into.push((path.to_owned(), text.clone())),
        other => into.push((path.to_owned(), other.to_string())),
    }
}

#[test]
fn the_manifest_asks_for_nothing_new() {
    let mut found = Vec::new();
    values(&manifest(), "", &mut found);
    for (path, value) in &found {
        let allowed = ALLOWED
            .iter()
            .any(|(known, text)| known == path && (*text == "*" || text == value));
        assert!(allowed, "the manifest has gained {path}: {value}");
    }
    let paths: BTreeSet<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
    for (path, _) in ALLOWED {
        assert!(paths.contains(path), "the manifest has lost {path}");
    }
}

#[test]
fn nothing_runs_unasked() {
    let manifest = manifest();
    for key in [
        "background",
        "content_scripts",
        "host_permissions",
        "externally_connectable",
        "update_url",
    ] {
        assert!(manifest.get(key).is_none(), "{key}");
    }
    assert_eq!(manifest["permissions"], serde_json::json!(["storage"]));
}

#[test]
fn both_languages_say_the_same_things_of_the_extension() {
    let keys = |text: &str| -> BTreeSet<String> {
        let messages: Value = serde_json::from_str(text).expect("it is JSON");
        let map = messages.as_object().expect("it is an object");
        map.keys().cloned().collect()
    };
    let en = keys(include_str!("../../_locales/en/messages.json"));
    let ja = keys(include_str!("../../_locales/ja/messages.json"));
    assert_eq!(en, ja);
    let manifest = include_str!("../../manifest.json");
    for key in en {
        assert!(manifest.contains(&format!("__MSG_{key}__")), "{key}");
    }
}
