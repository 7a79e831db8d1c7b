import type { Dictionary, Table, TableSpec } from "@lang-nghe/contract";
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { api, type ProblemError } from "../platform/api.ts";
import { useGet } from "../platform/query.ts";

export function useDictionary(studyId: string | null): UseQueryResult<Dictionary, ProblemError> {
  return useGet<Dictionary>(studyId === null ? null : `/studies/${studyId}/dictionary`);
}

/** The table of a spec. The one shown before stays, marked as such, until the next is there. */
export function useTable(studyId: string, spec: TableSpec | null, keep = false): UseQueryResult<Table, ProblemError> {
  return useQuery<Table, ProblemError>({
    queryKey: [`/studies/${studyId}/tables`, spec],
    queryFn: () => api.post<Table>(`/studies/${studyId}/tables`, spec),
    enabled: spec !== null,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Address of a table's file. */
export function fileAddress(studyId: string, kind: "csv" | "xlsx", spec: TableSpec, language: string): string {
  const query = new URLSearchParams({ ask: spec.ask, base: spec.base, language });
  if (spec.by !== null) query.set("by", spec.by);
  if (spec.weightSet !== null) query.set("weightSet", spec.weightSet);
  return `/api/studies/${studyId}/tables.${kind}?${query}`;
}
