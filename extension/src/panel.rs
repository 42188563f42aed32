//! The panel's DOM: what the model tells to show, shown.
//!
//! # What others may rely on (tests, user style sheets)
//! * `body[data-state]`: `loading`, `ready` or `error`; set by panel.js. In the last,
//!   `[data-role=error]` is shown, its `[data-role=reason]` the reason.
//! * `[data-role=panel]`, with `data-view`: `empty` or `list`; and `data-detail`: `open` or `closed`.
//! * `[data-role=toolbar]` with `[data-action=clear]`, `[data-role=counts]` (`data-listed`,
//!   `data-seen`, `data-elsewhere`), `[data-action=lang][data-lang=en|ja]` (`aria-pressed`),
//!   `[data-action=options]`.
//! * `[data-role=empty]` with `[data-action=reload]`.
//! * `table[data-role=list] > tbody > tr`, one for each failing exchange, in the order in which the
//!   requests began: `data-id`, `data-cause` (empty where none fits), `data-confidence` (percent),
//!   `data-status` (0 where nobody answered), `data-method`, `data-path`, `data-host`, `data-type`
//!   (`fetch`, `preflight`, …), `aria-selected`; on a request that its preflight held back
//!   `data-preflight` (that one's cause) and `data-preflight-status`; `data-broken` where the engine
//!   broke down. Cells: `td[data-col=status|method|path|cause|confidence]`, in the cause's cell
//!   `.title` and, behind a preflight, `.story`.
//! * `[data-role=detail]`: the open report, with `[data-action=close]`, `[data-role=story]` (the
//!   preflight, `[data-action=choose][data-id]`), and gatewhy-view's `article[data-cause]`.
//! * On `<html>`: `lang` and `data-theme` (`light`, `dark`).

mod opening;
mod transfer;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use gatewhy_core::{Evidence, Lang, Report, Text, diagnose};
use gatewhy_view::{El, el};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, Event, HtmlElement, KeyboardEvent};

use crate::detail::Detail;
use crate::host::{Captured, Host, Theme};
use crate::model::{Effect, Exchange, Model, Msg, update};
use crate::settings::{Setting, Settings};
use crate::{rows, words};

/// Rows that Page Up and Page Down move by.
const PAGE: isize = 10;
/// How near to its end the list must be scrolled, in pixels, to stay there as it grows.
const NEAR_THE_END: i32 = 30;

/// The open panel.
pub(crate) struct App {
    document: Document,
    root: Element,
    host: Rc<dyn Host>,
    model: RefCell<Model>,
    /// What the host finds the bodies of rows by, until they are read.
    handles: RefCell<BTreeMap<u32, JsValue>>,
    next_id: Cell<u32>,
    /// How many files were imported.
    files: Cell<u32>,
    detail: Detail,
    /// What is set, as far as it has been heard.
    settings: RefCell<Settings>,
}

impl App {
    /// Draws the panel and begins to follow clicks, keys and the theme.
    pub(crate) fn open(
        root: Element,
        host: Rc<dyn Host>,
        broken: Vec<String>,
    ) -> Result<Rc<Self>, JsValue> {
        let document = root.owner_document().ok_or("the panel has no document")?;
        gatewhy_view::adopt_style(&document)?;
        let app = Rc::new(Self {
            model: RefCell::new(Model::new(Lang::from_locale(&host.locale()), broken)),
            document,
            root,
            host,
            handles: RefCell::default(),
            next_id: Cell::new(1),
            files: Cell::default(),
            detail: Detail::default(),
            settings: RefCell::default(),
        });
        app.wear(app.host.theme());
        app.listen()?;
        app.draw()?;
        app.follow_settings();
        app.follow_files()?;
        Ok(app)
    }

    /// Begins to show exchanges.
    pub(crate) fn attach(self: &Rc<Self>, session: &JsValue) {
        self.host.attach(session);
        let app = Rc::clone(self);
        self.host.listen(Box::new(move |captured| {
            app.take_in(captured, Msg::Finished);
        }));
        let app = Rc::clone(self);
        self.host.log(Box::new(move |entries| {
            for captured in entries {
                app.take_in(captured, Msg::Logged);
            }
            app.tell(Msg::LogRead);
        }));
    }

    fn take_in(self: &Rc<Self>, captured: Captured, as_msg: fn(Exchange) -> Msg) {
        let id = self.next_id.replace(self.next_id.get() + 1);
        self.handles.borrow_mut().insert(id, captured.handle);
        self.tell(as_msg(Exchange {
            id,
            evidence: captured.evidence,
        }));
        self.handles.borrow_mut().remove(&id);
    }

