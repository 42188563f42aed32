//! The JavaScript API as JavaScript meets it, in Node: values in, plain objects out.

#![cfg(target_arch = "wasm32")]

use gatewhy_www::{causes, diagnose_json, diagnose_text, explain, parse};
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const MISSING: &str = r#"{"url":"https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets","method":"GET","status":403,"body":"{\"message\":\"Missing Authentication Token\"}"}"#;

fn member(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).expect("it is an object")
}

#[wasm_bindgen_test]
fn evidence_as_json_gives_a_report_as_json() {
    let report = diagnose_json(MISSING, "en").expect("it is evidence");
    assert!(
        report.starts_with(r#"{"schema":"gatewhy/report@1","lang":"en""#),
        "{report}"
    );
    assert!(report.contains(r#""cause":"route-not-found""#), "{report}");
}

#[wasm_bindgen_test]
fn the_language_is_the_readers() {
    let report = diagnose_json(MISSING, "ja-JP").expect("it is evidence");
    assert!(report.contains(r#""lang":"ja""#), "{report}");
}

#[wasm_bindgen_test]
fn what_is_no_evidence_is_an_error_with_words() {
    let error = diagnose_json("[", "en").expect_err("it is no evidence");
    assert!(error.is_instance_of::<js_sys::Error>());
    assert!(
        !member(&error, "message")
            .as_string()
            .unwrap_or_default()
            .is_empty()
    );
}

#[wasm_bindgen_test]
fn a_transcript_is_read_and_diagnosed() {
    let text = "< HTTP/2 403\n< x-amzn-errortype: ForbiddenException\n< date: Mon, 05 Oct 2026 08:15:30 GMT\n<\n{\"message\":\"Forbidden\"}";
    assert_eq!(
        diagnose_text(text, "en")
            .expect("a report is JSON")
            .lines()
            .count(),
        1
    );
    let reading: JsValue = parse(text, None).expect("no options to get wrong").into();
    assert_eq!(Array::from(&member(&reading, "exchanges")).length(), 1);
}

#[wasm_bindgen_test]
fn every_cause_is_listed_and_explained() {
    let list: JsValue = causes(None).expect("no options to get wrong").into();
    let list = Array::from(&list);
    assert!(list.length() >= 60);
    for entry in list.iter() {
        let id = member(&entry, "cause").as_string().expect("an id is text");
        assert!(
            explain(&id, None).is_ok_and(|page| page.contains(&id)),
            "{id}"
        );
    }
    let error = explain("bad-luck", None).expect_err("there is no such cause");
    assert!(error.is_instance_of::<js_sys::Error>());
}
