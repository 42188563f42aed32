//! What is done between frames, a few milliseconds at a time: reading what was told, diagnosing
//! what waits for it, and looking into the browser's log for what came late.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::browser;
use crate::host::Told;
use crate::model::{Exchange, Msg, Source};
use crate::panel::{App, complain};

/// How long one go may take, in milliseconds: half a frame.
const GO: f64 = 8.0;
/// The first one, which diagnoses what can be seen.
const FIRST_GO: f64 = 100.0;
/// Told at once, so many are a backlog.
const BACKLOG: usize = 200;
/// How often it is drawn while it is read, in milliseconds.
const DRAWN_EACH: f64 = 250.0;
/// So many of its newest are read first: they are what can be seen.
const NEWEST: usize = 64;
/// How soon the log is read for a status that came late, in milliseconds; then once more.
const LOG_SOON: [f64; 2] = [700.0, 2500.0];
/// How often the log is read for requests that are under way.
const LOG_EACH: f64 = 5000.0;
/// The log is left alone for so many times what reading it took.
const LOG_REST: f64 = 60.0;
/// How long the log's word that no answer has come yet is believed.
const PENDING_AT_MOST: i64 = 120_000;
/// How often ages and places are said anew.
const TICK: i32 = 1000;

/// What is to be done.
#[derive(Default)]
pub(crate) struct Work {
    /// The rows that can be seen.
    pub(crate) visible: RefCell<Vec<u32>>,
    told: RefCell<VecDeque<(JsValue, Source)>>,
    /// Entries of the log's last reading that are still to be looked at.
    of_log: Cell<usize>,
    reading: Cell<u32>,
    next_id: Cell<u32>,
    has_backlog: Cell<bool>,
    /// When a backlog was drawn last.
    drawn: Cell<f64>,
    /// How many of a backlog's newest are still to be read before the others.
    newest: Cell<usize>,
    /// Whether one of a backlog is being read that need not be drawn at once.
    is_quiet: Cell<bool>,
    is_planned: Cell<bool>,
    is_busy: Cell<bool>,
    frame_is_planned: Cell<bool>,
    log_is_planned: Cell<bool>,
    log_is_read: Cell<bool>,
    /// Times that the log is to be read soon.
    log_tries: Cell<usize>,
    /// How long reading the log took.
    log_takes: Cell<f64>,
    /// Goes on with what there is to do.
    go: OnceCell<Function>,
    /// Draws what is stale.
    draw: OnceCell<Function>,
}

impl Work {
    /// A number that no other exchange has.
    pub(crate) fn next_id(&self) -> u32 {
        let id = self.next_id.get() + 1;
        self.next_id.set(id);
        id
    }

    /// Whether what happens to the list can wait to be drawn: of a backlog the newest is drawn, and
    /// the rest now and then.
    pub(crate) fn is_quiet(&self) -> bool {
        self.is_quiet.get()
    }

    /// How much was told and is not read yet, where it is worth a word.
    pub(crate) fn left(&self) -> usize {
        let left = self.told.borrow().len();
        if left > BACKLOG { left } else { 0 }
    }

    fn next(&self) -> Option<(JsValue, Source)> {
        let mut told = self.told.borrow_mut();
        match self.newest.get() {
            0 => told.pop_front(),
            left => {
                self.newest.set(left - 1);
                told.pop_back()
            }
        }
    }
}

impl App {
    /// Begins to show exchanges.
    pub(crate) fn attach(self: &Rc<Self>, session: &JsValue, hire: Function) {
        self.host.attach(session);
        let app = Rc::clone(self);
        let dropped = self.host.listen(Box::new(move |handle| {
            app.work
                .told
                .borrow_mut()
                .push_back((handle, Source::Event));
            app.work_soon();
        }));
        {
            let mut model = self.model.borrow_mut();
            model.dropped = model.dropped.saturating_add(dropped);
        }
        // What will be seen is read, and then diagnosed, before anything else.
        self.look_at_backlog();
        for _ in 0..NEWEST {
            let Some((handle, source)) = self.work.next() else {
                break;
            };
            self.take_in(handle, source);
            if self.model.borrow().order.lines().len() >= self.lines_that_fit() {
                break;
            }
        }
        let newest = self.model.borrow().order.lines().to_vec().into_iter().rev();
        self.work
            .visible
            .replace(newest.take(self.lines_that_fit()).collect());
        self.diagnose_visible(clock() + FIRST_GO);
        self.frame();
        self.work.drawn.set(clock());
        // The rest can wait until that is painted.
        self.say_busy(true);
        let app = Rc::clone(self);
        browser::after_paint(move || {
            app.list_is_stale();
            app.draw_soon();
            app.work_soon();
            app.read_log_in(0.0);
            app.hire(&hire);
        });
        self.tick();
    }

