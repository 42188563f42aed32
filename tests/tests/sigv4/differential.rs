//! The canonical request, the string to sign and the signature of generated requests, held against
//! four signers. Where a signer itself goes another way, the reason has a name here.

use std::collections::BTreeMap;

use gatewhy_core::facts::Facts;
use gatewhy_core::sigv4::{Signed, sha256};

use crate::generate::requests;
use crate::signers::{Asked, Signer, Told, aws_sigv4, captured, signature};

const COUNT: usize = 10_000;

/// Why a signer's canonical request is not what a server makes of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    /// botocore signs a query's pairs as they stand, sorted: it decodes and encodes none of them.
    QueryAsItStands,
    /// aws4 joins the values of a repeated header before it trims them.
    JoinedBeforeTrimming,
    /// aws-sigv4 reads a `+` in a query as a space.
    PlusIsSpace,
    /// aws-sigv4 ends a path that ends in `/.` or `/..` with a slash, after RFC 3986.
    SlashForADot,
    /// aws-sigv4 makes one of several spaces, and leaves tabs alone.
    TabsStay,
    /// The signer does not take such a request: it is no valid URL or header to its types.
    Refused,
}

/// What we make of a request that was captured as the signer sent it.
fn ours(asked: &Asked, told: &Told) -> (String, String) {
    let evidence = captured(asked, told);
    let facts = Facts::of(&evidence);
    // All four normalise paths.
    let signed = Signed::sent(&facts).normalized(&facts);
    let canonical = signed
        .canonical_request()
        .unwrap_or_else(|| panic!("{signed:?}"));
    (canonical, signed.string_to_sign().unwrap())
}

fn with_line(canonical: &str, at: usize, line: &str) -> String {
    let mut lines: Vec<&str> = canonical.split('\n').collect();
    lines[at] = line;
    lines.join("\n")
}

/// The pairs of a query as they stand, sorted.
fn as_it_stands(url: &str) -> String {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let mut pairs: Vec<(&str, &str)> = query
        .split('&')
        .filter(|pair| !query.is_empty() && !pair.starts_with("X-Amz-Signature="))
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    pairs.sort_unstable();
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

/// The headers with the values of each name joined, untrimmed, by a comma.
fn joined_before_trimming(canonical: &str, headers: &[(String, String)]) -> String {
    let lines = canonical.split('\n').map(|line| {
        let name = line.split(':').next().unwrap_or("");
        let values: Vec<&str> = headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        if values.len() < 2 {
            return line.to_owned();
        }
        let joined = values.join(",");
        format!(
            "{name}:{}",
            joined
                .split_ascii_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn botocore_agrees_to_the_byte() {
    agrees(Signer::Botocore, &[Reason::QueryAsItStands]);
}

#[test]
fn aws4_agrees_to_the_byte() {
    agrees(Signer::Aws4, &[Reason::JoinedBeforeTrimming]);
}

#[test]
fn smithy_agrees_to_the_byte() {
    agrees(Signer::Smithy, &[]);
}

fn agrees(signer: Signer, known: &[Reason]) {
    let asked = requests(COUNT);
    let mut counts: BTreeMap<Option<Reason>, usize> = BTreeMap::new();
    for (asked, told) in asked.iter().zip(signer.sign(&asked)) {
        let reason = compare(signer, asked, &told);
        *counts.entry(reason).or_default() += 1;
    }
    check(&format!("{signer:?}"), &counts, known);
}

/// Most requests are signed alike by all, and the others for the reasons that are known.
fn check(signer: &str, counts: &BTreeMap<Option<Reason>, usize>, known: &[Reason]) {
    println!("{signer}: {counts:?}");
    assert!(counts[&None] > COUNT / 2, "{signer}: {counts:?}");
    let met: Vec<Reason> = counts.keys().copied().flatten().collect();
    assert_eq!(met, known, "{signer}: {counts:?}");
}

fn compare(signer: Signer, asked: &Asked, told: &Told) -> Option<Reason> {
    if told.refused.is_some() {
        return Some(Reason::Refused);
    }
    let (canonical, to_sign) = ours(asked, told);
    let label = || format!("{signer:?} on {asked:?}\n{told:?}");
    if canonical == told.canonical {
        assert_eq!(to_sign, told.to_sign, "{}", label());
        assert_eq!(
            signature(asked.date, asked.region, &to_sign),
            told.signature,
            "{}",
            label()
        );
        return None;
    }
    let (expected, reason) = match signer {
        Signer::Botocore => (
            with_line(&canonical, 2, &as_it_stands(&told.url)),
            Reason::QueryAsItStands,
        ),
        Signer::Aws4 => (
            joined_before_trimming(&canonical, &told.headers),
            Reason::JoinedBeforeTrimming,
        ),
        Signer::Smithy => (canonical, Reason::Refused),
    };
    assert_eq!(expected, told.canonical, "{}", label());
    Some(reason)
}

#[test]
fn the_crate_of_aws_comes_to_the_same_signature() {
    let mut counts: BTreeMap<Option<Reason>, usize> = BTreeMap::new();
    for asked in requests(COUNT) {
        let reason = match aws_sigv4(&asked) {
            Ok(told) => compare_signature(&asked, &told),
            Err(_) => Some(Reason::Refused),
        };
        *counts.entry(reason).or_default() += 1;
    }
    let known = [
        Reason::PlusIsSpace,
        Reason::SlashForADot,
        Reason::TabsStay,
        Reason::Refused,
    ];
    check("aws-sigv4", &counts, &known);
}

/// It tells no canonical request: where the signature is another one, what it is known to do
/// otherwise must lead to it.
fn compare_signature(asked: &Asked, told: &Told) -> Option<Reason> {
    const TAB: &str = "\u{1}";
    let comes_to = |told: &Told| {
        let (canonical, to_sign) = ours(asked, told);
        let (front, _) = to_sign.rsplit_once('\n').unwrap();
        let hash = sha256(canonical.replace(TAB, "\t").as_bytes());
        signature(asked.date, asked.region, &format!("{front}\n{hash}"))
    };
    if comes_to(told) == told.signature {
        return None;
    }
    let (mut other, mut reason) = (told.clone(), None);
    for (_, value) in other
        .headers
        .iter_mut()
        .filter(|(_, value)| value.contains('\t'))
    {
        *value = value.replace('\t', TAB);
        reason = Some(Reason::TabsStay);
    }
    let (front, query) = told.url.split_once('?').unwrap_or((&told.url, ""));
    let (mut front, mut query) = (front.to_owned(), query.to_owned());
    if front.ends_with("/.") || front.ends_with("/..") {
        front.push('/');
        reason = Some(Reason::SlashForADot);
    }
    if query.contains('+') {
        query = query.replace('+', "%20");
        reason = Some(Reason::PlusIsSpace);
    }
    other.url = if query.is_empty() {
        front
    } else {
        format!("{front}?{query}")
    };
    assert_eq!(
        comes_to(&other),
        told.signature,
        "{asked:?}\n{told:?}\n{:?}",
        ours(asked, told)
    );
    reason
}
