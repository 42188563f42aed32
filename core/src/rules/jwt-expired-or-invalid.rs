//! A token came, and the JWT or Cognito authorizer refused it.
//!
//! An HTTP API says why in `www-authenticate`; a REST API with a Cognito authorizer says it only of
//! an expired token and answers a bare `Unauthorized` for everything else. ID and access tokens of
//! a user pool are alike from outside: a method without scopes wants the ID token, one with scopes
//! the access token. Without any token it is `authorizer-unauthorized`.

use crate::changes;
use crate::looks;
use crate::rule::prelude::*;
use crate::tokens;

pub(crate) static RULE: Rule = Rule {
    id: "jwt-expired-or-invalid",
    since: "0.1.0",
    family: Family::Authorizer,
    statuses: &[401, 403],
    prior: Prior::Common,
    speaker: GATEWAY,
    title: text! {
        en: "The token that came is expired or does not fit",
        ja: "送られたトークンの期限が切れているか、要件に合いません",
    },
    why: text! {
        en: "The authorizer fetched the issuer's public keys, verified the signature of the token, and compared iss, aud (or client_id), exp, nbf and the scopes with its own settings. \
             One of them does not fit. \
             An HTTP API names it in www-authenticate; a REST API with a Cognito authorizer answers 401 “Unauthorized” for all but expiry.",
        ja: "オーソライザーは発行者の公開鍵を取得してトークンの署名を検証し、iss、aud（またはclient_id）、exp、nbf、スコープを設定と照合しました。\
             このいずれかが合っていません。\
             HTTP APIは理由をwww-authenticateに示します。CognitoオーソライザーのREST APIは、期限切れ以外はすべて401「Unauthorized」を返します。",
    },
    signals: &[
        Requires(Any(&[
            Header("www-authenticate", "invalid_token"),
            Header("www-authenticate", "insufficient_scope"),
            Says("invalid_token"),
            Says("insufficient_scope"),
            Fact("response.body", expired_in_words),
            Fact("log", looks::token_refused_in_log),
            Answer("UnauthorizedException", "Unauthorized", 401),
            Says("Unauthorized request:"),
            Fact("response.body", looks::maybe_reworded_401),
        ])),
        Proves(
            Any(&[
                Header("www-authenticate", "invalid_token"),
                Says("invalid_token"),
                Fact("response.body", expired_in_words),
                Fact("log", looks::token_refused_in_log),
            ]),
            text! {
                en: "The authorizer says what is wrong with the token",
                ja: "オーソライザーがトークンの誤りを示しています",
            },
        ),
        Proves(
            Any(&[Header("www-authenticate", "insufficient_scope"), Says("insufficient_scope")]),
            text! {
                en: "The token is valid, but holds none of the route's scopes",
                ja: "トークンは有効ですが、ルートに必要なスコープがありません",
            },
        ),
        Proves(
            Fact("request.headers.authorization", tokens::expired),
            text! {
                en: "The token expired {expired_for} before the answer, by the server's clock",
                ja: "サーバーの時計では、トークンは応答の{expired_for}前に期限が切れています",
            },
        ),
        Proves(
            Fact("request.headers.authorization", tokens::not_valid_yet),
            text! {
                en: "The token says that it is from the future: {valid_in} after the answer",
                ja: "トークンの時刻が応答より{valid_in}先で、まだ有効ではありません",
            },
        ),
        Suggests(
            Fact("request.headers.authorization", tokens::expired_locally),
            text! {
                en: "The token expired {expired_for} before the call, by the client's clock",
                ja: "クライアントの時計では、トークンは呼び出しの{expired_for}前に期限が切れています",
            },
        ),
        Suggests(
            Fact("request.headers.authorization", tokens::odd_times),
            text! {
                en: "A time in the token is no number of seconds, as JWTs have it",
                ja: "トークンの時刻が、JWTで使う秒数になっていません",
            },
        ),
        Suggests(
            Fact("request.headers.authorization", looks::token),
            text! {
                en: "A token arrived",
                ja: "トークンは届いています",
            },
        ),
        Suggests(
            Fact("neighbours", looks::same_token_worked_before),
            text! {
                en: "The same token was accepted at this host earlier in this session",
                ja: "同じセッションで、同じトークンがこのホストで受け入れられていました",
            },
        ),
        Suggests(
            Fact("neighbours", changes::another_token),
            text! {
                en: "The same call worked in this session with a token whose claims differ from this one's",
                ja: "同じセッションで、同じ呼び出しが、クレームの異なるトークンで成功しています",
            },
        ),
        Hints(
            Fact("request.headers.authorization", tokens::kind),
            text! {
                en: "It is a user pool's {token_use} token; a method without scopes wants the ID token, one with scopes the access token",
                ja: "ユーザープールの{token_use}トークンです。スコープのないメソッドにはIDトークン、スコープのあるメソッドにはアクセストークンが必要です",
            },
        ),
        Hints(
            Fact("request.headers.authorization", tokens::misshapen),
            text! {
                en: "{token_fault}",
                ja: "{token_fault}",
            },
        ),
        Hints(
            Fact("request.headers.authorization", tokens::mismatch),
            text! {
                en: "{token_mismatch}",
                ja: "{token_mismatch}",
            },
        ),
        Hints(
            All(&[Fact("request.headers.authorization", tokens::foreign_algorithm), Api(ApiKind::Http)]),
            text! {
                en: "The token is not signed with RSA, and JWT authorizers accept nothing else",
                ja: "トークンの署名がRSA系ではなく、JWTオーソライザーでは受け付けられません",
            },
        ),
        Opposes(
            Any(&[Auth(AuthKind::Nothing), Auth(AuthKind::SigV4Header), Auth(AuthKind::Basic)]),
            text! {
                en: "The request carries no token that could be judged",
                ja: "リクエストには検証できるトークンがありません",
            },
        ),
        Opposes(
            Fact("request.method", looks::preflight),
            text! {
                en: "Browsers never send a token with a preflight",
                ja: "ブラウザーはプリフライトリクエストにトークンを付けません",
            },
        ),
        Excludes(
            All(&[Header("www-authenticate", "Bearer"), Not(&Header("www-authenticate", "error="))]),
            text! {
                en: "The authorizer complains about no token that came",
                ja: "オーソライザーは届いたトークンの誤りを指摘していません",
            },
        ),
        Excludes(
            Api(ApiKind::WebSocket),
            text! {
                en: "WebSocket APIs have no JWT or Cognito authorizers",
                ja: "WebSocket APIにはJWTオーソライザーもCognitoオーソライザーもありません",
            },
        ),
        Doubts(
            Fact("response.body", looks::maybe_reworded_401),
            text! {
                en: "The words are not the gateway's own, though its owner can have set them as a gateway response",
                ja: "文面はAPI Gateway自身のものではありませんが、所有者がゲートウェイレスポンスとして設定した可能性もあります",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Read the token's claims",
                ja: "トークンのクレームを確認する",
            },
            Text::same("TOKEN=<token>; echo \"$TOKEN\" | cut -d. -f2 | tr '_-' '/+' | base64 -d 2>/dev/null | jq '{iss, aud, client_id, token_use, scope, exp, expires: (.exp | todate)}'"),
            text! {
                en: "If exp lies in the past, or iss, aud, token_use or scope differ from what the authorizer wants, that is why.",
                ja: "expが過去であるか、iss、aud、token_use、scopeがオーソライザーの設定と異なれば、それが原因です。",
            },
            text! {
                en: "If all fit, the signature does not: the token was altered, or signed with a key that the issuer no longer publishes.",
                ja: "すべて合っていれば署名が合っていません。トークンが改変されたか、発行者が公開していない鍵で署名されています。",
            },
        )
        .separates(&["authorizer-unauthorized", "authorizer-deny"]),
        Check::new(
            text! {
                en: "See which issuer, audience and scopes the HTTP API wants",
                ja: "HTTP APIが求める発行者、オーディエンス、スコープを確認する",
            },
            Text::same("aws apigatewayv2 get-authorizers --api-id {api} --region {region} --query \"Items[].[AuthorizerId, IdentitySource, JwtConfiguration]\"; aws apigatewayv2 get-routes --api-id {api} --region {region} --query \"Items[].[RouteKey, AuthorizationType, AuthorizationScopes]\""),
            text! {
                en: "Issuer must equal iss letter by letter, slash at the end included; Audience must hold aud, or client_id where there is no aud.",
                ja: "Issuerは末尾のスラッシュも含めてissと完全に一致し、Audienceにはaud（ない場合はclient_id）が含まれている必要があります。",
            },
            text! {
                en: "If they fit, see whether the issuer's discovery document can be reached from the internet within 1.5 seconds.",
                ja: "合っていれば、発行者のディスカバリードキュメントにインターネットから1.5秒以内にアクセスできるか確認してください。",
            },
        )
        .separates(&["authorizer-unauthorized"])
        .when(Not(&Api(ApiKind::Rest))),
        Check::new(
            text! {
                en: "See which user pool the REST API trusts, and which scopes the method wants",
                ja: "REST APIが信頼するユーザープールと、メソッドのスコープを確認する",
            },
            Text::same("aws apigateway get-authorizers --rest-api-id {api} --region {region} --query \"items[].[id, type, providerARNs, identitySource]\"; aws apigateway get-resources --rest-api-id {api} --region {region} --embed methods --query \"items[?path=='{path}'].resourceMethods.{method}.authorizationScopes\""),
            text! {
                en: "With scopes on the method, send an access token that holds one of them; without, send the ID token.",
                ja: "メソッドにスコープがあれば、そのいずれかを含むアクセストークンを送ってください。なければIDトークンを送ってください。",
            },
            text! {
                en: "If no authorizer is a user pool, a Lambda authorizer refused: its log says why.",
                ja: "ユーザープールのオーソライザーがなければ、拒否したのはLambdaオーソライザーです。理由はそのログにあります。",
            },
        )
        .separates(&["authorizer-unauthorized", "authorizer-deny"])
        .when(Not(&Api(ApiKind::Http))),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Get a new token and send it",
                ja: "新しいトークンを取得して送る",
            },
            text! {
                en: "Use the refresh token (Amplify: fetchAuthSession({ forceRefresh: true })) and repeat the call once after a 401. Compare the clock of the machine that issues or holds tokens where exp or nbf looks right.",
                ja: "リフレッシュトークンで更新し（AmplifyではfetchAuthSession({ forceRefresh: true })）、401のあとに一度だけ再試行してください。expやnbfが正しく見える場合は、トークンを発行・保持するマシンの時計を確認してください。",
            },
        )
        .when(Not(&Any(&[ Header("www-authenticate", "audience"), Header("www-authenticate", "segments"), Header("www-authenticate", "issuer"), Header("www-authenticate", "insufficient_scope"), ]))),
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Send the token itself, once, behind Bearer",
                ja: "トークンそのものをBearerの後に一度だけ付けて送る",
            },
            Text::same("curl -i -X {method} \"{url}\" -H \"Authorization: Bearer <jwt-with-three-parts>\""),
        )
        .when(Any(&[Header("www-authenticate", "segments"), Fact("request.headers.authorization", tokens::misshapen)])),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Send the kind of token that the method wants",
                ja: "メソッドが求める種類のトークンを送る",
            },
            text! {
                en: "A Cognito user pool issues an ID token (token_use id, with aud) and an access token (token_use access, with client_id and scope). A REST method without authorization scopes takes the ID token, one with scopes the access token; a JWT authorizer of an HTTP API takes either, if aud or client_id is in its audience.",
                ja: "Cognitoユーザープールは、IDトークン（token_useがid、audあり）とアクセストークン（token_useがaccess、client_idとscopeあり）を発行します。REST APIのメソッドは、認可スコープがなければIDトークン、あればアクセストークンを受け付けます。HTTP APIのJWTオーソライザーは、audまたはclient_idがオーディエンスに含まれていればどちらも受け付けます。",
            },
        )
        .when(Not(&Header("www-authenticate", "expired"))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Set issuer and audience as the tokens have them",
                ja: "発行者とオーディエンスをトークンに合わせる",
            },
            Text::same("aws apigatewayv2 update-authorizer --api-id {api} --authorizer-id {authorizer} --region {region} --jwt-configuration Audience=<client-id>,Issuer=<issuer-url>"),
        )
        .when(All(&[Not(&Api(ApiKind::Rest)), Not(&Header("www-authenticate", "expired")), Not(&Header("www-authenticate", "insufficient_scope"))])),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Make sure the issuer's keys can be fetched",
                ja: "発行者の鍵を取得できるようにする",
            },
            Text::same("ISSUER=<issuer-url>; curl -s -w '%{time_total}\\n' \"$ISSUER/.well-known/openid-configuration\" | jq -r '.issuer, .jwks_uri'"),
        )
        .when(Any(&[Header("www-authenticate", "communication error"), Header("www-authenticate", "RSA"), Says("communication error")])),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Ask only for scopes that the tokens hold",
                ja: "トークンに含まれるスコープだけを要求する",
            },
            Text::same("aws apigatewayv2 update-route --api-id {api} --route-id <route-id> --region {region} --authorization-scopes <scope>"),
        )
        .when(Any(&[Header("www-authenticate", "insufficient_scope"), Says("insufficient_scope")])),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Define the JWT authorizer in the template",
                ja: "テンプレートでJWTオーソライザーを定義する",
            },
            Text::same("Resources:\n  JwtAuthorizer:\n    Type: AWS::ApiGatewayV2::Authorizer\n    Properties:\n      ApiId: {api}\n      Name: jwt\n      AuthorizerType: JWT\n      IdentitySource:\n        - $request.header.Authorization\n      JwtConfiguration:\n        Issuer: https://cognito-idp.{region}.{suffix}/<user-pool-id>\n        Audience:\n          - <app-client-id>"),
        )
        .when(Not(&Api(ApiKind::Rest))),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Name pool and scopes in the stack",
                ja: "スタックでユーザープールとスコープを指定する",
            },
            Text::same("const authorizer = new apigateway.CognitoUserPoolsAuthorizer(this, 'Authorizer', {\n  cognitoUserPools: [userPool],\n});\nresource.addMethod('{method}', integration, {\n  authorizer,\n  authorizationType: apigateway.AuthorizationType.COGNITO,\n  authorizationScopes: ['<resource-server>/<scope>'],\n});"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
    ],
    links: &[links::HTTP_API_JWT_AUTHORIZER, links::HTTP_API_TROUBLESHOOTING_JWT, links::ENABLE_COGNITO_USER_POOL],
};

/// A Cognito authorizer says of an expired token that it is; so do many an API's own checks, with
/// other statuses.
fn expired_in_words(facts: &Facts<'_>) -> Look {
    const SAID: crate::clue::Clue = Any(&[
        Says("incoming token has expired"),
        Message("The incoming token has expired"),
        Says("token has expired"),
        Says("token is expired"),
        Says("jwt expired"),
        Says("does not have a valid audience"),
        Says("token contains an invalid number of segments"),
        Says("OIDC discovery endpoint communication error"),
        Says("JWKS communication error"),
        Says("token is not valid yet"),
        Says("invalid issuer"),
        Says("from RSA public key"),
        Says("crypto/rsa: verification error"),
        Says("unable to find a signing key that matches"),
        All(&[Says("signing method"), Says("is invalid")]),
    ]);
    match facts.evidence.status {
        Some(401 | 403) | None => match SAID.look(facts) {
            Look::Seen(quote) => Look::Seen(quote),
            _ => Look::Absent,
        },
        Some(_) => Look::Absent,
    }
}
