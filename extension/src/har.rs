//! A HAR entry, as `devtools.network` hands it over, read into evidence.

use gatewhy_core::Evidence;
use serde::Deserialize;
use wasm_bindgen::JsValue;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Entry {
    #[serde(rename = "startedDateTime")]
    started: Option<String>,
    time: Option<f64>,
    #[serde(rename = "_resourceType")]
    resource_type: Option<String>,
    request: Request,
    response: Response,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Request {
    method: Option<String>,
    url: Option<String>,
    headers: Vec<Field>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Response {
    status: f64,
    headers: Vec<Field>,
    #[serde(rename = "_error")]
    error: Option<String>,
    content: Content,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Content {
    text: Option<String>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    value: String,
}

/// What an entry says; `None` where it is none.
pub(crate) fn evidence(entry: &JsValue) -> Option<Evidence> {
    let entry: Entry = serde_wasm_bindgen::from_value(entry.clone()).ok()?;
    let fields = |fields: Vec<Field>| {
        fields
            .into_iter()
            .map(|field| (field.name, field.value))
            .collect()
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in the range of a status"
    )]
    let status = (100.0..1000.0)
        .contains(&entry.response.status)
        .then_some(entry.response.status as u16);
    let error = entry.response.error.filter(|error| !error.is_empty());
    Some(Evidence {
        url: entry.request.url,
        method: entry.request.method,
        status,
        request_headers: fields(entry.request.headers),
        response_headers: fields(entry.response.headers),
        body: entry.response.content.text.filter(|text| !text.is_empty()),
        body_withheld: status.is_some() && error.is_some(),
        net_error: error,
        time_ms: entry.time,
        started: entry.started,
        resource_type: entry.resource_type,
        ..Evidence::default()
    })
}
