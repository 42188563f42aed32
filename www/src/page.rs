//! The page: what is typed, dropped or chosen becomes a report below, as it is typed.
//!
//! All text goes into text nodes; the page has no other way to show any.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gatewhy_core::{Evidence, Lang, Text, diagnose};
use gatewhy_view::{El, ViewOptions, el};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use web_sys::{Document, Element, Event, EventTarget, File, Window};

use crate::api;
use crate::examples::EXAMPLES;
use crate::model::Model;
use crate::problem::Problem;
use crate::words;

/// A pause in typing of so many milliseconds asks for a report.
const PAUSE_MS: i32 = 150;
/// A file above this size is read but not put into the text box, which would choke on it.
const SHOWN_BYTES: f64 = 400_000.0;
/// Where the chosen language is kept.
const STORED: &str = "gatewhy-lang";

/// Brings the page of index.html to life.
///
/// # Errors
/// When the document is not that page.
#[wasm_bindgen]
pub fn open() -> Result<(), JsValue> {
    let window = web_sys::window().ok_or_else(|| Problem::page("there is no window"))?;
    let document = window
        .document()
        .ok_or_else(|| Problem::page("there is no document"))?;
    gatewhy_view::adopt_style(document.as_ref())?;
    let page = Rc::new(Page {
        input: find(&document, "input")?,
        examples: find(&document, "examples")?,
        file: find(&document, "file")?,
        model: RefCell::new(Model::new(first_language(&window))),
        timer: Cell::new(None),
        window,
        document,
    });
    page.listen()?;
    page.speak()?;
    page.input.set_disabled(false);
    page.examples.set_disabled(false);
    page.root()?.set_attribute("data-state", "ready")?;
    // What a browser kept in the box over a reload, or was typed while the module loaded.
    page.read_box()
}

struct Page {
    window: Window,
    document: Document,
    input: web_sys::HtmlTextAreaElement,
    examples: web_sys::HtmlSelectElement,
    file: web_sys::HtmlInputElement,
    model: RefCell<Model>,
    timer: Cell<Option<i32>>,
}

impl Page {
    fn listen(self: &Rc<Self>) -> Result<(), JsValue> {
        self.on(&self.input, "input", |page, _| page.wait_for_a_pause())?;
        self.on(&self.examples, "change", |page, _| page.take_example())?;
        self.on(&self.file, "change", |page, _| {
            let file = page.file.files().and_then(|files| files.get(0));
            page.file.set_value("");
            page.take_file(file);
            Ok(())
        })?;
        self.on(&self.document, "click", Self::clicked)?;
        self.on(&self.document, "dragover", |page, event| {
            event.prevent_default();
            page.mark_drop(true)
        })?;
        self.on(&self.document, "dragleave", |page, _| page.mark_drop(false))?;
        self.on(&self.document, "drop", Self::dropped)
    }

