import type { Study } from "@lang-nghe/contract";
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

/** Ends the wave for good; asks for a typed word. */
export function CloseSurvey() {
  const t = useWords(words);
  const label = useLabel();
  const study = useStudy();
  const [asking, setAsking] = useState(false);
  const close = useMutation<Study, ProblemError>({
    mutationFn: () => api.post(`/studies/${study.id}/freeze`),
    onSuccess: async () => {
      setAsking(false);
      await refresh("/studies");
      toast(t("closed"));
      window.scrollTo({ top: 0 });
    },
  });
  return (
    <Section title={t("closeTitle")} lead={t("closeLead")}>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("close")}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("closeAsk", { title: label(study.title) })}
        action={t("close")}
        typed={t("closeWord")}
        harmful
        busy={close.isPending}
        problem={close.error}
        onConfirm={() => close.mutate()}
      >
        <List spacing="xs">
          <List.Item>{t("closeWhat1")}</List.Item>
          <List.Item>{t("closeWhat2")}</List.Item>
          <List.Item>{t("closeWhat3")}</List.Item>
        </List>
      </Confirm>
    </Section>
  );
}
