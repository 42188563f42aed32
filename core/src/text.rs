//! Words in both languages side by side, and the real values that are filled into them.

#[cfg(packed)]
mod key;
#[cfg(packed)]
mod model;
#[cfg(packed)]
mod packed;
#[cfg(not(packed))]
mod plain;
#[cfg(packed)]
mod unpack;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::shell::{self, Context};
#[cfg(packed)]
use packed::Words;
#[cfg(not(packed))]
use plain::Words;

/// A language that gatewhy speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Lang {
    /// Both, for tables and tests.
    pub const ALL: [Self; 2] = [Self::En, Self::Ja];

    /// Reads a locale as browsers (`ja-JP`) and POSIX (`ja_JP.UTF-8`) write it; what is not
    /// Japanese is English.
    pub fn from_locale(locale: &str) -> Self {
        match locale.get(..2) {
            Some(lang)
                if lang.eq_ignore_ascii_case("ja")
                    && !locale
                        .as_bytes()
                        .get(2)
                        .is_some_and(u8::is_ascii_alphabetic) =>
            {
                Self::Ja
            }
            _ => Self::En,
        }
    }

    /// `en` or `ja`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }
}

/// One thing said in both languages; `{name}` is a placeholder of [`Values`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text(Words);

impl Text {
    /// What [`text!`](crate::text) makes of English and Japanese.
    #[doc(hidden)]
    pub const fn new(words: &'static [&'static str; 2]) -> Self {
        Self(Words::new(words))
    }

    /// What reads the same in every language: a command, a snippet.
    ///
    /// Inside a function it stands in `const { … }`: what a browser loads finds packed words when it
    /// is compiled, not when it runs.
    pub const fn same(text: &'static str) -> Self {
        Self(Words::same(text))
    }

    /// The words in one language, placeholders as they stand.
    pub fn get(self, lang: Lang) -> &'static str {
        self.0.get(lang)
    }
}

/// A [`Text`]; a missing language does not compile.
///
/// ```
/// use gatewhy_core::{text, Lang, Text};
///
/// const STAGE: Text = text! { en: "stage", ja: "ステージ" };
/// assert_eq!(STAGE.get(Lang::Ja), "ステージ");
/// ```
#[macro_export]
macro_rules! text {
    (en: $en:expr, ja: $ja:expr $(,)?) => {
        const { $crate::Text::new(&[$en, $ja]) }
    };
}

/// The real values of one exchange, by the names that words and snippets use for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values(Vec<Value>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Value {
    name: &'static str,
    shown: Shown,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    /// An identifier, a path: the same in every language.
    As(String),
    /// A span of time, a list, in English and Japanese.
    Spoken(String, String),
    /// A sentence, said when somebody asks for it, with values of its own.
    Words(Text, Values),
}

impl Shown {
    fn in_words(&self, lang: Lang) -> Cow<'_, str> {
        match (self, lang) {
            (Self::As(shown), _)
            | (Self::Spoken(shown, _), Lang::En)
            | (Self::Spoken(_, shown), Lang::Ja) => Cow::Borrowed(shown),
            (Self::Words(text, values), _) => Cow::Owned(values.say(*text, lang)),
        }
    }
}

/// What stands in a snippet where the evidence lacks the value: `(name, shown as)`.
const UNKNOWN: &[(&str, &str)] = &[
    ("account", "<account-id>"),
    ("action", "execute-api:Invoke"),
    ("alias", "<alias>"),
    ("api", "<api-id>"),
    ("arn", "<method-arn>"),
    ("arrived_host", "<host-that-arrived>"),
    ("arrived_path", "<path-that-arrived>"),
    ("asked_headers", "authorization,content-type"),
    ("asked_method", "<METHOD>"),
    ("authorizer", "<authorizer-id>"),
    ("authorizer_function", "<authorizer-function-name>"),
    ("caller", "<caller-arn>"),
    ("caller_account", "<caller-account-id>"),
    ("connection", "<connection-id>"),
    ("denied_action", "<service-action>"),
    ("denied_resource", "<resource-arn>"),
    ("domain", "<custom-domain>"),
    ("fragile_header", "<header-name>"),
    ("full_path", "/<stage>/<path>"),
    ("function", "<function-name>"),
    ("host", "<api-id>.execute-api.<region>.amazonaws.com"),
    ("integration_role", "<integration-role-name>"),
    ("method", "<METHOD>"),
    ("name", "<host-name>"),
    ("nearest", "/<path>"),
    ("origin", "<origin>"),
    ("partition", "aws"),
    ("path", "/<path>"),
    ("principal", "<caller-role-arn>"),
    ("region", "<region>"),
    ("request_id", "<request-id>"),
    ("resource", "<path>"),
    ("role", "<role-name>"),
    ("scope_region", "<signed-region>"),
    ("scope_service", "<signed-service>"),
    ("server_at", "<server-time>"),
    ("signed_at", "<signing-time>"),
    ("skew", "<time-difference>"),
    ("stage", "<stage>"),
    ("status", "<status>"),
    ("suffix", "amazonaws.com"),
    ("unstaged", "https://<custom-domain>/<path>"),
    (
        "url",
        "https://<api-id>.execute-api.<region>.amazonaws.com/<stage>/<path>",
    ),
    ("user", "<user-name>"),
    ("vpce", "<vpce-id>"),
    ("vpce_name", "<vpce-dns-name>"),
];

