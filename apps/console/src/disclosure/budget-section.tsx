import type { PrivacyBudget } from "@lang-nghe/contract";
import { Button, Radio, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./private-counts-words.ts";

const choices = [0.1, 0.25, 0.5, 1];
/** What one question at ± 60 costs. */
const perQuestion = 0.05;

/** The budget before the first answer: set, corrected, or left alone. */
export function BudgetSection({ budget }: { budget: PrivacyBudget }) {
  const t = useWords(words);
  const format = useFormat();
  const study = useStudy();
  const may = useMay();
  const [chosen, setChosen] = useState(String(budget.epsilon ?? 0.5));
  const save = useMutation<PrivacyBudget, ProblemError, number>({
    mutationFn: (epsilon) => api.put<PrivacyBudget>(`/studies/${study.id}/privacy-budget`, { epsilon }),
    onSuccess: async () => {
      await refresh(`/studies/${study.id}/privacy-budget`);
      toast(t("budgetSaved"));
    },
  });
  const designed = study.state === "design";
  return (
    <Section title={t("budgetTitle")} {...(designed ? { lead: t("budgetDesign") } : {})}>
      <Text fw={600}>
        {budget.epsilon === null ? t("budgetNone") : t("budgetIs", { epsilon: format.number(budget.epsilon, 2) })}
      </Text>
      {designed && may("studies:write") ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(Number(chosen));
          }}
        >
          <Radio.Group
            label={t("budgetChoose")}
            description={t("budgetHow")}
            value={chosen}
            onChange={setChosen}
            mt="md"
            maw="46rem"
          >
            <Stack gap="sm" mt="xs">
              {choices.map((epsilon) => (
                <Radio
                  key={epsilon}
                  value={String(epsilon)}
                  label={t("budgetChoice", { epsilon: format.number(epsilon, 2) })}
                  description={t("budgetMeans", {
                    factor: format.number(Math.exp(epsilon), 2),
                    questions: format.count(Math.round(epsilon / perQuestion)),
                  })}
                />
              ))}
            </Stack>
          </Radio.Group>
          {save.error ? <ProblemNote problem={save.error} /> : null}
          <Button type="submit" mt="lg" loading={save.isPending} disabled={Number(chosen) === budget.epsilon}>
            {t("budgetSave")}
          </Button>
        </form>
      ) : (
        <Text mt="sm">{designed ? t("budgetLead") : budget.epsilon === null ? t("offWhy") : t("waiting")}</Text>
      )}
    </Section>
  );
}
