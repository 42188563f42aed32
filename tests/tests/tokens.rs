//! Tokens and keys: a masked one gives the report that the token itself gives, and nothing of it.

use gatewhy_core::report::TokenReport;
use gatewhy_core::{Evidence, Lang, diagnose, key, token};
use gatewhy_tests::compact;
use proptest::prelude::*;

/// {"sub":"u1","token_use":"id","exp":1760260447}
const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1MSIsInRva2VuX3VzZSI6ImlkIiwiZXhwIjoxNzYwMjYwNDQ3fQ.c2lnbmF0dXJl";

fn refused(name: &str, value: &str, date: &str) -> Evidence {
    Evidence {
        url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets".into()),
        method: Some("GET".into()),
        status: Some(401),
        request_headers: [
            ("host", "abc123defg.execute-api.us-east-1.amazonaws.com"),
            (name, value),
        ]
        .into_iter()
        .collect(),
        response_headers: [
            ("date", date),
            ("x-amzn-errortype", "UnauthorizedException"),
            ("x-amz-apigw-id", "AbCdEfGhIAMFs9A="),
        ]
        .into_iter()
        .collect(),
        body: Some("{\"message\":\"Unauthorized\"}".into()),
        ..Evidence::default()
    }
}

const AFTER: &str = "Sun, 12 Oct 2025 10:14:07 GMT";

/// What is found in one `Authorization` value, the first of a report's sentences.
fn found(value: &str) -> Vec<String> {
    let report = diagnose(&refused("authorization", value, AFTER), Lang::En);
    let findings = |one: &TokenReport| -> Vec<String> {
        one.findings
            .iter()
            .map(|found| found.says.clone())
            .collect()
    };
    report.tokens.iter().flat_map(findings).collect()
}

fn finds(value: &str, words: &str) {
    let found = found(value);
    assert!(
        found.iter().any(|says| says.contains(words)),
        "{value}: {found:?}"
    );
}

#[test]
fn each_way_to_spoil_a_token_is_named() {
    finds("Bearer", "No token follows");
    finds(
        "Bearer undefined",
        "“undefined” stands where the token belongs",
    );
    finds("Bearer null", "“null”");
    finds("Bearer [object Object]", "“[object Object]”");
    finds("Bearer {{token}}", "“{{token}}”");
    finds(&format!("Bearer Bearer {JWT}"), "twice");
    finds(JWT, "No Bearer stands in front");
    finds(&format!("Token {JWT}"), "The scheme is “Token”");
    finds(&format!("Bearer:{JWT}"), "other than one space");
    finds(&format!("Bearer%20{JWT}"), "other than one space");
    finds(&format!("Bearer  {JWT}"), "other than one space");
    finds(&format!("Bearer \"{JWT}\""), "quotation marks");
    finds(&format!("Bearer {JWT}\n"), "line break");
    finds(
        &format!("Bearer {} {}", &JWT[..40], &JWT[40..]),
        "line break",
    );
    finds(
        "Bearer eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE3NjAyNjA0NDd9",
        "2 parts",
    );
    finds("Bearer eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d", "encrypted");
    finds(&format!("Bearer {JWT}+/=="), "“+/=”");
    finds("Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2ln", "alg is HS256");
    finds("Bearer eyJhbGciOiJub25lIn0.e30.", "alg is none");
    finds(
        &format!("Bearer {JWT}"),
        "expired 1 hour before the answer, by the server's clock",
    );
}

#[test]
fn each_fault_is_told_in_japanese_too() {
    for (value, words) in [
        ("Bearer".to_owned(), "トークンがありません"),
        ("Bearer undefined".to_owned(), "「undefined」"),
        (format!("Bearer Bearer {JWT}"), "二重"),
        (JWT.to_owned(), "先頭に「Bearer」がありません"),
        (format!("Bearer \"{JWT}\""), "引用符"),
        (
            "Bearer eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE3NjAyNjA0NDd9".to_owned(),
            "2個の部分",
        ),
        (format!("Bearer {JWT}"), "1時間前に期限が切れています"),
    ] {
        let report = diagnose(&refused("authorization", &value, AFTER), Lang::Ja);
        let findings = &report.tokens[0].findings;
        assert!(
            findings.iter().any(|found| found.says.contains(words)),
            "{words}: {findings:?}"
        );
    }
}

#[test]
fn a_token_of_another_use_audience_or_issuer_is_told_where_the_answer_says_so() {
    for (challenge, en, ja) in [
        (
            r#"Bearer scope="pets.read" error="insufficient_scope""#,
            "It is an ID token (token_use id)",
            "スコープを持たないIDトークン",
        ),
        (
            r#"Bearer error="invalid_token" error_description="the token does not have a valid audience""#,
            "neither aud nor client_id",
            "audもclient_idもない",
        ),
    ] {
        let mut evidence = refused("authorization", &format!("Bearer {JWT}"), AFTER);
        evidence
            .response_headers
            .push("www-authenticate", challenge);
        for (lang, words) in [(Lang::En, en), (Lang::Ja, ja)] {
            let report = diagnose(&evidence, lang);
            let findings = &report.tokens[0].findings;
            assert!(
                findings.iter().any(|found| found.says.contains(words)),
                "{words}: {findings:?}"
            );
        }
    }
}

