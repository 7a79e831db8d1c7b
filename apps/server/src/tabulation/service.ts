import type { Study, Table, TableSpec } from "@lang-nghe/contract";
import { readDataset } from "../dictionary/index.ts";
import type { Platform } from "../platform/platform.ts";
import { getStudy } from "../studies/index.ts";
import { activeWeights, weightsById } from "../weighting/index.ts";
import { makeTable } from "./table.ts";

/** Drawn by chance, or everyone asked: only then does a margin of error mean something. */
export const isRandom = (study: Pick<Study, "provenance">): boolean =>
  ["probability", "census"].includes(study.provenance.selection);

/** The table of a study by a spec, under the weights it names. @throws {Problem} dictionary.not-frozen and others. */
export async function tableOf(platform: Platform, studyId: string, spec: TableSpec): Promise<Table> {
  const { database } = platform;
  const study = await getStudy(platform, studyId);
  const dataset = await readDataset(database, studyId);
  const weights =
    spec.weightSet === "none"
      ? undefined
      : spec.weightSet === null
        ? await activeWeights(database, studyId, dataset)
        : await weightsById(database, studyId, dataset, spec.weightSet);
  return makeTable({
    dataset,
    weights,
    spec,
    random: isRandom(study),
    synthetic: study.synthetic,
    software: `Lắng Nghe ${platform.config.version}`,
  });
}
