//! The credential scope names another region than the API's.
//!
//! The region is part of the signing key, and it is compared before the access key is looked up.
//! Clients guess it: from a profile's default, from the wrong part of the host name (`execute-api`
//! ends up in its place), or not at all where a custom domain hides it. A custom domain, edge-
//! optimized ones included, is signed for the region of the API.

use crate::changes;
use crate::rule::prelude::*;
use crate::sigv4;

pub(crate) static RULE: Rule = Rule {
    id: "sigv4-wrong-region",
    since: "0.1.0",
    family: Family::Signing,
    statuses: &[403],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "The request is signed for another region than the API's",
        ja: "APIと異なるリージョン向けに署名されています",
    },
    why: text! {
        en: "A signature is bound to a region: Credential=key/date/region/service/aws4_request. \
             API Gateway compares that region with its own before it looks at the key, and refuses any other. \
             The region is the one in which the API lives, also behind a custom domain or CloudFront; clients that take it from a default setting or from the host name's wrong label sign for another one.",
        ja: "署名は特定のリージョンに結び付いています（Credential=キー/日付/リージョン/サービス/aws4_request）。\
             API Gatewayはキーを調べる前にこのリージョンを自身のものと比べ、異なれば拒否します。\
             指定すべきなのはAPIがあるリージョンで、カスタムドメインやCloudFrontを経由しても変わりません。既定の設定やホスト名の誤った部分から取得すると、別のリージョンで署名されます。",
    },
    signals: &[
        Requires(Any(&[
            Says("Credential should be scoped to a valid region"),
            Fact("response.headers.x-amzn-errortype", sigv4::refused_maybe_for_its_region),
        ])),
        Proves(
            Fact("response.headers.content-length", sigv4::length_says_region),
            text! {
                en: "The withheld body has the length of the message which refuses the region",
                ja: "取得できなかった本文の長さが、リージョンの拒否を表すメッセージの長さと一致します",
            },
        ),
        Proves(
            Fact("request.headers.authorization", sigv4::scope_region_differs),
            text! {
                en: "The signature names {scope_region}, while the API is in {region}",
                ja: "署名のリージョンは{scope_region}ですが、APIは{region}にあります",
            },
        ),
        Suggests(
            Fact("response.body", sigv4::refused_region_is_quoted),
            text! {
                en: "The message refuses the region “{scope_region}”",
                ja: "メッセージがリージョン「{scope_region}」を拒否しています",
            },
        ),
        Hints(
            Fact("url", region_of_a_refusal),
            text! {
                en: "The host name says that the API is in {region}",
                ja: "ホスト名によると、APIは{region}にあります",
            },
        ),
        Hints(
            Fact("request.headers.authorization", sigv4::region_is_the_service),
            text! {
                en: "The service's name stands in the region's place: the client cut the host name at the wrong dot",
                ja: "リージョンの位置にサービス名が入っています。クライアントがホスト名の区切りを誤っています",
            },
        ),
        Suggests(
            Fact("neighbours", changes::signed_region),
            text! {
                en: "The same call worked in this session when it was signed for another region",
                ja: "同じセッションで、同じ呼び出しが別のリージョン向けの署名で成功しています",
            },
        ),
        Doubts(
            Says("scoped to correct service"),
            text! {
                en: "The service is refused as well",
                ja: "サービス名も拒否されています",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "Read the region in the Credential of the request",
                ja: "リクエストのCredentialにあるリージョンを読む",
            },
            command: Text::same(
                "curl -v -o /dev/null -X {method} --aws-sigv4 \"aws:amz:{region}:execute-api\" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\" \"{url}\" 2>&1 | grep -iE 'credential=|< HTTP'",
            ),
            if_so: text! {
                en: "If this call, signed for {region}, gets past the refusal, the client signs for another region: set it to {region}.",
                ja: "{region}で署名したこの呼び出しで拒否されなければ、クライアントのリージョンが誤っています。{region}に設定してください。",
            },
            if_not: text! {
                en: "If the region is refused again, the API is in yet another one; its owner knows which.",
                ja: "同じく拒否されれば、APIはさらに別のリージョンにあります。所有者に確認してください。",
            },
            separates: &["sigv4-signature-mismatch", "sigv4-wrong-service", "sigv4-expired"],
            when: None,
        },
        Check {
            title: text! {
                en: "Find the region behind a custom domain",
                ja: "カスタムドメインの背後のリージョンを調べる",
            },
            command: Text::same("dig +short {name} CNAME"),
            if_so: text! {
                en: "If the target reads d-….execute-api.<its-region>.amazonaws.com, that is the region to sign for.",
                ja: "d-….execute-api.<its-region>.amazonaws.comが返れば、そのリージョンで署名します。",
            },
            if_not: text! {
                en: "If it is a cloudfront.net name or nothing, ask the owner for the API's region: an edge-optimized domain is signed for the API's region, too.",
                ja: "cloudfront.netの名前か、何も返らなければ、APIのリージョンを所有者に確認してください。エッジ最適化ドメインでもAPIのリージョンで署名します。",
            },
            separates: &[],
            when: Some(Not(&Host(HostForm::ExecuteApi))),
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Sign for {region}",
                ja: "{region}で署名する",
            },
            form: Form::Cli,
            text: Text::same(
                "export AWS_REGION={region}\ncurl -i -X {method} --aws-sigv4 \"aws:amz:{region}:execute-api\" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\" \"{url}\"",
            ),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Set region and service in the client instead of letting it guess",
                ja: "推測に任せず、クライアントにリージョンとサービスを設定する",
            },
            form: Form::Text,
            text: text! {
                en: "Set region {region} and service execute-api explicitly: in the SigV4 signer of the SDK, in Amplify's REST API configuration (region), or in Postman (Authorization > AWS Signature). For @connections give the client the endpoint of the API and the region {region}.",
                ja: "リージョン{region}とサービスexecute-apiを明示します。設定箇所は、SDKのSigV4署名、AmplifyのREST API設定（region）、Postman（Authorization > AWS Signature）などです。@connectionsでは、クライアントにAPIのエンドポイントとリージョン{region}を指定します。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Give botocore's signer the API's region",
                ja: "botocoreの署名処理にAPIのリージョンを渡す",
            },
            form: Form::Text,
            text: Text::same("SigV4Auth(credentials, \"execute-api\", \"{region}\").add_auth(request)"),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Tell callers the region of the API",
                ja: "呼び出し元にAPIのリージョンを伝える",
            },
            form: Form::Cli,
            text: Text::same(
                "aws apigateway get-domain-name --domain-name {domain} --region {region} --query \"[regionalDomainName, distributionDomainName]\"",
            ),
            redeploy: false,
            when: Some(Host(HostForm::Other)),
        },
    ],
    links: &[links::SIGV_TROUBLESHOOTING, links::SIGV_CREATE_SIGNED_REQUEST],
};

/// The host's region, where the message is about a region.
fn region_of_a_refusal(facts: &Facts<'_>) -> Look {
    match Says("scoped to a valid region").look(facts) {
        Look::Seen(_) => sigv4::host_names_the_region(facts),
        look => look,
    }
}
