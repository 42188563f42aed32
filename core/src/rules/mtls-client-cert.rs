//! The custom domain demands mutual TLS, and no certificate that it trusts was presented.
//!
//! The server asks for a client certificate in the handshake. Depending on what the client does,
//! the handshake ends with an alert, or completes and the request is refused with the bare
//! “Forbidden” that many other causes share. The handshake's request for a certificate, which
//! `curl -v` prints, gives it away.

use crate::logs::{Field, moment};
use crate::look::find_in;
use crate::looks;
use crate::origin::Side;
use crate::rule::prelude::*;
use crate::sigv4::time;

pub(crate) static RULE: Rule = Rule {
    id: "mtls-client-cert",
    since: "0.1.0",
    family: Family::Edge,
    statuses: &[403],
    prior: Prior::Uncommon,
    speaker: &[Side::Gateway, Side::Nobody],
    title: text! {
        en: "The domain's mutual TLS found no trusted client certificate",
        ja: "ドメインの相互TLSで信頼できるクライアント証明書がありません",
    },
    why: text! {
        en: "A custom domain with mutual TLS asks each client for a certificate and checks it against the truststore in S3: its issuers, its dates, its signature algorithm. \
             A certificate that is missing, expired or issued by somebody else is refused with 403 “Forbidden” or already in the handshake. \
             A new truststore counts only from the version that the domain names.",
        ja: "相互TLSのカスタムドメインは、クライアントに証明書を要求し、S3のトラストストアをもとに発行者、有効期間、署名アルゴリズムを検証します。\
             証明書がない、期限切れ、または信頼されない発行者の場合は、403「Forbidden」かハンドシェイクの段階で拒否されます。\
             トラストストアを更新しても、ドメインに指定したバージョンのものしか使われません。",
    },
    signals: &[
        Requires(Any(&[
            Answer("ForbiddenException", "Forbidden", 403),
            Fact("curl_text", refused_in_handshake),
            Fact("curl_text", asked_and_cut),
            Fact("log", refused_in_log),
        ])),
        Requires(Any(&[
            Host(HostForm::Other),
            Host(HostForm::CustomDomainTarget),
        ])),
        Proves(
            Fact("curl_text", refused_in_handshake),
            text! {
                en: "The handshake ends because of the client's certificate",
                ja: "クライアント証明書が原因でハンドシェイクが終了しています",
            },
        ),
        Proves(
            Fact("curl_text", looks::asked_for_certificate),
            text! {
                en: "The server asks for a client certificate in the handshake, as only mutual TLS does",
                ja: "ハンドシェイクでサーバーがクライアント証明書を要求しています。相互TLSでのみ行われます",
            },
        ),
        Suggests(
            Fact("curl_text", asked_and_cut),
            text! {
                en: "The connection ended right after the server had asked for a client certificate",
                ja: "サーバーがクライアント証明書を求めた直後に接続が終了しています",
            },
        ),
        Suggests(
            Fact("curl_text", presents_certificate),
            text! {
                en: "The client was told to present a certificate of its own, which only a mutual-TLS domain asks for",
                ja: "クライアント証明書を提示するように指定されています。これを求めるのは相互TLSのドメインだけです",
            },
        ),
        Proves(
            Fact("log", refused_in_log),
            text! {
                en: "The log names the client's certificate as the reason",
                ja: "ログに、クライアント証明書が理由として記録されています",
            },
        ),
        Proves(
            Fact("log", certificate_out_of_date),
            text! {
                en: "By the access log, the client's certificate was no longer valid when the request came",
                ja: "アクセスログによれば、リクエストの時点でクライアント証明書の有効期限が切れています",
            },
        ),
        Suggests(
            Fact("log", certificate_in_log),
            text! {
                en: "The access log holds a client certificate, which only a mutual-TLS domain asks for",
                ja: "アクセスログにクライアント証明書が記録されています。証明書を求めるのは相互TLSのドメインだけです",
            },
        ),
        Suggests(
            Fact("neighbours", routing::worked_on_default_endpoint),
            text! {
                en: "The same path works under the execute-api name, which mutual TLS does not guard",
                ja: "相互TLSの対象外であるexecute-apiのホスト名では、同じパスが成功しています",
            },
        ),
        Opposes(
            Fact("neighbours", domain_answers),
            text! {
                en: "Another call to this domain worked in this session",
                ja: "同じセッションで、このドメインへの別の呼び出しが成功しています",
            },
        ),
        Opposes(
            RequestHeader("x-api-key", ""),
            text! {
                en: "An API key was sent, and may be what was refused",
                ja: "APIキーが送信されており、それが拒否された可能性があります",
            },
        ),
        Opposes(
            Fact("response.body", looks::rewritten_refusal),
            text! {
                en: "The refusal has a status or a body of the owner's, which only an API that was found can give it",
                ja: "拒否の応答が所有者の設定したステータスまたは本文です。これを返せるのは、APIが特定された後だけです",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "See whether the domain demands a client certificate",
                ja: "ドメインがクライアント証明書を要求しているか確認する",
            },
            command: Text::same("openssl s_client -connect {domain}:443 -servername {domain} </dev/null 2>/dev/null | grep -i -A3 \"client certificate\""),
            if_so: text! {
                en: "If “Acceptable client certificate CA names” or “Requested Signature Algorithms” is printed, mutual TLS is on: call with a certificate that one of these issuers signed.",
                ja: "「Acceptable client certificate CA names」などが表示されれば相互TLSが有効です。そこにある発行者が署名した証明書を付けて呼び出してください。",
            },
            if_not: text! {
                en: "If it says “No client certificate CA names sent”, mutual TLS is off: look at the mapping, the API key and WAF.",
                ja: "「No client certificate CA names sent」であれば相互TLSは無効です。APIマッピング、APIキー、WAFを確認してください。",
            },
            separates: &["base-path-mapping-missing", "api-key-missing-or-invalid", "waf-block", "host-or-apigw-id-header-missing", "tls-handshake-failed"],
            when: None,
        },
        Check {
            title: text! {
                en: "See which truststore the domain uses, and its warnings",
                ja: "ドメインのトラストストアと警告を確認する",
            },
            command: Text::same("aws apigateway get-domain-name --domain-name {domain} --region {region} --query mutualTlsAuthentication"),
            if_so: text! {
                en: "If a truststore is named, check that truststoreVersion is the version you mean and that truststoreWarnings is empty.",
                ja: "トラストストアが表示されたら、truststoreVersionが意図したバージョンで、truststoreWarningsが空であることを確認してください。",
            },
            if_not: text! {
                en: "If the answer is null, the domain has no mutual TLS.",
                ja: "nullであれば、このドメインに相互TLSは設定されていません。",
            },
            separates: &["base-path-mapping-missing"],
            when: None,
        },
        Check {
            title: text! {
                en: "See who issued the client certificate and until when it is valid",
                ja: "クライアント証明書の発行者と有効期限を確認する",
            },
            command: Text::same("openssl x509 -in <client-certificate-file> -noout -issuer -subject -dates"),
            if_so: text! {
                en: "If the issuer, and each certificate up to its root, stands in the truststore and the dates hold, the certificate is not the reason.",
                ja: "発行者からルートまでの証明書がすべてトラストストアにあり、有効期間内であれば、証明書は原因ではありません。",
            },
            if_not: text! {
                en: "If not, get a certificate of a trusted issuer, or add the issuer's chain to the truststore.",
                ja: "そうでなければ、信頼された発行者の証明書を使うか、発行者の証明書チェーンをトラストストアに追加してください。",
            },
            separates: &[],
            when: None,
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Present the client certificate and its key",
                ja: "クライアント証明書と秘密鍵を提示する",
            },
            form: Form::Cli,
            text: Text::same("curl -v --cert <client-certificate-file> --key <client-key-file> \"{url}\""),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Upload the truststore and let the domain use the new version",
                ja: "トラストストアをアップロードし、新しいバージョンをドメインに指定する",
            },
            form: Form::Cli,
            text: Text::same("aws s3api put-object --bucket <truststore-bucket> --key truststore.pem --body truststore.pem --region {region} --query VersionId --output text\naws apigateway update-domain-name --domain-name {domain} --region {region} --patch-operations op=replace,path=/mutualTlsAuthentication/truststoreVersion,value=<version-id>"),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Change it in the console",
                ja: "コンソールで変更する",
            },
            form: Form::Console,
            text: text! {
                en: "API Gateway > Custom domain names > {domain} > Domain details > Edit > Mutual TLS authentication: Truststore URI and version",
                ja: "API Gateway > カスタムドメイン名 > {domain} > ドメインの詳細 > 編集 > 相互TLS認証: トラストストアのURIとバージョン",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Name the truststore's version in the template",
                ja: "テンプレートでトラストストアのバージョンを指定する",
            },
            form: Form::Cloudformation,
            text: Text::same("Domain:\n  Type: AWS::ApiGateway::DomainName\n  Properties:\n    DomainName: {domain}\n    RegionalCertificateArn: <certificate-arn>\n    SecurityPolicy: TLS_1_2\n    EndpointConfiguration:\n      Types: [REGIONAL]\n    MutualTlsAuthentication:\n      TruststoreUri: s3://<truststore-bucket>/truststore.pem\n      TruststoreVersion: <version-id>\n"),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Name it with the CDK",
                ja: "CDKで指定する",
            },
            form: Form::Cdk,
            text: Text::same("const domain = new apigateway.DomainName(this, 'Domain', {\n  domainName: '{domain}',\n  certificate,\n  mtls: { bucket, key: 'truststore.pem', version: '<version-id>' },\n});"),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "For an HTTP API, map the domain to a REST API for the test: its execution log tells the reason",
                ja: "HTTP APIの場合は、テスト用にドメインをREST APIにマッピングし、その実行ログで理由を確認する",
            },
            form: Form::Cli,
            text: Text::same("aws apigatewayv2 create-api-mapping --domain-name {domain} --api-mapping-key log-test --api-id <rest-api-id> --stage <rest-api-stage> --region {region}\ncurl -v --cert <client-certificate-file> --key <client-key-file> \"https://{domain}/log-test/<resource-path>\"\naws logs tail API-Gateway-Execution-Logs_<rest-api-id>/<rest-api-stage> --region {region} --since 15m\naws apigatewayv2 delete-api-mapping --domain-name {domain} --api-mapping-id <api-mapping-id> --region {region}"),
            redeploy: false,
            when: Some(Api(ApiKind::Http)),
        },
    ],
    links: &[links::REST_API_MUTUAL_TLS, links::REPOST_TROUBLESHOOT_403_FORBIDDEN],
};

