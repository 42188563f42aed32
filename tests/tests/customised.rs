//! Gateway responses that the owner gave another status or another body: the error type survives,
//! so the cause does, and the report says what was changed.

use gatewhy_core::report::{NoteKind, Report};
use gatewhy_core::{Evidence, Lang, diagnose};
use gatewhy_tests::ranking;

/// An error type, its default status and body, and the causes that it stands for.
struct Type {
    name: &'static str,
    status: u16,
    body: &'static str,
    causes: &'static [&'static str],
}

const SIGNING: &[&str] = &[
    "sigv4-signature-mismatch",
    "sigv4-expired",
    "sigv4-wrong-region",
    "sigv4-wrong-service",
    "sigv4-malformed-authorization",
    "invalid-security-token",
];
const DENIALS: &[&str] = &[
    "authorizer-deny",
    "resource-policy-explicit-deny",
    "resource-policy-implicit-deny",
    "iam-identity-policy-deny",
    "private-api-vpce-policy",
];
const INTEGRATION: &[&str] = &[
    "lambda-malformed-proxy-response",
    "lambda-runtime-error",
    "lambda-permission-missing",
    "integration-config-error",
    "integration-timeout",
    "vpc-link-or-backend-unreachable",
];

const TYPES: &[Type] = &[
    Type {
        name: "MissingAuthenticationTokenException",
        status: 403,
        body: r#"{"message":"Missing Authentication Token"}"#,
        causes: &["route-not-found", "missing-auth-on-iam-route"],
    },
    Type {
        name: "ForbiddenException",
        status: 403,
        body: r#"{"message":"Forbidden"}"#,
        causes: &["api-key-missing-or-invalid", "waf-block", "stage-not-found"],
    },
    Type {
        name: "UnauthorizedException",
        status: 401,
        body: r#"{"message":"Unauthorized"}"#,
        causes: &["authorizer-unauthorized", "jwt-expired-or-invalid"],
    },
    Type {
        name: "AccessDeniedException",
        status: 403,
        body: r#"{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}"#,
        causes: DENIALS,
    },
    Type {
        name: "InvalidSignatureException",
        status: 403,
        body: r#"{"message":"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."}"#,
        causes: SIGNING,
    },
    Type {
        name: "IncompleteSignatureException",
        status: 403,
        body: r#"{"message":"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'uIGVZNbpFdZZpj3+ScoJ9oPKIKXDYG4NsKd4hSrzjYw='."}"#,
        causes: &[
            "bearer-token-on-missing-route",
            "sigv4-malformed-authorization",
        ],
    },
    Type {
        name: "UnrecognizedClientException",
        status: 403,
        body: r#"{"message":"The security token included in the request is invalid."}"#,
        causes: &["invalid-security-token"],
    },
    Type {
        name: "ExpiredTokenException",
        status: 403,
        body: r#"{"message":"The security token included in the request is expired"}"#,
        causes: &["invalid-security-token", "sigv4-expired"],
    },
    Type {
        name: "BadRequestException",
        status: 400,
        body: r#"{"message": "Invalid request body"}"#,
        causes: &[
            "request-validation-failed",
            "unsupported-media-type",
            "request-too-large",
        ],
    },
    Type {
        name: "TooManyRequestsException",
        status: 429,
        body: r#"{"message":"Too Many Requests"}"#,
        causes: &["usage-plan-throttle-or-quota", "account-throttle"],
    },
    Type {
        name: "LimitExceededException",
        status: 429,
        body: r#"{"message":"Limit Exceeded"}"#,
        causes: &["usage-plan-throttle-or-quota"],
    },
    Type {
        name: "InternalServerErrorException",
        status: 500,
        body: r#"{"message": "Internal server error"}"#,
        causes: INTEGRATION,
    },
    Type {
        name: "InternalServerErrorException",
        status: 502,
        body: r#"{"message": "Internal server error"}"#,
        causes: INTEGRATION,
    },
    Type {
        name: "InternalServerErrorException",
        status: 504,
        body: r#"{"message": "Endpoint request timed out"}"#,
        causes: INTEGRATION,
    },
    Type {
        name: "AuthorizerConfigurationException",
        status: 500,
        body: r#"{"message":null}"#,
        causes: &["authorizer-error"],
    },
    Type {
        name: "AuthorizerFailureException",
        status: 500,
        body: r#"{"message":null}"#,
        causes: &["authorizer-error"],
    },
];

