//! From files and standard input to text, and from text to exchanges.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use gatewhy_core::{Evidence, Lang};

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

/// What was read of one source.
pub(crate) struct Input {
    pub(crate) exchanges: Vec<Evidence>,
    /// What could not be read, in the language of the run.
    pub(crate) remarks: Vec<String>,
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

    /// Reads the whole of it.
    pub(crate) fn read(&self, kind: Option<Kind>, lang: Lang) -> Result<Input, Error> {
        let mut bytes = Vec::new();
        self.open()?
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(|why| Error::read(&self.name(), why))?;
        if bytes.len() as u64 > LARGEST {
            return Err(Error::too_large(&self.name(), LARGEST));
        }
        exchanges(&decoded(bytes), kind, lang)
            .map_err(|(en, ja)| Error::input(&self.name(), en, ja))
    }
}

/// Text as it was saved: UTF-8, or UTF-16 as Windows PowerShell redirects it. What is neither
/// keeps its readable parts; the readers of the core say so in a note.
fn decoded(bytes: Vec<u8>) -> String {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units = bytes[2..]
            .chunks_exact(2)
            .map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    match bytes.get(..2) {
        Some([0xff, 0xfe]) => wide(u16::from_le_bytes),
        Some([0xfe, 0xff]) => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes)
            .unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into_owned()),
    }
}

fn exchanges(text: &str, _kind: Option<Kind>, _lang: Lang) -> Result<Input, (String, String)> {
    match serde_json::from_str::<Evidence>(text) {
        Ok(evidence) => Ok(Input {
            exchanges: vec![evidence],
            remarks: Vec::new(),
        }),
        Err(why) => Err((why.to_string(), why.to_string())),
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
    fn what_powershell_redirects_is_read() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("{\"ä\"}".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decoded(bytes), "{\"ä\"}");
    }

    #[test]
    fn what_is_no_utf8_keeps_its_readable_parts() {
        assert_eq!(
            decoded(b"HTTP/1.1 403 \xff".to_vec()),
            "HTTP/1.1 403 \u{fffd}"
        );
        assert_eq!(decoded(Vec::new()), "");
    }

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
