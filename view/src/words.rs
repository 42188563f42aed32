//! The words around a report, in both languages.

use gatewhy_core::Text;
use gatewhy_core::report::NoteKind;
use gatewhy_core::rule::{Actor, Form};
use gatewhy_core::text;

pub(crate) const NOTHING_FAILED: Text = text! {
    en: "Nothing failed here",
    ja: "失敗はありません",
};
pub(crate) const NO_CAUSE: Text = text! {
    en: "No known cause fits what was captured",
    ja: "取得できた情報に当てはまる原因が見つかりません",
};
pub(crate) const NO_CAUSE_WHY: Text = text! {
    en: "The exchange failed, but nothing in it points to a cause that gatewhy knows.",
    ja: "失敗はしていますが、gatewhyの知る原因を示す手がかりがありません。",
};
pub(crate) const WHO_ANSWERED: Text = text! { en: "Who answered", ja: "応答元" };
pub(crate) const EVIDENCE: Text = text! { en: "Evidence", ja: "根拠" };
pub(crate) const FOR: Text = text! { en: "for", ja: "裏付け" };
pub(crate) const AGAINST: Text = text! { en: "against", ja: "反証" };
pub(crate) const UNKNOWN: Text = text! {
    en: "Not captured, and would help to settle it",
    ja: "取得できておらず、判断の決め手になりうる情報",
};
pub(crate) const CHECKS: Text = text! { en: "Make sure", ja: "確認する" };
pub(crate) const IF_SO: Text = text! { en: "Yes", ja: "はい" };
pub(crate) const IF_NOT: Text = text! { en: "No", ja: "いいえ" };
pub(crate) const FIXES: Text = text! { en: "Fix it", ja: "対処する" };
pub(crate) const REDEPLOY: Text = text! {
    en: "takes effect after a deployment",
    ja: "反映には再デプロイが必要",
};
pub(crate) const FILL_IN: Text = text! { en: "Fill in", ja: "置き換える値" };
pub(crate) const OTHERS: Text = text! {
    en: "What else it could be",
    ja: "ほかに考えられる原因",
};
pub(crate) const TOLD_APART: Text = text! { en: "Tell them apart", ja: "見分け方" };
pub(crate) const LINKS: Text = text! { en: "Read on", ja: "参考資料" };
pub(crate) const COPY: Text = text! { en: "Copy", ja: "コピー" };
pub(crate) const COPIED: Text = text! { en: "Copied", ja: "コピー済み" };
pub(crate) const NOT_COPIED: Text = text! {
    en: "Refused: select and copy",
    ja: "失敗：選択してコピー",
};
pub(crate) const SHOW_IT: Text = text! {
    en: "Show it in the exchange",
    ja: "通信の該当箇所を表示",
};
pub(crate) const CONFIDENCE: Text = text! { en: "Confidence", ja: "確信度" };

/// A probability in a word. A share below one half is never called likely.
pub(crate) const fn likelihood(percent: u8) -> Text {
    match percent {
        90.. => text! { en: "almost certain", ja: "ほぼ確実" },
        70..=89 => text! { en: "very likely", ja: "可能性が非常に高い" },
        50..=69 => text! { en: "likely", ja: "可能性が高い" },
        25..=49 => text! { en: "possible", ja: "可能性あり" },
        _ => text! { en: "one of several", ja: "複数の候補の一つ" },
    }
}

pub(crate) const fn actor(who: Actor) -> Text {
    match who {
        Actor::Caller => text! { en: "If you call the API", ja: "APIを呼び出す側" },
        Actor::Owner => text! { en: "If you own the API", ja: "APIを管理する側" },
    }
}

pub(crate) const fn actor_id(who: Actor) -> &'static str {
    match who {
        Actor::Caller => "caller",
        Actor::Owner => "owner",
    }
}

pub(crate) const fn form(form: Form) -> Text {
    match form {
        Form::Console => text! { en: "Console", ja: "コンソール" },
        Form::Cli => Text::same("AWS CLI"),
        Form::Cloudformation => Text::same("CloudFormation"),
        Form::Sam => Text::same("SAM"),
        Form::Terraform => Text::same("Terraform"),
        Form::Cdk => Text::same("CDK"),
        Form::Openapi => Text::same("OpenAPI"),
        Form::Text => text! { en: "In words", ja: "手順" },
    }
}

pub(crate) const fn form_id(form: Form) -> &'static str {
    match form {
        Form::Console => "console",
        Form::Cli => "cli",
        Form::Cloudformation => "cloudformation",
        Form::Sam => "sam",
        Form::Terraform => "terraform",
        Form::Cdk => "cdk",
        Form::Openapi => "openapi",
        Form::Text => "text",
    }
}

/// The form of an id, `None` for what is none.
pub(crate) fn form_of(id: &str) -> Option<Form> {
    [
        Form::Console,
        Form::Cli,
        Form::Cloudformation,
        Form::Sam,
        Form::Terraform,
        Form::Cdk,
        Form::Openapi,
        Form::Text,
    ]
    .into_iter()
    .find(|form| form_id(*form) == id)
}

pub(crate) const fn note(kind: NoteKind) -> Text {
    match kind {
        NoteKind::CorsMasked => text! {
            en: "Why the page says “CORS”",
            ja: "ページに「CORS」と表示される理由",
        },
        NoteKind::LogsAbsent => text! { en: "Logs", ja: "ログ" },
        NoteKind::RedeployNeeded => text! { en: "Deployment", ja: "デプロイ" },
        NoteKind::BodyWithheld => text! { en: "Body withheld", ja: "本文を取得できません" },
        NoteKind::CustomisedResponse => {
            text! { en: "Customised response", ja: "カスタマイズされた応答" }
        }
        NoteKind::Input => text! { en: "Input", ja: "入力" },
    }
}

pub(crate) const fn note_id(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::CorsMasked => "cors-masked",
        NoteKind::LogsAbsent => "logs-absent",
        NoteKind::RedeployNeeded => "redeploy-needed",
        NoteKind::BodyWithheld => "body-withheld",
        NoteKind::CustomisedResponse => "customised-response",
        NoteKind::Input => "input",
    }
}
