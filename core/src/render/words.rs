//! The words around a report, in both languages: one place for the panel, the widget, the command
//! line and the tickets that people paste.

use alloc::format;
use alloc::string::String;

use crate::report::{Report, Subject};
use crate::rule::{Actor, Form};
use crate::text::{Lang, Text};

/// Heads the clues.
pub const EVIDENCE: Text = text!(en: "Evidence", ja: "根拠");
/// Heads what nobody captured.
pub const UNKNOWN: Text = text!(en: "Not captured", ja: "取得できていない情報");
/// Heads the check.
pub const CHECK: Text = text!(en: "Check", ja: "確認");
/// Heads several checks.
pub const CHECKS: Text = text!(en: "Checks", ja: "確認");
/// Stands before what an outcome of a check means.
pub const IF_SO: Text = text!(en: "yes", ja: "はい");
/// Stands before what the other outcome means.
pub const IF_NOT: Text = text!(en: "no", ja: "いいえ");
/// Heads the other diagnoses.
pub const OTHERS: Text = text!(en: "Other candidates", ja: "その他の候補");
/// Heads the other diagnoses where one of them is about as likely as the leading one.
pub const AS_LIKELY: Text = text!(en: "About as likely", ja: "同程度に考えられる候補");
/// Stands before the check that tells another candidate.
pub const TELLS_APART: Text = text!(en: "Tell it by", ja: "見分け方");
/// Heads the notes.
pub const NOTES: Text = text!(en: "Notes", ja: "補足");
/// Heads the links.
pub const LINKS: Text = text!(en: "Read on", ja: "参考資料");
/// Heads the fixes where nobody in particular is meant.
pub const FIXES: Text = text!(en: "Fixes", ja: "対処");
/// Stands before the one who answered.
pub const ANSWERED_BY: Text = text!(en: "Answered by", ja: "応答元");
/// Stands before the request's id.
pub const REQUEST_ID: Text = text!(en: "Request id", ja: "リクエストID");
/// Stands before the address.
pub const URL: Text = text!(en: "URL", ja: "URL");
/// Stands in the place of a status when nobody answered.
pub const NO_ANSWER: Text = text!(en: "no response", ja: "応答なし");
/// Stands in the place of a call of which neither verb nor address is known.
pub const SOME_REQUEST: Text = text!(en: "A request", ja: "リクエスト");
/// Said of an exchange that worked.
pub const NOTHING_FAILED: Text =
    text!(en: "Nothing failed in this exchange.", ja: "このやり取りに失敗はありません。");
/// Said where no rule fits.
pub const NO_CAUSE: Text = text! {
    en: "No cause that gatewhy knows fits this evidence.",
    ja: "この情報に当てはまる既知の原因はありません。",
};

/// The heading of what one actor can do.
pub const fn fixes_of(who: Actor) -> Text {
    match who {
        Actor::Caller => text!(en: "Fix, as the caller", ja: "対処（呼び出し元）"),
        Actor::Owner => text!(en: "Fix, as the API's owner", ja: "対処（APIの所有者）"),
    }
}

/// What the text of a fix is; `None` for plain words, which need no name.
pub const fn form(form: Form) -> Option<Text> {
    Some(match form {
        Form::Console => text!(en: "Console", ja: "コンソール"),
        Form::Cli => Text::same("AWS CLI"),
        Form::Cloudformation => Text::same("CloudFormation"),
        Form::Sam => Text::same("AWS SAM"),
        Form::Terraform => Text::same("Terraform"),
        Form::Cdk => Text::same("AWS CDK"),
        Form::Openapi => Text::same("OpenAPI"),
        Form::Text => return None,
    })
}

/// A confidence in words, so that nobody has to guess what 71 % is good for.
pub const fn certainty(percent: u8) -> Text {
    match percent {
        95.. => text!(en: "almost certain", ja: "ほぼ確実"),
        75.. => text!(en: "very likely", ja: "可能性が非常に高い"),
        50.. => text!(en: "likely", ja: "可能性が高い"),
        25.. => text!(en: "possible", ja: "可能性がある"),
        10.. => text!(en: "less likely", ja: "可能性はやや低い"),
        _ => text!(en: "unlikely", ja: "可能性は低い"),
    }
}

/// `very likely, 93%`
pub fn confidence(confidence: f64, lang: Lang) -> String {
    let percent = percent(confidence);
    let words = certainty(percent).get(lang);
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
        "time_ms" => text!(en: "duration", ja: "所要時間"),
        other => return other.into(),
    };
    words.get(lang).into()
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
        (Lang::Ja, _) => format!("失敗したリクエスト：{count}件"),
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
        assert_eq!(confidence(0.93, Lang::Ja), "可能性が非常に高い（93%）");
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
