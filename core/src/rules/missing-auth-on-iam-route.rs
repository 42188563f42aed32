//! The method exists, demands `AWS_IAM`, and the request came without a signature.
//!
//! A REST API answers it with the very bytes of an unknown route, “Missing Authentication Token”: a
//! browser's address bar, a plain `curl` or a `fetch` cannot sign, and look as if the path were
//! wrong. An HTTP API says only `Forbidden`. With a token in `Authorization` the wording is another
//! one: that is `bearer-token-on-missing-route`.

use crate::denial;
use crate::looks;
use crate::routing;
use crate::rule::prelude::*;
use crate::sigv4;

pub(crate) static RULE: Rule = Rule {
    id: "missing-auth-on-iam-route",
    since: "0.1.0",
    family: Family::Signing,
    statuses: &[403],
    prior: Prior::Common,
    speaker: GATEWAY,
    title: text! {
        en: "The method needs IAM, and the request is not signed",
        ja: "IAM認証が必要なメソッドを署名なしで呼び出しています",
    },
    why: text! {
        en: "A method with the authorization type AWS_IAM accepts only requests that carry an AWS Signature Version 4. \
             Without one, a REST API answers 403 “Missing Authentication Token” and an HTTP API answers 403 “Forbidden”, before any policy is looked at. \
             A REST API gives the same answer for a path that does not exist, so the route is worth a look as well.",
        ja: "認可タイプがAWS_IAMのメソッドは、署名バージョン4（SigV4）で署名されたリクエストだけを受け付けます。\
             署名がないと、ポリシーの評価より前に、REST APIは403「Missing Authentication Token」、HTTP APIは403「Forbidden」を返します。\
             REST APIは存在しないパスにも同じ応答を返すため、ルートもあわせて確認してください。",
    },
    signals: &[
        Requires(Any(&[
            Fact("response.body", unsigned_and_refused),
            Fact("response.body", sigv4::unreadable_authorization),
        ])),
        Doubts(
            Fact("response.body", sigv4::unreadable_authorization),
            text! {
                en: "An Authorization value that is no signature met the SigV4 parser; a missing route is behind that more often",
                ja: "署名ではないAuthorizationの値がSigV4の解析で拒否されています。多くの場合、原因はルートがないことです",
            },
        ),
        Excludes(
            Fact("request.headers.authorization", sigv4::signed),
            text! {
                en: "The request is signed",
                ja: "リクエストは署名されています",
            },
        ),
        Proves(
            Fact("neighbours", worked_when_signed),
            text! {
                en: "The same call worked in this session when it was signed",
                ja: "同じセッションで、署名した同じ呼び出しが成功しています",
            },
        ),
        Suggests(
            All(&[
                Fact("neighbours", sigv4::other_signed_calls_work),
                Fact("response.body", unsigned_and_refused),
            ]),
            text! {
                en: "Other calls to this API are signed",
                ja: "このAPIへの他の呼び出しは署名されています",
            },
        ),
        Suggests(
            Fact("neighbours", preflight_lists_the_method),
            text! {
                en: "The preflight of this path lists the method, so the route seems to exist",
                ja: "このパスのプリフライト応答にメソッドが含まれており、ルートは存在するようです",
            },
        ),
        Suggests(
            Fact("request.headers", signature_was_stripped),
            text! {
                en: "Headers of a signature are there, and Authorization is not: something on the way took it out",
                ja: "署名用のヘッダーはありますが、Authorizationがありません。途中で取り除かれています",
            },
        ),
        Suggests(
            All(&[Api(ApiKind::Http), Auth(AuthKind::Nothing)]),
            text! {
                en: "An HTTP API refused a request without credentials; a JWT authorizer would have said 401",
                ja: "HTTP APIが認証情報のないリクエストを拒否しています。JWTオーソライザーなら401になります",
            },
        ),
        Suggests(
            Fact("curl_text", iam_shown),
            text! {
                en: "What was shown along with it says that the method wants IAM, or that the call went out unsigned",
                ja: "あわせて示された情報から、メソッドがIAM認可であるか、リクエストに署名がないことがわかります",
            },
        ),
        Hints(
            Auth(AuthKind::Nothing),
            text! {
                en: "The request carries no Authorization header",
                ja: "リクエストにAuthorizationヘッダーがありません",
            },
        ),
        Doubts(
            Method("HEAD"),
            text! {
                en: "HEAD seldom has a method of its own",
                ja: "HEADに専用のメソッドがあることはまれです",
            },
        ),
        Opposes(
            Fact("response.body", denial::anonymous_and_not_allowed),
            text! {
                en: "The call was refused by a policy; without a signature it would not have got as far on most IAM methods",
                ja: "ポリシーによる拒否です。IAM認証のメソッドなら、通常は署名がない時点で拒否されます",
            },
        ),
        Opposes(
            Fact("neighbours", worked_unsigned),
            text! {
                en: "The very same call worked without a signature in this session",
                ja: "同じセッションで、署名のない同じ呼び出しが成功しています",
            },
        ),
        Suggests(
            All(&[Fact("log", looks::matched_a_resource), ResponseType("MISSING_AUTHENTICATION_TOKEN")]),
            text! {
                en: "The access log names the resource that matched, so the route exists",
                ja: "アクセスログに一致したリソースが記録されているため、ルートは存在します",
            },
        ),
        Opposes(
            Fact("url", routing::connections_call),
            text! {
                en: "@connections has mistakes of its own",
                ja: "@connectionsへの呼び出しには固有の間違いがあります",
            },
        ),
        Doubts(
            Fact("log", looks::matched_nothing),
            text! {
                en: "The access log names no resource",
                ja: "アクセスログに一致したリソースが記録されていません",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "See the authorization type of every method",
                ja: "各メソッドの認可タイプを確認する",
            },
            command: Text::same(
                "aws apigateway get-resources --rest-api-id {api} --region {region} --embed methods --query \"items[].[path, resourceMethods.*.[httpMethod, authorizationType]]\" --output json",
            ),
            if_so: text! {
                en: "If {method} on {path} says AWS_IAM, the call must be signed.",
                ja: "{path}の{method}がAWS_IAMであれば、呼び出しに署名が必要です。",
            },
            if_not: text! {
                en: "If the path or the method is not listed, the route does not exist; if it says NONE, deploy the API and try again.",
                ja: "パスかメソッドが一覧になければ、ルートが存在しません。NONEであれば、APIをデプロイしてから再試行してください。",
            },
            separates: &["route-not-found", "stage-in-custom-domain-path"],
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Check {
            title: text! {
                en: "See the authorization type of every route",
                ja: "各ルートの認可タイプを確認する",
            },
            command: Text::same(
                "aws apigatewayv2 get-routes --api-id {api} --region {region} --query \"Items[].[RouteKey, AuthorizationType, AuthorizerId]\" --output table",
            ),
            if_so: text! {
                en: "If the route says AWS_IAM, the call must be signed.",
                ja: "ルートがAWS_IAMであれば、呼び出しに署名が必要です。",
            },
            if_not: text! {
                en: "If it says CUSTOM or JWT, the authorizer refused the call.",
                ja: "CUSTOMかJWTであれば、オーソライザーが拒否しています。",
            },
            separates: &["authorizer-deny", "jwt-expired-or-invalid", "base-path-mapping-missing"],
            when: Some(Fact("response.headers", denial::may_be_http)),
        },
        Check {
            title: text! {
                en: "Make the same call with a signature",
                ja: "同じ呼び出しを署名付きで行う",
            },
            command: Text::same(
                "curl -i -X {method} --aws-sigv4 \"aws:amz:{region}:execute-api\" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\" \"{url}\"",
            ),
            if_so: text! {
                en: "If it is answered, or refused as “not authorized to perform”, the method exists and needs IAM.",
                ja: "正常に応答するか「not authorized to perform」で拒否されれば、メソッドは存在し、IAM認証が必要です。",
            },
            if_not: text! {
                en: "If “Missing Authentication Token” stays, look for the route first.",
                ja: "「Missing Authentication Token」のままなら、まずルートを確認してください。",
            },
            separates: &["route-not-found"],
            when: None,
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Sign the request for execute-api in {region}",
                ja: "{region}のexecute-api用にリクエストへ署名する",
            },
            form: Form::Cli,
            text: Text::same(
                "curl -i -X {method} --aws-sigv4 \"aws:amz:{region}:execute-api\" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\" \"{url}\"",
            ),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Let the client sign",
                ja: "クライアントに署名させる",
            },
            form: Form::Text,
            text: text! {
                en: "Use a client that signs: an AWS SDK's SigV4 signer, Amplify with authMode “iam”, or Postman (Authorization > AWS Signature, service execute-api, region {region}). A browser's address bar and a plain link cannot sign.",
                ja: "署名できるクライアントを使います。AWS SDKのSigV4署名、AmplifyのIAM認証、Postman（Authorization > AWS Signature、サービスはexecute-api、リージョンは{region}）などです。ブラウザーのアドレスバーやただのリンクでは署名できません。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Open the method, if it is meant to be public",
                ja: "公開してよいメソッドなら認可を外す",
            },
            form: Form::Cli,
            text: Text::same(
                "aws apigateway update-method --rest-api-id {api} --resource-id <resource-id> --http-method {method} --region {region} --patch-operations op=replace,path=/authorizationType,value=NONE\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}",
            ),
            redeploy: true,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Change the method's authorization in the console",
                ja: "コンソールでメソッドの認可を変更する",
            },
            form: Form::Console,
            text: text! {
                en: "API Gateway > APIs > {api} > Resources > {path} > {method} > Method request > Edit > Authorization, then Deploy API > Stage: {stage}",
                ja: "API Gateway > API > {api} > リソース > {path} > {method} > メソッドリクエスト > 編集 > 認可、続けて「APIをデプロイ」> ステージ: {stage}",
            },
            redeploy: true,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Open the route of the HTTP API, if it is meant to be public",
                ja: "公開してよいルートなら、HTTP APIの認可を外す",
            },
            form: Form::Cli,
            text: Text::same(
                "aws apigatewayv2 update-route --api-id {api} --route-id <route-id> --authorization-type NONE --region {region}",
            ),
            redeploy: false,
            when: Some(Fact("response.headers", denial::may_be_http)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Set the authorization in the CDK app",
                ja: "CDKで認可を指定する",
            },
            form: Form::Cdk,
            text: Text::same(
                "resource.addMethod('{method}', integration, {\n  authorizationType: apigateway.AuthorizationType.NONE,\n});",
            ),
            redeploy: false,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Set the authorization in the SAM template",
                ja: "SAMテンプレートで認可を指定する",
            },
            form: Form::Sam,
            text: Text::same(
                "Events:\n  Call:\n    Type: Api\n    Properties:\n      Path: {path}\n      Method: {method}\n      RestApiId: !Ref Api\n      Auth:\n        Authorizer: NONE",
            ),
            redeploy: false,
            when: Some(Not(&Api(ApiKind::Http))),
        },
    ],
    links: &[links::CONTROL_ACCESS_USING_IAM_POLICIES_TO_INVOKE_API, links::REPOST_TROUBLESHOOT_403_FORBIDDEN],
};

