//! Finds the rules, and packs the words for the browser.

extern crate alloc;

#[path = "../src/text/key.rs"]
mod key;
#[path = "../src/text/model.rs"]
mod model;
mod pack;
mod rules;
mod scan;
mod words;

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/rules");
    fs::write(out.join("rules.rs"), rules::list(&root)).expect("OUT_DIR can be written");

    println!("cargo::rustc-check-cfg=cfg(packed)");
    // A program on a disk has room for its words; what a page loads is packed.
    let is_loaded = env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm");
    if is_loaded && env::var_os("CARGO_FEATURE_PLAIN").is_none() {
        println!("cargo::rustc-cfg=packed");
        println!("cargo::rerun-if-changed=src");
        words::pack(&root.join("src"), &out);
    }
}
