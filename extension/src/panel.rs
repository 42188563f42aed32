//! The panel's DOM: what the model tells to show, shown.
//!
//! # What others may rely on (tests, user style sheets)
//! * `body[data-state]`: `loading`, `ready` or `error`; set by panel.js. In the last,
//!   `[data-role=error]` is shown, its `[data-role=reason]` the reason, and `body[data-why]` is
//!   `missing`, `refused` or `stopped`. A panic before that is told in a `[data-role=notice]`, and
//!   in `[data-role=panic]` of the report that it cost.
//! * `[data-role=panel]`, with `data-view`: `empty`, `none` (the filter lets nothing through) or
//!   `list`; `data-detail`: `open` or `closed`; `data-work`: `busy` while anything waits to be read
//!   or diagnosed, then `idle`; `data-left` while a backlog is read; and `data-worker` as soon as a
//!   worker diagnoses.
//! * `[data-role=toolbar]` with `[data-action=clear]`, `input[data-action=preserve]`,
//!   `[data-action=group|host]` (`aria-pressed`), `[data-role=counts]` (`data-counts`:
//!   how many failures are listed and shown, requests seen, failures elsewhere and dropped; its
//!   `title` follows within a second),
//!   `[data-action=lang][data-lang=en|ja]` (`aria-pressed`), `[data-action=options]`.
//! * `[data-role=filters]` with `input[data-role=filter]`, `[data-role=hint]` (what of the filter
//!   was not understood) and `[data-role=chips]`: `[data-action=family][data-family]`,
//!   `[data-action=origin][data-origin]`, each with `aria-pressed`.
//! * `[data-role=strip]`: `.bin[data-sum]` (within a second) of parts `[data-group]`; `[data-handle=from|to]`.
//! * `[data-role=empty]` with `[data-action=reload]`; `[data-role=none]` with `[data-action=all]`.
//! * `table[data-role=list]` (`aria-rowcount`): in its head `[data-action=sort][data-col]` and
//!   `[data-resize]`, `aria-sort` on the `th`. `tbody > tr`, one for each line that can be seen, of
//!   a list of up to 200 lines for all of them; newest last:
//!   `aria-rowindex` (where others shift a line, the new one within a second), `data-id`,
//!   `data-cause` (empty where none fits; absent with `data-waiting` before the diagnosis),
//!   `data-confidence` (percent), `data-status` (0 where nobody answered), `data-method`,
//!   `data-path`, `data-host`, `data-origin`, `data-type` (`fetch`, `preflight`, …), `data-source`
//!   (of an imported file's), `aria-selected`; on a request that its preflight held back `data-preflight` (that one's cause)
//!   and `data-preflight-status`; `data-state` where no answer came (`pending`, `never-answered`);
//!   `data-count` where it stands for so many that are alike (one line unless `[data-action=expand]`
//!   is used; then `data-member` on the others); `data-broken` where the engine broke down. Cells:
//!   `td[data-col=status|method|host|path|cause|confidence|origin|duration|age]`, in the cause's
//!   cell `.title` and, behind a preflight, `.story`.
//! * `[data-role=detail]`: the open report, with `[data-action=close]`, `[data-role=story]` (the
//!   preflight, `[data-action=choose][data-id]`), and gatewhy-view's `article[data-cause]`.
//! * On `<html>`: `lang` and `data-theme` (`light`, `dark`).

mod opening;
mod transfer;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use gatewhy_core::{Evidence, Judge, Lang, Report, diagnose, redact};
use gatewhy_view::{Shown, el};
use wasm_bindgen::JsValue;
use web_sys::{Document, Element, HtmlElement, Node, ResizeObserver};

use crate::asking::Asking;
use crate::bar::Chip;
use crate::columns::Columns;
use crate::detail::Detail;
use crate::host::{Host, Theme};
use crate::list::List;
use crate::model::{Effect, Model, Msg, Question, update};
use crate::settings::Setting;
use crate::strip::Strip;
use crate::work::Work;
use crate::{bar, rows, strip, words};

