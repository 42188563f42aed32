//! How far the list is scrolled, set without having the browser lay everything out on the spot.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, ResizeObserver};

/// The element that scrolls, and where to.
pub(super) struct Scroller {
    scroll: Element,
    /// Where to scroll to as soon as what was just drawn is laid out.
    due: Rc<Cell<Option<i32>>>,
    observer: ResizeObserver,
    /// What the observer calls.
    _laid_out: Closure<dyn Fn()>,
}

impl Scroller {
    /// `content` is what grows within `scroll`.
    pub(super) fn of(scroll: &Element, content: &Element) -> Result<Self, JsValue> {
        let due = Rc::new(Cell::new(None));
        let laid_out = {
            let (due, scroll) = (Rc::clone(&due), scroll.clone());
            Closure::<dyn Fn()>::new(move || {
                if let Some(top) = due.take() {
                    scroll.set_scroll_top(top);
                }
            })
        };
        let observer = ResizeObserver::new(laid_out.as_ref().unchecked_ref())?;
        observer.observe(content);
        Ok(Self {
            scroll: scroll.clone(),
            due,
            observer,
            _laid_out: laid_out,
        })
    }

    /// How far it is scrolled; `None` while it is about to be elsewhere.
    pub(super) fn top(&self) -> Option<i32> {
        self.due.get().is_none().then(|| self.scroll.scroll_top())
    }

    /// Scrolls at once, for which the browser lays out what is not.
    pub(super) fn go(&self, top: i32) {
        self.due.set(None);
        self.scroll.set_scroll_top(top);
    }

    /// Scrolls within the same frame, behind the layout that the content's new height makes due.
    pub(super) fn go_when_laid_out(&self, top: i32) {
        self.due.set(Some(top));
    }

    /// Whether it is about to be elsewhere.
    pub(super) fn is_due(&self) -> bool {
        self.due.get().is_some()
    }
}

impl Drop for Scroller {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
