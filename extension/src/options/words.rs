//! The words of the options page, in both languages.

use gatewhy_core::Text;
use gatewhy_core::text;

pub(super) const TITLE: Text = text! { en: "gatewhy settings", ja: "gatewhyの設定" };
pub(super) const SAVED_AT_ONCE: Text = text! {
    en: "Each change holds at once, also in a panel that is open.",
    ja: "変更は、開いているパネルにもすぐに反映されます。",
};

pub(super) const LOOKS: Text = text! { en: "Looks", ja: "表示" };
pub(super) const LANGUAGE: Text = text! { en: "Language", ja: "言語" };
pub(super) const LANGUAGE_AUTO: Text = text! { en: "As the browser", ja: "ブラウザーと同じ" };
pub(super) const THEME: Text = text! { en: "Theme", ja: "テーマ" };
pub(super) const THEME_AUTO: Text = text! { en: "As DevTools", ja: "DevToolsと同じ" };
pub(super) const THEME_LIGHT: Text = text! { en: "Light", ja: "ライト" };
pub(super) const THEME_DARK: Text = text! { en: "Dark", ja: "ダーク" };

pub(super) const LIST: Text = text! { en: "The list", ja: "一覧" };
pub(super) const PRESERVE: Text = text! { en: "Preserve log", ja: "ログを保持する" };
pub(super) const PRESERVE_WHY: Text = text! {
    en: "What failed stays in the list when the page navigates or is reloaded.",
    ja: "ページの移動や再読み込みのあとも、失敗した呼び出しを一覧に残します。",
};
pub(super) const FAILING: Text = text! { en: "What counts as failing", ja: "失敗とみなす応答" };
pub(super) const FAILING_CLIENT: Text = text! {
    en: "Statuses 400 to 499",
    ja: "ステータス400～499",
};
pub(super) const FAILING_SERVER: Text = text! {
    en: "Statuses 500 to 599",
    ja: "ステータス500～599",
};
pub(super) const FAILING_UNANSWERED: Text = text! {
    en: "No answer, or one that the browser kept from the page",
    ja: "応答がない場合と、ブラウザーがページに渡さなかった場合",
};

pub(super) const DOMAINS: Text = text! { en: "Custom domains", ja: "カスタムドメイン" };
pub(super) const DOMAINS_WHY: Text = text! {
    en: "gatewhy knows execute-api hosts by their name and a custom domain by the headers of its answers. Add those whose answers carry no header of API Gateway's, as behind a CloudFront distribution of yours.",
    ja: "execute-apiのホストは名前から、カスタムドメインは応答ヘッダーから自動で見分けます。独自のCloudFrontディストリビューションの背後など、応答にAPI Gatewayのヘッダーが付かないドメインはここに追加してください。",
};
pub(super) const DOMAIN: Text = text! { en: "Domain", ja: "ドメイン" };
pub(super) const ADD: Text = text! { en: "Add", ja: "追加" };
pub(super) const REMOVE: Text = text! { en: "Remove", ja: "削除" };
pub(super) const REMOVE_NAMED: Text = text! { en: "Remove {domain}", ja: "{domain}を削除" };
pub(super) const OWN: Text = text! { en: "Added by you", ja: "追加したドメイン" };
pub(super) const LEARNT: Text = text! {
    en: "Recognised by their response headers",
    ja: "応答ヘッダーから見分けたドメイン",
};
pub(super) const NO_DOMAIN: Text = text! {
    en: "That is no domain name. Write it as in api.example.com, or paste a URL.",
    ja: "ドメイン名ではありません。api.example.comのように入力するか、URLを貼り付けてください。",
};
pub(super) const DOMAIN_IS_THERE: Text = text! {
    en: "{domain} is in the list already.",
    ja: "{domain}はすでに追加されています。",
};
pub(super) const DOMAIN_NEEDS_NO_ENTRY: Text = text! {
    en: "{domain} is an execute-api host: gatewhy knows it by its name.",
    ja: "{domain}はexecute-apiのホストです。名前から見分けるので、追加は必要ありません。",
};
pub(super) const TOO_MANY: Text = text! {
    en: "No more domains can be added. Remove one first.",
    ja: "これ以上は追加できません。先にどれかを削除してください。",
};
pub(super) const ADDED: Text = text! { en: "{domain} was added.", ja: "{domain}を追加しました。" };
pub(super) const REMOVED: Text =
    text! { en: "{domain} was removed.", ja: "{domain}を削除しました。" };

