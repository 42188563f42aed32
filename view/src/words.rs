//! The words around a report, in both languages.

use gatewhy_core::{Text, text};

// What the panel, the widget and the command line all say stands in core.
pub(crate) use gatewhy_core::render::words::{
    AS_LIKELY, CHECKS, EVIDENCE, FIXES, IF_NOT, IF_SO, LINKS, NO_CAUSE, NO_CAUSE_WHY,
    NOTHING_FAILED, OTHERS, READ, SENT, SIGNATURE, TOLD_APART, UNKNOWN, WHO_ANSWERED, actor, form,
    likelihood, note,
};

pub(crate) const FOR: Text = text! { en: "for", ja: "裏付け" };
pub(crate) const AGAINST: Text = text! { en: "against", ja: "反証" };
pub(crate) const REDEPLOY: Text = text! {
    en: "takes effect after a deployment",
    ja: "反映には再デプロイが必要",
};
pub(crate) const FILL_IN: Text = text! { en: "Fill in", ja: "置き換える値" };
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
pub(crate) const WENT_WELL: Text = text! { en: "went well", ja: "成功" };
pub(crate) const WENT_WRONG: Text = text! { en: "went wrong", ja: "失敗" };
pub(crate) const CONFIDENCE: Text = text! { en: "Confidence", ja: "確信度" };
