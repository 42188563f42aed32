//! What happened to a call that its page saw as a CORS error, told as one story.

use gatewhy_core::Report;
use gatewhy_core::render::words::LET_READ;
use gatewhy_core::report::NoteKind;
use gatewhy_core::rule::Actor;

use crate::dom::{El, el};
use crate::parts::Frame;
use crate::{evidence, fixes, words};

pub(crate) fn cors(report: &Report, frame: Frame) -> Option<El> {
    let cors = report.cors.as_ref()?;
    let steps = cors.steps_beside(&report.notes).map(|step| {
        let (sign, word) = if step.ok {
            ("✓", words::WENT_WELL)
        } else {
            ("✕", words::WENT_WRONG)
        };
        let source =
            (!step.quote.is_empty()).then(|| evidence::source(&step.quote, &step.place, frame));
        el("li")
            .set("data-step", step.part.id())
            .set("data-ok", step.ok.to_string())
            .child(
                el("span")
                    .class("gw-sign")
                    .set("role", "img")
                    .set("aria-label", frame.say(word))
                    .text(sign),
            )
            .child(el("div").child(el("span").text(&step.says)).maybe(source))
    });
    let note = report
        .notes
        .iter()
        .find(|note| note.kind == NoteKind::CorsMasked);
    let mend = fixes::group(&cors.fixes, Actor::Owner, "cors", frame).map(|group| {
        el("details")
            .child(el("summary").text(frame.say(LET_READ)))
            .child(group)
    });
    let told = el("div").class("gw-cors").set("data-part", "cors");
    let told = match note {
        Some(note) => told.set("data-kind", note.kind.id()),
        None => told,
    };
    Some(
        told.child(
            frame
                .heading(1)
                .text(frame.say(words::note(NoteKind::CorsMasked))),
        )
        .child(el("ol").children(steps))
        .maybe(note.map(|note| el("p").text(&note.text)))
        .maybe(mend),
    )
}

#[cfg(test)]
mod tests {
    use crate::{El, ViewOptions};
    use gatewhy_core::{Evidence, Lang, diagnose};

    fn shown(evidence: &Evidence) -> El {
        crate::parts::report(&diagnose(evidence, Lang::En), ViewOptions::default())
    }

    fn steps(tree: &El) -> Vec<(&str, &str)> {
        tree.all()
            .into_iter()
            .filter_map(|el| Some((el.get("data-step")?, el.get("data-ok")?)))
            .collect()
    }

    fn call(method: &str, status: Option<u16>) -> Evidence {
        Evidence {
            url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets".into()),
            method: Some(method.into()),
            status,
            request_headers: [
                ("origin", "https://app.example.com"),
                ("user-agent", "x"),
                ("access-control-request-method", "PUT"),
            ]
            .into_iter()
            .filter(|(name, _)| method == "OPTIONS" || !name.starts_with("access"))
            .collect(),
            response_headers: [
                ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
                ("x-amzn-errortype", "MissingAuthenticationTokenException"),
                ("x-amz-apigw-id", "a="),
            ]
            .into_iter()
            .filter(|_| status == Some(403))
            .collect(),
            net_error: (status != Some(200)).then(|| "net::ERR_FAILED".into()),
            ..Evidence::default()
        }
    }

    #[test]
    fn a_masked_refusal_tells_the_real_answer_and_what_would_unmask_it() {
        let mut preflight = call("OPTIONS", Some(200));
        preflight.response_headers = [
            ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
            ("access-control-allow-origin", "*"),
            ("access-control-allow-methods", "PUT"),
        ]
        .into_iter()
        .collect();
        let mut refused = call("PUT", Some(403));
        refused.neighbours.push(preflight);
        let tree = shown(&refused);
        assert_eq!(steps(&tree), [("preflight", "true"), ("answer", "false")]);
        let told = tree.with("data-part", "cors").expect("the story");
        assert_eq!(told.get("data-kind"), Some("cors-masked"));
        let words = told.words();
        for part in [
            "403",
            "put-gateway-response",
            "AWS::ApiGateway::GatewayResponse",
            "aws_api_gateway_gateway_response",
            "abc123defg",
            "us-east-1",
            "https://app.example.com",
        ] {
            assert!(words.contains(part), "{part}");
        }
    }

    #[test]
    fn a_request_that_its_preflight_held_back_was_never_sent() {
        let mut held_back = call("PUT", None);
        held_back.neighbours.push(call("OPTIONS", Some(403)));
        for tree in [shown(&held_back), shown(&call("OPTIONS", Some(403)))] {
            assert_eq!(
                steps(&tree),
                [
                    ("preflight", "false"),
                    ("request", "false"),
                    ("page", "false")
                ]
            );
        }
    }

    #[test]
    fn what_a_page_may_read_has_no_such_story() {
        let mut readable = call("GET", Some(403));
        readable.net_error = None;
        readable
            .response_headers
            .push("access-control-allow-origin", "*");
        assert!(shown(&readable).with("data-part", "cors").is_none());
    }
}
