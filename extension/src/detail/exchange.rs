//! The exchange beside its report: request and response as they were captured, secrets masked until
//! the reader asks for them, and the bytes of one quote marked.
//!
//! # What others may rely on (tests, user style sheets)
//! `[data-role=exchange]` with `data-revealed` (`true`, `false`); in it each piece of the exchange
//! with `data-place` (the `where` of the report's quotes); `[data-hit]` on the piece that a quote led
//! to, its bytes in `mark`, with `[data-action=back]`; `[data-action=reveal]` (`aria-pressed`), where there is a secret;
//! `[data-role=cut]` under what is not shown to its end.

use gatewhy_core::redact;
use gatewhy_core::render::visible;
use gatewhy_core::{Evidence, Headers, Lang, Text};
use gatewhy_view::{El, el};

use super::piece::{Hit, Pieces};
use super::words;

/// How much of a body, a log or a transcript is shown, in bytes.
const TEXT_AT_MOST: usize = 64 * 1024;
/// The same for the value of a header and for a URL.
const VALUE_AT_MOST: usize = 4 * 1024;
const HEADERS_AT_MOST: usize = 200;

/// Another exchange that was taken into account, and the row that shows it, if one does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Other {
    pub(crate) line: String,
    pub(crate) row: Option<u32>,
}

/// What the pane is made from.
pub(crate) struct Exchange<'a> {
    pub(crate) evidence: &'a Evidence,
    pub(crate) others: &'a [Other],
    pub(crate) hit: Option<&'a Hit>,
    pub(crate) revealed: bool,
    pub(crate) lang: Lang,
}

/// The pane.
pub(crate) fn pane(exchange: &Exchange<'_>) -> El {
    let lang = exchange.lang;
    let mut pieces = Pieces {
        hit: exchange.hit,
        revealed: exchange.revealed,
        lang,
        secrets: false,
        found: false,
    };
    let evidence = exchange.evidence;
    let parts = [
        request(&mut pieces, evidence),
        Some(response(&mut pieces, evidence)),
        text(&mut pieces, words::LOG, "log", evidence.log.as_deref()),
        text(
            &mut pieces,
            words::CLIENT,
            "curl_text",
            evidence.curl_text.as_deref(),
        ),
        others(&mut pieces, exchange.others),
    ];
    let lost = (exchange.hit.is_some() && !pieces.found)
        .then(|| pieces.found(el("p").class("lost").text(words::NOT_FOUND.get(lang))));
    el("section")
        .class("exchange")
        .set("data-role", "exchange")
        .set("data-revealed", exchange.revealed.to_string())
        .set("aria-label", words::EXCHANGE.get(lang))
        .set("tabindex", "0")
        .maybe((pieces.secrets || exchange.hit.is_some()).then(|| bar(exchange, pieces.secrets)))
        .maybe(lost)
        .children(parts.into_iter().flatten())
}

/// The way back to the quote, and secrets or none.
fn bar(exchange: &Exchange<'_>, secrets: bool) -> El {
    let say = |text: Text| text.get(exchange.lang);
    let back = exchange.hit.map(|_| {
        el("button")
            .set("type", "button")
            .set("data-action", "back")
            .set("title", "Esc")
            .text(say(words::BACK))
    });
    let reveal = secrets.then(|| {
        el("button")
            .set("type", "button")
            .set("data-action", "reveal")
            .set("aria-pressed", exchange.revealed.to_string())
            .text(say(words::REVEAL))
    });
    let told = (secrets && exchange.revealed)
        .then(|| el("span").class("quiet").text(say(words::REVEALED)));
    el("div").class("bar").maybe(back).maybe(reveal).maybe(told)
}

fn part(pieces: &Pieces<'_>, title: Text) -> El {
    el("section")
        .class("part")
        .child(el("h3").text(pieces.say(title)))
}

fn request(pieces: &mut Pieces<'_>, evidence: &Evidence) -> Option<El> {
    let method = value(
        pieces,
        "request.method",
        evidence.method.as_deref(),
        &str::to_owned,
    );
    let url = value(pieces, "url", evidence.url.as_deref(), &redact::url);
    let fields = headers(pieces, "request.headers", &evidence.request_headers);
    let sent = body(
        pieces,
        "request.body",
        evidence.request_body.as_deref(),
        None,
    );
    if method.is_none() && url.is_none() && fields.is_none() && sent.is_none() {
        return None;
    }
    let line = el("p").class("first").maybe(method).text(" ").maybe(url);
    Some(
        part(pieces, words::REQUEST)
            .child(line)
            .maybe(fields)
            .maybe(sent),
    )
}

