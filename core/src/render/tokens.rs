//! The tokens of a call: what is wrong with them, and the claims that an authorizer judges.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::columns::{Role, Sheet};
use super::page::{Page, cell, code, prose};
use super::{visible, words};
use crate::report::{Diagnosis, Report, TokenFinding, TokenReport};

/// What is wrong with a token beside what the leading diagnosis tells as its evidence.
pub fn untold<'a>(token: &'a TokenReport, leading: Option<&Diagnosis>) -> Vec<&'a TokenFinding> {
    let told = |finding: &TokenFinding| {
        leading.is_some_and(|leading| {
            leading.evidence.iter().any(|item| {
                let same_bytes = !item.quote.is_empty() && item.quote == finding.quote;
                item.says == finding.says || (same_bytes && item.place == finding.place)
            })
        })
    };
    let findings = token.findings.iter();
    findings.filter(|finding| !told(finding)).collect()
}

pub(super) fn lines(sheet: &mut Sheet, report: &Report) {
    let lang = report.lang;
    for token in &report.tokens {
        let findings = untold(token, report.diagnoses.first());
        if findings.is_empty() && token.claims.is_empty() {
            continue;
        }
        sheet.gap();
        sheet.flow(0, 0, &[(Role::Heading, words::TOKEN.get(lang))]);
        for finding in findings {
            sheet.flow(2, 4, &[(Role::Plain, "• "), (Role::Plain, &finding.says)]);
            if !finding.quote.is_empty() {
                sheet.flow(4, 4, &[(Role::Quote, &finding.quote)]);
            }
        }
        let room = token.claims.iter().map(|claim| claim.name.len()).max();
        for claim in &token.claims {
            let room = room.unwrap_or_default() + 2;
            let name = format!("{:room$}", claim.name);
            let reads = claim.reads.as_deref().map(|reads| format!("  {reads}"));
            let spans = [
                (Role::Muted, &*name),
                (Role::Quote, &*claim.value),
                (Role::Muted, reads.as_deref().unwrap_or("")),
            ];
            sheet.flow(2, 2 + room, &spans);
        }
    }
}

pub(super) fn markdown(page: &mut Page, report: &Report) {
    let lang = report.lang;
    for token in &report.tokens {
        let findings = untold(token, report.diagnoses.first());
        if findings.is_empty() && token.claims.is_empty() {
            continue;
        }
        page.heading(4, words::TOKEN.get(lang));
        page.paragraph(&words::place(&token.place, lang));
        let findings: Vec<String> = findings
            .into_iter()
            .map(|finding| match visible(&finding.quote) {
                quote if quote.is_empty() => prose(&finding.says),
                quote => format!(
                    "{}{}{}",
                    prose(&finding.says),
                    words::colon(lang),
                    code(&quote)
                ),
            })
            .collect();
        if !findings.is_empty() {
            page.bullets(&findings);
        }
        let rows: Vec<String> = token
            .claims
            .iter()
            .map(|claim| {
                let reads = claim.reads.as_deref().unwrap_or("");
                format!("| `{}` | {} | {reads} |", claim.name, cell(&claim.value))
            })
            .collect();
        if !rows.is_empty() {
            page.block(&format!("| | | |\n|---|---|---|\n{}", rows.join("\n")));
        }
    }
}
