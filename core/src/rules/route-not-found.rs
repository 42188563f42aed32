//! The path, the verb or the route key is not part of what was deployed.
//!
//! A REST API has no 404 for this: it searches its resource tree before it knows whether a method
//! would need credentials, and words the miss as a missing signature. An HTTP API answers 404
//! `Not Found`; an open WebSocket sends a frame that says `Forbidden`. With an `Authorization`
//! header the same miss meets the SigV4 parser: that is `bearer-token-on-missing-route`.

use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "route-not-found",
    since: "0.1.0",
    family: Family::Route,
    statuses: &[403, 404],
    prior: Prior::Everyday,
    speaker: GATEWAY,
    title: text! {
        en: "No such path or method is deployed",
        ja: "このパスまたはメソッドはデプロイされていません",
    },
    why: text! {
        en: "A REST API looks a request up in the resource tree of the deployment that its stage points to. \
             What it does not find there it answers with 403 “Missing Authentication Token”, whether or not a token is needed. \
             The path or the method is mistyped, only another method exists on the path, or the change was not deployed yet.",
        ja: "REST APIは、ステージが指すデプロイのリソースツリーからリクエストのパスとメソッドを探します。\
             見つからないときは、トークンの要否にかかわらず403「Missing Authentication Token」を返します。\
             パスやメソッドの誤り、そのパスに別のメソッドしかないこと、変更が未デプロイであることのいずれかです。",
    },
    signals: &[
        Requires(Any(&[
            ErrorType("MissingAuthenticationTokenException"),
            Message("Missing Authentication Token"),
            Says("Missing Authentication Token"),
            All(&[Api(ApiKind::Http), Status(404), Message("Not Found")]),
            Fact("response.body", unrouted_frame),
        ])),
        Proves(
            Fact("neighbours", other_verb_worked),
            text! {
                en: "The same path answers another method in this session",
                ja: "同じセッションで、同じパスが別のメソッドには応答しています",
            },
        ),
        Proves(
            Fact("response.body", unrouted_frame),
            text! {
                en: "An open WebSocket answers a message that matches no route key so",
                ja: "どのルートキーにも一致しないメッセージに対するWebSocket APIの応答です",
            },
        ),
        Suggests(
            All(&[Api(ApiKind::Http), Status(404), Message("Not Found")]),
            text! {
                en: "An HTTP API answers a path without a route so",
                ja: "ルートのないパスに対するHTTP APIの応答です",
            },
        ),
        Suggests(
            Fact("url", bare_stage_root),
            text! {
                en: "The URL ends at the stage, and the root resource seldom has a method",
                ja: "URLがステージで終わっています。ルートリソースにメソッドがあることはまれです",
            },
        ),
        Hints(
            Auth(AuthKind::Nothing),
            text! {
                en: "The request carries no Authorization header, so this is the wording for an unknown route as well",
                ja: "Authorizationヘッダーがないため、未知のルートでもこの文面になります",
            },
        ),
        Hints(
            Method("HEAD"),
            text! {
                en: "HEAD needs a method of its own; GET does not serve it",
                ja: "HEADには専用のメソッドが必要です。GETでは代用されません",
            },
        ),
        Opposes(
            Fact("neighbours", same_call_worked),
            text! {
                en: "The very same method and path worked in this session",
                ja: "同じセッションで、まったく同じメソッドとパスが成功しています",
            },
        ),
        Opposes(
            Auth(AuthKind::SigV4Header),
            text! {
                en: "A signed request to an unknown route is answered in other words",
                ja: "署名付きのリクエストが未知のルートに届いた場合は別の文面になります",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "See whether the path and the method are part of the API",
                ja: "パスとメソッドがAPIに存在するか確認する",
            },
            command: Text::same("aws apigateway get-resources --rest-api-id {api} --region {region} --query \"items[].[path, keys(resourceMethods || \\`{}\\`)]\" --output json"),
            if_so: text! {
                en: "If {path} is listed with {method}, it may not be deployed yet, or the method needs IAM and the call was not signed.",
                ja: "{path}に{method}があれば、まだデプロイされていないか、IAM認証が必要なのに署名していないかのどちらかです。",
            },
            if_not: text! {
                en: "If it is not listed, the route does not exist: correct the call or add the method.",
                ja: "一覧になければルートが存在しません。呼び出しを直すか、メソッドを追加してください。",
            },
            separates: &["missing-auth-on-iam-route"],
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Check {
            title: text! {
                en: "See which routes the HTTP API has",
                ja: "HTTP APIのルートを確認する",
            },
            command: Text::same("aws apigatewayv2 get-routes --api-id {api} --region {region} --query \"Items[].RouteKey\""),
            if_so: text! {
                en: "If “{method} {path}” is listed, look at the stage: without auto-deploy it serves an older deployment.",
                ja: "「{method} {path}」があれば、ステージを確認してください。自動デプロイが無効なら古いデプロイのままです。",
            },
            if_not: text! {
                en: "If it is not, the route does not exist. A path that begins with the stage's name is one segment too long for $default and for a custom domain.",
                ja: "なければルートが存在しません。$defaultステージやカスタムドメインでは、先頭のステージ名は余分です。",
            },
            separates: &["default-endpoint-disabled", "stage-not-found"],
            when: Some(Api(ApiKind::Http)),
        },
        Check {
            title: text! {
                en: "See what was deployed, and when",
                ja: "いつデプロイされたか確認する",
            },
            command: Text::same("aws apigateway get-stage --rest-api-id {api} --stage-name {stage} --region {region} --query \"[deploymentId, lastUpdatedDate]\""),
            if_so: text! {
                en: "If the deployment is older than your last change, deploy the API.",
                ja: "最後の変更より古いデプロイであれば、APIをデプロイしてください。",
            },
            if_not: text! {
                en: "If it is newer, compare the path letter by letter: upper and lower case count, and so does a slash at the end.",
                ja: "新しいデプロイであれば、パスを一文字ずつ比べてください。大文字と小文字、末尾のスラッシュも区別されます。",
            },
            separates: &[],
            when: Some(Not(&Api(ApiKind::Http))),
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Call a path and a method that the API has",
                ja: "APIに存在するパスとメソッドを呼び出す",
            },
            form: Form::Text,
            text: text! {
                en: "Compare {method} {path} with the API's documentation: the stage comes first, then the path, in its exact letter case.",
                ja: "{method} {path}をAPIの仕様と比べてください。ステージ、パスの順で、大文字と小文字も一致している必要があります。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Deploy the API to the stage",
                ja: "APIをステージにデプロイする",
            },
            form: Form::Cli,
            text: Text::same("aws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
            redeploy: true,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Deploy the API in the console",
                ja: "コンソールでAPIをデプロイする",
            },
            form: Form::Console,
            text: text! {
                en: "API Gateway > APIs > {api} > Resources > Deploy API > Stage: {stage} > Deploy",
                ja: "API Gateway > API > {api} > リソース > APIをデプロイ > ステージ: {stage} > デプロイ",
            },
            redeploy: true,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Add the route to the HTTP API",
                ja: "HTTP APIにルートを追加する",
            },
            form: Form::Cli,
            text: Text::same("aws apigatewayv2 create-route --api-id {api} --region {region} --route-key \"{method} {path}\" --target integrations/<integration-id>"),
            redeploy: false,
            when: Some(Api(ApiKind::Http)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Make every change of the template a new deployment",
                ja: "テンプレートの変更が必ず新しいデプロイになるようにする",
            },
            form: Form::Terraform,
            text: Text::same(
                "resource \"aws_api_gateway_deployment\" \"this\" {\n  rest_api_id = \"{api}\"\n\n  triggers = {\n    redeployment = sha1(jsonencode(aws_api_gateway_rest_api.this.body))\n  }\n\n  lifecycle {\n    create_before_destroy = true\n  }\n}",
            ),
            redeploy: true,
            when: Some(Not(&Api(ApiKind::Http))),
        },
    ],
    links: &[
        Link {
            title: text! {
                en: "Invoke REST APIs in API Gateway",
                ja: "API GatewayでREST APIを呼び出す",
            },
            url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html",
        },
        Link {
            title: text! {
                en: "Troubleshoot 403 “Missing Authentication Token” errors",
                ja: "403「Missing Authentication Token」エラーのトラブルシューティング",
            },
            url: "https://repost.aws/knowledge-center/api-gateway-authentication-token-errors",
        },
    ],
};

/// `{"message": "Forbidden", "connectionId":"…", "requestId":"…"}`
fn unrouted_frame(facts: &Facts<'_>) -> Look {
    let Some((message, place)) = &facts.message else { return Look::missing(facts.body().is_some()) };
    let is_frame = facts.texts().any(|(text, _)| text.contains("\"connectionId\""));
    match message.text.as_deref() {
        Some("Forbidden") if is_frame => Look::seen(message.raw, *place),
        _ => Look::Absent,
    }
}

/// Nothing follows the stage.
fn bare_stage_root(facts: &Facts<'_>) -> Look {
    let (Some(url), Some(host)) = (&facts.url, &facts.host) else { return Look::Unknown };
    if !host.has_stage_in_path() || url.is_websocket() {
        return Look::Absent;
    }
    if url.segments().count() == 1 { Look::seen(facts.evidence.url.clone().unwrap_or_default(), "url") } else { Look::Absent }
}

fn other_verb_worked(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| other.same_path && !other.same_method && other.worked && !other.is_preflight)
}

fn same_call_worked(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| other.same_path && other.same_method && other.worked)
}
