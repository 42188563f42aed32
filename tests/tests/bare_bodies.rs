//! HTTP APIs mark nothing as their own, and browsers withhold bodies: what the bytes that remain
//! can tell, and what they cannot.

use gatewhy_core::{Evidence, Lang, diagnose};
use gatewhy_tests::ranking;

fn exchange(url: &str, status: u16, headers: &[(&str, &str)], body: &str) -> Evidence {
    let mut evidence = Evidence {
        url: Some(url.into()),
        method: Some("GET".into()),
        status: Some(status),
        body: Some(body.into()),
        ..Evidence::default()
    };
    let length = body.len().to_string();
    let own = [
        ("Date", "Mon, 12 Oct 2026 09:14:07 GMT"),
        ("Content-Length", length.as_str()),
    ];
    for (name, value) in own.iter().chain(headers) {
        evidence.response_headers.push(*name, *value);
    }
    evidence
}

const HTTP_API: &str = "https://abc123defg.execute-api.us-east-1.amazonaws.com/pets";
const REST_API: &str = "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets";
const ID: (&str, &str) = ("Apigw-Requestid", "Mc7UVioPPHcEKPA=");
const JSON: (&str, &str) = ("Content-Type", "application/json");

/// The fixed bodies of HTTP APIs and one cause of each.
const FIXED: &[(u16, &str, &[&str])] = &[
    (
        401,
        r#"{"message":"Unauthorized"}"#,
        &["authorizer-unauthorized", "jwt-expired-or-invalid"],
    ),
    (
        403,
        r#"{"message":"Forbidden"}"#,
        &[
            "authorizer-deny",
            "missing-auth-on-iam-route",
            "iam-identity-policy-deny",
        ],
    ),
    (
        404,
        r#"{"message":"Not Found"}"#,
        &["route-not-found", "stage-not-found"],
    ),
    (
        429,
        r#"{"message":"Too Many Requests"}"#,
        &["account-throttle", "usage-plan-throttle-or-quota"],
    ),
    (
        500,
        r#"{"message":"Internal Server Error"}"#,
        &[
            "lambda-runtime-error",
            "lambda-malformed-proxy-response",
            "lambda-permission-missing",
        ],
    ),
    (
        503,
        r#"{"message":"Service Unavailable"}"#,
        &["integration-timeout", "vpc-link-or-backend-unreachable"],
    ),
];

