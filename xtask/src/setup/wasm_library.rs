//! The Rust libraries for WebAssembly, from rustup or else from Debian.
//!
//! Debian's compiler comes with the sources of its library, so the library can be built where
//! rustup's host cannot be reached. It is built once and put where that compiler looks for it;
//! from then on plain `cargo build --target` works, with no further flags.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{LIMIT, Step, debian};
use crate::failure::{Doing, Failure, Result};
use crate::project::Project;
use crate::run::find;
use crate::wasm::{BARE, BROWSER, DEBIAN, Toolchain};

pub(super) const STEP: Step = Step {
    name: "wasm32 library",
    why: "Rust's library for wasm32-unknown-unknown: the extension and the web page are built for it",
    found: |project| found(project, BROWSER),
    install: |project, label| {
        install(
            project,
            label,
            BROWSER,
            "std,panic_abort,test,proc_macro",
            "",
        )
    },
};

pub(super) const BARE_STEP: Step = Step {
    name: "wasm32v1-none library",
    why: "core and alloc alone: what builds with them proves that the core needs no std",
    found: |project| found(project, BARE),
    install: |project, label| install(project, label, BARE, "core,alloc", "#![no_std]"),
};

/// rustup fails at once where it reaches nothing, but a slow line should not hold up all else.
const RUSTUP_LIMIT: Duration = Duration::from_secs(5 * 60);

/// Debian's compiler, its library sources, its clippy, and the linker that it calls.
const PACKAGES: &[&str] = &[
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-clippy",
    "rust-web-llvm",
    "lld-22",
];

fn found(project: &Project, target: &str) -> Result<Option<String>> {
    let Some(toolchain) = Toolchain::for_target(target) else {
        return Ok(None);
    };
    // The library may have been built by hand, without the packages that the checks use besides.
    let complete = toolchain == Toolchain::Active
        || !debian::is_here()
        || debian::missing(project, PACKAGES)?.is_empty();
    Ok(complete.then(|| format!("in {}", toolchain.name())))
}

fn install(project: &Project, label: &str, target: &str, parts: &str, source: &str) -> Result {
    let remedies = format!(
        "either `rustup target add {target}`, or on Debian 12, as root, `apt-get install {}` and `cargo xtask setup`",
        PACKAGES.join(" ")
    );
    match with_rustup(project, label, target) {
        Ok(()) => return Ok(()),
        Err(failure) => println!("  [{label}] not from rustup: {}", first_line(&failure)),
    }
    if !debian::is_here() {
        return Err(
            Failure::new(format!("the library of {target} comes from nowhere")).mend(remedies),
        );
    }
    with_debian(project, label, target, parts, source).map_err(|failure| failure.mend(remedies))
}

fn with_rustup(project: &Project, label: &str, target: &str) -> Result {
    if find("rustup", &[]).is_none() {
        return Err(Failure::new("rustup is not here"));
    }
    project.run("rustup").args(["target", "add", target]).watch(
        label,
        &project.log(&format!("rustup-{target}")),
        RUSTUP_LIMIT,
    )
}

fn first_line(failure: &Failure) -> String {
    failure.to_string().lines().next().unwrap_or("").to_owned()
}

fn with_debian(project: &Project, label: &str, target: &str, parts: &str, source: &str) -> Result {
    let missing = debian::missing(project, PACKAGES)?;
    if !missing.is_empty() {
        debian::install(project, label, &missing)?;
    }
    if find("rustup", &[]).is_some() {
        project
            .run("rustup")
            .args(["toolchain", "link", DEBIAN, "/usr"])
            .read()?;
    }
    if Toolchain::for_target(target).is_some() {
        return Ok(());
    }
    let rlibs = build_library(project, label, target, parts, source)?;
    let home = Toolchain::Debian
        .library(target)
        .ok_or_else(|| Failure::new("Debian's rustc does not answer"))?;
    put(&rlibs, &home)
}

/// Builds a crate with nothing in it, and with it the library; gives the library's files.
fn build_library(
    project: &Project,
    label: &str,
    target: &str,
    parts: &str,
    source: &str,
) -> Result<Vec<PathBuf>> {
    const NAME: &str = "nothing";
    let dir = project.target.join("setup").join(target);
    let write = |name: &str, text: &str| {
        fs::write(dir.join(name), text).doing(|| format!("cannot write {name}"))
    };
    // What an older compiler left here would be taken for this one's.
    if dir.exists() {
        fs::remove_dir_all(&dir).doing(|| format!("cannot clear {}", dir.display()))?;
    }
    fs::create_dir_all(dir.join("src")).doing(|| format!("cannot make {}", dir.display()))?;
    // The empty table makes it a workspace of its own, although it lies inside this one.
    write(
        "Cargo.toml",
        &format!("[package]\nname = \"{NAME}\"\nedition = \"2024\"\n[workspace]\n"),
    )?;
    write("src/lib.rs", source)?;
    Toolchain::Debian
        .cargo(project)
        .args(["build", "--release", "--target", target])
        .args(["-Z", &format!("build-std={parts}")])
        .dir(&dir)
        // `-Z` on a released compiler, for this one library.
        .quiet_env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode every later build with LTO fails.
        .env("RUSTFLAGS", "-C embed-bitcode=yes")
        .quiet_env("CARGO_TARGET_DIR", dir.join("target"))
        .watch(label, &project.log(&format!("library-{target}")), LIMIT)?;
    let deps = dir.join("target").join(target).join("release").join("deps");
    let entries = fs::read_dir(&deps).doing(|| format!("cannot list {}", deps.display()))?;
    Ok(entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some(OsStr::new("rlib")))
        .filter(|path| !name_of(path).starts_with(&format!("lib{NAME}-")))
        .collect())
}

fn put(rlibs: &[PathBuf], home: &Path) -> Result {
    let hint = || format!("cannot write {} (root can)", home.display());
    // An older compiler's library would only be in the way.
    if home.exists() {
        fs::remove_dir_all(home).doing(hint)?;
    }
    fs::create_dir_all(home).doing(hint)?;
    for path in rlibs {
        fs::copy(path, home.join(name_of(path))).doing(hint)?;
    }
    Ok(())
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
