//! Writes every command and snippet of the catalogue into a folder, ready for the tools that read
//! them: `cargo xtask test snippets`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use gatewhy_tests::snippets::{Command, Language, Snippet, all, commands, template};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("name the folder to write to")?);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut calls = Vec::new();
    for snippet in all() {
        write(&snippet, &folder)?;
        calls.extend(aws(&snippet)?);
    }
    let text = serde_json::to_string_pretty(&calls)?;
    fs::write(folder.join("aws.json"), text)?;
    Ok(())
}

fn write(snippet: &Snippet, folder: &Path) -> Result<(), Box<dyn Error>> {
    let text = snippet.complete();
    let (extension, text) = match snippet.language {
        Language::Shell => ("sh", text),
        Language::Cloudformation | Language::Sam => {
            let whole = template(snippet).map_err(|why| format!("{}: {why}", snippet.label()))?;
            ("yaml", whole.unwrap_or_default())
        }
        Language::Script => ("mjs", script(&text)),
        Language::Python => ("py", text),
        _ => return Ok(()),
    };
    let name = format!("{}.{}.{extension}", snippet.rule, snippet.place);
    fs::write(folder.join(name), text.trim_end().to_owned() + "\n")?;
    Ok(())
}

/// Fragments stand inside a constructor or a handler, where `this`, `return` and `await` are
/// known; what begins with its imports stands alone.
fn script(text: &str) -> String {
    if text.starts_with("import ") {
        return text.to_owned();
    }
    format!("export async function fragment() {{\n{text}\n}}\n")
}

/// Every call of the AWS CLI, as the arguments that it is given.
fn aws(snippet: &Snippet) -> Result<Vec<Value>, String> {
    if snippet.language != Language::Shell {
        return Ok(Vec::new());
    }
    let label = snippet.label();
    let commands = commands(&snippet.complete()).map_err(|why| format!("{label}: {why}"))?;
    Ok(commands
        .iter()
        .filter(|command| command.program() == "aws")
        .map(|command: &Command| json!({"of": label, "arguments": command.arguments()}))
        .collect())
}
