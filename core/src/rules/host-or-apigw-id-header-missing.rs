//! The Host header does not name an API, and nothing else does.
//!
//! API Gateway chooses the API by the Host header, not by the name that was resolved. An
//! endpoint-specific name of a VPC endpoint, a CDN that forwards its viewers' Host, a proxy that
//! keeps its own and a `d-…` target that is called directly all bring a Host that no API owns. The
//! answer is the bare “Forbidden” of a missing stage or key, and no log of the API has a line.

use crate::changes;
use crate::looks;
use crate::private;
use crate::look::find_in;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "host-or-apigw-id-header-missing",
    since: "0.1.0",
    family: Family::Private,
    statuses: &[403],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "The Host header does not lead to an API",
        ja: "HostヘッダーがどのAPIも指していません",
    },
    why: text! {
        en: "API Gateway finds the API by the Host header: its execute-api name, or a custom domain that has a mapping. \
             A VPC endpoint's own DNS name holds no API id, so the call needs Host or x-apigw-api-id besides. \
             A CDN or proxy that passes its viewer's Host on brings a name that API Gateway does not know, and the answer is 403 “Forbidden”.",
        ja: "API GatewayはHostヘッダーからAPIを特定します。有効な値は、execute-apiのホスト名か、マッピングのあるカスタムドメインです。\
             VPCエンドポイント固有のDNS名にはAPI IDが含まれないため、Hostまたはx-apigw-api-idヘッダーが必要です。\
             CDNやプロキシがビューワーのHostをそのまま転送すると、API Gatewayの知らない名前になり、403「Forbidden」が返ります。",
    },
    signals: &[
        Requires(Answer("ForbiddenException", "Forbidden", 403)),
        Requires(Fact("url", host_can_mislead)),
        Proves(
            Fact("request.headers.host", host_names_no_api),
            text! {
                en: "The Host header names no API, and no x-apigw-api-id was sent",
                ja: "HostヘッダーがAPIを指しておらず、x-apigw-api-idも送信されていません",
            },
        ),
        Proves(
            Fact("request.headers.host", suffix_of_another_partition),
            text! {
                en: "The name's suffix belongs to another partition than its region",
                ja: "ホスト名のサフィックスがリージョンのパーティションと一致しません",
            },
        ),
        Proves(
            Host(HostForm::CustomDomainTarget),
            text! {
                en: "A custom domain's target was called by its own name, to which no API is mapped",
                ja: "カスタムドメインのターゲット名を直接呼び出しています。この名前にはAPIがマッピングされていません",
            },
        ),
        Suggests(
            Host(HostForm::VpceDns),
            text! {
                en: "The VPC endpoint's own name holds no API id",
                ja: "VPCエンドポイント固有の名前にはAPI IDが含まれません",
            },
        ),
        Suggests(
            Host(HostForm::BareExecuteApi),
            text! {
                en: "The service's bare name holds no API id",
                ja: "サービス共通の名前にはAPI IDが含まれません",
            },
        ),
        Suggests(
            Host(HostForm::CloudFront),
            text! {
                en: "A CloudFront name was called, and API Gateway refused what came through",
                ja: "CloudFrontの名前への呼び出しを、その先のAPI Gatewayが拒否しています",
            },
        ),
        Proves(
            Fact("neighbours", changes::api_id_left_out),
            text! {
                en: "The same call worked in this session with x-apigw-api-id, which is missing now",
                ja: "同じセッションで、同じ呼び出しが、今回はないx-apigw-api-id付きで成功しています",
            },
        ),
        Suggests(
            Fact("response.headers.via", passed_cloudfront),
            text! {
                en: "The call came through CloudFront, which may have passed the viewer's Host on",
                ja: "CloudFrontを経由しており、ビューワーのHostが転送されている可能性があります",
            },
        ),
        Suggests(
            Fact("response.headers.server", passed_proxy),
            text! {
                en: "A proxy put its name on API Gateway's answer, and may have sent its own host name on",
                ja: "API Gatewayの応答にプロキシの名前があり、プロキシ側のホスト名がHostとして転送された可能性があります",
            },
        ),
        Suggests(
            Fact("response.headers.server", through_endpoint_by_another_name),
            text! {
                en: "The answer is signed “Server”, as from a VPC endpoint, and the name that was called is not an API's",
                ja: "応答はVPCエンドポイントからと同じ「Server」と署名され、呼び出した名前はAPIのものではありません",
            },
        ),
        Suggests(
            Fact("curl_text", proxy_passes_host_on),
            text! {
                en: "The proxy's configuration passes the caller's Host header on",
                ja: "プロキシの設定が呼び出し元のHostヘッダーをそのまま転送しています",
            },
        ),
        Excludes(
            RequestHeader("x-apigw-api-id", ""),
            text! {
                en: "x-apigw-api-id names the API",
                ja: "x-apigw-api-idがAPIを指定しています",
            },
        ),
        Excludes(
            Fact("url", routing::connections_call),
            text! {
                en: "@connections has mistakes of its own",
                ja: "@connectionsには固有の原因があります",
            },
        ),
        Excludes(
            Fact("neighbours", host_answers),
            text! {
                en: "Something under this host worked in this session",
                ja: "このホストへの別のリクエストが成功しています",
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
                en: "Call the VPC endpoint with the API's id",
                ja: "API IDを付けてVPCエンドポイントを呼び出す",
            },
            command: Text::same("curl -v -X {method} \"{url}\" -H \"x-apigw-api-id: {api}\""),
            if_so: text! {
                en: "If the answer changes, the header was what was missing.",
                ja: "応答が変われば、ヘッダーの不足が原因です。",
            },
            if_not: text! {
                en: "If it stays “Forbidden”, look at the stage in the URL and at the API's endpoint type, which must be PRIVATE.",
                ja: "「Forbidden」のままなら、URLのステージと、APIのエンドポイントタイプがPRIVATEであることを確認してください。",
            },
            separates: &["stage-not-found", "private-dns-hostname", "private-api-public-call", "api-key-missing-or-invalid"],
            when: Some(Any(&[Host(HostForm::VpceDns), Host(HostForm::BareExecuteApi)])),
        },
        Check {
            title: text! {
                en: "Call the API past the CDN or proxy",
                ja: "CDNやプロキシを経由せずにAPIを呼び出す",
            },
            command: Text::same("curl -i -X {method} \"https://{api}.execute-api.{region}.{suffix}/{stage}{path}\""),
            if_so: text! {
                en: "If it works there, the CDN or proxy sends a Host that API Gateway does not know.",
                ja: "成功すれば、CDNまたはプロキシが送るHostをAPI Gatewayが認識できていません。",
            },
            if_not: text! {
                en: "If it is refused as well, the reason is the API's own: the key, WAF or the stage.",
                ja: "同じく拒否される場合は、APIキー、WAF、ステージなどAPI側の原因です。",
            },
            separates: &["waf-block", "api-key-missing-or-invalid", "base-path-mapping-missing", "default-endpoint-disabled"],
            when: Some(Not(&Any(&[Host(HostForm::VpceDns), Host(HostForm::BareExecuteApi)]))),
        },
        Check {
            title: text! {
                en: "See what CloudFront forwards to its origins",
                ja: "CloudFrontがオリジンに転送する内容を確認する",
            },
            command: Text::same("aws cloudfront get-distribution-config --id <distribution-id> --query \"DistributionConfig.[Origins.Items[].[DomainName, OriginPath], DefaultCacheBehavior.OriginRequestPolicyId]\""),
            if_so: text! {
                en: "If the policy is AllViewer, or forwards Host, it sends the viewer's Host: use one that leaves Host out.",
                ja: "ポリシーがAllViewerまたはHostを転送するものであれば、ビューワーのHostが送られます。Hostを除くポリシーに変更してください。",
            },
            if_not: text! {
                en: "If Host is not forwarded, check that the origin is the API's execute-api name and OriginPath its stage.",
                ja: "Hostが転送されていなければ、オリジンがAPIのexecute-apiの名前で、OriginPathがステージであることを確認してください。",
            },
            separates: &["base-path-mapping-missing"],
            when: Some(Not(&Any(&[Host(HostForm::VpceDns), Host(HostForm::BareExecuteApi), Host(HostForm::ExecuteApi)]))),
        },
        private::ENDPOINT_NAME,
        private::URL_FORMS.when(Any(&[Host(HostForm::VpceDns), Host(HostForm::BareExecuteApi)])),
        private::ARRIVED.when(Any(&[Host(HostForm::VpceDns), Host(HostForm::BareExecuteApi)])),
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Name the API in a header",
                ja: "ヘッダーでAPIを指定する",
            },
            form: Form::Cli,
            text: Text::same("curl -v -X {method} \"{url}\" -H \"x-apigw-api-id: {api}\"\ncurl -v -X {method} \"{url}\" -H \"Host: {api}.execute-api.{region}.{suffix}\""),
            redeploy: false,
            when: Some(Any(&[Host(HostForm::VpceDns), Host(HostForm::BareExecuteApi)])),
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Leave the Host header to the URL, or call the name that is mapped",
                ja: "HostヘッダーをURLのホストに合わせるか、マッピングされた名前を呼び出す",
            },
            form: Form::Text,
            text: text! {
                en: "Send Host: {api}.execute-api.{region}.{suffix} for a default endpoint, or the custom domain's own name. A d-… or cloudfront.net name is only what a DNS record points to.",
                ja: "デフォルトエンドポイントではHostに{api}.execute-api.{region}.{suffix}を、カスタムドメインではそのドメイン名を送ってください。d-…やcloudfront.netの名前は、DNSレコードの向き先にすぎません。",
            },
            redeploy: false,
            when: Some(Not(&Any(&[Host(HostForm::VpceDns), Host(HostForm::BareExecuteApi)]))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Let CloudFront forward everything but Host",
                ja: "CloudFrontでHost以外をすべて転送する",
            },
            form: Form::Console,
            text: text! {
                en: "CloudFront > Distributions > (distribution) > Behaviors > Edit > Origin request policy: AllViewerExceptHostHeader",
                ja: "CloudFront > ディストリビューション > （対象）> ビヘイビア > 編集 > オリジンリクエストポリシー: AllViewerExceptHostHeader",
            },
            redeploy: false,
            when: Some(Not(&Any(&[Host(HostForm::VpceDns), Host(HostForm::BareExecuteApi)]))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Set the same policy with the CDK",
                ja: "CDKで同じポリシーを設定する",
            },
            form: Form::Cdk,
            text: Text::same("new cloudfront.Distribution(this, 'Cdn', {\n  defaultBehavior: {\n    origin: new origins.RestApiOrigin(api),\n    originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,\n    allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,\n  },\n});"),
            redeploy: false,
            when: Some(Not(&Any(&[Host(HostForm::VpceDns), Host(HostForm::BareExecuteApi)]))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Set it in Terraform",
                ja: "Terraformで設定する",
            },
            form: Form::Terraform,
            text: Text::same("data \"aws_cloudfront_origin_request_policy\" \"api\" {\n  name = \"Managed-AllViewerExceptHostHeader\"\n}\n\n# in default_cache_behavior of aws_cloudfront_distribution:\n#   origin_request_policy_id = data.aws_cloudfront_origin_request_policy.api.id"),
            redeploy: false,
            when: Some(Not(&Any(&[Host(HostForm::VpceDns), Host(HostForm::BareExecuteApi)]))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Associate the VPC endpoint with the API, so that the alias works without a header",
                ja: "VPCエンドポイントをAPIに関連付け、ヘッダー不要のエイリアスを使えるようにする",
            },
            form: Form::Cli,
            text: Text::same("aws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations op=add,path=/endpointConfiguration/vpcEndpointIds,value={vpce}\ncurl -v \"https://{api}-{vpce}.execute-api.{region}.{suffix}{full_path}\""),
            redeploy: true,
            when: Some(Any(&[Host(HostForm::VpceDns), Host(HostForm::BareExecuteApi)])),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Associate it in the template",
                ja: "テンプレートで関連付ける",
            },
            form: Form::Cloudformation,
            text: Text::same("Api:\n  Type: AWS::ApiGateway::RestApi\n  Properties:\n    Name: <api-name>\n    EndpointConfiguration:\n      Types: [PRIVATE]\n      VpcEndpointIds: [{vpce}]\n"),
            redeploy: true,
            when: Some(Any(&[Host(HostForm::VpceDns), Host(HostForm::BareExecuteApi)])),
        },
    ],
    links: &[links::PRIVATE_API_TEST_INVOKE_URL, links::REPOST_TROUBLESHOOT_403_FORBIDDEN],
};

