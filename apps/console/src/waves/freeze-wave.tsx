import type { Wave } from "@lang-nghe/contract";
import { Button, List } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Ends the study for good; asks for a typed word. */
export function FreezeWave() {
  const t = useWords(words);
  const label = useLabel();
  const study = useStudy();
  const [asking, setAsking] = useState(false);
  const freeze = useMutation<Wave, ProblemError>({
    mutationFn: () => api.post(`/studies/${study.id}/wave/freeze`),
    onSuccess: async () => {
      setAsking(false);
      await refresh("/studies");
      toast(t("freezeNow"));
      window.scrollTo({ top: 0 });
    },
  });
  return (
    <Section title={t("freeze")} lead={t("freezeLead")}>
      <Button onClick={() => setAsking(true)}>{t("freeze")}</Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("freezeAsk", { title: label(study.title) })}
        action={t("freeze")}
        typed={t("freezeWord")}
        harmful
        busy={freeze.isPending}
        problem={freeze.error}
        onConfirm={() => freeze.mutate()}
      >
        <List spacing="xs">
          <List.Item>{t("freezeWhat1")}</List.Item>
          <List.Item>{t("freezeWhat2")}</List.Item>
          <List.Item>{t("freezeWhat3")}</List.Item>
        </List>
      </Confirm>
    </Section>
  );
}
