//! Runs checks one after the other, times them, and counts how they went.

use std::fmt;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};

/// How a list of checks went.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<(&'static str, Duration)>,
    failed: Vec<(&'static str, Failure)>,
}

impl Steps {
    /// Runs one check under a heading and tells whether it passed.
    ///
    /// A failure is kept for the end: the next check may run all the same.
    pub(crate) fn step(&mut self, name: &'static str, check: impl FnOnce() -> Result) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let outcome = check();
        let passed = start.elapsed();
        let seconds = passed.as_secs_f32();
        let ok = outcome.is_ok();
        match outcome {
            Ok(()) => {
                println!("== {name}: ok after {seconds:.1} s");
                self.done.push((name, passed));
            }
            Err(failure) => {
                println!("== {name}: FAILED after {seconds:.1} s: {failure}");
                self.failed.push((name, failure));
            }
        }
        ok
    }

    /// Tells the outcome, with the plain count alone on the last line.
    pub(crate) fn finish(self) -> Result {
        println!("\n{self}");
        if self.failed.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = self.failed.iter().map(|(name, _)| *name).collect();
        Err(Failure::new(format!("failed: {}", names.join(", "))))
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, passed) in &self.done {
            writeln!(f, "  ok      {:>6.1} s  {name}", passed.as_secs_f32())?;
        }
        for (name, failure) in &self.failed {
            writeln!(f, "  FAILED            {name}: {failure}")?;
        }
        write!(
            f,
            "{} passed, {} failed",
            self.done.len(),
            self.failed.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_does_not_keep_the_rest_from_running() {
        let mut steps = Steps::default();
        assert!(!steps.step("first", || Err(Failure::new("broken").mend("cargo fmt"))));
        assert!(steps.step("second", || Ok(())));
        let told = steps.to_string();
        assert!(told.ends_with("\n1 passed, 1 failed"), "{told}");
        assert!(told.contains("mend it: cargo fmt"), "{told}");
        assert!(steps.finish().is_err());
    }
}
