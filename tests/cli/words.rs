//! What the command says of itself: help, pages of causes, complaints about a call.

use crate::run::{fed, gatewhy, run};

#[test]
fn help_speaks_both_languages() {
    for lang in ["en", "ja"] {
        insta::assert_snapshot!(
            format!("help-{lang}"),
            run(&["--help", "--lang", lang]).whole()
        );
        insta::assert_snapshot!(
            format!("help-diagnose-{lang}"),
            run(&["diagnose", "--help", "--lang", lang]).whole()
        );
        insta::assert_snapshot!(
            format!("help-redact-{lang}"),
            run(&["redact", "--help", "--lang", lang]).whole()
        );
    }
}

#[test]
fn the_locale_chooses_the_language_and_the_flag_overrides_it() {
    let in_japanese =
        |command: &mut std::process::Command| fed(command, b"").out.contains("使い方");
    assert!(in_japanese(gatewhy(&["-h"]).env("LANG", "ja_JP.UTF-8")));
    assert!(in_japanese(
        gatewhy(&["-h"]).env("LC_MESSAGES", "ja_JP.UTF-8")
    ));
    assert!(!in_japanese(
        gatewhy(&["-h"])
            .env("LANG", "ja_JP.UTF-8")
            .env("LC_ALL", "C")
    ));
    assert!(!in_japanese(
        gatewhy(&["-h", "--lang", "en"]).env("LANG", "ja_JP.UTF-8")
    ));
}

#[test]
fn a_cause_is_explained_with_named_placeholders() {
    for (lang, parts) in [
        (
            "en",
            ["No such path", "Needed", "Make sure", "Fix it", "Read on"],
        ),
        (
            "ja",
            ["このパスまたは", "前提", "確認する", "対処する", "参考資料"],
        ),
    ] {
        let run = run(&["explain", "route-not-found", "--lang", lang]);
        assert_eq!(run.status, 0);
        assert!(
            parts.iter().all(|part| run.out.contains(part)),
            "{}",
            run.out
        );
        assert!(run.out.contains("--rest-api-id <api-id>"), "{}", run.out);
    }
    let page = run(&["explain", "route-not-found", "--format", "markdown"]);
    assert!(
        page.out
            .starts_with("# No such path or method is deployed\n"),
        "{}",
        page.out
    );
    assert!(page.out.contains("--rest-api-id <api-id>"), "{}", page.out);
}

#[test]
fn an_unknown_cause_names_its_neighbours() {
    let typo = run(&["explain", "route-not-fuond"]);
    assert_eq!(typo.status, 2);
    assert!(
        typo.err.contains("did you mean route-not-found"),
        "{}",
        typo.err
    );
    let part = run(&["explain", "permission-missing", "--lang", "ja"]);
    assert!(
        part.err.contains("もしかして：lambda-permission-missing"),
        "{}",
        part.err
    );
    let none = run(&["explain", "zzz"]);
    assert!(
        none.err.contains("`gatewhy causes` lists them all"),
        "{}",
        none.err
    );
}

#[test]
fn the_list_of_causes_is_the_catalogue() {
    let list = run(&["causes", "--format", "json", "--lang", "ja"]);
    let causes: Vec<serde_json::Value> = serde_json::from_str(&list.out).expect("it is JSON");
    let ids: Vec<&str> = causes
        .iter()
        .map(|cause| cause["cause"].as_str().expect("it has an id"))
        .collect();
    let known: Vec<&str> = gatewhy_core::catalogue::rules()
        .iter()
        .map(|rule| rule.id)
        .collect();
    assert_eq!(ids, known);
    for cause in &causes {
        let keys: Vec<&String> = cause.as_object().expect("it is an object").keys().collect();
        assert_eq!(keys, ["cause", "family", "statuses", "title"]);
    }
    let text = run(&["causes"]);
    assert!(known.iter().all(|id| text.out.contains(id)));
}

#[test]
fn a_wrong_call_names_its_remedy_in_both_languages() {
    let calls: &[&[&str]] = &[
        &[],
        &["diagnos"],
        &["diagnose", "--format", "xml"],
        &["diagnose", "--fromat", "json"],
        &["diagnose", "--jsonl", "--format", "text"],
        &["diagnose", "--jsonl", "--input", "har"],
        &["explain"],
        &["diagnose", "--all", "--all"],
    ];
    for lang in ["en_US.UTF-8", "ja_JP.UTF-8"] {
        let tell = |call: &&[&str]| {
            let run = fed(gatewhy(call).env("LANG", lang), b"");
            assert_eq!(run.status, 2, "{call:?}");
            assert_eq!(run.out, "", "{call:?}");
            format!("$ gatewhy {}\n{}\n", call.join(" "), run.err)
        };
        let told: String = calls.iter().map(tell).collect();
        insta::assert_snapshot!(format!("wrong-calls-{}", &lang[..2]), told);
    }
}

#[test]
fn completions_and_manual_pages_are_there() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&["completions", shell]);
        assert_eq!(script.status, 0);
        assert!(script.out.contains("diagnose"), "{shell}");
    }
    assert!(run(&["man"]).out.starts_with(".ie"));
    let page = run(&["man", "diagnose", "--lang", "ja"]).out;
    assert!(page.contains("jsonl") && page.contains("証拠"), "{page}");
    let page = run(&["man", "redact"]).out;
    assert!(page.contains("keep") && page.contains("account"), "{page}");
}
