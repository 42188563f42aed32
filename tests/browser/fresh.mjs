// A page of its own for each test.

import { after, afterEach, before, beforeEach } from "node:test";

import { start } from "./gateway.mjs";
import { PATIENCE, launch } from "./lib.mjs";

/**
 * Gives each test of a suite a page of its own, of such a size, in a Chromium that sees what a folder
 * holds; `take` is handed the browser, the page with its context, and what is thrown in the page.
 */
export function eachOnAPage({ site, width, height }, take) {
  let gateway, chromium, context;
  before(async () => {
    gateway = await start({ site: await site() });
    chromium = await launch({ port: gateway.port });
  });
  after(async () => {
    await chromium?.close();
    await gateway?.close();
  });
  beforeEach(async () => {
    context = await chromium.browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.setViewport({ width, height });
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    take({ browser: chromium.browser, context, page, errors });
  });
  afterEach(() => context.close());
}
