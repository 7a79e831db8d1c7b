// What goes over the network between the respondent's device, the issuer and the collector. All bytes are base64url.

/** `POST ISSUER/i/<slug>/token`. */
export interface TokenRequest {
  /** As `readCode` gives it: 20 characters of a link, or 14 of a typed code. */
  readonly code: string;
  /** 384 bytes. */
  readonly blinded: string;
}

/**
 * 200: the first time, and each time that the same code comes with the same blinded message.
 * 409: the code was used with another message. 404: no such code. 410: the wave is closed. 429: too many tries.
 */
export interface TokenReply {
  /** 384 bytes: the blind signature. */
  readonly signature: string;
  /** Which of the manifest's cells the person was invited in: its place in the list, from 0. */
  readonly cell: number;
}

/** `POST COLLECTOR/d/<studyId>`, without credentials. */
export interface DepositRequest {
  /** 116 bytes. */
  readonly prepared: string;
  /** 384 bytes. */
  readonly signature: string;
  /** One of four lengths: see `sealedLengths`. */
  readonly sealed: string;
  /** 16 random bytes. */
  readonly receipt: string;
  /** SHA-256 of the withdrawal key's letters, as UTF-8. */
  readonly withdrawalHash: string;
}

/**
 * 200: accepted, the first time and each time that the same request comes again.
 * 409: the token was spent with another request. 410: the wave takes nothing any more. 400: not a deposit of this wave.
 */
export interface DepositReply {
  /** The receipt of the request. */
  readonly receipt: string;
}

/** `POST ISSUER/i/<slug>/pool`, by an interviewer's phone. */
export interface PoolRequest {
  /** Of the pool's key. */
  readonly secret: string;
  /** Blinded messages, 384 bytes each; 25 at most. */
  readonly blinded: readonly string[];
}

/** At most so many blinded messages in one request. */
export const poolBatch = 25;

/** 200, however often the same is asked for. 404: no such pool, or revoked. 410: the wave is closed. 429: too many at once. */
export interface PoolReply {
  /** One for each blinded message, in their order; null where the pool had no more. */
  readonly signatures: readonly (string | null)[];
  /** What the pool still has. */
  readonly left: number;
}

/** `POST ISSUER/i/<slug>/pool/places`: which design cell a place of the sample lies in. The same for every pool of the wave. */
export interface PoolPlaces {
  readonly places: readonly PlaceInDesign[];
}

/** People of the sample with this stratum, PSU and base weight are all in one design cell. */
export interface PlaceInDesign {
  readonly stratum: string;
  readonly psu: string;
  readonly baseWeight: number;
  /** Place in the manifest's list, from 0. */
  readonly cell: number;
}

/** Further purposes of a form, each agreed to or not on its own. */
export type Purposes = Readonly<Record<string, boolean>>;

/** That an interviewer asked, and who, as far as it may travel: see `codesThatMayTravel`. Codes are made for the study, nobody's name. */
export interface Asked {
  readonly mode: "interview";
  readonly team?: string;
  readonly interviewer?: string;
}

/** What is sealed: one person's answers, with nothing of theirs beside them but the cell. */
export interface SealedAnswer {
  readonly answers: Readonly<Record<string, unknown>>;
  /** In which language the questions were read: "vi". */
  readonly language: string;
  /** Version of the form. */
  readonly version: number;
  /** What they chose for the form's further purposes, by name; left out means no, and so does a name left out. */
  readonly purposes?: Purposes;
  readonly cell: number;
  /** How somebody else asked; left out by people who answered by themselves. */
  readonly asked?: Asked;
}
