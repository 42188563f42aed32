//! `cargo xtask build`: Rust to WASM, the JavaScript beside it, and the folders that ship.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::dist;
use crate::failure::{Doing, Failure, Result};
use crate::project::Project;
use crate::size;
use crate::wasm::{BROWSER, Toolchain};

/// A crate that becomes a module in the browser.
pub(crate) struct Module {
    /// The folder it lives in, which is also where its `pkg` goes.
    pub(crate) folder: &'static str,
    pub(crate) package: &'static str,
    /// What cargo builds it by when it is to ship.
    profile: &'static str,
}

impl Module {
    /// The name that wasm-bindgen gives to what it writes.
    pub(crate) fn stem(&self) -> String {
        self.package.replace('-', "_")
    }

    /// The module as the browser gets it.
    pub(crate) fn wasm(&self, project: &Project) -> PathBuf {
        self.pkg(project).join(format!("{}_bg.wasm", self.stem()))
    }

    /// The same with the names of its functions, which do not ship: what `cargo xtask size` reads.
    pub(crate) fn named(&self, project: &Project) -> PathBuf {
        project.target.join(format!("{}.named.wasm", self.stem()))
    }

    fn pkg(&self, project: &Project) -> PathBuf {
        project.path(self.folder).join("pkg")
    }
}

pub(crate) static MODULES: [Module; 2] = [
    Module {
        folder: "extension",
        package: "gatewhy-extension",
        profile: "wasm-installed",
    },
    Module {
        folder: "www",
        package: "gatewhy-www",
        profile: "wasm",
    },
];

/// What the compiler may use, as today's rustc does without being asked. A browser of 2022 has
/// them all. The list stands here because wasm-bindgen drops the section that says so.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The compiler's flags for modules that are loaded more often than they work hard: one request at
/// a time is hashed.
const SMALL: [&str; 2] = ["--cfg", "sha2_backend_soft=\"compact\""];

/// How much work goes into the modules.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Small and quick to run: what ships.
    Ship,
    /// Quick to build.
    Dev,
}

impl Mode {
    fn profile(self, module: &Module) -> &'static str {
        match self {
            Self::Ship => module.profile,
            Self::Dev => "dev",
        }
    }

    /// The folder under the target's where cargo puts what this mode builds.
    pub(crate) fn folder(self, module: &Module) -> &'static str {
        match self {
            Self::Ship => module.profile,
            Self::Dev => "debug",
        }
    }
}

/// Builds both modules and assembles `dist/`.
pub(crate) fn run(project: &Project, mode: Mode) -> Result {
    let start = Instant::now();
    for module in &MODULES {
        compile(project, module, mode)?;
        bind(project, module, mode)?;
        if mode == Mode::Ship {
            shrink(project, module)?;
        }
    }
    dist::assemble(project)?;
    size::tell(project)?;
    println!("build: done after {:.1} s", start.elapsed().as_secs_f32());
    Ok(())
}

fn compile(project: &Project, module: &Module, mode: Mode) -> Result {
    let mut cargo = Toolchain::need(BROWSER)?.cargo(project);
    if mode == Mode::Ship {
        // Where the sources lie on this machine is nobody's business, and would make the same
        // sources another module elsewhere.
        let nowhere = [(project.cargo_home(), "cargo"), (project.root.clone(), ".")];
        let mut flags: Vec<String> = nowhere
            .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
            .into();
        flags.extend(SMALL.map(str::to_owned));
        cargo = cargo.quiet_env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    }
    cargo
        .args(["rustc", "--lib", "--target", BROWSER])
        .args(["--profile", mode.profile(module), "-p", module.package])
        // Beside a Rust library, which tests link, cargo would optimize nothing across crates.
        .args(["--crate-type", "cdylib"])
        .stream()
}

/// Writes the JavaScript that loads the module, and its types.
fn bind(project: &Project, module: &Module, mode: Mode) -> Result {
    let pkg = module.pkg(project);
    // What an older build left behind must not ship.
    if pkg.exists() {
        fs::remove_dir_all(&pkg).doing(|| format!("cannot clear {}", pkg.display()))?;
    }
    let compiled = project
        .target
        .join(BROWSER)
        .join(mode.folder(module))
        .join(format!("{}.wasm", module.stem()));
    let mut bindgen = project
        .tool("wasm-bindgen")?
        .args(["--target", "web", "--out-dir"])
        .arg(&pkg);
    if mode == Mode::Ship {
        // Names stay until wasm-opt has put what is alike together by them.
        bindgen = bindgen.arg("--remove-producers-section");
    }
    if module.folder == "www" {
        // So that a page survives a panic: the module can begin afresh.
        bindgen = bindgen.arg("--experimental-reset-state-function");
    }
    bindgen
        .arg(&compiled)
        .stream()
        .map_err(|failure| failure.mend("cargo xtask setup (the versions must be the same)"))
}

/// What makes modules small, each step measured. What is alike stands together, by its name, for
/// the web server's compression to find.
const SMALLER: &[&str] = &[
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--reorder-functions-by-name",
    // Gaps between tables cost a server's compression less than the places of all the pieces do.
    "--skip-pass=memory-packing",
    // A browser compiles a function whole when it first runs: one with ten others in it makes it
    // wait for all ten.
    "--one-caller-inline-max-function-size=300",
];

fn shrink(project: &Project, module: &Module) -> Result {
    let wasm = module.wasm(project);
    let before = length(&wasm)?;
    let opt = || project.tool("wasm-opt").map(|opt| opt.args(FEATURES));
    let named = module.named(project);
    opt()?
        .args(SMALLER)
        .arg("--debuginfo")
        .arg(&wasm)
        .arg("-o")
        .arg(&named)
        .stream()?;
    opt()?
        .args(["--strip-debug", "--strip-producers"])
        .arg(&named)
        .arg("-o")
        .arg(&wasm)
        .stream()?;
    println!("  wasm-opt: {before} -> {} bytes", length(&wasm)?);
    Ok(())
}

pub(crate) fn length(file: &Path) -> Result<u64> {
    fs::metadata(file)
        .map(|meta| meta.len())
        .map_err(|_| Failure::new(format!("no {}", file.display())).mend("cargo xtask build"))
}
