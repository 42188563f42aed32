//! Signature Version 4: the canonical request of what was captured, held against AWS's own suite and
//! four signers; and what a report says when a part of a signed request was changed.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what it expects"
)]

mod differential;
mod generate;
mod signers;
mod vectors;
