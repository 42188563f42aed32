//! Clicks, keys and drags: what its user does, as messages.
//!
//! The keys are those of the Network panel: arrows, Home, End and the page keys move in the list,
//! Enter opens a report, Esc closes it; Ctrl or Cmd with F, and `/`, lead to the filter.

use std::rc::Rc;

use gatewhy_core::Lang;
use gatewhy_core::rule::Family;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent, ResizeObserver,
};

use crate::columns::{self, STEP};
use crate::model::{Msg, SPEAKERS};
use crate::panel::{App, complain};
use crate::settings::Setting;
use crate::strip::Strip;

impl App {
    pub(crate) fn follow_input(self: &Rc<Self>) -> Result<(), JsValue> {
        self.on("click", Self::on_click)?;
        self.on("input", Self::on_input)?;
        self.on("dblclick", |app, event| app.on_double_click(event))?;
        self.on("pointerdown", |app, event| {
            app.on_pointer(event.unchecked_ref(), true);
        })?;
        self.on("pointermove", |app, event| {
            app.on_pointer(event.unchecked_ref(), false);
        })?;
        for end in ["pointerup", "pointercancel"] {
            self.on(end, |app, _| app.on_release())?;
        }
        let scroll = self.listener(Self::on_scroll);
        // It does not bubble.
        self.root.add_event_listener_with_callback_and_bool(
            "scroll",
            scroll.unchecked_ref(),
            true,
        )?;
        // The keys that lead into the panel work wherever the focus is.
        let key = self.listener(|app, event| app.on_key(event.unchecked_ref()));
        self.document
            .add_event_listener_with_callback("keydown", key.unchecked_ref())?;
        let app = Rc::clone(self);
        let resized = Closure::<dyn Fn()>::new(move || {
            if app.root.is_connected()
                && let Some(parts) = app.parts.borrow().as_ref()
            {
                parts.list.resized();
                app.list_is_stale();
                app.draw_soon();
            }
        });
        let observer = ResizeObserver::new(resized.into_js_value().unchecked_ref())?;
        self.sizes.replace(Some(observer));
        Ok(())
    }

