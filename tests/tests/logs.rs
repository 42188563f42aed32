//! Logs of API Gateway, whatever their form, come to the same diagnosis, with their values in the
//! commands that mend it.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what it expects"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use gatewhy_core::intake::{self, Kind, log};
use gatewhy_core::report::{NoteKind, Report};
use gatewhy_core::{Evidence, Lang, diagnose};
use gatewhy_tests::folder;
use proptest::prelude::*;

const FIRST: &str = "0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";
const SECOND: &str = "fd443056-60d0-425f-874e-e93e5d61351e";

/// What `gatewhy diagnose FILE` makes of a file: the failing exchanges.
fn reports(name: &str, lang: Lang) -> Vec<Report> {
    let bytes = fs::read(folder(name)).unwrap();
    let session =
        intake::read_bytes(&bytes, None).unwrap_or_else(|error| panic!("{name}: {error}"));
    session
        .exchanges()
        .filter(|(evidence, _)| intake::complete(evidence, Lang::En).0.failed())
        .map(|(evidence, _)| diagnose(&evidence, lang))
        .collect()
}

fn only(name: &str, lang: Lang) -> Report {
    let mut all = reports(name, lang);
    assert_eq!(all.len(), 1, "{name}");
    all.remove(0)
}

fn top(report: &Report) -> &str {
    report.diagnoses.first().map_or("", |first| first.cause)
}

fn fixes(report: &Report) -> String {
    let all = &report.diagnoses[0].fixes;
    let texts: Vec<&str> = all.iter().map(|fix| fix.text.as_str()).collect();
    texts.join("\n")
}

fn of_log(log: &str) -> Report {
    let evidence = Evidence {
        log: Some(log.into()),
        ..Evidence::default()
    };
    diagnose(&evidence, Lang::En)
}

/// One line of each request in turn.
fn lines(id: &str, texts: &[&str]) -> String {
    let lines: Vec<String> = texts
        .iter()
        .map(|text| format!("({id}) {text}\n"))
        .collect();
    lines.concat()
}

#[test]
fn every_form_of_an_execution_log_comes_to_the_same() {
    for name in [
        "cloudwatch-console.log",
        "cloudwatch-newest-first.log",
        "aws-logs-tail.log",
        "filter-log-events.json",
        "get-log-events.json",
        "insights-results.json",
        "insights-console.json",
        "insights-console.csv",
        "console-export.csv",
        "log-subscription.json",
        "pasted-with-marks.log",
    ] {
        for lang in Lang::ALL {
            let report = only(&format!("intake/{name}"), lang);
            assert_eq!(top(&report), "lambda-malformed-proxy-response", "{name}");
            assert!(report.diagnoses[0].confidence >= 0.9, "{name}");
            let subject = &report.subject;
            assert_eq!(subject.status, Some(502), "{name}");
            assert_eq!(subject.method.as_deref(), Some("GET"), "{name}");
            assert_eq!(subject.api_id.as_deref(), Some("abc123defg"), "{name}");
            assert_eq!(subject.stage.as_deref(), Some("prod"), "{name}");
            assert_eq!(subject.path.as_deref(), Some("/pets/7"), "{name}");
            assert_eq!(subject.region.as_deref(), Some("eu-west-1"), "{name}");
            assert_eq!(subject.request_id.as_deref(), Some(FIRST), "{name}");
            assert_eq!(
                subject.extended_request_id.as_deref(),
                Some("AbCdEfGhIAMFs9A="),
                "{name}"
            );
        }
    }
}

#[test]
fn every_format_of_an_access_log_is_an_exchange() {
    for (name, cause) in [
        ("access-json.log", "integration-timeout"),
        ("access-pretty.log", "integration-timeout"),
        ("access-snake.log", "authorizer-deny"),
        ("access-dotted.log", "backend-5xx"),
        ("access-quoted-twice.log", "integration-timeout"),
        ("access-common-http-api.log", "lambda-runtime-error"),
        ("access-rows.log", "usage-plan-throttle-or-quota"),
        ("access-words.log", "waf-block"),
        ("access-http-api.log", "jwt-expired-or-invalid"),
        ("insights-fields.json", "usage-plan-throttle-or-quota"),
        ("truncated.log", "integration-timeout"),
        ("websocket.log", "authorizer-error"),
    ] {
        for lang in Lang::ALL {
            let all = reports(&format!("intake/{name}"), lang);
            let last = all
                .last()
                .unwrap_or_else(|| panic!("{name}: nothing failed"));
            assert_eq!(top(last), cause, "{name}");
        }
    }
}

