//! Packs all words of the sources, and tells the compiler which is which.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::key::key;
use crate::pack;
use crate::scan::{self, Words};

/// Words by the order in which they are packed.
struct Found {
    /// What reads the same in every language.
    same: Vec<Words>,
    /// What does not.
    spoken: Vec<Words>,
    /// The number under which each is asked for, and its place: the same first, then the spoken.
    places: BTreeMap<u64, usize>,
}

/// Packs the words of the sources in a folder, and writes what `src/text/packed.rs` includes.
pub(crate) fn pack(sources: &Path, out: &Path) {
    let found = Found::of(sources);
    let texts = [
        text(found.same.iter().map(|words| &words.0)),
        text(found.spoken.iter().map(|words| &words.0)),
        text(found.spoken.iter().map(|words| &words.1)),
    ];
    let [same, en, ja] = &texts;
    let english = pack::pack(&[same, en]);
    let japanese = pack::pack(&[same, ja]);
    for (name, packed) in [
        ("same", &english[0]),
        ("en", &english[1]),
        ("ja", &japanese[1]),
    ] {
        fs::write(out.join(name), packed).expect("OUT_DIR can be written");
    }
    fs::write(out.join("words.rs"), found.code()).expect("OUT_DIR can be written");
}

impl Found {
    fn of(sources: &Path) -> Self {
        let mut known: BTreeMap<u64, Words> = BTreeMap::new();
        let (mut same, mut spoken) = (Vec::new(), Vec::new());
        for path in rust_files(sources) {
            let source = fs::read_to_string(&path).expect("a source can be read");
            for words in scan::words(&source) {
                let key = key(&words.0, &words.1);
                if let Some(other) = known.insert(key, words.clone()) {
                    assert_eq!(other, words, "two words share a key");
                    continue;
                }
                let reads_the_same = words.0 == words.1;
                let list = if reads_the_same {
                    &mut same
                } else {
                    &mut spoken
                };
                list.push(words);
            }
        }
        let places = same.iter().chain(&spoken);
        let places = places.enumerate().map(|(at, (en, ja))| (key(en, ja), at));
        Self {
            places: places.collect(),
            same,
            spoken,
        }
    }

    fn code(&self) -> String {
        let keys: Vec<&u64> = self.places.keys().collect();
        let places: Vec<&usize> = self.places.values().collect();
        format!(
            "const SAME: usize = {};\nconst SPOKEN: usize = {};\n#[expect(clippy::unreadable_literal, reason = \"nobody reads a hash\")]\nconst KEYS: &[u64] = &{keys:?};\nconst PLACES: &[u16] = &{places:?};\n",
            self.same.len(),
            self.spoken.len(),
        )
    }
}

/// Each with a zero behind it.
fn text<'a>(words: impl Iterator<Item = &'a String>) -> Vec<u8> {
    let mut text = Vec::new();
    for word in words {
        assert!(!word.contains('\0'), "a zero ends a word: {word:?}");
        text.extend_from_slice(word.as_bytes());
        text.push(0);
    }
    text
}

/// All of them, sorted, so that a build gives the same bytes everywhere.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder can be listed")
        .map(|entry| entry.expect("the folder can be listed").path())
        .collect();
    entries.sort();
    let mut files = Vec::new();
    for path in entries {
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files
}
