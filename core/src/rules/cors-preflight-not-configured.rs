//! The browser asked first, with OPTIONS, and was refused or not told what it needed.
//!
//! The real request is never sent then: DevTools show it with no status beside the preflight's own
//! entry. A preflight carries no token and no key, so an authorizer, an API key or a missing OPTIONS
//! method refuses it; the words are those of the refusal, which is why it is mistaken for a missing
//! route or a bad token. CloudFront refusing OPTIONS is `not-from-api-gateway`.

use crate::looks;
use crate::origin::Side;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "cors-preflight-not-configured",
    since: "0.1.0",
    family: Family::Cors,
    statuses: &[401, 403, 404, 500],
    prior: Prior::Common,
    speaker: &[Side::Gateway, Side::Behind, Side::Nobody],
    title: text! {
        en: "The CORS preflight is not answered as the browser needs it",
        ja: "CORSプリフライトにブラウザーが必要とする応答が返っていません",
    },
    why: text! {
        en: "Before a cross-origin request with JSON, a token or a method such as PUT, the browser sends OPTIONS to the same URL, without credentials. \
             It wants a 2xx with Access-Control-Allow-Origin, -Methods and -Headers. \
             Here OPTIONS has no method of its own, stands behind an authorizer or an API key, or its answer lacks one of these, so the real request was never sent.",
        ja: "JSON、トークン、PUTなどのメソッドを伴うクロスオリジンリクエストの前に、ブラウザーは同じURLへ認証情報なしのOPTIONSを送ります。\
             応答には2xxと、Access-Control-Allow-Origin、-Methods、-Headersが必要です。\
             OPTIONSメソッドがない、オーソライザーやAPIキーで保護されている、またはこれらのヘッダーが足りないため、本来のリクエストは送られていません。",
    },
    signals: &[
        Requires(Any(&[
            Fact("response.status", refused_options),
            Fact("neighbours", looks::preflight_failed_before),
            Fact("net_error", looks::names_the_preflight),
            Fact("net_error", looks::kept_from_the_page),
        ])),
        Proves(
            Any(&[
                Fact("neighbours", looks::preflight_failed_before),
                Fact("net_error", looks::names_the_preflight),
                Fact("response.status", refused_options),
            ]),
            text! {
                en: "The preflight was refused, or its answer lacks what the browser asked for",
                ja: "プリフライトが拒否されたか、応答にブラウザーが求めるヘッダーがありません",
            },
        ),
        Suggests(
            All(&[Fact("request.method", looks::preflight), Any(&[ErrorType("MissingAuthenticationTokenException"), Message("Missing Authentication Token"), Message("Not Found")])]),
            text! {
                en: "The path has no OPTIONS method",
                ja: "このパスにはOPTIONSメソッドがありません",
            },
        ),
        Suggests(
            All(&[Fact("request.method", looks::preflight), Any(&[ErrorType("UnauthorizedException"), Message("Unauthorized"), ErrorType("AccessDeniedException")])]),
            text! {
                en: "OPTIONS stands behind an authorizer, which a preflight can never pass",
                ja: "OPTIONSがオーソライザーで保護されています。プリフライトは認証を通過できません",
            },
        ),
        Suggests(
            All(&[Fact("request.method", looks::preflight), Any(&[ErrorType("ForbiddenException"), Message("Forbidden")])]),
            text! {
                en: "OPTIONS is refused as a call without an API key is",
                ja: "OPTIONSが、APIキーのない呼び出しと同じ応答で拒否されています",
            },
        ),
        Suggests(
            Fact("net_error", nothing_was_sent),
            text! {
                en: "Chromium shows no status, as it does after a preflight that failed",
                ja: "Chromiumにステータスが表示されていません。プリフライトが失敗したときの表示です",
            },
        ),
        Opposes(
            Fact("neighbours", looks::preflight_passed_before),
            text! {
                en: "The preflight of this URL was answered well in this session",
                ja: "同じセッションで、このURLのプリフライトは成功しています",
            },
        ),
        Opposes(
            Fact("request.method", simple_request),
            text! {
                en: "A request like this needs no preflight",
                ja: "このようなリクエストにはプリフライトが不要です",
            },
        ),
        Opposes(
            All(&[Fact("log", looks::log_names_a_failure), Unsaid(&["statusCode should be an integer"])]),
            text! {
                en: "The log names what failed behind OPTIONS",
                ja: "ログに、OPTIONSの背後で失敗した処理が記録されています",
            },
        ),
        Opposes(
            All(&[Fact("net_error", looks::header_with_another_value), Not(&Fact("net_error", looks::names_the_preflight))]),
            text! {
                en: "The browser read the header in the answer itself, so the preflight had passed",
                ja: "ブラウザーは応答そのもののヘッダーを読んでいるため、プリフライトは通っています",
            },
        ),
        Opposes(
            Fact("response.status", call_failed_itself),
            text! {
                en: "The status names a failure of the call itself",
                ja: "ステータスが呼び出し自体の失敗を示しています",
            },
        ),
        Excludes(
            Fact("net_error", looks::header_twice),
            text! {
                en: "The header is there, twice",
                ja: "ヘッダーは返っていますが、重複しています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Send the preflight by hand",
                ja: "プリフライトを手動で送る",
            },
            Text::same("curl -si -X OPTIONS \"{url}\" -H \"Origin: {origin}\" -H \"Access-Control-Request-Method: {asked_method}\" -H \"Access-Control-Request-Headers: {asked_headers}\""),
            text! {
                en: "If the status is not 2xx, OPTIONS is missing or protected; the error in the answer says which.",
                ja: "2xxでなければ、OPTIONSがないか保護されています。どちらかは応答のエラーでわかります。",
            },
            text! {
                en: "If it is, compare Access-Control-Allow-Origin, -Methods and -Headers with what the page sends.",
                ja: "2xxであれば、Access-Control-Allow-Origin、-Methods、-Headersをページが送る内容と比べてください。",
            },
        )
        .separates(&[
            "cors-headers-missing-on-error",
            "cors-headers-missing-from-integration",
            "route-not-found",
            "authorizer-unauthorized",
            "api-key-missing-or-invalid",
        ]),
        Check::new(
            text! {
                en: "See how the path answers OPTIONS",
                ja: "パスのOPTIONSの設定を確認する",
            },
            Text::same("aws apigateway get-resources --rest-api-id {api} --region {region} --embed methods --query \"items[?path=='{path}'].resourceMethods.OPTIONS.[authorizationType, apiKeyRequired, methodIntegration.type]\""),
            text! {
                en: "It should be NONE, false and MOCK (or a proxy whose code answers OPTIONS).",
                ja: "NONE、false、MOCK（またはコードがOPTIONSに応答するプロキシ統合）であるべきです。",
            },
            text! {
                en: "If nothing is listed, the path has no OPTIONS method; ANY with an authorizer catches it too.",
                ja: "何も表示されなければOPTIONSメソッドがありません。オーソライザー付きのANYもOPTIONSに適用されます。",
            },
        )
        .separates(&["route-not-found", "authorizer-unauthorized", "api-key-missing-or-invalid"])
        .when(Not(&Api(ApiKind::Http))),
        Check::new(
            text! {
                en: "See the HTTP API's CORS settings",
                ja: "HTTP APIのCORS設定を確認する",
            },
            Text::same("aws apigatewayv2 get-api --api-id {api} --region {region} --query CorsConfiguration"),
            text! {
                en: "If it is set, API Gateway answers OPTIONS by itself: compare AllowOrigins, AllowMethods and AllowHeaders with the page's request.",
                ja: "設定があれば、API GatewayがOPTIONSに自動で応答します。AllowOrigins、AllowMethods、AllowHeadersをページのリクエストと比べてください。",
            },
            text! {
                en: "If it is null, OPTIONS goes to a route: ANY or $default with an authorizer refuses it.",
                ja: "nullであればOPTIONSはルートに送られ、オーソライザー付きのANYや$defaultで拒否されます。",
            },
        )
        .separates(&["route-not-found", "authorizer-unauthorized"])
        .when(Not(&Api(ApiKind::Rest))),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Enable CORS for the resource, then deploy",
                ja: "リソースのCORSを有効にしてデプロイする",
            },
            text! {
                en: "API Gateway > APIs > {api} > Resources > {path} > Enable CORS: tick the methods and Default 4XX and 5XX, Access-Control-Allow-Origin {origin} > Save; then Deploy API > {stage}",
                ja: "API Gateway > API > {api} > リソース > {path} > CORSを有効にする: メソッドとDefault 4XX、Default 5XXを選択し、Access-Control-Allow-Originに{origin}を指定 > 保存、続けてAPIをデプロイ > {stage}",
            },
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Give the resource an open OPTIONS method with a mock integration",
                ja: "リソースに、認証なしのOPTIONSメソッドとモック統合を追加する",
            },
            Text::same("R=<resource-id>\naws apigateway put-method --rest-api-id {api} --resource-id $R --http-method OPTIONS --authorization-type NONE --no-api-key-required --region {region}\naws apigateway put-integration --rest-api-id {api} --resource-id $R --http-method OPTIONS --type MOCK --request-templates '{\"application/json\":\"{\\\"statusCode\\\":200}\"}' --region {region}\naws apigateway put-method-response --rest-api-id {api} --resource-id $R --http-method OPTIONS --status-code 200 --response-parameters method.response.header.Access-Control-Allow-Origin=false,method.response.header.Access-Control-Allow-Methods=false,method.response.header.Access-Control-Allow-Headers=false --region {region}\naws apigateway put-integration-response --rest-api-id {api} --resource-id $R --http-method OPTIONS --status-code 200 --response-parameters '{\"method.response.header.Access-Control-Allow-Origin\":\"\\u0027{origin}\\u0027\",\"method.response.header.Access-Control-Allow-Methods\":\"\\u0027GET,POST,PUT,DELETE,OPTIONS\\u0027\",\"method.response.header.Access-Control-Allow-Headers\":\"\\u0027Content-Type,Authorization,X-Api-Key\\u0027\"}' --region {region}\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Sam,
            text! {
                en: "Keep the default authorizer off the preflight",
                ja: "デフォルトのオーソライザーをプリフライトに適用しない",
            },
            Text::same("Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: {stage}\n      Cors:\n        AllowOrigin: \"'{origin}'\"\n        AllowMethods: \"'GET,POST,PUT,DELETE,OPTIONS'\"\n        AllowHeaders: \"'Content-Type,Authorization,X-Api-Key'\"\n      Auth:\n        AddDefaultAuthorizerToCorsPreflight: false"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Answer preflights on every resource",
                ja: "すべてのリソースでプリフライトに応答する",
            },
            Text::same("new apigateway.RestApi(this, 'Api', {\n  defaultCorsPreflightOptions: {\n    allowOrigins: ['{origin}'],\n    allowMethods: apigateway.Cors.ALL_METHODS,\n    allowHeaders: ['Content-Type', 'Authorization', 'X-Api-Key'],\n  },\n});"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let the HTTP API answer preflights itself",
                ja: "HTTP API自身にプリフライトへ応答させる",
            },
            Text::same("aws apigatewayv2 update-api --api-id {api} --region {region} --cors-configuration AllowOrigins={origin},AllowMethods=GET,POST,PUT,DELETE,OPTIONS,AllowHeaders=authorization,content-type,MaxAge=300"),
        )
        .when(Not(&Api(ApiKind::Rest))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Give OPTIONS a route without an authorizer where the backend answers it",
                ja: "バックエンドがOPTIONSに応答する場合は、認証なしのルートを追加する",
            },
            Text::same("aws apigatewayv2 create-route --api-id {api} --region {region} --route-key \"OPTIONS /{proxy+}\" --authorization-type NONE --target integrations/<integration-id>"),
        )
        .when(Not(&Api(ApiKind::Rest))),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Configure CORS on the HTTP API",
                ja: "HTTP APIのCORSを設定する",
            },
            Text::same("resource \"aws_apigatewayv2_api\" \"this\" {\n  name          = \"<api-name>\"\n  protocol_type = \"HTTP\"\n\n  cors_configuration {\n    allow_origins = [\"{origin}\"]\n    allow_methods = [\"GET\", \"POST\", \"PUT\", \"DELETE\", \"OPTIONS\"]\n    allow_headers = [\"authorization\", \"content-type\"]\n    max_age       = 300\n  }\n}"),
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
                en: "Only browsers ask first. Until the API's owner has set up CORS, a page cannot call it; a server can, and a development server can pass /api on to it. Headers that you do not need, such as a custom one, may be what triggers the preflight.",
                ja: "プリフライトを送るのはブラウザーだけです。APIの所有者がCORSを設定するまでページからは呼び出せませんが、サーバーからは呼び出せます。開発サーバーで/apiを中継することもできます。不要なカスタムヘッダーがプリフライトの原因になっていることもあります。",
            },
        ),
    ],
    links: &[links::HOW_TO_CORS, links::HTTP_API_CORS],
};

