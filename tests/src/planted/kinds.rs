//! The kinds of secrets.

use super::{Chance, base64, base64url};

/// Where a kind of secret can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// In a header of this name; elsewhere the header is quoted with it.
    Header(&'static str),
    /// As the value of this name: a parameter, a member, a cookie, a header, a variable.
    Named(&'static str),
    /// Anywhere: its form tells.
    Anywhere,
}

/// A kind of secret.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// What people call it.
    pub name: &'static str,
    /// Where it can stand.
    pub stands: Stands,
    make: fn(&mut Chance) -> Secret,
}

/// A secret.
#[derive(Debug, Clone)]
pub struct Secret {
    /// The value as it is sent.
    pub value: String,
    /// What of it must not be seen again.
    pub hidden: Vec<String>,
}

impl Kind {
    /// A secret of this kind, the same for the same chance.
    pub fn secret(&self, chance: &mut Chance) -> Secret {
        (self.make)(chance)
    }
}

fn of(before: &str, hidden: String, behind: &str) -> Secret {
    Secret {
        value: format!("{before}{hidden}{behind}"),
        hidden: vec![hidden],
    }
}

fn word(chance: &mut Chance) -> Secret {
    of("", chance.word(24), "")
}

/// As people choose them, for a name that tells.
fn password(chance: &mut Chance) -> Secret {
    const ENDS: &[(&str, &str)] = &[
        ("", ""),
        ("", "!"),
        ("%", ""),
        ("p,", ";x"),
        ("é", "~"),
        ("<", "^"),
    ];
    let (before, behind) = ENDS[chance.below(ENDS.len())];
    of(before, chance.word(14), behind)
}

fn key(chance: &mut Chance) -> Secret {
    let hidden = chance.word(36);
    let tail = chance.letters(b"abcdef0123456789", 4);
    Secret {
        value: format!("{hidden}{tail}"),
        hidden: vec![hidden],
    }
}

fn digits(chance: &mut Chance) -> Secret {
    of("", chance.letters(b"0123456789", 8), "")
}

fn hex(chance: &mut Chance) -> Secret {
    of("", chance.letters(b"0123456789abcdef", 64), "")
}

