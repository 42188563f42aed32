// A long session: the page makes thousands of failing calls while the panel is open. Each of them must
// be seen, and what the panel takes must not grow with them once its bounded list is full.
//
//   node tests/browser/soak.mjs                  20,000 calls, in Chromium
//   node tests/browser/soak.mjs 2000 Firefox     as many as named, in the browser that is named

import * as firefox from "./firefox.mjs";
import { start } from "./gateway.mjs";
import { EXTENSION, built, countsIn, launch, openApp, openDevTools, showPanel, until } from "./lib.mjs";
import { REST } from "./scenarios.mjs";

const calls = Number(process.argv[2] ?? 20_000);
const name = process.argv[3] ?? "Chromium";
const BATCH = 500;

/** Runs in the page. */
async function callMany(host, from, count) {
  for (let at = from; at < from + count; at += 20) {
    const some = Array.from({ length: 20 }, (_, each) => fetch(`https://${host}/prod/soak/${(at + each) % 997}?n=${at + each}`).catch(() => {}));
    await Promise.all(some);
  }
}

/**
 * What a browser is asked: to make so many calls, what the panel has counted, and how many MiB are
 * taken, of which there may be `most`.
 */
const browsers = {
  // The heaps of the panel's page and of the worker that diagnoses for it: the bounded list, its
  // bodies, and the module.
  async Chromium(gateway) {
    const { browser, close } = await launch({ port: gateway.port, extension: await built(EXTENSION) });
    const devtools = await openDevTools(browser);
    const page = await openApp(browser);
    const panel = await showPanel(devtools);
    const worker = await until("the worker", () => devtools.workers().find((each) => each.url().endsWith("/judge.js")));
    const heapOf = async (session) => {
      await session.send("HeapProfiler.collectGarbage").catch(() => {});
      // JavaScript's own, the DOM's, and buffers, which the module's memory is one of.
      const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await session.send("Runtime.getHeapUsage");
      return (usedSize + embedderHeapUsedSize + backingStorageSize) / 2 ** 20;
    };
    return {
      close,
      most: 120,
      call: (from, count) => page.evaluate(callMany, REST, from, count),
      counts: () => panel.evaluate(`(${countsIn})(document)`),
      taken: async () => (await heapOf(panel.client)) + (await heapOf(worker.client)),
    };
  },
  // What the process of all extensions holds, and with it Firefox's own code and caches.
  async Firefox(gateway) {
    const driver = await firefox.launch({ port: gateway.port, extension: await built(EXTENSION), height: 1400 });
    await driver.manage().setTimeouts({ script: 600_000 });
    await firefox.openApp(driver);
    await firefox.openToolbox(driver);
    await firefox.showPanel(driver);
    return {
      close: () => driver.quit(),
      most: 250,
      call: (from, count) => driver.executeAsyncScript(`const [host, from, count, done] = arguments; (${callMany})(host, from, count).then(done)`, REST, from, count),
      counts: () => firefox.inPanel(driver, countsIn),
      taken: () => firefox.inChrome(driver, async () => {
        Services.obs.notifyObservers(null, "child-mmu-request");
        await new Promise((resolve) => setTimeout(resolve, 1500));
        const { children } = await ChromeUtils.requestProcInfo();
        return children.find(({ type }) => type === "extension").memory / 2 ** 20;
      }),
    };
  },
};

const gateway = await start();
let browser;
let failed;
try {
  browser = await browsers[name](gateway);
  const marks = [];
  const begun = Date.now();
  for (let done = 0; done < calls; done += BATCH) {
    await browser.call(done, BATCH);
    await until(`${done + BATCH} calls to be seen`, async () => Number((await browser.counts()).seen) >= done + BATCH);
    marks.push(await browser.taken());
    console.log(`${done + BATCH} calls, ${Math.round((Date.now() - begun) / 1000)} s, ${marks.at(-1).toFixed(1)} MiB`);
  }
  const highest = Math.max(...marks);
  if (highest > browser.most) failed = `${highest.toFixed(1)} MiB are taken; ${browser.most} are allowed`;
} catch (error) {
  failed = error.message;
} finally {
  await browser?.close();
  await gateway.close();
}
console.log(failed ? `FAILED: ${failed}` : `${calls} calls in ${name}: all were seen, and never more than ${browser.most} MiB were taken`);
process.exit(failed ? 1 : 0);
