//! The authorizer failed: it threw, took too long, returned nonsense, or may not be invoked.
//!
//! A REST API answers 500 with the message `null`, which nothing else leaves; the reason stands in
//! the execution log alone. An HTTP API says `Internal Server Error` as for any failure. A denial is
//! 403 and a missing token 401: this one is never the caller's fault.

use crate::clue::Clue;
use crate::looks;
use crate::rule::prelude::*;

/// An HTTP API's 500, by its header or by its capitals.
const HTTP_500: Clue = Any(&[
    All(&[Api(ApiKind::Http), Fact("response.body", looks::execution_500)]),
    Fact("response.body", looks::words_of_http_500),
]);

pub(crate) static RULE: Rule = Rule {
    id: "authorizer-error",
    since: "0.1.0",
    family: Family::Authorizer,
    statuses: &[500],
    prior: Prior::Common,
    speaker: GATEWAY,
    title: text! {
        en: "The authorizer failed before it could decide",
        ja: "オーソライザーが判断する前に失敗しました",
    },
    why: text! {
        en: "API Gateway calls the authorizer before the integration and needs a well-formed answer from it. \
             The function threw or timed out, its answer lacks principalId or a valid policy, a context value is not a string, number or boolean, or API Gateway may not invoke it. \
             A REST API then answers 500 with the message null and never reaches the integration.",
        ja: "API Gatewayは統合の前にオーソライザーを呼び出し、正しい形式の結果を必要とします。\
             関数が例外やタイムアウトで終わった、principalIdや有効なポリシーがない、contextの値が文字列・数値・真偽値でない、API Gatewayに呼び出しの権限がない、のいずれかです。\
             このときREST APIはメッセージがnullの500を返し、統合は呼び出されません。",
    },
    signals: &[
        Requires(Any(&[
            ErrorType("AuthorizerConfigurationException"),
            ErrorType("AuthorizerFailureException"),
            Fact("response.body", null_500),
            Says("Authorizer error"),
            Fact("log", looks::authorizer_named),
            Says("Could not parse policy"),
            Says("Invalid JSON in response"),
            Says("Authorizer function failed"),
            Log("response from the Lambda authorizer"),
            Says("permissions to call the authorizer"),
            ResponseType("AUTHORIZER_CONFIGURATION_ERROR"),
            ResponseType("AUTHORIZER_FAILURE"),
            Fact("log", failed_in_the_authorizer),
            Fact("log", looks::authorizer_said_500),
            Fact("log", looks::authorizer_failed_in_log),
            Fact("log", blamed),
            Says("Invalid permissions on Lambda function"),
            HTTP_500,
        ])),
        Proves(
            Any(&[
                Says("Authorizer error"),
                Says("configuration error: Authorizer"),
                Says("Could not parse policy"),
                Says("Invalid JSON in response"),
                Says("Authorizer function failed"),
                Log("response from the Lambda authorizer"),
                Says("permissions to call the authorizer"),
                ResponseType("AUTHORIZER_CONFIGURATION_ERROR"),
                ResponseType("AUTHORIZER_FAILURE"),
                Fact("log", failed_in_the_authorizer),
                Fact("log", looks::authorizer_said_500),
                Fact("log", looks::authorizer_failed_in_log),
            ]),
            text! {
                en: "Only an authorizer that failed leaves this",
                ja: "オーソライザーが失敗したときにだけ残るものです",
            },
        ),
        Suggests(
            All(&[
                Any(&[
                    ErrorType("AuthorizerConfigurationException"),
                    ErrorType("AuthorizerFailureException"),
                    Fact("response.body", null_500),
                ]),
                Fact("log", nothing_logged),
            ]),
            text! {
                en: "API Gateway answers so when it cannot run the authorizer or use its result",
                ja: "オーソライザーを実行できないとき、またはその結果を使えないときのAPI Gatewayの応答です",
            },
        ),
        Suggests(
            Fact("log", blamed),
            text! {
                en: "The log speaks of an authorizer that failed",
                ja: "ログにオーソライザーの失敗が記録されています",
            },
        ),
        Suggests(
            Fact("log", failed_in_the_authorizer),
            text! {
                en: "The log ends before the authorizer was done, so nothing behind it was called",
                ja: "ログはオーソライザーの処理中に終わっており、その先は何も呼び出されていません",
            },
        ),
        Proves(
            All(&[Says("Invalid permissions on Lambda function"), Not(&Log("Authorizer"))]),
            text! {
                en: "A Lambda function may not be invoked; it can be the authorizer's",
                ja: "呼び出しを許可されていないLambda関数があり、オーソライザーの関数の可能性もあります",
            },
        ),
        Opposes(
            All(&[Says("Invalid permissions on Lambda function"), Not(&Log("Authorizer"))]),
            text! {
                en: "The log names no authorizer",
                ja: "ログにオーソライザーの記載がありません",
            },
        ),
        Opposes(
            HTTP_500,
            text! {
                en: "An HTTP API answers so for the integration as well, which fails more often",
                ja: "HTTP APIでは統合の失敗でも同じ応答になり、そちらのほうが多く起こります",
            },
        ),
        Hints(
            Auth(AuthKind::Token),
            text! {
                en: "The request carries a token for an authorizer to judge",
                ja: "リクエストには、オーソライザーが判断するトークンがあります",
            },
        ),
        Opposes(
            Auth(AuthKind::SigV4Header),
            text! {
                en: "A signed request is judged by IAM, not by an authorizer",
                ja: "署名付きのリクエストを判断するのはオーソライザーではなくIAMです",
            },
        ),
        Excludes(
            Any(&[Log("Successfully completed authorizer execution"), Fact("log", past_the_authorizer), Says("The Lambda function returned the following error"), Says("permissions to call the integration")]),
            text! {
                en: "The log shows that the authorizer had done its work",
                ja: "ログによれば、オーソライザーの処理は完了しています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Read why in the execution log",
                ja: "実行ログで理由を確認する",
            },
            Text::same("aws logs filter-log-events --log-group-name \"API-Gateway-Execution-Logs_{api}/{stage}\" --region {region} --filter-pattern '\"{request_id}\"' --query \"events[].message\" --output text"),
            text! {
                en: "“Invalid permissions on Lambda function” is the missing permission, “Invalid JSON in response” a function that threw, “Could not parse policy” a result of the wrong shape.",
                ja: "「Invalid permissions on Lambda function」は権限の不足、「Invalid JSON in response」は関数の例外、「Could not parse policy」は結果の形式の誤りです。",
            },
            text! {
                en: "If there is no line, turn on logging for the stage and call again.",
                ja: "何も記録がなければ、ステージのログを有効にして呼び出し直してください。",
            },
        )
        .separates(&["lambda-permission-missing", "lambda-runtime-error"])
        .when(Not(&Any(&[Api(ApiKind::Http), Fact("log", answered)]))),
        Check::new(
            text! {
                en: "Run the authorizer by itself",
                ja: "オーソライザーを単独で実行する",
            },
            Text::same("aws apigateway test-invoke-authorizer --rest-api-id {api} --authorizer-id {authorizer} --region {region} --headers Authorization=\"<token>\" --query \"[clientStatus, log]\" --output text"),
            text! {
                en: "If clientStatus is 500, the log that comes with it names the fault.",
                ja: "clientStatusが500であれば、あわせて返るログに原因が書かれています。",
            },
            text! {
                en: "If it is 200, look at what the real request sends: another header, another identity source, a cold start that takes too long.",
                ja: "200であれば、実際のリクエストとの違い（ヘッダー、IDソース、コールドスタートの所要時間）を調べてください。",
            },
        )
        .when(Not(&Api(ApiKind::Http))),
        Check::new(
            text! {
                en: "See which answer the HTTP API expects",
                ja: "HTTP APIが期待する応答の形式を確認する",
            },
            Text::same("aws apigatewayv2 get-authorizers --api-id {api} --region {region} --query \"Items[].[Name, AuthorizerPayloadFormatVersion, EnableSimpleResponses]\" --output table"),
            text! {
                en: "With version 2.0 and simple responses on, the function must return {\"isAuthorized\": true} or false; with them off, or with 1.0, a policy with principalId.",
                ja: "バージョン2.0でシンプルレスポンスが有効なら{\"isAuthorized\": true}またはfalseを、無効または1.0ならprincipalIdを含むポリシーを返す必要があります。",
            },
            text! {
                en: "If the function does return that, look for a path of its code that returns nothing, or a context value that is an object.",
                ja: "その形式で返していれば、何も返さない分岐や、contextの値がオブジェクトになっている箇所がないか調べてください。",
            },
        )
        .separates(&["lambda-permission-missing", "lambda-runtime-error"])
        .when(Fact("log", wrong_shape)),
        Check::new(
            text! {
                en: "See who may invoke the authorizer's function",
                ja: "オーソライザーの関数を呼び出せるのは誰か確認する",
            },
            Text::same("aws lambda get-policy --function-name {authorizer_function} --region {region} --query Policy --output text; aws logs tail /aws/lambda/{authorizer_function} --region {region} --since 15m"),
            text! {
                en: "If no statement allows apigateway.amazonaws.com with …:{api}/authorizers/{authorizer}, the function is never run and its log stays empty.",
                ja: "apigateway.amazonaws.comに…:{api}/authorizers/{authorizer}からの呼び出しを許可するステートメントがなければ、関数は実行されず、ログも空のままです。",
            },
            text! {
                en: "If one does, the function's log shows the exception or the time-out.",
                ja: "あれば、関数のログに例外またはタイムアウトが記録されています。",
            },
        )
        .separates(&["lambda-permission-missing"])
        .when(Not(&Fact("log", answered))),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let the HTTP API take the simple response that the function returns",
                ja: "関数が返すシンプルレスポンスをHTTP APIが受け取るようにする",
            },
            Text::same("aws apigatewayv2 update-authorizer --api-id {api} --authorizer-id {authorizer} --region {region} --authorizer-payload-format-version 2.0 --enable-simple-responses"),
        )
        .when(Fact("log", wrong_shape)),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let API Gateway invoke the authorizer's function",
                ja: "API Gatewayにオーソライザーの関数の呼び出しを許可する",
            },
            Text::same("aws lambda add-permission --function-name {authorizer_function} --statement-id apigateway-authorizer --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn \"arn:{partition}:execute-api:{region}:{account}:{api}/authorizers/{authorizer}\" --region {region}"),
        )
        .when(Not(&Fact("log", answered))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Or let the authorizer invoke the function with a role of its own",
                ja: "または、オーソライザーに関数を呼び出すロールを設定する",
            },
            Text::same("aws apigateway update-authorizer --rest-api-id {api} --authorizer-id {authorizer} --patch-operations \"op=replace,path=/authorizerCredentials,value=arn:{partition}:iam::{account}:role/<authorizer-role-name>\" --region {region}"),
        )
        .redeploy()
        .when(Not(&Any(&[Api(ApiKind::Http), Fact("log", answered)]))),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Save the authorizer again in the console",
                ja: "コンソールでオーソライザーを保存し直す",
            },
            text! {
                en: "API Gateway > APIs > {api} > Authorizers > {authorizer} > Edit > Lambda invoke role: a role that may invoke the function, or leave it empty and confirm that API Gateway may be given the permission > Save changes; then Deploy API",
                ja: "API Gateway > API > {api} > オーソライザー > {authorizer} > 編集 > Lambda呼び出しロールに関数を呼び出せるロールを指定する（空欄にする場合は権限の付与を確認する） > 変更を保存。その後「APIをデプロイ」",
            },
        )
        .redeploy()
        .when(Not(&Any(&[Api(ApiKind::Http), Fact("log", answered)]))),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Put the permission into the template",
                ja: "テンプレートに権限を追加する",
            },
            Text::same("Resources:\n  AuthorizerPermission:\n    Type: AWS::Lambda::Permission\n    Properties:\n      Action: lambda:InvokeFunction\n      FunctionName: {authorizer_function}\n      Principal: apigateway.amazonaws.com\n      SourceArn: !Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:{api}/authorizers/{authorizer}"),
        ),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Put the permission into the configuration",
                ja: "構成に権限を追加する",
            },
            Text::same("resource \"aws_lambda_permission\" \"authorizer\" {\n  statement_id  = \"apigateway-authorizer\"\n  action        = \"lambda:InvokeFunction\"\n  function_name = aws_lambda_function.authorizer.function_name\n  principal     = \"apigateway.amazonaws.com\"\n  source_arn    = \"${aws_api_gateway_rest_api.this.execution_arn}/authorizers/*\"\n}"),
        )
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Return a well-formed result on every path of the code",
                ja: "コードのすべての分岐で正しい形式の結果を返す",
            },
            Text::same("{\n  \"principalId\": \"<user-id>\",\n  \"policyDocument\": {\n    \"Version\": \"2012-10-17\",\n    \"Statement\": [\n      {\n        \"Effect\": \"Allow\",\n        \"Action\": \"execute-api:Invoke\",\n        \"Resource\": \"arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/*\"\n      }\n    ]\n  },\n  \"context\": { \"tenant\": \"a string, a number or a boolean\" }\n}"),
        )
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Refuse a bad token instead of throwing",
                ja: "不正なトークンでは例外ではなく拒否を返す",
            },
            text! {
                en: "Catch what the token library throws. Throw an error whose text is exactly “Unauthorized” for 401, or return a policy with Effect Deny (an HTTP API's simple response: {\"isAuthorized\": false}) for 403. Any other exception is a 500. Keep the function below the authorizer's time limit, cold start included.",
                ja: "トークンの検証で発生する例外を捕捉してください。401にするには「Unauthorized」という文のエラーを投げ、403にするにはEffectがDenyのポリシー（HTTP APIのシンプルレスポンスでは{\"isAuthorized\": false}）を返します。それ以外の例外はすべて500になります。コールドスタートを含め、オーソライザーの制限時間内に終わるようにしてください。",
            },
        ),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Try a token that is known to be good, and report the request id",
                ja: "有効とわかっているトークンで試し、リクエストIDを伝える",
            },
            text! {
                en: "If a good token works, the authorizer fails on yours instead of refusing it: get a new one. Otherwise only the API's owner can mend it; give them the request id {request_id}.",
                ja: "有効なトークンで成功すれば、オーソライザーが手元のトークンを拒否せずに失敗しています。新しいトークンを取得してください。成功しなければAPIの所有者にしか直せません。リクエストID {request_id} を伝えてください。",
            },
        ),
    ],
    links: &[links::LAMBDA_AUTHORIZER_OUTPUT, links::USE_LAMBDA_AUTHORIZER],
};

