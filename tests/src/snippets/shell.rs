//! Shell text taken apart into the commands that it runs: as much of the grammar as rules use.
//!
//! Whether the text is sound is ShellCheck's to say; this finds programs and their arguments.

use std::iter::Peekable;
use std::str::Chars;

use gatewhy_core::placeholders;

/// One program with its arguments, quotes taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The program and its arguments.
    pub words: Vec<String>,
}

impl Command {
    /// What is run; `sudo` and the like are passed over.
    pub fn program(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// What it is given.
    pub fn arguments(&self) -> &[String] {
        self.words.get(1..).unwrap_or_default()
    }
}

/// The commands of a text, those inside `$(…)` behind the one that holds them.
///
/// # Errors
///
/// When a quote is not closed, or a shell would make something of a character that stands for
/// itself.
pub fn commands(text: &str) -> Result<Vec<Command>, String> {
    // It would read as a redirection; the reader puts a word there.
    let words = placeholders(text)
        .into_iter()
        .fold(text.to_owned(), |all, shown| {
            let word = format!("‹{}›", shown.trim_matches(['<', '>']));
            all.replace(&shown, &word)
        });
    of_words(&words)
}

fn of_words(text: &str) -> Result<Vec<Command>, String> {
    let mut reader = Reader {
        rest: text.chars().peekable(),
        inner: Vec::new(),
        here: Vec::new(),
    };
    let mut commands = Vec::new();
    let mut words: Vec<String> = Vec::new();
    loop {
        match reader.token()? {
            Token::Word(word) => words.push(word),
            Token::Break => finish(&mut words, &mut reader, &mut commands)?,
            Token::End => {
                finish(&mut words, &mut reader, &mut commands)?;
                return Ok(commands);
            }
        }
    }
}

/// What stands before a program and is none.
const PASSED_OVER: &[&str] = &["do", "then", "else", "!", "sudo", "time"];
/// What opens or closes a list of commands; behind it stands no program.
const STRUCTURE: &[&str] = &["for", "done", "fi"];

fn finish(
    words: &mut Vec<String>,
    reader: &mut Reader<'_>,
    commands: &mut Vec<Command>,
) -> Result<(), String> {
    let words = std::mem::take(words);
    let words: Vec<String> = words
        .into_iter()
        .skip_while(|word| PASSED_OVER.contains(&word.as_str()) || is_assignment(word))
        .collect();
    let structure = words
        .first()
        .is_none_or(|first| STRUCTURE.contains(&first.as_str()));
    if !structure {
        commands.push(Command { words });
    }
    for inner in std::mem::take(&mut reader.inner) {
        commands.extend(of_words(&inner)?);
    }
    Ok(())
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

enum Token {
    Word(String),
    /// A newline, `;`, `|`, `&` or their doubles.
    Break,
    End,
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    /// The texts of `$(…)` that were met.
    inner: Vec<String>,
    /// The words that end the here-documents of this line.
    here: Vec<String>,
}

impl Reader<'_> {
    fn token(&mut self) -> Result<Token, String> {
        while self.rest.next_if(|c| *c == ' ' || *c == '\t').is_some() {}
        let Some(&first) = self.rest.peek() else {
            return Ok(Token::End);
        };
        match first {
            '\n' => {
                self.rest.next();
                self.skip_here();
                Ok(Token::Break)
            }
            ';' | '|' | '&' => {
                self.rest.next();
                Ok(Token::Break)
            }
            '#' => {
                while self.rest.next_if(|c| *c != '\n').is_some() {}
                self.token()
            }
            '<' | '>' => {
                self.redirection()?;
                self.token()
            }
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Token, String> {
        let mut word = String::new();
        while let Some(&c) = self.rest.peek() {
            match c {
                ' ' | '\t' | '\n' | ';' | '|' | '&' => break,
                '<' | '>' => {
                    // `2>&1`: the number belongs to the redirection.
                    if word.chars().all(|c| c.is_ascii_digit()) {
                        word.clear();
                        self.redirection()?;
                        return self.token();
                    }
                    break;
                }
                '\'' => {
                    self.rest.next();
                    self.quoted(&mut word)?;
                }
                '"' => {
                    self.rest.next();
                    self.double_quoted(&mut word)?;
                }
                '\\' => {
                    self.rest.next();
                    match self.rest.next() {
                        Some('\n') | None => {}
                        Some(c) => word.push(c),
                    }
                }
                '$' => self.dollar(&mut word)?,
                '*' | '?' | '[' | '~' => {
                    return Err(format!("{c} behind {word:?} needs quotes: it is a pattern"));
                }
                '`' => return Err(format!("a backtick runs a command behind {word:?}")),
                _ => {
                    self.rest.next();
                    word.push(c);
                }
            }
        }
        Ok(Token::Word(word))
    }

    fn quoted(&mut self, word: &mut String) -> Result<(), String> {
        for c in self.rest.by_ref() {
            if c == '\'' {
                return Ok(());
            }
            word.push(c);
        }
        Err(format!("a single quote is not closed: {word}"))
    }

    fn double_quoted(&mut self, word: &mut String) -> Result<(), String> {
        while let Some(&c) = self.rest.peek() {
            if c == '$' {
                self.dollar(word)?;
                continue;
            }
            self.rest.next();
            match c {
                '"' => return Ok(()),
                '\\' => match self.rest.next() {
                    Some(c @ ('"' | '\\' | '$' | '`')) => word.push(c),
                    Some(c) => word.extend(['\\', c]),
                    None => {}
                },
                '`' => return Err(format!("a backtick runs a command behind {word:?}")),
                '!' if !matches!(self.rest.peek(), Some(' ' | '=' | '"')) => {
                    return Err(format!("! behind {word:?} calls up an earlier command"));
                }
                _ => word.push(c),
            }
        }
        Err(format!("a double quote is not closed: {word}"))
    }

    /// A variable stays as it is written; what a `$(…)` runs is kept for later.
    fn dollar(&mut self, word: &mut String) -> Result<(), String> {
        self.rest.next();
        word.push('$');
        if self.rest.next_if_eq(&'(').is_none() {
            return Ok(());
        }
        let mut inner = String::new();
        let mut depth = 1;
        let mut quote = None;
        for c in self.rest.by_ref() {
            match (quote, c) {
                (None, '\'' | '"') => quote = Some(c),
                (Some(open), _) if open == c => quote = None,
                (None, '(') => depth += 1,
                (None, ')') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                word.push_str("(…)");
                self.inner.push(inner);
                return Ok(());
            }
            inner.push(c);
        }
        Err(format!("$( is not closed: {inner}"))
    }

    /// Reads `> file`, `2>&1`, `</dev/null`, `<<'END'` over.
    fn redirection(&mut self) -> Result<(), String> {
        let mut sign = String::new();
        while let Some(c) = self.rest.next_if(|c| matches!(c, '<' | '>' | '&')) {
            sign.push(c);
        }
        while self.rest.next_if(|c| *c == ' ').is_some() {}
        if let Token::Word(target) = self.word()?
            && sign == "<<"
        {
            self.here.push(target);
        }
        Ok(())
    }

    fn skip_here(&mut self) {
        for end in std::mem::take(&mut self.here) {
            loop {
                let mut line = String::new();
                while let Some(c) = self.rest.next_if(|c| *c != '\n') {
                    line.push(c);
                }
                let more = self.rest.next().is_some();
                if line == end || !more {
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Vec<String>> {
        commands(text)
            .unwrap()
            .into_iter()
            .map(|command| command.words)
            .collect()
    }

    #[test]
    fn lists_and_pipes_come_apart() {
        assert_eq!(
            words("a 'b c' | sudo d -e \"f; g\" 2>&1 >x; A=1 h && i </dev/null # j"),
            [
                vec!["a", "b c"],
                vec!["d", "-e", "f; g"],
                vec!["h"],
                vec!["i"]
            ]
        );
    }

    #[test]
    fn what_a_substitution_runs_is_found_too() {
        assert_eq!(
            words("a \"$(b '[{c: \"d\"}]')\" $E"),
            [vec!["a", "$(…)", "$E"], vec!["b", "[{c: \"d\"}]"]]
        );
    }

    #[test]
    fn loops_and_here_documents_hide_nothing() {
        assert_eq!(
            words("cat > f <<'END'\n'\nEND\nfor x in 1 2; do a $x; done\nb"),
            [vec!["cat"], vec!["a", "$x"], vec!["b"]]
        );
    }

    #[test]
    fn what_a_shell_would_not_take_as_text_is_an_error() {
        for text in [
            "a 'b",
            "a \"b",
            "a $(b",
            "a \"`b`\"",
            "a *",
            "a b?",
            "a \"[!b]\"",
        ] {
            assert!(commands(text).is_err(), "{text}");
        }
        assert_eq!(words("a <b-c> \"*\""), [["a", "‹b-c›", "*"]]);
    }
}
