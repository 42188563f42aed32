//! One listed exchange, and what is known of it.

use std::rc::Rc;

use gatewhy_core::intake::Remark;
use gatewhy_core::origin::Who;
use gatewhy_core::report::Note;
use gatewhy_core::rule::Family;
use gatewhy_core::{Evidence, Lang, catalogue};

use super::place::{Kind, Stamp};

/// One listed exchange.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: u32,
    pub(crate) evidence: Evidence,
    /// What the reader of the evidence has to say about it.
    pub(crate) remarks: Vec<Remark>,
    pub(crate) verdict: Verdict,
    /// Who answered; not known before the first diagnosis.
    pub(crate) who: Option<Who>,
    pub(crate) state: State,
    /// When the request began, in milliseconds since 1970.
    pub(crate) began: i64,
    /// The number of the file that it was imported from; 0 where it was captured.
    pub(super) source: u32,
    /// The ids of all causes that the diagnosis lists.
    pub(super) causes: Vec<&'static str>,
    pub(super) kind: Rc<Kind>,
    /// How many neighbours the diagnosis was given.
    pub(super) neighbours: usize,
    /// Whether the filter lets it through; kept by the list's order.
    pub(super) shown: bool,
    /// Whether its body has been asked for.
    pub(super) asked: bool,
}

/// How far an exchange has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It is over.
    Finished,
    /// The browser's log has it, and no answer yet.
    Pending,
    /// It left the browser's log, and no answer was told of.
    NeverAnswered,
}

/// What is shown of a diagnosis in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Not diagnosed yet.
    Waiting,
    /// The leading cause.
    Cause {
        id: &'static str,
        title: String,
        percent: u8,
    },
    /// No cause fits.
    None,
    /// The engine broke down over this exchange; it is not tried again.
    Broken,
}

impl Verdict {
    pub(super) fn of(judged: &gatewhy_core::Verdict) -> Self {
        match judged.causes.first() {
            Some(id) => Self::Cause {
                id,
                title: judged.title.clone(),
                percent: gatewhy_view::percent(judged.confidence),
            },
            None => Self::None,
        }
    }

    /// The leading cause's id.
    pub(crate) fn cause(&self) -> Option<&'static str> {
        match self {
            Self::Cause { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The family that the leading cause belongs to.
    pub(crate) fn family(&self) -> Option<Family> {
        Some(catalogue::rule(self.cause()?)?.family)
    }
}

impl Row {
    pub(crate) fn stamp(&self) -> Stamp {
        (self.began, self.id)
    }

    pub(crate) fn host(&self) -> &str {
        &self.kind.place.host
    }

    pub(crate) fn path(&self) -> &str {
        &self.kind.place.path
    }

    /// What repeated failures have in common; nothing before they are diagnosed.
    pub(super) fn sameness(&self) -> Option<Sameness> {
        let cause = match &self.verdict {
            Verdict::Cause { id, .. } => id,
            Verdict::None => "",
            Verdict::Waiting | Verdict::Broken => return None,
        };
        (self.source == 0 && self.state != State::Pending).then(|| (Rc::clone(&self.kind), cause))
    }

    /// The ids of all causes that the diagnosis lists, best first.
    pub(crate) fn causes(&self) -> &[&'static str] {
        &self.causes
    }

    /// The remarks as notes of a report.
    pub(crate) fn notes(&self, lang: Lang) -> impl Iterator<Item = Note> {
        self.remarks.iter().map(move |remark| remark.note(lang))
    }
}

#[cfg(test)]
impl Row {
    /// A row of this evidence, diagnosed as this cause with 60 percent; without one as none.
    pub(crate) fn of_test(evidence: Evidence, cause: &'static str) -> Self {
        let verdict = match catalogue::rule(cause) {
            Some(rule) => Verdict::Cause {
                id: rule.id,
                title: rule.title.get(Lang::En).to_owned(),
                percent: 60,
            },
            None => Verdict::None,
        };
        Self {
            id: 1,
            kind: Rc::new(Kind::of(&evidence).expect("it has a URL")),
            evidence,
            remarks: Vec::new(),
            causes: verdict.cause().into_iter().collect(),
            verdict,
            who: Some(Who::ApiGatewayRest),
            state: State::Finished,
            began: 0,
            source: 0,
            neighbours: 0,
            shown: false,
            asked: false,
        }
    }
}

/// One route, status and cause.
pub(super) type Sameness = (Rc<Kind>, &'static str);
