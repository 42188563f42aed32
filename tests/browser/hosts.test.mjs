// <gate-why> at home in the docs of teams: sites made by MkDocs and Sphinx from the guides' own
// files, pages as mdBook and Docusaurus lay them out, plain HTML, and a frame.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";

import { PACKAGE, PATIENCE, ROOT, barriers, built, folder, launch, until } from "./lib.mjs";
import { serve } from "./static.mjs";

const run = promisify(execFile);
const GUIDES = join(ROOT, "www/guides");
const TOOLS = join(ROOT, ".tools/python/bin");
const FAILURE = 'HTTP/1.1 403 Forbidden\nx-amzn-errortype: MissingAuthenticationTokenException\n\n{"message":"Missing Authentication Token"}';

/** Makes a site from a guide's files, the package put where the guide says. */
async function made(name, place, command) {
  const work = await folder("browser-tests", name);
  await rm(work, { recursive: true, force: true });
  await cp(join(GUIDES, name), work, { recursive: true });
  await cp(PACKAGE, join(work, place, "gatewhy"), { recursive: true });
  await run(join(TOOLS, command[0]), command.slice(1), { cwd: work });
  return join(work, "out");
}

describe("<gate-why> in docs", { timeout: 5 * PATIENCE }, () => {
  let site, chromium, tab;

  before(async () => {
    await built(PACKAGE);
    const plain = await readFile(join(GUIDES, "html/page.html"), "utf8");
    const frame = await readFile(join(GUIDES, "frame/page.html"), "utf8");
    site = await serve({
      folders: {
        gatewhy: PACKAGE,
        hosts: join(ROOT, "tests/browser/hosts"),
        mkdocs: await made("mkdocs", "docs", ["mkdocs", "build", "--quiet", "--site-dir", "out"]),
        sphinx: await made("sphinx", "_static", ["sphinx-build", "-q", "-b", "html", ".", "out"]),
      },
      pages: {
        "/plain.html": { html: plain },
        "/wiki.html": { html: `<!doctype html><html lang="en"><title>Wiki</title><h1>Wiki</h1>${frame.replace("frame.html", "frame.html?lang=ja")}</html>` },
      },
    });
    chromium = await launch({ port: Number(new URL(site.address).port) });
    tab = await chromium.browser.newPage();
    await tab.setViewport({ width: 1100, height: 1000 });
  });
  after(async () => {
    await chromium?.close();
    await site?.close();
  });

  /** Pastes a failure and gives the report's cause and how the widget looks. */
  const tried = async (page) => {
    await until("the box", () => page.$("gate-why >>> textarea"));
    await page.$eval("gate-why >>> textarea", (box, pasted) => {
      box.setRangeText(pasted);
      box.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    }, FAILURE);
    const report = await until("the report", () => page.$("gate-why >>> article[data-cause]"));
    return report.evaluate((article) => {
      const style = (element) => {
        const { fontSize, letterSpacing, textAlign, textTransform, whiteSpace } = getComputedStyle(element);
        return [fontSize, letterSpacing, textAlign, textTransform, whiteSpace].join(" ");
      };
      const root = article.getRootNode();
      const parts = ["label", "button", "textarea", "article p", "article code"].map((selector) => root.querySelector(selector));
      return { cause: article.dataset.cause, height: root.querySelector("textarea").offsetHeight > 100, styles: parts.map(style) };
    });
  };

  for (const path of ["/plain.html", "/mkdocs/index.html", "/sphinx/index.html", "/hosts/mdbook.html", "/hosts/docusaurus.html"]) {
    it(`works at ${path}, whatever the page's style sheet says`, async () => {
      await tab.goto(`${site.address}/plain.html`);
      const plain = await tried(tab);
      await tab.goto(site.address + path);
      assert.deepEqual(await tried(tab), plain);
      assert.equal(plain.cause, "route-not-found");
      await tab.screenshot({ path: join(await folder("screenshots"), `host${path.replaceAll("/", "-").replace(".html", "")}.png`) });
    });
  }

  it("works in a wiki's frame, in the language asked for", async () => {
    await tab.goto(`${site.address}/wiki.html`);
    const frame = await until("the frame", () => tab.frames().find((each) => each.url().includes("frame.html")));
    assert.equal((await tried(frame)).cause, "route-not-found");
    assert.match(await (await frame.$("gate-why >>> article")).evaluate((article) => article.innerText), /[ぁ-ん]/);
    assert.deepEqual(await barriers(frame), []);
  });
});