fn sent_host(facts: &Facts<'_>) -> Option<crate::host::Host> {
    let headers = &facts.evidence.request_headers;
    let host = headers.first("host").or_else(|| headers.first(":authority"))?;
    Some(crate::host::Host::parse(host))
}

/// Anything but an execute-api name that is called by itself: that one names its API.
fn host_can_mislead(facts: &Facts<'_>) -> Look {
    let Some(host) = &facts.host else {
        return Look::Unknown;
    };
    let names_api = matches!(host.form, HostForm::ExecuteApi | HostForm::VpceAlias);
    let sent_another = sent_host(facts).is_some_and(|sent| sent.name != host.name);
    let foreign_suffix = misfit(host);
    if names_api && !sent_another && !foreign_suffix {
        Look::Absent
    } else {
        Look::seen(host.name.clone(), "url")
    }
}

/// The header list is whole, and neither of the two headers names an API.
fn host_names_no_api(facts: &Facts<'_>) -> Look {
    let Some(asked) = &facts.host else {
        return Look::Unknown;
    };
    let Some(sent) = sent_host(facts) else {
        return Look::Unknown;
    };
    let names_api = matches!(sent.form, HostForm::ExecuteApi | HostForm::VpceAlias);
    // The name of an endpoint, or one that was put in the place of an execute-api name.
    let misled = matches!(
        asked.form,
        HostForm::VpceDns | HostForm::BareExecuteApi | HostForm::CustomDomainTarget
    ) || asked.is_execute_api() && sent.name != asked.name;
    if misled && !names_api {
        Look::seen(sent.name, "request.headers.host")
    } else {
        Look::Absent
    }
}

