//! The command lines that people leave on top of a transcript: what they tell of the request.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::wire;
use crate::evidence::Evidence;
use crate::url::Url;

/// Tools that ask for a URL.
const TOOLS: &[&str] = &[
    "curl",
    "curl.exe",
    "wget",
    "http",
    "https",
    "xh",
    "wscat",
    "websocat",
    "awscurl",
    "Invoke-WebRequest",
    "Invoke-RestMethod",
    "iwr",
    "irm",
];

/// Whether a line is a command to one of the tools.
pub(super) fn is_prompt(line: &str) -> bool {
    strip_prompt(line).is_some()
}

/// The command behind the prompt: `user@host:~$ curl -v …` gives `curl -v …`.
pub(super) fn strip_prompt(line: &str) -> Option<&str> {
    let mut at = 0;
    let mut prompted = false;
    for (nth, word) in line.split(' ').enumerate() {
        // `C:\work>curl` has no space behind its prompt.
        let glued = word.rfind(['>', '$', '#', '%']).map_or(0, |mark| mark + 1);
        let tool = &word[glued..];
        if TOOLS.contains(&tool) {
            let rest = &line[at + word.len()..];
            let command = &line[at + glued..];
            let first = nth == 0 && glued == 0;
            let is_command = (prompted || glued > 0 || first)
                && asks(rest, prompted || glued > 0)
                && (!first || !matches!(tool, "http" | "https"));
            return is_command.then_some(command);
        }
        if nth > 6 {
            return None;
        }
        prompted = word.ends_with(['$', '#', '%', '>', '❯', '➜'])
            || (prompted && (word.is_empty() || matches!(word, "time" | "sudo" | "~")));
        at += word.len() + 1;
    }
    None
}

/// Whether what follows the tool's name is a call: “curl is a tool” is not.
fn asks(rest: &str, prompted: bool) -> bool {
    let Some(first) = rest.split_ascii_whitespace().next() else {
        return false;
    };
    prompted && first != ":"
        || (first.starts_with('-') && first.len() > 1)
        || first.contains("://")
        || first.starts_with(['"', '\'', '$'])
}

/// What an option of the tools means; other options that take a value must be known to skip it.
#[derive(Clone, Copy)]
enum Means {
    Method,
    Header,
    Url,
    Data,
    Json,
    Head,
    Get,
    /// It sends credentials that do not stand there as a header.
    Hidden,
    /// It takes a value that does not matter here.
    Skip,
    Flag,
}

fn long(name: &str) -> Means {
    match name {
        "request" | "method" => Means::Method,
        "header" => Means::Header,
        "url" | "connect" | "uri" => Means::Url,
        "data" | "data-raw" | "data-binary" | "data-ascii" | "data-urlencode" | "post-data"
        | "body-data" | "body" | "form" | "form-string" => Means::Data,
        "json" => Means::Json,
        "head" => Means::Head,
        "get" => Means::Get,
        "user" | "oauth2-bearer" | "config" | "aws-sigv4" | "headers" | "auth" | "cookie"
        | "proxy-user" | "service" | "profile" => Means::Hidden,
        "output" | "write-out" | "proxy" | "max-time" | "connect-timeout" | "resolve"
        | "connect-to" | "cert" | "key" | "cacert" | "capath" | "user-agent" | "referer"
        | "range" | "retry" | "retry-delay" | "upload-file" | "cookie-jar" | "dump-header"
        | "interface" | "ciphers" | "tls-max" | "max-redirs" | "limit-rate" | "dns-servers"
        | "timeout" | "tries" | "region" | "contenttype" | "output-document" | "pass"
        | "max-filesize" | "stderr" | "trace" | "trace-ascii" | "subprotocol" | "origin" => {
            Means::Skip
        }
        _ => Means::Flag,
    }
}

