import type { LiveDistribution } from "@lang-nghe/contract";
import { confidenceSequence, type DisclosurePolicy } from "@lang-nghe/survey-statistics";
import { mayShow } from "../disclosure/index.ts";
import type { LiveQuestion } from "./live-questions.ts";
import type { ShownCounts } from "./queries.ts";

/** Effective base at which the sequence is tightest: the size of an ordinary survey, since no study states a plan. */
const plannedBase = 1000;
const method =
  "Unweighted; 95 % confidence sequence (Waudby-Smith and others 2024), which holds however often one looks; batches of at least 50 answers, of which the newest is held back.";

/** The distribution people may see now: whole per cents, each through the gate. */
export function liveDistribution(
  question: LiveQuestion,
  shown: ShownCounts,
  policy: DisclosurePolicy,
): LiveDistribution {
  const base = shown.people;
  const whole = mayShow({ base }, policy);
  const whole100 = (share: number) => Math.round(100 * Math.min(1, Math.max(0, share)));
  return {
    variable: question.name,
    label: question.label,
    base: whole.show ? base : null,
    withheld: whole.show ? null : whole.reason,
    method,
    levels: question.levels.map(({ code, label }) => {
      const cell = shown.levels[code] ?? 0;
      const estimate = base > 0 ? cell / base : 0;
      // The error of 0 % and 100 % is not 0: two answers of each kind are added for the spread alone (Agresti and Coull 1998).
      const spread = (cell + 2) / (base + 4);
      const interval = confidenceSequence({
        estimate,
        standardDeviation: Math.sqrt(spread * (1 - spread)),
        effectiveBase: base,
        plannedEffectiveBase: plannedBase,
      });
      const verdict = mayShow({ base, cell, complementShows: question.several, effectiveBase: base }, policy);
      return verdict.show
        ? {
            code,
            label,
            percent: whole100(estimate),
            low: whole100(interval.low),
            high: whole100(interval.high),
            withheld: null,
          }
        : { code, label, percent: null, low: null, high: null, withheld: verdict.reason };
    }),
  };
}
