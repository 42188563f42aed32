//! S4: what the knowledge centre says of accounts, domains, networks and logs.

use gatewhy_core::report::NoteKind;
use serde_json::{Value, json};

use crate::told::{
    ALIAS, API, CUSTOM, ENDPOINT, FORBIDDEN, INTERNAL, NO_TOKEN, refused, refused_by_http_api,
    signed, told, unanswered,
};

fn across_accounts() -> Value {
    let body = r#"{"Message":"User: arn:aws:iam::111122223333:user/alice is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:444455556666:abc123defg/prod/GET/pets"}"#;
    signed(
        refused(API, 403, "AccessDeniedException", body),
        "us-east-1",
    )
}

#[test]
fn s4_1_a_rest_api_needs_both_policies_written_out_for_these_accounts() {
    let resource = "arn:aws:execute-api:us-east-1:444455556666:abc123defg/prod/GET/pets";
    told(&across_accounts())
        .leads("cross-account-iam")
        .says(
            "cross-account-iam",
            &[
                "aws iam put-user-policy --user-name alice",
                &format!("\"Resource\":\"{resource}\""),
                "\"AWS\": \"arn:aws:iam::111122223333:user/alice\"",
                &format!("\"Resource\": \"{resource}\""),
                "create-deployment --rest-api-id abc123defg --stage-name prod --region us-east-1",
            ],
        )
        .says_in(
            "cross-account-iam",
            &["account 111122223333", "account 444455556666", "two Allows"],
            &[
                "アカウント111122223333",
                "アカウント444455556666",
                "2つのAllow",
            ],
        )
        .never_says(&["<account-id>", "sts assume-role"]);
}

#[test]
fn s4_1_an_http_api_needs_a_role_to_assume() {
    let evidence = signed(refused_by_http_api(API, 403, FORBIDDEN), "us-east-1");
    told(&evidence)
        .lists(&["cross-account-iam"])
        .says(
            "cross-account-iam",
            &[
                "aws sts assume-role --role-arn arn:aws:iam::<account-id>:role/invoke-api",
                "\"Action\":\"sts:AssumeRole\"",
                "arn:aws:execute-api:us-east-1:<account-id>:abc123defg/*",
            ],
        )
        .says_in(
            "cross-account-iam",
            &["no resource policies"],
            &["HTTP APIにはリソースポリシーがない"],
        )
        .never_says(&["aws_api_gateway_rest_api_policy", "--query policy"]);
}

#[test]
fn s4_2_the_default_certificate_under_a_custom_domain_is_a_wrong_record() {
    let mut evidence = unanswered(CUSTOM, "net::ERR_CERT_COMMON_NAME_INVALID");
    evidence["curl_text"] = "*  subject: CN=*.execute-api.us-east-1.amazonaws.com\n* SSL: no alternative certificate subject name matches target host name 'api.example.com'\n".into();
    told(&evidence)
        .leads("tls-cert-mismatch")
        .says(
            "tls-cert-mismatch",
            &[
                "nslookup api.example.com",
                "regionalDomainName",
                "distributionDomainName",
                "CNAME",
                "*.execute-api",
            ],
        )
        .says_in(
            "tls-cert-mismatch",
            &["default execute-api certificate was returned", "alias"],
            &["デフォルトのexecute-apiの証明書", "エイリアス"],
        );
    told(&unanswered(CUSTOM, "net::ERR_NAME_NOT_RESOLVED"))
        .leads("dns-not-resolving")
        .says(
            "dns-not-resolving",
            &["nslookup api.example.com", "PrivateZone"],
        );
}

