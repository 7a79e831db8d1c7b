import { type Static, Type } from "typebox";
import { Day, Nullable, Uuid, type Words } from "./words.ts";

// The tree of places and organisations, dated. Permissions units:read (all staff) and units:write (administrators).

/** Places, from the largest. `district` is for what was before July 2025. */
export const placeKinds = [
  "country",
  "province",
  "district",
  "commune",
  "ward",
  "township",
  "special-zone",
  "village",
] as const;
export const organisationKinds = [
  "party-committee",
  "peoples-council",
  "peoples-committee",
  "department",
  "fatherland-front",
  "mass-organisation",
  "public-service",
  "enterprise",
  "organisation",
] as const;
/** Known so that nobody takes them for something else. They get no account, no routing and no figure that is not published. */
export const closedKinds = ["police", "state-security", "army", "party-discipline"] as const;
export const unitKinds = [...placeKinds, ...organisationKinds, ...closedKinds] as const;
export type UnitKind = (typeof unitKinds)[number];
export const UnitKind = Type.Enum(unitKinds);

/** Whether a unit of this kind may have staff, be sent matters, or see what is not published. */
export const isOpenKind = (kind: UnitKind): boolean => !(closedKinds as readonly string[]).includes(kind);
export const isPlaceKind = (kind: UnitKind): boolean => (placeKinds as readonly string[]).includes(kind);

export const unitKindNames: Record<UnitKind, Words> = {
  country: { vi: "quốc gia", en: "country" },
  province: { vi: "tỉnh, thành phố", en: "province or city" },
  district: { vi: "huyện, quận, thị xã (trước 7/2025)", en: "district (before July 2025)" },
  commune: { vi: "xã", en: "commune" },
  ward: { vi: "phường", en: "ward" },
  township: { vi: "thị trấn (trước 7/2025)", en: "township (before July 2025)" },
  "special-zone": { vi: "đặc khu", en: "special zone" },
  village: { vi: "thôn, bản, tổ dân phố", en: "village or neighbourhood" },
  "party-committee": { vi: "cấp uỷ, ban Đảng", en: "party committee" },
  "peoples-council": { vi: "hội đồng nhân dân", en: "people’s council" },
  "peoples-committee": { vi: "uỷ ban nhân dân", en: "people’s committee" },
  department: { vi: "sở, ban, phòng", en: "department" },
  "fatherland-front": { vi: "Mặt trận Tổ quốc", en: "Fatherland Front" },
  "mass-organisation": { vi: "đoàn thể, hội", en: "mass organisation" },
  "public-service": { vi: "đơn vị sự nghiệp (trường, bệnh viện…)", en: "public service (school, hospital…)" },
  enterprise: { vi: "doanh nghiệp", en: "enterprise" },
  organisation: { vi: "tổ chức khác", en: "other organisation" },
  police: { vi: "công an", en: "police" },
  "state-security": { vi: "an ninh", en: "state security" },
  army: { vi: "quân đội", en: "army" },
  "party-discipline": { vi: "cơ quan kiểm tra, kỷ luật Đảng", en: "party discipline" },
};

const Code = Type.String({ minLength: 1, maxLength: 40, pattern: "^[A-Za-z0-9._/-]+$" });
const Name = Type.String({ minLength: 1, maxLength: 200 });
/** A role or an office ("Phó chủ tịch UBND"), never a person's telephone or address. */
const Focal = Type.String({ maxLength: 120 });

/** A place or an organisation under one name; another name is another unit, tied to this one in the crosswalk. */
export const Unit = Type.Object({
  id: Uuid,
  /** Unique among units of one day. Statistical codes keep their leading zeros. */
  code: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  kind: UnitKind,
  /** What it lies in, or belongs to, on the day asked for. */
  parentId: Nullable(Uuid),
  /** First and last day; null: as long as anyone knows, and still. */
  validFrom: Nullable(Day),
  validTo: Nullable(Day),
  focal: Type.String(),
  /** Units directly under it on the day asked for. */
  children: Type.Integer(),
});
export type Unit = Static<typeof Unit>;

/** Names of units from the top down to the one itself. */
export const UnitPath = Type.Array(Type.Object({ id: Uuid, name: Type.String() }));

/**
 * GET /api/units: those directly under `parent` ("root": those under none), or everywhere those that match `find` (name or code),
 * on a day (today unless said). At most 200; `total` says how many there are.
 */
export const UnitsQuery = Type.Object({
  parent: Type.Optional(Type.Union([Type.Literal("root"), Uuid])),
  find: Type.Optional(Type.String({ maxLength: 100 })),
  on: Type.Optional(Day),
});
export const UnitList = Type.Object({
  total: Type.Integer(),
  units: Type.Array(Type.Object({ ...Unit.properties, path: UnitPath })),
});
export type UnitList = Static<typeof UnitList>;

/** One step of the crosswalk: what `from` was became, or became part of, `to`. */
export const Succession = Type.Object({
  id: Uuid,
  from: Type.Object({ id: Uuid, code: Type.String(), name: Type.String() }),
  to: Type.Object({ id: Uuid, code: Type.String(), name: Type.String() }),
  /** The first day of the new. */
  changedOn: Day,
  /** Part of the old one's population that went to the new, 0 to 1; null: not known. */
  share: Nullable(Type.Number()),
});
export type Succession = Static<typeof Succession>;

