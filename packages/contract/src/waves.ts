import { type Static, Type } from "typebox";
import { Entry, Opening } from "./studies.ts";
import { Day, Nullable } from "./words.ts";

const base64url = (bytes: number) => Type.String({ pattern: `^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$` });

/** POST /api/studies/:studyId/wave/key-check: the public half that answers will be sealed to. */
export const WaveKey = Type.Object({ tabulationKey: base64url(65) }, { additionalProperties: false });
export type WaveKey = Static<typeof WaveKey>;

/**
 * Something sealed to that key, as answers will be (`openAnswer` of the anonymity package, with 32 zero bytes for the manifest's
 * hash). Only who has the private half, put together from two shares, can say what it holds: `answers.proof`.
 */
export const WaveKeyCheck = Type.Object({ sealed: Type.String() });
export type WaveKeyCheck = Static<typeof WaveKeyCheck>;

/** POST /api/studies/:studyId/wave: publishes the wave's offer, which nothing can change afterwards, and opens the study. */
export const WavePlan = Type.Object(
  {
    /** Both inclusive, in Vietnam's time. */
    firstDay: Day,
    lastDay: Day,
    /** Verifier keys of witnesses that people's devices ask for; left out: none. */
    witnesses: Type.Optional(Type.Array(Type.String({ maxLength: 400 }), { maxItems: 20 })),
    /** Of a sealed study: the public half, and what the key check held. */
    tabulationKey: Type.Optional(base64url(65)),
    proof: Type.Optional(base64url(32)),
  },
  { additionalProperties: false },
);
export type WavePlan = Static<typeof WavePlan>;

/** POST /api/studies/:studyId/wave/open: the private half, put together by two key holders. Used in memory once, kept nowhere. */
export const WaveOpening = Type.Object({ privateKey: base64url(32) }, { additionalProperties: false });
export type WaveOpening = Static<typeof WaveOpening>;

/** GET /waves/:studyId/offer.json at the office: `signature` by its log key, purpose "offer", over the offer's canonical JSON. */
export const PublishedOffer = Type.Object({ offer: Type.Unknown(), signature: Type.String() });

/** GET /waves/:studyId/counts.json at the issuer, after the close. */
export const IssuerCounts = Type.Object({
  /** Tokens issued, by the manifest's cells in their order. */
  issued: Type.Array(Type.Integer({ minimum: 0 })),
  /** Pools of blind signatures for interviewers, where there were any: how many, what they could give, and what they gave. */
  pools: Type.Optional(
    Type.Object({
      pools: Type.Integer({ minimum: 1 }),
      pooled: Type.Integer({ minimum: 0 }),
      given: Type.Integer({ minimum: 0 }),
    }),
  ),
});
export type IssuerCounts = Static<typeof IssuerCounts>;

/** GET /waves/:studyId/officers at the issuer, for the office alone: hashes of the usernames of who handles the contacts. */
export const Officers = Type.Object({
  officers: Type.Array(Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }), { maxItems: 1000 }),
});
export type Officers = Static<typeof Officers>;

/** A design cell with more answers than tokens. */
export const WaveAlarm = Type.Object({
  stratum: Type.String(),
  unit: Type.Integer(),
  issued: Type.Integer(),
  accepted: Type.Integer(),
});
export type WaveAlarm = Static<typeof WaveAlarm>;

/** A design cell with more answers than tokens by code and interviews that ended there. */
export const WaveMore = Type.Object({
  stratum: Type.String(),
  unit: Type.Integer(),
  issued: Type.Integer(),
  ended: Type.Integer(),
  accepted: Type.Integer(),
});
export type WaveMore = Static<typeof WaveMore>;

/** GET /api/studies/:studyId/wave. */
export const Wave = Type.Object({
  entry: Entry,
  opening: Opening,
  /**
   * planned: nothing is published. offered: the issuer has not published its manifest. asking: people can answer.
   * closing: the last day is over, the collector still takes what was finished in time. complete: every batch is here.
   * opened: sealed answers were opened. frozen.
   */
  stage: Type.Enum(["planned", "offered", "asking", "closing", "complete", "opened", "frozen"]),
  /** What has to be before the offer: the form published, and a day until which answers are kept. */
  ready: Type.Object({ form: Type.Boolean(), retention: Type.Boolean() }),
  /** Origins of the other two hosts, as the offer would name them. */
  issuer: Type.String(),
  collector: Type.String(),
  offer: Nullable(
    Type.Object({
      /** For the contacts officer at the issuer. */
      url: Type.String(),
      firstDay: Day,
      lastDay: Day,
      version: Type.Integer(),
      languages: Type.Array(Type.String()),
      /** For the browser of the key ceremony. */
      tabulationKey: Type.String(),
      /** SHA-256 of the offer, hexadecimal. */
      hash: Type.String(),
      /** Until when the collector takes what was finished in time. */
      takesUntil: Type.String({ format: "date-time" }),
    }),
  ),
  manifest: Nullable(
    Type.Object({
      hash: Type.String(),
      invited: Type.Integer(),
      cells: Type.Integer(),
      strata: Type.Integer(),
      /** Smallest number of people who share a cell. */
      smallestCell: Type.Integer(),
      /** Strata with one variance unit. */
      lonelyStrata: Type.Array(Type.String()),
    }),
  ),
  progress: Type.Object({
    /** As the collector says; rounded down to 10 until it closes. null: it was not asked or did not answer. */
    accepted: Nullable(Type.Integer()),
    batches: Type.Integer(),
    /** In the batches fetched. */
    fetched: Type.Integer(),
    opened: Type.Integer(),
    /** Waiting for the key holders. */
    sealed: Type.Integer(),
    refused: Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer() })),
    /** Tokens issued in all, once the issuer has said so. */
    issued: Nullable(Type.Integer()),
  }),
  /** null: the issuer has not told its counts. Empty: nowhere more answers than tokens. */
  alarm: Nullable(Type.Array(WaveAlarm)),
  /** Interviews beside invitations, after the close; null: none, or not known yet. */
  interviews: Nullable(
    Type.Object({
      /** What pools for interviewers could give, and gave. */
      pooled: Type.Integer(),
      given: Type.Integer(),
      /** Interviews that ended complete or in part, each round by itself; of these, at places that no cell has. */
      ended: Type.Integer(),
      elsewhere: Type.Integer(),
      /** Empty: nowhere more answers than codes and interviews explain. */
      more: Type.Array(WaveMore),
    }),
  ),
  openedOn: Nullable(Day),
});
export type Wave = Static<typeof Wave>;
