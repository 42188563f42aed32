//! `cargo xtask demo`: a page that fails in a dozen ways, and gatewhy beside it saying why; and
//! `cargo xtask shots`: pictures of that.

use std::ffi::OsString;
use std::fs;

use crate::build::{self, Mode};
use crate::failure::{Doing, Failure, Result};
use crate::project::Project;
use crate::setup;

const SCRIPT: &str = "tests/browser/demo.mjs";
const SHOTS: &str = "tests/browser/shots.mjs";
/// The browser's own record of the page's calls, which the script leaves here.
const HAR: &str = "target/demo/demo.har";

/// Shows the panel in a browser, then the same failures on the command line.
pub(crate) fn run(project: &Project, args: &[OsString]) -> Result {
    setup::run(project)?;
    build::run(project, Mode::Ship)?;
    let har = project.path(HAR);
    // A record of an earlier run must not pass for this one's.
    if har.exists() {
        fs::remove_file(&har).doing(|| format!("cannot remove {HAR}"))?;
    }
    println!("\n== In the browser");
    project.tool("node")?.arg(SCRIPT).args(args).stream()?;
    if !har.is_file() {
        return Err(Failure::new(format!("{SCRIPT} left no {HAR}")));
    }
    println!("\n== On the command line, from what the browser recorded");
    let status = project
        .run("cargo")
        .args(["run", "--quiet", "-p", "gatewhy", "--", "diagnose", HAR])
        .status()?;
    match status.code() {
        // The page does nothing but fail, so this is what must come out.
        Some(1) => Ok(()),
        Some(0) => Err(Failure::new(format!("gatewhy found no failure in {HAR}"))),
        _ => Err(Failure::new(format!(
            "gatewhy could not read {HAR}: {status}"
        ))),
    }
}

/// Takes pictures of what the last build made; `--docs` writes the README's anew as well.
pub(crate) fn shots(project: &Project, args: &[OsString]) -> Result {
    if !project.path("dist/extension").is_dir() {
        return Err(Failure::new("there is no dist/extension").mend("cargo xtask build"));
    }
    project.tool("node")?.arg(SHOTS).args(args).stream()
}
