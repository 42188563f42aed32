//! The client did not tell the server which name it calls, or told a wrong one.
//!
//! Thousands of domains share API Gateway's and CloudFront's addresses; the name in the TLS hello
//! (SNI) chooses the certificate. A client that connects to an address, or a proxy that passes on
//! the target's reverse name, ends in a handshake failure, while curl works on the same machine.

use crate::network;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "tls-sni-missing",
    since: "0.1.0",
    family: Family::Network,
    statuses: &[],
    prior: Prior::Uncommon,
    speaker: NOBODY,
    title: text! {
        en: "The TLS handshake names no server, or a wrong one",
        ja: "TLSハンドシェイクのサーバー名（SNI）がないか誤っています",
    },
    why: text! {
        en: "API Gateway and CloudFront serve many domains from one address and choose the certificate by the server name in the TLS hello (SNI). \
             Without it, or with an address or another host in it, they find no certificate and end the handshake. \
             Old clients, proxies that connect to an address, and health checks are the usual ones.",
        ja: "API GatewayとCloudFrontは一つのアドレスで多くのドメインを提供し、TLSのClientHelloに含まれるサーバー名（SNI）で証明書を選びます。\
             SNIがない、またはIPアドレスや別のホスト名が入っていると、証明書を選べずにハンドシェイクを終了します。\
             古いクライアント、IPアドレスに接続するプロキシ、ヘルスチェックでよく起こります。",
    },
    signals: &[
        Requires(Any(&[Fact("net_error", network::server_name_refused), Fact("net_error", network::handshake_failed)])),
        Requires(Any(&[Fact("net_error", network::server_name_refused), Fact("curl_text", network::called_by_address)])),
        Proves(
            Any(&[Fact("net_error", network::server_name_refused), Fact("curl_text", network::called_by_address)]),
            text! {
                en: "The handshake did not carry the domain's name",
                ja: "ハンドシェイクにドメインの名前が含まれていません",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Compare a handshake with and without the name",
                ja: "名前ありとなしのハンドシェイクを比べる",
            },
            Text::same("openssl s_client -connect {name}:443 -servername {name} </dev/null 2>&1 | head -5; openssl s_client -connect {name}:443 -noservername </dev/null 2>&1 | head -5"),
            text! {
                en: "If only the first shows a certificate, the client has to send SNI.",
                ja: "1つ目だけが証明書を表示すれば、クライアントがSNIを送る必要があります。",
            },
            text! {
                en: "If both fail, look at TLS version and ciphers.",
                ja: "どちらも失敗すれば、TLSのバージョンと暗号スイートを確認してください。",
            },
        )
        .separates(&["tls-handshake-failed", "tls-cert-mismatch", "mtls-client-cert"]),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Cli,
            text! {
                en: "Call by name; where an address must be used, keep the name",
                ja: "名前で呼び出す。IPアドレスを使う場合も名前を保つ",
            },
            Text::same("curl -i --connect-to \"<domain-name>:443:{name}:443\" \"https://<domain-name>{full_path}\""),
        ),
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Make the proxy send the name",
                ja: "プロキシに名前を送らせる",
            },
            text! {
                en: "nginx: proxy_ssl_server_name on; and proxy_ssl_name <domain-name>; Envoy: sni in the cluster's UpstreamTlsContext; HAProxy: sni str(<domain-name>) on the server line. Send the same name as Host. Old runtimes (Java 6, Python before 2.7.9) need an update.",
                ja: "nginxではproxy_ssl_server_name on;とproxy_ssl_name <domain-name>;、EnvoyではクラスターのUpstreamTlsContextのsni、HAProxyではserver行のsni str(<domain-name>)を設定し、Hostにも同じ名前を使ってください。古いランタイム（Java 6、Python 2.7.9より前）は更新が必要です。",
            },
        ),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Give callers the name, not an address",
                ja: "呼び出し元にはアドレスではなく名前を案内する",
            },
            text! {
                en: "The addresses behind {name} change and are shared with other customers. Health checks, partners and firewalls have to use the name, with SNI enabled.",
                ja: "{name}のIPアドレスは変わり、他の利用者とも共有されています。ヘルスチェック、連携先、ファイアウォールでは、SNIを有効にして名前を使ってください。",
            },
        ),
    ],
    links: &[links::HOW_TO_CUSTOM_DOMAINS],
};
