import { type Static, Type } from "typebox";
import { RowFault } from "./units.ts";
import { Nullable, Uuid } from "./words.ts";

// Lists to draw samples from, and counts of the population. They belong to units: permissions frames:read and frames:write.

/** What a row of a frame is. places: communes or wards themselves. */
export const FrameKind = Type.Enum(["households", "people", "villages", "places"]);
export type FrameKind = Static<typeof FrameKind>;

/** id: tells rows apart. place: where the row lies, by name or code; within: what that lies in. size: number of people or households. */
export const FrameRole = Type.Enum(["id", "place", "within", "size", "keep", "leave-out"]);
export type FrameRole = Static<typeof FrameRole>;

export const FrameColumn = Type.Object({
  name: Type.String(),
  kind: Type.Enum(["number", "text"]),
  role: FrameRole,
  /** Rows without a value. */
  missing: Type.Integer(),
  distinct: Type.Integer(),
  examples: Type.Array(Type.String()),
});
export type FrameColumn = Static<typeof FrameColumn>;

/** POST /api/frames/uploads (.csv, .xlsx, .sav): what the file has. Columns that point at people stop it here, and nothing is kept. */
export const FrameUpload = Type.Object({
  /** null: refused; nothing waits. */
  id: Nullable(Uuid),
  fileName: Type.String(),
  rows: Type.Integer(),
  /** With the roles they would get. */
  columns: Type.Array(FrameColumn),
  refused: Type.Array(
    Type.Object({ column: Type.String(), reason: Type.Object({ vi: Type.String(), en: Type.String() }) }),
  ),
});
export type FrameUpload = Static<typeof FrameUpload>;

/** POST /api/frames: keeps an uploaded file as a frame, or changes nothing (problem units.frame-rows names the rows). */
export const NewFrame = Type.Object(
  {
    upload: Uuid,
    title: Type.String({ minLength: 1, maxLength: 200 }),
    kind: FrameKind,
    roles: Type.Record(Type.String({ maxLength: 500 }), FrameRole),
  },
  { additionalProperties: false },
);
export type NewFrame = Static<typeof NewFrame>;

/** How many rows and distinct places of a frame stand where. empty: the row says no place. */
export const PlaceCounts = Type.Object({
  matched: Type.Object({ rows: Type.Integer(), places: Type.Integer() }),
  unsure: Type.Object({ rows: Type.Integer(), places: Type.Integer() }),
  unmatched: Type.Object({ rows: Type.Integer(), places: Type.Integer() }),
  empty: Type.Object({ rows: Type.Integer(), places: Type.Integer() }),
});
export type PlaceCounts = Static<typeof PlaceCounts>;

/** GET /api/frames/:frameId; GET /api/frames has them without columns. */
export const Frame = Type.Object({
  id: Uuid,
  title: Type.String(),
  kind: FrameKind,
  fileName: Type.String(),
  rows: Type.Integer(),
  /** SHA-256 over the typed columns as kept, hexadecimal: what draws name. */
  hash: Type.String(),
  columns: Type.Array(FrameColumn),
  /** Sum of the size column. */
  size: Nullable(Type.Number()),
  /** null: no column says the place. */
  places: Nullable(PlaceCounts),
  uploadedOn: Type.String({ format: "date" }),
  uploadedBy: Type.String(),
});
export type Frame = Static<typeof Frame>;

const UnitRef = Type.Object({ id: Uuid, code: Type.String(), name: Type.String(), parent: Nullable(Type.String()) });

/** GET /api/frames/:frameId/places?state=…: the distinct places of a frame and what they were matched to, most rows first. */
export const FramePlace = Type.Object({
  place: Type.String(),
  within: Type.String(),
  rows: Type.Integer(),
  state: Type.Enum(["matched", "unsure", "unmatched"]),
  /** code, name: by itself. person: somebody chose. null: not matched. */
  how: Nullable(Type.Enum(["code", "name", "person"])),
  unit: Nullable(UnitRef),
  reason: Nullable(Type.Enum(["several", "without-marks", "other-kind"])),
  suggestions: Type.Array(UnitRef),
});
export type FramePlace = Static<typeof FramePlace>;
export const FramePlaces = Type.Object({ counts: PlaceCounts, total: Type.Integer(), places: Type.Array(FramePlace) });
export type FramePlaces = Static<typeof FramePlaces>;

/** PUT /api/frames/:frameId/places: what a person says a place is; null takes it back. */
export const PlaceChoice = Type.Object(
  {
    place: Type.String({ maxLength: 500 }),
    within: Type.String({ maxLength: 500 }),
    unitId: Nullable(Uuid),
  },
  { additionalProperties: false },
);
export type PlaceChoice = Static<typeof PlaceChoice>;

/** Places that do not add up to what they lie in. */
export const PopulationGap = Type.Object({
  unit: UnitRef,
  /** Empty for the whole population. */
  variable: Type.String(),
  level: Type.String(),
  /** What the file says of the larger unit, and the sum of the smaller. */
  stated: Type.Number(),
  sum: Type.Number(),
  /** What every smaller count is multiplied by; of several levels, the share of their sum. */
  factor: Type.Number(),
});
export type PopulationGap = Static<typeof PopulationGap>;

/**
 * POST /api/populations/uploads (.csv, .xlsx): columns place (or code), population; or place, variable, level, count. What it would
 * hold. Nothing is kept before POST /api/populations.
 */
export const PopulationUpload = Type.Object({
  id: Nullable(Uuid),
  fileName: Type.String(),
  rows: Type.Integer(),
  places: Type.Integer(),
  variables: Type.Array(Type.Object({ name: Type.String(), levels: Type.Array(Type.String()) })),
  /** Sum over the places that have no smaller ones in the file, after raking. */
  total: Type.Number(),
  gaps: Type.Array(PopulationGap),
  faultCount: Type.Integer(),
  faults: Type.Array(RowFault),
  /** Names that are no unit, or not surely. */
  unmatched: Type.Array(Type.Object({ row: Type.Integer(), place: Type.String(), suggestions: Type.Array(UnitRef) })),
});
export type PopulationUpload = Static<typeof PopulationUpload>;

export const NewPopulation = Type.Object(
  {
    upload: Uuid,
    title: Type.String({ minLength: 1, maxLength: 200 }),
    /** Who counted, and when. */
    source: Type.String({ minLength: 1, maxLength: 300 }),
  },
  { additionalProperties: false },
);
export type NewPopulation = Static<typeof NewPopulation>;

/** GET /api/populations/:populationId; GET /api/populations has them without `gaps`. */
export const Population = Type.Object({
  id: Uuid,
  title: Type.String(),
  source: Type.String(),
  fileName: Type.String(),
  /** SHA-256 of the file. */
  hash: Type.String(),
  places: Type.Integer(),
  variables: Type.Array(Type.Object({ name: Type.String(), levels: Type.Array(Type.String()) })),
  total: Type.Number(),
  gaps: Type.Array(PopulationGap),
  uploadedOn: Type.String({ format: "date" }),
  uploadedBy: Type.String(),
});
export type Population = Static<typeof Population>;

/** GET /api/populations/:populationId/counts: as stated and as raked. `variable` and `level` are empty for the whole population. */
export const PopulationCount = Type.Object({
  unitId: Uuid,
  code: Type.String(),
  name: Type.String(),
  variable: Type.String(),
  level: Type.String(),
  stated: Type.Number(),
  raked: Type.Number(),
});
export type PopulationCount = Static<typeof PopulationCount>;
