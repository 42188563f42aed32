//! What is wrong with a signed request by itself, in the order in which a server checks it.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::clock::{ALLOWED, Clock};
use super::looks;
use super::signed::{date, parameter, sent_header, whole_body};
use super::{diff, time};
use crate::auth::AuthKind;
use crate::facts::Facts;
use crate::host::{HostForm, is_region};
use crate::look::{Look, find_in};
use crate::signing::{Lint, Part, sha256};
use crate::text::Text;

/// Gathers what is found.
struct Lints<'a, 'b> {
    facts: &'b Facts<'a>,
    found: Vec<Lint>,
}

/// Looks a signed request through.
pub(crate) fn lints(facts: &Facts<'_>) -> Vec<Lint> {
    let mut lints = Lints {
        facts,
        found: Vec::new(),
    };
    lints.form();
    lints.parts();
    lints.times();
    lints.names();
    lints.scope();
    lints.credentials();
    lints.body();
    lints.found
}

impl Lints<'_, '_> {
    fn tell(&mut self, part: Part, says: Text, named: &str, quote: Look) {
        if let Look::Seen(quote) = quote {
            self.found.push(Lint {
                part,
                says,
                named: named.to_owned(),
                quote,
            });
        }
    }

    /// The signature as it was sent: the whole header, or the URL.
    fn whole(&self) -> Look {
        looks::authorization(self.facts)
    }

    fn is_query(&self) -> bool {
        self.facts.auth.kind == Some(AuthKind::SigV4Query)
    }

    /// The shape of the `Authorization` value.
    fn form(&mut self) {
        let both = looks::signed_twice(self.facts);
        self.tell(Part::Authorization, SIGNED_TWICE, "", both);
        let broken = looks::broken_authorization(self.facts);
        if let Some((says, quote)) = broken {
            self.tell(Part::Authorization, says, "", quote);
        }
        let comma = looks::comma_behind_the_algorithm(self.facts);
        self.tell(Part::Authorization, COMMA, "", comma);
    }

    /// The parameters that a signature must have.
    fn parts(&mut self) {
        if let Some(name) = looks::missing_part(self.facts) {
            let part = match name.trim_start_matches("X-Amz-") {
                "Date" => Part::Date,
                "SignedHeaders" => Part::SignedHeaders,
                "Signature" => Part::Signature,
                "Credential" => Part::Scope,
                _ => Part::Authorization,
            };
            let whole = self.whole();
            self.tell(part, MISSING, name, whole);
        }
        let torn = looks::no_signature_of_sigv4(self.facts);
        self.tell(Part::Signature, TORN, "", torn);
    }

    /// When it was signed and for how long.
    fn times(&mut self) {
        let facts = self.facts;
        let Some(signed) = date(facts) else { return };
        let place = if self.is_query() {
            "url"
        } else {
            looks::date_place(facts)
        };
        let quote = || Look::seen(signed.clone(), place);
        if time::basic(&signed).is_none() {
            if !diff::is_blanked(&signed) && !signed.contains(", ") {
                self.tell(Part::Date, DATE_FORM, "", quote());
            }
            return;
        }
        if self.is_query() {
            self.expiry();
        }
        let Some(clock) = Clock::of(facts) else {
            return;
        };
        if clock.age() > clock.allowed {
            let (part, says) = if clock.allowed == ALLOWED {
                (Part::Date, LATE)
            } else {
                (Part::Expiry, OVER)
            };
            self.tell(part, says, "", quote());
        } else if clock.age() < -ALLOWED {
            self.tell(Part::Date, EARLY, "", quote());
        }
    }

    fn expiry(&mut self) {
        const LONGEST: u32 = 604_800;
        let Some(expires) = parameter(self.facts, "Expires") else {
            return;
        };
        let is_good = expires
            .parse::<u32>()
            .is_ok_and(|seconds| (1..=LONGEST).contains(&seconds));
        if !is_good && !diff::is_blanked(&expires) {
            self.tell(Part::Expiry, EXPIRES, "", Look::seen(expires, "url"));
        }
    }

