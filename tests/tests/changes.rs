//! Good against bad: what a report names as different from the call that worked, and what it leaves
//! out.

use gatewhy_core::report::Report;
use gatewhy_core::{Evidence, Lang, diagnose};

const HOST: &str = "abc123defg.execute-api.us-east-1.amazonaws.com";

fn call(status: u16, url: &str, started: &str, headers: &[(&str, &str)]) -> Evidence {
    let usual = [("Host", HOST), ("User-Agent", "curl/8.5.0")];
    Evidence {
        url: Some(url.replace("API", &format!("https://{HOST}"))),
        method: Some("GET".into()),
        status: Some(status),
        started: Some(format!("2026-01-01T00:{started}Z")),
        request_headers: usual.iter().chain(headers).copied().collect(),
        ..Evidence::default()
    }
}

fn compared(bad: Evidence, good: impl Into<Vec<Evidence>>) -> Report {
    let evidence = Evidence {
        response_headers: [
            ("date", "Thu, 01 Jan 2026 00:30:00 GMT"),
            ("x-amzn-errortype", "ForbiddenException"),
        ]
        .into_iter()
        .collect(),
        body: Some("{\"message\":\"Forbidden\"}".into()),
        neighbours: good.into(),
        ..bad
    };
    diagnose(&evidence, Lang::En)
}

/// `what: then -> now`
fn changes(report: &Report) -> Vec<String> {
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".into());
    report
        .changes
        .iter()
        .map(|one| format!("{}: {} -> {}", one.what, side(&one.then), side(&one.now)))
        .collect()
}

/// What differs between two sets of headers, sent to the same place.
fn of_headers(good: &[(&str, &str)], bad: &[(&str, &str)]) -> Vec<String> {
    let good = call(200, "API/prod/pets", "20:00", good);
    changes(&compared(call(403, "API/prod/pets", "30:00", bad), [good]))
}

fn of_urls(good: &str, bad: &str) -> Vec<String> {
    let good = call(200, good, "20:00", &[]);
    changes(&compared(call(403, bad, "30:00", &[]), [good]))
}

#[test]
fn what_was_added_removed_or_changed_is_named_with_masked_values() {
    assert_eq!(
        of_headers(
            &[
                ("X-Api-Key", "abcdefghij0123456789"),
                ("Content-Type", "application/json")
            ],
            &[("content-type", "text/plain"), ("X-Tenant", "b")],
        ),
        [
            "request.headers.x-api-key: ***6789 -> -",
            "request.headers.content-type: application/json -> text/plain",
            "request.headers.x-tenant: - -> b",
        ]
    );
    assert_eq!(
        of_headers(
            &[("authorization", "Bearer first-secret")],
            &[("authorization", "Bearer second-secret")]
        ),
        ["request.headers.authorization: Bearer *** -> Bearer ***"]
    );
}

#[test]
fn what_differs_in_every_call_is_no_change() {
    let fields = |id: &'static str| {
        [
            ("x-amzn-trace-id", id),
            ("traceparent", id),
            ("sec-fetch-site", id),
            ("content-length", id),
            ("date", id),
            ("x-amz-date", id),
            ("cookie", id),
            ("if-none-match", id),
            ("x-request-id", id),
        ]
    };
    assert_eq!(of_headers(&fields("1"), &fields("2")), [""; 0]);
    assert_eq!(
        of_urls("API/prod/pets?a=1&_=17", "API/prod/pets?_=18&a=1"),
        [""; 0]
    );
}

#[test]
fn a_signature_differs_in_its_scope_and_never_in_itself() {
    let signed = |region: &str, signature: &str| {
        format!(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/{region}/execute-api/aws4_request, SignedHeaders=host, Signature={signature}"
        )
    };
    let of = |good: String, bad: String| {
        of_headers(&[("authorization", &good)], &[("authorization", &bad)])
    };
    assert_eq!(
        of(signed("us-east-1", "0a"), signed("us-east-1", "1b")),
        [""; 0]
    );
    assert_eq!(
        of(signed("us-east-1", "0a"), signed("eu-west-1", "1b")),
        ["request.headers.authorization: us-east-1 -> eu-west-1"]
    );
}

#[test]
fn stage_region_host_query_and_spelling_are_told_apart() {
    assert_eq!(
        of_urls("API/dev/pets", "API/prod/pets"),
        ["url.path: dev -> prod"]
    );
    assert_eq!(
        of_urls(
            "https://abc123defg.execute-api.eu-west-1.amazonaws.com/prod/pets",
            "API/prod/pets"
        ),
        ["url.host: eu-west-1 -> us-east-1"]
    );
    assert_eq!(
        of_urls("https://api.example.com/pets", "API/prod/pets"),
        [
            format!("url.host: api.example.com -> {HOST}"),
            "url.path: /pets -> /prod/pets".into()
        ]
    );
    assert_eq!(
        of_urls("API/prod/pets?page=1&token=s3cr3t", "API/prod/pets?page=2"),
        ["url.query.page: 1 -> 2", "url.query.token: *** -> -"]
    );
    assert_eq!(
        of_urls("API/prod/pets", "API/prod/Pets/"),
        ["url.path: /prod/pets -> /prod/Pets/"]
    );
}

#[test]
fn the_nearest_call_before_is_compared_and_one_behind_only_where_there_is_none() {
    let since = |good: &[Evidence]| {
        let report = compared(call(403, "API/prod/pets", "30:00", &[]), good);
        report.since.and_then(|since| since.started)
    };
    let at = |minute: &str| call(200, "API/prod/pets", minute, &[]);
    let time = |minute: &str| Some(format!("2026-01-01T00:{minute}Z"));
    assert_eq!(
        since(&[at("10:00"), at("25:00"), at("31:00")]),
        time("25:00")
    );
    assert_eq!(since(&[at("50:00"), at("31:00")]), time("31:00"));
    let failed = Evidence {
        status: Some(500),
        ..at("29:00")
    };
    assert_eq!(since(&[failed, at("10:00")]), time("10:00"));
}

#[test]
fn the_same_route_goes_before_another_method_or_stage() {
    let good = [
        Evidence {
            method: Some("POST".into()),
            ..call(200, "API/prod/pets", "29:00", &[])
        },
        call(200, "API/dev/pets", "28:00", &[]),
        call(
            200,
            "API/prod/pets",
            "10:00",
            &[("x-api-key", "abcdefghij0123456789")],
        ),
    ];
    let report = compared(call(403, "API/prod/pets", "30:00", &[]), good);
    assert_eq!(
        changes(&report),
        ["request.headers.x-api-key: ***6789 -> -"]
    );
}

#[test]
fn nothing_is_compared_with_what_was_not_captured() {
    let mut good = call(200, "API/prod/pets", "10:00", &[]);
    good.request_headers = gatewhy_core::Headers::default();
    let report = compared(
        call(403, "API/prod/pets", "30:00", &[("x-tenant", "b")]),
        [good],
    );
    assert_eq!((report.since, report.changes.len()), (None, 0));
}

#[test]
fn a_call_that_worked_and_its_own_preflight_are_not_compared() {
    let good = call(200, "API/prod/pets", "10:00", &[]);
    let report = compared(
        call(200, "API/prod/pets", "30:00", &[("x-tenant", "b")]),
        [good.clone()],
    );
    assert_eq!(report.since, None);
    let preflight = Evidence {
        method: Some("OPTIONS".into()),
        ..good
    };
    assert_eq!(
        compared(call(403, "API/prod/pets", "30:00", &[]), [preflight]).since,
        None
    );
}
