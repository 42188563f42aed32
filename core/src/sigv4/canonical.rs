//! The canonical request that the server computed, read from its refusal and held against the
//! request that was sent.
//!
//! A refusal in its long form quotes the canonical request, with the newlines that the reader's
//! tool left of it: real ones, `\n`, `\\n`, or spaces. What differs between it and the request was
//! changed on the way; where nothing differs, the client canonicalised or keyed differently.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::facts::Facts;
use crate::look::find_in;
use crate::redact;

/// The SHA-256 of nothing: what a signer puts down for an empty body.
const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const MARKER: &str = "Canonical String for this request should have been";

/// A canonical request, part by part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    /// `GET`.
    pub method: String,
    /// The wire path, percent-encoded once more.
    pub path: String,
    /// The query, sorted; empty where there is none.
    pub query: String,
    /// Names in lower case and values, in order.
    pub headers: Vec<(String, String)>,
    /// `host;x-amz-date`; empty where the text was cut.
    pub signed_headers: String,
    /// Lower hex, or what stands in its place.
    pub payload_hash: Option<String>,
}

impl Canonical {
    /// Finds the server's canonical request in the text of a refusal.
    ///
    /// ```
    /// use gatewhy_core::sigv4::Canonical;
    ///
    /// let text = r"… The Canonical String for this request should have been\n'GET\n/prod/pets\n\nhost:h.example.com\nx-amz-date:20240115T103000Z\n\nhost;x-amz-date\ne3b0c4'\n\nThe String-to-Sign should have been\n'…'\n";
    /// let canonical = Canonical::find(text).expect("it is there");
    /// assert_eq!(canonical.path, "/prod/pets");
    /// assert_eq!(canonical.header("host"), Some("h.example.com"));
    /// ```
    pub fn find(text: &str) -> Option<Self> {
        let marker = find_in(text, MARKER)?;
        let after = &text[text.find(marker)? + marker.len()..];
        let end = find_in(after, "String-to-Sign").and_then(|found| after.find(found));
        let quoted = unescaped(&after[..end.unwrap_or(after.len())]);
        let inner = quoted
            .split_once('\'')
            .map_or(quoted.as_str(), |(_, inner)| inner);
        let inner = match inner.rfind('\'') {
            Some(close) => &inner[..close],
            None => inner.trim_end_matches(['}', '"', ' ', '\n', '\r']),
        };
        let separator = if inner.contains('\n') { '\n' } else { ' ' };
        Self::read(
            inner
                .split(separator)
                .map(|line| line.trim_end_matches('\r')),
        )
    }

    fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut lines = lines.peekable();
        let method = lines
            .next()
            .filter(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase()))?;
        let path = lines.next().filter(|path| path.starts_with('/'))?;
        // A paste may have lost its empty lines: what looks like a header is no query.
        let query = lines.next_if(|line| header(line).is_none()).unwrap_or("");
        let mut headers: Vec<(String, String)> = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.is_empty()) {
            match header(line) {
                Some((name, value)) => headers.push((name.to_owned(), value.to_owned())),
                // The names of the signed headers, with no empty line before them.
                None if headers
                    .iter()
                    .any(|(name, _)| line.starts_with(name.as_str())) =>
                {
                    return Some(Self::with_tail(
                        method,
                        path,
                        query,
                        headers,
                        Some(line),
                        lines,
                    ));
                }
                // A value with a space in it, in a text that lost its newlines.
                None => match headers.last_mut() {
                    Some((_, value)) => {
                        value.push(' ');
                        value.push_str(line);
                    }
                    None => return None,
                },
            }
        }
        Some(Self::with_tail(method, path, query, headers, None, lines))
    }

    fn with_tail<'a>(
        method: &str,
        path: &str,
        query: &str,
        headers: Vec<(String, String)>,
        signed: Option<&'a str>,
        lines: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut rest = signed
            .into_iter()
            .chain(lines)
            .filter(|line| !line.is_empty());
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            signed_headers: rest.next().unwrap_or("").to_owned(),
            payload_hash: rest.next().map(ToOwned::to_owned),
        }
    }

    /// The value of a canonical header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

fn header(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let token =
        |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
    (!name.is_empty() && name.bytes().all(token)).then_some((name, value))
}

/// Takes JSON's escapes off, however often the text was escaped.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        let after = rest[at..].trim_start_matches('\\');
        rest = [
            ("n", "\n"),
            ("r", ""),
            ("t", "\t"),
            ("u0026", "&"),
            ("u0027", "'"),
            ("u003d", "="),
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

/// The part of a canonical request in which two sides differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The verb.
    Method,
    /// The host name.
    Host,
    /// Something stands before the path, or was cut off there: a stage, a base path.
    PathFront,
    /// The path in itself.
    Path,
    /// The query.
    Query,
    /// A header that was signed.
    Header,
    /// The hash of the body.
    Payload,
}

