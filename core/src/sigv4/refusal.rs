//! The canonical request and the string to sign that a server computed, read from its refusal.
//!
//! A refusal in its long form quotes both, with the newlines that the reader's tool left of them:
//! real ones, `\n`, `\\n`, or spaces. It may be cut anywhere.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::look::find_in;
use crate::signing::Signed;

const CANONICAL: &str = "Canonical String for this request should have been";
const TO_SIGN: &str = "String-to-Sign should have been";

/// What signers write into their logs before the canonical request: botocore, the SDKs of Java.
const LOGGED: &[&str] = &["CanonicalRequest:", "Canonical Request:"];

impl Signed {
    /// Finds what the server computed in the text of a refusal.
    ///
    /// ```
    /// use gatewhy_core::sigv4::Signed;
    ///
    /// let text = r"… The Canonical String for this request should have been\n'GET\n/prod/pets\n\nhost:h.example.com\nx-amz-date:20240115T103000Z\n\nhost;x-amz-date\ne3b0c4'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20240115T103000Z\n20240115/us-east-1/execute-api/aws4_request\n96cb'\n";
    /// let read = Signed::read(text).expect("it is there");
    /// assert_eq!(read.path.as_deref(), Some("/prod/pets"));
    /// assert_eq!(read.header("host"), Some("h.example.com"));
    /// assert_eq!(read.scope.as_deref(), Some("20240115/us-east-1/execute-api/aws4_request"));
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        let (before, to_sign) = match behind(text, TO_SIGN) {
            Some((before, after)) => (before, Some(quoted(after))),
            None => (text, None),
        };
        let canonical = behind(before, CANONICAL).map(|(_, after)| quoted(after));
        let mut read = match &canonical {
            Some(text) => of_lines(text),
            None => None,
        };
        if let Some(text) = to_sign {
            let mut lines = lines(&text).skip(1).filter(|line| !line.is_empty());
            let read = read.get_or_insert_default();
            read.date = lines.next().map(ToOwned::to_owned);
            read.scope = lines
                .next()
                .filter(|scope| scope.contains('/'))
                .map(ToOwned::to_owned);
        }
        read.filter(|read| read.path.is_some() || read.scope.is_some())
    }

    /// Finds the canonical request that the client's signer wrote into a log of its own.
    pub fn logged(text: &str) -> Option<Self> {
        let (_, after) = LOGGED.iter().find_map(|words| behind(text, words))?;
        let end = find_in(after, "StringToSign").or_else(|| find_in(after, "String to sign"));
        let end = end.map_or(after.len(), |found| offset(after, found));
        of_lines(unescaped(&after[..end]).trim_start_matches(['"', '\'', ' ', '\n', '\r']))
    }
}

fn offset(text: &str, found: &str) -> usize {
    found.as_ptr() as usize - text.as_ptr() as usize
}

fn behind<'a>(text: &'a str, words: &str) -> Option<(&'a str, &'a str)> {
    let found = find_in(text, words)?;
    let at = offset(text, found);
    Some((&text[..at], &text[at + found.len()..]))
}

/// What stands between the quotes, without the escapes of JSON, XML and programs. Where the text was
/// cut, its last line is left out, because nobody knows how it went on.
fn quoted(text: &str) -> String {
    let plain = unescaped(text);
    let inner = plain.trim_start_matches([' ', '\n', '\r', ':']);
    let inner = inner.strip_prefix(['\'', '‘', '"']).unwrap_or(inner);
    if let Some(close) = inner.rfind(['\'', '’']) {
        return inner[..close].to_owned();
    }
    let rest = inner.trim_end_matches(['}', '"']);
    let whole = rest.trim_end_matches([' ', '\n', '\r']);
    let separator = if whole.contains('\n') { '\n' } else { ' ' };
    let end = whole.rfind(separator).filter(|_| whole.len() == rest.len());
    whole[..end.unwrap_or(whole.len())].to_owned()
}

/// Newlines, or the spaces that some tools make of them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let separator = if text.contains('\n') { '\n' } else { ' ' };
    text.split(separator)
        .map(|line| line.trim_end_matches('\r'))
}

