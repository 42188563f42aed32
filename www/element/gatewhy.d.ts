import type { Evidence, Report } from "./types.js";

export * from "./index.js";

/**
 * `<gate-why>`: a box to paste a failing exchange into, and the report below it.
 *
 * Attributes: `lang`, `theme` (`light`, `dark`), `readonly`, `inputs` (which kinds are taken),
 * `heading` (the report's level), `evidence` (what is in the box at first; else the element's text).
 */
export class GateWhy extends HTMLElement {
  /** What is in the box. */
  text: string;
  /** Puts evidence into the box, as JSON. */
  set evidence(evidence: Evidence);
  /** The report that is shown, or null. */
  readonly report: Report | null;
}

declare global {
  interface HTMLElementTagNameMap {
    "gate-why": GateWhy;
  }
  interface HTMLElementEventMap {
    /** The module is loaded and the element works. */
    "gatewhy-ready": CustomEvent<Record<string, never>>;
    /** Another report is shown, or none any more. */
    "gatewhy-report": CustomEvent<{ report: Report | null }>;
    /** The module could not be loaded, or broke down. */
    "gatewhy-error": CustomEvent<{ code: "csp" | "network" | "module" | "file" | "panic"; message: string }>;
  }
}
