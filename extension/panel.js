// Loads the panel's WASM; starts it anew when it breaks down, and says so when it cannot.

const RESTARTS_AT_MOST = 10;
// The DevTools page hands its session over when the panel is shown; an ordinary page has none.
const HANDED_OVER_WITHIN_MS = 1500;

const broken = [];
let instances = 0;

function session() {
  if (new URLSearchParams(location.search).has("fake")) return Promise.resolve(undefined);
  const handedOver = new Promise((resolve) => {
    if (window.gatewhySession) resolve(window.gatewhySession);
    addEventListener("gatewhy-session", () => resolve(window.gatewhySession), { once: true });
  });
  const given_up = new Promise((resolve) => setTimeout(resolve, HANDED_OVER_WITHIN_MS));
  // A session that failed to start is no session; the panel listens by itself then.
  return Promise.race([handedOver, given_up]).catch(() => undefined);
}

async function start() {
  document.body.dataset.state = "loading";
  const old = document.querySelector("[data-role=panel]");
  const root = old.cloneNode(false);
  root.removeAttribute("data-busy");
  root.removeAttribute("data-panic");
  old.replaceWith(root);
  try {
    // A module that has panicked is not to be trusted: each start is an instance of its own.
    instances += 1;
    const again = instances > 1 ? `?instance=${instances}` : "";
    const { default: load, start } = await import(`./pkg/gatewhy_extension.js${again}`);
    await load();
    const panel = start(root, broken);
    document.body.dataset.state = "ready";
    document.querySelector("[data-role=error]").hidden = true;
    panel.attach(await session());
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) return fail(error);
    recover(error);
  }
}

function recover(error) {
  const root = document.querySelector("[data-role=panel]");
  const { busy, panic } = root.dataset;
  if (busy === undefined || instances > RESTARTS_AT_MOST) return fail(panic ?? error);
  broken.push(busy);
  start();
}

function fail(reason) {
  console.error("gatewhy", reason);
  document.body.dataset.state = "error";
  document.querySelector("[data-role=reason]").textContent = String(reason?.message ?? reason);
  document.querySelector("[data-role=error]").hidden = false;
}

addEventListener("error", ({ error }) => {
  if (error instanceof WebAssembly.RuntimeError) recover(error);
});
document.querySelector("[data-role=retry]").addEventListener("click", () => location.reload());
start();
