//! The integration answered, and no integration response or method response takes its status.
//!
//! Only non-proxy integrations map responses. The backend's status (or the function's error text)
//! is matched against selection patterns; without a match and without a default the gateway gives
//! up with 500 although the backend worked.

use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "integration-no-response-mapping",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[500],
    prior: Prior::Uncommon,
    speaker: GATEWAY,
    title: text! {
        en: "No integration response matches the backend's answer",
        ja: "バックエンドの応答に一致する統合レスポンスがありません",
    },
    why: text! {
        en: "A non-proxy integration turns the backend's answer into the method's: the status, or a function's error message, is matched against the selection patterns of the integration responses, and the match names a method response. \
             If no pattern matches and none is empty, or the method response is not defined, API Gateway answers 500. \
             The backend did its work; its answer is lost.",
        ja: "非プロキシ統合では、バックエンドのステータス（Lambdaの場合はエラーメッセージ）を統合レスポンスの選択パターンと照合し、一致したものがメソッドレスポンスを決めます。\
             一致するパターンも空のパターン（デフォルト）もない場合や、メソッドレスポンスが未定義の場合、API Gatewayは500を返します。\
             バックエンドの処理は行われていますが、その応答は失われます。",
    },
    signals: &[
        Requires(Any(&[
            Says("No match for output mapping"),
            Says("Output mapping refers to an invalid method response"),
            Fact("response.body", looks::rest_execution_500),
        ])),
        Proves(
            Any(&[Says("No match for output mapping"), Says("Output mapping refers to an invalid method response")]),
            text! {
                en: "The log says that no mapping takes the backend's answer",
                ja: "バックエンドの応答に対応するマッピングがないことがログに残っています",
            },
        ),
        Opposes(
            Says("UnknownOperationException"),
            text! {
                en: "The service refused the call itself, so the integration's address or action is wrong",
                ja: "サービスが呼び出し自体を拒否しており、統合のアドレスやアクションが誤っています",
            },
        ),
        Excludes(
            All(&[Fact("log", looks::log_names_a_failure), Unsaid(&["output mapping"]), ]),
            text! {
                en: "The log names another failure",
                ja: "ログには別の失敗が記録されています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "List the integration responses of the method",
                ja: "メソッドの統合レスポンスを一覧する",
            },
            Text::same("aws apigateway get-integration --rest-api-id {api} --region {region} --resource-id <resource-id> --http-method {method} --query \"[type, integrationResponses]\""),
            text! {
                en: "If the type is AWS or HTTP and no response has an empty selectionPattern, there is no default.",
                ja: "タイプがAWSまたはHTTPで、selectionPatternが空のレスポンスがなければ、デフォルトがありません。",
            },
            text! {
                en: "If the type ends in _PROXY, nothing is mapped: look for another cause.",
                ja: "タイプが_PROXYで終わるならマッピングは行われません。別の原因を探してください。",
            },
        )
        .separates(&["integration-config-error", "lambda-permission-missing", "integration-credentials-role"]),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Define the method response",
                ja: "メソッドレスポンスを定義する",
            },
            Text::same("aws apigateway put-method-response --rest-api-id {api} --region {region} --resource-id <resource-id> --http-method {method} --status-code 200"),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Add a default integration response",
                ja: "デフォルトの統合レスポンスを追加する",
            },
            Text::same("aws apigateway put-integration-response --rest-api-id {api} --region {region} --resource-id <resource-id> --http-method {method} --status-code 200 --selection-pattern ''"),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Write both into the template",
                ja: "テンプレートに両方を書く",
            },
            Text::same(
                "Method:\n  Type: AWS::ApiGateway::Method\n  Properties:\n    RestApiId: {api}\n    ResourceId: <resource-id>\n    HttpMethod: {method}\n    AuthorizationType: NONE\n    Integration:\n      Type: AWS\n      IntegrationHttpMethod: POST\n      Uri: <integration-uri>\n      IntegrationResponses:\n        - StatusCode: \"200\"\n        - StatusCode: \"502\"\n          SelectionPattern: \"5\\\\d{2}\"\n    MethodResponses:\n      - StatusCode: \"200\"\n      - StatusCode: \"502\"",
            ),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Write both in Terraform",
                ja: "Terraformに両方を書く",
            },
            Text::same(
                "resource \"aws_api_gateway_method_response\" \"ok\" {\n  rest_api_id = \"{api}\"\n  resource_id = \"<resource-id>\"\n  http_method = \"{method}\"\n  status_code = \"200\"\n}\n\nresource \"aws_api_gateway_integration_response\" \"ok\" {\n  rest_api_id = \"{api}\"\n  resource_id = \"<resource-id>\"\n  http_method = \"{method}\"\n  status_code = aws_api_gateway_method_response.ok.status_code\n}",
            ),
        )
        .redeploy(),
    ],
    links: &[links::INTEGRATION_SETTINGS_INTEGRATION_RESPONSE],
};
