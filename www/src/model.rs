//! What the page shows, as plain data, and how it changes.

use gatewhy_core::report::{Note, Report};
use gatewhy_core::{Evidence, Lang, diagnose};

use crate::read::read;
use crate::words;

/// So many exchanges of a long HAR are listed.
const LISTED: usize = 100;

/// The page's state.
#[derive(Debug, Default)]
pub(crate) struct Model {
    lang: Lang,
    /// What was given, to be read again in another language.
    text: String,
    failing: Vec<Evidence>,
    /// Whether exchanges were read that did not fail.
    others: bool,
    notes: Vec<Note>,
    selected: usize,
}

impl Model {
    pub(crate) fn new(lang: Lang) -> Self {
        Self {
            lang,
            ..Self::default()
        }
    }

    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// Speaks another language from now on; what was read and selected stays.
    pub(crate) fn speak(&mut self, lang: Lang) {
        self.lang = lang;
        self.read();
    }

    /// Reads a text in place of what was there.
    pub(crate) fn give(&mut self, text: &str) {
        if self.text == text {
            return;
        }
        text.clone_into(&mut self.text);
        self.selected = 0;
        self.read();
    }

    fn read(&mut self) {
        let reading = read(&self.text, self.lang);
        let all = reading.exchanges.len();
        self.failing = reading.exchanges;
        self.failing.retain(Evidence::failed);
        self.others = self.failing.len() < all;
        self.notes = reading.notes;
    }

    /// Whether there is any text.
    pub(crate) fn given(&self) -> bool {
        !self.text.trim().is_empty()
    }

    pub(crate) fn select(&mut self, at: usize) {
        if at < self.failing.len() {
            self.selected = at;
        }
    }

    pub(crate) fn selected(&self) -> usize {
        self.selected
    }

    /// The exchanges to choose from; one alone leaves no choice.
    pub(crate) fn choice(&self) -> &[Evidence] {
        match self.failing.len() {
            0 | 1 => &[],
            many => &self.failing[..many.min(LISTED)],
        }
    }

    pub(crate) fn report(&self) -> Option<Report> {
        self.failing
            .get(self.selected)
            .map(|evidence| diagnose(evidence, self.lang))
    }

    pub(crate) fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// One line about what was read.
    pub(crate) fn status(&self) -> String {
        match (self.given(), self.failing.len(), self.others) {
            (false, ..) => words::EMPTY.get(self.lang).to_owned(),
            (true, 0, true) => words::NONE_FAILED.get(self.lang).to_owned(),
            (true, 0, false) => words::NOTHING.get(self.lang).to_owned(),
            (true, failing, _) => words::read(self.lang, failing, failing.min(LISTED)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORBIDDEN: &str = r#"{"status": 403, "body": "{\"message\":\"Forbidden\"}"}"#;

    #[test]
    fn what_was_given_is_reported_on_in_the_language_of_the_page() {
        let mut model = Model::new(Lang::En);
        assert!(model.report().is_none(), "nothing was given yet");
        model.give(FORBIDDEN);
        model.speak(Lang::Ja);
        assert_eq!(model.report().map(|report| report.lang), Some(Lang::Ja));
        assert_eq!(model.status(), "失敗したリクエストは1件です。");
    }

    #[test]
    fn one_exchange_leaves_no_choice() {
        let mut model = Model::new(Lang::En);
        model.give(FORBIDDEN);
        assert!(model.choice().is_empty());
        model.select(7);
        assert_eq!(model.selected(), 0, "there is no eighth exchange");
    }

    #[test]
    fn a_success_is_not_taken_for_a_failure() {
        let mut model = Model::new(Lang::En);
        model.give(r#"{"status": 200}"#);
        assert!(model.report().is_none());
        assert_eq!(model.status(), "Nothing failed here.");
    }

    #[test]
    fn every_example_is_of_a_failure() {
        for example in crate::examples::EXAMPLES {
            let mut model = Model::new(Lang::En);
            model.give(example.text);
            assert!(model.report().is_some(), "{}", example.title.en);
        }
    }
}
