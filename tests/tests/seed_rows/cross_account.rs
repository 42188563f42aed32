//! S0: calls from one account to another's API.

use gatewhy_core::origin::Who;
use gatewhy_core::report::NoteKind;
use serde_json::json;

use crate::told::{API, NO_TOKEN, logged, refused, signed, told};

fn denied(caller: &str, owner: &str) -> String {
    format!(
        "{{\"Message\":\"User: arn:aws:sts::{caller}:assumed-role/shop-web/CognitoIdentityCredentials is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:{owner}:abc123defg/prod/GET/pets\"}}"
    )
}

#[test]
fn s0_1_a_changed_policy_works_after_a_deployment_and_ten_seconds() {
    let tails = [
        "",
        " with an explicit deny in a resource-based policy",
        " because no resource-based policy allows the execute-api:Invoke action",
        " because no VPC endpoint policy allows the execute-api:Invoke action",
    ];
    for tail in tails {
        let body = denied("111122223333", "444455556666").replace("\"}", &format!("{tail}\"}}"));
        let evidence = signed(
            refused(API, 403, "AccessDeniedException", &body),
            "us-east-1",
        );
        told(&evidence).notes(
            NoteKind::RedeployNeeded,
            &[
                "deployed again",
                "ten seconds",
                "assumed or federated role",
                "new session",
            ],
            &[
                "再デプロイ",
                "10秒",
                "AssumeRole",
                "フェデレーション",
                "新しいセッション",
            ],
        );
    }
}

#[test]
fn s0_2_the_client_is_not_authorized_means_the_resource_policy() {
    let words = "The client is not authorized to perform this operation.";
    for evidence in [
        refused(
            API,
            403,
            "AccessDeniedException",
            &format!("{{\"message\":\"{words}\"}}"),
        ),
        logged(&[words]),
        json!({"curl_text": words}),
    ] {
        told(&evidence)
            .leads("resource-policy-implicit-deny")
            .says(
                "resource-policy-implicit-deny",
                &[
                    "x-amazon-apigateway-policy",
                    "execute-api:Invoke",
                    "--query policy",
                ],
            )
            .says_in(
                "resource-policy-implicit-deny",
                &["resource policy", "deploy"],
                &["リソースポリシー", "デプロイ"],
            );
    }
    let whole = format!("{{\"message\":\"{words}\"}}");
    told(&refused(API, 403, "AccessDeniedException", &whole)).says(
        "resource-policy-implicit-deny",
        &[
            "get-rest-api --rest-api-id abc123defg --region us-east-1",
            "execute-api:/prod/GET/pets",
        ],
    );
}

#[test]
fn s0_3_the_signatures_region_stands_beside_the_hosts_and_the_right_one_is_named() {
    let body =
        r#"{"message":"Credential should be scoped to a valid region, not 'ap-northeast-1'. "}"#;
    let evidence = signed(
        refused(API, 403, "InvalidSignatureException", body),
        "ap-northeast-1",
    );
    told(&evidence)
        .leads("sigv4-wrong-region")
        .says_in(
            "sigv4-wrong-region",
            &[
                "names ap-northeast-1, while the API is in us-east-1",
                "Sign for us-east-1",
            ],
            &["ap-northeast-1ですが、APIはus-east-1"],
        )
        .says(
            "sigv4-wrong-region",
            &["AWS_REGION=us-east-1", "aws:amz:us-east-1:execute-api"],
        )
        .never_says(&["AWS_REGION=ap-northeast-1", "aws:amz:ap-northeast-1"]);
    // The message alone names only the wrong one.
    told(&json!({"body": body}))
        .leads("sigv4-wrong-region")
        .says(
            "sigv4-wrong-region",
            &["ap-northeast-1", "AWS_REGION=<region>"],
        );
}

