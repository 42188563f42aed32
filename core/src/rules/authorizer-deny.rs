//! The authorizer ran, knew the caller, and its policy does not allow this call.
//!
//! A Lambda authorizer answers with a policy, which is kept under the token for up to an hour (five
//! minutes unless set otherwise). A policy that names only the method of the first call therefore
//! refuses the second one. The words lack the `User: arn…` of IAM's denials, which tells them from
//! identity and resource policies; an HTTP API has only a bare `Forbidden` for it.

use crate::changes;
use crate::looks;
use crate::rule::prelude::*;
use crate::tokens;

pub(crate) static RULE: Rule = Rule {
    id: "authorizer-deny",
    since: "0.1.0",
    family: Family::Authorizer,
    statuses: &[403],
    prior: Prior::Common,
    speaker: GATEWAY,
    title: text! {
        en: "The authorizer's policy does not allow this call",
        ja: "オーソライザーのポリシーがこの呼び出しを許可していません",
    },
    why: text! {
        en: "The authorizer recognised the caller and returned a policy, and the gateway compared its statements with the ARN of this method. \
             Either a statement denies it, or none allows it. \
             The policy is cached under the token (300 seconds unless set otherwise), so one that names only the first method called refuses the next one.",
        ja: "オーソライザーは呼び出し元を認識してポリシーを返し、API Gatewayはその内容をこのメソッドのARNと照合しました。\
             拒否するステートメントがあるか、許可するステートメントがありません。\
             ポリシーはトークンごとにキャッシュされるため（既定は300秒）、最初に呼び出したメソッドだけを許可するポリシーは、次のメソッドを拒否します。",
    },
    signals: &[
        Requires(Any(&[
            EXPLICIT,
            Says("User is not authorized to access this resource"),
            Fact("response.headers.content-length", denial_by_its_length),
            Log("The client is not authorized to perform this operation"),
            ResponseType("ACCESS_DENIED"),
            Fact("log", looks::authorizer_said_403),
            All(&[Api(ApiKind::Http), Message("Forbidden")]),
            Answer("AccessDeniedException", "User is not authorized to access this resource", 403),
            Fact("response.body", looks::maybe_reworded_403),
        ])),
        Proves(
            EXPLICIT,
            text! {
                en: "A statement of the authorizer's policy has the effect Deny; a wider Allow would not change that",
                ja: "オーソライザーのポリシーに、EffectがDenyのステートメントがあります。Allowを広げても結果は変わりません",
            },
        ),
        Proves(
            Any(&[
                Fact("response.body", denied_without_a_deny),
                Fact("response.headers.content-length", denial_by_its_length),
            ]),
            text! {
                en: "The gateway says this of an authorizer's policy; a denial by IAM names the user",
                ja: "オーソライザーのポリシーによる拒否の文です。IAMによる拒否では「User: ～」と呼び出し元が示されます",
            },
        ),
        Proves(
            All(&[
                Log("The client is not authorized to perform this operation"),
                Log("Successfully completed authorizer execution"),
            ]),
            text! {
                en: "The refusal comes after the authorizer ran, so its policy does not cover the call",
                ja: "オーソライザーの実行後に拒否されており、返されたポリシーがこの呼び出しを許可していません",
            },
        ),
        Suggests(
            All(&[Log("Starting authorizer"), Any(&[Says("The client is not authorized"), ResponseType("ACCESS_DENIED"), Status(403)])]),
            text! {
                en: "The log shows the authorizer at work before the refusal",
                ja: "ログでは、拒否の前にオーソライザーが実行されています",
            },
        ),
        Suggests(
            Fact("neighbours", same_token_worked_elsewhere),
            text! {
                en: "The same token was accepted for another method or path of this API",
                ja: "同じトークンが、このAPIの別のメソッドまたはパスでは受け入れられています",
            },
        ),
        Hints(
            Auth(AuthKind::Token),
            text! {
                en: "The request carries a token for an authorizer to judge",
                ja: "リクエストには、オーソライザーが判断するトークンがあります",
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
            Fact("request.headers.authorization", tokens::expired),
            text! {
                en: "The token expired {expired_for} before the answer, and an authorizer may answer that with a policy that denies",
                ja: "トークンは応答の{expired_for}前に期限が切れています。その場合にDenyのポリシーを返すオーソライザーもあります",
            },
        ),
        Opposes(
            Any(&[Auth(AuthKind::SigV4Header), Auth(AuthKind::SigV4Query)]),
            text! {
                en: "A signed request is judged by IAM, not by an authorizer",
                ja: "署名付きのリクエストを判断するのはオーソライザーではなくIAMです",
            },
        ),
        Excludes(
            Says("not authorized to perform: "),
            text! {
                en: "A denial that names the user comes from an IAM or resource policy",
                ja: "呼び出し元を示す拒否は、IAMポリシーまたはリソースポリシーによるものです",
            },
        ),
        Excludes(
            Says("security token included"),
            text! {
                en: "The credentials themselves were refused",
                ja: "認証情報そのものが拒否されています",
            },
        ),
        Suggests(
            Fact("log", looks::authorizer_said_403),
            text! {
                en: "The access log has 403 as the authorizer's own status",
                ja: "アクセスログに、オーソライザー自体のステータスとして403が記録されています",
            },
        ),
        Doubts(
            Fact("response.body", looks::maybe_reworded_403),
            text! {
                en: "The words are not the gateway's own, though its owner can have set them as a gateway response",
                ja: "文面はAPI Gateway自身のものではありませんが、所有者がゲートウェイレスポンスとして設定した可能性もあります",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Read the policy that the authorizer returns for this token",
                ja: "このトークンに対してオーソライザーが返すポリシーを確認する",
            },
            Text::same("aws apigateway test-invoke-authorizer --rest-api-id {api} --authorizer-id {authorizer} --region {region} --path-with-query-string \"{path}\" --headers Authorization=\"<token>\" --query \"[clientStatus, policy, log]\""),
            text! {
                en: "If the policy denies, or its Resource does not cover …/{stage}/{method}/{resource}, the authorizer's code decides it.",
                ja: "ポリシーがDenyであるか、Resourceが…/{stage}/{method}/{resource}を含まなければ、原因はオーソライザーのコードです。",
            },
            text! {
                en: "If it allows this method, an older policy is still cached, or a resource policy denies the call as well.",
                ja: "このメソッドを許可していれば、古いポリシーがキャッシュに残っているか、リソースポリシーも拒否しています。",
            },
        )
        .separates(&[
            "resource-policy-explicit-deny",
            "resource-policy-implicit-deny",
            "iam-identity-policy-deny",
            "authorizer-unauthorized",
        ])
        .when(Not(&Api(ApiKind::Http))),
        Check::new(
            text! {
                en: "See which authorizer the HTTP API has, and for how long it caches",
                ja: "HTTP APIのオーソライザーとキャッシュ時間を確認する",
            },
            Text::same("aws apigatewayv2 get-authorizers --api-id {api} --region {region} --query \"Items[].[AuthorizerId, AuthorizerType, IdentitySource, AuthorizerResultTtlInSeconds]\" --output table"),
            text! {
                en: "If it is of type REQUEST, its function refused: it returned isAuthorized false or a policy without this route.",
                ja: "タイプがREQUESTであれば、関数が拒否しました。isAuthorizedがfalseか、ポリシーにこのルートがありません。",
            },
            text! {
                en: "If there is none, the route uses IAM, or the host name is not mapped to this API.",
                ja: "オーソライザーがなければ、ルートがIAM認証であるか、ホスト名がこのAPIにマッピングされていません。",
            },
        )
        .separates(&[
            "missing-auth-on-iam-route",
            "iam-identity-policy-deny",
            "base-path-mapping-missing",
            "jwt-expired-or-invalid",
        ])
        .when(Api(ApiKind::Http)),
        Check::new(
            text! {
                en: "Call it again once the cached policies are flushed",
                ja: "キャッシュされたポリシーを消去してから呼び出し直す",
            },
            Text::same("aws apigateway flush-stage-authorizers-cache --rest-api-id {api} --stage-name {stage} --region {region} && curl -si -X {method} \"{url}\" -H \"Authorization: <token>\""),
            text! {
                en: "If it works now, the refusal came from a policy cached for another method: widen its Resource or turn caching off.",
                ja: "これで成功すれば、別のメソッド用にキャッシュされたポリシーが原因です。Resourceを広げるか、キャッシュを無効にしてください。",
            },
            text! {
                en: "If it is still refused, the authorizer denies this caller for this method.",
                ja: "それでも拒否されれば、オーソライザーがこの呼び出し元にこのメソッドを許可していません。",
            },
        )
        .when(Not(&Api(ApiKind::Http))),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Send a token that is allowed to call this method",
                ja: "このメソッドの呼び出しを許可されたトークンを送る",
            },
            text! {
                en: "The token was accepted as such; what it may do is not enough for {method} {path}. Sign in as a user with that right, or ask the API's owner for it. After a change of rights, wait for the authorizer's cache (five minutes unless set otherwise) or get a new token.",
                ja: "トークン自体は受け入れられていますが、{method} {path}を呼び出す権限がありません。権限のあるユーザーでサインインするか、APIの所有者に権限の付与を依頼してください。権限の変更後は、オーソライザーのキャッシュの期限（既定は5分）を待つか、新しいトークンを取得してください。",
            },
        ),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Let the authorizer return a policy for all methods of the caller",
                ja: "呼び出し元が使うすべてのメソッドを含むポリシーを返す",
            },
            Text::same(
                "{\n  \"principalId\": \"<user-id>\",\n  \"policyDocument\": {\n    \"Version\": \"2012-10-17\",\n    \"Statement\": [\n      {\n        \"Effect\": \"Allow\",\n        \"Action\": \"execute-api:Invoke\",\n        \"Resource\": \"arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/*\"\n      }\n    ]\n  }\n}",
            ),
        )
        .when(Not(&Says("with an explicit deny"))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Flush the policies that are cached for the stage",
                ja: "ステージにキャッシュされたポリシーを消去する",
            },
            Text::same("aws apigateway flush-stage-authorizers-cache --rest-api-id {api} --stage-name {stage} --region {region}"),
        )
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Turn the authorizer's cache off",
                ja: "オーソライザーのキャッシュを無効にする",
            },
            Text::same("aws apigateway update-authorizer --rest-api-id {api} --authorizer-id {authorizer} --region {region} --patch-operations op=replace,path=/authorizerResultTtlInSeconds,value=0"),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Turn the authorizer's cache off",
                ja: "オーソライザーのキャッシュを無効にする",
            },
            Text::same(
                "resource \"aws_api_gateway_authorizer\" \"this\" {\n  name                             = \"<authorizer-name>\"\n  rest_api_id                      = \"{api}\"\n  authorizer_uri                   = aws_lambda_function.authorizer.invoke_arn\n  authorizer_result_ttl_in_seconds = 0\n}",
            ),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Turn the authorizer's cache off",
                ja: "オーソライザーのキャッシュを無効にする",
            },
            Text::same(
                "const authorizer = new apigateway.TokenAuthorizer(this, 'Authorizer', {\n  handler: authorizerFunction,\n  resultsCacheTtl: cdk.Duration.seconds(0),\n});",
            ),
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Forget the decisions that the HTTP API has cached",
                ja: "HTTP APIにキャッシュされた判断を消去する",
            },
            Text::same("aws apigatewayv2 reset-authorizers-cache --api-id {api} --stage-name {stage} --region {region}"),
        )
        .when(Api(ApiKind::Http)),
    ],
    links: &[links::LAMBDA_AUTHORIZER_OUTPUT, links::USE_LAMBDA_AUTHORIZER],
};

