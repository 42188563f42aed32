//! What is wrong with a signed request by itself: each mistake leads what a report says of the
//! signature, with its bytes, and none of its secrets is told.

use gatewhy_core::report::{Part, SignatureForm};
use gatewhy_core::{Evidence, Lang, diagnose, redact};

use crate::mutations::{in_signature, parts, report, set};

const HOST: &str = "abcde12345.execute-api.us-east-1.amazonaws.com";
const SIGNATURE: &str = "42b165d3d5a1059059f88b1bbefe93862efd6f190eaeb185f098aefc362c6699";
const HASH: &str = "2e6228164663fe0e10b7af402cc0d20f477bd7a7fa2d9dd48c3a7d425199a167";
const TOKEN: &str = "IQoJb3JpZ2luX2VjEXAMPLETOKEN";

fn request(key: &str, token: Option<&str>) -> Evidence {
    let listed = token.map_or(
        "host;x-amz-date",
        |_| "host;x-amz-date;x-amz-security-token",
    );
    let value = format!(
        "AWS4-HMAC-SHA256 Credential={key}/20240115/us-east-1/execute-api/aws4_request, SignedHeaders={listed}, Signature={SIGNATURE}"
    );
    let mut evidence = Evidence {
        url: Some(format!("https://{HOST}/prod/pets")),
        method: Some("GET".into()),
        ..Evidence::default()
    };
    evidence.request_headers.push("Host", HOST);
    evidence
        .request_headers
        .push("X-Amz-Date", "20240115T103000Z");
    if let Some(token) = token {
        evidence.request_headers.push("X-Amz-Security-Token", token);
    }
    evidence.request_headers.push("Authorization", value);
    evidence
}

fn long_term() -> Evidence {
    request("AKIAIOSFODNN7EXAMPLE", None)
}

fn session() -> Evidence {
    request("ASIAIOSFODNN7EXAMPLE", Some(TOKEN))
}

fn value(evidence: &Evidence) -> String {
    evidence
        .request_headers
        .first("authorization")
        .unwrap()
        .to_owned()
}