/// The open panel.
pub(crate) struct App {
    pub(crate) document: Document,
    pub(crate) root: Element,
    pub(crate) host: Rc<dyn Host>,
    pub(crate) model: RefCell<Model>,
    judge: RefCell<Judge>,
    pub(crate) asking: Asking,
    pub(crate) columns: RefCell<Columns>,
    pub(crate) detail: Detail,
    pub(crate) work: Work,
    /// What the host finds the bodies of rows by, until they are read.
    pub(crate) handles: RefCell<BTreeMap<u32, JsValue>>,
    /// The handle of what was told last.
    pub(crate) told: RefCell<Option<JsValue>>,
    pub(crate) parts: RefCell<Option<Parts>>,
    stale: Stale,
    /// Tells when the list has another size.
    pub(crate) sizes: RefCell<Option<ResizeObserver>>,
    /// How many files were imported.
    files: Cell<u32>,
    /// The chips as they are drawn, and the nodes of their counts.
    chips: RefCell<Vec<(Chip, Node)>>,
    /// Why the instance before this one stopped, until that is told.
    panic: Cell<Option<String>>,
}

/// Drawn parts that keep something of their own.
pub(crate) struct Parts {
    pub(crate) list: List,
    pub(crate) strip: Strip,
    counts: RefCell<Shown>,
    /// The title of the counts.
    title: RefCell<String>,
    hint: RefCell<Shown>,
    chips: Element,
    /// What stands there: the list, or something in its place.
    view: Cell<&'static str>,
}

/// What is to be drawn anew with the next frame.
#[derive(Default)]
struct Stale {
    list: Cell<bool>,
    rows: RefCell<BTreeSet<u32>>,
    counts: Cell<bool>,
    detail: Cell<bool>,
}

impl Parts {
    /// Says anew what can wait a second: ages, numbers of lines, and what a pointer that rests is
    /// shown.
    pub(crate) fn say_anew(&self, model: &Model, now: i64) -> Result<(), JsValue> {
        let counts = self.counts.borrow();
        let words = counts.words();
        if *self.title.borrow() != words {
            counts.element().set_attribute("title", &words)?;
            self.title.replace(words);
        }
        self.strip.say_anew(model)?;
        self.list.say_anew(model, now)
    }
}

impl App {
    /// Draws the panel and begins to follow clicks, keys and settings.
    pub(crate) fn open(
        root: Element,
        host: Rc<dyn Host>,
        broken: Vec<String>,
        panics: Vec<String>,
    ) -> Result<Rc<Self>, JsValue> {
        let document = root.owner_document().ok_or("the panel has no document")?;
        gatewhy_view::adopt_style(&document)?;
        // A panic can quote what it was given.
        let tellable = |said: String| redact::text(&said.replace('\n', " "));
        let panics: Vec<String> = panics.into_iter().map(tellable).collect();
        let last = panics.last().cloned();
        let broken = broken.into_iter().zip(panics);
        let app = Rc::new(Self {
            sizes: RefCell::default(),
            model: RefCell::new(Model::new(Lang::from_locale(&host.locale()), broken)),
            judge: RefCell::default(),
            asking: Asking::default(),
            document,
            root,
            host,
            columns: RefCell::default(),
            detail: Detail::default(),
            work: Work::default(),
            handles: RefCell::default(),
            told: RefCell::default(),
            parts: RefCell::default(),
            stale: Stale::default(),
            files: Cell::default(),
            chips: RefCell::default(),
            panic: Cell::new(last),
        });
        app.wear(app.host.theme());
        app.follow_input()?;
        app.draw()?;
        app.follow_settings();
        app.follow_files()?;
        Ok(app)
    }

