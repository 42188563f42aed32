//! The page of a cause: what it looks like word for word, why it happens, what tells it from its
//! neighbours, what to check and what to do, and examples that the widget diagnoses in the page.

use std::collections::BTreeSet;

use gatewhy_core::render::{self, Part, words as core_words};
use gatewhy_core::rule::{Actor, Check, Fix, Form, Rule};
use gatewhy_core::{Lang, Text, Values, catalogue};
use maud::{Markup, html};

use super::examples::Looks;
use super::frame::{Page, Place};
use super::words;

/// Where a cause's page stands.
pub(super) fn path(id: &str) -> String {
    format!("causes/{id}.html")
}

/// The words of a rule, with named placeholders where evidence would fill in values.
pub(super) fn fill(text: Text, lang: Lang) -> String {
    Values::default().fill(text.get(lang))
}

/// The page of one cause.
pub(super) fn page<'a>(rule: &Rule, looks: &Looks, place: Place<'a>) -> Page<'a> {
    let lang = place.lang;
    let title = fill(rule.title, lang);
    let words_first = looks.messages.first().or(looks.net_errors.first());
    let statuses = statuses(rule, looks);
    let told: Vec<String> = words_first
        .cloned()
        .into_iter()
        .chain(statuses.first().cloned())
        .collect();
    let window = if told.is_empty() {
        format!("{title} · gatewhy")
    } else {
        format!("{}: {title} · gatewhy", told.join(" "))
    };
    Page {
        place,
        title: window,
        description: fill(rule.why, lang),
        body: html! {
            p.family {
                a href={ (place.to("causes/index.html")) "#" (rule.family.id()) } { (rule.family.name().get(lang)) }
                " · " code { (rule.id) }
            }
            h1 { (title) }
            (contents(rule, looks, lang))
            (looks_like(rule, looks, place))
            h2 #why { (words::WHY.get(lang)) }
            p { (fill(rule.why, lang)) }
            (tell_apart(rule, looks, place))
            (checks(rule, lang))
            (fixes(rule, lang))
            (live(looks, place))
            (traces(rule, lang))
            (links(rule, lang))
        },
    }
}

/// The way to each part of the page, for it is long.
fn contents(rule: &Rule, looks: &Looks, lang: Lang) -> Markup {
    let parts = [
        ("looks", words::LOOKS_LIKE, true),
        ("why", words::WHY, true),
        ("apart", words::TELL_APART, !rivals(rule, looks).is_empty()),
        ("checks", core_words::CHECKS, !rule.checks.is_empty()),
        ("fixes", core_words::FIXES, !rule.fixes.is_empty()),
        ("examples", words::LIVE, !looks.examples.is_empty()),
        ("traces", words::TRACES, true),
        ("links", core_words::LINKS, !rule.links.is_empty()),
    ];
    html! {
        nav.jump aria-label=(words::ON_THIS_PAGE.get(lang)) {
            @for (id, name, is_there) in parts {
                @if is_there { a href={ "#" (id) } { (name.get(lang)) } }
            }
        }
    }
}

/// The statuses that it shows under, those of the catalogue first.
fn statuses(rule: &Rule, looks: &Looks) -> Vec<String> {
    let mut all: Vec<u16> = rule.statuses.to_vec();
    all.extend(looks.statuses.iter().filter(|status| {
        **status >= 400 && !rule.statuses.contains(status) && rule.statuses.is_empty()
    }));
    all.iter().map(u16::to_string).collect()
}

