//! The project's own commands, called as `cargo xtask <command>`.

mod build;
mod checks;
mod demo;
mod dist;
mod failure;
mod fuzz;
mod generate;
mod locks;
mod pack;
mod package;
mod project;
mod run;
mod setup;
mod site;
mod size;
mod snippets;
mod steps;
mod wasm;
mod zip;

use std::ffi::OsString;
use std::process::ExitCode;

use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt as _;

use build::Mode;
use checks::Before;
use failure::{Failure, Result};
use project::Project;

const HELP: &str = "\
The project's own commands.

Usage: cargo xtask <command>

  setup [--build]  install what build and tests need and this machine lacks, or the build alone
  build [--dev]    build dist/extension and dist/www; --dev is quicker, and bigger
  dist             build, and pack what the stores of Chrome and Firefox take
  rebuild          build the add-on from its source archive elsewhere, and compare the bytes
  shots [--docs]   write the stores' pictures and a reviewer's to target/shots
  demo [ARG...]    set up, build, and show gatewhy on a page that fails in a dozen ways
  test [CHECK...]  set up, then run every check that CI runs, or only those named
  ready [CHECK...] the same without installing anything
  gen [--check]    write the files that are made from the code; --check only compares
  score [ARG...]   tell how good the ranking is on failures that people reported
  fuzz [READER] [SECONDS] put what a fuzzer makes up into the readers of outside text
  site [--base URL] write dist/site, the catalogue with the widget, for a server at URL
  size             tell what a browser has to load, and fail when that is over budget
";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
enum Call {
    Help,
    Setup { build: bool },
    Build { dev: bool },
    Dist,
    Rebuild,
    Shots { args: Vec<OsString> },
    Demo { args: Vec<OsString> },
    Test { only: Vec<String> },
    Ready { only: Vec<String> },
    Gen { check: bool },
    Score { args: Vec<OsString> },
    Fuzz { args: Vec<OsString> },
    Site { base: String },
    Size,
}

fn main() -> ExitCode {
    match parse(lexopt::Parser::from_env()).and_then(call) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn call(call: Call) -> Result {
    if call == Call::Help {
        print!("{HELP}");
        return Ok(());
    }
    let project = Project::open()?;
    match call {
        Call::Help => Ok(()),
        Call::Setup { build: true } => setup::for_build(&project),
        Call::Setup { build: false } => setup::run(&project),
        Call::Build { dev: true } => build::run(&project, Mode::Dev),
        Call::Build { dev: false } => build::run(&project, Mode::Ship),
        Call::Dist => pack::run(&project),
        Call::Rebuild => pack::rebuild(&project),
        Call::Shots { args } => demo::shots(&project, &args),
        Call::Demo { args } => demo::run(&project, &args),
        Call::Test { only } => checks::run(&project, Before::Install, &only),
        Call::Ready { only } => checks::run(&project, Before::Look, &only),
        Call::Gen { check } => generate::run(&project, check),
        Call::Score { args } => score(&project, &args),
        Call::Fuzz { args } => fuzz::run(&project, &args),
        Call::Site { base } => site::run(&project, &base),
        Call::Size => size::check(&project),
    }
}

/// Ranks the reported failures and prints how often the ranking was right.
fn score(project: &Project, args: &[OsString]) -> Result {
    let scorer = [
        "run",
        "--quiet",
        "-p",
        "gatewhy-tests",
        "--bin",
        "score",
        "--",
    ];
    project.run("cargo").args(scorer).args(args).stream()
}

fn parse(mut args: lexopt::Parser) -> Result<Call> {
    read(&mut args).map_err(|error| Failure::new(error.to_string()).mend("cargo xtask --help"))
}

fn read(args: &mut lexopt::Parser) -> std::result::Result<Call, lexopt::Error> {
    let command = match args.next()? {
        Some(Value(command)) => command,
        None | Some(Short('h') | Long("help")) => return Ok(Call::Help),
        Some(other) => return Err(other.unexpected()),
    };
    if command == "demo" {
        // They are the script's, its options included.
        let args = args.raw_args()?.collect();
        return Ok(Call::Demo { args });
    }
    if command == "shots" {
        let args = args.raw_args()?.collect();
        return Ok(Call::Shots { args });
    }
    if command == "score" {
        let args = args.raw_args()?.collect();
        return Ok(Call::Score { args });
    }
    if command == "fuzz" {
        let args = args.raw_args()?.collect();
        return Ok(Call::Fuzz { args });
    }
    let mut dev = false;
    let mut build = false;
    let mut check = false;
    let mut base = site::BASE.to_owned();
    let mut only = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Long("dev") if command == "build" => dev = true,
            Long("build") if command == "setup" => build = true,
            Long("check") if command == "gen" => check = true,
            Long("base") if command == "site" => base = args.value()?.string()?,
            Short('h') | Long("help") => return Ok(Call::Help),
            Value(name) if command == "test" || command == "ready" => {
                only.push(name.to_string_lossy().into_owned());
            }
            other => return Err(other.unexpected()),
        }
    }
    match command.to_string_lossy().as_ref() {
        "help" => Ok(Call::Help),
        "setup" => Ok(Call::Setup { build }),
        "build" => Ok(Call::Build { dev }),
        "dist" => Ok(Call::Dist),
        "rebuild" => Ok(Call::Rebuild),
        "test" => Ok(Call::Test { only }),
        "ready" => Ok(Call::Ready { only }),
        "gen" => Ok(Call::Gen { check }),
        "site" => Ok(Call::Site { base }),
        "size" => Ok(Call::Size),
        other => Err(format!("there is no command {other}").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Call> {
        parse(lexopt::Parser::from_args(args))
    }

    #[test]
    fn each_command_takes_its_own_options() {
        assert_eq!(
            parsed(&["build", "--dev"]).expect("it reads"),
            Call::Build { dev: true }
        );
        assert_eq!(
            parsed(&["gen", "--check"]).expect("it reads"),
            Call::Gen { check: true }
        );
        assert_eq!(
            parsed(&["setup", "--build"]).expect("it reads"),
            Call::Setup { build: true }
        );
        assert!(parsed(&["setup", "--dev"]).is_err());
        assert!(parsed(&["size", "fmt"]).is_err());
    }

    #[test]
    fn checks_are_chosen_by_name() {
        let only = vec!["fmt".to_owned(), "locks".to_owned()];
        assert_eq!(
            parsed(&["ready", "fmt", "locks"]).expect("it reads"),
            Call::Ready { only }
        );
    }

    #[test]
    fn what_follows_demo_is_the_script_s() {
        let args = vec!["--lang".into(), "ja".into()];
        assert_eq!(
            parsed(&["demo", "--lang", "ja"]).expect("it reads"),
            Call::Demo { args }
        );
    }

    #[test]
    fn a_command_that_is_not_there_points_to_the_help() {
        let failure = parsed(&["tset"]).expect_err("there is no such command");
        assert!(
            failure.to_string().contains("cargo xtask --help"),
            "{failure}"
        );
        assert_eq!(parsed(&[]).expect("it reads"), Call::Help);
    }
}
