//! Values for the placeholders: what rich evidence gives, and what a reader would put.

use gatewhy_core::facts::Facts;
use gatewhy_core::{Evidence, Values, placeholders};
use serde_json::json;

/// An exchange that tells as much as one can: a signed call to a private API through its VPC
/// endpoint's alias, from a page, denied in words that name the method and the caller.
///
/// # Panics
///
/// Never: the evidence is written here.
pub fn evidence() -> Evidence {
    let denied = "User: arn:aws:sts::444455556666:assumed-role/shop-backend/session is not authorized \
                  to perform: execute-api:Invoke on resource: \
                  arn:aws:execute-api:eu-west-1:111122223333:abc123defg/prod/GET/pets/7 \
                  with an explicit deny";
    let value = json!({
        "url": "https://abc123defg-vpce-0123456789abcdef0.execute-api.eu-west-1.amazonaws.com/prod/pets/7?kind=cat",
        "method": "GET",
        "status": 403,
        "request_headers": {
            "host": "abc123defg-vpce-0123456789abcdef0.execute-api.eu-west-1.amazonaws.com",
            "origin": "https://shop.example.com",
            "x-amz-date": "20260101T000000Z",
            "authorization": "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/eu-west-1/execute-api/aws4_request, \
                SignedHeaders=host;x-amz-date, Signature=0000000000000000000000000000000000000000000000000000000000000000",
        },
        "response_headers": {
            "content-type": "application/json",
            "x-amzn-requestid": "11111111-2222-3333-4444-555555555555",
            "x-amzn-errortype": "AccessDeniedException",
            "x-amz-apigw-id": "AbCdEfGhIAMFs9A=",
        },
        "body": json!({"Message": denied}).to_string(),
    });
    serde_json::from_value(value).expect("it is evidence")
}

/// What other exchanges tell: no single one gives all of it.
const ELSEWHERE: &[(&str, &str)] = &[
    ("account", "111122223333"),
    ("action", "execute-api:Invoke"),
    ("alias", "live"),
    ("api", "abc123defg"),
    (
        "arn",
        "arn:aws:execute-api:eu-west-1:111122223333:abc123defg/prod/GET/pets/7",
    ),
    (
        "arrived_host",
        "abc123defg.execute-api.eu-west-1.amazonaws.com",
    ),
    ("arrived_path", "/prod/pets/7"),
    ("asked_headers", "authorization,content-type"),
    ("asked_method", "POST"),
    ("authorizer", "aut123"),
    ("authorizer_function", "pets-authorizer"),
    (
        "caller",
        "arn:aws:sts::444455556666:assumed-role/shop-backend/session",
    ),
    ("caller_account", "444455556666"),
    ("connection", "L0SM9cOFvHcCIhw="),
    ("denied_action", "sqs:SendMessage"),
    (
        "denied_resource",
        "arn:aws:sqs:eu-west-1:111122223333:orders",
    ),
    ("domain", "api.example.com"),
    ("fragile_header", "user-agent"),
    ("full_path", "/prod/pets/7"),
    ("function", "pets-function"),
    ("host", "abc123defg.execute-api.eu-west-1.amazonaws.com"),
    ("integration_role", "orders-integration"),
    ("method", "GET"),
    ("name", "api.example.com"),
    ("nearest", "/prod/pets"),
    ("origin", "https://shop.example.com"),
    ("partition", "aws"),
    ("path", "/pets/7"),
    ("principal", "arn:aws:iam::444455556666:role/shop-backend"),
    ("region", "eu-west-1"),
    ("request_id", "11111111-2222-3333-4444-555555555555"),
    ("resource", "pets/7"),
    ("role", "shop-backend"),
    ("scope_region", "us-east-1"),
    ("scope_service", "execute-api"),
    ("server_at", "20260101T001000Z"),
    ("signed_at", "20260101T000000Z"),
    ("skew", "10 minutes"),
    ("speaker", "nginx"),
    ("stage", "prod"),
    ("status", "403"),
    ("suffix", "amazonaws.com"),
    ("unstaged", "https://api.example.com/pets/7"),
    (
        "url",
        "https://abc123defg.execute-api.eu-west-1.amazonaws.com/prod/pets/7",
    ),
    ("user", "deployer"),
    ("vpce", "vpce-0123456789abcdef0"),
    (
        "vpce_name",
        "vpce-0123456789abcdef0-abcd1234.execute-api.eu-west-1.vpce.amazonaws.com",
    ),
];

/// A value for every name that words and snippets use, as far as [`evidence`] goes from there.
pub fn everything() -> Values {
    let evidence = evidence();
    let mut values = Facts::of(&evidence).values;
    for (name, value) in ELSEWHERE {
        if values.get(name).is_none() {
            values.set(name, *value);
        }
    }
    values
}

/// What a reader would put for a placeholder where its form matters; elsewhere its own name does.
const BY_PERSON: &[(&str, &str)] = &[
    ("access-key-id", "AKIAIOSFODNN7EXAMPLE"),
    ("account-id", "111122223333"),
    ("allowed-cidr", "192.0.2.0/24"),
    (
        "certificate-arn",
        "arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
    ),
    ("authorizer-name", "PetsAuthorizer"),
    ("client-cidr", "10.0.0.0/16"),
    ("client-security-group-id", "sg-0123456789abcdef1"),
    ("new-domain-name", "api.example.com"),
    ("end-time", "2026-01-01T01:00:00Z"),
    ("endpoint-security-group-id", "sg-0123456789abcdef0"),
    ("hosted-zone-id", "Z0123456789ABCDEFGHI"),
    (
        "integration-uri",
        "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:pets-function/invocations",
    ),
    ("issuer-url", "https://issuer.example.com"),
    (
        "listener-arn",
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/0123456789abcdef/0123456789abcdef",
    ),
    ("load-balancer-sg", "sg-0123456789abcdef2"),
    ("method", "GET"),
    ("number", "1000"),
    ("regional-hosted-zone-id", "Z0123456789ABCDEFGHJ"),
    (
        "regional-or-distribution-hosted-zone-id",
        "Z0123456789ABCDEFGHJ",
    ),
    ("requests-per-second", "20000"),
    ("resource-arn", "arn:aws:sqs:eu-west-1:111122223333:pets"),
    ("security-group-id", "sg-0123456789abcdef0"),
    ("service-action", "sqs:SendMessage"),
    ("start-time", "2026-01-01T00:00:00Z"),
    ("subnet-id", "subnet-0123456789abcdef0"),
    (
        "target-group-arn",
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0123456789abcdef",
    ),
    ("user-pool-id", "eu-west-1_AbCdEfGhI"),
    ("vpc-id", "vpc-0123456789abcdef0"),
    ("vpc-link-sg", "sg-0123456789abcdef3"),
    (
        "web-acl-arn",
        "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/web/00000000-0000-0000-0000-000000000000",
    ),
    ("yyyy-mm-dd", "2026-01-01"),
];

/// What a reader would put for `<name>`.
pub fn person(name: &str) -> &str {
    BY_PERSON
        .iter()
        .find(|(known, _)| *known == name)
        .map_or(name, |(_, value)| *value)
}

/// A text with every `<placeholder>` filled in as a reader would.
pub(super) fn by_person(text: &str) -> String {
    let mut filled = text.to_owned();
    for shown in placeholders(text) {
        let name = shown.trim_matches(['<', '>']).to_ascii_lowercase();
        filled = filled.replace(&shown, person(&name));
    }
    filled
}
