//! Whatever is put in, something clear comes out: an error or a remark, soon, and never a panic.
//!
//! Nothing is timed, for machines are noisy; a reader that takes quadratic time for one of these
//! inputs shows by a test that takes minutes.

#![expect(clippy::unwrap_used, reason = "a test says what it expects")]

use std::fmt::Write as _;

use gatewhy_core::intake::{self, Kind};
use gatewhy_core::{Evidence, Lang, diagnose};
use gatewhy_tests::{fixtures, folder};
use proptest::prelude::*;

/// Reads and diagnoses, as every surface does.
fn put_in(bytes: &[u8], kind: Option<Kind>) -> usize {
    let Ok(session) = intake::read_bytes(bytes, kind) else {
        return 0;
    };
    let mut told = session.remarks().len();
    for (evidence, remarks) in session.exchanges().take(20) {
        told += remarks.len() + diagnose(&evidence, Lang::En).diagnoses.len();
    }
    told
}

const KINDS: [Option<Kind>; 9] = [
    None,
    Some(Kind::Har),
    Some(Kind::Evidence),
    Some(Kind::Jsonl),
    Some(Kind::Curl),
    Some(Kind::Http),
    Some(Kind::Log),
    Some(Kind::Body),
    Some(Kind::Text),
];

#[test]
fn fifty_megabytes_of_brackets_are_refused_soon() {
    let brackets = vec![b'['; 50 << 20];
    for kind in [None, Some(Kind::Har), Some(Kind::Evidence)] {
        let error = intake::read_bytes(&brackets, kind).err();
        let is_told = error.is_some() || kind == Some(Kind::Har);
        assert!(is_told, "{kind:?}");
    }
}

#[test]
fn a_text_without_end_is_read_soon() {
    let long = |piece: &str| piece.repeat((1 << 16) / piece.len());
    let inputs = [
        (
            "header",
            format!("HTTP/1.1 403 Forbidden\nx-a: {}\n\n", "a".repeat(1 << 20)),
        ),
        (
            "headers",
            format!("HTTP/1.1 403 Forbidden\n{}\n\n", long("x-a: b\n")),
        ),
        ("names", {
            let mut text = "HTTP/1.1 403 Forbidden\n".to_owned();
            for at in 0..10_000 {
                writeln!(text, "x-{at}: b").unwrap();
            }
            text
        }),
        ("statuses", long("403 ")),
        ("json statuses", long("\"statusCode\": 403, \"body\"")),
        ("urls", long("https://a.b/")),
        ("glued urls", long("https://")),
        ("messages", long("{\"message\":")),
        ("prompts", long("$ curl ")),
        ("marks", long("< HTTP/1.1 403 Forbidden\n")),
        ("sent", long("> GET / HTTP/1.1\n")),
        ("parentheses", long("(")),
        ("quotes", format!("$ curl '{}", long("\"'"))),
        ("body", format!("HTTP/1.1 403 Forbidden\n\n{}", long("é"))),
        (
            "tokens",
            format!(
                "HTTP/1.1 403 Forbidden\n\n{}",
                long("bearer a, signature=b, AKIA0123456789012345 eyJa.b ")
            ),
        ),
        (
            "url",
            format!(
                "GET https://a.b/?{} HTTP/1.1\n\nHTTP/1.1 403 Forbidden\n\n",
                long("token=a&")
            ),
        ),
        (
            "arns",
            format!(
                "HTTP/1.1 403 Forbidden\n\n{}",
                long("arn:aws:execute-api:us-east-1:")
            ),
        ),
        (
            "log",
            long("(8212e5af-c174-48ce-85d5-729d73c6771a) Method completed with status: 500\n"),
        ),
        (
            "spaces",
            format!("HTTP/1.1 403 Forbidden\n\n{}x", long(" ")),
        ),
        (
            "lines",
            format!("HTTP/1.1 403 Forbidden\n\n{}x", long("\n")),
        ),
    ];
    for (name, input) in &inputs {
        println!("{name}");
        for kind in KINDS {
            if let Ok(session) = intake::read(input, kind) {
                session.exchanges().for_each(drop);
            }
        }
        put_in(input.as_bytes(), None);
    }
}

#[test]
fn ten_thousand_entries_are_read_soon() {
    let mut text = String::from("{\"log\":{\"entries\":[");
    for at in 0..10_000 {
        if at > 0 {
            text.push(',');
        }
        write!(
            text,
            r#"{{"startedDateTime":"2026-01-01T00:{:02}:{:02}.000Z","request":{{"method":"GET","url":"https://h.example.com/p/{at}","headers":[{{"name":"a","value":"{at}"}}]}},"response":{{"status":403,"headers":[]}}}}"#,
            at / 60 % 60,
            at % 60
        )
        .unwrap();
    }
    text.push_str("]}}");
    let session = intake::read(&text, None).unwrap();
    assert_eq!(session.len(), 10_000);
    let near: usize = session
        .exchanges()
        .map(|(evidence, _)| evidence.neighbours.len())
        .sum();
    assert_eq!(near, 320_000);
}

