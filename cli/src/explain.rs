//! `gatewhy explain CAUSE`: a cause's page, offline.

use gatewhy_core::{Lang, catalogue, render};

use crate::Outcome;
use crate::error::Error;
use crate::output::Output;

pub(crate) fn run(
    id: &str,
    markdown: bool,
    lang: Lang,
    output: &mut Output,
) -> Result<Outcome, Error> {
    let id = id.trim();
    let rule = catalogue::rule(&id.to_ascii_lowercase())
        .ok_or_else(|| Error::unknown_cause(id, near(id)))?;
    if markdown {
        output.text(&render::page(rule, lang))?;
    } else {
        output.lines(&render::explain(rule, lang, output.columns()))?;
    }
    Ok(Outcome::Fine)
}

/// The ids that the caller may have meant, best first.
fn near(id: &str) -> Vec<&'static str> {
    const ENOUGH: f64 = 0.75;
    const MOST: usize = 3;
    let wanted = id.to_ascii_lowercase().replace(['_', ' '], "-");
    let mut near: Vec<(f64, &'static str)> = catalogue::rules()
        .iter()
        .map(|rule| {
            // Whoever types a part of an id means it.
            let part = wanted.len() >= 3 && rule.id.contains(&wanted);
            (
                if part {
                    1.0
                } else {
                    strsim::jaro_winkler(&wanted, rule.id)
                },
                rule.id,
            )
        })
        .filter(|(likeness, _)| *likeness >= ENOUGH)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().take(MOST).map(|(_, id)| id).collect()
}