/// Alerts by which a server refuses the client's certificate.
fn refused_in_handshake(facts: &Facts<'_>) -> Look {
    routing::any_phrase(
        facts,
        &[
            "alert certificate required",
            "tlsv13 alert certificate",
            "alert bad certificate",
            "alert unknown ca",
            "alert certificate expired",
            "certificate_required",
            "bad_certificate",
            "ERR_BAD_SSL_CLIENT_AUTH_CERT",
            "ERR_SSL_CLIENT_AUTH",
            "SSL_ERROR_RX_CERTIFICATE_REQUIRED_ALERT",
        ],
    )
}

/// The server asked for a certificate, and no answer came.
fn asked_and_cut(facts: &Facts<'_>) -> Look {
    if facts.evidence.status.is_some() || facts.message.is_some() {
        return Look::Absent;
    }
    looks::asked_for_certificate(facts)
}

/// `curl --cert client.pem --key client.key`, or a setting that turns mutual TLS on.
fn presents_certificate(facts: &Facts<'_>) -> Look {
    routing::any_phrase(
        facts,
        &["--cert ", "-E client", "mutualTlsAuthentication", "mutual_tls_authentication", "truststoreUri", "truststore_uri"],
    )
}

/// *Troubleshoot HTTP 403 errors from a custom domain that requires mutual TLS* (knowledge centre).
fn refused_in_log(facts: &Facts<'_>) -> Look {
    routing::any_phrase(
        facts,
        &[
            "Could not find issuer for certificate",
            "Client cert using an insecure Signature Algorithm",
            "Access denied. Reason: self signed certificate",
        ],
    )
}

