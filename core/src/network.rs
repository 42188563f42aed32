//! What clients say when no answer came, told apart by the step that failed.
//!
//! One table for Chromium, Firefox, Safari, curl, Node, Python, Java, Go, .NET and OpenSSL: the
//! rules of the network family share it, so that one text never fits two of them.

use crate::facts::Facts;
use crate::host::HostForm;
use crate::look::{Look, find_in};
use crate::looks::{self, said_by_client};
use crate::lookup;
use crate::routing;

/// The step at which a connection failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The name has no address.
    Name,
    /// The certificate is for another name.
    CertificateName,
    /// The server wants to be told the name, or was told one that it does not know.
    ServerName,
    /// The server wants a certificate of the client's.
    ClientCertificate,
    /// The TLS handshake, for another reason.
    Handshake,
    /// Somebody answered the connection by closing it.
    Closed,
    /// Nobody answered.
    Silence,
    /// Nothing came of it, and the client does not say why.
    Vague,
}

/// In the order in which a text is tried: the reason before the consequence.
const WORDS: &[(Step, &[&str])] = &[
    (
        Step::Name,
        &[
            "could not resolve",
            "couldn't resolve",
            "unable to resolve",
            "failed to resolve",
            "resolving timed out",
            "ERR_NAME_NOT_RESOLVED",
            "ERR_NAME_RESOLUTION_FAILED",
            "ERR_ICANN_NAME_COLLISION",
            "DNS_PROBE",
            "NS_ERROR_UNKNOWN_HOST",
            "ENOTFOUND",
            "EAI_AGAIN",
            "EAI_NONAME",
            "getaddrinfo",
            "gaierror",
            "NameResolutionError",
            "UnknownHostException",
            "no such host",
            "Name or service not known",
            "nodename nor servname",
            "Temporary failure in name resolution",
            "No address associated with hostname",
            "hostname could not be found",
            "NXDOMAIN",
            "server can't find",
            "Inaccessible host",
            "Failed host lookup",
            "cannot resolve",
            ": Unknown host",
        ],
    ),
    (
        Step::CertificateName,
        &[
            "no alternative certificate subject name matches",
            "subjectAltName does not match",
            "does not match target host name",
            "SSLPeerUnverifiedException",
            "ERR_CERT_COMMON_NAME_INVALID",
            "ERR_TLS_CERT_ALTNAME_INVALID",
            "does not match certificate's altnames",
            "SSL_ERROR_BAD_CERT_DOMAIN",
            "Hostname mismatch",
            "match either of '",
            "doesn't match '",
            "doesn't match any of the subject alternative names",
            "No subject alternative DNS name matching",
            "No name matching",
            "certificate is valid for",
            "RemoteCertificateNameMismatch",
            "certificate for this server is invalid",
            "no certificate subject alternative name matches",
            "doesn't match requested host name",
            "doesn’t match requested host name",
            "does not match the server certificate",
            "certificate is not valid for '",
            "that is not valid for",
            "not valid for name",
            "NotValidForName",
            "hostname was not matched",
            "SEC_E_WRONG_PRINCIPAL",
            "target principal name is incorrect",
            "not verified:\n    certificate",
        ],
    ),
    (
        Step::ClientCertificate,
        &[
            "alert certificate required",
            "tlsv13 alert certificate",
            "ERR_BAD_SSL_CLIENT_AUTH_CERT",
            "ERR_SSL_CLIENT_AUTH",
            "alert bad certificate",
            "certificate_required",
            "certificate required",
        ],
    ),
    (
        Step::ServerName,
        &[
            "unrecognized_name",
            "unrecognized name",
            "UNRECOGNIZED_NAME_ALERT",
            "server name indication",
            "missing SNI",
            "no SNI",
            "without SNI",
        ],
    ),
    (
        Step::Handshake,
        &[
            "handshake_failure",
            "handshake failure",
            "fatal alert: ",
            "HANDSHAKE_FAILURE_ALERT",
            "ERR_SSL_VERSION_OR_CIPHER_MISMATCH",
            "ERR_SSL_PROTOCOL_ERROR",
            "ERR_CERT_AUTHORITY_INVALID",
            "ERR_CERT_DATE_INVALID",
            "ERR_CERT_REVOKED",
            "ERR_CERT_INVALID",
            "ERR_CERT_WEAK",
            "SEC_ERROR_UNKNOWN_ISSUER",
            "SEC_ERROR_EXPIRED_CERTIFICATE",
            "MOZILLA_PKIX_ERROR",
            "NO_CYPHER_OVERLAP",
            "SSL_ERROR_UNSUPPORTED_VERSION",
            "PROTOCOL_VERSION_ALERT",
            "alert protocol version",
            "unsupported protocol",
            "wrong version number",
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            "UNABLE_TO_GET_ISSUER_CERT",
            "SELF_SIGNED_CERT",
            "CERT_HAS_EXPIRED",
            "unable to get local issuer certificate",
            "unable to verify the first certificate",
            "self signed certificate",
            "self-signed certificate",
            "certificate has expired",
            "certificate verify failed",
            "CERTIFICATE_VERIFY_FAILED",
            "SSL certificate problem",
            "PKIX path",
            "unable to find valid certification path",
            "signed by unknown authority",
            "certificate is not trusted",
            "RemoteCertificateChainErrors",
            "SSLHandshakeException",
            "HandshakeException: Handshake error",
            "Could not create SSL/TLS secure channel",
            "NSURLErrorDomain Code=-1200",
            "An SSL error has occurred",
            "tls: handshake",
            "Could not create SSL/TLS secure channel",
            "SSL connection could not be established",
            "An SSL error has occurred and a secure connection",
            "EPROTO",
        ],
    ),
    (
        Step::Closed,
        &[
            "connection refused",
            "ECONNREFUSED",
            "CONNECTION_REFUSED",
            "connection reset",
            "ECONNRESET",
            "ERR_CONNECTION_RESET",
            "ERR_CONNECTION_CLOSED",
            "ERR_CONNECTION_ABORTED",
            "ERR_EMPTY_RESPONSE",
            "ERR_TUNNEL_CONNECTION_FAILED",
            "ERR_PROXY_CONNECTION_FAILED",
            "NS_ERROR_NET_RESET",
            "NS_ERROR_NET_INTERRUPT",
            "NS_ERROR_PROXY_CONNECTION_REFUSED",
            "socket hang up",
            "Connection aborted",
            "RemoteDisconnected",
            "closed connection without response",
            "Empty reply from server",
            "Proxy CONNECT aborted",
            "Recv failure",
            "forcibly closed",
            "SSL_ERROR_SYSCALL",
            "unexpected eof",
            "EOF occurred in violation",
            "actively refused",
            "broken pipe",
            "The underlying connection was closed",
            "ERR_HTTP2_PROTOCOL_ERROR",
            "NSURLErrorDomain Code=-1005",
        ],
    ),
    (
        Step::Silence,
        &[
            "connection timed out",
            "connect timed out",
            "connection timeout",
            "connect timeout",
            "ConnectTimeout",
            "CONNECT_TIMEOUT",
            "Net::OpenTimeout",
            "ETIMEDOUT",
            "ERR_CONNECTION_TIMED_OUT",
            "ERR_TIMED_OUT",
            "NS_ERROR_NET_TIMEOUT",
            "i/o timeout",
            "operation timed out",
            "SocketTimeoutException",
            "NSURLErrorDomain Code=-1001",
            "Timeout was reached",
            "deadline exceeded",
            "did not properly respond after a period",
            "request timed out.",
            "No route to host",
            "Network is unreachable",
            "EHOSTUNREACH",
            "ENETUNREACH",
            "ERR_ADDRESS_UNREACHABLE",
        ],
    ),
    (
        Step::Vague,
        &[
            "Could not connect to the endpoint URL",
            "Failed to connect to",
            "Unable to connect to",
            "unable to connect to the remote server",
            "CORS request did not succeed",
            "Network request failed",
            "NSURLErrorDomain Code=-1004",
        ],
    ),
];

