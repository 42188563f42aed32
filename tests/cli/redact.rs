//! `gatewhy redact`: what goes in comes out, secrets masked, and is diagnosed as it was.

use crate::run::{fed, file, gatewhy, run};

const HAR: &str = r#"{ "log": {"creator": {"name": "x", "version": 1.50}, "entries": [
  {"request": {"method": "GET", "url": "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets?access_token=s3cr3tTOKEN",
    "headers": [{"name": "Cookie", "value": "sid=s3cr3tCOOKIE"}, {"name": "x-api-key", "value": "s3cr3tKEY0123456789a"}], "_unknown": [1e3, null]},
   "response": {"status": 403, "headers": [{"name": "x-amzn-ErrorType", "value": "ForbiddenException"}],
    "content": {"text": "eyJwYXNzd29yZCI6ICJzM2NyM3RQQVNTIn0=", "encoding": "base64"}}}
] } }
"#;

#[test]
fn a_har_stays_the_same_har() {
    let path = file("page.har", HAR.as_bytes());
    let masked = run(&["redact", &path.display().to_string()]);
    assert_eq!((masked.status, masked.err.as_str()), (0, ""));
    let expected = HAR
        .replace("s3cr3tTOKEN", "***")
        .replace("sid=s3cr3tCOOKIE", "sid=***")
        .replace("s3cr3tKEY0123456789a", "***789a")
        .replace(
            "eyJwYXNzd29yZCI6ICJzM2NyM3RQQVNTIn0=",
            "eyJwYXNzd29yZCI6ICIqKioifQ==",
        );
    assert_eq!(masked.out, expected);
    let again = fed(&mut gatewhy(&["redact"]), masked.out.as_bytes());
    assert_eq!(again.out, expected);
}

#[test]
fn standard_input_of_any_kind_is_masked() {
    for (input, expected) in [
        (
            "$ curl -u me:s3cr3t https://h.example.com\n< HTTP/2 403\n",
            "$ curl -u ***:*** https://h.example.com\n< HTTP/2 403\n",
        ),
        (
            "GET /p HTTP/1.1\r\nAuthorization: Bearer s3cr3t\r\n\r\nHTTP/1.1 403 Forbidden\r\n\r\n",
            "GET /p HTTP/1.1\r\nAuthorization: Bearer ***\r\n\r\nHTTP/1.1 403 Forbidden\r\n\r\n",
        ),
        ("", ""),
    ] {
        let masked = fed(&mut gatewhy(&["redact", "-"]), input.as_bytes());
        assert_eq!((masked.status, masked.out.as_str()), (0, expected));
    }
}

#[test]
fn account_ids_go_unless_they_are_asked_for() {
    let input = br#"{"log": "arn:aws:iam::123456789012:role/r", "started": "123456789012"}"#;
    let masked = fed(&mut gatewhy(&["redact"]), input).out;
    assert!(
        !masked.contains("123456789012") && masked.contains("********9012"),
        "{masked}"
    );
    let kept = fed(&mut gatewhy(&["redact", "--keep-account-ids"]), input);
    assert_eq!(kept.out.as_bytes(), input);
}

#[test]
fn what_cannot_be_read_is_refused_and_nothing_is_written() {
    for (bytes, word) in [(&b"PK\x03\x04"[..], "ZIP"), (b"a\0b", "NUL")] {
        let refused = fed(&mut gatewhy(&["redact"]), bytes);
        assert_eq!((refused.status, refused.out.as_str()), (2, ""));
        assert!(
            refused.err.contains(word) && refused.err.contains("<stdin>"),
            "{}",
            refused.err
        );
    }
    assert_eq!(run(&["redact", "/nonexistent/x.har"]).status, 2);
    let lossy = fed(&mut gatewhy(&["redact"]), b"password=s3cr3t \xff");
    assert_eq!(
        (lossy.status, lossy.out.as_str()),
        (0, "password=*** \u{fffd}")
    );
    assert!(lossy.err.contains("line 1"), "{}", lossy.err);
}

#[test]
fn the_kind_can_be_forced() {
    let text = br#"{"name": "password", "value": "s3cr3t"}"#;
    for kind in ["har", "evidence", "curl", "http", "log"] {
        let masked = fed(&mut gatewhy(&["redact", "--input", kind]), text);
        assert_eq!(
            masked.out, r#"{"name": "password", "value": "***"}"#,
            "{kind}"
        );
    }
}
