//! Nobody answered: the browser stopped the exchange, or the network failed first.

use alloc::borrow::ToOwned;

use super::{Origin, Who};
use crate::facts::Facts;
use crate::look::find_in;
use crate::looks::VAGUE_WORDS;

/// What browsers say when they stop an exchange themselves, beside what is vague.
const BROWSER: &[&str] = &[
    "CORS",
    "cross-origin",
    "Access-Control-Allow-Origin",
    "preflight",
    "ERR_BLOCKED_BY_CLIENT",
    "NS_ERROR_DOM_BAD_URI",
];

/// What clients say when no answer came.
const NETWORK: &[&str] = &[
    "could not resolve",
    "ERR_NAME_NOT_RESOLVED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "getaddrinfo",
    "UnknownHostException",
    "no such host",
    "Name or service not known",
    "NXDOMAIN",
    "NS_ERROR_UNKNOWN_HOST",
    "Inaccessible host",
    "timed out",
    "ETIMEDOUT",
    "timeout",
    "connection refused",
    "ECONNREFUSED",
    "connection reset",
    "ECONNRESET",
    "ERR_CONNECTION",
    "ERR_CERT",
    "ERR_SSL",
    "certificate",
    "handshake_failure",
    "handshake failure",
    "SSL_ERROR",
    "TLS",
    "SSLHandshakeException",
    "Could not connect",
    "socket hang up",
    "EPROTO",
    "NS_ERROR_NET",
    "NS_ERROR_CONNECTION",
    "Failed to connect",
    "UNABLE_TO_VERIFY",
    "Connection aborted",
    "EOF occurred",
];

/// No status, and words of a client that got no answer.
pub(super) fn nobody(facts: &Facts<'_>) -> Option<Origin> {
    if facts.evidence.status.is_some() {
        return None;
    }
    let client = [
        (facts.evidence.net_error.as_deref(), "net_error"),
        (facts.evidence.curl_text.as_deref(), "curl_text"),
    ];
    let seen = |lists: &[&[&str]]| {
        client.iter().find_map(|(text, place)| {
            lists
                .iter()
                .copied()
                .flatten()
                .find_map(|phrase| find_in((*text)?, phrase))
                .map(|found| (found.to_owned(), *place))
        })
    };
    if facts.evidence.body.is_some() || facts.message.is_some() {
        return None;
    }
    if let Some((found, place)) = seen(&[BROWSER, VAGUE_WORDS]) {
        let says =
            text!(en: "The browser stopped the exchange", ja: "ブラウザーが通信を中断しました");
        return Some(Origin::one(Who::Browser, 80, says, found, place));
    }
    let (found, place) = seen(&[NETWORK])?;
    let says = text!(en: "The connection failed before anybody answered", ja: "応答を受け取る前に接続が失敗しました");
    Some(Origin::one(Who::Network, 93, says, found, place))
}
