import type { MarginCheck } from "@lang-nghe/contract";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { api, type ProblemError } from "../platform/api.ts";
import { type MarginRows, textOf } from "./margin-rows.ts";

export interface RunningCheck {
  readonly query: UseQueryResult<MarginCheck, ProblemError>;
  /** The check belongs to the rows as they are now. */
  readonly current: boolean;
}

/** Has the server read and check the rows, a moment after the last change. */
export function useMarginCheck(studyId: string, rows: readonly MarginRows[]): RunningCheck {
  const text = textOf(rows);
  const [settled] = useDebouncedValue(text, 400);
  const query = useQuery<MarginCheck, ProblemError>({
    // Under the dictionary: a merged level changes what holds.
    queryKey: [`/studies/${studyId}/margins`, settled],
    queryFn: () => api.post<MarginCheck>(`/studies/${studyId}/margins`, { text: settled }),
    enabled: rows.length > 0 && settled.includes("\n"),
    placeholderData: keepPreviousData,
  });
  return { query, current: settled === text && !query.isPlaceholderData && !query.isFetching };
}
