//! The TLS handshake failed, and not because of the name.
//!
//! Either the two sides share no protocol version or cipher, or the client does not trust the
//! certificate's issuer: a proxy that intercepts TLS, a truststore that is too old, a clock that is
//! wrong. API Gateway's own certificates are Amazon's and trusted everywhere.

use crate::network;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "tls-handshake-failed",
    since: "0.1.0",
    family: Family::Network,
    statuses: &[],
    prior: Prior::Usual,
    speaker: NOBODY,
    title: text! {
        en: "The TLS handshake failed",
        ja: "TLSハンドシェイクに失敗しました",
    },
    why: text! {
        en: "The connection was made, but client and server could not agree on TLS, or the client does not trust the certificate. \
             A domain's security policy sets the lowest version (TLS 1.2 as a rule) and the ciphers; old clients offer neither. \
             An issuer that is not Amazon, or not the domain's own, belongs to a proxy that intercepts TLS.",
        ja: "接続はできましたが、クライアントとサーバーの間でTLSの条件が合わないか、クライアントが証明書を信頼していません。\
             ドメインのセキュリティポリシーが最低バージョン（通常はTLS 1.2）と暗号スイートを決めており、古いクライアントは対応していないことがあります。\
             発行者がAmazonでもドメイン自身のものでもなければ、TLSを検査するプロキシの証明書です。",
    },
    signals: &[
        Requires(Any(&[Fact("net_error", network::handshake_failed), Fact("net_error", network::vague_to_a_page)])),
        Proves(
            Fact("net_error", network::handshake_failed),
            text! {
                en: "The client reports a failed handshake or a certificate that it does not trust",
                ja: "クライアントが、ハンドシェイクの失敗または信頼できない証明書を報告しています",
            },
        ),
        Opposes(
            Fact("curl_text", network::called_by_address),
            text! {
                en: "The server was called by its address, so the handshake did not carry the domain's name",
                ja: "サーバーをIPアドレスで呼び出しているため、ハンドシェイクにドメインの名前が含まれていません",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "See version, cipher and issuer",
                ja: "バージョン、暗号スイート、発行者を確認する",
            },
            Text::same("openssl s_client -connect {name}:443 -servername {name} </dev/null 2>&1 | grep -E \"issuer|Protocol|Cipher|Verify|alert\"; openssl s_client -connect {name}:443 -servername {name} -tls1_2 </dev/null 2>&1 | grep -E \"Protocol|alert\""),
            text! {
                en: "If this works, the failing client is too old, or has another truststore or proxy.",
                ja: "これが成功すれば、失敗したクライアントが古いか、トラストストアやプロキシの設定が異なります。",
            },
            text! {
                en: "If the issuer is not Amazon and not the one of your domain's certificate, a proxy on the way intercepts TLS.",
                ja: "発行者がAmazonでもドメインの証明書のものでもなければ、経路上のプロキシがTLSを検査しています。",
            },
        )
        .separates(&[
            "tls-sni-missing",
            "tls-cert-mismatch",
            "mtls-client-cert",
            "connection-reset-or-refused",
        ]),
        Check::new(
            text! {
                en: "See the domain's security policy and mutual TLS",
                ja: "ドメインのセキュリティポリシーと相互TLSを確認する",
            },
            Text::same("aws apigateway get-domain-name --domain-name {name} --region {region} --query \"[securityPolicy, mutualTlsAuthentication, certificateArn, regionalCertificateArn]\""),
            text! {
                en: "If mutualTlsAuthentication is set, the client has to present a certificate.",
                ja: "mutualTlsAuthenticationが設定されていれば、クライアント証明書が必要です。",
            },
            text! {
                en: "If not, the policy tells which versions and ciphers the client has to offer.",
                ja: "設定されていなければ、クライアントが対応すべきバージョンと暗号スイートはセキュリティポリシーで決まります。",
            },
        )
        .separates(&["mtls-client-cert"])
        .when(Host(HostForm::Other)),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Bring the client's TLS up to date",
                ja: "クライアントのTLSを更新する",
            },
            text! {
                en: "Use TLS 1.2 or 1.3: Java 8u261 or later, OpenSSL 1.1.1 or later, .NET Framework 4.6.2 or later with the system's default protocols. Set the clock, and update the CA bundle (it has to hold the Amazon Root CAs).",
                ja: "TLS 1.2または1.3を使ってください（Java 8u261以降、OpenSSL 1.1.1以降、システム既定のプロトコルを使う.NET Framework 4.6.2以降）。時計を合わせ、CAバンドル（Amazon Root CAを含むもの）を更新してください。",
            },
        ),
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Trust the proxy's issuer, or pass it by",
                ja: "プロキシの発行者を信頼するか、プロキシを迂回する",
            },
            Text::same("export NODE_EXTRA_CA_CERTS=<proxy-ca-file> REQUESTS_CA_BUNDLE=<proxy-ca-file> AWS_CA_BUNDLE=<proxy-ca-file> CURL_CA_BUNDLE=<proxy-ca-file>\ncurl --noproxy \"*\" -sv \"{url}\""),
        ),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Choose the domain's security policy for the clients that you have",
                ja: "クライアントに合わせてドメインのセキュリティポリシーを選ぶ",
            },
            Text::same("aws apigateway update-domain-name --domain-name {name} --region {region} --patch-operations op=replace,path=/securityPolicy,value=TLS_1_2"),
        )
        .when(Host(HostForm::Other)),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Set policy and certificate in the template",
                ja: "テンプレートでポリシーと証明書を設定する",
            },
            Text::same("Resources:\n  Domain:\n    Type: AWS::ApiGateway::DomainName\n    Properties:\n      DomainName: {name}\n      RegionalCertificateArn: <certificate-arn>\n      SecurityPolicy: TLS_1_2\n      EndpointConfiguration:\n        Types:\n          - REGIONAL"),
        )
        .when(Host(HostForm::Other)),
        Fix::new(
            Owner,
            Form::Terraform,
            text! {
                en: "Set policy and certificate in the configuration",
                ja: "構成でポリシーと証明書を設定する",
            },
            Text::same("resource \"aws_api_gateway_domain_name\" \"this\" {\n  domain_name              = \"{name}\"\n  regional_certificate_arn = \"<certificate-arn>\"\n  security_policy          = \"TLS_1_2\"\n\n  endpoint_configuration {\n    types = [\"REGIONAL\"]\n  }\n}"),
        )
        .when(Host(HostForm::Other)),
    ],
    links: &[links::CUSTOM_DOMAIN_TLS_VERSION, links::HOW_TO_CUSTOM_DOMAINS],
};
