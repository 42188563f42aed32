// How long the panel takes in a session of ten thousand failures, in Chromium, on the fake page.
//
//   cargo xtask build && node tests/bench/panel.mjs [rows]
//
// The peer is V8's own `JSON.parse` of the same HAR entries, in the same page and run: machines
// differ, the ratio between the two tells. Costs are those of the panel's own code: what it does
// when it is told, in its timers and in its frames, drawing included.

import { join } from "node:path";

import { start, WWW } from "../browser/gateway.mjs";
import { EXTENSION, built, launch, until } from "../browser/lib.mjs";

const ROWS = Number(process.argv[2] ?? 10_000);
const ADDED = 300;
const FRAMES = 240;

/** Runs in the page before anything else: makes the entries, and measures whatever the panel does. */
function prepare(rows) {
  const causes = [
    ["MissingAuthenticationTokenException", 403, "Missing Authentication Token"], ["ForbiddenException", 403, "Forbidden"],
    ["AccessDeniedException", 403, "User is not authorized to access this resource with an explicit deny"],
    ["InternalServerErrorException", 502, "Internal server error"], ["LimitExceededException", 429, "Limit Exceeded"],
    ["UnauthorizedException", 401, "Unauthorized"], ["InvalidSignatureException", 403, "The request signature we calculated does not match the signature you provided."],
  ];
  const filler = (name, count) => Array.from({ length: count }, (_, at) => ({ name: `x-${name}-${at}`, value: `${name} value ${at} of an ordinary length` }));
  globalThis.entryOf = (at) => {
    const [errortype, status, message] = causes[at % causes.length];
    const body = JSON.stringify({ message });
    return {
      startedDateTime: new Date(Date.UTC(2026, 0, 1) + at * 350).toISOString(), time: 20 + (at % 300), _resourceType: "fetch",
      request: {
        method: at % 5 ? "GET" : "POST", url: `https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/things/${at % 997}?page=${at % 7}`,
        headers: [{ name: "user-agent", value: "Mozilla/5.0" }, { name: "origin", value: "https://app.example.com" }, { name: "x-api-key", value: "abcdefghij0123456789" }, ...filler("sent", 12)],
      },
      response: {
        status, content: { size: body.length, mimeType: "application/json", text: body },
        headers: [
          { name: "date", value: "Thu, 01 Jan 2026 00:00:00 GMT" }, { name: "content-type", value: "application/json" }, { name: "access-control-allow-origin", value: "*" },
          { name: "x-amzn-errortype", value: errortype }, { name: "x-amz-apigw-id", value: "AbCdEfGhIAMFs9A=" }, { name: "x-amzn-requestid", value: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef" }, ...filler("came", 14),
        ],
      },
    };
  };
  globalThis.gatewhyEntries = Array.from({ length: rows }, (_, at) => entryOf(at));
  globalThis.spent = 0;
  globalThis.goes = 0;
  const measured = (schedule) => (callback, ...rest) => schedule((...given) => {
    const began = performance.now();
    try {
      return callback(...given);
    } finally {
      globalThis.spent += performance.now() - began;
      globalThis.goes += 1;
    }
  }, ...rest);
  globalThis.plainFrame = requestAnimationFrame.bind(globalThis);
  globalThis.setTimeout = measured(setTimeout.bind(globalThis));
  globalThis.requestAnimationFrame = measured(globalThis.plainFrame);
  // When what can be seen is there, and diagnosed.
  globalThis.began = performance.now();
  const look = () => {
    const lines = [...document.querySelectorAll("[data-role=list] tbody tr")].filter((line) => {
      const { top, bottom } = line.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
    if (lines.length > 5 && lines.every((line) => line.dataset.cause !== undefined)) globalThis.shown = performance.now() - globalThis.began;
    else globalThis.plainFrame(look);
  };
  globalThis.plainFrame(look);
}

const quantile = (all, share) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))];
const ms = (number) => `${number.toFixed(2).padStart(9)} ms`;

