//! The check `snippets`: tools of others read every command and template that a report can show.
//!
//! `cargo test` has parsed them before and compared the calls of the AWS CLI with its tables. This
//! goes on with what only the tools know: resource types and their properties, what a shell makes
//! of a line, the CLI's own notation for values.

use crate::failure::{Failure, Result};
use crate::project::Project;

/// The interpreter of the tools, from the root.
pub(crate) const PYTHON: &str = ".tools/python/bin/python";

/// Notes count too. SC2016 warns of `$default` and `$context` between single quotes, but they are
/// API Gateway's to read, not the shell's.
const SHELLCHECK: &str = "shellcheck --shell=bash --severity=style --exclude=SC2016 ./*.sh";

/// One region is enough: the snippets are of regional services that all regions have.
const CFN_LINT: &str = "cfn-lint --regions eu-west-1 --format parseable -- ./*.yaml";

/// CDK is shown in the part of TypeScript that is JavaScript too.
const NODE: &str = "for file in ./*.mjs; do node --check \"$file\" || exit 1; done";

const COMPILE: &str = "python -m py_compile ./*.py";

/// Writes the snippets to `target/snippets` and hands them to each tool.
pub(crate) fn check(project: &Project) -> Result {
    let folder = project.target.join("snippets");
    project
        .run("cargo")
        .args(["run", "--quiet", "-p", "gatewhy-tests", "--bin", "snippets"])
        .arg("--")
        .arg(&folder)
        .stream()?;
    let tools = project.path(".tools/python/bin");
    let path = std::env::join_paths(std::iter::once(tools).chain(project.search_dirs()))
        .map_err(|error| Failure::new(error.to_string()))?;
    let read = project.path("tests/aws-cli/read.py").display().to_string();
    let aws = format!("python '{read}' .");
    let failures: Vec<String> = [CFN_LINT, SHELLCHECK, NODE, COMPILE, &aws]
        .into_iter()
        .filter_map(|line| {
            let shell = project.run("sh").args(["-c", line]);
            let run = shell.dir(&folder).quiet_env("PATH", &path);
            run.stream().err().map(|failure| failure.to_string())
        })
        .collect();
    if failures.is_empty() {
        return Ok(());
    }
    Err(Failure::new(failures.join("\n")))
}
