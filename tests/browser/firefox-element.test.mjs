// <gate-why> in Firefox: another engine for WebAssembly, policies, modules, drops and the keyboard.
// What element.test.mjs demands of Chromium, in the same pages.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";

import { By, Key } from "selenium-webdriver";

import { EXCEEDED, FAILURE, HOSTILE_ANSWER, PAGES, buildApplication, serveAll } from "./embedding.mjs";
import { launch, skip } from "./firefox.mjs";
import { hostileIn } from "./hostile.mjs";
import { PACKAGE, PATIENCE, SITE, barriers, built, folder, until } from "./lib.mjs";

describe("<gate-why> in Firefox", { timeout: 8 * PATIENCE, skip }, () => {
  let site, driver;

  before(async () => {
    site = await serveAll();
    // Its driver would let pages on a disk load modules, which Firefox itself does not.
    const prefs = { "security.fileuri.strict_origin_policy": true };
    driver = await launch({ port: Number(new URL(site.address).port), width: 900, height: 900, prefs });
  });
  after(async () => {
    await driver?.quit();
    await site?.close();
  });

  const open = (path) => driver.get(site.address + path);
  /** Runs a function in the page and gives what it returns or resolves to. */
  const inPage = async (act, ...args) => {
    const source = typeof act === "string" ? `(() => { ${act} })` : String(act);
    const { value, error } = await driver.executeAsyncScript(`const done = arguments[arguments.length - 1]; Promise.resolve((${source})(...arguments[0])).then((value) => done({ value }), (error) => done({ error: String(error) }));`, args);
    if (error) throw new Error(error);
    return value;
  };
  /** What an element holds: `text`, or whether it is there. */
  const look = (selector, of = "gate-why") => inPage((host, inner) => document.querySelector(host)?.shadowRoot?.querySelector(inner)?.innerText, of, selector);
  const found = (selector, of) => until(`${of ?? "gate-why"} ${selector}`, async () => (await look(selector, of)) !== null);
  const count = (selector) => inPage((inner) => [...document.querySelectorAll("gate-why")].filter((host) => host.shadowRoot?.querySelector(inner)).length, selector);
  const box = async () => (await driver.findElement(By.css("gate-why")).getShadowRoot()).findElement(By.css("textarea"));
  /** Pastes with the keys that people paste with: what is pasted was copied from a box beside. */
  const paste = async (text) => {
    await inPage((copied) => {
      const beside = document.createElement("textarea");
      beside.id = "beside";
      beside.value = copied;
      document.body.prepend(beside);
      beside.select();
    }, text);
    // The keys of a window that is only coming up may be lost.
    await until("the text in the box", async () => {
      const beside = driver.findElement(By.id("beside"));
      const inner = await box();
      for (const [where, key] of [[beside, "a"], [beside, "c"], [inner, "a"], [inner, "v"]]) await where.sendKeys(Key.chord(Key.CONTROL, key));
      return (await inPage(() => document.querySelector("gate-why").shadowRoot.querySelector("textarea").value)) === text;
    });
    await inPage(() => document.getElementById("beside").remove());
  };
  /** Drops what a `DataTransfer` is filled with. */
  const drop = (text, name) => inPage((dropped, file) => {
    const data = new DataTransfer();
    if (file) data.items.add(new File([dropped], file, { type: "text/plain" }));
    else data.setData("text/plain", dropped);
    const textarea = document.querySelector("gate-why").shadowRoot.querySelector("textarea");
    for (const kind of ["dragover", "drop"]) textarea.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true, composed: true }));
  }, text, name ?? null);

  it("needs three lines of HTML, and tells the page of what is pasted", async () => {
    await open("/three-lines.html");
    await found("textarea");
    await inPage(() => {
      window.told = [];
      document.addEventListener("gatewhy-report", ({ detail }) => window.told.push(detail.report?.diagnoses[0].cause ?? null));
    });
    await paste(FAILURE);
    await found('article[data-cause="route-not-found"]');
    await inPage(() => document.querySelector("gate-why").shadowRoot.querySelector("[data-role=clear]").click());
    assert.deepEqual(await inPage(() => window.told), ["route-not-found", null]);
  });

  it("takes what is dropped: a text, and a file", async () => {
    await open("/three-lines.html");
    await found("textarea");
    await drop(FAILURE);
    await found('article[data-cause="route-not-found"]');
    await drop(EXCEEDED, "evidence.json");
    await found('article[data-cause="usage-plan-throttle-or-quota"]');
  });

  it("is loaded once for all of a page's elements, and only when one comes near", async () => {
    const loads = () => site.asked.filter((path) => path.endsWith(".wasm")).length;
    await open("/three-lines.html");
    await found("textarea");
    const before = loads();
    await open("/many.html");
    await until("two reports", async () => (await count("article")) === 2);
    assert.ok(loads() <= before + 1);
    await inPage(() => document.getElementById("far").scrollIntoView());
    await found("article[data-cause=usage-plan-throttle-or-quota]", "#far");
    assert.ok(loads() <= before + 1);
  });

  it("shows an example that cannot be changed, in the language asked for", async () => {
    await open("/many.html");
    await found("article", "gate-why[lang=ja]");
    assert.match(await look("[data-role=example]"), /^HTTP\/1\.1 403 Forbidden/);
    assert.equal(await look("textarea"), null);
    assert.match(await look("article", "gate-why[lang=ja]"), /[ぁ-ん]/);
  });

  it("follows its attributes", async () => {
    await open("/form.html");
    await found("textarea");
    await paste(EXCEEDED);
    await until("the refusal", async () => /does not take/.test(await look("[data-role=status]")));
    await inPage(() => document.querySelector("gate-why").removeAttribute("inputs"));
    await found("article h3");
    assert.equal(await inPage(() => getComputedStyle(document.querySelector("gate-why")).colorScheme), "dark");
    await inPage(() => document.querySelector("gate-why").setAttribute("lang", "ja"));
    assert.match(await look("article"), /[ぁ-ん]/);
    await open("/evidence.html");
    await found("article[data-cause=usage-plan-throttle-or-quota]");
  });

  it("names the directive where the page's policy forbids WebAssembly, and works under it", async () => {
    for (const [path, says] of [["/strict.html", /forbids WebAssembly/], ["/strict-ja.html", /禁止されている/]]) {
      await open(path);
      await found("[data-state=csp]");
      const text = await look("[data-state=csp]");
      assert.match(text, says);
      assert.match(text, /Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'/);
    }
    await open("/tight.html");
    await found("textarea");
    await drop(FAILURE);
    await found("article[data-cause]");
  });

  it("does not mind a server that takes WebAssembly for text", async () => {
    await open("/poor.html");
    await found("textarea");
    assert.ok(site.asked.includes("/poor/gatewhy_www_bg.wasm"));
  });

  it("works as a classic script, from a server and from a disk", async () => {
    const disk = join(await folder("browser-tests"), "classic-firefox.html");
    await writeFile(disk, PAGES["/classic.html"].html.replace("/gatewhy/", `${pathToFileURL(PACKAGE)}/`));
    for (const address of [`${site.address}/classic.html`, String(pathToFileURL(disk))]) {
      await driver.get(address);
      await found("textarea");
      await drop(FAILURE);
      await found("article[data-cause=route-not-found]");
    }
  });

  it("diagnoses on the catalogue's pages that are opened from a disk", async () => {
    const home = pathToFileURL(join(await built(SITE), "ja/index.html"));
    await driver.get(String(home));
    await found("textarea");
    await drop(FAILURE);
    await found("article[data-cause=route-not-found]");
    assert.match(await look("article"), /[ぁ-ん]/);
  });

  it("keeps a hostile answer a text, in the box and in the report", async () => {
    await open("/three-lines.html");
    await found("textarea");
    await paste(HOSTILE_ANSWER);
    await found("article");
    assert.match(await look("article"), /onerror=/, "the markup is quoted");
    assert.deepEqual(await inPage(`return (${hostileIn})(document, "gate-why >>> [data-role=report]")`), []);
  });

  it("is worked by keyboard alone", async () => {
    await open("/three-lines.html");
    await found("textarea");
    const at = () => inPage(() => document.activeElement?.shadowRoot?.activeElement?.dataset.role ?? "");
    const press = (...keys) => driver.actions().sendKeys(...keys).perform();
    await inPage(() => document.querySelector("gate-why").shadowRoot.querySelector("[data-role=open]").focus());
    await press(Key.TAB);
    assert.equal(await at(), "input");
    await press("HTTP/1.1 403 Forbidden\n");
    await found("article");
    await press(Key.TAB);
    assert.equal(await inPage(() => Boolean(document.activeElement.shadowRoot.activeElement.closest("article"))), true);
    await driver.actions().keyDown(Key.SHIFT).sendKeys(Key.TAB).sendKeys(Key.TAB).keyUp(Key.SHIFT).perform();
    assert.equal(await at(), "clear");
    await press(Key.ENTER);
    assert.equal(await at(), "input");
    assert.equal(await inPage(() => document.querySelector("gate-why").text), "");
  });

  it("is accessible in both languages and themes", async () => {
    const frame = { evaluate: (act, ...args) => (typeof act === "string" ? driver.executeScript(act) : inPage(act, ...args)) };
    await open("/many.html");
    await until("two reports", async () => (await count("article")) === 2);
    assert.deepEqual(await barriers(frame), []);
    await open("/form.html");
    await found("textarea");
    await inPage(() => document.querySelector("gate-why").removeAttribute("inputs"));
    await drop(FAILURE);
    await found("article");
    assert.deepEqual(await barriers(frame), [], "dark");
    await writeFile(join(await folder("screenshots"), "element-firefox.png"), Buffer.from(await driver.takeScreenshot(), "base64"));
  });

  it("is built into an application by Vite", async () => {
    await buildApplication();
    await open("/application/index.html");
    await found("textarea");
    const cause = () => inPage((text) => globalThis.diagnoseText?.(text)[0].diagnoses[0].cause, FAILURE);
    assert.equal(await until("the API", cause), "route-not-found");
  });
});
