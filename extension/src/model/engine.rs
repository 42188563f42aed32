//! The engine itself, as tests hand it to the model.

use gatewhy_core::{Evidence, Judge, Lang, Report, Verdict, diagnose};

pub(crate) fn judge(
    _: &str,
    evidence: &Evidence,
    others: &[(u32, &Evidence)],
    lang: Lang,
) -> Verdict {
    Judge::default().verdict(evidence, others, lang)
}

pub(crate) fn report(_: &str, evidence: &Evidence, lang: Lang) -> Report {
    diagnose(evidence, lang)
}
