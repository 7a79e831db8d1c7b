export {
  checkedByInvitation,
  countSealed,
  forgetSealed,
  keepTabulationKey,
  knownWithdrawals,
  type OpenedAnswer,
  type SealedRow,
  sealedOf,
  storeOpened,
  storeSealed,
  tabulationKeyOf,
} from "./by-invitation.ts";
export { consentTextHash } from "./consent-record.ts";
export { examples } from "./examples.ts";
export { closeStudy, deleteOverdue } from "./fieldwork.ts";
export type { DesignOfRows } from "./freeze.ts";
export { imports } from "./import-routes.ts";
export { withdrawAnswers } from "./queries.ts";
export { responses } from "./routes.ts";
export {
  type Column,
  type DesignColumns,
  missingCode,
  readSnapshot,
  type Snapshot,
  storeSnapshot,
} from "./snapshot.ts";
