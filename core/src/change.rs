//! In what a call differs from one that worked, as plain data.

use alloc::string::String;
use alloc::vec::Vec;

use crate::text::{Lang, Text, Values};

/// A call that worked, and what is different now.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) with: Worked,
    /// The same method and path at the same host.
    pub(crate) is_same_route: bool,
    pub(crate) differences: Vec<Difference>,
}

/// The call that worked; its URL masked.
#[derive(Debug)]
pub(crate) struct Worked {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) status: u16,
    pub(crate) started: Option<String>,
}

/// One difference; both sides masked.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) kind: Kind,
    /// `request.headers.x-api-key`, `url.query.page`, ….
    pub(crate) what: String,
    /// The name that stands in the words.
    pub(crate) name: String,
    pub(crate) then: Option<String>,
    pub(crate) now: Option<String>,
}

/// The things that can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The same token, out of date by now.
    Expired,
    /// Another kind of credentials, or another token.
    Credentials,
    /// A claim of the token.
    Claim,
    SignedRegion,
    SignedService,
    AccessKey,
    Method,
    Scheme,
    Host,
    Region,
    Stage,
    Path,
    Spelling,
    Query,
    ContentType,
    Header,
    Client,
}

impl Difference {
    /// How it differs, in words.
    pub(crate) fn says(&self, lang: Lang) -> String {
        let mut values = Values::default();
        values.set("name", &*self.name);
        values.say(self.words(), lang)
    }

    fn words(&self) -> Text {
        match (self.kind, &self.then, &self.now) {
            (Kind::Expired, ..) => text! {
                en: "It is the same token, and it has expired since",
                ja: "同じトークンですが、その後に期限が切れています",
            },
            (Kind::Claim, ..) => text! {
                en: "The token's {name} differs",
                ja: "トークンの{name}が異なります",
            },
            (Kind::SignedRegion, ..) => text! {
                en: "It is signed for another region",
                ja: "署名のリージョンが異なります",
            },
            (Kind::SignedService, ..) => text! {
                en: "It is signed for another service",
                ja: "署名のサービス名が異なります",
            },
            (Kind::AccessKey, ..) => text! {
                en: "It is signed with another access key",
                ja: "署名のアクセスキーが異なります",
            },
            (Kind::Method, ..) => text!(en: "The method differs", ja: "メソッドが異なります"),
            (Kind::Scheme, ..) => text!(en: "The scheme differs", ja: "スキームが異なります"),
            (Kind::Host, ..) => text!(en: "The host differs", ja: "ホストが異なります"),
            (Kind::Region, ..) => text!(en: "The region differs", ja: "リージョンが異なります"),
            (Kind::Stage, ..) => text!(en: "The stage differs", ja: "ステージが異なります"),
            (Kind::Path, ..) => text!(en: "The path differs", ja: "パスが異なります"),
            (Kind::Spelling, ..) => text! {
                en: "The path differs in slashes, letter case or encoding alone",
                ja: "パスのスラッシュ、大文字と小文字、エンコードだけが異なります",
            },
            (Kind::Query, Some(_), None) => text! {
                en: "The query parameter {name} is missing",
                ja: "クエリパラメータ{name}がありません",
            },
            (Kind::Query, None, _) => text! {
                en: "The query parameter {name} has been added",
                ja: "クエリパラメータ{name}が増えています",
            },
            (Kind::Query, ..) => text! {
                en: "The query parameter {name} has another value",
                ja: "クエリパラメータ{name}の値が異なります",
            },
            (_, Some(_), None) => text! {
                en: "The header {name} is missing",
                ja: "ヘッダー{name}がありません",
            },
            (_, None, _) => text! {
                en: "The header {name} has been added",
                ja: "ヘッダー{name}が増えています",
            },
            (Kind::Credentials, ..) if self.name == "authorization" => text! {
                en: "The credentials differ",
                ja: "認証情報が異なります",
            },
            _ => text! {
                en: "The header {name} has another value",
                ja: "ヘッダー{name}の値が異なります",
            },
        }
    }
}
