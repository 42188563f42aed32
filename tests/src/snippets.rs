//! Every command and snippet of the catalogue, filled in as reports fill them, for the tests and
//! tools that read them.
//!
//! `tests/tests/snippets.rs` reads them with parsers; `cargo xtask test snippets` hands what
//! `--bin snippets` writes to cfn-lint, ShellCheck, Node.js and the AWS CLI.

mod samples;
mod shell;
mod templates;

use gatewhy_core::rule::{Check, Fix, Form};
use gatewhy_core::{Lang, Text, Values, catalogue};

pub use samples::{everything, evidence, person};
pub use shell::{Command, commands};
pub use templates::template;

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// A line for a shell, or some.
    Shell,
    /// AWS CloudFormation.
    Cloudformation,
    /// AWS SAM.
    Sam,
    /// OpenAPI with Amazon's extensions.
    Openapi,
    /// Terraform.
    Terraform,
    /// TypeScript or JavaScript.
    Script,
    /// JSON.
    Json,
    /// Python.
    Python,
    /// Header lines of HTTP.
    Headers,
    /// A natural language.
    Words,
}

/// A command of a check, or the text of a fix.
#[derive(Debug, Clone)]
pub struct Snippet {
    /// The rule that it belongs to.
    pub rule: &'static str,
    /// Which of the rule's it is: `check-1`, `fix-3`.
    pub place: String,
    /// What it is written in.
    pub language: Language,
    text: Text,
    form: Form,
}

impl Snippet {
    /// `rule fix-3`, as messages and files name it.
    pub fn label(&self) -> String {
        format!("{} {}", self.rule, self.place)
    }

    /// As its author wrote it.
    pub fn raw(&self) -> Text {
        self.text
    }

    /// As a report shows it.
    pub fn filled(&self, values: &Values, lang: Lang) -> String {
        fill(self.text, self.form, values, lang)
    }

    /// With all that evidence and the reader can fill in: it can be handed to a tool.
    pub fn complete(&self) -> String {
        samples::by_person(&self.filled(&everything(), Lang::En))
    }
}

/// What `core` does for a form, which is private there; the test of the reports compares the two.
fn fill(text: Text, form: Form, values: &Values, lang: Lang) -> String {
    match form {
        Form::Cli => values.command(text, lang),
        Form::Console | Form::Text => values.say(text, lang),
        _ => values.snippet(text, lang),
    }
}

/// All of them, in the order of the catalogue.
pub fn all() -> Vec<Snippet> {
    let mut all = Vec::new();
    for rule in catalogue::rules() {
        let checks = rule.checks.iter().enumerate();
        all.extend(checks.filter_map(|(at, check)| of_check(rule.id, at + 1, check)));
        let fixes = rule.fixes.iter().enumerate();
        all.extend(fixes.map(|(at, fix)| of_fix(rule.id, at + 1, fix)));
    }
    all
}

fn of_check(rule: &'static str, number: usize, check: &Check) -> Option<Snippet> {
    (!check.command.get(Lang::En).is_empty()).then(|| Snippet {
        rule,
        place: format!("check-{number}"),
        language: Language::Shell,
        text: check.command,
        form: Form::Cli,
    })
}

fn of_fix(rule: &'static str, number: usize, fix: &Fix) -> Snippet {
    Snippet {
        rule,
        place: format!("fix-{number}"),
        language: language(fix),
        text: fix.text,
        form: fix.form,
    }
}

/// The form says it, but for plain text: what reads the same in both languages is a program there.
fn language(fix: &Fix) -> Language {
    match fix.form {
        Form::Cli => Language::Shell,
        Form::Cloudformation => Language::Cloudformation,
        Form::Sam => Language::Sam,
        Form::Openapi => Language::Openapi,
        Form::Terraform => Language::Terraform,
        Form::Cdk => Language::Script,
        Form::Text if fix.text.get(Lang::En) == fix.text.get(Lang::Ja) => {
            program(fix.text.get(Lang::En))
        }
        Form::Console | Form::Text => Language::Words,
    }
}

fn program(text: &str) -> Language {
    if text.starts_with('{') {
        Language::Json
    } else if text.starts_with("Authorization:") {
        Language::Headers
    } else if text.contains("const ") || text.contains("return ") {
        Language::Script
    } else {
        Language::Python
    }
}
