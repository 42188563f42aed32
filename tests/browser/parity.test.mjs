// The same evidence gives the same report, byte for byte, from the native build and from the
// WebAssembly build; and what a reader is told is word for word the same in the widget, in the panel
// and by the command: over every fixture and every reported case, in both languages.

import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, before, describe, it } from "node:test";

import { EXTENSION, PACKAGE, PATIENCE, ROOT, api, built, command, launch, native, until } from "./lib.mjs";
import { missingIn, readingOfNodes, readingOfReport, wordsOf } from "./reading.mjs";
import { serve } from "./static.mjs";

const LANGS = ["en", "ja"];

async function filesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
}

/** Every exchange that the rules are tested with, as files. */
async function fixtures() {
  const files = (await filesIn(join(ROOT, "tests/fixtures"))).filter((file) => /\.(http|curl|json|jsonl|har|txt|log)$/.test(file));
  assert.ok(files.length > 400, `${files.length} fixtures`);
  return files;
}

/** The evidence of every reported case, a line each. */
async function reported() {
  const cases = (await readFile(join(ROOT, "tests/cases/reported.jsonl"), "utf8")).trim().split("\n");
  return cases.map((line) => JSON.stringify(JSON.parse(line).evidence));
}

describe("native and WebAssembly", { timeout: 10 * PATIENCE }, () => {
  let gatewhy, path;
  before(async () => {
    await api();
    // The functions below the API, which give the very bytes.
    gatewhy = await import(join(PACKAGE, "gatewhy_www.js"));
    path = await command();
  });

  for (const lang of LANGS) {
    it(`agree on every reported case (${lang})`, async () => {
      const evidence = await reported();
      const reports = (await native(path, ["diagnose", "--jsonl", "--lang", lang], `${evidence.join("\n")}\n`)).trimEnd().split("\n");
      assert.equal(reports.length, evidence.length);
      evidence.forEach((line, at) => assert.equal(gatewhy.diagnoseJson(line, lang), reports[at], `case ${at + 1}`));
    });

    it(`agree on every fixture (${lang})`, async () => {
      const files = await fixtures();
      let expected = await native(path, ["diagnose", "--all", "--format", "jsonl", "--lang", lang, ...files]);
      for (const file of files) {
        const own = gatewhy.diagnoseText(await readFile(file, "utf8"), lang);
        assert.equal(own, expected.slice(0, own.length), relative(ROOT, file));
        expected = expected.slice(own.length);
      }
      assert.equal(expected, "");
    });

    it(`agree on every kind of text that people paste (${lang})`, async () => {
      const files = (await filesIn(join(ROOT, "tests/intake"))).filter((file) => !file.endsWith(".snap"));
      assert.ok(files.length > 50, `${files.length} texts`);
      for (const file of files) {
        // Of what it cannot read at all the command writes nothing.
        const expected = await native(path, ["diagnose", "--all", "--format", "jsonl", "--lang", lang, file]).catch(() => "");
        assert.equal(gatewhy.diagnoseText(await readFile(file, "utf8"), lang), expected, relative(ROOT, file));
      }
    });
  }
});

/** Runs in a page with one <gate-why>: what it shows of each text, exchange by exchange. */
const readWidget = (texts, lang, readingOf) => {
  const element = document.querySelector("gate-why");
  const root = element.shadowRoot;
  element.lang = lang;
  return texts.map((text) => {
    element.text = text;
    const count = root.querySelectorAll("[data-exchange]").length;
    const shown = () => [...root.querySelectorAll("[data-role=report] > article")].map(readingOf);
    if (count === 0) return shown();
    return Array.from({ length: count }, (_, at) => {
      root.querySelector(`[data-exchange="${at}"]`).click();
      return shown();
    }).flat();
  });
};

/** Runs in the panel's page: pastes each text into an empty panel, opens each row that it lists. */
const readPanel = async (texts, lang, readingOf) => {
  const find = (selector) => document.querySelector(selector);
  if (find(`[data-action=lang][data-lang=${lang}]`).getAttribute("aria-pressed") !== "true") find(`[data-action=lang][data-lang=${lang}]`).click();
  if (find("[data-action=group]").getAttribute("aria-pressed") === "true") find("[data-action=group]").click();
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const tickets = [];
  navigator.clipboard.writeText = async (text) => {
    tickets.push(text);
  };
  const readings = [];
  for (const text of texts) {
    find("[data-action=clear]").click();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    find("[data-role=panel]").dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    for (const notice of document.querySelectorAll("[data-action=dismiss]")) notice.click();
    const ids = () => [...document.querySelectorAll("[data-role=list] tbody tr")].map((row) => row.dataset.id);
    while (find("[data-role=panel]").dataset.work !== "idle" || find("[data-role=detail] article")?.lang !== lang && ids().length > 0) await frame();
    const shown = [];
    for (const id of ids().sort((a, b) => a - b)) {
      const row = find(`[data-role=list] [data-id="${id}"]`);
      if (row.getAttribute("aria-selected") !== "true") row.click();
      const article = find("[data-role=detail] article");
      find("[data-action=copy-report]").click();
      shown.push({ ...readingOf(article), ticket: tickets.pop() });
    }
    readings.push(shown);
  }
  return readings;
};

