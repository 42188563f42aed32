//! The model, told of exchanges as browsers tell of them.

use gatewhy_core::origin::Who;
use gatewhy_core::{Headers, Judge};

use super::engine::{judge, report};
use super::near::NEIGHBOURS_AT_MOST;
use super::place::key;
use super::*;

const API: &str = "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets";

/// An engine that finds nothing, at once.
fn quick(question: &Question<'_>) -> gatewhy_core::Verdict {
    let evidence = Evidence {
        status: Some(200),
        ..Evidence::default()
    };
    Judge::default().verdict(&evidence, &[], question.lang)
}

fn exchange(id: u32, method: &str, url: &str, status: Option<u16>) -> Exchange {
    let evidence = Evidence {
        url: Some(url.into()),
        method: Some(method.into()),
        status,
        started: Some(format!(
            "2026-01-01T00:{:02}:{:02}.000Z",
            id / 60 % 60,
            id % 60
        )),
        ..Evidence::default()
    };
    Exchange::of(id, evidence)
}

fn refused(id: u32) -> Exchange {
    refused_at(id, API)
}

fn refused_at(id: u32, url: &str) -> Exchange {
    let mut exchange = exchange(id, "GET", url, Some(403));
    exchange.evidence.response_headers = [
        ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ("x-amzn-errortype", "MissingAuthenticationTokenException"),
        ("x-amz-apigw-id", "AbCdEfGhIAMFs9A="),
    ]
    .into_iter()
    .collect();
    exchange
}

fn pending(id: u32) -> Exchange {
    Exchange {
        is_pending: true,
        ..exchange(id, "GET", API, None)
    }
}

fn event(exchange: Exchange) -> Msg {
    Msg::Met(exchange, Source::Event)
}

fn logged(exchange: Exchange) -> Msg {
    Msg::Met(exchange, Source::Log(1))
}

/// Tells, and has diagnosed all that waits for it.
fn tell(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut effects = update(model, msg, &judge);
    while let Some(id) = model.next_work(&[]) {
        effects.extend(update(model, Msg::Diagnose(id), &judge));
    }
    effects
}

fn new() -> Model {
    let mut model = Model::new(Lang::En, []);
    model.order.grouping = false;
    model
}

fn lines(model: &Model) -> &[u32] {
    model.order.lines()
}

fn cause(model: &Model, id: u32) -> Option<&'static str> {
    model.row(id)?.verdict.cause()
}

#[test]
fn a_refusal_is_listed_with_its_cause_and_its_body_is_asked_for() {
    let mut model = new();
    let effects = tell(&mut model, event(refused(1)));
    assert!(effects.contains(&Effect::List));
    assert!(effects.contains(&Effect::ReadBody(1)));
    assert_eq!(lines(&model), [1]);
    assert_eq!(cause(&model, 1), Some("route-not-found"));
    assert!(model.row(1).expect("it is listed").who.is_some());
}

#[test]
fn what_worked_or_is_somebody_elses_is_counted_and_not_listed() {
    let mut model = new();
    tell(&mut model, event(exchange(1, "GET", API, Some(200))));
    let elsewhere = exchange(2, "GET", "https://cdn.example.com/a.png", Some(404));
    tell(&mut model, event(elsewhere));
    tell(
        &mut model,
        event(exchange(3, "GET", "data:text/plain,x", None)),
    );
    assert_eq!(model.len(), 0);
    assert_eq!((model.seen, model.elsewhere), (2, 1));
}

#[test]
fn an_exchange_that_both_the_event_and_the_log_tell_of_is_listed_once() {
    let mut model = new();
    tell(&mut model, event(refused(1)));
    let again = |id| Exchange { id, ..refused(1) };
    tell(&mut model, logged(again(2)));
    // Two requests can begin in the same millisecond; the log has both.
    tell(&mut model, logged(again(3)));
    tell(&mut model, Msg::LogRead(1));
    assert_eq!(lines(&model), [1, 3]);
    // The event of the second one was still on its way.
    tell(&mut model, event(again(4)));
    assert_eq!(lines(&model), [1, 3]);
    tell(&mut model, event(again(5)));
    assert_eq!(lines(&model), [1, 3, 5]);
    // However often the log is read.
    for id in 6..9 {
        tell(&mut model, Msg::Met(again(id), Source::Log(2)));
    }
    assert_eq!(lines(&model), [1, 3, 5]);
}

