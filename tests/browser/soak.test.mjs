// A short soak; `node tests/browser/soak.mjs` is the long one.

import { execFile } from "node:child_process";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

it("keeps the panel's heap bounded over a thousand calls", { timeout: 240_000 }, async () => {
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL("soak.mjs", import.meta.url)), "1000"]);
});
