//! `cargo xtask test` and `cargo xtask ready`: everything that must hold before a change lands.
//!
//! Quick checks come first. A check that fails does not keep the others from running, and tells
//! the command that mends it.

use crate::build::{self, Mode};
use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::steps::Steps;
use crate::wasm::{BARE, BROWSER, Toolchain};
use crate::{generate, locks, pack, setup, size, snippets};

/// One thing that must hold.
struct Check {
    name: &'static str,
    run: fn(&Project) -> Result,
    /// What mends it, where the check itself knows nothing better.
    mend: &'static str,
}

static CHECKS: &[Check] = &[
    Check {
        name: "fmt",
        run: |project| {
            project
                .run("cargo")
                .args(["fmt", "--all", "--check"])
                .stream()
        },
        mend: "cargo fmt --all",
    },
    Check {
        name: "locks",
        run: locks::check,
        mend: "cargo update --workspace && npm install",
    },
    Check {
        name: "licences",
        run: licences,
        mend: "choose another crate, or allow it in deny.toml and say why",
    },
    Check {
        name: "no-std",
        run: no_std,
        mend: "use core:: and alloc:: in core/, and crates that need no std",
    },
    Check {
        name: "clippy",
        run: |project| {
            let cargo = project.run("cargo");
            deny_warnings(cargo.args(["clippy", "--workspace", "--all-targets"]))
        },
        mend: "cargo clippy --workspace --all-targets --fix",
    },
    Check {
        name: "test",
        run: |project| {
            project
                .run("cargo")
                .args(["test", "--workspace", "--tests", "--no-fail-fast"])
                .stream()
        },
        mend: "cargo test --workspace --tests",
    },
    Check {
        name: "test-doc",
        run: |project| {
            project
                .run("cargo")
                .args(["test", "--workspace", "--doc", "--no-fail-fast"])
                .stream()
        },
        mend: "cargo test --workspace --doc",
    },
    Check {
        name: "snippets",
        run: snippets::check,
        mend: "cargo xtask ready snippets, after mending the rule that it names",
    },
    Check {
        name: "generated",
        run: |project| generate::run(project, true),
        mend: "cargo xtask gen",
    },
    Check {
        name: "clippy-wasm",
        run: clippy_wasm,
        mend: "cargo xtask ready clippy-wasm, after mending what it names",
    },
    Check {
        name: "test-wasm",
        run: test_wasm,
        mend: "cargo xtask ready test-wasm, after mending what it names",
    },
    Check {
        name: "doc",
        run: |project| {
            let cargo = project.run("cargo").env("RUSTDOCFLAGS", "-D warnings");
            cargo.args(["doc", "--workspace", "--no-deps"]).stream()
        },
        mend: "cargo doc --workspace --no-deps",
    },
    Check {
        name: "build",
        run: |project| build::run(project, Mode::Ship),
        mend: "cargo xtask build",
    },
    Check {
        name: "size",
        run: size::check,
        mend: "cargo xtask build && cargo xtask size",
    },
    Check {
        name: "dist",
        run: pack::check,
        mend: "cargo xtask dist",
    },
    Check {
        name: "browser",
        run: browser,
        mend: "cargo xtask build && node tests/browser/run.mjs",
    },
];

/// What comes before the checks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// Install what is missing.
    Install,
    /// Install nothing: tell what is missing, if anything is.
    Look,
}

/// Runs all checks, or only those named.
pub(crate) fn run(project: &Project, before: Before, only: &[String]) -> Result {
    let chosen = choose(only)?;
    let mut steps = Steps::default();
    let ready = steps.step("setup", || match before {
        Before::Install => setup::run(project),
        Before::Look => setup::check(project),
    });
    if ready {
        for check in chosen {
            steps.step(check.name, || {
                (check.run)(project).map_err(|failure| failure.mend(check.mend))
            });
        }
    }
    steps.finish()
}

fn choose(only: &[String]) -> Result<Vec<&'static Check>> {
    if let Some(name) = only
        .iter()
        .find(|name| CHECKS.iter().all(|check| check.name != **name))
    {
        let names: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
        return Err(Failure::new(format!("there is no check {name}"))
            .mend(format!("choose of: {}", names.join(", "))));
    }
    Ok(CHECKS
        .iter()
        .filter(|check| only.is_empty() || only.iter().any(|name| name == check.name))
        .collect())
}

fn deny_warnings(clippy: crate::run::Run) -> Result {
    clippy.args(["--", "-D", "warnings"]).stream()
}

/// Licences, sources and bans, for which what cargo has fetched is enough.
///
/// Known holes are looked up where the list of them is here; fetching it is left to the reader.
fn licences(project: &Project) -> Result {
    let deny = |what: &[&str]| {
        let cargo = project.run("cargo").args(["deny", "--offline", "check"]);
        cargo.args(what).stream()
    };
    deny(&["licenses", "sources", "bans"])?;
    if project.cargo_home().join("advisory-dbs").is_dir() {
        return deny(&["advisories"]);
    }
    println!("the list of advisories is not here; `cargo deny fetch db` brings it");
    Ok(())
}

/// The core builds for a target that has no `std`, with and without what it can read and write.
fn no_std(project: &Project) -> Result {
    let toolchain = Toolchain::need(BARE)?;
    let plain: &[&str] = &[];
    for features in [plain, &["--features", "serde"]] {
        toolchain
            .cargo(project)
            .args(["build", "-p", "gatewhy-core", "--target", BARE])
            .arg("--no-default-features")
            .args(features)
            .stream()?;
    }
    Ok(())
}

fn clippy_wasm(project: &Project) -> Result {
    // Each by itself, as it is built: with others, it would get what they ask of the core.
    for member in members(project, "wasm-bindgen")? {
        let cargo = Toolchain::need(BROWSER)?.cargo(project).arg("clippy");
        deny_warnings(cargo.args(["-p", member, "--all-targets", "--target", BROWSER]))?;
    }
    Ok(())
}

/// In Node.js, but for those tests that say `run_in_browser`.
fn test_wasm(project: &Project) -> Result {
    let runner = project.find("wasm-bindgen-test-runner").ok_or_else(|| {
        Failure::new("wasm-bindgen-test-runner is not installed").mend("cargo xtask setup")
    })?;
    for member in members(project, "wasm-bindgen-test")? {
        let mut cargo = Toolchain::need(BROWSER)?
            .cargo(project)
            .quiet_env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner);
        if let Some(driver) = project.find("chromedriver") {
            cargo = cargo.quiet_env("CHROMEDRIVER", driver);
        }
        cargo
            .args(["test", "-p", member, "--tests", "--no-fail-fast"])
            .args(["--target", BROWSER])
            .stream()?;
    }
    Ok(())
}

fn members<'a>(project: &'a Project, using: &str) -> Result<Vec<&'a str>> {
    let members = project.members_using(using);
    if members.is_empty() {
        return Err(Failure::new(format!(
            "no member of the workspace uses {using}"
        )));
    }
    Ok(members)
}

fn browser(project: &Project) -> Result {
    project.tool("node")?.arg("tests/browser/run.mjs").stream()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_names_every_check_is_chosen() {
        let all = choose(&[]).expect("none is unknown");
        assert_eq!(all.len(), CHECKS.len());
    }

    #[test]
    fn a_check_that_is_not_known_is_not_passed_over() {
        let failure = choose(&["fmt".into(), "fnt".into()])
            .err()
            .expect("no such check");
        assert!(failure.to_string().contains("no check fnt"), "{failure}");
    }
}
