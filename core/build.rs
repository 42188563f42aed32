//! Finds the rules: every `src/rules/*.rs` holds one, `RULE`, and is named for its id.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=src/rules");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let folder = Path::new(&root).join("src/rules");
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
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("rules.rs"), code).expect("OUT_DIR can be written");
}