fn all_at_once(failures: &[String]) {
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_copy_of_an_http_apis_body_cannot_be_told_from_it() {
    let mut failures = Vec::new();
    for (status, body, causes) in FIXED {
        let got = diagnose(&exchange(HTTP_API, *status, &[ID, JSON], body), Lang::En);
        let listed = |cause: &str| got.diagnoses.iter().any(|one| one.cause == cause);
        let backend = if *status < 500 {
            "backend-4xx"
        } else {
            "backend-5xx"
        };
        let sure = got.diagnoses.iter().any(|one| one.confidence > 0.6);
        if sure || !listed(backend) || !causes.iter().any(|cause| listed(cause)) {
            failures.push(format!("{body}: {}", ranking(&got)));
        }
    }
    all_at_once(&failures);
}

#[test]
fn an_http_apis_body_without_a_content_type_is_its_own() {
    let mut failures = Vec::new();
    for (status, body, causes) in FIXED {
        let got = diagnose(&exchange(HTTP_API, *status, &[ID], body), Lang::En);
        let top = got.diagnoses.first().map_or("", |first| first.cause);
        if !causes.contains(&top) {
            failures.push(format!("{body}: {}", ranking(&got)));
        }
    }
    all_at_once(&failures);
}

/// Default bodies with the status that each comes with, and the causes that its length points at.
const WITHHELD: &[(u16, &str, &[&str])] = &[
    (
        403,
        r#"{"message":"Missing Authentication Token"}"#,
        &["route-not-found"],
    ),
    (
        403,
        r#"{"message":"Forbidden"}"#,
        &["api-key-missing-or-invalid", "waf-block", "stage-not-found"],
    ),
    (
        404,
        r#"{"message":"Not Found"}"#,
        &["route-not-found", "stage-not-found"],
    ),
    (
        401,
        r#"{"message":"Unauthorized"}"#,
        &["authorizer-unauthorized", "jwt-expired-or-invalid"],
    ),
    (500, r#"{"message":null}"#, &["authorizer-error"]),
    (
        400,
        r#"{"message": "Invalid request body"}"#,
        &["request-validation-failed"],
    ),
    (
        500,
        r#"{"message": "Internal server error"}"#,
        &["lambda-permission-missing", "integration-config-error"],
    ),
    (
        502,
        r#"{"message": "Internal server error"}"#,
        &["lambda-malformed-proxy-response", "lambda-runtime-error"],
    ),
    (
        500,
        r#"{"message":"Internal Server Error"}"#,
        &[
            "lambda-runtime-error",
            "lambda-malformed-proxy-response",
            "lambda-permission-missing",
        ],
    ),
    (
        413,
        r#"{"message": "Request Too Long"}"#,
        &["request-too-large"],
    ),
    (
        413,
        "HTTP content length exceeded 10485760 bytes.",
        &["request-too-large"],
    ),
    (
        429,
        r#"{"message":"Too Many Requests"}"#,
        &["usage-plan-throttle-or-quota", "account-throttle"],
    ),
    (
        429,
        r#"{"message":"Limit Exceeded"}"#,
        &["usage-plan-throttle-or-quota"],
    ),
    (
        503,
        r#"{"message":"Service Unavailable"}"#,
        &["integration-timeout", "vpc-link-or-backend-unreachable"],
    ),
    (
        504,
        r#"{"message": "Endpoint request timed out"}"#,
        &["integration-timeout"],
    ),
    (
        504,
        r#"{"message": "Network error communicating with endpoint"}"#,
        &["vpc-link-or-backend-unreachable"],
    ),
    (
        415,
        r#"{"message": "Unsupported Media Type"}"#,
        &["unsupported-media-type"],
    ),
    (
        401,
        r#"{"message":"The incoming token has expired"}"#,
        &["jwt-expired-or-invalid"],
    ),
    (
        403,
        r#"{"Message":"User is not authorized to access this resource with an explicit deny"}"#,
        &["authorizer-deny"],
    ),
    (
        403,
        r#"{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}"#,
        &["authorizer-deny"],
    ),
    (
        403,
        r#"{"Message":"User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action"}"#,
        &["authorizer-deny"],
    ),
    (
        403,
        r#"{"message":"The security token included in the request is invalid."}"#,
        &["invalid-security-token"],
    ),
    (
        403,
        r#"{"message":"The security token included in the request is expired"}"#,
        &["invalid-security-token", "sigv4-expired"],
    ),
];

/// Only the length and the status, as page scripts see them.
fn length_alone(status: u16, body: &str, more: &[(&str, &str)]) -> Evidence {
    let mut evidence = exchange(REST_API, status, more, body);
    evidence.body = None;
    evidence.body_withheld = true;
    evidence.response_headers = evidence
        .response_headers
        .iter()
        .filter(|header| header.name != "Date")
        .map(|header| (header.name.clone(), header.value.clone()))
        .collect();
    evidence
}

#[test]
fn the_length_of_a_withheld_body_and_the_status_point_at_the_cause() {
    let mut failures = Vec::new();
    for (status, body, causes) in WITHHELD {
        let got = diagnose(&length_alone(*status, body, &[]), Lang::En);
        let top = got.diagnoses.first().map_or("", |first| first.cause);
        if !causes.contains(&top) {
            failures.push(format!(
                "{} bytes, {status} {body}: {}",
                body.len(),
                ranking(&got)
            ));
        }
    }
    all_at_once(&failures);
}

#[test]
fn the_same_length_under_another_status_is_another_body() {
    let mut failures = Vec::new();
    for (status, length, not) in [
        (500, 23, "api-key-missing-or-invalid"),
        (500, 31, "request-too-large"),
        (429, 31, "request-too-large"),
        (403, 26, "authorizer-unauthorized"),
        (400, 41, "integration-timeout"),
        (400, 16, "authorizer-error"),
    ] {
        let body = "x".repeat(length);
        let got = diagnose(&length_alone(status, &body, &[]), Lang::En);
        let sure = got
            .diagnoses
            .iter()
            .any(|one| one.cause == not && one.confidence > 0.5);
        if sure {
            failures.push(format!("{length} bytes, {status}: {}", ranking(&got)));
        }
    }
    all_at_once(&failures);
}

#[test]
fn cloudfronts_headers_do_not_make_an_edge_optimized_apis_answer_cloudfronts() {
    let edge = [
        ("X-Cache", "Error from cloudfront"),
        (
            "Via",
            "1.1 0123456789abcdef0123456789abcdef.cloudfront.net (CloudFront)",
        ),
        ("X-Amz-Cf-Pop", "NRT57-P2"),
        (
            "X-Amz-Cf-Id",
            "3x0sXcQb1kFq8N5rT2uV7wYzA9bCdEfGhIjKlMnOpQ==",
        ),
        JSON,
        ("x-amzn-RequestId", "80003691-2044-4ae2-a728-11f969481674"),
        ("x-amz-apigw-id", "R9NOvE-qIAMECfw="),
    ];
    let mut failures = Vec::new();
    for (status, body, error_type, causes) in [
        (
            403,
            r#"{"message":"Missing Authentication Token"}"#,
            "MissingAuthenticationTokenException",
            &["route-not-found"][..],
        ),
        (
            403,
            r#"{"message":"Forbidden"}"#,
            "ForbiddenException",
            &["api-key-missing-or-invalid", "waf-block"],
        ),
        (
            401,
            r#"{"message":"Unauthorized"}"#,
            "UnauthorizedException",
            &["authorizer-unauthorized"],
        ),
        (
            502,
            r#"{"message": "Internal server error"}"#,
            "InternalServerErrorException",
            &["lambda-malformed-proxy-response", "lambda-runtime-error"],
        ),
    ] {
        let headers = [&edge[..], &[("x-amzn-ErrorType", error_type)]].concat();
        let whole = exchange(REST_API, status, &headers, body);
        let mut withheld = whole.clone();
        withheld.body = None;
        withheld.body_withheld = true;
        for evidence in [whole, withheld] {
            let got = diagnose(&evidence, Lang::En);
            let top = got.diagnoses.first().map_or("", |first| first.cause);
            if !causes.contains(&top) {
                failures.push(format!("{error_type}: {}", ranking(&got)));
            }
        }
        // A page script sees neither of the gateway's headers, but the proxies' it may.
        let seen = length_alone(status, body, &edge[..2]);
        let got = diagnose(&seen, Lang::En);
        let top = got.diagnoses.first().map_or("", |first| first.cause);
        if !causes.contains(&top) {
            failures.push(format!("{error_type}, headers withheld: {}", ranking(&got)));
        }
    }
    all_at_once(&failures);
}
