//! CloudWatch's exports: `filter-log-events`, `get-log-events`, Logs Insights as JSON and CSV,
//! and what subscriptions deliver.

use alloc::borrow::Cow;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::events::Event;
use crate::intake::joints::{self, Piece};
use crate::logs::moment;
use crate::message::unescape;

/// What an export holds.
#[derive(Debug, Default)]
pub(super) struct Export<'a> {
    pub(super) events: Vec<Event<'a>>,
    /// A list of groups or streams: it names logs and holds none.
    pub(super) is_listing: bool,
}

/// Reads an export; `None` where the text is something else.
pub(super) fn read(text: &str) -> Option<Export<'_>> {
    let text = text.trim();
    // `[05/Oct/2026:08:15:30 +0000] …` opens a line of some access logs.
    let inner = text.strip_prefix('[').map(str::trim_start);
    if text.starts_with('{') || inner.is_some_and(|inner| inner.starts_with(['{', '['])) {
        let export = json(text);
        return (export.is_listing || !export.events.is_empty()).then_some(export);
    }
    let events = csv(text)?;
    Some(Export {
        events,
        is_listing: false,
    })
}

/// One value behind the other: one export, or objects of an access log.
fn json(text: &str) -> Export<'_> {
    let mut export = Export::default();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['{', '['])) {
        let start = at + found;
        let (end, _) = joints::value_end(text, start);
        value(text.get(start..end).unwrap_or(""), &mut export);
        at = end.max(start + 1);
    }
    export
}

fn value<'a>(text: &'a str, export: &mut Export<'a>) {
    if text.starts_with('[') {
        for piece in joints::pieces(text) {
            if piece.value.starts_with('[') {
                export.events.extend(row(piece.value));
            } else if piece.value.starts_with('{') {
                object(piece.value, None, export);
            }
        }
        return;
    }
    let group = joints::member(text, "logGroup").and_then(text_of);
    let mut has_list = false;
    for piece in joints::pieces(text) {
        match piece.key {
            "events" | "logEvents" if piece.value.starts_with('[') => {
                has_list = true;
                for event in joints::pieces(piece.value) {
                    object(event.value, group.clone(), export);
                }
            }
            "results" if piece.value.starts_with('[') => {
                has_list = true;
                export
                    .events
                    .extend(joints::pieces(piece.value).filter_map(|one| row(one.value)));
            }
            "logGroups" | "logStreams" if piece.value.starts_with('[') => {
                has_list = true;
                export.is_listing = true;
            }
            _ => {}
        }
    }
    if !has_list {
        object(text, group, export);
    }
}

/// `{"timestamp": …, "message": …}`, `{"@timestamp": …, "@message": …}`, or a line of an access
/// log itself.
fn object<'a>(text: &'a str, group: Option<Cow<'a, str>>, export: &mut Export<'a>) {
    let message = joints::member(text, "@message").or_else(|| joints::member(text, "message"));
    let stamp = joints::member(text, "@timestamp").or_else(|| joints::member(text, "timestamp"));
    let at = stamp
        .and_then(text_of)
        .and_then(|stamp| moment::parse(&stamp));
    let log = joints::member(text, "@log").and_then(text_of);
    let is_event = stamp.is_some() || joints::member(text, "@message").is_some();
    let told = match message.filter(|_| is_event) {
        // Logs Insights gives an access log's JSON as it is.
        Some(piece) if piece.value.starts_with('{') => Some(Cow::Borrowed(piece.value)),
        Some(piece) => text_of(piece),
        None => Some(Cow::Borrowed(text)),
    };
    if let Some(told) = told.filter(|told| !told.trim().is_empty()) {
        export.events.push(Event {
            text: told,
            at,
            group: log.or(group),
        });
    }
}

/// One row of Logs Insights: `[{"field": "@message", "value": "…"}, …]`.
fn row(text: &str) -> Option<Event<'_>> {
    let mut event = Event {
        text: Cow::Borrowed(""),
        at: None,
        group: None,
    };
    let mut fields = String::new();
    for cell in joints::pieces(text) {
        let Some(name) = joints::member(cell.value, "field").and_then(text_of) else {
            continue;
        };
        let Some(value) = joints::member(cell.value, "value").and_then(text_of) else {
            continue;
        };
        match &*name {
            "@message" => event.text = value,
            "@timestamp" => event.at = moment::parse(&value),
            "@log" => event.group = Some(value),
            name => member(&mut fields, name, &value),
        }
    }
    whole(event, fields)
}

