//! What a panel will do is done once beforehand, on recorded exchanges.
//!
//! Chromium compiles a function of a module when it first runs, and the pages and workers of an
//! extension share what was compiled: where somebody has been through its work before, a panel opens
//! in about two thirds of the time.

use std::cell::RefCell;

use gatewhy_core::{Evidence, Judge, Lang, render};
use js_sys::JSON;

use crate::columns::Columns;
use crate::host::Told;
use crate::model::{Exchange, Model, Msg, Question, Source, update};
use crate::{bar, browser, fake, rows};

/// Reads each recorded exchange as a browser hands it over, diagnoses it and makes a line of it.
/// Nothing of that is kept.
pub(crate) fn run() {
    let mut model = Model::new(Lang::En, []);
    let engine = RefCell::new(Judge::default());
    let judge = |question: &Question<'_>| question.put_to(&mut engine.borrow_mut());
    let recorded: Vec<Evidence> = fake::all().collect();
    let har = JSON::parse(&render::har(&recorded)).unwrap_or_default();
    let entries = browser::entries(&browser::at(&har, &["log"]));
    for (id, entry) in (0..).zip(entries) {
        let Some(Told::Exchange(captured)) = browser::read(&entry) else {
            continue;
        };
        let met = Msg::Met(Exchange::of(id, captured.evidence), Source::Event);
        update(&mut model, met, &judge);
        while let Some(next) = model.next_work(&[id]) {
            update(&mut model, Msg::Diagnose(next), &judge);
        }
        if let Some(row) = model.row(id) {
            rows::row(&model, row, &Columns::default(), false, row.began);
        }
        bar::counts(&model, 0);
        bar::chip_groups(&bar::chips(&model), model.lang);
    }
}
