//! S1.19: how to go on where an answer does not settle its cause.

use gatewhy_core::report::NoteKind;
use serde_json::json;

use crate::told::{
    API, CUSTOM, ENDPOINT, FORBIDDEN, NO_TOKEN, refused, refused_by_http_api, told, with,
};

#[test]
fn s1_19_logs_that_would_name_the_reason_are_named_with_how_to_switch_them_on() {
    told(&refused(API, 403, "ForbiddenException", FORBIDDEN)).notes(
        NoteKind::LogsAbsent,
        &[
            "access log",
            "$context.error.responseType",
            "$context.error.message",
            "execution log",
            "API-Gateway-Execution-Logs_abc123defg/prod",
        ],
        &[
            "アクセスログ",
            "$context.error.responseType",
            "$context.error.message",
            "実行ログ",
            "API-Gateway-Execution-Logs_abc123defg/prod",
        ],
    );
}

#[test]
fn s1_19_an_http_api_has_no_execution_log() {
    told(&refused_by_http_api(API, 403, FORBIDDEN))
        .notes(
            NoteKind::LogsAbsent,
            &["write no execution log", "$context.error.message"],
            &["HTTP APIに実行ログはありません", "$context.error.message"],
        )
        .never_says(&["API-Gateway-Execution-Logs_"]);
    // For mutual TLS the same domain in front of a REST API would have one.
    let mut evidence = refused_by_http_api(CUSTOM, 403, FORBIDDEN);
    evidence["curl_text"] = "* TLSv1.3 (IN), TLS handshake, Request CERT (13):".into();
    told(&evidence)
        .lists(&["mtls-client-cert"])
        .says(
            "mtls-client-cert",
            &["api.example.com", "create-api-mapping"],
        )
        .says_in(
            "mtls-client-cert",
            &["map the domain to a REST API"],
            &["REST APIにマッピング"],
        );
}

#[test]
fn s1_19_the_resource_is_looked_up_as_defined_and_as_deployed() {
    told(&refused(
        API,
        403,
        "MissingAuthenticationTokenException",
        NO_TOKEN,
    ))
    .says(
        "route-not-found",
        &[
            "get-resources --rest-api-id abc123defg --region us-east-1",
            "get-export --rest-api-id abc123defg --stage-name prod",
            "create-deployment --rest-api-id abc123defg --stage-name prod --region us-east-1",
        ],
    );
}

#[test]
fn s1_19_what_to_capture_is_said_with_the_real_values() {
    let bare = json!({"url": API, "method": "GET", "status": 403, "body": FORBIDDEN});
    told(&bare).notes(
        NoteKind::Input,
        &["curl -v -X GET", API, "HAR"],
        &["curl -v -X GET", API, "HAR"],
    );
    // Nothing more to capture, or nothing left to settle: no such note.
    for evidence in [
        refused(API, 403, "ForbiddenException", FORBIDDEN),
        json!({"body": r#"{"message":"Invalid API Key identifier specified"}"#}),
    ] {
        told(&evidence).never_says(&["HAR"]);
    }
}

#[test]
fn s1_19_the_key_is_tried_in_its_header() {
    told(&refused(API, 403, "ForbiddenException", FORBIDDEN)).says(
        "api-key-missing-or-invalid",
        &[&format!(
            "curl -si -X GET \"{API}\" -H \"x-api-key: <api-key-value>\""
        )],
    );
}

#[test]
fn s1_19_the_endpoints_dns_settings_are_read() {
    let mut inside = refused(API, 403, "ForbiddenException", FORBIDDEN);
    inside["curl_text"] =
        "* Connected to abc123defg.execute-api.us-east-1.amazonaws.com (10.0.1.23) port 443".into();
    told(&inside)
        .leads("private-dns-hostname")
        .says(
            "private-dns-hostname",
            &[
                "PrivateDnsEnabled",
                "aws ec2 describe-vpc-endpoints --region us-east-1",
                "--no-private-dns-enabled",
            ],
        )
        .says_in(
            "private-dns-hostname",
            &["custom domain"],
            &["カスタムドメイン"],
        );
    told(&refused(ENDPOINT, 403, "ForbiddenException", FORBIDDEN))
        .says("host-or-apigw-id-header-missing", &["PrivateDnsEnabled"]);
}

#[test]
fn s1_19_the_resource_policy_is_read() {
    let body = r#"{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********3333:abc123defg/prod/GET/pets"}"#;
    let evidence = with(
        refused(API, 403, "AccessDeniedException", body),
        "Accept",
        "*/*",
    );
    told(&evidence).says(
        "resource-policy-implicit-deny",
        &["aws apigateway get-rest-api --rest-api-id abc123defg --region us-east-1 --query policy"],
    );
}
