//! A token as plain data: its shape, its claims and what is wrong with it, and how it is masked.

mod shape;
mod words;

use alloc::string::String;
use alloc::vec::Vec;

pub use shape::masked;
pub(crate) use shape::{Reading, is_blanked, is_empty, is_nothing, outline, read};

use crate::jwt::Claims;
use crate::look::Quote;
use crate::text::Values;

/// A token and where it stands.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) place: String,
    pub(crate) claims: Option<Claims>,
    /// The most telling first.
    pub(crate) faults: Vec<Fault>,
}

/// Something that is wrong with a token, or would be for an authorizer of some kind.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    pub(crate) quote: Quote,
    /// What its words name.
    pub(crate) values: Values,
}

/// The things that can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Empty,
    Placeholder,
    Doubled,
    Scheme,
    NoScheme,
    Glued,
    Quoted,
    Spaced,
    Parts,
    OnePart,
    Encrypted,
    Base64,
    Algorithm,
    OtherHeader,
    InQuery,
    Expired,
    ExpiredLocally,
    NotYet,
    IssuedLater,
    Milliseconds,
    TimeAsText,
    IdForScope,
    NoScope,
    ScopeMissing,
    Audience,
    NoAudience,
    Issuer,
}
