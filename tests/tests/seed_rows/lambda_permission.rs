//! S3: “Invalid permissions on Lambda function”.

use gatewhy_core::report::NoteKind;

use crate::told::{API, logged, refused, told};

const INVALID: &str =
    "Execution failed due to configuration error: Invalid permissions on Lambda function";
const SENDING: &str = "Sending request to https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:shop-pets/invocations";

#[test]
fn s3_1_the_lines_after_it_tell_integration_and_authorizer_apart() {
    let integration = told(&logged(&[
        "HTTP Method: GET, Resource Path: /pets",
        SENDING,
        INVALID,
        "Method completed with status: 500",
    ]));
    integration.leads("lambda-permission-missing");
    assert!(integration.confidence("lambda-permission-missing") > 0.85);
    let authorizer = told(&logged(&[
        "Starting authorizer: 62mgrc for request: 0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
        &SENDING.replace("shop-pets", "shop-authorizer"),
        INVALID,
        "Execution failed due to configuration error: Authorizer error",
    ]));
    authorizer.leads("authorizer-error").says_in(
        "authorizer-error",
        &["authorizer"],
        &["オーソライザー"],
    );
    assert!(authorizer.confidence("authorizer-error") > 0.7);
}

#[test]
fn s3_2_the_integrations_permission_is_written_with_the_logs_values() {
    let mut evidence = logged(&[
        "Extended Request Id: AbCdEfGhIAMFs9A=",
        "HTTP Method: GET, Resource Path: /pets/7",
        "Method request headers: {Host=abc123defg.execute-api.eu-west-1.amazonaws.com}",
        SENDING,
        INVALID,
        "Method completed with status: 500",
    ]);
    evidence["url"] = "https://abc123defg.execute-api.eu-west-1.amazonaws.com/prod/pets/7".into();
    told(&evidence)
        .leads("lambda-permission-missing")
        .says(
            "lambda-permission-missing",
            &[
                "aws lambda add-permission --function-name shop-pets --region eu-west-1",
                "arn:aws:execute-api:eu-west-1:111122223333:abc123defg/*/GET/pets/",
                "AWS::Lambda::Permission",
                "resource \"aws_lambda_permission\"",
                "lambda get-policy --function-name shop-pets",
            ],
        )
        .says_in(
            "lambda-permission-missing",
            &["Integration request"],
            &["統合リクエスト"],
        );
}

#[test]
fn s3_2_the_authorizers_permission_is_written_with_the_logs_values() {
    let mut evidence = logged(&[
        "Starting authorizer: 62mgrc for request: 0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
        &SENDING.replace("shop-pets", "shop-authorizer"),
        INVALID,
        "Execution failed due to configuration error: Authorizer error",
        "Method completed with status: 500",
    ]);
    evidence["url"] = "https://abc123defg.execute-api.eu-west-1.amazonaws.com/prod/pets/7".into();
    told(&evidence)
        .leads("authorizer-error")
        .says(
            "authorizer-error",
            &[
                "aws lambda add-permission --function-name shop-authorizer",
                "arn:aws:execute-api:eu-west-1:111122223333:abc123defg/authorizers/62mgrc",
                "FunctionName: shop-authorizer",
                "--authorizer-id 62mgrc",
                "/authorizerCredentials",
            ],
        )
        .says_in("authorizer-error", &["Authorizers"], &["オーソライザー"]);
}

#[test]
fn s3_3_from_the_clients_side_it_is_one_of_the_500s_and_the_log_line_settles_it() {
    let body = r#"{"message": "Internal server error"}"#;
    let told = told(&refused(API, 500, "InternalServerErrorException", body));
    told.lists(&["lambda-permission-missing", "integration-config-error"])
        .says(
            "lambda-permission-missing",
            &[
                "Invalid permissions on Lambda function",
                "API-Gateway-Execution-Logs_abc123defg/prod",
            ],
        )
        .notes(
            NoteKind::LogsAbsent,
            &["API-Gateway-Execution-Logs_abc123defg/prod"],
            &["API-Gateway-Execution-Logs_abc123defg/prod"],
        );
    assert!(told.confidence("lambda-permission-missing") <= 0.6);
}
