//! A rule's own page: what the catalogue, `gatewhy explain` and docs/rules/ show of a cause.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::columns::{Line, Role, Sheet};
use super::markdown::fix_block;
use super::page::{Page, prose};
use super::signals::Part;
use super::words;
use crate::rule::{Actor, Family, Fix, Rule};
use crate::text::{Lang, Text, Values};

/// A rule's page as Markdown in one language; what the evidence would fill in stands there as a
/// named placeholder, such as `<api-id>`.
///
/// ```
/// use gatewhy_core::{Lang, catalogue, render};
///
/// let rule = catalogue::rule("route-not-found").expect("it is known");
/// assert!(render::page(rule, Lang::En).starts_with("# No such path or method is deployed\n"));
/// ```
pub fn page(rule: &Rule, lang: Lang) -> String {
    let fill = |text: Text| Values::default().say(text, lang);
    let mut page = Page::default();
    page.heading(1, &fill(rule.title));
    page.block(&format!("`{}` · {}", rule.id, prose(&facts(rule, lang))));
    page.paragraph(&fill(rule.why));
    for part in Part::ALL {
        let rows: Vec<String> = part
            .rows(rule, lang)
            .iter()
            .map(|row| {
                let clues = row
                    .clues
                    .iter()
                    .map(|clue| format!("\n  - {}", prose(clue)));
                prose(&row.says) + &clues.collect::<String>()
            })
            .collect();
        if !rows.is_empty() {
            page.heading(2, part.heading().get(lang));
            page.bullets(&rows);
        }
    }
    if !rule.checks.is_empty() {
        page.heading(2, words::CHECKS.get(lang));
    }
    for check in rule.checks {
        page.block(&format!("**{}**", prose(&fill(check.title))));
        page.fenced("sh", &fill(check.command));
        let outcomes = [
            (words::IF_SO, fill(check.if_so)),
            (words::IF_NOT, fill(check.if_not)),
        ];
        let outcomes: Vec<String> = outcomes
            .iter()
            .filter(|(_, says)| !says.is_empty())
            .map(|(label, says)| {
                format!("*{}*{}{}", label.get(lang), words::colon(lang), prose(says))
            })
            .collect();
        page.bullets(&outcomes);
    }
    if !rule.fixes.is_empty() {
        page.heading(2, words::FIXES.get(lang));
    }
    for who in [Actor::Caller, Actor::Owner] {
        let mut fixes = rule.fixes.iter().filter(|fix| fix.who == who).peekable();
        if fixes.peek().is_some() {
            page.heading(3, words::actor(who).get(lang));
        }
        for fix in fixes {
            fix_block(&mut page, &fill(fix.title), fix.form, &fill(fix.text), lang);
        }
    }
    if !rule.links.is_empty() {
        page.heading(2, words::LINKS.get(lang));
        let links: Vec<String> = rule
            .links
            .iter()
            .map(|link| format!("[{}]({})", prose(link.title.get(lang)), link.url))
            .collect();
        page.bullets(&links);
    }
    page.done()
}

/// The whole of `docs/rules/<id>.md`: the page in both languages.
pub fn rule_file(rule: &Rule) -> String {
    let [en, ja] = Lang::ALL.map(|lang| page(rule, lang));
    format!(
        "<!-- Written by `cargo xtask gen` from core/src/rules/{}.rs -->\n\n{en}\n---\n\n{ja}",
        rule.id
    )
}

/// A rule's page as lines for a terminal.
pub fn explain(rule: &Rule, lang: Lang, columns: usize) -> Vec<Line> {
    let mut writer = Writer {
        sheet: Sheet::new(columns),
        lang,
    };
    writer.rule(rule);
    writer.sheet.done()
}

/// A rule's title, with a named placeholder where the evidence would fill in a value.
pub fn title(rule: &Rule, lang: Lang) -> String {
    Values::default().fill(rule.title.get(lang))
}

/// The list of causes, by family in the order of the gateway's work.
pub fn catalogue(rules: &[&Rule], lang: Lang, columns: usize) -> Vec<Line> {
    let mut sheet = Sheet::new(columns);
    let longest = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    // Where ids and titles do not fit side by side, each title stands under its id.
    let beside = longest + 4 + 24 <= columns;
    for family in Family::ALL {
        let mut members = rules.iter().filter(|rule| rule.family == family).peekable();
        if members.peek().is_some() {
            sheet.gap();
            sheet.flow(0, 0, &[(Role::Heading, family.name().get(lang))]);
        }
        for rule in members {
            let title = title(rule, lang);
            if beside {
                let space = " ".repeat(longest + 2 - rule.id.len());
                sheet.flow(
                    2,
                    longest + 4,
                    &[
                        (Role::Cause, rule.id),
                        (Role::Plain, &space),
                        (Role::Plain, &title),
                    ],
                );
            } else {
                sheet.flow(2, 2, &[(Role::Cause, rule.id)]);
                sheet.flow(4, 4, &[(Role::Plain, &title)]);
            }
        }
    }
    sheet.done()
}

