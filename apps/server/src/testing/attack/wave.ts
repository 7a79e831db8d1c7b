// A wave as it would be: real hosts, the respondent's real half over HTTP, people who come when people come.
import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  webcrypto,
} from "node:crypto";
import type { Subtle, WaveManifest } from "@lang-nghe/anonymity";
import { readWave } from "@lang-nghe/anonymity/respondent";
import { codesOf } from "../../invitations/codes.ts";
import { openVault } from "../../invitations/vault.ts";
import { chance } from "./chance.ts";
import { copies } from "./copies.ts";
import type { Evidence, Truth } from "./evidence.ts";
import { type Hosts, startHosts, type Without } from "./hosts.ts";
import { rowsOf } from "./insider.ts";
import { interviewers } from "./interviewers.ts";
import { days, delaysOfPeople, Events, firstMorning, people } from "./people.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const subtle = webcrypto.subtle as unknown as Subtle;

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
  /** What went wrong on the way, and how often: it is meant to. */
  mishaps: Readonly<Record<string, number>>;
  /** Answers that are too many or too few for what the phones know. */
  miscounted: number;
  /** People of whose codes, messages, answers or receipts something stands in what the processes printed. */
  loggedMarks: number;
  /** Files of the databases in which the bytes of receipts are left: the public log has their hashes only. */
  keptReceipts: readonly { file: string; kept: number }[];
  /** Deposits that waited for their batch, found in backups of the collector. */
  waitingInBackups: number;
  /** Deposits that the collector refused, by reason: none because it was sent again. */
  refused: readonly string[];
  /** Values of single people at the issuer, in all forms, and rows of the other hosts in which they were looked for. */
  compared: { values: number; rows: number };
  /** Interviews beside the invitations, where there were any: the same evidence, for visits. */
  interviewed:
    | {
        evidence: Evidence;
        truth: Truth;
        visits: number;
        /** Cells and codes that travel: what everybody may know of an answer. */
        groups: number;
        repeated: number;
        mishaps: Readonly<Record<string, number>>;
        miscounted: number;
        passed: number;
        traces: number;
        logged: number;
      }
    | undefined;
  /** Devices that were shown a key or a cell of their own, and those of them that refused before anything was blinded. */
  substituted: { shown: number; refused: number };
};

/** Two strata with two villages each; everybody of a village has one base weight: four cells of equal size. */
const strata = ["Vùng cao", "Vùng thấp"];
const cellCount = 4;

/**
 * Runs a wave from the offer to the published counts.
 * @param invitations people invited. @param without a protection that is taken away. @param sendAtOnce everybody does.
 * @param thorough copies of everything are taken each night; otherwise of the office's answers only.
 * @param visits interviews beside the invitations. @param every time between rounds where nothing is mixed, in milliseconds.
 */
export async function runWave(
  given: {
    invitations: number;
    visits?: number;
    seed: number;
    without?: Without;
    sendAtOnce?: boolean;
    thorough?: boolean;
    every?: number;
  },
  progress: (says: string) => void = () => {},
): Promise<Wave> {
  const { invitations, visits = 0, seed, without, sendAtOnce = false, thorough = false, every = hour / 2 } = given;
  const draws = chance(seed);
  const hosts = await startHosts(firstMorning - 2 * day, without);
  try {
    const { studyId, codes, cellOf } = await invite(hosts, invitations);
    progress(`invited ${invitations}`);
    const reply = await fetch(`${hosts.address("issuer")}/waves/${studyId}/manifest.json`);
    const offered = (await reply.json()) as { manifest: WaveManifest; proof: string };
    const wave = await readWave(subtle, offered);
    const substituted = await substitute(offered);

    const close = firstMorning - 7 * hour + days * day;
    const end = close + 72 * hour;
    const events = new Events();
    let now = firstMorning;
    const clock = { now: () => now, at: events.at.bind(events), close, end };
    const { heard, come } = people(wave, { codes, draws, sendAtOnce }, clock);
    // Chance of their own: the invited do what they do without them.
    const team =
      visits > 0
        ? await interviewers(hosts, wave, { visits, draws: chance(seed + 1), strata, cells: cellCount }, clock)
        : undefined;
    const taken = copies(hosts, studyId, heard, thorough, team?.heard);
    come();
    team?.setOut();
    const nightly = async () => {
      await hosts.night(now);
      await taken.take(now);
      const { answers } = taken.nights.at(-1)!;
      progress(
        `${new Date(now).toISOString().slice(0, 10)}: ${heard.tokens.size} tokens, ${heard.deposits.size} deposits, ${answers.size} answers at the office`,
      );
    };
    const between = without === "mixing" ? every : day;
    for (let at = firstMorning + 19.5 * hour - day; at < end + day; at += between)
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
    const closed = await rowsOf(hosts.databases.collector, "select from deposits.wave where study_id = $1 and closed", [
      studyId,
    ]);
    if (closed.length === 0) throw new Error("The wave did not close.");
    const gathered = await taken.gather(wave, cellOf, delaysOfPeople(chance(seed), sendAtOnce));
    // After the freeze nothing is left to gather: the hashes are gone.
    if (thorough) taken.looks.push(await frozenBase(hosts, studyId));
    return {
      ...gathered,
      manifest: wave.manifest,
      invited: invitations,
      cells: wave.manifest.cells.length,
      mishaps: heard.mishaps,
      substituted,
    };
  } finally {
    await hosts.stop();
  }
}

/** The base of the first table after the freeze: it stands beside what the live view showed last. */
async function frozenBase(hosts: Hosts, studyId: string): Promise<number> {
  const office = await hosts.staff("office");
  await office("POST", `studies/${studyId}/wave/freeze`);
  const table = (await office("POST", `studies/${studyId}/tables`, {
    ask: "water",
    by: null,
    base: "valid",
    weightSet: "none",
  })) as { columns: { n: number | null }[] };
  return table.columns[0]?.n ?? 0;
}

/** Shows devices what the log does not have: another key, another address, a cell for one person. */
async function substitute({ manifest, proof }: { manifest: WaveManifest; proof: string }) {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
  const issuerKey = publicKey.export({ format: "der", type: "spki" }).toString("base64url");
  const [first, ...others] = manifest.cells;
  const shown = [
    { ...manifest, issuerKey },
    { ...manifest, collector: "https://elsewhere.example" },
    { ...manifest, cells: [{ ...first!, invited: first!.invited - 1 }, ...others, { ...first!, invited: 1 }] },
    { ...manifest, tabulationKey: manifest.tabulationKey.replace(/.{4}$/, "AAAA") },
  ];
  const refusals = await Promise.all(
    shown.map((own) =>
      readWave(subtle, { manifest: own, proof })
        .then(() => false)
        .catch(() => true),
    ),
  );
  return { shown: shown.length, refused: refusals.filter(Boolean).length };
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

/** A key's bare RSA, as an issuer has it. */
export function rawOperations(key: KeyObject) {
  const raw = { padding: constants.RSA_NO_PADDING };
  const publicKey = createPublicKey(key);
  return {
    privateOperation: (bytes: Uint8Array): Uint8Array => privateDecrypt({ key, ...raw }, bytes),
    publicOperation: (bytes: Uint8Array): Uint8Array => publicEncrypt({ key: publicKey, ...raw }, bytes),
  };
}
