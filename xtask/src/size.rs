//! `cargo xtask size`: what a browser has to load, and whether that is still little.

use std::fmt::Write as _;

use crate::build::{self, MODULES};
use crate::failure::{Doing, Failure, Result};
use crate::project::Project;

/// Bytes of one module after gzip. A page on a slow line pays for each of them; close to half are
/// the words of 65 causes in two languages.
const BUDGET: u64 = 640 * 1024;

/// Prints the size of each module as built last.
pub(crate) fn tell(project: &Project) -> Result {
    for module in &MODULES {
        let wasm = module.wasm(project);
        let raw = build::length(&wasm)?;
        let packed = gzipped(project, &wasm)?;
        println!(
            "  {}: {} ({} gzipped)",
            module.package,
            kib(raw),
            kib(packed)
        );
    }
    Ok(())
}

/// Fails when a module outgrew its budget.
pub(crate) fn check(project: &Project) -> Result {
    tell(project)?;
    let mut over = String::new();
    for module in &MODULES {
        let packed = gzipped(project, &module.wasm(project))?;
        if packed > BUDGET {
            let _ = write!(over, "{} takes {} gzipped; ", module.package, kib(packed));
        }
    }
    if over.is_empty() {
        return Ok(());
    }
    Err(
        Failure::new(format!("{over}the budget is {} each", kib(BUDGET)))
            .mend("take out what grew, or raise BUDGET in xtask/src/size.rs and say why"),
    )
}

/// Node.js is here anyway, and brings the zlib that servers use.
fn gzipped(project: &Project, file: &std::path::Path) -> Result<u64> {
    const SCRIPT: &str = "const {gzipSync} = require('node:zlib'); const {readFileSync} = require('node:fs'); console.log(gzipSync(readFileSync(process.argv[1]), {level: 9}).length)";
    let answer = project.run("node").args(["-e", SCRIPT]).arg(file).read()?;
    answer
        .trim()
        .parse()
        .doing(|| format!("node told no size: {answer}"))
}

fn kib(bytes: u64) -> String {
    format!("{} KiB", bytes.div_ceil(1024))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_never_told_smaller_than_it_is() {
        assert_eq!(kib(1024), "1 KiB");
        assert_eq!(kib(1025), "2 KiB");
    }
}
