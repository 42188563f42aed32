// The panel in a real Chromium: DevTools open, realistic host names, a page whose calls fail as API
// Gateway fails them.

import assert from "node:assert/strict";
import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { start } from "./gateway.mjs";
import { HOSTILE_WORD, hostileTraces } from "./hostile.mjs";
import { isOf } from "./scenarios.mjs";
import { EXTENSION, PATIENCE, api, barriers, built, callAll, command, detailOf, dock, exportHar, folder, launch, namedRow, native, openApp, openDevTools, rowsOf, settled, showPanel, until } from "./lib.mjs";

/** A WebSocket API that opens and then refuses what it is sent, each time in words of its own. */
const SOCKET = {
  request: { method: "GET", url: "wss://w3bs0cket1.execute-api.us-east-1.amazonaws.com/dev" },
  answer: {
    from: "rest", status: 101, body: "",
    refusals: ["Forbidden", "Forbidden", "Internal server error"].map((message, at) => `{"message": "${message}", "connectionId":"YCwBuciwoAMCJgQ=", "requestId":"YCwBwFQlIAMFTY${at}="}`),
  },
};

describe("the panel", { timeout: 10 * PATIENCE }, () => {
  let gateway, chromium, devtools, page, panel, seen;
  const scenario = (id) => gateway.scenarios.find((each) => each.id === id);
  const rowOf = async (id) => (await rowsOf(panel)).find(isOf(scenario(id)));

  before(async () => {
    gateway = await start({ more: [SOCKET] });
    chromium = await launch({ port: gateway.port, extension: await built(EXTENSION) });
    devtools = await openDevTools(chromium.browser);
    await devtools.setViewport({ width: 1280, height: 800 });
    page = await openApp(chromium.browser);
  });
  after(async () => {
    await chromium?.close();
    await gateway?.close();
  });

  it("has what failed before it was shown, from the moment DevTools was opened", async () => {
    const early = ["typo-in-path", "authorizer-says-no", "malformed-function-result"];
    seen = await callAll(page, early);
    panel = await showPanel(devtools);
    for (const id of early) await until(`the row of ${id}`, () => rowOf(id));
  });

  it("adds what fails while it is open", async () => {
    const late = gateway.scenarios.map(({ id }) => id).filter((id) => !(id in seen));
    Object.assign(seen, await callAll(page, late));
    await settled(panel);
    const rows = await rowsOf(panel);
    assert.ok(rows.length >= 30, `${rows.length} rows`);
  });

  it("has the same when it is loaded again, from the DevTools page's session", async () => {
    const calls = async () => (await rowsOf(panel)).map(({ method, host, path }) => `${method} ${host}${path}`).sort();
    const before = await calls();
    await panel.evaluate(() => location.reload());
    await until("the session", () => panel.evaluate(() => document.body.dataset.state === "ready" && window.gatewhySession !== undefined));
    await settled(panel);
    assert.deepEqual(await calls(), before);
  });

  it("is prepared by a worker, under the extension's own policy", async () => {
    const said = await panel.evaluate(() => new Promise((resolve) => {
      const worker = new Worker("warm.js", { type: "module" });
      worker.addEventListener("message", ({ data }) => resolve(data));
      worker.addEventListener("error", ({ message }) => resolve(`error: ${message}`));
    }));
    assert.equal(said, "done");
  });

  // On a busy machine Chromium hands an answer that CORS keeps from the page over before its status
  // is known: the entry then looks like one that nobody answered, and is diagnosed as that.
  const statusCameLate = (each, row) => each.masked === true && row.status === "0";

  it("names the cause in each row", async (t) => {
    const known = new Set((await api()).causes().map(({ cause }) => cause));
    for (const each of gateway.scenarios.filter(({ causes }) => causes)) {
      // Who answers in place of API Gateway is counted, not listed.
      if (each.answer?.from === "other") continue;
      await t.test([each.row, each.id].filter(Boolean).join(" · "), async (t) => {
        const row = await namedRow(() => rowsOf(panel), each);
        assert.ok(row, `a row for ${each.request.method} ${each.request.url}`);
        if (statusCameLate(each, row)) {
          assert.equal(row.cause, "cors-headers-missing-on-error");
          return t.diagnostic("Chromium handed the entry over before the status was known");
        }
        assert.equal(Number(row.status), (each.preflight ?? each.answer).status);
        // A cause whose rule is not written yet cannot be named.
        if (!each.causes.some((cause) => known.has(cause))) return;
        assert.ok(each.causes.includes(row.cause), `${row.cause || "nothing"} is on top, in place of ${each.causes.join(" or ")}`);
        assert.match(row.confidence, /^\d{1,3}\s?%$/);
        assert.notEqual(row.title, "");
      });
    }
  });

  it("leaves out what did not fail", async () => {
    const rows = await rowsOf(panel);
    assert.deepEqual(rows.filter(({ status }) => Number(status) >= 200 && Number(status) < 400), []);
    assert.deepEqual(rows.filter(({ host }) => host === "app.example.com"), []);
  });

  it("tells why the page saw a CORS error where the body was withheld", async () => {
    assert.equal(seen["typo-in-path"], "TypeError: Failed to fetch");
    const row = await rowOf("typo-in-path");
    assert.equal(row.cause, "route-not-found");
    assert.equal(row.status, "403");
    const detail = await detailOf(panel, row);
    const note = await detail.waitForSelector("[data-kind=cors-masked]", { visible: true, timeout: PATIENCE });
    assert.match(await note.evaluate((element) => element.textContent), /CORS/);
    assert.match(await detail.evaluate((element) => element.textContent), /\/prod\/pets/, "the neighbour that worked is named");
  });

  it("names the preflight that held a request back", async () => {
    const rows = await rowsOf(panel);
    const held = rows.find(({ method, path }) => method === "DELETE" && path === "/prod/pets/7");
    assert.ok(held, "the request that was never sent has a row");
    assert.equal(held.status, "0");
  });

  it("shows the whole report of a row", async () => {
    const detail = await detailOf(panel, await rowOf("authorizer-says-no"));
    for (const part of ["verdict", "evidence", "checks", "fixes", "links"]) {
      const text = await detail.$eval(`[data-part=${part}]`, (element) => element.innerText.trim());
      assert.notEqual(text, "", part);
    }
    assert.match(await detail.$eval("[data-part=evidence]", (element) => element.textContent), /User is not authorized to access this resource/, "the words are quoted");
    const links = await detail.$$eval("[data-part=links] a", (all) => all.map(({ href }) => href));
    assert.ok(links.length > 0 && links.every((href) => href.startsWith("https://docs.aws.amazon.com/") || href.startsWith("https://repost.aws/")), links.join(" "));
  });

  it("leads from a quote to its bytes, and moves nothing around the panel", async () => {
    const place = async () => (await (await panel.frameElement()).boundingBox()).y;
    const before = await place();
    const detail = await detailOf(panel, await rowOf("signature-differs"));
    for (const quote of await detail.$$("[data-part=evidence] [data-act=jump]")) {
      await quote.evaluate((button) => button.click());
      const found = await panel.waitForSelector("[data-role=exchange] [data-hit]");
      assert.ok(await found.isIntersectingViewport());
      assert.equal(await place(), before);
    }
  });

  it("copies a command with the real values in it", async () => {
    const detail = await detailOf(panel, await rowOf("typo-in-path"));
    const commands = await detail.$$eval("[data-part=checks] code, [data-part=fixes] code", (all) => all.map(({ textContent }) => textContent).join("\n"));
    assert.match(commands, /abc123defg/, "the API's id is filled in");
    const button = await detail.$("[data-part=checks] [data-act=copy]");
    const before = await button.evaluate((element) => element.textContent);
    await button.click();
    await until("the button to answer", async () => (await button.evaluate((element) => element.textContent)) !== before);
  });

  it("can be walked with the keyboard", async () => {
    await detailOf(panel, await rowOf("typo-in-path"));
    const chosen = () => panel.$eval("[data-id][aria-selected=true]", (row) => row.dataset.id);
    const first = await chosen();
    await panel.focus("[data-id][aria-selected=true]");
    await devtools.keyboard.press("ArrowDown");
    await until("the next row to be chosen", async () => (await chosen()) !== first);
  });

  it("keeps a hostile answer a text", async () => {
    const row = await rowOf("hostile-body");
    const detail = await detailOf(panel, row);
    assert.ok((await detail.evaluate((element) => element.textContent)).includes(HOSTILE_WORD), "the markup is quoted");
    assert.deepEqual(await hostileTraces(panel, "[data-role=panel]"), []);
  });

  it("speaks both languages", async () => {
    const row = await rowOf("clock-is-slow");
    await detailOf(panel, row);
    const texts = {};
    for (const lang of ["ja", "en"]) {
      await panel.click(`[data-lang=${lang}]`);
      await panel.waitForSelector(`html[lang=${lang}]`, { timeout: PATIENCE });
      const { title } = await rowOf("clock-is-slow");
      const detail = await detailOf(panel, row);
      texts[lang] = { title, detail: await detail.evaluate((element) => element.innerText) };
    }
    assert.match(texts.ja.title, /[ぁ-んァ-ヶ一-龠]/);
    assert.match(texts.ja.detail, /[ぁ-ん]/);
    assert.doesNotMatch(texts.en.title + texts.en.detail, /[ぁ-ん]/);
  });

  it("agrees with the command line on what DevTools exports", async () => {
    const har = join(await folder("browser-tests"), "panel.har");
    await writeFile(har, await exportHar(devtools));
    const reports = (await native(await command(), ["diagnose", "--format", "jsonl", har])).trim().split("\n").map((line) => JSON.parse(line));
    const rows = await rowsOf(panel);
    const late = new Set(gateway.scenarios.filter((each) => rows.some((row) => isOf(each)(row) && statusCameLate(each, row))).map(({ request }) => new URL(request.url).pathname));
    const causes = (all) => all.filter(({ path }) => !late.has(path)).map(({ method, path, cause }) => `${method} ${path} ${cause}`).sort();
    assert.deepEqual(
      causes(reports.map(({ subject, diagnoses }) => ({ method: subject.method, path: new URL(subject.url).pathname, cause: diagnoses[0]?.cause ?? "" }))),
      causes(rows),
    );
  });

  it("lists each kind of message that an open WebSocket was refused", async () => {
    const heard = await page.evaluate((url) => new Promise((resolve) => {
      const [socket, heard] = [new WebSocket(url), []];
      const next = () => socket.send(`{"action":"no-${heard.length}","token":"s3cr3t-of-a-frame"}`);
      socket.addEventListener("open", next);
      socket.addEventListener("message", ({ data }) => {
        if (heard.push(data) === 3) resolve(heard);
        else next();
      });
    }), SOCKET.request.url);
    assert.equal(heard.length, 3);
    const ofSocket = async () => (await rowsOf(panel)).filter(({ host, path }) => host === new URL(SOCKET.request.url).host && path === "/dev");
    // The log is read for what an open WebSocket says.
    const rows = await until("a row for each kind", async () => {
      const rows = await ofSocket();
      return rows.length === 2 && rows.every(({ cause }) => cause) && rows;
    });
    const texts = [];
    for (const row of rows) texts.push(await (await detailOf(panel, row)).evaluate((detail) => detail.closest("[data-role=detail]").innerText));
    assert.match(texts[0], /Forbidden/);
    assert.match(texts[1], /Internal server error/);
    assert.ok(texts.every((text) => !text.includes("s3cr3t-of-a-frame")), "what was sent is masked");
  });

  it("is accessible and follows the theme of DevTools", async () => {
    const shots = await folder("screenshots");
    const papers = {};
    await dock(devtools, "undocked");
    for (const [theme, lang, width] of [["light", "en", 1280], ["dark", "ja", 1280], ["dark", "en", 480], ["light", "ja", 480]]) {
      await dress(devtools, theme);
      await panel.click(`[data-lang=${lang}]`);
      await devtools.setViewport({ width, height: 800 });
      await detailOf(panel, await rowOf("typo-in-path"));
      await panel.waitForFunction((wanted) => matchMedia(`(prefers-color-scheme: ${wanted})`).matches || document.documentElement.dataset.theme === wanted, { timeout: PATIENCE }, theme);
      papers[theme] = await panel.$eval("body", (body) => getComputedStyle(body).backgroundColor);
      await devtools.screenshot({ path: join(shots, `panel-${lang}-${theme}-${width}.png`) });
      assert.deepEqual(await barriers(panel), [], `${theme}, ${lang}`);
    }
    assert.notEqual(papers.light, papers.dark);
  });
});

// Debian keeps all languages but English in a package of their own.
const JAPANESE = await access("/usr/lib/chromium/locales/ja.pak").then(() => true, () => false);
const skip = !JAPANESE && !process.env.CHROMIUM && "this Chromium speaks English only; chromium-l10n has the rest";

describe("the panel of a Japanese browser", { timeout: 5 * PATIENCE, skip }, () => {
  it("opens in Japanese", async () => {
    const gateway = await start();
    const { browser, close } = await launch({ port: gateway.port, extension: await built(EXTENSION), lang: "ja" });
    try {
      const devtools = await openDevTools(browser);
      await openApp(browser);
      const panel = await showPanel(devtools);
      await panel.waitForSelector("html[lang=ja] [data-role=empty]", { timeout: PATIENCE });
      assert.match(await panel.$eval("[data-role=empty]", (empty) => empty.textContent), /[ぁ-ん]/);
    } finally {
      await close();
      await gateway.close();
    }
  });
});

/** Dresses DevTools in a theme, as its own setting does. */
async function dress(devtools, theme) {
  await devtools.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
}
