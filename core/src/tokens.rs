//! The tokens that a request carries, and what is wrong with them.
//!
//! Nothing is verified, and nothing is looked at that redaction takes away: shape, claims that an
//! authorizer judges, and the two clocks that the capture has. What a JWT or Cognito authorizer
//! does with a token is documented; a Lambda authorizer may do otherwise, and its words say so.

mod judge;
mod looks;

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub(crate) use looks::*;

use crate::auth::AuthKind;
use crate::facts::{ApiKind, Facts};
use crate::jwt::{self, Claims};
use crate::look::Quote;
use crate::report::{ClaimReport, TokenFinding, TokenReport};
use crate::sigv4::time;
use crate::sort;
use crate::text::{Lang, Values};
use crate::token::{self, Fault, Kind, Reading, Token};

/// Finds the tokens of a request.
pub(crate) fn of(facts: &Facts<'_>) -> Vec<Token> {
    let evidence = facts.evidence;
    let is_judged = match evidence.status {
        Some(status) => matches!(status, 401 | 403),
        None => evidence.net_error.is_none(),
    };
    if !is_judged || facts.is_preflight() {
        return Vec::new();
    }
    if let Some(value) = evidence.request_headers.first("authorization") {
        return match facts.auth.kind {
            Some(AuthKind::Token | AuthKind::Other) if !value.starts_with("AWS4") => {
                Vec::from([examined(facts, value, AUTHORIZATION.to_owned(), None)])
            }
            _ => Vec::new(),
        };
    }
    let header = evidence.request_headers.iter().find_map(|header| {
        let name = header.name.to_ascii_lowercase();
        is_token_header(&name).then_some((name, header.value.as_str()))
    });
    if let Some((name, value)) = header {
        let place = ["request.headers.", &name].concat();
        return Vec::from([examined(
            facts,
            value,
            place,
            Some((Kind::OtherHeader, &name)),
        )]);
    }
    // A browser's WebSocket has no other place for it.
    let pair = facts
        .url
        .filter(|_| facts.api != Some(ApiKind::WebSocket) && !facts.auth.is_signed())
        .and_then(|url| url.query_pairs().find(|(name, _)| is_token_parameter(name)));
    match pair {
        Some((name, value)) => {
            let at = Some((Kind::InQuery, name));
            Vec::from([examined(facts, value, "url".to_owned(), at)])
        }
        None => Vec::new(),
    }
}

const AUTHORIZATION: &str = "request.headers.authorization";

/// Headers other than `Authorization` that hold tokens.
fn is_token_header(name: &str) -> bool {
    const KNOWN: &[&str] = &[
        "token",
        "authorizationtoken",
        "x-authorization",
        "id-token",
        "access-token",
        "auth-token",
        "jwt",
    ];
    let custom = name.starts_with("x-") && name.ends_with("-token");
    let others = ["x-amz-security-token", "x-csrf-token", "x-xsrf-token"];
    (custom && !others.contains(&name)) || KNOWN.contains(&name)
}

