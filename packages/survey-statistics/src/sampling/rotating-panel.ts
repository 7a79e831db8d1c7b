import { SamplingError } from "./sampling-error.ts";
import { type RandomGenerator, shuffle } from "./sampling-generator.ts";

export interface RotationPlan {
  /** Groups that the PSUs are dealt to, ≥ 2. */
  readonly groups: number;
  /** Groups at work in one wave, 1 … groups; (active − 1)/active of them are there in the next wave too. */
  readonly active: number;
}

/**
 * Deals drawn PSUs to rotation groups: in random order within each stratum, beginning with a random group, so that every PSU
 * is in every group with the same chance and groups of a stratum differ by one PSU at most.
 *
 * @param stratum stratum code of each drawn PSU. [m]
 * @returns group of each PSU, 0 … groups − 1. [m]
 * @throws {SamplingError} bad-rotation.
 */
export function rotationGroups(generator: RandomGenerator, stratum: Int32Array, plan: RotationPlan): Int32Array {
  checkPlan(plan);
  const members = new Map<number, number[]>();
  stratum.forEach((code, i) => {
    const units = members.get(code);
    if (units) units.push(i);
    else members.set(code, [i]);
  });
  const firsts = Int32Array.from({ length: plan.groups }, (_, g) => g);
  const group = new Int32Array(stratum.length);
  for (const units of members.values()) {
    const first = shuffle(generator, firsts)[0]!;
    shuffle(generator, Int32Array.from(units)).forEach((unit, place) => {
      group[unit] = (first + place) % plan.groups;
    });
  }
  return group;
}

/**
 * Groups at work in a wave: one leaves and one joins from wave to wave.
 * @param wave counted from 0.
 * @returns groups in rising order. A PSU's chance of being in a wave is its own times active/groups.
 */
export function activeGroups(wave: number, plan: RotationPlan): number[] {
  checkPlan(plan);
  if (!Number.isInteger(wave) || wave < 0) throw new SamplingError("bad-rotation", `There is no wave ${wave}.`);
  return Array.from({ length: plan.active }, (_, k) => (wave + k) % plan.groups).sort((a, b) => a - b);
}

function checkPlan({ groups, active }: RotationPlan): void {
  if (!(Number.isInteger(groups) && groups >= 2 && Number.isInteger(active) && active >= 1 && active <= groups))
    throw new SamplingError("bad-rotation", `${active} of ${groups} groups at work is no rotation.`);
}
