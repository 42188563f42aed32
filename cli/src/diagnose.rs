//! `gatewhy diagnose`: reads, diagnoses, keeps what concerns API Gateway, prints.

use gatewhy_core::render::{self, Layout};
use gatewhy_core::report::{Note, Report};
use gatewhy_core::{Evidence, Lang, diagnose, intake, redact};

use crate::Outcome;
use crate::args::{Diagnose, Format};
use crate::error::Error;
use crate::input::{LONGEST_LINE, Row, Source, next_row};
use crate::output::{self, Output};

pub(crate) fn run(options: &Diagnose, lang: Lang, output: &mut Output) -> Result<Outcome, Error> {
    let sources = Source::of(&options.files)?;
    let mut run = Run {
        options,
        lang,
        output,
        tally: Tally::default(),
        reports: Vec::new(),
    };
    run.begin()?;
    for source in &sources {
        let done = if options.jsonl {
            run.stream(source)
        } else {
            run.whole(source)
        };
        match done {
            Ok(()) => {}
            // One file that cannot be read is no reason to leave out the others.
            Err(error) if !error.is_output() => {
                run.output.flush()?;
                output::complain(&error, lang);
                run.tally.refused += 1;
            }
            Err(error) => return Err(error.after_diagnosis(run.tally.failed > 0)),
        }
    }
    let failed = run.tally.failed > 0;
    run.end().map_err(|error| error.after_diagnosis(failed))
}

/// What was seen so far.
#[derive(Debug, Default)]
struct Tally {
    /// Exchanges that were read.
    read: usize,
    /// Failing exchanges that were diagnosed.
    failed: usize,
    /// Failing exchanges that other servers answered.
    foreign: usize,
    /// Sources that could not be read.
    refused: usize,
    /// Reports that were written.
    written: usize,
}

struct Run<'a> {
    options: &'a Diagnose,
    lang: Lang,
    output: &'a mut Output,
    tally: Tally,
    /// Texts for people are grouped and counted, so they wait for the last.
    reports: Vec<Report>,
}

impl Run<'_> {
    fn begin(&mut self) -> Result<(), Error> {
        if self.options.format == Format::Json {
            self.output.text("[")
        } else {
            Ok(())
        }
    }

    fn whole(&mut self, source: &Source) -> Result<(), Error> {
        let session = source.read(self.options.kind)?;
        for remark in session.remarks() {
            let remark = remark.text(self.lang);
            output::remark(&format!("{}: {remark}", source.name()), self.lang);
        }
        // Every part of it was broken.
        self.tally.refused += usize::from(session.is_empty() && !session.remarks().is_empty());
        // A browser writes down all that it loaded; anything else was chosen by the caller.
        let chosen = session.kind() != intake::Kind::Har;
        for (evidence, remarks) in session.exchanges() {
            self.tally.read += 1;
            let (mut report, failed) = diagnosed(&evidence, self.lang);
            let notes = remarks.iter().map(|remark| remark.note(self.lang));
            report.notes.extend(notes);
            let concerns = chosen || report.concerns_api_gateway(&evidence);
            self.tally.failed += usize::from(failed && (concerns || self.options.all));
            self.tally.foreign += usize::from(failed && !concerns && !self.options.all);
            if (failed && concerns) || self.options.all {
                self.report(report)?;
            }
        }
        Ok(())
    }

    /// One line in, one line out, at once.
    fn stream(&mut self, source: &Source) -> Result<(), Error> {
        let mut stream = source.open()?;
        while let Some(row) =
            next_row(stream.as_mut()).map_err(|why| Error::read(&source.name(), why))?
        {
            self.tally.read += 1;
            let (report, failed) = row_report(&row, self.lang);
            self.tally.failed += usize::from(failed);
            self.report(report)?;
            self.output.flush()?;
        }
        Ok(())
    }

    fn report(&mut self, report: Report) -> Result<(), Error> {
        match self.options.format {
            Format::Text | Format::Markdown { .. } => self.reports.push(report),
            Format::Json => {
                self.output
                    .text(if self.tally.written == 0 { "\n" } else { ",\n" })?;
                self.output.text(&output::json(&report, true)?)?;
            }
            Format::Jsonl => {
                self.output.text(&output::json(&report, false)?)?;
                self.output.text("\n")?;
            }
        }
        self.tally.written += 1;
        Ok(())
    }

    fn end(mut self) -> Result<Outcome, Error> {
        match self.options.format {
            Format::Text => self.text()?,
            Format::Markdown { keep_account_ids } => self.markdown(keep_account_ids)?,
            Format::Json => self.output.text(if self.tally.written == 0 {
                "]\n"
            } else {
                "\n]\n"
            })?,
            Format::Jsonl => {}
        }
        if self.tally.foreign > 0 {
            self.output.flush()?;
            output::remark(&left_out(self.tally.foreign, self.lang), self.lang);
        }
        Ok(match (self.tally.refused, self.tally.failed) {
            (1.., _) => Outcome::InputRefused,
            (0, 1..) => Outcome::Diagnosed,
            (0, 0) => Outcome::Fine,
        })
    }

    fn text(&mut self) -> Result<(), Error> {
        let layout = Layout {
            columns: self.output.columns(),
            full: self.options.full,
        };
        let lines = render::digest(&self.reports, self.tally.read, self.lang, layout);
        self.output.lines(&lines)
    }

    fn markdown(&mut self, keep_account_ids: bool) -> Result<(), Error> {
        if self.reports.is_empty() && self.tally.read > 0 {
            return self.output.text(&format!(
                "{}\n",
                render::words::nothing_failed(self.tally.read, self.lang)
            ));
        }
        for (at, report) in self.reports.iter().enumerate() {
            if at > 0 {
                self.output.text("\n---\n\n")?;
            }
            let page = render::markdown(report);
            if keep_account_ids {
                self.output.text(&page)?;
            } else {
                // It goes to other people, whose business account ids are not.
                self.output.text(&redact::account_ids(&page))?;
            }
        }
        Ok(())
    }
}

/// The report on one exchange, and whether the exchange failed.
fn diagnosed(evidence: &Evidence, lang: Lang) -> (Report, bool) {
    let failed = intake::complete(evidence, lang).0.failed();
    (diagnose(evidence, lang), failed)
}

/// The report on one line; on a line that holds no evidence there is no diagnosis, only why.
fn row_report(row: &Row, lang: Lang) -> (Report, bool) {
    let why: Vec<Note> = match row {
        Row::Text(text) => {
            let (evidence, remarks) = intake::json::line(text);
            if remarks.is_empty() {
                return diagnosed(&evidence, lang);
            }
            remarks.iter().map(|remark| remark.note(lang)).collect()
        }
        Row::TooLong => vec![Note::input(too_long(lang))],
    };
    let mut report = diagnose(&Evidence::default(), lang);
    report.diagnoses.clear();
    report.notes = why;
    (report, false)
}

fn too_long(lang: Lang) -> String {
    let limit = LONGEST_LINE >> 20;
    match lang {
        Lang::En => {
            format!("This line is longer than {limit} MiB and was skipped. Leave out large bodies.")
        }
        Lang::Ja => format!(
            "この行は{limit} MiBを超えているため読み飛ばしました。大きな本文を省いてください。"
        ),
    }
}

fn left_out(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::En, 1) => {
            "1 failing exchange with another server was left out; --all shows it".into()
        }
        (Lang::En, _) => {
            format!("{count} failing exchanges with other servers were left out; --all shows them")
        }
        (Lang::Ja, _) => format!(
            "API Gateway以外への失敗したリクエスト{count}件を省きました。--allで表示できます"
        ),
    }
}
