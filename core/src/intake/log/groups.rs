//! From events to requests.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::events::{self, Event};
use super::export;
use crate::logs::line::is_beginning;
use crate::logs::{Access, Field, Line, Told, failure};

/// The log of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// Its lines in order; in front the name of the log group, where only that tells API and stage.
    pub(super) text: String,
    /// When it began, in milliseconds since 1970.
    pub(super) at: Option<i64>,
    /// What was sent to the client.
    pub(super) status: Option<u16>,
    /// A line of it says that something failed.
    is_failure: bool,
}

impl Group {
    /// Whether the request failed.
    pub(super) fn fails(&self) -> bool {
        match self.status {
            Some(status) => status >= 400,
            None => self.is_failure,
        }
    }

    /// Whether it says how the request ended.
    pub(super) fn is_telling(&self) -> bool {
        self.status.is_some() || self.is_failure
    }
}

/// Everything that was found in a text.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) groups: Vec<Group>,
    /// The text is an export, so that its lines do not stand in it as they are.
    pub(super) is_export: bool,
    /// A list of log groups or streams.
    pub(super) is_listing: bool,
    /// Lines that belong to no request.
    pub(super) lost: usize,
}

/// The requests of a log, in the order in which they begin.
pub(super) fn groups(text: &str) -> Found {
    let export = export::read(text);
    let (is_export, is_listing) = export
        .as_ref()
        .map_or((false, false), |export| (true, export.is_listing));
    let mut events = export.map_or_else(|| events::events(text), |export| export.events);
    events::oldest_first(&mut events);
    let mut sorter = Sorter::default();
    for event in &events {
        sorter.take(event);
    }
    let is_listing = is_listing && sorter.open.is_empty();
    sorter.found(Found {
        is_export,
        is_listing,
        ..Found::default()
    })
}

#[derive(Default)]
struct Sorter<'a> {
    open: Vec<Open<'a>>,
    by_id: BTreeMap<&'a str, usize>,
    /// The request that the last line belongs to.
    last: Option<usize>,
    /// The request without an id that is being read.
    nameless: Option<usize>,
    /// Lines that belong to nothing.
    loose: Vec<&'a str>,
    /// A line that names a log group for all.
    group: Option<&'a str>,
}

#[derive(Default)]
struct Open<'a> {
    lines: Vec<&'a str>,
    group: Option<&'a str>,
    at: Option<i64>,
    is_done: bool,
}

impl<'a> Sorter<'a> {
    fn take(&mut self, event: &'a Event<'a>) {
        let text: &'a str = &event.text;
        let first = text.lines().next().unwrap_or("");
        let line = Line::of(first);
        let index = match line.id {
            Some(id) if id != "test-invoke-request" => Some(self.named(id)),
            _ => self.without_id(text, &line),
        };
        let Some(index) = index else {
            if let Some(group) = log_group(first) {
                self.group = Some(group);
            } else {
                self.loose.push(text);
            }
            return;
        };
        self.last = Some(index);
        if let Some(open) = self.open.get_mut(index) {
            open.lines.push(text);
            open.at = open.at.or(event.at);
            open.group = open
                .group
                .or(event.group.as_deref())
                .or_else(|| log_group(first));
            open.is_done |= line.text.starts_with("Method completed with status");
        }
    }

    fn named(&mut self, id: &'a str) -> usize {
        let next = self.open.len();
        let index = *self.by_id.entry(id).or_insert(next);
        if index == next {
            self.open.push(Open::default());
        }
        index
    }

    fn without_id(&mut self, text: &'a str, line: &Line<'a>) -> Option<usize> {
        let access = Access::of(line.text).or_else(|| Access::of(text));
        if let Some(access) = access {
            let id = access
                .get(Field::RequestId)
                .or_else(|| access.get(Field::ExtendedRequestId));
            return Some(match id {
                Some(id) => self.named(id),
                None => self.new_nameless(),
            });
        }
        if !is_beginning(line.text) {
            // Somebody else's line, say the function's.
            return None;
        }
        let is_header = line.text.starts_with("Execution log for request ");
        // Behind the status nothing but the trace is told.
        let is_end = line.text.starts_with("X-ray Tracing ID ");
        if let Some(nameless) = self.nameless {
            let is_done = self.open.get(nameless).is_some_and(|open| open.is_done);
            if is_end || !(is_header || is_done) {
                return Some(nameless);
            }
        } else if let Some(last) = self.last.filter(|_| line.stamp.is_none()) {
            // A line whose id was lost belongs to those around it.
            return Some(last);
        }
        let index = self.new_nameless();
        self.nameless = Some(index);
        Some(index)
    }

    fn new_nameless(&mut self) -> usize {
        self.open.push(Open::default());
        self.open.len() - 1
    }

    fn found(mut self, mut found: Found) -> Found {
        match self.open.as_mut_slice() {
            // With one request only, whatever was pasted with it belongs to it.
            [one] => one.lines.append(&mut self.loose),
            [] => {}
            _ => found.lost = self.loose.len(),
        }
        let common = self.group;
        found.groups = self
            .open
            .into_iter()
            .map(|open| {
                let mut text = String::new();
                let group = open.group.or(common);
                let lines = open.lines.join("\n");
                if let Some(group) = group.filter(|group| !lines.contains(group)) {
                    text.push_str(group);
                    text.push('\n');
                }
                text.push_str(&lines);
                Group {
                    status: Told::of(&text).status,
                    is_failure: failure(&text).is_some(),
                    at: open.at,
                    text,
                }
            })
            .collect();
        found
    }
}

/// The word that names a log group which tells API and stage.
fn log_group(line: &str) -> Option<&str> {
    line.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '=' | '(' | ')'))
        .find(|word| {
            word.contains("API-Gateway-Execution-Logs_") || word.contains("/aws/apigateway/")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        groups(text)
            .groups
            .into_iter()
            .map(|group| group.text)
            .collect()
    }

    #[test]
    fn interleaved_requests_are_told_apart() {
        let all = texts(
            "(6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71) Extended Request Id: a=\n(0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f) Extended Request Id: b=\n(6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71) Method completed with status: 500\n(0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f) Method completed with status: 200",
        );
        assert_eq!(all.len(), 2);
        assert!(all[0].contains("a=") && all[0].ends_with("500"));
        assert!(all[1].contains("b=") && all[1].ends_with("200"));
    }

    #[test]
    fn an_access_line_joins_the_execution_log_of_its_request() {
        let all = texts(
            "(6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71) Execution failed due to a timeout error\n{\"requestId\":\"6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71\",\"status\":\"504\"}",
        );
        assert_eq!(all.len(), 1);
    }

    #[test]
    fn test_invocations_follow_one_another() {
        let one = "Execution log for request a-b\nMon Oct 05 08:15:30 UTC 2026 : Starting execution for request: a-b\nMon Oct 05 08:15:30 UTC 2026 : Method completed with status: 500\n";
        assert_eq!(texts(&one.repeat(3)).len(), 3);
    }

    #[test]
    fn the_log_group_stands_in_front_of_each() {
        let all = texts(
            "$ aws logs tail API-Gateway-Execution-Logs_abc123defg/prod\n(6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71) Method completed with status: 500\n(0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f) Method completed with status: 500",
        );
        assert!(
            all.iter()
                .all(|text| text.starts_with("API-Gateway-Execution-Logs_abc123defg/prod\n"))
        );
        assert_eq!(texts("nothing of the kind"), Vec::<String>::new());
    }
}