    /// Changes the model and has drawn what changed, with the next frame.
    pub(crate) fn tell(self: &Rc<Self>, msg: Msg) {
        let effects = {
            let judge = |question: &Question<'_>| {
                let ask = || question.put_to(&mut self.judge.borrow_mut());
                self.with_key(&question.key, ask)
            };
            update(&mut self.model.borrow_mut(), msg, &judge)
        };
        for effect in effects {
            self.carry_out(effect);
        }
    }

    /// The same for what its user does: drawn at once.
    pub(crate) fn do_now(self: &Rc<Self>, msg: Msg) {
        self.tell(msg);
        self.frame();
    }

    fn diagnose(&self, key: &str, evidence: &Evidence, lang: Lang) -> Report {
        self.with_key(key, || diagnose(evidence, lang))
    }

    /// Has the engine run with the exchange named on the root: should it break down, panel.js
    /// starts it again without this one.
    fn with_key<T>(&self, key: &str, run: impl FnOnce() -> T) -> T {
        // An attribute of a fixed name cannot be refused.
        let _ = self.root.set_attribute("data-busy", key);
        let result = run();
        let _ = self.root.remove_attribute("data-busy");
        result
    }

    fn carry_out(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::List | Effect::Counts if self.work.is_quiet() => return,
            Effect::List => self.stale.list.set(true),
            Effect::Row(id) => {
                self.stale.rows.borrow_mut().insert(id);
                self.stale.list.set(true);
            }
            Effect::Gone(id) => {
                self.handles.borrow_mut().remove(&id);
            }
            Effect::Cleared => {
                self.handles.borrow_mut().clear();
                self.asking.forget();
            }
            Effect::Same(id) => {
                if let Some(handle) = self.told.borrow().clone() {
                    self.handles.borrow_mut().insert(id, handle);
                }
            }
            Effect::ReadBody(id) => self.read_body(id),
            Effect::ReadLog => self.read_log_soon(),
            Effect::Learn(hosts) => self.host.set(&Setting::Learnt(hosts)),
            Effect::Detail => self.stale.detail.set(true),
            Effect::Counts => self.stale.counts.set(true),
            Effect::Everything => complain(self.draw()),
        }
        self.draw_soon();
    }

    fn read_body(self: &Rc<Self>, id: u32) {
        let handle = self.handles.borrow_mut().remove(&id);
        if let Some(handle) = handle {
            let app = Rc::clone(self);
            let then = move |captured: crate::host::Captured| {
                app.tell(Msg::Body(id, captured.evidence, captured.remarks));
                app.work_soon();
            };
            self.host.body(&handle, Box::new(then));
        }
    }
}

/// What the browser throws is left on the console: it must not stop the next exchange.
pub(crate) fn complain(result: Result<(), JsValue>) {
    if let Err(thrown) = result {
        web_sys::console::error_2(&"gatewhy".into(), &thrown);
    }
}

/// Drawing.
impl App {
    pub(crate) fn find(&self, selector: &str) -> Result<Element, JsValue> {
        self.root
            .query_selector(selector)?
            .ok_or_else(|| format!("the panel has no {selector}").into())
    }

    /// Draws everything anew: at the beginning, and in another language.
    fn draw(&self) -> Result<(), JsValue> {
        let (lang, [toolbar, filters], table) = {
            let model = self.model.borrow();
            let columns = self.columns.borrow();
            (
                model.lang,
                bar::bars(&model, columns.with_host, transfer::tools(model.lang)),
                rows::table(model.lang, &columns, model.order.sort),
            )
        };
        if let Some(page) = self.document.document_element() {
            page.set_attribute("lang", lang.code())?;
        }
        let detail = el("aside")
            .set("data-role", "detail")
            .set("aria-label", words::REPORT.get(lang))
            .set("tabindex", "-1");
        let scroll = el("div")
            .class("scroll")
            .set("data-role", "scroll")
            .child(table);
        let above = el("div")
            .class("listing")
            .child(scroll)
            .child(bar::nothing_fits(lang));
        let drawn = [
            toolbar,
            filters,
            strip::strip(lang),
            bar::empty(lang),
            el("div").class("split").child(above).child(detail),
        ];
        let nodes = js_sys::Array::new();
        for el in drawn {
            nodes.push(el.render(&self.document)?.as_ref());
        }
        self.root.replace_children_with_node(&nodes);
        self.root.set_attribute("data-detail", "closed")?;
        self.chips.take();
        let shown = |tag, role| -> Result<RefCell<Shown>, JsValue> {
            Ok(RefCell::new(Shown::of(el(tag), self.find(role)?)))
        };
        self.parts.replace(Some(Parts {
            list: List::of(&self.root)?,
            strip: Strip::of(&self.root)?,
            counts: shown("span", "[data-role=counts]")?,
            title: RefCell::default(),
            hint: shown("p", "[data-role=hint]")?,
            chips: self.find("[data-role=chips]")?,
            view: Cell::new(""),
        }));
        if let Some(sizes) = self.sizes.borrow().as_ref() {
            // What was observed of the parts before is forgotten with them.
            sizes.disconnect();
            sizes.observe(&self.find("[data-role=scroll]")?);
        }
        self.draw_columns()?;
        for stale in [&self.stale.list, &self.stale.counts, &self.stale.detail] {
            stale.set(true);
        }
        self.frame();
        Ok(())
    }

