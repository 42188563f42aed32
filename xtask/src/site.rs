//! `cargo xtask site`: the catalogue as a web site, a page per cause in each language, with the
//! widget in it.
//!
//! Everything is made from the rules and from tests/fixtures; all links are relative, and nothing
//! is asked of any other host.

mod cause;
mod embed;
mod examples;
mod frame;
mod links;
mod lists;
mod words;

use std::fs;
use std::path::Path;

use gatewhy_core::{Lang, catalogue};

use crate::dist::copy;
use crate::failure::{Doing, Result};
use crate::project::Project;
use frame::{Page, Place};
use lists::All;

/// The site's folder.
const FOLDER: &str = "dist/site";
/// The address that canonical links and the site map name, where none is given.
pub(crate) const BASE: &str = "https://gatewhy.example/";
/// Files that are copied as they are, from the root.
const ASSETS: &[(&str, &str)] = &[
    ("www/site/site.css", "site.css"),
    ("www/site/site.js", "site.js"),
    ("www/icon.svg", "icon.svg"),
];

/// What of the npm package the site needs.
const WIDGET: &[&str] = &[
    // For pages that are opened from a disk.
    "gatewhy.classic.js",
    "gatewhy.js",
    "gatewhy_www.js",
    "gatewhy_www_bg.wasm",
    "index.js",
];

/// Writes the whole site; `base` is the address that it will stand at.
pub(crate) fn run(project: &Project, base: &str) -> Result {
    let base = format!("{}/", base.trim_end_matches('/'));
    let folder = project.path(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder).doing(|| format!("cannot empty {}", folder.display()))?;
    }
    let all = examples::read(project)?;
    let mut addresses = Vec::new();
    for lang in Lang::ALL {
        write(
            &folder,
            &format!("search-{}.js", lang.code()),
            &lists::search_index(&all, lang),
        )?;
        let causes = paths();
        let mut pages = pages(&all, &causes, lang);
        let path = "embed.html";
        pages.push(embed::page(project, Place { lang, path })?);
        for page in pages {
            write(&folder, &page.place.file(), &page.write(&base))?;
            addresses.push(Address::of(page.place, &base));
        }
    }
    write(&folder, "sitemap.xml", &sitemap(&addresses))?;
    write(
        &folder,
        "robots.txt",
        &format!("User-agent: *\nSitemap: {base}sitemap.xml\n"),
    )?;
    for (from, to) in ASSETS {
        write(&folder, to, &project.read(from)?)?;
    }
    // The widget, which every page loads when there is something to diagnose.
    let widget = project.path("dist/gatewhy");
    for file in WIDGET {
        let from = widget.join(file);
        let to = folder.join("gatewhy").join(file);
        copy(&from, &to).map_err(|failure| failure.mend("cargo xtask build"))?;
    }
    links::check(&folder)?;
    println!("{FOLDER}: {} pages", addresses.len());
    Ok(())
}

/// The paths of the causes' pages, in the order of the catalogue.
fn paths() -> Vec<String> {
    catalogue::rules()
        .iter()
        .map(|rule| cause::path(rule.id))
        .collect()
}

fn pages<'a>(all: &All, causes: &'a [String], lang: Lang) -> Vec<Page<'a>> {
    let at = |path: &'a str| Place { lang, path };
    let mut pages = vec![
        lists::home(all, at("index.html")),
        lists::causes(at("causes/index.html")),
        lists::messages(all, at("messages.html")),
        lists::statuses(at("statuses.html")),
        lists::error_types(all, at("errortypes.html")),
        lists::hosts(all, at("hosts.html")),
        lists::logs(all, at("logs.html")),
    ];
    let none = examples::Looks::default();
    for (rule, path) in catalogue::rules().iter().zip(causes) {
        let looks = all.get(rule.id).unwrap_or(&none);
        pages.push(cause::page(rule, looks, at(path)));
    }
    pages
}

/// Where a page is found, in each language.
struct Address {
    own: String,
    all: [(&'static str, String); Lang::ALL.len()],
}

impl Address {
    fn of(place: Place<'_>, base: &str) -> Self {
        let of = |lang: Lang| (lang.code(), Place { lang, ..place }.address(base));
        Self {
            own: place.address(base),
            all: Lang::ALL.map(of),
        }
    }
}

fn sitemap(addresses: &[Address]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let escaped = |address: &str| address.replace('&', "&amp;");
    for address in addresses {
        xml.push_str("  <url>\n    <loc>");
        xml.push_str(&escaped(&address.own));
        xml.push_str("</loc>\n");
        for (lang, other) in &address.all {
            xml.push_str("    <xhtml:link rel=\"alternate\" hreflang=\"");
            xml.push_str(lang);
            xml.push_str("\" href=\"");
            xml.push_str(&escaped(other));
            xml.push_str("\"/>\n");
        }
        xml.push_str("  </url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

fn write(folder: &Path, file: &str, text: &str) -> Result {
    let path = folder.join(file);
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).doing(|| format!("cannot make {}", dir.display()))?;
    }
    fs::write(&path, text).doing(|| format!("cannot write {}", path.display()))
}
