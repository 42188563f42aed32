//! What people copy from a report runs nothing that a page or a server chose.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::run::{fed, file, gatewhy};

/// Runs with the shell's own means, so that no program has to be found.
const PAYLOADS: [&str; 6] = [
    "$(echo>ran)",
    "`echo>ran`",
    "';echo>ran;'",
    "\";echo>ran;\"",
    "x\necho>ran\n",
    "a&echo>ran&b|echo>ran",
];

#[test]
#[cfg(unix)]
fn a_hostile_url_does_not_run_in_any_command() {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/cases/reported.jsonl");
    let cases = fs::read_to_string(cases).expect("it is part of the source");
    let mut input = String::new();
    for (at, line) in cases.lines().enumerate() {
        let case: Value = serde_json::from_str(line).expect("each line is JSON");
        let mut evidence = case["evidence"].clone();
        let payload = PAYLOADS[at % PAYLOADS.len()];
        let host = "https://abc123defg.execute-api.us-east-1.amazonaws.com";
        evidence["url"] = json!(format!("{host}/{payload}/{payload}?q={payload}"));
        evidence["request_headers"]["origin"] = json!(format!("https://{payload}"));
        input.push_str(&evidence.to_string());
        input.push('\n');
    }
    let reports = fed(&mut gatewhy(&["diagnose", "--jsonl"]), input.as_bytes()).out;

    let mut script = String::new();
    let mut commands = 0;
    for report in reports.lines() {
        let report: Value = serde_json::from_str(report).expect("each line is JSON");
        for diagnosis in report["diagnoses"].as_array().expect("it is a list") {
            let checks = diagnosis["checks"].as_array().expect("it is a list").iter();
            let fixes = diagnosis["fixes"].as_array().expect("it is a list").iter();
            let texts = checks.map(|check| &check["command"]).chain(
                fixes
                    .filter(|fix| fix["form"] == "cli")
                    .map(|fix| &fix["text"]),
            );
            for text in texts
                .filter_map(Value::as_str)
                .filter(|text| !text.is_empty())
            {
                commands += 1;
                // Each in a shell of its own: a named placeholder, `<api-id>`, ends one early.
                script.push_str(&["(eval ", &single_quoted(text), ") 2>/dev/null\n"].concat());
            }
        }
    }
    assert!(commands > 300, "{commands}");
    let folder = file("empty", b"")
        .parent()
        .expect("it is in a folder")
        .join("shell");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("the target folder can be written");
    Command::new("/bin/sh")
        .arg(file("script.sh", script.as_bytes()))
        .env_clear()
        .env("PATH", "/nonexistent")
        .current_dir(&folder)
        .stdin(Stdio::null())
        .status()
        .expect("there is a shell");
    assert!(!folder.join("ran").exists());
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