    /// Draws the head anew: another column, another order.
    pub(crate) fn draw_head(&self) -> Result<(), JsValue> {
        let table = {
            let model = self.model.borrow();
            rows::table(model.lang, &self.columns.borrow(), model.order.sort)
        };
        let new = table.render(&self.document)?;
        let (old, new) = (
            self.find("[data-role=list] thead")?,
            new.query_selector("thead")?.ok_or("a table has a head")?,
        );
        old.replace_with_with_node_1(new.as_ref())?;
        self.draw_columns()
    }

    pub(crate) fn draw_columns(&self) -> Result<(), JsValue> {
        let columns = self.columns.borrow();
        let table: HtmlElement =
            wasm_bindgen::JsCast::unchecked_into(self.find("[data-role=list]")?);
        table.set_attribute("aria-colcount", &columns.shown().count().to_string())?;
        table.style().set_property("--columns", &columns.tracks())
    }

    /// Draws what is stale.
    pub(crate) fn frame(&self) {
        complain(self.draw_stale());
    }

    fn draw_stale(&self) -> Result<(), JsValue> {
        let parts = self.parts.borrow();
        let Some(parts) = parts.as_ref() else {
            return Ok(());
        };
        if self.stale.counts.take() {
            let model = self.model.borrow();
            self.draw_counts(parts, &model)?;
            parts.strip.draw(&model)?;
        }
        if self.stale.list.take() {
            let model = self.model.borrow();
            let changed = self.stale.rows.take();
            if self.draw_view(parts, &model)? {
                parts.list.resized();
            }
            let visible =
                parts
                    .list
                    .draw(&model, &self.columns.borrow(), &changed, self.host.now())?;
            self.work.visible.replace(visible);
        }
        if self.stale.detail.take() {
            self.draw_detail()?;
        }
        Ok(())
    }

    /// How many lines of the list can be seen at once.
    pub(crate) fn lines_that_fit(&self) -> usize {
        let parts = self.parts.borrow();
        let fit = parts.as_ref().and_then(|parts| {
            // The list must be there to be measured.
            if self.draw_view(parts, &self.model.borrow()).ok()? {
                parts.list.resized();
            }
            parts.list.fits().ok()
        });
        fit.unwrap_or_default()
    }

    pub(crate) fn list_is_stale(&self) {
        self.stale.list.set(true);
    }

    pub(crate) fn rows_are_stale(&self) {
        let ids: Vec<u32> = self.model.borrow().order.lines().to_vec();
        self.stale.rows.borrow_mut().extend(ids);
        self.stale.list.set(true);
    }

    pub(crate) fn counts_are_stale(&self) {
        self.stale.counts.set(true);
    }

    /// Shows the list, or what stands in its place; tells whether that is another than before.
    fn draw_view(&self, parts: &Parts, model: &Model) -> Result<bool, JsValue> {
        let lines = model.order.lines().len();
        let view = match (model.len(), lines) {
            (0, _) => "empty",
            (_, 0) => "none",
            _ => "list",
        };
        let is_other = parts.view.replace(view) != view;
        if is_other {
            self.root.set_attribute("data-view", view)?;
        }
        Ok(is_other)
    }

