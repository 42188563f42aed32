//! What a report does when it is clicked or gets a key: copy buttons and tabs.
//!
//! One listener for all reports, which finds everything from the event: nothing to free, and it
//! works in a shadow root, where ids cannot be looked up in the document.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, Event, EventTarget, HtmlElement, KeyboardEvent};

use crate::{choice, copy};

thread_local! {
    static ON_CLICK: Closure<dyn Fn(Event)> = Closure::new(|event: Event| {
        // A click that cannot be carried out does nothing; there is nobody to tell it to.
        let _ = on_click(&event);
    });
    static ON_KEY: Closure<dyn Fn(KeyboardEvent)> = Closure::new(|event: KeyboardEvent| {
        let _ = on_key(&event);
    });
}

pub(crate) fn listen(report: &EventTarget) -> Result<(), JsValue> {
    ON_CLICK.with(|on_click| {
        report.add_event_listener_with_callback("click", on_click.as_ref().unchecked_ref())
    })?;
    ON_KEY.with(|on_key| {
        report.add_event_listener_with_callback("keydown", on_key.as_ref().unchecked_ref())
    })
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn on_click(event: &Event) -> Result<(), JsValue> {
    let Some(target) = target(event) else {
        return Ok(());
    };
    if let Some(button) = target.closest("[data-act=copy]")? {
        return copy::snippet(&button);
    }
    if let Some(tab) = target.closest("[role=tab]")? {
        return choose(&tab);
    }
    Ok(())
}

/// Arrow keys, Home and End walk the tabs and open them, as the ARIA pattern has it.
fn on_key(event: &KeyboardEvent) -> Result<(), JsValue> {
    let Some(tab) = target(event) else {
        return Ok(());
    };
    if tab.get_attribute("role").as_deref() != Some("tab") {
        return Ok(());
    }
    let Some(list) = tab.parent_element() else {
        return Ok(());
    };
    let next = match event.key().as_str() {
        "ArrowRight" => tab.next_element_sibling().or(list.first_element_child()),
        "ArrowLeft" => tab.previous_element_sibling().or(list.last_element_child()),
        "Home" => list.first_element_child(),
        "End" => list.last_element_child(),
        _ => return Ok(()),
    };
    let Some(next) = next else { return Ok(()) };
    event.prevent_default();
    event.stop_propagation();
    choose(&next)?;
    next.unchecked_ref::<HtmlElement>().focus()
}

fn choose(tab: &Element) -> Result<(), JsValue> {
    if let Some(form) = tab.get_attribute("data-form") {
        choice::prefer(&form);
    }
    let Some(list) = tab.parent_element() else {
        return Ok(());
    };
    let mut panel = list.next_element_sibling();
    let mut each = list.first_element_child();
    while let (Some(this), Some(its_panel)) = (each, panel) {
        let chosen = this == *tab;
        this.set_attribute("aria-selected", if chosen { "true" } else { "false" })?;
        this.set_attribute("tabindex", if chosen { "0" } else { "-1" })?;
        its_panel.toggle_attribute_with_force("hidden", !chosen)?;
        each = this.next_element_sibling();
        panel = its_panel.next_element_sibling();
    }
    Ok(())
}
