//! AWS Signature Version 4 as the server sees it: what a refusal and the request give away.
//!
//! The order of the server's checks is an argument in itself: an error of a later check means that
//! the earlier ones passed. Parameters, then the date, then the scope, then the key, then the
//! signature, then the session token, and only then any policy.

mod clock;
mod diff;
mod encode;
mod findings;
mod lint;
mod looks;
mod refusal;
mod signed;
pub mod time;

pub use crate::signing::{Difference, Signed, sha256};
pub use clock::Clock;
pub(crate) use clock::{
    clocks_agree, clocks_disagree, differs_by_a_time_zone, signed_too_early, signed_too_late,
};
pub use encode::{canonical_path, canonical_query, normalized};
pub(crate) use findings::{shown, signature};
pub(crate) use looks::*;

use crate::facts::Facts;
use crate::look::find_in;
use crate::signing::Part;
use crate::text::Values;

/// Adds what a refused signature tells to the values that words and snippets are filled with.
pub(crate) fn set_values(facts: &Facts<'_>, values: &mut Values) {
    if let Some(clock) = Clock::of(facts) {
        let (en, ja) = time::span(clock.server - clock.signed);
        values.set_words("skew", en, ja);
        values.set("signed_at", time::shown(clock.signed));
        values.set("server_at", time::shown(clock.server));
    }
    let quoted = facts.texts().find_map(|(text, _)| quoted_region(text));
    if let Some(region) = quoted.or(facts.auth.scope.map(|scope| scope.region)) {
        values.set("scope_region", region);
    }
    if let Some(scope) = facts.auth.scope {
        values.set("scope_service", scope.service);
    }
    if let Some(name) = fragile_header(facts) {
        values.set("fragile_header", name);
    }
    // The scope was compared before the signature: where only that is refused, the region is right.
    let mismatch = facts
        .texts()
        .any(|(text, _)| find_in(text, "The request signature we calculated").is_some());
    if let (true, None, Some(scope)) = (mismatch, values.get("region"), facts.auth.scope) {
        values.set("region", scope.region);
    }
    set_findings(facts, values);
}

/// Adds what the signature shows, in words.
fn set_findings(facts: &Facts<'_>, values: &mut Values) {
    let known = values.clone();
    let differences = &facts.signing.differences;
    if let Some(first) = differences.first() {
        values.set_text("difference", first.says, first.values(&known));
    }
    if let Some(lint) = flaw(facts) {
        values.set_text("flaw", lint.says, lint.values(&known));
    }
    if let Some(lint) = unmatched(facts) {
        values.set_text("unmatched", lint.says, lint.values(&known));
    }
    for (part, name) in [(Part::Host, "arrived_host"), (Part::Path, "arrived_path")] {
        if let Some(found) = differences.iter().find(|found| found.part == part) {
            values.set(name, found.read.trim_start_matches("host:"));
        }
    }
}

/// `Credential should be scoped to a valid region, not '…'.`: the region that was signed for.
fn quoted_region(text: &str) -> Option<&str> {
    let words = find_in(text, "scoped to a valid region, not ")?;
    let after = &text[text.find(words)? + words.len()..];
    let after = after.trim_start_matches(['\\', '\'', '"', '‘', '’']);
    let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))?;
    Some(&after[..end]).filter(|region| !region.is_empty())
}

/// Headers that clients, proxies and load balancers change after signing.
const FRAGILE: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "transfer-encoding",
    "user-agent",
    "x-amzn-trace-id",
    "x-forwarded-for",
    "x-forwarded-port",
    "x-forwarded-proto",
];

/// The first signed header that something on the way is likely to change.
fn fragile_header(facts: &Facts<'_>) -> Option<&'static str> {
    let signed = facts.auth.header.filter(|_| facts.auth.is_signed())?;
    let list = signed.split("SignedHeaders=").nth(1)?;
    let list = list.split([',', ' ']).next()?;
    FRAGILE.iter().copied().find(|name| {
        list.split(';')
            .any(|known| known.eq_ignore_ascii_case(name))
    })
}
