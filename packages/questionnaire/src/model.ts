/** A text in each language of the questionnaire, by language code. `${name}` inside is replaced by that answer. */
export type Labels = { readonly [language: string]: string };

/**
 * A parsed expression, compact enough to travel: a literal is itself; everything else is `[operator, …arguments]`.
 * `["$", "age"]` refers to a question, `["."]` to the question itself, `["@", "region"]` to a column of the choice list.
 */
export type Expression = string | number | readonly [string, ...ExpressionArgument[]];
export type ExpressionArgument = Expression | PatternProgram;

/**
 * A regular expression compiled to run in linear time. Each step is a set of characters (source of a one-character
 * regular expression) or `[a, b]`: go on at a and at b. Running past the end is a match.
 */
export type PatternProgram = { readonly steps: readonly (string | readonly [number, number])[] };

export type QuestionType =
  | "text"
  | "integer"
  | "decimal"
  | "date"
  | "time"
  | "select_one"
  | "select_multiple"
  | "rank"
  | "range"
  | "acknowledge";

/** Why a level of a choice list is no answer in substance. */
export type MissingKind = "dont_know" | "refused";

export interface Choice {
  readonly name: string;
  readonly label: Labels;
  readonly missing?: MissingKind;
  /** Further columns of the choices sheet, for choice_filter. */
  readonly columns?: { readonly [column: string]: string };
}

interface Item {
  readonly name: string;
  readonly label?: Labels;
  readonly relevant?: Expression;
  /** Words of the appearance column, in order. */
  readonly appearance?: readonly string[];
}

export interface Question extends Item {
  readonly type: QuestionType;
  readonly hint?: Labels;
  readonly required?: Expression;
  readonly requiredMessage?: Labels;
  readonly constraint?: Expression;
  readonly constraintMessage?: Labels;
  readonly readOnly?: Expression;
  /** Value at the start; an expression is evaluated once. */
  readonly default?: Expression;
  /** The value is computed, shown and cannot be typed. */
  readonly calculation?: Expression;
  /** Name of the choice list. */
  readonly list?: string;
  readonly filter?: Expression;
  /** Choices are shown in an order drawn from the session's seed; the levels marked missing stay last. */
  readonly randomize?: true;
  /** Scale of a range question: both ends included. */
  readonly range?: { readonly start: number; readonly end: number; readonly step: number };
  /** Height of a text box, in lines. */
  readonly rows?: number;
  /** Asks for sensitive personal data: the page says so, and a person can always prefer not to say. */
  readonly sensitive?: true;
}

export interface Note extends Item {
  readonly type: "note";
  readonly hint?: Labels;
}

/** A value computed from others and never shown. */
export interface Calculate extends Item {
  readonly type: "calculate";
  readonly calculation: Expression;
}

export interface Group extends Item {
  readonly type: "group";
  readonly items: readonly QuestionnaireItem[];
}

export interface Repeat extends Item {
  readonly type: "repeat";
  readonly items: readonly QuestionnaireItem[];
  /** Number of instances; absent: the respondent adds and removes them. */
  readonly count?: Expression;
}

export type QuestionnaireItem = Question | Note | Calculate | Group | Repeat;

export interface Questionnaire {
  readonly title: Labels;
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  readonly defaultLanguage: string;
  /** What a person agrees to before the first question. */
  readonly consent?: Labels;
  /** Further purposes, each agreed to or not on its own; without any of them one may still answer. */
  readonly purposes?: readonly { readonly name: string; readonly label: Labels }[];
  /** `pages`: a group is a page; `screens`: one question a screen. A field-list group is a page in both. */
  readonly style: "pages" | "screens";
  /** Identifier and version written in the form's settings. */
  readonly formId?: string;
  readonly formVersion?: string;
  readonly lists: { readonly [list: string]: readonly Choice[] };
  readonly items: readonly QuestionnaireItem[];
}

/**
 * text, date `2026-02-06`, time `10:30`, select_one, acknowledge `OK`: a string; integer, decimal, range: a number;
 * select_multiple and rank: the names of choices, for rank in order.
 */
export type AnswerValue = string | number | readonly string[];

/** Answers by question name; groups add no level, a repeat is a list of such objects. Calculated values are left out. */
export type Answers = { [name: string]: AnswerValue | Answers[] };

/** Local wall-clock time `2026-02-06T10:30`; it decides today() and now() and is never stored. */
export type Moment = string;

/** What can be wrong with an answer. */
export type AnswerProblemKind = "unknown" | "type" | "choice" | "irrelevant" | "required" | "constraint" | "size";

/** What no questionnaire and no answer may exceed; chosen far above real forms, so that a hostile one stays cheap. */
export const limits = {
  /** Characters of one text answer. */
  text: 10_000,
  /** Instances of one repeat. */
  instances: 200,
  /** Repeats inside repeats. */
  depth: 4,
  /** Values in one set of answers, counting each level of a select_multiple. */
  values: 20_000,
  /** Steps of evaluation for one check of all answers. */
  steps: 500_000,
  /** Characters that regex() looks at; a longer text does not match. */
  pattern: 2_000,
} as const;
