//! The credential scope names another service than `execute-api`.
//!
//! `apigateway` is the control plane, where APIs are made; the calls of an API are signed for
//! `execute-api`, WebSocket handshakes and `@connections` included. Generic clients derive the
//! service from the host name and fail on a custom domain.

use crate::changes;
use crate::rule::prelude::*;
use crate::sigv4;

pub(crate) static RULE: Rule = Rule {
    id: "sigv4-wrong-service",
    since: "0.1.0",
    family: Family::Signing,
    statuses: &[403],
    prior: Prior::Uncommon,
    speaker: GATEWAY,
    title: text! {
        en: "The request is signed for a service other than execute-api",
        ja: "execute-api以外のサービス向けに署名されています",
    },
    why: text! {
        en: "A signature is bound to a service: Credential=key/date/region/service/aws4_request. \
             Calls of an API, WebSocket and @connections included, are signed for execute-api; apigateway is the service that manages APIs. \
             The scope is compared before the key is looked at, so the credentials may well be right.",
        ja: "署名は特定のサービスに結び付いています（Credential=キー/日付/リージョン/サービス/aws4_request）。\
             APIの呼び出しは、WebSocketや@connectionsも含めてexecute-apiで署名します。apigatewayはAPIを管理するためのサービスです。\
             スコープはキーより先に検査されるため、認証情報自体は正しい可能性があります。",
    },
    signals: &[
        Requires(Any(&[
            Says("Credential should be scoped to correct service"),
            Fact("response.headers.x-amzn-errortype", sigv4::refused_maybe_for_its_service),
        ])),
        Proves(
            Fact("response.headers.content-length", sigv4::length_says_service),
            text! {
                en: "The withheld body has the length of the message which refuses the service",
                ja: "取得できなかった本文の長さが、サービス名の拒否を表すメッセージの長さと一致します",
            },
        ),
        Proves(
            Fact("request.headers.authorization", sigv4::scope_service_differs),
            text! {
                en: "The signature names the service {scope_service}, not execute-api",
                ja: "署名のサービスはexecute-apiではなく{scope_service}です",
            },
        ),
        Suggests(
            All(&[
                Says("scoped to correct service: 'execute-api'"),
                Not(&Says("scoped to a valid region")),
            ]),
            text! {
                en: "The message refuses nothing but the service",
                ja: "メッセージが拒否しているのはサービス名だけです",
            },
        ),
        Hints(
            Fact("request.headers.authorization", sigv4::signed_for_the_control_plane),
            text! {
                en: "It is the control plane's service: a client for managing APIs was pointed at an API",
                ja: "コントロールプレーンのサービス名です。APIを管理するクライアントで、APIそのものを呼び出しています",
            },
        ),
        Hints(
            All(&[
                Says("scoped to correct service"),
                Says("scoped to a valid region"),
            ]),
            text! {
                en: "Service and region are both refused, as from a client that derives them from a host name which holds neither",
                ja: "サービスとリージョンの両方が拒否されています。どちらも含まないホスト名から推測したときの形です",
            },
        ),
        Suggests(
            Fact("neighbours", changes::signed_service),
            text! {
                en: "The same call worked in this session when it was signed for another service",
                ja: "同じセッションで、同じ呼び出しが別のサービス名の署名で成功しています",
            },
        ),
        Opposes(
            Fact("response.body", sigv4::other_service_is_wanted),
            text! {
                en: "The message demands another service than API Gateway's, so another service wrote it",
                ja: "メッセージが求めているのはAPI Gateway以外のサービスであり、別のサービスの応答です",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "Make the same call signed for execute-api",
                ja: "同じ呼び出しをexecute-apiで署名して行う",
            },
            command: Text::same(
                "curl -v -X {method} --aws-sigv4 \"aws:amz:{region}:execute-api\" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\" \"{url}\"",
            ),
            if_so: text! {
                en: "If it gets past the refusal, set the service of your client to execute-api.",
                ja: "拒否されなければ、クライアントのサービス名をexecute-apiに設定してください。",
            },
            if_not: text! {
                en: "If the message demands another service, the host does not belong to an API: compare it with the invoke URL.",
                ja: "別のサービスを求めるメッセージになれば、そのホストはAPIのものではありません。呼び出しURLと比べてください。",
            },
            separates: &["sigv4-wrong-region", "sigv4-signature-mismatch", "sigv4-expired", "not-from-api-gateway"],
            when: None,
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Sign for the service execute-api",
                ja: "サービスexecute-apiで署名する",
            },
            form: Form::Cli,
            text: Text::same(
                "curl -i -X {method} --aws-sigv4 \"aws:amz:{region}:execute-api\" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\" \"{url}\"",
            ),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Set the service in the client",
                ja: "クライアントにサービス名を設定する",
            },
            form: Form::Text,
            text: text! {
                en: "Set service execute-api and region {region} where the client asks for them; on a custom domain neither can be read from the host name, so do not let the client derive them.",
                ja: "クライアントの設定で、サービスにexecute-api、リージョンに{region}を指定します。カスタムドメインではホスト名からどちらも読み取れないため、自動判定に任せないでください。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Use the right client class",
                ja: "正しいクライアントクラスを使う",
            },
            form: Form::Text,
            text: text! {
                en: "The SDKs' APIGateway and ApiGatewayV2 clients manage APIs. To call one, use an HTTP client with a SigV4 signer; to post to a WebSocket connection, use ApiGatewayManagementApi with the endpoint https://{host}/{stage}.",
                ja: "SDKのAPIGatewayクライアントとApiGatewayV2クライアントはAPIの管理用です。APIを呼び出すには、SigV4署名を付けたHTTPクライアントを使います。WebSocketの接続への送信には、エンドポイントをhttps://{host}/{stage}としてApiGatewayManagementApiを使います。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Give botocore's signer the service",
                ja: "botocoreの署名処理にサービス名を渡す",
            },
            form: Form::Text,
            text: Text::same("SigV4Auth(credentials, \"execute-api\", \"{region}\").add_auth(request)"),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Tell callers the service and the region to sign for",
                ja: "署名に使うサービスとリージョンを呼び出し元に伝える",
            },
            form: Form::Openapi,
            text: Text::same(
                "components:\n  securitySchemes:\n    sigv4:\n      type: apiKey\n      name: Authorization\n      in: header\n      description: AWS Signature Version 4, service execute-api, region {region}\n      x-amazon-apigateway-authtype: awsSigv4",
            ),
            redeploy: true,
            when: None,
        },
    ],
    links: &[links::SIGV_TROUBLESHOOTING, links::SIGV_CREATE_SIGNED_REQUEST],
};
