//! What every page has: its head, the way around the site, the other language, the search box.

use gatewhy_core::{Lang, Text};
use maud::{DOCTYPE, Markup, html};

use super::words;

/// Nothing but the site's own files, and no markup that a script writes.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

/// Where a page stands: the language and the path within it, such as `causes/waf-block.html`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub(super) lang: Lang,
    pub(super) path: &'a str,
}

/// A page on its way to its file.
pub(super) struct Page<'a> {
    pub(super) place: Place<'a>,
    /// Of the browser's window and of what a search engine shows.
    pub(super) title: String,
    pub(super) description: String,
    pub(super) body: Markup,
}

/// The entries of the menu: path and name.
pub(super) const MENU: &[(&str, Text)] = &[
    ("index.html", words::HOME),
    ("causes/index.html", words::CAUSES),
    ("messages.html", words::MESSAGES),
    ("statuses.html", words::STATUSES),
    ("errortypes.html", words::ERROR_TYPES),
    ("hosts.html", words::HOSTS),
    ("logs.html", words::LOGS),
    ("embed.html", words::EMBED),
];

impl Place<'_> {
    /// The file, from the site's root.
    pub(super) fn file(self) -> String {
        match self.lang {
            Lang::En => self.path.to_owned(),
            Lang::Ja => format!("ja/{}", self.path),
        }
    }

    /// The way from this page to the site's root: `../` or nothing.
    pub(super) fn root(self) -> String {
        "../".repeat(self.file().matches('/').count())
    }

    /// A link to another page of the same language; all links are relative, so that the site works
    /// in any folder and from a disk.
    pub(super) fn to(self, path: &str) -> String {
        self.root() + &Place { path, ..self }.file()
    }

    /// The same page in the other language.
    fn other(self) -> Self {
        let lang = match self.lang {
            Lang::En => Lang::Ja,
            Lang::Ja => Lang::En,
        };
        Self { lang, ..self }
    }

    /// The page's address below `base`; an index is its folder's.
    pub(super) fn address(self, base: &str) -> String {
        let file = self.file();
        let file = file.strip_suffix("index.html").unwrap_or(&file);
        format!("{base}{file}")
    }
}

impl Page<'_> {
    /// The whole file.
    pub(super) fn write(&self, base: &str) -> String {
        let place = self.place;
        let Place { lang, path } = place;
        let root = place.root();
        let markup = html! {
            (DOCTYPE)
            html lang=(lang.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="referrer" content="no-referrer";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) }
                    meta name="description" content=(self.description);
                    link rel="canonical" href=(place.address(base));
                    @for lang in Lang::ALL {
                        link rel="alternate" hreflang=(lang.code()) href=(Place { lang, path }.address(base));
                    }
                    link rel="alternate" hreflang="x-default" href=(Place { lang: Lang::En, path }.address(base));
                    link rel="icon" type="image/svg+xml" href={ (root) "icon.svg" };
                    link rel="stylesheet" href={ (root) "site.css" };
                    script type="module" src={ (root) "gatewhy/gatewhy.js" } {}
                    script defer src={ (root) "search-" (lang.code()) ".js" } {}
                    script defer src={ (root) "site.js" } {}
                }
                body data-root=(root) data-copied=(words::COPIED.get(lang)) data-copy=(words::COPY.get(lang)) {
                    a.skip href="#content" { (words::SKIP.get(lang)) }
                    (top(place))
                    main #content { (self.body) }
                    footer { p { (words::FOOTER.get(lang)) } }
                }
            }
        };
        markup.into_string()
    }
}

fn top(place: Place<'_>) -> Markup {
    let lang = place.lang;
    let other = place.other();
    html! {
        header.top {
            a.name href=(place.to("index.html")) { "gatewhy" }
            nav aria-label=(words::NAVIGATION.get(lang)) {
                ul {
                    @for (path, name) in MENU {
                        li { a href=(place.to(path)) aria-current=[(*path == place.path).then_some("page")] { (name.get(lang)) } }
                    }
                }
            }
            search.search {
                label.unseen for="search" { (words::SEARCH.get(lang)) }
                input #search type="search" autocomplete="off" spellcheck="false"
                    placeholder=(words::SEARCH_HINT.get(lang))
                    role="combobox" aria-expanded="false" aria-controls="found" aria-autocomplete="list"
                    data-none=(words::NOTHING_FOUND.get(lang));
                ul #found role="listbox" aria-label=(words::SEARCH.get(lang)) hidden {}
            }
            a.lang lang=(other.lang.code()) hreflang=(other.lang.code()) href={ (place.root()) (other.file()) } {
                (words::OTHER_LANGUAGE.get(lang))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_from_wherever_a_page_stands() {
        let en = Place {
            lang: Lang::En,
            path: "causes/waf-block.html",
        };
        assert_eq!(en.to("index.html"), "../index.html");
        assert_eq!(en.other().to("causes/x.html"), "../../ja/causes/x.html");
        assert_eq!(en.other().file(), "ja/causes/waf-block.html");
    }

    #[test]
    fn an_index_has_the_address_of_its_folder() {
        let home = Place {
            lang: Lang::Ja,
            path: "index.html",
        };
        assert_eq!(home.address("https://x.example/"), "https://x.example/ja/");
    }
}
