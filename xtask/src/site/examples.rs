//! The exchanges of tests/fixtures: what each cause really looks like.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use gatewhy_core::report::{Effect, Report};
use gatewhy_core::{Evidence, Lang, diagnose, intake, message};

use crate::failure::{Doing, Failure, Result};
use crate::project::Project;

/// One exchange, as it stands in its file.
pub(super) struct Example {
    /// The file's name, for messages.
    pub(super) name: String,
    /// What a reader would paste.
    pub(super) text: String,
}

/// What the exchanges of one cause show, each thing once and the most frequent first.
#[derive(Default)]
pub(super) struct Looks {
    pub(super) statuses: BTreeSet<u16>,
    /// What the response says.
    pub(super) messages: Vec<String>,
    /// `x-amzn-errortype`.
    pub(super) error_types: Vec<String>,
    /// Lines of a log.
    pub(super) logs: Vec<String>,
    /// What the client's network stack said.
    pub(super) net_errors: Vec<String>,
    /// Kinds of host: `rest`, `custom-domain`, …
    pub(super) hosts: BTreeSet<&'static str>,
    pub(super) examples: Vec<Example>,
    /// Causes that were possible too, the most frequent first.
    pub(super) rivals: Vec<&'static str>,
}

/// A shorter quote from a log in JSON says nothing without its neighbours.
const SHORTEST_OF_JSON: usize = 12;
/// How much of a text is shown.
const LONGEST: usize = 110;
/// Examples on a cause's page.
const EXAMPLES: usize = 3;

/// Reads what tests/fixtures holds of every cause.
pub(super) fn read(project: &Project) -> Result<BTreeMap<String, Looks>> {
    let mut all = BTreeMap::new();
    for folder in entries(&project.path("tests/fixtures"))? {
        let cause = name(&folder);
        if folder.is_dir() && cause != "none" {
            let looks = of_cause(&folder, &cause)?;
            all.insert(cause, looks);
        }
    }
    Ok(all)
}

fn of_cause(folder: &Path, cause: &str) -> Result<Looks> {
    let mut looks = Looks::default();
    let mut told = Told::default();
    let mut kinds: BTreeMap<String, Vec<Example>> = BTreeMap::new();
    for path in entries(folder)? {
        let kind = path
            .extension()
            .map_or_else(String::new, |kind| kind.to_string_lossy().into_owned());
        if kind == "snap" {
            continue;
        }
        let text = crate::project::read(&path)?;
        let (evidence, report) = leading(&text, &path)?;
        if report
            .diagnoses
            .first()
            .is_none_or(|first| first.cause != cause)
        {
            return Err(Failure::new(format!(
                "{} is not diagnosed as its folder says",
                path.display()
            ))
            .mend("cargo test -p gatewhy-tests --test fixtures"));
        }
        told.learn(&evidence, &report);
        let name = name(&path);
        if !name.starts_with("not-") {
            kinds.entry(kind).or_default().push(Example { name, text });
        }
    }
    // One of each kind of file before a second one of any.
    let mut rounds: Vec<_> = kinds.into_values().map(Vec::into_iter).collect();
    rounds.reverse();
    while looks.examples.len() < EXAMPLES {
        let before = looks.examples.len();
        for kind in &mut rounds {
            looks.examples.extend(kind.next());
        }
        if looks.examples.len() == before {
            break;
        }
    }
    looks.examples.truncate(EXAMPLES);
    told.into(&mut looks);
    Ok(looks)
}

/// The first failing exchange of a file, and the report on it.
fn leading(text: &str, path: &Path) -> Result<(Evidence, Report)> {
    let session = intake::read(text, None).map_err(|error| {
        Failure::new(format!("{}: {}", path.display(), error.message(Lang::En)))
    })?;
    let mut reports = session.exchanges().map(|(evidence, _)| {
        let report = diagnose(&evidence, Lang::En);
        (intake::complete(&evidence, Lang::En).0, report)
    });
    reports
        .find(|(_, report)| !report.diagnoses.is_empty())
        .ok_or_else(|| Failure::new(format!("{} has no diagnosis", path.display())))
}

/// How often each thing was seen.
#[derive(Default)]
struct Told {
    statuses: BTreeSet<u16>,
    hosts: BTreeSet<&'static str>,
    messages: BTreeMap<String, usize>,
    error_types: BTreeMap<String, usize>,
    logs: BTreeMap<String, usize>,
    net_errors: BTreeMap<String, usize>,
    rivals: BTreeMap<&'static str, usize>,
}

