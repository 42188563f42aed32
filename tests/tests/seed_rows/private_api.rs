//! S2: private API endpoints.

use gatewhy_core::report::NoteKind;
use serde_json::{Value, json};

use crate::told::{ALIAS, API, ENDPOINT, FORBIDDEN, logged, refused, told, unanswered, with};

const VPCE: &str = "vpce-0a1b2c3d4e5f60718";
const VPCE_NAME: &str = "vpce-0a1b2c3d4e5f60718-abcdefgh.execute-api.us-east-1.vpce.amazonaws.com";

fn anonymous(url: &str) -> Value {
    let body = r#"{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********3333:abc123defg/prod/GET/pets"}"#;
    with(
        refused(url, 403, "AccessDeniedException", body),
        "x-apigw-api-id",
        "abc123defg",
    )
}

#[test]
fn s2_1_an_anonymous_caller_meets_the_resource_policy_and_the_endpoints() {
    for url in [ENDPOINT, ALIAS] {
        told(&anonymous(url))
            .leads("private-api-vpce-policy")
            .says(
                "private-api-vpce-policy",
                &[
                    "aws:SourceVpce",
                    "aws:SourceVpc",
                    "get-rest-api --rest-api-id abc123defg --region us-east-1 --query policy",
                    "modify-vpc-endpoint --vpc-endpoint-id vpce-0a1b2c3d4e5f60718 --region us-east-1 --policy-document",
                    "\"execute-api:Invoke\"",
                    ":abc123defg/*",
                    "create-deployment --rest-api-id abc123defg --stage-name prod --region us-east-1",
                ],
            )
            .says_in(
                "private-api-vpce-policy",
                &["allowed twice", "deploy the API"],
                &["両方で許可", "APIをデプロイ"],
            )
            .notes(NoteKind::RedeployNeeded, &["deployed again"], &["再デプロイ"])
            .never_says(&["<vpce-id>", "<api-id>"]);
    }
}

#[test]
fn s2_1_a_line_of_the_log_names_both_policies() {
    let line = "User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********3333:abc123defg/prod/GET/pets";
    told(&logged(&[line]))
        .lists(&["resource-policy-implicit-deny", "private-api-vpce-policy"])
        .says(
            "private-api-vpce-policy",
            &[
                "--rest-api-id abc123defg",
                "<vpce-id>",
                "describe-vpc-endpoints",
            ],
        );
}

#[test]
fn s2_2_a_timeout_asks_for_endpoint_client_and_security_groups() {
    for net_error in [
        "net::ERR_CONNECTION_TIMED_OUT",
        "connect ETIMEDOUT 10.0.1.23:443",
        "curl: (28) Connection timed out",
    ] {
        let told = told(&unanswered(ENDPOINT, net_error));
        told.lists(&["connection-timeout"])
            .says(
                "connection-timeout",
                &[
                    &format!("traceroute -n -T -p 443 {VPCE_NAME}"),
                    &format!("telnet {VPCE_NAME} 443"),
                    &format!("nc -vz -w 5 {VPCE_NAME} 443"),
                    "describe-vpc-endpoints --region us-east-1",
                    "authorize-security-group-ingress",
                    "authorize-security-group-egress",
                    "443",
                ],
            )
            .says_in(
                "connection-timeout",
                &[
                    "in its own region",
                    "VPC the client must be in or connected to",
                    "security group",
                ],
                &["同じリージョン", "セキュリティグループ", "VPC"],
            );
    }
}

#[test]
fn s2_3_no_line_in_the_log_means_that_the_call_never_arrived() {
    for evidence in [
        refused(ENDPOINT, 403, "ForbiddenException", FORBIDDEN),
        unanswered(ENDPOINT, "net::ERR_CONNECTION_TIMED_OUT"),
        unanswered(ALIAS, "net::ERR_CONNECTION_TIMED_OUT"),
    ] {
        told(&evidence).notes(
            NoteKind::LogsAbsent,
            &["never reached", "policies", "invoke URL"],
            &["届かなかった", "ポリシー", "呼び出しURL"],
        );
    }
    told(&anonymous(ENDPOINT))
        .says(
            "private-api-vpce-policy",
            &["aws logs tail API-Gateway-Execution-Logs_abc123defg/prod --region us-east-1"],
        )
        .says_in(
            "private-api-vpce-policy",
            &["never arrived: check the resource policy first, then the form of the URL"],
            &["届いていません。先にリソースポリシー、次に呼び出しURLの形式"],
        );
}

