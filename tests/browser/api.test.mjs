// The JavaScript API in Node, without a browser: the npm package as it ships.

import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import { api } from "./lib.mjs";

const EVIDENCE = {
  url: "https://abc123defg.execute-api.us-east-1.amazonaws.com/prod/pets", method: "GET", status: 403,
  response_headers: { "x-amzn-errortype": "MissingAuthenticationTokenException", "x-amz-apigw-id": "XjK3vE9boAMFt7A=" },
  body: '{"message":"Missing Authentication Token"}',
};

describe("the JavaScript API", () => {
  let gatewhy, broken;
  before(async () => {
    // Before the module is there: it is loaded only once.
    const { init } = await import(`${new URL("../../dist/gatewhy/index.js", import.meta.url)}?broken`);
    broken = await init(new Uint8Array([1, 2, 3])).catch((error) => error);
    gatewhy = await api();
  });

  it("takes evidence as an object and gives a report as one", () => {
    const report = gatewhy.diagnose(EVIDENCE, { lang: "en" });
    assert.equal(report.schema, "gatewhy/report@1");
    assert.equal(report.diagnoses[0].cause, "route-not-found");
    assert.equal(report.subject.stage, "prod");
    assert.equal(report.subject.vpce_id, null, "null, as in JSON");
  });

  it("says the same of an object as of its text", () => {
    for (const lang of ["en", "ja"]) {
      assert.deepEqual(gatewhy.diagnoseText(JSON.stringify(EVIDENCE), { lang }), [gatewhy.diagnose(EVIDENCE, { lang })]);
    }
  });

  it("speaks English unless asked for Japanese", () => {
    assert.equal(gatewhy.diagnose(EVIDENCE).lang, "en");
    assert.equal(gatewhy.diagnose(EVIDENCE, {}).lang, "en");
    assert.equal(gatewhy.diagnose(EVIDENCE, { lang: "ja-JP" }).lang, "ja");
  });

  it("reads headers as lists, and null as not captured", () => {
    const report = gatewhy.diagnose({ ...EVIDENCE, request_headers: null, neighbours: null, response_headers: { "x-amzn-errortype": ["MissingAuthenticationTokenException"] } });
    assert.equal(report.diagnoses[0].cause, "route-not-found");
  });

  it("throws errors that have a name and say what to do", () => {
    assert.throws(() => gatewhy.diagnose("HTTP/2 403"), { name: "EvidenceError", message: /use `parse`/ });
    assert.throws(() => gatewhy.diagnose({ status: "many" }), { name: "EvidenceError" });
    assert.throws(() => gatewhy.diagnose(EVIDENCE, { lang: 7 }), { name: "OptionsError", message: /lang/ });
    assert.throws(() => gatewhy.explain("bad-luck"), { name: "CauseError", message: /`causes` lists/ });
  });

  it("lists and explains the causes in both languages", () => {
    const english = gatewhy.causes();
    assert.ok(english.length > 15, `${english.length} causes`);
    for (const { cause, family, title, statuses } of gatewhy.causes("ja")) {
      assert.match(title, /[ぁ-んァ-ヶ一-龠]/, cause);
      assert.notEqual(family, "");
      assert.ok(Array.isArray(statuses));
      for (const lang of ["en", "ja"]) assert.ok(gatewhy.explain(cause, lang).length > 200, cause);
    }
  });

  it("parses what people paste", () => {
    const { exchanges } = gatewhy.parse("HTTP/2 403\nx-amzn-errortype: ForbiddenException\n\n{\"message\":\"Forbidden\"}\n");
    assert.equal(exchanges.length, 1);
    assert.equal(exchanges[0].status, 403);
    assert.equal(exchanges[0].response_headers["x-amzn-errortype"], "ForbiddenException");
  });

  it("begins afresh after a breakdown, and says so", () => {
    const broken = () => gatewhy.call(() => {
      throw new WebAssembly.RuntimeError("unreachable");
    });
    assert.throws(broken, { name: "BreakdownError", message: /started anew/ });
    assert.equal(gatewhy.diagnose(EVIDENCE).diagnoses[0].cause, "route-not-found");
  });

  it("says that a module is broken", () => {
    assert.deepEqual([broken.name, broken.code], ["LoadError", "module"]);
  });

  it("says that it must be loaded first", async () => {
    const other = await import(`${new URL("../../dist/gatewhy/index.js", import.meta.url)}?unloaded`);
    assert.throws(() => other.causes(), /await init\(\)/);
  });

  it("masks what people paste", () => {
    const text = '{"request_headers":{"authorization":"Bearer s3cr3t"},"log":"arn:aws:iam::123456789012:root"}';
    assert.equal(gatewhy.redact(text), text.replace("s3cr3t", "***").replace("12345678", "********"));
    assert.equal(gatewhy.redact(text, { keepAccountIds: true }), text.replace("s3cr3t", "***"));
    assert.throws(() => gatewhy.redact(text, { keepAccountIds: "some" }), { name: "OptionsError" });
  });

  it("survives garbage", () => {
    const garbage = [
      "", "\u0000\u0001\u0002", "\ufeff", "[".repeat(1_000_000), "{".repeat(100_000), "\ud800", "日本語".repeat(1000),
      `HTTP/2 403\nx: ${"a".repeat(1_000_000)}\n\n`, '{"log":{"entries":[{"request":{"url":"https://abc', '{"log":{"entries":[1,null,{}]}}',
    ];
    for (const text of garbage) {
      gatewhy.parse(text);
      gatewhy.diagnoseText(text, { lang: "ja" });
    }
    assert.equal(gatewhy.diagnose(EVIDENCE).diagnoses[0].cause, "route-not-found", "and goes on working");
  });
});
