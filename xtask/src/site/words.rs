//! The site's own words, in both languages; those of the causes stand in their rules.

use gatewhy_core::{Lang, Text, text};

pub(super) const TAGLINE: Text = text! {
    en: "Why did API Gateway say no?",
    ja: "API Gatewayはなぜ拒否したのか",
};
pub(super) const LEAD: Text = text! {
    en: "Paste a response, a curl -v transcript, a HAR, a log or an SDK's exception. The report names the causes with their evidence, the check that settles it, and the fix with your own values in it. Nothing leaves this page.",
    ja: "レスポンス、curl -vの出力、HAR、ログ、SDKの例外を貼り付けてください。考えられる原因を根拠とともに順位付けし、決め手となる確認方法と、実際の値を入れた対処方法を示します。貼り付けた内容がこのページの外に送信されることはありません。",
};
pub(super) const HOME: Text = text!(en: "Diagnose", ja: "診断");
pub(super) const CAUSES: Text = text!(en: "Causes", ja: "原因一覧");
pub(super) const CAUSES_LEAD: Text = text! {
    en: "Every cause of failure that gatewhy knows, in the order of the gateway's work.",
    ja: "gatewhyが扱う失敗の原因の一覧です。API Gatewayの処理の順に並べています。",
};
pub(super) const MESSAGES: Text = text!(en: "By message", ja: "メッセージから探す");
pub(super) const MESSAGES_LEAD: Text = text! {
    en: "The words of the response, letter for letter. Most messages have several causes: each page says how to tell them apart.",
    ja: "レスポンスに含まれる文言から探します。多くのメッセージには複数の原因があり、見分け方は各ページにあります。",
};
pub(super) const STATUSES: Text = text!(en: "By status", ja: "ステータスから探す");
pub(super) const STATUSES_LEAD: Text = text! {
    en: "The status under which a cause usually shows. The owner of an API may have set another one.",
    ja: "各原因で通常返されるステータスです。APIの管理者が別のステータスに変更している場合があります。",
};
pub(super) const ERROR_TYPES: Text =
    text!(en: "By x-amzn-errortype", ja: "x-amzn-errortypeから探す");
pub(super) const ERROR_TYPES_LEAD: Text = text! {
    en: "The response header x-amzn-errortype stays even where a gateway response has a body of the owner's.",
    ja: "レスポンスヘッダーx-amzn-errortypeは、ゲートウェイレスポンスの本文が変更されていても残ります。",
};
pub(super) const HOSTS: Text = text!(en: "By host name", ja: "ホスト名から探す");
pub(super) const HOSTS_LEAD: Text = text! {
    en: "What was called: the form of the host name decides which causes are possible at all.",
    ja: "呼び出し先のホスト名の形式によって、考えられる原因が変わります。",
};
pub(super) const LOGS: Text = text!(en: "By log line", ja: "ログから探す");
pub(super) const LOGS_LEAD: Text = text! {
    en: "Words of execution logs and access logs, and what clients print when nobody answered.",
    ja: "実行ログとアクセスログの文言、および応答がない場合にクライアントが表示する文言です。",
};
pub(super) const IN_LOGS: Text = text!(en: "In a log", ja: "ログの文言");
pub(super) const AT_THE_CLIENT: Text = text!(en: "At the client", ja: "クライアントの表示");
pub(super) const EMBED: Text = text!(en: "Embed", ja: "埋め込み");
pub(super) const SEARCH: Text = text!(en: "Search", ja: "検索");
pub(super) const SEARCH_HINT: Text = text! {
    en: "Message, status, header, cause",
    ja: "メッセージ、ステータス、ヘッダー、原因",
};
pub(super) const NOTHING_FOUND: Text = text! {
    en: "Nothing found",
    ja: "見つかりません",
};
pub(super) const SKIP: Text = text!(en: "Skip to the content", ja: "本文へ移動");
pub(super) const NAVIGATION: Text = text!(en: "Pages of this site", ja: "サイト内のページ");
pub(super) const OTHER_LANGUAGE: Text = text!(en: "日本語", ja: "English");
pub(super) const ON_THIS_PAGE: Text = text!(en: "On this page", ja: "このページの内容");
pub(super) const TRY: Text = text! {
    en: "Nothing failed yet? Try one of these:",
    ja: "次の例で試すこともできます。",
};
pub(super) const LOOKS_LIKE: Text = text!(en: "What it looks like", ja: "現れ方");
pub(super) const STATUS: Text = text!(en: "Status", ja: "ステータス");
pub(super) const MESSAGE: Text = text!(en: "Response body", ja: "レスポンス本文");
pub(super) const HOST: Text = text!(en: "Host name", ja: "ホスト名");
pub(super) const WHY: Text = text!(en: "Why it happens", ja: "発生する理由");
pub(super) const TELL_APART: Text = text! {
    en: "How to tell it from its neighbours",
    ja: "似た原因との見分け方",
};
pub(super) const RIVALS: Text = text! {
    en: "These leave much the same traces:",
    ja: "次の原因は同じような現れ方をします。",
};
pub(super) const TRACES: Text = text!(en: "What speaks for it and against it", ja: "判断の材料");
pub(super) const LIVE: Text =
    text!(en: "Examples, diagnosed in this page", ja: "例（このページ内で診断）");
