// A long session: the page makes thousands of failing calls while the panel is open, and the panel's
// heap must not grow with them once its bounded list is full.
//
//   node tests/browser/soak.mjs          20,000 calls
//   node tests/browser/soak.mjs 2000     as many as named

import { start } from "./gateway.mjs";
import { EXTENSION, built, countsIn, launch, openApp, openDevTools, showPanel, until } from "./lib.mjs";
import { REST } from "./scenarios.mjs";

const calls = Number(process.argv[2] ?? 20_000);
/** Heap that a session of any length may take, in MiB: the bounded list, its bodies, and the module. */
const HEAP_AT_MOST = 120;
const BATCH = 500;

const gateway = await start();
const { browser, close } = await launch({ port: gateway.port, extension: await built(EXTENSION) });
let failed;
try {
  const devtools = await openDevTools(browser);
  const page = await openApp(browser);
  const panel = await showPanel(devtools);
  const seen = () => panel.evaluate(`(${countsIn})(document)`).then((counts) => Number(counts.seen));
  // The panel's page, and the worker that diagnoses for it.
  const worker = await until("the worker", () => devtools.workers().find((each) => each.url().endsWith("/judge.js")));
  const heapOf = async (session) => {
    await session.send("HeapProfiler.collectGarbage").catch(() => {});
    // JavaScript's own, the DOM's, and buffers, which the module's memory is one of.
    const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await session.send("Runtime.getHeapUsage");
    return (usedSize + embedderHeapUsedSize + backingStorageSize) / 2 ** 20;
  };
  const heap = async () => (await heapOf(panel.client)) + (await heapOf(worker.client));
  const marks = [];
  const begun = Date.now();
  for (let done = 0; done < calls; done += BATCH) {
    await page.evaluate(async (host, from, count) => {
      for (let at = from; at < from + count; at += 20) {
        const some = Array.from({ length: 20 }, (_, each) => fetch(`https://${host}/prod/soak/${(at + each) % 997}?n=${at + each}`).catch(() => {}));
        await Promise.all(some);
      }
    }, REST, done, BATCH);
    await until(`${done + BATCH} calls to be seen`, async () => (await seen()) >= done + BATCH);
    marks.push(await heap());
    console.log(`${done + BATCH} calls, ${Math.round((Date.now() - begun) / 1000)} s, heap ${marks.at(-1).toFixed(1)} MiB`);
  }
  const highest = Math.max(...marks);
  if (highest > HEAP_AT_MOST) failed = `the heap grew to ${highest.toFixed(1)} MiB; ${HEAP_AT_MOST} are allowed`;
} catch (error) {
  failed = error.message;
} finally {
  await close();
  await gateway.close();
}
console.log(failed ? `FAILED: ${failed}` : `${calls} calls: the heap stayed below ${HEAP_AT_MOST} MiB`);
process.exit(failed ? 1 : 0);
