//! The method's request validator refused the body or the parameters.
//!
//! The gateway checks the body against the model of its content type, and the presence of required
//! headers and query parameters, before the backend is asked. It names missing parameters, but of a
//! body it says only that it is invalid; what does not fit stands in the log, or in the answer once
//! the gateway response is told to show it. A backend's own 400 is worded by the backend.

use crate::changes;
use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "request-validation-failed",
    since: "0.1.0",
    family: Family::Request,
    statuses: &[400],
    prior: Prior::Common,
    speaker: GATEWAY,
    title: text! {
        en: "The request validator refused the body or a parameter",
        ja: "リクエストの検証で本文またはパラメータが拒否されました",
    },
    why: text! {
        en: "This method has a request validator, which API Gateway runs before the integration: the body has to fit the JSON schema of the model for its Content-Type, and required headers and query parameters must be there and not blank. \
             “Invalid request body” does not say which member fails. \
             The execution log does, and so does the answer if its gateway response shows $context.error.validationErrorString.",
        ja: "このメソッドにはリクエストバリデーターがあり、API Gatewayは統合の前に検証を行います。本文はContent-Typeに対応するモデルのJSONスキーマに適合し、必須のヘッダーとクエリパラメータは空でない値が必要です。\
             「Invalid request body」だけでは、どの項目が誤りかわかりません。\
             実行ログ、またはゲートウェイレスポンスに$context.error.validationErrorStringを含めた応答で確認できます。",
    },
    signals: &[
        Requires(Any(&[
            Message("Invalid request body"),
            Says("Missing required request parameters"),
            Says("BAD_REQUEST_BODY"),
            Says("BAD_REQUEST_PARAMETERS"),
            Says("does not match model schema"),
            Fact("response.body", schema_words),
            Fact("response.body", refused_frame),
            Log("Missing required request parameters"),
            Fact("response.headers.x-amzn-errortype", bad_request),
        ])),
        Proves(
            Any(&[
                Message("Invalid request body"),
                Says("Missing required request parameters"),
                Says("BAD_REQUEST_BODY"),
                Says("BAD_REQUEST_PARAMETERS"),
                Says("does not match model schema"),
                Fact("response.body", schema_words),
            ]),
            text! {
                en: "API Gateway's request validator says this",
                ja: "API Gatewayのリクエスト検証による応答です",
            },
        ),
        Suggests(
            Fact("response.body", refused_frame),
            text! {
                en: "A WebSocket API answers a message that its route's model does not admit in such a frame",
                ja: "WebSocket APIは、ルートのモデルに合わないメッセージにこのフレームを返します",
            },
        ),
        Suggests(
            Fact("neighbours", changes::something_left_out),
            text! {
                en: "The same call worked in this session with a parameter or a header that is missing now",
                ja: "同じセッションで、同じ呼び出しが、今回はないパラメータかヘッダー付きで成功しています",
            },
        ),
        Hints(
            Fact("request.body", no_body),
            text! {
                en: "The request has no body",
                ja: "リクエストに本文がありません",
            },
        ),
        Excludes(
            Any(&[Says("Could not parse request body into json"), Says("Invalid JSON in request body"), Says("Invalid connectionId"), Message("Request Too Long"), Message("Unsupported Media Type")]),
            text! {
                en: "The answer names something else about the request",
                ja: "応答は、リクエストの別の問題を示しています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Read what does not fit in the execution log",
                ja: "適合しない箇所を実行ログで確認する",
            },
            Text::same("aws logs filter-log-events --log-group-name \"API-Gateway-Execution-Logs_{api}/{stage}\" --region {region} --filter-pattern '\"does not match model schema\"' --query \"events[-1].message\" --output text"),
            text! {
                en: "The line lists each violation of the schema: a missing member, a wrong type, a value out of range.",
                ja: "スキーマ違反（項目の不足、型の誤り、範囲外の値）が一つずつ記録されています。",
            },
            text! {
                en: "If there is none, turn on INFO logging for the stage and repeat the call.",
                ja: "なければ、ステージのログレベルをINFOにして呼び出し直してください。",
            },
        )
        .separates(&["backend-4xx", "integration-config-error"])
        .when(Not(&Any(&[Api(ApiKind::WebSocket), Fact("response.body", names_parameters)]))),
        Check::new(
            text! {
                en: "See the validator, the model and the required parameters",
                ja: "バリデーター、モデル、必須パラメータを確認する",
            },
            Text::same("aws apigateway get-resources --rest-api-id {api} --region {region} --embed methods --query \"items[?path=='{path}'].resourceMethods.{method}.[requestValidatorId, requestModels, requestParameters]\"; aws apigateway get-models --rest-api-id {api} --region {region} --query \"items[].[name, schema]\" --output text"),
            text! {
                en: "Compare the request with the schema; parameters that are true must be sent and not be blank.",
                ja: "リクエストをスキーマと比べてください。trueのパラメータは、空でない値を送る必要があります。",
            },
            text! {
                en: "If requestValidatorId is null, nothing is validated here and the backend answered 400.",
                ja: "requestValidatorIdがnullであればここでは検証されず、400を返したのはバックエンドです。",
            },
        )
        .separates(&["backend-4xx"])
        .when(Not(&Api(ApiKind::WebSocket))),
        Check::new(
            text! {
                en: "See the model of the route",
                ja: "ルートのモデルを確認する",
            },
            Text::same("aws apigatewayv2 get-routes --api-id {api} --region {region} --query \"Items[].[RouteKey, ModelSelectionExpression, RequestModels]\"; aws apigatewayv2 get-models --api-id {api} --region {region} --query \"Items[].[Name, Schema]\" --output text"),
            text! {
                en: "If the route of the message names a model, compare the message with its schema.",
                ja: "メッセージのルートにモデルがあれば、メッセージをそのスキーマと比べてください。",
            },
            text! {
                en: "If no route names one, the integration refused the message: read the execution log.",
                ja: "どのルートにもモデルがなければ、拒否したのは統合です。実行ログを確認してください。",
            },
        )
        .separates(&["route-not-found", "lambda-runtime-error"])
        .when(Fact("response.body", refused_frame)),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Send what the API's schema asks for",
                ja: "APIのスキーマに合うリクエストを送る",
            },
            text! {
                en: "Send valid JSON with Content-Type: application/json, every required member, and the types that the schema names (a number is not a string). The parameters that the answer lists are missing or blank: add them as query parameters or headers.",
                ja: "Content-Type: application/jsonで、必須項目をすべて含み、スキーマの型に合う有効なJSONを送ってください（数値と文字列は区別されます）。応答に挙がったパラメータは不足しているか空です。クエリパラメータまたはヘッダーで指定してください。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let the answer say what does not fit",
                ja: "適合しない箇所を応答に含める",
            },
            Text::same("aws apigateway put-gateway-response --rest-api-id {api} --response-type BAD_REQUEST_BODY --status-code 400 --region {region} --response-templates '{\"application/json\":\"{\\\"message\\\":$context.error.messageString,\\\"detail\\\":\\\"$context.error.validationErrorString\\\"}\"}'\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::WebSocket))),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Correct the validator or the model in the console",
                ja: "コンソールでバリデーターまたはモデルを修正する",
            },
            text! {
                en: "API Gateway > APIs > {api} > Resources > {path} > {method} > Method request > Edit > Request validator, Required, Request body; APIs > {api} > Models; then Deploy API",
                ja: "API Gateway > API > {api} > リソース > {path} > {method} > メソッドリクエスト > 編集 > リクエストバリデーター、必須、リクエスト本文。API > {api} > モデル。続けてAPIをデプロイ",
            },
        )
        .redeploy()
        .when(Not(&Api(ApiKind::WebSocket))),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Correct validator and gateway response in the template",
                ja: "テンプレートでバリデーターとゲートウェイレスポンスを修正する",
            },
            Text::same("Resources:\n  Validator:\n    Type: AWS::ApiGateway::RequestValidator\n    Properties:\n      RestApiId: {api}\n      ValidateRequestBody: true\n      ValidateRequestParameters: true\n  BadRequestBody:\n    Type: AWS::ApiGateway::GatewayResponse\n    Properties:\n      RestApiId: {api}\n      ResponseType: BAD_REQUEST_BODY\n      StatusCode: \"400\"\n      ResponseTemplates:\n        application/json: '{\"message\":$context.error.messageString,\"detail\":\"$context.error.validationErrorString\"}'"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::WebSocket))),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Correct the validator in the configuration",
                ja: "構成でバリデーターを修正する",
            },
            Text::same("resource \"aws_api_gateway_request_validator\" \"this\" {\n  name                        = \"body-and-parameters\"\n  rest_api_id                 = \"{api}\"\n  validate_request_body       = true\n  validate_request_parameters = true\n}"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::WebSocket))),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Correct validator and model in the stack",
                ja: "スタックでバリデーターとモデルを修正する",
            },
            Text::same("resource.addMethod('{method}', integration, {\n  requestModels: { 'application/json': model },\n  requestParameters: { 'method.request.querystring.<name>': true },\n  requestValidatorOptions: { validateRequestBody: true, validateRequestParameters: true },\n});"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::WebSocket))),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Correct the model of the route in the console",
                ja: "コンソールでルートのモデルを修正する",
            },
            text! {
                en: "API Gateway > APIs > {api} > Models, and Routes > <route-key> > Route request > Model selection expression; then Deploy API",
                ja: "API Gateway > API > {api} > モデル、およびルート > <route-key> > ルートリクエスト > モデル選択式。続けてAPIをデプロイ",
            },
        )
        .redeploy()
        .when(Fact("response.body", refused_frame)),
    ],
    links: &[links::METHOD_REQUEST_VALIDATION, links::SUPPORTED_GATEWAY_RESPONSE_TYPES],
};