    /// Calls `act` for every such event, for as long as the page lives; what it throws is logged.
    fn on(
        self: &Rc<Self>,
        target: &EventTarget,
        event: &str,
        act: impl Fn(&Rc<Self>, &Event) -> Result<(), JsValue> + 'static,
    ) -> Result<(), JsValue> {
        let page = Rc::clone(self);
        let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            log(act(&page, &event));
        });
        target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref())?;
        listener.forget();
        Ok(())
    }

    fn wait_for_a_pause(self: &Rc<Self>) -> Result<(), JsValue> {
        if let Some(timer) = self.timer.take() {
            self.window.clear_timeout_with_handle(timer);
        }
        let page = Rc::clone(self);
        let pause_over = Closure::once_into_js(move || {
            page.timer.set(None);
            log(page.read_box());
        });
        let timer = self
            .window
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                pause_over.unchecked_ref(),
                PAUSE_MS,
            )?;
        self.timer.set(Some(timer));
        Ok(())
    }

    fn clicked(self: &Rc<Self>, event: &Event) -> Result<(), JsValue> {
        let Some(target) = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return Ok(());
        };
        if let Some(button) = target.closest("[data-lang]")? {
            let lang = Lang::from_locale(&button.get_attribute("data-lang").unwrap_or_default());
            self.model.borrow_mut().speak(lang);
            self.remember(lang);
            return self.speak();
        }
        if let Some(button) = target.closest("[data-exchange]")? {
            let at = button.get_attribute("data-exchange").unwrap_or_default();
            if let Ok(at) = at.parse() {
                self.model.borrow_mut().select(at);
            }
            self.show()?;
            return self.focus_on_exchange();
        }
        if target.id() == "clear" {
            self.take_text("")?;
            return self.input.focus();
        }
        Ok(())
    }

    fn take_example(&self) -> Result<(), JsValue> {
        let example = self.examples.value().parse::<usize>().ok();
        self.examples.set_value("");
        match example.and_then(|at| EXAMPLES.get(at)) {
            Some(example) => self.take_text(example.text),
            None => Ok(()),
        }
    }

    fn dropped(self: &Rc<Self>, event: &Event) -> Result<(), JsValue> {
        event.prevent_default();
        self.mark_drop(false)?;
        let Some(data) = event
            .dyn_ref::<web_sys::DragEvent>()
            .and_then(web_sys::DragEvent::data_transfer)
        else {
            return Ok(());
        };
        let file = data.files().and_then(|files| files.get(0));
        if file.is_some() {
            self.take_file(file);
            return Ok(());
        }
        let text = data.get_data("text/plain")?;
        if text.is_empty() {
            return Ok(());
        }
        self.take_text(&text)
    }

    fn take_file(self: &Rc<Self>, file: Option<File>) {
        let Some(file) = file else { return };
        log(self.say(words::READING));
        let page = Rc::clone(self);
        wasm_bindgen_futures::spawn_local(async move {
            let text = wasm_bindgen_futures::JsFuture::from(file.text())
                .await
                .ok()
                .and_then(|text| text.as_string());
            log(match text {
                Some(text) if file.size() <= SHOWN_BYTES => page.take_text(&text),
                Some(text) => page.take_large(&text),
                None => page.say(words::UNREADABLE),
            });
        });
    }

    fn take_text(&self, text: &str) -> Result<(), JsValue> {
        self.input.set_value(text);
        self.input.set_scroll_top(0);
        self.read_box()
    }

    fn take_large(&self, text: &str) -> Result<(), JsValue> {
        self.input.set_value("");
        self.model.borrow_mut().give(text);
        self.show()
    }

    fn read_box(&self) -> Result<(), JsValue> {
        self.model.borrow_mut().give(&self.input.value());
        self.show()
    }

    /// Puts the page's words into the chosen language, and what it shows with them.
    fn speak(&self) -> Result<(), JsValue> {
        let lang = self.model.borrow().lang();
        self.root()?.set_attribute("lang", lang.code())?;
        self.document
            .set_title(&format!("{} · gatewhy", words::HEADLINE.get(lang)));
        self.input.set_placeholder(words::PLACEHOLDER.get(lang));
        for element in self.all("[data-word]")? {
            let name = element.get_attribute("data-word").unwrap_or_default();
            if let Some(word) = words::named(&name) {
                element.set_text_content(Some(word.get(lang)));
            }
        }
        for button in self.all("[data-lang]")? {
            let pressed = button.get_attribute("data-lang").as_deref() == Some(lang.code());
            button.set_attribute("aria-pressed", if pressed { "true" } else { "false" })?;
        }
        self.offer_examples(lang)?;
        self.show()
    }

    fn offer_examples(&self, lang: Lang) -> Result<(), JsValue> {
        self.examples
            .set_attribute("aria-label", words::EXAMPLES.get(lang))?;
        let first = el("option")
            .set("value", "")
            .text(words::EXAMPLES.get(lang));
        let rest = EXAMPLES.iter().enumerate().map(|(at, example)| {
            el("option")
                .set("value", at.to_string())
                .text(example.title.get(lang))
        });
        self.fill(&self.examples, std::iter::once(first).chain(rest))
    }

    /// Shows the state of the model.
    fn show(&self) -> Result<(), JsValue> {
        let model = self.model.borrow();
        let lang = model.lang();
        self.by_id("status")?
            .set_text_content(Some(&model.status()));
        self.by_id("clear")?
            .toggle_attribute_with_force("hidden", !model.given())?;

        let choice = model.choice();
        let exchanges = self.by_id("exchanges")?;
        exchanges.toggle_attribute_with_force("hidden", choice.is_empty())?;
        exchanges.set_attribute("aria-label", words::EXCHANGES.get(lang))?;
        let rows = choice
            .iter()
            .enumerate()
            .map(|(at, evidence)| row(at, evidence, at == model.selected(), lang));
        self.fill(&exchanges, rows)?;

        let notes = model
            .notes()
            .iter()
            .map(|note| el("p").class("note").text(note.text.as_str()));
        self.fill(&self.by_id("notes")?, notes)?;

        let place = self.by_id("report")?;
        let Some(report) = model.report() else {
            place.set_text_content(None);
            return Ok(());
        };
        let options = ViewOptions {
            lang,
            ..ViewOptions::default()
        };
        api::put(&self.document, &place, &report, options)
    }

    fn say(&self, word: Text) -> Result<(), JsValue> {
        let lang = self.model.borrow().lang();
        self.by_id("status")?.set_text_content(Some(word.get(lang)));
        Ok(())
    }

    /// A redrawn list has lost the focus that a keyboard had in it.
    fn focus_on_exchange(&self) -> Result<(), JsValue> {
        match self
            .document
            .query_selector("[data-exchange][aria-current]")?
            .and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok())
        {
            Some(row) => row.focus(),
            None => Ok(()),
        }
    }

    fn mark_drop(&self, over: bool) -> Result<(), JsValue> {
        self.root()?
            .toggle_attribute_with_force("data-drop", over)
            .map(|_| ())
    }

    /// Keeps the language in the address and, where the browser lets us, for the next visit.
    fn remember(&self, lang: Lang) {
        let hash = format!("#lang={}", lang.code());
        if let Ok(history) = self.window.history() {
            // An address that cannot be changed (a file, a frame) costs nothing but the reminder.
            let _unchanged = history.replace_state_with_url(&JsValue::NULL, "", Some(&hash));
        }
        if let Ok(Some(storage)) = self.window.local_storage() {
            let _full = storage.set_item(STORED, lang.code());
        }
    }

    fn fill(&self, parent: &Element, children: impl Iterator<Item = El>) -> Result<(), JsValue> {
        parent.set_text_content(None);
        for child in children {
            let node: web_sys::Node = child.render(&self.document)?.into();
            parent.append_child(&node)?;
        }
        Ok(())
    }

    fn root(&self) -> Result<Element, JsValue> {
        self.document
            .document_element()
            .ok_or_else(|| Problem::page("the document is empty").into())
    }

    fn by_id(&self, id: &str) -> Result<Element, JsValue> {
        find(&self.document, id)
    }

    fn all(&self, selector: &str) -> Result<Vec<Element>, JsValue> {
        let found = self.document.query_selector_all(selector)?;
        Ok((0..found.length())
            .filter_map(|at| found.get(at)?.dyn_into().ok())
            .collect())
    }
}

