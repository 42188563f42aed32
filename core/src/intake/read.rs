//! The one door for input of any kind.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;

use super::detect::{Kind, detect, without_mark};
use super::error::{ErrorKind, InputError};
use super::joints::Place;
use super::remark::{NOT_UTF8, Remark};
use super::session::Session;
use super::{curl, har, http, json, log};
use crate::evidence::Evidence;

/// How many broken parts of one input are told of; more tell nothing new.
pub(super) const REMARKS_AT_MOST: usize = 20;

/// Reads any input: the exchanges in it, as `kind` or as what its content shows it to be.
///
/// # Errors
///
/// When there is nothing to diagnose: the input is empty or binary, or it is JSON that is broken
/// or is no evidence. Broken parts of a readable input are remarks instead.
///
/// ```
/// use gatewhy_core::{Lang, diagnose, intake};
///
/// let session = intake::read("HTTP/1.1 403 Forbidden\n\n{\"message\":\"Forbidden\"}", None)?;
/// for (evidence, remarks) in session.exchanges() {
///     let report = diagnose(&evidence, Lang::En);
///     assert_eq!(report.subject.status, Some(403));
///     assert!(remarks.is_empty());
/// }
/// # Ok::<(), intake::InputError>(())
/// ```
pub fn read(text: &str, kind: Option<Kind>) -> Result<Session, InputError> {
    let text = without_mark(text);
    let is_blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    if text.trim_matches(is_blank).is_empty() {
        return Err(InputError::new(ErrorKind::Empty));
    }
    no_nul(text)?;
    match kind.unwrap_or_else(|| detect(text)) {
        kind @ Kind::Har => {
            let read = har::har(text)?;
            let session = Session::together(kind, read.exchanges).remark(read.remarks);
            Ok(read
                .about
                .into_iter()
                .fold(session, |session, (at, remarks)| {
                    session.remark_on(at, remarks)
                }))
        }
        kind @ Kind::Evidence => {
            let (all, remarks) = json::evidence(text)?;
            Ok(Session::apart(kind, all).remark(remarks))
        }
        kind @ Kind::Jsonl => Ok(lines(kind, text)),
        kind @ Kind::Curl => Ok(transcript(
            kind,
            text,
            curl::exchanges(text),
            curl::exchange,
        )),
        kind @ Kind::Http => Ok(transcript(
            kind,
            text,
            http::exchanges(text),
            http::exchange,
        )),
        kind @ Kind::Log => {
            let (all, remarks) = log::exchanges(text);
            Ok(Session::together(kind, all).remark(remarks))
        }
        kind @ Kind::Body => Ok(one(kind, |evidence| {
            evidence.body = Some(text.trim().to_owned());
        })),
        kind @ Kind::Text => Ok(one(kind, |evidence| {
            evidence.curl_text = Some(text.to_owned());
        })),
    }
}

/// Reads the bytes of a file: UTF-8 as far as it is, or UTF-16 with its mark, as PowerShell writes.
///
/// # Errors
///
/// As [`read`] does.
///
/// ```
/// use gatewhy_core::intake;
///
/// assert!(intake::read_bytes(&[0x1f, 0x8b, 8, 0], None).unwrap_err().is_binary());
/// let utf16: Vec<u8> = "\u{feff}HTTP/2 403\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
/// assert_eq!(intake::read_bytes(&utf16, None)?.len(), 1);
/// # Ok::<(), intake::InputError>(())
/// ```
pub fn read_bytes(bytes: &[u8], kind: Option<Kind>) -> Result<Session, InputError> {
    let (text, remark) = decode(bytes)?;
    Ok(read(&text, kind)?.remark(remark))
}

/// The text that the bytes of a file stand for, and a remark where some of them are no UTF-8.
///
/// # Errors
///
/// When the bytes are those of a well-known format that is no text, or hold a NUL.
///
/// ```
/// use gatewhy_core::intake;
///
/// assert_eq!(intake::decode(b"HTTP/2 403")?.0, "HTTP/2 403");
/// assert!(intake::decode(b"PK\x03\x04").unwrap_err().is_binary());
/// # Ok::<(), intake::InputError>(())
/// ```
pub fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<Remark>), InputError> {
    if let Some(name) = binary(bytes) {
        return Err(InputError::new(ErrorKind::Binary).because(name));
    }
    let (text, remark) = match utf16(bytes) {
        Some(text) => (Cow::Owned(text), None),
        None => match String::from_utf8_lossy(bytes) {
            Cow::Owned(text) => {
                let remark = not_utf8(bytes, &text);
                (Cow::Owned(text), remark)
            }
            text @ Cow::Borrowed(_) => (text, None),
        },
    };
    no_nul(&text)?;
    Ok((text, remark))
}

