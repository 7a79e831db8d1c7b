import type { Derivation, Dictionary } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { type Database, inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { readSnapshot } from "../responses/index.ts";
import { applySteps, type Dataset } from "./dataset.ts";
import { sourcesOf } from "./derive.ts";
import * as queries from "./queries.ts";

/** A study's frozen answers with their derived variables. @throws {Problem} dictionary.not-frozen */
export async function readDataset(database: Database, studyId: string): Promise<Dataset> {
  return applySteps(await readSnapshot(database, studyId), await queries.stepsOf(database, studyId));
}

export async function readDictionary(database: Database, studyId: string): Promise<Dictionary> {
  const steps = await queries.stepsOf(database, studyId);
  const dataset = applySteps(await readSnapshot(database, studyId), steps);
  return {
    variables: dataset.variables,
    steps: steps.map((step) => ({
      ...step,
      usedBy: steps
        .filter((other) => sourcesOf(other.derivation).includes(step.derivation.name))
        .map((other) => other.derivation.name),
    })),
    lastRemoved: (await queries.lastRemoved(database, studyId)) ?? null,
    snapshotHash: dataset.snapshotHash,
  };
}

/** Stores a step after trying it: a step that cannot be applied is never kept. */
export async function addStep(
  platform: Platform,
  by: Person,
  studyId: string,
  derivation: Derivation,
): Promise<Dictionary> {
  const { database } = platform;
  const steps = await queries.stepsOf(database, studyId);
  applySteps(await readSnapshot(database, studyId), [
    ...steps,
    { id: "00000000-0000-4000-8000-000000000000", derivation },
  ]);
  await inTransaction(database, async (transaction) => {
    await queries.insertStep(transaction, studyId, derivation);
    await audit(transaction, by, "dictionary.derive", studyId, { name: derivation.name, kind: derivation.kind });
  });
  return readDictionary(database, studyId);
}

export async function removeStep(platform: Platform, by: Person, studyId: string, stepId: string): Promise<Dictionary> {
  const { database } = platform;
  const { steps } = await readDictionary(database, studyId);
  const step = steps.find((candidate) => candidate.id === stepId);
  if (!step) throw new Problem("platform.not-found");
  if (step.usedBy.length) throw new Problem("dictionary.step-in-use", { usedBy: step.usedBy.join(", ") });
  await inTransaction(database, async (transaction) => {
    await queries.markRemoved(transaction, stepId);
    await audit(transaction, by, "dictionary.remove", studyId, { name: step.derivation.name });
  });
  return readDictionary(database, studyId);
}