/// The same for values that are words.
const UNKNOWN_WORDS: &[(&str, Text)] = &[
    (
        "difference",
        text!(en: "The server read a part of the request otherwise than it was signed", ja: "サーバーが読み取ったリクエストの一部が、署名されたものと異なります"),
    ),
    (
        "flaw",
        text!(en: "A part of the signature is missing or broken", ja: "署名の一部が欠けているか、形式が壊れています"),
    ),
    (
        "unmatched",
        text!(en: "A signed header or the body is not as the signature says", ja: "署名対象のヘッダーや本文が、署名の内容と一致しません"),
    ),
    (
        "key_fault",
        text!(en: "What came in x-api-key cannot be a key", ja: "ヘッダーx-api-keyの値はAPIキーではありえません"),
    ),
    ("speaker", text!(en: "somebody else", ja: "別のサーバー")),
    (
        "token_fault",
        text!(en: "The token's form is wrong", ja: "トークンの形式に誤りがあります"),
    ),
    (
        "token_mismatch",
        text!(en: "The token does not fit what the authorizer wants", ja: "トークンがオーソライザーの要件に合いません"),
    ),
];

impl Values {
    /// Sets a value; the last word wins.
    pub fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.put(name, Shown::As(value.into()));
    }

    /// Sets a value that is words, such as a span of time, in both languages.
    pub fn set_words(&mut self, name: &'static str, en: impl Into<String>, ja: impl Into<String>) {
        self.put(name, Shown::Spoken(en.into(), ja.into()));
    }

    /// Sets a value that is words, into which other values are filled.
    pub(crate) fn set_text(&mut self, name: &'static str, text: Text, values: Self) {
        self.put(name, Shown::Words(text, values));
    }

    fn put(&mut self, name: &'static str, shown: Shown) {
        self.0.retain(|known| known.name != name);
        self.0.push(Value { name, shown });
    }

    /// Takes over what is not known yet.
    pub(crate) fn learn(&mut self, told: Self) {
        for value in told.0 {
            if self.find(value.name).is_none() {
                self.0.push(value);
            }
        }
    }

    /// The value, where the evidence has it, and where it is no sentence.
    pub fn get(&self, name: &str) -> Option<&str> {
        match self.find(name)? {
            Shown::As(shown) | Shown::Spoken(shown, _) => Some(shown),
            Shown::Words(..) => None,
        }
    }

    /// A value that is words, in both languages.
    pub(crate) fn words(&self, name: &str) -> Option<(&str, &str)> {
        match self.find(name)? {
            Shown::Spoken(en, ja) => Some((en, ja)),
            _ => None,
        }
    }

    fn find(&self, name: &str) -> Option<&Shown> {
        let value = self.0.iter().find(|known| known.name == name)?;
        Some(&value.shown)
    }

    /// Says something in one language, with the values filled in; see [`Values::fill`].
    ///
    /// ```
    /// use gatewhy_core::{Lang, Values, text};
    ///
    /// let mut values = Values::default();
    /// values.set_words("skew", "2 hours", "2時間");
    /// let words = text! { en: "late by {skew}", ja: "{skew}の遅れ" };
    /// assert_eq!(values.say(words, Lang::Ja), "2時間の遅れ");
    /// ```
    pub fn say(&self, text: Text, lang: Lang) -> String {
        self.fill_in(text.get(lang), lang, |_, value| Cow::Borrowed(value))
    }

    /// The same for a command: values stand in it as text, whatever a shell would make of them.
    ///
    /// ```
    /// use gatewhy_core::{Lang, Text, Values};
    ///
    /// let mut values = Values::default();
    /// values.set("url", "https://h.example.com/$(id)?a=1&b=2");
    /// let command = Text::same("curl \"{url}\"");
    /// assert_eq!(values.command(command, Lang::En), "curl \"https://h.example.com/%24(id)?a=1&b=2\"");
    /// ```
    pub fn command(&self, text: Text, lang: Lang) -> String {
        let mut context = Context::default();
        self.fill_in(text.get(lang), lang, |before, value| {
            context = context.behind(before);
            context.text(value)
        })
    }

    /// The same for a template or a program: values cannot end the string that they stand in.
    pub fn snippet(&self, text: Text, lang: Lang) -> String {
        self.fill_in(text.get(lang), lang, |_, value| shell::in_snippet(value))
    }

    /// Fills `{name}` in; a value that the evidence lacks becomes a named placeholder such as
    /// `<api-id>`, and any other brace stays as it is (`${AWS::Region}`, JSON, VTL).
    pub fn fill(&self, text: &str) -> String {
        self.fill_in(text, Lang::En, |_, value| Cow::Borrowed(value))
    }

    /// Fills the values in; `guard` is told what stands between two of them and makes each fit.
    fn fill_in(
        &self,
        text: &str,
        lang: Lang,
        mut guard: impl for<'a> FnMut(&str, &'a str) -> Cow<'a, str>,
    ) -> String {
        let mut filled = String::with_capacity(text.len() + 32);
        let mut rest = text;
        // What stands since the last value.
        let mut since = text;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            filled.push_str(before);
            let name_end = from[1..]
                .find(|c: char| !(c.is_ascii_lowercase() || c == '_'))
                .map_or(from.len(), |at| at + 1);
            let name = &from[1..name_end];
            let is_shell_or_cfn_variable = before.ends_with('$');
            let closed = from[name_end..].starts_with('}') && !is_shell_or_cfn_variable;
            match (self.find(name), unknown(name, lang)) {
                (Some(shown), _) if closed => {
                    let between = since.strip_suffix(from).unwrap_or(since);
                    filled.push_str(&guard(between, &shown.in_words(lang)));
                    rest = &from[name_end + 1..];
                    since = rest;
                }
                // A named placeholder is the rule author's word.
                (None, Some(shown)) if closed => {
                    filled.push_str(shown);
                    rest = &from[name_end + 1..];
                }
                _ => {
                    filled.push('{');
                    rest = &from[1..];
                }
            }
        }
        filled.push_str(rest);
        filled
    }
}

