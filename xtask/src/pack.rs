//! `cargo xtask dist`: what the stores take. An archive for Chrome, one for Firefox, and the source
//! that Mozilla's reviewers build the latter from.
//!
//! Both are packed from `dist/extension`. The manifest of each says only what its browser knows.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::build::{self, Mode};
use crate::dist::files_below;
use crate::failure::{Doing, Failure, Result};
use crate::project::Project;
use crate::zip::{self, File};

/// An archive that a store takes.
struct Store {
    file: &'static str,
    /// Keys of the manifest that this browser does not know, as paths.
    foreign: &'static [&'static [&'static str]],
}

const FIREFOX: &str = "gatewhy-firefox.xpi";

static STORES: [Store; 2] = [
    Store {
        file: "gatewhy-chrome.zip",
        foreign: &[&["browser_specific_settings"]],
    },
    Store {
        file: FIREFOX,
        foreign: &[
            &["minimum_chrome_version"],
            // Firefox gives each installation addresses of its own by itself.
            &["web_accessible_resources", "use_dynamic_url"],
        ],
    },
];

const SOURCE: &str = "gatewhy-source.zip";
/// What is made or fetched, in a source folder that git knows nothing of.
const MADE: &[&str] = &[
    ".git",
    ".tools",
    "dist",
    "node_modules",
    "target",
    "extension/pkg",
    "www/pkg",
];

/// Builds, and packs what was built.
pub(crate) fn run(project: &Project) -> Result {
    build::run(project, Mode::Ship)?;
    for (name, bytes) in pack(project)? {
        let path = project.path("dist").join(name);
        fs::write(&path, &bytes).doing(|| format!("cannot write {}", path.display()))?;
        println!("  {}: {} KiB", path.display(), bytes.len().div_ceil(1024));
    }
    Ok(())
}

/// Packs twice what the last build made, and has Mozilla's linter read Firefox's archive.
pub(crate) fn check(project: &Project) -> Result {
    let first = pack(project)?;
    for ((name, bytes), (_, again)) in first.iter().zip(pack(project)?) {
        if *bytes != again {
            return Err(Failure::new(format!("{name} is not the same twice")));
        }
        println!("{name}: the same bytes twice");
    }
    let folder = project.target.join("dist-check");
    fs::create_dir_all(&folder).doing(|| format!("cannot make {}", folder.display()))?;
    for (name, bytes) in first.iter().filter(|(name, _)| *name == FIREFOX) {
        let path = folder.join(name);
        fs::write(&path, bytes).doing(|| format!("cannot write {}", path.display()))?;
        lint(project, &path)?;
    }
    Ok(())
}

/// Does what Mozilla's reviewers do: unpacks the source, builds it in that place, and compares the
/// add-on with the one that the last build here made.
///
/// Programs that this checkout has of its own are found there, too; nothing else of it is.
pub(crate) fn rebuild(project: &Project) -> Result {
    let archives = pack(project)?;
    let bytes_of = |wanted: &str| {
        let found = archives.iter().find(|(name, _)| *name == wanted);
        found
            .map(|(_, bytes)| bytes)
            .ok_or_else(|| Failure::new(format!("nothing packs {wanted}")))
    };
    let folder = std::env::temp_dir().join(format!("gatewhy-rebuild-{}", std::process::id()));
    let source = folder.join("source");
    fs::create_dir_all(&source).doing(|| format!("cannot make {}", source.display()))?;
    let archive = folder.join(SOURCE);
    fs::write(&archive, bytes_of(SOURCE)?).doing(|| format!("cannot write {SOURCE}"))?;
    let outcome = build_elsewhere(project, &archive, &source);
    let theirs = outcome.and_then(|()| {
        let path = source.join("dist").join(FIREFOX);
        fs::read(&path).doing(|| format!("cannot read {}", path.display()))
    });
    fs::remove_dir_all(&folder).doing(|| format!("cannot clear {}", folder.display()))?;
    if theirs? == *bytes_of(FIREFOX)? {
        println!("{FIREFOX}: the same bytes from {SOURCE}");
        return Ok(());
    }
    Err(
        Failure::new(format!("{SOURCE} gives another {FIREFOX}")).mend(
            "cargo xtask dist, so that dist/extension is of these sources; then find what a build knows of its place",
        ),
    )
}

fn build_elsewhere(project: &Project, archive: &Path, source: &Path) -> Result {
    project
        .tool("python3")?
        .args(["-m", "zipfile", "-e"])
        .arg(archive)
        .arg(source)
        .stream()?;
    for documented in [&["setup", "--build"][..], &["dist"]] {
        project
            .run("cargo")
            .arg("xtask")
            .args(documented)
            .dir(source)
            .quiet_env("CARGO_TARGET_DIR", source.join("target"))
            .stream()?;
    }
    Ok(())
}

/// Mozilla's own check of an add-on: neither an error nor a warning.
fn lint(project: &Project, xpi: &Path) -> Result {
    project
        .tool("addons-linter")?
        .args(["--warnings-as-errors", "--boring"])
        .arg(xpi)
        .stream()
}

/// The archives by name.
fn pack(project: &Project) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let folder = project.path("dist/extension");
    if !folder.is_dir() {
        return Err(Failure::new("there is no dist/extension").mend("cargo xtask build"));
    }
    let mut archives = Vec::new();
    for store in &STORES {
        let mut files = Vec::new();
        for relative in files_below(&folder)? {
            let mut file = File::read(&folder, &relative)?;
            if file.name == "manifest.json" {
                file.bytes = manifest_for(store, &file.bytes)?;
            }
            files.push(file);
        }
        archives.push((store.file, zip::archive(files)?));
    }
    let source: Result<Vec<File>> = sources(project)?
        .iter()
        .map(|relative| File::read(&project.root, relative))
        .collect();
    archives.push((SOURCE, zip::archive(source?)?));
    Ok(archives)
}