/// What was sent and what arrived, where the two are not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where they differ.
    pub part: Part,
    /// The header's name; empty for other parts.
    pub header: String,
    /// As the request shows it, secrets masked.
    pub sent: String,
    /// As the server canonicalised it, secrets masked.
    pub arrived: String,
}

/// Holds the server's canonical request against the request as the client sent it. Parts that were
/// not captured are not compared.
pub fn differences(canonical: &Canonical, facts: &Facts<'_>) -> Vec<Difference> {
    let evidence = facts.evidence;
    let mut found = Vec::new();
    let mut differ = |part: Part, header: &str, sent: &str, arrived: &str| {
        found.push(Difference {
            part,
            header: header.to_owned(),
            sent: sent.to_owned(),
            arrived: arrived.to_owned(),
        });
    };
    if let Some(method) = evidence.method.as_deref()
        && !method.eq_ignore_ascii_case(&canonical.method)
    {
        differ(Part::Method, "", method, &canonical.method);
    }
    let sent_host = evidence
        .request_headers
        .first("host")
        .or_else(|| evidence.request_headers.first(":authority"))
        .or(facts.url.map(|url| url.authority));
    if let (Some(sent), Some(arrived)) = (sent_host.map(str::trim), canonical.header("host"))
        && !is_blanked(sent)
        && !is_blanked(arrived)
        && !sent.eq_ignore_ascii_case(arrived)
    {
        differ(Part::Host, "host", sent, arrived);
    }
    if let Some(url) = facts
        .url
        .filter(|url| !is_blanked(url.path) && !is_blanked(&canonical.path))
    {
        let expected = canonical_path(url.path);
        let normalised = url.path.contains("//") || url.path.contains("/.");
        if expected != canonical.path && !normalised {
            let front = expected.ends_with(&canonical.path) || canonical.path.ends_with(&expected);
            let part = if front { Part::PathFront } else { Part::Path };
            differ(part, "", url.path, &canonical.path);
        }
        let query = canonical_query(url.query.unwrap_or(""));
        if query != canonical.query && !is_blanked(&query) && !is_blanked(&canonical.query) {
            let shown = |query: &str| redact::url(&format!("?{query}"))[1..].to_string();
            differ(
                Part::Query,
                "",
                &shown(url.query.unwrap_or("")),
                &shown(&canonical.query),
            );
        }
    }
    for (name, arrived) in canonical.headers.iter().filter(|(name, _)| name != "host") {
        let Some(sent) = evidence.request_headers.first(name) else {
            continue;
        };
        let is_comparable = !is_blanked(sent)
            && !is_blanked(arrived)
            && evidence.request_headers.all(name).count() == 1;
        if is_comparable && collapsed(sent) != collapsed(arrived) {
            let (sent, arrived) = (redact::header(name, sent), redact::header(name, arrived));
            differ(Part::Header, name, &sent, &arrived);
        }
    }
    if let Some((sent, arrived)) = payload(canonical, facts) {
        differ(Part::Payload, "", &sent, &arrived);
    }
    found
}

/// The hash that was signed and the hash of what arrived.
fn payload(canonical: &Canonical, facts: &Facts<'_>) -> Option<(String, String)> {
    let arrived = canonical.payload_hash.as_deref()?;
    let is_hash = arrived.len() == 64 && arrived.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_hash {
        return None;
    }
    if let Some(sent) = facts.evidence.request_headers.first("x-amz-content-sha256") {
        let differs = !is_blanked(sent) && !sent.trim().eq_ignore_ascii_case(arrived);
        return differs.then(|| (sent.trim().to_owned(), arrived.to_owned()));
    }
    let body = facts.evidence.request_body.as_deref().unwrap_or("");
    (arrived == EMPTY_HASH && !body.is_empty())
        .then(|| (format!("{} bytes", body.len()), arrived.to_owned()))
}

/// People blank out what they do not want to show: nothing can be concluded from that.
fn is_blanked(text: &str) -> bool {
    text.contains(['<', '>', '…'])
        || text.contains("...")
        || text.contains("***")
        || find_in(text, "xxxx").is_some()
}

fn collapsed(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    for word in value.split_ascii_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    plain
}

/// The canonical form of a path as it stood on the wire: every byte but the unreserved ones and
/// the slash is percent-encoded, including the `%` of what was encoded already.
pub fn canonical_path(wire: &str) -> String {
    let mut path = String::with_capacity(wire.len() + 8);
    wire.bytes().for_each(|byte| encode(&mut path, byte, true));
    if path.is_empty() {
        "/".to_owned()
    } else {
        path
    }
}

/// The canonical form of a query as it stood on the wire: decoded, encoded again, sorted; a
/// presigned URL's own signature is left out.
pub fn canonical_query(wire: &str) -> String {
    let mut pairs: Vec<(String, String)> = wire
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .filter(|(name, _)| !name.eq_ignore_ascii_case("X-Amz-Signature"))
        .map(|(name, value)| (recoded(name), recoded(value)))
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

fn recoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut coded = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text
            .get(at + 1..at + 3)
            .filter(|hex| bytes[at] == b'%' && hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        encode(&mut coded, hex.unwrap_or(bytes[at]), false);
        at += if hex.is_some() { 3 } else { 1 };
    }
    coded
}

