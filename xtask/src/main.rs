//! The project's own commands, called as `cargo xtask <command>`.

mod failure;
mod project;
mod run;
mod setup;
mod wasm;

use std::process::ExitCode;

use failure::Result;
use project::Project;

fn main() -> ExitCode {
    match call() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn call() -> Result {
    let project = Project::open()?;
    setup::run(&project)
}
