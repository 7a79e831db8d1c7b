// Interviewers in the field: phones with a stock of tokens, a day's interviews, reports with sign-in in the evening, and answers that
// leave later, by themselves, without.
import { createHash, randomBytes, randomUUID, webcrypto } from "node:crypto";
import type { Subtle } from "@lang-nghe/anonymity";
import {
  type Ask,
  type CheckedWave,
  type Interviews,
  interviews,
  makeDraftKey,
  type Phone,
  printedWithdrawalKey,
} from "@lang-nghe/anonymity/interviewer";
import type { Chance } from "./chance.ts";
import type { Hosts } from "./hosts.ts";
import { rowsOf } from "./insider.ts";
import { firstMorning, markOf } from "./people.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const subtle = webcrypto.subtle as unknown as Subtle;
const random = (length: number) => webcrypto.getRandomValues(new Uint8Array(length));

/** What is written in the answer of a visit, for the author of the wave to know it again. No strategy looks at it. */
export const markOfVisit = (visit: number) => markOf(100_000 + visit);

type DepositBody = { prepared: string; sealed: string; withdrawalHash: string; receipt: string };

/** What went over the lines, and what the author knows. */
export type HeardInField = {
  /** What everybody may know of each visit's answer: its design cell, and the codes that travel. */
  groupOf: string[];
  /** Visit → when its last interview ended. */
  held: Map<number, number>;
  /** Withdrawal hash → the deposit, when the collector first took it. */
  deposits: Map<string, { at: number; length: number; requests: number; body: DepositBody }>;
  /** Everything that passed between pools and phones. */
  transcript: string[];
  /** Visits that were repeated. */
  repeated: Set<number>;
  mishaps: Record<string, number>;
};

/** Design cell and codes of an answer: nothing finer travels. */
export const groupOf = (
  cell: number,
  { team = "", interviewer = "" }: { team?: string; interviewer?: string },
): string => `${cell} ${team} ${interviewer}`;

/**
 * Sets out a team: for each design cell one interviewer, or more where each has 40 visits.
 * @param visits so many in all, the same number in each cell. @param clock what time it is, and what is to happen later.
 */