fn of_lines(text: &str) -> Option<Signed> {
    let mut lines = lines(text).peekable();
    let method = lines
        .next()
        .filter(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase()))?;
    let path = lines.next().filter(|path| path.starts_with('/'));
    let mut read = Signed {
        method: Some(method.to_owned()),
        path: path.map(ToOwned::to_owned),
        ..Signed::default()
    };
    path?;
    // A paste may have lost its empty lines: what looks like a header is no query.
    read.query = match lines.peek() {
        Some(line) if header(line).is_none() => lines.next().map(ToOwned::to_owned),
        Some(_) => Some(String::new()),
        None => None,
    };
    let mut rest: Vec<&str> = Vec::new();
    while let Some(line) = lines.next_if(|line| !line.is_empty()) {
        match header(line) {
            Some((name, value)) => read.headers.push((name.to_owned(), value.to_owned())),
            // The names of the signed headers, with no empty line before them.
            None if read
                .headers
                .iter()
                .any(|(name, _)| line.starts_with(name.as_str())) =>
            {
                rest.push(line);
                break;
            }
            // A value with a space in it, in a text that lost its newlines.
            None => {
                let (_, value) = read.headers.last_mut()?;
                value.push(' ');
                value.push_str(line);
            }
        }
    }
    rest.extend(lines.filter(|line| !line.is_empty()));
    read.signed_headers = rest.first().map(|line| (*line).to_owned());
    read.payload = rest.get(1).map(|line| (*line).to_owned());
    Some(read)
}

fn header(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let token =
        |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
    (!name.is_empty() && name.bytes().all(token)).then_some((name, value))
}

/// Takes JSON's escapes off, however often the text was escaped, and the ampersands of XML.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '&']) {
        plain.push_str(&rest[..at]);
        let after = if rest[at..].starts_with('&') {
            let after = rest[at..].strip_prefix("&amp;");
            plain.push('&');
            rest = after.unwrap_or(&rest[at + 1..]);
            continue;
        } else {
            rest[at..].trim_start_matches('\\')
        };
        rest = [
            ("n", "\n"),
            ("r", ""),
            ("t", "\t"),
            ("u0026", "&"),
            ("u0027", "'"),
            ("u003d", "="),
            ("u003c", "<"),
            ("u003e", ">"),
        ]
        .into_iter()
        .find_map(|(escape, means)| {
            let tail = after.strip_prefix(escape)?;
            plain.push_str(means);
            Some(tail)
        })
        .unwrap_or(after);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::super::encode::EMPTY_HASH;
    use super::*;

    const PLAIN: &str = "The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for this request should have been\n'POST\n/prod/pets/my%2520cat\na=1&b=2\nhost:abcde12345.execute-api.us-east-1.amazonaws.com\nx-amz-date:20240115T103000Z\n\nhost;x-amz-date\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20240115T103000Z\n20240115/us-east-1/execute-api/aws4_request\naa06'\n";

    #[test]
    fn a_refusal_is_read_however_its_newlines_were_written() {
        let expected = Signed::read(PLAIN).unwrap();
        assert_eq!(expected.method.as_deref(), Some("POST"));
        assert_eq!(expected.query.as_deref(), Some("a=1&b=2"));
        assert_eq!(expected.signed_headers.as_deref(), Some("host;x-amz-date"));
        assert_eq!(expected.payload.as_deref(), Some(EMPTY_HASH));
        assert_eq!(expected.date.as_deref(), Some("20240115T103000Z"));
        for newline in ["\\n", "\\\\n", "\\\\\\\\n", "\r\n", " "] {
            let text = PLAIN.replace('\n', newline);
            assert_eq!(Signed::read(&text), Some(expected.clone()), "{newline:?}");
        }
        let xml = PLAIN.replace('&', "&amp;");
        assert_eq!(Signed::read(&xml), Some(expected.clone()));
        let json = PLAIN.replace('\n', "\\n").replace('&', "\\u0026");
        assert_eq!(Signed::read(&json), Some(expected));
    }

    #[test]
    fn a_cut_refusal_is_read_as_far_as_it_goes() {
        for end in 0..PLAIN.len() {
            let _ = Signed::read(&PLAIN[..end]);
        }
        let cut = PLAIN.split("\n\nhost;").next().unwrap();
        let read = Signed::read(&alloc::format!("{{message: {cut}\n}}")).unwrap();
        assert_eq!(read.header("x-amz-date"), Some("20240115T103000Z"));
        assert_eq!((read.signed_headers, read.payload), (None, None));
        let path = PLAIN.split("%2520cat").next().unwrap();
        assert_eq!(Signed::read(path), None, "the path may go on");
        assert_eq!(Signed::read("no such thing"), None);
    }

    #[test]
    fn a_signer_s_own_log_is_read() {
        let canonical = PLAIN.split('\'').nth(1).unwrap();
        let log = alloc::format!(
            "2024-01-15 10:30:00,001 botocore.auth [DEBUG] CanonicalRequest:\n{canonical}\n2024-01-15 10:30:00,002 botocore.auth [DEBUG] StringToSign:\nAWS4-HMAC-SHA256\n"
        );
        let logged = Signed::logged(&log).unwrap();
        assert_eq!(logged.path.as_deref(), Some("/prod/pets/my%2520cat"));
        assert_eq!(logged.payload.as_deref(), Some(EMPTY_HASH));
    }
}
