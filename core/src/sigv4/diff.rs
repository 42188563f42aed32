//! What was signed against what the server read: the first part that differs is the cause.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::encode::{EMPTY_HASH, canonical_path, collapsed, decoded};
use super::signed::{sent_header, whole_body};
use crate::facts::Facts;
use crate::look::find_in;
use crate::redact;
use crate::signing::{Difference, Part, Signed, sha256};
use crate::sort;
use crate::text::Text;

/// Holds what the server read against what the client signed, in the order of the lines. Parts that
/// were not captured, or that somebody blanked out, are not compared.
pub(crate) fn differences(facts: &Facts<'_>, read: &Signed) -> Vec<Difference> {
    let logged = facts.texts().find_map(|(text, _)| Signed::logged(text));
    let is_logged = logged.is_some();
    let sent = logged.map_or_else(|| Signed::sent(facts), with_marks);
    let read = &with_marks(read.clone());
    let mut found = Vec::new();
    let mut differ = |part, says, named: &str, sent: String, read: String| {
        found.push(Difference {
            part,
            says,
            named: named.to_owned(),
            sent,
            read,
        });
    };
    if let Some((sent, read)) = both(sent.method.as_ref(), read.method.as_ref()) {
        differ(Part::Method, METHOD, "", sent.clone(), read.clone());
    }
    if let Some((sent, read)) = both(sent.path.as_ref(), read.path.as_ref())
        && (is_logged || sent_normalized(facts).as_ref() != Some(read))
    {
        differ(
            Part::Path,
            path(sent, read),
            "",
            unmarked(sent),
            unmarked(read),
        );
    }
    if let Some((sent, read)) = both(sent.query.as_ref(), read.query.as_ref()) {
        let (says, named) = query(sent, read);
        let part = parameter_part(named, sent, read);
        differ(part, says, named, unmarked(sent), unmarked(read));
    }
    // A request that is signed elsewhere than it was captured has no list.
    let lists = sent
        .signed_headers
        .as_deref()
        .zip(read.signed_headers.as_deref());
    let relisted =
        lists.filter(|(sent, read)| !sent.eq_ignore_ascii_case(read) && is_comparable(sent, read));
    if let Some((sent, read)) = relisted {
        let (says, named) = listed(sent, read);
        differ(
            Part::SignedHeaders,
            says,
            named,
            sent.to_owned(),
            read.to_owned(),
        );
    }
    let hashes = both(sent.payload.as_ref(), read.payload.as_ref())
        .filter(|(sent, read)| read.len() == 64 && !sent.eq_ignore_ascii_case(read));
    for (name, value) in &read.headers {
        let own = match sent.header(name) {
            Some(own) => Some(own.to_owned()),
            None if is_logged => None,
            None => sent_header(facts, name),
        };
        let is_whole = is_logged || facts.evidence.request_headers.is_whole_request();
        // Another length is told by what became of the body.
        let is_told = name == "content-length" && hashes.is_some();
        let is_unknown = own.is_none() && (!is_whole || value.is_empty() || relisted.is_some());
        if is_told || is_unknown {
            continue;
        }
        let own = own.unwrap_or_default();
        let is_new = own.is_empty() || value.is_empty();
        if !(is_new || is_comparable(&own, value)) || same_value(name, &own, value) {
            continue;
        }
        let (part, says) = header(name, &own, value);
        differ(part, says, name, line(name, &own), line(name, value));
    }
    // The list of the signed headers stands behind all headers: only then is one missing.
    for (name, own) in sent
        .headers
        .iter()
        .filter(|_| read.signed_headers.is_some())
    {
        if read.header(name).is_none() && relisted.is_none() && !own.is_empty() {
            differ(
                part_of(name),
                DROPPED,
                name,
                line(name, own),
                line(name, ""),
            );
        }
    }
    if let Some((sent, read)) = hashes {
        let says = payload(sent, read, whole_body(facts));
        differ(Part::Payload, says, "", sent.clone(), read.clone());
    }
    if let Some((sent, read)) = both(sent.date.as_ref(), read.date.as_ref()) {
        differ(Part::Date, DATE, "", sent.clone(), read.clone());
    }
    if let Some((sent, read)) = both(sent.scope.as_ref(), read.scope.as_ref()) {
        let (part, says) = scope(sent, read);
        differ(part, says, "", sent.clone(), read.clone());
    }
    found
}