/// Times that run out behind the connection: the integration's, the function's.
const LATER: &[&str] = &[
    "Endpoint request timed out",
    "Task timed out",
    "Read timed out",
];

/// The step that failed, and the client's words for it.
fn failed_step<'a>(facts: &Facts<'a>) -> Option<(Step, &'a str, &'static str)> {
    let evidence = facts.evidence;
    let answered = evidence.status.is_some() || facts.message.is_some() || facts.body().is_some();
    if answered {
        return None;
    }
    let texts = [
        (evidence.net_error.as_deref(), "net_error"),
        (evidence.curl_text.as_deref(), "curl_text"),
    ];
    for (step, words) in WORDS {
        for (text, place) in texts {
            let Some(text) = text else { continue };
            let later = LATER.iter().any(|phrase| find_in(text, phrase).is_some());
            if later && *step == Step::Silence {
                continue;
            }
            if let Some(found) = words.iter().find_map(|word| find_in(text, word)) {
                return Some((*step, found, place));
            }
        }
    }
    // A tool that reports nothing but that it gave up.
    let error = evidence.net_error.as_deref()?;
    let found = ["timed out", "timeout"]
        .iter()
        .find_map(|word| find_in(error, word))?;
    let later = LATER.iter().any(|phrase| find_in(error, phrase).is_some());
    (!later).then_some((Step::Silence, found, "net_error"))
}