    /// A listener that does nothing once the panel is gone.
    fn listener(self: &Rc<Self>, then: impl Fn(&Rc<Self>, &Event) + 'static) -> JsValue {
        let app = Rc::clone(self);
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            if app.root.is_connected() {
                then(&app, &event);
            }
        });
        listener.into_js_value()
    }

    fn on(
        self: &Rc<Self>,
        name: &str,
        then: impl Fn(&Rc<Self>, &Event) + 'static,
    ) -> Result<(), JsValue> {
        let listener = self.listener(then);
        self.root
            .add_event_listener_with_callback(name, listener.unchecked_ref())
    }

    fn on_click(self: &Rc<Self>, event: &Event) {
        let Some(target) = target(event) else { return };
        let closest = |selector| target.closest(selector).ok().flatten();
        if let Some(button) = closest("[data-action]") {
            self.act(&button);
        } else if let Some(quote) = closest("[data-role=detail] [data-act=jump]") {
            self.act_in_detail(&quote);
        } else if closest("[data-resize]").is_some() {
            // Its drag is over, or its double click is to come.
        } else if let Some(id) = closest("[data-role=list] tbody tr").and_then(|line| id_of(&line))
        {
            self.do_now(Msg::Choose(Some(id)));
            self.focus_cursor();
        }
    }

    fn act(self: &Rc<Self>, button: &Element) {
        let text = |name: &str| button.get_attribute(name).unwrap_or_default();
        match button.get_attribute("data-action").as_deref() {
            Some("clear") => self.do_now(Msg::Clear),
            Some("close") => self.close(),
            Some("reload") => self.host.reload(),
            Some("options") => self.host.open_options(),
            Some("preserve") => {
                let tick: &HtmlInputElement = button.unchecked_ref();
                self.host.set(&Setting::PreserveLog(tick.checked()));
            }
            Some("choose") => {
                let id = id_of(button);
                self.do_now(Msg::Choose(id));
                self.show_cursor();
            }
            Some("lang") => {
                let code = text("data-lang");
                let lang = Lang::from_locale(&code);
                self.do_now(Msg::Speak(lang));
                self.host.set(&Setting::Lang(Some(lang)));
                self.focus(&format!("[data-action=lang][data-lang={code}]"));
            }
            Some("group") => {
                let on = !self.model.borrow().order.grouping;
                self.press(button, on);
                self.rearrange(Msg::Group(on));
            }
            Some("host") => {
                let on = !self.columns.borrow().with_host;
                self.columns.borrow_mut().with_host = on;
                self.press(button, on);
                complain(self.draw_head());
                self.rows_are_stale();
                self.frame();
            }
            Some("family") => {
                let id = text("data-family");
                if let Some(family) = Family::ALL.iter().find(|family| family.id() == id) {
                    self.rearrange(Msg::Family(*family));
                }
            }
            Some("origin") => {
                let id = text("data-origin");
                if let Some((_, id)) = SPEAKERS.iter().find(|(_, known)| *known == id) {
                    self.rearrange(Msg::Origin(id));
                }
            }
            Some("sort") => self.sort(&text("data-col")),
            Some("expand") => {
                let open = text("aria-expanded") != "true";
                if let Some(id) = id_of(button) {
                    self.expand(id, open);
                }
            }
            Some("all") => self.show_all(),
            Some(name @ ("import" | "save-har" | "save-report")) => self.transfer(name),
            _ => self.act_in_detail(button),
        }
    }

    fn act_in_detail(self: &Rc<Self>, button: &Element) {
        let acted = self
            .find("[data-role=detail]")
            .and_then(|place| self.detail.act(&place, button));
        match acted {
            Ok(Some(msg)) => {
                self.do_now(msg);
                self.show_cursor();
            }
            Ok(None) => {}
            Err(thrown) => complain(Err(thrown)),
        }
    }

    /// Whether the key led from the exchange back to the evidence.
    fn is_back(&self, from: &Element) -> bool {
        let place = self.find("[data-role=detail]");
        place.is_ok_and(|place| self.detail.back(&place, from).unwrap_or(false))
    }

    /// Another order or another filter: the list begins at its beginning, or stays at its end.
    fn rearrange(self: &Rc<Self>, msg: Msg) {
        self.tell(msg);
        if let Some(parts) = self.parts.borrow().as_ref() {
            parts.list.rearranged(&self.model.borrow());
        }
        // What a line stands for may be another.
        self.rows_are_stale();
        self.frame();
    }

    fn sort(self: &Rc<Self>, id: &str) {
        let Some(column) = columns::of(id) else {
            return;
        };
        self.rearrange(Msg::SortBy(column));
        complain(self.draw_head());
        self.reveal_cursor();
        self.focus(&format!("[data-action=sort][data-col={id}]"));
    }

    fn expand(self: &Rc<Self>, id: u32, open: bool) {
        self.tell(Msg::Expand(id, open));
        self.rows_are_stale();
        self.frame();
    }

    /// Lifts every filter.
    fn show_all(self: &Rc<Self>) {
        let (families, origins) = {
            let model = self.model.borrow();
            (model.filter.families.clone(), model.filter.origins.clone())
        };
        for family in families {
            self.tell(Msg::Family(family));
        }
        for origin in origins {
            self.tell(Msg::Origin(origin));
        }
        self.tell(Msg::Interval(None));
        if let Some(input) = self.filter_input() {
            input.set_value("");
            self.rearrange(Msg::Filter(String::new()));
            let _ = input.focus();
        }
    }

    #[expect(clippy::unused_self, reason = "it reads as the others do")]
    fn press(&self, button: &Element, on: bool) {
        // An attribute of a fixed name cannot be refused.
        let _ = button.set_attribute("aria-pressed", if on { "true" } else { "false" });
    }

    fn filter_input(&self) -> Option<HtmlInputElement> {
        let input = self.find("[data-role=filter]").ok()?;
        Some(input.unchecked_into())
    }

    fn on_input(self: &Rc<Self>, event: &Event) {
        let is_filter = target(event)
            .is_some_and(|target| target.get_attribute("data-role").as_deref() == Some("filter"));
        if let Some(input) = self.filter_input().filter(|_| is_filter) {
            self.rearrange(Msg::Filter(input.value()));
        }
    }

    fn on_scroll(self: &Rc<Self>, event: &Event) {
        let is_list = target(event)
            .is_some_and(|target| target.get_attribute("data-role").as_deref() == Some("scroll"));
        if !is_list {
            return;
        }
        let scrolled = match self.parts.borrow().as_ref() {
            Some(parts) => parts.list.scrolled(&self.model.borrow()),
            None => return,
        };
        // To where the list went by itself it was drawn already.
        if scrolled.unwrap_or(true) {
            self.list_is_stale();
            self.draw_soon();
        }
    }
}

