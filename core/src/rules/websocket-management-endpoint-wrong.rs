//! `@connections` was called at a URL that is not the WebSocket API's own.
//!
//! An SDK's default host for the management API, `execute-api.{region}`, holds no API id and never
//! works: the endpoint has to be set to the API's URL with `https` and the stage, or to the custom
//! domain without one. A stage that is missing or written twice, `wss://` and another region all
//! end in a refusal that is mistaken for missing permissions, or in a name that does not resolve.

use crate::network;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "websocket-management-endpoint-wrong",
    since: "0.1.0",
    family: Family::Route,
    statuses: &[403, 404],
    prior: Prior::Usual,
    speaker: ANYONE,
    title: text! {
        en: "@connections was called at the wrong URL",
        ja: "@connectionsの呼び出し先URLが正しくありません",
    },
    why: text! {
        en: "Messages to connected clients go to https://(api-id).execute-api.(region).amazonaws.com/(stage)/@connections/(id), or to the custom domain, whose mapping holds the stage already. \
             An SDK's default endpoint has neither the API id nor the stage. \
             A call with another host, scheme, stage or region is refused, finds no route or does not connect at all.",
        ja: "接続中のクライアントへのメッセージは、https://（API ID）.execute-api.（リージョン）.amazonaws.com/（ステージ）/@connections/（接続ID）に送ります。カスタムドメインではマッピングがステージを含むため、ステージは付けません。\
             SDKの既定のエンドポイントには、API IDもステージも含まれません。\
             ホスト、スキーム、ステージ、リージョンのいずれかが違うと、拒否されるか、ルートが見つからないか、接続自体ができません。",
    },
    signals: &[
        Requires(Fact("url", routing::connections_call)),
        Requires(Any(&[
            Answer("ForbiddenException", "Forbidden", 403),
            Fact("url", malformed),
            Fact("url", stage_behind_mapping),
            ErrorType("MissingAuthenticationTokenException"),
            ErrorType("NotFoundException"),
            Status(404),
            ErrorType("NotFoundException"),
            Fact("curl_text", network::scheme_for_a_host),
        ])),
        Proves(
            Fact("url", malformed),
            text! {
                en: "The URL does not have the form https://(api)/(stage)/@connections/(id)",
                ja: "URLがhttps://（API）/（ステージ）/@connections/（接続ID）の形になっていません",
            },
        ),
        Proves(
            Fact("curl_text", network::scheme_for_a_host),
            text! {
                en: "The client looked a scheme up as if it were a host: the endpoint was given with a second one, or with wss://",
                ja: "クライアントがスキームをホスト名として名前解決しています。エンドポイントにスキームが二重に付いているか、wss://が指定されています",
            },
        ),
        Suggests(
            Fact("url", stage_behind_mapping),
            text! {
                en: "The path begins with a stage's name, which a custom domain's mapping holds already",
                ja: "パスがステージ名で始まっています。カスタムドメインではマッピングがステージを含んでいます",
            },
        ),
        Suggests(
            Any(&[Status(404), ErrorType("NotFoundException")]),
            text! {
                en: "@connections itself answers 410 for a connection that is gone; 404 means that the path leads elsewhere",
                ja: "接続が切れている場合、@connectionsは410を返します。404はパスが別の場所を指していることを示します",
            },
        ),
        Suggests(
            Answer("ForbiddenException", "Forbidden", 403),
            text! {
                en: "The call was refused without a word on permissions, as where the host or the stage leads to no API",
                ja: "権限への言及なしに拒否されています。ホストやステージがAPIを指していないときの応答です",
            },
        ),
        Suggests(
            Any(&[ErrorType("MissingAuthenticationTokenException"), ErrorType("NotFoundException"), Status(404)]),
            text! {
                en: "The SDK signed the call, and still there is nothing at this path: the stage or the path before @connections is wrong",
                ja: "SDKは署名していますが、このパスには何もありません。@connectionsより前のステージかパスが誤っています",
            },
        ),
        Excludes(
            Any(&[ErrorType("GoneException"), Status(410)]),
            text! {
                en: "The API was reached; the connection is what is missing",
                ja: "APIには届いており、接続だけが失われています",
            },
        ),
        Excludes(
            ErrorType("AccessDeniedException"),
            text! {
                en: "The API was reached; the caller lacks execute-api:ManageConnections",
                ja: "APIには届いており、execute-api:ManageConnectionsの権限がありません",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Call the custom domain without the stage",
                ja: "ステージを外してカスタムドメインを呼び出す",
            },
            Text::same("aws apigatewaymanagementapi get-connection --connection-id '{connection}' --endpoint-url https://{name} --region {region}"),
            text! {
                en: "If it shows the connection, or GoneException, this is the endpoint: give it to the SDK.",
                ja: "接続の情報かGoneExceptionが返れば、これが正しいエンドポイントです。SDKに指定してください。",
            },
            text! {
                en: "If it says Forbidden, the mapping has a key of its own: list it with aws apigatewayv2 get-api-mappings --domain-name {name} --region {region}.",
                ja: "Forbiddenであれば、マッピングにキーがあります。aws apigatewayv2 get-api-mappings --domain-name {name} --region {region}で確認してください。",
            },
        )
        .when(Fact("url", stage_behind_mapping)),
        Check::new(
            text! {
                en: "Call the API's own URL",
                ja: "API自身のURLを呼び出す",
            },
            Text::same("aws apigatewaymanagementapi get-connection --connection-id '{connection}' --endpoint-url https://{api}.execute-api.{region}.{suffix}/{stage} --region {region}"),
            text! {
                en: "If it shows the connection, or GoneException, this URL is right: give it to the SDK.",
                ja: "接続情報またはGoneExceptionが返れば、このURLが正しい値です。SDKに設定してください。",
            },
            text! {
                en: "If it says Forbidden, the default endpoint may be switched off: use the custom domain, without a stage.",
                ja: "Forbiddenであれば、デフォルトエンドポイントが無効の可能性があります。カスタムドメインをステージなしで使ってください。",
            },
        )
        .separates(&[
            "default-endpoint-disabled",
            "iam-identity-policy-deny",
            "dns-not-resolving",
            "connection-timeout",
            "websocket-connection-gone",
        ]),
        Check::new(
            text! {
                en: "See the API's URL and its stages",
                ja: "APIのURLとステージを確認する",
            },
            Text::same("aws apigatewayv2 get-apis --region {region} --query \"Items[?ProtocolType=='WEBSOCKET'].[ApiId, ApiEndpoint, DisableExecuteApiEndpoint]\" --output text\naws apigatewayv2 get-stages --api-id {api} --region {region} --query \"Items[].StageName\""),
            text! {
                en: "The endpoint is ApiEndpoint with https:// in place of wss://, a slash and the stage.",
                ja: "ApiEndpointのwss://をhttps://に変え、「/」とステージを付けたものがエンドポイントです。",
            },
            text! {
                en: "If the API is not listed, the region is another one.",
                ja: "APIが一覧になければ、リージョンが違います。",
            },
        ),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Give the SDK's client the API's endpoint",
                ja: "SDKのクライアントにAPIのエンドポイントを設定する",
            },
            text! {
                en: "JavaScript: new ApiGatewayManagementApiClient({ endpoint }); Python: boto3.client('apigatewaymanagementapi', endpoint_url=endpoint); with endpoint = https://{api}.execute-api.{region}.{suffix}/{stage}, made in the handler from event.requestContext.domainName and event.requestContext.stage. Under a custom domain, leave the stage out.",
                ja: "JavaScriptではnew ApiGatewayManagementApiClient({ endpoint })、Pythonではboto3.client('apigatewaymanagementapi', endpoint_url=endpoint)とします。endpointはhttps://{api}.execute-api.{region}.{suffix}/{stage}で、ハンドラーではevent.requestContext.domainNameとevent.requestContext.stageから作れます。カスタムドメインではステージを付けません。",
            },
        ),
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Send a message by hand",
                ja: "手動でメッセージを送る",
            },
            Text::same("aws apigatewaymanagementapi post-to-connection --connection-id '{connection}' --data 'aGk=' --endpoint-url https://{api}.execute-api.{region}.{suffix}/{stage} --region {region}"),
        ),
        Fix::new(
            Owner,
            Form::Sam,
            text! {
                en: "Hand the endpoint to the function",
                ja: "エンドポイントを関数に渡す",
            },
            Text::same("Environment:\n  Variables:\n    ENDPOINT: !Sub https://${WebSocketApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}\n"),
        ),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Hand the endpoint and the permission over with the CDK",
                ja: "CDKでエンドポイントと権限を渡す",
            },
            Text::same("fn.addEnvironment('ENDPOINT', webSocketStage.callbackUrl);\nwebSocketApi.grantManageConnections(fn);"),
        ),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Hand the endpoint over in Terraform",
                ja: "Terraformでエンドポイントを渡す",
            },
            Text::same("environment {\n  variables = {\n    ENDPOINT = replace(aws_apigatewayv2_stage.this.invoke_url, \"wss://\", \"https://\")\n  }\n}"),
        ),
    ],
    links: &[links::HOW_TO_CALL_WEBSOCKET_API_CONNECTIONS, links::WEBSOCKET_CONTROL_ACCESS_IAM],
};

