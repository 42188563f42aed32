//! The command line: what can be asked, with its help in both languages.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::ColorChoice;
use clap::builder::{PossibleValuesParser, ValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use gatewhy_core::{Lang, Text, render, text};

use crate::error::Error;
use crate::input::Kind;

/// What was asked.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) command: Command,
    pub(crate) colour: ColorChoice,
}

#[derive(Debug)]
pub(crate) enum Command {
    Diagnose(Diagnose),
    Explain { cause: String, markdown: bool },
    Causes { json: bool },
    Redact(Redact),
    Completions(clap_complete::Shell),
    Man(Option<String>),
}

/// `gatewhy diagnose`
#[derive(Debug)]
pub(crate) struct Diagnose {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) kind: Option<Kind>,
    pub(crate) jsonl: bool,
    pub(crate) format: Format,
    pub(crate) all: bool,
    pub(crate) full: bool,
}

/// `gatewhy redact`
#[derive(Debug)]
pub(crate) struct Redact {
    pub(crate) file: Option<PathBuf>,
    pub(crate) kind: Option<Kind>,
    pub(crate) keep_account_ids: bool,
}

/// How reports are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Jsonl,
    Markdown { keep_account_ids: bool },
}

/// A call that asks for help, or that cannot be understood.
pub(crate) struct Refusal {
    error: clap::Error,
    lang: Lang,
}

/// Reads the words of the call.
pub(crate) fn read(words: Vec<OsString>, lang: Lang) -> Result<Options, Refusal> {
    let refuse = |error| Refusal { error, lang };
    let matches = command(lang).try_get_matches_from(words).map_err(refuse)?;
    // `gatewhy --color never diagnose` and `gatewhy diagnose --color never` mean the same.
    let of_command = matches
        .subcommand()
        .and_then(|(_, matches)| text_of(matches, "color"));
    let colour = match of_command.or(text_of(&matches, "color")) {
        Some("always") => ColorChoice::AlwaysAnsi,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    };
    let command = match matches.subcommand() {
        Some(("explain", explain)) => Command::Explain {
            cause: text_of(explain, "cause").unwrap_or_default().to_owned(),
            markdown: text_of(explain, "format") == Some("markdown"),
        },
        Some(("causes", causes)) => Command::Causes {
            json: text_of(causes, "format") == Some("json"),
        },
        Some(("redact", redact)) => Command::Redact(Redact {
            file: redact.get_one::<PathBuf>("file").cloned(),
            kind: kind(redact),
            keep_account_ids: redact.get_flag("keep-account-ids"),
        }),
        Some(("completions", completions)) => match completions.get_one("shell") {
            Some(shell) => Command::Completions(*shell),
            None => return Err(refuse(missing(lang))),
        },
        Some(("man", man)) => Command::Man(text_of(man, "command").map(str::to_owned)),
        Some((_, matches)) => Command::Diagnose(diagnose(matches).map_err(refuse)?),
        None => return Err(refuse(missing(lang))),
    };
    Ok(Options { command, colour })
}

fn text_of<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str)
}

fn missing(lang: Lang) -> clap::Error {
    command(lang).error(ErrorKind::MissingSubcommand, "")
}

fn diagnose(matches: &ArgMatches) -> Result<Diagnose, clap::Error> {
    let jsonl = matches.get_flag("jsonl");
    let format = match text_of(matches, "format") {
        // One object a line is what `--jsonl` promises; an array would have to wait for the end.
        Some("json") if !jsonl => Format::Json,
        Some("json" | "jsonl") => Format::Jsonl,
        Some("markdown") => Format::Markdown {
            keep_account_ids: matches.get_flag("keep-account-ids"),
        },
        None if jsonl => Format::Jsonl,
        _ => Format::Text,
    };
    let kind = kind(matches);
    let conflict =
        jsonl && (format != Format::Jsonl || !matches!(kind, None | Some(Kind::Evidence)));
    if conflict {
        return Err(clap::Error::new(ErrorKind::ArgumentConflict));
    }
    Ok(Diagnose {
        files: matches
            .get_many::<PathBuf>("file")
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        kind,
        jsonl,
        format,
        all: matches.get_flag("all"),
        full: matches.get_flag("full"),
    })
}

