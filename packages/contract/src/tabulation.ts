import { type Static, Type } from "typebox";
import { Labels, Nullable, Uuid } from "./words.ts";

/** Why an answer holds no level: distinct codes in every file and table. */
export const MissingReason = Type.Union([
  Type.Literal("dont-know"),
  Type.Literal("refused"),
  Type.Literal("not-asked"),
  Type.Literal("missing"),
]);
export type MissingReason = Static<typeof MissingReason>;

/** A variable of the data dictionary. */
export const Variable = Type.Object({
  name: Type.String(),
  label: Labels,
  kind: Type.Union([
    Type.Literal("categorical"),
    Type.Literal("numeric"),
    /** select_multiple: one share per option, base = people asked. */
    Type.Literal("multiple"),
    /** Open text: stored and counted, shown nowhere. */
    Type.Literal("text"),
  ]),
  source: Type.Union([Type.Literal("question"), Type.Literal("derived"), Type.Literal("design")]),
  ordered: Type.Boolean(),
  levels: Type.Array(
    Type.Object({
      code: Type.String(),
      label: Labels,
      missing: Nullable(Type.Union([Type.Literal("dont-know"), Type.Literal("refused")])),
    }),
  ),
  /** For derived variables: the stored step that makes it. */
  stepId: Nullable(Uuid),
  /** In words: how it was derived, its unit, remarks. */
  note: Labels,
});
export type Variable = Static<typeof Variable>;

/** A stored, undoable step of the data dictionary. */
export const Derivation = Type.Union([
  /** Numeric → ordered categories. Cuts are ascending; bands are [cut, next cut). */
  Type.Object({
    kind: Type.Literal("bands"),
    name: Type.String(),
    label: Labels,
    from: Type.String(),
    cuts: Type.Array(Type.Number(), { minItems: 1, maxItems: 20 }),
    labels: Type.Array(Labels),
  }),
  /** Levels merged into new ones; a level left out keeps itself. */
  Type.Object({
    kind: Type.Literal("merge"),
    name: Type.String(),
    label: Labels,
    from: Type.String(),
    groups: Type.Array(Type.Object({ code: Type.String(), label: Labels, levels: Type.Array(Type.String()) })),
  }),
  /** 1 when the answer is one of `levels` ("top-two box"), 0 otherwise; missing stays missing. */
  Type.Object({
    kind: Type.Literal("box"),
    name: Type.String(),
    label: Labels,
    from: Type.String(),
    levels: Type.Array(Type.String(), { minItems: 1 }),
    yes: Labels,
    no: Labels,
  }),
  /** Mean of numeric or ordered items (scored 1, 2, …), at least `atLeast` answered. */
  Type.Object({
    kind: Type.Literal("index"),
    name: Type.String(),
    label: Labels,
    from: Type.Array(Type.String(), { minItems: 2, maxItems: 50 }),
    reversed: Type.Array(Type.String()),
    atLeast: Type.Integer({ minimum: 1 }),
  }),
]);
export type Derivation = Static<typeof Derivation>;

/** GET /api/studies/:studyId/dictionary */
export const Dictionary = Type.Object({
  variables: Type.Array(Variable),
  steps: Type.Array(Type.Object({ id: Uuid, derivation: Derivation, usedBy: Type.Array(Type.String()) })),
  /** The most recently removed step, for undo. */
  lastRemoved: Nullable(Derivation),
  snapshotHash: Nullable(Type.String()),
});
export type Dictionary = Static<typeof Dictionary>;

/** Which people a percentage is of. */
export const Base = Type.Union([
  /** Gave a level: don't know, refused, not asked and missing are out. */
  Type.Literal("valid"),
  /** Answered at all: don't know and refused are levels of their own. */
  Type.Literal("answered"),
  /** Everyone asked: also missing is a level. */
  Type.Literal("asked"),
]);
export type Base = Static<typeof Base>;

/** POST /api/studies/:studyId/tables */
export const TableSpec = Type.Object({
  ask: Type.String(),
  by: Nullable(Type.String()),
  base: Base,
  /** null = the active weight set, "none" = unweighted. */
  weightSet: Nullable(Type.String()),
});
export type TableSpec = Static<typeof TableSpec>;

/** One figure. All numbers are null when `withheld` says why. Shares are 0 to 1. */
export const Estimate = Type.Object({
  level: Nullable(Type.String()),
  by: Nullable(Type.String()),
  n: Nullable(Type.Integer()),
  estimate: Nullable(Type.Number()),
  se: Nullable(Type.Number()),
  low: Nullable(Type.Number()),
  high: Nullable(Type.Number()),
  df: Nullable(Type.Number()),
  deff: Nullable(Type.Number()),
  effectiveBase: Nullable(Type.Number()),
  withheld: Nullable(Type.String()),
});
export type Estimate = Static<typeof Estimate>;

/** A table as every screen, file and page shows it: nothing withheld is inside. */
export const Table = Type.Object({
  spec: TableSpec,
  title: Labels,
  measure: Type.Union([Type.Literal("share"), Type.Literal("mean")]),
  /** Rows: levels of the question (one row "mean" for numeric). */
  levels: Type.Array(Type.Object({ code: Type.String(), label: Labels })),
  /** Columns: all, then levels of `by`. */
  columns: Type.Array(
    Type.Object({
      code: Nullable(Type.String()),
      label: Labels,
      n: Nullable(Type.Integer()),
      effectiveBase: Nullable(Type.Number()),
      withheld: Nullable(Type.String()),
    }),
  ),
  /** One per level × column. */
  estimates: Type.Array(Estimate),
  /** Rao–Scott second-order test of association, when there is a `by`. */
  test: Nullable(
    Type.Object({
      method: Type.String(),
      statistic: Type.Number(),
      df1: Type.Number(),
      df2: Type.Number(),
      p: Type.Number(),
    }),
  ),
  method: Type.Object({
    /** False: not a random sample; intervals are not margins of error and public pages show none. */
    random: Type.Boolean(),
    interval: Type.String(),
    weights: Type.String(),
    base: Base,
    design: Type.String(),
    designEffect: Nullable(Type.Number()),
    software: Type.String(),
    snapshotHash: Type.String(),
    weightsHash: Nullable(Type.String()),
    synthetic: Type.Boolean(),
  }),
});
export type Table = Static<typeof Table>;