fn looks_like(rule: &Rule, looks: &Looks, place: Place<'_>) -> Markup {
    let lang = place.lang;
    let statuses = statuses(rule, looks);
    let texts = [
        (words::MESSAGE, &looks.messages),
        (Text::same("x-amzn-errortype"), &looks.error_types),
        (words::AT_THE_CLIENT, &looks.net_errors),
        (words::IN_LOGS, &looks.logs),
    ];
    let hosts: Vec<_> = words::HOST_FORMS
        .iter()
        .filter(|(id, ..)| looks.hosts.contains(id))
        .collect();
    let mut anchors = Anchors::default();
    html! {
        h2 #looks { (words::LOOKS_LIKE.get(lang)) }
        dl.looks {
            @if !statuses.is_empty() {
                dt { (words::STATUS.get(lang)) }
                dd { @for status in &statuses { code { (status) } " " } }
            }
            @for (name, texts) in texts {
                @if !texts.is_empty() {
                    dt { (name.get(lang)) }
                    dd {
                        @for text in texts.iter().take(MOST_WORDS) {
                            h3 #(anchors.of(text)) { code { (text) } }
                        }
                    }
                }
            }
            @if !hosts.is_empty() {
                dt { (words::HOST.get(lang)) }
                dd {
                    ul.plain {
                        @for (id, name, _) in hosts {
                            li { a href={ (place.to("hosts.html")) "#" (id) } { (name.get(lang)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Words of one kind that a page shows.
const MOST_WORDS: usize = 12;

/// The ids of a page's headings: their letters and digits, each id once.
#[derive(Default)]
pub(super) struct Anchors(BTreeSet<String>);

impl Anchors {
    pub(super) fn of(&mut self, text: &str) -> String {
        let mut id = String::from("w");
        for c in text.chars() {
            if c.is_ascii_alphanumeric() {
                id.push(c.to_ascii_lowercase());
            } else if !id.ends_with('-') {
                id.push('-');
            }
        }
        let id = id
            .trim_end_matches('-')
            .replacen('w', "w-", 1)
            .replace("--", "-");
        let mut unique = id.clone();
        let mut count = 1;
        while !self.0.insert(unique.clone()) {
            count += 1;
            unique = format!("{id}-{count}");
        }
        unique
    }
}

/// The causes that it may be mistaken for: those that a check tells apart come first.
fn rivals(rule: &Rule, looks: &Looks) -> Vec<&'static Rule> {
    let mut seen = BTreeSet::new();
    let named = rule.checks.iter().flat_map(|check| check.separates);
    named
        .chain(&looks.rivals)
        .filter(|id| **id != rule.id && seen.insert(**id))
        .filter_map(|id| catalogue::rule(id))
        .collect()
}

fn tell_apart(rule: &Rule, looks: &Looks, place: Place<'_>) -> Markup {
    let lang = place.lang;
    let rivals = rivals(rule, looks);
    html! {
        @if !rivals.is_empty() {
            h2 #apart { (words::TELL_APART.get(lang)) }
            p { (words::RIVALS.get(lang)) }
            ul.rivals {
                @for rival in rivals {
                    li {
                        a href=(place.to(&path(rival.id))) { (fill(rival.title, lang)) }
                        @if let Some(check) = separating(rule, rival) {
                            span.by { (core_words::labelled(core_words::TOLD_APART, &fill(check.title, lang), lang)) }
                        }
                    }
                }
            }
        }
    }
}

/// What gatewhy goes by, for those who want to know.
fn traces(rule: &Rule, lang: Lang) -> Markup {
    html! {
        h2 #traces { (words::TRACES.get(lang)) }
        @for part in Part::ALL {
            @let rows = part.rows(rule, lang);
            @if !rows.is_empty() {
                h3 { (part.heading().get(lang)) }
                ul.signals {
                    @for row in rows {
                        li {
                            (row.says)
                            @match row.clues.as_slice() {
                                [] => {}
                                [clue] => { " " span.by { (clue) } }
                                clues => { ul { @for clue in clues { li { (clue) } } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The check that tells two causes apart, of whichever of the two has one.
fn separating<'a>(rule: &'a Rule, rival: &'a Rule) -> Option<&'a Check> {
    let of = |rule: &'a Rule, other: &str| {
        rule.checks
            .iter()
            .find(|check| check.separates.contains(&other))
    };
    of(rule, rival.id).or_else(|| of(rival, rule.id))
}

fn checks(rule: &Rule, lang: Lang) -> Markup {
    html! {
        h2 #checks { (core_words::CHECKS.get(lang)) }
        @for check in rule.checks {
            section.check {
                h3 { (prose(&fill(check.title, lang))) }
                (code(&fill(check.command, lang)))
                dl.outcomes {
                    @for (label, says) in [(core_words::IF_SO, check.if_so), (core_words::IF_NOT, check.if_not)] {
                        @let says = fill(says, lang);
                        @if !says.is_empty() {
                            div { dt { (label.get(lang)) } dd { (prose(&says)) } }
                        }
                    }
                }
            }
        }
    }
}

fn fixes(rule: &Rule, lang: Lang) -> Markup {
    html! {
        h2 #fixes { (core_words::FIXES.get(lang)) }
        @for who in [Actor::Caller, Actor::Owner] {
            @let of_actor: Vec<&Fix> = rule.fixes.iter().filter(|fix| fix.who == who).collect();
            @if !of_actor.is_empty() {
                h3 { (core_words::actor(who).get(lang)) }
                @for fix in of_actor { (one_fix(fix, lang)) }
            }
        }
    }
}

fn one_fix(fix: &Fix, lang: Lang) -> Markup {
    let text = fill(fix.text, lang);
    html! {
        section.fix {
            h4 {
                (prose(&fill(fix.title, lang)))
                @if fix.form != Form::Text { span.form { (core_words::form(fix.form).get(lang)) } }
            }
            @if matches!(fix.form, Form::Text | Form::Console) { p { (prose(&text)) } }
            @else { (code(&text)) }
            @if fix.redeploy { p.redeploy { (words::REDEPLOY.get(lang)) } }
        }
    }
}

/// A command or snippet to copy.
fn code(text: &str) -> Markup {
    html! { @if !text.is_empty() { pre.code tabindex="0" { code { (text) } } } }
}

/// Words with `code` in backticks.
fn prose(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

fn live(looks: &Looks, place: Place<'_>) -> Markup {
    let lang = place.lang;
    html! {
        @if !looks.examples.is_empty() {
            h2 #examples { (words::LIVE.get(lang)) }
            p { (words::LIVE_LEAD.get(lang)) }
            @for example in &looks.examples {
                gate-why lang=(lang.code()) readonly data-example=(example.name) {
                    pre.code tabindex="0" { (example.text) }
                }
            }
        }
    }
}

fn links(rule: &Rule, lang: Lang) -> Markup {
    html! {
        @if !rule.links.is_empty() {
            h2 #links { (core_words::LINKS.get(lang)) }
            ul {
                @for link in rule.links {
                    li { a href=(link.url) rel="noreferrer" { (link.title.get(lang)) } }
                }
            }
        }
    }
}

/// A cause in a list: its title as a link.
pub(super) fn link(rule: &Rule, place: Place<'_>) -> Markup {
    html! { a href=(place.to(&path(rule.id))) { (render::title(rule, place.lang)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_s_id_is_its_letters_and_stands_once() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.of("net::ERR_FAILED"), "w-net-err-failed");
        assert_eq!(anchors.of("{\"message\": null}"), "w-message-null");
        assert_eq!(anchors.of("Not Found"), "w-not-found");
        assert_eq!(anchors.of("Not found"), "w-not-found-2");
    }

    #[test]
    fn words_in_backticks_become_code_and_markup_stays_text() {
        let told = prose("Call `<api-id>` <b>now</b>").into_string();
        assert_eq!(
            told,
            "Call <code>&lt;api-id&gt;</code> &lt;b&gt;now&lt;/b&gt;"
        );
    }
}
