//! What gatewhy tells of an exchange, in both languages, and questions about it.

use gatewhy_core::origin::Who;
use gatewhy_core::report::{Diagnosis, NoteKind, Report};
use gatewhy_core::{Evidence, Lang, diagnose};
use gatewhy_tests::ranking;
use serde_json::{Value, json};

/// The stage's resource that most rows call.
pub(crate) const API: &str = "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets";
/// The same resource under a custom domain.
pub(crate) const CUSTOM: &str = "https://api.example.com/v1/pets";
/// The same resource by the VPC endpoint's own name.
pub(crate) const ENDPOINT: &str =
    "https://vpce-0a1b2c3d4e5f60718-abcdefgh.execute-api.us-east-1.vpce.amazonaws.com/prod/pets";
/// The same resource by the Route 53 alias of API and endpoint.
pub(crate) const ALIAS: &str =
    "https://abc123defg-vpce-0a1b2c3d4e5f60718.execute-api.us-east-1.amazonaws.com/prod/pets";
/// Begins each line of an execution log.
pub(crate) const LINE: &str = "(0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f) ";

/// The bodies of which several rows speak.
pub(crate) const FORBIDDEN: &str = r#"{"message":"Forbidden"}"#;
pub(crate) const INTERNAL: &str = r#"{"message": "Internal server error"}"#;
pub(crate) const NO_TOKEN: &str = r#"{"message":"Missing Authentication Token"}"#;

/// A GET that a REST API refused, whole, as the wire has it.
pub(crate) fn refused(url: &str, status: u16, error_type: &str, body: &str) -> Value {
    let host = url.split('/').nth(2).unwrap_or_default();
    json!({
        "url": url,
        "method": "GET",
        "status": status,
        "request_headers": {"Host": host, "User-Agent": "curl/8.5.0", "Accept": "*/*"},
        "response_headers": {
            "Date": "Mon, 12 Oct 2026 09:14:07 GMT",
            "Content-Type": "application/json",
            "Content-Length": body.len().to_string(),
            "x-amzn-RequestId": "80003691-2044-4ae2-a728-11f969481674",
            "x-amzn-ErrorType": error_type,
            "x-amz-apigw-id": "R9NOvE-qIAMECfw=",
        },
        "body": body,
    })
}

/// The same from an HTTP API.
pub(crate) fn refused_by_http_api(url: &str, status: u16, body: &str) -> Value {
    let mut evidence = refused(url, status, "", body);
    evidence["response_headers"] = json!({
        "Date": "Mon, 12 Oct 2026 09:14:07 GMT",
        "Content-Type": "application/json",
        "Content-Length": body.len().to_string(),
        "apigw-requestid": "R9NOvEqqIAMECfw=",
    });
    evidence
}

/// The same call with a header more.
pub(crate) fn with(mut evidence: Value, name: &str, value: &str) -> Value {
    evidence["request_headers"][name] = value.into();
    evidence
}

/// The same call, signed for a region a moment before the answer.
pub(crate) fn signed(evidence: Value, region: &str) -> Value {
    let signature = format!(
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261012/{region}/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature={}",
        "0123456789abcdef".repeat(4)
    );
    let evidence = with(evidence, "X-Amz-Date", "20261012T091405Z");
    with(evidence, "Authorization", &signature)
}

/// A call that nobody answered.
pub(crate) fn unanswered(url: &str, net_error: &str) -> Value {
    json!({"url": url, "method": "GET", "net_error": net_error})
}

/// Lines of an execution log, and nothing else.
pub(crate) fn logged(lines: &[&str]) -> Value {
    let lines: Vec<String> = lines.iter().map(|line| format!("{LINE}{line}\n")).collect();
    json!({"log": lines.concat()})
}

/// The reports on one exchange.
pub(crate) struct Told {
    reports: [Report; 2],
}

