import type { Release } from "@lang-nghe/contract";
import { useMutation } from "@tanstack/react-query";
import { api, type ProblemError } from "../platform/api.ts";
import { queryClient, refresh } from "../platform/query.ts";
import { toast } from "../platform/toast.tsx";

export type Verb = "submit" | "return" | "publish" | "withdraw";

/** Takes a release to its next state. */
export function useMove(release: Release) {
  return useMutation<Release, ProblemError, { verb: Verb; said?: string }>({
    mutationFn: ({ verb }) => api.post<Release>(`/releases/${release.id}/${verb}`),
    onSuccess: async (moved, { said }) => {
      queryClient.setQueryData([`/releases/${release.id}`], moved);
      if (said) toast(said);
      await refresh(`/studies/${release.studyId}/releases`);
    },
  });
}
