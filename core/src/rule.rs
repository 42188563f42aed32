//! The shape of a rule: one cause, what speaks for and against it, and what to do about it.

use crate::clue::Clue;
use crate::origin::Side;
use crate::text::Text;
pub(crate) use crate::weights::Prior;

/// What rule files are written with.
pub(crate) mod prelude {
    pub(crate) use super::Actor::{Caller, Owner};
    pub(crate) use super::Signal::{Doubts, Excludes, Hints, Opposes, Proves, Requires, Suggests};
    pub(crate) use super::{
        ANYONE, BEHIND, Check, FOREIGN, Family, Fix, Form, GATEWAY, NOBODY, Prior, Rule,
    };
    pub(crate) use crate::auth::AuthKind;
    pub(crate) use crate::clue::Clue::*;
    pub(crate) use crate::facts::{ApiKind, Facts};
    pub(crate) use crate::host::HostForm;
    pub(crate) use crate::links;
    pub(crate) use crate::look::Look;
    pub(crate) use crate::origin::Who;
    pub(crate) use crate::routing;
    pub(crate) use crate::text::Text;
}

/// One cause of failure. Every rule is a `static` in a file of its own under `src/rules/`.
#[derive(Debug)]
pub struct Rule {
    /// The public id: kebab-case, completes “it failed because of …”.
    pub id: &'static str,
    /// The version of gatewhy that first knew it.
    pub since: &'static str,
    /// The part of the gateway's work that it belongs to.
    pub family: Family,
    /// The statuses under which it shows, for the catalogue; empty where nobody answers.
    pub statuses: &'static [u16],
    /// How often this is the cause among failures that look like it.
    pub prior: Prior,
    /// Whose words it explains; rules of another side fall behind once it is known who answered.
    pub speaker: &'static [Side],
    /// What happened, as a fact.
    pub title: Text,
    /// The mechanism, in about three sentences.
    pub why: Text,
    /// What to look for.
    pub signals: &'static [Signal],
    /// How to make sure; the one that separates the leading causes is put first.
    pub checks: &'static [Check],
    /// What to do.
    pub fixes: &'static [Fix],
    /// The pages of AWS that say so.
    pub links: &'static [Link],
}

/// API Gateway's own words.
pub const GATEWAY: &[Side] = &[Side::Gateway];
/// The integration's words.
pub const BEHIND: &[Side] = &[Side::Behind];
/// Nobody answered.
pub const NOBODY: &[Side] = &[Side::Nobody];
/// Somebody who is no part of the API.
pub const FOREIGN: &[Side] = &[Side::Foreign];
/// Whoever answered.
pub const ANYONE: &[Side] = &[];

/// The part of the gateway's work that a cause belongs to; ids of the public catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Family {
    /// Host, mapping, stage, path and verb.
    Route,
    /// AWS Signature Version 4 and credentials.
    Signing,
    /// IAM and resource policies.
    Policy,
    /// Lambda, Cognito and JWT authorizers.
    Authorizer,
    /// API keys, usage plans and throttles.
    Key,
    /// AWS WAF and mutual TLS.
    Edge,
    /// Private APIs.
    Private,
    /// Name resolution, connections and TLS.
    Network,
    /// Cross-origin resource sharing.
    Cors,
    /// What stands behind the gateway.
    Integration,
    /// The request's shape and size.
    Request,
    /// Answers that are not API Gateway's.
    Other,
}

impl Family {
    /// Every family, in the order of the gateway's work.
    pub const ALL: [Self; 12] = [
        Self::Route,
        Self::Signing,
        Self::Policy,
        Self::Authorizer,
        Self::Key,
        Self::Edge,
        Self::Private,
        Self::Network,
        Self::Cors,
        Self::Integration,
        Self::Request,
        Self::Other,
    ];

    /// The public id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Route => "route",
            Self::Signing => "signing",
            Self::Policy => "policy",
            Self::Authorizer => "authorizer",
            Self::Key => "key",
            Self::Edge => "edge",
            Self::Private => "private",
            Self::Network => "network",
            Self::Cors => "cors",
            Self::Integration => "integration",
            Self::Request => "request",
            Self::Other => "other",
        }
    }

    /// The family in words.
    pub const fn name(self) -> Text {
        match self {
            Self::Route => text!(en: "Route", ja: "ルート"),
            Self::Signing => text!(en: "Signing", ja: "署名"),
            Self::Policy => text!(en: "Policy", ja: "ポリシー"),
            Self::Authorizer => text!(en: "Authorizer", ja: "オーソライザー"),
            Self::Key => text!(en: "API key and throttling", ja: "APIキーとスロットリング"),
            Self::Edge => text!(en: "WAF and mutual TLS", ja: "WAFと相互TLS"),
            Self::Private => text!(en: "Private API", ja: "プライベートAPI"),
            Self::Network => text!(en: "Network", ja: "ネットワーク"),
            Self::Cors => text!(en: "CORS", ja: "CORS"),
            Self::Integration => text!(en: "Integration", ja: "統合"),
            Self::Request => text!(en: "Request", ja: "リクエスト"),
            Self::Other => text!(en: "Not API Gateway", ja: "API Gateway以外"),
        }
    }
}

