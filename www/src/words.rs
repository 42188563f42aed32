//! The words of the widget, in both languages.

use gatewhy_core::{Lang, Text, text};

pub(crate) const LABEL: Text = text! {
    en: "The failing request",
    ja: "失敗したリクエスト",
};
pub(crate) const PLACEHOLDER: Text = text! {
    en: "A response, the output of curl -v, a HAR file, a log line or an SDK's exception.\n\n$ curl -v https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets\n< HTTP/2 403\n< x-amzn-errortype: …",
    ja: "レスポンス、curl -vの出力、HARファイル、ログの行、SDKの例外などを貼り付けられます。\n\n$ curl -v https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets\n< HTTP/2 403\n< x-amzn-errortype: …",
};
pub(crate) const CHOOSE: Text = text! { en: "Open a file", ja: "ファイルを開く" };
pub(crate) const CLEAR: Text = text! { en: "Clear", ja: "消去" };
pub(crate) const EMPTY: Text = text! {
    en: "You can drop a file here, too.",
    ja: "ファイルをここにドロップすることもできます。",
};
pub(crate) const READING: Text =
    text! { en: "Reading the file …", ja: "ファイルを読み込んでいます…" };
pub(crate) const UNREADABLE: Text = text! {
    en: "The file could not be read. Paste its content instead.",
    ja: "ファイルを読み込めませんでした。内容を貼り付けてください。",
};
pub(crate) const NOTHING: Text = text! {
    en: "There is no exchange in this text. Paste at least the status line or the error message.",
    ja: "このテキストにはリクエストもレスポンスも見つかりません。少なくともステータス行かエラーメッセージを貼り付けてください。",
};
pub(crate) const NOT_TAKEN: Text = text! {
    en: "This box does not take input of this kind.",
    ja: "この入力欄では、この形式の入力を受け付けていません。",
};
pub(crate) const NONE_FAILED: Text = text! {
    en: "Nothing failed here.",
    ja: "失敗したリクエストはありません。",
};
pub(crate) const EXCHANGES: Text = text! {
    en: "Failing exchanges",
    ja: "失敗したリクエスト",
};
pub(crate) const NO_URL: Text = text! { en: "no URL given", ja: "URLなし" };

/// How many exchanges were read and how many of them failed.
pub(crate) fn counts(lang: Lang, read: usize, failing: usize, listed: usize) -> String {
    match (lang, listed < failing) {
        (Lang::En, false) => format!("{failing} of {read} exchanges failed."),
        (Lang::En, true) => {
            format!("{failing} of {read} exchanges failed; the first {listed} are listed.")
        }
        (Lang::Ja, false) => format!("{read}件中{failing}件が失敗しています。"),
        (Lang::Ja, true) => {
            format!("{read}件中{failing}件が失敗しています。最初の{listed}件を表示します。")
        }
    }
}