/// The answers to a call without a signature.
fn unsigned_and_refused(facts: &Facts<'_>) -> Look {
    const LOOK: crate::clue::Clue = Any(&[
        ErrorType("MissingAuthenticationTokenException"),
        Message("Missing Authentication Token"),
        Says("Missing Authentication Token"),
        All(&[Api(ApiKind::Http), Answer("ForbiddenException", "Forbidden", 403)]),
        Fact("response.body", denial::anonymous_and_not_allowed),
    ]);
    sigv4::only_with_403(facts, LOOK.look(facts))
}

/// `"authorizationType": "AWS_IAM"` in a pasted setting, or an SDK's warning.
fn iam_shown(facts: &Facts<'_>) -> Look {
    routing::any_phrase(
        facts,
        &["AWS_IAM", "request will be unsigned", "No credentials, request will", "No Cognito Identity pool provided for unauthenticated access"],
    )
}

fn worked_when_signed(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| other.same_path && other.same_method && other.worked && sigv4::is_signed(other))
}

fn worked_unsigned(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| {
        other.same_path && other.same_method && other.worked && !sigv4::is_signed(other)
    })
}

/// REST APIs list a resource's methods in their preflight's answer; `*` would tell nothing.
fn preflight_lists_the_method(facts: &Facts<'_>) -> Look {
    let Some(method) = facts.evidence.method.as_deref() else {
        return Look::Unknown;
    };
    facts.neighbour(|other| {
        let methods = other.evidence.response_headers.first("access-control-allow-methods");
        other.same_path
            && other.is_preflight
            && other.worked
            && methods.is_some_and(|list| {
                list.split(',').any(|known| known.trim().eq_ignore_ascii_case(method))
            })
    })
}

/// `x-amz-date` or a session token without the header that they belong to.
fn signature_was_stripped(facts: &Facts<'_>) -> Look {
    if facts.auth.kind != Some(AuthKind::Nothing) {
        return Look::missing(facts.auth.kind.is_some());
    }
    match facts.evidence.request_headers.first("x-amz-date") {
        Some(date) => Look::seen(date, "request.headers.x-amz-date"),
        None if facts.evidence.request_headers.has("x-amz-security-token") => {
            Look::seen("x-amz-security-token", "request.headers")
        }
        None => Look::Absent,
    }
}
