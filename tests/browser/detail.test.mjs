// The open report on recorded exchanges: the panel as an ordinary page, without DevTools around it.

import assert from "node:assert/strict";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, it } from "node:test";

import { eachOnAPage } from "./fresh.mjs";
import { WWW } from "./gateway.mjs";
import { HOSTILE, hostileTraces } from "./hostile.mjs";
import { EXTENSION, PATIENCE, barriers, built, folder, until } from "./lib.mjs";

const API = "https://abc123defg.execute-api.us-east-1.amazonaws.com";
const SECRET = "s3cr3ts3cr3ts3cr3t";

/** Evidence whose every place holds what nobody wants. */
const hostile = () => ({
  url: `${API}/prod/pets?q=%3Cimg%3E&token=${SECRET}`, method: "GET", status: 403,
  request_headers: { "user-agent": HOSTILE, authorization: `Bearer ${SECRET}` },
  response_headers: { date: "Thu, 01 Jan 2026 00:00:00 GMT", "x-amzn-errortype": "MissingAuthenticationTokenException", "x-amz-apigw-id": `\u202e${HOSTILE}` },
  body: `\u0000\u202e${HOSTILE}{"message":"Missing Authentication Token"}${"[".repeat(100_000)}${"é ".repeat(17_000_000)}`,
  log: HOSTILE,
});

