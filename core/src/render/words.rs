//! The words around a report, in both languages: one place for the panel, the widget, the command
//! line and the tickets that people paste.

use alloc::format;
use alloc::string::String;

use crate::origin::Who;
use crate::report::{NoteKind, Report, Subject};
use crate::rule::{Actor, Form};
use crate::text::{Lang, Text};

/// Said of an exchange that worked.
pub const NOTHING_FAILED: Text = text!(en: "Nothing failed here", ja: "失敗はありません");
/// Said where no rule fits.
pub const NO_CAUSE: Text = text! {
    en: "No known cause fits what was captured",
    ja: "取得できた情報に当てはまる原因が見つかりません",
};
/// The same in a list.
pub const NO_CAUSE_SHORT: Text = text!(en: "no known cause", ja: "該当する原因なし");
/// Says what that means.
pub const NO_CAUSE_WHY: Text = text! {
    en: "The exchange failed, but nothing in it points to a cause that gatewhy knows.",
    ja: "失敗はしていますが、gatewhyの知る原因を示す手がかりがありません。",
};
/// Stands before the one who answered.
pub const WHO_ANSWERED: Text = text!(en: "Who answered", ja: "応答元");
/// Heads the clues.
pub const EVIDENCE: Text = text!(en: "Evidence", ja: "根拠");
/// Heads what the request's signature shows.
pub const SIGNATURE: Text = text!(en: "Signature", ja: "署名");
/// Stands before a line as the client's request gives it.
pub const SENT: Text = text!(en: "sent", ja: "送信");
/// Stands before the line as the server read it.
pub const READ: Text = text!(en: "read", ja: "受信");
/// Heads in what this call differs from one that worked.
pub const CHANGES: Text =
    text!(en: "Compared with the call that worked", ja: "成功した呼び出しとの違い");
/// Stands before what the call that worked had.
pub const THEN: Text = text!(en: "worked", ja: "成功時");
/// Stands before what this one has.
pub const NOW: Text = text!(en: "failed", ja: "今回");
/// Stands where one of them had nothing.
pub const NOTHING: Text = text!(en: "none", ja: "なし");
/// Said where no difference is to be seen.
pub const NO_CHANGES: Text = text! {
    en: "Nothing that was captured differs: what changed is the time, the API or what stands behind it.",
    ja: "取得できた範囲に違いはありません。変わったのは時刻、API側の設定、またはその背後のシステムです。",
};
/// Heads what the token says.
pub const TOKEN: Text =
    text!(en: "The token, read but not verified", ja: "トークンの内容（署名は検証していません）");
/// Heads what nobody captured.
pub const UNKNOWN: Text = text! {
    en: "Not captured, and would help to settle it",
    ja: "取得できておらず、判断の決め手になりうる情報",
};
/// Heads the checks.
pub const CHECKS: Text = text!(en: "Make sure", ja: "確認する");
/// Stands before what an outcome of a check means.
pub const IF_SO: Text = text!(en: "Yes", ja: "はい");
/// Stands before what the other outcome means.
pub const IF_NOT: Text = text!(en: "No", ja: "いいえ");
/// Heads the fixes.
pub const FIXES: Text = text!(en: "Fix it", ja: "対処する");
/// Heads the other diagnoses.
pub const OTHERS: Text = text!(en: "What else it could be", ja: "ほかに考えられる原因");
/// Heads those that are about as likely as the leading one.
pub const AS_LIKELY: Text = text!(en: "About as likely", ja: "同程度に考えられる原因");
/// Heads the fixes that let a page read an answer.
pub const LET_READ: Text = text! {
    en: "Let the page read such answers",
    ja: "このような応答をページから読めるようにする",
};
/// Stands before the check that tells another candidate.
pub const TOLD_APART: Text = text!(en: "Tell them apart", ja: "見分け方");
/// Heads the notes.
pub const NOTES: Text = text!(en: "Notes", ja: "補足");
/// Heads the links.
pub const LINKS: Text = text!(en: "Read on", ja: "参考資料");
/// Stands before the request's id.
pub const REQUEST_ID: Text = text!(en: "Request id", ja: "リクエストID");
/// Stands before the address.
pub const URL: Text = text!(en: "URL", ja: "URL");
/// Stands in the place of a status when nobody answered.
pub const NO_ANSWER: Text = text!(en: "no response", ja: "応答なし");
/// Stands in the place of a status that nobody captured.
pub const NO_STATUS: Text = text!(en: "status not captured", ja: "ステータス未取得");
/// Stands in the place of a call of which neither verb nor address is known.
pub const SOME_REQUEST: Text = text!(en: "A request", ja: "リクエスト");