/// One exchange of a list: what was called, what came back, and the leading cause.
fn row(at: usize, evidence: &Evidence, selected: bool, lang: Lang) -> El {
    let report = diagnose(evidence, lang);
    let subject = &report.subject;
    let status = subject
        .status
        .map_or_else(|| "–".to_owned(), |status| status.to_string());
    let url = subject
        .url
        .clone()
        .unwrap_or_else(|| words::NO_URL.get(lang).to_owned());
    let button = el("button")
        .set("type", "button")
        .set("data-exchange", at.to_string())
        .child(el("span").class("status").text(status))
        .child(
            el("span")
                .class("call")
                .text(format!("{} {url}", subject.method.as_deref().unwrap_or(""))),
        )
        .maybe(
            report
                .diagnoses
                .first()
                .map(|first| el("span").class("title").text(first.title.as_str())),
        );
    if selected {
        button.set("aria-current", "true")
    } else {
        button
    }
}

/// The address says it, or the last visit, or the browser.
fn first_language(window: &Window) -> Lang {
    let hash = window.location().hash().unwrap_or_default();
    let stored = || {
        window
            .local_storage()
            .ok()
            .flatten()
            .and_then(|storage| storage.get_item(STORED).ok().flatten())
    };
    hash.strip_prefix("#lang=")
        .map(ToOwned::to_owned)
        .or_else(stored)
        .or_else(|| window.navigator().language())
        .map_or_else(Lang::default, |locale| Lang::from_locale(&locale))
}

fn find<T: JsCast>(document: &Document, id: &str) -> Result<T, JsValue> {
    document
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into().ok())
        .ok_or_else(|| Problem::page(format!("it lacks #{id}")).into())
}

fn log(result: Result<(), JsValue>) {
    if let Err(error) = result {
        web_sys::console::error_1(&error);
    }
}
