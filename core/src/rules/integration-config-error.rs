//! The integration cannot be called, or its answer cannot be mapped, as it is configured.
//!
//! The catch-all of the gateway's “configuration error”: the URI does not resolve or holds an
//! unfilled variable, a mapping template fails, a reserved header is set, a mock lacks its status.
//! The more specific causes of the family (permission, verb, role, response mapping) come first
//! where the evidence names them.

use crate::clue::Clue;
use crate::looks;
use crate::origin::Side;
use crate::rule::prelude::*;

/// What the log says after “Execution failed due to configuration error:” that belongs here.
const NAMED: Clue = Any(&[
    Says("Invalid endpoint address"),
    Says("Illegal character in"),
    Says("Invalid mapping expression"),
    Says("Unable to transform"),
    Says("Unable to evaluate"),
    Says("header already present"),
    Says("statusCode should be an integer"),
    Says("Unable to parse statusCode"),
    Says("Invalid stage identifier"),
    Says("are not reachable in this region"),
    Says("Function not found"),
    // What Lambda answers where the function or alias is gone.
    Says("Lambda invocation failed with status: 404"),
    Says("Invalid ARN"),
    Says("assume the IAM role configured on the integration"),
]);

/// The service behind the integration was reached, and could not read what it got: Lambda wants
/// JSON, SQS and SNS an action among form fields, others the name of an operation.
const MISREAD: Clue = Any(&[
    Fact("response.body", looks::misread_by_lambda),
    Fact("response.body", looks::misread_by_service),
]);

/// The one “configuration error” that is the answer's size; the limit cannot be raised.
const TOO_LONG: Clue = Log("is larger than allowed maximum of 10485760 bytes");

