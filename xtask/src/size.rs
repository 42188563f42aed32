//! `cargo xtask size`: what a browser has to load, and whether that is still little.

mod map;

use std::fmt::Write as _;

use crate::build::{self, MODULES};
use crate::failure::{Doing, Failure, Result};
use crate::project::Project;

/// Bytes that each module may take after gzip: a page on a slow line pays for all of them. About
/// three fifths are code, a fifth the packed words of 65 causes in two languages. The extension is
/// installed once: it holds its words as they are, so that the panel opens sooner, and larger code
/// that diagnoses a session in two thirds of the time.
const BUDGETS: &[(&str, u64)] = &[
    ("gatewhy-extension", 770 * 1024),
    ("gatewhy-www", 410 * 1024),
];

/// Prints the size of each module as built last.
pub(crate) fn tell(project: &Project) -> Result {
    for module in &MODULES {
        let wasm = module.wasm(project);
        let raw = build::length(&wasm)?;
        let packed = gzipped(project, &wasm)?;
        println!(
            "  {}: {} ({} gzipped of at most {})",
            module.package,
            kib(raw),
            kib(packed),
            kib(budget(module.package)?)
        );
    }
    Ok(())
}

/// Tells what fills each module, and fails when one outgrew its budget.
pub(crate) fn check(project: &Project) -> Result {
    tell(project)?;
    for module in &MODULES {
        println!("  {}, part by part:", module.package);
        for part in map::parts(project, module)? {
            println!("  {:>9} {}", kib(part.packed as u64), part.name);
        }
    }
    let mut over = String::new();
    for module in &MODULES {
        let packed = gzipped(project, &module.wasm(project))?;
        let budget = budget(module.package)?;
        if packed > budget {
            let _ = write!(
                over,
                "{} takes {} gzipped, its budget is {}; ",
                module.package,
                kib(packed),
                kib(budget)
            );
        }
    }
    if over.is_empty() {
        return Ok(());
    }
    Err(Failure::new(over.trim_end_matches("; "))
        .mend("take out what grew, or raise its budget in xtask/src/size.rs and say why"))
}

fn budget(package: &str) -> Result<u64> {
    BUDGETS
        .iter()
        .find(|(name, _)| *name == package)
        .map(|(_, budget)| *budget)
        .ok_or_else(|| Failure::new(format!("{package} has no budget in xtask/src/size.rs")))
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
