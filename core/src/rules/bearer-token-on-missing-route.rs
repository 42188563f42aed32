//! An `Authorization` value that is no SigV4 signature reached the SigV4 parser.
//!
//! A REST API hands every `Authorization` header to that parser when no other authorizer is in
//! charge: on a path or verb that is not deployed, and on a method with `AWS_IAM`. The complaint
//! about `key=value` pairs or a missing `Credential` is taken for a broken token, while the token
//! was never looked at. Where the client meant to sign, it is `sigv4-malformed-authorization`.

use crate::looks;
use crate::rule::prelude::*;
use crate::sigv4;

pub(crate) static RULE: Rule = Rule {
    id: "bearer-token-on-missing-route",
    since: "0.1.0",
    family: Family::Signing,
    statuses: &[403],
    prior: Prior::Everyday,
    speaker: GATEWAY,
    title: text! {
        en: "A token was read as a signature: no such route, or IAM",
        ja: "トークンが署名として解釈されました（ルートなし、またはIAM認証）",
    },
    why: text! {
        en: "A REST API parses the Authorization header as an AWS signature whenever no authorizer claims it. \
             That happens when the path or the method is not part of the deployment, which is the usual case, and when the method's authorization is AWS_IAM. \
             The token itself was not checked: another token will be refused in the same words.",
        ja: "REST APIは、担当するオーソライザーがないとき、AuthorizationヘッダーをAWSの署名として解析します。\
             多くはパスかメソッドがデプロイに含まれていない場合で、メソッドの認可がAWS_IAMの場合にも起こります。\
             トークン自体は検証されていないため、別のトークンに替えても同じ文面で拒否されます。",
    },
    signals: &[
        Requires(Fact("response.body", sigv4::unreadable_authorization)),
        Excludes(
            Fact("request.headers.authorization", sigv4::meant_to_sign),
            text! {
                en: "The value is a signature, if a broken one",
                ja: "値は、壊れていても署名です",
            },
        ),
        Excludes(
            Auth(AuthKind::Nothing),
            text! {
                en: "The request carries no Authorization header",
                ja: "Authorizationヘッダーがありません",
            },
        ),
        Proves(
            Fact("neighbours", other_verb_worked),
            text! {
                en: "The same path answers another method in this session, so this method seems to be missing",
                ja: "同じセッションで同じパスが別のメソッドに応答しており、このメソッドだけがないようです",
            },
        ),
        Hints(
            All(&[
                Fact("request.headers.authorization", sigv4::no_signature),
                Fact("response.body", sigv4::unreadable_authorization),
            ]),
            text! {
                en: "The Authorization value is no AWS signature",
                ja: "Authorizationの値はAWSの署名ではありません",
            },
        ),
        Suggests(
            Fact("neighbours", token_worked_elsewhere),
            text! {
                en: "The same Authorization value is accepted on another path of this API, which points to a missing route",
                ja: "同じAuthorizationの値がこのAPIの別のパスで受け付けられており、ルートがないことを示しています",
            },
        ),
        Hints(
            Fact("neighbours", sigv4::other_signed_calls_work),
            text! {
                en: "Other calls to this API are signed, which points to a method with IAM",
                ja: "このAPIへの他の呼び出しは署名されており、IAM認証のメソッドであることを示しています",
            },
        ),
        Opposes(
            Fact("response.body", sigv4::only_some_parts_missing),
            text! {
                en: "Only some parts of a signature are missing, so the value is one",
                ja: "署名の一部だけが欠けており、値は署名です",
            },
        ),
        Excludes(
            Fact("log", looks::executed),
            text! {
                en: "The execution log has the request, so its path and method exist",
                ja: "実行ログにこのリクエストがあるため、パスとメソッドは存在します",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "See whether the route exists, and what it demands",
                ja: "ルートの有無と認可タイプを確認する",
            },
            command: Text::same(
                "aws apigateway get-resources --rest-api-id {api} --region {region} --embed methods --query \"items[].[path, resourceMethods.*.[httpMethod, authorizationType]]\" --output json",
            ),
            if_so: text! {
                en: "If {method} on {path} is listed with AWS_IAM, sign the call or change the authorization. If it is listed with another type, it is not deployed yet.",
                ja: "{path}の{method}がAWS_IAMなら、署名するか認可を変更してください。別のタイプで載っていれば、まだデプロイされていません。",
            },
            if_not: text! {
                en: "If it is not listed, the route does not exist: correct the call or add the method.",
                ja: "一覧になければルートが存在しません。呼び出しを直すか、メソッドを追加してください。",
            },
            separates: &["sigv4-malformed-authorization", "missing-auth-on-iam-route", "route-not-found"],
            when: None,
        },
        Check {
            title: text! {
                en: "See what is deployed, not what is edited",
                ja: "編集中の内容ではなく、デプロイ済みの内容を確認する",
            },
            command: Text::same(
                "aws apigateway get-export --rest-api-id {api} --stage-name {stage} --export-type oas30 --region {region} /dev/stdout",
            ),
            if_so: text! {
                en: "If the path and the method are in the export, the stage has them, and IAM is the likely reason.",
                ja: "エクスポートにパスとメソッドがあればステージに存在しており、IAM認証が原因と考えられます。",
            },
            if_not: text! {
                en: "If they are not, deploy the API to the stage {stage}.",
                ja: "なければ、ステージ{stage}にAPIをデプロイしてください。",
            },
            separates: &["route-not-found"],
            when: None,
        },
        Check {
            title: text! {
                en: "Compare the paths of a custom domain with its mappings",
                ja: "カスタムドメインのパスとマッピングを比べる",
            },
            command: Text::same(
                "aws apigateway get-base-path-mappings --domain-name {domain} --region {region}",
            ),
            if_so: text! {
                en: "If the mapping points to another API than the one that has this path, the route is missing there.",
                ja: "マッピング先が、このパスを持つAPIと違っていれば、ルートはそのAPIに存在しません。",
            },
            if_not: text! {
                en: "If it points to the right API and stage, look for the route in that API.",
                ja: "正しいAPIとステージを指していれば、そのAPIのルートを確認してください。",
            },
            separates: &["base-path-mapping-missing", "stage-in-custom-domain-path"],
            when: Some(Host(HostForm::Other)),
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
                en: "Compare {method} {path} with the API's documentation, letter by letter: the stage, the last segment, a trailing slash, upper and lower case. Changing the token does not help.",
                ja: "{method} {path}をAPIの仕様と一文字ずつ比べてください。ステージ、末尾のセグメント、末尾のスラッシュ、大文字と小文字が対象です。トークンを替えても解決しません。",
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
            text: Text::same(
                "aws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}",
            ),
            redeploy: true,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Add the method with the authorizer that the token is for",
                ja: "トークン用のオーソライザーを付けてメソッドを追加する",
            },
            form: Form::Cli,
            text: Text::same(
                "aws apigateway put-method --rest-api-id {api} --resource-id <resource-id> --http-method {method} --authorization-type COGNITO_USER_POOLS --authorizer-id {authorizer} --region {region}\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}",
            ),
            redeploy: true,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Replace AWS_IAM by the authorizer, if clients send tokens",
                ja: "クライアントがトークンを送るなら、AWS_IAMをオーソライザーに替える",
            },
            form: Form::Console,
            text: text! {
                en: "API Gateway > APIs > {api} > Resources > {path} > {method} > Method request > Edit > Authorization: your authorizer, then Deploy API > Stage: {stage}",
                ja: "API Gateway > API > {api} > リソース > {path} > {method} > メソッドリクエスト > 編集 > 認可: 使用するオーソライザー、続けて「APIをデプロイ」> ステージ: {stage}",
            },
            redeploy: true,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Declare path, method and authorizer in the SAM template",
                ja: "SAMテンプレートでパス、メソッド、オーソライザーを宣言する",
            },
            form: Form::Sam,
            text: Text::same(
                "Events:\n  Call:\n    Type: Api\n    Properties:\n      Path: {path}\n      Method: {method}\n      RestApiId: !Ref Api\n      Auth:\n        Authorizer: <authorizer-name>",
            ),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Declare the method and its authorizer in the CDK app",
                ja: "CDKでメソッドとオーソライザーを宣言する",
            },
            form: Form::Cdk,
            text: Text::same(
                "resource.addMethod('{method}', integration, {\n  authorizer,\n  authorizationType: apigateway.AuthorizationType.COGNITO,\n});",
            ),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Sign the call, if the method needs IAM",
                ja: "IAM認証のメソッドなら署名して呼び出す",
            },
            form: Form::Cli,
            text: Text::same(
                "curl -i -X {method} --aws-sigv4 \"aws:amz:{region}:execute-api\" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\" \"{url}\"",
            ),
            redeploy: false,
            when: None,
        },
    ],
    links: &[links::REPOST_TROUBLESHOOT_403_FORBIDDEN, links::HOW_TO_CALL_API],
};

fn other_verb_worked(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| other.same_path && !other.same_method && other.worked && !other.is_preflight)
}

fn token_worked_elsewhere(facts: &Facts<'_>) -> Look {
    let Some(token) = facts.auth.header else {
        return Look::Unknown;
    };
    facts.neighbour(|other| {
        let same = other.evidence.request_headers.first("authorization").map(str::trim) == Some(token);
        other.same_host && !other.same_path && other.worked && same
    })
}
