//! Puts together the folders that ship: `dist/extension`, `dist/gatewhy` and `dist/site`.
//!
//! Paths inside `dist/extension` are those of the repository, so its root loads unpacked as well.
//! What a manifest or a page names must be there, or the build fails.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::build::MODULES;
use crate::failure::{Doing, Failure, Result};
use crate::project::Project;
use crate::{package, site};

/// What a browser reads. The types and notes beside it stay at home.
const SHIPPED: &[&str] = &[
    "css", "html", "js", "json", "mjs", "png", "svg", "wasm", "woff2",
];
/// Folders of a crate that hold nothing for the browser.
const HOME: &[&str] = &["src", "tests", "examples", "target", "node_modules"];
/// Files beside the sources that only tools read.
const TOOLING: &[&str] = &["webdriver.json", "package.json", "tsconfig.json"];

/// Fills the folders anew.
pub(crate) fn assemble(project: &Project) -> Result {
    let dist = project.path("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).doing(|| "cannot clear dist".to_owned())?;
    }
    extension(project, &dist.join("extension"))?;
    let [_, www] = &MODULES;
    package::assemble(project, www, &dist.join("gatewhy"))?;
    site::run(project, site::BASE)
}

fn extension(project: &Project, to: &Path) -> Result {
    copy(&project.path("manifest.json"), &to.join("manifest.json"))?;
    for folder in ["_locales", "extension"] {
        copy_shipped(&project.path(folder), &to.join(folder))?;
    }
    let manifest = project.read("manifest.json")?;
    let manifest: Value =
        serde_json::from_str(&manifest).doing(|| "manifest.json is not JSON".to_owned())?;
    let mut absent = BTreeSet::new();
    for name in files_in_manifest(&manifest) {
        if !to.join(&name).is_file() {
            absent.insert(format!("{name} (manifest.json)"));
        }
    }
    if let Some(locale) = manifest["default_locale"].as_str() {
        let messages = format!("_locales/{locale}/messages.json");
        if !to.join(&messages).is_file() {
            absent.insert(format!("{messages} (manifest.json)"));
        }
    }
    absent.extend(absent_links(to)?);
    complete(to, absent)
}

fn complete(folder: &Path, absent: BTreeSet<String>) -> Result {
    let files = files_below(folder)?.len();
    if absent.is_empty() {
        println!("  {}: {files} files", folder.display());
        return Ok(());
    }
    let list: Vec<String> = absent.into_iter().collect();
    Err(Failure::new(format!(
        "{} lacks what is named: {}",
        folder.display(),
        list.join(", ")
    ))
    .mend("add the file, or take out what names it"))
}

pub(crate) fn copy(from: &Path, to: &Path) -> Result {
    if let Some(dir) = to.parent() {
        fs::create_dir_all(dir).doing(|| format!("cannot make {}", dir.display()))?;
    }
    fs::copy(from, to)
        .map(|_| ())
        .doing(|| format!("cannot copy {}", from.display()))
}

fn copy_shipped(from: &Path, to: &Path) -> Result {
    for file in files_below(from)? {
        if is_shipped(&file) {
            copy(&from.join(&file), &to.join(&file))?;
        }
    }
    Ok(())
}

fn is_shipped(relative: &Path) -> bool {
    let first = relative.components().next();
    let at_home = HOME
        .iter()
        .any(|dir| first == Some(Component::Normal(dir.as_ref())));
    let tooling = TOOLING.iter().any(|name| relative.ends_with(name));
    let known = relative
        .extension()
        .is_some_and(|extension| SHIPPED.iter().any(|shipped| extension == *shipped));
    known && !at_home && !tooling
}

/// All files below a folder, relative to it, sorted.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    fn walk(folder: &Path, below: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
        for entry in fs::read_dir(folder.join(below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                walk(folder, &path, files)?;
            } else {
                files.push(path);
            }
        }
        Ok(())
    }
    let mut files = Vec::new();
    walk(folder, Path::new(""), &mut files)
        .doing(|| format!("cannot list {}", folder.display()))?;
    files.sort();
    Ok(files)
}

/// Values of the manifest that read as paths of files.
fn files_in_manifest(manifest: &Value) -> Vec<String> {
    match manifest {
        Value::String(text) => is_file_name(text)
            .then(|| text.trim_start_matches('/').to_owned())
            .into_iter()
            .collect(),
        Value::Array(items) => items.iter().flat_map(files_in_manifest).collect(),
        Value::Object(map) => map.values().flat_map(files_in_manifest).collect(),
        _ => Vec::new(),
    }
}

fn is_file_name(text: &str) -> bool {
    let plain = !text.contains([' ', ':', '*', ';']);
    plain
        && Path::new(text)
            .extension()
            .is_some_and(|extension| SHIPPED.iter().any(|shipped| extension == *shipped))
}

/// What pages and scripts name and the folder does not hold, with who names it.
fn absent_links(folder: &Path) -> Result<BTreeSet<String>> {
    let mut absent = BTreeSet::new();
    for file in files_below(folder)? {
        let marks: &[&str] = match file.extension().and_then(|extension| extension.to_str()) {
            Some("html") => &["src=\"", "href=\"", "from \"", "import(\""],
            Some("js" | "mjs") => &["from \"", "from '", "import(\"", "import('", "new URL('"],
            Some("css") => &["url(\"", "@import \""],
            _ => continue,
        };
        let text = crate::project::read(&folder.join(&file))?;
        let here = file.parent().unwrap_or(Path::new(""));
        for link in links(&text, marks) {
            let named = match link.strip_prefix('/') {
                Some(from_root) => folder.join(from_root),
                None => folder.join(here).join(link),
            };
            if !named.exists() {
                absent.insert(format!("{link} ({})", file.display()));
            }
        }
    }
    Ok(absent)
}

/// Links to files beside the one that holds `text`; those to other places are left alone.
fn links<'a>(text: &'a str, marks: &[&str]) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    for mark in marks {
        for (at, _) in text.match_indices(mark) {
            let rest = &text[at + mark.len()..];
            let end = rest.find(['"', '\'', '\n']).unwrap_or(rest.len());
            let link = rest[..end].split(['?', '#']).next().unwrap_or_default();
            if is_file_name(link) {
                found.insert(link);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_types_stay_at_home() {
        assert!(is_shipped(Path::new("panel.html")));
        assert!(is_shipped(Path::new("pkg/gatewhy_extension_bg.wasm")));
        assert!(!is_shipped(Path::new("pkg/gatewhy_extension.d.ts")));
        assert!(!is_shipped(Path::new("src/page.html")));
        assert!(!is_shipped(Path::new("webdriver.json")));
        assert!(!is_shipped(Path::new("Cargo.toml")));
    }

    #[test]
    fn a_manifest_names_files_and_much_else() {
        let manifest = serde_json::json!({
            "name": "__MSG_name__",
            "version": "0.1.0",
            "devtools_page": "extension/devtools.html",
            "icons": {"16": "/extension/icon-16.png"},
            "content_security_policy": {"extension_pages": "script-src 'self' x.js"},
            "homepage_url": "https://example.com/a.html",
        });
        let mut names = files_in_manifest(&manifest);
        names.sort();
        assert_eq!(names, ["extension/devtools.html", "extension/icon-16.png"]);
    }

    #[test]
    fn links_to_other_places_are_left_alone() {
        let page = r##"<link href="panel.css?v=2"><a href="https://example.com/x.html">
            <script src="pkg/a.js"></script><a href="#top">"##;
        let found = links(page, &["src=\"", "href=\""]);
        assert_eq!(Vec::from_iter(found), ["panel.css", "pkg/a.js"]);
    }
}
