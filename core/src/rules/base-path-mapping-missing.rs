//! The custom domain exists, and no mapping of it covers the path.
//!
//! A domain's mappings are matched by the longest base path before any API is chosen; where none
//! fits, there is no API, no stage and no log to speak of, only the bare “Forbidden” that a missing
//! API key or WAF leaves too. It happens right after a domain was made, when an API was removed and
//! created again, and when all mappings have a base path that the call lacks.

use crate::looks;
use crate::rule::prelude::*;
use crate::sigv4;

pub(crate) static RULE: Rule = Rule {
    id: "base-path-mapping-missing",
    since: "0.1.0",
    family: Family::Route,
    statuses: &[403],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "No API is mapped to this path of the custom domain",
        ja: "カスタムドメインのこのパスにAPIがマッピングされていません",
    },
    why: text! {
        en: "API Gateway matches the path of a custom domain against the domain's API mappings, the longest base path first. \
             Where no mapping fits, no API is chosen and the answer is 403 “Forbidden”. \
             The mapping was never made, went away with an API that was deleted, or has a base path that this URL does not begin with.",
        ja: "API Gatewayは、カスタムドメインへのリクエストのパスをAPIマッピングと照合し、最も長いベースパスを選びます。\
             一致するマッピングがなければAPIが決まらず、403「Forbidden」を返します。\
             マッピングが未作成、削除したAPIとともに消えた、またはURLがマッピングのベースパスで始まっていないのいずれかです。",
    },
    signals: &[
        Requires(Any(&[
            Answer("ForbiddenException", "Forbidden", 403),
            Fact("response.body", sigv4::unreadable_authorization),
        ])),
        Doubts(
            Fact("response.body", sigv4::unreadable_authorization),
            text! {
                en: "Some API answered under this domain; its mapping may lead to another API than the one meant",
                ja: "このドメインではいずれかのAPIが応答しています。マッピングが意図と異なるAPIを指している可能性があります",
            },
        ),
        Requires(Host(HostForm::Other)),
        Proves(
            Fact("neighbours", routing::worked_on_default_endpoint),
            text! {
                en: "The same path works behind a stage of a default endpoint, so the API itself lets it through",
                ja: "デフォルトエンドポイントのステージでは同じパスが成功しており、API自体は呼び出しを許可しています",
            },
        ),
        Suggests(
            Fact("url", asked_of_any_root),
            text! {
                en: "Clients ask the root of any domain for this path, which no base path of an API covers",
                ja: "どのドメインのルートにも要求されるパスで、APIのベースパスの範囲外です",
            },
        ),
        Suggests(
            Fact("url", root_of_domain),
            text! {
                en: "The domain's root was called, as people do to try a domain that they have just set up",
                ja: "ドメインのルートが呼び出されています。設定したばかりのドメインを試すときによくある呼び出しです",
            },
        ),
        Hints(
            Fact("neighbours", only_another_base_path_worked),
            text! {
                en: "Another first segment works on this domain",
                ja: "このドメインでは別の先頭セグメントが成功しています",
            },
        ),
        Hints(
            Fact("neighbours", whole_domain_refuses),
            text! {
                en: "Other paths of this domain are refused the same way",
                ja: "このドメインの他のパスも同じように拒否されています",
            },
        ),
        Opposes(
            Fact("curl_text", looks::asked_for_certificate),
            text! {
                en: "The domain asks for a client certificate, which is judged before any mapping",
                ja: "ドメインがクライアント証明書を要求しており、証明書の検証はマッピングより先に行われます",
            },
        ),
        Excludes(
            Fact("neighbours", this_base_path_worked),
            text! {
                en: "The same path, or another one under it, worked in this session",
                ja: "同じパスまたはその配下のパスが同じセッションで成功しています",
            },
        ),
        Doubts(
            RequestHeader("x-api-key", ""),
            text! {
                en: "An API key was sent, and may be what was refused",
                ja: "APIキーが送信されており、それが拒否された可能性があります",
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
                en: "List the domain's mappings",
                ja: "ドメインのAPIマッピングを一覧する",
            },
            command: Text::same("aws apigatewayv2 get-api-mappings --domain-name {domain} --region {region} --query \"Items[].[ApiMappingKey, ApiId, Stage]\" --output text"),
            if_so: text! {
                en: "If a key is empty or {full_path} begins with it, the mapping is there: look at the API key, WAF and the client certificate.",
                ja: "キーが空、または{full_path}がキーで始まるマッピングがあれば、マッピングは正しいため、APIキー、WAF、クライアント証明書を確認してください。",
            },
            if_not: text! {
                en: "If none fits, add a mapping or call a path that has one. An error that the domain is not found means another region or account.",
                ja: "一致するものがなければ、マッピングを追加するか、マッピングのあるパスを呼び出してください。ドメインが見つからないというエラーは、リージョンまたはアカウントの違いを示します。",
            },
            separates: &["api-key-missing-or-invalid", "waf-block", "mtls-client-cert", "host-or-apigw-id-header-missing"],
            when: None,
        },
        Check {
            title: text! {
                en: "See where the domain's record leads",
                ja: "ドメインのレコードの向き先を確認する",
            },
            command: Text::same("nslookup {domain}"),
            if_so: text! {
                en: "If it ends at d-….execute-api.{region}.{suffix} or at a cloudfront.net name of the domain itself, the record is right and the mapping decides.",
                ja: "d-….execute-api.{region}.{suffix}またはドメイン自身のcloudfront.netの名前に行き着けば、レコードは正しく、マッピングの問題です。",
            },
            if_not: text! {
                en: "If it ends at a CloudFront distribution of your own, that distribution must not forward the viewer's Host header to API Gateway.",
                ja: "自身のCloudFrontディストリビューションに行き着く場合、ビューワーのHostヘッダーをAPI Gatewayに転送してはいけません。",
            },
            separates: &["host-or-apigw-id-header-missing"],
            when: None,
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Begin the path with the base path that the domain has",
                ja: "ドメインのベースパスからパスを始める",
            },
            form: Form::Text,
            text: text! {
                en: "Ask the owner which base paths {domain} has, and call https://{domain}/<base-path>/<resource-path>. The call at hand asked for {full_path}.",
                ja: "{domain}のベースパスをAPIの所有者に確認し、https://{domain}/<base-path>/<resource-path>を呼び出してください。今回のリクエストのパスは{full_path}です。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Map the REST API's stage to the domain's root",
                ja: "REST APIのステージをドメインのルートにマッピングする",
            },
            form: Form::Cli,
            text: Text::same("aws apigateway create-base-path-mapping --domain-name {domain} --rest-api-id {api} --stage {stage} --region {region}"),
            redeploy: false,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Map the HTTP API's stage to the domain's root",
                ja: "HTTP APIのステージをドメインのルートにマッピングする",
            },
            form: Form::Cli,
            text: Text::same("aws apigatewayv2 create-api-mapping --domain-name {domain} --api-id {api} --stage '$default' --region {region}"),
            redeploy: false,
            when: Some(Api(ApiKind::Http)),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Add the mapping in the console",
                ja: "コンソールでAPIマッピングを追加する",
            },
            form: Form::Console,
            text: text! {
                en: "API Gateway > Custom domain names > {domain} > API mappings > Configure API mappings > Add new mapping: API, Stage, Path (empty for the root)",
                ja: "API Gateway > カスタムドメイン名 > {domain} > APIマッピング > APIマッピングを設定 > 新しいマッピングを追加: API、ステージ、パス（ルートは空）",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Declare the mapping in the template, so that it survives the API's replacement",
                ja: "APIを置き換えても残るよう、テンプレートでマッピングを定義する",
            },
            form: Form::Cloudformation,
            text: Text::same("Mapping:\n  Type: AWS::ApiGateway::BasePathMapping\n  Properties:\n    DomainName: {domain}\n    RestApiId: !Ref Api\n    Stage: {stage}\n"),
            redeploy: false,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Declare the mapping in Terraform",
                ja: "Terraformでマッピングを定義する",
            },
            form: Form::Terraform,
            text: Text::same("resource \"aws_api_gateway_base_path_mapping\" \"this\" {\n  domain_name = \"{domain}\"\n  api_id      = aws_api_gateway_rest_api.this.id\n  stage_name  = aws_api_gateway_stage.this.stage_name\n}"),
            redeploy: false,
            when: Some(Not(&Api(ApiKind::Http))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Add the mapping with the CDK",
                ja: "CDKでマッピングを追加する",
            },
            form: Form::Cdk,
            text: Text::same("domain.addBasePathMapping(api, { basePath: '<base-path>' });"),
            redeploy: false,
            when: Some(Not(&Api(ApiKind::Http))),
        },
    ],
    links: &[links::REST_API_MAPPINGS, links::REPOST_TROUBLESHOOT_403_FORBIDDEN],
};

