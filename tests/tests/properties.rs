//! What holds for every report, whatever was captured: shares sum to at most one, and evidence that
//! is taken away leaves nobody surer of what it spoke for.

#![expect(clippy::unwrap_used, reason = "a test says what it expects")]

use std::collections::BTreeSet;

use gatewhy_core::report::{Effect, Report};
use gatewhy_core::{Evidence, Headers, Lang, diagnose};
use gatewhy_tests::everything;
use proptest::prelude::*;

/// Confidences are whole percents, rounded down: what one of them moves by without a reason.
const ROUNDING: f64 = 0.011;

/// What a reader may rely on, whatever went in.
fn is_sound(report: &Report) -> Result<(), String> {
    let confidences: Vec<f64> = report
        .diagnoses
        .iter()
        .map(|diagnosis| diagnosis.confidence)
        .collect();
    let sum: f64 = confidences.iter().sum();
    let sorted = confidences.windows(2).all(|pair| pair[0] >= pair[1]);
    let shares = confidences.iter().all(|share| (0.0..=1.0).contains(share));
    if sum <= 1.0 + f64::EPSILON * 8.0 && sorted && shares {
        Ok(())
    } else {
        Err(format!("{confidences:?}"))
    }
}

#[test]
fn confidences_are_shares_of_one_best_first() {
    for (_, evidence) in everything().unwrap() {
        is_sound(&diagnose(&evidence, Lang::En)).unwrap();
    }
}

/// Fields by which a capture counts as whole: what is missing beside them was not sent, and only
/// without them is it not captured.
const OF_A_WHOLE_RESPONSE: &[&str] = &["date"];
const OF_A_WHOLE_REQUEST: &[&str] = &["host", ":authority", "user-agent"];

/// Takes away the place that a piece of evidence was quoted from; `None` where that is no place
/// which could have gone uncaptured.
fn without(evidence: &Evidence, place: &str) -> Option<Evidence> {
    let mut less = evidence.clone();
    let drop = |headers: &Headers, name: &str| -> Headers {
        headers
            .iter()
            .filter(|header| !header.name.eq_ignore_ascii_case(name))
            .map(|header| (header.name.clone(), header.value.clone()))
            .collect()
    };
    if let Some(name) = place.strip_prefix("response.headers.") {
        less.response_headers = drop(&less.response_headers, name);
        for mark in OF_A_WHOLE_RESPONSE {
            less.response_headers = drop(&less.response_headers, mark);
        }
    } else if let Some(name) = place.strip_prefix("request.headers.") {
        less.request_headers = drop(&less.request_headers, name);
        for mark in OF_A_WHOLE_REQUEST {
            less.request_headers = drop(&less.request_headers, mark);
        }
    } else {
        match place {
            "response.body" => {
                less.body = None;
                less.response_headers = drop(&less.response_headers, "content-length");
            }
            "request.body" => less.request_body = None,
            "log" => less.log = None,
            "net_error" => less.net_error = None,
            "curl_text" => less.curl_text = None,
            "time_ms" => less.time_ms = None,
            "neighbours" => less.neighbours.clear(),
            _ => return None,
        }
    }
    Some(less)
}

/// The places that spoke for a cause.
fn spoke_for(report: &Report, cause: &str) -> BTreeSet<String> {
    report
        .diagnoses
        .iter()
        .filter(|diagnosis| diagnosis.cause == cause)
        .flat_map(|diagnosis| &diagnosis.evidence)
        .filter(|item| item.effect == Effect::For && !item.quote.is_empty())
        .map(|item| item.place.clone())
        .collect()
}

fn confidence(report: &Report, cause: &str) -> f64 {
    report
        .diagnoses
        .iter()
        .find(|diagnosis| diagnosis.cause == cause)
        .map_or(0.0, |diagnosis| diagnosis.confidence)
}

