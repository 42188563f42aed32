//! The JavaScript API: evidence in, report out, as plain objects.

use gatewhy_core::report::Report;
use gatewhy_core::rule::Family;
use gatewhy_core::{Evidence, Lang, catalogue, intake};
use gatewhy_view::ViewOptions;
use js_sys::Reflect;
use serde::Serialize;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::Element;

use crate::problem::Problem;
use crate::read::{each, read};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("api.d.ts");

#[wasm_bindgen]
extern "C" {
    /// `Evidence` of api.d.ts.
    #[wasm_bindgen(typescript_type = "Evidence")]
    pub type JsEvidence;
    /// `Options | undefined` of api.d.ts.
    #[wasm_bindgen(typescript_type = "Options | undefined")]
    pub type JsOptions;
    /// `RedactOptions | undefined` of api.d.ts.
    #[wasm_bindgen(typescript_type = "RedactOptions | undefined")]
    pub type JsRedactOptions;
    /// `Report` of api.d.ts.
    #[wasm_bindgen(typescript_type = "Report")]
    pub type JsReport;
    /// `Reading` of api.d.ts.
    #[wasm_bindgen(typescript_type = "Reading")]
    pub type JsReading;
    /// `CauseEntry[]` of api.d.ts.
    #[wasm_bindgen(typescript_type = "CauseEntry[]")]
    pub type JsCauses;
}

/// Diagnoses one exchange, given as `gatewhy/evidence@1`; the report is `gatewhy/report@1`.
///
/// # Errors
/// When the evidence or the options are not of their form.
#[wasm_bindgen]
pub fn diagnose(evidence: &JsEvidence, options: Option<JsOptions>) -> Result<JsReport, JsValue> {
    let report = gatewhy_core::diagnose(&evidence_of(evidence)?, lang_of(options)?);
    object(&report).map(Into::into)
}

/// The same in JSON text: the very bytes that `gatewhy diagnose --jsonl` writes for this line.
///
/// # Errors
/// When the text is not `gatewhy/evidence@1`.
#[wasm_bindgen(js_name = diagnoseJson)]
pub fn diagnose_json(evidence: &str, lang: &str) -> Result<String, JsValue> {
    let evidence: Evidence = serde_json::from_str(evidence).map_err(Problem::evidence)?;
    json(&gatewhy_core::diagnose(&evidence, Lang::from_locale(lang)))
}

/// Diagnoses every exchange of a text of any kind that [`parse`] reads, one report a line: what
/// `gatewhy diagnose --all --format jsonl` writes.
///
/// # Errors
/// Never in practice: a report is always JSON.
#[wasm_bindgen(js_name = diagnoseText)]
pub fn diagnose_text(text: &str, lang: &str) -> Result<String, JsValue> {
    let lang = Lang::from_locale(lang);
    let mut lines = String::new();
    let mut refused = None;
    each(text, lang, |evidence, notes| {
        let mut report = gatewhy_core::diagnose(&evidence, lang);
        report.notes.extend(notes);
        match json(&report) {
            Ok(line) => lines.extend([line.as_str(), "\n"]),
            Err(error) => refused = Some(error),
        }
    });
    refused.map_or(Ok(lines), Err)
}

/// Reads a HAR, a transcript, evidence or an error message, recognised by its content.
///
/// # Errors
/// When the options are not understood.
#[wasm_bindgen]
pub fn parse(text: &str, options: Option<JsOptions>) -> Result<JsReading, JsValue> {
    object(&read(text, lang_of(options)?)).map(Into::into)
}

/// The same HAR, transcript, log or JSON with its secrets masked: what `gatewhy redact` writes.
///
/// # Errors
/// When the options are not understood.
#[wasm_bindgen]
pub fn redact(text: &str, options: Option<JsRedactOptions>) -> Result<String, JsValue> {
    let keep = option(options, "keepAccountIds");
    let keep = match keep {
        Some(keep) => keep
            .as_bool()
            .ok_or_else(|| Problem::options("`keepAccountIds` is neither true nor false"))?,
        None => false,
    };
    Ok(gatewhy_core::redact::input(text, None, keep))
}

