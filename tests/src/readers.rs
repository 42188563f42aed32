//! What holds of every reader of outside text, whatever it is given: one function a reader.
//!
//! The fuzz targets in `fuzz/` call these with what a fuzzer makes up; `tests/fuzzed.rs` calls them
//! with every input that we keep. A function panics where something does not hold.

use gatewhy_core::intake::{self, Kind};
use gatewhy_core::render::{self, Layout};
use gatewhy_core::report::Report;
use gatewhy_core::{Evidence, Lang, diagnose};

use crate::planted::{Chance, KINDS, PLACES, mutated, outputs};
use crate::seeds::{BETWEEN, from_fields};

/// What reads, and stands whatever it reads.
pub type Reader = fn(&[u8]);

/// Every reader by the name of its fuzz target.
pub const READERS: &[(&str, Reader)] = &[
    ("any", any),
    ("curl", curl),
    ("diagnosis", diagnosis),
    ("evidence", evidence),
    ("har", har),
    ("headers", headers),
    ("http", http),
    ("log", log),
    ("redact", redact),
    ("rendering", rendering),
];

/// Puts an input into the reader of this name.
///
/// # Panics
///
/// When something does not hold of it that should, or there is no such reader.
pub fn read(name: &str, bytes: &[u8]) {
    let (_, reader) = READERS
        .iter()
        .find(|(known, _)| *known == name)
        .expect("the tests compare the names");
    reader(bytes);
}

/// Whatever is put in: the kind is found out.
fn any(bytes: &[u8]) {
    session(bytes, None);
}

/// A transcript of curl, a client's words or a console's.
fn curl(bytes: &[u8]) {
    session(bytes, Some(Kind::Curl));
}

/// Raw HTTP.
fn http(bytes: &[u8]) {
    session(bytes, Some(Kind::Http));
}

/// A HAR.
fn har(bytes: &[u8]) {
    session(bytes, Some(Kind::Har));
}

/// An evidence object as the public contract has it, and one a line.
fn evidence(bytes: &[u8]) {
    session(bytes, Some(Kind::Evidence));
    session(bytes, Some(Kind::Jsonl));
}

/// An execution log or an access log, in whatever form.
fn log(bytes: &[u8]) {
    session(bytes, Some(Kind::Log));
}

/// Evidence whose fields say anything.
fn diagnosis(bytes: &[u8]) {
    let evidence = from_fields(bytes);
    let report = diagnose(&evidence, Lang::En);
    is_sound(&report);
    assert_eq!(report, diagnose(&evidence, Lang::En), "twice, two reports");
    is_sound(&diagnose(&evidence, Lang::Ja));
    let _ = render::curl(&evidence);
}

/// The same evidence as a person gets to read it.
fn rendering(bytes: &[u8]) {
    let evidence = from_fields(bytes);
    for lang in Lang::ALL {
        let report = diagnose(&evidence, lang);
        for full in [false, true] {
            let columns = usize::from(bytes.first().copied().unwrap_or(80));
            is_visible(&render::text(&report, Layout { columns, full }));
        }
        is_visible(&render::markdown(&report));
    }
    if let Some(command) = render::curl(&evidence) {
        // A body is shown as it was sent.
        is_visible(&command.replace('\t', ""));
    }
    let saved = render::har([&evidence]);
    let session = intake::read(&saved, Some(Kind::Har)).expect("what was saved can be read");
    // Entries of other schemes, which a browser records too, are left out.
    let is_call = evidence
        .url
        .as_deref()
        .is_some_and(|url| url.starts_with("https://") || url.starts_with("http://"));
    assert!(!session.is_empty() || !is_call, "{saved}");
}

/// The same evidence with a secret in one of its fields, and another input of people's with one,
/// changed around it: nothing that leaves shows any of it.
fn redact(bytes: &[u8]) {
    let chance = &mut Chance::of(bytes);
    let kind = &KINDS[chance.below(KINDS.len())];
    let secret = kind.secret(chance);
    let mut evidence = from_fields(bytes);
    mutated::plant(&mut evidence, kind, &secret, chance);
    let lang = Lang::ALL[chance.below(Lang::ALL.len())];
    let seen = mutated::seen(&outputs::of_exchanges(&[evidence], &[lang]), &secret);
    assert_eq!(seen, None, "{}", kind.name);
    let place = &PLACES[chance.below(PLACES.len())];
    if let Some(text) = (place.plant)(kind.stands, &secret) {
        let text = mutated::around(&text, &secret, chance);
        let seen = mutated::seen(&outputs::masked(&text), &secret);
        assert_eq!(seen, None, "{} in {}: {text}", kind.name, place.name);
    }
}

/// A message of the gateway's and what a client signed with: error type, message, `Authorization`,
/// `x-amz-date` and URL, the messages in both spellings.
fn headers(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut fields = text.split(BETWEEN);
    let mut next = || fields.next().unwrap_or_default().to_owned();
    let (error_type, message) = (next(), next());
    let mut evidence = Evidence {
        status: Some(403),
        method: Some("POST".into()),
        ..Evidence::default()
    };
    evidence
        .response_headers
        .push("x-amzn-ErrorType", error_type);
    evidence
        .response_headers
        .push("x-amz-apigw-id", "R9NOvE-qIAMECfw=");
    evidence.request_headers.push("Authorization", next());
    evidence.request_headers.push("x-amz-date", next());
    evidence.url = Some(next());
    let quoted = serde_json::to_string(&message).expect("a string is JSON");
    for body in [
        format!("{{\"message\":{quoted}}}"),
        format!("{{\"Message\":{quoted}}}"),
        message,
    ] {
        evidence.body = Some(body);
        is_sound(&diagnose(&evidence, Lang::Ja));
    }
}

/// Reads an input as every surface does. What comes of the evidence is for other fuzzers to see,
/// but for the first exchange of an input of any kind.
fn session(bytes: &[u8], kind: Option<Kind>) {
    let Ok(session) = intake::read_bytes(bytes, kind) else {
        return;
    };
    for remark in session.remarks() {
        let _ = remark.text(Lang::Ja);
    }
    let mut count = 0;
    for (evidence, _) in session.exchanges() {
        if kind.is_none() && count == 0 {
            is_sound(&diagnose(&evidence, Lang::En));
        }
        let _ = intake::complete(&evidence, Lang::Ja);
        count += 1;
    }
    assert_eq!(count, session.len());
}

/// Confidences are shares of one, best first.
fn is_sound(report: &Report) {
    let mut sum = 0.0;
    let mut last = 1.0;
    for diagnosis in &report.diagnoses {
        let share = diagnosis.confidence;
        assert!((0.0..=last).contains(&share), "{share} behind {last}");
        sum += share;
        last = share;
    }
    assert!(sum <= 1.0 + 1e-9, "{sum}");
}

/// Nothing that steers a terminal is in it but the line ends of our own.
fn is_visible(text: &str) {
    let leaked = text.chars().find(|c| *c != '\n' && render::steers(*c));
    assert_eq!(leaked, None, "{text:?}");
}
