import type { Derivation, Dictionary } from "@lang-nghe/contract";
import { useMutation } from "@tanstack/react-query";
import { api, type ProblemError } from "../platform/api.ts";
import { queryClient, refresh } from "../platform/query.ts";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Keeps the dictionary that came back, and asks again for what may stand on it. */
async function keep(studyId: string, dictionary: Dictionary): Promise<void> {
  queryClient.setQueryData([`/studies/${studyId}/dictionary`], dictionary);
  await refresh(`/studies/${studyId}/tables`);
}

const failed = (problem: ProblemError) => toast(problem.message, { tone: "bad" });

/** Stores a step. */
export function useAddStep(studyId: string) {
  return useMutation<Dictionary, ProblemError, Derivation>({
    mutationFn: (derivation) => api.post<Dictionary>(`/studies/${studyId}/derived`, derivation),
    onSuccess: (dictionary) => keep(studyId, dictionary),
  });
}

/** Removes a step, and offers to bring it back. */
export function useRemoveStep(studyId: string) {
  const t = useWords(words);
  const restore = useRestoreStep(studyId);
  return useMutation<Dictionary, ProblemError, Dictionary["steps"][number]>({
    mutationFn: (step) => api.remove<Dictionary>(`/studies/${studyId}/derived/${step.id}`),
    onSuccess: async (dictionary, step) => {
      await keep(studyId, dictionary);
      toast(t("removed", { name: step.derivation.name }), {
        action: { label: t("undo"), run: () => restore.mutate(step.derivation) },
      });
    },
    onError: failed,
  });
}

/** Brings a removed step back. */
export function useRestoreStep(studyId: string) {
  const t = useWords(words);
  return useMutation<Dictionary, ProblemError, Derivation>({
    mutationFn: (derivation) => api.post<Dictionary>(`/studies/${studyId}/derived`, derivation),
    onSuccess: async (dictionary, derivation) => {
      await keep(studyId, dictionary);
      toast(t("restored", { name: derivation.name }));
    },
    onError: failed,
  });
}
