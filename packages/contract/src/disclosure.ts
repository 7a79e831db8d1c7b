import { type Static, Type } from "typebox";
import { Day, Labels, Nullable } from "./words.ts";

/** GET /api/disclosure/policy: the limits in force. Counts are unweighted answers, shares 0 to 1. */
export const PolicyLimits = Type.Object({
  smallestBase: Type.Integer({ minimum: 1 }),
  flaggedBase: Type.Integer({ minimum: 1 }),
  smallestCell: Type.Integer({ minimum: 1 }),
  smallestBaseForAllOrNone: Type.Integer({ minimum: 1 }),
  smallestEffectiveBase: Type.Integer({ minimum: 1 }),
  widestInterval: Type.Number({ minimum: 0, maximum: 1 }),
  widestRelativeInterval: Type.Number({ minimum: 0 }),
  alwaysNarrowEnough: Type.Number({ minimum: 0, maximum: 1 }),
  closestGuess: Type.Number({ minimum: 0, maximum: 100 }),
  dominantShare: Type.Number({ minimum: 0, maximum: 100 }),
});
export type PolicyLimits = Static<typeof PolicyLimits>;

/** Limits of which less is stricter; of all others more is. */
export const stricterWhenLess: ReadonlySet<keyof PolicyLimits> = new Set([
  "widestInterval",
  "widestRelativeInterval",
  "alwaysNarrowEnough",
  "dominantShare",
]);

export const StatedPolicy = Type.Object({
  version: Type.Integer(),
  limits: PolicyLimits,
  since: Nullable(Day),
  statedBy: Nullable(Type.String()),
});
export type StatedPolicy = Static<typeof StatedPolicy>;

/** A table that left, in the ledger. It names tables, never counts. */
export const ReleasedTable = Type.Object({
  ask: Type.String(),
  by: Nullable(Type.String()),
  base: Type.String(),
  weights: Nullable(Type.String()),
  policyVersion: Type.Integer(),
  shown: Type.Integer(),
  withheld: Type.Integer(),
  firstLeft: Day,
  hash: Type.String(),
});
export type ReleasedTable = Static<typeof ReleasedTable>;

/** GET /api/studies/:studyId/released: oldest first. `intact`: the chain of hashes holds. */
export const ReleasedLedger = Type.Object({ intact: Type.Boolean(), tables: Type.Array(ReleasedTable) });
export type ReleasedLedger = Static<typeof ReleasedLedger>;

/** The table that left earlier and counts nearly the same people as this one by this one's groups. */
export const Collision = Type.Object({ ask: Type.String(), by: Nullable(Type.String()), firstLeft: Day });
export type Collision = Static<typeof Collision>;

/** PUT /api/studies/:studyId/privacy-budget, while the study is designed. ε in all. */
export const PrivacyBudgetChange = Type.Object({ epsilon: Type.Number({ minimum: 0.01, maximum: 1 }) });
export type PrivacyBudgetChange = Static<typeof PrivacyBudgetChange>;

/** A question that was paid for, whether or not its answer arrived. */
export const PrivacySpent = Type.Object({
  ask: Type.String(),
  epsilon: Type.Number(),
  remaining: Type.Number(),
  spentOn: Day,
  spentBy: Type.String(),
});
export type PrivacySpent = Static<typeof PrivacySpent>;

/** GET /api/studies/:studyId/privacy-budget. `epsilon` null: noisy counts were not switched on. Oldest question first. */
export const PrivacyBudget = Type.Object({
  epsilon: Nullable(Type.Number()),
  spent: Type.Number(),
  remaining: Type.Number(),
  ledger: Type.Array(PrivacySpent),
});
export type PrivacyBudget = Static<typeof PrivacyBudget>;

/** POST /api/studies/:studyId/private-counts. Of a question that was asked before, the answer it got then, at no further cost. */
export const PrivateCountsQuestion = Type.Object({
  ask: Type.String({ maxLength: 200 }),
  epsilon: Type.Number({ minimum: 0.01, maximum: 1 }),
});
export type PrivateCountsQuestion = Static<typeof PrivateCountsQuestion>;

/** GET /api/studies/:studyId/private-counts: all that were asked, oldest first. */
export const PrivateCounts = Type.Object({
  ask: Type.String(),
  label: Labels,
  /** What was paid for these counts together. */
  epsilon: Type.Number(),
  mechanism: Type.Literal("discrete-laplace"),
  /** Of the noise: its chances fall by a factor of e every so many people. */
  scale: Type.Number(),
  /** In how many of the counts one person may be: 1, or every option of a question with several answers. */
  eachIn: Type.Integer({ minimum: 1 }),
  /** Nineteen counts of twenty lie within this of the truth. */
  within: Type.Integer(),
  /** True count plus noise, as drawn: below 0 too. */
  counts: Type.Array(Type.Object({ level: Type.String(), label: Labels, count: Type.Integer() })),
  /** Left of the budget when this was paid. */
  remaining: Type.Number(),
  askedOn: Day,
});
export type PrivateCounts = Static<typeof PrivateCounts>;

/** GET /api/studies/:studyId/private-counts/offers?ask=: what counts of a question cost, and how near they would be. */
export const PrivateCountsOffers = Type.Object({
  /** Was asked before: its answer costs nothing more. */
  asked: Type.Boolean(),
  offers: Type.Array(Type.Object({ epsilon: Type.Number(), within: Type.Integer() })),
});
export type PrivateCountsOffers = Static<typeof PrivateCountsOffers>;
