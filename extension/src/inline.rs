//! The diagnosis under an error document that a tab itself shows: a page of the extension in a
//! frame, which the page around it cannot read. The content script (`inline.js`) hands over what
//! the tab shows anyway, in the frame's address.

use gatewhy_core::{Evidence, Lang, Text, diagnose, text};
use gatewhy_view::{ViewOptions, el};
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

use crate::host::Host;
use crate::settings::Settings;

const HEADING: Text = text! {
    en: "gatewhy: why this API said no",
    ja: "gatewhy：このAPIがエラーを返した原因",
};
const ONLY_THIS: Text = text! {
    en: "From the address, the status and the body alone: a page is told no headers of its own. DevTools' gatewhy panel sees them, after a reload.",
    ja: "URL、ステータス、ボディだけから診断しています。ページ自身のヘッダーは取得できないためです。DevToolsのgatewhyパネルでは、再読み込み後にヘッダーも含めて診断します。",
};

/// Shows the diagnosis of what the page's address hands over.
pub(crate) fn open(root: Element, host: &dyn Host) -> Result<(), JsValue> {
    let document = root.owner_document().ok_or("the page has no document")?;
    let evidence = handed_over()?;
    gatewhy_view::adopt_style(&document)?;
    let locale = host.locale();
    host.settings(Box::new(move |settings| {
        let lang = settings.lang_or(&locale);
        if let Err(thrown) = draw(&document, &root, &evidence, &settings, lang) {
            web_sys::console::error_2(&"gatewhy".into(), &thrown);
        }
    }));
    Ok(())
}

fn draw(
    document: &Document,
    root: &Element,
    evidence: &Evidence,
    settings: &Settings,
    lang: Lang,
) -> Result<(), JsValue> {
    if let Some(page) = document.document_element() {
        page.set_attribute("lang", lang.code())?;
        match settings.theme {
            Some(theme) => page.set_attribute("data-theme", theme.id())?,
            None => page.remove_attribute("data-theme")?,
        }
    }
    let head = el("header")
        .child(el("h1").text(HEADING.get(lang)))
        .child(el("p").text(ONLY_THIS.get(lang)));
    let options = ViewOptions {
        lang,
        ..ViewOptions::default()
    };
    let report = diagnose(evidence, lang);
    let leading = report
        .diagnoses
        .first()
        .map(|leading| leading.title.as_str());
    document.set_title(leading.unwrap_or("gatewhy"));
    let report = gatewhy_view::report(document, &report, &options)?;
    root.replace_children_with_node_2(head.render(document)?.as_ref(), report.as_ref());
    Ok(())
}

/// The evidence in the address: JSON behind the `#`, with those members that a page can know.
fn handed_over() -> Result<Evidence, JsValue> {
    let hash = web_sys::window()
        .ok_or("there is no window")?
        .location()
        .hash()?;
    let json = js_sys::decode_uri_component(hash.trim_start_matches('#'))?;
    let given = js_sys::JSON::parse(&String::from(json))?;
    let member = |name: &str| Reflect::get(&given, &name.into());
    let status = member("status")?
        .as_f64()
        .filter(|status| (100.0..=999.0).contains(status));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies between 100 and 999"
    )]
    let status = status.map(|status| status as u16);
    Ok(Evidence {
        url: member("url")?.as_string(),
        method: member("method")?.as_string(),
        body: member("body")?.as_string(),
        status,
        resource_type: Some("document".to_owned()),
        ..Evidence::default()
    })
}
