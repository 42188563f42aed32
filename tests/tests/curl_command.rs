//! A request that is copied as a curl command reaches curl as it was, and nothing else runs.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test says what it expects")]

use std::process::Command;

use gatewhy_core::{Evidence, render};
use gatewhy_tests::fixtures;

/// The words that a POSIX shell hands to curl.
fn words(command: &str) -> Vec<String> {
    let script = format!("curl() {{ for word; do printf '%s\\0' \"$word\"; done; }}\n{command}");
    let ran = Command::new("sh").args(["-c", &script]).output().unwrap();
    assert!(ran.stderr.is_empty(), "{command}");
    String::from_utf8(ran.stdout)
        .unwrap()
        .split_terminator('\0')
        .map(str::to_owned)
        .collect()
}

#[test]
fn what_a_shell_reads_is_what_was_sent() {
    for text in [
        "it's $(id) `id` \\ \"x\" !! # ; & | > < * ? ~ {a,b} [1-3] %s",
        "'; id; '",
        "two\nlines\tand a tab",
        "権限 é 🦀",
        "\\",
        "'",
        "--data-raw",
    ] {
        // Neither a URL nor a header has line ends or tabs; a body has.
        let line = text.replace(['\t', '\n'], "");
        let evidence = Evidence {
            url: Some(format!("https://h.example.com/{text}")),
            method: Some("PUT".into()),
            request_headers: [("x-text", text)].into_iter().collect(),
            request_body: Some(text.to_owned()),
            ..Evidence::default()
        };
        let command = render::curl(&evidence).unwrap();
        let words = words(&command);
        assert_eq!(words[..3], ["-i", "-X", "PUT"]);
        assert!(
            words.contains(&format!("https://h.example.com/{line}")),
            "{command}"
        );
        assert!(words.contains(&format!("x-text: {line}")), "{command}");
        assert_eq!(words.last().map(String::as_str), Some(text), "{command}");
    }
}

#[test]
fn every_fixture_is_one_command_of_options_in_pairs() {
    for fixture in fixtures().unwrap() {
        let Some(command) = render::curl(&fixture.evidence) else {
            continue;
        };
        let words = words(&command);
        let headers = words.iter().filter(|word| *word == "-H").count();
        let sent = fixture.evidence.request_headers.iter().count();
        assert!(headers <= sent, "{}: {command}", fixture.label());
        assert_eq!(words[0], "-i", "{}", fixture.label());
    }
}
