export { type Column, type DesignColumns, missingCode, readSnapshot, type Snapshot, storeSnapshot } from "./snapshot.ts";
