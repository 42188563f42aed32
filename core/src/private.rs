//! What the rules about private APIs share: under which names such an API is called, what each of
//! them needs, and how to see whether a call arrived.
//!
//! After *How to invoke a private API* (Developer Guide) and *Connect API Gateway to your
//! on-premises network* (knowledge centre).

use crate::clue::Clue::Host;
use crate::host::HostForm;
use crate::rule::Check;
use crate::text::Text;

/// All forms of the URL, and which of them fits private DNS on or off.
pub(crate) const URL_FORMS: Check = Check::new(
    text! {
        en: "Try every form of a private API's URL",
        ja: "プライベートAPIの呼び出しURLをすべての形式で試す",
    },
    Text::same(
        "aws ec2 describe-vpc-endpoints --region {region} --filters Name=service-name,Values=com.amazonaws.{region}.execute-api --query \"VpcEndpoints[].[VpcEndpointId, PrivateDnsEnabled, DnsEntries[0].DnsName]\" --output text\n\
         curl -v -X {method} \"https://{api}.execute-api.{region}.{suffix}/{stage}{path}\"\n\
         curl -v -X {method} \"https://{vpce_name}/{stage}{path}\" -H \"x-apigw-api-id: {api}\"\n\
         curl -v -X {method} \"https://{vpce_name}/{stage}{path}\" -H \"Host: {api}.execute-api.{region}.{suffix}\"\n\
         curl -v -X {method} \"https://{api}-{vpce}.execute-api.{region}.{suffix}/{stage}{path}\"",
    ),
    text! {
        en: "Private DNS on (True): the first form, from clients that use the VPC's DNS. The others work as well.",
        ja: "プライベートDNSが有効（True）なら、VPCのDNSを使うクライアントからは1つ目の形式を使います。ほかの形式も使えます。",
    },
    text! {
        en: "Private DNS off (False): the endpoint's public DNS name with x-apigw-api-id or Host, or the {api}-{vpce} alias, which needs the endpoint to be associated with the API.",
        ja: "プライベートDNSが無効（False）なら、エンドポイントのパブリックDNS名にx-apigw-api-idまたはHostを付けるか、{api}-{vpce}のエイリアスを使います。エイリアスには、エンドポイントとAPIの関連付けが必要です。",
    },
);

/// What the URL needs where it is the endpoint's own name.
pub(crate) const ENDPOINT_NAME: Check = Check::new(
    text! {
        en: "The URL uses the endpoint's public DNS name: see what that needs",
        ja: "URLはエンドポイントのパブリックDNS名です。必要な条件を確認する",
    },
    Text::same(
        "aws ec2 describe-vpc-endpoints --vpc-endpoint-ids {vpce} --region {region} --query \"VpcEndpoints[0].[State, VpcId, Groups[].GroupId, DnsEntries[].DnsName]\"",
    ),
    text! {
        en: "If the endpoint is available, the name resolves anywhere, with private DNS on or off. A call needs x-apigw-api-id: {api} or Host; from on-premises also Direct Connect or a VPN to that VPC, and TCP 443 open in these groups.",
        ja: "エンドポイントがavailableなら、プライベートDNSの設定にかかわらず、どこからでも名前を解決できます。呼び出しにはx-apigw-api-id: {api}またはHostが必要です。オンプレミスからは、そのVPCへのDirect ConnectまたはVPNと、これらのセキュリティグループでのTCP 443の許可も必要です。",
    },
    text! {
        en: "If it is not, the endpoint was deleted, is pending, or is in another region or account.",
        ja: "そうでなければ、エンドポイントが削除済みか作成中、または別のリージョンやアカウントにあります。",
    },
)
.when(Host(HostForm::VpceDns));

/// What the URL needs where it is the Route 53 alias of API and endpoint.
pub(crate) const ALIAS: Check = Check::new(
    text! {
        en: "The URL uses the Route 53 alias: see whether the endpoint is associated",
        ja: "URLはRoute 53のエイリアスです。エンドポイントの関連付けを確認する",
    },
    Text::same(
        "aws apigateway get-rest-api --rest-api-id {api} --region {region} --query endpointConfiguration",
    ),
    text! {
        en: "If vpcEndpointIds lists {vpce}, the alias exists in public DNS and needs no header. From on-premises it needs Direct Connect or a VPN to the endpoint's VPC and TCP 443 open in its security group.",
        ja: "vpcEndpointIdsに{vpce}があれば、エイリアスはパブリックDNSに存在し、ヘッダーは不要です。オンプレミスからは、エンドポイントのVPCへのDirect ConnectまたはVPNと、そのセキュリティグループでのTCP 443の許可が必要です。",
    },
    text! {
        en: "If it does not, associate it (aws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations op=add,path=/endpointConfiguration/vpcEndpointIds,value={vpce}) and wait a few minutes.",
        ja: "なければ関連付けて（aws apigateway update-rest-api --rest-api-id {api} --region {region} --patch-operations op=add,path=/endpointConfiguration/vpcEndpointIds,value={vpce}）、数分待ってください。",
    },
)
.when(Host(HostForm::VpceAlias));

/// What the URL needs where it is the API's own name.
pub(crate) const PRIVATE_DNS_NAME: Check = Check::new(
    text! {
        en: "For a private API the URL's name is the private DNS name: see what that needs",
        ja: "プライベートAPIなら、URLの名前はプライベートDNS名です。必要な条件を確認する",
    },
    Text::same(
        "nslookup {api}.execute-api.{region}.{suffix}\n\
         aws route53resolver list-resolver-endpoints --region {region} --filters Name=Direction,Values=INBOUND --query \"ResolverEndpoints[].[Id, HostVPCId, Status]\" --output text",
    ),
    text! {
        en: "Private DNS has to be on at the VPC endpoint, and the look-up has to give its private addresses. From on-premises that needs a Route 53 Resolver inbound endpoint, to which your DNS forwards execute-api.{region}.{suffix}.",
        ja: "VPCエンドポイントでプライベートDNSが有効で、名前がそのプライベートIPアドレスに解決される必要があります。オンプレミスからは、Route 53 Resolverのインバウンドエンドポイントを作成し、execute-api.{region}.{suffix}の問い合わせを転送してください。",
    },
    text! {
        en: "Without it, call the endpoint's public DNS name {vpce_name} with x-apigw-api-id: {api}.",
        ja: "それがない場合は、エンドポイントのパブリックDNS名{vpce_name}にx-apigw-api-id: {api}を付けて呼び出してください。",
    },
)
.when(Host(HostForm::ExecuteApi));

/// Whether the call reached the API at all.
pub(crate) const ARRIVED: Check = Check::new(
    text! {
        en: "See whether the call reached the API: its execution log of the last 15 minutes",
        ja: "呼び出しがAPIに届いたか、直近15分の実行ログで確認する",
    },
    Text::same(
        "aws logs tail API-Gateway-Execution-Logs_{api}/{stage} --region {region} --since 15m",
    ),
    text! {
        en: "If there is a line, the call arrived, and the line says what refused it.",
        ja: "行があれば呼び出しは届いており、拒否した理由が書かれています。",
    },
    text! {
        en: "If logging is on and there is none, the call never arrived: check the resource policy first, then the form of the URL.",
        ja: "ログが有効なのに行がなければ、呼び出しは届いていません。先にリソースポリシー、次に呼び出しURLの形式を確認してください。",
    },
);
