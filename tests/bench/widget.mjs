// How long people wait for <gate-why> and for the JavaScript API, in Chromium, as the package ships.
//
//   cargo xtask build && node tests/bench/widget.mjs [runs]
//
// Two peers run in the same page and time: Ruff's own build for browsers, which loads a module and
// judges a text as we do (its playground is our model), and V8's JSON with `structuredClone` over the very
// same data, the least that moving it costs. Machines differ, the ratios tell.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { PACKAGE, ROOT, built, launch, until } from "../browser/lib.mjs";
import { serve } from "../browser/static.mjs";

const RUNS = Number(process.argv[2] ?? 9);
const PASSES = 3;
const HAR_ENTRIES = 1_000;
const RUFF = join(ROOT, "node_modules/@astral-sh/ruff-wasm-web");

const EVIDENCE = '{"url":"https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets","method":"GET","status":403,"response_headers":{"date":"x","x-amzn-errortype":"MissingAuthenticationTokenException","x-amz-apigw-id":"a="},"body":"{\\"message\\":\\"Missing Authentication Token\\"}"}';
const PYTHON = "import os, sys\n\ndef pets(event, context):\n    x = 1\n    if event == None:\n        raise 'no'\n    return {'statusCode': 200, 'body': l}\n";

/** Clocks are finer where no other site shares the process. */
const headers = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const page = (body) => ({ html: `<!doctype html><html lang="en"><title>x</title>${body}`, headers });

/** A HAR as a page leaves it that calls an API all day: every third call fails. */
function har(entries) {
  const answers = [[200, null, "[]"], [200, null, '{"id":7}'], [403, "MissingAuthenticationTokenException", '{"message":"Missing Authentication Token"}'], [200, null, "[]"], [200, null, "[]"], [429, "LimitExceededException", '{"message":"Limit Exceeded"}']];
  const filler = (name, count) => Array.from({ length: count }, (_, at) => ({ name: `x-${name}-${at}`, value: `${name} value ${at} of an ordinary length` }));
  return JSON.stringify({
    log: {
      version: "1.2", creator: { name: "bench", version: "1" },
      entries: Array.from({ length: entries }, (_, at) => {
        const [status, errortype, text] = answers[at % answers.length];
        return {
          startedDateTime: new Date(Date.UTC(2026, 0, 1) + at * 350).toISOString(), time: 30, _resourceType: "fetch",
          request: { method: "GET", url: `https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/things/${at % 97}`, headers: [{ name: "user-agent", value: "Mozilla/5.0" }, ...filler("sent", 12)] },
          response: { status, headers: [{ name: "date", value: "Thu, 01 Jan 2026 00:00:00 GMT" }, ...(errortype ? [{ name: "x-amzn-errortype", value: errortype }] : []), ...filler("came", 12)], content: { size: text.length, mimeType: "application/json", text } },
        };
      }),
    },
  });
}

async function fixtures() {
  const entries = await readdir(join(ROOT, "tests/fixtures"), { withFileTypes: true, recursive: true });
  const files = entries.filter(({ name }) => /\.(http|curl|json|log)$/.test(name)).map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
  return Promise.all(files.map((file) => readFile(file, "utf8")));
}

/** From the module's bytes to the first report, in a process that has seen neither. */
const firstOfApi = async (evidence) => {
  const gatewhy = await import("/gatewhy/index.js");
  const bytes = await (await fetch("/gatewhy/gatewhy_www_bg.wasm")).arrayBuffer();
  const began = performance.now();
  await gatewhy.init(bytes);
  const started = performance.now();
  const report = gatewhy.diagnose(JSON.parse(evidence), { lang: "en" });
  const done = performance.now();
  if (report.diagnoses[0].cause !== "route-not-found") throw new Error("another report was expected");
  gatewhy.diagnose(JSON.parse(evidence), { lang: "ja" });
  const other = performance.now();
  return { whole: done - began, start: started - began, first: done - started, other: other - done };
};

