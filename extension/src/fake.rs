//! A host without a browser's DevTools: recorded exchanges, so that `panel.html?fake` opens as an
//! ordinary page. This is how the panel is worked on; `&lang=ja` and `&theme=dark` set the rest.
//!
//! `fake=empty` has none, `fake=10000` so many. What a test puts into `gatewhyEntries` of the
//! window, or into the detail of a `gatewhy-entry` event, is read as a HAR entry; the detail may
//! also be a number, of a recorded exchange.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gatewhy_core::Evidence;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::host::{Captured, Host, Theme, Told};
use crate::settings::{Setting, Settings};
use crate::{browser, time};

type Follower = Rc<dyn Fn(Settings)>;

/// Recorded exchanges, and settings that last as long as the page.
pub(crate) struct Fake {
    query: String,
    kept: RefCell<BTreeMap<String, String>>,
    followers: RefCell<Vec<Follower>>,
}

impl Fake {
    /// The fake host, if the page's address asks for it.
    pub(crate) fn if_asked_for() -> Option<Self> {
        let query = web_sys::window()?.location().search().ok()?;
        query
            .trim_start_matches('?')
            .split('&')
            .any(|pair| pair == "fake" || pair.starts_with("fake="))
            .then(|| Self {
                query,
                kept: RefCell::default(),
                followers: RefCell::default(),
            })
    }

    fn tell_followers(&self) {
        let settings = Settings::read(&self.kept.borrow());
        // A follower may follow anew or set something: none is borrowed while it is told.
        let followers = self.followers.borrow().clone();
        for follower in followers {
            follower(settings.clone());
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.query
            .trim_start_matches('?')
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }
}

impl Host for Fake {
    fn attach(&self, _session: &JsValue) {}

    fn locale(&self) -> String {
        self.value("lang").unwrap_or("en").to_owned()
    }

    fn theme(&self) -> Option<Theme> {
        match self.value("theme")? {
            "dark" => Some(Theme::Dark),
            "light" => Some(Theme::Light),
            _ => None,
        }
    }

    fn on_theme(&self, _then: Box<dyn Fn(Option<Theme>)>) {}

    fn now(&self) -> i64 {
        // Ages are the same whenever somebody looks.
        if self.query.contains("clock") {
            return crate::now();
        }
        time::millis(LOOKED_AT).unwrap_or_default()
    }

    fn listen(&self, then: Box<dyn Fn(JsValue)>) -> u32 {
        let entries = crate::global("gatewhyEntries").map(|all| js_sys::Array::from(&all));
        match (entries, self.value("fake")) {
            (Some(entries), _) => entries.iter().for_each(&then),
            (None, Some("empty")) => {}
            (None, count) => {
                let count = count.and_then(|count| count.parse().ok());
                (0..count.unwrap_or(RECORDED.len())).for_each(|at| then(number(at)));
            }
        }
        let each =
            Closure::<dyn Fn(web_sys::CustomEvent)>::new(move |event: web_sys::CustomEvent| {
                then(event.detail());
            });
        if let Some(window) = web_sys::window() {
            let each = each.into_js_value();
            // Nobody tells anything then.
            let _ = window.add_event_listener_with_callback(
                "gatewhy-entry",
                wasm_bindgen::JsCast::unchecked_ref(&each),
            );
        }
        0
    }

    fn read(&self, handle: &JsValue) -> Option<Told> {
        let Some(at) = handle.as_f64() else {
            return browser::read(handle);
        };
        let at = usize::try_from(crate::millis(at)).ok()?;
        Some(Told::Exchange(Box::new(Captured {
            evidence: recorded(at),
            ..Captured::default()
        })))
    }

    fn log(&self, then: Box<dyn FnOnce(Option<Vec<JsValue>>)>) {
        let log = crate::global("gatewhyLog").map(|all| js_sys::Array::from(&all));
        then(Some(
            log.map(|log| log.iter().collect()).unwrap_or_default(),
        ));
    }

    fn body(&self, _handle: &JsValue, _then: Box<dyn FnOnce(Captured)>) {}

    fn reload(&self) {}

    fn settings(&self, then: Box<dyn Fn(Settings)>) {
        then(Settings::read(&self.kept.borrow()));
        self.followers.borrow_mut().push(Rc::from(then));
    }

    fn set(&self, setting: &Setting) {
        match setting.to_keep() {
            (key, Some(text)) => self.kept.borrow_mut().insert(key.to_owned(), text),
            (key, None) => self.kept.borrow_mut().remove(key),
        };
        self.tell_followers();
    }

