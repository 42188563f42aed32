//! Transcripts of `curl -v` and `curl -i`, and what `wget -S`, `http`, `wscat` and PowerShell print.
//!
//! People paste them with prompts, progress meters, half of the lines and several calls in a row.
//! Each line says by its first bytes what it is: `>` was sent, `<` came back, `*` is a word of the
//! tool. What bears no mark is the body.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::remark::{NO_ANSWER, NO_EXCHANGE, Remark};
use super::wire::{self, Fields};
use super::{command, detect, joints, prose};
use crate::evidence::Evidence;
use crate::headers::Headers;
use crate::look::find_in;
use crate::url::Url;

/// Reads the last exchange of a transcript: the last answer to the last request.
///
/// Never fails: what cannot be read is left out of the evidence and told in the remarks.
///
/// ```
/// use gatewhy_core::intake::curl;
///
/// let (evidence, _) = curl::exchange(
///     "$ curl -i https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets\n\
///      HTTP/2 403 \nx-amzn-errortype: ForbiddenException\n\n{\"message\":\"Forbidden\"}",
/// );
/// assert_eq!((evidence.status, evidence.method.as_deref()), (Some(403), Some("GET")));
/// assert_eq!(evidence.body.as_deref(), Some(r#"{"message":"Forbidden"}"#));
/// ```
pub fn exchange(text: &str) -> (Evidence, Vec<Remark>) {
    let mut all = exchanges(text);
    let answered = |one: &Evidence| one.status.is_some() || one.net_error.is_some();
    let last = all.iter().rposition(answered).or(all.len().checked_sub(1));
    let Some(mut evidence) = last.map(|last| all.swap_remove(last)) else {
        let evidence = Evidence {
            curl_text: Some(text.to_owned()).filter(|text| !text.trim().is_empty()),
            ..prose::read(text)
        };
        return (evidence, [Remark::new(NO_EXCHANGE)].into());
    };
    let mut told = prose::read(text);
    if evidence.status.is_some() {
        // A first address may be refused before the next one answers.
        told.net_error = None;
    }
    super::fill(&mut evidence, told);
    let remarks = if answered(&evidence) || evidence.body.is_some() {
        Vec::new()
    } else {
        [Remark::new(NO_ANSWER)].into()
    };
    (evidence, remarks)
}

/// Reads every exchange of a transcript, in order; redirects give one each, interim answers and a
/// proxy's word on `CONNECT` none.
pub fn exchanges(text: &str) -> Vec<Evidence> {
    let mut reader = Reader::default();
    for line in text.split('\n') {
        let line = wire::without_return(line);
        // The progress meter writes over itself.
        if line.contains('\r') {
            line.split('\r')
                .filter(|part| !part.is_empty())
                .for_each(|part| reader.line(part));
        } else {
            reader.line(line);
        }
    }
    reader.finish()
}

/// What free text tells, be it a transcript or not.
pub(super) fn told(text: &str) -> (Evidence, Vec<Remark>) {
    let is_transcript = detect::is_transcript(text)
        || text
            .lines()
            .any(|line| wire::status_line(line.trim_start()).is_some());
    if is_transcript {
        (exchange(text).0, Vec::new())
    } else {
        (prose::read(text), Vec::new())
    }
}

/// Where the reader is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Mode {
    /// Outside of messages.
    #[default]
    Between,
    /// In a command that goes on in the next line.
    Command,
    /// In the lines that were sent, marked with `>` or not.
    Sent,
    SentPlain,
    /// In a body that was sent, as `http -v` shows it.
    SentBody,
    /// In the head of an answer, marked with `<`, not marked, or indented as `wget` does.
    Head,
    HeadPlain,
    HeadIndented,
    /// In a head that stands there for the second time (`curl -i -v`).
    Echo,
    Body,
}

#[derive(Debug, Default)]
struct Answer {
    status: u16,
    fields: Fields,
    body: String,
    marked: bool,
}

/// One exchange while it is read.
#[derive(Debug, Default)]
struct Open {
    command: String,
    asked: Option<Evidence>,
    first_line: Option<(String, String)>,
    sent: Fields,
    /// HTTP/2's pseudo fields, as curl tells them in its own words.
    pseudo: Headers,
    sent_body: String,
    /// Whom the tool connected to.
    host: Option<String>,
    answer: Option<Answer>,
    /// The tool's own words.
    said: String,
    net_error: Option<String>,
    body: Option<String>,
    plain_http: bool,
}