/// What the caller says that the input is.
fn kind(matches: &ArgMatches) -> Option<Kind> {
    Some(match text_of(matches, "input")? {
        "har" => Kind::Har,
        "evidence" => Kind::Evidence,
        "curl" => Kind::Curl,
        "http" => Kind::Http,
        "log" => Kind::Log,
        _ => return None,
    })
}

/// The whole command line, with its words in one language.
fn command(lang: Lang) -> clap::Command {
    let words = |text: Text| text.get(lang);
    let root = clap::Command::new("gatewhy")
        .version(env!("CARGO_PKG_VERSION"))
        .about(words(ABOUT))
        .after_help(words(EXAMPLES))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_help_heading(words(COMMANDS))
        .arg(version(lang))
        .subcommand(diagnose_command(lang))
        .subcommand(explain_command(lang))
        .subcommand(causes_command(lang))
        .subcommand(redact_command(lang))
        .subcommand(
            clap::Command::new("completions")
                .about(words(COMPLETIONS))
                .arg(
                    Arg::new("shell")
                        .value_name("SHELL")
                        .required(true)
                        .hide_possible_values(true)
                        .value_parser(value_parser!(clap_complete::Shell))
                        .help(words(SHELL))
                        .help_heading(words(ARGUMENTS)),
                ),
        )
        .subcommand(
            clap::Command::new("man").about(words(MAN)).arg(
                Arg::new("command")
                    .value_name("COMMAND")
                    .value_parser(PossibleValuesParser::new([
                        "diagnose", "explain", "causes", "redact",
                    ]))
                    .hide_possible_values(true)
                    .help(words(MAN_OF))
                    .help_heading(words(ARGUMENTS)),
            ),
        );
    dressed(root, lang)
}

/// What every command has: its help, the language, the colour.
fn dressed(command: clap::Command, lang: Lang) -> clap::Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    let command = names.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |sub| dressed(sub, lang))
    });
    let template = match lang {
        Lang::En => "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
        Lang::Ja => "{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}",
    };
    command
        .help_template(template)
        .disable_help_flag(true)
        .max_term_width(100)
        .arg(choice("lang", &["en", "ja"], LANGUAGE, lang).value_name("LANG"))
        .arg(choice("color", &["auto", "always", "never"], COLOUR, lang).value_name("WHEN"))
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help(HELP.get(lang))
                .help_heading(OPTIONS.get(lang)),
        )
}

fn version(lang: Lang) -> Arg {
    Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help(VERSION.get(lang))
        .help_heading(OPTIONS.get(lang))
}

fn diagnose_command(lang: Lang) -> clap::Command {
    let formats = ["text", "json", "jsonl", "markdown"];
    clap::Command::new("diagnose")
        .about(DIAGNOSE.get(lang))
        .after_help(STATUS.get(lang))
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .num_args(0..)
                .value_parser(value_parser!(PathBuf))
                .value_hint(clap::ValueHint::FilePath)
                .help(FILES.get(lang))
                .help_heading(ARGUMENTS.get(lang)),
        )
        .arg(input(lang))
        .arg(flag("jsonl", JSONL, lang))
        .arg(choice("format", &formats, FORMAT, lang).value_name("FORMAT"))
        .arg(flag("full", FULL, lang))
        .arg(flag("all", ALL, lang))
        .arg(flag("keep-account-ids", KEEP_IN_MARKDOWN, lang))
}

fn explain_command(lang: Lang) -> clap::Command {
    clap::Command::new("explain")
        .about(EXPLAIN.get(lang))
        .arg(
            Arg::new("cause")
                .value_name("CAUSE")
                .required(true)
                .help(CAUSE.get(lang))
                .help_heading(ARGUMENTS.get(lang)),
        )
        .arg(choice("format", &["text", "markdown"], PAGE_FORMAT, lang).value_name("FORMAT"))
}

fn causes_command(lang: Lang) -> clap::Command {
    clap::Command::new("causes")
        .about(CAUSES.get(lang))
        .arg(choice("format", &["text", "json"], LIST_FORMAT, lang).value_name("FORMAT"))
}

