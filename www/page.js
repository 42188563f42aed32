// Loads the WebAssembly module and hands the page over to it; everything else is in src/.
import init, { open } from "./pkg/gatewhy_www.js";

try {
  await init();
  open();
} catch (error) {
  console.error(error);
  document.getElementById("failure").textContent = String(error);
  document.documentElement.dataset.state = "failed";
}