/// Where a query asked for single variables, they make the line.
fn whole(mut event: Event<'_>, mut fields: String) -> Option<Event<'_>> {
    if event.text.trim().is_empty() {
        if fields.is_empty() {
            return None;
        }
        fields.push('}');
        event.text = Cow::Owned(fields);
    }
    Some(event)
}

fn member(fields: &mut String, name: &str, value: &str) {
    if name.starts_with('@') {
        return;
    }
    fields.push(if fields.is_empty() { '{' } else { ',' });
    fields.push('"');
    fields.push_str(name);
    fields.push_str("\":\"");
    fields.push_str(&value.replace(['"', '\\', '\n'], " "));
    fields.push('"');
}

/// A text without quotes and escapes, or a number as it stands.
fn text_of(piece: Piece<'_>) -> Option<Cow<'_, str>> {
    let value = piece.value;
    let Some(inner) = value.strip_prefix('"') else {
        return (value != "null").then_some(Cow::Borrowed(value));
    };
    let inner = if piece.whole {
        inner.strip_suffix('"').unwrap_or(inner)
    } else {
        inner
    };
    Some(if inner.contains('\\') {
        Cow::Owned(unescape(inner))
    } else {
        Cow::Borrowed(inner)
    })
}

/// The console's CSV: a line of names, `timestamp,message` or `@timestamp,@message,…`.
fn csv(text: &str) -> Option<Vec<Event<'_>>> {
    let (head, rest) = text.split_once('\n')?;
    let names: Vec<&str> = head
        .split(',')
        .map(|name| name.trim().trim_matches('"'))
        .collect();
    let known = |name: &&str| {
        matches!(*name, "timestamp" | "message" | "@timestamp" | "@message")
            || name.starts_with('@')
    };
    let is_head = names.len() > 1
        && names.iter().any(known)
        && names.iter().all(|name| {
            !name.is_empty() && name.len() <= 64 && !name.contains(char::is_whitespace)
        });
    if !is_head {
        return None;
    }
    let mut events = Vec::new();
    for cells in (Rows { text: rest }) {
        let mut event = Event {
            text: Cow::Borrowed(""),
            at: None,
            group: None,
        };
        let mut fields = String::new();
        for (name, cell) in names.iter().zip(cells) {
            match *name {
                "@message" | "message" => event.text = Cow::Owned(cell),
                "@timestamp" | "timestamp" => event.at = moment::parse(&cell),
                "@log" => event.group = Some(Cow::Owned(cell)),
                name => member(&mut fields, name, &cell),
            }
        }
        events.extend(whole(event, fields));
    }
    Some(events)
}

/// Rows of RFC 4180: a quoted cell may hold commas, line ends and doubled quotes.
struct Rows<'a> {
    text: &'a str,
}

impl Iterator for Rows<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        self.text = self.text.trim_start_matches(['\r', '\n']);
        if self.text.is_empty() {
            return None;
        }
        let mut cells = Vec::new();
        loop {
            let rest = self.text;
            let (cell, behind) = if let Some(inner) = rest.strip_prefix('"') {
                quoted(inner)
            } else {
                let end = rest.find([',', '\n']).unwrap_or(rest.len());
                (rest[..end].trim_end_matches('\r').to_owned(), &rest[end..])
            };
            cells.push(cell);
            let Some(next) = behind.strip_prefix(',') else {
                // What stands between a closing quote and the end of the line is nobody's.
                let end = behind.find('\n').unwrap_or(behind.len());
                self.text = &behind[end..];
                return Some(cells);
            };
            self.text = next;
        }
    }
}

fn quoted(inner: &str) -> (String, &str) {
    let mut cell = String::new();
    let mut rest = inner;
    loop {
        let Some(at) = rest.find('"') else {
            cell.push_str(rest);
            return (cell, "");
        };
        cell.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.strip_prefix('"') {
            Some(next) => {
                cell.push('"');
                rest = next;
            }
            None => return (cell, rest),
        }
    }
}
