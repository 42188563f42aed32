//! The guides for embedding: one for each kind of site, their snippets as the tests run them.

use gatewhy_core::{Lang, Text, text};
use maud::{Markup, html};

use super::frame::{Page, Place};
use crate::failure::Result;
use crate::project::Project;

const TITLE: Text = text! {
    en: "Put gatewhy into your own docs",
    ja: "自社のドキュメントにgatewhyを組み込む",
};
const LEAD: Text = text! {
    en: "One folder, no server of its own, no request to anybody. Copy the folder gatewhy to your site and name its script; where the element stands, your readers can paste what failed.",
    ja: "必要なのはフォルダー1つだけです。専用のサーバーは不要で、外部へのリクエストもありません。gatewhyフォルダーをサイトにコピーしてスクリプトを読み込み、要素を置くと、読者はその場で失敗したリクエストを診断できます。",
};
const POLICY: Text = text! {
    en: "A page with a Content Security Policy has to allow these; nothing else is needed.",
    ja: "Content Security Policyを設定しているページでは、次の許可だけが必要です。",
};
const POLICY_TITLE: Text = Text::same("Content Security Policy");
/// What [`POLICY`] is about.
const DIRECTIVES: &str = "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/// One kind of site: its name, what to do, and the files that show it.
struct Guide {
    id: &'static str,
    name: Text,
    says: Text,
    files: &'static [&'static str],
}

static GUIDES: &[Guide] = &[
    Guide {
        id: "html",
        name: text!(en: "Plain HTML", ja: "HTML"),
        says: text! {
            en: "Put the folder gatewhy beside the page.",
            ja: "gatewhyフォルダーをページと同じ場所に置きます。",
        },
        files: &["html/page.html"],
    },
    Guide {
        id: "mdbook",
        name: Text::same("mdBook"),
        says: text! {
            en: "Put the folder gatewhy into src, where mdBook copies it from, and the script into theme/head.hbs.",
            ja: "gatewhyフォルダーをsrcに置き（mdBookがそのままコピーします）、スクリプトをtheme/head.hbsに追加します。",
        },
        files: &["mdbook/head.hbs", "mdbook/chapter.md"],
    },
    Guide {
        id: "docusaurus",
        name: Text::same("Docusaurus"),
        says: text! {
            en: "Put the folder gatewhy into static and name the script in docusaurus.config.js.",
            ja: "gatewhyフォルダーをstaticに置き、docusaurus.config.jsにスクリプトを追加します。",
        },
        files: &["docusaurus/docusaurus.config.js", "docusaurus/page.mdx"],
    },
    Guide {
        id: "mkdocs",
        name: Text::same("MkDocs"),
        says: text! {
            en: "Put the folder gatewhy into docs and name the script in mkdocs.yml.",
            ja: "gatewhyフォルダーをdocsに置き、mkdocs.ymlにスクリプトを追加します。",
        },
        files: &["mkdocs/mkdocs.yml", "mkdocs/docs/index.md"],
    },
    Guide {
        id: "sphinx",
        name: Text::same("Sphinx"),
        says: text! {
            en: "Put the folder gatewhy into _static and name the script in conf.py.",
            ja: "gatewhyフォルダーを_staticに置き、conf.pyにスクリプトを追加します。",
        },
        files: &["sphinx/conf.py", "sphinx/index.rst"],
    },
    Guide {
        id: "frame",
        name: text!(en: "Wikis that allow frames alone", ja: "iframeのみ使えるWiki"),
        says: text! {
            en: "Confluence and other wikis take no scripts. Put the folder on any server of yours and show its frame.html; add ?lang=ja for Japanese.",
            ja: "Confluenceなど、スクリプトを使えないWikiでは、フォルダーを任意のサーバーに置き、frame.htmlをiframeで表示します。日本語にするには?lang=jaを付けます。",
        },
        files: &["frame/page.html"],
    },
];

/// The page of guides.
pub(super) fn page<'a>(project: &Project, place: Place<'a>) -> Result<Page<'a>> {
    let lang = place.lang;
    let mut parts = Vec::new();
    for guide in GUIDES {
        parts.push(one(project, guide, lang)?);
    }
    Ok(Page {
        place,
        title: format!("{} · gatewhy", TITLE.get(lang)),
        description: LEAD.get(lang).to_owned(),
        body: html! {
            h1 { (TITLE.get(lang)) }
            p.lead { (LEAD.get(lang)) }
            @for part in parts { (part) }
            h2 #csp { (POLICY_TITLE.get(lang)) }
            p { (POLICY.get(lang)) }
            pre.code tabindex="0" { code { (DIRECTIVES) } }
        },
    })
}

fn one(project: &Project, guide: &Guide, lang: Lang) -> Result<Markup> {
    let mut files = Vec::new();
    for path in guide.files {
        let text = project.read(&format!("www/guides/{path}"))?;
        let name = path.rsplit('/').next().unwrap_or(path);
        // The snippets that the tests run are in English; a Japanese reader wants the other.
        let text = text.replace("lang=\"en\"", &format!("lang=\"{}\"", lang.code()));
        files.push((name, text));
    }
    Ok(html! {
        h2 #(guide.id) { (guide.name.get(lang)) }
        p { (guide.says.get(lang)) }
        @for (name, text) in files {
            h3 { code { (name) } }
            pre.code tabindex="0" { code { (text.trim_end()) } }
        }
    })
}
