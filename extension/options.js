// Loads the options page's WASM, and says so when that fails.

try {
  const wasm = await import("./pkg/gatewhy_extension.js");
  await wasm.default();
  wasm.options(document.querySelector("[data-role=options]"));
  document.body.dataset.state = "ready";
} catch (error) {
  console.error("gatewhy", error);
  document.body.dataset.state = "error";
  document.querySelector("[data-role=reason]").textContent = String(error?.message ?? error);
  document.querySelector("[data-role=error]").hidden = false;
}
