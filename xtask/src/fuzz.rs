//! `cargo xtask fuzz [READER] [SECONDS]`: what a fuzzer makes up, put into the readers of outside
//! text.
//!
//! A fuzzer begins with everything that we keep (`tests/src/seeds.rs` says what) and goes on from
//! there in `target/fuzz/corpus`, which the next run takes up again.

use std::ffi::OsString;
use std::fs;

use crate::failure::{Doing, Failure, Result};
use crate::project::Project;

const TARGETS: &str = "fuzz/fuzz_targets";
/// How long each reader is fuzzed where nothing is said.
const SECONDS: u32 = 60;
/// Slower than this is a finding: inputs are small.
const SLOW: &str = "-timeout=20";
const LONGEST: &str = "-max_len=16384";

/// Fuzzes one reader, or each in turn.
pub(crate) fn run(project: &Project, args: &[OsString]) -> Result {
    let known = readers(project)?;
    let mut only = None;
    let mut seconds = SECONDS;
    for arg in args {
        let arg = arg.to_string_lossy();
        if let Ok(number) = arg.parse() {
            seconds = number;
        } else if known.contains(&arg.to_string()) {
            only = Some(arg.to_string());
        } else {
            let what = format!("there is no reader {arg}: {}", known.join(", "));
            return Err(Failure::new(what).mend("cargo xtask fuzz [READER] [SECONDS]"));
        }
    }
    if project.find("cargo-fuzz").is_none() {
        let missing = Failure::new("cargo-fuzz is not installed");
        return Err(missing.mend("cargo install cargo-fuzz --locked"));
    }
    for reader in &known {
        if only.as_ref().is_none_or(|only| only == reader) {
            fuzz(project, reader, seconds)?;
        }
    }
    Ok(())
}

fn readers(project: &Project) -> Result<Vec<String>> {
    let folder = project.path(TARGETS);
    let entries = fs::read_dir(&folder).doing(|| format!("cannot read {TARGETS}"))?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            Some(name.strip_suffix(".rs")?.to_owned())
        })
        .collect();
    names.sort();
    Ok(names)
}

fn fuzz(project: &Project, reader: &str, seconds: u32) -> Result {
    println!("\n== {reader}");
    let folder = project.target.join("fuzz");
    let corpus = folder.join("corpus");
    let found = folder.join("found").join(reader);
    fs::create_dir_all(&found).doing(|| format!("cannot make {}", found.display()))?;
    let write = [
        "run",
        "--quiet",
        "-p",
        "gatewhy-tests",
        "--bin",
        "corpus",
        "--",
    ];
    let writer = project.run("cargo").args(write);
    writer.arg(&corpus).arg(reader).stream()?;
    project
        .run("cargo")
        // The coverage that a fuzzer steers by is an unstable option of the compiler.
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["fuzz", "run", "--fuzz-dir", "fuzz", "--sanitizer", "none"])
        .arg("--target-dir")
        .arg(folder.join("build"))
        .arg(reader)
        .arg(corpus.join(reader))
        .args(["--", SLOW, LONGEST, "-print_final_stats=1"])
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", found.display()))
        .stream()
        .map_err(|failure| {
            failure.mend(format!(
                "move the input from {} to tests/fuzz-found/{reader}/, mend what it shows, and run cargo test -p gatewhy-tests --test fuzzed",
                found.display()
            ))
        })
}