fn encode(into: &mut String, byte: u8, keep_slash: bool) {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            into.push(char::from(byte));
        }
        b'/' if keep_slash => into.push('/'),
        _ => {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            into.push('%');
            into.push(char::from(HEX[usize::from(byte >> 4)]));
            into.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Evidence;
    use alloc::vec;

    const PLAIN: &str = "The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for this request should have been\n'POST\n/prod/pets/my%2520cat\na=1&b=2\nhost:abcde12345.execute-api.us-east-1.amazonaws.com\nx-amz-date:20240115T103000Z\n\nhost;x-amz-date\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20240115T103000Z'\n";

    fn sent(method: &str, url: &str) -> Evidence {
        Evidence {
            method: Some(method.into()),
            url: Some(url.into()),
            ..Evidence::default()
        }
    }

    fn parts(evidence: &Evidence) -> Vec<Part> {
        let canonical = Canonical::find(PLAIN).unwrap();
        let facts = Facts::of(evidence);
        differences(&canonical, &facts)
            .iter()
            .map(|found| found.part)
            .collect()
    }

    #[test]
    fn a_canonical_request_is_read_however_its_newlines_were_written() {
        let expected = Canonical::find(PLAIN).unwrap();
        assert_eq!(expected.method, "POST");
        assert_eq!(expected.query, "a=1&b=2");
        assert_eq!(expected.signed_headers, "host;x-amz-date");
        assert_eq!(expected.payload_hash.as_deref(), Some(EMPTY_HASH));
        for newline in ["\\n", "\\\\n", "\r\n", " "] {
            let text = PLAIN.replace('\n', newline);
            assert_eq!(
                Canonical::find(&text),
                Some(expected.clone()),
                "{newline:?}"
            );
        }
    }

    #[test]
    fn a_cut_canonical_request_is_read_as_far_as_it_goes() {
        for end in 0..PLAIN.len() {
            let _ = Canonical::find(&PLAIN[..end]);
        }
        let cut = PLAIN.split("\n\nhost;").next().unwrap();
        let canonical = Canonical::find(&alloc::format!("{{message: {cut}\n}}")).unwrap();
        assert_eq!(canonical.header("x-amz-date"), Some("20240115T103000Z"));
        assert_eq!(
            (canonical.signed_headers.as_str(), canonical.payload_hash),
            ("", None)
        );
        assert_eq!(Canonical::find("no such thing"), None);
    }

    #[test]
    fn what_was_changed_on_the_way_is_named() {
        let host = "https://abcde12345.execute-api.us-east-1.amazonaws.com";
        let same = sent("POST", &format!("{host}/prod/pets/my%20cat?b=2&a=1"));
        assert_eq!(parts(&same), vec![]);
        let other_host = sent("POST", "https://api.example.com/prod/pets/my%20cat?b=2&a=1");
        assert_eq!(parts(&other_host), vec![Part::Host]);
        let no_stage = sent("POST", &format!("{host}/pets/my%20cat?b=2&a=1"));
        assert_eq!(parts(&no_stage), vec![Part::PathFront]);
        let no_query = sent("GET", &format!("{host}/prod/pets/my%20cat"));
        assert_eq!(parts(&no_query), vec![Part::Method, Part::Query]);
        let mut other_date = same.clone();
        other_date
            .request_headers
            .push("X-Amz-Date", "20240115T103001Z");
        assert_eq!(parts(&other_date), vec![Part::Header]);
        let mut unsigned = same.clone();
        unsigned
            .request_headers
            .push("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
        assert_eq!(parts(&unsigned), vec![Part::Payload]);
        let mut lost_body = same;
        lost_body.request_body = Some("{}".into());
        assert_eq!(parts(&lost_body), vec![Part::Payload]);
    }

    #[test]
    fn a_server_encodes_the_wire_path_once_more() {
        for (wire, canonical) in [
            (
                "/dev/%40connections/asnFYeJtCGYCEZQ%3D",
                "/dev/%2540connections/asnFYeJtCGYCEZQ%253D",
            ),
            (
                "/dev/@connections/ZDb-VclrIAMCJ3w=",
                "/dev/%40connections/ZDb-VclrIAMCJ3w%3D",
            ),
            ("/dev/feed", "/dev/feed"),
            ("", "/"),
        ] {
            assert_eq!(canonical_path(wire), canonical);
        }
        assert_eq!(
            canonical_query("b=2&a=x y&a=%7e&c+d"),
            "a=x%20y&a=~&b=2&c%2Bd="
        );
        assert_eq!(canonical_query("%e3%81&%&%zz"), "%25=&%25zz=&%E3%81=");
    }
}
