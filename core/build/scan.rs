//! Finds the words in Rust sources: what stands in `text!` and `Text::same`.
//!
//! Only literals are found. What is said in another way is not packed, and works all the same.

use std::iter::Peekable;
use std::str::Chars;

/// One thing that is said, in English and Japanese; both are equal where it is no language.
pub(crate) type Words = (String, String);

/// All words of a source, in order.
pub(crate) fn words(source: &str) -> Vec<Words> {
    let tokens = tokens(source);
    (0..tokens.len())
        .filter_map(|at| words_at(&tokens[at..]))
        .collect()
}

fn words_at(tokens: &[Token]) -> Option<Words> {
    use Token::{Literal, Name, Sign};
    let is = |token: &Token, name: &str| matches!(token, Name(known) if known == name);
    match tokens {
        [
            Name(text),
            Sign('!'),
            Sign('{' | '('),
            en,
            Sign(':'),
            Literal(english),
            Sign(','),
            ja,
            Sign(':'),
            Literal(japanese),
            ..,
        ] if text == "text" && is(en, "en") && is(ja, "ja") => {
            Some((english.clone(), japanese.clone()))
        }
        [
            Name(text),
            Sign(':'),
            Sign(':'),
            same,
            Sign('('),
            Literal(both),
            ..,
        ] if text == "Text" && is(same, "same") => Some((both.clone(), both.clone())),
        _ => None,
    }
}

#[derive(Debug, PartialEq)]
enum Token {
    Name(String),
    Literal(String),
    Sign(char),
}

fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = source.chars().peekable();
    while let Some(first) = rest.next() {
        match first {
            '/' if rest.peek() == Some(&'/') => {
                rest.find(|c| *c == '\n');
            }
            '/' if rest.peek() == Some(&'*') => skip_comment(&mut rest),
            '"' => tokens.push(Token::Literal(literal(&mut rest))),
            '\'' => skip_letter(&mut rest),
            'r' if matches!(rest.peek(), Some('"' | '#')) => {
                tokens.extend(raw(&mut rest).map(Token::Literal));
            }
            c if c.is_alphanumeric() || c == '_' => {
                let mut name = String::from(c);
                while let Some(c) = rest.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    name.push(c);
                }
                // b"…" is bytes, and no words.
                if name == "b" && rest.next_if_eq(&'"').is_some() {
                    literal(&mut rest);
                } else {
                    tokens.push(Token::Name(name));
                }
            }
            c if c.is_whitespace() => {}
            c => tokens.push(Token::Sign(c)),
        }
    }
    tokens
}

fn skip_comment(rest: &mut Peekable<Chars<'_>>) {
    let mut before = ' ';
    rest.find(|c| std::mem::replace(&mut before, *c) == '*' && *c == '/');
}

/// A letter in quotes; a lifetime has one quote only.
fn skip_letter(rest: &mut Peekable<Chars<'_>>) {
    match rest.next() {
        Some('\\') => {
            rest.next();
            rest.find(|c| *c == '\'');
        }
        _ => {
            rest.next_if_eq(&'\'');
        }
    }
}

fn literal(rest: &mut Peekable<Chars<'_>>) -> String {
    let mut text = String::new();
    while let Some(c) = rest.next() {
        match c {
            '"' => break,
            '\\' => text.extend(escaped(rest)),
            c => text.push(c),
        }
    }
    text
}

fn escaped(rest: &mut Peekable<Chars<'_>>) -> Option<char> {
    let hex = |digits: &str| {
        u32::from_str_radix(digits, 16)
            .ok()
            .and_then(char::from_u32)
    };
    match rest.next()? {
        'n' => Some('\n'),
        't' => Some('\t'),
        'r' => Some('\r'),
        '0' => Some('\0'),
        'x' => hex(&rest.by_ref().take(2).collect::<String>()),
        'u' => {
            let digits: String = rest.by_ref().take_while(|c| *c != '}').collect();
            hex(digits.trim_start_matches('{'))
        }
        // The literal goes on behind the next line's indentation.
        '\n' => {
            while rest.next_if(|c| c.is_whitespace()).is_some() {}
            None
        }
        itself => Some(itself),
    }
}

/// `r"…"`, `r#"…"#`; a raw name such as `r#type` is none.
fn raw(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut end = String::from("\"");
    while rest.next_if_eq(&'#').is_some() {
        end.push('#');
    }
    rest.next_if_eq(&'"')?;
    let mut text = String::new();
    for c in rest.by_ref() {
        text.push(c);
        if text.ends_with(&end) {
            text.truncate(text.len() - end.len());
            break;
        }
    }
    Some(text)
}
