// Tokens that no one can trace: blind signatures (RFC 9474).

export { AnonymityError, type AnonymityErrorCode } from "./anonymity-error.ts";
export * from "./blind-signature/index.ts";
export {
  checkToken,
  decodeToken,
  encodeToken,
  nullifierOf,
  preparedLength,
  prepareToken,
  readPrepared,
  type Token,
  type TokenClaim,
  type TokenWave,
} from "./token.ts";
export type { Bytes, Random, Subtle, WebCryptoKey } from "./web-crypto.ts";

// A wave: what is published of it, and what goes over the network.

export { fewestToShow, shownCodes } from "./asked.ts";
export { canonicalJson } from "./canonical-json.ts";
export {
  type Asked,
  type DepositReply,
  type DepositRequest,
  type PlaceInDesign,
  type PoolPlaces,
  type PoolReply,
  type PoolRequest,
  type Purposes,
  poolBatch,
  type SealedAnswer,
  type TokenReply,
  type TokenRequest,
} from "./exchange.ts";
export { printPoolKey } from "./interviewer/pool-key.ts";
export {
  type DesignCell,
  fewestInCell,
  manifestHash,
  offerOf,
  parseManifest,
  parseOffer,
  type WaveManifest,
  type WaveOffer,
  waveTimes,
} from "./manifest.ts";

// The roster's codes, and the cells of the design that may travel with an answer.

export * from "./codes.ts";
export * from "./design-cells.ts";

// Answers sealed on the device, and who can open them.

export * from "./sealing/index.ts";
export * from "./shares.ts";
