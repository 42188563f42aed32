// Loads the WASM that listens from the moment DevTools opens, and makes the panel, which is handed
// the session when it is shown. The panel is there even where the WASM is not: it says why.

const session = import("./pkg/gatewhy_extension.js").then(async ({ default: load, listen }) => {
  await load();
  return listen();
});
session.catch((error) => console.error("gatewhy", error));

chrome.devtools.panels.create("gatewhy", "/extension/icon-16.png", "/extension/panel.html", (panel) => {
  panel.onShown.addListener((shown) => {
    shown.gatewhySession = session;
    shown.dispatchEvent(new shown.Event("gatewhy-session"));
  });
});
