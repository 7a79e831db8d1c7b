import { type Static, Type } from "typebox";
import { Collision } from "./disclosure.ts";
import { Labels, Nullable } from "./words.ts";

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
  /** Why nothing is shown by groups: subtracting the earlier table would show the answers of a few people. */
  collides: Type.Optional(Collision),
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
