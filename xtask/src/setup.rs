//! `cargo xtask setup`: installs what a fresh machine lacks, and nothing else.
//!
//! Each step says what makes it needless. Those that are needed run in lanes side by side: what
//! Debian installs mostly waits for the disk, and what cargo compiles keeps the cores busy.

mod browsers;
mod crates;
mod debian;
mod npm;
mod python;
mod wasm_library;

use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};
use crate::project::Project;

/// The longest any one command of set-up may take.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// One thing that must be there.
struct Step {
    name: &'static str,
    why: &'static str,
    /// What was found, when there is nothing to do.
    found: fn(&Project) -> Result<Option<String>>,
    /// Installs it.
    install: fn(&Project, &'static str) -> Result,
}

/// Steps of one lane run one after the other; lanes run at the same time.
static LANES: &[&[Step]] = &[
    &[wasm_library::STEP, wasm_library::BARE_STEP, browsers::STEP],
    &[
        crates::WASM_BINDGEN,
        crates::GECKODRIVER,
        crates::CARGO_DENY,
        crates::WASM_PACK,
    ],
    &[npm::STEP],
    &[python::STEP],
];

/// What a build needs: nothing of it wants root, or browsers.
static FOR_BUILD: &[&[Step]] = &[&[wasm_library::STEP], &[crates::WASM_BINDGEN], &[npm::STEP]];

/// Installs what is missing and tells what was there.
pub(crate) fn run(project: &Project) -> Result {
    println!("setup: what the build and the tests need");
    install(project, LANES)
}

/// The same of what `cargo xtask build` and `dist` need.
pub(crate) fn for_build(project: &Project) -> Result {
    println!("setup: what the build needs");
    install(project, FOR_BUILD)
}

fn install(project: &Project, wanted: &[&'static [Step]]) -> Result {
    let start = Instant::now();
    let mut lanes = Vec::new();
    for lane in wanted {
        let missing = missing_of(lane, project, true)?;
        if !missing.is_empty() {
            lanes.push(missing);
        }
    }
    for step in lanes.iter().flatten() {
        println!("  missing  {:<22} {}", step.name, step.why);
    }
    let outcomes: Vec<Result> = thread::scope(|scope| {
        let running: Vec<_> = lanes
            .iter()
            .map(|lane| scope.spawn(move || walk(lane, project)))
            .collect();
        running
            .into_iter()
            .map(|lane| {
                lane.join()
                    .unwrap_or_else(|_| Err(Failure::new("a step of set-up panicked")))
            })
            .collect()
    });
    let failures: Vec<String> = outcomes
        .into_iter()
        .filter_map(Result::err)
        .map(|failure| failure.to_string())
        .collect();
    if !failures.is_empty() {
        return Err(Failure::new(failures.join("\n")).mend("cargo xtask setup"));
    }
    println!("setup: ready after {:.1} s", start.elapsed().as_secs_f32());
    Ok(())
}

/// Fails when something is missing, and installs nothing.
pub(crate) fn check(project: &Project) -> Result {
    let mut names = Vec::new();
    for lane in LANES {
        names.extend(
            missing_of(lane, project, false)?
                .iter()
                .map(|step| step.name),
        );
    }
    if names.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("missing: {}", names.join(", "))).mend("cargo xtask setup"))
}

fn missing_of<'a>(lane: &'a [Step], project: &Project, tell: bool) -> Result<Vec<&'a Step>> {
    let mut missing = Vec::new();
    for step in lane {
        match (step.found)(project)? {
            Some(what) if tell => println!("  have     {:<22} {what}", step.name),
            Some(_) => {}
            None => missing.push(step),
        }
    }
    Ok(missing)
}

fn walk(lane: &[&Step], project: &Project) -> Result {
    for step in lane {
        let start = Instant::now();
        // An earlier step of the lane may have brought this one along.
        let found = if let Some(found) = (step.found)(project)? {
            found
        } else {
            println!("  doing    {:<22} {}", step.name, step.why);
            (step.install)(project, step.name)
                .map_err(|failure| Failure::new(format!("{}: {failure}", step.name)))?;
            (step.found)(project)?.ok_or_else(|| {
                Failure::new(format!("{}: installed, and still not found", step.name))
            })?
        };
        let seconds = start.elapsed().as_secs_f32();
        println!("  done     {:<22} {found} ({seconds:.1} s)", step.name);
    }
    Ok(())
}