describe("the open report", { timeout: 5 * PATIENCE }, () => {
  let browser, context, page, errors;
  eachOnAPage({ site: async () => join(await built(EXTENSION), "extension"), width: 1500, height: 900 }, (fresh) => {
    ({ browser, context, page, errors } = fresh);
  });
  afterEach(() => assert.deepEqual(errors, []));

  /** Everything that was told of is diagnosed. */
  const idle = () => page.waitForSelector("[data-role=panel][data-work=idle]");
  const open = async (query = "") => {
    await page.goto(`${WWW}panel.html?fake${query}`);
    await page.waitForSelector("[data-role=list] tr[data-id]");
    await idle();
  };
  const openEmpty = async () => {
    await page.goto(`${WWW}panel.html?fake=empty`);
    await page.waitForSelector("[data-state=ready] [data-view=empty]");
  };
  /** Opens the report of the first row that a selector finds. */
  const choose = async (selector) => {
    const row = await page.waitForSelector(`[data-role=list] tr${selector}`);
    await row.evaluate((line) => line.click());
    await page.waitForSelector(`[data-role=list] tr${selector}[aria-selected=true]`);
    await page.waitForSelector("[data-role=detail] article");
  };
  const text = (selector) => page.$eval(selector, (element) => element.textContent);
  const focused = (selector) => page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
  /** Whether an element stands in the visible part of whatever scrolls it. */
  const isInView = (selector) => page.$eval(selector, (element) => {
    const { top, bottom, left } = element.getBoundingClientRect();
    const middle = document.elementFromPoint(left + 2, (top + bottom) / 2);
    return top >= 0 && bottom <= innerHeight && element.contains(middle);
  });
  const importText = async (name, content) => {
    const file = join(await folder("browser-tests"), name);
    await writeFile(file, content);
    await (await page.$("[data-role=files]")).uploadFile(file);
  };
  const notice = () => page.waitForSelector("[data-role=notice]").then((shown) => shown.evaluate(({ dataset, textContent }) => ({ kind: dataset.kind, text: textContent })));

  it("leads from a quote to the bytes it was taken from, beside or below, and back", async () => {
    for (const width of [1500, 400]) {
      await page.setViewport({ width, height: 900 });
      await open();
      await choose("[data-cause=api-key-missing-or-invalid]");
      const quotes = await page.$$eval("[data-part=evidence] [data-act=jump]", (all) => all.map(({ dataset }) => ({ ...dataset })));
      assert.ok(quotes.length > 1);
      for (const { place, quote } of quotes) {
        const button = `[data-part=evidence] [data-act=jump][data-place="${place}"]`;
        await page.$eval(button, (element) => element.click());
        assert.equal(await text("[data-role=exchange] [data-hit] mark, [data-role=exchange] [data-hit]:not(:has(mark))").then((shown) => shown === quote || quote === ""), true, place);
        assert.ok(await isInView("[data-role=exchange] [data-hit]"), `${place} is in view at ${width} px`);
        assert.ok(await focused("[data-role=exchange] [data-hit]"), `${place} has the focus`);
        assert.notEqual(await text("[data-role=told]"), "", "it is announced");
        await page.keyboard.press("Escape");
        assert.ok(await focused(button), "and back");
      }
      assert.ok(await page.$("[data-role=detail] article"), "the report is still open");
    }
  });

  it("leads to the row of another request that the evidence names", async () => {
    await open();
    await choose("[data-preflight]");
    const steps = await page.$$eval("[data-part=cors] [data-step]", (all) => all.map(({ dataset }) => `${dataset.step} ${dataset.ok}`));
    assert.deepEqual(steps, ["preflight false", "request false", "page false"]);
    const id = await page.$eval("[data-role=list] tr[data-method=OPTIONS]", (row) => row.dataset.id);
    await page.click("[data-part=cors] [data-step=preflight] [data-act=jump]");
    await page.waitForSelector(`tr[data-id="${id}"][aria-selected=true]`);
    await page.$eval("[data-role=exchange] details > summary", (summary) => summary.click());
    const other = await page.waitForSelector("[data-role=exchange] details [data-action=choose]");
    const to = await other.evaluate((button) => button.dataset.id);
    await other.evaluate((button) => button.click());
    await page.waitForSelector(`tr[data-id="${to}"][aria-selected=true]`);
  });

  it("tells why the page saw CORS, and what lets it read the error", async () => {
    await open();
    await choose("[data-cause=route-not-found]");
    const story = await page.waitForSelector("[data-part=cors][data-kind=cors-masked]");
    await story.$eval("summary", (summary) => summary.click());
    await story.$eval("[role=tab][data-form=cloudformation]", (tab) => tab.click());
    const snippet = await story.$eval("[role=tabpanel]:not([hidden]) code", (code) => code.textContent);
    for (const part of ["AWS::ApiGateway::GatewayResponse", "abc123defg", "https://app.example.com"]) assert.ok(snippet.includes(part), part);
  });

  it("masks secrets until they are asked for, and copies them masked all the same", async () => {
    await context.overridePermissions(WWW, ["clipboard-read", "clipboard-sanitized-write"]);
    await open();
    await choose("[data-cause=api-key-missing-or-invalid]");
    const key = "abcdefghij0123456789";
    assert.ok(!(await text("body")).includes(key));
    assert.equal(await page.$eval("[data-action=reveal]", (button) => button.ariaPressed), "false");
    await page.click("[data-action=reveal]");
    assert.equal(await text('[data-role=exchange] [data-place="request.headers.x-api-key"]'), key);
    assert.ok(await focused("[data-action=reveal]"));
    for (const [action, begins] of [["copy-curl", "curl -i "], ["copy-report", "## "]]) {
      await page.click(`[data-action=${action}]`);
      await page.waitForSelector(`[data-action=${action}][data-told=done]`);
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.ok(copied.startsWith(begins), copied.slice(0, 60));
      assert.ok(!copied.includes(key));
    }
    await page.reload();
    await choose("[data-cause=api-key-missing-or-invalid]");
    assert.ok(!(await text("body")).includes(key), "the next session begins masked");
  });

  it("copies where the clipboard API is refused, and says so where nothing works", async () => {
    await open();
    await choose("[data-cause=route-not-found]");
    await page.evaluate(() => {
      window.copied = [];
      Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("no")) } });
      document.execCommand = (name) => (window.copied.push([name, document.activeElement.value]), window.works);
      window.works = true;
    });
    await page.click("[data-action=copy-curl]");
    await page.waitForSelector("[data-action=copy-curl][data-told=done]");
    const [[name, value]] = await page.evaluate(() => window.copied);
    assert.deepEqual([name, value.slice(0, 5)], ["copy", "curl "]);
    await page.evaluate(() => { window.works = false; });
    await page.click("[data-action=copy-report]");
    await page.waitForSelector("[data-role=by-hand]");
    assert.ok(await focused("[data-role=by-hand] textarea"));
    const selected = await page.$eval("[data-role=by-hand] textarea", (area) => area.value.slice(area.selectionStart, area.selectionEnd));
    assert.match(selected, /^## /);
    await page.click("[data-action=by-hand-done]");
    assert.equal(await page.$("[data-role=by-hand]"), null);
  });

  it("opens the form of fix that was chosen last", async () => {
    await open();
    await choose("[data-cause=route-not-found]");
    await page.$eval("[data-who=owner] [role=tab][data-form=terraform]", (tab) => tab.click());
    await choose("[data-cause=api-key-missing-or-invalid]");
    const chosen = "[data-who=owner] [role=tab][aria-selected=true]";
    assert.equal(await page.$eval(chosen, (tab) => tab.dataset.form), "terraform");
    await page.focus(chosen);
    await page.keyboard.press("Home");
    const first = await page.$eval(chosen, (tab) => tab.dataset.form);
    assert.notEqual(first, "terraform");
    await page.click("[data-action=lang][data-lang=ja]");
    await page.waitForSelector("article[lang=ja]");
    assert.equal(await page.$eval(chosen, (tab) => tab.dataset.form), first, "in the other language, too");
  });

  it("is worked by the keyboard alone", async () => {
    await open();
    await page.focus("[data-role=list] tr[tabindex='0']");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-role=detail] article");
    await page.keyboard.press("Enter");
    const tabTo = async (selector) => {
      for (let steps = 0; steps < 80; steps += 1) {
        if (await focused(selector)) return;
        await page.keyboard.press("Tab");
      }
      assert.fail(`the Tab key does not lead to ${selector}`);
    };
    await tabTo("[data-action=copy-report]");
    await tabTo("[data-part=evidence] [data-act=jump]");
    await page.keyboard.press("Enter");
    assert.ok(await focused("[data-role=exchange] [data-hit]"));
    await page.keyboard.press("Escape");
    assert.ok(await focused("[data-act=jump]"));
    await tabTo("[role=tab][aria-selected=true]");
    const before = await page.evaluate(() => document.activeElement.dataset.form);
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await page.evaluate(() => document.activeElement.dataset.form), before);
    await page.keyboard.press("Escape");
    await page.waitForSelector("[data-role=panel][data-detail=closed]");
    assert.ok(await focused("[data-role=list] tr"), "the focus is in the list again");
  });

  it("opens a transcript and a HAR beside what was captured", async () => {
    await open();
    const captured = await page.$$eval("[data-role=list] tr[data-id]", (rows) => rows.length);
    await importText("refused.txt", 'HTTP/2 403\nx-amzn-errortype: MissingAuthenticationTokenException\nx-amz-apigw-id: a=\n\n{"message":"Missing Authentication Token"}\n');
    await page.waitForSelector("tr[data-source='1'][aria-selected=true]");
    const { kind, text: says } = await notice();
    assert.deepEqual([kind, says], ["done", "refused.txt: 1 of 1 exchanges failed and are listed"]);
    assert.equal(await page.$eval("[data-role=detail] article", ({ dataset }) => dataset.cause), "route-not-found");
    assert.equal((await page.$$("[data-role=list] tr[data-id]")).length, captured + 1);
    await page.click("[data-action=dismiss]");
    assert.equal(await page.$("[data-role=notice]"), null);
  });

  it("takes a file that is dropped, several at once, and text that is pasted", async () => {
    await openEmpty();
    const raw = 'HTTP/2 403\nx-amzn-errortype: ForbiddenException\n\n{"message":"Forbidden"}\n';
    await page.$eval("[data-role=panel]", (panel, content) => {
      const data = new DataTransfer();
      for (const name of ["a.txt", "b.txt"]) data.items.add(new File([content], name));
      panel.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }, raw);
    await until("both files' rows", async () => (await page.$$("tr[data-id]")).length === 2);
    await page.$eval("[data-role=panel]", (panel, content) => {
      const data = new DataTransfer();
      data.setData("text/plain", content);
      panel.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    }, raw);
    await page.waitForSelector("tr[data-source='3']");
  });

  it("names the place and the remedy where a file cannot be read, and loses nothing else", async () => {
    await open();
    const captured = await page.$$eval("[data-role=list] tr[data-id]", (rows) => rows.length);
    await importText("broken.har", '{"log":{"version":"1.2"}}');
    const { kind, text: says } = await notice();
    assert.equal(kind, "failed");
    assert.match(says, /broken\.har: .*log\.entries.*export it again/i);
    assert.equal((await page.$$("[data-role=list] tr[data-id]")).length, captured);
  });

  it("saves a HAR, secrets masked, that opens to the same diagnoses, and a report", async () => {
    const shelf = await folder("browser-tests", "saved");
    await rm(shelf, { recursive: true, force: true });
    await folder("browser-tests", "saved");
    const session = await browser.target().createCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allow", browserContextId: context.id, downloadPath: shelf });
    const saved = (ending) => until(`a .${ending} file`, async () => {
      const name = (await readdir(shelf)).find((each) => each.endsWith(`.${ending}`));
      const content = name && (await readFile(join(shelf, name), "utf8"));
      return content ? { name, content } : undefined;
    });
    const causes = (selector) => page.$$eval(selector, (rows) => rows.map(({ dataset }) => `${dataset.method} ${dataset.path} ${dataset.cause}`).sort());
    await open();
    const before = await causes("[data-role=list] tr[data-id]");
    await page.click("[data-action=save-har]");
    const har = await saved("har");
    assert.match(har.name, /^gatewhy-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.har$/);
    assert.equal(JSON.parse(har.content).log.version, "1.2");
    assert.ok(!har.content.includes("abcdefghij0123456789"));
    await page.click("[data-action=save-report]");
    assert.match((await saved("md")).content, /^# Failing API Gateway calls\n/);
    await openEmpty();
    await importText("again.har", har.content);
    await page.waitForSelector("[data-role=notice]");
    await idle();
    assert.deepEqual(await causes("[data-role=list] tr[data-id]"), before);
  });

  it("keeps hostile text a text, however long, and shows no secret of it", async () => {
    await openEmpty();
    await importText("hostile.json", JSON.stringify(hostile()));
    await page.waitForSelector("tr[data-source='1'][aria-selected=true]");
    await page.waitForSelector("[data-role=exchange] [data-role=cut]");
    const shown = await text("[data-role=exchange]");
    assert.ok(shown.length < 400_000, `${shown.length} characters`);
    assert.ok(shown.includes("<img src=x"), "the markup is quoted");
    assert.ok(!shown.includes("\u202e") && shown.includes("\\u{202e}"), "marks of direction are spelled out");
    assert.ok(!(await text("body")).includes(SECRET));
    assert.deepEqual(await hostileTraces(page, "body"), []);
    for (const button of await page.$$("[data-part=evidence] [data-act=jump]")) {
      await button.evaluate((element) => element.click());
      assert.ok(await page.$("[data-role=exchange] [data-hit]"));
    }
    assert.deepEqual(await hostileTraces(page, "body"), []);
  });

  it("is accessible, in both themes and languages, and nothing sticks out", async () => {
    const shots = await folder("screenshots");
    for (const [theme, lang, width] of [["light", "en", 1500], ["dark", "ja", 1500], ["dark", "en", 400], ["light", "ja", 400]]) {
      await page.setViewport({ width, height: 900 });
      await open(`&lang=${lang}&theme=${theme}`);
      await choose("[data-cause=api-key-missing-or-invalid]");
      await page.$eval("[data-part=evidence] [data-act=jump]", (button) => button.click());
      assert.deepEqual(await barriers(page), [], `${theme}, ${lang}, ${width}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await page.screenshot({ path: join(shots, `detail-${lang}-${theme}-${width}.png`) });
      assert.equal(overflow, 0, `nothing sticks out at ${width} px`);
    }
  });
});
