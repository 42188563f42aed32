//! The causes that gatewhy knows, for lists, pages and look-ups by id.

use crate::rule::Rule;

#[expect(clippy::doc_markdown, reason = "the generated list has no docs")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/rules.rs"));
}

/// Every rule, sorted by id.
pub fn rules() -> &'static [&'static Rule] {
    generated::RULES
}

/// The rule of one cause.
///
/// ```
/// assert!(gatewhy_core::catalogue::rule("route-not-found").is_some());
/// assert!(gatewhy_core::catalogue::rule("bad-luck").is_none());
/// ```
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().iter().copied().find(|rule| rule.id == id)
}
