//! The server computed another signature from what arrived than the client sent.
//!
//! Everything before the comparison passed: parameters, date, scope and access key are fine. Either
//! the secret key is wrong, or what was signed is not what arrived: a host that a CDN rewrote, a
//! path encoded once instead of twice, a query in another order, a body that was serialised again.
//! The long form of the message holds the server's canonical request, which settles it.

use crate::changes;
use crate::denial;
use crate::rule::prelude::*;
use crate::sigv4;

pub(crate) static RULE: Rule = Rule {
    id: "sigv4-signature-mismatch",
    since: "0.1.0",
    family: Family::Signing,
    statuses: &[403],
    prior: Prior::Common,
    speaker: GATEWAY,
    title: text! {
        en: "The signature does not match the request that arrived",
        ja: "届いたリクエストと署名が一致しません",
    },
    why: text! {
        en: "API Gateway builds the canonical request from what arrives, signs it with the secret key of the access key, and compares. \
             Method, path (encoded once more), sorted query, signed headers and the hash of the body must be the same on both sides, byte for byte. \
             The date, the scope and the access key passed their checks, so what is left is the secret key or a part that was signed in another form than it arrived.",
        ja: "API Gatewayは、届いたリクエストから正規リクエストを作り、アクセスキーに対応するシークレットキーで署名して照合します。\
             メソッド、パス（もう一度エンコードしたもの）、並べ替えたクエリ、署名対象ヘッダー、本文のハッシュが1バイトも違わず一致する必要があります。\
             日時、認証情報スコープ、アクセスキーの検査は通っているため、原因はシークレットキーか、届いた形と異なる形で署名された部分です。",
    },
    signals: &[
        Requires(Any(&[
            Says("The request signature we calculated does not match"),
            Says("SignatureDoesNotMatch"),
            Fact("response.headers.x-amzn-errortype", sigv4::refused_without_words),
        ])),
        Proves(
            Fact("response.headers.content-length", sigv4::length_says_mismatch),
            text! {
                en: "The withheld body has the length of the message of a signature that does not match",
                ja: "取得できなかった本文の長さが、署名の不一致を表すメッセージの長さと一致します",
            },
        ),
        Excludes(
            Says("Credential should be scoped"),
            text! {
                en: "The scope was refused, which comes before the signature",
                ja: "署名より前に検査されるスコープが拒否されています",
            },
        ),
        Suggests(
            Fact("response.body", sigv4::something_differs),
            text! {
                en: "{difference}",
                ja: "{difference}",
            },
        ),
        Suggests(
            Fact("request.headers.x-amz-content-sha256", sigv4::unsigned_payload),
            text! {
                en: "UNSIGNED-PAYLOAD is for S3; execute-api compares the hash of the body",
                ja: "UNSIGNED-PAYLOADはS3用です。execute-apiでは本文のハッシュが照合されます",
            },
        ),
        Suggests(
            Fact("request.headers.authorization", sigv4::cannot_match),
            text! {
                en: "{unmatched}",
                ja: "{unmatched}",
            },
        ),
        Suggests(
            Fact("neighbours", changes::another_access_key),
            text! {
                en: "The same call worked in this session with another access key, so this one's secret may be the wrong one",
                ja: "同じセッションで、同じ呼び出しが別のアクセスキーで成功しており、このキーのシークレットが誤っている可能性があります",
            },
        ),
        Hints(
            Fact("url", sigv4::called_through_cloudfront),
            text! {
                en: "The call went through CloudFront, which sends its origin's host name on in place of the one that was signed",
                ja: "CloudFrontを経由しています。CloudFrontは、署名したホスト名の代わりにオリジンのホスト名を送ります",
            },
        ),
        Hints(
            Fact("request.headers.authorization", sigv4::signs_a_fragile_header),
            text! {
                en: "The header {fragile_header} is signed, which proxies and HTTP clients change on the way",
                ja: "プロキシやHTTPクライアントが途中で変更する{fragile_header}ヘッダーまで署名されています",
            },
        ),
        Hints(
            Fact("url", sigv4::path_is_encoded_twice),
            text! {
                en: "The path has characters that the server encodes twice in its canonical form: a signer set up for S3 encodes them once",
                ja: "パスに、サーバーが正規化の際に二重にエンコードする文字があります。S3向けの署名処理は一度しかエンコードしません",
            },
        ),
        Hints(
            Fact("url", sigv4::query_needs_care),
            text! {
                en: "The query is not in canonical form as sent: it must be sorted, with %20 for a space and = behind every name",
                ja: "送信されたクエリは正規形ではありません。並べ替え、スペースの%20表記、各名前の後の=が必要です",
            },
        ),
        Hints(
            Fact("response.body", sigv4::nothing_differs),
            text! {
                en: "Method, host, path, query and headers arrived as they were sent, which leaves the secret key and the signer",
                ja: "メソッド、ホスト、パス、クエリ、ヘッダーは送信時のまま届いており、残るのはシークレットキーか署名処理です",
            },
        ),
        Opposes(
            Fact("request.headers.authorization", sigv4::scope_region_differs),
            text! {
                en: "The scope names another region, which is refused before the signature is compared",
                ja: "スコープのリージョンが異なり、署名の照合より前に拒否されるはずです",
            },
        ),
        Opposes(
            Fact("request.headers.authorization", sigv4::scope_service_differs),
            text! {
                en: "The scope names another service, which is refused before the signature is compared",
                ja: "スコープのサービスが異なり、署名の照合より前に拒否されるはずです",
            },
        ),
        Opposes(
            Fact("request.headers.x-amz-date", sigv4::clocks_disagree),
            text! {
                en: "The signature's time is {skew} off, which is refused before the signature is compared",
                ja: "署名の日時が{skew}ずれており、署名の照合より前に拒否されるはずです",
            },
        ),
        Opposes(
            Fact("request.headers.authorization", denial::not_signed),
            text! {
                en: "The request as captured carries no signature, so something on the way signed: CloudFront does so for S3 and Lambda function URLs",
                ja: "取得したリクエストには署名がなく、途中で署名されています。CloudFrontがS3やLambda関数URLに対して行う署名です",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "See whether the credentials themselves are right",
                ja: "認証情報そのものが正しいか確認する",
            },
            command: Text::same("aws sts get-caller-identity --region {region}"),
            if_so: text! {
                en: "If it names the caller, access key and secret key belong together: compare the canonical requests next.",
                ja: "呼び出し元が表示されれば、アクセスキーとシークレットキーの組は正しいので、次に正規リクエストを比べてください。",
            },
            if_not: text! {
                en: "If it says SignatureDoesNotMatch, the secret key is wrong: a missing character, a newline, or the key of another pair.",
                ja: "SignatureDoesNotMatchになれば、シークレットキーが誤りです。文字の欠け、改行、別の組のキーを疑ってください。",
            },
            separates: &["invalid-security-token"],
            when: Some(Not(&Fact("response.body", sigv4::something_differs))),
        },
        Check {
            title: text! {
                en: "Send the same request with a signer that is known to be right",
                ja: "正しいことがわかっている署名処理で同じリクエストを送る",
            },
            command: Text::same(
                "curl -i -X {method} --aws-sigv4 \"aws:amz:{region}:execute-api\" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\" \"{url}\"",
            ),
            if_so: text! {
                en: "If the signature is accepted, the client's signer or its settings are at fault.",
                ja: "署名が受け付けられれば、クライアントの署名処理かその設定に問題があります。",
            },
            if_not: text! {
                en: "If it does not match either, something between client and API changes the request, or the secret key is wrong.",
                ja: "これも一致しなければ、途中で何かがリクエストを変更しているか、シークレットキーが誤っています。",
            },
            separates: &["sigv4-expired", "sigv4-wrong-region", "sigv4-wrong-service", "iam-identity-policy-deny"],
            when: None,
        },
        Check {
            title: text! {
                en: "Compare the canonical requests line by line",
                ja: "正規リクエストを1行ずつ比べる",
            },
            command: Text::same(""),
            if_so: text! {
                en: "The lines are: method, path, query, headers, an empty line, the names of the signed headers, the hash of the body. Log the client's own canonical request (for botocore: boto3.set_stream_logger(\"botocore.auth\")); the first line that differs from the server's is the cause.",
                ja: "各行は、メソッド、パス、クエリ、ヘッダー、空行、署名対象ヘッダー名、本文のハッシュです。クライアント側の正規リクエストをログに出し（botocoreならboto3.set_stream_logger(\"botocore.auth\")）、サーバー側と最初に異なる行が原因です。",
            },
            if_not: text! {
                en: "If no line differs, the secret key or the derivation of the signing key is wrong.",
                ja: "すべての行が同じなら、シークレットキーか署名キーの導出が誤っています。",
            },
            separates: &[],
            when: None,
        },
        Check {
            title: text! {
                en: "See what stands behind CloudFront",
                ja: "CloudFrontのオリジンを確認する",
            },
            command: Text::same(
                "aws cloudfront list-distributions --query \"DistributionList.Items[?DomainName=='{name}' || contains(Aliases.Items || \\`[]\\`, '{name}')].Origins.Items[].[DomainName, OriginAccessControlId]\" --output json",
            ),
            if_so: text! {
                en: "If the origin is an execute-api name, CloudFront changed the Host that the client signed.",
                ja: "オリジンがexecute-apiの名前なら、クライアントが署名したHostをCloudFrontが変更しています。",
            },
            if_not: text! {
                en: "If it is a Lambda function URL with origin access control, no API is involved: POST and PUT need the body's hash in x-amz-content-sha256.",
                ja: "オリジンアクセスコントロール付きのLambda関数URLなら、APIは関係ありません。POSTとPUTではx-amz-content-sha256に本文のハッシュが必要です。",
            },
            separates: &["not-from-api-gateway", "host-or-apigw-id-header-missing"],
            when: Some(Fact("url", sigv4::called_through_cloudfront)),
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Sign the host that arrives at API Gateway",
                ja: "API Gatewayに届くホスト名で署名する",
            },
            form: Form::Text,
            text: text! {
                en: "The server saw the host {arrived_host}: sign that one, or keep the proxy from changing Host. In CloudFront use the origin request policy AllViewerExceptHostHeader and sign for the execute-api host.",
                ja: "サーバーに届いたホストは{arrived_host}です。このホストで署名するか、プロキシがHostを書き換えないようにしてください。CloudFrontでは、オリジンリクエストポリシーAllViewerExceptHostHeaderを使い、execute-apiのホスト名で署名します。",
            },
            redeploy: false,
            when: Some(Any(&[
                Fact("response.body", sigv4::host_changed),
                Fact("url", sigv4::called_through_cloudfront),
            ])),
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Encode the path once more than it is sent",
                ja: "送信するパスをもう一度エンコードして署名する",
            },
            form: Form::Text,
            text: text! {
                en: "In the canonical request each byte of the sent path but A-Z a-z 0-9 - _ . ~ / is percent-encoded again: %20 becomes %2520, @ becomes %40. Switch the signer's S3 mode off (uriEscapePath: true in JavaScript, doubleUrlEncode(true) in Java), and give it the full path with the stage.",
                ja: "正規リクエストでは、送信するパスのうちA-Z a-z 0-9 - _ . ~ /以外の各バイトをもう一度パーセントエンコードします（%20は%2520、@は%40）。署名処理のS3向け設定を外し（JavaScriptではuriEscapePath: true、JavaではdoubleUrlEncode(true)）、ステージを含む完全なパスを渡してください。",
            },
            redeploy: false,
            when: Some(Any(&[
                Fact("url", sigv4::path_is_encoded_twice),
                Fact("response.body", sigv4::path_recoded),
            ])),
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Sign the path that arrives at API Gateway",
                ja: "API Gatewayに届くパスで署名する",
            },
            form: Form::Text,
            text: text! {
                en: "The server read the path {arrived_path}: sign that one, stage or base path included, or keep the proxy from changing it (CloudFront: no OriginPath; nginx: proxy_pass without a path).",
                ja: "サーバーが読み取ったパスは{arrived_path}です。ステージやベースパスを含むこのパスで署名するか、プロキシがパスを書き換えないようにしてください（CloudFrontではOriginPathを指定しない、nginxではproxy_passにパスを付けない）。",
            },
            redeploy: false,
            when: Some(Fact("response.body", sigv4::path_changed)),
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Sort and encode the query before signing",
                ja: "クエリを並べ替え、エンコードしてから署名する",
            },
            form: Form::Text,
            text: text! {
                en: "Sign all parameters, sorted by encoded name and value, with %20 for a space and = behind every name; add no parameter after signing.",
                ja: "すべてのパラメーターを、エンコード後の名前と値の順に並べ、スペースは%20、各名前の後に=を付けて署名します。署名後にパラメーターを追加しないでください。",
            },
            redeploy: false,
            when: Some(Any(&[
                Fact("url", sigv4::query_needs_care),
                Fact("response.body", sigv4::query_changed),
            ])),
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Sign the bytes of the body that are sent",
                ja: "実際に送信する本文のバイト列で署名する",
            },
            form: Form::Text,
            text: text! {
                en: "Serialise the body once, hash those bytes with SHA-256 and send them unchanged (curl: --data-binary). Do not use UNSIGNED-PAYLOAD for execute-api.",
                ja: "本文は一度だけシリアライズし、そのバイト列のSHA-256を署名に使って、そのまま送信します（curlでは--data-binary）。execute-apiではUNSIGNED-PAYLOADを使わないでください。",
            },
            redeploy: false,
            when: Some(Any(&[
                Fact("request.headers.x-amz-content-sha256", sigv4::unsigned_payload),
                Fact("response.body", sigv4::payload_changed),
            ])),
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Sign few headers, and change none afterwards",
                ja: "署名するヘッダーを絞り、署名後に変更しない",
            },
            form: Form::Text,
            text: text! {
                en: "Sign host, x-amz-date, x-amz-security-token and, if it is fixed, content-type. Leave user-agent, content-length, connection, accept-encoding and x-forwarded-* out, and sign anew for every retry.",
                ja: "署名するのはhost、x-amz-date、x-amz-security-tokenと、値が変わらなければcontent-typeだけにします。user-agent、content-length、connection、accept-encoding、x-forwarded-*は含めず、再試行のたびに署名し直してください。",
            },
            redeploy: false,
            when: Some(Any(&[
                Fact("request.headers.authorization", sigv4::signs_a_fragile_header),
                Fact("response.body", sigv4::header_changed),
            ])),
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Copy the credentials anew",
                ja: "認証情報をコピーし直す",
            },
            form: Form::Text,
            text: text! {
                en: "Take access key, secret key and session token from the same source in one go, without blanks or newlines at their ends, and without URL-decoding the + and / of the secret key.",
                ja: "アクセスキー、シークレットキー、セッショントークンを同じ取得元から一度に取り直します。前後に空白や改行を付けず、シークレットキーの+と/をURLデコードしないでください。",
            },
            redeploy: false,
            when: Some(Not(&Fact("response.body", sigv4::something_differs))),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Let CloudFront send its origin's host name",
                ja: "CloudFrontにオリジンのホスト名を送らせる",
            },
            form: Form::Cloudformation,
            text: Text::same(
                "DefaultCacheBehavior:\n  TargetOriginId: api\n  ViewerProtocolPolicy: https-only\n  AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]\n  CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad # CachingDisabled\n  OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac # AllViewerExceptHostHeader",
            ),
            redeploy: false,
            when: Some(Fact("url", sigv4::called_through_cloudfront)),
        },
    ],
    links: &[links::SIGV_TROUBLESHOOTING, links::SIGV_CREATE_SIGNED_REQUEST, links::REPOST_TROUBLESHOOT_403_FORBIDDEN],
};