/// What owners write instead.
const BODIES: &[(&str, &str)] = &[
    (
        "application/json",
        r#"{"errors":[{"code":"BAD","title":"It failed"}]}"#,
    ),
    (
        "application/json",
        r#"{"code":"not_found","message":"no such thing"}"#,
    ),
    ("application/json", r#"{"message":""}"#),
    (
        "application/json",
        r#"{"detail":"it failed","request":"80003691"}"#,
    ),
    (
        "application/json",
        r#"{"statusCode":404,"message":"Not here"}"#,
    ),
    (
        "application/problem+json",
        r#"{"type":"about:blank","title":"It failed","status":404}"#,
    ),
    ("application/xml", "<error><code>7</code></error>"),
    (
        "text/html",
        "<html><body><center><h1>404 Not Found</h1></center></body></html>",
    ),
    ("text/plain", "Nope"),
    ("application/json", ""),
];

const STATUSES: &[u16] = &[400, 401, 403, 404, 422, 429, 500, 502, 503];

fn exchange(of: &Type, status: u16, kind: &str, body: &str) -> Evidence {
    let mut evidence = Evidence {
        url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets".into()),
        method: Some("GET".into()),
        status: Some(status),
        body: Some(body.into()),
        ..Evidence::default()
    };
    let length = body.len().to_string();
    evidence.request_headers.push("User-Agent", "curl/8.5.0");
    if of.name == "IncompleteSignatureException" {
        evidence.request_headers.push("Authorization", "Bearer abc");
    }
    for (name, value) in [
        ("Date", "Mon, 12 Oct 2026 09:14:07 GMT"),
        ("Content-Type", kind),
        ("Content-Length", length.as_str()),
        ("x-amzn-RequestId", "80003691-2044-4ae2-a728-11f969481674"),
        ("x-amzn-ErrorType", of.name),
        ("x-amz-apigw-id", "R9NOvE-qIAMECfw="),
    ] {
        evidence.response_headers.push(name, value);
    }
    evidence
}

fn withheld(mut evidence: Evidence) -> Evidence {
    evidence.body = Some(String::new());
    evidence.body_withheld = true;
    evidence
}

fn says_customised(report: &Report) -> bool {
    report
        .notes
        .iter()
        .any(|note| note.kind == NoteKind::CustomisedResponse && !note.text.contains('{'))
}

fn all_at_once(failures: &[String], of: usize) {
    assert!(
        failures.is_empty(),
        "{} of {of} are told otherwise:\n  {}",
        failures.len(),
        failures.join("\n  ")
    );
}

fn judge(failures: &mut Vec<String>, label: &str, of: &Type, evidence: &Evidence, changed: bool) {
    for lang in Lang::ALL {
        let got = diagnose(evidence, lang);
        let top = got.diagnoses.first().map_or("", |first| first.cause);
        let who = serde_json::to_string(&got.origin.who).unwrap_or_default();
        let by_gateway = ["\"api-gateway-rest\"", "\"authorizer\""].contains(&who.as_str());
        let noted = says_customised(&got);
        if !of.causes.contains(&top) || !by_gateway || noted != changed {
            failures.push(format!(
                "{label}: {} by {who}, said to be customised: {noted}",
                ranking(&got)
            ));
            return;
        }
    }
}

#[test]
fn the_cause_survives_another_status_and_another_body() {
    let (mut failures, mut count) = (Vec::new(), 0);
    for of in TYPES {
        for (kind, body) in BODIES {
            for status in STATUSES.iter().copied().chain([of.status]) {
                let evidence = exchange(of, status, kind, body);
                let label = format!("{} {} as {status} {body}", of.name, of.status);
                judge(&mut failures, &label, of, &evidence, true);
                count += 1;
            }
        }
    }
    all_at_once(&failures, count);
}

#[test]
fn another_status_alone_is_told_too_with_the_body_or_without() {
    let (mut failures, mut count) = (Vec::new(), 0);
    for of in TYPES
        .iter()
        .filter(|of| of.status != 502 && of.status != 504)
    {
        let statuses: &[u16] = &[401, 404, 422];
        for status in statuses
            .iter()
            .copied()
            .filter(|status| *status != of.status)
        {
            let evidence = exchange(of, status, "application/json", of.body);
            let label = format!("{} as {status}", of.name);
            judge(&mut failures, &label, of, &evidence, true);
            judge(
                &mut failures,
                &format!("{label}, withheld"),
                of,
                &withheld(evidence),
                true,
            );
            count += 2;
        }
    }
    all_at_once(&failures, count);
}

#[test]
fn the_defaults_are_not_called_customised() {
    let (mut failures, mut count) = (Vec::new(), 0);
    for of in TYPES {
        let evidence = exchange(of, of.status, "application/json", of.body);
        judge(&mut failures, of.name, of, &evidence, false);
        judge(
            &mut failures,
            &format!("{}, withheld", of.name),
            of,
            &withheld(evidence),
            false,
        );
        count += 2;
    }
    all_at_once(&failures, count);
}

#[test]
fn a_failure_that_its_owner_turned_into_a_success_is_still_one() {
    let of = &TYPES[0];
    let evidence = exchange(of, 200, "application/json", r#"{"ok":false}"#);
    let got = diagnose(&evidence, Lang::En);
    assert_eq!(
        got.diagnoses.first().map(|first| first.cause),
        Some("route-not-found")
    );
    assert!(says_customised(&got));
}