/// What a note is about.
pub const fn note(kind: NoteKind) -> Text {
    match kind {
        NoteKind::CorsMasked => text! {
            en: "Why the page says “CORS”",
            ja: "ページに「CORS」と表示される理由",
        },
        NoteKind::LogsAbsent => text!(en: "Logs", ja: "ログ"),
        NoteKind::RedeployNeeded => text!(en: "Deployment", ja: "デプロイ"),
        NoteKind::BodyWithheld => text!(en: "Body withheld", ja: "本文を取得できません"),
        NoteKind::CustomisedResponse => {
            text!(en: "Customised response", ja: "カスタマイズされた応答")
        }
        NoteKind::Input => text!(en: "Input", ja: "入力"),
    }
}

/// Who can carry out a fix.
pub const fn actor(who: Actor) -> Text {
    match who {
        Actor::Caller => text!(en: "If you call the API", ja: "APIを呼び出す側"),
        Actor::Owner => text!(en: "If you own the API", ja: "APIを管理する側"),
    }
}

/// What the text of a fix is.
pub const fn form(form: Form) -> Text {
    match form {
        Form::Console => text!(en: "Console", ja: "コンソール"),
        Form::Cli => const { Text::same("AWS CLI") },
        Form::Cloudformation => const { Text::same("CloudFormation") },
        Form::Sam => const { Text::same("SAM") },
        Form::Terraform => const { Text::same("Terraform") },
        Form::Cdk => const { Text::same("CDK") },
        Form::Openapi => const { Text::same("OpenAPI") },
        Form::Text => text!(en: "In words", ja: "手順"),
    }
}

/// A probability in a word. A share below one half is never called likely.
pub const fn likelihood(percent: u8) -> Text {
    match percent {
        90.. => text!(en: "almost certain", ja: "ほぼ確実"),
        70..=89 => text!(en: "very likely", ja: "可能性が非常に高い"),
        50..=69 => text!(en: "likely", ja: "可能性が高い"),
        25..=49 => text!(en: "possible", ja: "可能性あり"),
        _ => text!(en: "one of several", ja: "複数の候補の一つ"),
    }
}

/// `very likely, 93%`
pub fn confidence(confidence: f64, lang: Lang) -> String {
    let percent = percent(confidence);
    let words = likelihood(percent).get(lang);
    match lang {
        Lang::En => format!("{words}, {percent}%"),
        Lang::Ja => format!("{words}（{percent}%）"),
    }
}

/// A share from 0 to 1 in whole percent.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, and a share lies between 0 and 1"
)]
pub fn percent(share: f64) -> u8 {
    (share * 100.0 + 0.5) as u8
}

/// Items of a list in one line.
pub fn list<T: AsRef<str>>(items: &[T], lang: Lang) -> String {
    let mut joined = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            joined.push_str(match lang {
                Lang::En => ", ",
                Lang::Ja => "、",
            });
        }
        joined.push_str(item.as_ref());
    }
    joined
}

/// A label and what belongs to it: `Request id: 1f2e`.
pub fn labelled(label: Text, value: &str, lang: Lang) -> String {
    format!("{}{}{value}", label.get(lang), colon(lang))
}

/// What stands between a label and its value.
pub const fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ": ",
        Lang::Ja => "：",
    }
}

