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
pub(crate) const HOST: Text = text! { en: "Host", ja: "ホスト" };
pub(crate) const ORIGIN: Text = text! { en: "Answered by", ja: "応答元" };
pub(crate) const DURATION: Text = text! { en: "Time", ja: "時間" };
pub(crate) const AGE: Text = text! { en: "Age", ja: "経過" };
pub(crate) const WIDTH: Text = text! { en: "Width of “{column}”", ja: "「{column}」の幅" };
pub(crate) const TIMES: Text = text! {
    en: "{number} times the same; list each",
    ja: "同じ失敗が{number}件。個別に表示",
};
pub(crate) const PENDING: Text = text! { en: "pending", ja: "保留中" };
pub(crate) const UNANSWERED: Text = text! { en: "no answer", ja: "応答なし" };
pub(crate) const CANCELED: Text = text! { en: "canceled", ja: "キャンセル" };
pub(crate) const NO_ANSWER_YET: Text = text! {
    en: "No answer has come yet",
    ja: "応答を待っています",
};
pub(crate) const NOW: Text = text! { en: "now", ja: "今" };
pub(crate) const SECONDS: Text = text! { en: "{number} s", ja: "{number}秒" };
pub(crate) const MINUTES: Text = text! { en: "{number} min", ja: "{number}分" };
pub(crate) const HOURS: Text = text! { en: "{number} h", ja: "{number}時間" };
pub(crate) const DAYS: Text = text! { en: "{number} d", ja: "{number}日" };
pub(crate) const FILTER: Text = text! { en: "Filter", ja: "フィルター" };
pub(crate) const FILTER_EXAMPLE: Text = text! {
    en: "Filter, e.g. status:403 -path:/health",
    ja: "フィルター（例: status:403 -path:/a）",
};
pub(crate) const FILTER_KEYS: Text = text! {
    en: "Words are looked for in requests, answers and reports; “-” excludes, quotes keep words together. Keys: {keys}",
    ja: "リクエスト、レスポンス、診断から検索します。「-」で除外、引用符で語句をまとめます。キー: {keys}",
};
pub(crate) const NO_SUCH_KEY: Text = text! {
    en: "No filter is called “{text}”. There are: {keys}",
    ja: "「{text}」というフィルターはありません。使えるもの: {keys}",
};
pub(crate) const NO_SUCH_VALUE: Text = text! {
    en: "“{key}:” does not take “{text}”; this part is left out",
    ja: "「{key}:」に「{text}」は指定できないため、この部分は無視しています",
};
pub(crate) const PRESERVE: Text = text! { en: "Preserve log", ja: "ログを保持" };
pub(crate) const PRESERVE_WHY: Text = text! {
    en: "Keep the list when the page is left or loaded again",
    ja: "ページの移動や再読み込みの後も一覧を残します",
};
pub(crate) const GROUP: Text = text! { en: "Group", ja: "まとめる" };
pub(crate) const GROUP_WHY: Text = text! {
    en: "Show repeated failures of one route and cause as one line",
    ja: "同じルートと原因の失敗を1行にまとめて表示します",
};
pub(crate) const HOST_WHY: Text = text! {
    en: "Show the host in a column",
    ja: "ホストを列に表示します",
};
pub(crate) const BY_ORIGIN: Text = text! {
    en: "Filter by who answered",
    ja: "応答元で絞り込む",
};
pub(crate) const BY_FAMILY: Text = text! {
    en: "Filter by kind of cause",
    ja: "原因の種類で絞り込む",
};
pub(crate) const STRIP: Text = text! {
    en: "Failures over time. Drag to choose an interval; Esc lifts the choice.",
    ja: "失敗の推移。ドラッグで期間を選択、Escで解除します。",
};
pub(crate) const FROM: Text = text! { en: "From", ja: "開始" };
pub(crate) const UP_TO: Text = text! { en: "Up to", ja: "終了" };
pub(crate) const UNEXPLAINED: Text = text! { en: "No known cause", ja: "原因不明" };
pub(crate) const SHOWN: Text = text! {
    en: "{shown} of {listed} shown",
    ja: "{listed}件中{shown}件を表示",
};
pub(crate) const READING: Text = text! {
    en: "reading {number} more",
    ja: "残り{number}件を読み込み中",
};
pub(crate) const NOTHING_FITS: Text = text! {
    en: "No row fits the filter",
    ja: "フィルターに一致する行がありません",
};
pub(crate) const SHOW_ALL: Text = text! { en: "Lift the filter", ja: "フィルターを解除" };
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
    en: "The engine stopped on this exchange and was started again without it; all others are diagnosed. That is a fault of gatewhy: report it with this message, and with the request if it may be shown.",
    ja: "診断エンジンがこの通信で停止したため、これを除いて再起動しました。ほかの通信は診断されています。gatewhyの不具合です。次のメッセージと、公開できる場合はリクエストを添えて報告してください。",
};
pub(crate) const STARTED_AGAIN: Text = text! {
    en: "gatewhy's engine stopped and was started again. No row is lost, and what comes next is diagnosed as before. That is a fault of gatewhy: report it with this message.",
    ja: "gatewhyの診断エンジンが停止したため、再起動しました。一覧は失われておらず、以降の通信もこれまでどおり診断されます。gatewhyの不具合です。次のメッセージを添えて報告してください。",
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
pub(crate) const EMPTY_WATCHED: Text = text! { en: "Watched", ja: "監視対象" };
pub(crate) const EMPTY_WATCHED_WHY: Text = text! {
    en: "execute-api hosts in every region, hosts whose answers carry API Gateway's headers, and the custom domains that you add.",
    ja: "全リージョンのexecute-apiホスト、API Gatewayのヘッダーを返すホスト、追加したカスタムドメイン。",
};
pub(crate) const EMPTY_DOMAINS: Text = text! {
    en: "Add a custom domain",
    ja: "カスタムドメインを追加",
};
pub(crate) const EMPTY_BEFORE: Text = text! { en: "Earlier requests", ja: "以前のリクエスト" };
pub(crate) const EMPTY_BEFORE_WHY: Text = text! {
    en: "Browsers keep requests from before DevTools was opened to themselves. Reload the page to see them.",
    ja: "DevToolsを開く前のリクエストは、ブラウザーから取得できません。表示するにはページを再読み込みしてください。",
};
pub(crate) const EMPTY_FILES: Text = text! { en: "From elsewhere", ja: "ほかの環境の失敗" };
pub(crate) const EMPTY_FILES_WHY: Text = text! {
    en: "Drop a HAR, a curl transcript or a log here, or paste one.",
    ja: "HAR、curlの出力、ログは、ここにドロップするか貼り付けると診断できます。",
};
pub(crate) const EMPTY_OPEN: Text = text! { en: "Open a file", ja: "ファイルを開く" };
pub(crate) const EMPTY_PRIVATE: Text = text! { en: "Privacy", ja: "プライバシー" };
pub(crate) const EMPTY_PRIVATE_WHY: Text = text! {
    en: "Everything stays in this browser; secrets are masked.",
    ja: "データはこのブラウザーから送信されません。秘密の値は伏せて表示します。",
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