/// What `$context.error.validationErrorString` says, which owners put into their answers.
fn schema_words(facts: &Facts<'_>) -> Look {
    routing::any_phrase(
        facts,
        &[
            "object has missing required properties",
            "does not match any allowed primitive type",
            "object instance has properties which are not allowed by the schema",
            "not found in enum (possible values",
        ],
    )
}

/// The answer lists what is missing, so no log tells more.
fn names_parameters(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, &["Missing required request parameters"])
}

/// `BadRequestException` under 400 or a status of the owner's: 413 and 415 have it too.
fn bad_request(facts: &Facts<'_>) -> Look {
    if matches!(facts.evidence.status, Some(413 | 415)) {
        return Look::Absent;
    }
    ErrorType("BadRequestException").look(facts)
}

/// The texts are told by people, not by AWS's pages.
fn refused_frame(facts: &Facts<'_>) -> Look {
    looks::frame_says(
        facts,
        &["Bad request", "Bad Request", "Bad request body", "Invalid request body"],
    )
}

/// A verb that brings a body, and none captured in a whole request.
fn no_body(facts: &Facts<'_>) -> Look {
    let evidence = facts.evidence;
    let brings = matches!(evidence.method.as_deref(), Some("POST" | "PUT" | "PATCH"));
    let announced = evidence.request_headers.first("content-length");
    match &evidence.request_body {
        Some(body) if body.trim().is_empty() => Look::seen("", "request.body"),
        Some(_) => Look::Absent,
        None if brings && announced == Some("0") => {
            Look::seen("0", "request.headers.content-length")
        }
        None => Look::Unknown,
    }
}
