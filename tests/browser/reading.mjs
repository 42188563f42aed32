// A report as a reader gets it, part by part and word for word: out of the JSON that the command
// writes, and out of the nodes that the widget and the panel show. Two readings that are equal say
// the same, in the same order.
//
// A line is `{ part, words, labels }`: the words are the report's own, the labels are those that
// stand around them on every surface (headings, places, "Yes", "If you own the API").

/** A character that cannot be seen, spelled out, as every surface shows it (core's `visible`). */
const STEERS = /[\p{Cc}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;
const NAMES = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const hex = (c) => c.codePointAt(0).toString(16);
export const visible = (text) => text.replace(STEERS, (c) => NAMES[c] ?? (c < "\u0080" ? `\\x${hex(c).padStart(2, "0")}` : `\\u{${hex(c)}}`));

const percent = (share) => `${Math.round(share * 100)}%`;
const line = (part, ...words) => ({ part, words: words.filter((word) => word !== "") });
const found = ({ says, quote }) => [says, visible(quote)];
/** Who can do it comes first, then the form, each in the order of the first. */
const grouped = (fixes) => ["caller", "owner"].flatMap((who) => {
  const of = fixes.filter((fix) => fix.who === who);
  const forms = [...new Set(of.map(({ form }) => form))];
  return forms.flatMap((form) => of.filter((fix) => fix.form === form));
});
const fixWords = ({ title, text, placeholders, redeploy }) => [title, text, ...placeholders, redeploy ? "redeploy" : ""];
const checkWords = ({ title, command, if_so, if_not }) => [title, command, if_so, if_not];
/** What changes how the verdict is read stands before the evidence. */
const ON_TOP = ["cors-masked", "body-withheld", "customised-response", "input"];

/** The reading of a report, as the command writes it in JSON. */
export function readingOfReport(report) {
  const [leading, ...others] = report.diagnoses;
  const lines = [];
  const notes = (which) => report.notes.filter(which).forEach(({ kind, text }) => lines.push(line("notes", kind, text)));
  const evidence = leading?.evidence ?? [];
  if (leading) {
    lines.push(line("verdict", leading.title, percent(leading.confidence), leading.cause, leading.why));
    if (report.cors) {
      const masked = report.notes.find(({ kind }) => kind === "cors-masked");
      const steps = report.cors.steps.filter(({ part }) => !(masked && part === "page"));
      lines.push(...steps.map((step) => line("cors", step.part, String(step.ok), ...found(step))));
      if (masked) lines.push(line("cors", masked.text));
      lines.push(...grouped(report.cors.fixes).map((fix) => line("cors", ...fixWords(fix))));
    }
    notes(({ kind }) => ON_TOP.includes(kind) && !(kind === "cors-masked" && report.cors));
    lines.push(...evidence.map((item) => line("evidence", item.effect, ...found(item))));
  } else {
    notes(() => true);
  }
  const origin = () => {
    if (report.origin.because.length === 0) return;
    if (report.origin.confidence > 0) lines.push(line("origin", percent(report.origin.confidence)));
    lines.push(...report.origin.because.map((item) => line("origin", ...found(item))));
  };
  if (!leading) origin();
  if (report.signature) {
    const told = (finding) => evidence.some(({ says }) => says === finding.says);
    const findings = report.signature.findings.filter((finding) => !told(finding));
    const { diff } = report.signature;
    if (diff) {
      if (findings[0]?.says === diff.says) lines.push(line("signature", findings.shift().says));
      lines.push(line("signature", visible(diff.sent), visible(diff.read)));
    }
    lines.push(...findings.map((finding) => line("signature", ...found(finding))));
  }
  if (report.since) {
    const { method, url, status, started } = report.since;
    lines.push(line("changes", `${method} ${visible(url)} ${status}`, visible(started ?? "")));
    lines.push(...report.changes.map(({ says, then, now }) => {
      const sides = then === now ? [now] : [then, now];
      return line("changes", says, ...sides.map((side) => (side === null ? "none" : visible(side))));
    }));
  }
  for (const token of report.tokens) {
    const told = (finding) => evidence.some((item) => item.says === finding.says
      || (item.quote !== "" && item.quote === finding.quote && item.where === finding.where));
    lines.push(...token.findings.filter((finding) => !told(finding)).map((finding) => line("token", ...found(finding))));
    lines.push(...token.claims.map(({ name, value, reads }) => line("token", name, visible(value), visible(reads ?? ""))));
  }
  if (!leading) return lines;
  origin();
  lines.push(...leading.unknown.map((what) => line("unknown", what)));
  lines.push(...leading.checks.map((check) => line("checks", ...checkWords(check))));
  lines.push(...grouped(leading.fixes).map((fix) => line("fixes", ...fixWords(fix))));
  notes(({ kind }) => !ON_TOP.includes(kind));
  for (const other of others) {
    lines.push(line("others", other.cause, other.title, percent(other.confidence), other.why));
    lines.push(...other.evidence.map((item) => line("others", item.effect, ...found(item))));
    lines.push(...other.checks.slice(0, 1).map((check) => line("others", ...checkWords(check))));
    lines.push(...other.fixes.slice(0, 1).map((fix) => line("others", ...fixWords(fix))));
  }
  lines.push(...leading.links.map(({ title, url }) => line("links", title, url)));
  return lines;
}

/** The reading of a report's nodes. It runs in the page, and sees nothing of this file. */
export const readingOfNodes = (article) => {
  const lines = [];
  const all = (from, selector) => [...from.querySelectorAll(selector)];
  const one = (from, selector) => from.querySelector(selector)?.textContent ?? "";
  const put = (part, words, labels = []) => lines.push({ part, words: words.filter((word) => word !== ""), labels: labels.filter((label) => label !== "") });
  // A path through the console is shown as steps.
  const how = (fix) => (fix.querySelector(".gw-path") ? all(fix, ".gw-path > li").map((step) => step.textContent).join(" > ") : one(fix, "pre code") || one(fix, ":scope > p:not(.gw-step, .gw-fill-in)"));
  const title = (fix) => fix.querySelector(".gw-step").firstChild.textContent;
  const fix = (part, item, labels) => put(part, [title(item), how(item), ...all(item, ".gw-fill-in code").map((name) => name.textContent), item.querySelector("[data-redeploy]") ? "redeploy" : ""], labels);
  const group = (part, from) => {
    for (const actor of all(from, ".gw-actor")) {
      const tabs = new Map(all(actor, "[role=tab]").map((tab) => [tab.dataset.form, tab.textContent]));
      for (const item of all(actor, ".gw-fix")) fix(part, item, [actor.firstElementChild.textContent, tabs.get(item.dataset.form) ?? ""]);
    }
  };
  const outcome = (item, which) => item.querySelector(`[data-outcome=${which}]`);
  const check = (part, item) => {
    const outcomes = ["so", "not"].map((which) => outcome(item, which)).filter(Boolean);
    put(part, [one(item, ".gw-step"), one(item, "pre code"), ...outcomes.map((each) => each.lastElementChild.textContent)], outcomes.map((each) => one(each, ".gw-outcome")));
  };
  const clue = (part, item, own) => {
    const says = item.matches("[data-effect], [data-step]") ? one(item, ":scope > div > span:first-child") : one(item, ":scope > span:first-child");
    put(part, [...own, says, one(item, ".gw-quote")], [one(item, ".gw-where")]);
  };
  const parts = {
    verdict: (part) => put("verdict", [part.firstElementChild.textContent, one(part, ".gw-confidence strong"), one(part, ".gw-cause"), part.parentNode.dataset.cause ? one(part, ".gw-why") : ""], [part.parentNode.dataset.cause ? one(part, ".gw-confidence > span") : one(part, ".gw-why")]),
    cors: (part) => {
      for (const step of all(part, "[data-step]")) clue("cors", step, [step.dataset.step, step.dataset.ok]);
      const note = one(part, ":scope > p");
      if (note) put("cors", [note], [part.firstElementChild.textContent]);
      group("cors", part);
    },
    notes: (part) => all(part, ".gw-note").forEach((note) => put("notes", [note.dataset.kind, note.lastElementChild.textContent], [one(note, "strong")])),
    evidence: (part) => all(part, "[data-effect]").forEach((item) => clue("evidence", item, [item.dataset.effect])),
    origin: (part) => {
      put("origin", [one(part, ".gw-who .gw-quiet")], [one(part, ".gw-who strong")]);
      all(part, "li").forEach((item) => clue("origin", item, []));
    },
    signature: (part) => {
      const says = one(part, ":scope > p");
      if (says) put("signature", [says]);
      const sides = all(part, "[data-side] code").map((side) => side.textContent);
      if (sides.length > 0) put("signature", sides, all(part, ".gw-side").map((side) => side.textContent));
      all(part, ".gw-because > li").forEach((item) => clue("signature", item, []));
    },
    changes: (part) => {
      put("changes", [one(part, ":scope > .gw-source .gw-quote"), one(part, ":scope > .gw-source time")]);
      for (const item of all(part, "[data-what]")) {
        const value = (side) => (side.querySelector(".gw-quiet") ? "none" : one(side, "code"));
        const sides = all(item, "[data-side]");
        put("changes", [item.firstElementChild.textContent, ...(sides.length > 0 ? sides : [item]).map(value)], all(item, ".gw-side").map((side) => side.textContent));
      }
    },
    token: (part) => {
      all(part, ".gw-because > li").forEach((item) => clue("token", item, []));
      for (const name of all(part, "dt")) put("token", [name.textContent, one(name.nextElementSibling, ".gw-quote"), one(name.nextElementSibling, "time")]);
    },
    unknown: (part) => all(part, "li").forEach((what) => put("unknown", [what.textContent])),
    checks: (part) => all(part, ".gw-checks > li").forEach((item) => check("checks", item)),
    fixes: (part) => group("fixes", part),
    alike: (part) => parts.others(part),
    others: (part) => {
      for (const rival of all(part, ".gw-rival")) {
        put("others", [rival.dataset.cause, one(rival, ".gw-rival-title"), one(rival, "summary .gw-quiet"), one(rival, ":scope > .gw-why")], [one(rival, ".gw-rival-check")]);
        all(rival, "[data-effect]").forEach((item) => clue("others", item, [item.dataset.effect]));
        all(rival, ".gw-checks > li").forEach((item) => check("others", item));
        all(rival, ".gw-fix").forEach((item) => fix("others", item));
      }
    },
    links: (part) => all(part, "a").forEach((link) => put("links", [link.textContent, link.getAttribute("href")])),
  };
  for (const part of article.children) {
    const heading = part.dataset.part === "verdict" ? "" : part.querySelector(":scope > :is(h1, h2, h3, h4, h5, h6)")?.textContent ?? "";
    lines.push({ part: part.dataset.part, words: [], labels: heading === "" ? [] : [heading] });
    (parts[part.dataset.part] ?? ((other) => put("unread", [other.textContent])))(part);
  }
  return { cause: article.dataset.cause ?? null, lang: article.lang, lines };
};

/**
 * The report's own words of a reading, one line each: what is equal wherever the report is read. Other
 * causes stand last: which of them are as likely, and shown before the checks, is told by heading.
 */
export function wordsOf(lines) {
  const told = lines.filter(({ words }) => words.length > 0);
  const others = ({ part }) => part === "others";
  return [...told.filter((each) => !others(each)), ...told.filter(others)].map(({ part, words }) => [part, ...words].join(" | "));
}

/** A text without what breaks its lines. */
const squeezed = (text) => text.replace(/\s+/gu, "");

/**
 * What a report's nodes say and the command's whole text does not: nothing, if all is well. The text
 * leaves out where the reader is to look further: the evidence and the fix of another cause, the parts
 * of a long line that is compared, what shows who answered.
 */
export function missingIn(text, { cause, lines }) {
  const whole = squeezed(text);
  const said = ({ part, words, labels = [] }) => {
    switch (part) {
      case "verdict": return [...words, ...labels.map((label) => label.trim())];
      case "cors": return ["true", "false"].includes(words[1]) ? words.slice(2) : words;
      case "notes": return [...words.slice(1), ...labels];
      case "evidence": return [...words.slice(1), ...labels];
      case "origin": return cause === null ? [...words, ...labels] : [];
      case "signature": return words.every((word) => word.length < 60) ? [...words, ...labels] : labels;
      case "others": return /^[a-z0-9-]+$/.test(words[0] ?? "") && words[2]?.endsWith("%") ? [...words.slice(0, 3), ...labels] : [];
      case "token": return words;
      case "fixes": return [...words, ...labels.slice(0, 1)];
      default: return [...words, ...labels];
    }
  };
  // Words of ours, for what a surface shows by other means.
  const own = ["redeploy", "none"];
  const heads = lines.filter(({ part, words }) => words.length === 0 && !["origin", "notes"].includes(part)).flatMap(({ labels }) => labels);
  const absent = lines.flatMap(said).filter((word) => !own.includes(word) && !whole.toLowerCase().includes(squeezed(word).toLowerCase()));
  const at = heads.map((head) => `\n${text}`.indexOf(`\n${head}\n`));
  const misplaced = heads.filter((head, index) => at[index] < 0 || (index > 0 && at[index] < at[index - 1]));
  return [...absent, ...misplaced.map((head) => `the heading ${head}`)];
}
