import type { Study, Table, TableSpec } from "@lang-nghe/contract";
import { type Dataset, readDataset } from "../dictionary/index.ts";
import { type EarlierTable, letOut, policyInForce } from "../disclosure/index.ts";
import { compute } from "../platform/computing.ts";
import type { Platform } from "../platform/platform.ts";
import { getStudy } from "../studies/index.ts";
import { activeWeights, weightsById } from "../weighting/index.ts";
import { definitionOf, questionsOf } from "./linked.ts";
import { makeTable, type TableInput } from "./table.ts";

/** Drawn by chance, or everyone asked: only then does a margin of error mean something. */
export const isRandom = (study: Pick<Study, "provenance">): boolean =>
  ["probability", "census"].includes(study.provenance.selection);

/**
 * The table of a study by a spec, under the weights it names; large ones are worked out in a thread. It enters the ledger of
 * what left, and is held against everything in it.
 *
 * @param signal whoever asked has left: the work ends.
 * @throws {Problem} dictionary.not-frozen and others.
 */
export async function tableOf(
  platform: Platform,
  studyId: string,
  spec: TableSpec,
  signal?: AbortSignal,
): Promise<Table> {
  const { database } = platform;
  const study = await getStudy(platform, studyId);
  const dataset = await readDataset(database, studyId);
  const weights =
    spec.weightSet === "none"
      ? undefined
      : spec.weightSet === null
        ? await activeWeights(database, studyId, dataset)
        : await weightsById(database, studyId, dataset, spec.weightSet);
  const { version: policyVersion, limits: policy } = await policyInForce(database);
  const definition = definitionOf(dataset, spec, weights?.hash ?? null);
  const make = async (gate: TableInput["gate"]) =>
    compute(
      makeTable,
      new URL("./table.ts", import.meta.url),
      // Each earlier table is a table to work out again.
      dataset.rows * ("earlier" in gate ? 1 + gate.earlier.length : 1),
      [
        {
          dataset: columnsOf(dataset, spec, "earlier" in gate ? gate.earlier : []),
          weights,
          spec,
          random: isRandom(study),
          synthetic: study.synthetic,
          software: `Lắng Nghe ${platform.config.version}`,
          policy,
          definition,
          gate,
        },
      ],
      signal,
    );
  let made: Table | undefined;
  const leaving = { studyId, snapshotHash: dataset.snapshotHash, policyVersion, definition };
  const decided = await letOut(platform, leaving, async (earlier) => {
    const { table, decision } = await make({ earlier });
    made = table;
    return decision;
  });
  return made ?? (await make({ decided })).table;
}

/** What a table and those it is held against read, and no more: the rest of the answers does not travel. */
function columnsOf(dataset: Dataset, { ask, by, base }: TableSpec, earlier: readonly EarlierTable[]): Dataset {
  const { strata, psu, fpc } = dataset.design;
  const definitions = [definitionOf(dataset, { ask, by, base }, null), ...earlier.map(({ definition }) => definition)];
  const names = new Set([ask, by, strata, ...psu, ...fpc, ...questionsOf(definitions)]);
  return {
    ...dataset,
    variables: dataset.variables.filter(({ name }) => names.has(name)),
    columns: new Map([...dataset.columns].filter(([name]) => names.has(name))),
  };
}
