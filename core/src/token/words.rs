//! What is said of each fault.

use alloc::string::String;

use super::{Fault, Kind};
use crate::text::{Lang, Text};

impl Fault {
    /// The words, values filled in.
    pub(crate) fn says(&self, lang: Lang) -> String {
        self.values.say(self.kind.words(), lang)
    }
}

impl Kind {
    /// Where it stands among others: what settles the matter comes first.
    pub(crate) const fn rank(self) -> u8 {
        match self {
            Self::Empty | Self::Placeholder => 0,
            Self::Expired | Self::NotYet | Self::IssuedLater => 1,
            Self::IdForScope
            | Self::NoScope
            | Self::ScopeMissing
            | Self::Audience
            | Self::NoAudience
            | Self::Issuer => 2,
            Self::ExpiredLocally | Self::Milliseconds | Self::TimeAsText => 3,
            Self::OtherHeader | Self::InQuery => 5,
            Self::NoScheme | Self::Algorithm => 6,
            _ => 4,
        }
    }

    /// No authorizer that reads JWTs can make anything of a token in this form.
    pub(crate) fn is_of_shape(self) -> bool {
        matches!(
            self,
            Self::Doubled
                | Self::Scheme
                | Self::Glued
                | Self::Quoted
                | Self::Spaced
                | Self::Parts
                | Self::OnePart
                | Self::Encrypted
                | Self::Base64
        )
    }

