//! The gateway's own error has no CORS headers, so all that the page sees is a CORS error.
//!
//! Gateway responses carry no `Access-Control-Allow-Origin` unless they are given one, whatever the
//! method's CORS settings are. This is on top only where the error behind it is not visible: with
//! its status and error type at hand, that error is the cause and this one is a note.

use crate::looks;
use crate::origin::Side;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "cors-headers-missing-on-error",
    since: "0.1.0",
    family: Family::Cors,
    statuses: &[],
    prior: Prior::Common,
    speaker: &[Side::Gateway, Side::Nobody],
    title: text! {
        en: "An error without CORS headers hides behind the CORS error",
        ja: "CORSヘッダーのないエラーがCORSエラーに隠れています",
    },
    why: text! {
        en: "When API Gateway refuses a request by itself, it answers with a gateway response, which has no Access-Control-Allow-Origin unless one was added. \
             The browser then keeps status and body from the page and reports a CORS error in their place. \
             CORS is not the reason for the refusal; DevTools, curl or the log show the real status.",
        ja: "API Gateway自身がリクエストを拒否するときはゲートウェイレスポンスが返り、追加しない限りAccess-Control-Allow-Originは付きません。\
             ブラウザーはステータスと本文をページに渡さず、代わりにCORSエラーを表示します。\
             拒否の原因はCORSではありません。本当のステータスは、DevTools、curl、ログで確認できます。",
    },
    signals: &[
        Requires(Fact("net_error", looks::kept_from_the_page)),
        Suggests(
            All(&[Fact("response.status", status_alone), Not(&Fact("response.status", looks::telling_status))]),
            text! {
                en: "An error status came back, and the page may not read the answer",
                ja: "エラーのステータスが返っていますが、ページは応答を読めません",
            },
        ),
        Suggests(
            Fact("neighbours", looks::preflight_passed_before),
            text! {
                en: "The preflight of this URL was answered well, so CORS is set up for it",
                ja: "このURLのプリフライトは成功しており、CORSは設定されています",
            },
        ),
        Hints(
            Fact("neighbours", readable_success),
            text! {
                en: "Other answers of this API carry Access-Control-Allow-Origin",
                ja: "このAPIの別の応答にはAccess-Control-Allow-Originがあります",
            },
        ),
        Opposes(
            Fact("response.status", looks::telling_status),
            text! {
                en: "The status names the failure that the page may not read",
                ja: "ページが読めない失敗の内容は、ステータスからわかります",
            },
        ),
        Opposes(
            Fact("net_error", looks::header_with_another_value),
            text! {
                en: "The header is there, and the gateway's own errors carry none unless they are given one",
                ja: "ヘッダーは存在します。API Gateway自身のエラーには、設定しない限りヘッダーが付きません",
            },
        ),
        Excludes(
            Any(&[Fact("net_error", looks::names_the_preflight), Fact("net_error", looks::header_twice)]),
            text! {
                en: "The browser complains about the preflight or about the header's value",
                ja: "ブラウザーはプリフライトまたはヘッダーの値を問題にしています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "See the status that the browser hides",
                ja: "ブラウザーに隠されたステータスを確認する",
            },
            Text::same("curl -si -X {method} \"{url}\" -H \"Origin: {origin}\" -H \"Authorization: <token>\" | grep -iE \"^(HTTP|x-amzn-errortype|access-control)|message\""),
            text! {
                en: "If it is 4xx or 5xx with x-amzn-errortype, that error is the cause; give its output to gatewhy.",
                ja: "x-amzn-errortypeを伴う4xxや5xxであれば、そのエラーが原因です。出力をgatewhyに渡してください。",
            },
            text! {
                en: "If it is 2xx without Access-Control-Allow-Origin, the integration has to add the header.",
                ja: "Access-Control-Allow-Originのない2xxであれば、統合側でヘッダーを追加する必要があります。",
            },
        )
        .separates(&["cors-headers-missing-from-integration", "cors-preflight-not-configured"]),
        Check::new(
            text! {
                en: "See which gateway responses have CORS headers",
                ja: "CORSヘッダーのあるゲートウェイレスポンスを確認する",
            },
            Text::same("aws apigateway get-gateway-responses --rest-api-id {api} --region {region} --query \"items[?responseParameters].[responseType, statusCode, responseParameters]\""),
            text! {
                en: "If DEFAULT_4XX and DEFAULT_5XX are not listed with Access-Control-Allow-Origin, gateway errors are hidden from pages.",
                ja: "DEFAULT_4XXとDEFAULT_5XXにAccess-Control-Allow-Originがなければ、ゲートウェイのエラーはページから見えません。",
            },
            text! {
                en: "If they are, see whether the change was deployed; 413 can never have the header.",
                ja: "あれば、変更がデプロイ済みか確認してください。413にはこのヘッダーを付けられません。",
            },
        )
        .when(Not(&Api(ApiKind::Http))),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Read the real status in DevTools, and mend that error",
                ja: "DevToolsで本当のステータスを確認し、そのエラーを直す",
            },
            text! {
                en: "DevTools > Network > the request: status and response headers stand there even where the page may not read them. A missing token, a missing API key or a wrong path are the usual ones.",
                ja: "DevTools > ネットワーク > 対象のリクエストでは、ページが読めない場合でもステータスとレスポンスヘッダーを確認できます。よくある原因は、トークンやAPIキーの不足、パスの誤りです。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Add the header to all gateway responses, and deploy",
                ja: "すべてのゲートウェイレスポンスにヘッダーを追加してデプロイする",
            },
            Text::same("for type in DEFAULT_4XX DEFAULT_5XX; do aws apigateway put-gateway-response --rest-api-id {api} --response-type $type --region {region} --response-parameters '{\"gatewayresponse.header.Access-Control-Allow-Origin\":\"\\u0027{origin}\\u0027\"}'; done\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Add the header in the console",
                ja: "コンソールでヘッダーを追加する",
            },
            text! {
                en: "API Gateway > APIs > {api} > Gateway responses > Default 4XX > Edit > Add response header: Access-Control-Allow-Origin = '{origin}' > Save; the same for Default 5XX; then Deploy API",
                ja: "API Gateway > API > {api} > ゲートウェイレスポンス > Default 4XX > 編集 > レスポンスヘッダーを追加: Access-Control-Allow-Origin = '{origin}' > 保存。Default 5XXにも同じ設定をし、APIをデプロイ",
            },
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Sam,
            text! {
                en: "Add the header in the template",
                ja: "テンプレートでヘッダーを追加する",
            },
            Text::same("Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: {stage}\n      GatewayResponses:\n        DEFAULT_4XX:\n          ResponseParameters:\n            Headers:\n              Access-Control-Allow-Origin: \"'{origin}'\"\n        DEFAULT_5XX:\n          ResponseParameters:\n            Headers:\n              Access-Control-Allow-Origin: \"'{origin}'\""),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Add a gateway response for each class of errors",
                ja: "エラーの種類ごとにゲートウェイレスポンスを追加する",
            },
            Text::same("Resources:\n  CorsOn4xx:\n    Type: AWS::ApiGateway::GatewayResponse\n    Properties:\n      RestApiId: {api}\n      ResponseType: DEFAULT_4XX\n      ResponseParameters:\n        gatewayresponse.header.Access-Control-Allow-Origin: \"'{origin}'\"\n  CorsOn5xx:\n    Type: AWS::ApiGateway::GatewayResponse\n    Properties:\n      RestApiId: {api}\n      ResponseType: DEFAULT_5XX\n      ResponseParameters:\n        gatewayresponse.header.Access-Control-Allow-Origin: \"'{origin}'\""),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Add the header in the configuration",
                ja: "構成でヘッダーを追加する",
            },
            Text::same("resource \"aws_api_gateway_gateway_response\" \"cors\" {\n  for_each      = toset([\"DEFAULT_4XX\", \"DEFAULT_5XX\"])\n  rest_api_id   = \"{api}\"\n  response_type = each.key\n\n  response_parameters = {\n    \"gatewayresponse.header.Access-Control-Allow-Origin\" = \"'{origin}'\"\n  }\n}"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Openapi,
            text! {
                en: "Add the header in the definition",
                ja: "定義でヘッダーを追加する",
            },
            Text::same("x-amazon-apigateway-gateway-responses:\n  DEFAULT_4XX:\n    responseParameters:\n      gatewayresponse.header.Access-Control-Allow-Origin: \"'{origin}'\"\n  DEFAULT_5XX:\n    responseParameters:\n      gatewayresponse.header.Access-Control-Allow-Origin: \"'{origin}'\""),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Add the header in the stack",
                ja: "スタックでヘッダーを追加する",
            },
            Text::same("for (const type of [apigateway.ResponseType.DEFAULT_4XX, apigateway.ResponseType.DEFAULT_5XX]) {\n  api.addGatewayResponse(`Cors${type.responseType}`, {\n    type,\n    responseHeaders: { 'Access-Control-Allow-Origin': \"'{origin}'\" },\n  });\n}"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Configure CORS on the HTTP API; it then covers its errors",
                ja: "HTTP APIのCORSを設定する（エラーにも適用される）",
            },
            Text::same("aws apigatewayv2 update-api --api-id {api} --region {region} --cors-configuration AllowOrigins={origin},AllowMethods=GET,POST,PUT,DELETE,OPTIONS,AllowHeaders=authorization,content-type"),
        )
        .when(Not(&Api(ApiKind::Rest))),
    ],
    links: &[links::HOW_TO_CORS, links::SUPPORTED_GATEWAY_RESPONSE_TYPES],
};

/// A status of 400 or more, and nothing beside it.
fn status_alone(facts: &Facts<'_>) -> Look {
    match (facts.evidence.status, looks::kept_from_the_page(facts)) {
        (Some(status), Look::Seen(_)) if status >= 400 => {
            Look::seen(alloc::format!("{status}"), "response.status")
        }
        _ => Look::Absent,
    }
}

fn readable_success(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| {
        other.same_host
            && other.worked
            && !other.is_preflight
            && other
                .evidence
                .response_headers
                .has("access-control-allow-origin")
    })
}