/// `https://ws.example.com/prod/@connections/…`.
fn stage_behind_mapping(facts: &Facts<'_>) -> Look {
    let (Some(url), Some(HostForm::Other)) = (&facts.url, facts.host_form()) else {
        return Look::Absent;
    };
    match url.segments().next() {
        Some(first) if !routing::is_connections(first) && routing::is_stage_like(first) => {
            Look::seen(first, "url")
        }
        _ => Look::Absent,
    }
}

fn malformed(facts: &Facts<'_>) -> Look {
    let (Some(url), Some(host)) = (&facts.url, &facts.host) else {
        // An SDK's error that quotes the URL it tried.
        return routing::any_phrase(
            facts,
            &["amazonaws.com/@connections", "amazonaws.com/%40connections", "wss://\" scheme"],
        );
    };
    let before = url
        .segments()
        .take_while(|segment| !routing::is_connections(segment))
        .count();
    let wrong = match host.form {
        HostForm::BareExecuteApi | HostForm::ControlPlane => true,
        HostForm::ExecuteApi => before != 1,
        _ => false,
    };
    let plain = !url.scheme.is_empty() && !url.scheme.eq_ignore_ascii_case("https");
    if wrong || plain {
        Look::seen(facts.evidence.url.clone().unwrap_or_default(), "url")
    } else {
        Look::Absent
    }
}
