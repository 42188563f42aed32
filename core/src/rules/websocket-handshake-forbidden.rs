//! A WebSocket's upgrade request was refused, and nothing says why.
//!
//! Whatever stands before `$connect` can refuse it: an authorizer, missing IAM credentials, an API
//! key, a stage that is not there, the `$connect` function itself. Browsers tell pages no more than
//! close code 1006, and their console only the status. Where the evidence names the reason, that
//! cause is told instead; a `Forbidden` frame on an open connection is `route-not-found`.

use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "websocket-handshake-forbidden",
    since: "0.1.0",
    family: Family::Route,
    statuses: &[401, 403],
    prior: Prior::Everyday,
    speaker: ANYONE,
    title: text! {
        en: "The WebSocket handshake was refused at $connect",
        ja: "WebSocketのハンドシェイクが$connectで拒否されました",
    },
    why: text! {
        en: "A WebSocket begins with an HTTP request, and the route $connect decides on it: its authorizer, its IAM authorization, its API key and its integration may all refuse. \
             The client learns only the status, a browser's script only close code 1006. \
             A handshake to a stage or API that does not exist is refused with 403 too.",
        ja: "WebSocketはHTTPリクエストで始まり、$connectルートのオーソライザー、IAM認証、APIキー、統合のいずれかが拒否することがあります。\
             クライアントに伝わるのはステータスだけで、ブラウザーのスクリプトには終了コード1006しか渡りません。\
             存在しないステージやAPIへのハンドシェイクも403で拒否されます。",
    },
    signals: &[
        Requires(Any(&[Fact("response.status", refused), Fact("net_error", failed_without_a_word)])),
        Suggests(
            Fact("response.status", with_403),
            text! {
                en: "An upgrade request was answered 403",
                ja: "アップグレードリクエストに403が返っています",
            },
        ),
        Opposes(
            Fact("net_error", failed_without_a_word),
            text! {
                en: "The browser does not say with which status the handshake ended, if with any",
                ja: "ハンドシェイクがどのステータスで終わったのか、ブラウザーは示していません",
            },
        ),
        Hints(
            Fact("url", no_credentials_in_query),
            text! {
                en: "The URL carries no query, which is where browsers put a token or a signature for $connect",
                ja: "URLにクエリ文字列がありません。ブラウザーでは$connect用のトークンや署名をクエリに入れます",
            },
        ),
        Opposes(
            Status(429),
            text! {
                en: "429 is the word of a rate, not of a refusal",
                ja: "429は拒否ではなく、レート制限を示すステータスです",
            },
        ),
        Opposes(
            StatusIn(500, 599),
            text! {
                en: "With 5xx it was the integration of $connect that failed, not a refusal",
                ja: "5xxは拒否ではなく、$connectの統合の失敗を示します",
            },
        ),
        Opposes(
            Fact("response.status", with_401),
            text! {
                en: "401 is an authorizer's word",
                ja: "401はオーソライザーの応答です",
            },
        ),
        Excludes(
            Fact("response.body", frame),
            text! {
                en: "A frame came back, so the connection is open",
                ja: "フレームが返っており、接続は確立しています",
            },
        ),
        Excludes(
            Fact("response.status", with_429),
            text! {
                en: "429 names its reason: a limit on requests or on new connections",
                ja: "429は理由が明らかです。リクエスト数または新規接続数の上限です",
            },
        ),
        Excludes(
            Fact("response.headers.x-amzn-errortype", reason_named),
            text! {
                en: "The answer names its reason",
                ja: "応答に理由が示されています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "See what guards $connect",
                ja: "$connectの認可設定を確認する",
            },
            Text::same("aws apigatewayv2 get-routes --api-id {api} --region {region} --query \"Items[?RouteKey=='\\$connect'].[AuthorizationType, AuthorizerId, ApiKeyRequired, Target]\""),
            text! {
                en: "CUSTOM means a Lambda authorizer, which denied or found no token; AWS_IAM means that the wss:// URL has to be signed; true means an API key.",
                ja: "CUSTOMならLambdaオーソライザーが拒否したかトークンがありません。AWS_IAMならwss://のURLに署名が必要です。trueならAPIキーが必要です。",
            },
            text! {
                en: "With NONE and false it is the integration of $connect that refuses, or the stage does not exist.",
                ja: "NONEかつfalseなら、$connectの統合が拒否したか、ステージが存在しません。",
            },
        )
        .separates(&[
            "authorizer-deny",
            "authorizer-unauthorized",
            "missing-auth-on-iam-route",
            "api-key-missing-or-invalid",
            "lambda-runtime-error",
        ]),
        Check::new(
            text! {
                en: "List the stages",
                ja: "ステージを一覧する",
            },
            Text::same("aws apigatewayv2 get-stages --api-id {api} --region {region} --query \"Items[].StageName\""),
            text! {
                en: "If the first segment of {full_path} is listed, the stage is right.",
                ja: "{full_path}の先頭セグメントが一覧にあれば、ステージは正しい値です。",
            },
            text! {
                en: "If not, put a listed stage at the end of the wss:// URL.",
                ja: "なければ、wss://のURLの末尾に一覧にあるステージを付けてください。",
            },
        )
        .separates(&["stage-not-found", "default-endpoint-disabled"]),
        Check::new(
            text! {
                en: "See the whole answer to the handshake",
                ja: "ハンドシェイクへの応答全体を確認する",
            },
            Text::same("curl -i -N --http1.1 -H \"Connection: Upgrade\" -H \"Upgrade: websocket\" -H \"Sec-WebSocket-Version: 13\" -H \"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\" \"https://{name}{full_path}\""),
            text! {
                en: "x-amzn-errortype and the message name the reason: paste them here.",
                ja: "x-amzn-errortypeとメッセージに理由が表れます。その出力をここに貼り付けてください。",
            },
            text! {
                en: "101 Switching Protocols means that the handshake works from here: compare origin, token and network.",
                ja: "101 Switching Protocolsなら、ここからの接続は成功します。オリジン、トークン、ネットワークを比べてください。",
            },
        ),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Send the token where a handshake can carry it",
                ja: "ハンドシェイクで送れる場所にトークンを入れる",
            },
            text! {
                en: "A browser's WebSocket cannot set headers: put the token into the query, wss://{name}{full_path}?<parameter>=<token>, if the authorizer's identity source is route.request.querystring. For IAM, sign the wss:// URL (a presigned URL with the service execute-api).",
                ja: "ブラウザーのWebSocketではヘッダーを設定できません。オーソライザーのIDソースがroute.request.querystringであれば、wss://{name}{full_path}?<parameter>=<token>のようにクエリで送ってください。IAM認証では、サービス名execute-apiでwss://のURLに署名（署名付きURL）してください。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Log what $connect decides",
                ja: "$connectの判定をログに出力する",
            },
            Text::same("aws apigatewayv2 update-stage --api-id {api} --stage-name {stage} --region {region} --default-route-settings LoggingLevel=INFO,DataTraceEnabled=true"),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Point the authorizer at the place where the token comes",
                ja: "オーソライザーのIDソースをトークンの位置に合わせる",
            },
            Text::same("aws apigatewayv2 update-authorizer --api-id {api} --authorizer-id {authorizer} --region {region} --identity-source 'route.request.querystring.<parameter>'\naws apigatewayv2 create-deployment --api-id {api} --stage-name {stage} --region {region}"),
        ),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Look at $connect in the console",
                ja: "コンソールで$connectを確認する",
            },
            text! {
                en: "API Gateway > APIs > {api} > Routes > $connect > Route request: Authorization, API key required; then Deploy API",
                ja: "API Gateway > API > {api} > ルート > $connect > ルートリクエスト: 認可、APIキーの要否。変更後はAPIをデプロイ",
            },
        ),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Declare what guards $connect",
                ja: "$connectの認可をテンプレートで定義する",
            },
            Text::same("ConnectRoute:\n  Type: AWS::ApiGatewayV2::Route\n  Properties:\n    ApiId: {api}\n    RouteKey: $connect\n    AuthorizationType: CUSTOM\n    AuthorizerId: !Ref Authorizer\n    Target: !Sub integrations/${ConnectIntegration}\n"),
        ),
    ],
    links: &[links::WEBSOCKET_API_ROUTE_KEYS_CONNECT_DISCONNECT, links::WEBSOCKET_API_LAMBDA_AUTH],
};