fn redact_command(lang: Lang) -> clap::Command {
    clap::Command::new("redact")
        .about(REDACT.get(lang))
        .after_help(REDACT_STATUS.get(lang))
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .value_hint(clap::ValueHint::FilePath)
                .help(FILES.get(lang))
                .help_heading(ARGUMENTS.get(lang)),
        )
        .arg(input(lang))
        .arg(flag("keep-account-ids", KEEP_ACCOUNT_IDS, lang))
}

fn input(lang: Lang) -> Arg {
    let kinds = ["har", "evidence", "curl", "http", "log"];
    choice("input", &kinds, INPUT, lang).value_name("KIND")
}

fn flag(name: &'static str, help: Text, lang: Lang) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help.get(lang))
        .help_heading(OPTIONS.get(lang))
}

fn choice(name: &'static str, values: &[&'static str], help: Text, lang: Lang) -> Arg {
    let parser: ValueParser = PossibleValuesParser::new(values.iter().copied()).into();
    Arg::new(name)
        .long(name)
        .value_parser(parser)
        .hide_possible_values(true)
        .help(help.get(lang))
        .help_heading(OPTIONS.get(lang))
}

/// A completion script.
pub(crate) fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(Lang::En), "gatewhy", &mut script);
    script
}

/// The manual page of the command or of one of its parts, as roff.
pub(crate) fn man(of: Option<&str>, lang: Lang) -> Result<Vec<u8>, Error> {
    let mut root = command(lang);
    root.build();
    let shown = of
        .and_then(|name| root.find_subcommand(name))
        .unwrap_or(&root)
        .clone();
    let mut page = Vec::new();
    clap_mangen::Man::new(shown)
        .render(&mut page)
        .map_err(Error::write)?;
    Ok(page)
}

impl Refusal {
    /// Prints help, or what is wrong with the call and the remedy.
    pub(crate) fn print(self) -> ExitCode {
        let asked_for = !self.error.use_stderr();
        match (asked_for, self.words()) {
            (false, Some(words)) => crate::output::refuse(&words, self.lang),
            // Where the stream is closed, nobody is there to be told.
            _ => drop(self.error.print()),
        }
        if asked_for {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(2)
        }
    }

    /// Our own words; `None` for help, which clap lays out.
    fn words(&self) -> Option<String> {
        let error = &self.error;
        let value = |kind: ContextKind| match error.get(kind) {
            Some(ContextValue::String(text)) => text.clone(),
            Some(ContextValue::Strings(texts)) => render::words::list(texts, self.lang),
            _ => String::new(),
        };
        // `--format <FORMAT>`: the name alone is what was typed.
        let word = value(ContextKind::InvalidArg);
        let word = word
            .split_once(" <")
            .map_or(word.as_str(), |(name, _)| name);
        let suggested = [
            ContextKind::SuggestedArg,
            ContextKind::SuggestedSubcommand,
            ContextKind::SuggestedValue,
        ]
        .into_iter()
        .map(value)
        .find(|text| !text.is_empty());
        let told = match (error.kind(), self.lang) {
            (ErrorKind::InvalidValue, Lang::En) => format!(
                "“{}” is no value of {word}; use one of {}",
                value(ContextKind::InvalidValue),
                value(ContextKind::ValidValue)
            ),
            (ErrorKind::InvalidValue, Lang::Ja) => format!(
                "「{}」は{word}に指定できません。{}のいずれかを指定してください",
                value(ContextKind::InvalidValue),
                value(ContextKind::ValidValue)
            ),
            (ErrorKind::UnknownArgument, Lang::En) => format!("there is no argument “{word}”"),
            (ErrorKind::UnknownArgument, Lang::Ja) => format!("「{word}」という引数はありません"),
            (ErrorKind::InvalidSubcommand, Lang::En) => {
                format!(
                    "there is no command “{}”",
                    value(ContextKind::InvalidSubcommand)
                )
            }
            (ErrorKind::InvalidSubcommand, Lang::Ja) => {
                format!(
                    "「{}」というコマンドはありません",
                    value(ContextKind::InvalidSubcommand)
                )
            }
            (ErrorKind::MissingRequiredArgument, Lang::En) => format!("{word} is missing"),
            (ErrorKind::MissingRequiredArgument, Lang::Ja) => format!("{word}を指定してください"),
            (ErrorKind::MissingSubcommand, _) => MISSING_COMMAND.get(self.lang).into(),
            (ErrorKind::ArgumentConflict, _) if word.is_empty() => {
                JSONL_ALONE.get(self.lang).into()
            }
            (ErrorKind::ArgumentConflict, Lang::En) => format!("{word} can be given once only"),
            (ErrorKind::ArgumentConflict, Lang::Ja) => format!("{word}は一度しか指定できません"),
            _ => return None,
        };
        Some(match (suggested, self.lang) {
            (Some(word), Lang::En) => {
                format!("{told}; did you mean {word}? `gatewhy --help` shows what there is")
            }
            (Some(word), Lang::Ja) => {
                format!("{told}。もしかして：{word}。`gatewhy --help`で使い方を確認できます")
            }
            (None, Lang::En) => format!("{told}; `gatewhy --help` shows what there is"),
            (None, Lang::Ja) => format!("{told}。`gatewhy --help`で使い方を確認できます"),
        })
    }
}

