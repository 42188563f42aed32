//! From files and standard input to text, and from text to exchanges.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use gatewhy_core::Lang;
use gatewhy_core::intake::{self, InputError, Session};

use crate::error::Error;

/// A file larger than this is not read whole: it would take several times as much memory.
const LARGEST: u64 = 1 << 30;

/// A line longer than this is no evidence of one exchange.
pub(crate) const LONGEST_LINE: usize = 64 << 20;

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Har,
    Evidence,
    Curl,
    Http,
    Log,
}

/// Where input comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    Stdin,
    File(PathBuf),
}

impl From<Kind> for intake::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Har => Self::Har,
            Kind::Evidence => Self::Evidence,
            Kind::Curl => Self::Curl,
            Kind::Http => Self::Http,
            Kind::Log => Self::Log,
        }
    }
}

impl Source {
    /// The sources that the caller named; standard input where none is named and something is
    /// piped in.
    pub(crate) fn of(files: &[PathBuf]) -> Result<Vec<Self>, Error> {
        if files.is_empty() {
            return if io::stdin().is_terminal() {
                Err(Error::no_input())
            } else {
                Ok(vec![Self::Stdin])
            };
        }
        Ok(files
            .iter()
            .map(|file| {
                if file == Path::new("-") {
                    Self::Stdin
                } else {
                    Self::File(file.clone())
                }
            })
            .collect())
    }

    /// What messages call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".into(),
            Self::File(path) => path.display().to_string(),
        }
    }

    pub(crate) fn open(&self) -> Result<Box<dyn BufRead>, Error> {
        match self {
            Self::Stdin => Ok(Box::new(BufReader::new(io::stdin()))),
            Self::File(path) => {
                let file = File::open(path).map_err(|why| Error::read(&self.name(), why))?;
                Ok(Box::new(BufReader::new(file)))
            }
        }
    }

    /// Reads the exchanges in it.
    pub(crate) fn read(&self, kind: Option<Kind>) -> Result<Session, Error> {
        intake::read_bytes(&self.bytes()?, kind.map(Into::into)).map_err(|why| self.refused(&why))
    }

    /// Reads the whole of it.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        self.open()?
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(|why| Error::read(&self.name(), why))?;
        if bytes.len() as u64 > LARGEST {
            return Err(Error::too_large(&self.name(), LARGEST));
        }
        Ok(bytes)
    }

    /// It was read, and nothing can be made of it.
    pub(crate) fn refused(&self, why: &InputError) -> Error {
        Error::input(&self.name(), why.message(Lang::En), why.message(Lang::Ja))
    }
}

/// One line of a stream.
pub(crate) enum Row {
    Text(String),
    /// It was longer than [`LONGEST_LINE`] and has been skipped.
    TooLong,
}

/// Reads the next line, never holding more than [`LONGEST_LINE`]; `None` at the end.
pub(crate) fn next_row(stream: &mut dyn BufRead) -> io::Result<Option<Row>> {
    let mut bytes = Vec::new();
    let read = stream
        .take(LONGEST_LINE as u64 + 1)
        .read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(None);
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    } else if bytes.len() > LONGEST_LINE {
        skip_line(stream)?;
        return Ok(Some(Row::TooLong));
    }
    Ok(Some(Row::Text(
        String::from_utf8_lossy(&bytes).into_owned(),
    )))
}

fn skip_line(stream: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = stream.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(buffer.len(), |at| at + 1);
        stream.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_like_lines() {
        let mut stream: &[u8] = b"a\n\nb";
        let mut rows = Vec::new();
        while let Some(Row::Text(row)) = next_row(&mut stream).expect("memory can be read") {
            rows.push(row);
        }
        assert_eq!(rows, ["a", "", "b"]);
    }
}
