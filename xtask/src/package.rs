//! `dist/gatewhy`: the npm package, which is also the folder that a site copies to have `<gate-why>`.
//!
//! The sources in www/element ship as they are; esbuild makes the classic script of them, with the
//! module packed into it, for pages without modules and for file:// addresses.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::build::Module;
use crate::dist::copy;
use crate::failure::{Doing, Result};
use crate::project::Project;

/// What ships as it stands in www/element.
const SOURCES: &[&str] = &[
    "classic.js",
    "frame.html",
    "frame.js",
    "gatewhy.d.ts",
    "gatewhy.js",
    "index.d.ts",
    "index.js",
];
/// The classic script, and its source, which stays at home.
const CLASSIC: (&str, &str) = ("classic.js", "gatewhy.classic.js");

/// Fills the package's folder anew.
pub(crate) fn assemble(project: &Project, module: &Module, to: &Path) -> Result {
    if to.exists() {
        fs::remove_dir_all(to).doing(|| format!("cannot empty {}", to.display()))?;
    }
    fs::create_dir_all(to).doing(|| format!("cannot make {}", to.display()))?;
    let stem = module.stem();
    let pkg = project.path(module.folder).join("pkg");
    let wasm = to.join(format!("{stem}_bg.wasm"));
    copy(&module.wasm(project), &wasm)?;
    let glue = format!("{stem}.js");
    copy(&pkg.join(&glue), &to.join(&glue))?;
    // Those of wasm-bindgen ask for a newer TypeScript than their users may have.
    copy(&project.path("www/src/api.d.ts"), &to.join("types.d.ts"))?;
    for name in SOURCES {
        copy(&project.path("www/element").join(name), &to.join(name))?;
    }
    classic(project, &wasm, to)?;
    fs::remove_file(to.join(CLASSIC.0)).doing(|| format!("cannot remove {}", CLASSIC.0))?;
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&project.path(name), &to.join(name))?;
    }
    copy(&project.path("www/README.md"), &to.join("README.md"))?;
    let manifest = to.join("package.json");
    fs::write(&manifest, manifest_of(project, module)?)
        .doing(|| "cannot write package.json".to_owned())?;
    println!("  {}: the npm package", to.display());
    Ok(())
}

/// Bundles everything into one script.
fn classic(project: &Project, wasm: &Path, to: &Path) -> Result {
    const SCRIPT: &str = "www/element/bundle.mjs";
    project
        .tool("node")?
        .arg(SCRIPT)
        .arg(to.join(CLASSIC.0))
        .arg(wasm)
        .arg(to.join(CLASSIC.1))
        .stream()
}

fn manifest_of(project: &Project, module: &Module) -> Result<String> {
    let version = project.locked(module.package)?;
    let manifest = json!({
        "name": "gatewhy",
        "version": version,
        "description": "Why Amazon API Gateway refused or failed a request: an API and the <gate-why> element",
        "license": "MIT OR Apache-2.0",
        "type": "module",
        "main": "./index.js",
        "module": "./index.js",
        "types": "./index.d.ts",
        "exports": {
            ".": {"types": "./index.d.ts", "default": "./index.js"},
            "./element": {"types": "./gatewhy.d.ts", "default": "./gatewhy.js"},
            "./gatewhy.js": {"types": "./gatewhy.d.ts", "default": "./gatewhy.js"},
            "./classic": "./gatewhy.classic.js",
            "./gatewhy.classic.js": "./gatewhy.classic.js",
            "./gatewhy_www_bg.wasm": "./gatewhy_www_bg.wasm",
            "./frame.html": "./frame.html",
            "./package.json": "./package.json",
        },
        "unpkg": "./gatewhy.classic.js",
        "sideEffects": ["./frame.js", "./gatewhy.js", "./gatewhy.classic.js"],
        "keywords": ["aws", "api-gateway", "debugging", "web-component", "wasm"],
    });
    let text = serde_json::to_string_pretty(&manifest)
        .doing(|| "package.json cannot be written".to_owned())?;
    Ok(text + "\n")
}
