// A short soak; `node tests/browser/soak.mjs` is the long one.

import { execFile } from "node:child_process";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import * as firefox from "./firefox.mjs";

for (const [browser, skip] of [["Chromium", false], ["Firefox", firefox.skip]]) {
  it(`sees each of a thousand calls and stays within bounds in ${browser}`, { timeout: 240_000, skip }, async () => {
    await promisify(execFile)(process.execPath, [fileURLToPath(new URL("soak.mjs", import.meta.url)), "1000", browser]);
  });
}
