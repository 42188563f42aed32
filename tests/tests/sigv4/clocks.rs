//! The signing time against the server's, told from the two dates alone.

use gatewhy_core::report::Part;
use gatewhy_core::{Evidence, Lang, diagnose};

/// A request signed at 10:30:00 and answered at another time.
fn at(date: &str) -> Evidence {
    Evidence {
        url: Some("https://abcde12345.execute-api.us-east-1.amazonaws.com/prod/pets".into()),
        method: Some("GET".into()),
        status: Some(403),
        request_headers: [
            ("host", "abcde12345.execute-api.us-east-1.amazonaws.com"),
            ("x-amz-date", "20240115T103000Z"),
            ("authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20240115/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=42b165d3d5a1059059f88b1bbefe93862efd6f190eaeb185f098aefc362c6699"),
        ]
        .into_iter()
        .collect(),
        response_headers: [("date", date), ("x-amz-apigw-id", "AbCdEfGhIAMFs9A="), ("x-amzn-errortype", "InvalidSignatureException"), ("x-amzn-requestid", "e2a4e6b0-0000-4000-8000-000000000001")].into_iter().collect(),
        ..Evidence::default()
    }
}

/// What is said of the time in both languages; nothing where it is fine.
fn told(evidence: &Evidence) -> Option<(Part, String, String)> {
    let finding = |lang| {
        let signature = diagnose(evidence, lang).signature.unwrap();
        signature.findings.into_iter().next()
    };
    let (en, ja) = (finding(Lang::En)?, finding(Lang::Ja)?);
    Some((en.part, en.says, ja.says))
}

#[test]
fn five_minutes_are_allowed_in_either_direction() {
    for date in [
        "Mon, 15 Jan 2024 10:30:00 GMT",
        "Mon, 15 Jan 2024 10:34:59 GMT",
        "Mon, 15 Jan 2024 10:25:01 GMT",
        "Mon, 15 Jan 2024 10:35:00 GMT",
    ] {
        assert_eq!(told(&at(date)), None, "{date}");
    }
}

#[test]
fn more_is_told_with_its_length_and_its_direction() {
    for (date, en, ja) in [
        (
            "Mon, 15 Jan 2024 10:35:01 GMT",
            "5 minutes 1 second before",
            "5分1秒前",
        ),
        (
            "Mon, 15 Jan 2024 10:24:59 GMT",
            "5 minutes 1 second after",
            "5分1秒後",
        ),
        (
            "Mon, 15 Jan 2024 10:45:00 GMT",
            "15 minutes before",
            "15分前",
        ),
        (
            "Mon, 15 Jan 2024 10:15:00 GMT",
            "15 minutes after",
            "15分後",
        ),
        ("Tue, 16 Jan 2024 10:30:00 GMT", "1 day before", "1日前"),
    ] {
        let (part, says, ja_says) = told(&at(date)).unwrap();
        assert_eq!(part, Part::Date, "{date}");
        assert!(says.contains(en), "{date}: {says}");
        assert!(ja_says.contains(ja), "{date}: {ja_says}");
        let report = diagnose(&at(date), Lang::En);
        assert_eq!(report.diagnoses[0].cause, "sigv4-expired", "{date}");
    }
}

#[test]
fn a_presigned_url_is_good_for_as_long_as_it_says() {
    let presigned = |expires: &str, date: &str| {
        let mut evidence = at(date);
        evidence.request_headers = [("host", "abcde12345.execute-api.us-east-1.amazonaws.com")]
            .into_iter()
            .collect();
        let expires = match expires {
            "" => String::new(),
            seconds => format!("&X-Amz-Expires={seconds}"),
        };
        evidence.url = Some(format!(
            "https://abcde12345.execute-api.us-east-1.amazonaws.com/prod?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20240115%2Fus-east-1%2Fexecute-api%2Faws4_request&X-Amz-Date=20240115T103000Z{expires}&X-Amz-SignedHeaders=host&X-Amz-Signature=42b165d3d5a1059059f88b1bbefe93862efd6f190eaeb185f098aefc362c6699"
        ));
        told(&evidence)
    };
    assert_eq!(presigned("3600", "Mon, 15 Jan 2024 11:29:59 GMT"), None);
    assert_eq!(presigned("60", "Mon, 15 Jan 2024 10:30:59 GMT"), None);
    let (part, says, _) = presigned("3600", "Mon, 15 Jan 2024 11:30:01 GMT").unwrap();
    assert_eq!(part, Part::Expiry, "{says}");
    assert!(says.contains("1 hour before"), "{says}");
    let (part, ..) = presigned("60", "Mon, 15 Jan 2024 10:31:01 GMT").unwrap();
    assert_eq!(part, Part::Expiry);
    // One that says nothing of it is good for five minutes.
    assert_eq!(presigned("", "Mon, 15 Jan 2024 10:34:59 GMT"), None);
    let (part, says, ja) = presigned("", "Mon, 15 Jan 2024 10:35:01 GMT").unwrap();
    assert_eq!(part, Part::Date);
    assert!(says.contains("5 minutes 1 second before"), "{says}");
    assert!(ja.contains("5分1秒前"), "{ja}");
    let (part, ..) = presigned("604801", "Mon, 15 Jan 2024 10:30:00 GMT").unwrap();
    assert_eq!(part, Part::Expiry);
    let (part, ..) = presigned("3600", "Mon, 15 Jan 2024 10:24:59 GMT").unwrap();
    assert_eq!(part, Part::Date, "signed in the future");
}