/// RFC 8615, crawlers and browsers.
fn asked_of_any_root(facts: &Facts<'_>) -> Look {
    const ASKED: &[&str] = &[
        "/.well-known/",
        "/robots.txt",
        "/favicon.ico",
        "/sitemap.xml",
        "/apple-touch-icon",
    ];
    match &facts.url {
        Some(url) if ASKED.iter().any(|path| url.path.starts_with(path)) => {
            Look::seen(url.path, "url")
        }
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

fn root_of_domain(facts: &Facts<'_>) -> Look {
    if facts.host_form() != Some(HostForm::Other) {
        return Look::Absent;
    }
    match &facts.url {
        Some(url) if url.segments().next().is_none() => Look::seen(url.path, "url"),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

fn only_another_base_path_worked(facts: &Facts<'_>) -> Look {
    let Some(own) = facts.url else {
        return Look::Unknown;
    };
    facts.neighbour(|other| {
        other.same_host
            && other.worked
            && other.url.segments().next() != own.segments().next()
    })
}

fn this_base_path_worked(facts: &Facts<'_>) -> Look {
    let Some(own) = routing::first_segment(facts) else {
        return facts.neighbour(|other| other.same_path && other.worked);
    };
    facts.neighbour(|other| {
        other.same_host
            && other.worked
            && other.url.segments().next() == Some(own)
    })
}

fn whole_domain_refuses(facts: &Facts<'_>) -> Look {
    let any_worked = facts
        .neighbours()
        .any(|other| other.same_host && other.worked);
    if any_worked {
        return Look::Absent;
    }
    facts.neighbour(|other| {
        other.same_host && !other.same_path && other.evidence.status == Some(403)
    })
}
