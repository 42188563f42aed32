//! What a reader has to say about its input, in words of both languages.

use alloc::string::String;

use crate::redact;
use crate::report::{Note, NoteKind};
use crate::text::{Lang, Text, Values};

/// Something about the input that the reader of a report should know: what could not be read, and
/// where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    words: Text,
    values: Values,
}

impl Remark {
    pub(crate) fn new(words: Text) -> Self {
        Self {
            words,
            values: Values::default(),
        }
    }

    /// Sets a value of the words; it is masked, because it may be a piece of the input.
    pub(crate) fn with(mut self, name: &'static str, value: impl AsRef<str>) -> Self {
        const LONGEST: usize = 160;
        let value = value.as_ref();
        let cut = value
            .char_indices()
            .nth(LONGEST)
            .map_or(value, |(at, _)| &value[..at]);
        self.values.set(name, redact::text(cut));
        self
    }

    pub(crate) fn at(self, place: super::joints::Place) -> Self {
        self.with("line", alloc::format!("{}", place.line))
            .with("column", alloc::format!("{}", place.column))
    }

    /// The words.
    pub fn text(&self, lang: Lang) -> String {
        self.values.fill(self.words.get(lang))
    }

    /// The words as a note of a report.
    pub fn note(&self, lang: Lang) -> Note {
        Note {
            kind: NoteKind::Input,
            text: self.text(lang),
        }
    }
}

pub(crate) const CUT_SHORT: Text = text! {
    en: "The {field} was longer than {limit} bytes; only its beginning is looked at.",
    ja: "{field}が{limit}バイトを超えているため、先頭だけを調べています。",
};
pub(crate) const NOT_UTF8: Text = text! {
    en: "The input is not all UTF-8: what cannot be read as text stands as “\u{fffd}”, first in line {line}, column {column}.",
    ja: "入力にUTF-8として読めない箇所があります（最初は{line}行目{column}桁目）。その箇所は「\u{fffd}」に置き換えています。",
};
pub(crate) const HAR_CUT: Text = text! {
    en: "The HAR breaks off in line {line}, column {column}; what stands before is diagnosed. Export it again for the rest.",
    ja: "HARが{line}行目{column}桁目で途切れています。そこまでの内容を診断しました。残りも診断するには、エクスポートし直してください。",
};
pub(crate) const ENTRY_BROKEN: Text = text! {
    en: "Entry {index} of the HAR (line {line}, column {column}) cannot be read and is left out: {detail}.",
    ja: "HARのエントリー{index}（{line}行目{column}桁目）は読み取れないため除外しました：{detail}",
};
pub(crate) const ENTRY_EMPTY: Text = text! {
    en: "Entry {index} of the HAR (line {line}, column {column}) is left out: it has neither a request nor a response.",
    ja: "HARのエントリー{index}（{line}行目{column}桁目）は、リクエストもレスポンスもないため除外しました。",
};
pub(crate) const NOT_BASE64: Text = text! {
    en: "The response body is said to be base64 but cannot be decoded; it counts as not captured.",
    ja: "レスポンスの本文はbase64とされていますが、デコードできません。取得できなかったものとして扱います。",
};
pub(crate) const ITEM_BROKEN: Text = text! {
    en: "Item {index} (line {line}, column {column}) is no evidence object and is left out: {detail}.",
    ja: "{index}番目の要素（{line}行目{column}桁目）は証拠のオブジェクトとして読めないため除外しました：{detail}",
};
pub(crate) const LINE_BROKEN: Text = text! {
    en: "This line is no evidence object, so nothing is diagnosed (column {column}): {detail}. Write one JSON object a line.",
    ja: "この行は証拠のオブジェクトとして読めないため、診断していません（{column}桁目）：{detail}。1行に1つのJSONオブジェクトを書いてください。",
};
pub(crate) const NO_EXCHANGE: Text = text! {
    en: "No request or response was recognised in the text; it is searched for known messages only.",
    ja: "リクエストやレスポンスを認識できなかったため、既知のメッセージだけを探しています。",
};
pub(crate) const NO_ANSWER: Text = text! {
    en: "The transcript ends before an answer.",
    ja: "記録は応答の前で終わっています。",
};
pub(crate) const ONE_OF_MANY: Text = text! {
    en: "The log holds the lines of {count} requests, of which {failed} failed; this is about the first that failed, {id}.",
    ja: "ログには{count}件のリクエストが含まれ、うち{failed}件が失敗しています。最初に失敗した{id}を診断しました。",
};
pub(crate) const LINES_LEFT_OUT: Text = text! {
    en: "Lines of the log that belong to no request of API Gateway are left out: {count}.",
    ja: "API Gatewayのどのリクエストのものでもない行を除外しました（{count}行）。",
};
pub(crate) const LISTING: Text = text! {
    en: "This lists log groups or streams and holds none of their lines. Read the lines with “aws logs filter-log-events” or “aws logs tail”.",
    ja: "ロググループまたはログストリームの一覧であり、ログの行は含まれていません。「aws logs filter-log-events」または「aws logs tail」で行を取得してください。",
};
