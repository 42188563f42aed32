//! A megabyte with fifty thousand secrets, in whatever form, is masked and diagnosed while one waits.
//!
//! Nothing is timed: where the work grew with the square of a text, these would take hours.

use gatewhy_core::{Lang, diagnose, intake, redact};

const SECRETS: usize = 50_000;

/// As many of a part as there are secrets.
fn many(part: impl Fn(usize) -> String) -> String {
    (0..SECRETS).map(part).collect()
}

fn word(at: usize) -> String {
    format!("s{at:05}Q7")
}

fn har(headers: &str, url: &str, body: &str) -> String {
    let quoted = serde_json::to_string(body).unwrap();
    format!(
        r#"{{"log": {{"entries": [{{"request": {{"method": "GET", "url": "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets{url}", "headers": [{headers}]}}, "response": {{"status": 403, "headers": [{{"name": "x-amzn-ErrorType", "value": "ForbiddenException"}}], "content": {{"text": {quoted}}}}}}}]}}}}"#
    )
}

/// A text of each form.
fn texts() -> Vec<(&'static str, String)> {
    let pairs = many(|at| format!("&token={}", word(at)));
    let members = many(|at| format!("{{\"password\":\"{}\"}},", word(at)));
    let headers = many(|at| format!("{{\"name\":\"x-auth-token\",\"value\":\"{}\"}},", word(at)));
    vec![
        ("lines", many(|at| format!("password={}\n", word(at)))),
        ("one line", many(|at| format!("password={} ", word(at)))),
        ("bearers", many(|at| format!("Bearer {} ", word(at)))),
        ("quoted", many(|at| format!("'pwd': '{}', ", word(at)))),
        (
            "header lines in quotes",
            many(|at| format!(" \"X-Auth-Token: {}\"", word(at))),
        ),
        (
            "elements",
            many(|at| format!("<token>{}</token>", word(at))),
        ),
        (
            "inputs",
            many(|at| format!("<i name=token value={}>", word(at))),
        ),
        ("options", many(|at| format!("--password {} ", word(at)))),
        (
            "cookies",
            format!("Cookie: {}", many(|at| format!("a={}; ", word(at)))),
        ),
        ("JSON", format!("[{members}0]")),
        ("cut JSON", format!("[{members}")),
        (
            "log of JSON",
            many(|at| format!("(r) body: {{\"password\":\"{}\"}}\n", word(at))),
        ),
        ("form", pairs.clone()),
        (
            "percent-encoded",
            pairs.replace('&', "%26").replace('=', "%3D"),
        ),
        ("HAR of headers", har(headers.trim_end_matches(','), "", "")),
        ("HAR of parameters", har("", &format!("?x=1{pairs}"), "")),
        ("HAR of a body", har("", "", &format!("[{members}0]"))),
        ("cut HAR", har(&headers, "", "").replace("]}]}}", "")),
    ]
}

/// What makes a careless reader look ahead again and again.
fn traps() -> Vec<String> {
    [
        "name:",
        "code:",
        "'code: ",
        "\"code: ",
        "password:{",
        "password=\"",
        "password=\\\"",
        "<token>",
        "&lt;token&gt;",
        "basic%20x%20",
        "bearer%20token=",
        "Bearer ",
        "eyJ",
        "eyJ.",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "://a:",
        "%25",
        "\\",
        "[",
        "{\"a\":",
        "IQoJ",
        "' not a valid key=value pair",
        "Cookie=a,",
        "Digest username=",
        "name=\"pin\"\n\n",
        "AKIA",
        "\"value\":\"x\",",
        "--code 'a",
        "curl -u a",
        "Authorization: ",
        "key ",
        "=",
        "=>",
        "password=<",
        "123456789012,",
        "{\"password\":",
        "\u{201c}",
        "token=[",
        "abcdefgh+/",
    ]
    .iter()
    .map(|piece| piece.repeat(SECRETS / 3))
    .collect()
}

#[test]
fn fifty_thousand_secrets_in_a_megabyte_go_and_the_rest_is_diagnosed() {
    for (name, text) in texts() {
        let masked = redact::input(&text, None, true);
        for at in (0..SECRETS).step_by(997).chain([SECRETS - 1]) {
            assert!(!masked.contains(&word(at)), "{name}: {}", word(at));
        }
        // A whole diagnosis of each would take a debug build a minute.
        if name.starts_with("HAR") {
            let session = intake::read(&text, None).unwrap();
            let (evidence, _) = session.exchanges().next().unwrap();
            let report = diagnose(&evidence, Lang::En);
            assert!(!report.diagnoses.is_empty(), "{name}");
        }
    }
}

#[test]
fn four_megabytes_take_four_times_as_long_as_one_and_not_sixteen() {
    for (name, text) in texts()
        .into_iter()
        .filter(|(name, _)| ["one line", "cut JSON", "cookies"].contains(name))
    {
        let text = text.repeat(4);
        let masked = redact::input(&text, None, true);
        assert!(!masked.contains(&word(SECRETS - 1)), "{name}");
    }
}

#[test]
fn nothing_is_looked_ahead_at_again_and_again() {
    for text in traps() {
        let masked = redact::input(&text, None, false);
        assert!(masked.len() <= text.len() * 6);
    }
}
