import type { ReplicateDesign } from "../design/replicate-design.ts";
import type { SurveyDesign } from "../design/survey-design.ts";
import { SurveyDesignError } from "../design/survey-design-error.ts";
import { balancedHalfSamples } from "./balanced-half-samples.ts";
import { multistageBootstrap, populationBootstrap, rescalingBootstrap } from "./bootstrap.ts";
import { jackknife } from "./jackknife.ts";

/** How a linearised design is turned into replicates; the names are those of R's `as.svrepdesign`. "auto": JK1 without strata, else JKn. */
export type ConversionMethod = "auto" | "JK1" | "JKn" | "BRR" | "Fay" | "bootstrap" | "subbootstrap" | "mrbbootstrap";

export interface ConversionOptions {
  /** Centre of the squares: the full-sample estimate (true) or the mean of the replicates (false, default). */
  readonly meanSquaredError?: boolean;
  /** Fay's ρ, 0 ≤ ρ < 1. Default 0, as R. */
  readonly rho?: number;
  /** BRR and Fay: strata of one PSU. Default "fail". */
  readonly small?: "fail" | "split" | "merge";
  /** BRR and Fay: strata of more than two PSUs. Default "split". */
  readonly large?: "split" | "merge" | "fail";
  /** Bootstraps: number of replicates. Default 50, as R; 200 or more for published figures. */
  readonly replicates?: number;
  /** Bootstraps: the same seed gives the same replicates. Must be given. */
  readonly seed?: number;
}

/**
 * Replicate weights for a sample described by strata and PSUs. A calibrated design keeps its weights; calibrate the replicates
 * afterwards (`reweightReplicates`) so that their spread knows of it.
 *
 * @param method see Methodology, "Replicate weights", for which to choose.
 * @throws {SurveyDesignError} stratified (JK1 of a stratified sample), not-pairs (BRR), lonely-psu, no-seed, no-replicates, bad-scale.
 * @see R survey::as.svrepdesign.
 */
export function toReplicates(
  design: SurveyDesign,
  method: ConversionMethod,
  options: ConversionOptions = {},
): ReplicateDesign {
  const meanSquaredError = options.meanSquaredError ?? false;
  switch (method) {
    case "auto":
      return jackknife(design, design.stratumCount === 1 ? "JK1" : "JKn", meanSquaredError);
    case "JK1":
      if (design.stratumCount > 1)
        throw new SurveyDesignError(
          "stratified",
          `JK1 knows no strata, and the sample has ${design.stratumCount}: use JKn.`,
        );
      return jackknife(design, "JK1", meanSquaredError);
    case "JKn":
      return jackknife(design, "JKn", meanSquaredError);
    case "BRR":
    case "Fay":
      return balancedHalfSamples(design, {
        rho: method === "BRR" ? 0 : (options.rho ?? 0),
        meanSquaredError,
        ...(options.small === undefined ? {} : { small: options.small }),
        ...(options.large === undefined ? {} : { large: options.large }),
      });
  }
  if (options.seed === undefined)
    throw new SurveyDesignError("no-seed", "A bootstrap draws at random: give it a seed, so that it can be repeated.");
  const drawing = { replicates: options.replicates ?? 50, seed: options.seed, meanSquaredError };
  if (method === "bootstrap") return populationBootstrap(design, drawing);
  if (method === "subbootstrap") return rescalingBootstrap(design, drawing);
  return multistageBootstrap(design, drawing);
}
