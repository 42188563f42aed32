//! What a diagnosis says: plain data, the public contract `gatewhy/report@1` (docs/CONTRACT.md).

use alloc::string::String;
use alloc::vec::Vec;

use crate::evidence::Evidence;
use crate::origin::{Side, Who};
use crate::rule::{Actor, Form};
use crate::text::Lang;

pub use crate::signing::Part;

/// The name of the contract in every report.
pub const SCHEMA: &str = "gatewhy/report@1";

/// A report on one exchange. No field of it ever holds a secret.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The language of its words.
    pub lang: Lang,
    /// What was called.
    pub subject: Subject,
    /// Who answered.
    pub origin: OriginReport,
    /// What the request's AWS signature shows; `None` where there is none.
    pub signature: Option<Signature>,
    /// The causes, best first; empty when nothing failed.
    pub diagnoses: Vec<Diagnosis>,
    /// The tokens that the request carries, read but not verified.
    pub tokens: Vec<TokenReport>,
    /// The call of this session that worked and is most like this one, where there is one that it
    /// could be compared with.
    pub since: Option<Since>,
    /// In what this call differs from that one; empty beside [`since`](Self::since) where nothing
    /// that was captured does.
    pub changes: Vec<Change>,
    /// What happened to a call that its page saw as a CORS error; `None` for all others.
    pub cors: Option<Cors>,
    /// What the reader should know besides.
    pub notes: Vec<Note>,
}

impl Report {
    /// Whether a failing exchange can be API Gateway's: by its host, by who answered, or because its
    /// host may be a custom domain and nothing speaks against it.
    ///
    /// A session as a browser records it holds all that a page loads; this is what a list shows of it.
    pub fn concerns_api_gateway(&self, evidence: &Evidence) -> bool {
        /// From here on it is known that somebody else answered.
        const KNOWN: f64 = 0.8;
        /// What pages load besides calling an API.
        const ASSETS: &[&str] = &[
            "image",
            "script",
            "stylesheet",
            "font",
            "media",
            "manifest",
            "texttrack",
            "ping",
        ];
        let own_host = !matches!(self.subject.host, None | Some("other" | "lambda-url"));
        let is_asset = evidence
            .resource_type
            .as_deref()
            .is_some_and(|kind| ASSETS.contains(&kind));
        match self.origin.who.side() {
            Side::Gateway | Side::Behind => true,
            _ if own_host => true,
            Side::Foreign => self.origin.confidence < KNOWN,
            Side::Nobody | Side::Unknown => !is_asset,
        }
    }
}

/// What was called. `None` where the evidence does not tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Subject {
    /// The verb.
    pub method: Option<String>,
    /// The URL, secrets masked.
    pub url: Option<String>,
    /// The status.
    pub status: Option<u16>,
    /// `rest`, `http`, `websocket`, `private`, `custom-domain`, `vpce`, `lambda-url` or `other`.
    pub host: Option<&'static str>,
    /// The API's id.
    pub api_id: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The stage.
    pub stage: Option<String>,
    /// The path within the stage.
    pub path: Option<String>,
    /// The VPC endpoint's id.
    pub vpce_id: Option<String>,
    /// The account that owns the API.
    pub account_id: Option<String>,
    /// `x-amzn-requestid` or `apigw-requestid`.
    pub request_id: Option<String>,
    /// `x-amz-apigw-id`.
    pub extended_request_id: Option<String>,
}

/// Who answered and why we think so.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OriginReport {
    /// Who.
    pub who: Who,
    /// From 0 to 1.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::json::share"))]
    pub confidence: f64,
    /// What shows it.
    pub because: Vec<EvidenceItem>,
}

/// What a request's AWS signature shows, and where the server read another request than was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Signature {
    /// Where it stands.
    pub form: SignatureForm,
    /// What is wrong with it, most telling first; empty when nothing is.
    pub findings: Vec<Finding>,
    /// The first part that the server read otherwise than the client sent it.
    pub diff: Option<SignatureDiff>,
}

/// Where a signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum SignatureForm {
    /// In the `Authorization` header.
    Header,
    /// In the query: a presigned URL.
    Query,
}

/// One thing that is wrong with a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Finding {
    /// What it is about.
    pub part: Part,
    /// What is wrong.
    pub says: String,
    /// The bytes that show it, secrets masked; empty where something is missing.
    pub quote: String,
    /// Where they stand.
    #[cfg_attr(feature = "serde", serde(rename = "where"))]
    pub place: String,
}

/// One line of the canonical request or of the string to sign, as either side has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SignatureDiff {
    /// What the line is about.
    pub part: Part,
    /// What happened to it.
    pub says: String,
    /// The line as the client's request gives it, secrets masked.
    pub sent: String,
    /// The line as the server read it, secrets masked.
    pub read: String,
}

/// What happened to a call that its page saw as a CORS error.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Cors {
    /// What happened, in order.
    pub steps: Vec<CorsStep>,
    /// What lets the page read such an answer; empty where that is what the diagnosis is about.
    pub fixes: Vec<FixReport>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CorsStep {
    /// What it is about.
    pub part: CorsPart,
    /// Whether it went well.
    pub ok: bool,
    /// What happened.
    pub says: String,
    /// The bytes that show it, secrets masked; empty where something is missing.
    pub quote: String,
    /// Where they stand.
    #[cfg_attr(feature = "serde", serde(rename = "where"))]
    pub place: String,
}

