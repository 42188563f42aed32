//! Tools that cargo compiles, each at a pinned version. wasm-bindgen must be of that version; of
//! the others any that is there will do.

use super::{LIMIT, Step};
use crate::failure::Result;
use crate::project::Project;
use crate::run::Run;

/// wasm-bindgen reads what the crate of the very same version wrote, and nothing else.
pub(super) const WASM_BINDGEN: Step = Step {
    name: "wasm-bindgen",
    why: "writes the JavaScript beside the WASM, and runs WASM tests",
    found: |project| {
        let wanted = project.locked("wasm-bindgen")?;
        // The test runner comes with it; either alone is of no use.
        let same = ["wasm-bindgen", "wasm-bindgen-test-runner"]
            .iter()
            .all(|tool| version(project, tool).as_deref() == Some(wanted));
        Ok(same.then(|| wanted.to_owned()))
    },
    install: |project, label| {
        let wanted = project.locked("wasm-bindgen")?;
        // Its lock file names a crate that the registry no longer has: not `--locked`.
        let mut run =
            project
                .run("cargo")
                .args(["install", "wasm-bindgen-cli", "--version", wanted]);
        if let Some(other) = version(project, "wasm-bindgen") {
            println!("  [{label}] {other} stays where it is; ours goes to .tools");
            run = run.arg("--force").arg("--root").arg(project.own_tools());
        }
        compile(run, project, label)
    },
};

pub(super) const WASM_PACK: Step = Step {
    name: "wasm-pack",
    why: "builds and tests one WASM crate by hand",
    found: |project| Ok(version(project, "wasm-pack")),
    install: |project, label| install(project, label, "wasm-pack", "0.15.1"),
};

pub(super) const GECKODRIVER: Step = Step {
    name: "geckodriver",
    why: "drives Firefox in end-to-end tests",
    found: |project| Ok(version(project, "geckodriver")),
    install: |project, label| install(project, label, "geckodriver", "0.37.1"),
};

pub(super) const CARGO_DENY: Step = Step {
    name: "cargo-deny",
    why: "checks licences and sources of dependencies, as deny.toml says",
    found: |project| Ok(version(project, "cargo-deny")),
    install: |project, label| install(project, label, "cargo-deny", "0.20.2"),
};

fn install(project: &Project, label: &str, name: &str, version: &str) -> Result {
    let pinned = ["install", name, "--version", version, "--locked"];
    let run = project.run("cargo").args(pinned);
    compile(run, project, label)
}

fn compile(run: Run, project: &Project, label: &str) -> Result {
    // These run for seconds and compile for minutes, so they are optimized lightly. One target
    // folder for all keeps what they share.
    run.quiet_env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .quiet_env("CARGO_PROFILE_RELEASE_LTO", "off")
        .quiet_env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .quiet_env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .quiet_env(
            "CARGO_TARGET_DIR",
            project.target.join("setup").join("tools"),
        )
        .watch(label, &project.log(label), LIMIT)
}

fn version(project: &Project, tool: &str) -> Option<String> {
    let program = project.find(tool)?;
    let answer = project.run(program).arg("--version").ask()?;
    version_in(&answer).map(str::to_owned)
}

/// The version in `tool 1.2.3 (abc 2026-01-01)`.
fn version_in(answer: &str) -> Option<&str> {
    answer
        .lines()
        .next()?
        .split_whitespace()
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_tells_its_version_in_its_first_line() {
        assert_eq!(version_in("wasm-bindgen 0.2.130\n"), Some("0.2.130"));
        assert_eq!(
            version_in("geckodriver 0.37.1 (4f1a 2026-01-01 00:00 +0000)\n\nThe source code"),
            Some("0.37.1")
        );
        assert_eq!(version_in("usage: tool"), None);
    }
}