/// Where taking away what spoke for the first diagnosis makes it surer.
fn surer_without(label: &str, evidence: &Evidence, places: impl Fn(&str) -> bool) -> Vec<String> {
    let report = diagnose(evidence, Lang::En);
    let Some(first) = report.diagnoses.first() else {
        return Vec::new();
    };
    spoke_for(&report, first.cause)
        .iter()
        .filter(|place| places(place))
        .filter_map(|place| {
            let less = diagnose(&without(evidence, place)?, Lang::En);
            let now = confidence(&less, first.cause);
            (now > first.confidence + ROUNDING).then(|| {
                format!(
                    "{label}: without {place} {} goes from {:.2} to {now:.2}",
                    first.cause, first.confidence
                )
            })
        })
        .collect()
}

#[test]
fn without_what_spoke_for_a_diagnosis_nobody_is_surer_of_it() {
    let surer: Vec<String> = everything()
        .unwrap()
        .iter()
        .flat_map(|(label, evidence)| surer_without(label, evidence, |place| place != "neighbours"))
        .collect();
    assert!(
        surer.is_empty(),
        "{} in all:\n  {}",
        surer.len(),
        surer.join("\n  ")
    );
}

#[test]
fn without_the_neighbours_that_spoke_for_a_diagnosis_nobody_is_surer_of_it() {
    let surer: Vec<String> = everything()
        .unwrap()
        .iter()
        .flat_map(|(label, evidence)| surer_without(label, evidence, |place| place == "neighbours"))
        .collect();
    assert!(
        surer.is_empty(),
        "{} in all:\n  {}",
        surer.len(),
        surer.join("\n  ")
    );
}

/// Each field of one piece of evidence or of another.
fn crossed(one: &Evidence, other: &Evidence, pick: u16) -> Evidence {
    fn choose<T: Clone>(one: &T, other: &T, take: bool) -> T {
        if take { one.clone() } else { other.clone() }
    }
    let bit = |at: u16| pick >> at & 1 == 1;
    Evidence {
        url: choose(&one.url, &other.url, bit(0)),
        method: choose(&one.method, &other.method, bit(1)),
        status: choose(&one.status, &other.status, bit(2)),
        request_headers: choose(&one.request_headers, &other.request_headers, bit(3)),
        response_headers: choose(&one.response_headers, &other.response_headers, bit(4)),
        request_body: choose(&one.request_body, &other.request_body, bit(5)),
        body: choose(&one.body, &other.body, bit(6)),
        body_withheld: bit(7),
        log: choose(&one.log, &other.log, bit(8)),
        net_error: choose(&one.net_error, &other.net_error, bit(9)),
        curl_text: choose(&one.curl_text, &other.curl_text, bit(10)),
        time_ms: choose(&one.time_ms, &other.time_ms, bit(11)),
        started: choose(&one.started, &other.started, bit(12)),
        resource_type: choose(&one.resource_type, &other.resource_type, bit(13)),
        neighbours: choose(&one.neighbours, &other.neighbours, bit(14)),
    }
}

/// A text cut at some character.
fn cut(text: &mut Option<String>, at: proptest::sample::Index) {
    if let Some(text) = text {
        let kept = text.chars().take(at.index(text.len() + 1)).collect();
        *text = kept;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Evidence that never was: any two captures, mixed field by field, with a text cut short.
    #[test]
    fn no_mixture_of_captures_is_too_strange(
        one in any::<proptest::sample::Index>(),
        other in any::<proptest::sample::Index>(),
        pick in any::<u16>(),
        at in any::<proptest::sample::Index>(),
        place in 0_u8..5,
    ) {
        let all = EVERYTHING.with(Clone::clone);
        let mut evidence = crossed(one.get(&all), other.get(&all), pick);
        match place {
            0 => cut(&mut evidence.body, at),
            1 => cut(&mut evidence.log, at),
            2 => cut(&mut evidence.curl_text, at),
            3 => cut(&mut evidence.net_error, at),
            _ => cut(&mut evidence.url, at),
        }
        for lang in Lang::ALL {
            let report = diagnose(&evidence, lang);
            prop_assert!(is_sound(&report).is_ok(), "{:?}", is_sound(&report));
        }
    }
}

thread_local! {
    static EVERYTHING: std::rc::Rc<Vec<Evidence>> =
        std::rc::Rc::new(everything().unwrap().into_iter().map(|(_, evidence)| evidence).collect());
}
