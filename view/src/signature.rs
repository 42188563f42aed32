//! What a request's AWS signature shows: the line that the client signed above the one that the
//! server read, and what else is wrong with it.

use gatewhy_core::Report;
use gatewhy_core::Text;
use gatewhy_core::render::{Apart, apart, untold};
use gatewhy_core::report::{EvidenceItem, Finding, SignatureDiff};

use crate::dom::{El, el};
use crate::parts::Frame;
use crate::{evidence, words};

/// The section; `None` where the evidence has told all of it.
pub(crate) fn signature(report: &Report, told: &[EvidenceItem], frame: Frame) -> Option<El> {
    let signature = report.signature.as_ref()?;
    let mut findings = untold(signature, told).peekable();
    if signature.diff.is_none() && findings.peek().is_none() {
        return None;
    }
    let mut section = frame.section("signature", words::SIGNATURE);
    if let Some(diff) = &signature.diff {
        let says = findings.next_if(|finding| finding.says == diff.says);
        section = section
            .maybe(says.map(|finding| el("p").text(&finding.says)))
            .child(lines(diff, frame));
    }
    let items: Vec<El> = findings.map(|finding| item(finding, frame)).collect();
    let list = (!items.is_empty()).then(|| el("ul").class("gw-because").children(items));
    Some(section.maybe(list))
}

/// Two lines of the same columns, what differs in them marked.
fn lines(diff: &SignatureDiff, frame: Frame) -> El {
    let Apart {
        before,
        sent,
        read,
        behind,
    } = apart(diff);
    let line = |side: &'static str, label: Text, own: &str| {
        let mark = (!own.is_empty()).then(|| el("mark").text(own));
        el("div")
            .set("data-side", side)
            .child(el("span").class("gw-side").text(frame.say(label)))
            .text(" ")
            .child(
                el("code")
                    .set("dir", "ltr")
                    .set("translate", "no")
                    .text(&before)
                    .maybe(mark)
                    .text(&behind),
            )
    };
    el("div")
        .class("gw-diff")
        .set("data-diff", "")
        .child(line("sent", words::SENT, &sent))
        .child(line("read", words::READ, &read))
}

fn item(finding: &Finding, frame: Frame) -> El {
    el("li")
        .child(el("span").text(&finding.says))
        .child(evidence::source(&finding.quote, &finding.place, frame))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ViewOptions;
    use gatewhy_core::{Evidence, Lang, diagnose};

    fn refused(host: &str) -> Evidence {
        Evidence {
            url: Some("https://api.example.com/pets".into()),
            method: Some("GET".into()),
            status: Some(403),
            request_headers: [
                ("host", "api.example.com"),
                ("x-amz-date", "20240115T103000Z"),
                ("authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20240115/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=42b165d3d5a1059059f88b1bbefe93862efd6f190eaeb185f098aefc362c6699"),
            ]
            .into_iter()
            .collect(),
            body: Some(format!("{{\"message\":\"The request signature we calculated does not match the signature you provided.\\n\\nThe Canonical String for this request should have been\\n'GET\\n/pets\\n\\nhost:{host}\\nx-amz-date:20240115T103000Z\\n\\nhost;x-amz-date\\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'\\n\\nThe String-to-Sign should have been\\n'AWS4-HMAC-SHA256\\n20240115T103000Z\\n20240115/us-east-1/execute-api/aws4_request\\n0'\\n\"}}")),
            ..Evidence::default()
        }
    }

    #[test]
    fn both_lines_are_there_and_what_differs_is_marked() {
        for (lang, label) in [(Lang::En, "sent"), (Lang::Ja, "送信")] {
            let report = diagnose(&refused("<img src=x>.example.com"), lang);
            let options = ViewOptions {
                lang,
                ..ViewOptions::default()
            };
            let tree = crate::parts::report(&report, options);
            // What looks blanked out is not compared.
            assert!(tree.with("data-part", "signature").is_none());
            let report = diagnose(&refused("abc.example.com"), lang);
            let tree = crate::parts::report(&report, options);
            let section = tree.with("data-part", "signature").unwrap();
            let sent = section.with("data-side", "sent").unwrap();
            assert_eq!(sent.words(), format!("{label} host:api.example.com"));
            let marked: Vec<String> = section
                .all()
                .into_iter()
                .filter(|el| el.tag() == "mark")
                .map(El::words)
                .collect();
            assert_eq!(marked, ["pi", "bc"]);
        }
    }
}