#[derive(Debug, Default)]
struct Reader {
    mode: Mode,
    open: Open,
    done: Vec<Evidence>,
}

impl Reader {
    fn line(&mut self, line: &str) {
        if self.mode == Mode::Command {
            return self.command(line);
        }
        let line = match without_meter(line) {
            Some("") => return,
            Some(rest) => rest,
            None => line,
        };
        if is_data_mark(line) {
            return;
        }
        if let Some(found) = command::strip_prompt(line) {
            self.next();
            return self.command(found);
        }
        if let Some(rest) = marked(line, '*') {
            return self.said(line, rest);
        }
        if let Some(rest) = marked(line, '>') {
            return self.sent(line, rest);
        }
        if let Some(rest) = marked(line, '<') {
            return self.came(line, rest);
        }
        if line.starts_with("curl: (") {
            self.open.net_error = Some(line.trim().to_owned());
            return self.keep(line);
        }
        self.plain(line);
    }

    fn command(&mut self, line: &str) {
        self.open.command.push_str(line);
        let goes_on = line.ends_with(['\\', '`', '^']);
        self.open.command.push('\n');
        self.mode = if goes_on {
            Mode::Command
        } else {
            Mode::Between
        };
        if !goes_on {
            self.open.asked = Some(command::request(&self.open.command));
        }
    }

    /// A word of the tool, behind `*`.
    fn said(&mut self, line: &str, rest: &str) {
        // `* [HTTP/2] [1] [:method: GET]`, `* h2h3 [:path: /p]`
        let pseudo = rest
            .rsplit_once(" [:")
            .and_then(|(_, tail)| tail.strip_suffix(']')?.split_once(':'));
        if let Some((name, value)) = pseudo {
            self.open
                .pseudo
                .push(alloc::format!(":{name}"), value.trim());
        }
        let http = rest.starts_with("Connected to ") && rest.contains(" port 80 ");
        self.open.plain_http |=
            http || (rest.starts_with("Connected to ") && rest.ends_with(" port 80"));
        if let Some(url) = quoted_url(rest, "Issue another request to this URL: ") {
            self.keep(line);
            return self.follow(url.to_owned());
        }
        if let Some(url) = rest.strip_prefix("Rebuilt URL to: ") {
            let asked = self.open.asked.get_or_insert_default();
            asked.url = Some(url.trim().to_owned());
        }
        if let Some(host) = rest
            .strip_prefix("Connected to ")
            .and_then(|rest| rest.split(' ').next())
            .filter(|host| host.contains('.'))
        {
            self.open.host = Some(host.to_owned());
        }
        self.keep(line);
    }

    /// Begins the exchange that a redirect leads to.
    fn follow(&mut self, url: String) {
        let method = self
            .open
            .asked
            .as_ref()
            .and_then(|asked| asked.method.clone())
            .filter(|method| method == "GET" || method == "HEAD");
        self.next();
        self.open.asked = Some(Evidence {
            method,
            url: Some(url),
            ..Evidence::default()
        });
    }

    fn keep(&mut self, line: &str) {
        self.open.said.push_str(line);
        self.open.said.push('\n');
    }

    fn sent(&mut self, line: &str, rest: &str) {
        if let Some((method, target)) = wire::request_line(rest) {
            if self.open.is_tunnel() {
                // What was said of the connection holds for what goes through the tunnel.
                let said = core::mem::take(&mut self.open.said);
                let asked = self.open.asked.take();
                self.next();
                self.open.said = said;
                self.open.asked = asked;
            } else if self.open.first_line.is_some() || self.open.answer.is_some() {
                self.next();
            }
            self.open.first_line = Some((method.to_owned(), target.to_owned()));
            self.mode = Mode::Sent;
        } else if self.mode == Mode::Sent {
            if !self.open.sent.take(rest) {
                self.mode = Mode::Between;
            }
        } else if !rest.is_empty() {
            // A frame, as `wscat` shows it.
            self.keep(line);
        }
    }

