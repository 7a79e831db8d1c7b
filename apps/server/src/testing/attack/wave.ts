// A wave as it would be: real hosts, the respondent's real half over HTTP, people who come when people come.
import { constants, createPublicKey, type KeyObject, privateDecrypt, publicEncrypt, webcrypto } from "node:crypto";
import type { Subtle, WaveManifest, WebCryptoKey } from "@lang-nghe/anonymity";
import { receiptLeaf } from "@lang-nghe/anonymity/log";
import {
  type Ask,
  type CheckedWave,
  makeDraftKey,
  type Respondent,
  readWave,
  respondent,
} from "@lang-nghe/anonymity/respondent";
import { companyFor } from "../../deposits/batches.ts";
import { codesOf } from "../../invitations/codes.ts";
import { openVault } from "../../invitations/vault.ts";
import { type Chance, chance } from "./chance.ts";
import type { Evidence, Truth } from "./evidence.ts";
import { type Hosts, startHosts, type Without } from "./hosts.ts";
import { rowsOf, tableFiles, writeAheadLog } from "./insider.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const subtle = webcrypto.subtle as unknown as Subtle;
/** 07:00 in Vietnam, the day on which the invitations arrive. */
const firstMorning = Date.parse("2026-03-02T00:00:00Z");
const days = 14;

export const form = `
| survey | | | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | required | relevant |
| | note | consent | Ông/bà có đồng ý trả lời không? | Do you agree? | | |
| | select_one water | water | Nước có đủ dùng không? | Is there enough water? | yes | |
| | text | wish | Ông/bà mong gì? | What do you wish? | | |
| choices | | | | |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | water | yes | Có | Yes |
| | water | no | Không | No |
| settings | | | |
| | form_title::Tiếng Việt (vi) | form_title::English (en) | default_language |
| | Nước | Water | Tiếng Việt (vi) |
`;

export type Wave = {
  evidence: Evidence;
  manifest: WaveManifest;
  truth: Truth;
  invited: number;
  cells: number;
  batches: readonly number[];
  /** Traces of answers or codes in what the processes printed. */
  loggedMarks: number;
  /** Receipts whose bytes are left in a table's file or in the write-ahead log: the public log has their hashes only. */
  keptReceipts: number;
};

/** Two strata with two villages each; everybody of a village has one base weight: four cells of equal size. */
const strata = ["Vùng cao", "Vùng thấp"];
const cellCount = 4;

/**
 * Runs a wave from the offer to the published counts.
 * @param invitations people invited. @param without a protection that is taken away. @param sendAtOnce everybody does.
 */
export async function runWave(
  {
    invitations,
    seed,
    without,
    sendAtOnce = false,
  }: { invitations: number; seed: number; without?: Without; sendAtOnce?: boolean },
  progress: (says: string) => void = () => {},
): Promise<Wave> {
  const draws = chance(seed);
  const hosts = await startHosts(firstMorning - 2 * day, without);
  try {
    const { studyId, slug, codes, cellOf } = await invite(hosts, invitations);
    progress(`invited ${invitations}`);
    const reply = await fetch(`${hosts.address("issuer")}/waves/${studyId}/manifest.json`);
    const wave = await readWave(subtle, await reply.json());
    const run = await answer(hosts, wave, { studyId, slug, codes, draws, sendAtOnce, without }, progress);
    return {
      ...(await gather(hosts, wave, cellOf, run)),
      manifest: wave.manifest,
      invited: invitations,
      cells: wave.manifest.cells.length,
    };
  } finally {
    await hosts.stop();
  }
}

/** The office offers, the issuer takes the offer in and publishes its manifest. @returns everybody's code. */
export async function invite(hosts: Hosts, invitations: number) {
  const office = await hosts.staff("office");
  const study = (await office("POST", "studies", {
    title: { vi: "Nước sạch", en: "Clean water" },
    entry: "invitation",
    opening: "batches",
    retainUntil: "2027-03-31",
  })) as { id: string; slug: string };
  const file = new FormData();
  file.append("file", new Blob([form]), "form.md");
  await office("POST", `studies/${study.id}/questionnaire`, file);
  await office("POST", `studies/${study.id}/questionnaire/publish`);
  const date = (at: number) => new Date(at + 7 * hour).toISOString().slice(0, 10);
  const plan = { firstDay: date(firstMorning), lastDay: date(firstMorning + (days - 1) * day) };
  await office("POST", `studies/${study.id}/wave`, plan);
  const issuer = await hosts.staff("issuer");
  await issuer("POST", "invitations", { url: `${hosts.address("office")}/waves/${study.id}/offer.json` });
  const roster = ["name,phone,language,stratum,psu,base_weight"];
  for (let person = 0; person < invitations; person++) {
    const cell = person % cellCount;
    const phone = `09${String(person).padStart(8, "0")}`;
    roster.push(
      `Person ${String(person).padStart(5, "0")},${phone},vi,${strata[cell % 2]},Village ${cell},${10 + (cell % 2)}`,
    );
  }
  const upload = new FormData();
  upload.append("file", new Blob([roster.join("\n")]), "roster.csv");
  await issuer("POST", `invitations/${study.id}/roster`, upload);
  const sender = { name: "Institution", phone: "0214 3840 000", email: "", address: "", about: {} };
  await issuer("PUT", `invitations/${study.id}/sender`, sender);
  const cells = (await issuer("GET", `invitations/${study.id}/cells`)) as { people: number; cells: unknown[] };
  await issuer("POST", `invitations/${study.id}/manifest`, {
    people: cells.people,
    cells: cells.cells.length,
    eraseAfterDays: 30,
  });
  const people = await rowsOf<{ id: string; name: string; code_version: number; cell: number }>(
    hosts.databases.issuer,
    "select id, name, code_version, cell from invitations.person order by name",
  );
  const vault = openVault(hosts.folder("issuer"));
  const codes = people.map(
    ({ id, code_version: codeVersion }) => codesOf(vault, { studyId: study.id, id, codeVersion }).link,
  );
  // Letters wait until everybody's code is ready.
  for (let ready = 0; ready < invitations; ) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    ready = ((await issuer("GET", `invitations/${study.id}`)) as { prepared: number }).prepared;
  }
  return { studyId: study.id, slug: study.slug, codes, cellOf: people.map(({ cell }) => cell) };
}