/// What stands in the place of a value that the evidence lacks.
fn unknown(name: &str, lang: Lang) -> Option<&'static str> {
    let named = UNKNOWN.iter().find(|(known, _)| *known == name);
    let in_words = || {
        let (_, words) = UNKNOWN_WORDS.iter().find(|(known, _)| *known == name)?;
        Some(words.get(lang))
    };
    named.map(|(_, shown)| *shown).or_else(in_words)
}

/// The named placeholders, such as `<function-name>`, that a filled text still holds, each once.
pub fn placeholders(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .unwrap_or(rest.len());
        let name = &rest[..end];
        if rest[end..].starts_with('>') && name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let shown = alloc::format!("<{name}>");
            if !found.contains(&shown) {
                found.push(shown);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn known_values_are_filled_in_and_unknown_ones_are_named() {
        let mut values = Values::default();
        values.set("api", "abc123defg");
        assert_eq!(
            values.fill("--rest-api-id {api} --stage-name {stage}"),
            "--rest-api-id abc123defg --stage-name <stage>"
        );
    }

    #[test]
    fn other_braces_stay_as_they_are() {
        let values = Values::default();
        assert_eq!(
            values.fill("${region} {\"a\":{}} {proxy+} {"),
            "${region} {\"a\":{}} {proxy+} {"
        );
    }

    #[test]
    fn what_is_still_to_be_filled_in_is_listed_once() {
        assert_eq!(
            placeholders("a <stage> b <stage> <api-id> < 3 <-x>"),
            vec!["<stage>", "<api-id>"]
        );
    }

    #[test]
    fn a_locale_is_japanese_only_when_it_says_so() {
        assert_eq!(Lang::from_locale("ja_JP.UTF-8"), Lang::Ja);
        assert_eq!(Lang::from_locale("ja"), Lang::Ja);
        assert_eq!(Lang::from_locale("jam-JM"), Lang::En);
        assert_eq!(Lang::from_locale(""), Lang::En);
        assert_eq!(Lang::from_locale("日本"), Lang::En);
    }
}
