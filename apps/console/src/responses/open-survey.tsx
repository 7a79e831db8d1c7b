import type { Study } from "@lang-nghe/contract";
import { Button, List } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { refresh } from "../platform/query.ts";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Opens the survey after saying what that means. */
export function OpenSurvey() {
  const t = useWords(words);
  const study = useStudy();
  const [asking, setAsking] = useState(false);
  const open = useMutation<Study, ProblemError>({
    mutationFn: () => api.post(`/studies/${study.id}/open`),
    onSuccess: async () => {
      setAsking(false);
      await refresh("/studies");
      toast(t("opened"));
    },
  });
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t("open")}</Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("openTitle")}
        action={t("openAction")}
        busy={open.isPending}
        problem={open.error}
        onConfirm={() => open.mutate()}
      >
        <List spacing="xs">
          <List.Item>{t("openWhat1")}</List.Item>
          <List.Item>{t("openWhat2")}</List.Item>
          <List.Item>{t("openWhat3")}</List.Item>
          <List.Item>{t("openWhat4")}</List.Item>
        </List>
      </Confirm>
    </>
  );
}
