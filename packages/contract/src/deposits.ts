import { type Static, Type } from "typebox";

const bytes = (most: number) => Type.String({ pattern: "^[A-Za-z0-9_-]*$", maxLength: most });

/** POST /d/:studyId at the collector: a sealed answer with its token. Bytes are base64url; see the anonymity package. */
export const Deposit = Type.Object(
  {
    prepared: bytes(200),
    signature: bytes(700),
    sealed: bytes(44_000),
    receipt: bytes(22),
    withdrawalHash: bytes(43),
  },
  { additionalProperties: false },
);
export type Deposit = Static<typeof Deposit>;

/** 200, the first time and whenever the same deposit comes again. */
export const DepositReceipt = Type.Object({ receipt: Type.String() });

/** GET /waves/:studyId at the collector: public, and no finer than this. */
export const CollectorState = Type.Object({
  /** Hexadecimal. */
  manifestHash: Type.String(),
  closed: Type.Boolean(),
  /** Deposits accepted; rounded down to 10 until the wave is closed. */
  accepted: Type.Integer(),
  batches: Type.Array(Type.Object({ number: Type.Integer(), size: Type.Integer(), hash: Type.String() })),
});
export type CollectorState = Static<typeof CollectorState>;

/** GET /waves/:studyId/batches/:number/:part at the collector, for the office: at most 100 deposits, in their order. */
export const BatchPart = Type.Array(Type.Object({ sealed: Type.String(), withdrawalHash: Type.String() }));
export type BatchPart = Static<typeof BatchPart>;
