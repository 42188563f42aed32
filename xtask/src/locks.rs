//! Whether the lock files are complete, current, and free of addresses.

use serde_json::Value;

use crate::failure::{Doing, Failure, Result};
use crate::project::Project;

const NPM_LOCK: &str = "package-lock.json";

/// Checks every lock file.
pub(crate) fn check(project: &Project) -> Result {
    npm(project)?;
    cargo(project)?;
    fuzz(project)
}

fn npm(project: &Project) -> Result {
    let mend = "npm install --omit-lockfile-registry-resolved";
    let lock: Value = serde_json::from_str(&project.read(NPM_LOCK)?)
        .doing(|| format!("{NPM_LOCK} is not JSON"))?;
    let manifest: Value = serde_json::from_str(&project.read("package.json")?)
        .doing(|| "package.json is not JSON".to_owned())?;
    if let Some(path) = with_address(&lock) {
        return Err(Failure::new(format!("{NPM_LOCK} has an address for {path}")).mend(mend));
    }
    if let Some(name) = loose(&manifest) {
        return Err(
            Failure::new(format!("package.json asks for no exact version of {name}"))
                .mend("npm install --save-exact"),
        );
    }
    if lock["packages"][""]["devDependencies"] != manifest["devDependencies"] {
        return Err(Failure::new(format!("{NPM_LOCK} is older than package.json")).mend(mend));
    }
    println!("{NPM_LOCK} fits package.json and holds no addresses");
    Ok(())
}

/// The first package that says where to download it from.
fn with_address(lock: &Value) -> Option<&str> {
    let packages = lock["packages"].as_object()?;
    packages
        .iter()
        .find(|(_, package)| package.get("resolved").is_some())
        .map(|(path, _)| path.as_str())
}

/// The first dependency whose version is a range.
fn loose(manifest: &Value) -> Option<&str> {
    let wanted = manifest["devDependencies"].as_object()?;
    wanted
        .iter()
        .find(|(_, version)| {
            let exact = version.as_str().is_some_and(|version| {
                version.starts_with(|c: char| c.is_ascii_digit()) && !version.contains([' ', '|'])
            });
            !exact
        })
        .map(|(name, _)| name.as_str())
}

/// Cargo mends its lock file whenever it runs, so what tells is that git sees it mended: the
/// manifests are as committed, and the lock file is not.
fn cargo(project: &Project) -> Result {
    let changed = project
        .run("git")
        .args(["diff", "--name-only", "HEAD", "--", "*.toml", "*.lock"])
        .read()?;
    if is_stale(&changed) {
        return Err(
            Failure::new("the committed Cargo.lock does not fit the committed manifests")
                .mend("git add Cargo.lock && git commit"),
        );
    }
    println!("Cargo.lock fits the manifests");
    Ok(())
}

/// The fuzz targets are a workspace of their own, which no other check opens.
fn fuzz(project: &Project) -> Result {
    const MANIFEST: &str = "fuzz/Cargo.toml";
    project
        .run("cargo")
        .args(["metadata", "--locked", "--format-version", "1"])
        .args(["--manifest-path", MANIFEST])
        .read()
        .map_err(|failure| {
            failure.mend(format!(
                "cargo update --workspace --manifest-path {MANIFEST}"
            ))
        })?;
    println!("fuzz/Cargo.lock fits the manifests");
    Ok(())
}

fn is_stale(changed: &str) -> bool {
    let lock = changed.lines().any(|file| file == "Cargo.lock");
    let manifest = changed.lines().any(|file| file.ends_with("Cargo.toml"));
    lock && !manifest
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_address_is_found_wherever_it_stands() {
        let mut lock = json!({"packages": {"": {}, "node_modules/a": {"version": "1.0.0"}}});
        assert_eq!(with_address(&lock), None);
        lock["packages"]["node_modules/a"]["resolved"] = "somewhere".into();
        assert_eq!(with_address(&lock), Some("node_modules/a"));
    }

    #[test]
    fn a_range_is_not_a_version() {
        for range in ["^1.0.0", "~1.0.0", "latest", "1.0.0 || 2.0.0", "*"] {
            let manifest = json!({"devDependencies": {"a": range}});
            assert_eq!(loose(&manifest), Some("a"), "{range}");
        }
        let manifest = json!({"devDependencies": {"a": "1.0.0", "b": "2.0.0-rc.1"}});
        assert_eq!(loose(&manifest), None);
    }

    #[test]
    fn a_lock_file_changed_alone_was_forgotten() {
        assert!(is_stale("Cargo.lock\n"));
        assert!(!is_stale("Cargo.lock\ncore/Cargo.toml\n"));
        assert!(!is_stale(""));
    }
}