fn failed_at(facts: &Facts<'_>, steps: &[Step]) -> Look {
    match failed_step(facts) {
        Some((step, found, place)) if steps.contains(&step) => Look::seen(found, place),
        _ => Look::Absent,
    }
}

/// The name has no address.
pub(crate) fn no_address(facts: &Facts<'_>) -> Look {
    failed_at(facts, &[Step::Name])
}

/// `getaddrinfo ENOTFOUND wss`.
pub(crate) fn scheme_for_a_host(facts: &Facts<'_>) -> Look {
    for text in [&facts.evidence.curl_text, &facts.evidence.net_error]
        .into_iter()
        .flatten()
    {
        for words in [
            "ENOTFOUND ",
            "Could not resolve host: ",
            "Inaccessible host: `",
        ] {
            let Some(rest) = text.split(words).nth(1) else {
                continue;
            };
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(rest.len());
            let ends = !rest[end..].starts_with(['.', '-']);
            if ends && ["wss", "ws", "https", "http"].contains(&&rest[..end]) {
                return Look::seen(&rest[..end], "curl_text");
            }
        }
    }
    Look::Absent
}

/// The certificate is for another name.
pub(crate) fn another_name(facts: &Facts<'_>) -> Look {
    failed_at(facts, &[Step::CertificateName])
}

/// The client says that the server name was missing or is not known.
pub(crate) fn server_name_refused(facts: &Facts<'_>) -> Look {
    failed_at(facts, &[Step::ServerName])
}

/// The TLS handshake failed, for no reason that the client could name.
pub(crate) fn handshake_failed(facts: &Facts<'_>) -> Look {
    failed_at(facts, &[Step::Handshake])
}

/// The connection was refused or cut, on port 80 of somebody's server: regional endpoints and their
/// custom domains do not listen there.
pub(crate) fn closed_on_port_80(facts: &Facts<'_>) -> Look {
    match (&facts.url, closed(facts)) {
        (Some(url), seen @ Look::Seen(_))
            if (url.scheme.eq_ignore_ascii_case("http")
                || url.scheme.eq_ignore_ascii_case("ws"))
                && (!url.authority.contains(':') || url.authority.ends_with(":80"))
                && facts.host_form() != Some(HostForm::Local) =>
        {
            seen
        }
        _ => Look::Absent,
    }
}

/// The same on any other port.
pub(crate) fn closed_elsewhere(facts: &Facts<'_>) -> Look {
    match closed_on_port_80(facts) {
        Look::Seen(_) => Look::Absent,
        Look::Absent | Look::Unknown => closed(facts),
    }
}

/// Firefox's way of saying that nothing came of it; a certificate for another name is among the
/// reasons.
pub(crate) fn vague_to_a_page(facts: &Facts<'_>) -> Look {
    looks::never_got_through(facts).unwrap_or(Look::Absent)
}

