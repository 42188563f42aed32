//! What the pane's buttons copy, and what is left where the browser refuses the clipboard.

use gatewhy_core::{Evidence, Lang, Report, render};
use gatewhy_view::el;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, HtmlTextAreaElement};

use super::words;
use crate::settings::AccountIds;

/// What this button copies, secrets masked whatever the exchange shows.
pub(super) fn text(
    what: &str,
    report: Option<&Report>,
    evidence: &Evidence,
    ids: AccountIds,
) -> String {
    match (what, report) {
        ("copy-report", Some(report)) => ids.of(render::markdown(report)),
        // For the terminal beside it.
        ("copy-curl", _) => render::curl(evidence).unwrap_or_default(),
        _ => String::new(),
    }
}

/// Copies a text, or shows it selected where that is refused.
pub(super) fn copy(
    place: &Element,
    button: &Element,
    text: &str,
    lang: Lang,
) -> Result<(), JsValue> {
    put_away(place)?;
    let (place, kept) = (place.clone(), text.to_owned());
    gatewhy_view::copy_from(button, text, move |done| {
        if !done {
            // Nothing is left to try where even this is refused.
            let _ = by_hand(&place, &kept, lang);
        }
    })
}

fn by_hand(place: &Element, text: &str, lang: Lang) -> Result<(), JsValue> {
    let (Some(head), Some(document)) = (place.query_selector(".head")?, place.owner_document())
    else {
        return Ok(());
    };
    let shown = el("div")
        .class("by-hand")
        .set("data-role", "by-hand")
        .child(
            el("label")
                .set("for", "by-hand")
                .text(words::COPY_BY_HAND.get(lang)),
        )
        .child(
            el("textarea")
                .set("id", "by-hand")
                .set("readonly", "")
                .set("rows", "6")
                .text(text),
        )
        .child(
            el("button")
                .set("type", "button")
                .set("data-action", "by-hand-done")
                .text(crate::words::CLOSE.get(lang)),
        )
        .render(&document)?;
    head.append_with_node_1(shown.as_ref())?;
    if let Some(area) = shown.query_selector("textarea")? {
        let area: &HtmlTextAreaElement = area.unchecked_ref();
        area.focus()?;
        area.select();
    }
    Ok(())
}

/// Takes away what was shown to be copied by hand.
pub(super) fn put_away(place: &Element) -> Result<(), JsValue> {
    if let Some(shown) = place.query_selector("[data-role=by-hand]")? {
        shown.remove();
    }
    Ok(())
}
