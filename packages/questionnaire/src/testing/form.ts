import type { Questionnaire } from "../model.ts";
import { createSession, type Session } from "../session.ts";
import { importXlsForm } from "../xlsform/import.ts";
import type { FormProblem } from "../xlsform/problems.ts";
import { parseMarkdownForm } from "../xlsform/sheets.ts";

/** A questionnaire from an XLSForm written as a Markdown table. */
export function form(markdown: string): Questionnaire {
  const imported = importXlsForm(parseMarkdownForm(markdown));
  if ("questionnaire" in imported) return imported.questionnaire;
  throw new Error(imported.problems.map((p) => `${p.sheet}:${p.row} ${p.column} ${p.message.en}`).join("\n"));
}

/** What is wrong with a form. */
export function faultsOf(markdown: string): readonly FormProblem[] {
  const imported = importXlsForm(parseMarkdownForm(markdown));
  return "problems" in imported ? imported.problems : [];
}

export const moment = "2026-02-06T10:30";

export function begin(questionnaire: Questionnaire, language?: string): Session {
  return createSession(questionnaire, { clock: () => moment, ...(language !== undefined && { language }) });
}

/** Names of the questions and notes on the current page. */
export function shown(session: Session): string[] {
  return session.currentPage.questions.map((question) => question.name);
}
