// The insider's copies of each night, and what they come to when all is over.
import { createHash } from "node:crypto";
import { receiptLeaf } from "@lang-nghe/anonymity/log";
import type { CheckedWave } from "@lang-nghe/anonymity/respondent";
import { companyFor } from "../../deposits/batches.ts";
import type { Evidence, Truth } from "./evidence.ts";
import type { Hosts } from "./hosts.ts";
import {
  backupOf,
  clusterFiles,
  dumpOf,
  firstPlaces,
  formsOf,
  type Row,
  rowsOf,
  valuesIn,
  writeAheadLog,
} from "./insider.ts";
import { groupOf, type HeardInField, markOfVisit } from "./interviewers.ts";
import { type Heard, markOf } from "./people.ts";

/** Whole dumps and backups are made in every so many nights. */
const dumpedEvery = 3;

type Copied = {
  at: number;
  answers: Map<string, number>;
  backup: string[];
  /** By withdrawal hash, in base64url. */
  waiting: Map<string, number>;
  log: string[];
  taken: Set<number>;
  /** Visits that were reported as ended, by the office's own side of the visits. */
  reported: Set<number>;
};

/** A row of the opened answers. */
type Opened = {
  id: string;
  cell: number;
  ctid: string;
  xmin: string;
  wish: string;
  hash: Buffer;
  asked: { team?: string; interviewer?: string } | null;
};
/** A deposit as the line of the collector showed it. */
type OnTheLine = { at: number; length: number; requests: number; body: { sealed: string; withdrawalHash: string } };

const placeOf = (ctid: string): number => {
  const [block = 0, row = 0] = ctid.slice(1, -1).split(",").map(Number);
  return block * 1000 + row;
};
const personOf = (name: string): number => Number(name.replace(/\D/g, ""));

