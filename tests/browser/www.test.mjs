// The site's home page, which is the widget, as somebody uses it who was sent a failing response.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";

import { eachOnAPage } from "./fresh.mjs";
import { WWW } from "./gateway.mjs";
import { PATIENCE, SITE, barriers, built, folder, until } from "./lib.mjs";
import { HOSTILE, HOSTILE_WORD, hostileTraces } from "./hostile.mjs";

const FAILURE = `HTTP/2 403
content-type: application/json
x-amzn-requestid: 7cbe0c1e-3e2f-4b86-9d0a-0f6a5d1f3f10
x-amzn-errortype: MissingAuthenticationTokenException
x-amz-apigw-id: XjK3vE9boAMFt7A=

{"message":"Missing Authentication Token"}
`;

/** One entry of a HAR, as browsers write them. */
const entry = (url, status, errortype, body) => ({
  startedDateTime: "2026-01-12T09:31:07.000Z", time: 30, cache: {}, timings: { send: 0, wait: 30, receive: 0 },
  request: { method: "GET", url, httpVersion: "http/2.0", headers: [], queryString: [], cookies: [], headersSize: -1, bodySize: 0 },
  response: {
    status, statusText: "", httpVersion: "http/2.0", cookies: [], redirectURL: "", headersSize: -1, bodySize: -1,
    headers: [{ name: "x-amz-apigw-id", value: "XjK3vE9boAMFt7A=" }, ...(errortype ? [{ name: "x-amzn-errortype", value: errortype }] : [])],
    content: { size: body.length, mimeType: "application/json", text: body },
  },
});
const HAR = JSON.stringify({
  log: {
    version: "1.2", creator: { name: "gatewhy tests", version: "1" }, entries: [
      entry("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets", 200, null, "[]"),
      entry("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pet", 403, "MissingAuthenticationTokenException", '{"message":"Missing Authentication Token"}'),
      entry("https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/me", 403, "UnrecognizedClientException", '{"message":"The security token included in the request is invalid."}'),
    ],
  },
});