/// Both sides of a line, where both are known and they differ.
fn both<'a>(
    sent: Option<&'a String>,
    read: Option<&'a String>,
) -> Option<(&'a String, &'a String)> {
    sent.zip(read)
        .filter(|(sent, read)| sent != read && is_comparable(sent, read))
}

fn is_comparable(sent: &str, read: &str) -> bool {
    !is_blanked(sent) && !is_blanked(read) && !is_one_masked(sent, read)
}

/// People blank out what they do not want to show: nothing can be concluded from that. Our own marks
/// tell at least whether two secrets are the same.
pub(crate) fn is_blanked(text: &str) -> bool {
    text.contains(['<', '>', '…']) || text.contains("...") || find_in(text, "xxxx").is_some()
}

/// A mask in a path or a query is encoded where the request is made canonical, and stands as it is
/// in what a server printed, which has no other stars.
fn with_marks(mut printed: Signed) -> Signed {
    for line in [&mut printed.path, &mut printed.query] {
        *line = line.take().map(|line| line.replace('*', "%2A"));
    }
    printed
}

/// Somebody masked one side and not the other.
fn is_one_masked(sent: &str, read: &str) -> bool {
    let is_masked = |text: &str| text.contains(redact::MASK) || text.contains("%2A%2A%2A");
    is_masked(sent) != is_masked(read)
}

/// The same as it is shown.
fn unmarked(line: &str) -> String {
    redact::shown(&line.replace("%2A%2A%2A", redact::MASK))
}

/// Signers make a path plain before they encode it, and so may the server.
fn sent_normalized(facts: &Facts<'_>) -> Option<String> {
    Signed::default().normalized(facts).path
}

fn line(name: &str, value: &str) -> String {
    let mut line = name.to_owned();
    line.push(':');
    line.push_str(&redact::shown(value));
    line
}

fn same_value(name: &str, sent: &str, read: &str) -> bool {
    let joined = |value: &str| collapsed(value).replace(", ", ",");
    match name {
        "host" => sent.eq_ignore_ascii_case(read),
        _ => joined(sent) == joined(read),
    }
}

/// The part that a signed header belongs to.
pub(crate) fn part_of(name: &str) -> Part {
    match name {
        "host" | ":authority" => Part::Host,
        "x-amz-date" | "date" => Part::Date,
        "x-amz-security-token" => Part::Token,
        "x-amz-content-sha256" | "content-length" => Part::Payload,
        _ => Part::Headers,
    }
}

fn header(name: &str, sent: &str, read: &str) -> (Part, Text) {
    let part = part_of(name);
    let says = match part {
        _ if read.is_empty() => DROPPED,
        _ if sent.is_empty() => ADDED,
        Part::Host if without_port(sent).eq_ignore_ascii_case(without_port(read)) => PORT,
        Part::Host => HOST,
        Part::Date => DATE,
        Part::Token => TOKEN,
        Part::Payload => BODY,
        _ if name == "content-type" && media_type(sent) == media_type(read) => CHARSET,
        _ => HEADER,
    };
    (part, says)
}

fn without_port(host: &str) -> &str {
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

fn media_type(value: &str) -> &str {
    value.split(';').next().unwrap_or("").trim()
}

fn path(sent: &str, read: &str) -> Text {
    let unslashed = |path: &str| {
        path.split('/')
            .filter(|part| !part.is_empty())
            .collect::<String>()
    };
    if read.ends_with(sent) {
        FRONT_ADDED
    } else if sent.ends_with(read) {
        FRONT_LOST
    } else if canonical_path(sent) == read {
        ENCODED_ONCE
    } else if canonical_path(read) == sent {
        ENCODED_TWICE
    } else if unslashed(sent) == unslashed(read) {
        SLASHES
    } else if decoded(&decoded(&decoded(sent))) == decoded(&decoded(&decoded(read))) {
        ENCODED_OTHERWISE
    } else {
        PATH
    }
}

/// Whether two paths are the same but for their encoding.
pub(super) fn is_encoding(found: &Difference) -> bool {
    [ENCODED_ONCE, ENCODED_TWICE, ENCODED_OTHERWISE].contains(&found.says)
}

fn query<'a>(sent: &'a str, read: &'a str) -> (Text, &'a str) {
    let sorted = |query: &'a str| {
        let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
        sort::by(&mut pairs, Ord::cmp);
        pairs
    };
    let (ours, theirs) = (sorted(sent), sorted(read));
    if ours == theirs {
        return (ORDER, "");
    }
    let name = |pair: &'a str| pair.split('=').next().unwrap_or(pair);
    let plain = |query: &str| decoded(&decoded(&query.replace('+', "%20"))).replace('+', " ");
    let lost = ours.iter().copied().find(|pair| !theirs.contains(pair));
    let gained = theirs.iter().copied().find(|pair| !ours.contains(pair));
    match (lost, gained) {
        (Some(_), Some(gained)) if plain(sent) == plain(read) => (QUERY_ENCODING, name(gained)),
        (Some(lost), Some(gained)) if name(lost) == name(gained) => (VALUE, name(lost)),
        (Some(lost), None) => (PARAMETER_LOST, name(lost)),
        (None, Some(gained)) => (PARAMETER_ADDED, name(gained)),
        // The same pair once more or once less.
        (None, None) if ours.len() > theirs.len() => (PARAMETER_LOST, name(ours[0])),
        (None, None) => (PARAMETER_ADDED, name(theirs[0])),
        (Some(_), Some(gained)) => (PARAMETER_RENAMED, name(gained)),
    }
}

