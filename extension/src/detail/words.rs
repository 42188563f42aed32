//! The words of the open report, in both languages.

use gatewhy_core::Text;
use gatewhy_core::text;

pub(crate) const EXCHANGE: Text = text! { en: "Exchange", ja: "通信" };
pub(crate) const REQUEST: Text = text! { en: "Request", ja: "リクエスト" };
pub(crate) const RESPONSE: Text = text! { en: "Response", ja: "レスポンス" };
pub(crate) const LOG: Text = text! { en: "Log", ja: "ログ" };
pub(crate) const CLIENT: Text = text! { en: "Client's output", ja: "クライアントの出力" };
pub(crate) const NEIGHBOURS: Text = text! {
    en: "Other requests of this session",
    ja: "このセッションのほかのリクエスト",
};
pub(crate) const NO_ANSWER: Text = text! { en: "Nobody answered", ja: "応答なし" };
pub(crate) const NOT_CAPTURED: Text = text! { en: "Not captured", ja: "取得できていません" };
pub(crate) const NOT_THERE: Text = text! { en: "not there", ja: "なし" };
pub(crate) const NO_BODY: Text = text! { en: "No body", ja: "本文なし" };
pub(crate) const WITHHELD: Text = text! {
    en: "The browser kept the body to itself",
    ja: "ブラウザーが本文を渡していません",
};
pub(crate) const IMPORTED: Text = text! { en: "from a file", ja: "ファイルから" };
pub(crate) const LEFT_OUT: Text = text! {
    en: "{shown} of {all} characters are shown",
    ja: "全{all}文字のうち{shown}文字を表示しています",
};
pub(crate) const MORE_HEADERS: Text = text! {
    en: "{number} more headers are not shown",
    ja: "ほかに{number}個のヘッダーがあります",
};
pub(crate) const REVEAL: Text = text! { en: "Show secrets", ja: "秘密の値を表示" };
pub(crate) const REVEALED: Text = text! {
    en: "Secrets are shown here until DevTools is closed. What is copied or exported stays masked.",
    ja: "DevToolsを閉じるまで、秘密の値をここに表示します。コピーやエクスポートでは伏せたままです。",
};
pub(crate) const COPY_REPORT: Text = text! { en: "Copy report", ja: "診断をコピー" };
pub(crate) const COPY_REPORT_TITLE: Text = text! {
    en: "Copy the report as Markdown, secrets masked",
    ja: "診断をMarkdownでコピー（秘密の値は伏せます）",
};
pub(crate) const COPY_CURL: Text = text! { en: "Copy as cURL", ja: "cURLとしてコピー" };
pub(crate) const COPY_CURL_TITLE: Text = text! {
    en: "Copy the request as a curl command, secrets masked",
    ja: "リクエストをcurlコマンドとしてコピー（秘密の値は伏せます）",
};
pub(crate) const COPIED: Text = text! { en: "Copied", ja: "コピー済み" };
pub(crate) const NOT_COPIED: Text = text! { en: "Refused", ja: "コピーできません" };
pub(crate) const COPY_BY_HAND: Text = text! {
    en: "The browser refused the clipboard. The text is selected: copy it with Ctrl+C or ⌘C.",
    ja: "ブラウザーがクリップボードへの書き込みを拒否しました。選択済みのテキストをCtrl+Cまたは⌘Cでコピーしてください。",
};
pub(crate) const BACK: Text = text! { en: "Back to the evidence", ja: "根拠に戻る" };
pub(crate) const NOT_FOUND: Text = text! {
    en: "These bytes do not stand in what is shown of the exchange",
    ja: "表示中の通信にこの部分は見つかりません",
};
