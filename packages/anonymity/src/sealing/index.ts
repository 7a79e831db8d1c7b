export { makeDraftKey, openDraft, sealDraft } from "./drafts.ts";
export {
  keysBelongTogether,
  makeTabulationKeys,
  type OpeningKey,
  openAnswer,
  openingKey,
  type TabulationKeys,
} from "./open-answer.ts";
export { paddedLengths } from "./padding.ts";
export { type SealingContext, sealAnswer, sealedLengths } from "./seal-answer.ts";
