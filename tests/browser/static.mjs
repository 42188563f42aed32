// A plain static server, as any host of documents is one: folders under names, and pages made up.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".json": "application/json" };

/**
 * Serves `folders` (name to path) and `pages` (path to `{ html, headers }`); `types` says which
 * folders have types of their own, by ending.
 *
 * @param {{folders: Record<string, string>, pages?: Record<string, {html: string, headers?: object}>, types?: Record<string, object>}} site
 * @returns the address, what was asked for so far, and `close`
 */
export async function serve({ folders, pages = {}, types = {} }) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    asked.push(path);
    const page = pages[path];
    if (page) {
      response.writeHead(200, { "content-type": TYPES[".html"], ...page.headers });
      response.end(page.html);
      return;
    }
    const [, name, ...rest] = path.split("/");
    const file = rest.join("/").replace(/(^|\/)$/, "$1index.html");
    try {
      const bytes = await readFile(join(folders[name], file));
      response.writeHead(200, { "content-type": types[name]?.[extname(file)] ?? TYPES[extname(file)] ?? "application/octet-stream" });
      response.end(bytes);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" });
      response.end("Not found");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    asked,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    }),
  };
}
