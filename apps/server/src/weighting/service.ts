import { createHash } from "node:crypto";
import type { MarginCheck, Margins, WeightPlan, WeightSet } from "@lang-nghe/contract";
import type { Calibration, DisclosurePolicy } from "@lang-nghe/survey-statistics";
import type { Static } from "typebox";
import { type Dataset, readDataset } from "../dictionary/index.ts";
import { policyInForce } from "../disclosure/index.ts";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { compute } from "../platform/computing.ts";
import { type Database, inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { gatedSet } from "./gated-set.ts";
import { type MatchedMargin, matchMargins, readMargins } from "./margins.ts";
import * as queries from "./queries.ts";
import { makeWeights } from "./weights.ts";

/** Weights ready for estimation: with what the raking held fixed, so that errors know of it. */
export type Weights = {
  id: string;
  values: Float64Array;
  hash: string;
  calibration: Calibration | undefined;
  set: WeightSet;
};

/** Reads rows of a margins file and says whether they can hold, without storing anything. */
export async function checkMargins(
  database: Database,
  studyId: string,
  rows: readonly (readonly string[])[],
  source: string,
): Promise<Static<typeof MarginCheck>> {
  const dataset = await readDataset(database, studyId);
  const read = readMargins(rows, source);
  if (!read.margins) return read;
  const { limits } = await policyInForce(database);
  return {
    margins: read.margins,
    problems: [...read.problems, ...matchMargins(dataset, read.margins, limits).problems],
  };
}

/** Makes and stores a weight set; nothing is stored when the margins cannot hold. */
export async function createWeightSet(
  platform: Platform,
  by: Person | undefined,
  studyId: string,
  plan: WeightPlan,
): Promise<WeightSet> {
  const dataset = await readDataset(platform.database, studyId);
  const { limits } = await policyInForce(platform.database);
  const matched = marginsThatHold(dataset, plan.margins, limits);
  const start = startWeights(dataset, plan.start);
  const { weights, steps, moved } = await compute(makeWeights, new URL("./weights.ts", import.meta.url), dataset.rows, [
    start,
    plan,
    matched,
  ]);
  const bytes = Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength);
  const id = await inTransaction(platform.database, async (transaction) => {
    const stored = await queries.insertWeightSet(transaction, {
      studyId,
      name: plan.name,
      createdOn: dayOf(platform.clock()),
      plan,
      result: { steps, moved, marginsSource: plan.margins?.source ?? null },
      weights: bytes,
      hash: createHash("sha256").update(bytes).digest("hex"),
      snapshotHash: dataset.snapshotHash,
    });
    await audit(transaction, by, "weighting.create", studyId, { weightSet: stored, name: plan.name });
    return stored;
  });
  return weightSet(platform.database, studyId, id);
}

function marginsThatHold(dataset: Dataset, margins: Margins | null, limits: DisclosurePolicy): MatchedMargin[] {
  if (!margins) return [];
  const { matched, problems } = matchMargins(dataset, margins, limits);
  const [first] = problems;
  if (first) throw new Problem("weighting.margins", { first: first.message.vi ?? "", problems });
  return matched;
}

/** The file's design weights, or one for everybody. */
export function startWeights(dataset: Dataset, start: WeightPlan["start"]): Float64Array {
  const name = dataset.design.weights;
  if (start === "equal" || name === null) return new Float64Array(dataset.rows).fill(1);
  const column = dataset.columns.get(name);
  if (column?.kind !== "numeric") throw new Problem("dictionary.unknown-variable", { variable: name });
  return column.values;
}

/** The sets as people may see them. */
export async function listWeightSets(database: Database, studyId: string): Promise<WeightSet[]> {
  const { limits } = await policyInForce(database);
  return (await queries.storedWeightSets(database, studyId)).map((set) => gatedSet(set, limits));
}

export async function weightSet(database: Database, studyId: string, id: string): Promise<WeightSet> {
  const found = (await listWeightSets(database, studyId)).find((set) => set.id === id);
  if (!found) throw new Problem("platform.not-found");
  return found;
}

/** @param id null = unweighted from now on. */
export async function activate(
  platform: Platform,
  by: Person | undefined,
  studyId: string,
  id: string | null,
): Promise<WeightSet[]> {
  if (id !== null) await weightSet(platform.database, studyId, id);
  await inTransaction(platform.database, async (transaction) => {
    await queries.activate(transaction, studyId, id);
    await audit(transaction, by, "weighting.activate", studyId, { weightSet: id });
  });
  return listWeightSets(platform.database, studyId);
}

/** The active weights of a study; undefined when there are none. */
export async function activeWeights(
  database: Database,
  studyId: string,
  dataset: Dataset,
): Promise<Weights | undefined> {
  const active = (await listWeightSets(database, studyId)).find((set) => set.active);
  return active && weightsById(database, studyId, dataset, active.id);
}

export async function weightsById(database: Database, studyId: string, dataset: Dataset, id: string): Promise<Weights> {
  const set = await weightSet(database, studyId, id);
  const { weights, plan } = await queries.weightsOf(database, id);
  const values = new Float64Array(Uint8Array.from(weights).buffer);
  const margins = plan.margins ? matchMargins(dataset, plan.margins).matched : [];
  return {
    id,
    values,
    hash: set.hash,
    set,
    calibration: margins.length ? calibrationOf(dataset, plan, margins) : undefined,
  };
}

/** Rows without a level kept their share: a level of their own for the residuals. */
function calibrationOf(dataset: Dataset, plan: WeightPlan, margins: readonly MatchedMargin[]): Calibration {
  return {
    baseWeights: startWeights(dataset, plan.start),
    margins: margins.map(({ codes, levels }) => {
      const hasMissing = codes.includes(-1);
      return {
        codes: hasMissing ? codes.map((code) => (code < 0 ? levels.length : code)) : codes,
        levelCount: levels.length + (hasMissing ? 1 : 0),
      };
    }),
  };
}