/// Reads the evidence as the public contract has it, and diagnoses it in both languages.
pub(crate) fn told(evidence: &Value) -> Told {
    let evidence: Evidence =
        serde_json::from_value(evidence.clone()).expect("a row's evidence is evidence");
    Told {
        reports: Lang::ALL.map(|lang| diagnose(&evidence, lang)),
    }
}

impl Told {
    fn listed(&self, cause: &str) -> [&Diagnosis; 2] {
        self.reports.each_ref().map(|report| {
            report
                .diagnoses
                .iter()
                .find(|diagnosis| diagnosis.cause == cause)
                .unwrap_or_else(|| panic!("{cause} is not among {}", ranking(report)))
        })
    }

    pub(crate) fn confidence(&self, cause: &str) -> f64 {
        self.listed(cause)[0].confidence
    }

    /// The first diagnosis names this cause.
    pub(crate) fn leads(&self, cause: &str) -> &Self {
        for report in &self.reports {
            let first = report.diagnoses.first().map(|first| first.cause);
            assert_eq!(first, Some(cause), "{}", ranking(report));
        }
        self
    }

    /// Each of these causes is among the diagnoses.
    pub(crate) fn lists(&self, causes: &[&str]) -> &Self {
        for cause in causes {
            self.listed(cause);
        }
        self
    }

    /// None of these causes is.
    pub(crate) fn lists_none_of(&self, causes: &[&str]) -> &Self {
        for report in &self.reports {
            for diagnosis in &report.diagnoses {
                assert!(!causes.contains(&diagnosis.cause), "{}", ranking(report));
            }
        }
        self
    }

    pub(crate) fn answered_by(&self, who: Who) -> &Self {
        for report in &self.reports {
            assert_eq!(report.origin.who, who, "{:?}", report.origin);
        }
        self
    }

    /// A diagnosis says all of this, whatever the language: commands, names, numbers.
    pub(crate) fn says(&self, cause: &str, parts: &[&str]) -> &Self {
        for diagnosis in self.listed(cause) {
            holds(&words(diagnosis), parts);
        }
        self
    }

    /// A diagnosis says this in English and that in Japanese.
    pub(crate) fn says_in(&self, cause: &str, english: &[&str], japanese: &[&str]) -> &Self {
        let [en, ja] = self.listed(cause);
        holds(&words(en), english);
        holds(&words(ja), japanese);
        self
    }

    /// A note of this kind says this in English and that in Japanese.
    pub(crate) fn notes(&self, kind: NoteKind, english: &[&str], japanese: &[&str]) -> &Self {
        for (report, parts) in self.reports.iter().zip([english, japanese]) {
            let notes: Vec<&str> = report
                .notes
                .iter()
                .filter(|note| note.kind == kind)
                .map(|note| note.text.as_str())
                .collect();
            holds(&notes.join("\n"), parts);
        }
        self
    }

    /// Nothing of the whole report says any of this.
    pub(crate) fn never_says(&self, parts: &[&str]) -> &Self {
        for report in &self.reports {
            let whole = serde_json::to_string(report).expect("a report is plain data");
            for part in parts {
                assert!(!whole.contains(part), "“{part}” is said in\n{whole}");
            }
        }
        self
    }
}

fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "“{part}” is not said in\n{text}");
    }
}

/// Everything that a diagnosis says, a part a line.
fn words(of: &Diagnosis) -> String {
    let mut all = vec![of.title.as_str(), of.why.as_str()];
    for item in &of.evidence {
        all.extend([item.says.as_str(), item.quote.as_str(), item.place.as_str()]);
    }
    all.extend(of.unknown.iter().map(String::as_str));
    for check in &of.checks {
        all.extend([
            check.title.as_str(),
            check.command.as_str(),
            check.if_so.as_str(),
            check.if_not.as_str(),
        ]);
    }
    for fix in &of.fixes {
        all.extend([fix.title.as_str(), fix.text.as_str()]);
    }
    for link in &of.links {
        all.extend([link.title.as_str(), link.url]);
    }
    all.join("\n")
}
