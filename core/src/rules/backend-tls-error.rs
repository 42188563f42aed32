//! The gateway reached the backend and refused its certificate, or the TLS handshake failed.
//!
//! API Gateway verifies the backend's certificate: a public authority, a name that matches the
//! integration's URI, not expired. Through a VPC link the URI's host is used only for that check
//! and for the Host header.

use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "backend-tls-error",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[500, 504, 502],
    prior: Prior::Rare,
    speaker: GATEWAY,
    title: text! {
        en: "API Gateway does not accept the backend's certificate",
        ja: "API Gatewayがバックエンドの証明書を受け入れていません",
    },
    why: text! {
        en: "For an https:// integration API Gateway checks the backend's certificate as a browser would: it must come from a supported public authority, be valid, and carry the host name that stands in the integration's URI. \
             A self-signed certificate, a private authority, a missing intermediate or another name ends the handshake. \
             The client sees 500 or 504; only the execution log names the certificate.",
        ja: "https://の統合では、API Gatewayはブラウザーと同じようにバックエンドの証明書を検証します。サポートされるパブリック認証局が発行し、有効期間内で、統合のURIのホスト名を含んでいる必要があります。\
             自己署名、プライベート認証局、中間証明書の不足、名前の不一致があるとハンドシェイクは失敗します。\
             クライアントには500または504が返り、証明書の問題は実行ログにしか書かれません。",
    },
    signals: &[
        Requires(Any(&[
            Says("does not match the certificate subject"),
            Says("Host name verification failed"),
            Says("PKIX path"),
            Says("SSLEngine"),
            Log("unable to find valid certification path"),
            Log("SSLHandshakeException"),
            Log("Received fatal alert"),
            Log("No subject alternative"),
            Log("No name matching"),
            Log("CertPathValidatorException"),
            Fact("response.body", looks::rest_execution_500),
            Message("Network error communicating with endpoint"),
        ])),
        Proves(
            Any(&[
                Says("does not match the certificate subject"),
                Says("Host name verification failed"),
                Says("PKIX path"),
                Says("SSLEngine"),
                Log("unable to find valid certification path"),
                Log("SSLHandshakeException"),
                Log("Received fatal alert"),
                Log("No subject alternative"),
                Log("No name matching"),
                Log("CertPathValidatorException"),
            ]),
            text! {
                en: "The log names the certificate or the handshake",
                ja: "証明書またはハンドシェイクの問題がログに残っています",
            },
        ),
        Excludes(
            All(&[
                Fact("log", looks::log_names_a_failure),
                Unsaid(&["certificate", "Host name", "PKIX", "SSL", "fatal alert", "subject alternative", "No name matching"]),
            ]),
            text! {
                en: "The log names another failure",
                ja: "ログには別の失敗が記録されています",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Read the backend's certificate",
                ja: "バックエンドの証明書を確認する",
            },
            Text::same("openssl s_client -connect <backend-host>:443 -servername <backend-host> </dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName"),
            text! {
                en: "If the name in the integration's URI is not among the subject alternative names, or the issuer is not a public authority, that is the cause.",
                ja: "統合のURIの名前がSubject Alternative Nameになければ、または発行者がパブリック認証局でなければ、それが原因です。",
            },
            text! {
                en: "If both are right, look for a missing intermediate certificate or an expired one.",
                ja: "どちらも正しければ、中間証明書の不足や期限切れを確認してください。",
            },
        )
        .separates(&["vpc-link-or-backend-unreachable", "integration-config-error"]),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Write the certificate's name into the integration's URI",
                ja: "統合のURIに証明書の名前を使う",
            },
            text! {
                en: "Through a VPC link the URI's host decides only the Host header and the name that is verified; it need not be the load balancer's own name.",
                ja: "VPCリンク経由では、URIのホスト名はHostヘッダーと検証する名前を決めるだけです。ロードバランサー自体の名前である必要はありません。",
            },
        )
        .redeploy(),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Serve a certificate of a public authority with its whole chain",
                ja: "パブリック認証局の証明書を、チェーン全体とともに配置する",
            },
            text! {
                en: "On a load balancer a certificate of AWS Certificate Manager does; it renews itself.",
                ja: "ロードバランサーではAWS Certificate Managerの証明書が使え、自動で更新されます。",
            },
        ),
        Fix::new(
            Owner,
            Form::Openapi,
            text! {
                en: "Only for a test inside your own network: skip the verification",
                ja: "自社ネットワーク内の検証に限り、証明書の検証を省略する",
            },
            Text::same("x-amazon-apigateway-integration:\n  type: http_proxy\n  httpMethod: ANY\n  uri: https://<backend-host>/{proxy}\n  connectionType: VPC_LINK\n  connectionId: <vpc-link-id>\n  tlsConfig:\n    insecureSkipVerification: true"),
        )
        .redeploy(),
    ],
    links: &[links::EXTENSIONS_INTEGRATION_TLS_CONFIG],
};
