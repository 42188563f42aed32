//! The engine itself, as tests hand it to the model.

use gatewhy_core::{Evidence, Judge, Lang, Report, Verdict, diagnose};

use super::Question;

pub(crate) fn judge(question: &Question<'_>) -> Verdict {
    question.put_to(&mut Judge::default())
}

pub(crate) fn report(_: &str, evidence: &Evidence, lang: Lang) -> Report {
    diagnose(evidence, lang)
}
