export interface Options { lang?: "en" | "ja" | string }
/** What `redact` leaves as it is; by default nothing that is private. */
export interface RedactOptions { keepAccountIds?: boolean }

/** gatewhy/evidence@1: every field is optional; absent means "not captured". */
export interface Evidence {
  url?: string | null; method?: string | null; status?: number | null;
  request_headers?: Record<string, string | string[]> | null;
  response_headers?: Record<string, string | string[]> | null;
  request_body?: string | null; body?: string | null; body_withheld?: boolean | null;
  log?: string | null; net_error?: string | null; curl_text?: string | null;
  time_ms?: number | null; started?: string | null; resource_type?: string | null;
  neighbours?: Evidence[] | null;
}

export interface EvidenceItem { says: string; quote: string; where: string; effect: "for" | "against" }
export interface Check { title: string; command: string; if_so: string; if_not: string }
export interface Fix {
  who: "caller" | "owner"; title: string;
  form: "console" | "cli" | "cloudformation" | "sam" | "terraform" | "cdk" | "openapi" | "text";
  text: string; placeholders: string[]; redeploy: boolean;
}
export interface Diagnosis {
  cause: string; confidence: number; title: string; why: string;
  evidence: EvidenceItem[]; unknown: string[]; checks: Check[]; fixes: Fix[];
  links: { title: string; url: string }[];
}
/** A token of the request; claims that an authorizer judges, and what is wrong with them. */
export interface Token {
  where: string;
  claims: { name: string; value: string; reads: string | null }[];
  findings: { says: string; quote: string; where: string }[];
}
/** The call of the session that worked and is most like this one. */
export interface Since { method: string; url: string; status: number; started: string | null }
/** One difference from that call; null where nothing stood there. */
export interface Change { what: string; says: string; then: string | null; now: string | null }
export interface Note { kind: string; text: string }

/** gatewhy/report@1 */
export interface Report {
  schema: "gatewhy/report@1"; lang: "en" | "ja";
  subject: {
    method: string | null; url: string | null; status: number | null; host: string | null;
    api_id: string | null; region: string | null; stage: string | null; path: string | null;
    vpce_id: string | null; account_id: string | null; request_id: string | null; extended_request_id: string | null;
  };
  origin: { who: string; confidence: number; because: EvidenceItem[] };
  diagnoses: Diagnosis[]; tokens: Token[]; since: Since | null; changes: Change[]; notes: Note[];
}

export interface Reading { exchanges: Evidence[]; notes: Note[] }
export interface CauseEntry { cause: string; family: string; title: string; statuses: number[] }
