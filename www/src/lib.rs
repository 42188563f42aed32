//! The gatewhy core in a web page: a JavaScript API, and the page that uses it.
//!
//! Nothing here sends anything anywhere: text goes in, a report comes out.

mod api;
mod examples;
mod model;
mod page;
mod problem;
mod read;
mod words;

pub use api::{causes, diagnose, diagnose_json, diagnose_text, explain, parse, render};
pub use page::open;
pub use read::{Reading, read};

use wasm_bindgen::prelude::wasm_bindgen;

/// Runs when the module is loaded: a panic, should there ever be one, names its place in the
/// console.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}