fn response(pieces: &mut Pieces<'_>, evidence: &Evidence) -> El {
    let status = evidence.status.map(|status| status.to_string());
    let status = value(pieces, "response.status", status.as_deref(), &str::to_owned)
        .unwrap_or_else(|| pieces.nothing("response.status", words::NO_ANSWER));
    let time = evidence.time_ms.map(|time| format!("{} ms", time.round()));
    let time = value(pieces, "time_ms", time.as_deref(), &str::to_owned);
    let error = value(
        pieces,
        "net_error",
        evidence.net_error.as_deref(),
        &redact::text,
    );
    let fields = headers(pieces, "response.headers", &evidence.response_headers);
    let none = if evidence.body_withheld {
        Some(words::WITHHELD)
    } else {
        evidence.status.map(|_| words::NOT_CAPTURED)
    };
    let came = body(pieces, "response.body", evidence.body.as_deref(), none);
    part(pieces, words::RESPONSE)
        .child(el("p").class("first").child(status).text(" ").maybe(time))
        .maybe(error.map(|error| el("p").class("net-error").child(error)))
        .maybe(fields)
        .maybe(came)
}

fn value(
    pieces: &mut Pieces<'_>,
    place: &str,
    raw: Option<&str>,
    mask: &dyn Fn(&str) -> String,
) -> Option<El> {
    Some(pieces.piece("span", place, raw?, VALUE_AT_MOST, mask))
}

fn body(
    pieces: &mut Pieces<'_>,
    place: &str,
    body: Option<&str>,
    none: Option<Text>,
) -> Option<El> {
    match body {
        Some("") => Some(pieces.nothing(place, words::NO_BODY)),
        Some(body) => Some(pieces.piece("pre", place, body, TEXT_AT_MOST, &redact::text)),
        None => none.map(|says| pieces.nothing(place, says)),
    }
    .map(|body| el("div").class("body").child(body))
}

fn text(pieces: &mut Pieces<'_>, title: Text, place: &str, raw: Option<&str>) -> Option<El> {
    let piece = pieces.piece("pre", place, raw?, TEXT_AT_MOST, &redact::text);
    Some(part(pieces, title).child(piece))
}

fn headers(pieces: &mut Pieces<'_>, side: &str, headers: &Headers) -> Option<El> {
    let absent = absent(pieces, side, headers);
    let asked = pieces.asked(side).is_some();
    if headers.is_empty() && absent.is_none() && !asked {
        return None;
    }
    let mut list = el("dl").class("headers").set("data-place", side);
    for header in headers.iter().take(HEADERS_AT_MOST) {
        let place = format!("{side}.{}", header.name);
        let mask = |value: &str| redact::header(&header.name, value);
        let value = pieces.piece("span", &place, &header.value, VALUE_AT_MOST, &mask);
        list = list
            .child(el("dt").set("dir", "ltr").text(visible(&header.name)))
            .child(el("dd").child(value));
    }
    if let Some(name) = absent {
        let place = format!("{side}.{name}");
        list = list
            .child(el("dt").class("quiet").text(visible(&name)))
            .child(el("dd").child(pieces.nothing(&place, words::NOT_THERE)));
    }
    if asked {
        list = pieces.found(list);
    }
    let more = headers.iter().count().saturating_sub(HEADERS_AT_MOST);
    if more == 0 {
        return Some(list);
    }
    let told = pieces.cut(words::MORE_HEADERS, &[("{number}", more)]);
    Some(el("div").child(list).child(told))
}

/// The header that the reader asked for and that is not there.
fn absent(pieces: &Pieces<'_>, side: &str, headers: &Headers) -> Option<String> {
    let name = pieces.hit?.place.strip_prefix(side)?.strip_prefix('.')?;
    (!headers.has(name)).then(|| name.to_owned())
}

fn others(pieces: &mut Pieces<'_>, others: &[Other]) -> Option<El> {
    let asked = pieces.asked("neighbours");
    if others.is_empty() && asked.is_none() {
        return None;
    }
    let named =
        |other: &&Other| asked.is_some_and(|quote| !quote.is_empty() && other.line.contains(quote));
    let hit = others.iter().position(|other| named(&other));
    let mut items = Vec::new();
    for (at, other) in others.iter().enumerate() {
        let line = visible(&other.line);
        let line = match other.row {
            Some(id) => el("button")
                .set("type", "button")
                .class("link")
                .set("data-action", "choose")
                .set("data-id", id.to_string())
                .text(line),
            None if hit == Some(at) => el("mark").text(line),
            None => el("span").text(line),
        };
        let item = el("li").set("dir", "ltr").child(line);
        items.push(if hit == Some(at) {
            pieces.found(item)
        } else {
            item
        });
    }
    let count = others.len();
    let summary = el("summary").text(format!("{} ({count})", pieces.say(words::NEIGHBOURS)));
    let mut details = el("details").class("part").set("data-place", "neighbours");
    if asked.is_some() {
        details = details.set("open", "");
        if hit.is_none() {
            details = pieces.found(details);
        }
    }
    Some(details.child(summary).child(el("ul").children(items)))
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