#[test]
fn s2_4_every_form_of_the_url_is_told_with_what_it_fits() {
    let forms = [
        format!("curl -v -X GET \"{API}\""),
        format!("curl -v -X GET \"{ENDPOINT}\" -H \"x-apigw-api-id: abc123defg\""),
        format!(
            "curl -v -X GET \"{ENDPOINT}\" -H \"Host: abc123defg.execute-api.us-east-1.amazonaws.com\""
        ),
        format!("curl -v -X GET \"{ALIAS}\""),
    ];
    let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
    told(&anonymous(ENDPOINT))
        .says("private-api-vpce-policy", &forms)
        .says_in(
            "private-api-vpce-policy",
            &[
                "Private DNS on (True)",
                "Private DNS off (False)",
                "associated with the API",
            ],
            &[
                "プライベートDNSが有効（True）",
                "プライベートDNSが無効（False）",
                "APIの関連付け",
            ],
        );
    // What the evidence lacks stays a named placeholder, in every rule about private APIs.
    for (evidence, cause) in [
        (
            unanswered(API, "net::ERR_NAME_NOT_RESOLVED"),
            "dns-not-resolving",
        ),
        (
            unanswered(API, "net::ERR_CONNECTION_TIMED_OUT"),
            "connection-timeout",
        ),
    ] {
        told(&evidence).says(
            cause,
            &[
                "curl -v -X GET \"https://<vpce-dns-name>/prod/pets\" -H \"x-apigw-api-id: abc123defg\"",
                "curl -v -X GET \"https://abc123defg-<vpce-id>.execute-api.us-east-1.amazonaws.com/prod/pets\"",
            ],
        );
    }
    let without = refused(ENDPOINT, 403, "ForbiddenException", FORBIDDEN);
    told(&without).says(
        "host-or-apigw-id-header-missing",
        &[
            &format!("curl -v -X GET \"{ENDPOINT}\" -H \"x-apigw-api-id: <api-id>\""),
            VPCE,
        ],
    );
    // A custom domain is no form of a private API's URL.
    told(&unanswered(
        "https://api.example.com/v1/pets",
        "net::ERR_CONNECTION_TIMED_OUT",
    ))
    .never_says(&["x-apigw-api-id"]);
}

fn looked_up(api: &str, endpoint: &str) -> Value {
    let mut evidence = unanswered(API, "net::ERR_CONNECTION_TIMED_OUT");
    evidence["curl_text"] = format!(
        "$ nslookup abc123defg.execute-api.us-east-1.amazonaws.com\nServer:\t\t10.0.0.2\nAddress:\t10.0.0.2#53\n\nNon-authoritative answer:\nName:\tabc123defg.execute-api.us-east-1.amazonaws.com\nAddress: {api}\n\n$ nslookup {VPCE_NAME}\nServer:\t\t10.0.0.2\nAddress:\t10.0.0.2#53\n\nNon-authoritative answer:\nName:\t{VPCE_NAME}\nAddress: {endpoint}\n"
    )
    .into();
    evidence
}

#[test]
fn s2_5_two_look_ups_are_asked_for_and_compared() {
    told(&unanswered(API, "net::ERR_CONNECTION_TIMED_OUT")).says(
        "connection-timeout",
        &["nslookup abc123defg.execute-api.us-east-1.amazonaws.com; nslookup <vpce-dns-name>"],
    );
    told(&unanswered(ENDPOINT, "net::ERR_CONNECTION_TIMED_OUT"))
        .says("connection-timeout", &[&format!("nslookup {VPCE_NAME}")]);
    told(&looked_up("10.0.1.23", "10.0.1.23"))
        .leads("connection-timeout")
        .notes(
            NoteKind::Input,
            &["same private addresses", "as it should be"],
            &["同じプライベートIPアドレス", "正常"],
        );
    told(&looked_up("203.0.113.7", "10.0.1.23")).notes(
        NoteKind::Input,
        &[
            "different addresses",
            VPCE_NAME,
            "x-apigw-api-id: abc123defg",
        ],
        &["異なります", VPCE_NAME, "x-apigw-api-id: abc123defg"],
    );
    told(&json!({"curl_text": looked_up("10.0.1.23", "10.0.1.23")["curl_text"]})).notes(
        NoteKind::Input,
        &["same private addresses"],
        &["同じプライベートIPアドレス"],
    );
}