fn short(letter: char, tool: &str) -> Means {
    match (letter, tool) {
        ('c', "wscat") => Means::Url,
        ('H', _) => Means::Header,
        ('X', _) => Means::Method,
        ('d' | 'F', "curl" | "curl.exe" | "awscurl") => Means::Data,
        ('I', _) => Means::Head,
        ('G', _) => Means::Get,
        ('u' | 'K' | 'b' | 'n', "curl" | "curl.exe") | ('a', "http" | "https" | "xh") => {
            Means::Hidden
        }
        (
            'o' | 'w' | 'x' | 'm' | 'E' | 'A' | 'e' | 'r' | 'T' | 'D' | 'c' | 'y' | 'Y' | 'z' | 'C'
            | 'P' | 'Q' | 't' | 'U',
            "curl" | "curl.exe",
        )
        | ('O' | 'o' | 't' | 'T' | 'U', "wget") => Means::Skip,
        _ => Means::Flag,
    }
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the tools")]
struct Asked {
    method: Option<String>,
    url: Option<String>,
    headers: Vec<String>,
    data: Option<String>,
    json: bool,
    head: bool,
    get: bool,
    hidden: bool,
}

/// The request that a command makes; `command` begins with the tool's name.
pub(super) fn request(command: &str) -> Evidence {
    let words = words(command);
    let tool = words.first().map_or("", String::as_str);
    let mut asked = Asked {
        // It signs on its own.
        hidden: tool == "awscurl",
        ..Asked::default()
    };
    let mut rest = words.iter().skip(1).map(String::as_str);
    while let Some(word) = rest.next() {
        if let Some(name) = word.strip_prefix("--") {
            let (name, given) = match name.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (name, None),
            };
            asked.option(long(&name.to_ascii_lowercase()), given, &mut rest);
        } else if word.starts_with('-')
            && matches!(
                tool,
                "Invoke-WebRequest" | "Invoke-RestMethod" | "iwr" | "irm"
            )
        {
            asked.option(long(&word[1..].to_ascii_lowercase()), None, &mut rest);
        } else if let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            asked.letters(letters, tool, &mut rest);
        } else {
            asked.positional(word, tool);
        }
    }
    asked.into_evidence(tool)
}

impl Asked {
    fn option<'a>(
        &mut self,
        means: Means,
        given: Option<&'a str>,
        rest: &mut impl Iterator<Item = &'a str>,
    ) {
        let mut value = || given.or_else(|| rest.next()).unwrap_or("").to_owned();
        match means {
            Means::Method => self.method = Some(value().to_ascii_uppercase()),
            Means::Header => self.headers.push(value()),
            Means::Url => self.url = Some(value()),
            Means::Data => self.data = Some(value()),
            Means::Json => {
                self.data = Some(value());
                self.json = true;
            }
            Means::Head => self.head = true,
            Means::Get => self.get = true,
            Means::Hidden => {
                self.hidden = true;
                value();
            }
            Means::Skip => drop(value()),
            Means::Flag => {}
        }
    }

    /// `-isS`, `-XPOST`, `-H'a: b'`, `-vX POST`
    fn letters<'a>(
        &mut self,
        letters: &'a str,
        tool: &str,
        rest: &mut impl Iterator<Item = &'a str>,
    ) {
        for (at, letter) in letters.char_indices() {
            let means = short(letter, tool);
            let tail = &letters[at + letter.len_utf8()..];
            match means {
                Means::Flag | Means::Head | Means::Get => self.option(means, None, rest),
                _ if letter == 'n' => self.hidden = true,
                _ => return self.option(means, Some(tail).filter(|tail| !tail.is_empty()), rest),
            }
        }
    }

    fn positional(&mut self, word: &str, tool: &str) {
        let httpie = matches!(tool, "http" | "https" | "xh");
        if httpie && self.url.is_none() && wire::is_method(word) {
            self.method = Some(word.to_owned());
        } else if self.url.is_none() {
            self.url = Some(word.to_owned());
        } else if httpie && wire::field(word).is_some() && !word.contains(":=") {
            self.headers.push(word.to_owned());
        } else if httpie && word.contains('=') {
            self.data = Some(word.to_owned());
        }
    }

    fn into_evidence(self, tool: &str) -> Evidence {
        let websocket = matches!(tool, "wscat" | "websocat");
        let method = self.method.unwrap_or_else(|| {
            match (self.head, self.get || websocket, self.data.is_some()) {
                (true, ..) => "HEAD",
                (_, false, true) => "POST",
                _ => "GET",
            }
            .to_owned()
        });
        let mut evidence = Evidence {
            method: Some(method),
            url: self.url.as_deref().and_then(|url| address(url, tool)),
            request_body: self.data.filter(|data| !self.get && !data.starts_with('@')),
            resource_type: websocket.then(|| "websocket".to_owned()),
            ..Evidence::default()
        };
        // `$TOKEN` and `…` stand for what was left out.
        let open = |text: &str| text.contains('$') || text.contains('…') || text.contains("...");
        for line in &self.headers {
            if let Some((name, value)) = wire::field(line) {
                evidence.request_headers.push(name, value);
            }
        }
        if self.json {
            evidence
                .request_headers
                .push("content-type", "application/json");
        }
        let whole = !self.hidden
            && !websocket
            && !self
                .headers
                .iter()
                .any(|line| line.starts_with('@') || (open(line) && wire::field(line).is_none()));
        let authority = evidence
            .url
            .as_deref()
            .and_then(Url::parse)
            .map(|url| url.authority.to_owned());
        if let (true, false, Some(authority)) =
            (whole, evidence.request_headers.has("host"), authority)
        {
            // The tool sends it, and with it the list of telling headers is a whole one.
            evidence.request_headers.push("Host", authority);
        }
        evidence
    }
}