const gateway = await start({ site: join(await built(EXTENSION), "extension") });
const { browser, close } = await launch({ port: gateway.port });
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1200, height: 800 });
  await page.evaluateOnNewDocument(prepare, ROWS);
  await page.goto(`${WWW}panel.html?fake`);
  const idle = () => page.evaluate(() => document.querySelector("[data-role=panel]")?.dataset.work === "idle");
  const shown = await until("the first rows", () => page.evaluate(() => globalThis.shown), 120_000);
  await until("all rows to be diagnosed", idle, 600_000);
  const all = await page.evaluate(() => ({ wall: performance.now() - globalThis.began, spent: globalThis.spent, goes: globalThis.goes }));
  const listed = await page.$eval("[data-role=counts]", ({ dataset }) => dataset.listed);

  const added = await page.evaluate(async (from, count) => {
    const panel = document.querySelector("[data-role=panel]");
    const costs = [];
    for (let at = 0; at < count; at += 1) {
      const detail = globalThis.entryOf(from + at);
      globalThis.spent = 0;
      const began = performance.now();
      dispatchEvent(new CustomEvent("gatewhy-entry", { detail }));
      const told = performance.now() - began;
      do await new Promise((resolve) => globalThis.plainFrame(resolve)); while (panel.dataset.work !== "idle");
      costs.push(told + globalThis.spent);
    }
    return costs;
  }, ROWS, ADDED);

  const scrolled = await page.evaluate(async (frames) => {
    const list = document.querySelector("[data-role=scroll]");
    const costs = [];
    const gaps = [];
    let last;
    for (let at = 0; at < frames; at += 1) {
      list.scrollTop = ((at * 1511) % (list.scrollHeight - list.clientHeight));
      globalThis.spent = 0;
      const now = await new Promise((resolve) => globalThis.plainFrame(resolve));
      if (last !== undefined) gaps.push(now - last);
      last = now;
      costs.push(globalThis.spent);
    }
    return { costs, gaps };
  }, FRAMES);

  const filtered = await page.evaluate(() => {
    const input = document.querySelector("[data-role=filter]");
    const costs = [];
    for (const text of ["s", "status:4", "status:403", "status:403 limit", "", "explicit deny", "-path:/things/1", ""]) {
      input.value = text;
      const began = performance.now();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      costs.push(performance.now() - began);
    }
    return costs;
  });

  const peer = await page.evaluate((count) => {
    const texts = globalThis.gatewhyEntries.map((entry) => JSON.stringify(entry));
    const began = performance.now();
    for (const text of texts) JSON.parse(text);
    const whole = performance.now() - began;
    return { whole, one: whole / count };
  }, ROWS);
  const memory = await page.evaluate(async () => {
    const module = await import("./pkg/gatewhy_extension.js");
    const { memory } = await module.default();
    return { wasm: memory.buffer.byteLength / 2 ** 20, js: performance.memory.usedJSHeapSize / 2 ** 20 };
  });

  console.log(`${listed} rows listed, of ${ROWS} told`);
  console.log(`open: what can be seen, diagnosed   ${ms(shown)}   (wanted: under 200 ms)`);
  console.log(`open: everything, in the background ${ms(all.wall)}   of which at work ${ms(all.spent)} in ${all.goes} goes`);
  console.log(`add one: median                     ${ms(quantile(added, 0.5))}`);
  console.log(`add one: p95                        ${ms(quantile(added, 0.95))}   (wanted: under 2 ms)`);
  console.log(`add one: worst                      ${ms(Math.max(...added))}`);
  console.log(`scroll: work per frame, p95         ${ms(quantile(scrolled.costs, 0.95))}   (a frame has 16.67 ms)`);
  console.log(`scroll: between frames, median      ${ms(quantile(scrolled.gaps, 0.5))}`);
  console.log(`filter all: worst of eight          ${ms(Math.max(...filtered))}`);
  console.log(`memory: ${memory.wasm.toFixed(0)} MiB of WebAssembly, ${memory.js.toFixed(0)} MiB of JavaScript`);
  console.log(`peer, JSON.parse of one entry       ${ms(peer.one)}   add one (median) is ${(quantile(added, 0.5) / peer.one).toFixed(0)} times that`);
  console.log(`peer, JSON.parse of all entries     ${ms(peer.whole)}   opening is ${(shown / peer.whole).toFixed(2)} times that`);
} finally {
  await close();
  await gateway.close();
}
process.exit(0);