    /// The list of signed headers.
    fn names(&mut self) {
        let facts = self.facts;
        let Some(list) = parameter(facts, "SignedHeaders") else {
            return;
        };
        if list.is_empty() || diff::is_blanked(&list) {
            return;
        }
        let whole = self.whole();
        let has = |wanted: &str| {
            list.split(';')
                .any(|name| name.eq_ignore_ascii_case(wanted))
        };
        if !has("host") && !has(":authority") {
            self.tell(Part::SignedHeaders, HOST_UNSIGNED, "", whole.clone());
        }
        let sorted = list
            .split(';')
            .zip(list.split(';').skip(1))
            .all(|(a, b)| a < b);
        if !sorted || list.bytes().any(|b| b.is_ascii_uppercase() || b == b' ') {
            self.tell(Part::SignedHeaders, UNSORTED, "", whole.clone());
        }
        let headers = &facts.evidence.request_headers;
        if headers.is_whole_request() {
            let unsent = list.split(';').find(|name| {
                !name.is_empty() && !UNTOLD.contains(name) && sent_header(facts, name).is_none()
            });
            if let Some(name) = unsent {
                self.tell(diff::part_of(name), NOT_SENT, name, whole.clone());
            }
        }
        let unsigned = headers
            .iter()
            .map(|header| header.name.to_ascii_lowercase());
        let unsigned = unsigned.into_iter().find(|name| {
            name.starts_with("x-amz-") && !has(name) && !name.starts_with("x-amz-cf-")
        });
        match unsigned {
            Some(name) if name == "x-amz-date" && self.is_query() => {}
            Some(name) => {
                let listed = diff::part_of(&name);
                let part = if listed == Part::Headers {
                    Part::SignedHeaders
                } else {
                    listed
                };
                self.tell(part, UNSIGNED_HEADER, &name, whole.clone());
            }
            None => {}
        }
    }

    /// The credential scope.
    fn scope(&mut self) {
        let facts = self.facts;
        let whole = self.whole();
        let credential = parameter(facts, "Credential").unwrap_or_default();
        if credential.is_empty() || diff::is_blanked(&credential) {
            self.refused_scope();
            return;
        }
        let parts: Vec<&str> = credential.split('/').collect();
        let &[_, day, region, service, end] = parts.as_slice() else {
            self.tell(Part::Scope, ELEMENTS, "", whole);
            return;
        };
        if let Look::Seen(quote) = looks::scope_region_differs(facts) {
            self.tell(Part::Region, REGION, region, Look::Seen(quote));
        } else if !is_region(region) {
            self.tell(Part::Region, NO_REGION, region, whole.clone());
        }
        if service != "execute-api" && is_an_api(facts) {
            self.tell(Part::Service, SERVICE, service, whole.clone());
        }
        if end != "aws4_request" {
            self.tell(Part::Scope, TERMINATOR, end, whole.clone());
        }
        let signed = date(facts).unwrap_or_default();
        if time::basic(&signed).is_some() && !signed.starts_with(day) {
            self.tell(Part::Scope, SCOPE_DATE, day, whole);
        }
        self.refused_scope();
    }

    /// What the message alone says of the scope.
    fn refused_scope(&mut self) {
        for (words, part, says) in [
            ("scoped to a valid region", Part::Region, REGION_REFUSED),
            ("scoped to correct service", Part::Service, SERVICE_REFUSED),
            ("with a valid terminator", Part::Scope, TERMINATOR_REFUSED),
            (
                "Date in Credential scope does not match",
                Part::Scope,
                DATE_REFUSED,
            ),
        ] {
            let told = said(self.facts, words);
            if self.found.iter().all(|lint| lint.part != part) {
                self.tell(part, says, "", told);
            }
        }
    }