    /// Changes the model and shows what changed. What the browser throws is left on the console:
    /// it must not stop the next exchange.
    fn tell(self: &Rc<Self>, msg: Msg) {
        let effects = {
            let diagnose =
                |key: &str, evidence: &Evidence, lang: Lang| self.diagnose(key, evidence, lang);
            update(&mut self.model.borrow_mut(), msg, &diagnose)
        };
        for effect in effects {
            if let Err(thrown) = self.carry_out(effect) {
                web_sys::console::error_2(&"gatewhy".into(), &thrown);
            }
        }
    }

    /// Diagnoses, with the exchange named on the root while it lasts: should the engine break
    /// down, panel.js starts it again without this one.
    fn diagnose(&self, key: &str, evidence: &Evidence, lang: Lang) -> Report {
        let _ = self.root.set_attribute("data-busy", key);
        let report = diagnose(evidence, lang);
        let _ = self.root.remove_attribute("data-busy");
        report
    }

    fn carry_out(self: &Rc<Self>, effect: Effect) -> Result<(), JsValue> {
        match effect {
            Effect::Insert { id, before } => self.insert(id, before),
            Effect::Refresh(id) => self.refresh(id),
            Effect::Remove(id) => {
                if let Some(line) = self.line(id)? {
                    line.remove();
                }
                Ok(())
            }
            Effect::ReadBody(id) => {
                let handle = self.handles.borrow().get(&id).cloned();
                if let Some(handle) = handle {
                    let app = Rc::clone(self);
                    let then = move |evidence| app.tell(Msg::Body(id, evidence));
                    self.host.body(&handle, Box::new(then));
                }
                Ok(())
            }
            Effect::Detail => self.draw_detail(),
            Effect::Counts => self.draw_counts(),
            Effect::Everything => self.draw(),
        }
    }
}

/// Drawing.
impl App {
    fn find(&self, selector: &str) -> Result<Element, JsValue> {
        self.root
            .query_selector(selector)?
            .ok_or_else(|| format!("the panel has no {selector}").into())
    }

    fn line(&self, id: u32) -> Result<Option<Element>, JsValue> {
        self.root
            .query_selector(&format!("[data-role=list] tr[data-id=\"{id}\"]"))
    }

    fn draw(&self) -> Result<(), JsValue> {
        let lang = self.model.borrow().lang;
        if let Some(page) = self.document.document_element() {
            page.set_attribute("lang", lang.code())?;
        }
        let drawn = [
            toolbar(lang),
            empty(lang),
            el("div")
                .class("split")
                .child(
                    el("div")
                        .class("scroll")
                        .set("data-role", "scroll")
                        .child(rows::table(lang)),
                )
                .child(
                    el("aside")
                        .set("data-role", "detail")
                        .set("aria-label", words::REPORT.get(lang))
                        .set("tabindex", "-1"),
                ),
        ];
        let nodes = js_sys::Array::new();
        for el in drawn {
            nodes.push(el.render(&self.document)?.as_ref());
        }
        self.root.replace_children_with_node(&nodes);
        self.root.set_attribute("data-detail", "closed")?;
        let body = self.find("[data-role=list] tbody")?;
        {
            let model = self.model.borrow();
            for row in &model.rows {
                body.append_with_node_1(rows::row(&model, row).render(&self.document)?.as_ref())?;
            }
        }
        self.draw_counts()?;
        self.draw_detail()
    }

    fn insert(&self, id: u32, before: Option<u32>) -> Result<(), JsValue> {
        let scroll = self.find("[data-role=scroll]")?;
        let below = scroll.scroll_height() - scroll.scroll_top() - scroll.client_height();
        let line = {
            let model = self.model.borrow();
            let Some(row) = model.row(id) else {
                return Ok(());
            };
            rows::row(&model, row).render(&self.document)?
        };
        let before = before.map(|id| self.line(id)).transpose()?.flatten();
        match before {
            Some(before) => before.before_with_node_1(line.as_ref())?,
            None => self
                .find("[data-role=list] tbody")?
                .append_with_node_1(line.as_ref())?,
        }
        self.root.set_attribute("data-view", "list")?;
        if below < NEAR_THE_END {
            scroll.set_scroll_top(scroll.scroll_height());
        }
        Ok(())
    }

    fn refresh(&self, id: u32) -> Result<(), JsValue> {
        let Some(old) = self.line(id)? else {
            return Ok(());
        };
        let had_focus = self.document.active_element().as_ref() == Some(&old);
        let new = {
            let model = self.model.borrow();
            let Some(row) = model.row(id) else {
                return Ok(());
            };
            rows::row(&model, row).render(&self.document)?
        };
        old.replace_with_with_node_1(new.as_ref())?;
        if had_focus {
            new.unchecked_ref::<HtmlElement>().focus()?;
        }
        Ok(())
    }

