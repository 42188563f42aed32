// The options page, the diagnosis in a tab's own error page and the lines in the console, in Firefox:
// with the real permissions, asked for and given back. Firefox is told to answer the question with
// yes; that it may be asked within a click only holds all the same.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { By } from "selenium-webdriver";

import { EXTENSION_PAGES, barriers, inChrome, inPanel, launch, openApp, openToolbox, rowsOf, showPanel, skip } from "./firefox.mjs";
import { start } from "./gateway.mjs";
import { EXTENSION, PATIENCE, built, folder, until } from "./lib.mjs";
import { HOSTILE_PAGE, LEFT_ALONE, PAGES, PLAIN, TEXT, TEXT_STRICT } from "./pages.mjs";

describe("outside the panel in Firefox", { timeout: 10 * PATIENCE, skip }, () => {
  let gateway, driver;

  before(async () => {
    gateway = await start({ more: PAGES });
    driver = await launch({ port: gateway.port, extension: await built(EXTENSION), width: 900, height: 900 });
  });
  after(async () => {
    await driver?.quit();
    await gateway?.close();
  });

  const css = (selector) => driver.findElement(By.css(selector));
  const has = async (selector) => (await driver.findElements(By.css(selector))).length > 0;
  const openOptions = async () => {
    await driver.get(`${EXTENSION_PAGES}options.html`);
    await until("the options page", () => has("body[data-state=ready] main h1"));
  };
  const note = (pattern) => until(`the note ${pattern}`, async () => pattern.test(await css("[data-role=note]").getText()));
  /** What the add-on holds beside what it was installed with. */
  const given = () => inChrome(driver, async () => {
    const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
    const { permissions, origins } = await ExtensionPermissions.get("{6d1c1f3e-0c1e-4a63-9d3d-6f2d2b8f7a41}");
    // Firefox counts a DevTools page as a permission, which nobody is asked for here.
    return { permissions: permissions.filter((name) => name !== "devtools"), origins };
  });
  const choose = (id, value) => css(`#${id} option[value="${value}"]`).click();
  /** The title of the page in the diagnosis' frame, wherever on the tab's page that stands. */
  const diagnosis = () => until("the diagnosis", () => inChrome(driver, async () => {
    const frames = gBrowser.selectedBrowser.browsingContext.children;
    const frame = frames.find(({ currentURI }) => currentURI?.spec.includes("/extension/inline.html"));
    const title = frame?.currentWindowGlobal?.documentTitle;
    return title !== "gatewhy" && title;
  }));
  const isExplained = () => driver.executeScript("return document.getElementById('gatewhy') !== null");

  it("opens in the browser's language and keeps another one", async () => {
    await openOptions();
    assert.equal(await css("html").getAttribute("lang"), "en");
    await choose("lang", "ja");
    await until("Japanese", () => has("html[lang=ja]"));
    await openOptions();
    await until("Japanese again", () => has("html[lang=ja]"));
    assert.ok(await has("[data-role=withheld]"), "it tells what Firefox keeps to itself");
    await choose("lang", "");
    await until("English", () => has("html[lang=en]"));
  });

  it("keeps a custom domain", async () => {
    await css("#domain").sendKeys("https://api.example.com/v1");
    await css("[data-action=add]").click();
    await note(/api\.example\.com was added/);
    assert.ok(await has("[data-role=own] li[data-domain='api.example.com']"));
  });

  it("asks for permission when error pages are to be explained, and not before", async () => {
    assert.deepEqual(await given(), { permissions: [], origins: [] });
    await css("#pages").click();
    await note(/explained from now on/);
    const { permissions, origins } = await given();
    assert.deepEqual(permissions, ["scripting"]);
    assert.ok(origins.includes("https://api.example.com/*") && origins.includes("https://*.execute-api.us-east-1.amazonaws.com/*"));
    assert.deepEqual(origins.filter((origin) => !/execute-api|api\.example\.com/.test(origin)), []);
  });

  it("explains an error document, also one with a strict policy", async () => {
    const shots = await folder("screenshots");
    for (const page of [TEXT, TEXT_STRICT]) {
      await driver.get(page.request.url);
      assert.equal(await diagnosis(), "No such path or method is deployed", page.request.url);
      assert.deepEqual(await driver.executeScript("const home = document.getElementById('gatewhy'); return [home.shadowRoot, home.textContent]"), [null, ""]);
    }
    await until("the frame to be as tall as what it says", () => driver.executeScript("return document.getElementById('gatewhy').offsetHeight > 400"));
    await writeFile(join(shots, "firefox-inline-en-light.png"), Buffer.from(await driver.takeScreenshot(), "base64"));
  });

  it("cannot enter Firefox's own view of JSON, as the options page says", async () => {
    await driver.get(PLAIN.request.url);
    await until("the view", () => driver.executeScript("return document.querySelector('#json, .jsonPanelBox, #content') !== null"));
    assert.equal(await isExplained(), false);
    await inChrome(driver, async () => Services.prefs.setBoolPref("devtools.jsonview.enabled", false));
    await driver.get(PLAIN.request.url);
    assert.equal(await diagnosis(), "No such path or method is deployed");
    await inChrome(driver, async () => Services.prefs.clearUserPref("devtools.jsonview.enabled"));
  });

  it("keeps a hostile document a text, and leaves others alone", async () => {
    await driver.get(HOSTILE_PAGE.request.url);
    await diagnosis();
    assert.equal(await driver.executeScript("return window.__gatewhyPwned ?? null"), null);
    for (const page of LEFT_ALONE) {
      await driver.get(page.request.url);
      assert.equal(await isExplained(), false, page.request.url);
    }
  });

  it("writes lines to the console, once that is turned on", async () => {
    await openOptions();
    await css("#console").click();
    await until("the setting", async () => (await css("#console").isSelected()));
    await openApp(driver);
    await openToolbox(driver);
    const lines = () => inChrome(driver, async () => {
      const { hud } = await window.__toolbox.selectTool("webconsole");
      return [...hud.ui.outputNode.querySelectorAll(".message.warn")].map(({ textContent }) => textContent).filter((text) => text.includes("gatewhy:"));
    });
    const call = (ids) => driver.executeAsyncScript("const done = arguments[1]; window.petShop.callAll(arguments[0]).then(done)", ids);
    // A toolbox that opens takes a moment until it hands out what happens.
    await until("a line", async () => {
      await call(["authorizer-says-no"]);
      return (await lines()).length > 0;
    });
    await call(["typo-in-path", "firewall-blocks"]);
    const written = await until("their lines", async () => {
      const all = (await lines()).filter((text) => !text.includes("/admin/"));
      return all.length === 2 && all;
    });
    assert.ok(written.some((text) => /gatewhy: GET \/prod\/pet 403 – No such path or method is deployed \(\d+%\)/.test(text)), written.join("\n"));
    assert.ok(written.every((text) => !/script|amazonaws/.test(text)), "neither query nor host");
  });

  it("is led to from the panel", async () => {
    await showPanel(driver);
    await until("a row", async () => (await rowsOf(driver)).length > 0);
    const tabs = (await driver.getAllWindowHandles()).length;
    await inPanel(driver, (document) => document.querySelector("[data-action=options]").click());
    await until("the options page in a tab", async () => (await driver.getAllWindowHandles()).length > tabs);
    await inChrome(driver, async () => {
      await window.__toolbox.destroy();
      for (const tab of [...gBrowser.tabs].slice(1)) gBrowser.removeTab(tab);
    });
  });

  it("gives the permission back and forgets everything", async () => {
    await openOptions();
    assert.ok(await css("#pages").isSelected());
    await css("#pages").click();
    await note(/given back/);
    await until("no permission", async () => Object.values(await given()).every(({ length }) => length === 0));
    await driver.get(TEXT.request.url);
    assert.equal(await isExplained(), false);
    await openOptions();
    await css("#pages").click();
    await note(/explained from now on/);
    await css("[data-action=forget]").click();
    await note(/Forgotten: the settings, 1 custom domain, the permission for error pages\./);
    assert.deepEqual(await given(), { permissions: [], origins: [] });
    assert.equal(await css("#pages").isSelected(), false);
    await openOptions();
    assert.equal(await has("[data-role=own]"), false);
  });

  it("is accessible in both languages and themes", async () => {
    const shots = await folder("screenshots");
    for (const [theme, lang] of [["light", "en"], ["dark", "ja"]]) {
      await openOptions();
      await choose("lang", lang);
      await until(lang, () => has(`html[lang=${lang}]`));
      await choose("theme", theme);
      await until(theme, () => has(`html[data-theme=${theme}]`));
      assert.deepEqual(await barriers(driver), [], `${theme}, ${lang}`);
      await writeFile(join(shots, `firefox-options-${lang}-${theme}.png`), Buffer.from(await driver.takeScreenshot(), "base64"));
    }
  });
});
