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
