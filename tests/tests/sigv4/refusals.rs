//! Refusals as they reach people: escaped, flattened, wrapped and cut. What they show stays the same,
//! and what was cut off is never told.

use gatewhy_core::report::Part;
use gatewhy_core::{Evidence, Lang, diagnose, render};

use crate::mutations::parts;

const SENT: &str = "GET\n/pets/my%2520cat\na=1&b=2\ncontent-type:application/json\nhost:abcde12345.execute-api.us-east-1.amazonaws.com\nx-amz-date:20240115T103000Z\n\ncontent-type;host;x-amz-date\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn sent() -> Evidence {
    Evidence {
        url: Some("https://abcde12345.execute-api.us-east-1.amazonaws.com/pets/my%20cat?b=2&a=1".into()),
        method: Some("GET".into()),
        status: Some(403),
        request_headers: [
            ("Host", "abcde12345.execute-api.us-east-1.amazonaws.com"),
            ("Content-Type", "application/json"),
            ("X-Amz-Date", "20240115T103000Z"),
            ("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20240115/us-east-1/execute-api/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=42b165d3d5a1059059f88b1bbefe93862efd6f190eaeb185f098aefc362c6699"),
        ]
        .into_iter()
        .collect(),
        ..Evidence::default()
    }
}

/// What the server read, with one line of it changed.
fn read(from: &str, to: &str) -> String {
    assert!(SENT.contains(from), "{from}");
    SENT.replacen(from, to, 1)
}

fn message(canonical: &str) -> String {
    format!(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'{canonical}'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20240115T103000Z\n20240115/us-east-1/execute-api/aws4_request\n96cb56a21bc99c5e43439c79e2999e2bea9835fa622572f4db0ea0f44add2070'\n"
    )
}

const LINES: &[(&str, &str, Part)] = &[
    ("GET\n", "POST\n", Part::Method),
    ("/pets/", "/prod/pets/", Part::Path),
    ("a=1&b=2", "a=1&b=3", Part::Query),
    (
        "application/json",
        "application/json; charset=utf-8",
        Part::Headers,
    ),
    ("host:abcde12345.", "host:zyxwv98765.", Part::Host),
    ("T103000Z", "T103001Z", Part::Date),
    (
        "content-type;host",
        "accept;content-type;host",
        Part::SignedHeaders,
    ),
    ("e3b0c4", "f3b0c4", Part::Payload),
];

#[test]
fn a_refusal_tells_the_same_however_it_was_passed_on() {
    for (from, to, part) in LINES {
        let message = message(&read(from, to));
        let escaped = message.replace('\n', "\\n");
        let twice = message.replace('\n', "\\\\n");
        let in_body = [
            format!("{{\"message\":\"{escaped}\"}}"),
            format!("{{\"Message\": \"{escaped}\"}}\n"),
            format!("\"{{\\\"message\\\":\\\"{twice}\\\"}}\""),
            format!("{{message: {message}}}"),
            message.clone(),
            message.replace('\n', "\r\n"),
            message.replace('\n', " "),
        ];
        for body in in_body {
            let evidence = Evidence {
                body: Some(body.clone()),
                ..sent()
            };
            assert_eq!(
                parts(&diagnose(&evidence, Lang::En)).first(),
                Some(part),
                "{body}"
            );
            let evidence = Evidence {
                curl_text: Some(format!("InvalidSignatureException: {body}")),
                ..sent()
            };
            assert_eq!(
                parts(&diagnose(&evidence, Lang::En)).first(),
                Some(part),
                "{body}"
            );
        }
    }
}

/// Wherever it was cut, it names the part that differs, or nothing.
#[test]
fn a_cut_refusal_never_misleads() {
    for (from, to, part) in LINES {
        let message = message(&read(from, to)).replace('\n', "\\n");
        let whole = format!("{{\"message\":\"{message}\"}}");
        let start = whole.find("should have been").unwrap();
        for end in (start..whole.len())
            .step_by(7)
            .filter(|end| whole.is_char_boundary(*end))
        {
            let evidence = Evidence {
                body: Some(whole[..end].into()),
                ..sent()
            };
            let found = parts(&diagnose(&evidence, Lang::En));
            let first = found.first();
            assert!(
                first.is_none() || first == Some(part),
                "{part:?} {first:?} {}",
                &whole[..end]
            );
        }
    }
}

#[test]
fn what_is_shown_is_two_lines_of_the_same_kind() {
    let evidence = Evidence {
        body: Some(message(&read("host:abcde12345.", "host:zyxwv98765."))),
        ..sent()
    };
    let diff = diagnose(&evidence, Lang::En)
        .signature
        .unwrap()
        .diff
        .unwrap();
    assert_eq!(
        diff.sent,
        "host:abcde12345.execute-api.us-east-1.amazonaws.com"
    );
    assert_eq!(
        diff.read,
        "host:zyxwv98765.execute-api.us-east-1.amazonaws.com"
    );
}

#[test]
fn what_became_of_a_body_is_told_where_its_hash_shows_it() {
    let body = "{\"name\": \"Élodie\"}";
    for (read, words) in [
        ("{\"name\":\"Élodie\"}".as_bytes(), "serialised again"),
        ("{\"name\": \"Élodie\"}\n".as_bytes(), "line ends"),
        ("".as_bytes(), "empty one"),
        (b"{\"name\": \"\xC9lodie\"}", "character set"),
        (b"something else", "another hash"),
    ] {
        let canonical = SENT.replacen("GET", "POST", 1).replacen(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            &gatewhy_core::sigv4::sha256(read),
            1,
        );
        let evidence = Evidence {
            method: Some("POST".into()),
            request_body: Some(body.into()),
            body: Some(message(&canonical)),
            ..sent()
        };
        let signature = diagnose(&evidence, Lang::En).signature.unwrap();
        assert_eq!(signature.findings[0].part, Part::Payload);
        assert!(
            signature.findings[0].says.contains(words),
            "{words}: {}",
            signature.findings[0].says
        );
    }
}

#[test]
fn the_two_lines_stand_under_each_other_in_text_and_markdown() {
    let evidence = Evidence {
        body: Some(message(&read("host:abcde12345.", "host:zyxwv98765."))),
        ..sent()
    };
    let host = "execute-api.us-east-1.amazonaws.com";
    for (lang, ours, theirs) in [(Lang::En, "sent", "read"), (Lang::Ja, "送信", "受信")] {
        let report = diagnose(&evidence, lang);
        let lines = [
            format!("{ours}  host:abcde12345.{host}"),
            format!("{theirs}  host:zyxwv98765.{host}"),
            "           ^".to_owned(),
        ];
        let markdown = render::markdown(&report);
        assert!(
            markdown.contains(&format!("```\n{}\n```", lines.join("\n"))),
            "{markdown}"
        );
        let text = render::text(&report, render::Layout::default());
        assert!(
            text.contains(&format!("    {}\n", lines.join("\n    "))),
            "{text}"
        );
    }
}