/// OPTIONS was answered 300 or more.
fn refused_options(facts: &Facts<'_>) -> Look {
    let Some(status) = facts.evidence.status else {
        // `Código de estado: 403` in a language that nobody reads here, and the verb beside it.
        return match (looks::preflight(facts), facts.evidence.net_error.as_deref()) {
            (Look::Seen(_), Some(error)) if crate::look::find_in(error, "CORS").is_some() => {
                Look::seen("OPTIONS", "request.method")
            }
            _ => Look::Absent,
        };
    };
    match looks::preflight(facts) {
        Look::Seen(_) if status >= 300 => {
            Look::seen(alloc::format!("OPTIONS {status}"), "response.status")
        }
        // A preflight that was answered, and that the browser still complains about.
        Look::Seen(_) if facts.evidence.net_error.is_some() => {
            Look::seen(alloc::format!("OPTIONS {status}"), "response.status")
        }
        Look::Unknown => Look::Unknown,
        Look::Seen(_) | Look::Absent => Look::Absent,
    }
}

/// A status that explains itself, in answer to the call and not to its preflight.
fn call_failed_itself(facts: &Facts<'_>) -> Look {
    let of_the_preflight = matches!(looks::preflight(facts), Look::Seen(_))
        || matches!(looks::names_the_preflight(facts), Look::Seen(_));
    if of_the_preflight {
        Look::Absent
    } else {
        looks::telling_status(facts)
    }
}

