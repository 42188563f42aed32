//! Which names hold secrets: of headers, parameters, members, elements, options, variables.

use super::mask::Kind;

/// How much a name by itself says about its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    /// A value is masked where it looks like a secret, and in a query always.
    ByLook,
    /// A value is masked unless the name stands in prose: `the token: expired`.
    InCode,
    /// A value is masked wherever it stands.
    Always,
}

use Kind::{
    AccessKey, Authorization, Cookies, Credential, Key, Pairs, SetCookie, SigV4, Signature, Token,
    Whole,
};
use Sure::{Always, ByLook, InCode};

/// Names in small letters and digits alone; a longer name that ends in one counts as well, so that
/// `x-csrf-token`, `DB_PASSWORD` and `userPassword` need no row of their own.
const ENDINGS: &[(&str, Kind, Sure)] = &[
    ("password", Whole, Always),
    ("passwd", Whole, Always),
    ("passphrase", Whole, Always),
    ("passcode", Whole, Always),
    ("pwd", Whole, Always),
    ("secretkey", Whole, Always),
    ("secretaccesskey", Whole, Always),
    ("clientsecret", Whole, Always),
    ("secretstring", Whole, Always),
    ("secretbinary", Whole, Always),
    ("secret", Whole, InCode),
    ("privatekey", Whole, Always),
    ("signingkey", Whole, Always),
    ("encryptionkey", Whole, Always),
    ("masterkey", Whole, Always),
    ("accountkey", Whole, Always),
    ("sharedaccesskey", Whole, Always),
    ("connectionstring", Pairs, InCode),
    ("assertion", Whole, InCode),
    ("samlresponse", Whole, Always),
    ("samlart", Whole, Always),
    ("codeverifier", Whole, Always),
    ("devicecode", Whole, Always),
    ("authcode", Whole, Always),
    ("mfacode", Whole, Always),
    ("recoverycode", Whole, Always),
    ("verificationcode", Whole, Always),
    ("confirmationcode", Whole, Always),
    ("sessionid", Whole, Always),
    ("sessionkey", Whole, Always),
    ("sessid", Whole, Always),
    ("csrf", Whole, InCode),
    ("xsrf", Whole, InCode),
    ("canonicalrequestbytes", Whole, Always),
    ("stringtosignbytes", Whole, Always),
    ("signatureprovided", Signature, Always),
    ("signature", Signature, InCode),
    ("signature256", Signature, InCode),
    ("accesskey", AccessKey, InCode),
    ("apikey", Key, Always),
    ("subscriptionkey", Key, Always),
    ("functionskey", Key, Always),
    ("authkey", Key, Always),
    ("accesstoken", Token, Always),
    ("refreshtoken", Token, Always),
    ("idtoken", Token, Always),
    // OAuth's error, which is no id token.
    ("invalidtoken", Token, ByLook),
    ("sessiontoken", Token, Always),
    ("securitytoken", Token, Always),
    ("authtoken", Token, Always),
    ("bearertoken", Token, Always),
    ("apitoken", Token, Always),
    ("csrftoken", Token, Always),
    ("xsrftoken", Token, Always),
    ("token", Token, InCode),
    ("jwt", Token, InCode),
    ("authorizationtoken", Authorization, InCode),
    ("authorization", Authorization, Always),
    ("authorizationheader", Authorization, Always),
    ("setcookie", SetCookie, Always),
    ("cookie", Cookies, Always),
    ("xamzcredential", Credential, Always),
    ("xamzsignature", SigV4, Always),
];

/// Names that count only when they stand alone.
const WHOLE_NAMES: &[(&str, Kind, Sure)] = &[
    ("pass", Whole, InCode),
    ("pin", Whole, InCode),
    ("otp", Whole, Always),
    ("totp", Whole, Always),
    ("cvv", Whole, InCode),
    ("cvc", Whole, InCode),
    ("ssn", Whole, InCode),
    ("sid", Whole, InCode),
    ("connectsid", Whole, Always),
    ("credential", Credential, InCode),
    ("auth", Token, InCode),
    ("sig", Signature, InCode),
    ("key", Key, ByLook),
    ("code", Whole, ByLook),
    ("state", Whole, ByLook),
    ("nonce", Whole, ByLook),
    ("mac", Signature, ByLook),
    // Of Digest, where its value was torn.
    ("response", Signature, ByLook),
    ("session", Whole, ByLook),
    ("identitysource", Token, ByLook),
];

/// What a name says of its value.
pub(super) fn of(name: &str) -> Option<(Kind, Sure)> {
    const LONGEST: usize = 40;
    let mut plain = [0_u8; LONGEST];
    let mut from = LONGEST;
    for byte in name.bytes().rev() {
        if byte.is_ascii_alphanumeric() && from > 0 {
            from -= 1;
            plain[from] = byte.to_ascii_lowercase();
        }
    }
    let plain = &plain[from..];
    // What pages through a list, or makes a call idempotent, opens nothing.
    if matches!(plain, b"nexttoken" | b"clienttoken" | b"pagetoken") {
        return None;
    }
    let alone = WHOLE_NAMES
        .iter()
        .find(|(known, ..)| known.as_bytes() == plain);
    let found = alone.or_else(|| {
        // The longest ending that fits says most.
        ENDINGS
            .iter()
            .filter(|(known, ..)| {
                // The last letter tells most of them apart.
                known.as_bytes().last() == plain.last() && plain.ends_with(known.as_bytes())
            })
            .max_by_key(|(known, ..)| known.len())
    });
    found.map(|(_, kind, sure)| (*kind, *sure))
}

/// Words with which an `Authorization` value may begin.
pub(super) fn is_scheme(word: &str) -> bool {
    const SCHEMES: &[&str] = &["bearer", "token", "jwt", "key", "apikey", "dpop", "basic"];
    let word = word.trim_end_matches(':');
    takes_all(word) || SCHEMES.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Schemes behind which everything is one secret, however many values stand there.
pub(super) fn takes_all(word: &str) -> bool {
    ["digest", "negotiate", "ntlm", "hawk", "mac", "aws"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}
