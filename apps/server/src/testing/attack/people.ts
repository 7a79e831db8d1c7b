// People as they are: who answers when, how long it takes, whose line is bad, who gives up, who is interrupted.
import { webcrypto } from "node:crypto";
import type { Subtle, WebCryptoKey } from "@lang-nghe/anonymity";
import { type Ask, type CheckedWave, makeDraftKey, type Respondent, respondent } from "@lang-nghe/anonymity/respondent";
import type { Chance } from "./chance.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const subtle = webcrypto.subtle as unknown as Subtle;

/** When the invitations arrive: 07:00 in Vietnam. */
export const firstMorning = Date.parse("2026-03-02T00:00:00Z");
export const days = 14;

/** What people do, drawn. Times in milliseconds. */
const habits = (draws: Chance) => ({
  /** Share of messages that a person's line loses, one way or the other. */
  line: () => (draws.below(5) === 0 ? 0.25 : 0.05),
  /** Until somebody whose token did not come tries again. */
  again: () => 2 * minute + draws.exponential(20 * minute),
  /** Most answer at once, in a quarter of an hour or so; some put it off. */
  takes: () => (draws.below(12) === 0 ? draws.exponential(20 * hour) : (6 + draws.exponential(7)) * minute),
  now: () => draws.below(8) === 0,
  /** The page has to be open: some open it again only hours after the time has come. */
  late: () => (draws.below(3) === 0 ? draws.exponential(3 * hour) : draws.exponential(5 * minute)),
});

/** Of what a line loses, a third never arrives; of the rest the reply is lost. */
const lostBefore = 1 / 3;

/** Hours from a token (first answered by the issuer) to its deposit (first taken by the collector), as this wave's people do it. */
export function delaysOfPeople(draws: Chance, sendAtOnce: boolean, count = 20_000): number[] {
  const { line, again, takes, now, late } = habits(draws);
  return Array.from({ length: count }, () => {
    const loss = line();
    let spent = 0;
    while (draws.next() < loss * (1 - lostBefore)) spent += again();
    spent += takes();
    if (!sendAtOnce && !now()) spent += (2 + 46 * draws.next()) * hour + late();
    while (draws.next() < loss * lostBefore) spent += minute + late();
    return spent / hour;
  });
}

/** What a person wrote, for the author of the wave to know the answer again. No strategy looks at it. */
export const markOf = (person: number) => `mark${String(person).padStart(6, "0")}k`;

type TokenBody = { code: string; blinded: string };
type DepositBody = { prepared: string; sealed: string; withdrawalHash: string; receipt: string };

/** What went over the lines, and what the author knows. Times are when a host first answered well. */
export type Heard = {
  tokens: Map<number, { at: number; bytes: number; requests: number; transcript: string[] }>;
  deposits: Map<number, { at: number; length: number; plain: number; requests: number; body: DepositBody }>;
  receiptOf: Map<number, string>;
  /** How often each kind of mishap happened. */
  mishaps: Record<string, number>;
};

