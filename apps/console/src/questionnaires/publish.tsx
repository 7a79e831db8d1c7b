import type { Questionnaires, QuestionnaireVersion } from "@lang-nghe/contract";
import { Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { refresh } from "../platform/query.ts";
import { Notice } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** The main button of the page: a draft becomes a version that never changes. */
export function Publish({ shown, draft }: { shown: Questionnaires; draft: QuestionnaireVersion }) {
  const t = useWords(words);
  const study = useStudy();
  const [asking, setAsking] = useState(false);
  const version = Math.max(0, ...shown.published.map((each) => each.version)) + 1;
  const publish = useMutation<Questionnaires, ProblemError>({
    mutationFn: () => api.post(`/studies/${study.id}/questionnaire/publish`),
    onSuccess: async () => {
      setAsking(false);
      await refresh(`/studies/${study.id}`, "/studies");
      toast(t("published", { version }));
    },
  });
  const incomplete = draft.languages.filter((language) => !language.complete).map((language) => language.name);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t("publish")}</Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("publishTitle", { version })}
        action={t("publishAction")}
        busy={publish.isPending}
        problem={publish.error}
        onConfirm={() => publish.mutate()}
      >
        <Stack gap="sm">
          <Text>{t("publishWhat", { version })}</Text>
          {study.state === "open" ? (
            <Notice tone="notice">
              <Text>{t("publishOpenNow")}</Text>
            </Notice>
          ) : null}
          {incomplete.length > 0 ? (
            <Notice tone="notice">
              <Text>{t("publishIncomplete", { names: incomplete.join(", ") })}</Text>
            </Notice>
          ) : null}
          {shown.testAnswers === 0 ? (
            <Notice tone="notice">
              <Text>{t("publishUntested")}</Text>
            </Notice>
          ) : null}
        </Stack>
      </Confirm>
    </>
  );
}
