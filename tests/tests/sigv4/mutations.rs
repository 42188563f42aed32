//! Requests signed by three signers, one part of each changed: whatever was changed is the first
//! thing that a report names, and of what was not changed it names nothing.

use std::collections::BTreeSet;

use gatewhy_core::facts::Facts;
use gatewhy_core::report::{Part, Report};
use gatewhy_core::sigv4::Signed;
use gatewhy_core::{Evidence, Headers, Lang, diagnose};

use crate::signers::{Asked, Signer, captured, mismatch};

const HOST: &str = "abcde12345.execute-api.us-east-1.amazonaws.com";
const BODY: &str = "{\"name\": \"Momo\", \"toys\": [1, 2]}";

fn asked(form: &'static str, method: &'static str, body: &str, key: &'static str) -> Asked {
    let headers = [("Content-Type", "application/json"), ("X-Custom", "one")];
    Asked {
        form,
        method,
        url: format!("https://{HOST}/prod/pets/my%20cat?b=2&a=x%20y&a=1"),
        headers: headers
            .map(|(name, value)| (name.into(), value.into()))
            .into(),
        body: body.into(),
        key: Some(key),
        token: key
            .starts_with("ASIA")
            .then(|| "IQoJb3JpZ2luX2Vj/EXAMPLE+TOKEN==".into()),
        date: "20240115T103000Z",
        region: "us-east-1",
    }
}

/// Signed requests as they were captured, by each signer.
pub(crate) fn signed() -> Vec<(String, Evidence)> {
    let (long, session) = ("AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE");
    let asked = [
        asked("header", "GET", "", long),
        asked("header", "POST", BODY, long),
        asked("header", "PUT", BODY, session),
        asked("query", "GET", "", long),
        asked("query", "GET", "", session),
    ];
    let mut all = Vec::new();
    for signer in [Signer::Botocore, Signer::Aws4, Signer::Smithy] {
        for (asked, told) in asked.iter().zip(signer.sign(&asked)) {
            let mut evidence = captured(asked, &told);
            if !evidence.request_headers.has("host") {
                evidence.request_headers.push("Host", HOST);
            }
            let label = format!("{signer:?} {} {} {:?}", asked.form, asked.method, asked.key);
            all.push((label, evidence));
        }
    }
    all
}

/// The refusal of a request that arrived like this.
fn refusal(arrived: &Evidence) -> String {
    let signed = Signed::sent(&Facts::of(arrived));
    let (canonical, to_sign) = (signed.canonical_request(), signed.string_to_sign());
    mismatch(&canonical.unwrap(), &to_sign.unwrap())
}

/// A captured request with the answer that it got, half a second after it was signed.
pub(crate) fn answered(sent: &Evidence, status: u16, body: &str) -> Evidence {
    let mut evidence = sent.clone();
    evidence.status = Some(status);
    evidence
        .response_headers
        .push("Date", "Mon, 15 Jan 2024 10:30:01 GMT");
    evidence
        .response_headers
        .push("x-amzn-RequestId", "e2a4e6b0-0000-4000-8000-000000000001");
    evidence
        .response_headers
        .push("x-amz-apigw-id", "AbCdEfGhIAMFs9A=");
    if body.contains("signature we calculated") || body.contains("Credential") {
        evidence
            .response_headers
            .push("x-amzn-ErrorType", "InvalidSignatureException");
    }
    if body.contains("key=value pair") {
        evidence
            .response_headers
            .push("x-amzn-ErrorType", "IncompleteSignatureException");
    }
    evidence.body = Some(body.into());
    evidence
}

pub(crate) fn report(sent: &Evidence, body: &str) -> Report {
    diagnose(&answered(sent, 403, body), Lang::En)
}

pub(crate) fn parts(report: &Report) -> Vec<Part> {
    let findings = report
        .signature
        .iter()
        .flat_map(|signature| &signature.findings);
    findings.map(|finding| finding.part).collect()
}

pub(crate) fn set(evidence: &mut Evidence, name: &str, value: Option<&str>) {
    let mut headers = Headers::default();
    for header in &evidence.request_headers {
        if !header.name.eq_ignore_ascii_case(name) {
            headers.push(&header.name, &header.value);
        } else if let Some(value) = value {
            headers.push(&header.name, value);
        }
    }
    evidence.request_headers = headers;
}

fn in_url(evidence: &mut Evidence, from: &str, to: &str) {
    evidence.url = evidence.url.as_ref().map(|url| url.replacen(from, to, 1));
}