/// The connection was refused or cut.
pub(crate) fn closed(facts: &Facts<'_>) -> Look {
    failed_at(facts, &[Step::Closed])
}

/// Nobody answered in time.
pub(crate) fn silence(facts: &Facts<'_>) -> Look {
    failed_at(facts, &[Step::Silence])
}

/// Nothing came of the connection, and the client does not say at which step.
pub(crate) fn vague(facts: &Facts<'_>) -> Look {
    failed_at(facts, &[Step::Vague])
}

/// The host name is one under which a private API is called.
pub(crate) fn private_name(facts: &Facts<'_>) -> Look {
    match &facts.host {
        Some(host)
            if matches!(
                host.form,
                HostForm::VpceDns | HostForm::VpceAlias | HostForm::BareExecuteApi
            ) =>
        {
            Look::seen(host.name.clone(), "url")
        }
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

/// Pasted look-ups of the API's name and the VPC endpoint's give the same private addresses.
pub(crate) fn names_agree(facts: &Facts<'_>) -> Look {
    if facts.evidence.curl_text.is_none() {
        return Look::Unknown;
    }
    match lookup::compared(facts) {
        Some(compared) if compared.equal => Look::seen(compared.api, "curl_text"),
        Some(_) => Look::Absent,
        None => Look::Unknown,
    }
}

/// Pasted look-ups of the two names give different addresses.
pub(crate) fn names_disagree(facts: &Facts<'_>) -> Look {
    match lookup::compared(facts) {
        Some(compared) if !compared.equal => {
            let both = alloc::format!("{}, {}", compared.api, compared.endpoint);
            Look::seen(both, "curl_text")
        }
        _ => Look::Absent,
    }
}

/// The URL's host is an address, or the client names the reverse name of CloudFront's or EC2's
/// address as its peer.
pub(crate) fn called_by_address(facts: &Facts<'_>) -> Look {
    const REVERSE: &[&str] = &[
        ".r.cloudfront.net",
        ".compute.amazonaws.com",
        ".compute-1.amazonaws.com",
    ];
    if let Some(found) = said_by_client(facts, REVERSE) {
        return found;
    }
    if names_the_server_in_one_try_only(facts) {
        return Look::seen("-servername", "curl_text");
    }
    if said_by_client(facts, &["-noservername", "Did not send SNI"]).is_some() {
        return Look::seen("-noservername", "curl_text");
    }
    match &facts.host {
        Some(host)
            if host
                .name
                .split('.')
                .all(|octet| octet.parse::<u8>().is_ok()) =>
        {
            Look::seen(host.name.clone(), "url")
        }
        _ => Look::Absent,
    }
}

/// `openssl s_client` was run without `-servername` and with it, and the first try failed.
fn names_the_server_in_one_try_only(facts: &Facts<'_>) -> bool {
    let text = facts.evidence.curl_text.as_deref().unwrap_or("");
    let mut tries = text.lines().filter(|line| line.contains("s_client "));
    let first = tries
        .next()
        .is_some_and(|line| !line.contains("-servername"));
    first && tries.any(|line| line.contains("-servername"))
}

/// Plain http was called, and the same host answered over https:// in this session.
pub(crate) fn https_worked(facts: &Facts<'_>) -> Look {
    let plain = facts.url.is_some_and(|url| {
        url.scheme.eq_ignore_ascii_case("http") || url.scheme.eq_ignore_ascii_case("ws")
    });
    if !plain {
        return Look::Absent;
    }
    facts.neighbour(|other| {
        other.same_host
            && other.evidence.status.is_some()
            && ["https", "wss"]
                .iter()
                .any(|scheme| other.url.scheme.eq_ignore_ascii_case(scheme))
    })
}

/// The same API answered under a VPC endpoint's own name in this session: what fails here is the
/// name that was called, not the network.
pub(crate) fn works_through_endpoint(facts: &Facts<'_>) -> Look {
    routing::through_endpoint(facts, |other| other.worked)
}
