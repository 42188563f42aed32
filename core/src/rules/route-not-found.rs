//! The path, the verb or the route key is not part of what was deployed.
//!
//! A REST API has no 404 for this: it searches its resource tree before it knows whether a method
//! would need credentials, and words the miss as a missing signature. An HTTP API answers 404
//! `Not Found`; an open WebSocket sends a frame that says `Forbidden`. With an `Authorization`
//! header the same miss meets the SigV4 parser: that is `bearer-token-on-missing-route`.
//!
//! Close misses are the common ones: another verb, a slash at the end, another letter case, a
//! greedy `{proxy+}` that does not serve its own parent. What worked in the same session tells.

use crate::clue::Clue;
use crate::looks;
use crate::origin::Side;
use crate::routing;
use crate::rule::prelude::*;
use crate::sigv4;

/// What has no REST API in AWS to look at.
const NOT_REST: Clue = Any(&[
    Api(ApiKind::Http),
    Api(ApiKind::WebSocket),
    Fact("url", looks::emulated_miss),
]);

const HTTP_API: Clue = All(&[Api(ApiKind::Http), Not(&Fact("url", looks::emulated_miss))]);

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
        en: "API Gateway looks a request up in the deployment that the stage points to. \
             What it does not find there a REST API answers with 403 “Missing Authentication Token”, whether or not a token is needed, and an HTTP API with 404 “Not Found”. \
             The path or the method is mistyped, only another method exists on the path, or the change was not deployed yet.",
        ja: "API Gatewayは、ステージが指すデプロイからリクエストのパスとメソッドを探します。\
             見つからないとき、REST APIはトークンの要否にかかわらず403「Missing Authentication Token」を、HTTP APIは404「Not Found」を返します。\
             パスやメソッドの誤り、そのパスに別のメソッドしかないこと、変更が未デプロイであることのいずれかです。",
    },
    signals: &[
        Requires(Any(&[
            Answer(
                "MissingAuthenticationTokenException",
                "Missing Authentication Token",
                403,
            ),
            Fact("curl_text", says_so),
            Fact("response.body", looks::http_not_found),
            ErrorType("NotFoundException"),
            Fact("response.body", unrouted_frame_only),
            Fact("response.body", sigv4::unreadable_authorization),
        ])),
        Opposes(
            Fact("response.body", sigv4::unreadable_authorization),
            text! {
                en: "The request carried an Authorization value, and a missing route is then answered in these words",
                ja: "Authorizationの値がある場合、ルートがないときはこの文面になります",
            },
        ),
        Opposes(
            All(&[Api(ApiKind::Http), Status(403)]),
            text! {
                en: "An HTTP API answers 404 where it has no route",
                ja: "HTTP APIは、ルートがないときは404を返します",
            },
        ),
        Proves(
            Fact("response.body", unrouted_frame),
            text! {
                en: "An open WebSocket answers a message that matches no route key so",
                ja: "どのルートキーにも一致しないメッセージに対するWebSocket APIの応答です",
            },
        ),
        Proves(
            Fact("neighbours", other_verb_worked),
            text! {
                en: "The same path answers another method in this session",
                ja: "同じセッションで、同じパスが別のメソッドには応答しています",
            },
        ),
        Proves(
            Fact("neighbours", close_path_worked),
            text! {
                en: "Almost the same path worked in this session: this one differs in a slash, a letter case or a character",
                ja: "同じセッションでほぼ同じパスが成功しています。違いはスラッシュ、大文字と小文字、または1文字だけです",
            },
        ),
        Suggests(
            Fact("neighbours", child_of_greedy_path_worked),
            text! {
                en: "Paths below this one work, but a greedy path such as {proxy+} does not serve its own parent",
                ja: "配下のパスは成功しています。{proxy+}のようなgreedyパス変数は、親のパス自体には一致しません",
            },
        ),
        Suggests(
            Fact("url", bare_stage_root),
            text! {
                en: "The URL ends at the stage, and the root resource seldom has a method",
                ja: "URLがステージで終わっています。ルートリソースにメソッドがあることはまれです",
            },
        ),
        Suggests(
            All(&[
                Method("HEAD"),
                Answer(
                    "MissingAuthenticationTokenException",
                    "Missing Authentication Token",
                    403,
                ),
            ]),
            text! {
                en: "HEAD needs a method of its own; GET does not serve it",
                ja: "HEADには専用のメソッドが必要です。GETでは代用されません",
            },
        ),
        Suggests(
            All(&[
                ErrorType("MissingAuthenticationTokenException"),
                Status(404),
            ]),
            text! {
                en: "The owner gave this answer the status of something that is not there",
                ja: "所有者がこの応答に、存在しないことを表すステータスを割り当てています",
            },
        ),
        Hints(
            Fact("url", slash_at_end),
            text! {
                en: "The path ends with a slash, which makes it another path",
                ja: "パスの末尾にスラッシュがあり、別のパスとして扱われます",
            },
        ),
        Hints(
            Auth(AuthKind::Nothing),
            text! {
                en: "The request carries no Authorization header, so this is the wording for an unknown route as well",
                ja: "Authorizationヘッダーがないため、未知のルートでもこの文面になります",
            },
        ),
        Doubts(
            Fact("response.body", looks::http_not_found),
            text! {
                en: "An HTTP API answers an unknown stage and an endpoint that is switched off in the same words",
                ja: "HTTP APIは、存在しないステージや無効なエンドポイントにも同じ応答を返します",
            },
        ),
        Doubts(
            Fact("response.status", nothing_but_a_status),
            text! {
                en: "Nothing but the status was captured, and many refusals share it",
                ja: "捕捉されたのはステータスだけで、多くの拒否に共通します",
            },
        ),
        Opposes(
            Fact("request.method", looks::preflight),
            text! {
                en: "The call is a preflight, which the path has to answer before the real call is made",
                ja: "プリフライトの呼び出しです。本来の呼び出しの前に、このパスが応答する必要があります",
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
        Opposes(
            Fact("url", handshake),
            text! {
                en: "A handshake has no route to miss; $connect asks for a signature",
                ja: "ハンドシェイクでルートの不一致は起きません。$connectが署名を要求しています",
            },
        ),
        Excludes(
            Fact("log", looks::executed),
            text! {
                en: "The execution log has the request, so its path and method exist",
                ja: "実行ログにこのリクエストがあるため、パスとメソッドは存在します",
            },
        ),
        Opposes(
            Fact("log", looks::matched_a_resource),
            text! {
                en: "The access log names the resource that matched",
                ja: "アクセスログに、一致したリソースが記録されています",
            },
        ),
        Opposes(
            Fact("url", routing::connections_call),
            text! {
                en: "@connections has mistakes of its own",
                ja: "@connectionsへの呼び出しには固有の間違いがあります",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "See which paths and methods the emulator serves",
                ja: "エミュレーターが提供しているパスとメソッドを確認する",
            },
            command: Text::same("sam local start-api 2>&1 | grep Mounting"),
            if_so: text! {
                en: "If a line mounts {path} with {method}, compare it letter by letter: the emulator has no stage, and a slash at the end counts.",
                ja: "{path}が{method}でMountingの行にあれば、一文字ずつ比べてください。エミュレーターのURLにステージはなく、末尾のスラッシュも区別されます。",
            },
            if_not: text! {
                en: "If none does, the template has no event of this path and method for the function.",
                ja: "なければ、このパスとメソッドのイベントがテンプレートの関数に定義されていません。",
            },
            separates: &["not-from-api-gateway"],
            when: Some(Fact("url", looks::emulated_miss)),
        },
        Check {
            title: text! {
                en: "See whether the path and the method are part of the API",
                ja: "パスとメソッドがAPIに存在するか確認する",
            },
            command: Text::same(
                "aws apigateway get-resources --rest-api-id {api} --region {region} --query \"items[].[path, resourceMethods && keys(resourceMethods)]\" --output json",
            ),
            if_so: text! {
                en: "If {path} is listed with {method}, it may not be deployed yet, or the method needs IAM and the call was not signed.",
                ja: "{path}に{method}があれば、まだデプロイされていないか、IAM認証が必要なのに署名していないかのどちらかです。",
            },
            if_not: text! {
                en: "If it is not listed, the route does not exist: correct the call or add the method.",
                ja: "一覧になければルートが存在しません。呼び出しを直すか、メソッドを追加してください。",
            },
            separates: &["missing-auth-on-iam-route"],
            when: Some(Not(&NOT_REST)),
        },
        Check {
            title: text! {
                en: "See which routes the HTTP API has",
                ja: "HTTP APIのルートを確認する",
            },
            command: Text::same(
                "aws apigatewayv2 get-routes --api-id {api} --region {region} --query \"Items[].RouteKey\"",
            ),
            if_so: text! {
                en: "If “{method} {path}” is listed, look at the stage: without auto-deploy it serves an older deployment.",
                ja: "「{method} {path}」があれば、ステージを確認してください。自動デプロイが無効なら古いデプロイのままです。",
            },
            if_not: text! {
                en: "If it is not, the route does not exist. A path that begins with the stage's name is one segment too long for $default and for a custom domain.",
                ja: "なければルートが存在しません。$defaultステージやカスタムドメインでは、先頭のステージ名は余分です。",
            },
            separates: &["default-endpoint-disabled", "stage-not-found"],
            when: Some(HTTP_API),
        },
        Check {
            title: text! {
                en: "See what was deployed, and when",
                ja: "いつデプロイされたか確認する",
            },
            command: Text::same(
                "aws apigateway get-stage --rest-api-id {api} --stage-name {stage} --region {region} --query \"[deploymentId, lastUpdatedDate]\"\naws apigateway get-export --rest-api-id {api} --stage-name {stage} --export-type oas30 --region {region} deployed.json && jq '.paths | map_values(keys)' deployed.json",
            ),
            if_so: text! {
                en: "If the deployment is older than your last change, or does not hold the path with this method, deploy the API.",
                ja: "最後の変更より古いデプロイであるか、デプロイ済みの定義にこのパスとメソッドがなければ、APIをデプロイしてください。",
            },
            if_not: text! {
                en: "If it holds them, compare the path letter by letter: upper and lower case count, and so does a slash at the end.",
                ja: "含まれていれば、パスを一文字ずつ比べてください。大文字と小文字、末尾のスラッシュも区別されます。",
            },
            separates: &["bearer-token-on-missing-route"],
            when: Some(Not(&NOT_REST)),
        },
        Check {
            title: text! {
                en: "See which route keys the WebSocket API has, and what selects them",
                ja: "WebSocket APIのルートキーとルート選択式を確認する",
            },
            command: Text::same(
                "aws apigatewayv2 get-routes --api-id {api} --region {region} --query \"Items[].RouteKey\"\naws apigatewayv2 get-api --api-id {api} --region {region} --query RouteSelectionExpression",
            ),
            if_so: text! {
                en: "If the message's value at the expression, such as $request.body.action, is listed, deploy the API: the route is not in the stage yet.",
                ja: "選択式（$request.body.actionなど）で得られる値が一覧にあれば、ルートがまだステージに反映されていないため、APIをデプロイしてください。",
            },
            if_not: text! {
                en: "If not, send a key that is listed, as JSON, or add the route or a $default route.",
                ja: "なければ、一覧にあるキーをJSONで送るか、そのルートまたは$defaultルートを追加してください。",
            },
            separates: &["websocket-handshake-forbidden"],
            when: Some(Fact("response.body", unrouted_frame_only)),
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Call the path that worked: {nearest}",
                ja: "成功したパスを呼び出す: {nearest}",
            },
            form: Form::Text,
            text: text! {
                en: "Did you mean {nearest}? It was answered in this session; {full_path} was not.",
                ja: "{nearest}の誤りではありませんか。同じセッションで成功しているのは{full_path}ではなくこちらです。",
            },
            redeploy: false,
            when: Some(Fact("neighbours", nearest_is_known)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Give the function an event of this path and method",
                ja: "関数にこのパスとメソッドのイベントを定義する",
            },
            form: Form::Sam,
            text: Text::same(
                "Events:\n  Call:\n    Type: Api\n    Properties: { Path: '<resource-path>', Method: {method} }\n",
            ),
            redeploy: false,
            when: Some(Fact("url", looks::emulated_miss)),
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Call a path and a method that the API has",
                ja: "APIに存在するパスとメソッドを呼び出す",
            },
            form: Form::Text,
            text: text! {
                en: "Compare {method} {path} with the API's documentation: the stage first, where the API's URLs have one, then the path, in its exact letter case.",
                ja: "{method} {path}をAPIの仕様と比べてください。URLにステージを含むAPIではステージ、パスの順で、大文字と小文字も一致している必要があります。",
            },
            redeploy: false,
            when: Some(Not(&Fact("url", looks::emulated_miss))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Deploy the API to the stage",
                ja: "APIをステージにデプロイする",
            },
            form: Form::Cli,
            text: Text::same(
                "aws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}",
            ),
            redeploy: true,
            when: Some(Not(&NOT_REST)),
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
            when: Some(Not(&NOT_REST)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Add the route to the HTTP API",
                ja: "HTTP APIにルートを追加する",
            },
            form: Form::Cli,
            text: Text::same(
                "aws apigatewayv2 create-route --api-id {api} --region {region} --route-key \"{method} {path}\" --target integrations/<integration-id>",
            ),
            redeploy: false,
            when: Some(HTTP_API),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Give the parent of a greedy path a method too",
                ja: "greedyパス変数の親にもメソッドを定義する",
            },
            form: Form::Sam,
            text: Text::same(
                "Events:\n  Root:\n    Type: Api\n    Properties: { Path: '/', Method: ANY }\n  Rest:\n    Type: Api\n    Properties: { Path: '/{proxy+}', Method: ANY }\n",
            ),
            redeploy: true,
            when: Some(Fact("url", parent_of_greedy_path)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Add a $default route, or the one that messages name",
                ja: "$defaultルート、またはメッセージが指定するルートを追加する",
            },
            form: Form::Cli,
            text: Text::same(
                "aws apigatewayv2 create-route --api-id {api} --region {region} --route-key '$default' --target integrations/<integration-id>\naws apigatewayv2 create-deployment --api-id {api} --stage-name {stage} --region {region}",
            ),
            redeploy: false,
            when: Some(Fact("response.body", unrouted_frame_only)),
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
            when: Some(Not(&NOT_REST)),
        },
    ],
    links: &[links::HOW_TO_CALL_API, links::REPOST_AUTHENTICATION_TOKEN_ERRORS],
};

