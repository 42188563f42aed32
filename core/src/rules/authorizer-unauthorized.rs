//! No usable token came: the authorizer was not even asked, or it said `Unauthorized`.
//!
//! The gateway looks for the token at the authorizer's identity source, matches it against a
//! pattern where one is set, and answers 401 by itself when that fails: nothing is invoked, so the
//! function's log stays empty. A token that came and was judged is `jwt-expired-or-invalid`; a
//! policy that denies is `authorizer-deny`.

use crate::looks;
use crate::rule::prelude::*;
use crate::tokens;

pub(crate) static RULE: Rule = Rule {
    id: "authorizer-unauthorized",
    since: "0.1.0",
    family: Family::Authorizer,
    statuses: &[401],
    prior: Prior::Everyday,
    speaker: GATEWAY,
    title: text! {
        en: "The authorizer found no token that it could use",
        ja: "オーソライザーが使えるトークンが見つかりません",
    },
    why: text! {
        en: "Before it asks an authorizer, API Gateway reads the token from the authorizer's identity source, as a rule the header Authorization, and matches it against the validation pattern if there is one. \
             If the source is missing or empty or does not match, it answers 401 without invoking anything. \
             A Lambda authorizer that throws exactly “Unauthorized” ends in the same answer.",
        ja: "API Gatewayはオーソライザーを呼び出す前に、IDソース（通常はヘッダーAuthorization）からトークンを読み取り、検証用の正規表現があれば照合します。\
             IDソースがない、空である、または一致しない場合は、何も呼び出さずに401を返します。\
             Lambdaオーソライザーが「Unauthorized」というエラーを投げたときも同じ応答になります。",
    },
    signals: &[
        Requires(Any(&[
            Answer("UnauthorizedException", "Unauthorized", 401),
            Says("Unauthorized request:"),
            Fact("log", looks::authorizer_said_401),
            NetError("Unexpected server response: 401"),
            NetError("Unexpected response code: 401"),
            NetError("no valid credentials available"),
            Fact("response.body", looks::maybe_reworded_401),
        ])),
        Proves(
            All(&[Header("www-authenticate", "Bearer"), Not(&Header("www-authenticate", "error="))]),
            text! {
                en: "The JWT authorizer asks for a token and complains about none",
                ja: "JWTオーソライザーはトークンを求めているだけで、トークンの誤りを指摘していません",
            },
        ),
        Proves(
            Fact("neighbours", worked_with_a_token),
            text! {
                en: "The same method and path worked in this session with a token, and this call carries none",
                ja: "同じセッションで同じメソッドとパスがトークン付きで成功していますが、この呼び出しにはトークンがありません",
            },
        ),
        Suggests(
            Auth(AuthKind::Nothing),
            text! {
                en: "The request carries no Authorization header",
                ja: "リクエストにAuthorizationヘッダーがありません",
            },
        ),
        Suggests(
            Fact("request.headers.authorization", looks::empty_token),
            text! {
                en: "The header names a scheme, but the token behind it is empty",
                ja: "ヘッダーに方式の名前はありますが、トークンが空です",
            },
        ),
        Suggests(
            Auth(AuthKind::SigV4Header),
            text! {
                en: "The request is signed for IAM, and an authorizer that wants a token answered",
                ja: "リクエストはIAM向けに署名されていますが、応答はトークンを求めるオーソライザーのものです",
            },
        ),
        Suggests(
            Auth(AuthKind::Basic),
            text! {
                en: "The request carries Basic credentials where a token is expected",
                ja: "トークンが必要なところにBasic認証の情報が送られています",
            },
        ),
        Hints(
            Fact("request.headers", tokens::elsewhere),
            text! {
                en: "A token stands elsewhere than in Authorization, where authorizers look unless their identity source says otherwise",
                ja: "トークンがAuthorization以外の場所にあります。IDソースで指定されていない限り参照されません",
            },
        ),
        Suggests(
            Fact("request.headers.authorization", tokens::misshapen),
            text! {
                en: "A validation pattern, if there is one, refuses a value of this form before anything is invoked",
                ja: "検証用の正規表現が設定されていれば、この形式の値は何も呼び出されずに拒否されます",
            },
        ),
        Hints(
            All(&[Fact("request.headers.authorization", tokens::without_scheme), Not(&Api(ApiKind::Http))]),
            text! {
                en: "The token has no Bearer in front, which a validation pattern can demand",
                ja: "トークンの前に「Bearer」がありません。検証用の正規表現で必須になっていることがあります",
            },
        ),
        Opposes(
            Fact("request.method", looks::preflight),
            text! {
                en: "Browsers never send a token with a preflight",
                ja: "ブラウザーはプリフライトリクエストにトークンを付けません",
            },
        ),
        Doubts(
            Fact("request.headers.authorization", looks::token),
            text! {
                en: "A token did arrive",
                ja: "トークンは届いています",
            },
        ),
        Excludes(
            Any(&[Says("invalid_token"), Header("www-authenticate", "invalid_token"), Header("www-authenticate", "insufficient_scope"), Says("token has expired")]),
            text! {
                en: "The answer finds fault with the token that came",
                ja: "応答は、届いたトークンの誤りを指摘しています",
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
                en: "Call it with a fresh token in the identity source",
                ja: "新しいトークンをIDソースに入れて呼び出す",
            },
            Text::same("curl -si -X {method} \"{url}\" -H \"Authorization: Bearer <token>\""),
            text! {
                en: "If it is no longer 401, no token was sent before, or not where the authorizer looks.",
                ja: "401でなくなれば、トークンが送られていなかったか、オーソライザーが参照しない場所にありました。",
            },
            text! {
                en: "If it still is, the token itself is refused: decode it and compare iss, aud and exp with the authorizer.",
                ja: "変わらなければトークン自体が拒否されています。デコードして、iss、aud、expをオーソライザーの設定と比べてください。",
            },
        )
        .separates(&["jwt-expired-or-invalid", "authorizer-deny", "authorizer-error"]),
        Check::new(
            text! {
                en: "See where the authorizer looks for the token",
                ja: "オーソライザーが参照する場所を確認する",
            },
            Text::same("aws apigateway get-authorizers --rest-api-id {api} --region {region} --query \"items[].[id, type, identitySource, identityValidationExpression, authorizerResultTtlInSeconds]\" --output table"),
            text! {
                en: "If identitySource names something that the request lacks, or the expression does not match the whole token, the call ends here.",
                ja: "identitySourceの項目がリクエストにないか、正規表現がトークン全体に一致しなければ、ここで拒否されます。",
            },
            text! {
                en: "If both fit, the authorizer ran: its log, or the token's claims, say why it refused.",
                ja: "どちらも問題なければオーソライザーは実行されています。理由はそのログかトークンのクレームでわかります。",
            },
        )
        .separates(&["jwt-expired-or-invalid"])
        .when(Not(&Api(ApiKind::Http))),
        Check::new(
            text! {
                en: "See where the HTTP API's authorizer looks for the token",
                ja: "HTTP APIのオーソライザーが参照する場所を確認する",
            },
            Text::same("aws apigatewayv2 get-authorizers --api-id {api} --region {region} --query \"Items[].[AuthorizerId, AuthorizerType, IdentitySource, JwtConfiguration]\""),
            text! {
                en: "If a listed IdentitySource is missing from the request, API Gateway answers 401 without calling the authorizer.",
                ja: "IdentitySourceのいずれかがリクエストになければ、API Gatewayはオーソライザーを呼び出さずに401を返します。",
            },
            text! {
                en: "If all are there, the token was judged: read www-authenticate in the answer.",
                ja: "すべてあればトークンが検証されています。応答のwww-authenticateを確認してください。",
            },
        )
        .separates(&["jwt-expired-or-invalid"])
        .when(Not(&Api(ApiKind::Rest))),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Send the token where the authorizer looks",
                ja: "オーソライザーが参照する場所でトークンを送る",
            },
            Text::same("curl -i -X {method} \"{url}\" -H \"Authorization: Bearer <token>\""),
        ),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "See why the client had no token",
                ja: "クライアントにトークンがない理由を調べる",
            },
            text! {
                en: "The call went out before sign-in was finished, after the session had ended, or without the header that the HTTP client should add. “Bearer undefined” and “Bearer null” mean that the variable was empty. In a browser, WebSocket handshakes cannot carry an Authorization header: send the token in the query string and let the authorizer look there.",
                ja: "サインインの完了前やセッションの終了後に呼び出した、またはHTTPクライアントがヘッダーを付けなかった可能性があります。「Bearer undefined」や「Bearer null」は変数が空だったことを示します。ブラウザーのWebSocketではAuthorizationヘッダーを送れないため、トークンをクエリ文字列で渡し、オーソライザーにもそこを参照させてください。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Point the identity source at the header that clients send",
                ja: "IDソースを、クライアントが送るヘッダーに合わせる",
            },
            Text::same("aws apigateway update-authorizer --rest-api-id {api} --authorizer-id {authorizer} --region {region} --patch-operations op=replace,path=/identitySource,value=method.request.header.Authorization\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Point the HTTP API's identity source at the header that clients send",
                ja: "HTTP APIのIDソースを、クライアントが送るヘッダーに合わせる",
            },
            Text::same("aws apigatewayv2 update-authorizer --api-id {api} --authorizer-id {authorizer} --region {region} --identity-source '$request.header.Authorization'"),
        )
        .when(Not(&Api(ApiKind::Rest))),
        Fix::new(
            Owner,
            Form::Sam,
            text! {
                en: "Name header and pattern in the template",
                ja: "テンプレートでヘッダーと正規表現を指定する",
            },
            Text::same("Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: {stage}\n      Auth:\n        DefaultAuthorizer: Token\n        Authorizers:\n          Token:\n            FunctionArn: !GetAtt AuthorizerFunction.Arn\n            Identity:\n              Header: Authorization\n              ValidationExpression: ^Bearer [-0-9a-zA-Z._]+$"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Name header and pattern in the stack",
                ja: "スタックでヘッダーと正規表現を指定する",
            },
            Text::same("const authorizer = new apigateway.TokenAuthorizer(this, 'Authorizer', {\n  handler: authorizerFunction,\n  identitySource: apigateway.IdentitySource.header('Authorization'),\n  validationRegex: '^Bearer [-0-9a-zA-Z._]+$',\n});"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
    ],
    links: &[links::USE_LAMBDA_AUTHORIZER, links::HTTP_API_JWT_AUTHORIZER],
};

/// `x-auth-token`, `x-access-token`, …, where no `Authorization` came.
fn worked_with_a_token(facts: &Facts<'_>) -> Look {
    let own = &facts.evidence.request_headers;
    if facts.auth.header.is_some() || !own.is_whole_request() {
        return Look::missing(facts.auth.header.is_some());
    }
    facts.neighbour(|other| {
        other.same_path
            && other.same_method
            && other.worked
            && other.evidence.request_headers.has("authorization")
    })
}
