//! Outside text inside commands: what a page or a server chose must not run when it is pasted.
//!
//! A value is filled in so that no shell reads it as anything but text. What would be special is
//! percent-encoded, because that means the same in a URL and the shells do not agree on escapes:
//! a backslash that protects in bash does not in PowerShell.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::Write as _;

/// Where in a command line the next character stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Context {
    /// Outside quotes.
    #[default]
    Bare,
    /// Between single quotes.
    Single,
    /// Between double quotes.
    Double,
    /// Behind a `#`.
    Comment,
}

impl Context {
    /// The context behind this text, which the rule's author wrote.
    pub(crate) fn behind(self, text: &str) -> Self {
        let mut context = self;
        let mut previous = ' ';
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            context = match (context, c) {
                (Self::Bare | Self::Double, '\\') => {
                    chars.next();
                    context
                }
                (Self::Bare, '\'') => Self::Single,
                (Self::Bare, '"') => Self::Double,
                (Self::Bare, '#') if previous.is_whitespace() => Self::Comment,
                (Self::Single, '\'') | (Self::Double, '"') | (Self::Comment, '\n') => Self::Bare,
                _ => context,
            };
            previous = c;
        }
        context
    }

    /// A value as it can stand here.
    pub(crate) fn text(self, value: &str) -> Cow<'_, str> {
        match self {
            Self::Bare if value.chars().all(is_plain) => Cow::Borrowed(value),
            Self::Bare => Cow::Owned(alloc::format!("'{}'", encoded(value, |c| c == '\''))),
            Self::Single => encoded(value, |c| c == '\''),
            Self::Double => encoded(value, |c| matches!(c, '"' | '$' | '`' | '\\' | '!')),
            Self::Comment => encoded(value, |_| false),
        }
    }
}

/// A value as it can stand in a template's or a program's string.
pub(crate) fn in_snippet(value: &str) -> Cow<'_, str> {
    encoded(value, |c| matches!(c, '"' | '\'' | '$' | '`' | '\\'))
}

/// What no shell gives a meaning to.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '_' | '.' | '/' | ':' | '=' | '@' | '%' | '+' | ',')
}

fn encoded(value: &str, special: impl Fn(char) -> bool) -> Cow<'_, str> {
    let hidden = |c: char| special(c) || c.is_control();
    if !value.contains(hidden) {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len() + 8);
    for c in value.chars() {
        if hidden(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // A String takes all that is written to it.
                let _ = write!(text, "%{byte:02X}");
            }
        } else {
            text.push(c);
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "/$(id)/`id`/';id;'/\";id;\"/\n\\";

    #[test]
    fn quotes_comments_and_escapes_are_followed() {
        for (text, context) in [
            ("curl ", Context::Bare),
            ("curl \"", Context::Double),
            ("curl \"a\" 'b", Context::Single),
            ("--query \"it's \\\" ", Context::Double),
            ("a # it's\n", Context::Bare),
            ("a # it's ", Context::Comment),
            ("a#b'", Context::Single),
            ("'\\' ", Context::Bare),
        ] {
            assert_eq!(Context::Bare.behind(text), context, "{text}");
        }
    }

    #[test]
    fn nothing_that_was_filled_in_runs() {
        assert_eq!(Context::Bare.text("/pets/1"), "/pets/1");
        assert_eq!(Context::Bare.text("/a?b=1&c=2"), "'/a?b=1&c=2'");
        assert_eq!(
            Context::Bare.text(HOSTILE),
            "'/$(id)/`id`/%27;id;%27/\";id;\"/%0A\\'"
        );
        assert_eq!(
            Context::Single.text(HOSTILE),
            "/$(id)/`id`/%27;id;%27/\";id;\"/%0A\\"
        );
        assert_eq!(
            Context::Double.text(HOSTILE),
            "/%24(id)/%60id%60/';id;'/%22;id;%22/%0A%5C"
        );
        assert_eq!(in_snippet("${file(\"x\")}"), "%24{file(%22x%22)}");
        assert_eq!(in_snippet("/{proxy+}"), "/{proxy+}");
    }
}
