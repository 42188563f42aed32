//! Terraform names resources and arguments that exist, and gives those that must be there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gatewhy_tests::folder;
use gatewhy_tests::snippets::Language;
use hcl_edit::structure::{Block, BlockLabel, Body};
use serde::Deserialize;

use crate::{judged, report};

/// `tests/terraform/resources.json`; `generate.py` beside it writes it and says how to read it.
#[derive(Deserialize)]
struct Table {
    resource: BTreeMap<String, Arguments>,
    data: BTreeMap<String, Arguments>,
}

/// The arguments of a resource and of its blocks, by the block's path.
type Arguments = BTreeMap<String, String>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let path = folder("terraform/resources.json");
    let bytes = std::fs::read(path).expect("it is part of the source");
    serde_json::from_slice(&bytes).expect("generate.py writes it")
});

/// What Terraform itself reads in every resource.
const META: &[&str] = &["count", "depends_on", "for_each", "lifecycle", "provider"];

/// Blocks that a rule shows by themselves, and the resource that they are part of.
const PARTS: &[(&str, &str)] = &[
    ("environment", "aws_lambda_function"),
    ("managed_rule_group_statement", "aws_wafv2_web_acl"),
];

pub(crate) fn parsed(text: &str) -> Result<Body, String> {
    let body: Body = text.parse().map_err(|why| format!("{why}"))?;
    if body.is_empty() {
        return Err("there is nothing in it".into());
    }
    Ok(body)
}

fn wrong_with(text: &str) -> Vec<String> {
    match parsed(text) {
        Ok(body) => body.blocks().flat_map(wrong_with_block).collect(),
        // Another test tells why.
        Err(_) => Vec::new(),
    }
}

fn wrong_with_block(block: &Block) -> Vec<String> {
    let kind = block.ident.as_str();
    let table = match kind {
        "resource" => &TABLE.resource,
        "data" => &TABLE.data,
        part if PARTS.iter().any(|(known, _)| *known == part) => return Vec::new(),
        other => return vec![format!("{other} is no block that stands alone")],
    };
    let labels: Vec<&str> = block.labels.iter().map(BlockLabel::as_str).collect();
    let [name, _] = labels[..] else {
        return vec![format!("a {kind} has a type and a name, not {labels:?}")];
    };
    match table.get(name) {
        Some(arguments) => wrong_with_arguments(name, arguments, "", &block.body),
        None => vec![format!(
            "{kind} {name} is not in resources.json: add it to generate.py if it exists"
        )],
    }
}

fn wrong_with_arguments(name: &str, known: &Arguments, path: &str, body: &Body) -> Vec<String> {
    let words: Vec<&str> = known
        .get(path)
        .map(|line| line.split(' ').collect())
        .unwrap_or_default();
    let given: Vec<&str> = body
        .attributes()
        .map(|attribute| attribute.key.as_str())
        .chain(body.blocks().map(|block| block.ident.as_str()))
        .collect();
    let exists = |given: &str| {
        words.iter().any(|word| word.trim_end_matches('!') == given)
            || (path.is_empty() && META.contains(&given))
    };
    let mut wrong = Vec::new();
    for name_given in given.iter().filter(|name| !exists(name)) {
        wrong.push(format!("{name} {path} has no {name_given}"));
    }
    for required in words.iter().filter_map(|word| word.strip_suffix('!')) {
        if !given.contains(&required) {
            wrong.push(format!("{name} {path} needs {required}"));
        }
    }
    for block in body.blocks() {
        let inner = block.ident.as_str();
        let path = if path.is_empty() {
            inner.to_owned()
        } else {
            format!("{path}.{inner}")
        };
        if known.contains_key(&path) {
            wrong.extend(wrong_with_arguments(name, known, &path, &block.body));
        }
    }
    wrong
}

#[test]
fn resources_and_their_arguments_exist() {
    let wrong = judged(|snippet, filled| match snippet.language {
        Language::Terraform => wrong_with(filled),
        _ => Vec::new(),
    });
    report(&wrong);
}

#[test]
fn what_is_not_sound_is_noticed() {
    let right = "resource \"aws_s3_bucket_cors_configuration\" \"a\" {\n  bucket = b.c\n\n  cors_rule {\n    allowed_methods = [\"PUT\"]\n    allowed_origins = [\"*\"]\n  }\n}";
    assert!(wrong_with(right).is_empty(), "{:?}", wrong_with(right));
    for (is, becomes) in [
        ("aws_s3_bucket_cors_configuration", "aws_s3_cors"),
        ("  bucket = b.c\n", ""),
        ("bucket = b.c", "bucket = b.c\n  origin = b.d"),
        ("allowed_methods", "methods"),
        ("resource", "data"),
        (" \"a\"", ""),
    ] {
        let bad = right.replace(is, becomes);
        assert!(!wrong_with(&bad).is_empty(), "{bad}");
    }
    for text in ["a {", "a = ", "a \"b\" { c = }", ""] {
        assert!(parsed(text).is_err(), "{text}");
    }
}