    fn came(&mut self, line: &str, rest: &str) {
        if let Some(status) = wire::status_line(rest) {
            self.answer(status, true);
            self.mode = Mode::Head;
        } else if let (Mode::Head, Some(answer)) = (self.mode, &mut self.open.answer) {
            if rest.is_empty() || !answer.fields.take(rest) {
                self.mode = Mode::Body;
            }
        } else if !rest.is_empty() {
            self.keep(line);
        }
    }

    fn answer(&mut self, status: u16, marked: bool) {
        if let Some(before) = &self.open.answer {
            if is_interim(before.status) || self.open.is_tunnel() {
                self.open.answer = None;
            } else {
                // Without `>` lines a second answer is that to a redirected request.
                match before.location() {
                    Some(url) => self.follow(url),
                    None => self.next(),
                }
            }
        }
        self.open.answer = Some(Answer {
            status,
            marked,
            ..Answer::default()
        });
    }

    /// A line without a mark.
    fn plain(&mut self, line: &str) {
        let mode = self.mode;
        match mode {
            Mode::Echo => {
                if line.is_empty() {
                    self.mode = Mode::Body;
                }
                return;
            }
            Mode::SentPlain => {
                if line.is_empty() || !self.open.sent.take(line) {
                    self.mode = Mode::SentBody;
                }
                return;
            }
            Mode::SentBody if wire::status_line(line).is_none() => {
                self.open.sent_body.push_str(line);
                self.open.sent_body.push('\n');
                return;
            }
            Mode::HeadPlain | Mode::HeadIndented if self.head_goes_on(line) => return,
            Mode::Head => {
                // `curl -i -v`: the head stands there twice.
                let echo = line.is_empty()
                    || wire::status_line(line).is_some()
                    || wire::field(line).is_some();
                if echo {
                    return;
                }
            }
            _ => {}
        }
        if let Some(status) = wire::status_line(line.trim_start()) {
            return self.plain_status(line, status);
        }
        if let (Mode::Between, Some((method, target))) = (self.mode, wire::request_line(line)) {
            if self.open.first_line.is_some() || self.open.answer.is_some() {
                self.next();
            }
            self.open.first_line = Some((method.to_owned(), target.to_owned()));
            self.mode = Mode::SentPlain;
            return;
        }
        self.body(line);
    }

    fn head_goes_on(&mut self, line: &str) -> bool {
        let indented = self.mode == Mode::HeadIndented;
        let field = if indented { line.trim_start() } else { line };
        let is_field = line.starts_with(' ') || !indented;
        let taken = is_field
            && self
                .open
                .answer
                .as_mut()
                .is_some_and(|answer| answer.fields.take(field));
        if taken {
            return true;
        }
        self.mode = if indented { Mode::Between } else { Mode::Body };
        line.is_empty()
    }

    fn plain_status(&mut self, line: &str, status: u16) {
        let is_echo = self.mode == Mode::Body
            && self
                .open
                .answer
                .as_ref()
                .is_some_and(|answer| answer.marked && answer.body.trim().is_empty());
        if is_echo {
            self.mode = Mode::Echo;
            return;
        }
        self.answer(status, false);
        self.mode = if line.starts_with(' ') {
            Mode::HeadIndented
        } else {
            Mode::HeadPlain
        };
    }

    fn body(&mut self, line: &str) {
        let (text, word) = split_off_word(line);
        if !word.is_empty() {
            self.keep(word);
        }
        if let Some(body) = powershell(text) {
            self.open.body = Some(body.to_owned());
        }
        match &mut self.open.answer {
            Some(answer) if matches!(self.mode, Mode::Body | Mode::Head) => {
                answer.body.push_str(text);
                answer.body.push('\n');
            }
            _ if !text.trim().is_empty() => {
                if let Some(url) = wget_url(text) {
                    if self.open.answer.is_some() {
                        self.next();
                    }
                    let asked = self.open.asked.get_or_insert_default();
                    asked.url = Some(url.to_owned());
                }
                self.keep(text);
            }
            _ => {}
        }
    }

    fn next(&mut self) {
        let open = core::mem::take(&mut self.open);
        self.mode = Mode::Between;
        self.done.extend(open.close());
    }

    fn finish(mut self) -> Vec<Evidence> {
        if self.mode == Mode::Command {
            self.open.asked = Some(command::request(&self.open.command));
        }
        self.next();
        self.done
    }
}

