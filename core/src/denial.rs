//! “User: … is not authorized to perform: execute-api:…”: who was denied, and by which policy.
//!
//! The end of the message names the type of policy that decided; older answers leave it out. Where
//! the browser withheld the body, the length of an anonymous caller's message gives its end away,
//! because all the rest of it follows from the URL.

use alloc::format;

use crate::arn;
use crate::auth::AuthKind;
use crate::clue::Clue;
use crate::facts::{ApiKind, Facts};
use crate::host::HostForm;
use crate::look::{Look, find_in};
use crate::text::Values;

/// Who was denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Principal<'a> {
    /// `anonymous`: no identity took part in the decision.
    Anonymous,
    /// An ARN, possibly masked.
    Named(&'a str),
    /// The message does not say it, or people took it out.
    Unsaid,
}

/// The type of policy that a message names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Policy {
    /// The API's resource policy.
    Resource,
    /// What is attached to the caller.
    Identity,
    /// A permissions boundary.
    Boundary,
    /// A session policy.
    Session,
    /// An organization's service control policy.
    ServiceControl,
    /// An organization's resource control policy.
    ResourceControl,
    /// The VPC endpoint's policy.
    VpcEndpoint,
    /// The message ends before it would name one.
    Unnamed,
}

/// A denial by policy, as a message or its length tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Denial<'a> {
    pub(crate) principal: Principal<'a>,
    pub(crate) policy: Policy,
    /// A statement denies, rather than none allowing.
    pub(crate) explicit: bool,
    quote: &'a str,
    place: &'static str,
}

const DENIED: &str = "not authorized to perform";

/// Longer than any message, shorter than a log.
const LONGEST: usize = 4_000;

/// Finds the denial in what was captured.
pub(crate) fn of<'a>(facts: &Facts<'a>) -> Option<Denial<'a>> {
    let told = facts
        .texts()
        .find_map(|(text, place)| stated(text).map(|denial| Denial { place, ..denial }));
    told.or_else(|| by_length(facts))
}

fn stated(text: &str) -> Option<Denial<'_>> {
    // An execution log may say “not authorized to perform this operation” first.
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| find_in(rest, DENIED)) {
        let at = from + text.get(from..)?.find(found)?;
        let stated = stated_at(text, at);
        if stated.is_some() {
            return stated;
        }
        from = at + found.len();
    }
    if from == 0 { tail_alone(text) } else { None }
}

/// The denial whose “not authorized to perform” stands there.
fn stated_at(text: &str, at: usize) -> Option<Denial<'_>> {
    let found = text.get(at..at + DENIED.len())?;
    let before = &text[..at];
    let start = before.rfind("User:").or_else(|| before.rfind("User"));
    let start = start.unwrap_or(at);
    let tail = &text[at + found.len()..];
    let quoted = tail.find('"').unwrap_or(tail.len());
    let end = arn::closing_brace(tail.get(..quoted).unwrap_or(tail))
        .or(Some(quoted).filter(|end| *end < tail.len()))
        .or_else(|| tail.find("\n("))
        .unwrap_or(tail.len())
        .min(LONGEST);
    let tail = tail
        .get(..end)
        .unwrap_or(tail)
        .trim_end_matches(['\\', ' ', '\n', '\r']);
    let action = tail.trim_start_matches([':', ' ', '\n', '\r']);
    if !action.starts_with("execute-api") {
        return None;
    }
    Some(Denial {
        principal: principal(&text[start..at]),
        policy: policy(tail),
        explicit: find_in(tail, "explicit deny").is_some(),
        quote: text.get(start..at + found.len() + tail.len())?,
        place: "",
    })
}

/// `… because no permissions boundary allows the execute-api:Invoke action`: what people quote when
/// they leave the ARNs out.
fn tail_alone(text: &str) -> Option<Denial<'_>> {
    let action = find_in(text, "allows the execute-api:")?;
    let at = text.find(action)?;
    let start = text[..at].rfind(['"', '\n']).map_or(0, |at| at + 1);
    let words = &text[start..at];
    // An authorizer's policy is worded so, too.
    if find_in(words, "to access this resource").is_some() {
        return None;
    }
    find_in(words, "because no ")?;
    Some(Denial {
        principal: Principal::Unsaid,
        policy: policy(words),
        explicit: false,
        quote: text.get(start..at + action.len())?,
        place: "",
    })
}

