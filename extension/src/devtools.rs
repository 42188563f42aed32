//! The DevTools page's part: it hears from the moment DevTools opens and keeps what a panel will
//! ask for. What failed is kept whole, what succeeded only by method, path and status.

use std::cell::RefCell;
use std::collections::VecDeque;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::browser::{self, at};

/// Failing entries that are kept; the oldest make room.
const FAILED_AT_MOST: usize = 10_000;
/// Entries that did not fail, and marks of navigations.
const OTHERS_AT_MOST: usize = 2000;
/// What a success can tell by its response headers: that the host is an API's, and who may read it.
const TELLING: &[&str] = &[
    "x-amz-apigw-id",
    "apigw-requestid",
    "access-control-allow-origin",
];

/// What has happened since DevTools was opened; handed to the panel through the window that
/// `onShown` gives.
#[wasm_bindgen]
#[derive(Default)]
pub struct Session {
    kept: RefCell<Kept>,
}

#[derive(Default)]
struct Kept {
    entries: VecDeque<(bool, JsValue)>,
    failed: usize,
    dropped: u32,
    panel: Option<Function>,
    followers: Vec<Function>,
}

#[wasm_bindgen]
impl Session {
    /// Keeps what happened, a request that finished or the mark of a navigation, and tells the panel
    /// and the followers of it.
    pub fn hear(&self, told: JsValue) {
        let is_mark = browser::is_navigation(&told);
        let failed = !is_mark && failed(&told);
        let whole = is_mark || failed || is_preflight(&told);
        let told = if whole { told } else { reduced(&told) };
        let (panel, followers) = {
            let mut kept = self.kept.borrow_mut();
            kept.push(failed, told.clone());
            (kept.panel.clone(), kept.followers.clone())
        };
        for listener in panel.iter().chain(&followers) {
            browser::tell(listener, &told);
        }
    }

    /// Hands over what was kept, in order, and then each exchange as it finishes. There is one
    /// panel: a later one takes the place of the one before. Gives how many failures were not kept.
    pub fn subscribe(&self, panel: &Function) -> u32 {
        let (entries, dropped): (Vec<JsValue>, u32) = {
            let mut kept = self.kept.borrow_mut();
            kept.panel = Some(panel.clone());
            let entries = kept.entries.iter().map(|(_, entry)| entry.clone());
            (entries.collect(), kept.dropped)
        };
        for entry in entries {
            browser::tell(panel, &entry);
        }
        dropped
    }

    /// Hands over each exchange as it finishes, besides what a panel is told; also those that were
    /// kept, if that is wanted.
    pub fn follow(&self, follower: &Function, kept_too: bool) {
        let entries: Vec<JsValue> = {
            let mut kept = self.kept.borrow_mut();
            kept.followers.push(follower.clone());
            let entries = kept.entries.iter().filter(|_| kept_too);
            entries.map(|(_, entry)| entry.clone()).collect()
        };
        for entry in entries {
            browser::tell(follower, &entry);
        }
    }
}

impl Kept {
    fn push(&mut self, failed: bool, entry: JsValue) {
        self.failed += usize::from(failed);
        self.entries.push_back((failed, entry));
        let others = self.entries.len() - self.failed;
        if self.failed > FAILED_AT_MOST {
            self.drop_oldest(true);
            self.failed -= 1;
            self.dropped = self.dropped.saturating_add(1);
        } else if others > OTHERS_AT_MOST {
            self.drop_oldest(false);
        }
    }

    fn drop_oldest(&mut self, failed: bool) {
        if let Some(at) = self.entries.iter().position(|(kind, _)| *kind == failed) {
            self.entries.remove(at);
        }
    }
}

/// A status of 400 or more, none at all, or an error of the browser's.
fn failed(entry: &JsValue) -> bool {
    let status = at(entry, &["response", "status"])
        .as_f64()
        .unwrap_or_default();
    let error = at(entry, &["response", "_error"]);
    !(100.0..400.0).contains(&status) || error.as_string().is_some_and(|error| !error.is_empty())
}

/// A preflight's headers are what the request behind it stands or falls with.
fn is_preflight(entry: &JsValue) -> bool {
    at(entry, &["request", "method"]).as_string().as_deref() == Some("OPTIONS")
}

/// A HAR entry of the same shape that holds what a neighbour is looked at for, and no query.
fn reduced(entry: &JsValue) -> JsValue {
    let url = at(entry, &["request", "url"])
        .as_string()
        .unwrap_or_default();
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let headers = Array::new();
    let all = at(entry, &["response", "headers"]);
    if Array::is_array(&all) {
        for header in Array::from(&all).iter() {
            let name = at(&header, &["name"]).as_string().unwrap_or_default();
            if TELLING
                .iter()
                .any(|known| known.eq_ignore_ascii_case(&name))
            {
                headers.push(&header);
            }
        }
    }
    object(&[
        ("startedDateTime", at(entry, &["startedDateTime"])),
        ("_resourceType", at(entry, &["_resourceType"])),
        (
            "request",
            object(&[
                ("method", at(entry, &["request", "method"])),
                ("url", url.into()),
                ("headers", Array::new().into()),
            ]),
        ),
        (
            "response",
            object(&[
                ("status", at(entry, &["response", "status"])),
                ("headers", headers.into()),
                ("content", Object::new().into()),
            ]),
        ),
    ])
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A fresh object takes every property.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
