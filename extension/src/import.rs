//! What a file, or a text that was dropped or pasted, holds: read by core, told in words.

use gatewhy_core::intake::{self, Kind, Remark};
use gatewhy_core::{Evidence, Lang, Text, text};

/// Larger files are not read: they would not leave the panel enough memory.
pub(crate) const BYTES_AT_MOST: f64 = 256.0 * 1024.0 * 1024.0;
/// Exchanges that are taken in from one file; the list is to keep what was captured.
const EXCHANGES_AT_MOST: usize = 5000;
/// Remarks that are told of one file.
const REMARKS_AT_MOST: usize = 5;

/// What was read.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Read {
    /// Each with what its own report is to say of it.
    pub(crate) exchanges: Vec<(Evidence, Vec<Remark>)>,
    /// Whether it is about these exchanges alone, whosever they are.
    pub(crate) any: bool,
    /// What could not be read, and where it stands.
    pub(crate) remarks: Vec<String>,
}

/// Reads the bytes of a file of any kind.
///
/// # Errors
/// When there is nothing to diagnose in it: the place and the remedy, in words.
pub(crate) fn read(bytes: &[u8], lang: Lang) -> Result<Read, String> {
    let session = intake::read_bytes(bytes, None).map_err(|error| error.message(lang))?;
    let mut remarks: Vec<String> = session
        .remarks()
        .iter()
        .map(|remark| remark.text(lang))
        .collect();
    let all = session.bare();
    let mut exchanges = Vec::new();
    for (at, evidence) in all.iter().enumerate().take(EXCHANGES_AT_MOST) {
        // Completed once, so that what was cut is told, and no row keeps fifty megabytes.
        let (whole, mut own) = intake::completed(evidence.clone());
        own.extend_from_slice(session.about(at));
        for remark in &own {
            let text = remark.text(lang);
            if !remarks.contains(&text) {
                remarks.push(text);
            }
        }
        exchanges.push((whole, own));
    }
    let hidden = remarks.len().saturating_sub(REMARKS_AT_MOST);
    remarks.truncate(REMARKS_AT_MOST);
    if hidden > 0 {
        remarks.push(counted(MORE_REMARKS, lang, &[hidden]));
    }
    if all.len() > EXCHANGES_AT_MOST {
        remarks.push(counted(TOO_MANY, lang, &[EXCHANGES_AT_MOST, all.len()]));
    }
    Ok(Read {
        exchanges,
        any: session.kind() != Kind::Har,
        remarks,
    })
}

/// `orders.har: 3 of 12 exchanges are listed`
pub(crate) fn told(name: &str, listed: usize, all: usize, lang: Lang) -> String {
    let says = if listed == 0 { NONE_LISTED } else { LISTED };
    counted(says, lang, &[listed, all]).replace("{name}", name)
}

/// Says that a file is larger than what is read.
pub(crate) fn too_large(lang: Lang) -> &'static str {
    TOO_LARGE.get(lang)
}

fn counted(says: Text, lang: Lang, numbers: &[usize]) -> String {
    let mut words = says.get(lang).to_owned();
    for (name, number) in ["{a}", "{b}"].iter().zip(numbers) {
        words = words.replace(name, &number.to_string());
    }
    words
}

const LISTED: Text = text! {
    en: "{name}: {a} of {b} exchanges failed and are listed",
    ja: "{name}：{b}件中{a}件の失敗を一覧に追加しました",
};
const NONE_LISTED: Text = text! {
    en: "{name}: none of {b} exchanges failed at API Gateway",
    ja: "{name}：{b}件の通信にAPI Gatewayでの失敗はありません",
};
const MORE_REMARKS: Text = text! {
    en: "{a} more parts could not be read.",
    ja: "ほかに{a}か所を読み取れませんでした。",
};
const TOO_MANY: Text = text! {
    en: "Only the first {a} of {b} exchanges were taken in; the rest would push out what was captured. Split the file, or give it to the gatewhy command.",
    ja: "取得済みの通信が失われないように、{b}件のうち先頭の{a}件だけを取り込みました。ファイルを分割するか、gatewhyコマンドを使ってください。",
};
const TOO_LARGE: Text = text! {
    en: "The file is larger than 256 MB. Split it, or give it to the gatewhy command.",
    ja: "ファイルが256MBを超えています。分割するか、gatewhyコマンドを使ってください。",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transcript_is_listed_whosever_it_is_and_a_har_by_who_answered() {
        let text = "HTTP/1.1 403 Forbidden\ndate: x\n\n{\"message\":\"Forbidden\"}";
        let read_text = read(text.as_bytes(), Lang::En).expect("it reads");
        assert_eq!((read_text.exchanges.len(), read_text.any), (1, true));
        assert_eq!(read_text.exchanges[0].0.status, Some(403));
        let har = r#"{"log":{"entries":[{"request":{"url":"https://a.b/"},"response":{"status":403}},7]}}"#;
        let read_har = read(har.as_bytes(), Lang::En).expect("it reads");
        assert_eq!((read_har.exchanges.len(), read_har.any), (1, false));
        assert!(read_har.remarks[0].contains("Entry 2"));
    }

    #[test]
    fn what_cannot_be_read_names_the_place_and_the_remedy() {
        for lang in Lang::ALL {
            let why = read(b"{\"log\":{\"entries\":", lang).expect_err("it is cut");
            assert!(why.contains('1'), "{why}");
        }
        assert!(
            read(b"", Lang::En)
                .expect_err("it is empty")
                .contains("HAR")
        );
    }

    #[test]
    fn a_deep_json_is_told_and_does_no_harm() {
        let deep = format!("{{\"body\":{}", "[".repeat(200_000));
        assert!(read(deep.as_bytes(), Lang::En).is_err());
        let har = format!(
            "{{\"log\":{{\"entries\":[{{\"request\":{{\"url\":{}{}}}}}]}}}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        let read = read(har.as_bytes(), Lang::En).expect("the rest reads");
        assert!(read.exchanges.is_empty() && !read.remarks.is_empty());
    }
}