impl Answer {
    fn location(&self) -> Option<String> {
        let mut location = None;
        if (300..400).contains(&self.status) {
            for header in &self.fields.so_far() {
                if header.name.eq_ignore_ascii_case("location") && header.value.contains("://") {
                    location = Some(header.value.clone());
                }
            }
        }
        location
    }
}

impl Open {
    fn is_tunnel(&self) -> bool {
        let connect = self
            .first_line
            .as_ref()
            .is_some_and(|(method, _)| method == "CONNECT");
        let opened = self
            .answer
            .as_ref()
            .is_some_and(|answer| (200..300).contains(&answer.status));
        connect && opened
    }

    /// What was read, unless it is nothing.
    fn close(self) -> Option<Evidence> {
        let tunnel = self.is_tunnel();
        let nothing = self.asked.is_none()
            && self.first_line.is_none()
            && self.answer.is_none()
            && self.net_error.is_none()
            && self.body.is_none()
            && self.said.trim().is_empty();
        if tunnel || nothing {
            return None;
        }
        let mut evidence = self.asked.unwrap_or_default();
        let sent = self.sent.finish();
        if !sent.is_empty() {
            evidence.request_headers = sent;
        } else if !self.pseudo.is_empty() {
            evidence.request_headers = self.pseudo;
        }
        if !self.sent_body.trim().is_empty() {
            evidence.request_body = Some(self.sent_body.trim().to_owned());
        }
        if let Some((method, target)) = self.first_line {
            let known = evidence.url.take();
            let scheme = if self.plain_http { "http" } else { "https" };
            wire::set_target(&mut evidence, &method, &target, scheme);
            // The command's own word has the scheme.
            evidence.url = known
                .filter(|known| is_same_target(known, &target))
                .or(evidence.url);
        }
        wire::set_from_pseudo_fields(&mut evidence);
        if let (None, Some(host)) = (&evidence.url, self.host) {
            let scheme = if self.plain_http { "http" } else { "https" };
            evidence.url = Some(alloc::format!("{scheme}://{host}/"));
        }
        if let Some(answer) = self.answer.filter(|answer| !is_interim(answer.status)) {
            evidence.status = Some(answer.status);
            evidence.response_headers = answer.fields.finish();
            evidence.body = body(&answer.body, &evidence);
        }
        evidence.body = evidence.body.or(self.body);
        let said = self.said.trim();
        evidence.net_error = self.net_error.or_else(|| {
            prose::net_error(said)
                .filter(|_| evidence.status.is_none())
                .map(ToOwned::to_owned)
        });
        if evidence.resource_type.is_none() {
            evidence.resource_type = wire::resource_type(&evidence).map(ToOwned::to_owned);
        }
        evidence.curl_text = Some(said.to_owned()).filter(|said| !said.is_empty());
        Some(evidence)
    }
}

/// `100 Continue`; `101 Switching Protocols` is an answer.
fn is_interim(status: u16) -> bool {
    matches!(status, 100 | 102 | 103)
}

fn is_same_target(url: &str, target: &str) -> bool {
    Url::parse(url).is_some_and(|url| {
        let path = target.split('?').next().unwrap_or(target);
        url.path == path || target.contains("://")
    })
}

/// The body; `None` where none was pasted although there may have been one.
fn body(text: &str, evidence: &Evidence) -> Option<String> {
    let text = without_prompt(text.trim_matches(['\r', '\n']));
    let empty = evidence.response_headers.first("content-length") == Some("0")
        || matches!(evidence.status, Some(101 | 204 | 304))
        || evidence.method.as_deref() == Some("HEAD");
    (empty || !text.is_empty()).then(|| text.to_owned())
}

/// A body without an end of line has the next prompt behind it; zsh puts a `%` there.
fn without_prompt(body: &str) -> &str {
    if !body.starts_with(['{', '[']) {
        return body;
    }
    let (end, whole) = joints::value_end(body, 0);
    let rest = body.get(end..).unwrap_or("").trim();
    let prompt =
        rest.ends_with(['%', '$', '#', '>']) && rest.len() < 200 && !rest.contains(['{', '"']);
    if whole && prompt { &body[..end] } else { body }
}