/// 500 with the message `null`; another status says it of something else.
fn null_500(facts: &Facts<'_>) -> Look {
    match facts.evidence.status {
        Some(500) => NullMessage.look(facts),
        Some(_) => Look::Absent,
        None => match facts.message {
            Some((ref message, place)) if message.text.is_none() => Look::seen(message.raw, place),
            _ => Look::Unknown,
        },
    }
}

/// The method was executed, which begins when the authorizer is done.
fn past_the_authorizer(facts: &Facts<'_>) -> Look {
    let Some(log) = facts.evidence.log.as_deref() else {
        return Look::Unknown;
    };
    if crate::logs::ends_in_the_authorizer(log) {
        return Look::Absent;
    }
    Any(&[Log("Starting execution for request:"), Log("HTTP Method:")]).look(facts)
}

/// A sentence of the log blames the authorizer, and the client got 500 or nothing is known of it.
fn blamed(facts: &Facts<'_>) -> Look {
    match facts.evidence.status {
        Some(status) if status < 500 => Look::Absent,
        _ => looks::authorizer_blamed(facts),
    }
}

/// The log begins with the authorizer and ends with a failure before the authorizer was done.
fn failed_in_the_authorizer(facts: &Facts<'_>) -> Look {
    let Some(log) = facts.evidence.log.as_deref() else {
        return Look::Unknown;
    };
    let Some((_, after)) = log.split_once("Starting authorizer") else {
        return Look::Absent;
    };
    match crate::look::find_in(after, "Execution failed due to") {
        Some(found) if !after.contains("Starting execution") => Look::seen(found, "log"),
        _ => Look::Absent,
    }
}

/// No log tells more than the answer does.
fn nothing_logged(facts: &Facts<'_>) -> Look {
    match facts.evidence.log.as_deref() {
        Some(log) if log.contains("Execution failed") => Look::Absent,
        _ => Look::seen("", "log"),
    }
}

/// An HTTP API's word for an authorizer whose answer has another form than it was told to expect.
fn wrong_shape(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, &["match the format that API Gateway expects"])
}

/// The function was invoked, so its permission is right: what it gave back is wrong.
fn answered(facts: &Facts<'_>) -> Look {
    routing::any_phrase(
        facts,
        &[
            "match the format that API Gateway expects",
            "Invalid JSON in response",
            "Could not parse policy",
            "Authorizer response context values",
        ],
    )
}
