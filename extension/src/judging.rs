//! Diagnosing in a worker: what is asked and answered, and the worker's side of it.
//!
//! Half of what one more exchange costs is its diagnosis. A worker makes it beside the page, which
//! goes on with what its user does.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use gatewhy_core::origin::Who;
use gatewhy_core::{Evidence, Judge, Lang, Verdict, catalogue};
use js_sys::{Function, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Where the worker leaves what it said when it broke down.
const PANIC: &str = "gatewhyPanic";

/// A question as it is sent.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Sent<'a> {
    pub(crate) id: u32,
    pub(crate) lang: Lang,
    pub(crate) evidence: Cow<'a, Evidence>,
    /// The numbers of the exchanges that tell most about it.
    pub(crate) others: Vec<u32>,
    /// Of these, what the worker has not met yet, as [`Evidence::as_brief_neighbour`] leaves it.
    pub(crate) new: Vec<(u32, Evidence)>,
}

/// An answer as it is sent: a verdict, and what it is about.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Found {
    pub(crate) id: u32,
    pub(crate) lang: Lang,
    who: Who,
    causes: Vec<String>,
    confidence: f64,
    title: String,
}

impl Found {
    pub(crate) fn verdict(self) -> Verdict {
        let rules = self.causes.iter().filter_map(|id| catalogue::rule(id));
        Verdict {
            who: self.who,
            causes: rules.map(|rule| rule.id).collect(),
            confidence: self.confidence,
            title: self.title,
        }
    }
}

/// What answers, and remembers what it has met.
#[derive(Debug, Default)]
struct Answering {
    judge: Judge,
    met: BTreeMap<u32, Evidence>,
}

impl Answering {
    fn answer(&mut self, sent: Sent<'_>) -> Found {
        self.met.extend(sent.new);
        let met = |id: &u32| Some((*id, self.met.get(id)?));
        let others: Vec<_> = sent.others.iter().filter_map(met).collect();
        let found = self.judge.verdict(&sent.evidence, &others, sent.lang);
        self.met.insert(sent.id, sent.evidence.as_brief_neighbour());
        Found {
            id: sent.id,
            lang: sent.lang,
            who: found.who,
            causes: found.causes.into_iter().map(str::to_owned).collect(),
            confidence: found.confidence,
            title: found.title,
        }
    }
}

/// What judge.js hands questions to.
#[wasm_bindgen]
pub struct Judging {
    answering: RefCell<Answering>,
    tell: Function,
}

#[wasm_bindgen]
impl Judging {
    /// Gives each answer to `tell`. What is said when this breaks down is left in the worker's
    /// `gatewhyPanic`.
    #[wasm_bindgen(constructor)]
    pub fn new(tell: Function) -> Self {
        crate::report_panics(|said| {
            let _ = Reflect::set(&js_sys::global(), &PANIC.into(), &said.into());
        });
        Self {
            answering: RefCell::default(),
            tell,
        }
    }

    /// Answers a question.
    ///
    /// # Errors
    /// What is wrong with the question.
    pub fn take(&self, question: &str) -> Result<(), JsValue> {
        let wrong = |error: serde_json::Error| JsValue::from(error.to_string());
        let sent = serde_json::from_str(question).map_err(wrong)?;
        let mut answering = self.answering.borrow_mut();
        let answer = serde_json::to_string(&answering.answer(sent)).map_err(wrong)?;
        self.tell.call1(&JsValue::UNDEFINED, &answer.into())?;
        Ok(())
    }

    /// Forgets everything that was met.
    pub fn forget(&self) {
        self.answering.take();
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::fake;

    #[test]
    fn a_worker_finds_what_is_found_here() {
        let recorded: Vec<Evidence> = fake::all().collect();
        assert!(recorded.len() > 10);
        let (mut judge, mut worker) = (Judge::default(), Answering::default());
        for lang in Lang::ALL {
            for (id, evidence) in (0..).zip(&recorded) {
                let others: Vec<(u32, &Evidence)> = (0..).zip(&recorded[..id as usize]).collect();
                let here = judge.verdict(evidence, &others, lang);
                let sent = Sent {
                    id,
                    lang,
                    evidence: Cow::Borrowed(evidence),
                    others: others.iter().map(|(id, _)| *id).collect(),
                    new: Vec::new(),
                };
                // As it goes from one thread to the other and back.
                let sent = serde_json::to_string(&sent).expect("it can be written");
                let sent = serde_json::from_str(&sent).expect("it can be read");
                let found = serde_json::to_string(&worker.answer(sent)).expect("it can be written");
                let found: Found = serde_json::from_str(&found).expect("it can be read");
                assert_eq!(found.verdict(), here, "{id}");
            }
        }
    }
}
