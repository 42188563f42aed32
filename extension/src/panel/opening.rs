//! Files in: dropped, opened or pasted.

use std::rc::Rc;

use gatewhy_core::render::visible;
use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, Event, File, FileList, HtmlInputElement};

use super::App;
use crate::import::{self, Read};
use crate::model::{Exchange, Msg};
use crate::words;

/// Exchanges that are taken in before the page may breathe.
const AT_ONCE: usize = 100;
/// Where files are kept for the instance that follows one that broke down.
const KEPT: &str = "gatewhyFiles";

impl App {
    /// Takes what is dropped, pasted or chosen, and what an earlier instance was given.
    pub(super) fn follow_files(self: &Rc<Self>) -> Result<(), JsValue> {
        let on = |name: &str, act: fn(&Rc<Self>, &Event) -> Result<(), JsValue>| {
            let app = Rc::clone(self);
            let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
                if let Err(thrown) = act(&app, &event) {
                    web_sys::console::error_2(&"gatewhy".into(), &thrown);
                }
            });
            let listener = listener.into_js_value();
            self.root
                .add_event_listener_with_callback(name, listener.unchecked_ref())
        };
        on("dragover", |app, event| {
            event.prevent_default();
            app.root.set_attribute("data-dropping", "")
        })?;
        on("dragleave", |app, _| {
            app.root.remove_attribute("data-dropping")
        })?;
        on("drop", |app, event| {
            event.prevent_default();
            app.root.remove_attribute("data-dropping")?;
            app.take(&Reflect::get(event, &"dataTransfer".into())?)
        })?;
        on("paste", |app, event| {
            if is_typing(event) {
                return Ok(());
            }
            app.take(&Reflect::get(event, &"clipboardData".into())?)
        })?;
        on("change", |app, event| {
            let input = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input.filter(|it| it.type_() == "file") else {
                return Ok(());
            };
            let files = input.files();
            app.open_all(files.as_ref())?;
            // The same file may be chosen once more.
            input.set_value("");
            Ok(())
        })?;
        for file in kept()?.iter() {
            self.open_file(&file.unchecked_into())?;
        }
        Ok(())
    }

    /// What was dropped or pasted: files, or else text.
    fn take(self: &Rc<Self>, transfer: &JsValue) -> Result<(), JsValue> {
        if !transfer.is_object() {
            return Ok(());
        }
        let files: Option<FileList> = Reflect::get(transfer, &"files".into())?.dyn_into().ok();
        if files.as_ref().is_some_and(|files| files.length() > 0) {
            return self.open_all(files.as_ref());
        }
        let get: Function = Reflect::get(transfer, &"getData".into())?.dyn_into()?;
        let text = get.call1(transfer, &"text/plain".into())?.as_string();
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            let name = words::PASTED.get(self.model.borrow().lang);
            self.take_in_file(name, text.as_bytes())?;
        }
        Ok(())
    }

    fn open_all(self: &Rc<Self>, files: Option<&FileList>) -> Result<(), JsValue> {
        let Some(files) = files else { return Ok(()) };
        for at in 0..files.length() {
            if let Some(file) = files.get(at) {
                kept()?.push(&file);
                self.open_file(&file)?;
            }
        }
        Ok(())
    }

    fn open_file(self: &Rc<Self>, file: &File) -> Result<(), JsValue> {
        let name = file.name();
        if file.size() > import::BYTES_AT_MOST {
            let why = import::too_large(self.model.borrow().lang);
            return self.notice("failed", &format!("{}: {why}", visible(&name)), &[]);
        }
        let app = Rc::clone(self);
        let read = Closure::once_into_js(move |result: JsValue| {
            let done = if result.is_instance_of::<js_sys::ArrayBuffer>() {
                app.take_in_file(&name, &Uint8Array::new(&result).to_vec())
            } else {
                let why = words::UNREADABLE.get(app.model.borrow().lang);
                app.notice("failed", &format!("{}: {why}", visible(&name)), &[])
            };
            if let Err(thrown) = done {
                web_sys::console::error_2(&"gatewhy".into(), &thrown);
            }
        });
        let promise = file.array_buffer();
        // Fulfilled with a buffer or rejected with an error: one function tells them apart.
        let then: Function = Reflect::get(&promise, &"then".into())?.dyn_into()?;
        then.call2(&promise, &read, &read).map(|_| ())
    }

    fn take_in_file(self: &Rc<Self>, name: &str, bytes: &[u8]) -> Result<(), JsValue> {
        let lang = self.model.borrow().lang;
        let name = visible(name);
        let source = self.files.get() + 1;
        self.files.set(source);
        match import::read(bytes, lang) {
            Ok(read) => {
                let file = Taking {
                    name,
                    source,
                    read,
                    at: 0,
                    listed: Vec::new(),
                };
                self.take_in_some(file)
            }
            Err(why) => self.notice("failed", &format!("{name}: {why}"), &[]),
        }
    }

    /// Takes in as many as may be at once, and the rest in a moment.
    fn take_in_some(self: &Rc<Self>, mut file: Taking) -> Result<(), JsValue> {
        let end = (file.at + AT_ONCE).min(file.read.exchanges.len());
        for told in &mut file.read.exchanges[file.at..end] {
            let id = self.work.next_id();
            let (evidence, remarks) = core::mem::take(told);
            let exchange = Exchange {
                remarks,
                ..Exchange::of(id, evidence)
            };
            self.tell(Msg::Imported {
                exchange,
                source: file.source,
                any: file.read.any,
            });
            if self.model.borrow().row(id).is_some() {
                file.listed.push(id);
            }
        }
        file.at = end;
        self.work_soon();
        if end < file.read.exchanges.len() {
            let app = Rc::clone(self);
            let rest = Closure::once_into_js(move || {
                if let Err(thrown) = app.take_in_some(file) {
                    web_sys::console::error_2(&"gatewhy".into(), &thrown);
                }
            });
            if let Some(window) = web_sys::window() {
                window.set_timeout_with_callback(rest.unchecked_ref())?;
            }
            return Ok(());
        }
        let lang = self.model.borrow().lang;
        let says = import::told(&file.name, file.listed.len(), end, lang);
        self.notice("done", &says, &file.read.remarks)?;
        if let Some(first) = file.listed.first() {
            self.do_now(Msg::Choose(Some(*first)));
            self.show_cursor();
        }
        Ok(())
    }
}

/// A file that is being taken in.
struct Taking {
    name: String,
    source: u32,
    read: Read,
    at: usize,
    listed: Vec<u32>,
}

fn is_typing(event: &Event) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA"))
}

/// The files that were opened so far.
fn kept() -> Result<Array, JsValue> {
    let global = js_sys::global();
    let known = Reflect::get(&global, &KEPT.into())?;
    if Array::is_array(&known) {
        return Ok(known.unchecked_into());
    }
    let fresh = Array::new();
    Reflect::set(&global, &KEPT.into(), &fresh)?;
    Ok(fresh)
}