/** Two lists of lines are the same; otherwise the first that differs is told, not all of both. */
function same(own, other, what) {
  const at = Array.from({ length: Math.max(own.length, other.length) }, (_, index) => index).find((index) => own[index] !== other[index]);
  assert.equal(own[at], other[at], `${what}, line ${at + 1}`);
}

/** A reading with its labels, a line each. */
const everything = ({ cause, lang, lines }) => [`${cause} ${lang}`, ...lines.map((line) => JSON.stringify(line))];

/** What goes to other people names no account: so does the panel copy a report. */
const withoutAccounts = (markdown) => markdown.replace(/(?<!\d)\d{8}(\d{4})(?!\d)/g, "********$1");

describe("the widget, the panel and the command", { timeout: 12 * PATIENCE }, () => {
  let path, chromium, site, widget, panel, inputs, scratch;

  before(async () => {
    path = await command();
    scratch = await mkdtemp(join(tmpdir(), "gatewhy-parity-"));
    const files = await fixtures();
    const cases = join(scratch, "case");
    inputs = await Promise.all(files.map(async (file) => ({ name: relative(ROOT, file), file, text: await readFile(file, "utf8") })));
    for (const [at, text] of (await reported()).entries()) {
      const file = `${cases}-${at + 1}.json`;
      await writeFile(file, text);
      inputs.push({ name: `reported case ${at + 1}`, file, text });
    }
    site = await serve({
      folders: { gatewhy: await built(PACKAGE), panel: await built(EXTENSION) },
      pages: { "/widget.html": { html: '<!doctype html><script type="module" src="/gatewhy/gatewhy.js"></script><gate-why lang="en"></gate-why>' } },
    });
    chromium = await launch({ port: Number(new URL(site.address).port) });
    widget = await chromium.browser.newPage();
    await widget.goto(`${site.address}/widget.html`);
    await until("the widget", () => widget.$("gate-why >>> textarea"));
    panel = await chromium.browser.newPage();
    await panel.setViewport({ width: 1300, height: 900 });
    await panel.goto(`${site.address}/panel/extension/panel.html?fake=empty`);
    await panel.waitForSelector("body[data-state=ready]");
  });
  after(async () => {
    await chromium?.close();
    await site?.close();
    if (scratch) await rm(scratch, { recursive: true, force: true });
  });

  /** What the command says of these files in a format; those of which it has nothing to say are left out. */
  const told = (format, lang) => native(path, ["diagnose", "--format", format, "--lang", lang, ...inputs.map(({ file }) => file)]);

  for (const lang of LANGS) {
    it(`tell every fixture and reported case in the same words (${lang})`, async () => {
      const texts = JSON.stringify(inputs.map(({ text }) => text));
      const shown = await widget.evaluate(`(${readWidget})(${texts}, "${lang}", ${readingOfNodes})`);
      await panel.bringToFront();
      const listed = await panel.evaluate(`(${readPanel})(${texts}, "${lang}", ${readingOfNodes})`);
      const reports = (await told("jsonl", lang)).trimEnd().split("\n").map((report) => JSON.parse(report));
      const tickets = (await told("markdown", lang)).split("\n---\n\n");
      const missing = [];
      for (const [at, { name, file }] of inputs.entries()) {
        assert.equal(listed[at].length, shown[at].length, `${name}: as many reports in the panel as in the widget`);
        for (const [which, own] of shown[at].entries()) {
          const { ticket, ...reading } = listed[at][which];
          same(wordsOf(own.lines), wordsOf(readingOfReport(reports.shift())), `${name}: the widget and the command`);
          same(everything(reading), everything(own), `${name}: the panel and the widget`);
          same(withoutAccounts(ticket).trimEnd().split("\n"), withoutAccounts(tickets.shift()).trimEnd().split("\n"), `${name}: what the panel copies and the command's Markdown`);
        }
        if (shown[at].length !== 1) continue;
        const text = await native(path, ["diagnose", "--full", "--lang", lang, file]);
        missing.push(...missingIn(text, shown[at][0]).map((words) => `${name}: ${words}`));
      }
      assert.equal(reports.length, 0);
      assert.deepEqual(missing.slice(0, 10), [], `${missing.length} words that the command's text lacks`);
    });
  }
});
