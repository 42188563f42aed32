//! S0.8 and S0.9: preflights that are refused, and calls that nobody answers.

use serde_json::Value;

use crate::told::{API, CUSTOM, FORBIDDEN, NO_TOKEN, refused, told, unanswered, with};

fn preflight(status: u16, error_type: &str, body: &str) -> Value {
    let mut evidence = refused(API, status, error_type, body);
    evidence["method"] = "OPTIONS".into();
    let evidence = with(evidence, "Origin", "https://app.example.com");
    with(evidence, "Access-Control-Request-Method", "GET")
}

#[test]
fn s0_8_a_refused_options_has_no_method_or_a_wrong_one() {
    for (error_type, body) in [
        ("MissingAuthenticationTokenException", NO_TOKEN),
        ("ForbiddenException", FORBIDDEN),
    ] {
        told(&preflight(403, error_type, body))
            .leads("cors-preflight-not-configured")
            .says(
                "cors-preflight-not-configured",
                &["OPTIONS", "abc123defg", "/pets"],
            )
            .says_in(
                "cors-preflight-not-configured",
                &["OPTIONS method", "mock"],
                &["OPTIONSメソッド", "モック"],
            );
    }
}

#[test]
fn s0_9_silence_is_told_apart_by_net_error_scheme_and_host() {
    told(&unanswered(CUSTOM, "net::ERR_NAME_NOT_RESOLVED"))
        .leads("dns-not-resolving")
        .says(
            "dns-not-resolving",
            &[
                "aws route53 change-resource-record-sets",
                "\"Name\":\"api.example.com\"",
            ],
        )
        .says_in("dns-not-resolving", &["record"], &["レコード"]);
    for net_error in [
        "net::ERR_CONNECTION_REFUSED",
        "net::ERR_CONNECTION_TIMED_OUT",
    ] {
        for url in [CUSTOM, API] {
            told(&unanswered(&url.replace("https:", "http:"), net_error))
                .leads("http-instead-of-https")
                .says("http-instead-of-https", &[url]);
            told(&unanswered(url, net_error)).lists_none_of(&["http-instead-of-https"]);
        }
    }
    // A domain without a mapping does answer, and refuses everybody.
    let mapping = told(&refused(CUSTOM, 403, "ForbiddenException", FORBIDDEN));
    mapping.lists(&["base-path-mapping-missing"]).says(
        "base-path-mapping-missing",
        &[
            "get-api-mappings --domain-name api.example.com",
            "create-base-path-mapping",
        ],
    );
}
