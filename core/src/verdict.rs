//! What a diagnosis comes to, for those who list many exchanges and explain one at a time.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::diagnose::{confidence, standings};
use crate::evidence::Evidence;
use crate::facts::Facts;
use crate::intake;
use crate::redact;
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

/// So much is remembered of a session; then everything is read anew.
const REMEMBERED_AT_MOST: usize = 4096;

/// Judges the exchanges of a session one by one: several times faster than
/// [`diagnose`](crate::diagnose()), and always with the same conclusion.
///
/// It remembers a bounded part of what it has read: texts that hold no secret, and neighbours after
/// their masking.
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
    session: redact::Session,
    /// Neighbours by their numbers, as they were when they were masked.
    briefs: BTreeMap<u32, (Shape, Evidence)>,
}

/// What changes when more becomes known of an exchange: as long as this is the same, so is what
/// [`Evidence::as_brief_neighbour`] leaves of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    status: Option<u16>,
    net_error: Option<usize>,
    headers: [usize; 2],
}

impl Shape {
    /// The shape of what is known of an exchange by now.
    pub fn of(evidence: &Evidence) -> Self {
        Self {
            status: evidence.status,
            net_error: evidence.net_error.as_ref().map(String::len),
            headers: [&evidence.request_headers, &evidence.response_headers]
                .map(|headers| headers.iter().len()),
        }
    }
}

impl Judge {
    /// What a diagnosis comes to of this evidence, with the neighbours it has, and with others as
    /// [`Evidence::as_brief_neighbour`] leaves them; the number of each is its own in the session.
    pub fn verdict(
        &mut self,
        evidence: &Evidence,
        others: &[(u32, &Evidence)],
        lang: Lang,
    ) -> Verdict {
        if self.session.secrets().max(self.briefs.len()) > REMEMBERED_AT_MOST {
            *self = Self::default();
        }
        let mut masked = self.session.exchange(evidence);
        let own = masked.neighbours.len();
        masked.neighbours.extend(others.iter().map(|(id, other)| {
            let known = self.briefs.remove(id);
            let known = known.filter(|(shape, _)| *shape == Shape::of(other));
            match known {
                Some((_, brief)) => brief,
                None => self.session.exchange(&other.as_brief_neighbour()),
            }
        }));
        let (mut evidence, _) = intake::completed(masked);
        let verdict = conclude(&evidence, lang);
        let briefs = evidence.neighbours.drain(own..);
        for ((id, other), brief) in others.iter().zip(briefs) {
            self.briefs.insert(*id, (Shape::of(other), brief));
        }
        verdict
    }
}

fn conclude(evidence: &Evidence, lang: Lang) -> Verdict {
    let facts = Facts::of(evidence);
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