/// The part that a parameter of a presigned URL belongs to.
fn parameter_part(named: &str, sent: &str, read: &str) -> Part {
    let value = |query: &str| {
        let pair = query.split('&').find_map(|pair| pair.strip_prefix(named));
        decoded(pair.unwrap_or("").trim_start_matches('='))
    };
    match named {
        "X-Amz-Date" => Part::Date,
        "X-Amz-Expires" => Part::Expiry,
        "X-Amz-Security-Token" => Part::Token,
        "X-Amz-SignedHeaders" => Part::SignedHeaders,
        "X-Amz-Credential" => match (value(sent).split_once('/'), value(read).split_once('/')) {
            (Some((key, sent)), Some((other, read))) if key == other => scope(sent, read).0,
            _ => Part::Key,
        },
        _ => Part::Query,
    }
}

fn listed<'a>(sent: &'a str, read: &'a str) -> (Text, &'a str) {
    let lacks = |list: &'a str, other: &str| {
        let mut names = list.split(';');
        names.find(|name| {
            !other
                .split(';')
                .any(|known| known.eq_ignore_ascii_case(name))
        })
    };
    match (lacks(sent, read), lacks(read, sent)) {
        (Some(name), _) => (UNLISTED, name),
        (None, Some(name)) => (LISTED, name),
        (None, None) => (LIST_ORDER, ""),
    }
}

fn payload(sent: &str, read: &str, body: Option<&str>) -> Text {
    if sent == "UNSIGNED-PAYLOAD" {
        return UNSIGNED;
    }
    if sent.starts_with("STREAMING-") {
        return STREAMING;
    }
    if read == EMPTY_HASH {
        return BODY_LOST;
    }
    let changed = body.and_then(|body| rewritten(body, read));
    changed.unwrap_or(if sent == EMPTY_HASH {
        BODY_UNSIGNED
    } else {
        BODY
    })
}

/// What was done to a body, where the hash of the outcome shows it.
fn rewritten(body: &str, hash: &str) -> Option<Text> {
    let is = |text: &str| sha256(text.as_bytes()) == hash;
    if is(&body.replace(['\n', '\r'], "")) || is(body.trim()) || is(&[body, "\n"].concat()) {
        return Some(NEWLINES);
    }
    if is(&body.replace("\r\n", "\n")) || is(&body.replace('\n', "\r\n")) {
        return Some(NEWLINES);
    }
    if is(&respaced(body, "")) || is(&respaced(body, " ")) {
        return Some(RESERIALISED);
    }
    let latin: Option<Vec<u8>> = body.chars().map(|c| u8::try_from(c).ok()).collect();
    latin.filter(|bytes| sha256(bytes) == hash).map(|_| RECODED)
}

/// JSON without the white space between its tokens, but for this behind `:` and `,`.
fn respaced(json: &str, space: &str) -> String {
    let mut plain = String::with_capacity(json.len());
    let (mut inside, mut escaped) = (false, false);
    for c in json.chars() {
        if !inside && c.is_ascii_whitespace() {
            continue;
        }
        plain.push(c);
        match c {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            ':' | ',' if !inside => plain.push_str(space),
            _ => {}
        }
    }
    plain
}

