//! The gatewhy core in web pages: a JavaScript API, and the `<gate-why>` element that uses it.
//!
//! Nothing here sends anything anywhere: text goes in, a report comes out.

mod api;
mod draw;
mod element;
mod model;
mod problem;
mod read;
mod words;

pub use api::{causes, diagnose, diagnose_json, diagnose_text, explain, parse, redact, render};
pub use element::Widget;
pub use read::{Reading, read};

use wasm_bindgen::prelude::wasm_bindgen;

/// Runs when the module is loaded: a panic, should there ever be one, names its place in the
/// console.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}
