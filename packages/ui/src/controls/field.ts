import type { ControlWords, EntryProblem } from "./words.ts";

/** What was typed and cannot be read. It is kept as it is, so that the person can mend it. */
export interface Unread {
  readonly text: string;
  readonly problem: EntryProblem;
}

/** What every control takes. `value` undefined means not answered. */
export interface FieldProps<Value> {
  /** Id of the element that takes focus; an error summary links to it. */
  readonly id: string;
  readonly value: Value | undefined;
  /** Told at each change; `unread` when what was typed cannot be an answer (the value is then undefined). */
  readonly onChange: (value: Value | undefined, unread?: Unread) => void;
  /** Ids of the hint and the error message, separated by spaces. */
  readonly describedBy?: string | undefined;
  readonly invalid: boolean;
  readonly required: boolean;
  readonly words: ControlWords;
  /** Language of the interface: how numbers are written. */
  readonly language: string;
}

/** A choice as it is shown: label in the respondent's language. */
export interface ShownChoice {
  readonly name: string;
  readonly label: string;
  /** "Don't know" or "refused": set apart from the answers in substance. */
  readonly missing?: boolean;
  /** Stands alone in a question with several answers. */
  readonly exclusive?: boolean;
}

/** Attributes that tell assistive technology about hint, error and duty to answer. */
export function described(field: Pick<FieldProps<unknown>, "describedBy" | "invalid" | "required">) {
  return {
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
    "aria-required": field.required || undefined,
  };
}
