// Copies of the extension in which something is broken, as its own files: what ships has no way to
// break it.

import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { EXTENSION, built } from "./lib.mjs";

/** A copy of the extension after `change`, which is given its folder; `remove` clears it away. */
async function copy(change) {
  const folder = await mkdtemp(join(tmpdir(), "gatewhy-broken-"));
  await cp(await built(EXTENSION), folder, { recursive: true });
  await change(folder);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

const edit = async (file, from, to) => {
  const text = await readFile(file, "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  await writeFile(file, text.replace(from, to));
};

/** One whose module is not there. */
export const withoutModule = () => copy((folder) => rm(join(folder, "extension/pkg/gatewhy_extension_bg.wasm")));

/** One that may not run WebAssembly. */
export const withoutLeave = () => copy((folder) => edit(join(folder, "manifest.json"), " 'wasm-unsafe-eval'", ""));

/** One whose engine panics, in the worker, over each exchange whose URL contains this. */
export const panickingOver = (part) => copy((folder) => edit(
  join(folder, "extension/judge.js"),
  "const judging = new Judging((answer) => postMessage(answer));",
  `const judging = (${panicsInWorker})(Judging, ${JSON.stringify(part)});`,
));

/** The same on the panel's own page: it has no worker. */
export const panickingWithoutWorkerOver = (part) => copy(async (folder) => {
  await rm(join(folder, "extension/judge.js"));
  await writeFile(join(folder, "extension/panics.js"), `(${panics})(${JSON.stringify(part)});`);
  await edit(join(folder, "extension/panel.html"), "<script", '<script src="panics.js"></script>\n    <script');
});

/**
 * Makes what answers questions so that it is asked a second time before it has told its answer,
 * which its own checks answer with a panic.
 */
function panicsInWorker(Judging, part) {
  let question;
  addEventListener("message", ({ data }) => {
    question = data;
  });
  const judging = new Judging((answer) => {
    if (JSON.parse(question).evidence.url?.includes(part)) judging.take(question);
    postMessage(answer);
  });
  return judging;
}

/**
 * Runs in the panel, before its module is loaded. As soon as the engine names the exchange that it
 * is about to diagnose, it is called a second time, which its own checks answer with a panic. That
 * unwinds to where the engine was called from, as every panic of its own would.
 */
function panics(part) {
  // What is called a second time must still be there.
  globalThis.FinalizationRegistry = undefined;
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    let exports;
    let panel;
    const [functions] = Object.values(imports);
    const name = Object.keys(functions).find((each) => each.startsWith("__wbg_setAttribute_"));
    const setAttribute = functions[name];
    functions[name] = (...given) => {
      setAttribute(...given);
      const { busy } = document.querySelector("[data-role=panel]").dataset;
      if (busy?.includes(part)) exports.panel_attach(panel, undefined, undefined);
    };
    const { instance, module } = await instantiate(source, imports);
    exports = { ...instance.exports };
    const { start } = exports;
    exports.start = (...given) => {
      const made = start(...given);
      [panel] = made;
      return made;
    };
    return { instance: { exports }, module };
  };
}
