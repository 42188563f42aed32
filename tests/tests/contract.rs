//! The report as JSON keeps every promise of docs/CONTRACT.md: names, types, order, sums.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what it expects"
)]

use gatewhy_core::intake::{self, Kind};
use gatewhy_core::{Evidence, Lang, catalogue, diagnose};
use gatewhy_tests::{fixtures, folder};
use serde_json::Value;

/// Every evidence at hand: fixtures, reported cases, both browsers' HARs, and nothing at all.
fn all() -> Vec<(String, Evidence)> {
    let mut all = vec![("nothing".to_owned(), Evidence::default())];
    for fixture in fixtures().unwrap_or_else(|error| panic!("{error}")) {
        all.push((fixture.label(), fixture.evidence));
    }
    let cases = std::fs::read_to_string(folder("cases/reported.jsonl")).unwrap();
    for line in cases.lines() {
        let mut case: Value = serde_json::from_str(line).unwrap();
        let evidence = serde_json::from_value(case["evidence"].take()).unwrap();
        all.push((case["id"].to_string(), evidence));
    }
    for name in ["chromium", "firefox"] {
        let bytes = std::fs::read(folder(&format!("cases/har/{name}.har"))).unwrap();
        let session = intake::read_bytes(&bytes, Some(Kind::Har)).unwrap();
        for (at, (evidence, _)) in session.exchanges().enumerate() {
            all.push((format!("{name} {at}"), evidence));
        }
    }
    all
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap_or_else(|| panic!("an object: {value}"))
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

fn has_keys(value: &Value, expected: &[&str]) {
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(keys(value), expected);
}

fn one_of(value: &Value, words: &[&str]) {
    let word = value.as_str().unwrap_or_else(|| panic!("a word: {value}"));
    assert!(words.contains(&word), "{word}");
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}"))
}

fn list(value: &Value) -> &[Value] {
    value
        .as_array()
        .unwrap_or_else(|| panic!("a list: {value}"))
}

fn share(value: &Value) -> f64 {
    let share = value
        .as_f64()
        .unwrap_or_else(|| panic!("a number: {value}"));
    assert!((0.0..=1.0).contains(&share), "{share}");
    share
}

#[test]
fn every_report_has_the_promised_shape() {
    for (label, evidence) in all() {
        for lang in Lang::ALL {
            let report = serde_json::to_value(diagnose(&evidence, lang)).unwrap();
            println!("{label} {}", lang.code());
            shape(&report, lang);
        }
    }
}

fn shape(report: &Value, lang: Lang) {
    has_keys(
        report,
        &[
            "schema",
            "lang",
            "subject",
            "origin",
            "signature",
            "diagnoses",
            "tokens",
            "since",
            "changes",
            "cors",
            "notes",
        ],
    );
    assert_eq!(report["schema"], "gatewhy/report@1");
    assert_eq!(report["lang"], lang.code());
    subject(&report["subject"]);
    has_keys(&report["origin"], &["who", "confidence", "because"]);
    one_of(
        &report["origin"]["who"],
        &[
            "api-gateway-rest",
            "api-gateway-http",
            "api-gateway-websocket",
            "authorizer",
            "waf",
            "cloudfront",
            "integration",
            "load-balancer",
            "lambda-url",
            "s3",
            "aws-service",
            "other",
            "proxy",
            "network",
            "browser",
            "unknown",
        ],
    );
    share(&report["origin"]["confidence"]);
    list(&report["origin"]["because"]).iter().for_each(item);
    signature(&report["signature"]);
    list(&report["diagnoses"]).iter().for_each(diagnosis);
    list(&report["tokens"]).iter().for_each(token);
    if !report["since"].is_null() {
        has_keys(&report["since"], &["method", "url", "status", "started"]);
    }
    cors(&report["cors"]);
    for change in list(&report["changes"]) {
        assert!(!report["since"].is_null(), "a change since nothing");
        has_keys(change, &["what", "says", "then", "now"]);
        assert!(!text(&change["what"]).is_empty() && !text(&change["says"]).is_empty());
        for side in ["then", "now"] {
            assert!(change[side].is_null() || change[side].is_string());
        }
    }
    for note in list(&report["notes"]) {
        has_keys(note, &["kind", "text"]);
        one_of(
            &note["kind"],
            &[
                "cors-masked",
                "logs-absent",
                "redeploy-needed",
                "body-withheld",
                "customised-response",
                "input",
            ],
        );
        assert!(!text(&note["text"]).is_empty());
    }
}