    fn draw_counts(&self, parts: &Parts, model: &Model) -> Result<(), JsValue> {
        let left = self.work.left();
        parts.counts.borrow_mut().show(bar::counts(model, left))?;
        if left > 0 {
            self.root.set_attribute("data-left", &left.to_string())?;
        } else {
            self.root.remove_attribute("data-left")?;
        }
        parts.hint.borrow_mut().show(bar::hint(model))?;
        self.draw_chips(&parts.chips, model)
    }

    fn draw_chips(&self, place: &Element, model: &Model) -> Result<(), JsValue> {
        let chips = bar::chips(model);
        let bare = |chip: &Chip| (chip.by, chip.on);
        let mut before = self.chips.take();
        let are_same = chips
            .iter()
            .map(bare)
            .eq(before.iter().map(|(chip, _)| bare(chip)));
        if !chips.is_empty() && are_same {
            for (chip, (old, count)) in chips.iter().zip(&mut before) {
                if chip != old {
                    count.set_node_value(Some(&chip.count.to_string()));
                    *old = *chip;
                }
            }
            self.chips.replace(before);
            return Ok(());
        }
        let had_focus = self
            .document
            .active_element()
            .filter(|active| place.contains(Some(active)));
        let nodes = js_sys::Array::new();
        for group in bar::chip_groups(&chips, model.lang) {
            nodes.push(group.render(&self.document)?.as_ref());
        }
        place.replace_children_with_node(&nodes);
        // They stand in the same order.
        let counts = place.query_selector_all("b")?;
        let count = |at| counts.get(at).and_then(|b| b.first_child());
        let drawn = chips.into_iter().zip((0..).map_while(count));
        self.chips.replace(drawn.collect());
        if let Some(had_focus) = had_focus {
            for name in ["data-family", "data-origin"] {
                if let Some(id) = had_focus.get_attribute(name) {
                    self.focus(&format!("[data-role=chips] [{name}={id}]"));
                }
            }
        }
        Ok(())
    }

    fn draw_detail(&self) -> Result<(), JsValue> {
        let place = self.find("[data-role=detail]")?;
        let diagnose =
            |key: &str, evidence: &Evidence, lang: Lang| self.diagnose(key, evidence, lang);
        let is_open = self.detail.draw(&place, &self.model.borrow(), &diagnose)?;
        let state = if is_open { "open" } else { "closed" };
        if self.root.get_attribute("data-detail").as_deref() != Some(state) {
            self.root.set_attribute("data-detail", state)?;
            // The list has another width now, and perhaps other lines. What was opened stays in
            // sight, also where the list would rather show its end.
            if let Some(parts) = self.parts.borrow().as_ref() {
                parts.list.resized();
            }
            self.stale.list.set(true);
            self.draw_stale()?;
            let model = self.model.borrow();
            let opened = model.chosen.filter(|id| model.cursor == Some(*id));
            if let (Some(parts), Some(id)) = (self.parts.borrow().as_ref(), opened) {
                parts.list.reveal(&model, id)?;
                self.stale.list.set(true);
            }
            drop(model);
            return self.draw_stale();
        }
        Ok(())
    }

    /// Follows what is set, on this page or the options page, and the colours of DevTools.
    fn follow_settings(self: &Rc<Self>) {
        let app = Rc::clone(self);
        self.host.on_theme(Box::new(move |theme| {
            let own = app.model.borrow().settings.theme;
            app.wear(own.or(theme));
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
            let preserve = settings.preserve_log;
            app.tell(Msg::Settings(settings));
            if let Ok(tick) = app.find("[data-action=preserve]") {
                let tick: web_sys::HtmlInputElement = wasm_bindgen::JsCast::unchecked_into(tick);
                tick.set_checked(preserve);
            }
            if app.model.borrow().lang != lang {
                app.tell(Msg::Speak(lang));
            }
            if let Some(panic) = app.panic.take() {
                complain(app.tell_of_panic(panic));
            }
            app.work_soon();
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

    pub(crate) fn focus(&self, selector: &str) {
        if let Ok(Some(element)) = self.root.query_selector(selector) {
            let element: &HtmlElement = wasm_bindgen::JsCast::unchecked_ref(&element);
            // What is not there to be focused is not worth a word.
            let _ = element.focus();
        }
    }
}
