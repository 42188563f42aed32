// Pictures of what was built: those that the stores show, and those that a reviewer looks through.
//
//   node tests/browser/shots.mjs           target/shots/store and target/shots/review
//   node tests/browser/shots.mjs --docs    the README's pictures as well, in docs/images
//
// The panel is that of DevTools, in the middle of calls that the loopback gateway fails. What only
// shows when nothing has happened or something broke is the panel's page by itself.

import { copyFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { WWW, start } from "./gateway.mjs";
import { EXTENSION, PATIENCE, ROOT, built, callAll, detailOf, dock, folder, launch, openApp, openDevTools, pictureOf, roomForPage, rowsOf, settled, showPanel, until } from "./lib.mjs";
import { isOf } from "./scenarios.mjs";

/** What the stores take. */
const STORE = { width: 1280, height: 800 };
/** Languages and themes, each of either with one of the other. */
const DRESSES = [["en", "light"], ["ja", "dark"], ["en", "dark"], ["ja", "light"]];
/** A window of DevTools, DevTools docked to the side of a page, and that on a small screen. */
const SIZES = [STORE, { width: 400, height: 800 }, { width: 400, height: 600 }];

const say = (path) => process.stdout.write(`${relative(ROOT, path)}\n`);

/** The panel in DevTools, in pictures for the store: what it is about, one after the other. */
async function store(gateway, docs) {
  const to = await folder("shots", "store");
  const { browser, close } = await launch({ port: gateway.port, extension: await built(EXTENSION) });
  try {
    const devtools = await openDevTools(browser);
    const page = await openApp(browser);
    await devtools.setViewport(STORE);
    await page.setViewport({ ...STORE, width: await roomForPage(devtools) });
    await callAll(page);
    const panel = await showPanel(devtools);
    await settled(panel);
    const show = async (id) => {
      const scenario = gateway.scenarios.find((each) => each.id === id);
      return detailOf(panel, (await rowsOf(panel)).find(isOf(scenario)));
    };
    const dress = async (lang, theme) => {
      await devtools.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await panel.click(`[data-lang=${lang}]`);
      await panel.waitForSelector(`html[lang=${lang}][data-theme=${theme}]`, { timeout: PATIENCE });
    };
    const filter = async (text) => {
      await panel.$eval("[data-role=filter]", (input) => input.select());
      await panel.focus("[data-role=filter]");
      await devtools.keyboard.press("Delete");
      await devtools.keyboard.type(text);
      await settled(panel);
    };
    const save = async (name) => {
      const path = join(to, name);
      await devtools.screenshot({ path });
      say(path);
    };

    // What the page shows, and beside it what the panel does.
    for (const [lang, theme] of [["en", "light"], ["ja", "dark"]]) {
      await dress(lang, theme);
      await show("typo-in-path");
      const path = join(to, `1-beside-the-page-${lang}.png`);
      await pictureOf(browser, page, devtools, STORE, path);
      say(path);
      if (docs) await copyFile(path, join(ROOT, "docs/images", lang === "en" ? "panel.png" : "panel-ja.png"));
    }
    await dock(devtools, "undocked");
    for (const [lang, theme] of [["en", "light"], ["ja", "light"]]) {
      await dress(lang, theme);
      await show("typo-in-path");
      await save(`2-cors-unmasked-${lang}.png`);
      await show("authorizer-says-no");
      // `scrollIntoView` would move DevTools around the panel, too.
      await panel.$eval("[data-role=detail] [data-part=fixes]", (part) => part.closest("[data-role=detail]").scrollBy(0, part.getBoundingClientRect().top - 150));
      await save(`3-fixes-${lang}.png`);
    }
    for (const [lang, theme] of [["en", "dark"], ["ja", "dark"]]) {
      await dress(lang, theme);
      await show("signature-differs");
      await panel.click("[data-part=evidence] [data-act=jump]");
      await save(`4-quote-in-its-place-${lang}.png`);
      await panel.click("[data-role=detail] [data-action=close]");
      await filter("status:403 -path:/admin");
      await save(`5-filter-${lang}.png`);
      await filter("");
    }
  } finally {
    await close();
  }
}

/** Each state in each language and theme, wide and narrow. */
async function review() {
  const to = await folder("shots", "review");
  const gateway = await start({ site: join(await built(EXTENSION), "extension") });
  const { browser, close } = await launch({ port: gateway.port });
  try {
    const page = await browser.newPage();
    const take = async (name) => {
      const path = join(to, `${name}.png`);
      await page.screenshot({ path });
      say(path);
    };
    for (const [lang, theme] of DRESSES) {
      for (const size of SIZES) {
        const name = (state) => `${state}-${lang}-${theme}-${size.width}x${size.height}`;
        await page.setViewport(size);
        const open = (count) => page.goto(`${WWW}panel.html?fake${count}&lang=${lang}&theme=${theme}`).then(() => page.waitForSelector("[data-role=panel][data-work=idle]"));
        await open("=empty");
        await take(name("empty"));
        await open("");
        await take(name("list"));
        await page.click("tbody tr");
        await page.waitForSelector("[data-role=detail] article[data-cause]");
        await take(name("report"));
        await page.setRequestInterception(true);
        const withoutModule = (request) => (request.url().endsWith(".wasm") ? request.abort() : request.continue());
        page.on("request", withoutModule);
        await page.goto(`${WWW}panel.html?fake&theme=${theme}`);
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
        await until("the words", () => page.$("body[data-state=error]"));
        if (lang === "en") await take(name("no-module"));
        page.off("request", withoutModule);
        await page.setRequestInterception(false);
      }
    }
  } finally {
    await close();
    await gateway.close();
  }
}

const gateway = await start();
await store(gateway, process.argv.includes("--docs")).finally(() => gateway.close());
await review();
process.exit(0);