/// What clients say of an upgrade that was not answered 101, up to the status.
const REFUSALS: &[&str] = &[
    "Unexpected server response: ",
    "Unexpected response code: ",
    "server rejected WebSocket connection: HTTP ",
    "Handshake status ",
    "unexpected status code: ",
    "WebSocketBadStatusException",
    "HTTP Authentication failed; no valid credentials available",
    "websocket: bad handshake",
    "There was a bad response from the server",
    "can’t establish a connection to the server at ws",
    "can't establish a connection to the server at ws",
];

fn upgrade(facts: &Facts<'_>) -> bool {
    let connections = matches!(routing::connections_call(facts), Look::Seen(_));
    facts.api == Some(ApiKind::WebSocket) && !connections
}

fn refused(facts: &Facts<'_>) -> Look {
    let said = routing::any_phrase(facts, REFUSALS);
    match facts.evidence.status {
        Some(status) if status < 400 => Look::Absent,
        _ if matches!(said, Look::Seen(_)) => said,
        Some(status) if upgrade(facts) => {
            Look::seen(alloc::format!("{status}"), "response.status")
        }
        None if upgrade(facts) => Look::Unknown,
        _ => Look::Absent,
    }
}

/// What browsers say of any handshake that came to nothing.
fn failed_without_a_word(facts: &Facts<'_>) -> Look {
    const WORDS: &[&str] = &[
        "WebSocket connection to",
        "establish a connection to the server at ws",
        "WebSocket is closed before the connection is established",
        "code: 1006",
        "code 1006",
        "\"code\":1006",
    ];
    let told = matches!(refused(facts), Look::Seen(_)) || facts.evidence.status.is_some();
    let otherwise = facts.origin.who == Who::Network || facts.message.is_some();
    if told || otherwise {
        return Look::Absent;
    }
    routing::any_phrase(facts, WORDS)
}

