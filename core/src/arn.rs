//! The ARNs that denials and logs name: who called, and which method of which API.

/// `arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{METHOD}/{path}` as a message
/// shows it: the account is often masked, and the end may be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodArn<'a> {
    /// The whole ARN, byte for byte.
    pub text: &'a str,
    /// `aws`, `aws-cn`, `aws-us-gov`, ….
    pub partition: Option<&'static str>,
    /// The region, where it has the shape of one.
    pub region: Option<&'a str>,
    /// Twelve digits; `None` where they are masked.
    pub account: Option<&'a str>,
    /// The last four digits, which masking leaves.
    pub account_tail: Option<&'a str>,
    /// The API's id.
    pub api: Option<&'a str>,
    /// The stage.
    pub stage: Option<&'a str>,
    /// The verb; `None` for WebSocket routes.
    pub method: Option<&'a str>,
    /// The request's path, without a leading slash.
    pub path: Option<&'a str>,
}

impl<'a> MethodArn<'a> {
    /// Finds the first `execute-api` ARN in a text.
    pub fn find(text: &'a str) -> Option<Self> {
        let service = text.find(":execute-api:")?;
        let start = text[..service].rfind("arn:")?;
        let rest = &text[start..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | ',' | ')'))
            .unwrap_or(rest.len());
        let end = closing_brace(&rest[..end]).unwrap_or(end);
        let whole = rest[..end].trim_end_matches('.');
        let mut parts = whole.splitn(6, ':');
        let (_, partition, _, region, account) = (
            parts.next()?,
            parts.next()?,
            parts.next()?,
            parts.next()?,
            parts.next()?,
        );
        let mut resource = parts.next().unwrap_or("").splitn(4, '/');
        let mut next = || {
            resource
                .next()
                .filter(|part| !part.is_empty() && *part != "*")
        };
        let (api, stage, method, path) = (next(), next(), next(), next());
        let region = Some(region).filter(|region| crate::host::is_region(region));
        Some(Self {
            text: whole,
            partition: region.map(crate::host::partition).or(match partition {
                "aws-cn" => Some("aws-cn"),
                "aws-us-gov" => Some("aws-us-gov"),
                _ => None,
            }),
            region,
            account: Some(account).filter(|account| is_account(account)),
            account_tail: account_tail(account),
            api,
            stage,
            method: method.filter(|method| method.bytes().all(|b| b.is_ascii_uppercase())),
            path,
        })
    }
}

/// The caller that a denial names: the ARN behind `User: `; `None` for `anonymous`.
pub fn caller(text: &str) -> Option<&str> {
    let rest = text[text.find("User:")? + "User:".len()..].trim_start();
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\\'))
        .unwrap_or(rest.len());
    Some(&rest[..end]).filter(|caller| caller.starts_with("arn:"))
}

/// The first brace that closes none of the text's own: `…/@connections/{connectionId}` opens one.
pub(crate) fn closing_brace(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.bytes().position(|byte| match byte {
        b'{' => {
            open += 1;
            false
        }
        b'}' if open > 0 => {
            open -= 1;
            false
        }
        byte => byte == b'}',
    })
}

/// The account in an ARN, where it is not masked.
pub fn account(arn: &str) -> Option<&str> {
    arn.split(':').nth(4).filter(|account| is_account(account))
}

/// The last four digits of the account in an ARN, masked or not.
pub fn account_tail(account: &str) -> Option<&str> {
    let tail = account.get(account.len().checked_sub(4)?..)?;
    tail.bytes().all(|b| b.is_ascii_digit()).then_some(tail)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_arn_still_gives_api_stage_method_and_path() {
        let text = "User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-west-2:********7089:a1b2c3d4e5/api/GET/prod/a";
        let arn = MethodArn::find(text).unwrap();
        assert_eq!(
            (arn.region, arn.account, arn.account_tail),
            (Some("us-west-2"), None, Some("7089"))
        );
        assert_eq!(
            (arn.api, arn.stage, arn.method, arn.path),
            (Some("a1b2c3d4e5"), Some("api"), Some("GET"), Some("prod/a"))
        );
        assert_eq!(caller(text), None);
    }

    #[test]
    fn the_caller_and_its_account_are_read() {
        let text = r#"{"Message":"User: arn:aws:sts::111122223333:assumed-role/r/s is not authorized to perform: execute-api:Invoke on resource: arn:aws-cn:execute-api:cn-north-1:444455556666:abc123defg/prod/GET/"}"#;
        let caller = caller(text).unwrap();
        assert_eq!(
            (caller, account(caller)),
            (
                "arn:aws:sts::111122223333:assumed-role/r/s",
                Some("111122223333")
            )
        );
        let arn = MethodArn::find(text).unwrap();
        assert_eq!(
            (arn.partition, arn.account, arn.path),
            (Some("aws-cn"), Some("444455556666"), None)
        );
    }

    #[test]
    fn a_cut_arn_and_prose_do_no_harm() {
        assert_eq!(MethodArn::find("on resource: arn:aws:execute-api:"), None);
        assert_eq!(MethodArn::find(":execute-api:"), None);
        let cut = MethodArn::find("arn:aws:execute-api:eu-west-1:****").unwrap();
        assert_eq!(
            (cut.region, cut.account, cut.api),
            (Some("eu-west-1"), None, None)
        );
    }
}