/// A withheld body that is as long as one of the three denials.
const EXPLICIT: crate::clue::Clue =
    Says("User is not authorized to access this resource with an explicit deny");

fn denied_without_a_deny(facts: &Facts<'_>) -> Look {
    match EXPLICIT.look(facts) {
        Look::Seen(_) => Look::Absent,
        _ => Says("User is not authorized to access this resource").look(facts),
    }
}

fn denial_by_its_length(facts: &Facts<'_>) -> Look {
    const DENIALS: [&str; 4] = [
        "User is not authorized to access this resource",
        "User is not authorized to access this resource with an explicit deny",
        "User is not authorized to access this resource with an explicit deny in an identity-based policy",
        "User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action",
    ];
    if facts.body().is_some() {
        return Look::Absent;
    }
    DENIALS
        .iter()
        .map(|denial| Message(denial).look(facts))
        .find(|look| matches!(look, Look::Seen(_)))
        .unwrap_or(Look::Unknown)
}

fn same_token_worked_elsewhere(facts: &Facts<'_>) -> Look {
    let Some(token) = facts.auth.header else {
        return Look::Unknown;
    };
    facts.neighbour(|other| {
        other.same_host
            && other.worked
            && !(other.same_path && other.same_method)
            && !other.is_preflight
            && other.evidence.request_headers.first("authorization") == Some(token)
    })
}
