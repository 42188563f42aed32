//! `gatewhy causes`: the catalogue as a list.

use gatewhy_core::rule::{Family, Rule};
use gatewhy_core::{Lang, catalogue, render};

use crate::Outcome;
use crate::error::Error;
use crate::output::{self, Output};

/// One entry of `causes --format json`, a public contract.
#[derive(serde::Serialize)]
struct Cause {
    cause: &'static str,
    family: Family,
    title: String,
    statuses: &'static [u16],
}

pub(crate) fn run(json: bool, lang: Lang, output: &mut Output) -> Result<Outcome, Error> {
    if json {
        let causes: Vec<Cause> = catalogue::rules()
            .iter()
            .map(|rule| cause(rule, lang))
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

fn cause(rule: &Rule, lang: Lang) -> Cause {
    Cause {
        cause: rule.id,
        family: rule.family,
        title: render::title(rule, lang),
        statuses: rule.statuses,
    }
}
