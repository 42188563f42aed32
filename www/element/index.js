// gatewhy's JavaScript API. Importing it does nothing yet; `init()` loads the WebAssembly module,
// once, and everything else needs it. Types and words on each function: index.d.ts.
import load, * as wasm from "./gatewhy_www.js";

/** What the module's address is, for bundlers and servers alike: beside this file. */
const MODULE = () => new URL("./gatewhy_www_bg.wasm", import.meta.url);

let loading;
let loaded = false;
let carried;

/** For the classic-script build, which brings the module along: what gives its bytes. */
export const carry = (give) => {
  carried = give;
};

/** Why the module could not be loaded; `code` is "csp", "network" or "module". */
export class LoadError extends Error {
  constructor(code, message, cause) {
    super(message, { cause });
    this.name = "LoadError";
    this.code = code;
  }
}

/** The directive that a page needs to run WebAssembly. */
export const DIRECTIVE = "script-src 'self' 'wasm-unsafe-eval'";

// The smallest module there is. Where it must not be compiled, none may.
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

function forbidden() {
  try {
    new WebAssembly.Module(EMPTY);
    return false;
  } catch {
    return true;
  }
}

async function start(source) {
  if (typeof WebAssembly !== "object") {
    throw new LoadError("module", "This browser has no WebAssembly, or it is switched off.");
  }
  if (forbidden()) {
    throw new LoadError("csp", `The page's Content Security Policy forbids WebAssembly. Allow it with: ${DIRECTIVE}`);
  }
  let bytes = await (source ?? carried?.());
  if (bytes === undefined || typeof bytes === "string" || bytes instanceof URL) {
    const address = bytes ?? MODULE();
    // Read as bytes, so that a server's wrong MIME type does no harm.
    const answer = await fetch(address).catch((error) => {
      throw new LoadError("network", `The WebAssembly module could not be fetched from ${address}: ${error.message}`, error);
    });
    if (!answer.ok) throw new LoadError("network", `The WebAssembly module could not be fetched: ${address} answered ${answer.status}.`);
    bytes = await answer.arrayBuffer();
  }
  try {
    await load({ module_or_path: bytes });
  } catch (error) {
    throw new LoadError("module", `The WebAssembly module is broken or of another version: ${error.message}`, error);
  }
  loaded = true;
}

export function init(source) {
  loading ??= start(source).catch((error) => {
    // The next call may have more luck: a network comes back.
    loading = undefined;
    throw error;
  });
  return loading;
}

/** The module broke down over its input; it was started anew, and the next call works. */
export class BreakdownError extends Error {
  constructor(cause) {
    super("gatewhy broke down over this input; it was started anew. Please report the input, without its secrets.", { cause });
    this.name = "BreakdownError";
  }
}

let breakdowns = 0;

/** How often the module was started anew; objects of an earlier start are void. */
export const generation = () => breakdowns;

/** Calls the module; after a breakdown it begins afresh. */
export function call(act) {
  if (!loaded) throw new Error("gatewhy is not loaded yet: `await init()` first.");
  try {
    return act(wasm);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    breakdowns += 1;
    wasm.__wbg_reset_state();
    throw new BreakdownError(error);
  }
}

export const diagnose = (evidence, options) => call((core) => core.diagnose(evidence, options));
export const diagnoseText = (text, options) => {
  const lines = call((core) => core.diagnoseText(text, options?.lang ?? "en")).trimEnd();
  return lines === "" ? [] : lines.split("\n").map((line) => JSON.parse(line));
};
export const parse = (text, options) => call((core) => core.parse(text, options));
export const redact = (text, options) => call((core) => core.redact(text, options));
export const explain = (cause, lang) => call((core) => core.explain(cause, { lang }));
export const causes = (lang) => call((core) => core.causes({ lang }));
export const render = (element, evidence, options) => call((core) => core.render(element, evidence, options));