#[test]
fn a_token_in_order_is_found_no_fault_with() {
    let early = "Sun, 12 Oct 2025 08:14:07 GMT";
    let value = format!("Bearer {JWT}");
    let report = diagnose(&refused("authorization", &value, early), Lang::En);
    assert_eq!(report.tokens[0].findings, []);
    assert_eq!(report.tokens[0].claims.len(), 2);
    assert_eq!(
        report.tokens[0].claims[0].reads.as_deref(),
        Some("2025-10-12T09:14:07Z")
    );
}

#[test]
fn what_somebody_blanked_out_is_not_held_against_the_client() {
    for value in [
        "Bearer <token>",
        "Bearer eyJ...",
        "Bearer REDACTED",
        "Bearer ***",
        "token",
        "<the token>",
    ] {
        assert_eq!(found(value), [""; 0], "{value}");
    }
}

#[test]
fn without_a_date_the_clock_is_the_clients() {
    let mut evidence = refused("authorization", &format!("Bearer {JWT}"), AFTER);
    evidence.response_headers = [("x-amzn-errortype", "UnauthorizedException")]
        .into_iter()
        .collect();
    evidence.started = Some("2025-10-12T11:14:07.500+01:00".into());
    let report = diagnose(&evidence, Lang::En);
    let says = &report.tokens[0].findings[0].says;
    assert!(
        says.contains("1 hour before the call, by the client's clock"),
        "{says}"
    );
}

#[test]
fn the_claims_of_a_masked_token_are_those_that_are_judged() {
    let report = diagnose(
        &refused("authorization", &format!("Bearer {JWT}"), AFTER),
        Lang::En,
    );
    let names: Vec<&str> = report.tokens[0]
        .claims
        .iter()
        .map(|claim| claim.name)
        .collect();
    assert_eq!(names, ["exp", "token_use"]);
}

/// In what the report on a redacted capture differs from that on the capture itself.
fn lost(name: &str, value: &str, masked: &str) -> Option<(String, String)> {
    let report = |value: &str| {
        let mut evidence = refused(name, value, AFTER);
        if name == "x-api-key" {
            evidence.status = Some(403);
            evidence.body = Some("{\"message\":\"Forbidden\"}".into());
            evidence.response_headers =
                [("date", AFTER), ("x-amzn-errortype", "ForbiddenException")]
                    .into_iter()
                    .collect();
        }
        diagnose(&evidence, Lang::En)
    };
    let (raw, redacted) = (report(value), report(masked));
    if raw == redacted {
        return None;
    }
    let (raw, redacted) = (compact(&raw), compact(&redacted));
    let differs = raw.lines().zip(redacted.lines()).find(|(a, b)| a != b);
    differs.map(|(raw, redacted)| (raw.to_owned(), redacted.to_owned()))
}

fn token_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Bearer".to_owned()),
        Just("bearer:".to_owned()),
        Just(" ".to_owned()),
        Just("  ".to_owned()),
        Just("\n".to_owned()),
        Just("\"".to_owned()),
        Just(".".to_owned()),
        Just("undefined".to_owned()),
        Just("[object Object]".to_owned()),
        Just("{{t}}".to_owned()),
        Just("<token>".to_owned()),
        Just("...".to_owned()),
        Just("***".to_owned()),
        Just("eyJ".to_owned()),
        Just("eyJhbGciOiJSUzI1NiJ9".to_owned()),
        Just("eyJhbGciOiJIUzI1NiIsInVzZXIiOiJ1MSJ9".to_owned()),
        Just("eyJzdWIiOiJ1MSIsInNjb3BlIjoiYSBiIiwiZXhwIjoxNzYwMjYwNDQ3fQ".to_owned()),
        Just(JWT.to_owned()),
        Just("日本".to_owned()),
        "[A-Za-z0-9+/=_.-]{1,12}",
    ];
    prop::collection::vec(piece, 1..7).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_masked_token_gives_the_report_of_the_token(value in token_like()) {
        prop_assume!(!value.trim_start().starts_with("AWS4"));
        let masked = token::masked(&value);
        prop_assert_eq!(&token::masked(&masked), &masked, "{:?}", value);
        prop_assert_eq!(lost("authorization", &value, &masked), None);
    }

    #[test]
    fn a_masked_key_gives_the_report_of_the_key(value in "[ \"'a-zA-Z0-9*日]{0,24}") {
        let masked = key::masked(&value);
        prop_assert_eq!(&key::masked(&masked), &masked, "{:?}", value);
        prop_assert_eq!(lost("x-api-key", &value, &masked), None);
    }
}

#[test]
fn a_masked_token_holds_no_secret() {
    let secret = "s3cr3tS3CR3T";
    for value in [
        format!("Bearer {secret}"),
        format!("Bearer Bearer {secret}"),
        format!("{secret} {secret}"),
        format!("Bearer \"{secret}\""),
        format!("Bearer {secret}...{secret}"),
        format!("Bearer <{secret}"),
        format!("Bearer eyJhbGciOiJSUzI1NiJ9.{secret}"),
        format!("Bearer eyJhbGciOiJSUzI1NiJ9.e30.{secret}"),
        format!("Bearer a.{secret}.c.d.e"),
        format!("Bearer%20{secret}"),
        format!("ApiKey {secret}"),
    ] {
        let masked = token::masked(&value);
        assert!(!masked.contains("s3cr"), "{masked}");
        let report = diagnose(&refused("authorization", &value, AFTER), Lang::En);
        let json = serde_json::to_string(&report).unwrap();
        assert!(!json.contains("s3cr"), "{value}: {json}");
    }
}
