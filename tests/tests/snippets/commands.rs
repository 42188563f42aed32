//! Command lines name programs, operations and options that exist.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gatewhy_tests::folder;
use gatewhy_tests::snippets::{Command, Language, Snippet, commands};
use serde::Deserialize;
use serde_json::Value;

use crate::{judged, report, with_fixtures};

/// `tests/aws-cli/commands.json`; `generate.py` beside it writes it and says how to read it.
#[derive(Deserialize)]
struct Table {
    global: String,
    services: BTreeMap<String, BTreeMap<String, String>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let path = folder("aws-cli/commands.json");
    let bytes = std::fs::read(path).expect("it is part of the source");
    serde_json::from_slice(&bytes).expect("generate.py writes it")
});

/// These have one endpoint for all regions, or none that a caller would choose.
const WITHOUT_REGION: &[&str] = &["cloudfront", "iam", "organizations", "route53"];

/// One option of an operation.
#[derive(Clone, Copy)]
struct Known<'a> {
    name: &'a str,
    required: bool,
    flag: bool,
    positional: bool,
    values: Option<&'a str>,
}

impl<'a> Known<'a> {
    /// Reads `name`, `name!`, `name?`, `name=A|B` and `@name!`.
    fn read(word: &'a str) -> Self {
        let (name, values) = match word.split_once('=') {
            Some((name, values)) => (name, Some(values)),
            None => (word, None),
        };
        Self {
            name: name.trim_matches(['@', '!', '?']),
            required: name.ends_with('!'),
            flag: name.ends_with('?'),
            positional: name.starts_with('@'),
            values,
        }
    }
}

/// Everything that is wrong with a call of the AWS CLI.
fn wrong_with_aws(arguments: &[String]) -> Vec<String> {
    let [service, operation, rest @ ..] = arguments else {
        return vec![format!("aws {} is no call", arguments.join(" "))];
    };
    let Some(operations) = TABLE.services.get(service) else {
        return vec![format!(
            "aws {service} is not in commands.json: add it to generate.py if it exists"
        )];
    };
    let Some(options) = operations.get(operation) else {
        return vec![format!(
            "aws {service} {operation} is not in commands.json: add it to generate.py if it exists"
        )];
    };
    let own: Vec<Known<'_>> = options.split_whitespace().map(Known::read).collect();
    let global: Vec<Known<'_>> = TABLE.global.split_whitespace().map(Known::read).collect();
    let mut wrong = Vec::new();
    let mut given: Vec<&str> = Vec::new();
    let mut positional = own.iter().filter(|known| known.positional);
    let mut rest = rest.iter().peekable();
    while let Some(word) = rest.next() {
        let Some(name) = word.strip_prefix("--") else {
            match positional.next() {
                Some(known) => given.push(known.name),
                None => wrong.push(format!(
                    "{word} belongs to no option of aws {service} {operation}"
                )),
            }
            continue;
        };
        let known = own
            .iter()
            .chain(&global)
            .find(|known| known.name == name && !known.positional);
        let Some(known) = known else {
            wrong.push(format!("aws {service} {operation} has no --{name}"));
            continue;
        };
        given.push(name);
        if known.flag {
            continue;
        }
        let mut values = 0;
        while let Some(value) = rest.next_if(|next| !next.starts_with("--")) {
            values += 1;
            wrong.extend(wrong_with_value(known, value));
            // What follows a single value is positional; a list takes all up to the next option.
            if own.iter().any(|known| known.positional) {
                break;
            }
        }
        if values == 0 {
            wrong.push(format!("--{name} has no value"));
        }
    }
    for known in own.iter().filter(|known| known.required) {
        if !given.contains(&known.name) && !given.contains(&format!("no-{}", known.name).as_str()) {
            wrong.push(format!("aws {service} {operation} needs {}", known.name));
        }
    }
    if !WITHOUT_REGION.contains(&service.as_str()) && !given.contains(&"region") {
        wrong.push(format!("aws {service} {operation} names no --region"));
    }
    wrong
}

fn wrong_with_value(known: &Known<'_>, value: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let open = value.starts_with(['‹', '$']);
    if let Some(values) = known.values
        && !open
        && !values.split('|').any(|one| one == value)
    {
        wrong.push(format!("--{} is {value}, not one of {values}", known.name));
    }
    let is_json = value.starts_with('{') || value.starts_with("[{");
    if is_json
        && known.name != "query"
        && let Err(why) = serde_json::from_str::<Value>(value)
    {
        wrong.push(format!("--{} is no JSON: {why}: {value}", known.name));
    }
    wrong
}

