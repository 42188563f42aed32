//! The gateway could not reach the HTTP backend, directly or through a VPC link.
//!
//! The request passed the gateway; the connection behind it failed: refused, reset, no healthy
//! target, a name that does not resolve, a security group. A REST API answers 504 “Network error
//! communicating with endpoint” (or 500/503), an HTTP API 503 “Service Unavailable” at once, where
//! a timeout would have taken thirty seconds.

use crate::looks;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "vpc-link-or-backend-unreachable",
    since: "0.1.0",
    family: Family::Integration,
    statuses: &[504, 503, 500],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "API Gateway cannot reach the backend",
        ja: "API Gatewayからバックエンドに到達できません",
    },
    why: text! {
        en: "For an HTTP or private integration API Gateway opens a connection of its own to the address in the integration's URI, through a VPC link where one is set. \
             Nothing listens there, no target behind the load balancer is healthy, a security group drops the packets, or the name does not resolve. \
             The gateway then answers itself; the backend never saw the request.",
        ja: "HTTP統合やプライベート統合では、API Gatewayが統合のURIのアドレスへ（VPCリンクがあればそれを経由して）自ら接続します。\
             待ち受けているものがない、ロードバランサーに正常なターゲットがない、セキュリティグループで破棄される、名前が解決できない、のいずれかです。\
             この場合はAPI Gateway自身が応答し、バックエンドにリクエストは届いていません。",
    },
    signals: &[
        Requires(Any(&[
            Says("Network error communicating with endpoint"),
            Says("Execution failed due to a network error"),
            Message("Network error communicating with endpoint"),
            Says("Request failed due to a network error"),
            Log("Connection refused"),
            Log("Connection timed out"),
            Log("Connection reset"),
            Log("Invalid endpoint address"),
            All(&[Api(ApiKind::Http), Message("Service Unavailable")]),
            Message("Service Unavailable"),
            Fact("response.body", looks::rest_execution_500),
            Fact("response.status", looks::wordless_504),
            Fact("response.status", looks::bare_503),
        ])),
        Proves(
            Any(&[
                Says("Network error communicating with endpoint"),
                Message("Network error communicating with endpoint"),
                Says("Execution failed due to a network error"),
                Says("Request failed due to a network error"),
                Log("Connection refused"),
            ]),
            text! {
                en: "API Gateway names the failed connection",
                ja: "API Gatewayが接続の失敗を挙げています",
            },
        ),
        Suggests(
            All(&[Message("Service Unavailable"), Fact("time_ms", at_once)]),
            text! {
                en: "The answer came at once, so nothing was waited for",
                ja: "すぐに応答が返っており、タイムアウト待ちではありません",
            },
        ),
        Hints(
            Log("Invalid endpoint address"),
            text! {
                en: "The endpoint's name does not resolve",
                ja: "エンドポイントの名前が解決できていません",
            },
        ),
        Doubts(
            Fact("response.body", looks::rest_execution_500),
            text! {
                en: "A bare 500 is seldom a failed connection",
                ja: "500だけの場合、接続の失敗であることはまれです",
            },
        ),
        Excludes(
            Any(&[Says("fatal alert"), Says("PKIX path"), Says("SSLEngine"), Says("does not match the certificate")]),
            text! {
                en: "The endpoint was reached; the TLS handshake with it failed",
                ja: "エンドポイントには到達しています。失敗したのはTLSハンドシェイクです",
            },
        ),
        Opposes(
            Fact("time_ms", looks::waited_out),
            text! {
                en: "The answer came when API Gateway's wait ends",
                ja: "API Gatewayの待ち時間が終わる頃に応答が返っています",
            },
        ),
        Excludes(
            All(&[
                Fact("log", looks::log_names_a_failure),
                Unsaid(&["network error", "Connection refused", "Connection timed out", "Connection reset", "Invalid endpoint address"]),
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
                en: "Measure how long the call takes",
                ja: "呼び出しにかかる時間を測る",
            },
            Text::same("curl -s -o /dev/null -w '%{http_code} %{time_total}\\n' -X {method} \"{url}\""),
            text! {
                en: "If it fails within a second or two, the connection was refused.",
                ja: "1、2秒で失敗するなら、接続が拒否されています。",
            },
            text! {
                en: "If it takes 29 or 30 seconds, packets are dropped on the way or the backend is too slow.",
                ja: "29秒か30秒かかるなら、途中でパケットが破棄されているか、バックエンドが遅すぎます。",
            },
        )
        .separates(&["integration-timeout", "backend-5xx"]),
        Check::new(
            text! {
                en: "See whether the targets behind the VPC link are healthy",
                ja: "VPCリンクの先のターゲットが正常か確認する",
            },
            Text::same("aws elbv2 describe-target-health --target-group-arn <target-group-arn> --region {region}"),
            text! {
                en: "If none is healthy, mend the targets or their health check.",
                ja: "正常なターゲットがなければ、ターゲットまたはヘルスチェックを直してください。",
            },
            text! {
                en: "If they are, look at the security groups: the load balancer must admit the VPC link's, the targets the load balancer's.",
                ja: "正常なら、セキュリティグループを確認してください。ロードバランサーはVPCリンクから、ターゲットはロードバランサーからの通信を許可する必要があります。",
            },
        ),
    ],
    fixes: &[
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Read the address and the link that the integration uses",
                ja: "統合が使うアドレスとVPCリンクを確認する",
            },
            Text::same("aws apigateway get-integration --rest-api-id {api} --region {region} --resource-id <resource-id> --http-method {method} --query \"[uri, connectionType, connectionId]\""),
        )
        .when(Not(&Api(ApiKind::Http))),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Read the integrations of the HTTP API",
                ja: "HTTP APIの統合を確認する",
            },
            Text::same("aws apigatewayv2 get-integrations --api-id {api} --region {region} --query \"Items[].[IntegrationId, IntegrationUri, ConnectionType, ConnectionId]\""),
        )
        .when(Api(ApiKind::Http)),
        Fix::new(
            Owner,
            Form::Cli,
            text! {
                en: "Admit the VPC link's security group to the load balancer",
                ja: "VPCリンクのセキュリティグループからロードバランサーへの通信を許可する",
            },
            Text::same("aws ec2 authorize-security-group-ingress --group-id <load-balancer-sg> --protocol tcp --port 443 --source-group <vpc-link-sg> --region {region}"),
        ),
        Fix::new(
            Owner,
            Form::Text,
            text! {
                en: "Start the backend and let it listen on the port of the integration's URI",
                ja: "バックエンドを起動し、統合のURIのポートで待ち受ける",
            },
            text! {
                en: "Without a VPC link the address must be reachable from the internet, and https:// needs a certificate of a public authority.",
                ja: "VPCリンクを使わない場合、アドレスはインターネットから到達できる必要があり、https://にはパブリック認証局の証明書が必要です。",
            },
        ),
    ],
    links: &[links::GETTING_STARTED_WITH_PRIVATE_INTEGRATION],
};

fn at_once(facts: &Facts<'_>) -> Look {
    match facts.evidence.time_ms {
        Some(time) if time < 10_000.0 => Look::seen(crate::decimal::shown(time), "time_ms"),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

