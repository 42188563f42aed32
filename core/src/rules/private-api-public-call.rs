//! A private API was called from outside the networks that lead to it.
//!
//! A private API is reached through an interface VPC endpoint for execute-api and in no other way.
//! From outside, its name does not resolve or leads to the public side, which answers the bare
//! “Forbidden”; the endpoint's own names resolve everywhere, to addresses that only the VPC and what
//! is connected to it can reach, so that the call hangs.

use crate::origin::Side;
use crate::looks;
use crate::private;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "private-api-public-call",
    since: "0.1.0",
    family: Family::Private,
    statuses: &[403],
    prior: Prior::Rare,
    speaker: &[Side::Gateway, Side::Nobody],
    title: text! {
        en: "A private API was called from outside its VPC",
        ja: "プライベートAPIがVPCの外から呼び出されています",
    },
    why: text! {
        en: "An API of the endpoint type PRIVATE answers only through an interface VPC endpoint for execute-api. \
             From the Internet its name does not resolve or is answered 403 “Forbidden”; the endpoint's own names give private addresses that time out. \
             The client has to run in the VPC, or in a network connected to it by VPN, Direct Connect or peering.",
        ja: "エンドポイントタイプがPRIVATEのAPIは、execute-api用のインターフェイスVPCエンドポイント経由でのみ応答します。\
             インターネットからは名前を解決できないか、403「Forbidden」が返ります。エンドポイント固有の名前はプライベートアドレスになり、接続がタイムアウトします。\
             クライアントは、VPC内か、VPN、Direct Connect、ピアリングでVPCに接続されたネットワークで動かす必要があります。",
    },
    signals: &[
        Requires(Any(&[
            Host(HostForm::ExecuteApi),
            Host(HostForm::VpceAlias),
            Host(HostForm::VpceDns),
        ])),
        Requires(Any(&[
            Answer("ForbiddenException", "Forbidden", 403),
            Fact("net_error", unreachable),
            Fact("net_error", unknown_name),
        ])),
        Proves(
            Fact("curl_text", routing::says_private),
            text! {
                en: "The API's settings say PRIVATE",
                ja: "APIの設定にPRIVATEと示されています",
            },
        ),
        Proves(
            Fact("neighbours", endpoint_was_tried),
            text! {
                en: "The same API was called through a VPC endpoint in this session, so it is a private one",
                ja: "同じセッションで、同じAPIがVPCエンドポイント経由で呼び出されており、プライベートAPIです",
            },
        ),
        Suggests(
            All(&[Fact("net_error", unreachable), Fact("url", endpoint_name)]),
            text! {
                en: "A VPC endpoint's name resolves, and its private address cannot be reached from here",
                ja: "VPCエンドポイントの名前は解決できますが、そのプライベートアドレスに到達できません",
            },
        ),
        Excludes(
            Fact("neighbours", worked_nearby),
            text! {
                en: "This host, or the VPC endpoint, answers from here",
                ja: "このホストまたはVPCエンドポイントには、ここから到達できています",
            },
        ),
        Excludes(
            All(&[Fact("curl_text", routing::private_peer), Answer("ForbiddenException", "Forbidden", 403)]),
            text! {
                en: "The answer came from a private address, so the call was made inside the network",
                ja: "プライベートアドレスから応答があり、ネットワークの内側からの呼び出しです",
            },
        ),
        Excludes(
            Any(&[Api(ApiKind::Http), Api(ApiKind::WebSocket)]),
            text! {
                en: "HTTP and WebSocket APIs cannot be private",
                ja: "HTTP APIとWebSocket APIはプライベートにできません",
            },
        ),
        Excludes(
            Fact("response.headers.via", through_cloudfront),
            text! {
                en: "CloudFront's headers show an edge-optimized API",
                ja: "CloudFrontのヘッダーがあり、エッジ最適化APIです",
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
                en: "See whether the API is private, and which endpoints it names",
                ja: "APIがプライベートか、どのエンドポイントに関連付いているか確認する",
            },
            Text::same("aws apigateway get-rest-api --rest-api-id {api} --region {region} --query endpointConfiguration"),
            text! {
                en: "If types says PRIVATE, the call has to come through a VPC endpoint.",
                ja: "typesがPRIVATEであれば、VPCエンドポイント経由で呼び出す必要があります。",
            },
            text! {
                en: "If it says REGIONAL or EDGE, the API is public: look at the stage, the key and WAF.",
                ja: "REGIONALまたはEDGEであれば公開APIです。ステージ、APIキー、WAFを確認してください。",
            },
        )
        .separates(&[
            "stage-not-found",
            "default-endpoint-disabled",
            "api-key-missing-or-invalid",
            "waf-block",
            "dns-not-resolving",
        ]),
        Check::new(
            text! {
                en: "See to which addresses the name leads from here",
                ja: "ここから名前がどのアドレスに解決されるか確認する",
            },
            Text::same("nslookup {name}"),
            text! {
                en: "Private addresses (10., 172.16-31., 192.168.) that do not answer: no route or security group leads there from here.",
                ja: "プライベートアドレス（10.、172.16-31.、192.168.）で応答がなければ、ここからの経路またはセキュリティグループの許可がありません。",
            },
            text! {
                en: "Public addresses or no answer: this machine does not use the VPC's DNS.",
                ja: "パブリックアドレスまたは解決失敗であれば、VPCのDNSを使っていません。",
            },
        )
        .separates(&["connection-timeout", "private-dns-hostname"]),
        Check::new(
            text! {
                en: "Follow the way to the VPC endpoint",
                ja: "VPCエンドポイントまでの経路を確認する",
            },
            Text::same("sudo traceroute -n -T -p 443 {name}"),
            text! {
                en: "If the last hop is the endpoint, the network is fine: look at the policies.",
                ja: "最後のホップがエンドポイントであればネットワークは正常です。ポリシーを確認してください。",
            },
            text! {
                en: "If it ends before, call from the VPC or connect this network to it, and open port 443 in both security groups.",
                ja: "途中で止まる場合は、VPC内から呼び出すかネットワークをVPCに接続し、双方のセキュリティグループで443番ポートを許可してください。",
            },
        )
        .separates(&["connection-timeout"]),
        private::ENDPOINT_NAME,
        private::ALIAS,
        private::PRIVATE_DNS_NAME,
        private::URL_FORMS,
        private::ARRIVED,
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Call from the VPC, by a name that fits the endpoint",
                ja: "VPC内から、エンドポイントに合った名前で呼び出す",
            },
            text! {
                en: "With private DNS on: https://{api}.execute-api.{region}.{suffix}/{stage}{path}. With it off: https://{api}-{vpce}.execute-api.{region}.{suffix}/{stage}{path}, or the endpoint's own name with the header x-apigw-api-id: {api}. From on-premises, use the endpoint's names, or forward execute-api.{region}.{suffix} to a Route 53 inbound resolver.",
                ja: "プライベートDNSが有効: https://{api}.execute-api.{region}.{suffix}/{stage}{path}。無効: https://{api}-{vpce}.execute-api.{region}.{suffix}/{stage}{path}、またはエンドポイント固有の名前にヘッダーx-apigw-api-id: {api}を付けます。オンプレミスからは、エンドポイントの名前を使うか、execute-api.{region}.{suffix}をRoute 53のインバウンドリゾルバーに転送してください。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Create the interface endpoint that the clients need",
                ja: "クライアントに必要なインターフェイスエンドポイントを作成する",
            },
            Text::same("aws ec2 create-vpc-endpoint --vpc-id <vpc-id> --vpc-endpoint-type Interface --service-name com.amazonaws.{region}.execute-api --subnet-ids <subnet-id> --security-group-ids <security-group-id> --private-dns-enabled --region {region}"),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Make the API regional, if it is meant for the Internet",
                ja: "インターネットに公開するAPIであれば、リージョンAPIに変更する",
            },
            Text::same("aws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations op=replace,path=/endpointConfiguration/types/PRIVATE,value=REGIONAL\naws apigateway create-deployment --rest-api-id {api} --stage-name {stage} --region {region}"),
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Declare the endpoint in the template",
                ja: "テンプレートでエンドポイントを定義する",
            },
            Text::same("Endpoint:\n  Type: AWS::EC2::VPCEndpoint\n  Properties:\n    VpcEndpointType: Interface\n    ServiceName: !Sub com.amazonaws.${AWS::Region}.execute-api\n    VpcId: <vpc-id>\n    SubnetIds: [<subnet-id>]\n    SecurityGroupIds: [<security-group-id>]\n    PrivateDnsEnabled: true\n"),
        ),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Declare the endpoint in Terraform",
                ja: "Terraformでエンドポイントを定義する",
            },
            Text::same("resource \"aws_vpc_endpoint\" \"execute_api\" {\n  vpc_id              = \"<vpc-id>\"\n  service_name        = \"com.amazonaws.{region}.execute-api\"\n  vpc_endpoint_type   = \"Interface\"\n  subnet_ids          = [\"<subnet-id>\"]\n  security_group_ids  = [\"<security-group-id>\"]\n  private_dns_enabled = true\n}"),
        ),
    ],
    links: &[links::PRIVATE_APIS, links::PRIVATE_API_TEST_INVOKE_URL],
};

