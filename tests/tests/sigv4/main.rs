//! Signature Version 4: the canonical request of what was captured, held against AWS's own suite and
//! four signers; and what a report says when a part of a signed request was changed.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what it expects"
)]

mod clocks;
mod differential;
mod generate;
mod lints;
mod mutations;
mod refusals;
mod signers;
mod vectors;
