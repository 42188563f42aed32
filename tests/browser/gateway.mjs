// A loopback server that answers as Amazon API Gateway and its neighbours do, and serves the pages
// of the demo and of the tests. It speaks HTTP/2 over TLS, as the real one does; browsers reach it
// under any name by their host resolver rules (lib.mjs).
//
// Bodies, header sets and the missing space after a colon are those of published captures. By
// default a gateway's own errors here carry CORS headers, as an owner adds them; a scenario that is
// `masked` leaves them out, as API Gateway does by itself.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createSecureServer } from "node:http2";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { scenarios, target } from "./scenarios.mjs";

/** Where the page that makes the calls lives. */
export const APP = "https://app.example.com/";
/** Where the built www page is served. */
export const WWW = "https://www.gatewhy.example/";

const APP_FILES = fileURLToPath(new URL("app/", import.meta.url));
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript",
  ".css": "text/css", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".png": "image/png", ".json": "application/json",
};
const CORS = { "access-control-allow-origin": "*" };
const GRANTED = {
  ...CORS,
  "access-control-allow-headers": "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token",
  "access-control-allow-methods": "GET,POST,PUT,DELETE,OPTIONS",
};

/**
 * Starts the server on a free loopback port.
 *
 * @param {{site?: string, more?: object[]}} options `site`: the folder to serve as the www page;
 *   `more`: scenarios besides those of scenarios.mjs, which the app's page does not call
 * @returns {Promise<{port: number, scenarios: object[], close: () => Promise<void>}>}
 */
