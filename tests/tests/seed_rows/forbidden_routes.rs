//! S1: the table of 403 answers, as far as paths, stages, hosts and domains go.

use gatewhy_core::origin::Who;
use serde_json::json;

use crate::told::{API, CUSTOM, ENDPOINT, FORBIDDEN, NO_TOKEN, refused, told, with};

#[test]
fn s1_10_no_authorization_header_and_no_such_path() {
    let url = API.replace("pets", "pet");
    let mut evidence = refused(&url, 403, "MissingAuthenticationTokenException", NO_TOKEN);
    told(&evidence)
        .leads("route-not-found")
        .says("route-not-found", &["/pet", "items[].[path"]);
    evidence["neighbours"] = json!([{"url": API, "method": "GET", "status": 200}]);
    let told = told(&evidence);
    told.leads("route-not-found")
        .says_in(
            "route-not-found",
            &["Did you mean /prod/pets?"],
            &["/prod/petsの誤りではありませんか"],
        )
        .says("route-not-found", &["/prod/pets"]);
    assert!(told.confidence("route-not-found") > 0.7);
}

#[test]
fn s1_11_the_parsers_complaint_over_a_bearer_token_is_a_missing_path() {
    let body = r#"{"message":"Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=allow"}"#;
    let evidence = refused(API, 403, "IncompleteSignatureException", body);
    told(&with(evidence, "Authorization", "allow"))
        .leads("bearer-token-on-missing-route")
        .lists(&["missing-auth-on-iam-route"])
        .says(
            "bearer-token-on-missing-route",
            &["get-resources --rest-api-id abc123defg", "/pets"],
        )
        .never_says(&["Authorization=allow"]);
}

#[test]
fn s1_12_the_endpoints_own_name_needs_host_or_x_apigw_api_id() {
    told(&refused(ENDPOINT, 403, "ForbiddenException", FORBIDDEN))
        .leads("host-or-apigw-id-header-missing")
        .says(
            "host-or-apigw-id-header-missing",
            &[
                "x-apigw-api-id: <api-id>",
                "Host: <api-id>.execute-api.us-east-1.amazonaws.com",
            ],
        );
    // With the header the endpoint's name leads to the API, and other causes of the answer remain.
    let header = with(
        refused(ENDPOINT, 403, "ForbiddenException", FORBIDDEN),
        "x-apigw-api-id",
        "abc123defg",
    );
    told(&header).lists_none_of(&["host-or-apigw-id-header-missing"]);
}

#[test]
fn s1_13_a_default_endpoint_may_be_switched_off() {
    told(&refused(API, 403, "ForbiddenException", FORBIDDEN))
        .lists(&["default-endpoint-disabled"])
        .says(
            "default-endpoint-disabled",
            &["--query disableExecuteApiEndpoint", "abc123defg"],
        );
    told(&refused(CUSTOM, 403, "ForbiddenException", FORBIDDEN))
        .lists_none_of(&["default-endpoint-disabled"]);
    // Where the same path works under a custom domain, it leads.
    let mut evidence = refused(API, 403, "ForbiddenException", FORBIDDEN);
    evidence["neighbours"] =
        json!([{"url": "https://api.example.com/pets", "method": "GET", "status": 200}]);
    told(&evidence).lists(&["default-endpoint-disabled"]);
}

#[test]
fn s1_14_a_mutual_tls_domain_wants_a_client_certificate() {
    told(&refused(CUSTOM, 403, "ForbiddenException", FORBIDDEN))
        .lists(&["mtls-client-cert"])
        .says(
            "mtls-client-cert",
            &["openssl s_client -connect api.example.com:443", "--cert"],
        );
    let mut evidence = refused(CUSTOM, 403, "ForbiddenException", FORBIDDEN);
    evidence["curl_text"] = "* TLSv1.3 (IN), TLS handshake, Request CERT (13):\n* TLSv1.3 (OUT), TLS handshake, Certificate (11):".into();
    told(&evidence).leads("mtls-client-cert");
    told(&refused(API, 403, "ForbiddenException", FORBIDDEN)).lists_none_of(&["mtls-client-cert"]);
}

#[test]
fn s1_15_a_custom_domain_may_lack_the_mapping() {
    told(&refused(CUSTOM, 403, "ForbiddenException", FORBIDDEN))
        .lists(&["base-path-mapping-missing"])
        .says(
            "base-path-mapping-missing",
            &[
                "get-api-mappings --domain-name api.example.com",
                "create-base-path-mapping",
            ],
        );
    told(&refused(API, 403, "ForbiddenException", FORBIDDEN))
        .lists_none_of(&["base-path-mapping-missing"]);
}

#[test]
fn s1_16_a_stage_in_a_custom_domains_path_is_repeated() {
    let url = "https://api.example.com/prod/pets";
    let evidence = refused(url, 403, "MissingAuthenticationTokenException", NO_TOKEN);
    told(&evidence).leads("stage-in-custom-domain-path").says(
        "stage-in-custom-domain-path",
        &["https://api.example.com/pets", "api.example.com"],
    );
}

#[test]
fn s1_17_a_stage_that_does_not_exist_is_forbidden() {
    let url = API.replace("prod", "pord");
    let mut evidence = refused(&url, 403, "ForbiddenException", FORBIDDEN);
    told(&evidence).lists(&["stage-not-found"]).says(
        "stage-not-found",
        &[
            "get-stages --rest-api-id abc123defg --region us-east-1",
            "pord",
        ],
    );
    evidence["neighbours"] = json!([{"url": API, "method": "GET", "status": 200}]);
    told(&evidence)
        .leads("stage-not-found")
        .says("stage-not-found", &["prod"]);
}

#[test]
fn s1_18_a_proxys_403_and_cloudfronts_are_nobodys_but_theirs() {
    let proxy = json!({
        "url": API, "method": "GET", "status": 403,
        "response_headers": {"date": "Mon, 12 Oct 2026 09:14:07 GMT", "server": "squid/5.7", "via": "1.1 proxy.example.com (squid/5.7)", "x-squid-error": "ERR_ACCESS_DENIED 0", "content-type": "text/html", "content-length": "62"},
        "body": "<html><head><title>ERROR: Access Denied</title></head></html>\n",
    });
    told(&proxy)
        .answered_by(Who::Proxy)
        .leads("not-from-api-gateway")
        .says(
            "not-from-api-gateway",
            &["Squid", "NO_PROXY", "x-amz-apigw-id", "apigw-requestid"],
        );
    let edge = json!({
        "url": CUSTOM, "method": "GET", "status": 403,
        "response_headers": {"date": "Mon, 12 Oct 2026 09:14:07 GMT", "server": "CloudFront", "via": "1.1 0123456789abcdef.cloudfront.net (CloudFront)", "x-cache": "Error from cloudfront", "x-amz-cf-id": "abc", "content-type": "text/html", "content-length": "300"},
        "body": "<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY><H1>403 ERROR</H1>Request blocked.</BODY></HTML>",
    });
    told(&edge)
        .answered_by(Who::Cloudfront)
        .leads("not-from-api-gateway")
        .says(
            "not-from-api-gateway",
            &["aws cloudfront get-distribution-config"],
        )
        .says_in(
            "not-from-api-gateway",
            &["did not reach an API"],
            &["背後のAPIに届いていません"],
        )
        .lists_none_of(&["waf-block", "api-key-missing-or-invalid"]);
}
