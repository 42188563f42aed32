//! The first path segment of a default endpoint names no stage of the API.
//!
//! A REST or WebSocket API is called as `/{stage}/{path}`. The stage is looked up before anything
//! else of the API, so a missing one leaves no log line and is worded like an API key that was
//! refused or a request that WAF blocked. An HTTP API answers the same mistake 404 `Not Found`,
//! unless it has a `$default` stage, which needs no segment.

use crate::look::find_in;
use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "stage-not-found",
    since: "0.1.0",
    family: Family::Route,
    statuses: &[403, 404],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "The URL does not begin with a stage that exists",
        ja: "URLの先頭に存在するステージがありません",
    },
    why: text! {
        en: "Under a default endpoint the first path segment names the stage, in its exact letter case, and the rest is the path. \
             API Gateway looks for the stage before it looks at methods, keys or authorizers, and answers 403 “Forbidden” where it finds none. \
             The stage was left out or misspelt, or the API was never deployed to it.",
        ja: "デフォルトエンドポイントでは、パスの最初のセグメントがステージ名（大文字と小文字を区別）で、その後がパスです。\
             API Gatewayはメソッド、APIキー、オーソライザーより先にステージを探し、見つからなければ403「Forbidden」を返します。\
             ステージ名が抜けているか誤っている、またはそのステージにAPIがデプロイされていません。",
    },
    signals: &[
        Requires(Any(&[
            Answer("ForbiddenException", "Forbidden", 403),
            Fact("response.body", looks::http_not_found),
        ])),
        Requires(Any(&[
            Host(HostForm::ExecuteApi),
            Host(HostForm::VpceAlias),
            Host(HostForm::VpceDns),
            Host(HostForm::BareExecuteApi),
        ])),
        Proves(
            Fact("url", no_stage_at_all),
            text! {
                en: "The path holds nothing that could be the stage",
                ja: "パスにステージとなりうるセグメントがありません",
            },
        ),
        Proves(
            Fact("neighbours", same_path_behind_a_stage),
            text! {
                en: "The same path worked in this session with a stage in front of it",
                ja: "同じセッションで、先頭にステージを付けた同じパスが成功しています",
            },
        ),
        Proves(
            Fact("neighbours", stage_in_other_case),
            text! {
                en: "The stage worked in this session in another letter case",
                ja: "同じセッションで、大文字と小文字の異なるステージ名が成功しています",
            },
        ),
        Suggests(
            Fact("url", asset),
            text! {
                en: "A file of a web page was asked for by its absolute path, which leaves the stage out",
                ja: "Webページのファイルを絶対パスで要求しており、ステージが抜けています",
            },
        ),
        Hints(
            Fact("url", unusual_stage),
            text! {
                en: "The path does not begin with a usual name of a stage",
                ja: "パスがよくあるステージ名で始まっていません",
            },
        ),
        Suggests(
            Fact("neighbours", only_another_stage_worked),
            text! {
                en: "Another first segment worked on this host, this one never did",
                ja: "このホストでは別の先頭セグメントだけが成功しています",
            },
        ),
        Excludes(
            Fact("neighbours", this_stage_worked),
            text! {
                en: "The same first segment worked in this session, so the stage exists",
                ja: "同じ先頭セグメントのリクエストが成功しており、ステージは存在します",
            },
        ),
        Excludes(
            All(&[Api(ApiKind::Http), Status(403)]),
            text! {
                en: "An HTTP API answers an unknown stage with 404",
                ja: "HTTP APIは存在しないステージに404を返します",
            },
        ),
        Doubts(
            Fact("response.body", looks::http_not_found),
            text! {
                en: "An HTTP API serves its default stage without a segment of its own, so the route is missing more often",
                ja: "HTTP APIのデフォルトステージはパスにステージを含まないため、多くはルートがないことが原因です",
            },
        ),
        Opposes(
            Fact("url", routing::connections_call),
            text! {
                en: "@connections has mistakes of its own",
                ja: "@connectionsには固有の原因があります",
            },
        ),
        Excludes(
            Fact("log", looks::reached_a_stage),
            text! {
                en: "A log of the stage has the request, so the stage was found",
                ja: "ステージのログにこのリクエストがあるため、ステージは見つかっています",
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
                en: "List the stages of the REST API",
                ja: "REST APIのステージを一覧する",
            },
            command: Text::same("aws apigateway get-stages --rest-api-id {api} --region {region} --query \"item[].[stageName, deploymentId]\" --output text"),
            if_so: text! {
                en: "If the first segment of {full_path} is listed letter for letter, the stage is fine: look at the API key and WAF.",
                ja: "{full_path}の先頭セグメントが大文字小文字まで一致して一覧にあれば、ステージは正しいため、APIキーとWAFを確認してください。",
            },
            if_not: text! {
                en: "If it is not listed, put one of the listed stages in front of the path, or deploy the API to this stage.",
                ja: "なければ、一覧にあるステージをパスの先頭に付けるか、このステージにAPIをデプロイしてください。",
            },
            separates: &["api-key-missing-or-invalid", "waf-block", "default-endpoint-disabled", "private-dns-hostname"],
            when: Some(Not(&Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)]))),
        },
        Check {
            title: text! {
                en: "List the stages of the HTTP or WebSocket API",
                ja: "HTTP APIまたはWebSocket APIのステージを一覧する",
            },
            command: Text::same("aws apigatewayv2 get-stages --api-id {api} --region {region} --query \"Items[].[StageName, DeploymentId]\" --output text"),
            if_so: text! {
                en: "If the first segment is listed, the stage is fine: the route is what is missing. With $default alone, leave the stage out of the URL.",
                ja: "先頭セグメントが一覧にあればステージは正しく、ないのはルートです。$defaultだけの場合は、URLにステージを含めません。",
            },
            if_not: text! {
                en: "If it is not listed, correct the stage in the URL or create it.",
                ja: "なければ、URLのステージを直すか、ステージを作成してください。",
            },
            separates: &["route-not-found", "websocket-handshake-forbidden"],
            when: Some(Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)])),
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Call the path that worked: {nearest}",
                ja: "成功したパスを呼び出す: {nearest}",
            },
            form: Form::Text,
            text: text! {
                en: "Did you mean https://{host}{nearest}? It was answered in this session; {full_path} was not.",
                ja: "https://{host}{nearest}の誤りではありませんか。同じセッションで成功しているのは{full_path}ではなくこちらです。",
            },
            redeploy: false,
            when: Some(Fact("neighbours", meant_is_known)),
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Put the stage in front of the path",
                ja: "パスの先頭にステージを付ける",
            },
            form: Form::Text,
            text: text! {
                en: "Call https://{host}/<stage-name>/<resource-path>, with the stage as the owner of the API spells it: upper and lower case count. The call at hand asked for {full_path}.",
                ja: "https://{host}/<stage-name>/<resource-path>の形で呼び出してください。ステージ名は大文字と小文字も区別されます。今回のリクエストのパスは{full_path}です。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Let the web app load its files from below the stage",
                ja: "Webアプリのファイルをステージの下から読み込む",
            },
            form: Form::Text,
            text: text! {
                en: "Set the app's base path to /<stage-name>/ (base, publicPath, assetPrefix or homepage, by framework), so that its pages ask for /<stage-name>{full_path}. Or serve the app from a custom domain, which has no stage in its paths.",
                ja: "アプリのベースパス（フレームワークによりbase、publicPath、assetPrefix、homepage）を/<stage-name>/に設定し、/<stage-name>{full_path}を要求するようにしてください。または、パスにステージを含まないカスタムドメインから配信してください。",
            },
            redeploy: false,
            when: Some(Fact("url", asset)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Deploy the API to the stage; a stage that is missing is created",
                ja: "APIをステージにデプロイする（ステージがなければ作成される）",
            },
            form: Form::Cli,
            text: Text::same("aws apigateway create-deployment --rest-api-id {api} --stage-name <stage-name> --region {region}"),
            redeploy: true,
            when: Some(Not(&Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)]))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Create the stage with automatic deployment",
                ja: "自動デプロイを有効にしたステージを作成する",
            },
            form: Form::Cli,
            text: Text::same("aws apigatewayv2 create-stage --api-id {api} --stage-name <stage-name> --auto-deploy --region {region}"),
            redeploy: false,
            when: Some(Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)])),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Copy the invoke URL from the console",
                ja: "コンソールで呼び出しURLを確認する",
            },
            form: Form::Console,
            text: text! {
                en: "API Gateway > APIs > {api} > Stages > (stage) > Invoke URL. If the stage is not listed: Resources > Deploy API > New stage.",
                ja: "API Gateway > API > {api} > ステージ > （ステージ）> URLを呼び出す。一覧にない場合：リソース > APIをデプロイ > 新しいステージ",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Declare the stage in the template",
                ja: "テンプレートでステージを定義する",
            },
            form: Form::Cloudformation,
            text: Text::same("Stage:\n  Type: AWS::ApiGateway::Stage\n  Properties:\n    RestApiId: {api}\n    StageName: <stage-name>\n    DeploymentId: !Ref Deployment\n"),
            redeploy: true,
            when: Some(Not(&Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)]))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Declare the stage in Terraform",
                ja: "Terraformでステージを定義する",
            },
            form: Form::Terraform,
            text: Text::same("resource \"aws_api_gateway_stage\" \"this\" {\n  rest_api_id   = \"{api}\"\n  stage_name    = \"<stage-name>\"\n  deployment_id = aws_api_gateway_deployment.this.id\n}"),
            redeploy: true,
            when: Some(Not(&Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)]))),
        },
    ],
    links: &[links::HOW_TO_CALL_API, links::REPOST_TROUBLESHOOT_403_FORBIDDEN],
};

