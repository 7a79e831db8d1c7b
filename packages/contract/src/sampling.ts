import { type Static, Type } from "typebox";
import { Nullable, Uuid, Words } from "./words.ts";

// How many people to ask, how they are drawn, and the samples that were drawn. Permissions sampling:read and sampling:write.

/** systematic: at equal steps through the list. pps-…: in proportion to the measure of size. */
export const DrawMethod = Type.Enum(["simple-random", "systematic", "pps-systematic", "pps-sampford", "pps-brewer"]);
export type DrawMethod = Static<typeof DrawMethod>;

export const AllocationMethod = Type.Enum(["equal", "proportional", "neyman", "power"]);
export type AllocationMethod = Static<typeof AllocationMethod>;

const ColumnName = Type.String({ minLength: 1, maxLength: 500 });
const Count = Type.Integer({ minimum: 0, maximum: 10_000_000 });

export const DesignAllocation = Type.Object(
  {
    method: Type.Optional(AllocationMethod),
    by: Type.Optional(Type.Enum(["units", "size"])),
    minimum: Type.Optional(Count),
    maximum: Type.Optional(Count),
    /** 0 (alike) … 1 (proportional). */
    power: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    /** Column whose standard deviation in each stratum is the spread. */
    variable: Type.Optional(ColumnName),
    spread: Type.Optional(Type.Record(Type.String(), Type.Number({ minimum: 0 }))),
    /** n_h by name of the stratum, instead of a method's. */
    counts: Type.Optional(Type.Record(Type.String(), Count)),
  },
  { additionalProperties: false },
);
export type DesignAllocation = Static<typeof DesignAllocation>;

