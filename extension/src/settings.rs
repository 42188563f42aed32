//! What its user has set, and how it is kept: as plain text under one key each, so that two pages
//! that change two settings at once take nothing from each other.

use std::collections::BTreeMap;

use gatewhy_core::redact::account_ids;
use gatewhy_core::{Evidence, Lang};

use crate::host::Theme;

/// Domains that are kept; more than anybody types.
pub(crate) const DOMAINS_AT_MOST: usize = 100;
/// The longest domain there is.
const DOMAIN_AT_MOST: usize = 253;

/// Everything that can be set. A page that has not heard yet takes [`Settings::default`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// `None`: the browser's.
    pub(crate) lang: Option<Lang>,
    /// `None`: that of DevTools.
    pub(crate) theme: Option<Theme>,
    /// Whether the list outlives a navigation.
    pub(crate) preserve_log: bool,
    /// Custom domains that the user says are API Gateway's.
    pub(crate) domains: Vec<String>,
    /// Custom domains that have answered as API Gateway does.
    pub(crate) learnt: Vec<String>,
    /// What counts as failing.
    pub(crate) failing: Failing,
    /// Whether a page that is an API's error document shows its diagnosis.
    pub(crate) inline_page: bool,
    /// Whether diagnoses are written to the page's console.
    pub(crate) inline_console: bool,
    /// The form of fixes that was chosen last, such as `terraform`.
    pub(crate) fix_form: Option<String>,
    /// What becomes of account ids in what is copied and saved.
    pub(crate) account_ids: AccountIds,
}

/// What becomes of account ids in what goes to other people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum AccountIds {
    /// They are nobody's business.
    #[default]
    Masked,
    /// The reader asked for them.
    Kept,
}

impl AccountIds {
    /// A text as it goes out.
    pub(crate) fn of(self, text: String) -> String {
        match self {
            Self::Masked => account_ids(&text),
            Self::Kept => text,
        }
    }
}

/// Which answers count as failing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failing {
    /// 400 to 499.
    pub(crate) client: bool,
    /// 500 and up.
    pub(crate) server: bool,
    /// No answer, or one that the browser kept from the page.
    pub(crate) unanswered: bool,
}

/// One setting, as it is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Setting {
    Lang(Option<Lang>),
    Theme(Option<Theme>),
    PreserveLog(bool),
    Domains(Vec<String>),
    Learnt(Vec<String>),
    Failing(Failing),
    InlinePage(bool),
    InlineConsole(bool),
    FixForm(Option<String>),
    AccountIds(AccountIds),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: None,
            theme: None,
            preserve_log: true,
            domains: Vec::new(),
            learnt: Vec::new(),
            failing: Failing::default(),
            inline_page: false,
            inline_console: false,
            fix_form: None,
            account_ids: AccountIds::Masked,
        }
    }
}

impl Default for Failing {
    fn default() -> Self {
        Self {
            client: true,
            server: true,
            unanswered: true,
        }
    }
}

impl Failing {
    /// Whether an exchange that failed is of a class that counts.
    pub(crate) fn counts(self, evidence: &Evidence) -> bool {
        match evidence.status {
            Some(400..500) => self.client,
            Some(500..) => self.server,
            _ => self.unanswered,
        }
    }

    /// `4xx 5xx none`, or those of them that count.
    fn to_text(self) -> String {
        let classes = [
            (self.client, "4xx"),
            (self.server, "5xx"),
            (self.unanswered, "none"),
        ];
        let chosen: Vec<&str> = classes
            .into_iter()
            .filter_map(|(counts, name)| counts.then_some(name))
            .collect();
        chosen.join(" ")
    }

    fn from_text(text: &str) -> Self {
        let has = |name| text.split(' ').any(|word| word == name);
        Self {
            client: has("4xx"),
            server: has("5xx"),
            unanswered: has("none"),
        }
    }
}

impl Settings {
    /// The language to speak in a browser of this locale.
    pub(crate) fn lang_or(&self, locale: &str) -> Lang {
        self.lang.unwrap_or_else(|| Lang::from_locale(locale))
    }

    /// Whether a host is API Gateway's, by the user's word or by how it once answered.
    pub(crate) fn knows(&self, host: &str) -> bool {
        self.domains
            .iter()
            .chain(&self.learnt)
            .any(|domain| domain.eq_ignore_ascii_case(host))
    }

    /// Reads what was kept. What cannot be read is as it is by itself.
    pub(crate) fn read(kept: &BTreeMap<String, String>) -> Self {
        let text = |key: &str| kept.get(key).map(String::as_str);
        let switch = |key, otherwise| match text(key) {
            Some("yes") => true,
            Some("no") => false,
            _ => otherwise,
        };
        let lines = |key| {
            let mut lines = Vec::new();
            for line in text(key).unwrap_or_default().lines() {
                if lines.len() < DOMAINS_AT_MOST
                    && let Some(domain) = domain(line)
                    && !lines.contains(&domain)
                {
                    lines.push(domain);
                }
            }
            lines
        };
        Self {
            lang: match text("lang") {
                Some("en") => Some(Lang::En),
                Some("ja") => Some(Lang::Ja),
                _ => None,
            },
            theme: match text("theme") {
                Some("light") => Some(Theme::Light),
                Some("dark") => Some(Theme::Dark),
                _ => None,
            },
            preserve_log: switch("preserveLog", true),
            domains: lines("domains"),
            learnt: lines("learnt"),
            failing: text("failing").map_or_else(Failing::default, Failing::from_text),
            inline_page: switch("inlinePage", false),
            inline_console: switch("inlineConsole", false),
            fix_form: text("fixForm")
                .filter(|form| !form.is_empty())
                .map(str::to_owned),
            account_ids: match text("accountIds") {
                Some("yes") => AccountIds::Kept,
                _ => AccountIds::Masked,
            },
        }
    }
}

