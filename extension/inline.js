// Under an API's error document that this tab shows, puts a frame with the diagnosis. Runs only on
// hosts that the user has allowed, and does nothing on pages that are no such document.

(() => {
  const BODY_AT_MOST = 8192;
  const SHOWN_WITHIN_MS = 8000;
  const [navigation] = performance.getEntriesByType("navigation");
  const status = navigation?.responseStatus ?? 0;
  if (window.top !== window || status < 400 || document.getElementById("gatewhy")) return;

  const body = document.body?.innerText.trim() ?? "";
  if (body.length > BODY_AT_MOST || !saysWhy(body)) return;

  // A typed or pasted address is fetched by GET; a form may have been posted.
  const method = document.referrer === "" ? "GET" : undefined;
  const evidence = JSON.stringify({ url: location.href, method, status, body });
  const frame = document.createElement("iframe");
  frame.title = "gatewhy";
  frame.src = `${chrome.runtime.getURL("extension/inline.html")}#${encodeURIComponent(evidence)}`;
  frame.style.cssText = "display: block; width: 100%; height: 320px; border: 0; color-scheme: normal";
  // A document that embeds only what allows that (COEP) embeds this, too, without credentials.
  frame.credentialless = true;
  const home = document.createElement("div");
  home.id = "gatewhy";
  home.style.cssText = "all: initial; display: block; margin: 16px 0 0";
  home.attachShadow({ mode: "closed" }).append(frame);
  document.body.append(home);

  const givenUp = setTimeout(() => {
    frame.replaceWith("gatewhy: this document's own policy (sandbox) keeps the diagnosis out; DevTools' gatewhy panel has it. / このページのポリシー（sandbox）により診断を表示できません。DevToolsのgatewhyパネルで確認してください。");
  }, SHOWN_WITHIN_MS);
  addEventListener("message", ({ source, data }) => {
    const height = Number(data?.gatewhyHeight);
    if (source !== frame.contentWindow || !(height > 0)) return;
    clearTimeout(givenUp);
    frame.style.height = `${Math.min(height, 20_000)}px`;
  });

  // API Gateway's own words: a JSON object with a message and little else.
  function saysWhy(text) {
    try {
      const { message, Message } = JSON.parse(text) ?? {};
      return [message, Message].some((words) => words === null || typeof words === "string");
    } catch {
      return false;
    }
  }
})();