#[test]
fn s3_1_an_authorizers_function_is_told_from_the_integrations() {
    let authorizer = only(
        "fixtures/authorizer-error/not-lambda-permission-missing--authorizer-line.log",
        Lang::En,
    );
    let integration = only(
        "fixtures/lambda-permission-missing/not-authorizer-error--behind-the-authorizer.log",
        Lang::En,
    );
    assert_eq!(top(&authorizer), "authorizer-error");
    assert_eq!(top(&integration), "lambda-permission-missing");
    // Reporters call the authorizer's missing permission by either name, so it is not told with
    // the certainty that the integration's has.
    assert!(authorizer.diagnoses[0].confidence > 0.7);
    assert!(integration.diagnoses[0].confidence > 0.85);
}

#[test]
fn s3_2_the_permission_is_written_with_the_values_of_the_log() {
    for lang in Lang::ALL {
        let integration = fixes(&only(
            "fixtures/lambda-permission-missing/not-authorizer-error--behind-the-authorizer.log",
            lang,
        ));
        let source = "arn:aws:execute-api:eu-west-1:111122223333:abc123defg/*/GET/pets/*";
        assert!(
            integration
                .contains("aws lambda add-permission --function-name shop-pets --region eu-west-1"),
            "{integration}"
        );
        assert!(
            integration.contains(&format!("--source-arn \"{source}\"")),
            "{integration}"
        );
        assert!(
            integration.contains("AWS::Lambda::Permission")
                && integration.contains("FunctionName: shop-pets")
        );
        assert!(
            integration.contains("function_name = \"shop-pets\"") && integration.contains(source)
        );
        let authorizer = fixes(&only(
            "fixtures/authorizer-error/not-lambda-permission-missing--authorizer-line.log",
            lang,
        ));
        let source = "arn:aws:execute-api:eu-west-1:111122223333:abc123defg/authorizers/62mgrc";
        assert!(
            authorizer.contains("aws lambda add-permission --function-name shop-authorizer"),
            "{authorizer}"
        );
        assert!(authorizer.contains(source), "{authorizer}");
        assert!(
            authorizer.contains("--authorizer-id 62mgrc")
                && authorizer.contains("/authorizerCredentials")
        );
        assert!(authorizer.contains("FunctionName: shop-authorizer"));
    }
}

#[test]
fn s2_1_a_denial_in_the_log_names_both_policies() {
    let report = of_log(&lines(
        FIRST,
        &[
            "User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********3333:abc123defg/prod/GET/pets",
        ],
    ));
    let causes: Vec<&str> = report.diagnoses.iter().map(|one| one.cause).collect();
    assert!(
        causes.contains(&"resource-policy-implicit-deny"),
        "{causes:?}"
    );
    assert!(causes.contains(&"private-api-vpce-policy"), "{causes:?}");
    assert_eq!(report.subject.api_id.as_deref(), Some("abc123defg"));
}

#[test]
fn s2_2_a_timed_out_connection_to_an_endpoint_is_told_from_a_slow_integration() {
    let report = of_log(&lines(
        FIRST,
        &[
            "Execution failed due to a network error communicating with endpoint: Connection timed out",
            "Method completed with status: 504",
        ],
    ));
    assert_eq!(top(&report), "vpc-link-or-backend-unreachable");
}

fn says_of_logs(evidence: &Evidence, lang: Lang) -> Option<String> {
    let notes = diagnose(evidence, lang).notes;
    notes
        .into_iter()
        .find(|note| note.kind == NoteKind::LogsAbsent)
        .map(|note| note.text)
}

#[test]
fn s2_3_and_s4_7_a_failure_that_leaves_no_line_says_so() {
    let refused = |url: &str, status, error: &str, message: &str| {
        let mut evidence = Evidence {
            url: Some(url.into()),
            method: Some("GET".into()),
            status: Some(status),
            body: Some(format!("{{\"message\":\"{message}\"}}")),
            ..Evidence::default()
        };
        evidence.response_headers.push("x-amzn-errortype", error);
        evidence
    };
    let api = "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets";
    let endpoint = "https://vpce-0a1b2c3d4e5f60718-abcdefgh.execute-api.us-east-1.vpce.amazonaws.com/prod/pets";
    for (evidence, en, ja) in [
        (
            refused(
                api,
                403,
                "MissingAuthenticationTokenException",
                "Missing Authentication Token",
            ),
            "holds no line",
            "記録されません",
        ),
        (
            refused(endpoint, 403, "ForbiddenException", "Forbidden"),
            "never reached",
            "届かなかった",
        ),
        (
            refused(api, 429, "TooManyRequestsException", "Too Many Requests"),
            "leaves some out",
            "残るとは限りません",
        ),
        (
            refused(
                api,
                500,
                "InternalServerErrorException",
                "Internal server error",
            ),
            "switch it on",
            "ログレベル",
        ),
    ] {
        let english = says_of_logs(&evidence, Lang::En).unwrap();
        assert!(english.contains(en), "{english}");
        let japanese = says_of_logs(&evidence, Lang::Ja).unwrap();
        assert!(japanese.contains(ja), "{japanese}");
    }
}