/// Nobody answered, and not for the name.
fn unreachable(facts: &Facts<'_>) -> Look {
    if facts.origin.who.side() != Side::Nobody {
        return Look::Absent;
    }
    routing::any_phrase(
        facts,
        &["timed out", "ETIMEDOUT", "ERR_CONNECTION_TIMED_OUT", "ERR_TIMED_OUT", "Connect timeout", "No route to host", "EHOSTUNREACH", "Network is unreachable"],
    )
}

fn unknown_name(facts: &Facts<'_>) -> Look {
    if facts.origin.who.side() != Side::Nobody {
        return Look::Absent;
    }
    routing::any_phrase(facts, routing::NAME_UNKNOWN)
}

/// A name that holds the endpoint's id, which resolves to its addresses everywhere.
fn endpoint_name(facts: &Facts<'_>) -> Look {
    Any(&[Host(HostForm::VpceAlias), Host(HostForm::VpceDns)]).look(facts)
}

fn endpoint_was_tried(facts: &Facts<'_>) -> Look {
    routing::through_endpoint(facts, |_| true)
}

fn worked_nearby(facts: &Facts<'_>) -> Look {
    match routing::through_endpoint(facts, |other| other.worked) {
        seen @ Look::Seen(_) => seen,
        _ => facts.neighbour(|other| other.same_host && other.worked),
    }
}

fn through_cloudfront(facts: &Facts<'_>) -> Look {
    Any(&[Header("via", "cloudfront"), Header("x-amz-cf-id", "")]).look(facts)
}
