//! Everything that leaves gatewhy, made of one input: in no line of it may a secret stand.

use gatewhy_core::render::{self, Layout};
use gatewhy_core::{Evidence, Lang, Report, diagnose, intake, redact};

/// What it is, and its text.
pub type Output = (&'static str, String);

/// The input masked, whole and as each exchange is read from it.
pub fn masked(text: &str) -> Vec<Output> {
    let mut outputs = vec![
        ("redact", redact::input(text, None, true)),
        (
            "redact without account ids",
            redact::input(text, None, false),
        ),
    ];
    if let Ok(session) = intake::read(text, None) {
        for (evidence, remarks) in session.exchanges() {
            outputs.push(("evidence", json(&redact::evidence(&evidence))));
            for remark in remarks {
                outputs.push(("remark", remark.text(Lang::En)));
            }
        }
    }
    outputs
}

/// What every surface shows of the exchanges of an input.
pub fn of_input(text: &str) -> Vec<Output> {
    let Ok(session) = intake::read(text, None) else {
        return Vec::new();
    };
    let exchanges: Vec<Evidence> = session.exchanges().map(|(evidence, _)| evidence).collect();
    of_exchanges(&exchanges, &Lang::ALL)
}

/// What every surface shows of these exchanges, in these languages.
pub fn of_exchanges(exchanges: &[Evidence], langs: &[Lang]) -> Vec<Output> {
    let mut outputs = Vec::new();
    for evidence in exchanges {
        for lang in langs {
            outputs.extend(of_report(&diagnose(evidence, *lang)));
        }
        outputs.extend(render::curl(evidence).map(|command| ("curl", command)));
        let as_json = json(evidence);
        outputs.push(("redact of evidence", redact::input(&as_json, None, true)));
        outputs.push(("evidence", json(&redact::evidence(evidence))));
    }
    let saved = render::har(exchanges);
    outputs.push(("redact of a HAR", redact::input(&saved, None, true)));
    outputs.push(("HAR", saved));
    outputs
}

fn of_report(report: &Report) -> Vec<Output> {
    let layout = Layout {
        columns: 80,
        full: true,
    };
    vec![
        ("report", json(report)),
        ("Markdown", render::markdown(report)),
        ("text", render::text(report, layout)),
    ]
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain data is JSON")
}