/** One stage of a design; names are columns of the frame. The same words as in DESIGN.json of the command line. */
export const DesignStage = Type.Object(
  {
    method: DrawMethod,
    /** Units to draw: of the first stage in all; of a later one in every unit drawn before. */
    size: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
    /** Column that names the units; absent: every row is one. Each stage but the last needs it. */
    unit: Type.Optional(ColumnName),
    /** Column that tells rows apart. */
    id: Type.Optional(ColumnName),
    strata: Type.Optional(Type.Array(ColumnName, { minItems: 1, maxItems: 4 })),
    allocation: Type.Optional(DesignAllocation),
    measureOfSize: Type.Optional(ColumnName),
    /** Units that wait, a group: a whole number, or a share below 1. Last stage only. */
    reserve: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10_000_000 })),
    /** First stage only: drawn units are dealt to rotation groups. */
    rotation: Type.Optional(
      Type.Object(
        { groups: Type.Integer({ minimum: 2, maximum: 100 }), active: Type.Integer({ minimum: 1, maximum: 100 }) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type DesignStage = Static<typeof DesignStage>;

/**
 * When units of the reserve may be released: replicate after replicate, each whole, and only while the interviews that can still be
 * expected stay below the target. Fixed before the draw.
 */
export const ReleaseRule = Type.Object(
  {
    /** Parts the reserve is divided into. */
    replicates: Type.Integer({ minimum: 1, maximum: 20 }),
    /** all: a replicate is released everywhere at once. stratum: in one stratum at a time. */
    scope: Type.Enum(["all", "stratum"]),
    /** Completed interviews wanted in all. By stratum, each has its share by units sampled. */
    target: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
    note: Type.String({ maxLength: 1000 }),
  },
  { additionalProperties: false },
);
export type ReleaseRule = Static<typeof ReleaseRule>;

/** A frame and how to draw from it. */
export const DrawDesign = Type.Object(
  {
    frameId: Uuid,
    stages: Type.Array(DesignStage, { minItems: 1, maxItems: 4 }),
    /** Needed where there is a reserve, and only there. */
    release: Nullable(ReleaseRule),
  },
  { additionalProperties: false },
);
export type DrawDesign = Static<typeof DrawDesign>;

/** One stratum of the first stage. */
export const DesignStratum = Type.Object({
  name: Type.String(),
  /** First-stage units in the frame, the sum of their sizes (their number where they have none), and rows. */
  units: Type.Integer(),
  size: Type.Number(),
  rows: Type.Integer(),
  /** First-stage units to be drawn, and those of them taken with certainty. */
  drawn: Type.Integer(),
  certainty: Type.Integer(),
  /** Rows of the sample and of the reserve: expected before the draw, counted after it. */
  sampled: Type.Number(),
  reserve: Type.Number(),
  /** Smallest and largest inclusion probability of a row; 0: nobody can be drawn. */
  lowest: Type.Number(),
  highest: Type.Number(),
});
export type DesignStratum = Static<typeof DesignStratum>;

/** POST /api/studies/:studyId/draws/preview: what the design would give. Nothing is drawn. */
export const DrawPreview = Type.Object({
  frameHash: Type.String(),
  rows: Type.Integer(),
  strata: Type.Array(DesignStratum),
  sampled: Type.Number(),
  reserve: Type.Number(),
  /** Units drawn at each stage, on average. */
  units: Type.Array(Type.Number()),
  /** Kish's design effect of the unequal chances. */
  weightingEffect: Type.Number(),
  /** Units that have fewer units inside than their stage is to draw. */
  smallUnits: Type.Integer(),
});
export type DrawPreview = Static<typeof DrawPreview>;

/** POST /api/studies/:studyId/draws */
export const NewDraw = Type.Object(
  {
    design: DrawDesign,
    /** null: the server takes one by chance, and shows it. */
    seed: Nullable(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
    /** Why this draw is made; for a second one, why the first is not enough. */
    reason: Type.String({ minLength: 10, maxLength: 1000 }),
  },
  { additionalProperties: false },
);
export type NewDraw = Static<typeof NewDraw>;

/** GET /api/studies/:studyId/draws: every draw there ever was, newest first. */
export const Draw = Type.Object({
  id: Uuid,
  /** 1, 2, 3 … in the study. */
  number: Type.Integer(),
  frame: Type.Object({ id: Uuid, title: Type.String(), rows: Type.Integer(), hash: Type.String() }),
  design: DrawDesign,
  seed: Type.Integer(),
  /** Taken by the server by chance; else typed. */
  seedMade: Type.Boolean(),
  algorithm: Type.Object({ name: Type.String(), version: Type.Integer(), generator: Type.String() }),
  reason: Type.String(),
  drawnBy: Type.String(),
  drawnAt: Type.String(),
  sampled: Type.Integer(),
  reserve: Type.Integer(),
  /** SHA-256 of the record of the draw: all chances, all units drawn. */
  hash: Type.String(),
  inUse: Type.Boolean(),
});
export type Draw = Static<typeof Draw>;

/** POST …/draws replies 202 with this while the draw takes long; GET …/draws/:drawId/progress. */
export const DrawProgress = Type.Object({
  id: Uuid,
  step: Type.Enum(["reading", "drawing", "recording", "storing", "done"]),
  /** 0 to 1 of the whole way. */
  share: Type.Number(),
});
export type DrawProgress = Static<typeof DrawProgress>;

/** A replicate of the reserve that was released. */
export const ReserveRelease = Type.Object({
  number: Type.Integer(),
  replicate: Type.Integer(),
  /** null: in all strata. */
  stratum: Nullable(Type.String()),
  /** Units added to the sample. */
  units: Type.Integer(),
  completed: Type.Integer(),
  pending: Type.Integer(),
  reason: Type.String(),
  releasedBy: Type.String(),
  releasedAt: Type.String(),
});
export type ReserveRelease = Static<typeof ReserveRelease>;

/** GET /api/studies/:studyId/draws/:drawId */
export const DrawDetail = Type.Object({
  ...Draw.properties,
  strata: Type.Array(DesignStratum),
  /** Units drawn at each stage. */
  units: Type.Array(Type.Integer()),
  smallUnits: Type.Integer(),
  /** Of the sample as it is today, released units included. */
  weights: Type.Object({ sum: Type.Number(), lowest: Type.Number(), highest: Type.Number(), effect: Type.Number() }),
  /** How joint chances of drawn units are known: exactly, by Hájek's approximation, or not needed. */
  joint: Type.Enum(["exact", "hajek", "none"]),
  releases: Type.Array(ReserveRelease),
  /** The next replicate to release, by stratum (one entry, stratum null, where the rule is for all). Empty: none is left. */
  next: Type.Array(
    Type.Object({
      stratum: Nullable(Type.String()),
      replicate: Type.Integer(),
      units: Type.Integer(),
      target: Type.Number(),
    }),
  ),
  /** A paragraph for the methods page. */
  description: Words,
});
export type DrawDetail = Static<typeof DrawDetail>;

/** POST /api/studies/:studyId/draws/:drawId/repeat: drawn again from frame, design and seed, and compared. */
export const DrawRepeat = Type.Object({
  same: Type.Boolean(),
  stored: Type.String(),
  again: Type.String(),
  /** The algorithm has another version now. */
  newAlgorithm: Type.Boolean(),
});
export type DrawRepeat = Static<typeof DrawRepeat>;

/** PUT /api/studies/:studyId/sample: takes one of the draws into use. GET lists who did, newest first; the first holds. */
export const SampleChoice = Type.Object(
  { drawId: Uuid, reason: Type.String({ minLength: 10, maxLength: 1000 }) },
  { additionalProperties: false },
);
export type SampleChoice = Static<typeof SampleChoice>;
export const SampleUse = Type.Object({
  drawId: Uuid,
  drawNumber: Type.Integer(),
  reason: Type.String(),
  takenBy: Type.String(),
  takenAt: Type.String(),
});
export type SampleUse = Static<typeof SampleUse>;

/** POST /api/studies/:studyId/sample/releases: releases the next replicate, if the rule allows it. */
export const NewRelease = Type.Object(
  {
    replicate: Type.Integer({ minimum: 1 }),
    stratum: Nullable(Type.String({ maxLength: 2000 })),
    /** Interviews completed so far, and units whose outcome is still open, where the replicate would be released. */
    completed: Count,
    pending: Count,
    reason: Type.String({ minLength: 10, maxLength: 1000 }),
  },
  { additionalProperties: false },
);
export type NewRelease = Static<typeof NewRelease>;

const Money = Type.Number({ minimum: 0 });

/** POST /api/sampling/plan: from any one of precision, interviews and money to the other two. */
export const PlanQuestion = Type.Object(
  {
    goal: Type.Union([
      Type.Object({ margin: Type.Number() }, { additionalProperties: false }),
      Type.Object({ completes: Type.Integer() }, { additionalProperties: false }),
      Type.Object({ budget: Type.Number() }, { additionalProperties: false }),
    ]),
    proportion: Type.Number(),
    confidence: Type.Number(),
    population: Nullable(Type.Number()),
    /** Interviews a PSU. */
    perPsu: Type.Number(),
    /** Likeness of people of one PSU: typed, or from what an earlier wave showed. */
    likeness: Type.Union([
      Type.Object({ intraclass: Type.Number() }, { additionalProperties: false }),
      Type.Object(
        { designEffect: Type.Number(), perPsu: Type.Number(), weightingEffect: Type.Number() },
        { additionalProperties: false },
      ),
    ]),
    /** What unequal weights cost, 1 and more. */
    weightingEffect: Type.Number(),
    responseRate: Type.Number(),
    domains: Type.Array(
      Type.Object(
        { name: Type.String({ maxLength: 200 }), share: Type.Number(), margin: Nullable(Type.Number()) },
        { additionalProperties: false },
      ),
      { maxItems: 200 },
    ),
    oversample: Type.Boolean(),
    costs: Nullable(
      Type.Object(
        { fixed: Money, perPsu: Money, perInterview: Money, perApproach: Money },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type PlanQuestion = Static<typeof PlanQuestion>;

export const PlanAnswer = Type.Object({
  completes: Type.Integer(),
  approaches: Type.Integer(),
  psus: Type.Integer(),
  intraclass: Type.Number(),
  designEffect: Type.Number(),
  effectiveBase: Type.Number(),
  standardError: Type.Number(),
  margin: Type.Number(),
  domains: Type.Array(Type.Object({ name: Type.String(), completes: Type.Integer(), margin: Type.Number() })),
  cost: Nullable(Type.Number()),
  bestPerPsu: Nullable(Type.Number()),
});
export type PlanAnswer = Static<typeof PlanAnswer>;

/** GET /api/sampling/earlier: studies that have a sample in use, for what they tell of PSUs. */
export const EarlierSample = Type.Object({
  studyId: Uuid,
  title: Words,
  psus: Type.Integer(),
  sampled: Type.Integer(),
});
export type EarlierSample = Static<typeof EarlierSample>;
