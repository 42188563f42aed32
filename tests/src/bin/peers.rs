//! The HAR with planted secrets that `tests/redaction-peers/` puts through several maskers, and what
//! each of them left of it.
//!
//! `peers write FOLDER` writes `planted.har`, an entry for each kind of secret in each place of a
//! HAR, and `failing.har`, failing calls of every cause. `peers judge FOLDER MASKER…` reads
//! `MASKER-planted.har` and `MASKER-failing.har` there and prints the table.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use gatewhy_core::{Evidence, Headers, Lang, diagnose, intake};
use gatewhy_tests::fixtures;
use gatewhy_tests::planted::{Chance, KINDS, Kind, PLACES, Secret, Stands, left};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut args = env::args().skip(1);
    let (verb, folder) = (args.next(), args.next().map(PathBuf::from));
    match (verb.as_deref(), folder) {
        (Some("write"), Some(folder)) => write(&folder),
        (Some("judge"), Some(folder)) => {
            let maskers: Vec<String> = args.collect();
            judge(&folder, &maskers)
        }
        _ => Err(io::Error::other(
            "usage: peers write|judge FOLDER [MASKER…]",
        )),
    }
}

/// A kind of secret in a place, and the entry in which it stands.
struct Planted {
    kind: &'static Kind,
    place: &'static str,
    secret: Secret,
    entry: Value,
}

fn planted() -> Vec<Planted> {
    let mut all = Vec::new();
    for place in PLACES {
        for kind in KINDS {
            let seed = u64::try_from(all.len()).unwrap_or(0) + 1;
            let secret = kind.secret(&mut Chance::new(seed));
            let text = (place.plant)(kind.stands, &secret);
            let Some(har) = text.and_then(|text| serde_json::from_str::<Value>(&text).ok()) else {
                continue;
            };
            let Some(entry) = har["log"]["entries"].get(0) else {
                continue;
            };
            let entry = whole(entry.clone(), all.len());
            let place = place.name;
            all.push(Planted {
                kind,
                place,
                secret,
                entry,
            });
        }
    }
    all
}

/// What HAR 1.2 asks for and our own reader does not, so that no masker has to refuse the file.
fn whole(mut entry: Value, at: usize) -> Value {
    entry["comment"] = json!(format!("entry {at}"));
    entry["cache"] = json!({});
    entry["timings"] = json!({"send": 1, "wait": 10, "receive": 1});
    let request = entry["request"].take();
    entry["request"] = with(
        json!({"httpVersion": "HTTP/1.1", "headersSize": -1, "bodySize": -1, "cookies": [], "queryString": []}),
        request,
    );
    let response = entry["response"].take();
    entry["response"] = with(
        json!({"statusText": "Forbidden", "httpVersion": "HTTP/1.1", "redirectURL": "", "headersSize": -1, "bodySize": -1, "cookies": []}),
        response,
    );
    let content = entry["response"]["content"].take();
    let size = content["text"].as_str().map_or(0, str::len);
    entry["response"]["content"] = with(
        json!({"size": size, "mimeType": "application/json"}),
        content,
    );
    if let Some(post) = entry["request"].get_mut("postData") {
        let given = post.take();
        *post = with(
            json!({"mimeType": "application/x-www-form-urlencoded"}),
            given,
        );
    }
    entry
}

/// The members of both; where both have one, the second's.
fn with(mut base: Value, given: Value) -> Value {
    if let (Some(base), Value::Object(given)) = (base.as_object_mut(), given) {
        base.extend(given);
    }
    base
}

/// An exchange as a browser would have written it, nothing masked.
fn entry_of(evidence: &Evidence) -> Option<Value> {
    let url = evidence
        .url
        .as_deref()
        .filter(|url| url.starts_with("http"))?;
    let headers = |headers: &Headers| -> Vec<Value> {
        headers
            .iter()
            .map(|one| json!({"name": one.name, "value": one.value}))
            .collect()
    };
    let mut entry = json!({
        "startedDateTime": evidence.started.as_deref().unwrap_or("2026-01-01T00:00:00.000Z"),
        "time": evidence.time_ms.unwrap_or(12.0),
        "request": {"method": evidence.method.as_deref()?, "url": url, "headers": headers(&evidence.request_headers)},
        "response": {"status": evidence.status?, "headers": headers(&evidence.response_headers), "content": {}}
    });
    if let Some(body) = &evidence.body {
        entry["response"]["content"]["text"] = json!(body);
    }
    if let Some(body) = &evidence.request_body {
        entry["request"]["postData"] = json!({"text": body, "mimeType": "application/json"});
    }
    Some(entry)
}

fn failing() -> io::Result<Vec<Value>> {
    let all = fixtures()?;
    let entries = all.iter().filter_map(|one| entry_of(&one.evidence));
    Ok(entries
        .enumerate()
        .map(|(at, entry)| whole(entry, at))
        .collect())
}

fn har(entries: &[Value]) -> String {
    let creator = json!({"name": "gatewhy's tests", "version": "1"});
    json!({"log": {"version": "1.2", "creator": creator, "pages": [], "entries": entries}})
        .to_string()
}

fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let entries: Vec<Value> = planted().into_iter().map(|one| one.entry).collect();
    fs::write(folder.join("planted.har"), har(&entries))?;
    fs::write(folder.join("failing.har"), har(&failing()?))
}

/// The entries that a masker wrote.
fn masked(folder: &Path, masker: &str, of: &str) -> io::Result<Vec<Value>> {
    let text = fs::read_to_string(folder.join(format!("{masker}-{of}.har")))?;
    let har: Value = serde_json::from_str(&text)?;
    Ok(har["log"]["entries"]
        .as_array()
        .cloned()
        .unwrap_or_default())
}