fn principal(words: &str) -> Principal<'_> {
    let Some((_, rest)) = words.split_once(':') else {
        return Principal::Unsaid;
    };
    let name = rest.split_whitespace().next().unwrap_or("");
    if name.starts_with("arn:") {
        return Principal::Named(name);
    }
    // Typed by hand it is often “annonymous”.
    let is_anonymous = find_in(name, "nymous").is_some();
    if is_anonymous {
        Principal::Anonymous
    } else {
        Principal::Unsaid
    }
}

fn policy(tail: &str) -> Policy {
    const NAMES: &[(&str, Policy)] = &[
        ("VPC endpoint policy", Policy::VpcEndpoint),
        ("resource-based policy", Policy::Resource),
        ("resource based policy", Policy::Resource),
        ("identity-based policy", Policy::Identity),
        ("identity based policy", Policy::Identity),
        ("permissions boundary", Policy::Boundary),
        ("session policy", Policy::Session),
        ("sessions policy", Policy::Session),
        ("service control policy", Policy::ServiceControl),
        ("resource control policy", Policy::ResourceControl),
    ];
    // Line breaks of a paste may stand between the words.
    NAMES
        .iter()
        .find(|(name, _)| says_words(tail, name))
        .map_or(Policy::Unnamed, |(_, policy)| *policy)
}

/// Whether the words stand in the text in this order, whatever white space is between them.
fn says_words(text: &str, words: &str) -> bool {
    let wanted = words.split(' ').count();
    let mut from = text.split_whitespace();
    while from.clone().next().is_some() {
        let same = from
            .clone()
            .zip(words.split(' '))
            .filter(|(word, name)| {
                word.trim_end_matches([':', '.', ','])
                    .eq_ignore_ascii_case(name)
            })
            .count();
        if same == wanted {
            return true;
        }
        from.next();
    }
    false
}

/// What the default body of an anonymous denial may end with.
const ENDS: &[(&str, Policy, bool)] = &[
    ("", Policy::Unnamed, false),
    (" with an explicit deny", Policy::Unnamed, true),
    (
        " with an explicit deny in a resource-based policy",
        Policy::Resource,
        true,
    ),
    (
        " because no resource-based policy allows the execute-api:Invoke action",
        Policy::Resource,
        false,
    ),
    (
        " with an explicit deny in a VPC endpoint policy",
        Policy::VpcEndpoint,
        true,
    ),
    (
        " because no VPC endpoint policy allows the execute-api:Invoke action",
        Policy::VpcEndpoint,
        false,
    ),
];

fn by_length<'a>(facts: &Facts<'a>) -> Option<Denial<'a>> {
    let Look::Seen(_) = Clue::ErrorType("AccessDeniedException").look(facts) else {
        return None;
    };
    if facts.body().is_some() {
        return None;
    }
    let (url, host) = (facts.url?, facts.host.as_ref()?);
    let api = host.api_id.as_deref()?;
    let region = host.region.as_deref()?;
    let is_api = matches!(host.form, HostForm::ExecuteApi | HostForm::VpceAlias);
    let stage = url.segments().next().filter(|_| is_api)?;
    let path = url.path.trim_start_matches('/').strip_prefix(stage)?;
    let path = path.strip_prefix('/').unwrap_or(path);
    let method = facts.evidence.method.as_deref()?;
    let partition = crate::host::partition(region);
    let plain = format!(
        "{{\"Message\":\"User: anonymous is {DENIED}: execute-api:Invoke on resource: \
         arn:{partition}:execute-api:{region}:********0000:{api}/{stage}/{method}/{path}\"}}"
    );
    let rest = facts.announced_length()?.checked_sub(plain.len())?;
    let (_, policy, explicit) = ENDS.iter().find(|(end, ..)| end.len() == rest)?;
    Some(Denial {
        principal: Principal::Anonymous,
        policy: *policy,
        explicit: *explicit,
        quote: facts.evidence.response_headers.first("content-length")?,
        place: "response.headers.content-length",
    })
}

