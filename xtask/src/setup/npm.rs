//! The npm packages: wasm-opt and what drives the browsers.

use serde_json::Value;

use super::{LIMIT, Step};
use crate::failure::{Doing, Failure, Result};
use crate::project::Project;

pub(super) const STEP: Step = Step {
    name: "npm packages",
    why: "wasm-opt, and what drives the browsers",
    found,
    install,
};

/// npm keeps beside what it installed a lock file of its own.
const INSTALLED: &str = "node_modules/.package-lock.json";

fn found(project: &Project) -> Result<Option<String>> {
    let Ok(installed) = project.read(INSTALLED) else {
        return Ok(None);
    };
    let wanted = parse(&project.read("package-lock.json")?, "package-lock.json")?;
    let installed = parse(&installed, INSTALLED)?;
    Ok(same(&wanted, &installed).then(|| "as package-lock.json wants them".to_owned()))
}

fn install(project: &Project, label: &'static str) -> Result {
    if project.find("npm").is_none() {
        return Err(
            Failure::new("npm is not here").mend("install Node.js 20 or newer, npm included")
        );
    }
    project
        .run("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .watch(label, &project.log("npm"), LIMIT)
        .map_err(|failure| failure.mend("npm ci"))
}

fn parse(text: &str, name: &str) -> Result<Value> {
    serde_json::from_str(text).doing(|| format!("{name} is not JSON"))
}

/// Whether what is installed is what is wanted.
///
/// What is optional may be absent: it is for other systems.
fn same(wanted: &Value, installed: &Value) -> bool {
    let (Some(wanted), Some(installed)) = (
        wanted["packages"].as_object(),
        installed["packages"].as_object(),
    ) else {
        return false;
    };
    let complete = wanted
        .iter()
        .filter(|(path, _)| !path.is_empty())
        .all(|(path, package)| match installed.get(path) {
            Some(here) => here["version"] == package["version"],
            None => package["optional"] == true,
        });
    complete && installed.keys().all(|path| wanted.contains_key(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn wanted() -> Value {
        json!({"packages": {
            "": {"name": "gatewhy-workbench"},
            "node_modules/binaryen": {"version": "132.0.0"},
            "node_modules/fsevents": {"version": "2.3.3", "optional": true},
        }})
    }

    #[test]
    fn what_is_for_other_systems_may_be_absent() {
        let installed = json!({"packages": {"node_modules/binaryen": {"version": "132.0.0"}}});
        assert!(same(&wanted(), &installed));
    }

    #[test]
    fn another_version_is_not_the_same() {
        let installed = json!({"packages": {"node_modules/binaryen": {"version": "131.0.0"}}});
        assert!(!same(&wanted(), &installed));
    }

    #[test]
    fn nor_is_one_too_few_or_too_many() {
        assert!(!same(&wanted(), &json!({"packages": {}})));
        let installed = json!({"packages": {
            "node_modules/binaryen": {"version": "132.0.0"},
            "node_modules/left-over": {"version": "1.0.0"},
        }});
        assert!(!same(&wanted(), &installed));
    }
}