type Run = {
  tokens: { person: number; at: number }[];
  deposits: { at: number; mark: string; length: number; plain: number }[];
  receiptOf: Map<number, string>;
  nights: { at: number; answers: Set<string> }[];
};

/** What a person wrote, for the author of the wave to know the answer again. No strategy looks at it. */
const markOf = (person: number) => `mark${String(person).padStart(6, "0")}k`;

async function answer(
  hosts: Hosts,
  wave: CheckedWave,
  given: { studyId: string; slug: string; codes: string[]; draws: Chance; sendAtOnce: boolean; without: Without },
  progress: (says: string) => void,
): Promise<Run> {
  const { studyId, codes, draws, sendAtOnce } = given;
  const run: Run = { tokens: [], deposits: [], receiptOf: new Map(), nights: [] };
  const close = firstMorning - 7 * hour + days * day;
  const end = close + 72 * hour;
  const events = new Events();
  let now = firstMorning;

  // What people write is of all lengths.
  const wishes = codes.map((_, person) => `${markOf(person)}${".".repeat(Math.floor(draws.exponential(120)))}`);
  const phones = codes.map((code, person) => {
    const stored = new Map<string, Uint8Array>();
    let key: WebCryptoKey | undefined;
    const ask: Ask = async (method, url, body) => {
      const reply = await fetch(url, {
        method,
        ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      });
      const text = await reply.text();
      if (url.endsWith("/token") && reply.status === 200 && !run.tokens.some((token) => token.person === person))
        run.tokens.push({ person, at: now });
      if (url.includes("/d/") && reply.status === 200 && !run.deposits.some(({ mark }) => mark === markOf(person)))
        run.deposits.push({
          at: now,
          mark: markOf(person),
          length: (body as { sealed: string }).sealed.length,
          plain: wishes[person]!.length,
        });
      // One reply in twelve is lost on the way back.
      if (draws.below(12) === 0) throw new Error("lost");
      return { status: reply.status, text };
    };
    const open = async (): Promise<Respondent> => {
      key ??= (await makeDraftKey(subtle)) as WebCryptoKey;
      const storage = {
        read: async (name: string) => stored.get(name),
        write: async (name: string, bytes: Uint8Array) => void stored.set(name, bytes),
        remove: async (name: string) => void stored.delete(name),
      };
      const random = (length: number) => webcrypto.getRandomValues(new Uint8Array(length));
      return respondent({ subtle, random, now: () => now, storage, key, ask }, wave);
    };
    return { person, code, open };
  });

  async function fetchToken(phone: (typeof phones)[number]): Promise<void> {
    try {
      await (await phone.open()).takeToken(phone.code);
    } catch {
      // Tries again in a while, as people do.
      return events.at(now + 2 * minute + draws.exponential(20 * minute), () => fetchToken(phone));
    }
    // Most answer at once, in a quarter of an hour or so; some put it off.
    const takes = draws.below(12) === 0 ? draws.exponential(20 * hour) : (6 + draws.exponential(7)) * minute;
    events.at(Math.min(now + takes, close - minute), () => finish(phone));
  }
  async function finish(phone: (typeof phones)[number]): Promise<void> {
    const page = await phone.open();
    const answers = { water: draws.below(3) === 0 ? "no" : "yes", wish: wishes[phone.person]! };
    const when = sendAtOnce || draws.below(8) === 0 ? "now" : "later";
    await page.finish({ answers, language: "vi", version: 1 }, when);
    await send(phone);
  }
  async function send(phone: (typeof phones)[number]): Promise<void> {
    const page = await phone.open();
    const sent = await page.send().catch(() => undefined);
    const standing = await page.standing();
    if (standing.at === "sent") run.receiptOf.set(phone.person, standing.receipt);
    if (sent || standing.at !== "waiting") return;
    // The page has to be open: some open it again only hours after the time has come.
    const due = Math.max(standing.sendAt, now + minute);
    const late = draws.below(3) === 0 ? draws.exponential(3 * hour) : draws.exponential(5 * minute);
    events.at(Math.min(due + late, end - 2 * minute), () => send(phone));
  }

  for (const phone of phones) if (draws.next() < 0.65) events.at(arrival(draws, close), () => fetchToken(phone));
  const nightly = async () => {
    await hosts.night(now);
    const rows = await rowsOf<{ id: string }>(hosts.databases.office, "select id from responses.answer");
    run.nights.push({ at: now, answers: new Set(rows.map(({ id }) => id)) });
    progress(
      `${new Date(now).toISOString().slice(0, 10)}: ${run.tokens.length} tokens, ${run.deposits.length} deposits, ${rows.length} answers at the office`,
    );
  };
  const every = given.without === "mixing" ? hour / 2 : day;
  for (let at = firstMorning + 19.5 * hour - day; at < end + day; at += every)
    if (at > firstMorning) events.at(at, nightly);
  for (let next = events.next(); next; next = events.next()) {
    if (next.at > now) {
      now = next.at;
      await hosts.travel(now);
    }
    await next.act();
  }
  now = end + day;
  // The collector closes, the issuer publishes its counts, the office fetches what is left.
  await nightly();
  await hosts.night(now + 10 * minute);
  if (
    !(await rowsOf(hosts.databases.collector, "select from deposits.wave where study_id = $1 and closed", [studyId]))
      .length
  )
    throw new Error("The wave did not close.");
  return run;
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
class Events {
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

async function gather(hosts: Hosts, { manifest }: CheckedWave, cellOf: number[], run: Run) {
  const { studyId } = manifest;
  const rows = await rowsOf<{ id: string; cell: number; ctid: string; xmin: string; wish: string; hash: Buffer }>(
    hosts.databases.office,
    `select id, cell, ctid::text as ctid, xmin::text as xmin, answers ->> 'wish' as wish, withdrawal_hash as hash
     from responses.answer where study_id = $1`,
    [studyId],
  );
  const log = writeAheadLog(hosts.cluster);
  const files = tableFiles(hosts.cluster);
  const answers = rows.map(({ id, cell, ctid, xmin, wish, hash }) => {
    const [block = 0, place = 0] = ctid.slice(1, -1).split(",").map(Number);
    const mark = wish.slice(0, markOf(0).length);
    const traced = (found: number) => (found < 0 ? undefined : found);
    return {
      id,
      cell,
      length: wish.length,
      ctid: [block, place] as const,
      xmin: Number(xmin),
      wal: traced(log.indexOf(mark)),
      arrived: traced(log.indexOf(hash)),
    };
  });
  const idOfMark = new Map(rows.map(({ id, wish }) => [wish.slice(0, markOf(0).length), id]));
  const leaves = await rowsOf<{ index: string; hash: Buffer }>(
    hosts.databases.collector,
    "select index, hash from transparency.leaf where kind = 'receipt'",
  );
  const batches = await rowsOf<{ size: number }>(
    hosts.databases.collector,
    "select size from deposits.batch order by number",
  );
  const people = [...run.receiptOf.keys()];
  const said = hosts.said();
  return {
    evidence: {
      company: companyFor(manifest),
      tokens: run.tokens,
      cellOf,
      answers,
      nights: run.nights,
      receipts: leaves.map(({ index, hash }) => ({ index: Number(index), leaf: hash.toString("hex") })),
      deposits: run.deposits.map(({ mark, ...deposit }) => ({ ...deposit, answer: idOfMark.get(mark)! })),
    },
    truth: {
      answerOf: new Map(people.map((person) => [person, idOfMark.get(markOf(person))!])),
      receiptOf: new Map(
        [...run.receiptOf].map(([person, receipt]) => {
          const leaf = receiptLeaf(studyId, Buffer.from(receipt, "base64url"));
          return [person, Buffer.from(leaf).toString("hex")];
        }),
      ),
    },
    batches: batches.map(({ size }) => size),
    loggedMarks: people.filter((person) => said.includes(markOf(person))).length,
    keptReceipts: [...run.receiptOf.values()].filter((receipt) => {
      const bytes = Buffer.from(receipt, "base64url");
      return [log, ...files].some((file) => file.includes(bytes));
    }).length,
  };
}

/** A key's bare RSA, as an issuer has it. */
export function rawOperations(key: KeyObject) {
  const raw = { padding: constants.RSA_NO_PADDING };
  const publicKey = createPublicKey(key);
  return {
    privateOperation: (bytes: Uint8Array): Uint8Array => privateDecrypt({ key, ...raw }, bytes),
    publicOperation: (bytes: Uint8Array): Uint8Array => publicEncrypt({ key: publicKey, ...raw }, bytes),
  };
}