/// Chromium's own entry of a page's request that was stopped before it was sent.
fn nothing_was_sent(facts: &Facts<'_>) -> Look {
    let evidence = facts.evidence;
    let from_page = matches!(evidence.resource_type.as_deref(), Some("fetch" | "xhr"));
    match evidence.net_error.as_deref() {
        Some(error) if from_page && evidence.status.is_none() && error == "net::ERR_FAILED" => {
            Look::seen(error, "net_error")
        }
        _ => Look::Absent,
    }
}

/// GET, HEAD or POST with none of the headers that make a browser ask first.
fn simple_request(facts: &Facts<'_>) -> Look {
    let headers = &facts.evidence.request_headers;
    let method = facts.evidence.method.as_deref().unwrap_or("");
    if !headers.is_whole_request() {
        return Look::Unknown;
    }
    let plain_body = headers.first("content-type").is_none_or(|kind| {
        [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        ]
        .iter()
        .any(|plain| kind.starts_with(plain))
    });
    let plain_method = ["GET", "HEAD", "POST"]
        .iter()
        .any(|plain| method.eq_ignore_ascii_case(plain));
    let asks = headers.iter().any(|header| {
        let name = header.name.to_ascii_lowercase();
        name == "authorization" || (name.starts_with("x-") && name != "x-client-data")
    });
    if plain_method && plain_body && !asks {
        Look::seen(method, "request.method")
    } else {
        Look::Absent
    }
}
