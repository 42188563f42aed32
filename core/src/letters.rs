//! Letters and digits of any script, without the tables that tell them from all other signs.

/// Whether a word may hold this: a letter, a digit; no sign of punctuation in use beside them.
pub(crate) fn is_of_word(c: char) -> bool {
    match c {
        '\0'..='\u{bf}' => c.is_ascii_alphanumeric(),
        // Punctuation as such, that of Chinese and Japanese, and its wide forms.
        '\u{2000}'..='\u{206f}'
        | '\u{2190}'..='\u{2bff}'
        | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '\u{30fb}'
        | '\u{ff00}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}'
        | '\u{ff3b}'..='\u{ff40}'
        | '\u{ff5b}'..='\u{ff65}'
        | '\u{fffd}' => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_punctuation() {
        for c in "azAZ09éßЯ中あアー々ｱＡ０".chars() {
            assert!(is_of_word(c), "{c}");
        }
        for c in " _.-'\"“”‘’…。、「」（）：！？→・\u{a0}\u{fffd}".chars() {
            assert!(!is_of_word(c), "{c}");
        }
    }
}