#[test]
fn rows_stand_in_the_order_in_which_the_requests_began() {
    let mut model = new();
    tell(&mut model, event(refused(5)));
    tell(&mut model, logged(refused(3)));
    tell(&mut model, event(refused(6)));
    assert_eq!(lines(&model), [3, 5, 6]);
    update(&mut model, Msg::SortBy(Column::Age), &judge);
    assert_eq!(lines(&model), [6, 5, 3]);
}

#[test]
fn any_column_sorts_and_new_rows_find_their_places() {
    let mut model = new();
    for (id, path, status) in [(1, "b", 403), (2, "a", 500), (3, "c", 403)] {
        tell(
            &mut model,
            event(exchange(id, "GET", &format!("{API}/{path}"), Some(status))),
        );
    }
    tell(&mut model, Msg::SortBy(Column::Path));
    assert_eq!(lines(&model), [2, 1, 3]);
    tell(
        &mut model,
        event(exchange(4, "GET", &format!("{API}/bb"), Some(403))),
    );
    assert_eq!(lines(&model), [2, 1, 4, 3]);
    tell(&mut model, Msg::SortBy(Column::Path));
    assert_eq!(lines(&model), [3, 4, 1, 2]);
    tell(&mut model, Msg::SortBy(Column::Status));
    assert_eq!(lines(&model), [1, 3, 4, 2]);
    for column in [
        Column::Cause,
        Column::Confidence,
        Column::Origin,
        Column::Duration,
        Column::Host,
        Column::Method,
    ] {
        tell(&mut model, Msg::SortBy(column));
        assert_eq!(lines(&model).len(), 4, "{column:?}");
    }
}

#[test]
fn a_custom_domain_is_known_by_how_it_answered_once() {
    let url = "https://api.example.com/pets";
    let mut model = new();
    tell(&mut model, event(exchange(1, "PUT", url, None)));
    assert_eq!((model.len(), model.elsewhere), (0, 1));
    let mut preflight = exchange(2, "OPTIONS", url, Some(403));
    preflight
        .evidence
        .response_headers
        .push("x-amz-apigw-id", "x");
    let effects = tell(&mut model, event(preflight));
    assert_eq!(lines(&model), [1, 2]);
    assert_eq!(model.elsewhere, 0);
    assert!(effects.contains(&Effect::Learn(vec!["api.example.com".into()])));
}

#[test]
fn a_custom_domain_that_its_user_names_is_listed_at_once() {
    let url = "https://api.example.com/pets";
    let mut model = new();
    tell(&mut model, event(exchange(1, "PUT", url, None)));
    let settings = Settings {
        domains: vec!["api.example.com".into()],
        ..Settings::default()
    };
    tell(&mut model, Msg::Settings(settings));
    tell(&mut model, event(exchange(2, "PUT", url, Some(404))));
    assert_eq!(lines(&model), [1, 2]);
}

#[test]
fn classes_that_do_not_count_as_failing_are_kept_and_not_shown() {
    let mut model = new();
    tell(&mut model, event(refused(1)));
    let mut settings = Settings::default();
    settings.failing.client = false;
    tell(&mut model, Msg::Settings(settings));
    assert_eq!((lines(&model).len(), model.len()), (0, 1));
    tell(&mut model, Msg::Settings(Settings::default()));
    assert_eq!(lines(&model), [1]);
}