fn is_token_parameter(name: &str) -> bool {
    ["token", "access_token", "id_token", "jwt", "authorization"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

fn examined(facts: &Facts<'_>, value: &str, place: String, at: Option<(Kind, &str)>) -> Token {
    let mut reading = token::read(value);
    if at.is_some() {
        // Only `Authorization` is expected to name a scheme.
        reading.faults.retain(|(kind, _)| *kind != Kind::NoScheme);
    }
    let mut faults: Vec<Fault> = Vec::new();
    if let Some((kind, name)) = at {
        faults.push(Fault {
            kind,
            quote: quote(name, &place),
            values: judge::value(name),
        });
    }
    judge::judge(facts, &reading, &place, &mut faults);
    let Reading {
        claims,
        faults: of_shape,
        ..
    } = reading;
    for (kind, named) in of_shape {
        faults.push(Fault {
            kind,
            quote: quote(&token::outline(value), &place),
            values: judge::value(&named),
        });
    }
    sort::by_key(&mut faults, |fault| fault.kind.rank());
    Token {
        place,
        claims,
        faults,
    }
}

fn quote(text: &str, place: &str) -> Quote {
    Quote {
        text: text.to_owned(),
        place: place.to_owned(),
    }
}

/// The first fault that is one of these, in any token.
fn fault<'f>(facts: &'f Facts<'_>, fits: impl Fn(Kind) -> bool) -> Option<&'f Fault> {
    facts
        .tokens
        .iter()
        .flat_map(|token| &token.faults)
        .find(|fault| fits(fault.kind))
}

/// Adds what the tokens tell to the values that words are filled with.
pub(crate) fn set_values(facts: &Facts<'_>, values: &mut Values) {
    let mut say = |name: &'static str, fits: fn(Kind) -> bool| {
        if let Some(fault) = fault(facts, fits) {
            values.set_text(name, fault.kind.words(), fault.values.clone());
        }
    };
    say("token_fault", Kind::is_of_shape);
    say("token_mismatch", Kind::is_mismatch);
    let span = fault(facts, |kind| {
        matches!(kind, Kind::Expired | Kind::ExpiredLocally)
    });
    for (name, fault) in [("expired_for", span), ("valid_in", fault(facts, is_early))] {
        if let Some((en, ja)) = fault.and_then(|fault| fault.values.words("span")) {
            values.set_words(name, en, ja);
        }
    }
    if let Some(kind) = token_use(facts) {
        let (en, ja) = if kind == "id" {
            ("ID", "ID")
        } else {
            (kind, "アクセス")
        };
        values.set_words("token_use", en, ja);
    }
}

fn is_early(kind: Kind) -> bool {
    matches!(kind, Kind::NotYet | Kind::IssuedLater)
}

/// `id` or `access`, as a Cognito user pool marks its tokens.
fn token_use(facts: &Facts<'_>) -> Option<&'static str> {
    let kind = facts
        .tokens
        .iter()
        .find_map(|token| token.claims.as_ref()?.text("token_use"))?;
    ["id", "access"].into_iter().find(|known| *known == kind)
}

/// What a report says of the tokens.
pub(crate) fn reports(facts: &Facts<'_>, lang: Lang) -> Vec<TokenReport> {
    facts
        .tokens
        .iter()
        .map(|token| TokenReport {
            place: token.place.clone(),
            claims: token.claims.as_ref().map(claims).unwrap_or_default(),
            findings: token
                .faults
                .iter()
                .map(|fault| TokenFinding {
                    says: fault.says(lang),
                    quote: fault.quote.text.clone(),
                    place: fault.quote.place.clone(),
                })
                .collect(),
        })
        .filter(|token| !token.claims.is_empty() || !token.findings.is_empty())
        .collect()
}

fn claims(claims: &Claims) -> Vec<ClaimReport> {
    jwt::JUDGED
        .iter()
        .filter_map(|name| {
            let raw = claims.raw(name)?;
            Some(ClaimReport {
                name,
                value: shown(raw),
                reads: matches!(*name, "exp" | "nbf" | "iat")
                    .then(|| claims.number(name))
                    .flatten()
                    .and_then(moment),
            })
        })
        .collect()
}

/// A claim without the quotation marks of a text, cut where it runs on.
fn shown(raw: &str) -> String {
    const LONGEST: usize = 200;
    let bare = raw
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(raw);
    match bare.char_indices().nth(LONGEST) {
        Some((at, _)) => [&bare[..at], "…"].concat(),
        None => bare.to_string(),
    }
}

/// `2025-01-01T00:00:00Z`, of seconds that a person can have meant.
fn moment(seconds: i64) -> Option<String> {
    (0..=253_402_300_799).contains(&seconds).then(|| {
        let shown = time::shown(seconds);
        shown.trim_end_matches(" UTC").replace(' ', "T") + "Z"
    })
}
