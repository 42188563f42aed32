//! The signers: botocore, aws4 and @smithy/signature-v4 in processes of their own, `aws-sigv4` here.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use gatewhy_core::{Evidence, sigv4};
use gatewhy_tests::folder;
use serde::{Deserialize, Serialize};

pub(crate) const KEY: &str = "AKIDEXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// A request to be signed.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Asked {
    pub(crate) form: &'static str,
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) key: Option<&'static str>,
    pub(crate) token: Option<String>,
    pub(crate) date: &'static str,
    pub(crate) region: &'static str,
}

/// A request as it was signed, and what the signer computed on its way.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Told {
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) canonical: String,
    pub(crate) to_sign: String,
    pub(crate) signature: String,
    pub(crate) refused: Option<String>,
}

/// A signer in a process of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signer {
    Botocore,
    Aws4,
    Smithy,
}

impl Signer {
    fn command(self) -> Command {
        let root = folder("..");
        let program = match self {
            Self::Botocore => root.join(".tools/python/bin/python"),
            Self::Aws4 | Self::Smithy => "node".into(),
        };
        let mut command = Command::new(program);
        match self {
            Self::Botocore => command.arg(folder("sigv4/sign.py")),
            Self::Aws4 => command.arg(folder("sigv4/sign.mjs")).arg("aws4"),
            Self::Smithy => command.arg(folder("sigv4/sign.mjs")).arg("smithy"),
        };
        command
    }

    /// Signs all of these, in order.
    pub(crate) fn sign(self, asked: &[Asked]) -> Vec<Told> {
        let mut input = String::new();
        for request in asked {
            input.push_str(&serde_json::to_string(request).unwrap());
            input.push('\n');
        }
        let mut child = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{self:?}: {error}; `cargo xtask setup` installs it"));
        let mut stdin = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap().unwrap();
        assert!(
            output.status.success(),
            "{self:?} failed; `cargo xtask setup` installs it"
        );
        let told: Vec<Told> = String::from_utf8(output.stdout)
            .unwrap()
            .lines()
            .map(|line| {
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
            })
            .collect();
        assert_eq!(told.len(), asked.len(), "{self:?}");
        told
    }
}

/// What was captured of a signed request.
pub(crate) fn captured(asked: &Asked, told: &Told) -> Evidence {
    let mut evidence = Evidence {
        method: Some(asked.method.into()),
        url: Some(told.url.clone()),
        request_body: Some(asked.body.clone()),
        ..Evidence::default()
    };
    for (name, value) in &told.headers {
        evidence.request_headers.push(name, value);
    }
    evidence
}

/// The signing time, which `aws-sigv4` wants as the clock has it.
pub(crate) fn time(date: &str) -> SystemTime {
    let seconds = sigv4::time::basic(date).unwrap();
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap())
}

/// The signature of a string to sign.
pub(crate) fn signature(date: &str, region: &str, to_sign: &str) -> String {
    let key = v4::generate_signing_key(SECRET, time(date), region, "execute-api");
    v4::calculate_signature(key, to_sign.as_bytes())
}

/// Signs with the crate `aws-sigv4`, which tells its signature and what it adds to the request;
/// `Err` with the reason where it does not take such a request.
pub(crate) fn aws_sigv4(asked: &Asked) -> Result<Told, String> {
    let identity: Identity = Credentials::new(
        asked.key.unwrap_or(KEY),
        SECRET,
        asked.token.clone(),
        None,
        "test",
    )
    .into();
    let mut settings = SigningSettings::default();
    settings.percent_encoding_mode = PercentEncodingMode::Double;
    if asked.form == "query" {
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(Duration::from_secs(3_600));
    }
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(asked.region)
        .name("execute-api")
        .time(time(asked.date))
        .settings(settings)
        .build()
        .unwrap()
        .into();
    let headers = asked
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let body = SignableBody::Bytes(asked.body.as_bytes());
    let told = |error: &dyn std::error::Error| {
        error
            .source()
            .map_or_else(|| error.to_string(), ToString::to_string)
    };
    let request = SignableRequest::new(asked.method, asked.url.as_str(), headers, body)
        .map_err(|error| told(&error))?;
    let (added, signature) = sign(request, &params)
        .map_err(|error| told(&error))?
        .into_parts();
    let (headers, params) = added.into_parts();
    let mut url = asked.url.clone();
    for (name, value) in params {
        let pair = sigv4::canonical_query(&format!("{name}={}", value.replace('%', "%25")));
        // The signature is no part of a canonical query.
        let pair = if pair.is_empty() {
            format!("{name}={value}")
        } else {
            pair
        };
        let joint = if url.contains('?') { '&' } else { '?' };
        url = format!("{url}{joint}{pair}");
    }
    let mut sent = asked.headers.clone();
    sent.extend(
        headers
            .iter()
            .map(|header| (header.name().to_owned(), header.value().to_owned())),
    );
    Ok(Told {
        url,
        headers: sent,
        signature,
        ..Told::default()
    })
}

/// The body of a refusal in its long form.
pub(crate) fn mismatch(canonical: &str, to_sign: &str) -> String {
    let message = format!(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'{canonical}'\n\nThe String-to-Sign should have been\n'{to_sign}'\n"
    );
    serde_json::json!({ "message": message }).to_string()
}
