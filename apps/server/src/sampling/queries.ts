import type {
  DesignStage,
  Draw,
  EarlierSample,
  ReleaseRule,
  ReserveRelease,
  SampleUse,
  Words,
} from "@lang-nghe/contract";
import { sql } from "kysely";
import type { Database, Transaction } from "../platform/database.ts";
import type { DrawnUnit, DrawSummary, ReserveGroup } from "./drawing.ts";

type Run = Database | Transaction;

export type KeptDesign = { stages: DesignStage[]; release: ReleaseRule | null };

const draws = (run: Run, studyId: string) =>
  run
    .selectFrom("sampling.draw as d")
    .innerJoin("units.frame as f", "f.id", "d.frameId")
    .select(["d.id", "d.number", "d.frameId", "d.frameHash", "d.design", "d.seed", "d.seedMade", "d.algorithm"])
    .select(["d.reason", "d.drawnBy", "d.drawnAt", "d.sampled", "d.reserve", "d.hash", "f.title", "f.rows"])
    .select(
      sql<boolean>`d.id = (select u.draw_id from sampling.use u where u.study_id = d.study_id order by u.number desc limit 1)`.as(
        "inUse",
      ),
    )
    .where("d.studyId", "=", studyId)
    .orderBy("d.number", "desc");

type DrawRow = Awaited<ReturnType<ReturnType<typeof draws>["executeTakeFirstOrThrow"]>>;

function toDraw({ frameId, frameHash, title, rows, design, drawnAt, inUse, algorithm, ...draw }: DrawRow): Draw {
  return {
    ...draw,
    frame: { id: frameId, title, rows, hash: frameHash },
    design: { frameId, ...(design as KeptDesign) },
    algorithm: algorithm as Draw["algorithm"],
    drawnAt: drawnAt.toISOString(),
    inUse: inUse === true,
  };
}

export const listDraws = async (run: Run, studyId: string): Promise<Draw[]> =>
  (await draws(run, studyId).execute()).map(toDraw);

export async function drawById(run: Run, studyId: string, id: string): Promise<Draw | undefined> {
  const row = await draws(run, studyId).where("d.id", "=", id).executeTakeFirst();
  return row && toDraw(row);
}

export async function drawInUse(run: Run, studyId: string): Promise<Draw | undefined> {
  return (await listDraws(run, studyId)).find(({ inUse }) => inUse);
}

