// The demo: a page whose calls all fail, each as API Gateway fails them, in Chromium with DevTools
// and the gatewhy panel open.
//
// With a display it stays open until the browser is closed. Without one it runs headless, prints
// each annotated row, and leaves the panel's picture and the HAR that Chromium itself exported
// from the page in target/demo/.

import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { start } from "./gateway.mjs";
import { EXTENSION, ROOT, built, callAll, detailOf, exportHar, folder, launch, openApp, openDevTools, pictureOf, roomForPage, rowsOf, settled, showPanel } from "./lib.mjs";

const headless = !(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const lang = /^ja/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || "") ? "ja" : "en";

const say = (text) => process.stderr.write(`${text}\n`);

/** The window of the picture. */
const WINDOW = { width: 1440, height: 900 };

/** One row as a line: what was called, what came back, and why. */
function line({ method, path, status, cause, confidence, title }) {
  return `${status.padStart(3)} ${method.padEnd(7)} ${path.padEnd(34)} ${confidence.padStart(4)}  ${cause.padEnd(32)} ${title}`;
}

// A reader that has seen enough (`| head`) is no reason to leave a browser behind.
process.stdout.on("error", () => {});

async function demo() {
  const gateway = await start();
  const { browser, close } = await launch({ port: gateway.port, extension: await built(EXTENSION), headless, lang });
  const stop = async () => {
    await close();
    await gateway.close();
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop().finally(() => process.exit(130)));
  try {
    const devtools = await openDevTools(browser);
    const page = await openApp(browser);
    if (headless) {
      await devtools.setViewport(WINDOW);
      await page.setViewport({ ...WINDOW, width: await roomForPage(devtools) });
    }
    say(`The page makes ${gateway.scenarios.length} calls that fail …`);
    await callAll(page);
    const panel = await showPanel(devtools);
    await settled(panel);
    const rows = await rowsOf(panel);
    for (const row of rows) process.stdout.write(`${line(row)}\n`);
    const target = await folder("demo");
    const har = join(target, "demo.har");
    await writeFile(har, await exportHar(devtools));
    say(`\nHAR      ${relative(ROOT, har)}`);
    await detailOf(panel, rows.find(({ cause }) => cause));
    if (!headless) {
      say("The panel is open. Close the browser to end the demo.");
      await new Promise((resolve) => browser.once("disconnected", resolve));
      return;
    }
    const picture = join(target, "panel.png");
    await pictureOf(browser, page, devtools, WINDOW, picture);
    say(`Picture  ${relative(ROOT, picture)}`);
  } finally {
    await stop();
  }
}

// Chromium keeps handles open now and then; the demo is over when it says so.
demo().then(
  () => process.exit(0),
  (error) => {
    say(`The demo failed: ${error.message}${error.cause ? `\n  ${error.cause.message}` : ""}`);
    process.exit(1);
  },
);
