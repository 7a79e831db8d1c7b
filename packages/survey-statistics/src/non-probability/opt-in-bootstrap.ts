import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { isReplicateDesign } from "../design/design.ts";
import { replicateWeights } from "../design/replicate-weights.ts";
import { toReplicates } from "../replication/to-replicates.ts";
import { type OptInPopulation, type PopulationRows, weightedTotals } from "./auxiliaries.ts";
import { NonProbabilityError } from "./non-probability-error.ts";
import { type OptInProblem, optInPoint } from "./opt-in-point.ts";

/**
 * Joint bootstrap: in every replicate the answers are drawn again with replacement, the reference sample by Rao and Wu's bootstrap
 * of its PSUs, and both models are fitted anew.
 *
 * @throws {NonProbabilityError} bad-bootstrap, not-converged when a tenth of the replicates has no solution.
 */
export function bootstrapOptIn(
  problem: OptInProblem,
  population: OptInPopulation,
  options: { readonly replicates: number; readonly seed: number },
): { readonly standardError: number; readonly replicates: number } {
  const { replicates, seed } = options;
  if (!Number.isInteger(replicates) || replicates < 2 || !Number.isInteger(seed))
    throw new NonProbabilityError("bad-bootstrap", "bootstrap", "Two replicates or more and a whole number as seed.");
  const design = "design" in population ? population.design : undefined;
  if (design !== undefined && isReplicateDesign(design))
    throw new NonProbabilityError(
      "bad-bootstrap",
      "population.design",
      "A reference sample of replicate weights has its own replicates: leave the bootstrap out.",
    );
  const drawn = design === undefined ? undefined : toReplicates(design, "subbootstrap", { replicates, seed });
  const generator = xoroshiro128plus(seed);
  const answers = problem.rows.rows;
  const found: number[] = [];
  for (let r = 0; r < replicates; r++) {
    const frequencies = new Float64Array(answers);
    for (let i = 0; i < answers; i++) frequencies[uniformInt(generator, 0, answers - 1)]!++;
    let people: PopulationRows | undefined;
    if (drawn !== undefined) {
      const weights = replicateWeights(drawn, r);
      const { rows } = problem.people.people!;
      people = { people: { rows, weights }, totals: weightedTotals(rows, weights) };
    }
    try {
      found.push(optInPoint(problem, frequencies, people).estimate);
    } catch (error) {
      if (!(error instanceof NonProbabilityError)) throw error;
    }
  }
  if (found.length < 0.9 * replicates)
    throw new NonProbabilityError(
      "not-converged",
      "bootstrap",
      `In ${replicates - found.length} of ${replicates} replicates the equations have no solution: merge small groups.`,
    );
  const mean = found.reduce((sum, value) => sum + value / found.length, 0);
  const squares = found.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { standardError: Math.sqrt(squares / (found.length - 1)), replicates: found.length };
}