pub(crate) static RULE: Rule = Rule {
    id: "integration-config-error",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[500],
    prior: Prior::Usual,
    speaker: &[Side::Gateway, Side::Behind],
    title: text! {
        en: "The integration is misconfigured",
        ja: "統合の設定に誤りがあります",
    },
    why: text! {
        en: "After a request has passed authorization, API Gateway builds the call to the integration from its URI, path and stage variables, header mappings and templates. \
             Where a part of that is invalid, such as a variable that is unset, a path parameter that is not mapped or a template that fails, it answers 500 without calling anybody, or calls with what the service behind cannot read. \
             The execution log names the part.",
        ja: "リクエストが認可を通過すると、API GatewayはURI、パスパラメータ、ステージ変数、ヘッダーのマッピング、テンプレートから統合への呼び出しを組み立てます。\
             未設定の変数、マッピングされていないパスパラメータ、失敗するテンプレートなど、その一部が不正だと、何も呼び出さずに500を返すか、統合先が読み取れない内容で呼び出します。\
             どの部分かは実行ログに書かれます。",
    },
    signals: &[
        Requires(Any(&[NAMED, MISREAD, Says("Execution failed due to configuration error"), Fact("response.body", looks::execution_500)])),
        Proves(
            NAMED,
            text! {
                en: "The log names the part of the integration that is invalid",
                ja: "統合のどの部分が不正か、ログに書かれています",
            },
        ),
        Proves(
            MISREAD,
            text! {
                en: "What the integration calls could not read the request that it was sent",
                ja: "統合先が、送られたリクエストを読み取れていません",
            },
        ),
        Proves(
            TOO_LONG,
            text! {
                en: "The backend's answer is longer than the 10 MB that API Gateway passes on",
                ja: "バックエンドの応答が、API Gatewayが転送できる10 MBを超えています",
            },
        ),
        Suggests(
            Fact("log", template_left_over),
            text! {
                en: "A variable or parameter stands unfilled in the endpoint's address",
                ja: "エンドポイントのアドレスに、値の入っていない変数やパラメータが残っています",
            },
        ),
        Excludes(
            Any(&[
                Says("Invalid permissions on Lambda function"),
                Says("Malformed Lambda proxy response"),
                Says("Authorizer error"),
                Fact("log", looks::authorizer_named),
                Says("Could not parse policy"),
                Says("customer function error"),
                Says("does not match the certificate"),
                Says("Rate Exceeded"),
                Says("Invalid JSON in response"),
                Says("Unable to base64 decode"),
                Says("is not authorized to perform: "),
                Says("PKIX path"),
                Says("SSLEngine"),
                Log("No subject alternative"),
                Log("No name matching"),
            ]),
            text! {
                en: "The log names a more specific cause",
                ja: "ログにより具体的な原因が記録されています",
            },
        ),
        Opposes(
            All(&[Any(&[Says("No match for output mapping"), Says("Output mapping refers to an invalid method response")]), Not(&Says("UnknownOperationException"))]),
            text! {
                en: "It is the response that has no mapping",
                ja: "マッピングがないのはレスポンス側です",
            },
        ),
        Opposes(
            All(&[Says("provided role"), Not(&Says("configured on the integration"))]),
            text! {
                en: "It is the role that cannot be assumed",
                ja: "引き受けられないのはロールです",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Read what the integration makes of the request",
                ja: "統合がリクエストをどう変換するか確認する",
            },
            Text::same("aws apigateway get-integration --rest-api-id {api} --region {region} --resource-id <resource-id> --http-method {method} --query \"[type, uri, passthroughBehavior, contentHandling, requestTemplates, requestParameters]\""),
            text! {
                en: "If the type is AWS and no template is listed for the Content-Type that was sent, the body went through as it came: Lambda reads only JSON, SQS and SNS read form fields with an Action.",
                ja: "typeがAWSで、送ったContent-Typeのテンプレートがなければ、本文はそのまま渡されています。Lambdaが読めるのはJSONだけで、SQSやSNSはActionを含むフォーム形式を読みます。",
            },
            text! {
                en: "If one is, run test-invoke-method with this body: “Endpoint request body after transformations” shows what was made of it.",
                ja: "あれば、この本文でtest-invoke-methodを実行してください。「Endpoint request body after transformations」に変換結果が表示されます。",
            },
        )
        .separates(&["backend-4xx", "integration-no-response-mapping"])
        .when(MISREAD),
        Check::new(
            text! {
                en: "Find the line that begins “Execution failed due to”",
                ja: "「Execution failed due to」で始まる行を探す",
            },
            Text::same("aws logs filter-log-events --log-group-name API-Gateway-Execution-Logs_{api}/{stage} --region {region} --filter-pattern '\"Execution failed\"'"),
            text! {
                en: "It names the invalid part; “Endpoint request URI” above it shows the address that was built.",
                ja: "不正な部分が書かれています。その上の「Endpoint request URI」には組み立てられたアドレスがあります。",
            },
            text! {
                en: "If nothing is logged, turn execution logging on (level INFO) and repeat the call.",
                ja: "何もなければ、実行ログをINFOレベルで有効にして、もう一度呼び出してください。",
            },
        )
        .separates(&["lambda-permission-missing", "integration-no-response-mapping", "integration-credentials-role", "integration-http-method-not-post", "backend-tls-error", "lambda-throttled"])
        .when(Not(&Api(ApiKind::Http))),
        Check::new(
            text! {
                en: "Read the integration",
                ja: "統合の設定を確認する",
            },
            Text::same("aws apigateway get-integration --rest-api-id {api} --region {region} --resource-id <resource-id> --http-method {method}"),
            text! {
                en: "If the URI holds {proxy} or ${stageVariables…}, see that requestParameters map the one and the stage sets the other.",
                ja: "URIに{proxy}や${stageVariables…}があれば、前者はrequestParametersで、後者はステージで値が設定されているか確認してください。",
            },
            text! {
                en: "If the URI is plain, see that its host resolves from outside and that the templates parse.",
                ja: "URIに変数がなければ、ホスト名が外部から解決できること、テンプレートの構文が正しいことを確認してください。",
            },
        )
        .when(Not(&Api(ApiKind::Http))),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Wrap a body that is not JSON before Lambda gets it",
                ja: "JSONではない本文を包んでLambdaに渡す",
            },
            Text::same(
                "aws apigateway update-integration --rest-api-id {api} --region {region} --resource-id <resource-id> --http-method {method} --patch-operations '[{\"op\":\"add\",\"path\":\"/requestTemplates/text~1plain\",\"value\":\"{\\\"body\\\":\\\"$util.base64Encode($input.body)\\\"}\"}]'",
            ),
        )
        .redeploy()
        .when(Fact("response.body", looks::misread_by_lambda)),
        Fix::new(
            Owner,
            Form::Openapi,
            text! {
                en: "Send SQS the form fields that it reads",
                ja: "SQSにはフォーム形式で送る",
            },
            Text::same("x-amazon-apigateway-integration:\n  type: aws\n  httpMethod: POST\n  requestParameters:\n    integration.request.header.Content-Type: \"'application/x-www-form-urlencoded'\"\n  requestTemplates:\n    application/json: Action=SendMessage&MessageBody=$util.urlEncode($input.body)"),
        )
        .redeploy()
        .when(Fact("response.body", looks::misread_by_service)),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Map the path parameter into the integration's address",
                ja: "パスパラメータを統合のアドレスにマッピングする",
            },
            Text::same(
                "aws apigateway update-integration --rest-api-id {api} --region {region} --resource-id <resource-id> --http-method {method} --patch-operations op=add,path=/requestParameters/integration.request.path.proxy,value=method.request.path.proxy",
            ),
        )
        .redeploy()
        .when(Not(&Any(&[Api(ApiKind::Http), MISREAD]))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Set the stage variable that the address uses",
                ja: "アドレスで使うステージ変数を設定する",
            },
            Text::same(
                "aws apigateway update-stage --rest-api-id {api} --stage-name {stage} --region {region} --patch-operations op=replace,path=/variables/<variable>,value=<value>",
            ),
        )
        .when(Not(&Any(&[Api(ApiKind::Http), MISREAD]))),
        Fix::new(
            Owner,
            Form::Openapi,
            text! {
                en: "Give a mock integration the status that it must return",
                ja: "モック統合に返すステータスを設定する",
            },
            Text::same("x-amazon-apigateway-integration:\n  type: mock\n  requestTemplates:\n    application/json: '{\"statusCode\": 200}'"),
        )
        .redeploy()
        .when(Not(&Any(&[Api(ApiKind::Http), MISREAD]))),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Correct the integration in the console and deploy",
                ja: "コンソールで統合を直してデプロイする",
            },
            text! {
                en: "API Gateway > APIs > {api} > Resources > {path} > {method} > Integration request > Edit; then Deploy API",
                ja: "API Gateway > API > {api} > リソース > {path} > {method} > 統合リクエスト > 編集。その後「APIをデプロイ」",
            },
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Keep the backend's answers below 10 MB",
                ja: "バックエンドの応答を10 MB未満にする",
            },
            text! {
                en: "Answer in pages, compressed, or with a presigned S3 URL from which the client fetches the rest. This quota of API Gateway cannot be raised.",
                ja: "ページ分割や圧縮で小さくするか、クライアントが残りを取得するためのS3の署名付きURLを返してください。API Gatewayのこのクォータは引き上げられません。",
            },
        )
        .when(Fact("log", too_long)),
    ],
    links: &[links::HOW_TO_INTEGRATION_SETTINGS],
};

/// `{proxy}`, `{proxy+}`, `${stageVariables.x}` in the address that was called.
fn template_left_over(facts: &Facts<'_>) -> Look {
    let Some(log) = facts.evidence.log.as_deref() else { return Look::Unknown };
    for line in log.lines().filter(|line| line.contains("Endpoint request URI:") || line.contains("Sending request to")) {
        let address = line.rsplit("://").next().unwrap_or(line);
        if address.contains('{') || address.contains("%7B") {
            return Look::seen(address.trim(), "log");
        }
    }
    Look::Absent
}

fn too_long(facts: &Facts<'_>) -> Look {
    match TOO_LONG.look(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}
