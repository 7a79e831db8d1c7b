import type { Study } from "@lang-nghe/contract";
import { Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Before the first answer, or answers from a file; asks for a typed word. */
export function DeleteStudy({ study }: { study: Study }) {
  const t = useWords(words);
  const label = useLabel();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useMutation<undefined, ProblemError>({
    mutationFn: () => api.remove(`/studies/${study.id}`),
    onSuccess: async () => {
      toast(t("deleted"));
      await navigate({ to: "/" });
      await refresh("/studies", "/examples");
    },
  });
  const possible = study.state === "design" || study.kind === "imported";
  return (
    <Section title={t("deleteTitle")} lead={possible ? t("deleteLead") : t("deleteNot")}>
      {possible ? (
        <Button variant="default" c="var(--mantine-color-error)" onClick={() => setAsking(true)}>
          {t("deleteAction")}
        </Button>
      ) : null}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("deleteAsk", { title: label(study.title) })}
        action={t("deleteAction")}
        typed={t("deleteWord")}
        harmful
        busy={remove.isPending}
        problem={remove.error}
        onConfirm={() => remove.mutate()}
      >
        <Text>{t("deleteWhat")}</Text>
      </Confirm>
    </Section>
  );
}
