//! The real host: what Chrome and Firefox hand to an extension, made equal.
//!
//! The only file that names `chrome`. Firefox knows that name too, with callbacks as in Chrome.
//! Everything is looked up when it is called and may be missing: a name that one browser lacks
//! costs its own feature and no other.

mod leave;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use gatewhy_core::intake::{self, har};
use js_sys::{Array, Function, JSON, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::host::{Captured, Host, Theme, Told};
use crate::settings::{Setting, Settings};
use crate::{function, global, millis};

/// Bodies are read up to this length in UTF-16 units: what API Gateway itself says is far shorter.
const BODY_AT_MOST: u32 = 256 * 1024;

/// The browser whose DevTools the panel is in.
#[derive(Default)]
pub(crate) struct Browser {
    /// The DevTools page's session, once the panel has been handed one.
    session: RefCell<Option<JsValue>>,
    /// Whether the log that came with it was read.
    log_was_read: Cell<bool>,
}

impl Host for Browser {
    fn attach(&self, session: &JsValue) {
        if function(session, "subscribe").is_some() {
            self.session.replace(Some(session.clone()));
        }
    }

    fn locale(&self) -> String {
        let ui = get("chrome", &["i18n"])
            .and_then(|i18n| function(&i18n, "getUILanguage")?.call0(&i18n).ok());
        ui.and_then(|language| language.as_string())
            .or_else(|| get("navigator", &["language"])?.as_string())
            .unwrap_or_default()
    }

    fn theme(&self) -> Option<Theme> {
        theme(&panels().and_then(|panels| Reflect::get(&panels, &"themeName".into()).ok())?)
    }

    fn on_theme(&self, then: Box<dyn Fn(Option<Theme>)>) {
        let Some(panels) = panels() else { return };
        let changed = Closure::<dyn Fn(JsValue)>::new(move |name: JsValue| then(theme(&name)));
        let changed = changed.into_js_value();
        let set_handler = function(&panels, "setThemeChangeHandler");
        let on_changed = Reflect::get(&panels, &"onThemeChanged".into()).ok();
        match (set_handler, on_changed) {
            (Some(set), _) => {
                let _ = set.call1(&panels, &changed);
            }
            (None, Some(event)) => add_listener(&event, &changed),
            (None, None) => {}
        }
    }

    fn now(&self) -> i64 {
        crate::now()
    }

    fn listen(&self, then: Box<dyn Fn(JsValue)>) -> u32 {
        let then: Rc<dyn Fn(JsValue)> = Rc::from(then);
        let each = Rc::clone(&then);
        let told = Closure::<dyn Fn(JsValue)>::new(move |handle| each(handle)).into_js_value();
        let session = self.session.borrow();
        let subscribed = session
            .as_ref()
            .and_then(|session| function(session, "subscribe")?.call1(session, &told).ok());
        if let Some(dropped) = subscribed {
            return whole(dropped.as_f64().unwrap_or_default());
        }
        on_request_finished(&told);
        on_navigated(move |handle| then(handle));
        0
    }

    fn read(&self, handle: &JsValue) -> Option<Told> {
        read(handle)
    }

    fn log(&self, then: Box<dyn FnOnce(Option<Vec<JsValue>>)>) {
        if is_firefox() {
            return self.log_of_session(then);
        }
        let network = network();
        let get_har = network
            .as_ref()
            .and_then(|network| function(network, "getHAR"));
        let (Some(network), Some(get_har)) = (network, get_har) else {
            return then(None);
        };
        let read = Closure::once_into_js(move |log: JsValue| then(Some(entries(&log))));
        let _ = get_har.call1(&network, &read);
    }

    fn body(&self, handle: &JsValue, then: Box<dyn FnOnce(Captured)>) {
        let Some(get_content) = function(handle, "getContent") else {
            return;
        };
        let size = announced_size(handle);
        if size > BODY_AT_MOST {
            return;
        }
        let entry = handle.clone();
        let read = Closure::once_into_js(move |content: JsValue, told: JsValue| {
            if let Some(mut decoded) = decoded(&entry) {
                if let Ok(content) = content.dyn_into::<js_sys::JsString>() {
                    let told = told.as_string().unwrap_or_default();
                    let encoding = if is_base64(&told, content.length(), size) {
                        "base64".to_owned()
                    } else {
                        told
                    };
                    decoded.set_content(content.slice(0, BODY_AT_MOST), encoding);
                }
                then(captured(decoded));
            }
        });
        let _ = get_content.call1(handle, &read);
    }

    fn reload(&self) {
        let inspected = get("chrome", &["devtools", "inspectedWindow"]);
        if let Some(inspected) = inspected
            && let Some(reload) = function(&inspected, "reload")
        {
            let _ = reload.call0(&inspected);
        }
    }

    fn settings(&self, then: Box<dyn Fn(Settings)>) {
        let then: Rc<dyn Fn(Settings)> = Rc::from(then);
        let first = Rc::clone(&then);
        read_storage(move |settings| first(settings));
        let changed = Closure::<dyn Fn()>::new(move || {
            let then = Rc::clone(&then);
            read_storage(move |settings| then(settings));
        });
        if let Some(event) = get("chrome", &["storage", "onChanged"]) {
            add_listener(&event, &changed.into_js_value());
        }
    }

    fn set(&self, setting: &Setting) {
        let Some(local) = get("chrome", &["storage", "local"]) else {
            return;
        };
        let (key, text) = setting.to_keep();
        let (name, argument) = match text {
            Some(text) => {
                let values = Object::new();
                // A fresh object takes every property.
                let _ = Reflect::set(&values, &key.into(), &text.into());
                ("set", values.into())
            }
            None => ("remove", JsValue::from(key)),
        };
        if let Some(change) = function(&local, name) {
            let _ = change.call1(&local, &argument);
        }
    }

    fn withholds_json(&self) -> bool {
        // Firefox shows it in a page of its own, which content scripts never run in.
        is_firefox()
    }

    fn open_options(&self) {
        let Some(runtime) = get("chrome", &["runtime"]) else {
            return;
        };
        if let Some(open) = function(&runtime, "openOptionsPage") {
            let _ = open.call0(&runtime);
        } else if let Some(address) = function(&runtime, "getURL")
            && let Ok(address) = address.call1(&runtime, &"extension/options.html".into())
            && let (Some(window), Some(address)) = (web_sys::window(), address.as_string())
        {
            // Firefox keeps the former from pages of DevTools.
            let _ = window.open_with_url(&address);
        }
    }

    fn explain_pages(&self, domains: &[String], then: Box<dyn FnOnce(bool)>) {
        leave::ask(domains, then);
    }

    fn explains_pages(&self, domains: &[String], then: Box<dyn FnOnce(bool)>) {
        leave::look(domains, then);
    }

    fn leave_pages(&self, then: Box<dyn FnOnce()>) {
        leave::give_back(then);
    }

    fn forget(&self, then: Box<dyn FnOnce()>) {
        leave::give_back(move || {
            let local = get("chrome", &["storage", "local"]);
            let clear = local.as_ref().and_then(|local| function(local, "clear"));
            match (local, clear) {
                (Some(local), Some(clear)) => {
                    let _ = clear.call1(&local, &Closure::once_into_js(then));
                }
                _ => then(),
            }
        });
    }
}

impl Browser {
    /// Firefox loses what is under way while it gathers its log. The DevTools page has it gathered
    /// when that loses nothing, once; what had not finished then is told of when it does.
    fn log_of_session(&self, then: Box<dyn FnOnce(Option<Vec<JsValue>>)>) {
        let session = self.session.borrow().clone();
        let log = session.map(|session| at(&session, &["log"]));
        let gathered = log.and_then(|log| Some((function(&log, "then")?, log)));
        let Some((wait, log)) = gathered.filter(|_| !self.log_was_read.replace(true)) else {
            return then(None);
        };
        let read = Closure::once_into_js(move |log: JsValue| {
            let mut entries = entries(&log);
            entries.retain(|entry| at(entry, &["response", "status"]).as_f64() > Some(0.0));
            then(Some(entries));
        });
        let _ = wait.call1(&log, &read);
    }
}

/// What `storage.local` holds, of those keys whose value is a text.
fn kept(values: &JsValue) -> BTreeMap<String, String> {
    let mut kept = BTreeMap::new();
    if let Some(object) = values.dyn_ref::<Object>() {
        for pair in Object::entries(object).iter() {
            let pair = Array::from(&pair);
            if let (Some(key), Some(text)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
                kept.insert(key, text);
            }
        }
    }
    kept
}

/// Reads everything that is kept; calls with nothing where nothing can be kept.
fn read_storage(then: impl FnOnce(Settings) + 'static) {
    let local = get("chrome", &["storage", "local"]);
    let get_all = local.as_ref().and_then(|local| function(local, "get"));
    let (Some(local), Some(get_all)) = (local, get_all) else {
        then(Settings::default());
        return;
    };
    let read = Closure::once_into_js(move |values: JsValue| then(Settings::read(&kept(&values))));
    let _ = get_all.call2(&local, &JsValue::NULL, &read);
}

/// Calls after so many milliseconds.
pub(crate) fn later(after_ms: i32, then: impl FnOnce() + 'static) {
    call_later(after_ms, Closure::once_into_js(then).unchecked_ref());
}

/// The same with what is there already.
pub(crate) fn call_later(after_ms: i32, then: &Function) {
    if let Some(window) = web_sys::window() {
        // Without a timer nothing is called, and nothing is lost but what waited for it.
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(then, after_ms);
    }
}

/// Calls as soon as the page is painted; a page that is not shown paints nothing and waits no longer
/// than a moment.
pub(crate) fn after_paint(then: impl FnOnce() + 'static) {
    const MOMENT_MS: i32 = 300;
    let then = Cell::new(Some(then));
    let call = Rc::new(move || {
        if let Some(then) = then.take() {
            then();
        }
    });
    let painted = Rc::clone(&call);
    // The second frame begins when the first is painted.
    next_frame(move || next_frame(move || later(0, move || painted())));
    later(MOMENT_MS, move || call());
}

/// Calls at the beginning of the next frame.
fn next_frame(then: impl FnOnce() + 'static) {
    call_next_frame(Closure::once_into_js(then).unchecked_ref());
}

/// The same with what is there already.
pub(crate) fn call_next_frame(then: &Function) {
    if let Some(window) = web_sys::window() {
        // A window that draws nothing needs no frame.
        let _ = window.request_animation_frame(then);
    }
}

/// Registers anew what an update of the extension has taken away, where there is leave for it and
/// pages of DevTools can: in Firefox only the options page can.
pub(crate) fn keep_explaining() {
    read_storage(|settings| {
        if settings.inline_page {
            leave::look(&settings.domains, |_| {});
        }
    });
}

/// Writes a warning to the inspected page's console. What is evaluated there is a call with a text
/// for its argument: JSON of a text is a literal of JavaScript, whatever the text holds.
pub(crate) fn warn_in_page(line: &str) {
    let Some(inspected) = get("chrome", &["devtools", "inspectedWindow"]) else {
        return;
    };
    let literal = JSON::stringify(&line.into());
    if let (Some(eval), Ok(literal)) = (function(&inspected, "eval"), literal) {
        let call = format!("console.warn({})", String::from(literal));
        let _ = eval.call1(&inspected, &call.into());
    }
}

/// Calls for each exchange that finishes from now on.
fn on_request_finished(then: &JsValue) {
    let event =
        network().and_then(|network| Reflect::get(&network, &"onRequestFinished".into()).ok());
    if let Some(event) = event {
        add_listener(&event, then);
    }
}

fn add_listener(event: &JsValue, listener: &JsValue) {
    if let Some(add) = function(event, "addListener") {
        let _ = add.call1(event, listener);
    }
}

fn get(global_name: &str, path: &[&str]) -> Option<JsValue> {
    path.iter().try_fold(global(global_name)?, |of, name| {
        Reflect::get(&of, &(*name).into())
            .ok()
            .filter(|value| !value.is_undefined() && !value.is_null())
    })
}

fn network() -> Option<JsValue> {
    get("chrome", &["devtools", "network"])
}

/// The two tell themselves apart by the addresses of an extension's pages.
fn is_firefox() -> bool {
    get("chrome", &["runtime"])
        .and_then(|runtime| {
            function(&runtime, "getURL")?
                .call1(&runtime, &"".into())
                .ok()
        })
        .and_then(|address| address.as_string())
        .is_some_and(|address| address.starts_with("moz-extension:"))
}

fn panels() -> Option<JsValue> {
    get("chrome", &["devtools", "panels"])
}

/// Chrome says `default` for light; Firefox has names of its own besides `light` and `dark`.
fn theme(name: &JsValue) -> Option<Theme> {
    match name.as_string()?.as_str() {
        "dark" => Some(Theme::Dark),
        "light" | "default" => Some(Theme::Light),
        _ => None,
    }
}

/// The entries of a HAR log.
pub(crate) fn entries(log: &JsValue) -> Vec<JsValue> {
    let entries = Reflect::get(log, &"entries".into()).unwrap_or(JsValue::UNDEFINED);
    if !Array::is_array(&entries) {
        return Vec::new();
    }
    Array::from(&entries).iter().collect()
}

pub(crate) fn at(of: &JsValue, path: &[&str]) -> JsValue {
    path.iter()
        .try_fold(of.clone(), |of, name| Reflect::get(&of, &(*name).into()))
        .unwrap_or(JsValue::UNDEFINED)
}

/// Where Chrome tells the encoding, Firefox tells the MIME type, and hands over as base64 whatever
/// it takes for binary: an answer without a content type, too. Its length gives that away, for four
/// letters stand for three bytes, and text has no more letters than bytes.
fn is_base64(told: &str, letters: u32, bytes: u32) -> bool {
    told == "base64"
        || (told.contains('/') && bytes > 0 && letters == bytes.div_ceil(3).saturating_mul(4))
}

fn announced_size(entry: &JsValue) -> u32 {
    let size = at(entry, &["response", "content", "size"]);
    whole(size.as_f64().unwrap_or_default())
}

/// Reads what a handle stands for: a HAR entry, or the mark of a navigation.
pub(crate) fn read(handle: &JsValue) -> Option<Told> {
    if is_navigation(handle) {
        let url = at(handle, &[NAVIGATED]).as_string().unwrap_or_default();
        let at = at(handle, &["at"]).as_f64().unwrap_or_default();
        return Some(Told::Navigated(url, millis(at)));
    }
    Some(Told::Exchange(Box::new(captured(decoded(handle)?))))
}

fn captured(entry: har::Entry) -> Captured {
    let (mut evidence, others, remarks) = har::exchanges(entry);
    if let Some(body) = &mut evidence.request_body {
        shorten(body);
    }
    Captured {
        is_pending: evidence.status.is_none()
            && evidence.net_error.is_none()
            && evidence.body.is_none(),
        evidence,
        remarks,
        others,
    }
}

/// A body that was sent comes with the entry, however long it is.
fn shorten(body: &mut String) {
    let most = BODY_AT_MOST as usize;
    if body.len() > most {
        let end = (0..=most).rev().find(|end| body.is_char_boundary(*end));
        body.truncate(end.unwrap_or(0));
        body.shrink_to_fit();
    }
}

/// The mark of a navigation among entries.
const NAVIGATED: &str = "navigated";

/// Whether it is the mark of a navigation, which devtools.js makes, too.
pub(crate) fn is_navigation(handle: &JsValue) -> bool {
    at(handle, &[NAVIGATED]).is_string()
}

/// Calls with the mark of each navigation.
fn on_navigated(then: impl Fn(JsValue) + 'static) {
    let event = network().and_then(|network| Reflect::get(&network, &"onNavigated".into()).ok());
    let Some(event) = event else { return };
    let told = Closure::<dyn Fn(JsValue)>::new(move |url: JsValue| {
        let mark = Object::new();
        // A fresh object takes every property.
        let _ = Reflect::set(&mark, &NAVIGATED.into(), &url);
        let _ = Reflect::set(&mark, &"at".into(), &js_sys::Date::now().into());
        then(mark.into());
    });
    add_listener(&event, &told.into_js_value());
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held to what fits first"
)]
fn whole(number: f64) -> u32 {
    number.clamp(0.0, f64::from(u32::MAX)) as u32
}