    fn draw_counts(&self) -> Result<(), JsValue> {
        let model = self.model.borrow();
        let lang = model.lang;
        let number =
            |text: Text, number: u32| text.get(lang).replace("{number}", &number.to_string());
        let summary = if model.seen == 1 {
            words::COUNTS_ONE
        } else {
            words::COUNTS
        };
        let mut parts = vec![
            summary
                .get(lang)
                .replace("{listed}", &model.rows.len().to_string())
                .replace("{seen}", &model.seen.to_string()),
        ];
        if model.elsewhere > 0 {
            parts.push(number(words::ELSEWHERE, model.elsewhere));
        }
        if model.dropped > 0 {
            parts.push(number(words::DROPPED, model.dropped));
        }
        let counts = self.find("[data-role=counts]")?;
        counts.set_text_content(Some(&parts.join(" · ")));
        counts.set_attribute("data-listed", &model.rows.len().to_string())?;
        counts.set_attribute("data-seen", &model.seen.to_string())?;
        counts.set_attribute("data-elsewhere", &model.elsewhere.to_string())?;
        let view = if model.rows.is_empty() {
            "empty"
        } else {
            "list"
        };
        self.root.set_attribute("data-view", view)
    }

    fn draw_detail(&self) -> Result<(), JsValue> {
        let place = self.find("[data-role=detail]")?;
        let diagnose =
            |key: &str, evidence: &Evidence, lang: Lang| self.diagnose(key, evidence, lang);
        let is_open = self.detail.draw(&place, &self.model.borrow(), &diagnose)?;
        let state = if is_open { "open" } else { "closed" };
        self.root.set_attribute("data-detail", state)
    }

    /// Follows what is set, on this page or the options page, and the colours of DevTools.
    fn follow_settings(self: &Rc<Self>) {
        let app = Rc::clone(self);
        self.host.on_theme(Box::new(move |theme| {
            app.wear(app.settings.borrow().theme.or(theme));
        }));
        let app = Rc::clone(self);
        gatewhy_view::follow_forms(move |forms| {
            app.host.set(&Setting::FixForm(Some(forms.join(" "))));
        });
        let app = Rc::clone(self);
        self.host.settings(Box::new(move |settings| {
            let lang = settings.lang_or(&app.host.locale());
            app.wear(settings.theme.or_else(|| app.host.theme()));
            let forms = settings.fix_form.as_deref().unwrap_or_default();
            gatewhy_view::prefer_forms(forms.split(' '));
            app.settings.replace(settings);
            if app.model.borrow().lang != lang {
                app.tell(Msg::Speak(lang));
            }
        }));
    }

    fn wear(&self, theme: Option<Theme>) {
        let Some(page) = self.document.document_element() else {
            return;
        };
        // An attribute of a fixed name cannot be refused.
        let _ = match theme {
            Some(theme) => page.set_attribute("data-theme", theme.id()),
            None => page.remove_attribute("data-theme"),
        };
    }
}

fn toolbar(lang: Lang) -> El {
    let language = |of: Lang, name: &'static str| {
        el("button")
            .set("type", "button")
            .set("data-action", "lang")
            .set("data-lang", of.code())
            .set("lang", of.code())
            .set("aria-pressed", (of == lang).to_string())
            .text(name)
    };
    el("div")
        .class("toolbar")
        .set("data-role", "toolbar")
        .child(el("h1").class("unseen").text(words::LIST.get(lang)))
        .child(
            el("button")
                .set("type", "button")
                .class("icon clear")
                .set("data-action", "clear")
                .set("aria-label", words::CLEAR.get(lang))
                .set("title", words::CLEAR.get(lang)),
        )
        .child(transfer::tools(lang))
        .child(el("span").class("counts").set("data-role", "counts"))
        .child(
            el("span")
                .class("languages")
                .set("role", "group")
                .set("aria-label", words::LANGUAGE.get(lang))
                .child(language(Lang::En, "English"))
                .child(language(Lang::Ja, "日本語")),
        )
        .child(
            el("button")
                .set("type", "button")
                .class("icon settings")
                .set("data-action", "options")
                .set("aria-label", words::SETTINGS.get(lang))
                .set("title", words::SETTINGS.get(lang))
                // A gear, in the text's own colour.
                .text("\u{2699}\u{fe0e}"),
        )
}

fn empty(lang: Lang) -> El {
    el("div")
        .class("empty")
        .set("data-role", "empty")
        .child(el("h2").text(words::EMPTY.get(lang)))
        .child(el("p").text(words::EMPTY_WATCHING.get(lang)))
        .child(el("p").text(words::EMPTY_BEFORE.get(lang)))
        .child(
            el("button")
                .set("type", "button")
                .set("data-action", "reload")
                .text(words::RELOAD.get(lang)),
        )
}

