// Loads the WASM that listens from the moment DevTools opens, and makes the panel, which is handed
// the session when it is shown. The panel is there even where the WASM is not: it says why.

// What happens before the WASM is there waits for it.
const early = [];
let hear = (told) => early.push(told);
chrome.devtools.network.onRequestFinished.addListener((entry) => hear(entry));
chrome.devtools.network.onNavigated.addListener((url) => hear({ navigated: url, at: Date.now() }));

// While Firefox gathers its log it takes note of no other request, and neither an event nor a later
// log tells of those: its HarExporter stops the updates of its own Network panel meanwhile. So it is
// asked once, and before anything else: the log of a toolbox that opens is empty and gathered in no
// time, and that of one that was open when gatewhy was installed has what nothing else tells of.
const isFirefox = chrome.runtime.getURL("").startsWith("moz-extension:");
const log = isFirefox ? new Promise((resolve) => chrome.devtools.network.getHAR(resolve)) : undefined;

const session = import("./pkg/gatewhy_extension.js").then(async ({ default: load, listen }) => {
  await load();
  const kept = listen();
  hear = (told) => kept.hear(told);
  early.splice(0).forEach(hear);
  return Object.assign(kept, { log });
});
session.catch((error) => {
  console.error("gatewhy", error);
  // The panel listens by itself then.
  hear = () => {};
  early.length = 0;
});

// Chromium compiles a function when it first runs, and the pages of an extension share what was
// compiled: what a panel will run is run before it is shown.
if (!isFirefox) session.then(() => new Worker("warm.js", { type: "module" }), () => {});

chrome.devtools.panels.create("gatewhy", "/extension/icon-16.png", "/extension/panel.html", (panel) => {
  let shown;
  const handOver = () => {
    if (!shown) return;
    shown.gatewhySession = session;
    shown.dispatchEvent(new shown.Event("gatewhy-session"));
  };
  panel.onShown.addListener((its) => {
    shown = its;
    handOver();
  });
  // A panel that was loaded again asks for it.
  new BroadcastChannel("gatewhy-session").addEventListener("message", handOver);
});

// Lines in the page's console, where they are wanted. They are written by an instance of their own:
// should one break down over an exchange, the next takes over from the exchange after it.
const WRITERS = [
  () => import("./pkg/gatewhy_extension.js?console=1"),
  () => import("./pkg/gatewhy_extension.js?console=2"),
  () => import("./pkg/gatewhy_extension.js?console=3"),
];
const waiting = [];
let wanted = false;
let broken = 0;
let writer;

function heed(setting, keptToo) {
  if (setting !== "yes" || wanted) return;
  wanted = true;
  session.then((kept) => kept.follow(tell, keptToo), () => {});
  write();
}

function tell(entry) {
  if (writer) writer(entry);
  else if (broken < WRITERS.length) waiting.push(entry);
}

async function write() {
  try {
    const { default: load, console_lines: start } = await WRITERS[broken]();
    await load();
    const lines = start();
    writer = (entry) => {
      try {
        lines.take_in(entry);
      } catch (error) {
        breakDown(error);
      }
    };
    waiting.splice(0).forEach(tell);
  } catch (error) {
    console.error("gatewhy", error);
    broken = WRITERS.length;
    waiting.length = 0;
  }
}

function breakDown(error) {
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  writer = undefined;
  broken += 1;
  if (broken < WRITERS.length) write();
}

addEventListener("error", ({ error }) => breakDown(error));
chrome.storage.local.get("inlineConsole", ({ inlineConsole }) => heed(inlineConsole, true));
chrome.storage.onChanged.addListener(({ inlineConsole }) => heed(inlineConsole?.newValue, false));