/** The same of the element, from the end of the module's transfer until its report is in the page. */
const firstOfElement = () => {
  const module = performance.getEntriesByType("resource").find(({ name }) => name.endsWith(".wasm"));
  return { whole: globalThis.told - module.responseEnd };
};

const firstOfRuff = async (python) => {
  const ruff = await import("/ruff/ruff_wasm.js");
  const bytes = await (await fetch("/ruff/ruff_wasm_bg.wasm")).arrayBuffer();
  const began = performance.now();
  await ruff.default({ module_or_path: bytes });
  const workspace = new ruff.Workspace(ruff.Workspace.defaultSettings(), ruff.PositionEncoding?.Utf16);
  const found = workspace.check(python);
  if (found.length === 0) throw new Error("findings were expected");
  return { whole: performance.now() - began };
};

/** In a warm page: every exchange several times over, each time beside its peers. */
const warm = async (texts, python, passes) => {
  const gatewhy = await import("/gatewhy/index.js");
  await gatewhy.init();
  const ruff = await import("/ruff/ruff_wasm.js");
  await ruff.default();
  const workspace = new ruff.Workspace(ruff.Workspace.defaultSettings(), ruff.PositionEncoding?.Utf16);
  const exchanges = texts.flatMap((text) => gatewhy.parse(text).exchanges);
  const costs = { en: [], ja: [], copy: [], ruff: [] };
  const timed = (kind, act) => {
    const began = performance.now();
    const given = act();
    costs[kind].push(performance.now() - began);
    return given;
  };
  for (let pass = 0; pass <= passes; pass += 1) {
    // The first is for the compiler.
    if (pass === 1) for (const kind of Object.keys(costs)) costs[kind] = [];
    for (const evidence of exchanges) {
      const report = timed("en", () => gatewhy.diagnose(evidence, { lang: "en" }));
      timed("ja", () => gatewhy.diagnose(evidence, { lang: "ja" }));
      timed("copy", () => structuredClone([JSON.parse(JSON.stringify(evidence)), JSON.parse(JSON.stringify(report))]));
      timed("ruff", () => workspace.check(python));
    }
  }
  return { count: exchanges.length, costs };
};

/** A large HAR, read by the API and shown by the element. */
const large = async (har) => {
  const gatewhy = await import("/gatewhy/index.js");
  await gatewhy.init();
  const timed = (act) => {
    const began = performance.now();
    act();
    return performance.now() - began;
  };
  const element = document.querySelector("gate-why");
  const costs = { parse: [], copy: [], shown: [] };
  for (let pass = 0; pass < 3; pass += 1) {
    costs.parse.push(timed(() => gatewhy.parse(har)));
    costs.copy.push(timed(() => structuredClone(JSON.parse(har))));
    element.text = "";
    costs.shown.push(timed(() => {
      element.text = har;
    }));
    if (!element.report) throw new Error("the HAR was not read");
  }
  return costs;
};

const quantile = (all, share) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))];
const median = (all) => quantile(all, 0.5);
const ms = (number) => `${number.toFixed(number < 10 ? 3 : 1).padStart(9)} ms`;
const kib = (bytes) => `${Math.ceil(bytes / 1024)} KiB`;
const told = (what, value, more = "") => console.log(`${what.padEnd(44)}${value}${more && `   ${more}`}`);

