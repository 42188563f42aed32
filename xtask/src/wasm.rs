//! Finds the toolchain that can build for WebAssembly.
//!
//! Nothing is written down about it: each command asks the compilers themselves, so a target
//! added by hand, or a toolchain that went away, is noticed at once.

use std::fs;
use std::path::{Path, PathBuf};

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
            .find(|toolchain| toolchain.library(target).is_some_and(|dir| has_core(&dir)))
    }

    /// The same where there must be one.
    pub(crate) fn need(target: &str) -> Result<Self> {
        Self::for_target(target).ok_or_else(|| {
            Failure::new(format!("no toolchain here has the library of {target}"))
                .mend("cargo xtask setup")
        })
    }

    /// The folder where this toolchain would have the library of a target.
    pub(crate) fn library(self, target: &str) -> Option<PathBuf> {
        let rustc = match self {
            Self::Active => "rustc",
            Self::Debian => DEBIAN_RUSTC,
        };
        Run::new(rustc)
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

/// A target's folder may be there with nothing in it.
fn has_core(dir: &Path) -> bool {
    fs::read_dir(dir).is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| is_core(&entry.file_name().to_string_lossy()))
    })
}

fn is_core(file: &str) -> bool {
    file.starts_with("libcore-")
        && Path::new(file)
            .extension()
            .is_some_and(|extension| extension == "rlib")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_compiled_core_makes_a_target() {
        assert!(is_core("libcore-3f2a6e5c0a7b8d91.rlib"));
        assert!(!is_core("libcore-3f2a6e5c0a7b8d91.rmeta"));
        assert!(!is_core("libcompiler_builtins-3f2a6e5c0a7b8d91.rlib"));
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_core() {
        assert!(!has_core(Path::new("/nowhere/at/all")));
    }
}
