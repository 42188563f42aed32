// The options page, the diagnosis in a tab's own error page and the lines in the console, in Chromium.
//
// A headless Chromium cannot be asked for a permission. What is asked for is seen on the extension as
// it ships; what follows from a yes on a copy that has the same permissions from the start.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { start } from "./gateway.mjs";
import { hostileTraces } from "./hostile.mjs";
import { EXTENSION, PATIENCE, barriers, built, callAll, folder, launch, openApp, openDevTools, settled, showPanel, until } from "./lib.mjs";
import { HOSTILE_PAGE, LEFT_ALONE, PAGES, PLAIN, SANDBOXED, STRICT, TEXT } from "./pages.mjs";

/** The options page of the extension whose DevTools page this browser has. */
async function openOptions(browser, devtools) {
  const frame = await until("the DevTools page", () => devtools.frames().find((each) => each.url().startsWith("chrome-extension://")));
  const page = await browser.newPage();
  await page.goto(new URL("/extension/options.html", frame.url()).href);
  await page.waitForSelector("body[data-state=ready] main h1", { timeout: PATIENCE });
  return page;
}

/** Sets language and theme, one after the other: the page is drawn anew in between. */
async function dress(page, lang, theme) {
  await page.select("#lang", lang);
  await page.waitForSelector(`html[lang=${lang}]`, { timeout: PATIENCE });
  await page.select("#theme", theme);
  await page.waitForSelector(`html[data-theme=${theme}]`, { timeout: PATIENCE });
}

const note = (page, pattern) => until(`the note ${pattern}`, async () => pattern.test(await page.$eval("[data-role=note]", (element) => element.textContent)));
const kept = (page) => page.evaluate(() => chrome.storage.local.get(null));

