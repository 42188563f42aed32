//! `<gate-why>`: a box to paste or drop a failing exchange into, and the report below it.
//!
//! The custom element itself is declared in www/element/gatewhy.js, for only JavaScript can; it
//! hands its shadow root and the events in it over to a [`Widget`], which does everything else. All text goes into text
//! nodes; there is no other way to show any.
//!
//! # What host pages may rely on
//! * Parts, for `::part()`: `bar`, `label`, `button`, `input`, `example`, `status`, `exchanges`,
//!   `exchange`, `report`, `notes`, `note`.
//! * In tests: `[data-role]` of the same names, `[data-exchange]`, and gatewhy-view's
//!   `article[data-cause]`.

use std::cell::{Cell, RefCell};

use gatewhy_core::{Lang, Text};
use gatewhy_view::{El, ViewOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::{Document, DragEvent, Element, Event, File, HtmlElement, ShadowRoot};

use crate::problem::Problem;
use crate::{api, draw, model::Model, words};

/// A file above this size is read but not put into the text box, which would choke on it.
const SHOWN_BYTES: usize = 400_000;
/// The box's style sheet; the report has its own.
const STYLE: &str = include_str!("../element/element.css");

/// One `<gate-why>` at work.
#[wasm_bindgen]
pub struct Widget {
    document: Document,
    root: ShadowRoot,
    model: RefCell<Model>,
    readonly: Cell<bool>,
    heading: Cell<u8>,
}

/// What the element calls.
#[wasm_bindgen]
impl Widget {
    /// Draws the widget into a shadow root.
    ///
    /// # Errors
    /// What the browser throws.
    #[wasm_bindgen(constructor)]
    pub fn new(root: ShadowRoot, lang: &str) -> Result<Self, JsValue> {
        let document = root
            .owner_document()
            .ok_or_else(|| Problem::page("the element is in no document"))?;
        gatewhy_view::adopt_style(root.as_ref())?;
        gatewhy_view::adopt(root.as_ref(), STYLE)?;
        let widget = Self {
            document,
            root,
            model: RefCell::new(Model::new(Lang::from_locale(lang))),
            readonly: Cell::new(false),
            heading: Cell::new(ViewOptions::default().heading),
        };
        widget.draw()?;
        Ok(widget)
    }

    /// What is in the box.
    pub fn text(&self) -> String {
        self.model.borrow().text().to_owned()
    }

    /// The report that is shown, as JSON.
    ///
    /// # Errors
    /// What the browser throws.
    pub fn report(&self) -> Result<Option<String>, JsValue> {
        let report = self.model.borrow().report();
        report.as_ref().map(api::json).transpose()
    }

    /// Puts a text into the box and reports on it.
    ///
    /// # Errors
    /// What the browser throws.
    #[wasm_bindgen(js_name = setText)]
    pub fn set_text(&self, text: &str) -> Result<(), JsValue> {
        if self.readonly.get() {
            self.part("example")?.set_text_content(Some(text));
        } else {
            let input = self.input()?;
            input.set_value(text);
            input.set_scroll_top(0);
        }
        self.give(text)
    }

    /// Speaks another language from now on.
    ///
    /// # Errors
    /// What the browser throws.
    #[wasm_bindgen(js_name = setLang)]
    pub fn set_lang(&self, lang: &str) -> Result<(), JsValue> {
        self.model.borrow_mut().speak(Lang::from_locale(lang));
        self.draw()
    }

    /// With `readonly` the box shows a prepared example that cannot be changed.
    ///
    /// # Errors
    /// What the browser throws.
    #[wasm_bindgen(js_name = setReadonly)]
    pub fn set_readonly(&self, readonly: bool) -> Result<(), JsValue> {
        self.readonly.set(readonly);
        self.draw()
    }

    /// The level of the report's heading, from 1 to 6.
    ///
    /// # Errors
    /// What the browser throws.
    #[wasm_bindgen(js_name = setHeading)]
    pub fn set_heading(&self, level: u8) -> Result<(), JsValue> {
        self.heading.set(level.clamp(1, 6));
        self.show()
    }

    /// Which kinds of input are taken, by their names with spaces between: `response`, `curl`,
    /// `har`, `log`, `evidence`, `exception`. None named means all.
    ///
    /// # Errors
    /// What the browser throws.
    #[wasm_bindgen(js_name = setInputs)]
    pub fn set_inputs(&self, names: &str) -> Result<(), JsValue> {
        self.model.borrow_mut().allow(names);
        self.show()
    }

    /// Reports on what is in the box by now.
    ///
    /// # Errors
    /// What the browser throws.
    #[wasm_bindgen(js_name = readBox)]
    pub fn read_box(&self) -> Result<(), JsValue> {
        if self.readonly.get() {
            return Ok(());
        }
        self.give(&self.input()?.value())
    }

    /// Takes the text of a file; `undefined` where it could not be read.
    ///
    /// # Errors
    /// What the browser throws.
    #[wasm_bindgen(js_name = takeFile)]
    pub fn take_file(&self, text: Option<String>) -> Result<(), JsValue> {
        match text {
            Some(text) if text.len() <= SHOWN_BYTES => self.set_text(&text),
            Some(text) => {
                self.input()?.set_value("");
                self.give(&text)
            }
            None => self.say(words::UNREADABLE),
        }
    }

    /// Does what an event asks for; gives the file that is to be read, if one was chosen or dropped.
    ///
    /// # Errors
    /// What the browser throws.
    pub fn handle(&self, event: &Event) -> Result<Option<File>, JsValue> {
        match event.type_().as_str() {
            "click" => self.clicked(event)?,
            "change" => return self.chosen(event),
            "drop" => return self.dropped(event),
            "dragover" if !self.readonly.get() => {
                event.prevent_default();
                self.mark_drop(true)?;
            }
            "dragleave" => self.mark_drop(false)?,
            _ => {}
        }
        Ok(None)
    }
}

/// What happens to it.
impl Widget {
    fn clicked(&self, event: &Event) -> Result<(), JsValue> {
        let Some(target) = element(event) else {
            return Ok(());
        };
        if let Some(button) = target.closest("[data-exchange]")? {
            let at = button.get_attribute("data-exchange").unwrap_or_default();
            if let Ok(at) = at.parse() {
                self.model.borrow_mut().select(at);
            }
            self.show()?;
            return self.focus("[data-exchange][aria-current]");
        }
        match target.get_attribute("data-role").as_deref() {
            Some("open") => self.part("file")?.unchecked_into::<HtmlElement>().click(),
            Some("clear") => {
                self.set_text("")?;
                return self.focus("[data-role=input]");
            }
            _ => {}
        }
        Ok(())
    }

    fn chosen(&self, event: &Event) -> Result<Option<File>, JsValue> {
        let role = element(event).and_then(|target| target.get_attribute("data-role"));
        if role.as_deref() != Some("file") {
            return Ok(None);
        }
        let input: web_sys::HtmlInputElement = self.part("file")?.unchecked_into();
        let file = input.files().and_then(|files| files.get(0));
        input.set_value("");
        self.await_file(file)
    }

    fn dropped(&self, event: &Event) -> Result<Option<File>, JsValue> {
        if self.readonly.get() {
            return Ok(None);
        }
        event.prevent_default();
        self.mark_drop(false)?;
        let Some(data) = event
            .dyn_ref::<DragEvent>()
            .and_then(DragEvent::data_transfer)
        else {
            return Ok(None);
        };
        let file = data.files().and_then(|files| files.get(0));
        if file.is_some() {
            return self.await_file(file);
        }
        let text = data.get_data("text/plain")?;
        if !text.is_empty() {
            self.set_text(&text)?;
        }
        Ok(None)
    }

    fn await_file(&self, file: Option<File>) -> Result<Option<File>, JsValue> {
        if file.is_some() {
            self.say(words::READING)?;
        }
        Ok(file)
    }

    fn give(&self, text: &str) -> Result<(), JsValue> {
        self.model.borrow_mut().give(text);
        self.show()
    }
}

/// What it shows.
impl Widget {
    /// Draws everything anew.
    fn draw(&self) -> Result<(), JsValue> {
        let frame = {
            let model = self.model.borrow();
            draw::frame(model.lang(), self.readonly.get(), model.text())
        };
        let frame = frame.render(&self.document)?;
        match self.root.first_element_child() {
            Some(old) => old.replace_with_with_node_1(frame.as_ref())?,
            None => {
                self.root.append_child(frame.as_ref())?;
            }
        }
        if !self.readonly.get() {
            // An attribute gives a text box no text.
            self.input()?.set_value(self.model.borrow().text());
        }
        self.show()
    }

    /// Shows the state of the model.
    fn show(&self) -> Result<(), JsValue> {
        let model = self.model.borrow();
        self.part("status")?.set_text_content(Some(&model.status()));
        if !self.readonly.get() {
            self.part("clear")?
                .toggle_attribute_with_force("hidden", !model.given())?;
        }
        let exchanges = self.part("exchanges")?;
        exchanges.toggle_attribute_with_force("hidden", model.choice().is_empty())?;
        self.fill(&exchanges, draw::exchanges(&model))?;
        self.fill(&self.part("notes")?, draw::notes(&model))?;
        let place = self.part("report")?;
        let Some(report) = model.report() else {
            place.set_text_content(None);
            return Ok(());
        };
        let options = ViewOptions {
            lang: model.lang(),
            heading: self.heading.get(),
            ..ViewOptions::default()
        };
        api::put(&self.document, &place, &report, options)
    }

    fn say(&self, word: Text) -> Result<(), JsValue> {
        let lang = self.model.borrow().lang();
        self.part("status")?.set_text_content(Some(word.get(lang)));
        Ok(())
    }

    /// A redrawn list has lost the focus that a keyboard had in it.
    fn focus(&self, selector: &str) -> Result<(), JsValue> {
        match self.root.query_selector(selector)? {
            Some(found) => found.unchecked_into::<HtmlElement>().focus(),
            None => Ok(()),
        }
    }

    fn mark_drop(&self, over: bool) -> Result<(), JsValue> {
        match self.root.first_element_child() {
            Some(frame) => frame
                .toggle_attribute_with_force("data-drop", over)
                .map(|_| ()),
            None => Ok(()),
        }
    }

    fn fill(
        &self,
        parent: &Element,
        children: impl IntoIterator<Item = El>,
    ) -> Result<(), JsValue> {
        parent.set_text_content(None);
        for child in children {
            parent.append_child(child.render(&self.document)?.as_ref())?;
        }
        Ok(())
    }

    fn input(&self) -> Result<web_sys::HtmlTextAreaElement, JsValue> {
        self.part("input").map(JsCast::unchecked_into)
    }

    fn part(&self, role: &str) -> Result<Element, JsValue> {
        self.root
            .query_selector(&format!("[data-role={role}]"))?
            .ok_or_else(|| Problem::page(format!("the widget lacks its {role}")).into())
    }
}

fn element(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
