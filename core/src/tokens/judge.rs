//! What a token says of itself, against the clock and against the answer.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{quote, shown};
use crate::facts::Facts;
use crate::jwt::Claims;
use crate::jwt::MASK;
use crate::logs::moment;
use crate::look::find_in;
use crate::sigv4::time;
use crate::text::{Text, Values};
use crate::token::{Fault, Kind, Reading};

/// A clock, in seconds since 1970.
struct Clock {
    now: i64,
    is_servers: bool,
}

impl Clock {
    /// The server's, from its answer, else the client's.
    fn of(facts: &Facts<'_>) -> Option<Self> {
        let evidence = facts.evidence;
        let date = evidence.response_headers.first("date");
        if let Some(now) = date.and_then(time::http_date) {
            return Some(Self {
                now,
                is_servers: true,
            });
        }
        let started = moment::parse(evidence.started.as_deref()?)?;
        Some(Self {
            now: started.div_euclid(1_000),
            is_servers: false,
        })
    }
}

const SERVERS_CLOCK: Text = text!(en: "the server's clock (Date)", ja: "サーバーの時計（Date）");
const CLIENTS_CLOCK: Text = text!(en: "the client's clock", ja: "クライアントの時計");

/// Clocks of machines that are kept in time differ by less.
const TOLERANCE: i64 = 5;

/// A number of seconds that is none: 5138 AD, or milliseconds of these years.
const FAR_AWAY: i64 = 100_000_000_000;

pub(super) fn judge(facts: &Facts<'_>, reading: &Reading, place: &str, faults: &mut Vec<Fault>) {
    let mut judge = Judge {
        place,
        part: "payload",
        faults,
    };
    if let Some(claims) = &reading.claims {
        judge.times(facts, claims);
        judge.scopes(facts, claims);
        judge.names(facts, claims);
    }
    judge.part = "header";
    let alg = reading.head.as_ref().and_then(|head| head.text("alg"));
    if let Some(alg) = alg.filter(|alg| !is_rsa(alg)) {
        judge.add(Kind::Algorithm, &format!("\"alg\":\"{alg}\""), value(alg));
    }
    if reading.is_one_part && said(facts, "number of segments").is_some() {
        judge.part = "";
        judge.add(Kind::OnePart, MASK, Values::default());
    }
}

fn is_rsa(alg: &str) -> bool {
    alg.starts_with("RS") || alg.starts_with("PS")
}

struct Judge<'a> {
    place: &'a str,
    part: &'static str,
    faults: &'a mut Vec<Fault>,
}

impl Judge<'_> {
    fn add(&mut self, kind: Kind, text: &str, values: Values) {
        let place = if self.part.is_empty() || self.place == "url" {
            self.place.into()
        } else {
            format!("{}.{}", self.place, self.part)
        };
        self.faults.push(Fault {
            kind,
            quote: quote(text, &place),
            values,
        });
    }

    fn times(&mut self, facts: &Facts<'_>, claims: &Claims) {
        let clock = Clock::of(facts);
        for name in ["exp", "nbf", "iat"] {
            let Some(raw) = claims.raw(name) else {
                continue;
            };
            let bytes = format!("\"{name}\":{raw}");
            let Some(at) = claims.number(name) else {
                if raw.starts_with('"') {
                    self.add(Kind::TimeAsText, &bytes, value(name));
                }
                continue;
            };
            if at >= FAR_AWAY {
                self.add(Kind::Milliseconds, &bytes, value(name));
                continue;
            }
            let Some(clock) = &clock else { continue };
            // What a token may hold is not bounded.
            let past = clock.now.saturating_sub(at);
            let kind = match (name, clock.is_servers) {
                ("exp", true) if past > 0 => Kind::Expired,
                ("exp", false) if past > 0 => Kind::ExpiredLocally,
                ("nbf", _) if past < -TOLERANCE => Kind::NotYet,
                ("iat", _) if past < -TOLERANCE => Kind::IssuedLater,
                _ => continue,
            };
            let (en, ja) = time::span(past);
            let by = if clock.is_servers {
                SERVERS_CLOCK
            } else {
                CLIENTS_CLOCK
            };
            let mut values = Values::default();
            values.set_words("span", en, ja);
            values.set_text("clock", by, Values::default());
            self.add(kind, &bytes, values);
        }
    }

    /// An HTTP API that finds none of its scopes says so; a REST API does not.
    fn scopes(&mut self, facts: &Facts<'_>, claims: &Claims) {
        if said(facts, "insufficient_scope").is_none() {
            return;
        }
        let wanted = wanted_scopes(facts);
        let (en, ja) = if wanted.is_empty() {
            ("a scope".into(), "スコープ".into())
        } else {
            (format!("“{wanted}”"), format!("「{wanted}」"))
        };
        let held = claims.raw("scope").map(shown).unwrap_or_default();
        let has_one = wanted
            .split(' ')
            .any(|scope| !scope.is_empty() && held.split(' ').any(|held| held == scope));
        let (kind, bytes) = if claims.text("token_use") == Some("id") {
            (Kind::IdForScope, "\"token_use\":\"id\"".into())
        } else if held.is_empty() {
            (Kind::NoScope, String::new())
        } else if has_one {
            return;
        } else {
            (Kind::ScopeMissing, format!("\"scope\":\"{held}\""))
        };
        let mut values = value(&held);
        values.set_words("wanted", en, ja);
        self.add(kind, &bytes, values);
    }

    /// Audience and issuer, where the answer finds fault with them.
    fn names(&mut self, facts: &Facts<'_>, claims: &Claims) {
        if said(facts, "valid audience").is_some() {
            let of = |name| Some((name, claims.raw(name)?));
            match of("aud").or_else(|| of("client_id")) {
                Some((name, raw)) => {
                    let mut values = value(&shown(raw));
                    values.set("claim", name);
                    self.add(Kind::Audience, &format!("\"{name}\":{raw}"), values);
                }
                None => self.add(Kind::NoAudience, "", Values::default()),
            }
        }
        if let Some(raw) = claims.raw("iss")
            && said(facts, "valid issuer").is_some()
        {
            self.add(Kind::Issuer, &format!("\"iss\":{raw}"), value(&shown(raw)));
        }
    }
}

pub(super) fn value(text: &str) -> Values {
    let mut values = Values::default();
    values.set("value", text);
    values
}

/// A phrase of the authorizer's complaint, in the header or in what stands around the exchange.
fn said<'a>(facts: &Facts<'a>, phrase: &str) -> Option<&'a str> {
    let headers = facts.evidence.response_headers.all("www-authenticate");
    headers
        .chain(facts.texts().map(|(text, _)| text))
        .find_map(|text| find_in(text, phrase))
}

/// `scope="a b"` of the complaint.
fn wanted_scopes<'a>(facts: &Facts<'a>) -> &'a str {
    let challenge = facts.evidence.response_headers.first("www-authenticate");
    challenge
        .and_then(|text| text.split_once("scope=\""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("", |(scopes, _)| scopes)
}
