//! Credentials against credentials: the kind, the claims of a token, the scope of a signature.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::vec::Vec;

use super::{cut, differs};
use crate::auth::{Auth, AuthKind};
use crate::change::{Difference, Kind};
use crate::evidence::Evidence;
use crate::facts::Facts;
use crate::jwt::Claims;
use crate::redact;
use crate::token::{self, Kind as Fault};
use crate::url::Url;

const AUTHORIZATION: &str = "request.headers.authorization";

pub(super) fn compare(
    facts: &Facts<'_>,
    other: &Evidence,
    url: &Url<'_>,
    are_whole: bool,
    differences: &mut Vec<Difference>,
) {
    let (then, now) = (Auth::of(other, Some(url)), facts.auth);
    let value = |auth: &Auth<'_>| {
        auth.header
            .map(|value| cut(&redact::header("authorization", value)))
    };
    let (was, is) = (value(&then), value(&now));
    let of_header = |kind: Option<AuthKind>| {
        !matches!(kind, None | Some(AuthKind::SigV4Query | AuthKind::Nothing))
    };
    if let (Some(then), Some(now)) = (then.scope, now.scope) {
        let keys = [then.access_key, now.access_key].map(redact::text);
        for (kind, then, now) in [
            (Kind::SignedRegion, then.region, now.region),
            (Kind::SignedService, then.service, now.service),
            (Kind::AccessKey, &*keys[0], &*keys[1]),
        ] {
            if then != now {
                differences.push(differs(kind, AUTHORIZATION, then.into(), now.into()));
            }
        }
        return;
    }
    if then.header == now.header {
        if was.is_none() {
            return;
        }
        expired_since(facts, differences);
        return;
    }
    let is_one_sided = was.is_none() || is.is_none();
    if is_one_sided && !(are_whole && (of_header(then.kind) || of_header(now.kind))) {
        return;
    }
    let before = differences.len();
    if let (Some(then), Some(now)) = (then.header, now.header) {
        claims(then, now, differences);
    }
    if differences.len() == before {
        differences.push(Difference {
            kind: Kind::Credentials,
            what: AUTHORIZATION.to_owned(),
            name: "authorization".to_owned(),
            then: was,
            now: is,
        });
    }
}

/// Both calls carry one token, and its time ran out between them.
fn expired_since(facts: &Facts<'_>, differences: &mut Vec<Difference>) {
    let fault = facts
        .tokens
        .iter()
        .flat_map(|token| &token.faults)
        .find(|fault| matches!(fault.kind, Fault::Expired | Fault::ExpiredLocally));
    if let Some(fault) = fault {
        let exp = fault.quote.text.clone();
        let what = format!("{AUTHORIZATION}.payload");
        differences.push(differs(Kind::Expired, &what, exp.clone(), exp));
    }
}

/// The claims in which two tokens differ; the times only where nothing else does.
fn claims(then: &str, now: &str, differences: &mut Vec<Difference>) {
    let of = |value: &str| token::read(value).claims;
    let (Some(then), Some(now)) = (of(then), of(now)) else {
        return;
    };
    let of = |claims: &Claims, name: &str| claims.raw(name).map(cut);
    let mut compare = |name: &str| {
        let (then, now) = (of(&then, name), of(&now, name));
        let differs = then != now;
        if differs {
            differences.push(Difference {
                kind: Kind::Claim,
                what: format!("{AUTHORIZATION}.payload"),
                name: name.to_owned(),
                then,
                now,
            });
        }
        differs
    };
    // The two kinds of a user pool's tokens differ in all the rest.
    if compare("token_use") {
        return;
    }
    let mut found = false;
    for name in ["iss", "aud", "client_id", "scope"] {
        found |= compare(name);
    }
    if !found {
        compare("exp");
    }
}
