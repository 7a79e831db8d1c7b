import { MutationCache, QueryCache, QueryClient, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { api, ProblemError } from "./api.ts";

/** Somebody signed out elsewhere, or was deactivated: ask the session again, and the sign-in form appears in place. */
function onProblem(error: unknown) {
  if (error instanceof ProblemError && error.code === "accounts.signed-out") {
    void queryClient.invalidateQueries({ queryKey: ["/session"] });
  }
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: onProblem }),
  mutationCache: new MutationCache({ onError: onProblem }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 2 && error instanceof ProblemError && error.status === 0,
    },
  },
});

/** What stands at `/api` + path; the path is the key in the cache. Null asks nothing. */
export function useGet<Reply>(path: string | null): UseQueryResult<Reply, ProblemError> {
  return useQuery<Reply, ProblemError>({
    queryKey: [path ?? ""],
    queryFn: ({ signal }) => api.get<Reply>(path ?? "", signal),
    enabled: path !== null,
  });
}

/** Asks again for everything whose path begins with one of `prefixes`. Call it after a change. */
export async function refresh(...prefixes: string[]): Promise<void> {
  await queryClient.invalidateQueries({
    predicate: ({ queryKey }) => prefixes.some((prefix) => String(queryKey[0]).startsWith(prefix)),
  });
}
