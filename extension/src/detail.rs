//! The open report: what the chosen row's exchange was, why it failed and what to do about it.
//!
//! # What others may rely on (tests, user style sheets)
//! In `[data-role=detail]`: `[data-action=close]`, `[data-action=copy-report]` and
//! `[data-action=copy-curl]` (`data-told`: `done` or `refused`, for a moment), `[data-role=by-hand]`
//! where the browser refused the clipboard, `[data-role=story]` (the preflight, where there is no
//! report that tells of it), gatewhy-view's `article[data-cause]`,
//! whose quotes are buttons (`data-act=jump`, `data-place`), and the exchange
//! ([`exchange`]'s `[data-role=exchange]`). What a quote led to is told in `[data-role=told]`.

mod copying;
mod exchange;
mod head;
mod jump;
mod locate;
mod piece;
mod words;

use std::cell::{Cell, RefCell};

use gatewhy_core::{Evidence, Lang, Report, redact};
use gatewhy_view::{El, ViewOptions, el};
use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

use crate::model::{Diagnose, Model, Msg, Row};
use crate::settings::AccountIds;
use exchange::{Exchange, Other};
use piece::Hit;

/// The detail pane and what it shows.
#[derive(Default)]
pub(crate) struct Detail {
    shown: RefCell<Option<Shown>>,
    /// Whether secrets are shown; nowhere but here, so that it ends with the session.
    revealed: Cell<bool>,
    hit: RefCell<Option<Hit>>,
}

#[derive(PartialEq)]
struct Shown {
    id: u32,
    lang: Lang,
    head: El,
    story: Option<El>,
    report: Option<Report>,
    /// What the engine said where it broke down.
    panic: Option<String>,
    evidence: Evidence,
    others: Vec<Other>,
    exchange: El,
    account_ids: AccountIds,
}

impl Detail {
    /// Shows the report of the chosen row in its place; tells whether there is one.
    pub(crate) fn draw(
        &self,
        place: &Element,
        model: &Model,
        diagnose: Diagnose<'_>,
    ) -> Result<bool, JsValue> {
        let document = place.owner_document().ok_or("the detail has no document")?;
        let Some(row) = model.chosen.and_then(|id| model.row(id)) else {
            self.shown.take();
            place.replace_children_with_node(&js_sys::Array::new());
            return Ok(false);
        };
        let is_same_row = self.shown.borrow().as_ref().map(|shown| shown.id) == Some(row.id);
        if !is_same_row {
            self.hit.take();
        }
        let now = self.look_at(row, model, diagnose);
        let drawn = place.first_element_child().is_some();
        // Somebody is reading: what says the same stays as it is, opened and scrolled.
        let report_stays = drawn
            && self.shown.borrow().as_ref().is_some_and(|before| {
                (
                    before.id,
                    before.lang,
                    &before.head,
                    &before.story,
                    &before.report,
                ) == (now.id, now.lang, &now.head, &now.story, &now.report)
            });
        if report_stays {
            let exchange_stays = self
                .shown
                .borrow()
                .as_ref()
                .is_some_and(|before| before.exchange == now.exchange);
            if !exchange_stays {
                replace_exchange(place, &now.exchange, &document)?;
            }
            self.shown.replace(Some(now));
            return Ok(true);
        }
        draw_all(place, &now, &document, is_same_row)?;
        self.shown.replace(Some(now));
        Ok(true)
    }

    fn look_at(&self, row: &Row, model: &Model, diagnose: Diagnose<'_>) -> Shown {
        let whole = model.with_neighbours(row);
        let report = model.report(row, &whole, diagnose);
        let others = whole
            .neighbours
            .iter()
            .map(|other| other_of(other, row, model))
            .collect();
        let mut shown = Shown {
            id: row.id,
            lang: model.lang,
            head: head::head(row, model.source(row.id).is_some(), model.lang),
            // Core tells it with the report.
            story: report.is_none().then(|| head::story(model, row)).flatten(),
            report,
            panic: model.panic_over(row).map(ToOwned::to_owned),
            evidence: row.evidence.clone(),
            others,
            exchange: el("section"),
            account_ids: model.settings.account_ids,
        };
        shown.exchange = self.exchange(&shown);
        shown
    }

    fn exchange(&self, shown: &Shown) -> El {
        exchange::pane(&Exchange {
            evidence: &shown.evidence,
            others: &shown.others,
            hit: self.hit.borrow().as_ref(),
            revealed: self.revealed.get(),
            lang: shown.lang,
        })
    }

    fn draw_exchange(&self, place: &Element) -> Result<(), JsValue> {
        let mut shown = self.shown.borrow_mut();
        let (Some(shown), Some(document)) = (shown.as_mut(), place.owner_document()) else {
            return Ok(());
        };
        shown.exchange = self.exchange(shown);
        replace_exchange(place, &shown.exchange, &document)
    }

