//! Each form of output, in both languages, with its exit status.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::run::{UNKNOWN_ROUTE, WORKED, fed, file, gatewhy, run};

#[test]
fn a_failing_exchange_is_told_verdict_first() {
    for (lang, parts) in [
        (
            "en",
            [
                "No such path",
                "route-not-found",
                "Evidence",
                "Make sure",
                "Fix it",
                "Read on",
            ],
        ),
        (
            "ja",
            [
                "このパスまたは",
                "route-not-found",
                "根拠",
                "確認する",
                "対処する",
                "参考資料",
            ],
        ),
    ] {
        let run = fed(
            &mut gatewhy(&["diagnose", "--lang", lang]),
            UNKNOWN_ROUTE.as_bytes(),
        );
        assert_eq!((run.status, run.err.as_str()), (1, ""));
        assert!(
            run.out.starts_with("GET /prod/pets?x=1  403\n"),
            "{}",
            run.out
        );
        let at = parts.map(|part| {
            run.out
                .find(part)
                .unwrap_or_else(|| unreachable!("{part}: {}", run.out))
        });
        assert!(at.is_sorted(), "{}", run.out);
    }
}

/// A refusal by a policy, which names the caller's account.
const DENIED: &str = r#"{"url": "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets", "method": "GET", "status": 403,
  "response_headers": {"x-amzn-errortype": "AccessDeniedException"},
  "body": "{\"Message\":\"User: arn:aws:iam::123456789012:user/alice is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********3333:abc123defg/prod/GET/pets\"}"}"#;

#[test]
fn a_ticket_shows_account_ids_where_they_are_asked_for_and_a_screen_always() {
    const ID: &str = "123456789012";
    for (words, shows) in [
        (&["--format", "markdown"][..], false),
        (&["--format", "markdown", "--keep-account-ids"][..], true),
        (&["--format", "text"][..], true),
        (&["--format", "json"][..], true),
        (&["--jsonl"][..], true),
    ] {
        for lang in ["en", "ja"] {
            let mut command = gatewhy(&["diagnose", "--lang", lang]);
            let run = fed(command.args(words), DENIED.replace('\n', "").as_bytes());
            assert_eq!(run.out.contains(ID), shows, "{words:?}: {}", run.out);
            assert!(run.out.contains("user/alice"), "{words:?}: {}", run.out);
            if !shows {
                assert!(run.out.contains("arn:aws:iam::********9012:user/alice"));
            }
        }
    }
}

#[test]
fn a_ticket_is_markdown() {
    let mut command = gatewhy(&["diagnose", "--format", "markdown", "-"]);
    let run = fed(&mut command, UNKNOWN_ROUTE.as_bytes());
    assert_eq!(run.status, 1);
    assert!(
        run.out.starts_with("## `GET /prod/pets?x=1` 403\n"),
        "{}",
        run.out
    );
    assert_eq!(run.out.matches("\n```").count() % 2, 0);
}

#[test]
fn json_is_always_an_array_and_json_lines_are_objects() {
    let json = fed(
        &mut gatewhy(&["diagnose", "--format", "json"]),
        UNKNOWN_ROUTE.as_bytes(),
    );
    let reports: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    assert_eq!(json.status, 1);
    assert_eq!(reports[0]["schema"], "gatewhy/report@1");
    assert_eq!(reports[0]["diagnoses"][0]["cause"], "route-not-found");

    let lines = fed(
        &mut gatewhy(&["diagnose", "--format", "jsonl"]),
        UNKNOWN_ROUTE.as_bytes(),
    );
    let report: serde_json::Value = serde_json::from_str(&lines.out).expect("it is JSON");
    assert_eq!(report, reports[0]);
    assert_eq!(lines.out.lines().count(), 1);

    let none = fed(
        &mut gatewhy(&["diagnose", "--format", "json"]),
        WORKED.as_bytes(),
    );
    assert_eq!((none.status, none.out.as_str()), (0, "[]\n"));
}

#[test]
fn where_nothing_failed_one_line_says_so() {
    let run = fed(&mut gatewhy(&["diagnose"]), WORKED.as_bytes());
    assert_eq!((run.status, run.out.lines().count()), (0, 1), "{}", run.out);
    let all = fed(&mut gatewhy(&["diagnose", "--all"]), WORKED.as_bytes());
    assert_eq!(all.status, 0);
    assert!(all.out.starts_with("GET /prod/pets  200\n"), "{}", all.out);
}

