//! Which rows are listed: the filter box, in the grammar of the browsers' Network panels, the chips
//! and the interval that was chosen on the strip.
//!
//! `status:4xx method:POST cause:route -path:/health "missing token"`: all must hold; a leading `-`
//! says the opposite, commas say *or*, quotes keep blanks together, and what has no key is looked
//! for everywhere, also in what the report says. What cannot be understood is told and left out: a
//! half-typed filter hides nothing.

mod parse;
mod test;

use std::collections::BTreeSet;

use gatewhy_core::Lang;
use gatewhy_core::rule::Family;

use crate::model::{Row, speaker_id};
pub(crate) use parse::KEYS;
use parse::parse;
use test::Test;

/// What is listed.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    /// As it was typed.
    pub(crate) text: String,
    /// What of it could not be understood.
    pub(crate) hints: Vec<Hint>,
    terms: Vec<Term>,
    /// Chosen chips; none means all.
    pub(crate) families: BTreeSet<Family>,
    /// The ids of chosen speakers.
    pub(crate) origins: BTreeSet<&'static str>,
    /// From and up to, in milliseconds since 1970.
    pub(crate) interval: Option<(i64, i64)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    is_not: bool,
    test: Test,
}

/// A part of the filter that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Hint {
    /// There is no such key.
    Key(String),
    /// The key does not take this value.
    Value(&'static str, String),
}

impl Filter {
    /// Takes what was typed.
    pub(crate) fn set(&mut self, text: String, lang: Lang) {
        (self.terms, self.hints) = parse(&text, lang);
        self.text = text;
    }

    /// Whether everything is let through.
    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty()
            && self.families.is_empty()
            && self.origins.is_empty()
            && self.interval.is_none()
    }

    /// Whether it asks how often a failure was repeated, which changes with each new row.
    pub(crate) fn asks_for_repeats(&self) -> bool {
        self.terms.iter().any(|term| term.test == Test::Repeated)
    }

    /// Whether a row is let through.
    pub(crate) fn lets_through(&self, row: &Row, is_repeated: bool) -> bool {
        let in_interval = self
            .interval
            .is_none_or(|(from, to)| (from..to).contains(&row.began));
        let of_family = || {
            let family = row.verdict.family();
            self.families.is_empty() || family.is_some_and(|family| self.families.contains(&family))
        };
        let of_origin = || {
            let origin = row.who.map(speaker_id);
            self.origins.is_empty() || origin.is_some_and(|origin| self.origins.contains(origin))
        };
        in_interval
            && of_family()
            && of_origin()
            && self
                .terms
                .iter()
                .all(|term| term.test.holds(row, is_repeated) != term.is_not)
    }
}

#[cfg(test)]
mod tests {
    use gatewhy_core::Evidence;

    use super::*;

    fn row(method: &str, url: &str, status: Option<u16>, cause: &'static str) -> Row {
        let evidence = Evidence {
            url: Some(url.into()),
            method: Some(method.into()),
            status,
            body: Some(r#"{"message":"Forbidden"}"#.into()),
            time_ms: Some(1500.0),
            ..Evidence::default()
        };
        Row::of_test(evidence, cause)
    }

    fn lists(filter: &str, row: &Row) -> bool {
        let mut of = Filter::default();
        of.set(filter.into(), Lang::En);
        assert_eq!(of.hints, [], "{filter}");
        of.lets_through(row, false)
    }

    #[test]
    fn all_terms_must_hold() {
        let row = row(
            "POST",
            "https://h.example.com/prod/Pets",
            Some(403),
            "route-not-found",
        );
        for filter in [
            "",
            "status:403",
            "status:4xx",
            "status:400-404,500",
            "status:>=403",
            "-status:5xx",
            "method:post",
            "method:GET,POST",
            "cause:route",
            "family:route",
            "path:/prod/pets",
            "path:/prod/*ets",
            "host:h.example.com",
            "domain:*.example.com",
            "url:h.example.com/prod",
            "-path:/health",
            "pets",
            "-dogs",
            "forbidden",
            "\"message\":\"Forb",
            "body:forbidden",
            "slower-than:1s",
            "-slower-than:2000",
            "confidence:>50",
            "-is:repeated",
            "status:403 method:POST cause:route -path:/health",
        ] {
            assert!(lists(filter, &row), "{filter}");
        }
        for filter in [
            "status:404",
            "status:5xx",
            "status:<400",
            "-status:403",
            "method:GET",
            "cause:quota",
            "path:/cats",
            "host:other",
            "-pets",
            "is:repeated",
            "is:preflight",
            "confidence:>90",
            "status:403 method:GET",
        ] {
            assert!(!lists(filter, &row), "{filter}");
        }
    }

    #[test]
    fn text_is_looked_for_in_the_words_of_the_report() {
        let row = row(
            "GET",
            "https://h.example.com/p",
            Some(403),
            "route-not-found",
        );
        let title = gatewhy_core::catalogue::rule("route-not-found")
            .expect("it is one of the causes")
            .title
            .get(Lang::En)
            .to_uppercase();
        assert!(lists(&format!("\"{title}\""), &row));
        assert!(!lists("\"no such words anywhere\"", &row));
    }

    #[test]
    fn what_cannot_be_understood_is_told_and_hides_nothing() {
        let row = row("GET", "https://h.example.com/p", Some(403), "");
        for (filter, hint) in [
            ("sttus:403", Hint::Key("sttus".into())),
            ("status:abc", Hint::Value("status", "abc".into())),
            ("is:purple", Hint::Value("is", "purple".into())),
            (
                "slower-than:soon",
                Hint::Value("slower-than", "soon".into()),
            ),
        ] {
            let mut of = Filter::default();
            of.set(filter.into(), Lang::En);
            assert_eq!(of.hints, [hint], "{filter}");
            assert!(of.lets_through(&row, false), "{filter}");
        }
        // Nothing has been typed behind these yet, or they are no keys at all.
        for filter in ["status:", "-", "\"", "https://h.example.com", "-status:"] {
            assert!(lists(filter, &row), "{filter}");
        }
        assert!(!lists("arn:aws:iam", &row));
    }

    #[test]
    fn no_text_breaks_it() {
        let row = row("GET", "https://h.example.com/é", None, "");
        for filter in [
            "é:é",
            "-\"é",
            "status:é",
            "path:*é*",
            "status:9-1",
            "\u{202e}",
            "status:>",
        ] {
            let mut of = Filter::default();
            of.set(filter.into(), Lang::Ja);
            of.lets_through(&row, true);
        }
    }
}
