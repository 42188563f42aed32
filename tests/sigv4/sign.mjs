// Signs requests with aws4 or @smithy/signature-v4, whichever is named, and tells what it signed:
// a JSON object a line in, one a line out, as sign.py does. What a signer cannot take is
// {"refused": "why"}.

import { createHash, createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
const key = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

/** Headers as an object: values of one name in an array, as Node.js has them. */
function grouped(headers) {
  const groups = {};
  for (const [name, value] of headers) {
    const known = Object.keys(groups).find((other) => other.toLowerCase() === name.toLowerCase());
    if (known) groups[known] = [groups[known], value].flat();
    else groups[name] = value;
  }
  return groups;
}

const flat = (headers) =>
  Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]));

/** What stands in front of the path. */
const origin = (url) => url.match(/^[^:]+:\/\/[^/?]*/)[0];

/** Clients leave a default port out of Host. */
const host = (url) => new URL(url).host;

const credentials = (asked) => ({
  ...key,
  accessKeyId: asked.key || key.accessKeyId,
  sessionToken: asked.token || undefined,
});

function aws4(asked) {
  const { RequestSigner } = require("aws4");
  const headers = { Host: host(asked.url), ...grouped(asked.headers) };
  const path = asked.url.slice(origin(asked.url).length) || "/";
  // It takes the time of a signature in the query from the query.
  const dated = asked.form === "query" ? `${path}${path.includes("?") ? "&" : "?"}X-Amz-Date=${asked.date}` : path;
  if (asked.form === "header") headers["X-Amz-Date"] = asked.date;
  const { method, region, body } = asked;
  const request = { service: "execute-api", region, method, path: dated, headers, body, signQuery: asked.form === "query" };
  const signer = new RequestSigner(request, credentials(asked));
  const sent = signer.sign();
  const signature = signer.signature();
  delete signer.parsedPath.query?.["X-Amz-Signature"];
  return {
    url: origin(asked.url) + sent.path,
    headers: flat(sent.headers),
    canonical: signer.canonicalString(),
    to_sign: signer.stringToSign(),
    signature: sent.headers.Authorization?.match(/Signature=(\w+)/)[1] ?? new URLSearchParams(sent.path.split("?")[1]).get("X-Amz-Signature") ?? signature,
  };
}

/** The hash that it wants to be given. */
class Sha256 {
  constructor(secret) {
    this.hash = secret ? createHmac("sha256", secret) : createHash("sha256");
  }
  update(data) {
    this.hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.hash.digest());
  }
}

async function smithy(asked) {
  const { SignatureV4 } = require("@smithy/signature-v4");
  const told = {};
  class Teller extends SignatureV4 {
    createCanonicalRequest(...given) {
      return (told.canonical = super.createCanonicalRequest(...given));
    }
    async createStringToSign(...given) {
      return (told.to_sign = await super.createStringToSign(...given));
    }
    async getSignature(...given) {
      return (told.signature = await super.getSignature(...given));
    }
  }
  const front = origin(asked.url);
  const [path, ...rest] = asked.url.slice(front.length).split("?");
  const query = {};
  for (const pair of rest.join("?").split("&").filter(Boolean)) {
    const at = pair.indexOf("=");
    const [name, value] = (at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)]).map(decodeURIComponent);
    if (name in query) query[name] = [query[name], value].flat();
    else query[name] = value;
  }
  const headers = Object.fromEntries(
    Object.entries({ host: host(asked.url), ...grouped(asked.headers) }).map(([name, value]) => [name, [value].flat().join(",")]),
  );
  const d = asked.date;
  const signingDate = new Date(`${d.slice(0, 4)}-${d.slice(4, 6)}-${d.slice(6, 11)}:${d.slice(11, 13)}:${d.slice(13)}`);
  const signer = new Teller({ service: "execute-api", region: asked.region, credentials: credentials(asked), sha256: Sha256 });
  const request = { method: asked.method, protocol: "https:", hostname: host(asked.url), path: path || "/", query, headers, body: asked.body || undefined };
  const sent = asked.form === "query" ? await signer.presign(request, { signingDate }) : await signer.sign(request, { signingDate });
  const escaped = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const pairs = Object.entries(sent.query).flatMap(([name, value]) => [value].flat().map((one) => `${escaped(name)}=${escaped(one)}`));
  return { url: front + sent.path + (pairs.length ? `?${pairs.join("&")}` : ""), headers: flat(sent.headers), ...told };
}

const sign = { aws4, smithy }[process.argv[2]];
for await (const line of createInterface({ input: process.stdin })) {
  let told;
  try {
    told = await sign(JSON.parse(line));
  } catch (error) {
    told = { refused: String(error) };
  }
  console.log(JSON.stringify(told));
}