/// The caller's account and the API's, as far as both are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accounts {
    /// Both are the same.
    Same,
    /// They differ.
    Different,
    /// One of them is not shown.
    Unknown,
}

/// Compares the two accounts; where they are masked, by the four digits that masking leaves.
pub(crate) fn accounts(facts: &Facts<'_>) -> Accounts {
    let caller = of(facts).and_then(|denial| match denial.principal {
        Principal::Named(caller) => caller.split(':').nth(4),
        _ => None,
    });
    let (Some(caller), Some(api)) = (caller, facts.arn) else {
        return Accounts::Unknown;
    };
    let is_whole = caller.len() == 12 && caller.bytes().all(|b| b.is_ascii_digit());
    let same = match (is_whole.then_some(caller), api.account) {
        (Some(caller), Some(api)) => Some(caller == api),
        _ => arn::account_tail(caller)
            .zip(api.account_tail)
            .map(|(caller, api)| caller == api),
    };
    match same {
        Some(true) => Accounts::Same,
        Some(false) => Accounts::Different,
        None => Accounts::Unknown,
    }
}

/// Adds what a denial tells to the values that words and snippets are filled with.
pub(crate) fn set_values(facts: &Facts<'_>, values: &mut Values) {
    let Some(denial) = of(facts) else {
        return;
    };
    let action = [
        "execute-api:ManageConnections",
        "execute-api:InvalidateCache",
    ]
    .into_iter()
    .find(|action| find_in(denial.quote, action).is_some());
    if let Some(action) = action {
        values.set("action", action);
    }
    let Principal::Named(caller) = denial.principal else {
        return;
    };
    let name = caller.splitn(6, ':').nth(5).unwrap_or("");
    let mut parts = name.split('/');
    let kind = parts.next().unwrap_or("");
    let name = match kind {
        // A session's ARN leaves the role's path out; a user's ends in the name.
        "assumed-role" => parts.next(),
        "role" | "user" => parts.next_back(),
        _ => None,
    };
    let Some(name) = name.filter(|name| !name.is_empty() && !name.contains(['*', '<', '…']))
    else {
        return;
    };
    values.set(if kind == "user" { "user" } else { "role" }, name);
    let Some(account) = arn::account(caller) else {
        return;
    };
    let partition = caller.split(':').nth(1).unwrap_or("aws");
    let kind = if kind == "user" { "user" } else { "role" };
    values.set(
        "principal",
        format!("arn:{partition}:iam::{account}:{kind}/{name}"),
    );
}

/// The integration's role, and what a service behind the gateway refused it: “User: (role's session)
/// is not authorized to perform: sqs:SendMessage on resource: (ARN)”.
pub(crate) fn set_service_values(facts: &Facts<'_>, values: &mut Values) {
    const ASSUMED: &str = "assume the provided role ";
    const DOES: &str = "is not authorized to perform: ";
    let word = |text: &'_ str| {
        let end = text.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\\' | '<' | ','));
        let word = text.get(..end.unwrap_or(text.len())).unwrap_or(text);
        alloc::string::String::from(word.trim_end_matches('.'))
    };
    for (text, _) in facts.texts() {
        let role = text.split_once(ASSUMED).map(|(_, role)| word(role));
        if let Some((_, name)) = role.as_deref().and_then(|role| role.rsplit_once('/')) {
            values.set("integration_role", name);
        }
        let Some((who, what)) = text.split_once(DOES) else {
            continue;
        };
        let action = word(what);
        if action.starts_with("execute-api:") || !action.contains(':') {
            continue;
        }
        let role = who.rsplit_once(":assumed-role/").map(|(_, rest)| rest);
        if let Some((name, _)) = role.and_then(|rest| rest.split_once('/')) {
            values.set("integration_role", name);
        }
        values.set("denied_action", action);
        if let Some((_, resource)) = what.split_once("on resource: ") {
            let resource = word(resource);
            if resource.starts_with("arn:") {
                values.set("denied_resource", resource);
            }
        }
    }
}

fn looked(facts: &Facts<'_>, fits: impl Fn(&Denial<'_>) -> bool) -> Look {
    match of(facts) {
        Some(denial) if fits(&denial) => Look::seen(denial.quote, denial.place),
        Some(_) => Look::Absent,
        None => nothing_said(facts),
    }
}