#[test]
fn s4_5_from_on_premises_each_form_says_what_it_needs() {
    let timed_out = "net::ERR_CONNECTION_TIMED_OUT";
    told(&unanswered(ENDPOINT, timed_out))
        .says_in(
            "connection-timeout",
            &[
                "uses the endpoint's public DNS name",
                "Direct Connect or a VPN",
                "TCP 443",
            ],
            &[
                "エンドポイントのパブリックDNS名です",
                "Direct ConnectまたはVPN",
                "TCP 443",
            ],
        )
        .says(
            "connection-timeout",
            &[
                "--vpc-endpoint-ids vpce-0a1b2c3d4e5f60718 --region us-east-1",
                "x-apigw-api-id",
            ],
        )
        .never_says(&["route53resolver"]);
    told(&unanswered(ALIAS, timed_out))
        .says_in(
            "connection-timeout",
            &[
                "uses the Route 53 alias",
                "vpcEndpointIds lists vpce-0a1b2c3d4e5f60718",
                "needs no header",
            ],
            &[
                "Route 53のエイリアスです",
                "vpcEndpointIdsにvpce-0a1b2c3d4e5f60718",
                "ヘッダーは不要",
            ],
        )
        .says(
            "connection-timeout",
            &["op=add,path=/endpointConfiguration/vpcEndpointIds,value=vpce-0a1b2c3d4e5f60718"],
        )
        .never_says(&["route53resolver"]);
    for net_error in [timed_out, "net::ERR_NAME_NOT_RESOLVED"] {
        let cause = if net_error == timed_out {
            "connection-timeout"
        } else {
            "dns-not-resolving"
        };
        told(&unanswered(API, net_error))
            .says(
                cause,
                &[
                    "aws route53resolver list-resolver-endpoints --region us-east-1",
                    "execute-api.us-east-1.amazonaws.com",
                ],
            )
            .says_in(
                cause,
                &["private DNS name", "Resolver inbound endpoint"],
                &["プライベートDNS名", "インバウンドエンドポイント"],
            );
    }
}

#[test]
fn s4_6_an_http_api_with_iam_is_called_across_accounts_as_a_role() {
    let mut evidence = signed(refused_by_http_api(API, 403, FORBIDDEN), "us-east-1");
    evidence["response_headers"]["apigw-requestid"] = "R9NOvEqqIAMECfw=".into();
    told(&evidence).says(
        "cross-account-iam",
        &[
            "aws iam create-role --role-name invoke-api --assume-role-policy-document",
            "\"Action\":\"execute-api:Invoke\"",
            "\"Action\":\"sts:AssumeRole\",\"Resource\":\"arn:aws:iam::<account-id>:role/invoke-api\"",
            "--role-session-name api-call --region us-east-1",
        ],
    );
    // Unsigned, the article has “Missing Authentication Token”.
    let unsigned = refused_by_http_api(API, 403, NO_TOKEN);
    told(&unsigned).lists(&["missing-auth-on-iam-route"]).says(
        "missing-auth-on-iam-route",
        &[
            "aws apigatewayv2 get-routes --api-id abc123defg",
            "AWS_IAM",
            "--aws-sigv4",
        ],
    );
}

#[test]
fn s4_7_a_failure_that_leaves_no_line_says_so() {
    let never = |evidence: &Value, en: &[&str], ja: &[&str]| {
        told(evidence).notes(NoteKind::LogsAbsent, en, ja);
    };
    let refused_early = (&["holds no line"][..], &["記録されません"][..]);
    for evidence in [
        refused(API, 403, "MissingAuthenticationTokenException", NO_TOKEN),
        refused(
            API,
            413,
            "RequestTooLargeException",
            r#"{"message":"Request Too Long"}"#,
        ),
    ] {
        never(&evidence, refused_early.0, refused_early.1);
    }
    let mut mapping = refused(
        "https://api.example.com/pets",
        403,
        "ForbiddenException",
        FORBIDDEN,
    );
    mapping["neighbours"] = json!([{"url": API, "method": "GET", "status": 200}]);
    told(&mapping).leads("base-path-mapping-missing");
    never(&mapping, refused_early.0, refused_early.1);
    never(
        &refused(
            API,
            429,
            "TooManyRequestsException",
            r#"{"message":"Too Many Requests"}"#,
        ),
        &["leaves some out"],
        &["残るとは限りません"],
    );
    never(
        &refused_by_http_api(API, 500, r#"{"message":"Internal Server Error"}"#),
        &[
            "write no execution log",
            "update-stage --api-id abc123defg",
            "--access-log-settings",
        ],
        &[
            "実行ログはありません",
            "update-stage --api-id abc123defg",
            "--access-log-settings",
        ],
    );
}

#[test]
fn s4_7_logging_is_switched_on_and_verified_by_command() {
    told(&refused(API, 500, "InternalServerErrorException", INTERNAL)).notes(
        NoteKind::LogsAbsent,
        &[
            "aws apigateway get-account --region us-east-1",
            "cloudwatchRoleArn",
            "AmazonAPIGatewayPushToCloudWatchLogs",
            "get-stage --rest-api-id abc123defg --stage-name prod --region us-east-1",
            "methodSettings",
            "internal failure",
        ],
        &[
            "aws apigateway get-account --region us-east-1",
            "cloudwatchRoleArn",
            "AmazonAPIGatewayPushToCloudWatchLogs",
            "get-stage --rest-api-id abc123defg --stage-name prod --region us-east-1",
            "methodSettings",
            "内部の障害",
        ],
    );
}