#[test]
fn a_refused_request_knows_its_preflight_whichever_is_told_first() {
    let mut model = new();
    tell(&mut model, event(exchange(1, "PUT", API, None)));
    let mut preflight = exchange(2, "OPTIONS", API, Some(403));
    preflight
        .evidence
        .request_headers
        .push("access-control-request-method", "PUT");
    let effects = tell(&mut model, event(preflight));
    assert!(effects.contains(&Effect::Row(1)));
    let of = |id| {
        let row = model.row(id).expect("it is listed");
        model.preflight_of(row).map(|row| row.id)
    };
    assert_eq!((of(1), of(2)), (Some(2), None));
}

#[test]
fn neighbours_of_the_same_path_come_first_and_each_kind_once() {
    let mut model = new();
    for id in 0..50 {
        let url = format!("{API}/{id}");
        tell(&mut model, event(exchange(id, "GET", &url, Some(200))));
    }
    for id in 50..55 {
        tell(&mut model, event(exchange(id, "POST", API, Some(200))));
    }
    tell(&mut model, event(refused(56)));
    let evidence = model.with_neighbours(model.row(56).expect("it is listed"));
    assert_eq!(evidence.neighbours.len(), NEIGHBOURS_AT_MOST);
    assert_eq!(evidence.neighbours[0].method.as_deref(), Some("POST"));
    assert_eq!(evidence.neighbours[1].method.as_deref(), Some("GET"));
}

#[test]
fn the_command_line_sees_the_same_neighbours() {
    let mut model = new();
    let mut session = Vec::new();
    for id in 0..150 {
        let method = if id % 3 == 0 { "GET" } else { "POST" };
        let url = format!("{API}/{}", id * 7 % 40);
        let status = if id % 5 == 0 { 403 } else { 200 };
        let exchange = exchange(id, method, &url, Some(status));
        session.push(exchange.evidence.clone());
        update(&mut model, event(exchange), &quick);
    }
    for id in [0, 35, 75, 145] {
        let row = model.row(id).expect("it failed");
        let panel = model.with_neighbours(row).neighbours;
        let command = gatewhy_core::intake::neighbours(id as usize, &session);
        assert_eq!(panel, command, "{id}");
    }
}

#[test]
fn a_custom_domain_that_works_is_a_neighbour_of_the_default_endpoint() {
    let mut model = new();
    let custom = "https://api.example.com/pets";
    tell(&mut model, event(exchange(1, "GET", custom, Some(200))));
    tell(&mut model, event(refused(2)));
    let evidence = model.with_neighbours(model.row(2).expect("it is listed"));
    assert_eq!(evidence.neighbours.len(), 1);
    assert_eq!(evidence.neighbours[0].url.as_deref(), Some(custom));
}

#[test]
fn a_files_exchanges_are_neighbours_of_one_another_only() {
    let mut model = new();
    tell(&mut model, event(exchange(1, "GET", API, Some(200))));
    tell(&mut model, event(refused(2)));
    let import = |exchange, source| Msg::Imported {
        exchange,
        source,
        any: false,
    };
    tell(&mut model, import(exchange(3, "PUT", API, Some(200)), 1));
    tell(&mut model, import(refused(4), 1));
    tell(&mut model, import(refused(5), 2));
    let methods = |id| -> Vec<String> {
        let row = model.row(id).expect("it is listed");
        let around = model.with_neighbours(row).neighbours;
        around.into_iter().filter_map(|one| one.method).collect()
    };
    assert_eq!(methods(2), ["GET"]);
    assert_eq!(methods(4), ["PUT"]);
    assert!(methods(5).is_empty());
    assert_eq!((model.source(2), model.source(4)), (None, Some(1)));
    assert_eq!(model.session().len(), 5);
}

#[test]
fn a_file_without_addresses_is_listed_where_it_is_about_one_failure() {
    let mut model = new();
    let mut exchange = exchange(1, "GET", API, Some(403));
    exchange.evidence.url = None;
    let msg = Msg::Imported {
        exchange,
        source: 1,
        any: true,
    };
    tell(&mut model, msg);
    assert_eq!(lines(&model), [1]);
}

