import { problemWords } from "./problem-words.ts";

/** A fault of a form: where it is, what it is, how to mend it. */
export interface FormProblem {
  readonly sheet: string;
  /** As the spreadsheet numbers its rows; undefined for a whole sheet. */
  readonly row?: number;
  /** The heading as it was typed. */
  readonly column?: string;
  readonly code: FormProblemCode;
  readonly message: { readonly vi: string; readonly en: string };
  readonly mend: { readonly vi: string; readonly en: string };
}

export type FormProblemCode = keyof typeof problemWords;

/** Reported at most: a form with more has one fault that makes the rest. */
const mostProblems = 200;

/** Collects every fault of one form. */
export class Faults {
  readonly list: FormProblem[] = [];

  add(
    code: FormProblemCode,
    place: { sheet: string; row?: number | undefined; column?: string | undefined },
    details: { readonly [name: string]: string | undefined } = {},
  ): void {
    if (this.list.length >= mostProblems) return;
    const words = problemWords[code];
    const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => shorten(details[name] ?? ""));
    const { suggestion } = details;
    const near = (own: string, say: (word: string) => string) =>
      suggestion === undefined ? fill(own) : `${say(shorten(suggestion))} ${fill(own)}`;
    this.list.push({
      sheet: place.sheet,
      ...(place.row !== undefined && { row: place.row }),
      ...(place.column !== undefined && { column: place.column }),
      code,
      message: { vi: fill(words.vi), en: fill(words.en) },
      mend: {
        vi: near(words.mendVi, (word) => `Có phải quý vị muốn viết “${word}”?`),
        en: near(words.mendEn, (word) => `Did you mean “${word}”?`),
      },
    });
  }
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
