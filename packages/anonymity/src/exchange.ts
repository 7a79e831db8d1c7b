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

/** Further purposes of a form, each agreed to or not on its own. */
export type Purposes = Readonly<Record<string, boolean>>;

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
}