    /// The access key and its session token.
    fn credentials(&mut self) {
        let facts = self.facts;
        let gap = looks::credential_has_white_space(facts);
        self.tell(Part::Key, KEY_SPACE, "", gap);
        let key = facts.auth.scope.map_or("", |scope| scope.access_key);
        let word = looks::token_is_a_word(facts);
        self.tell(Part::Token, TOKEN_WORD, "", word);
        let missing = looks::temporary_key_without_token(facts);
        self.tell(Part::Token, TOKEN_MISSING, "", missing);
        let foreign = looks::long_term_key_with_token(facts);
        self.tell(Part::Token, TOKEN_FOREIGN, "", foreign);
        let over = said(facts, "security token included in the request is expired");
        self.tell(Part::Token, TOKEN_OVER, "", over);
        let invalid = said(facts, "security token included in the request is invalid");
        let is_told = self
            .found
            .iter()
            .any(|lint| matches!(lint.part, Part::Token | Part::Key));
        if !is_told {
            let has_token = key.starts_with("ASIA");
            let (part, says) = if has_token {
                (Part::Token, TOKEN_REFUSED)
            } else {
                (Part::Key, KEY_REFUSED)
            };
            self.tell(part, says, "", invalid);
        }
    }

    /// What the client says of the body against the body.
    fn body(&mut self) {
        let facts = self.facts;
        let headers = &facts.evidence.request_headers;
        let Some(told) = headers.first("x-amz-content-sha256").map(str::trim) else {
            return;
        };
        let quote = Look::seen(told, "request.headers.x-amz-content-sha256");
        if told == "UNSIGNED-PAYLOAD" || told.starts_with("STREAMING-") {
            if facts.evidence.failed() {
                self.tell(Part::Payload, S3_PAYLOAD, told, quote);
            }
            return;
        }
        let differs = |body: &str| !sha256(body.as_bytes()).eq_ignore_ascii_case(told);
        if told.len() == 64 && whole_body(facts).is_some_and(differs) {
            self.tell(Part::Payload, OTHER_BODY, "", quote);
        }
    }
}

/// Headers that captures leave out or that are written on the way.
const UNTOLD: &[&str] = &[
    ":authority",
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "transfer-encoding",
    "user-agent",
];

fn said(facts: &Facts<'_>, words: &str) -> Look {
    let told = |(text, place)| Some(Look::seen(find_in(text, words)?, place));
    facts.texts().find_map(told).unwrap_or(Look::Absent)
}

/// Whether the call went to an API: other services have other names in their scope.
fn is_an_api(facts: &Facts<'_>) -> bool {
    match facts.host.as_ref() {
        Some(host) if host.form == HostForm::Other => {
            facts.origin.who.side() == crate::origin::Side::Gateway
        }
        Some(host) => host.is_execute_api(),
        None => false,
    }
}

/// The parts that a refusal names, by the words in which it does.
const TOLD: &[(&str, Part)] = &[
    ("scoped to a valid region", Part::Region),
    ("scoped to correct service", Part::Service),
    ("with a valid terminator", Part::Scope),
    ("Date in Credential scope", Part::Scope),
    ("exactly 5 slash-delimited", Part::Scope),
    ("must be a 'SignedHeader'", Part::SignedHeaders),
    ("Found both 'X-Amz-Algorithm'", Part::Authorization),
    ("Date must be in ISO-8601", Part::Date),
    ("Signature not yet current", Part::Date),
    (
        "security token included in the request is expired",
        Part::Token,
    ),
];

/// The part that the refusal names.
pub(crate) fn told(facts: &Facts<'_>) -> Option<Part> {
    let says = |words: &str| {
        facts
            .texts()
            .any(|(text, _)| find_in(text, words).is_some())
    };
    TOLD.iter()
        .find(|(words, _)| says(words))
        .map(|(_, part)| *part)
}

