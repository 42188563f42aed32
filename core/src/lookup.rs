//! Pasted text about names: host names in it, and what `nslookup` says of two of them.
//!
//! Whoever cannot reach a private API compares the API's name with the VPC endpoint's: equal
//! private addresses mean that private DNS is on for this client.

use alloc::vec::Vec;

use crate::facts::Facts;
use crate::host::{Host, HostForm};
use crate::routing::{is_private_address, peer_address};

/// The names of API Gateway's in a text: in URLs, look-ups, certificates.
///
/// A certificate's `*.execute-api.us-east-1.amazonaws.com` is one too; it names a region only.
pub(crate) fn names(text: &str) -> impl Iterator<Item = Host> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '*')))
        .filter(|word| word.contains("execute-api."))
        .map(Host::parse)
        .filter(|host| host.is_execute_api() && host.region.is_some())
}

/// The pasted look-ups of an API's name and of a VPC endpoint's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Compared<'a> {
    /// Both lead to the same private addresses, as private DNS makes it.
    pub(crate) equal: bool,
    /// The first address of the API's name.
    pub(crate) api: &'a str,
    /// The first address of the endpoint's.
    pub(crate) endpoint: &'a str,
}

/// Compares the two look-ups, where both were pasted and both found an address.
pub(crate) fn compared<'a>(facts: &Facts<'a>) -> Option<Compared<'a>> {
    let text = facts.evidence.curl_text.as_deref()?;
    let (mut api, mut endpoint): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut form = None;
    for line in text.lines().map(str::trim) {
        if let Some(name) = answered_name(line) {
            form = Some(Host::parse(name).form);
        } else if let (Some(form), Some(address)) = (form, address(line)) {
            match form {
                HostForm::VpceDns => endpoint.push(address),
                // Every default name is an alias of the bare one.
                HostForm::ExecuteApi | HostForm::BareExecuteApi => api.push(address),
                _ => {}
            }
        } else if line.starts_with("Server:") || line.starts_with("サーバー:") {
            // The next look-up begins with the name server's own address.
            form = None;
        }
    }
    let (first, of_endpoint) = (*api.first()?, *endpoint.first()?);
    let equal = api.len() == endpoint.len() && api.iter().all(|address| endpoint.contains(address));
    Some(Compared {
        equal: equal && is_private_address(first),
        api: first,
        endpoint: of_endpoint,
    })
}

/// `Name: …`, in Japanese Windows `名前: …`.
fn answered_name(line: &str) -> Option<&str> {
    let name = line
        .strip_prefix("Name:")
        .or_else(|| line.strip_prefix("名前:"))?;
    Some(name.trim())
}

/// `Address: 10.0.1.7`; Windows lists several behind `Addresses:`, each on a line of its own.
fn address(line: &str) -> Option<&str> {
    let bare = line.strip_prefix("Addresses:").unwrap_or(line).trim();
    let is_bare = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if is_bare {
        return Some(bare).filter(|bare| bare.split('.').count() == 4);
    }
    peer_address(line).filter(|_| line.starts_with("Address"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Evidence;
    use alloc::format;
    use alloc::string::String;

    fn is_equal(text: String) -> Option<bool> {
        let evidence = Evidence {
            curl_text: Some(text),
            ..Evidence::default()
        };
        compared(&Facts::of(&evidence)).map(|compared| compared.equal)
    }

    #[test]
    fn two_lookups_are_compared() {
        let pasted = |of_api: &str| {
            format!(
                "Name:\tabc123defg.execute-api.us-east-1.amazonaws.com\nAddress: {of_api}\n\n\
                 Name:\tvpce-0a1b2c3d4e5f60718-9xyz.execute-api.us-east-1.vpce.amazonaws.com\nAddress: 10.0.1.7\n"
            )
        };
        assert_eq!(is_equal(pasted("10.0.1.7")), Some(true));
        assert_eq!(is_equal(pasted("203.0.113.2")), Some(false));
    }

    #[test]
    fn the_name_servers_own_address_is_no_answer() {
        let of = |name: &str| {
            format!(
                "Server:\t\t10.0.0.2\nAddress:\t10.0.0.2#53\n\nName:\t{name}\nAddress: 10.0.1.7\n"
            )
        };
        let bare = of("execute-api.us-east-1.amazonaws.com");
        let endpoint = of("vpce-0a1b2c3d4e5f60718-9xyz.execute-api.us-east-1.vpce.amazonaws.com");
        assert_eq!(is_equal(format!("{bare}{endpoint}")), Some(true));
        assert_eq!(is_equal(bare), None);
    }

    #[test]
    fn windows_lists_addresses_below_each_other() {
        let of = |name: &str| {
            format!(
                "サーバー:  ns\nAddress:  10.0.0.2\n\n名前:    {name}\nAddresses:  10.0.1.7\n          10.0.2.9\n\n"
            )
        };
        let api = of("abc123defg.execute-api.us-east-1.amazonaws.com");
        let endpoint = of("vpce-0a1b2c3d4e5f60718-9xyz.execute-api.us-east-1.vpce.amazonaws.com");
        assert_eq!(is_equal(format!("{api}{endpoint}")), Some(true));
    }

    #[test]
    fn names_are_found_in_urls_and_certificates() {
        let found: Vec<Option<String>> = names(
            "subject: CN=*.execute-api.eu-west-1.amazonaws.com; GET https://abc123defg.execute-api.eu-west-1.amazonaws.com/prod",
        )
        .map(|host| host.api_id)
        .collect();
        assert_eq!(found, [None, Some("abc123defg".into())]);
        assert_eq!(
            names("execute-api. execute-api.<region>.amazonaws.com").count(),
            0
        );
    }
}
