import type { WeightSet } from "@lang-nghe/contract";
import { useMutation } from "@tanstack/react-query";
import { api, type ProblemError } from "../platform/api.ts";
import { queryClient, refresh } from "../platform/query.ts";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Makes a set the one all tables use; a null id means unweighted. */
export function useActivate(studyId: string) {
  const t = useWords(words);
  return useMutation<WeightSet[], ProblemError, { id: string | null; name: string }>({
    mutationFn: ({ id }) => api.put<WeightSet[]>(`/studies/${studyId}/weight-sets/active`, { id }),
    onSuccess: async (sets, { name }) => {
      queryClient.setQueryData([`/studies/${studyId}/weight-sets`], sets);
      await refresh(`/studies/${studyId}/tables`, `/studies/${studyId}/releases`, "/releases/");
      toast(t("nowActive", { name }));
    },
    onError: (problem) => toast(problem.message, { tone: "bad" }),
  });
}
