//! `gatewhy causes`: the catalogue as a list.

use gatewhy_core::rule::{Family, Rule};
use gatewhy_core::{Lang, catalogue, render};

use crate::Outcome;
use crate::error::Error;
use crate::output::{self, Output};

/// One entry of `causes --format json`, a public contract.
#[derive(serde::Serialize)]
struct Entry {
    #[serde(rename = "cause")]
    id: &'static str,
    family: Family,
    title: String,
    statuses: &'static [u16],
}

pub(crate) fn run(json: bool, lang: Lang, output: &mut Output) -> Result<Outcome, Error> {
    if json {
        let causes: Vec<Entry> = catalogue::rules()
            .iter()
            .map(|rule| entry(rule, lang))
            .collect();
        output.text(&output::json(&causes, true)?)?;
        output.text("\n")?;
    } else {
        output.lines(&render::catalogue(
            catalogue::rules(),
            lang,
            output.columns(),
        ))?;
    }
    Ok(Outcome::Fine)
}

fn entry(rule: &Rule, lang: Lang) -> Entry {
    Entry {
        id: rule.id,
        family: rule.family,
        title: render::title(rule, lang),
        statuses: rule.statuses,
    }
}
