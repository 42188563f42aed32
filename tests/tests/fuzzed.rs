//! Every reader of outside text stands what was captured and what its fuzzer found, and has a
//! fuzzer that finds more.

use std::collections::BTreeSet;
use std::fs;

use gatewhy_tests::folder;
use gatewhy_tests::readers::READERS;
use gatewhy_tests::seeds::seeds;

#[test]
fn readers_stand_what_we_keep_of_any_kind() {
    for (name, read) in READERS {
        let seeds = seeds(name).expect("what we keep can be read");
        assert!(!seeds.is_empty(), "{name} has nothing to begin with");
        for seed in seeds {
            read(&seed);
        }
    }
}

#[test]
fn every_reader_has_a_fuzz_target_and_every_target_a_reader() {
    let targets: BTreeSet<String> = fs::read_dir(folder("../fuzz/fuzz_targets"))
        .expect("the targets are part of the source")
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            Some(name.strip_suffix(".rs")?.to_owned())
        })
        .collect();
    let readers: BTreeSet<String> = READERS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(targets, readers);
    let manifest = fs::read_to_string(folder("../fuzz/Cargo.toml")).expect("it is there");
    for target in &targets {
        let path = format!("path = \"fuzz_targets/{target}.rs\"");
        assert!(manifest.contains(&path), "fuzz/Cargo.toml lacks {target}");
    }
}
