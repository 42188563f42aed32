//! Every number that ranking knows, in one place, with its reason.
//!
//! A rule begins with a prior: how often this cause is behind failures that look like it. Each clue
//! then multiplies or divides its odds. `cargo xtask score` shows what a change here does.

/// How often a cause is met among the failures of its look. Ratios, not probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prior {
    /// Met by everyone, every month: a mistyped path, a missing token.
    Everyday,
    /// Common in public reports.
    Common,
    /// Met regularly.
    Usual,
    /// Seldom reported.
    Uncommon,
    /// Needs an unusual set-up.
    Rare,
}

impl Prior {
    /// The prior as odds. Each step is a factor of about two, which is as fine as 245 reported
    /// cases can tell.
    pub(crate) const fn odds(self) -> f64 {
        match self {
            Self::Everyday => 16.0,
            Self::Common => 8.0,
            Self::Usual => 4.0,
            Self::Uncommon => 2.0,
            Self::Rare => 1.0,
        }
    }
}

/// The odds of a cause that no rule knows, those of a rare one: the catalogue covers every
/// documented answer, yet a look that nothing proves must stay below certainty.
pub(crate) const NONE_OF_THESE: f64 = 1.0;

/// A required clue whose place was not captured: the rule stays possible, behind those whose
/// requirements were seen.
pub(crate) const UNSEEN: f64 = 1.0 / 5.0;

/// The same for the host or the URL that a rule requires. About half of the reported calls go to a
/// default endpoint and half to a custom domain, so not knowing which costs half.
pub(crate) const SETTING_UNSEEN: f64 = 1.0 / 2.0;

/// A clue that hardly anything else leaves behind.
pub(crate) const PROVES: f64 = 120.0;

/// A clue that this cause leaves far more often than its neighbours do.
pub(crate) const SUGGESTS: f64 = 6.0;

/// A clue that tips the balance between equals.
pub(crate) const HINTS: f64 = 2.0;

/// A clue that tips the balance away.
pub(crate) const DOUBTS: f64 = 1.0 / 2.0;

/// A clue that this cause seldom leaves.
pub(crate) const OPPOSES: f64 = 1.0 / 6.0;

/// The rule speaks of a speaker other than the one who answered, who is known for sure.
pub(crate) const WRONG_SPEAKER: f64 = 1.0 / 60.0;

/// The same where who answered is only likely.
pub(crate) const UNLIKELY_SPEAKER: f64 = 1.0 / 6.0;

/// Percent from which on who answered counts as known, and as likely.
pub(crate) const SPEAKER_KNOWN: u8 = 86;
/// See [`SPEAKER_KNOWN`].
pub(crate) const SPEAKER_LIKELY: u8 = 60;

/// Diagnoses below this are noise to a reader.
pub(crate) const SHOWN_FROM_PERCENT: u8 = 2;

/// More candidates than this help nobody.
pub(crate) const SHOWN_AT_MOST: usize = 6;
