import type { AnswerProblem } from "./check.ts";
import type { Answers, AnswerValue, Moment, Question } from "./model.ts";

export interface SessionProblem extends AnswerProblem {
  /** In the session's language, ready to be shown beside the question. */
  readonly message: string;
}

export interface ChoiceView {
  readonly name: string;
  readonly label: string;
  readonly missing?: "dont_know" | "refused";
}

/** A question or note, ready to be drawn. */
export interface QuestionView {
  readonly path: string;
  readonly name: string;
  readonly type: Question["type"] | "note";
  readonly label: string;
  readonly hint?: string;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly appearance: readonly string[];
  /** Levels open to a select or rank question; else empty. */
  readonly choices: readonly ChoiceView[];
  /** As answered (or computed); a number that could not be read stays the text that was typed. */
  readonly value: AnswerValue | undefined;
  readonly range?: { readonly start: number; readonly end: number; readonly step: number };
  readonly rows?: number;
  readonly sensitive?: true;
  /** Set after next() has found a fault, until the question is answered again. */
  readonly problem?: SessionProblem;
}

export interface PageView {
  readonly key: string;
  /** Labels of the groups around the page, outermost first; an instance of a repeat ends in its number. */
  readonly headings: readonly string[];
  readonly questions: readonly QuestionView[];
  /** Present on the page that asks whether there is another instance. */
  readonly repeat?: {
    readonly path: string;
    readonly label: string;
    readonly count: number;
    readonly canAdd: boolean;
  };
}

export type Step = { readonly moved: true } | { readonly moved: false; readonly problems: readonly SessionProblem[] };

/** A session as plain JSON: for the device only, never for the server. */
export interface SavedSession {
  readonly answers: Answers;
  readonly language: string;
  readonly page: string;
  readonly seed: number;
  readonly finished: boolean;
}

export interface SessionOptions {
  /** Code of one of the questionnaire's languages; another one gives the default language. */
  readonly language?: string;
  /** Local time now, `2026-02-06T10:30`; asked at each change, never stored. */
  readonly clock: () => Moment;
  /** What save() gave, perhaps for an earlier version: answers that no longer fit are left out. */
  readonly saved?: SavedSession;
  /** Decides the order of randomised choices: any integer, drawn by the caller. */
  readonly seed?: number;
}