// Each browser is closed before the next one starts.
process.setMaxListeners(0);
const site = await serve({
  folders: { gatewhy: await built(PACKAGE), ruff: await built(RUFF) },
  pages: {
    "/empty.html": page(""),
    "/warm.html": page('<script type="module" src="/gatewhy/gatewhy.js"></script><gate-why></gate-why>'),
    "/element.html": page(`<script>addEventListener("gatewhy-report", () => { globalThis.told ??= performance.now(); });</script><script type="module" src="/gatewhy/gatewhy.js"></script><gate-why evidence='${EVIDENCE}'></gate-why>`),
  },
});
try {
  /** Each in a browser of its own: nothing is compiled or kept from the run before. */
  const fresh = async (path, act, ...args) => {
    const { browser, close } = await launch({ port: Number(new URL(site.address).port) });
    try {
      const tab = await browser.newPage();
      await tab.goto(site.address + path);
      if (path === "/warm.html") await until("the element", () => tab.$("gate-why >>> textarea"));
      if (path === "/element.html") await until("the element's report", () => tab.evaluate(() => globalThis.told));
      return await tab.evaluate(act, ...args);
    } finally {
      await close();
    }
  };
  const firsts = { api: [], element: [], ruff: [] };
  for (let run = 0; run < RUNS; run += 1) {
    firsts.api.push(await fresh("/empty.html", firstOfApi, EVIDENCE));
    firsts.element.push(await fresh("/element.html", firstOfElement));
    firsts.ruff.push(await fresh("/empty.html", firstOfRuff, PYTHON));
  }
  const { count, costs } = await fresh("/empty.html", warm, await fixtures(), PYTHON, PASSES);
  const big = await fresh("/warm.html", large, har(HAR_ENTRIES));

  const size = async (path) => {
    const bytes = await readFile(path);
    return `${kib(bytes.length)}, ${kib(gzipSync(bytes, { level: 9 }).length)} gzipped`;
  };
  const of = (all, part) => median(all.map((each) => each[part]));
  const ratio = (ours, theirs) => `${(ours / theirs).toFixed(2)} times the peer`;
  const ruff = of(firsts.ruff, "whole");
  told("the module", await size(join(PACKAGE, "gatewhy_www_bg.wasm")));
  told("peer, Ruff's module", await size(join(RUFF, "ruff_wasm_bg.wasm")));
  const range = (all) => {
    const wholes = all.map(({ whole }) => whole);
    return `of ${RUNS}: best ${Math.min(...wholes).toFixed(1)}, worst ${Math.max(...wholes).toFixed(1)} ms`;
  };
  told("fetched to first diagnosis, API", ms(of(firsts.api, "whole")), `wanted: at most 150 ms; ${range(firsts.api)}; ${ratio(of(firsts.api, "whole"), ruff)}`);
  told("  of which compiling and starting", ms(of(firsts.api, "start")));
  told("  of which the diagnosis", ms(of(firsts.api, "first")));
  told("  and then the first in Japanese", ms(of(firsts.api, "other")));
  told("fetched to report in the page, element", ms(of(firsts.element, "whole")), `${range(firsts.element)}; ${ratio(of(firsts.element, "whole"), ruff)}`);
  told("peer, Ruff: fetched to first findings", ms(ruff), range(firsts.ruff));
  const copy = median(costs.copy);
  const check = median(costs.ruff);
  for (const lang of ["en", "ja"]) {
    told(`diagnose, ${lang}: median of ${count} exchanges`, ms(median(costs[lang])), `wanted: under 1 ms; ${(median(costs[lang]) / copy).toFixed(1)} times the copy, ${(median(costs[lang]) / check).toFixed(2)} times Ruff`);
    told(`diagnose, ${lang}: p95`, ms(quantile(costs[lang], 0.95)), `worst: ${Math.max(...costs[lang]).toFixed(2)} ms`);
  }
  told("peer, copy of evidence and report: median", ms(copy));
  told("peer, Ruff: check of eight lines, median", ms(check));
  const bytes = har(HAR_ENTRIES).length / 2 ** 20;
  told(`parse a HAR of ${HAR_ENTRIES} entries, ${bytes.toFixed(1)} MiB`, ms(median(big.parse)), `${(median(big.parse) / median(big.copy)).toFixed(1)} times the copy`);
  told("the same shown by the element", ms(median(big.shown)), `${(median(big.shown) / median(big.copy)).toFixed(1)} times the copy`);
  told("peer, JSON.parse and structuredClone of it", ms(median(big.copy)));
} finally {
  await site.close();
}
process.exit(0);
