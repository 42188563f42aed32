//! What is known of a signature, as plain data: what either side holds to be signed, where they
//! differ, and what is wrong with the request by itself.

use alloc::string::String;
use alloc::vec::Vec;

use sha2::{Digest as _, Sha256};

use crate::look::Quote;
use crate::text::Text;

/// The algorithm that execute-api knows.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// A canonical request with its string to sign, part by part; `None` where a part is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signed {
    /// `GET`.
    pub method: Option<String>,
    /// The wire path, percent-encoded once more.
    pub path: Option<String>,
    /// The query, sorted; empty where there is none.
    pub query: Option<String>,
    /// Names in lower case and values, in order.
    pub headers: Vec<(String, String)>,
    /// `host;x-amz-date`.
    pub signed_headers: Option<String>,
    /// Lower hex, or what stands in its place.
    pub payload: Option<String>,
    /// `20240115T103000Z`.
    pub date: Option<String>,
    /// `20240115/us-east-1/execute-api/aws4_request`.
    pub scope: Option<String>,
}

impl Signed {
    /// The value of a canonical header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The canonical request; `None` where a part is not known.
    pub fn canonical_request(&self) -> Option<String> {
        let mut text = String::new();
        for line in [&self.method, &self.path, &self.query] {
            text.push_str(line.as_deref()?);
            text.push('\n');
        }
        for (name, value) in &self.headers {
            for piece in [name, ":", value, "\n"] {
                text.push_str(piece);
            }
        }
        for piece in [
            "\n",
            self.signed_headers.as_deref()?,
            "\n",
            self.payload.as_deref()?,
        ] {
            text.push_str(piece);
        }
        Some(text)
    }

    /// The string to sign; `None` where a part is not known.
    pub fn string_to_sign(&self) -> Option<String> {
        let hash = sha256(self.canonical_request()?.as_bytes());
        let lines = [
            ALGORITHM,
            self.date.as_deref()?,
            self.scope.as_deref()?,
            &hash,
        ];
        Some(lines.join("\n"))
    }
}

/// The parts of a signed request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Part {
    /// The verb.
    Method,
    /// The path.
    Path,
    /// The query.
    Query,
    /// A signed header other than those that have a part of their own.
    Headers,
    /// The host and its port.
    Host,
    /// The list of signed headers.
    SignedHeaders,
    /// The hash of the body.
    Payload,
    /// The time of signing.
    Date,
    /// The credential scope: its form, its date, its end.
    Scope,
    /// The region in the scope.
    Region,
    /// The service in the scope.
    Service,
    /// The access key, or its secret.
    Key,
    /// The session token.
    Token,
    /// How long a presigned URL is good for.
    Expiry,
    /// The form of the `Authorization` value.
    Authorization,
    /// The signature itself.
    Signature,
}

/// A line that the two sides do not share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What the line is about.
    pub part: Part,
    /// What happened to it; `{sent}`, `{read}` and `{named}` stand for the fields below.
    pub says: Text,
    /// The header or the parameter that it is about.
    pub named: String,
    /// The line as the client's request gives it, secrets masked.
    pub sent: String,
    /// The line as the server read it, secrets masked.
    pub read: String,
}

/// Something wrong with a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lint {
    pub(crate) part: Part,
    /// What is wrong; `{named}` stands for the field below.
    pub(crate) says: Text,
    pub(crate) named: String,
    pub(crate) quote: Quote,
}

/// What a signature shows, taken apart once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    /// What the server read, and where its refusal stands.
    pub(crate) read: Option<(Signed, &'static str)>,
    /// Somebody blanked a part of it out, so that not all can be compared.
    pub(crate) is_blanked: bool,
    /// Where that differs from what was sent.
    pub(crate) differences: Vec<Difference>,
    /// What is wrong with the request by itself.
    pub(crate) lints: Vec<Lint>,
}

/// The SHA-256 of some bytes in lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        hex.push(char::from(HEX[usize::from(byte >> 4)]));
        hex.push(char::from(HEX[usize::from(byte & 15)]));
    }
    hex
}
