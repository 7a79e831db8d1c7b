import { type Static, Type } from "typebox";
import { Labels, Nullable } from "./words.ts";

/** A fault in an uploaded form: where it is and how to mend it. */
export const FormProblem = Type.Object({
  sheet: Type.String(),
  row: Nullable(Type.Integer()),
  column: Nullable(Type.String()),
  code: Type.String(),
  message: Labels,
  mend: Labels,
});
export type FormProblem = Static<typeof FormProblem>;

export const QuestionnaireVersion = Type.Object({
  /** 0 for the draft; 1, 2, … once published, never changed afterwards. */
  version: Type.Integer(),
  state: Type.Union([Type.Literal("draft"), Type.Literal("published")]),
  title: Labels,
  languages: Type.Array(Type.Object({ code: Type.String(), name: Type.String(), complete: Type.Boolean() })),
  questions: Type.Integer(),
  /** SHA-256 of the compiled form, hex. */
  hash: Type.String(),
  fileName: Type.String(),
  publishedOn: Nullable(Type.String()),
});
export type QuestionnaireVersion = Static<typeof QuestionnaireVersion>;

/** GET /api/studies/:studyId/questionnaire */
export const Questionnaires = Type.Object({
  draft: Nullable(QuestionnaireVersion),
  published: Type.Array(QuestionnaireVersion),
  /** Address of the answer page for test answers to the draft (or newest version), kept apart from real ones. */
  testLink: Nullable(Type.String()),
  testAnswers: Type.Integer(),
});
export type Questionnaires = Static<typeof Questionnaires>;

/** POST /api/studies/:studyId/questionnaire/template */
export const TemplateChoice = Type.Object({ template: Type.String() });
export type TemplateChoice = Static<typeof TemplateChoice>;
/** GET /api/templates */
export const Template = Type.Object({ name: Type.String(), title: Labels, questions: Type.Integer() });
export type Template = Static<typeof Template>;

/** One row of GET …/versions/:version/outline: the form as a reader sees it, with its logic. */
export const OutlineItem = Type.Object({
  name: Type.String(),
  type: Type.String(),
  depth: Type.Integer(),
  label: Labels,
  choices: Type.Array(Type.Object({ name: Type.String(), label: Labels })),
  required: Type.Boolean(),
  relevant: Nullable(Type.String()),
  constraint: Nullable(Type.String()),
});
export type OutlineItem = Static<typeof OutlineItem>;
