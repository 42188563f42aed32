// The classic-script build: one file with the module in it, for pages without modules and for
// file:// addresses. Everything is under `gatewhy`.
import PACKED from "packed:gatewhy_www_bg.wasm";
import { carry } from "./index.js";

export * from "./gatewhy.js";

carry(async () => {
  const bytes = Uint8Array.from(atob(PACKED), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
});