describe("the page", { timeout: 5 * PATIENCE }, () => {
  let page, requests;
  eachOnAPage({ site: () => built(SITE), width: 1100, height: 900 }, (fresh) => {
    ({ page } = fresh);
    requests = [];
    page.on("request", (request) => requests.push(request.url()));
  });

  const open = async (path = "") => {
    await page.goto(WWW + path);
    await found("[data-role=input]");
  };
  /** A selector for what <gate-why> holds. */
  const inside = (selector) => `gate-why >>> ${selector}`;
  /** Waits for it: the page is told of no change within a shadow root, so it has to be asked. */
  const found = (selector) => until(selector, () => page.$(inside(selector)));
  /** Puts text into the box as a paste does. */
  const paste = async (text) => {
    await page.$eval(inside("[data-role=input]"), (box, pasted) => {
      box.focus();
      box.setRangeText(pasted);
      box.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType: "insertFromPaste" }));
    }, text);
  };
  const report = async () => {
    const shown = await found("[data-role=report] > *");
    return shown.evaluate((element) => ({ cause: element.dataset.cause, text: element.innerText }));
  };
  const words = (selector) => page.$eval(selector, (element) => element.textContent);

  it("reports on what is pasted, below the box", async () => {
    await open();
    await paste(FAILURE);
    const { cause, text } = await report();
    assert.equal(cause, "route-not-found");
    assert.match(text, /Missing Authentication Token/);
  });

  it("has examples to try", async () => {
    await open();
    const names = await page.$$eval(".try button", (all) => all.map((button) => button.textContent));
    assert.ok(names.length >= 5, names.join());
    const causes = [];
    for (const button of await page.$$(".try button")) {
      await button.click();
      causes.push((await report()).cause);
    }
    assert.equal(causes[0], "route-not-found");
    assert.equal(new Set(causes).size, names.length, causes.join());
  });

  it("follows what is typed", async () => {
    await open();
    await page.type(inside("[data-role=input]"), "HTTP/1.1 403 Forbidden\n");
    await report();
    await page.click(inside("[data-role=clear]"));
    await until("the report to go", async () => (await page.$(inside("[data-role=report] > *"))) === null);
    assert.equal(await page.$eval(inside("[data-role=clear]"), (button) => button.hidden), true);
  });

  it("sends nothing anywhere", async () => {
    await open();
    assert.deepEqual(requests.filter((url) => !url.startsWith(WWW)), []);
    const loaded = requests.length;
    await page.setRequestInterception(true);
    page.on("request", (request) => request.abort());
    await paste(FAILURE + HOSTILE);
    await report();
    assert.deepEqual(requests.slice(loaded).filter((url) => url !== `${WWW}icon.svg`), [], "but for its own icon, which browsers fetch when they like");
  });

  it("keeps a hostile answer a text", async () => {
    await open();
    await paste(`HTTP/2 403\nx-amzn-errortype: AccessDeniedException\nx-amz-apigw-id: ${HOSTILE_WORD}\n\n{"Message":${JSON.stringify(`User is not authorized to access this resource with an explicit deny ${HOSTILE}`)}}`);
    const { text } = await report();
    assert.ok(text.includes(HOSTILE_WORD), "the markup is quoted");
    assert.deepEqual(await hostileTraces(page, inside("[data-role=report]")), []);
  });

  it("speaks the other language on the same page's other address", async () => {
    await open();
    await paste(FAILURE);
    const english = await report();
    await page.click(".lang");
    await found("[data-role=input]");
    assert.match(page.url(), /\/ja\/index\.html$/);
    await paste(FAILURE);
    const japanese = await report();
    assert.equal(japanese.cause, english.cause);
    assert.match(japanese.text, /[ぁ-ん]/);
  });

  it("says so when there is nothing to read", async () => {
    await open();
    await paste("   ");
    assert.equal(await words(inside("[data-role=status]")), "You can drop a file here, too.");
  });

  it("reads a HAR and lets one choose among its failures", async () => {
    await open();
    const file = join(await folder("browser-tests"), "two-failures.har");
    await writeFile(file, HAR);
    await (await page.$(inside("[data-role=file]"))).uploadFile(file);
    await found("[data-exchange='1']");
    const first = await report();
    await page.click(inside("[data-exchange='1']"));
    await until("the other report", async () => (await report()).text !== first.text);
    assert.equal(await until("the focus", () => page.evaluate(() => document.activeElement.shadowRoot.activeElement.dataset.exchange)), "1", "the focus stays in the list");
  });

  it("takes a file that is dropped", async () => {
    await open();
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "failure.txt", { type: "text/plain" }));
      document.querySelector("gate-why").shadowRoot.querySelector("textarea").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, composed: true }));
    }, FAILURE);
    assert.equal((await report()).cause, "route-not-found");
  });

  it("says that it could not load, and tries again when asked to", async () => {
    await page.setRequestInterception(true);
    let cut = true;
    page.on("request", (request) => (cut && request.url().endsWith(".wasm") ? request.abort() : request.continue()));
    for (const [path, says] of [["", /could not be loaded/], ["ja/", /読み込めません/]]) {
      cut = true;
      await page.goto(WWW + path);
      const failed = await found("[data-state=network]");
      assert.match(await failed.evaluate((element) => element.innerText), says);
      cut = false;
      await page.click(inside("[data-state=network] button"));
      await found("[data-role=input]");
    }
  });

  it("is accessible, in both themes and languages", async () => {
    for (const theme of ["light", "dark"]) {
      for (const lang of ["en", "ja"]) {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
        await page.goto("about:blank");
        await open(lang === "ja" ? "ja/" : "");
        await paste(FAILURE);
        await report();
        assert.deepEqual(await barriers(page), [], `${theme}, ${lang}`);
      }
    }
  });

  it("fits a telephone and a wide screen", async () => {
    const shots = await folder("screenshots");
    for (const [theme, lang, width] of [["light", "en", 1100], ["dark", "en", 390], ["light", "ja", 360], ["dark", "ja", 1100]]) {
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await page.goto("about:blank");
      await open(lang === "ja" ? "ja/" : "");
      await paste(FAILURE);
      await report();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(overflow, 0, `nothing sticks out at ${width} px`);
      await page.screenshot({ path: join(shots, `www-${lang}-${theme}-${width}.png`), fullPage: true });
    }
  });
});
