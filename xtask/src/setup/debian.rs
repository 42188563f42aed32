//! Packages of Debian and its relatives.

use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::run::find;

/// Whether packages can be installed this way at all.
pub(super) fn is_here() -> bool {
    find("apt-get", &[]).is_some()
}

/// Those of the packages that are not installed.
pub(super) fn missing<'a>(project: &Project, packages: &[&'a str]) -> Result<Vec<&'a str>> {
    // dpkg-query also exits with 1 when it knows only some of them, so its status says nothing.
    let listed = project
        .run("sh")
        .arg("-c")
        .arg(format!(
            "dpkg-query -W -f '${{db:Status-Abbrev}} ${{Package}}\\n' {} 2>/dev/null || true",
            packages.join(" ")
        ))
        .read()?;
    Ok(not_in(&listed, packages))
}

fn not_in<'a>(listed: &str, packages: &[&'a str]) -> Vec<&'a str> {
    let installed: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.strip_prefix("ii "))
        .map(str::trim)
        .collect();
    packages
        .iter()
        .copied()
        .filter(|package| !installed.contains(package))
        .collect()
}

/// Installs packages, with the package lists brought up to date first.
pub(super) fn install(project: &Project, label: &str, packages: &[&str]) -> Result {
    let by_hand = format!(
        "apt-get update && apt-get install -y --no-install-recommends {} (as root)",
        packages.join(" ")
    );
    if project.run("id").arg("-u").ask().as_deref() != Some("0") {
        return Err(Failure::new("only root can install packages").mend(by_hand));
    }
    let apt = |name: &str| {
        project
            .run("apt-get")
            .quiet_env("DEBIAN_FRONTEND", "noninteractive")
            // Another apt-get may be at work: wait for it.
            .args(["-o", "DPkg::Lock::Timeout=300", name])
    };
    let log = |name: &str| project.log(&format!("{}-{name}", label.replace(' ', "-")));
    apt("update")
        .watch(label, &log("update"), super::LIMIT)
        .and_then(|()| {
            apt("install")
                .args(["-y", "--no-install-recommends"])
                .args(packages)
                .watch(label, &log("install"), super::LIMIT)
        })
        .map_err(|failure| failure.mend(by_hand))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_that_was_removed_is_missing() {
        let listed = "ii  chromium\nrc  firefox-esr\nii  openssl\n";
        assert_eq!(
            not_in(listed, &["chromium", "firefox-esr", "openssl", "lld-22"]),
            ["firefox-esr", "lld-22"]
        );
    }
}