fn judge(folder: &Path, maskers: &[String]) -> io::Result<()> {
    let planted = planted();
    let mut rows: BTreeMap<(&str, &str), (usize, Vec<usize>)> = BTreeMap::new();
    for (at, one) in planted.iter().enumerate() {
        let row = rows
            .entry((place_group(one.place), kind_group(one.kind)))
            .or_insert_with(|| (0, vec![0; maskers.len()]));
        row.0 += 1;
        debug_assert_eq!(one.entry["comment"], json!(format!("entry {at}")));
    }
    let mut same = Vec::new();
    for (column, masker) in maskers.iter().enumerate() {
        let entries = masked(folder, masker, "planted")?;
        if entries.len() != planted.len() {
            let told = format!("{masker}: {} entries of {}", entries.len(), planted.len());
            return Err(io::Error::other(told));
        }
        for (one, entry) in planted.iter().zip(&entries) {
            let text = entry.to_string();
            if one
                .secret
                .hidden
                .iter()
                .any(|hidden| left(&text, hidden).is_some())
                && let Some(row) = rows.get_mut(&(place_group(one.place), kind_group(one.kind)))
            {
                row.1[column] += 1;
            }
        }
        same.push(unchanged(&failing()?, &masked(folder, masker, "failing")?));
    }
    table(maskers, &rows, &same);
    Ok(())
}

/// How many exchanges have the same leading cause as before, and how many the same report.
fn unchanged(before: &[Value], after: &[Value]) -> (usize, usize, usize) {
    let report = |entry: &Value| {
        let session = intake::read(&har(std::slice::from_ref(entry)), None).ok()?;
        let (evidence, _) = session.exchanges().next()?;
        Some(diagnose(&evidence, Lang::En))
    };
    let (mut leading, mut whole) = (0, 0);
    for (before, after) in before.iter().zip(after) {
        let (Some(before), Some(after)) = (report(before), report(after)) else {
            continue;
        };
        let cause = |report: &gatewhy_core::Report| {
            let first = report.diagnoses.first();
            first.map(|first| (first.cause, format!("{:.2}", first.confidence)))
        };
        leading += usize::from(cause(&before) == cause(&after));
        whole += usize::from(before == after);
    }
    (leading, whole, before.len())
}

fn table(
    maskers: &[String],
    rows: &BTreeMap<(&str, &str), (usize, Vec<usize>)>,
    same: &[(usize, usize, usize)],
) {
    let line = |cells: &[String]| println!("| {} |", cells.join(" | "));
    let mut head = vec!["place".into(), "kind of secret".into(), "planted".into()];
    head.extend(maskers.iter().cloned());
    line(&head);
    println!("|---|---|{}", "--:|".repeat(maskers.len() + 1));
    let mut sums = vec![0; maskers.len() + 1];
    let mut told = BTreeSet::new();
    for ((place, kind), (count, left)) in rows {
        let place = if told.insert(*place) { *place } else { "" };
        let mut cells = vec![place.to_owned(), (*kind).to_owned(), count.to_string()];
        cells.extend(left.iter().map(|left| match left {
            0 => "0".into(),
            left => format!("**{left}**"),
        }));
        line(&cells);
        sums[0] += count;
        for (sum, left) in sums[1..].iter_mut().zip(left) {
            *sum += left;
        }
    }
    let mut cells = vec!["**all**".into(), String::new()];
    cells.extend(sums.iter().map(ToString::to_string));
    line(&cells);
    println!();
    let mut cells = vec!["after masking".to_owned()];
    cells.extend(maskers.iter().cloned());
    line(&cells);
    println!("|---|{}", "--:|".repeat(maskers.len()));
    let share = |of: fn(&(usize, usize, usize)) -> usize| -> Vec<String> {
        same.iter()
            .map(|one| format!("{} of {}", of(one), one.2))
            .collect()
    };
    for (what, cells) in [
        ("the same leading cause, as sure", share(|one| one.0)),
        ("the same report, byte for byte", share(|one| one.1)),
    ] {
        let mut line_of = vec![what.to_owned()];
        line_of.extend(cells);
        line(&line_of);
    }
}

fn place_group(place: &str) -> &'static str {
    const GROUPS: &[(&str, &str)] = &[
        ("base64", "base64 content"),
        ("WebSocket", "WebSocket frames"),
        ("Referer", "URL and queryString"),
        ("header", "headers"),
        ("query", "URL and queryString"),
        ("Query", "URL and queryString"),
        ("ookie", "cookies"),
        ("form in a HAR", "body that was sent"),
        ("JSON that was sent", "body that was sent"),
        ("part of a form", "body that was sent"),
    ];
    let found = GROUPS.iter().find(|(word, _)| place.contains(word));
    found.map_or("body that came", |(_, group)| group)
}

fn kind_group(kind: &Kind) -> &'static str {
    const NAMED: &[(&str, &str)] = &[
        ("AWS", "AWS keys, tokens and signatures"),
        ("presigned", "AWS keys, tokens and signatures"),
        ("access key id", "AWS keys, tokens and signatures"),
        ("RSA", "private keys"),
        ("SSH", "private keys"),
        ("private key", "private keys"),
        ("URL", "passwords in URLs, callbacks"),
        ("callback", "passwords in URLs, callbacks"),
    ];
    let found = NAMED.iter().find(|(word, _)| kind.name.contains(word));
    match (found, kind.stands) {
        (_, Stands::Header("Cookie" | "Set-Cookie")) => "cookies",
        (_, Stands::Header(_)) => "Authorization values",
        (Some((_, group)), _) => group,
        (None, Stands::Named(_)) => "passwords, keys and tokens under their names",
        (None, Stands::Anywhere) => "JWTs and services' tokens by their form",
    }
}
