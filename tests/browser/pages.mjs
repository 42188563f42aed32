// Error documents that a tab itself shows, and what the test of either browser demands of them.

import { HOSTILE } from "./hostile.mjs";
import { REST } from "./scenarios.mjs";

const refused = '{"message":"Missing Authentication Token"}';
const rest = (path, body, more = {}) => ({
  request: { method: "GET", url: `https://${REST}${path}` },
  answer: { from: "rest", status: 403, body, ...more },
});

/** A document as most are served. */
export const PLAIN = rest("/page/pet", refused, { errortype: "MissingAuthenticationTokenException" });
/** The same with the strictest policy there is. */
export const STRICT = rest("/page/strict", refused, {
  headers: { "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'", "x-frame-options": "DENY", "cross-origin-embedder-policy": "require-corp", "cross-origin-opener-policy": "same-origin" },
});
/** One that may run nothing at all, which holds for what is embedded in it, too. */
export const SANDBOXED = rest("/page/sandboxed", refused, { headers: { "content-security-policy": "sandbox" } });
/** JSON that does not call itself so: Firefox shows this one as text. */
export const TEXT = rest("/page/text", refused, { headers: { "content-type": "text/plain" } });
export const TEXT_STRICT = rest("/page/text-strict", refused, { headers: { ...STRICT.answer.headers, "content-type": "text/plain" } });
export const HOSTILE_PAGE = rest("/page/hostile", JSON.stringify({ Message: `User is not authorized to access this resource with an explicit deny ${HOSTILE}` }), { headers: { "content-type": "text/plain" } });
/** What is left alone: a page that worked, one that is no JSON, and JSON that says nothing. */
export const LEFT_ALONE = [
  { ...rest("/page/works", '{"message":"hello"}'), answer: { from: "rest", status: 200, body: '{"message":"hello"}', headers: { "content-type": "text/plain" } } },
  rest("/page/html", "<h1>Forbidden</h1>", { headers: { "content-type": "text/html" } }),
  rest("/page/other", '{"error":"nope"}', { headers: { "content-type": "text/plain" } }),
];

export const PAGES = [PLAIN, STRICT, SANDBOXED, TEXT, TEXT_STRICT, HOSTILE_PAGE, ...LEFT_ALONE];