describe("the options page", { timeout: 10 * PATIENCE }, () => {
  let gateway, chromium, devtools, panel, options;

  before(async () => {
    gateway = await start();
    chromium = await launch({ port: gateway.port, extension: await built(EXTENSION) });
    devtools = await openDevTools(chromium.browser);
    await openApp(chromium.browser);
    panel = await showPanel(devtools);
    options = await openOptions(chromium.browser, devtools);
  });
  after(async () => {
    await chromium?.close();
    await gateway?.close();
  });

  it("changes language and theme here and in the open panel", async () => {
    await options.select("#lang", "ja");
    await options.waitForSelector("html[lang=ja]", { timeout: PATIENCE });
    await panel.waitForSelector("html[lang=ja]", { timeout: PATIENCE });
    assert.match(await options.$eval("main", (main) => main.innerText), /gatewhyの設定/);
    await options.select("#theme", "dark");
    await options.waitForSelector("html[data-theme=dark]", { timeout: PATIENCE });
    await panel.waitForSelector("html[data-theme=dark]", { timeout: PATIENCE });
    await options.select("#lang", "");
    // The page is drawn anew in between.
    await options.waitForSelector("html[lang=en]", { timeout: PATIENCE });
    await options.select("#theme", "");
    await panel.waitForSelector("html[lang=en]", { timeout: PATIENCE });
    await until("nothing to be kept", async () => Object.keys(await kept(options)).length === 0);
  });

  it("is led to from the panel", async () => {
    await panel.$eval("[data-action=options]", (button) => button.click());
    const opened = () => chromium.browser.targets().filter((target) => target.url().endsWith("/options.html")).length;
    // Chromium brings the page that is open to the front, or opens another one.
    await until("the options page", () => opened() >= 1);
  });

  it("keeps custom domains, and says what is wrong with others", async () => {
    const add = async (typed) => {
      await options.$eval("#domain", (field) => { field.value = ""; });
      await options.type("#domain", typed);
      await options.keyboard.press("Enter");
    };
    await add("https://API.example.com/v1?x=1");
    await note(options, /api\.example\.com was added/);
    await add("shop.example.com");
    await note(options, /shop\.example\.com was added/);
    await add("api.example.com");
    await note(options, /in the list already/);
    await add("not a domain");
    await note(options, /no domain name/);
    await add("abc123defg.execute-api.us-east-1.amazonaws.com");
    await note(options, /knows it by its name/);
    assert.equal((await kept(options)).domains, "api.example.com\nshop.example.com");
    await options.click("[data-role=own] li[data-domain='shop.example.com'] [data-action=remove]");
    await note(options, /shop\.example\.com was removed/);
    assert.equal(await options.evaluate(() => document.activeElement.id), "domain");
    await until("the list without it", async () => (await kept(options)).domains === "api.example.com");
  });

  it("shows the domains that were recognised, and takes them back", async () => {
    await options.evaluate(() => chrome.storage.local.set({ learnt: "seen.example.com" }));
    await options.waitForSelector("[data-role=learnt] li[data-domain='seen.example.com']", { timeout: PATIENCE });
    await options.click("[data-role=learnt] [data-action=remove]");
    await options.waitForSelector("[data-role=learnt]", { hidden: true, timeout: PATIENCE });
  });

  it("keeps switches as they are set", async () => {
    for (const [control, key, off] of [["preserve", "preserveLog", "no"], ["client", "failing", "5xx none"], ["unanswered", "failing", "5xx"]]) {
      await options.click(`#${control}`);
      await until(key, async () => (await kept(options))[key] === off);
    }
  });

  it("asks for the hosts of APIs and nothing wider, and takes no for an answer", async () => {
    await options.evaluate(() => {
      chrome.permissions.request = (wanted, then) => {
        window.asked = { wanted, gesture: navigator.userActivation.isActive };
        then(false);
      };
    });
    await options.click("#pages");
    await note(options, /permission was not given/);
    const { wanted, gesture } = await options.evaluate(() => window.asked);
    assert.ok(gesture, "within the click");
    assert.deepEqual(wanted.permissions, ["scripting"]);
    assert.ok(wanted.origins.includes("https://api.example.com/*"));
    assert.deepEqual(wanted.origins.filter((origin) => !/^https:\/\/(\*\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?|api\.example\.com)\/\*$/.test(origin)), []);
    assert.equal(await options.$eval("#pages", (box) => box.checked), false);
    assert.equal((await kept(options)).inlinePage, undefined);
  });

  it("forgets everything, and tells what that was", async () => {
    await options.click("[data-action=forget]");
    await note(options, /Forgotten: the settings, 1 custom domain\./);
    await until("an empty storage", async () => Object.keys(await kept(options)).length === 0);
    assert.equal(await options.$("[data-role=own]"), null);
    await options.click("[data-action=forget]");
    await note(options, /nothing to forget/);
  });

  it("is accessible in both languages and themes", async () => {
    const shots = await folder("screenshots");
    await options.$eval("#domain", (field) => { field.value = ""; });
    await options.type("#domain", "api.example.com");
    await options.keyboard.press("Enter");
    for (const [theme, lang, width] of [["light", "en", 900], ["dark", "ja", 900], ["dark", "en", 400], ["light", "ja", 400]]) {
      await options.setViewport({ width, height: 900 });
      await dress(options, lang, theme);
      assert.deepEqual(await barriers(options), [], `${theme}, ${lang}`);
      assert.ok(await options.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is cut off");
      await options.screenshot({ path: join(shots, `options-${lang}-${theme}-${width}.png`), fullPage: true });
    }
  });

  it("says why, where its module does not load", async () => {
    const page = await chromium.browser.newPage();
    await page.setRequestInterception(true);
    page.on("request", (request) => (request.url().endsWith(".wasm") ? request.abort() : request.continue()));
    await page.goto(options.url());
    await page.waitForSelector("body[data-state=error] [data-role=error]", { visible: true, timeout: PATIENCE });
    const said = await page.$eval("[data-role=error]", (element) => element.innerText);
    assert.match(said, /gatewhy could not start[^]*起動できませんでした/);
    assert.notEqual(await page.$eval("[data-role=reason]", (element) => element.textContent), "");
  });
});

describe("outside the panel", { timeout: 10 * PATIENCE }, () => {
  let gateway, chromium, devtools, app, options, allowed;

  before(async () => {
    allowed = await mkdtemp(join(tmpdir(), "gatewhy-allowed-"));
    await cp(await built(EXTENSION), allowed, { recursive: true });
    const manifest = JSON.parse(await readFile(join(allowed, "manifest.json"), "utf8"));
    manifest.permissions.push(...manifest.optional_permissions);
    manifest.host_permissions = manifest.optional_host_permissions;
    delete manifest.optional_permissions;
    delete manifest.optional_host_permissions;
    await writeFile(join(allowed, "manifest.json"), JSON.stringify(manifest));
    gateway = await start({ more: PAGES });
    chromium = await launch({ port: gateway.port, extension: allowed });
    devtools = await openDevTools(chromium.browser);
    app = await openApp(chromium.browser);
    options = await openOptions(chromium.browser, devtools);
  });
  after(async () => {
    await chromium?.close();
    await gateway?.close();
    await rm(allowed, { recursive: true, force: true });
  });

  const visit = async ({ request }) => {
    const tab = await chromium.browser.newPage();
    await tab.goto(request.url);
    return tab;
  };
  const frameIn = (tab) => until("the diagnosis", async () => {
    const frame = tab.frames().find((each) => each.url().includes("/extension/inline.html"));
    return frame && (await frame.$("body[data-state=ready] article[data-cause]")) && frame;
  });

  it("leaves error pages alone until it is asked", async () => {
    const tab = await visit(PLAIN);
    assert.equal(await tab.$("#gatewhy"), null);
    await tab.close();
  });

  it("explains an error page from the moment it is turned on, also one with a strict policy", async () => {
    await options.click("#pages");
    await note(options, /explained from now on/);
    const shots = await folder("screenshots");
    for (const page of [PLAIN, STRICT, TEXT]) {
      const tab = await visit(page);
      const frame = await frameIn(tab);
      assert.equal(await frame.$eval("article", (article) => article.dataset.cause), "route-not-found", page.request.url);
      assert.match(await tab.evaluate(() => document.body.innerText), /Missing Authentication Token/, "the document stays");
      // As tall as what it says: nothing scrolls inside it.
      await until("the frame's height", () => frame.evaluate(() => document.documentElement.offsetHeight <= innerHeight + 1));
      assert.deepEqual(await barriers(frame), []);
      await tab.close();
    }
    for (const [theme, lang] of [["light", "en"], ["dark", "ja"]]) {
      await dress(options, lang, theme);
      const tab = await visit(PLAIN);
      await tab.setViewport({ width: 900, height: 700 });
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      const frame = await frameIn(tab);
      await until(`the diagnosis in ${lang}, ${theme}`, () => frame.$(`html[lang=${lang}][data-theme=${theme}]`));
      await tab.screenshot({ path: join(shots, `inline-${lang}-${theme}.png`) });
      await tab.close();
    }
    await options.select("#lang", "en");
  });

  it("says in a line that a sandbox keeps the diagnosis out", async () => {
    const tab = await visit(SANDBOXED);
    await until("the line in place of the frame", () => tab.$eval("#gatewhy", (home) => home.offsetHeight > 0 && home.offsetHeight < 100));
    await tab.close();
  });

  it("shows the page nothing of the diagnosis but its height", async () => {
    const tab = await visit(PLAIN);
    const frame = await frameIn(tab);
    const seen = await tab.evaluate(() => {
      const home = document.getElementById("gatewhy");
      return { shadow: home.shadowRoot, inside: home.innerHTML, text: home.textContent, resources: performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("extension")) };
    });
    assert.deepEqual(seen, { shadow: null, inside: "", text: "", resources: [] });
    assert.match(frame.url(), /^chrome-extension:/);
    await tab.close();
  });

  it("keeps a hostile document a text", async () => {
    const tab = await visit(HOSTILE_PAGE);
    const frame = await frameIn(tab);
    assert.deepEqual(await hostileTraces(frame, "main"), []);
    await tab.close();
  });

  it("leaves alone what worked, what is no JSON, and what says nothing", async () => {
    for (const page of LEFT_ALONE) {
      const tab = await visit(page);
      assert.equal(await tab.$("#gatewhy"), null, page.request.url);
      await tab.close();
    }
  });

  it("writes a line to the console for each failing call, once that is turned on", async () => {
    const lines = [];
    app.on("console", (message) => lines.push([message.type(), message.text()]));
    const written = () => lines.filter(([, text]) => text.startsWith("gatewhy:"));
    await options.click("#console");
    await until("the setting", async () => (await kept(options)).inlineConsole === "yes");
    await app.bringToFront();
    await callAll(app, ["typo-in-path", "firewall-blocks", "hostile-body"]);
    await until("three lines", () => written().length === 3);
    assert.ok(written().every(([type]) => type === "warn"));
    const texts = written().map(([, text]) => text);
    assert.ok(texts.some((text) => /^gatewhy: GET \/prod\/pet 403 – No such path or method is deployed \(\d+%\)$/.test(text)), texts.join("\n"));
    assert.ok(texts.every((text) => !text.includes("script") && !text.includes("amazonaws")), "neither query nor host");
    assert.equal(await app.evaluate(() => window.__gatewhyPwned), undefined);
  });

  it("stops when it is turned off", async () => {
    await options.bringToFront();
    await options.click("#console");
    await until("the setting", async () => (await kept(options)).inlineConsole === "no");
    // This copy's permissions cannot be given back; its script is.
    await options.click("#pages");
    await note(options, /left alone/);
    assert.deepEqual(await options.evaluate(() => chrome.scripting.getRegisteredContentScripts()), []);
    const tab = await visit(PLAIN);
    assert.equal(await tab.$("#gatewhy"), null);
    const lines = [];
    app.on("console", (message) => lines.push(message.text()));
    await app.bringToFront();
    await callAll(app, ["authorizer-says-no"]);
    const panel = await showPanel(devtools);
    await settled(panel);
    assert.deepEqual(lines.filter((text) => text.startsWith("gatewhy:")), []);
  });
});
