//! Has exchanges diagnosed by a worker, where there is one; here otherwise.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use gatewhy_core::{Evidence, Shape};
use js_sys::Function;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CustomEvent, MessageEvent, Worker};

use crate::browser::at;
use crate::judging::{Found, Sent};
use crate::model::{Answer, Msg, Question};
use crate::panel::{App, complain};

/// What the worker says when it begins.
const READY: &str = "ready";
/// Questions that the worker is asked at once: what comes into sight is asked about next.
const AT_ONCE: usize = 16;
/// So many exchanges the worker remembers; then it begins anew.
const MET_AT_MOST: usize = 4096;
/// Tells panel.js that the worker broke down, over what `data-busy` names.
const STOPPED: &str = "gatewhy-stopped";

/// The worker, and what it was asked.
#[derive(Default)]
pub(crate) struct Asking {
    worker: RefCell<Option<Worker>>,
    is_ready: Cell<bool>,
    /// What the worker has met, as it was then.
    met: RefCell<BTreeMap<u32, Shape>>,
    /// What is not answered yet; the first is answered first.
    asked: RefCell<VecDeque<Asked>>,
    /// Whether a frame was held up for what is asked by now.
    has_held: Cell<bool>,
}

struct Asked {
    id: u32,
    key: String,
    others: usize,
}

impl Asking {
    /// Whether everything is answered.
    pub(crate) fn is_done(&self) -> bool {
        self.asked.borrow().is_empty()
    }

    /// Whether to hold up a frame for what is asked: one only.
    pub(crate) fn may_hold_a_frame(&self) -> bool {
        !self.is_done() && !self.has_held.replace(true)
    }

    fn is_full(&self) -> bool {
        self.asked.borrow().len() >= AT_ONCE
    }

    /// Has the worker forget whatever it has met.
    pub(crate) fn forget(&self) {
        self.met.take();
        if let Some(worker) = self.worker.borrow().as_ref() {
            complain(worker.post_message(&JsValue::NULL));
        }
    }

    /// Asks the worker; tells whether that was possible.
    fn ask(&self, question: Question<'_>) -> bool {
        if self.met.borrow().len() > MET_AT_MOST {
            self.forget();
        }
        let is_sent = self.send(&question);
        if is_sent {
            self.asked.borrow_mut().push_back(Asked {
                id: question.id,
                key: question.key,
                others: question.others.len(),
            });
        } else {
            // What should have come with it was not met either.
            self.forget();
        }
        is_sent
    }

    fn send(&self, question: &Question<'_>) -> bool {
        let mut met = self.met.borrow_mut();
        let mut is_new = |id: u32, evidence: &Evidence| {
            let shape = Shape::of(evidence);
            met.insert(id, shape) != Some(shape)
        };
        let new = question.others.iter();
        let new = new.filter(|(id, other)| is_new(*id, other));
        let new = new.map(|(id, other)| (*id, other.as_brief_neighbour()));
        let sent = Sent {
            id: question.id,
            lang: question.lang,
            evidence: Cow::Borrowed(question.evidence),
            others: question.others.iter().map(|(id, _)| *id).collect(),
            new: new.collect(),
        };
        is_new(question.id, question.evidence);
        let worker = self.worker.borrow();
        let sent = serde_json::to_string(&sent).ok().zip(worker.as_ref());
        sent.is_some_and(|(sent, worker)| worker.post_message(&sent.into()).is_ok())
    }
}

impl App {
    /// Has the worker begin that `hire` makes; nothing depends on it.
    pub(crate) fn hire(self: &Rc<Self>, hire: &Function) {
        let hired = hire.call0(&JsValue::UNDEFINED);
        let Some(worker) = hired.ok().and_then(|it| it.dyn_into::<Worker>().ok()) else {
            return;
        };
        let follow = |act: fn(&Rc<Self>, &JsValue)| {
            let app = Rc::downgrade(self);
            let listener = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
                if let Some(app) = app.upgrade().filter(|app| app.root.is_connected()) {
                    act(&app, &event);
                }
            });
            listener.into_js_value().unchecked_into::<Function>()
        };
        let heard = follow(|app, event| app.hear(&event.unchecked_ref::<MessageEvent>().data()));
        worker.set_onmessage(Some(&heard));
        worker.set_onerror(Some(&follow(|app, _| app.dismiss())));
        self.asking.worker.replace(Some(worker));
    }

    /// Has an exchange diagnosed; tells whether it was taken on. What was not is as soon as the
    /// worker has answered some.
    pub(crate) fn have_diagnosed(self: &Rc<Self>, id: u32) -> bool {
        if !self.asking.is_ready.get() {
            self.tell(Msg::Diagnose(id));
            return true;
        }
        if self.asking.is_full() {
            return false;
        }
        let is_asked = {
            let model = self.model.borrow();
            let question = model.question(id);
            question.is_some_and(|question| self.asking.ask(question))
        };
        self.tell(if is_asked {
            Msg::Asked(id)
        } else {
            Msg::Diagnose(id)
        });
        true
    }

    fn hear(self: &Rc<Self>, said: &JsValue) {
        if said == READY {
            self.asking.is_ready.set(true);
            return complain(self.root.set_attribute("data-worker", ""));
        }
        let Some(asked) = self.asking.asked.borrow_mut().pop_front() else {
            return;
        };
        if self.asking.is_done() {
            self.asking.has_held.set(false);
        }
        if said.is_object() {
            let panic = at(said, &["panic"]).as_string().unwrap_or_default();
            return complain(self.stop(&asked.key, &panic));
        }
        let found = said.as_string();
        let found = found.and_then(|found| serde_json::from_str::<Found>(&found).ok());
        let msg = if let Some(found) = found.filter(|found| found.id == asked.id) {
            Msg::Answered(Answer {
                id: asked.id,
                others: asked.others,
                lang: found.lang,
                verdict: found.verdict(),
            })
        } else {
            // What came with the question may be lost with it.
            self.asking.forget();
            Msg::Diagnose(asked.id)
        };
        self.tell(msg);
        self.go_on();
    }

    /// Has panel.js begin anew, without the exchange that the worker broke down over.
    fn stop(&self, key: &str, panic: &str) -> Result<(), JsValue> {
        self.root.set_attribute("data-busy", key)?;
        self.root.set_attribute("data-panic", panic)?;
        let window = web_sys::window().ok_or("there is no window")?;
        window.dispatch_event(CustomEvent::new(STOPPED)?.as_ref())?;
        Ok(())
    }

    /// Diagnoses here what a worker was asked that cannot go on.
    fn dismiss(self: &Rc<Self>) {
        self.asking.is_ready.set(false);
        self.asking.worker.take();
        complain(self.root.remove_attribute("data-worker"));
        for asked in self.asking.asked.take() {
            self.tell(Msg::Diagnose(asked.id));
        }
        self.work_soon();
    }
}
