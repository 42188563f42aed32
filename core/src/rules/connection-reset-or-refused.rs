//! Somebody closed the connection instead of answering it.
//!
//! API Gateway listens on 443 and keeps listening, so a refusal comes from another port, another
//! machine behind the name, a local proxy that is not running, or a firewall that cuts what it does
//! not like. Nothing reaches the API, and no log has a line.

use crate::network;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "connection-reset-or-refused",
    since: "0.1.0",
    family: Family::Network,
    statuses: &[],
    prior: Prior::Uncommon,
    speaker: NOBODY,
    title: text! {
        en: "The connection was refused or cut before an answer",
        ja: "応答の前に接続が拒否または切断されました",
    },
    why: text! {
        en: "“Refused” means that the machine behind the address has nothing listening on that port; “reset” and “hang up” mean that somebody cut the connection. \
             API Gateway's endpoints listen on 443, so the name leads elsewhere, another port was called, or a proxy, VPN or firewall on the way closed the connection. \
             A kept-alive connection that has been idle too long ends in a reset as well.",
        ja: "「refused」は、そのアドレスのマシンがそのポートで待ち受けていないことを、「reset」や「hang up」は、途中で接続が切られたことを示します。\
             API Gatewayのエンドポイントは443で待ち受けているため、名前が別の場所を指している、別のポートを呼び出した、または経路上のプロキシ、VPN、ファイアウォールが接続を閉じたことが考えられます。\
             長くアイドル状態だったキープアライブ接続でもresetになります。",
    },
    signals: &[
        Requires(Any(&[Fact("net_error", network::closed), Fact("net_error", network::vague)])),
        Proves(
            Fact("net_error", network::closed_elsewhere),
            text! {
                en: "The other side closed the connection",
                ja: "相手側が接続を閉じています",
            },
        ),
        Opposes(
            Fact("url", network::closed_on_port_80),
            text! {
                en: "Plain http was called; port 80 is refused at execute-api",
                ja: "httpで呼び出しています。execute-apiはポート80の接続を拒否します",
            },
        ),
        Opposes(
            NetError("port 80"),
            text! {
                en: "The connection went to port 80",
                ja: "ポート80に接続しています",
            },
        ),
        Opposes(
            Fact("neighbours", network::https_worked),
            text! {
                en: "The same host answers over https:// in this session, and this call went over http://",
                ja: "同じセッションで、同じホストがhttps://には応答しています。この呼び出しはhttp://でした",
            },
        ),
        Opposes(
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
                en: "See which machine closes the connection",
                ja: "どのマシンが接続を閉じているか確認する",
            },
            Text::same("curl -sv --noproxy \"*\" \"{url}\" 2>&1 | grep -E \"Trying|Connected|refused|reset|SSL\"; env | grep -i _proxy"),
            text! {
                en: "If it works with --noproxy, the proxy that the environment names is at fault.",
                ja: "--noproxyで成功すれば、環境変数のプロキシが原因です。",
            },
            text! {
                en: "If the address is not one of the API's, the record is wrong; if it is, a firewall on the way cuts the connection.",
                ja: "アドレスがAPIのものでなければレコードの誤りです。APIのものであれば、経路上のファイアウォールが切断しています。",
            },
        )
        .separates(&[
            "connection-timeout",
            "tls-handshake-failed",
            "http-instead-of-https",
            "not-from-api-gateway",
        ]),
        Check::new(
            text! {
                en: "Compare the address with the API's",
                ja: "アドレスをAPIのものと比べる",
            },
            Text::same("dig +short {name}; dig +short {host}"),
            text! {
                en: "If the two have nothing in common, and the first is no cloudfront.net or d-… name either, the name leads elsewhere.",
                ja: "共通点がなく、1つ目がcloudfront.netやd-…の名前でもなければ、別の場所を指しています。",
            },
            text! {
                en: "If they agree, try from another network to find the firewall.",
                ja: "一致すれば、別のネットワークから試してファイアウォールの有無を確かめてください。",
            },
        )
        .when(Host(HostForm::Other)),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Call https on port 443, without the proxy",
                ja: "プロキシを使わず、httpsでポート443を呼び出す",
            },
            Text::same("curl --noproxy \"*\" -i -X {method} \"https://{name}{full_path}\""),
        ),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Repeat the call on a new connection",
                ja: "新しい接続で再試行する",
            },
            text! {
                en: "If it happens only now and then, the client reuses connections that somebody has closed meanwhile: retry once, and set its idle time below that of the proxy, NAT gateway (350 seconds) or load balancer on the way. If it happens always, ask the network's administrator to let {name}:443 through without interception.",
                ja: "ときどき発生する場合は、閉じられた接続を再利用しています。一度だけ再試行し、クライアントのアイドル時間を、経路上のプロキシ、NATゲートウェイ（350秒）、ロードバランサーより短くしてください。常に発生する場合は、{name}:443を検査せずに通すようネットワーク管理者に依頼してください。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Let the record lead to the API Gateway domain name",
                ja: "レコードをAPI Gatewayドメイン名に向ける",
            },
            Text::same("aws apigateway get-domain-name --domain-name {name} --region {region} --query \"[regionalDomainName, regionalHostedZoneId, distributionDomainName]\" --output text\naws route53 change-resource-record-sets --hosted-zone-id <hosted-zone-id> --change-batch '{\"Changes\":[{\"Action\":\"UPSERT\",\"ResourceRecordSet\":{\"Name\":\"{name}\",\"Type\":\"A\",\"AliasTarget\":{\"DNSName\":\"<regional-domain-name>\",\"HostedZoneId\":\"<regional-hosted-zone-id>\",\"EvaluateTargetHealth\":false}}}]}'"),
        )
        .when(Host(HostForm::Other)),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Let the record lead to the API Gateway domain name",
                ja: "レコードをAPI Gatewayドメイン名に向ける",
            },
            Text::same("resource \"aws_route53_record\" \"api\" {\n  zone_id = \"<hosted-zone-id>\"\n  name    = \"{name}\"\n  type    = \"A\"\n\n  alias {\n    name                   = aws_api_gateway_domain_name.this.regional_domain_name\n    zone_id                = aws_api_gateway_domain_name.this.regional_zone_id\n    evaluate_target_health = false\n  }\n}"),
        )
        .when(Host(HostForm::Other)),
    ],
    links: &[links::HOW_TO_CALL_API, links::HOW_TO_CUSTOM_DOMAINS],
};
