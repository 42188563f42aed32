//! One answer of somebody else, and what has to be said of it.

use gatewhy_core::Evidence;

/// An answer as it stands on the wire.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// Whose it is, and which.
    pub(crate) name: String,
    /// Who may be named as its origin.
    pub(crate) who: &'static [&'static str],
    /// What the origin has to quote, where the body is there.
    pub(crate) quote: String,
    /// What it has to quote where the body was withheld; `None` where the headers tell nothing.
    pub(crate) header_quote: Option<String>,
    /// Whether the body alone, without any header, tells whose it is.
    pub(crate) body_tells: bool,
    evidence: Evidence,
}

/// Starts an answer of `host` with this status; a date is added, as every server sends one.
pub(crate) fn answer(name: impl Into<String>, host: &str, status: u16) -> Answer {
    let mut evidence = Evidence {
        url: Some(format!("https://{host}/v1/orders/7")),
        method: Some("GET".into()),
        status: Some(status),
        ..Evidence::default()
    };
    evidence.request_headers.push("Host", host);
    evidence.request_headers.push("User-Agent", "curl/8.5.0");
    evidence
        .response_headers
        .push("Date", "Mon, 12 Oct 2026 09:14:07 GMT");
    Answer {
        name: name.into(),
        who: &["other"],
        quote: String::new(),
        header_quote: None,
        body_tells: false,
        evidence,
    }
}

impl Answer {
    /// Who it is, and the bytes that show it.
    pub(crate) fn by(mut self, who: &'static [&'static str], quote: &str) -> Self {
        self.who = who;
        quote.clone_into(&mut self.quote);
        self
    }

    /// The headers alone tell it, by these bytes.
    pub(crate) fn told_by_header(mut self, quote: &str) -> Self {
        self.header_quote = Some(quote.to_owned());
        self
    }

    /// The body alone tells it.
    pub(crate) fn told_by_body(mut self) -> Self {
        self.body_tells = true;
        self
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.evidence.response_headers.push(name, value);
        self
    }

    /// Adds several.
    pub(crate) fn headers(mut self, headers: &[(&str, &str)]) -> Self {
        for (name, value) in headers {
            self.evidence.response_headers.push(*name, *value);
        }
        self
    }

    /// Takes the date away: appliances often send none.
    pub(crate) fn without_date(mut self) -> Self {
        self.evidence.response_headers = self
            .evidence
            .response_headers
            .iter()
            .filter(|header| header.name != "Date")
            .map(|header| (header.name.clone(), header.value.clone()))
            .collect();
        self
    }

    /// Asks by another verb.
    pub(crate) fn method(mut self, method: &str) -> Self {
        self.evidence.method = Some(method.to_owned());
        self
    }

    /// The body with its type and length.
    pub(crate) fn body(self, kind: &str, body: impl Into<String>) -> Self {
        let body = body.into();
        let length = body.len().to_string();
        let mut answer = self
            .header("Content-Type", kind)
            .header("Content-Length", &length);
        answer.evidence.body = Some(body);
        answer
    }

    /// An HTML page.
    pub(crate) fn html(self, body: impl Into<String>) -> Self {
        self.body("text/html", body)
    }

    /// JSON.
    pub(crate) fn json(self, body: &str) -> Self {
        self.body("application/json", body)
    }

    /// Plain text.
    pub(crate) fn text(self, body: &str) -> Self {
        self.body("text/plain", body)
    }

    /// No body.
    pub(crate) fn empty(mut self) -> Self {
        self.evidence.response_headers.push("Content-Length", "0");
        self.evidence.body = Some(String::new());
        self
    }

    /// As it was captured in full.
    pub(crate) fn whole(&self) -> Evidence {
        self.evidence.clone()
    }

    /// As a browser hands it over that withholds the body.
    pub(crate) fn withheld(&self) -> Option<Evidence> {
        self.header_quote.as_ref()?;
        let mut evidence = self.whole();
        evidence.body = Some(String::new());
        evidence.body_withheld = true;
        evidence.net_error = Some("net::ERR_FAILED".into());
        evidence.resource_type = Some("fetch".into());
        evidence
            .request_headers
            .push("Origin", "https://app.example.com");
        Some(evidence)
    }

    /// As people paste it: the status and the body.
    pub(crate) fn pasted(&self) -> Option<Evidence> {
        self.body_tells.then(|| Evidence {
            url: self.evidence.url.clone(),
            status: self.evidence.status,
            body: self.evidence.body.clone(),
            ..Evidence::default()
        })
    }
}
