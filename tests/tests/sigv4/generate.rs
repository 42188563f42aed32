//! Requests by the thousand, the same ones every time.

use crate::signers::Asked;

/// A small generator of numbers (xorshift64*): what it gives depends on the seed alone.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap() % end
    }

    pub(crate) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn hits(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// What may stand in a path or a query as it is: unreserved bytes and, of the reserved ones, those
/// that have no meaning there.
const PLAIN: &[char] = &[
    'a', 'b', 'Z', '0', '9', '-', '_', '.', '~', '!', '$', '\'', '(', ')', '*', ',', ';', ':', '@',
];
const WORDS: &[&str] = &[
    "pets",
    "my%20cat",
    "%40connections",
    "a%2Fb",
    "%25",
    "%2520",
    "%C3%A9clair",
    "%E3%81%82",
    "x%2By",
    "1=2",
    "v1.0",
    "%7E",
];
const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
const HOSTS: &[&str] = &[
    "abcde12345.execute-api.us-east-1.amazonaws.com",
    "abcde12345.execute-api.us-east-1.amazonaws.com:443",
    "abcde12345.execute-api.us-east-1.amazonaws.com:8443",
    "api.example.com",
    "vpce-0123456789abcdef0-abcdefgh.execute-api.us-east-1.vpce.amazonaws.com",
];
const NAMES: &[&str] = &[
    "Content-Type",
    "Accept",
    "X-Custom",
    "my-header1",
    "X-Amz-Meta",
    "x-apigw-api-id",
    "Zulu",
    "X-Custom",
];
const VALUES: &[&str] = &[
    "application/json",
    "a",
    "  a",
    "a  ",
    " a   b  c ",
    "a\tb",
    "\"quoted  words\"",
    "a,b",
    "",
    "x=1; y=2",
];
const BODIES: &[&str] = &["", "{}", "{\"name\":\"Momo\"}", "a=1&b=2", "日本語", " \n"];

/// One piece of a path or a query: a word, plain characters, or some byte percent-encoded.
fn piece(dice: &mut Dice) -> String {
    let mut piece = String::new();
    for _ in 0..=dice.below(3) {
        piece = match dice.below(4) {
            0 => piece + dice.of(WORDS),
            1 => format!("{piece}%{:02X}", 0x20 + dice.below(0x5F)),
            2 => format!("{piece}{:x}", dice.below(4096)),
            _ => format!("{piece}{}", dice.of(PLAIN)),
        };
    }
    piece
}

fn path(dice: &mut Dice) -> String {
    let mut path = String::new();
    for _ in 0..dice.below(5) {
        path.push('/');
        path.push_str(&match dice.below(40) {
            0 => ".".to_owned(),
            1 => "..".to_owned(),
            2 => String::new(),
            _ => piece(dice),
        });
    }
    if path.is_empty() || dice.hits(15) {
        path.push('/');
    }
    path
}

fn query(dice: &mut Dice) -> Option<String> {
    if dice.hits(25) {
        return None;
    }
    let mut pairs: Vec<String> = Vec::new();
    for _ in 0..dice.below(6) {
        let pair = match dice.below(12) {
            0 => piece(dice),
            1 => format!("{}=", piece(dice)),
            // Names that are one another's beginning, or repeated.
            2 => format!(
                "{}={}",
                dice.of(&["a", "a-", "A", "ab", "a.b"]),
                dice.below(3)
            ),
            3 => pairs.first().cloned().unwrap_or_default(),
            4 => format!("{}={}%20{}", piece(dice), piece(dice), piece(dice)),
            5 => format!("q={}+{}", dice.below(9), dice.below(9)),
            6 => format!("{}=%e3%81%82", dice.of(&["%E3%81%82", "k", "%7e"])),
            7 => format!("u={}/{}?{}", dice.below(9), dice.below(9), dice.below(9)),
            _ => format!("{}={}", piece(dice), piece(dice)),
        };
        if !pair.is_empty() {
            pairs.push(pair);
        }
    }
    Some(pairs.join("&"))
}

fn headers(dice: &mut Dice, form: &str) -> Vec<(String, String)> {
    let most = if form == "query" { 2 } else { 4 };
    (0..dice.below(most))
        .map(|_| {
            let name = dice.of(NAMES);
            let folded = dice.hits(4);
            let value = if folded {
                "first\r\n  second"
            } else {
                dice.of(VALUES)
            };
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// So many requests, three of four to be signed in their header.
pub(crate) fn requests(count: usize) -> Vec<Asked> {
    let mut dice = Dice::new(20_240_115);
    (0..count)
        .map(|_| {
            let form = if dice.hits(75) { "header" } else { "query" };
            let method = if form == "query" {
                "GET"
            } else {
                dice.of(METHODS)
            };
            let host = dice.of(HOSTS);
            let path = path(&mut dice);
            let query = query(&mut dice).map(|query| format!("?{query}"));
            let body = if matches!(method, "POST" | "PUT" | "PATCH") {
                dice.of(BODIES)
            } else {
                ""
            };
            Asked {
                form,
                method,
                url: format!("https://{host}{path}{}", query.unwrap_or_default()),
                headers: headers(&mut dice, form),
                body: body.to_owned(),
                key: None,
                token: dice
                    .hits(30)
                    .then(|| "IQoJb3JpZ2luX2Vj/EXAMPLE+TOKEN==".to_owned()),
                date: dice.of(&["20240115T103000Z", "20231231T235959Z"]),
                region: dice.of(&["us-east-1", "ap-northeast-1"]),
            }
        })
        .collect()
}