    fn explain_pages(&self, _domains: &[String], then: Box<dyn FnOnce(bool)>) {
        then(self.value("leave") != Some("no"));
    }

    fn explains_pages(&self, _domains: &[String], then: Box<dyn FnOnce(bool)>) {
        then(true);
    }

    fn withholds_json(&self) -> bool {
        self.value("json") == Some("withheld")
    }

    fn leave_pages(&self, then: Box<dyn FnOnce()>) {
        then();
    }

    fn forget(&self, then: Box<dyn FnOnce()>) {
        self.kept.borrow_mut().clear();
        self.tell_followers();
        then();
    }

    fn open_options(&self) {
        if let Some(window) = web_sys::window() {
            let _ = window
                .location()
                .assign(&format!("options.html{}", self.query));
        }
    }
}

/// When the fake panel is looked at.
const LOOKED_AT: &str = "2026-01-01T00:02:00.000Z";

#[expect(clippy::cast_precision_loss, reason = "nobody asks for so many")]
fn number(at: usize) -> JsValue {
    (at as f64).into()
}

/// The recorded exchanges.
pub(crate) fn all() -> impl Iterator<Item = Evidence> {
    (0..RECORDED.len()).map(recorded)
}

/// The so-manieth exchange: the recorded ones, and then again at other times and paths.
fn recorded(at: usize) -> Evidence {
    const TAKES: [f64; 8] = [41.0, 28.0, 12.0, 3.0, 87.0, 312.0, 29_012.0, 19.0];
    let of = &RECORDED[at % RECORDED.len()];
    let mut evidence = of.evidence();
    let round = at / RECORDED.len();
    // Less and less between them, as when somebody tries again and again.
    let millis = 1000 * 9 * at / (1 + round);
    let millis = if round == 0 {
        9_000 * at
    } else {
        millis + 137 * at
    };
    let (seconds, rest) = (millis / 1000 % 86_400, millis % 1000);
    evidence.started = Some(format!(
        "2026-01-01T{:02}:{:02}:{:02}.{rest:03}Z",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    ));
    evidence.time_ms =
        Some(TAKES[at % TAKES.len()] + f64::from(u8::try_from(at % 200).unwrap_or(0)) / 10.0);
    if round > 0 && of.status.is_some() {
        let url = evidence.url.take().unwrap_or_default();
        let (path, query) = url.split_once('?').unwrap_or((&url, ""));
        let mark = if query.is_empty() { "" } else { "?" };
        evidence.url = Some(format!("{path}/{}{mark}{query}", round % 97));
    }
    evidence
}

struct Recorded {
    method: &'static str,
    url: &'static str,
    status: Option<u16>,
    sent: &'static [(&'static str, &'static str)],
    came: &'static [(&'static str, &'static str)],
    body: Option<&'static str>,
    error: Option<&'static str>,
}

impl Recorded {
    fn evidence(&self) -> Evidence {
        const BROWSER: &[(&str, &str)] = &[
            ("user-agent", "Mozilla/5.0"),
            ("origin", "https://app.example.com"),
            ("sec-fetch-site", "cross-site"),
        ];
        let date: &[(&str, &str)] = match self.status {
            Some(_) => &[("date", "Thu, 01 Jan 2026 00:00:00 GMT")],
            None => &[],
        };
        let fields = |parts: [&[(&'static str, &'static str)]; 2]| {
            parts.into_iter().flatten().copied().collect()
        };
        Evidence {
            url: Some(self.url.to_owned()),
            method: Some(self.method.to_owned()),
            status: self.status,
            request_headers: fields([BROWSER, self.sent]),
            response_headers: fields([date, self.came]),
            body: self.body.map(str::to_owned),
            body_withheld: self.error.is_some() && self.status.is_some(),
            net_error: self.error.map(str::to_owned),
            started: Some("2026-01-01T00:00:00.000Z".to_owned()),
            resource_type: Some(
                if self.method == "OPTIONS" {
                    "preflight"
                } else {
                    "fetch"
                }
                .to_owned(),
            ),
            ..Evidence::default()
        }
    }
}

/// What Chromium hands over for answers in the words of API Gateway.
const RECORDED: &[Recorded] = &[
    Recorded {
        method: "GET",
        url: "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets",
        status: Some(200),
        sent: &[],
        came: &[("x-amz-apigw-id", "AbCdEfGhIAMFs9A=")],
        body: None,
        error: None,
    },
    Recorded {
        method: "GET",
        url: "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pet",
        status: Some(403),
        sent: &[],
        came: &[
            ("content-type", "application/json"),
            ("content-length", "42"),
            ("x-amzn-requestid", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"),
            ("x-amzn-errortype", "MissingAuthenticationTokenException"),
            ("x-amz-apigw-id", "AbCdEfGhIAMFs9A="),
        ],
        body: None,
        error: Some("net::ERR_FAILED"),
    },
    Recorded {
        method: "OPTIONS",
        url: "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets/7",
        status: Some(403),
        sent: &[
            ("access-control-request-method", "PUT"),
            ("access-control-request-headers", "content-type"),
        ],
        came: &[
            ("content-type", "application/json"),
            ("content-length", "42"),
            ("x-amzn-errortype", "MissingAuthenticationTokenException"),
            ("x-amz-apigw-id", "AbCdEfGhIAMFs9B="),
        ],
        body: None,
        error: Some("net::ERR_FAILED"),
    },
    Recorded {
        method: "PUT",
        url: "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets/7",
        status: None,
        sent: &[],
        came: &[],
        body: None,
        error: Some("net::ERR_FAILED"),
    },
    Recorded {
        method: "GET",
        url: "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/orders?limit=20",
        status: Some(403),
        sent: &[("x-api-key", "abcdefghij0123456789")],
        came: &[
            ("content-type", "application/json"),
            ("access-control-allow-origin", "*"),
            ("x-amzn-errortype", "ForbiddenException"),
            ("x-amz-apigw-id", "AbCdEfGhIAMFs9C="),
        ],
        body: Some("{\"message\":\"Forbidden\"}"),
        error: None,
    },
    Recorded {
        method: "POST",
        url: "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/orders",
        status: Some(502),
        sent: &[("content-type", "application/json")],
        came: &[
            ("content-type", "application/json"),
            ("access-control-allow-origin", "*"),
            ("x-amzn-errortype", "InternalServerErrorException"),
            ("x-amz-apigw-id", "AbCdEfGhIAMFs9D="),
        ],
        body: Some("{\"message\": \"Internal server error\"}"),
        error: None,
    },
    Recorded {
        method: "GET",
        url: "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/report",
        status: Some(504),
        sent: &[],
        came: &[
            ("content-type", "application/json"),
            ("access-control-allow-origin", "*"),
            ("x-amzn-errortype", "InternalServerErrorException"),
            ("x-amz-apigw-id", "AbCdEfGhIAMFs9E="),
        ],
        body: Some("{\"message\": \"Endpoint request timed out\"}"),
        error: None,
    },
    Recorded {
        method: "GET",
        url: "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/search?q=a",
        status: Some(429),
        sent: &[("x-api-key", "abcdefghij0123456789")],
        came: &[
            ("content-type", "application/json"),
            ("access-control-allow-origin", "*"),
            ("x-amzn-errortype", "LimitExceededException"),
            ("x-amz-apigw-id", "AbCdEfGhIAMFs9F="),
        ],
        body: Some("{\"message\":\"Limit Exceeded\"}"),
        error: None,
    },
    Recorded {
        method: "GET",
        url: "https://h7k2m9p4qx.execute-api.eu-west-1.amazonaws.com/me",
        status: Some(401),
        sent: &[("authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2ln")],
        came: &[
            ("content-type", "application/json"),
            ("apigw-requestid", "JKJaXmPLvHcESHA="),
            (
                "www-authenticate",
                "Bearer scope=\"\" error=\"invalid_token\" error_description=\"the token has expired\"",
            ),
            ("access-control-allow-origin", "https://app.example.com"),
        ],
        body: Some("{\"message\":\"Unauthorized\"}"),
        error: None,
    },
    Recorded {
        method: "GET",
        url: "https://zzz999zzz9.execute-api.us-east-1.amazonaws.com/prod/pets",
        status: None,
        sent: &[],
        came: &[],
        body: None,
        error: Some("net::ERR_NAME_NOT_RESOLVED"),
    },
    Recorded {
        method: "GET",
        url: "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/hostile?x=%3Cscript%3E",
        status: Some(403),
        sent: &[],
        came: &[
            ("content-type", "text/html"),
            ("access-control-allow-origin", "*"),
            ("x-amzn-errortype", "AccessDeniedException"),
            ("x-amz-apigw-id", "AbCdEfGhIAMFs9G="),
        ],
        body: Some(
            "{\"message\":\"<img src=x onerror=alert(1)>\u{202e} is not authorized to access this resource with an explicit deny\"}",
        ),
        error: None,
    },
];
