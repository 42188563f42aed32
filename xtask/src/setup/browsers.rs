//! The browsers, their drivers, and the fonts that screenshots need.

use super::{Step, debian};
use crate::failure::{Failure, Result};
use crate::project::Project;

pub(super) const STEP: Step = Step {
    name: "browsers",
    why: "Chromium and Firefox for end-to-end tests, a font and a user interface for Japanese, openssl for the loopback server",
    found,
    install,
};

const PACKAGES: &[&str] = &[
    "chromium",
    "chromium-driver",
    "chromium-l10n",
    "firefox-esr",
    "fonts-noto-cjk",
    "fonts-liberation",
    "openssl",
];

/// What the packages bring, for systems that name their packages otherwise.
const PROGRAMS: &[&[&str]] = &[
    &["chromium", "chromium-browser", "google-chrome"],
    &["chromedriver"],
    &["firefox-esr", "firefox"],
    &["openssl"],
];

fn found(project: &Project) -> Result<Option<String>> {
    if debian::is_here() {
        let missing = debian::missing(project, PACKAGES)?;
        return Ok(missing.is_empty().then(|| PACKAGES.join(", ")));
    }
    let missing = missing_programs(project);
    Ok(missing
        .is_empty()
        .then(|| "the programs are on PATH".to_owned()))
}

fn install(project: &Project, label: &'static str) -> Result {
    if debian::is_here() {
        let missing = debian::missing(project, PACKAGES)?;
        return debian::install(project, label, &missing);
    }
    let missing = missing_programs(project).join(", ");
    Err(Failure::new(format!("not on PATH: {missing}"))
        .mend("install them with this system's package manager, then `cargo xtask setup`"))
}

fn missing_programs(project: &Project) -> Vec<&'static str> {
    PROGRAMS
        .iter()
        .filter(|names| names.iter().all(|name| project.find(name).is_none()))
        .map(|names| names[0])
        .collect()
}