/** GET /api/units/:unitId: the unit today, where it stood, what it came from and what became of it. */
export const UnitDetail = Type.Object({
  ...Unit.properties,
  path: UnitPath,
  /** false: it gets no account, no routing and no unpublished figure. */
  open: Type.Boolean(),
  placements: Type.Array(
    Type.Object({
      parent: Nullable(Type.Object({ id: Uuid, name: Type.String() })),
      from: Nullable(Day),
      to: Nullable(Day),
    }),
  ),
  predecessors: Type.Array(Succession),
  successors: Type.Array(Succession),
});
export type UnitDetail = Static<typeof UnitDetail>;

/** POST /api/units. */
export const NewUnit = Type.Object(
  {
    code: Code,
    name: Name,
    nameEn: Type.Optional(Type.String({ maxLength: 200 })),
    kind: UnitKind,
    parentId: Nullable(Uuid),
    validFrom: Nullable(Day),
    focal: Type.Optional(Focal),
  },
  { additionalProperties: false },
);
export type NewUnit = Static<typeof NewUnit>;

/** PATCH /api/units/:unitId: corrects what was written wrongly; what changed in the world is a change (below). */
export const UnitCorrection = Type.Object(
  {
    code: Type.Optional(Code),
    name: Type.Optional(Name),
    nameEn: Type.Optional(Type.String({ maxLength: 200 })),
    kind: Type.Optional(UnitKind),
    validFrom: Type.Optional(Nullable(Day)),
    focal: Type.Optional(Focal),
  },
  { additionalProperties: false },
);
export type UnitCorrection = Static<typeof UnitCorrection>;

const Successor = Type.Object(
  {
    code: Code,
    name: Name,
    kind: UnitKind,
    parentId: Nullable(Uuid),
    /** Part of the old unit's population, where one becomes several. */
    share: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  },
  { additionalProperties: false },
);

/**
 * POST /api/units/changes: what happened in the world on a day. From that day on:
 * - become: the units `from` end and become the new units `to`: a rename (one → one), a merger (several → one), a division (one → several).
 *   What lay in them lies in the new one, where there is only one.
 * - join: the units `from` end and become part of one that goes on.
 * - move: the unit lies in another.
 * - end: the unit is no more, and nothing follows it.
 */
export const UnitChange = Type.Union([
  Type.Object({
    what: Type.Literal("become"),
    on: Day,
    from: Type.Array(Uuid, { minItems: 1, maxItems: 50 }),
    to: Type.Array(Successor, { minItems: 1, maxItems: 50 }),
  }),
  Type.Object({
    what: Type.Literal("join"),
    on: Day,
    from: Type.Array(Uuid, { minItems: 1, maxItems: 50 }),
    to: Uuid,
  }),
  Type.Object({ what: Type.Literal("move"), on: Day, unitId: Uuid, parentId: Nullable(Uuid) }),
  Type.Object({ what: Type.Literal("end"), on: Day, unitId: Uuid }),
]);
export type UnitChange = Static<typeof UnitChange>;

/** GET /api/units/crosswalk, newest first; `find` is a name or code. At most 200. */
export const Crosswalk = Type.Object({ total: Type.Integer(), successions: Type.Array(Succession) });
export type Crosswalk = Static<typeof Crosswalk>;

/** What is wrong in a row of a file, as the spreadsheet counts rows. */
export const RowFault = Type.Object({
  row: Type.Integer(),
  column: Type.String(),
  what: Type.Object({ vi: Type.String(), en: Type.String() }),
});
export type RowFault = Static<typeof RowFault>;

/** units: code, name, kind, parent and days. crosswalk: old code, new code, day. */
export const UnitFileKind = Type.Enum(["units", "crosswalk"]);

/**
 * POST /api/units/imports?of=… (a file, .csv or .xlsx), and POST /api/units/imports/vietnam (the list that comes with the product):
 * what would change. Nothing does before POST /api/units/imports/:importId.
 */
export const UnitImport = Type.Object({
  /** null: there are faults, and nothing waits. */
  id: Nullable(Uuid),
  of: UnitFileKind,
  fileName: Type.String(),
  rows: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  /** Units of this kind in the file. */
  kinds: Type.Array(Type.Object({ kind: UnitKind, count: Type.Integer() })),
  /** The first of what would be added or changed. */
  sample: Type.Array(
    Type.Object({
      row: Type.Integer(),
      code: Type.String(),
      name: Type.String(),
      state: Type.Enum(["added", "changed"]),
      /** Fields that change, old → new. */
      changes: Type.Array(Type.Object({ field: Type.String(), from: Type.String(), to: Type.String() })),
    }),
  ),
  faultCount: Type.Integer(),
  /** At most 50. */
  faults: Type.Array(RowFault),
  ignoredColumns: Type.Array(Type.String()),
});
export type UnitImport = Static<typeof UnitImport>;

/** GET /api/units/acts, newest first: everything that changed the tree. POST /api/units/acts/:actId/undo takes the newest back. */
export const UnitAct = Type.Object({
  id: Uuid,
  what: Type.Enum(["import", "crosswalk", "add", "correct", "become", "join", "move", "end"]),
  /** Name of the file, or of the unit. */
  subject: Type.String(),
  rows: Type.Integer(),
  person: Type.String(),
  at: Type.String({ format: "date-time" }),
  undone: Nullable(Type.Object({ person: Type.String(), at: Type.String({ format: "date-time" }) })),
  /** The newest that was not undone. */
  undoable: Type.Boolean(),
});
export type UnitAct = Static<typeof UnitAct>;

/** GET /api/units/:unitId/members: the staff who work there. PUT and DELETE /api/units/:unitId/members/:staffId. accounts:manage. */
export const UnitMember = Type.Object({ staffId: Uuid, name: Type.String(), username: Type.String() });
export type UnitMember = Static<typeof UnitMember>;
