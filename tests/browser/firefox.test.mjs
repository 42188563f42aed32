// The page in Firefox: another engine for WebAssembly, style sheets and file drops.

import assert from "node:assert/strict";
import { access, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { Builder, By } from "selenium-webdriver";
import firefox from "selenium-webdriver/firefox.js";

import { WWW, start } from "./gateway.mjs";
import { PATIENCE, SITE, built, folder } from "./lib.mjs";

const there = (path) => access(path).then(() => path, () => null);
const BINARY = process.env.FIREFOX ?? (await there("/usr/bin/firefox-esr")) ?? (await there("/usr/bin/firefox"));
const DRIVER = process.env.GECKODRIVER ?? (await there(join(homedir(), ".cargo/bin/geckodriver"))) ?? (await there("/usr/bin/geckodriver"));
const skip = !(BINARY && DRIVER) && "no Firefox or no geckodriver; `cargo xtask setup` installs them";

describe("the page in Firefox", { timeout: 5 * PATIENCE, skip }, () => {
  let gateway, driver;

  /** What the first <gate-why> of the page holds. */
  const inside = async (selector) => (await driver.findElement(By.css("gate-why")).getShadowRoot()).findElements(By.css(selector));
  const first = async (selector) => driver.wait(async () => (await inside(selector).catch(() => []))[0], PATIENCE);

  before(async () => {
    gateway = await start({ site: await built(SITE) });
    const options = new firefox.Options()
      .setBinary(BINARY)
      .addArguments("-headless", "--width=1100", "--height=1000")
      .setAcceptInsecureCerts(true)
      .setPreference("network.dns.forceResolve", "127.0.0.1")
      .setPreference("network.socket.forcePort", `443=${gateway.port}`)
      .setPreference("intl.accept_languages", "ja, en");
    driver = await new Builder().forBrowser("firefox").setFirefoxOptions(options).setFirefoxService(new firefox.ServiceBuilder(DRIVER)).build();
    await driver.get(`${WWW}ja/`);
    await driver.wait(async () => (await inside("[data-role=input]")).length === 1, PATIENCE);
  });
  after(async () => {
    await driver?.quit();
    await gateway?.close();
  });

  it("reports on what is typed, in the language of the page", async () => {
    await (await first("[data-role=input]")).sendKeys('HTTP/2 403\nx-amzn-errortype: MissingAuthenticationTokenException\n\n{"message":"Missing Authentication Token"}\n');
    const report = await first("article[data-cause=route-not-found]");
    const text = await report.getText();
    assert.match(text, /Missing Authentication Token/);
    assert.match(text, /[ぁ-ん]/);
    await writeFile(join(await folder("screenshots"), "www-ja-firefox.png"), Buffer.from(await driver.takeScreenshot(), "base64"));
  });

  it("diagnoses a cause's examples as that cause", async () => {
    await driver.get(`${WWW}causes/route-not-found.html#examples`);
    await first("article[data-cause=route-not-found]");
  });
});