/// Keys.
impl App {
    fn on_key(self: &Rc<Self>, event: &KeyboardEvent) {
        let Some(target) = target(event) else { return };
        let closest = |selector| target.closest(selector).ok().flatten();
        let done = if leads_to_filter(event, &target) {
            if let Some(input) = self.filter_input() {
                let _ = input.focus();
                input.select();
            }
            true
        } else if closest("[data-role=filter]").is_some() {
            self.key_in_filter(&event.key())
        } else if let Some(handle) = closest("[data-handle]") {
            self.key_on_handle(&handle, &event.key())
        } else if let Some(edge) = closest("[data-resize]") {
            self.key_on_edge(&edge, &event.key())
        } else if closest("[data-role=list] tbody").is_some() {
            self.key_in_list(event, &target)
        } else {
            false
        };
        let escapes = || {
            let is_free = event.key() == "Escape" && !event.default_prevented();
            is_free && (self.is_back(&target) || self.escape())
        };
        if done || escapes() {
            stop(event);
        }
    }

    /// Closes what is open, or else lifts what was chosen on the strip.
    fn escape(self: &Rc<Self>) -> bool {
        let (open, interval) = {
            let model = self.model.borrow();
            (model.chosen.is_some(), model.filter.interval.is_some())
        };
        if open {
            self.close();
        } else if interval {
            self.rearrange(Msg::Interval(None));
        }
        open || interval
    }

    fn key_in_filter(self: &Rc<Self>, key: &str) -> bool {
        let Some(input) = self.filter_input() else {
            return false;
        };
        match key {
            "Escape" if !input.value().is_empty() => {
                input.set_value("");
                self.rearrange(Msg::Filter(String::new()));
            }
            "Escape" | "ArrowDown" | "Enter" => {
                self.focus("[data-role=list] tbody tr[tabindex='0']");
            }
            _ => return false,
        }
        true
    }

    fn key_on_handle(self: &Rc<Self>, handle: &Element, key: &str) -> bool {
        if key == "Escape" {
            self.rearrange(Msg::Interval(None));
            return true;
        }
        let name = handle.get_attribute("data-handle").unwrap_or_default();
        let interval = Strip::step(&self.model.borrow(), &name, key);
        if interval.is_some() {
            self.rearrange(Msg::Interval(interval));
        }
        interval.is_some()
    }

    fn key_on_edge(self: &Rc<Self>, edge: &Element, key: &str) -> bool {
        let by = match key {
            "ArrowLeft" => -STEP,
            "ArrowRight" => STEP,
            "Home" | "Escape" => {
                self.reset_width(edge);
                return true;
            }
            _ => return false,
        };
        self.resize(edge, width_of(edge) + by);
        true
    }

    fn key_in_list(self: &Rc<Self>, event: &KeyboardEvent, target: &Element) -> bool {
        let line = target.closest("tr").ok().flatten();
        let at = line.as_ref().and_then(id_of);
        let on_button = target.tag_name().eq_ignore_ascii_case("button");
        let page = self
            .parts
            .borrow()
            .as_ref()
            .map_or(1, |parts| parts.list.page());
        let by = match event.key().as_str() {
            "Enter" | " " if on_button => return false,
            "Enter" | " " => {
                let open = self.model.borrow().chosen;
                if open.is_some() && open == at {
                    self.focus("[data-role=detail]");
                } else {
                    self.do_now(Msg::Choose(at));
                    self.focus_cursor();
                }
                return true;
            }
            "ArrowRight" | "ArrowLeft" => {
                let open = event.key() == "ArrowRight";
                if let Some(id) = at {
                    self.expand(id, open);
                }
                return true;
            }
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            "PageDown" => page,
            "PageUp" => -page,
            "End" => isize::MAX,
            "Home" => -isize::MAX,
            _ => return false,
        };
        // The line with the focus is what the keys move from.
        if let Some(id) = at
            && self.model.borrow().cursor.is_none()
        {
            self.tell(Msg::Point(id));
        }
        self.tell(Msg::Move(by));
        self.show_cursor();
        true
    }

    fn close(self: &Rc<Self>) {
        self.do_now(Msg::Choose(None));
        self.focus_cursor();
    }

