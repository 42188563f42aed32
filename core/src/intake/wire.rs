//! The lines of HTTP messages, as tools print them.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use crate::evidence::Evidence;
use crate::headers::Headers;
use crate::url::Url;

/// The status of a status line: `HTTP/1.1 403 Forbidden`, `HTTP/2 403`.
pub(super) fn status_line(line: &str) -> Option<u16> {
    let rest = strip_prefix_ignoring_case(line, "HTTP/")?;
    let (version, rest) = rest.split_once(' ')?;
    let is_version = !version.is_empty()
        && version
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let status = rest.trim_start().split(' ').next()?;
    if !is_version || status.len() != 3 {
        return None;
    }
    status
        .parse()
        .ok()
        .filter(|status| (100..=999).contains(status))
}

/// The parts of a request line: `GET /prod/pets HTTP/1.1`; the version may be missing where the
/// target is a whole URL.
pub(super) fn request_line(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split_ascii_whitespace();
    let (method, target) = (words.next()?, words.next()?);
    let version = words.next();
    if words.next().is_some() || !is_method(method) {
        return None;
    }
    let known = match version {
        Some(version) => strip_prefix_ignoring_case(version, "HTTP/").is_some(),
        None => target.contains("://"),
    };
    known.then_some((method, target))
}

/// Whether a word is a verb in upper case.
pub(super) fn is_method(word: &str) -> bool {
    (3..=10).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A header field, or a pseudo field such as `:authority: h`.
pub(super) fn field(line: &str) -> Option<(&str, &str)> {
    let from = usize::from(line.starts_with(':'));
    let colon = line.get(from..)?.find(':')? + from;
    let (name, value) = (&line[..colon], &line[colon + 1..]);
    let is_name = name.len() > from
        && name[from..].bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'!' | b'#' | b'$')
        });
    is_name.then(|| (name, value.trim()))
}

pub(super) fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

/// Without the carriage return that ends the lines of HTTP and of Windows.
pub(super) fn without_return(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

/// Puts method and URL of a request line into the evidence; the headers are there already.
pub(super) fn set_target(evidence: &mut Evidence, method: &str, target: &str, scheme: &str) {
    evidence.method = Some(method.to_owned());
    if target.contains("://") {
        evidence.url = Some(target.to_owned());
        return;
    }
    let host = evidence
        .request_headers
        .first("host")
        .or_else(|| evidence.request_headers.first(":authority"));
    let Some(host) = host.filter(|host| !host.is_empty()) else {
        return;
    };
    let scheme = match evidence.request_headers.first("upgrade") {
        Some(to) if to.eq_ignore_ascii_case("websocket") => {
            if scheme == "http" {
                "ws"
            } else {
                "wss"
            }
        }
        _ => scheme,
    };
    // `CONNECT host:443` and `OPTIONS *` have no path.
    let path = if target.starts_with('/') { target } else { "/" };
    evidence.url = Some(format!("{scheme}://{host}{path}"));
}

/// Reads method and URL from HTTP/2's pseudo fields, where nothing else told them.
pub(super) fn set_from_pseudo_fields(evidence: &mut Evidence) {
    let get = |name: &str| evidence.request_headers.first(name).map(ToOwned::to_owned);
    let (method, path, scheme) = (get(":method"), get(":path"), get(":scheme"));
    if let (None, Some(path)) = (&evidence.url, path) {
        let was = evidence.method.take();
        let method = method.as_deref().or(was.as_deref()).unwrap_or("GET");
        let scheme = scheme.as_deref().unwrap_or("https");
        set_target(evidence, method, &path, scheme);
        return;
    }
    if evidence.method.is_none() {
        evidence.method = method;
    }
}

/// What kind of request the headers show it to be, where the browser did not say.
pub(super) fn resource_type(evidence: &Evidence) -> Option<&'static str> {
    let headers = &evidence.request_headers;
    let is = |name: &str, value: &str| {
        headers
            .first(name)
            .is_some_and(|given| given.eq_ignore_ascii_case(value))
    };
    let websocket = is("upgrade", "websocket")
        || evidence
            .url
            .as_deref()
            .and_then(Url::parse)
            .is_some_and(|url| url.is_websocket());
    let options = evidence
        .method
        .as_deref()
        .is_some_and(|method| method.eq_ignore_ascii_case("OPTIONS"));
    if websocket {
        Some("websocket")
    } else if options && headers.has("access-control-request-method") {
        Some("preflight")
    } else if is("sec-fetch-mode", "navigate") {
        Some("document")
    } else if is("sec-fetch-mode", "cors") {
        Some("fetch")
    } else {
        None
    }
}

