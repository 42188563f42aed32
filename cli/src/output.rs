//! Standard output and standard error: bytes for programs, painted lines for people.

use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use gatewhy_core::render::{Line, Role, steers, visible};
use gatewhy_core::{Lang, Text, text};

use crate::Outcome;
use crate::error::Error;

/// Standard output.
pub(crate) struct Output {
    stream: BufWriter<io::StdoutLock<'static>>,
    painted: bool,
    columns: usize,
    is_terminal: bool,
}

impl Output {
    pub(crate) fn new(colour: ColorChoice) -> Self {
        let stdout = io::stdout();
        let painted = match colour {
            ColorChoice::Auto => AutoStream::choice(&stdout) != ColorChoice::Never,
            chosen => chosen != ColorChoice::Never,
        };
        Self {
            columns: columns(&stdout),
            is_terminal: stdout.is_terminal(),
            stream: BufWriter::new(stdout.lock()),
            painted,
        }
    }

    /// How wide a line may be.
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// Whether a person reads along.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Lines for people, painted where the terminal takes it.
    pub(crate) fn lines(&mut self, lines: &[Line]) -> Result<(), Error> {
        for line in lines {
            for span in &line.spans {
                let style = if self.painted {
                    style(span.role)
                } else {
                    Style::new()
                };
                write!(self.stream, "{style}{}{style:#}", span.text).map_err(Error::write)?;
            }
            self.stream.write_all(b"\n").map_err(Error::write)?;
        }
        Ok(())
    }

    /// Text as it stands.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), Error> {
        self.stream.write_all(text.as_bytes()).map_err(Error::write)
    }

    /// A finished document.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<Outcome, Error> {
        self.stream.write_all(bytes).map_err(Error::write)?;
        Ok(Outcome::Fine)
    }

    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        self.stream.flush().map_err(Error::write)
    }
}

/// A terminal's width as far as lines stay readable; 80 in a pipe, so that what is piped is the
/// same everywhere.
fn columns(stdout: &io::Stdout) -> usize {
    const WIDEST: usize = 100;
    if !stdout.is_terminal() {
        return 80;
    }
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0).min(WIDEST))
}

/// Few colours, each with one meaning: cyan can be typed, red failed, green and yellow speak for
/// and against.
fn style(role: Role) -> Style {
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    match role {
        Role::Plain | Role::Quote => Style::new(),
        Role::Title | Role::Heading => Style::new().bold(),
        Role::Failed => colour(AnsiColor::Red).bold(),
        Role::Worked | Role::For => colour(AnsiColor::Green),
        Role::Against => colour(AnsiColor::Yellow),
        Role::Muted | Role::Link => Style::new().dimmed(),
        Role::Cause | Role::Code => colour(AnsiColor::Cyan),
    }
}

/// Serializes for a terminal as well as for a program: characters that would steer a terminal are
/// escaped, which reads back as the same value.
pub(crate) fn json<T: serde::Serialize>(value: &T, pretty: bool) -> Result<String, Error> {
    let written = if pretty {
        serde_json::to_string_pretty(value)
    } else {
        serde_json::to_string(value)
    };
    let written = written.map_err(|why| Error::write(why.into()))?;
    // Beyond ASCII such characters stand within strings only.
    let mut safe = String::with_capacity(written.len());
    for c in written.chars() {
        if c == '\u{7f}' || (!c.is_ascii() && steers(c)) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                // A String takes all that is written to it.
                let _ = fmt::Write::write_fmt(&mut safe, format_args!("\\u{unit:04x}"));
            }
        } else {
            safe.push(c);
        }
    }
    Ok(safe)
}

/// Says on standard error what went wrong.
pub(crate) fn complain(error: &Error, lang: Lang) {
    say(ERROR, AnsiColor::Red, &error.message(lang), lang);
}

/// Says on standard error what is wrong with the call.
pub(crate) fn refuse(words: &str, lang: Lang) {
    say(ERROR, AnsiColor::Red, words, lang);
}

/// Says on standard error what the reader should know about the input.
pub(crate) fn remark(words: &str, lang: Lang) {
    say(
        text!(en: "note", ja: "補足"),
        AnsiColor::Yellow,
        words,
        lang,
    );
}

const ERROR: Text = text!(en: "error", ja: "エラー");

fn say(label: Text, colour: AnsiColor, words: &str, lang: Lang) {
    let style = Style::new().fg_color(Some(colour.into())).bold();
    let mut stderr = AutoStream::auto(io::stderr());
    // Where standard error is closed, nobody is there to be told.
    let _ = writeln!(
        stderr,
        "{style}{}{style:#}: {}",
        label.get(lang),
        visible(words)
    );
}