/// `….execute-api.cn-north-1.amazonaws.com`, without `.cn`.
fn misfit(host: &crate::host::Host) -> bool {
    let (Some(region), Some(suffix)) = (host.region.as_deref(), host.suffix) else {
        return false;
    };
    let china = region.starts_with("cn-");
    host.is_execute_api() && matches!((china, suffix), (true, "amazonaws.com") | (false, "amazonaws.com.cn"))
}

fn suffix_of_another_partition(facts: &Facts<'_>) -> Look {
    let sent = sent_host(facts);
    match sent.as_ref().or(facts.host.as_ref()) {
        Some(host) if misfit(host) => Look::seen(host.name.clone(), "request.headers.host"),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

/// A name of the owner's, and CloudFront's headers; an edge-optimized custom domain has them too.
fn passed_cloudfront(facts: &Facts<'_>) -> Look {
    if facts.host_form() != Some(HostForm::Other) {
        return Look::Absent;
    }
    Any(&[Header("via", "cloudfront"), Header("x-amz-cf-id", "")]).look(facts)
}

/// API Gateway's own mark and a web server's: REST APIs send no `server` by themselves.
fn passed_proxy(facts: &Facts<'_>) -> Look {
    const PROXIES: &[&str] = &["nginx", "openresty", "apache", "envoy", "caddy", "haproxy", "cloudflare", "traefik"];
    let headers = &facts.evidence.response_headers;
    let signed = headers.has("x-amzn-errortype") || headers.has("x-amz-apigw-id");
    let server = headers.first("server").filter(|_| signed);
    let own = facts.host_form() == Some(HostForm::Other);
    match server.filter(|_| own) {
        Some(server) if PROXIES.iter().any(|name| find_in(server, name).is_some()) => {
            Look::seen(server, "response.headers.server")
        }
        _ => Look::Absent,
    }
}

/// `server: Server`, outside China, where public endpoints sign so as well.
fn through_endpoint_by_another_name(facts: &Facts<'_>) -> Look {
    if !matches!(
        facts.host_form(),
        Some(HostForm::Other | HostForm::LoadBalancer)
    ) {
        return Look::Absent;
    }
    match facts.evidence.response_headers.first("server") {
        Some("Server") => Look::seen("Server", "response.headers.server"),
        Some(_) => Look::Absent,
        None => Look::missing(facts.evidence.response_headers.is_whole_response()),
    }
}

/// nginx, Apache and their like, where people show the lines.
fn proxy_passes_host_on(facts: &Facts<'_>) -> Look {
    routing::any_phrase(
        facts,
        &["proxy_set_header Host $host", "proxy_set_header Host $http_host", "ProxyPreserveHost On", "changeOrigin: false"],
    )
}

fn host_answers(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| {
        let names_api = other.evidence.request_headers.has("x-apigw-api-id");
        other.same_host && other.worked && !names_api
    })
}
