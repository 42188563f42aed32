//! What a widget shows, as plain data, and how it changes.

use gatewhy_core::intake::Kind;
use gatewhy_core::report::{Note, Report};
use gatewhy_core::{Lang, diagnose, intake};

use crate::read::each;
use crate::words;

/// So many failures of a long HAR are listed, and so many notes on its broken parts.
const LISTED: usize = 100;

/// The widget's state.
#[derive(Debug, Default)]
pub(crate) struct Model {
    lang: Lang,
    /// What was given, to be read again in another language.
    text: String,
    /// The reports on the first of the failing exchanges: each is made once, for in a long HAR it
    /// takes a while.
    listed: Vec<Report>,
    /// How many exchanges there are.
    read: usize,
    /// How many of them failed at API Gateway, or may have.
    failing: usize,
    notes: Vec<Note>,
    selected: usize,
    /// The kinds of input that are taken; none named means all.
    allowed: Vec<Input>,
    /// What was given is of another kind.
    refused: bool,
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

    /// What was given.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Takes these kinds of input from now on, by their names.
    pub(crate) fn allow(&mut self, names: &str) {
        self.allowed = names.split_whitespace().filter_map(Input::named).collect();
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
        let lang = self.lang;
        let (mut listed, mut read, mut failing) = (Vec::new(), 0, 0);
        // Of one exchange alone it is told who answered in place of API Gateway; among many it
        // would be in the way.
        let mut foreign = Vec::new();
        let kind = Input::of(intake::detect(&self.text));
        self.refused = self.given() && !self.allowed.is_empty() && !self.allowed.contains(&kind);
        let text = if self.refused { "" } else { self.text.as_str() };
        // What is not listed has no report to say it in.
        let mut unlisted = Vec::new();
        self.notes = each(text, lang, |evidence, notes| {
            read += 1;
            // Text around an exchange may be all that tells how it ended.
            if !intake::complete(&evidence, lang).0.failed() {
                unlisted.extend(notes);
                return;
            }
            let mut report = diagnose(&evidence, lang);
            let concerns = report.concerns_api_gateway(&evidence);
            failing += usize::from(concerns);
            let has_room = concerns && listed.len() < LISTED;
            if !has_room && (concerns || read > 1) {
                unlisted.extend(notes);
                return;
            }
            report.notes.extend(notes);
            if concerns { &mut listed } else { &mut foreign }.push(report);
        });
        if read == 1 && !foreign.is_empty() {
            (listed, failing) = (foreign, 1);
        }
        self.notes.append(&mut unlisted);
        self.notes.truncate(LISTED);
        (self.listed, self.read, self.failing) = (listed, read, failing);
    }

    /// Whether there is any text.
    pub(crate) fn given(&self) -> bool {
        !self.text.trim().is_empty()
    }

    pub(crate) fn select(&mut self, at: usize) {
        if at < self.listed.len() {
            self.selected = at;
        }
    }

    pub(crate) fn selected(&self) -> usize {
        self.selected
    }

    /// The reports to choose from; one alone leaves no choice.
    pub(crate) fn choice(&self) -> &[Report] {
        match self.listed.len() {
            0 | 1 => &[],
            _ => &self.listed,
        }
    }

    pub(crate) fn report(&self) -> Option<Report> {
        self.listed.get(self.selected).cloned()
    }

    pub(crate) fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// One line about what was read.
    pub(crate) fn status(&self) -> String {
        let say = |word: gatewhy_core::Text| word.get(self.lang).to_owned();
        if self.refused {
            return say(words::NOT_TAKEN);
        }
        match (self.given(), self.read, self.failing) {
            (false, ..) => say(words::EMPTY),
            (true, 0, _) => say(words::NOTHING),
            (true, _, 0) => say(words::NONE_FAILED),
            // The report below says it all.
            (true, 1, _) => String::new(),
            (true, read, failing) => words::counts(self.lang, read, failing, self.listed.len()),
        }
    }
}

/// A kind of input, as the attribute `inputs` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Input {
    Response,
    Curl,
    Har,
    Log,
    Evidence,
    Exception,
}

impl Input {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "response" => Self::Response,
            "curl" => Self::Curl,
            "har" => Self::Har,
            "log" => Self::Log,
            "evidence" => Self::Evidence,
            "exception" => Self::Exception,
            _ => return None,
        })
    }

    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Http | Kind::Body => Self::Response,
            Kind::Curl => Self::Curl,
            Kind::Har => Self::Har,
            Kind::Log => Self::Log,
            Kind::Evidence | Kind::Jsonl => Self::Evidence,
            Kind::Text => Self::Exception,
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
        assert!(model.status().is_empty(), "the report says it all");
    }

    #[test]
    fn a_remark_on_an_exchange_stands_in_its_report() {
        let entry = |body: &str| {
            format!(
                r#"{{"request":{{"method":"GET","url":"https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/a"}},"response":{{"status":403,"headers":[],"content":{{"encoding":"base64","text":"{body}"}}}}}}"#
            )
        };
        let mut model = Model::new(Lang::En);
        model.give(&format!(r#"{{"log":{{"entries":[{}]}}}}"#, entry("***")));
        let notes = model.report().expect("it failed").notes;
        assert!(
            notes.iter().any(|note| note.text.contains("ase64")),
            "{notes:?}"
        );
        assert!(model.notes().is_empty(), "it is told once");
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
    fn among_many_only_failures_of_api_gateway_are_listed() {
        let mut model = Model::new(Lang::En);
        let cloudfront = r#"{"status": 403, "response_headers": {"server": "CloudFront", "x-cache": "Error from cloudfront"}, "body": "<H1>403 ERROR</H1>Generated by cloudfront (CloudFront)"}"#;
        model.give(&format!(
            "{FORBIDDEN}\n{cloudfront}\n{FORBIDDEN}\n{{\"status\": 200}}\n"
        ));
        assert_eq!(model.choice().len(), 2);
        assert_eq!(model.status(), "2 of 4 exchanges failed.");
        model.give(cloudfront);
        assert!(model.report().is_some(), "alone, it is told who answered");
    }

    #[test]
    fn only_what_is_allowed_is_read() {
        let mut model = Model::new(Lang::En);
        model.allow("har  log nonsense");
        model.give(FORBIDDEN);
        assert!(model.report().is_none());
        assert_eq!(model.status(), words::NOT_TAKEN.get(Lang::En));
        model.allow("evidence");
        assert!(model.report().is_some());
        model.allow("");
        assert!(model.report().is_some(), "none named means all");
    }
}
