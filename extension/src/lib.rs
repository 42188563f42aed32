//! The gatewhy DevTools panel.
//!
//! Two pages load this module, each an instance of its own: the DevTools page, which lives as long
//! as DevTools and keeps what happens ([`listen`]), and the panel, which shows it ([`start`]). A
//! worker goes before the panel so that it opens sooner ([`warm_up`]), and another one diagnoses for
//! it (`judging::Judging`).

mod asking;
mod bar;
mod browser;
mod columns;
mod console;
mod detail;
mod devtools;
mod export;
mod fake;
mod filter;
mod host;
mod import;
mod inline;
mod judging;
mod keys;
mod list;
mod model;
mod options;
mod panel;
mod rows;
mod settings;
mod strip;
mod time;
mod warm;
mod words;
mod work;

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::Element;

use host::Host;

/// What keeps what it is told of, for a panel that is opened later.
#[wasm_bindgen]
pub fn listen() -> devtools::Session {
    console_error_panic_hook::set_once();
    browser::keep_explaining();
    devtools::Session::default()
}

/// Opens the panel in an element.
///
/// `broken` holds the keys of exchanges that an earlier instance broke down over: while it
/// diagnoses, an instance names the exchange in the element's `data-busy`. `panics` holds what each
/// said, in the same order, and behind them what an instance said that broke down over no exchange.
///
/// # Errors
/// What the browser throws.
#[wasm_bindgen]
pub fn start(root: Element, broken: Vec<String>, panics: Vec<String>) -> Result<Panel, JsValue> {
    let place = root.clone();
    report_panics(move |said| {
        let _ = place.set_attribute("data-panic", said);
    });
    let app = panel::App::open(root, host(), broken, panics)?;
    Ok(Panel { app })
}

/// Does once, for nothing, what a panel will do: the next time it is compiled already.
#[wasm_bindgen]
pub fn warm_up() {
    console_error_panic_hook::set_once();
    warm::run();
}

/// Opens the options page in an element.
///
/// # Errors
/// What the browser throws.
#[wasm_bindgen]
pub fn options(root: Element) -> Result<(), JsValue> {
    console_error_panic_hook::set_once();
    options::Options::open(root, host())
}

/// Shows the diagnosis of an error document in an element; the page's address holds the document.
///
/// # Errors
/// What the browser throws, and what is wrong with the address.
#[wasm_bindgen]
pub fn inline(root: Element) -> Result<(), JsValue> {
    console_error_panic_hook::set_once();
    inline::open(root, host().as_ref())
}

/// Begins to write diagnoses to the page's console, of the exchanges that it is told of.
#[wasm_bindgen]
pub fn console_lines() -> console::Console {
    console_error_panic_hook::set_once();
    console::Console::start()
}

/// The browser around the page, or what stands in for it where the address asks for that.
fn host() -> Rc<dyn Host> {
    match fake::Fake::if_asked_for() {
        Some(fake) => Rc::new(fake),
        None => Rc::new(browser::Browser::default()),
    }
}

/// An open panel.
#[wasm_bindgen]
pub struct Panel {
    app: Rc<panel::App>,
}

#[wasm_bindgen]
impl Panel {
    /// Begins to show exchanges: those of the DevTools page's session, or, without one
    /// (`undefined`), those from now on. They are diagnosed by the worker that `hire` makes, when
    /// there is one.
    pub fn attach(&self, session: &JsValue, hire: Function) {
        self.app.attach(session, hire);
    }
}

/// Has the message of a panic left where JavaScript finds it.
fn report_panics(leave: impl Fn(&str) + Send + Sync + 'static) {
    std::panic::set_hook(Box::new(move |panic| {
        console_error_panic_hook::hook(panic);
        leave(&panic.to_string());
    }));
}

/// The time in milliseconds since 1970.
fn now() -> i64 {
    millis(js_sys::Date::now())
}

#[expect(clippy::cast_possible_truncation, reason = "what does not fit is held")]
fn millis(time: f64) -> i64 {
    time as i64
}

/// The global object's property of this name, where it is an object.
fn global(name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(&js_sys::global(), &name.into())
        .ok()
        .filter(JsValue::is_object)
}

/// Gives the focus to an element, and scrolls nothing.
fn focus(element: &Element) -> Result<(), JsValue> {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    element
        .unchecked_ref::<web_sys::HtmlElement>()
        .focus_with_options(&options)
}

fn function(of: &JsValue, name: &str) -> Option<Function> {
    js_sys::Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}
