//! The access key or its session token is not one that AWS knows.
//!
//! The key is looked up before the signature is compared, the session token after it. A key that
//! was deleted or switched off, a key of another partition, a temporary key without its token and a
//! token that is the word `undefined` all end here; so does a token whose time is over, which is
//! often confused with an expired *signature* (`sigv4-expired`).

use crate::changes;
use crate::routing;
use crate::rule::prelude::*;
use crate::sigv4;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-security-token",
    since: "0.1.0",
    family: Family::Signing,
    statuses: &[403],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "The access key or its session token is not valid",
        ja: "アクセスキーまたはセッショントークンが無効です",
    },
    why: text! {
        en: "AWS looks the access key up and, for temporary credentials, checks the session token that belongs to it. \
             A deleted or inactive key, a key of another partition (aws, aws-cn, aws-us-gov), a temporary key without its token, with another key's token or with an expired one is refused here. \
             The policies were not looked at yet; the same answer has been reported for paths that do not exist.",
        ja: "AWSはアクセスキーを照会し、一時的な認証情報ではそのキーに対応するセッショントークンも検査します。\
             削除済みや無効のキー、別のパーティション（aws、aws-cn、aws-us-gov）のキー、トークンのない一時キー、別のキーのトークン、期限切れのトークンはここで拒否されます。\
             ポリシーはまだ評価されていません。存在しないパスで同じ応答になったという報告もあります。",
    },
    signals: &[
        Requires(Any(&[
            Says("security token included in the request is"),
            Message("The security token included in the request is invalid."),
            Message("The security token included in the request is expired"),
            ErrorType("UnrecognizedClientException"),
            ErrorType("ExpiredTokenException"),
            Fact("curl_text", named_by_an_sdk),
            Fact("request.headers.authorization", token_in_doubt),
        ])),
        Proves(
            Fact("request.headers", sigv4::token_is_a_word),
            text! {
                en: "The session token is empty or a program's word for nothing, such as “undefined”",
                ja: "セッショントークンが空か、「undefined」のような未設定を表す文字列です",
            },
        ),
        Proves(
            Fact("request.headers.authorization", sigv4::temporary_key_without_token),
            text! {
                en: "An ASIA… key is temporary and needs its session token, which was not sent",
                ja: "ASIAで始まるキーは一時キーで、セッショントークンが必要ですが、送られていません",
            },
        ),
        Suggests(
            Any(&[
                Says("security token included in the request is expired"),
                ErrorType("ExpiredTokenException"),
            ]),
            text! {
                en: "The session of these temporary credentials is over",
                ja: "一時的な認証情報のセッションが期限切れです",
            },
        ),
        Suggests(
            Fact("neighbours", changes::session_token_left_out),
            text! {
                en: "The same call worked in this session with x-amz-security-token, which is missing now",
                ja: "同じセッションで、同じ呼び出しが、今回はないx-amz-security-token付きで成功しています",
            },
        ),
        Suggests(
            Fact("request.headers.authorization", sigv4::long_term_key_with_token),
            text! {
                en: "An AKIA… key is a long-term one and has no session token, yet one was sent: it belongs to another key",
                ja: "AKIAで始まるキーは長期キーでセッショントークンを持ちませんが、トークンが送られています。別のキーのものです",
            },
        ),
        Opposes(
            Fact("request.headers.authorization", sigv4::no_signature),
            text! {
                en: "The request carries no signature at all",
                ja: "リクエストには署名がありません",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "Ask AWS whom these credentials belong to",
                ja: "この認証情報が誰のものかAWSに問い合わせる",
            },
            command: Text::same("aws sts get-caller-identity --region {region}"),
            if_so: text! {
                en: "If it names the caller, the credentials are good: the program sends others, or sends the token wrongly.",
                ja: "呼び出し元が表示されれば認証情報は有効です。プログラムが別の認証情報を使っているか、トークンの送り方が誤っています。",
            },
            if_not: text! {
                en: "If it says InvalidClientTokenId or ExpiredToken, get new credentials.",
                ja: "InvalidClientTokenIdやExpiredTokenになれば、新しい認証情報を取得してください。",
            },
            separates: &["sigv4-signature-mismatch", "sigv4-expired", "iam-identity-policy-deny"],
            when: None,
        },
        Check {
            title: text! {
                en: "See whether the access key is active",
                ja: "アクセスキーが有効か確認する",
            },
            command: Text::same(
                "aws sts get-access-key-info --access-key-id <access-key-id> --region {region}\naws iam list-access-keys --user-name {user}",
            ),
            if_so: text! {
                en: "If its status is Active, look at the session token and at the partition.",
                ja: "ステータスがActiveなら、セッショントークンとパーティションを確認してください。",
            },
            if_not: text! {
                en: "If it is Inactive or missing, use another key.",
                ja: "Inactiveまたは存在しない場合は、別のキーを使ってください。",
            },
            separates: &[],
            when: None,
        },
        Check {
            title: text! {
                en: "See whether the path exists",
                ja: "パスが存在するか確認する",
            },
            command: Text::same(
                "aws apigateway get-resources --rest-api-id {api} --region {region} --query \"items[].path\" --output json",
            ),
            if_so: text! {
                en: "If {path} is listed, the credentials are the cause.",
                ja: "{path}が一覧にあれば、原因は認証情報です。",
            },
            if_not: text! {
                en: "If it is not, correct the path too: this answer has been seen for unknown paths.",
                ja: "なければパスも直してください。存在しないパスでこの応答になった例があります。",
            },
            separates: &["route-not-found"],
            when: Some(Not(&Api(ApiKind::Http))),
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Send the session token along, and sign it",
                ja: "セッショントークンも送り、署名に含める",
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
                en: "Get new temporary credentials",
                ja: "一時的な認証情報を取り直す",
            },
            form: Form::Cli,
            text: Text::same(
                "aws sts assume-role --role-arn arn:{partition}:iam::{caller_account}:role/{role} --role-session-name api-call --region {region}",
            ),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Take all three values from one source",
                ja: "3つの値を同じ取得元からそろえる",
            },
            form: Form::Text,
            text: text! {
                en: "Access key, secret key and session token belong together. Leave the header x-amz-security-token out for a long-term key instead of sending “undefined” or an empty value, and clear AWS_SESSION_TOKEN when you switch to one.",
                ja: "アクセスキー、シークレットキー、セッショントークンは一組です。長期キーの場合は、x-amz-security-tokenに「undefined」や空の値を送らず、ヘッダー自体を付けないでください。切り替える際はAWS_SESSION_TOKENも消去してください。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Use the region's own STS endpoint",
                ja: "リージョンのSTSエンドポイントを使う",
            },
            form: Form::Cli,
            text: Text::same(
                "export AWS_STS_REGIONAL_ENDPOINTS=regional AWS_REGION={region}\naws sts get-caller-identity --region {region}",
            ),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Switch the key on again, or give the user a new one",
                ja: "キーを再び有効にするか、新しいキーを発行する",
            },
            form: Form::Cli,
            text: Text::same(
                "aws iam update-access-key --user-name {user} --access-key-id <access-key-id> --status Active\naws iam create-access-key --user-name {user}",
            ),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Owner,
            title: text! {
                en: "Look at the user's keys in the console",
                ja: "コンソールでユーザーのキーを確認する",
            },
            form: Form::Console,
            text: text! {
                en: "IAM > Users > {user} > Security credentials > Access keys",
                ja: "IAM > ユーザー > {user} > セキュリティ認証情報 > アクセスキー",
            },
            redeploy: false,
            when: None,
        },
    ],
    links: &[links::REPOST_TROUBLESHOOT_403_FORBIDDEN, links::SIGV_TROUBLESHOOTING],
};

/// A refusal without words of a request whose session token is visibly amiss.
/// What older SDKs and other services call it.
fn named_by_an_sdk(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, &["InvalidClientTokenId", "ExpiredToken:", "ExpiredToken "])
}

fn token_in_doubt(facts: &Facts<'_>) -> Look {
    let refused = sigv4::refused_without_words(facts);
    if !matches!(refused, Look::Seen(_)) {
        return refused;
    }
    let amiss = [sigv4::token_is_a_word, sigv4::temporary_key_without_token]
        .iter()
        .any(|look| matches!(look(facts), Look::Seen(_)));
    if amiss { refused } else { Look::Absent }
}
