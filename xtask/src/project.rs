//! Where things are: the root, the target folder, the tools, and the versions that are pinned.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::{Doing, Failure, Result};
use crate::run::{Run, find};

/// The checkout this command works on.
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    /// What `cargo metadata` tells of the workspace, its dependencies included.
    pub(crate) metadata: Value,
}

impl Project {
    /// Asks cargo, from wherever inside the checkout the command was called.
    pub(crate) fn open() -> Result<Self> {
        let text = Run::new("cargo")
            .args(["metadata", "--format-version", "1"])
            .read()?;
        let metadata: Value =
            serde_json::from_str(&text).doing(|| "cargo metadata is not JSON".to_owned())?;
        let path = |key: &str| metadata[key].as_str().map(PathBuf::from);
        let root = path("workspace_root").ok_or_else(|| Failure::new("no workspace here"))?;
        let target = path("target_directory").ok_or_else(|| Failure::new("no target folder"))?;
        Ok(Self {
            root,
            target,
            metadata,
        })
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub(crate) fn read(&self, relative: &str) -> Result<String> {
        read(&self.path(relative))
    }

    /// A log of set-up, kept where `cargo clean` takes it away.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.target.join("setup").join(format!("{name}.log"))
    }

    /// The exact version that the lock file holds of a crate.
    pub(crate) fn locked(&self, name: &str) -> Result<&str> {
        let packages = self.metadata["packages"].as_array();
        packages
            .into_iter()
            .flatten()
            .find(|package| package["name"] == name)
            .and_then(|package| package["version"].as_str())
            .ok_or_else(|| Failure::new(format!("Cargo.lock names no {name}")))
    }

    /// Members of the workspace that depend on a crate themselves, for tests or always.
    pub(crate) fn members_using(&self, dependency: &str) -> Vec<&str> {
        let packages = self.metadata["packages"].as_array();
        packages
            .into_iter()
            .flatten()
            // Only members of the workspace, and path dependencies, have no source.
            .filter(|package| package["source"].is_null())
            .filter(|package| {
                let needs = package["dependencies"].as_array();
                needs.into_iter().flatten().any(|d| d["name"] == dependency)
            })
            .filter_map(|package| package["name"].as_str())
            .collect()
    }

    /// Tools that only this checkout uses, ignored by git.
    pub(crate) fn own_tools(&self) -> PathBuf {
        self.path(".tools")
    }

    /// Folders that come before those of `PATH`, nearest first.
    pub(crate) fn tool_dirs(&self) -> Vec<PathBuf> {
        let mut dirs = vec![
            self.own_tools().join("bin"),
            self.path("node_modules").join(".bin"),
        ];
        dirs.push(self.cargo_home().join("bin"));
        dirs
    }

    /// Where cargo keeps what it installs and fetches.
    pub(crate) fn cargo_home(&self) -> PathBuf {
        std::env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
            // Without a home there is nothing to be found, here or elsewhere.
            .unwrap_or_else(|| self.own_tools())
    }

    /// Where a program is found, the project's own tools first.
    pub(crate) fn find(&self, program: &str) -> Option<PathBuf> {
        find(program, &self.tool_dirs())
    }

    /// A command at the root that finds the project's tools before all others.
    pub(crate) fn run(&self, program: impl AsRef<std::ffi::OsStr>) -> Run {
        Run::new(program)
            .dir(&self.root)
            .quiet_env("PATH", self.search_path())
    }

    /// The same for a tool which must be there.
    pub(crate) fn tool(&self, program: &str) -> Result<Run> {
        if self.find(program).is_none() {
            let missing = format!("{program} is not installed");
            return Err(Failure::new(missing).mend("cargo xtask setup"));
        }
        Ok(self.run(program))
    }

    /// Where programs are looked for: [`Self::tool_dirs`], then `PATH`.
    pub(crate) fn search_dirs(&self) -> Vec<PathBuf> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut dirs = self.tool_dirs();
        dirs.extend(std::env::split_paths(&path));
        dirs
    }

    fn search_path(&self) -> OsString {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let dirs = self.search_dirs();
        // Joining fails only on a folder with a separator in its name; then PATH alone must do.
        std::env::join_paths(dirs).unwrap_or(path)
    }
}

pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).doing(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn project_with(metadata: Value) -> Project {
        Project {
            root: PathBuf::from("/nowhere"),
            target: PathBuf::from("/nowhere/target"),
            metadata,
        }
    }

    #[test]
    fn the_lock_file_says_which_tool_fits() {
        let project = project_with(serde_json::json!({"packages": [
            {"name": "wasm-bindgen-macro", "version": "9.9.9"},
            {"name": "wasm-bindgen", "version": "0.2.130"},
        ]}));
        assert_eq!(
            project.locked("wasm-bindgen").expect("it is there"),
            "0.2.130"
        );
        assert!(project.locked("leptos").is_err());
    }

    #[test]
    fn a_member_counts_when_it_depends_on_the_crate_itself() {
        let project = project_with(serde_json::json!({"packages": [
            {"name": "gatewhy-view", "source": null, "dependencies": [{"name": "wasm-bindgen-test", "kind": "dev"}]},
            {"name": "gatewhy", "source": null, "dependencies": [{"name": "clap"}]},
            {"name": "other", "source": "registry", "dependencies": [{"name": "wasm-bindgen-test"}]},
        ]}));
        assert_eq!(project.members_using("wasm-bindgen-test"), ["gatewhy-view"]);
    }
}