/// Other programs, with the options that rules use of them. What stands in no list is a mistake, or
/// a line to be added here after a look at the manual.
const PROGRAMS: &[(&str, &str)] = &[
    ("base64", "-d -w0"),
    ("cat", ""),
    ("chronyc", ""),
    (
        "curl",
        "-D -H -N -X -d -i -k -o -s -v -w -I --aws-sigv4 --cert --connect-to --data --data-binary --http1.1 --key --noproxy --resolve --user",
    ),
    ("cut", "-d. -f1 -f2"),
    ("date", "-u"),
    ("dig", "+short"),
    ("echo", ""),
    ("env", ""),
    ("export", ""),
    ("file", ""),
    ("grep", "-A3 -E -i"),
    ("head", "-5 -20"),
    ("jq", "-n -r --rawfile"),
    ("nc", "-v -z -w"),
    ("nslookup", ""),
    ("od", "-c"),
    (
        "openssl",
        "-connect -dates -ext -in -issuer -noout -noservername -servername -subject -tls1_2",
    ),
    ("printf", ""),
    ("sam", ""),
    ("sleep", ""),
    ("telnet", ""),
    ("timedatectl", ""),
    ("tr", "-d"),
    ("traceroute", "-T -n -p"),
    ("w32tm", "/resync"),
    ("wc", "-c"),
];

/// The options of curl that take no value, so that what stands alone is a URL.
const CURL_FLAGS: &[&str] = &["-N", "-i", "-k", "-s", "-v", "-I", "--http1.1"];

fn wrong_with_program(command: &Command) -> Vec<String> {
    let program = command.program();
    let Some((_, options)) = PROGRAMS.iter().find(|(known, _)| *known == program) else {
        return vec![format!("{program} is no program that is known here")];
    };
    let options: Vec<&str> = options.split(' ').collect();
    let mut given: Vec<String> = Vec::new();
    let mut alone = 0;
    let mut arguments = command.arguments().iter();
    while let Some(word) = arguments.next() {
        let is_option = word.starts_with('-') && word.len() > 1;
        if !is_option && !options.contains(&word.as_str()) {
            alone += 1;
            continue;
        }
        let whole = options.contains(&word.as_str()) || word.starts_with("--");
        let names = if whole {
            vec![word.clone()]
        } else {
            // `-si`: one letter each.
            word.chars().skip(1).map(|c| format!("-{c}")).collect()
        };
        let last = names.last().cloned().unwrap_or_default();
        if program == "curl" && !CURL_FLAGS.contains(&last.as_str()) {
            arguments.next();
        }
        given.extend(names);
    }
    let mut wrong: Vec<String> = given
        .iter()
        .filter(|name| !options.contains(&name.as_str()))
        .map(|name| format!("{program} is not known here with {name}"))
        .collect();
    if program == "curl" && alone != 1 {
        wrong.push(format!(
            "curl is given {alone} URLs: {}",
            command.words.join(" ")
        ));
    }
    wrong
}

fn wrong_with(snippet: &Snippet, filled: &str) -> Vec<String> {
    if snippet.language != Language::Shell {
        return Vec::new();
    }
    match commands(filled) {
        Err(why) => vec![why],
        Ok(commands) => commands
            .iter()
            .flat_map(|command| match command.program() {
                "aws" => wrong_with_aws(command.arguments()),
                _ => wrong_with_program(command),
            })
            .collect(),
    }
}

#[test]
fn commands_name_operations_and_options_that_exist() {
    report(&judged(wrong_with));
}

#[test]
fn they_do_so_with_the_values_of_every_fixture() {
    report(&with_fixtures(wrong_with));
}

#[test]
fn a_wrong_call_is_noticed() {
    let wrong = |line: &str| -> Vec<String> {
        commands(line)
            .unwrap()
            .iter()
            .flat_map(|command| wrong_with_aws(command.arguments()))
            .collect()
    };
    let region = "--region eu-west-1";
    for right in [
        "get-stage --rest-api-id a --stage-name b",
        "put-method --rest-api-id a --resource-id b --http-method GET --authorization-type NONE --no-api-key-required",
        "get-export --rest-api-id a --stage-name b --export-type oas30 /dev/stdout",
    ] {
        let line = format!("aws apigateway {right} {region}");
        assert!(wrong(&line).is_empty(), "{line}: {:?}", wrong(&line));
    }
    for bad in [
        "get-stag --rest-api-id a --stage-name b",
        "get-stage --rest-api-id a",
        "get-stage --rest-api-id a --stage b --stage-name b",
        "get-stage --rest-api-id --stage-name b",
        "get-stage --rest-api-id a --stage-name b --output xml",
        "put-gateway-response --rest-api-id a --response-type DEFAULT_4X",
        "put-gateway-response --rest-api-id a --response-type UNAUTHORIZED --response-templates '{\"a\"}'",
    ] {
        let line = format!("aws apigateway {bad} {region}");
        assert!(!wrong(&line).is_empty(), "{line}");
    }
    assert!(
        !wrong("aws apigateway get-rest-apis").is_empty(),
        "a region is missing"
    );
}
