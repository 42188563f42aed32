// <gate-why> in other people's pages: any static server, any policy, several at once, bundled or not.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { FAILURE, EXCEEDED, HOSTILE_ANSWER, PAGES, buildApplication, serveAll } from "./embedding.mjs";
import { PACKAGE, PATIENCE, ROOT, barriers, folder, launch, until } from "./lib.mjs";
import { hostileTraces } from "./hostile.mjs";

const run = promisify(execFile);

describe("<gate-why>", { timeout: 8 * PATIENCE }, () => {
  let site, chromium, context, tab;

  before(async () => {
    site = await serveAll();
    // The launcher leads every name and port to this one server.
    chromium = await launch({ port: Number(new URL(site.address).port) });
  });
  after(async () => {
    await chromium?.close();
    await site?.close();
  });
  beforeEach(async () => {
    context = await chromium.browser.createBrowserContext();
    tab = await context.newPage();
    tab.setDefaultTimeout(PATIENCE);
    await tab.setViewport({ width: 900, height: 800 });
  });
  afterEach(() => context.close());

  const open = (path) => tab.goto(site.address + path);
  // A page is told of no change within a shadow root, so it has to be asked.
  const found = (selector, of = "gate-why") => until(`${of} ${selector}`, () => tab.$(`${of} >>> ${selector}`));
  const textOf = async (handle) => (await handle).evaluate((element) => element.innerText);
  /** Types into the box as somebody at a keyboard. */
  const paste = (text) => tab.$eval("gate-why >>> textarea", (box, pasted) => {
    box.focus();
    box.setRangeText(pasted);
    box.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType: "insertFromPaste" }));
  }, text);

  it("needs three lines of HTML", async () => {
    await open("/three-lines.html");
    await found("textarea");
    await paste(FAILURE);
    await found('article[data-cause="route-not-found"]');
  });

  it("names the directive where the page's policy forbids WebAssembly, in the page's language", async () => {
    for (const [path, says] of [["/strict.html", /forbids WebAssembly/], ["/strict-ja.html", /禁止されている/]]) {
      await open(path);
      const text = await textOf(found("[data-state=csp]"));
      assert.match(text, says);
      assert.match(text, /Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'/);
    }
  });

  it("works under the policy that it names", async () => {
    await open("/tight.html");
    await paste(FAILURE, await found("textarea"));
    await found("article[data-cause]");
  });

  it("is loaded once for all of a page's elements, and only when one comes near", async () => {
    const loads = () => site.asked.filter((path) => path.endsWith(".wasm")).length;
    const before = loads();
    await open("/many.html");
    await until("two reports", async () => (await tab.$$("gate-why >>> article[data-cause=route-not-found]")).length === 2);
    assert.equal(loads(), before + 1);
    assert.equal(await tab.$("#far >>> article"), null, "what is far away waits");
    await tab.$eval("#far", (element) => element.scrollIntoView());
    await found("article[data-cause=usage-plan-throttle-or-quota]", "#far");
    assert.equal(loads(), before + 1);
  });

  it("shows a prepared example that cannot be changed, in the language asked for", async () => {
    await open("/many.html");
    assert.match(await textOf(found("[data-role=example]")), /^HTTP\/1\.1 403 Forbidden/);
    assert.equal(await tab.$("gate-why >>> textarea"), null);
    assert.match(await textOf(found("article", "gate-why[lang=ja]")), /[ぁ-ん]/);
  });

  it("tells the page of each report", async () => {
    await open("/three-lines.html");
    await found("textarea");
    await tab.evaluate(() => {
      window.told = [];
      document.addEventListener("gatewhy-report", ({ detail }) => window.told.push(detail.report?.diagnoses[0].cause ?? null));
    });
    await paste(FAILURE);
    await until("the first report", () => tab.evaluate(() => window.told.length === 1));
    await tab.evaluate((text) => {
      document.querySelector("gate-why").text = text;
    }, EXCEEDED);
    await tab.evaluate(() => document.querySelector("gate-why").shadowRoot.querySelector("[data-role=clear]").click());
    assert.deepEqual(await tab.evaluate(() => window.told), ["route-not-found", "usage-plan-throttle-or-quota", null]);
    assert.equal(await tab.evaluate(() => document.querySelector("gate-why").report), null);
  });

  it("lets the page answer a report with another text", async () => {
    await open("/three-lines.html");
    await found("textarea");
    await tab.evaluate((text) => document.addEventListener("gatewhy-report", ({ target }) => {
      if (target.text !== text) target.text = text;
    }), EXCEEDED);
    await paste(FAILURE);
    await found("article[data-cause=usage-plan-throttle-or-quota]");
  });

  it("follows its attributes", async () => {
    await open("/form.html");
    await paste(EXCEEDED, await found("textarea"));
    await until("the refusal", async () => /does not take/.test(await textOf(found("[data-role=status]"))));
    await tab.$eval("gate-why", (element) => element.removeAttribute("inputs"));
    await found("article h3");
    assert.equal(await tab.$eval("gate-why", (element) => getComputedStyle(element).colorScheme), "dark");
    await tab.$eval("gate-why", (element) => element.setAttribute("lang", "ja"));
    assert.match(await textOf(found("article")), /[ぁ-ん]/);
    assert.equal(await tab.$eval("gate-why >>> textarea", (box) => box.value), EXCEEDED, "the text stays");
  });

  it("begins with the evidence that it is given", async () => {
    await open("/evidence.html");
    await found("article[data-cause=usage-plan-throttle-or-quota]");
  });

  it("takes a file that is dragged from the desktop", async () => {
    const file = join(await folder("browser-tests"), "dragged.txt");
    await writeFile(file, FAILURE);
    await open("/three-lines.html");
    const target = await found("textarea");
    const { x, y, width, height } = await target.boundingBox();
    const session = await tab.createCDPSession();
    const data = { items: [], files: [file], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver"]) await session.send("Input.dispatchDragEvent", { type, x: x + width / 2, y: y + height / 2, data });
    await found("[data-drop]");
    await session.send("Input.dispatchDragEvent", { type: "drop", x: x + width / 2, y: y + height / 2, data });
    await found("article[data-cause=route-not-found]");
    assert.equal(await tab.$("gate-why >>> [data-drop]"), null);
    assert.equal(await target.evaluate((box) => box.value), FAILURE);
  });

  it("wears the colours, fonts and sizes of its page, box and report", async () => {
    await open("/three-lines.html");
    await found("textarea");
    await paste(FAILURE);
    await found("article");
    const look = () => tab.$eval("gate-why", ({ shadowRoot }) => ["label", "article .gw-why"].map((selector) => {
      const part = shadowRoot.querySelector(selector);
      const { color, fontFamily } = getComputedStyle(part);
      return [color, fontFamily, Math.round(part.getClientRects()[0].height)];
    }));
    const [, [, , plain]] = await look();
    await tab.evaluate(() => {
      const sheet = document.createElement("style");
      sheet.textContent = "gate-why { --gatewhy-ink: rgb(1, 2, 3); --gatewhy-font: Georgia, serif; --gatewhy-size: 32px; --gatewhy-paper: white } gate-why::part(label) { color: rgb(4, 5, 6) }";
      document.head.append(sheet);
    });
    const [label, why] = await look();
    assert.deepEqual(label.slice(0, 2), ["rgb(4, 5, 6)", "Georgia, serif"]);
    assert.deepEqual(why.slice(0, 2), ["rgb(1, 2, 3)", "Georgia, serif"]);
    assert.ok(why[2] >= 1.8 * plain, `${why[2]} px high, and ${plain} before`);
  });

  it("comes back after it was moved, and after a breakdown", async () => {
    await open("/three-lines.html");
    await found("textarea");
    await paste(FAILURE);
    await found("article");
    await tab.evaluate(() => document.body.append(document.createElement("section")));
    await tab.evaluate(() => document.querySelector("section").append(document.querySelector("gate-why")));
    await found("article[data-cause=route-not-found]");
    await tab.evaluate(async () => {
      const { call } = await import("/gatewhy/index.js");
      try {
        call(() => {
          throw new WebAssembly.RuntimeError("unreachable");
        });
      } catch (error) {
        window.broke = error.name;
      }
      document.querySelector("gate-why").text = "";
    });
    assert.equal(await tab.evaluate(() => window.broke), "BreakdownError");
    await found("textarea");
    await paste(FAILURE);
    await found("article[data-cause=route-not-found]");
  });

  it("goes on without a network", async () => {
    await open("/three-lines.html");
    await found("textarea");
    await tab.setOfflineMode(true);
    await paste(FAILURE);
    await found("article[data-cause=route-not-found]");
  });

  it("does not mind a server that takes WebAssembly for text", async () => {
    await open("/poor.html");
    await found("textarea");
    assert.ok(site.asked.includes("/poor/gatewhy_www_bg.wasm"));
  });

  it("works as a classic script, from a server and from a disk", async () => {
    const disk = join(await folder("browser-tests"), "classic.html");
    const html = PAGES["/classic.html"].html.replace("/gatewhy/", `${pathToFileURL(PACKAGE)}/`);
    await writeFile(disk, html);
    for (const address of [`${site.address}/classic.html`, String(pathToFileURL(disk))]) {
      await tab.goto(address);
      await found("textarea");
      await paste(FAILURE);
      await found("article[data-cause=route-not-found]");
      const cause = await tab.evaluate(async (text) => {
        await window.gatewhy.init();
        return window.gatewhy.diagnoseText(text)[0].diagnoses[0].cause;
      }, FAILURE);
      assert.equal(cause, "route-not-found", address);
    }
  });

  it("asks nobody else for anything", async () => {
    const others = [];
    tab.on("request", (request) => {
      if (!request.url().startsWith(site.address)) others.push(request.url());
    });
    await open("/many.html");
    await found("article");
    assert.deepEqual(others, []);
  });

  it("keeps a hostile answer a text, in the box and in the report", async () => {
    await open("/three-lines.html");
    await found("textarea");
    await paste(HOSTILE_ANSWER);
    await found("article");
    assert.deepEqual(await hostileTraces(tab, "gate-why >>> [data-role=report]"), []);
  });

  it("is worked by keyboard alone", async () => {
    await open("/three-lines.html");
    await found("textarea");
    const at = () => tab.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.dataset.role ?? "");
    await tab.keyboard.press("Tab");
    assert.equal(await at(), "open");
    await tab.keyboard.press("Tab");
    assert.equal(await at(), "input");
    await tab.keyboard.type("HTTP/1.1 403 Forbidden\n");
    await found("article");
    await tab.keyboard.press("Tab");
    assert.equal(await tab.evaluate(() => Boolean(document.activeElement.shadowRoot.activeElement.closest("article"))), true);
    await tab.keyboard.down("Shift");
    for (const _ of [1, 2]) await tab.keyboard.press("Tab");
    await tab.keyboard.up("Shift");
    assert.equal(await at(), "clear");
    await tab.keyboard.press("Enter");
    assert.equal(await at(), "input");
    assert.equal(await tab.$eval("gate-why", (element) => element.text), "");
  });

  it("is accessible in both themes and languages, and fits a telephone", async () => {
    const shots = await folder("screenshots");
    for (const [theme, width] of [["light", 1000], ["dark", 390]]) {
      await tab.setViewport({ width, height: 900 });
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await open("/many.html");
      await until("two reports", async () => (await tab.$$("gate-why >>> article")).length === 2);
      assert.deepEqual(await barriers(tab), [], theme);
      assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true, `nothing sticks out at ${width} px`);
      await tab.screenshot({ path: join(shots, `element-${theme}-${width}.png`) });
    }
    // The element's own theme holds, whatever the reader's system is.
    for (const [theme, system] of [["dark", "light"], ["light", "dark"]]) {
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: system }]);
      await open("/form.html");
      await found("textarea");
      await tab.$eval("gate-why", (element, value) => element.setAttribute("theme", value), theme);
      await paste(FAILURE);
      await found("article");
      assert.deepEqual(await barriers(tab), [], `${theme} in a page that is ${system}`);
    }
  });

  it("is built into an application by Vite", async () => {
    await buildApplication();
    await open("/application/index.html");
    await found("textarea");
    assert.equal(await until("the API", () => tab.evaluate((text) => globalThis.diagnoseText?.(text)[0].diagnoses[0].cause, FAILURE)), "route-not-found");
    assert.equal(site.asked.filter((path) => path.startsWith("/application/") && path.endsWith(".wasm")).length, 1, "element and API share the module");
  });

  it("has types that TypeScript understands", async () => {
    const app = await folder("browser-tests", "types");
    await mkdir(join(app, "node_modules"), { recursive: true });
    await run("cp", ["-rT", PACKAGE, join(app, "node_modules", "gatewhy")]);
    await writeFile(join(app, "package.json"), '{"type":"module","private":true}');
    await writeFile(join(app, "main.ts"), `import { causes, diagnose, diagnoseText, explain, init, LoadError, parse, type Evidence, type Report } from "gatewhy";
import { GateWhy } from "gatewhy/element";
await init();
const evidence: Evidence = { url: "https://x.example/", status: 403, response_headers: { date: ["x"] } };
const report: Report = diagnose(evidence, { lang: "ja" });
const cause: string | undefined = report.diagnoses[0]?.cause;
const more: Report[] = diagnoseText("x");
const element: GateWhy = document.createElement("gate-why");
element.addEventListener("gatewhy-report", ({ detail }) => console.log(detail.report?.origin.who));
console.log(cause, more.length, parse("x").notes.length, explain("waf-block", "ja"), causes("en")[0]?.title, LoadError.name);
// @ts-expect-error a status is a number
diagnose({ status: "many" });
`);
    const { stdout } = await run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2023,dom", "--types", "", "main.ts"], { cwd: app }).catch((error) => error);
    assert.equal(stdout, "");
  });
});