#[test]
fn a_log_that_is_there_needs_no_word_about_logging() {
    for name in ["access-json.log", "cloudwatch-console.log"] {
        for report in reports(&format!("intake/{name}"), Lang::En) {
            let silent = report
                .notes
                .iter()
                .all(|note| note.kind != NoteKind::LogsAbsent);
            assert!(silent, "{name}: {:?}", report.notes);
        }
    }
}

#[test]
fn of_many_requests_in_one_field_the_first_that_failed_is_diagnosed() {
    let log = lines(SECOND, &["Method completed with status: 200"])
        + &lines(
            FIRST,
            &[
                "Execution failed due to a timeout error",
                "Method completed with status: 504",
            ],
        )
        + &lines(
            "8212e5af-c174-48ce-85d5-729d73c6771a",
            &[
                "Lambda invocation failed with status: 429. Lambda request id: 0aa5f1a2",
                "Method completed with status: 500",
            ],
        );
    let report = of_log(&log);
    assert_eq!(top(&report), "integration-timeout");
    assert_eq!(report.subject.status, Some(504));
    let note = report
        .notes
        .iter()
        .find(|note| note.kind == NoteKind::Input)
        .unwrap();
    for word in ["3 requests", "2 failed", FIRST] {
        assert!(note.text.contains(word), "{}", note.text);
    }
}

#[test]
fn the_request_id_of_the_answer_chooses_the_lines() {
    let log = lines(
        FIRST,
        &[
            "Execution failed due to a timeout error",
            "Method completed with status: 504",
        ],
    ) + &lines(
        SECOND,
        &[
            "Lambda invocation failed with status: 429. Lambda request id: 0aa5f1a2",
            "Method completed with status: 500",
        ],
    );
    let mut evidence = Evidence {
        log: Some(log),
        status: Some(500),
        ..Evidence::default()
    };
    let by_status = diagnose(&evidence, Lang::En);
    assert_eq!(top(&by_status), "lambda-throttled");
    evidence.response_headers.push("x-amzn-RequestId", SECOND);
    let by_id = diagnose(&evidence, Lang::En);
    assert_eq!(top(&by_id), "lambda-throttled");
    assert!(by_id.notes.iter().all(|note| note.kind != NoteKind::Input));
}

#[test]
fn what_is_given_is_not_overwritten_by_the_log() {
    let evidence = Evidence {
        method: Some("PUT".into()),
        status: Some(403),
        log: Some(lines(
            FIRST,
            &[
                "HTTP Method: GET, Resource Path: /pets",
                "Method completed with status: 500",
            ],
        )),
        ..Evidence::default()
    };
    let (whole, _) = intake::complete(&evidence, Lang::En);
    assert_eq!(
        (whole.method.as_deref(), whole.status),
        (Some("PUT"), Some(403))
    );
    assert_eq!(whole.log, evidence.log);
}

#[test]
fn a_host_is_never_made_up() {
    for (log, url) in [
        (
            lines(
                FIRST,
                &[
                    "HTTP Method: GET, Resource Path: /pets",
                    "Method completed with status: 500",
                ],
            ),
            None,
        ),
        (
            format!(
                "{{\"requestId\":\"{FIRST}\",\"status\":\"403\",\"path\":\"/prod/pets\",\"errType\":\"ACCESS_DENIED\"}}"
            ),
            None,
        ),
        (
            format!(
                "{{\"requestId\":\"{FIRST}\",\"status\":\"403\",\"resourcePath\":\"/pets\",\"domainName\":\"api.example.com\"}}"
            ),
            None,
        ),
        (
            format!(
                "{{\"requestId\":\"{FIRST}\",\"status\":\"403\",\"path\":\"/v1/pets\",\"resourcePath\":\"/pets\",\"domainName\":\"api.example.com\"}}"
            ),
            Some("https://api.example.com/v1/pets"),
        ),
    ] {
        let (all, _) = log::exchanges(&log);
        assert_eq!(all[0].url.as_deref(), url, "{log}");
    }
}

#[test]
fn a_list_of_log_groups_is_refused_with_the_remedy() {
    let text = r#"{"logGroups":[{"logGroupName":"API-Gateway-Execution-Logs_abc123defg/prod","arn":"arn:aws:logs:us-east-1:111122223333:log-group:x:*"}]}"#;
    let session = intake::read(text, Some(Kind::Log)).unwrap();
    assert!(session.is_empty());
    for lang in Lang::ALL {
        assert!(
            session.remarks()[0]
                .text(lang)
                .contains("filter-log-events")
        );
    }
}

