//! An exchange's request as a `curl` command, secrets masked.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::evidence::Evidence;
use crate::redact;
use crate::url::Url;

/// What curl sends by itself, as it should be for what it sends.
const CURLS_OWN: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "transfer-encoding",
];
/// The longest body that a command still holds, in bytes.
const BODY_AT_MOST: usize = 32 * 1024;

/// The request of an exchange as a command for a POSIX shell; `None` where its URL is not known.
///
/// Secrets are masked as everywhere, so the command runs only once the reader has put theirs in the
/// place of each `***`. Whatever a page or a server chose stands between quotes and is not run.
///
/// ```
/// use gatewhy_core::{Evidence, render};
///
/// let mut evidence = Evidence {
///     url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets?limit=2".into()),
///     method: Some("POST".into()),
///     request_body: Some(r#"{"name":"Rex's"}"#.into()),
///     ..Evidence::default()
/// };
/// evidence.request_headers.push("Authorization", "Bearer s3cr3t");
/// assert_eq!(render::curl(&evidence).unwrap(), r#"curl -i -X POST 'https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets?limit=2' \
///   -H 'Authorization: Bearer ***' \
///   --data-raw '{"name":"Rex'\''s"}'
/// "#);
/// ```
pub fn curl(evidence: &Evidence) -> Option<String> {
    let url = evidence.url.as_deref().filter(|url| !url.is_empty())?;
    let body = evidence
        .request_body
        .as_deref()
        .filter(|body| !body.is_empty());
    let method = evidence.method.as_deref().unwrap_or("GET");
    let mut command = String::from("curl -i");
    // curl's own choice, and `-X HEAD` would wait for a body that never comes.
    let by_itself = if body.is_some() { "POST" } else { "GET" };
    if method == "HEAD" && body.is_none() {
        command.push_str(" --head");
    } else if method != by_itself || body.is_some() {
        command.push_str(" -X ");
        command.push_str(&quoted(&one_line(method)));
    }
    let headers = &evidence.request_headers;
    if headers.has("accept-encoding") {
        command.push_str(" --compressed");
    }
    let url = redact::url(url);
    // `[1-3]` and `{a,b}` are curl's patterns, not the shell's.
    if url.contains(['[', ']', '{', '}']) {
        command.push_str(" --globoff");
    }
    command.push(' ');
    command.push_str(&in_quotes(&one_line(&url)));
    for header in headers {
        if is_left_out(&header.name, &header.value, &url) {
            continue;
        }
        let value = redact::header(&header.name, &header.value);
        let mut line = header.name.clone();
        // Without a value, curl would take the header away.
        if value.trim().is_empty() {
            line.push(';');
        } else {
            line.push_str(": ");
            line.push_str(&value);
        }
        option(&mut command, "-H", &one_line(&line));
    }
    if let Some(body) = body {
        let cut = cut(body);
        option(&mut command, "--data-raw", &redact::text(cut));
        if cut.len() < body.len() {
            // A comment behind the last line: nothing of it runs.
            command.push_str(" # …");
        }
    }
    command.push('\n');
    Some(command)
}

/// Whether curl sends it by itself. A `Host` that is not the URL's is what a failure may be about.
fn is_left_out(name: &str, value: &str, url: &str) -> bool {
    if name.starts_with(':') || name.is_empty() {
        return true;
    }
    let own = Url::parse(url).map_or("", |url| url.authority);
    if name.eq_ignore_ascii_case("host") && !value.trim().eq_ignore_ascii_case(own) {
        return false;
    }
    CURLS_OWN
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

fn cut(body: &str) -> &str {
    let mut end = body.len().min(BODY_AT_MOST);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    &body[..end]
}

fn option(command: &mut String, name: &str, value: &str) {
    command.push_str(" \\\n  ");
    command.push_str(name);
    command.push(' ');
    command.push_str(&in_quotes(value));
}

/// No URL, method or header has line ends or tabs in it, whatever a file says.
fn one_line(value: &str) -> Cow<'_, str> {
    const ENDS: [char; 3] = ['\t', '\r', '\n'];
    if value.contains(ENDS) {
        Cow::Owned(value.replace(ENDS, ""))
    } else {
        Cow::Borrowed(value)
    }
}

