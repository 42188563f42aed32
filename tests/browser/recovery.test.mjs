// What the panel does when its engine panics and when its module does not load, in both browsers.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { panickingOver, panickingWithoutWorkerOver, withoutLeave, withoutModule } from "./broken.mjs";
import * as firefox from "./firefox.mjs";
import { start } from "./gateway.mjs";
import { PATIENCE, callAll, folder, launch, openApp, openDevTools, rowsIn, showPanel, until } from "./lib.mjs";
import { isOf } from "./scenarios.mjs";

/** The scenario that the engine panics over. */
const POISON = "authorizer-says-no";
/** As many instances as panel.js may start. */
const INSTANCES = 6;

/** What both browsers can do, each in its way; `panel` runs a function on the panel's document. */
const browsers = {
  Chromium: {
    skip: false,
    open: async (port, extension) => {
      const { browser, close } = await launch({ port, extension });
      try {
        const devtools = await openDevTools(browser);
        await devtools.setViewport({ width: 1280, height: 800 });
        const page = await openApp(browser);
        const frame = await showPanel(devtools);
        return {
          close,
          call: (ids) => callAll(page, ids),
          panel: (script, ...args) => frame.evaluate(`(${script})(document, ...${JSON.stringify(args)})`),
          picture: (path) => devtools.screenshot({ path }),
        };
      } catch (error) {
        await close();
        throw error;
      }
    },
  },
  Firefox: {
    skip: firefox.skip,
    open: async (port, extension, state) => {
      const driver = await firefox.launch({ port, extension, height: 1100 });
      try {
        await firefox.openApp(driver);
        await firefox.openToolbox(driver);
        await firefox.showPanel(driver, state);
        return {
          close: () => driver.quit(),
          call: (ids) => driver.executeAsyncScript("const done = arguments[1]; window.petShop.callAll(arguments[0]).then(done)", ids),
          panel: (script, ...args) => firefox.inPanel(driver, script, ...args),
          picture: async (path) => writeFile(path, await firefox.picture(driver)),
        };
      } catch (error) {
        await driver.quit();
        throw error;
      }
    },
  },
};

const stateIn = (document) => document.body?.dataset.state;
const brokenIn = (document) => document.querySelectorAll("tr[data-broken]").length;

const places = { "its worker": panickingOver, "the page, which has no worker": panickingWithoutWorkerOver };
const cases = Object.entries(browsers).flatMap(([name, browser]) => Object.entries(places).map(([where, breaks]) => ({ ...browser, name, where, breaks })));

for (const { name, skip, open, where, breaks } of cases) {
  describe(`a panic of the engine in ${where}, in ${name}`, { timeout: 10 * PATIENCE, skip }, () => {
    let gateway, extension, browser;
    const scenario = (id) => gateway.scenarios.find((each) => each.id === id);
    const breakDown = async () => {
      if (breaks === panickingOver) await until("the worker", () => browser.panel((document) => document.querySelector("[data-role=panel]")?.dataset.worker !== undefined));
      await browser.call([POISON]);
    };
    const explained = async (id) => {
      const row = await until(`the diagnosis of ${id}`, async () => (await browser.panel(rowsIn)).find((row) => isOf(scenario(id))(row) && row.cause !== ""));
      assert.ok(scenario(id).causes.includes(row.cause), `${id}: ${row.cause}`);
    };

    // What is drawn anew is gone for a moment.
    const click = (selector) => until(selector, () => browser.panel((document, wanted) => {
      const found = document.querySelector(wanted);
      found?.click();
      return Boolean(found);
    }, selector));

    before(async () => {
      gateway = await start();
      extension = await breaks(new URL(scenario(POISON).request.url).pathname);
      browser = await open(gateway.port, extension.folder);
    });
    after(async () => {
      await browser?.close();
      await extension?.remove();
      await gateway?.close();
    });

    it("costs the diagnosis of that exchange and no other", async () => {
      await browser.call(["typo-in-path", "clock-is-slow"]);
      await explained("typo-in-path");
      await explained("clock-is-slow");
      await breakDown();
      await until("the row that says so", async () => (await browser.panel(brokenIn)) === 1);
      assert.equal(await browser.panel(stateIn), "ready");
      await explained("typo-in-path");
      await explained("clock-is-slow");
      await browser.call(["malformed-function-result"]);
      await explained("malformed-function-result");
    });

    it("is told with its message and what to do about it, in both languages", async () => {
      const notice = await until("the notice", () => browser.panel((document) => document.querySelector("[data-role=notices] [data-kind=failed]")?.textContent));
      assert.match(notice, /started again.*report it.*panicked at /s);
      for (const [lang, says] of [["en", /broke down.*report it/s], ["ja", /異常終了.*報告してください/s]]) {
        await click(`[data-action=lang][data-lang=${lang}]`);
        await click("tr[data-broken]");
        const detail = await until(`what happened in ${lang}`, () => browser.panel((document, wanted) => document.documentElement.lang === wanted && document.querySelector("[data-role=detail] article[data-broken]")?.textContent, lang));
        assert.match(detail, says);
        assert.match(detail, /panicked at /);
        const shots = await folder("screenshots");
        await browser.picture(join(shots, `${name.toLowerCase()}-broken-${lang}.png`));
      }
    });

    it("ends in words after too many, and the next try leaves all of those alone", async () => {
      for (let broken = 2; broken < INSTANCES; broken += 1) {
        await breakDown();
        await until(`${broken} broken rows`, async () => (await browser.panel(brokenIn)) > 0 && (await browser.panel((document) => document.querySelectorAll("[data-role=notice]").length)) === broken);
      }
      await breakDown();
      await until("the end", async () => (await browser.panel(stateIn)) === "error");
      const said = await browser.panel((document) => document.querySelector("[data-role=error]").innerText);
      assert.match(said, /report it with this message.*メッセージを添えて報告.*panicked at /s);
      await browser.panel((document) => document.querySelector("[data-role=retry]").click());
      await until("another start", async () => (await browser.panel(stateIn)) === "ready");
      await explained("typo-in-path");
      await explained("malformed-function-result");
    });
  });
}

for (const [name, { skip, open }] of Object.entries(browsers)) {
  describe(`a module that does not load in ${name}`, { timeout: 5 * PATIENCE, skip }, () => {
    for (const [why, what, breaks, says] of [
      ["is not there", "missing", withoutModule, /did not load.*再インストール/s],
      ["may not run", "refused", withoutLeave, /refused to compile.*コンパイルが拒否/s],
    ]) {
      it(`is named with what to do when it ${why}`, async () => {
        const gateway = await start();
        const { folder: extension, remove } = await breaks();
        const browser = await open(gateway.port, extension, "error");
        try {
          await until("the words", async () => (await browser.panel(stateIn)) === "error");
          const said = await browser.panel((document) => document.querySelector("[data-role=error]").innerText);
          assert.match(said, says);
          assert.match(said, /Try again/);
          assert.notEqual(await browser.panel((document) => document.querySelector("[data-role=reason]").textContent), "");
          await browser.picture(join(await folder("screenshots"), `${name.toLowerCase()}-${what}.png`));
        } finally {
          await browser.close();
          await remove();
          await gateway.close();
        }
      });
    }
  });
}
