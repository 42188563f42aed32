//! A Lambda integration calls Lambda with a verb other than POST.
//!
//! The integration's verb is not the method's: Lambda's Invoke action exists under POST only,
//! whatever verb the client used. With GET, Lambda's front end finds no operation to authorize and
//! says so in XML, or the gateway answers 500.

use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "integration-http-method-not-post",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[500, 403],
    prior: Prior::Uncommon,
    speaker: ANYONE,
    title: text! {
        en: "The Lambda integration does not call Lambda with POST",
        ja: "Lambda統合のHTTPメソッドがPOSTではありません",
    },
    why: text! {
        en: "A method has two verbs: the one that clients use, and the one with which API Gateway calls the integration. \
             Lambda's Invoke action is a POST, so the second must be POST even where the first is GET. \
             Templates and OpenAPI imports that repeat the method's verb make Lambda answer that it cannot tell which operation is meant.",
        ja: "メソッドには、クライアントが使うHTTPメソッドと、API Gatewayが統合を呼び出すHTTPメソッドの2つがあります。\
             LambdaのInvokeはPOSTのため、前者がGETでも後者はPOSTでなければなりません。\
             テンプレートやOpenAPIのインポートで同じメソッドを書くと、Lambdaはどの操作か判断できないと答えます。",
    },
    signals: &[
        Requires(Any(&[
            Says("Unable to determine service/operation name to be authorized"),
            Fact("response.body", looks::rest_execution_500),
        ])),
        Proves(
            Says("Unable to determine service/operation name to be authorized"),
            text! {
                en: "Lambda could not tell which operation the integration meant",
                ja: "統合がどの操作を意図しているか、Lambdaが判断できていません",
            },
        ),
        Doubts(
            Method("POST"),
            text! {
                en: "The method is POST, so the verb is mostly right by chance",
                ja: "メソッドがPOSTなので、統合側も偶然正しいことがほとんどです",
            },
        ),
        Excludes(
            Fact("url", called_directly),
            text! {
                en: "The call went to Lambda itself",
                ja: "Lambda自体を呼び出しています",
            },
        ),
        Excludes(
            All(&[
                Fact("log", looks::log_names_a_failure),
                Unsaid(&["Unable to determine service/operation name to be authorized"]), ]),
            text! {
                en: "The log names another failure",
                ja: "ログには別の失敗が記録されています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Read the integration's verb",
                ja: "統合のHTTPメソッドを確認する",
            },
            Text::same("aws apigateway get-integration --rest-api-id {api} --region {region} --resource-id <resource-id> --http-method {method} --query \"[type, httpMethod, uri]\""),
            text! {
                en: "If httpMethod is not POST and the URI names a Lambda function, set it to POST.",
                ja: "URIがLambda関数でhttpMethodがPOST以外なら、POSTに変更してください。",
            },
            text! {
                en: "If it is POST, look at the function's permission next.",
                ja: "POSTであれば、次に関数の権限を確認してください。",
            },
        )
        .separates(&["lambda-permission-missing", "integration-config-error", "lambda-throttled"]),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Set the integration's verb to POST",
                ja: "統合のHTTPメソッドをPOSTにする",
            },
            Text::same(
                "aws apigateway put-integration --rest-api-id {api} --region {region} --resource-id <resource-id> --http-method {method} --type AWS_PROXY --integration-http-method POST --uri \"arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/arn:{partition}:lambda:{region}:{account}:function:{function}/invocations\"",
            ),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Deploy the change",
                ja: "変更をデプロイする",
            },
            Text::same("aws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
        ),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Set it in Terraform",
                ja: "Terraformで設定する",
            },
            Text::same(
                "resource \"aws_api_gateway_integration\" \"this\" {\n  rest_api_id             = \"{api}\"\n  resource_id             = \"<resource-id>\"\n  http_method             = \"{method}\"\n  type                    = \"AWS_PROXY\"\n  integration_http_method = \"POST\"\n  uri                     = \"arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/arn:{partition}:lambda:{region}:{account}:function:{function}/invocations\"\n}",
            ),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Openapi,
            text! {
                en: "Set it in the OpenAPI definition",
                ja: "OpenAPI定義で設定する",
            },
            Text::same(
                "x-amazon-apigateway-integration:\n  type: aws_proxy\n  httpMethod: POST\n  uri: arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/arn:{partition}:lambda:{region}:{account}:function:{function}/invocations",
            ),
        )
        .redeploy(),
    ],
    links: &[links::SET_UP_LAMBDA_PROXY_INTEGRATIONS],
};

fn called_directly(facts: &Facts<'_>) -> Look {
    Host(HostForm::AwsService).look(facts)
}
