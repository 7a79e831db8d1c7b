import { type Static, Type } from "typebox";
import { Nullable, Uuid } from "./words.ts";

/** A population margin: level → share (0 to 1) or count. The file says where it comes from. */
export const Margin = Type.Object({
  variable: Type.String({ maxLength: 100 }),
  targets: Type.Array(Type.Object({ level: Type.String({ maxLength: 200 }), value: Type.Number({ minimum: 0 }) })),
});
export const Margins = Type.Object({
  unit: Type.Union([Type.Literal("share"), Type.Literal("count")]),
  source: Type.String({ maxLength: 500 }),
  margins: Type.Array(Margin, { minItems: 1, maxItems: 20 }),
});
export type Margins = Static<typeof Margins>;

/** Why margins cannot hold: the variable, the level, and what to do (merge level X into Y). */
export const MarginProblem = Type.Object({
  code: Type.Union([
    Type.Literal("unknown-variable"),
    Type.Literal("not-categorical"),
    Type.Literal("unknown-level"),
    Type.Literal("level-without-target"),
    Type.Literal("empty-level"),
    Type.Literal("unwanted-level"),
    Type.Literal("totals-disagree"),
    Type.Literal("shares-not-one"),
    Type.Literal("duplicate-level"),
    Type.Literal("missing-answers"),
  ]),
  variable: Type.String(),
  level: Nullable(Type.String()),
  message: Type.Record(Type.String(), Type.String()),
  suggestion: Type.Record(Type.String(), Type.String()),
  /** For `empty-level` and `unwanted-level`: levels it could be merged with. */
  mergeWith: Type.Array(Type.String()),
});
export type MarginProblem = Static<typeof MarginProblem>;

/** POST /api/studies/:studyId/margins (multipart "file" .csv/.xlsx, or JSON {text}) → what was read and whether it can hold. */
export const MarginCheck = Type.Object({ margins: Nullable(Margins), problems: Type.Array(MarginProblem) });
export type MarginCheck = Static<typeof MarginCheck>;
export const MarginText = Type.Object({ text: Type.String({ maxLength: 200000 }) });

/** POST /api/studies/:studyId/weight-sets → 201. */
export const WeightPlan = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  /** Where raking starts: the file's design weights, or 1 for everyone. */
  start: Type.Union([Type.Literal("design"), Type.Literal("equal")]),
  margins: Nullable(Margins),
  /** Cap as a multiple of the median weight; null = none. */
  trimAt: Nullable(Type.Number({ minimum: 1.5, maximum: 100 })),
});
export type WeightPlan = Static<typeof WeightPlan>;

export const WeightSummary = Type.Object({
  n: Type.Integer(),
  effectiveBase: Type.Number(),
  designEffect: Type.Number(),
  minimum: Type.Number(),
  maximum: Type.Number(),
  median: Type.Number(),
  cv: Type.Number(),
  largestShare: Type.Number(),
  /** Counts of weights (relative to their mean) in equal bins; bins with 1 to 9 rows are joined to a neighbour. */
  histogram: Type.Array(Type.Object({ from: Type.Number(), to: Type.Number(), count: Type.Integer() })),
});
export type WeightSummary = Static<typeof WeightSummary>;

/** A stored step; the whole list repeats the weights from the frozen snapshot. */
export const WeightStep = Type.Object({
  step: Type.Union([Type.Literal("start"), Type.Literal("rake"), Type.Literal("trim")]),
  parameters: Type.Unknown(),
  summary: WeightSummary,
  /** Rake: largest relative distance from a target after each sweep. */
  convergence: Type.Array(Type.Number()),
  /** Trim: how many weights were cut; null where these were fewer than the least of a cell, and for other steps. */
  trimmed: Nullable(Type.Number()),
});
export type WeightStep = Static<typeof WeightStep>;

/**
 * "What moved": a level's share before and after, against its target. The share before and the people are the sample's: whole per
 * cents, and null with a reason where the gate withholds them.
 */
export const MarginMove = Type.Object({
  variable: Type.String(),
  level: Type.String(),
  before: Nullable(Type.Number()),
  after: Type.Number(),
  target: Type.Number(),
  n: Nullable(Type.Integer()),
  withheld: Type.Optional(Nullable(Type.String())),
});

export const WeightSet = Type.Object({
  id: Uuid,
  name: Type.String(),
  active: Type.Boolean(),
  createdOn: Type.String(),
  /** SHA-256 of the weights, and of the snapshot they belong to. */
  hash: Type.String(),
  snapshotHash: Type.String(),
  marginsSource: Nullable(Type.String()),
  steps: Type.Array(WeightStep),
  moved: Type.Array(MarginMove),
});
export type WeightSet = Static<typeof WeightSet>;
