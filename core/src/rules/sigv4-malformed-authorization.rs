//! The client meant to sign, and the signature's form is broken.
//!
//! The header is split at commas and equal signs before anything in it is checked: a newline behind
//! the access key, a comma behind the algorithm, a part or the date left out end the parsing. A
//! token on a path that does not exist is refused in the same words; what tells them apart is
//! whether the value begins with `AWS4-`.

use crate::rule::prelude::*;
use crate::sigv4;

pub(crate) static RULE: Rule = Rule {
    id: "sigv4-malformed-authorization",
    since: "0.1.0",
    family: Family::Signing,
    statuses: &[403],
    prior: Prior::Uncommon,
    speaker: GATEWAY,
    title: text! {
        en: "The AWS signature in the request is malformed",
        ja: "リクエストのAWS署名の形式が壊れています",
    },
    why: text! {
        en: "API Gateway reads the signature's parts before it checks any of them: the algorithm, then Credential, SignedHeaders and Signature as key=value pairs behind commas, and the date in a header of its own. \
             A part that is missing, a date in another form, host left unsigned or white space inside a key ends it there. \
             Key, signature and policies were not looked at yet.",
        ja: "API Gatewayは、内容を検査する前に署名の各部分を読み取ります。アルゴリズムに続き、Credential、SignedHeaders、Signatureがカンマ区切りのkey=valueで並び、日時は別のヘッダーにあります。\
             欠けている部分、別の書式の日時、署名対象に含まれないhost、キーの中の空白や改行があると、そこで拒否されます。\
             キー、署名、ポリシーはまだ検査されていません。",
    },
    signals: &[
        Requires(Any(&[
            Fact("response.body", malformed_words),
            Fact("response.body", sigv4::unreadable_authorization),
        ])),
        Proves(
            Fact("response.body", malformed_words),
            text! {
                en: "The message is about the form of a signature",
                ja: "署名の形式についてのメッセージです",
            },
        ),
        Proves(
            Fact("request.headers.authorization", signed_and_unreadable),
            text! {
                en: "The value begins like an AWS signature, so the client meant to sign",
                ja: "値がAWSの署名の形で始まっており、署名しようとしたリクエストです",
            },
        ),
        Proves(
            Fact("response.body", sigv4::only_some_parts_missing),
            text! {
                en: "Only some parts of a signature are missing, so the value is one",
                ja: "署名の一部だけが欠けており、値は署名です",
            },
        ),
        Suggests(
            Fact("request.headers.authorization", sigv4::flawed),
            text! {
                en: "{flaw}",
                ja: "{flaw}",
            },
        ),
        Hints(
            Fact("request.headers.authorization", sigv4::credential_has_white_space),
            text! {
                en: "White space stands inside the Credential: the access key was read with a blank or a newline",
                ja: "Credentialの中に空白類があります。アクセスキーに空白や改行が付いたまま読み込まれています",
            },
        ),
        Opposes(
            Fact("request.headers.authorization", sigv4::no_signature),
            text! {
                en: "The Authorization value is a token, not a signature",
                ja: "Authorizationの値は署名ではなくトークンです",
            },
        ),
        Opposes(
            Auth(AuthKind::Nothing),
            text! {
                en: "The request carries no Authorization header",
                ja: "Authorizationヘッダーがありません",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "Look at the headers that are really sent",
                ja: "実際に送られるヘッダーを確認する",
            },
            command: Text::same(
                "curl -v -o /dev/null -X {method} --aws-sigv4 \"aws:amz:{region}:execute-api\" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\" \"{url}\" 2>&1 | grep -iE '^> (authorization|x-amz)|< HTTP'",
            ),
            if_so: text! {
                en: "If this call is accepted, compare its Authorization header with your client's, part by part.",
                ja: "この呼び出しが受け付けられれば、そのAuthorizationヘッダーとクライアントのものを部分ごとに比べてください。",
            },
            if_not: text! {
                en: "If it is refused in the same words, look for white space in the access key and for a path that does not exist.",
                ja: "同じ文面で拒否されれば、アクセスキーの空白と、存在しないパスを確認してください。",
            },
            separates: &["bearer-token-on-missing-route"],
            when: None,
        },
        Check {
            title: text! {
                en: "Look for white space in the key",
                ja: "キーに空白や改行がないか確認する",
            },
            command: Text::same("printf %s \"$AWS_ACCESS_KEY_ID\" | od -c | head"),
            if_so: text! {
                en: "If a blank, \\n or \\r stands there, strip it where the key is read.",
                ja: "空白、\\n、\\rがあれば、キーを読み込む箇所で取り除いてください。",
            },
            if_not: text! {
                en: "If there are letters and digits only, the key is fine.",
                ja: "英数字だけならキーは問題ありません。",
            },
            separates: &[],
            when: None,
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Write the header in this form",
                ja: "ヘッダーを次の形式で書く",
            },
            form: Form::Text,
            text: Text::same(
                "Authorization: AWS4-HMAC-SHA256 Credential=<access-key-id>/<yyyymmdd>/{region}/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=<signature>\nX-Amz-Date: <yyyymmdd>T<hhmmss>Z",
            ),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Strip the credentials where they are read",
                ja: "認証情報を読み込む箇所で余分な空白を取り除く",
            },
            form: Form::Cli,
            text: Text::same(
                "AWS_ACCESS_KEY_ID=\"$(printf %s \"$AWS_ACCESS_KEY_ID\" | tr -d '[:space:]')\"\nAWS_SECRET_ACCESS_KEY=\"$(printf %s \"$AWS_SECRET_ACCESS_KEY\" | tr -d '[:space:]')\"\nexport AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY",
            ),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Let a signer write the header",
                ja: "署名ツールにヘッダーを書かせる",
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
                en: "Sign in one place only",
                ja: "署名は一か所だけに付ける",
            },
            form: Form::Text,
            text: text! {
                en: "Send either the Authorization header or the X-Amz-… parameters of a presigned URL, never both, and pass all parameters of a presigned URL on unchanged. Sign host in either case.",
                ja: "Authorizationヘッダーか、署名付きURLのX-Amz-…パラメーターのどちらか一方だけを送り、署名付きURLのパラメーターはすべてそのまま渡してください。どちらの場合もhostを署名対象に含めます。",
            },
            redeploy: false,
            when: Some(Any(&[
                Auth(AuthKind::SigV4Query),
                Says("must be a 'SignedHeader'"),
                Says("query-string param"),
            ])),
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Let proxies and CDNs pass the signature on",
                ja: "プロキシやCDNで署名をそのまま転送する",
            },
            form: Form::Text,
            text: text! {
                en: "Forward Authorization, X-Amz-Date and X-Amz-Security-Token, and the whole query, unchanged; in CloudFront use the origin request policy AllViewerExceptHostHeader.",
                ja: "Authorization、X-Amz-Date、X-Amz-Security-Tokenと、クエリ文字列全体を変更せずに転送してください。CloudFrontではオリジンリクエストポリシーAllViewerExceptHostHeaderを使います。",
            },
            redeploy: false,
            when: None,
        },
    ],
    links: &[links::SIGV_TROUBLESHOOTING, links::SIGV_CREATE_SIGNED_REQUEST],
};

/// Wordings that only a signature's form provokes.
fn malformed_words(facts: &Facts<'_>) -> Look {
    const WORDS: crate::clue::Clue = Any(&[
        Says("Date must be in ISO-8601 'basic format'"),
        Says("Credential must have exactly 5 slash-delimited elements"),
        Says("Unsupported AWS 'algorithm'"),
        Says("must be a 'SignedHeader' in the AWS Authorization"),
        Says("AWS query-string parameters must include"),
        Says("Found both 'X-Amz-Algorithm' as a query-string param"),
        Says("should be scoped with a valid terminator"),
        Says("Date in Credential scope does not match"),
    ]);
    sigv4::only_with_403(facts, WORDS.look(facts))
}

fn signed_and_unreadable(facts: &Facts<'_>) -> Look {
    match sigv4::unreadable_authorization(facts) {
        Look::Seen(_) => sigv4::meant_to_sign(facts),
        look => look,
    }
}
