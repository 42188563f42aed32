// Makes the classic script: node bundle.mjs classic.js module.wasm out.js
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const [entry, wasm, out] = process.argv.slice(2);

/** The module as base64 of gzip: a script's text must hold it, and it stays small that way. */
const packed = {
  name: "packed",
  setup(building) {
    building.onResolve({ filter: /^packed:/ }, () => ({ path: wasm, namespace: "packed" }));
    building.onLoad({ filter: /.*/, namespace: "packed" }, async () => ({
      contents: gzipSync(await readFile(wasm), { level: 9 }).toString("base64"),
      loader: "text",
    }));
  },
};

await build({
  entryPoints: [entry],
  outfile: out,
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  globalName: "gatewhy",
  target: "es2022",
  // The address of the module's own file has no meaning in a classic script: it carries the module.
  define: { "import.meta.url": '"about:blank"' },
  legalComments: "none",
  plugins: [packed],
});
