//! Who can answer a request, and what is known of who did.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::look::{Look, Quote};
use crate::text::Text;

/// Who can have answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Who {
    /// A REST API.
    ApiGatewayRest,
    /// An HTTP API.
    ApiGatewayHttp,
    /// A WebSocket API.
    ApiGatewayWebsocket,
    /// The API's authorizer, through the gateway.
    Authorizer,
    /// AWS WAF, through the gateway.
    Waf,
    /// CloudFront itself.
    Cloudfront,
    /// The integration behind the gateway.
    Integration,
    /// An Elastic Load Balancer.
    LoadBalancer,
    /// A Lambda function URL.
    LambdaUrl,
    /// Amazon S3.
    S3,
    /// Another service of AWS.
    AwsService,
    /// A proxy between the client and AWS.
    Proxy,
    /// Some other server.
    Other,
    /// Nobody: the network failed first.
    Network,
    /// Nobody: the browser refused to send the request or to hand over the answer.
    Browser,
    /// Nothing tells.
    Unknown,
}

impl Who {
    /// The speaker in words.
    pub const fn name(self) -> Text {
        match self {
            Self::ApiGatewayRest => {
                text!(en: "API Gateway (REST API)", ja: "API Gateway（REST API）")
            }
            Self::ApiGatewayHttp => {
                text!(en: "API Gateway (HTTP API)", ja: "API Gateway（HTTP API）")
            }
            Self::ApiGatewayWebsocket => {
                text!(en: "API Gateway (WebSocket API)", ja: "API Gateway（WebSocket API）")
            }
            Self::Authorizer => text!(en: "the API's authorizer", ja: "APIのオーソライザー"),
            Self::Waf => text!(en: "AWS WAF", ja: "AWS WAF"),
            Self::Cloudfront => text!(en: "CloudFront", ja: "CloudFront"),
            Self::Integration => {
                text!(en: "the integration behind API Gateway", ja: "API Gatewayの背後の統合")
            }
            Self::LoadBalancer => text!(en: "a load balancer", ja: "ロードバランサー"),
            Self::LambdaUrl => text!(en: "a Lambda function URL", ja: "Lambda関数URL"),
            Self::S3 => text!(en: "Amazon S3", ja: "Amazon S3"),
            Self::AwsService => text!(en: "another AWS service", ja: "別のAWSサービス"),
            Self::Proxy => text!(en: "a proxy on the way", ja: "経路上のプロキシ"),
            Self::Other => text!(en: "another server", ja: "別のサーバー"),
            Self::Network => {
                text!(en: "nobody: the network failed", ja: "応答なし（ネットワークの失敗）")
            }
            Self::Browser => {
                text!(en: "nobody: the browser stopped it", ja: "応答なし（ブラウザーによる中断）")
            }
            Self::Unknown => text!(en: "not known", ja: "不明"),
        }
    }

    /// What kind of speaker it is.
    pub const fn side(self) -> Side {
        match self {
            Self::ApiGatewayRest
            | Self::ApiGatewayHttp
            | Self::ApiGatewayWebsocket
            | Self::Authorizer
            | Self::Waf => Side::Gateway,
            Self::Integration => Side::Behind,
            Self::Cloudfront
            | Self::LoadBalancer
            | Self::LambdaUrl
            | Self::S3
            | Self::AwsService
            | Self::Proxy
            | Self::Other => Side::Foreign,
            Self::Network | Self::Browser => Side::Nobody,
            Self::Unknown => Side::Unknown,
        }
    }
}

/// Where a speaker stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// API Gateway and what speaks through it.
    Gateway,
    /// The integration.
    Behind,
    /// Somebody who is no part of the API.
    Foreign,
    /// No answer came.
    Nobody,
    /// Not known.
    Unknown,
}

/// Who answered, how sure that is, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Who.
    pub who: Who,
    /// In percent.
    pub percent: u8,
    /// What shows it: the words, in which `{speaker}` is filled in, and the bytes.
    pub because: Vec<(Text, Quote)>,
    /// The product that answered, where a mark of its own names it.
    pub speaker: Option<&'static Speaker>,
}

impl Origin {
    /// Nothing tells.
    pub const fn unknown() -> Self {
        Self {
            who: Who::Unknown,
            percent: 0,
            because: Vec::new(),
            speaker: None,
        }
    }

    /// The first thing that shows it, as a look.
    pub fn look(&self) -> Look {
        self.because
            .first()
            .map_or(Look::seen("", "response.headers"), |(_, quote)| {
                Look::Seen(quote.clone())
            })
    }

    pub(crate) fn one(
        who: Who,
        percent: u8,
        says: Text,
        quote: impl Into<String>,
        place: &str,
    ) -> Self {
        Self {
            who,
            percent,
            because: [(
                says,
                Quote {
                    text: quote.into(),
                    place: place.to_owned(),
                },
            )]
            .into(),
            speaker: None,
        }
    }

    /// The same with one more thing that shows it.
    pub(crate) fn and(mut self, says: Text, quote: impl Into<String>, place: &str) -> Self {
        self.because.push((
            says,
            Quote {
                text: quote.into(),
                place: place.to_owned(),
            },
        ));
        self
    }

    /// The speaker's name, where one is known.
    pub fn speaker_name(&self) -> Option<Text> {
        match (self.speaker, self.who) {
            (Some(speaker), _) => Some(speaker.name),
            (None, Who::Unknown) => None,
            (None, who) => Some(who.name()),
        }
    }
}

/// A product that answers in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speaker {
    /// What it is in a report.
    pub who: Who,
    /// Where it stands, which decides about remedies.
    pub role: Role,
    /// Its name.
    pub name: Text,
}

/// Where a product stands between the client and the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A part of AWS.
    Aws,
    /// A proxy on the client's side, which the client's network or settings lead to.
    ForwardProxy,
    /// A content delivery network or a firewall in front of the servers.
    Edge,
    /// Another API gateway, a service mesh or a reverse proxy.
    ReverseProxy,
    /// A platform that hosts sites and applications.
    Hosting,
    /// A web server, which serves files or stands before an application.
    WebServer,
    /// The application itself.
    Application,
}