fn cors(cors: &Value) {
    if cors.is_null() {
        return;
    }
    has_keys(cors, &["steps", "fixes"]);
    assert!(!list(&cors["steps"]).is_empty());
    for step in list(&cors["steps"]) {
        has_keys(step, &["part", "ok", "says", "quote", "where"]);
        one_of(&step["part"], &["preflight", "request", "answer", "page"]);
        assert!(step["ok"].is_boolean());
        assert!(!text(&step["says"]).is_empty());
        assert!(!text(&step["where"]).is_empty());
        text(&step["quote"]);
    }
    list(&cors["fixes"]).iter().for_each(fix);
}

fn signature(signature: &Value) {
    const PARTS: &[&str] = &[
        "method",
        "path",
        "query",
        "headers",
        "host",
        "signed-headers",
        "payload",
        "date",
        "scope",
        "region",
        "service",
        "key",
        "token",
        "expiry",
        "authorization",
        "signature",
    ];
    if signature.is_null() {
        return;
    }
    has_keys(signature, &["form", "findings", "diff"]);
    one_of(&signature["form"], &["header", "query"]);
    for finding in list(&signature["findings"]) {
        has_keys(finding, &["part", "says", "quote", "where"]);
        one_of(&finding["part"], PARTS);
        assert!(!text(&finding["says"]).is_empty());
        assert!(!text(&finding["where"]).is_empty());
        text(&finding["quote"]);
    }
    let diff = &signature["diff"];
    if !diff.is_null() {
        has_keys(diff, &["part", "says", "sent", "read"]);
        one_of(&diff["part"], PARTS);
        assert!(!text(&diff["says"]).is_empty());
        assert_eq!(diff["part"], signature["findings"][0]["part"]);
        text(&diff["sent"]);
        text(&diff["read"]);
    }
}

fn subject(subject: &Value) {
    const TEXTS: [&str; 11] = [
        "method",
        "url",
        "host",
        "api_id",
        "region",
        "stage",
        "path",
        "vpce_id",
        "account_id",
        "request_id",
        "extended_request_id",
    ];
    let mut names = TEXTS.to_vec();
    names.push("status");
    has_keys(subject, &names);
    for name in TEXTS {
        let value = &subject[name];
        assert!(value.is_null() || value.is_string(), "{name}: {value}");
    }
    if let Some(status) = subject["status"].as_u64() {
        assert!((100..=999).contains(&status));
    } else {
        assert!(subject["status"].is_null());
    }
    if !subject["host"].is_null() {
        one_of(
            &subject["host"],
            &[
                "rest",
                "http",
                "websocket",
                "private",
                "custom-domain",
                "vpce",
                "lambda-url",
                "other",
            ],
        );
    }
}

fn token(token: &Value) {
    has_keys(token, &["where", "claims", "findings"]);
    assert!(!text(&token["where"]).is_empty());
    for claim in list(&token["claims"]) {
        has_keys(claim, &["name", "value", "reads"]);
        one_of(
            &claim["name"],
            &[
                "iss",
                "aud",
                "exp",
                "nbf",
                "iat",
                "scope",
                "token_use",
                "client_id",
            ],
        );
        text(&claim["value"]);
        assert!(claim["reads"].is_null() || claim["reads"].is_string());
    }
    for finding in list(&token["findings"]) {
        has_keys(finding, &["says", "quote", "where"]);
        assert!(!text(&finding["says"]).is_empty() && !text(&finding["where"]).is_empty());
        text(&finding["quote"]);
    }
}

fn item(item: &Value) {
    has_keys(item, &["says", "quote", "where", "effect"]);
    assert!(!text(&item["says"]).is_empty());
    text(&item["quote"]);
    assert!(!text(&item["where"]).is_empty());
    one_of(&item["effect"], &["for", "against"]);
}

