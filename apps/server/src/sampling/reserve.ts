// How a reserve is divided, when a part of it may be released, and what that does to the chances.
import type { ReleaseRule, Words } from "@lang-nghe/contract";
import type { ReserveGroup } from "./drawing.ts";

/**
 * Units of a group's reserve that lie in its first `replicates` parts. Groups begin their rounding at different places, so that
 * groups with one or two units waiting do not all wait for the last replicate.
 */
export const unitsUpTo = (replicates: number, group: number, reserve: number, parts: number): number =>
  Math.floor((replicates * reserve + (group % parts)) / parts);

/** The replicate, from 1, in which a unit of a reserve lies; order counts from 1. */
export const replicateOf = (order: number, group: number, reserve: number, parts: number): number =>
  Math.max(1, Math.ceil((order * parts - (group % parts)) / reserve));

/** Replicates released so far: everywhere, and by stratum. */
export type Released = ReadonlyMap<string | null, number>;

/**
 * What the reserve does to the chances of a group: (n + k)/(n + r) of the chance to be drawn at all, k of r having been released.
 * @see docs/methodology/sampling.md
 */
export function reserveFactor(
  [stratum, drawn, sampled]: ReserveGroup,
  group: number,
  released: Released,
  parts: number,
) {
  const reserve = drawn - sampled;
  if (reserve === 0) return 1;
  const replicates = released.get(null) ?? released.get(stratum) ?? 0;
  return (sampled + unitsUpTo(replicates, group, reserve, parts)) / drawn;
}

/** Units that a replicate adds, in all strata (null) or in one. */
export function replicateUnits(
  groups: readonly ReserveGroup[],
  parts: number,
  replicate: number,
  stratum: string | null,
): number {
  let units = 0;
  groups.forEach(([name, drawn, sampled], group) => {
    if (stratum !== null && stratum !== name) return;
    const reserve = drawn - sampled;
    units += unitsUpTo(replicate, group, reserve, parts) - unitsUpTo(replicate - 1, group, reserve, parts);
  });
  return units;
}

/** The next replicate that has units, by stratum or for all; nothing where none is left. */
export function nextReplicates(
  groups: readonly ReserveGroup[],
  rule: ReleaseRule,
  released: Released,
): { stratum: string | null; replicate: number; units: number; target: number }[] {
  const sampled = (stratum: string | null) =>
    groups.reduce((sum, [name, , count]) => sum + (stratum === null || name === stratum ? count : 0), 0);
  const strata = rule.scope === "all" ? [null] : [...new Set(groups.map(([name]) => name))];
  return strata.flatMap((stratum) => {
    for (let replicate = (released.get(stratum) ?? 0) + 1; replicate <= rule.replicates; replicate++) {
      const units = replicateUnits(groups, rule.replicates, replicate, stratum);
      if (units > 0) return [{ stratum, replicate, units, target: (rule.target * sampled(stratum)) / sampled(null) }];
    }
    return [];
  });
}

/**
 * Whether a release is due: the interviews completed, with those that the open units will bring at the rate seen so far, stay below
 * the target.
 * @returns why not; undefined when it is.
 */
export function notDue(issued: number, completed: number, pending: number, target: number): Words | undefined {
  const count = (value: number, language: "vi" | "en") => value.toLocaleString(language === "vi" ? "vi-VN" : "en");
  if (completed + pending > issued)
    return {
      vi: `có ${count(issued, "vi")} đơn vị đang hỏi, mà đã xong ${count(completed, "vi")} và còn ${count(pending, "vi")}`,
      en: `${count(issued, "en")} units are being asked, yet ${count(completed, "en")} are said to be completed and ${count(pending, "en")} open`,
    };
  const closed = issued - pending;
  const expected = completed + pending * (closed > 0 ? completed / closed : 1);
  if (expected < target) return undefined;
  const [vi, en] = [count(Math.floor(expected), "vi"), count(Math.floor(expected), "en")];
  return {
    vi: `còn trông đợi được ${vi} phỏng vấn, đủ so với mục tiêu ${count(Math.ceil(target), "vi")}`,
    en: `${en} interviews can still be expected, and the target is ${count(Math.ceil(target), "en")}`,
  };
}
