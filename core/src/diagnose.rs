//! The one function that people come for: evidence in, report out.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::clue::Clue;
use crate::evidence::Evidence;
use crate::facts::{ApiKind, Facts};
use crate::host::HostForm;
use crate::look::{Look, Quote};
use crate::origin::Side;
use crate::rank::{self, Standing, Step};
use crate::report::{
    CheckReport, Cors, Diagnosis, Effect, EvidenceItem, FixReport, LinkReport, Note, OriginReport,
    Report, SCHEMA, Subject,
};
use crate::rule::{Actor, Check, Fix, Form, Rule};
use crate::sort;
use crate::text::{Lang, placeholders};
use crate::{catalogue, changes, cors, intake, notes, redact, sigv4, tokens, weights};

/// Diagnoses one exchange.
///
/// Never fails and never panics: what cannot be read counts as not captured. When nothing failed,
/// the list of diagnoses is empty.
///
/// ```
/// use gatewhy_core::{Evidence, Lang, diagnose};
///
/// let evidence = Evidence {
///     url: Some("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets".into()),
///     status: Some(403),
///     body: Some(r#"{"message":"Missing Authentication Token"}"#.into()),
///     ..Evidence::default()
/// };
/// let report = diagnose(&evidence, Lang::En);
/// assert_eq!(report.diagnoses[0].cause, "route-not-found");
/// assert_eq!(report.subject.stage.as_deref(), Some("prod"));
/// ```
pub fn diagnose(evidence: &Evidence, lang: Lang) -> Report {
    // Nothing that follows sees a secret, so nothing that is said can hold one.
    let (evidence, remarks) = intake::completed(redact::evidence(evidence));
    let facts = Facts::of(&evidence);
    let shown = standings(&facts);
    let mut all_notes = notes::notes(&facts, &shown, lang);
    all_notes.extend(remarks.iter().map(|remark| remark.note(lang)));
    let (since, changes) = changes::reported(&facts, lang);
    Report {
        schema: SCHEMA,
        lang,
        subject: subject(&facts),
        origin: origin(&facts, lang),
        signature: sigv4::signature(&facts, lang),
        diagnoses: shown
            .iter()
            .enumerate()
            .map(|(at, standing)| diagnosis(standing, &rivals(&shown, at), &facts, lang))
            .collect(),
        tokens: if evidence.failed() {
            tokens::reports(&facts, lang)
        } else {
            Vec::new()
        },
        since,
        changes,
        cors: shown
            .first()
            .and_then(|leading| cors_story(&facts, leading.rule, lang)),
        notes: all_notes,
    }
}

/// The causes that are shown, best first; none where nothing failed.
pub(crate) fn standings(facts: &Facts<'_>) -> Vec<Standing> {
    if !facts.evidence.failed() {
        return Vec::new();
    }
    let mut standings = rank::rank(catalogue::rules(), facts);
    standings.truncate(weights::SHOWN_AT_MOST);
    standings.retain(|standing| standing.percent >= weights::SHOWN_FROM_PERCENT);
    standings
}

/// The other causes that are shown, best first: what a check should tell this one from.
fn rivals(shown: &[Standing], at: usize) -> Vec<&'static str> {
    shown
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .map(|(_, standing)| standing.rule.id)
        .collect()
}

fn subject(facts: &Facts<'_>) -> Subject {
    let evidence = facts.evidence;
    let value = |name: &str| facts.values.get(name).map(ToOwned::to_owned);
    let header = |name: &str| evidence.response_headers.first(name).map(ToOwned::to_owned);
    Subject {
        method: evidence.method.clone(),
        url: evidence.url.as_deref().map(redact::url),
        status: evidence.status,
        host: host_word(facts),
        api_id: value("api"),
        region: value("region"),
        stage: value("stage"),
        path: value("path").map(|path| redact::text(&path)),
        vpce_id: value("vpce"),
        account_id: value("account"),
        request_id: value("request_id"),
        extended_request_id: header("x-amz-apigw-id").or_else(|| value("extended_request_id")),
    }
}

fn host_word(facts: &Facts<'_>) -> Option<&'static str> {
    Some(match facts.host_form()? {
        HostForm::VpceDns => "vpce",
        HostForm::VpceAlias => "private",
        HostForm::LambdaUrl => "lambda-url",
        HostForm::BareExecuteApi if facts.api != Some(ApiKind::WebSocket) => "private",
        HostForm::ExecuteApi | HostForm::BareExecuteApi | HostForm::CustomDomainTarget => {
            match facts.api {
                Some(ApiKind::Http) => "http",
                Some(ApiKind::WebSocket) => "websocket",
                // What most such names are; headers that were not captured might tell otherwise.
                Some(ApiKind::Rest) | None => "rest",
            }
        }
        HostForm::Other | HostForm::CloudFront
            if matches!(facts.origin.who.side(), Side::Gateway | Side::Behind) =>
        {
            "custom-domain"
        }
        _ => "other",
    })
}

fn origin(facts: &Facts<'_>, lang: Lang) -> OriginReport {
    let item = |(says, quote): &(crate::Text, Quote)| EvidenceItem {
        says: facts.values.say(*says, lang),
        quote: quoted(quote),
        place: quote.place.clone(),
        effect: Effect::For,
    };
    OriginReport {
        who: facts.origin.who,
        confidence: confidence(facts.origin.percent),
        because: facts.origin.because.iter().map(item).collect(),
    }
}

pub(crate) fn confidence(percent: u8) -> f64 {
    f64::from(percent) / 100.0
}

/// A quote as it may leave: the bytes, cut where they run on; secrets were masked before.
fn quoted(quote: &Quote) -> String {
    const LONGEST: usize = 400;
    let text = redact::shown(&quote.text);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => alloc::format!("{}…", &text[..at]),
        None => text,
    }
}

