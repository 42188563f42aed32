//! The API's own execute-api name was switched off in favour of its custom domain.
//!
//! Everything under the name is refused then, whatever the stage and the path: a REST API says 403
//! “Forbidden”, an HTTP API 404 “Not Found”. One such answer cannot be told from a missing stage, a
//! missing key or WAF; that all calls to the host end so, while the custom domain works, can.

use crate::look::find_in;
use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "default-endpoint-disabled",
    since: "0.1.0",
    family: Family::Route,
    statuses: &[403, 404],
    prior: Prior::Uncommon,
    speaker: GATEWAY,
    title: text! {
        en: "The API's execute-api endpoint is switched off",
        ja: "APIのexecute-apiエンドポイントが無効になっています",
    },
    why: text! {
        en: "An API can be closed to its execute-api name, so that callers come through its custom domain only. \
             The name still resolves, and API Gateway refuses every request under it before it looks at stages or methods. \
             A REST or WebSocket API answers 403 “Forbidden”, an HTTP API 404 “Not Found”.",
        ja: "APIのexecute-apiエンドポイントを無効にすると、カスタムドメインからしか呼び出せなくなります。\
             名前は解決できても、API Gatewayはステージやメソッドを調べる前にすべてのリクエストを拒否します。\
             REST APIとWebSocket APIは403「Forbidden」、HTTP APIは404「Not Found」を返します。",
    },
    signals: &[
        Requires(Any(&[
            Answer("ForbiddenException", "Forbidden", 403),
            Fact("response.body", looks::http_not_found),
            Fact("curl_text", setting_shown),
        ])),
        Requires(Host(HostForm::ExecuteApi)),
        Proves(
            Fact("neighbours", works_on_custom_domain),
            text! {
                en: "The same path, without its stage, works on another host of this session",
                ja: "同じセッションで、ステージを除いた同じパスが別のホストで成功しています",
            },
        ),
        Proves(
            Fact("curl_text", setting_shown),
            text! {
                en: "The API's settings say so",
                ja: "APIの設定に無効と示されています",
            },
        ),
        Suggests(
            Fact("neighbours", whole_host_refuses),
            text! {
                en: "Other paths of this host are refused the same way, and none has worked",
                ja: "このホストの他のパスも同じように拒否され、成功したものはありません",
            },
        ),
        Excludes(
            Fact("neighbours", host_answers),
            text! {
                en: "Something under this host worked in this session",
                ja: "このホストへの別のリクエストが成功しています",
            },
        ),
        Excludes(
            All(&[Api(ApiKind::Http), Status(403)]),
            text! {
                en: "An HTTP API whose endpoint is off answers 404",
                ja: "エンドポイントを無効にしたHTTP APIは404を返します",
            },
        ),
        Doubts(
            RequestHeader("x-api-key", ""),
            text! {
                en: "An API key was sent, and may be what was refused",
                ja: "APIキーが送信されており、それが拒否された可能性があります",
            },
        ),
        Opposes(
            Fact("log", looks::reached_a_stage),
            text! {
                en: "A log of the stage has the request, so it came in at the right place",
                ja: "ステージのログにこのリクエストがあるため、リクエストはステージまで届いています",
            },
        ),
        Opposes(
            Fact("response.body", looks::rewritten_refusal),
            text! {
                en: "The refusal has a status or a body of the owner's, which only an API that was found can give it",
                ja: "拒否の応答が所有者の設定したステータスまたは本文です。これを返せるのは、APIが特定された後だけです",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "See whether the default endpoint is switched off",
                ja: "デフォルトエンドポイントが無効か確認する",
            },
            command: Text::same("aws apigateway get-rest-api --rest-api-id {api} --region {region} --query disableExecuteApiEndpoint"),
            if_so: text! {
                en: "If it says true, call the API's custom domain instead, without the stage in the path.",
                ja: "trueであれば、代わりにAPIのカスタムドメインを、パスにステージを含めずに呼び出してください。",
            },
            if_not: text! {
                en: "If it says false, look at the stage in the URL, the API key and WAF.",
                ja: "falseであれば、URLのステージ、APIキー、WAFを確認してください。",
            },
            separates: &["stage-not-found", "api-key-missing-or-invalid", "waf-block", "private-dns-hostname"],
            when: Some(Not(&Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)]))),
        },
        Check {
            title: text! {
                en: "See whether the default endpoint is switched off",
                ja: "デフォルトエンドポイントが無効か確認する",
            },
            command: Text::same("aws apigatewayv2 get-api --api-id {api} --region {region} --query DisableExecuteApiEndpoint"),
            if_so: text! {
                en: "If it says true, call the API's custom domain instead.",
                ja: "trueであれば、代わりにAPIのカスタムドメインを呼び出してください。",
            },
            if_not: text! {
                en: "If it says false, compare the method and the path with the API's routes.",
                ja: "falseであれば、メソッドとパスをAPIのルートと比べてください。",
            },
            separates: &["route-not-found", "stage-not-found", "websocket-handshake-forbidden"],
            when: Some(Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)])),
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Call the API's custom domain, without the stage",
                ja: "APIのカスタムドメインを、ステージを付けずに呼び出す",
            },
            form: Form::Text,
            text: text! {
                en: "Call https://{domain}{path} in place of {url}; the domain's mapping may ask for a base path in front.",
                ja: "{url}ではなく、https://{domain}{path}を呼び出してください。ドメインのマッピングによっては、先頭にベースパスが必要です。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Switch the REST API's endpoint on again",
                ja: "REST APIのエンドポイントを再び有効にする",
            },
            form: Form::Cli,
            text: Text::same("aws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations op=replace,path=/disableExecuteApiEndpoint,value='False'\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
            redeploy: true,
            when: Some(Not(&Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)]))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Switch the endpoint on again",
                ja: "エンドポイントを再び有効にする",
            },
            form: Form::Cli,
            text: Text::same("aws apigatewayv2 update-api --api-id {api} --region {region} --no-disable-execute-api-endpoint"),
            redeploy: false,
            when: Some(Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)])),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Switch it on in the console",
                ja: "コンソールで有効にする",
            },
            form: Form::Console,
            text: text! {
                en: "API Gateway > APIs > {api} > API settings > Edit > Default endpoint: Active, then deploy a REST API again",
                ja: "API Gateway > API > {api} > API設定 > 編集 > デフォルトエンドポイント: アクティブ（REST APIはその後に再デプロイ）",
            },
            redeploy: true,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Switch it on in the template",
                ja: "テンプレートで有効にする",
            },
            form: Form::Sam,
            text: Text::same("Api:\n  Type: AWS::Serverless::Api\n  Properties:\n    StageName: {stage}\n    DisableExecuteApiEndpoint: false\n"),
            redeploy: true,
            when: Some(Not(&Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)]))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Switch it on in Terraform",
                ja: "Terraformで有効にする",
            },
            form: Form::Terraform,
            text: Text::same("resource \"aws_api_gateway_rest_api\" \"this\" {\n  name                         = \"<api-name>\"\n  disable_execute_api_endpoint = false\n}"),
            redeploy: true,
            when: Some(Not(&Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)]))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Switch it on with the CDK",
                ja: "CDKで有効にする",
            },
            form: Form::Cdk,
            text: Text::same("const api = new apigateway.RestApi(this, 'Api', {\n  disableExecuteApiEndpoint: false,\n});"),
            redeploy: true,
            when: Some(Not(&Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)]))),
        },
    ],
    links: &[links::REST_API_DISABLE_DEFAULT_ENDPOINT, links::HTTP_API_DISABLE_DEFAULT_ENDPOINT],
};

