//! Host names: which AWS endpoint a name is, and the identifiers that stand in it.
//!
//! Forms after *Invoking REST APIs* and *How to invoke a private API* of the API Gateway Developer
//! Guide; partitions and suffixes after botocore's `partitions.json` (August 2026).

use alloc::borrow::ToOwned;
use alloc::string::String;

/// What a host name is, as far as the name alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostForm {
    /// `{api}.execute-api.{region}.amazonaws.com`: a REST, HTTP or WebSocket API's default endpoint.
    ExecuteApi,
    /// `{api}-{vpce}.execute-api.{region}.amazonaws.com`: the Route 53 alias of a private API.
    VpceAlias,
    /// `{vpce}-{suffix}.execute-api.{region}.vpce.amazonaws.com`: an endpoint-specific public DNS name.
    VpceDns,
    /// `execute-api.{region}.amazonaws.com`: the service's bare name, which holds no API id.
    BareExecuteApi,
    /// `d-{id}.execute-api.{region}.amazonaws.com`: what a regional custom domain's record points to.
    CustomDomainTarget,
    /// `{id}.cloudfront.net`.
    CloudFront,
    /// `{id}.lambda-url.{region}.on.aws`.
    LambdaUrl,
    /// `apigateway.{region}.amazonaws.com`: where APIs are managed, not called.
    ControlPlane,
    /// `….elb.{region}.amazonaws.com`.
    LoadBalancer,
    /// `….s3….amazonaws.com` and website endpoints.
    S3,
    /// Another name of AWS's (`lambda.us-east-1.amazonaws.com`, AppSync, …).
    AwsService,
    /// `localhost`, loopback and private addresses.
    Local,
    /// Any other name: it may be a custom domain of an API or something else.
    Other,
}

/// A host name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Lower case, without a port.
    pub name: String,
    /// What the name is.
    pub form: HostForm,
    /// The API's id, where the name holds a plausible one.
    pub api_id: Option<String>,
    /// The region, where the name holds one.
    pub region: Option<String>,
    /// `vpce-…`, where the name holds one.
    pub vpce_id: Option<String>,
    /// `amazonaws.com` or its like in another partition.
    pub suffix: Option<&'static str>,
}

/// `(suffix of host names, partition in ARNs unless the region says otherwise)`.
const SUFFIXES: &[(&str, &str)] = &[
    ("amazonaws.com.cn", "aws-cn"),
    ("amazonaws.com", "aws"),
    ("amazonaws.eu", "aws-eusc"),
    ("c2s.ic.gov", "aws-iso"),
    ("sc2s.sgov.gov", "aws-iso-b"),
    ("cloud.adc-e.uk", "aws-iso-e"),
    ("csp.hci.ic.gov", "aws-iso-f"),
    ("api.amazonwebservices.com.cn", "aws-cn"),
    ("api.aws", "aws"),
    ("on.aws", "aws"),
];

/// The partition of a region, as it stands in ARNs.
pub fn partition(region: &str) -> &'static str {
    const BY_PREFIX: &[(&str, &str)] = &[
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-isob-", "aws-iso-b"),
        ("us-isof-", "aws-iso-f"),
        ("us-iso-", "aws-iso"),
        ("eu-isoe-", "aws-iso-e"),
        ("eusc-", "aws-eusc"),
    ];
    BY_PREFIX
        .iter()
        .find(|(prefix, _)| region.starts_with(prefix))
        .map_or("aws", |(_, partition)| partition)
}

/// Whether a word has the shape of a region: `us-east-1`, `ap-southeast-7`, `us-gov-west-1`.
pub fn is_region(word: &str) -> bool {
    let Some((front, number)) = word.rsplit_once('-') else {
        return false;
    };
    let numbered = matches!(number.len(), 1..=2) && number.bytes().all(|b| b.is_ascii_digit());
    let is_word = |part: &str| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_lowercase());
    numbered && matches!(front.split('-').count(), 2..=3) && front.split('-').all(is_word)
}

/// Whether a word has the shape of an API id: AWS does not document it, all that were captured
/// are ten lower-case letters and digits, so 8 to 14 are taken.
pub fn is_api_id(word: &str) -> bool {
    (8..=14).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        // `xxxxxxxxxx` is how people blank an id out.
        && word.bytes().any(|b| b != word.as_bytes()[0])
}

fn is_vpce_id(word: &str) -> bool {
    word.strip_prefix("vpce-")
        .is_some_and(|id| (6..=17).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_hexdigit()))
}

