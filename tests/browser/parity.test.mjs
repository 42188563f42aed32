// The same evidence gives the same report, byte for byte, from the native build and from the
// WebAssembly build: over every fixture and every reported case, in both languages.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { before, describe, it } from "node:test";
import { promisify } from "node:util";

import { PATIENCE, ROOT, api } from "./lib.mjs";

const LANGS = ["en", "ja"];

/** The command as cargo builds it; a build that is up to date takes no time. */
async function command() {
  const { stdout } = await promisify(execFile)("cargo", ["build", "--quiet", "--package", "gatewhy", "--message-format", "json"], { cwd: ROOT, maxBuffer: 1 << 28 });
  const artifacts = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return artifacts.findLast(({ executable }) => executable).executable;
}

/** What the command writes for this input; its status tells whether something failed, not whether it worked. */
function native(path, args, input = "") {
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

async function filesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
}

describe("native and WebAssembly", { timeout: 10 * PATIENCE }, () => {
  let gatewhy, path;
  before(async () => {
    gatewhy = await api();
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