#[test]
fn deep_nesting_is_told_and_not_followed() {
    for open in [
        "[",
        "{\"neighbours\":[",
        "{\"log\":{\"entries\":[",
        "{\"body\":",
    ] {
        let deep = open.repeat(1_000);
        for kind in KINDS {
            put_in(deep.as_bytes(), kind);
        }
    }
    let entry = format!(
        "{{\"log\":{{\"entries\":[{{\"request\":{}{}}},{{\"request\":{{\"url\":\"https://a.b/\"}}}}]}}}}",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let session = intake::read(&entry, None).unwrap();
    assert_eq!((session.len(), session.remarks().len()), (1, 1));
}

/// Real input to cut, splice and stain.
fn samples() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = std::fs::read_dir(folder("intake"))
        .unwrap()
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .collect();
    for fixture in fixtures().unwrap().iter().step_by(7) {
        all.push(std::fs::read(&fixture.path).unwrap());
    }
    all
}

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let samples = samples();
    let one = proptest::sample::select(samples);
    let edits = proptest::collection::vec(
        (
            any::<proptest::sample::Index>(),
            any::<proptest::sample::Index>(),
            0..5_u8,
            any::<u8>(),
        ),
        1..8,
    );
    (one.clone(), one, edits).prop_map(|(mut bytes, other, edits)| {
        for (from, to, edit, byte) in edits {
            if bytes.is_empty() {
                break;
            }
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let (from, to) = (from.min(to), from.max(to));
            match edit {
                0 => bytes.truncate(to),
                1 => drop(bytes.drain(from..to)),
                2 => bytes[from] = byte,
                3 => {
                    let piece = bytes[from..to.min(from + 200)].to_vec();
                    bytes.splice(to..to, piece);
                }
                _ => {
                    let end = (from + 300).min(other.len());
                    let piece = other[from.min(end)..end].to_vec();
                    bytes.splice(from..from, piece);
                }
            }
        }
        bytes
    })
}

/// Any field may hold anything.
fn evidence() -> impl Strategy<Value = Evidence> {
    let text = || proptest::option::of("(?s).{0,60}");
    let words = || {
        proptest::option::of(proptest::sample::select(vec![
            "{\"message\":\"Forbidden\"}".to_owned(),
            "{\"message\":null}".to_owned(),
            "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/é?x=1".to_owned(),
            "wss://é.execute-api.us-east-1.amazonaws.com".to_owned(),
            "arn:aws:execute-api:us-east-1:********1234:abc/prod/GET/é".to_owned(),
            "Status Code: 403".to_owned(),
        ]))
    };
    let headers = || {
        proptest::collection::vec(
            (
                proptest::sample::select(vec![
                    "Authorization",
                    "x-amzn-errortype",
                    "x-amzn-remapped-é",
                    "date",
                    "host",
                    "content-length",
                    "via",
                ]),
                "(?s).{0,40}|AWS4-HMAC-SHA256 .{0,20}|Bearer .{0,20}",
            ),
            0..5,
        )
    };
    (
        (text(), words(), any::<Option<u16>>()),
        (headers(), headers()),
        (text(), words(), text(), text(), words()),
        any::<bool>(),
    )
        .prop_map(
            |((method, url, status), (sent, came), (body, words, log, net, curl), withheld)| {
                Evidence {
                    method,
                    url,
                    status,
                    request_headers: sent.into_iter().collect(),
                    response_headers: came.into_iter().collect(),
                    body: body.or(words),
                    body_withheld: withheld,
                    log,
                    net_error: net,
                    curl_text: curl,
                    ..Evidence::default()
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), kind in proptest::sample::select(KINDS.to_vec())) {
        put_in(&bytes, kind);
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "(?s).{0,300}", kind in proptest::sample::select(KINDS.to_vec())) {
        put_in(text.as_bytes(), kind);
    }

    #[test]
    fn no_mutation_of_real_input_makes_a_reader_panic(bytes in mutated(), forced in proptest::sample::select(KINDS.to_vec())) {
        put_in(&bytes, None);
        put_in(&bytes, forced);
    }

    #[test]
    fn a_line_gives_one_evidence_and_a_remark_or_none(line in "(?s)[^\n]{0,200}") {
        let (evidence, remarks) = intake::json::line(&line);
        prop_assert!(remarks.is_empty() || evidence == Evidence::default());
        prop_assert!(remarks.len() <= 1);
    }

    #[test]
    fn no_evidence_makes_the_diagnosis_panic(evidence in evidence()) {
        for lang in Lang::ALL {
            let report = diagnose(&evidence, lang);
            let sum: f64 = report.diagnoses.iter().map(|one| one.confidence).sum();
            prop_assert!(sum <= 1.0 + 1e-9);
            prop_assert_eq!(&report, &diagnose(&evidence, lang));
        }
    }

    #[test]
    fn what_is_given_is_never_overwritten(evidence in evidence()) {
        let (whole, _) = intake::complete(&evidence, Lang::En);
        let kept = |given: &Option<String>, got: &Option<String>| {
            given.as_deref().is_none_or(|text| text.trim().is_empty() || got.as_deref() == Some(text))
        };
        prop_assert!(evidence.status.is_none() || whole.status == evidence.status);
        prop_assert!(kept(&evidence.url, &whole.url));
        prop_assert!(kept(&evidence.method, &whole.method));
        prop_assert!(kept(&evidence.body, &whole.body));
        for header in &evidence.request_headers {
            let got: Vec<&str> = whole.request_headers.all(&header.name).collect();
            prop_assert!(got.contains(&header.value.as_str()));
        }
        let (again, _) = intake::complete(&whole, Lang::En);
        prop_assert_eq!(&again.status, &whole.status);
        prop_assert_eq!(&again.url, &whole.url);
    }
}
