// Runs the browser and WebAssembly tests on Node's own test runner, one file after the other: two
// browsers at a time would starve each other on a small machine.
//
//   node tests/browser/run.mjs              all of them
//   node tests/browser/run.mjs panel www    those of tests/browser/panel.test.mjs and www.test.mjs

import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);

const files = (await readdir(here))
  .filter((name) => name.endsWith(".test.mjs"))
  .filter((name) => wanted.length === 0 || wanted.includes(name.replace(".test.mjs", "")))
  .sort();
if (files.length === 0) {
  console.error(`No tests are named ${wanted.join(", ")}.`);
  process.exit(2);
}

// What failed is told again in a line each, last: a log that is cut keeps its end.
const failed = [];
process.on("exit", () => failed.forEach((line) => console.log(line)));

run({ files: files.map((name) => join(here, name)), concurrency: 1, timeout: 15 * 60_000 })
  .on("test:fail", ({ file, name, details: { error } }) => {
    process.exitCode = 1;
    if (error.failureType === "subtestsFailed") return;
    const [why] = String((error.cause ?? error).message ?? error).split("\n");
    failed.push(`FAILED ${basename(file ?? "")}: ${name}: ${why}`);
  })
  .compose(spec)
  .pipe(process.stdout);
