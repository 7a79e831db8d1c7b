import { hash } from "node:crypto";
import type { AnswerSet, ConsentRecord } from "@lang-nghe/contract";
import { labelIn, type Questionnaire } from "@lang-nghe/questionnaire";

/**
 * What a respondent agreed to, to be kept inside the answer that names nobody: each purpose, and the hash of the words they
 * read. A purpose that the form does not have is dropped; one that was not chosen is a no.
 */
export function consentRecord(
  questionnaire: Questionnaire,
  { purposes = {}, language }: Pick<AnswerSet, "purposes" | "language">,
): ConsentRecord {
  const further = (questionnaire.purposes ?? []).map(({ name }) => [name, purposes[name] === true]);
  return {
    purposes: { survey: true, ...Object.fromEntries(further) },
    text: consentTextHash(questionnaire, language),
  };
}

/** SHA-256 of the words of the consent screen in a language, hex; null where the form has none of its own. */
export function consentTextHash(questionnaire: Questionnaire, language: string): string | null {
  const { consent, purposes = [], defaultLanguage } = questionnaire;
  const words = [consent, ...purposes.map(({ label }) => label)].map(
    (labels) => labelIn(labels, language, defaultLanguage) ?? "",
  );
  return words.some((text) => text !== "") ? hash("sha256", JSON.stringify(words), "hex") : null;
}
