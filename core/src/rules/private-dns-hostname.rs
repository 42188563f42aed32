//! The host name does not fit the VPC endpoint's private DNS setting.
//!
//! With private DNS on, an execute-api endpoint takes over `*.execute-api.{region}` for its whole
//! VPC: private APIs answer under their plain names, and public ones stop answering under theirs,
//! with the bare “Forbidden”. With it off, a private API's plain name leads nowhere or to the public
//! side, while the endpoint's own names work.

use crate::network;
use crate::origin::Side;
use crate::looks;
use crate::private;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "private-dns-hostname",
    since: "0.1.0",
    family: Family::Private,
    statuses: &[403],
    prior: Prior::Usual,
    speaker: &[Side::Gateway, Side::Nobody],
    title: text! {
        en: "The name does not fit the VPC endpoint's private DNS",
        ja: "ホスト名がVPCエンドポイントのプライベートDNS設定に合っていません",
    },
    why: text! {
        en: "Private DNS on a VPC endpoint for execute-api sends every execute-api name of the region to that endpoint, for the whole VPC. \
             The endpoint serves private APIs only, so a public API is answered 403 “Forbidden” under its default name from inside. \
             With private DNS off it is the other way round: a private API's default name does not lead to the endpoint.",
        ja: "execute-api用VPCエンドポイントでプライベートDNSを有効にすると、VPC全体で、そのリージョンのexecute-apiの名前がすべてエンドポイントに向きます。\
             エンドポイントはプライベートAPIにしか対応しないため、VPC内から公開APIをデフォルトの名前で呼び出すと403「Forbidden」になります。\
             プライベートDNSが無効なら逆に、プライベートAPIのデフォルトの名前はエンドポイントに向きません。",
    },
    signals: &[
        Requires(Host(HostForm::ExecuteApi)),
        Requires(Fact("curl_text", a_vpc_shows)),
        Requires(Any(&[
            Answer("ForbiddenException", "Forbidden", 403),
            Fact("net_error", nobody_answered),
        ])),
        Proves(
            Fact("curl_text", private_peer_refused),
            text! {
                en: "A default endpoint's name led to a private address, and what answered there refused",
                ja: "デフォルトエンドポイントの名前がプライベートアドレスに解決され、そこで拒否されています",
            },
        ),
        Proves(
            Fact("curl_text", network::names_disagree),
            text! {
                en: "The API's name and the VPC endpoint's name lead to different addresses",
                ja: "APIの名前とVPCエンドポイントの名前が別のアドレスに解決されています",
            },
        ),
        Proves(
            Fact("neighbours", worked_through_endpoint),
            text! {
                en: "The same API answers under the VPC endpoint's own name",
                ja: "同じAPIが、VPCエンドポイント固有の名前では応答しています",
            },
        ),
        Suggests(
            All(&[
                Fact("neighbours", worked_through_endpoint),
                Fact("net_error", name_unknown),
            ]),
            text! {
                en: "The default endpoint's name does not resolve from here, although the API exists",
                ja: "APIは存在しますが、ここからはデフォルトエンドポイントの名前を解決できません",
            },
        ),
        Suggests(
            Fact("response.headers.server", signs_as_endpoint),
            text! {
                en: "The answer is signed “Server”, as has been seen from VPC endpoints",
                ja: "VPCエンドポイントの応答で確認されている「Server」というヘッダー値です",
            },
        ),
        Doubts(
            Fact("url", in_china),
            text! {
                en: "Public endpoints in China sign so too",
                ja: "中国リージョンでは公開エンドポイントも同じ値を返します",
            },
        ),
        Excludes(
            Fact("curl_text", network::names_agree),
            text! {
                en: "Both names lead to the same private addresses, as they should",
                ja: "両方の名前が同じプライベートアドレスに解決されており、正常です",
            },
        ),
        Excludes(
            Fact("neighbours", host_answers),
            text! {
                en: "Something under this host worked in this session",
                ja: "このホストへの別のリクエストが成功しています",
            },
        ),
        Opposes(
            Fact("log", looks::reached_a_stage),
            text! {
                en: "A log of the stage has the request, so it came in at the right place",
                ja: "ステージのログにこのリクエストがあるため、リクエストはステージまで届いています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Compare where the two names lead, from the client",
                ja: "クライアントで2つの名前の解決結果を比べる",
            },
            Text::same("nslookup {api}.execute-api.{region}.{suffix}\nnslookup {vpce_name}"),
            text! {
                en: "Equal private addresses mean that private DNS is on: private APIs work under the first name, public ones do not.",
                ja: "同じプライベートアドレスなら、プライベートDNSは有効です。1つ目の名前でプライベートAPIは動作し、公開APIは動作しません。",
            },
            text! {
                en: "Different addresses mean that it is off: call a private API by the endpoint's names.",
                ja: "異なるアドレスなら無効です。プライベートAPIはエンドポイントの名前で呼び出してください。",
            },
        )
        .separates(&["stage-not-found", "api-key-missing-or-invalid", "waf-block", "dns-not-resolving", "private-api-public-call"]),
        Check::new(
            text! {
                en: "See the API's endpoint type",
                ja: "APIのエンドポイントタイプを確認する",
            },
            Text::same("aws apigateway get-rest-api --rest-api-id {api} --region {region} --query endpointConfiguration.types"),
            text! {
                en: "REGIONAL or EDGE: the VPC's private DNS stands in the way; call the API by a custom domain.",
                ja: "REGIONALまたはEDGEなら、VPCのプライベートDNSが妨げています。カスタムドメインで呼び出してください。",
            },
            text! {
                en: "PRIVATE: the name is right only where private DNS is on.",
                ja: "PRIVATEなら、この名前が使えるのはプライベートDNSが有効な場合だけです。",
            },
        )
        .separates(&["default-endpoint-disabled", "private-api-vpce-policy"]),
        Check::new(
            text! {
                en: "See the endpoint's private DNS setting and names",
                ja: "エンドポイントのプライベートDNS設定と名前を確認する",
            },
            Text::same("aws ec2 describe-vpc-endpoints --region {region} --filters Name=service-name,Values=com.amazonaws.{region}.execute-api --query \"VpcEndpoints[].[VpcEndpointId, PrivateDnsEnabled, State, DnsEntries[0].DnsName]\" --output text"),
            text! {
                en: "True: default names go to the endpoint, in the whole VPC.",
                ja: "Trueなら、VPC全体でデフォルトの名前がエンドポイントに向きます。",
            },
            text! {
                en: "False: use the DNS name that is listed, with x-apigw-api-id: {api}.",
                ja: "Falseなら、表示されたDNS名にヘッダーx-apigw-api-id: {api}を付けて呼び出してください。",
            },
        ),
        private::PRIVATE_DNS_NAME,
        private::URL_FORMS,
        private::ARRIVED,
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Call by a name that works with this endpoint",
                ja: "このエンドポイントで使える名前で呼び出す",
            },
            text! {
                en: "A public API: its regional custom domain, or a network without the endpoint. A private API with private DNS off: https://{api}-{vpce}.execute-api.{region}.{suffix}/{stage}{path}, or https://{vpce_name}/{stage}{path} with the header x-apigw-api-id: {api}.",
                ja: "公開API: リージョンのカスタムドメインを使うか、エンドポイントのないネットワークから呼び出します。プライベートDNSが無効なプライベートAPI: https://{api}-{vpce}.execute-api.{region}.{suffix}/{stage}{path}、またはヘッダーx-apigw-api-id: {api}を付けてhttps://{vpce_name}/{stage}{path}を呼び出します。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Switch private DNS on for private APIs, or off for public ones",
                ja: "プライベートAPIならプライベートDNSを有効に、公開APIなら無効にする",
            },
            Text::same("aws ec2 modify-vpc-endpoint --vpc-endpoint-id {vpce} --private-dns-enabled --region {region}\naws ec2 modify-vpc-endpoint --vpc-endpoint-id {vpce} --no-private-dns-enabled --region {region}"),
        ),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Change it in the console",
                ja: "コンソールで変更する",
            },
            text! {
                en: "VPC > Endpoints > (execute-api endpoint) > Actions > Modify private DNS name > Enable for this endpoint. The VPC needs DNS resolution and DNS hostnames enabled.",
                ja: "VPC > エンドポイント > （execute-apiのエンドポイント）> アクション > プライベートDNS名を変更 > このエンドポイントで有効にする。VPCのDNS解決とDNSホスト名も有効である必要があります。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Give the public API a regional custom domain, which private DNS leaves alone",
                ja: "プライベートDNSの影響を受けないよう、公開APIにリージョンのカスタムドメインを設定する",
            },
            Text::same("aws apigateway create-domain-name --domain-name <new-domain-name> --regional-certificate-arn <certificate-arn> --endpoint-configuration types=REGIONAL --security-policy TLS_1_2 --region {region}\naws apigateway create-base-path-mapping --domain-name <new-domain-name> --rest-api-id {api} --stage {stage} --region {region}"),
        ),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Make the API private, if it is meant for this VPC",
                ja: "このVPC専用のAPIであれば、プライベートAPIにする",
            },
            Text::same("Api:\n  Type: AWS::ApiGateway::RestApi\n  Properties:\n    Name: <api-name>\n    EndpointConfiguration:\n      Types: [PRIVATE]\n      VpcEndpointIds: [{vpce}]\n"),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Set private DNS in Terraform",
                ja: "TerraformでプライベートDNSを設定する",
            },
            Text::same("resource \"aws_vpc_endpoint\" \"execute_api\" {\n  vpc_id              = \"<vpc-id>\"\n  service_name        = \"com.amazonaws.{region}.execute-api\"\n  vpc_endpoint_type   = \"Interface\"\n  subnet_ids          = [\"<subnet-id>\"]\n  security_group_ids  = [\"<security-group-id>\"]\n  private_dns_enabled = true\n}"),
        ),
    ],
    links: &[links::PRIVATE_API_TEST_INVOKE_URL, links::PRIVATE_APIS],
};