/// `{"message": "Forbidden", "connectionId":"…", "requestId":"…"}`
fn unrouted_frame(facts: &Facts<'_>) -> Look {
    match facts.message {
        Some(_) => looks::frame_says(facts, &["Forbidden"]),
        None => Look::missing(facts.body().is_some()),
    }
}

/// The same, and otherwise absent, so that what is said of frames is not said of HTTP.
fn unrouted_frame_only(facts: &Facts<'_>) -> Look {
    match unrouted_frame(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}

/// Nothing follows the stage.
fn bare_stage_root(facts: &Facts<'_>) -> Look {
    let (Some(url), Some(host)) = (&facts.url, &facts.host) else {
        return Look::Unknown;
    };
    if facts.origin.who.side() == Side::Nobody {
        return Look::Absent;
    }
    // A stage with resources is a REST API's, which never answers 404 by itself.
    if facts.evidence.status == Some(404) && facts.error_types.is_empty() {
        return Look::Absent;
    }
    if !host.has_stage_in_path() || facts.api == Some(ApiKind::Http) || url.is_websocket() {
        return Look::Absent;
    }
    if url.segments().count() == 1 {
        Look::seen(url.path, "url")
    } else {
        Look::Absent
    }
}

/// The root of a stage or of a domain, or a path whose children work.
fn parent_of_greedy_path(facts: &Facts<'_>) -> Look {
    let root_of_domain = facts.host_form() == Some(HostForm::Other)
        && facts.url.is_some_and(|url| url.segments().next().is_none());
    let child = child_of_greedy_path_worked(facts);
    match bare_stage_root(facts) {
        Look::Seen(_) if facts.api != Some(ApiKind::Http) => Look::seen("", "url"),
        _ if root_of_domain => Look::seen("/", "url"),
        _ if matches!(child, Look::Seen(_)) => child,
        _ => Look::Absent,
    }
}

/// An SDK's or a browser's text around the message.
fn says_so(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, &["Missing Authentication Token"])
}