impl Host {
    /// Takes a host name apart; a port, a trailing dot and upper case are taken off first.
    ///
    /// ```
    /// use gatewhy_core::host::{Host, HostForm};
    ///
    /// let host = Host::parse("abc123defg.execute-api.us-east-1.amazonaws.com:443");
    /// assert_eq!(host.form, HostForm::ExecuteApi);
    /// assert_eq!(host.api_id.as_deref(), Some("abc123defg"));
    /// assert_eq!(host.region.as_deref(), Some("us-east-1"));
    /// ```
    pub fn parse(host: &str) -> Self {
        let name = without_port(host.trim())
            .trim_end_matches('.')
            .to_ascii_lowercase();
        let mut parsed = Self {
            name,
            form: HostForm::Other,
            api_id: None,
            region: None,
            vpce_id: None,
            suffix: None,
        };
        parsed.take_apart();
        parsed
    }

    fn take_apart(&mut self) {
        let name = self.name.clone();
        if is_local(&name) {
            self.form = HostForm::Local;
            return;
        }
        if name.ends_with(".amazoncognito.com") {
            self.form = HostForm::AwsService;
            self.region = name
                .split('.')
                .rev()
                .find(|label| is_region(label))
                .map(ToOwned::to_owned);
            return;
        }
        if name.ends_with(".cloudfront.net") {
            self.form = HostForm::CloudFront;
            return;
        }
        let Some((suffix, front)) = SUFFIXES
            .iter()
            .find_map(|(suffix, _)| Some((*suffix, name.strip_suffix(suffix)?.strip_suffix('.')?)))
        else {
            return;
        };
        self.suffix = Some(suffix);
        self.region = front
            .split('.')
            .rev()
            .find(|label| is_region(label))
            .map(ToOwned::to_owned);
        self.form = self.form_of(front, suffix);
    }

    fn form_of(&mut self, front: &str, suffix: &str) -> HostForm {
        let labels = |at: usize| front.split('.').nth(at).unwrap_or("");
        if suffix == "on.aws" {
            return if labels(1) == "lambda-url" {
                HostForm::LambdaUrl
            } else {
                HostForm::AwsService
            };
        }
        match (labels(0), labels(1)) {
            ("execute-api" | "execute-api-fips", _) => HostForm::BareExecuteApi,
            ("apigateway" | "apigateway-fips", _) => HostForm::ControlPlane,
            (first, "execute-api") => {
                self.execute_api(first, front.rsplit('.').next() == Some("vpce"))
            }
            _ if front.split('.').any(|label| label == "elb") => HostForm::LoadBalancer,
            _ if front
                .split('.')
                .any(|label| label == "s3" || label.starts_with("s3-")) =>
            {
                HostForm::S3
            }
            _ => HostForm::AwsService,
        }
    }

    fn execute_api(&mut self, first: &str, in_vpce_zone: bool) -> HostForm {
        if in_vpce_zone {
            // vpce-{id}-{suffix}[-{zone}]
            let id = first
                .match_indices('-')
                .nth(1)
                .map_or(first, |(at, _)| &first[..at]);
            self.vpce_id = is_vpce_id(id).then(|| id.to_owned());
            return HostForm::VpceDns;
        }
        if let Some((api, id)) = first.split_once("-vpce-") {
            self.api_id = is_api_id(api).then(|| api.to_owned());
            self.vpce_id = Some(alloc::format!("vpce-{id}")).filter(|id| is_vpce_id(id));
            return HostForm::VpceAlias;
        }
        if first.strip_prefix("d-").is_some_and(is_api_id) {
            return HostForm::CustomDomainTarget;
        }
        self.api_id = is_api_id(first).then(|| first.to_owned());
        HostForm::ExecuteApi
    }

    /// Whether the name is one under which only API Gateway answers.
    pub fn is_execute_api(&self) -> bool {
        matches!(
            self.form,
            HostForm::ExecuteApi
                | HostForm::VpceAlias
                | HostForm::VpceDns
                | HostForm::BareExecuteApi
                | HostForm::CustomDomainTarget
        )
    }

    /// Whether the first path segment under this name is the stage (HTTP APIs with `$default` apart).
    pub fn has_stage_in_path(&self) -> bool {
        matches!(
            self.form,
            HostForm::ExecuteApi
                | HostForm::VpceAlias
                | HostForm::VpceDns
                | HostForm::BareExecuteApi
        )
    }

    /// The partition in ARNs.
    pub fn partition(&self) -> Option<&'static str> {
        self.region.as_deref().map(partition).or_else(|| {
            let suffix = self.suffix?;
            SUFFIXES
                .iter()
                .find(|(known, _)| *known == suffix)
                .map(|(_, partition)| *partition)
        })
    }
}