impl Told {
    fn learn(&mut self, evidence: &Evidence, report: &Report) {
        self.statuses.extend(report.subject.status);
        self.hosts.extend(report.subject.host);
        let [first, rest @ ..] = report.diagnoses.as_slice() else {
            return;
        };
        for rival in rest {
            *self.rivals.entry(rival.cause).or_default() += 1;
        }
        let body = evidence.body.as_deref().and_then(message::find);
        if let Some(words) = body.and_then(|message| general(&message.text?)) {
            *self.messages.entry(words).or_default() += 1;
        }
        let error_type = evidence.response_headers.first("x-amzn-errortype");
        if let Some(name) = error_type.and_then(|value| value.split(':').next()) {
            *self.error_types.entry(name.trim().to_owned()).or_default() += 1;
        }
        if let Some(words) = evidence.net_error.as_deref().and_then(general) {
            *self.net_errors.entry(words).or_default() += 1;
        }
        let log = evidence.log.as_deref().unwrap_or_default();
        let quotes = first
            .evidence
            .iter()
            .filter(|item| item.effect == Effect::For && item.place == "log");
        for words in quotes.filter_map(|item| logged(log, &item.quote)) {
            *self.logs.entry(words).or_default() += 1;
        }
    }

    fn into(self, looks: &mut Looks) {
        looks.statuses = self.statuses;
        looks.hosts = self.hosts;
        looks.messages = by_frequency(self.messages);
        looks.error_types = by_frequency(self.error_types);
        looks.logs = by_frequency(self.logs);
        looks.net_errors = by_frequency(self.net_errors);
        looks.rivals = by_frequency(self.rivals);
    }
}

/// The words of the log's line that a quote stands in, without what is put before every line. A
/// line of JSON is told by the quote alone.
fn logged(log: &str, quote: &str) -> Option<String> {
    let line = log.lines().find(|line| line.contains(quote))?;
    if line.contains('{') && line.contains("\":") {
        return general(quote).filter(|words| words.len() >= SHORTEST_OF_JSON);
    }
    // `(request id) words` in an execution log, `Mon Oct 05 … UTC 2026 : words` in the console's.
    let words = line.split_once(") ").map_or(line, |(_, words)| words);
    let words = match words.split_once(" : ") {
        Some((time, words)) if time.contains(" UTC ") => words,
        _ => words,
    };
    general(words).filter(|words| words.contains(' '))
}

/// What of a text others may meet too: names, ids, times and addresses are left out. `None` where
/// hardly anything remains.
fn general(text: &str) -> Option<String> {
    let mut words: Vec<&str> = Vec::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let own = digits > 4
            || is_opaque(word)
            || word.contains("arn:")
            || word.contains("://")
            || word.contains(".com")
            || word.starts_with('/')
            || word.contains('…');
        length += word.chars().count() + 1;
        let shown = if own || length > LONGEST { "…" } else { word };
        if shown != "…" || words.last() != Some(&"…") {
            words.push(shown);
        }
    }
    let kept = words.iter().filter(|word| **word != "…");
    let letters = kept
        .flat_map(|word| word.chars())
        .filter(|c| c.is_alphabetic())
        .count();
    (letters >= 4).then(|| words.join(" "))
}

/// Whether a word is an id or a token: long, and of letters and digits alike.
fn is_opaque(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    word.len() >= 16
        && word.bytes().any(|byte| byte.is_ascii_digit())
        && word.bytes().any(|byte| byte.is_ascii_uppercase())
        && !word.contains(['_', '.', ':', '('])
}

fn by_frequency<T: Ord>(counts: BTreeMap<T, usize>) -> Vec<T> {
    let mut all: Vec<(T, usize)> = counts.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    all.into_iter().map(|(text, _)| text).collect()
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect()
        })
        .doing(|| format!("cannot list {}", folder.display()))?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_one_exchange_has_is_left_out() {
        let same = |text: &str| assert_eq!(general(text).as_deref(), Some(text));
        same("Missing Authentication Token");
        same("net::ERR_NAME_NOT_RESOLVED");
        assert_eq!(
            general("User: arn:aws:iam::111122223333:user/x is not authorized").as_deref(),
            Some("User: … is not authorized")
        );
        assert_eq!(
            general("Signature expired: 20260112T092816Z").as_deref(),
            Some("Signature expired: …")
        );
        assert_eq!(
            general("Credential=AKIAIOSFODNN7EXAMPLE is not valid").as_deref(),
            Some("… is not valid")
        );
        assert_eq!(general("403"), None);
        assert_eq!(general("https://abc123defg.example.com/x"), None);
    }

    #[test]
    fn the_most_frequent_comes_first() {
        let counts = BTreeMap::from([("a", 1), ("b", 3), ("c", 3)]);
        assert_eq!(by_frequency(counts), ["b", "c", "a"]);
    }
}