    /// Plans the next go.
    pub(crate) fn work_soon(self: &Rc<Self>) {
        self.say_busy(true);
        if !self.work.is_planned.replace(true) {
            let go = self.work.go.get_or_init(|| {
                self.callback(|app| {
                    app.work.is_planned.set(false);
                    app.go(GO);
                })
            });
            browser::call_later(0, go);
        }
    }

    /// Does what there is to do for so long: what can be seen, then what was told, then the rest.
    fn go(self: &Rc<Self>, millis: f64) {
        if !self.root.is_connected() {
            return;
        }
        let end = clock() + millis;
        self.look_at_backlog();
        self.diagnose_visible(end);
        while clock() <= end {
            if let Some((handle, source)) = self.work.next() {
                let is_due = clock() > self.work.drawn.get() + DRAWN_EACH;
                if is_due {
                    self.work.drawn.set(clock());
                }
                let is_quiet = self.work.has_backlog.get() && !is_due;
                self.work.is_quiet.set(is_quiet);
                self.take_in(handle, source);
                self.work.is_quiet.set(false);
                continue;
            }
            self.look_at_backlog();
            let visible = self.work.visible.borrow().clone();
            let next = self.model.borrow().next_work(&visible);
            match next {
                Some(id) if self.have_diagnosed(id) => {}
                // The worker's answers come back here.
                Some(_) => return,
                // What is idle is drawn, too; the frame comes back here.
                None if self.work.frame_is_planned.get() => return,
                None => return self.say_done(),
            }
        }
        self.work_soon();
    }

    fn diagnose_visible(self: &Rc<Self>, end: f64) {
        let visible = self.work.visible.borrow().clone();
        for id in visible {
            let waits = self.model.borrow().next_work(&[id]) == Some(id);
            if waits && (!self.have_diagnosed(id) || clock() > end) {
                return;
            }
        }
    }

    /// Does what there is to do once the worker has answered something.
    pub(crate) fn go_on(self: &Rc<Self>) {
        let has_more = self.model.borrow().next_work(&[]).is_some();
        // A frame comes back to the work by itself.
        if has_more || !self.work.frame_is_planned.get() {
            self.work_soon();
        }
    }

    fn say_done(&self) {
        if self.asking.is_done() {
            self.say_busy(false);
        }
    }

    /// For those who wait until everything is diagnosed.
    fn say_busy(&self, is_busy: bool) {
        if self.work.is_busy.replace(is_busy) != is_busy {
            let state = if is_busy { "busy" } else { "idle" };
            // An attribute of a fixed name cannot be refused.
            let _ = self.root.set_attribute("data-work", state);
        }
    }

    fn look_at_backlog(self: &Rc<Self>) {
        let left = self.work.told.borrow().len();
        let has = self.work.has_backlog.get();
        if !has && left > BACKLOG {
            self.work.has_backlog.set(true);
            self.work.newest.set(NEWEST);
            self.tell(Msg::Backlog(true));
        } else if has && left == 0 {
            self.work.has_backlog.set(false);
            self.work.newest.set(0);
            self.tell(Msg::Backlog(false));
            self.counts_are_stale();
            self.list_is_stale();
            self.draw_soon();
        }
    }

    fn take_in(self: &Rc<Self>, handle: JsValue, source: Source) {
        if let Some(told) = self.host.read(&handle) {
            self.understand(told, handle, source);
        }
        if let Source::Log(reading) = source {
            let left = self.work.of_log.get().saturating_sub(1);
            self.work.of_log.set(left);
            if left == 0 {
                self.tell(Msg::LogRead(reading));
            }
        }
    }

    fn understand(self: &Rc<Self>, told: Told, handle: JsValue, source: Source) {
        let captured = match told {
            Told::Navigated(url, at) => return self.tell(Msg::Navigated(url, at)),
            Told::Exchange(captured) => captured,
        };
        let id = self.work.next_id();
        // An event tells of what is over; only the log knows of what is not.
        let began = captured.evidence.started.as_deref();
        let began = began.and_then(crate::time::millis).unwrap_or(i64::MIN);
        let is_young = began > self.host.now() - PENDING_AT_MOST;
        let exchange = Exchange {
            id,
            is_pending: captured.is_pending && is_young && source != Source::Event,
            evidence: captured.evidence,
            remarks: captured.remarks,
        };
        self.told.replace(Some(handle.clone()));
        self.tell(Msg::Met(exchange, source));
        self.told.replace(None);
        if self.model.borrow().row(id).is_some() {
            self.handles.borrow_mut().insert(id, handle);
        }
        for evidence in captured.others {
            let exchange = Exchange::of(self.work.next_id(), evidence);
            self.tell(Msg::Met(exchange, source));
        }
    }