/** @param thorough copies of issuer, collector, log and backups, too: not where only the office's copies are looked at. */
export function copies(hosts: Hosts, studyId: string, heard: Heard, thorough: boolean, field?: HeardInField) {
  const nights: Copied[] = [];
  const looks: number[] = [];
  /** Values of one person alone at the issuer, in all forms; -1 where several people have it. */
  const values = new Map<string, number>();
  const foreign: Row[] = [];
  let waitingInBackups = 0;
  /** Withdrawal hashes of which a copy has two rows. */
  const twice = new Set<string>();

  function know(person: number, text: string): void {
    for (const value of valuesIn(text))
      for (const form of formsOf(value)) {
        const known = values.get(form);
        values.set(form, known === undefined || known === person ? person : -1);
      }
  }

  async function dumps(night: Copied): Promise<void> {
    for (const { table, text } of await dumpOf(hosts.databases.issuer))
      if (table === "invitations.person") know(personOf((JSON.parse(text) as { name: string }).name), text);
    for (const role of ["office", "collector"] as const) {
      foreign.push(...(await dumpOf(hosts.databases[role])));
      const backup = await backupOf(hosts.databases[role], role, hosts.folder(role));
      if (role === "office")
        night.backup = backup
          .filter(({ table }) => table === "responses.answer")
          .map(({ text }) => (JSON.parse(text) as { id: string }).id);
      else {
        const text = backup.map((row) => row.text).join("\n");
        for (const hash of night.waiting.keys())
          if (text.includes(Buffer.from(hash, "base64url").toString("hex"))) waitingInBackups++;
      }
    }
  }

  /** What is left of the log, by those deposits that came since the last night. */
  function readLog(since: number): string[] {
    const deposits = [...heard.deposits.values(), ...(field?.deposits.values() ?? [])];
    const hashes = deposits.filter(({ at }) => at >= since).map(({ body }) => body.withdrawalHash);
    const places = firstPlaces(
      writeAheadLog(hosts.cluster),
      hashes.map((hash) => Buffer.from(hash, "base64url")),
    );
    return hashes
      .map((hash, at) => ({ hash, place: places[at] }))
      .filter(({ place }) => place !== undefined)
      .sort((a, b) => a.place! - b.place!)
      .map(({ hash }) => hash);
  }

  return {
    nights,
    looks,
    async take(at: number): Promise<void> {
      const rows = await rowsOf<{ id: string; ctid: string }>(
        hosts.databases.office,
        "select id, ctid::text as ctid from responses.answer",
      );
      const night: Copied = {
        at,
        answers: new Map(rows.map(({ id, ctid }) => [id, placeOf(ctid)])),
        backup: [],
        waiting: new Map(),
        log: [],
        taken: new Set(),
        reported: new Set(),
      };
      if (thorough) {
        const waiting = await rowsOf<{ hash: Buffer; ctid: string }>(
          hosts.databases.collector,
          "select withdrawal_hash as hash, ctid::text as ctid from deposits.staged",
        );
        for (const { hash, ctid } of waiting) {
          const known = hash.toString("base64url");
          if (night.waiting.has(known)) twice.add(known);
          night.waiting.set(known, placeOf(ctid));
        }
        const taken = await rowsOf<{ name: string }>(
          hosts.databases.issuer,
          "select name from invitations.person where request is not null",
        );
        night.taken = new Set(taken.map(({ name }) => personOf(name)));
        if (field) {
          const ended = await rowsOf<{ number: number }>(
            hosts.databases.office,
            "select a.number from fieldwork.outcome o join fieldwork.assignment a on a.id = o.assignment_id",
          );
          night.reported = new Set(ended.map(({ number }) => number - 1));
        }
        night.log = readLog(nights.at(-1)?.at ?? 0);
        if (nights.length % dumpedEvery === 0) await dumps(night);
        // What the view shows can only have changed where answers came.
        if (night.answers.size !== nights.at(-1)?.answers.size) looks.push(await look(hosts, studyId));
      }
      nights.push(night);
    },

    async gather({ manifest }: CheckedWave, cellOf: number[], delays: number[]) {
      const all = await rowsOf<Opened>(
        hosts.databases.office,
        `select id, cell, ctid::text as ctid, xmin::text as xmin, answers ->> 'wish' as wish, withdrawal_hash as hash,
           asked
         from responses.answer where study_id = $1`,
        [studyId],
      );
      // How it was asked stands in the answer: whoever looks for an invited person's looks among these.
      const rows = all.filter(({ asked }) => asked === null);
      const log = writeAheadLog(hosts.cluster);
      const files = clusterFiles(hosts.cluster);
      const mark = (wish: string) => wish.slice(0, markOf(0).length);
      const idOfMark = new Map(rows.map(({ id, wish }) => [mark(wish), id]));
      const idOfHash = new Map(rows.map(({ id, hash }) => [hash.toString("base64url"), id]));
      const answersFrom = (opened: readonly Opened[], deposits: Iterable<OnTheLine>): Evidence["answers"] => {
        const sealedOf = new Map([...deposits].map(({ body }) => [body.withdrawalHash, body.sealed]));
        const wal = firstPlaces(
          log,
          opened.map(({ wish }) => Buffer.from(mark(wish))),
        );
        const arrived = firstPlaces(
          log,
          opened.map(({ hash }) => hash),
        );
        return opened.map(({ id, cell, ctid, xmin, wish, hash }, at) => {
          const [block = 0, place = 0] = ctid.slice(1, -1).split(",").map(Number);
          const withdrawalHash = hash.toString("base64url");
          return {
            id,
            cell,
            length: wish.length,
            sealed: sealedOf.get(withdrawalHash) ?? "",
            withdrawalHash,
            ctid: [block, place] as const,
            xmin: Number(xmin),
            wal: wal[at],
            arrived: arrived[at],
          };
        });
      };
      /** The nights as they are for whoever looks at some of the answers only. */
      const nightsOf = (known: ReadonlyMap<string, string>): Evidence["nights"] => {
        const own = new Set(known.values());
        const ids = (hashes: Iterable<string>) => [...hashes].flatMap((hash) => known.get(hash) ?? []);
        return nights.map((night) => ({
          ...night,
          answers: new Map([...night.answers].filter(([id]) => own.has(id))),
          backup: night.backup.filter((id) => own.has(id)),
          waiting: new Map(
            [...night.waiting].flatMap(([hash, place]) => ids([hash]).map((id) => [id, place] as const)),
          ),
          log: ids(night.log),
        }));
      };
      const answers = answersFrom(rows, heard.deposits.values());
      const leaves = await rowsOf<{ index: string; hash: Buffer }>(
        hosts.databases.collector,
        "select index, hash from transparency.leaf where kind = 'receipt'",
      );
      const batches = await rowsOf<{ size: number }>(
        hosts.databases.collector,
        "select size from deposits.batch where study_id = $1 order by number",
        [studyId],
      );
      const spent = await rowsOf<{ nullifier: string; request: string }>(
        hosts.databases.collector,
        `select encode(nullifier, 'hex') as nullifier, encode(request, 'hex') as request from deposits.spent
         where study_id = $1`,
        [studyId],
      );
      for (const [person, { transcript }] of heard.tokens) know(person, transcript.join(" "));
      const ids = (hashes: Iterable<string>) => [...hashes].flatMap((hash) => idOfHash.get(hash) ?? []);
      const evidence: Evidence = {
        company: companyFor(manifest),
        tokens: [...heard.tokens].map(([person, { at, bytes, requests }]) => ({ person, at, bytes, requests })),
        cellOf,
        answers,
        nights: nightsOf(idOfHash),
        batches: batches.map(({ size }) => size),
        receipts: leaves.map(({ index, hash }) => ({ index: Number(index), leaf: hash.toString("hex") })),
        spent,
        deposits: [...heard.deposits].map(([person, { at, length, plain, requests }]) => ({
          at,
          length,
          plain,
          requests,
          answer: idOfMark.get(markOf(person)) ?? "",
        })),
        doubled: ids(twice),
        shared: inCommon(values, foreign, answers),
        looks,
      };
      const senders = [...heard.deposits].filter(([person]) => idOfMark.has(markOf(person)));
      const leafOf = (receipt: string) =>
        Buffer.from(receiptLeaf(studyId, Buffer.from(receipt, "base64url"))).toString("hex");
      const truth: Truth = {
        answerOf: new Map(senders.map(([person]) => [person, idOfMark.get(markOf(person))!])),
        receiptOf: new Map(senders.map(([person, { body }]) => [person, leafOf(body.receipt)])),
        shown: new Map(senders.map(([person, { body }]) => [person, body.receipt])),
        nullifierOf: new Map(
          senders.map(([person, { body }]) => [
            person,
            createHash("sha256").update(Buffer.from(body.prepared, "base64url")).digest("hex"),
          ]),
        ),
        depositAt: new Map(senders.map(([person, { at }]) => [person, at])),
        delays,
      };
      const refused = await rowsOf<{ reason: string; count: number }>(
        hosts.databases.collector,
        "select reason, count from deposits.refused where study_id = $1",
        [studyId],
      );
      const interviewed =
        field && inTheField(field, all, evidence, { answersFrom, nightsOf, values: poolValues(field), foreign });
      const receipts = senders.map(([, { body }]) => Buffer.from(body.receipt, "base64url"));
      const said = hosts.said();
      return {
        evidence,
        truth,
        interviewed: interviewed && {
          ...interviewed,
          logged: [...field!.deposits.values()].filter(({ body }) =>
            [body.receipt, body.withdrawalHash].some((value) => said.includes(value)),
          ).length,
        },
        batches: evidence.batches,
        waitingInBackups,
        refused: refused.map(({ reason, count }) => `${count} ${reason}`),
        compared: { values: [...values.values()].filter((person) => person >= 0).length, rows: foreign.length },
        /** Answers more or fewer than deposits that a phone holds a receipt for: a mishap must cost none and make none. */
        miscounted:
          Math.abs(rows.length - heard.deposits.size) +
          (rows.length - idOfMark.size) +
          [...heard.receiptOf].filter(([person]) => !idOfMark.has(markOf(person))).length,
        loggedMarks: senders.filter(([person, { body }]) =>
          [markOf(person), body.receipt, body.withdrawalHash, ...(heard.tokens.get(person)?.transcript ?? [])].some(
            (value) => said.includes(value),
          ),
        ).length,
        keptReceipts: [...files].flatMap(([name, file]) => {
          const kept = firstPlaces(file, receipts).filter((place) => place !== undefined).length;
          return kept > 0 ? [{ file: name, kept }] : [];
        }),
      };
    },
  };
}

