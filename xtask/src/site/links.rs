//! No dead link leaves the house: each one of the site's own leads to a file, and to a heading in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use crate::dist::files_below;
use crate::failure::{Failure, Result};

/// Fails with every link of a page in `folder` that leads nowhere within it.
pub(super) fn check(folder: &Path) -> Result {
    let files: BTreeSet<PathBuf> = files_below(folder)?.into_iter().collect();
    let mut pages = BTreeMap::new();
    for file in &files {
        if file
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            pages.insert(file.clone(), crate::project::read(&folder.join(file))?);
        }
    }
    let mut dead = Vec::new();
    for (file, text) in &pages {
        for link in values(text, "href").chain(values(text, "src")) {
            if link.contains("://") || link.starts_with("data:") {
                continue;
            }
            if !leads_somewhere(link, file, &files, &pages) {
                dead.push(format!("{}: {link}", file.display()));
            }
        }
    }
    if dead.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "dead links:\n  {}",
        dead.join("\n  ")
    )))
}

fn leads_somewhere(
    link: &str,
    from: &Path,
    files: &BTreeSet<PathBuf>,
    pages: &BTreeMap<PathBuf, String>,
) -> bool {
    let (path, heading) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() {
        from.to_owned()
    } else {
        resolved(&from.parent().unwrap_or(Path::new("")).join(path))
    };
    let is_there = files.contains(&target);
    let has_heading = heading.is_empty()
        || pages
            .get(&target)
            .is_some_and(|text| values(text, "id").any(|id| id == heading));
    is_there && has_heading
}

/// The path without its `..`.
fn resolved(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                whole.pop();
            }
            Component::Normal(name) => whole.push(name),
            _ => {}
        }
    }
    whole
}

/// The values of an attribute, as this site's pages write them.
fn values<'a>(text: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let mark = format!(" {name}=\"");
    let starts: Vec<usize> = text
        .match_indices(&mark)
        .map(|(at, mark)| at + mark.len())
        .collect();
    starts.into_iter().filter_map(|start| {
        let rest = &text[start..];
        rest.find('"').map(|end| &rest[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_needs_its_file_and_its_heading() {
        let page = PathBuf::from("ja/a.html");
        let text = r#"<h2 id="top">x</h2><a href="../b.html">"#.to_owned();
        let files = BTreeSet::from([page.clone(), PathBuf::from("b.html")]);
        let pages = BTreeMap::from([(page.clone(), text)]);
        let leads = |link| leads_somewhere(link, &page, &files, &pages);
        assert!(leads("../b.html"));
        assert!(leads("#top"));
        assert!(!leads("#bottom"));
        assert!(!leads("b.html"));
        assert!(!leads("../b.html#top"));
    }
}