/// `Route · 403, 404 · since 0.1.0`
fn facts(rule: &Rule, lang: Lang) -> String {
    let statuses: Vec<String> = rule
        .statuses
        .iter()
        .map(|status| format!("{status}"))
        .collect();
    let statuses = if statuses.is_empty() {
        words::NO_ANSWER.get(lang).into()
    } else {
        statuses.join(", ")
    };
    let since = match lang {
        Lang::En => format!("since {}", rule.since),
        Lang::Ja => format!("{}以降", rule.since),
    };
    format!("{} · {statuses} · {since}", rule.family.name().get(lang))
}

struct Writer {
    sheet: Sheet,
    lang: Lang,
}

impl Writer {
    fn rule(&mut self, rule: &Rule) {
        let title = self.fill(rule.title);
        self.sheet.flow(0, 0, &[(Role::Title, &title)]);
        let facts = facts(rule, self.lang);
        self.sheet.flow(
            0,
            0,
            &[
                (Role::Cause, rule.id),
                (Role::Muted, " · "),
                (Role::Muted, &facts),
            ],
        );
        self.sheet.gap();
        let why = self.fill(rule.why);
        self.sheet.flow(2, 2, &[(Role::Plain, &why)]);
        for part in Part::ALL {
            self.part(part, rule);
        }
        self.checks(rule);
        for (at, who) in [Actor::Caller, Actor::Owner].into_iter().enumerate() {
            let fixes: Vec<&Fix> = rule.fixes.iter().filter(|fix| fix.who == who).collect();
            if fixes.is_empty() {
                continue;
            }
            if at == 0 || rule.fixes.iter().all(|fix| fix.who == who) {
                self.heading(words::FIXES);
            } else {
                self.sheet.gap();
            }
            let actor = words::actor(who).get(self.lang);
            self.sheet.flow(2, 2, &[(Role::Muted, actor)]);
            for fix in fixes {
                self.sheet.fix(
                    &self.fill(fix.title),
                    fix.form,
                    &self.fill(fix.text),
                    self.lang,
                );
            }
        }
        self.links(rule);
    }

    fn fill(&self, text: Text) -> String {
        Values::default().fill(text.get(self.lang))
    }

    fn heading(&mut self, text: Text) {
        self.sheet.gap();
        self.sheet
            .flow(0, 0, &[(Role::Heading, text.get(self.lang))]);
    }

    fn part(&mut self, part: Part, rule: &Rule) {
        for (at, row) in part.rows(rule, self.lang).iter().enumerate() {
            if at == 0 {
                self.heading(part.heading());
            }
            let (mark_role, mark) = part.mark();
            self.sheet.flow(
                2,
                4,
                &[
                    (mark_role, mark),
                    (Role::Plain, " "),
                    (Role::Plain, &row.says),
                ],
            );
            for clue in &row.clues {
                self.sheet.flow(4, 6, &[(Role::Muted, clue)]);
            }
        }
    }

    fn checks(&mut self, rule: &Rule) {
        if !rule.checks.is_empty() {
            self.heading(words::CHECKS);
        }
        for (at, check) in rule.checks.iter().enumerate() {
            if at > 0 {
                self.sheet.gap();
            }
            let title = self.fill(check.title);
            self.sheet
                .flow(2, 4, &[(Role::Plain, "• "), (Role::Plain, &title)]);
            self.code(check.command);
            for (label, says) in [(words::IF_SO, check.if_so), (words::IF_NOT, check.if_not)] {
                self.sheet.outcome(4, label, &self.fill(says), self.lang);
            }
        }
    }

    fn code(&mut self, text: Text) {
        let text = self.fill(text);
        self.sheet.code(4, &text);
    }

    fn links(&mut self, rule: &Rule) {
        if !rule.links.is_empty() {
            self.heading(words::LINKS);
        }
        for link in rule.links {
            self.sheet
                .flow(2, 2, &[(Role::Plain, link.title.get(self.lang))]);
            self.sheet.flow(4, 4, &[(Role::Link, link.url)]);
        }
    }
}
