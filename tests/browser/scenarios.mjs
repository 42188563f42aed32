// What goes wrong in front of, in and behind API Gateway, as data: the request that a page makes,
// the answer byte for byte as AWS gives it, and which causes a reader may be told.
//
// `causes` is what may stand on top. Where several mechanisms leave the same bytes it names all of
// them: which of those leads is a matter of weights, and no test here pretends to know better.
// `masked` says that the answer carries no CORS headers, as gateway responses do not unless their
// owner adds them: the page sees "Failed to fetch" and Chromium hands out an empty body.

import { HOSTILE, HOSTILE_WORD } from "./hostile.mjs";

/** The pet shop's REST API. */
export const REST = "abc123defg.execute-api.us-east-1.amazonaws.com";
/** The same shop's newer HTTP API. */
export const HTTP = "h7tp4pi2xy.execute-api.eu-west-1.amazonaws.com";
/** An edge-optimised REST API: AWS's own CloudFront stands in front of it. */
export const EDGE = "e4dge8api0.execute-api.ap-northeast-1.amazonaws.com";
/** A custom domain whose mapping contains the stage. */
export const DOMAIN = "api.example.com";

const JSON_TYPE = "application/json";

/** An answer that a REST API's gateway makes itself; `body` is written as it goes over the wire. */
const rest = (status, errortype, body, more = {}) => ({ from: "rest", status, errortype, body, ...more });

/** An answer of an HTTP API's own: no error type, no content type. */
const httpApi = (status, message, more = {}) => ({ from: "http", status, body: `{"message":"${message}"}`, ...more });

/** Bytes of somebody else. */
const other = (status, headers, body) => ({ from: "other", status, headers, body });

const denied = (tail, principal = "anonymous", arn = "abc123defg/prod/GET/reports") =>
  `{"Message":"User: ${principal} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********3333:${arn}${tail}"}`;

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
/** A token of the usual shape whose signature is the word for it. */
const JWT = [
  base64url({ alg: "RS256", typ: "JWT", kid: "example" }),
  base64url({ iss: "https://login.example.com/", aud: "pet-shop", exp: 1767225600, sub: "someone@example.com" }),
  base64url("not-a-real-signature"),
].join(".");

const stamp = (date) => date.toISOString().replace(/[-:]|\.\d{3}/g, "");
const minutes = (date, count) => new Date(date.getTime() + count * 60_000);

