//! What fuzzers begin with, and the form in which evidence is given to them.

use std::path::{Path, PathBuf};
use std::{fs, io};

use gatewhy_core::{Evidence, Headers};

use crate::{fixtures, folder};

/// What stands between two fields of an input that is split into some.
pub(crate) const BETWEEN: char = '\u{1e}';

/// Evidence from fields in a fixed order, so that a fuzzer can change one without the others.
pub(crate) fn from_fields(bytes: &[u8]) -> Evidence {
    let text = String::from_utf8_lossy(bytes);
    let mut fields = text.split(BETWEEN);
    let mut next = || {
        let field = fields.next().unwrap_or_default();
        (!field.is_empty()).then(|| field.to_owned())
    };
    let mut evidence = one_exchange(&mut next);
    while let Some(neighbour) = next().filter(|_| evidence.neighbours.len() < 4) {
        let mut other = one_exchange(&mut next);
        other.resource_type = Some(neighbour);
        evidence.neighbours.push(other);
    }
    evidence
}

fn one_exchange(next: &mut impl FnMut() -> Option<String>) -> Evidence {
    Evidence {
        url: next(),
        method: next(),
        status: next().and_then(|status| status.parse().ok()),
        request_headers: of_lines(next()),
        response_headers: of_lines(next()),
        body: next(),
        net_error: next(),
        curl_text: next(),
        log: next(),
        request_body: next(),
        time_ms: next().and_then(|time| time.parse().ok()),
        started: next(),
        body_withheld: next().is_some(),
        ..Evidence::default()
    }
}

fn of_lines(lines: Option<String>) -> Headers {
    let lines = lines.unwrap_or_default();
    let header = |line: &str| -> Option<(String, String)> {
        let (name, value) = line.split_once(':')?;
        Some((name.into(), value.trim_start_matches(' ').into()))
    };
    lines.lines().filter_map(header).collect()
}

/// The reverse of [`from_fields`].
fn to_fields(evidence: &Evidence) -> String {
    let mut fields = fields_of(evidence);
    for neighbour in &evidence.neighbours {
        fields.push(neighbour.resource_type.clone().unwrap_or("fetch".into()));
        fields.extend(fields_of(neighbour));
    }
    let between = BETWEEN.to_string();
    fields.join(&between)
}

fn fields_of(evidence: &Evidence) -> Vec<String> {
    let lines = |headers: &Headers| -> String {
        let lines = headers.iter();
        let lines: Vec<String> = lines
            .map(|one| {
                format!(
                    "{}: {}
",
                    one.name, one.value
                )
            })
            .collect();
        lines.concat()
    };
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    vec![
        text(&evidence.url),
        text(&evidence.method),
        evidence
            .status
            .map_or_else(String::new, |status| status.to_string()),
        lines(&evidence.request_headers),
        lines(&evidence.response_headers),
        text(&evidence.body),
        text(&evidence.net_error),
        text(&evidence.curl_text),
        text(&evidence.log),
        text(&evidence.request_body),
        evidence
            .time_ms
            .map_or_else(String::new, |time| time.to_string()),
        text(&evidence.started),
        if evidence.body_withheld {
            "y".into()
        } else {
            String::new()
        },
    ]
}

/// What a reader's fuzzer begins with: what was captured, and what a fuzzer found.
///
/// # Errors
///
/// When an input cannot be read.
pub fn seeds(reader: &str) -> io::Result<Vec<Vec<u8>>> {
    let mut seeds = files(&folder("fuzz-found").join(reader), |_| true)?;
    match reader {
        "diagnosis" | "redact" | "rendering" => {
            let all = fixtures()?;
            seeds.extend(all.iter().map(|one| to_fields(&one.evidence).into_bytes()));
        }
        "headers" => seeds.extend(fixtures()?.iter().filter_map(|one| told(&one.evidence))),
        _ => {
            let fits = |path: &Path| {
                let extension = path.extension().and_then(|one| one.to_str());
                match (reader, extension) {
                    (_, None | Some("snap" | "md")) => false,
                    ("any", _) => true,
                    ("curl", Some(of)) => matches!(of, "curl" | "txt"),
                    ("evidence", Some(of)) => matches!(of, "json" | "jsonl"),
                    ("log", Some(of)) => matches!(of, "log" | "csv" | "json"),
                    (_, Some(of)) => of == reader,
                }
            };
            for place in ["fixtures", "intake", "cases"] {
                seeds.extend(files(&folder(place), fits)?);
            }
        }
    }
    Ok(seeds)
}

/// The fields of the reader `headers`, of an exchange that has a message.
fn told(evidence: &Evidence) -> Option<Vec<u8>> {
    let body: serde_json::Value = serde_json::from_str(evidence.body.as_deref()?).ok()?;
    let message = body.get("message").or_else(|| body.get("Message"))?;
    let request = |name| evidence.request_headers.first(name).unwrap_or_default();
    let fields = [
        evidence
            .response_headers
            .first("x-amzn-errortype")
            .unwrap_or_default(),
        message.as_str()?,
        request("authorization"),
        request("x-amz-date"),
        evidence.url.as_deref().unwrap_or_default(),
    ];
    Some(fields.join(&BETWEEN.to_string()).into_bytes())
}

/// The files under a folder, in order of their paths; none where there is no such folder.
fn files(folder: &Path, fits: impl Fn(&Path) -> bool + Copy) -> io::Result<Vec<Vec<u8>>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<_>>()?;
        paths.sort();
        for path in paths {
            if path.is_dir() {
                found.extend(files(&path, fits)?);
            } else if fits(&path) {
                found.push(fs::read(&path)?);
            }
        }
    }
    Ok(found)
}
