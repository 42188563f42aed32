//! The tokens of a call: what is wrong with them, and the claims that an authorizer judges.

use gatewhy_core::Report;
use gatewhy_core::render::{untold_of_token, visible, words as said};
use gatewhy_core::report::{ClaimReport, TokenReport};

use crate::changes::moment;
use crate::dom::{El, el};
use crate::evidence::source;
use crate::parts::Frame;

/// A section for each token; what the evidence has told is left out.
pub(crate) fn tokens(report: &Report, frame: Frame) -> Vec<El> {
    let sections = report.tokens.iter();
    sections
        .filter_map(|token| section(token, report, frame))
        .collect()
}

fn section(token: &TokenReport, report: &Report, frame: Frame) -> Option<El> {
    let findings = untold_of_token(token, report.diagnoses.first());
    if findings.is_empty() && token.claims.is_empty() {
        return None;
    }
    let items: Vec<El> = findings
        .into_iter()
        .map(|finding| {
            el("li").child(el("span").text(&finding.says)).child(source(
                &finding.quote,
                &finding.place,
                frame,
            ))
        })
        .collect();
    let claims: Vec<El> = token.claims.iter().flat_map(claim).collect();
    Some(
        frame
            .section("token", said::TOKEN)
            .maybe((!items.is_empty()).then(|| el("ul").class("gw-because").children(items)))
            .maybe((!claims.is_empty()).then(|| el("dl").class("gw-claims").children(claims))),
    )
}

fn claim(claim: &ClaimReport) -> [El; 2] {
    let value = el("code")
        .class("gw-quote")
        .set("dir", "ltr")
        .set("translate", "no")
        .text(visible(&claim.value));
    let reads = claim.reads.as_deref().map(moment);
    [
        el("dt").child(el("code").text(claim.name)),
        el("dd").class("gw-source").child(value).maybe(reads),
    ]
}

#[cfg(test)]
mod tests {
    use crate::{El, ViewOptions};
    use gatewhy_core::{Evidence, Lang, diagnose};

    /// {"sub":"u1","iss":"<b>","exp":1760260447}
    const TOKEN: &str =
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1MSIsImlzcyI6IjxiPiIsImV4cCI6MTc2MDI2MDQ0N30.c2ln";

    fn shown(value: &str) -> El {
        let evidence = Evidence {
            status: Some(401),
            request_headers: [("host", "h.example.com"), ("authorization", value)]
                .into_iter()
                .collect(),
            body: Some("{\"message\":\"Unauthorized\"}".into()),
            ..Evidence::default()
        };
        crate::parts::report(&diagnose(&evidence, Lang::En), ViewOptions::default())
    }

    #[test]
    fn a_claim_is_text_and_its_moment_can_be_read() {
        let tree = shown(&format!("Bearer {TOKEN}"));
        let part = tree.with("data-part", "token").unwrap();
        assert!(part.words().contains("<b>") && !part.words().contains("u1"));
        let time = part.with("datetime", "2025-10-12T09:14:07Z").unwrap();
        assert_eq!(time.tag(), "time");
    }

    #[test]
    fn without_a_token_no_section_is_shown() {
        assert!(shown("").with("data-part", "token").is_none());
    }
}
