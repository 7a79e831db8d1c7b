import { randomInt, randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import type {
  DrawDesign,
  DrawDetail,
  DrawPreview,
  DrawRepeat,
  NewDraw,
  NewRelease,
  SampleChoice,
  SampleUse,
} from "@lang-nghe/contract";
import { drawAlgorithm } from "@lang-nghe/survey-statistics";
import { audit } from "../platform/audit.ts";
import { compute, inSharedMemory } from "../platform/computing.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { getStudy, requireState } from "../studies/index.ts";
import { frameToDraw, unitOfPlace } from "../units/index.ts";
import { describeDraw } from "./description.ts";
import { drawOfFrame, drawSteps, type KeptFrame, previewOfFrame, type StoredDraw } from "./drawing.ts";
import * as queries from "./queries.ts";
import { nextReplicates, notDue } from "./reserve.ts";
import { releasedOf, sampledUnits } from "./sample-in-use.ts";

const drawing = new URL("./drawing.ts", import.meta.url);

async function keptFrame({ database }: Platform, frameId: string): Promise<KeptFrame> {
  const { title, hash, rows, body, parts } = await frameToDraw(database, frameId);
  return { title, hash, rows, body: inSharedMemory(body), parts };
}

/** What a design would give; nothing is drawn. @throws {Problem} sampling.design. */
export async function previewDraw(platform: Platform, studyId: string, design: DrawDesign): Promise<DrawPreview> {
  await getStudy(platform, studyId);
  const frame = await keptFrame(platform, design.frameId);
  return compute(previewOfFrame, drawing, frame.rows, [frame, design.stages, design.release]);
}

/** The steps of a draw, in memory that its thread shares. */
export const newSteps = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));

/** Takes the sample that the seed gives, and stores it as one more draw of the study. @returns its id. */
export async function drawNow(
  platform: Platform,
  by: Person,
  studyId: string,
  { design, seed: given, reason }: NewDraw,
  id: string,
  steps: Int32Array,
): Promise<string> {
  const seed = given ?? randomInt(2 ** 32);
  const frame = await keptFrame(platform, design.frameId);
  const drawn = await compute(drawOfFrame, drawing, frame.rows, [frame, design.stages, design.release, seed, steps]);
  Atomics.store(steps, 0, drawSteps.indexOf("storing"));
  await store(
    platform,
    by,
    { id, studyId, design, seed, seedMade: given === null, reason: reason.trim(), frame },
    drawn,
  );
  Atomics.store(steps, 0, drawSteps.indexOf("done"));
  return id;
}

export const newDrawId = (): string => randomUUID();

/** Rows stored by one statement. */
const rowsAtOnce = 5_000;

async function store(
  platform: Platform,
  by: Person,
  given: {
    id: string;
    studyId: string;
    design: DrawDesign;
    seed: number;
    seedMade: boolean;
    reason: string;
    frame: KeptFrame;
  },
  { units, groups, summary, hash, record, sampled }: StoredDraw,
): Promise<void> {
  const { id, studyId, design, seed, seedMade, reason, frame } = given;
  const unitOf = await unitOfPlace(platform.database, design.frameId);
  await inTransaction(platform.database, async (transaction) => {
    await requireState(transaction, studyId, "design");
    const number = await queries.insertDraw(transaction, {
      ...{ id, studyId, seed, seedMade, reason, sampled, summary, groups, hash },
      frameId: design.frameId,
      frameHash: frame.hash,
      design: { stages: design.stages, release: design.release },
      algorithm: drawAlgorithm,
      drawnBy: by.name,
      drawnAt: platform.clock(),
      reserve: units.length - sampled,
      record: Buffer.from(record),
    });
    for (let from = 0; from < units.length; from += rowsAtOnce) {
      const some = units.slice(from, from + rowsAtOnce);
      await queries.insertUnits(
        transaction,
        id,
        some,
        from + 1,
        some.map(({ place, within }) => unitOf(place, within)),
      );
    }
    await audit(transaction, by, "sampling.draw", studyId, {
      ...{ draw: number, seed, seedMade, frame: frame.hash, hash, units: sampled, reason },
    });
  });
}

export async function drawDetail(platform: Platform, studyId: string, id: string): Promise<DrawDetail> {
  const { database } = platform;
  const draw = await queries.drawById(database, studyId, id);
  if (!draw) throw new Problem("platform.not-found");
  const { summary, groups } = await queries.insideOf(database, id);
  const rule = draw.design.release;
  const released = await releasedOf(database, id);
  const weights = (await sampledUnits(database, id, rule?.replicates ?? 1)).map(({ baseWeight }) => baseWeight);
  let [sum, squares, lowest, highest] = [0, 0, Number.POSITIVE_INFINITY, 0];
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
    lowest = Math.min(lowest, weight);
    highest = Math.max(highest, weight);
  }
  return {
    ...draw,
    ...summary,
    weights: { sum, lowest, highest, effect: (weights.length * squares) / sum ** 2 },
    releases: await queries.releasesOf(database, id),
    next: rule ? nextReplicates(groups, rule, released) : [],
    description: describeDraw(draw, summary),
  };
}

