//! What the client signed above what the server read, with a mark where the two lines part.

use alloc::string::String;

use super::clean::visible;
use super::columns::width;
use super::words;
use crate::report::{EvidenceItem, Finding, Signature, SignatureDiff};
use crate::text::Lang;

/// Two lines and what they share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// How both begin.
    pub before: String,
    /// What only the client's has.
    pub sent: String,
    /// What only the server's has.
    pub read: String,
    /// How both end.
    pub behind: String,
}

/// Takes two lines apart where they differ.
///
/// ```
/// use gatewhy_core::render::apart;
/// use gatewhy_core::report::{Part, SignatureDiff};
///
/// let diff = SignatureDiff {
///     part: Part::Host,
///     says: String::new(),
///     sent: "host:api.example.com".into(),
///     read: "host:abc.example.com".into(),
/// };
/// let apart = apart(&diff);
/// assert_eq!((apart.before.as_str(), apart.sent.as_str(), apart.read.as_str()), ("host:a", "pi", "bc"));
/// ```
pub fn apart(diff: &SignatureDiff) -> Apart {
    let (sent, read) = (visible(&diff.sent), visible(&diff.read));
    let same = |(a, b): &(char, char)| a == b;
    let length =
        |chars: usize, text: &str| -> usize { text.chars().take(chars).map(char::len_utf8).sum() };
    let before = sent.chars().zip(read.chars()).take_while(same).count();
    let start = length(before, &sent);
    let (sent_rest, read_rest) = (&sent[start..], &read[start..]);
    let backwards = sent_rest.chars().rev().zip(read_rest.chars().rev());
    let behind: usize = backwards.take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (sent_only, tail) = sent_rest.split_at(sent_rest.len() - behind);
    Apart {
        before: sent[..start].into(),
        sent: sent_only.into(),
        read: read_rest[..read_rest.len() - behind].into(),
        behind: tail.into(),
    }
}

/// The two lines under each other, no wider than this, and a mark under the first column that
/// differs; none where a mask hides it.
pub(crate) fn aligned(diff: &SignatureDiff, lang: Lang, columns: usize) -> String {
    const GAP: usize = 6;
    let room = columns.saturating_sub(GAP).max(16);
    let Apart {
        before,
        sent,
        read,
        behind,
    } = apart(diff);
    let before = tail(&before, room / 2);
    let mut text = String::new();
    for (label, own) in [(words::SENT, &sent), (words::READ, &read)] {
        let label = label.get(lang);
        text.push_str(label);
        text.extend(core::iter::repeat_n(' ', GAP.saturating_sub(width(label))));
        text.push_str(&head(&[before.as_str(), own, &behind].concat(), room));
        text.push('\n');
    }
    if sent != read {
        text.extend(core::iter::repeat_n(' ', GAP + width(&before)));
        text.push('^');
    }
    text
}

/// The end of a text that is too long, behind three dots in one column.
fn tail(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.into();
    }
    let kept = text.chars().skip(count + 1 - most);
    core::iter::once('…').chain(kept).collect()
}

fn head(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.into();
    }
    let kept = text.chars().take(most.saturating_sub(1));
    kept.chain(core::iter::once('…')).collect()
}

/// The findings that the evidence of a diagnosis does not tell already.
pub fn untold<'a>(
    signature: &'a Signature,
    told: &'a [EvidenceItem],
) -> impl Iterator<Item = &'a Finding> {
    signature
        .findings
        .iter()
        .filter(move |finding| told.iter().all(|item| item.says != finding.says))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Part;

    fn diff(sent: &str, read: &str) -> SignatureDiff {
        SignatureDiff {
            part: Part::Host,
            says: String::new(),
            sent: sent.into(),
            read: read.into(),
        }
    }

    #[test]
    fn the_mark_stands_under_the_first_column_that_differs() {
        let lines = aligned(&diff("host:api.example.com", "host:abc"), Lang::En, 80);
        assert_eq!(
            lines,
            "sent  host:api.example.com\nread  host:abc\n            ^"
        );
        let lines = aligned(&diff("GET", "POST"), Lang::Ja, 80);
        assert_eq!(lines, "送信  GET\n受信  POST\n      ^");
    }

    #[test]
    fn long_lines_are_cut_around_the_difference() {
        let shared = "a=1&".repeat(60);
        let sent = alloc::format!("{shared}b=2{shared}");
        let read = alloc::format!("{shared}b=3{shared}");
        let lines = aligned(&diff(&sent, &read), Lang::En, 40);
        let mut rows = lines.lines();
        let (sent, read, mark) = (rows.next(), rows.next(), rows.next());
        let (sent, read, mark) = (sent.unwrap(), read.unwrap(), mark.unwrap());
        assert!(width(sent) <= 40 && width(read) <= 40, "{lines}");
        let at = mark.find('^').unwrap();
        assert_eq!(sent.chars().nth(at), Some('2'));
        assert_eq!(read.chars().nth(at), Some('3'));
    }

    #[test]
    fn equal_and_empty_lines_have_no_mark() {
        let lines = aligned(&diff("x:***", "x:***"), Lang::En, 80);
        assert_eq!(lines, "sent  x:***\nread  x:***\n");
        let _ = aligned(&diff("", "日本"), Lang::En, 0);
    }
}