/// The causes that gatewhy knows, sorted by id.
///
/// # Errors
/// When the options are not understood.
#[wasm_bindgen]
pub fn causes(options: Option<JsOptions>) -> Result<JsCauses, JsValue> {
    #[derive(Serialize)]
    struct Entry {
        cause: &'static str,
        family: Family,
        title: String,
        statuses: &'static [u16],
    }
    let lang = lang_of(options)?;
    let entries: Vec<Entry> = catalogue::rules()
        .iter()
        .map(|rule| Entry {
            cause: rule.id,
            family: rule.family,
            title: gatewhy_core::render::title(rule, lang),
            statuses: rule.statuses,
        })
        .collect();
    object(&entries).map(Into::into)
}

/// A cause's page, in Markdown.
///
/// # Errors
/// When there is no such cause.
#[wasm_bindgen]
pub fn explain(cause: &str, options: Option<JsOptions>) -> Result<String, JsValue> {
    let lang = lang_of(options)?;
    let rule = catalogue::rule(cause).ok_or_else(|| Problem::cause(cause))?;
    Ok(gatewhy_core::render::page(rule, lang))
}

/// Diagnoses one exchange and puts the report into `element`, in place of what was in it.
///
/// # Errors
/// As [`diagnose`], and when there is no document.
#[wasm_bindgen]
pub fn render(
    element: &Element,
    evidence: &JsEvidence,
    options: Option<JsOptions>,
) -> Result<(), JsValue> {
    let lang = lang_of(options)?;
    let report = gatewhy_core::diagnose(&evidence_of(evidence)?, lang);
    let document = element
        .owner_document()
        .ok_or_else(|| Problem::page("the element is in no document"))?;
    put(
        &document,
        element,
        &report,
        ViewOptions {
            lang,
            ..ViewOptions::default()
        },
    )
}

/// Puts a report into an element, in place of what was in it.
pub(crate) fn put(
    document: &web_sys::Document,
    element: &Element,
    report: &Report,
    options: ViewOptions,
) -> Result<(), JsValue> {
    let shown = gatewhy_view::report(document, report, &options)?;
    element.set_text_content(None);
    element.append_child(&shown)?;
    Ok(())
}

fn evidence_of(evidence: &JsEvidence) -> Result<Evidence, Problem> {
    let evidence: &JsValue = evidence.as_ref();
    if !evidence.is_object() {
        return Err(Problem::evidence("it is not an object"));
    }
    let text = js_sys::JSON::stringify(evidence).map_err(|thrown| {
        let error = thrown.dyn_into::<js_sys::Error>();
        Problem::evidence(error.map_or_else(|_| "it is no JSON".into(), |error| error.message()))
    })?;
    intake::json::stringified(&String::from(text)).map_err(Problem::evidence)
}

fn lang_of(options: Option<JsOptions>) -> Result<Lang, Problem> {
    let Some(lang) = option(options, "lang") else {
        return Ok(Lang::default());
    };
    let lang = lang.as_string();
    let lang = lang.ok_or_else(|| Problem::options("`lang` is no string"))?;
    Ok(Lang::from_locale(&lang))
}

/// What an option was set to.
fn option(options: Option<impl Into<JsValue>>, name: &str) -> Option<JsValue> {
    // What is not even an object has no properties either.
    let value = Reflect::get(&options?.into(), &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// Plain objects, `null` for what is not there.
///
/// What crosses to JavaScript is JSON: its own reader is faster than any of ours, and adds nothing
/// to what a page has to load.
fn object(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let text = serde_json::to_string(value).map_err(Problem::page)?;
    js_sys::JSON::parse(&text)
}

/// A report as JSON, the contract's bytes.
pub(crate) fn json(report: &Report) -> Result<String, JsValue> {
    serde_json::to_string(report).map_err(|error| Problem::page(error).into())
}