fn jwt(chance: &mut Chance) -> Secret {
    let (subject, signature) = (chance.word(16), chance.word(43));
    let head = base64url(br#"{"alg":"RS256","typ":"JWT","kid":"k1"}"#);
    let payload = base64url(
        format!(r#"{{"sub":"{subject}","email":"{subject}@example.com","iss":"https://i.example.com","exp":1760260447}}"#)
            .as_bytes(),
    );
    Secret {
        value: format!("{head}.{payload}.{signature}"),
        hidden: vec![subject, signature],
    }
}

fn bearer(chance: &mut Chance) -> Secret {
    of("Bearer ", chance.word(32), "")
}

fn bearer_jwt(chance: &mut Chance) -> Secret {
    let jwt = jwt(chance);
    Secret {
        value: format!("Bearer {}", jwt.value),
        hidden: jwt.hidden,
    }
}

fn basic(chance: &mut Chance) -> Secret {
    let password = chance.word(14);
    let packed = base64(format!("alice:{password}").as_bytes());
    Secret {
        value: format!("Basic {packed}"),
        hidden: vec![password, packed],
    }
}

fn digest(chance: &mut Chance) -> Secret {
    let (response, nonce) = (chance.letters(b"0123456789abcdef", 32), chance.word(24));
    Secret {
        value: format!(
            r#"Digest username="alice", realm="r", nonce="{nonce}", uri="/p", response="{response}""#
        ),
        hidden: vec![response, nonce],
    }
}

fn negotiate(chance: &mut Chance) -> Secret {
    of("Negotiate YII", chance.word(60), "==")
}

fn oauth1(chance: &mut Chance) -> Secret {
    let (token, signature) = (chance.word(24), chance.word(24));
    Secret {
        value: format!(
            r#"OAuth oauth_consumer_key="ck", oauth_token="{token}", oauth_signature="{signature}%3D""#
        ),
        hidden: vec![token, signature],
    }
}

fn hawk(chance: &mut Chance) -> Secret {
    of(
        r#"Hawk id="dh37", ts="1353832234", nonce="j4h3g2", mac=""#,
        chance.word(40),
        "=\"",
    )
}

const SCOPE: &str = "20260101/us-east-1/execute-api/aws4_request";

fn sigv4(chance: &mut Chance) -> Secret {
    let (middle, signature) = (upper(chance, 12), chance.letters(b"0123456789abcdef", 64));
    Secret {
        value: format!(
            "AWS4-HMAC-SHA256 Credential=AKIA{middle}ABCD/{SCOPE}, SignedHeaders=host;x-amz-date, Signature={signature}"
        ),
        hidden: vec![middle, signature],
    }
}

fn sigv4a(chance: &mut Chance) -> Secret {
    let signature = chance.letters(b"0123456789abcdef", 140);
    Secret {
        value: format!(
            "AWS4-ECDSA-P256-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/20260101/execute-api/aws4_request, SignedHeaders=host;x-amz-date;x-amz-region-set, Signature={signature}"
        ),
        hidden: vec![signature],
    }
}

fn sigv2(chance: &mut Chance) -> Secret {
    of("AWS AKIAIOSFODNN7EXAMPLE:", chance.word(27), "=")
}

fn upper(chance: &mut Chance, count: usize) -> String {
    chance.letters(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", count)
}

fn access_key(chance: &mut Chance) -> Secret {
    let middle = upper(chance, 12);
    Secret {
        value: format!("AKIA{middle}WXYZ"),
        hidden: vec![middle],
    }
}

fn temporary_key(chance: &mut Chance) -> Secret {
    let middle = upper(chance, 12);
    Secret {
        value: format!("ASIA{middle}WXYZ"),
        hidden: vec![middle],
    }
}

fn credential(chance: &mut Chance) -> Secret {
    let middle = upper(chance, 12);
    Secret {
        value: format!("ASIA{middle}WXYZ/{SCOPE}"),
        hidden: vec![middle],
    }
}

/// Forty letters with the sign that paths have as well.
fn secret_key(chance: &mut Chance) -> Secret {
    of(
        "",
        format!(
            "{}/{}+{}",
            chance.word(14),
            chance.word(12),
            chance.word(12)
        ),
        "",
    )
}

fn session_token(chance: &mut Chance) -> Secret {
    of(
        "IQoJb3JpZ2luX2Vj",
        format!("{}/{}", chance.word(90), chance.word(90)),
        "==",
    )
}

fn older_session_token(chance: &mut Chance) -> Secret {
    of("FwoGZXIvYXdzE", chance.word(160), "=")
}

fn cookie(chance: &mut Chance) -> Secret {
    let (session, other) = (chance.word(26), chance.word(18));
    Secret {
        value: format!("session={session}; theme={other}; _ga=GA1.2.{other}"),
        hidden: vec![session, other],
    }
}

fn set_cookie(chance: &mut Chance) -> Secret {
    of(
        "sid=",
        chance.word(26),
        "; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly",
    )
}

fn two_cookies(chance: &mut Chance) -> Secret {
    let (one, other) = (chance.word(20), chance.word(20));
    Secret {
        value: format!("a={one}; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/, b={other}; Secure"),
        hidden: vec![one, other],
    }
}

fn pem(title: &str, chance: &mut Chance) -> Secret {
    let lines: Vec<String> = (0..3).map(|_| chance.word(64)).collect();
    Secret {
        value: format!(
            "-----BEGIN {title}-----\n{}\n-----END {title}-----",
            lines.join("\n")
        ),
        hidden: lines,
    }
}

fn pkcs8(chance: &mut Chance) -> Secret {
    pem("PRIVATE KEY", chance)
}

fn rsa(chance: &mut Chance) -> Secret {
    pem("RSA PRIVATE KEY", chance)
}

fn openssh(chance: &mut Chance) -> Secret {
    pem("OPENSSH PRIVATE KEY", chance)
}

fn saml(chance: &mut Chance) -> Secret {
    let id = chance.word(24);
    let packed = base64(
        format!(
            "<samlp:Response ID=\"{id}\"><saml:Assertion>{id}</saml:Assertion></samlp:Response>"
        )
        .as_bytes(),
    );
    Secret {
        hidden: vec![id],
        value: packed,
    }
}

fn connection(chance: &mut Chance) -> Secret {
    of(
        "Server=db.example.com;User Id=app;Password=",
        chance.word(18),
        ";Encrypt=true",
    )
}

fn azure_storage(chance: &mut Chance) -> Secret {
    of(
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=",
        chance.word(84),
        "==;EndpointSuffix=core.windows.net",
    )
}

fn url_of(before: &str, behind: &str, chance: &mut Chance) -> Secret {
    of(before, chance.word(16), behind)
}

macro_rules! prefixed {
    ($($name:ident: $prefix:literal, $count:literal;)*) => {
        $(fn $name(chance: &mut Chance) -> Secret {
            of($prefix, chance.word($count), "")
        })*
    };
}

prefixed! {
    github: "ghp_", 36;
    github_oauth: "gho_", 36;
    github_app: "ghs_", 36;
    github_fine: "github_pat_11ABCDEFG0", 60;
    gitlab: "glpat-", 20;
    slack: "xoxb-123456789012-1234567890123-", 24;
    slack_user: "xoxp-123456789012-", 40;
    slack_app: "xapp-1-A0123-", 40;
    stripe: "sk_live_", 24;
    stripe_test: "sk_test_", 24;
    stripe_restricted: "rk_live_", 24;
    webhook: "whsec_", 32;
    google: "AIzaSy", 33;
    google_access: "ya29.a0", 60;
    google_client: "GOCSPX-", 28;
    npm: "npm_", 36;
    pypi: "pypi-AgEIcHlwaS5vcmc", 80;
    hugging_face: "hf_", 34;
    digital_ocean: "dop_v1_", 64;
    shopify: "shpat_", 32;
    anthropic: "sk-ant-api03-", 80;
    openai: "sk-proj-", 48;
    vault: "hvs.", 40;
    postman: "PMAK-", 60;
    docker: "dckr_pat_", 27;
}

fn sendgrid(chance: &mut Chance) -> Secret {
    let (id, secret) = (chance.word(22), chance.word(43));
    Secret {
        value: format!("SG.{id}.{secret}"),
        hidden: vec![id, secret],
    }
}

fn postgres(chance: &mut Chance) -> Secret {
    url_of("postgres://app:", "@db.example.com:5432/main", chance)
}

fn mongodb(chance: &mut Chance) -> Secret {
    url_of(
        "mongodb+srv://app:p%40",
        "@cluster0.example.com/?retryWrites=true",
        chance,
    )
}

fn redis(chance: &mut Chance) -> Secret {
    url_of("rediss://:", "@cache.example.com:6380/0", chance)
}

fn userinfo(chance: &mut Chance) -> Secret {
    url_of("https://alice:", "@h.example.com/path", chance)
}

fn presigned(chance: &mut Chance) -> Secret {
    let (signature, token) = (chance.letters(b"0123456789abcdef", 64), chance.word(80));
    Secret {
        value: format!(
            "https://b.s3.amazonaws.com/o?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-Security-Token=IQoJ{token}%3D&X-Amz-SignedHeaders=host&X-Amz-Signature={signature}"
        ),
        hidden: vec![signature, token],
    }
}

fn callback(chance: &mut Chance) -> Secret {
    let (token, code) = (chance.word(30), chance.word(30));
    Secret {
        value: format!(
            "https://app.example.com/cb?state=x&code={code}#access_token={token}&token_type=Bearer"
        ),
        hidden: vec![token, code],
    }
}

macro_rules! kinds {
    ($($name:literal, $stands:expr, $make:ident;)*) => {
        /// Every kind.
        pub const KINDS: &[Kind] = &[$(Kind { name: $name, stands: $stands, make: $make }),*];
    };
}

use Stands::{Anywhere, Header, Named};

kinds! {
    "bearer token", Header("Authorization"), bearer;
    "bearer JWT", Header("Authorization"), bearer_jwt;
    "bare JWT in Authorization", Header("Authorization"), jwt;
    "bare token in Authorization", Header("Authorization"), word;
    "Basic credentials", Header("Authorization"), basic;
    "proxy's Basic credentials", Header("Proxy-Authorization"), basic;
    "Digest response", Header("Authorization"), digest;
    "Negotiate token", Header("Authorization"), negotiate;
    "OAuth 1 signature", Header("Authorization"), oauth1;
    "Hawk MAC", Header("Authorization"), hawk;
    "SigV4 signature", Header("Authorization"), sigv4;
    "SigV4A signature", Header("Authorization"), sigv4a;
    "SigV2 signature", Header("Authorization"), sigv2;
    "remapped Authorization", Header("x-amzn-Remapped-Authorization"), bearer;
    "cookies", Header("Cookie"), cookie;
    "Set-Cookie", Header("Set-Cookie"), set_cookie;
    "folded Set-Cookie", Header("Set-Cookie"), two_cookies;
    "AWS session token in its header", Named("X-Amz-Security-Token"), session_token;
    "API Gateway's key", Named("x-api-key"), key;
    "API key in camels", Named("apiKey"), key;
    "API key in snakes", Named("api_key"), key;
    "subscription key", Named("Ocp-Apim-Subscription-Key"), key;
    "Google's key header", Named("X-Goog-Api-Key"), key;
    "auth token header", Named("X-Auth-Token"), word;
    "vault token", Named("X-Vault-Token"), word;
    "private token", Named("PRIVATE-TOKEN"), word;
    "CSRF header", Named("X-CSRF-Token"), word;
    "XSRF token", Named("XSRF-TOKEN"), word;
    "Django's CSRF token", Named("csrfmiddlewaretoken"), word;
    "Rails' authenticity token", Named("authenticity_token"), word;
    "ASP.NET's verification token", Named("__RequestVerificationToken"), word;
    "webhook signature", Named("X-Hub-Signature-256"), hex;
    "password", Named("password"), password;
    "user's password", Named("userPassword"), password;
    "passwd", Named("passwd"), password;
    "passphrase", Named("passphrase"), password;
    "database password", Named("DB_PASSWORD"), password;
    "pwd", Named("pwd"), password;
    "client secret", Named("client_secret"), word;
    "app secret", Named("appSecret"), word;
    "secret", Named("secret"), word;
    "AWS secret key by name", Named("AWS_SECRET_ACCESS_KEY"), secret_key;
    "AWS secret key in camels", Named("secretAccessKey"), secret_key;
    "AWS secret key in JSON of STS", Named("SecretAccessKey"), secret_key;
    "AWS session token by name", Named("AWS_SESSION_TOKEN"), session_token;
    "AWS session token of STS", Named("SessionToken"), older_session_token;
    "secret of Secrets Manager", Named("SecretString"), word;
    "credential of a presigned URL", Named("X-Amz-Credential"), credential;
    "signature of a presigned URL", Named("X-Amz-Signature"), hex;
    "access token", Named("access_token"), word;
    "access token that is a JWT", Named("access_token"), jwt;
    "refresh token", Named("refresh_token"), word;
    "refresh token in camels", Named("refreshToken"), word;
    "ID token", Named("id_token"), jwt;
    "authorizer's token", Named("authorizationToken"), bearer;
    "session id", Named("session_id"), word;
    "JSESSIONID", Named("JSESSIONID"), word;
    "PHPSESSID", Named("PHPSESSID"), word;
    "Express session", Named("connect.sid"), word;
    "OAuth code", Named("code"), word;
    "PKCE verifier", Named("code_verifier"), word;
    "device code", Named("device_code"), word;
    "client assertion", Named("client_assertion"), jwt;
    "SAML response", Named("SAMLResponse"), saml;
    "MFA code", Named("mfa_code"), digits;
    "one-time password", Named("otp"), digits;
    "private key by name", Named("private_key"), pkcs8;
    "connection string", Named("connectionString"), connection;
    "storage account", Named("AzureWebJobsStorage"), azure_storage;
    "JWT", Anywhere, jwt;
    "access key id", Anywhere, access_key;
    "temporary access key id", Anywhere, temporary_key;
    "AWS secret key", Anywhere, secret_key;
    "AWS session token", Anywhere, session_token;
    "older AWS session token", Anywhere, older_session_token;
    "private key", Anywhere, pkcs8;
    "RSA key", Anywhere, rsa;
    "SSH key", Anywhere, openssh;
    "GitHub token", Anywhere, github;
    "GitHub OAuth token", Anywhere, github_oauth;
    "GitHub app's token", Anywhere, github_app;
    "fine-grained GitHub token", Anywhere, github_fine;
    "GitLab token", Anywhere, gitlab;
    "Slack bot's token", Anywhere, slack;
    "Slack user's token", Anywhere, slack_user;
    "Slack app's token", Anywhere, slack_app;
    "Stripe key", Anywhere, stripe;
    "Stripe test key", Anywhere, stripe_test;
    "Stripe restricted key", Anywhere, stripe_restricted;
    "Stripe webhook secret", Anywhere, webhook;
    "Google API key", Anywhere, google;
    "Google access token", Anywhere, google_access;
    "Google client secret", Anywhere, google_client;
    "npm token", Anywhere, npm;
    "PyPI token", Anywhere, pypi;
    "Hugging Face token", Anywhere, hugging_face;
    "DigitalOcean token", Anywhere, digital_ocean;
    "Shopify token", Anywhere, shopify;
    "Anthropic key", Anywhere, anthropic;
    "OpenAI key", Anywhere, openai;
    "Vault service token", Anywhere, vault;
    "Postman key", Anywhere, postman;
    "Docker token", Anywhere, docker;
    "SendGrid key", Anywhere, sendgrid;
    "PostgreSQL URL", Anywhere, postgres;
    "MongoDB URL", Anywhere, mongodb;
    "Redis URL", Anywhere, redis;
    "URL with a password", Anywhere, userinfo;
    "presigned URL", Anywhere, presigned;
    "OAuth callback", Anywhere, callback;
}