fn nothing_said(facts: &Facts<'_>) -> Look {
    let other_error = !facts.error_types.is_empty()
        && !matches!(
            Clue::ErrorType("AccessDeniedException").look(facts),
            Look::Seen(_)
        );
    let look = Look::missing(facts.body().is_some() || other_error);
    crate::sigv4::only_with_403(facts, look)
}

/// No statement of the resource policy allows the call, and the message says so.
pub(crate) fn no_resource_policy_allows(facts: &Facts<'_>) -> Look {
    looked(facts, |denial| {
        denial.policy == Policy::Resource && !denial.explicit
    })
}

/// A statement of the resource policy denies the call, and the message says so.
pub(crate) fn resource_policy_denies(facts: &Facts<'_>) -> Look {
    looked(facts, |denial| {
        denial.policy == Policy::Resource && denial.explicit
    })
}

/// The message names a policy on the caller's side: its own, its boundary, its session's, its
/// organization's.
pub(crate) fn callers_policy(facts: &Facts<'_>) -> Look {
    looked(facts, |denial| {
        matches!(
            denial.policy,
            Policy::Identity
                | Policy::Boundary
                | Policy::Session
                | Policy::ServiceControl
                | Policy::ResourceControl
        )
    })
}

/// The message names a guardrail: a boundary, a session policy or an organization's policy.
pub(crate) fn guardrail(facts: &Facts<'_>) -> Look {
    looked(facts, |denial| {
        matches!(
            denial.policy,
            Policy::Boundary | Policy::Session | Policy::ServiceControl | Policy::ResourceControl
        )
    })
}

/// The VPC endpoint's policy decided.
pub(crate) fn endpoint_policy(facts: &Facts<'_>) -> Look {
    looked(facts, |denial| denial.policy == Policy::VpcEndpoint)
}

/// Nothing allows the call, and the message names no type of policy.
pub(crate) fn nothing_allows(facts: &Facts<'_>) -> Look {
    looked(facts, |denial| {
        denial.policy == Policy::Unnamed && !denial.explicit
    })
}

/// Something denies the call, and the message names no type of policy.
pub(crate) fn something_denies(facts: &Facts<'_>) -> Look {
    looked(facts, |denial| {
        denial.policy == Policy::Unnamed && denial.explicit
    })
}

/// The message is a denial in its long form, which only REST and WebSocket APIs send.
pub(crate) fn worded(facts: &Facts<'_>) -> Look {
    looked(facts, |_| true)
}

/// The caller had no identity.
pub(crate) fn anonymous(facts: &Facts<'_>) -> Look {
    looked(facts, |denial| denial.principal == Principal::Anonymous)
}

/// The caller had an identity, which the message names.
pub(crate) fn named_caller(facts: &Facts<'_>) -> Look {
    looked(facts, |denial| {
        matches!(denial.principal, Principal::Named(_))
    })
}

/// The caller had no identity, nothing allowed the call, and no policy is named.
pub(crate) fn anonymous_and_not_allowed(facts: &Facts<'_>) -> Look {
    looked(facts, |denial| {
        denial.principal == Principal::Anonymous
            && denial.policy == Policy::Unnamed
            && !denial.explicit
    })
}

/// The caller had an identity, nothing allowed the call, and no policy is named.
pub(crate) fn named_and_not_allowed(facts: &Facts<'_>) -> Look {
    looked(facts, |denial| {
        matches!(denial.principal, Principal::Named(_))
            && denial.policy == Policy::Unnamed
            && !denial.explicit
    })
}

/// The body was withheld, and its length is that of an anonymous caller's denial of this very URL.
pub(crate) fn told_by_length(facts: &Facts<'_>) -> Look {
    match by_length(facts) {
        Some(denial) => Look::seen(denial.quote, denial.place),
        None => Look::missing(facts.body().is_some()),
    }
}

/// The request was signed, and still its caller counts as anonymous: the method does not
/// authenticate.
pub(crate) fn anonymous_though_signed(facts: &Facts<'_>) -> Look {
    match (anonymous(facts), facts.auth.is_signed()) {
        (seen @ Look::Seen(_), true) => seen,
        (Look::Seen(_), false) => Look::missing(facts.auth.kind.is_some()),
        (look, _) => look,
    }
}

