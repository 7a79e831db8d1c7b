import type { PrivacyBudget, ReleasedLedger, StatedPolicy } from "@lang-nghe/contract";
import { useGet } from "../platform/query.ts";

/** The limits in force. */
export const useLimits = () => useGet<StatedPolicy>("/disclosure/policy");

/** Every table of a study that left, oldest first. */
export const useLedger = (studyId: string) => useGet<ReleasedLedger>(`/studies/${studyId}/released`);

/** A study's budget for noisy counts and what it was spent on. */
export const usePrivacyBudget = (studyId: string | null) =>
  useGet<PrivacyBudget>(studyId === null ? null : `/studies/${studyId}/privacy-budget`);
