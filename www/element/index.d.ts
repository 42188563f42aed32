import type { CauseEntry, Evidence, Options, Reading, RedactOptions, Report } from "./types.js";

export type {
  CauseEntry, Change, Check, Diagnosis, Evidence, EvidenceItem, Fix, Note, Options, Reading, RedactOptions,
  Report, Since, Token,
} from "./types.js";

/** A language that gatewhy speaks; any other locale is taken for English. */
export type Lang = "en" | "ja" | (string & {});

/** What the WebAssembly module is read from: its address, or its bytes or compiled form. */
export type Source = string | URL | BufferSource | WebAssembly.Module;

/**
 * Loads the WebAssembly module, once; every further call gives the same promise.
 *
 * Without `source` it is read from beside this file, and nothing else is ever fetched.
 *
 * @throws LoadError when the page or the server does not allow it.
 */
export function init(source?: Source): Promise<void>;

/** Why the module could not be loaded. */
export class LoadError extends Error {
  /** `csp`: the page forbids WebAssembly. `network`: it was not to be had. `module`: it does not run. */
  readonly code: "csp" | "network" | "module";
}

/** The Content Security Policy directive that a page needs. */
export const DIRECTIVE: string;

/**
 * Diagnoses one exchange.
 *
 * @throws EvidenceError when it is not of the form gatewhy/evidence@1; use `parse` for text.
 */
export function diagnose(evidence: Evidence, options?: Options): Report;

/** Diagnoses every exchange of a text of any kind that `parse` reads. */
export function diagnoseText(text: string, options?: Options): Report[];

/** Reads a HAR, a transcript, a log, evidence as JSON or an error message, recognised by its content. */
export function parse(text: string, options?: Options): Reading;

/** The same HAR, transcript, log or JSON with its secrets masked; account ids go too, unless they are kept. */
export function redact(text: string, options?: RedactOptions): string;

/**
 * A cause's page, in Markdown.
 *
 * @throws CauseError when there is no such cause.
 */
export function explain(cause: string, lang?: Lang): string;

/** The causes that gatewhy knows, sorted by id. */
export function causes(lang?: Lang): CauseEntry[];

/** Diagnoses one exchange and puts the report into `element`, in place of what was in it. */
export function render(element: Element, evidence: Evidence, options?: Options): void;
