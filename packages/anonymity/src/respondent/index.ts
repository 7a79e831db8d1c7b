// The respondent's half, for a page that counts kilobytes: nothing of the hosts' halves comes along.
export { AnonymityError, type AnonymityErrorCode } from "../anonymity-error.ts";
export { readCode } from "../codes.ts";
export type { Purposes } from "../exchange.ts";
export { type DesignCell, type WaveManifest, waveTimes } from "../manifest.ts";
export { makeDraftKey } from "../sealing/drafts.ts";
export type { Ask, Device, Storage, StoredName } from "./device.ts";
export { checkReceipt, type ReceiptCheck } from "./receipt.ts";
export { printedWithdrawalKey, type Respondent, respondent, type Standing } from "./respondent.ts";
export { sendingTime, waitingHours } from "./sending-time.ts";
export { type CheckedWave, readWave } from "./wave.ts";
