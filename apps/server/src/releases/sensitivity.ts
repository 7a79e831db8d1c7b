import type { Sensitivity, Table } from "@lang-nghe/contract";
import { sensitivityOfOptIn } from "@lang-nghe/survey-statistics";
import type { Static } from "typebox";

/**
 * The sensitivity print-out of an opt-in table: what a small tie between taking part and the answer would do to each share.
 * Nothing without a population size, and nothing for withheld figures.
 */
export function sensitivityOf(table: Table, at: number, populationSize: number | null): Static<typeof Sensitivity>[] {
  if (populationSize === null || table.measure !== "share") return [];
  const rows = table.estimates
    .filter(
      (estimate) =>
        estimate.by === null && estimate.estimate !== null && estimate.n !== null && estimate.n <= populationSize,
    )
    .flatMap((estimate) =>
      sensitivityOfOptIn({
        n: estimate.n!,
        population: populationSize,
        sigma: Math.sqrt(estimate.estimate! * (1 - estimate.estimate!)),
      }).map(({ correlation, bias, effectiveBase }) => ({
        level: estimate.level ?? "",
        correlation,
        bias,
        effectiveBase: Number.isFinite(effectiveBase) ? effectiveBase : populationSize,
      })),
    );
  return [{ table: at, rows }];
}