/// The value of an access log's member whose name holds `part`, as `$context.identity.clientCert.*`
/// is called by most formats; `-` stands for none.
fn of_certificate<'a>(facts: &Facts<'a>, part: &str) -> Option<&'a str> {
    let log = facts.evidence.log.as_deref()?;
    let mut rest = log;
    while let Some(found) = find_in(rest, "clientCert") {
        rest = rest.get(rest.find(found)? + found.len()..)?;
        let (name, value) = rest.split_once(['"', '=', ':'])?;
        let value = value.trim_start_matches(['"', '=', ':', ' ']);
        let value = value.split(['"', '\n']).next().unwrap_or(value).trim();
        if find_in(name, part).is_some() && !matches!(value, "" | "-" | "-," | ",") {
            return Some(value);
        }
    }
    None
}

fn certificate_in_log(facts: &Facts<'_>) -> Look {
    let told = ["pem", "subject", "issuer", "serial", "validity"]
        .iter()
        .find_map(|part| of_certificate(facts, part));
    match told {
        Some(value) => Look::seen(value, "log"),
        None => Look::Absent,
    }
}

/// `$context.identity.clientCert.validity.notAfter`, as in `Aug  5 00:28:21 2120 GMT`, against the
/// time of the request.
fn certificate_out_of_date(facts: &Facts<'_>) -> Look {
    let ended = of_certificate(facts, "notAfter").and_then(|value| {
        let mut words = value.split_ascii_whitespace();
        let (month, day, clock) = (words.next()?, words.next()?, words.next()?);
        let year = words.next()?;
        let at = time::http_date(&alloc::format!("Thu, {day} {month} {year} {clock}"))?;
        Some((value, at))
    });
    let line = facts.log.access.as_ref();
    let told = line.and_then(|line| line.get(Field::Time));
    let asked = told.or(facts.evidence.started.as_deref()).and_then(moment::parse);
    match (ended, asked) {
        (Some((value, ended)), Some(asked)) if ended * 1_000 < asked => Look::seen(value, "log"),
        _ => Look::Absent,
    }
}

fn domain_answers(facts: &Facts<'_>) -> Look {
    facts.neighbour(|other| other.same_host && other.worked)
}
