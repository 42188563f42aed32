//! The official suite and the vectors for execute-api.

use gatewhy_core::Evidence;
use gatewhy_core::facts::Facts;
use gatewhy_core::sigv4::{Signed, canonical_path};
use gatewhy_tests::folder;
use serde_json::Value;

fn read(name: &str) -> Value {
    let text = std::fs::read_to_string(folder("sigv4").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// A request as it stands on the wire, `GET /path HTTP/1.1` and header lines, folded ones among them.
fn on_the_wire(request: &str) -> Evidence {
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let head = head.replace("\n ", " ");
    let mut lines = head.lines();
    let (method, rest) = lines.next().unwrap().split_once(' ').unwrap();
    let target = rest
        .rsplit_once(" HTTP/")
        .map_or(rest, |(target, _)| target);
    let mut evidence = Evidence {
        method: Some(method.into()),
        request_body: Some(body.into()),
        ..Evidence::default()
    };
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        evidence.request_headers.push(name, value);
    }
    let host = evidence.request_headers.first("host").unwrap();
    evidence.url = Some(format!("https://{host}{target}"));
    evidence
}

fn without(url: &str, parameter: &str) -> String {
    let (front, query) = url.split_once('?').unwrap();
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with(parameter))
        .collect();
    format!("{front}?{}", kept.join("&"))
}

fn agrees(label: &str, evidence: &Evidence, normalize: bool, canonical: &str, to_sign: &str) {
    let facts = Facts::of(evidence);
    let signed = Signed::sent(&facts);
    let signed = if normalize {
        signed.normalized(&facts)
    } else {
        signed
    };
    assert_eq!(
        signed.canonical_request().as_deref(),
        Some(canonical),
        "{label}"
    );
    assert_eq!(signed.string_to_sign().as_deref(), Some(to_sign), "{label}");
}

#[test]
fn the_official_suite_is_canonicalised_to_the_byte() {
    let suite = read("suite.json");
    let cases = suite["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 38);
    let mut compared = 0;
    for case in cases {
        let normalize = case["context"]["normalize"].as_bool().unwrap();
        for form in ["header", "query"] {
            let Some(request) = case[format!("{form}_signed_request")].as_str() else {
                continue;
            };
            let label = format!("{} in the {form}", text(&case["name"]));
            let mut evidence = on_the_wire(request);
            // A few services want the token added to a URL that was signed without it.
            if form == "query" && case["context"]["omit_session_token"] == true {
                evidence.url = evidence
                    .url
                    .map(|url| without(&url, "X-Amz-Security-Token="));
            }
            let told = |part: &str| text(&case[format!("{form}_{part}")]).to_owned();
            let (canonical, to_sign) = (told("canonical_request"), told("string_to_sign"));
            agrees(&label, &evidence, normalize, &canonical, &to_sign);
            compared += 1;
        }
    }
    assert_eq!(compared, 76);
}

#[test]
fn requests_to_an_api_are_canonicalised_to_the_byte() {
    let vectors = read("execute-api.json");
    let all = vectors["vectors"].as_array().unwrap();
    for vector in all {
        let mut evidence = Evidence {
            method: Some(text(&vector["method"]).into()),
            url: Some(text(&vector["url"]).into()),
            request_body: Some(text(&vector["body"]).into()),
            ..Evidence::default()
        };
        for header in vector["headers"].as_array().unwrap() {
            evidence
                .request_headers
                .push(text(&header[0]), text(&header[1]));
        }
        if let Some(value) = vector["authorization"].as_str() {
            evidence.request_headers.push("Authorization", value);
        }
        let (canonical, to_sign) = (&vector["canonical_request"], &vector["string_to_sign"]);
        agrees(
            text(&vector["name"]),
            &evidence,
            false,
            text(canonical),
            text(to_sign),
        );
    }
    assert_eq!(all.len(), 16);
}

#[test]
fn paths_that_servers_were_seen_to_print_are_printed_alike() {
    let vectors = read("execute-api.json");
    for capture in vectors["server_path_captures"].as_array().unwrap() {
        let wire = text(&capture["wire_path"]);
        assert_eq!(
            canonical_path(wire),
            text(&capture["server_canonical_path"]),
            "{wire}"
        );
    }
}

/// What a client's own log shows to be signed, held against what the server answers.
#[test]
fn what_clients_get_wrong_is_named_where_their_log_shows_it() {
    let vectors = read("execute-api.json");
    let expected = [
        ("single-encoded-path", "path"),
        ("decoded-path", "path"),
        ("stage-missing", "path"),
        ("query-not-sorted", "query"),
        ("query-omitted", "query"),
        ("host-with-port", "host"),
        ("host-rewritten-by-proxy", "host"),
        ("body-hash", "payload"),
        ("body-changed", "payload"),
        ("method", "method"),
    ];
    let mistakes = vectors["mistakes"].as_array().unwrap();
    for mistake in mistakes {
        let name = text(&mistake["name"]);
        let client = text(&mistake["client_canonical_request"]);
        let server = text(&mistake["server_canonical_request"]);
        let evidence = Evidence {
            status: Some(403),
            curl_text: Some(format!(
                "DEBUG CanonicalRequest:\n{client}\nDEBUG StringToSign:\nAWS4-HMAC-SHA256\n"
            )),
            body: Some(crate::signers::mismatch(
                server,
                "AWS4-HMAC-SHA256\n20240115T103000Z\n20240115/us-east-1/execute-api/aws4_request\n0",
            )),
            ..Evidence::default()
        };
        let report = gatewhy_core::diagnose(&evidence, gatewhy_core::Lang::En);
        let report = serde_json::to_value(report.signature).unwrap();
        let part = expected
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, part)| *part);
        assert_eq!(report["diff"]["part"].as_str(), part, "{name}: {report}");
        assert_eq!(
            report["findings"][0]["part"].as_str(),
            part,
            "{name}: {report}"
        );
    }
    assert_eq!(
        mistakes.len(),
        expected.len() + 1,
        "a wrong secret leaves no difference"
    );
}