/// Clicks and keys.
impl App {
    fn listen(self: &Rc<Self>) -> Result<(), JsValue> {
        let app = Rc::clone(self);
        let on_click = Closure::<dyn Fn(Event)>::new(move |event: Event| app.on_click(&event));
        let app = Rc::clone(self);
        let on_key =
            Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| app.on_key(&event));
        let listen = |name, listener: JsValue| {
            self.root
                .add_event_listener_with_callback(name, listener.unchecked_ref())
        };
        listen("click", on_click.into_js_value())?;
        listen("keydown", on_key.into_js_value())
    }

    fn on_click(self: &Rc<Self>, event: &Event) {
        let Some(target) = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return;
        };
        let closest = |selector| target.closest(selector).ok().flatten();
        if let Some(button) = closest("[data-action]") {
            self.act(&button);
        } else if let Some(quote) = closest("[data-role=detail] [data-act=jump]") {
            self.act_in_detail(&quote);
        } else if let Some(id) = closest("[data-role=list] tr").and_then(|line| id_of(&line)) {
            self.tell(Msg::Choose(Some(id)));
        }
    }

    fn act(self: &Rc<Self>, button: &Element) {
        match button.get_attribute("data-action").as_deref() {
            Some("clear") => self.tell(Msg::Clear),
            Some("close") => self.close(),
            Some("reload") => self.host.reload(),
            Some("options") => self.host.open_options(),
            Some("choose") => {
                self.tell(Msg::Choose(id_of(button)));
                self.focus_chosen();
            }
            Some("lang") => {
                let code = button.get_attribute("data-lang").unwrap_or_default();
                let lang = Lang::from_locale(&code);
                self.tell(Msg::Speak(lang));
                self.host.set(&Setting::Lang(Some(lang)));
                self.focus(&format!("[data-action=lang][data-lang={code}]"));
            }
            Some(name @ ("import" | "save-har" | "save-report")) => self.transfer(name),
            _ => self.act_in_detail(button),
        }
    }

    fn act_in_detail(self: &Rc<Self>, button: &Element) {
        let acted = self
            .find("[data-role=detail]")
            .and_then(|place| self.detail.act(&place, button));
        match acted {
            Ok(Some(msg)) => {
                self.tell(msg);
                self.focus_chosen();
            }
            Ok(None) => {}
            Err(thrown) => web_sys::console::error_2(&"gatewhy".into(), &thrown),
        }
    }

    /// Whether the key led from the exchange back to the evidence.
    fn is_back(&self, from: Option<&Element>) -> bool {
        let place = self.find("[data-role=detail]");
        match (place, from) {
            (Ok(place), Some(from)) => self.detail.back(&place, from).unwrap_or(false),
            _ => false,
        }
    }

    fn on_key(self: &Rc<Self>, event: &KeyboardEvent) {
        let open = self.model.borrow().chosen.is_some();
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let in_list = target
            .as_ref()
            .and_then(|target| target.closest("[data-role=list]").ok().flatten())
            .is_some();
        let by = match event.key().as_str() {
            "Escape" if open && self.is_back(target.as_ref()) => 0,
            "Escape" if open => {
                self.close();
                0
            }
            "Enter" if in_list && open => {
                self.focus("[data-role=detail]");
                0
            }
            // With nothing chosen, both open the row that has the focus.
            "Enter" | " " if in_list => {
                let row = self.document.active_element();
                self.tell(Msg::Choose(row.and_then(|line| id_of(&line))));
                0
            }
            "ArrowDown" if in_list => 1,
            "ArrowUp" if in_list => -1,
            "PageDown" if in_list => PAGE,
            "PageUp" if in_list => -PAGE,
            "End" if in_list => isize::MAX,
            "Home" if in_list => -isize::MAX,
            _ => return,
        };
        // DevTools has meanings of its own for some of these keys.
        event.prevent_default();
        event.stop_propagation();
        if by != 0 {
            self.tell(Msg::Move(by));
            self.focus_chosen();
        }
    }

    fn close(self: &Rc<Self>) {
        let chosen = self.model.borrow().chosen;
        self.tell(Msg::Choose(None));
        if let Some(id) = chosen {
            self.focus(&format!("[data-role=list] tr[data-id=\"{id}\"]"));
        }
    }

    fn focus_chosen(&self) {
        self.focus("[data-role=list] tr[aria-selected=true]");
    }

    fn focus(&self, selector: &str) {
        if let Ok(Some(element)) = self.root.query_selector(selector) {
            let element: &HtmlElement = element.unchecked_ref();
            // What is not there to be focused is not worth a word.
            let _ = element.focus();
        }
    }
}

fn id_of(element: &Element) -> Option<u32> {
    element.get_attribute("data-id")?.parse().ok()
}