impl Setting {
    /// The key it is kept under, and the text; `None` takes the key away.
    pub(crate) fn to_keep(&self) -> (&'static str, Option<String>) {
        let switch = |on: bool| Some(if on { "yes" } else { "no" }.to_owned());
        match self {
            Self::Lang(lang) => ("lang", lang.map(|lang| lang.code().to_owned())),
            Self::Theme(theme) => ("theme", theme.map(|theme| theme.id().to_owned())),
            Self::PreserveLog(on) => ("preserveLog", switch(*on)),
            Self::Domains(domains) => ("domains", Some(domains.join("\n"))),
            Self::Learnt(domains) => ("learnt", Some(domains.join("\n"))),
            Self::Failing(failing) => ("failing", Some(failing.to_text())),
            Self::InlinePage(on) => ("inlinePage", switch(*on)),
            Self::InlineConsole(on) => ("inlineConsole", switch(*on)),
            Self::FixForm(form) => ("fixForm", form.clone()),
            Self::AccountIds(ids) => ("accountIds", switch(*ids == AccountIds::Kept)),
        }
    }
}

/// A domain as somebody types or pastes it, a URL included, in the spelling that it is kept in;
/// `None` if that is no domain of the public internet's form.
pub(crate) fn domain(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let rest = typed.split_once("://").map_or(typed, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // Somebody's credentials are no part of a domain, and must not be kept.
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let host = host.trim_end_matches('.');
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit());
    let fits = host.len() <= DOMAIN_AT_MOST && host.contains('.') && host.split('.').all(label);
    (fits && !is_number).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(settings: &[Setting]) -> BTreeMap<String, String> {
        let mut kept = BTreeMap::new();
        for setting in settings {
            if let (key, Some(text)) = setting.to_keep() {
                kept.insert(key.to_owned(), text);
            }
        }
        kept
    }

    #[test]
    fn what_was_kept_is_read_again() {
        let failing = Failing {
            client: false,
            server: true,
            unanswered: false,
        };
        let settings = Settings::read(&kept(&[
            Setting::Lang(Some(Lang::Ja)),
            Setting::Theme(Some(Theme::Dark)),
            Setting::PreserveLog(false),
            Setting::Domains(vec!["api.example.com".into(), "b.example.com".into()]),
            Setting::Learnt(vec!["c.example.com".into()]),
            Setting::Failing(failing),
            Setting::InlinePage(true),
            Setting::InlineConsole(true),
            Setting::FixForm(Some("cdk".into())),
            Setting::AccountIds(AccountIds::Kept),
        ]));
        assert_eq!(
            settings,
            Settings {
                lang: Some(Lang::Ja),
                theme: Some(Theme::Dark),
                preserve_log: false,
                domains: vec!["api.example.com".into(), "b.example.com".into()],
                learnt: vec!["c.example.com".into()],
                failing,
                inline_page: true,
                inline_console: true,
                fix_form: Some("cdk".into()),
                account_ids: AccountIds::Kept,
            }
        );
    }

    #[test]
    fn nothing_kept_is_how_it_is_by_itself() {
        assert_eq!(Settings::read(&BTreeMap::new()), Settings::default());
    }

    #[test]
    fn what_cannot_be_read_costs_its_own_setting_only() {
        let kept = [
            ("lang", "fr"),
            ("theme", "neon"),
            ("preserveLog", "1"),
            ("domains", "api.example.com\n<b>\nAPI.example.com\n\n-a.b"),
            ("inlinePage", "yes"),
            ("unknown", "x"),
        ];
        let kept = kept.map(|(key, text)| (key.to_owned(), text.to_owned()));
        let settings = Settings::read(&kept.into_iter().collect());
        assert_eq!(
            settings,
            Settings {
                domains: vec!["api.example.com".into()],
                inline_page: true,
                ..Settings::default()
            }
        );
    }

    #[test]
    fn a_domain_is_taken_as_people_paste_it() {
        for typed in [
            "api.example.com",
            " API.Example.com. ",
            "https://api.example.com/v1/pets?x=1#y",
            "https://user:secret@api.example.com:8443/",
        ] {
            assert_eq!(domain(typed).as_deref(), Some("api.example.com"), "{typed}");
        }
        for typed in [
            "",
            "localhost",
            "*.example.com",
            "10.0.0.1",
            "[::1]",
            "a..b",
            "-a.example.com",
            "例え.jp",
            "a b.example.com",
        ] {
            assert_eq!(domain(typed), None, "{typed}");
        }
    }

    #[test]
    fn classes_that_do_not_count_are_told_by_status() {
        let only_server = Failing {
            client: false,
            server: true,
            unanswered: false,
        };
        let of = |status| Evidence {
            status,
            ..Evidence::default()
        };
        let counts = |status| only_server.counts(&of(status));
        assert_eq!(
            [Some(404), Some(500), Some(599), None].map(counts),
            [false, true, true, false]
        );
        assert!(!Failing::from_text("").counts(&of(Some(500))));
    }

    #[test]
    fn a_known_host_is_known_in_any_spelling() {
        let settings = Settings {
            domains: vec!["api.example.com".into()],
            learnt: vec!["b.example.com".into()],
            ..Settings::default()
        };
        assert!(settings.knows("API.example.com") && settings.knows("b.example.com"));
        assert!(!settings.knows("example.com"));
    }
}
