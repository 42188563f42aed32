//! The list: one line for each failing exchange, as plain elements.

use gatewhy_core::redact;
use gatewhy_core::url::Url;
use gatewhy_core::{Evidence, Lang, Text};
use gatewhy_view::{El, el};

use crate::model::{Model, Row, Verdict};
use crate::words;

/// The table with its head and no rows. The roles are spelt out because a narrow list is laid out
/// as blocks, which would otherwise be no table any more.
pub(crate) fn table(lang: Lang) -> El {
    let columns = [
        ("status", words::STATUS),
        ("method", words::METHOD),
        ("path", words::PATH),
        ("cause", words::CAUSE),
        ("confidence", words::CONFIDENCE),
    ];
    let heads = columns.map(|(id, name)| {
        let head = el("th")
            .set("role", "columnheader")
            .set("scope", "col")
            .set("data-col", id);
        if id == "confidence" {
            // Its numbers are narrower than its name.
            return head
                .set("aria-label", name.get(lang))
                .set("title", name.get(lang))
                .text("%");
        }
        head.text(name.get(lang))
    });
    el("table")
        .set("role", "grid")
        .set("data-role", "list")
        .set("aria-label", words::LIST.get(lang))
        .child(
            el("thead")
                .set("role", "rowgroup")
                .child(el("tr").set("role", "row").children(heads)),
        )
        .child(el("tbody").set("role", "rowgroup"))
}

/// One line. The first one can be reached with the Tab key until another one is chosen.
pub(crate) fn row(model: &Model, row: &Row) -> El {
    let chosen = model.chosen == Some(row.id);
    let reached = match model.chosen {
        Some(_) => chosen,
        None => model.rows.first().is_some_and(|first| first.id == row.id),
    };
    let evidence = &row.evidence;
    let url = redact::url(evidence.url.as_deref().unwrap_or_default());
    let parts = Url::parse(&url);
    let path = parts.map_or(url.as_str(), |url| url.path);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let line = el("tr")
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
        .set(
            "data-source",
            model
                .source(row.id)
                .map_or_else(String::new, |source| source.to_string()),
        )
        .set("aria-selected", chosen.to_string())
        .set("tabindex", if reached { "0" } else { "-1" });
    let cell = |name: &'static str| {
        el("td")
            .set("role", "gridcell")
            .set("data-col", name)
            .set("data-role", name)
    };
    let query = parts
        .and_then(|url| url.query)
        .map(|query| el("span").class("query").text(format!("?{query}")));
    let (line, title, share) = verdict(line, row, model.lang);
    let (line, story) = story(line, model, row);
    // Without a cause of its own, what became of the preflight is all there is to say.
    let title = match (&row.verdict, &story) {
        (Verdict::None, Some(_)) => String::new(),
        _ => title,
    };
    line.child(status(cell("status"), evidence, model.lang))
        .child(cell("method").text(text(&evidence.method)))
        .child(cell("path").set("title", &url).text(path).maybe(query))
        .child(
            cell("cause")
                .set("title", &title)
                .child(
                    el("span")
                        .class("title")
                        .set("data-role", "title")
                        .text(title),
                )
                .maybe(story),
        )
        .child(cell("confidence").text(share))
}

fn status(cell: El, evidence: &Evidence, lang: Lang) -> El {
    if let Some(status) = evidence.status {
        return cell.text(status.to_string());
    }
    let error = evidence.net_error.as_deref().unwrap_or_default();
    let word = if error.contains("ERR_FAILED") || error.contains("BLOCKED") {
        words::BLOCKED
    } else {
        words::FAILED
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
        Verdict::None | Verdict::Broken => ("", ""),
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