fn without_port(host: &str) -> &str {
    if host.starts_with('[') {
        return host.split_inclusive(']').next().unwrap_or(host);
    }
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.contains(':') => {
            name
        }
        _ => host,
    }
}

fn is_local(name: &str) -> bool {
    if name == "localhost" || name.ends_with(".localhost") || name == "[::1]" {
        return true;
    }
    let mut octets = name.split('.').map(str::parse::<u8>);
    match (
        octets.next(),
        octets.next(),
        octets.next(),
        octets.next(),
        octets.next(),
    ) {
        (Some(Ok(a)), Some(Ok(b)), Some(Ok(_)), Some(Ok(_)), None) => {
            matches!((a, b), (127 | 10 | 0, _) | (192, 168) | (172, 16..=31))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str) -> HostForm {
        Host::parse(name).form
    }

    #[test]
    fn every_documented_form_is_known() {
        assert_eq!(
            form("a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"),
            HostForm::ExecuteApi
        );
        assert_eq!(
            form("a1b2c3d4e5.execute-api.cn-northwest-1.amazonaws.com.cn"),
            HostForm::ExecuteApi
        );
        assert_eq!(
            form("01234567ab-vpce-01234567abcdef012.execute-api.us-west-2.amazonaws.com"),
            HostForm::VpceAlias
        );
        assert_eq!(
            form("vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com"),
            HostForm::VpceDns
        );
        assert_eq!(
            form("execute-api.us-east-2.amazonaws.com"),
            HostForm::BareExecuteApi
        );
        assert_eq!(
            form("d-a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"),
            HostForm::CustomDomainTarget
        );
        assert_eq!(form("d111111abcdef8.cloudfront.net"), HostForm::CloudFront);
        assert_eq!(
            form("abcdefghijklmnopqrstuvwxyz012345.lambda-url.us-east-1.on.aws"),
            HostForm::LambdaUrl
        );
        assert_eq!(
            form("apigateway.us-east-1.amazonaws.com"),
            HostForm::ControlPlane
        );
        assert_eq!(
            form("apigateway-fips.us-east-1.api.aws"),
            HostForm::ControlPlane
        );
        assert_eq!(
            form("internal-app-1.elb.us-east-1.amazonaws.com"),
            HostForm::LoadBalancer
        );
        assert_eq!(
            form("bucket.s3-website-us-east-1.amazonaws.com"),
            HostForm::S3
        );
        assert_eq!(form("lambda.us-east-1.amazonaws.com"), HostForm::AwsService);
        assert_eq!(form("api.example.com"), HostForm::Other);
        assert_eq!(form("192.168.0.7:8443"), HostForm::Local);
        assert_eq!(form("[::1]:3000"), HostForm::Local);
    }

    #[test]
    fn identifiers_are_read_and_blanked_out_ones_are_not() {
        let alias =
            Host::parse("01234567ab-vpce-01234567abcdef012.execute-api.us-west-2.amazonaws.com");
        assert_eq!(
            (alias.api_id.as_deref(), alias.vpce_id.as_deref()),
            (Some("01234567ab"), Some("vpce-01234567abcdef012"))
        );
        let zonal = Host::parse(
            "vpce-01234567abcdef012-01234567-us-west-2a.execute-api.us-west-2.vpce.amazonaws.com",
        );
        assert_eq!(zonal.vpce_id.as_deref(), Some("vpce-01234567abcdef012"));
        let blanked = Host::parse("XXXX.execute-api.us-east-1.amazonaws.com");
        assert_eq!((blanked.form, blanked.api_id), (HostForm::ExecuteApi, None));
        assert_eq!(
            Host::parse("xxxxxxxxxx.execute-api.eu-west-1.amazonaws.com").api_id,
            None
        );
    }

    #[test]
    fn a_partition_follows_the_region_before_the_suffix() {
        assert_eq!(
            Host::parse("a1b2c3d4e5.execute-api.us-gov-west-1.amazonaws.com").partition(),
            Some("aws-us-gov")
        );
        assert_eq!(
            Host::parse("a1b2c3d4e5.execute-api.cn-north-1.amazonaws.com.cn").partition(),
            Some("aws-cn")
        );
        assert!(
            is_region("us-gov-west-1")
                && is_region("eusc-de-east-1")
                && is_region("ap-southeast-7")
        );
        assert!(
            !is_region("execute-api")
                && !is_region("us-east")
                && !is_region("")
                && !is_region("-1-2")
        );
    }
}