pub(super) const LIVE_LEAD: Text = text! {
    en: "Exchanges as they were captured, with invented names. The report below each is made by your browser.",
    ja: "記録されたやり取りの例です（名前は架空のものに置き換えています）。診断結果はブラウザ内で作成されます。",
};
pub(super) const REDEPLOY: Text = text! {
    en: "A REST API has to be deployed again before this works.",
    ja: "REST APIでは、反映するために再デプロイが必要です。",
};
pub(super) const FOOTER: Text = text! {
    en: "gatewhy is not a product of Amazon Web Services. It needs no credentials and sends nothing anywhere.",
    ja: "gatewhyはAmazon Web Servicesの製品ではありません。認証情報は不要で、データを送信することもありません。",
};
pub(super) const COPY: Text = text!(en: "Copy", ja: "コピー");
pub(super) const COPIED: Text = text!(en: "Copied", ja: "コピーしました");

/// Kinds of hosts as a report's `subject.host` names them, each with its form.
pub(super) const HOST_FORMS: &[(&str, Text, &str)] = &[
    (
        "rest",
        text!(en: "Default endpoint", ja: "デフォルトエンドポイント"),
        "<api-id>.execute-api.<region>.amazonaws.com",
    ),
    (
        "http",
        text!(en: "HTTP API (told by its answers)", ja: "HTTP API（応答から判別）"),
        "<api-id>.execute-api.<region>.amazonaws.com",
    ),
    (
        "websocket",
        text!(en: "WebSocket API", ja: "WebSocket API"),
        "wss://<api-id>.execute-api.<region>.amazonaws.com/<stage>",
    ),
    (
        "custom-domain",
        text!(en: "Custom domain", ja: "カスタムドメイン"),
        "api.example.com",
    ),
    (
        "private",
        text!(en: "Private API through its endpoint's alias", ja: "プライベートAPI（エンドポイントのエイリアス）"),
        "<api-id>-<vpce-id>.execute-api.<region>.amazonaws.com",
    ),
    (
        "vpce",
        text!(en: "Public DNS name of a VPC endpoint", ja: "VPCエンドポイントのパブリックDNS名"),
        "<vpce-id>-<suffix>.execute-api.<region>.vpce.amazonaws.com",
    ),
    (
        "lambda-url",
        text!(en: "Lambda function URL (not API Gateway)", ja: "Lambda関数URL（API Gatewayではない）"),
        "<url-id>.lambda-url.<region>.on.aws",
    ),
    (
        "other",
        text!(en: "Another host", ja: "その他のホスト"),
        "www.example.com",
    ),
];

/// The number of causes: `3 causes`.
pub(super) fn causes(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::En, 1) => "1 cause".into(),
        (Lang::En, _) => format!("{count} causes"),
        (Lang::Ja, _) => format!("原因{count}件"),
    }
}