/// A word as the shell reads it, in quotes only where it needs them.
fn quoted(word: &str) -> Cow<'_, str> {
    if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(in_quotes(word))
}

/// A value between single quotes, where a POSIX shell gives nothing a meaning but the quote itself.
/// NUL and the rest of the control characters, but for tabs and line ends, cannot be typed and are
/// left out, and so is what would turn the direction of writing.
fn in_quotes(value: &str) -> String {
    let mut quoted = String::with_capacity(value.len() + 2);
    quoted.push('\'');
    for c in value.chars() {
        match c {
            '\'' => quoted.push_str("'\\''"),
            '\t' | '\n' => quoted.push(c),
            c if super::steers(c) => {}
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    fn get(url: &str) -> Evidence {
        Evidence {
            url: Some(url.into()),
            method: Some("GET".into()),
            ..Evidence::default()
        }
    }

    #[test]
    fn what_a_page_or_a_server_chose_does_not_run() {
        let mut evidence = get("https://h.example.com/$(id)?a=`id`&b=';id;'");
        evidence.method = Some("GET;id".into());
        evidence
            .request_headers
            .push("X-A", "a'$(id)\u{202e}\u{0}b");
        assert_eq!(
            curl(&evidence).unwrap(),
            "curl -i -X 'GET;id' 'https://h.example.com/$(id)?a=`id`&b='\\'';id;'\\''' \\\n  -H 'X-A: a'\\''$(id)b'\n"
        );
    }

    #[test]
    fn only_a_body_has_several_lines() {
        let mut evidence = get("https://h.example.com/\n\tid");
        evidence.request_headers.push("X-A", "a\r\nX-B: b");
        evidence.request_body = Some("a\n\tb".into());
        evidence.method = Some("POST".into());
        assert_eq!(
            curl(&evidence).unwrap(),
            "curl -i -X POST 'https://h.example.com/id' \\\n  -H 'X-A: aX-B: b' \\\n  --data-raw 'a\n\tb'\n"
        );
    }

    #[test]
    fn what_curl_sends_by_itself_is_left_to_it() {
        let mut evidence = get("https://h.example.com/p");
        for (name, value) in [
            (":authority", "h.example.com"),
            ("Host", "h.example.com"),
            ("Content-Length", "0"),
            ("Accept-Encoding", "gzip"),
            ("X-Empty", ""),
        ] {
            evidence.request_headers.push(name, value);
        }
        assert_eq!(
            curl(&evidence).unwrap(),
            "curl -i --compressed 'https://h.example.com/p' \\\n  -H 'X-Empty;'\n"
        );
        evidence = get("https://h.example.com/p");
        evidence.request_headers.push("Host", "other.example.com");
        assert!(
            curl(&evidence)
                .unwrap()
                .contains("-H 'Host: other.example.com'")
        );
    }

    #[test]
    fn methods_are_given_where_curl_would_take_another() {
        let mut evidence = get("https://h.example.com/p");
        evidence.method = Some("HEAD".into());
        assert!(curl(&evidence).unwrap().starts_with("curl -i --head '"));
        evidence.method = Some("DELETE".into());
        assert!(curl(&evidence).unwrap().starts_with("curl -i -X DELETE '"));
        evidence.method = Some("GET".into());
        evidence.request_body = Some("x".into());
        assert!(curl(&evidence).unwrap().starts_with("curl -i -X GET '"));
    }

    #[test]
    fn secrets_are_masked_and_long_bodies_are_cut() {
        let mut evidence = get("https://h.example.com/p?token=s3cr3t");
        evidence.request_headers.push("Cookie", "sid=s3cr3t");
        evidence
            .request_headers
            .push("x-api-key", "abcdefghij0123456789");
        evidence.request_body = Some(format!("Bearer s3cr3t {}", "é".repeat(BODY_AT_MOST)));
        let command = curl(&evidence).unwrap();
        assert!(!command.contains("s3cr3t") && !command.contains("abcdefghij"));
        assert!(command.ends_with("' # …\n"));
        assert_eq!(curl(&Evidence::default()), None);
    }
}