/// The line behind its mark, or nothing where the mark stands alone.
fn marked(line: &str, mark: char) -> Option<&str> {
    let rest = line.strip_prefix(mark)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix(' ')
}

/// `{ [42 bytes data]`, `} [5 bytes data]`
fn is_data_mark(line: &str) -> bool {
    (line.starts_with("{ [") || line.starts_with("} ["))
        && (line.ends_with(" bytes data]") || line.contains("data not shown"))
}

/// What stands behind a progress meter; `Some("")` for a line that is all meter.
fn without_meter(line: &str) -> Option<&str> {
    let trimmed = line.trim_start();
    if trimmed.starts_with("% Total ") || trimmed.starts_with("Dload  Upload") {
        return Some("");
    }
    if !trimmed.starts_with(|c: char| c.is_ascii_digit()) || !trimmed.contains(':') {
        return None;
    }
    let mut rest = trimmed;
    for column in 0..12 {
        rest = rest.trim_start_matches(' ');
        let end = rest
            .find(|c: char| {
                !(c.is_ascii_digit() || matches!(c, ':' | '-' | '.' | 'k' | 'K' | 'M' | 'G'))
            })
            .unwrap_or(rest.len());
        let is_time = (8..11).contains(&column);
        if end == 0 || (is_time && !rest[..end].contains(':')) {
            return None;
        }
        rest = &rest[end..];
    }
    Some(rest)
}

/// curl's last words may stand on the line of a body that has no line end.
fn split_off_word(line: &str) -> (&str, &str) {
    ["* Connection #", "* Closing connection", "* shutting down"]
        .iter()
        .find_map(|word| line.find(word))
        .map_or((line, ""), |at| line.split_at(at))
}

/// `Invoke-WebRequest : {"message":"Forbidden"}`
fn powershell(line: &str) -> Option<&str> {
    [
        "Invoke-WebRequest : ",
        "Invoke-RestMethod : ",
        "curl : ",
        "iwr : ",
        "irm : ",
        "Invoke-WebRequest: ",
        "Invoke-RestMethod: ",
    ]
    .iter()
    .find_map(|word| line.strip_prefix(word))
    .map(str::trim)
    .filter(|rest| rest.starts_with('{') && find_in(rest, "message").is_some())
}

fn quoted_url<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let url = text.strip_prefix(words)?.trim().trim_matches('\'');
    Url::parse(url).map(|_| url)
}

