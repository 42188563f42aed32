//! The path under a custom domain begins with the stage, which the domain's mapping already holds.
//!
//! A mapping takes a domain and a base path to one API *and* one stage; what follows the base path
//! is the path of a resource. A stage copied over from the default endpoint is then looked up as a
//! resource, and missed: for a REST API that reads “Missing Authentication Token”, so it is
//! mistaken for missing credentials or for a route that was not deployed.

use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "stage-in-custom-domain-path",
    since: "0.1.0",
    family: Family::Route,
    statuses: &[403, 404],
    prior: Prior::Common,
    speaker: GATEWAY,
    title: text! {
        en: "The stage is repeated in a custom domain's path",
        ja: "カスタムドメインのパスにステージ名が重複しています",
    },
    why: text! {
        en: "A custom domain's mapping names the API and its stage, so the URL holds the base path and then the resource, never the stage. \
             A stage in the path is looked up as a resource that does not exist. \
             A REST API words that as 403 “Missing Authentication Token”, an HTTP API as 404 “Not Found”.",
        ja: "カスタムドメインのAPIマッピングがAPIとステージを指定しているため、URLにはベースパスとリソースだけを書き、ステージは書きません。\
             パスに書いたステージ名は、存在しないリソースとして扱われます。\
             その結果、REST APIは403「Missing Authentication Token」、HTTP APIは404「Not Found」を返します。",
    },
    signals: &[
        Requires(Any(&[
            Answer("MissingAuthenticationTokenException", "Missing Authentication Token", 403),
            Fact("response.body", looks::http_not_found),
            ErrorType("IncompleteSignatureException"),
        ])),
        Requires(Host(HostForm::Other)),
        Proves(
            Fact("neighbours", works_without_first_segment),
            text! {
                en: "The same path worked on this host without its first segment",
                ja: "このホストで、先頭のセグメントを除いた同じパスが成功しています",
            },
        ),
        Proves(
            Fact("neighbours", works_below_the_stage),
            text! {
                en: "The very same path worked on a default endpoint, where its first segment is the stage",
                ja: "デフォルトエンドポイントでは同じパスが成功しています。そこでは先頭のセグメントがステージです",
            },
        ),
        Suggests(
            Fact("url", begins_like_a_stage),
            text! {
                en: "The path begins with a word that people give to stages",
                ja: "パスの先頭が、ステージ名としてよく使われる語です",
            },
        ),
        Opposes(
            Fact("url", begins_with_something_else),
            text! {
                en: "The path does not begin with a usual name of a stage",
                ja: "パスの先頭は、よくあるステージ名ではありません",
            },
        ),
        Opposes(
            Fact("neighbours", first_segment_worked),
            text! {
                en: "Another path with this first segment worked on this host",
                ja: "このホストで、同じ先頭セグメントを持つ別のパスが成功しています",
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
                en: "Call the URL without its first segment",
                ja: "先頭のセグメントを除いたURLを呼び出す",
            },
            command: Text::same("curl -i -X {method} \"{unstaged}\""),
            if_so: text! {
                en: "If the answer changes, the stage was the mistake: the mapping already holds it.",
                ja: "応答が変われば、原因はステージ名です。ステージはAPIマッピングに含まれています。",
            },
            if_not: text! {
                en: "If it stays the same, compare the path with the mapping's base path and the API's routes.",
                ja: "変わらなければ、パスをAPIマッピングのベースパスおよびAPIのルートと比べてください。",
            },
            separates: &["route-not-found", "missing-auth-on-iam-route", "bearer-token-on-missing-route"],
            when: None,
        },
        Check {
            title: text! {
                en: "See to which API and stage the domain's paths lead",
                ja: "ドメインの各パスがどのAPIとステージに対応するか確認する",
            },
            command: Text::same("aws apigatewayv2 get-api-mappings --domain-name {domain} --region {region} --query \"Items[].[ApiMappingKey, ApiId, Stage]\" --output text"),
            if_so: text! {
                en: "If a mapping's stage equals the first segment of {full_path} and its key does not, take the segment out of the URL.",
                ja: "マッピングのステージが{full_path}の先頭セグメントと同じで、キーが異なるなら、URLからそのセグメントを除いてください。",
            },
            if_not: text! {
                en: "If the key itself begins with this segment, the URL is right and the route behind it is missing.",
                ja: "キー自体がそのセグメントで始まっていれば、URLは正しく、その先のルートがありません。",
            },
            separates: &["base-path-mapping-missing"],
            when: None,
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Call the URL without the stage",
                ja: "ステージを除いたURLを呼び出す",
            },
            form: Form::Text,
            text: text! {
                en: "Call {unstaged} in place of {url}.",
                ja: "{url}ではなく、{unstaged}を呼び出してください。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Give the mapping a base path, where callers cannot change their URLs",
                ja: "呼び出し元のURLを変えられない場合は、マッピングにベースパスを付ける",
            },
            form: Form::Cli,
            text: Text::same("aws apigateway create-base-path-mapping --domain-name {domain} --base-path <base-path> --rest-api-id {api} --stage {stage} --region {region}"),
            redeploy: false,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Give the HTTP API's mapping a key, where callers cannot change their URLs",
                ja: "呼び出し元のURLを変えられない場合は、HTTP APIのマッピングにキーを付ける",
            },
            form: Form::Cli,
            text: Text::same("aws apigatewayv2 create-api-mapping --domain-name {domain} --api-mapping-key <base-path> --api-id {api} --stage {stage} --region {region}"),
            redeploy: false,
            when: Some(Api(ApiKind::Http)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Look at the mappings in the console",
                ja: "コンソールでAPIマッピングを確認する",
            },
            form: Form::Console,
            text: text! {
                en: "API Gateway > Custom domain names > {domain} > API mappings > Configure API mappings: API, Stage, Path",
                ja: "API Gateway > カスタムドメイン名 > {domain} > APIマッピング > APIマッピングを設定: API、ステージ、パス",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Hand out the domain's URL, not the stage's invoke URL, in the template's outputs",
                ja: "テンプレートの出力では、ステージの呼び出しURLではなくドメインのURLを示す",
            },
            form: Form::Cloudformation,
            text: Text::same("Outputs:\n  ApiUrl:\n    Value: https://{domain}/\n"),
            redeploy: false,
            when: None,
        },
    ],
    links: &[links::REST_API_MAPPINGS, links::REPOST_TROUBLESHOOT_403_FORBIDDEN],
};

