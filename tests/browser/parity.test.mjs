// The same evidence gives the same report, byte for byte, from the native build and from the
// WebAssembly build: over every fixture and every reported case, in both languages.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { before, describe, it } from "node:test";

import { PACKAGE, PATIENCE, ROOT, api, command, native } from "./lib.mjs";

const LANGS = ["en", "ja"];

async function filesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
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
      const cases = (await readFile(join(ROOT, "tests/cases/reported.jsonl"), "utf8")).trim().split("\n");
      const evidence = cases.map((line) => JSON.stringify(JSON.parse(line).evidence));
      const reports = (await native(path, ["diagnose", "--jsonl", "--lang", lang], `${evidence.join("\n")}\n`)).trimEnd().split("\n");
      assert.equal(reports.length, evidence.length);
      evidence.forEach((line, at) => assert.equal(gatewhy.diagnoseJson(line, lang), reports[at], `case ${at + 1}`));
    });

    it(`agree on every fixture (${lang})`, async () => {
      const files = (await filesIn(join(ROOT, "tests/fixtures"))).filter((file) => /\.(http|json|jsonl|har|txt|log)$/.test(file));
      assert.ok(files.length > 50, `${files.length} fixtures`);
      for (const file of files) {
        const text = await readFile(file, "utf8");
        const expected = await native(path, ["diagnose", "--all", "--format", "jsonl", "--lang", lang, file]);
        assert.equal(gatewhy.diagnoseText(text, lang), expected, relative(ROOT, file));
      }
    });
  }
});