/// Header fields line by line; a line that begins with a space goes on with the one before.
#[derive(Debug, Default)]
pub(super) struct Fields {
    done: Headers,
    open: Option<(String, String)>,
}

impl Fields {
    /// Takes a line; gives back whether it is part of the fields.
    pub(super) fn take(&mut self, line: &str) -> bool {
        if let (true, Some((_, value))) = (line.starts_with([' ', '\t']), &mut self.open) {
            value.push(' ');
            value.push_str(line.trim());
            return true;
        }
        let Some((name, value)) = field(line) else {
            return false;
        };
        self.close();
        self.open = Some((name.to_owned(), value.to_owned()));
        true
    }

    fn close(&mut self) {
        if let Some((name, value)) = self.open.take() {
            self.done.push(name, value);
        }
    }

    /// What was taken until now.
    pub(super) fn so_far(&self) -> Headers {
        let mut headers = self.done.clone();
        if let Some((name, value)) = &self.open {
            headers.push(name.as_str(), value.as_str());
        }
        headers
    }

    pub(super) fn finish(mut self) -> Headers {
        self.close();
        self.done
    }
}

/// A body as it was sent: cut to its announced length where only a line end is too much.
pub(super) fn body(headers: &Headers, text: &str) -> String {
    let announced = headers
        .first("content-length")
        .and_then(|length| length.trim().parse::<usize>().ok());
    match announced {
        Some(length) if length <= text.len() && text.is_char_boundary(length) => {
            let (body, rest) = text.split_at(length);
            if rest.trim().is_empty() {
                return body.to_owned();
            }
            text.trim_end_matches(['\r', '\n']).to_owned()
        }
        // An editor ends the last line.
        _ => text.trim_end_matches(['\r', '\n']).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_lines_of_every_version_are_read_and_prose_is_not() {
        assert_eq!(status_line("HTTP/1.1 403 Forbidden"), Some(403));
        assert_eq!(status_line("HTTP/2 403 "), Some(403));
        assert_eq!(status_line("HTTP/3 200"), Some(200));
        for line in ["HTTP/2", "HTTP/1.1 4034", "HTTP/1.1 abc", "HTTP 403", "403"] {
            assert_eq!(status_line(line), None, "{line}");
        }
    }

    #[test]
    fn request_lines_are_read_and_prose_is_not() {
        assert_eq!(request_line("GET /p HTTP/1.1"), Some(("GET", "/p")));
        assert_eq!(
            request_line("POST https://h.example.com/p"),
            Some(("POST", "https://h.example.com/p"))
        );
        for line in ["GET /p", "Get /p HTTP/1.1", "GET the HTTP spec now", "GET"] {
            assert_eq!(request_line(line), None, "{line}");
        }
    }

    #[test]
    fn fields_go_on_in_lines_that_begin_with_a_space() {
        let mut fields = Fields::default();
        for line in ["Via: 1.1 a", "  (CloudFront)", ":authority: h.example.com"] {
            assert!(fields.take(line), "{line}");
        }
        assert!(!fields.take("no field"));
        let headers = fields.finish();
        assert_eq!(headers.first("via"), Some("1.1 a (CloudFront)"));
        assert_eq!(headers.first(":authority"), Some("h.example.com"));
    }
}
