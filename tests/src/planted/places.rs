//! The places in which secrets stand, each as an input that people have: a HAR, a transcript, raw
//! HTTP, a log, evidence.

use serde_json::{Value, json};

use super::kinds::{Secret, Stands};
use super::{base64, percent};

/// A place: an input with a secret in it.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// What it is.
    pub name: &'static str,
    /// The input, where a secret of this kind can stand in it.
    pub plant: fn(Stands, &Secret) -> Option<String>,
}

/// The name of a value, and the value.
type Pair<'a> = (&'a str, &'a str);

/// What can be the value of a name here; a form that tells by itself needs no telling name.
#[expect(clippy::unnecessary_wraps, reason = "its sisters refuse some")]
fn pair(stands: Stands, secret: &Secret) -> Option<Pair<'_>> {
    let name = match stands {
        Stands::Header(name) | Stands::Named(name) => name,
        Stands::Anywhere => "note",
    };
    Some((name, &secret.value))
}

/// A parameter, a member, a variable: no header has its place here.
fn named(stands: Stands, secret: &Secret) -> Option<Pair<'_>> {
    pair(stands, secret).filter(|_| !matches!(stands, Stands::Header(_)))
}

/// A header's value is one line.
fn line(stands: Stands, secret: &Secret) -> Option<Pair<'_>> {
    let one = !secret.value.contains('\n');
    pair(stands, secret).filter(|_| one)
}

fn named_line(stands: Stands, secret: &Secret) -> Option<Pair<'_>> {
    line(stands, secret).filter(|_| named(stands, secret).is_some())
}

/// A value without white space and quotes, as a log shows it without quotes.
fn bare(stands: Stands, secret: &Secret) -> Option<Pair<'_>> {
    let pair = named(stands, secret)?;
    let plain = |c: char| {
        !c.is_whitespace()
            && !matches!(
                c,
                '"' | '\'' | '<' | '>' | '&' | '%' | '\\' | ',' | ';' | ']'
            )
    };
    pair.1.chars().all(plain).then_some(pair)
}

const HOST: &str = "abc123defg.execute-api.us-east-1.amazonaws.com";

fn entry(set: impl FnOnce(&mut Value)) -> String {
    let mut entry = json!({
        "startedDateTime": "2026-01-01T00:00:00.000Z", "time": 12.5,
        "request": {"method": "POST", "url": format!("https://{HOST}/prod/pets"), "headers": [{"name": "Host", "value": HOST}], "cookies": [], "queryString": []},
        "response": {"status": 403, "headers": [
            {"name": "x-amzn-ErrorType", "value": "ForbiddenException"}, {"name": "x-amz-apigw-id", "value": "AbCdEfGhIAMFs9A="}],
            "content": {"mimeType": "application/json", "text": "{\"message\":\"Forbidden\"}"}, "cookies": []}
    });
    set(&mut entry);
    json!({"log": {"version": "1.2", "entries": [entry]}}).to_string()
}

fn push(list: &mut Value, item: Value) {
    if let Some(list) = list.as_array_mut() {
        list.push(item);
    }
}

fn evidence(set: impl FnOnce(&mut Value)) -> String {
    let mut evidence = json!({
        "url": format!("https://{HOST}/prod/pets"), "method": "GET", "status": 403,
        "request_headers": {"host": HOST}, "response_headers": {"x-amzn-errortype": "ForbiddenException", "date": "Thu, 01 Jan 2026 00:00:00 GMT"},
        "body": "{\"message\":\"Forbidden\"}"
    });
    set(&mut evidence);
    evidence.to_string()
}

fn with_body(body: &str, mime: &str) -> String {
    entry(|entry| {
        entry["response"]["content"] = json!({"mimeType": mime, "text": body});
    })
}

fn packed(body: &str, mime: &str) -> String {
    entry(|entry| {
        entry["response"]["content"] =
            json!({"mimeType": mime, "text": base64(body.as_bytes()), "encoding": "base64"});
    })
}

fn object((name, value): Pair<'_>) -> String {
    json!({"user": "alice", name: value, "last": 1}).to_string()
}