/// The caller's account is not the API's.
pub(crate) fn other_account(facts: &Facts<'_>) -> Look {
    by_accounts(facts, Accounts::Different)
}

/// The caller's account is the API's.
pub(crate) fn same_account(facts: &Facts<'_>) -> Look {
    by_accounts(facts, Accounts::Same)
}

fn by_accounts(facts: &Facts<'_>, wanted: Accounts) -> Look {
    looked(facts, |_| accounts(facts) == wanted)
}

/// The caller is a role's session, or may be one: nothing shows that it is a user.
pub(crate) fn may_be_role(facts: &Facts<'_>) -> Look {
    by_kind(facts, &[":assumed-role/", ":role/"])
}

/// The caller is a user, or may be one: nothing shows that it is a role.
pub(crate) fn may_be_user(facts: &Facts<'_>) -> Look {
    by_kind(facts, &[":user/"])
}

fn by_kind(facts: &Facts<'_>, kinds: &[&str]) -> Look {
    match of(facts).map(|denial| denial.principal) {
        Some(Principal::Named(caller)) if kinds.iter().any(|kind| caller.contains(kind)) => {
            Look::seen(caller, "response.body")
        }
        Some(Principal::Named(_)) => Look::Absent,
        _ => Look::Unknown,
    }
}

/// `AccessDeniedException`, while the message was withheld or is the owner's own.
pub(crate) fn denied_without_words(facts: &Facts<'_>) -> Look {
    const OTHERS: &[&str] = &[
        DENIED,
        "not authorized to access this resource",
        "security token included in the request",
        "troubleshooting Function URL",
        "with an explicit deny",
    ];
    let worded = |text: &str| OTHERS.iter().any(|words| find_in(text, words).is_some());
    if of(facts).is_some() || facts.texts().any(|(text, _)| worded(text)) {
        return Look::Absent;
    }
    let named = Clue::Any(&[
        Clue::ErrorType("AccessDeniedException"),
        Clue::Fact("log", crate::looks::policy_refused),
    ]);
    match named.look(facts) {
        // The authorizer's own denials have bodies of a fixed length.
        Look::Seen(_) if authorizers_length(facts) => Look::Absent,
        look => crate::sigv4::only_with_403(facts, look),
    }
}

fn authorizers_length(facts: &Facts<'_>) -> bool {
    [
        "",
        " with an explicit deny",
        " with an explicit deny in an identity-based policy",
        " because no identity-based policy allows the execute-api:Invoke action",
    ]
    .iter()
    .any(|end| {
        const LENGTH: usize =
            "{\"Message\":\"User is not authorized to access this resource\"}".len();
        facts.body().is_none() && facts.announced_length() == Some(LENGTH + end.len())
    })
}

/// “The client is not authorized to perform this operation.”, as logs and customised answers say.
pub(crate) fn client_not_authorized(facts: &Facts<'_>) -> Look {
    Clue::Says("The client is not authorized to perform this operation").look(facts)
}

/// “Access denied” and no more, as customised answers say it, with whatever status.
pub(crate) fn says_access_denied(facts: &Facts<'_>) -> Look {
    // S3 and CloudFront say so in XML and in HTML.
    let foreign = facts
        .body()
        .is_some_and(|body| body.trim_start().starts_with('<'));
    if foreign || of(facts).is_some() {
        return Look::Absent;
    }
    facts
        .texts()
        // In a log it is the name of the gateway response, which any denial has.
        .filter(|(_, place)| *place != "log")
        .find_map(|(text, place)| {
            let found = ["access denied", "access_denied"]
                .into_iter()
                .find_map(|words| find_in(text, words))?;
            Some(Look::seen(found, place))
        })
        .unwrap_or_else(|| Look::missing(facts.body().is_some()))
}

/// An HTTP API refused a signed request; it says `Forbidden` and no more.
pub(crate) fn http_api_forbids_signed(facts: &Facts<'_>) -> Look {
    if facts.api != Some(ApiKind::Http) {
        return Look::missing(facts.api.is_some() || facts.body().is_some());
    }
    match Clue::Message("Forbidden").look(facts) {
        Look::Seen(_) => crate::sigv4::signed(facts),
        look => look,
    }
}