fn scope(sent: &str, read: &str) -> (Part, Text) {
    let pairs = sent.split('/').zip(read.split('/'));
    match pairs.take_while(|(sent, read)| sent == read).count() {
        1 => (Part::Region, REGION),
        2 => (Part::Service, SERVICE),
        _ => (Part::Scope, SCOPE),
    }
}

const METHOD: Text = text! {
    en: "The request was signed as {sent} and arrived as {read}: a redirect, a proxy or an override header changed the method",
    ja: "{sent}として署名されたリクエストが{read}で届いています。リダイレクト、プロキシ、またはメソッドを上書きするヘッダーが変更しています",
};
const FRONT_ADDED: Text = text! {
    en: "The path arrived with more in front, such as a stage or a base path that was not signed",
    ja: "届いたパスは先頭が長く、署名されていないステージやベースパスが付いています",
};
const FRONT_LOST: Text = text! {
    en: "The path arrived without its beginning: a proxy or a CDN took off the stage or base path that was signed",
    ja: "届いたパスは先頭が欠けています。署名に含まれるステージやベースパスを、プロキシやCDNが取り除いています",
};
const ENCODED_ONCE: Text = text! {
    en: "The server's path is percent-encoded once more than the signed one: a proxy encoded it again, or the signer encodes paths only once, as for S3",
    ja: "サーバー側のパスは、署名されたパスより1回多くパーセントエンコードされています。プロキシが再度エンコードしたか、署名処理がS3向けに1回しかエンコードしていません",
};
const ENCODED_TWICE: Text = text! {
    en: "The signed path is percent-encoded once more than the server's: something on the way decoded it, or the signer encodes it once too often",
    ja: "署名されたパスは、サーバー側より1回多くパーセントエンコードされています。途中で何かがデコードしたか、署名処理が1回余分にエンコードしています",
};
const ENCODED_OTHERWISE: Text = text! {
    en: "The paths differ only in which characters are percent-encoded: something on the way rewrote the encoding",
    ja: "パスの違いはパーセントエンコードされた文字だけです。途中で何かがエンコードを書き換えています",
};
const SLASHES: Text = text! {
    en: "The paths differ only in their slashes: one was added, doubled or taken off after signing",
    ja: "パスの違いはスラッシュだけです。署名後に追加、重複、または削除されています",
};
const PATH: Text = text! {
    en: "The server read another path than the one that was sent",
    ja: "サーバーが読み取ったパスは、送信されたパスと異なります",
};
const ORDER: Text = text! {
    en: "The query has the same parameters in another order: they are signed sorted by their encoded names, then values",
    ja: "クエリのパラメーターは同じですが、順序が異なります。署名では、エンコード後の名前、値の順に並べます",
};
const QUERY_ENCODING: Text = text! {
    en: "The query differs only in its encoding: a space is signed as %20, a plus as %2B",
    ja: "クエリの違いはエンコードだけです。署名では、スペースは%20、プラス記号は%2Bと書きます",
};
const VALUE: Text = text! {
    en: "The query parameter {named} arrived with another value",
    ja: "クエリパラメーター{named}が別の値で届いています",
};
const PARAMETER_LOST: Text = text! {
    en: "The query parameter {named} was sent and did not arrive: something on the way dropped it",
    ja: "送信したクエリパラメーター{named}が届いていません。途中で何かが取り除いています",
};
const PARAMETER_ADDED: Text = text! {
    en: "The query parameter {named} arrived and was not sent: something added it after signing",
    ja: "送信していないクエリパラメーター{named}が届いています。署名後に追加されています",
};
const PARAMETER_RENAMED: Text = text! {
    en: "The server read another query than the one that was sent, {named} among it",
    ja: "サーバーが読み取ったクエリは、送信されたものと異なります（{named}など）",
};
const UNLISTED: Text = text! {
    en: "The header {named} is missing in the server's list of signed headers",
    ja: "サーバー側の署名対象ヘッダーの一覧に{named}がありません",
};
const LISTED: Text = text! {
    en: "The header {named} stands only in the server's list of signed headers",
    ja: "ヘッダー{named}は、サーバー側の署名対象ヘッダーの一覧にだけあります",
};
const LIST_ORDER: Text = text! {
    en: "The signed headers are listed in another order: their names are signed in lower case and sorted",
    ja: "署名対象ヘッダーの順序が異なります。名前は小文字にして並べ替えます",
};
const HOST: Text = text! {
    en: "The request was signed for the host {sent} and arrived for {read}: a proxy, a CDN or a custom domain replaced it",
    ja: "ホスト{sent}で署名されたリクエストが{read}宛てに届いています。プロキシ、CDN、またはカスタムドメインで書き換えられています",
};
const PORT: Text = text! {
    en: "The hosts differ only in the port: one side has it in Host and the other has not",
    ja: "ホストの違いはポートだけです。片方のHostにだけポートが付いているか、番号が異なります",
};
const DROPPED: Text = text! {
    en: "The signed header {named} did not arrive: something on the way dropped it",
    ja: "署名対象のヘッダー{named}が届いていません。途中で何かが取り除いています",
};
const ADDED: Text = text! {
    en: "The signed header {named} arrived with a value, and the request as captured has none",
    ja: "署名対象のヘッダー{named}が値を持って届いていますが、取得したリクエストにはありません",
};
const HEADER: Text = text! {
    en: "The signed header {named} arrived with another value: a client library or a proxy changed it after signing",
    ja: "署名対象のヘッダー{named}が別の値で届いています。クライアントのライブラリやプロキシが署名後に変更しています",
};
const CHARSET: Text = text! {
    en: "content-type arrived with other parameters: a client library added or took off a charset or boundary after signing",
    ja: "content-typeのパラメーターが異なります。クライアントのライブラリが、署名後にcharsetやboundaryを追加または削除しています",
};
const TOKEN: Text = text! {
    en: "The session token arrived with another value than was signed",
    ja: "セッショントークンが、署名されたものと別の値で届いています",
};
const DATE: Text = text! {
    en: "The signing time is {sent} at the client and {read} at the server: a retry sent a new date under the old signature, or something rewrote it",
    ja: "署名日時は、クライアントでは{sent}、サーバーでは{read}です。再試行で古い署名のまま新しい日時を送ったか、途中で書き換えられています",
};
const UNSIGNED: Text = text! {
    en: "UNSIGNED-PAYLOAD was signed, which is for S3; execute-api hashes the body",
    ja: "UNSIGNED-PAYLOADで署名されていますが、これはS3用です。execute-apiは本文のハッシュを計算します",
};
const STREAMING: Text = text! {
    en: "A chunked payload was signed, which is for S3; execute-api hashes the body",
    ja: "チャンク形式のペイロードとして署名されていますが、これはS3用です。execute-apiは本文のハッシュを計算します",
};
const BODY_LOST: Text = text! {
    en: "A body was signed, and the server read an empty one",
    ja: "本文付きで署名されていますが、サーバーに届いた本文は空です",
};
const BODY_UNSIGNED: Text = text! {
    en: "The hash of an empty body was signed, and a body arrived: it was not given to the signer",
    ja: "空の本文のハッシュで署名されていますが、本文が届いています。署名処理に本文が渡されていません",
};
const NEWLINES: Text = text! {
    en: "The body arrived with other line ends: newlines were added, stripped or converted after signing (curl -d strips them, --data-binary does not)",
    ja: "届いた本文は改行が異なります。署名後に追加、削除、または変換されています（curlの-dは改行を取り除き、--data-binaryは保ちます）",
};
const RESERIALISED: Text = text! {
    en: "The body arrived as the same JSON with other white space: it was serialised again after signing",
    ja: "届いた本文は、空白だけが異なる同じJSONです。署名後に再度シリアライズされています",
};
const RECODED: Text = text! {
    en: "The body arrived in another character set: ISO-8859-1 in place of UTF-8",
    ja: "届いた本文は文字コードが異なり、UTF-8ではなくISO-8859-1です",
};
const BODY: Text = text! {
    en: "The body that arrived has another hash than the one that was signed: it was changed or serialised again after signing",
    ja: "届いた本文のハッシュが署名時と異なります。署名後に変更されたか、再度シリアライズされています",
};
const REGION: Text = text! {
    en: "The scope names another region at the server",
    ja: "サーバー側では、認証情報スコープのリージョンが異なります",
};
const SERVICE: Text = text! {
    en: "The scope names another service at the server",
    ja: "サーバー側では、認証情報スコープのサービスが異なります",
};
const SCOPE: Text = text! {
    en: "The credential scope is another one at the server",
    ja: "サーバー側では、認証情報スコープが異なります",
};
