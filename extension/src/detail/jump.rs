//! From a quote to the bytes that it is taken from, and back.

use gatewhy_core::Lang;
use gatewhy_core::render::visible;
use gatewhy_core::render::words::{colon, place as place_words};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, HtmlElement};

use super::piece::Hit;

/// Brings what was asked for into view, gives it the focus and says what it is.
pub(super) fn show(place: &Element, hit: &Hit, lang: Lang) -> Result<(), JsValue> {
    let Some(found) = place.query_selector("[data-role=exchange] [data-hit]")? else {
        return Ok(());
    };
    let bytes = found
        .query_selector("mark")?
        .unwrap_or_else(|| found.clone());
    center(&bytes, place);
    crate::focus(&found)?;
    if let Some(told) = place.query_selector("[data-role=told]")? {
        let bytes = bytes.text_content().unwrap_or_default();
        let place = place_words(&hit.place, lang);
        let says = format!("{place}{}{}", colon(lang), visible(&bytes));
        told.set_text_content(Some(&says));
    }
    Ok(())
}

/// Scrolls the pane, and what scrolls within it, so that an element stands in the middle. The browser's
/// own way would scroll DevTools around the panel, too, where a few pixels of that are out of sight.
fn center(element: &Element, pane: &Element) {
    let middle = |of: &Element| {
        let place = of.get_bounding_client_rect();
        place.top() + place.height() / 2.0
    };
    let mut around = element.parent_element();
    while let Some(scroller) = around {
        scroller.scroll_by_with_x_and_y(0.0, middle(element) - middle(&scroller));
        around = (scroller != *pane)
            .then(|| scroller.parent_element())
            .flatten();
    }
}

/// Gives the focus back to the quote; tells whether it is still there.
pub(super) fn back(place: &Element, hit: &Hit) -> Result<bool, JsValue> {
    let quotes = place.query_selector_all("[data-act=jump]")?;
    for at in 0..quotes.length() {
        let Some(quote) = quotes
            .get(at)
            .and_then(|node| node.dyn_into::<Element>().ok())
        else {
            continue;
        };
        let is = |name, text: &str| quote.get_attribute(name).as_deref() == Some(text);
        if is("data-place", &hit.place) && is("data-quote", &hit.quote) {
            quote.unchecked_ref::<HtmlElement>().focus()?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// Gives the focus to the first element of the pane that a selector finds.
pub(super) fn focus(place: &Element, selector: &str) -> Result<(), JsValue> {
    match place.query_selector(selector)? {
        Some(element) => crate::focus(&element),
        None => Ok(()),
    }
}