    /// Draws with the next frame.
    pub(crate) fn draw_soon(self: &Rc<Self>) {
        if self.work.frame_is_planned.replace(true) {
            return;
        }
        let draw = self.work.draw.get_or_init(|| {
            self.callback(|app| {
                app.work.frame_is_planned.set(false);
                if app.root.is_connected() {
                    app.begin_frame();
                }
            })
        });
        browser::call_next_frame(draw);
    }

    fn begin_frame(self: &Rc<Self>) {
        // What was asked a moment ago is answered before the next one: it is drawn once.
        if self.asking.may_hold_a_frame() {
            return self.draw_soon();
        }
        self.frame();
        self.draw_the_rest();
        if self.has_nothing_to_do() {
            self.say_done();
        } else {
            self.work_soon();
        }
    }

    /// What is called again and again is made once.
    fn callback(self: &Rc<Self>, then: impl Fn(&Rc<Self>) + 'static) -> Function {
        let app = Rc::downgrade(self);
        let call = Closure::<dyn Fn()>::new(move || {
            if let Some(app) = app.upgrade() {
                then(&app);
            }
        });
        call.into_js_value().unchecked_into()
    }

    /// Whether there is nothing to do here, and nothing to draw.
    fn has_nothing_to_do(&self) -> bool {
        let has_work = || {
            let visible = self.work.visible.borrow();
            self.model.borrow().next_work(&visible).is_some()
        };
        !self.work.frame_is_planned.get()
            && !self.work.is_planned.get()
            && !self.work.has_backlog.get()
            && self.work.told.borrow().is_empty()
            && !has_work()
    }

    /// Has drawn what lies around what was drawn in a hurry.
    fn draw_the_rest(self: &Rc<Self>) {
        let parts = self.parts.borrow();
        if parts.as_ref().is_some_and(|parts| parts.list.is_bare()) {
            self.list_is_stale();
            self.draw_soon();
        }
    }
}

/// The browser's log.
impl App {
    /// A status may have come late: the log has it in a moment.
    pub(crate) fn read_log_soon(self: &Rc<Self>) {
        self.work.log_tries.set(LOG_SOON.len());
        self.plan_log();
    }

    fn plan_log(self: &Rc<Self>) {
        let tries = self.work.log_tries.get();
        let soon = match LOG_SOON.len().checked_sub(tries).map(|at| LOG_SOON.get(at)) {
            Some(Some(soon)) => *soon,
            _ => LOG_EACH,
        };
        self.read_log_in(soon.max(self.work.log_takes.get() * LOG_REST));
    }

    fn read_log_in(self: &Rc<Self>, millis: f64) {
        if self.work.log_is_planned.replace(true) {
            return;
        }
        let app = Rc::clone(self);
        #[expect(clippy::cast_possible_truncation, reason = "held to what fits")]
        let millis = millis.min(600_000.0) as i32;
        browser::later(millis, move || {
            app.work.log_is_planned.set(false);
            if app.root.is_connected() {
                app.read_log();
            }
        });
    }

    fn read_log(self: &Rc<Self>) {
        // What was told is read before what it may be told of again.
        let is_busy = self.work.left() > 0 || self.work.of_log.get() > 0;
        if is_busy || self.document.hidden() {
            return self.read_log_in(LOG_SOON[0]);
        }
        if self.work.log_is_read.replace(true) {
            return;
        }
        let tries = self.work.log_tries.get();
        self.work.log_tries.set(tries.saturating_sub(1));
        let began = clock();
        let app = Rc::clone(self);
        self.host.log(Box::new(move |entries| {
            app.work.log_is_read.set(false);
            app.work.log_takes.set(clock() - began);
            let Some(entries) = entries.filter(|_| app.root.is_connected()) else {
                return;
            };
            let reading = app.work.reading.get() + 1;
            app.work.reading.set(reading);
            app.work.of_log.set(entries.len());
            let entries = entries
                .into_iter()
                .map(|entry| (entry, Source::Log(reading)));
            app.work.told.borrow_mut().extend(entries);
            app.work_soon();
            app.plan_log();
        }));
    }

    /// Says ages and places anew, as long as the panel is there.
    fn tick(self: &Rc<Self>) {
        let app = Rc::clone(self);
        browser::later(TICK, move || {
            if !app.root.is_connected() {
                return;
            }
            if !app.document.hidden() {
                let parts = app.parts.borrow();
                let drawn = parts.as_ref().map_or(Ok(()), |parts| {
                    parts.say_anew(&app.model.borrow(), app.host.now())
                });
                complain(drawn);
            }
            app.tick();
        });
    }
}

/// A clock for spans.
fn clock() -> f64 {
    thread_local! {
        static CLOCK: Option<web_sys::Performance> =
            web_sys::window().and_then(|window| window.performance());
    }
    CLOCK.with(|clock| {
        let now = clock.as_ref().map(web_sys::Performance::now);
        now.unwrap_or_else(js_sys::Date::now)
    })
}
