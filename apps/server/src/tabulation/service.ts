import type { Study, Table, TableSpec } from "@lang-nghe/contract";
import { type Dataset, readDataset } from "../dictionary/index.ts";
import { compute } from "../platform/computing.ts";
import type { Platform } from "../platform/platform.ts";
import { getStudy } from "../studies/index.ts";
import { activeWeights, weightsById } from "../weighting/index.ts";
import { makeTable } from "./table.ts";

/** Drawn by chance, or everyone asked: only then does a margin of error mean something. */
export const isRandom = (study: Pick<Study, "provenance">): boolean =>
  ["probability", "census"].includes(study.provenance.selection);

/**
 * The table of a study by a spec, under the weights it names; large ones are worked out in a thread.
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
  const input = {
    dataset: columnsOf(dataset, spec),
    weights,
    spec,
    random: isRandom(study),
    synthetic: study.synthetic,
    software: `Lắng Nghe ${platform.config.version}`,
  };
  return compute(makeTable, new URL("./table.ts", import.meta.url), dataset.rows, [input], signal);
}

/** What a table reads, and no more: the rest of the answers does not travel. */
function columnsOf(dataset: Dataset, { ask, by }: TableSpec): Dataset {
  const { strata, psu, fpc } = dataset.design;
  const names = new Set([ask, by, strata, ...psu, ...fpc]);
  return { ...dataset, columns: new Map([...dataset.columns].filter(([name]) => names.has(name))) };
}
