use super::*;

fn refused() -> Evidence {
    Evidence {
        url: Some(
            "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets?token=s3cr3t".into(),
        ),
        method: Some("GET".into()),
        status: Some(403),
        request_headers: [
            ("host", "abc123defg.execute-api.us-east-1.amazonaws.com"),
            ("authorization", "Bearer s3cr3t"),
        ]
        .into_iter()
        .collect(),
        response_headers: [("x-amzn-ErrorType", "ForbiddenException")]
            .into_iter()
            .collect(),
        body: Some("{\"message\":\"Forbidden\"}".into()),
        ..Evidence::default()
    }
}

fn shown(evidence: &Evidence, hit: Option<(&str, &str)>, revealed: bool) -> El {
    let hit = hit.map(|(place, quote)| Hit {
        place: place.into(),
        quote: quote.into(),
    });
    pane(&Exchange {
        evidence,
        others: &[],
        hit: hit.as_ref(),
        revealed,
        lang: Lang::En,
    })
}

fn marked(tree: &El) -> Option<String> {
    let hit = tree.with("data-hit", "")?;
    let mark = hit.all().into_iter().find(|el| el.tag() == "mark");
    Some(mark.unwrap_or(hit).words())
}

#[test]
fn a_quote_is_marked_where_it_stands() {
    for (place, quote, bytes) in [
        (
            "response.headers.x-amzn-errortype",
            "ForbiddenException",
            "ForbiddenException",
        ),
        ("response.body", "Forbidden", "Forbidden"),
        ("response.status", "403", "403"),
        ("url", "/prod/pets", "/prod/pets"),
        ("request.headers.authorization", "Bearer ***", "Bearer ***"),
        ("request.method", "GET", "GET"),
    ] {
        let tree = shown(&refused(), Some((place, quote)), false);
        assert_eq!(marked(&tree).as_deref(), Some(bytes), "{place}");
    }
    assert_eq!(marked(&shown(&refused(), None, false)), None);
}

#[test]
fn secrets_show_only_when_they_are_asked_for() {
    let tree = shown(&refused(), None, false);
    assert!(!tree.words().contains("s3cr3t"));
    assert!(tree.with("data-action", "reveal").is_some());
    let tree = shown(
        &refused(),
        Some(("request.headers.authorization", "Bearer ***")),
        true,
    );
    assert!(tree.words().contains("token=s3cr3t"));
    assert_eq!(marked(&tree).as_deref(), Some("Bearer s3cr3t"));
    let bare = Evidence {
        status: Some(403),
        ..Evidence::default()
    };
    assert!(
        shown(&bare, None, false)
            .with("data-action", "reveal")
            .is_none()
    );
}

#[test]
fn what_is_missing_is_shown_as_missing() {
    let tree = shown(&refused(), Some(("request.headers.x-api-key", "")), false);
    assert_eq!(marked(&tree).as_deref(), Some("not there"));
    let withheld = Evidence {
        body: None,
        body_withheld: true,
        ..refused()
    };
    let tree = shown(&withheld, Some(("response.body", "")), false);
    assert!(marked(&tree).unwrap().contains("kept the body to itself"));
    let tree = shown(&refused(), Some(("log", "Forbidden")), false);
    assert!(marked(&tree).unwrap().contains("do not stand"));
}

#[test]
fn hostile_text_is_spelled_out_and_cut() {
    let long = format!(
        "\u{202e}\u{0}<img src=x onerror=alert(1)>{}",
        "é[".repeat(30 << 20 >> 1)
    );
    let hostile = Evidence {
        body: Some(long),
        ..refused()
    };
    let tree = shown(&hostile, None, false);
    let words = tree.words();
    assert!(words.len() < 3 * TEXT_AT_MOST, "{}", words.len());
    assert!(words.contains("\\u{202e}\\x00<img src=x"));
    assert!(tree.all().iter().all(|el| el.tag() != "img"));
    assert!(tree.with("data-role", "cut").is_some());
}

#[test]
fn a_quote_far_down_in_a_long_body_is_shown_with_what_is_around_it() {
    let body = format!(
        "{}needle{}",
        "a\n".repeat(TEXT_AT_MOST),
        "b\n".repeat(TEXT_AT_MOST)
    );
    let long = Evidence {
        body: Some(body),
        ..refused()
    };
    let tree = shown(&long, Some(("response.body", "needle")), false);
    assert_eq!(marked(&tree).as_deref(), Some("needle"));
}

#[test]
fn other_requests_lead_to_their_rows() {
    let others = [
        Other {
            line: "GET https://h.example.com/a 200".into(),
            row: None,
        },
        Other {
            line: "GET https://h.example.com/b 403".into(),
            row: Some(7),
        },
    ];
    let hit = Hit {
        place: "neighbours".into(),
        quote: "/a".into(),
    };
    let tree = pane(&Exchange {
        evidence: &refused(),
        others: &others,
        hit: Some(&hit),
        revealed: false,
        lang: Lang::En,
    });
    assert_eq!(
        marked(&tree).as_deref(),
        Some("GET https://h.example.com/a 200")
    );
    let button = tree.with("data-id", "7").expect("the row's button");
    assert_eq!(button.get("data-action"), Some("choose"));
}