/// `--2026-01-01 00:00:00--  https://…`
fn wget_url(line: &str) -> Option<&str> {
    let (_, url) = line.strip_prefix("--")?.split_once("--  ")?;
    Url::parse(url).map(|_| url.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Verb, URL, status and body, as far as there are any.
    fn brief(text: &str) -> Vec<String> {
        let or_dash = |field: Option<String>| field.unwrap_or_else(|| "-".to_owned());
        exchanges(text)
            .into_iter()
            .map(|one| {
                let status = one.status.unwrap_or_default();
                let (method, url) = (or_dash(one.method), or_dash(one.url));
                alloc::format!("{method} {url} {status} {}", or_dash(one.body))
            })
            .collect()
    }

    #[test]
    fn a_redirect_gives_two_exchanges_and_the_last_one_counts() {
        let text = "HTTP/1.1 301 Moved\nLocation: https://h.example.com/b\n\nHTTP/1.1 403 Forbidden\nDate: now\n\nno";
        let all = brief(text);
        assert_eq!(all.len(), 2);
        assert_eq!(all[1], "- https://h.example.com/b 403 no");
        assert_eq!(exchange(text).0.status, Some(403));
    }

    #[test]
    fn interim_answers_and_tunnels_are_left_out() {
        let text = "> CONNECT h.example.com:443 HTTP/1.1\n> Host: h.example.com:443\n>\n< HTTP/1.1 200 Connection established\n<\n\
                    > POST /p HTTP/1.1\n> Host: h.example.com\n> Expect: 100-continue\n>\n< HTTP/1.1 100 Continue\n<\n< HTTP/1.1 413 Too Large\n< content-length: 2\n<\nno\n";
        let all = brief(text);
        assert_eq!(all, ["POST https://h.example.com/p 413 no"]);
    }

    #[test]
    fn a_proxy_that_refuses_the_tunnel_is_an_answer() {
        let (evidence, _) = exchange(
            "> CONNECT h.example.com:443 HTTP/1.1\n> Host: h.example.com:443\n>\n< HTTP/1.1 403 Forbidden\n< Server: squid\n<\n* CONNECT tunnel failed, response 403\ncurl: (56) CONNECT tunnel failed, response 403",
        );
        assert_eq!(evidence.status, Some(403));
        assert_eq!(evidence.method.as_deref(), Some("CONNECT"));
        assert!(evidence.net_error.unwrap().starts_with("curl: (56)"));
    }

    #[test]
    fn meters_marks_and_last_words_are_no_body() {
        let text = "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0< HTTP/2 403 \r\n< content-length: 23\r\n< \r\n{ [23 bytes data]\n\r100    23  100    23    0     0    104      0 --:--:-- --:--:-- --:--:--   104{\"message\":\"Forbidden\"}* Connection #0 to host h.example.com left intact";
        let (evidence, _) = exchange(text);
        assert_eq!(evidence.status, Some(403));
        assert_eq!(
            evidence.body.as_deref(),
            Some("{\"message\":\"Forbidden\"}")
        );
        assert!(evidence.curl_text.unwrap().starts_with("* Connection #0"));
    }

    #[test]
    fn a_head_that_stands_there_twice_counts_once() {
        let text = "< HTTP/2 403 \nHTTP/2 403 \n< x-a: 1\nx-a: 1\n< \n\n{\"message\":\"no\"}\n";
        let (evidence, _) = exchange(text);
        assert_eq!(evidence.response_headers.all("x-a").count(), 1);
        assert_eq!(evidence.body.as_deref(), Some("{\"message\":\"no\"}"));
    }

    #[test]
    fn a_body_that_was_not_pasted_is_not_an_empty_one() {
        assert_eq!(
            exchange("< HTTP/2 403\n< content-length: 23\n<\n* left intact")
                .0
                .body,
            None
        );
        assert_eq!(
            exchange("< HTTP/2 403\n< content-length: 0\n<")
                .0
                .body
                .as_deref(),
            Some("")
        );
    }

    #[test]
    fn the_next_prompt_is_no_body() {
        for tail in ["%", "me@box:~$ ", "$"] {
            let text = alloc::format!("HTTP/2 403\n\n{{\"message\":\"no\"}}{tail}");
            assert_eq!(
                exchange(&text).0.body.as_deref(),
                Some("{\"message\":\"no\"}")
            );
        }
    }

    #[test]
    fn other_tools_are_read_as_far_as_they_tell() {
        let (wget, _) = exchange(
            "--2026-01-01 00:00:00--  https://h.example.com/p\nHTTP request sent, awaiting response... \n  HTTP/1.1 403 Forbidden\n  x-amzn-ErrorType: ForbiddenException\n2026-01-01 00:00:00 ERROR 403: Forbidden.\n",
        );
        assert_eq!(
            (wget.status, wget.url.as_deref()),
            (Some(403), Some("https://h.example.com/p"))
        );
        assert!(wget.response_headers.has("x-amzn-errortype"));
        let (shell, _) = exchange(
            "PS C:\\> Invoke-WebRequest https://h.example.com/p\nInvoke-WebRequest : {\"message\":\"Forbidden\"}\nAt line:1 char:1\nThe remote server returned an error: (403) Forbidden.",
        );
        assert_eq!(
            (shell.status, shell.body.as_deref()),
            (Some(403), Some("{\"message\":\"Forbidden\"}"))
        );
        let (wscat, _) = exchange(
            "$ wscat -c \"wss://h.example.com/dev\"\nerror: Unexpected server response: 502",
        );
        assert_eq!(
            (wscat.status, wscat.resource_type.as_deref()),
            (Some(502), Some("websocket"))
        );
    }

    #[test]
    fn nobody_answered_is_told_in_curls_words() {
        let (evidence, _) = exchange(
            "$ curl https://h.example.com/p\ncurl: (28) Operation timed out after 30001 milliseconds",
        );
        assert_eq!(
            evidence.net_error.as_deref(),
            Some("curl: (28) Operation timed out after 30001 milliseconds")
        );
        assert_eq!(evidence.status, None);
    }
}
