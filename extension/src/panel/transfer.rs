//! Files in and out: the toolbar's buttons, what is saved, and what is said about either.
//!
//! # What others may rely on (tests, user style sheets)
//! In the toolbar `[data-action=import]` with `input[data-role=files]`, `[data-action=save-har]`,
//! `[data-action=save-report]`; `data-dropping` on the panel while a file is held over it; in
//! `[data-role=notices]` a `[data-role=notice]` for each file (`data-kind`: `done`, `failed`), with
//! `[data-action=dismiss]`. Rows of a file have its number in `data-source`.

use std::rc::Rc;

use gatewhy_core::{Lang, Text};
use gatewhy_view::{El, el};
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, HtmlElement};

use super::App;
use crate::{export, words};

/// The toolbar's buttons for files.
pub(super) fn tools(lang: Lang) -> El {
    let button = |action: &'static str, class: &'static str, name: Text| {
        el("button")
            .set("type", "button")
            .class(class)
            .set("data-action", action)
            .set("aria-label", name.get(lang))
            .set("title", name.get(lang))
    };
    el("span")
        .class("tools")
        .child(button("import", "icon import", words::IMPORT))
        .child(
            el("input")
                .set("type", "file")
                .set("multiple", "")
                .set("hidden", "")
                .set("data-role", "files")
                .set("aria-label", words::IMPORT.get(lang)),
        )
        .child(button("save-har", "icon save-har", words::SAVE_HAR))
        .child(button(
            "save-report",
            "icon save-report",
            words::SAVE_REPORT,
        ))
}

impl App {
    pub(crate) fn transfer(self: &Rc<Self>, what: &str) {
        let done = match what {
            "import" => self.find("[data-role=files]").map(|input| {
                input.unchecked_ref::<HtmlElement>().click();
            }),
            "save-har" => {
                let text = export::har(&self.model.borrow());
                self.save(&text, "har", "application/json")
            }
            _ => {
                let diagnose = |key: &str, evidence: &_, lang| self.diagnose(key, evidence, lang);
                let text = export::markdown(&self.model.borrow(), &diagnose);
                self.save(&text, "md", "text/markdown")
            }
        };
        if let Err(thrown) = done {
            web_sys::console::error_2(&"gatewhy".into(), &thrown);
        }
    }

    /// Says what became of a file, until it is dismissed.
    pub(super) fn notice(
        &self,
        kind: &'static str,
        says: &str,
        remarks: &[String],
    ) -> Result<(), JsValue> {
        let lang = self.model.borrow().lang;
        let notices = self
            .document
            .query_selector("[data-role=notices]")?
            .ok_or("the page has no place for notices")?;
        let notice = el("div")
            .class("notice")
            .set("data-role", "notice")
            .set("data-kind", kind)
            .child(
                el("div").child(el("p").text(says)).children(
                    remarks
                        .iter()
                        .map(|remark| el("p").class("quiet").text(remark)),
                ),
            )
            .child(
                el("button")
                    .set("type", "button")
                    .class("icon close")
                    .set("data-action", "dismiss")
                    .set("aria-label", words::CLOSE.get(lang))
                    .set("title", words::CLOSE.get(lang)),
            )
            .render(&self.document)?;
        if let Some(button) = notice.query_selector("button")? {
            let gone = notice.clone();
            let dismiss = Closure::<dyn Fn()>::new(move || gone.remove());
            button.add_event_listener_with_callback(
                "click",
                dismiss.into_js_value().unchecked_ref(),
            )?;
        }
        notices.append_with_node_1(notice.as_ref())
    }

    /// Says that an instance stopped, which this one follows.
    pub(super) fn tell_of_panic(&self, panic: String) -> Result<(), JsValue> {
        let lang = self.model.borrow().lang;
        self.notice("failed", words::STARTED_AGAIN.get(lang), &[panic])
    }

    /// Hands a text to the browser as a download.
    fn save(&self, text: &str, ending: &str, kind: &str) -> Result<(), JsValue> {
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(kind);
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
        let url = web_sys::Url::create_object_url_with_blob(&blob)?;
        let now = js_sys::Date::new_0().to_iso_string();
        let name = export::name(&String::from(now), ending);
        let anchor = el("a")
            .set("href", &url)
            .set("download", name)
            .render(&self.document)?;
        anchor.unchecked_ref::<HtmlElement>().click();
        // The browser reads it within the moment; then its memory is given back.
        let revoke = Closure::once_into_js(move || web_sys::Url::revoke_object_url(&url));
        if let Some(window) = web_sys::window() {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(
                revoke.unchecked_ref(),
                60_000,
            )?;
        }
        Ok(())
    }
}
