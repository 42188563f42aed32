//! `cargo xtask gen`: files that are made from the code, so that they never tell another story.
//!
//! Each generator gives whole files, one per cause where it can, so two causes never meet in a
//! file. `--check` writes nothing and fails when a file on disk is not what would be written.

use std::fmt::Write as _;
use std::fs;

use gatewhy_core::rule::Family;
use gatewhy_core::{Lang, catalogue, render};

use crate::failure::{Doing, Failure, Result};
use crate::project::Project;

/// A file as it should be, with its path from the root.
pub(crate) struct Generated {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// What a generator does: everything it makes, from the code alone.
type Generator = fn() -> Vec<Generated>;

/// Every generator there is. A new one goes here and nowhere else.
static GENERATORS: &[Generator] = &[rule_pages];

/// `docs/rules/<id>.md`, a page per cause in both languages, and their index.
fn rule_pages() -> Vec<Generated> {
    let rules = catalogue::rules();
    let mut index = String::from(
        "<!-- Written by `cargo xtask gen` -->\n\n# The causes\n\nEach completes “it failed because of …”.\n",
    );
    for family in Family::ALL {
        let mut of_family = rules.iter().filter(|rule| rule.family == family).peekable();
        if of_family.peek().is_none() {
            continue;
        }
        let name = family.name();
        let _ = write!(
            index,
            "\n## {} · {}\n\n",
            name.get(Lang::En),
            name.get(Lang::Ja)
        );
        for rule in of_family {
            let [en, ja] = Lang::ALL.map(|lang| rule.title.get(lang));
            let _ = writeln!(index, "- [{id}]({id}.md): {en} · {ja}", id = rule.id);
        }
    }
    let mut files: Vec<Generated> = rules
        .iter()
        .map(|rule| Generated {
            path: format!("docs/rules/{}.md", rule.id),
            text: render::rule_file(rule),
        })
        .collect();
    files.push(Generated {
        path: "docs/rules/README.md".to_owned(),
        text: index,
    });
    files
}

/// Writes every generated file, or with `check` only compares.
pub(crate) fn run(project: &Project, check: bool) -> Result {
    let files: Vec<Generated> = GENERATORS.iter().flat_map(|generate| generate()).collect();
    let mut stale = Vec::new();
    for file in &files {
        let path = project.path(&file.path);
        if fs::read_to_string(&path).is_ok_and(|text| text == file.text) {
            continue;
        }
        stale.push(file.path.as_str());
        if check {
            continue;
        }
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir).doing(|| format!("cannot make {}", dir.display()))?;
        }
        fs::write(&path, &file.text).doing(|| format!("cannot write {}", file.path))?;
    }
    if check && !stale.is_empty() {
        return Err(
            Failure::new(format!("not as the code makes them: {}", stale.join(", ")))
                .mend("cargo xtask gen"),
        );
    }
    println!(
        "{} generated files, {} of them new",
        files.len(),
        stale.len()
    );
    Ok(())
}
