import type { Questionnaire } from "@lang-nghe/questionnaire";
import type { FormRow } from "./queries.ts";

/** A form that answers can be held against. */
export type Form = { version: number; hash: string; questionnaire: Questionnaire };

// Forms never change under their hash: keep the last compiled ones, since every answer is held against one.
const parsed = new Map<string, Questionnaire>();

export const parsedForm = (hash: string): Questionnaire | undefined => parsed.get(hash);

export function formOfRow(row: FormRow): Form {
  let questionnaire = parsed.get(row.hash);
  if (!questionnaire) {
    questionnaire = JSON.parse(row.form) as Questionnaire;
    parsed.set(row.hash, questionnaire);
    if (parsed.size > 50) parsed.delete(parsed.keys().next().value ?? "");
  }
  return { version: row.version, hash: row.hash, questionnaire };
}
