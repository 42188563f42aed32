//! S1: the table of 403 answers, as far as signatures, policies, keys and WAF go.

use gatewhy_core::origin::Who;
use serde_json::Value;

use crate::told::{API, FORBIDDEN, NO_TOKEN, refused, signed, told, with};

const RESOURCE: &str = "arn:aws:execute-api:us-east-1:111122223333:abc123defg/prod/GET/pets";

fn access_denied(message: &str) -> Value {
    refused(
        API,
        403,
        "AccessDeniedException",
        &format!("{{\"Message\":\"{message}\"}}"),
    )
}

#[test]
fn s1_1_an_explicit_deny_without_an_arn_is_the_lambda_authorizers() {
    let evidence =
        access_denied("User is not authorized to access this resource with an explicit deny");
    told(&with(evidence, "Authorization", "Bearer abc"))
        .answered_by(Who::Authorizer)
        .leads("authorizer-deny")
        .says(
            "authorizer-deny",
            &[
                "abc123defg",
                "test-invoke-authorizer --rest-api-id abc123defg",
            ],
        )
        .says_in(
            "authorizer-deny",
            &["authorizer", "Deny"],
            &["オーソライザー", "Deny"],
        );
}

#[test]
fn s1_2_an_explicit_deny_of_an_arn_is_a_policys() {
    let body = format!(
        "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: execute-api:Invoke on resource: {RESOURCE} with an explicit deny"
    );
    told(&signed(access_denied(&body), "us-east-1"))
        .lists(&["iam-identity-policy-deny", "resource-policy-explicit-deny"])
        .lists_none_of(&["authorizer-deny", "resource-policy-implicit-deny"])
        .says("iam-identity-policy-deny", &["alice", RESOURCE])
        .says(
            "resource-policy-explicit-deny",
            &["get-rest-api --rest-api-id abc123defg"],
        );
    // The tail of newer messages tells which one.
    let tail = body + " in a resource-based policy";
    told(&signed(access_denied(&tail), "us-east-1")).leads("resource-policy-explicit-deny");
}

#[test]
fn s1_3_an_anonymous_caller_meets_a_policy_that_allows_nobody_like_it() {
    let body = format!(
        "User: anonymous is not authorized to perform: execute-api:Invoke on resource: {RESOURCE}"
    );
    told(&access_denied(&body))
        .leads("resource-policy-implicit-deny")
        .says(
            "resource-policy-implicit-deny",
            &[RESOURCE, "User: anonymous"],
        )
        .says_in(
            "resource-policy-implicit-deny",
            &["The caller is anonymous", "without IAM"],
            &["呼び出し元は匿名", "IAM認証のない"],
        );
}

#[test]
fn s1_4_an_invalid_token_is_invalid_keys_under_either_error_type() {
    let body = r#"{"message":"The security token included in the request is invalid."}"#;
    for error_type in ["AccessDeniedException", "UnrecognizedClientException"] {
        told(&signed(refused(API, 403, error_type, body), "us-east-1"))
            .leads("invalid-security-token")
            .says_in(
                "invalid-security-token",
                &["deleted or inactive key", "session token"],
                &["削除済みや無効のキー", "セッショントークン"],
            );
    }
}

#[test]
fn s1_5_no_token_in_the_request_is_told_with_how_to_sign() {
    told(&refused(
        API,
        403,
        "MissingAuthenticationTokenException",
        NO_TOKEN,
    ))
    .lists(&["missing-auth-on-iam-route"])
    .says(
        "missing-auth-on-iam-route",
        &["--aws-sigv4 \"aws:amz:us-east-1:execute-api\"", "AWS_IAM"],
    )
    .says_in(
        "missing-auth-on-iam-route",
        &["carries no Authorization header"],
        &["Authorizationヘッダーがありません"],
    );
}

#[test]
fn s1_6_an_expired_signature_is_told_with_its_distance() {
    let body = r#"{"message":"Signature expired: 20261012T090000Z is now earlier than 20261012T090907Z (20261012T091407Z - 5 min.)"}"#;
    let evidence = signed(
        refused(API, 403, "InvalidSignatureException", body),
        "us-east-1",
    );
    told(&with(evidence, "X-Amz-Date", "20261012T090000Z"))
        .leads("sigv4-expired")
        .says_in("sigv4-expired", &["14 minutes 7 seconds"], &["14分7秒"]);
}

#[test]
fn s1_7_a_refused_key_is_told_from_no_key() {
    let named = refused(
        API,
        403,
        "ForbiddenException",
        r#"{"message":"Invalid API Key identifier specified"}"#,
    );
    let named = told(&with(named, "x-api-key", "k3yOfMine"));
    named.leads("api-key-missing-or-invalid");
    assert!(named.confidence("api-key-missing-or-invalid") > 0.9);
    let sent = with(
        refused(API, 403, "ForbiddenException", FORBIDDEN),
        "x-api-key",
        "k3yOfMine",
    );
    told(&sent)
        .leads("api-key-missing-or-invalid")
        .says(
            "api-key-missing-or-invalid",
            &[
                "x-api-key",
                "get-usage-plans --region us-east-1",
                "value=abc123defg:prod",
            ],
        )
        .never_says(&["k3yOfMine"]);
    told(&refused(API, 403, "ForbiddenException", FORBIDDEN)).says_in(
        "api-key-missing-or-invalid",
        &["carries no x-api-key"],
        &["x-api-keyがありません"],
    );
}

#[test]
fn s1_8_a_signature_that_does_not_match_names_the_part_that_differs() {
    let message = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'GET\n/prod/pets\n\nhost:abc123defg.execute-api.us-east-1.amazonaws.com\nx-amz-date:20261012T091405Z\n\nhost;x-amz-date\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20261012T091405Z\n20261012/us-east-1/execute-api/aws4_request\n0000000000000000000000000000000000000000000000000000000000000000'\n";
    let body = serde_json::json!({"message": message}).to_string();
    let evidence = signed(
        refused(API, 403, "InvalidSignatureException", &body),
        "us-east-1",
    );
    told(&with(evidence, "Host", "api.example.com"))
        .leads("sigv4-signature-mismatch")
        .says(
            "sigv4-signature-mismatch",
            &[
                "AWS_SECRET_ACCESS_KEY",
                "api.example.com",
                "abc123defg.execute-api.us-east-1.amazonaws.com",
            ],
        )
        .says_in(
            "sigv4-signature-mismatch",
            &["host", "secret"],
            &["ホスト", "シークレット"],
        );
    // Where nothing differs, the secret key is what is left.
    let plain = r#"{"message":"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method."}"#;
    told(&signed(
        refused(API, 403, "InvalidSignatureException", plain),
        "us-east-1",
    ))
    .leads("sigv4-signature-mismatch");
}

#[test]
fn s1_9_waf_is_listed_for_a_bare_forbidden_and_leads_where_a_log_names_it() {
    let bare = told(&refused(API, 403, "ForbiddenException", FORBIDDEN));
    bare.lists(&["waf-block"])
        .says("waf-block", &["aws wafv2", "us-east-1"]);
    assert!(bare.confidence("waf-block") <= 0.6);
    let mut logged = refused(API, 403, "ForbiddenException", FORBIDDEN);
    logged["log"] = r#"{"requestId":"80003691-2044-4ae2-a728-11f969481674","status":"403","errType":"WAF_FILTERED","waf":"WAF_BLOCK"}"#.into();
    told(&logged).answered_by(Who::Waf).leads("waf-block");
}
