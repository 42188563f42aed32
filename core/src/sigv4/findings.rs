//! What a signature shows, in words: where the server read another request than was sent, else what
//! is wrong with the request by itself.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::diff::{self, differences};
use super::{lint, looks};
use crate::auth::AuthKind;
use crate::facts::Facts;
use crate::look::Look;
use crate::redact;
use crate::report::{Finding, Signature, SignatureDiff, SignatureForm};
use crate::signing::{Difference, Lint, Part, Shown, Signed};
use crate::sort;
use crate::text::{Lang, Text, Values};

/// Looks at the signature of an exchange.
pub(crate) fn shown(facts: &Facts<'_>) -> Shown {
    let read = facts
        .texts()
        .find_map(|(text, place)| Some((Signed::read(text)?, place)));
    Shown {
        is_blanked: read.as_ref().is_some_and(|(read, _)| {
            let lines = [&read.path, &read.query].into_iter().flatten();
            lines
                .chain(read.headers.iter().map(|(_, value)| value))
                .any(|text| diff::is_blanked(text))
        }),
        differences: match &read {
            Some((read, _)) => differences(facts, read),
            None => Vec::new(),
        },
        lints: if looks::is_meant(facts) {
            lint::lints(facts)
        } else {
            Vec::new()
        },
        read,
    }
}

/// What the report says of a signature; `None` where nobody signed.
pub(crate) fn signature(facts: &Facts<'_>, lang: Lang) -> Option<Signature> {
    let shown = &facts.signing;
    if !looks::is_meant(facts) && shown.read.is_none() {
        return None;
    }
    let mut findings: Vec<Finding> = Vec::new();
    if let Some((_, place)) = &shown.read {
        for difference in &shown.differences {
            findings.push(Finding {
                part: difference.part,
                says: difference.say(&facts.values, lang),
                quote: difference.read.clone(),
                place: (*place).to_owned(),
            });
        }
    }
    if let Look::Seen(quote) = looks::nothing_differs(facts) {
        findings.push(Finding {
            part: Part::Key,
            says: NOTHING_DIFFERS.get(lang).to_owned(),
            quote: quote.text,
            place: quote.place,
        });
    }
    let told = lint::told(facts);
    let mut lints: Vec<&Lint> = shown.lints.iter().collect();
    sort::by_key(&mut lints, |lint| Some(lint.part) != told);
    for lint in lints {
        // What both sides show is told with what the server read.
        if shown
            .differences
            .iter()
            .all(|found| found.part != lint.part)
        {
            findings.push(Finding {
                part: lint.part,
                says: lint.say(&facts.values, lang),
                quote: redact::shown(&lint.quote.text),
                place: lint.quote.place.clone(),
            });
        }
    }
    Some(Signature {
        form: form(facts),
        findings,
        diff: shown.differences.first().map(|difference| SignatureDiff {
            part: difference.part,
            says: difference.say(&facts.values, lang),
            sent: difference.sent.clone(),
            read: difference.read.clone(),
        }),
    })
}

fn form(facts: &Facts<'_>) -> SignatureForm {
    let read = facts.signing.read.as_ref();
    let is_presigned = |query: &String| query.contains("X-Amz-Algorithm=");
    let by_server = || {
        let query = read.and_then(|(read, _)| read.query.as_ref());
        facts.auth.kind.is_none() && query.is_some_and(is_presigned)
    };
    if facts.auth.kind == Some(AuthKind::SigV4Query) || by_server() {
        SignatureForm::Query
    } else {
        SignatureForm::Header
    }
}

impl Difference {
    /// What happened, in words.
    pub(crate) fn say(&self, values: &Values, lang: Lang) -> String {
        self.values(values).say(self.says, lang)
    }

    /// The values that its words need besides these.
    pub(crate) fn values(&self, values: &Values) -> Values {
        let bare = |line: &str| match line.strip_prefix(self.named.as_str()) {
            Some(value) => value.trim_start_matches(':').to_string(),
            None => line.to_owned(),
        };
        let mut values = values.clone();
        values.set("sent", bare(&self.sent));
        values.set("read", bare(&self.read));
        values.set("named", self.named.clone());
        values
    }
}

impl Lint {
    /// What is wrong, in words.
    pub(crate) fn say(&self, values: &Values, lang: Lang) -> String {
        self.values(values).say(self.says, lang)
    }

    /// The values that its words need besides these.
    pub(crate) fn values(&self, values: &Values) -> Values {
        let mut values = values.clone();
        values.set("named", self.named.clone());
        values
    }
}

const NOTHING_DIFFERS: Text = text! {
    en: "Every line that can be compared arrived as it was sent: the secret key is the likely culprit, else the signer",
    ja: "比較できる行はすべて送信時のまま届いています。シークレットキーの誤りが疑われます。そうでなければ署名処理の誤りです",
};