#[test]
fn several_files_end_in_a_summary_and_the_same_failure_is_told_once() {
    let failing = file("failing.json", UNKNOWN_ROUTE.as_bytes());
    let other = file(
        "other.json",
        UNKNOWN_ROUTE.replace("GET", "POST").as_bytes(),
    );
    let [failing, other] = [&failing, &other].map(|path| path.to_str().expect("it is ASCII"));
    let run = run(&["diagnose", failing, other, failing]);
    assert_eq!(run.status, 1);
    assert!(run.out.starts_with("── 1 of 2 · 2 times ──"), "{}", run.out);
    let overview = run
        .out
        .split("3 failing exchanges: 3 route-not-found\n")
        .last();
    let rows: Vec<&str> = overview.unwrap_or_default().lines().skip(1).collect();
    assert_eq!(rows.len(), 2, "{}", run.out);
    assert!(
        rows[1].starts_with("  2. 403  POST /prod/pets?x=1  "),
        "{}",
        rows[1]
    );
}

#[test]
fn every_line_gets_one_report_in_its_place() {
    let input = format!(
        "{UNKNOWN_ROUTE}\nnot json\n\n[1]\n{WORKED}\n{{\"status\":\"x\"}}\n{UNKNOWN_ROUTE}"
    );
    let run = fed(&mut gatewhy(&["diagnose", "--jsonl"]), input.as_bytes());
    assert_eq!(run.status, 1);
    let reports: Vec<serde_json::Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    assert_eq!(reports.len(), 7);
    let leading: Vec<&str> = reports
        .iter()
        .map(|report| report["diagnoses"][0]["cause"].as_str().unwrap_or("-"))
        .collect();
    assert_eq!(
        leading,
        [
            "route-not-found",
            "-",
            "-",
            "-",
            "-",
            "-",
            "route-not-found"
        ]
    );
    for at in [1, 2, 3, 5] {
        assert_eq!(reports[at]["notes"][0]["kind"], "input", "line {at}");
    }
}

#[test]
fn a_report_comes_as_soon_as_its_line_is_there() {
    let mut child = gatewhy(&["diagnose", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command was built");
    let mut stdin = child.stdin.take().expect("it was asked for");
    let mut lines = BufReader::new(child.stdout.take().expect("it was asked for")).lines();
    for _ in 0..2 {
        writeln!(stdin, "{UNKNOWN_ROUTE}").expect("it reads");
        // Would wait for ever if reports were held back until the input ends.
        assert!(
            lines
                .next()
                .expect("a report comes")
                .expect("it is UTF-8")
                .contains("route-not-found")
        );
    }
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = gatewhy(&["diagnose", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command was built");
    let mut stdin = child.stdin.take().expect("it was asked for");
    drop(child.stdout.take());
    for _ in 0..1000 {
        if writeln!(stdin, "{UNKNOWN_ROUTE}").is_err() {
            break;
        }
    }
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn colour_is_for_those_who_want_it() {
    let escapes = |command: &mut std::process::Command| {
        fed(command, UNKNOWN_ROUTE.as_bytes()).out.contains('\x1b')
    };
    assert!(!escapes(&mut gatewhy(&["diagnose"])), "a pipe gets none");
    assert!(escapes(&mut gatewhy(&["diagnose", "--color", "always"])));
    assert!(escapes(&mut gatewhy(&["--color", "always", "diagnose"])));
    assert!(escapes(gatewhy(&["diagnose"]).env("CLICOLOR_FORCE", "1")));
    assert!(!escapes(
        gatewhy(&["diagnose"])
            .env("CLICOLOR_FORCE", "1")
            .env("NO_COLOR", "1")
    ));
    assert!(!escapes(
        gatewhy(&["diagnose", "--color", "never"]).env("CLICOLOR_FORCE", "1")
    ));
}

#[test]
fn colour_changes_no_character() {
    let plain = fed(&mut gatewhy(&["diagnose"]), UNKNOWN_ROUTE.as_bytes()).out;
    let painted = fed(
        &mut gatewhy(&["diagnose", "--color", "always"]),
        UNKNOWN_ROUTE.as_bytes(),
    )
    .out;
    let mut stripped = String::new();
    for (at, piece) in painted.split('\x1b').enumerate() {
        stripped.push_str(if at == 0 {
            piece
        } else {
            piece.split_once('m').expect("a style ends").1
        });
    }
    assert_eq!(stripped, plain);
}
