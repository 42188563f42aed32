//! Which language to speak: `--lang` first, then what the locale says.

use std::ffi::OsString;

use gatewhy_core::Lang;

/// The language of this run. It is looked for before the arguments are parsed, because help and
/// complaints about the arguments are words too.
pub(crate) fn of(words: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Lang {
    asked(words).unwrap_or_else(|| {
        // POSIX: the first of these that is set and not empty.
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| variable(name).filter(|locale| !locale.is_empty()))
            .map_or(Lang::En, |locale| Lang::from_locale(&locale))
    })
}

fn asked(words: &[OsString]) -> Option<Lang> {
    let mut words = words.iter().filter_map(|word| word.to_str());
    let mut found = None;
    while let Some(word) = words.next() {
        let value = match word {
            "--" => break,
            "--lang" => words.next(),
            _ => word.strip_prefix("--lang="),
        };
        match value {
            Some("ja") => found = Some(Lang::Ja),
            Some("en") => found = Some(Lang::En),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(words: &[&str], variables: &[(&str, &str)]) -> Lang {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        of(&words, |name| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_locale_speaks_unless_the_caller_does() {
        assert_eq!(lang(&["gatewhy"], &[("LANG", "ja_JP.UTF-8")]), Lang::Ja);
        assert_eq!(
            lang(&["gatewhy", "--lang", "en"], &[("LANG", "ja_JP.UTF-8")]),
            Lang::En
        );
        assert_eq!(lang(&["gatewhy", "--lang=ja"], &[]), Lang::Ja);
        assert_eq!(lang(&["gatewhy", "--", "--lang=ja"], &[]), Lang::En);
    }

    #[test]
    fn the_first_variable_that_is_not_empty_counts() {
        assert_eq!(
            lang(&[], &[("LC_ALL", "C"), ("LANG", "ja_JP.UTF-8")]),
            Lang::En
        );
        assert_eq!(
            lang(&[], &[("LC_ALL", ""), ("LC_MESSAGES", "ja_JP")]),
            Lang::Ja
        );
    }
}
