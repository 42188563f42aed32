//! Templates and programs parse.

use gatewhy_tests::snippets::{Language, Snippet, all, template};
use saphyr::{LoadableYamlNode, Yaml};

use crate::{judged, report, terraform, with_fixtures};

/// What the parser of its language has against a text.
fn parsed(snippet: &Snippet, text: &str) -> Result<(), String> {
    match snippet.language {
        Language::Cloudformation | Language::Sam | Language::Openapi => yaml(text),
        Language::Terraform => terraform::parsed(text).map(|_| ()),
        Language::Json => json(text),
        Language::Headers => headers(text),
        // Shell is judged beside its commands; for programs, `cargo xtask test snippets` asks
        // Node.js and Python.
        Language::Shell | Language::Script | Language::Python | Language::Words => Ok(()),
    }
}

/// Tags such as `!Sub` are part of the tree; a key that stands twice is an error.
fn yaml(text: &str) -> Result<(), String> {
    let documents = Yaml::load_from_str(text).map_err(|why| why.to_string())?;
    let [document] = &documents[..] else {
        return Err(format!("{} documents in one", documents.len()));
    };
    holds(document)
}

/// A scalar where a mapping was meant reads as YAML too, and a name that was left out is null.
fn holds(node: &Yaml<'_>) -> Result<(), String> {
    match node {
        Yaml::Mapping(map) => map.iter().try_for_each(|(key, value)| {
            if value.is_null() {
                return Err(format!("{} has no value", key.as_str().unwrap_or("a key")));
            }
            holds(value)
        }),
        Yaml::Sequence(list) => list.iter().try_for_each(holds),
        Yaml::Tagged(_, inner) => holds(inner),
        Yaml::BadValue | Yaml::Alias(_) => Err("a value is none".into()),
        Yaml::Value(_) | Yaml::Representation(..) => Ok(()),
    }
}

fn json(text: &str) -> Result<(), String> {
    serde_json::from_str::<serde_json::Value>(text)
        .map(|_| ())
        .map_err(|why| why.to_string())
}

fn headers(text: &str) -> Result<(), String> {
    let named = |line: &str| {
        line.split_once(": ")
            .is_some_and(|(name, _)| !name.contains(' '))
    };
    match text.lines().find(|line| !named(line)) {
        Some(line) => Err(format!("no header: {line}")),
        None => Ok(()),
    }
}

#[test]
fn templates_and_programs_parse() {
    let wrong = judged(|snippet, filled| parsed(snippet, filled).err().into_iter().collect());
    report(&wrong);
}

/// Values come from outside: with those of any fixture a snippet still is what it was.
#[test]
fn they_parse_with_the_values_of_every_fixture() {
    let wrong =
        with_fixtures(|snippet, filled| parsed(snippet, filled).err().into_iter().collect());
    report(&wrong);
}

/// cfn-lint judges whole templates, so every fragment must have its place in one.
#[test]
fn fragments_become_whole_templates() {
    let mut wrong = Vec::new();
    let mut whole = 0;
    for snippet in all() {
        match template(&snippet) {
            Ok(Some(text)) => {
                whole += 1;
                wrong.extend(
                    yaml(&text)
                        .err()
                        .map(|why| format!("{}: {why}", snippet.label())),
                );
            }
            Ok(None) => {}
            Err(why) => wrong.push(format!("{}: {why}", snippet.label())),
        }
    }
    assert!(whole > 30, "{whole}");
    report(&wrong);
}

/// What an integration in an OpenAPI document may say.
const INTEGRATION: &[&str] = &[
    "cacheKeyParameters",
    "cacheNamespace",
    "connectionId",
    "connectionType",
    "contentHandling",
    "credentials",
    "httpMethod",
    "integrationSubtype",
    "passthroughBehavior",
    "payloadFormatVersion",
    "requestParameters",
    "requestTemplates",
    "responses",
    "responseTransferMode",
    "timeoutInMillis",
    "tlsConfig",
    "type",
    "uri",
];

#[test]
fn openapi_integrations_say_what_api_gateway_knows() {
    let wrong = judged(|snippet, filled| match snippet.language {
        Language::Openapi => Yaml::load_from_str(filled)
            .unwrap_or_default()
            .iter()
            .flat_map(integrations)
            .collect(),
        _ => Vec::new(),
    });
    report(&wrong);
}

fn integrations(node: &Yaml<'_>) -> Vec<String> {
    let Some(map) = node.as_mapping() else {
        return Vec::new();
    };
    let mut wrong = Vec::new();
    for (key, value) in map {
        if key.as_str() != Some("x-amazon-apigateway-integration") {
            wrong.extend(integrations(value));
            continue;
        }
        let names = value.as_mapping().into_iter().flatten();
        for name in names.filter_map(|(name, _)| name.as_str()) {
            if !INTEGRATION.contains(&name) {
                wrong.push(format!("an integration has no {name}"));
            }
        }
        let kind = value.as_mapping_get("type").and_then(Yaml::as_str);
        if !matches!(
            kind,
            Some("aws" | "aws_proxy" | "http" | "http_proxy" | "mock")
        ) {
            wrong.push(format!("an integration is never of type {kind:?}"));
        }
    }
    wrong
}

#[test]
fn what_is_not_sound_is_noticed() {
    assert!(yaml("a: !Sub ${b}\nc: !GetAtt d.e\n").is_ok());
    for text in [
        "a: 1\na: 2\n",
        "a: b: c\n",
        "a:\n  - b\n c: d\n",
        "a: *\n",
        "a:\n",
        "",
    ] {
        assert!(yaml(text).is_err(), "{text}");
    }
    assert!(headers("A: b\nC d").is_err());
}