const ABOUT: Text = text! {
    en: "Tells why Amazon API Gateway refused or failed a request, and what to do",
    ja: "Amazon API Gatewayがリクエストを拒否・失敗した原因と、その対処を示します",
};
const EXAMPLES: Text = text! {
    en: "Examples:\n  gatewhy diagnose failing.har\n  curl -v https://… 2>&1 | gatewhy diagnose\n  gatewhy explain route-not-found",
    ja: "例:\n  gatewhy diagnose failing.har\n  curl -v https://… 2>&1 | gatewhy diagnose\n  gatewhy explain route-not-found",
};
const STATUS: Text = text! {
    en: "Exit status:\n  0  nothing failed\n  1  at least one failing exchange was diagnosed\n  2  the input or the call was wrong",
    ja: "終了ステータス:\n  0  失敗したリクエストはない\n  1  失敗したリクエストを1件以上診断した\n  2  入力または引数に誤りがある",
};
const COMMANDS: Text = text!(en: "Commands", ja: "コマンド");
const ARGUMENTS: Text = text!(en: "Arguments", ja: "引数");
const OPTIONS: Text = text!(en: "Options", ja: "オプション");
const DIAGNOSE: Text = text! {
    en: "Reads what failed and prints a report on each failing exchange",
    ja: "失敗したリクエストを読み込み、1件ごとに診断結果を表示します",
};
const EXPLAIN: Text = text! {
    en: "Shows what there is to know about a cause",
    ja: "原因の詳しい説明を表示します",
};
const CAUSES: Text = text!(en: "Lists the causes", ja: "原因の一覧を表示します");
const REDACT: Text = text! {
    en: "Writes the same HAR, transcript, log or JSON with its secrets masked",
    ja: "HAR、curlの出力、ログ、JSONの秘密情報を伏せて、同じ形式で出力します",
};
const REDACT_STATUS: Text = text! {
    en: "What is masked and what stays: docs/REDACTION.md. The masked input gives the same diagnoses.\n\nExit status:\n  0  the masked input was written\n  2  the input or the call was wrong",
    ja: "伏せるものと残すものはdocs/REDACTION.mdを参照。伏せた後も診断結果は変わりません。\n\n終了ステータス:\n  0  秘密情報を伏せて出力した\n  2  入力または引数に誤りがある",
};
const KEEP_ACCOUNT_IDS: Text = text! {
    en: "Leaves AWS account ids as they are",
    ja: "AWSアカウントIDを伏せずに残します",
};
const KEEP_IN_MARKDOWN: Text = text! {
    en: "Leaves AWS account ids in Markdown, where they are masked otherwise",
    ja: "Markdownでは伏せるAWSアカウントIDを、伏せずに残します",
};
const COMPLETIONS: Text = text! {
    en: "Prints a completion script for a shell",
    ja: "シェルの補完スクリプトを出力します",
};
const MAN: Text = text!(en: "Prints the manual page", ja: "マニュアルページを出力します");
const MAN_OF: Text = text! {
    en: "diagnose, explain, causes or redact; without it, the page of gatewhy itself",
    ja: "diagnose、explain、causes、redactのいずれか。省略するとgatewhy自体のページ",
};
const SHELL: Text = text! {
    en: "bash, elvish, fish, powershell or zsh",
    ja: "bash、elvish、fish、powershell、zshのいずれか",
};
const FILES: Text = text! {
    en: "A HAR, an evidence JSON, a `curl -v` or `curl -i` transcript, raw HTTP or a log; `-` for standard input",
    ja: "HAR、証拠のJSON、`curl -v`や`curl -i`の出力、HTTPメッセージ、ログのいずれか。`-`は標準入力",
};
const INPUT: Text = text! {
    en: "What the input is, where its content does not tell: har, evidence, curl, http or log",
    ja: "入力の種類（内容から判別できない場合）：har、evidence、curl、http、log",
};
const JSONL: Text = text! {
    en: "Reads one evidence object a line and writes exactly one report a line, in order, as it goes",
    ja: "1行に1件の証拠を読み込み、同じ順に1行1件の診断結果を逐次出力します",
};
const FORMAT: Text = text! {
    en: "text (default), json (always an array), jsonl (one report a line) or markdown",
    ja: "出力形式：text（既定）、json（常に配列）、jsonl（1行に1件）、markdown",
};
const FULL: Text = text! {
    en: "Shows every check and the fixes for CloudFormation, SAM, Terraform, CDK and OpenAPI too",
    ja: "すべての確認方法と、CloudFormation、SAM、Terraform、CDK、OpenAPIでの対処も表示します",
};
const ALL: Text = text! {
    en: "Reports on exchanges that succeeded or are not API Gateway's too",
    ja: "成功したリクエストや、API Gateway以外へのリクエストも対象にします",
};
const CAUSE: Text = text! {
    en: "The id of a cause, such as route-not-found",
    ja: "原因のID（例：route-not-found）",
};
const PAGE_FORMAT: Text =
    text!(en: "text (default) or markdown", ja: "出力形式：text（既定）、markdown");
