//! No mapping template takes this content type, and passing bodies on unmapped is switched off.
//!
//! Only integrations that are not proxies have templates. With the passthrough behaviour NEVER, or
//! WHEN_NO_TEMPLATES and a template for another type, the gateway answers 415 before the backend is
//! asked. A content encoding that cannot be unpacked ends in the same words.

use crate::changes;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unsupported-media-type",
    since: "0.1.0",
    family: Family::Request,
    statuses: &[415],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "No mapping template accepts this content type",
        ja: "このコンテンツタイプのマッピングテンプレートがありません",
    },
    why: text! {
        en: "An integration that is not a proxy turns the body into the backend's form with the mapping template for its Content-Type (application/json where none is sent). \
             If there is no template for this type and request body passthrough is NEVER, or WHEN_NO_TEMPLATES while others exist, API Gateway answers 415. \
             A Content-Encoding that it cannot unpack gives the same answer.",
        ja: "プロキシではない統合は、Content-Type（ない場合はapplication/json）に対応するマッピングテンプレートで本文を変換します。\
             対応するテンプレートがなく、リクエスト本文のパススルーがNEVER、または他のテンプレートがある状態でWHEN_NO_TEMPLATESの場合、API Gatewayは415を返します。\
             展開できないContent-Encodingでも同じ応答になります。",
    },
    signals: &[
        Requires(Any(&[Message("Unsupported Media Type"), Fact("response.status", bare_415), ResponseType("UNSUPPORTED_MEDIA_TYPE")])),
        Proves(
            Any(&[All(&[ErrorType("BadRequestException"), Status(415)]), ResponseType("UNSUPPORTED_MEDIA_TYPE"), Message("Unsupported Media Type")]),
            text! {
                en: "API Gateway refuses a content type so",
                ja: "API Gatewayがコンテンツタイプを拒否するときの応答です",
            },
        ),
        Suggests(
            Fact("neighbours", changes::content_type),
            text! {
                en: "The same call worked in this session with another content type",
                ja: "同じセッションで、同じ呼び出しが別のコンテンツタイプで成功しています",
            },
        ),
        Suggests(
            Fact("request.headers.content-type", not_json),
            text! {
                en: "The body is not sent as application/json",
                ja: "本文がapplication/jsonとして送られていません",
            },
        ),
        Suggests(
            RequestHeader("content-encoding", ""),
            text! {
                en: "The body is sent compressed",
                ja: "本文が圧縮されて送られています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "See which types have a template, and what happens to the others",
                ja: "テンプレートのあるタイプと、その他の扱いを確認する",
            },
            Text::same("aws apigateway get-resources --rest-api-id {api} --region {region} --embed methods --query \"items[?path=='{path}'].resourceMethods.{method}.methodIntegration.[type, passthroughBehavior, keys(requestTemplates || \\`{}\\`)]\" --output json"),
            text! {
                en: "With NEVER, or WHEN_NO_TEMPLATES and a list without the type that was sent, API Gateway refuses it.",
                ja: "NEVER、またはWHEN_NO_TEMPLATESで一覧に送信したタイプがなければ、API Gatewayが拒否します。",
            },
            text! {
                en: "With a proxy integration, the backend itself answered 415.",
                ja: "プロキシ統合であれば、415を返したのはバックエンド自身です。",
            },
        )
        .separates(&["backend-4xx"]),
        Check::new(
            text! {
                en: "Send the same body as application/json",
                ja: "同じ本文をapplication/jsonで送る",
            },
            Text::same("curl -si -X {method} \"{url}\" -H \"Content-Type: application/json\" -d '{}'"),
            text! {
                en: "If it is no longer 415, the Content-Type was the cause.",
                ja: "415でなくなれば、Content-Typeが原因です。",
            },
            text! {
                en: "If it still is, look at Content-Encoding and at what the client adds behind the type.",
                ja: "変わらなければ、Content-Encodingと、タイプの後ろに付くパラメータを確認してください。",
            },
        )
        .separates(&["request-validation-failed"]),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Send the content type that the API takes",
                ja: "APIが受け付けるコンテンツタイプで送る",
            },
            Text::same("curl -i -X {method} \"{url}\" -H \"Content-Type: application/json\" --data @<body-file>"),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Pass unmapped bodies on, or add a template",
                ja: "未定義の本文をパススルーするか、テンプレートを追加する",
            },
            Text::same("aws apigateway update-integration --rest-api-id {api} --resource-id <resource-id> --http-method {method} --region {region} --patch-operations op=replace,path=/passthroughBehavior,value=WHEN_NO_MATCH\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Change it in the console",
                ja: "コンソールで変更する",
            },
            text! {
                en: "API Gateway > APIs > {api} > Resources > {path} > {method} > Integration request > Edit > Request body passthrough, or Mapping templates > Add mapping template; then Deploy API",
                ja: "API Gateway > API > {api} > リソース > {path} > {method} > 統合リクエスト > 編集 > リクエスト本文のパススルー、またはマッピングテンプレート > マッピングテンプレートの追加。続けてAPIをデプロイ",
            },
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Set it in the template",
                ja: "テンプレートで設定する",
            },
            Text::same("Resources:\n  Method:\n    Type: AWS::ApiGateway::Method\n    Properties:\n      RestApiId: {api}\n      ResourceId: <resource-id>\n      HttpMethod: {method}\n      AuthorizationType: NONE\n      Integration:\n        Type: AWS\n        IntegrationHttpMethod: POST\n        Uri: <integration-uri>\n        PassthroughBehavior: WHEN_NO_MATCH\n        RequestTemplates:\n          application/json: $input.json('$')"),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Openapi,
            text! {
                en: "Add a template for the type to the definition",
                ja: "定義に、そのタイプのテンプレートを追加する",
            },
            Text::same("paths:\n  {path}:\n    post:\n      x-amazon-apigateway-integration:\n        type: aws\n        httpMethod: POST\n        uri: <integration-uri>\n        passthroughBehavior: when_no_match\n        requestTemplates:\n          application/x-www-form-urlencoded: |\n            { \"body\": $input.json('$') }"),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Set it in the configuration",
                ja: "構成で設定する",
            },
            Text::same("resource \"aws_api_gateway_integration\" \"this\" {\n  rest_api_id             = \"{api}\"\n  resource_id             = \"<resource-id>\"\n  http_method             = \"{method}\"\n  type                    = \"AWS\"\n  integration_http_method = \"POST\"\n  uri                     = \"<integration-uri>\"\n  passthrough_behavior    = \"WHEN_NO_MATCH\"\n}"),
        )
        .redeploy(),
    ],
    links: &[links::INTEGRATION_PASSTHROUGH_BEHAVIORS],
};

/// 415 with an error type of the gateway's, or with nothing that would say more.
fn bare_415(facts: &Facts<'_>) -> Look {
    let words = facts.body().is_some_and(|body| !body.trim().is_empty());
    match facts.evidence.status {
        Some(415) if !facts.error_types.is_empty() || !words => {
            Look::seen("415", "response.status")
        }
        _ => Look::Absent,
    }
}

fn not_json(facts: &Facts<'_>) -> Look {
    let headers = &facts.evidence.request_headers;
    match headers.first("content-type") {
        Some(kind) if !kind.trim_start().starts_with("application/json") => {
            Look::seen(kind, "request.headers.content-type")
        }
        Some(_) => Look::Absent,
        None => Look::missing(headers.is_whole_request()),
    }
}
