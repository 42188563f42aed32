//! What went wrong, and the command that mends it.

use std::fmt;

/// A step that failed: what happened, and what the reader can type about it.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    mend: Option<String>,
}

pub(crate) type Result<T = ()> = std::result::Result<T, Failure>;

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            mend: None,
        }
    }

    /// Names the remedy: a command to type, or an order in a few words.
    ///
    /// The first remedy named stays: whoever is closest to the trouble knows best.
    pub(crate) fn mend(mut self, command: impl Into<String>) -> Self {
        self.mend.get_or_insert_with(|| command.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.mend {
            Some(mend) => write!(f, "\n  mend it: {mend}"),
            None => Ok(()),
        }
    }
}

/// Adds to an error of the standard library what was being done.
pub(crate) trait Doing<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T>;
}

impl<T, E: fmt::Display> Doing<T> for std::result::Result<T, E> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| Failure::new(format!("{}: {error}", what())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_remedy_is_the_one_that_is_told() {
        let failure = Failure::new("npm is missing")
            .mend("install Node.js")
            .mend("cargo xtask setup");
        assert_eq!(
            failure.to_string(),
            "npm is missing\n  mend it: install Node.js"
        );
    }
}
