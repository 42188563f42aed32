//! In what this call differs from the one that worked.

use gatewhy_core::render::{visible, words as said};
use gatewhy_core::report::{Change, Since};
use gatewhy_core::{Report, Text};

use crate::dom::{El, el};
use crate::parts::Frame;

/// The section; `None` where there is no call to compare with.
pub(crate) fn changes(report: &Report, frame: Frame) -> Option<El> {
    let since = report.since.as_ref()?;
    let section = frame.section("changes", said::CHANGES).child(call(since));
    Some(if report.changes.is_empty() {
        section.child(el("p").text(frame.say(said::NO_CHANGES)))
    } else {
        let items = report.changes.iter().map(|change| item(change, frame));
        section.child(el("ul").class("gw-changes").children(items))
    })
}

fn call(since: &Since) -> El {
    let line = format!("{} {} {}", since.method, visible(&since.url), since.status);
    let when = since.started.as_deref();
    el("p")
        .class("gw-source")
        .child(bytes(&line))
        .maybe(when.map(moment))
}

/// A moment as it was captured.
pub(crate) fn moment(at: &str) -> El {
    el("time")
        .class("gw-where")
        .set("datetime", at)
        .text(visible(at))
}

fn bytes(text: &str) -> El {
    el("code")
        .class("gw-quote")
        .set("dir", "ltr")
        .set("translate", "no")
        .text(text)
}

fn item(change: &Change, frame: Frame) -> El {
    let value = |value: &Option<String>| match value {
        Some(value) => bytes(&visible(value)),
        None => el("span").class("gw-quiet").text(frame.say(said::NOTHING)),
    };
    let side = |id: &'static str, label: Text, of: &Option<String>| {
        el("div")
            .set("data-side", id)
            .child(el("span").class("gw-side").text(frame.say(label)))
            .text(" ")
            .child(value(of))
    };
    let item = el("li")
        .set("data-what", &*change.what)
        .child(el("span").text(&change.says));
    if change.then == change.now {
        return item.text(" ").child(value(&change.now));
    }
    item.child(
        el("div")
            .class("gw-sides")
            .child(side("then", said::THEN, &change.then))
            .child(side("now", said::NOW, &change.now)),
    )
}

#[cfg(test)]
mod tests {
    use crate::{El, ViewOptions};
    use gatewhy_core::{Evidence, Lang, diagnose};

    fn call(status: u16, headers: &[(&str, &str)]) -> Evidence {
        let host = [("host", "abc123defg.execute-api.us-east-1.amazonaws.com")];
        Evidence {
            url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets".into()),
            method: Some("GET".into()),
            status: Some(status),
            request_headers: host.iter().chain(headers).copied().collect(),
            started: Some("2026-01-01T00:00:00Z".into()),
            ..Evidence::default()
        }
    }

    fn shown(good: &[(&str, &str)], bad: &[(&str, &str)]) -> El {
        let evidence = Evidence {
            neighbours: vec![call(200, good)],
            ..call(403, bad)
        };
        crate::parts::report(&diagnose(&evidence, Lang::En), ViewOptions::default())
    }

    #[test]
    fn what_is_missing_now_stands_beside_what_worked() {
        let tree = shown(&[("x-api-key", "abcdefghij0123456789")], &[]);
        let change = tree.with("data-what", "request.headers.x-api-key").unwrap();
        assert_eq!(
            change.with("data-side", "then").unwrap().words(),
            "worked ***6789"
        );
        assert_eq!(
            change.with("data-side", "now").unwrap().words(),
            "failed none"
        );
    }

    #[test]
    fn where_nothing_differs_the_report_says_so() {
        let part = shown(&[], &[])
            .with("data-part", "changes")
            .unwrap()
            .words();
        assert!(part.contains("Nothing that was captured differs"), "{part}");
    }

    #[test]
    fn without_a_call_that_worked_nothing_is_compared() {
        let tree =
            crate::parts::report(&diagnose(&call(403, &[]), Lang::En), ViewOptions::default());
        assert!(tree.with("data-part", "changes").is_none());
    }
}