/// A clue and what it means for the rule, strongest first. The words say what the clue shows.
#[derive(Debug)]
pub enum Signal {
    /// Without this it is something else. Not captured is no refutation.
    Requires(Clue),
    /// Hardly anything else leaves this behind.
    Proves(Clue, Text),
    /// This cause leaves it far more often than its neighbours do.
    Suggests(Clue, Text),
    /// It tips the balance between equals.
    Hints(Clue, Text),
    /// It tips the balance the other way.
    Doubts(Clue, Text),
    /// This cause seldom leaves it.
    Opposes(Clue, Text),
    /// With this it is something else; the words say why, for the rule's own page.
    Excludes(Clue, Text),
}

/// One thing to look at, and what either outcome means. `{placeholders}` are filled in.
#[derive(Debug)]
pub struct Check {
    /// What to look at.
    pub title: Text,
    /// The command that shows it; empty where none does.
    pub command: Text,
    /// What it means if so.
    pub if_so: Text,
    /// What it means if not.
    pub if_not: Text,
    /// The causes that this tells apart from the rule's own.
    pub separates: &'static [&'static str],
    /// Shown unless this clue is absent.
    pub when: Option<Clue>,
}

/// One remedy. `{placeholders}` are filled in.
#[derive(Debug)]
pub struct Fix {
    /// Who can do it.
    pub who: Actor,
    /// What to do, as an order.
    pub title: Text,
    /// The form of the text.
    pub form: Form,
    /// The command, snippet or instruction.
    pub text: Text,
    /// Whether a REST API has to be deployed again before it works.
    pub redeploy: bool,
    /// Shown unless this clue is absent.
    pub when: Option<Clue>,
}

impl Check {
    /// A check that every evidence allows.
    pub const fn new(title: Text, command: Text, if_so: Text, if_not: Text) -> Self {
        Self {
            title,
            command,
            if_so,
            if_not,
            separates: &[],
            when: None,
        }
    }

    /// Names the causes that it tells apart from the rule's own.
    pub const fn separates(mut self, causes: &'static [&'static str]) -> Self {
        self.separates = causes;
        self
    }

    /// Hides it where the clue is absent.
    pub const fn when(mut self, clue: Clue) -> Self {
        self.when = Some(clue);
        self
    }
}

impl Fix {
    /// A fix that every evidence allows and that needs no deployment.
    pub const fn new(who: Actor, form: Form, title: Text, text: Text) -> Self {
        Self {
            who,
            title,
            form,
            text,
            redeploy: false,
            when: None,
        }
    }

    /// Says that a REST API has to be deployed again before it works.
    pub const fn redeploy(mut self) -> Self {
        self.redeploy = true;
        self
    }

    /// Hides it where the clue is absent.
    pub const fn when(mut self, clue: Clue) -> Self {
        self.when = Some(clue);
        self
    }
}

impl Link {
    /// A page.
    pub const fn new(title: Text, url: &'static str) -> Self {
        Self { title, url }
    }
}

/// Who can carry out a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Actor {
    /// Whoever calls the API.
    Caller,
    /// Whoever owns the API.
    Owner,
}

impl Actor {
    /// The public id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Owner => "owner",
        }
    }
}

/// What a fix's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Form {
    /// A path through the AWS console.
    Console,
    /// A command line.
    Cli,
    /// AWS CloudFormation, YAML.
    Cloudformation,
    /// AWS SAM, YAML.
    Sam,
    /// Terraform.
    Terraform,
    /// AWS CDK, TypeScript.
    Cdk,
    /// OpenAPI with Amazon's extensions, YAML.
    Openapi,
    /// Plain words.
    Text,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 8] = [
        Self::Console,
        Self::Cli,
        Self::Cloudformation,
        Self::Sam,
        Self::Terraform,
        Self::Cdk,
        Self::Openapi,
        Self::Text,
    ];

    /// The public id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Cli => "cli",
            Self::Cloudformation => "cloudformation",
            Self::Sam => "sam",
            Self::Terraform => "terraform",
            Self::Cdk => "cdk",
            Self::Openapi => "openapi",
            Self::Text => "text",
        }
    }

    /// The form of an id, `None` for what is none.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.id() == id)
    }
}

/// A page to read on.
#[derive(Debug)]
pub struct Link {
    /// The page's title.
    pub title: Text,
    /// Its address.
    pub url: &'static str,
}
