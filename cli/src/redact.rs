//! `gatewhy redact`: the same input, secrets masked.

use gatewhy_core::render::visible_lines;
use gatewhy_core::{Lang, intake, redact};

use crate::Outcome;
use crate::args::Redact;
use crate::error::Error;
use crate::input::Source;
use crate::output::{self, Output};

pub(crate) fn run(options: &Redact, lang: Lang, output: &mut Output) -> Result<Outcome, Error> {
    for source in Source::of(options.file.as_slice())? {
        let bytes = source.bytes()?;
        let (text, remark) = intake::decode(&bytes).map_err(|why| source.refused(&why))?;
        if let Some(remark) = remark {
            let remark = remark.text(lang);
            output::remark(&format!("{}: {remark}", source.name()), lang);
        }
        let kind = options.kind.map(Into::into);
        let masked = redact::input(&text, kind, options.keep_account_ids);
        if output.is_terminal() {
            // What steers a terminal is spelled out; a file gets the bytes as they are.
            output.text(&visible_lines(&masked))?;
        } else {
            output.text(&masked)?;
        }
    }
    Ok(Outcome::Fine)
}