/// A private address behind the name, a server that signs as VPC endpoints do, or an endpoint that
/// was called besides. Without any of them every name would be under suspicion.
fn a_vpc_shows(facts: &Facts<'_>) -> Look {
    let shows = Any(&[
        Fact("curl_text", routing::private_peer),
        Fact("curl_text", network::names_disagree),
        Fact("neighbours", worked_through_endpoint),
        Fact("response.headers.server", signs_as_endpoint),
    ]);
    match shows.look(facts) {
        Look::Unknown => Look::Absent,
        told => told,
    }
}

/// `server: Server` and nothing more.
fn signs_as_endpoint(facts: &Facts<'_>) -> Look {
    match facts.evidence.response_headers.first("server") {
        Some("Server") => Look::seen("Server", "response.headers.server"),
        Some(_) => Look::Absent,
        None => Look::missing(facts.evidence.response_headers.is_whole_response()),
    }
}

fn private_peer_refused(facts: &Facts<'_>) -> Look {
    All(&[
        Fact("curl_text", routing::private_peer),
        Answer("ForbiddenException", "Forbidden", 403),
    ])
    .look(facts)
}

fn worked_through_endpoint(facts: &Facts<'_>) -> Look {
    routing::through_endpoint(facts, |other| other.worked)
}

fn nobody_answered(facts: &Facts<'_>) -> Look {
    if facts.origin.who.side() == Side::Nobody {
        facts.origin.look()
    } else {
        Look::Absent
    }
}

fn name_unknown(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, routing::NAME_UNKNOWN)
}

fn in_china(facts: &Facts<'_>) -> Look {
    match facts.host.as_ref().and_then(|host| host.region.as_deref()) {
        Some(region) if region.starts_with("cn-") => Look::seen(region, "url"),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

fn host_answers(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| other.same_host && other.worked)
}
