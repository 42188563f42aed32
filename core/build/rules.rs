//! Finds the rules: every `src/rules/*.rs` holds one, `RULE`, and is named for its id.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The modules of all rules, and the list of them.
pub(crate) fn list(root: &Path) -> String {
    let folder = root.join("src/rules");
    let mut ids: Vec<String> = fs::read_dir(&folder)
        .expect("core/src/rules is part of the source")
        .filter_map(|entry| {
            entry
                .expect("the folder can be listed")
                .file_name()
                .into_string()
                .ok()
        })
        .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
        .collect();
    ids.sort();

    let mut code = String::new();
    for id in &ids {
        let path = folder.join(format!("{id}.rs")).display().to_string();
        let path = path.escape_default();
        let module = id.replace('-', "_");
        writeln!(code, "#[path = \"{path}\"]\nmod {module};").expect("a String takes all");
    }
    code.push_str("pub(crate) static RULES: &[&crate::rule::Rule] = &[\n");
    for id in &ids {
        writeln!(code, "    &{}::RULE,", id.replace('-', "_")).expect("a String takes all");
    }
    code.push_str("];\n");
    code
}
