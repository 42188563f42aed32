//! The method needs an API key, and no usage plan of this stage accepts the one that came, if any.
//!
//! The gateway reads the key from the header `x-api-key` alone (or from the authorizer's result),
//! and says only `Forbidden`: the same bytes as a WAF block, an unknown stage or a missing mapping.
//! HTTP APIs have no keys. A key that exists but is in no plan of the stage fails like no key.

use crate::keys;
use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "api-key-missing-or-invalid",
    since: "0.1.0",
    family: Family::Key,
    statuses: &[403],
    prior: Prior::Common,
    speaker: GATEWAY,
    title: text! {
        en: "No valid API key for this stage came with the call",
        ja: "このステージで有効なAPIキーが送られていません",
    },
    why: text! {
        en: "A method that requires an API key looks for its value in the header x-api-key, and then for a usage plan that holds both this key and this stage. \
             A missing header, an unknown or disabled key, the key's id in place of its value, or a plan without this stage all end in 403 “Forbidden”. \
             A query parameter, the body or a header of another name is not looked at.",
        ja: "APIキーが必要なメソッドでは、ヘッダーx-api-keyの値が調べられ、そのキーとこのステージの両方を含む使用量プランが探されます。\
             ヘッダーがない、キーが存在しないか無効になっている、値ではなくキーIDを送っている、プランにこのステージがない、のいずれでも403「Forbidden」になります。\
             クエリ文字列、本文、別の名前のヘッダーは参照されません。",
    },
    signals: &[
        Requires(Any(&[
            Answer("ForbiddenException", "Forbidden", 403),
            Says("Invalid API Key identifier specified"),
            Says("requires API Key and"),
            ResponseType("INVALID_API_KEY"),
            Fact("response.body", looks::maybe_reworded_403),
        ])),
        Proves(
            Any(&[
                Says("Invalid API Key identifier specified"),
                Says("requires API Key and"),
                ResponseType("INVALID_API_KEY"),
            ]),
            text! {
                en: "API Gateway names the API key as its reason",
                ja: "API Gatewayが理由としてAPIキーを挙げています",
            },
        ),
        Proves(
            Fact("neighbours", keys::worked_with_one),
            text! {
                en: "The same method and path worked in this session with an API key, and this call carries none",
                ja: "同じセッションで同じメソッドとパスがAPIキー付きで成功していますが、この呼び出しにはキーがありません",
            },
        ),
        Suggests(
            Fact("request.headers", keys::elsewhere),
            text! {
                en: "A key stands where API Gateway does not look; only the header x-api-key counts",
                ja: "API Gatewayが参照しない場所にキーがあります。有効なのはヘッダーx-api-keyだけです",
            },
        ),
        Suggests(
            All(&[Fact("response.body", looks::unsigned_words), Any(&[Body("API key"), Body("apikey"), Body("api_key"), Body("x-api-key")])]),
            text! {
                en: "The words speak of an API key",
                ja: "文面がAPIキーに触れています",
            },
        ),
        Proves(
            Fact("neighbours", keys::another_worked),
            text! {
                en: "The same method and path worked in this session with another API key",
                ja: "同じセッションで、同じメソッドとパスが別のAPIキーで成功しています",
            },
        ),
        Suggests(
            Fact("neighbours", keys::accepted_on_another_stage),
            text! {
                en: "The same key is accepted on another stage, so no usage plan may hold both this stage and the key",
                ja: "同じキーが別のステージでは受け付けられています。このステージとキーの両方を含む使用量プランがない可能性があります",
            },
        ),
        Suggests(
            Fact("request.headers.x-api-key", keys::unusable),
            text! {
                en: "{key_fault}",
                ja: "{key_fault}",
            },
        ),
        Hints(
            Fact("request.headers.x-api-key", keys::too_short),
            text! {
                en: "The key, as it was captured, has fewer than the 20 characters that a key has at least",
                ja: "取得した値は、キーの最小文字数である20文字に足りません",
            },
        ),
        Suggests(
            RequestHeader("x-api-key", ""),
            text! {
                en: "The client sends an API key, so the method probably requires one, and this one may not be accepted",
                ja: "クライアントがAPIキーを送っています。メソッドがキーを必要とし、このキーが受け付けられていない可能性があります",
            },
        ),
        Hints(
            Not(&RequestHeader("x-api-key", "")),
            text! {
                en: "The request carries no x-api-key header",
                ja: "リクエストにヘッダーx-api-keyがありません",
            },
        ),
        Opposes(
            Fact("neighbours", keys::accepted_here),
            text! {
                en: "The same key was accepted at this host in this session",
                ja: "同じセッションで、同じキーがこのホストで受け付けられています",
            },
        ),
        Opposes(
            Fact("neighbours", keys::worked_without_one),
            text! {
                en: "The same call worked in this session without an API key",
                ja: "同じセッションで、同じ呼び出しがAPIキーなしで成功しています",
            },
        ),
        Opposes(
            Fact("request.method", preflight),
            text! {
                en: "Browsers never send an API key with a preflight",
                ja: "ブラウザーはプリフライトリクエストにAPIキーを付けません",
            },
        ),
        Excludes(
            Log("WAF_BLOCK"),
            text! {
                en: "The log names AWS WAF as the one that refused",
                ja: "ログによれば、拒否したのはAWS WAFです",
            },
        ),
        Excludes(
            Api(ApiKind::Http),
            text! {
                en: "HTTP APIs have no API keys",
                ja: "HTTP APIにはAPIキーがありません",
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
                en: "Call it with the key's value in x-api-key",
                ja: "ヘッダーx-api-keyにキーの値を入れて呼び出す",
            },
            Text::same("curl -si -X {method} \"{url}\" -H \"x-api-key: <api-key-value>\""),
            text! {
                en: "If it is no longer Forbidden, the key was missing, mistyped or sent in another place.",
                ja: "Forbiddenでなくなれば、キーがなかったか、誤っていたか、別の場所で送られていました。",
            },
            text! {
                en: "If it still is, look at the key's usage plan; if that is right too, AWS WAF, the stage or the domain's mapping refused the call.",
                ja: "変わらなければ、キーの使用量プランを確認してください。それも正しければ、AWS WAF、ステージ、ドメインのマッピングが原因です。",
            },
        )
        .separates(&[
            "waf-block",
            "stage-not-found",
            "base-path-mapping-missing",
            "default-endpoint-disabled",
        ]),
        Check::new(
            text! {
                en: "See whether the method requires a key",
                ja: "メソッドがAPIキーを必要とするか確認する",
            },
            Text::same("aws apigateway get-resources --rest-api-id {api} --region {region} --embed methods --query \"items[?path=='{path}'].resourceMethods.{method}.apiKeyRequired\""),
            text! {
                en: "If it says true, a key of this stage's usage plan is needed.",
                ja: "trueであれば、このステージの使用量プランに含まれるキーが必要です。",
            },
            text! {
                en: "If it says false, no key is looked at and something else refused the call. A path that is not listed belongs to a resource with parameters.",
                ja: "falseであればキーは参照されず、原因は別にあります。パスが見つからなければ、パスパラメータを含むリソースです。",
            },
        )
        .separates(&["waf-block", "stage-not-found"]),
        Check::new(
            text! {
                en: "See which usage plans hold this stage, and which keys they hold",
                ja: "このステージを含む使用量プランと、そのキーを確認する",
            },
            Text::same("aws apigateway get-usage-plans --region {region} --query \"items[].{plan: id, name: name, stages: apiStages[].[apiId, stage]}\" --output json; aws apigateway get-usage-plan-keys --usage-plan-id <usage-plan-id> --region {region} --query \"items[].[id, name]\""),
            text! {
                en: "If a plan lists {api} with {stage} and holds the key, see whether the key is enabled and its value the one that was sent.",
                ja: "{api}の{stage}とキーの両方を含むプランがあれば、キーが有効か、送った値と一致するかを確認してください。",
            },
            text! {
                en: "If no plan holds both, every call with this key is Forbidden. A new stage has to be added to the plan.",
                ja: "両方を含むプランがなければ、このキーでの呼び出しはすべてForbiddenになります。新しいステージはプランへの追加が必要です。",
            },
        ),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Send the key's value in the header x-api-key",
                ja: "キーの値をヘッダーx-api-keyで送る",
            },
            Text::same("curl -i -X {method} \"{url}\" -H \"x-api-key: <api-key-value>\""),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Add the stage to the key's usage plan",
                ja: "キーの使用量プランにステージを追加する",
            },
            Text::same("aws apigateway update-usage-plan --usage-plan-id <usage-plan-id> --region {region} --patch-operations op=add,path=/apiStages,value={api}:{stage}"),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Add the key to the usage plan, and enable it",
                ja: "キーを使用量プランに追加し、有効にする",
            },
            Text::same("aws apigateway create-usage-plan-key --usage-plan-id <usage-plan-id> --key-id <api-key-id> --key-type API_KEY --region {region}\naws apigateway update-api-key --api-key <api-key-id> --region {region} --patch-operations op=replace,path=/enabled,value=true"),
        ),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Associate stage and key in the console",
                ja: "コンソールでステージとキーを関連付ける",
            },
            text! {
                en: "API Gateway > Usage plans > the plan > Associated stages > Add stage: {stage}; then Associated API keys > Add API key",
                ja: "API Gateway > 使用量プラン > 対象のプラン > 関連付けられたステージ > ステージを追加: {stage}、続けて、関連付けられたAPIキー > APIキーを追加",
            },
        ),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Define plan, stage and key together",
                ja: "プラン、ステージ、キーをまとめて定義する",
            },
            Text::same(
                "Resources:\n  Plan:\n    Type: AWS::ApiGateway::UsagePlan\n    Properties:\n      ApiStages:\n        - ApiId: {api}\n          Stage: {stage}\n  Key:\n    Type: AWS::ApiGateway::ApiKey\n    Properties:\n      Enabled: true\n  PlanKey:\n    Type: AWS::ApiGateway::UsagePlanKey\n    Properties:\n      KeyId: !Ref Key\n      KeyType: API_KEY\n      UsagePlanId: !Ref Plan",
            ),
        ),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Define plan, stage and key together",
                ja: "プラン、ステージ、キーをまとめて定義する",
            },
            Text::same(
                "resource \"aws_api_gateway_usage_plan\" \"this\" {\n  name = \"<usage-plan-name>\"\n\n  api_stages {\n    api_id = \"{api}\"\n    stage  = \"{stage}\"\n  }\n}\n\nresource \"aws_api_gateway_api_key\" \"this\" {\n  name = \"<api-key-name>\"\n}\n\nresource \"aws_api_gateway_usage_plan_key\" \"this\" {\n  key_id        = aws_api_gateway_api_key.this.id\n  key_type      = \"API_KEY\"\n  usage_plan_id = aws_api_gateway_usage_plan.this.id\n}",
            ),
        ),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Define plan, stage and key together",
                ja: "プラン、ステージ、キーをまとめて定義する",
            },
            Text::same(
                "const key = api.addApiKey('Key');\nconst plan = api.addUsagePlan('Plan', {\n  apiStages: [{ api, stage: api.deploymentStage }],\n});\nplan.addApiKey(key);",
            ),
        ),
    ],
    links: &[links::API_USAGE_PLANS, links::API_KEY_SOURCE],
};

fn preflight(facts: &Facts<'_>) -> Look {
    if facts.is_preflight() {
        Look::seen("OPTIONS", "request.method")
    } else {
        Look::Absent
    }
}
