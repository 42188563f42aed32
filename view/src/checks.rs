//! How to make sure, and what else it could be.

use gatewhy_core::Text;
use gatewhy_core::render::words::labelled;
use gatewhy_core::report::{CheckReport, Diagnosis};

use crate::dom::{El, el};
use crate::parts::{Frame, percent};
use crate::snippet::snippet;
use crate::{evidence, fixes, words};

pub(crate) fn checks(of: &Diagnosis, frame: Frame) -> Option<El> {
    if of.checks.is_empty() {
        return None;
    }
    let items = of.checks.iter().map(|check| check_item(check, frame));
    Some(
        frame
            .section("checks", words::CHECKS)
            .child(el("ol").class("gw-checks").children(items)),
    )
}

fn check_item(check: &CheckReport, frame: Frame) -> El {
    let outcome = |label: Text, text: &str, id: &'static str| {
        (!text.is_empty()).then(|| {
            el("li")
                .set("data-outcome", id)
                .child(el("span").class("gw-outcome").text(frame.say(label)))
                .child(el("span").text(text))
        })
    };
    el("li")
        .child(el("p").class("gw-step").text(&check.title))
        .maybe((!check.command.is_empty()).then(|| snippet(&check.command, &[], frame)))
        .child(
            el("ul")
                .class("gw-outcomes")
                .maybe(outcome(words::IF_SO, &check.if_so, "so"))
                .maybe(outcome(words::IF_NOT, &check.if_not, "not")),
        )
}

/// Other causes, under what they have in common.
pub(crate) fn rivals(
    part: &'static str,
    heading: Text,
    others: &[Diagnosis],
    frame: Frame,
) -> Option<El> {
    if others.is_empty() {
        return None;
    }
    let items = others.iter().map(|other| {
        el("details")
            .class("gw-rival")
            .set("data-cause", other.cause)
            .child(
                el("summary")
                    .child(el("span").class("gw-rival-title").text(&other.title))
                    .text(" ")
                    .child(
                        el("span")
                            .class("gw-quiet")
                            .text(format!("{}%", percent(other.confidence))),
                    )
                    .maybe(other.checks.first().map(|check| {
                        el("span").class("gw-rival-check").text(labelled(
                            words::TOLD_APART,
                            &check.title,
                            frame.lang,
                        ))
                    })),
            )
            .child(el("p").class("gw-why").text(&other.why))
            .child(evidence::list(&other.evidence, frame))
            .maybe(other.checks.first().map(|check| {
                el("div")
                    .class("gw-apart")
                    .child(frame.heading(2).text(frame.say(words::TOLD_APART)))
                    .child(el("ul").class("gw-checks").child(check_item(check, frame)))
            }))
            .maybe(fixes::first(other, frame))
    });
    Some(frame.section(part, heading).children(items))
}