    /// Does what a button of the pane is for, and tells what is left to do.
    pub(crate) fn act(&self, place: &Element, button: &Element) -> Result<Option<Msg>, JsValue> {
        let name = |attribute| button.get_attribute(attribute);
        if name("data-act").as_deref() == Some("jump") {
            return self.jump(place, button);
        }
        match name("data-action").as_deref() {
            Some("reveal") => {
                self.revealed.set(!self.revealed.get());
                self.draw_exchange(place)?;
                jump::focus(place, "[data-action=reveal]")?;
            }
            Some(what @ ("copy-report" | "copy-curl")) => {
                if let Some(shown) = self.shown.borrow().as_ref() {
                    let text = copying::text(
                        what,
                        shown.report.as_ref(),
                        &shown.evidence,
                        shown.account_ids,
                    );
                    copying::copy(place, button, &text, shown.lang)?;
                }
            }
            Some("back") => {
                if let Some(hit) = self.hit.borrow().as_ref() {
                    jump::back(place, hit)?;
                }
            }
            Some("by-hand-done") => copying::put_away(place)?,
            _ => {}
        }
        Ok(None)
    }

    /// Shows where the bytes of a quote stand: in the exchange, or the row of another one.
    fn jump(&self, place: &Element, quote: &Element) -> Result<Option<Msg>, JsValue> {
        let hit = Hit {
            place: quote.get_attribute("data-place").unwrap_or_default(),
            quote: quote.get_attribute("data-quote").unwrap_or_default(),
        };
        if hit.place == "neighbours"
            && let Some(shown) = self.shown.borrow().as_ref()
        {
            let named = shown.others.iter().find(|other| other.line == hit.quote);
            if let Some(id) = named.and_then(|other| other.row) {
                return Ok(Some(Msg::Choose(Some(id))));
            }
        }
        self.hit.replace(Some(hit.clone()));
        self.draw_exchange(place)?;
        let lang = self.shown.borrow().as_ref().map(|shown| shown.lang);
        jump::show(place, &hit, lang.unwrap_or_default())?;
        Ok(None)
    }

    /// Goes back from the exchange to the quote that led there; tells whether that was it.
    pub(crate) fn back(&self, place: &Element, from: &Element) -> Result<bool, JsValue> {
        if from.closest("[data-role=exchange]")?.is_none() {
            return Ok(false);
        }
        match self.hit.borrow().as_ref() {
            Some(hit) => jump::back(place, hit),
            None => Ok(false),
        }
    }
}

/// Another exchange, in the words in which reports quote it, with the nearest row that shows it.
fn other_of(other: &Evidence, row: &Row, model: &Model) -> Other {
    let method = other.method.as_deref().unwrap_or("GET");
    let url = redact::url(other.url.as_deref().unwrap_or_default());
    let status = other.status.unwrap_or_default();
    Other {
        line: format!("{method} {url} {status}"),
        row: model.row_of(other, row),
    }
}

fn replace_exchange(place: &Element, exchange: &El, document: &Document) -> Result<(), JsValue> {
    let Some(old) = place.query_selector("[data-role=exchange]")? else {
        return Ok(());
    };
    let scrolled = old.scroll_top();
    let new = exchange.render(document)?;
    old.replace_with_with_node_1(new.as_ref())?;
    new.set_scroll_top(scrolled);
    Ok(())
}

fn draw_all(
    place: &Element,
    now: &Shown,
    document: &Document,
    is_same_row: bool,
) -> Result<(), JsValue> {
    let scrolled = |selector: &str| -> Result<i32, JsValue> {
        let part = place.query_selector(selector)?;
        Ok(part
            .filter(|_| is_same_row)
            .map_or(0, |part| part.scroll_top()))
    };
    let (whole, paper, beside) = (
        if is_same_row { place.scroll_top() } else { 0 },
        scrolled(".paper")?,
        scrolled("[data-role=exchange]")?,
    );
    let paper_now = el("div").class("paper").render(document)?;
    if let Some(story) = &now.story {
        paper_now.append_with_node_1(story.render(document)?.as_ref())?;
    }
    let report = report_of(now, document)?;
    paper_now.append_with_node_1(report.as_ref())?;
    let exchange = now.exchange.render(document)?;
    let sheet = el("div").class("sheet").render(document)?;
    sheet.append_with_node_2(paper_now.as_ref(), exchange.as_ref())?;
    let nodes = js_sys::Array::new();
    nodes.push(now.head.render(document)?.as_ref());
    nodes.push(sheet.as_ref());
    place.replace_children_with_node(&nodes);
    place.set_scroll_top(whole);
    paper_now.set_scroll_top(paper);
    exchange.set_scroll_top(beside);
    Ok(())
}

/// A report as nodes; none is there where the engine broke down.
fn report_of(now: &Shown, document: &Document) -> Result<Element, JsValue> {
    if let Some(report) = &now.report {
        let options = ViewOptions {
            lang: now.lang,
            jump: true,
            ..ViewOptions::default()
        };
        return gatewhy_view::report(document, report, &options);
    }
    head::broken(now.panic.as_deref(), now.lang).render(document)
}