/// The URL that a tool makes of a word; none where a variable stands in it.
fn address(word: &str, tool: &str) -> Option<String> {
    if word.contains(['$', '<', '{', '%'])
        && Url::parse(word).is_none_or(|url| url.authority.contains(['$', '<', '{', '%']))
    {
        return None;
    }
    if word.contains("://") {
        return Url::parse(word).map(|_| word.to_owned());
    }
    let host = word.split(['/', '?', ':']).next().unwrap_or("");
    let scheme = if tool == "https" { "https" } else { "http" };
    (host.contains('.') || host == "localhost").then(|| format!("{scheme}://{word}"))
}

/// Splits a command into its words: quotes of sh, `$'…'`, line ends that go on.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = command.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' => word
                .get_or_insert_default()
                .extend(chars.by_ref().take_while(|c| *c != '\'')),
            '$' if chars.peek() == Some(&'\'') => {
                chars.next();
                quoted(&mut chars, '\'', word.get_or_insert_default());
            }
            '"' => quoted(&mut chars, '"', word.get_or_insert_default()),
            // sh, cmd and PowerShell go on in the next line.
            '\\' | '^' | '`' if chars.peek() == Some(&'\n') => {
                chars.next();
                words.extend(word.take());
            }
            '\\' => {
                let is_path = chars.peek().is_some_and(char::is_ascii_alphanumeric);
                let text = word.get_or_insert_default();
                if is_path {
                    text.push('\\');
                } else {
                    text.extend(chars.next());
                }
            }
            // cmd escapes with it: `^"`.
            '^' if chars.peek() == Some(&'"') => {}
            '|' | ';' if word.is_none() => break,
            c if c.is_whitespace() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

fn quoted(chars: &mut impl Iterator<Item = char>, quote: char, into: &mut String) {
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') if quote == '\'' => into.push('\n'),
                Some(c @ ('"' | '\'' | '\\' | '$' | '`')) => into.push(c),
                Some('\n') | None => {}
                Some(c) => {
                    into.push('\\');
                    into.push(c);
                }
            },
            c if c == quote => return,
            c => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> (String, String) {
        let evidence = request(strip_prompt(line).unwrap());
        (
            evidence.method.unwrap_or_default(),
            evidence.url.unwrap_or_default(),
        )
    }

    #[test]
    fn a_command_tells_verb_and_url_in_every_spelling() {
        let url = "https://h.example.com/p?x=1&y";
        for (line, method) in [
            ("$ curl -v 'https://h.example.com/p?x=1&y'", "GET"),
            (
                "curl -i -X DELETE \"https://h.example.com/p?x=1&y\"",
                "DELETE",
            ),
            (
                "me@box:~/src$ curl -sS -XPUT --url https://h.example.com/p?x=1&y -d @file",
                "PUT",
            ),
            (
                "C:\\Users\\me>curl.exe -v -d {} \"https://h.example.com/p?x=1&y\"",
                "POST",
            ),
            ("➜  ~ curl -I https://h.example.com/p?x=1&y", "HEAD"),
            ("# curl -vX PATCH https://h.example.com/p?x=1&y", "PATCH"),
            ("$ curl -G -d q=1 https://h.example.com/p?x=1&y", "GET"),
            (
                "$ curl --request=OPTIONS -o /dev/null https://h.example.com/p?x=1&y",
                "OPTIONS",
            ),
            (
                "$ curl 'https://h.example.com/p?x=1&y' \\\n  -H 'a: b' \\\n  --data-raw $'a\\'b'",
                "POST",
            ),
            ("$ http POST https://h.example.com/p?x=1&y a=b", "POST"),
            ("$ wget -S -O - https://h.example.com/p?x=1&y", "GET"),
            (
                "PS C:\\> Invoke-WebRequest -Method Post -Uri https://h.example.com/p?x=1&y",
                "POST",
            ),
        ] {
            assert_eq!(asked(line), (method.to_owned(), url.to_owned()), "{line}");
        }
    }

    #[test]
    fn headers_are_those_of_the_command_and_a_whole_command_names_the_host() {
        let evidence =
            request("curl -H 'X-Api-Key: k' --header=\"accept: */*\" https://h.example.com/p");
        assert_eq!(evidence.request_headers.first("x-api-key"), Some("k"));
        assert_eq!(
            evidence.request_headers.first("host"),
            Some("h.example.com")
        );
        let signed = request("curl -u u:p https://h.example.com/p");
        assert!(signed.request_headers.is_empty());
    }

    #[test]
    fn variables_and_prose_give_no_url() {
        assert_eq!(asked("$ curl -v $URL").1, "");
        assert_eq!(asked("$ wscat -c $WS_ENDPOINT").1, "");
        for line in [
            "curl is a tool",
            "I used curl here",
            "< content-type: curl",
            "> User-Agent: curl/8",
            "",
        ] {
            assert!(!is_prompt(line), "{line}");
        }
    }
}