#[test]
fn a_neighbour_that_comes_late_has_rows_diagnosed_again() {
    let mut model = new();
    tell(&mut model, event(refused_at(1, &format!("{API}x"))));
    let before = model.row(1).expect("it is listed").neighbours;
    tell(&mut model, event(exchange(2, "GET", API, Some(200))));
    let after = model.row(1).expect("it is listed").neighbours;
    assert_eq!((before, after), (0, 1));
    // One more of a kind tells nothing new.
    update(
        &mut model,
        event(exchange(3, "GET", API, Some(200))),
        &quick,
    );
    assert_eq!(model.next_work(&[]), None);
}

#[test]
fn one_more_failure_of_a_long_session_is_one_diagnosis() {
    let mut model = new();
    let statuses = [401, 403, 429, 500, 502];
    let at = |id: u32| {
        let url = format!("{API}/{}", id % 40);
        exchange(id, "GET", &url, Some(statuses[id as usize / 40]))
    };
    let diagnosed = std::cell::Cell::new(0);
    let count = |question: &Question<'_>| {
        diagnosed.set(diagnosed.get() + 1);
        quick(question)
    };
    let tell = |model: &mut Model, exchange| {
        diagnosed.set(0);
        update(model, event(exchange), &count);
        while let Some(id) = model.next_work(&[]) {
            update(model, Msg::Diagnose(id), &count);
        }
        diagnosed.get()
    };
    for id in 1..100 {
        tell(&mut model, at(id));
    }
    // Each is the first of its kind, at a path where others failed otherwise.
    for id in 100..195 {
        assert_eq!(tell(&mut model, at(id)), 1);
    }
    let worked = exchange(196, "GET", &format!("{API}/1"), Some(200));
    assert_eq!(
        tell(&mut model, worked),
        statuses.len(),
        "all others at its path"
    );
}

