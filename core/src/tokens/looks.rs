//! The looks that rules take at tokens.

use super::{AUTHORIZATION, fault, token_use};
use crate::facts::{ApiKind, Facts};
use crate::look::Look;
use crate::token::Kind;

fn look(facts: &Facts<'_>, fits: impl Fn(Kind) -> bool) -> Look {
    match fault(facts, fits) {
        Some(found) => Look::Seen(found.quote.clone()),
        None => Look::missing(
            facts.auth.header.is_some() || facts.evidence.request_headers.is_whole_request(),
        ),
    }
}

/// The token had expired by the server's clock when it was judged.
pub(crate) fn expired(facts: &Facts<'_>) -> Look {
    look(facts, |kind| kind == Kind::Expired)
}

/// The token had expired by the client's clock; there is no other.
pub(crate) fn expired_locally(facts: &Facts<'_>) -> Look {
    look(facts, |kind| kind == Kind::ExpiredLocally)
}

/// The token is from the future.
pub(crate) fn not_valid_yet(facts: &Facts<'_>) -> Look {
    look(facts, super::is_early)
}

/// A moment of the token is in a form that nobody can compare.
pub(crate) fn odd_times(facts: &Facts<'_>) -> Look {
    look(facts, |kind| {
        matches!(kind, Kind::Milliseconds | Kind::TimeAsText)
    })
}

/// What came is no JWT in the form in which authorizers read one.
pub(crate) fn misshapen(facts: &Facts<'_>) -> Look {
    look(facts, Kind::is_of_shape)
}

/// The token lacks what the answer asks for.
pub(crate) fn mismatch(facts: &Facts<'_>) -> Look {
    look(facts, Kind::is_mismatch)
}

/// The token stands where an authorizer looks only if it was told to.
pub(crate) fn elsewhere(facts: &Facts<'_>) -> Look {
    look(facts, |kind| {
        matches!(kind, Kind::OtherHeader | Kind::InQuery)
    })
}

/// A JWT without a scheme in front.
pub(crate) fn without_scheme(facts: &Facts<'_>) -> Look {
    look(facts, |kind| kind == Kind::NoScheme)
}

/// The token is not signed in the way that JWT authorizers read.
pub(crate) fn foreign_algorithm(facts: &Facts<'_>) -> Look {
    look(facts, |kind| kind == Kind::Algorithm)
}

/// A user pool's token that says which kind it is.
pub(crate) fn kind(facts: &Facts<'_>) -> Look {
    // Whatever is plainly wrong makes it idle to ask which kind was wanted; a JWT authorizer takes
    // either.
    let is_explained = facts.api == Some(ApiKind::Http)
        || fault(facts, |kind| kind.rank() <= 2 || kind.is_of_shape()).is_some();
    match token_use(facts) {
        Some(_) if is_explained => Look::Absent,
        Some(kind) => Look::seen(
            alloc::format!("\"token_use\":\"{kind}\""),
            [AUTHORIZATION, ".payload"].concat(),
        ),
        None => Look::missing(facts.auth.header.is_some()),
    }
}
