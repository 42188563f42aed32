//! `Authorization` values and tokens keep what a diagnosis reads in them.

use alloc::string::String;

use super::marks::{Marks, unnumbered};
use super::{MASK, names, scan};
use crate::look::find_in;
use crate::token;

/// An `Authorization` value keeps what a diagnosis needs: its shape, its scheme, the claims of a
/// JWT, and of a signature everything but the signature.
pub(super) fn authorization(value: &str, marks: &mut Marks) -> String {
    if let Some(at) = signature(value) {
        let (before, signed) = value.split_at(at);
        let before = match before.trim().trim_matches(['"', '\'']) {
            scheme if scheme.is_empty() || names::is_scheme(scheme) => before.into(),
            _ => token::masked(before),
        };
        return before + &scan::text(signed, marks, 1);
    }
    let start = value.len() - value.trim_start().len();
    let end = value[start..]
        .find(' ')
        .map_or(value.len(), |end| start + end);
    let (scheme, rest) = value.split_at(end);
    if !names::takes_all(scheme.trim()) || rest.trim().is_empty() {
        return token(value, marks);
    }
    let gap = rest.len() - rest.trim_start().len();
    let secret = rest.trim();
    let mark = marks.of(secret);
    [scheme, &rest[..gap], &mark, &rest[gap + secret.len()..]].concat()
}

/// Where a signature begins, however its names are written.
fn signature(value: &str) -> Option<usize> {
    let has = |name| find_in(value, name);
    let parts = || has("Signature=").and(has("Credential="));
    let begins = has("AWS4-").or_else(parts)?;
    Some(begins.as_ptr() as usize - value.as_ptr() as usize)
}

/// A token keeps its shape and the claims that an authorizer judges.
pub(super) fn token(secret: &str, marks: &mut Marks) -> String {
    numbered(secret, token::masked(secret), marks)
}

/// The mask of a credential with the number of the credential in its mark.
fn numbered(plain: &str, masked: String, marks: &mut Marks) -> String {
    if masked == unnumbered(plain) {
        return plain.into();
    }
    match (masked.rfind(MASK), marks.number(plain.trim())) {
        (Some(at), Some(number)) => {
            let (before, behind) = masked.split_at(at + MASK.len());
            alloc::format!("{before}#{number}{behind}")
        }
        _ => masked,
    }
}
