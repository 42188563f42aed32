// The panel in the toolbox of a real Firefox: the scenarios that Chromium is shown, told what each
// browser withholds.

import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { By, Key } from "selenium-webdriver";

import { EXTENSION_PAGES, barriers, click, clipboard, inChrome, inPanel, launch, openApp, openBareToolbox, openToolbox, panelsTab, picture, rowsOf, showPanel, skip } from "./firefox.mjs";
import { start } from "./gateway.mjs";
import { HOSTILE_WORD, hostileIn } from "./hostile.mjs";
import { EXTENSION, PATIENCE, atRest, built, countsIn, folder, isIdle, namedRow, until } from "./lib.mjs";
import { REST, isOf } from "./scenarios.mjs";

describe("the panel in Firefox", { timeout: 10 * PATIENCE, skip }, () => {
  let gateway, driver, shelf;
  const seen = {};
  const scenario = (id) => gateway.scenarios.find((each) => each.id === id);
  const rowOf = async (id) => (await rowsOf(driver)).find(isOf(scenario(id)));
  const call = async (ids) => Object.assign(seen, await driver.executeAsyncScript("const done = arguments[1]; window.petShop.callAll(arguments[0]).then(done)", ids));

  /** Opens the report of a scenario's row; gives its text. */
  const report = async (id) => {
    const { id: row, cause } = await until(`the row of ${id}`, () => rowOf(id));
    await inPanel(driver, (document, wanted) => document.querySelector(`[data-cause][data-id="${wanted}"]`).click(), row);
    return until("its report", () => inPanel(driver, (document, wanted) => document.querySelector(`[data-role=detail] article[data-cause="${wanted}"]`)?.innerText, cause));
  };

  before(async () => {
    gateway = await start();
    shelf = await mkdtemp(join(tmpdir(), "gatewhy-saved-"));
    const prefs = { "browser.download.folderList": 2, "browser.download.dir": shelf, "browser.download.useDownloadDir": true, "browser.download.alwaysOpenPanel": false };
    driver = await launch({ port: gateway.port, extension: await built(EXTENSION), height: 1400, prefs });
    await openApp(driver);
    await openToolbox(driver);
  });
  after(async () => {
    await driver?.quit();
    await gateway?.close();
    if (shelf) await rm(shelf, { recursive: true, force: true });
  });

  it("has what failed before it was shown, from the moment the toolbox was opened", async () => {
    const early = ["typo-in-path", "authorizer-says-no", "malformed-function-result"];
    await call(early);
    await showPanel(driver);
    for (const id of early) await until(`the row of ${id}`, () => rowOf(id));
  });

  it("adds what fails while it is open", async () => {
    await call(gateway.scenarios.map(({ id }) => id).filter((id) => !(id in seen)));
    await until("the row of the last call", () => rowOf(gateway.scenarios.at(-1).id));
    await atRest(() => rowsOf(driver), () => inPanel(driver, isIdle));
    assert.ok((await rowsOf(driver)).length >= 30);
  });

  it("names the cause in each row", async (t) => {
    const explained = gateway.scenarios.filter(({ causes, answer }) => causes && answer?.from !== "other");
    assert.ok(explained.length >= 25, `${explained.length} scenarios`);
    for (const each of explained) {
      await t.test([each.row, each.id].filter(Boolean).join(" · "), async (t) => {
        const row = await namedRow(() => rowsOf(driver), each);
        assert.ok(row, `a row for ${each.request.method} ${each.request.url}`);
        assert.equal(Number(row.status), (each.preflight ?? each.answer).status);
        assert.ok(each.causes.includes(row.cause), `${row.cause || "nothing"} is on top, in place of ${each.causes.join(" or ")}`);
        assert.match(row.confidence, /^\d{1,3}\s?%$/);
        for (const what of each.withheld.firefox) t.diagnostic(`Firefox withholds the ${what}`);
      });
    }
  });

  it("has no row for a request that was never sent, which Firefox does not tell of", async () => {
    const { request, withheld } = scenario("preflight-refused");
    assert.deepEqual(withheld.firefox, ["request"]);
    const { pathname } = new URL(request.url);
    const methods = (await rowsOf(driver)).filter(({ path }) => path === pathname).map(({ method }) => method);
    assert.deepEqual(methods, ["OPTIONS"]);
  });

  it("leaves out what did not fail", async () => {
    const rows = await rowsOf(driver);
    assert.deepEqual(rows.filter(({ status, host }) => (Number(status) >= 200 && Number(status) < 400) || host === "app.example.com"), []);
  });

  it("quotes the body that CORS keeps from the page, and tells why the page saw none", async () => {
    assert.match(seen["typo-in-path"], /^TypeError: NetworkError/);
    const text = await report("typo-in-path");
    assert.match(text, /Missing Authentication Token/);
    assert.match(text, /CORS/);
    assert.match(text, /\/prod\/pets/, "the neighbour that worked is named");
  });

  it("shows the whole report of a row", async () => {
    await report("authorizer-says-no");
    for (const part of ["verdict", "evidence", "checks", "fixes", "links"]) {
      const text = await inPanel(driver, (document, name) => document.querySelector(`[data-role=detail] [data-part=${name}]`)?.innerText.trim(), part);
      assert.ok(text, part);
    }
  });

  it("leads from a quote to its bytes in the exchange beside it", async () => {
    await report("typo-in-path");
    const told = await inPanel(driver, (document) => {
      const quote = document.querySelector("[data-part=evidence] [data-act=jump]");
      const { place } = quote.dataset;
      quote.click();
      const hit = document.querySelector("[data-role=exchange] [data-hit]");
      return { place, at: hit?.dataset.place, bytes: hit?.querySelector("mark")?.textContent, quote: quote.dataset.quote };
    });
    assert.equal(told.at, told.place);
    assert.equal(told.bytes, told.quote);
  });

  it("copies the report and the request, secrets masked", async () => {
    await report("authorizer-says-no");
    const secret = scenario("authorizer-says-no").request.headers.authorization.split(".").at(-1);
    for (const [action, says] of [["copy-report", /explicit deny[^]*\/prod\/admin\/users/], ["copy-curl", /^curl [^]*\/prod\/admin\/users/]]) {
      await click(driver, `[data-action=${action}]`);
      await until("the button to say so", () => inPanel(driver, (document, name) => document.querySelector(`[data-action=${name}]`).dataset.told === "done", action));
      const copied = await clipboard(driver);
      assert.match(copied, says);
      assert.ok(!copied.includes(secret), `${action} masks`);
    }
  });

  it("saves the session as a HAR and its reports as Markdown, secrets masked", async () => {
    const secret = scenario("authorizer-says-no").request.headers.authorization.split(".").at(-1);
    for (const [action, ending, says] of [["save-har", ".har", /"entries"/], ["save-report", ".md", /^# Failing API Gateway calls/]]) {
      await click(driver, `[data-action=${action}]`);
      const text = await until(`a ${ending}`, async () => {
        const name = (await readdir(shelf)).find((each) => each.endsWith(ending));
        const text = name && (await readFile(join(shelf, name), "utf8"));
        return text && (ending === ".md" || JSON.parse(text)) && text;
      });
      assert.match(text, says);
      assert.match(text, /\/prod\/admin\/users/);
      assert.ok(!text.includes(secret), `${action} masks`);
    }
  });

  it("keeps a hostile answer a text", async () => {
    const row = await rowOf("hostile-body");
    await inPanel(driver, (document, id) => document.querySelector(`[data-cause][data-id="${id}"]`).click(), row.id);
    const quoted = await until("the report", () => inPanel(driver, (document, word) => document.querySelector("[data-role=detail] article")?.textContent.includes(word), HOSTILE_WORD));
    assert.ok(quoted, "the markup is quoted");
    assert.deepEqual(await inPanel(driver, hostileIn, "[data-role=panel]"), []);
  });

  it("speaks both languages and wears both themes", async () => {
    const shots = await folder("screenshots");
    const texts = {};
    const papers = {};
    for (const [theme, lang] of [["light", "en"], ["dark", "ja"], ["dark", "en"], ["light", "ja"]]) {
      await inChrome(driver, async (name) => Services.prefs.setCharPref("devtools.theme", name), theme);
      await inPanel(driver, (document, code) => document.querySelector(`[data-action=lang][data-lang=${code}]`).click(), lang);
      await until(`${lang}, ${theme}`, () => inPanel(driver, (document, wanted) => document.documentElement.lang === wanted[0] && document.documentElement.dataset.theme === wanted[1], [lang, theme]));
      texts[lang] = await report("clock-is-slow");
      papers[theme] = await inPanel(driver, (document) => document.defaultView.getComputedStyle(document.body).backgroundColor);
      await writeFile(join(shots, `firefox-panel-${lang}-${theme}.png`), await picture(driver));
    }
    assert.match(texts.ja, /[ぁ-ん]/);
    assert.doesNotMatch(texts.en, /[ぁ-ん]/);
    assert.notEqual(papers.light, papers.dark);
  });

  it("is worked by real keys alone, on recorded exchanges", async () => {
    await driver.switchTo().newWindow("tab");
    await driver.get(`${EXTENSION_PAGES}panel.html?fake`);
    const find = (selector) => driver.executeScript("return document.querySelector(arguments[0])", selector);
    await until("the list", () => find("[data-role=panel][data-work=idle] tbody tr"));
    const press = (...keys) => driver.actions().sendKeys(...keys).perform();
    const focused = () => driver.executeScript("return document.activeElement.closest('tbody tr')?.dataset.id ?? document.activeElement.dataset.role ?? ''");
    for (let tabs = 0; tabs < 60 && !/^\d+$/.test(await focused()); tabs += 1) await press(Key.TAB);
    await press(Key.HOME);
    const first = await focused();
    assert.match(first, /^\d+$/, "the list is reached by Tab");
    await press(Key.ARROW_DOWN);
    assert.notEqual(await focused(), first);
    await press(Key.ENTER);
    await until("the report", () => find("[data-role=detail] article[data-cause]"));
    await press(Key.ESCAPE);
    await until("it to be closed", () => find("[data-role=panel][data-detail=closed]"));
    await press("/");
    assert.equal(await focused(), "filter");
    await press("status:401");
    await until("what fits", async () => (await driver.executeScript("return [...document.querySelectorAll('tbody tr')].map(({ dataset }) => dataset.status).join()")) === "401");
  });

  it("opens a transcript and the HAR that it saved, and names the remedy where a file cannot be read", async () => {
    await driver.get(`${EXTENSION_PAGES}panel.html?fake=empty`);
    const find = (selector) => driver.executeScript("return document.querySelector(arguments[0])", selector);
    const notice = () => driver.executeScript("return [...document.querySelectorAll('[data-role=notice]')].map(({ textContent }) => textContent).join()");
    await until("the panel", () => find("[data-role=panel][data-work=idle]"));
    const choose = async (name, content) => {
      if (content !== undefined) await writeFile(join(shelf, name), content);
      await driver.findElement(By.css("[data-role=files]")).sendKeys(join(shelf, name));
    };
    await choose("refused.txt", 'HTTP/2 403\nx-amzn-errortype: MissingAuthenticationTokenException\nx-amz-apigw-id: a=\n\n{"message":"Missing Authentication Token"}\n');
    await until("its report", () => find("[data-role=detail] article[data-cause=route-not-found]"));
    assert.match(await notice(), /refused\.txt: 1 of 1 exchanges failed/);
    await choose((await readdir(shelf)).find((name) => name.endsWith(".har")));
    await until("the HAR's rows", async () => (await driver.executeScript("return document.querySelectorAll(\"tr[data-source='2'][data-cause]\").length")) >= 30);
    await choose("broken.har", '{"log":{"version":"1.2"}}');
    await until("what is wrong with it", async () => /broken\.har: .*log\.entries.*export it again/i.test(await notice()));
  });

  it("draws only what can be seen of ten thousand", async () => {
    await driver.get(`${EXTENSION_PAGES}panel.html?fake=10000`);
    const counts = () => driver.executeScript(`return (${countsIn})(document)`);
    await until("all to be read", async () => (await counts()).seen === "10000", 2 * PATIENCE);
    const lines = () => driver.executeScript("return [...document.querySelectorAll('tbody tr')].map((line) => Number(line.getAttribute('aria-rowindex')))");
    // What repeats itself would share a line.
    await driver.executeScript("document.querySelector('[data-action=group]').click()");
    await until("a line of its own for each", async () => (await lines()).at(-1) > 9000);
    await driver.executeScript("document.querySelector('[data-role=scroll]').scrollTop = 0");
    await until("the first line", async () => (await lines())[0] === 2);
    assert.ok((await lines()).length < 80, `${(await lines()).length} lines are drawn`);
  });

  it("is accessible in both languages and themes, wide and narrow, also when there is nothing", async () => {
    for (const [theme, lang, width] of [["light", "en", 1280], ["dark", "ja", 1280], ["dark", "en", 500], ["light", "ja", 500]]) {
      await driver.manage().window().setRect({ width, height: 900 });
      for (const count of ["", "=empty"]) {
        await driver.get(`${EXTENSION_PAGES}panel.html?fake${count}&lang=${lang}&theme=${theme}`);
        await until("the panel", () => driver.executeScript("return document.querySelector('[data-role=panel][data-work=idle]') !== null"));
        await driver.executeScript("document.querySelector('tbody tr')?.click()");
        assert.deepEqual(await barriers(driver), [], `${theme}, ${lang}, ${width}, ${count}`);
      }
    }
  });
});

describe("the panel in a toolbox of Firefox that was open before it", { timeout: 5 * PATIENCE, skip }, () => {
  let gateway, driver;

  before(async () => {
    gateway = await start();
    driver = await launch({ port: gateway.port, height: 1400 });
    await openApp(driver);
    await openBareToolbox(driver, "netmonitor");
  });
  after(async () => {
    await driver?.quit();
    await gateway?.close();
  });

  it("has what failed before it was installed", async () => {
    await driver.executeAsyncScript("const done = arguments[1]; fetch(arguments[0]).then(done, done)", `https://${REST}/prod/early/1`);
    await until("Firefox's own list to have it", () => inChrome(driver, async () => {
      const { api } = window.__toolbox.getPanel("netmonitor").panelWin.Netmonitor;
      return api.store.getState().requests.requests.some(({ url, status }) => url.endsWith("/early/1") && Number(status) === 403);
    }));
    await driver.installAddon(await built(EXTENSION), true);
    await panelsTab(driver);
    await showPanel(driver);
    const row = await until("its row", async () => (await rowsOf(driver)).find(({ cause }) => cause));
    assert.deepEqual([row.path, row.status], ["/prod/early/1", "403"]);
  });

  // Firefox itself takes no note of what begins while somebody reads its log.
  it("loses none of the calls that are made while it opens, is loaded again, and after", async () => {
    await inChrome(driver, async () => {
      await window.__toolbox.destroy();
    });
    await openToolbox(driver);
    await driver.executeScript(`
      window.told = 0;
      window.made = (async () => {
        while (!window.enough) await fetch(arguments[0] + ++window.told).catch(() => {});
      })();
    `, `https://${REST}/prod/while/`);
    const told = (more) => until("calls", () => driver.executeScript("return window.told > arguments[0] && window.told", more));
    await told(0);
    await showPanel(driver);
    await inPanel(driver, (document) => document.location.reload());
    await showPanel(driver);
    await told((await told(0)) + 20);
    const made = await driver.executeAsyncScript("const done = arguments[0]; window.enough = true; window.made.then(() => done(window.told))");
    // The heads of the columns are a row, too.
    const rows = () => inPanel(driver, (document) => Number(document.querySelector("[data-role=panel] table").getAttribute("aria-rowcount")) - 1);
    await until("all of them", async () => (await inPanel(driver, isIdle)) && (await rows()) >= made, PATIENCE / 4).catch(() => {});
    assert.equal(await rows(), made);
  });
});