/// 403 and neither words nor a type to it.
fn nothing_but_a_status(facts: &Facts<'_>) -> Look {
    let told = !facts.error_types.is_empty() || facts.message.is_some() || facts.body().is_some();
    match facts.evidence.status {
        Some(status) if !told && facts.announced_length().is_none() => {
            Look::seen(alloc::format!("{status}"), "response.status")
        }
        _ => Look::Absent,
    }
}

fn slash_at_end(facts: &Facts<'_>) -> Look {
    match &facts.url {
        Some(url) if url.path.len() > 1 && url.path.ends_with('/') => Look::seen(url.path, "url"),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

/// An upgrade that was answered with a status: `$connect` is there, or there is no API at all.
fn handshake(facts: &Facts<'_>) -> Look {
    let upgrade = facts.url.is_some_and(|url| url.is_websocket())
        || facts.evidence.request_headers.has("sec-websocket-key");
    if upgrade && facts.evidence.status.is_some() {
        Look::seen(facts.evidence.url.clone().unwrap_or_default(), "url")
    } else {
        Look::Absent
    }
}

fn other_verb_worked(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| {
        other.same_path && !other.same_method && other.worked && !other.is_preflight
    })
}

fn same_call_worked(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| other.same_path && other.same_method && other.worked)
}

fn close_path_worked(facts: &Facts<'_>) -> Look {
    let Some(own) = facts.url else {
        return Look::Unknown;
    };
    facts.neighbour(|other| {
        other.worked && !other.is_preflight && routing::is_near_miss(&own, other)
    })
}

fn nearest_is_known(facts: &Facts<'_>) -> Look {
    match close_path_worked(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}

fn child_of_greedy_path_worked(facts: &Facts<'_>) -> Look {
    let Some(own) = facts.url else {
        return Look::Unknown;
    };
    let parent = own.path.trim_end_matches('/');
    facts.neighbour(|other| {
        other.same_host
            && other.worked
            && other
                .url
                .path
                .strip_prefix(parent)
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|rest| !rest.is_empty())
    })
}
