// Loads the diagnosis into its frame, and tells the page around how tall it is and nothing else.

const tellHeight = () => parent.postMessage({ gatewhyHeight: document.documentElement.offsetHeight }, "*");
new ResizeObserver(tellHeight).observe(document.documentElement);

try {
  const wasm = await import("./pkg/gatewhy_extension.js");
  await wasm.default();
  wasm.inline(document.querySelector("[data-role=inline]"));
  document.body.dataset.state = "ready";
} catch (error) {
  console.error("gatewhy", error);
  document.body.dataset.state = "error";
  const said = document.querySelector("[data-role=error]");
  said.textContent = `gatewhy: ${error?.message ?? error}`;
  said.hidden = false;
}
