// The pages that <gate-why> is tried in, and what is pasted there, for the tests of either browser.

import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { HOSTILE, HOSTILE_WORD } from "./hostile.mjs";
import { PACKAGE, ROOT, built, folder } from "./lib.mjs";
import { serve } from "./static.mjs";

/** A failure of `route-not-found`. */
export const FAILURE = `HTTP/1.1 403 Forbidden
x-amzn-errortype: MissingAuthenticationTokenException

{"message":"Missing Authentication Token"}`;
/** One of `usage-plan-throttle-or-quota`. */
export const EXCEEDED = '{"status": 403, "response_headers": {"x-amzn-errortype": "LimitExceededException"}, "body": "{\\"message\\":\\"Limit Exceeded\\"}"}';

const SCRIPT = '<script type="module" src="/gatewhy/gatewhy.js"></script>';
/** The three lines that a page needs. */
const THREE_LINES = `<!doctype html>\n${SCRIPT}\n<gate-why lang="en"></gate-why>`;
const example = (attributes = "", text = FAILURE) => `<gate-why ${attributes} readonly><pre>\n${text}\n</pre></gate-why>`;
const page = (body, lang = "en") => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Docs</title>${SCRIPT}</head><body><main><h1>Docs</h1>${body}</main></body></html>`;

export const PAGES = {
  "/three-lines.html": { html: THREE_LINES },
  "/strict.html": { html: THREE_LINES, headers: { "content-security-policy": "script-src 'self'" } },
  "/strict-ja.html": { html: THREE_LINES.replace('"en"', '"ja"'), headers: { "content-security-policy": "script-src 'self'" } },
  "/tight.html": { html: THREE_LINES, headers: { "content-security-policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'" } },
  "/many.html": { html: page(`${example()}${example('lang="ja"')}<div style="height:6000px"></div>${example('id="far"', EXCEEDED)}`) },
  "/form.html": { html: page('<gate-why heading="3" inputs="response curl" theme="dark"></gate-why>') },
  "/evidence.html": { html: page(`<gate-why evidence='${EXCEEDED.replaceAll("'", "&#39;")}'></gate-why>`) },
  "/poor.html": { html: THREE_LINES.replace("/gatewhy/", "/poor/") },
  "/classic.html": { html: '<!doctype html><title>x</title><script src="/gatewhy/gatewhy.classic.js"></script><gate-why lang="en"></gate-why>' },
};

/** An answer that would like to be more than text. */
export const HOSTILE_ANSWER = `HTTP/2 403\nx-amzn-errortype: AccessDeniedException\nx-amz-apigw-id: ${HOSTILE_WORD}\n\n{"Message":${JSON.stringify(`User is not authorized to access this resource with an explicit deny ${HOSTILE}`)}}`;

/** All of them on a plain static server; under /poor/ it takes WebAssembly for text. */
export async function serveAll() {
  const application = await folder("browser-tests", "vite");
  return serve({
    folders: { gatewhy: await built(PACKAGE), poor: PACKAGE, application: join(application, "out") },
    pages: PAGES,
    types: { poor: { ".wasm": "text/plain", ".js": "application/javascript" } },
  });
}

/** An application that has the element and the API by their names in npm, as Vite builds it. */
export async function buildApplication() {
  const application = await folder("browser-tests", "vite");
  const run = promisify(execFile);
  await mkdir(join(application, "node_modules"), { recursive: true });
  await run("cp", ["-rT", PACKAGE, join(application, "node_modules", "gatewhy")]);
  await writeFile(join(application, "package.json"), '{"type":"module","private":true}');
  await writeFile(join(application, "index.html"), '<!doctype html><html lang="en"><title>x</title><script type="module" src="/main.js"></script><gate-why></gate-why></html>');
  await writeFile(join(application, "main.js"), 'import "gatewhy/element";\nimport { diagnoseText, init } from "gatewhy";\nawait init();\nglobalThis.diagnoseText = diagnoseText;\n');
  await run(process.execPath, [join(ROOT, "node_modules/vite/bin/vite.js"), "build", "--base", "./", "--outDir", "out", "--logLevel", "error"], { cwd: application });
}