/// The answer of an API that tells nothing.
fn mute(evidence: &Evidence) -> Vec<Part> {
    let report = report(evidence, "{\"message\":\"Forbidden\"}");
    let told = serde_json::to_string(&report).unwrap();
    for secret in [SIGNATURE, TOKEN, "IOSFODNN7EXAM"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
    parts(&report)
}

#[test]
fn good_requests_have_no_flaw() {
    assert_eq!(mute(&long_term()), []);
    assert_eq!(mute(&session()), []);
}

#[test]
fn an_authorization_that_is_broken_is_seen() {
    type Change = fn(&str) -> String;
    let rewrite: [(&str, Change); 10] = [
        ("Bearer in front", |value| format!("Bearer {value}")),
        ("newline behind", |value| format!("{value}\n")),
        ("newline inside", |value| {
            value.replace("EXAMPLE/", "EXAMPLE\n/")
        }),
        ("space behind", |value| format!("{value} ")),
        ("space in front", |value| format!(" {value}")),
        ("quoted", |value| format!("\"{value}\"")),
        ("algorithm in lower case", |value| {
            value.replace("AWS4-HMAC", "aws4-hmac")
        }),
        ("no algorithm", |value| {
            value.replace("AWS4-HMAC-SHA256 ", "")
        }),
        ("comma behind the algorithm", |value| {
            value.replace("SHA256 ", "SHA256, ")
        }),
        ("names in lower case", |value| {
            value.replace("SignedHeaders", "signedheaders")
        }),
    ];
    for (kind, change) in rewrite {
        let mut evidence = long_term();
        let changed = change(&value(&evidence));
        set(&mut evidence, "authorization", Some(&changed));
        assert_eq!(
            mute(&evidence).first(),
            Some(&Part::Authorization),
            "{kind}"
        );
        let body = "{\"message\":\"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'VGhpcyBpcyBub3QgYSBoYXNoIG9mIGFueXRoaW5nIQ=='.\"}";
        let mut refused = report(&evidence, body);
        let first = refused.diagnoses.remove(0);
        assert_eq!(first.cause, "sigv4-malformed-authorization", "{kind}");
    }
}

#[test]
fn each_mistake_is_the_first_finding() {
    type Change = fn(&mut Evidence);
    let mistakes: [(&str, Part, Evidence, Change); 20] = [
        ("region", Part::Region, long_term(), |sent| {
            in_signature(sent, "/us-east-1/", "/us-east-2/");
        }),
        ("region in capitals", Part::Region, long_term(), |sent| {
            in_signature(sent, "/us-east-1/", "/US-EAST-1/");
        }),
        ("availability zone", Part::Region, long_term(), |sent| {
            in_signature(sent, "/us-east-1/", "/us-east-1a/");
        }),
        ("service", Part::Service, long_term(), |sent| {
            in_signature(sent, "/execute-api/", "/lambda/");
        }),
        ("terminator", Part::Scope, long_term(), |sent| {
            in_signature(sent, "aws4_request", "aws4-request");
        }),
        ("four elements", Part::Scope, long_term(), |sent| {
            in_signature(sent, "/execute-api/", "/");
        }),
        ("another day", Part::Scope, long_term(), |sent| {
            in_signature(sent, "/20240115/", "/20240114/");
        }),
        ("date missing", Part::Date, long_term(), |sent| {
            set(sent, "x-amz-date", None);
        }),
        ("date with dashes", Part::Date, long_term(), |sent| {
            set(sent, "x-amz-date", Some("2024-01-15T10:30:00Z"));
        }),
        (
            "temporary key without token",
            Part::Token,
            long_term(),
            |sent| in_signature(sent, "AKIA", "ASIA"),
        ),
        ("long-term key with token", Part::Token, session(), |sent| {
            in_signature(sent, "ASIA", "AKIA");
        }),
        ("token undefined", Part::Token, session(), |sent| {
            set(sent, "x-amz-security-token", Some("undefined"));
        }),
        ("token not signed", Part::Token, session(), |sent| {
            in_signature(sent, ";x-amz-security-token", "");
        }),
        ("token dropped", Part::Token, session(), |sent| {
            set(sent, "x-amz-security-token", None);
        }),
        (
            "host not signed",
            Part::SignedHeaders,
            long_term(),
            |sent| in_signature(sent, "host;", ""),
        ),
        ("list unsorted", Part::SignedHeaders, long_term(), |sent| {
            in_signature(sent, "host;x-amz-date", "x-amz-date;host");
        }),
        (
            "list in capitals",
            Part::SignedHeaders,
            long_term(),
            |sent| in_signature(sent, "host;x-amz-date", "Host;X-Amz-Date"),
        ),
        (
            "header listed and not sent",
            Part::Headers,
            long_term(),
            |sent| in_signature(sent, "host;", "content-type;host;"),
        ),
        ("no signature", Part::Signature, long_term(), |sent| {
            in_signature(sent, &format!(", Signature={SIGNATURE}"), "");
        }),
        ("hash of another body", Part::Payload, long_term(), |sent| {
            sent.request_headers.push("x-amz-content-sha256", HASH);
            in_signature(sent, "host;", "host;x-amz-content-sha256;");
        }),
    ];
    for (kind, part, mut evidence, change) in mistakes {
        change(&mut evidence);
        let found = mute(&evidence);
        assert_eq!(found.first(), Some(&part), "{kind}: {found:?}");
    }
}

/// What is said first, in English and in Japanese.
fn says(evidence: &Evidence) -> [String; 2] {
    Lang::ALL.map(|lang| {
        let signature = diagnose(evidence, lang).signature.unwrap();
        let first = signature.findings.into_iter().next();
        first.map(|first| first.says).unwrap_or_default()
    })
}

/// An access key, what is done to a request that it signed, and what is said of that.
type Mistake = (&'static str, fn(&mut Evidence), &'static str, &'static str);

const LONG: &str = "AKIAIOSFODNN7EXAMPLE";
const SESSION: &str = "ASIAIOSFODNN7EXAMPLE";

const MISTAKES: &[Mistake] = &[
    (
        LONG,
        |sent| {
            in_signature(sent, "/us-east-1/", "/us-east-2/");
        },
        "names the region us-east-2, and the API is in us-east-1",
        "リージョンはus-east-2ですが、APIはus-east-1",
    ),
    (
        LONG,
        |sent| {
            in_signature(sent, "/execute-api/", "/lambda/");
        },
        "names the service lambda",
        "サービスはlambdaです",
    ),
    (
        LONG,
        |sent| {
            in_signature(sent, "/20240115/", "/20240114/");
        },
        "The scope is of 20240114",
        "スコープの日付は20240114",
    ),
    (
        LONG,
        |sent| {
            in_signature(sent, "aws4_request", "aws4-request");
        },
        "must end in aws4_request",
        "末尾はaws4_request",
    ),
    (
        LONG,
        |sent| {
            in_signature(sent, "AKIA", "ASIA");
        },
        "An ASIA… key is temporary and needs its session token",
        "ASIAで始まるキーは一時キー",
    ),
    (
        SESSION,
        |sent| {
            in_signature(sent, "ASIA", "AKIA");
        },
        "An AKIA… key is a long-term one and has no session token",
        "AKIAで始まるキーは長期キー",
    ),
    (
        SESSION,
        |sent| {
            set(sent, "x-amz-security-token", Some("undefined"));
        },
        "word for nothing",
        "未設定を表す文字列",
    ),
    (
        SESSION,
        |sent| {
            in_signature(sent, ";x-amz-security-token", "");
        },
        "The header x-amz-security-token is sent and not signed",
        "ヘッダーx-amz-security-tokenが送信されていますが、署名対象ではありません",
    ),
    (
        LONG,
        |sent| {
            in_signature(sent, "host;", "");
        },
        "host is not among the signed headers",
        "署名対象ヘッダーにhostがありません",
    ),
    (
        LONG,
        |sent| {
            set(sent, "x-amz-date", None);
        },
        "X-Amz-Date is missing",
        "X-Amz-Dateがありません",
    ),
    (
        LONG,
        |sent| {
            set(sent, "x-amz-date", Some("2024-01-15T10:30:00Z"));
        },
        "YYYYMMDDTHHMMSSZ, in UTC",
        "UTCのYYYYMMDDTHHMMSSZ形式",
    ),
    (
        LONG,
        |sent| {
            let changed = format!("Bearer {}", value(sent));
            set(sent, "authorization", Some(&changed));
        },
        "“Bearer” stands in front of the signature",
        "署名の前に「Bearer」が付いています",
    ),
    (
        LONG,
        |sent| {
            let changed = value(sent).replace("EXAMPLE/", "EXAMPLE\n/");
            set(sent, "authorization", Some(&changed));
        },
        "holds a line break",
        "改行が含まれています",
    ),
    (
        LONG,
        |sent| {
            let changed = format!("{} ", value(sent));
            set(sent, "authorization", Some(&changed));
        },
        "begins or ends with white space",
        "前後に空白があります",
    ),
    (
        LONG,
        |sent| {
            let url = sent.url.take().unwrap();
            let signed = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0a";
            sent.url = Some(format!("{url}?{signed}"));
        },
        "signed twice, in its Authorization header and in its query",
        "Authorizationヘッダーとクエリの両方に署名があります",
    ),
    (
        LONG,
        |sent| {
            in_signature(sent, SIGNATURE, &SIGNATURE[..40]);
        },
        "not 64 hexadecimal digits",
        "16進数64桁ではありません",
    ),
    (
        LONG,
        |sent| {
            in_signature(
                sent,
                SIGNATURE,
                "QrFl09WhBZBZ+Isbv+uThi79bxkOquuxhfCYrvw2JmY=",
            );
        },
        "not 64 hexadecimal digits",
        "16進数64桁ではありません",
    ),
    (
        LONG,
        |sent| {
            in_signature(sent, &format!(", Signature={SIGNATURE}"), "");
        },
        "Signature is missing",
        "Signatureがありません",
    ),
];

#[test]
fn each_mistake_is_told_in_both_languages() {
    for (key, change, en, ja) in MISTAKES {
        let token = (*key == SESSION).then_some(TOKEN);
        let mut evidence = request(key, token);
        change(&mut evidence);
        let told = says(&evidence);
        assert!(told[0].contains(en), "{en}: {told:?}");
        assert!(told[1].contains(ja), "{ja}: {told:?}");
        // What is masked before it is read is told the same.
        assert_eq!(says(&redact::evidence(&evidence)), told);
        let input = serde_json::to_string(&evidence).unwrap();
        let masked = redact::input(&input, None, true);
        assert!(!masked.contains(&SIGNATURE[..16]) && !masked.contains(TOKEN));
        assert_eq!(says(&serde_json::from_str(&masked).unwrap()), told, "{en}");
    }
}

/// A presigned URL with these parameters besides those that each has.
fn presigned(key: &str, more: &str, signature: &str) -> Evidence {
    let mut evidence = request(key, None);
    set(&mut evidence, "authorization", None);
    set(&mut evidence, "x-amz-date", None);
    evidence.url = Some(format!(
        "https://{HOST}/prod/pets?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={key}%2F20240115%2Fus-east-1%2Fexecute-api%2Faws4_request&X-Amz-Date=20240115T103000Z&X-Amz-SignedHeaders=host&X-Amz-Signature={signature}{more}"
    ));
    evidence.status = Some(403);
    evidence
}

#[test]
fn presigned_urls_are_looked_through_as_well() {
    let (long, session) = (LONG, SESSION);
    let token = format!("&X-Amz-Security-Token={TOKEN}");
    for (evidence, en, ja) in [
        (
            presigned(session, "", SIGNATURE),
            "needs its session token",
            "セッショントークンが必要",
        ),
        (
            presigned(long, &token, SIGNATURE),
            "has no session token, yet one was sent",
            "トークンが送られています",
        ),
        (
            presigned(long, "&X-Amz-Expires=0", SIGNATURE),
            "from 1 to 604800",
            "1から604800まで",
        ),
        (
            presigned(long, "", &SIGNATURE[..63]),
            "not 64 hexadecimal digits",
            "16進数64桁ではありません",
        ),
    ] {
        let told = says(&evidence);
        assert!(told[0].contains(en), "{en}: {told:?}");
        assert!(told[1].contains(ja), "{ja}: {told:?}");
        assert_eq!(says(&redact::evidence(&evidence)), told);
    }
    assert_eq!(says(&presigned(session, &token, SIGNATURE)), ["", ""]);
}

#[test]
fn what_somebody_shortened_is_not_held_against_the_signature() {
    for shown in ["...", "…", "<signature>", "***", "XXXX", "42b1..."] {
        let mut evidence = long_term();
        in_signature(&mut evidence, SIGNATURE, shown);
        assert_eq!(mute(&evidence), [], "{shown}");
    }
}

#[test]
fn payloads_that_are_for_s3_are_told() {
    for payload in ["UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"] {
        let mut evidence = long_term();
        evidence
            .request_headers
            .push("x-amz-content-sha256", payload);
        in_signature(&mut evidence, "host;", "host;x-amz-content-sha256;");
        assert_eq!(mute(&evidence), [Part::Payload], "{payload}");
    }
}

#[test]
fn what_nobody_signed_has_no_signature() {
    let mut evidence = long_term();
    set(&mut evidence, "authorization", Some("Bearer abc"));
    assert_eq!(diagnose(&evidence, Lang::En).signature, None);
    set(&mut evidence, "authorization", None);
    assert_eq!(diagnose(&evidence, Lang::En).signature, None);
    let signed = diagnose(&long_term(), Lang::En).signature.unwrap();
    assert_eq!(signed.form, SignatureForm::Header);
}

#[test]
fn another_service_is_signed_for_itself() {
    let mut evidence = long_term();
    evidence.url = Some("https://my-bucket.s3.us-east-1.amazonaws.com/key".into());
    set(
        &mut evidence,
        "host",
        Some("my-bucket.s3.us-east-1.amazonaws.com"),
    );
    in_signature(&mut evidence, "execute-api", "s3");
    assert_eq!(parts(&diagnose(&evidence, Lang::En)), []);
}
