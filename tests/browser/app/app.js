// Makes the calls of every scenario, as an application would, and shows what the page got to see.

const scenarios = await (await fetch("scenarios.json")).json();
const rows = new Map();

for (const scenario of scenarios) {
  const row = document.getElementById("call").content.cloneNode(true).firstElementChild;
  row.querySelector(".request").textContent = `${scenario.request.method} ${scenario.request.url}`;
  row.querySelector(".shows").textContent = scenario.shows;
  row.querySelector("button").addEventListener("click", () => call(scenario.id));
  document.getElementById("calls").append(row);
  rows.set(scenario.id, row);
}
document.getElementById("all").addEventListener("click", () => callAll());

/** Opens a WebSocket, which fails; a page is told no more than the code. */
const connect = (url) => new Promise((resolve) => {
  new WebSocket(url).addEventListener("close", ({ code }) => resolve(`WebSocket closed: ${code}`));
});

const ask = ({ method, url, headers, body }) => fetch(url, { method, headers, body, cache: "no-store" });

/** Makes one scenario's calls; gives what the page saw. */
async function call(id) {
  const scenario = scenarios.find((each) => each.id === id);
  for (const neighbour of scenario.before ?? []) await ask(neighbour).then((response) => response.text(), () => {});
  const seen = scenario.request.url.startsWith("wss:") ? await connect(scenario.request.url) : await ask(scenario.request).then(
    async (response) => `${response.status} ${await response.text()}`,
    (error) => `${error.name}: ${error.message}`,
  );
  const place = rows.get(id).querySelector(".seen");
  place.textContent = seen.length > 200 ? `${seen.slice(0, 200)}…` : seen;
  place.classList.toggle("blind", !/^\d{3} /.test(seen));
  return seen;
}

/** Makes the calls of these scenarios, or of all, one after the other. */
async function callAll(ids = scenarios.map(({ id }) => id)) {
  const seen = {};
  for (const id of ids) seen[id] = await call(id);
  return seen;
}

window.petShop = { call, callAll };
document.documentElement.dataset.ready = "yes";
