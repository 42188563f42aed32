// Declares <gate-why>. The module is loaded once for all of a page's elements, when the first of
// them comes near the window; what it does is written in Rust.
import { BreakdownError, DIRECTIVE, call, generation, init } from "./index.js";

export * from "./index.js";

// Words for the time when the module, which has all others, is not there.
const WORDS = {
  en: {
    loading: "Loading gatewhy …",
    csp: "gatewhy cannot run here: this page's Content Security Policy forbids WebAssembly. Whoever runs the page can allow it with this directive:",
    network: "gatewhy could not be loaded. Put gatewhy_www_bg.wasm beside gatewhy.js, and let the page's Content Security Policy allow connect-src to it.",
    module: "gatewhy could not start: its WebAssembly module is broken, of another version, or not supported by this browser.",
    file: "gatewhy cannot be loaded from a file:// address as a module. Use gatewhy.classic.js instead, or serve the folder.",
    panic: "gatewhy broke down over this input. It was started anew; please report what you pasted, without its secrets.",
    again: "Try again",
  },
  ja: {
    loading: "gatewhyを読み込んでいます…",
    csp: "このページのContent Security PolicyでWebAssemblyが禁止されているため、gatewhyを実行できません。ページの管理者は、次のディレクティブで許可できます。",
    network: "gatewhyを読み込めませんでした。gatewhy_www_bg.wasmをgatewhy.jsと同じ場所に置き、ページのContent Security Policyのconnect-srcで許可してください。",
    module: "gatewhyを起動できませんでした。WebAssemblyモジュールが壊れているか、バージョンが異なるか、このブラウザでサポートされていません。",
    file: "file://のアドレスからはモジュールとして読み込めません。代わりにgatewhy.classic.jsを使うか、フォルダーをサーバーで公開してください。",
    panic: "この入力の処理中にgatewhyが異常終了したため、再起動しました。貼り付けた内容を（機密情報を除いて）ご報告ください。",
    again: "再試行",
  },
};

/** The look of the time without the module, which brings all other styles. */
const STATE = `
  :host { display: block; color-scheme: light dark; }
  :host([theme="light"]) { color-scheme: light; }
  :host([theme="dark"]) { color-scheme: dark; }
  :host([hidden]) { display: none; }
  .state { padding: .8rem 1.1rem; border: 1px solid light-dark(#dfe2e6, #34383e); border-radius: 8px; background: light-dark(#fff, #1b1d20); color: light-dark(#595f67, #a3a8af); font: 16px/1.6 var(--gatewhy-font, system-ui, sans-serif); overflow-wrap: anywhere; }
  .failed { border-color: light-dark(#a5380b, #f5a97f); color: light-dark(#1b1e22, #e6e7e9); }
  .state p { margin: 0; }
  .state pre { margin: .5rem 0; padding: .6rem .8rem; border-radius: 6px; background: light-dark(#f6f7f8, #1e2125); font: .8125rem/1.5 ui-monospace, monospace; white-space: pre-wrap; }
  .state button { font: inherit; font-size: .875rem; padding: .25rem .65rem; cursor: pointer; }
  .example { overflow-x: auto; }
`;

/** How far from the window an element is loaded, in CSS pixels. */
const NEAR = "600px";

/** A pause in typing of so many milliseconds asks for a report. */
const PAUSE = 150;

// A document may be read where there are no elements: on a server that renders pages.
const Base = globalThis.HTMLElement ?? class {};

export class GateWhy extends Base {
  static observedAttributes = ["lang", "readonly", "heading", "inputs", "evidence"];

  #widget;
  #generation = 0;
  #near;
  #pause;
  #text;
  #report = null;
  #told = null;

