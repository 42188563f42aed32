//! What can go wrong at the edges, each with its remedy, in both languages.

use std::fmt;
use std::io;

use gatewhy_core::{Lang, Text, text};

/// A run that cannot go on.
#[derive(Debug)]
pub(crate) struct Error {
    kind: Kind,
    diagnosed: bool,
}

#[derive(Debug)]
enum Kind {
    /// A file that cannot be read.
    Read { source: String, why: io::Error },
    /// A file that is too large to be read whole.
    TooLarge { source: String, limit: u64 },
    /// What was read is nothing that can be diagnosed; the reader has the words.
    Input {
        source: String,
        en: String,
        ja: String,
    },
    /// Nothing was given to read.
    NoInput,
    /// A cause that is not in the catalogue.
    UnknownCause { id: String, near: Vec<&'static str> },
    /// The output cannot be written.
    Write(io::Error),
}

impl Error {
    pub(crate) fn read(source: &str, why: io::Error) -> Self {
        Kind::Read {
            source: source.into(),
            why,
        }
        .into()
    }

    pub(crate) fn too_large(source: &str, limit: u64) -> Self {
        Kind::TooLarge {
            source: source.into(),
            limit,
        }
        .into()
    }

    pub(crate) fn input(source: &str, en: String, ja: String) -> Self {
        Kind::Input {
            source: source.into(),
            en,
            ja,
        }
        .into()
    }

    pub(crate) fn no_input() -> Self {
        Kind::NoInput.into()
    }

    pub(crate) fn unknown_cause(id: &str, near: Vec<&'static str>) -> Self {
        Kind::UnknownCause {
            id: id.into(),
            near,
        }
        .into()
    }

    pub(crate) fn write(why: io::Error) -> Self {
        Kind::Write(why).into()
    }

    /// The same, for a run that has diagnosed a failing exchange already.
    pub(crate) fn after_diagnosis(self, diagnosed: bool) -> Self {
        Self { diagnosed, ..self }
    }

    /// Whether the output is what failed.
    pub(crate) fn is_output(&self) -> bool {
        matches!(self.kind, Kind::Write(_))
    }

    /// Whether the reader of the output went away.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(&self.kind, Kind::Write(why) if why.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Whether a failing exchange was diagnosed before this happened.
    pub(crate) fn had_diagnosed(&self) -> bool {
        self.diagnosed
    }

    /// What is wrong, with what, and the remedy.
    pub(crate) fn message(&self, lang: Lang) -> String {
        match (&self.kind, lang) {
            (Kind::Read { source, why }, _) => format!("{source}: {}", words_of(why, lang)),
            (Kind::TooLarge { source, limit }, Lang::En) => format!(
                "{source}: larger than {} MiB; export only the failing requests, or give one evidence object a line to --jsonl",
                limit >> 20
            ),
            (Kind::TooLarge { source, limit }, Lang::Ja) => format!(
                "{source}: {} MiBを超えています。失敗したリクエストだけをエクスポートするか、証拠を1行に1件ずつ--jsonlに渡してください",
                limit >> 20
            ),
            (Kind::Input { source, en, .. }, Lang::En) => format!("{source}: {en}"),
            (Kind::Input { source, ja, .. }, Lang::Ja) => format!("{source}: {ja}"),
            (Kind::NoInput, _) => NO_INPUT.get(lang).into(),
            (Kind::UnknownCause { id, near }, _) => unknown_cause(id, near, lang),
            (Kind::Write(why), Lang::En) => {
                format!("the output cannot be written: {}", words_of(why, lang))
            }
            (Kind::Write(why), Lang::Ja) => {
                format!("出力を書き込めません。{}", words_of(why, lang))
            }
        }
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self {
            kind,
            diagnosed: false,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for Error {}

const NO_INPUT: Text = text! {
    en: "nothing to diagnose; name a file (`gatewhy diagnose failing.har`) or pipe one in (`curl -v … 2>&1 | gatewhy diagnose`)",
    ja: "診断する入力がありません。ファイルを指定するか（`gatewhy diagnose failing.har`）、パイプで渡してください（`curl -v … 2>&1 | gatewhy diagnose`）",
};

fn unknown_cause(id: &str, near: &[&str], lang: Lang) -> String {
    let near = near.join(", ");
    match (lang, near.is_empty()) {
        (Lang::En, true) => format!("there is no cause “{id}”; `gatewhy causes` lists them all"),
        (Lang::En, false) => format!(
            "there is no cause “{id}”; did you mean {near}? `gatewhy causes` lists them all"
        ),
        (Lang::Ja, true) => {
            format!("「{id}」という原因はありません。`gatewhy causes`で一覧を確認できます")
        }
        (Lang::Ja, false) => format!(
            "「{id}」という原因はありません。もしかして：{near}。`gatewhy causes`で一覧を確認できます"
        ),
    }
}

/// The remedies of the failures that people meet; the system's own words for the others.
fn words_of(why: &io::Error, lang: Lang) -> String {
    let words = match why.kind() {
        io::ErrorKind::NotFound => text! {
            en: "no such file; check the name",
            ja: "ファイルがありません。名前を確認してください",
        },
        io::ErrorKind::PermissionDenied => text! {
            en: "permission denied; make the file readable to you",
            ja: "読み取りが許可されていません。アクセス権を確認してください",
        },
        io::ErrorKind::IsADirectory => text! {
            en: "this is a directory; name the files in it",
            ja: "ディレクトリです。中のファイルを指定してください",
        },
        io::ErrorKind::StorageFull => text! {
            en: "the disk is full; make room",
            ja: "ディスクに空きがありません。空き領域を確保してください",
        },
        _ => return why.to_string(),
    };
    words.get(lang).into()
}
