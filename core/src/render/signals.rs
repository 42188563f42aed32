//! A rule's signals in words: what it needs, what speaks for it and what against it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::columns::Role;
use super::words;
use crate::clue::Clue;
use crate::rule::{Rule, Signal};
use crate::text::{Lang, Text, Values};

/// The kinds of signals, as a reader tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Without it, it is something else.
    Needed,
    /// Hardly anything else leaves it behind.
    Proof,
    /// It speaks for the cause.
    For,
    /// It speaks against it.
    Against,
    /// With it, it is something else.
    Excluded,
}

/// One signal in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it shows.
    pub says: String,
    /// What is looked for: any one of these.
    pub clues: Vec<String>,
}

impl Part {
    /// Every kind, in the order of a page.
    pub const ALL: [Self; 5] = [
        Self::Needed,
        Self::Proof,
        Self::For,
        Self::Against,
        Self::Excluded,
    ];

    /// What stands above them.
    pub const fn heading(self) -> Text {
        match self {
            Self::Needed => text!(en: "Needed", ja: "前提となる条件"),
            Self::Proof => text!(en: "Proves it", ja: "決め手となるもの"),
            Self::For => text!(en: "Speaks for it", ja: "この原因を示唆するもの"),
            Self::Against => text!(en: "Speaks against it", ja: "この原因とは合わないもの"),
            Self::Excluded => text!(en: "Rules it out", ja: "この原因を除外するもの"),
        }
    }

    pub(super) const fn mark(self) -> (Role, &'static str) {
        match self {
            Self::Needed => (Role::Plain, "•"),
            Self::Proof | Self::For => (Role::For, "+"),
            Self::Against | Self::Excluded => (Role::Against, "−"),
        }
    }

    /// A rule's signals of this kind, strongest first.
    pub fn rows(self, rule: &Rule, lang: Lang) -> Vec<Row> {
        rule.signals
            .iter()
            .filter(|signal| Self::of(signal) == self)
            .map(|signal| row(signal, lang))
            .collect()
    }

    const fn of(signal: &Signal) -> Self {
        match signal {
            Signal::Requires(_) => Self::Needed,
            Signal::Proves(..) => Self::Proof,
            Signal::Suggests(..) | Signal::Hints(..) => Self::For,
            Signal::Doubts(..) | Signal::Opposes(..) => Self::Against,
            Signal::Excludes(..) => Self::Excluded,
        }
    }
}

fn row(signal: &Signal, lang: Lang) -> Row {
    match signal {
        Signal::Requires(clue) => match alternatives(clue, lang) {
            mut only if only.len() == 1 => Row {
                says: only.remove(0),
                clues: Vec::new(),
            },
            clues => Row {
                says: text!(en: "One of these:", ja: "次のいずれか：")
                    .get(lang)
                    .into(),
                clues,
            },
        },
        Signal::Proves(clue, says)
        | Signal::Suggests(clue, says)
        | Signal::Hints(clue, says)
        | Signal::Doubts(clue, says)
        | Signal::Opposes(clue, says)
        | Signal::Excludes(clue, says) => Row {
            says: Values::default().say(*says, lang),
            clues: alternatives(clue, lang),
        },
    }
}

/// What is looked for, of which one is enough; each once.
fn alternatives(clue: &Clue, lang: Lang) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |clues: Vec<String>| {
        for clue in clues {
            if !all.contains(&clue) {
                all.push(clue);
            }
        }
    };
    match clue {
        Clue::Any(clues) => clues.iter().for_each(|clue| add(alternatives(clue, lang))),
        clue => add([in_words(clue, lang)].into()),
    }
    all
}

/// A clue with everything that it is made of: `method: “HEAD” and status: 403`.
fn in_words(clue: &Clue, lang: Lang) -> String {
    match clue {
        Clue::Any(clues) => joined(clues, text!(en: " or ", ja: "または"), lang),
        Clue::All(clues) => joined(clues, text!(en: " and ", ja: "、かつ"), lang),
        Clue::Not(clue) => match lang {
            Lang::En => format!("not {}", in_words(clue, lang)),
            Lang::Ja => format!("次以外：{}", in_words(clue, lang)),
        },
        // What a function finds has no words but its place.
        Clue::Fact(place, _) => {
            let place = words::place(place, lang);
            match lang {
                Lang::En => format!("told by {place}"),
                Lang::Ja => format!("{place}から判断"),
            }
        }
        Clue::Status(status) => labelled(clue, &format!("{status}"), lang),
        Clue::StatusIn(from, to) => labelled(clue, &format!("{from}–{to}"), lang),
        Clue::Says(phrase) => match lang {
            Lang::En => format!("anywhere: “{phrase}”"),
            Lang::Ja => format!("いずれかのテキスト：「{phrase}」"),
        },
        Clue::ErrorType(phrase)
        | Clue::Message(phrase)
        | Clue::Body(phrase)
        | Clue::Log(phrase)
        | Clue::ResponseType(phrase)
        | Clue::NetError(phrase)
        | Clue::Url(phrase)
        | Clue::Method(phrase) => labelled(clue, &quoted(phrase, lang), lang),
        Clue::Header(_, part) | Clue::RequestHeader(_, part) if !part.is_empty() => {
            labelled(clue, &quoted(part, lang), lang)
        }
        clue => clue.says(lang),
    }
}

fn quoted(phrase: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("“{phrase}”"),
        Lang::Ja => format!("「{phrase}」"),
    }
}

fn labelled(clue: &Clue, value: &str, lang: Lang) -> String {
    let place = words::place(&clue.place(), lang);
    format!("{place}{}{value}", words::colon(lang))
}

fn joined(clues: &[Clue], between: Text, lang: Lang) -> String {
    let mut parts: Vec<String> = Vec::new();
    for clue in clues {
        let words = in_words(clue, lang);
        if !parts.contains(&words) {
            parts.push(words);
        }
    }
    parts.join(between.get(lang))
}
