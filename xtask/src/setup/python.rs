//! The Python tools: those that read what the catalogue shows, and the makers of docs for the widget.

use std::fs;

use super::{LIMIT, Step, debian};
use crate::failure::{Doing, Failure, Result};
use crate::project::Project;
use crate::snippets::PYTHON;

pub(super) const STEP: Step = Step {
    name: "python tools",
    why: "cfn-lint, ShellCheck and the AWS CLI for the catalogue, MkDocs and Sphinx for the widget",
    found,
    install,
};

/// What is wanted, with exact versions.
const WANTED: &str = "tests/aws-cli/requirements.txt";
/// A copy of it, left beside what was installed in its name.
const INSTALLED: &str = ".tools/python/requirements.txt";
const FOLDER: &str = ".tools/python";

fn found(project: &Project) -> Result<Option<String>> {
    let wanted = project.read(WANTED)?;
    // The interpreter that the folder was made with may be gone.
    let works = project.run(PYTHON).arg("--version").ask();
    let same = project
        .read(INSTALLED)
        .is_ok_and(|installed| installed == wanted);
    Ok(works
        .filter(|_| same)
        .map(|version| format!("as {WANTED} wants them, with {version}")))
}

fn install(project: &Project, label: &'static str) -> Result {
    need_python(project, label)?;
    let log = |name: &str| project.log(&format!("python-{name}"));
    project
        .run("python3")
        .args(["-m", "venv", "--clear", FOLDER])
        .watch(label, &log("venv"), LIMIT)?;
    project
        .run(PYTHON)
        .args(["-m", "pip", "install", "--disable-pip-version-check", "-r"])
        .arg(WANTED)
        .watch(label, &log("pip"), LIMIT)?;
    fs::copy(project.path(WANTED), project.path(INSTALLED))
        .doing(|| format!("cannot write {INSTALLED}"))?;
    Ok(())
}

/// Debian ships what makes such a folder as a package of its own.
fn need_python(project: &Project, label: &'static str) -> Result {
    let complete = project
        .run("python3")
        .args(["-c", "import ensurepip, venv"])
        .ask();
    if complete.is_some() {
        return Ok(());
    }
    if debian::is_here() {
        return debian::install(project, label, &["python3", "python3-venv"]);
    }
    Err(Failure::new("there is no Python with its venv module")
        .mend("install Python 3.10 or newer, then `cargo xtask setup`"))
}
