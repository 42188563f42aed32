//! S4.3 and S4.4: 5xx answers.

use gatewhy_core::origin::Who;
use serde_json::json;

use crate::told::{API, INTERNAL, logged, refused, refused_by_http_api, told};

#[test]
fn s4_3_a_bare_500_is_ranked_over_everything_that_leaves_it() {
    told(&refused(API, 500, "InternalServerErrorException", INTERNAL))
        .answered_by(Who::ApiGatewayRest)
        .lists(&["lambda-permission-missing", "integration-config-error"]);
}

#[test]
fn s4_3_each_line_of_the_log_names_its_500() {
    for (line, cause, parts) in [
        (
            "Lambda execution failed with status 200 due to customer function error: boom. Lambda request id: 0aa5f1a2",
            "lambda-runtime-error",
            &["/aws/lambda/"][..],
        ),
        (
            "Execution failed due to configuration error: No match for output mapping and no default output mapping configured. Endpoint Response Status Code: 418",
            "integration-no-response-mapping",
            &["put-integration-response"],
        ),
        (
            "Lambda invocation failed with status: 429. Lambda request id: 0aa5f1a2",
            "lambda-throttled",
            &["put-function-concurrency", "service-quotas"],
        ),
        (
            "Endpoint response body before transformations: <AccessDeniedException>\n  <Message>Unable to determine service/operation name to be authorized</Message>\n</AccessDeniedException>",
            "integration-http-method-not-post",
            &["put-integration", "POST", "create-deployment"],
        ),
        (
            "Execution failed due to configuration error: Invalid permissions on Lambda function",
            "lambda-permission-missing",
            &["add-permission"],
        ),
        (
            "Execution failed due to configuration error: Malformed Lambda proxy response",
            "lambda-malformed-proxy-response",
            &[
                "isBase64Encoded",
                "statusCode",
                "multiValueHeaders",
                "cookies",
            ],
        ),
        (
            "Execution failed due to configuration error: Integration response of reported length 10496035 is larger than allowed maximum of 10485760 bytes.",
            "integration-config-error",
            &["10 MB", "S3"],
        ),
        (
            "Lambda execution failed with status 200 due to customer function error: Response payload size exceeded maximum allowed payload size (6291556 bytes). Lambda request id: 0aa5f1a2",
            "lambda-response-too-large",
            &["6 MB", "S3"],
        ),
        (
            "Execution failed due to a network error communicating with endpoint: Connection refused",
            "vpc-link-or-backend-unreachable",
            &["vpc-link"],
        ),
    ] {
        told(&logged(&[line, "Method completed with status: 500"]))
            .leads(cause)
            .says(cause, parts);
    }
}

#[test]
fn s4_3_a_stage_variable_in_the_functions_name_needs_a_permission_of_its_own() {
    told(&logged(&[
        "Endpoint request URI: https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:${stageVariables.fn}/invocations",
        "Execution failed due to configuration error: Invalid permissions on Lambda function",
        "Method completed with status: 500",
    ]))
    .lists(&["stage-variable-permission"])
    .says("stage-variable-permission", &["add-permission", "stageVariables"]);
}

#[test]
fn s4_3_the_integrations_verb_is_put_right_and_deployed() {
    let line = "Endpoint response body before transformations: <AccessDeniedException>\n  <Message>Unable to determine service/operation name to be authorized</Message>\n</AccessDeniedException>";
    let mut evidence = logged(&[line, "Method completed with status: 500"]);
    evidence["url"] = API.into();
    evidence["method"] = "GET".into();
    told(&evidence).leads("integration-http-method-not-post").says(
        "integration-http-method-not-post",
        &[
            "aws apigateway put-integration --rest-api-id abc123defg",
            "--integration-http-method POST",
            "aws apigateway create-deployment --rest-api-id abc123defg --stage-name prod --region us-east-1",
        ],
    );
}

#[test]
fn s4_4_502_503_and_504_are_told_apart() {
    told(&refused(API, 502, "InternalServerErrorException", INTERNAL))
        .lists(&["lambda-malformed-proxy-response", "lambda-runtime-error"]);
    told(&refused_by_http_api(
        API,
        503,
        r#"{"message":"Service Unavailable"}"#,
    ))
    .lists(&["integration-timeout"]);
    told(&refused(
        API,
        504,
        "IntegrationTimeoutException",
        r#"{"message": "Endpoint request timed out"}"#,
    ))
    .leads("integration-timeout")
    .says("integration-timeout", &["29"]);
}

#[test]
fn s4_4_a_backends_503_is_overload_or_maintenance_and_repeated_with_growing_pauses() {
    let mut evidence = refused(API, 503, "", "<html>maintenance</html>");
    evidence["response_headers"] = json!({
        "Date": "Mon, 12 Oct 2026 09:14:07 GMT",
        "Content-Type": "text/html",
        "x-amzn-RequestId": "80003691-2044-4ae2-a728-11f969481674",
        "x-amz-apigw-id": "R9NOvE-qIAMECfw=",
        "x-amzn-Remapped-Server": "nginx",
    });
    told(&evidence)
        .answered_by(Who::Integration)
        .leads("backend-5xx")
        .says_in(
            "backend-5xx",
            &["overloaded", "maintenance", "growing pauses"],
            &["過負荷", "メンテナンス", "間隔を延ばし"],
        );
}
