// The catalogue site: every page is valid and leads on, every example shows its cause, the search
// finds an error by its exact words.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";

import { HtmlValidate } from "html-validate";

import { PATIENCE, SITE, api, barriers, built, folder, launch, until } from "./lib.mjs";
import { serve } from "./static.mjs";

/** All pages, as paths from the site's root. */
async function pagesOf(root) {
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.name.endsWith(".html")).map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name))).sort();
}

const decoded = (html) => html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
const between = (html, tag) => decoded(html.match(new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`))[1].replace(/<[^>]*>/g, ""));

describe("the catalogue site", { timeout: 8 * PATIENCE }, () => {
  let site, chromium, tab, pages, gatewhy;

  before(async () => {
    pages = await pagesOf(await built(SITE));
    gatewhy = await api();
    site = await serve({ folders: { docs: SITE } });
    chromium = await launch({ port: Number(new URL(site.address).port) });
    tab = await chromium.browser.newPage();
    tab.setDefaultTimeout(PATIENCE);
    await tab.setViewport({ width: 1100, height: 900 });
  });
  after(async () => {
    await chromium?.close();
    await site?.close();
  });

  const open = (path) => tab.goto(`${site.address}/docs/${path}`);

  it("has a page for every cause in both languages, titled with the words that people search for", async () => {
    for (const { cause, title, statuses } of gatewhy.causes("en")) {
      for (const lang of ["", "ja/"]) {
        const html = await readFile(join(SITE, `${lang}causes/${cause}.html`), "utf8");
        assert.match(html, new RegExp(`<html lang="${lang === "" ? "en" : "ja"}">`), cause);
        if (lang === "") assert.equal(between(html, "h1"), title, cause);
        if (statuses.length === 1) assert.ok(between(html, "title").includes(String(statuses[0])), `${cause}: ${between(html, "title")}`);
        assert.match(html, /hreflang="ja"/);
      }
    }
    // The words stand as they come: the first of them in the title, each in a heading of its own.
    let exact = 0;
    for (const { cause } of gatewhy.causes("en")) {
      const html = await readFile(join(SITE, `causes/${cause}.html`), "utf8");
      const heads = [...html.matchAll(/<h3 id="w-[^"]*"><code>([^]*?)<\/code><\/h3>/g)].map(([, text]) => decoded(text));
      const body = html.match(/<dt>Response body<\/dt><dd><h3 id="w-[^"]*"><code>([^]*?)<\/code>/);
      if (body) assert.ok(between(html, "title").startsWith(decoded(body[1])), `${cause}: ${between(html, "title")}`);
      exact += heads.length;
    }
    assert.ok(exact > 150, `${exact} exact texts`);
    const html = await readFile(join(SITE, "causes/route-not-found.html"), "utf8");
    assert.match(between(html, "title"), /^Missing Authentication Token 403/);
    assert.match(html, /<h3 id="w-missing-authentication-token"><code>Missing Authentication Token<\/code>/);
  });

  it("shows each cause on top of each of its examples, in both languages", async () => {
    let examples = 0;
    for (const path of pages.filter((each) => each.includes("causes/") && !each.endsWith("index.html"))) {
      const html = await readFile(join(SITE, path), "utf8");
      const cause = path.match(/causes\/(.*)\.html/)[1];
      for (const [, attributes, text] of html.matchAll(/<gate-why ([^>]*)><pre[^>]*>([^]*?)<\/pre>/g)) {
        const lang = attributes.match(/lang="(..)"/)[1];
        // What the element takes of its own text.
        const reports = gatewhy.diagnoseText(decoded(text).replace(/^\s*\n/u, "").trimEnd(), { lang });
        const first = reports.find(({ diagnoses }) => diagnoses.length > 0);
        assert.equal(first?.diagnoses[0].cause, cause, `${path} ${attributes}`);
        assert.equal(first.lang, lang);
        examples += 1;
      }
    }
    assert.ok(examples > 250, `${examples} examples`);
  });

  it("is valid HTML", async () => {
    const validator = new HtmlValidate({
      extends: ["html-validate:standard"],
      elements: ["html5", { "gate-why": { flow: true, attributes: { lang: {}, readonly: { boolean: true } }, permittedContent: ["@flow"] } }],
      rules: {
        // A matter of taste of the writer's, not of the language's.
        "void-style": "off", "no-trailing-whitespace": "off", "long-title": "off", "require-sri": "off", "attr-quotes": "off", "no-inline-style": "off", "doctype-style": "off",
        // A region that scrolls has to be reached by keyboard, which axe asks for.
        "no-redundant-role": "error", "valid-id": ["error", { relaxed: true }],
      },
    });
    for (const path of pages) {
      const report = await validator.validateString(await readFile(join(SITE, path), "utf8"), path);
      const found = report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${path}:${line}:${column} ${ruleId}: ${message}`));
      assert.deepEqual(found.slice(0, 3), []);
    }
  });

  it("names every page in its map, with its languages", async () => {
    const map = await readFile(join(SITE, "sitemap.xml"), "utf8");
    const listed = [...map.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address);
    assert.equal(listed.length, pages.length);
    assert.equal([...map.matchAll(/hreflang="(?:en|ja)"/g)].length, 2 * pages.length);
    for (const path of pages) {
      const html = await readFile(join(SITE, path), "utf8");
      const own = html.match(/<link rel="canonical" href="([^"]*)">/)[1];
      assert.ok(listed.includes(own), path);
      const others = Object.fromEntries([...html.matchAll(/<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">/g)].map(([, lang, address]) => [lang, address]));
      assert.deepEqual(Object.keys(others), ["en", "ja", "x-default"], path);
      assert.equal(others[path.startsWith("ja/") ? "ja" : "en"], own, path);
      assert.ok(listed.includes(others.en) && listed.includes(others.ja) && others["x-default"] === others.en, path);
    }
  });

  it("diagnoses an example where it is read", async () => {
    for (const path of ["causes/waf-block.html#examples", "ja/causes/waf-block.html#examples"]) {
      await open(path);
      await until("the report", () => tab.$("gate-why >>> article[data-cause=waf-block]"));
    }
  });

  it("shows its cause on top of every example in the browser, too", async () => {
    // Without it, an element does not wait until it comes near the window.
    const atOnce = await tab.evaluateOnNewDocument(() => {
      delete globalThis.IntersectionObserver;
    });
    for (const { cause } of gatewhy.causes("en")) {
      const lang = cause.length % 2 ? "" : "ja/";
      await open(`${lang}causes/${cause}.html`);
      const shown = () => tab.evaluate(() => [...document.querySelectorAll("gate-why")].map(({ shadowRoot }) => shadowRoot?.querySelector("article")?.dataset.cause ?? null));
      const causes = await until(`the reports of ${cause}`, async () => {
        const all = await shown();
        return all.length > 0 && !all.includes(null) && all;
      });
      assert.deepEqual([...new Set(causes)], [cause]);
    }
    await tab.removeScriptToEvaluateOnNewDocument(atOnce.identifier);
  });

  it("diagnoses on pages that are opened from a disk, too", async () => {
    await tab.goto(`${pathToFileURL(join(SITE, "causes/waf-block.html"))}#examples`);
    await until("the report", () => tab.$("gate-why >>> article[data-cause=waf-block]"));
  });

  it("finds a cause by its exact words, by keyboard, from a server and from a disk", async () => {
    for (const address of [`${site.address}/docs/ja/index.html`, String(pathToFileURL(join(SITE, "ja/index.html")))]) {
      await tab.goto(address);
      await tab.keyboard.press("/");
      await tab.keyboard.type("Limit Exceeded");
      await tab.waitForSelector("#found [data-path]");
      await tab.keyboard.press("ArrowDown");
      await Promise.all([tab.waitForNavigation(), tab.keyboard.press("Enter")]);
      assert.match(tab.url(), /ja\/causes\/usage-plan-throttle-or-quota\.html$/);
    }
    await open("index.html");
    await tab.type("#search", "zzzz");
    assert.equal(await tab.$eval("#found", (list) => list.textContent), "Nothing found");
  });

  it("keeps the page and the heading when the language is switched", async () => {
    await open("causes/stage-not-found.html");
    await Promise.all([tab.waitForNavigation(), tab.click(".lang")]);
    assert.match(tab.url(), /ja\/causes\/stage-not-found\.html$/);
    await tab.evaluate(() => {
      location.hash = "#fixes";
    });
    await Promise.all([tab.waitForNavigation(), tab.$eval(".lang", (link) => link.click())]);
    assert.match(tab.url(), /docs\/causes\/stage-not-found\.html#fixes$/);
    // Whatever heading it is: it stands in both.
    const ids = (path) => readFile(join(SITE, path), "utf8").then((html) => [...html.matchAll(/<h[2-4] id="([^"]*)"/g)].map(([, id]) => id));
    for (const path of pages.filter((each) => !each.startsWith("ja/"))) assert.deepEqual(await ids(`ja/${path}`), await ids(path), path);
  });

  it("is accessible and fits every screen, in both themes and languages", async () => {
    const shots = await folder("screenshots");
    const some = ["index.html", "causes/index.html", "causes/stage-not-found.html", "messages.html", "statuses.html", "logs.html", "hosts.html", "errortypes.html", "embed.html"];
    for (const [theme, width, lang] of [["light", 1100, ""], ["dark", 390, "ja/"]]) {
      await tab.setViewport({ width, height: 900 });
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      for (const path of some) {
        await open(lang + path);
        assert.deepEqual(await barriers(tab), [], `${lang}${path}, ${theme}`);
        assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true, `${lang}${path} at ${width}`);
        await tab.screenshot({ path: join(shots, `site-${theme}-${width}-${path.replace("/", "-").replace(".html", "")}.png`) });
      }
    }
    await tab.setViewport({ width: 1100, height: 900 });
  });

  it("asks nobody else for anything", async () => {
    const others = [];
    const note = (request) => {
      if (!request.url().startsWith(site.address)) others.push(request.url());
    };
    tab.on("request", note);
    await open("index.html");
    await open("causes/waf-block.html");
    tab.off("request", note);
    assert.deepEqual(others, []);
  });
});
