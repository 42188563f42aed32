//! The words of the panel, in both languages.

use gatewhy_core::Text;
use gatewhy_core::text;

pub(crate) const CLEAR: Text = text! { en: "Clear", ja: "クリア" };
pub(crate) const RELOAD: Text = text! { en: "Reload the page", ja: "ページを再読み込み" };
pub(crate) const CLOSE: Text = text! { en: "Close", ja: "閉じる" };
pub(crate) const IMPORT: Text = text! {
    en: "Open a HAR, a curl transcript, a log or evidence (or drop it here)",
    ja: "HAR、curlの出力、ログ、証拠のJSONを開く（ドロップも可）",
};
pub(crate) const SAVE_HAR: Text = text! {
    en: "Save the session as HAR, secrets masked",
    ja: "セッションをHARで保存（秘密の値は伏せます）",
};
pub(crate) const SAVE_REPORT: Text = text! {
    en: "Save the reports as Markdown, secrets masked",
    ja: "診断をMarkdownで保存（秘密の値は伏せます）",
};
pub(crate) const PASTED: Text = text! { en: "Pasted text", ja: "貼り付けたテキスト" };
pub(crate) const UNREADABLE: Text = text! {
    en: "The browser could not read the file. Is it still there, and is it no folder?",
    ja: "ファイルを読み取れません。移動や削除をしていないか、フォルダーでないか確認してください。",
};
pub(crate) const SETTINGS: Text = text! { en: "Settings", ja: "設定" };
pub(crate) const LANGUAGE: Text = text! { en: "Language", ja: "言語" };
pub(crate) const LIST: Text = text! {
    en: "Failing API Gateway calls",
    ja: "失敗したAPI Gatewayの呼び出し",
};
pub(crate) const REPORT: Text = text! { en: "Diagnosis", ja: "診断" };
pub(crate) const STATUS: Text = text! { en: "Status", ja: "ステータス" };
pub(crate) const METHOD: Text = text! { en: "Method", ja: "メソッド" };
pub(crate) const PATH: Text = text! { en: "Path", ja: "パス" };
pub(crate) const CAUSE: Text = text! { en: "Cause", ja: "原因" };
pub(crate) const CONFIDENCE: Text = text! { en: "Confidence", ja: "確信度" };
pub(crate) const BLOCKED: Text = text! { en: "blocked", ja: "ブロック" };
pub(crate) const FAILED: Text = text! { en: "failed", ja: "失敗" };
pub(crate) const NO_CAUSE: Text = text! {
    en: "No known cause fits",
    ja: "当てはまる原因がありません",
};
pub(crate) const BROKEN: Text = text! {
    en: "gatewhy broke down over this exchange",
    ja: "この通信の診断中にgatewhyが異常終了しました",
};
pub(crate) const BROKEN_WHY: Text = text! {
    en: "The engine stopped on this exchange and was started again without it; all others are diagnosed. Please report it with the message in the console of DevTools.",
    ja: "診断エンジンがこの通信で停止したため、これを除いて再起動しました。ほかの通信は診断されています。DevToolsのコンソールに出たメッセージを添えて報告してください。",
};
pub(crate) const PREFLIGHT: Text = text! { en: "preflight", ja: "プリフライト" };
pub(crate) const PREFLIGHT_FIRST: Text = text! {
    en: "This request was never sent. The browser asked first, with the preflight below, and did not get leave:",
    ja: "このリクエストは送信されていません。ブラウザーが先に次のプリフライトを送り、許可を得られなかったためです。",
};
pub(crate) const EMPTY: Text = text! {
    en: "No failing API Gateway calls so far",
    ja: "失敗したAPI Gatewayの呼び出しはまだありません",
};
pub(crate) const EMPTY_WATCHING: Text = text! {
    en: "gatewhy watches the requests of this tab. A call that API Gateway refuses or fails appears here at once, with its likely cause.",
    ja: "このタブのリクエストを監視しています。API Gatewayが拒否した呼び出しや失敗した呼び出しは、考えられる原因とともにすぐここに表示されます。",
};
pub(crate) const EMPTY_BEFORE: Text = text! {
    en: "Browsers keep requests from before DevTools was opened to themselves. Reload the page to see them.",
    ja: "DevToolsを開く前のリクエストは、ブラウザーから取得できません。表示するにはページを再読み込みしてください。",
};

/// `2 failures of 18 requests`
pub(crate) const COUNTS: Text = text! {
    en: "{listed} of {seen} requests failed at API Gateway",
    ja: "{seen}件中{listed}件がAPI Gatewayで失敗",
};
pub(crate) const COUNTS_ONE: Text = text! {
    en: "{listed} of {seen} request failed at API Gateway",
    ja: "{seen}件中{listed}件がAPI Gatewayで失敗",
};
pub(crate) const ELSEWHERE: Text = text! {
    en: "{number} failed elsewhere",
    ja: "その他の失敗{number}件",
};
pub(crate) const DROPPED: Text = text! {
    en: "{number} older ones dropped",
    ja: "古い{number}件は破棄",
};