const SIGNED_TWICE: Text = text! {
    en: "The request is signed twice, in its Authorization header and in its query: only one is allowed",
    ja: "Authorizationヘッダーとクエリの両方に署名があります。どちらか一方だけにしてください",
};
pub(crate) const BEARER: Text = text! {
    en: "“Bearer” stands in front of the signature: the value must begin with AWS4-HMAC-SHA256",
    ja: "署名の前に「Bearer」が付いています。値はAWS4-HMAC-SHA256で始まる必要があります",
};
pub(crate) const LINE_BREAK: Text = text! {
    en: "The Authorization value holds a line break, most often behind an access key that was read from a file",
    ja: "Authorizationの値に改行が含まれています。ファイルから読み込んだアクセスキーの末尾に残っていることが多い誤りです",
};
pub(crate) const BLANK: Text = text! {
    en: "The Authorization value begins or ends with white space",
    ja: "Authorizationの値の前後に空白があります",
};
pub(crate) const QUOTED: Text = text! {
    en: "The Authorization value stands in quotation marks",
    ja: "Authorizationの値が引用符で囲まれています",
};
pub(crate) const ALGORITHM: Text = text! {
    en: "The Authorization value must begin with AWS4-HMAC-SHA256 and a space, in capitals",
    ja: "Authorizationの値は、大文字のAWS4-HMAC-SHA256と空白で始まる必要があります",
};
pub(crate) const NAMES: Text = text! {
    en: "Credential, SignedHeaders and Signature must be written in just these letter cases",
    ja: "Credential、SignedHeaders、Signatureは、大文字と小文字をこのとおりに書く必要があります",
};
const COMMA: Text = text! {
    en: "A comma follows the algorithm, where a space belongs",
    ja: "アルゴリズムの後に、空白ではなくカンマがあります",
};
pub(crate) const MISSING: Text = text! {
    en: "{named} is missing",
    ja: "{named}がありません",
};
pub(crate) const TORN: Text = text! {
    en: "The signature is not 64 hexadecimal digits in lower case: it was cut, or encoded otherwise",
    ja: "署名が小文字の16進数64桁ではありません。途中で切れているか、別の形式でエンコードされています",
};
pub(crate) const DATE_FORM: Text = text! {
    en: "The date must be written as YYYYMMDDTHHMMSSZ, in UTC",
    ja: "日時はUTCのYYYYMMDDTHHMMSSZ形式で書く必要があります",
};
const LATE: Text = text! {
    en: "Signed {skew} before the server's time, and five minutes are allowed: the client's clock is slow, or the request waited",
    ja: "署名日時がサーバーの時刻より{skew}前で、許容範囲の5分を超えています。クライアントの時計が遅れているか、送信までに時間が経っています",
};
const EARLY: Text = text! {
    en: "Signed {skew} after the server's time, and five minutes are allowed: the client's clock is fast",
    ja: "署名日時がサーバーの時刻より{skew}後で、許容範囲の5分を超えています。クライアントの時計が進んでいます",
};
const OVER: Text = text! {
    en: "The presigned URL was signed {skew} before the server's time and is no longer good",
    ja: "署名付きURLの署名日時はサーバーの時刻より{skew}前で、有効期限が切れています",
};
const EXPIRES: Text = text! {
    en: "X-Amz-Expires must be a number of seconds from 1 to 604800",
    ja: "X-Amz-Expiresは1から604800までの秒数で指定する必要があります",
};
const HOST_UNSIGNED: Text = text! {
    en: "host is not among the signed headers, and must be",
    ja: "署名対象ヘッダーにhostがありません。hostは必須です",
};
pub(crate) const UNSORTED: Text = text! {
    en: "The signed headers must be listed in lower case and sorted, each once",
    ja: "署名対象ヘッダーは、小文字で重複なく並べ替えて列挙する必要があります",
};
pub(crate) const NOT_SENT: Text = text! {
    en: "The header {named} is listed as signed, and the request does not carry it",
    ja: "ヘッダー{named}は署名対象に挙げられていますが、リクエストにありません",
};
const UNSIGNED_HEADER: Text = text! {
    en: "The header {named} is sent and not signed: AWS asks for every x-amz- header to be signed",
    ja: "ヘッダー{named}が送信されていますが、署名対象ではありません。AWSはx-amz-で始まるヘッダーすべての署名を求めています",
};
const ELEMENTS: Text = text! {
    en: "The Credential must have five parts: key/date/region/service/aws4_request",
    ja: "Credentialは、キー/日付/リージョン/サービス/aws4_requestの5つの要素が必要です",
};
const REGION: Text = text! {
    en: "The scope names the region {named}, and the API is in {region}",
    ja: "スコープのリージョンは{named}ですが、APIは{region}にあります",
};
const REGION_REFUSED: Text = text! {
    en: "The region in the scope was refused: it is not the API's",
    ja: "スコープのリージョンが拒否されています。APIのリージョンと異なります",
};
const NO_REGION: Text = text! {
    en: "“{named}” is no region",
    ja: "「{named}」はリージョンではありません",
};
const SERVICE: Text = text! {
    en: "The scope names the service {named}; calls of an API are signed for execute-api",
    ja: "スコープのサービスは{named}です。APIの呼び出しはexecute-apiで署名します",
};
const SERVICE_REFUSED: Text = text! {
    en: "The service in the scope was refused",
    ja: "スコープのサービスが拒否されています",
};
const TERMINATOR: Text = text! {
    en: "The scope must end in aws4_request",
    ja: "スコープの末尾はaws4_requestである必要があります",
};
const TERMINATOR_REFUSED: Text = text! {
    en: "The end of the scope was refused: it must be aws4_request",
    ja: "スコープの末尾が拒否されています。aws4_requestである必要があります",
};
const SCOPE_DATE: Text = text! {
    en: "The scope is of {named}, and the request was signed on another day: both must be of the same day in UTC",
    ja: "スコープの日付は{named}ですが、署名日時は別の日です。どちらもUTCの同じ日付にします",
};
const DATE_REFUSED: Text = text! {
    en: "The date in the scope was refused: it is not the day of the signing time",
    ja: "スコープの日付が拒否されています。署名日時の日付と異なります",
};
const KEY_SPACE: Text = text! {
    en: "White space stands inside the Credential: the access key was read with a blank or a newline",
    ja: "Credentialの中に空白類があります。アクセスキーに空白や改行が付いたまま読み込まれています",
};
const KEY_REFUSED: Text = text! {
    en: "The access key was refused: it was deleted or switched off, mistyped, or is of another partition",
    ja: "アクセスキーが拒否されています。削除、無効化、入力の誤り、または別パーティションのキーです",
};
const TOKEN_WORD: Text = text! {
    en: "The session token is empty or a program's word for nothing, such as “undefined”",
    ja: "セッショントークンが空か、「undefined」のような未設定を表す文字列です",
};
const TOKEN_MISSING: Text = text! {
    en: "An ASIA… key is temporary and needs its session token, which was not sent",
    ja: "ASIAで始まるキーは一時キーで、セッショントークンが必要ですが、送られていません",
};
const TOKEN_FOREIGN: Text = text! {
    en: "An AKIA… key is a long-term one and has no session token, yet one was sent: it belongs to another key",
    ja: "AKIAで始まるキーは長期キーでセッショントークンを持ちませんが、トークンが送られています。別のキーのものです",
};
const TOKEN_OVER: Text = text! {
    en: "The session of these temporary credentials is over",
    ja: "一時的な認証情報のセッションが期限切れです",
};
const TOKEN_REFUSED: Text = text! {
    en: "The session token was refused: it is damaged, or belongs to another access key",
    ja: "セッショントークンが拒否されています。トークンが壊れているか、別のアクセスキーのものです",
};
const S3_PAYLOAD: Text = text! {
    en: "{named} is for S3; execute-api compares the hash of the body",
    ja: "{named}はS3用です。execute-apiでは本文のハッシュが照合されます",
};
pub(crate) const OTHER_BODY: Text = text! {
    en: "x-amz-content-sha256 is not the hash of the body that was sent",
    ja: "x-amz-content-sha256が、送信された本文のハッシュと一致しません",
};
