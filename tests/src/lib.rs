//! The tests themselves are in `tests/`, one file a surface; here is what they share.

pub mod planted;
pub mod readers;
pub mod seeds;
pub mod snippets;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use gatewhy_core::intake::{self, Kind};
use gatewhy_core::report::{Diagnosis, Effect, Report};
use gatewhy_core::{Evidence, Lang};

/// The folder of fixtures whose exchanges must stay without a diagnosis.
pub const NONE: &str = "none";

/// One captured exchange and the cause that is expected on top.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// The folder's name: a cause, or [`NONE`].
    pub cause: String,
    /// The file's name.
    pub name: String,
    /// Where it stands.
    pub path: PathBuf,
    /// What it holds.
    pub evidence: Evidence,
}

impl Fixture {
    /// `cause/name`, as messages show it.
    pub fn label(&self) -> String {
        format!("{}/{}", self.cause, self.name)
    }

    /// The cause that this exchange is nearly, but not: `not-<cause>--<free name>`.
    pub fn near_miss(&self) -> Option<&str> {
        let (cause, _) = self.name.strip_prefix("not-")?.split_once("--")?;
        Some(cause)
    }
}

/// Where `tests/<name>` stands.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Every exchange under `tests/fixtures/`, in order of its path.
///
/// # Errors
///
/// When a file cannot be read, or holds no exchange; the error names the file.
pub fn fixtures() -> io::Result<Vec<Fixture>> {
    let mut all = Vec::new();
    for cause in entries(&folder("fixtures"))? {
        if !cause.is_dir() {
            continue;
        }
        for path in entries(&cause)? {
            let Some(kind) = kind(&path) else {
                continue;
            };
            all.push(Fixture {
                cause: name(&cause),
                name: name(&path),
                evidence: exchange(&path, kind)?,
                path,
            });
        }
    }
    Ok(all)
}

/// Every fixture and every reported failure, by name.
///
/// # Errors
///
/// When a file cannot be read, or holds no exchange; the error names the file or the case.
pub fn everything() -> io::Result<Vec<(String, Evidence)>> {
    #[derive(serde::Deserialize)]
    struct Case {
        id: String,
        evidence: Evidence,
    }
    let mut all: Vec<(String, Evidence)> = fixtures()?
        .into_iter()
        .map(|one| (one.label(), one.evidence))
        .collect();
    for line in fs::read_to_string(folder("cases/reported.jsonl"))?.lines() {
        let case: Case = serde_json::from_str(line)?;
        all.push((case.id, case.evidence));
    }
    Ok(all)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The kind of a fixture, by its extension; snapshots and notes are none.
fn kind(path: &Path) -> Option<Kind> {
    Some(match path.extension()?.to_str()? {
        "http" => Kind::Http,
        "json" => Kind::Evidence,
        "curl" => Kind::Curl,
        "har" => Kind::Har,
        "log" => Kind::Log,
        "txt" => Kind::Text,
        _ => return None,
    })
}

/// The exchange that a fixture is about: the last failing one, else the last.
fn exchange(path: &Path, kind: Kind) -> io::Result<Evidence> {
    let wrong = |why: String| io::Error::other(format!("{}: {why}", path.display()));
    let session =
        intake::read_bytes(&fs::read(path)?, Some(kind)).map_err(|why| wrong(why.to_string()))?;
    if let Some(remark) = session.remarks().first() {
        return Err(wrong(remark.text(Lang::En)));
    }
    let all: Vec<Evidence> = session.exchanges().map(|(evidence, _)| evidence).collect();
    let failing = |one: &&Evidence| intake::complete(one, Lang::En).0.failed();
    all.iter()
        .rfind(failing)
        .or(all.last())
        .cloned()
        .ok_or_else(|| wrong("there is no exchange in it".into()))
}

/// A report as a reviewer reads it: the whole ranking with its trail.
pub fn compact(report: &Report) -> String {
    let mut text = String::new();
    let subject = &report.subject;
    let or_dash = |value: Option<&str>| value.unwrap_or("-").to_owned();
    line(
        &mut text,
        &format!(
            "{} {} {} · host {} · by {} {:.2}",
            or_dash(subject.method.as_deref()),
            or_dash(subject.url.as_deref()),
            subject
                .status
                .map_or_else(|| "-".into(), |status| status.to_string()),
            or_dash(subject.host),
            report.origin.who.name().get(Lang::En),
            report.origin.confidence
        ),
    );
    for item in &report.origin.because {
        line(
            &mut text,
            &format!("  + {} [{}: {}]", item.says, item.place, item.quote),
        );
    }
    for diagnosis in &report.diagnoses {
        self::diagnosis(&mut text, diagnosis);
    }
    for token in &report.tokens {
        line(&mut text, &format!("token {}", token.place));
        for claim in &token.claims {
            let reads = claim.reads.as_deref().map(|reads| format!(" = {reads}"));
            let reads = reads.unwrap_or_default();
            line(
                &mut text,
                &format!("  {}: {}{reads}", claim.name, claim.value),
            );
        }
        for found in &token.findings {
            line(
                &mut text,
                &format!("  ! {} [{}: {}]", found.says, found.place, found.quote),
            );
        }
    }
    if let Some(since) = &report.since {
        line(
            &mut text,
            &format!(
                "since {} {} {} {}",
                since.method,
                since.url,
                since.status,
                or_dash(since.started.as_deref())
            ),
        );
    }
    for change in &report.changes {
        let side = |side: &Option<String>| or_dash(side.as_deref());
        line(
            &mut text,
            &format!(
                "  ~ {} [{}: {} -> {}]",
                change.says,
                change.what,
                side(&change.then),
                side(&change.now)
            ),
        );
    }
    for note in &report.notes {
        line(&mut text, &format!("note {:?}: {}", note.kind, note.text));
    }
    text
}

fn diagnosis(text: &mut String, diagnosis: &Diagnosis) {
    line(
        text,
        &format!(
            "\n{:.2} {}: {}",
            diagnosis.confidence, diagnosis.cause, diagnosis.title
        ),
    );
    for item in &diagnosis.evidence {
        let sign = match item.effect {
            Effect::For => '+',
            Effect::Against => '-',
        };
        line(
            text,
            &format!("  {sign} {} [{}: {}]", item.says, item.place, item.quote),
        );
    }
    for unknown in &diagnosis.unknown {
        line(text, &format!("  ? {unknown}"));
    }
    for check in &diagnosis.checks {
        line(text, &format!("  check {}", check.title));
    }
    for fix in &diagnosis.fixes {
        line(text, &format!("  fix {}", fix.title));
    }
}

/// One line, whatever line ends a quote holds.
fn line(text: &mut String, line: &str) {
    let body = line.trim_start_matches('\n');
    if body.len() < line.len() {
        text.push('\n');
    }
    let body = body.replace('\r', "\\r").replace('\n', "\\n");
    writeln!(text, "{}", body.trim_end()).expect("a String takes all");
}

/// The ranking in one line: `0.71 route-not-found, 0.12 waf-block`.
pub fn ranking(report: &Report) -> String {
    if report.diagnoses.is_empty() {
        return "no diagnosis".into();
    }
    report
        .diagnoses
        .iter()
        .map(|diagnosis| format!("{:.2} {}", diagnosis.confidence, diagnosis.cause))
        .collect::<Vec<_>>()
        .join(", ")
}
