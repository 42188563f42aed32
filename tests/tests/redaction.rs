//! No secret survives, and no diagnosis changes: `diagnose(redact(x))` is `diagnose(x)`.

#![expect(clippy::unwrap_used, reason = "a test says what it expects")]

#[path = "redaction/same.rs"]
mod same;