/** All forms of what passed between pools and phones. */
const poolValues = ({ transcript }: HeardInField): ReadonlySet<string> =>
  new Set(transcript.flatMap((text) => formsOf(text)));

/**
 * The same evidence for interviews: visits stand where tokens stand for the invited, each at the time when its interview ended, as if the
 * assignment side kept that; the answers are those that an interviewer asked for.
 */
function inTheField(
  field: HeardInField,
  all: readonly Opened[],
  whole: Evidence,
  from: {
    answersFrom: (opened: readonly Opened[], deposits: Iterable<OnTheLine>) => Evidence["answers"];
    nightsOf: (known: ReadonlyMap<string, string>) => Evidence["nights"];
    values: ReadonlySet<string>;
    foreign: readonly Row[];
  },
) {
  const groups = [...new Set(field.groupOf)].sort();
  // Cell and codes stand where the cell stands for the invited.
  const rows = all.flatMap((row) =>
    row.asked ? [{ ...row, cell: groups.indexOf(groupOf(row.cell, row.asked)) }] : [],
  );
  const idOfHash = new Map(rows.map(({ id, hash }) => [hash.toString("base64url"), id]));
  const visitOf = new Map([...field.held.keys()].map((visit) => [markOfVisit(visit), visit]));
  const visitOfRow = new Map(rows.map(({ id, wish }) => [id, visitOf.get(wish.slice(0, markOf(0).length)) ?? -1]));
  const deposits = [...field.deposits].flatMap(([hash, { at, length, requests }]) => {
    const id = idOfHash.get(hash);
    return id === undefined ? [] : [{ id, at, length, requests }];
  });
  const evidence: Evidence = {
    ...whole,
    tokens: [...field.held].map(([person, at]) => ({ person, at, bytes: 0, requests: 1 })),
    cellOf: field.groupOf.map((group) => groups.indexOf(group)),
    answers: from.answersFrom(rows, field.deposits.values()),
    nights: from.nightsOf(idOfHash).map((night) => ({ ...night, taken: (night as unknown as Copied).reported })),
    deposits: deposits.map(({ id, at, length, requests }) => ({ at, answer: id, length, plain: 0, requests })),
    doubled: [],
    shared: [],
  };
  const depositAt = new Map(deposits.map(({ id, at }) => [visitOfRow.get(id)!, at]));
  const truth: Truth = {
    answerOf: new Map([...visitOfRow].map(([id, visit]) => [visit, id])),
    receiptOf: new Map(),
    shown: new Map(),
    nullifierOf: new Map(),
    depositAt,
    delays: [...depositAt].map(([visit, at]) => (at - field.held.get(visit)!) / 3_600_000),
  };
  return {
    evidence,
    truth,
    visits: field.held.size,
    groups: groups.length,
    repeated: field.repeated.size,
    mishaps: field.mishaps,
    /** Visits without their answer, and answers of no visit or of one that has another already. */
    miscounted: field.held.size - truth.answerOf.size + rows.length - truth.answerOf.size,
    /** Values that passed between pools and phones, and rows of office and collector in which one of them stands. */
    passed: from.values.size,
    traces: from.foreign.filter(({ text }) => valuesIn(text).some((value) => from.values.has(value))).length,
  };
}

/** @returns the base that the live view shows; 0 where it shows none. */
async function look(hosts: Hosts, studyId: string): Promise<number> {
  const office = await hosts.staff("office");
  const { base } = (await office("GET", `studies/${studyId}/live?variable=water`)) as { base: number | null };
  return base ?? 0;
}

export function inCommon(
  values: ReadonlyMap<string, number>,
  foreign: readonly Row[],
  answers: Evidence["answers"],
): Evidence["shared"] {
  const hashes = new Map(
    answers.map(({ id, withdrawalHash }) => [Buffer.from(withdrawalHash, "base64url").toString("hex"), id]),
  );
  const ids = new Set(answers.map(({ id }) => id));
  const found = new Map<number, Set<string>>();
  for (const { table, text } of foreign) {
    const here = valuesIn(text);
    for (const value of here) {
      const person = values.get(value);
      if (person === undefined || person < 0) continue;
      const named = here.flatMap((other) => (ids.has(other) ? [other] : (hashes.get(other) ?? [])));
      const known = found.get(person) ?? new Set();
      for (const answer of named.length > 0 ? named : [`a row of ${table}`]) known.add(answer);
      found.set(person, known);
    }
  }
  return [...found].map(([person, known]) => ({ person, answers: [...known] }));
}