#[test]
fn s0_4_an_invalid_token_is_the_key_or_the_session_or_a_path_that_is_not_there() {
    let body = r#"{"message":"The security token included in the request is invalid."}"#;
    let evidence = signed(
        refused(API, 403, "UnrecognizedClientException", body),
        "us-east-1",
    );
    told(&evidence)
        .leads("invalid-security-token")
        .says(
            "invalid-security-token",
            &[
                "aws sts get-caller-identity",
                "get-resources --rest-api-id abc123defg",
                "AWS_SESSION_TOKEN",
            ],
        )
        .says_in(
            "invalid-security-token",
            &[
                "access key or its session token",
                "paths that do not exist",
                "/pets",
            ],
            &[
                "アクセスキーまたはセッショントークン",
                "存在しないパス",
                "/pets",
            ],
        );
    told(&json!({"body": body})).leads("invalid-security-token");
}

#[test]
fn s0_5_a_missing_token_ranks_the_missing_resource_beside_the_unsigned_call() {
    let told = told(&refused(
        API,
        403,
        "MissingAuthenticationTokenException",
        NO_TOKEN,
    ));
    told.leads("route-not-found")
        .lists(&["missing-auth-on-iam-route"])
        .says(
            "route-not-found",
            &["get-resources --rest-api-id abc123defg --region us-east-1"],
        );
    assert!(told.confidence("route-not-found") <= 0.7);
    assert!(told.confidence("missing-auth-on-iam-route") >= 0.15);
}

#[test]
fn s0_6_two_accounts_in_the_arns_ask_for_both_policies() {
    let body = denied("111122223333", "444455556666");
    let evidence = signed(
        refused(API, 403, "AccessDeniedException", &body),
        "us-east-1",
    );
    told(&evidence)
        .leads("cross-account-iam")
        .says(
            "cross-account-iam",
            &[
                "111122223333",
                "444455556666",
                "aws iam put-role-policy --role-name shop-web",
                "get-resources",
            ],
        )
        .says_in(
            "cross-account-iam",
            &[
                "different accounts",
                "identity policy",
                "resource policy",
                "paths that do not exist",
            ],
            &[
                "アカウントが異なります",
                "アイデンティティベースポリシー",
                "リソースポリシー",
                "存在しないパス",
            ],
        );
    // Masking leaves four digits, which is enough to compare.
    let masked = denied("********5355", "********1790").replace("abc123defg", "****defg");
    told(&json!({"body": masked}))
        .leads("cross-account-iam")
        .says_in(
            "cross-account-iam",
            &["different accounts"],
            &["アカウントが異なります"],
        )
        .never_says(&["********5355:role", "rest-api-id ****defg"]);
}

#[test]
fn s0_6_one_account_in_the_arns_asks_for_the_callers_policy() {
    let body = denied("111122223333", "111122223333");
    let evidence = signed(
        refused(API, 403, "AccessDeniedException", &body),
        "us-east-1",
    );
    told(&evidence)
        .leads("iam-identity-policy-deny")
        .lists(&["resource-policy-implicit-deny"])
        .lists_none_of(&["cross-account-iam"])
        .says(
            "iam-identity-policy-deny",
            &[
                "--role-name shop-web",
                "arn:aws:execute-api:us-east-1:111122223333:abc123defg/prod/GET/pets",
                "get-resources",
            ],
        );
}

#[test]
fn s0_7_access_denied_under_404_is_either_sides_policy() {
    let evidence = refused(
        API,
        404,
        "AccessDeniedException",
        r#"{"message":"ACCESS DENIED"}"#,
    );
    told(&evidence)
        .answered_by(Who::ApiGatewayRest)
        .leads("resource-policy-implicit-deny")
        .lists(&["iam-identity-policy-deny"])
        .notes(
            NoteKind::CustomisedResponse,
            &["AccessDeniedException", "403"],
            &["AccessDeniedException", "403"],
        );
    told(&json!({"url": API, "status": 404, "body": "ACCESS DENIED"}))
        .lists(&["resource-policy-implicit-deny", "iam-identity-policy-deny"]);
}
