// Loads the panel's WASM; starts it anew when it breaks down, and says so when it cannot.

// A module that has panicked is not to be trusted: each start is an instance of its own, which
// another address gives. They stand here one by one so that a reader sees what can be loaded.
const INSTANCES = [
  () => import("./pkg/gatewhy_extension.js"),
  () => import("./pkg/gatewhy_extension.js?instance=2"),
  () => import("./pkg/gatewhy_extension.js?instance=3"),
  () => import("./pkg/gatewhy_extension.js?instance=4"),
  () => import("./pkg/gatewhy_extension.js?instance=5"),
  () => import("./pkg/gatewhy_extension.js?instance=6"),
];
// Asked for at once: the JavaScript beside it would only ask when it is there itself.
const module = fetch(new URL("./pkg/gatewhy_extension_bg.wasm", import.meta.url));
module.catch(() => {}); // The first instance tells why.
// The DevTools page hands its session over when the panel is shown; an ordinary page has none.
const HANDED_OVER_WITHIN_MS = 1500;

// Keys of the exchanges that an instance broke down over, and what it said: the next one leaves
// them alone and says so. Behind them what one said that broke down over nothing it could name.
const { broken = [], panics = [] } = history.state ?? {};
let instances = 0;

// The worker that diagnoses, so that this page need not.
let judge;

const panel = () => document.querySelector("[data-role=panel]");

function session() {
  if (new URLSearchParams(location.search).has("fake")) return Promise.resolve(undefined);
  const handedOver = new Promise((resolve) => {
    if (window.gatewhySession) resolve(window.gatewhySession);
    addEventListener("gatewhy-session", () => resolve(window.gatewhySession), { once: true });
    // When it is loaded again, nobody shows it once more.
    new BroadcastChannel("gatewhy-session").postMessage("wanted");
  });
  const givenUp = new Promise((resolve) => setTimeout(resolve, HANDED_OVER_WITHIN_MS));
  // A session that failed to start is no session; the panel listens by itself then.
  return Promise.race([handedOver, givenUp]).catch(() => undefined);
}

// What breaks down in here would otherwise be caught and forgotten by the session's own instance.
function guarded(session, instance) {
  if (session === undefined) return undefined;
  return {
    log: session.log,
    subscribe: (listener) => session.subscribe((entry) => {
      if (instance !== instances) return;
      try {
        listener(entry);
      } catch (error) {
        caught(error);
      }
    }),
  };
}

async function start() {
  document.body.dataset.state = "loading";
  const root = panel().cloneNode(false);
  for (const name of ["data-busy", "data-panic", "data-worker"]) root.removeAttribute(name);
  panel().replaceWith(root);
  instances += 1;
  const instance = instances;
  try {
    const wasm = await INSTANCES[instance - 1]();
    await wasm.default(instance === 1 ? { module_or_path: module } : undefined);
    const opened = wasm.start(root, broken, panics);
    document.body.dataset.state = "ready";
    document.querySelector("[data-role=error]").hidden = true;
    opened.attach(guarded(await session(), instance), () => hire(instance));
  } catch (error) {
    if (instance === instances) caught(error);
  }
}

// One that was given up may still ask for its worker.
function hire(instance) {
  if (instance !== instances) return undefined;
  judge = new Worker("judge.js", { type: "module" });
  return judge;
}

function caught(error) {
  if (!(error instanceof WebAssembly.RuntimeError)) return fail(error);
  judge?.terminate();
  const { busy, panic } = panel().dataset;
  panics.length = broken.length;
  panics.push(panic ?? error.message);
  if (busy !== undefined) broken.push(busy);
  if (instances === INSTANCES.length) fail(panics.at(-1));
  else start();
}

function fail(reason) {
  console.error("gatewhy", reason);
  document.body.dataset.state = "error";
  document.body.dataset.why = why(reason);
  document.querySelector("[data-role=reason]").textContent = String(reason?.message ?? reason);
  document.querySelector("[data-role=error]").hidden = false;
}

// What the page has words for: the module stopped, may not run, or is not there.
function why(reason) {
  if (panics.length > 0 || reason instanceof WebAssembly.RuntimeError) return "stopped";
  return reason instanceof WebAssembly.CompileError ? "refused" : "missing";
}

// An instance that comes after the last one still knows what it must leave alone.
function tryAgain() {
  history.replaceState({ broken, panics }, "");
  location.reload();
}

addEventListener("error", ({ error }) => {
  const { busy, panic } = panel().dataset;
  // An instance that was given up may still be called back; that is no matter of this one.
  const ofThisOne = instances === 1 || busy !== undefined || panic !== undefined;
  if (error instanceof WebAssembly.RuntimeError && ofThisOne) caught(error);
});
// The worker has broken down, over what the root names.
addEventListener("gatewhy-stopped", () => caught(new WebAssembly.RuntimeError()));
document.querySelector("[data-role=retry]").addEventListener("click", tryAgain);
start();
