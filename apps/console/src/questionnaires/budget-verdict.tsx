import type { DemographicBudget } from "@lang-nghe/contract";
import { Button, List, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { budgetWords } from "./budget-words.ts";

/** The verdict in plain words. */
export function BudgetVerdict({ budget }: { budget: DemographicBudget }) {
  const t = useWords(budgetWords);
  const format = useFormat();
  const { verdict, exposedPopulation, exposedSample, exception } = budget;
  const percent = (share: number) => format.percent(share, share < 0.1 ? 1 : 0);
  const nothingKnown = exposedPopulation === null && exposedSample === null;
  const noKeys = !budget.candidates.some(({ chosen }) => chosen);
  const title =
    verdict === "blocked"
      ? t(exception ? "letThroughTitle" : "blockedTitle")
      : verdict === "fine" || noKeys
        ? t("fineTitle")
        : t(nothingKnown ? "unknownTitle" : "warningTitle");
  return (
    <Notice
      tone={verdict === "blocked" ? (exception ? "notice" : "bad") : verdict === "fine" ? "good" : "notice"}
      title={title}
    >
      {noKeys ? <Text>{t("noKeys")}</Text> : null}
      {exposedPopulation === null || noKeys ? null : (
        <Text>{t("exposedPopulation", { share: percent(exposedPopulation) })}</Text>
      )}
      {exposedSample === null || noKeys ? null : <Text>{t("exposedSample", { share: percent(exposedSample) })}</Text>}
      {nothingKnown && !noKeys ? <Text>{t("givePopulation")}</Text> : null}
      {verdict === "blocked" && !exception ? <Text>{t("limit")}</Text> : null}
      {exception ? (
        <Text>
          {t("letThrough", {
            who: exception.givenBy,
            day: format.day(exception.givenOn),
            reason: exception.reason,
          })}
        </Text>
      ) : null}
    </Notice>
  );
}

/** How it was worked out and on what assumptions. */
export function BudgetAssumptions({ budget }: { budget: DemographicBudget }) {
  const t = useWords(budgetWords);
  const label = useLabel();
  return (
    <Section title={t("assumed")}>
      <List spacing="xs" pr="md">
        {budget.counts ? <List.Item>{t("counts", { title: budget.counts })}</List.Item> : null}
        {budget.assumed.map((one) => (
          <List.Item key={one}>{t(`assume-${one}`)}</List.Item>
        ))}
        {budget.texts.length > 0 ? (
          <List.Item>
            {t("texts", {
              questions: budget.texts.map((text) => `“${label(text.label) || text.variable}”`).join(", "),
            })}
          </List.Item>
        ) : null}
        <List.Item>{t("promise")}</List.Item>
        <List.Item>{t("method")}</List.Item>
      </List>
    </Section>
  );
}

/** The data-protection officer's: this form is published all the same. */
export function LetThrough() {
  const t = useWords(budgetWords);
  const study = useStudy();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const give = useMutation<DemographicBudget, ProblemError>({
    mutationFn: () => api.post(`/studies/${study.id}/demographic-budget/exceptions`, { reason: reason.trim() }),
    onSuccess: async () => {
      await refresh(`/studies/${study.id}/demographic-budget`);
      toast(t("done"));
    },
  });
  const short = reason.trim().length < 20;
  return (
    <Section title={t("exceptionTitle")} lead={t("exceptionLead")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!short) give.mutate();
        }}
      >
        <Textarea
          label={t("reason")}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && short ? t("reasonShort") : null}
          autosize
          minRows={3}
          maxLength={2000}
          maw="46rem"
        />
        {give.error ? <ProblemNote problem={give.error} /> : null}
        <Button type="submit" mt="md" loading={give.isPending}>
          {t("letThroughAction")}
        </Button>
      </form>
    </Section>
  );
}
