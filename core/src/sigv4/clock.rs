//! The signature's time against the server's.

use alloc::borrow::ToOwned;

use crate::auth::AuthKind;
use crate::facts::Facts;
use crate::look::{Look, find_in};

use super::signed::{date, parameter};
use super::time;

/// Two moments that a signature's age follows from, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// When the client says that it signed.
    pub signed: i64,
    /// When the server looked.
    pub server: i64,
    /// How many seconds old the signature may be.
    pub allowed: i64,
}

/// API Gateway lets a signature be five minutes old, or early.
pub(crate) const ALLOWED: i64 = 300;

const EXPIRED: &str = "Signature expired:";
const EARLY: &str = "Signature not yet current:";

impl Clock {
    /// Reads both moments: from the refusal, which states them, else from `X-Amz-Date` and the
    /// answer's `Date`.
    pub fn of(facts: &Facts<'_>) -> Option<Self> {
        facts
            .texts()
            .find_map(|(text, _)| Self::stated(text))
            .or_else(|| Self::by_headers(facts))
    }

    /// `Signature expired: {signed} is now earlier than {limit} ({server} - 5 min.)`; the part in
    /// brackets is left out by some.
    fn stated(text: &str) -> Option<Self> {
        let (words, towards) = find_in(text, EXPIRED)
            .map(|found| (found, ALLOWED))
            .or_else(|| find_in(text, EARLY).map(|found| (found, -ALLOWED)))?;
        let after = &text[text.find(words)? + words.len()..];
        let mut moments = after
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            // Three moments stand among some ten words; what follows is another message.
            .take(24)
            .filter_map(time::basic);
        let (signed, limit) = (moments.next()?, moments.next()?);
        Some(Self {
            signed,
            server: moments.next().unwrap_or(limit + towards),
            allowed: ALLOWED,
        })
    }

    fn by_headers(facts: &Facts<'_>) -> Option<Self> {
        // A presigned URL says itself how long it is good for.
        let expires =
            parameter(facts, "Expires").filter(|_| facts.auth.kind == Some(AuthKind::SigV4Query));
        let signed = match facts.auth.kind {
            Some(_) => date(facts)?,
            None => facts
                .evidence
                .request_headers
                .first("x-amz-date")?
                .to_owned(),
        };
        Some(Self {
            signed: time::basic(signed.trim())?,
            server: time::http_date(facts.evidence.response_headers.first("date")?)?,
            allowed: expires
                .and_then(|seconds| seconds.parse().ok())
                .unwrap_or(ALLOWED),
        })
    }

    /// How much older the signature is than the server's time; negative when it is early.
    pub const fn age(self) -> i64 {
        self.server - self.signed
    }

    fn agrees(self) -> bool {
        (-ALLOWED..=self.allowed).contains(&self.age())
    }
}

/// The signature is older than the server accepts.
pub(crate) fn signed_too_early(facts: &Facts<'_>) -> Look {
    by_age(facts, |clock| clock.age() > clock.allowed)
}

/// The signature lies in the server's future.
pub(crate) fn signed_too_late(facts: &Facts<'_>) -> Look {
    by_age(facts, |clock| clock.age() < -ALLOWED)
}

/// The two clocks are too far apart.
pub(crate) fn clocks_disagree(facts: &Facts<'_>) -> Look {
    by_age(facts, |clock| !clock.agrees())
}

/// The two clocks agree.
pub(crate) fn clocks_agree(facts: &Facts<'_>) -> Look {
    by_age(facts, Clock::agrees)
}

/// The two differ by whole hours, or by the five and a half of India: local time with a `Z`.
pub(crate) fn differs_by_a_time_zone(facts: &Facts<'_>) -> Look {
    const TOLERANCE: i64 = 120;
    by_age(facts, |clock| {
        let off = clock.age().abs();
        let hours = (off + 1_800) / 3_600;
        let whole = (1..=14).contains(&hours) && (off - hours * 3_600).abs() <= TOLERANCE;
        whole || (off - 19_800).abs() <= TOLERANCE
    })
}

fn by_age(facts: &Facts<'_>, fits: impl Fn(Clock) -> bool) -> Look {
    let Some(clock) = Clock::of(facts) else {
        return Look::Unknown;
    };
    if !fits(clock) {
        return Look::Absent;
    }
    for (text, place) in facts.texts() {
        let Some(words) = find_in(text, EXPIRED).or_else(|| find_in(text, EARLY)) else {
            continue;
        };
        let from = &text[text.find(words).unwrap_or_default()..];
        let end = from.find(['"', '\n', '\\', '}']).unwrap_or(from.len());
        return Look::seen(&from[..end], place);
    }
    match facts.evidence.request_headers.first("x-amz-date") {
        Some(date) => Look::seen(date, "request.headers.x-amz-date"),
        None => Look::seen(facts.evidence.url.as_deref().unwrap_or(""), "url"),
    }
}
