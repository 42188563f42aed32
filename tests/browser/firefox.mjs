// What the tests in Firefox share: the browser with every name leading to the loopback gateway, the
// extension as a temporary add-on, the toolbox, and the panel in it. As in lib.mjs, every wait is
// for a condition.

import { access, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

import { Builder } from "selenium-webdriver";
import firefox from "selenium-webdriver/firefox.js";

import { APP } from "./gateway.mjs";
import { PATIENCE, rowsIn, until } from "./lib.mjs";

const there = (path) => access(path).then(() => path, () => null);
const BINARY = process.env.FIREFOX ?? (await there("/usr/bin/firefox-esr")) ?? (await there("/usr/bin/firefox"));
const DRIVER = process.env.GECKODRIVER ?? (await there(join(homedir(), ".cargo/bin/geckodriver"))) ?? (await there("/usr/bin/geckodriver"));

/** Why there can be no test in Firefox here; `false` where there can. */
export const skip = !(BINARY && DRIVER) && "no Firefox or no geckodriver; `cargo xtask setup` installs them";

/** The add-on's id in the manifest, and the address that Firefox is told to give it. */
const ADDON = "{6d1c1f3e-0c1e-4a63-9d3d-6f2d2b8f7a41}";
const UUID = "0b6f6b1e-3a52-4f0c-8d2e-6f5f2b7d9c11";
export const EXTENSION_PAGES = `moz-extension://${UUID}/extension/`;

/**
 * Starts Firefox so that every name leads to the gateway on `port`.
 *
 * @param {{port: number, extension?: string, lang?: string, theme?: string, prefs?: object}} options
 *   `theme`: that of DevTools and of the pages, `light` or `dark`
 */
export async function launch({ port, extension, lang = "en", theme = "light", prefs = {}, width = 1280, height = 900 }) {
  const options = new firefox.Options()
    .setBinary(BINARY)
    .addArguments("-headless", `--width=${width}`, `--height=${height}`)
    .setAcceptInsecureCerts(true);
  const all = {
    "network.dns.forceResolve": "127.0.0.1",
    "network.socket.forcePort": `443=${port}`,
    "intl.accept_languages": lang === "ja" ? "ja, en" : "en",
    "devtools.theme": theme,
    // The toolbox below the page, tall enough for a report.
    "devtools.toolbox.footer.height": height - 350,
    "layout.css.prefers-color-scheme.content-override": theme === "dark" ? 0 : 1,
    "extensions.webextensions.uuids": JSON.stringify({ [ADDON]: UUID }),
    // What the user is asked is answered with yes; that it is asked at all needs a click all the same.
    "extensions.webextOptionalPermissionPrompts": false,
    ...prefs,
  };
  for (const [name, value] of Object.entries(all)) options.setPreference(name, value);
  const service = new firefox.ServiceBuilder(DRIVER).addArguments("--allow-system-access");
  const driver = await new Builder().forBrowser("firefox").setFirefoxOptions(options).setFirefoxService(service).build();
  await driver.manage().setTimeouts({ script: PATIENCE, pageLoad: PATIENCE });
  if (extension) await driver.installAddon(extension, true);
  return driver;
}

/** Opens the page that makes the failing calls. */
export async function openApp(driver) {
  await driver.get(APP);
  await until("the page to be ready", () => driver.executeScript("return document.documentElement.dataset.ready === 'yes'"));
}

/** Runs a function in the browser's own window and gives what it resolves to. */
export async function inChrome(driver, script, ...args) {
  await driver.setContext(firefox.Context.CHROME);
  try {
    const source = `const [args, done] = [arguments[0], arguments[1]]; (${script})(...args).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await driver.executeAsyncScript(source, args);
    if (error) throw new Error(error);
    return value;
  } finally {
    await driver.setContext(firefox.Context.CONTENT);
  }
}

/** Opens the toolbox beside the page. */
export const openBareToolbox = (driver, toolId = "inspector") => inChrome(driver, async (tool) => {
  const { require } = ChromeUtils.importESModule("resource://devtools/shared/loader/Loader.sys.mjs");
  const { gDevTools } = require("devtools/client/framework/devtools");
  const toolbox = await gDevTools.showToolboxForTab(gBrowser.selectedTab, { toolId: tool, hostType: "bottom" });
  window.__toolbox = toolbox;
  window.__panelId = () => [...(toolbox.additionalToolDefinitions ?? toolbox._additionalToolDefinitions).keys()].find((id) => /webext/.test(id));
}, toolId);

/** Waits until our panel is registered in the toolbox. */
export const panelsTab = (driver) => until("the panel's tab in the toolbox", () => inChrome(driver, async () => Boolean(window.__panelId())));

/** Opens the toolbox beside the page, with our panel registered in it; the panel stays hidden. */
export const openToolbox = (driver) => openBareToolbox(driver).then(() => panelsTab(driver));

/** Brings our panel to the front and waits for its page to be in a state. */
export async function showPanel(driver, state = "ready") {
  await inChrome(driver, async () => {
    await window.__toolbox.selectTool(window.__panelId());
    window.__panel = () => {
      const frame = [...window.__toolbox.doc.querySelectorAll("iframe")].find(({ id }) => /webext/.test(id));
      return frame?.contentDocument.querySelector("browser");
    };
  });
  await until("the panel's document", () => inPanel(driver, (document, wanted) => document.readyState === "complete" && document.body?.dataset.state === wanted, state));
}

/** Runs a function on the panel's document, `(document, ...args)`, and gives what it returns. */
export const inPanel = (driver, script, ...args) => inChrome(driver, async (source, given) => {
  const browser = window.__panel();
  const manager = browser?.messageManager;
  if (!manager) throw new Error("the panel has no page yet");
  window.__calls = (window.__calls ?? 0) + 1;
  const name = `gatewhy:${window.__calls}`;
  return new Promise((resolve, reject) => {
    // A page that is only coming up may go, and the call with it: asking again is up to the caller.
    const lost = setTimeout(() => {
      manager.removeMessageListener(name, listener);
      reject(new Error("the panel did not answer"));
    }, 5000);
    const listener = ({ data }) => {
      clearTimeout(lost);
      manager.removeMessageListener(name, listener);
      if (data.error) reject(new Error(data.error));
      else resolve(data.value);
    };
    manager.addMessageListener(name, listener);
    const code = `(async () => { try { sendAsyncMessage(${JSON.stringify(name)}, { value: await (${source})(content.document, ...${JSON.stringify(given)}) }); } catch (error) { sendAsyncMessage(${JSON.stringify(name)}, { error: String(error) }); } })()`;
    manager.loadFrameScript(`data:,${encodeURIComponent(code)}`, false);
  });
}, String(script), args);

/** Clicks as a mouse does, which is what lets a page write to the clipboard and save files. */
export const click = (driver, selector) => inPanel(driver, (document, wanted) => {
  const target = document.querySelector(wanted);
  target.scrollIntoView({ block: "nearest" });
  const { left, top, width, height } = target.getBoundingClientRect();
  for (const type of ["mousedown", "mouseup"]) {
    document.defaultView.synthesizeMouseEvent(type, left + width / 2, top + height / 2, { button: 0, clickCount: 1 }, { isDOMEventSynthesized: false });
  }
}, selector);

/** What the clipboard holds. */
export const clipboard = (driver) => inChrome(driver, async () => {
  const transferable = Cc["@mozilla.org/widget/transferable;1"].createInstance(Ci.nsITransferable);
  transferable.init(null);
  transferable.addDataFlavor("text/plain");
  Services.clipboard.getData(transferable, Services.clipboard.kGlobalClipboard);
  const found = {};
  transferable.getTransferData("text/plain", found);
  return found.value.QueryInterface(Ci.nsISupportsString).data;
});

/** The annotated rows, as lib.mjs has them of Chromium. */
export const rowsOf = (driver) => inPanel(driver, rowsIn);

/** What axe-core finds on the page of the tab, against WCAG 2.2, levels A and AA. */
export async function barriers(driver) {
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  return driver.executeAsyncScript(`const done = arguments[0]; ${axe}; axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then(({ violations }) => done(violations.map(({ id, nodes }) => id + ": " + nodes.map(({ target }) => target).join(" "))), (error) => done([String(error)]))`);
}

/** A picture of the whole window, toolbox included. */
export async function picture(driver) {
  await driver.setContext(firefox.Context.CHROME);
  try {
    return Buffer.from(await driver.takeScreenshot(), "base64");
  } finally {
    await driver.setContext(firefox.Context.CONTENT);
  }
}
