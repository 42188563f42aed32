//! The function's resource-based policy does not let this API invoke it.
//!
//! Everything before the integration has passed: route, authorizer, key, validation. Lambda then
//! refuses the gateway's call, and the client sees the same 500 as for any configuration error;
//! only the execution log says “Invalid permissions on Lambda function”. Where the same line is
//! followed by “Authorizer error”, the function is the authorizer's.

use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "lambda-permission-missing",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[500],
    prior: Prior::Common,
    speaker: GATEWAY,
    title: text! {
        en: "API Gateway may not invoke the Lambda function",
        ja: "API GatewayにLambda関数を呼び出す権限がありません",
    },
    why: text! {
        en: "To run a Lambda integration, API Gateway calls the function as the service principal apigateway.amazonaws.com, or with the integration's role. \
             Lambda checks the function's resource-based policy against the ARN of the API, stage, method and path that calls. \
             Without a statement that matches, Lambda refuses and the client sees a bare 500; consoles and SAM add the statement, templates and OpenAPI imports often do not.",
        ja: "Lambda統合を実行するとき、API Gatewayはサービスプリンシパルapigateway.amazonaws.com、または統合に設定したロールで関数を呼び出します。\
             Lambdaは、呼び出し元のAPI、ステージ、メソッド、パスのARNを関数のリソースベースポリシーと照合します。\
             一致するステートメントがないと呼び出しは拒否され、クライアントには500だけが返ります。コンソールやSAMは自動で追加しますが、テンプレートやOpenAPIのインポートでは追加されないことがあります。",
    },
    signals: &[
        Requires(Any(&[
            Says("Invalid permissions on Lambda function"),
            Says("have permissions to call the integration"),
            Says("is not authorized to perform: lambda:InvokeFunction"),
            Says("Lambda invocation failed with status: 403"),
            Fact("log", looks::lambda_said_403),
            Fact("response.body", looks::execution_500),
            Fact("response.body", authorizer_500),
        ])),
        Proves(
            Any(&[Says("Invalid permissions on Lambda function"), Says("have permissions to call the integration")]),
            text! {
                en: "The log names the missing permission",
                ja: "権限の不足がログに記録されています",
            },
        ),
        Proves(
            Says("is not authorized to perform: lambda:InvokeFunction"),
            text! {
                en: "The integration's role lacks lambda:InvokeFunction",
                ja: "統合のロールにlambda:InvokeFunctionがありません",
            },
        ),
        Proves(
            Says("Lambda invocation failed with status: 403"),
            text! {
                en: "Lambda refused the gateway's call with 403",
                ja: "API Gatewayの呼び出しをLambdaが403で拒否しています",
            },
        ),
        Hints(
            Fact("response.body", authorizer_500),
            text! {
                en: "An authorizer that may not be invoked is a common reason for this answer",
                ja: "この応答の原因としてよくあるのは、オーソライザーを呼び出す権限がないことです",
            },
        ),
        Hints(
            Fact("log", looks::invokes_lambda),
            text! {
                en: "The integration is a Lambda function",
                ja: "統合先はLambda関数です",
            },
        ),
        Opposes(
            All(&[Log("Starting authorizer"), Not(&Log("Successfully completed authorizer"))]),
            text! {
                en: "The log ends while the authorizer is at work",
                ja: "オーソライザーの処理中にログが終わっています",
            },
        ),
        Doubts(
            Fact("log", authorizer_failed),
            text! {
                en: "The function that may not be invoked is the authorizer's",
                ja: "呼び出せなかったのはオーソライザーの関数です",
            },
        ),
        Excludes(
            Any(&[Says("stageVariables"), Says("stage variable")]),
            text! {
                en: "The function is named by a stage variable, which has a cause of its own",
                ja: "関数はステージ変数で指定されており、その場合の原因は別に扱います",
            },
        ),
        Opposes(
            Fact("neighbours", route_worked),
            text! {
                en: "The same method and path worked in this session",
                ja: "同じセッションで、同じメソッドとパスが成功しています",
            },
        ),
        Excludes(
            All(&[
                Fact("log", looks::log_names_a_failure),
                Unsaid(&[
                    "Invalid permissions on Lambda function",
                    "have permissions to call the integration",
                    "Lambda invocation failed with status: 403",
                    "is not authorized to perform: lambda:InvokeFunction",
                ]),
            ]),
            text! {
                en: "The log names another failure",
                ja: "ログには別の失敗が記録されています",
            },
        ),
        Suggests(
            Fact("log", looks::lambda_said_403),
            text! {
                en: "Lambda itself answered the gateway's call with 403",
                ja: "API Gatewayの呼び出しに対し、Lambda自体が403を返しています",
            },
        ),
        Opposes(
            Fact("log", called_the_authorizer),
            text! {
                en: "The log begins with the authorizer and never comes to the integration",
                ja: "ログはオーソライザーの処理で始まり、統合まで進んでいません",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Read the policy of the alias or version that was called",
                ja: "呼び出されたエイリアスまたはバージョンのポリシーを確認する",
            },
            Text::same("aws lambda get-policy --function-name {function} --qualifier {alias} --region {region} --query Policy --output text"),
            text! {
                en: "If there is none, that is it: a statement on the function itself does not hold for {function}:{alias}.",
                ja: "ポリシーがなければ、それが原因です。関数自体のステートメントは{function}:{alias}には適用されません。",
            },
            text! {
                en: "If it allows apigateway.amazonaws.com, compare its SourceArn with {api}/*/{method}/{resource}.",
                ja: "apigateway.amazonaws.comを許可していれば、SourceArnを{api}/*/{method}/{resource}と比べてください。",
            },
        )
        .separates(&["stage-variable-permission"])
        .when(Fact("log", alias_called)),
        Check::new(
            text! {
                en: "Ask IAM whether the integration's role may invoke the function",
                ja: "統合のロールに関数の呼び出しが許可されているかIAMで確認する",
            },
            Text::same("aws iam simulate-principal-policy --policy-source-arn arn:{partition}:iam::{account}:role/{integration_role} --action-names lambda:InvokeFunction --resource-arns {denied_resource} --query \"EvaluationResults[].EvalDecision\" --output text"),
            text! {
                en: "If it says implicitDeny, the role lacks lambda:InvokeFunction on this function.",
                ja: "implicitDenyであれば、ロールにこの関数のlambda:InvokeFunctionがありません。",
            },
            text! {
                en: "If it says allowed, a policy of the function, a boundary or an SCP refuses.",
                ja: "allowedであれば、関数のポリシー、アクセス許可の境界、SCPのいずれかが拒否しています。",
            },
        )
        .when(Fact("log", role_denied)),
        Check::new(
            text! {
                en: "Read the function's resource-based policy",
                ja: "関数のリソースベースポリシーを確認する",
            },
            Text::same("aws lambda get-policy --function-name {function} --region {region} --query Policy --output text"),
            text! {
                en: "If a statement allows apigateway.amazonaws.com for {api}/*/{method}/{resource}, the permission is there: look at an alias or version in the integration's URI, which needs its own.",
                ja: "apigateway.amazonaws.comに{api}/*/{method}/{resource}を許可するステートメントがあれば権限は足りています。統合のURIにエイリアスやバージョンがある場合は、その修飾子にも権限が必要です。",
            },
            text! {
                en: "If there is none, or its SourceArn names another API, method or the literal ANY, add one.",
                ja: "ステートメントがない場合や、SourceArnが別のAPIやメソッド、文字どおりのANYを指している場合は追加してください。",
            },
        )
        .separates(&["lambda-throttled", "integration-config-error", "stage-variable-permission", "integration-http-method-not-post"])
        .when(Not(&Any(&[Fact("log", alias_called), Fact("log", role_denied)]))),
        Check::new(
            text! {
                en: "Find the line in the execution log",
                ja: "実行ログで該当行を探す",
            },
            Text::same("aws logs filter-log-events --log-group-name API-Gateway-Execution-Logs_{api}/{stage} --region {region} --filter-pattern '\"Invalid permissions on Lambda function\"'"),
            text! {
                en: "If it is there, the permission is missing; “Authorizer error” in the next line means the authorizer's function.",
                ja: "この行があれば権限の不足です。次の行が「Authorizer error」なら、オーソライザーの関数が対象です。",
            },
            text! {
                en: "If it is not, the line beginning “Execution failed due to” names the cause.",
                ja: "なければ、「Execution failed due to」で始まる行に原因が書かれています。",
            },
        )
        .when(Not(&Api(ApiKind::Http))),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let this API invoke the alias or version",
                ja: "このAPIにエイリアスまたはバージョンの呼び出しを許可する",
            },
            Text::same("aws lambda add-permission --function-name {function} --qualifier {alias} --region {region} --statement-id apigateway-{api} --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn \"arn:{partition}:execute-api:{region}:{account}:{api}/*/{method}/{resource}\""),
        )
        .when(Fact("log", alias_called)),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Allow the integration's role to invoke the function",
                ja: "統合のロールに関数の呼び出しを許可する",
            },
            Text::same("aws iam put-role-policy --role-name {integration_role} --policy-name invoke-function --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"{denied_resource}\"}]}'"),
        )
        .when(Fact("log", role_denied)),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let this API invoke the function",
                ja: "このAPIに関数の呼び出しを許可する",
            },
            Text::same(
                "aws lambda add-permission --function-name {function} --region {region} --statement-id apigateway-{api} --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn \"arn:{partition}:execute-api:{region}:{account}:{api}/*/{method}/{resource}\"",
            ),
        )
        .when(Not(&Any(&[Fact("log", alias_called), Fact("log", role_denied)]))),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Add the permission to the template",
                ja: "テンプレートに権限を追加する",
            },
            Text::same(
                "ApiMayInvokeFunction:\n  Type: AWS::Lambda::Permission\n  Properties:\n    Action: lambda:InvokeFunction\n    FunctionName: {function}\n    Principal: apigateway.amazonaws.com\n    SourceArn: !Sub \"arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:{api}/*/{method}/{resource}\"",
            ),
        ),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Add the permission in Terraform",
                ja: "Terraformで権限を追加する",
            },
            Text::same(
                "resource \"aws_lambda_permission\" \"api\" {\n  statement_id  = \"apigateway-{api}\"\n  action        = \"lambda:InvokeFunction\"\n  function_name = \"{function}\"\n  principal     = \"apigateway.amazonaws.com\"\n  source_arn    = \"arn:{partition}:execute-api:{region}:{account}:{api}/*/{method}/{resource}\"\n}",
            ),
        ),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Grant the invocation in CDK",
                ja: "CDKで呼び出しを許可する",
            },
            Text::same(
                "fn.addPermission('ApiMayInvoke', {\n  principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),\n  sourceArn: 'arn:{partition}:execute-api:{region}:{account}:{api}/*/{method}/{resource}',\n});",
            ),
        ),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Save the integration again in the console",
                ja: "コンソールで統合を保存し直す",
            },
            text! {
                en: "API Gateway > APIs > {api} > Resources > {path} > {method} > Integration request > Edit > choose the function again > Save; then Deploy API",
                ja: "API Gateway > API > {api} > リソース > {path} > {method} > 統合リクエスト > 編集 > 関数を選び直す > 保存。その後「APIをデプロイ」",
            },
        )
        .redeploy()
        .when(Not(&Api(ApiKind::Http))),
    ],
    links: &[links::REPOST_REST_API_LAMBDA_INTEGRATIONS, links::ACCESS_CONTROL_RESOURCE_BASED],
};

/// `{"message":null}` with 500: an authorizer that cannot be run; its permission is one reason.
fn authorizer_500(facts: &Facts<'_>) -> Look {
    let shape = All(&[Any(&[Status(500), ErrorType("AuthorizerConfigurationException")]), NullMessage]);
    shape.look(facts)
}

fn authorizer_failed(facts: &Facts<'_>) -> Look {
    Any(&[Says("Authorizer error"), ErrorType("AuthorizerConfigurationException"), Says("permissions to call the authorizer")]).look(facts)
}

/// The execution log shows that the request came to its authorizer, and no further.
fn called_the_authorizer(facts: &Facts<'_>) -> Look {
    match facts.evidence.log.as_deref() {
        Some(log) if crate::logs::ends_in_the_authorizer(log) => {
            Log("Starting authorizer:").look(facts)
        }
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

fn route_worked(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| other.same_path && other.same_method && other.worked)
}

/// The log calls an alias or a version, which has a policy of its own.
fn alias_called(facts: &Facts<'_>) -> Look {
    match looks::qualified_function(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}

/// The integration has a role, and that lacks the permission.
fn role_denied(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, &["is not authorized to perform: lambda:InvokeFunction"])
}