fn begins_like_a_stage(facts: &Facts<'_>) -> Look {
    first_segment(facts, routing::is_stage_like)
}

fn begins_with_something_else(facts: &Facts<'_>) -> Look {
    if facts.url.is_some_and(|url| url.segments().next().is_none()) {
        return Look::seen("/", "url");
    }
    first_segment(facts, |segment| !routing::is_stage_like(segment))
}

fn first_segment(facts: &Facts<'_>, like: fn(&str) -> bool) -> Look {
    let Some(url) = &facts.url else {
        return Look::Unknown;
    };
    match url.segments().next() {
        Some(segment) if like(segment) => Look::seen(segment, "url"),
        _ => Look::Absent,
    }
}

fn works_without_first_segment(facts: &Facts<'_>) -> Look {
    let Some(own) = facts.url else {
        return Look::Unknown;
    };
    let shorter = routing::behind_first_segment(&own);
    facts.neighbour(|other| {
        other.same_host
            && other.worked
            && shorter.len() > 1
            && other.url.path == shorter
    })
}

fn works_below_the_stage(facts: &Facts<'_>) -> Look {
    let Some(own) = facts.url else {
        return Look::Unknown;
    };
    let twin = routing::twin(facts, &own).filter(|url| url.path == own.path);
    routing::quoted(facts, twin)
}

fn first_segment_worked(facts: &Facts<'_>) -> Look {
    let Some(own) = routing::first_segment(facts) else {
        return Look::Unknown;
    };
    facts.neighbour(|other| {
        other.same_host
            && other.worked
            && !other.same_path
            && other.url.segments().next() == Some(own)
    })
}