fn form((name, value): Pair<'_>) -> String {
    format!("{}={}&user=alice", percent(name), percent(value))
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

/// Between single quotes of a shell.
fn shell(text: &str) -> String {
    text.replace('\'', "'\\''")
}

fn transcript(command: &str) -> String {
    format!(
        "$ curl -v {command} https://{HOST}/prod/pets\n> GET /prod/pets HTTP/1.1\n> Host: {HOST}\n> \n< HTTP/1.1 403 Forbidden\n< x-amzn-ErrorType: ForbiddenException\n< \n{{\"message\":\"Forbidden\"}}\n"
    )
}

fn log(line: &str) -> String {
    format!(
        "(8212e5af-c174-48ce-85d5-729d73c6771a) Starting execution for request: 8212e5af-c174-48ce-85d5-729d73c6771a\n(8212e5af-c174-48ce-85d5-729d73c6771a) {line}\n(8212e5af-c174-48ce-85d5-729d73c6771a) Method completed with status: 403\n"
    )
}

fn exception(text: &str) -> String {
    evidence(|evidence| evidence["curl_text"] = json!(text))
}

macro_rules! places {
    ($($name:literal, $take:ident, |$pair:ident| $plant:expr;)*) => {
        /// Every place.
        pub const PLACES: &[Place] = &[$(Place {
            name: $name,
            plant: |stands, secret| {
                let $pair = $take(stands, secret)?;
                let planted: Option<String> = ($plant).into();
                planted
            },
        }),*];
    };
}

places! {
    "request header in a HAR", line, |pair| entry(|entry| push(&mut entry["request"]["headers"], json!({"name": pair.0, "value": pair.1})));
    "response header in a HAR", line, |pair| entry(|entry| push(&mut entry["response"]["headers"], json!({"value": pair.1, "name": pair.0})));
    "request header in evidence", line, |pair| evidence(|evidence| evidence["request_headers"][pair.0] = json!(pair.1));
    "header with several values", line, |pair| evidence(|evidence| evidence["response_headers"][pair.0] = json!(["other", pair.1]));
    "header in a neighbour", line, |pair| evidence(|evidence| evidence["neighbours"] = json!([{"status": 200, "request_headers": {pair.0: pair.1}}]));
    "header in raw HTTP", line, |pair| Some(format!("GET /prod/pets HTTP/1.1\r\nHost: {HOST}\r\n{}: {}\r\n\r\nHTTP/1.1 403 Forbidden\r\n\r\nno", pair.0, pair.1));
    "header in curl -v", line, |pair| Some(transcript("").replace("> \n", &format!("> {}: {}\n> \n", pair.0, pair.1)));
    "header in curl -H", line, |pair| Some(transcript(&format!("-H '{}: {}'", pair.0, shell(pair.1))));
    "header in curl -H with double quotes", line, |pair| Some(transcript(&format!("-H \"{}: {}\"", pair.0, pair.1.replace('"', "\\\""))));
    "query in a HAR", named_line, |pair| entry(|entry| {
        entry["request"]["url"] = json!(format!("https://{HOST}/prod/pets?x=1&{}={}&y=2", pair.0, percent(pair.1)));
        push(&mut entry["request"]["queryString"], json!({"name": pair.0, "value": percent(pair.1)}));
    });
    "decoded queryString in a HAR", named_line, |pair| entry(|entry| push(&mut entry["request"]["queryString"], json!({"name": pair.0, "value": pair.1})));
    "query in evidence", named_line, |pair| evidence(|evidence| evidence["url"] = json!(format!("https://{HOST}/prod/pets?{}={}", pair.0, percent(pair.1))));
    "query in a command", named_line, |pair| Some(format!("$ curl -i 'https://{HOST}/prod/pets?a=b&{}={}'\nHTTP/2 403\n\n{{\"message\":\"Forbidden\"}}\n", pair.0, percent(pair.1)));
    "query of a Referer", named_line, |pair| entry(|entry| push(&mut entry["request"]["headers"], json!({"name": "Referer", "value": format!("https://app.example.com/?{}={}", pair.0, percent(pair.1))})));
    "query within a query", named_line, |pair| evidence(|evidence| evidence["url"] = json!(format!("https://{HOST}/prod/login?back={}", percent(&format!("https://app.example.com/?{}={}", pair.0, percent(pair.1))))));
    "fragment of a Location", named_line, |pair| evidence(|evidence| evidence["response_headers"]["location"] = json!(format!("https://app.example.com/#{}={}", pair.0, percent(pair.1))));
    "query in a log", named_line, |pair| Some(log(&format!("HTTP Method: GET, Resource Path: /pets?{}={}", pair.0, percent(pair.1))));
    "cookie", named_line, |pair| entry(|entry| push(&mut entry["request"]["headers"], json!({"name": "Cookie", "value": format!("a=b; {}={}", pair.0, percent(pair.1))})));
    "cookie of a HAR", named_line, |pair| entry(|entry| push(&mut entry["request"]["cookies"], json!({"name": pair.0, "value": pair.1})));
    "Set-Cookie", named_line, |pair| entry(|entry| push(&mut entry["response"]["headers"], json!({"name": "set-cookie", "value": format!("{}={}; Path=/", pair.0, percent(pair.1))})));
    "curl --cookie", named_line, |pair| Some(transcript(&format!("-b '{}={}'", pair.0, percent(pair.1))));
    "form in a HAR", named, |pair| entry(|entry| entry["request"]["postData"] = json!({"mimeType": "application/x-www-form-urlencoded", "text": form(pair)}));
    "first of a form in a HAR", named, |pair| entry(|entry| entry["request"]["postData"] = json!({"text": form(pair)}));
    "parameters of a form in a HAR", named, |pair| entry(|entry| entry["request"]["postData"] = json!({"params": [{"name": pair.0, "value": pair.1}]}));
    "JSON that was sent", named, |pair| entry(|entry| entry["request"]["postData"] = json!({"mimeType": "application/json", "text": object(pair)}));
    "part of a form", named, |pair| entry(|entry| entry["request"]["postData"] = json!({"mimeType": "multipart/form-data; boundary=x", "text":
        format!("--x\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n--x--\r\n", pair.0, pair.1)}));
    "request body in evidence", named, |pair| evidence(|evidence| evidence["request_body"] = json!(object(pair)));
    "JSON body", pair, |pair| with_body(&object(pair), "application/json");
    "JSON body with lists", pair, |pair| with_body(&json!({"items": [{pair.0: [pair.1, pair.1]}]}).to_string(), "application/json");
    "pretty JSON body", pair, |pair| with_body(&format!("{:#}", json!({"a": {pair.0: pair.1}})), "application/json");
    "JSON in JSON", pair, |pair| with_body(&json!({"body": object(pair), "isBase64Encoded": false}).to_string(), "application/json");
    "JSON in JSON in JSON", pair, |pair| with_body(&json!({"a": json!({"b": object(pair)}).to_string()}).to_string(), "application/json");
    "list of names and values", pair, |pair| with_body(&json!([{"Key": pair.0, "Value": pair.1}]).to_string(), "application/json");
    "list of values and names", pair, |pair| with_body(&json!([{"value": pair.1, "name": pair.0}]).to_string(), "application/json");
    "base64 in JSON", named, |pair| with_body(&json!({"body": base64(object(pair).as_bytes()), "isBase64Encoded": true}).to_string(), "application/json");
    "form body", named, |pair| with_body(&form(pair), "application/x-www-form-urlencoded");
    "form body in evidence", named, |pair| evidence(|evidence| evidence["body"] = json!(form(pair)));
    "HTML input", named_line, |pair| with_body(&format!("<html><form><input type=\"hidden\" name=\"{}\" value=\"{}\"></form></html>", pair.0, html(pair.1)), "text/html");
    "HTML input, value first", named_line, |pair| with_body(&format!("<html><input value='{}' name='{}'/></html>", html(pair.1).replace('\'', "&#39;"), pair.0), "text/html");
    "HTML meta", named_line, |pair| with_body(&format!("<html><meta name=\"{}\" content=\"{}\"></html>", pair.0, html(pair.1)), "text/html");
    "script in HTML", named_line, |pair| with_body(&format!("<html><script>window.app = {{ {}: {} }};</script></html>", json!(pair.0), json!(pair.1)), "text/html");
    "XML element", named_line, |pair| with_body(&format!("<?xml version=\"1.0\"?><R><{0}>{1}</{0}></R>", pair.0, html(pair.1)), "application/xml");
    "XML element with a prefix", named_line, |pair| with_body(&format!("<s:E xmlns:s=\"u\"><w:{0} Type=\"t\">{1}</w:{0}></s:E>", pair.0, html(pair.1)), "application/xml");
    "base64 content, JSON", pair, |pair| packed(&object(pair), "application/json");
    "base64 content, form", named, |pair| packed(&form(pair), "application/x-www-form-urlencoded");
    "base64 content, HTML", named_line, |pair| packed(&format!("<input name=\"{}\" value=\"{}\">", pair.0, html(pair.1)), "text/html");
    "curl --data", named, |pair| Some(transcript(&format!("--data '{}'", form(pair))));
    "curl --data-raw JSON", named_line, |pair| Some(transcript(&format!("--data-raw '{}'", shell(&object(pair)))));
    "curl --form", named_line, |pair| Some(transcript(&format!("-F '{}={}'", pair.0, shell(pair.1))));
    "httpie", named_line, |pair| Some(format!("$ http POST https://{HOST}/prod/pets {}={}\nHTTP/1.1 403 Forbidden\n\nno", pair.0, json!(pair.1)));
    "execution log, headers", line, |pair| Some(log(&format!("Method request headers: {{Accept=*/*, {}={}, Host={HOST}}}", pair.0, pair.1)));
    "execution log, body", pair, |pair| Some(log(&format!("Endpoint response body before transformations: {}", object(pair))));
    "execution log, escaped body", pair, |pair| Some(log(&format!("Endpoint request body after transformations: {{\"body\":{}}} [TRUNCATED]", json!(object(pair)))));
    "JSON log", pair, |pair| Some(format!("{}\n", json!({"requestId": "8212e5af-c174-48ce-85d5-729d73c6771a", "status": 403, "routeKey": "GET /pets", "apiId": "abc123defg", pair.0: pair.1})));
    "logfmt", bare, |pair| Some(log(&format!("level=info status=403 {}={} msg=refused", pair.0, pair.1)));
    "sentence in a log", bare, |pair| Some(log(&format!("refused: {}: {}, status: 403", pair.0, pair.1)));
    "WebSocket frame that was sent", pair, |pair| entry(|entry| entry["_webSocketMessages"] = json!([{"type": "send", "time": 1.5, "opcode": 1, "data": object(pair)}, {"type": "receive", "data": "{\"message\": \"Forbidden\", \"connectionId\":\"a\", \"requestId\":\"b\"}"}]));
    "WebSocket frame that came", pair, |pair| entry(|entry| entry["_webSocketMessages"] = json!([{"type": "receive", "data": object(pair)}]));
    "Python's exception", pair, |pair| exception(&format!("requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://{HOST}/prod/pets\nheaders: {{'Accept': '*/*', '{}': '{}'}}", pair.0, pair.1.replace('\'', "\\'").replace('\n', "\\n")));
    "Node's exception", pair, |pair| exception(&format!("AxiosError: Request failed with status code 403\n  config: {{\n    headers: {{\n      Accept: '*/*',\n      '{}': '{}'\n    }}\n  }}", pair.0, pair.1.replace('\'', "\\'").replace('\n', "\\n")));
    "Java's exception", line, |pair| exception(&format!("ApiException: 403 Forbidden, headers=[Accept: \"*/*\", {}: \"{}\"]", pair.0, pair.1.replace('"', "\\\"")));
    "Go's header map", line, |pair| exception(&format!("403 Forbidden map[Accept:[*/*] {}:[{}] X-A:[b]]", pair.0, pair.1));
    "Ruby's hash", line, |pair| exception(&format!("403 Forbidden {{\"Accept\"=>\"*/*\", \"{}\"=>\"{}\"}}", pair.0, pair.1.replace('"', "\\\"")));
    "environment", bare, |pair| exception(&format!("export {}={}\n$ npm start\n403 Forbidden", pair.0.replace('-', "_"), pair.1));
    "YAML", named_line, |pair| exception(&format!("provider:\n  {}: {}\n  name: aws\n403 Forbidden", pair.0, json!(pair.1)));
    "INI file", bare, |pair| exception(&format!("[default]\n{} = {}\nregion = us-east-1\n403 Forbidden", pair.0, pair.1));
    "cut HAR", pair, |pair| entry(|entry| {
        push(&mut entry["request"]["headers"], json!({"name": pair.0, "value": pair.1}));
        push(&mut entry["request"]["cookies"], json!({"name": pair.0, "value": pair.1}));
        entry["response"]["content"] = json!({"text": object(pair)});
    }).strip_suffix("}]}}").map(str::to_owned);
    "broken HAR", pair, |pair| entry(|entry| {
        push(&mut entry["request"]["headers"], json!({"name": pair.0, "value": pair.1}));
        push(&mut entry["request"]["headers"], json!({"value": pair.1, "name": pair.0}));
        entry["response"]["content"] = json!({"text": object(pair)});
    }).replacen("{\"", "{", 1);
    "console message", pair, |pair| evidence(|evidence| evidence["net_error"] = json!(format!("Failed to fetch {}", object(pair))));
}
