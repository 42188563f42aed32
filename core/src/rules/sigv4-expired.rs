//! The signature's time lies more than five minutes before or after the server's.
//!
//! The clock of the client is wrong, local time was written with a `Z`, or an old request was sent
//! again: from a queue, a retry that did not sign anew, a copied `curl` command, a presigned URL.
//! It has nothing to do with expired session credentials: those say that the *security token* is
//! expired, which is `invalid-security-token`.

use crate::routing;
use crate::rule::prelude::*;
use crate::sigv4;

pub(crate) static RULE: Rule = Rule {
    id: "sigv4-expired",
    since: "0.1.0",
    family: Family::Signing,
    statuses: &[403],
    prior: Prior::Usual,
    speaker: GATEWAY,
    title: text! {
        en: "The signature's time is outside the five minutes allowed",
        ja: "署名の日時が許容範囲（5分）を外れています",
    },
    why: text! {
        en: "A signature contains the time at which it was made, and API Gateway accepts it for five minutes around its own clock. \
             An older one is “expired”, one from the future is “not yet current”. \
             The keys were not looked at yet: the client's clock is off, or a request that was signed earlier was sent only now.",
        ja: "署名には作成日時が含まれ、API Gatewayは自身の時計の前後5分以内のものだけを受け付けます。\
             古い署名は「Signature expired」、未来の署名は「Signature not yet current」になります。\
             キーはまだ検査されていません。クライアントの時計がずれているか、以前に署名したリクエストが今になって送られています。",
    },
    signals: &[
        Requires(Any(&[
            Says("Signature expired"),
            Says("Signature not yet current"),
            Fact("curl_text", named_by_an_sdk),
            Fact("response.headers.x-amzn-errortype", sigv4::refused_without_words),
        ])),
        Proves(
            Fact("response.headers.content-length", sigv4::length_says_expired),
            text! {
                en: "The withheld body has the length of the message of an expired or premature signature",
                ja: "取得できなかった本文の長さが、署名の期限切れ、または未到来を表すメッセージの長さと一致します",
            },
        ),
        Proves(
            Fact("request.headers.x-amz-date", sigv4::signed_too_early),
            text! {
                en: "Signed at {signed_at}, {skew} before the server's time of {server_at}: the client's clock is slow, or the request was signed long before it was sent",
                ja: "署名は{signed_at}で、サーバーの時刻{server_at}より{skew}前です。クライアントの時計が遅れているか、署名してから送信までに時間が経っています",
            },
        ),
        Proves(
            Fact("request.headers.x-amz-date", sigv4::signed_too_late),
            text! {
                en: "Signed at {signed_at}, {skew} after the server's time of {server_at}: the client's clock is fast",
                ja: "署名は{signed_at}で、サーバーの時刻{server_at}より{skew}後です。クライアントの時計が進んでいます",
            },
        ),
        Hints(
            Fact("request.headers.x-amz-date", sigv4::differs_by_a_time_zone),
            text! {
                en: "The difference is that of a time zone: local time seems to have been written as UTC",
                ja: "差がタイムゾーンの時差に一致します。ローカル時刻をUTCとして書いているようです",
            },
        ),
        Suggests(
            Fact("neighbours", same_signature_before),
            text! {
                en: "The very same signature was sent before in this session",
                ja: "同じセッションで、まったく同じ署名が以前にも送られています",
            },
        ),
        Hints(
            Auth(AuthKind::SigV4Query),
            text! {
                en: "The URL is presigned, and such URLs are kept and used late",
                ja: "署名付きURLです。保存しておいて後から使われることがあります",
            },
        ),
        Opposes(
            Fact("request.headers.x-amz-date", sigv4::clocks_agree),
            text! {
                en: "The signature's time and the server's are less than five minutes apart",
                ja: "署名の日時とサーバーの時刻の差は5分未満です",
            },
        ),
    ],
    checks: &[
        Check {
            title: text! {
                en: "Hold the client's clock against the server's",
                ja: "クライアントとサーバーの時刻を比べる",
            },
            command: Text::same("date -u; curl -sI \"https://{host}/\" | grep -i '^date:'"),
            if_so: text! {
                en: "If they differ by more than a few seconds, set the client's clock.",
                ja: "数秒を超える差があれば、クライアントの時計を合わせてください。",
            },
            if_not: text! {
                en: "If they agree, the request was signed earlier than it was sent: a queue, a retry, a copied command, a presigned URL.",
                ja: "一致していれば、署名してから時間が経ってから送られています。キュー、再試行、コピーしたコマンド、署名付きURLを確認してください。",
            },
            separates: &["sigv4-signature-mismatch", "sigv4-wrong-region", "sigv4-wrong-service", "invalid-security-token"],
            when: None,
        },
        Check {
            title: text! {
                en: "See whether the clock is synchronised",
                ja: "時刻が同期されているか確認する",
            },
            command: Text::same("timedatectl status; chronyc tracking"),
            if_so: text! {
                en: "If it is synchronised, look at where the request waits between signing and sending.",
                ja: "同期されていれば、署名から送信までの間にリクエストが待たされる箇所を調べてください。",
            },
            if_not: text! {
                en: "If it is not, turn on time synchronisation.",
                ja: "同期されていなければ、時刻同期を有効にしてください。",
            },
            separates: &[],
            when: None,
        },
    ],
    fixes: &[
        Fix {
            who: Caller,
            title: text! {
                en: "Set the clock (Linux)",
                ja: "時計を合わせる（Linux）",
            },
            form: Form::Cli,
            text: Text::same("sudo chronyc makestep\nsudo timedatectl set-ntp true"),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Set the clock (Windows)",
                ja: "時計を合わせる（Windows）",
            },
            form: Form::Cli,
            text: Text::same("w32tm /resync"),
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Sign anew right before each attempt",
                ja: "送信の直前に毎回署名し直す",
            },
            form: Form::Text,
            text: text! {
                en: "Put signing behind the queue and inside the retry loop, write x-amz-date in UTC (YYYYMMDDTHHMMSSZ), and do not replay a copied curl command or HAR: its signature is good for five minutes.",
                ja: "署名はキューの後、再試行ループの中で行い、x-amz-dateはUTC（YYYYMMDDTHHMMSSZ）で書いてください。コピーしたcurlコマンドやHARの署名は5分しか使えません。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Correct the skew in the client, where the device's clock cannot be set",
                ja: "端末の時計を変更できない場合は、クライアントでずれを補正する",
            },
            form: Form::Text,
            text: text! {
                en: "Take the Date header of the refusal, keep the difference to the local clock ({skew} here) and add it to the signing time; AWS SDKs do so with correctClockSkew or systemClockOffset.",
                ja: "拒否応答のDateヘッダーとローカル時計との差（今回は{skew}）を保持し、署名時刻に加えます。AWS SDKではcorrectClockSkewやsystemClockOffsetで設定できます。",
            },
            redeploy: false,
            when: None,
        },
        Fix {
            who: Caller,
            title: text! {
                en: "Presign the URL when it is needed",
                ja: "署名付きURLは必要になった時点で作る",
            },
            form: Form::Text,
            text: text! {
                en: "Create the presigned URL right before the connection is opened, with an X-Amz-Expires of at most 604800 seconds.",
                ja: "署名付きURLは接続の直前に作成し、X-Amz-Expiresは604800秒以下にしてください。",
            },
            redeploy: false,
            when: Some(Auth(AuthKind::SigV4Query)),
        },
    ],
    links: &[links::SIGV_TROUBLESHOOTING, links::REPOST_TROUBLESHOOT_403_FORBIDDEN],
};

/// What SDKs and other services call it.
fn named_by_an_sdk(facts: &Facts<'_>) -> Look {
    routing::any_phrase(facts, &["RequestTimeTooSkewed", "RequestExpired"])
}

fn same_signature_before(facts: &Facts<'_>) -> Look {
    let Some(signature) = facts.auth.header.filter(|_| facts.auth.is_signed()) else {
        return Look::Unknown;
    };
    facts.neighbour(|other| {
        other.same_path
            && other.evidence.request_headers.first("authorization").map(str::trim) == Some(signature)
    })
}