fn with_403(facts: &Facts<'_>) -> Look {
    with(facts, 403, " 403")
}

fn with_429(facts: &Facts<'_>) -> Look {
    with(facts, 429, " 429")
}

fn with_401(facts: &Facts<'_>) -> Look {
    match with(facts, 401, " 401") {
        Look::Absent => routing::any_phrase(facts, &["HTTP Authentication failed; no valid"]),
        told => told,
    }
}

/// The status, or the client's words with it behind.
fn with(facts: &Facts<'_>, status: u16, behind: &str) -> Look {
    if facts.evidence.status == Some(status) && upgrade(facts) {
        return Look::seen(behind.trim_start(), "response.status");
    }
    let said = |text: &str| {
        REFUSALS.iter().any(|words| {
            text.split_once(words.trim_end())
                .is_some_and(|(_, after)| after.starts_with(behind))
        })
    };
    facts
        .texts()
        .find(|(text, _)| said(text))
        .map_or(Look::Absent, |(_, place)| Look::seen(behind.trim_start(), place))
}

fn no_credentials_in_query(facts: &Facts<'_>) -> Look {
    if matches!(failed_without_a_word(facts), Look::Seen(_)) {
        return Look::Absent;
    }
    let Some(url) = &facts.url else {
        return Look::Unknown;
    };
    if url.query.is_some() || !matches!(facts.auth.kind, None | Some(AuthKind::Nothing)) {
        Look::Absent
    } else {
        Look::seen(url.path, "url")
    }
}

fn frame(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, &["\"connectionId\""])
}

/// An error type or a message that belongs to one of the causes with an id of its own.
fn reason_named(facts: &Facts<'_>) -> Look {
    let named = facts
        .error_types
        .iter()
        .find(|(name, _)| !name.eq_ignore_ascii_case("ForbiddenException"));
    if let Some((name, place)) = named {
        return Look::seen(*name, place.clone());
    }
    match &facts.message {
        Some((message, place)) if message.text.as_deref() != Some("Forbidden") => {
            Look::seen(message.raw, *place)
        }
        _ => Look::Absent,
    }
}
