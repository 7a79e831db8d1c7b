import type { ReleasedLedger, StatedPolicy } from "@lang-nghe/contract";
import { useGet } from "../platform/query.ts";

/** The limits in force. */
export const useLimits = () => useGet<StatedPolicy>("/disclosure/policy");

/** Every table of a study that left, oldest first. */
export const useLedger = (studyId: string) => useGet<ReleasedLedger>(`/studies/${studyId}/released`);