/** The wave's people at their phones. @param clock what time it is, and what is to happen later. */
export function people(
  wave: CheckedWave,
  given: { codes: readonly string[]; draws: Chance; sendAtOnce: boolean },
  clock: { now: () => number; at: (time: number, act: () => Promise<void>) => void; close: number; end: number },
) {
  const { codes, draws, sendAtOnce } = given;
  const { now, at, close, end } = clock;
  const does = habits(draws);
  const heard: Heard = { tokens: new Map(), deposits: new Map(), receiptOf: new Map(), mishaps: {} };
  const mishap = (name: string) => {
    heard.mishaps[name] = (heard.mishaps[name] ?? 0) + 1;
  };

  // What people write is of all lengths; a few tell long stories.
  const wishes = codes.map(
    (_, person) =>
      `${markOf(person)}${".".repeat(Math.floor(Math.min(9000, draws.exponential(draws.below(10) === 0 ? 2500 : 120))))}`,
  );

  function hear(person: number, url: string, body: unknown, sent: string, reply: { status: number; text: string }) {
    if (reply.status !== 200) return;
    if (url.endsWith("/token")) {
      const { code, blinded } = body as TokenBody;
      const { signature } = JSON.parse(reply.text) as { signature: string };
      const before = heard.tokens.get(person);
      if (before) mishap("token asked for again");
      heard.tokens.set(person, {
        at: before?.at ?? now(),
        bytes: sent.length,
        requests: (before?.requests ?? 0) + 1,
        transcript: [code, blinded, signature],
      });
    } else if (url.includes("/d/")) {
      const before = heard.deposits.get(person);
      if (before) mishap("answer sent again");
      heard.deposits.set(person, {
        at: before?.at ?? now(),
        length: (body as DepositBody).sealed.length,
        plain: wishes[person]!.length,
        requests: (before?.requests ?? 0) + 1,
        body: body as DepositBody,
      });
    }
  }

  const phones = codes.map((code, person) => {
    const stored = new Map<string, Uint8Array>();
    let key: WebCryptoKey | undefined;
    const loss = does.line();
    const ask: Ask = async (method, url, body) => {
      const lost = draws.next() < loss ? (draws.next() < lostBefore ? "request" : "reply") : undefined;
      const host = url.includes("/d/") ? "collector" : "issuer";
      if (lost) mishap(`${lost} lost, ${host}`);
      if (lost === "request") throw new Error("lost");
      const sent = body === undefined ? "" : JSON.stringify(body);
      const reply = await fetch(url, {
        method,
        ...(body !== undefined && { headers: { "content-type": "application/json" }, body: sent }),
      });
      const answered = { status: reply.status, text: await reply.text() };
      hear(person, url, body, sent, answered);
      if (lost) throw new Error("lost");
      return answered;
    };
    /** Opens the page. @param doing in which it may be closed on the person, before or after something is kept. */
    const open = async (doing: string): Promise<Respondent> => {
      key ??= (await makeDraftKey(subtle)) as WebCryptoKey;
      const storage = {
        read: async (name: string) => stored.get(name),
        write: async (name: string, bytes: Uint8Array) => {
          const closed = draws.below(40) === 0 ? (draws.below(2) === 0 ? "before" : "after") : undefined;
          if (closed) mishap(`page closed while ${doing}, ${closed} keeping`);
          if (closed !== "before") stored.set(name, bytes);
          if (closed) throw new Error("closed");
        },
        remove: async (name: string) => void stored.delete(name),
      };
      const random = (length: number) => webcrypto.getRandomValues(new Uint8Array(length));
      return respondent({ subtle, random, now, storage, key, ask }, wave);
    };
    return { person, code, open };
  });
  type Phone = (typeof phones)[number];

  async function fetchToken(phone: Phone): Promise<void> {
    try {
      await (await phone.open("asking")).takeToken(phone.code);
    } catch {
      // Tries again in a while, as people do, unless the wave is over.
      if (now() < close - minute) at(now() + does.again(), () => fetchToken(phone));
      else mishap("too late for a token");
      return;
    }
    if (draws.below(40) === 0) return mishap("gave up with a token");
    at(Math.min(now() + does.takes(), close - minute), () => finish(phone));
  }
  async function finish(phone: Phone): Promise<void> {
    const answers = { water: draws.below(3) === 0 ? "no" : "yes", wish: wishes[phone.person]! };
    const when = does.now() || sendAtOnce ? "now" : "later";
    const page = await phone.open("finishing");
    await page.finish({ answers, language: "vi", version: 1 }, when).catch(() => undefined);
    const { at: step } = await (await phone.open("looking")).standing();
    // Closed before the sealed answers were kept: finished anew a little later.
    if (step === "answering") return at(now() + 5 * minute, () => finish(phone));
    if (draws.below(60) === 0) return mishap("gave up with a finished answer");
    await send(phone);
  }
  async function send(phone: Phone): Promise<void> {
    await (await phone.open("sending")).send().catch(() => undefined);
    const standing = await (await phone.open("looking")).standing();
    if (standing.at === "sent") heard.receiptOf.set(phone.person, standing.receipt);
    if (standing.at !== "waiting") return;
    const due = Math.max(standing.sendAt, now() + minute);
    at(Math.min(due + does.late(), end - 2 * minute), () => send(phone));
  }

  return {
    heard,
    /** Two thirds of the people come, each when they come. */
    come(): void {
      for (const phone of phones) if (draws.next() < 0.67) at(arrival(draws, close), () => fetchToken(phone));
    },
  };
}

/** When somebody opens the letter: soon or late, by day, and more after each of two reminders. */
function arrival(draws: Chance, close: number): number {
  for (;;) {
    const [from, mean] = (
      [
        [0, 2.2],
        [0, 2.2],
        [5, 1.5],
        [10, 1.2],
      ] as const
    )[draws.below(4)]!;
    const at = firstMorning + from * day + draws.exponential(mean * day);
    const clock = (Math.floor(at / hour) + 7) % 24;
    // Evenings most, nights hardly.
    const share = clock < 6 ? 0.05 : clock < 17 ? 0.5 : clock < 22 ? 1 : 0.3;
    if (at < close - hour && draws.next() < share) return at;
  }
}

/** What happens when, the earliest first. */
export class Events {
  #waiting: { at: number; act: () => Promise<void>; order: number }[] = [];
  #order = 0;
  at(at: number, act: () => Promise<void>): void {
    const event = { at: Math.floor(at), act, order: this.#order++ };
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#waiting[middle]!;
      if (other.at > event.at || (other.at === event.at && other.order > event.order)) low = middle + 1;
      else high = middle;
    }
    this.#waiting.splice(low, 0, event);
  }
  next(): { at: number; act: () => Promise<void> } | undefined {
    return this.#waiting.pop();
  }
}