/// Where a quote stands: `response.headers.server` is the response header server.
pub fn place(place: &str, lang: Lang) -> String {
    let header = |of: Text, name: &str| match lang {
        Lang::En => format!("{} {name}", of.get(lang)),
        Lang::Ja => format!("{}{name}", of.get(lang)),
    };
    if let Some(name) = place.strip_prefix("response.headers.") {
        return header(text!(en: "response header", ja: "レスポンスヘッダー"), name);
    }
    if let Some((outer, part)) = place.rsplit_once('.').filter(|(_, part)| is_of_token(part)) {
        let part = match part {
            "payload" => text!(en: "payload of the token in", ja: "のトークンのペイロード"),
            _ => text!(en: "header of the token in", ja: "のトークンのヘッダー"),
        };
        let (part, outer) = (part.get(lang), self::place(outer, lang));
        return match lang {
            Lang::En => format!("{part} {outer}"),
            Lang::Ja => format!("{outer}{part}"),
        };
    }
    if let Some(name) = place.strip_prefix("request.headers.") {
        return header(text!(en: "request header", ja: "リクエストヘッダー"), name);
    }
    let words = match place {
        "response.status" => text!(en: "status", ja: "ステータス"),
        "response.body" => text!(en: "response body", ja: "レスポンス本文"),
        "response.headers" => text!(en: "response headers", ja: "レスポンスヘッダー"),
        "request.headers" => text!(en: "request headers", ja: "リクエストヘッダー"),
        "request.method" => text!(en: "method", ja: "HTTPメソッド"),
        "request.body" => text!(en: "request body", ja: "リクエスト本文"),
        "url" => text!(en: "URL", ja: "URL"),
        "log" => text!(en: "log", ja: "ログ"),
        "net_error" => text!(en: "network error", ja: "ネットワークエラー"),
        "curl_text" => text!(en: "client's output", ja: "クライアントの出力"),
        "neighbours" => text!(en: "another request", ja: "別のリクエスト"),
        "time_ms" => text!(en: "duration in ms", ja: "所要時間（ミリ秒）"),
        other => return other.into(),
    };
    words.get(lang).into()
}

fn is_of_token(part: &str) -> bool {
    matches!(part, "payload" | "header")
}

/// Whether the next candidate is about as likely as the leading one.
pub fn is_close(leading: f64, next: f64) -> bool {
    next >= leading * 0.75
}

/// What a shorter form leaves out, and how to see it.
pub fn with_full(parts: &[String], lang: Lang) -> String {
    match lang {
        Lang::En => format!("With --full: {}.", list(parts, lang)),
        Lang::Ja => format!("--fullで表示：{}", list(parts, lang)),
    }
}

/// The number of items that a shorter form leaves out: `2 more checks`.
pub fn more_checks(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::En, 1) => "1 more check".into(),
        (Lang::En, _) => format!("{count} more checks"),
        (Lang::Ja, _) => format!("他の確認方法{count}件"),
    }
}

/// What lets the page read the error, which a shorter form leaves out.
pub fn how_to_read(lang: Lang) -> &'static str {
    text!(en: "how to let the page read the error", ja: "エラーをページから読めるようにする方法")
        .get(lang)
}

/// The forms of fixes that a shorter form leaves out: `the fix for Terraform, AWS CDK`.
pub fn more_forms(forms: &[&str], lang: Lang) -> String {
    match lang {
        Lang::En => format!("the fix for {}", list(forms, lang)),
        Lang::Ja => format!("{}での対処", list(forms, lang)),
    }
}

/// Said where there was something to read and none of it failed.
pub fn nothing_failed(read: usize, lang: Lang) -> String {
    match (lang, read) {
        (Lang::En, 1) => "Nothing failed in the one exchange that was read.".into(),
        (Lang::En, _) => format!("Nothing failed in the {read} exchanges that were read."),
        (Lang::Ja, _) => format!("読み込んだ{read}件のリクエストに失敗はありません。"),
    }
}

