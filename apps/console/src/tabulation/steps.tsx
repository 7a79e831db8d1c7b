import type { Derivation, Dictionary } from "@lang-nghe/contract";
import { Anchor } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { api, type ProblemError } from "../platform/api.ts";
import { queryClient, refresh } from "../platform/query.ts";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Keeps the dictionary that came back, and asks again for what may stand on it. */
async function keep(studyId: string, dictionary: Dictionary): Promise<void> {
  queryClient.setQueryData([`/studies/${studyId}/dictionary`], dictionary);
  await refresh(`/studies/${studyId}/tables`);
}

const failed = (problem: ProblemError) =>
  notifications.show({ message: problem.message, color: "orange", autoClose: 12_000 });

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
      const id = `removed-${step.id}`;
      notifications.show({
        id,
        message: (
          <>
            {t("removed", { name: step.derivation.name })}{" "}
            <Anchor
              component="button"
              inherit
              onClick={() => {
                notifications.hide(id);
                restore.mutate(step.derivation);
              }}
            >
              {t("undo")}
            </Anchor>
          </>
        ),
        autoClose: 12_000,
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
      notifications.show({ message: t("restored", { name: derivation.name }) });
    },
    onError: failed,
  });
}
