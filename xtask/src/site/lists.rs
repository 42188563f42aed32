//! The home page, the catalogue, and the ways to a cause: by message, status, error type, host form
//! and log line.

use std::collections::BTreeMap;

use gatewhy_core::rule::{Family, Rule};
use gatewhy_core::{Lang, Text, catalogue};
use maud::{Markup, html};

use super::cause::{Anchors, fill, link};
use super::examples::Looks;
use super::frame::{Page, Place};
use super::words;

/// What the exchanges of each cause show, by its id.
pub(super) type All = BTreeMap<String, Looks>;

/// Which words a list goes by.
type Texts = fn(&Looks) -> &Vec<String>;

fn page<'a>(place: Place<'a>, title: Text, lead: Text, body: &Markup) -> Page<'a> {
    let lang = place.lang;
    Page {
        place,
        title: format!("{} · gatewhy", title.get(lang)),
        description: lead.get(lang).to_owned(),
        body: html! {
            h1 { (title.get(lang)) }
            p.lead { (lead.get(lang)) }
            (body)
        },
    }
}

/// Answers that people often meet, and a cause of each, for those who have none at hand.
const TRIED: &[(&str, &str)] = &[
    ("Missing Authentication Token", "route-not-found"),
    ("Forbidden", "api-key-missing-or-invalid"),
    ("Internal server error", "lambda-malformed-proxy-response"),
    ("Limit Exceeded", "usage-plan-throttle-or-quota"),
    ("CORS", "cors-headers-missing-on-error"),
];

/// The home page is the widget.
pub(super) fn home<'a>(all: &All, place: Place<'a>) -> Page<'a> {
    let lang = place.lang;
    let body = html! {
        gate-why lang=(lang.code()) {}
        p.try {
            span { (words::TRY.get(lang)) }
            @for (name, cause) in TRIED {
                @if let Some(text) = tried(all, cause, name) {
                    " " button type="button" data-text=(text) { (name) }
                }
            }
        }
    };
    page(place, words::TAGLINE, words::LEAD, &body)
}

/// An exchange of a cause, as it stands on the wire where there is one, with these words in it.
fn tried<'a>(all: &'a All, cause: &str, name: &str) -> Option<&'a str> {
    let examples = &all.get(cause)?.examples;
    let texts = || examples.iter().map(|example| example.text.as_str());
    let has_name = |text: &&str| text.contains(name);
    texts()
        .find(|text| has_name(text) && !text.starts_with('{'))
        .or_else(|| texts().find(has_name))
        .or_else(|| texts().next())
}

/// Every cause, by family.
pub(super) fn causes(place: Place<'_>) -> Page<'_> {
    let lang = place.lang;
    let body = html! {
        @for family in Family::ALL {
            h2 #(family.id()) { (family.name().get(lang)) }
            ul.causes {
                @for rule in catalogue::rules().iter().filter(|rule| rule.family == family) {
                    li {
                        (link(rule, place))
                        @if !rule.statuses.is_empty() {
                            span.statuses { @for status in rule.statuses { (status) " " } }
                        }
                    }
                }
            }
        }
    };
    page(place, words::CAUSES, words::CAUSES_LEAD, &body)
}

/// Causes by what the answer says.
pub(super) fn messages<'a>(all: &All, place: Place<'a>) -> Page<'a> {
    let body = by_words(all, place, |looks| &looks.messages);
    page(place, words::MESSAGES, words::MESSAGES_LEAD, &body)
}

/// Causes by `x-amzn-errortype`.
pub(super) fn error_types<'a>(all: &All, place: Place<'a>) -> Page<'a> {
    let body = by_words(all, place, |looks| &looks.error_types);
    page(place, words::ERROR_TYPES, words::ERROR_TYPES_LEAD, &body)
}

/// Causes by the words of logs and of clients.
pub(super) fn logs<'a>(all: &All, place: Place<'a>) -> Page<'a> {
    let lang = place.lang;
    let mut anchors = Anchors::default();
    let body = html! {
        h2 #logs { (words::IN_LOGS.get(lang)) }
        (by_words_within(all, place, |looks| &looks.logs, &mut anchors))
        h2 #clients { (words::AT_THE_CLIENT.get(lang)) }
        (by_words_within(all, place, |looks| &looks.net_errors, &mut anchors))
    };
    page(place, words::LOGS, words::LOGS_LEAD, &body)
}

