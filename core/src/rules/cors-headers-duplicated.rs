//! The header that should name one origin names two, or stands there twice.
//!
//! A mapping, a CORS setting or a proxy adds `Access-Control-Allow-Origin` to an answer in which the
//! code has already set it, or a configuration writes a list of origins into it. Browsers take one
//! value or `*` and refuse everything else, so the API works everywhere but in pages.

use crate::looks;
use crate::origin::Side;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "cors-headers-duplicated",
    since: "0.1.0",
    family: Family::Cors,
    statuses: &[200],
    prior: Prior::Uncommon,
    speaker: &[Side::Gateway, Side::Behind, Side::Nobody],
    title: text! {
        en: "Access-Control-Allow-Origin comes twice or with two values",
        ja: "Access-Control-Allow-Originが重複または複数の値を含んでいます",
    },
    why: text! {
        en: "Access-Control-Allow-Origin may hold one origin or *, once. \
             Two parts of the system add it here: the code and a mapping, the code and a web framework, or a CloudFront policy on top of both; or a setting joins several origins with commas. \
             The browser refuses the answer, although each of the values would do.",
        ja: "Access-Control-Allow-Originには、一つのオリジンまたは*を一度だけ指定できます。\
             ここではコードとマッピング、コードとWebフレームワーク、さらにCloudFrontのポリシーなど、二か所で追加されているか、複数のオリジンがカンマで連結されています。\
             値がそれぞれ正しくても、ブラウザーは応答を拒否します。",
    },
    signals: &[
        Requires(Any(&[
            Fact("response.headers.access-control-allow-origin", two_origins),
            Fact("net_error", looks::header_twice),
        ])),
        Proves(
            Any(&[
                Fact("response.headers.access-control-allow-origin", two_origins),
                Fact("net_error", looks::header_twice),
            ]),
            text! {
                en: "Browsers accept one origin here, and there is more than one",
                ja: "ブラウザーが受け付けるオリジンは一つですが、複数の値があります",
            },
        ),
        Opposes(
            Fact("response.status", failed_itself),
            text! {
                en: "The call itself failed as well",
                ja: "呼び出し自体も失敗しています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Count the headers, with and without CloudFront",
                ja: "ヘッダーの数を、CloudFront経由と直接の両方で確認する",
            },
            Text::same("curl -si -X {method} \"{url}\" -H \"Origin: {origin}\" | grep -i \"^access-control-allow-origin\""),
            text! {
                en: "Two lines: two parts add it; take it out of one. One line with a comma: a setting joins several origins.",
                ja: "2行あれば二か所で追加されています。片方を削除してください。カンマを含む1行であれば、設定で複数のオリジンが連結されています。",
            },
            text! {
                en: "If there is one line with one value, call the same URL that the browser calls: a CDN or a proxy adds the second.",
                ja: "値が一つの1行だけであれば、ブラウザーと同じURLを呼び出してください。CDNやプロキシが2つ目を追加しています。",
            },
        )
        .separates(&["cors-preflight-not-configured", "cors-headers-missing-from-integration"]),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Choose the one origin to answer in the code, and nowhere else",
                ja: "返すオリジンをコードで一つ選び、他では追加しない",
            },
            Text::same("const allowed = ['{origin}', 'https://<other-origin>'];\nconst origin = event.headers.origin ?? event.headers.Origin;\nreturn {\n  statusCode: 200,\n  headers: {\n    'Access-Control-Allow-Origin': allowed.includes(origin) ? origin : allowed[0],\n    'Vary': 'Origin',\n  },\n  body: JSON.stringify(result),\n};"),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Take the header out of the integration response",
                ja: "統合レスポンスからヘッダーを削除する",
            },
            Text::same("aws apigateway update-integration-response --rest-api-id {api} --resource-id <resource-id> --http-method {method} --status-code 200 --patch-operations op=remove,path=/responseParameters/method.response.header.Access-Control-Allow-Origin --region {region}\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "List the origins one by one; the HTTP API answers with the one that asks",
                ja: "オリジンを一つずつ列挙する（HTTP APIは要求元のオリジンだけを返す）",
            },
            Text::same("aws apigatewayv2 update-api --api-id {api} --region {region} --cors-configuration '{\"AllowOrigins\":[\"{origin}\",\"https://<other-origin>\"],\"AllowMethods\":[\"GET\",\"POST\",\"OPTIONS\"],\"AllowHeaders\":[\"authorization\",\"content-type\"]}'"),
        )
        .when(Not(&Api(ApiKind::Rest))),
        Fix::new(
            Owner,
            Form::Sam,
            text! {
                en: "Name one origin in the template",
                ja: "テンプレートで一つのオリジンを指定する",
            },
            Text::same("Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: {stage}\n      Cors:\n        AllowOrigin: \"'{origin}'\"\n        AllowHeaders: \"'Content-Type,Authorization'\""),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Let CloudFront's policy override the origin's header",
                ja: "CloudFrontのポリシーでオリジンのヘッダーを上書きする",
            },
            text! {
                en: "CloudFront > Policies > Response headers > the policy > Edit > CORS > Origin override: on; or take the CORS part out of it",
                ja: "CloudFront > ポリシー > レスポンスヘッダー > 対象のポリシー > 編集 > CORS > オリジンのオーバーライド: オン、またはCORSの設定を削除",
            },
        )
        .when(Any(&[Header("via", "CloudFront"), Header("x-amz-cf-id", "")])),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Tell the API's owner what the browser received",
                ja: "ブラウザーが受け取った値をAPIの所有者に伝える",
            },
            text! {
                en: "Nothing on the page can mend it. Pass the value of Access-Control-Allow-Origin and the request id {request_id} on.",
                ja: "ページ側では直せません。Access-Control-Allow-Originの値とリクエストID {request_id} を伝えてください。",
            },
        ),
    ],
    links: &[links::HOW_TO_CORS, links::HTTP_API_CORS],
};

fn two_origins(facts: &Facts<'_>) -> Look {
    const NAME: &str = "access-control-allow-origin";
    let headers = &facts.evidence.response_headers;
    let values: alloc::vec::Vec<&str> = headers.all(NAME).collect();
    if values.len() > 1 || values.iter().any(|value| value.contains(',')) {
        return Look::seen(
            values.join(", "),
            "response.headers.access-control-allow-origin",
        );
    }
    Look::missing(headers.has(NAME) || headers.is_whole_response())
}

/// 400 or more to anything but a preflight.
fn failed_itself(facts: &Facts<'_>) -> Look {
    match looks::preflight(facts) {
        Look::Seen(_) => Look::Absent,
        Look::Absent | Look::Unknown => StatusIn(400, 599).look(facts),
    }
}