  connectedCallback() {
    if (!this.shadowRoot) this.#open();
    // What stands in the element is the prepared example, and all that is seen without JavaScript.
    this.#text ??= this.getAttribute("evidence") ?? this.textContent.replace(/^\s*\n/u, "").trimEnd();
    if (this.#widget) return;
    this.#say("loading");
    if (typeof IntersectionObserver !== "function") {
      this.#start();
      return;
    }
    this.#near = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) this.#start();
    }, { rootMargin: NEAR });
    this.#near.observe(this);
  }

  disconnectedCallback() {
    this.#near?.disconnect();
    clearTimeout(this.#pause);
  }

  attributeChangedCallback(name, _before, value) {
    if (name === "evidence" && value !== null) this.text = value;
    if (!this.#widget) return;
    if (name === "lang") this.#do((widget) => widget.setLang(this.#lang()));
    if (name === "readonly") this.#do((widget) => widget.setReadonly(this.hasAttribute("readonly")));
    if (name === "heading") this.#do((widget) => widget.setHeading(this.#heading()));
    if (name === "inputs") this.#do((widget) => widget.setInputs(value ?? ""));
  }

  /** What is in the box. */
  get text() {
    return this.#text ?? "";
  }

  set text(text) {
    this.#text = String(text);
    if (this.#widget) this.#do((widget) => widget.setText(this.#text));
  }

  /** The report that is shown, as gatewhy/report@1, or null. */
  get report() {
    return this.#report;
  }

  /** Evidence as an object, in place of text. */
  set evidence(evidence) {
    this.text = JSON.stringify(evidence, null, 2);
  }

  #open() {
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    for (const name of ["click", "change", "drop", "dragover", "dragleave"]) {
      root.addEventListener(name, (event) => this.#handle(event));
    }
    root.addEventListener("input", ({ target }) => {
      // The file chooser says so, too.
      if (target.dataset.role !== "input") return;
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => this.#do((widget) => widget.readBox()), PAUSE);
    });
  }

  async #start() {
    this.#near?.disconnect();
    if (this.#widget) return;
    try {
      await init();
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#widget || !this.isConnected) return;
    this.shadowRoot.replaceChildren();
    this.shadowRoot.adoptedStyleSheets = [];
    try {
      this.#widget = call((core) => new core.Widget(this.shadowRoot, this.#lang()));
      this.#generation = generation();
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#emit("gatewhy-ready", {});
    this.#do((widget) => {
      if (this.hasAttribute("readonly")) widget.setReadonly(true);
      if (this.hasAttribute("heading")) widget.setHeading(this.#heading());
      if (this.hasAttribute("inputs")) widget.setInputs(this.getAttribute("inputs"));
      if (this.#text) widget.setText(this.#text);
    });
  }

  async #handle(event) {
    const file = this.#do((widget) => widget.handle(event));
    if (!file) return;
    const text = await file.text().catch(() => undefined);
    this.#do((widget) => widget.takeFile(text));
  }

  /** Lets the widget do something, and tells the page when that brought another report. */
  #do(act) {
    // After a breakdown a widget's memory is gone: it is made anew.
    if (this.#generation !== generation()) this.#widget = undefined;
    if (!this.#widget) {
      this.#start();
      return undefined;
    }
    let given;
    try {
      given = call(() => act(this.#widget));
      this.#text = this.#widget.text();
      this.#tell(this.#widget.report());
    } catch (error) {
      if (!(error instanceof BreakdownError)) throw error;
      this.#widget = undefined;
      this.#text = "";
      this.#fail(error);
    }
    return given;
  }

  #tell(json = null) {
    if (json === this.#told) return;
    this.#told = json;
    this.#report = json === null ? null : JSON.parse(json);
    this.#emit("gatewhy-report", { report: this.#report });
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** The element's own language, that of what is around it, or the browser's. */
  #lang() {
    const named = this.closest("[lang]")?.getAttribute("lang");
    return named || document.documentElement.lang || navigator.language || "en";
  }

  #heading() {
    return Number.parseInt(this.getAttribute("heading") ?? "", 10) || 2;
  }

  #words() {
    return this.#lang().toLowerCase().startsWith("ja") ? WORDS.ja : WORDS.en;
  }

  /** A line in place of the widget; the example stays readable below it. */
  #say(word, ...more) {
    const box = document.createElement("div");
    box.className = word === "loading" ? "state" : "state failed";
    box.dataset.state = word;
    box.setAttribute("part", "state");
    box.setAttribute("role", "status");
    const line = document.createElement("p");
    line.append(this.#words()[word]);
    const shown = document.createElement("div");
    shown.className = "example";
    shown.tabIndex = 0;
    shown.append(document.createElement("slot"));
    box.append(line, ...more);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STATE);
    this.shadowRoot.adoptedStyleSheets = [sheet];
    this.shadowRoot.replaceChildren(box, shown);
  }

  #fail(error) {
    const code = this.#code(error);
    const pre = document.createElement("pre");
    pre.append(code === "csp" ? `Content-Security-Policy: ${DIRECTIVE}` : String(error.message));
    const again = document.createElement("button");
    again.type = "button";
    again.append(this.#words().again);
    again.addEventListener("click", (event) => {
      event.stopPropagation();
      this.#start();
    });
    this.#say(code, pre, ...(code === "network" || code === "panic" ? [again] : []));
    this.#emit("gatewhy-error", { code, message: error.message });
  }

  #code(error) {
    if (error instanceof BreakdownError) return "panic";
    if (error.code === "network" && location.protocol === "file:") return "file";
    return error.code ?? "module";
  }
}

if (globalThis.customElements && !customElements.get("gate-why")) customElements.define("gate-why", GateWhy);