    /// Scrolls to the row that the keys move from, and gives it the focus.
    pub(crate) fn show_cursor(&self) {
        self.reveal_cursor();
        self.focus_cursor();
    }

    fn reveal_cursor(&self) {
        let model = self.model.borrow();
        if let (Some(parts), Some(id)) = (self.parts.borrow().as_ref(), model.cursor) {
            complain(parts.list.reveal(&model, id));
        }
        self.list_is_stale();
        drop(model);
        self.frame();
    }

    fn focus_cursor(&self) {
        let line = {
            let model = self.model.borrow();
            let parts = self.parts.borrow();
            model.cursor.and_then(|id| parts.as_ref()?.list.line(id))
        };
        match line {
            Some(line) => {
                let _ = crate::focus(&line);
            }
            None => self.focus("[data-role=list] tbody tr[tabindex='0']"),
        }
    }
}

/// Pointers: the strip and the edges of columns.
impl App {
    fn on_pointer(self: &Rc<Self>, event: &PointerEvent, begins: bool) {
        let Some(target) = target(event) else { return };
        if begins && event.button() != 0 {
            return;
        }
        let closest = |selector| target.closest(selector).ok().flatten();
        if let Some(edge) = closest("[data-resize]") {
            self.drag_edge(&edge, event, begins);
            return;
        }
        let interval = {
            let parts = self.parts.borrow();
            let Some(strip) = parts.as_ref().map(|parts| &parts.strip) else {
                return;
            };
            let model = self.model.borrow();
            if begins {
                let Some(place) = closest("[data-role=strip]").filter(|_| model.len() > 0) else {
                    return;
                };
                // A browser that cannot follow it leaves a drag that ends at the edge.
                let _ = place.set_pointer_capture(event.pointer_id());
                strip.press(&model, event.client_x());
            }
            strip.drag(&model, event.client_x())
        };
        if interval.is_some() && self.model.borrow().filter.interval != interval {
            self.rearrange(Msg::Interval(interval));
        }
    }

    fn on_release(self: &Rc<Self>) {
        if let Some(parts) = self.parts.borrow().as_ref() {
            parts.strip.release();
        }
    }

    fn drag_edge(self: &Rc<Self>, edge: &Element, event: &PointerEvent, begins: bool) {
        if begins {
            let _ = edge.set_pointer_capture(event.pointer_id());
            event.prevent_default();
        } else if edge.has_pointer_capture(event.pointer_id())
            && let Ok(Some(head)) = edge.closest("th")
        {
            let left = head.get_bounding_client_rect().left();
            #[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
            self.resize(edge, event.client_x() - left as i32);
        }
    }

    fn resize(&self, edge: &Element, width: i32) {
        let id = edge.get_attribute("data-resize").unwrap_or_default();
        if let Some(column) = columns::of(&id) {
            self.columns.borrow_mut().set(column, width);
            complain(self.draw_columns());
            let _ = edge.set_attribute("aria-valuenow", &width_of(edge).to_string());
        }
    }

    fn reset_width(&self, edge: &Element) {
        let id = edge.get_attribute("data-resize").unwrap_or_default();
        if let Some(column) = columns::of(&id) {
            self.columns.borrow_mut().reset(column);
            complain(self.draw_columns());
        }
    }

    fn on_double_click(&self, event: &Event) {
        let edge = target(event).and_then(|target| target.closest("[data-resize]").ok().flatten());
        if let Some(edge) = edge {
            self.reset_width(&edge);
        }
    }
}

/// `/`, but where it is typed; Ctrl or Cmd with F anywhere.
fn leads_to_filter(event: &KeyboardEvent, target: &Element) -> bool {
    let with = event.ctrl_key() || event.meta_key();
    if with && !event.alt_key() && event.key().eq_ignore_ascii_case("f") {
        return true;
    }
    let is_typed = ["input", "textarea", "select"]
        .iter()
        .any(|tag| target.tag_name().eq_ignore_ascii_case(tag));
    event.key() == "/" && !with && !event.alt_key() && !is_typed
}

/// DevTools has meanings of its own for some keys.
fn stop(event: &Event) {
    event.prevent_default();
    event.stop_propagation();
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn width_of(edge: &Element) -> i32 {
    let head = edge.closest("th").ok().flatten();
    head.map_or(0, |head| head.unchecked_ref::<HtmlElement>().offset_width())
}

fn id_of(element: &Element) -> Option<u32> {
    element.get_attribute("data-id")?.parse().ok()
}
