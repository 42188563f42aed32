//! The URL says `http://`, and API Gateway serves HTTPS only.
//!
//! A regional endpoint has nothing on port 80, so the connection is refused or runs into nothing,
//! which is mistaken for a firewall or a dead API. An edge-optimized one redirects, which turns a
//! POST into a GET in most clients and which no preflight may follow. A page that was loaded over
//! HTTPS may not call `http://` at all.

use crate::network;
use crate::rule::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "http-instead-of-https",
    since: "0.1.0",
    family: Family::Route,
    statuses: &[],
    prior: Prior::Usual,
    speaker: ANYONE,
    title: text! {
        en: "The URL says http://, and API Gateway serves HTTPS only",
        ja: "URLがhttp://です。API GatewayはHTTPSにしか応答しません",
    },
    why: text! {
        en: "APIs are served on port 443 with TLS only. \
             A regional endpoint has nothing that listens on port 80, so the connection is refused or times out; an edge-optimized one answers with a redirect to https://. \
             No log of the API has a line, because the request never reached it.",
        ja: "APIはポート443のTLSでのみ提供されます。\
             リージョンエンドポイントではポート80で何も待ち受けていないため、接続が拒否されるかタイムアウトします。エッジ最適化エンドポイントはhttps://へのリダイレクトを返します。\
             リクエストがAPIに届いていないため、APIのログには何も残りません。",
    },
    signals: &[
        Requires(Fact("url", plain_scheme)),
        Requires(Any(&[
            Fact("net_error", port_80),
            Fact("net_error", redirected_preflight),
            Fact("response.body", tls_expected),
            StatusIn(300, 399),
            Fact("net_error", no_answer),
            Fact("response.headers.server", refused_by_cloudfront),
        ])),
        Proves(
            Fact("net_error", port_80),
            text! {
                en: "The connection to port 80 failed, where API Gateway does not listen",
                ja: "API Gatewayが待ち受けていないポート80への接続が失敗しています",
            },
        ),
        Proves(
            Fact("net_error", redirected_preflight),
            text! {
                en: "The browser stopped a call to http:// from a page, or its redirect to https://",
                ja: "ページからのhttp://への呼び出し、またはhttps://へのリダイレクトをブラウザーが中断しています",
            },
        ),
        Proves(
            Fact("response.body", tls_expected),
            text! {
                en: "The server expected TLS and got plain HTTP",
                ja: "サーバーはTLSを期待していましたが、平文のHTTPが届いています",
            },
        ),
        Proves(
            Fact("neighbours", network::https_worked),
            text! {
                en: "The same host answers over https:// in this session",
                ja: "同じセッションで、同じホストがhttps://には応答しています",
            },
        ),
        Proves(
            All(&[Fact("url", execute_api), Fact("net_error", no_answer)]),
            text! {
                en: "An execute-api name was called over plain HTTP, and nobody answered",
                ja: "execute-apiのホスト名を平文のHTTPで呼び出しており、応答がありません",
            },
        ),
        Proves(
            Fact("net_error", silent_domain),
            text! {
                en: "A domain was called over plain HTTP, and nobody answered; API Gateway listens on port 443 alone",
                ja: "ドメインを平文のHTTPで呼び出しており、応答がありません。API Gatewayが待ち受けるのはポート443だけです",
            },
        ),
        Hints(
            Fact("net_error", network::closed_on_port_80),
            text! {
                en: "Port 80 was called and closed at once; regional endpoints listen on 443 alone",
                ja: "ポート80への接続がすぐに閉じられています。リージョナルエンドポイントが待ち受けるのは443だけです",
            },
        ),
        Proves(
            Fact("response.headers.server", refused_by_cloudfront),
            text! {
                en: "CloudFront, in front of an edge-optimized API, answered a call over plain HTTP itself",
                ja: "エッジ最適化APIの前段のCloudFrontが、平文のHTTPでの呼び出しに自ら応答しています",
            },
        ),
        Suggests(
            StatusIn(300, 399),
            text! {
                en: "The answer is a redirect",
                ja: "応答はリダイレクトです",
            },
        ),
        Excludes(
            Fact("net_error", name_unknown),
            text! {
                en: "The name does not resolve, over whichever scheme",
                ja: "スキームにかかわらず、名前を解決できていません",
            },
        ),
        Excludes(
            Host(HostForm::Local),
            text! {
                en: "The host is on this machine",
                ja: "ホストは手元のマシンです",
            },
        ),
    ],
    checks: &[
        Check::new(
            text! {
                en: "Call the same URL over https://",
                ja: "同じURLをhttps://で呼び出す",
            },
            Text::same("curl -sv -o /dev/null -X {method} \"https://{name}{full_path}\""),
            text! {
                en: "If anybody answers, the scheme was the mistake.",
                ja: "応答があれば、原因はスキームです。",
            },
            text! {
                en: "If it fails the same way, look at the name, the route to it and the security groups.",
                ja: "同じように失敗する場合は、名前解決、経路、セキュリティグループを確認してください。",
            },
        )
        .separates(&[
            "connection-reset-or-refused",
            "connection-timeout",
            "dns-not-resolving",
            "base-path-mapping-missing",
        ]),
    ],
    fixes: &[
        Fix::new(
            Caller,
            Form::Text,
            text! {
                en: "Write https:// (wss:// for a WebSocket)",
                ja: "https://（WebSocketではwss://）に直す",
            },
            text! {
                en: "Call https://{name}{full_path} in place of {url}, and look for the base URL in the app's configuration and environment variables.",
                ja: "{url}ではなくhttps://{name}{full_path}を呼び出してください。アプリの設定や環境変数にあるベースURLも確認してください。",
            },
        ),
        Fix::new(
            Owner,
            Form::Cdk,
            text! {
                en: "Put CloudFront in front, if http:// has to go on working",
                ja: "http://での呼び出しを続ける必要があれば、前段にCloudFrontを置く",
            },
            Text::same("new cloudfront.Distribution(this, 'Cdn', {\n  defaultBehavior: {\n    origin: new origins.RestApiOrigin(api),\n    viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,\n    originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,\n    allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,\n  },\n});"),
        ),
        Fix::new(
            Owner,
            Form::Cloudformation,
            text! {
                en: "Hand the https:// URL out in the template's outputs",
                ja: "テンプレートの出力でhttps://のURLを示す",
            },
            Text::same("Outputs:\n  ApiUrl:\n    Value: !Sub https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/{stage}/\n"),
        ),
    ],
    links: &[links::HOW_TO_CALL_API],
};

