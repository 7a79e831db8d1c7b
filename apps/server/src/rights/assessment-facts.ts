import type { Study, Words } from "@lang-nghe/contract";
import { isGroup, isQuestion, labelIn, type Question, type QuestionnaireItem } from "@lang-nghe/questionnaire";
import type { Form } from "../questionnaires/index.ts";
import { consentTextHash } from "../responses/index.ts";
import { daysAfter } from "./working-days.ts";

/** How people come to a study, and so which promises hold. */
export type Entry = "open-link" | "invitation" | "file";

/** What the system knows of a study for its record of processing. */
export type Facts = {
  study: Study;
  entry: Entry;
  form: Form | undefined;
  questions: number;
  /** Labels of the questions marked sensitive. */
  sensitive: Words[];
  purposes: Words[];
  consent: Words | undefined;
  consentHashes: { language: string; hash: string }[];
  languages: string[];
  /** 60 days after the first answer could come, for the impact assessment. */
  fileBy: string | undefined;
};

/** Days from the first processing to the filing of the assessment (Law 91/2025 Art 21). */
const filingDays = 60;

export function factsOf(study: Study, form: Form | undefined): Facts {
  const questionnaire = form?.questionnaire;
  const questions = questionnaire ? questionsOf(questionnaire.items) : [];
  const inBoth = (labels: Parameters<typeof labelIn>[0]): Words => ({
    vi: labelIn(labels, "vi", questionnaire?.defaultLanguage ?? "vi") ?? "",
    en: labelIn(labels, "en", questionnaire?.defaultLanguage ?? "vi") ?? "",
  });
  const { from } = study.provenance;
  return {
    study,
    entry: study.kind === "imported" ? "file" : entryOf(study),
    form,
    questions: questions.length,
    sensitive: questions.filter(({ sensitive }) => sensitive).map(({ label, name }) => inBoth(label ?? { vi: name })),
    purposes: (questionnaire?.purposes ?? []).map(({ label }) => inBoth(label)),
    consent: questionnaire?.consent && inBoth(questionnaire.consent),
    consentHashes: (questionnaire?.languages ?? []).flatMap(({ code }) => {
      const hash = questionnaire && consentTextHash(questionnaire, code);
      return hash ? [{ language: code, hash }] : [];
    }),
    languages: (questionnaire?.languages ?? []).map(({ name }) => name),
    fileBy: from && study.kind === "asked" ? daysAfter(from, filingDays) : undefined,
  };
}

/** Studies from before invitations existed are asked by an open link. */
const entryOf = (study: Study): Entry =>
  (study as { entry?: string }).entry === "invitation" ? "invitation" : "open-link";

function questionsOf(items: readonly QuestionnaireItem[]): Question[] {
  return items.flatMap((item): Question[] =>
    isGroup(item) ? questionsOf(item.items) : isQuestion(item) ? [item] : [],
  );
}
