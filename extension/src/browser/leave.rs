//! Leave to explain the error pages that a tab itself shows: the optional permissions, asked for
//! within a click, and the content script that they allow, which the browser keeps by itself, so
//! that no background script is needed.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::{function, get};

/// The content script's name among those of this extension.
const SCRIPT: &str = "inline";
/// From the root: Firefox reads it from the page that asks, Chrome from the root anyway.
const FILE: &str = "/extension/inline.js";
/// The permission that content scripts are registered with.
const SCRIPTING: &str = "scripting";

/// Regions of API Gateway. A match pattern has its wildcard in front of the host and nowhere else,
/// so each region is a pattern of its own: `*.amazonaws.com` would let us read buckets and the rest.
const REGIONS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];
const REGIONS_IN_CHINA: &[&str] = &["cn-north-1", "cn-northwest-1"];

/// The pages that are read: those of execute-api, and of these domains.
fn origins(domains: &[String]) -> Vec<String> {
    let regions = REGIONS
        .iter()
        .map(|region| format!("https://*.execute-api.{region}.amazonaws.com/*"));
    let china = REGIONS_IN_CHINA
        .iter()
        .map(|region| format!("https://*.execute-api.{region}.amazonaws.com.cn/*"));
    let own = domains.iter().map(|domain| format!("https://{domain}/*"));
    regions.chain(china).chain(own).collect()
}

/// Asks, and registers the script when that was granted.
///
/// Browsers take the question only from within a click: nothing may be waited for before it.
pub(super) fn ask(domains: &[String], then: impl FnOnce(bool) + 'static) {
    let origins = list(&origins(domains));
    let wanted = object(&[
        ("permissions", Array::of1(&SCRIPTING.into()).into()),
        ("origins", origins.clone().into()),
    ]);
    call("permissions", "request", &[wanted], move |granted| {
        if granted.is_truthy() {
            register(&origins, then);
        } else {
            then(false);
        }
    });
}

/// Takes the script away and gives the permissions back.
pub(super) fn give_back(then: impl FnOnce() + 'static) {
    call("scripting", "unregisterContentScripts", &[], move |_| {
        call("permissions", "getAll", &[], move |all| {
            let origins =
                Reflect::get(&all, &"origins".into()).unwrap_or_else(|_| Array::new().into());
            let given = object(&[
                ("permissions", Array::of1(&SCRIPTING.into()).into()),
                ("origins", origins),
            ]);
            call("permissions", "remove", &[given], move |_| then());
        });
    });
}

/// Whether the script runs; registers it anew where the permissions are there and it is not, as
/// after an update.
pub(super) fn look(domains: &[String], then: impl FnOnce(bool) + 'static) {
    let origins = list(&origins(domains));
    let wanted = object(&[
        ("permissions", Array::of1(&SCRIPTING.into()).into()),
        ("origins", origins.clone().into()),
    ]);
    call("permissions", "contains", &[wanted], move |contains| {
        if contains.is_truthy() {
            register(&origins, then);
        } else {
            then(false);
        }
    });
}

/// Registers the script, or changes the one that is registered.
fn register(origins: &Array, then: impl FnOnce(bool) + 'static) {
    let script = object(&[
        ("id", SCRIPT.into()),
        ("js", Array::of1(&FILE.into()).into()),
        ("matches", origins.clone().into()),
        ("runAt", "document_idle".into()),
    ]);
    call(
        "scripting",
        "getRegisteredContentScripts",
        &[],
        move |registered| {
            let is_new = Array::is_array(&registered) && Array::from(&registered).length() == 0;
            let change = if is_new {
                "registerContentScripts"
            } else {
                "updateContentScripts"
            };
            let scripts = Array::of1(&script).into();
            call("scripting", change, &[scripts], move |_| {
                then(error().is_none());
            });
        },
    );
}

/// Calls `chrome.<space>.<name>`; where there is none, `then` is called with `undefined`.
fn call(space: &str, name: &str, arguments: &[JsValue], then: impl FnOnce(JsValue) + 'static) {
    let of = get("chrome", &[space]);
    let (Some(of), Some(function)) = (of.clone(), of.as_ref().and_then(|of| function(of, name)))
    else {
        then(JsValue::UNDEFINED);
        return;
    };
    let arguments: Array = arguments.iter().collect();
    arguments.push(&Closure::once_into_js(then));
    // What it throws is told by the feature staying off.
    let _ = function.apply(&of, &arguments);
}

/// What the browser has to say against the last call; asking for it also keeps it off the console.
fn error() -> Option<JsValue> {
    get("chrome", &["runtime", "lastError"])
}

fn list(texts: &[String]) -> Array {
    texts
        .iter()
        .map(|text| JsValue::from(text.as_str()))
        .collect()
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A fresh object takes every property.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gatewhy_core::host::is_region;

    #[test]
    fn only_pages_of_apis_are_read() {
        for region in REGIONS.iter().chain(REGIONS_IN_CHINA) {
            assert!(is_region(region), "{region}");
        }
        let origins = origins(&["api.example.com".into()]);
        assert!(origins.contains(&"https://*.execute-api.eu-west-1.amazonaws.com/*".into()));
        assert!(origins.contains(&"https://*.execute-api.cn-north-1.amazonaws.com.cn/*".into()));
        assert_eq!(
            origins.last().map(String::as_str),
            Some("https://api.example.com/*")
        );
    }
}