/// The parts of a call from a page to another origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum CorsPart {
    /// What the browser asked first.
    Preflight,
    /// What the page wanted to send.
    Request,
    /// What came back.
    Answer,
    /// What the page saw of it.
    Page,
}

impl Cors {
    /// The steps to tell beside the notes: [`NoteKind::CorsMasked`] says what the page saw in its own
    /// words.
    pub fn steps_beside<'a>(&'a self, notes: &[Note]) -> impl Iterator<Item = &'a CorsStep> {
        let told = notes.iter().any(|note| note.kind == NoteKind::CorsMasked);
        self.steps
            .iter()
            .filter(move |step| !(told && step.part == CorsPart::Page))
    }
}

impl CorsPart {
    /// The public word for it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Preflight => "preflight",
            Self::Request => "request",
            Self::Answer => "answer",
            Self::Page => "page",
        }
    }
}

/// One cause and everything about it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Diagnosis {
    /// The public id of the cause.
    pub cause: &'static str,
    /// The estimated probability that this is the cause, given only this evidence.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::json::share"))]
    pub confidence: f64,
    /// What happened.
    pub title: String,
    /// The mechanism.
    pub why: String,
    /// What speaks for and against it.
    pub evidence: Vec<EvidenceItem>,
    /// What was not captured and would settle it.
    pub unknown: Vec<String>,
    /// How to make sure; the first one separates best.
    pub checks: Vec<CheckReport>,
    /// What to do.
    pub fixes: Vec<FixReport>,
    /// Where to read on.
    pub links: Vec<LinkReport>,
}

/// A clue that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EvidenceItem {
    /// What it shows.
    pub says: String,
    /// The bytes, secrets masked; empty where the clue is that something is missing.
    pub quote: String,
    /// Where they stand.
    #[cfg_attr(feature = "serde", serde(rename = "where"))]
    pub place: String,
    /// Which way it speaks.
    pub effect: Effect,
}

/// Which way a clue speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Effect {
    /// For the diagnosis.
    For,
    /// Against it.
    Against,
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CheckReport {
    /// What to look at.
    pub title: String,
    /// The command that shows it; empty where none does.
    pub command: String,
    /// What it means if so.
    pub if_so: String,
    /// What it means if not.
    pub if_not: String,
}

/// One remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FixReport {
    /// Who can carry it out.
    pub who: Actor,
    /// What to do.
    pub title: String,
    /// What the text is.
    pub form: Form,
    /// The command, snippet or instruction.
    pub text: String,
    /// What the reader still has to fill in.
    pub placeholders: Vec<String>,
    /// Whether a REST API has to be deployed again.
    pub redeploy: bool,
}

/// A page to read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LinkReport {
    /// The page's title.
    pub title: String,
    /// Its address.
    pub url: &'static str,
}

/// A token that the request carries. Its signature is never looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TokenReport {
    /// Where it stands.
    #[cfg_attr(feature = "serde", serde(rename = "where"))]
    pub place: String,
    /// The claims that an authorizer judges; none where the token cannot be read.
    pub claims: Vec<ClaimReport>,
    /// What is wrong with it, or would be for the authorizers that API Gateway has.
    pub findings: Vec<TokenFinding>,
}

/// One claim of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ClaimReport {
    /// Its name: `iss`, `aud`, `exp`, `nbf`, `iat`, `scope`, `token_use` or `client_id`.
    pub name: &'static str,
    /// Its value as it stands in the token, without the quotes around a text.
    pub value: String,
    /// What it says to a person, where the value does not: the moment that a number stands for.
    pub reads: Option<String>,
}

/// Something that is wrong with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TokenFinding {
    /// What it is.
    pub says: String,
    /// The bytes, secrets masked; empty where the point is that something is missing.
    pub quote: String,
    /// Where they stand.
    #[cfg_attr(feature = "serde", serde(rename = "where"))]
    pub place: String,
}

/// The call that this one was compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Since {
    /// The verb.
    pub method: String,
    /// The URL, secrets masked.
    pub url: String,
    /// The status.
    pub status: u16,
    /// When it began, as it was captured.
    pub started: Option<String>,
}

/// One difference from the call that worked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Change {
    /// What differs: `request.headers.authorization`, `url.path`, ….
    pub what: String,
    /// How it differs.
    pub says: String,
    /// What stood there in the call that worked, secrets masked; `None` where nothing did.
    pub then: Option<String>,
    /// What stands there in this one.
    pub now: Option<String>,
}

/// Something the reader should know besides.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Note {
    /// Its kind.
    pub kind: NoteKind,
    /// Its words.
    pub text: String,
}

/// The kinds of note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum NoteKind {
    /// The page saw a CORS error in place of the real one.
    CorsMasked,
    /// This failure leaves no line in the execution log.
    LogsAbsent,
    /// The fix works only after the API is deployed again.
    RedeployNeeded,
    /// The browser kept the body to itself.
    BodyWithheld,
    /// The API's owner gave the gateway response another status or another body.
    CustomisedResponse,
    /// Something about the input.
    Input,
}

impl NoteKind {
    /// The public id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::CorsMasked => "cors-masked",
            Self::LogsAbsent => "logs-absent",
            Self::RedeployNeeded => "redeploy-needed",
            Self::BodyWithheld => "body-withheld",
            Self::CustomisedResponse => "customised-response",
            Self::Input => "input",
        }
    }
}
