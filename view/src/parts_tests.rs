use super::*;
use gatewhy_core::{Evidence, diagnose};

fn refused() -> Evidence {
    Evidence {
        url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets".into()),
        method: Some("GET".into()),
        status: Some(403),
        response_headers: [
            ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
            ("x-amzn-errortype", "MissingAuthenticationTokenException"),
            ("x-amz-apigw-id", "AbCdEfGhIAMFs9A="),
        ]
        .into_iter()
        .collect(),
        request_headers: [("origin", "https://app.example.com"), ("user-agent", "x")]
            .into_iter()
            .collect(),
        net_error: Some("net::ERR_FAILED".into()),
        body_withheld: true,
        ..Evidence::default()
    }
}

fn shown(evidence: &Evidence, lang: Lang) -> El {
    let options = ViewOptions {
        lang,
        ..ViewOptions::default()
    };
    report(&diagnose(evidence, lang), options)
}

#[test]
fn the_verdict_comes_first_and_says_why_the_page_saw_cors() {
    for lang in Lang::ALL {
        let tree = shown(&refused(), lang);
        assert_eq!(tree.get("data-cause"), Some("route-not-found"));
        assert_eq!(tree.get("lang"), Some(lang.code()));
        let parts: Vec<&str> = tree
            .all()
            .into_iter()
            .filter_map(|el| el.get("data-part"))
            .collect();
        assert_eq!(parts[..4], ["verdict", "cors", "notes", "evidence"]);
        assert!(tree.with("data-kind", "cors-masked").is_some());
    }
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    let tree = shown(&refused(), Lang::En);
    let mut last = 1;
    for el in tree.all() {
        let Some(level) = el.tag().strip_prefix('h') else {
            continue;
        };
        let Ok(level) = level.parse::<u8>() else {
            continue;
        };
        assert!(level <= last + 1, "h{level} after h{last}");
        last = level;
    }
    assert!(last > 1);
}

#[test]
fn a_hostile_body_is_text_and_nothing_else() {
    let body = "<img src=x onerror=alert(1)>{\"message\":\"Missing Authentication Token\"}";
    let evidence = Evidence {
        body: Some(body.into()),
        status: Some(403),
        ..Evidence::default()
    };
    for el in shown(&evidence, Lang::En).all() {
        assert_ne!(el.tag(), "img");
        assert_ne!(el.tag(), "script");
        assert!(el.get("onerror").is_none());
    }
}

#[test]
fn links_lead_only_to_https_and_give_no_window_away() {
    for el in shown(&refused(), Lang::En).all() {
        if el.tag() == "a" {
            assert!(
                el.get("href")
                    .is_some_and(|url| url.starts_with("https://"))
            );
            assert_eq!(el.get("rel"), Some("noopener noreferrer"));
        }
    }
}

#[test]
fn where_nothing_failed_no_cause_is_named() {
    let evidence = Evidence {
        status: Some(200),
        ..Evidence::default()
    };
    let tree = shown(&evidence, Lang::En);
    assert_eq!(tree.get("data-cause"), None);
    assert!(tree.words().starts_with("Nothing failed here"));
}

#[test]
fn a_share_of_one_is_shown_in_percent() {
    assert_eq!(percent(0.714), 71);
    assert_eq!(percent(f64::NAN), 0);
    assert_eq!(percent(7.0), 100);
}

#[test]
fn causes_that_are_as_likely_stand_before_the_checks() {
    let evidence = Evidence {
        status: Some(502),
        ..Evidence::default()
    };
    let report = diagnose(&evidence, Lang::En);
    let tree = super::report(&report, ViewOptions::default());
    let parts: Vec<&str> = tree
        .all()
        .into_iter()
        .filter_map(|el| el.get("data-part"))
        .collect();
    let at = |part: &str| parts.iter().position(|own| *own == part);
    assert!(
        at("alike").is_some() && at("alike") < at("checks"),
        "{parts:?}"
    );
    let shown = ["alike", "others"]
        .iter()
        .filter_map(|part| tree.with("data-part", part))
        .flat_map(El::all)
        .filter(|el| el.get("class") == Some("gw-rival"))
        .count();
    assert_eq!(shown + 1, report.diagnoses.len(), "each stands once");
}
