//! No secret survives, and no diagnosis changes: `diagnose(redact(x))` is `diagnose(x)`.

#![expect(clippy::unwrap_used, reason = "a test says what it expects")]

#[path = "redaction/large.rs"]
mod large;
#[path = "redaction/mutated.rs"]
mod mutated;
#[path = "redaction/none_is_left.rs"]
mod none_is_left;
#[path = "redaction/same.rs"]
mod same;
