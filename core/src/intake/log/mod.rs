//! Logs of API Gateway: the lines of many requests, regrouped to one exchange a request.
//!
//! Execution logs, access logs and both together; as CloudWatch shows and exports them, as
//! `aws logs tail` prints them, as people paste them. Lines of several requests stand interleaved,
//! and a body goes on over many lines; the request's id holds them together.

mod events;
mod export;
mod groups;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::remark::{LINES_LEFT_OUT, LISTING, ONE_OF_MANY, Remark};
use crate::evidence::Evidence;
use crate::facts::ApiKind;
use crate::host::Host;
use crate::logs::{self, Told};
use groups::Group;

/// The exchanges in a log, one a request, and remarks on what could not be read.
///
/// ```
/// use gatewhy_core::intake::log;
///
/// let (all, _) = log::exchanges(
///     "(6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71) Execution failed due to a timeout error\n\
///      (0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f) Method completed with status: 200\n\
///      (6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71) Method completed with status: 504\n",
/// );
/// assert_eq!((all[0].status, all[1].status), (Some(504), Some(200)));
/// ```
pub fn exchanges(text: &str) -> (Vec<Evidence>, Vec<Remark>) {
    let found = groups::groups(text);
    let mut remarks = Vec::new();
    if found.is_listing {
        remarks.push(Remark::new(LISTING));
        return (Vec::new(), remarks);
    }
    if found.lost > 0 {
        remarks.push(Remark::new(LINES_LEFT_OUT).with("count", format!("{}", found.lost)));
    }
    let mut groups = found.groups;
    // What neither ended nor failed tells nothing beside what did.
    if groups.iter().any(Group::is_telling) {
        groups.retain(Group::is_telling);
    }
    let mut all: Vec<Evidence> = groups.into_iter().map(exchange).collect();
    if all.is_empty() {
        all.push(Evidence {
            log: Some(text.to_owned()),
            ..Evidence::default()
        });
    }
    (all, remarks)
}

/// The lines that concern this exchange, and what they tell of it: of several requests the one
/// with its id, else with its status, else the first that failed.
pub(super) fn of_one(log: &str, whole: &Evidence) -> (String, Evidence, Vec<Remark>) {
    let found = groups::groups(log);
    let mut groups = found.groups;
    if groups.len() < 2 {
        let own = match groups.pop() {
            Some(group) if found.is_export => group.text,
            _ => log.to_owned(),
        };
        let told = told(&own, None);
        return (own, told, Vec::new());
    }
    let failed = groups.iter().filter(|group| group.fails()).count();
    let headers = &whole.response_headers;
    let ids: Vec<&str> = ["x-amzn-requestid", "apigw-requestid", "x-amz-apigw-id"]
        .iter()
        .filter_map(|name| headers.first(name))
        .collect();
    let by_id = groups.iter().position(|group| {
        let told = Told::of(&group.text);
        [told.request_id, told.extended_id]
            .iter()
            .flatten()
            .any(|id| ids.contains(id))
    });
    if by_id.is_none() && failed == 0 {
        return (log.to_owned(), Evidence::default(), Vec::new());
    }
    let chosen = by_id
        .or_else(|| {
            let status = whole.status?;
            groups
                .iter()
                .position(|group| group.fails() && group.status == Some(status))
        })
        .or_else(|| groups.iter().position(Group::fails))
        .unwrap_or(0);
    let count = groups.len();
    let group = groups.swap_remove(chosen);
    let told = told(&group.text, group.at);
    let mut remarks = Vec::new();
    if by_id.is_none() {
        let id = Told::of(&group.text).request_id.unwrap_or("-").to_owned();
        remarks.push(
            Remark::new(ONE_OF_MANY)
                .with("count", format!("{count}"))
                .with("failed", format!("{failed}"))
                .with("id", id),
        );
    }
    (group.text, told, remarks)
}

fn exchange(group: Group) -> Evidence {
    let told = told(&group.text, group.at);
    Evidence {
        log: Some(group.text),
        ..told
    }
}

/// What the log of one request tells of the exchange.
fn told(log: &str, at: Option<i64>) -> Evidence {
    let told = Told::of(log);
    Evidence {
        url: url(&told),
        method: told.method.map(ToOwned::to_owned),
        status: told.status,
        time_ms: told.time_ms,
        started: at.or_else(|| told.started()).map(logs::moment::iso_of),
        resource_type: (told.kind == Some(ApiKind::WebSocket)).then(|| "websocket".to_owned()),
        ..Evidence::default()
    }
}

/// The URL, where the log names the host that was asked and the path as it was requested; nothing
/// is put together from what might have been asked.
fn url(told: &Told<'_>) -> Option<String> {
    let host = told.host?;
    let on_default_endpoint = Host::parse(host).has_stage_in_path();
    let stage = told.stage.filter(|stage| *stage != "$default");
    if told.kind == Some(ApiKind::WebSocket) {
        return match (on_default_endpoint, stage) {
            (true, Some(stage)) => Some(format!("wss://{host}/{stage}")),
            _ => None,
        };
    }
    let concrete = |path: &&str| !path.contains('{') && *path != "/*";
    if let Some(path) = told.path.filter(|_| told.access.is_some()) {
        return Some(format!("https://{host}{path}"));
    }
    let path = told.path.or(told.resource).filter(concrete)?;
    match (on_default_endpoint, stage) {
        (true, Some(stage)) => Some(format!("https://{host}/{stage}{path}")),
        // The default stage of an HTTP API has no part of the path.
        (true, None) if told.stage.is_some() => Some(format!("https://{host}{path}")),
        (true, None) => None,
        (false, _) => match told.base_path()? {
            "" => Some(format!("https://{host}{path}")),
            base => Some(format!("https://{host}/{base}{path}")),
        },
    }
}