/** What the screen shows of a draw, and the groups its reserve waits in. */
export async function insideOf(run: Run, id: string): Promise<{ summary: DrawSummary; groups: ReserveGroup[] }> {
  const { summary, groups } = await run
    .selectFrom("sampling.draw")
    .select(["summary", "groups"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return { summary: summary as DrawSummary, groups: groups as ReserveGroup[] };
}

export async function recordOf(run: Run, studyId: string, id: string): Promise<Buffer | undefined> {
  const row = await run
    .selectFrom("sampling.draw")
    .select("record")
    .where("id", "=", id)
    .where("studyId", "=", studyId)
    .executeTakeFirst();
  return row?.record;
}

/** Numbers of a study are given one after the other: its row is locked until the transaction ends. */
async function nextNumber(run: Transaction, table: "sampling.draw" | "sampling.use", studyId: string): Promise<number> {
  const { number } = await run
    .selectFrom(table)
    .select(({ fn }) => fn.max("number").as("number"))
    .where("studyId", "=", studyId)
    .executeTakeFirstOrThrow();
  return Number(number ?? 0) + 1;
}

export type NewDrawRow = {
  id: string;
  studyId: string;
  frameId: string;
  frameHash: string;
  design: KeptDesign;
  seed: number;
  seedMade: boolean;
  algorithm: Draw["algorithm"];
  reason: string;
  drawnBy: string;
  drawnAt: Date;
  sampled: number;
  reserve: number;
  summary: DrawSummary;
  groups: ReserveGroup[];
  hash: string;
  record: Buffer;
};

/** @returns the draw's number in its study. */
export async function insertDraw(run: Transaction, draw: NewDrawRow): Promise<number> {
  const number = await nextNumber(run, "sampling.draw", draw.studyId);
  const json = (value: unknown) => JSON.stringify(value);
  await run
    .insertInto("sampling.draw")
    .values({
      ...draw,
      number,
      design: json(draw.design),
      algorithm: json(draw.algorithm),
      summary: json(draw.summary),
      groups: json(draw.groups),
    })
    .execute();
  return number;
}

/** @param places unit of each row drawn, where its place is matched. */
export async function insertUnits(
  run: Transaction,
  drawId: string,
  units: readonly DrawnUnit[],
  first: number,
  places: readonly (string | null)[],
): Promise<void> {
  const rows = units.map((unit, at) => ({
    draw_id: drawId,
    number: first + at,
    frame_row: unit.frameRow,
    code: unit.code,
    stages: unit.stages,
    stratum: unit.stratum,
    psu: unit.psu,
    unit_id: places[at],
    stage_probabilities: unit.stageProbabilities,
    group_number: unit.group,
    release_order: unit.order,
    replicate: unit.replicate,
    rotation_group: unit.rotation,
  }));
  await sql`
    insert into sampling.unit
    select * from json_populate_recordset(null::sampling.unit, ${JSON.stringify(rows)}::json)`.execute(run);
}

export type UnitRow = {
  number: number;
  frameRow: number;
  code: string;
  stages: string[];
  stratum: string;
  psu: string;
  unitId: string | null;
  stageProbabilities: number[];
  groupNumber: number;
  releaseOrder: number;
  replicate: number;
  rotationGroup: number | null;
};

/** Every unit drawn, in its order: the sample, then the reserve. */
export async function unitsOf(run: Run, drawId: string): Promise<UnitRow[]> {
  return await run
    .selectFrom("sampling.unit")
    .select(["number", "frameRow", "code", "stages", "stratum", "psu", "unitId", "stageProbabilities", "groupNumber"])
    .select(["releaseOrder", "replicate", "rotationGroup"])
    .where("drawId", "=", drawId)
    .orderBy("number")
    .execute();
}

/** Newest first: the first holds. */
export async function usesOf(run: Run, studyId: string): Promise<SampleUse[]> {
  const rows = await run
    .selectFrom("sampling.use as u")
    .innerJoin("sampling.draw as d", "d.id", "u.drawId")
    .select(["u.drawId", "d.number as drawNumber", "u.reason", "u.takenBy", "u.takenAt"])
    .where("u.studyId", "=", studyId)
    .orderBy("u.number", "desc")
    .execute();
  return rows.map(({ takenAt, ...use }) => ({ ...use, takenAt: takenAt.toISOString() }));
}

export async function insertUse(
  run: Transaction,
  use: { studyId: string; drawId: string; reason: string; takenBy: string; takenAt: Date },
): Promise<void> {
  const number = await nextNumber(run, "sampling.use", use.studyId);
  await run
    .insertInto("sampling.use")
    .values({ ...use, number })
    .execute();
}

export async function releasesOf(run: Run, drawId: string): Promise<ReserveRelease[]> {
  const rows = await run
    .selectFrom("sampling.release")
    .select(["number", "replicate", "stratum", "units", "completed", "pending", "reason", "releasedBy", "releasedAt"])
    .where("drawId", "=", drawId)
    .orderBy("number")
    .execute();
  return rows.map(({ releasedAt, ...release }) => ({ ...release, releasedAt: releasedAt.toISOString() }));
}

export async function insertRelease(
  run: Transaction,
  drawId: string,
  release: Omit<ReserveRelease, "releasedAt"> & { releasedAt: Date },
): Promise<void> {
  await run
    .insertInto("sampling.release")
    .values({ drawId, ...release })
    .execute();
}

/** Studies with a sample in use, and how many first-stage units it has. */
export async function earlierSamples(run: Run): Promise<EarlierSample[]> {
  const { rows } = await sql<{ studyId: string; title: Words; psus: number; sampled: number }>`
    select s.id as study_id, s.title, d.sampled,
      (select count(distinct x.psu) from sampling.unit x where x.draw_id = d.id and x.release_order = 0) as psus
    from studies.study s
    join lateral (select u.draw_id from sampling.use u where u.study_id = s.id order by u.number desc limit 1) u on true
    join sampling.draw d on d.id = u.draw_id
    order by s.slug`.execute(run);
  return rows;
}