/** The headers of a call that an SDK signed at `date`. */
const signed = (date, { region = "us-east-1", token } = {}) => {
  const at = stamp(date);
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/${at.slice(0, 8)}/${region}/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024`,
    "x-amz-date": at,
    ...(token && { "x-amz-security-token": token }),
  };
};

/** What `withheld` may say. A test demands the rest, and that what is withheld stays so. */
export const WITHHELD = {
  body: "the body of an answer that CORS keeps from the page",
  request: "the request that a refused preflight held back: there is no entry of it",
  headers: "the answer's headers; the status is read from what the console says",
};

/** Whether a row is of this scenario. */
export const isOf = ({ request, row_method }) => {
  const { host, pathname } = new URL(request.url);
  return (row) => row.host === host && row.path === pathname && row.method === (row_method ?? request.method);
};

/** Every answer that carries no CORS headers arrives in Chromium without its body. */
const MASKED = { chromium: ["body"], firefox: [] };

/**
 * Every scenario, in the order in which the page makes its calls.
 *
 * - `id`: its name; `row`: the row of the seed documents that it shows, where there is one
 * - `shows`: what a reader learns from it
 * - `before`: calls of the same page that succeed first, the neighbours of the failing one
 * - `request`: `{method, url, headers, body}` of the failing call
 * - `preflight`: how an OPTIONS is answered; "granted" unless said otherwise
 * - `answer`, `masked`, `causes`: see above
 * - `row_method`: the method of the row to look for, where it is not the request's (a preflight)
 * - `withheld`: what a browser does not give of it, by browser; see {@link WITHHELD}
 */
export function scenarios(now = new Date()) {
  return each(now).map((scenario) => ({ withheld: scenario.masked ? MASKED : { chromium: [], firefox: [] }, ...scenario }));
}

function each(now) {
  const late = minutes(now, -12);
  return [
    {
      id: "typo-in-path",
      row: "S1.10",
      shows: "The most common failure of all: a mistyped path, and a page that only sees a CORS error.",
      before: [{ method: "GET", url: `https://${REST}/prod/pets` }],
      request: { method: "GET", url: `https://${REST}/prod/pet` },
      answer: rest(403, "MissingAuthenticationTokenException", '{"message":"Missing Authentication Token"}'),
      masked: true,
      causes: ["route-not-found"],
    },
    {
      id: "other-verb-only",
      row: "S1.10",
      shows: "The path exists, the verb does not.",
      request: { method: "PUT", url: `https://${REST}/prod/pets`, headers: { "content-type": JSON_TYPE }, body: '{"name":"Rex"}' },
      answer: rest(403, "MissingAuthenticationTokenException", '{"message":"Missing Authentication Token"}'),
      causes: ["route-not-found"],
    },
    {
      id: "unsigned-call",
      row: "S1.5",
      shows: "An IAM method called without a signature answers as a missing path does.",
      before: [{ method: "GET", url: `https://${REST}/prod/orders`, headers: signed(now) }],
      request: { method: "POST", url: `https://${REST}/prod/orders`, headers: { "content-type": JSON_TYPE }, body: "{}" },
      answer: rest(403, "MissingAuthenticationTokenException", '{"message":"Missing Authentication Token"}'),
      causes: ["missing-auth-on-iam-route", "route-not-found"],
    },
    {
      id: "authorizer-says-no",
      row: "S1.1",
      shows: "A Lambda authorizer's policy denies the call.",
      request: { method: "GET", url: `https://${REST}/prod/admin/users`, headers: { authorization: `Bearer ${JWT}` } },
      answer: rest(403, "AccessDeniedException", '{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}'),
      causes: ["authorizer-deny"],
    },
    {
      id: "access-denied-unseen",
      row: "S1.1",
      shows: "The same without CORS headers: the error type is all that is left to reason from.",
      request: { method: "GET", url: `https://${REST}/prod/admin/roles`, headers: { authorization: `Bearer ${JWT}` } },
      answer: rest(403, "AccessDeniedException", '{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}'),
      masked: true,
      causes: ["authorizer-deny", "iam-identity-policy-deny", "resource-policy-implicit-deny", "resource-policy-explicit-deny"],
    },
    {
      id: "identity-policy-denies",
      row: "S1.2",
      shows: "The caller's own policy denies execute-api:Invoke.",
      request: { method: "GET", url: `https://${REST}/prod/reports`, headers: signed(now) },
      answer: rest(403, "AccessDeniedException", denied(" with an explicit deny in an identity-based policy", "arn:aws:sts::111122223333:assumed-role/app/s1")),
      causes: ["iam-identity-policy-deny"],
    },
    {
      id: "some-policy-denies",
      row: "S1.2",
      shows: "The older wording does not say whose policy denies.",
      request: { method: "GET", url: `https://${REST}/prod/reports/old`, headers: signed(now) },
      answer: rest(403, "AccessDeniedException", denied(" with an explicit deny", "arn:aws:iam::111122223333:user/dev", "abc123defg/prod/GET/reports/old")),
      causes: ["iam-identity-policy-deny", "resource-policy-explicit-deny"],
    },
    {
      id: "resource-policy-denies",
      row: "S1.2",
      shows: "A statement of the resource policy denies this network.",
      request: { method: "GET", url: `https://${REST}/prod/reports/daily` },
      answer: rest(403, "AccessDeniedException", denied(" with an explicit deny in a resource-based policy", "anonymous", "abc123defg/prod/GET/reports/daily")),
      causes: ["resource-policy-explicit-deny"],
    },
    {
      id: "resource-policy-allows-nobody",
      row: "S1.3",
      shows: "No statement of the resource policy allows an anonymous caller.",
      request: { method: "GET", url: `https://${REST}/prod/reports/weekly` },
      answer: rest(403, "AccessDeniedException", denied(" because no resource-based policy allows the execute-api:Invoke action", "anonymous", "abc123defg/prod/GET/reports/weekly")),
      causes: ["resource-policy-implicit-deny"],
    },
    {
      id: "unknown-access-key",
      row: "S1.4",
      shows: "The access key is deleted or of another partition.",
      request: { method: "GET", url: `https://${REST}/prod/invoices`, headers: signed(now) },
      answer: rest(403, "UnrecognizedClientException", '{"message":"The security token included in the request is invalid."}'),
      causes: ["invalid-security-token"],
    },
    {
      id: "clock-is-slow",
      row: "S1.6",
      shows: "Signed twelve minutes ago by the clock of the gateway.",
      request: { method: "GET", url: `https://${REST}/prod/invoices/7`, headers: signed(late) },
      answer: rest(403, "InvalidSignatureException", `{"message":"Signature expired: ${stamp(late)} is now earlier than ${stamp(minutes(now, -5))} (${stamp(now)} - 5 min.)"}`),
      causes: ["sigv4-expired"],
    },
    {
      id: "signature-differs",
      row: "S1.8",
      shows: "What was signed is not what arrived; the gateway prints what it computed.",
      request: { method: "GET", url: `https://${REST}/prod/invoices/a%40b`, headers: signed(now) },
      answer: rest(403, "InvalidSignatureException", JSON.stringify({
        message: `The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'GET\n/prod/invoices/a%2540b\n\nhost:${REST}\nx-amz-date:${stamp(now)}\n\nhost;x-amz-date\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n${stamp(now)}\n${stamp(now).slice(0, 8)}/us-east-1/execute-api/aws4_request\n25122330f43ed4b155d62a4e4882af5691455efb49591d8f9f827aa89267edff'\n`,
      })),
      causes: ["sigv4-signature-mismatch"],
    },
    {
      id: "unknown-api-key",
      row: "S1.7",
      shows: "A key is sent and is not of a usage plan of this stage.",
      request: { method: "GET", url: `https://${REST}/prod/partners`, headers: { "x-api-key": "EXAMPLEKEYa1b2c3d4e5f6g7h8i9j0k1l2m3n4o5" } },
      answer: rest(403, "ForbiddenException", '{"message":"Forbidden"}'),
      causes: ["api-key-missing-or-invalid", "waf-block"],
    },
    {
      id: "firewall-blocks",
      row: "S1.9",
      shows: "The same call works until its query looks like an attack.",
      before: [{ method: "GET", url: `https://${REST}/prod/search?q=dog` }],
      request: { method: "GET", url: `https://${REST}/prod/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E` },
      answer: rest(403, "ForbiddenException", '{"message":"Forbidden"}'),
      causes: ["waf-block", "api-key-missing-or-invalid"],
    },
    {
      id: "bearer-token-on-missing-path",
      row: "S1.11",
      shows: "A token sent to a path that does not exist is read as a broken AWS signature.",
      request: { method: "GET", url: `https://${REST}/prod/custmers`, headers: { authorization: `Bearer ${JWT}` } },
      answer: rest(403, "IncompleteSignatureException", `{"message":"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '/xBngBlSaayZW3eRkN0J38aNdIjknu9RI5Id5oKg2i4='."}`),
      causes: ["bearer-token-on-missing-route"],
    },
    {
      id: "bearer-token-unseen",
      row: "S1.11",
      shows: "The same without CORS headers.",
      request: { method: "GET", url: `https://${REST}/prod/custmers/1`, headers: { authorization: `Bearer ${JWT}` } },
      answer: rest(403, "IncompleteSignatureException", `{"message":"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '/xBngBlSaayZW3eRkN0J38aNdIjknu9RI5Id5oKg2i4='."}`),
      masked: true,
      causes: ["bearer-token-on-missing-route"],
    },
    {
      id: "private-name-without-host",
      row: "S1.12",
      shows: "An endpoint-specific name says nothing about which API is meant.",
      request: { method: "GET", url: "https://vpce-0a1b2c3d4e5f67890-ab1cd2ef.execute-api.us-east-1.vpce.amazonaws.com/prod/pets" },
      answer: rest(403, "ForbiddenException", '{"message":"Forbidden"}'),
      causes: ["host-or-apigw-id-header-missing"],
    },
    {
      id: "default-endpoint-off",
      row: "S1.13",
      shows: "The API answers at its custom domain only.",
      before: [{ method: "GET", url: `https://${DOMAIN}/pets` }],
      request: { method: "GET", url: "https://d3fau1t0ff.execute-api.us-east-1.amazonaws.com/prod/pets" },
      answer: rest(403, "ForbiddenException", '{"message":"Forbidden"}'),
      causes: ["default-endpoint-disabled", "stage-not-found", "waf-block", "api-key-missing-or-invalid"],
    },
    {
      id: "no-client-certificate",
      row: "S1.14",
      shows: "A domain that demands mutual TLS.",
      request: { method: "GET", url: "https://mtls.api.example.com/payments" },
      answer: rest(403, "ForbiddenException", '{"message":"Forbidden"}'),
      causes: ["mtls-client-cert", "base-path-mapping-missing", "waf-block", "api-key-missing-or-invalid"],
    },
    {
      id: "no-mapping-for-path",
      row: "S1.15",
      shows: "The custom domain has no mapping for this first segment.",
      before: [{ method: "GET", url: `https://${DOMAIN}/pets` }],
      request: { method: "GET", url: `https://${DOMAIN}/v9/pets` },
      answer: rest(403, "ForbiddenException", '{"message":"Forbidden"}'),
      causes: ["base-path-mapping-missing", "mtls-client-cert", "waf-block", "api-key-missing-or-invalid"],
    },
    {
      id: "stage-said-twice",
      row: "S1.16",
      shows: "The mapping contains the stage already, so the path must not.",
      before: [{ method: "GET", url: `https://${DOMAIN}/pets` }],
      request: { method: "GET", url: `https://${DOMAIN}/prod/pets` },
      answer: rest(403, "MissingAuthenticationTokenException", '{"message":"Missing Authentication Token"}'),
      causes: ["stage-in-custom-domain-path"],
    },
    {
      id: "stage-misspelt",
      row: "S1.17",
      shows: "The first segment names no stage; the neighbour's does.",
      before: [{ method: "GET", url: `https://${REST}/prod/pets` }],
      request: { method: "GET", url: `https://${REST}/Prod/pets` },
      answer: rest(403, "ForbiddenException", '{"message":"Forbidden"}'),
      causes: ["stage-not-found"],
    },
    {
      id: "content-network-refuses",
      row: "S1.18",
      shows: "CloudFront refuses before any API Gateway is asked.",
      request: { method: "GET", url: "https://d111111abcdef8.cloudfront.net/api/pets" },
      answer: other(403, {
        server: "CloudFront", "content-type": "text/html",
        "x-cache": "Error from cloudfront", via: "1.1 6f1b8f9d3c2a4e5b7a8c9d0e1f2a3b4c.cloudfront.net (CloudFront)",
        "x-amz-cf-pop": "NRT57-P1", "x-amz-cf-id": "QGJDmdNqJJ6_zS3AhbvHjkEXAMPLEexampleEXAMPLEexampleEXAM==",
      }, '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">\n<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">\n<TITLE>ERROR: The request could not be satisfied</TITLE>\n</HEAD><BODY>\n<H1>403 ERROR</H1>\n<H2>The request could not be satisfied.</H2>\n<HR noshade size="1px">\nRequest blocked.\nWe can\'t connect to the server for this app or website at this time. There might be too much traffic or a configuration error. Try again later, or contact the app or website owner.\n<BR clear="all">\nIf you provide content to customers through CloudFront, you can find steps to troubleshoot and help prevent this error by reviewing the CloudFront documentation.\n<BR clear="all">\n<HR noshade size="1px">\n<PRE>\nGenerated by cloudfront (CloudFront)\nRequest ID: QGJDmdNqJJ6_zS3AhbvHjkEXAMPLEexampleEXAMPLEexampleEXAM==\n</PRE>\n<ADDRESS>\n</ADDRESS>\n</BODY></HTML>'),
      causes: ["not-from-api-gateway"],
    },
    {
      id: "function-url-refuses",
      row: "S1.18",
      shows: "A Lambda function URL looks like API Gateway and is not.",
      request: { method: "GET", url: "https://a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6.lambda-url.us-east-1.on.aws/pets" },
      answer: other(403, {
        "content-type": JSON_TYPE, "x-amzn-requestid": "5f0a3c1e-4d1b-4c55-9a7c-2d8f6b1e0c44", "x-amzn-errortype": "AccessDeniedException",
      }, '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}'),
      causes: ["not-from-api-gateway"],
    },
    {
      id: "preflight-refused",
      shows: "The browser asks first, and the gateway has no OPTIONS method to answer with.",
      request: { method: "DELETE", url: `https://${REST}/prod/pets/7` },
      preflight: rest(403, "MissingAuthenticationTokenException", '{"message":"Missing Authentication Token"}'),
      row_method: "OPTIONS",
      masked: true,
      withheld: { chromium: ["body"], firefox: ["request"] },
      causes: ["cors-preflight-not-configured", "route-not-found"],
    },
    {
      id: "http-api-no-route",
      shows: "An HTTP API answers 404 where a REST API answers 403.",
      request: { method: "GET", url: `https://${HTTP}/pest` },
      answer: httpApi(404, "Not Found"),
      causes: ["route-not-found"],
    },
    {
      id: "http-api-token-refused",
      shows: "A JWT authorizer says in a header what it did not like.",
      request: { method: "GET", url: `https://${HTTP}/me`, headers: { authorization: `Bearer ${JWT}` } },
      answer: httpApi(401, "Unauthorized", { headers: { "www-authenticate": 'Bearer scope="" error="invalid_token" error_description="the token has expired"' } }),
      causes: ["jwt-expired-or-invalid"],
    },
    {
      id: "http-api-unavailable",
      shows: "An HTTP API that waits in vain answers 503, not 504.",
      request: { method: "GET", url: `https://${HTTP}/slow` },
      answer: httpApi(503, "Service Unavailable", { delay_ms: 700 }),
      causes: ["integration-timeout", "vpc-link-or-backend-unreachable"],
    },
    {
      id: "malformed-function-result",
      shows: "The function ran and its result cannot be used.",
      request: { method: "GET", url: `https://${EDGE}/prod/quote` },
      answer: rest(502, "InternalServerErrorException", '{"message": "Internal server error"}', { edge: true, traced: true }),
      causes: ["lambda-malformed-proxy-response", "lambda-runtime-error"],
    },
    {
      id: "function-not-permitted",
      shows: "The gateway may not invoke the function.",
      request: { method: "GET", url: `https://${EDGE}/prod/quote/2` },
      answer: rest(500, "InternalServerErrorException", '{"message": "Internal server error"}', { edge: true, traced: true }),
      causes: ["lambda-permission-missing", "integration-config-error", "integration-http-method-not-post", "lambda-throttled", "stage-variable-permission", "lambda-runtime-error", "vpc-link-or-backend-unreachable", "integration-credentials-role"],
    },
    {
      id: "integration-too-slow",
      shows: "The integration took longer than its limit (1.5 s here, 29 s by default).",
      request: { method: "GET", url: `https://${REST}/prod/export` },
      answer: rest(504, "InternalServerErrorException", '{"message": "Endpoint request timed out"}', { traced: true, delay_ms: 1500 }),
      causes: ["integration-timeout"],
    },
    {
      id: "throttled",
      shows: "Too many requests in this second.",
      request: { method: "GET", url: `https://${REST}/prod/ticker` },
      answer: rest(429, "TooManyRequestsException", '{"message":"Too Many Requests"}'),
      causes: ["usage-plan-throttle-or-quota", "account-throttle"],
    },
    {
      id: "quota-used-up",
      shows: "The usage plan's quota is used up; waiting a second does not help.",
      request: { method: "GET", url: `https://${REST}/prod/ticker/today`, headers: { "x-api-key": "EXAMPLEKEYa1b2c3d4e5f6g7h8i9j0k1l2m3n4o5" } },
      answer: rest(429, "LimitExceededException", '{"message":"Limit Exceeded"}'),
      causes: ["usage-plan-throttle-or-quota"],
    },
    {
      id: "websocket-refused",
      shows: "A WebSocket is refused at $connect; the browser tells the page nothing but 1006.",
      request: { method: "GET", url: "wss://w3bs0cket1.execute-api.us-east-1.amazonaws.com/prod" },
      answer: rest(403, "ForbiddenException", '{"message":"Forbidden"}'),
      withheld: { chromium: ["headers", "body"], firefox: [] },
      causes: ["websocket-handshake-forbidden"],
    },
    {
      id: "token-missing",
      shows: "A REST authorizer found no token to look at.",
      request: { method: "GET", url: `https://${REST}/prod/me` },
      answer: rest(401, "UnauthorizedException", '{"message":"Unauthorized"}'),
      causes: ["authorizer-unauthorized", "jwt-expired-or-invalid"],
    },
    {
      id: "authorizer-broken",
      shows: "The authorizer itself failed.",
      request: { method: "GET", url: `https://${REST}/prod/me/cart`, headers: { authorization: `Bearer ${JWT}` } },
      answer: rest(500, "AuthorizerConfigurationException", '{"message":null}'),
      causes: ["authorizer-error"],
    },
    {
      id: "hostile-body",
      shows: "Markup in a body or a header stays text.",
      request: { method: "GET", url: `https://${REST}/prod/comments` },
      answer: rest(403, "AccessDeniedException", JSON.stringify({ Message: `User is not authorized to access this resource with an explicit deny ${HOSTILE}` }), {
        headers: { "x-amz-apigw-id": HOSTILE_WORD },
      }),
      causes: null,
    },
  ];
}

/** The paths and query of a URL, as a server sees it. */
export const target = (url) => {
  const { host, pathname, search } = new URL(url);
  return { host, path: pathname + search };
};
