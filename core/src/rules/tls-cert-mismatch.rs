//! The server proved to be somebody, but not the one that was called.
//!
//! A custom domain's record that points to `{api}.execute-api…`, to another API's name or to a load
//! balancer in front of a VPC endpoint meets the default `*.execute-api.{region}` certificate, which
//! does not cover the domain. Only the name that API Gateway gives for the domain serves its own.

use crate::network;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "tls-cert-mismatch",
    since: "0.1.0",
    family: Family::Network,
    statuses: &[],
    prior: Prior::Common,
    speaker: NOBODY,
    title: text! {
        en: "The certificate does not cover this host name",
        ja: "証明書がこのホスト名に対応していません",
    },
    why: text! {
        en: "API Gateway chooses the certificate by the name in the TLS handshake. \
             For a name that is not a custom domain of this endpoint, the default *.execute-api.{region}.{suffix} certificate is returned, which does not cover it. \
             As a rule the DNS record leads to the API's default endpoint in place of the domain's own target, d-….execute-api or ….cloudfront.net.",
        ja: "API Gatewayは、TLSハンドシェイクで示された名前に応じて証明書を選びます。\
             このエンドポイントのカスタムドメインではない名前には、デフォルトの*.execute-api.{region}.{suffix}の証明書が返され、名前と一致しません。\
             多くの場合、DNSレコードがドメイン専用のターゲット（d-….execute-apiまたは….cloudfront.net）ではなく、APIのデフォルトのエンドポイントを指しています。",
    },
    signals: &[
        Requires(Any(&[Fact("net_error", network::another_name), Fact("net_error", network::vague_to_a_page)])),
        Proves(
            Fact("net_error", network::another_name),
            text! {
                en: "The client compared the certificate with the name, and they differ",
                ja: "クライアントが証明書と名前を照合し、一致しませんでした",
            },
        ),
        Suggests(
            Fact("curl_text", default_certificate),
            text! {
                en: "The default execute-api certificate was returned",
                ja: "デフォルトのexecute-apiの証明書が返されています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "See which certificate comes, and where the name leads",
                ja: "返される証明書と、名前の行き先を確認する",
            },
            Text::same("nslookup {name}; openssl s_client -connect {name}:443 -servername {name} </dev/null 2>/dev/null | openssl x509 -noout -subject -ext subjectAltName"),
            text! {
                en: "If it is CN=*.execute-api.…, the name leads to a default endpoint or a VPC endpoint: change the record to the domain's API Gateway domain name.",
                ja: "CN=*.execute-api.…であれば、名前がデフォルトのエンドポイントかVPCエンドポイントを指しています。レコードをドメインのAPI Gatewayドメイン名に変更してください。",
            },
            text! {
                en: "If it is another certificate, a CDN, a load balancer or an intercepting proxy answers.",
                ja: "別の証明書であれば、CDN、ロードバランサー、通信を検査するプロキシが応答しています。",
            },
        )
        .separates(&["tls-handshake-failed", "tls-sni-missing", "private-dns-hostname"]),
        Check::new(
            text! {
                en: "See the target that API Gateway gives for the domain",
                ja: "API Gatewayが示すドメインのターゲットを確認する",
            },
            Text::same("aws apigateway get-domain-name --domain-name {name} --region {region} --query \"[endpointConfiguration.types, regionalDomainName, regionalHostedZoneId, distributionDomainName, distributionHostedZoneId, domainNameStatus]\""),
            text! {
                en: "The record has to be an alias of, or a CNAME to, that name; compare it letter by letter.",
                ja: "レコードは、その名前のエイリアスまたはCNAMEである必要があります。一文字ずつ比べてください。",
            },
            text! {
                en: "If the domain is not known in this region, create the custom domain first.",
                ja: "このリージョンにドメインがなければ、先にカスタムドメインを作成してください。",
            },
        )
        .when(Host(HostForm::Other)),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Point the record at the domain's own target",
                ja: "レコードをドメイン専用のターゲットに向ける",
            },
            Text::same("aws route53 change-resource-record-sets --hosted-zone-id <hosted-zone-id> --change-batch '{\"Changes\":[{\"Action\":\"UPSERT\",\"ResourceRecordSet\":{\"Name\":\"{name}\",\"Type\":\"A\",\"AliasTarget\":{\"DNSName\":\"<regional-or-distribution-domain-name>\",\"HostedZoneId\":\"<regional-or-distribution-hosted-zone-id>\",\"EvaluateTargetHealth\":false}}}]}'"),
        )
        .when(Host(HostForm::Other)),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Change the record in the console",
                ja: "コンソールでレコードを変更する",
            },
            text! {
                en: "API Gateway > Custom domain names > {name} > copy the API Gateway domain name; Route 53 > Hosted zones > the zone > {name} > Edit record > Alias to API Gateway API, or CNAME with that name",
                ja: "API Gateway > カスタムドメイン名 > {name} > API Gatewayドメイン名をコピー。Route 53 > ホストゾーン > 対象のゾーン > {name} > レコードを編集 > API Gateway APIへのエイリアス、またはその名前へのCNAME",
            },
        )
        .when(Host(HostForm::Other)),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Let the template connect domain and record",
                ja: "テンプレートでドメインとレコードを結び付ける",
            },
            Text::same("Resources:\n  Record:\n    Type: AWS::Route53::RecordSet\n    Properties:\n      HostedZoneId: <hosted-zone-id>\n      Name: {name}\n      Type: A\n      AliasTarget:\n        DNSName: !GetAtt Domain.RegionalDomainName\n        HostedZoneId: !GetAtt Domain.RegionalHostedZoneId"),
        )
        .when(Host(HostForm::Other)),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Let the configuration connect domain and record",
                ja: "構成でドメインとレコードを結び付ける",
            },
            Text::same("resource \"aws_route53_record\" \"api\" {\n  zone_id = \"<hosted-zone-id>\"\n  name    = aws_api_gateway_domain_name.this.domain_name\n  type    = \"A\"\n\n  alias {\n    name                   = aws_api_gateway_domain_name.this.regional_domain_name\n    zone_id                = aws_api_gateway_domain_name.this.regional_zone_id\n    evaluate_target_health = false\n  }\n}"),
        )
        .when(Host(HostForm::Other)),
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Call the endpoint by a name that its certificate covers, and name the API in a header",
                ja: "証明書に含まれる名前でエンドポイントを呼び出し、APIはヘッダーで指定する",
            },
            Text::same("curl -i \"https://{vpce_name}/{stage}{path}\" -H \"x-apigw-api-id: {api}\""),
        )
        .when(Not(&Host(HostForm::Other))),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Do not switch verification off; call a name that fits",
                ja: "検証を無効にせず、証明書に合う名前で呼び出す",
            },
            text! {
                en: "curl -k or rejectUnauthorized: false only moves the failure: behind the wrong name API Gateway answers 403 Forbidden. Use the API's invoke URL until the record is right.",
                ja: "curl -kやrejectUnauthorized: falseで検証を無効にしても、誤った名前のままではAPI Gatewayが403 Forbiddenを返すだけです。レコードが直るまでは、APIの呼び出しURLを使ってください。",
            },
        ),
    ],
    links: &[links::HOW_TO_CUSTOM_DOMAINS],
};

/// `CN=*.execute-api.…`, or the same in what Node, Java, Go and Python print.
fn default_certificate(facts: &Facts<'_>) -> Look {
    let evidence = facts.evidence;
    let texts = [
        (evidence.curl_text.as_deref(), "curl_text"),
        (evidence.net_error.as_deref(), "net_error"),
    ];
    for (text, place) in texts {
        let Some(line) =
            text.and_then(|text| text.lines().find(|line| line.contains("*.execute-api.")))
        else {
            continue;
        };
        return Look::seen(line.trim(), place);
    }
    Look::missing(evidence.curl_text.is_some())
}
