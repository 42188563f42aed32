//! Two causes that leave the same bytes share the report: both are listed, and neither is sure.
//!
//! Each look below is one that several causes leave, byte for byte, with what an API's owner or
//! caller really shows of it. What separates them (a neighbour, a log, a header) is not there.

use gatewhy_core::{Evidence, Lang, diagnose};
use gatewhy_tests::ranking;
use serde_json::{Value, json};

/// Above this, one cause claims what another leaves as well.
const SHARED_AT_MOST: f64 = 0.6;

const DEFAULT: &str = "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets";
const CUSTOM: &str = "https://api.example.com/v1/pets";

/// A look, and the causes that leave it.
fn looks() -> Vec<(&'static str, Value, &'static [&'static str])> {
    let mut all = refusals();
    all.extend(failures());
    all.extend(silences());
    all
}

fn refusals() -> Vec<(&'static str, Value, &'static [&'static str])> {
    vec![
        (
            "Forbidden, and nothing but the body",
            json!({"body": "{\"message\":\"Forbidden\"}"}),
            &["api-key-missing-or-invalid", "waf-block"],
        ),
        (
            "403 Forbidden",
            json!({"status": 403, "body": "{\"message\":\"Forbidden\"}"}),
            &["api-key-missing-or-invalid", "waf-block"],
        ),
        (
            "403 Forbidden from a default endpoint",
            json!({"url": DEFAULT, "status": 403, "body": "{\"message\":\"Forbidden\"}"}),
            &["api-key-missing-or-invalid", "waf-block", "stage-not-found"],
        ),
        (
            "403 Forbidden from a custom domain",
            json!({"url": CUSTOM, "status": 403, "body": "{\"message\":\"Forbidden\"}"}),
            &[
                "api-key-missing-or-invalid",
                "base-path-mapping-missing",
                "waf-block",
            ],
        ),
        (
            "ForbiddenException without a body",
            json!({"status": 403, "response_headers": {"x-amzn-errortype": "ForbiddenException"}}),
            &["api-key-missing-or-invalid", "waf-block"],
        ),
        (
            "a bare 403",
            json!({"status": 403}),
            &[
                "api-key-missing-or-invalid",
                "authorizer-deny",
                "route-not-found",
            ],
        ),
        (
            "Missing Authentication Token",
            json!({"status": 403, "body": "{\"message\":\"Missing Authentication Token\"}"}),
            &["route-not-found", "missing-auth-on-iam-route"],
        ),
        (
            "401 Unauthorized",
            json!({"status": 401, "body": "{\"message\":\"Unauthorized\"}"}),
            &["authorizer-unauthorized", "jwt-expired-or-invalid"],
        ),
        (
            "a bare 401",
            json!({"url": DEFAULT, "status": 401}),
            &["authorizer-unauthorized", "jwt-expired-or-invalid"],
        ),
        (
            "an HTTP API's 403",
            json!({"status": 403, "response_headers": {"apigw-requestid": "JKJaXmPLvHcESHA="}, "body": "{\"message\":\"Forbidden\"}"}),
            &["missing-auth-on-iam-route", "authorizer-deny"],
        ),
        (
            "an HTTP API's 404",
            json!({"url": "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets", "status": 404, "response_headers": {"apigw-requestid": "JKJaXmPLvHcESHA="}, "body": "{\"message\":\"Not Found\"}"}),
            &["route-not-found", "stage-not-found"],
        ),
        (
            "a bare 404",
            json!({"url": DEFAULT, "status": 404}),
            &["route-not-found", "backend-4xx"],
        ),
        (
            "429 Too Many Requests",
            json!({"status": 429, "body": "{\"message\":\"Too Many Requests\"}"}),
            &["usage-plan-throttle-or-quota", "account-throttle"],
        ),
    ]
}

fn failures() -> Vec<(&'static str, Value, &'static [&'static str])> {
    vec![
        (
            "500 Internal server error",
            json!({"status": 500, "body": "{\"message\": \"Internal server error\"}"}),
            &[
                "lambda-permission-missing",
                "integration-config-error",
                "lambda-throttled",
            ],
        ),
        (
            "a bare 500",
            json!({"url": DEFAULT, "status": 500}),
            &["lambda-permission-missing", "backend-5xx"],
        ),
        (
            "an HTTP API's 500",
            json!({"status": 500, "response_headers": {"apigw-requestid": "JKJaXmPLvHcESHA="}, "body": "{\"message\":\"Internal Server Error\"}"}),
            &["lambda-runtime-error", "lambda-permission-missing"],
        ),
        (
            "502 Internal server error",
            json!({"status": 502, "body": "{\"message\": \"Internal server error\"}"}),
            &["lambda-malformed-proxy-response", "lambda-runtime-error"],
        ),
        (
            "a bare 502",
            json!({"url": DEFAULT, "status": 502}),
            &[
                "lambda-malformed-proxy-response",
                "lambda-runtime-error",
                "backend-5xx",
            ],
        ),
        (
            "an HTTP API's 503",
            json!({"status": 503, "response_headers": {"apigw-requestid": "JKJaXmPLvHcESHA="}, "body": "{\"message\":\"Service Unavailable\"}"}),
            &[
                "integration-timeout",
                "vpc-link-or-backend-unreachable",
                "lambda-throttled",
            ],
        ),
        (
            "a bare 503",
            json!({"url": DEFAULT, "status": 503}),
            &[
                "integration-timeout",
                "vpc-link-or-backend-unreachable",
                "backend-5xx",
            ],
        ),
        (
            "a bare 504",
            json!({"url": DEFAULT, "status": 504}),
            &[
                "integration-timeout",
                "vpc-link-or-backend-unreachable",
                "backend-5xx",
            ],
        ),
        (
            "a frame that says Internal server error",
            json!({"body": "{\"message\": \"Internal server error\", \"connectionId\":\"LkG5kd2sIAMCEQg=\", \"requestId\":\"LkHBcGJvoAMFlDw=\"}"}),
            &["lambda-runtime-error", "lambda-permission-missing"],
        ),
        (
            "a WebSocket handshake that ends in 502",
            json!({"curl_text": "error: Unexpected server response: 502", "url": "wss://abc123defg.execute-api.us-east-1.amazonaws.com/prod"}),
            &["lambda-runtime-error", "lambda-malformed-proxy-response"],
        ),
    ]
}

fn silences() -> Vec<(&'static str, Value, &'static [&'static str])> {
    vec![
        (
            "a page that may not read an answer",
            json!({"net_error": "Access to fetch at 'https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."}),
            &[
                "cors-headers-missing-on-error",
                "cors-preflight-not-configured",
                "cors-headers-missing-from-integration",
            ],
        ),
        (
            "Failed to fetch",
            json!({"url": DEFAULT, "net_error": "TypeError: Failed to fetch"}),
            &[
                "cors-headers-missing-on-error",
                "cors-preflight-not-configured",
            ],
        ),
        (
            "Firefox's CORS request did not succeed",
            json!({"net_error": "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/pets. (Reason: CORS request did not succeed). Status code: (null)."}),
            &[
                "dns-not-resolving",
                "tls-cert-mismatch",
                "connection-timeout",
            ],
        ),
        (
            "an endpoint that could not be connected to",
            json!({"curl_text": "botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: \"https://api.example.com/pets\""}),
            &["dns-not-resolving", "connection-timeout"],
        ),
    ]
}

#[test]
fn causes_that_leave_the_same_bytes_share_the_report() {
    let mut unfair = Vec::new();
    for (look, evidence, causes) in looks() {
        let evidence: Evidence = serde_json::from_value(evidence).unwrap();
        let report = diagnose(&evidence, Lang::En);
        let listed = |cause: &&str| {
            report
                .diagnoses
                .iter()
                .any(|diagnosis| diagnosis.cause == *cause)
        };
        let missing: Vec<&&str> = causes.iter().filter(|cause| !listed(cause)).collect();
        let first = report.diagnoses.first().map_or(1.0, |top| top.confidence);
        if first > SHARED_AT_MOST || !missing.is_empty() {
            unfair.push(format!("{look}: {}, missing {missing:?}", ranking(&report)));
        }
    }
    assert!(unfair.is_empty(), "\n  {}", unfair.join("\n  "));
}