/// What `get-rest-api` or `get-api` prints, pasted along.
/// `"disableExecuteApiEndpoint": true` in any notation: JSON, YAML, Terraform.
fn setting_shown(facts: &Facts<'_>) -> Look {
    const NAMES: &[&str] = &["disableExecuteApiEndpoint", "disable_execute_api_endpoint"];
    for (text, place) in facts.texts() {
        let Some(name) = NAMES.iter().find_map(|name| find_in(text, name)) else {
            continue;
        };
        let from = text.find(name).unwrap_or(text.len());
        let joint = |c: char| matches!(c, ' ' | '\t' | '"' | '\'' | ':' | '=');
        let value = text[from + name.len()..].trim_start_matches(joint);
        if value.get(..4).is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            let to = text.len() - value.len() + 4;
            return Look::seen(&text[from..to], place);
        }
    }
    Look::Absent
}

fn works_on_custom_domain(facts: &Facts<'_>) -> Look {
    let Some(own) = facts.url else {
        return Look::Unknown;
    };
    routing::quoted(facts, routing::twin(facts, &own))
}

fn whole_host_refuses(facts: &Facts<'_>) -> Look {
    if facts.neighbours().any(|other| other.same_host && other.worked) {
        return Look::Absent;
    }
    let status = facts.evidence.status;
    facts.neighbour(|other| {
        other.same_host && !other.same_path && status.is_some() && other.evidence.status == status
    })
}

fn host_answers(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| other.same_host && other.worked)
}
