// What the demo and the browser tests share: Chromium with DevTools and the panel open, or a plain
// page, all host names leading to the loopback gateway. Nothing here sleeps for a fixed time: every
// wait is for a condition, with a limit that a slow machine can keep.

import { execFile, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { access, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import puppeteer from "puppeteer-core";

import { APP } from "./gateway.mjs";
import { isOf } from "./scenarios.mjs";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** The built extension. */
export const EXTENSION = join(ROOT, "dist/extension");
/** The built npm package: the JavaScript API and <gate-why>. */
export const PACKAGE = join(ROOT, "dist/gatewhy");
/** The built catalogue site, whose home page is the widget. */
export const SITE = join(ROOT, "dist/site");

/** How long a condition may take, in milliseconds. */
export const PATIENCE = 60_000;

/** Waits until `look` gives something; an error that it throws counts as "not yet". */
export async function until(what, look, patience = PATIENCE) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      const found = await look();
      if (found) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`Waited ${patience / 1000} s in vain for ${what}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

/** Fails with the remedy where something that a build makes is not there. */
export async function built(path) {
  await access(path).catch(() => {
    throw new Error(`${path} is not there. Run \`cargo xtask build\` first.`);
  });
  return path;
}

/** The first of the usual places that has a Chromium; `CHROMIUM` in the environment wins. */
async function chromium() {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  for (const place of places.filter(Boolean)) {
    if (await access(place).then(() => true, () => false)) return place;
  }
  throw new Error("No Chromium found. Run `cargo xtask setup`, or name one in CHROMIUM.");
}

/**
 * Starts Chromium so that every name leads to the gateway on `port`.
 *
 * @param {{port: number, extension?: string, headless?: boolean, lang?: string, flags?: string[]}} options
 * @returns the browser, and `close`, which also removes its profile
 */