fn diagnosis(diagnosis: &Value) {
    has_keys(
        diagnosis,
        &[
            "cause",
            "confidence",
            "title",
            "why",
            "evidence",
            "unknown",
            "checks",
            "fixes",
            "links",
        ],
    );
    assert!(catalogue::rule(text(&diagnosis["cause"])).is_some());
    share(&diagnosis["confidence"]);
    assert!(!text(&diagnosis["title"]).is_empty() && !text(&diagnosis["why"]).is_empty());
    list(&diagnosis["evidence"]).iter().for_each(item);
    for unknown in list(&diagnosis["unknown"]) {
        assert!(!text(unknown).is_empty());
    }
    for check in list(&diagnosis["checks"]) {
        has_keys(check, &["title", "command", "if_so", "if_not"]);
        for name in ["title", "if_so", "if_not"] {
            assert!(!text(&check[name]).is_empty(), "{check}");
        }
        text(&check["command"]);
    }
    for fix in list(&diagnosis["fixes"]) {
        self::fix(fix);
    }
    for link in list(&diagnosis["links"]) {
        has_keys(link, &["title", "url"]);
        assert!(!text(&link["title"]).is_empty());
        assert!(text(&link["url"]).starts_with("https://"), "{link}");
    }
}

fn fix(fix: &Value) {
    has_keys(
        fix,
        &["who", "title", "form", "text", "placeholders", "redeploy"],
    );
    one_of(&fix["who"], &["caller", "owner"]);
    one_of(
        &fix["form"],
        &[
            "console",
            "cli",
            "cloudformation",
            "sam",
            "terraform",
            "cdk",
            "openapi",
            "text",
        ],
    );
    assert!(!text(&fix["title"]).is_empty() && !text(&fix["text"]).is_empty());
    assert!(fix["redeploy"].is_boolean());
    for placeholder in list(&fix["placeholders"]) {
        let name = text(placeholder);
        assert!(name.starts_with('<') && name.ends_with('>'), "{name}");
        assert!(text(&fix["text"]).contains(name), "{fix}");
    }
}

#[test]
fn causes_are_sorted_and_share_one() {
    for (label, evidence) in all() {
        let report = diagnose(&evidence, Lang::En);
        let shares: Vec<f64> = report
            .diagnoses
            .iter()
            .map(|diagnosis| diagnosis.confidence)
            .collect();
        assert!(
            shares.is_sorted_by(|a, b| a >= b),
            "{label}: {shares:?} is not sorted"
        );
        assert!(
            shares.iter().sum::<f64>() <= 1.0 + 1e-9,
            "{label}: {shares:?} is more than 1"
        );
    }
}

#[test]
fn nothing_is_diagnosed_of_nothing() {
    let report = diagnose(&Evidence::default(), Lang::En);
    assert!(report.diagnoses.is_empty());
}

#[test]
fn both_languages_tell_the_same_causes() {
    for (label, evidence) in all() {
        let causes = |lang| -> Vec<(&'static str, f64, usize, usize)> {
            diagnose(&evidence, lang)
                .diagnoses
                .iter()
                .map(|one| {
                    (
                        one.cause,
                        one.confidence,
                        one.evidence.len(),
                        one.fixes.len(),
                    )
                })
                .collect()
        };
        assert_eq!(causes(Lang::En), causes(Lang::Ja), "{label}");
    }
}

#[test]
fn evidence_goes_through_json_and_back() {
    for (label, evidence) in all() {
        let json = serde_json::to_string(&evidence).unwrap();
        let back: Evidence = serde_json::from_str(&json).unwrap();
        // Headers of one name come together on their way.
        assert_eq!(serde_json::to_string(&back).unwrap(), json, "{label}");
        assert_eq!(
            diagnose(&back, Lang::En),
            diagnose(&evidence, Lang::En),
            "{label}"
        );
    }
}

#[test]
fn evidence_takes_what_the_contract_allows() {
    let evidence: Evidence = serde_json::from_str(
        r#"{"status": "403", "request_headers": {"X-A": ["1", "2"], "b": 3}, "body": null,
            "response_headers": null, "neighbours": null, "unheard_of": {"a": []}}"#,
    )
    .unwrap();
    assert_eq!(evidence.status, Some(403));
    assert_eq!(evidence.request_headers.all("x-a").count(), 2);
    assert_eq!(evidence.request_headers.first("B"), Some("3"));
}
