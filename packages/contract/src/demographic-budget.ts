import { type Static, Type } from "typebox";
import { Day, Labels, Nullable } from "./words.ts";

/** Population shares or counts of one demographic question, if known. */
export const BudgetMargin = Type.Object({
  variable: Type.String({ maxLength: 200 }),
  /** `level`: the name of a choice; of a number asked as such, a year or a band: "18-29", "60+". */
  targets: Type.Array(Type.Object({ level: Type.String({ maxLength: 200 }), value: Type.Number({ minimum: 0 }) }), {
    minItems: 1,
    maxItems: 5000,
  }),
});
export type BudgetMargin = Static<typeof BudgetMargin>;

/** POST /api/studies/:studyId/demographic-budget: what if. PUT: what the study states; a form is judged by it from then on. */
export const BudgetQuestion = Type.Object({
  /**
   * Questions whose answers together could point at a person. POST: these and no others; empty = what the form suggests and the
   * study states. PUT: those that count besides what the form suggests.
   */
  keys: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 12 }),
  /** People the study is about; null = the study's own statement, or the counts of the places that the form names. */
  population: Nullable(Type.Integer({ minimum: 1, maximum: 2_000_000_000 })),
  /** People who will be invited; null = not known. */
  invited: Nullable(Type.Integer({ minimum: 1, maximum: 2_000_000_000 })),
  margins: Type.Array(BudgetMargin, { maxItems: 12 }),
});
export type BudgetQuestion = Static<typeof BudgetQuestion>;

/** A change of the form that makes groups larger. */
export const Coarsening = Type.Object({
  variable: Type.String(),
  kind: Type.Enum(["bands", "merge", "drop"]),
  /** Levels to be put together; for bands, all of them. */
  groups: Type.Array(Type.Array(Type.String())),
  /** Share of people still in too small a group afterwards, 0 to 1. */
  exposed: Type.Number(),
});
export type Coarsening = Static<typeof Coarsening>;

/** Why a question is taken to tell who somebody is. */
export const keyKinds = [
  "place",
  "age",
  "birth",
  "sex",
  "ethnicity",
  "religion",
  "language",
  "occupation",
  "education",
  "household",
  "marital",
  "income",
  "disability",
] as const;
export type KeyKind = (typeof keyKinds)[number];

export const BudgetCandidate = Type.Object({
  variable: Type.String(),
  label: Labels,
  /** null: nothing in the form suggests it. */
  kind: Nullable(Type.Enum(keyKinds)),
  levels: Type.Integer(),
  /** Names in words of the levels of a choice question. */
  names: Type.Array(Type.Object({ level: Type.String(), label: Labels })),
  chosen: Type.Boolean(),
  /** Levels were counted by an assumption: a number or a date asked as such. */
  assumedLevels: Type.Boolean(),
  /** Where the shares of its levels are from. */
  shares: Type.Enum(["stated", "counts", "equal"]),
});
export type BudgetCandidate = Static<typeof BudgetCandidate>;

/** Let through as it is by the data-protection officer. */
export const BudgetException = Type.Object({ reason: Type.String(), givenBy: Type.String(), givenOn: Day });
export type BudgetException = Static<typeof BudgetException>;
/** POST /api/studies/:studyId/demographic-budget/exceptions */
export const NewBudgetException = Type.Object({ reason: Type.String({ minLength: 20, maxLength: 2000 }) });

/** GET, POST and PUT /api/studies/:studyId/demographic-budget: of the draft, else of the newest version. */
export const DemographicBudget = Type.Object({
  verdict: Type.Enum(["fine", "warning", "blocked"]),
  candidates: Type.Array(BudgetCandidate),
  /** Questions open to any text that ask for the same: they cannot be counted. */
  texts: Type.Array(Type.Object({ variable: Type.String(), label: Labels, kind: Type.Enum(keyKinds) })),
  population: Nullable(Type.Integer()),
  populationFrom: Nullable(Type.Enum(["stated", "study", "counts"])),
  /** Title of the counts of the population that were used. */
  counts: Nullable(Type.String()),
  invited: Nullable(Type.Integer()),
  cells: Type.Number(),
  /** Share of people in groups of fewer than 20 expected people, 0 to 1; null without a population. */
  exposedPopulation: Nullable(Type.Number()),
  /** Share of people in groups of fewer than 3 expected invited; null without a number invited. */
  exposedSample: Nullable(Type.Number()),
  smallest: Type.Array(
    Type.Object({
      levels: Type.Array(Type.Object({ variable: Type.String(), level: Type.String() })),
      people: Nullable(Type.Number()),
      invited: Nullable(Type.Number()),
    }),
  ),
  /** Changes that help by themselves. */
  coarsenings: Type.Array(Coarsening),
  /** Changes that together are enough, or come closest. */
  plan: Type.Array(Coarsening),
  planSuffices: Type.Boolean(),
  assumed: Type.Array(
    Type.Enum([
      "equal-shares",
      "independence",
      "no-population",
      "no-invited",
      "proportional-sample",
      "year-bands",
      "only-largest-cells",
    ]),
  ),
  /** What the study states. */
  stated: BudgetQuestion,
  exception: Nullable(BudgetException),
});
export type DemographicBudget = Static<typeof DemographicBudget>;
