// The interviewer's half, for a phone: nothing of the hosts' halves comes along.
export { AnonymityError, type AnonymityErrorCode } from "../anonymity-error.ts";
export { type AskedCodes, codesThatMayTravel, fewestToTravel, type VisitOfCell } from "../asked.ts";
export type { Asked, PlaceInDesign, Purposes, SealedAnswer } from "../exchange.ts";
export type { Ask } from "../respondent/device.ts";
export { printedWithdrawalKey } from "../respondent/respondent.ts";
export { type CheckedWave, readWave } from "../respondent/wave.ts";
export { makeDraftKey, openDraft, sealDraft } from "../sealing/drafts.ts";
export { type Interviews, type InterviewsStanding, interviews } from "./interviews.ts";
export type { Phone, PhoneStorage, StoredChange } from "./phone.ts";
export { enoughFor } from "./pool.ts";
export { type PoolKey, readPoolKey } from "./pool-key.ts";