/// Replaces something in the signature, wherever it stands.
pub(crate) fn in_signature(evidence: &mut Evidence, from: &str, to: &str) {
    if let Some(value) = evidence
        .request_headers
        .first("authorization")
        .map(ToOwned::to_owned)
    {
        set(
            evidence,
            "authorization",
            Some(&value.replacen(from, to, 1)),
        );
    }
    let coded = |text: &str| text.replace('/', "%2F").replace(';', "%3B");
    in_url(evidence, &coded(from), &coded(to));
}

/// A change, what it is called, and the part that must be named for it.
type Change = (&'static str, Part, fn(&mut Evidence));

/// The same with the message that it gets.
type Mistake = (&'static str, Part, &'static str, fn(&mut Evidence));

/// What happens to a request on its way to the server.
const ON_THE_WAY: &[Change] = &[
    ("method", Part::Method, |sent| {
        sent.method = Some("PATCH".into());
    }),
    ("path segment", Part::Path, |sent| {
        in_url(sent, "/pets/", "/toys/");
    }),
    ("path encoded again", Part::Path, |sent| {
        in_url(sent, "my%20cat", "my%2520cat");
    }),
    ("path decoded", Part::Path, |sent| {
        in_url(sent, "my%20cat", "my cat");
    }),
    ("path in another letter case", Part::Path, |sent| {
        in_url(sent, "cat", "Cat");
    }),
    ("stage dropped", Part::Path, |sent| {
        in_url(sent, "/prod/", "/");
    }),
    ("base path added", Part::Path, |sent| {
        in_url(sent, "/prod/", "/api/prod/");
    }),
    ("trailing slash added", Part::Path, |sent| {
        in_url(sent, "cat?", "cat/?");
    }),
    ("query value", Part::Query, |sent| {
        in_url(sent, "b=2", "b=3");
    }),
    ("query encoding", Part::Query, |sent| {
        in_url(sent, "x%20y", "x+y");
    }),
    ("query encoded again", Part::Query, |sent| {
        in_url(sent, "x%20y", "x%2520y");
    }),
    ("query key added", Part::Query, |sent| {
        in_url(sent, "?", "?utm_source=mail&");
    }),
    ("query key dropped", Part::Query, |sent| {
        in_url(sent, "b=2&", "");
    }),
    ("query key renamed", Part::Query, |sent| {
        in_url(sent, "b=2", "c=2");
    }),
    ("query key repeated", Part::Query, |sent| {
        in_url(sent, "b=2", "b=2&b=2");
    }),
    ("host", Part::Host, |sent| {
        set(sent, "host", Some("api.example.com"));
    }),
    ("port", Part::Host, |sent| {
        set(sent, "host", Some(&format!("{HOST}:8443")));
    }),
    ("default port", Part::Host, |sent| {
        set(sent, "host", Some(&format!("{HOST}:443")));
    }),
    ("header value", Part::Headers, |sent| {
        set(sent, "x-custom", Some("two"));
    }),
    ("header value added", Part::Headers, |sent| {
        sent.request_headers.push("x-custom", "two");
    }),
    ("charset", Part::Headers, |sent| {
        set(
            sent,
            "content-type",
            Some("application/json; charset=UTF-8"),
        );
    }),
    ("header dropped", Part::Headers, |sent| {
        set(sent, "x-custom", None);
    }),
    (
        "header removed from the list",
        Part::SignedHeaders,
        |sent| in_signature(sent, ";x-custom", ""),
    ),
    ("header added to the list", Part::SignedHeaders, |sent| {
        sent.request_headers.push("x-forwarded-for", "10.0.0.1");
        in_signature(sent, ";x-custom", ";x-custom;x-forwarded-for");
    }),
    ("body", Part::Payload, |sent| {
        body(sent, "{\"name\": \"Mimi\", \"toys\": [1, 2]}");
    }),
    ("body serialised again", Part::Payload, |sent| {
        body(sent, "{\"name\":\"Momo\",\"toys\":[1,2]}");
    }),
    ("newline behind the body", Part::Payload, |sent| {
        body(sent, &format!("{BODY}\n"));
    }),
    ("body lost", Part::Payload, |sent| body(sent, "")),
    ("payload hash", Part::Payload, |sent| {
        let hash = "2e6228164663fe0e10b7af402cc0d20f477bd7a7fa2d9dd48c3a7d425199a167";
        set(sent, "x-amz-content-sha256", Some(hash));
    }),
    ("date", Part::Date, |sent| {
        set(sent, "x-amz-date", Some("20240115T103001Z"));
        in_url(
            sent,
            "X-Amz-Date=20240115T103000Z",
            "X-Amz-Date=20240115T103001Z",
        );
    }),
    ("token", Part::Token, |sent| {
        set(
            sent,
            "x-amz-security-token",
            Some("IQoJb3JpZ2luX2Vj/ANOTHER+TOKEN=="),
        );
        in_url(sent, "EXAMPLE%2BTOKEN", "ANOTHER%2BTOKEN");
    }),
    ("token dropped", Part::Token, |sent| {
        set(sent, "x-amz-security-token", None);
    }),
    ("lifetime", Part::Expiry, |sent| {
        in_url(sent, "Expires=3600", "Expires=7200");
    }),
    ("region", Part::Region, |sent| {
        in_signature(sent, "/us-east-1/", "/eu-west-1/");
    }),
    ("service", Part::Service, |sent| {
        in_signature(sent, "/execute-api/", "/apigateway/");
    }),
    ("date of the scope", Part::Scope, |sent| {
        in_signature(sent, "/20240115/", "/20240114/");
    }),
];

/// A body that arrives with its own length and is hashed by the server, whatever a header says.
fn body(sent: &mut Evidence, body: &str) {
    if sent.request_body.as_deref().unwrap_or("").is_empty() {
        return;
    }
    sent.request_body = Some(body.into());
    set(sent, "content-length", Some(&body.len().to_string()));
}

/// What the server reads of a request: it hashes the body itself.
fn arrived(sent: &Evidence) -> Evidence {
    let mut arrived = sent.clone();
    set(&mut arrived, "x-amz-content-sha256", None);
    arrived
}

#[test]
fn what_was_changed_on_the_way_is_named_first() {
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    let mut count = 0;
    for (label, sent) in signed() {
        for (kind, part, change) in ON_THE_WAY {
            let mut changed = sent.clone();
            change(&mut changed);
            if changed == sent {
                continue;
            }
            let read = with_own_hash(&changed, kind);
            let found = report(&sent, &read);
            let signature = found.signature.as_ref().unwrap();
            assert_eq!(
                parts(&found).first(),
                Some(part),
                "{label}: {kind}\n{signature:#?}"
            );
            let diff = signature.diff.as_ref().unwrap();
            assert_eq!(diff.part, *part, "{label}: {kind}");
            let masked = [Part::Token, Part::Scope].contains(part) || diff.sent.contains("***");
            assert!(
                masked || diff.sent != diff.read,
                "{label}: {kind}\n{diff:#?}"
            );
            kinds.insert(kind);
            count += 1;
        }
    }
    println!("{count} changes of {} kinds", kinds.len());
    assert_eq!(kinds.len(), ON_THE_WAY.len(), "each kind is met");
}

/// The refusal, with the hash that the server computes of the body in its last line.
fn with_own_hash(changed: &Evidence, kind: &str) -> String {
    let signed = Signed::sent(&Facts::of(changed));
    let mut read = signed.clone();
    if kind != "payload hash" {
        read.payload = Signed::sent(&Facts::of(&arrived(changed))).payload;
    }
    mismatch(
        &read.canonical_request().unwrap(),
        &read.string_to_sign().unwrap(),
    )
}

/// The other way round: the capture shows what arrived, and the server tells what was signed.
#[test]
fn it_is_named_from_the_other_side_too() {
    for (label, sent) in signed() {
        for (kind, part, change) in ON_THE_WAY {
            let mut changed = sent.clone();
            change(&mut changed);
            // The request's own flaws come first where the capture has them.
            if changed == sent || kind.contains("body") {
                continue;
            }
            let found = report(&changed, &refusal(&sent));
            assert_eq!(
                parts(&found).first(),
                Some(part),
                "{label}: {kind}\n{:#?}",
                found.signature
            );
        }
    }
}

/// A list that is sorted otherwise, and a text that a tool made of the answer.
#[test]
fn a_query_in_another_order_is_named() {
    for (label, sent) in signed() {
        let read = refusal(&sent).replacen("a=1&a=x%20y&b=2", "b=2&a=x%20y&a=1", 1);
        let found = report(&sent, &read);
        if read != refusal(&sent) {
            assert_eq!(
                parts(&found),
                [Part::Query],
                "{label}: {:#?}",
                found.signature
            );
        }
    }
}

#[test]
fn of_an_unchanged_request_nothing_is_named_but_the_secret_key_where_it_was_refused() {
    for (label, sent) in signed() {
        let worked = diagnose(&answered(&sent, 200, "[]"), Lang::En);
        assert_eq!(parts(&worked), [], "{label}: {:#?}", worked.signature);
        let mute = report(&sent, "{\"message\":\"Forbidden\"}");
        assert_eq!(parts(&mute), [], "{label}: {:#?}", mute.signature);
        let refused = report(&sent, &with_own_hash(&sent, ""));
        assert_eq!(
            parts(&refused),
            [Part::Key],
            "{label}: {:#?}",
            refused.signature
        );
        assert!(refused.signature.unwrap().diff.is_none());
    }
}

/// What the client got wrong itself, with the words that the server has for it.
const AT_THE_CLIENT: &[Mistake] = &[
    (
        "region",
        Part::Region,
        "Credential should be scoped to a valid region, not 'eu-west-1'. ",
        |sent| {
            in_signature(sent, "/us-east-1/", "/eu-west-1/");
        },
    ),
    (
        "region, new words",
        Part::Region,
        "Credential should be scoped to a valid region. ",
        |sent| {
            in_signature(sent, "/us-east-1/", "/eu-west-1/");
        },
    ),
    (
        "service",
        Part::Service,
        "Credential should be scoped to correct service: 'execute-api'. ",
        |sent| {
            in_signature(sent, "/execute-api/", "/apigateway/");
        },
    ),
    (
        "terminator",
        Part::Scope,
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws3_request'. ",
        |sent| {
            in_signature(sent, "aws4_request", "aws3_request");
        },
    ),
    (
        "scope date",
        Part::Scope,
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20240114' != '20240115', from '20240115T103000Z'.",
        |sent| {
            in_signature(sent, "/20240115/", "/20240114/");
        },
    ),
    (
        "scope cut",
        Part::Scope,
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIDEXAMPLE/20240115'",
        |sent| {
            in_signature(sent, "/execute-api/aws4_request", "");
        },
    ),
    (
        "date",
        Part::Date,
        "Signature expired: 20240115T101000Z is now earlier than 20240115T102501Z (20240115T103001Z - 5 min.)",
        |sent| {
            set(sent, "x-amz-date", Some("20240115T101000Z"));
        },
    ),
    (
        "host not signed",
        Part::SignedHeaders,
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        |sent| {
            in_signature(sent, "host;", "");
        },
    ),
    (
        "access key",
        Part::Key,
        "The security token included in the request is invalid.",
        |sent| {
            in_signature(sent, "AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE");
        },
    ),
    (
        "token",
        Part::Token,
        "The security token included in the request is invalid.",
        |sent| {
            set(
                sent,
                "x-amz-security-token",
                Some("IQoJb3JpZ2luX2Vj/ANOTHER+TOKEN=="),
            );
        },
    ),
    (
        "token lost",
        Part::Token,
        "The security token included in the request is invalid.",
        |sent| {
            set(sent, "x-amz-security-token", None);
        },
    ),
    (
        "two signatures",
        Part::Authorization,
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
        |sent| {
            if sent.request_headers.has("authorization") {
                in_url(sent, "?", "?X-Amz-Algorithm=AWS4-HMAC-SHA256&");
            }
        },
    ),
];

#[test]
fn what_the_client_got_wrong_is_named_with_and_without_words() {
    let mut count = 0;
    for (label, sent) in signed() {
        for (kind, part, message, change) in AT_THE_CLIENT {
            let mut changed = sent.clone();
            change(&mut changed);
            if changed == sent {
                continue;
            }
            let body = serde_json::json!({ "message": message }).to_string();
            let found = report(&changed, &body);
            assert_eq!(
                parts(&found).first(),
                Some(part),
                "{label}: {kind}\n{:#?}",
                found.signature
            );
            count += 1;
            // An HTTP API says Forbidden to all of them; whether a key is known only AWS knows.
            let needs_words = kind.contains("key") || *kind == "token";
            if !needs_words {
                let mute = report(&changed, "{\"message\":\"Forbidden\"}");
                assert_eq!(
                    parts(&mute).first(),
                    Some(part),
                    "{label}: {kind}, mute\n{:#?}",
                    mute.signature
                );
            }
        }
    }
    assert!(count > 80, "{count}");
}

#[test]
fn a_wrong_region_outranks_everything_else_when_the_message_agrees() {
    for (label, sent) in signed() {
        let mut changed = sent;
        in_signature(&mut changed, "/us-east-1/", "/eu-west-1/");
        for message in [
            "Credential should be scoped to a valid region, not 'eu-west-1'. ",
            "Credential should be scoped to a valid region. ",
        ] {
            let found = report(
                &changed,
                &serde_json::json!({ "message": message }).to_string(),
            );
            let first = &found.diagnoses[0];
            assert_eq!(first.cause, "sigv4-wrong-region", "{label}");
            assert!(first.confidence > 0.95, "{label}: {}", first.confidence);
            assert!(
                first
                    .evidence
                    .iter()
                    .any(|item| item.quote.contains("eu-west-1")),
                "{label}"
            );
        }
    }
}