/// The manifest without what this store's browser does not know.
fn manifest_for(store: &Store, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut manifest: Value =
        serde_json::from_slice(bytes).doing(|| "manifest.json is not JSON".to_owned())?;
    for path in store.foreign {
        remove(&mut manifest, path);
    }
    let mut text =
        serde_json::to_string_pretty(&manifest).doing(|| "cannot write a manifest".to_owned())?;
    text.push('\n');
    Ok(text.into_bytes())
}

/// Takes away a value; a list on the way stands for each of its items.
fn remove(from: &mut Value, path: &[&str]) {
    match (from, path) {
        (Value::Array(items), _) => items.iter_mut().for_each(|item| remove(item, path)),
        (Value::Object(map), [last]) => {
            let _: Option<Value> = Map::remove(map, *last);
        }
        (Value::Object(map), [first, rest @ ..]) => {
            if let Some(next) = map.get_mut(*first) {
                remove(next, rest);
            }
        }
        _ => {}
    }
}

/// What git keeps, or, in an unpacked source archive, all there is but what is made from it.
fn sources(project: &Project) -> Result<Vec<PathBuf>> {
    if project.path(".git").exists() {
        let listed = project.run("git").args(["ls-files", "-z"]).read()?;
        return Ok(listed
            .split('\0')
            .filter(|name| !name.is_empty() && project.path(name).is_file())
            .map(PathBuf::from)
            .collect());
    }
    let made = |file: &PathBuf| MADE.iter().any(|made| file.starts_with(made));
    let mut files = files_below(&project.root)?;
    files.retain(|file| !made(file));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_store_is_told_what_its_browser_knows() {
        let manifest = json!({
            "minimum_chrome_version": "123",
            "browser_specific_settings": {"gecko": {}},
            "web_accessible_resources": [{"resources": ["a"], "use_dynamic_url": true}],
            "version": "1",
        });
        let bytes = serde_json::to_vec(&manifest).expect("it is JSON");
        let [chrome, firefox] = STORES.each_ref().map(|store| {
            let bytes = manifest_for(store, &bytes).expect("it is JSON");
            serde_json::from_slice::<Value>(&bytes).expect("it is JSON")
        });
        assert_eq!(
            chrome,
            json!({
                "minimum_chrome_version": "123",
                "web_accessible_resources": [{"resources": ["a"], "use_dynamic_url": true}],
                "version": "1",
            })
        );
        assert_eq!(
            firefox,
            json!({
                "browser_specific_settings": {"gecko": {}},
                "web_accessible_resources": [{"resources": ["a"]}],
                "version": "1",
            })
        );
    }
}
