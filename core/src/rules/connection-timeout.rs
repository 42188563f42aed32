//! The name resolves, and nobody answers on port 443.
//!
//! For a private API this is the network: the endpoint's security group, the client's, a route that
//! is missing, a client outside the VPC. Public endpoints always answer, so there it is a firewall
//! or an outbound rule. An integration that is slow is another matter: it has a connection and ends
//! in 504.

use crate::network;
use crate::private;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "connection-timeout",
    since: "0.1.0",
    family: Family::Network,
    statuses: &[],
    prior: Prior::Usual,
    speaker: NOBODY,
    title: text! {
        en: "Nobody answers at this host on port 443",
        ja: "このホストのポート443から応答がありません",
    },
    why: text! {
        en: "The name has an address, but the packets to port 443 are dropped on the way or on the way back. \
             A private API answers only through an execute-api VPC endpoint in its own region, whose security group must admit 443 from the client, and whose VPC the client must be in or connected to. \
             For a public endpoint, look at the client's outbound rules, NAT gateway and proxy.",
        ja: "名前は解決できていますが、ポート443へのパケットが行きか帰りの経路で破棄されています。\
             プライベートAPIに到達できるのは、同じリージョンのexecute-api VPCエンドポイント経由だけです。エンドポイントのセキュリティグループがクライアントからの443を許可し、クライアントがそのVPC内にいるか接続されている必要があります。\
             パブリックなエンドポイントの場合は、クライアント側のアウトバウンドルール、NATゲートウェイ、プロキシを確認してください。",
    },
    signals: &[
        Requires(Any(&[Fact("net_error", network::silence), Fact("net_error", network::vague)])),
        Proves(
            Fact("net_error", network::silence),
            text! {
                en: "The connection was tried, and nobody answered",
                ja: "接続を試みましたが、応答がありませんでした",
            },
        ),
        Hints(
            Fact("curl_text", network::names_agree),
            text! {
                en: "The API's name and the endpoint's have the same addresses, so DNS is right",
                ja: "APIの名前とエンドポイントの名前のアドレスが一致しており、DNSは正しく設定されています",
            },
        ),
        Opposes(
            Fact("curl_text", network::names_disagree),
            text! {
                en: "The API's own name does not lead to the VPC endpoint, so nothing is known of the way there",
                ja: "APIの名前がVPCエンドポイントに解決されておらず、そこまでの経路は確認されていません",
            },
        ),
        Opposes(
            Url("http://"),
            text! {
                en: "Plain http was called; port 80 is not served at execute-api",
                ja: "httpで呼び出しています。execute-apiはポート80で応答しません",
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
                en: "Try the port",
                ja: "ポートへの接続を試す",
            },
            Text::same("nc -vz -w 5 {name} 443 || telnet {name} 443; sudo traceroute -n -T -p 443 {name}"),
            text! {
                en: "If the port opens, the path is free and the fault lies above it: call with curl -v.",
                ja: "接続できれば経路に問題はありません。curl -vで呼び出して確認してください。",
            },
            text! {
                en: "If it does not, the last hop of the trace shows how far the packets go; a VPC endpoint that never answers points to its security group.",
                ja: "接続できなければ、トレースの最後のホップまでしか届いていません。VPCエンドポイントが応答しない場合は、セキュリティグループが原因です。",
            },
        )
        .separates(&["dns-not-resolving", "connection-reset-or-refused", "http-instead-of-https"]),
        Check::new(
            text! {
                en: "Compare the addresses of the API's name and the endpoint's",
                ja: "APIの名前とエンドポイントの名前のアドレスを比べる",
            },
            Text::same("nslookup {host}; nslookup {vpce_name}"),
            text! {
                en: "If both give the same private addresses, DNS is right: look at security groups and routes.",
                ja: "同じプライベートIPアドレスであればDNSは正しいため、セキュリティグループとルートを確認してください。",
            },
            text! {
                en: "If the first gives public addresses, this client does not use the VPC's private DNS: call the endpoint's name with x-apigw-api-id.",
                ja: "1つ目がパブリックIPアドレスであれば、このクライアントはVPCのプライベートDNSを使っていません。エンドポイントの名前をx-apigw-api-id付きで呼び出してください。",
            },
        )
        .separates(&["private-dns-hostname", "private-api-public-call"])
        .when(Not(&Host(HostForm::Other))),
        Check::new(
            text! {
                en: "See the endpoint's region, subnets and security groups",
                ja: "エンドポイントのリージョン、サブネット、セキュリティグループを確認する",
            },
            Text::same("aws ec2 describe-vpc-endpoints --region {region} --filters Name=service-name,Values=com.amazonaws.{region}.execute-api --query \"VpcEndpoints[].[VpcEndpointId, State, VpcId, SubnetIds, Groups[].GroupId, PrivateDnsEnabled]\"; aws ec2 describe-security-groups --region {region} --group-ids <security-group-id> --query \"SecurityGroups[].IpPermissions\""),
            text! {
                en: "The endpoint must be available in the API's region, and its group must allow TCP 443 from the client's addresses or group.",
                ja: "エンドポイントはAPIと同じリージョンでavailableであり、セキュリティグループがクライアントのアドレスまたはグループからのTCP 443を許可している必要があります。",
            },
            text! {
                en: "If there is none in this region, create one: an endpoint of another region does not serve this API.",
                ja: "このリージョンになければ作成してください。別のリージョンのエンドポイントからはこのAPIに到達できません。",
            },
        )
        .separates(&["private-api-vpce-policy"])
        .when(Not(&Host(HostForm::Other))),
        Check::new(
            text! {
                en: "See where the custom domain leads",
                ja: "カスタムドメインの行き先を確認する",
            },
            Text::same("dig +short {name}"),
            text! {
                en: "If it ends at the API Gateway domain name, look at the client's firewall, proxy and NAT gateway.",
                ja: "API Gatewayドメイン名に行き着けば、クライアント側のファイアウォール、プロキシ、NATゲートウェイを確認してください。",
            },
            text! {
                en: "If it gives an address of another machine or a private one, the record is wrong for this client.",
                ja: "別のマシンやプライベートIPアドレスであれば、レコードがこのクライアントに合っていません。",
            },
        )
        .when(Host(HostForm::Other)),
        private::ENDPOINT_NAME,
        private::ALIAS,
        private::PRIVATE_DNS_NAME,
        private::URL_FORMS.when(Not(&Host(HostForm::Other))),
        private::ARRIVED.when(Not(&Host(HostForm::Other))),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Admit the client at the endpoint's security group",
                ja: "エンドポイントのセキュリティグループでクライアントを許可する",
            },
            Text::same("aws ec2 authorize-security-group-ingress --group-id <endpoint-security-group-id> --protocol tcp --port 443 --source-group <client-security-group-id> --region {region}\naws ec2 authorize-security-group-egress --group-id <client-security-group-id> --region {region} --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,UserIdGroupPairs=[{GroupId=<endpoint-security-group-id>}]'"),
        )
        .when(Not(&Host(HostForm::Other))),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Create the endpoint in the API's region, with its group",
                ja: "APIと同じリージョンにエンドポイントとセキュリティグループを作成する",
            },
            Text::same("Resources:\n  EndpointGroup:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: HTTPS to execute-api\n      VpcId: <vpc-id>\n      SecurityGroupIngress:\n        - IpProtocol: tcp\n          FromPort: 443\n          ToPort: 443\n          CidrIp: <client-cidr>\n  Endpoint:\n    Type: AWS::EC2::VPCEndpoint\n    Properties:\n      ServiceName: !Sub com.amazonaws.${AWS::Region}.execute-api\n      VpcEndpointType: Interface\n      VpcId: <vpc-id>\n      SubnetIds:\n        - <subnet-id>\n      SecurityGroupIds:\n        - !Ref EndpointGroup\n      PrivateDnsEnabled: true"),
        )
        .when(Not(&Host(HostForm::Other))),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Admit the client in the configuration",
                ja: "構成でクライアントを許可する",
            },
            Text::same("resource \"aws_security_group_rule\" \"https_from_client\" {\n  type                     = \"ingress\"\n  protocol                 = \"tcp\"\n  from_port                = 443\n  to_port                  = 443\n  security_group_id        = \"<endpoint-security-group-id>\"\n  source_security_group_id = \"<client-security-group-id>\"\n}"),
        )
        .when(Not(&Host(HostForm::Other))),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Admit the client in the stack",
                ja: "スタックでクライアントを許可する",
            },
            Text::same("const endpoint = vpc.addInterfaceEndpoint('ExecuteApi', {\n  service: ec2.InterfaceVpcEndpointAwsService.APIGATEWAY,\n  privateDnsEnabled: true,\n});\nendpoint.connections.allowFrom(client, ec2.Port.tcp(443));"),
        )
        .when(Not(&Host(HostForm::Other))),
        Fix::new(
            Owner,
            Form::Console,
            text! {
                en: "Look at groups and routes in the console",
                ja: "コンソールでセキュリティグループとルートを確認する",
            },
            text! {
                en: "VPC > Endpoints > the execute-api endpoint > Security groups: inbound HTTPS 443 from the client; VPC > Route tables > the client's subnet: a route to the endpoint's VPC (peering, transit gateway, VPN or Direct Connect)",
                ja: "VPC > エンドポイント > execute-apiのエンドポイント > セキュリティグループ: クライアントからのHTTPS 443のインバウンド。VPC > ルートテーブル > クライアントのサブネット: エンドポイントのVPCへのルート（ピアリング、Transit Gateway、VPN、Direct Connect）",
            },
        )
        .when(Not(&Host(HostForm::Other))),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Call from where the endpoint can be reached",
                ja: "到達できる場所から呼び出す",
            },
            text! {
                en: "A private API is called from inside its VPC or from a network connected to it (VPN, Direct Connect, peering). A function or container in a private subnet needs a NAT gateway to reach a public endpoint. Behind a corporate firewall, set HTTPS_PROXY or ask for {name}:443 to be opened.",
                ja: "プライベートAPIは、VPC内、またはVPCに接続されたネットワーク（VPN、Direct Connect、ピアリング）から呼び出してください。プライベートサブネットの関数やコンテナからパブリックなエンドポイントを呼び出すには、NATゲートウェイが必要です。社内ファイアウォールの内側では、HTTPS_PROXYを設定するか、{name}:443の許可を依頼してください。",
            },
        ),
    ],
    links: &[links::PRIVATE_APIS, links::PRIVATE_API_TEST_INVOKE_URL],
};
