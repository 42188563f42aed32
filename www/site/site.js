// The site's few moves: search without a server, the other language at the same heading, examples
// to try, buttons that copy a snippet, and the widget where a page is opened from a disk. Text goes into text nodes only.
"use strict";

(() => {
  const root = document.body.dataset.root ?? "";
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const index = (globalThis.gatewhySearch ?? []).map(([title, path, words, why]) => ({
    title,
    path,
    words,
    text: [title, ...words, why].join("\n").toLowerCase(),
  }));
  let chosen = -1;

  // All words must be there; those in the exact texts count more than those in the prose.
  function find(query) {
    const whole = query.trim().toLowerCase();
    const parts = whole.split(/\s+/u).filter(Boolean);
    if (parts.length === 0) return [];
    const score = (entry) => {
      if (!parts.every((part) => entry.text.includes(part))) return 0;
      const exact = entry.words.some((word) => word.toLowerCase() === whole);
      const inWords = entry.words.some((word) => word.toLowerCase().includes(whole));
      const inTitle = entry.title.toLowerCase().includes(whole);
      return 1 + (exact ? 8 : 0) + (inWords ? 4 : 0) + (inTitle ? 2 : 0);
    };
    return index
      .map((entry) => ({ entry, score: score(entry) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.entry.title.localeCompare(b.entry.title))
      .slice(0, 12)
      .map(({ entry }) => entry);
  }

  function show() {
    const query = input.value;
    const found = find(query);
    list.replaceChildren();
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    for (const [at, entry] of found.entries()) {
      const item = document.createElement("li");
      item.id = `found-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.path = entry.path;
      item.append(entry.title);
      const lower = query.trim().toLowerCase();
      const word = entry.words.find((word) => word.toLowerCase().includes(lower));
      if (word) {
        const small = document.createElement("small");
        small.append(word);
        item.append(small);
      }
      list.append(item);
    }
    if (query.trim() && found.length === 0) {
      const none = document.createElement("li");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.append(input.dataset.none);
      list.append(none);
    }
    open(Boolean(query.trim()));
  }

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
  }

  function choose(at) {
    const items = [...list.querySelectorAll("[data-path]")];
    if (items.length === 0) return;
    chosen = (at + items.length) % items.length;
    for (const [each, item] of items.entries()) {
      item.setAttribute("aria-selected", String(each === chosen));
    }
    items[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[chosen].id);
  }

  function go(item) {
    if (item?.dataset.path) location.href = root + item.dataset.path;
  }

  if (input && list) {
    input.addEventListener("input", show);
    input.addEventListener("focus", () => open(Boolean(input.value.trim())));
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
      else if (event.key === "Enter") go(list.querySelectorAll("[data-path]")[Math.max(chosen, 0)]);
      else if (event.key === "Escape") open(false);
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", () => open(false));
    // A press would take the focus away, and the list with it, before the click.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => go(event.target.closest("[data-path]")));
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, gate-why, [contenteditable]");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.focus();
      }
    });
  }

  // A heading has the same id in both languages.
  const other = document.querySelector("a.lang");
  const keepHeading = () => {
    other.hash = location.hash;
  };
  if (other) {
    addEventListener("hashchange", keepHeading);
    keepHeading();
  }

  for (const button of document.querySelectorAll("[data-text]")) {
    button.addEventListener("click", () => {
      const widget = document.querySelector("gate-why");
      widget.text = button.dataset.text;
      widget.scrollIntoView({ block: "start" });
    });
  }

  // Browsers load no modules from a disk. The classic script has everything in it.
  if (location.protocol === "file:" && !customElements.get("gate-why")) {
    const script = document.createElement("script");
    script.src = `${root}gatewhy/gatewhy.classic.js`;
    document.head.append(script);
  }

  for (const code of document.querySelectorAll("main pre.code > code")) {
    const pre = code.parentElement;
    const box = document.createElement("div");
    box.className = "snippet";
    pre.replaceWith(box);
    const button = document.createElement("button");
    button.type = "button";
    button.append(document.body.dataset.copy);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = document.body.dataset.copied;
      setTimeout(() => (button.textContent = document.body.dataset.copy), 1500);
    });
    if (navigator.clipboard) box.append(pre, button);
    else box.append(pre);
  }
})();
