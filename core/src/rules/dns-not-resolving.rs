//! The host name has no address, so no connection was tried and API Gateway saw nothing.
//!
//! A default endpoint's name exists as long as its API does; a custom domain needs a record of its
//! own in Route 53 or elsewhere; a private API's short name resolves only inside a VPC with an
//! endpoint. Browsers report it like any failed fetch, and pages take it for CORS.

use crate::network;
use crate::private;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "dns-not-resolving",
    since: "0.1.0",
    family: Family::Network,
    statuses: &[],
    prior: Prior::Common,
    speaker: NOBODY,
    title: text! {
        en: "The host name does not resolve",
        ja: "ホスト名を名前解決できません",
    },
    why: text! {
        en: "The client asked DNS for {name} and got no address, so it never connected to anything. \
             Under execute-api, the API id or the region is mistyped, the API was deleted, or it is private and the resolver stands outside its VPC. \
             A custom domain has no record, or one in a private hosted zone that this client cannot see.",
        ja: "クライアントは{name}のアドレスをDNSに問い合わせましたが得られず、接続は行われていません。\
             execute-apiの名前であれば、API IDやリージョンの誤り、APIの削除、またはプライベートAPIをVPC外のリゾルバーで引いていることが考えられます。\
             カスタムドメインであれば、レコードがないか、このクライアントから見えないプライベートホストゾーンにあります。",
    },
    signals: &[
        Requires(Any(&[Fact("net_error", network::no_address), Fact("net_error", network::vague)])),
        Proves(
            Fact("net_error", network::no_address),
            text! {
                en: "The client found no address for the name",
                ja: "クライアントは名前のアドレスを見つけられませんでした",
            },
        ),
        Proves(
            All(&[Fact("net_error", network::vague), Host(HostForm::BareExecuteApi)]),
            text! {
                en: "The service's bare name has no address outside a VPC with private DNS",
                ja: "サービス名だけのホストは、プライベートDNSが有効なVPCの外ではアドレスを持ちません",
            },
        ),
        Hints(
            Fact("url", no_region),
            text! {
                en: "What stands where the region belongs is none",
                ja: "リージョンの位置にある語がリージョン名ではありません",
            },
        ),
        Opposes(
            Fact("curl_text", routing::says_private),
            text! {
                en: "The API's settings say PRIVATE, and such a name has an address only inside its VPC",
                ja: "APIの設定にPRIVATEと示されています。その名前を解決できるのはVPCの中だけです",
            },
        ),
        Opposes(
            Fact("curl_text", network::scheme_for_a_host),
            text! {
                en: "What was looked up is a scheme and no name: the address was put together wrongly",
                ja: "名前解決の対象がホスト名ではなくスキームです。アドレスの組み立てに誤りがあります",
            },
        ),
        Opposes(
            Fact("neighbours", host_answered),
            text! {
                en: "The same host answered in this session",
                ja: "同じセッションで、同じホストが応答しています",
            },
        ),
        Excludes(
            Fact("neighbours", network::works_through_endpoint),
            text! {
                en: "The same API answers under a VPC endpoint's own name in this session",
                ja: "同じセッションで、同じAPIがVPCエンドポイント固有の名前では応答しています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Ask this machine's resolver and a public one",
                ja: "このマシンのリゾルバーとパブリックDNSの両方で引く",
            },
            Text::same("nslookup {name}; nslookup {name} 1.1.1.1"),
            text! {
                en: "If only the public one answers, this machine's resolver or VPN is at fault; if only this one does, the name is private.",
                ja: "パブリックDNSだけが応答すれば、このマシンのリゾルバーやVPNが原因です。このマシンだけが応答すれば、プライベートな名前です。",
            },
            text! {
                en: "If neither does, the name is mistyped, or nothing has this name any more.",
                ja: "どちらも応答しなければ、名前が誤っているか、その名前はもう存在しません。",
            },
        )
        .separates(&["connection-timeout", "connection-reset-or-refused"]),
        Check::new(
            text! {
                en: "See whether the API exists in that region",
                ja: "そのリージョンにAPIが存在するか確認する",
            },
            Text::same("aws apigateway get-rest-apis --region {region} --query \"items[].[id, name, endpointConfiguration.types[0]]\" --output table; aws apigatewayv2 get-apis --region {region} --query \"Items[].[ApiId, Name, ApiEndpoint]\" --output table"),
            text! {
                en: "If {api} is listed as PRIVATE, its name resolves only where a VPC endpoint with private DNS serves the resolver.",
                ja: "{api}がPRIVATEとして表示されれば、名前解決できるのは、プライベートDNSを有効にしたVPCエンドポイントのあるVPC内だけです。",
            },
            text! {
                en: "If it is not listed, look in the other regions and accounts, or for a deleted stack.",
                ja: "表示されなければ、別のリージョンやアカウント、削除されたスタックを確認してください。",
            },
        )
        .when(Host(HostForm::ExecuteApi)),
        Check::new(
            text! {
                en: "See whether the custom domain has a record",
                ja: "カスタムドメインのレコードを確認する",
            },
            Text::same("aws apigateway get-domain-names --region {region} --query \"items[?domainName=='{name}'].[regionalDomainName, distributionDomainName]\"; aws route53 list-hosted-zones --query \"HostedZones[].[Id, Name, Config.PrivateZone]\"; aws route53 list-resource-record-sets --hosted-zone-id <hosted-zone-id> --query \"ResourceRecordSets[?Name=='{name}.']\""),
            text! {
                en: "If there is a record, see whether its zone is private, and whether the domain's name servers are those of the zone.",
                ja: "レコードがあれば、ゾーンがプライベートでないか、ドメインのネームサーバーがそのゾーンのものか確認してください。",
            },
            text! {
                en: "If there is none, create one that leads to the API Gateway domain name.",
                ja: "なければ、API Gatewayドメイン名を指すレコードを作成してください。",
            },
        )
        .separates(&["tls-cert-mismatch"])
        .when(Host(HostForm::Other)),
        Check::new(
            text! {
                en: "See the VPC endpoint's state and names",
                ja: "VPCエンドポイントの状態と名前を確認する",
            },
            Text::same("aws ec2 describe-vpc-endpoints --region {region} --filters Name=service-name,Values=com.amazonaws.{region}.execute-api --query \"VpcEndpoints[].[VpcEndpointId, State, PrivateDnsEnabled, DnsEntries[].DnsName]\""),
            text! {
                en: "If the endpoint is available and the name is listed, the resolver cannot reach the public zone or the VPC's.",
                ja: "エンドポイントがavailableで名前が一覧にあれば、リゾルバーがそのゾーンに到達できていません。",
            },
            text! {
                en: "If it is not, the endpoint was deleted or the name is mistyped. {api}-{vpce} needs the endpoint to be associated with the API.",
                ja: "なければ、エンドポイントが削除されたか、名前が誤っています。{api}-{vpce}の形の名前には、エンドポイントとAPIの関連付けが必要です。",
            },
        )
        .separates(&["private-dns-hostname", "private-api-public-call"])
        .when(Fact("url", network::private_name)),
        private::ENDPOINT_NAME,
        private::ALIAS,
        private::PRIVATE_DNS_NAME,
        private::URL_FORMS.when(Not(&Host(HostForm::Other))),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Compare the host name letter by letter",
                ja: "ホスト名を一文字ずつ確認する",
            },
            text! {
                en: "A default endpoint reads <api-id>.execute-api.<region>.amazonaws.com, with ten lower-case letters and digits for the API id; China's ends with .com.cn. The invoke URL stands on the stage's page of the console. A name that was created a moment ago may still be unknown to a resolver that was asked before.",
                ja: "デフォルトのエンドポイントは<api-id>.execute-api.<region>.amazonaws.comの形で、API IDは英小文字と数字10文字です（中国リージョンは.com.cn）。呼び出しURLはコンソールのステージの画面にあります。作成したばかりの名前は、先に問い合わせたリゾルバーにしばらく認識されないことがあります。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Create the record that leads to the API's custom domain",
                ja: "APIのカスタムドメインを指すレコードを作成する",
            },
            Text::same("aws apigateway get-domain-name --domain-name {name} --region {region} --query \"[regionalDomainName, regionalHostedZoneId]\" --output text\naws route53 change-resource-record-sets --hosted-zone-id <hosted-zone-id> --change-batch '{\"Changes\":[{\"Action\":\"UPSERT\",\"ResourceRecordSet\":{\"Name\":\"{name}\",\"Type\":\"A\",\"AliasTarget\":{\"DNSName\":\"<regional-domain-name>\",\"HostedZoneId\":\"<regional-hosted-zone-id>\",\"EvaluateTargetHealth\":false}}}]}'"),
        )
        .when(Host(HostForm::Other)),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Put the record into the template",
                ja: "テンプレートにレコードを追加する",
            },
            Text::same("Resources:\n  Record:\n    Type: AWS::Route53::RecordSet\n    Properties:\n      HostedZoneId: <hosted-zone-id>\n      Name: {name}\n      Type: A\n      AliasTarget:\n        DNSName: !GetAtt Domain.RegionalDomainName\n        HostedZoneId: !GetAtt Domain.RegionalHostedZoneId"),
        )
        .when(Host(HostForm::Other)),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Put the record into the configuration",
                ja: "構成にレコードを追加する",
            },
            Text::same("resource \"aws_route53_record\" \"api\" {\n  zone_id = \"<hosted-zone-id>\"\n  name    = \"{name}\"\n  type    = \"A\"\n\n  alias {\n    name                   = aws_api_gateway_domain_name.this.regional_domain_name\n    zone_id                = aws_api_gateway_domain_name.this.regional_zone_id\n    evaluate_target_health = false\n  }\n}"),
        )
        .when(Host(HostForm::Other)),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Put the record into the stack",
                ja: "スタックにレコードを追加する",
            },
            Text::same("new route53.ARecord(this, 'Record', {\n  zone,\n  recordName: '{name}',\n  target: route53.RecordTarget.fromAlias(new targets.ApiGatewayDomain(domain)),\n});"),
        )
        .when(Host(HostForm::Other)),
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Call a private API by a name that resolves from here",
                ja: "ここから名前解決できる名前でプライベートAPIを呼び出す",
            },
            Text::same("curl -i \"https://{vpce_name}/{stage}{path}\" -H \"x-apigw-api-id: {api}\""),
        )
        .when(Any(&[Host(HostForm::ExecuteApi), Fact("url", network::private_name)])),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let the VPC resolve the API's own name",
                ja: "VPC内でAPI自身の名前を解決できるようにする",
            },
            Text::same("aws ec2 modify-vpc-attribute --vpc-id <vpc-id> --enable-dns-support '{\"Value\":true}' --region {region}\naws ec2 modify-vpc-attribute --vpc-id <vpc-id> --enable-dns-hostnames '{\"Value\":true}' --region {region}\naws ec2 modify-vpc-endpoint --vpc-endpoint-id {vpce} --private-dns-enabled --region {region}"),
        )
        .when(Any(&[Host(HostForm::ExecuteApi), Fact("url", network::private_name)])),
    ],
    links: &[links::HOW_TO_CUSTOM_DOMAINS, links::PRIVATE_API_TEST_INVOKE_URL],
};

/// An execute-api name whose region is not shaped like one.
fn no_region(facts: &Facts<'_>) -> Look {
    match &facts.host {
        Some(host) if host.is_execute_api() && host.region.is_none() => {
            Look::seen(host.name.clone(), "url")
        }
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

fn host_answered(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| other.same_host && other.evidence.status.is_some())
}