fn diagnosis(standing: &Standing, rivals: &[&str], facts: &Facts<'_>, lang: Lang) -> Diagnosis {
    let rule = standing.rule;
    Diagnosis {
        cause: rule.id,
        confidence: confidence(standing.percent),
        title: facts.values.say(rule.title, lang),
        why: facts.values.say(rule.why, lang),
        evidence: trail(standing, facts, lang),
        unknown: unknown(standing, facts, lang),
        checks: checks(rule, rivals, facts, lang),
        fixes: rule
            .fixes
            .iter()
            .filter(|fix| applies(fix.when.as_ref(), facts))
            .map(|fix| fix_report(fix, facts, lang))
            .collect(),
        links: rule
            .links
            .iter()
            .map(|link| LinkReport {
                title: link.title.get(lang).to_owned(),
                url: link.url,
            })
            .collect(),
    }
}

/// What was seen, each observation once: a requirement whose very bytes another clue interprets in
/// the cause's favour is told in that clue's words.
fn trail(standing: &Standing, facts: &Facts<'_>, lang: Lang) -> Vec<EvidenceItem> {
    let steps = &standing.trail;
    let retold = |step: &Step| {
        step.says.is_none()
            && steps
                .iter()
                .any(|other| other.says.is_some() && other.speaks_for && other.quote == step.quote)
    };
    steps
        .iter()
        .filter(|step| !retold(step))
        .map(|step| item(step, facts, lang))
        .collect()
}

fn item(step: &Step, facts: &Facts<'_>, lang: Lang) -> EvidenceItem {
    let says = step.says.map_or_else(
        || step.clue.seen_part(facts).says(lang),
        |says| facts.values.say(says, lang),
    );
    EvidenceItem {
        says,
        quote: quoted(&step.quote),
        place: step.quote.place.clone(),
        effect: if step.speaks_for {
            Effect::For
        } else {
            Effect::Against
        },
    }
}

fn unknown(standing: &Standing, facts: &Facts<'_>, lang: Lang) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for clue in &standing.unknown {
        if let Some(missing) = clue
            .unknown(facts, lang)
            .filter(|missing| !words.contains(missing))
        {
            words.push(missing);
        }
    }
    words
}

fn applies(when: Option<&Clue>, facts: &Facts<'_>) -> bool {
    when.is_none_or(|clue| clue.look(facts) != Look::Absent)
}

/// The checks, the one that separates the best rival first.
fn checks(rule: &Rule, rivals: &[&str], facts: &Facts<'_>, lang: Lang) -> Vec<CheckReport> {
    let mut checks: Vec<&Check> = rule
        .checks
        .iter()
        .filter(|check| applies(check.when.as_ref(), facts))
        .collect();
    let rank = |check: &Check| {
        rivals
            .iter()
            .position(|rival| check.separates.contains(rival))
            .unwrap_or(rivals.len())
    };
    sort::by_key(&mut checks, |check| rank(check));
    checks
        .into_iter()
        .map(|check| CheckReport {
            title: facts.values.say(check.title, lang),
            command: facts.values.command(check.command, lang),
            if_so: facts.values.say(check.if_so, lang),
            if_not: facts.values.say(check.if_not, lang),
        })
        .collect()
}

fn cors_story(facts: &Facts<'_>, leading: &Rule, lang: Lang) -> Option<Cors> {
    let story = cors::story(facts, leading, lang)?;
    let fixes = story.mended_by.and_then(catalogue::rule);
    Some(Cors {
        steps: story.steps,
        fixes: fixes
            .map_or(&[][..], |rule| rule.fixes)
            .iter()
            .filter(|fix| fix.who == Actor::Owner && applies(fix.when.as_ref(), facts))
            .map(|fix| fix_report(fix, facts, lang))
            .collect(),
    })
}

fn fix_report(fix: &Fix, facts: &Facts<'_>, lang: Lang) -> FixReport {
    let text = match fix.form {
        Form::Cli => facts.values.command(fix.text, lang),
        Form::Console | Form::Text => facts.values.say(fix.text, lang),
        _ => facts.values.snippet(fix.text, lang),
    };
    FixReport {
        who: fix.who,
        title: facts.values.say(fix.title, lang),
        form: fix.form,
        placeholders: placeholders(&text),
        text,
        redeploy: fix.redeploy,
    }
}

impl Note {
    /// A note about the input.
    pub fn input(text: impl Into<String>) -> Self {
        Self {
            kind: crate::report::NoteKind::Input,
            text: text.into(),
        }
    }
}