const LIST_FORMAT: Text = text!(en: "text (default) or json", ja: "出力形式：text（既定）、json");
const LANGUAGE: Text = text! {
    en: "en or ja; by default what the locale says",
    ja: "表示言語：en、ja（既定はロケールに従う）",
};
const COLOUR: Text = text! {
    en: "auto (default), always or never",
    ja: "色付け：auto（既定）、always、never",
};
const HELP: Text = text!(en: "Shows this help", ja: "このヘルプを表示します");
const VERSION: Text = text!(en: "Shows the version", ja: "バージョンを表示します");
const MISSING_COMMAND: Text = text!(en: "a command is missing", ja: "コマンドを指定してください");
const JSONL_ALONE: Text = text! {
    en: "--jsonl reads evidence objects and writes one JSON report a line; leave out --input and --format",
    ja: "--jsonlは証拠を読み込み、1行に1件のJSONを出力します。--inputと--formatは指定しないでください",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent_in_both_languages() {
        for lang in Lang::ALL {
            command(lang).debug_assert();
        }
    }

    #[test]
    fn jsonl_writes_json_lines_whatever_json_is_asked_for() {
        let format = |words: &[&str]| {
            let words = words.iter().map(OsString::from).collect();
            match read(words, Lang::En).ok().map(|options| options.command) {
                Some(Command::Diagnose(diagnose)) => Some(diagnose.format),
                _ => None,
            }
        };
        assert_eq!(
            format(&["gatewhy", "diagnose", "--jsonl"]),
            Some(Format::Jsonl)
        );
        assert_eq!(
            format(&["gatewhy", "diagnose", "--jsonl", "--format", "json"]),
            Some(Format::Jsonl)
        );
        assert_eq!(
            format(&["gatewhy", "diagnose", "--jsonl", "--format", "text"]),
            None
        );
        assert_eq!(
            format(&["gatewhy", "diagnose", "--format", "json"]),
            Some(Format::Json)
        );
    }
}
