//! What fills a module: its code by crate and module, its words, and its other data.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use miniz_oxide::deflate::compress_to_vec;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::build::{Mode, Module};
use crate::failure::{Doing, Failure, Result};
use crate::project::Project;
use crate::wasm::BROWSER;

/// What takes fewer bytes than this is told together.
const SMALL: usize = 2 * 1024;

/// A part of a module, with the bytes that it takes when it is compressed alone: less than its
/// share of the whole, where it is like nothing else in it, and more where it is.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) packed: usize,
}

/// The parts of a module as built last, the largest first.
pub(super) fn parts(project: &Project, module: &Module) -> Result<Vec<Part>> {
    let named = module.named(project);
    let wasm = fs::read(&named)
        .map_err(|_| Failure::new(format!("no {}", named.display())).mend("cargo xtask build"))?;
    let contents = Contents::of(&wasm).doing(|| format!("cannot read {}", named.display()))?;
    let mut parts = contents.code();
    parts.extend(contents.data(project, module));
    parts.sort_by_key(|part| Reverse(part.packed));
    let small = parts.split_off(parts.partition_point(|part| part.packed >= SMALL));
    parts.push(Part {
        name: format!("{} more", small.len()),
        packed: small.iter().map(|part| part.packed).sum(),
    });
    Ok(parts)
}

/// A module taken apart.
#[derive(Default)]
struct Contents<'a> {
    /// Each function's name and code.
    functions: Vec<(&'a str, &'a [u8])>,
    data: Vec<u8>,
}

impl<'a> Contents<'a> {
    fn of(wasm: &'a [u8]) -> wasmparser::Result<Self> {
        let mut imported = 0;
        let (mut bodies, mut names) = (Vec::new(), BTreeMap::new());
        let mut data = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let is_function = matches!(import?.ty, TypeRef::Func(_));
                        imported += u32::from(is_function);
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
                Payload::DataSection(segments) => {
                    for segment in segments {
                        data.extend_from_slice(segment?.data);
                    }
                }
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(sections) = section.as_known() {
                        for section in sections {
                            if let Name::Function(named) = section? {
                                for function in named {
                                    let function = function?;
                                    names.insert(function.index, function.name);
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        let function = |(index, body)| (names.get(&index).copied().unwrap_or_default(), body);
        Ok(Self {
            functions: (imported..).zip(bodies).map(function).collect(),
            data,
        })
    }

    fn code(&self) -> Vec<Part> {
        let mut homes: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for (name, body) in &self.functions {
            homes.entry(home(name)).or_default().extend_from_slice(body);
        }
        let part = |(name, code): (_, Vec<u8>)| Part::of(name, &code);
        homes.into_iter().map(part).collect()
    }

    fn data(&self, project: &Project, module: &Module) -> Vec<Part> {
        let mut rest = self.data.clone();
        let mut parts = Vec::new();
        for (name, words) in packed_words(project, module) {
            if let Some(at) = find(&rest, &words) {
                parts.push(Part::of(format!("words: {name}"), &words));
                rest.drain(at..at + words.len());
            }
        }
        parts.push(Part::of("tables and texts".into(), &rest));
        parts
    }
}

impl Part {
    fn of(name: String, bytes: &[u8]) -> Self {
        Self {
            packed: compress_to_vec(bytes, 9).len(),
            name,
        }
    }
}

/// What core/build/pack.rs wrote, of this build and of older ones.
fn packed_words(project: &Project, module: &Module) -> Vec<(&'static str, Vec<u8>)> {
    let builds = project
        .target
        .join(BROWSER)
        .join(Mode::Ship.folder(module))
        .join("build");
    let folders = fs::read_dir(builds).into_iter().flatten().flatten();
    let files = |folder: &Path| {
        let read = |name| Some((name, fs::read(folder.join("out").join(name)).ok()?));
        ["same", "en", "ja"].into_iter().filter_map(read).collect()
    };
    folders
        .filter(|folder| {
            folder
                .file_name()
                .to_string_lossy()
                .starts_with("gatewhy-core-")
        })
        .flat_map(|folder| -> Vec<_> { files(&folder.path()) })
        .collect()
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|at| at == part)
}

/// Where a function is at home: a module of ours that its name tells of, else its crate.
fn home(function: &str) -> String {
    let ours = function.find("gatewhy_").map(|at| &function[at..]);
    // A crate of the standard library has its hash in brackets, behind its name.
    let is_of_a_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '[' | ']');
    let mut paths = ours.unwrap_or(function).split(|c| !is_of_a_path(c));
    let path = paths.find(|path| path.contains("::")).unwrap_or_default();
    let mut steps = path.split("::");
    match (steps.next(), steps.next()) {
        (Some(krate), Some(module)) if ours.is_some() && is_module(module) => {
            format!("{krate}::{module}")
        }
        // `<str>::trim`
        (Some(""), Some(_)) => "core".into(),
        (Some(krate), Some(_)) => krate.split('[').next().unwrap_or(krate).into(),
        _ => "the edge to JavaScript".into(),
    }
}

fn is_module(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_at_home_in_the_module_that_it_is_about() {
        for (function, expected) in [
            (
                "gatewhy_core::intake::har::Read::piece::h0",
                "gatewhy_core::intake",
            ),
            (
                "core::ptr::drop_in_place<gatewhy_core::report::Report>::h1",
                "gatewhy_core::report",
            ),
            (
                "<serde_json::read::StrRead as serde_json::read::Read>::parse_str",
                "serde_json",
            ),
            (
                "<alloc[3ca5]::string::String as core[c593]::clone::Clone>::clone",
                "alloc",
            ),
            ("explain multivalue shim", "the edge to JavaScript"),
        ] {
            assert_eq!(home(function), expected, "{function}");
        }
    }
}
