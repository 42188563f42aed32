//! What a diagnosis comes to, for those who list many exchanges and explain one at a time.

use alloc::string::String;
use alloc::vec::Vec;

use crate::diagnose::{confidence, standings};
use crate::evidence::Evidence;
use crate::facts::Facts;
use crate::intake;
use crate::redact::{self, Plain};
use crate::text::Lang;
use crate::who::Who;

/// The conclusion of a [`Report`](crate::Report).
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Who answered.
    pub who: Who,
    /// The causes that the report lists, the most likely first, by their ids.
    pub causes: Vec<&'static str>,
    /// How likely the first of them is, from 0 to 1; 0 where there is none.
    pub confidence: f64,
    /// Its title; empty where there is none.
    pub title: String,
}

/// Judges the exchanges of a session one by one: several times faster than
/// [`diagnose`](crate::diagnose()), and always with the same conclusion.
///
/// It remembers a bounded part of what it has read and found to hold no secret, never a secret.
///
/// ```
/// use gatewhy_core::{Evidence, Judge, Lang};
///
/// let mut judge = Judge::default();
/// let evidence = Evidence {
///     status: Some(403),
///     body: Some(r#"{"message":"Missing Authentication Token"}"#.into()),
///     ..Evidence::default()
/// };
/// assert_eq!(judge.verdict(&evidence, &[], Lang::En).causes[0], "route-not-found");
/// ```
#[derive(Debug, Default)]
pub struct Judge {
    plain: Plain,
}

impl Judge {
    /// What a diagnosis comes to of this evidence, with the neighbours it has, and with others as
    /// [`Evidence::as_brief_neighbour`] leaves them.
    pub fn verdict(&mut self, evidence: &Evidence, others: &[&Evidence], lang: Lang) -> Verdict {
        let masked = redact::among(evidence, others, &mut self.plain);
        let (evidence, _) = intake::completed(masked);
        let facts = Facts::of(&evidence);
        let shown = standings(&facts);
        let leading = shown.first();
        let title = leading.map(|leading| facts.values.say(leading.rule.title, lang));
        Verdict {
            who: facts.origin.who,
            causes: shown.iter().map(|standing| standing.rule.id).collect(),
            confidence: leading.map_or(0.0, |leading| confidence(leading.percent)),
            title: title.unwrap_or_default(),
        }
    }
}
