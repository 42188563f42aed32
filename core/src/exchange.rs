//! One exchange, understood in the order in which one answer needs another: what was captured,
//! then who answered, then what tokens and a signature show, then the values to fill in.

use crate::evidence::Evidence;
use crate::facts::Facts;
use crate::{changes, origin, sigv4, tokens, values};

impl<'a> Facts<'a> {
    /// Takes an exchange apart; `evidence` has been completed from its free text
    /// (see [`crate::intake::complete`]).
    pub fn of(evidence: &'a Evidence) -> Self {
        let mut facts = Self::taken_apart(evidence);
        facts.origin = origin::who_answered(&facts);
        facts.tokens = tokens::of(&facts);
        facts.compared = changes::compared(&facts);
        facts.signing = sigv4::shown(&facts);
        facts.values = values::of(&facts);
        facts
    }
}
