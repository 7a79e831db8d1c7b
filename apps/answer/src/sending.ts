import { solve } from "./proof-of-work.ts";
import type { Finished } from "./storage.ts";

/** What became of an attempt to send. Only `accepted` and `conflict` mean that the server has a set with this id. */
export type SendOutcome =
  | { readonly kind: "accepted" | "conflict" | "closed" | "new-version" }
  | { readonly kind: "refused"; readonly places: string }
  /** Nothing is known to have arrived: try again, after at least so many seconds. */
  | { readonly kind: "later"; readonly afterSeconds: number; readonly offline: boolean };

export interface Reply {
  readonly status: number;
  readonly code?: string | undefined;
  readonly places?: string | undefined;
  readonly retryAfter?: number | undefined;
}

/** Reads the server's reply. What is not plainly a yes or a lasting no is tried again: nothing is given up early. */
export function outcomeOf(reply: Reply): SendOutcome {
  const { status, code } = reply;
  if (status === 200 || status === 201) return { kind: "accepted" };
  if (code === "responses.conflict") return { kind: "conflict" };
  if (code === "responses.wrong-version") return { kind: "new-version" };
  if (code === "responses.not-open" || status === 404 || status === 410) return { kind: "closed" };
  if (status === 400 || status === 413 || status === 422) return { kind: "refused", places: reply.places ?? "" };
  return { kind: "later", afterSeconds: reply.retryAfter ?? 0, offline: false };
}

/** What the server says to a set that came without the work it asks of an open link. */
const workNeeded = 428;

/** Sends one finished set, with some work where the server asks for it; never throws. The same set may be sent any number of times. */
export async function send(place: string, set: Finished, fetch: typeof globalThis.fetch): Promise<SendOutcome> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), 30_000);
  const common = {
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    signal: abort.signal,
  } as const;
  const post = (work: Record<string, string>) =>
    fetch(`${place}/answers`, {
      method: "POST",
      headers: { "content-type": "application/json", ...work },
      body: JSON.stringify(set),
      ...common,
    });
  try {
    let response = await post({});
    if (response.status === workNeeded) {
      const challenge = await fetch(`${place}/challenge`, common);
      response = await post({ "x-work": await solve(await challenge.json()) });
    }
    const problem = response.ok ? {} : await response.json().catch(() => ({}));
    const wait = Number(response.headers.get("retry-after"));
    return outcomeOf({
      status: response.status,
      code: problem.code,
      places: problem.details?.places,
      retryAfter: Number.isFinite(wait) && wait > 0 ? wait : undefined,
    });
  } catch {
    return { kind: "later", afterSeconds: 0, offline: true };
  } finally {
    clearTimeout(timer);
  }
}

/** Adds one to the day's counter of a page; carries no id, waits for nothing, and may fail unnoticed. */
export function countReached(place: string, page: number, fetch: typeof globalThis.fetch): void {
  fetch(`${place}/reached`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ page }),
    credentials: "omit",
    referrerPolicy: "no-referrer",
    keepalive: true,
  }).catch(() => {});
}

/** Random (version 4) UUID, RFC 9562. By hand, since `crypto.randomUUID` is missing on plain HTTP. */
export function newId(crypto: Pick<Crypto, "getRandomValues">): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
