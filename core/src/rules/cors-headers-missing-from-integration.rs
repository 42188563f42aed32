//! The call worked, but its answer does not let the page read it.
//!
//! *Enable CORS* sets up the preflight and, for integrations that are not proxies, the header of the
//! real answer. With a proxy integration the function or the backend has to send the header itself.
//! DevTools show 200 and a CORS error at once, which is mistaken for a failing API.

use crate::looks;
use crate::origin::Side;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "cors-headers-missing-from-integration",
    since: "0.1.0",
    family: Family::Cors,
    statuses: &[200],
    prior: Prior::Usual,
    speaker: &[Side::Gateway, Side::Behind, Side::Nobody],
    title: text! {
        en: "The integration's answer lacks the CORS header",
        ja: "統合の応答にCORSヘッダーがありません",
    },
    why: text! {
        en: "A proxy integration passes the backend's headers on as they are: API Gateway adds no Access-Control-Allow-Origin of its own. \
             The preflight may be set up and the call may succeed, yet without the header, or with another origin in it, the browser keeps the answer from the page. \
             An HTTP API adds the header only where CORS is configured on the API.",
        ja: "プロキシ統合はバックエンドのヘッダーをそのまま返し、API GatewayがAccess-Control-Allow-Originを追加することはありません。\
             プリフライトが設定され、呼び出しが成功していても、このヘッダーがないか別のオリジンが入っていると、ブラウザーは応答をページに渡しません。\
             HTTP APIがこのヘッダーを追加するのは、APIにCORSを設定したときだけです。",
    },
    signals: &[
        Requires(Any(&[Fact("response.headers", unreadable_success), Fact("net_error", looks::kept_from_the_page)])),
        Proves(
            Fact("response.headers", unreadable_success),
            text! {
                en: "The call succeeded, and its answer does not allow the page's origin",
                ja: "呼び出しは成功していますが、応答がページのオリジンを許可していません",
            },
        ),
        Suggests(
            Fact("neighbours", looks::preflight_passed_before),
            text! {
                en: "The preflight of this URL was answered well, so the answer itself lacks the header",
                ja: "このURLのプリフライトは成功しており、ヘッダーがないのは応答自体です",
            },
        ),
        Suggests(
            Fact("net_error", looks::header_with_another_value),
            text! {
                en: "The answer carries the header with a value that does not fit this page",
                ja: "応答にヘッダーはありますが、値がこのページに合いません",
            },
        ),
        Excludes(
            Any(&[Fact("net_error", looks::names_the_preflight), Fact("net_error", looks::header_twice)]),
            text! {
                en: "The browser complains about the preflight or about the header's value",
                ja: "ブラウザーはプリフライトまたはヘッダーの値を問題にしています",
            },
        ),
        Excludes(
            StatusIn(400, 599),
            text! {
                en: "The call itself failed",
                ja: "呼び出し自体が失敗しています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Look at the headers of the real answer",
                ja: "実際の応答のヘッダーを確認する",
            },
            Text::same("curl -si -X {method} \"{url}\" -H \"Origin: {origin}\" | grep -iE \"^(HTTP|access-control)\""),
            text! {
                en: "If it is 2xx without Access-Control-Allow-Origin, or with another origin, the backend has to send the right one.",
                ja: "2xxでAccess-Control-Allow-Originがない、または別のオリジンであれば、バックエンドが正しい値を返す必要があります。",
            },
            text! {
                en: "If it is 4xx or 5xx, that error is the cause, and the missing header hides it.",
                ja: "4xxや5xxであれば、そのエラーが原因で、ヘッダーの不足がそれを隠しています。",
            },
        )
        .separates(&["cors-headers-missing-on-error", "cors-preflight-not-configured"]),
        Check::new(
            text! {
                en: "See whether the method is a proxy integration",
                ja: "メソッドがプロキシ統合か確認する",
            },
            Text::same("aws apigateway get-resources --rest-api-id {api} --region {region} --embed methods --query \"items[?path=='{path}'].resourceMethods.{method}.methodIntegration.type\""),
            text! {
                en: "With AWS_PROXY or HTTP_PROXY, the backend's code sends the header.",
                ja: "AWS_PROXYまたはHTTP_PROXYであれば、ヘッダーはバックエンドのコードが返します。",
            },
            text! {
                en: "With AWS, HTTP or MOCK, the method's and the integration's response have to name it.",
                ja: "AWS、HTTP、MOCKであれば、メソッドレスポンスと統合レスポンスに設定が必要です。",
            },
        )
        .when(Not(&Api(ApiKind::Http))),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Return the header from the function",
                ja: "関数からヘッダーを返す",
            },
            Text::same("return {\n  statusCode: 200,\n  headers: {\n    'Access-Control-Allow-Origin': '{origin}',\n    'Vary': 'Origin',\n  },\n  body: JSON.stringify(result),\n};"),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Map the header where the integration is not a proxy",
                ja: "プロキシ以外の統合でヘッダーをマッピングする",
            },
            Text::same("R=<resource-id>\naws apigateway update-method-response --rest-api-id {api} --resource-id $R --http-method {method} --status-code 200 --patch-operations op=add,path=/responseParameters/method.response.header.Access-Control-Allow-Origin,value=false --region {region}\naws apigateway update-integration-response --rest-api-id {api} --resource-id $R --http-method {method} --status-code 200 --patch-operations '[{\"op\":\"add\",\"path\":\"/responseParameters/method.response.header.Access-Control-Allow-Origin\",\"value\":\"\\u0027{origin}\\u0027\"}]' --region {region}\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let the HTTP API add the headers",
                ja: "HTTP APIにヘッダーを追加させる",
            },
            Text::same("aws apigatewayv2 update-api --api-id {api} --region {region} --cors-configuration AllowOrigins={origin},AllowMethods=GET,POST,PUT,DELETE,OPTIONS,AllowHeaders=authorization,content-type"),
        )
        .when(Not(&Api(ApiKind::Rest))),
        Fix::new(
            Owner,
            Form::Openapi,
            text! {
                en: "Map the header in the definition where the integration is not a proxy",
                ja: "プロキシ以外の統合で、定義にヘッダーのマッピングを追加する",
            },
            Text::same("paths:\n  {path}:\n    get:\n      responses:\n        \"200\":\n          description: OK\n          headers:\n            Access-Control-Allow-Origin:\n              schema:\n                type: string\n      x-amazon-apigateway-integration:\n        type: aws\n        httpMethod: POST\n        uri: <integration-uri>\n        responses:\n          default:\n            statusCode: \"200\"\n            responseParameters:\n              method.response.header.Access-Control-Allow-Origin: \"'{origin}'\""),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Configure CORS on the HTTP API in the stack",
                ja: "スタックでHTTP APIのCORSを設定する",
            },
            Text::same("new apigwv2.HttpApi(this, 'Api', {\n  corsPreflight: {\n    allowOrigins: ['{origin}'],\n    allowMethods: [apigwv2.CorsHttpMethod.ANY],\n    allowHeaders: ['authorization', 'content-type'],\n  },\n});"),
        )
        .when(Not(&Api(ApiKind::Rest))),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Call the API from your own server, or through a proxy of the same origin",
                ja: "自分のサーバー経由、または同一オリジンのプロキシ経由で呼び出す",
            },
            text! {
                en: "Nothing on the page can make the answer readable; mode: 'no-cors' only hides the error. A server, or a development server that passes /api on, is not bound by CORS.",
                ja: "ページ側で応答を読めるようにする方法はなく、mode: 'no-cors'はエラーを隠すだけです。サーバーや、/apiを中継する開発サーバーにはCORSの制限がありません。",
            },
        ),
    ],
    links: &[links::HOW_TO_CORS, links::HTTP_API_CORS],
};

/// Less than 400, a browser that complains, and no permission for the page's origin.
fn unreadable_success(facts: &Facts<'_>) -> Look {
    let evidence = facts.evidence;
    let blocked = evidence.net_error.is_some() || evidence.body_withheld;
    let answered = evidence.status.is_some_and(|status| status < 400);
    let is_preflight = matches!(looks::preflight(facts), Look::Seen(_));
    if !answered || !blocked || is_preflight {
        return Look::Absent;
    }
    let headers = &evidence.response_headers;
    match headers.first("access-control-allow-origin") {
        Some(allowed) if !looks::allows_origin(evidence) => {
            Look::seen(allowed, "response.headers.access-control-allow-origin")
        }
        Some(_) => Look::Absent,
        None if headers.is_whole_response() => {
            Look::seen("", "response.headers.access-control-allow-origin")
        }
        None => looks::said_by_client(facts, &["CORS", "Access-Control-Allow-Origin"])
            .unwrap_or(Look::Unknown),
    }
}