/// The API may be an HTTP API: nothing shows that it is another kind.
pub(crate) fn may_be_http(facts: &Facts<'_>) -> Look {
    match (facts.api, worded(facts)) {
        (Some(ApiKind::Http), _) => Clue::Api(ApiKind::Http).look(facts),
        (Some(_), _) | (None, Look::Seen(_)) => Look::Absent,
        _ => Look::Unknown,
    }
}

/// The request has a token or nothing in its `Authorization`.
pub(crate) fn not_signed(facts: &Facts<'_>) -> Look {
    match facts.auth.kind {
        Some(AuthKind::SigV4Header | AuthKind::SigV4Query) => Look::Absent,
        Some(_) => Look::seen("", "request.headers.authorization"),
        None => Look::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Evidence;

    fn body(text: &str) -> Evidence {
        Evidence {
            body: Some(text.into()),
            status: Some(403),
            ..Evidence::default()
        }
    }

    #[test]
    fn the_end_of_the_message_names_the_policy() {
        let denial = |end: &str| {
            let text = format!(
                "{{\"Message\":\"User: arn:aws:iam::111122223333:user/User1 is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********3333:a1b2c3d4e5/v1/GET/x{end}\"}}"
            );
            let evidence = body(&text);
            let denial = of(&Facts::of(&evidence)).unwrap();
            assert!(matches!(denial.principal, Principal::Named(_)));
            (denial.policy, denial.explicit)
        };
        assert_eq!(denial(""), (Policy::Unnamed, false));
        assert_eq!(denial(" with an explicit deny"), (Policy::Unnamed, true));
        assert_eq!(
            denial(" with an explicit deny in a resource-based policy"),
            (Policy::Resource, true)
        );
        assert_eq!(
            denial(" because no identity-based policy allows the execute-api:Invoke action"),
            (Policy::Identity, false)
        );
        assert_eq!(
            denial(" with an explicit deny in a sessions policy"),
            (Policy::Session, true)
        );
        assert_eq!(
            denial(
                "\nwith an explicit deny in a service\ncontrol policy: arn:aws:organizations::1:policy/p"
            ),
            (Policy::ServiceControl, true)
        );
    }

    #[test]
    fn a_misspelt_anonymous_is_anonymous_and_another_action_is_no_denial_of_the_api() {
        let evidence = body(
            "User: annonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:******:<id>/test/GET/helloworld",
        );
        let denial = of(&Facts::of(&evidence)).map(|denial| denial.principal);
        assert_eq!(denial, Some(Principal::Anonymous));
        let evidence = body(
            "User: arn:aws:iam::1:user/a is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:1:function:f",
        );
        assert_eq!(of(&Facts::of(&evidence)), None);
    }

    #[test]
    fn accounts_are_compared_by_what_masking_leaves() {
        let compared = |caller: &str, api: &str| {
            let evidence = body(&format!(
                "User: arn:aws:sts::{caller}:assumed-role/r/s is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-west-2:{api}:abc123defg/v1/GET/test"
            ));
            accounts(&Facts::of(&evidence))
        };
        assert_eq!(
            compared("********5355", "********1790"),
            Accounts::Different
        );
        assert_eq!(compared("111122223333", "********3333"), Accounts::Same);
        assert_eq!(
            compared("111122223333", "444455553333"),
            Accounts::Different
        );
        assert_eq!(compared("*********", "********3333"), Accounts::Unknown);
    }

    #[test]
    fn the_length_of_a_withheld_denial_tells_how_it_ends() {
        let mut evidence = Evidence {
            url: Some("https://abc123defg.execute-api.us-west-2.amazonaws.com/api/prod".into()),
            method: Some("GET".into()),
            status: Some(403),
            body_withheld: true,
            ..Evidence::default()
        };
        for (name, value) in [
            ("date", "Tue, 08 Dec 2020 08:39:10 GMT"),
            ("x-amzn-errortype", "AccessDeniedException"),
            ("content-length", "158"),
        ] {
            evidence.response_headers.push(name, value);
        }
        let denial = of(&Facts::of(&evidence)).unwrap();
        assert_eq!((denial.policy, denial.explicit), (Policy::Unnamed, false));
        assert_eq!(denial.quote, "158");
    }
}
