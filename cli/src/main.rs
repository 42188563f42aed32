//! The `gatewhy` command: why API Gateway said no, from a HAR, a transcript or an evidence JSON.
//!
//! Exit status: 0 nothing failed, 1 at least one failing exchange was diagnosed, 2 the input or the
//! call was wrong, which standard error tells with its remedy.

mod args;
mod causes;
mod diagnose;
mod error;
mod explain;
mod input;
mod lang;
mod output;
mod redact;

use std::env;
use std::process::ExitCode;

use args::Command;
use output::Output;

/// How a run ended that reached its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing failed.
    Fine,
    /// At least one failing exchange was diagnosed.
    Diagnosed,
    /// Some input could not be read; standard error has said so.
    InputRefused,
}

fn main() -> ExitCode {
    let words: Vec<_> = env::args_os().collect();
    let lang = lang::of(&words, |name| env::var(name).ok());
    let options = match args::read(words, lang) {
        Ok(options) => options,
        Err(message) => return message.print(),
    };
    let mut output = Output::new(options.colour);
    let done = match options.command {
        Command::Diagnose(diagnose) => diagnose::run(&diagnose, lang, &mut output),
        Command::Explain { cause, markdown } => explain::run(&cause, markdown, lang, &mut output),
        Command::Redact(redact) => redact::run(&redact, lang, &mut output),
        Command::Causes { json } => causes::run(json, lang, &mut output),
        Command::Completions(shell) => output.bytes(&args::completions(shell)),
        Command::Man(of) => args::man(of.as_deref(), lang).and_then(|page| output.bytes(&page)),
    };
    match done.and_then(|outcome| output.flush().map(|()| outcome)) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Diagnosed) => ExitCode::from(1),
        Ok(Outcome::InputRefused) => ExitCode::from(2),
        // Whoever reads on has enough: `gatewhy … | head` is no error.
        Err(error) if error.is_broken_pipe() => ExitCode::from(u8::from(error.had_diagnosed())),
        Err(error) => {
            output::complain(&error, lang);
            ExitCode::from(2)
        }
    }
}