#[test]
fn a_body_refines_the_diagnosis_and_the_open_report() {
    let mut model = new();
    tell(&mut model, event(refused(1)));
    tell(&mut model, Msg::Choose(Some(1)));
    let mut evidence = refused(1).evidence;
    evidence.body = Some(r#"{"message":"Missing Authentication Token"}"#.into());
    let effects = tell(&mut model, Msg::Body(1, evidence.clone(), Vec::new()));
    assert!(effects.contains(&Effect::Row(1)) && effects.contains(&Effect::Detail));
    assert_eq!(tell(&mut model, Msg::Body(1, evidence, Vec::new())), []);
}

#[test]
fn a_status_that_comes_late_mends_its_row() {
    let mut model = new();
    let mut early = exchange(1, "GET", API, None);
    early.evidence.net_error = Some("net::ERR_FAILED".into());
    let effects = tell(&mut model, event(early));
    assert!(effects.contains(&Effect::ReadLog));
    let mut late = refused(2);
    late.evidence.started = exchange(1, "GET", API, None).evidence.started;
    let effects = tell(&mut model, logged(late));
    assert!(effects.contains(&Effect::Same(1)));
    assert_eq!(lines(&model), [1]);
    assert_eq!(model.row(1).expect("it stays").evidence.status, Some(403));
    assert_eq!(cause(&model, 1), Some("route-not-found"));
    assert_eq!(model.seen, 1);
}

#[test]
fn a_request_under_way_is_shown_as_such_until_its_end_is_told() {
    let mut model = new();
    tell(&mut model, logged(pending(1)));
    assert_eq!(lines(&model), [1]);
    assert_eq!(model.row(1).expect("it is listed").state, State::Pending);
    assert_eq!(model.seen, 0);
    let mut answered = refused(2);
    answered.evidence.started = pending(1).evidence.started;
    tell(&mut model, event(answered));
    assert_eq!(lines(&model), [1]);
    assert_eq!(cause(&model, 1), Some("route-not-found"));
    assert_eq!(model.seen, 1);

    // One that worked is none of ours any more.
    tell(&mut model, logged(pending(3)));
    let mut worked = exchange(4, "GET", API, Some(200));
    worked.evidence.started = pending(3).evidence.started;
    tell(&mut model, event(worked));
    assert_eq!(lines(&model), [1]);

    // One that left the log was never answered.
    tell(&mut model, logged(pending(5)));
    tell(&mut model, Msg::LogRead(1));
    assert_eq!(model.row(5).expect("it stays").state, State::Pending);
    tell(&mut model, Msg::LogRead(2));
    assert_eq!(model.row(5).expect("it stays").state, State::NeverAnswered);
}

#[test]
fn a_frame_of_an_open_websocket_makes_a_failure_of_it() {
    let url = "wss://abc123defg.execute-api.us-east-1.amazonaws.com/prod";
    let mut model = new();
    tell(&mut model, logged(exchange(1, "GET", url, Some(101))));
    assert_eq!(model.len(), 0);
    let mut refused = exchange(1, "GET", url, None);
    refused.id = 2;
    refused.evidence.body = Some(
        r#"{"message": "Forbidden", "connectionId":"YCwBuciwoAMCJgQ=", "requestId":"YCwBwFQlIAMFTYQ="}"#
            .into(),
    );
    refused.evidence.request_body = Some(r#"{"action":"nope"}"#.into());
    refused.evidence.resource_type = Some("websocket".into());
    tell(&mut model, Msg::Met(refused, Source::Log(2)));
    assert_eq!(lines(&model), [1]);
    assert_eq!(model.seen, 1);
    assert_ne!(cause(&model, 1), None);
}

#[test]
fn repeated_failures_share_a_line_and_can_be_listed_each() {
    let mut model = Model::new(Lang::En, []);
    let other = format!("{API}/7");
    for id in [1, 3, 4] {
        tell(&mut model, event(refused(id)));
    }
    tell(&mut model, event(refused_at(2, &other)));
    assert_eq!(lines(&model), [2, 4]);
    let head = model.row(4).expect("it is listed");
    let line = Line::Head {
        count: 3,
        is_open: false,
    };
    assert_eq!(model.line(head), line);
    assert_eq!(model.line_of(1), Some(1));
    tell(&mut model, Msg::Expand(4, true));
    assert_eq!(lines(&model), [2, 4, 1, 3]);
    // A new one speaks for them.
    tell(&mut model, event(refused(5)));
    assert_eq!(lines(&model), [2, 5, 1, 3, 4]);
    tell(&mut model, Msg::Expand(5, false));
    assert_eq!(lines(&model), [2, 5]);
    tell(&mut model, Msg::Filter("is:repeated".into()));
    assert_eq!((lines(&model), model.order.matching), (&[5][..], 4));
    tell(&mut model, Msg::Filter(String::new()));
    tell(&mut model, Msg::Group(false));
    assert_eq!(lines(&model), [1, 2, 3, 4, 5]);
}

#[test]
fn filters_chips_and_the_interval_go_together() {
    let mut model = new();
    for id in 1..=4 {
        tell(&mut model, event(refused_at(id, &format!("{API}/{id}"))));
    }
    tell(&mut model, event(exchange(5, "GET", API, Some(504))));
    assert_eq!(model.tally.families.len(), 2);
    tell(&mut model, Msg::Family(Family::Route));
    assert_eq!(lines(&model), [1, 2, 3, 4]);
    tell(&mut model, Msg::Filter("-path:/3".into()));
    assert_eq!(lines(&model), [1, 2, 4]);
    let began = model.row(2).expect("it is listed").began;
    tell(&mut model, Msg::Interval(Some((began, began + 5000))));
    assert_eq!(lines(&model), [2, 4]);
    // What comes later is filtered, too.
    tell(&mut model, event(refused_at(6, &format!("{API}/6"))));
    tell(&mut model, event(refused_at(7, &format!("{API}/7"))));
    assert_eq!(lines(&model), [2, 4, 6]);
    assert_eq!((model.order.matching, model.len()), (3, 7));
    tell(&mut model, Msg::Filter("sttus:403".into()));
    assert_eq!(lines(&model), [2, 3, 4, 6], "a bad filter hides nothing");
    tell(&mut model, Msg::Interval(None));
    tell(&mut model, Msg::Family(Family::Route));
    assert_eq!(lines(&model).len(), 7);
}

#[test]
fn the_strip_counts_each_row_once_however_long_the_session() {
    let mut model = new();
    let sum = |model: &Model| -> u32 {
        let bins = model.tally.strip.bins.iter().flatten();
        bins.map(|count| u32::from(*count)).sum()
    };
    for id in 1..200 {
        let mut exchange = refused(id);
        let seconds = u64::from(id) * u64::from(id);
        exchange.evidence.started = Some(format!(
            "2026-01-01T{:02}:{:02}:{:02}.000Z",
            seconds / 3600 % 24,
            seconds / 60 % 60,
            seconds % 60
        ));
        update(&mut model, event(exchange), &quick);
        assert_eq!(sum(&model), id);
    }
    assert!(model.tally.strip.last() < 96);
    while let Some(id) = model.next_work(&[]) {
        update(&mut model, Msg::Diagnose(id), &judge);
    }
    assert_eq!(sum(&model), 199);
}

#[test]
fn without_preserve_log_another_page_begins_an_empty_list() {
    let page = "https://app.example.com/orders";
    let document = |id| {
        let mut document = exchange(id, "GET", page, Some(200));
        document.evidence.resource_type = Some("document".into());
        document
    };
    let at = |id: u32| {
        let started = exchange(id, "GET", API, None).evidence.started;
        started.as_deref().and_then(crate::time::millis).unwrap()
    };
    let mut model = new();
    tell(&mut model, event(refused(1)));
    tell(&mut model, Msg::Navigated(page.into(), at(3)));
    assert_eq!(lines(&model), [1], "it is preserved by itself");
    let settings = Settings {
        preserve_log: false,
        ..Settings::default()
    };
    tell(&mut model, Msg::Settings(settings));
    tell(&mut model, event(document(5)));
    tell(&mut model, event(refused(6)));
    tell(&mut model, Msg::Navigated(format!("{page}#top"), at(7)));
    assert_eq!(lines(&model), [6], "it belongs to the new page");
    // The log still has what is gone.
    tell(&mut model, logged(refused(1)));
    assert_eq!(lines(&model), [6]);
}

#[test]
fn what_was_cleared_does_not_come_back_with_the_log() {
    let mut model = new();
    tell(&mut model, event(refused(1)));
    tell(&mut model, logged(refused(2)));
    tell(&mut model, Msg::Clear);
    assert_eq!((model.len(), model.seen), (0, 0));
    for id in [1, 2] {
        let exchange = refused(id);
        tell(&mut model, Msg::Met(exchange, Source::Log(2)));
    }
    assert_eq!(model.len(), 0);
    tell(&mut model, event(refused(3)));
    assert_eq!(lines(&model), [3]);
}

#[test]
fn of_a_backlog_only_what_can_be_seen_is_diagnosed_and_again_at_its_end() {
    let mut model = new();
    update(&mut model, Msg::Backlog(true), &judge);
    for id in (1..=3).rev() {
        let exchange = refused_at(id, &format!("{API}/{id}"));
        update(&mut model, event(exchange), &judge);
    }
    assert_eq!(model.next_work(&[]), None);
    assert_eq!(model.next_work(&[3]), Some(3));
    update(&mut model, Msg::Diagnose(3), &judge);
    assert_eq!(model.next_work(&[3]), None);
    update(&mut model, Msg::Backlog(false), &judge);
    let mut done = Vec::new();
    while let Some(id) = model.next_work(&[]) {
        update(&mut model, Msg::Diagnose(id), &judge);
        done.push(id);
    }
    assert_eq!(done, [3, 2, 1]);
}

#[test]
fn another_language_says_every_row_anew() {
    let mut model = new();
    tell(&mut model, event(refused(1)));
    let title = |model: &Model| match &model.row(1).expect("it is listed").verdict {
        Verdict::Cause { title, .. } => title.clone(),
        _ => String::new(),
    };
    let english = title(&model);
    tell(&mut model, Msg::Speak(Lang::Ja));
    assert_ne!(english, title(&model));
    assert_ne!(title(&model), "");
}

#[test]
fn what_the_engine_broke_down_over_is_listed_and_not_tried_again() {
    let never =
        |_: &Question<'_>| -> gatewhy_core::Verdict { unreachable!("it is known to break") };
    let poison = (key(&refused(1).evidence), "panicked at a rule".to_owned());
    let mut model = Model::new(Lang::En, [poison]);
    let mut bare = refused(1);
    bare.evidence.body = None;
    // The log has its body later, in Firefox.
    for told in [event(bare), Msg::Met(refused(1), Source::Log(1))] {
        update(&mut model, told, &never);
        assert_eq!(model.next_work(&[1]), None);
        let row = model.row(1).expect("it is listed");
        assert_eq!(row.verdict, Verdict::Broken);
        let never =
            |_: &str, _: &Evidence, _: Lang| -> Report { unreachable!("it is known to break") };
        assert_eq!(model.report(row, &row.evidence, &never), None);
        assert_eq!(model.panic_over(row), Some("panicked at a rule"));
    }
}

#[test]
fn remarks_of_the_reader_are_notes_of_the_report() {
    let entry = r#"{"request": {"method": "GET", "url": "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/x"},
        "response": {"status": 403, "content": {"text": "%%%", "encoding": "base64"}}}"#;
    let entry = serde_json::from_str(entry).expect("it is an entry");
    let (evidence, remarks) = gatewhy_core::intake::har::entry(entry);
    assert_eq!(remarks.len(), 1);
    let mut model = new();
    let exchange = Exchange {
        remarks,
        ..Exchange::of(1, evidence)
    };
    tell(&mut model, event(exchange));
    let row = model.row(1).expect("it is listed");
    let whole = model.with_neighbours(row);
    let report = model.report(row, &whole, &report).expect("it is diagnosed");
    let note = report.notes.last().expect("there is one");
    assert!(note.text.contains("base64"), "{}", note.text);
}

#[test]
fn a_long_session_keeps_the_newest_and_counts_the_rest() {
    let mut model = new();
    let most = u32::try_from(ROWS_AT_MOST).expect("it fits");
    let mut tell = |ids: std::ops::Range<u32>| {
        for id in ids {
            let mut exchange = refused(1);
            exchange.id = id;
            update(&mut model, event(exchange), &quick);
        }
        assert_eq!(lines(&model).len(), model.len());
        (model.len(), model.dropped, lines(&model)[0])
    };
    assert_eq!(tell(0..most), (ROWS_AT_MOST, 0, 0));
    // As they make room, some more do: a list whose first line goes moves all others.
    assert_eq!(tell(most..most + 1), (ROWS_AT_MOST - 199, 200, 200));
    assert_eq!(tell(most + 1..most + 200), (ROWS_AT_MOST, 200, 200));
    assert_eq!(tell(most + 200..most + 201), (ROWS_AT_MOST - 199, 400, 400));
}

#[test]
fn long_bodies_of_old_rows_are_cut_to_their_beginning() {
    let mut model = new();
    for id in 1..=200 {
        let mut exchange = refused(id);
        exchange.evidence.body = Some("あ".repeat(80_000));
        update(&mut model, event(exchange), &quick);
    }
    let length = |id| {
        let row = model.row(id).expect("it is listed");
        row.evidence.body.as_ref().map_or(0, String::len)
    };
    assert!((3000..5000).contains(&length(1)), "{}", length(1));
    assert_eq!(length(200), 240_000);
    let all: usize = (1..=200).map(length).sum();
    assert!(all < 40_000_000, "{all}");
}

#[test]
fn arrows_move_the_cursor_and_an_open_report_follows_it() {
    let mut model = new();
    for id in 1..=3 {
        tell(&mut model, event(refused(id)));
    }
    tell(&mut model, Msg::Move(-1));
    assert_eq!((model.cursor, model.chosen), (Some(3), None));
    tell(&mut model, Msg::Move(-isize::MAX));
    assert_eq!(model.cursor, Some(1));
    tell(&mut model, Msg::Choose(Some(1)));
    let effects = tell(&mut model, Msg::Move(1));
    assert!(effects.contains(&Effect::Detail));
    assert_eq!((model.cursor, model.chosen), (Some(2), Some(2)));
    tell(&mut model, Msg::Choose(None));
    assert_eq!((model.cursor, model.chosen), (Some(2), None));
    tell(&mut model, Msg::Choose(Some(99)));
    assert_eq!(model.chosen, None);
}

/// What a worker finds of a row, and what it was asked.
fn asked(model: &mut Model, id: u32) -> Answer {
    let question = model.question(id).expect("there is something to ask");
    let answer = Answer {
        id,
        others: question.others.len(),
        lang: question.lang,
        verdict: judge(&question),
    };
    update(model, Msg::Asked(id), &quick);
    assert_eq!(model.next_work(&[id]), None, "it is asked once");
    answer
}

#[test]
fn what_a_worker_answers_is_shown_as_if_it_were_found_here() {
    let (mut here, mut there) = (new(), new());
    tell(&mut here, event(refused(1)));
    update(&mut there, event(refused(1)), &quick);
    let answer = asked(&mut there, 1);
    assert_eq!(
        there.row(1).expect("it is listed").verdict,
        Verdict::Waiting
    );
    let effects = update(&mut there, Msg::Answered(answer), &quick);
    assert!(effects.contains(&Effect::Row(1)));
    let verdict = |model: &Model| model.row(1).expect("it is listed").verdict.clone();
    assert_eq!(verdict(&there), verdict(&here));
    assert_eq!(verdict(&there).cause(), Some("route-not-found"));
}

#[test]
fn an_answer_in_the_language_before_is_asked_for_once_more() {
    let mut model = new();
    update(&mut model, event(refused(1)), &quick);
    let answer = asked(&mut model, 1);
    update(&mut model, Msg::Speak(Lang::Ja), &quick);
    update(&mut model, Msg::Answered(answer), &quick);
    assert_eq!(model.next_work(&[]), Some(1));
    let answer = asked(&mut model, 1);
    update(&mut model, Msg::Answered(answer), &quick);
    assert_eq!(model.next_work(&[]), None);
    let verdict = &model.row(1).expect("it is listed").verdict;
    assert_eq!(verdict.cause(), Some("route-not-found"));
}

#[test]
fn an_answer_about_what_is_gone_changes_nothing() {
    let mut model = new();
    update(&mut model, event(refused(1)), &quick);
    let answer = asked(&mut model, 1);
    update(&mut model, Msg::Clear, &quick);
    assert_eq!(update(&mut model, Msg::Answered(answer), &quick), []);
    assert_eq!(model.len(), 0);
}

#[test]
fn what_an_answer_finds_to_be_an_apis_is_listed() {
    let mut model = new();
    let mut exchange = refused_at(1, "https://api.example.com/pets");
    exchange.evidence.response_headers = Headers::default();
    update(&mut model, event(exchange), &quick);
    assert_eq!((model.len(), model.elsewhere), (0, 1));
    let mut answer = asked(&mut model, 1);
    answer.verdict.who = Who::ApiGatewayRest;
    update(&mut model, Msg::Answered(answer), &quick);
    assert_eq!((model.len(), model.elsewhere), (1, 0));
}

#[test]
fn what_was_asked_while_a_backlog_was_read_is_asked_again_behind_it() {
    let mut model = new();
    update(&mut model, Msg::Backlog(true), &quick);
    update(&mut model, event(refused(1)), &quick);
    let answer = asked(&mut model, 1);
    update(&mut model, Msg::Backlog(false), &quick);
    assert_eq!(model.next_work(&[]), Some(1));
    update(&mut model, Msg::Answered(answer), &quick);
    assert_eq!(model.next_work(&[]), Some(1));
}