/// The number of failing exchanges.
pub fn diagnosed(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::En, 1) => "1 failing exchange".into(),
        (Lang::En, _) => format!("{count} failing exchanges"),
        (Lang::Ja, _) => format!("失敗したリクエスト{count}件"),
    }
}

/// How many there were of one kind: `3 route-not-found`.
pub fn count_of(kind: &str, count: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{count} {kind}"),
        Lang::Ja => format!("{kind} {count}件"),
    }
}

/// Which report of how many this is, and how often the same was seen: `2 of 5 · 3 times`.
pub fn position(at: usize, of: usize, times: usize, lang: Lang) -> String {
    match (lang, times) {
        (Lang::En, 1) => format!("{at} of {of}"),
        (Lang::En, _) => format!("{at} of {of} · {times} times"),
        (Lang::Ja, 1) => format!("{at}/{of}"),
        (Lang::Ja, _) => format!("{at}/{of} · 同じ失敗が{times}回"),
    }
}

/// Who answered, as a sentence's end: `API Gateway (REST API), 97%`.
pub fn origin(report: &Report) -> String {
    let name = report.origin.who.name().get(report.lang);
    let percent = percent(report.origin.confidence);
    match (percent, report.lang) {
        (0, _) => name.into(),
        (_, Lang::En) => format!("{name}, {percent}%"),
        (_, Lang::Ja) => format!("{name}、{percent}%"),
    }
}

/// What stands in the place of a status: nobody answered, or nobody wrote it down.
pub const fn no_status(report: &Report) -> Text {
    match report.origin.who {
        Who::Network | Who::Browser => NO_ANSWER,
        _ => NO_STATUS,
    }
}

/// Whether the answer says that all went well.
pub fn worked(subject: &Subject) -> bool {
    subject.status.is_some_and(|status| status < 400)
}

/// What was called: the verb and the path, as it stands in the URL.
pub fn call(subject: &Subject, lang: Lang) -> String {
    let target = subject
        .url
        .as_deref()
        .map(path_of)
        .or(subject.path.as_deref());
    match (subject.method.as_deref(), target) {
        (Some(method), Some(target)) => format!("{method} {target}"),
        (Some(only), None) | (None, Some(only)) => only.into(),
        (None, None) => SOME_REQUEST.get(lang).into(),
    }
}

/// The beginning of a text that would take more room than this.
pub fn shortened(text: &str, columns: usize) -> String {
    match text.char_indices().nth(columns) {
        Some(_) => {
            let end = text
                .char_indices()
                .nth(columns.saturating_sub(1))
                .map_or(0, |(at, _)| at);
            format!("{}…", &text[..end])
        }
        None => text.into(),
    }
}

/// The host of what was called.
pub fn host(subject: &Subject) -> Option<&str> {
    let (_, rest) = subject.url.as_deref()?.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    rest.get(..end).filter(|host| !host.is_empty())
}

/// The path and what follows it.
fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    match rest.find(['/', '?', '#']) {
        Some(at) => &rest[at..],
        None => "/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confidence_is_told_in_words_and_percent() {
        assert_eq!(confidence(0.29, Lang::En), "possible, 29%");
        assert_eq!(confidence(0.83, Lang::Ja), "可能性が非常に高い（83%）");
    }

    #[test]
    fn a_call_is_told_by_what_is_known_of_it() {
        let mut subject = Subject::default();
        assert_eq!(call(&subject, Lang::En), "A request");
        subject.method = Some("GET".into());
        assert_eq!(call(&subject, Lang::En), "GET");
        subject.url = Some("https://h.example.com".into());
        assert_eq!(call(&subject, Lang::En), "GET /");
        subject.url = Some("https://h.example.com/a?b=1".into());
        assert_eq!(call(&subject, Lang::En), "GET /a?b=1");
        assert_eq!(host(&subject), Some("h.example.com"));
    }
}