#[test]
fn a_log_of_something_else_is_kept_as_it_is() {
    let text = "2026-10-05T08:15:30.815Z\tERROR\tTypeError: x is not a function\n    at handler (/var/task/index.js:3:9)\n";
    let (all, remarks) = log::exchanges(text);
    assert_eq!(all[0].log.as_deref(), Some(text));
    assert!(remarks.is_empty());
}

#[test]
fn ten_thousand_requests_are_read_in_time() {
    let mut text = String::new();
    for at in 0..10_000 {
        writeln!(
            text,
            "(0f1e2d3c-4b5a-4697-8879-{at:012x}) Method completed with status: 200"
        )
        .unwrap();
    }
    assert_eq!(log::exchanges(&text).0.len(), 10_000);
}

/// Lines that hold every word that the readers look for, and what breaks such readers.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "\\",
        ":",
        ",",
        "=",
        "<",
        ">",
        "|",
        " ",
        "\n",
        "\t",
        "\r\n",
        "-",
        "é",
        "日本",
        "\u{1f600}",
        "(0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f) ",
        "(PDS1PEC4oAMFpyA=) ",
        "Method completed with status: ",
        "500",
        "HTTP Method: GET, Resource Path: /p",
        "Method request path: {",
        "Method request headers: {Host=",
        "Sending request to https://",
        "arn:aws:lambda:us-east-1:111122223333:function:f",
        "arn:aws:logs:us-east-1:1:log-group:",
        "API-Gateway-Execution-Logs_abc123defg/prod",
        "Starting authorizer: ",
        "Execution failed due to",
        "Gateway response type: ",
        "INVALID_API_KEY",
        " with status code: ",
        "Thu Apr 01 21:58:32 UTC 2021 : ",
        "2026-10-05T08:15:30.123+09:00 ",
        "1613037030123,",
        "timestamp,message\n",
        "@timestamp,@message\n",
        "{\"events\":[",
        "{\"results\":[[",
        "\"field\":",
        "\"value\":",
        "\"message\":",
        "\"@message\":",
        "\"timestamp\":",
        "\"requestId\":\"r\",",
        "\"status\":\"403\",",
        "\"error\":{",
        "\"domainName\":\"h.example.com\",",
        "\"path\":\"/p\"",
        "GET GET /p HTTP/1.1",
        "203.0.113.9 - - [",
        "<request id=\"",
        "<status>",
        "REPORT RequestId: ",
        "Received response. Integration latency: ",
        "99999999999999999999 ms",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_text_breaks_the_readers(text in pieces()) {
        let (all, remarks) = log::exchanges(&text);
        prop_assert!(!all.is_empty() || !remarks.is_empty());
        for evidence in &all {
            let (whole, _) = intake::complete(evidence, Lang::Ja);
            diagnose(&whole, Lang::En);
        }
        if let Ok(session) = intake::read(&text, None) {
            prop_assert!(session.exchanges().count() == session.len());
        }
    }

    #[test]
    fn however_requests_interleave_the_groups_are_the_same(
        order in Just((0..3_usize).flat_map(|id| std::iter::repeat_n(id, 5)).collect::<Vec<_>>()).prop_shuffle()
    ) {
        let ids = [FIRST, SECOND, "8212e5af-c174-48ce-85d5-729d73c6771a"];
        let mut next = [0_usize; 3];
        let mut text = String::new();
        for id in order {
            let words = ["Starting execution for request: x", "HTTP Method: GET, Resource Path: /p",
                "Endpoint response body before transformations:\n{\n \"a\": 1\n}",
                "Execution failed due to a timeout error", "Method completed with status: 504"];
            writeln!(text, "({}) {}", ids[id], words[next[id]]).unwrap();
            next[id] += 1;
        }
        let read = log::exchanges(&text).0;
        for evidence in &read {
            let again = log::exchanges(evidence.log.as_deref().unwrap()).0;
            prop_assert_eq!(&again, std::slice::from_ref(evidence), "a request by itself");
        }
        let groups: BTreeMap<String, String> = read.into_iter().map(|evidence| {
            let log = evidence.log.unwrap();
            (log[1..37].to_owned(), log.replace(&log[..39], ""))
        }).collect();
        prop_assert_eq!(groups.len(), 3);
        let mut texts: Vec<&String> = groups.values().collect();
        texts.dedup();
        prop_assert_eq!(texts.len(), 1);
    }
}
