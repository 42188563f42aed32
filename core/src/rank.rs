//! From clues to probabilities.
//!
//! Each rule starts with the odds of its prior; every look multiplies them. The odds of all rules
//! and of “none of these” then share one: causes that leave the same bytes end up side by side,
//! because nothing moves them apart.

use alloc::vec::Vec;

use crate::clue::Clue;
use crate::facts::Facts;
use crate::look::{Look, Quote};
use crate::origin::Side;
use crate::rule::{Rule, Signal};
use crate::sort;
use crate::text::Text;
use crate::weights;

/// A rule's standing in one exchange.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) rule: &'static Rule,
    pub(crate) odds: f64,
    /// In percent, rounded down.
    pub(crate) percent: u8,
    pub(crate) trail: Vec<Step>,
    /// Clues that nobody could look for.
    pub(crate) unknown: Vec<&'static Clue>,
}

/// One clue that was seen, and what it did.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) clue: &'static Clue,
    pub(crate) says: Option<Text>,
    pub(crate) quote: Quote,
    pub(crate) speaks_for: bool,
}

/// Ranks the rules, best first; those that the evidence refutes or does not touch are left out.
pub(crate) fn rank(rules: &[&'static Rule], facts: &Facts<'_>) -> Vec<Standing> {
    let mut standings: Vec<Standing> = rules.iter().filter_map(|rule| stand(rule, facts)).collect();
    let total: f64 =
        weights::NONE_OF_THESE + standings.iter().map(|standing| standing.odds).sum::<f64>();
    for standing in &mut standings {
        standing.percent = percent(standing.odds / total);
    }
    // Equal odds: the catalogue's order, so that the same evidence gives the same report.
    sort::by(&mut standings, |a, b| {
        b.odds
            .total_cmp(&a.odds)
            .then_with(|| a.rule.id.cmp(b.rule.id))
    });
    standings
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share between 0 and 1"
)]
fn percent(share: f64) -> u8 {
    (share * 100.0) as u8
}

fn stand(rule: &'static Rule, facts: &Facts<'_>) -> Option<Standing> {
    let mut standing = Standing {
        rule,
        odds: rule.prior.odds(),
        percent: 0,
        trail: Vec::new(),
        unknown: Vec::new(),
    };
    let mut touched = false;
    for signal in rule.signals {
        let (clue, says, factor, speaks_for) = match signal {
            Signal::Requires(clue) => (clue, None, 1.0, true),
            Signal::Proves(clue, says) => (clue, Some(*says), weights::PROVES, true),
            Signal::Suggests(clue, says) => (clue, Some(*says), weights::SUGGESTS, true),
            Signal::Hints(clue, says) => (clue, Some(*says), weights::HINTS, true),
            Signal::Doubts(clue, says) => (clue, Some(*says), weights::DOUBTS, false),
            Signal::Opposes(clue, says) => (clue, Some(*says), weights::OPPOSES, false),
            Signal::Excludes(clue, _) => {
                if matches!(clue.look(facts), Look::Seen(_)) {
                    return None;
                }
                continue;
            }
        };
        let required = matches!(signal, Signal::Requires(_));
        let is_setting = required && clue.place() == "url";
        match clue.look(facts) {
            Look::Seen(quote) => {
                standing.odds *= factor;
                // Where the call went is no reason to name a cause, nor is anything that only tips a
                // balance, while nothing was seen of the look itself.
                touched |= matches!(signal, Signal::Proves(..)) || (required && !is_setting);
                standing.trail.push(Step {
                    clue,
                    says,
                    quote,
                    speaks_for,
                });
            }
            Look::Absent if required => return None,
            Look::Absent => {}
            Look::Unknown => {
                if required {
                    standing.odds *= if is_setting {
                        weights::SETTING_UNSEEN
                    } else {
                        weights::UNSEEN
                    };
                }
                standing.unknown.push(clue);
            }
        }
    }
    standing.odds *= speaker(rule, facts);
    touched.then_some(standing)
}

fn speaker(rule: &Rule, facts: &Facts<'_>) -> f64 {
    let side = facts.origin.who.side();
    if rule.speaker.is_empty() || side == Side::Unknown || rule.speaker.contains(&side) {
        return 1.0;
    }
    match facts.origin.percent {
        weights::SPEAKER_KNOWN.. => weights::WRONG_SPEAKER,
        weights::SPEAKER_LIKELY.. => weights::UNLIKELY_SPEAKER,
        _ => 1.0,
    }
}
