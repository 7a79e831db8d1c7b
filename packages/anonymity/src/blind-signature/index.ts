export { checkBlinded, type RawOperation, signBlinded } from "./issuer-half.ts";
export { modulusFromSpki, modulusLength, spkiOf } from "./public-key.ts";
export { type Blinding, blind, finalize, prefixLength, prepare, saltLength, verify } from "./respondent-half.ts";
