//! The story behind a “CORS error”: the preflight, the real answer, and what the page saw of it.
//!
//! A page is told one thing for all of it, “Failed to fetch”. The story tells which of three happened:
//! the preflight was refused, so that the request was never sent; the request was refused, and the
//! refusal carries no CORS headers; or the request worked, and its answer carries none.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::facts::Facts;
use crate::look::{Look, Quote};
use crate::looks;
use crate::notes;
use crate::origin::{Side, Who};
use crate::redact;
use crate::report::{CorsPart, CorsStep};
use crate::rule::Rule;
use crate::text::{Lang, Text};

/// The story, and the rule whose fixes let the page read such an answer.
pub(crate) struct Story {
    pub(crate) steps: Vec<CorsStep>,
    pub(crate) mended_by: Option<&'static str>,
}

/// The story of an exchange that a page saw as a CORS error; `None` for all others.
pub(crate) fn story(facts: &Facts<'_>, leading: &Rule, lang: Lang) -> Option<Story> {
    let evidence = facts.evidence;
    let is_about_cors = leading.id.starts_with("cors-");
    if facts.is_preflight() {
        let refused = evidence.status.is_some() && is_about_cors;
        return refused.then(|| never_sent(own_call(facts), lang));
    }
    let Some(status) = evidence.status else {
        return match looks::preflight_failed_before(facts) {
            Look::Seen(preflight) => Some(never_sent(preflight, lang)),
            _ => None,
        };
    };
    let masked = notes::masked_by_cors(facts);
    let unreadable = status < 400
        && is_about_cors
        && evidence.net_error.is_some()
        && !evidence.response_headers.has("access-control-allow-origin");
    if !masked && !unreadable {
        return None;
    }
    let mut steps = Vec::new();
    if let Look::Seen(preflight) = looks::preflight_passed_before(facts) {
        steps.push(step(CorsPart::Preflight, true, PASSED, preflight, lang));
    }
    let who = facts.origin.who;
    let mut answer = step(
        CorsPart::Answer,
        status < 400,
        if who == Who::Unknown {
            ANSWER_OF_SOMEBODY
        } else {
            ANSWER
        },
        answered(facts),
        lang,
    );
    answer.says = answer
        .says
        .replace("{status}", &status.to_string())
        .replace("{who}", who.name().get(lang));
    steps.push(answer);
    let missing = Quote {
        text: String::new(),
        place: "response.headers.access-control-allow-origin".into(),
    };
    steps.push(step(CorsPart::Page, false, UNREAD, missing, lang));
    let mended_by = match who.side() {
        // What the diagnosis says already is not said again.
        _ if is_about_cors => None,
        Side::Gateway => Some("cors-headers-missing-on-error"),
        Side::Behind => Some("cors-headers-missing-from-integration"),
        _ => None,
    };
    Some(Story { steps, mended_by })
}

fn never_sent(preflight: Quote, lang: Lang) -> Story {
    let nothing = |place: &str| Quote {
        text: String::new(),
        place: place.into(),
    };
    Story {
        steps: [
            step(CorsPart::Preflight, false, REFUSED, preflight, lang),
            step(
                CorsPart::Request,
                false,
                NEVER_SENT,
                nothing("request.method"),
                lang,
            ),
            step(CorsPart::Page, false, UNSENT, nothing("net_error"), lang),
        ]
        .into(),
        mended_by: None,
    }
}

/// This very exchange in the words in which neighbours are quoted.
fn own_call(facts: &Facts<'_>) -> Quote {
    Quote {
        text: facts
            .evidence
            .status
            .map(|status| status.to_string())
            .unwrap_or_default(),
        place: "response.status".into(),
    }
}

/// The error type where the answer names one, else the status.
fn answered(facts: &Facts<'_>) -> Quote {
    match facts.evidence.response_headers.first("x-amzn-errortype") {
        Some(name) => Quote {
            text: name.into(),
            place: "response.headers.x-amzn-errortype".into(),
        },
        None => own_call(facts),
    }
}

fn step(part: CorsPart, ok: bool, says: Text, quote: Quote, lang: Lang) -> CorsStep {
    const LONGEST: usize = 400;
    let bytes = redact::shown(&quote.text);
    let quoted = match bytes.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &bytes[..at]),
        None => bytes,
    };
    CorsStep {
        part,
        ok,
        says: says.get(lang).into(),
        quote: quoted,
        place: quote.place,
    }
}

const PASSED: Text = text! {
    en: "The browser asked first with a preflight, and got leave.",
    ja: "ブラウザーが先に送ったプリフライトは許可されました。",
};
const REFUSED: Text = text! {
    en: "The browser asked first with a preflight, and did not get the answer that it needs.",
    ja: "ブラウザーが先に送ったプリフライトに、必要な応答が返りませんでした。",
};
const NEVER_SENT: Text = text! {
    en: "So the request itself was never sent.",
    ja: "そのため、リクエスト自体は送信されていません。",
};
const ANSWER: Text = text! {
    en: "The request was sent. The real answer is {status}, from {who}.",
    ja: "リクエストは送信されました。実際の応答は{who}からの{status}です。",
};
const ANSWER_OF_SOMEBODY: Text = text! {
    en: "The request was sent. The real answer is {status}; who gave it is not known.",
    ja: "リクエストは送信されました。実際の応答は{status}ですが、どこが返したかはわかりません。",
};
const UNREAD: Text = text! {
    en: "The answer does not carry Access-Control-Allow-Origin, so the browser keeps it from the page, which sees only “Failed to fetch” or a CORS error.",
    ja: "応答にAccess-Control-Allow-Originがないため、ブラウザーは応答をページに渡しません。ページには「Failed to fetch」やCORSエラーとしか見えません。",
};
const UNSENT: Text = text! {
    en: "The page sees only “Failed to fetch” or a CORS error.",
    ja: "ページには「Failed to fetch」やCORSエラーとしか見えません。",
};
