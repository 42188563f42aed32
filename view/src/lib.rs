//! A gatewhy report as DOM nodes, with its style sheet; the panel and the web element show the same.
//!
//! [`report`] makes the nodes and [`adopt_style`] styles the document or shadow root that they are
//! put into. The parts of a report carry `data-part` (`verdict`, `cors`, `notes`, `evidence`,
//! `signature`, `changes`, `token`, `origin`, `unknown`, `alike`, `checks`, `fixes`, `others`,
//! `links`), the report itself `data-cause`.

mod act;
mod changes;
mod checks;
mod choice;
mod copy;
mod cors;
mod dom;
mod evidence;
mod fixes;
mod parts;
mod signature;
mod snippet;
mod tokens;
mod words;

use gatewhy_core::{Lang, Report};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, EventTarget};

pub use choice::{follow_forms, prefer_forms};
pub use copy::{copy, copy_from};
pub use dom::{El, Shown, el};
pub use parts::percent;

/// The style sheet of a report: light and dark by `prefers-color-scheme`, or by `data-theme` on
/// anything around it; at home in a shadow root too.
pub const STYLE: &str = concat!(
    include_str!("../style/report.css"),
    include_str!("../style/cors.css"),
    include_str!("../style/evidence.css"),
    include_str!("../style/code.css"),
    include_str!("../style/advice.css"),
);

/// How a report is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ViewOptions {
    /// The language of the words around the report, which has its own in its own language.
    pub lang: Lang,
    /// The level of the verdict's heading; its sections have the next one.
    pub heading: u8,
    /// Whether quotes are buttons (`data-act=jump`, `data-place`, `data-quote`) for whoever shows the
    /// exchange beside the report.
    pub jump: bool,
}

impl Default for ViewOptions {
    fn default() -> Self {
        Self {
            lang: Lang::default(),
            heading: 2,
            jump: false,
        }
    }
}

/// A report as one element, ready to be put into a document or shadow root.
///
/// Its copy buttons and tabs work by themselves.
///
/// # Errors
/// What the browser throws, such as when memory has run out.
pub fn report(
    document: &Document,
    report: &Report,
    options: &ViewOptions,
) -> Result<Element, JsValue> {
    let element = parts::report(report, *options).render(document)?;
    act::listen(element.unchecked_ref::<EventTarget>())?;
    Ok(element)
}

/// Gives [`STYLE`] to a document or shadow root, once: a constructed sheet, which a strict Content
/// Security Policy allows where it forbids a `<style>` element.
///
/// # Errors
/// When the browser has no constructed style sheets.
pub fn adopt_style(root: &JsValue) -> Result<(), JsValue> {
    adopt(root, STYLE)
}

/// The same for any style sheet.
///
/// # Errors
/// When the browser has no constructed style sheets.
pub fn adopt(root: &JsValue, style: &str) -> Result<(), JsValue> {
    let sheet = web_sys::CssStyleSheet::new()?;
    sheet.replace_sync(style)?;
    let name = JsValue::from_str("adoptedStyleSheets");
    let adopted = js_sys::Array::from(&js_sys::Reflect::get(root, &name)?);
    adopted.push(&sheet);
    js_sys::Reflect::set(root, &name, &adopted).map(|_| ())
}
