//! The lines of the list, as plain elements: one for each failing exchange, or for several that are
//! alike.

use gatewhy_core::redact;
use gatewhy_core::url::Url;
use gatewhy_core::{Lang, Text};
use gatewhy_view::{El, el};

use crate::columns::Columns;
use crate::model::{Column, Line, Model, Row, Sort, State, Verdict, group, speaker_id};
use crate::{time, words};

/// The table with its head and no rows. The roles are spelt out because the lines are laid out as
/// grids, which would otherwise be no table any more.
pub(crate) fn table(lang: Lang, columns: &Columns, sort: Sort) -> El {
    let heads = columns.shown().map(|told| {
        let name = told.name.get(lang);
        let is_sorted = sort.column == told.column;
        let direction = match (is_sorted, sort.descending) {
            (false, _) => "none",
            (true, true) => "descending",
            (true, false) => "ascending",
        };
        let button = el("button")
            .set("type", "button")
            .class("sort")
            .set("data-action", "sort")
            .set("data-col", told.id)
            .set("title", name)
            .set("aria-label", name)
            // The numbers of some columns are narrower than their names.
            .text(if told.column == Column::Confidence {
                "%"
            } else {
                name
            });
        let edge = el("span")
            .class("edge")
            .set("role", "separator")
            .set("tabindex", "0")
            .set("aria-orientation", "vertical")
            .set("aria-valuenow", "0")
            .set(
                "aria-label",
                words::WIDTH.get(lang).replace("{column}", name),
            )
            .set("data-resize", told.id);
        el("th")
            .set("role", "columnheader")
            .set("scope", "col")
            .set("data-col", told.id)
            .set("aria-sort", direction)
            .child(button)
            .child(edge)
    });
    el("table")
        .set("role", "grid")
        .set("data-role", "list")
        .set("aria-label", words::LIST.get(lang))
        .set("aria-colcount", columns.shown().count().to_string())
        // Of the head alone.
        .set("aria-rowcount", "1")
        .child(
            el("thead").set("role", "rowgroup").child(
                el("tr")
                    .set("role", "row")
                    .set("aria-rowindex", "1")
                    .children(heads),
            ),
        )
        .child(el("tbody").set("role", "rowgroup"))
}

/// One line. `reached` is the one that the Tab key comes to.
pub(crate) fn row(model: &Model, row: &Row, columns: &Columns, reached: bool, now: i64) -> El {
    let lang = model.lang;
    let line = model.line(row);
    let selected = model.cursor == Some(row.id);
    let evidence = &row.evidence;
    let url = redact::url(evidence.url.as_deref().unwrap_or_default());
    let parts = Url::parse(&url);
    let path = parts.map_or(url.as_str(), |url| url.path);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut tr = el("tr")
        .set("role", "row")
        .set("data-id", row.id.to_string())
        .set("data-method", text(&evidence.method))
        .set(
            "data-status",
            evidence.status.unwrap_or_default().to_string(),
        )
        .set("data-path", path)
        .set("data-host", parts.map_or("", |url| url.authority))
        .set("data-url", &url)
        .set("data-type", text(&evidence.resource_type))
        .set("data-origin", row.who.map_or("", speaker_id))
        .set("aria-selected", selected.to_string())
        .set("tabindex", if reached { "0" } else { "-1" });
    if let Some(source) = model.source(row.id) {
        tr = tr.set("data-source", source.to_string());
    }
    tr = match line {
        Line::Single => tr,
        Line::Head { count, .. } => tr.set("data-count", count.to_string()),
        Line::Member => tr.set("data-member", "true"),
    };
    tr = match row.state {
        State::Finished => tr,
        State::Pending => tr.set("data-state", "pending"),
        State::NeverAnswered => tr.set("data-state", "never-answered"),
    };
    let (tr, title, share) = verdict(tr, row, lang);
    let (mut tr, story) = story(tr, model, row);
    // Without a cause of its own, what became of the preflight is all there is to say.
    let title = match (&row.verdict, &story) {
        (Verdict::None, Some(_)) => String::new(),
        _ => title,
    };
    for told in columns.shown() {
        let cell = el("td")
            .set("role", "gridcell")
            .set("data-col", told.id)
            .set("data-role", told.id);
        tr = tr.child(match told.column {
            Column::Status => status(cell, row, lang),
            Column::Method => cell.text(text(&evidence.method)),
            Column::Host => cell.text(row.host()),
            Column::Path => {
                let query = parts.and_then(|url| url.query);
                let query = query.map(|query| el("span").class("query").text(format!("?{query}")));
                cell.set("title", &url).text(path).maybe(query)
            }
            Column::Cause => {
                let words = el("span")
                    .class("title")
                    .set("data-role", "title")
                    .text(&title);
                cell.set("data-group", group(row.verdict.family()).to_string())
                    .set("title", &title)
                    .maybe(repeats(line, row.id, lang))
                    .child(words)
                    .maybe(story.clone())
            }
            Column::Confidence => cell.text(&share),
            Column::Origin => {
                let name = row.who.map_or("", |who| who.name().get(lang));
                cell.set("title", name).text(name)
            }
            Column::Duration => cell.text(evidence.time_ms.map(time::span).unwrap_or_default()),
            Column::Age => cell
                .set("title", text(&evidence.started))
                .text(time::age(now - row.began, lang)),
        });
    }
    tr
}