/** The stored record as it was hashed. */
export async function drawRecordText({ database }: Platform, studyId: string, id: string): Promise<Buffer> {
  const record = await queries.recordOf(database, studyId, id);
  if (!record) throw new Problem("platform.not-found");
  return promisify(inflateRaw)(record);
}

/** Draws again from frame, design and seed, and compares. */
export async function repeatDraw(platform: Platform, by: Person, studyId: string, id: string): Promise<DrawRepeat> {
  const draw = await queries.drawById(platform.database, studyId, id);
  if (!draw) throw new Problem("platform.not-found");
  const { design, seed, hash: stored } = draw;
  const frame = await keptFrame(platform, design.frameId);
  const again = await compute(drawOfFrame, drawing, frame.rows, [
    frame,
    design.stages,
    design.release,
    seed,
    newSteps(),
  ]);
  const same = again.hash === stored;
  await audit(platform.database, by, "sampling.repeat", studyId, { draw: draw.number, same });
  return { same, stored, again: again.hash, newAlgorithm: draw.algorithm.version !== drawAlgorithm.version };
}

/** Takes a draw into use: the first decides; another may follow with its reason until people are asked. */
export async function takeIntoUse(
  platform: Platform,
  by: Person,
  studyId: string,
  { drawId, reason }: SampleChoice,
): Promise<SampleUse[]> {
  return inTransaction(platform.database, async (transaction) => {
    await requireState(transaction, studyId, "design");
    const draw = await queries.drawById(transaction, studyId, drawId);
    if (!draw) throw new Problem("platform.not-found");
    const before = await queries.drawInUse(transaction, studyId);
    const kept = (vi: string, en: string) => new Problem("sampling.in-use", { what: { vi, en } });
    if (before?.id === drawId) throw kept(`lần rút ${draw.number} đang được dùng`, `draw ${draw.number} is in use`);
    if (before && (await queries.releasesOf(transaction, before.id)).length)
      throw kept("đã bổ sung đơn vị từ mẫu dự bị", "units of its reserve were released");
    await queries.insertUse(transaction, {
      ...{ studyId, drawId, reason: reason.trim() },
      takenBy: by.name,
      takenAt: platform.clock(),
    });
    const draws = (await queries.listDraws(transaction, studyId)).length;
    await audit(transaction, by, "sampling.use", studyId, {
      ...{ draw: draw.number, of: draws, instead: before?.number ?? null, seed: draw.seed, hash: draw.hash, reason },
    });
    return queries.usesOf(transaction, studyId);
  });
}

/** Releases the next replicate of the reserve, whole, if the rule of the draw allows it now. */
export async function releaseReserve(
  platform: Platform,
  by: Person,
  studyId: string,
  { replicate, stratum, completed, pending, reason }: NewRelease,
): Promise<DrawDetail> {
  const id = await inTransaction(platform.database, async (transaction) => {
    await requireState(transaction, studyId, "design", "open");
    const draw = await queries.drawInUse(transaction, studyId);
    if (!draw) throw new Problem("sampling.not-in-use");
    const refuse = (vi: string, en: string) => new Problem("sampling.release", { what: { vi, en } });
    const rule = draw.design.release;
    if (!rule) throw refuse("mẫu này không có dự bị", "this sample has no reserve");
    const { groups } = await queries.insideOf(transaction, draw.id);
    const next = nextReplicates(groups, rule, await releasedOf(transaction, draw.id));
    const due = next.find((one) => one.stratum === stratum);
    if (!due) throw refuse("ở đây không còn phần dự bị nào", "no replicate is left there");
    if (due.replicate !== replicate)
      throw refuse(`phần kế tiếp là phần ${due.replicate}`, `the next replicate is ${due.replicate}`);
    const issued = (await sampledUnits(transaction, draw.id, rule.replicates)).filter(
      (unit) => stratum === null || unit.stratum === stratum,
    ).length;
    const why = notDue(issued, completed, pending, due.target);
    if (why) throw refuse(why.vi, why.en);
    const number = (await queries.releasesOf(transaction, draw.id)).length + 1;
    await queries.insertRelease(transaction, draw.id, {
      ...{ number, replicate, stratum, units: due.units, completed, pending, reason: reason.trim() },
      releasedBy: by.name,
      releasedAt: platform.clock(),
    });
    await audit(transaction, by, "sampling.release", studyId, {
      ...{ draw: draw.number, replicate, stratum, units: due.units, completed, pending, reason },
    });
    return draw.id;
  });
  return drawDetail(platform, studyId, id);
}