fn plain_scheme(facts: &Facts<'_>) -> Look {
    let Some(url) = &facts.url else {
        return Look::Unknown;
    };
    if url.scheme.eq_ignore_ascii_case("http") || url.scheme.eq_ignore_ascii_case("ws") {
        Look::seen(facts.evidence.url.clone().unwrap_or_default(), "url")
    } else if url.scheme.is_empty() {
        Look::Unknown
    } else {
        Look::Absent
    }
}

fn execute_api(facts: &Facts<'_>) -> Look {
    match &facts.host {
        Some(host) if host.is_execute_api() => plain_scheme(facts),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

fn port_80(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, &["port 80 failed", "port 80:", "port 80 after", ":80: connect", ":80 failed", ":80: i/o timeout"])
}

/// A mixed-content block, or a redirect where none may be followed.
fn redirected_preflight(facts: &Facts<'_>) -> Look {
    let mixed = routing::any_phrase(
        facts,
        &[
            "Mixed Content",
            "blocked:mixed-content",
            "requested an insecure",
            "mixed active content",
            "insecure WebSocket connection may not be initiated from a page loaded over HTTPS",
        ],
    );
    let redirected =
        routing::any_phrase(facts, &["Redirect is not allowed for a preflight request"]);
    match (mixed, plain_scheme(facts)) {
        (seen @ Look::Seen(_), _) => seen,
        (_, Look::Seen(_)) => redirected,
        _ => Look::Absent,
    }
}

fn tls_expected(facts: &Facts<'_>) -> Look {
    routing::any_phrase(
        facts,
        &[
            "plain HTTP request was sent to HTTPS port",
            "Client sent an HTTP request to an HTTPS server",
        ],
    )
}

/// An execute-api name over plain HTTP, and CloudFront's own 403 or redirect.
fn refused_by_cloudfront(facts: &Facts<'_>) -> Look {
    let answered = Any(&[Header("server", "CloudFront"), Body("Generated by cloudfront"), Body("This distribution is not configured to allow the HTTP request method")]);
    match execute_api(facts) {
        Look::Seen(_) => match answered.look(facts) {
            Look::Unknown => Look::Absent,
            told => told,
        },
        _ => Look::Absent,
    }
}

/// A name that may be an API's custom domain, on port 80, which a regional endpoint leaves silent.
fn silent_domain(facts: &Facts<'_>) -> Look {
    let is_domain = facts.host.as_ref().is_some_and(|host| {
        let ends_in_letters = host.name.ends_with(|c: char| c.is_ascii_alphabetic());
        host.form == HostForm::Other && host.name.contains('.') && ends_in_letters
    });
    match no_answer(facts) {
        Look::Seen(_) if is_domain => network::silence(facts),
        _ => Look::Absent,
    }
}

fn name_unknown(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, routing::NAME_UNKNOWN)
}

/// Something went wrong, and no status came of it.
fn no_answer(facts: &Facts<'_>) -> Look {
    let evidence = facts.evidence;
    let answered = evidence.status.is_some() || evidence.body.is_some() || facts.message.is_some();
    if answered || !matches!(plain_scheme(facts), Look::Seen(_)) {
        return Look::Absent;
    }
    match (&evidence.net_error, &evidence.curl_text) {
        (Some(error), _) => Look::seen(error.clone(), "net_error"),
        (None, Some(text)) if !text.trim().is_empty() => {
            Look::seen(text.lines().last().unwrap_or(""), "curl_text")
        }
        _ => Look::Unknown,
    }
}
