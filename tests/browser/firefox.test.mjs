// The page in Firefox: another engine for WebAssembly, style sheets and file drops.

import assert from "node:assert/strict";
import { access, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { Builder, By, until } from "selenium-webdriver";
import firefox from "selenium-webdriver/firefox.js";

import { WWW, start } from "./gateway.mjs";
import { PATIENCE, SITE, built, folder } from "./lib.mjs";

const there = (path) => access(path).then(() => path, () => null);
const BINARY = process.env.FIREFOX ?? (await there("/usr/bin/firefox-esr")) ?? (await there("/usr/bin/firefox"));
const DRIVER = process.env.GECKODRIVER ?? (await there(join(homedir(), ".cargo/bin/geckodriver"))) ?? (await there("/usr/bin/geckodriver"));
const skip = !(BINARY && DRIVER) && "no Firefox or no geckodriver; `cargo xtask setup` installs them";

describe("the page in Firefox", { timeout: 5 * PATIENCE, skip }, () => {
  let gateway, driver;

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
    await driver.get(WWW);
    await driver.wait(until.elementLocated(By.css("html[data-state=ready]")), PATIENCE);
  });
  after(async () => {
    await driver?.quit();
    await gateway?.close();
  });

  it("follows the language of the browser", async () => {
    assert.equal(await driver.findElement(By.css("html")).getAttribute("lang"), "ja");
  });

  it("reports on what is typed", async () => {
    await driver.findElement(By.id("input")).sendKeys('HTTP/2 403\nx-amzn-errortype: MissingAuthenticationTokenException\n\n{"message":"Missing Authentication Token"}\n');
    const report = await driver.wait(until.elementLocated(By.css("#report [data-cause=route-not-found], #report[data-cause=route-not-found]")), PATIENCE);
    assert.match(await report.getText(), /Missing Authentication Token/);
    await driver.findElement(By.css("[data-lang=en]")).click();
    assert.doesNotMatch(await driver.findElement(By.id("report")).getText(), /[ぁ-ん]/);
    await writeFile(join(await folder("screenshots"), "www-en-firefox.png"), Buffer.from(await driver.takeScreenshot(), "base64"));
  });
});
