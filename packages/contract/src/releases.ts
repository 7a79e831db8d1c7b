import { type Static, Type } from "typebox";
import { Provenance } from "./studies.ts";
import { Table, TableSpec } from "./tabulation.ts";
import { Nullable, Uuid, Words } from "./words.ts";

export const ReleaseState = Type.Union([
  Type.Literal("draft"),
  Type.Literal("in-review"),
  Type.Literal("published"),
  Type.Literal("withdrawn"),
]);
export type ReleaseState = Static<typeof ReleaseState>;

/** POST /api/studies/:studyId/releases, PUT /api/releases/:releaseId while a draft. */
export const ReleaseDraft = Type.Object({
  headline: Words,
  note: Words,
  tables: Type.Array(Type.Object({ spec: TableSpec, caption: Words }), { maxItems: 60 }),
});
export type ReleaseDraft = Static<typeof ReleaseDraft>;

export const Release = Type.Object({
  id: Uuid,
  studyId: Uuid,
  slug: Type.String(),
  state: ReleaseState,
  draft: ReleaseDraft,
  /** Tables as they will be, or were, published: frozen at publication. */
  tables: Type.Array(Table),
  publishedOn: Nullable(Type.String()),
  /** SHA-256 of the published file. */
  hash: Nullable(Type.String()),
  publicLink: Nullable(Type.String()),
  preparedBy: Nullable(Type.String()),
  publishedBy: Nullable(Type.String()),
});
export type Release = Static<typeof Release>;

/** What Meng's identity says an opt-in figure could be off by, for a data defect correlation. */
export const Sensitivity = Type.Object({
  table: Type.Integer(),
  rows: Type.Array(
    Type.Object({
      level: Type.String(),
      correlation: Type.Number(),
      bias: Type.Number(),
      effectiveBase: Type.Number(),
    }),
  ),
});

/**
 * The released file: DATA_DIR/published/<slug>.json. The portal reads nothing else.
 * It holds what the page shows and no more.
 */
export const PublishedRelease = Type.Object({
  format: Type.Literal("lang-nghe-release-1"),
  slug: Type.String(),
  publishedOn: Type.String(),
  headline: Words,
  note: Words,
  /** Prepared and published by the same person, the only one in the house. Left out in files older than the rule of two. */
  onePerson: Type.Optional(Type.Boolean()),
  study: Type.Object({
    title: Words,
    description: Words,
    synthetic: Type.Boolean(),
    provenance: Provenance,
    /** People who took part. */
    n: Type.Integer(),
    /** Question wording of each table's variable, per language. */
    wording: Type.Record(Type.String(), Type.Record(Type.String(), Type.String())),
  }),
  weights: Type.Object({
    weighted: Type.Boolean(),
    variables: Type.Array(Type.String()),
    source: Nullable(Type.String()),
    designEffect: Nullable(Type.Number()),
    effectiveBase: Nullable(Type.Number()),
  }),
  tables: Type.Array(Type.Object({ caption: Words, table: Table })),
  sensitivity: Type.Array(Sensitivity),
  chain: Type.Object({
    snapshotHash: Type.String(),
    weightsHash: Nullable(Type.String()),
    questionnaireHash: Nullable(Type.String()),
    software: Type.String(),
  }),
});
export type PublishedRelease = Static<typeof PublishedRelease>;