fn no_nul(text: &str) -> Result<(), InputError> {
    match text.find('\0') {
        Some(at) => Err(InputError::new(ErrorKind::Binary)
            .at(Place::of(text, at))
            .because("it holds a NUL")),
        None => Ok(()),
    }
}

fn not_utf8(bytes: &[u8], text: &str) -> Option<Remark> {
    let at = core::str::from_utf8(bytes).err()?.valid_up_to();
    Some(Remark::new(NOT_UTF8).at(Place::of(text, at)))
}

/// What well-known bytes at the front stand for.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    const MARKS: &[(&[u8], &str)] = &[
        (&[0x1f, 0x8b], "gzip"),
        (b"PK\x03\x04", "ZIP"),
        (&[0x28, 0xb5, 0x2f, 0xfd], "Zstandard"),
        (b"BZh", "bzip2"),
        (&[0xfd, b'7', b'z', b'X', b'Z'], "xz"),
        (b"\x89PNG", "PNG"),
        (&[0xff, 0xd8, 0xff], "JPEG"),
        (b"GIF8", "GIF"),
        (b"%PDF", "PDF"),
        (&[0xd4, 0xc3, 0xb2, 0xa1], "pcap"),
        (&[0x0a, 0x0d, 0x0d, 0x0a], "pcapng"),
        (b"\x7fELF", "ELF"),
    ];
    MARKS
        .iter()
        .find(|(mark, _)| bytes.starts_with(mark))
        .map(|(_, name)| *name)
}

fn utf16(bytes: &[u8]) -> Option<String> {
    let (little, rest) = match bytes {
        [0xff, 0xfe, rest @ ..] => (true, rest),
        [0xfe, 0xff, rest @ ..] => (false, rest),
        _ => return None,
    };
    let units = rest.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if little {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        }
    });
    Some(
        char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
    )
}

fn one(kind: Kind, set: impl FnOnce(&mut Evidence)) -> Session {
    let mut evidence = Evidence::default();
    set(&mut evidence);
    Session::apart(kind, [evidence].into())
}

fn lines(kind: Kind, text: &str) -> Session {
    let read: Vec<(Evidence, Vec<Remark>)> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(json::line)
        .collect();
    let (all, remarks): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    remarks
        .into_iter()
        .enumerate()
        .fold(Session::apart(kind, all), |session, (at, remarks)| {
            session.remark_on(at, remarks)
        })
}

/// The exchanges of a transcript; where there is none, what its one reader makes of the text.
fn transcript(
    kind: Kind,
    text: &str,
    mut all: Vec<Evidence>,
    last: impl Fn(&str) -> (Evidence, Vec<Remark>),
) -> Session {
    if all.len() > 1 {
        return Session::together(kind, all);
    }
    let (evidence, remarks) = last(text);
    all.clear();
    all.push(evidence);
    Session::together(kind, all).remark_on(0, remarks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn what_cannot_be_read_says_why_in_both_languages() {
        for (bytes, word) in [
            (&b""[..], "empty"),
            (b" \n\xef\xbb\xbf ", "empty"),
            (b"PK\x03\x04", "ZIP"),
            (b"ab\0c", "line 1, column 3"),
            (b"{\"log\": {\"entries\": 7}}", "log.entries"),
            (b"{\"status\": 403", "line 1, column 14"),
            (b"[[[[[[[[[[", "no evidence"),
        ] {
            let error = read_bytes(bytes, None).unwrap_err();
            assert!(error.message(Lang::En).contains(word), "{error}");
            assert!(!error.message(Lang::Ja).is_ascii());
        }
    }

    #[test]
    fn bytes_that_are_no_text_become_a_remark() {
        let session = read_bytes(b"HTTP/1.1 403 Forbidden\n\nca\xff", None).unwrap();
        assert!(
            session.remarks()[0]
                .text(Lang::En)
                .contains("line 3, column 3")
        );
        assert_eq!(session.exchanges().count(), 1);
    }

    #[test]
    fn lines_stay_lines() {
        let session = read(
            "{\"status\":403}\n\nnonsense\n{\"status\":401}\n",
            Some(Kind::Jsonl),
        )
        .unwrap();
        let told: Vec<_> = session
            .exchanges()
            .map(|(evidence, remarks)| (evidence.status, remarks.len()))
            .collect();
        assert_eq!(told, [(Some(403), 0), (None, 1), (Some(401), 0)]);
    }

    #[test]
    fn exchanges_of_one_session_know_of_one_another() {
        let text = "GET /a HTTP/1.1\nHost: h.example.com\n\nHTTP/1.1 200 OK\n\n\nGET /b HTTP/1.1\nHost: h.example.com\n\nHTTP/1.1 403 Forbidden\n\n";
        let session = read(text, None).unwrap();
        let (last, _) = session.exchanges().last().unwrap();
        assert_eq!(last.neighbours[0].status, Some(200));
    }
}