/// The bare host, or a first segment that holds a character which no stage name can.
fn no_stage_at_all(facts: &Facts<'_>) -> Look {
    let Some(url) = &facts.url else {
        return Look::Unknown;
    };
    let stands = match url.segments().next() {
        None => true,
        Some(first) => routing::cannot_be_stage(first) && !is_file_below_root(url.path),
    };
    // An HTTP API with a `$default` stage needs no segment.
    if stands && facts.api != Some(ApiKind::Http) {
        Look::seen(facts.evidence.url.clone().unwrap_or_default(), "url")
    } else {
        Look::Absent
    }
}

/// `/favicon.ico` and the like cannot name a stage, but are told as what they are: a page's files.
fn is_file_below_root(path: &str) -> bool {
    const FILES: &[&str] = &[
        ".js", ".mjs", ".css", ".map", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp",
        ".woff", ".woff2", ".ttf", ".html", ".webmanifest", ".txt", ".xml",
    ];
    FILES.iter().any(|ending| path.ends_with(ending))
}

fn asset(facts: &Facts<'_>) -> Look {
    let Some(url) = &facts.url else {
        return Look::Unknown;
    };
    let below_a_stage = url.segments().count() > 1
        && routing::first_segment(facts).is_some_and(routing::is_stage_like);
    if is_file_below_root(url.path) && !below_a_stage {
        Look::seen(url.path, "url")
    } else {
        Look::Absent
    }
}