fn decoded(entry: &JsValue) -> Option<har::Entry> {
    thread_local! {
        static NAMES: Vec<JsValue> = har::MEMBERS.iter().copied().map(JsValue::from).collect();
    }
    // Asked for by their names: a browser may compute them. `JSON.stringify` takes such names as
    // well, and is five times as slow with them.
    let members = Object::new();
    NAMES.with(|names| {
        for name in names {
            let value = Reflect::get(entry, name).ok()?;
            Reflect::set(&members, name, &value).ok()?;
        }
        Some(())
    })?;
    let text = String::from(JSON::stringify(&members).ok()?);
    serde_json::from_str(&intake::json::whole_letters(&text)).ok()
}

/// Calls a function and forgets what it throws: the listener of a panel that is gone.
pub(crate) fn tell(listener: &Function, entry: &JsValue) {
    let _ = listener.call1(&JsValue::UNDEFINED, entry);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_firefox_takes_for_binary_is_known_by_its_length() {
        let unknown = "application/x-unknown-content-type";
        // `{"message":"Not Found"}`, as it is and as base64.
        assert!(is_base64(unknown, 32, 23));
        assert!(!is_base64(unknown, 23, 23));
        assert!(!is_base64(unknown, 0, 0));
        // Fewer letters than bytes: Japanese.
        assert!(!is_base64("application/json", 12, 36));
        assert!(is_base64("base64", 5, 0));
        assert!(!is_base64("", 32, 23));
    }
}