export async function interviewers(
  hosts: Hosts,
  wave: CheckedWave,
  { visits, draws, strata, cells }: { visits: number; draws: Chance; strata: readonly string[]; cells: number },
  clock: { now: () => number; at: (time: number, act: () => Promise<void>) => void; end: number },
): Promise<{ heard: HeardInField; setOut: () => void }> {
  const { now, at, end } = clock;
  const { studyId, slug } = { studyId: wave.manifest.studyId, slug: wave.manifest.slug };
  const heard: HeardInField = {
    groupOf: [],
    held: new Map(),
    deposits: new Map(),
    transcript: [],
    repeated: new Set(),
    mishaps: {},
  };
  const mishap = (name: string) => {
    heard.mishaps[name] = (heard.mishaps[name] ?? 0) + 1;
  };
  const each = Math.floor(visits / cells);
  const placeOf = (cell: number) => ({
    stratum: strata[cell % 2]!,
    psu: `Village ${cell}`,
    baseWeight: 10 + (cell % 2),
  });

  const office = await hosts.staff("office");
  const run = (query: string, values: readonly unknown[]) =>
    rowsOf<{ id: string }>(hosts.databases.office, query, values);
  const member = async (name: string, role: string) => {
    const roles = [{ role, unitId: null, studyId }];
    const { member } = (await office("POST", "staff", { name, username: name, roles })) as { member: { id: string } };
    return member.id;
  };
  const supervisor = await member("giamsat", "field-supervisor");
  const enlist = "insert into fieldwork.member (study_id, staff_id, duty, supervisor_id) values ($1, $2, $3, $4)";
  await run(enlist, [studyId, supervisor, "supervisor", null]);
  const issuer = await hosts.staff("issuer");
  const inCell = Math.max(1, Math.floor(each / 40));
  const { keys } = (await issuer("POST", `invitations/${studyId}/pools`, {
    count: cells * inCell,
    size: Math.min(1000, 20 + 4 * each),
  })) as { keys: { key: string }[] };

  const phones = await Promise.all(
    keys.map(async ({ key }, k) => {
      const cell = Math.floor(k / inCell);
      const [first, end] = [k % inCell, (k % inCell) + 1].map((n) => cell * each + Math.floor((n * each) / inCell));
      const staff = await member(`nguoihoi${k}`, "interviewer");
      const session = randomBytes(32).toString("base64url");
      await run(enlist, [studyId, staff, "interviewer", supervisor]);
      await run(
        `insert into fieldwork.phone (staff_id, name, session, made_on, enrolled_on)
         values ($1, 'Máy', $2, '2026-03-01', '2026-03-01')`,
        [staff, createHash("sha256").update(session).digest()],
      );
      const { stratum, psu, baseWeight } = placeOf(cell);
      const rows = await run(
        `insert into fieldwork.assignment (study_id, number, code, place, stratum, psu, base_weight, state, holder_id)
         select $1, n, 'v' || n, 'Nhà ' || n, $2, $3, $4, 'given', $5 from generate_series($6::int, $7::int) n returning id`,
        [studyId, stratum, psu, baseWeight, staff, first! + 1, end],
      );
      return {
        ...newPhone(),
        key,
        session,
        assignments: rows.map(({ id }) => id),
        first: first!,
        codes: new Map<string, object>(),
        place: placeOf(cell),
      };
    }),
  );
  type Held = (typeof phones)[number];
  // Which cell each place lies in comes with the office's next round; then the codes are fixed, before the first day.
  await office("POST", `studies/${studyId}/wave/fetch`);
  for (const phone of phones) {
    const reply = await fetch(`${hosts.address("office")}/api/field/studies/${studyId}/codes`, {
      headers: { "x-requested-with": "lang-nghe", cookie: `lang-nghe-field=${phone.session}` },
    });
    const { visits: fixed } = (await reply.json()) as { visits: { assignmentId: string }[] };
    for (const { assignmentId, ...codes } of fixed) phone.codes.set(assignmentId, codes);
    if (phone.codes.size !== phone.assignments.length) throw new Error(`codes: ${reply.status}`);
  }

  function newPhone() {
    const stored = new Map<string, Uint8Array>();
    const loss = draws.below(4) === 0 ? 0.25 : 0.05;
    const ask: Ask = async (method, url, body) => {
      const lost = draws.next() < loss ? (draws.next() < 1 / 3 ? "request" : "reply") : undefined;
      if (lost) mishap(`${lost} lost, in the field`);
      if (lost === "request") throw new Error("lost");
      const reply = await fetch(url, {
        method,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const text = await reply.text();
      hear(url, body, reply.status, text);
      if (lost) throw new Error("lost");
      return { status: reply.status, text };
    };
    let queue: Promise<unknown> = Promise.resolve();
    const key = makeDraftKey(subtle);
    return {
      stored,
      /** Starts the app. @param doing in which it may be killed, before or after something is kept. */
      start: async (doing: string): Promise<Interviews> => {
        const phone: Phone = {
          subtle,
          random,
          now,
          key: await key,
          ask,
          alone: (work) => {
            const done = queue.then(work, work);
            queue = done.catch(() => undefined);
            return done;
          },
          storage: {
            read: async (name) => stored.get(name),
            names: async (beginning) => [...stored.keys()].filter((name) => name.startsWith(beginning)),
            change: async (changes) => {
              const killed = draws.below(30) === 0 ? (draws.below(2) === 0 ? "before" : "after") : undefined;
              if (killed) mishap(`app killed while ${doing}, ${killed} keeping`);
              if (killed !== "before")
                for (const { name, bytes } of changes) bytes ? stored.set(name, bytes) : stored.delete(name);
              if (killed) throw new Error("killed");
            },
          },
        };
        return interviews(phone, wave);
      },
    };
  }

  function hear(url: string, body: unknown, status: number, text: string): void {
    if (status !== 200) return;
    if (url.endsWith(`/i/${slug}/pool`)) {
      const { secret, blinded } = body as { secret: string; blinded: string[] };
      const { signatures } = JSON.parse(text) as { signatures: (string | null)[] };
      heard.transcript.push(secret, ...blinded, ...signatures.filter((one) => one !== null));
    } else if (url.includes("/d/")) {
      const deposit = body as DepositBody;
      const before = heard.deposits.get(deposit.withdrawalHash);
      if (before) mishap("answer sent again, in the field");
      heard.deposits.set(deposit.withdrawalHash, {
        at: before?.at ?? now(),
        length: deposit.sealed.length,
        requests: (before?.requests ?? 0) + 1,
        body: deposit,
      });
    }
  }

  /** Again and again until it is done: apps are killed and lines fail, and the phone goes on. */
  async function untilDone(phone: Held, doing: string, work: (mine: Interviews) => Promise<unknown>): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await work(await phone.start(doing));
        return;
      } catch (error) {
        if (tries > 60) throw error;
      }
    }
  }

  async function interview(phone: Held, visit: number, round: number): Promise<void> {
    const draft = `draft ${visit}`;
    phone.stored.set(draft, new Uint8Array(1));
    let cell = 0;
    await untilDone(phone, "looking", async (mine) => {
      cell = await mine.cellOf(phone.place);
    });
    const wish = `${markOfVisit(visit)}${".".repeat(Math.floor(Math.min(9000, draws.exponential(400))))}`;
    const water = draws.below(3) === 0 ? "no" : "yes";
    const codes = phone.codes.get(phone.assignments[visit - phone.first]!)!;
    const answer = {
      answers: { water, wish },
      language: "vi",
      version: 1,
      cell,
      asked: { mode: "interview", ...codes } as const,
    };
    await untilDone(phone, "sealing", async (mine) => {
      // Sealed already: the draft went with it.
      if (!phone.stored.has(draft)) return;
      const { withdrawalKey } = await mine.finish(`visit ${visit}`, answer, [{ name: draft, bytes: null }]);
      if (printedWithdrawalKey(withdrawalKey).length < 26) throw new Error("no key");
    });
    heard.groupOf[visit] = groupOf(cell, codes);
    heard.held.set(visit, now());
    // In the evening, with sign-in: that and how the visit ended.
    const evening = now() + ((19.5 * hour - ((now() + 7 * hour) % day) + day) % day) + draws.exponential(30 * minute);
    at(evening, () => report(phone, visit, round));
    plan(phone);
  }

  async function report(phone: Held, visit: number, round: number): Promise<void> {
    const about = { assignmentId: phone.assignments[visit - phone.first]!, round };
    const date = new Date(now() + 7 * hour).toISOString().slice(0, 10);
    const reports = [
      { kind: "attempt", content: { ...about, day: date, part: "morning", medium: "visit", result: "interview" } },
      { kind: "outcome", content: { ...about, day: date, disposition: "complete", minutesBand: 2, dwelling: null } },
    ].map((one) => ({ id: randomUUID(), ...one }));
    const reply = await fetch(`${hosts.address("office")}/api/field/reports`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-requested-with": "lang-nghe",
        cookie: `lang-nghe-field=${phone.session}`,
      },
      body: JSON.stringify({ reports }),
    });
    const { replies } = (await reply.json()) as { replies?: { became: string }[] };
    if (replies?.some(({ became }) => became !== "kept") !== false) throw new Error(`reports: ${reply.status}`);
    if (heard.repeated.has(visit) && round === 1) {
      // The supervisor sends it back; the interviewer goes again days later.
      await run("update fieldwork.assignment set state = 'given', round = 2, remark = 'lại' where id = $1", [
        about.assignmentId,
      ]);
      at(now() + (2 + draws.below(2)) * day, () => interview(phone, visit, 2));
    } else await untilDone(phone, "accepting", (mine) => mine.accepted(`visit ${visit}`));
  }

  /** The app is opened now and then; what is due leaves then. */
  async function plan(phone: Held): Promise<void> {
    const { nextAt } = await (await phone.start("looking")).standing();
    if (nextAt === null) return;
    const late = draws.below(3) === 0 ? draws.exponential(3 * hour) : draws.exponential(5 * minute);
    at(Math.min(Math.max(nextAt, now() + minute) + late, end - 2 * minute), async () => {
      await (await phone.start("sending")).send().catch(() => undefined);
      await plan(phone);
    });
  }

  return {
    heard,
    setOut(): void {
      // Ahead of the first day, in the office's wi-fi.
      for (const phone of phones)
        at(firstMorning - hour / 2, () =>
          untilDone(phone, "filling", async (mine) => {
            await mine.openPool(phone.key);
            // More than any day's visits, and what repetitions take.
            await mine.fill(phone.assignments.length + 8);
            await mine.fetchPlaces();
          }),
        );
      for (const phone of phones)
        for (let i = 0; i < phone.assignments.length; i++) {
          const visit = phone.first + i;
          if (i % 16 === 3) heard.repeated.add(visit);
          const time = firstMorning + (i % 7) * day + (1 + draws.below(8) + draws.next()) * hour;
          at(time, () => interview(phone, visit, 1));
        }
    },
  };
}
