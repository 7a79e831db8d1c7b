export { consentTextHash } from "./consent-record.ts";
export { examples } from "./examples.ts";
export { deleteOverdue } from "./fieldwork.ts";
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
