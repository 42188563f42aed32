// The list on recorded exchanges: the panel as an ordinary page, without DevTools around it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, describe, it } from "node:test";

import { eachOnAPage } from "./fresh.mjs";
import { WWW } from "./gateway.mjs";
import { HOSTILE, hostileTraces } from "./hostile.mjs";
import { EXTENSION, PATIENCE, barriers, built, countsIn, folder, until } from "./lib.mjs";

const API = "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod";
/** What the browser's log and events tell of a call, in HAR. */
const entry = (at, path, { status = 403, method = "GET", error, body = '{"message":"Missing Authentication Token"}', ...more } = {}) => ({
  startedDateTime: new Date(Date.UTC(2026, 0, 1, 0, 0, at)).toISOString(), time: 20,
  request: { method, url: path.startsWith("http") ? path : `${API}${path}`, headers: [{ name: "user-agent", value: "Mozilla/5.0" }] },
  response: {
    status, _error: error, content: status === 0 ? {} : { text: body, size: body.length },
    headers: status === 0 ? [] : [
      { name: "date", value: "Thu, 01 Jan 2026 00:00:00 GMT" },
      { name: "x-amz-apigw-id", value: "AbCdEfGhIAMFs9A=" },
      ...(status >= 400 ? [{ name: "x-amzn-errortype", value: "MissingAuthenticationTokenException" }] : []),
    ],
  },
  ...more,
});