/// Causes by status.
pub(super) fn statuses(place: Place<'_>) -> Page<'_> {
    let mut by_status: BTreeMap<u16, Vec<&Rule>> = BTreeMap::new();
    for rule in catalogue::rules() {
        for status in rule.statuses {
            by_status.entry(*status).or_default().push(rule);
        }
    }
    let unanswered: Vec<&Rule> = catalogue::rules()
        .iter()
        .copied()
        .filter(|rule| rule.statuses.is_empty())
        .collect();
    let lang = place.lang;
    let body = html! {
        nav.jump aria-label=(words::STATUS.get(lang)) {
            @for status in by_status.keys() { a href={ "#s" (status) } { (status) } }
        }
        @for (status, rules) in &by_status {
            h2 #{ "s" (status) } { (status) }
            (list(rules, place))
        }
        h2 #none { (gatewhy_core::render::words::NO_ANSWER.get(lang)) }
        (list(&unanswered, place))
    };
    page(place, words::STATUSES, words::STATUSES_LEAD, &body)
}

/// Causes by the form of the host name.
pub(super) fn hosts<'a>(all: &All, place: Place<'a>) -> Page<'a> {
    let lang = place.lang;
    let body = html! {
        @for (id, name, form) in words::HOST_FORMS {
            @let rules: Vec<&Rule> = catalogue::rules().iter().copied()
                .filter(|rule| all.get(rule.id).is_some_and(|looks| looks.hosts.contains(id)))
                .collect();
            @if !rules.is_empty() {
                h2 #(id) { (name.get(lang)) }
                p { code { (form) } }
                details {
                    summary { (words::causes(rules.len(), lang)) }
                    (list(&rules, place))
                }
            }
        }
    };
    page(place, words::HOSTS, words::HOSTS_LEAD, &body)
}

fn list(rules: &[&Rule], place: Place<'_>) -> Markup {
    html! { ul.causes { @for rule in rules { li { (link(rule, place)) } } } }
}

/// Each text with the causes that it was seen under.
fn by_words(all: &All, place: Place<'_>, texts: Texts) -> Markup {
    by_words_within(all, place, texts, &mut Anchors::default())
}

/// The same on a page that has other lists.
fn by_words_within(all: &All, place: Place<'_>, texts: Texts, anchors: &mut Anchors) -> Markup {
    let mut found: BTreeMap<(String, &str), Vec<&Rule>> = BTreeMap::new();
    for rule in catalogue::rules() {
        let Some(looks) = all.get(rule.id) else {
            continue;
        };
        for text in texts(looks) {
            let key = (text.to_lowercase(), text.as_str());
            found.entry(key).or_default().push(rule);
        }
    }
    html! {
        dl.words {
            @for ((_, text), rules) in &found {
                div {
                    dt #(anchors.of(text)) { code { (text) } }
                    dd { (list(rules, place)) }
                }
            }
        }
    }
}

/// What the search box looks in: title, where it leads, and the words that lead there.
pub(super) fn search_index(all: &All, lang: Lang) -> String {
    let entries: Vec<serde_json::Value> = catalogue::rules()
        .iter()
        .map(|rule| {
            let mut words: Vec<String> = vec![rule.id.into()];
            words.extend(rule.statuses.iter().map(u16::to_string));
            if let Some(looks) = all.get(rule.id) {
                for texts in [
                    &looks.messages,
                    &looks.error_types,
                    &looks.net_errors,
                    &looks.logs,
                ] {
                    words.extend(texts.iter().cloned());
                }
            }
            // English names are what people search for in Japanese pages too.
            words.extend(Lang::ALL.map(|lang| fill(rule.title, lang)));
            let place = Place { lang, path: "" };
            serde_json::json!([
                fill(rule.title, lang),
                format!("{}{}", place.file(), super::cause::path(rule.id)),
                words,
                fill(rule.why, lang),
            ])
        })
        .collect();
    let json = serde_json::Value::Array(entries).to_string();
    format!("globalThis.gatewhySearch = {json};\n")
}
