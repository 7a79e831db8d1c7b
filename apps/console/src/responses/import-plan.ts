import type { FieldErrors } from "../platform/error-summary.tsx";
import type { Say } from "../platform/words.ts";
import type { ColumnChoice } from "./import-columns.tsx";
import type { importWords } from "./import-words.ts";

/** Faults of the chosen parts: no question, two weights, a weight that is not a number. */
export function columnErrors(
  choices: readonly ColumnChoice[],
  t: Say<keyof typeof importWords.vi & string>,
): FieldErrors {
  const errors: Record<string, string> = {};
  const weights = choices.filter((choice) => choice.role === "weight");
  const first = choices[0];
  if (first && !choices.some((choice) => choice.role === "question")) {
    errors[`role-${first.name}`] = t("needQuestion");
  }
  const [weight, second] = weights;
  if (second) errors[`role-${second.name}`] = t("oneWeight", { count: weights.length });
  else if (weight && weight.kind !== "numeric")
    errors[`role-${weight.name}`] = t("numericWeight", { name: weight.name });
  return errors;
}
