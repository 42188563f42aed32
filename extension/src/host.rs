//! What the panel needs from the browser around it, and nothing more.
//!
//! It has two homes: [`crate::browser`], the real one, and [`crate::fake`], which lets the panel
//! open as an ordinary page.

use gatewhy_core::Evidence;
use gatewhy_core::intake::Remark;
use wasm_bindgen::JsValue;

use crate::settings::{Setting, Settings};

/// The colours of DevTools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    Light,
    Dark,
}

impl Theme {
    /// The value of `data-theme`.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// One exchange, as far as the host has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Captured {
    pub(crate) evidence: Evidence,
    /// What its reader has to say about it.
    pub(crate) remarks: Vec<Remark>,
    /// No answer yet, and no error.
    pub(crate) is_pending: bool,
    /// What else it brought: further messages that a WebSocket API refused.
    pub(crate) others: Vec<Evidence>,
}

/// What a host tells of: read when its turn comes, for there may be ten thousand at once.
#[derive(Debug, Clone)]
pub(crate) enum Told {
    Exchange(Box<Captured>),
    /// The page was left for another one, at this time in milliseconds since 1970.
    Navigated(String, i64),
}

/// The browser around the panel.
pub(crate) trait Host {
    /// Takes the session that the DevTools page hands over, if this host can use one.
    fn attach(&self, session: &JsValue);

    /// The language of the browser, such as `ja-JP`.
    fn locale(&self) -> String;

    /// The colours of DevTools; `None` where only the style sheet can tell.
    fn theme(&self) -> Option<Theme>;

    /// Calls when the colours change.
    fn on_theme(&self, then: Box<dyn Fn(Option<Theme>)>);

    /// The time in milliseconds since 1970.
    fn now(&self) -> i64;

    /// Calls with a handle of each thing that is told of: first those that were kept since DevTools
    /// was opened, then each new one. Gives how many failures were not kept.
    fn listen(&self, then: Box<dyn Fn(JsValue)>) -> u32;

    /// Reads what a handle stands for; what cannot be read is left out, and the next one is not.
    fn read(&self, handle: &JsValue) -> Option<Told>;

    /// Calls with the handles of what the browser's own log holds; with `None` where it cannot be
    /// read, or not once more.
    fn log(&self, then: Box<dyn FnOnce(Option<Vec<JsValue>>)>);

    /// Calls with the exchange including its body; not at all where there is none to be had.
    fn body(&self, handle: &JsValue, then: Box<dyn FnOnce(Captured)>);

    /// Loads the inspected page again.
    fn reload(&self);

    /// Calls with the settings as they are kept, and again whenever one is changed, on whichever
    /// page of the extension that is.
    fn settings(&self, then: Box<dyn Fn(Settings)>);

    /// Keeps one setting; whoever follows [`Host::settings`] is told, this page included.
    fn set(&self, setting: &Setting);

    /// Opens the page on which everything can be set.
    fn open_options(&self);

    /// Asks, which browsers allow within a click only, for leave to explain the error pages of
    /// execute-api and of these domains, and does so from then on; calls with whether it was given.
    fn explain_pages(&self, domains: &[String], then: Box<dyn FnOnce(bool)>);

    /// Calls with whether there is leave for all of that still: it can be taken back in the
    /// browser's own settings.
    fn explains_pages(&self, domains: &[String], then: Box<dyn FnOnce(bool)>);

    /// Whether this browser keeps pages that are JSON to itself, so that none of them is explained.
    fn withholds_json(&self) -> bool;

    /// Explains no more pages and gives the leave for it back.
    fn leave_pages(&self, then: Box<dyn FnOnce()>);

    /// Takes away everything that is kept, and gives every leave back.
    fn forget(&self, then: Box<dyn FnOnce()>);
}
