//! What exchanges have in common, each in one spelling, so that it can be compared and looked up.

use std::rc::Rc;

use gatewhy_core::Evidence;
use gatewhy_core::host::{Host, HostForm};
use gatewhy_core::url::Url;

/// When an exchange began and its number: the order of time, in which no two are equal.
pub(crate) type Stamp = (i64, u32);

/// Where a request went. What tells places apart soonest is compared first: most are of one host.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) path: String,
    /// In lower case.
    pub(crate) host: String,
}

/// What makes two exchanges alike: a second one of a kind tells nothing new about others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Kind {
    /// Of the rest: kinds are told apart by it alone where nobody looks at more.
    pub(super) hash: u64,
    /// 0 where there is none.
    pub(crate) status: u16,
    pub(crate) place: Rc<Place>,
    /// In upper case.
    pub(crate) method: String,
}

impl Place {
    /// `None` for what does not go over the network (`data:`, …).
    pub(crate) fn of(evidence: &Evidence) -> Option<Self> {
        let url = Url::parse(evidence.url.as_deref()?)?;
        let over_the_network = ["https", "http", "wss", "ws"]
            .iter()
            .any(|scheme| url.scheme.eq_ignore_ascii_case(scheme));
        over_the_network.then(|| Self {
            host: Host::parse(url.authority).name,
            path: url.path.to_owned(),
        })
    }

    /// Whether the host's name alone says that it is an API's.
    pub(crate) fn is_api_by_name(&self) -> bool {
        matches!(
            Host::parse(&self.host).form,
            HostForm::ExecuteApi
                | HostForm::VpceAlias
                | HostForm::VpceDns
                | HostForm::BareExecuteApi
                | HostForm::CustomDomainTarget
        )
    }
}

impl Kind {
    pub(crate) fn of(evidence: &Evidence) -> Option<Self> {
        Some(Self::at(Place::of(evidence)?, evidence))
    }

    /// The same of what is listed wherever it went, if that is known at all.
    pub(crate) fn of_any(evidence: &Evidence) -> Self {
        Self::at(Place::of(evidence).unwrap_or_default(), evidence)
    }

    fn at(place: Place, evidence: &Evidence) -> Self {
        let method = evidence.method.as_deref().unwrap_or_default();
        let method = method.to_ascii_uppercase();
        let status = evidence.status.unwrap_or_default();
        let bytes = [&method, &place.host, &place.path].map(|text| text.bytes().chain([0]));
        Self {
            hash: hash(bytes.into_iter().flatten().chain(status.to_le_bytes())),
            status,
            place: Rc::new(place),
            method,
        }
    }

    pub(crate) fn is_options(&self) -> bool {
        self.method == "OPTIONS"
    }
}

/// FNV-1a: short, and good enough to tell what one session holds apart.
pub(super) fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// What an exchange is called when the engine breaks down over it.
pub(crate) fn key(evidence: &Evidence) -> String {
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    let (started, method) = (part(&evidence.started), part(&evidence.method));
    format!("{started} {method} {}", part(&evidence.url))
}

/// Headers that only API Gateway sets; `x-amzn-errortype` is every AWS service's.
pub(crate) fn answers_as_gateway(evidence: &Evidence) -> bool {
    ["x-amz-apigw-id", "apigw-requestid"]
        .iter()
        .any(|name| evidence.response_headers.has(name))
}
