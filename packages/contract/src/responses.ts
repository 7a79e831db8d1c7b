import { type Static, Type } from "typebox";
import { WithdrawalHash } from "./rights.ts";
import { Provenance } from "./studies.ts";
import { Day, Nullable, Uuid, Words } from "./words.ts";

/** GET /a/:slug/form.json and /t/:testKey/form.json: all the answer page needs, nothing about the reader. */
export const AnswerForm = Type.Object({
  slug: Type.String(),
  version: Type.Integer(),
  test: Type.Boolean(),
  synthetic: Type.Boolean(),
  state: Type.Union([Type.Literal("open"), Type.Literal("closed"), Type.Literal("not-open")]),
  /** The compiled `Questionnaire` of packages/questionnaire. */
  questionnaire: Type.Unknown(),
});
export type AnswerForm = Static<typeof AnswerForm>;

/**
 * POST /a/:slug/answers (and /t/:testKey/answers). 201 stored, 200 the same answer again,
 * 409 the same id with another content, 422 answers the questionnaire does not allow.
 * The reply comes after the commit: what is acknowledged survives a crash.
 */
export const AnswerSet = Type.Object({
  id: Uuid,
  version: Type.Integer({ minimum: 0 }),
  language: Type.String({ maxLength: 35 }),
  /** The respondent chose "I agree" on the consent screen of this version. */
  consent: Type.Literal(true),
  /** What they chose for the form's further purposes, by name; left out means no. */
  purposes: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Type.Boolean())),
  /** SHA-256 of the key with which the respondent can have the answer deleted until the study is frozen. */
  withdrawal: Type.Optional(WithdrawalHash),
  answers: Type.Record(Type.String({ maxLength: 200 }), Type.Unknown()),
});
export type AnswerSet = Static<typeof AnswerSet>;
export const AnswerReceipt = Type.Object({ accepted: Type.Literal(true) });

/** POST /a/:slug/reached → 204. Adds one to a day's counter; carries no id. */
export const PageReached = Type.Object({ page: Type.Integer({ minimum: 0, maximum: 999 }) });
export type PageReached = Static<typeof PageReached>;

/** GET /api/studies/:studyId/collection, and each event of …/collection/events (server-sent events). */
export const Collection = Type.Object({
  state: Type.Union([Type.Literal("design"), Type.Literal("open"), Type.Literal("frozen")]),
  /** Rounded down to 10 while open. */
  accepted: Type.Integer(),
  testAnswers: Type.Integer(),
  /** Answers inside the shown batches (what the live distributions rest on); the newest batch is held back. */
  shown: Type.Integer(),
  /** Batches shown. */
  batches: Type.Integer(),
  /** How many have reached each page, per day; null until 20. */
  reached: Type.Array(Type.Object({ day: Day, page: Type.Integer(), count: Nullable(Type.Integer()) })),
  /** Technical state: sets refused today by reason (sums only, from 20 up as null). */
  intake: Type.Object({ ready: Type.Boolean(), reason: Nullable(Type.String()) }),
});
export type Collection = Static<typeof Collection>;

/** GET /api/studies/:studyId/live: one question at a time, no filter, whole per cents, in batches. */
export const LiveDistribution = Type.Object({
  variable: Type.String(),
  label: Type.Record(Type.String(), Type.String()),
  base: Nullable(Type.Integer()),
  withheld: Nullable(Type.String()),
  /** Confidence sequence at 95 %: holds however often one looks. */
  method: Type.String(),
  levels: Type.Array(
    Type.Object({
      code: Type.String(),
      label: Type.Record(Type.String(), Type.String()),
      percent: Nullable(Type.Integer()),
      low: Nullable(Type.Integer()),
      high: Nullable(Type.Integer()),
      withheld: Nullable(Type.String()),
    }),
  ),
});
export type LiveDistribution = Static<typeof LiveDistribution>;

/** What the importer made of one column of a file. */
export const ImportColumn = Type.Object({
  name: Type.String(),
  label: Type.String(),
  kind: Type.Union([Type.Literal("categorical"), Type.Literal("numeric"), Type.Literal("text")]),
  distinct: Type.Integer(),
  missing: Type.Integer(),
  /** Proposed part in the design, by name and content. */
  proposedRole: Type.Union([
    Type.Literal("question"),
    Type.Literal("weight"),
    Type.Literal("stratum"),
    Type.Literal("psu"),
    Type.Literal("fpc"),
    Type.Literal("leave-out"),
  ]),
  /** Why the column may not come in (name, phone, e-mail …), in words; null = welcome. */
  refused: Nullable(Words),
});
export type ImportColumn = Static<typeof ImportColumn>;

/** POST /api/imports (multipart, field "file") → 201. Nothing is kept of a file with refused columns but this report. */
export const ImportReport = Type.Object({
  id: Nullable(Uuid),
  fileName: Type.String(),
  rows: Type.Integer(),
  columns: Type.Array(ImportColumn),
  refused: Type.Boolean(),
});
export type ImportReport = Static<typeof ImportReport>;

/** POST /api/imports/:importId/study → 201 Study: a frozen study from a file. */
export const ImportPlan = Type.Object({
  title: Words,
  provenance: Provenance,
  synthetic: Type.Boolean(),
  columns: Type.Array(
    Type.Object({
      name: Type.String(),
      kind: Type.Union([Type.Literal("categorical"), Type.Literal("numeric"), Type.Literal("text")]),
      role: ImportColumn.properties.proposedRole,
      label: Type.Optional(Type.String({ maxLength: 500 })),
    }),
  ),
});
export type ImportPlan = Static<typeof ImportPlan>;
