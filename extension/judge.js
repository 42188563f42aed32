// In a worker of its own: diagnoses what the panel asks about, in that order.

import load, { Judging } from "./pkg/gatewhy_extension.js";

await load();
const judging = new Judging((answer) => postMessage(answer));
addEventListener("message", ({ data }) => {
  if (data === null) return judging.forget();
  try {
    judging.take(data);
  } catch (error) {
    // What was not understood is diagnosed where it came from.
    if (!(error instanceof WebAssembly.RuntimeError)) return postMessage(null);
    postMessage({ panic: globalThis.gatewhyPanic ?? error.message });
    close();
  }
});
postMessage("ready");
