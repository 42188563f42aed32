//! What nobody would call input, and what hostile servers send: a clear word, never a panic.

use crate::run::{Run, UNKNOWN_ROUTE, fed, file, gatewhy, run};

/// Refused on standard error, with the name of the input.
fn is_refused(run: &Run) -> bool {
    run.status == 2 && run.out.is_empty() && run.err.starts_with("error: <stdin>: ")
}

fn diagnosed(input: &[u8]) -> Run {
    let run = fed(&mut gatewhy(&["diagnose"]), input);
    assert!(!run.err.contains("panicked"), "{}", run.err);
    run
}

#[test]
fn an_empty_input_is_refused() {
    assert!(is_refused(&diagnosed(b"")));
    assert!(is_refused(&diagnosed(b" \r\n\n")));
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let bytes: Vec<u8> = (0..100_000_u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    assert!(is_refused(&diagnosed(&bytes)));
    assert!(is_refused(&diagnosed(
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    )));
}

#[test]
fn fifty_megabytes_of_brackets_are_refused() {
    assert!(is_refused(&diagnosed(&vec![b'['; 50_000_000])));
}

#[test]
fn a_line_of_fifty_megabytes_gets_a_report_like_any_other() {
    let mut input = vec![b'['; 50_000_000];
    input.push(b'\n');
    input.extend_from_slice(UNKNOWN_ROUTE.as_bytes());
    let run = fed(&mut gatewhy(&["diagnose", "--jsonl"]), &input);
    assert_eq!((run.status, run.out.lines().count()), (1, 2));
}

#[test]
fn a_line_without_end_is_skipped_and_the_next_is_read() {
    let mut input = vec![b' '; 70 << 20];
    input.push(b'\n');
    input.extend_from_slice(UNKNOWN_ROUTE.as_bytes());
    let run = fed(&mut gatewhy(&["diagnose", "--jsonl"]), &input);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains("MiB") && lines[1].contains("route-not-found"));
}

#[test]
fn text_that_is_no_utf8_keeps_its_readable_parts() {
    let mut input = UNKNOWN_ROUTE.replace("curl/8.7.1", "curl/@").into_bytes();
    let at = input
        .iter()
        .position(|byte| *byte == b'@')
        .expect("it stands there");
    input[at] = 0xff;
    let run = diagnosed(&input);
    assert_eq!(run.status, 1);
    assert!(run.out.contains("route-not-found"), "{}", run.out);
}

#[test]
fn what_powershell_redirects_is_read() {
    let mut input = vec![0xff, 0xfe];
    input.extend(UNKNOWN_ROUTE.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(diagnosed(&input).status, 1);
}

#[test]
fn a_header_of_a_megabyte_is_quoted_in_part() {
    let long = format!(
        "MissingAuthenticationTokenException\",\"x-long\":\"{}",
        "a".repeat(1 << 20)
    );
    let input = UNKNOWN_ROUTE.replace("MissingAuthenticationTokenException", &long);
    let run = diagnosed(input.as_bytes());
    assert_eq!(run.status, 1);
    assert!(run.out.len() < 20_000, "{}", run.out.len());
}

#[test]
fn a_url_of_a_megabyte_does_not_flood_the_subject() {
    let input = UNKNOWN_ROUTE.replace("?x=1", &format!("?x={}", "a".repeat(1 << 20)));
    let run = diagnosed(input.as_bytes());
    assert!(run.out.lines().next().is_some_and(|line| line.len() < 400));
}

#[test]
fn a_missing_file_is_named_and_the_others_are_read() {
    let failing = file("failing.json", UNKNOWN_ROUTE.as_bytes());
    let run = run(&[
        "diagnose",
        "no-such.har",
        failing.to_str().expect("it is ASCII"),
    ]);
    assert_eq!(run.status, 2);
    assert_eq!(
        run.err,
        "error: no-such.har: no such file; check the name\n"
    );
    assert!(run.out.contains("route-not-found"));
}

#[test]
fn hostile_bytes_never_reach_the_terminal() {
    let hostile = "\\u001b]0;owned\\u0007\\u202e\\u009b2J\\u0085\\ud83d\\ude00";
    let input = UNKNOWN_ROUTE
        .replace("/prod/pets", &format!("/prod/{hostile}"))
        .replace("AbCdEfGhIAMFs9A=", hostile)
        .replace("8a1b6f6e", hostile)
        .replace(
            "MissingAuthenticationTokenException",
            &format!("{hostile}Exception"),
        );
    for format in ["text", "markdown", "json", "jsonl"] {
        let run = fed(
            &mut gatewhy(&["diagnose", "--format", format]),
            input.as_bytes(),
        );
        assert_eq!(run.status, 1);
        let steering = run.out.chars().find(|c| {
            (c.is_control() && *c != '\n')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(steering, None, "{format}: {:?}", run.out);
    }
}

#[test]
fn a_hostile_body_stays_text_in_a_ticket() {
    let body = r#"{\"message\":\"```\\n</pre><script>alert(1)</script> | @octocat\"}"#;
    let input = UNKNOWN_ROUTE.replace(r#"{\"message\":\"Missing Authentication Token\"}"#, body);
    let run = fed(
        &mut gatewhy(&["diagnose", "--format", "markdown"]),
        input.as_bytes(),
    );
    // Whatever stands outside code spans and fences.
    let outside: String = run.out.split('`').step_by(2).collect();
    assert!(
        !outside.contains("<script>") && !outside.contains("@octocat"),
        "{}",
        run.out
    );
}
