//! Finds the toolchain that can build for WebAssembly.
//!
//! Nothing is written down about it: each command asks the compilers themselves, so a target
//! added by hand, or a toolchain that went away, is noticed at once.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::run::{Run, find};

/// What browsers and Node.js run.
pub(crate) const BROWSER: &str = "wasm32-unknown-unknown";
/// WebAssembly with `core` and `alloc` and nothing else: what builds for it needs no `std`.
pub(crate) const BARE: &str = "wasm32v1-none";

/// The name under which rustup knows the compiler that Debian packages.
pub(crate) const DEBIAN: &str = "debian";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// A toolchain that has the library of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The one that a plain `cargo build` uses here.
    Active,
    /// The one that Debian packages, which set-up taught the target.
    Debian,
}

impl Toolchain {
    /// The first toolchain that has the library of this target.
    pub(crate) fn for_target(target: &str) -> Option<Self> {
        [Self::Active, Self::Debian]
            .into_iter()
            .find(|toolchain| toolchain.knows(target))
    }

    /// The same where there must be one.
    pub(crate) fn need(target: &str) -> Result<Self> {
        Self::for_target(target).ok_or_else(|| {
            Failure::new(format!("no toolchain here has the library of {target}"))
                .mend("cargo xtask setup")
        })
    }

    /// Whether this toolchain can compile for a target.
    ///
    /// A file with the right name is not enough: it may be of an older compiler, or a half of it.
    fn knows(self, target: &str) -> bool {
        compiles(self.rustc(), target).unwrap_or(false)
    }

    fn rustc(self) -> &'static str {
        match self {
            Self::Active => "rustc",
            Self::Debian => DEBIAN_RUSTC,
        }
    }

    /// The folder where this toolchain would have the library of a target.
    pub(crate) fn library(self, target: &str) -> Option<PathBuf> {
        Run::new(self.rustc())
            .args(["--print", "target-libdir", "--target", target])
            .ask()
            .map(PathBuf::from)
    }

    /// Cargo of this toolchain.
    pub(crate) fn cargo(self, project: &Project) -> Run {
        match self {
            Self::Active => project.run("cargo"),
            // Tools that call cargo in their turn (wasm-pack) follow the variable.
            Self::Debian if find("rustup", &[]).is_some() => {
                project.run("cargo").env("RUSTUP_TOOLCHAIN", DEBIAN)
            }
            Self::Debian => project.run(DEBIAN_CARGO).quiet_env("RUSTC", DEBIAN_RUSTC),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Active => "the active toolchain",
            Self::Debian => "Debian's toolchain",
        }
    }
}

/// Has a compiler read the smallest program that needs the target's library.
fn compiles(rustc: &str, target: &str) -> io::Result<bool> {
    let out = env::temp_dir().join(format!("gatewhy-probe-{target}-{}", std::process::id()));
    let mut child = Command::new(rustc)
        .args([
            "--target",
            target,
            "--crate-type",
            "lib",
            "--crate-name",
            "probe",
        ])
        .args(["--emit", "metadata", "--out-dir"])
        .arg(&out)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // Taken, so that it is closed after the last byte and the compiler reads to its end.
    if let Some(mut source) = child.stdin.take() {
        source.write_all(source_for(target).as_bytes())?;
    }
    let compiled = child.wait()?.success();
    // A compiler that failed may have made no folder.
    let _ = fs::remove_dir_all(&out);
    Ok(compiled)
}

fn source_for(target: &str) -> &'static str {
    if target == BARE {
        "#![no_std] extern crate alloc;"
    } else {
        // Even an empty crate stands on `std`.
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_that_no_compiler_knows_is_not_there() {
        assert!(!Toolchain::Active.knows("wasm128-nowhere"));
        assert_eq!(Toolchain::for_target("wasm128-nowhere"), None);
    }

    #[test]
    fn a_compiler_that_is_not_there_compiles_nothing() {
        assert!(compiles("rustc-of-nowhere", BROWSER).is_err());
    }

    #[test]
    fn a_compiler_knows_the_target_it_is_for() {
        let host = Run::new("rustc").args(["--print", "host-tuple"]).ask();
        let host = host.expect("rustc is what runs this test");
        assert!(compiles("rustc", &host).expect("it starts"));
    }
}
