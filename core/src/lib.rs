//! Why Amazon API Gateway refused or failed a request: evidence in, ranked diagnoses out.
//!
//! Plain data and pure functions: no I/O, no clock, no network, no panic. Evidence comes from
//! [`intake`] or is built by hand; [`diagnose()`] reasons from it; [`render`] prints the report.
//!
//! ```
//! use gatewhy_core::{Lang, diagnose, intake};
//!
//! let (evidence, _notes) = intake::curl::exchange(
//!     "HTTP/2 403\nx-amzn-errortype: ForbiddenException\nx-amz-apigw-id: AbCdEfGhIAMFs9A=\n\n{\"message\":\"Forbidden\"}",
//! );
//! let report = diagnose(&evidence, Lang::En);
//! assert!(report.diagnoses.len() > 1, "eight causes leave these bytes");
//! ```

#![no_std]

extern crate alloc;

#[macro_use]
mod text;

pub mod arn;
pub mod auth;
pub mod catalogue;
mod change;
mod changes;
pub mod clue;
mod cors;
mod decimal;
mod denial;
mod diagnose;
mod evidence;
mod exchange;
pub mod facts;
mod gateway_response;
mod headers;
pub mod host;
pub mod intake;
#[cfg(feature = "serde")]
mod json;
pub mod jwt;
pub mod key;
mod keys;
mod letters;
mod links;
pub mod logs;
pub mod look;
mod looks;
mod lookup;
pub mod message;
mod network;
mod notes;
pub mod origin;
mod private;
mod rank;
pub mod redact;
pub mod render;
pub mod report;
mod routing;
pub mod rule;
mod shell;
mod signing;
pub mod sigv4;
mod sort;
pub mod token;
mod tokens;
pub mod url;
mod values;
mod verdict;
pub mod weights;
mod who;

pub use diagnose::diagnose;
pub use evidence::Evidence;
pub use headers::{Header, Headers};
pub use report::Report;
pub use text::{Lang, Text, Values, placeholders};
pub use verdict::{Judge, Shape, Verdict};