export async function start({ site, more = [] } = {}) {
  const all = scenarios();
  const routes = routesOf([...all, ...more]);
  const server = createSecureServer({ ...(await certificate()), allowHTTP1: true }, (request, response) => {
    respond(request, response, { all, routes, site }).catch((error) => {
      console.error(`${request.method} ${request.url}: ${error.stack}`);
      response.stream?.close();
      response.socket?.destroy();
    });
  });
  server.on("upgrade", (request, socket) => upgrade(request, socket, routes));
  const sessions = new Set();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
    session.on("error", () => {});
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    scenarios: all,
    close: async () => {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A self-signed certificate of this run. */
async function certificate() {
  const folder = await mkdtemp(join(tmpdir(), "gatewhy-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  try {
    await promisify(execFile)("openssl", [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
      "-keyout", key, "-out", cert, "-subj", "/CN=gatewhy test gateway",
      "-addext", "subjectAltName=DNS:*.example.com,DNS:*.amazonaws.com",
    ]);
    return { key: await readFile(key), cert: await readFile(cert) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `METHOD host/path?query` to its answer. */
function routesOf(all) {
  const routes = new Map();
  const name = ({ method, url }) => {
    const { host, path } = target(url);
    return `${method} ${host}${path}`;
  };
  for (const scenario of all) {
    for (const neighbour of scenario.before ?? []) routes.set(name(neighbour), { answer: works(neighbour.url) });
    routes.set(name(scenario.request), { answer: scenario.answer, masked: scenario.masked });
    if (scenario.preflight) {
      routes.set(name({ method: "OPTIONS", url: scenario.request.url }), { answer: scenario.preflight, masked: true });
    }
  }
  return routes;
}

/** What an integration behind the gateway answers when all is well. */
const works = (url) => ({ from: "rest", status: 200, body: `{"ok":true,"path":"${new URL(url).pathname}"}`, traced: true });

async function respond(request, response, { all, routes, site }) {
  const host = request.authority ?? request.headers[":authority"] ?? request.headers.host ?? "";
  const here = `https://${host}/`;
  if (here === APP && request.url === "/scenarios.json") return send(response, 200, { "content-type": TYPES[".json"] }, JSON.stringify(all));
  if (here === APP) return serve(response, APP_FILES, request.url);
  if (here === WWW && site) return serve(response, site, request.url);

  const route = routes.get(`${request.method} ${host}${request.url}`) ?? unknown(request, host);
  const { answer, masked } = route;
  if (answer.delay_ms) await new Promise((resolve) => setTimeout(resolve, answer.delay_ms));
  send(response, answer.status, { ...headersOf(answer, `${host}${request.url}`), ...(masked ? {} : CORS), ...answer.headers }, answer.body);
}

/** What no scenario names: preflights are granted, the rest is not deployed. */
function unknown(request, host) {
  const http = host.startsWith("h7tp");
  if (request.method === "OPTIONS") {
    return { answer: { from: http ? "http" : "rest", status: http ? 204 : 200, headers: GRANTED, body: "" } };
  }
  return {
    answer: http
      ? { from: "http", status: 404, body: '{"message":"Not Found"}' }
      : { from: "rest", status: 403, errortype: "MissingAuthenticationTokenException", body: '{"message":"Missing Authentication Token"}' },
    masked: true,
  };
}

/** The headers that show who answered, the same for the same call on every run. */
function headersOf({ from, status, errortype, edge, traced }, call) {
  const hash = createHash("sha256").update(call).digest();
  const hex = hash.toString("hex");
  const uuid = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-a$4-$5");
  const id = hash.toString("base64url").replace(/[-_]/g, "A");
  const date = { date: new Date().toUTCString() };
  if (from === "http") return { ...date, "apigw-requestid": `${id.slice(0, 15)}=` };
  if (from === "other") return date;
  return {
    ...date,
    "content-type": "application/json",
    "x-amzn-requestid": uuid,
    ...(errortype && { "x-amzn-errortype": errortype }),
    "x-amz-apigw-id": `${id.slice(0, 8)}IAMF${id.slice(8, 11)}=`,
    ...(traced && { "x-amzn-trace-id": `Root=1-${hex.slice(0, 8)}-${hex.slice(8, 32)}` }),
    ...(edge && {
      via: `1.1 ${hex.slice(0, 32)}.cloudfront.net (CloudFront)`,
      "x-cache": status >= 400 ? "Error from cloudfront" : "Miss from cloudfront",
      "x-amz-cf-pop": "NRT57-P1",
      "x-amz-cf-id": `${hash.toString("base64url")}EXAMPLEexam==`,
    }),
  };
}

/** What RFC 6455 adds to a key to show that it was read. */
const WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Opens a WebSocket whose answers are `refusals`, one for each message, or refuses to. */
function upgrade(request, socket, routes) {
  const { host } = request.headers;
  const { answer } = routes.get(`GET ${host}${request.url}`) ?? unknown(request, host);
  socket.on("error", () => {});
  const write = (line, headers, body = "") => socket.write(`HTTP/1.1 ${line}\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`);
  if (!answer.refusals) {
    write(`${answer.status} Refused`, { ...headersOf(answer, host + request.url), ...answer.headers, "content-length": Buffer.byteLength(answer.body), connection: "close" }, answer.body);
    socket.end();
    return;
  }
  const accept = createHash("sha1").update(request.headers["sec-websocket-key"] + WEBSOCKET).digest("base64");
  write("101 Switching Protocols", { upgrade: "websocket", connection: "Upgrade", "sec-websocket-accept": accept });
  const refusals = [...answer.refusals];
  // Each short message of a browser's comes in a packet of its own here, which need not be read.
  socket.on("data", ([first]) => {
    const text = Buffer.from((first & 15) === 1 ? refusals.shift() ?? "" : "");
    if (text.length > 0) socket.write(Buffer.concat([text.length < 126 ? Buffer.from([0x81, text.length]) : Buffer.from([0x81, 126, text.length >> 8, text.length & 255]), text]));
    else socket.end();
  });
}

async function serve(response, folder, url) {
  const path = normalize(decodeURIComponent(new URL(url, APP).pathname)).replace(/\/$/, "/index.html");
  try {
    const bytes = await readFile(join(folder, path));
    send(response, 200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }, bytes);
  } catch {
    send(response, 404, { "content-type": "text/plain" }, "Not found");
  }
}

function send(response, status, headers, body) {
  if (response.stream?.destroyed) return;
  response.writeHead(status, { ...headers, ...(status === 204 ? {} : { "content-length": Buffer.byteLength(body) }) });
  response.end(status === 204 ? undefined : body);
}