    /// The token can be read, and is not the one that the answer wants.
    pub(crate) fn is_mismatch(self) -> bool {
        self.rank() == 2
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one sentence a kind, and nothing else"
    )]
    pub(crate) fn words(self) -> Text {
        match self {
            Self::Empty => text! {
                en: "No token follows the scheme",
                ja: "方式の名前だけで、トークンがありません",
            },
            Self::Placeholder => text! {
                en: "“{value}” stands where the token belongs: the client's variable held none",
                ja: "トークンの位置に「{value}」があり、クライアントの変数にトークンが入っていません",
            },
            Self::Doubled => text! {
                en: "The scheme Bearer stands there twice",
                ja: "「Bearer」が二重に付いています",
            },
            Self::Scheme => text! {
                en: "The scheme is “{value}”; JWT authorizers take a token alone or behind Bearer",
                ja: "方式が「{value}」です。JWTオーソライザーが受け付けるのは、トークンだけか、Bearerに続くトークンです",
            },
            Self::NoScheme => text! {
                en: "No Bearer stands in front; JWT and Cognito authorizers take that, a Lambda authorizer's pattern or code may not",
                ja: "先頭に「Bearer」がありません。JWTオーソライザーとCognitoオーソライザーは受け付けますが、Lambdaオーソライザーの正規表現やコードでは拒否されることがあります",
            },
            Self::Glued => text! {
                en: "Something other than one space stands between Bearer and the token",
                ja: "「Bearer」とトークンの間が半角スペース1つではありません",
            },
            Self::Quoted => text! {
                en: "The token is in quotation marks, which are sent as a part of it",
                ja: "トークンが引用符で囲まれており、引用符もトークンの一部として送られています",
            },
            Self::Spaced => text! {
                en: "A space or a line break splits the token",
                ja: "トークンの途中に空白か改行があります",
            },
            Self::Parts => text! {
                en: "The token has {value} parts between dots; a signed JWT has three",
                ja: "トークンがドット区切りで{value}個の部分からなります。署名付きJWTは3個です",
            },
            Self::OnePart => text! {
                en: "The token has no dots and so is no JWT, which has three parts",
                ja: "トークンにドットがなく、3つの部分からなるJWTではありません",
            },
            Self::Encrypted => text! {
                en: "The token has five parts: it is encrypted (JWE), and authorizers read signed ones of three",
                ja: "トークンが5つの部分からなる暗号化トークン（JWE）です。オーソライザーが読めるのは3つの部分からなる署名付きトークンです",
            },
            Self::Base64 => text! {
                en: "The token holds “{value}”: it is encoded as base64, where a JWT takes base64url without padding",
                ja: "トークンに「{value}」が含まれています。JWTはパディングなしのbase64urlですが、base64でエンコードされています",
            },
            Self::Algorithm => text! {
                en: "The token's alg is {value}; JWT authorizers accept RSA-based algorithms only, and user pools sign with RS256",
                ja: "トークンのalgは{value}です。JWTオーソライザーが受け付けるのはRSA系のアルゴリズムだけで、ユーザープールはRS256で署名します",
            },
            Self::OtherHeader => text! {
                en: "The token stands in the header {value}, and Authorization is not there; an authorizer sees it only if its identity source names this header",
                ja: "トークンはヘッダー{value}にあり、Authorizationはありません。オーソライザーのIDソースがこのヘッダーでなければ参照されません",
            },
            Self::InQuery => text! {
                en: "The token stands in the query parameter {value}, and Authorization is not there; an authorizer sees it only if its identity source names this parameter",
                ja: "トークンはクエリパラメータ{value}にあり、Authorizationはありません。オーソライザーのIDソースがこのパラメータでなければ参照されません",
            },
            Self::Expired => text! {
                en: "The token expired {span} before the answer, by the server's clock (Date)",
                ja: "サーバーの時計（Date）では、トークンは応答の{span}前に期限が切れています",
            },
            Self::ExpiredLocally => text! {
                en: "The token expired {span} before the call, by the client's clock; the answer has no Date",
                ja: "クライアントの時計では、トークンは呼び出しの{span}前に期限が切れています（応答にDateがありません）",
            },
            Self::NotYet => text! {
                en: "The token is valid only {span} after the answer (nbf), by {clock}",
                ja: "{clock}では、トークンが有効になるのは応答の{span}後です（nbf）",
            },
            Self::IssuedLater => text! {
                en: "The token says that it was issued {span} after the answer (iat), by {clock}: the issuer's clock is ahead",
                ja: "{clock}では、トークンの発行時刻（iat）が応答の{span}後になっています。発行側の時計が進んでいます",
            },
            Self::Milliseconds => text! {
                en: "{value} counts milliseconds; a JWT counts seconds",
                ja: "{value}がミリ秒です。JWTでは秒で表します",
            },
            Self::TimeAsText => text! {
                en: "{value} is a text; a JWT has a number of seconds there",
                ja: "{value}が文字列です。JWTでは秒数を数値で表します",
            },
            Self::IdForScope => text! {
                en: "It is an ID token (token_use id), which holds no scopes; the route wants an access token",
                ja: "スコープを持たないIDトークン（token_useがid）です。このルートにはアクセストークンが必要です",
            },
            Self::NoScope => text! {
                en: "The token has no claim scope, and the route wants {wanted}",
                ja: "トークンにscopeクレームがありませんが、ルートには{wanted}が必要です",
            },
            Self::ScopeMissing => text! {
                en: "The token's scope is “{value}”, and the route wants {wanted}",
                ja: "トークンのscopeは「{value}」ですが、ルートには{wanted}が必要です",
            },
            Self::Audience => text! {
                en: "The authorizer's audience has no “{value}”, which is the token's {claim}",
                ja: "オーソライザーのオーディエンスに、トークンの{claim}である「{value}」がありません",
            },
            Self::NoAudience => text! {
                en: "The token names neither aud nor client_id, so no audience can match",
                ja: "トークンにaudもclient_idもないため、どのオーディエンスにも一致しません",
            },
            Self::Issuer => text! {
                en: "The authorizer wants an issuer other than “{value}”, letter by letter, with or without a slash at the end",
                ja: "オーソライザーの発行者は「{value}」ではありません。末尾のスラッシュの有無も含めて完全に一致する必要があります",
            },
        }
    }
}
