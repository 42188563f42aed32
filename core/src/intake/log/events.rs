//! From text to events: each with the lines that it goes on over.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::letters::is_of_word;
use crate::logs::line::{is_beginning, is_of_function};
use crate::logs::{Access, Line, moment};
use crate::sort;

/// One event of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event<'a> {
    /// The event with its further lines.
    pub(super) text: Cow<'a, str>,
    /// Milliseconds since 1970.
    pub(super) at: Option<i64>,
    /// The log group, where the source names it.
    pub(super) group: Option<Cow<'a, str>>,
}

/// The events of running text.
pub(super) fn events(text: &str) -> Vec<Event<'_>> {
    let mut events: Vec<Event<'_>> = Vec::new();
    // The event that is being read: where it begins and ends, and its moment.
    let mut open: Option<(usize, usize, Option<i64>)> = None;
    let mut pending = None;
    let mut end = 0;
    for raw in text.split_inclusive('\n') {
        let start = end;
        end += raw.len();
        let body = raw.trim_end();
        if !body.contains(is_of_word) && !body.contains(['{', '}', '[', ']']) {
            // Blank lines, rules of tables, fences of code.
            continue;
        }
        let line = Line::of(body);
        if line.text.is_empty() && line.id.is_none() && line.stamp.is_some() {
            // The console's copy has the moment on a line of its own.
            pending = line.stamp.and_then(moment::parse);
            continue;
        }
        let begins = line.id.is_some()
            || line.stamp.is_some()
            || is_beginning(line.text)
            || is_of_function(line.text)
            || Access::of(line.text).is_some();
        let at = start + body.len();
        match &mut open {
            Some((_, to, _)) if !begins => *to = at,
            _ => {
                if let Some(done) = open.take() {
                    events.push(event(text, done));
                }
                let moment = line
                    .stamp
                    .and_then(moment::parse)
                    .or_else(|| pending.take());
                open = Some((start, at, moment));
            }
        }
    }
    if let Some(done) = open {
        events.push(event(text, done));
    }
    events
}

fn event(text: &str, (from, to, at): (usize, usize, Option<i64>)) -> Event<'_> {
    Event {
        text: Cow::Borrowed(text.get(from..to).unwrap_or("").trim_end()),
        at,
        group: None,
    }
}

/// Puts the oldest first: Logs Insights and the console show the newest first.
pub(super) fn oldest_first(events: &mut [Event<'_>]) {
    let moments: Option<Vec<i64>> = events.iter().map(|event| event.at).collect();
    let Some(moments) = moments else {
        return;
    };
    let is_turned = moments.is_sorted_by(|a, b| a >= b) && moments.first() > moments.last();
    if is_turned {
        events.reverse();
    } else if !moments.is_sorted() {
        // Streams one behind the other; lines of one moment stay as they are.
        sort::by_key(events, |event| event.at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_goes_on_over_many_lines() {
        let text = "(6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71) Endpoint response body before transformations:\n{\n  \"a\": 1\n}\n\n(6f1e0a52-3c1d-4b7e-9a88-0d2f4c5b6e71) Method completed with status: 500\n";
        let events = events(text);
        assert_eq!(events.len(), 2);
        assert!(events[0].text.ends_with('}'));
    }

    #[test]
    fn the_newest_first_is_turned_round() {
        let text = "2026-10-05T08:15:31.000Z\nMethod completed with status: 500\n2026-10-05T08:15:30.000Z\nExecution failed due to a timeout error\n2026-10-05T08:15:30.000Z\nStarting execution for request: x";
        let mut events = events(text);
        oldest_first(&mut events);
        assert!(events[0].text.starts_with("Starting"));
        assert!(events[2].text.starts_with("Method completed"));
    }
}
