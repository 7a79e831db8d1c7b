import { type Static, Type } from "typebox";
import { Day, Nullable, Uuid, Words } from "./words.ts";

/** Who may be in the sample, and so whether a margin of error exists at all. */
export const Selection = Type.Union([
  /** Anyone with the link. Not a random sample: no margin of error is printed. */
  Type.Literal("open-link"),
  /** Drawn by chance, with the design stated. */
  Type.Literal("probability"),
  /** Every member of the population was asked. */
  Type.Literal("census"),
  /** An imported file that does not tell. Treated as not random. */
  Type.Literal("unknown"),
]);
export type Selection = Static<typeof Selection>;

export const StudyState = Type.Union([Type.Literal("design"), Type.Literal("open"), Type.Literal("frozen")]);
export type StudyState = Static<typeof StudyState>;

/**
 * How people come to answer. `open-link`: anyone with the address, as often as they like (opt-in). `invitation`: one answer for
 * each invitation, by a token that nobody can trace. Fixed once a wave is offered or an answer exists.
 */
export const Entry = Type.Union([Type.Literal("open-link"), Type.Literal("invitation")]);
export type Entry = Static<typeof Entry>;

/** When answers by invitation can be read: batch by batch while the wave runs, or after its close by two of three key holders. */
export const Opening = Type.Union([Type.Literal("batches"), Type.Literal("sealed")]);
export type Opening = Static<typeof Opening>;

/** What the method box of every release says about how answers came to be. */
export const Provenance = Type.Object({
  collectedBy: Type.String({ maxLength: 300 }),
  consentHow: Type.String({ maxLength: 1000 }),
  mode: Type.Union([
    Type.Literal("web"),
    Type.Literal("face-to-face"),
    Type.Literal("telephone"),
    Type.Literal("paper"),
    Type.Literal("mixed"),
    Type.Literal("simulation"),
    /** An old file that does not tell. */
    Type.Literal("unknown"),
  ]),
  from: Nullable(Day),
  to: Nullable(Day),
  /** Whom the figures speak about, in words: "adults of Lào Cai province". */
  population: Type.String({ maxLength: 500 }),
  populationSize: Nullable(Type.Integer({ minimum: 1 })),
  selection: Selection,
  /** Anything a reader must know: treated as unweighted, translated wording … */
  remarks: Type.String({ maxLength: 2000 }),
  licence: Type.String({ maxLength: 500 }),
});
export type Provenance = Static<typeof Provenance>;

export const Study = Type.Object({
  id: Uuid,
  /** Short name in addresses: /a/<slug>. Lower-case letters, digits, hyphens. */
  slug: Type.String(),
  title: Words,
  description: Words,
  kind: Type.Union([Type.Literal("asked"), Type.Literal("imported")]),
  state: StudyState,
  /** null: answers came as a file. */
  entry: Nullable(Entry),
  /** Of a study by invitation; null for others. */
  opening: Nullable(Opening),
  /** Made by a simulator: says so on every screen, file and figure. */
  synthetic: Type.Boolean(),
  /** Name of the built-in example this study came from. */
  example: Nullable(Type.String()),
  provenance: Provenance,
  /** Answers are deleted after this day. */
  retainUntil: Nullable(Day),
  publishedVersion: Nullable(Type.Integer()),
  hasDraft: Type.Boolean(),
  /** Address of the answer page while open; null for a study by invitation. */
  answerLink: Nullable(Type.String()),
  /** Accepted answers, rounded down to 10 while open; exact once frozen. */
  accepted: Type.Integer(),
});
export type Study = Static<typeof Study>;

/** POST /api/studies */
export const NewStudy = Type.Object({
  title: Words,
  description: Type.Optional(Words),
  population: Type.Optional(Type.String({ maxLength: 500 })),
  /** Left out: an open link. */
  entry: Type.Optional(Entry),
  /** Only with invitations; left out: batches. */
  opening: Type.Optional(Opening),
  retainUntil: Type.Optional(Nullable(Day)),
});
export type NewStudy = Static<typeof NewStudy>;

/** PATCH /api/studies/:studyId. Selection, entry and opening cannot change once answers may exist. */
export const StudyChange = Type.Object({
  title: Type.Optional(Words),
  description: Type.Optional(Words),
  provenance: Type.Optional(Type.Partial(Provenance)),
  entry: Type.Optional(Entry),
  opening: Type.Optional(Opening),
  retainUntil: Type.Optional(Nullable(Day)),
});
export type StudyChange = Static<typeof StudyChange>;

/** GET /api/examples: complete studies that open with one click (POST /api/examples/:name → 201 Study). */
export const Example = Type.Object({
  name: Type.String(),
  title: Words,
  description: Words,
  installedAs: Nullable(Uuid),
});
export type Example = Static<typeof Example>;