describe("the list", { timeout: 5 * PATIENCE }, () => {
  let page, errors;
  eachOnAPage({ site: async () => join(await built(EXTENSION), "extension"), width: 1200, height: 700 }, (fresh) => {
    ({ page, errors } = fresh);
  });
  afterEach(() => assert.deepEqual(errors, []));

  const idle = () => page.waitForSelector("[data-role=panel][data-work=idle]");
  const goTo = async (query) => {
    await page.goto(`${WWW}panel.html?fake${query}`);
    await page.waitForSelector("body[data-state=ready]");
  };
  const open = async (query = "") => {
    await goTo(query);
    await idle();
  };
  /** Opens the panel on these entries, of which the log has others. */
  const openOn = async (entries, log = [], query = "") => {
    await page.evaluateOnNewDocument((kept, logged) => Object.assign(globalThis, { gatewhyEntries: kept, gatewhyLog: logged }), entries, log);
    await open(query);
  };
  const tell = async (one) => {
    await page.evaluate((detail) => dispatchEvent(new CustomEvent("gatewhy-entry", { detail })), one);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await idle();
  };
  const rows = (name = "path") => page.$$eval("[data-role=list] tbody tr", (all, wanted) => all.map(({ dataset }) => dataset[wanted]), name);
  const counts = () => page.evaluate(`(${countsIn})(document)`);
  const focused = (name) => page.evaluate((wanted) => document.activeElement?.dataset[wanted] ?? null, name);
  const filter = async (text) => {
    await page.$eval("[data-role=filter]", (input) => input.select());
    await page.focus("[data-role=filter]");
    await page.keyboard.press("Backspace");
    await page.keyboard.type(text);
  };
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  it("tells of each failure who answered, why, how surely, for how long and when", async () => {
    await open();
    const cells = await page.$eval("tr[data-path='/prod/report']", (line) => Object.fromEntries([...line.cells].map((cell) => [cell.dataset.col, cell.innerText])));
    assert.equal(cells.status, "504");
    assert.equal(cells.method, "GET");
    assert.equal(cells.duration, "29.0 s");
    assert.match(cells.age, /^1 min$/);
    assert.equal(cells.origin, "API Gateway (REST API)");
    assert.match(cells.confidence, /^\d+%$/);
    assert.match(cells.cause, /^The integration took longer/);
    assert.equal(cells.host, undefined, "on demand");
    await page.click("[data-action=host]");
    assert.match(await page.$eval("tr[data-path='/prod/report'] [data-col=host]", (cell) => cell.textContent), /^abc123defg\.execute-api/);
  });

  it("filters as the Network panel does", async () => {
    await open();
    const all = await rows();
    for (const [text, kept] of [
      ["status:403 cause:route", ["/prod/pet"]],
      ["status:5xx -path:/report", ["/prod/orders"]],
      ["method:PUT,POST", ["/prod/pets/7", "/prod/orders"]],
      ["host:h7k2m9p4qx", ["/me"]],
      ["origin:network", ["/prod/pets"]],
      ["slower-than:1s", ["/prod/report"]],
      ["body:\"timed out\"", ["/prod/report"]],
    ]) {
      await filter(text);
      await until(text, async () => assert.deepEqual(await rows(), kept) ?? true, 5000);
      assert.equal((await counts()).shown, String(kept.length));
    }
    await filter("cats and dogs");
    await page.waitForSelector("[data-view=none] [data-role=none]", { visible: true });
    await page.click("[data-action=all]");
    assert.deepEqual(await rows(), all);
  });

  it("finds words that only the report says", async () => {
    await open();
    const title = await page.$eval("tr[data-path='/prod/pet'] .title", (words) => words.textContent);
    await filter(`"${title.toUpperCase()}"`);
    assert.ok((await rows()).includes("/prod/pet"));
    assert.ok((await rows()).length < 10);
  });

  it("says what of a filter it did not understand, and hides nothing for it", async () => {
    await open();
    const all = (await rows()).length;
    for (const [text, words] of [["sttus:403", /sttus.*status/], ["status:soon", /soon/], ["is:purple", /purple/]]) {
      await filter(text);
      assert.match(await page.$eval("[data-role=hint]", (hint) => hint.textContent), words);
      assert.equal((await rows()).length, all);
    }
    await filter("status:");
    assert.equal(await page.$eval("[data-role=hint]", (hint) => hint.textContent), "");
  });

  it("filters by chips, of families and of who answered, with their counts", async () => {
    await open();
    const chip = "[data-action=family][data-family=cors]";
    assert.match(await page.$eval(chip, (button) => button.textContent), /CORS\s*2/);
    await page.click(chip);
    assert.deepEqual(await rows("family"), await rows("family"));
    assert.equal((await counts()).shown, "2");
    assert.equal(await page.$eval(chip, (button) => button.getAttribute("aria-pressed")), "true");
    await page.click("[data-action=origin][data-origin=browser]");
    assert.deepEqual(await rows("origin"), ["browser"]);
    await page.click(chip);
    await page.click("[data-action=origin][data-origin=browser]");
    assert.equal((await rows()).length, 10);
  });

  it("shows repeated failures as one line, or each", async () => {
    await openOn([1, 2, 3, 4].map((at) => entry(at, at === 2 ? "/b" : "/a")));
    assert.deepEqual(await rows(), ["/prod/b", "/prod/a"]);
    const times = "[data-action=expand]";
    // A line may still be drawn anew: its diagnosis comes in a moment of its own.
    await until("the count", () => page.$eval(times, (button) => button.textContent.includes("3")));
    await page.click(times);
    assert.equal(await page.$eval(times, (button) => button.getAttribute("aria-expanded")), "true");
    assert.deepEqual(await rows(), ["/prod/b", "/prod/a", "/prod/a", "/prod/a"]);
    await tell(entry(5, "/a"));
    assert.equal((await rows()).length, 5);
    await page.click(times);
    await page.click("[data-action=group]");
    assert.deepEqual(await rows(), ["/a", "/b", "/a", "/a", "/a"].map((path) => `/prod${path}`));
    await filter("is:repeated");
    assert.equal((await rows()).length, 4);
  });

  it("sorts by any column, by mouse and by keyboard", async () => {
    await open();
    const direction = (id) => page.$eval(`th[data-col=${id}]`, (head) => head.getAttribute("aria-sort"));
    assert.equal(await direction("age"), "descending");
    await page.click("[data-action=sort][data-col=status]");
    assert.equal(await direction("status"), "ascending");
    assert.equal(await direction("age"), "none");
    const sorted = (all, up) => [...all].map(Number).sort((a, b) => (up ? a - b : b - a)).map(String);
    assert.deepEqual(await rows("status"), sorted(await rows("status"), true));
    await press("Enter");
    assert.equal(await focused("col"), "status", "the focus stays");
    assert.deepEqual(await rows("status"), sorted(await rows("status"), false));
  });

  it("lets columns be as wide as wanted", async () => {
    await open();
    const width = () => page.$eval("th[data-col=path]", (head) => Math.round(head.getBoundingClientRect().width));
    const was = await width();
    await page.focus("[data-resize=path]");
    await press("ArrowRight", "ArrowRight");
    assert.equal(await width(), was + 20);
    const { x, y, width: edge } = await (await page.$("[data-resize=path]")).boundingBox();
    await page.mouse.move(x + edge - 1, y + 5);
    await page.mouse.down();
    await page.mouse.move(x + 61, y + 5, { steps: 4 });
    await page.mouse.up();
    assert.ok((await width()) > was + 60, `${await width()}`);
    assert.equal(await page.$eval("th[data-col=path]", (head) => head.getAttribute("aria-sort")), "none", "a drag does not sort");
    await press("Home");
    assert.equal(await width(), was);
  });

  it("draws failures over time, and filters by the interval that is chosen there", async () => {
    await openOn(Array.from({ length: 40 }, (_, at) => entry(at, `/${at}`)));
    await until("the sums", () => page.$$eval(".bin[data-sum]", (bins) => bins.reduce((sum, { dataset }) => sum + Number(dataset.sum), 0) === 40));
    assert.match(await page.$eval(".bin[data-sum]", (bin) => bin.title), /\d\d:\d\d:\d\d.*\n\D+ \d/s, "it is told in words, too");
    const { x, y, width } = await (await page.$("[data-role=strip]")).boundingBox();
    const count = await page.$$eval(".bin", (bins) => bins.length);
    await page.mouse.move(x + 1, y + 10);
    await page.mouse.down();
    await page.mouse.move(x + (width / count) * 9.5, y + 10, { steps: 5 });
    await page.mouse.up();
    assert.deepEqual(await rows(), Array.from({ length: 10 }, (_, at) => `/prod/${at}`));
    // The same by keyboard.
    await page.focus("[data-handle=to]");
    await press("ArrowLeft", "ArrowLeft");
    await page.focus("[data-handle=from]");
    await press("ArrowRight");
    assert.deepEqual(await rows(), [1, 2, 3, 4, 5, 6, 7].map((at) => `/prod/${at}`));
    assert.match(await page.$eval("[data-handle=from]", (handle) => handle.getAttribute("aria-valuetext")), /^\d\d:\d\d:\d\d$/);
    await press("Escape");
    assert.equal((await rows()).length, 40);
  });

  it("is worked by the keyboard alone", async () => {
    await openOn(Array.from({ length: 30 }, (_, at) => entry(at, `/${at}`)));
    // From the page's beginning to the first row by Tab.
    let tabs = 0;
    while ((await focused("id")) === null && tabs < 60) {
      await press("Tab");
      tabs += 1;
    }
    assert.ok(tabs < 60, "the list is reached");
    const chosen = () => page.$eval("tr[aria-selected=true]", ({ dataset }) => dataset.path);
    const detail = () => page.$eval("[data-role=panel]", ({ dataset }) => dataset.detail);
    await press("Home");
    assert.equal(await chosen(), "/prod/0");
    await press("ArrowDown", "ArrowDown");
    assert.equal(await chosen(), "/prod/2");
    assert.equal(await detail(), "closed", "arrows open nothing");
    await press("Enter");
    assert.equal(await detail(), "open");
    await press("ArrowUp");
    await page.waitForSelector("[data-role=detail] .url");
    assert.match(await page.$eval("[data-role=detail]", (pane) => pane.textContent), /\/prod\/1/);
    await press("End");
    assert.equal(await chosen(), "/prod/29");
    const before = Number((await chosen()).split("/").pop());
    await press("PageUp");
    const moved = before - Number((await chosen()).split("/").pop());
    assert.ok(moved > 3 && moved < 29, `${moved} lines`);
    await press("PageDown", "PageDown", "PageDown");
    assert.equal(await chosen(), "/prod/29");
    await press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.closest("[data-role=detail]") !== null), true, "Enter again leads into the report");
    await press("Escape");
    assert.equal(await detail(), "closed");
    assert.equal(await focused("path"), "/prod/29", "the focus is on its row again");
    // To the filter and back.
    await press("/");
    assert.equal(await focused("role"), "filter");
    await page.keyboard.type("path:/1");
    assert.equal((await rows()).length, 11);
    await press("ArrowDown");
    assert.notEqual(await focused("id"), null);
    await page.keyboard.down("Control");
    await press("f");
    await page.keyboard.up("Control");
    assert.equal(await focused("role"), "filter");
    await press("Escape");
    assert.equal((await rows()).length, 30);
    await press("Escape");
    assert.notEqual(await focused("id"), null);
  });

  it("opens and closes repeated failures by the arrows", async () => {
    await openOn([1, 2, 3].map((at) => entry(at, "/a")));
    await page.focus("tbody tr");
    await press("ArrowRight");
    assert.equal((await rows()).length, 3);
    await press("ArrowLeft");
    assert.equal((await rows()).length, 1);
  });

  it("stays at its end as it grows, unless somebody reads above", async () => {
    await openOn(Array.from({ length: 300 }, (_, at) => entry(at, `/${at}`)));
    const scroll = () => page.$eval("[data-role=scroll]", (list) => ({ top: list.scrollTop, below: list.scrollHeight - list.scrollTop - list.clientHeight }));
    assert.ok((await scroll()).below < 5);
    await tell(entry(301, "/new"));
    assert.ok((await scroll()).below < 5);
    const lowest = await page.$$eval("tbody tr", (all) => all.map((line) => [line.getBoundingClientRect().top, line.dataset.path]).sort(([one], [other]) => other - one)[0][1]);
    assert.equal(lowest, "/prod/new");
    await until("the lines to stand as they are seen, a second later", async () => {
      const lines = await page.$$eval("tbody tr", (all) => all.map((line) => Number(line.getAttribute("aria-rowindex"))));
      return (await rows()).at(-1) === "/prod/new" && lines.every((line, at) => at === 0 || line === lines[at - 1] + 1);
    });
    await tell(entry(302, "/newest"));
    // Before that second is over.
    await page.$eval("[data-role=scroll]", (list) => { list.scrollTop = 1000; });
    await page.waitForFunction(() => document.querySelector("[data-role=list] tbody tr").dataset.path === "/prod/35");
    const order = await rows();
    assert.deepEqual(order, order.map((_, at) => `/prod/${35 + at}`));
    await tell(entry(303, "/newer"));
    assert.equal((await scroll()).top, 1000);
    // What comes late and stands above moves what is read by its height, and thus not at all.
    await tell({ ...entry(3, "/late"), startedDateTime: "2026-01-01T00:00:03.500Z" });
    assert.equal((await scroll()).top, 1021);
  });

  it("draws only what can be seen of ten thousand, whichever way one gets there", async () => {
    await goTo("=10900");
    const { listed } = await until("all to be read", async () => {
      const now = await counts();
      return now.seen === "10900" && now;
    });
    assert.ok(Number(listed) > 9000, `${listed} are listed`);
    const lines = Number(listed) + 1;
    await page.click("[data-action=group]");
    const count = async () => (await rows()).length;
    assert.ok((await count()) < 80, `${await count()} lines are drawn`);
    const total = await page.$eval("[data-role=list]", (list) => Number(list.getAttribute("aria-rowcount")));
    assert.equal(total, lines, "and the heads");
    await page.focus("tbody tr");
    await press("Home");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-rowindex")), "2");
    await press("End");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-rowindex")), String(lines));
    // The focus stays on its row while that is scrolled away from.
    await page.$eval("[data-role=scroll]", (list) => { list.scrollTop = 50_000; });
    await page.waitForFunction(() => [...document.querySelectorAll("tbody tr")].some((line) => line.getAttribute("aria-rowindex") === "2390"));
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-rowindex")), String(lines));
    const order = await page.$$eval("tbody tr", (all) => all.map((line) => Number(line.getAttribute("aria-rowindex"))));
    assert.deepEqual(order, [...order].sort((a, b) => a - b), "they stand in their order");
    assert.ok((await count()) < 80);
  });

  it("has each line stand in its place and say its own, wherever one goes while others come", async () => {
    const LINE = 21;
    let count = 600;
    await openOn(Array.from({ length: count }, (_, at) => entry(2 * at, `/walk/${at}`)));
    let seed = 7;
    const random = (below) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const scroll = (lines) => page.$eval("[data-role=scroll]", (list, pixels) => { list.scrollTop += pixels; }, LINE * lines);
    const steps = [
      () => scroll(random(9) - 4),
      () => scroll(random(81) - 40),
      () => scroll(random(1201) - 600),
      () => tell(entry(2 * count, `/walk/${count += 1}`)),
      // Late, and somewhere above.
      () => tell(entry(2 * random(count) + 1, `/walk/late/${count += 1}`)),
    ];
    for (let step = 0; step < 150; step += 1) {
      await steps[random(steps.length)]();
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve)))));
      await idle();
      const { from, to, lines } = await page.evaluate(() => {
        const within = document.querySelector("[data-role=scroll]").getBoundingClientRect();
        const head = document.querySelector("[data-role=list] thead").getBoundingClientRect().height;
        const all = [...document.querySelectorAll("[data-role=list] tbody tr")];
        const lines = all.map((line) => ({ top: line.getBoundingClientRect().top, path: line.dataset.path, says: line.querySelector("[data-col=path]").textContent }));
        return { from: within.top + head, to: within.bottom, lines };
      });
      for (const { path, says } of lines) assert.equal(says, path, `step ${step}`);
      const tops = lines.map(({ top }) => top);
      assert.deepEqual(tops, [...tops].sort((a, b) => a - b), `step ${step}: they stand in their order`);
      const visible = tops.filter((top) => top > from - LINE && top < to);
      assert.ok(visible.length >= Math.floor((to - from) / LINE), `step ${step}: ${visible.length} lines can be seen`);
      visible.slice(1).forEach((top, at) => assert.equal(top - visible[at], LINE, `step ${step}: no line is left out`));
    }
  });

  it("keeps the newest of a longer session and says how many it dropped", async () => {
    await goTo("=11200");
    await until("the last to be read", async () => (await counts()).seen === "11200");
    const { listed, dropped } = await counts();
    // Two hundred go at once: every line below moves when they do.
    assert.ok(Number(listed) > 9800 && Number(listed) <= 10_000, `${listed} are listed`);
    assert.ok(Number(dropped) > 0, `${dropped} were dropped`);
    assert.ok((await page.$eval("[data-role=counts]", (words) => words.textContent)).includes(dropped));
  });

  it("mends a row whose status came late, and shows what is under way", async () => {
    const masked = entry(1, "/pet", { status: 0, error: "net::ERR_FAILED" });
    const late = entry(1, "/pet", { body: "", error: "net::ERR_FAILED" });
    await openOn([], [], "&clock=real");
    const now = new Date().toISOString();
    const slow = { ...entry(2, "/slow", { status: 0 }), startedDateTime: now };
    await page.evaluate((...log) => { globalThis.gatewhyLog = log; }, late, slow);
    await tell(masked);
    await page.waitForSelector("tr[data-path='/prod/pet'][data-status='403'][data-cause=route-not-found]");
    assert.deepEqual((await rows()).filter((path) => path === "/prod/pet").length, 1);
    await page.waitForSelector("tr[data-path='/prod/slow'][data-state=pending]");
    assert.match(await page.$eval("tr[data-state=pending] [data-col=status]", (cell) => cell.textContent), /pending/);
    await tell({ ...entry(2, "/slow", { status: 504, body: '{"message":"Endpoint request timed out"}' }), startedDateTime: now });
    await page.waitForSelector("tr[data-path='/prod/slow'][data-status='504']:not([data-state])");
  });

  it("shows a handshake and a frame that a WebSocket API refused", async () => {
    const socket = (at, messages, status) => ({ ...entry(at, `wss://abc123defg.execute-api.us-east-1.amazonaws.com/prod?at=${at}`, { status }), _resourceType: "websocket", _webSocketMessages: messages });
    await openOn([
      socket(1, [{ type: "error", data: "Error during WebSocket handshake: Unexpected response code: 403" }], 0),
      socket(2, [
        { type: "send", data: '{"action":"nope"}' },
        { type: "receive", data: '{"message": "Forbidden", "connectionId":"YCwBuciwoAMCJgQ=", "requestId":"YCwBwFQlIAMFTYQ="}' },
      ], 101),
    ]);
    await page.waitForSelector("tr[data-status='403'][data-type=websocket][data-cause]:not([data-cause=''])");
    const frame = await page.waitForSelector("tr[data-status='0'][data-type=websocket]");
    await frame.click();
    assert.match(await page.$eval("[data-role=detail] [data-part=evidence]", (part) => part.textContent), /Forbidden/);
  });

  it("forgets the page before where the log is not preserved", async () => {
    await openOn([entry(1, "/old")]);
    assert.equal(await page.$eval("[data-action=preserve]", (tick) => tick.checked), true);
    const leave = () => tell({ navigated: "https://app.example.com/", at: Date.UTC(2026, 0, 1, 0, 1) });
    await leave();
    assert.deepEqual(await rows(), ["/prod/old"]);
    await page.click("[data-action=preserve]");
    await leave();
    await page.waitForSelector("[data-view=empty]");
    await tell(entry(70, "/new"));
    assert.deepEqual(await rows(), ["/prod/new"]);
  });

  it("is emptied, and says then what is watched and what cannot be had", async () => {
    await open();
    await page.click("[data-action=clear]");
    const empty = await page.waitForSelector("[data-role=empty]", { visible: true });
    assert.match(await empty.evaluate((part) => part.textContent), /watches.*before DevTools was opened.*Reload/s);
    assert.equal((await counts()).listed, "0");
  });

  it("keeps hostile words texts, in rows and in the filter", async () => {
    await openOn([entry(1, `/${encodeURIComponent(HOSTILE)}/\u202e${HOSTILE}`, { method: HOSTILE, body: HOSTILE }), entry(2, "/x")]);
    await filter(`bad:${HOSTILE.replaceAll(" ", "")}`);
    await page.click("tbody tr");
    assert.deepEqual(await hostileTraces(page, "body"), []);
  });

  it("is accessible, in both themes and languages, narrow and wide, and nothing sticks out", async () => {
    const shots = await folder("screenshots");
    for (const [theme, lang, width] of [["light", "en", 1200], ["dark", "ja", 1200], ["dark", "en", 400], ["light", "ja", 400]]) {
      await page.setViewport({ width, height: 700 });
      await open(`=80&theme=${theme}&lang=${lang}`);
      await page.screenshot({ path: join(shots, `list-${lang}-${theme}-${width}.png`) });
      await filter("sttus:1 status:403");
      assert.deepEqual(await barriers(page), [], `${theme}, ${lang}, ${width}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(overflow, 0, `nothing sticks out at ${width} px`);
    }
  });

  it("moves nothing for those who want no motion", async () => {
    await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    await open();
    const moving = await page.$$eval("[data-role=panel] *", (all) => all.filter((each) => getComputedStyle(each).transitionDuration !== "0s" || getComputedStyle(each).animationName !== "none").length);
    assert.equal(moving, 0);
  });
});