pub(super) const OUTSIDE: Text = text! { en: "Outside DevTools' panel", ja: "パネルの外での表示" };
pub(super) const PAGES: Text = text! {
    en: "Explain error pages",
    ja: "エラーページに診断を表示する",
};
pub(super) const PAGES_WHY: Text = text! {
    en: "Where a tab itself shows an API's error (somebody opened its URL), the diagnosis stands under the JSON. When you turn this on, the browser asks whether gatewhy may run on the hosts of execute-api in every region and on the custom domains that you added; nothing is sent anywhere. Turning it off gives that permission back.",
    ja: "APIのURLを開いたタブにエラーのJSONが表示されたとき、その下に診断を表示します。オンにすると、全リージョンのexecute-apiのホストと、追加したカスタムドメインでgatewhyを実行してよいか、ブラウザーが確認します。データはどこにも送信しません。オフにすると、この権限を手放します。",
};
pub(super) const PAGES_BUT: Text = text! {
    en: "Firefox shows JSON in a viewer of its own, which no extension may run in. There this works for answers without a JSON content type, and for all of them once devtools.jsonview.enabled is false in about:config. After an update of gatewhy, open this page once to keep it going.",
    ja: "FirefoxはJSONを独自のビューアーで表示し、拡張機能はその中で動作できません。そのため、コンテンツタイプがJSONでない応答にだけ診断を表示します。about:configでdevtools.jsonview.enabledをfalseにすると、JSONの応答にも表示します。gatewhyの更新後は、このページを一度開くと引き続き動作します。",
};
pub(super) const CONSOLE: Text = text! {
    en: "Write diagnoses to the console",
    ja: "コンソールに診断を書き出す",
};
pub(super) const CONSOLE_WHY: Text = text! {
    en: "While DevTools is open, each failing API Gateway call gets a line of its own beside the browser's “Failed to load resource”: method, path, status and cause, without query, headers or body. It needs no permission. The line is written in the page, so scripts of the page can read it.",
    ja: "DevToolsを開いている間、失敗したAPI Gatewayの呼び出しごとに、ブラウザーの「Failed to load resource」と並べて1行書き出します。内容はメソッド、パス、ステータス、原因で、クエリ、ヘッダー、ボディは含みません。権限は必要ありません。ページ内で書き出すため、そのページのスクリプトからも読み取れます。",
};
pub(super) const COPIES: Text = text! { en: "Copies and files", ja: "コピーと保存" };
pub(super) const ACCOUNTS: Text = text! {
    en: "Keep AWS account ids",
    ja: "AWSアカウントIDを伏せずに残す",
};
pub(super) const ACCOUNTS_WHY: Text = text! {
    en: "Reports that are copied, and reports and HARs that are saved, show only the last four digits of an account id. Secrets are masked either way.",
    ja: "コピーしたレポートや、保存したレポートとHARでは、アカウントIDの末尾4桁だけを表示します。秘密情報は、この設定にかかわらず伏せられます。",
};
pub(super) const PAGES_ON: Text = text! {
    en: "Error pages are explained from now on.",
    ja: "これ以降、エラーページに診断を表示します。",
};
pub(super) const PAGES_REFUSED: Text = text! {
    en: "The permission was not given, so nothing has changed.",
    ja: "権限が許可されなかったため、設定は変わっていません。",
};
pub(super) const PAGES_OFF: Text = text! {
    en: "Error pages are left alone, and the permission was given back.",
    ja: "エラーページへの表示をやめ、権限を手放しました。",
};
pub(super) const PAGES_TAKEN_BACK: Text = text! {
    en: "The permission for error pages was taken back in the browser's settings, so this is off.",
    ja: "エラーページの権限がブラウザーの設定で取り消されたため、オフになっています。",
};
pub(super) const DOMAIN_WITHOUT_PAGES: Text = text! {
    en: "{domain} was added. Its error pages stay unexplained, because the permission for it was not given.",
    ja: "{domain}を追加しました。権限が許可されなかったため、このドメインのエラーページには診断を表示しません。",
};

pub(super) const FORGET: Text = text! { en: "Forget everything", ja: "すべて消去" };
pub(super) const FORGET_WHY: Text = text! {
    en: "gatewhy keeps the settings of this page, the domains above and the form of fixes that you chose last, all in this browser profile. This button clears them and gives the permissions back. What a panel lists is never kept: it goes when DevTools is closed.",
    ja: "保存しているのは、このページの設定、上のドメイン、最後に選んだ対処法の形式だけで、すべてこのブラウザープロファイル内にあります。このボタンで消去し、権限も手放します。パネルの一覧は保存せず、DevToolsを閉じると消えます。",
};
pub(super) const FORGOTTEN: Text = text! { en: "Forgotten: {what}.", ja: "消去しました：{what}。" };
pub(super) const NOTHING_KEPT: Text = text! {
    en: "There was nothing to forget: everything is as it was installed.",
    ja: "消去するものはありません。すべてインストール時のままです。",
};
pub(super) const FORGOT_SETTINGS: Text = text! { en: "the settings", ja: "設定" };
pub(super) const FORGOT_DOMAINS: Text = text! {
    en: "{number} custom domains",
    ja: "カスタムドメイン{number}件",
};
pub(super) const FORGOT_DOMAIN: Text = text! {
    en: "1 custom domain",
    ja: "カスタムドメイン1件",
};
pub(super) const FORGOT_FORM: Text = text! {
    en: "the form of fixes",
    ja: "対処法の形式",
};
pub(super) const FORGOT_LEAVE: Text = text! {
    en: "the permission for error pages",
    ja: "エラーページの権限",
};
