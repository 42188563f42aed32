//! What a browser loads holds its words packed: they come back letter by letter.

extern crate alloc;

#[path = "../../core/src/text/key.rs"]
mod key;
#[path = "../../core/src/text/model.rs"]
mod model;
#[path = "../../core/build/pack.rs"]
mod pack;
#[path = "../../core/build/scan.rs"]
mod scan;
#[path = "../../core/src/text/unpack.rs"]
mod unpack;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use gatewhy_core::rule::{Rule, Signal};
use gatewhy_core::{Lang, Text, catalogue};

fn texts(rule: &Rule) -> Vec<Text> {
    let mut texts = vec![rule.title, rule.why];
    texts.extend(rule.signals.iter().filter_map(|signal| match signal {
        Signal::Requires(_) => None,
        Signal::Proves(_, says)
        | Signal::Suggests(_, says)
        | Signal::Hints(_, says)
        | Signal::Doubts(_, says)
        | Signal::Opposes(_, says)
        | Signal::Excludes(_, says) => Some(*says),
    }));
    for check in rule.checks {
        texts.extend([check.title, check.command, check.if_so, check.if_not]);
    }
    for fix in rule.fixes {
        texts.extend([fix.title, fix.text]);
    }
    texts.extend(rule.links.iter().map(|link| link.title));
    texts
}

fn catalogue_text(lang: Lang) -> Vec<u8> {
    let mut text = Vec::new();
    for said in catalogue::rules().iter().flat_map(|rule| texts(rule)) {
        text.extend_from_slice(said.get(lang).as_bytes());
        text.push(unpack::END);
    }
    text
}

fn unpacked(texts: &[&[u8]]) -> Vec<u8> {
    let ends = |text: &&[u8]| text.split(|byte| *byte == unpack::END).count() - 1;
    let counts: Vec<usize> = texts.iter().map(ends).collect();
    let packed = pack::pack(texts);
    let packed: Vec<&[u8]> = packed.iter().map(Vec::as_slice).collect();
    unpack::unpack(&packed, &counts)
}

#[test]
fn every_word_of_the_catalogue_comes_back() {
    let texts = Lang::ALL.map(catalogue_text);
    let texts = texts.each_ref().map(Vec::as_slice);
    assert!(unpacked(&texts) == texts.concat());
}

#[test]
fn any_bytes_come_back() {
    // A generator as old as the hills gives bytes that no model foresees.
    let mut state = 1_u32;
    let mut noise: Vec<u8> = (0..20_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .collect();
    noise.push(unpack::END);
    let mut monotony = vec![0xff; 20_000];
    monotony.push(unpack::END);
    let texts = [b"\0".as_slice(), &noise, &monotony, b"a\0\0b\0"];
    assert!(unpacked(&texts) == texts.concat());
}

#[test]
fn a_broken_packing_ends_all_the_same() {
    let packed = pack::pack(&[b"a word\0another\0"]);
    for cut in 0..packed[0].len() {
        unpack::unpack(&[&packed[0][..cut]], &[2]);
    }
}

#[test]
fn the_build_finds_every_word_of_every_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src");
    let mut found = BTreeSet::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let source = fs::read_to_string(path).unwrap();
                found.extend(scan::words(&source));
            }
        }
    }
    for rule in catalogue::rules() {
        for text in texts(rule) {
            let words = (text.get(Lang::En).into(), text.get(Lang::Ja).into());
            assert!(found.contains(&words), "{}: {words:?}", rule.id);
        }
    }
}

#[test]
fn literals_are_read_as_the_compiler_reads_them() {
    let source = r##"
        // text!(en: "no", ja: "いいえ")
        /* Text::same("no") */
        const A: Text = text! { en: "a \"b\"\n\u{2026}", ja: "\\「あ」" };
        fn f<'a>(c: char) -> bool { c == '"' || c == '\'' }
        const B: Text = Text::same("one \
            line");
        const C: Text = text!(en: r#"a "raw" one"#, ja: "生",);
    "##;
    let pair = |en: &str, ja: &str| (en.to_owned(), ja.to_owned());
    let words = [
        pair("a \"b\"\n…", "\\「あ」"),
        pair("one line", "one line"),
        pair("a \"raw\" one", "生"),
    ];
    assert_eq!(scan::words(source), words);
}

#[test]
fn no_two_things_share_a_number() {
    let keys: BTreeSet<u64> = catalogue::rules()
        .iter()
        .flat_map(|rule| texts(rule))
        .map(|text| key::key(text.get(Lang::En), text.get(Lang::Ja)))
        .collect();
    let said: BTreeSet<(&str, &str)> = catalogue::rules()
        .iter()
        .flat_map(|rule| texts(rule))
        .map(|text| (text.get(Lang::En), text.get(Lang::Ja)))
        .collect();
    assert_eq!(keys.len(), said.len());
}
