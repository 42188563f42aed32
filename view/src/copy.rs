//! To the clipboard, wherever the page stands.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, HtmlElement};

/// Copies what stands beside a button.
pub(crate) fn snippet(button: &Element) -> Result<(), JsValue> {
    let Some(code) = button
        .parent_element()
        .map(|around| around.query_selector("code"))
        .transpose()?
        .flatten()
    else {
        return Ok(());
    };
    let text = code.text_content().unwrap_or_default();
    copy_from(button, &text, |_| {})
}

/// Copies a text and says on its button (`data-done`, `data-refused`) how it went; tells it too.
///
/// # Errors
/// What the browser throws.
pub fn copy_from(
    button: &Element,
    text: &str,
    then: impl FnOnce(bool) + 'static,
) -> Result<(), JsValue> {
    let button = button.clone();
    copy(text, move |done| {
        // A button that is gone has nothing to say.
        let _ = tell(&button, done);
        then(done);
    })
}

/// Says on the button how it went, and after a while what it is for again.
fn tell(button: &Element, done: bool) -> Result<(), JsValue> {
    // A second click, while the first is still being told, must not take its words for the name.
    let Some(name) = button
        .get_attribute("data-name")
        .or_else(|| button.text_content())
    else {
        return Ok(());
    };
    button.set_attribute("data-name", &name)?;
    let (id, words) = if done {
        ("done", "data-done")
    } else {
        ("refused", "data-refused")
    };
    button.set_attribute("data-told", id)?;
    button.set_text_content(button.get_attribute(words).as_deref());
    let button = button.clone();
    let back = Closure::once_into_js(move || {
        button.set_text_content(Some(&name));
        let _ = button.remove_attribute("data-told");
    });
    if let Some(window) = web_sys::window() {
        window.set_timeout_with_callback_and_timeout_and_arguments_0(back.unchecked_ref(), 1600)?;
    }
    Ok(())
}

/// Copies a text and tells whether that worked. DevTools pages are often refused the clipboard
/// API, so a selected text area and the old command stand behind it.
///
/// # Errors
/// What the browser throws.
pub fn copy(text: &str, then: impl FnOnce(bool) + 'static) -> Result<(), JsValue> {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return Ok(());
    };
    // What is refused at once is refused like what is refused later.
    let Some(promise) = write_text(text).ok().flatten() else {
        then(copy_by_selection(&document, text)?);
        return Ok(());
    };
    let text = text.to_owned();
    let settled = Closure::once_into_js(move |refused: JsValue| {
        then(refused.is_undefined() || copy_by_selection(&document, &text).unwrap_or(false));
    });
    let settled: &Function = settled.unchecked_ref();
    // `then(f, f)`: it is fulfilled with nothing and rejected with an error.
    let method: Function = Reflect::get(&promise, &"then".into())?.dyn_into()?;
    method.call2(&promise, settled, settled).map(|_| ())
}

/// `navigator.clipboard` is not there at all in insecure contexts.
fn write_text(text: &str) -> Result<Option<Promise>, JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
    let clipboard = Reflect::get(&navigator, &"clipboard".into())?;
    if !clipboard.is_object() {
        return Ok(None);
    }
    let method: Function = Reflect::get(&clipboard, &"writeText".into())?.dyn_into()?;
    Ok(method.call1(&clipboard, &text.into())?.dyn_into().ok())
}

fn copy_by_selection(document: &Document, text: &str) -> Result<bool, JsValue> {
    let Some(body) = document.body() else {
        return Ok(false);
    };
    let before = document.active_element();
    let area: web_sys::HtmlTextAreaElement = document.create_element("textarea")?.dyn_into()?;
    area.set_value(text);
    area.set_attribute("class", "gw-offstage")?;
    area.set_attribute("aria-hidden", "true")?;
    // Outside of the window, whatever style sheet is there.
    area.style().set_property("position", "fixed")?;
    area.style().set_property("top", "-100px")?;
    body.append_child(&area)?;
    area.select();
    let command: Function = Reflect::get(document, &"execCommand".into())?.dyn_into()?;
    let copied = command.call1(document, &"copy".into());
    area.remove();
    if let Some(before) = before.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        before.focus()?;
    }
    Ok(copied?.is_truthy())
}