/// Two segments or more, and the first is not one of the names that people give to stages, nor a
/// version, nor blanked out.
fn unusual_stage(facts: &Facts<'_>) -> Look {
    let Some(url) = &facts.url else {
        return Look::Unknown;
    };
    let mut segments = url.segments();
    let (Some(first), Some(_)) = (segments.next(), segments.next()) else {
        return Look::Absent;
    };
    let usual = STAGE_PARTS.iter().any(|part| find_in(first, part).is_some());
    let version = first.len() <= 3 && first.starts_with(['v', 'V']);
    let blanked = first.contains(['<', '{', '[', '*', '$', '…', '.']);
    if usual || version || blanked || routing::is_stage_like(first) {
        Look::Absent
    } else {
        Look::seen(first, "url")
    }
}

/// Parts of stage names: `devstage`, `my-prod`, `default` as the console's blueprints say.
const STAGE_PARTS: &[&str] = &["dev", "prod", "prd", "stag", "stg", "test", "demo", "default", "latest", "api"];

fn meant_is_known(facts: &Facts<'_>) -> Look {
    let meant = facts.url.and_then(|own| routing::meant(facts, &own));
    meant.map_or(Look::Absent, |url| Look::seen(url.path, "neighbours"))
}

fn same_path_behind_a_stage(facts: &Facts<'_>) -> Look {
    let Some(own) = facts.url else {
        return Look::Unknown;
    };
    facts.neighbour(|other| {
        other.same_host
            && other.worked
            && own.path.len() > 1
            && routing::behind_first_segment(&other.url) == own.path
    })
}

fn stage_in_other_case(facts: &Facts<'_>) -> Look {
    other_first_segment_worked(facts, |own, other| {
        own != other && own.eq_ignore_ascii_case(other)
    })
}

fn only_another_stage_worked(facts: &Facts<'_>) -> Look {
    other_first_segment_worked(facts, |own, other| !own.eq_ignore_ascii_case(other))
}

fn this_stage_worked(facts: &Facts<'_>) -> Look {
    other_first_segment_worked(facts, |own, other| own == other)
}

fn other_first_segment_worked(facts: &Facts<'_>, like: fn(&str, &str) -> bool) -> Look {
    let Some(own) = routing::first_segment(facts) else {
        return Look::Unknown;
    };
    facts.neighbour(|other| {
        other.same_host
            && other.worked
            && other
                .url
                .segments()
                .next()
                .is_some_and(|segment| like(own, segment))
    })
}