/// How often it was repeated, as a button that lists each.
fn repeats(line: Line, id: u32, lang: Lang) -> Option<El> {
    let Line::Head { count, is_open } = line else {
        return None;
    };
    let count = count.to_string();
    let words = words::TIMES.get(lang).replace("{number}", &count);
    Some(
        el("button")
            .set("type", "button")
            .class("times")
            .set("tabindex", "-1")
            .set("data-action", "expand")
            .set("data-id", id.to_string())
            .set("aria-expanded", is_open.to_string())
            .set("aria-label", &words)
            .set("title", words)
            .text(format!("×{count}")),
    )
}

fn status(cell: El, row: &Row, lang: Lang) -> El {
    if let Some(status) = row.evidence.status {
        return cell.text(status.to_string());
    }
    let error = row.evidence.net_error.as_deref().unwrap_or_default();
    let word = match row.state {
        State::Pending => words::PENDING,
        State::NeverAnswered => words::UNANSWERED,
        State::Finished if error.contains("ERR_ABORTED") => words::CANCELED,
        State::Finished if error.contains("ERR_FAILED") || error.contains("BLOCKED") => {
            words::BLOCKED
        }
        State::Finished => words::FAILED,
    };
    cell.set("title", error)
        .text(format!("({})", word.get(lang)))
}

fn verdict(line: El, row: &Row, lang: Lang) -> (El, String, String) {
    let say = |text: Text| text.get(lang).to_owned();
    match &row.verdict {
        Verdict::Cause { id, title, percent } => {
            let line = line
                .set("data-cause", *id)
                .set("data-confidence", percent.to_string());
            (line, title.clone(), format!("{percent}%"))
        }
        Verdict::None => (
            line.set("data-cause", ""),
            say(words::NO_CAUSE),
            String::new(),
        ),
        Verdict::Broken => (
            line.set("data-cause", "").set("data-broken", "true"),
            say(words::BROKEN),
            String::new(),
        ),
        Verdict::Waiting if row.state == State::Pending => (
            line.set("data-waiting", "true"),
            say(words::NO_ANSWER_YET),
            String::new(),
        ),
        Verdict::Waiting => (
            line.set("data-waiting", "true"),
            "…".to_owned(),
            String::new(),
        ),
    }
}

/// A request that its preflight held back names what became of the preflight.
fn story(line: El, model: &Model, row: &Row) -> (El, Option<El>) {
    let Some(preflight) = model.preflight_of(row) else {
        return (line, None);
    };
    let status = preflight.evidence.status.unwrap_or_default();
    let (cause, title) = match &preflight.verdict {
        Verdict::Cause { id, title, .. } => (*id, title.as_str()),
        _ => ("", ""),
    };
    let line = line
        .set("data-preflight", cause)
        .set("data-preflight-status", status.to_string());
    let word = words::PREFLIGHT.get(model.lang);
    let same = matches!(&row.verdict, Verdict::Cause { id, .. } if *id == cause);
    let title = if same { "" } else { title };
    let story = el("span")
        .class("story")
        .set("data-role", "preflight")
        .text(format!("{word} {status} {title}").trim_end());
    (line, Some(story))
}