export async function launch({ port, extension, headless = true, lang = "en", flags = [] }) {
  const profile = await mkdtemp(join(tmpdir(), "gatewhy-chromium-"));
  // An interrupted run cleans up, too: puppeteer ends the browser, then this process.
  process.once("exit", () => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  const browser = await puppeteer.launch({
    executablePath: await chromium(),
    userDataDir: profile,
    headless,
    defaultViewport: null,
    devtools: Boolean(extension),
    pipe: true,
    enableExtensions: extension ? [extension] : false,
    acceptInsecureCerts: true,
    protocolTimeout: 3 * PATIENCE,
    timeout: PATIENCE,
    env: { ...process.env, LANGUAGE: lang },
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
      "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
      "--ignore-certificate-errors", "--window-size=1400,900", `--lang=${lang}`, `--accept-lang=${lang}`,
      `--host-resolver-rules=MAP * 127.0.0.1:${port}`, ...flags,
    ],
  });
  return {
    browser,
    close: async () => {
      await browser.close().catch(() => browser.process()?.kill("SIGKILL"));
      // Chromium's helpers may still write to the profile for a moment.
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/** The application's page, loaded and able to make its calls. */
export async function openApp(browser) {
  const page = (await browser.pages())[0] ?? (await browser.newPage());
  await page.goto(APP, { waitUntil: "load", timeout: PATIENCE });
  await page.waitForSelector("html[data-ready=yes]", { timeout: PATIENCE });
  return page;
}

/** Makes the calls of these scenarios, or of all, from the page; gives what it saw of each. */
export const callAll = (page, ids) => page.evaluate((names) => window.petShop.callAll(names), ids);

/** The DevTools window that came with the page, with our panel registered in it. */
export async function openDevTools(browser) {
  const target = await browser.waitForTarget((each) => each.url().startsWith("devtools://"), { timeout: PATIENCE });
  const devtools = await target.asPage();
  await until("the panel's tab in DevTools", () => devtools.evaluate(async () => {
    const UI = await import("./ui/legacy/legacy.js");
    const tabs = UI.InspectorView.InspectorView.instance().tabbedPane.tabIds();
    return tabs.some((id) => id.startsWith("chrome-extension"));
  }));
  return devtools;
}

/** Where DevTools stands: "right", "bottom" or "undocked", in a window of its own. */
export const dock = (devtools, side) => devtools.evaluate(async (wanted) => {
  const UI = await import("./ui/legacy/legacy.js");
  UI.DockController.DockController.instance().setDockSide(wanted);
}, side);

/** How wide the page is beside a DevTools that is docked to the right. */
export const roomForPage = (devtools) => devtools.evaluate(async () => {
  const UI = await import("./ui/legacy/legacy.js");
  return Math.floor(UI.InspectorView.InspectorView.instance().element.getBoundingClientRect().left) - 1;
});

/**
 * A picture of page and DevTools beside each other, as a window shows them. Without a window they
 * are two pictures, and DevTools leaves the page's place empty; a page of its own then shows both.
 */
export async function pictureOf(browser, page, devtools, size, path) {
  const pictures = [];
  for (const each of [devtools, page]) pictures.push(await each.screenshot({ encoding: "base64" }));
  const both = await browser.newPage();
  try {
    await both.setViewport(size);
    await both.setContent(pictures.map((each) => `<img src="data:image/png;base64,${each}" style="position:absolute;left:0;top:0">`).join(""));
    await both.screenshot({ path });
  } finally {
    await both.close();
  }
}

/** Brings our panel to the front; gives its frame. */
export async function showPanel(devtools) {
  await devtools.evaluate(async () => {
    const UI = await import("./ui/legacy/legacy.js");
    const view = UI.InspectorView.InspectorView.instance();
    await view.showPanel(view.tabbedPane.tabIds().find((id) => id.startsWith("chrome-extension")));
  });
  const frame = await until("the panel's frame", () =>
    devtools.frames().find((each) => each.url().startsWith("chrome-extension://") && each.url().includes("panel")));
  await until("the panel's document", () => frame.evaluate(() => document.readyState === "complete"));
  return frame;
}

/**
 * The annotated rows of a panel's document as they stand, in the words of their attributes and of
 * what a reader sees. It runs in the panel, in either browser, and sees nothing of this file.
 */
export const rowsIn = (document) => [...document.querySelectorAll("[data-cause][data-id]")].map((row) => {
  const seen = (selector) => row.querySelector(selector)?.textContent.trim() ?? "";
  const { id, cause, status, method, path, host, preflight } = row.dataset;
  return { id, cause, status, method, path, host, preflight, confidence: seen("[data-col=confidence]"), title: seen("[data-col=cause] .title") };
});

/** The same of a frame that puppeteer knows. */
export const rowsOf = (frame) => frame.evaluate(`(${rowsIn})(document)`);

/** The counts of a panel's document, as texts; it runs there, too. */
export const countsIn = (document) => {
  const [listed, shown, seen, elsewhere, dropped] = document.querySelector("[data-role=counts]").dataset.counts.split(" ");
  return { listed, shown, seen, elsewhere, dropped };
};

/** Opens the detail of a row; gives it as soon as it shows that row's cause. */
export async function detailOf(frame, { id, cause }) {
  await frame.$eval(`[data-cause][data-id="${id}"]`, (row) => row.scrollIntoView({ block: "nearest" }));
  await frame.click(`[data-cause][data-id="${id}"]`);
  await frame.waitForSelector(`[data-id="${id}"][aria-selected=true]`, { timeout: PATIENCE });
  const shown = cause ? `article[data-cause="${cause}"]` : "article:not([data-cause])";
  return frame.waitForSelector(`[data-role=detail] ${shown}`, { visible: true, timeout: PATIENCE });
}

/** Whether nothing waits to be read or diagnosed. */
export const isIdle = (document) => document.querySelector("[data-role=panel][data-work=idle]") !== null;

/** Waits until there are rows, nothing waits, and no row is added or changes for half a second. */
export function atRest(rows, idle) {
  let before = "";
  let since = Date.now();
  return until("the rows to settle", async () => {
    const now = JSON.stringify(await rows());
    if (now !== before) [before, since] = [now, Date.now()];
    return now !== "[]" && (await idle()) && Date.now() - since > 500;
  });
}

/** The same of a frame that puppeteer knows. */
export const settled = (frame) => atRest(() => rowsOf(frame), () => frame.evaluate(`(${isIdle})(document)`));

/**
 * A scenario's row as soon as it names one of its causes, or as it stands after a while: a body is
 * handed over after its entry, and a status may come as late as the browser's log has it.
 */
export function namedRow(rows, scenario) {
  const look = async () => (await rows()).find(isOf(scenario));
  return until("its cause", async () => {
    const row = await look();
    return scenario.causes.includes(row?.cause) && row;
  }, PATIENCE / 4).catch(look);
}

/** What DevTools' own "Save all as HAR" writes, with the bodies that it has. */
export const exportHar = (devtools) => devtools.evaluate(async () => {
  const [{ Writer }, { NetworkLog }, Common] = await Promise.all([
    import("./models/har/har.js"), import("./models/logs/logs.js"), import("./core/common/common.js"),
  ]);
  const requests = NetworkLog.NetworkLog.instance().requests();
  let text = "";
  const stream = { write: async (part) => { text += part; }, close: async () => {} };
  const progress = new Common.Progress.Progress();
  await Writer.Writer.write(stream, requests, { sanitize: false }, progress);
  return text;
});

/** gatewhy's JavaScript API, from the npm package. */
export async function api() {
  const gatewhy = await import(join(await built(PACKAGE), "index.js"));
  await gatewhy.init(await readFile(join(PACKAGE, "gatewhy_www_bg.wasm")));
  return gatewhy;
}

/** The command as cargo builds it; a build that is up to date takes no time. */
export async function command() {
  const { stdout } = await promisify(execFile)("cargo", ["build", "--quiet", "--package", "gatewhy", "--message-format", "json"], { cwd: ROOT, maxBuffer: 1 << 28 });
  const artifacts = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return artifacts.findLast(({ executable }) => executable).executable;
}

/** What the command writes for this input; its status tells whether something failed, not whether it worked. */
export function native(path, args, input = "") {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { stdio: ["pipe", "pipe", "pipe"] });
    const parts = { out: [], err: [] };
    child.stdout.on("data", (part) => parts.out.push(part));
    child.stderr.on("data", (part) => parts.err.push(part));
    child.on("error", reject);
    // A command that was given a file has no use for its standard input and may be gone already.
    child.stdin.on("error", () => {});
    child.on("close", (status) => (status < 2 ? resolve(Buffer.concat(parts.out).toString()) : reject(new Error(`${args.join(" ")} ended with ${status}: ${Buffer.concat(parts.err)}`))));
    child.stdin.end(input);
  });
}

/**
 * What axe-core finds against WCAG 2.2, levels A and AA; an empty list is good. Give it the page or
 * frame, which axe is put into from here: a strict Content Security Policy stays as it is.
 */
export async function barriers(frame) {
  if (!(await frame.evaluate(() => "axe" in window))) {
    await frame.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  }
  const found = await frame.evaluate(async () => {
    const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const { violations } = await window.axe.run(document, { runOnly, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`));
  });
  return found.slice(0, 5);
}

/** A folder for what a run leaves behind. */
export async function folder(...parts) {
  const path = join(ROOT, "target", ...parts);
  await mkdir(path, { recursive: true });
  return path;
}
